"""Every mutant of a C file, by a fixed list of operators, from clang's own tree of it.

A mutant is one small change of one place. What is inside of a macro is left alone: check() states what must
hold, and tables of words are tests' own.
"""
import json
import re
import subprocess

OPERATORS = {
    "boundary": "a comparison takes its boundary in, or leaves it out",
    "comparison": "a comparison is the opposite",
    "arithmetic": "+ for -, - for +, + for *, * for / and %",
    "logic": "&& for ||, || for &&",
    "bits": "& for |, | for &, a shift the other way, ~ left out",
    "condition": "what is asked by if, while, for or ?: is denied",
    "denial": "a ! is left out",
    "constant": "a number is one more; true for false, false for true",
    "less": "a number is one less",
    "return": "a number that is given back is one more, a truth is denied, a pointer is NULL",
    "statement": "a call, an assignment or a step is left out",
    "step": "++ for --, += for -=, |= for &=",
    "jump": "break for continue, and the other way; either left out",
}
SWAPS = {
    "boundary": {"<": "<=", "<=": "<", ">": ">=", ">=": ">"},
    "comparison": {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="},
    "arithmetic": {"+": "-", "-": "+", "*": "+", "/": "*", "%": "*"},
    "logic": {"&&": "||", "||": "&&"},
    "bits": {"&": "|", "|": "&", "<<": ">>", ">>": "<<", "^": "|"},
    "step": {"+=": "-=", "-=": "+=", "|=": "&=", "&=": "|=", "*=": "+=", "<<=": ">>=", ">>=": "<<="},
}
ASSIGNMENTS = ("BinaryOperator", "CompoundAssignOperator")


class Mutant:
    """`place` is (begin, end) of what is written anew; the key stays the same while lines move."""
    def __init__(self, path, function, operator, begin, end, text, source):
        self.path, self.function, self.operator = path, function, operator
        self.begin, self.end, self.text = begin, end, text
        self.line = source.count(b"\n", 0, begin) + 1
        first, last = source.rfind(b"\n", 0, begin) + 1, source.find(b"\n", end)
        self.before = b" ".join(source[first:last].split()).decode()
        self.after = b" ".join((source[first:begin] + text + source[end:last]).split()).decode()
        self.key = None

    def applied(self, source):
        return source[:self.begin] + self.text + source[self.end:]


class Function:
    """Where it stands: its head from `begin`, with its name at `name_at`, its body from `body` to `end`."""
    def __init__(self, node, body):
        self.name = node["name"]
        first = node["range"]["begin"]
        self.begin = first.get("expansionLoc", first)["offset"]  # bool is a macro
        self.name_at = node["loc"]["offset"]
        self.body, self.end = body["range"]["begin"]["offset"], body["range"]["end"]["offset"] + 1
        self.parameters = [part["name"] for part in node["inner"] if part.get("kind") == "ParmVarDecl"]
        self.void = node["type"]["qualType"].startswith("void (")


def tree_of(clang, path, flags):
    command = [clang, *flags, "-w", "-fsyntax-only", "-Xclang", "-ast-dump=json", path]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def with_files(node, state):
    """clang names a file only where it is another than before: each place gets its own."""
    if isinstance(node, list):
        for part in node:
            with_files(part, state)
    elif isinstance(node, dict):
        if "offset" in node:
            state[0] = node.get("file", state[0])
            node["file"] = state[0]
        for part in node.values():
            with_files(part, state)


def span(node, path):
    """Begin and end of a node in this file, or None if a macro has to do with it."""
    begin, end = node.get("range", {}).get("begin", {}), node.get("range", {}).get("end", {})
    if begin.get("file") != path or "offset" not in end:
        return None
    return begin["offset"], end["offset"] + end["tokLen"]


class Reader:
    def __init__(self, path, source):
        self.path, self.source, self.found, self.function, self.truth = path, source, [], "", False

    def add(self, operator, begin, end, text):
        text = text if isinstance(text, bytes) else text.encode()
        self.found.append(Mutant(self.path, self.function, operator, begin, end, text, self.source))

    def text(self, place):
        return self.source[place[0]:place[1]]

    def swap(self, node):
        """The sign stands somewhere between the two sides."""
        sides = [span(part, self.path) for part in node["inner"]]
        if None in sides:
            return
        sign, gap = node["opcode"].encode(), self.source[sides[0][1]:sides[1][0]]
        at = re.sub(rb"/\*.*?\*/", lambda m: b" " * len(m.group()), gap, flags=re.S).find(sign)
        pointer = "*" in node["type"]["qualType"]
        for operator, table in SWAPS.items():
            if at >= 0 and node["opcode"] in table and not (pointer and operator in ("arithmetic", "step")):
                begin = sides[0][1] + at
                self.add(operator, begin, begin + len(sign), table[node["opcode"]])

    def deny(self, node, operator="condition"):
        place = span(node, self.path)
        if place is not None:
            self.add(operator, *place, b"!(" + self.text(place) + b")")

    def number(self, node):
        where = node.get("range", {}).get("begin", {})
        outer = where.get("expansionLoc")
        if outer is not None and outer.get("file") == self.path and "isMacroArgExpansion" not in outer:
            begin = outer["offset"]
            word = self.source[begin:begin + outer["tokLen"]]
            if word in (b"true", b"false"):
                self.add("constant", begin, begin + len(word), b"false" if word == b"true" else b"true")
            return
        place = span(node, self.path)
        if place is not None:
            self.add("constant", *place, b"(" + self.text(place) + b" + 1)")
            if self.text(place) not in (b"0", b"0U"):
                self.add("less", *place, b"(" + self.text(place) + b" - 1)")

    def answer(self, node):
        if not node.get("inner"):
            return
        value = node["inner"][0]
        place = span(value, self.path)
        kind = value["type"].get("desugaredQualType", value["type"]["qualType"])
        if place is None:
            return
        if self.truth:
            self.add("return", *place, b"!(" + self.text(place) + b")")
        elif kind.endswith("*"):
            self.add("return", *place, b"NULL")
        elif "struct" not in kind:
            self.add("return", *place, b"(" + self.text(place) + b") + 1")

    def statement(self, node):
        place = span(node, self.path)
        after = self.source[place[1]:].lstrip() if place is not None else b""
        if after.startswith(b";") and node.get("kind") in (
                "CallExpr", "UnaryOperator", "BinaryOperator", "CompoundAssignOperator"):
            self.add("statement", *place, b"(void)0")

    def jump(self, node):
        place = span(node, self.path)
        if place is not None:
            self.add("jump", *place, b"(void)0")

    def walk(self, node):
        kind, inner = node.get("kind"), node.get("inner", [])
        if kind == "UnaryExprOrTypeTraitExpr":
            return  # what sizeof measures is not reckoned
        if kind in ("CompoundStmt", "CaseStmt", "DefaultStmt"):
            for part in inner:
                self.statement(part)
        if kind in ASSIGNMENTS and node["opcode"] not in ("=", ","):
            self.swap(node)
        if kind in ("IfStmt", "WhileStmt", "ConditionalOperator") and inner:
            self.deny(inner[0])
        if kind == "DoStmt":
            self.deny(inner[1])
        if kind == "ForStmt" and inner[2].get("kind"):
            self.deny(inner[2])
        if kind == "IntegerLiteral":
            self.number(node)
        if kind == "ReturnStmt":
            self.answer(node)
        if kind in ("BreakStmt", "ContinueStmt"):
            self.jump(node)
        if kind == "UnaryOperator":
            self.sign(node)
        for part in inner:
            self.walk(part)

    def sign(self, node):
        place = span(node, self.path)
        if place is None:
            return
        text = self.text(place)
        if node["opcode"] in ("!", "~"):
            self.add("denial" if node["opcode"] == "!" else "bits", place[0], place[0] + 1, b" ")
        elif node["opcode"] in ("++", "--") and "*" not in node["type"]["qualType"]:
            other = b"--" if node["opcode"] == "++" else b"++"
            at = place[1] - 2 if node.get("isPostfix") else place[0]
            if text:
                self.add("step", at, at + 2, other)


def mutants_of(clang, path, flags):
    """A file's text, its functions and all mutants, in its order; `path` as given is what they are called by."""
    with open(path, "rb") as file:
        source = file.read()
    tree = tree_of(clang, path, flags)
    with_files(tree, [""])
    reader = Reader(path, source)
    functions = []
    for node in tree["inner"]:
        if node.get("kind") == "FunctionDecl" and node["loc"].get("file") == path and node.get("inner"):
            reader.function = node["name"]
            reader.truth = node["type"]["qualType"].startswith(("bool ", "_Bool "))
            for part in node["inner"]:
                if part.get("kind") == "CompoundStmt":
                    functions.append(Function(node, part))
                    reader.walk(part)
    counts = {}
    for mutant in reader.found:
        name = (mutant.function, mutant.operator, mutant.before, mutant.after)
        counts[name] = counts.get(name, 0) + 1
        mutant.key = " | ".join([path.split("/")[-1], *name, str(counts[name])])
    return source, functions, reader.found

"""Reads charters as docs/formats/charter.md describes them: a second reader, which shares nothing with src/charter/.

It is for charters that are good: what it does not know, or what does not fit together, raises Unreadable.
"""
import os
import re

TOKEN = re.compile(r'''[ \t\r\n]+|\#[^\n]*
    |(?P<date>\d{4}-\d{2}-\d{2})
    |(?P<duration>\d+(?:min|s|h|d)(?![a-z]))
    |(?P<number>\d+)
    |"(?P<string>(?:[^"\\\n]|\\["\\])*)"
    |(?P<word>[a-z][a-z0-9_.-]*)
    |(?P<code>[A-Z][A-Z0-9-]*)
    |(?P<sign>>=|<=|!=|[-+*<>=!&|(){},;])''', re.X)
POSITIONS = "YLNAQXR"
SETS = {"*": frozenset(POSITIONS), "V": frozenset("YN"), "C": frozenset("YLNAQ")}
SETS.update({letter: frozenset(letter) for letter in POSITIONS})


class Unreadable(Exception):
    """The text is no charter, or uses what is not known here."""


def tokens_of(text):
    """(kind, value), in order."""
    at, found = 0, []
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise Unreadable(f"no token: {text[at:at + 20]!r}")
        at = match.end()
        if match.lastgroup == "string":
            found.append(("string", re.sub(r'\\(["\\])', r"\1", match.group("string"))))
        elif match.lastgroup is not None:
            found.append((match.lastgroup, match.group(match.lastgroup)))
    return found


class Tokens:
    """Some tokens, and where one is in them."""
    def __init__(self, tokens):
        self.tokens, self.at = tokens, 0

    def more(self):
        return self.at < len(self.tokens)

    def peek(self):
        return self.tokens[self.at][1] if self.more() else None

    def kind(self):
        return self.tokens[self.at][0] if self.more() else None

    def next(self, kind=None):
        if not self.more() or kind is not None and self.kind() != kind:
            raise Unreadable(f"{kind or 'more'} was expected, not {self.tokens[self.at:self.at + 3]}")
        self.at += 1
        return self.tokens[self.at - 1][1]

    def take(self, *words):
        """Whether these stand here, and then passes over them."""
        here = [value for kind, value in self.tokens[self.at:self.at + len(words)] if kind != "string"]
        if here != list(words):
            return False
        self.at += len(words)
        return True

    def expect(self, *words):
        if not self.take(*words):
            raise Unreadable(f"{words} was expected, not {self.tokens[self.at:self.at + 3]}")

    def until(self, *ends):
        """The tokens before the first of these signs, which is passed over and given back with them."""
        begin = self.at
        while self.more() and not (self.kind() == "sign" and self.peek() in ends):
            self.at += 1
        return Tokens(self.tokens[begin:self.at]), self.next("sign")

    def listed(self, kind):
        """One or more of a kind, with commas."""
        found = [self.next(kind)]
        while self.take(","):
            found.append(self.next(kind))
        return found

    def end(self):
        if self.more():
            raise Unreadable(f"too much: {self.tokens[self.at:self.at + 3]}")


# Conditions: a tree of tuples.
#   ("or", parts) ("and", parts) ("not", part) ("compare", sign, left, right)
# where a side is a list of terms (factor, count) and a count is None for a plain number or
# (attribute or None for heads, positions, tag or None, without the tag, body or None).

def read_condition(t):
    parts = [read_and(t)]
    while t.take("|"):
        parts.append(read_and(t))
    return parts[0] if len(parts) == 1 else ("or", parts)


def read_and(t):
    parts = [read_compare(t)]
    while t.take("&"):
        parts.append(read_compare(t))
    return parts[0] if len(parts) == 1 else ("and", parts)


def read_compare(t):
    left = read_sum(t)
    for sign in (">=", "<=", "!=", ">", "<", "="):
        if t.take(sign):
            return ("compare", sign, left, read_sum(t))
    return left


def read_sum(t):
    value = read_product(t)
    while t.peek() in ("+", "-"):
        factor = 1 if t.next() == "+" else -1
        value = value + [(factor * n, count) for n, count in read_product(t)]
    return value


def read_product(t):
    value = read_unary(t)
    while t.take("*"):
        other = read_unary(t)
        if all(count is None for _, count in value):
            value, other = other, value
        plain = sum(n for n, _ in other)
        value = [(n * plain, count) for n, count in value]
    return value


def read_unary(t):
    if t.take("!"):
        return ("not", read_unary(t))
    if t.take("("):
        inner = read_condition(t)
        t.expect(")")
        return inner
    if t.kind() == "number":
        return [(int(t.next()), None)]
    name = t.next("word")
    t.expect("(")
    positions, tag, others, body = read_set(t), None, False, None
    if t.take("|"):
        others = t.take("!")
        tag = t.next("code")
    if t.take("in"):
        body = t.next("word")
    t.expect(")")
    return [(1, (None if name == "n" else name, positions, tag, others, body))]


def read_set(t):
    others, letters = t.take("!"), set()
    while t.peek() in SETS:
        letters |= SETS[t.next()]
        t.take(",")
    return frozenset(POSITIONS) - letters if others else frozenset(letters)


class Period:
    """From a day to a day, either of which may be open."""
    def __init__(self, first, last):
        self.first, self.last = first, last

    def holds(self, day):
        """Without a day: whether it holds for good."""
        if day is None:
            return self.last is None
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def read_heading(t):
    said = {"from": None, "until": None, "unverified": None}
    while t.peek() in ("title", "source", "unverified", "from", "until") and t.kind() == "word":
        name = t.next()
        said[name] = t.next("date" if name in ("from", "until") else "string")
    return said


class Rule:
    def __init__(self, name, heading, statements):
        self.name, self.period = name, Period(heading["from"], heading["until"])
        self.allow, self.default, self.over, self.out, self.force = set("YNA"), "X", [], [], []
        self.quorum, self.passes, self.bind = None, None, [(frozenset(POSITIONS), None, False, "bound", None)]
        self.otherwise, self.next, self.after = "reject", None, False
        self.void, self.void_tag, self.void_others, self.split = frozenset(), None, False, None
        self.silence, self.rounds, self.said = False, 0, set()
        for t in statements:
            self.clause(t)

    def clause(self, t):
        name = t.next("word")
        self.said.add(name)
        read = getattr(self, "read_" + name, None)
        if read is None:
            raise Unreadable(f"rule {self.name}: the clause {name} is not known")
        if read(t) is not False:
            t.end()

    def read_allow(self, t):
        self.allow = set(read_set(t))

    def read_default(self, t):
        self.default = t.next("code")

    def read_over(self, t):
        self.over = t.listed("word")

    def read_out(self, t):
        self.out = t.listed("code")

    def read_force(self, t):
        while True:
            tag = t.next("code")
            t.expect("=")
            self.force.append((tag, t.next("code")))
            if not t.take(","):
                break

    def read_quorum(self, t):
        self.quorum = read_condition(t)

    def read_pass(self, t):
        self.passes = read_condition(t)

    def read_bind(self, t):
        self.bind = []
        while True:
            positions, tag, others = read_set(t), None, False
            if t.take("|"):
                others = t.take("!")
                tag = t.next("code")
            effect = t.next("word")
            about = t.next("string") if t.take("as", "to") else None
            self.bind.append((positions, tag, others, effect, about))
            if not t.take(","):
                break

    def read_void(self, t):
        self.void = read_set(t)
        if t.peek() in ("with", "without"):
            self.void_others = t.next() == "without"
            self.void_tag = t.next("code")

    def read_else(self, t):
        self.otherwise = t.next("word")
        if self.otherwise == "stage":
            self.next, self.after = t.next("word"), t.take("after")
            return not self.after
        return self.otherwise != "refer"

    def read_split(self, t):
        t.expect("by")
        self.split = t.next("word")

    def read_clock(self, _):
        self.silence = True
        return False

    def read_elect(self, t):
        t.expect("in")
        self.rounds = int(t.next("number"))
        return False

    @staticmethod
    def read_elsewhere(_):
        """What the evaluator does not ask for."""
        return False

    read_reason = read_extend = read_close = read_rung = read_poll = read_sealed = read_elsewhere
    read_presence = read_amend = read_elsewhere


class Charter:
    """What of a charter a decision rests on."""
    def __init__(self):
        self.name, self.attributes, self.rules, self.groups, self.tables = "", [], [], {}, []
        self.members = []

    def rule(self, name, day):
        """The version of that day; without a day the newest."""
        versions = [rule for rule in self.rules if rule.name == name]
        if day is None:
            return max(versions, key=lambda rule: rule.period.first or "", default=None)
        return next((rule for rule in versions if rule.period.holds(day)), None)

    def tags(self, code, day):
        """Those that the charter itself gives."""
        found = {tag for tag, seats in self.groups.items()
                 if any(seat == code and period.holds(day) for seat, period in seats)}
        for member, period, tags, _ in self.members:
            if member == code and period.holds(day):
                found |= tags
        return found

    def values(self, code, day):
        """As listed for the day; without one, the newest."""
        rows = [(period, values) for member, period, _, values in self.members if member == code]
        if day is None:
            return max(rows, key=lambda row: row[0].first or "")[1] if rows else {}
        return next((values for period, values in rows if period.holds(day)), {})

    def put(self, part):
        """In place of a rule of that name and those days, or beside the others."""
        same = [i for i, rule in enumerate(self.rules) if rule.name == part.name
                and (rule.period.first, rule.period.last) == (part.period.first, part.period.last)]
        if same:
            self.rules[same[0]] = part
        else:
            self.rules.append(part)


def statements_of(t):
    """What stands between the brackets, statement by statement."""
    found = []
    while True:
        statement, sign = t.until(";", "}")
        if sign == "}":
            statement.end()
            return found
        found.append(statement)


def read_group(charter, t, heading):
    name, seats = t.next("code"), []
    heading(t)
    for statement in statements_of(t):
        code, said = statement.next("code"), read_heading(statement)
        seats.append((code, Period(said["from"], said["until"])))
        statement.end()
    charter.groups[name] = seats


def read_table(charter, t, heading):
    name = t.next("word")
    t.expect("of")
    of, said = t.next("word"), heading(t)
    digest = None
    for statement in statements_of(t):
        statement.expect("sha256")
        digest = statement.next("string")
    charter.tables = [row for row in charter.tables if row[0] != name]
    charter.tables.append((name, of, Period(said["from"], said["until"]), digest))


def read_rule(charter, t, heading):
    name = t.next("word")
    said = heading(t)
    charter.put(Rule(name, said, statements_of(t)))


def read_member(charter, t, heading):
    code = t.next("code")
    said = heading(t)
    tags, values = set(), {}
    for statement in statements_of(t):
        word = statement.next("word")
        if word == "tag":
            tags.update(statement.listed("code"))
        elif word == "calendar":
            statement.next("word")
        else:
            values[word] = int(statement.next("number"))
        statement.end()
    period = Period(said["from"], said["until"])
    same = [row for row in charter.members
            if row[0] == code and (row[1].first, row[1].last) == (period.first, period.last)]
    charter.members = [row for row in charter.members if row not in same] + [(code, period, tags, values)]


def read_block(t):
    """A part that decisions do not rest on."""
    depth = 0
    while True:
        sign = t.next()
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0 and sign in ("}", ";"):
            return


READERS = {"group": read_group, "table": read_table, "rule": read_rule, "member": read_member}


def read_parts(charter, t, extended):
    def heading(t):
        said = read_heading(t)
        t.expect("{")
        return said
    while t.more():
        word = t.next("word")
        if word == "extends":
            name = t.next("string")
            extended(name)
            t.expect(";")
        elif word == "attributes":
            charter.attributes += [name for name in t.listed("word") if name not in charter.attributes]
            t.expect(";")
        elif word in READERS:
            READERS[word](charter, t, heading)
        else:
            read_block(t)


def read_charter(path, charter=None):
    """A file with what it extends, which stands beside it under its name."""
    with open(path, encoding="utf-8") as file:
        t = Tokens(tokens_of(file.read()))
    charter = charter or Charter()
    t.expect("charter")
    name = t.next("string")
    read_heading(t)
    t.expect(";")
    folder = os.path.dirname(path)
    read_parts(charter, t, lambda other: read_charter(os.path.join(folder, other + ".charter"), charter))
    charter.name = name
    return charter

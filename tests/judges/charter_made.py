"""Charters made up at random: rules in shapes that no preset has, over members with tags and a table."""
import hashlib
import os

CODES = ["ALDER", "BIRCH", "CEDAR", "DAMSON", "ELM", "FIR", "GORSE", "HAZEL", "IVY"]
SETS = ["Y", "N", "A", "Q", "X", "L", "V", "C", "*", "Y L", "!Y", "!N", "N Q", "L X", "Y N A"]
SIGNS = [">=", ">", "<=", "<", "=", "!="]


def count(random, weighed):
    name = "pop" if weighed and random.random() < 0.4 else "n"
    tag = random.choice(["", "", "", "|P5", "|!P5", "|PARTY", "|!PARTY"])
    return f"{name}({random.choice(SETS)}{tag})"


def side(random, weighed, other):
    kind = random.random()
    if kind < 0.3:
        return str(random.choice([0, 0, 1, 2, 3, 5] if not weighed else [0, 1, 3, 20, 60]))
    factor = random.choice(["", "", "2*", "3*", "100*"])
    if kind < 0.8:
        return factor + count(random, weighed)
    sign = random.choice(["+", "-"])
    return f"{factor}{count(random, weighed)} {sign} {other if random.random() < 0.3 else count(random, weighed)}"


def comparison(random, weighed):
    other = count(random, weighed)
    left = side(random, weighed, other)
    right = random.choice([side(random, weighed, other), other, "0", "2"])
    sign = random.choice(SIGNS)
    return f"!({left} {sign} {right})" if random.random() < 0.15 else f"{left} {sign} {right}"


def condition(random, weighed):
    parts = [comparison(random, weighed) for _ in range(random.choice([1, 1, 2, 2, 3]))]
    text = parts[0]
    for part in parts[1:]:
        text += random.choice([" & ", " & ", " | "]) + part
    return f"!({text})" if random.random() < 0.1 else text


PARTS = ["", ", Y free as to \"arms\", N|P5 bound as to \"arms\", A free as to \"money\""]
ELSE = ["else defer;", "else lapse;", "else refer to council;", "else stage later after 3 workdays;", "else reject;"]
VOID = ["void N without REASONED;", "void N with PARTY;", "void A;", "void Y N without P5;", "void N with REASONED;"]


def rule(random, name, silent, stages):
    """A rule; behind those of `stages` it may be asked, so that it takes every position."""
    weighed = random.random() < 0.4
    allow = random.choice(["Y N A", "Y L N A Q R", "Y L N", "Y N A R"]) if not name.startswith("s") else "Y L N A Q R"
    lines = [f"    allow {allow};"] + (["    default L;"] if silent else [])
    if random.random() < 0.2:
        lines.append("    out GONE;")
    if random.random() < 0.3:
        lines.append(f"    force PARTY = {random.choice('ANR')};")
    if random.random() < 0.3:
        lines.append(f"    quorum {condition(random, False)};")
    lines.append(f"    pass {condition(random, weighed)};")
    if random.random() < 0.3:
        lines.append(f"    {random.choice(VOID)}")
    if random.random() < 0.3 and stages:
        lines.append(f"    else stage {random.choice(stages)};")
    elif random.random() < 0.4:
        lines.append(f"    {random.choice(ELSE)}")
    if random.random() < 0.3:
        lines.append("    bind Y bound, A committed, N|P5 committed, *|!PARTY free" + random.choice(PARTS) + ";")
    return "\n".join([f"rule {name} {{", *lines, "}"])


def members(random):
    """Members as a charter lists them, with tags and values, one of them twice."""
    parts = []
    for code in CODES:
        # The first five are P5 by their group, for a time.
        tags = ["", "", "tag PARTY; ", "tag GONE; "] + (["tag P5, GONE; ", "tag P5; "] if code > "ELM" else [])
        tag = random.choice(tags)
        for days in [" until 1999-12-31", " from 2000-01-01"] if code == "FIR" else [""]:
            parts.append(f"member {code}{days} {{ {tag}pop {random.choice([0, 1, 2, 3, 5, 8, 13, 21])}; }}")
    return parts


def write(folder, name, random, rules, listed):
    """A charter with its table, or with members that it lists, in a folder; its path."""
    table = "code,value\n" + "".join(f"{code},{random.choice([0, 1, 2, 3, 5, 8, 13, 21])}\n" for code in CODES)
    with open(os.path.join(folder, name + "-pop.csv"), "w", encoding="utf-8") as file:
        file.write(table)
    digest = hashlib.sha256(table.encode()).hexdigest()
    parts = [f'charter "{name}";', "fictional;", "attributes pop;",
             *(members(random) if listed else [f'table {name}-pop of pop {{ sha256 "{digest}"; }}']),
             "group P5 { ALDER; BIRCH until 1999-12-31; CEDAR from 2000-01-01; DAMSON from 1980-01-01 until "
             "2020-02-29; ELM; }"]
    parts += ["rule later { pass n(Y) > n(N); }",
              "body council { members all; chair rotation; rules later; }"]
    stages = {True: [], False: []}
    for number in range(rules):
        silent = random.random() < 0.3
        asked = number % 4 == 0  # by others, so that it takes every position and stands before them
        parts.append(rule(random, f"{'s' if asked else 'r'}{number}", silent, stages[silent]))
        if asked:
            stages[silent].append(f"s{number}")
    path = os.path.join(folder, name + ".charter")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(parts) + "\n")
    return path

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


def rule(random, number):
    weighed = random.random() < 0.4
    lines = [f"    allow {random.choice(['Y N A', 'Y L N A Q R', 'Y L N', 'Y N A R'])};"]
    if random.random() < 0.3:
        lines.append("    default L;")
    if random.random() < 0.2:
        lines.append("    out GONE;")
    if random.random() < 0.3:
        lines.append(f"    force PARTY = {random.choice('ANR')};")
    if random.random() < 0.3:
        lines.append(f"    quorum {condition(random, False)};")
    lines.append(f"    pass {condition(random, weighed)};")
    if random.random() < 0.3:
        lines.append("    bind * bound, A N committed, N free;")
    return "\n".join([f"rule r{number} {{", *lines, "}"])


def write(folder, name, random, rules):
    """A charter with its table, in a folder; its path."""
    table = "code,value\n" + "".join(f"{code},{random.choice([0, 1, 2, 3, 5, 8, 13, 21])}\n" for code in CODES)
    with open(os.path.join(folder, name + "-pop.csv"), "w", encoding="utf-8") as file:
        file.write(table)
    digest = hashlib.sha256(table.encode()).hexdigest()
    parts = [f'charter "{name}";', "fictional;", "attributes pop;",
             f'table {name}-pop of pop {{ sha256 "{digest}"; }}',
             "group P5 { ALDER; BIRCH until 1999-12-31; CEDAR from 2000-01-01; DAMSON from 1980-01-01 until "
             "2020-02-29; ELM; }"]
    parts += [rule(random, number) for number in range(rules)]
    path = os.path.join(folder, name + ".charter")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(parts) + "\n")
    return path

#!/usr/bin/python3
"""treaties/known.csv: what became of each treaty of the data set `treaties`, and the hash of its rows there.

make_treaties.py           writes it again from the data.
make_treaties.py --check   says whether it is what the data make; without the data, whether it is whole.

The data lie in SHARED_DATA (else ../shared/data beside the sources) and are no part of the project. Columns: treaty;
clause, a file of clauses/; rows, how many; sha256 of these lines, each with its line end; in_force: the day on which
it entered into force as the data say, empty where they do not.
"""
import csv
import glob
import hashlib
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CLAUSES = os.path.join(HERE, "..", "..", "clauses")
DATA = os.path.join(os.environ.get("SHARED_DATA") or os.path.join(HERE, "..", "..", "..", "shared", "data"), "treaties")
KNOWN = os.path.join(HERE, "treaties", "known.csv")
SETS = ("deposits_train.csv", "deposits_b.csv")
COLUMNS = ("treaty", "clause", "set", "rows", "sha256", "in_force")


def is_here():
    return all(os.path.exists(os.path.join(DATA, name)) for name in SETS)


def clauses():
    """The name of the clause of each treaty that has an id."""
    found = {}
    for path in sorted(glob.glob(os.path.join(CLAUSES, "*.clause"))):
        named = re.search(r'^id "(.*)";$', open(path, encoding="utf-8").read(), re.M)
        if named:
            found[named.group(1)] = os.path.basename(path)[:-len(".clause")]
    return found


def made():
    """The rows, from the data."""
    by_id = clauses()
    with open(os.path.join(DATA, "treaties_train.csv"), encoding="utf-8") as file:
        days = {t["treaty"]: t["known_eif"] for t in csv.DictReader(file)}
    for name in SETS:
        lines = {}
        with open(os.path.join(DATA, name), encoding="utf-8", newline="") as file:
            for line in list(file)[1:]:
                lines.setdefault(line.split(",")[0], []).append(line)
        for treaty in sorted(lines):
            yield {"treaty": treaty, "clause": by_id.get(treaty, ""), "set": name, "rows": str(len(lines[treaty])),
                   "sha256": hashlib.sha256("".join(lines[treaty]).encode()).hexdigest(),
                   "in_force": days.get(treaty, "")}


def committed():
    with open(KNOWN, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def check():
    rows = committed()
    faults = []
    by_id = clauses()
    for row in rows:
        if by_id.get(row["treaty"]) != row["clause"]:
            faults.append(f"{row['treaty']}: there is no clause {row['clause']}")
    if len(rows) < 58 or sum(1 for row in rows if row["in_force"]) != 31:
        faults.append(f"{len(rows)} treaties are too few")
    if is_here() and list(made()) != rows:
        faults.append("the data make other rows")
    if faults:
        print("\n".join(faults))
    print(f"{0 if faults else 1} passed, {1 if faults else 0} failed, 0 skipped")
    return 1 if faults else 0


def main(arguments):
    if arguments == ["--check"]:
        return check()
    with open(KNOWN, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(made())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/python3
"""make_votes.py: real votes of the data sets as cases of `rule decide` (docs/formats/decide.md).

    make_votes.py                makes votes.csv in this folder
    make_votes.py --check        checks it, as far as the data sets are here
    make_votes.py --cases SET    prints the cases of a set, a line each: for `univocal rule decide CHARTER`
    make_votes.py --sets         the names of the sets, each with its charter

The data sets lie in SHARED_DATA (else ../shared/data beside the sources) and are no part of the project. votes.csv has
of each of their votes the id, the outcome and its reason, and the first 16 digits of the SHA-256 of the case: nothing
else of them. Where an outcome is known it is that of the data set; of unsc/votes_b.csv, which has none, it is what the
rule that the README of the data describes makes of the tally, computed here. `--check` ends with `N passed, N failed, N skipped`."""
import csv
import hashlib
import io
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, "votes.csv")
DATA = os.environ.get("SHARED_DATA") or os.path.join(HERE, "..", "..", "..", "shared", "data")
COLUMNS = ["set", "id", "outcome", "reason_code", "case"]


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def count(position, n, ids=()):
    entry = {"pos": position, "n": int(n)}
    if ids:
        entry["ids"] = list(ids)
    return [entry] if entry["n"] > 0 else []


# The Security Council.

def council_rule(row):
    return "procedural" if row["procedural"] == "1" else "consensus" if row["consensus"] == "1" else "substantive"


def council_case(row):
    case = {"id": row["id"], "date": row["date"], "rule": council_rule(row)}
    silent = row["consensus"] == "1"
    if row["votes"]:
        votes = dict(vote.split("=") for vote in row["votes"].split())
        case["positions"] = {code: "L" if silent else letter for code, letter in votes.items()}
    elif silent:
        case["counts"] = count("L", row["council"])
    else:
        against = row["p5_no"].split("+") if row["p5_no"] else ()
        case["counts"] = (count("Y", row["yes"]) + count("N", row["no"], against) + count("A", row["abstain"])
                          + count("X", row["absent"]))
    return case


def council_is_scored(row):
    return not row.get("conflict", "").startswith("EXCLUDE") and row["yes"] != ""


def council_outcome(row):
    """Of the data set where it has one; else of the tally."""
    if "outcome" in row:
        known = row["outcome"]
    elif row["consensus"] == "1":
        known = "adopted"
    else:
        needed = 7 if row["date"] <= "1965-12-31" else 9
        veto = row["p5_no"] != "" and row["procedural"] != "1"
        known = "not_adopted" if int(row["yes"]) < needed else "vetoed" if veto else "adopted"
    carried = "consensus" if council_rule(row) == "consensus" else "carried"
    return {"adopted": ("adopted", carried), "vetoed": ("rejected", "veto"),
            "not_adopted": ("rejected", "short_of_votes")}[known]


# The rules that many bodies share.

def common_case(row):
    case = {"id": row["id"], "rule": row["rule"]}
    objectors = row["objectors"].split()
    if row["rule"] == "both_absolute":
        # The seats of the second body stand in the note only.
        case["electorates"] = {"assembly": count("Y", row["for"]) + count("X", row["absent"]),
                               "council": count("Y", 15)}
        return case
    case["counts"] = (count("Y", row["for"]) + count("N", row["against"], objectors) + count("A", row["abstain"])
                      + count("X", row["absent"]))
    case["electorate"] = int(row["members"])
    if row["rule"] == "consensus_minus_parties":
        case["tags"] = {"PARTY": objectors}
    if row["expected"] == "pending":
        case["open"] = True
    return case


# The Council of the European Union.

def union_case(row):
    positions = {code: "Y" for code in row["members"].split()}
    for column, letter in (("against", "N"), ("abstain", "A"), ("absent", "X")):
        positions.update({code: letter for code in row[column].split()})
    proposed = row["proposal_by"] in ("Commission", "High Representative")
    rule = "unanimity" if row["regime"] == "unanimity" else "on_proposal" if proposed else "other"
    case = {"id": row["id"], "date": row["date"], "rule": rule, "positions": positions}
    if row["population_from"]:
        case["attributes"] = "population-" + row["population_from"][:4]
    return case


def expected(row):
    return ("rejected" if row["expected"] in ("not_adopted", "no_majority") else row["expected"], "")


def is_any(row):
    return True


# file: charter, case, outcome, which rows
SETS = {
    "unsc/decisions_train.csv": ("unsc", council_case, council_outcome, council_is_scored),
    "unsc/votes_b.csv": ("unsc", council_case, council_outcome, council_is_scored),
    "decisions/cases_train.csv": ("decisions", common_case, expected, is_any),
    "eu_council/cases_train.csv": ("eu-council", union_case, expected, is_any),
}


def is_here(name):
    return os.path.exists(os.path.join(DATA, name))


def votes_of(name):
    """The id, outcome, reason and line of each vote of a set."""
    _, case, outcome, is_scored = SETS[name]
    with open(os.path.join(DATA, name), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if is_scored(row):
                yield (row["id"], *outcome(row), canonical(case(row)))


def committed():
    """The rows of votes.csv by set."""
    sets = {name: [] for name in SETS}
    with open(FILE, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sets[row["set"]].append(row)
    return sets


def written(name):
    return [{"set": name, "id": i, "outcome": outcome, "reason_code": reason,
             "case": hashlib.sha256(line.encode()).hexdigest()[:16]} for i, outcome, reason, line in votes_of(name)]


def make():
    text = io.StringIO()
    out = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    out.writeheader()
    for name in SETS:
        out.writerows(written(name))
    with open(FILE, "w", encoding="utf-8") as file:
        file.write(text.getvalue())


def whole_of(name):
    """What decisions.json says of all answers of a set."""
    with open(os.path.join(HERE, "decisions.json"), encoding="utf-8") as file:
        return next((row for row in json.load(file) if row.get("name") == name), None)


def faults(name, rows):
    """What can be seen of the committed rows of a set without the data."""
    if not rows or len({row["id"] for row in rows}) != len(rows):
        yield "no rows, or an id twice"
    words = {("adopted", "carried"), ("adopted", "consensus"), ("rejected", "veto"), ("rejected", "short_of_votes"),
             ("adopted", ""), ("rejected", ""), ("pending", "")}
    for row in rows:
        if (row["outcome"], row["reason_code"]) not in words or len(row["case"]) != 16:
            yield f"{row['id']} is no row"
    whole = whole_of(name)
    if whole is not None and name.startswith("unsc/"):
        answers = "".join(f"{row['id']} {row['outcome']} {row['reason_code']}\n" for row in rows)
        if (len(rows), hashlib.sha256(answers.encode()).hexdigest()) != (whole["rows"], whole["answers"]):
            yield "decisions.json has other answers"


def check():
    passed = failed = skipped = 0
    for name, rows in committed().items():
        wrong = list(faults(name, rows))
        if is_here(name):
            made = written(name)
            if made != rows:
                wrong.append(f"{len(made)} votes make other rows than the {len(rows)} of votes.csv")
        else:
            skipped += 1
            print(f"skipped {name}: not in {DATA}; its rows are looked at alone")
        for fault in wrong:
            print(f"failed {name}: {fault}")
        failed, passed = failed + (1 if wrong else 0), passed + (0 if wrong else 1)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def main(arguments):
    if arguments == ["--check"]:
        return check()
    if arguments == ["--sets"]:
        print("\n".join(f"{name} {charter}" for name, (charter, *_) in SETS.items()))
    elif len(arguments) == 2 and arguments[0] == "--cases" and arguments[1] in SETS:
        for _, _, _, line in votes_of(arguments[1]):
            print(line)
    elif not arguments:
        make()
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/python3
"""make_state.py [--check]: makes state-digest.json in this folder, or checks that it is what it would make: digests of
states by the words of src/store/state.h, recursively and from scratch. A row has its keys and values as hexadecimal, or
says how many rows "key N" -> "value N" there are. The last line is `N passed, N failed, 0 skipped`."""
import hashlib
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, "state-digest.json")
TOP = 5


def sha(data):
    return hashlib.sha256(data).digest()


def block(data):
    return len(data).to_bytes(4, "big") + data


def rank(key):
    digits = sha(key).hex()
    return min(len(digits) - len(digits.lstrip("0")), TOP)


def cut(items, key_of, level):
    """Pieces of a list: each but the first begins with an item whose key has a rank beyond the level."""
    pieces = [[]]
    for item in items:
        if rank(key_of(item)) > level and (pieces != [[]] or level == 0):
            pieces.append([])
        pieces[-1].append(item)
    return pieces


def digest(state):
    buckets = cut(sorted(state.items()), lambda row: row[0], 0)
    firsts = [b""] + [rows[0][0] for rows in buckets[1:]]
    children = []
    for number, rows in enumerate(buckets):
        following = firsts[number + 1] if number + 1 < len(firsts) else b""
        body = block(following) + b"".join(block(key) + block(value) for key, value in rows)
        children.append((firsts[number], sha(b"univocal state bucket 1\n" + body)))
    for level in range(1, TOP + 1):
        nodes = cut(children, lambda child: child[0], level)
        children = [(node[0][0], sha(b"univocal state node 1\n" + b"".join(block(key) + h for key, h in node)))
                    for node in nodes]
    assert len(children) == 1
    return children[0][1]


def generated(count):
    return {f"key {n}".encode(): f"value {n}".encode() for n in range(count)}


def rows():
    def row(name, state):
        return {"name": name, "rows": [[key.hex(), value.hex()] for key, value in sorted(state.items())],
                "digest": digest(state).hex()}

    def many(count):
        return {"name": f"{count} rows", "generated": count, "digest": digest(generated(count)).hex()}

    yield row("no rows", {})
    yield row("one row", {b"a": b"1"})
    yield row("an empty key", {b"": b"1"})
    yield row("an empty value", {b"a": b""})
    yield row("an empty key and an empty value", {b"": b""})
    yield row("the longest key", {bytes(512): b"1"})
    yield row("a key that begins another", {b"a": b"1", b"aa": b"2", b"ab": b"3"})
    yield row("keys in the order of their bytes", {b"\xff": b"1", b"\x00": b"2", b"Z": b"3", b"a": b"4"})
    for number, digits in ((2, 1), (159, 2), (7869, 3), (42907, 4), (176589, 5), (3448887, 6)):
        assert hashlib.sha256(b"key %d" % number).hexdigest().startswith("0" * digits)
        yield row(f"a key whose hash begins with {digits} zeros alone", {b"key %d" % number: b"1"})
        yield row(f"a key whose hash begins with {digits} zeros between others",
                  {b"a": b"0", b"key %d" % number: b"1", b"zebra": b"2"})
    yield row("a key of every rank", {b"key %d" % n: b"1" for n in (0, 2, 159, 7869, 42907, 176589, 3448887)})
    for count in (10, 100, 1000, 20000):
        yield many(count)


def main(arguments):
    text = "[\n" + ",\n".join(json.dumps(row) for row in rows()) + "\n]\n"
    failed = 0
    if arguments == ["--check"]:
        with open(FILE, encoding="utf-8") as found:
            failed = int(found.read() != text)
            if failed:
                print("state-digest.json is not what make_state.py makes")
    else:
        with open(FILE, "w", encoding="utf-8") as made:
            made.write(text)
    print(f"{1 - failed} passed, {failed} failed, 0 skipped")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

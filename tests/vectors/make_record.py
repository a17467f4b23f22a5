#!/usr/bin/python3
"""make_record.py [--check]: makes act-frame.json, entry.json, fact.json, checkpoint.json and tree.json in this folder, or
checks that they are what it would make. Knows RFC 6962, RFC 8785 as far as json.dumps is it, and docs/formats; shares
nothing with the programme but these. The last line is `N passed, N failed, 0 skipped`, one for each file."""
import base64
import hashlib
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
INTEGER_MAX = 2 ** 53 - 1


def sha(data):
    return hashlib.sha256(data).digest()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


# Acts -------------------------------------------------------------------------------------------------------------

FRAME = {
    "body": {"position": "Y", "reason": "first line\nsecond line"}, "epoch": 1, "expires": 1790000000000,
    "key": "8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c", "kind": "matter.position",
    "member": "ALDER", "org": sha(b"a founding document").hex(), "protocol": 1, "realm": "exercise", "seq": 7,
    "subject": sha(b"a text").hex(),
}
HEX = "org is not 64 hexadecimal digits"
KEY = "key is not 64 hexadecimal digits"
NUMBERS = "epoch, protocol, seq and expires must be numbers from 0"
REALM = "realm is neither exercise nor real"
KIND = "kind is not a word of 1 to 64 bytes"
MEMBER = "member is not a member's code"
SUBJECT = "subject is not a text of 1 to 200 bytes"
MEMBERS = ("an act has exactly the members body, epoch, expires, key, kind, member, org, protocol, realm, seq, "
           "subject")
CONTROL = "a text holds a control character other than LF"


def act_rows():
    def row(name, message=None, payload=None, **changes):
        frame = {key: value for key, value in {**FRAME, **changes}.items() if value is not Ellipsis}
        data = canonical(frame) if payload is None else payload
        made = {"name": name, "payload": data.hex(), "result": "ok" if message is None else "malformed"}
        if message is None:
            made["frame"] = {key: value for key, value in frame.items() if key != "body"}
            made["body"] = canonical(frame["body"]).hex()
        elif message:
            made["message"] = message
        return made

    yield row("an act")
    yield row("an empty body", body={})
    yield row("the real realm", realm="real")
    yield row("a body of many kinds of values", body={"a": [1, [True, None, "x"], {"b": {}}], "z": -5})
    yield row("zeros", epoch=0, expires=0, protocol=0, seq=0)
    yield row("the largest numbers", epoch=INTEGER_MAX, expires=INTEGER_MAX, protocol=INTEGER_MAX, seq=INTEGER_MAX)
    yield row("a kind of 64 bytes", kind="k" * 64)
    yield row("a subject of 200 bytes", subject="s" * 200)
    yield row("a subject of 200 bytes that are not ASCII", subject="\u00e9" * 100)
    yield row("a subject with quotes and a backslash", subject='"a\\b"')
    yield row("a member's code of 16 bytes", member="ABCDEFGHIJKLMN-9")
    yield row("a line feed in a text of the body", body={"t": "a\nb"})

    for key in sorted(FRAME):
        yield row(f"no {key}", MEMBERS, **{key: ...})
        yield row(f"a null for {key}", MEMBERS if key == "body" else {
            "epoch": NUMBERS, "expires": NUMBERS, "protocol": NUMBERS, "seq": NUMBERS, "key": KEY, "org": HEX,
            "kind": KIND, "member": MEMBER, "realm": REALM, "subject": SUBJECT}[key], **{key: None})
    yield row("one more member", MEMBERS, zzz=1)
    yield row("another name for a member", NUMBERS, seq=..., sequence=7)
    yield row("a body that is an array", MEMBERS, body=[])
    yield row("a body that is a text", MEMBERS, body="{}")
    yield row("an array", MEMBERS, payload=b"[]")
    yield row("an array of eleven", MEMBERS, payload=b"[0,0,0,0,0,0,0,0,0,0,0]")
    yield row("a number", MEMBERS, payload=b"7")
    for key in ("epoch", "expires", "protocol", "seq"):
        yield row(f"a negative {key}", NUMBERS, **{key: -1})
        yield row(f"a text for {key}", NUMBERS, **{key: "1"})
    yield row("an organisation of 63 digits", HEX, org=FRAME["org"][:-1])
    yield row("an organisation of 65 digits", HEX, org=FRAME["org"] + "0")
    yield row("an organisation in capitals", HEX, org=FRAME["org"].upper())
    yield row("a key of 62 digits", KEY, key=FRAME["key"][:-2])
    yield row("a key that is not hexadecimal", KEY, key="g" + FRAME["key"][1:])
    yield row("a realm that is none", REALM, realm="Exercise")
    yield row("the archive is no realm", REALM, realm="archive")
    yield row("an empty kind", KIND, kind="")
    yield row("a kind of 65 bytes", KIND, kind="k" * 65)
    yield row("an empty member", MEMBER, member="")
    yield row("a member in small letters", MEMBER, member="alder")
    yield row("a member that begins with a digit", MEMBER, member="9LIVES")
    yield row("a member's code of 17 bytes", MEMBER, member="ABCDEFGHIJKLMNOPQ")
    yield row("an empty subject", SUBJECT, subject="")
    yield row("a subject of 201 bytes", SUBJECT, subject="s" * 201)
    yield row("a subject of 202 bytes that are not ASCII", SUBJECT, subject="\u00e9" * 101)
    yield row("a tab in the subject", CONTROL, subject="a\tb")
    yield row("a carriage return in the body", CONTROL, body={"t": "a\r\nb"})
    yield row("U+007F in the body", CONTROL, body={"t": "\x7f"})
    yield row("U+0085 in the body", CONTROL, body={"t": "\u0085"})
    yield row("a control character deep in the body", CONTROL, body={"a": [[{"b": ["x", "\x01"]}]]})
    yield row("a control character in a key of the body", CONTROL, body={"a\x01": 1})
    yield row("a line feed in a key of the body", CONTROL, body={"a": {"b\n": 1}})
    yield row("a space behind a comma", "", payload=canonical(FRAME).replace(b',"epoch"', b', "epoch"'))
    yield row("members out of order", "", payload=b'{"epoch":1,' + canonical({"body": {}})[1:])
    yield row("a member twice", "", payload=canonical(FRAME).replace(b',"seq":7', b',"seq":7,"seq":7'))
    yield row("a number with a point", "", payload=canonical(FRAME).replace(b'"seq":7', b'"seq":7.0'))
    yield row("a number beyond 2^53 - 1", "", payload=canonical(FRAME).replace(b'"seq":7', b'"seq":9007199254740992'))
    yield row("an escape where none is needed", "", payload=canonical(FRAME).replace(b"ALDER", b"\\u0041LDER"))
    yield row("something behind it", "", payload=canonical(FRAME) + b"\n")
    yield row("nothing", "", payload=b"")
    yield row("cut at its end", "", payload=canonical(FRAME)[:-1])


# Entries and facts ------------------------------------------------------------------------------------------------

ENTRY = {
    "effects": sha(b"effects").hex(), "envelope": sha(b"envelope").hex(), "height": 12, "id": sha(b"id").hex(),
    "index": 34, "result": "ok", "time": 1790000000000, "type": "act",
}


def entry_rows():
    def row(name, good=True, text=None, **changes):
        data = canonical({**ENTRY, **changes}) if text is None else text
        made = {"name": name, "text": data.hex(), "result": "ok" if good else "malformed"}
        if good:
            made["entry"] = {**ENTRY, **changes}
            made["leaf"] = sha(b"\0" + data).hex()
        return made

    text = canonical(ENTRY)
    yield row("an act")
    yield row("a fact", type="fact")
    yield row("the founding document", index=0, height=0, type="fact", time=0, effects="0" * 64)
    yield row("a rejection", result="key_revoked", effects="0" * 64)
    yield row("a result of 47 bytes", result="r" * 47)
    yield row("a result of one letter", result="a")
    yield row("the largest numbers", index=INTEGER_MAX, height=INTEGER_MAX, time=INTEGER_MAX)
    yield row("a result of 48 bytes", False, result="r" * 48)
    yield row("an empty result", False, result="")
    yield row("a result in capitals", False, result="OK")
    yield row("a result with a digit", False, result="ok2")
    yield row("a result with an escape", False, result="a\nb")
    yield row("another type", False, type="note")
    yield row("a type in capitals", False, type="Act")
    yield row("an index of 2^53", False, index=2 ** 53)
    yield row("a negative height", False, height=-1)
    yield row("a negative time", False, time=-1)
    yield row("a leading zero", False, text=text.replace(b'"height":12', b'"height":012'))
    yield row("no digits", False, text=text.replace(b'"height":12', b'"height":'))
    yield row("a number in quotes", False, text=text.replace(b'"height":12', b'"height":"12"'))
    yield row("a number with a point", False, text=text.replace(b'"height":12', b'"height":1.2'))
    yield row("an id in capitals", False, id=ENTRY["id"].upper())
    yield row("an id of 63 digits", False, id=ENTRY["id"][:-1])
    yield row("an id of 65 digits", False, id=ENTRY["id"] + "0")
    yield row("a space", False, text=text.replace(b',"id"', b', "id"'))
    yield row("one more member", False, text=text[:-1] + b',"zzz":1}')
    yield row("a member missing", False, text=text.replace(b'"index":34,', b""))
    yield row("members in another order", False,
              text=text.replace(b'"height":12,', b"").replace(b',"index"', b',"height":12,"index"'))
    yield row("a member twice", False, text=text.replace(b'"index":34', b'"index":34,"index":34'))
    yield row("something behind it", False, text=text + b" ")
    yield row("something before it", False, text=b" " + text)
    yield row("nothing", False, text=b"")


CLOSE = {
    "charter": sha(b"charter").hex(), "deadline": 1790000000000, "epoch": 1, "kind": "close",
    "matter": sha(b"matter").hex(), "not_reached": ["FIR"], "org": sha(b"a founding document").hex(),
    "outcome": "adopted", "realm": "exercise", "reason": "carried", "root": sha(b"root").hex(),
    "rule": sha(b"rule").hex(), "rule_name": "substantive", "rung": "members", "speaking_for": ["ALDER", "BIRCH"],
    "statement": 3, "subject": sha(b"silence").hex(), "time": 1790000000123,
}


def fact_rows():
    def row(name, body):
        data = canonical(body)
        return {"name": name, "fact": body, "body": data.hex(), "id": sha(data).hex()}

    yield row("a block", {"kind": "block", "previous": 1789999999999, "time": 1790000000000})
    yield row("the first block", {"kind": "block", "previous": 0, "time": 1})
    yield row("a gap", {"excess": 86100000, "kind": "gap", "previous": 1790000000000, "time": 1790086400000})
    yield row("a deadline", {"deadline": 1790000000000, "kind": "deadline", "root": sha(b"root").hex(),
                             "subject": sha(b"silence").hex(), "time": 1790000000001})
    yield row("a close", CLOSE)
    yield row("a close that adopts nothing", {**CLOSE, "outcome": "rejected", "reason": "objected", "rung": "",
                                              "speaking_for": [], "not_reached": [], "statement": 0})
    yield row("a close in the real realm and a later epoch", {**CLOSE, "realm": "real", "epoch": 2})
    yield row("a charter", {"charter": sha(b"charter").hex(), "close": 57, "kind": "charter", "time": 1790000000000,
                            "version": 2})
    yield row("a statement", {"close": 57, "kind": "statement", "sha256": sha(b"statement.txt").hex()})
    for name, body in voice_facts():
        yield row(name, {**body, "time": 1790000000000})


def voice_facts():
    """Facts of the organisation's key: their form alone. What is hexadecimal in them need be no point here."""
    def many(what, count, size=1):
        return [b"".join(sha(b"%s %d %d" % (what, i, k)) for k in range(size)).hex() for i in range(count)]

    ceremony = {"ceremony": sha(b"ceremony").hex()}
    members = ["ALDER", "BIRCH", "CEDAR"]
    joining = {**ceremony, "deadline": 1790000010000, "kind": "ceremony", "members": members, "threshold": 3}
    parties = {**joining, "keys": many(b"key", 3), "kind": "parties", "nodes": many(b"node", 3)}
    transcript = {**ceremony, "deadline": 1790000010000, "key": sha(b"the key").hex(), "kind": "transcript",
                  "transcript": sha(b"transcript").hex()}
    key = {**ceremony, "key": sha(b"the key").hex(), "kind": "key", "members": members,
           "shares": many(b"share", 3), "threshold": 3, "transcript": sha(b"transcript").hex()}
    session = {"attempt": 1, "close": 57, "commitments": many(b"nonces", 2, 4), "ids": [1, 3], "kind": "session",
               "members": ["ALDER", "CEDAR"], "sha256": sha(b"statement.txt").hex(),
               "transcript": sha(b"transcript").hex()}
    yield "a ceremony that has been asked for", joining
    yield "the parties of a ceremony", parties
    yield "the parties of the largest ceremony by threshold", {**parties, "threshold": 193}
    yield "a transcript", transcript
    yield "a key that speaks", key
    yield "a ceremony that is void", {**ceremony, "kind": "void", "missing": ["BIRCH"], "round": "dealing"}
    yield "a ceremony that is void and lacked nobody", {**ceremony, "kind": "void", "missing": [], "round": "dealing"}
    yield "a session", session
    yield "a session of one with the largest numbers", {
        **session, "attempt": INTEGER_MAX, "close": INTEGER_MAX, "commitments": many(b"nonces", 1, 4), "ids": [193],
        "members": ["FIR"]}
    yield "evidence of a bad share", {"kind": "evidence", "member": "CEDAR", "session": sha(b"session").hex(),
                                      "share": 61}
    yield "a signature", {"close": 57, "kind": "signature", "raw": many(b"raw", 1, 2)[0],
                          "session": sha(b"session").hex(), "sha256": sha(b"statement.txt").hex(),
                          "sshsig": many(b"sshsig", 1, 2)[0]}


# Checkpoints ------------------------------------------------------------------------------------------------------

def checkpoint_rows():
    root = sha(b"root")
    line = base64.b64encode(root)

    def row(name, text, result="ok", origin="trees.example", size=None):
        made = {"name": name, "text": text.hex(), "origin": origin, "result": result}
        if result == "ok":
            made["size"] = size
            made["root"] = root.hex()
        return made

    yield row("a checkpoint", b"trees.example\n34\n" + line + b"\n", size=34)
    yield row("an empty log", b"trees.example\n0\n" + line + b"\n", size=0)
    yield row("the largest log", b"trees.example\n%d\n" % INTEGER_MAX + line + b"\n", size=INTEGER_MAX)
    yield row("an exercise", b"exercise-trees.example\n34\n" + line + b"\n", origin="exercise-trees.example", size=34)
    yield row("of an exercise, for the real realm", b"exercise-trees.example\n34\n" + line + b"\n", "denied")
    yield row("of the real realm, for an exercise", b"trees.example\n34\n" + line + b"\n", "denied",
              origin="exercise-trees.example")
    yield row("another origin", b"elm.example\n34\n" + line + b"\n", "denied")
    yield row("an origin that begins so", b"trees.example.org\n34\n" + line + b"\n", "denied")
    yield row("no origin", b"\n34\n" + line + b"\n", "denied")
    yield row("a leading zero", b"trees.example\n034\n" + line + b"\n", "malformed")
    yield row("a sign", b"trees.example\n+34\n" + line + b"\n", "malformed")
    yield row("no size", b"trees.example\n\n" + line + b"\n", "malformed")
    yield row("a size of 2^53", b"trees.example\n%d\n" % 2 ** 53 + line + b"\n", "malformed")
    yield row("a size with a space", b"trees.example\n34 \n" + line + b"\n", "malformed")
    yield row("a root of 31 bytes", b"trees.example\n34\n" + base64.b64encode(root[:31]) + b"\n", "malformed")
    yield row("a root of 33 bytes", b"trees.example\n34\n" + base64.b64encode(root + b"\0") + b"\n", "malformed")
    yield row("a root without padding", b"trees.example\n34\n" + line[:-1] + b"\n", "malformed")
    yield row("a root with bits that are not used", b"trees.example\n34\n" + line[:-2] + b"d=\n", "malformed")
    yield row("a line more", b"trees.example\n34\n" + line + b"\nmore\n", "malformed")
    yield row("an empty line more", b"trees.example\n34\n" + line + b"\n\n", "malformed")
    yield row("a line less", b"trees.example\n34\n", "malformed")
    yield row("no line feed at the end", b"trees.example\n34\n" + line, "malformed")
    yield row("carriage returns", b"trees.example\r\n34\r\n" + line + b"\r\n", "denied")
    yield row("nothing", b"", "malformed")


# Trees (RFC 6962 section 2.1) -------------------------------------------------------------------------------------

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [ # as the test suite of Certificate Transparency has them
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = { # (index, size), from the same suite
    (0, 1): [],
    (0, 8): ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
             "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
    (5, 8): ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
             "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
             "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
}
GROWTH = { # (old size, size)
    (1, 1): [],
    (1, 8): ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
             "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
    (6, 8): ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
             "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 5): ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
}


def split(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def root_of(leaves):
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return sha(b"\0" + leaves[0])
    k = split(len(leaves))
    return sha(b"\1" + root_of(leaves[:k]) + root_of(leaves[k:]))


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return path(m, leaves[:k]) + [root_of(leaves[k:])]
    return path(m - k, leaves[k:]) + [root_of(leaves[:k])]


def subproof(m, leaves, whole):
    if m == len(leaves):
        return [] if whole else [root_of(leaves)]
    k = split(len(leaves))
    if m <= k:
        return subproof(m, leaves[:k], whole) + [root_of(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [root_of(leaves[:k])]


def tree_rows():
    leaves = [bytes.fromhex(leaf) for leaf in LEAVES]
    for size in range(9):
        assert root_of(leaves[:size]).hex() == ROOTS[size]
        for index in range(size):
            steps = [step.hex() for step in path(index, leaves[:size])]
            assert PATHS.get((index, size), steps) == steps
        for old in range(1, size + 1):
            steps = [step.hex() for step in subproof(old, leaves[:size], True)]
            assert GROWTH.get((old, size), steps) == steps
        yield {"name": f"{size} leaves", "leaves": LEAVES[:size], "root": ROOTS[size],
               "paths": [[step.hex() for step in path(i, leaves[:size])] for i in range(size)],
               "growth": [[step.hex() for step in subproof(old, leaves[:size], True)] for old in range(1, size + 1)]}


# Files ------------------------------------------------------------------------------------------------------------

FILES = {"act-frame.json": act_rows, "entry.json": entry_rows, "fact.json": fact_rows,
         "checkpoint.json": checkpoint_rows, "tree.json": tree_rows}


def text_of(rows):
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def main(arguments):
    failed = 0
    for name, rows in FILES.items():
        file = os.path.join(HERE, name)
        text = text_of(rows())
        if arguments == ["--check"]:
            with open(file, encoding="utf-8") as found:
                if found.read() != text:
                    print(f"{name} is not what make_record.py makes")
                    failed += 1
        else:
            with open(file, "w", encoding="utf-8") as made:
                made.write(text)
    print(f"{len(FILES) - failed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""bundle: reads the bundle of a statement from the words of docs/formats/bundle.md alone, with hashlib, json and the
arithmetic of curve.py. `read_bundle(FOLDER)` raises AssertionError with what is wrong; it gives the header."""
import base64
import hashlib
import json
import os
import struct

import curve

VOICE = {"statement.txt.sig", "statement.raw", "statement.signify", "statement.note", "allowed_signers", "voice.pub",
         "voice.pem", "voice.vkey"}
ALWAYS = {"statement.txt", "statement.tlog-proof", "assents", "VERIFY"}
ACT_TYPE = "application/vnd.univocal.act.v1+json"


def need(condition, what):
    if not condition:
        raise AssertionError(what)


def sha256(data):
    return hashlib.sha256(data).digest()


def string(data):
    return struct.pack(">I", len(data)) + data


def holds(key, message, signature):
    """RFC 8032 section 5.1.7, the equation without the cofactor."""
    point, s = curve.decode(key), int.from_bytes(signature[32:], "little")
    if point is None or len(signature) != 64 or s >= curve.L:
        return False
    k = curve.hash_scalar(signature[:32], key, message)
    negative = (-point[0] % curve.P, point[1], point[2], -point[3] % curve.P)
    return curve.encode(curve.add(curve.mul(s, curve.B), curve.mul(k, negative))) == signature[:32]


def leads(leaf, index, size, steps, root):
    """RFC 9162 section 2.1.3.2."""
    fn, sn, value = index, size - 1, leaf
    for step in steps:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            value = sha256(b"\1" + step + value)
            while fn & 1 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = sha256(b"\1" + value + step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and index < size and value == root


def read_header(text):
    lines = text.decode().split("\n")
    header = {}
    for line in lines[1:lines.index("")]:
        name, value = line.split(": ", 1)
        header.setdefault(name, value)
    return lines[0], header


def note_id(name, key):
    return sha256(name.encode() + b"\n\1" + key)[:4]


def check_note(note, name, key):
    """The text of a note, whose one line is by this key under this name."""
    text, lines = note.rsplit(b"\n\n", 1)
    need(lines.count(b"\n") == 1, f"the note of {name} has other lines")
    dash, who, payload = lines[:-1].decode().split(" ")
    payload = base64.b64decode(payload, validate=True)
    need((dash, who, payload[:4]) == ("\u2014", name, note_id(name, key)), f"the line of {name}")
    need(holds(key, text + b"\n", payload[4:]), f"the signature of {name} on its note")
    return text + b"\n"


def check_voice(files, text, exercise, origin):
    prefix = "exercise-" if exercise else ""
    principal, namespace = f"{prefix}voice@{origin}", f"{prefix}statement@{origin}"
    pem = files["voice.pem"].decode().split("\n")
    need(pem[0] == "-----BEGIN PUBLIC KEY-----" and pem[2:] == ["-----END PUBLIC KEY-----", ""], "voice.pem")
    der = base64.b64decode(pem[1], validate=True)
    need(der[:12].hex() == "302a300506032b6570032100", "the head of voice.pem")
    key = der[12:]
    raw = files["statement.raw"]
    need(len(raw) == 64 and holds(key, text, raw), "statement.raw")
    blob = string(b"ssh-ed25519") + string(key)
    need(files["allowed_signers"].decode() ==
         f'{principal} namespaces="{namespace}" ssh-ed25519 {base64.b64encode(blob).decode()}\n', "allowed_signers")
    lines = files["statement.txt.sig"].decode().split("\n")
    need(lines[0] == "-----BEGIN SSH SIGNATURE-----" and lines[-2:] == ["-----END SSH SIGNATURE-----", ""], "SSHSIG")
    body = base64.b64decode("".join(lines[1:-2]), validate=True)
    head = b"SSHSIG" + struct.pack(">I", 1) + string(blob) + string(namespace.encode()) + string(b"") + \
        string(b"sha512")
    need(body[:len(head)] == head and body[len(head):-64] == struct.pack(">I", 83) + string(b"ssh-ed25519") +
         struct.pack(">I", 64), "the blob of the SSHSIG")
    preimage = b"SSHSIG" + string(namespace.encode()) + string(b"") + string(b"sha512") + \
        string(hashlib.sha512(text).digest())
    need(holds(key, preimage, body[-64:]), "the signature of the SSHSIG")
    comment = f"untrusted comment: {'EXERCISE ' if exercise else ''}voice of {origin}\n"
    number = b"Ed" + sha256(key)[:8]
    for name, payload in (("voice.pub", number + key), ("statement.signify", number + raw)):
        need(files[name].decode() == comment + base64.b64encode(payload).decode() + "\n", name)
    need(check_note(files["statement.note"], principal, key) == text, "the text of the note")
    need(files["voice.vkey"].decode() ==
         f"{principal}+{note_id(principal, key).hex()}+{base64.b64encode(chr(1).encode() + key).decode()}\n",
         "voice.vkey")
    return key


def check_close(files, header, first, log_key):
    """The decision, in the tree whose checkpoint the log has signed."""
    proof, checkpoint = files["statement.tlog-proof"].split(b"\n\n", 1)
    lines = proof.decode().split("\n")
    need(lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("extra "), "the head of the proof")
    need(lines[2] == f"index {header['decision-entry']}", "the index of the proof")
    steps = [base64.b64decode(line, validate=True) for line in lines[3:]]
    entry, fact, *nested = base64.b64decode(lines[1][6:], validate=True).split(b"\n", 2)
    exercise = first.endswith(" exercise EXERCISE")
    origin = ("exercise-" if exercise else "") + header["origin"]
    root = bytes.fromhex(header["record-root"])
    text = f"{origin}\n{header['record-size']}\n{base64.b64encode(root).decode()}\n"
    need(check_note(checkpoint, origin, log_key) == text.encode(), "the text of the checkpoint")
    need(leads(sha256(b"\0" + entry), int(header["decision-entry"]), int(header["record-size"]), steps, root),
         "the proof of the decision")
    entry, close = json.loads(entry), json.loads(fact)
    need(entry["type"] == "fact" and entry["id"] == entry["envelope"] == sha256(fact).hex(), "the entry of the fact")
    codes = {name: " ".join(close[name]) or "none" for name in ("speaking_for", "not_reached")}
    told = (close["kind"], close["org"], close["epoch"], close["realm"], close["statement"], close["root"],
            close["charter"], close["rule"], close["rule_name"], close["outcome"], close["reason"],
            close["rung"] or "none", codes["speaking_for"], codes["not_reached"])
    need(told == ("close", header["organisation-id"], int(header["epoch"]), "exercise" if exercise else "real",
                  int(header["statement"]), header["text-root"], header["charter-hash"], header["rule-hash"],
                  header["rule"], "adopted", header["reason"], header["rung"], header["speaking-for"],
                  header["not-reached"]), "the decision says another thing")
    voice = header["voice"] == "the organisation's voice"
    need(voice != bool(nested), "a proof of the words, and a voice")
    if nested:
        check_words(nested[0], header, origin, log_key, files["statement.txt"])


def check_words(proof, header, origin, log_key, text):
    """The record has the hash of the words, in the tree of a later checkpoint."""
    head, checkpoint = proof.split(b"\n\n", 1)
    lines = head.decode().split("\n")
    need(lines[0] == "c2sp.org/tlog-proof@v1", "the proof of the words")
    entry, fact = base64.b64decode(lines[1].removeprefix("extra "), validate=True).split(b"\n")
    index = int(lines[2].removeprefix("index "))
    said, size, root, end = check_note(checkpoint, origin, log_key).decode().split("\n")
    need(said == origin and end == "", "the later checkpoint")
    need(leads(sha256(b"\0" + entry), index, int(size), [base64.b64decode(line) for line in lines[3:]],
               base64.b64decode(root)), "the proof of the words")
    need(json.loads(entry)["index"] == index and json.loads(entry)["id"] == sha256(fact).hex(), "the entry of the words")
    need(json.loads(fact) == {"close": int(header["decision-entry"]), "kind": "statement",
                              "sha256": sha256(text).hex()}, "the hash of the words")


def check_assent(lines, member, header, realm):
    names = ["member", "act", "index", "key", "signature", "entry", "envelope", "proof"]
    values = {}
    for name, line in zip(names, lines):
        need(line.startswith(name + " "), f"{member}: a line {name}")
        values[name] = line[len(name) + 1:]
    steps = [base64.b64decode(line, validate=True) for line in lines[len(names):]]
    need(values["member"] == member and len(steps) == int(values["proof"]), f"{member}: the block")
    entry, envelope = json.loads(values["entry"]), json.loads(values["envelope"])
    payload = base64.b64decode(envelope["payload"], validate=True)
    preimage = b"DSSEv1 %d %s %d %s" % (len(ACT_TYPE), ACT_TYPE.encode(), len(payload), payload)
    act = json.loads(payload)
    need(entry["index"] == int(values["index"]) and entry["result"] == "ok" and entry["type"] == "act" and
         entry["id"] == sha256(preimage).hex() and entry["envelope"] == sha256(values["envelope"].encode()).hex(),
         f"{member}: the entry")
    need(leads(sha256(b"\0" + values["entry"].encode()), entry["index"], int(header["record-size"]), steps,
               bytes.fromhex(header["record-root"])), f"{member}: the proof")
    first = envelope["signatures"][0]
    need((first["keyid"], first["sig"]) == (values["key"], values["signature"]), f"{member}: key and signature")
    for one in envelope["signatures"]:
        need(holds(bytes.fromhex(one["keyid"]), preimage, base64.b64decode(one["sig"])), f"{member}: a signature")
    need(act["kind"] == values["act"] and act["org"] == header["organisation-id"] and act["realm"] == realm and
         act["body"]["root"] == header["text-root"], f"{member}: the act")
    need(act["kind"] in ("node.all_clear", "node.availability") or
         (act["kind"] == "matter.position" and act["member"] == member and act["body"]["position"] in "YL"),
         f"{member}: the act carries nothing")


def read_bundle(folder):
    files = {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            files[name] = file.read()
    text = files["statement.txt"]
    first, header = read_header(text)
    realm = {"univocal statement 1 exercise EXERCISE": "exercise", "univocal statement 1 real": "real"}[first]
    mark = "exercise-" if realm == "exercise" else ""
    need(os.path.basename(os.path.realpath(folder)) == f"{mark}{header['origin']}-statement-{header['statement']}",
         "the folder's name")
    voice = header["voice"] == "the organisation's voice"
    need(set(files) == (ALWAYS | VOICE if voice else ALWAYS), f"the files are {sorted(files)}")
    head, *blocks = files["assents"].decode().removesuffix("\n").split("\n\n")
    head = head.split("\n")
    need(head[0] == "univocal assents 1 " + ("exercise EXERCISE" if realm == "exercise" else "real"), "assents")
    need(head[1] == f"organisation {header['organisation-id']}" and head[2].startswith("log-key ") and
         head[3].startswith("transcript ") and len(head) == 4, "the head of assents")
    if voice:
        key = check_voice(files, text, realm == "exercise", header["origin"])
        aloud = sha256(b"univocal voice 1\n" + key + bytes.fromhex(head[3][11:])).hex()
        told = " ".join(aloud[i:i + 4] for i in range(0, 64, 4))
        need(told in files["VERIFY"].decode(), "the fingerprint in VERIFY")
    else:
        need(head[3] == "transcript " + "0" * 64, "a transcript without a voice")
    check_close(files, header, first, bytes.fromhex(head[2][8:]))
    members = [] if header["speaking-for"] == "none" else header["speaking-for"].split(" ")
    need(len(blocks) == len(members), "an assent for each member")
    for member, block in zip(members, blocks):
        check_assent(block.split("\n"), member, header, realm)
    return header

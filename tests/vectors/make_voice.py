#!/usr/bin/python3
"""make_voice.py [--check]: makes sshsig.json, allowed-signers.json, signify.json, pem.json, dealing.json, sharing.json,
resharing.json and disclosure.json in this folder, or checks that they are what it would make: from the words of docs/formats, with
plain Python (curve.py beside it). The last line is `N passed, N failed, 0 skipped`."""
import base64
import json
import os
import sys

from curve import (L, add, base, decode, encode, hash_scalar, key_of, mul, scalar, seal, sha256, sha512, sign)

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = bytes([7]) * 32
KEY = key_of(SEED)[2]
OTHER = key_of(bytes([8]) * 32)[2]
MESSAGE = b"univocal statement 1 exercise EXERCISE\nAlder, Birch and Cedar agree.\n"
NAMESPACE = b"exercise-statement@trees.example"
PRINCIPAL = b"exercise-voice@trees.example"


def b64(data):
    return base64.b64encode(data)


def string(data):
    return len(data).to_bytes(4, "big") + data


def ssh_pair(value, kind=b"ssh-ed25519"):
    return string(kind) + string(value)


def ssh_preimage(namespace, message, algorithm=b"sha512"):
    digest = sha512(message) if algorithm == b"sha512" else sha256(message)
    return b"SSHSIG" + string(namespace) + string(b"") + string(algorithm) + string(digest)


def wrap(blob, columns=70):
    text = b64(blob)
    lines = b"".join(text[i:i + columns] + b"\n" for i in range(0, len(text), columns))
    return b"-----BEGIN SSH SIGNATURE-----\n" + lines + b"-----END SSH SIGNATURE-----\n"


def ssh_blob(namespace=NAMESPACE, version=1, reserved=b"", algorithm=b"sha512", kind=b"ssh-ed25519", key=KEY,
             message=MESSAGE, cut=64, magic=b"SSHSIG"):
    signature = sign(SEED, ssh_preimage(namespace, message, algorithm))[:cut]
    return (magic + version.to_bytes(4, "big") + string(ssh_pair(key, kind)) + string(namespace) + string(reserved) +
            string(algorithm) + string(ssh_pair(signature, kind)))


def sshsig_rows():
    good = wrap(ssh_blob())
    begin, end = b"-----BEGIN SSH SIGNATURE-----\n", b"-----END SSH SIGNATURE-----\n"
    flipped = bytearray(ssh_blob())
    flipped[-1] ^= 1
    longest = b"n" * 128
    full = next(n for n in range(1, 128) if len(b64(ssh_blob(b"n" * n))) % 70 == 0)
    cases = [
        ("a signature", good, "ok", {}),
        ("a namespace of one character", wrap(ssh_blob(b"n")), "ok", {"namespace": b"n"}),
        ("a namespace of 128 characters", wrap(ssh_blob(longest)), "ok", {"namespace": longest}),
        ("a last line of 70 characters", wrap(ssh_blob(b"n" * full)), "ok", {"namespace": b"n" * full}),
        ("an empty message", wrap(ssh_blob(message=b"")), "ok", {"message": b""}),
        ("another message", good, "denied", {"message": MESSAGE + b" "}),
        ("a changed signature", wrap(bytes(flipped)), "denied", {}),
        ("another key", good, "not_found", {"key": OTHER}),
        ("another namespace", good, "not_found", {"namespace": b"statement@trees.example"}),
        ("a namespace of 129 characters", wrap(ssh_blob(b"n" * 129)), "malformed", {}),
        ("an empty namespace", wrap(ssh_blob(b"")), "malformed", {}),
        ("a space in the namespace", wrap(ssh_blob(b"a b")), "malformed", {}),
        ("a quote in the namespace", wrap(ssh_blob(b'a"b')), "malformed", {}),
        ("a NUL in the namespace", wrap(ssh_blob(b"a\0b")), "malformed", {}),
        ("version 2", wrap(ssh_blob(version=2)), "malformed", {}),
        ("another magic", wrap(ssh_blob(magic=b"SSHSIH")), "malformed", {}),
        ("something reserved", wrap(ssh_blob(reserved=b"x")), "malformed", {}),
        ("hashed with SHA-256", wrap(ssh_blob(algorithm=b"sha256")), "malformed", {}),
        ("another kind of key", wrap(ssh_blob(kind=b"ssh-ed25518")), "malformed", {}),
        ("a signature of 63 bytes", wrap(ssh_blob(cut=63)), "malformed", {}),
        ("a key of 31 bytes", wrap(ssh_blob(key=KEY[:31])), "malformed", {}),
        ("a byte behind", wrap(ssh_blob() + b"\0"), "malformed", {}),
        ("a byte missing", wrap(ssh_blob()[:-1]), "malformed", {}),
        ("lines of 76 characters", wrap(ssh_blob(), 76), "malformed", {}),
        ("one long line", wrap(ssh_blob(), 1000), "malformed", {}),
        ("lines of 69 characters", wrap(ssh_blob(), 69), "malformed", {}),
        ("carriage returns", good.replace(b"\n", b"\r\n"), "malformed", {}),
        ("an empty line", good.replace(end, b"\n" + end), "malformed", {}),
        ("no line feed at the end", good[:-1], "malformed", {}),
        ("a line behind", good + b"\n", "malformed", {}),
        ("a line before", b"\n" + good, "malformed", {}),
        ("no end", good.replace(end, b""), "malformed", {}),
        ("no base64", begin + end, "malformed", {}),
        ("a space in the base64", good[:60] + b" " + good[61:], "malformed", {}),
        ("nothing", b"", "malformed", {}),
    ]
    for name, file, result, other in cases:
        values = {"namespace": NAMESPACE, "key": KEY, "message": MESSAGE, **other}
        yield {"name": name, "file": file.hex(), "namespace": values["namespace"].hex(), "key": values["key"].hex(),
               "message": values["message"].hex(),
               "preimage": ssh_preimage(values["namespace"], values["message"]).hex(), "result": result}


def allowed_rows():
    blob = b64(ssh_pair(KEY))
    good = PRINCIPAL + b' namespaces="' + NAMESPACE + b'" ssh-ed25519 ' + blob + b"\n"
    cases = [
        ("a line", good, "ok"), ("no line feed", good[:-1], "malformed"), ("two line feeds", good + b"\n", "malformed"),
        ("two spaces", good.replace(b" ssh", b"  ssh"), "malformed"),
        ("no principal", good[len(PRINCIPAL):], "malformed"),
        ("two principals", b"other," + good, "malformed"),
        ("no namespace", PRINCIPAL + b" ssh-ed25519 " + blob + b"\n", "malformed"),
        ("two namespaces", good.replace(b'" ssh', b',n" ssh'), "malformed"),
        ("a pattern", b"*" + good, "malformed"),
        ("a comment behind", good[:-1] + b" Alder\n", "malformed"),
        ("another kind of key", good.replace(b'" ssh-ed25519', b'" ssh-ed25518'), "malformed"),
        ("a key of another kind", good.replace(blob, b64(ssh_pair(KEY, b"ssh-ed25518"))), "malformed"),
        ("a key of 31 bytes", good.replace(blob, b64(ssh_pair(KEY[:31]))), "malformed"),
        ("nothing", b"", "malformed"),
    ]
    for name, line, result in cases:
        yield {"name": name, "line": line.hex(), "principal": PRINCIPAL.hex(), "namespace": NAMESPACE.hex(),
               "key": KEY.hex(), "result": result}


def signify_file(comment, payload):
    return b"untrusted comment: " + comment + b"\n" + b64(payload) + b"\n"


def signify_rows():
    number = sha256(KEY)[:8]
    comment = b"EXERCISE trees.example"
    key, signature = b"Ed" + number + KEY, b"Ed" + number + sign(SEED, MESSAGE)
    good_key, good = signify_file(comment, key), signify_file(comment, signature)
    changed = bytearray(signature)
    changed[40] ^= 1
    renamed = bytearray(signature)
    renamed[2] ^= 1
    cases = [
        ("a signature", good_key, good, "ok"),
        ("another comment", good_key, signify_file(b"x", signature), "ok"),
        ("a comment of 1000 characters", good_key, signify_file(b"x" * 1000, signature), "ok"),
        ("a changed signature", good_key, signify_file(comment, bytes(changed)), "denied"),
        ("another key with this number", signify_file(comment, b"Ed" + number + OTHER), good, "denied"),
        ("another number", good_key, signify_file(comment, bytes(renamed)), "not_found"),
        ("a comment of 1001 characters", good_key, signify_file(b"x" * 1001, signature), "malformed"),
        ("an empty comment", good_key, signify_file(b"", signature), "malformed"),
        ("a space at the end of the comment", good_key, signify_file(b"x ", signature), "malformed"),
        ("a tab in the comment", good_key, signify_file(b"x\ty", signature), "malformed"),
        ("a comment that is not ASCII", good_key, signify_file("é".encode(), signature), "malformed"),
        ("no comment", good_key, b64(signature) + b"\n", "malformed"),
        ("minisign's prehashed signature", good_key, signify_file(comment, b"ED" + signature[2:]), "malformed"),
        ("a signature of 63 bytes", good_key, signify_file(comment, signature[:-1]), "malformed"),
        ("a signature of 65 bytes", good_key, signify_file(comment, signature + b"x"), "malformed"),
        ("a key of 31 bytes", signify_file(comment, key[:-1]), good, "malformed"),
        ("a line behind", good_key, good + b"\n", "malformed"),
        ("no line feed at the end", good_key, good[:-1], "malformed"),
        ("carriage returns", good_key, good.replace(b"\n", b"\r\n"), "malformed"),
        ("the files in each other's place", good, good_key, "malformed"),
    ]
    for name, key_file, file, result in cases:
        yield {"name": name, "key_file": key_file.hex(), "file": file.hex(), "message": MESSAGE.hex(),
               "comment": comment.hex(), "key": KEY.hex(), "result": result}


def pem_rows():
    der = bytes.fromhex("302a300506032b6570032100") + KEY
    good = b"-----BEGIN PUBLIC KEY-----\n" + b64(der) + b"\n-----END PUBLIC KEY-----\n"
    cases = [
        ("a key", good, "ok"), ("no line feed at the end", good[:-1], "malformed"), ("a line behind", good + b"\n", "malformed"),
        ("a key of X25519", good.replace(b64(der), b64(der.replace(b"\x65\x70", b"\x65\x6e"))), "malformed"),
        ("a key of 31 bytes", good.replace(b64(der), b64(der[:-1])), "malformed"),
        ("a private key", good.replace(b"PUBLIC", b"PRIVATE"), "malformed"),
        ("carriage returns", good.replace(b"\n", b"\r\n"), "malformed"),
        ("two lines", good.replace(b64(der), b64(der)[:30] + b"\n" + b64(der)[30:]), "malformed"),
        ("nothing", b"", "malformed"),
    ]
    for name, file, result in cases:
        yield {"name": name, "file": file.hex(), "key": KEY.hex(), "result": result}


# Ceremony of Alder (1), Birch (2), Cedar (5) and Damson (300), threshold 3.
CEREMONY = sha256(b"a ceremony for vectors")
THRESHOLD = 3
IDS = [1, 2, 5, 300]
SECRETS = [hash_scalar(b"key for vectors", bytes([i])) for i in range(4)]
KEYS = [base(s) for s in SECRETS]


def two(number):
    return number.to_bytes(2, "big")


def proof(tag, context, secret, random):
    k = hash_scalar(b"univocal proof k 1\n", random, scalar(secret), base(secret), tag, context)
    r = base(k)
    return r + scalar(k + hash_scalar(tag, context, base(secret), r) * secret)


def dealt(place, ceremony=CEREMONY, ids=IDS, keys=KEYS, threshold=THRESHOLD, again=None):
    """The polynomial, the randomness and the bytes of a dealing; in a resharing of the share `again`."""
    random = sha512(b"randomness for vectors", bytes([place]))
    context = ceremony + two(IDS[place])

    def secret(number):
        return hash_scalar(b"univocal dealing secret 1\n", random, scalar(SECRETS[place]), context, two(number))
    polynomial = [secret(k) for k in range(threshold)]
    if again is not None:
        polynomial[0] = again
    ephemeral = secret(0xffff)
    out = b"".join(base(a) for a in polynomial)
    out += proof(b"univocal dealing proof 1\n", context, polynomial[0], random[:32]) + base(ephemeral)
    for receiver, key in zip(ids, keys):
        shared = encode(mul(ephemeral, decode(key)))
        pair = context + two(receiver)
        secrets = sha512(b"univocal dealing seal 1\n", shared, base(ephemeral), KEYS[place], key, pair)
        out += seal(secrets[:32], secrets[32:56], scalar(share(polynomial, receiver)), pair)
    return polynomial, random, out


def share(polynomial, x):
    return sum(a * pow(x, k, L) for k, a in enumerate(polynomial)) % L


def ceremony_fields():
    return {"ceremony": CEREMONY.hex(), "threshold": THRESHOLD,
            "parties": [{"id": i, "key": k.hex(), "secret": scalar(s).hex()}
                        for i, k, s in zip(IDS, KEYS, SECRETS)]}


def put(data, at, value):
    return data[:at] + value + data[at + len(value):]


def dealing_rows():
    polynomial, random, good = dealt(1)
    identity, order_two = b"\1" + bytes(31), (2**255 - 20).to_bytes(32, "little")
    mixed = encode(add(decode(good[:32]), decode(order_two)))
    shares = [scalar(share(polynomial, i)).hex() for i in IDS]
    lower = dealt(1, threshold=2)[2]
    cases = [
        ("a dealing", 2, good, "ok"), ("no party", 3, good, "not_found"),
        ("another dealer's", 1, good, "denied"),
        ("another ceremony's", 2, dealt(1, ceremony=sha256(b"another"))[2], "denied"),
        ("a commitment less", 2, lower, "malformed"), ("a commitment more", 2, dealt(1, threshold=4)[2], "malformed"),
        ("a byte less", 2, good[:-1], "malformed"), ("a byte more", 2, good + b"\0", "malformed"), ("nothing", 2, b"", "malformed"),
        ("the first commitment is the identity", 2, put(good, 0, identity), "malformed"),
        ("the last commitment is the identity", 2, put(good, 64, identity), "malformed"),
        ("a commitment of order two", 2, put(good, 32, order_two), "malformed"),
        ("a commitment of mixed order", 2, put(good, 0, mixed), "malformed"),
        ("a commitment that is not canonical", 2, put(good, 32, (2**255 - 18).to_bytes(32, "little")), "malformed"),
        ("the key for sealing is the identity", 2, put(good, 160, identity), "malformed"),
        ("another proof", 2, put(good, 96, dealt(0)[2][96:160]), "denied"),
        ("a proof whose scalar is L more", 2,
         put(good, 128, (int.from_bytes(good[128:160], "little") + L).to_bytes(32, "little")), "denied"),
    ]
    for name, dealer, data, result in cases:
        yield {"name": name, **ceremony_fields(), "dealer": dealer, "random": random.hex(), "dealing": data.hex(),
               "shares": shares, "result": result}


def sharing_rows():
    all_dealt = [dealt(place) for place in range(4)]
    total = [sum(d[0][k] for d in all_dealt) % L for k in range(THRESHOLD)]
    transcript = b"univocal sharing 1\n" + CEREMONY + two(THRESHOLD) + two(len(IDS))
    for i, key, d in zip(IDS, KEYS, all_dealt):
        transcript += two(i) + key + sha256(d[2])
    yield {"name": "four parties", **ceremony_fields(), "dealings": [d[2].hex() for d in all_dealt],
           "commitments": [base(a).hex() for a in total], "group": base(total[0]).hex(),
           "shares": [scalar(share(total, i)).hex() for i in IDS],
           "verification": [base(share(total, i)).hex() for i in IDS], "transcript": sha256(transcript).hex()}


def resharing_rows():
    """Alder, Birch, Cedar and Damson, of whom three are enough, to Birch, Damson and Elm (301), of whom two are; Birch,
    Cedar and Damson deal."""
    total = [sum(dealt(place)[0][k] for place in range(4)) % L for k in range(THRESHOLD)]
    old = [share(total, i) for i in IDS]
    ceremony, threshold, ids = sha256(b"another ceremony for vectors"), 2, [2, 300, 301]
    secrets = [hash_scalar(b"new key for vectors", bytes([i])) for i in range(3)]
    keys = [base(s) for s in secrets]
    chosen = [1, 2, 3]
    all_dealt = [dealt(place, ceremony, ids, keys, threshold, old[place]) for place in chosen]
    weights = []
    for place in chosen:
        weight = 1
        for other in chosen:
            if other != place:
                weight = weight * IDS[other] * pow(IDS[other] - IDS[place], L - 2, L) % L
        weights.append(weight)
    new = [sum(w * d[0][k] for w, d in zip(weights, all_dealt)) % L for k in range(threshold)]
    assert new[0] == total[0]
    transcript = b"univocal resharing 1\n" + ceremony + two(threshold) + two(len(ids))
    transcript += b"".join(two(i) + key for i, key in zip(ids, keys)) + base(total[0]) + two(len(chosen))
    for place, d in zip(chosen, all_dealt):
        transcript += two(IDS[place]) + KEYS[place] + base(old[place]) + sha256(d[2])
    yield {"name": "three parties", "ceremony": ceremony.hex(), "threshold": threshold, "group": base(total[0]).hex(),
           "parties": [{"id": i, "key": k.hex(), "secret": scalar(s).hex()} for i, k, s in zip(ids, keys, secrets)],
           "dealers": [{"id": i, "key": k.hex(), "verification": base(s).hex()} for i, k, s in zip(IDS, KEYS, old)],
           "chosen": [IDS[place] for place in chosen], "dealings": [d[2].hex() for d in all_dealt],
           "shares": [scalar(share(new, i)).hex() for i in ids],
           "verification": [base(share(new, i)).hex() for i in ids], "transcript": sha256(transcript).hex()}


def disclosure(receiver_place, dealer, ephemeral, random, secret=None):
    d = SECRETS[receiver_place] if secret is None else secret
    tag, context = b"univocal disclosure 1\n", CEREMONY + two(dealer) + two(IDS[receiver_place])
    k = hash_scalar(b"univocal proof k 1\n", random, scalar(d), ephemeral, tag, context)
    point, image = base(d), encode(mul(d, decode(ephemeral)))
    c = hash_scalar(tag, context, point, ephemeral, image, base(k), encode(mul(k, decode(ephemeral))))
    return image + scalar(c) + scalar(k + c * d)


def disclosure_rows():
    random = sha256(b"randomness of a complaint")
    good = dealt(1)[2]
    at = 32 * THRESHOLD + 96 + 48 * 2
    spoilt = put(good, at, bytes([good[at] ^ 1]))
    ephemeral = good[160:192]
    honest = disclosure(2, 2, ephemeral, random)
    shifted = put(honest, 64, scalar(int.from_bytes(honest[64:], "little") + 1))
    cases = [
        ("a share that cannot be opened", spoilt, 5, honest, "dealer"),
        ("a share that is not as promised", put(good, 32, base(5)), 5, honest, "dealer"),
        ("a good share", good, 5, honest, "complainer"),
        ("a wrong proof", spoilt, 5, shifted, "complainer"),
        ("another secret", spoilt, 5, disclosure(2, 2, ephemeral, random, 12345), "complainer"),
        ("about another dealer", spoilt, 5, disclosure(2, 1, ephemeral, random), "complainer"),
        ("of another receiver", spoilt, 300, honest, "complainer"),
        ("cut", spoilt, 5, honest[:-1], "complainer"), ("nothing", spoilt, 5, b"", "complainer"),
        ("the identity", spoilt, 5, put(honest, 0, b"\1" + bytes(31)), "complainer"),
    ]
    for name, data, receiver, complaint, convicts in cases:
        yield {"name": name, **ceremony_fields(), "dealer": 2, "receiver": receiver, "dealing": data.hex(),
               "random": random.hex(), "complaint": complaint.hex(), "convicts": convicts}


FILES = {"sshsig": sshsig_rows, "allowed-signers": allowed_rows, "signify": signify_rows, "pem": pem_rows,
         "dealing": dealing_rows, "sharing": sharing_rows, "resharing": resharing_rows, "disclosure": disclosure_rows}


def main(arguments):
    passed = failed = 0
    for name, rows in FILES.items():
        path = os.path.join(HERE, name + ".json")
        text = "[\n" + ",\n".join(json.dumps(row) for row in rows()) + "\n]\n"
        if arguments != ["--check"]:
            with open(path, "w", encoding="utf-8") as made:
                made.write(text)
        with open(path, encoding="utf-8") as found:
            good = found.read() == text
        passed, failed = passed + good, failed + (not good)
        if not good:
            print(f"{name}.json is not what make_voice.py makes")
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Ed25519's group and XChaCha20-Poly1305 in plain Python, for make_voice.py. Slow, and not for secrets."""
import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def sha512(*parts):
    return hashlib.sha512(b"".join(parts)).digest()


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def hash_scalar(*parts):
    return int.from_bytes(sha512(*parts), "little") % L


def scalar(value):
    return (value % L).to_bytes(32, "little")


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def mul(s, p):
    q = (0, 1, 1, 0)
    while s > 0:
        if s & 1:
            q = add(q, p)
        p = add(p, p)
        s >>= 1
    return q


def point_of(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    assert (x * x - x2) % P == 0
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def decode(data):
    y = int.from_bytes(data, "little")
    return point_of(y & (2**255 - 1), y >> 255)


def encode(p):
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


B = point_of(4 * pow(5, P - 2, P) % P, 0)


def base(s):
    """The encoding of s B."""
    return encode(mul(s % L, B))


def key_of(seed):
    digest = sha512(seed)
    a = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
    return a, digest[32:], encode(mul(a, B))


def sign(seed, message):
    """RFC 8032 section 5.1.6."""
    a, prefix, public = key_of(seed)
    r = hash_scalar(prefix, message)
    point = encode(mul(r, B))
    return point + scalar(r + hash_scalar(point, public, message) * a)


def _quarter(x, a, b, c, d):
    for one, two, three, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        x[one] = (x[one] + x[two]) & 0xffffffff
        x[three] ^= x[one]
        x[three] = (x[three] << turn | x[three] >> 32 - turn) & 0xffffffff


def _rounds(words):
    x = list(words)
    for _ in range(10):
        for column in range(4):
            _quarter(x, column, column + 4, column + 8, column + 12)
        for i in range(4):
            _quarter(x, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return x


def _words(data):
    return [int.from_bytes(data[i:i + 4], "little") for i in range(0, len(data), 4)]


CONSTANT = _words(b"expand 32-byte k")


def _block(key, counter, nonce):
    words = CONSTANT + _words(key) + [counter] + _words(nonce)
    return b"".join((a + b & 0xffffffff).to_bytes(4, "little") for a, b in zip(_rounds(words), words))


def _pad(data):
    return data + bytes(-len(data) % 16)


def seal(key, nonce, data, also):
    """AEAD_XChaCha20_Poly1305 of draft-irtf-cfrg-xchacha-03."""
    words = _rounds(CONSTANT + _words(key) + _words(nonce[:16]))
    inner = b"".join(w.to_bytes(4, "little") for w in words[:4] + words[12:])
    short = bytes(4) + nonce[16:]
    stream = b"".join(_block(inner, 1 + i, short) for i in range(-(-len(data) // 64)))
    text = bytes(a ^ b for a, b in zip(data, stream))
    one_time = _block(inner, 0, short)[:32]
    r = int.from_bytes(one_time[:16], "little") & 0x0ffffffc0ffffffc0ffffffc0fffffff
    total = 0
    whole = _pad(also) + _pad(text) + len(also).to_bytes(8, "little") + len(text).to_bytes(8, "little")
    for i in range(0, len(whole), 16):
        total = (total + int.from_bytes(whole[i:i + 16] + b"\1", "little")) * r % (2**130 - 5)
    tag = (total + int.from_bytes(one_time[16:], "little")) % 2**128
    return text + tag.to_bytes(16, "little")

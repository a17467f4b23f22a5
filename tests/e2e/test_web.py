#!/usr/bin/python3
"""test_web: the site as clients have it that mean no good, as readers have it while the organisation writes, and as
both have it while the core is killed. docs/protocol/web.md numbers what is tried here."""
import html
import json
import os
import random
import re
import signal
import socket
import subprocess
import threading
import time

from crawl import get
from host import MEMBERS, main, need, served, wait_for

HEAD_SECONDS = 10  # limits.h: WEB_HEAD_MS_MAX
EARLIER_MAX = 20000  # WEB_EARLIER_ENTRIES_MAX
PAGE_BYTES = 20000  # of a page, without fonts
GOOD = b"GET /bodies.json HTTP/1.1\r\nHost: localhost\r\n\r\n"


def place_of(host):
    """Address and port of the site."""
    path = os.path.join(host.folder, "run/web")
    text = wait_for("the site's address", lambda: os.path.exists(path) and open(path, encoding="ascii").read())
    match = re.fullmatch(r"http://([0-9.]+):(\d+)/?\s*", text)
    return match.group(1), int(match.group(2))


def talk(place, sent, quiet=2.0):
    """Sends bytes; what comes back until the other side closes or says nothing for a while, and whether it closed."""
    with socket.create_connection(place, timeout=quiet) as s:
        try:
            s.sendall(sent)
        except OSError:
            pass  # refused before all was said
        heard = b""
        try:
            while True:
                part = s.recv(65536)
                if not part:
                    return heard, True
                heard += part
        except TimeoutError:
            return heard, False
        except OSError:
            return heard, True


def answers(heard):
    """Statuses of the answers in a run of bytes."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", heard)]


def request(line=b"GET /bodies.json HTTP/1.1", *headers, host=b"Host: localhost", end=b"\r\n"):
    lines = [line] + ([host] if host else []) + list(headers)
    return end.join(lines) + end + end


# name, bytes, status. Behind each a second request is smuggled in: it must never be answered.
HOSTILE = [
    ("length and encoding", request(b"POST /x HTTP/1.1", b"Content-Length: 4", b"Transfer-Encoding: chunked"), 405),
    ("encoding", request(b"GET / HTTP/1.1", b"Transfer-Encoding: chunked"), 400),
    ("encoding of another name", request(b"GET / HTTP/1.1", b"Transfer-Encoding: identity"), 400),
    ("encoding with a blank", request(b"GET / HTTP/1.1", b"Transfer-Encoding : chunked"), 400),
    ("encoding with a tab", request(b"GET / HTTP/1.1", b"Transfer-Encoding\t: chunked"), 400),
    ("encoding, folded", request(b"GET / HTTP/1.1", b"X: y", b" Transfer-Encoding: chunked"), 400),
    ("two lengths", request(b"GET / HTTP/1.1", b"Content-Length: 0", b"Content-Length: 5"), 400),
    ("two equal lengths", request(b"GET / HTTP/1.1", b"Content-Length: 0", b"Content-Length: 0"), 400),
    ("a list of lengths", request(b"GET / HTTP/1.1", b"Content-Length: 0, 0"), 400),
    ("a length with a sign", request(b"GET / HTTP/1.1", b"Content-Length: +5"), 400),
    ("a negative length", request(b"GET / HTTP/1.1", b"Content-Length: -1"), 400),
    ("a length in hexadecimal", request(b"GET / HTTP/1.1", b"Content-Length: 0x5"), 400),
    ("an empty length", request(b"GET / HTTP/1.1", b"Content-Length:"), 400),
    ("content", request(b"GET / HTTP/1.1", b"Content-Length: 5") + b"xxxxx", 413),
    ("a huge length", request(b"GET / HTTP/1.1", b"Content-Length: 99999999999999999999999"), 413),
    ("lines that end with LF", request(end=b"\n"), 400),
    ("one line that ends with LF", b"GET / HTTP/1.1\nHost: localhost\r\n\r\n", 400),
    ("a CR inside", request(b"GET / HTTP/1.1", b"X: a\rTransfer-Encoding: chunked"), 400),
    ("a NUL in a value", request(b"GET / HTTP/1.1", b"X: a\0b"), 400),
    ("a NUL in a name", request(b"GET / HTTP/1.1", b"X\0: b"), 400),
    ("a folded line", request(b"GET / HTTP/1.1", b"X: a", b"\tb"), 400),
    ("a line without a colon", request(b"GET / HTTP/1.1", b"nothing"), 400),
    ("an empty name", request(b"GET / HTTP/1.1", b": x"), 400),
    ("no host", request(host=None), 400),
    ("two hosts", request(b"GET / HTTP/1.1", b"Host: localhost"), 400),
    ("another host", request(host=b"Host: evil.example"), 421),
    ("a host with a user", request(host=b"Host: localhost@evil.example"), 421),
    ("a whole address", request(b"GET http://evil.example/ HTTP/1.1"), 400),
    ("a star", request(b"OPTIONS * HTTP/1.1"), 405),
    ("a tunnel", request(b"CONNECT evil.example:443 HTTP/1.1"), 405),
    ("HTTP/0.9", b"GET /\r\n\r\n", 400),
    ("HTTP/1.0", request(b"GET / HTTP/1.0"), 505),
    ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    ("HTTP/1.1 and more", request(b"GET / HTTP/1.10"), 400),
    ("two blanks", request(b"GET  / HTTP/1.1"), 400),
    ("a tab", request(b"GET\t/ HTTP/1.1"), 400),
    ("an empty line first", b"\r\n" + request(), 400),
    ("a greeting of TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n", 400),
    ("an expectation", request(b"GET / HTTP/1.1", b"Expect: 100-continue"), 417),
    ("a change", request(b"POST /bodies.json HTTP/1.1"), 405),
    ("a deletion", request(b"DELETE /bodies.json HTTP/1.1"), 405),
    ("a trace", request(b"TRACE / HTTP/1.1"), 405),
    ("the folder above", request(b"GET /../record.db HTTP/1.1"), 400),
    ("the folder above, coded", request(b"GET /%2e%2e/record.db HTTP/1.1"), 400),
    ("the folder above, coded twice", request(b"GET /%252e%252e%252frecord.db HTTP/1.1"), 404),
    ("the folder above, by slashes", request(b"GET /assets/..%2f..%2frecord.db HTTP/1.1"), 400),
    ("the folder above, backwards", request(b"GET /assets/..%5c..%5crecord.db HTTP/1.1"), 400),
    ("a backslash", request(b"GET /assets\\..\\record.db HTTP/1.1"), 400),
    ("a parameter of a path", request(b"GET /bodies;x=1/council HTTP/1.1"), 400),
    ("an empty segment", request(b"GET //bodies HTTP/1.1"), 400),
    ("a zero byte, coded", request(b"GET /bodies%00.json HTTP/1.1"), 400),
    ("half a code", request(b"GET /bodies%2 HTTP/1.1"), 400),
    ("no UTF-8", request(b"GET /%ff%fe HTTP/1.1"), 400),
    ("UTF-8 that is too long", request(b"GET /%c0%ae%c0%ae/x HTTP/1.1"), 400),
    ("a fragment", request(b"GET /bodies#x HTTP/1.1"), 400),
    ("a long target", request(b"GET /" + b"a" * 5000 + b" HTTP/1.1"), 414),
    ("a target without end", b"GET /" + b"a" * 5000, 414),
    ("a long query", request(b"GET /record.json?after=" + b"1" * 4100 + b" HTTP/1.1"), 414),
    ("many keys", request(b"GET /record.json?" + b"&".join(b"k%d=1" % i for i in range(17)) + b" HTTP/1.1"), 400),
    ("a key twice", request(b"GET /record.json?after=1&after=2 HTTP/1.1"), 400),
    ("a large head", request(b"GET / HTTP/1.1", b"X: " + b"a" * 9000), 431),
    ("a head without end", b"GET / HTTP/1.1\r\nX: " + b"a" * 9000, 431),
    ("many lines", request(b"GET / HTTP/1.1", *[b"X-%d: y" % i for i in range(70)]), 431),
]
CONTINUES = ("the folder above, coded twice",)  # a whole request that leads nowhere: the next one is the client's own


def test_what_is_hostile_is_refused_and_nothing_behind_it_is_answered(build):
    host = served(build)
    try:
        place = place_of(host)
        get(place, "/en")
        front = host.children()["web"]
        types = set()
        for name, sent, status in HOSTILE:
            heard, closed = talk(place, sent + GOOD, quiet=5.0)
            wanted = [status, 200] if name in CONTINUES else [status]
            need(answers(heard) == wanted, f"{name}: {answers(heard)}, wanted {wanted}")
            if name not in CONTINUES:
                need(closed, f"{name}: the connection stays")
                need(b"\r\nContent-Type: application/problem+json" in heard, f"{name}: no problem: {heard[:300]}")
                problem = json.loads(heard.split(b"\r\n\r\n", 1)[1])
                need(problem["status"] == status and problem["title"] and problem["advice"], f"{name}: {problem}")
                types.add(problem["type"])
        for path in sorted(types):
            need(get(place, "/en" + path)[0] == 200, f"{path} explains nothing")
        need(get(place, "/bodies.json")[0] == 200, "the site has gone")
        need(host.children().get("web") == front, "the site was started again")
        return f"{len(HOSTILE)} requests, {len(types)} kinds of refusal"
    finally:
        host.done()


def test_requests_that_follow_one_another_are_answered_in_order(build):
    host = served(build)
    try:
        place = place_of(host)
        paths = [b"/bodies.json", b"/nothing", b"/en/bodies", b"/openapi.json", b"/en"] * 4
        sent = b"".join(request(b"GET " + path + b" HTTP/1.1") for path in paths)
        heard, closed = talk(place, sent + request(b"HEAD /en HTTP/1.1", b"Connection: close") + GOOD, quiet=5.0)
        need(answers(heard) == [200, 404, 200, 200, 200] * 4 + [200], f"{answers(heard)}")
        need(closed, "the connection stays after `Connection: close`")
        split, rest = b"".join(request(b"GET /bodies.json HTTP/1.1") for _ in range(3)), b""
        with socket.create_connection(place, timeout=5) as s:
            for i in range(0, len(split), 7):
                s.sendall(split[i:i + 7])
            while len(answers(rest)) < 3:
                part = s.recv(65536)
                need(part, "closed before the third answer")
                rest += part
    finally:
        host.done()


def test_a_head_that_comes_byte_by_byte_has_its_time(build):
    host = served(build)
    try:
        place = place_of(host)
        begun = time.monotonic()
        with socket.create_connection(place, timeout=5) as s:
            s.sendall(b"GET /bodies.json HTTP/1.1\r\nHost: localhost\r\nX: ")
            try:
                while time.monotonic() - begun < 3 * HEAD_SECONDS:
                    s.sendall(b"a")
                    time.sleep(0.2)
            except OSError:
                pass
        took = time.monotonic() - begun
        need(HEAD_SECONDS - 1 < took < HEAD_SECONDS + 5, f"it had {took:.1f} s")
        need(get(place, "/bodies.json")[0] == 200, "the site does not answer others")
        return f"{took:.1f} s"
    finally:
        host.done()


def start_load(host, build):
    """Members take positions without end; the number of those acknowledged is the length of the ledger."""
    root = host.matter()
    ledger = os.path.join(host.base, "ledger")
    body = '{"position":"Y","root":"%s"}' % root
    return ledger, subprocess.Popen([os.path.join(build, "tests/e2e-load"), host.folder, ledger, body,
                                     *[host.key(member) for member in MEMBERS]],
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def newest(entry):
    """The address of the last entries, some of which may not be there yet."""
    return f"/record.json?after={max(entry - 5, 0)}&limit=20"


def record_page(place, path="/record.json?limit=20"):
    status, headers, body = get(place, path)
    return status, headers, json.loads(body) if status == 200 else None


def say(host, build, acts):
    """Hands in lines MEMBER KIND BODY."""
    done = subprocess.run([os.path.join(build, "tests/e2e-say"), host.folder, "-", *map(host.key, MEMBERS)],
                          input="\n".join(acts), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    need(done.returncode == 0, done.stderr)


def main_of(page, entry):
    """What a page shows, with the links of the page of now."""
    found = re.search("<main.*</main>", page, re.S).group(0)
    return found.replace(f"?at={entry}&amp;", "?").replace(f"?at={entry}", "").replace(f"&amp;at={entry}", "")


def test_each_part_of_a_page_is_of_its_entry_while_others_write(build):
    """A page that is made twice, because it has no room for all of its tables, and is kept and given to several."""
    host = served(build)
    load = None
    try:
        place = place_of(host)
        _, load = start_load(host, build)
        matter = json.loads(get(place, "/matters/council/relief.json")[2])["data"]["id"]
        say(host, build, [f'BIRCH matter.propose {{"alternative":"a{k}","leaves":[{{"commitment":"{k + 1:064x}",'
                          f'"language":"en"}}],"matter":"{matter}","provision":"help{k // 60}"}}' for k in range(120)])
        seen, failures = {}, []
        paths = ["/en/matters/council/relief", "/en/matters/council/relief?rest=matter.text.40", "/ar/matters/council/relief"]

        def read_on(seed):
            entry, until, chosen = 0, time.monotonic() + 6, random.Random(seed)
            while time.monotonic() < until:
                path = chosen.choice(paths)
                status, headers, content = get(place, path, Accept="text/html")
                now, page = int(headers["Univocal-Entry"]), content.decode()
                if status != 200 or now < entry or f"<bdi>{now}</bdi>" not in page[page.index("<footer"):]:
                    failures.append(f"{path}: {status}, entry {now} after {entry}")
                if "rest=matter.text." not in page:
                    failures.append(f"{path} has room for all")
                if seen.setdefault((now, path), main_of(page, now)) != main_of(page, now):
                    failures.append(f"{path} shows two things of entry {now}")
                entry = now

        readers = [threading.Thread(target=read_on, args=(seed,)) for seed in range(3)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        load.terminate()
        load.wait(timeout=20)
        need(not failures, "; ".join(failures[:5]))
        for entry, path in random.Random(1).sample(sorted(seen), 12):
            earlier = get(place, f"{path}{'&' if '?' in path else '?'}at={entry}", Accept="text/html")[2].decode()
            then, now = (text[:text.index('id="text"')] for text in (main_of(earlier, entry), seen[entry, path]))
            need(then == now and "/record/" in now, f"{path} was another page at entry {entry}")  # longer links: fewer rows
        return f"{len(seen)} pages, the last of entry {max(seen)[0]}"
    finally:
        if load:
            load.kill()
        host.done()


def test_a_reader_during_writes_sees_one_entry(build):
    host = served(build)
    load = None
    try:
        place = place_of(host)
        ledger, load = start_load(host, build)
        kept = {}
        first = entry = record_page(place)[2]["entry"]
        until = time.monotonic() + 8
        while time.monotonic() < until:
            path = newest(entry)
            status, headers, page = record_page(place, path)
            need(status == 200, f"status {status}")
            entry = page["entry"]
            need(headers["Univocal-Entry"] == str(entry), f"header {headers['Univocal-Entry']}, content {entry}")
            last = page["data"][-1]["index"]
            need(last == entry or "next" in page, f"entry {last} is the last on a page of entry {entry}")
            kept[entry] = path, page
        load.terminate()
        load.wait(timeout=20)
        need(len(kept) >= 20, f"only {len(kept)} entries were seen")
        # What was said then is what the record says of that moment now.
        for entry in random.Random(1).sample(sorted(kept), 8):
            path, then = kept[entry]
            status, _, now = record_page(place, f"{path}&at={entry}")
            need(status == 200 and now == then, f"?at={entry} shows {now}, and showed {then}")
        return f"{len(kept)} entries from {first} on"
    finally:
        if load:
            load.kill()
        host.done()


def ask_again(place, path):
    """A page that is asked for twice, so that what the front keeps answers; its entry, by header and content."""
    for _ in range(2):
        status, headers, content = get(place, path, Accept="text/html")
        need(status == 200, f"{path}: {status}")
        shown = re.search(r"entry <bdi>(\d+)</bdi> of the record, official time", content.decode()).group(1)
        need(headers["Univocal-Entry"] == shown, f"{path}: header {headers['Univocal-Entry']}, content {shown}")
    return int(shown)


def test_what_was_acknowledged_is_on_every_page_asked_for_afterwards(build):
    """Also on those that the front keeps, whose truth it sees in the indexes of SQLite's logs; and after core, which
    alone had the files open, has ended orderly and begun again."""
    host = served(build)
    try:
        root = host.matter()
        place = place_of(host)
        first = host.children()["core"]
        os.kill(first, signal.SIGTERM)
        wait_for("another core", lambda: host.children().get("core", first) != first)
        host.wait_ready()
        for number in range(25):
            for path in ("/en/record", "/en/record/0?rest=charter.title.0", "/en/matters/council/relief"):
                ask_again(place, path)
                said = host.run("matter", "position", root, "YL"[number % 2], "--as", MEMBERS[number % 6], "--json")
                entry = json.loads(said.stdout)["index"]
                shown = ask_again(place, path)
                need(shown >= entry, f"{path} shows entry {shown} after {entry} was acknowledged")
    finally:
        host.done()


def test_an_earlier_entry_has_bounds(build):
    host = served(build)
    try:
        place = place_of(host)
        host.matter()
        last = record_page(place)[2]["entry"]
        for at, status, problem in [("0", 200, None), (str(last), 200, None), (str(last + 500), 404, "at_beyond"),
                                    (str(EARLIER_MAX - 1), 404, "at_beyond"), (str(EARLIER_MAX), 422, "at_too_far"),
                                    ("-1", 400, "bad_value"), ("1x", 400, "bad_value"), ("01", 400, "bad_value")]:
            got, headers, body = get(place, f"/bodies.json?at={at}")
            need(got == status, f"?at={at}: {got}")
            if problem:
                need(json.loads(body)["type"] == f"/problems/{problem}", f"?at={at}: {body}")
            else:
                need("immutable" in headers["Cache-Control"], f"?at={at}: {headers['Cache-Control']}")
                again = get(place, f"/bodies.json?at={at}", If_None_Match=headers["ETag"])
                need(again[0] == 304 and not again[2], f"?at={at} again: {again[0]}")
    finally:
        host.done()


def test_links_of_an_earlier_page_stay_there_and_lead_somewhere(build):
    host = served(build)
    try:
        place = place_of(host)
        host.matter()
        last = record_page(place)[2]["entry"]
        for path in (f"/en?at={last}", f"/ar/help?at={last}"):
            links = {html.unescape(x) for x in re.findall(r'<a href="(/(?:en|ar)[^"#]*)"', get(place, path)[2].decode())}
            need(len(links) > 20, f"{path} has {len(links)} links")
            for link in links:
                need(get(place, link)[0] == 200, f"{path} leads to {link}: {get(place, link)[0]}")
                need("at=" in link or "/problems" in link or link in ("/en", "/ar/help"), f"{path} leads away by {link}")
    finally:
        host.done()


def test_what_a_large_entry_carries_is_read_part_by_part_and_its_data_has_all(build):
    host = served(build)
    try:
        place = place_of(host)
        whole = json.loads(get(place, "/record/0.json")[2])["data"]["payload"]
        read, link, pages = "", "/en/record/0", 0
        while link:
            pages += 1
            page = get(place, link)[2].decode()
            need(len(page.encode()) <= PAGE_BYTES and 'href="/en/record/0.json"' in page, f"{link}: {len(page)}")
            read += html.unescape(re.search('id="carried".*?<code>(.*?)</code>', page, re.S).group(1))
            more = re.search(r'href="([^"]*)#rest">Next part', page)
            link = more and html.unescape(more.group(1))
        need(pages > 1 and read == whole, f"{len(read)} of {len(whole)} on {pages} pages")
    finally:
        host.done()


def test_any_name_of_the_charter_has_a_page(build):
    host = served(build)
    try:
        place = place_of(host)
        for name, kind, use in [("rule-silence", "rule", "it decides in"), ("council", "body", ""),
                                ("SUSPENDED", "tag", "not counted at all by"), ("amend", "motion", ""),
                                ("the%20alliance", "rung", "It is reached by")]:
            status, _, body = get(place, f"/charter/{name}.json")
            told = json.loads(body)["data"]
            need(status == 200 and told["kind"] == kind, f"{name}: {status} {body[:300]}")
            need(told["sentences"] and use in " ".join(told["uses"]), f"{name}: {told}")
            status, headers, _ = get(place, f"/charter/{name}")  # to the page in the reader's language
            need(status == 303, f"{name}: {status}")
            status, _, page = get(place, headers["Location"])
            need(status == 200 and (use == "" or use in page.decode()), f"{name}: {status}")
        for path in ("/en/charter/nobody", "/charter/nobody.json"):
            need(get(place, path)[0] == 404, path)
    finally:
        host.done()


def test_pages_recover_while_the_core_is_killed_and_nothing_is_lost_or_doubled(build):
    host = served(build)
    load = None
    try:
        place = place_of(host)
        ledger, load = start_load(host, build)
        seen = {"200": 0, "503": 0}
        failures = []
        stop = threading.Event()

        def read_on():
            entry = 0
            while not stop.is_set():
                try:
                    status, headers, page = record_page(place, newest(entry))
                except OSError as e:  # the site itself is never killed here
                    failures.append(f"no answer: {e}")
                    return
                if status == 503:
                    seen["503"] += 1
                    if "Retry-After" not in headers:
                        failures.append("503 without Retry-After")
                elif status == 200:
                    seen["200"] += 1
                    indexes = [row["index"] for row in page["data"]]
                    if page["entry"] < entry or indexes != list(range(indexes[0], indexes[0] + len(indexes))):
                        failures.append(f"entry {page['entry']} after {entry}, rows {indexes}")
                    entry = page["entry"]
                else:
                    failures.append(f"status {status}")

        readers = [threading.Thread(target=read_on) for _ in range(3)]
        for reader in readers:
            reader.start()
        for _ in range(6):
            core = wait_for("the core", lambda: host.children().get("core"))
            os.kill(core, signal.SIGKILL)
            before = os.path.getsize(ledger) if os.path.exists(ledger) else 0
            wait_for("acknowledgements after the core was killed",
                     lambda before=before: os.path.exists(ledger) and os.path.getsize(ledger) > before)
        stop.set()
        for reader in readers:
            reader.join()
        load.terminate()
        load.wait(timeout=20)
        need(not failures, "; ".join(failures[:5]))
        need(seen["200"] > 50, f"{seen}")
        checked = subprocess.run([os.path.join(build, "tests/e2e-ledger"), host.folder, ledger],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        need(checked.returncode == 0, f"the ledger: {checked.stdout[-400:]}")
        return f"{seen['200']} pages, {seen['503']} asked to come again"
    finally:
        if load:
            load.kill()
        host.done()


if __name__ == "__main__":
    main(globals())

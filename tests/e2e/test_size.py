#!/usr/bin/python3
"""test_size: a record of some thousand acts with very long texts among them: every page is bounded, quick, and leads
to all that there is, in three languages, now and as of an earlier moment."""
import atexit
import html
import json
import os
import re
import subprocess
import time
import urllib.parse

from crawl import get
from host import MEMBERS, Host, main, need, served, wait_for
from test_web import place_of

MANY = 520       # of each noun
SEATS = 193      # of the largest organisation: the members of the United Nations
STATEMENTS = 55  # more than a page of a list has
LANGUAGES = ["en", "ru", "ar"]
PAGE_BYTES = 20000  # of a page, without fonts
PAGE_SECONDS = 0.5
ENGLISH = "We keep “boats” & pumps ready, <always>. "
RUSSIAN = "Мы держим наготове «лодки» и насосы, всегда. "
ARABIC = "نُبقي القوارب والمضخّات جاهزةً دائمًا. "
CLAUSE = 'treaty "Relief"; when all of {ALDER, BIRCH} and 1 other instrument; enters first of month after 30 days;'
MADE = None


class Made:
    """An organisation, its pages, and how large and slow these were."""

    def __init__(self, build, host, members):
        self.build = build
        self.host = host
        self.members = members
        atexit.register(host.done)
        self.place = place_of(host)
        self.slowest = (0.0, "")
        self.largest = (0, "")
        self.count = 0

    def say(self, acts):
        """Hands in acts (member, kind, body); the ids of those of each member, in their order."""
        lines = [f"{member} {kind} " + json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
                 for member, kind, body in acts]
        done = subprocess.run([os.path.join(self.build, "tests/e2e-say"), self.host.folder, "-",
                               *map(self.host.key, self.members)], input="\n".join(lines), text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, check=False)
        need(done.returncode == 0, done.stderr[-1000:])
        ids = {member: [] for member in self.members}
        for line in done.stdout.splitlines():
            member, _, result, of = line.split(" ")
            need(result == "ok", line)
            ids[member].append(of)
        return [ids[member].pop(0) for member, _, _ in acts]

    def page(self, path):
        """A page that is as small and as quick as every page has to be."""
        seconds = PAGE_SECONDS
        for _ in range(3):  # two processors, and other tests: what is slow is slow again
            begun = time.monotonic()
            status, headers, content = get(self.place, path, Accept="text/html")
            seconds = min(seconds, time.monotonic() - begun)
            if seconds < PAGE_SECONDS:
                break
        need(status == 200 and headers["Content-Type"].startswith("text/html"), f"{path}: {status}")
        need(len(content) <= PAGE_BYTES, f"{path} has {len(content)} bytes")
        need(seconds < PAGE_SECONDS, f"{path} takes {seconds:.2f} s")
        self.slowest = max(self.slowest, (seconds, path))
        self.largest = max(self.largest, (len(content), path))
        self.count += 1
        return content.decode()

    def data(self, path):
        status, _, content = get(self.place, path)
        need(status == 200, f"{path}: {status} {content[:200]}")
        return json.loads(content)

    def figures(self):
        return (f"{self.count} pages; slowest {self.slowest[0] * 1000:.0f} ms {self.slowest[1]}, "
                f"largest {self.largest[0]} bytes {self.largest[1]}")


def bodies_of_acts():
    """Of each noun as many as there are."""
    for i in range(MANY):
        member = MEMBERS[i % len(MEMBERS)]
        yield member, "matter.open", {"body": "council", "languages": ["en"], "reference": f"m{i:04}", "rule": "silence",
                                      "title": f"Matter {i}: on boats, pumps and whoever needs them", "topic": "boats"}
        yield "ALDER", "session.open", {"body": "council", "from": "2101-03-01", "place": "Elmton", "to": "2101-03-02",
                                        "reference": f"s{i:04}", "title": f"Meeting {i}: <boats> & pumps"}
        yield member, "commitment.pledge", {"due": "2101-01-01", "quantity": i + 1, "title": f"Pledge {i}",
                                            "unit": "boats"}
        yield member, "assistance.request", {"kind": "disaster", "title": f"Flood {i}", "what": "The river rose.",
                                             "needs": [{"by": "2101-01-01", "item": "boats", "quantity": 3,
                                                        "unit": "boats"}]}
        yield member, "speech.file", {"date": "2026-01-01", "language": "en", "text": f"We said it for the {i}th time.",
                                      "title": f"Speech {i}"}
        yield "ALDER", "statement.archive", {"body": "council", "date": "2019-01-01", "language": "en",
                                             "reference": f"o{i:04}", "source": "The Gazette of Alderton", "topic": "old",
                                             "text": f"We said it {i} times before.", "title": f"Older statement {i}"}
    for i in range(0, MANY, 100):
        yield MEMBERS[i // 100], "platform.calendar", {"platforms": [
            {"from": "2026-04-01", "name": f"Forum {k}", "to": "2026-04-02", "uid": f"forum-{k}"}
            for k in range(i, min(i + 100, MANY))]}


def adopt(made, reference, *texts, proposer="BIRCH", chair="ALDER"):
    """Proposes these words, and puts them to a vote."""
    host = made.host
    host.run("matter", "open", "council", reference, "--title", f"Statement {reference}", "--rule", "statement",
             "--languages", "en,ru,ar" if len(texts) == 3 else "en", "--topic", reference[:1], "--as", proposer)
    words = [part for text in texts for part in ("--text", text)]
    host.run("matter", "propose", reference, "whole", "first", "--as", proposer, *words)
    host.run("matter", "version", reference, "--as", chair)
    host.run("vote", "open", "council", "adopt", "--rule", "statement", "--matter", reference, "--root", reference,
             "--duration", "1h", "--as", chair)


def file_of(made, name, text, size):
    path = os.path.join(made.host.base, name)
    line = (text * 10).strip() + "\n"
    with open(path, "w", encoding="utf-8") as file:
        file.write(line * (size // len(line.encode())))
    return path


def make_statements(made):
    long_ones = [f"{tag}=@" + file_of(made, tag, text, 29000)
                 for tag, text in (("en", ENGLISH), ("ru", RUSSIAN), ("ar", ARABIC))]
    adopt(made, "long", *long_ones)
    for i in range(STATEMENTS - 1):
        adopt(made, f"t{i:03}", f"en=We say it for the {i}th time.")
    votes = made.data("/votes.json?limit=500")["data"]
    made.say([(member, "vote.cast", {"position": "Y", "vote": vote["id"], "reason": "“Boats.” " * 300})
              for vote in votes for member in MEMBERS])
    made.say([("ALDER", "vote.close", {"vote": vote["id"]}) for vote in votes])
    wait_for("the statements", lambda: len(made.data("/statements.json?limit=500")["data"]) == STATEMENTS, 60)
    made.long = next(s["number"] for s in made.data("/statements.json?limit=500")["data"] if s["title"].endswith("long"))
    wait_for("the words of the long one",
             lambda: len(made.data(f"/statements/{made.long}.json")["data"]["text"]) > 50000, 60)


def make_long_texts(made):
    host = made.host
    speech = json.loads(host.run("speech", "file", "ar", "2026-02-02", "--title", "A long speech", "--as", "CEDAR",
                                 "--text", "@" + file_of(made, "speech", ARABIC, 60000), "--json").stdout)["id"]
    host.run("speech", "translate", speech, "en", "--by", "The secretariat", "--as", "CEDAR", "--text",
             "@" + file_of(made, "translation", ENGLISH, 60000))
    host.run("speech", "correct", speech, "--reason", '"' * 4000, "--as", "CEDAR", "--text",
             "@" + file_of(made, "correction", ARABIC + "👨‍👩‍👧", 60000))
    made.speech = speech
    mandate = json.loads(host.run("platform", "mandate", "council", "DAMSON", "--statement", str(made.long), "--platform", "1",
                                  "--office", "Minister", "--until", "2101-01-01", "--as", "ALDER", "--json").stdout)["id"]
    made.delivered = made.say([("DAMSON", "speech.file", {
        "date": "2026-04-01", "language": "en", "mandate": mandate, "platform": 1, "title": f"Delivered {k}",
        "text": " ".join(f"word{k}-{n}" for n in range(200 + 50 * k))}) for k in range(40)])[20]
    acts = [("ALDER", "member.claim", {"member": "FIR", "text": "\"'" * 2000}) for _ in range(8)]
    acts += [(m, "commitment.report", {"commitment": n, "day": "2026-01-01", "quantity": 1, "text": "<&>" * 1300})
             for n, m in [(k, made.data(f"/commitments/{k}.json")["data"]["member"]) for k in (1,)] for _ in range(10)]
    matter = made.data("/matters/council/m0000.json")["data"]["id"]
    acts += [("BIRCH", "matter.propose", {"alternative": f"a{k}", "matter": matter, "provision": "first", "leaves": [
        {"commitment": f"{k + 1:064x}", "language": "en"}]}) for k in range(64)]
    made.say(acts)
    made.say([(m, "matter.hold", {"matter": matter, "provision": "first", "reason": "'" * 4000, "release": ARABIC * 40})
              for m in MEMBERS])
    session = made.data("/sessions.json?limit=1")["data"][0]["id"]
    made.session, made.minutes = session, (ENGLISH * 600).strip()
    made.say([("ALDER", "session.minutes", {"language": "en", "part": k, "session": session, "text": made.minutes})
              for k in range(1, 5)])
    host.run("session", "circulate", f"s{MANY - 1:04}", "2101-04-01", "--as", "ALDER")
    host.run("instrument", "open", "council", "relief", "--title", "Treaty", "--languages", "en", "--opens", "2020-05-01",
             "--place", "Elmton", "--digest", "3" * 64, "--as", "ALDER", "--clause", CLAUSE + "\n" * 7000)
    host.run("instrument", "sign", "relief", "simple", "--office", "Minister", "--as", "ALDER")
    for k in range(4):
        host.run("instrument", "reserve", "relief", "--text", f"{k} " + '"' * 3900, "--as", "ALDER")


def made_of(build):
    global MADE
    if MADE is None:
        MADE = Made(build, served(build, languages="en,ru,ar"), MEMBERS)
        MADE.say(list(bodies_of_acts()))
        make_statements(MADE)
        MADE.middle = MADE.data("/record.json")["entry"]
        make_long_texts(MADE)
    return MADE


# A list, what leads from one of its rows to what the row is of, and how many rows it has in the middle; the part of
# the page that it is, where it goes on by `rest`.
LISTS = [
    ("/matters", r"/matters/council/[a-z0-9]+", MANY + STATEMENTS),
    ("/sessions", r"/sessions/[0-9a-f]{64}", MANY),
    ("/commitments", r"/commitments/\d+", MANY),
    ("/commitments?member=BIRCH", r"/commitments/\d+", MANY // 6 + 1),
    ("/assistance", r"/assistance/\d+", MANY),
    ("/assistance?open=true&member=FIR", r"/assistance/\d+", MANY // 6),
    ("/speeches", r"/speeches/[0-9a-f]{64}", MANY),
    ("/statements", r"/statements/\d+", STATEMENTS),
    ("/statements?topic=t", r"/statements/\d+", STATEMENTS - 1),
    ("/platforms", r"/platforms/\d+", MANY, "platform.title"),
    ("/statements/older", r"/statements/older/council/[a-z0-9]+", MANY, "statement.older"),
    ("/votes", r"/votes/\d+", STATEMENTS),
    ("/bodies/council/sessions", r"/sessions/[0-9a-f]{64}", MANY),
    ("/bodies/council/decisions", r"/statements/\d+", STATEMENTS),
    ("/bodies/council/votes", r"/votes/\d+", STATEMENTS),
    ("/record?after=0", r"/record/\d+", None),
]


def links_of(text):
    return [html.unescape(link) for link in re.findall(r'href="(/[^"#]*)', text)]


def walk(made, path, row, at, rest):
    """The rows of a list, from page to page."""
    language = path[1:3]
    address, rows = path, []
    pages = 0
    while address:
        text = made.page(address)
        pages += 1
        body = text[text.index("<main"):text.index("</main")]
        for line in body.partition("</table>")[0].split("<tr>")[1:]:
            found = re.search(f'href="/{language}({row})["?]', line)
            rows += [found.group(1)] if found else []
        more = (re.search(r'<a href="([^"]*)" rel="next"', body) if rest is None else
                re.search(rf'<a href="([^"]*rest={rest}[.]\d+)#rest"', body))
        address = more and html.unescape(more.group(1))
        need(pages < 400, f"{path} never ends")
        need(address is None or at is None or f"at={at}" in address, f"{address} loses its moment")
    return rows


def test_every_row_of_every_list_is_there_once_now_and_earlier(build):
    made = made_of(build)
    for path, row, count, *more in LISTS:
        rest = more[0] if more else None
        seen = []
        for language in LANGUAGES:
            for at in (None, made.middle):  # then in one language each
                if at and language != LANGUAGES[len(path) % 3]:
                    continue
                asked = f"/{language}{path}" + ("" if at is None else f"{'&' if '?' in path else '?'}at={at}")
                rows = walk(made, asked, row, at, rest)
                need(len(rows) == len(set(rows)), f"{asked}: {len(rows) - len(set(rows))} rows come twice")
                wanted = count if count is not None else None if at is None else at + 1
                wanted = wanted + 41 if at is None and path == "/speeches" else wanted  # with those that are long
                need(wanted is None or len(rows) == wanted, f"{asked} has {len(rows)} rows, not {wanted}")
                seen.append((at, rows))
        need(all(rows == seen[0][1] for at, rows in seen if at == seen[0][0]), f"{path} differs by language")
    return made.figures()


# Of what there is five hundred times, the crawl opens a few: those with long texts, and the ends.
SAMPLE = re.compile(r"/(commitments|assistance|platforms|statements|votes)/(\d+)|/matters/council/[mt](\d+)|"
                    r"/statements/older/council/o(\d+)|/record/(\d+)|/(speeches|sessions)/([0-9a-f]{64})")


def is_chosen(made, link):
    """Pages for people, each once in a language; of the many a few, and of lists what `walk` does not look at."""
    path, _, query = link.partition("?")
    if not re.match("/(en|ru|ar)(/|$)", path) or re.search(r"\.(json|csv|txt)$|^/../(search|archive|charter)", path):
        return False
    if re.search(r"(^|&)(after|at|rest=(platform[.]title|statement[.]older))=?", query):
        return False
    if re.search(r"^/../(record|statements/\d+/.)", path) or ("/platforms/" in path and "rest=text" in query):
        return False
    found = SAMPLE.search(path)
    if found is None:
        return True
    digest = found.group(7)
    if digest:
        return digest in (made.speech, made.session, made.delivered)
    number = int(next(g for g in found.groups()[1:] if g and g.isdigit()))
    return number in (0, 1, 4, STATEMENTS, MANY - 1)


def look_at_all(made, seeds, chosen):
    """Every page that links lead to; their addresses."""
    waiting, known = list(seeds), set(seeds)
    while waiting:
        for link in links_of(made.page(waiting.pop())):
            if link not in known and chosen(link):
                known.add(link)
                waiting.append(link)
    return known


def test_every_page_that_links_lead_to_is_bounded_and_quick(build):
    made = made_of(build)
    made.count, made.slowest, made.largest = 0, (0.0, ""), (0, "")
    waiting = [f"/{language}{path}" for language in LANGUAGES for path in (
        "", "/tour", "/matters/council/m0000", f"/matters/council/m{MANY - 1:04}", f"/sessions/{made.session}",
        f"/speeches/{made.speech}", f"/statements/{made.long}", "/statements/1", "/commitments/1", "/assistance/4",
        "/members/FIR", "/instruments/relief", f"/sessions/{made.session}/minutes/1", "/search?q=boats",
        "/record/5", "/words?q=" + urllib.parse.quote((ENGLISH * 9).strip()))]
    seen = look_at_all(made, waiting, lambda link: is_chosen(made, link))
    texts, rest = (sum(kind in address for address in seen) for kind in ("rest=text.", "rest="))
    need(texts > 100 and rest > 200, f"{texts} parts of texts, {rest} parts")
    return made.figures() + f"; {rest} are parts of pages, {texts} of texts"


def read_all(made, path, number):
    """The words of the so manieth text of a page, read from part to part."""
    read = []
    while path:
        text = made.page(path)
        begun = text.find('id="rest"') if read else [m.start() for m in re.finditer("<blockquote", text)][number]
        words, note = re.search("<blockquote[^>]*>(.*?)</blockquote>(.*?)</p>", text[begun:], re.S).groups()
        read.append(html.unescape(words.replace("</p><p>", "\n").replace("<p>", "").replace("</p>", "")))
        links = re.findall(r'href="([^"]*rest=text[.][0-9a-f]{16}[.](\d+))#rest"', note)
        more = [link for link, place in links if int(place) > 0]
        path = more and html.unescape(more[0])
    return read


def test_a_long_text_is_read_to_its_end_in_every_language(build):
    made = made_of(build)
    whole = {}
    for name in ("en", "ru", "ar", "translation", "correction"):
        with open(os.path.join(made.host.base, name), encoding="utf-8") as file:
            whole[name] = file.read().rstrip("\n")
    for language in LANGUAGES:
        for number, name in enumerate(LANGUAGES):
            parts = read_all(made, f"/{language}/statements/{made.long}", number)
            need(len(parts) > 2 and "".join(parts).rstrip("\n") == whole[name], f"/{language}: {name} in {len(parts)}")
        parts = read_all(made, f"/{language}/speeches/{made.speech}", 0)
        need(len(parts) > 3 and "".join(parts) == whole["correction"], f"/{language}: correction in {len(parts)}")
        parts = read_all(made, f"/{language}/sessions/{made.session}/minutes/1", 0)
        need(len(parts) > 1 and "".join(parts) == made.minutes, f"/{language}: minutes in {len(parts)}")
    return made.figures()


def made_of_many_members(build):
    """With core and the pages alone: nobody's node signs here."""
    host = Host(build)
    codes = [f"M{i:03}" for i in range(SEATS)]
    members = os.path.join(host.base, "members.csv")
    with open(members, "w", encoding="utf-8") as file:
        file.writelines(f"{code},The Republic of {code}\n" for code in codes)
    host.found(members=members, languages="en,ru,ar")
    os.mkdir(os.path.join(host.folder, "run"), 0o700)
    for words in (["univocal", "core", "--org"], ["univocal-web"]):
        subprocess.Popen([os.path.join(build, words[0]), *words[1:], host.folder], stderr=subprocess.DEVNULL)
        if words[0] == "univocal":
            wait_for("core", lambda: os.path.exists(os.path.join(host.folder, "run/core.sock")))
    return Made(build, host, codes)


def test_of_many_members_every_page_is_bounded_and_quick(build):
    made = made_of_many_members(build)
    try:
        adopt(made, "long", "en=We are many.", proposer="M001", chair="M000")
        made.host.run("vote", "open", "council", "straw", "--rule", "procedural", "--duration", "1h", "--as", "M000")
        votes = made.data("/votes.json")["data"]
        matter, = made.say([("M001", "matter.open", {"body": "council", "languages": ["en"], "reference": "held",
                                                     "rule": "silence", "title": "Held"})])
        made.say([("M001", "matter.propose", {"alternative": "first", "matter": matter, "provision": "first", "leaves": [
            {"commitment": "1" * 64, "language": "en"}]})])
        made.say([(member, "matter.hold", {"matter": matter, "provision": "first", "reason": "'" * 1000,
                                           "release": ARABIC * 9}) for member in made.members])
        made.say([(member, "vote.cast", {"position": "YNA"[i % 3] if vote["motion"] == "straw" else "Y",
                                         "reason": "“Boats.” " * 40, "vote": vote["id"]})
                  for vote in votes for i, member in enumerate(made.members)])
        made.say([("M000", "vote.close", {"vote": vote["id"]}) for vote in votes])
        wait_for("the statement", lambda: made.data("/statements.json")["data"])

        def chosen(link):
            return (re.match("/(en|ru|ar)(/|$)", link) and not re.search(
                r"\.(json|csv|txt)($|[?])|[?&]at=|^/../(search|archive|charter|record|instruments|statements/\d+/.)|"
                r"/members/M(?!000|192)|rest=(vote[.]seats|matter[.]text)[.]\d*[1-9]$", link))
        seen = look_at_all(made, ["/en", "/ru", "/ar", "/en/votes", "/ru/votes", "/ar/votes"], chosen)
        for path in ("/en/votes/1", "/ru/votes/2", "/ar/statements/1", "/ru/matters/council/held", "/en/bodies/council"):
            need(path in seen, f"nothing leads to {path}")
        return made.figures()
    finally:
        made.host.done()


if __name__ == "__main__":
    main(globals())

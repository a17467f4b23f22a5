#!/usr/bin/python3
"""test_pages: what pages say: treaties with what another deposit would bring, the archive and its marks, what was said
beside what was adopted, votes with their explanation, members as equals. In HTML, JSON and CSV, in three languages."""
import csv
import html
import io
import json
import os
import re
import subprocess

from crawl import get
from host import MEMBERS, SOURCE, Host, main, need, served, wait_for
from test_web import place_of

LANGUAGES = ["en", "ru", "ar"]
CLAUSE = 'treaty "Relief"; when all of {ALDER, BIRCH} and 1 other instrument; enters first of month after 30 days;'


def page(place, path, status=200):
    """A page as text, its tags taken out."""
    found, headers, content = get(place, path, Accept="text/html")
    need(found == status, f"{path}: {found}")
    need(headers["Content-Type"].startswith("text/html"), f"{path} is {headers['Content-Type']}")
    return content.decode()


def words(text):
    text = re.sub(r"</?(bdi|a)[^>]*>", "", text)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text)))


def data(place, path):
    status, _, content = get(place, path)
    need(status == 200, f"{path}: {status} {content[:200]}")
    return json.loads(content)


def rows(place, path):
    status, headers, content = get(place, path)
    need(status == 200 and headers["Content-Type"].startswith("text/csv"), f"{path}: {status}")
    return list(csv.DictReader(io.StringIO(content.decode())))


def problem(place, path, status):
    found, headers, content = get(place, path)
    need(found == status and headers["Content-Type"] == "application/problem+json", f"{path}: {found} {content[:200]}")
    return json.loads(content)


def in_each_language(place, path, *parts):
    """The page in each language, with its direction; `parts` are words of the members, the same in all."""
    for language in LANGUAGES:
        text = page(place, f"/{language}{path}")
        direction = "rtl" if language == "ar" else "ltr"
        need(f'<html lang="{language}" dir="{direction}">' in text, f"/{language}{path} has another direction")
        for part in parts:
            need(part in words(text), f"/{language}{path} does not say {part}")


def conclude(host):
    host.run("clock", "set", "--to", "2100-06-01", "--pause", "--as", "ALDER")
    host.run("instrument", "open", "council", "relief", "--title", "Convention on <relief>", "--clause", CLAUSE,
             "--languages", "en", "--opens", "2100-05-01", "--place", "Elmton", "--digest", "3" * 64, "--as", "ALDER")
    for member in ("ALDER", "BIRCH"):
        host.run("instrument", "sign", "relief", "simple", "--office", "Minister", "--as", member)
    host.run("instrument", "deposit", "relief", "ratification", "--office", "Minister", "--as", "ALDER")
    host.run("instrument", "deposit", "relief", "accession", "--office", "Minister", "--as", "FIR")


def test_a_treaty_says_what_is_lacking_and_what_a_deposit_would_bring(build):
    host = served(build)
    try:
        conclude(host)
        place = place_of(host)
        in_each_language(place, "/instruments", "Convention on <relief>")
        in_each_language(place, "/instruments/relief", "all of {ALDER, BIRCH}", "BIRCH")
        text = words(page(place, "/en/instruments/relief"))
        need("Not in force. Still lacking:" in text and "In force from 2100-08-01." in text, "not what is lacking")
        asked = "/instruments/relief.json?deposit=BIRCH&on=2100-07-01"
        supposed = data(place, asked)["data"]["supposed"]
        need((supposed["code"], supposed["on"], supposed["force"]["in_force"]) == ("BIRCH", "2100-07-01", "2100-08-01"),
             str(supposed))
        need(data(place, "/instruments/relief.json")["data"] == host.json("instrument", "show", "relief"), "another JSON")
        need(data(place, asked)["data"] == host.json("instrument", "show", "relief", "--deposit", "BIRCH=2100-07-01"),
             "the command supposes something else")
        need("If BIRCH deposits on 2100-07-01: In force from 2100-08-01." in
             words(page(place, "/en/instruments/relief?deposit=BIRCH&on=2100-07-01")), "the page supposes something else")
        need("FIR has consented already." in words(page(place, "/en/instruments/relief?deposit=FIR")), "once more")
        need([r["code"] for r in rows(place, "/instruments/relief.csv")] == ["ALDER", "BIRCH", "FIR"], "other participants")
        feed = rows(place, "/instruments/relief/notices.csv")
        need([r["number"] for r in feed] == ["5", "4", "3", "2", "1"], str(feed))
        more = data(place, "/instruments/relief/notices.json?limit=3")
        need(more["next"] == 3 and len(data(place, "/instruments/relief/notices.json?after=3")["data"]) == 2, str(more))
        need(data(place, "/binds.json?a=ALDER&b=FIR")["data"]["treaties"][0]["bound"] is False, "it is bound")
        in_each_language(place, "/binds?a=ALDER&b=FIR", "ALDER", "FIR")
        need("it must not defeat its object" in words(page(place, "/en/binds?a=ALDER&b=FIR")), "what binds before that")
        for path, status in (("?on=2100-02-30&deposit=ELM", 400), ("?on=2100-02-01", 400), ("?deposit=elm", 400)):
            problem(place, f"/instruments/relief.json{path}", status)
        need(not data(place, "/binds.json?a=ALDER&b=ALDER")["data"]["treaties"], "a member is bound toward itself")
        problem(place, "/instruments/none.json", 404)
    finally:
        host.done()


def test_the_archive_is_marked_on_every_page_and_in_its_data(build):
    host = served(build)
    try:
        place = place_of(host)
        for language in LANGUAGES:
            for path in ("/archive", "/archive/CSTO", "/archive/CSTO/members?on=2022-05-16"):
                text = page(place, f"/{language}{path}")
                need('<p class="strip archive"><strong>ARCHIVE</strong>' in text, f"{path} has no mark")
                need("strip exercise" not in text and "<title>ARCHIVE" in text, f"{path} has two marks")
        need('strip exercise' in page(place, "/en/bodies"), "the mark of the exercise has gone")
        organisations = data(place, "/archive.json")
        need(organisations["archive"] is True and organisations["realm"] == "archive", "data without a mark")
        codes = [o["code"] for o in organisations["data"]["organisations"]]
        need(codes == sorted(codes) and len(codes) > 20, "they are not listed as equals")
        for code in codes:
            need(data(place, f"/archive/{code}.json")["data"] == host.json("archive", "show", code), f"{code} differs")
            for row in rows(place, f"/archive/{code}/members.csv"):
                need(row["realm"] == "archive" and row["source"] and row["confidence"], f"{row} has no source")
        text = page(place, "/en/archive/CSTO")
        for who in ("Government of Armenia", "CSTO Secretariat"):
            need(f"As stated by {who}" in words(text), f"not what {who} states")
        on = data(place, "/archive/CSTO/members.json?on=2022-05-16")["data"]
        need(on == host.json("archive", "members", "CSTO", "--on", "2022-05-16") and len(on["members"]) == 6, str(on))
        problem(place, "/archive/NOBODY.json", 404)
        problem(place, "/archive/CSTO.json?kind=rumour", 400)
        problem(place, "/archive/CSTO/members.json?on=2022-02-30", 400)
    finally:
        host.done()


def test_without_an_archive_its_pages_say_so(build):
    os.environ["UNIVOCAL_ARCHIVE"] = "/nowhere"
    try:
        host = served(build)
    finally:
        del os.environ["UNIVOCAL_ARCHIVE"]
    try:
        place = place_of(host)
        need("No archive comes along" in problem(place, "/archive.json", 404)["detail"], "it says something else")
        need(get(place, "/bodies.json")[0] == 200, "and nothing else works")
    finally:
        host.done()


def test_what_was_said_stands_in_its_members_own_name(build):
    host = served(build)
    try:
        host.run("platform", "add", "Forum on relief", "--from", "2026-04-01", "--to", "2026-04-03", "--as", "BIRCH")
        speech = json.loads(host.run("speech", "file", "en", "2026-04-02", "--title", "On relief", "--text",
                                     "We help.\n<b>At once.</b>", "--platform", "1", "--as", "BIRCH",
                                     "--json").stdout)["id"]
        host.run("speech", "translate", speech, "ar", "--by", "The secretariat", "--text", "نساعد حالا.", "--as", "ALDER")
        host.run("speech", "correct", speech, "--reason", "Two words.", "--text", "We help\ntoday.", "--as", "BIRCH")
        place = place_of(host)
        in_each_language(place, f"/speeches/{speech}", "We help today.", "<b>At once.</b>", "نساعد حالا.", "Two words.")
        text = page(place, f"/en/speeches/{speech}")
        need("This is the member's own word, not the organisation's." in words(text), "whose word it is")
        need(text.index("today.") < text.index("At once."), "what stands is not the newest")
        need('<blockquote class="words" lang="ar" dir="auto">' in text, "the translation has no language")
        need(data(place, f"/speeches/{speech}.json")["data"] == host.json("speech", "show", speech), "another JSON")
        need(rows(place, "/speeches.csv")[0]["member"] == "BIRCH", "of another")
        host.run("platform", "add", "Forum on wells", "--from", "2020-04-01", "--to", "2020-04-03", "--as", "BIRCH")
        host.run("platform", "add", "Forum on boats", "--from", "2101-04-01", "--as", "BIRCH")
        in_each_language(place, "/platforms", "Forum on relief", "2026")
        for language, passed, planned in (("en", "passed, nothing reported", "planned"),
                                          ("ru", "прошло, отчёта нет", "запланировано"),
                                          ("ar", "انقضى ولم يُبلَّغ عنه بشيء", "مخطط")):
            need(passed in words(page(place, f"/{language}/platforms/2")), "a platform that has passed")
            need(planned in words(page(place, f"/{language}/platforms/3")), "a platform that is to come")
        listed = data(place, "/platforms.json")["data"]
        need([(p["stage"], p["speeches"]) for p in listed["platforms"]] ==
             [("reported", 1), ("passed, nothing reported", 0), ("planned", 0)], str(listed["platforms"]))
        need([(q["year"], q["platforms"], q["unreported"], q["speeches"]) for q in listed["quarters"]] ==
             [(2020, 1, 1, 0), (2026, 1, 0, 1), (2101, 1, 0, 0)], str(listed["quarters"]))
        need(rows(place, "/platforms.csv")[1]["stage"] == "passed, nothing reported", "another stage in CSV")
        told = host.run("platform", "list").stdout
        need("Forum on wells, 2020-04-01 to 2020-04-03 (passed, nothing reported)" in told and
             "platforms 1 (passed, nothing reported: 1), mandates 0" in told, told)
        in_each_language(place, "/platforms/1", "On relief", "BIRCH")
        need(data(place, "/platforms.json")["data"] == host.json("platform", "list"), "another JSON of platforms")
        need(rows(place, "/platforms.csv")[0]["name"] == "Forum on relief", "another calendar")
        problem(place, "/platforms/4.json", 404)
        problem(place, "/speeches/" + "0" * 64 + ".json", 404)
    finally:
        host.done()


def test_a_body_has_its_sessions_documents_decisions_and_votes_on_its_page(build):
    host = served(build)
    try:
        for number in range(12):
            host.run("session", "open", "council", f"s{number}", "--title", f"Meeting <{number}>", "--place", "Elmton",
                     "--from", "2020-03-01", "--to", "2101-03-02", "--as", "ALDER")
        host.run("session", "agenda", "s3", "--title", "Boats", "--as", "BIRCH")
        host.run("session", "document", "s3", "1", "--symbol", "AA/1", "--title", "Paper <on boats>", "--language", "en",
                 "--digest", "4" * 64, "--as", "CEDAR")
        host.run("vote", "open", "council", "straw", "--rule", "procedural", "--duration", "1h", "--as", "ALDER")
        place = place_of(host)
        shown = data(place, "/bodies/council.json")["data"]
        need(shown == host.json("body", "show", "council"), "another JSON")
        need((shown["sessions"]["count"], len(shown["sessions"]["newest"])) == (12, 10), str(shown["sessions"]))
        need([shown[part]["count"] for part in ("decisions", "documents", "votes")] == [0, 1, 1], str(shown))
        need(shown["chair"] == "ALDER" and shown["chair_since"] > 0 and shown["chair_next"] == "BIRCH", str(shown))
        in_each_language(place, "/bodies/council", "Meeting <11>", "Paper <on boats>", "AA/1", "CEDAR")
        text = page(place, "/en/bodies/council")
        need("straw poll" in words(text), "which motion")
        need("All of them: 12" in words(text) and '"/en/bodies/council/sessions"' in text, "no way to the rest")
        need("Meeting <1>" not in words(text), "more than the newest")
        need('<a href="/en/votes/1">' in text and f'/en/sessions/{shown["sessions"]["newest"][8]["id"]}' in text, "links")
        told = host.run("body", "show", "council").stdout
        need("sessions: 12\n    s11: Meeting <11>" in told and "AA/1 Paper <on boats> [en], by CEDAR" in told, told)
        in_each_language(place, "/bodies/council/sessions", "Meeting <0>", "council")
        listed = data(place, "/bodies/council/sessions.json?limit=7")
        rest = data(place, f"/bodies/council/sessions.json?limit=7&after={listed['next']}")
        need([s["reference"] for s in listed["data"] + rest["data"]] == [f"s{n}" for n in range(11, -1, -1)], "by page")
        beyond = data(place, "/bodies/council/sessions.json?after=12")
        need(beyond["data"] == [] and "next" not in beyond, "more than there are")
        need(rows(place, "/bodies/council/documents.csv")[0]["symbol"] == "AA/1", "another document")
        need(rows(place, "/bodies/council/votes.csv")[0]["motion"] == "straw", "another vote")
        need(data(place, "/bodies/council/decisions.json")["data"] == [], "decisions from nowhere")
        problem(place, "/bodies/nobody/votes.json", 404)
    finally:
        host.done()


def lay_down(host, *parts):
    for number, text in enumerate(parts, 1):
        host.run("session", "minutes", "spring", "en", str(number), "--text", text, "--as", "ALDER")
    host.run("session", "circulate", "spring", "2100-04-01", "--as", "ALDER")
    return host.json("session", "show", "spring")["minutes"][-1]["version"]["digest"]


def test_minutes_stand_with_their_words_and_with_who_laid_down_objected_and_approved(build):
    host = served(build)
    try:
        host.run("session", "open", "council", "spring", "--title", "Spring <summit>", "--place", "Elmton", "--from",
                 "2020-03-01", "--to", "2101-03-02", "--as", "ALDER")
        digest = lay_down(host, "We <met>.")
        host.run("session", "approve", "spring", "no", "--digest", digest, "--reason", "We parted too.", "--as", "BIRCH")
        digest = lay_down(host, "We <met>.", "w" * 1600, "v" * 5000, "We parted.")
        host.run("session", "approve", "spring", "yes", "--digest", digest, "--as", "CEDAR")
        place = place_of(host)
        session = host.json("session", "show", "spring")
        address = f"/sessions/{session['session']['id']}"
        in_each_language(place, address, "We <met>.", digest[:8])
        text = page(place, f"/en{address}")
        need("All 4 parts of the minutes" in words(text) and "vvv" not in text, "words without an end")
        in_each_language(place, f"{address}/minutes/2", "We <met>.", "We parted.", "v" * 5000, "CEDAR", "Spring <summit>")
        text = page(place, f"/en{address}/minutes/2")
        need(text.count("<details open>") == 2 and text.count("<details>") == 2, "long words are not folded")
        for said in ("circulated", "Circulated by ALDER", "In the place of version 1", "en, part 4"):
            need(said in words(text), f"the page does not say {said}")
        in_each_language(place, f"{address}/minutes/1", "We <met>.", "We parted too.", "BIRCH")
        for version in (1, 2):
            shown = data(place, f"{address}/minutes/{version}.json")["data"]
            need(shown == session["minutes"][version - 1] and shown["circulated_by"] == "ALDER", "another JSON")
        first = data(place, f"{address}/minutes/2.json?limit=3")
        rest = data(place, f"{address}/minutes/2.json?limit=3&after={first['next']}")
        need([t["text"][0] for t in first["data"]["texts"] + rest["data"]["texts"]] == ["W", "w", "v", "W"] and
             "next" not in rest, "not all of it, page by page")
        need('rel="next"' in page(place, f"/en{address}/minutes/2?limit=3"), "no way to the rest")
        problem(place, f"{address}/minutes/3.json", 404)
    finally:
        host.done()


CHARTER = """charter "votes" title "A fictional council that votes";
fictional;
body council title "Council" { members all; chair rotation; rules meeting, hidden; }
office clerk title "Clerk" { holder elected in council by choice; }
rule choice { allow Y N A; pass n(Y) > n(N); elect in 2 rounds; }
rule meeting { pass n(Y) >= 4; }
rule hidden { pass n(Y) >= 4; sealed until 10min before close; }
"""


def vote(host):
    host.run("vote", "open", "council", "straw", "--rule", "meeting", "--duration", "1h", "--as", "ALDER")
    for member, position in zip(MEMBERS, "YYYYNA"):
        host.run("vote", "cast", "1", position, "--as", member)
    host.run("vote", "close", "1", "--as", "ALDER")
    wait_for("the vote ends", lambda: host.json("vote", "show", "1")["stage"] == "adopted")


WOULD_TAKE = {"en": "rejected 1 member, in one of these ways: 1 of these: ALDER, BIRCH, CEDAR, DAMSON "
                    "(instead of “for”: against or abstains or absent)",
              "ru": "отклонено 1 член, одним из следующих способов: 1 из следующих: ALDER, BIRCH, CEDAR, DAMSON "
                    "(вместо «за»: против или воздерживается или отсутствует)",
              "ar": "مرفوض عضو واحد، بإحدى هذه الطرق: 1 من هؤلاء: ALDER, BIRCH, CEDAR, DAMSON "
                    "(بدلًا من «مؤيد»: معارض أو ممتنع أو غائب)"}


def tell_what_it_would_take(host, place):
    """Of a vote that has ended, of one that runs, and not of one that is sealed."""
    for language, said in WOULD_TAKE.items():
        text = words(page(place, f"/{language}/votes/1"))
        need(said in re.sub(r"[\u2066-\u2069]", "", text), f"{language} has no {said!r}: {text}")
    for rule in ("meeting", "hidden"):
        host.run("vote", "open", "council", "straw", "--rule", rule, "--duration", "1h", "--as", "ALDER")
    host.run("vote", "cast", "2", "Y", "--as", "ELM")
    shown = host.json("vote", "show", "2")
    need(shown == data(place, "/votes/2.json")["data"], "another JSON")
    need([(t["to"], t["members"], t["ways"][0][0]["count"], len(t["ways"][0][0]["of"])) for t in shown["turns"]] ==
         [("adopted", 3, 3, 5)], str(shown["turns"]))
    need("would take adopted: 3 members: 3 of ALDER, BIRCH, CEDAR, DAMSON and FIR: X -> Y" in
         " ".join(host.run("vote", "show", "2").stdout.split()), "the command does not say what it would take")
    need(data(place, "/votes/3.json")["data"]["turns"] is None and "What it would take" not in page(place, "/en/votes/3"),
         "what a sealed vote would take is said")


def test_a_vote_says_how_its_rule_came_to_the_outcome(build):
    host = Host(build)
    try:
        path = os.path.join(host.base, "votes.charter")
        with open(path, "w", encoding="utf-8") as file:
            file.write(CHARTER)
        host.found(charter=path)
        host.serve()
        vote(host)
        host.run("election", "open", "council", "office", "clerk", "--as", "ALDER")
        host.run("election", "nominate", "clerk", "Ann <Ash>", "--as", "BIRCH")
        host.run("election", "round", "clerk", "--duration", "1h", "--as", "ALDER")
        host.run("election", "mark", "clerk", "Ann <Ash>", "--as", "BIRCH")
        place = place_of(host)
        in_each_language(place, "/votes/1", "n(Y) >= 4", *MEMBERS)
        text = page(place, "/en/votes/1")
        need("Each of these alone, by another position, would turn it: ALDER, BIRCH, CEDAR, DAMSON" in
             words(text), "who is pivotal")
        need('aria-label="for: ALDER, BIRCH, CEDAR, DAMSON; abstains: FIR; against: ELM"' in text, "the ring has no words")
        shown = data(place, "/votes/1.json")["data"]
        need(shown == host.json("vote", "show", "1"), "another JSON")
        need(shown["explanation"]["pivotal"] == MEMBERS[:4] and shown["explanation"]["counts"]["Y"] == 4, str(shown))
        tell_what_it_would_take(host, place)
        need("Refresh" not in get(place, "/en/votes/1")[1], "what has ended refreshes itself")
        need(get(place, "/en/elections/1")[1]["Refresh"] == "5" and "?at=" in page(place, "/en/elections/1"),
             "what runs does not refresh itself, or cannot be held still")
        in_each_language(place, "/elections/1", "Ann <Ash>")
        need(data(place, "/elections/1.json")["data"] == host.json("election", "show", "clerk"), "another election")
        need(rows(place, "/votes.csv")[-1]["stage"] == "adopted" and rows(place, "/elections.csv")[0]["name"] == "clerk",
             "other rows")
        in_each_language(place, "/bodies/council", "BIRCH")
        for path in ("/votes/9.json", "/elections/2.json", "/members/NOBODY.json"):
            problem(place, path, 404)
    finally:
        host.done()


TOLD = """charter "told" title "A <fictional> council";
fictional;
body council title "Council <i>" { mandate "to <script>alert(1)</script> & watch"; members all; chair rotation; rules main; }
rule main title "Main <b>rule</b>" from 2001-01-31 { allow Y L N A; default L; pass n(Y) >= 4; clock at least 2d at most 11d set by chair;
    close all within 60s; else defer; bind Y L bound; }
motion amend by main;
"""
# What an article says in each language: of the body, the rule and the motions.
ARTICLES = {
    "en": ["The chair goes round among its members, in the order of their codes.", "Article 3 (from 31 January 2001)",
           "The chair may put a text to silence, for at least 2 days and at most 11 days.",
           "Suppose 6 members.", "An amendment of this charter is decided by"],
    "ru": ["Председательство переходит от одного члена к другому в порядке их кодов.", "Статья 3 (с 31 января 2001 года)",
           "Процедуру молчания по тексту вправе начать председатель. Её продолжительность — не менее чем 2 дня и не более чем 11 "
           "дней.", "Допустим, есть 6 членов.", "Изменение этого устава — по правилу"],
    "ar": ["تتداول الأعضاء الرئاسة بترتيب رموزهم.", "المادة 3 (من 31 كانون الثاني/يناير 2001)",
           "يجوز أن يطرح النص على إجراء الصمت الرئيس. ومدته: أدناها يومان وأقصاها 11 يوما.",
           "لنفترض أن عدد الأعضاء 6.", "تعديل هذا الميثاق: بموجب القاعدة"]}

MOTIONS = {"en": "What else is decided", "ru": "Что ещё решается", "ar": "ما يُبت فيه غير ذلك"}


def test_the_articles_of_a_charter_are_told_in_each_language(build):
    host = Host(build)
    try:
        path = os.path.join(host.base, "told.charter")
        with open(path, "w", encoding="utf-8") as file:
            file.write(TOLD)
        host.found(charter=path)
        host.serve()
        place = place_of(host)
        told = {name: json.loads(subprocess.run([host.program, "charter", "explain", path, name, "--json"], text=True, check=True,
                                                stdout=subprocess.PIPE).stdout) for name in ("council", "main", "motions")}
        for language, said in ARTICLES.items():
            pages = {name: page(place, f"/{language}/charter/{name}") for name in told}
            text = re.sub("[\u2066-\u2069]", "", " ".join(words(one) for one in pages.values()))
            for sentence in said:
                need(sentence in text, f"{language} has no {sentence!r}: {text}")
            for own in ("to <script>alert(1)</script> & watch", "Council <i>", "Main <b>rule</b>"):
                need(own in text, f"{language} does not say {own!r}")
            for name, one in pages.items():
                main_part = one[one.index("<main"):one.index("</main>")]
                need("<script>alert" not in one and "<b>rule" not in one, f"{name} in {language}: a title is markup")
                need(language == "en" or 'lang="en"' not in main_part, f"{name} in {language} is English")
                need(data(place, f"/{language}/charter/{name}.json")["data"]["sentences"] == told[name]["sentences"],
                     f"{name}: other data than the command's")
            need(f'<a href="/{language}/charter/rule-main%402001-01-31">' in pages["council"], f"no link in {language}")
            need(language == "en" or f"council --language {language}" in words(pages["council"]), f"no command in {language}")
            need(MOTIONS[language] in page(place, f"/{language}/search?q=motions"), f"the search finds another title in {language}")
    finally:
        host.done()


def all_of(place, path, part):
    """A page and what follows of that part of it, as text; each has its bound."""
    text = ""
    while path:
        one = page(place, path)
        need(len(one.encode()) <= 20000, f"{path} has {len(one.encode())} bytes")
        inside = one[one.index("<main"):]
        text += words(inside)
        later = [link for link in re.findall('href="([^"]*)#rest"', inside)
                 if f"rest={part}" in link and int(link.rsplit(".", 1)[1]) > int(path.rsplit(".", 1)[1] if "rest=" in path else 0)]
        path = later[-1] if later else None
    return text


def test_an_article_of_many_sentences_or_a_long_one_goes_on(build):
    host = Host(build)
    try:
        codes = [a + b + c for a in "ABCDE" for b in "ABCDEFGH" for c in "ABCDE"]
        path, members = os.path.join(host.base, "many.charter"), os.path.join(host.base, "members.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write('charter "many";\nfictional;\n' + "".join(
                f'member {code} title "The Republic of {code} and its Islands" source "annex, part 12" {{ tag CORE, NEW; }}\n'
                for code in codes) + "group DATED { " + " ".join(f"{code} from 2001-10-09 until 2090-12-09;" for code in codes) +
                ' }\nbody council { members all; chair rotation; rules main; }\nrule main { pass n(Y) > n(N); }\n')
        with open(members, "w", encoding="utf-8") as file:
            file.write("".join(f"{code},The {code}\n" for code in codes[:6]))
        host.found(charter=path, members=members)
        host.serve()
        place = place_of(host)
        for language in LANGUAGES:
            for name, part in (("members", "charter.sentences"), ("DATED", "text")):
                text = all_of(place, f"/{language}/charter/{name}", part)
                lacking = [code for code in codes if code not in text]
                need(not lacking, f"{name} in {language} lacks {lacking}")
    finally:
        host.done()


def test_of_many_who_count_alike_a_vote_names_some(build):
    host = Host(build)
    try:
        members = os.path.join(host.base, "members.csv")
        with open(members, "w", encoding="utf-8") as file:
            file.write("".join(f"M{n:02d},Member {n}\n" for n in range(15)))
        path = os.path.join(host.base, "votes.charter")
        with open(path, "w", encoding="utf-8") as file:
            file.write(CHARTER)
        host.found(charter=path, members=members)
        host.serve()
        host.run("vote", "open", "council", "straw", "--rule", "meeting", "--duration", "1h", "--as", "M00")
        place = place_of(host)
        names = ", ".join(f"M{n:02d}" for n in range(12))
        for language, said in (("en", f"4 of these: {names} and 3 more"), ("ru", f"4 из следующих: {names} и ещё 3"),
                               ("ar", f"4 من هؤلاء: {names} و3 غيرهم")):
            text = re.sub(r"[\u2066-\u2069]", "", words(page(place, f"/{language}/votes/1")))
            need(said in text, f"{language} has no {said!r}: {text}")
        need(len(data(place, "/votes/1.json")["data"]["turns"][0]["ways"][0][0]["of"]) == 15, "the data have not all")
    finally:
        host.done()


# Each kind of lack, and what a page says of it in each language.
LACKING = """treaty "On gauges"; table fleet {ALDER 60, BIRCH 31, CEDAR 9};
when 2 instruments and 55% of fleet and all of {ELM, FIR|GUM}; enters at once; not before treaty "4-4";"""
LACKS = {"en": ["2 more instruments: 2 instruments", "55 more of fleet: 0 of 55", "ELM", "FIR|GUM", "treaty 4-4 in force"],
         "ru": ["ещё 2 документа: 2 instruments", "ещё 55 по таблице fleet: 0 из 55", "вступление в силу договора 4-4"],
         "ar": ["وثائق أخرى (2): 2 instruments", "55 أخرى من fleet: 0 من 55", "نفاذ المعاهدة 4-4"]}


def test_a_treaty_says_in_each_language_what_it_lacks(build):
    host = served(build)
    try:
        place = place_of(host)
        host.run("instrument", "open", "council", "gauges", "--title", "On gauges", "--languages", "en", "--opens", "2026-01-01",
                 "--place", "Alderton", "--digest", "ab" * 32, "--clause", LACKING, "--as", "ALDER")
        for language, lacks in LACKS.items():
            text = words(page(place, f"/{language}/instruments/gauges"))
            for lack in lacks:
                need(lack in text, f"{language} has no {lack!r}: {text[:3000]}")
    finally:
        host.done()


def test_what_was_said_in_passing_stands_where_it_is_looked_for(build):
    """Offices of who signed and of who is to do something, why something was taken back, notes of the clock."""
    host = served(build)
    try:
        place = place_of(host)
        host.run("clock", "note", "2100-05-01", "--text", "Snow <melts>.", "--as", "ALDER")
        host.run("clock", "set", "--to", "2100-04-01", "--rate", "86400", "--as", "ALDER")
        host.run("clock", "set", "--to", "2100-06-01", "--pause", "--as", "ALDER")
        host.run("instrument", "open", "council", "relief", "--title", "Relief", "--languages", "en", "--opens", "2100-05-01",
                 "--place", "Elmton", "--digest", "3" * 64, "--clause", CLAUSE, "--as", "ALDER")
        host.run("instrument", "sign", "relief", "simple", "--office", "Minister of Waters", "--powers", "5" * 64,
                 "--as", "BIRCH")
        host.run("session", "open", "council", "spring", "--title", "Spring", "--from", "2100-06-01", "--to", "2100-06-02",
                 "--place", "Elmton", "--as", "ALDER")
        host.run("session", "follow", "spring", "FIR", "--text", "Count the boats.", "--until", "2100-07-01", "--office",
                 "Master of Boats", "--as", "ALDER")
        host.run("matter", "open", "council", "course", "--title", "Course", "--languages", "en", "--rule", "silence",
                 "--as", "ALDER")
        host.run("platform", "add", "Forum of Rivers", "--from", "2100-07-01", "--as", "ALDER")
        given = host.json("platform", "mandate", "council", "ELM", "--matter", "course", "--office", "Envoy", "--platform", "1",
                          "--until", "2100-08-01", "--as", "ALDER")["id"]
        host.run("platform", "revoke", given[:12], "--reason", "The envoy is <ill>.", "--as", "ALDER")
        spring = host.json("session", "list")[0]["id"]
        for address, parts, command in (
                ("/instruments/relief", ["Minister of Waters", "555555"], ["instrument", "show", "relief"]),
                (f"/sessions/{spring}", ["Master of Boats"], ["session", "show", "spring"]),
                ("/platforms", ["The envoy is <ill>."], ["platform", "list"]),
                ("/platforms/1", ["The envoy is <ill>."], ["platform", "show", "1"]),
                ("/clock", ["Snow <melts>.", "2100-05-01"], ["clock", "show"])):
            in_each_language(place, address, *parts)
            need(parts[0] in host.run(*command).stdout, f"{command} does not say {parts[0]}")
            shown = json.dumps(data(place, f"{address}.json")["data"])
            need(parts[0] in shown, f"{address}.json does not say {parts[0]}")
        shown = data(place, "/clock.json")["data"]
        told = host.json("clock", "show")
        need(shown == told and told["notes"][0] == {"come": True, "day": "2100-05-01", "entry": told["notes"][0]["entry"],
                                                    "text": "Snow <melts>."}, str(told))
        need([c["rate"] for c in told["changes"]] == ["0/1", "86400/1"], str(told["changes"]))
        need(rows(place, "/clock.csv")[0]["text"] == "Snow <melts>.", "the rows lack the note")
        for language, word in (("en", "a mandate to speak ends"), ("ru", "срок порученного на заседании"),
                               ("ar", "أجل ما كُلّف به في دورة")):
            need((word in words(page(place, f"/{language}/clock"))) == (language != "en"), f"what comes in {language}")
        need('href="/ar/clock"' in page(place, "/ar/bodies"), "no page leads to the clock")
    finally:
        host.done()


def test_a_rule_says_what_power_it_gives_whom(build):
    host = Host(build)
    try:
        path = os.path.join(host.base, "votes.charter")
        with open(path, "w", encoding="utf-8") as file:
            file.write(CHARTER)
        host.found(charter=path)
        host.serve()
        place = place_of(host)
        members = os.path.join(SOURCE, "charters/exercise-members.csv")
        told = json.loads(subprocess.run([host.program, "rule", "power", path, "--rule", "meeting", "--members", members,
                                          "--json"], stdout=subprocess.PIPE, text=True, check=True).stdout)
        del told["ms"]
        need(data(place, "/charter/meeting/power.json")["data"] == told, "the command tells of another power")
        need([x["shapley"]["exact"] for x in told["members"]] == ["1/6"] * 6, str(told))
        in_each_language(place, "/charter/meeting/power", "16.667", "34.375", *MEMBERS)
        text = page(place, "/en/charter/meeting/power")
        need("of 3 members, in 20 ways" in words(text) and 'aria-label="ALDER: 16.667 %"' in text, "who can block")
        need("/en/charter/meeting/power" in page(place, "/en/charter/rule-meeting"), "no link leads there")
        need("/power" not in page(place, "/en/charter/rule-choice"), "a link to what no body decides by")
        table = rows(place, "/charter/meeting/power.csv")
        need([r["member"] for r in table] == MEMBERS and table[0]["blocking"] == "0.500000000", str(table))
        for asked, status in (("none/power.json", 404), ("choice/power.json", 404),
                              ("meeting/power.json?body=none", 404), ("meeting/power.json?body=N", 400)):
            problem(place, f"/charter/{asked}", status)
        need(data(place, "/charter/choice/power.json?body=council")["data"]["players"] == 6, "others sit there")
    finally:
        host.done()


def test_a_hosted_member_is_shown_as_an_equal(build):
    host = served(build)
    try:
        host.run("member", "clearing", "BIRCH", "--as", "ALDER")
        host.run("member", "claim", "FIR", "--text", "Fir is <spoken> for.", "--as", "ELM")
        place = place_of(host)
        in_each_language(place, "/members", *MEMBERS)
        need("hosted by BIRCH" in words(page(place, "/en/members/ALDER")), "who hosts it")
        need("its own" in words(page(place, "/en/members/CEDAR")), "whose node it is")
        in_each_language(place, "/members/FIR", "Fir is <spoken> for.", "ELM")
        need(data(place, "/members.json")["data"] == host.json("member", "list"), "another JSON")
        need([r["clearing"] for r in rows(place, "/members.csv")] == ["BIRCH"] + MEMBERS[1:], "other nodes")
    finally:
        host.done()


if __name__ == "__main__":
    main(globals())

"""hostile: an organisation whose every text is made of payloads: each field of each noun that a page shows gets all of
them, in as many texts as its limit asks for. Each text ends with a mark of its own, `~` and four letters or digits, so
that it is known which of them a page shows, and whether it shows all of it."""

import csv
import io
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor

from host import DONE, MEMBERS, REFUSED, SOURCE, UNKNOWN, Host, wait_for

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MARK = 5  # bytes
DIGEST = "ab" * 32
TREATIES = 64  # that an organisation may have
AT_ONCE = 3  # commands

# Bytes of the texts of a field. Of words 30,000 are allowed, of a source 1,000, and a field of a list has 4,000.
LINE, TEXT, WORDS = 200, 4000, 24000
FIELDS = {
    LINE: """session.open title, session.open place, session.agenda title, session.document symbol, session.document title,
        session.inscribe office, session.outcome title, session.outcome symbol, session.credential office,
        session.credential may, session.rule article, session.follow office, session.attend office, speech.file title,
        speech.file office, speech.translate by, platform.calendar name, platform.calendar place,
        platform.calendar topic, platform.mandate office, instrument.sign office, instrument.deposit office,
        instrument.open title, instrument.open place, matter.open title, ruling.give article, commitment.pledge title,
        assistance.request title, assistance.sign office, assistance.sign to, member.enrol name,
        statement.archive title, statement.archive source, statement title, found name, found member,
        election.nominate candidate, election.withdraw candidate""",
    TEXT: """session.accept reason, session.point text, session.rule text, session.follow text, session.done evidence,
        session.approve reason, speech.correct reason, platform.revoke reason, instrument.open clause,
        instrument.reserve text, instrument.object reason, instrument.correct text, instrument.dispute reason,
        matter.position reason, objection.raise reason, matter.hold reason, matter.hold release, matter.explain text,
        vote.open target, vote.cast reason, ruling.give text, commitment.pledge conditions, commitment.report text,
        commitment.confirm reason, commitment.dispute reason, commitment.revise reason, commitment.withdraw reason,
        assistance.request what, assistance.revise reason, assistance.mandate tasks, assistance.mandate limits,
        assistance.offer conditions, assistance.decline reason, assistance.deliver text, assistance.receive reason,
        assistance.withdraw reason, assistance.report text, assistance.end summary, member.claim text, clock.note text,
        statement.archive text""",
    WORDS: """session.minutes text, speech.file text, speech.translate text, speech.correct text, text.open text""",
    64: "commitment.pledge places, assistance.request item",
    40: "commitment.pledge unit",
}
# No more texts than these, of the smallest payloads. A statement's title is a matter's, which has all of them; an
# organisation has one name and here six members, and an election 40 candidates.
ROOM = {"instrument.open title": TREATIES, "instrument.open place": TREATIES, "statement title": 8, "found name": 1,
        "found member": len(MEMBERS), "election.nominate candidate": 34, "election.withdraw candidate": 6}
# What their form does not allow in them.
WITHOUT = {"commitment.pledge places": ";", "assistance.request item": ";", "found member": ',"'}


def is_address(payload):
    return re.match(r"\W*(java\S*|vb)script:|data:", payload, re.I) is not None


def packed(payloads, most):
    """Lists of payloads, each of which makes a text of at most so many bytes; what does not fit is left out."""
    packs, sizes = [], []
    for payload in sorted(payloads, key=is_address, reverse=True):
        size = len(payload.encode()) + 1
        if size - 1 > most - MARK:
            continue
        at = len(packs)
        if not (is_address(payload) and most <= LINE):  # an address is one where a text begins with it
            at = next((i for i, filled in enumerate(sizes) if filled + size <= most - MARK + 1), at)
        if at == len(packs):
            packs.append([])
            sizes.append(0)
        packs[at].append(payload)
        sizes[at] += size
    return [sorted(pack, key=lambda p: p.startswith("-")) for pack in packs]  # operands do not begin so


def smallest(payloads, room):
    """Of all payloads those that have room together, the large ones first."""
    chosen = []
    for payload in sorted(payloads, key=lambda p: len(p.encode())):
        room -= len(payload.encode()) + 1
        if room >= 0:
            chosen.insert(0, payload)
    return chosen


def two_digits(n):
    return DIGITS[n // 36] + DIGITS[n % 36]


class Field:
    """The texts of one field, which are used one after the other. Of several fields with a step, each has others."""

    def __init__(self, name, number, payloads, most, step):
        fit = [p for p in payloads[number % step::step] if not set(WITHOUT.get(name, "")) & set(p)]
        packs = packed(fit, most)
        if len(packs) > ROOM.get(name, len(packs)):
            packs = packed(smallest(fit, ROOM[name] * (most - MARK)), most)[:ROOM[name]]
        self.payloads = sum(len(pack) for pack in packs)
        self.texts = [" ".join(pack) + f"~{two_digits(number)}{two_digits(i)}" for i, pack in enumerate(packs)]
        self.used = 0

    def next(self):
        """A plain text when all were used."""
        self.used += 1
        return self.texts[self.used - 1] if self.used <= len(self.texts) else "plain"


def fields_of(payloads, step=1):
    """All fields by their names. `step`: one in so many of the payloads is used."""
    names = [(name.strip(), most) for most, row in FIELDS.items() for name in row.split(",")]
    return {name: Field(name, number, payloads, most, step) for number, (name, most) in enumerate(names)}


class Player:
    """Plays a step again and again, until all texts of the fields that it asks for were used."""

    def __init__(self, host, fields):
        self.host = host
        self.fields = fields
        self.asked = set()

    def text(self, name):
        self.asked.add(name)
        return self.fields[name].next()

    def has(self, name):
        """Whether the field has texts that were not used."""
        self.asked.add(name)
        return self.fields[name].used < len(self.fields[name].texts)

    def act(self, member, words, *more):
        self.host.run(*words.split(), *more, "--as", member)

    def keep(self, member, words, *more):
        """What an act that gives something a name calls it."""
        return json.loads(self.host.run(*words.split(), *more, "--as", member, "--json").stdout)["id"]

    def file(self, name, heads, rows):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([heads, *rows])
        path = os.path.join(self.host.base, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(out.getvalue())
        return path

    def each(self, step):
        for i in range(1000):
            step(self, i)
            if not any(self.has(name) for name in self.asked):
                return i + 1
        raise AssertionError(f"a thousand times are not enough for {sorted(self.asked)}")


# Steps: what number i of each is.

def said(p, i):
    p.act("ELM", "matter open council", f"said{i}", "--title", p.text("statement title"), "--languages", "en",
          "--rule", "silence")
    p.act("ELM", "matter propose", f"said{i}", "help", "first", "--text", "en=" + p.text("text.open text"))
    p.act("ALDER", "matter version", f"said{i}")
    p.act("ALDER", "silence open", f"said{i}", f"said{i}", "--duration", "10s")


def session_open(p, i):
    p.act("ALDER", "session open council", f"s{i}", "--title", p.text("session.open title"), "--place",
          p.text("session.open place"), "--from", "2100-03-04", "--to", "2100-03-30", "--opens", "10:00")


def session_row(p, _):
    p.act("ALDER", "session agenda s0 --title", p.text("session.agenda title"))
    p.act("ALDER", "session document s0 1 --symbol", p.text("session.document symbol"), "--language", "en",
          "--title", p.text("session.document title"), "--digest", DIGEST)
    p.act("BIRCH", "session inscribe s0 --office", p.text("session.inscribe office"))
    p.act("ALDER", "session outcome s0 --title", p.text("session.outcome title"), "--symbol",
          p.text("session.outcome symbol"), "--digest", DIGEST)


def session_credential(p, i):
    p.act("BIRCH", "session credential s0 --office", p.text("session.credential office"), "--may",
          p.text("session.credential may"))
    p.act("ALDER", "session accept s0", str(i + 1), "no", "--reason", p.text("session.accept reason"))


def session_point(p, i):
    p.act("CEDAR", "session point s0 --text", p.text("session.point text"))
    p.act("ALDER", "session rule s0", str(i + 1), "yes", "--article", p.text("session.rule article"), "--text",
          p.text("session.rule text"))


def session_task(p, i):
    p.act("ALDER", "session follow s0 ELM --text", p.text("session.follow text"), "--until", "2100-04-20",
          "--office", p.text("session.follow office"))
    p.act("ELM", "session done s0", str(i + 1), "--evidence", p.text("session.done evidence"))


def session_attend(p, i):
    rows = [[member, p.text("session.attend office"), "10:00", ""] for member in MEMBERS]
    path = p.file(f"present-{i}.csv", ["member", "office", "from", "until"], rows)
    p.act("ALDER", "session attend s0 --day", f"2100-03-{i + 4:02}", "--file", path)


def session_minutes(p, i):
    p.act("ALDER", "session minutes", f"s{i}", "en", "1", "--text", p.text("session.minutes text"))
    p.act("ALDER", "session circulate", f"s{i}", "2100-04-20")
    digest = p.host.json("session", "show", f"s{i}")["minutes"][0]["version"]["digest"]
    p.act("ELM", "session approve", f"s{i}", "no", "--digest", digest, "--reason", p.text("session.approve reason"))


def speech(p, i):
    name = p.keep("BIRCH", "speech file en 2100-01-10 --title", p.text("speech.file title"), "--office",
                  p.text("speech.file office"), "--text", p.text("speech.file text"))
    p.act("BIRCH", "speech translate", name, "ru", "--by", p.text("speech.translate by"), "--text",
          p.text("speech.translate text"))
    if p.has("speech.correct reason"):
        p.act("BIRCH", "speech correct", name, "--reason", p.text("speech.correct reason"), "--text",
              p.text("speech.correct text"))


def platform(p, _):
    p.act("CEDAR", "platform add", p.text("platform.calendar name"), "--from", "2100-05-20", "--to", "2100-05-21",
          "--place", p.text("platform.calendar place"), "--topic", p.text("platform.calendar topic"))


def platform_mandate(p, i):
    name = p.keep("ALDER", "platform mandate council BIRCH --matter said0 --until 2100-05-21 --office",
                  p.text("platform.mandate office"))
    if p.has("platform.revoke reason"):
        p.act("ALDER", "platform revoke", name, "--reason", p.text("platform.revoke reason"))


def instrument_open(p, i):
    clause = f'# {p.text("instrument.open clause")}\ntreaty "Relief"; when 6 instruments; enters at once;'
    p.act("ALDER", "instrument open council", f"i{i}", "--title", p.text("instrument.open title"), "--languages",
          "en", "--opens", "2100-01-01", "--place", p.text("instrument.open place"), "--digest", DIGEST,
          "--clause", clause)
    for member in MEMBERS[4:]:
        p.act(member, "instrument sign", f"i{i}", "simple", "--office", p.text("instrument.sign office"))
        p.act(member, "instrument deposit", f"i{i}", "ratification", "--office",
              p.text("instrument.deposit office"))


def instrument_dispute(p, i):
    p.act("BIRCH", "instrument sign", f"i{i}", "simple", "--office", "Envoy")
    p.act("BIRCH", "instrument reserve", f"i{i}", "--text", p.text("instrument.reserve text"))
    p.act("CEDAR", "instrument sign", f"i{i}", "simple", "--office", "Envoy")
    p.act("CEDAR", "instrument object", f"i{i}", "1", "--reason", p.text("instrument.object reason"))
    p.act("ALDER", "instrument correct", f"i{i}", "--text", p.text("instrument.correct text"))
    p.act("CEDAR", "instrument dispute", f"i{i}", "1", "--reason", p.text("instrument.dispute reason"))


def matter_open(p, i):
    p.act("BIRCH", "matter open council", f"m{i}", "--title", p.text("matter.open title"), "--languages", "en",
          "--rule", "silence")


def matter_discuss(p, i):
    p.act("BIRCH", "matter propose", f"m{i}", "help", "first", "--text", "en=Members help.")
    p.act("ALDER", "matter version", f"m{i}")
    p.act("ALDER", "silence open", f"m{i}", f"m{i}", "--duration", "7d")
    p.act("DAMSON", "matter position", f"m{i}", "Y", "--reason", p.text("matter.position reason"))
    p.act("FIR", "objection raise", f"m{i}", "--reason", p.text("objection.raise reason"))
    p.act("ELM", "matter hold", f"m{i}", "help", "--reason", p.text("matter.hold reason"), "--release",
          p.text("matter.hold release"))
    p.act("CEDAR", "matter explain", f"m{i}", "--text", p.text("matter.explain text"))


def matter_vote(p, _):
    name = p.keep("ALDER", "vote open council straw --rule procedural --duration 7d --target",
                  p.text("vote.open target"))
    for member in MEMBERS:
        p.act(member, "vote cast", name, "Y", "--reason", p.text("vote.cast reason"))


def matter_rule(p, _):
    p.act("ALDER", "ruling give council --article", p.text("ruling.give article"), "--text",
          p.text("ruling.give text"))


def pledge(p, _):
    places = ";".join(p.text("commitment.pledge places") for _ in range(30))
    p.act("ELM", "commitment pledge", p.text("commitment.pledge title"), "--quantity", "5", "--unit",
          p.text("commitment.pledge unit"), "--conditions", p.text("commitment.pledge conditions"), "--places",
          places, "--from", "2100-02-01", "--due", "2100-06-01")


def pledge_keep(p, i):
    n = str(i + 1)
    for text in (p.text("commitment.report text"), "Again"):
        p.act("ELM", "commitment report", n, "--quantity", "1", "--day", "2100-01-10", "--text", text)
    p.act("BIRCH", "commitment confirm", n, "1", "--reason", p.text("commitment.confirm reason"))
    p.act("CEDAR", "commitment dispute", n, "2", "--reason", p.text("commitment.dispute reason"))
    p.act("ELM", "commitment revise", n, "--quantity", "6", "--reason", p.text("commitment.revise reason"))
    p.act("ELM", "commitment withdraw", n, "--reason", p.text("commitment.withdraw reason"))


def assistance_request(p, _):
    needs = [word for _ in range(12)
          for word in ("--needs", p.text("assistance.request item") + ";9;boats;2100-06-01")]
    p.act("ELM", "assistance request", p.text("assistance.request title"), "--kind", "disaster", *needs, "--what",
          p.text("assistance.request what"))


def assistance_give(p, i):
    n = str(i + 1)
    p.act("ELM", "assistance revise", n, "1", "8", "--reason", p.text("assistance.revise reason"))
    p.act("ELM", "assistance consult", n, "said0")
    p.act("ALDER", "assistance mandate", n, "--tasks", p.text("assistance.mandate tasks"), "--limits",
          p.text("assistance.mandate limits"), "--from", "2100-01-11", "--until", "2100-08-15")
    p.act("BIRCH", "assistance offer", n, "1", "5", "--until", "2100-02-01", "--conditions",
          p.text("assistance.offer conditions"))
    p.act("ELM", "assistance accept", n, "1", "2")
    p.act("ELM", "assistance decline", n, "1", "--reason", p.text("assistance.decline reason"))
    p.act("BIRCH", "assistance deliver", n, "1", "2", "--day", "2100-01-11", "--text",
          p.text("assistance.deliver text"))
    p.act("ELM", "assistance receive", n, "1", "1", "--reason", p.text("assistance.receive reason"))
    p.act("BIRCH", "assistance withdraw", n, "1", "--reason", p.text("assistance.withdraw reason"))
    p.act("ELM", "assistance report", n, "--text", p.text("assistance.report text"))


def assistance_notify(p, i):  # twenty times a request at most
    p.act("ALDER", "assistance sign", str(i // 20 + 1), "--day", "2100-01-11", "--digest", DIGEST, "--office",
          p.text("assistance.sign office"), "--to", p.text("assistance.sign to"))


def assistance_end(p, i):
    p.act("ELM", "assistance end", str(i + 1), "--summary", p.text("assistance.end summary"))


def member_enrol(p, i):
    member = MEMBERS[i % len(MEMBERS)]
    p.act(member, "member enrol", f"{i:064x}", "--role", "delegate", "--name", p.text("member.enrol name"),
          "--powers", "speak", "--with", member + "/ambassador")


def member_claim(p, i):
    p.act(MEMBERS[i % 6], "member claim", MEMBERS[(i + 1) % 6], "--text", p.text("member.claim text"))


def member_note(p, i):
    p.act("ALDER", f"clock note 2100-06-{i + 1:02} --text", p.text("clock.note text"))


def older(p):
    """A list of older statements: docs/formats/older-list.md."""
    rows = []

    def row(p, i):
        rows.append([f"r{i}", "2099-01-01", "en", p.text("statement.archive title"), p.text("statement.archive source"),
                     p.text("statement.archive text")])

    p.each(row)
    path = p.file("older.csv", ["reference", "date", "language", "title", "source", "text"], rows)
    p.act("ALDER", "statement import", path, "--body", "council")


def is_signed(host, name):
    shown = host.run("statement", "show", name, status=(DONE, UNKNOWN, REFUSED)).stdout
    return "signed at entry" in shown


def nominate(p, _):
    p.act("BIRCH", "election nominate secretary", p.text("election.nominate candidate"))


def nominate_and_withdraw(p, _):
    name = p.text("election.withdraw candidate")
    p.act("CEDAR", "election nominate secretary", name)
    p.act("CEDAR", "election withdraw secretary", name)


def elect(p, _):
    p.act("ALDER", "election open council office secretary")


def founded(build, fields):
    """An organisation with hostile names, which elects, is served and has a voice."""
    host = Host(build)
    try:
        names = fields["found member"]
        members = Player(host, fields).file("members.csv", [MEMBERS[0], names.next()], [[m, names.next()] for m in MEMBERS[1:]])
        host.found(charter=os.path.join(SOURCE, "scenarios/exercise/exercise.charter"), members=members,
                   name=fields["found name"].next())
        host.serve()
        host.wait_ready()
        host.run("voice", "ceremony", "--round", "30s")
    except BaseException:
        host.done()
        raise
    return host


# What does not wait for each other; then what rests on it.
STAGES = [
    [session_open, speech, platform, instrument_open, matter_open, pledge, assistance_request, member_enrol, member_claim,
     member_note, elect],
    [session_row, session_credential, session_point, session_task, session_attend, session_minutes, platform_mandate,
     instrument_dispute, matter_discuss, matter_vote, matter_rule, pledge_keep, assistance_give, nominate,
     nominate_and_withdraw],
    [assistance_notify],
    [assistance_end],
]


def play(host, fields):
    """Everything, in an organisation that was founded here."""
    first = Player(host, fields)
    first.act("ALDER", "clock set --to 2100-01-11")
    count = first.each(said)
    older(first)
    for i in range(count):
        wait_for(f"the signature of said{i}", lambda i=i: is_signed(host, f"said{i}"), 180)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for stage in STAGES:
            list(pool.map(lambda step: Player(host, fields).each(step), stage))

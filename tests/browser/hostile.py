"""hostile: a scenario (docs/formats/scenario.md) whose every text is made of payloads: each field of each noun that a page
shows gets all of them, in as many texts as its limit asks for. `fields` names what is covered, so that a test sees
when an act learns a new text."""

import csv
import io

LINE, SHORT, TEXT = 200, 64, 4000
STATEMENTS = 1500  # of a scenario, which may have 4,000 and 1 MiB


def packed(payloads, most):
    """Texts of at most so many bytes, which together hold every payload that fits into one."""
    texts = [""]
    for payload in payloads:
        size = len(payload.encode())
        if size > most:
            continue
        if texts[-1] and len(texts[-1].encode()) + 1 + size > most:
            texts.append("")
        texts[-1] += (" " if texts[-1] else "") + payload
    return texts


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$") + '"'


class Hostile:
    """`step`: one in so many of the payloads' texts is used."""

    def __init__(self, payloads, step=1):
        self.lines = packed(payloads, LINE)[::step]
        self.shorts = packed(payloads, SHORT)[::step]
        self.texts = packed(payloads, TEXT)[::max(1, step // 4)]
        self.statements = ['scenario "Texts that would be scripts"']
        self.fields = set()
        self.at = 0

    def use(self, field, texts):
        """Every text of the list once; then a plain one, so that the whole stays small."""
        self.fields.add(field)
        return quoted(texts[self.at]) if self.at < len(texts) else "plain"

    def line(self, field):
        return self.use(field, self.lines)

    def short(self, field):
        return self.use(field, self.shorts)

    def text(self, field):
        return self.use(field, self.texts)

    def add(self, words, member="ALDER"):
        self.statements.append(f"univocal {words} --as {member}")

    def session(self, i):
        self.add(f"session open council s{i} --title {self.line('session.open title')} "
                 f"--place {self.line('session.open place')} --from 2100-03-04 --to 2100-03-05 --opens 10:00")
        self.add(f"session agenda s{i} --title {self.line('session.agenda title')}")
        self.add(f"session document s{i} 1 --symbol {self.line('session.document symbol')} --language en "
                 f"--title {self.line('session.document title')} --digest {'ab' * 32}")
        self.add(f"session credential s{i} --office {self.line('session.credential office')} "
                 f"--may {self.line('session.credential may')}", "BIRCH")
        self.add(f"session accept s{i} 1 no --reason {self.text('session.accept reason')}")
        self.add(f"session inscribe s{i} --office {self.line('session.inscribe office')}", "BIRCH")
        self.add(f"session point s{i} --text {self.text('session.point text')}", "CEDAR")
        self.add(f"session rule s{i} 1 yes --article {self.line('session.rule article')} "
                 f"--text {self.text('session.rule text')}")
        self.add(f"session minutes s{i} en 1 --text {self.text('session.minutes text')}")
        name = f"minutes{'abcdefghij'[i % 10]}"
        self.add(f"session circulate s{i} 2100-03-20")
        self.statements.append(f"keep {name} minutes.0.version.digest univocal session show s{i}")
        self.add(f"session approve s{i} no --digest ${name} --reason {self.text('session.approve reason')}", "ELM")
        self.add(f"session outcome s{i} --title {self.line('session.outcome title')} "
                 f"--symbol {self.line('session.outcome symbol')} --digest {'ab' * 32}")
        self.add(f"session follow s{i} ELM --text {self.text('session.follow text')} --until 2100-04-01 "
                 f"--office {self.line('session.follow office')}")
        self.add(f"session done s{i} 1 --evidence {self.text('session.done evidence')}", "ELM")

    def speech(self, i):
        self.statements.append(
            f"keep speech{'abcdefghij'[i % 10]} id univocal speech file en 2100-01-10 --title {self.line('speech.file title')} "
            f"--office {self.line('speech.file office')} --text {self.text('speech.file text')} --as BIRCH")
        name = f"$speech{'abcdefghij'[i % 10]}"
        self.add(f"speech translate {name} ru --by {self.line('speech.translate by')} "
                 f"--text {self.text('speech.translate text')}", "BIRCH")
        self.add(f"speech correct {name} --reason {self.text('speech.correct reason')} "
                 f"--text {self.text('speech.correct text')}", "BIRCH")

    def platform(self, i):
        self.add(f"platform add {self.line('platform.add name')} --from 2100-05-20 --to 2100-05-21 "
                 f"--place {self.line('platform.add place')} --topic {self.line('platform.add topic')}", "CEDAR")
        self.statements.append(
            f"keep mandate{'abcdefghij'[i % 10]} id univocal platform mandate council BIRCH --matter m{i} --until 2100-05-21 "
            f"--office {self.line('platform.mandate office')} --as ALDER")
        self.add(f"platform revoke $mandate{'abcdefghij'[i % 10]} --reason {self.text('platform.revoke reason')}")

    def instrument(self, i):
        title = (self.lines + ["plain"] * self.at)[self.at].replace("\\", "").replace('"', "")[:100]
        clause = quoted(f'treaty "{title}"; when 4 instruments; enters at once;')
        self.fields.add("instrument.open clause")
        self.add(f"instrument open council i{i} --title {self.line('instrument.open title')} --languages en "
                 f"--opens 2100-01-01 --place {self.line('instrument.open place')} --digest {'ab' * 32} --clause {clause}")
        self.add(f"instrument sign i{i} simple --office {self.line('instrument.sign office')}", "BIRCH")
        self.add(f"instrument reserve i{i} --text {self.text('instrument.reserve text')}", "BIRCH")
        self.add(f"instrument sign i{i} simple --office Envoy", "CEDAR")
        self.add(f"instrument object i{i} 1 --reason {self.text('instrument.object reason')}", "CEDAR")
        self.add(f"instrument deposit i{i} ratification --office {self.line('instrument.deposit office')}", "BIRCH")
        self.add(f"instrument correct i{i} --text {self.text('instrument.correct text')}")
        self.add(f"instrument dispute i{i} 1 --reason {self.text('instrument.dispute reason')}", "CEDAR")

    def matter(self, i):
        self.add(f"matter open council m{i} --title {self.line('matter.open title')} --languages en --rule silence", "BIRCH")
        self.add(f"matter propose m{i} help first --text {quoted('en=' + (self.texts + ['plain'] * self.at)[self.at])}", "BIRCH")
        self.fields.add("text.open text")
        self.add(f"matter version m{i}")
        self.add(f"matter position m{i} Y --reason {self.text('matter.position reason')}", "DAMSON")
        self.add(f"objection raise m{i} --reason {self.text('objection.raise reason')}", "FIR")
        self.add(f"matter hold m{i} help --reason {self.text('matter.hold reason')} "
                 f"--release {self.text('matter.hold release')}", "ELM")
        self.add(f"matter explain m{i} --text {self.text('matter.explain text')}", "CEDAR")

    def commitment(self, i):
        self.add(f"commitment pledge {self.line('commitment.pledge title')} --quantity 5 "
                 f"--unit {self.use('commitment.pledge unit', packed([p for p in self.shorts if len(p) <= 40] or ['<b>x</b>'], 40))} "
                 f"--conditions {self.text('commitment.pledge conditions')} --place {self.short('commitment.pledge places')} "
                 "--from 2100-02-01 --due 2100-06-01", "ELM")

        n = i + 1
        self.add(f"commitment report {n} --quantity 1 --day 2100-01-10 --text {self.text('commitment.report text')}", "ELM")
        self.add(f"commitment report {n} --quantity 1 --day 2100-01-10 --text Again", "ELM")
        self.add(f"commitment confirm {n} 1 --reason {self.text('commitment.confirm reason')}", "BIRCH")
        self.add(f"commitment dispute {n} 2 --reason {self.text('commitment.dispute reason')}", "CEDAR")
        self.add(f"commitment revise {n} --quantity 6 --reason {self.text('commitment.revise reason')}", "ELM")
        self.add(f"commitment withdraw {n} --reason {self.text('commitment.withdraw reason')}", "ELM")

    def assistance(self, i):
        n = i + 1
        item = self.short("assistance.request item")[1:-1].replace(";", ",")
        self.add(f"assistance request {self.line('assistance.request title')} --kind disaster "
                 f"--needs \"{item};9;boats;2100-06-01\" --what {self.text('assistance.request what')}", "ELM")
        self.add(f"assistance revise {n} 1 8 --reason {self.text('assistance.revise reason')}", "ELM")
        self.add(f"assistance consult {n} decided", "ELM")
        self.add(f"assistance mandate {n} --tasks {self.text('assistance.mandate tasks')} "
                 f"--limits {self.text('assistance.mandate limits')} --from 2100-01-11 --until 2100-08-15")
        self.add(f"assistance offer {n} 1 5 --until 2100-02-01 --conditions {self.text('assistance.offer conditions')}", "BIRCH")
        self.add(f"assistance accept {n} 1 2", "ELM")
        self.add(f"assistance decline {n} 1 --reason {self.text('assistance.decline reason')}", "ELM")
        self.add(f"assistance deliver {n} 1 2 --day 2100-01-11 --text {self.text('assistance.deliver text')}", "BIRCH")
        self.add(f"assistance receive {n} 1 1 --reason {self.text('assistance.receive reason')}", "ELM")
        self.add(f"assistance withdraw {n} 1 --reason {self.text('assistance.withdraw reason')}", "BIRCH")
        self.add(f"assistance report {n} --text {self.text('assistance.report text')}", "ELM")
        self.add(f"assistance sign {n} --day 2100-01-11 --digest {'ab' * 32} --office {self.line('assistance.sign office')} "
                 f"--to {self.line('assistance.sign to')}", "ALDER")
        self.add(f"assistance end {n} --summary {self.text('assistance.end summary')}", "ELM")

    def others(self):
        self.add(f"clock note 2100-06-14 --text {self.text('clock.note text')}")
        self.add(f"ruling give council --article {self.line('ruling.give article')} --text {self.text('ruling.give text')}")
        self.add(f"member claim FIR --text {self.text('member.claim text')}", "BIRCH")
        self.statements.append(f"keep vote id univocal vote open council straw --rule procedural --duration 7d "
                               f"--target {self.text('vote.open target')} --as ALDER")
        self.add(f"vote cast $vote Y --reason {self.text('vote.cast reason')}", "ELM")

    def older(self):
        """A list of older statements for `univocal statement import`: docs/formats/older-list.md."""
        self.fields |= {"statement.archive title", "statement.archive source", "statement.archive text"}
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerow(["reference", "date", "language", "title", "source", "text"])
        for i, line in enumerate(self.lines):
            rows.writerow([f"r{i}", "2099-01-01", "en", line, line, self.texts[i] if i < len(self.texts) else "plain"])
        return out.getvalue()

    def decided(self):
        """A matter that is adopted: what needs a decision names it."""
        self.add("matter open council decided --title Help --languages en --rule silence", "ELM")
        self.add("matter propose decided help first --text \"en=Members help each other.\"", "ELM")
        self.add("matter version decided")
        self.add("silence open decided decided --duration 10s")
        self.statements.append('until "closed" univocal silence show decided')
        self.statements.append('until "adopted and opened" univocal text show decided')

    def made(self):
        """The texts of the scenarios, to be played in this order."""
        whole = []
        self.statements.append("univocal clock set --to 2100-01-11 --as ALDER")
        self.decided()
        for i in range(max(len(self.lines), len(self.texts))):
            self.at = i
            for noun in (self.session, self.speech, self.matter, self.platform, self.instrument, self.commitment,
                         self.assistance):
                noun(i)
            if i < len(self.texts):
                self.others()
            if len(self.statements) > STATEMENTS or i + 1 == max(len(self.lines), len(self.texts)):
                whole.append("\n".join(self.statements) + "\n")
                self.statements = self.statements[:1]
        return whole

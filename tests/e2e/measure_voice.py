#!/usr/bin/python3
"""measure_voice BUILD [STATEMENTS]: what the one voice takes with real processes on one machine: from the deadline and
delta of a silence to the signature on the record, for six signers; and ceremonies of 6 and of 32 members, in seconds
and in bytes of the record. Times are the official ones of the record. A measurement, not a test: it fails only if
something is not signed."""
import json
import os
import re
import subprocess
import sys
import tempfile
import time

from host import DONE, MEMBERS, SOURCE, UNKNOWN, UNREACHABLE, Host, need, wait_for

DELTA_MS = 1000
SILENCE_S = 10
SPACING_S = 0.5
LINE = re.compile(r"^ *(\d+)  \S+ (\d\d):(\d\d):(\d\d)\.(\d{3}) UTC  \(?([\w.]+)\)?")
TICKS = os.sysconf("SC_CLK_TCK")


def listed(host):
    """Index, kind and time of day in ms of each entry."""
    done = host.run("record", "list", status=(DONE, UNKNOWN, UNREACHABLE))
    for line in done.stdout.splitlines():
        match = LINE.match(line)
        if match:
            hours, minutes, seconds, ms = (int(match.group(i)) for i in range(2, 6))
            yield int(match.group(1)), match.group(6), ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def carried(host, index):
    return host.run("record", "show", str(index)).stdout.split("\n", 2)[2].rstrip("\n")


def count(host, kind):
    return sum(1 for _, found, _ in listed(host) if found == kind)


def cpu_ms(host):
    """Processor time so far: core, all signers."""
    used = {"core": 0, "signers": 0}
    for name, pid in host.children().items():
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        used["core" if name == "core" else "signers"] += (int(fields[11]) + int(fields[12])) * 1000 / TICKS
    return used


def sync_ms(folder, times=60):
    """The median of a small append that is made durable, in this folder."""
    taken = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(times):
            begun = time.monotonic()
            os.write(file.fileno(), b"x" * 512)
            os.fdatasync(file.fileno())
            taken.append((time.monotonic() - begun) * 1000)
    return sorted(taken)[times // 2]


def ceremony(host, build, members):
    """Seconds from the last request to the key, and bytes of what the record took for it."""
    begun = cpu_ms(host)
    say = subprocess.run([os.path.join(build, "tests/e2e-say"), host.folder, "voice.open", '{"duration":600000}',
                          *[host.key(member) for member in members]], stdout=subprocess.PIPE, check=False)
    need(say.returncode == 0, "voice.open is refused")
    wait_for("a key", lambda: count(host, "key") == 1, 600)
    entries = list(listed(host))
    first = max(at for _, kind, at in entries if kind == "voice.open")
    last = next(at for _, kind, at in entries if kind == "key")
    kinds = ("node.join", "node.deal", "node.confirm", "ceremony", "parties", "transcript", "key")
    size = sum(len(carried(host, index)) for index, kind, _ in entries if kind in kinds)
    ended = cpu_ms(host)
    print(f"ceremony of {len(members)}: {(last - first) / 1000:.2f} s, {size} bytes on the record; processor: core "
          f"{ended['core'] - begun['core']:.0f} ms, all signers {ended['signers'] - begun['signers']:.0f} ms")


def open_silences(host, number):
    references = [f"m{i}" for i in range(number)]
    for reference in references:
        host.matter(reference)
        host.run("matter", "version", reference, "--as", "ALDER")
    for reference in references:
        host.run("silence", "open", reference, reference, "--duration", f"{SILENCE_S}s", "--as", "ALDER")
        time.sleep(SPACING_S)


def quantile(values, part):
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def signatures(host, number):
    before = cpu_ms(host)
    begun = time.monotonic()
    open_silences(host, number)
    wait_for("all signatures", lambda: count(host, "signature") == number, 120)
    seconds = time.monotonic() - begun
    after = cpu_ms(host)
    parts = {"close": [], "opened": [], "session": [], "signed": [], "all": []}
    bodies = {kind: [(index, json.loads(carried(host, index))) for index, found, _ in listed(host) if found == kind]
              for kind in ("close", "statement", "session", "signature")}
    times = {index: at for index, _, at in listed(host)}
    for close, fact in bodies["close"]:
        said = next(index for index, body in bodies["statement"] if body["close"] == close)
        asked = next(index for index, body in bodies["session"] if body["close"] == close)
        signed = next(index for index, body in bodies["signature"] if body["close"] == close)
        due = fact["time"] - (fact["deadline"] + DELTA_MS)
        parts["close"].append(due)
        parts["opened"].append(times[said] - times[close])
        parts["session"].append(times[asked] - times[said])
        parts["signed"].append(times[signed] - times[asked])
        parts["all"].append(due + times[signed] - times[close])
    print(f"{number} statements, six signers, deadline + delta ({DELTA_MS} ms) to signature: median "
          f"{quantile(parts['all'], 0.5)} ms, p99 {quantile(parts['all'], 0.99)} ms")
    names = {"close": "all clear and closed", "opened": "text opened, statement made", "session": "session opened",
             "signed": "five shares, two signatures"}
    for part, words in names.items():
        print(f"  {words}: median {quantile(parts[part], 0.5)} ms, p99 {quantile(parts[part], 0.99)} ms")
    print(f"  a durable append of 512 bytes here: {sync_ms(host.folder):.2f} ms; processor a statement, with its matter "
          f"and silence: core {(after['core'] - before['core']) / number:.0f} ms, all signers "
          f"{(after['signers'] - before['signers']) / number:.0f} ms, in {seconds:.0f} s")
    attempts = len(bodies["session"])
    print(f"  sessions: {attempts} for {number} statements")


def organisation(build, members):
    host = Host(build)
    rows = os.path.join(host.base, "members.csv")
    with open(rows, "w", encoding="ascii") as file:
        file.writelines(f"{code},{code.title()}\n" for code in members)
    subprocess.run([host.program, "found", host.folder, "--charter", "exercise", "--members", rows, "--name",
                    "The Alder Alliance", "--origin", "exercise.example", "--languages", "en"], check=True,
                   stdout=subprocess.DEVNULL)
    host.serve()
    host.wait_ready(120)
    return host


def main():
    build = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(SOURCE, "build"))
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    host = organisation(build, MEMBERS)
    try:
        ceremony(host, build, MEMBERS)
        signatures(host, number)
    finally:
        host.done()
    many = [f"A{i:02}" for i in range(1, 33)]
    host = organisation(build, many)
    try:
        ceremony(host, build, many)
    finally:
        host.done()


if __name__ == "__main__":
    main()

"""host: an organisation served by the real programmes in a folder of its own, for the tests beside this file.

A test programme is called with the build folder; `main` runs its functions whose names begin with `test_`, those
that have the word given in their names, and prints `N passed, N failed, N skipped` last.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MEMBERS = ["ALDER", "BIRCH", "CEDAR", "DAMSON", "ELM", "FIR"]
DONE, FALSE, USAGE, UNKNOWN, REFUSED, UNREACHABLE = range(6)


class Skip(Exception):
    """It cannot run here; says why."""


def need(condition, what):
    if not condition:
        raise AssertionError(what)


def wait_for(what, claim, seconds=15):
    """Waits until the claim holds; its last value."""
    until = time.monotonic() + seconds
    while True:
        value = claim()
        if value:
            return value
        need(time.monotonic() < until, f"{what}: not within {seconds} s")
        time.sleep(0.02)


def process_status(pid):
    """The fields of /proc/PID/status; none if it has gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8", errors="replace") as file:
            return dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
    except (FileNotFoundError, ProcessLookupError):
        return {}


def is_alive(pid):
    return process_status(pid).get("State", "Z")[0] not in "ZX"


def command_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return [os.fsdecode(word) for word in file.read().split(b"\0")[:-1]]
    except (FileNotFoundError, ProcessLookupError):
        return []


def children_of(pid):
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit() and process_status(name).get("PPid", "").strip() == str(pid) and is_alive(name):
            found.append(int(name))
    return found


class Host:
    def __init__(self, build, name="org", base=None):
        self.build = build
        self.base = base or tempfile.mkdtemp(prefix="univocal-e2e-")
        self.own_base = base is None
        self.folder = os.path.join(self.base, name)
        self.program = os.path.join(build, "univocal")

    def run(self, *arguments, status=DONE, text=None, seconds=120):
        """One command; it must end with this status, or with one of several."""
        wanted = status if isinstance(status, tuple) else (status,)
        place = [] if arguments[0] in ("found", "restore", "archive") else ["--org", self.folder]
        done = subprocess.run([self.program, *arguments, *place], input=text, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=seconds, check=False)
        if done.returncode not in wanted:
            raise AssertionError(f"univocal {' '.join(arguments)[:200]} ended with {done.returncode}, not {wanted}: "
                                 f"{done.stdout[-500:]}{done.stderr[-1500:]}")
        return done

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "--json").stdout)

    def found(self, *more, charter="exercise", origin="exercise.example", name="The Alder Alliance",
              languages="en", members=os.path.join(SOURCE, "charters/exercise-members.csv")):
        self.run("found", self.folder, "--charter", charter, "--members", members, "--name", name, "--origin", origin,
                 "--languages", languages, *more)

    def serve(self):
        self.run("serve", "--background")

    def supervisor(self):
        """Its process id; None: nobody serves."""
        try:
            with open(os.path.join(self.folder, "run/lock"), encoding="ascii") as file:
                pid = int(file.read() or "0")
        except (FileNotFoundError, ValueError):
            return None
        return pid if pid and is_alive(pid) and "serve" in command_of(pid) else None

    def children(self):
        """The process of each name: core, log and the members."""
        found = {}
        supervisor = self.supervisor()
        for pid in children_of(supervisor) if supervisor else []:
            words = command_of(pid)
            if len(words) > 1 and words[1] == "core":
                found["core"] = pid
            elif words and os.path.basename(words[0]) == "univocal-web":
                found["web"] = pid
            elif words and os.path.basename(words[0]) == "univocal-signer":
                found[os.path.basename(words[-1])] = pid
        return found

    def processes(self):
        """Every living process that has the folder on its command line, whoever started it."""
        found = []
        for name in os.listdir("/proc"):
            words = command_of(name) if name.isdigit() and is_alive(name) else []
            ours = any(word == self.folder or word.startswith(self.folder + "/") for word in words)
            if ours and os.path.basename(words[0]) in ("univocal", "univocal-signer", "univocal-web"):
                found.append(int(name))
        return found

    def status(self):
        done = self.run("status", "--json", status=(DONE, UNREACHABLE, UNKNOWN))
        return json.loads(done.stdout) if done.returncode == DONE else None

    def is_ready(self):
        status = self.status()
        return status is not None and all(s["state"] == "ready" for s in status["signers"])

    def wait_ready(self, seconds=30):
        wait_for("core and all signers", self.is_ready, seconds)

    def stop(self):
        self.run("stop")

    def kill_all(self):
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        wait_for("the end of what was killed", lambda: not self.processes())

    def log(self):
        try:
            with open(os.path.join(self.folder, "run/log"), encoding="utf-8", errors="replace") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def log_has(self, pattern):
        return re.search(pattern, self.log()) is not None

    def matter(self, reference="relief"):
        """A matter of one provision with one alternative; the root of that."""
        self.run("matter", "open", "council", reference, "--title", "A text", "--languages", "en", "--rule",
                 "silence", "--as", "BIRCH")
        self.run("matter", "propose", reference, "help", "first", "--as", "BIRCH", "--text",
                 "en=Members help each other.")
        shown = self.json("matter", "show", reference)
        return shown["provisions"][0]["alternatives"][0]["root"]

    def key(self, member, name="minister"):
        return os.path.join(self.folder, "delegates", member, name + ".key")

    def is_intact(self):
        """Rebuilds and audits what nobody serves; the digest that both reach."""
        rebuilt = self.run("rebuild").stdout
        audited = self.run("audit").stdout
        digest = re.search(r"[0-9a-f]{64}", rebuilt).group(0)
        need(f"state   {digest}" in audited, f"rebuild gives {digest}, audit says otherwise: {audited}")
        return digest

    def done(self):
        self.kill_all()
        if self.own_base:
            shutil.rmtree(self.base, ignore_errors=True)


def served(build, **more):
    """A new one, whose processes are all ready."""
    host = Host(build)
    try:
        host.found(**more)
        host.serve()
        host.wait_ready()
    except BaseException:
        host.done()
        raise
    return host


def main(tests):
    """tests: the globals of the programme."""
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} BUILD [WORD]")
    build = os.path.abspath(sys.argv[1])
    word = sys.argv[2] if len(sys.argv) > 2 else ""
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for name, function in list(tests.items()):
        if not name.startswith("test_") or word not in name:
            continue
        begun = time.monotonic()
        result, why = "passed", ""
        try:
            why = function(build) or ""
        except Skip as skipped:
            result, why = "skipped", str(skipped)
        except Exception:  # whatever it is, it is this test's failure, and the others still run
            result, why = "failed", traceback.format_exc()
        counts[result] += 1
        print(f"  {result:8}{name[5:]} ({time.monotonic() - begun:.1f} s) {why}", flush=True)
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    sys.exit(1 if counts["failed"] or not sum(counts.values()) else 0)

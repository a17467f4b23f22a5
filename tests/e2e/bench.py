"""bench: what the tests of whole programmes share: a temporary folder, the programmes, and what is expected.

A test is a function with @test whose name says what holds; it takes a Bench. `run_all()` at the end of a file
runs those whose names have the word on the command line, if one is given, and prints the closing line that
tools/run-list counts. PROGRAMS names the folder of the programmes, SOURCE_ROOT that of the sources.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.environ.get("SOURCE_ROOT") or os.path.dirname(os.path.dirname(HERE))
PROGRAMS = os.environ.get("PROGRAMS") or os.path.join(SOURCE, "build")
UNIVOCAL = os.path.join(PROGRAMS, "univocal")
SECONDS = 120
TESTS = []


class Skip(Exception):
    """What a test needs is not here."""


def test(function):
    TESTS.append(function)
    return function


class Answer:
    """How a command ended."""

    def __init__(self, arguments, done):
        self.arguments, self.status = arguments, done.returncode
        self.out = done.stdout.decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")

    def __str__(self):
        return f"$ univocal {' '.join(map(str, self.arguments))}\n{self.out}{self.err}(status {self.status})"

    def json(self):
        try:
            return json.loads(self.out)
        except ValueError:
            raise AssertionError(f"no JSON:\n{self}")


class Bench:
    """A temporary folder with organisations in it. Whatever it began to serve is ended at its end."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="univocal-")
        self.org = self.path("alliance")
        self.served = set()

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, content):
        path = self.path(name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *arguments, status=0, says=(), told=(), given=b"", org=None, env=(), cwd=None):
        """Runs univocal; fails unless it ends with the status, its output has `says`, its errors `told`."""
        settings = {"PATH": os.environ["PATH"], "UNIVOCAL_ORG": org or self.org, "LC_ALL": "C.UTF-8",
                    **dict(env)}
        for name, value in os.environ.items():
            if name.endswith("SAN_OPTIONS"):
                settings[name] = value
        command = [UNIVOCAL, *arguments]
        given = given if isinstance(given, bytes) else given.encode()
        done = subprocess.run(command, input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env=settings,
                              cwd=cwd or self.folder, timeout=SECONDS)
        answer = Answer(arguments, done)
        expect(answer.status == status, f"expected status {status}:\n{answer}")
        for text in [says] if isinstance(says, str) else says:
            expect(text in answer.out, f"expected {text!r} in the output:\n{answer}")
        for text in [told] if isinstance(told, str) else told:
            expect(text in answer.err, f"expected {text!r} in the errors:\n{answer}")
        return answer

    def found(self, org=None, realm="exercise", charter="exercise", members=None, languages="en,fr",
              name="The Alder Alliance", origin="alder.example", status=0):
        members = members or os.path.join(SOURCE, "charters", "exercise-members.csv")
        return self.run("found", org or self.org, "--charter", charter, "--members", members, "--name", name,
                        "--origin", origin, "--languages", languages, "--realm", realm, status=status)

    def serve(self, org=None):
        self.run("serve", "--background", org=org)
        self.served.add(org or self.org)

    def stop(self, org=None):
        self.run("stop", org=org)
        self.served.discard(org or self.org)

    def get(self, address):
        """Status, type and content of an address of the site."""
        place = os.path.join(self.org, "run", "web")
        wait_until(lambda: os.path.exists(place), "the pages are served")
        with open(place, encoding="ascii") as file:
            base = file.read().strip()
        try:
            with urllib.request.urlopen(base + address, timeout=20) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.headers["Content-Type"], answer.read()

    def head(self, address):
        """The header of an address that is there."""
        with open(os.path.join(self.org, "run", "web"), encoding="ascii") as file:
            with urllib.request.urlopen(file.read().strip() + address, timeout=20) as answer:
                return answer.headers

    def close(self):
        for org in list(self.served):
            self.stop(org)
        shutil.rmtree(self.folder, ignore_errors=True)

    # What many tests begin with.

    def open_matter(self, reference="relief", languages="en,fr", rule="silence", by="BIRCH", org=None):
        self.run("matter", "open", "council", reference, "--title", f"On {reference}", "--languages",
                 languages,
                 "--rule", rule, "--as", by, org=org)

    def propose(self, reference="relief", provision="first", alternative="one", words="The members help.",
                by="BIRCH", languages=("en", "fr"), org=None):
        texts = [part for tag in languages for part in ("--text", f"{tag}={words} [{tag}]")]
        self.run("matter", "propose", reference, provision, alternative, *texts, "--as", by, org=org)

    def draft(self, reference="relief", words="The members help.", org=None):
        """A matter with one provision and a version."""
        self.open_matter(reference, org=org)
        self.propose(reference, words=words, org=org)
        self.run("matter", "version", reference, "--as", "ALDER", org=org)

    def adopt(self, reference="relief", org=None):
        """Puts a version to silence, and waits for its end and for the opening of its text."""
        self.run("silence", "open", reference, reference, "--duration", "10s", "--as", "ALDER", org=org)
        self.wait_for_end(reference, org)

        def opened():
            listed = self.run("matter", "list", "--json", org=org).json()
            return any(m["reference"] == reference and m["stage"] == "adopted and opened" for m in listed)
        wait_until(opened, f"the text of {reference} is opened")

    def wait_for_end(self, reference, org=None):
        wait_until(lambda: "outcome" in self.run("silence", "show", reference, "--json", org=org).json(),
                   f"the silence on {reference} ends")


def expect(holds, what):
    if not holds:
        raise AssertionError(what)


def wait_until(holds, what, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        expect(time.monotonic() < end, f"waited {seconds} s in vain until {what}")
        time.sleep(0.1)


def run_all():
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    passed = failed = skipped = 0
    for function in TESTS:
        name = function.__name__
        if word not in name:
            continue
        bench = Bench()
        try:
            function(bench)
            bench.close()
            passed += 1
            print(f"ok      {name}")
        except Skip as why:
            skipped += 1
            print(f"skipped {name}: {why}")
        except Exception:
            failed += 1
            print(f"FAILED  {name}")
            traceback.print_exc(file=sys.stdout)
        finally:
            try:
                bench.close()
            except Exception:
                failed += 1
                traceback.print_exc(file=sys.stdout)
        sys.stdout.flush()
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(1 if failed else 0)

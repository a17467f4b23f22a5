#!/usr/bin/python3
"""test_browser: every page of an exercise that has been played, as different readers have it in a browser, and every route
as its own description has it. The tools are fetched by tools/foreign; what cannot be had is skipped by name. PICTURES=
FOLDER keeps screenshots."""
import html
import os
import re
import subprocess
import sys

from host import SOURCE, Skip, main, need, served
from measure_web import english
from test_web import place_of

sys.path.insert(0, os.path.join(SOURCE, "tests/browser"))
from hostile import Hostile  # noqa: E402

EXAMPLES = os.environ.get("EXAMPLES", "10")
STEP = int(os.environ.get("STEP", "0"))  # one in so many of the hostile texts: `make pages` takes all, `make test` none


def foreign(name):
    """The words of the command that runs it."""
    done = subprocess.run([os.path.join(SOURCE, "tools/foreign"), name], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode == 3:
        raise Skip(done.stdout.strip())
    need(done.returncode == 0, f"tools/foreign {name}: {done.stdout}")
    return done.stdout.split()


def played(build):
    """An organisation whose exercise has been played, and the address of its site."""
    host = served(build, languages="en,fr,ru,ar")
    try:
        host.run("voice", "ceremony", "--round", "30s")
        host.run("play", "exercise", "--brief", seconds=300)
        return host, "http://%s:%d" % place_of(host)
    except BaseException:
        host.done()
        raise


def test_every_page_as_different_readers_have_it(build):
    node, folder = foreign("browser")
    host, base = played(build)
    try:
        pictures = [os.environ["PICTURES"]] if "PICTURES" in os.environ else []
        done = subprocess.run([node, os.path.join(folder, "look.mjs"), base, *pictures], stdout=subprocess.PIPE, text=True,
                              timeout=1200, check=False)
        need(done.returncode == 0, done.stdout[:3000] + done.stdout[-1500:])
        return done.stdout.splitlines()[-1]
    finally:
        host.done()


def test_every_route_conforms_to_its_description(build):
    program, = foreign("schemathesis")
    host, base = played(build)
    try:
        done = subprocess.run(
            [program, "--config-file", os.path.join(SOURCE, "tests/browser/schemathesis.toml"), "run", base + "/openapi.json",
             "--url", base, "--checks", "all", "--max-examples", EXAMPLES, "--continue-on-failure", "--seed", "1",
             "--phases", "examples,coverage,fuzzing"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1200, check=False,
            cwd=host.base, env=dict(os.environ, NO_COLOR="1"))
        need(done.returncode == 0, done.stdout[:3000] + done.stdout[-1500:])
        cases = re.search(r"(\d+) generated", done.stdout)
        need(cases and int(cases.group(1)) > 500, f"hardly anything was tried: {done.stdout[-1000:]}")
        return f"{cases.group(1)} requests"
    finally:
        host.done()


# Texts of acts that no page shows, or that the scenario cannot make, and why.
ELSEWHERE = {
    "charter.propose sources": "a charter that a page shows was parsed, and its texts are those of the charter's pages",
    "clock.offset offset": "it has a form of its own",
    "election.nominate candidate": "the charter of the exercise elects nobody",
    "election.withdraw candidate": "the charter of the exercise elects nobody",
    "member.enrol name": "a member has 32 keys at most",
    "node.refuse reason": "a node says it, in words that the programme chooses",
    "speech.part text": "it continues speech.file text and is shown as one text with it",
    "vote.cast split": "it has a form of its own",
    "vote.confirm reason": "it is shown as vote.cast reason is",
    "vote.reveal reason": "it is shown as vote.cast reason is",
    "vote.reveal split": "it has a form of its own",
}


def text_fields():
    """Every field of an act that holds words of a person."""
    found, kind = set(), None
    with open(os.path.join(SOURCE, "docs/formats/act-kinds.md"), encoding="utf-8") as file:
        for line in file:
            head = re.match(r"### (\S+)", line)
            kind = head.group(1) if head else kind
            row = re.match(r"\| (\w+) \| (text|words|line|texts)\b", line)
            if row and kind:
                found.add(f"{kind} {row.group(1)}")
    return found


def test_no_text_of_anybody_runs(build):
    if STEP == 0:
        raise Skip("it takes an hour: `make pages`")
    node, folder = foreign("browser")
    said = subprocess.run([node, os.path.join(folder, "payloads.mjs")], stdout=subprocess.PIPE, text=True, check=True)
    payloads = said.stdout.splitlines()
    need(len(payloads) >= 500, f"only {len(payloads)} payloads")
    hostile = Hostile(payloads, STEP)
    scenarios = hostile.made()
    older = hostile.older()
    lacking = text_fields() - hostile.fields - set(ELSEWHERE)
    need(not lacking, f"no hostile text in {sorted(lacking)}")
    host = served(build)
    try:
        for number, text in enumerate(scenarios):
            path = os.path.join(host.base, f"hostile-{number}.scenario")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            host.run("play", path, "--brief", seconds=1200)
        path = os.path.join(host.base, "older.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write(older)
        host.run("statement", "import", path, "--body", "council", "--as", "ALDER", seconds=600)
        place = place_of(host)
        pages = {path: body for path, body in english(place, most=5000).items()
                 if body.startswith(b"<!DOCTYPE html>") and (STEP == 1 or "/record/" not in path)}
        shown = html.unescape(b"\n".join(pages.values()).decode())
        lost = [text for text in hostile.lines + hostile.texts if text not in re.sub(r"<[^>]*>", "", shown)]
        done = subprocess.run([node, os.path.join(folder, "xss.mjs"), "http://%s:%d" % place, *pages],
                              stdout=subprocess.PIPE, text=True, timeout=3600, check=False)
        failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
        need(done.returncode == 0, "\n".join(failed[:20]) or done.stdout[-2000:])
        need(not lost, f"{len(lost)} texts stand on no page, such as {lost[0][:200]}")
        return f"{len(pages)} pages, {len(hostile.fields)} fields, one in {STEP} of the texts: {done.stdout.splitlines()[-1]}"
    finally:
        host.done()


if __name__ == "__main__":
    main(globals())

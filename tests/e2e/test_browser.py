#!/usr/bin/python3
"""test_browser: every page of an exercise that has been played, as different readers have it in a browser, and every route
as its own description has it. The tools are fetched by tools/foreign; what cannot be had is skipped by name. PICTURES=
FOLDER keeps screenshots."""
import json
import os
import re
import subprocess
import sys
import time

from host import SOURCE, Skip, main, need, served
from test_web import place_of

sys.path.insert(0, os.path.join(SOURCE, "tests/browser"))
import hostile  # noqa: E402

EXAMPLES = os.environ.get("EXAMPLES", "10")
SEEDS = os.environ.get("SEEDS", "1").split(",")  # of the requests that are made up
STEP = int(os.environ.get("STEP", "32"))  # of a field one in so many of the hostile texts; `make pages` takes all


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


def conforming(program, host, base, seed):
    """Sends requests that are made up from the site's own description; how many."""
    done = subprocess.run(
        [program, "--config-file", os.path.join(SOURCE, "tests/browser/schemathesis.toml"), "run", base + "/openapi.json",
         "--url", base, "--checks", "all", "--max-examples", EXAMPLES, "--continue-on-failure", "--seed", seed,
         "--phases", "examples,coverage,fuzzing"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=3600, check=False,
        cwd=host.base, env=dict(os.environ, NO_COLOR="1"))
    need(done.returncode == 0, f"seed {seed}: {done.stdout[:3000]}{done.stdout[-1500:]}")
    cases = re.search(r"(\d+) generated", done.stdout)
    need(cases and int(cases.group(1)) > 500, f"hardly anything was tried: {done.stdout[-1000:]}")
    return int(cases.group(1))


def test_every_route_conforms_to_its_description(build):
    program, = foreign("schemathesis")
    host, base = played(build)
    try:
        return "; ".join(f"seed {seed}: {conforming(program, host, base, seed)} requests" for seed in SEEDS)
    finally:
        host.done()


# Texts of acts that are not made of hostile texts, and why.
ELSEWHERE = {
    "charter.propose sources": "a charter that a page shows was parsed, and its texts are those of the charter's pages",
    "clock.offset offset": "it has a form of its own",
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
    node, folder = foreign("browser")
    said = subprocess.run([node, os.path.join(folder, "payloads.mjs")], stdout=subprocess.PIPE, text=True, check=True)
    payloads = said.stdout.splitlines()
    fields = hostile.fields_of(payloads, STEP)
    lacking = text_fields() - set(fields) - set(ELSEWHERE)
    need(not lacking, f"no hostile text in {sorted(lacking)}")
    few = [f"{name}: {field.payloads}" for name, field in fields.items()
           if field.payloads < 500 and hostile.ROOM.get(name, hostile.TREATIES) == hostile.TREATIES]
    need(STEP > 1 or not few, f"fewer than 500 payloads in {few}")
    host = hostile.founded(build, fields)
    try:
        begun = time.monotonic()
        hostile.play(host, fields)
        played_s = time.monotonic() - begun
        texts = os.path.join(host.base, "texts.json")
        with open(texts, "w", encoding="utf-8") as file:
            json.dump({name: field.texts for name, field in fields.items()}, file)
        done = subprocess.run([node, os.path.join(folder, "xss.mjs"), "http://%s:%d" % place_of(host), texts, str(STEP)],
                              stdout=subprocess.PIPE, text=True, timeout=3600, check=False)
        lines = done.stdout.splitlines()
        failed = [line[:400] for line in lines if line.startswith("FAILED")]
        need(done.returncode == 0, "\n".join(failed[:20]) or done.stdout[-2000:])
        count = sum(len(field.texts) for field in fields.values())
        return f"{count} texts in {len(fields)} fields, played in {played_s:.0f} s; " + "; ".join(lines)
    finally:
        host.done()


if __name__ == "__main__":
    main(globals())

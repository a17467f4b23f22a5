#!/usr/bin/python3
"""test_signing: signers and core are killed, a hundred times, while they make the organisation's key and sign with it. At
the end there is one key, each statement that it carries is signed once, the record replays, and an audit finds nothing.
SEED=n repeats the draws."""
import os
import random
import re
import signal
import subprocess
import time

from host import DONE, MEMBERS, UNKNOWN, UNREACHABLE, Host, main, need, wait_for

KILLS = int(os.environ.get("KILLS", "100"))
SEED = int(os.environ.get("SEED", "1"))
ORGANISATIONS = 3
SECONDS_MAX = 200
ROUND_MS = 10000


def facts(host):
    """How many facts of each kind the record has. Core may be on its way up."""
    done = host.run("record", "list", status=(DONE, UNKNOWN, UNREACHABLE))
    found = {}
    for kind in re.findall(r"UTC  \((\w+)\)", done.stdout):
        found[kind] = found.get(kind, 0) + 1
    return found


def kill_one(host, draw, killed):
    children = host.children()
    name = draw.choice(["core", "log"] + MEMBERS + MEMBERS)
    if name in children:  # else it was killed before, and its supervisor waits
        os.kill(children[name], signal.SIGKILL)
        killed[name] = killed.get(name, 0) + 1
    time.sleep(0.02 + draw.random() * 0.15)


def ask_for_ceremony(host, build):
    body = '{"duration":%d}' % ROUND_MS
    keys = [host.key(member) for member in MEMBERS]
    return subprocess.run([os.path.join(build, "tests/e2e-say"), host.folder, "voice.open", body, *keys],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)


def make_key(host, build, draw, killed):
    """Ceremonies until one makes a key. One that is void is followed by another; in the fourth nobody is killed."""
    for attempt in range(4):
        voids = facts(host).get("void", 0)
        asked = ask_for_ceremony(host, build)
        need(asked.returncode == 0, f"voice.open: {asked.stderr}")

        def over(voids=voids):
            now = facts(host)
            return now.get("key", 0) > 0 or now.get("void", 0) > voids
        until = time.monotonic() + 50
        while not over():
            need(time.monotonic() < until, "a ceremony does not end with its rounds")
            if attempt < 3:
                kill_one(host, draw, killed)
        if facts(host).get("key", 0) > 0:
            return attempt + 1
    raise AssertionError("a ceremony that was left in peace makes no key")


def open_silence(host, reference):
    host.matter(reference)
    host.run("matter", "version", reference, "--as", "ALDER")
    host.run("silence", "open", reference, reference, "--duration", "10s", "--as", "ALDER")


def sign_under_kills(host, references, draw, killed):
    """Two texts at once; from the end of the deadline on somebody is killed all the time, for a while."""
    host.wait_ready(60)  # whoever was killed last may not be back yet
    for reference in references:
        open_silence(host, reference)
    time.sleep(10.6)
    wanted = facts(host).get("signature", 0) + len(references)
    until = time.monotonic() + 6
    while time.monotonic() < until:
        kill_one(host, draw, killed)
    lapsed = []

    def settled():
        shown = [host.run("silence", "show", reference, "--json", status=(DONE, UNREACHABLE, UNKNOWN)).stdout
                 for reference in references]
        lapsed[:] = [text for text in shown if '"outcome":"lapsed"' in text.replace(" ", "")]
        return facts(host).get("signature", 0) + len(lapsed) >= wanted
    wait_for("signatures of what was adopted", settled, 90)
    return len(references) - len(lapsed)


def check_end(host):
    host.wait_ready(60)
    found = facts(host)
    need(found.get("key", 0) == 1, f"{found.get('key', 0)} keys")
    need(found.get("signature", 0) == found.get("statement", 0), f"not every statement is signed, or one twice: {found}")
    need("evidence" not in found, "an honest signer is accused")
    host.stop()
    host.is_intact()
    return found


def test_the_key_and_its_signatures_survive_kills_of_every_process(build):
    draw = random.Random(SEED)
    killed, ceremonies, signed, sessions = {}, 0, 0, 0
    begun = time.monotonic()
    rounds = 0
    while (rounds < ORGANISATIONS or sum(killed.values()) < KILLS) and time.monotonic() - begun < SECONDS_MAX:
        host = Host(build)
        try:
            host.found()
            host.serve()
            host.wait_ready()
            ceremonies += make_key(host, build, draw, killed)
            signed += sign_under_kills(host, ["relief", "water"], draw, killed)
            sessions += check_end(host).get("session", 0)
        finally:
            host.done()
        rounds += 1
    need(sum(killed.values()) >= KILLS, f"only {sum(killed.values())} kills in {SECONDS_MAX} s")
    need(signed > 0, "nothing was signed")
    counts = " ".join(f"{name}:{count}" for name, count in sorted(killed.items()))
    return f"seed {SEED}; killed {counts}; {rounds} keys of {ceremonies} ceremonies; {signed} signed in {sessions} sessions"


if __name__ == "__main__":
    main(globals())

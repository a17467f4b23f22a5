#!/usr/bin/python3
"""test_supervisor: starting, ending and what lies between, with the programmes themselves."""
import os
import re
import signal
import time

from host import DONE, MEMBERS, REFUSED, UNREACHABLE, USAGE, Host, is_alive, main, need, served, wait_for

ALL = sorted(MEMBERS + ["core", "log", "web"])


def test_children_end_with_a_supervisor_that_is_killed(build):
    host = served(build)
    try:
        children = host.children()
        need(sorted(children) == ALL, f"children are {sorted(children)}")
        os.kill(host.supervisor(), signal.SIGKILL)
        wait_for("the end of the children", lambda: not any(is_alive(pid) for pid in children.values()), 5)
    finally:
        host.done()


def test_a_child_that_is_killed_is_started_again(build):
    host = served(build)
    try:
        for name in ALL:
            before = host.children()[name]
            os.kill(before, signal.SIGKILL)
            wait_for(f"another {name}", lambda name=name, old=before: host.children().get(name, old) != old)
        host.wait_ready()
        need(len(re.findall("child_ended name=", host.log())) == len(ALL), "the log does not say so of each")
    finally:
        host.done()


def test_one_signer_is_kept_stopped_until_it_is_wanted_again(build):
    host = served(build)
    try:
        need("stopped" in host.run("stop", "--signer", "FIR").stdout, "it does not say so")
        need(sorted(host.children()) == sorted(set(ALL) - {"FIR"}), f"children are {sorted(host.children())}")
        time.sleep(0.5)  # longer than until a child that ended is started again
        need("FIR" not in host.children(), "it came back by itself")
        need({s["member"]: s["state"] for s in host.status()["signers"]}["FIR"] != "ready", "core takes it for ready")
        need("ready" in host.run("serve", "--signer", "FIR").stdout, "it is not ready")
        need(sorted(host.children()) == ALL, f"children are {sorted(host.children())}")
        need("no signer NONE" in host.run("stop", "--signer", "NONE", status=USAGE).stderr, "what is wrong is not said")
        need("no signer ../log" in host.run("stop", "--signer", "../log", status=USAGE).stderr, "it is a path")
        host.run("stop", "--signer", "log")
        host.stop()
        host.run("stop", "--signer", "FIR", status=UNREACHABLE)
        host.serve()
        host.wait_ready()
        need(sorted(host.children()) == ALL, "who serves anew does not start all")
    finally:
        host.done()


def test_stop_leaves_nothing(build):
    host = served(build)
    try:
        host.stop()
        need(not host.processes(), "processes are left")
        need(os.listdir(os.path.join(host.folder, "run")) in (["lock", "log"], ["log", "lock"]),
             f"left in run: {os.listdir(os.path.join(host.folder, 'run'))}")
        need("nobody serves" in host.run("stop").stdout, "a second stop says nothing of it")
        need("univocal serve" in host.run("status", status=UNREACHABLE).stderr, "what to do is not said")
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            host.serve()
            children = host.children()
            os.kill(host.supervisor(), signal_number)
            wait_for("the end of all", lambda: not host.processes())
            need(len(children) == len(ALL), "not all had been started")
    finally:
        host.done()


def test_what_a_crash_leaves_is_no_obstacle(build):
    host = served(build)
    try:
        host.kill_all()
        left = os.listdir(os.path.join(host.folder, "run"))
        need({f"{name}.sock" for name in ALL if name != "web"} <= set(left), f"a crash leaves {left}")
        # The process number in the lock may be somebody else's by now: it is left alone.
        with open(os.path.join(host.folder, "run/lock"), "w", encoding="ascii") as file:
            file.write(f"{os.getpid()}\n")
        need("nobody serves" in host.run("stop").stdout, "stop takes a stranger for a supervisor")
        host.serve()
        host.wait_ready()
        host.stop()
    finally:
        host.done()


def test_a_second_serve_is_refused(build):
    host = served(build)
    try:
        children = host.children()
        for more in ([], ["--background"]):
            done = host.run("serve", *more, status=REFUSED)
            need("is served already" in done.stderr, f"it says: {done.stderr}")
        need(host.children() == children, "the first one was disturbed")
        # Nor is there ever a second core, or a second signer with the same file.
        done = host.run("core", status=(1, UNREACHABLE))
        need("in use by another process" in done.stderr, f"a second core says: {done.stderr}")
    finally:
        host.done()


def test_a_signer_that_ends_at_once_again_and_again_is_given_up(build):
    host = Host(build)
    try:
        host.found()
        state = os.path.join(host.folder, "signers/FIR/state")
        with open(state, "wb") as file:
            file.write(b"no state of a signer" * 100)
        os.chmod(state, 0o600)
        host.serve()
        wait_for("giving up", lambda: host.log_has("child_given_up name=FIR status=4"), 30)
        log = host.log()
        need(log.count("signer_state_damaged") == 8, "it was not tried 8 times")
        need("hint=" in log, "what to do is not said")
        states = {s["member"]: s["state"] for s in host.status()["signers"]}
        need(states.pop("FIR") == "unreachable" and set(states.values()) == {"ready"}, f"states: {states}")
        host.stop()
        with open(state, "rb") as file:
            need(file.read() == b"no state of a signer" * 100, "the damaged file was touched")
    finally:
        host.done()


def test_without_a_core_that_starts_nothing_is_served(build):
    host = Host(build)
    try:
        host.found()
        with open(os.path.join(host.folder, "record.db"), "r+b") as file:
            file.write(b"no database at all.." * 40)
        done = host.run("serve", status=UNREACHABLE)
        need("core did not come up" in done.stderr and "child_given_up name=core" in done.stderr,
             f"it says: {done.stderr[-600:]}")
        need(not host.processes(), "processes are left")
    finally:
        host.done()


def silence_of(host, reference):
    return host.json("silence", "show", reference)


def test_a_silence_outlives_a_stop_over_its_deadline(build):
    host = served(build)
    try:
        for reference in ("relief", "patrol"):
            host.matter(reference)
            host.run("matter", "choose", reference, "help", "first", "--as", "ALDER")
            host.run("matter", "version", reference, "--as", "ALDER")
        for reference in ("relief", "patrol"):
            host.run("silence", "open", reference, reference, "--duration", "10s", "--as", "ALDER")
        opened = time.monotonic()
        time.sleep(2)
        host.stop()
        while time.monotonic() < opened + 13:
            time.sleep(0.1)
        host.serve()
        host.wait_ready()
        begun = time.monotonic()
        for reference in ("relief", "patrol"):
            need("outcome" not in silence_of(host, reference), f"{reference} ended while nobody could object")
        host.run("objection", "raise", "patrol", "--as", "FIR", "--reason", "Fir has no harbour.")
        wait_for("the end", lambda: "outcome" in silence_of(host, "relief"), 30)
        live = time.monotonic() - begun
        need(live > 3, f"it ended after {live:.1f} s: the gap was not given back")
        need(silence_of(host, "relief")["outcome"] == "adopted", f"it ended as {silence_of(host, 'relief')}")
        patrol = silence_of(host, "patrol")
        need(patrol.get("outcome") != "adopted", f"adopted over an objection: {patrol}")
        host.run("objection", "raise", "relief", "--as", "FIR", "--reason", "Late.", status=(DONE, REFUSED))
        host.stop()
        host.is_intact()
        return f"ended {live:.1f} s after the start"
    finally:
        host.done()


if __name__ == "__main__":
    main(globals())

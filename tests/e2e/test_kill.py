#!/usr/bin/python3
"""test_kill: processes are killed at any moment, a hundred times, while delegates act. What was acknowledged is in the
record, once; the record replays; no signer has lost what it gave a receipt for. SEED=n repeats the draws."""
import os
import random
import signal
import subprocess
import time

from host import MEMBERS, Host, main, need, wait_for

CYCLES = int(os.environ.get("CYCLES", "100"))
SECONDS_MAX = 80
SEED = int(os.environ.get("SEED", "1"))


def start_load(host, build, root):
    ledger = os.path.join(host.base, "ledger")
    body = '{"position":"Y","root":"%s"}' % root
    keys = [host.key(member) for member in MEMBERS]
    return ledger, subprocess.Popen([os.path.join(build, "tests/e2e-load"), host.folder, ledger, body, *keys],
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def size_of(path):
    return os.path.getsize(path) if os.path.exists(path) else 0


def kill_one(host, draw):
    """Kills one process; sees to it that all are there again."""
    target = draw.choice(["core", "core", "signer", "log", "supervisor"])
    if target == "supervisor":
        supervisor = host.supervisor()
        need(supervisor is not None, "nobody serves")
        os.kill(supervisor, signal.SIGKILL)
        wait_for("the end of its children", lambda: not host.processes())
        host.serve()
        return target
    name = draw.choice(MEMBERS) if target == "signer" else target
    children = host.children()
    if name in children:  # else it was killed before, and its supervisor waits
        os.kill(children[name], signal.SIGKILL)
    return name


def run_cycles(host, ledger, load, draw):
    killed = {}
    begun = time.monotonic()
    cycles = 0
    while cycles < CYCLES and time.monotonic() - begun < SECONDS_MAX:
        name = kill_one(host, draw)
        killed[name] = killed.get(name, 0) + 1
        before = size_of(ledger)
        wait_for(f"acknowledgements after {name} was killed", lambda before=before: size_of(ledger) > before)
        time.sleep(draw.random() * 0.25)
        need(load.poll() is None, "the load ended")
        cycles += 1
    need(cycles == CYCLES, f"only {cycles} cycles in {SECONDS_MAX} s")
    return killed


def check_ledger(host, build, ledger):
    return subprocess.run([os.path.join(build, "tests/e2e-ledger"), host.folder, ledger], stdout=subprocess.PIPE,
                          text=True, check=False)


def stop_and_compare(host):
    """Whether the digest that core showed last is the one that replays. A pulse may come between showing and
    stopping; then it is asked again."""
    for _ in range(5):
        running = host.status()
        host.stop()
        need(not host.processes(), "something is left after stop")
        digest = host.is_intact()
        host.serve()
        if host.status()["size"] == running["size"]:
            host.stop()
            return digest == running["digest"]
    return False


def test_what_was_acknowledged_survives_kills_of_every_process(build):
    host = Host(build)
    load = None
    try:
        host.found()
        host.serve()
        host.wait_ready()
        ledger, load = start_load(host, build, host.matter())
        killed = run_cycles(host, ledger, load, random.Random(SEED))
        host.wait_ready()
        load.send_signal(signal.SIGTERM)
        said, wrong = load.communicate(timeout=60)
        need(load.returncode == 0, f"the load: {said}{wrong}")
        need(stop_and_compare(host), "the state that was served is not the one that replays")
        checked = check_ledger(host, build, ledger)
        need(checked.returncode == 0, f"seed {SEED}: {checked.stdout[-2000:]}")
        with open(ledger, "a", encoding="ascii") as file:
            file.write(f"act {'0' * 64} 1 ok\nreceipt FIR {'0' * 64} {'1' * 64}\n")
        need(" wrong 3\n" in check_ledger(host, build, ledger).stdout, "a ledger with lies is found right")
        counts = " ".join(f"{name}:{count}" for name, count in sorted(killed.items()))
        return f"seed {SEED}; killed {counts}; {said.strip()}; {checked.stdout.strip().splitlines()[-1]}"
    finally:
        if load is not None and load.poll() is None:
            load.kill()
            load.communicate()
        host.done()


if __name__ == "__main__":
    main(globals())

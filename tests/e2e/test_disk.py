#!/usr/bin/python3
"""test_disk: disks of a few megabytes fill up, core's and a signer's. What cannot be kept is refused by name, again and
again; when there is room it goes on, and nothing that was acknowledged is lost. Runs in a mount namespace of its own."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

from host import DONE, UNKNOWN, UNREACHABLE, Host, Skip, main, need, wait_for

INSIDE = "UNIVOCAL_TEST_INSIDE"


def mount(path, kilobytes):
    os.makedirs(path, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0700", "none", path],
                          stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise Skip(f"nothing may be mounted here: {done.stderr.strip()}")


def unmount(path):
    subprocess.run(["umount", "-l", path], stderr=subprocess.DEVNULL, check=False)


def explain(host, root, number, **more):
    return host.run("matter", "explain", root, "--text", f"For the {number}th time. " + "x" * 3000, "--as", "ALDER",
                    "--json", **more)


def served_on(build, base, kilobytes):
    host = Host(build, base=base)
    try:
        mount(host.folder, kilobytes)
        parts = Host(build, "parts", base=base)
        parts.found()
        for name in os.listdir(parts.folder):
            shutil.move(os.path.join(parts.folder, name), os.path.join(host.folder, name))
        host.serve()
        host.wait_ready()
    except BaseException:
        end(host)
        raise
    return host


def acknowledged_until_refused(host, root, kept, tries=3000):
    """Acts until one is refused for lack of room; its words."""
    for number in range(tries):
        done = explain(host, root, number, status=(DONE, UNKNOWN))
        if done.returncode != DONE:
            return done.stderr
        kept.append(json.loads(done.stdout))
    raise AssertionError("the disk was never full")


def check_kept(host, kept):
    listed = {}
    for line in host.run("record", "list", "--json").stdout.splitlines():
        entry = json.loads(line)
        need(entry["id"] not in listed, f"twice in the record: {entry['id']}")
        listed[entry["id"]] = entry
    for act in kept:
        entry = listed.get(act["id"])
        need(entry is not None and entry["index"] == act["index"] and entry["result"] == act["result"],
             f"acknowledged and not in the record: {act}")


def test_core_refuses_on_a_full_disk_and_goes_on_when_there_is_room(build):
    host = served_on(build, new_base(), 4096)
    try:
        root = host.matter()
        kept = []
        words = acknowledged_until_refused(host, root, kept)
        need("no space is left on the device" in words, f"it says: {words}")
        need(len(kept) > 20, f"only {len(kept)} acts until then")
        for number in range(10):
            said = explain(host, root, 10000 + number, status=UNKNOWN).stderr
            need("no space is left on the device" in said, f"it says: {said}")
        core = host.children()["core"]
        need(host.status()["disk_full"], "the status does not say so")
        need("DISK FULL" in host.run("status").stdout, "nor does it to people")
        host.run("matter", "show", "relief")  # what is there is shown
        need(host.log().count("disk_full ") <= 3, "it is told again and again")
        # A stop and a start on the full disk: it says so still, and loses nothing.
        host.stop()
        check_kept(host, kept)
        served_full = host.run("serve", "--background", status=(DONE, 5)).returncode
        if served_full == DONE:
            explain(host, root, 20000, status=UNKNOWN)
        core = host.children().get("core", core)
        # Room comes.
        subprocess.run(["mount", "-o", "remount,size=16m", host.folder], check=True)
        done = wait_for("an act that is taken again", lambda: taken(host, root), 30)
        kept.append(json.loads(done.stdout))
        need(not host.status()["disk_full"], "the status still says full")
        wait_for("the signers", host.is_ready, 40)
        host.stop()
        check_kept(host, kept)
        host.is_intact()
        return f"{len(kept)} acts kept; a start on the full disk: {'serves' if served_full == DONE else 'waits'}"
    finally:
        end(host)


def taken(host, root):
    done = explain(host, root, 30000, status=(DONE, UNKNOWN, 5))
    return done if done.returncode == DONE else None


def object_to(host, text, **more):
    return host.run("objection", "raise", text, "--as", "FIR", "--reason", "Full or not. " + "x" * 3000, "--json",
                    status=(DONE, UNREACHABLE), **more)


def test_a_signer_gives_no_receipt_that_it_cannot_keep(build):
    host = Host(build, base=new_base())
    try:
        host.found()
        folder = os.path.join(host.folder, "signers/FIR")
        aside = os.path.join(host.base, "FIR")
        shutil.copytree(folder, aside)
        mount(folder, 256)
        for name in os.listdir(aside):
            shutil.copy2(os.path.join(aside, name), folder)
        host.serve()
        host.wait_ready()
        with_receipt = []
        number = 0
        while number < 300:
            number += 1
            said = json.loads(object_to(host, f"{number:064x}").stdout)
            need(said["result"] == "ok", f"an objection was not recorded: {said}")
            if "receipt" not in said:
                break
            with_receipt.append(said)
        need(10 < len(with_receipt) < 299, f"{len(with_receipt)} receipts on a small disk")
        # It is recorded all the same, and whoever objects is told that there is no receipt.
        text = host.run("objection", "raise", "f" * 64, "--as", "FIR", "--reason", "x" * 3000, status=UNREACHABLE)
        need("gave no receipt" in text.stdout + text.stderr, f"it says: {text.stdout}{text.stderr}")
        subprocess.run(["mount", "-o", "remount,size=4m", folder], check=True)
        until = time.monotonic() + 40
        while True:
            number += 1
            said = json.loads(object_to(host, f"{number:064x}").stdout)
            if "receipt" in said:
                break
            need(time.monotonic() < until, "no receipt although there is room")
        host.wait_ready()
        host.stop()
        host.is_intact()
        size = os.path.getsize(os.path.join(folder, "state"))
        need(size >= len(with_receipt) * 3072, f"its file has only {size} bytes")
        # Its file is whole: it starts again, and holds every objection that it gave a receipt for.
        with open(os.path.join(folder, "state"), "rb") as file:
            content = file.read()
        for said in with_receipt:
            need(bytes.fromhex(said["id"]) in content, "a receipt was given for what is not held")
        host.serve()
        host.wait_ready()
        host.stop()
        return f"{len(with_receipt)} receipts on 256 KiB"
    finally:
        end(host, folder)


def new_base():
    return tempfile.mkdtemp(prefix="univocal-e2e-")


def end(host, *mounted):
    host.kill_all()
    for path in [*mounted, host.folder]:
        unmount(path)
    shutil.rmtree(host.base, ignore_errors=True)


def enter_namespace():
    """The same programme again, where what it mounts is seen by nobody else."""
    if os.environ.get(INSIDE):
        return
    tried = subprocess.run(["unshare", "-m", "true"], stderr=subprocess.PIPE, text=True, check=False)
    if tried.returncode != 0:
        print(f"  skipped core_on_a_full_disk: no mount namespace here: {tried.stderr.strip()}")
        print("  skipped a_signer_on_a_full_disk: no mount namespace here")
        print("0 passed, 0 failed, 2 skipped")
        sys.exit(0)
    os.environ[INSIDE] = "1"
    os.execvp("unshare", ["unshare", "-m", "--propagation", "private", sys.executable, *sys.argv])


if __name__ == "__main__":
    enter_namespace()
    main(globals())

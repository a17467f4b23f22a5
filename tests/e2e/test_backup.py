#!/usr/bin/python3
"""test_backup: what docs/operations.md says of copies, with the programmes themselves."""
import os
import shutil

from host import Host, main, need, served, wait_for

PARTS = ("record.db", "record.db-wal", "record.db-shm")


def remove(host, names):
    for name in names:
        if os.path.exists(os.path.join(host.folder, name)):
            os.remove(os.path.join(host.folder, name))


def states(host):
    status = host.status()
    return {s["member"]: s["state"] for s in status["signers"]} if status else {}


def test_a_copy_that_is_made_while_core_runs_serves_in_place_of_the_record(build):
    host = served(build)
    try:
        host.matter()
        copy = os.path.join(host.base, "copy.db")
        host.run("rebuild", "--to", copy)
        before = host.status()
        host.stop()
        remove(host, PARTS)
        shutil.move(copy, os.path.join(host.folder, "record.db"))
        host.serve()
        host.wait_ready()
        after = host.status()
        need(after["org"] == before["org"] and after["size"] >= before["size"], f"{before} became {after}")
        host.run("matter", "show", "relief")
        host.run("matter", "open", "council", "patrol", "--title", "Another", "--languages", "en", "--rule", "silence",
                 "--as", "BIRCH")
        host.stop()
        host.is_intact()
    finally:
        host.done()


def test_a_folder_that_is_copied_while_nobody_serves_it_is_whole(build):
    host = served(build)
    try:
        host.matter()
        host.stop()
        digest = host.is_intact()
        shutil.copytree(host.folder, os.path.join(host.base, "copy"))
        copy = Host(build, "copy", base=host.base)
        need(copy.is_intact() == digest, "the copy gives another state")
    finally:
        host.done()


def test_a_record_that_is_older_than_what_the_log_signed_is_noticed(build):
    host = served(build)
    try:
        host.matter()
        host.stop()
        old = os.path.join(host.base, "old.db")
        host.run("rebuild", "--to", old)
        host.serve()
        host.wait_ready()
        for number in range(3):
            host.matter(f"m{number}")
        size = host.status()["size"]
        wait_for("the log's signature", lambda: host.status()["checkpoint"] >= size)
        host.stop()
        remove(host, PARTS)
        shutil.move(old, os.path.join(host.folder, "record.db"))
        done = host.run("audit", status=(1, 3))
        need("log's signer" in done.stdout + done.stderr, f"the audit says: {done.stdout[-500:]}")
        host.serve()
        wait_for("that the log's signer disagrees", lambda: states(host).get("log") == "disagrees")
        host.stop()
    finally:
        host.done()


def test_a_signer_without_its_file_starts_as_one_that_knows_nothing(build):
    host = served(build)
    try:
        said = host.json("objection", "raise", "1" * 64, "--as", "FIR", "--reason", "No.")
        need("receipt" in said, f"no receipt: {said}")
        host.stop()
        state = os.path.join(host.folder, "signers/FIR/state")
        with open(state, "rb") as file:
            need(bytes.fromhex(said["id"]) in file.read(), "it did not hold the objection")
        os.remove(state)
        host.serve()
        host.wait_ready()
        host.stop()
        with open(state, "rb") as file:
            need(bytes.fromhex(said["id"]) not in file.read(), "it holds what it cannot know")
        # The receipt stands by itself, and the objection is in the record.
        need(host.run("record", "show", str(said["index"])).returncode == 0, "the objection is not in the record")
        host.is_intact()
    finally:
        host.done()


if __name__ == "__main__":
    main(globals())

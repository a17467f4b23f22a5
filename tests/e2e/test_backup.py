#!/usr/bin/python3
"""test_backup: what docs/operations.md says of copies, with the programmes themselves."""
import os
import shutil
import subprocess

from host import FALSE, MEMBERS, REFUSED, UNKNOWN, USAGE, Host, main, need, served, wait_for

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


def init_signer(build, folder, status):
    done = subprocess.run([os.path.join(build, "univocal-signer"), "--init", folder], stderr=subprocess.PIPE, text=True,
                          check=False)
    need(done.returncode == status, f"univocal-signer --init ends with {done.returncode}: {done.stderr}")
    return done.stderr


def test_a_signer_without_its_state_does_not_start_and_says_what_to_do(build):
    host = served(build)
    try:
        said = host.json("objection", "raise", "1" * 64, "--as", "FIR", "--reason", "No.")
        need("receipt" in said, f"no receipt: {said}")
        host.stop()
        folder = os.path.join(host.folder, "signers/FIR")
        state = os.path.join(folder, "state")
        with open(state, "rb") as file:
            need(bytes.fromhex(said["id"]) in file.read(), "it did not hold the objection")
        need("exists" in init_signer(build, folder, REFUSED), "it does not say that there is a state")
        for empty in (False, True):
            os.remove(state)
            if empty:
                with open(state, "wb"):
                    pass
            before = host.log().count("signer_state_missing")
            host.serve()
            wait_for("its refusal", lambda: host.log().count("signer_state_missing") > before)
            need("name another node" in host.log() and "univocal-signer --init" in host.log(), "what to do is not said")
            need(states(host)["FIR"] != "ready", "it began a state by itself")
            host.stop()
            need(os.path.exists(state) == empty and (not empty or os.path.getsize(state) == 0), "a state was begun")
            init_signer(build, folder, 0)
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


def kept_apart(host):
    """What members and the operator keep elsewhere: delegates' keys and the log's."""
    kept = os.path.join(host.base, "kept")
    shutil.copytree(os.path.join(host.folder, "delegates"), os.path.join(kept, "delegates"))
    shutil.copy(os.path.join(host.folder, "signers/log/key"), os.path.join(kept, "log.key"))
    return kept


def lose_the_machine(host):
    host.kill_all()
    shutil.rmtree(host.folder)


def files_of(folder):
    found = [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names]
    return sorted(os.path.relpath(path, folder) for path in found)


def name_the_new_nodes(host, kept):
    for member in MEMBERS:
        node = os.path.join(host.folder, "signers", member, "key")
        own = os.path.join(kept, "delegates", member)
        host.run("member", "enrol", node, "--role", "node", "--powers", "", "--name", "node of the new host", "--key",
                 f"{own}/minister.key", "--with", f"{own}/ambassador.key")
        host.run("member", "clearing", node, "--key", f"{own}/minister.key")


def test_a_machine_that_is_lost_comes_back_from_a_backup(build):
    host = served(build)
    try:
        root = host.matter()
        backup = os.path.join(host.base, "backup")
        said = host.json("backup", backup)
        host.matter("later")
        wanted = ["blobs.db", "record.db"] + [f"signers/{name}/settings" for name in MEMBERS + ["log"]]
        need(files_of(backup) == wanted, f"the backup has {files_of(backup)}")
        need(Host(build, "backup", base=host.base).is_intact(), "the backup cannot be audited")
        kept = kept_apart(host)
        lose_the_machine(host)
        back = host.json("restore", backup, host.folder, "--log-key", os.path.join(kept, "log.key"))
        need((back["size"], back["root"]) == (said["size"], said["root"]), f"{said} became {back}")
        host.serve()
        unknown = {name: "foreign" for name in MEMBERS} | {"log": "ready"}
        wait_for("nodes whose keys nobody knows", lambda: states(host) == unknown)
        host.run("matter", "show", "later", status=UNKNOWN)  # it came after the backup
        name_the_new_nodes(host, kept)
        host.wait_ready()
        chair = os.path.join(kept, "delegates/ALDER/minister.key")
        host.run("matter", "choose", "relief", "help", "first", "--key", chair)
        host.run("matter", "version", "relief", "--key", chair)
        available = "node.availability"
        wait_for("availability by the new nodes", lambda: host.run("record", "list").stdout.count(available) >= 12)
        need(host.json("matter", "show", "relief")["provisions"][0]["alternatives"][0]["root"] == root, "another text")
        host.run("silence", "open", "relief", "relief", "--duration", "10s", "--key", chair)
        wait_for("the end of the silence", lambda: "outcome" in host.json("silence", "show", "relief"), 60)
        shown = host.json("silence", "show", "relief")
        need(shown["outcome"] == "adopted", f"the silence ended as {shown}")
        host.stop()
        host.is_intact()
    finally:
        host.done()


def test_a_backup_that_is_older_than_what_the_log_signed_is_not_restored(build):
    host = served(build)
    try:
        host.matter()
        backup = os.path.join(host.base, "backup")
        host.run("backup", backup, "--without-drafts")
        need("blobs.db" not in files_of(backup), "words of drafts are in it")
        size = host.status()["size"]
        host.matter("later")
        wait_for("the log's signature", lambda: host.status()["checkpoint"] > size)
        seen = os.path.join(host.base, "seen")
        with open(seen, "w", encoding="utf-8") as file:
            file.write(host.run("record", "checkpoint").stdout)
        again = os.path.join(host.base, "again")
        done = host.run("restore", backup, again, "--seen", seen, status=UNKNOWN)
        need("find a newer backup" in done.stderr and not os.path.exists(again), done.stderr)
        host.run("backup", os.path.join(host.base, "newer"))
        done = host.run("restore", os.path.join(host.base, "newer"), again, "--seen", seen)
        need("no checkpoint is signed" in done.stdout, done.stdout)
        need(not os.path.exists(os.path.join(again, "signers/log")), "the log has a signer without its key")
    finally:
        host.done()


def test_what_is_no_backup_is_refused_and_leaves_nothing(build):
    host = served(build)
    other = Host(build, "other", base=host.base)
    try:
        other.found(origin="other.example")
        host.matter()
        backup = os.path.join(host.base, "backup")
        host.run("backup", backup)
        again = os.path.join(host.base, "again")
        host.run("backup", backup, status=USAGE)  # a folder with something in it
        host.run("restore", os.path.join(host.base, "nowhere"), again, status=UNKNOWN)
        host.run("restore", backup, host.folder, status=USAGE)
        host.run("restore", backup, again, "--log-key", os.path.join(other.folder, "signers/log/key"), status=USAGE)
        host.run("restore", backup, again, "--log-key", os.path.join(host.base, "nothing"), status=UNKNOWN)
        host.run("restore", backup, again, "--seen", __file__, status=(FALSE, USAGE))
        settings = os.path.join(backup, "signers/ALDER/settings")
        shutil.copy(os.path.join(other.folder, "signers/ALDER/settings"), settings)
        host.run("restore", backup, again, status=FALSE)
        shutil.copy(os.path.join(backup, "signers/BIRCH/settings"), settings)
        os.mkdir(os.path.join(backup, "signers/no code"))
        host.run("restore", backup, again, status=USAGE)
        os.rmdir(os.path.join(backup, "signers/no code"))
        with open(os.path.join(backup, "record.db"), "r+b") as file:
            file.seek(20000)
            file.write(b"damage" * 300)
        host.run("restore", backup, again, status=(FALSE, UNKNOWN))
        need([name for name in os.listdir(host.base) if name.startswith("again")] == [], os.listdir(host.base))
    finally:
        other.done()
        host.done()


def test_a_backup_can_be_made_while_acts_come(build):
    host = served(build)
    try:
        for number in range(5):
            host.matter(f"m{number}")
            said = host.json("backup", os.path.join(host.base, f"backup{number}"))
            audited = Host(build, f"backup{number}", base=host.base).json("audit")
            need((audited["size"], audited["root"]) == (said["size"], said["root"]), f"{said} is {audited}")
    finally:
        host.done()


if __name__ == "__main__":
    main(globals())

#!/usr/bin/python3
"""test_two: an exercise and a real organisation, and a second one of each, on one machine at once. Nothing of one is
taken by another."""
import os

from host import DONE, MEMBERS, REFUSED, USAGE, Host, main, need

# name, realm, charter
ALL = [("drill", "exercise", "exercise"), ("other-drill", "exercise", "exercise"), ("real", "real", None),
       ("other-real", "real", None)]
CHARTER = """charter "alliance" title "A charter of a test";
extends "csto";
"""


def serve_all(build):
    hosts = []
    try:
        for name, realm, charter in ALL:
            host = Host(build, name, base=hosts[0].base if hosts else None)
            hosts.append(host)
            host.realm = realm
            if charter is None:
                charter = os.path.join(host.base, "alliance.charter")
                write(charter, CHARTER)
            host.found("--realm", realm, charter=charter, origin=f"{name}.example", name=f"The {name} alliance")
            host.serve()
        for host in hosts:
            host.wait_ready()
    except BaseException:
        end_all(hosts)
        raise
    return hosts


def end_all(hosts):
    for host in hosts:
        host.kill_all()
    hosts[0].done()


def test_acts_of_one_are_refused_by_name_by_every_other(build):
    hosts = serve_all(build)
    try:
        counted = 0
        for host in hosts:
            host.run("matter", "open", "council", "relief", "--title", "A text", "--languages", "en", "--rule",
                     "decision", "--as", "BIRCH")
            host.act = os.path.join(host.base, os.path.basename(host.folder) + ".act")
            host.objection = host.act + ".objection"
            host.run("objection", "raise", "0" * 64, "--reason", "A text of nobody.", "--as", "FIR")
            opened = host.json("matter", "show", "relief")["opened"]
            write(host.act, host.run("record", "show", str(opened), "--envelope").stdout)
            write(host.objection, host.run("record", "show", str(last_act(host)), "--envelope").stdout)
        for host in hosts:
            sizes = {other.folder: other.status()["size"] for other in hosts}
            for other in hosts:
                for act in (host.act, host.objection):
                    if other is host:
                        need("recorded before" in other.run("act", "send", act, status=DONE).stdout, "not known again")
                        continue
                    said = other.run("act", "send", act, status=REFUSED).stderr
                    name = "wrong_realm" if other.realm != host.realm else "wrong_organisation"
                    need(name in said or "wrong_organisation" in said, f"it says: {said}")
                    need("Nothing was recorded" in said, f"it says: {said}")
                    counted += 1
            need(sizes == {other.folder: other.status()["size"] for other in hosts}, "something was recorded")
        return f"{counted} acts refused"
    finally:
        end_all(hosts)


def test_keys_of_one_sign_nothing_for_another(build):
    hosts = serve_all(build)
    try:
        for host in hosts:
            for other in hosts:
                if other is not host:
                    said = other.run("matter", "open", "council", "x", "--title", "A text", "--languages", "en",
                                     "--rule", "decision", "--key", host.key("BIRCH"), status=USAGE).stderr
                    need("another organisation or realm" in said, f"it says: {said}")
    finally:
        end_all(hosts)


def test_a_signer_does_not_start_with_what_is_anothers(build):
    hosts = serve_all(build)
    try:
        for host in hosts:
            host.stop()
        drill, other, real = hosts[0], hosts[1], hosts[2]
        own = read(os.path.join(drill.folder, "signers/FIR/state"))
        for foreign in (other, real):
            for part in ("key", "settings", "state"):
                path = os.path.join(drill.folder, "signers/FIR", part)
                kept = read(path)
                write(path, read(os.path.join(foreign.folder, "signers/FIR", part)))
                drill.serve()
                states = {}
                for _ in range(100):
                    states = {s["member"]: s["state"] for s in drill.status()["signers"]}
                    if all(states[member] == "ready" for member in MEMBERS if member != "FIR"):
                        break
                need(states["FIR"] == "unreachable", f"a signer runs with a foreign {part}")
                drill.stop()
                need(read(path) == read(os.path.join(foreign.folder, "signers/FIR", part)), "it was changed")
                write(path, kept)
        drill.serve()
        drill.wait_ready()
        need(own[:512] == read(os.path.join(drill.folder, "signers/FIR/state"))[:512], "its own state has changed")
    finally:
        end_all(hosts)


def last_act(host):
    """The entry of the newest act."""
    lines = [line for line in host.run("record", "list", "--json").stdout.splitlines() if '"type":"act"' in line]
    for line in reversed(lines):
        entry = int(line.split('"index":')[1].split(",")[0])
        if "objection.raise" in host.run("record", "show", str(entry)).stdout:
            return entry
    raise AssertionError("no objection in the record")


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, content):
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


if __name__ == "__main__":
    main(globals())

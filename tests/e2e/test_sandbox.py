#!/usr/bin/python3
"""test_sandbox: what the running processes have given up, as the kernel tells it, and what they have written where.
That a forbidden call ends them is tried by test_cage.c."""
import os
import re
import shutil
import stat
import subprocess
import urllib.request

from host import MEMBERS, Host, Skip, children_of, main, need, process_status, served, wait_for


def test_every_process_is_filtered_and_gains_nothing(build):
    host = served(build)
    try:
        children = host.children()
        need(sorted(children) == sorted(MEMBERS + ["core", "log", "web"]), f"children are {sorted(children)}")
        for name, pid in children.items():
            status = process_status(pid)
            need(status["Seccomp"].strip() == "2", f"{name} has no filter: {status['Seccomp']}")
            need(status["NoNewPrivs"].strip() == "1", f"{name} may gain privileges")
            need(status["Umask"].strip() == "0077" or name != "core", f"{name} has umask {status['Umask']}")
            with open(f"/proc/{pid}/limits", encoding="ascii") as file:
                need(re.search(r"Max core file size +0 +0 ", file.read()), f"{name} may leave a dump")
    finally:
        host.done()


def test_the_pages_hold_databases_for_reading_and_nothing_else(build):
    host = served(build)
    try:
        front = host.children()["web"]
        with open(os.path.join(host.folder, "run/web"), encoding="ascii") as file:
            address = file.read().strip()
        for _ in range(3):  # so that the databases are open
            with urllib.request.urlopen(address + "/bodies.json", timeout=10) as answer:
                need(answer.status == 200, "the pages do not answer")
        seen = 0
        indexes = {os.path.join(host.folder, name) for name in ("record.db-shm", "blobs.db-shm")}
        for pid in [front, *children_of(front)]:
            status = process_status(pid)
            need(status["Seccomp"].strip() == "2" and status["NoNewPrivs"].strip() == "1", f"{pid} is not filtered")
            files = [os.readlink(f"/proc/{pid}/fd/{name}") for name in os.listdir(f"/proc/{pid}/fd") if int(name) > 2]
            paths = [path for path in files if path.startswith("/")]
            beside = {path for path in paths if not os.path.basename(path).startswith(("record.db", "blobs.db"))}
            need(not beside and (pid != front or set(paths) == indexes), f"the pages have {beside or paths} open")
            for name in os.listdir(f"/proc/{pid}/fdinfo"):
                path = os.readlink(f"/proc/{pid}/fd/{name}")
                with open(f"/proc/{pid}/fdinfo/{name}", encoding="ascii") as file:
                    flags = int(re.search(r"flags:\s+([0-7]+)", file.read()).group(1), 8)
                if path.startswith(host.folder) and int(name) > 2 and not path.endswith(("-shm", "-wal")):
                    seen += 1
                    need(flags & 3 == os.O_RDONLY, f"{path} is open for writing")
        need(seen >= 2, f"only {seen} files of databases were seen")
    finally:
        host.done()


def sockets_of(pid):
    found = []
    for name in os.listdir(f"/proc/{pid}/fd"):
        match = re.fullmatch(r"socket:\[(\d+)\]", os.readlink(f"/proc/{pid}/fd/{name}"))
        if match:
            found.append(match.group(1))
    return found


def test_no_process_but_the_front_of_the_pages_has_a_network_socket(build):
    host = served(build)
    try:
        with open("/proc/net/unix", encoding="utf-8", errors="replace") as file:
            local = {line.split()[6] for line in file if len(line.split()) > 6}
        seen = 0
        children = host.children()
        front = children.pop("web")
        workers = children_of(front)
        need(len(workers) == 2, f"the pages have {len(workers)} workers")
        outside = [inode for inode in sockets_of(front) if inode not in local]
        need(len(outside) == 1, f"the front has {len(outside)} sockets that are not local")
        for name, pid in [*children.items(), ("supervisor", host.supervisor()), *(("worker", pid) for pid in workers)]:
            for inode in sockets_of(pid):
                seen += 1
                need(inode in local, f"{name} has a socket that is not local")
        need(seen >= len(MEMBERS) + 2, f"only {seen} sockets were seen")
    finally:
        host.done()


def test_a_signer_opens_nothing_but_its_file_and_its_socket(build):
    host = served(build)
    try:
        state = os.path.join(host.folder, "signers/FIR/state")
        pid = host.children()["FIR"]
        kinds = [os.readlink(f"/proc/{pid}/fd/{name}") for name in os.listdir(f"/proc/{pid}/fd") if int(name) > 2]
        files = [path for path in kinds if not path.startswith("socket:")]
        need(files == [state], f"a signer has {kinds}")
    finally:
        host.done()


def test_whatever_is_written_is_for_its_owner_alone(build):
    before = os.umask(0o022)
    host = served(build)
    try:
        host.matter()
        seen = 0
        for folder, folders, files in os.walk(host.folder):
            for name in [*folders, *files]:
                path = os.path.join(folder, name)
                mode = stat.S_IMODE(os.lstat(path).st_mode)
                need(mode == (0o700 if name in folders else 0o600), f"{path} has mode {mode:o}")
                seen += 1
        need(stat.S_IMODE(os.stat(host.folder).st_mode) == 0o700, "the folder is open to others")
        need(seen > 60, f"only {seen} files were seen")
    finally:
        os.umask(before)
        host.done()


def test_a_signer_links_libc_and_libsodium_alone(build):
    if shutil.which("readelf") is None:
        raise Skip("readelf is not here")
    said = subprocess.run(["readelf", "-d", os.path.join(build, "univocal-signer")], stdout=subprocess.PIPE, text=True,
                          check=True).stdout
    needed = sorted(re.findall(r"\(NEEDED\).*\[(.*)\]", said))
    need([name.split(".")[0] for name in needed] == ["libc", "libsodium"], f"it links {needed}")


def test_a_signer_gives_up_before_it_reads_its_key(build):
    if shutil.which("strace") is None:
        raise Skip("strace is not here")
    host = Host(build)
    try:
        host.found()
        trace = os.path.join(host.base, "trace")
        folder = os.path.join(host.folder, "signers/FIR")
        path = os.path.join(host.base, "fir.sock")
        child = subprocess.Popen(["strace", "-o", trace, os.path.join(build, "univocal-signer"), "--socket", path,
                                  folder], stderr=subprocess.PIPE, text=True)
        try:
            wait_for("the signer", lambda: os.path.exists(path) or child.poll() is not None)
            if child.poll() is not None and "ptrace" in child.stderr.read():
                raise Skip("strace may not trace here")
            wait_for("the filter", lambda: "PR_SET_SECCOMP" in read(trace))
        finally:
            child.kill()
            host.kill_all()  # what is traced outlives who traces it
            child.communicate()
        calls = read(trace)
        steps = ("RLIMIT_CORE", "PR_SET_DUMPABLE, SUID_DUMP_DISABLE", "PR_SET_NO_NEW_PRIVS, 1", f'"{folder}/key"',
                 "PR_SET_SECCOMP, SECCOMP_MODE_FILTER")
        order = [calls.find(step) for step in steps]
        need(-1 not in order and order == sorted(order), f"in another order: {order}")
        kernel_has_it = not re.search(r"landlock_create_ruleset\(.*\)\s+= -1 (ENOSYS|EOPNOTSUPP)", calls)
        need(not kernel_has_it or re.search(r"landlock_restrict_self\(.*\)\s+= 0", calls), "no Landlock")
        return "with Landlock" if kernel_has_it else "this kernel has no Landlock"
    finally:
        host.done()


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return ""


if __name__ == "__main__":
    main(globals())

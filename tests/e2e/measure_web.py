#!/usr/bin/python3
"""measure_web BUILD [SECONDS]: what the site takes beside the real core: size of its pages, requests a second beside
nginx that serves the same bytes on the same machine in the same run, answers for honest readers beside 1,000 clients
that stall, and memory. A measurement: it fails only if a page cannot be had. nginx and wrk are asked for by name and
left out, with a word, where they are not installed."""
import itertools
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

from crawl import crawl, get
from host import children_of, need, served, wait_for
from test_web import place_of

STALLED = 1000
HONEST = 400
ROUNDS = 3


def english(place, most=200):
    """Pages in English, by links from the first one."""
    def choose(link):
        return link if re.match("/en(/|$)", link) and ("?" not in link or "after=" in link) else None
    pages = {}
    for path, status, _, body in itertools.islice(crawl(place, ["/en"], choose), most):
        need(status == 200, f"{path} answers {status}")
        pages[path] = body
    return pages


def web_processes(host):
    """Process ids of the site of one host: the front and its workers."""
    front = host.children()["web"]
    return [front, *children_of(front)]


def memory_mb(pids):
    """Proportional share of the memory of all of them, in MB of 1,000,000 bytes."""
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            total += int(re.search(r"^Pss:\s+(\d+)", file.read(), re.M).group(1))
    return total * 1024 / 1e6


def wrk(url, seconds):
    """Requests a second."""
    out = subprocess.run(["wrk", "-t1", "-c16", f"-d{seconds}s", url], stdout=subprocess.PIPE, text=True, check=True).stdout
    need("Non-2xx" not in out, f"wrk says: {out}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def beside_nginx(place, path, body, seconds):
    for tool in ("nginx", "wrk"):
        if shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin") is None:
            print(f"throughput     not measured: {tool} is not installed")
            return
    folder = tempfile.mkdtemp(prefix="univocal-nginx-")
    port = free_port()
    try:
        with open(os.path.join(folder, "page.html"), "wb") as file:
            file.write(body)
        with open(os.path.join(folder, "nginx.conf"), "w", encoding="ascii") as file:
            file.write(f"""worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
                events {{ worker_connections 256; }}
                http {{ access_log off; sendfile on; keepalive_requests 1000000; client_body_temp_path {folder};
                proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
                server {{ listen 127.0.0.1:{port}; root {folder}; }} }}""")
        os.chmod(folder, 0o755)
        nginx = subprocess.Popen([shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin"), "-c",
                                  os.path.join(folder, "nginx.conf")], stderr=subprocess.DEVNULL)
        try:
            wait_for("nginx", lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0)
            ours, theirs = [], []
            for _ in range(ROUNDS):
                ours.append(wrk(f"http://{place[0]}:{place[1]}{path}", seconds))
                theirs.append(wrk(f"http://127.0.0.1:{port}/page.html", seconds))
            ratio = statistics.median(a / b for a, b in zip(ours, theirs))
            print(f"throughput     {path}, {len(body)} bytes: {statistics.median(ours):.0f} requests/s, nginx "
                  f"{statistics.median(theirs):.0f}; ratio {ratio:.2f} (median of {ROUNDS} pairs, 16 connections)")
        finally:
            nginx.terminate()
            nginx.wait()
    finally:
        shutil.rmtree(folder)


def stall(place, number):
    """A client that stalls: says nothing, half a head, or a whole one and never reads."""
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    s.bind((f"127.0.{1 + number // 200}.{1 + number % 200}", 0))
    s.settimeout(5)
    s.connect(place)
    said = [b"", b"GET /en HTTP/1.1\r\nHost: ", f"GET /en HTTP/1.1\r\nHost: {place[0]}:{place[1]}\r\n\r\n".encode() * 8]
    try:
        s.sendall(said[number % 3])
    except OSError:
        pass
    return s


def honest_ms(place, path, count):
    taken = []
    for _ in range(count):
        begun = time.monotonic()
        status, _, _ = get(place, path, Accept="text/html")
        taken.append((time.monotonic() - begun) * 1000)
        need(status == 200, f"an honest reader is answered {status}")
        time.sleep(0.01)
    return sorted(taken)


def tell_times(what, taken):
    print(f"{what}  median {taken[len(taken) // 2]:.1f} ms, p99 {taken[len(taken) * 99 // 100]:.1f} ms, most "
          f"{taken[-1]:.1f} ms of {len(taken)} requests")


def main():
    build = os.path.abspath(sys.argv[1])
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    host = served(build)
    stalled = []
    try:
        host.matter()
        place = place_of(host)
        pages = english(place)
        largest = max(pages, key=lambda path: len(pages[path]))
        sizes = sorted(len(body) for body in pages.values())
        print(f"pages          {len(pages)}, median {sizes[len(sizes) // 2]} bytes, largest {sizes[-1]} ({largest})")
        pids = web_processes(host)
        time.sleep(2)
        print(f"memory         {memory_mb(pids):.1f} MB at rest in {len(pids)} processes")
        tell_times("alone        ", honest_ms(place, "/en/bodies", HONEST))
        for number in range(STALLED):
            stalled.append(stall(place, number))
        tell_times("1,000 stalled", honest_ms(place, "/en/bodies", HONEST))
        print(f"memory         {memory_mb(pids):.1f} MB with {STALLED} stalled clients")
        for s in stalled:
            s.close()
        beside_nginx(place, "/en/bodies", pages["/en/bodies"], seconds)
        host.stop()
    finally:
        host.done()


if __name__ == "__main__":
    main()

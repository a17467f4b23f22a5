"""crawl: the pages of a site as a reader without a browser has them: one by one, and along their links."""
import html
import http.client
import re


def get(place, path, **headers):
    """Status, headers and content."""
    connection = http.client.HTTPConnection(*place, timeout=30)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def crawl(place, seeds, choose):
    """Gives address, status, content type and content of every page that links lead to, breadth first, each once.
    choose(link), asked when its turn comes: the address to ask for, None for none."""
    waiting, found, known = list(seeds), set(seeds), set()
    while waiting:
        address = choose(waiting.pop(0))
        if address is None or address in known:
            continue
        known.add(address)
        status, headers, content = get(place, address, Accept="text/html")
        kind = headers.get("Content-Type", "")
        yield address, status, kind, content
        if kind.startswith("text/html"):
            for link in map(html.unescape, re.findall(r'href="(/[^"#]*)', content.decode())):
                if link not in found:
                    found.add(link)
                    waiting.append(link)

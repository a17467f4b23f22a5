"""crawl: the pages of a site as a reader without a browser has them: one by one, and along their links."""
import html
import http.client
import re
from html.parser import HTMLParser


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


class Chrome(HTMLParser):
    """What a page says of itself: not the words of somebody (a language or a direction of their own, <bdi>), and no
    commands."""
    CONTENT = {"title", "bdi", "code", "pre", "script", "style"}
    VOID = {"br", "img", "input", "meta", "link", "hr", "wbr", "path", "circle"}

    def __init__(self, page):
        super().__init__()
        self.open, self.said = [("", False)], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        other = tag in self.CONTENT or (tag != "html" and "lang" in given) or given.get("dir") == "auto"
        other = other or self.open[-1][1]
        if not other:
            self.said += [given[key] for key in ("aria-label", "alt", "placeholder") if given.get(key)]
        if tag not in self.VOID:
            self.open.append((tag, other))

    def handle_endtag(self, tag):
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self.open[-1][1]:
            self.said.append(data)


ENGLISH = re.compile(r"\b(the|of|and|is|are|not|was|has|have|by|for|with|this|that|which|no|it)\b")


def english(page):
    """What a page in another language says in English all the same."""
    return [words for words in Chrome(page).said if ENGLISH.search(words)]

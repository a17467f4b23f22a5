// Which pages of a site show hostile texts, and which of these are worth a look: each text once in every route that
// shows it. A text ends with a mark, `~` and four letters or digits (hostile.py).
const MARK = /~[0-9a-z]{4}/g;
const AT_ONCE = 4;
const OF_A_KIND = 2; // entries of the record of each kind of act
const OF_DATA = 2; // addresses of each route that gives data; its list has all texts

/** The marks in a text that are known. */
export function marks(text, known) {
    return new Set([...text.matchAll(MARK)].map((m) => m[0]).filter((m) => known.has(m)));
}

/** One address as a page has it: {path, type, status, nosniff, body}. */
async function fetched(base, path) {
    const answer = await fetch(base + path, { headers: { accept: "text/html" }, redirect: "manual" });
    const header = (name) => answer.headers.get(name) ?? "";
    return { path, status: answer.status, type: header("content-type"), nosniff: header("x-content-type-options") === "nosniff",
        body: await answer.text() };
}

/** What the first matching row of the description is called, and whether it is a list. */
function namer(api) {
    const rows = Object.entries(api.paths).map(([path, item]) => {
        const text = path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "[^/]+");
        const list = (item.get.parameters ?? []).some((p) => p.$ref === "#/components/parameters/limit");
        return { path, expression: new RegExp(`^${text}$`), list };
    }).sort((a, b) => a.path.split("{").length - b.path.split("{").length);
    return (path) => rows.find((r) => r.expression.test(path)) ?? { path: "none", list: false };
}

/** Everything that is linked, from the first page on, and answers; lists as long as they are, and the rest of what a
 * page has no room for. */
async function walk(base, route) {
    const seen = new Set(["/en"]);
    const queue = ["/en"];
    const data = new Map();
    const found = [];
    async function work() {
        for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
            const one = await fetched(base, path);
            found.push(one);
            if (!one.type.startsWith("text/html")) {
                continue;
            }
            for (const [, href] of one.body.matchAll(/href="(\/[^"#]*)/g)) {
                const [address, query] = href.replaceAll("&amp;", "&").split("?");
                const plain = address.replace(/^\/en(\/.*\.(json|csv))$/, "$1");
                const { path: name, list } = route(plain);
                const after = /(?:^|&)after=(\d+)/.exec(query ?? "");
                const rest = /(?:^|&)rest=/.test(query ?? "");
                const next = rest ? `${address}?${query}` : list ? `${plain}?limit=500${after ? `&after=${after[1]}` : ""}` : plain;
                const other = plain.startsWith("/ru") || plain.startsWith("/ar") || /\/record\/\d/.test(plain);
                const enough = !name.startsWith("/{lang}") && (data.get(name) ?? 0) >= OF_DATA;
                if (!other && !enough && name !== "none" && !seen.has(next)) {
                    seen.add(next);
                    data.set(name, (data.get(name) ?? 0) + 1);
                    queue.push(next);
                }
            }
        }
    }
    for (let last = -1; last !== found.length;) { // a worker that found the queue empty begins again
        last = found.length;
        await Promise.all(Array.from({ length: AT_ONCE }, work));
    }
    return found;
}

/** Addresses of entries: a few of each kind of act, and all of some. */
async function entries(base, whole) {
    const chosen = [];
    const count = new Map();
    for (let after = 0; after !== undefined;) {
        const list = await (await fetch(`${base}/record.json?limit=500&after=${after}`)).json();
        for (const { index, kind } of list.data) {
            count.set(kind, (count.get(kind) ?? 0) + 1);
            if (count.get(kind) <= OF_A_KIND || whole.has(kind)) {
                chosen.push(`/en/record/${index}`);
            }
        }
        after = list.next;
    }
    return [...chosen, ...chosen.slice(0, OF_DATA).map((path) => `${path.slice(3)}.json`)];
}

/** Where what a page has no room for goes on. */
function restsOf(one) {
    const all = [...one.body.matchAll(/href="(\/en\/[^"#]*[?&;]rest=[^"#]*)/g)];
    return one.type.startsWith("text/html") ? all.map(([, href]) => href.replaceAll("&amp;", "&")) : [];
}

/** What is to be opened, {path, route, type, marks ...}: each route in each language once, and each text once in every
 * route that shows it. A text that no page shows is in the record. `known`: mark to {field, text}. */
export async function choose(base, known) {
    const route = namer(await (await fetch(`${base}/openapi.json`)).json());
    const seen = new Map();
    const pages = [];
    const others = [];
    const anywhere = new Set();
    function take(one) {
        const name = route(one.path.split("?")[0]).path;
        const first = !seen.has(name);
        const shown = seen.get(name) ?? new Set();
        const inside = marks(one.body, known);
        seen.set(name, shown);
        if (first || [...inside].some((m) => !shown.has(m))) {
            inside.forEach((m) => shown.add(m));
            pages.push({ ...one, route: name, marks: inside });
            if (one.type.startsWith("text/html")) {
                inside.forEach((m) => anywhere.add(m));
            }
            if (first && one.path.startsWith("/en")) {
                others.push(...["/ru", "/ar"].map((l) => ({ path: l + one.path.slice(3), route: name })));
            }
        }
    }
    (await walk(base, route)).forEach(take);
    const hidden = [...known].filter(([mark]) => !anywhere.has(mark)).map(([, { field }]) => field.split(" ")[0]);
    for (const path of await entries(base, new Set(hidden))) {
        const rest = [path];
        for (let i = 0; i < rest.length; i++) {
            const one = await fetched(base, rest[i]);
            take(one);
            rest.push(...restsOf(one).filter((address) => !rest.includes(address)));
        }
    }
    for (const { path, route: name } of others) { // parts of a page share its room: each language has its own texts
        const one = await fetched(base, path);
        pages.push({ ...one, route: name, marks: marks(one.body, known) });
    }
    return pages;
}

/** As html_escape of src/web/html.c has it. */
function escaped(text) {
    return [["&", "&amp;"], ["<", "&lt;"], [">", "&gt;"], ['"', "&quot;"], ["'", "&#39;"]].reduce((t, [a, b]) => t.replaceAll(a, b), text);
}

/** Addresses with hostile values, that answer with a page which shows them. */
export async function reflected(base, payloads) {
    const api = await (await fetch(`${base}/openapi.json`)).json();
    const packs = [];
    for (const payload of payloads) {
        if (packs.length === 0 || packs.at(-1).length + payload.length > 350) {
            packs.push(payload);
        } else {
            packs[packs.length - 1] += ` ${payload}`;
        }
    }
    const found = [];
    let turn = 0;
    for (const [path, item] of Object.entries(api.paths)) {
        if (!path.startsWith("/{lang}")) {
            continue;
        }
        const plain = path.replace("{lang}", "en").replace(/\{[^}]+\}/g, "1");
        const places = (item.get.parameters ?? []).map((p) => p.name ?? p.$ref.split("/").at(-1)).filter((n) => n !== "lang");
        const address = (name, text) => (path.includes(`{${name}}`)
            ? path.replace("{lang}", "en").replace(`{${name}}`, encodeURIComponent(text)).replace(/\{[^}]+\}/g, "1")
            : `${plain}?${name}=${encodeURIComponent(text)}`);
        for (const name of [...places, "unknown"]) {
            const one = packs[turn++ % packs.length];
            const answer = await fetched(base, address(name, one));
            const shows = answer.body.includes(escaped(one));
            for (const text of shows ? packs : [one]) {
                const page = text === one ? answer : await fetched(base, address(name, text));
                found.push({ ...page, route: "none", marks: new Set() });
            }
        }
    }
    return found;
}

// xss BASE TEXTS [STEP]: opens what a site shows of hostile texts, with the content policy and without it. None may run,
// none may have become an element or an attribute, and each must stand somewhere, whole. TEXTS: a JSON file, lists of
// texts by the fields that have them (hostile.py). STEP: one in so many payloads stands in addresses. That what is looked
// for would be found is tried first. The last line is `N passed, N failed, N skipped`.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { choose, marks, reflected } from "./hostile_pages.mjs";
import { payloads } from "./payloads.mjs";
import { launch } from "./site.mjs";

const [base, file, step = 1] = process.argv.slice(2);
const TABS = 2;
const FRAMES = 16; // pages in one
const known = new Map(Object.entries(JSON.parse(readFileSync(file, "utf8"))).flatMap(([field, texts]) =>
    texts.map((text) => [text.slice(-5), { field, text }])));
let passed = 0;
let failed = 0;
const shown = [new Set(), new Set()]; // with the policy and without
const saved = new Set(); // types that the browser saves

function judge(what, problems) {
    if (problems.length === 0) {
        passed++;
    } else {
        failed++;
        console.log(`FAILED ${what}: ${[...new Set(problems)].slice(0, 5).join("; ")}`);
    }
}

// What follows runs in the page. Handlers are not called: each would be an attribute, and those are looked for. What
// runs by itself has had its time when the page is loaded and the tasks behind that are done.

/** Whatever of the texts is in a document as more than text. */
function grown(at) {
    const never = ["script", "iframe", "object", "embed", "base", "video", "audio", "img", "marquee", "math", "template", "style"];
    const addresses = ["href", "src", "action", "formaction", "data", "xlink:href", "background"];
    const out = [];
    for (const e of at.querySelectorAll("*")) {
        const name = e.localName.toLowerCase();
        if (never.includes(name)) {
            out.push(`<${name}>`);
        }
        for (const a of e.attributes) {
            if (/^on/i.test(a.name) || a.name === "srcdoc" || (addresses.includes(a.name) && /^\s*(javascript|data|vbscript):/i.test(a.value))) {
                out.push(`<${name} ${a.name}="${a.value.slice(0, 60)}">`);
            }
        }
        if (name === "meta" && /refresh/i.test(e.httpEquiv)) {
            out.push("<meta http-equiv=refresh>");
        }
        if (name === "link" && !/^(\/|http:\/\/127)/.test(e.getAttribute("href") ?? "")) {
            out.push(`<link href="${e.getAttribute("href")}">`);
        }
    }
    return out;
}

/** What became of the texts in this document, or in each of its frames. */
async function look(framed) {
    await new Promise((done) => { setTimeout(done, 0); });
    function one(at) {
        if (!at) {
            return { problems: ["it went elsewhere"], text: "" };
        }
        // Chromium shows XML inside a page of its own, which has a style.
        const tree = at.getElementById("webkit-xml-viewer-source-xml");
        const values = [...at.querySelectorAll("[title], [value], [aria-label], [content]")].map((e) =>
            ["title", "value", "aria-label", "content"].map((a) => e.getAttribute(a) ?? "").join("\n"));
        return { problems: window.grown(tree ?? at), text: [(tree ?? at.documentElement).textContent, ...values].join("\n") };
    }
    return framed ? [...document.querySelectorAll("body > iframe")].map((f) => one(f.contentDocument)) : [one(document)];
}

/** What is harmful where it is not escaped: in an element, in an attribute, or in one of these that hold text alone. */
function harmful(list) {
    const around = [["<p>", "</p>"], ['<p title="', '"></p>'], ["<p title='", "'></p>"], ["<p title=", "></p>"], ['<a href="', '">x</a>'],
        ["<title>", "</title>"], ["<textarea>", "</textarea>"], ["<!--", "-->"], ["<svg><desc>", "</desc></svg>"]];
    return list.filter((text) => around.some(([a, b]) =>
        window.grown(new DOMParser().parseFromString(`<!DOCTYPE html><body>${a}${text}${b}`, "text/html")).length > 0));
}

/** The first of these pages in which something runs by itself. */
function running(bodies) {
    return bodies.findIndex((body) => {
        const at = new DOMParser().parseFromString(body, "text/html");
        return [...at.querySelectorAll("script")].some((e) => e.textContent.startsWith("X()")) ||
            at.querySelector('img[src="x"][onerror^="X()"], svg[onload^="X()"]') !== null;
    });
}

// Bytes of the site under another address, with its content policy or with none.
const copies = new Map();
const server = createServer((request, answer) => {
    const { body, type } = copies.get(request.url) ?? { body: "", type: "text/plain" };
    // What Chromium itself adds to XML.
    const own = type === "application/xml" ? policy.replaceAll("'self'", "'self' 'unsafe-inline' data:") : policy;
    answer.writeHead(copies.has(request.url) ? 200 : 404, { "content-type": type,
        ...(request.url.startsWith("/with/") ? { "content-security-policy": own } : {}) });
    answer.end(body);
});
await new Promise((done) => { server.listen(0, "127.0.0.1", done); });
const here = `http://127.0.0.1:${server.address().port}`;
const policy = (await fetch(`${base}/en`)).headers.get("content-security-policy");

function copy(body, type, bypassCSP) {
    const address = `/${bypassCSP ? "without" : "with"}/${copies.size}`;
    copies.set(address, { body, type });
    return here + address;
}

/** Pages that are frames of one, whose policy they inherit: it takes a tenth of the time of going to each. */
function framed(bodies, bypassCSP) {
    const frames = bodies.map((b) => `<iframe srcdoc="${b.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"></iframe>`);
    return copy(`<!DOCTYPE html><title>frames</title><body>${frames.join("")}`, "text/html; charset=utf-8", bypassCSP);
}

/** A tab that tells what happened in it. */
async function open(context) {
    const tab = await context.newPage();
    const state = { tab, ran: [] };
    await tab.addInitScript(`window.grown = ${grown}`);
    await tab.exposeFunction("X", () => state.ran.push("a text ran"));
    tab.on("dialog", (d) => { state.ran.push("a dialog"); d.dismiss(); });
    tab.on("popup", (p) => { state.ran.push("a window"); p.close(); });
    tab.on("console", (m) => {
        if (/policy|TrustedHTML/i.test(m.text())) {
            state.ran.push(`the policy stopped it: ${m.text().slice(0, 80)}`);
        }
    });
    tab.on("request", (r) => {
        if (![base, here, "about:"].some((own) => r.url().startsWith(own))) {
            state.ran.push(`a request to ${r.url().slice(0, 80)}`);
        }
    });
    return state;
}

/** Opens an address: of it, or of each of its frames, what is wrong and what its text is. */
async function visit(state, address, count = 0) {
    state.ran.length = 0;
    try {
        await state.tab.goto(address, { waitUntil: "load", timeout: 120000 });
    } catch (e) {
        const saved = /Download is starting|ERR_ABORTED/.test(e.message);
        return [{ problems: [...state.ran, ...(saved ? [] : [e.message.split("\n")[0]])], text: "", saved }];
    }
    const seen = await state.tab.evaluate(look, count > 0);
    if (count > 0 && seen.length !== count) {
        seen[0].problems.push(`${seen.length} frames, and not ${count}`);
    }
    seen[0].problems.push(...state.ran);
    return seen;
}

/** The texts that the page should show and shows otherwise. Where it goes on with one, it begins at a character. */
function torn(page, text) {
    const from = Number(/[?&]rest=text\.[0-9a-f]+\.(\d+)/.exec(page.path)?.[1] ?? 0);
    const csv = page.type.startsWith("text/csv");
    const inside = text.startsWith("<?xml") ? [] : marks(text, known); // a feed as it stands
    return [...inside].filter((m) => {
        const whole = known.get(m).text;
        const json = JSON.stringify(whole).slice(1, -1);
        const rest = [...whole].slice(from).join("");
        return ![whole, rest, json, JSON.stringify(json).slice(1, -1), csv ? whole.replaceAll('"', '""') : whole].some((t) => text.includes(t));
    });
}

function judgePage(page, { problems, text, saved: isSaved }, bypassCSP) {
    const lost = isSaved ? [] : [...page.marks].filter((m) => !text.includes(m));
    if (isSaved) {
        saved.add(page.type);
    } else if (page.type.startsWith("text/html")) {
        page.marks.forEach((m) => shown[Number(bypassCSP)].add(m));
    }
    judge(`${page.path.slice(0, 100)}${bypassCSP ? " without the policy" : ""}`, [...problems,
        ...torn(page, text).map((m) => `${known.get(m).field} is not whole: ${m}`), ...lost.map((m) => `lost: ${m}`)]);
}

/** That what is not escaped is noticed: pages of the site, spoilt. What runs by itself must run where nothing stops it,
 * and must not where the policy does. */
async function spoilt(context, pages, bypassCSP) {
    const unescaped = (s) => s.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
    const all = (type) => pages.filter((p) => p.type.startsWith(type) && p.marks.size > 0 && /script|onerror/.test(p.body));
    const one = (type) => all(type)[0].body;
    const html = one("text/html");
    const state = await open(context);
    await state.tab.goto("about:blank");
    const bodies = all("text/html").slice(0, 200).map((p) => unescaped(p.body));
    const spoiltTexts = bodies[await state.tab.evaluate(running, bodies)] ?? "";
    const script = '<script xmlns="http://www.w3.org/1999/xhtml">X()</script>';
    const cases = [
        ["texts that are not escaped", "text/html", spoiltTexts, true],
        ["quotes that are not escaped", "text/html", html.replace("<main", '<main title="" onclick=X() x=""'), false],
        ["an address that is a script", "text/html", html.replace('<a href="', '<a href="javascript:X()//'), false],
        ["data that are called HTML", "text/html", one("application/json"), true],
        ["a feed with a script", "application/xml", one("application/atom").replace("<entry>", `${script}<entry>`), true],
    ];
    for (const [what, type, body, runs] of cases) {
        const addresses = type === "text/html" ? [framed([body], bypassCSP)] : [];
        for (const [i, address] of [copy(body, type, bypassCSP), ...addresses].entries()) {
            const [{ problems }] = await visit(state, address, i);
            const ran = problems.includes("a text ran");
            judge(`${what} would be noticed${i === 1 ? " in a frame" : ""}${bypassCSP ? " without the policy" : ""}`,
                [...(problems.length === 0 ? ["it was not"] : []), ...(runs && ran !== bypassCSP ? [`ran: ${ran}`] : [])]);
        }
    }
    await state.tab.close();
}

const begun = Date.now();
const pages = await choose(base, known);
const mirrors = await reflected(base, payloads.filter((_, i) => i % step === 0));
console.log(`chosen: ${pages.length} addresses with texts of the record, ${mirrors.length} with texts in themselves, ${
    Math.round((Date.now() - begun) / 1000)} s`);
judge("every answer is of the type that it says", [...pages, ...mirrors].filter((p) => !p.nosniff).map((p) => p.path));
judge("every link leads to something", pages.filter((p) => p.status !== 200).map((p) => `${p.path}: ${p.status}`));

const browser = await launch();
const blank = await open(await browser.newContext());
await blank.tab.goto("about:blank");
const teeth = await blank.tab.evaluate(harmful, payloads);
judge("500 payloads are harmful where they are not escaped", teeth.length < 500 ? [`${teeth.length} are`] : []);
await blank.tab.context().close();
for (const bypassCSP of [false, true]) {
    const context = await browser.newContext({ bypassCSP });
    const opened = Date.now();
    await spoilt(context, pages, bypassCSP);
    const routes = new Set();
    const queue = []; // [address, its pages]
    const frames = [];
    for (const page of [...pages, ...mirrors]) {
        if (routes.has(page.route) && page.type.startsWith("text/html")) {
            frames.push(page);
        } else {
            routes.add(page.route);
            queue.push([base + page.path, [page], 0]);
            if (page.type.startsWith("application/atom")) { // Chromium shows it as it stands; others read it
                queue.push([copy(page.body, "application/xml", bypassCSP), [page], 0]);
            }
        }
    }
    while (frames.length > 0) {
        const some = frames.splice(0, FRAMES);
        queue.push([framed(some.map((p) => p.body), bypassCSP), some, some.length]);
    }
    await Promise.all(Array.from({ length: TABS }, async () => {
        const state = await open(context);
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
            const [address, some, count] = next;
            (await visit(state, address, count)).forEach((seen, i) => judgePage(some[i], seen, bypassCSP));
        }
        await state.tab.close();
    }));
    await context.close();
    console.log(`opened ${bypassCSP ? "without" : "with"} the policy: ${Math.round((Date.now() - opened) / 1000)} s`);
}
await browser.close();
server.close();
judge("every text stands on a page", [...known].filter(([m]) => !shown.every((s) => s.has(m))).map(([m, { field }]) => `${field} ${m}`));
console.log(`${teeth.length} of ${payloads.length} payloads are harmful where they are not escaped`);
console.log(`saved, and not shown, by the browser: ${[...saved].join(", ")}`);
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed > 0 ? 1 : 0;

// look BASE [FOLDER]: every page of a site in Chromium, as different readers have it. FOLDER gets screenshots.
// EACH: how many pages of a route (1). READERS: their names, with commas; else those that see the most. The last line
// is `N passed, N failed, N skipped`.
import { mkdirSync } from "node:fs";
import { axe, crawl, launch } from "./site.mjs";

const [base, folder] = process.argv.slice(2);
const each = Number(process.env.EACH ?? 1);
const failures = [];
let passed = 0;

function judge(what, problems) {
    if (problems.length === 0) {
        passed++;
    } else {
        failures.push(what);
        console.log(`FAILED ${what}`);
        for (const p of problems.slice(0, 8)) {
            console.log(`    ${p}`);
        }
    }
}

// What follows runs in the page.

function overflowing() {
    const wide = document.scrollingElement.scrollWidth;
    if (wide <= window.innerWidth) {
        return [];
    }
    const out = [`the page is ${wide} px wide in a window of ${window.innerWidth}`];
    for (const e of document.querySelectorAll("main *, header *, footer *, nav *")) {
        const box = e.getBoundingClientRect();
        if (box.right > window.innerWidth + 1 || box.left < -1) {
            out.push(`${e.tagName.toLowerCase()}.${e.className} from ${Math.round(box.left)} to ${Math.round(box.right)}`);
        }
    }
    return out;
}

// Text that its own box cuts off.
function clipped() {
    const out = [];
    for (const e of document.querySelectorAll("body *")) {
        const style = getComputedStyle(e);
        const hidden = ["hidden", "clip"].includes(style.overflowX);
        const visible = e.getClientRects().length > 0 && e.clientWidth > 1 && e.clientHeight > 1;
        if (hidden && visible && e.textContent.trim() && e.scrollWidth > e.clientWidth + 1) {
            out.push(`${e.tagName.toLowerCase()}.${e.className} cuts off "${e.textContent.trim().slice(0, 40)}"`);
        }
    }
    return out;
}

// Shapes that mean something have 3:1 against what is behind them (WCAG 2.2, 1.4.11).
function faintShapes() {
    function parse(colour) {
        const m = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(colour);
        return m ? { rgb: [m[1], m[2], m[3]].map(Number), a: m[4] === undefined ? 1 : Number(m[4]) } : null;
    }
    function luminance(rgb) {
        const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    }
    function contrast(a, b) {
        const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
        return (x + 0.05) / (y + 0.05);
    }
    function behind(e) {
        for (let at = e; at; at = at.parentElement) {
            const c = parse(getComputedStyle(at).backgroundColor);
            if (c && c.a === 1) {
                return c.rgb;
            }
        }
        return [255, 255, 255];
    }
    const out = [];
    for (const e of document.querySelectorAll("svg path, svg circle, svg rect, svg line, svg polyline, svg use")) {
        if (e.closest("defs, pattern, clipPath, mask") || e.closest("[data-decoration]")) {
            continue;
        }
        const style = getComputedStyle(e);
        // A cross stands on its segment.
        const ground = e.classList.contains("cross") ? parse(getComputedStyle(e.previousElementSibling).fill).rgb
            : behind(e.closest("svg").parentElement);
        const colours = [style.stroke, style.fill].map(parse).filter((c) => c && c.a > 0);
        const patterned = [style.stroke, style.fill].some((v) => v.startsWith("url("));
        if (colours.length === 0 && !patterned) {
            continue;
        }
        const best = Math.max(0, ...colours.map((c) => contrast(c.rgb, ground)));
        if (!patterned && best < 3) {
            out.push(`${e.tagName}.${e.getAttribute("class")} has ${best.toFixed(2)}:1 against what is behind it`);
        }
    }
    return out;
}

function focusables() {
    const list = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
    return list.filter((e) => e.getClientRects().length > 0 && e.checkVisibility() && e.tabIndex >= 0 && !e.disabled).length;
}

function focused() {
    const e = document.activeElement;
    if (!e || e === document.body) {
        return null;
    }
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    e.setAttribute("data-visited", "1");
    return {
        name: `${e.tagName.toLowerCase()} "${e.textContent.trim().slice(0, 30)}"`,
        outlined: seen,
        inside: box.width > 0 && box.bottom > 0 && box.top < window.innerHeight,
        skip: e.getAttribute("href")?.startsWith("#") ?? false,
    };
}

async function keyboard(page) {
    const problems = [];
    const wanted = await page.evaluate(focusables);
    for (let i = 0; i < Math.min(wanted, 400); i++) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(focused);
        if (!at) {
            problems.push(`after ${i} of ${wanted} there is no focus`);
            break;
        }
        if (i === 0 && !at.skip) {
            problems.push(`the first is ${at.name}, and no way past the navigation`);
        }
        if (!at.outlined || !at.inside) {
            problems.push(`${at.name} has the focus and ${at.outlined ? "is not in view" : "does not show it"}`);
        }
    }
    const left = await page.evaluate(() =>
        [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
            (e) => e.getClientRects().length > 0 && e.checkVisibility() && !e.disabled && !e.hasAttribute("data-visited")).length);
    if (left > 0 && wanted <= 400) {
        problems.push(`${left} of ${wanted} cannot be reached`);
    }
    return problems;
}

async function accessible(page) {
    await page.evaluate(axe);
    const result = await page.evaluate(() => window.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }));
    // What refreshes itself shows an event that runs out in real time, which WCAG 2.2 excepts (2.2.1); axe cannot know.
    return result.violations.filter((v) => v.id !== "meta-refresh").map((v) => `${v.id}: ${v.help}: ${v.nodes[0].html.slice(0, 160)}`);
}

// Readers: what their browser says of them, and what is asked of a page then.
const everybody = [
    { name: "light", language: "en", options: { colorScheme: "light" }, checks: { accessible, keyboard, shapes: faintShapes } },
    { name: "dark", language: "en", options: { colorScheme: "dark" }, checks: { accessible, shapes: faintShapes } },
    { name: "rtl", language: "ar", options: { colorScheme: "light" }, checks: { accessible } },
    { name: "rtl-dark", language: "ar", options: { colorScheme: "dark" }, checks: { accessible, shapes: faintShapes } },
    { name: "russian", language: "ru", options: { colorScheme: "light" }, checks: { accessible } },
    { name: "narrow", language: "en", options: { viewport: { width: 320, height: 640 } }, checks: { reflow: overflowing } },
    { name: "narrow-rtl", language: "ar", options: { viewport: { width: 320, height: 640 } }, checks: { reflow: overflowing } },
    { name: "narrow-russian", language: "ru", options: { viewport: { width: 320, height: 640 } }, checks: { reflow: overflowing } },
    { name: "large-text", language: "en", options: {}, root: "200%", checks: { reflow: overflowing, clipped } },
    { name: "forced", language: "en", options: { forcedColors: "active" }, checks: { shapes: faintShapes } },
    { name: "print", language: "en", options: {}, media: "print", checks: { clipped } },
];

const usual = "light,dark,rtl,narrow,narrow-rtl,large-text,forced";
const wanted = (process.env.READERS ?? usual).split(",");
const readers = everybody.filter((r) => wanted.includes(r.name) || wanted.includes("all"));

const browser = await launch();
const pages = {};
for (const language of ["en", "ru", "ar"]) {
    const { pages: found, missing } = await crawl(base, language, each);
    judge(`every route has a page that links lead to, in ${language}`, missing);
    judge(`no link leads to an error, in ${language}`,
        found.filter((p) => p.status !== 200).map((p) => `${p.path}: ${p.status}`));
    pages[language] = found.filter((p) => p.status === 200).map((p) => p.path);
}
// A page that refreshes itself is looked at as it came: to look takes longer than it stands still.
async function stand(route) {
    const response = await route.fetch();
    const headers = response.headers();
    delete headers.refresh;
    await route.fulfill({ response, headers });
}

for (const reader of readers) {
    const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 900 }, ...reader.options });
    for (const path of pages[reader.language]) {
        const page = await context.newPage();
        await page.route((url) => url.pathname === path.split("?")[0], stand);
        if (reader.media) {
            await page.emulateMedia({ media: reader.media });
        }
        await page.goto(base + path, { waitUntil: "load" });
        if (reader.root) {
            await page.evaluate((size) => { document.documentElement.style.fontSize = size; }, reader.root);
        }
        for (const [name, check] of Object.entries(reader.checks)) {
            const inPage = [overflowing, clipped, faintShapes].includes(check);
            judge(`${reader.name} ${name} ${path}`, inPage ? await page.evaluate(check) : await check(page));
        }
        if (folder) {
            mkdirSync(folder, { recursive: true });
            const name = `${reader.name}${path.replace(/[^a-zA-Z0-9]+/g, "-")}`.slice(0, 120);
            await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
        }
        await page.close();
    }
    await context.close();
}
await browser.close();
console.log(`${passed} passed, ${failures.length} failed, 0 skipped`);
process.exitCode = failures.length > 0 ? 1 : 0;

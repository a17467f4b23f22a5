// The pages of a site as a reader finds them: from the first one along links, until every route of its OpenAPI
// description that has a page was seen.
import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export function launch() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
        args: ["--no-sandbox", "--disable-gpu"], // the tests run as root in bare machines
    });
}

/** "/en/bodies/{body}" as a regular expression. */
function pattern(path) {
    const text = path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "[^/]+");
    return new RegExp(`^${text}$`);
}

/** The routes that have a page: {path, expression}. */
export async function routes(base) {
    const api = await (await fetch(`${base}/openapi.json`)).json();
    const found = [];
    for (const [path, item] of Object.entries(api.paths)) {
        const types = Object.keys(item.get?.responses?.["200"]?.content ?? {});
        if (types.includes("text/html")) {
            found.push({ path, expression: pattern(path) });
        }
    }
    return found;
}

/** Addresses of pages in one language, a few of each route: along links, breadth first. */
export async function crawl(base, language, each = 2, most = 2000, followed = 60) {
    const known = await routes(base);
    const start = `/${language}`;
    const seen = new Set([start]);
    const queue = [start];
    const chosen = new Map();
    const fetched = new Map(); // how many pages of a route: not each leads on to what its like has
    let asked = 0;
    while (queue.length > 0 && asked < most) {
        const path = queue.shift();
        const plain = path.split("?")[0].replace(/(.)\/$/, "$1");
        const route = known.find((r) => r.expression.test(plain));
        const list = route ? chosen.get(route.path) ?? [] : [];
        const before = fetched.get(route?.path) ?? 0;
        if (!route || before >= followed) {
            continue;
        }
        fetched.set(route.path, before + 1);
        const response = await fetch(base + path, { headers: { accept: "text/html" } });
        asked++;
        if (!response.ok) {
            list.push({ path, status: response.status });
            chosen.set(route.path, list);
            continue;
        }
        if (!(response.headers.get("content-type") ?? "").startsWith("text/html")) {
            continue; // the same as data
        }
        const text = await response.text();
        if (list.length < each) {
            list.push({ path, status: response.status });
            chosen.set(route.path, list);
        }
        for (const [, href] of text.matchAll(/(?:href|action)="([^"#]+)[^"]*"/g)) {
            const clean = href.replaceAll("&amp;", "&");
            if ((clean === start || clean.startsWith(`${start}/`) || clean.startsWith(`${start}?`)) && !seen.has(clean)) {
                seen.add(clean);
                queue.push(clean);
            }
        }
    }
    const missing = known.filter((r) => !chosen.has(r.path)).map((r) => r.path);
    return { pages: [...chosen.values()].flat(), missing };
}

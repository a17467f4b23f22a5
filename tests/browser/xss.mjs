// xss BASE PAGE...: opens pages that show hostile texts, with the content policy and without it. None of the
// texts may run, none may have become an element or an attribute. The last line is `N passed, N failed, N skipped`.
import { launch } from "./site.mjs";

const [base, ...paths] = process.argv.slice(2);
let passed = 0;
let failed = 0;

// Whatever of the texts would be in the page as more than text.
function grown() {
    const out = [];
    for (const e of document.querySelectorAll("*")) {
        const name = e.tagName.toLowerCase();
        if (["script", "iframe", "object", "embed", "base", "video", "audio", "img", "marquee", "math", "template", "style"].includes(name)) {
            out.push(`<${name}>`);
        }
        for (const a of e.attributes) {
            const address = ["href", "src", "action", "formaction", "data", "xlink:href", "background"].includes(a.name);
            if (a.name.startsWith("on") || (address && /^\s*(javascript|data|vbscript):/i.test(a.value)) || a.name === "srcdoc") {
                out.push(`<${name} ${a.name}="${a.value.slice(0, 60)}">`);
            }
        }
    }
    return out;
}

const browser = await launch();
for (const bypassCSP of [false, true]) {
    const context = await browser.newContext({ bypassCSP });
    for (const path of paths) {
        const page = await context.newPage();
        const ran = [];
        await page.exposeFunction("__xss", () => ran.push("a text ran"));
        page.on("dialog", (d) => { ran.push("a dialog"); d.dismiss(); });
        page.on("request", (r) => {
            if (!r.url().startsWith(base)) {
                ran.push(`a request to ${r.url().slice(0, 80)}`);
            }
        });
        const answer = await page.goto(base + path, { waitUntil: "load" });
        const found = answer.status() === 200 ? await page.evaluate(grown) : [`status ${answer.status()}`];
        for (const e of (await page.locator("main a, main summary, main button").all()).slice(0, 8)) {
            await e.hover({ timeout: 300 }).catch(() => {});
            if (ran.length > 0) {
                break;
            }
        }
        const shown = await page.evaluate(() => (document.body.textContent.match(/__xss/g) ?? []).length);
        const problems = [...ran, ...found];
        if (problems.length === 0) {
            passed++;
        } else {
            failed++;
            console.log(`FAILED ${path}${bypassCSP ? " without the policy" : ""}: ${problems.slice(0, 5).join("; ")}`);
        }
        console.log(`${path} shows ${shown}`);
        await page.close();
    }
    await context.close();
}
await browser.close();
console.log(`${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed > 0 ? 1 : 0;

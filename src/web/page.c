#include "web/page.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "analysis/show_csv.h"
#include "base/check.h"
#include "base/civil.h"
#include "base/num.h"
#include "web/routes.h"

struct bytes page_value(const struct page *p, const char *name)
{
    for (size_t i = 0; i < route_parameter_count(p->route); i++) {
        if (bytes_equal_text(bytes_of_text(name), p->route->parameters[i].name)) {
            return p->values[i];
        }
    }
    unreachable("not a parameter of this route");
}

int64_t page_number(const struct page *p, const char *name, int64_t otherwise)
{
    int64_t n = 0;
    return num_parse(page_value(p, name), INTEGER_MAX, &n) ? n : otherwise;
}

enum page_result page_detail_with(struct page *p, enum page_result r, enum message m, size_t count,
                                  const struct say_value *values)
{
    p->detail = say_plain(p->arena, LANGUAGE_EN, m, values, count);
    p->detail_said = say_plain(p->arena, p->language, m, values, count);
    return r;
}

enum page_result page_unlisted(struct page *p, const char *address)
{
    return page_detailf(p, PAGE_UNKNOWN, MESSAGE_detail_unlisted, SAY_WORD("list", address));
}

static int64_t of_query(const struct page *p, const char *key, int64_t otherwise)
{
    int64_t n = 0;
    const struct bytes *value = target_query(p->target, key);
    return value != NULL && num_parse(*value, INTEGER_MAX, &n) ? n : otherwise;
}

int64_t page_after(const struct page *p)
{
    check(p->route->list);
    return of_query(p, "after", 0);
}

int64_t page_limit(const struct page *p)
{
    check(p->route->list);
    return of_query(p, "limit", WEB_LIST_ROWS);
}

bool page_open_again(struct page *p, const char *key, struct bytes value)
{
    struct target t = *p->target;
    struct buffer b;
    target_drop(&t, key);
    if (strcmp(key, "after") == 0) { /* elsewhere in the list nothing has that place */
        target_drop(&t, "rest");
    }
    if (t.query_count == TARGET_QUERY_MAX) {
        return false;
    }
    t.query[t.query_count].key = bytes_of_text(key);
    t.query[t.query_count++].value = value;
    buffer_init(&b, TARGET_BYTES_MAX + 100);
    target_write(&b, &t);
    if (strcmp(key, "rest") == 0) { /* the part that it names has this id */
        buffer_add_text(&b, "#rest");
    }
    html_open(p->html, "a");
    html_attribute(p->html, "href", arena_copy(p->arena, buffer_view(&b)));
    buffer_done(&b);
    return true;
}

void page_next_link(struct page *p)
{
    html_open(p->html, "p");
    if (page_open_again(p, "after", bytes_of_text(arena_printf(p->arena, "%lld", (long long)p->next)))) {
        html_attribute(p->html, "rel", BYTES("next"));
        page_say(p, MESSAGE_frame_next);
        html_close(p->html);
    }
    html_close(p->html);
}

void page_say_with(struct page *p, enum message m, size_t count, const struct say_value *values)
{
    say_html(p->html, p->language, m, values, count);
}

void page_say(struct page *p, enum message m)
{
    say_html(p->html, p->language, m, NULL, 0);
}

struct bytes page_plain(struct page *p, enum message m)
{
    return say_plain(p->arena, p->language, m, NULL, 0);
}

void page_title(struct page *p, enum message m)
{
    p->title = page_plain(p, m);
    html_element(p->html, "h1", p->title);
}

void page_title_content(struct page *p, struct bytes text, struct bytes lang)
{
    p->title = text;
    html_open(p->html, "h1");
    html_content(p->html, text, lang);
    html_close(p->html);
}

void page_heading(struct page *p, const char *id, enum message m)
{
    html_open(p->html, "h2");
    html_attribute(p->html, "id", bytes_of_text(id));
    page_say(p, m);
    html_close(p->html);
}

void page_paragraph(struct page *p, enum message m)
{
    html_open(p->html, "p");
    page_say(p, m);
    html_close(p->html);
}

struct bytes page_address(struct page *p, enum language l, const char *ending)
{
    struct buffer b;
    struct target t = *p->target;
    enum language known;
    buffer_init(&b, TARGET_BYTES_MAX + 64);
    if (t.segment_count > 0 && language_parse(t.segments[0], &known)) {
        t.segments[0] = bytes_of_text(language_tag(l));
    }
    if (ending != NULL && t.segment_count > 0) {
        target_drop(&t, "rest"); /* data has all of each part of a page */
        struct bytes *last = &t.segments[t.segment_count - 1];
        *last =
            bytes_of_text(arena_printf(p->arena, "%.*s%s", (int)last->len, (const char *)last->data, ending));
    }
    target_write(&b, &t);
    const struct bytes out = arena_copy(p->arena, buffer_view(&b));
    buffer_done(&b);
    return out;
}

/* Whether an address begins as one does that shows nothing of the record, and so takes no `at`. */
static bool is_plain(struct bytes literal)
{
    bool plain = false;
    for (size_t i = 0; i < route_count() && !plain; i++) {
        const struct route *r = route_at(i);
        const size_t len = strcspn(r->pattern, "{");
        plain = r->plain && bytes_equal(literal, bytes_of(r->pattern, len));
    }
    return plain;
}

/* The language before it, and the entry behind it where the reader looks at an earlier one. */
void page_open_link(struct page *p, size_t count, const struct bytes *pieces)
{
    struct bytes all[16];
    check(count > 0 && count + 5 < sizeof all / sizeof all[0]);
    bool query = false;
    all[0] = BYTES("/");
    all[1] = bytes_of_text(language_tag(p->language));
    for (size_t i = 0; i < count; i++) {
        all[2 + i] = pieces[i];
        for (size_t k = 0; i % 2 == 0 && k < pieces[i].len; k++) {
            query = query || pieces[i].data[k] == '?';
        }
    }
    size_t n = 2 + count;
    html_open(p->html, "a");
    if (p->at && !is_plain(pieces[0])) {
        if (n % 2 == 1) { /* the last piece was a literal */
            all[n++] = BYTES("");
        }
        all[n++] = query ? BYTES("&at=") : BYTES("?at=");
        all[n++] = bytes_of_text(arena_printf(p->arena, "%llu", (unsigned long long)p->entry));
    }
    html_href(p->html, n, all);
}

void page_link_alone_with(struct page *p, enum message m, size_t count, const struct bytes *pieces)
{
    html_open(p->html, "p");
    page_open_link(p, count, pieces);
    page_say(p, m);
    html_close(p->html);
    html_close(p->html);
}

static struct bytes decimal(struct page *p, uint64_t n)
{
    return bytes_of_text(arena_printf(p->arena, "%llu", (unsigned long long)n));
}

void page_link_entry(struct page *p, uint64_t index)
{
    page_link(p, BYTES("/record/"), decimal(p, index));
    html_class(p->html, "entry");
    page_sayf(p, MESSAGE_frame_entry_number, SAY_NUMBER("number", (int64_t)index));
    html_close(p->html);
}

void page_link_member(struct page *p, struct bytes code)
{
    page_link(p, BYTES("/members/"), code);
    html_element(p->html, "bdi", code);
    html_close(p->html);
}

void page_link_digest(struct page *p, const struct hash *digest)
{
    html_digest(p->html, digest, bytes_of_text(language_tag(p->language)));
}

struct bytes page_time_text(struct arena *a, int64_t ms)
{
    const time_t seconds = (time_t)floor_divide(ms, 1000);
    struct tm t;
    if (gmtime_r(&seconds, &t) == NULL) {
        return BYTES("?");
    }
    return bytes_of_text(arena_printf(a, "%04d-%02d-%02d %02d:%02d:%02d UTC", t.tm_year + 1900, t.tm_mon + 1,
                                      t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec));
}

void page_time(struct page *p, int64_t ms)
{
    const struct bytes text = page_time_text(p->arena, ms);
    html_open(p->html, "time");
    if (text.len == 23) {
        html_attribute(p->html, "datetime",
                       bytes_of_text(arena_printf(p->arena, "%.10sT%.8sZ", (const char *)text.data,
                                                  (const char *)text.data + 11)));
    }
    html_attribute(p->html, "dir", BYTES("ltr"));
    html_text(p->html, text);
    html_close(p->html);
}

void page_terms(struct page *p)
{
    html_open(p->html, "dl");
}

void page_term(struct page *p, enum message m)
{
    if (html_is_open(p->html, "dd")) {
        html_close(p->html);
    }
    html_open(p->html, "dt");
    page_say(p, m);
    html_close(p->html);
    html_open(p->html, "dd");
}

void page_terms_end(struct page *p)
{
    if (html_is_open(p->html, "dd")) {
        html_close(p->html);
    }
    check(html_is_open(p->html, "dl"));
    html_close(p->html);
}

void page_language(struct page *p, struct bytes tag)
{
    html_open(p->html, "bdi");
    html_attribute(p->html, "lang", tag);
    html_text(p->html, language_native(tag));
    html_close(p->html);
}

void page_command(struct page *p, const char *command)
{
    html_open(p->html, "pre");
    html_class(p->html, "command");
    html_attribute(p->html, "dir", BYTES("ltr"));
    html_attribute(p->html, "tabindex", BYTES("0"));
    html_element(p->html, "code", bytes_of_text(command));
    html_close(p->html);
}

void page_hosting_note(struct page *p)
{
    if (p->org->hosted) {
        html_open(p->html, "p");
        html_class(p->html, "note");
        page_say(p, MESSAGE_frame_hosted_note);
        html_close(p->html);
    }
}

struct bytes csv_realm(const struct csv *c)
{
    return c->page == NULL     ? BYTES("")
           : c->page->archive ? BYTES("archive")
                              : bytes_of_text(realm_word(c->page->org->realm));
}

static void separate(struct csv *c)
{
    if (!c->begun && c->page != NULL) {
        show_csv_text(c->out, c->headed ? csv_realm(c) : BYTES("realm"));
    }
    if (c->begun || c->page != NULL) {
        buffer_add_u8(c->out, ',');
    }
    c->begun = true;
}

void csv_text(struct csv *c, struct bytes text)
{
    separate(c);
    show_csv_text(c->out, text);
}

void csv_integer(struct csv *c, int64_t n)
{
    separate(c);
    buffer_printf(c->out, "%lld", (long long)n);
}

void csv_end(struct csv *c)
{
    buffer_add_text(c->out, "\r\n");
    c->begun = false;
    c->headed = true;
}

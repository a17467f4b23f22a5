#include "web/part.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "web/routes.h"

bool part_place_parse(struct bytes text, struct bytes *key, int64_t *from)
{
    size_t dot = text.len;
    while (dot > 0 && text.data[dot - 1] != '.') {
        dot--;
    }
    if (dot < 2 || !num_parse(bytes_of(text.data + dot, text.len - dot), INTEGER_MAX, from)) {
        return false;
    }
    *key = bytes_of(text.data, dot - 1);
    size_t before = 0; /* letters of the file of messages, then a dot */
    while (before < key->len && key->data[before] >= 'a' && key->data[before] <= 'z') {
        before++;
    }
    if (before == 0 || before + 1 >= key->len || key->data[before] != '.') {
        return false;
    }
    for (size_t i = before + 1; i < key->len; i++) {
        const uint8_t c = key->data[i];
        if (!((c >= 'a' && c <= 'z') || c == '_')) {
            return false;
        }
    }
    return true;
}

static int by_size(const void *a, const void *b)
{
    const size_t x = *(const size_t *)a;
    const size_t y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

bool parts_tighten(struct page *p, size_t content_bytes)
{
    struct parts *x = &p->parts;
    if (x->tight || x->count == 0 || (content_bytes <= WEB_PAGE_BYTES && !x->cut)) {
        return false;
    }
    size_t fixed = content_bytes + x->notes - (x->asked ? x->pictures : 0);
    for (size_t i = 0; i < x->count; i++) {
        fixed -= x->sizes[i];
    }
    size_t room = fixed < WEB_PAGE_BYTES ? WEB_PAGE_BYTES - fixed : 0;
    x->tight = true;
    x->said = false;
    x->share = room;
    /* Who needs less than an even share leaves the rest of it to the others. */
    qsort(x->sizes, x->count, sizeof x->sizes[0], by_size);
    for (size_t i = 0; i < x->count && !x->asked; i++) {
        x->share = room / (x->count - i);
        room -= x->sizes[i] < x->share ? x->sizes[i] : x->share;
    }
    return true;
}

/* Whether this part is asked for, and from which item on. */
static bool is_asked(const struct page *p, enum message name, int64_t *from)
{
    struct bytes key;
    const struct bytes *rest = target_query(p->target, "rest");
    return rest != NULL && part_place_parse(*rest, &key, from) &&
           bytes_equal_text(key, message_texts[name].key);
}

void page_part(struct page *p, enum message name)
{
    struct parts *x = &p->parts;
    check(!x->now.open);
    x->now.open = true;
    x->now.list = p->route->list && p->route->name == name;
    x->now.name = (int)name;
    x->now.begun = p->html->out->len;
    x->now.mark = x->now.begun;
    x->now.from = 0;
    x->now.asked = !x->now.list && is_asked(p, name, &x->now.from);
    x->asked = x->asked || x->now.asked;
    x->now.items = 0;
    x->now.shown = 0;
    x->now.next = 0;
    x->now.full = false;
    x->now.kept = false;
}

void parts_add(struct page *p, size_t bytes)
{
    struct parts *x = &p->parts;
    if (!x->tight && x->count < PARTS_MAX) {
        x->sizes[x->count++] = bytes;
    }
}

/* Whoever asks for so many gets so many. */
static bool is_counted(const struct page *p)
{
    return p->parts.now.list && target_query(p->target, "limit") != NULL;
}

static bool has_room(const struct page *p)
{
    const struct parts *x = &p->parts;
    const size_t share = x->asked && !x->now.asked ? 0 : x->share;
    const bool first = x->now.shown == 0 && x->asked == x->now.asked;
    return !x->tight || is_counted(p) || first || p->html->out->len - x->now.begun <= share;
}

/* The item that has ended stays, or is taken back. */
static void settle(struct page *p)
{
    struct parts *x = &p->parts;
    struct buffer *out = p->html->out;
    if (x->now.items == 0) {
        return;
    }
    if (x->now.kept) {
        x->now.mark = out->len;
        x->now.kept = false;
        return;
    }
    const bool before = x->now.items <= x->now.from;
    x->now.full = x->now.full || (!before && !has_room(p));
    if (before || x->now.full) {
        out->len = x->now.mark;
    } else {
        x->now.mark = out->len;
        x->now.shown++;
        x->now.next = p->row_next;
    }
}

void page_part_item(struct page *p)
{
    settle(p);
    p->parts.now.items++;
}

bool page_part_shows(const struct page *p)
{
    const struct parts *x = &p->parts;
    struct bytes digits;
    int64_t character = 0;
    const struct bytes *rest = target_query(p->target, "rest");
    if (rest != NULL && !x->said && text_place_parse(*rest, &digits, &character)) {
        return true; /* its text may be the one */
    }
    return x->tight ? !x->now.full && x->now.items > x->now.from : p->html->out->len <= WEB_PAGE_BYTES;
}

/* Behind so many elements that its items stand in. The rest of a list is its next page. */
static void end_part(struct page *p, size_t around)
{
    struct parts *x = &p->parts;
    settle(p);
    html_close_to(p->html, p->html->depth - around);
    const int64_t next = x->now.from + x->now.shown;
    x->now.open = false;
    if (!is_counted(p)) {
        parts_add(p, x->now.mark - x->now.begun);
    }
    if (x->now.full && x->now.list) {
        p->next = x->now.next > 0 ? x->now.next : page_after(p) + next;
    } else if (x->now.full) {
        const char *key = message_texts[x->now.name].key;
        html_open(p->html, "p");
        const char *place = arena_printf(p->arena, "%s.%lld", key, (long long)next);
        if (page_open_again(p, "rest", bytes_of_text(place))) {
            page_sayf(p, MESSAGE_frame_rest, SAY_TEXT("what", page_plain(p, (enum message)x->now.name)),
                      SAY_NUMBER("number", x->now.items - next));
            html_close(p->html);
        }
        html_close(p->html);
    }
}

void page_part_end(struct page *p)
{
    end_part(p, 0);
}

void page_table_begin(struct page *p, enum message caption, size_t count, const enum message *columns)
{
    struct html *h = p->html;
    int64_t from = 0;
    html_open(h, "div");
    html_class(h, "scroll");
    if (is_asked(p, caption, &from)) {
        html_attribute(h, "id", BYTES("rest"));
    }
    html_attribute(h, "tabindex", BYTES("0"));
    html_attribute(h, "role", BYTES("group")); /* named, and no landmark: a page has many */
    html_attribute(h, "aria-label", page_plain(p, caption));
    html_open(h, "table");
    html_open(h, "caption");
    page_say(p, caption);
    html_close(h);
    html_open(h, "thead");
    html_open(h, "tr");
    for (size_t i = 0; i < count; i++) {
        html_open(h, "th");
        html_attribute(h, "scope", BYTES("col"));
        page_say(p, columns[i]);
        html_close(h);
    }
    html_close(h);
    html_close(h);
    html_open(h, "tbody");
    page_part(p, caption);
}

static void end_cell(struct html *h)
{
    if (html_is_open(h, "td")) {
        html_close(h);
    }
}

static void end_row(struct page *p)
{
    end_cell(p->html);
    if (html_is_open(p->html, "tr")) {
        html_close(p->html);
    }
}

void page_row(struct page *p)
{
    end_row(p);
    page_part_item(p);
    html_open(p->html, "tr");
}

void page_cell(struct page *p)
{
    end_cell(p->html);
    html_open(p->html, "td");
}

void page_cell_number(struct page *p, int64_t n)
{
    end_cell(p->html);
    html_open(p->html, "td");
    html_class(p->html, "number");
    html_integer(p->html, n);
}

void page_table_end(struct page *p)
{
    end_row(p);
    check(html_is_open(p->html, "tbody"));
    end_part(p, 3);
}


void page_list(struct page *p, enum message name)
{
    int64_t from = 0;
    html_open(p->html, "ul");
    if (is_asked(p, name, &from)) {
        html_attribute(p->html, "id", BYTES("rest"));
    }
    page_part(p, name);
}

void page_numbered_list(struct page *p, enum message name, int64_t first)
{
    int64_t from = 0;
    const bool asked = is_asked(p, name, &from);
    html_open(p->html, "ol");
    if (asked) {
        html_attribute(p->html, "id", BYTES("rest"));
    }
    html_attribute(p->html, "start",
                   bytes_of_text(arena_printf(p->arena, "%lld", (long long)(asked ? first + from : first))));
    page_part(p, name);
}

static void end_item(struct page *p)
{
    if (html_is_open(p->html, "li")) {
        html_close(p->html);
    }
}

void page_item(struct page *p)
{
    end_item(p);
    page_part_item(p);
    html_open(p->html, "li");
}

void page_list_end(struct page *p)
{
    end_item(p);
    end_part(p, 1);
}

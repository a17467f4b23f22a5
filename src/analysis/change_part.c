/* What changes in the parts that have a name and sentences of their own: tables, calendars, bodies, offices,
 * classifications, referrals and motions. */
#include "analysis/change_inner.h"

#include <stddef.h>

/* Where the parts of a kind stand in a charter. */
struct kind {
    enum part_kind part;
    enum name_kind name;
    enum prose_kind prose;
    size_t count; /* offsets in a charter, */
    size_t items;
    size_t size;
    size_t title; /* and in a part, which begins with its name; NO_HEADING: its sentence has them */
    size_t source;
    size_t mark;
    void (*more)(struct changer *x, const void *before, const void *after);
};
#define NO_HEADING ((size_t)-1)
#define PLACE(type, list)                                                                                    \
    .count = offsetof(struct charter, list##_count), .items = offsetof(struct charter, list##s),             \
    .size = sizeof(struct type)
#define HEADINGS(type)                                                                                       \
    .title = offsetof(struct type, title), .source = offsetof(struct type, source),                          \
    .mark = offsetof(struct type, mark)

static const struct table *values_of(const struct changer *x, int side, struct bytes name)
{
    const struct trial_side *s = &x->sides[side];
    for (size_t i = 0; i < s->table_count; i++) {
        if (bytes_equal(s->tables[i].name, name)) {
            return &s->tables[i].table;
        }
    }
    return NULL;
}

static void compare_value(struct changer *x, struct bytes code, int64_t was, int64_t is)
{
    if (was == is) {
        return;
    }
    change_add_bytes(x, code);
    buffer_printf(&x->text, was < 0 ? ": not in it" : ": %lld", (long long)was);
    buffer_printf(&x->text, is < 0 ? "; now not in it" : "; now %lld", (long long)is);
    change_end(x);
}

/* Member by member, where the numbers of both are at hand. */
static void compare_tables(struct changer *x, const void *before, const void *after)
{
    const struct charter_table *b = before;
    const struct charter_table *a = after;
    const struct table *was = values_of(x, 0, b->name);
    const struct table *is = values_of(x, 1, a->name);
    change_texts(x, "It is in force from ", b->from, a->from, "the beginning");
    change_texts(x, "It is in force until ", b->until, a->until, "no end is said");
    for (size_t i = 0; was != NULL && is != NULL && i < was->count; i++) {
        compare_value(x, was->rows[i].code, was->rows[i].value, table_value(is, was->rows[i].code));
    }
    for (size_t i = 0; was != NULL && is != NULL && i < is->count; i++) {
        if (table_value(was, is->rows[i].code) < 0) {
            compare_value(x, is->rows[i].code, -1, is->rows[i].value);
        }
    }
}

static bool sits(const struct charter *c, const struct charter_body *body, struct bytes code,
                 struct bytes date)
{
    const struct charter_group *g = charter_group(c, body->tagged);
    const bool tagged = g != NULL && group_has(g, code, date);
    return body->everyone ? charter_member(c, code, date) != NULL : tagged;
}

static void compare_seat(struct changer *x, const struct charter_body *b, const struct charter_body *a,
                         struct bytes code)
{
    const bool was = sits(change_side(x, 0), b, code, x->date);
    const bool is = sits(change_side(x, 1), a, code, x->date);
    if (was != is) {
        change_add_bytes(x, code);
        change_say(x, is ? " gains a seat in it" : " loses its seat in it");
    }
}

/* Who gains or loses a seat, of those whom the charters list. */
static void compare_bodies(struct changer *x, const void *before, const void *after)
{
    const struct charter_body *b = before;
    const struct charter_body *a = after;
    const struct charter *was = change_side(x, 0);
    const struct charter *is = change_side(x, 1);
    for (size_t i = 0; i < is->member_count; i++) {
        if (&is->members[i] == charter_member(is, is->members[i].code, x->date)) {
            compare_seat(x, b, a, is->members[i].code);
        }
    }
    for (size_t i = 0; i < was->member_count; i++) {
        if (&was->members[i] == charter_member(was, was->members[i].code, x->date) &&
            charter_member(is, was->members[i].code, x->date) == NULL) {
            compare_seat(x, b, a, was->members[i].code);
        }
    }
}

static const struct kind kinds[] = {
    {PART_TABLE, NAME_TABLE, PROSE_TABLE, PLACE(charter_table, table), HEADINGS(charter_table),
     compare_tables},
    {PART_CALENDAR, NAME_CALENDAR, PROSE_CALENDAR, PLACE(charter_calendar, calendar),
     HEADINGS(charter_calendar), NULL},
    {PART_BODY, NAME_BODY, PROSE_BODY, .count = offsetof(struct charter, body_count),
     .items = offsetof(struct charter, bodies), .size = sizeof(struct charter_body), HEADINGS(charter_body),
     compare_bodies},
    {PART_OFFICE, NAME_OFFICE, PROSE_OFFICE, PLACE(charter_office, office), HEADINGS(charter_office), NULL},
    {PART_CLASSIFICATION, NAME_CLASSIFICATION, PROSE_CLASSIFICATION,
     PLACE(charter_classification, classification), HEADINGS(charter_classification), NULL},
    {PART_REFERRAL, NAME_REFERRAL, PROSE_REFERRAL, PLACE(charter_referral, referral),
     HEADINGS(charter_referral), NULL},
    {PART_MOTION, NAME_MOTION, PROSE_MOTIONS, PLACE(charter_motion, motion), .title = NO_HEADING,
     .source = NO_HEADING, .mark = NO_HEADING, NULL},
};

static size_t count_of(const struct kind *k, const struct charter *c)
{
    return *(const size_t *)((const char *)c + k->count);
}

static const char *item_of(const struct kind *k, const struct charter *c, size_t i)
{
    return *(const char *const *)((const char *)c + k->items) + i * k->size;
}

static struct bytes name_of(const char *item)
{
    return *(const struct bytes *)item;
}

/* The number of parts: there is none of that name. */
static size_t index_of(const struct kind *k, const struct charter *c, struct bytes name)
{
    size_t i = 0;
    while (i < count_of(k, c) && !bytes_equal(name_of(item_of(k, c, i)), name)) {
        i++;
    }
    return i;
}

static const struct bytes *sentences_of(const struct changer *x, const struct kind *k, int side,
                                        struct bytes name, size_t *count)
{
    const struct prose *p = &x->prose[side];
    *count = 0;
    for (size_t i = 0; i < p->count; i++) {
        const struct prose_article *article = &p->articles[i];
        if (article->kind == k->prose && k->prose == PROSE_MOTIONS) {
            *count = 1; /* one article for all motions, with a sentence of each */
            return &article->sentences[index_of(k, p->charter, name)];
        }
        if (article->kind == k->prose && bytes_equal(article->name, name)) {
            *count = article->count;
            return article->sentences;
        }
    }
    return NULL;
}

static void change_part(struct changer *x, const struct kind *k, struct bytes name, const char *before,
                        const char *after)
{
    size_t was_count = 0;
    size_t is_count = 0;
    change_begin(x, part_kind_word(k->part), name);
    if (before == NULL) {
        change_say(x, "It is new");
    } else if (after == NULL) {
        change_say(x, "It is no longer there");
        change_keep(x);
        return;
    } else if (k->title != NO_HEADING) {
        const struct bytes titles[] = {*(const struct bytes *)(before + k->title),
                                       *(const struct bytes *)(after + k->title)};
        const struct bytes sources[] = {*(const struct bytes *)(before + k->source),
                                        *(const struct bytes *)(after + k->source)};
        change_headings(x, titles, sources, (const struct charter_mark *)(before + k->mark),
                        (const struct charter_mark *)(after + k->mark));
    }
    const struct bytes *was = before == NULL ? NULL : sentences_of(x, k, 0, name, &was_count);
    const struct bytes *is = sentences_of(x, k, 1, name, &is_count);
    change_sentences(x, was, was_count, is, is_count);
    if (before != NULL && k->more != NULL) {
        k->more(x, before, after);
    }
    if (x->now->count == 0 && change_differs(x, k->part, name)) {
        change_say(x, "It says the same in another order");
    }
    if (x->now->count > 0) {
        change_links(x, k->name, name);
    }
    change_keep(x);
}

static void change_kind(struct changer *x, const struct kind *k)
{
    const struct charter *b = change_side(x, 0);
    const struct charter *a = change_side(x, 1);
    for (size_t i = 0; i < count_of(k, a); i++) {
        const char *item = item_of(k, a, i);
        const size_t was = index_of(k, b, name_of(item));
        change_part(x, k, name_of(item), was == count_of(k, b) ? NULL : item_of(k, b, was), item);
    }
    for (size_t i = 0; i < count_of(k, b); i++) {
        const char *item = item_of(k, b, i);
        if (index_of(k, a, name_of(item)) == count_of(k, a)) {
            change_part(x, k, name_of(item), item, NULL);
        }
    }
}

void change_parts(struct changer *x)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        change_kind(x, &kinds[i]);
    }
}

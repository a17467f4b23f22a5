#include "charter/difference.h"

#include <string.h>

#include "base/check.h"
#include "charter/clause.h"
#include "charter/print.h"
#include "charter/rule.h"

struct parts {
    struct arena *arena;
    size_t count;
    struct difference_part *items;
};

/* A part's text comes from one of CHARTER_BYTES_MAX; its form is not much longer. */
#define PART_TEXT_MAX ((size_t)16 * CHARTER_BYTES_MAX)

static void add_names(struct buffer *b, const char *word, const struct bytes *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(b, i == 0 ? word : ", ");
        buffer_add_bytes(b, names[i]);
    }
    buffer_add_text(b, count > 0 ? ";\n" : "");
}

/* Keeps a part with the text in the buffer, which is then empty again. */
static void keep(struct parts *p, struct difference_part part, struct buffer *text)
{
    check(!text->overflow);
    part.text = arena_copy(p->arena, buffer_view(text));
    buffer_clear(text);
    p->items[p->count++] = part;
}

#define KEEP_ALL(kind, part_kind)                                                                            \
    for (size_t i = 0; i < c->kind##_count; i++) {                                                           \
        charter_print_##kind(b, &c->kind##s[i]);                                                             \
        keep(p, (struct difference_part){part_kind, c->kind##s[i].name, .mark = &c->kind##s[i].mark}, b);    \
    }

static void add_others(struct parts *p, const struct charter *c, struct buffer *b)
{
    KEEP_ALL(motion, PART_MOTION)
    KEEP_ALL(calendar, PART_CALENDAR)
    for (size_t i = 0; i < c->member_count; i++) {
        const struct charter_member *m = &c->members[i];
        charter_print_member(b, c, m);
        keep(p, (struct difference_part){PART_MEMBER, m->code, m->from, m->until, .mark = &m->mark}, b);
    }
    KEEP_ALL(office, PART_OFFICE)
    KEEP_ALL(classification, PART_CLASSIFICATION)
    KEEP_ALL(referral, PART_REFERRAL)
}

static struct parts parts_of(struct arena *a, const struct charter *c)
{
    struct parts p = {.arena = a};
    struct buffer b;
    buffer_init(&b, PART_TEXT_MAX);
    p.items = ARENA_ARRAY(a, struct difference_part,
                          4 + c->table_count + c->group_count + c->body_count + c->rule_count +
                              c->motion_count + c->calendar_count + c->member_count + c->office_count +
                              c->classification_count + c->referral_count);
    add_names(&b, "languages ", c->languages, c->language_count);
    keep(&p, (struct difference_part){.kind = PART_LANGUAGES}, &b);
    add_names(&b, "attributes ", c->attributes, c->attribute_count);
    keep(&p, (struct difference_part){.kind = PART_ATTRIBUTES}, &b);
    charter_print_voice(&b, c);
    keep(&p, (struct difference_part){.kind = PART_VOICE}, &b);
    charter_print_rungs(&b, c);
    keep(&p, (struct difference_part){.kind = PART_RUNGS}, &b);
    for (size_t i = 0; i < c->table_count; i++) {
        const struct charter_table *t = &c->tables[i];
        charter_print_table(&b, t);
        keep(&p, (struct difference_part){PART_TABLE, t->name, t->from, t->until, .mark = &t->mark}, &b);
    }
    for (size_t i = 0; i < c->group_count; i++) {
        const struct charter_group *g = &c->groups[i];
        if (!g->derived) {
            charter_print_group(&b, g);
            keep(&p, (struct difference_part){PART_GROUP, g->name, .mark = &g->mark}, &b);
        }
    }
    for (size_t i = 0; i < c->body_count; i++) {
        const struct charter_body *body = &c->bodies[i];
        charter_print_body(&b, body);
        keep(&p, (struct difference_part){PART_BODY, body->name, .mark = &body->mark, .body = body}, &b);
    }
    for (size_t i = 0; i < c->rule_count; i++) {
        const struct charter_rule *r = &c->rules[i];
        charter_print_rule_alone(&b, r);
        keep(&p, (struct difference_part){PART_RULE, r->name, r->from, r->until, .mark = &r->mark, .rule = r},
             &b);
    }
    add_others(&p, c, &b);
    buffer_done(&b);
    return p;
}

static const struct difference_part *find(const struct parts *p, const struct difference_part *part)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct difference_part *x = &p->items[i];
        if (x->kind == part->kind && bytes_equal(x->name, part->name) && bytes_equal(x->from, part->from) &&
            bytes_equal(x->until, part->until)) {
            return x;
        }
    }
    return NULL;
}

const struct charter *difference_base(struct arena *a, const struct charter_source *sources, size_t count,
                                      struct charter_diags *diags)
{
    const struct charter *c = NULL;
    const struct charter *base = NULL;
    diags->count = 0;
    check(charter_parse(a, sources, count, &c, diags) == OK);
    if (c->extends.len == 0) {
        return NULL;
    }
    struct charter_source *others = ARENA_ARRAY(a, struct charter_source, count);
    size_t other_count = 1;
    for (size_t i = 1; i < count; i++) {
        if (bytes_equal(sources[i].name, c->extends)) {
            others[0] = sources[i];
        } else {
            others[other_count++] = sources[i];
        }
    }
    return charter_parse(a, others, other_count, &base, diags) == OK ? base : NULL;
}

struct difference_list difference_of(struct arena *a, const struct charter *before,
                                     const struct charter *after)
{
    const struct parts old = parts_of(a, before);
    const struct parts new = parts_of(a, after);
    struct difference *items = ARENA_ARRAY(a, struct difference, old.count + new.count);
    size_t count = 0;
    for (size_t i = 0; i < new.count; i++) {
        const struct difference_part *was = find(&old, &new.items[i]);
        if (was == NULL || !bytes_equal(was->text, new.items[i].text)) {
            items[count++] = (struct difference){was, &new.items[i]};
        }
    }
    for (size_t i = 0; i < old.count; i++) {
        if (find(&new, &old.items[i]) == NULL) {
            items[count++] = (struct difference){&old.items[i], NULL};
        }
    }
    return (struct difference_list){count, items};
}

struct unverified_list difference_unverified(struct arena *a, const struct charter *c,
                                             const struct charter *base)
{
    const struct parts p = parts_of(a, c);
    const struct parts others = base == NULL ? (struct parts){.count = 0} : parts_of(a, base);
    struct unverified_list list = {.items = ARENA_ARRAY(a, struct unverified, p.count)};
    for (size_t i = 0; i < p.count; i++) {
        const struct difference_part *part = &p.items[i];
        if (part->mark != NULL && !part->mark->verified) {
            const struct difference_part *other = find(&others, part);
            list.items[list.count++] =
                (struct unverified){part, other != NULL && bytes_equal(other->text, part->text)};
        }
    }
    return list;
}

struct lines {
    size_t count;
    struct bytes *items;
};

static struct lines lines_of(struct arena *a, const struct difference_part *part)
{
    struct bytes rest = part == NULL ? BYTES("") : part->text;
    size_t max = 0;
    for (size_t i = 0; i < rest.len; i++) {
        max += rest.data[i] == '\n' ? 1 : 0;
    }
    struct lines l = {.items = ARENA_ARRAY(a, struct bytes, max)};
    for (size_t i = 0; i < max; i++) {
        const size_t len = (size_t)((const uint8_t *)memchr(rest.data, '\n', rest.len) - rest.data);
        l.items[l.count++] = bytes_of(rest.data, len);
        rest = bytes_of(rest.data + len + 1, rest.len - len - 1);
    }
    return l;
}

static void add_line(struct buffer *b, char sign, struct bytes line, const struct difference_part *part)
{
    struct buffer words;
    check(part != NULL); /* where there are lines there is a part */
    buffer_init(&words, PART_TEXT_MAX);
    buffer_printf(b, "  %c %.*s\n", sign, (int)line.len, (const char *)line.data);
    if (part->rule != NULL) {
        clause_words(&words, part->rule, line);
    } else if (part->body != NULL) {
        clause_body_words(&words, part->body, line);
    }
    if (words.len > 0) {
        buffer_printf(b, "        (%s)\n", buffer_text(&words));
    }
    buffer_done(&words);
}

/* The lines that are in one text only, by the longest sequence of lines that both have. */
static void add_lines(struct buffer *b, struct arena *a, const struct difference *d)
{
    const struct lines old = lines_of(a, d->before);
    const struct lines new = lines_of(a, d->after);
    const size_t width = new.count + 1;
    uint32_t *common = ARENA_ARRAY(a, uint32_t, (old.count + 1) * width);
    for (size_t i = old.count; i-- > 0;) {
        for (size_t j = new.count; j-- > 0;) {
            const uint32_t down = common[(i + 1) * width + j];
            const uint32_t right = common[i * width + j + 1];
            common[i * width + j] = bytes_equal(old.items[i], new.items[j])
                                        ? common[(i + 1) * width + j + 1] + 1
                                    : down > right ? down
                                                   : right;
        }
    }
    size_t i = 0;
    size_t j = 0;
    while (i < old.count || j < new.count) {
        if (i < old.count && j < new.count &&bytes_equal(old.items[i], new.items[j])) {
            i++;
            j++;
        } else if (i < old.count &&
                   (j == new.count || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
            add_line(b, '-', old.items[i++], d->before);
        } else {
            add_line(b, '+', new.items[j++], d->after);
        }
    }
}

const char *part_kind_word(enum part_kind k)
{
    static const char *const words[PART_KIND_COUNT] = {
        "languages", "attributes", "voice",    "rungs",  "table",  "group",          "body",
        "rule",      "motion",     "calendar", "member", "office", "classification", "referral"};
    return words[k];
}

static void add_title(struct buffer *b, const struct difference_part *part)
{
    buffer_add_text(b, part_kind_word(part->kind));
    buffer_add_text(b, part->name.len > 0 ? " " : "");
    buffer_add_bytes(b, part->name);
    if (part->from.len > 0) {
        buffer_printf(b, " from %.*s", (int)part->from.len, (const char *)part->from.data);
    }
    if (part->until.len > 0) {
        buffer_printf(b, " until %.*s", (int)part->until.len, (const char *)part->until.data);
    }
}

void difference_write_one(struct buffer *b, struct arena *a, const struct difference *d)
{
    add_title(b, d->after != NULL ? d->after : d->before);
    buffer_add_text(b, d->before == NULL || d->before->text.len == 0 ? ": added\n"
                       : d->after == NULL || d->after->text.len == 0 ? ": removed\n"
                                                                     : ": changed\n");
    add_lines(b, a, d);
}

static void write_changes(struct buffer *b, struct arena *a, const struct charter *before,
                          const struct charter *after)
{
    const struct difference_list list = difference_of(a, before, after);
    buffer_printf(b, "How %.*s differs from %.*s\n", (int)after->name.len, (const char *)after->name.data,
                  (int)before->name.len, (const char *)before->name.data);
    buffer_add_text(b, list.count == 0 ? "\nIn nothing.\n" : "");
    for (size_t i = 0; i < list.count; i++) {
        buffer_add_u8(b, '\n');
        difference_write_one(b, a, &list.items[i]);
    }
}

void difference_write(struct buffer *b, struct arena *a, const struct charter *before,
                      const struct charter *after)
{
    if (before != NULL) {
        write_changes(b, a, before, after);
    } else {
        buffer_add_bytes(b, after->name);
        buffer_add_text(b, " extends no other charter.\n");
    }
    const struct unverified_list unverified = difference_unverified(a, after, before);
    buffer_add_text(b, "\nWhat of it is unverified\n\n");
    buffer_add_text(b, unverified.count == 0 ? "Nothing is marked.\n" : "");
    for (size_t i = 0; i < unverified.count; i++) {
        const struct difference_part *part = unverified.items[i].part;
        buffer_add_text(b, "  ");
        add_title(b, part);
        buffer_printf(b, "%s: ", before == NULL || unverified.items[i].inherited ? "" : " (its own)");
        buffer_add_bytes(b, part->mark->unverified);
        buffer_add_u8(b, '\n');
    }
}

/* Joins a charter with what it extends, resolves the names that lead from one part to another, and hashes. */
#include <string.h>

#include "base/check.h"
#include "charter/compose.h"
#include "charter/print.h"

static bool in_chain(const struct composition *c, size_t index)
{
    for (size_t i = 0; i < c->chain_count; i++) {
        if (c->chain[i] == index) {
            return true;
        }
    }
    return false;
}

static void fail_extends(struct composition *c, const struct draft *d, struct bytes source)
{
    const char *names[CHARTER_SOURCES_MAX + 1] = {NULL};
    for (size_t i = 0; i < c->source_count; i++) {
        names[i] = arena_text(c->scratch, c->sources[i].name);
    }
    charter_diag_meant(c->diags, source, &d->extends, names, "the charter that is extended is not given");
}

/* Reads the charter and all that it extends, in turn. */
static bool read_chain(struct composition *c)
{
    size_t next = 0;
    for (;;) {
        const struct bytes source = c->sources[next].name;
        struct draft *d = &c->drafts[next];
        draft_read(c->arena, c->scratch, &c->sources[next], d, c->diags);
        c->chain[c->chain_count++] = next;
        if (d->name.len > 0 && c->chain_count > 1 && !bytes_equal(d->name, source)) {
            charter_diag_add(c->diags, source, &d->at,
                             "this charter is extended under another name: \"%.*s\"", (int)source.len,
                             (const char *)source.data);
        }
        if (d->extends.kind != TOKEN_STRING) {
            return c->diags->count == 0;
        }
        size_t found = c->source_count;
        for (size_t i = 0; i < c->source_count; i++) {
            found = bytes_equal(c->sources[i].name, d->extends.text) ? i : found;
        }
        if (found == c->source_count) {
            fail_extends(c, d, source);
            return false;
        }
        if (in_chain(c, found)) {
            charter_diag_add(c->diags, source, &d->extends,
                             "a charter extends itself, by way of others or directly");
            return false;
        }
        next = found;
    }
}

/* A part takes the place of one of the same name, with which every part begins. */
static void put_part(void *list, size_t *count, size_t stride, const void *part)
{
    char *items = list;
    size_t i = 0;
    while (i < *count &&
           !bytes_equal(*(const struct bytes *)(items + i * stride), *(const struct bytes *)part)) {
        i++;
    }
    memcpy(items + i * stride, part, stride);
    *count += i == *count ? 1 : 0;
}

#define PUT_ALL(kind, to, from)                                                                              \
    for (size_t i = 0; i < (from)->kind##_count; i++) {                                                      \
        put_part((to)->kind##s, &(to)->kind##_count, sizeof(to)->kind##s[0], &(from)->kind##s[i]);           \
    }

static void put_attribute(struct composition *c, struct bytes name)
{
    struct draft *j = &c->joined;
    for (size_t i = 0; i < j->attribute_count; i++) {
        if (bytes_equal(j->attributes[i], name)) {
            return;
        }
    }
    j->attributes[j->attribute_count++] = name;
}

/* A table of one text takes the place of one of the same name in what it extends. */
static void put_table(struct composition *c, const struct draft_table *t)
{
    struct draft *j = &c->joined;
    size_t place = j->table_count;
    for (size_t i = 0; i < j->table_count; i++) {
        const struct draft_table *o = &j->tables[i];
        if (bytes_equal(o->table.name, t->table.name)) {
            place = i;
        } else if (bytes_equal(o->table.of, t->table.of) &&
                   period_meets(o->table.from, o->table.until, t->table.from, t->table.until)) {
            charter_diag_add(
                c->diags, t->source, &t->at,
                "there is a table of this attribute already for some of these days (line %d of %.*s)",
                o->at.line, (int)o->source.len, (const char *)o->source.data);
            return;
        }
    }
    j->tables[place] = *t;
    j->table_count += place == j->table_count ? 1 : 0;
}

static bool is_same_version(const struct charter_rule *a, const struct charter_rule *b)
{
    return bytes_equal(a->name, b->name) && bytes_equal(a->from, b->from) && bytes_equal(a->until, b->until);
}

static bool versions_meet(const struct charter_rule *a, const struct charter_rule *b)
{
    return bytes_equal(a->name, b->name) && period_meets(a->from, a->until, b->from, b->until);
}

/* `own` is where the rules of this text begin: a rule replaces one of the same dates in what is extended
 * only. */
static void put_rule(struct composition *c, const struct draft_rule *r, size_t own)
{
    struct draft *j = &c->joined;
    size_t place = j->rule_count;
    for (size_t i = 0; i < j->rule_count; i++) {
        const bool replaces = i < own && is_same_version(&j->rules[i].rule, &r->rule);
        if (replaces) {
            place = i;
        } else if (versions_meet(&j->rules[i].rule, &r->rule)) {
            charter_diag_add(c->diags, r->source, &r->at,
                             "there is a rule of this name already for some of these days (line %d of %.*s)",
                             j->rules[i].at.line, (int)j->rules[i].source.len,
                             (const char *)j->rules[i].source.data);
            return;
        }
    }
    j->rules[place] = *r;
    j->rule_count += place == j->rule_count ? 1 : 0;
}

/* A member replaces one of the same code and days in what is extended. */
static void put_member(struct composition *c, const struct draft_member *m)
{
    struct draft *j = &c->joined;
    size_t place = j->member_count;
    for (size_t i = 0; i < j->member_count; i++) {
        const struct charter_member *o = &j->members[i].member;
        const bool same = bytes_equal(o->code, m->member.code);
        if (same && bytes_equal(o->from, m->member.from) && bytes_equal(o->until, m->member.until)) {
            place = i;
        } else if (same && period_meets(o->from, o->until, m->member.from, m->member.until)) {
            charter_diag_add(c->diags, m->source, &m->at,
                             "there is this member already for some of these days (line %d of %.*s)",
                             j->members[i].at.line, (int)j->members[i].source.len,
                             (const char *)j->members[i].source.data);
            return;
        }
    }
    j->members[place] = *m;
    j->member_count += place == j->member_count ? 1 : 0;
}

static void join_others(struct composition *c, const struct draft *d)
{
    struct draft *j = &c->joined;
    for (size_t i = 0; i < d->attribute_count; i++) {
        put_attribute(c, d->attributes[i]);
    }
    for (size_t i = 0; i < d->table_count; i++) {
        put_table(c, &d->tables[i]);
    }
    if (d->rung_count > 0) {
        j->rung_count = d->rung_count;
        j->rungs = d->rungs;
    }
    PUT_ALL(group, j, d)
    for (size_t i = 0; i < d->body_count; i++) {
        put_part(j->bodies, &j->body_count, sizeof j->bodies[0], &d->bodies[i]);
    }
    PUT_ALL(motion, j, d)
    PUT_ALL(calendar, j, d)
    PUT_ALL(office, j, d)
    PUT_ALL(classification, j, d)
    PUT_ALL(referral, j, d)
    for (size_t i = 0; i < d->member_count; i++) {
        put_member(c, &d->members[i]);
    }
}

static bool join(struct composition *c)
{
    struct draft *j = &c->joined;
    const size_t max = c->chain_count * CHARTER_ITEMS_MAX;
    const struct draft *self = &c->drafts[c->chain[0]];
    *j = (struct draft){.name = self->name, .title = self->title, .extends = self->extends};
    j->attributes = ARENA_ARRAY(c->scratch, struct bytes, max);
    j->tables = ARENA_ARRAY(c->scratch, struct draft_table, max);
    j->groups = ARENA_ARRAY(c->scratch, struct draft_group, max);
    j->bodies = ARENA_ARRAY(c->scratch, struct draft_body, max);
    j->rules = ARENA_ARRAY(c->scratch, struct draft_rule, max);
    j->motions = ARENA_ARRAY(c->scratch, struct draft_motion, max);
    j->calendars = ARENA_ARRAY(c->scratch, struct draft_calendar, max);
    j->offices = ARENA_ARRAY(c->scratch, struct draft_office, max);
    j->classifications = ARENA_ARRAY(c->scratch, struct draft_classification, max);
    j->referrals = ARENA_ARRAY(c->scratch, struct draft_referral, max);
    j->members = ARENA_ARRAY(c->scratch, struct draft_member, c->chain_count * CHARTER_MEMBERS_MAX);
    for (size_t k = c->chain_count; k-- > 0;) {
        const struct draft *d = &c->drafts[c->chain[k]];
        j->fictional |= d->fictional;
        if (d->language_count > 0) {
            j->language_count = d->language_count;
            memcpy(j->languages, d->languages, sizeof j->languages);
        }
        j->voice_threshold = d->voice_threshold > 0 ? d->voice_threshold : j->voice_threshold;
        join_others(c, d);
        const size_t own = j->rule_count;
        for (size_t i = 0; i < d->rule_count; i++) {
            put_rule(c, &d->rules[i], own);
        }
    }
    return c->diags->count == 0;
}

static struct hash hash_sources(const struct charter_source *sources, size_t count)
{
    struct buffer b;
    buffer_init(&b, (size_t)CHARTER_SOURCES_MAX * (CHARTER_BYTES_MAX + 1024));
    for (size_t i = 0; i < count; i++) {
        buffer_add_block(&b, sources[i].name);
        buffer_add_block(&b, sources[i].text);
    }
    check(!b.overflow);
    const struct hash hash = hash_of(buffer_view(&b));
    buffer_done(&b);
    return hash;
}

/* Limits that are about the sources, not about a place in one of them. */
static bool check_sources(const struct charter_source *sources, size_t count, struct charter_diags *diags)
{
    const struct token at = {.kind = TOKEN_SIGN};
    if (count == 0 || count > CHARTER_SOURCES_MAX) {
        charter_diag_add(diags, BYTES(""), &at, "a charter is made of 1 to %d texts", CHARTER_SOURCES_MAX);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (sources[i].text.len > CHARTER_BYTES_MAX || sources[i].name.len > 1024) {
            charter_diag_add(diags, sources[i].name, &at, "a charter has at most %d bytes",
                             CHARTER_BYTES_MAX);
            return false;
        }
        for (size_t k = 0; k < i; k++) {
            if (bytes_equal(sources[k].name, sources[i].name)) {
                charter_diag_add(diags, sources[i].name, &at, "two texts have the same name");
                return false;
            }
        }
    }
    return true;
}

static enum error compose(struct arena *a, struct arena *scratch, const struct charter_source *sources,
                          size_t count, const struct charter **out, struct charter_diags *diags)
{
    struct composition *c = ARENA_NEW(scratch, struct composition);
    struct charter *made = ARENA_NEW(a, struct charter);
    c->arena = a;
    c->scratch = scratch;
    c->diags = diags;
    c->source_count = count;
    /* What is parsed lives in the arena: the caller's texts may go. */
    struct charter_source *copies = ARENA_ARRAY(a, struct charter_source, count);
    for (size_t i = 0; i < count; i++) {
        copies[i] = (struct charter_source){arena_copy(a, sources[i].name), arena_copy(a, sources[i].text)};
    }
    c->sources = copies;
    c->drafts = ARENA_ARRAY(scratch, struct draft, count);
    if (!read_chain(c) || !join(c)) {
        return ERROR_MALFORMED;
    }
    resolve_names(c);
    compose_publish(c, made);
    if (diags->count > 0) {
        return ERROR_MALFORMED;
    }
    made->hash = hash_sources(copies, count);
    *out = made;
    return OK;
}

enum error charter_parse(struct arena *a, const struct charter_source *sources, size_t count,
                         const struct charter **out, struct charter_diags *diags)
{
    struct arena scratch = {0};
    diags->count = 0;
    const enum error e = check_sources(sources, count, diags)
                             ? compose(a, &scratch, sources, count, out, diags)
                             : ERROR_MALFORMED;
    arena_done(&scratch);
    return e;
}

bool charter_extends(struct arena *a, const struct charter_source *source, struct bytes *name)
{
    struct arena scratch = {0};
    struct draft *d = ARENA_NEW(&scratch, struct draft);
    struct charter_diags *diags = ARENA_NEW(&scratch, struct charter_diags);
    draft_read(a, &scratch, source, d, diags);
    const bool extends = d->extends.kind == TOKEN_STRING;
    if (extends) {
        *name = d->extends.text;
    }
    arena_done(&scratch);
    return extends;
}

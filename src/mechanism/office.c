#include "mechanism/office.h"

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/civil.h"
#include "mechanism/law.h"
#include "mechanism/tuple.h"

static const char *const words[] = {[POST_OFFICE] = "office", [POST_SEATS] = "seats", [POST_CHAIR] = "chair"};

const char *post_word(enum post_kind kind)
{
    return words[kind];
}

bool post_parse(struct bytes word, enum post_kind *out)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (bytes_equal_text(word, words[i])) {
            *out = (enum post_kind)i;
            return true;
        }
    }
    return false;
}

static struct key post_key(char noun, enum post_kind kind, struct bytes name)
{
    struct key k = key_new(noun);
    key_add_text(&k, bytes_of_text(words[kind]));
    key_add_text(&k, name);
    return k;
}

static struct post decode(struct arena *a, enum post_kind kind, struct bytes name, struct bytes value)
{
    struct cursor c = cursor_of(value);
    struct post p = {.kind = kind, .name = name};
    p.election = value_hash(&c);
    p.count = (size_t)value_number(&c);
    check(p.count <= MEMBERS_MAX);
    struct post_holder *list = ARENA_ARRAY(a, struct post_holder, p.count + 1);
    for (size_t i = 0; i < p.count; i++) {
        list[i].name = value_text(&c);
        list[i].since_ms = value_number(&c);
        list[i].until_ms = value_number(&c);
        list[i].election = value_hash(&c);
    }
    check(cursor_ended(&c));
    p.holders = list;
    return p;
}

struct post post_get(struct state *s, enum post_kind kind, struct bytes name, struct arena *a)
{
    const struct key k = post_key('3', kind, name);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return (struct post){.kind = kind, .name = name};
    }
    return decode(a, kind, name, value);
}

void post_put(struct state *s, const struct post *p)
{
    const struct key k = post_key('3', p->kind, p->name);
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    value_add_hash(&b, &p->election);
    value_add_number(&b, (int64_t)p->count);
    for (size_t i = 0; i < p->count; i++) {
        buffer_add_block(&b, p->holders[i].name);
        value_add_number(&b, p->holders[i].since_ms);
        value_add_number(&b, p->holders[i].until_ms);
        value_add_hash(&b, &p->holders[i].election);
    }
    check(!b.overflow);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

size_t post_list(struct state *s, struct arena *a, struct post **out)
{
    size_t total = 0;
    struct state_row *rows[3];
    size_t counts[3];
    for (size_t k = 0; k < 3; k++) {
        struct key prefix = key_new('3');
        key_add_text(&prefix, bytes_of_text(words[k]));
        counts[k] = state_scan(s, key_view(&prefix), a, &rows[k]);
        total += counts[k];
    }
    struct post *list = ARENA_ARRAY(a, struct post, total + 1);
    total = 0;
    for (size_t k = 0; k < 3; k++) {
        struct key prefix = key_new('3');
        key_add_text(&prefix, bytes_of_text(words[k]));
        for (size_t i = 0; i < counts[k]; i++) {
            const struct bytes key = rows[k][i].key;
            const struct bytes name = bytes_of(key.data + prefix.len, key.len - prefix.len - 1);
            list[total++] = decode(a, (enum post_kind)k, name, rows[k][i].value);
        }
    }
    *out = list;
    return total;
}

const struct post_holder *post_holder(const struct post *p, struct bytes name)
{
    for (size_t i = 0; i < p->count; i++) {
        if (bytes_equal(p->holders[i].name, name)) {
            return &p->holders[i];
        }
    }
    return NULL;
}

bool post_is_over(struct context *c, const struct post_holder *h, int64_t time_ms)
{
    return h->until_ms != 0 && civil_ms(c->state, c->org, time_ms) >= h->until_ms;
}

static bool is_chair(const struct charter *c, struct bytes office)
{
    for (size_t i = 0; i < c->body_count; i++) {
        if (bytes_equal_text(c->bodies[i].chair, "office") && bytes_equal(c->bodies[i].chair_by, office)) {
            return true;
        }
    }
    return false;
}

static struct bytes elects_in(const struct charter *c, struct bytes rule)
{
    const struct charter_motion *motion = charter_motion(c, BYTES("elect"));
    return motion != NULL && bytes_equal(motion->rule, rule) ? motion->body : BYTES("");
}

static bool office_law(const struct charter *c, struct bytes name, struct post_law *out)
{
    const struct charter_office *office = charter_office(c, name);
    if (office == NULL || (office->holder != HOLDER_ELECTED && office->holder != HOLDER_APPOINTED)) {
        return false;
    }
    *out = (struct post_law){.rule = office->rule,
                             .body = office->body,
                             .seats = 1,
                             .term = office->term,
                             .members_only = is_chair(c, name)};
    return true;
}

bool post_law(const struct charter *c, enum post_kind kind, struct bytes name, struct post_law *out)
{
    const struct charter_body *law = charter_body(c, name);
    if (kind == POST_OFFICE) {
        return office_law(c, name, out);
    }
    if (law == NULL) {
        return false;
    }
    if (kind == POST_SEATS) {
        *out = (struct post_law){.rule = law->elected_by,
                                 .body = elects_in(c, law->elected_by),
                                 .seats = law->elected_count,
                                 .term = law->elected_for,
                                 .members_only = true};
        return law->elected_by.len > 0;
    }
    *out = (struct post_law){
        .rule = law->chair_by, .body = name, .seats = 1, .term = law->chair_term, .members_only = true};
    return bytes_equal_text(law->chair, "elected");
}

void post_leave(struct context *c, struct bytes body, struct bytes member)
{
    struct post p = post_get(c->state, POST_SEATS, body, c->arena);
    struct post_holder *list = ARENA_ARRAY(c->arena, struct post_holder, p.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < p.count; i++) {
        if (!bytes_equal(p.holders[i].name, member)) {
            list[count++] = p.holders[i];
        }
    }
    if (count < p.count) {
        p.count = count;
        p.holders = list;
        post_put(c->state, &p);
    }
}

struct bytes office_holder(struct context *c, const struct charter_office *office)
{
    struct body b;
    if (office->holder == HOLDER_MEMBER) {
        return office->member;
    }
    if (office->holder == HOLDER_CHAIR) {
        return body_get(c->state, office->body, c->arena, &b) ? b.chair : BYTES("");
    }
    const struct post p = post_get(c->state, POST_OFFICE, office->name, c->arena);
    return p.count > 0 ? p.holders[0].name : BYTES("");
}

int64_t chair_since_ms(struct context *c, const struct body *b)
{
    const struct post p = post_get(c->state, POST_CHAIR, b->id, c->arena);
    const struct post_holder *h = post_holder(&p, b->chair);
    return h != NULL ? h->since_ms : c->org->founded_ms;
}

static bool is_empty(const struct charter_span *span)
{
    return span->ms == 0 && span->workdays == 0 && span->months == 0;
}

int64_t chair_until_ms(struct context *c, const struct charter *charter, const struct body *b)
{
    const struct charter_body *law = charter_body(charter, b->id);
    if (law == NULL || is_empty(&law->chair_term)) {
        return 0;
    }
    return law_after(c, charter, civil_ms(c->state, c->org, chair_since_ms(c, b)), &law->chair_term);
}

void chair_began(struct context *c, const struct charter *charter, const struct body *b,
                 const struct hash *election)
{
    struct post p = post_get(c->state, POST_CHAIR, b->id, c->arena);
    struct post_holder h = {.name = b->chair, .since_ms = c->time_ms, .election = *election};
    const struct charter_body *law = charter_body(charter, b->id);
    if (law != NULL && !is_empty(&law->chair_term)) {
        h.until_ms = law_after(c, charter, civil_ms(c->state, c->org, c->time_ms), &law->chair_term);
    }
    p.count = 1;
    p.holders = &h;
    post_put(c->state, &p);
}

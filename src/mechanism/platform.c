#include "mechanism/platform.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/body.h"
#include "mechanism/civil.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/statement.h"

static const char *const platform_stages[] = {"planned", "cancelled", NULL};
static const char *const mandate_stages[] = {"given", "revoked", "expired", NULL};

static const struct row_field of_platform[] = {
    ROW_FIELD(platform, entry, ROW_NUMBER),   ROW_FIELD(platform, from, ROW_TEXT),
    ROW_FIELD(platform, member, ROW_TEXT),    ROW_FIELD(platform, name, ROW_TEXT),
    ROW_FIELD(platform, number, ROW_NUMBER),  ROW_FIELD(platform, place, ROW_TEXT),
    ROW_ENUM(platform, stage, platform_stages), ROW_FIELD(platform, to, ROW_TEXT),
    ROW_FIELD(platform, topic, ROW_TEXT),     ROW_FIELD(platform, uid, ROW_TEXT),
    ROW_END,
};
static const struct row_field of_mandate[] = {
    ROW_FIELD(mandate, body, ROW_TEXT),        ROW_FIELD(mandate, entry, ROW_NUMBER),
    ROW_FIELD(mandate, id, ROW_HASH),          ROW_FIELD(mandate, matter, ROW_HASH),
    ROW_FIELD(mandate, member, ROW_TEXT),      ROW_FIELD(mandate, office, ROW_TEXT),
    ROW_FIELD(mandate, platform, ROW_NUMBER),  ROW_FIELD(mandate, reason, ROW_TEXT),
    ROW_FIELD(mandate, revoked, ROW_NUMBER),   ROW_FIELD(mandate, speeches, ROW_NUMBER),
    ROW_ENUM(mandate, stage, mandate_stages),  ROW_FIELD(mandate, statement, ROW_NUMBER),
    ROW_FIELD(mandate, time_ms, ROW_NUMBER),   ROW_FIELD(mandate, until, ROW_TEXT),
    ROW_END,
};
ROW_SHAPE(platform, of_platform);
ROW_SHAPE(mandate, of_mandate);

static struct key key_of_platform(int64_t number)
{
    struct key k = key_noun("platform");
    key_add_number(&k, number);
    return k;
}

static struct key key_of_uid(struct bytes member, struct bytes uid)
{
    struct key k = key_noun("platform_uid");
    key_add_text(&k, member);
    key_add_text(&k, uid);
    return k;
}

static struct key key_of_mandate(const struct hash *id)
{
    struct key k = key_noun("mandate");
    key_add_hash(&k, id);
    return k;
}

static struct key key_of_count(void)
{
    return key_noun("platforms");
}

bool platform_get(struct state *s, int64_t number, struct platform *out)
{
    const struct key k = key_of_platform(number);
    return row_get(s, &k, &platform_shape, out);
}

size_t platform_list(struct state *s, struct arena *a, struct platform **out)
{
    const struct key k = key_noun("platform");
    void *rows = NULL;
    const size_t count = row_list(s, &k, &platform_shape, a, &rows);
    *out = rows;
    return count;
}

bool mandate_get(struct state *s, const struct hash *id, struct mandate *out)
{
    const struct key k = key_of_mandate(id);
    return row_get(s, &k, &mandate_shape, out);
}

static void mandate_put(struct state *s, const struct mandate *m)
{
    const struct key k = key_of_mandate(&m->id);
    row_put(s, &k, &mandate_shape, m);
}

static int by_entry(const void *a, const void *b)
{
    const struct mandate *x = a;
    const struct mandate *y = b;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

size_t mandate_list(struct state *s, struct arena *a, struct mandate **out)
{
    const struct key k = key_noun("mandate");
    void *rows = NULL;
    const size_t count = row_list(s, &k, &mandate_shape, a, &rows);
    *out = rows;
    qsort(*out, count, sizeof **out, by_entry);
    return count;
}

int64_t mandate_statement(struct state *s, struct arena *a, const struct mandate *m)
{
    struct matter x;
    if (m->statement != 0) {
        return m->statement;
    }
    return matter_get(s, &m->matter, a, &x) ? x.statement : 0;
}

/* A row of a calendar: what the same member listed before under the same uid it says anew. */
static void list_one(struct context *c, const struct act *a, const struct platform *one)
{
    struct platform p = *one;
    const struct key uid = key_of_uid(a->frame.member, p.uid);
    p.number = p.uid.len > 0 ? row_number(c->state, &uid) : 0;
    if (p.number == 0) {
        const struct key total = key_of_count();
        p.number = row_number(c->state, &total) + 1;
        row_number_put(c->state, &total, p.number);
        if (p.uid.len > 0) {
            row_number_put(c->state, &uid, p.number);
        }
    }
    const struct key k = key_of_platform(p.number);
    row_put(c->state, &k, &platform_shape, &p);
}

enum rejection platform_calendar(struct context *c, const struct act *a)
{
    const struct act_value *rows = act_value(a, "platforms");
    struct platform *list = ARENA_ARRAY(c->arena, struct platform, rows->count);
    for (size_t i = 0; i < rows->count; i++) {
        list[i] = (struct platform){.entry = (int64_t)c->index,
                                    .from = act_cell(rows, i, "from")->text,
                                    .member = a->frame.member,
                                    .name = act_cell(rows, i, "name")->text,
                                    .place = act_cell(rows, i, "place")->text,
                                    .to = act_cell(rows, i, "to")->text,
                                    .topic = act_cell(rows, i, "topic")->text,
                                    .uid = act_cell(rows, i, "uid")->text};
        if (bytes_compare(list[i].from, list[i].to) > 0) {
            return REJECT_wrong_dates;
        }
        for (size_t j = 0; j < i; j++) {
            if (list[i].uid.len > 0 && bytes_equal(list[i].uid, list[j].uid)) {
                return REJECT_exists;
            }
        }
    }
    for (size_t i = 0; i < rows->count; i++) {
        list_one(c, a, &list[i]);
    }
    return ACCEPTED;
}

enum rejection platform_cancel(struct context *c, const struct act *a)
{
    struct platform p;
    if (!platform_get(c->state, act_value(a, "platform")->integer, &p)) {
        return REJECT_unknown_platform;
    }
    if (!bytes_equal(p.member, a->frame.member)) {
        return REJECT_not_owner;
    }
    if (p.stage == PLATFORM_CANCELLED) {
        return REJECT_exists;
    }
    p.stage = PLATFORM_CANCELLED;
    p.entry = (int64_t)c->index;
    const struct key k = key_of_platform(p.number);
    row_put(c->state, &k, &platform_shape, &p);
    return ACCEPTED;
}

/* Exactly one text, which is known. */
static enum rejection check_text_of(struct context *c, const struct mandate *m, bool matter, bool statement)
{
    struct matter x;
    struct statement st;
    if (matter == statement) {
        return REJECT_wrong_target;
    }
    if (matter && !matter_get(c->state, &m->matter, c->arena, &x)) {
        return REJECT_unknown_matter;
    }
    return statement && !statement_get(c->state, m->statement, c->arena, &st) ? REJECT_unknown_statement
                                                                              : ACCEPTED;
}

enum rejection platform_mandate(struct context *c, const struct act *a)
{
    struct body b;
    struct member member;
    struct platform p;
    const struct mandate m = {.body = act_value(a, "body")->text,
                              .entry = (int64_t)c->index,
                              .id = a->id,
                              .matter = act_value(a, "matter")->hash,
                              .member = act_value(a, "member")->text,
                              .office = act_value(a, "office")->text,
                              .platform = act_value(a, "platform")->integer,
                              .statement = act_value(a, "statement")->integer,
                              .time_ms = c->time_ms,
                              .until = act_value(a, "until")->text};
    if (!body_get(c->state, m.body, c->arena, &b)) {
        return REJECT_unknown_body;
    }
    if (!bytes_equal(b.chair, a->frame.member)) {
        return REJECT_not_chair;
    }
    if (!member_get(c->state, m.member, &member)) {
        return REJECT_unknown_member;
    }
    if (act_value(a, "platform")->given && !platform_get(c->state, m.platform, &p)) {
        return REJECT_unknown_platform;
    }
    const struct civil_day today = law_day(c, c->time_ms);
    if (bytes_compare(m.until, bytes_of_text(today.text)) < 0) {
        return REJECT_wrong_day;
    }
    const enum rejection r =
        check_text_of(c, &m, act_value(a, "matter")->given, act_value(a, "statement")->given);
    if (r == ACCEPTED) {
        mandate_put(c->state, &m);
        civil_deadline_set(c, CIVIL_MANDATE, &m.id, 0, civil_parse(m.until) + 1);
    }
    return r;
}

enum rejection platform_revoke(struct context *c, const struct act *a)
{
    struct mandate m;
    struct body b;
    if (!mandate_get(c->state, &act_value(a, "mandate")->hash, &m)) {
        return REJECT_unknown_mandate;
    }
    check(body_get(c->state, m.body, c->arena, &b));
    if (!bytes_equal(b.chair, a->frame.member)) {
        return REJECT_not_chair;
    }
    if (m.stage != MANDATE_GIVEN) {
        return REJECT_mandate_over;
    }
    m.stage = MANDATE_REVOKED;
    m.revoked = (int64_t)c->index;
    m.reason = act_value(a, "reason")->text;
    mandate_put(c->state, &m);
    civil_deadline_drop(c, CIVIL_MANDATE, &m.id, 0);
    return ACCEPTED;
}

enum rejection mandate_use(struct context *c, const struct hash *id, struct bytes member, struct bytes day,
                           int64_t platform)
{
    struct mandate m;
    if (!mandate_get(c->state, id, &m)) {
        return REJECT_unknown_mandate;
    }
    if (!bytes_equal(m.member, member)) {
        return REJECT_not_owner;
    }
    if (m.platform != 0 && m.platform != platform) {
        return REJECT_wrong_target;
    }
    if (m.stage == MANDATE_REVOKED || bytes_compare(day, m.until) > 0) {
        return REJECT_mandate_over;
    }
    m.speeches++;
    mandate_put(c->state, &m);
    return ACCEPTED;
}

const char *mandate_due(struct context *c, const struct hash *id)
{
    struct mandate m;
    check(mandate_get(c->state, id, &m) && m.stage == MANDATE_GIVEN);
    m.stage = MANDATE_EXPIRED;
    mandate_put(c->state, &m);
    return "expired";
}

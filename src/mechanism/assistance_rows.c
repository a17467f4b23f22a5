#include "base/check.h"
#include "base/limits.h"
#include "mechanism/assistance.h"

static const char *const kinds[] = {"aggression", "disaster", "network", NULL};
static const char *const steps[] = {"consultation", "decision", "mandate", "offer", "acceptance",
                                    "delivery",     "notice",   "end",     NULL};
static const char *const stages[] = {"requested", "consulted", "mandated", "over", "ended", NULL};
static const char *const offer_stages[] = {"open", "taken", "declined", "expired", "withdrawn", NULL};

static const struct row_field of_request[] = {
    ROW_FIELD(assistance, deliveries, ROW_NUMBER), ROW_FIELD(assistance, ended, ROW_NUMBER),
    ROW_FIELD(assistance, ended_by, ROW_TEXT),     ROW_FIELD(assistance, entry, ROW_NUMBER),
    ROW_FIELD(assistance, id, ROW_HASH),           ROW_ENUM(assistance, kind, kinds),
    ROW_FIELD(assistance, mandates, ROW_NUMBER),   ROW_FIELD(assistance, matter, ROW_HASH),
    ROW_FIELD(assistance, member, ROW_TEXT),       ROW_FIELD(assistance, needs, ROW_NUMBER),
    ROW_FIELD(assistance, notices, ROW_NUMBER),    ROW_FIELD(assistance, number, ROW_NUMBER),
    ROW_FIELD(assistance, offers, ROW_NUMBER),     ROW_FIELD(assistance, places, ROW_TEXT),
    ROW_FIELD(assistance, reports, ROW_NUMBER),    ROW_ENUM(assistance, stage, stages),
    ROW_FIELD(assistance, summary, ROW_TEXT),      ROW_FIELD(assistance, time_ms, ROW_NUMBER),
    ROW_FIELD(assistance, title, ROW_TEXT),        ROW_FIELD(assistance, what, ROW_TEXT),
    ROW_END,
};
static const struct row_field of_need[] = {
    ROW_FIELD(assistance_need, accepted, ROW_NUMBER), ROW_FIELD(assistance_need, by, ROW_TEXT),
    ROW_FIELD(assistance_need, delivered, ROW_NUMBER), ROW_FIELD(assistance_need, entry, ROW_NUMBER),
    ROW_FIELD(assistance_need, item, ROW_TEXT),       ROW_FIELD(assistance_need, late, ROW_BOOL),
    ROW_FIELD(assistance_need, number, ROW_NUMBER),   ROW_FIELD(assistance_need, quantity, ROW_NUMBER),
    ROW_FIELD(assistance_need, reason, ROW_TEXT),     ROW_FIELD(assistance_need, revisions, ROW_NUMBER),
    ROW_FIELD(assistance_need, unit, ROW_TEXT),       ROW_END,
};
static const struct row_field of_offer[] = {
    ROW_FIELD(assistance_offer, accepted, ROW_NUMBER),  ROW_FIELD(assistance_offer, conditions, ROW_TEXT),
    ROW_FIELD(assistance_offer, delivered, ROW_NUMBER), ROW_FIELD(assistance_offer, entry, ROW_NUMBER),
    ROW_FIELD(assistance_offer, member, ROW_TEXT),      ROW_FIELD(assistance_offer, need, ROW_NUMBER),
    ROW_FIELD(assistance_offer, number, ROW_NUMBER),    ROW_FIELD(assistance_offer, quantity, ROW_NUMBER),
    ROW_FIELD(assistance_offer, reason, ROW_TEXT),      ROW_FIELD(assistance_offer, said, ROW_NUMBER),
    ROW_ENUM(assistance_offer, stage, offer_stages),    ROW_FIELD(assistance_offer, until, ROW_TEXT),
    ROW_END,
};
static const struct row_field of_mandate[] = {
    ROW_FIELD(assistance_mandate, entry, ROW_NUMBER), ROW_FIELD(assistance_mandate, from, ROW_TEXT),
    ROW_FIELD(assistance_mandate, limits, ROW_TEXT),  ROW_FIELD(assistance_mandate, matter, ROW_HASH),
    ROW_FIELD(assistance_mandate, member, ROW_TEXT),  ROW_FIELD(assistance_mandate, number, ROW_NUMBER),
    ROW_FIELD(assistance_mandate, over, ROW_BOOL),    ROW_FIELD(assistance_mandate, tasks, ROW_TEXT),
    ROW_FIELD(assistance_mandate, until, ROW_TEXT),   ROW_END,
};
static const struct row_field of_delivery[] = {
    ROW_FIELD(assistance_delivery, day, ROW_TEXT),        ROW_FIELD(assistance_delivery, entry, ROW_NUMBER),
    ROW_FIELD(assistance_delivery, evidence, ROW_HASH),   ROW_FIELD(assistance_delivery, member, ROW_TEXT),
    ROW_FIELD(assistance_delivery, number, ROW_NUMBER),   ROW_FIELD(assistance_delivery, offer, ROW_NUMBER),
    ROW_FIELD(assistance_delivery, quantity, ROW_NUMBER), ROW_FIELD(assistance_delivery, reason, ROW_TEXT),
    ROW_FIELD(assistance_delivery, received, ROW_NUMBER), ROW_FIELD(assistance_delivery, said, ROW_NUMBER),
    ROW_FIELD(assistance_delivery, text, ROW_TEXT),       ROW_END,
};
static const struct row_field of_report[] = {
    ROW_FIELD(assistance_report, entry, ROW_NUMBER), ROW_FIELD(assistance_report, evidence, ROW_HASH),
    ROW_FIELD(assistance_report, member, ROW_TEXT),  ROW_FIELD(assistance_report, number, ROW_NUMBER),
    ROW_FIELD(assistance_report, text, ROW_TEXT),    ROW_END,
};
static const struct row_field of_notice[] = {
    ROW_FIELD(assistance_notice, day, ROW_TEXT),     ROW_FIELD(assistance_notice, digest, ROW_HASH),
    ROW_FIELD(assistance_notice, entry, ROW_NUMBER), ROW_FIELD(assistance_notice, member, ROW_TEXT),
    ROW_FIELD(assistance_notice, number, ROW_NUMBER), ROW_FIELD(assistance_notice, office, ROW_TEXT),
    ROW_FIELD(assistance_notice, to, ROW_TEXT),      ROW_END,
};
static const struct row_field of_time[] = {
    ROW_FIELD(assistance_time, entry, ROW_NUMBER),
    ROW_FIELD(assistance_time, target_ms, ROW_NUMBER),
    ROW_FIELD(assistance_time, time_ms, ROW_NUMBER),
    ROW_END,
};
ROW_SHAPE(assistance, of_request);
ROW_SHAPE(assistance_need, of_need);
ROW_SHAPE(assistance_offer, of_offer);
ROW_SHAPE(assistance_mandate, of_mandate);
ROW_SHAPE(assistance_delivery, of_delivery);
ROW_SHAPE(assistance_report, of_report);
ROW_SHAPE(assistance_notice, of_notice);
ROW_SHAPE(assistance_time, of_time);

/* The index of a word in a list. */
static bool find_word(const char *const *words, struct bytes word, unsigned *out)
{
    for (unsigned i = 0; words[i] != NULL; i++) {
        if (bytes_equal_text(word, words[i])) {
            *out = i;
            return true;
        }
    }
    return false;
}

const char *assistance_kind_word(enum assistance_kind k)
{
    return kinds[k];
}

bool assistance_kind_parse(struct bytes word, enum assistance_kind *out)
{
    unsigned i = 0;
    const bool known = find_word(kinds, word, &i);
    *out = (enum assistance_kind)i;
    return known;
}

const char *assistance_step_word(enum assistance_step s)
{
    return steps[s];
}

bool assistance_step_parse(struct bytes word, enum assistance_step *out)
{
    unsigned i = 0;
    const bool known = find_word(steps, word, &i);
    *out = (enum assistance_step)i;
    return known;
}

const char *assistance_offer_word(enum offer_stage s)
{
    return offer_stages[s];
}

static struct key key_of(const char *noun, int64_t request)
{
    struct key k = key_noun(noun);
    key_add_number(&k, request);
    return k;
}

static struct key part_key(const char *noun, int64_t request, int64_t number)
{
    struct key k = key_of(noun, request);
    key_add_number(&k, number);
    return k;
}

static size_t list_parts(struct state *s, const char *noun, int64_t request, const struct row_shape *shape,
                         struct arena *a, void **out)
{
    const struct key k = key_of(noun, request);
    return row_list(s, &k, shape, a, out);
}

bool assistance_get(struct state *s, int64_t number, struct assistance *out)
{
    const struct key k = key_of("assistance", number);
    return row_get(s, &k, &assistance_shape, out);
}

void assistance_put(struct state *s, const struct assistance *x)
{
    const struct key k = key_of("assistance", x->number);
    row_put(s, &k, &assistance_shape, x);
}

size_t assistance_list(struct state *s, struct arena *a, struct assistance **out)
{
    const struct key k = key_noun("assistance");
    void *rows = NULL;
    const size_t count = row_list(s, &k, &assistance_shape, a, &rows);
    *out = rows;
    return count;
}

bool assistance_need_get(struct state *s, int64_t request, int64_t number, struct assistance_need *out)
{
    const struct key k = part_key("assistance_need", request, number);
    return row_get(s, &k, &assistance_need_shape, out);
}

void assistance_need_put(struct state *s, int64_t request, const struct assistance_need *x)
{
    const struct key k = part_key("assistance_need", request, x->number);
    row_put(s, &k, &assistance_need_shape, x);
}

size_t assistance_needs(struct state *s, int64_t request, struct arena *a, struct assistance_need **out)
{
    void *rows = NULL;
    const size_t count = list_parts(s, "assistance_need", request, &assistance_need_shape, a, &rows);
    *out = rows;
    return count;
}

bool assistance_offer_get(struct state *s, int64_t request, int64_t number, struct assistance_offer *out)
{
    const struct key k = part_key("assistance_offer", request, number);
    return row_get(s, &k, &assistance_offer_shape, out);
}

void assistance_offer_put(struct state *s, int64_t request, const struct assistance_offer *x)
{
    const struct key k = part_key("assistance_offer", request, x->number);
    row_put(s, &k, &assistance_offer_shape, x);
}

size_t assistance_offers(struct state *s, int64_t request, struct arena *a, struct assistance_offer **out)
{
    void *rows = NULL;
    const size_t count = list_parts(s, "assistance_offer", request, &assistance_offer_shape, a, &rows);
    *out = rows;
    return count;
}

bool assistance_mandate_get(struct state *s, int64_t request, int64_t number, struct assistance_mandate *out)
{
    const struct key k = part_key("assistance_mandate", request, number);
    return row_get(s, &k, &assistance_mandate_shape, out);
}

void assistance_mandate_put(struct state *s, int64_t request, const struct assistance_mandate *x)
{
    const struct key k = part_key("assistance_mandate", request, x->number);
    row_put(s, &k, &assistance_mandate_shape, x);
}

size_t assistance_mandates(struct state *s, int64_t request, struct arena *a, struct assistance_mandate **out)
{
    void *rows = NULL;
    const size_t count = list_parts(s, "assistance_mandate", request, &assistance_mandate_shape, a, &rows);
    *out = rows;
    return count;
}

bool assistance_delivery_get(struct state *s, int64_t request, int64_t number,
                             struct assistance_delivery *out)
{
    const struct key k = part_key("assistance_delivery", request, number);
    return row_get(s, &k, &assistance_delivery_shape, out);
}

void assistance_delivery_put(struct state *s, int64_t request, const struct assistance_delivery *x)
{
    const struct key k = part_key("assistance_delivery", request, x->number);
    row_put(s, &k, &assistance_delivery_shape, x);
}

size_t assistance_deliveries(struct state *s, int64_t request, struct arena *a,
                             struct assistance_delivery **out)
{
    void *rows = NULL;
    const size_t count = list_parts(s, "assistance_delivery", request, &assistance_delivery_shape, a, &rows);
    *out = rows;
    return count;
}

void assistance_report_put(struct state *s, int64_t request, const struct assistance_report *x)
{
    const struct key k = part_key("assistance_report", request, x->number);
    row_put(s, &k, &assistance_report_shape, x);
}

size_t assistance_reports(struct state *s, int64_t request, struct arena *a, struct assistance_report **out)
{
    void *rows = NULL;
    const size_t count = list_parts(s, "assistance_report", request, &assistance_report_shape, a, &rows);
    *out = rows;
    return count;
}

void assistance_notice_put(struct state *s, int64_t request, const struct assistance_notice *x)
{
    const struct key k = part_key("assistance_notice", request, x->number);
    row_put(s, &k, &assistance_notice_shape, x);
}

size_t assistance_notices(struct state *s, int64_t request, struct arena *a, struct assistance_notice **out)
{
    void *rows = NULL;
    const size_t count = list_parts(s, "assistance_notice", request, &assistance_notice_shape, a, &rows);
    *out = rows;
    return count;
}

void assistance_time_put(struct state *s, int64_t request, enum assistance_step step,
                         const struct assistance_time *t)
{
    const struct key k = part_key("assistance_time", request, step);
    row_put(s, &k, &assistance_time_shape, t);
}

void assistance_time_get(struct state *s, int64_t request, enum assistance_step step,
                         struct assistance_time *out)
{
    const struct key k = part_key("assistance_time", request, step);
    if (!row_get(s, &k, &assistance_time_shape, out)) {
        *out = (struct assistance_time){0};
    }
}

int64_t assistance_target(struct state *s, enum assistance_kind kind, enum assistance_step step)
{
    const struct key k = part_key("assistance_target", kind, step);
    return row_number(s, &k);
}

void assistance_target_put(struct state *s, enum assistance_kind kind, enum assistance_step step, int64_t ms)
{
    const struct key k = part_key("assistance_target", kind, step);
    row_number_put(s, &k, ms);
}

static struct key key_of_id(const struct hash *id)
{
    struct key k = key_noun("assistance_id");
    key_add_hash(&k, id);
    return k;
}

int64_t assistance_number(struct state *s, const struct hash *id)
{
    const struct key total = key_noun("assistances");
    const struct key own = key_of_id(id);
    const int64_t n = row_number(s, &total) + 1;
    row_number_put(s, &total, n);
    row_number_put(s, &own, n);
    return n;
}

void assistance_of_id(struct state *s, const struct hash *id, struct assistance *out)
{
    const struct key own = key_of_id(id);
    check(assistance_get(s, row_number(s, &own), out));
}

#include "charter/ballot.h"

#include <string.h>

#include "base/check.h"
#include "base/num.h"
#include "charter/reason.h"

/* No side of a comparison gets beyond this: it stays a number that every reader of JSON keeps exactly, and
 * the difference of two sides stays in 64 bits. */
#define SIDE_MAX INTEGER_MAX

static enum error fail(struct diag *diag, struct bytes found, const char *message)
{
    if (diag != NULL) {
        diag_set(diag, 0, 0, "", "%s", message);
        diag_found(diag, found);
    }
    return ERROR_MALFORMED;
}

static uint32_t tags_of(const struct rule_code *code, const struct elector *e, struct bytes date)
{
    uint32_t set = 0;
    for (size_t i = 0; i < code->tag_count; i++) {
        const struct rule_tag *tag = &code->tags[i];
        bool has = tag->group != NULL && e->code.len > 0 && group_has(tag->group, e->code, date);
        for (size_t k = 0; k < e->tag_count && !has; k++) {
            has = bytes_equal(e->tags[k], tag->name);
        }
        set |= has ? 1U << i : 0;
    }
    return set;
}

/* What one of the members adds to each slot. A table that lacks a member is an error, never a zero. */
static enum error weigh(const struct rule_code *code, const struct elector *e, uint32_t tags, int electorate,
                        struct ballot_kind *out, struct diag *diag)
{
    *out = (struct ballot_kind){0};
    for (size_t i = 0; i < code->slot_count; i++) {
        const struct slot *s = &code->slots[i];
        const bool tagged = s->tag >= 0 && (tags & 1U << s->tag) != 0;
        if ((s->electorate >= 0 && s->electorate != electorate) || (s->tag >= 0 && tagged == s->others)) {
            continue;
        }
        int64_t weight = 1;
        if (s->attribute >= 0) {
            const struct rule_attribute *attribute = &code->attributes[s->attribute];
            weight = e->weights == NULL ? -1 : e->weights[attribute->index];
            if (weight < 0) {
                return fail(diag, e->code.len > 0 ? e->code : attribute->name,
                            "the rule weighs by a table that lacks this member");
            }
        }
        out->slots |= 1U << i;
        out->weight[i] = weight;
    }
    return OK;
}

static uint32_t kind_place(struct ballot *b, const struct ballot_kind *kind)
{
    for (size_t i = 0; i < b->kind_count; i++) {
        const size_t size = b->rule->code->slot_count * sizeof kind->weight[0];
        if (b->kinds[i].slots == kind->slots && memcmp(b->kinds[i].weight, kind->weight, size) == 0) {
            return (uint32_t)i;
        }
    }
    b->kinds[b->kind_count] = *kind;
    return (uint32_t)b->kind_count++;
}

static enum error add_voter(struct ballot *b, const struct elector *e, int electorate, struct bytes date,
                            struct diag *diag)
{
    const struct rule_code *code = b->rule->code;
    struct ballot_voter *v = &b->voters[b->voter_count];
    struct ballot_kind kind = {0};
    const uint32_t tags = tags_of(code, e, date);
    *v = (struct ballot_voter){.elector = e, .tags = tags, .forced = -1, .out = (tags & code->out) != 0};
    if (e->code.len > 0 ? e->n != 1 : e->n < 0 || e->n > CHARTER_NUMBER_MAX) {
        return fail(diag, e->code, "a named member is one, and a group without names has 0 to 1000000000");
    }
    if (!v->out) {
        const enum error error = weigh(code, e, tags, electorate, &kind, diag);
        if (error != OK) {
            return error;
        }
    }
    for (size_t i = 0; i < code->force_count && v->forced < 0; i++) {
        v->forced = (tags & 1U << code->forces[i].tag) != 0 ? code->forces[i].position : -1;
    }
    v->kind = kind_place(b, &kind);
    b->voter_count++;
    return OK;
}

/* The place among `over` of an electorate, -1 for the only one of a rule over no bodies; false if it has
 * none. */
static bool electorate_place(const struct rule_code *code, const struct electorate *e, size_t count, int *out)
{
    *out = -1;
    for (size_t i = 0; i < code->over_count; i++) {
        if (bytes_equal(code->over[i], e->name)) {
            *out = (int)i;
        }
    }
    return code->over_count == 0 ? count == 1 : *out >= 0 && count == code->over_count;
}

static bool side_is_bounded(const struct sum *s, const int64_t *totals)
{
    int64_t side = 0;
    for (size_t i = 0; i < s->count; i++) {
        int64_t part = s->terms[i].factor < 0 ? -s->terms[i].factor : s->terms[i].factor;
        if (s->terms[i].slot >= 0 && !num_mul(part, totals[s->terms[i].slot], &part)) {
            return false;
        }
        if (!num_add(side, part, &side)) {
            return false;
        }
    }
    return side <= SIDE_MAX;
}

/* Whether every sum stays in 64 bits when everyone counts in it. */
static bool is_bounded(const struct ballot *b)
{
    const struct charter_rule *rule = b->rule;
    const struct expression *expressions[] = {rule->quorum, rule->pass};
    int64_t totals[CHARTER_SLOTS_MAX] = {0};
    for (size_t i = 0; i < b->voter_count; i++) {
        const struct ballot_voter *v = &b->voters[i];
        for (size_t s = 0; s < rule->code->slot_count && !v->out; s++) {
            int64_t part = 0;
            if (!num_mul(b->kinds[v->kind].weight[s], v->elector->n, &part) ||
                !num_add(totals[s], part, &totals[s])) {
                return false;
            }
        }
    }
    for (size_t i = 0; i < 2; i++) {
        const struct expression *e = expressions[i];
        for (size_t k = 0; e != NULL && k < e->atom_count; k++) {
            if (!side_is_bounded(&e->atoms[k].left, totals) || !side_is_bounded(&e->atoms[k].right, totals)) {
                return false;
            }
        }
    }
    return true;
}

static void allow_letters(struct ballot *b)
{
    const struct charter_rule *rule = b->rule;
    unsigned allowed =
        rule->allow | POSITION_BIT(POSITION_X) | POSITION_BIT(position_index(rule->default_position));
    for (size_t i = 0; i < rule->code->force_count; i++) {
        allowed |= POSITION_BIT(rule->code->forces[i].position);
    }
    memset(b->positions, POSITION_COUNT, sizeof b->positions);
    for (int i = 0; i < POSITION_COUNT; i++) {
        if ((allowed & POSITION_BIT(i)) != 0) {
            b->positions[(uint8_t)POSITIONS[i]] = (uint8_t)i;
        }
    }
    b->positions[0] = (uint8_t)position_index(rule->default_position);
}

enum error ballot_prepare(struct arena *a, const struct charter_rule *rule,
                          const struct electorate *electorates, size_t count, struct bytes date,
                          struct ballot **out, struct diag *diag)
{
    struct ballot *b = ARENA_NEW(a, struct ballot);
    size_t electors = 0;
    unsigned seen = 0;
    for (size_t i = 0; i < count; i++) {
        electors += electorates[i].count;
    }
    b->rule = rule;
    b->voters = ARENA_ARRAY(a, struct ballot_voter, electors);
    b->kinds = ARENA_ARRAY(a, struct ballot_kind, electors);
    for (size_t i = 0; i < count; i++) {
        int place = -1;
        if (!electorate_place(rule->code, &electorates[i], count, &place)) {
            return fail(diag, electorates[i].name, "the electorates are not those that the rule is over");
        }
        if (place >= 0 && (seen & 1U << place) != 0) {
            return fail(diag, electorates[i].name, "this electorate is given twice");
        }
        seen |= place >= 0 ? 1U << place : 0;
        for (size_t k = 0; k < electorates[i].count; k++) {
            const enum error e = add_voter(b, &electorates[i].electors[k], place, date, diag);
            if (e != OK) {
                return e;
            }
        }
    }
    if (count == 0) {
        return fail(diag, rule->name, "the electorates are not those that the rule is over");
    }
    if (!is_bounded(b)) {
        return fail(diag, rule->name, "the numbers are too large for this rule");
    }
    b->heads = arena_take(a, b->kind_count, sizeof *b->heads);
    allow_letters(b);
    *out = b;
    return OK;
}

size_t ballot_misplaced(const struct ballot *b, const char *letters)
{
    size_t i = 0;
    while (i < b->voter_count && b->positions[(uint8_t)letters[i]] != POSITION_COUNT) {
        i++;
    }
    return i;
}

int ballot_position(const struct ballot *b, const struct ballot_voter *v, char letter)
{
    return v->out ? POSITION_R : v->forced >= 0 ? v->forced : b->positions[(uint8_t)letter];
}

/* The products stay in 64 bits: is_bounded took everyone together. */
static void tally_add(const struct ballot_kind *kind, struct tally *t, int position, int64_t n)
{
    for (uint32_t slots = kind->slots; slots != 0; slots &= slots - 1) {
        const int s = __builtin_ctz(slots);
        t->n[s][position] += kind->weight[s] * n;
    }
}

void ballot_move(const struct ballot *b, struct tally *t, size_t kind, int from, int to, int64_t n)
{
    tally_add(&b->kinds[kind], t, from, -n);
    tally_add(&b->kinds[kind], t, to, n);
}

bool ballot_count(struct ballot *b, const char *letters, struct tally *out)
{
    memset(b->heads, 0, b->kind_count * sizeof *b->heads);
    for (size_t i = 0; i < b->voter_count; i++) {
        const struct ballot_voter *v = &b->voters[i];
        const uint8_t given = b->positions[(uint8_t)letters[i]];
        if (given == POSITION_COUNT) {
            return false;
        }
        if (!v->out) {
            b->heads[v->kind][v->forced >= 0 ? v->forced : given] += v->elector->n;
        }
    }
    memset(out->n, 0, b->rule->code->slot_count * sizeof out->n[0]);
    for (size_t k = 0; k < b->kind_count; k++) {
        for (int p = 0; p < POSITION_COUNT; p++) {
            if (b->heads[k][p] != 0) {
                tally_add(&b->kinds[k], out, p, b->heads[k][p]);
            }
        }
    }
    return true;
}

enum outcome ballot_outcome(const struct charter_rule *rule, const struct tally *t)
{
    bool quorum = false;
    bool pass = false;
    /* Numbers were bounded when the ballot was prepared. */
    check(expression_holds(rule->quorum, t, &quorum) && expression_holds(rule->pass, t, &pass));
    return !quorum ? OUTCOME_no_quorum : pass ? OUTCOME_adopted : OUTCOME_rejected;
}

bool ballot_decide(struct ballot *b, const char *letters, struct verdict *out)
{
    struct tally t;
    if (!ballot_count(b, letters, &t)) {
        return false;
    }
    out->outcome = ballot_outcome(b->rule, &t);
    out->reason_code = reason_of(b, &t, out->outcome).code;
    return true;
}

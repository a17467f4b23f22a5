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

/* What one of the members adds to each slot, for a kind that has none yet. A table that lacks a member is an
 * error, never a zero. */
static enum error weigh(const struct rule_code *code, const struct elector *e, uint32_t tags,
                        uint32_t bodies, struct bytes date, struct ballot_kind *out, struct diag *diag)
{
    for (size_t i = 0; i < code->slot_count; i++) {
        const struct slot *s = &code->slots[i];
        const bool tagged = s->tag >= 0 && (tags & 1U << s->tag) != 0;
        if ((s->electorate >= 0 && (bodies >> s->electorate & 1U) == 0) ||
            (s->tag >= 0 && tagged == s->others)) {
            continue;
        }
        int64_t weight = 1;
        if (s->attribute >= 0) {
            const struct rule_attribute *attribute = &code->attributes[s->attribute];
            weight = e->weights == NULL ? -1 : e->weights[attribute->index];
            const struct charter_member *m = weight < 0 ? charter_member(code->charter, e->code, date) : NULL;
            weight = m == NULL ? weight : m->values[attribute->index];
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
        if (b->kinds[i].slots == kind->slots && b->kinds[i].voids == kind->voids &&
            memcmp(b->kinds[i].weight, kind->weight, size) == 0) {
            return (uint32_t)i;
        }
    }
    b->kinds[b->kind_count] = *kind;
    return (uint32_t)b->kind_count++;
}

/* Positions that are void for who has these tags. */
static void void_for(const struct charter_rule *rule, struct ballot_voter *v, struct ballot_kind *kind)
{
    const int tag = rule->code->void_tag;
    if (tag < 0 || ((v->tags & 1U << tag) != 0) != rule->void_others) {
        v->voids = rule->void_positions;
    }
    kind->voids = bytes_equal_text(rule->void_tag, TAG_REASONED) ? 0 : v->voids;
}

/* Where votes are split each unit counts as one, and a member as its units. */
static bool split_units(const struct charter_rule *rule, struct ballot_voter *v, struct ballot_kind *kind)
{
    for (size_t i = 0; i < rule->code->slot_count; i++) {
        if ((kind->slots & 1U << i) != 0) {
            const int64_t weight = kind->weight[i];
            kind->weight[i] = 1;
            if (!num_mul(weight, v->elector->n, &v->n)) {
                return false;
            }
        }
    }
    return true;
}

static enum error add_voter(struct ballot *b, const struct elector *e, uint32_t bodies, struct bytes date,
                            struct diag *diag)
{
    const struct rule_code *code = b->rule->code;
    struct ballot_voter *v = &b->voters[b->voter_count];
    struct ballot_kind kind = {0};
    const uint32_t tags = tags_of(code, e, date);
    *v = (struct ballot_voter){
        .elector = e, .tags = tags, .bodies = bodies, .n = e->n, .forced = -1};
    v->out = (tags & code->out) != 0;
    if (e->code.len > 0 ? e->n != 1 : e->n < 0 || e->n > CHARTER_NUMBER_MAX) {
        return fail(diag, e->code, "a named member is one, and a group without names has 0 to 1000000000");
    }
    if (!v->out) {
        const enum error error = weigh(code, e, tags, bodies, date, &kind, diag);
        if (error != OK) {
            return error;
        }
        if (b->rule->split.len > 0 && !split_units(b->rule, v, &kind)) {
            return fail(diag, b->rule->name, "the numbers are too large for this rule");
        }
        void_for(b->rule, v, &kind);
    }
    for (size_t i = 0; i < code->force_count && v->forced < 0; i++) {
        v->forced = (tags & 1U << code->forces[i].tag) != 0 ? code->forces[i].position : -1;
    }
    if (v->forced >= 0 && (v->voids & POSITION_BIT(v->forced)) != 0) {
        v->forced = POSITION_X;
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

/* The place of each electorate. */
static enum error find_places(const struct charter_rule *rule, const struct electorate *electorates,
                              size_t count, int places[CHARTER_OVER_MAX], struct diag *diag)
{
    const char *const others = "the electorates are not those that the rule is over";
    unsigned seen = 0;
    if (count == 0) {
        return fail(diag, rule->name, others);
    }
    for (size_t i = 0; i < count; i++) {
        int place = -1;
        if (!electorate_place(rule->code, &electorates[i], count, &place)) {
            return fail(diag, electorates[i].name, others);
        }
        if (place >= 0 && (seen & 1U << place) != 0) {
            return fail(diag, electorates[i].name, "this electorate is given twice");
        }
        seen |= place >= 0 ? 1U << place : 0;
        places[i] = place;
    }
    return OK;
}

/* The bodies of the rule in which one counts that is listed in an electorate. */
static uint32_t bodies_of(const struct elector *e, size_t listed, const int *places, size_t count)
{
    const unsigned in = e->in == 0 ? 1U << listed : e->in;
    uint32_t bodies = 0;
    check(in >> count == 0);
    for (size_t i = 0; i < count; i++) {
        bodies |= (in >> i & 1U) != 0 && places[i] >= 0 ? 1U << places[i] : 0;
    }
    return bodies;
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
            if (!num_mul(b->kinds[v->kind].weight[s], v->n, &part) || !num_add(totals[s], part, &totals[s])) {
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
    const unsigned allowed = rule_letters(b->rule);
    memset(b->positions, POSITION_COUNT, sizeof b->positions);
    for (int i = 0; i < POSITION_COUNT; i++) {
        if ((allowed & POSITION_BIT(i)) != 0) {
            b->positions[(uint8_t)POSITIONS[i]] = (uint8_t)i;
        }
    }
    b->positions[0] = (uint8_t)position_index(b->rule->default_position);
}

static enum error prepare_stage(struct arena *a, const struct charter_rule *rule,
                                const struct electorate *electorates, size_t count, struct bytes date,
                                struct ballot **out, struct diag *diag)
{
    struct ballot *b = ARENA_NEW(a, struct ballot);
    size_t electors = 0;
    int places[CHARTER_OVER_MAX];
    const enum error bad = find_places(rule, electorates, count, places, diag);
    if (bad != OK) {
        return bad;
    }
    for (size_t i = 0; i < count; i++) {
        electors += electorates[i].count;
    }
    b->rule = rule;
    b->reasoned = bytes_equal_text(rule->void_tag, TAG_REASONED);
    b->voters = ARENA_ARRAY(a, struct ballot_voter, electors);
    b->kinds = ARENA_ARRAY(a, struct ballot_kind, electors);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < electorates[i].count; k++) {
            const struct elector *elector = &electorates[i].electors[k];
            const enum error e = add_voter(b, elector, bodies_of(elector, i, places, count), date, diag);
            if (e != OK) {
                return e;
            }
        }
    }
    if (!is_bounded(b)) {
        return fail(diag, rule->name, "the numbers are too large for this rule");
    }
    b->heads = arena_take(a, b->kind_count, sizeof *b->heads);
    allow_letters(b);
    *out = b;
    return OK;
}

enum error ballot_prepare(struct arena *a, const struct charter_rule *rule,
                          const struct electorate *electorates, size_t count, struct bytes date,
                          struct ballot **out, struct diag *diag)
{
    enum error e = prepare_stage(a, rule, electorates, count, date, out, diag);
    struct ballot *last = e == OK ? *out : NULL;
    while (e == OK && rule_goes_on(rule)) {
        const struct bytes name = rule->next_rule;
        rule = charter_rule(rule->code->charter, name, date);
        if (rule == NULL) {
            return fail(diag, name, "the next stage has no version that is in force on that day");
        }
        e = prepare_stage(a, rule, electorates, count, date, &last->next, diag);
        last = last->next;
    }
    return e;
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
    if (v->out || v->forced >= 0) {
        return v->out ? POSITION_R : v->forced;
    }
    const int position = b->positions[(uint8_t)letter];
    return (v->voids >> position & 1) != 0 ? POSITION_X : position;
}

int ballot_place(const struct ballot *b, size_t kind, int choice)
{
    const int position = choice % POSITION_COUNT;
    const bool meant = (choice >= POSITION_COUNT) != b->rule->void_others;
    const unsigned voids = !b->reasoned ? b->kinds[kind].voids : meant ? b->rule->void_positions : 0;
    return (voids >> position & 1) != 0 ? POSITION_X : position;
}

/* The products stay in 64 bits: is_bounded took everyone together. */
static void tally_add(const struct ballot_kind *kind, struct tally *t, int position, int64_t n)
{
    for (uint32_t slots = kind->slots; slots != 0; slots &= slots - 1) {
        const int s = __builtin_ctz(slots);
        t->n[s][position] += kind->weight[s] * n;
    }
}

void ballot_take(const struct ballot *b, struct tally *t, size_t kind, int from, int64_t n)
{
    tally_add(&b->kinds[kind], t, from, -n);
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
            const int position = (v->voids >> given & 1) != 0 ? POSITION_X : given;
            b->heads[v->kind][v->forced >= 0 ? v->forced : position] += v->n;
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

enum outcome ballot_otherwise(const struct charter_rule *rule)
{
    switch (rule->otherwise) {
    case OTHERWISE_REJECT:
        return OUTCOME_rejected;
    case OTHERWISE_STAGE: /* one that comes later */
    case OTHERWISE_DEFER:
        return OUTCOME_deferred;
    case OTHERWISE_REFER:
        return OUTCOME_referred;
    case OTHERWISE_LAPSE:
        return OUTCOME_lapsed;
    }
    unreachable("an else that is not in the table");
}

enum outcome stages_outcome(const struct stage *stages, size_t count, size_t *decided)
{
    enum outcome outcome = OUTCOME_rejected;
    for (size_t i = 0; i < count && outcome == OUTCOME_rejected; i++) {
        *decided = i;
        outcome = ballot_outcome(stages[i].ballot->rule, &stages[i].tally);
    }
    return outcome;
}

bool ballot_decide(struct ballot *b, const char *letters, struct verdict *out)
{
    struct tally t;
    if (!ballot_count(b, letters, &t)) {
        return false;
    }
    enum outcome outcome = ballot_outcome(b->rule, &t);
    while (outcome == OUTCOME_rejected && b->next != NULL) {
        b = b->next;
        check(ballot_count(b, letters, &t)); /* a later stage takes every letter that the first takes */
        outcome = ballot_outcome(b->rule, &t);
    }
    out->outcome = outcome == OUTCOME_rejected ? ballot_otherwise(b->rule) : outcome;
    out->reason_code = reason_of(b, &t, outcome).code;
    return true;
}

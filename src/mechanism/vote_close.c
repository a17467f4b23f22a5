/* The end of a vote: where each seat stands, what the rule says, what follows. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/body.h"
#include "mechanism/clock.h"
#include "mechanism/closing.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/motion.h"
#include "mechanism/sealed.h"
#include "mechanism/status.h"
#include "mechanism/tables.h"
#include "mechanism/vote.h"
#include "record/fact.h"

/* A contradiction counts that stood in the record when the vote ended. */
static void read_presence(const struct vote *x, const struct presence *p, struct standing *one)
{
    one->presence = NOT_PRESENT;
    for (size_t i = 0; i < p->count; i++) {
        if (bytes_equal(p->seats[i].member, one->member)) {
            const int64_t at = p->seats[i].contradicted;
            one->presence = at != 0 && (x->ended == 0 || at < x->ended) ? CONTRADICTED : PRESENT;
        }
    }
}

/* Of a member that has said nothing: in a vote nobody lets pass by saying nothing, whatever the rule's
 * default; who is in the room abstains. */
static char default_position(const struct charter_rule *rule, const struct standing *one)
{
    if (one->presence != PRESENT) {
        return 'X';
    }
    return (rule->allow & POSITION_BIT(position_index('A'))) != 0 ? 'A' : 'X';
}

/* The part with the most units, of two with as many the one that stands first in POSITIONS. */
static char leading_letter(struct bytes split)
{
    int64_t parts[7];
    int most = 0;
    check(split_read(split, parts));
    for (int i = 1; i < 7; i++) {
        most = parts[i] > parts[most] ? i : most;
    }
    return POSITIONS[most];
}

/* Its own word prevails over what was called. */
static void read_cast(const struct charter_rule *rule, struct standing *one)
{
    const struct cast *k = &one->cast;
    one->spoken = k->taken != 0 || k->confirmed != 0;
    if (k->taken != 0) {
        one->split = k->split;
        one->position = k->letter;
        if (k->split.len > 0) {
            one->position = leading_letter(k->split);
        }
        one->said = k->taken;
    } else if (k->confirmed != 0) {
        one->position = k->called;
        one->said = k->confirmed;
    } else {
        one->position = default_position(rule, one);
    }
    one->reasoned = one->spoken && k->reasoned;
}

size_t vote_standings(struct context *c, const struct vote *x, struct standing **out)
{
    const struct charter_rule *rule = vote_rule(c, x);
    struct standing *list = ARENA_ARRAY(c->arena, struct standing, x->seat_count + 1);
    struct presence p = {.count = 0};
    const struct asked bodies = vote_bodies(c, x);
    const bool asked = !hash_is_zero(&x->presence);
    check(!asked || presence_get(c->state, &x->presence, c->arena, &p));
    for (size_t i = 0; i < x->seat_count; i++) {
        struct standing *one = &list[i];
        *one = (struct standing){.member = x->seats[i].member};
        one->cast = cast_get(c->state, &x->id, one->member);
        one->sits = asked_sits(&bodies, &x->seats[i]);
        if (asked) {
            read_presence(x, &p, one);
        }
        read_cast(rule, one);
    }
    *out = list;
    return x->seat_count;
}

struct desk { /* electors under way */
    struct context *c;
    const struct vote *x;
    const struct charter_rule *rule;
    size_t count;
    struct elector *list;
};

/* By the tables of the day of the opening; of a divided vote so many units (else 0) of the attribute by which
 * it is divided. */
static const int64_t *weights_of(const struct desk *d, struct bytes member, int64_t units)
{
    const struct charter *law = vote_law(d->c, d->x);
    const int64_t *tables = tables_weights(d->c, law, member, d->x->opened_ms);
    int64_t *weights = ARENA_ARRAY(d->c->arena, int64_t, law->attribute_count + 1);
    for (size_t i = 0; i < law->attribute_count; i++) {
        const bool divided = units > 0 && bytes_equal(law->attributes[i], d->rule->split);
        weights[i] = divided ? units : tables[i];
    }
    return weights;
}

static void add(struct desk *d, const struct standing *one, char letter, int64_t units)
{
    const struct asked_seat *seat = asked_seat_of(d->x->seats, d->x->seat_count, one->member);
    struct elector e = {.code = one->member, .n = 1, .position = letter, .in = one->sits};
    e.tags = asked_tags(d->c->arena, seat, one->reasoned, &e.tag_count);
    e.weights = weights_of(d, one->member, units);
    d->list[d->count++] = e;
}

/* A member that divides its vote is there once for each part, with the leading one in front. */
static void add_split(struct desk *d, const struct standing *one)
{
    int64_t parts[7];
    check(split_read(one->split, parts));
    const int leading = position_index(one->position);
    add(d, one, one->position, parts[leading]);
    for (int i = 0; i < 7; i++) {
        if (i != leading && parts[i] > 0) {
            add(d, one, POSITIONS[i], parts[i]);
        }
    }
}

/* Who has left the body since the opening is not bound by what it decides. */
static void gather(struct desk *d)
{
    struct standing *list = NULL;
    const size_t count = vote_standings(d->c, d->x, &list);
    d->list = ARENA_ARRAY(d->c->arena, struct elector, 7 * count + 1);
    for (size_t i = 0; i < count; i++) {
        if (list[i].sits != 0 && list[i].split.len > 0) {
            add_split(d, &list[i]);
        } else if (list[i].sits != 0) {
            add(d, &list[i], list[i].position, 0);
        }
    }
}

void vote_case(struct context *c, const struct vote *x, struct vote_case *out)
{
    struct desk d = {.c = c, .x = x, .rule = vote_rule(c, x)};
    const struct civil_day day = law_day(c, x->opened_ms);
    const struct asked bodies = vote_bodies(c, x);
    gather(&d);
    *out = (struct vote_case){.law = vote_law(c, x),
                              .rule = d.rule,
                              .date = bytes_of_text(arena_text(c->arena, bytes_of_text(day.text)))};
    out->count = asked_electorates(&bodies, d.list, d.count, out->electorates);
}

enum error vote_decide(struct context *c, const struct vote *x, struct decision *out, struct diag *diag)
{
    struct vote_case asked;
    vote_case(c, x, &asked);
    const struct evaluate_options options = {
        .explain = true, .open = x->stage == VOTE_RUNNING, .date = asked.date};
    return evaluate(c->arena, asked.law, asked.rule, asked.electorates, asked.count, &options, out, diag);
}

/* What was counted, before what came of it. */
static void emit_tally(struct context *c, const struct block_sink *sink, const struct vote *x)
{
    struct standing *list = NULL;
    const size_t count = vote_standings(c, x, &list);
    struct fact_tally_seat *seats = ARENA_ARRAY(c->arena, struct fact_tally_seat, count + 1);
    struct fact_tally fact = {.subject = x->id, .motion = x->motion, .presence = x->presence, .seats = seats};
    const struct asked bodies = vote_bodies(c, x);
    unsigned *sits = ARENA_ARRAY(c->arena, unsigned, count + 1);
    static const char *const words[] = {
        [PRESENCE_NOT_ASKED] = "", [PRESENT] = "yes", [NOT_PRESENT] = "no", [CONTRADICTED] = "contradicted"};
    for (size_t i = 0; i < count; i++) {
        sits[i] = list[i].sits;
        if (sits[i] != 0) {
            const char *letter = arena_printf(c->arena, "%c", list[i].position);
            seats[fact.seat_count++] = (struct fact_tally_seat){
                .member = list[i].member,
                .position = list[i].split.len > 0 ? list[i].split : bytes_of_text(letter),
                .present = bytes_of_text(words[list[i].presence]),
                .said = list[i].said};
        }
    }
    fact.body_count = asked_told(c->arena, &bodies, x->seats, sits, count, &fact.bodies);
    struct buffer b;
    buffer_init(&b, 64 * 1024);
    fact_write_tally(&b, &fact);
    check(!b.overflow);
    sink->prepare(sink->ctx);
    sink->emit(sink->ctx, buffer_view(&b));
    buffer_done(&b);
}

static void mark(struct context *c, const struct motion *motion, struct vote *x)
{
    x->stage = VOTE_ENDED;
    x->ended = (int64_t)c->index;
    vote_put(c->state, x);
    if (motion->text && x->outcome == OUTCOME_rejected) {
        vote_mark_rejected(c->state, &x->root);
    }
}

static void end_vote(struct context *c, const struct block_sink *sink, struct vote *x)
{
    const struct motion *motion = motion_find(x->motion);
    struct closing end = {.subject = x->id, .root = x->root, .deadline_ms = x->deadline_ms};
    struct decision d;
    struct diag diag;
    int64_t statement = 0;
    check(motion != NULL);
    x->stage = VOTE_ENDING; /* nothing is pending any more */
    const bool decided = vote_decide(c, x, &d, &diag) == OK;
    /* A rule that cannot be applied to who is left: no decision is a decision too. */
    end.charter = vote_law(c, x);
    end.rule = vote_rule(c, x);
    end.outcome = outcome_word(OUTCOME_deferred);
    end.reason = reason_word(REASON_open);
    if (decided) {
        closing_decide(c, &d, &end);
    }
    x->outcome = decided ? d.outcome : OUTCOME_deferred;
    x->reason = decided ? d.reason_code : REASON_open;
    emit_tally(c, sink, x);
    sink->prepare(sink->ctx);
    mark(c, motion, x);
    if (motion->text) {
        struct matter m;
        check(matter_get(c->state, &x->matter, c->arena, &m));
        statement = closing_matter(c, &m, &end);
    }
    if (end.adopted && motion->adopted != NULL) {
        motion->adopted(c, x, &d);
    }
    if (x->outcome == OUTCOME_rejected && motion->failed != NULL) {
        motion->failed(c, x, &d);
    }
    closing_emit(c, sink, &x->matter, &end, statement);
}

size_t vote_close_all(struct context *c, const struct block_sink *sink)
{
    struct vote *list = NULL;
    const size_t count = vote_open_list(c->state, c->arena, &list);
    size_t ended = 0;
    for (size_t i = 0; i < count && *c->error == OK; i++) {
        if (list[i].stage == VOTE_ENDING || c->time_ms >= list[i].deadline_ms) {
            end_vote(c, sink, &list[i]);
            ended++;
        }
    }
    return ended;
}

void vote_give_back(struct context *c, int64_t previous_ms, int64_t excess_ms)
{
    struct vote *list = NULL;
    const size_t count = vote_open_list(c->state, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        sealed_give_back(previous_ms, excess_ms, &list[i].deadline_ms, &list[i].sealed_until_ms);
        vote_put(c->state, &list[i]);
    }
}

int64_t vote_next_ms(struct state *s, struct arena *a)
{
    struct vote *list = NULL;
    const size_t count = vote_open_list(s, a, &list);
    int64_t next = 0;
    for (size_t i = 0; i < count; i++) {
        next = clock_earlier(next, list[i].deadline_ms);
    }
    return next;
}

int64_t vote_pulse_ms(struct state *s, struct arena *a)
{
    struct vote *list = NULL;
    const size_t count = vote_open_list(s, a, &list);
    int64_t pulse = 0;
    for (size_t i = 0; i < count; i++) {
        pulse = clock_earlier(pulse, clock_pulse_of(list[i].deadline_ms - list[i].opened_ms));
    }
    return pulse;
}

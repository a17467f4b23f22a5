/* The end of a block: deadlines fire, silences close once, what is left over lapses (O2, O3, O11, O13). */
#include "base/check.h"
#include "charter/evaluate.h"
#include "mechanism/body.h"
#include "mechanism/closing.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/procedure.h"
#include "mechanism/silence.h"
#include "mechanism/status.h"
#include "mechanism/tables.h"
#include "record/fact.h"

void silence_fire_deadlines(struct context *c, const struct block_sink *sink)
{
    struct silence *list = NULL;
    const size_t count = silence_open_list(c->state, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        struct silence *x = &list[i];
        if (x->stage != SILENCE_RUNNING || c->time_ms < x->deadline_ms) {
            continue;
        }
        sink->prepare(sink->ctx);
        x->stage = SILENCE_FIRED;
        x->fired = (int64_t)c->index;
        silence_put(c->state, x);
        const struct fact_deadline fact = {x->id, x->root, x->deadline_ms, c->time_ms};
        struct buffer b;
        buffer_init(&b, 4096);
        fact_write_deadline(&b, &fact);
        sink->emit(sink->ctx, buffer_view(&b));
        buffer_done(&b);
    }
}

static void end_silence(struct context *c, const struct block_sink *sink, struct silence *x,
                        enum silence_stage stage, struct closing *end)
{
    struct matter m;
    check(matter_get(c->state, &x->matter, c->arena, &m));
    sink->prepare(sink->ctx);
    x->stage = stage;
    x->ended = (int64_t)c->index;
    silence_put(c->state, x);
    end->subject = x->id;
    end->root = x->root;
    end->deadline_ms = x->deadline_ms;
    end->charter = law_of(c, &m.id);
    end->rule = end->rule == NULL ? silence_rule(c, x) : end->rule;
    const int64_t statement = closing_matter(c, &m, end);
    closing_emit(c, sink, &x->matter, end, statement);
}

/* A member whose node said neither that it holds the text nor all-clear was not reached (O13). */
static bool is_reached(struct context *c, const struct silence *x, const struct silence_seat *seat)
{
    return silence_is_available(c->state, &x->root, &seat->node) ||
           silence_is_clear(c->state, &x->id, &seat->node) || mutated(c, MUTATION_o13_not_reached);
}

/* The position that counts: 0 for the rule's default. L needs a text that was there to be let pass, also
 * where a delegate has said it; other words are the member's own, wherever its node is (O13). */
static char position_of(const struct position *said, bool reached)
{
    if (!reached && (said->letter == 0 || said->letter == 'L')) {
        return 'X';
    }
    return said->letter;
}

/* The tags are those of the opening, and REASONED where the position that counts has a reason: a rule may
 * void one without. An objection is no position, always has its reason, and is beyond any rule (O14). */
static struct elector elector_of(struct context *c, const struct silence *x, const struct silence_seat *seat,
                                 bool reached)
{
    struct bytes *tags = ARENA_ARRAY(c->arena, struct bytes, MARKS + 1);
    struct elector e = {.code = seat->member, .n = 1, .tags = tags};
    struct position said = {.letter = 0};
    (void)position_get(c->state, &x->root, seat->member, &said);
    e.position = position_of(&said, reached);
    e.tag_count = mark_tags(seat->marks, tags);
    if (said.reasoned && e.position == said.letter) {
        tags[e.tag_count++] = BYTES(VOTE_TAG_REASONED);
    }
    e.weights = tables_weights(c, law_of(c, &x->matter), seat->member, x->opened_ms);
    return e;
}

/* Who has left the body since the opening is not bound by what it decides; the node stays in the clearing set
 * (O10). */
static size_t gather(struct context *c, const struct silence *x, bool all_reached, struct elector **out)
{
    struct elector *list = ARENA_ARRAY(c->arena, struct elector, x->seat_count + 1);
    struct matter m;
    struct body b;
    size_t count = 0;
    check(matter_get(c->state, &x->matter, c->arena, &m) && body_get(c->state, m.body, c->arena, &b));
    for (size_t i = 0; i < x->seat_count; i++) {
        const struct silence_seat *seat = &x->seats[i];
        if (body_has(&b, seat->member)) {
            list[count++] = elector_of(c, x, seat, all_reached || is_reached(c, x, seat));
        }
    }
    *out = list;
    return count;
}

size_t silence_electorate(struct context *c, const struct silence *x, struct elector **out)
{
    return gather(c, x, false, out);
}

static enum error apply_rule(struct context *c, const struct silence *x, const struct electorate *electorate,
                             struct decision *out, struct diag *diag)
{
    const struct civil_day day = law_day(c, c->time_ms);
    const struct evaluate_options options = {
        .explain = true, .date = bytes_of_text(arena_text(c->arena, bytes_of_text(day.text)))};
    return evaluate(c->arena, law_of(c, &x->matter), silence_rule(c, x), electorate, 1, &options, out, diag);
}

enum error silence_decide(struct context *c, const struct silence *x, struct decision *out, struct diag *diag)
{
    struct elector *electors = NULL;
    const size_t count = silence_electorate(c, x, &electors);
    const struct electorate electorate = {.count = count, .electors = electors};
    return apply_rule(c, x, &electorate, out, diag);
}

bool silence_can_be_decided(struct context *c, const struct silence *x)
{
    struct elector *electors = NULL;
    const size_t count = gather(c, x, true, &electors);
    const struct electorate electorate = {.count = count, .electors = electors};
    struct decision d;
    struct diag diag;
    return apply_rule(c, x, &electorate, &d, &diag) == OK;
}

static void decide(struct context *c, const struct block_sink *sink, struct silence *x)
{
    struct elector *electors = NULL;
    const size_t count = silence_electorate(c, x, &electors);
    struct decision d;
    struct diag diag;
    /* A rule that cannot be applied: no decision is a decision too. */
    struct closing end = {.outcome = "deferred", .reason = "open"};
    struct bytes *missing = ARENA_ARRAY(c->arena, struct bytes, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct position said = {.letter = 0};
        (void)position_get(c->state, &x->root, electors[i].code, &said);
        if (electors[i].position == 'X' && said.letter != 'X') {
            missing[end.not_reached_count++] = electors[i].code;
        }
    }
    end.not_reached = missing;
    if (silence_decide(c, x, &d, &diag) == OK) {
        closing_decide(c, &d, &end);
    }
    end_silence(c, sink, x, SILENCE_CLOSED, &end);
}

/* O3: valid is a key that is authorised in the state in which the close would happen; one that is enrolled
 * only in the pending block is not in that state yet. What is in the record already has done its work. */
static bool is_held_back(struct context *c, const struct silence *x, const struct pending_objection *pending,
                         size_t count)
{
    for (size_t i = 0; i < count && !mutated(c, MUTATION_o3_pending); i++) {
        uint64_t index = 0;
        if (!hash_equal(&pending[i].root, &x->root) || !silence_may_break(c, x, pending[i].member)) {
            continue;
        }
        const enum error e = record_find(c->record, &pending[i].id, &index);
        if (e == OK) {
            continue;
        }
        if (e != ERROR_NOT_FOUND) {
            *c->error = e;
            return true;
        }
        if (mutated(c, MUTATION_o3_key) ||
            objector_is_authorised(c, &pending[i].key, pending[i].member, x, INT64_MAX)) {
            return true;
        }
    }
    return false;
}

static bool may_close(struct context *c, const struct silence *x)
{
    const int64_t clear = silence_clear_count(c->state, x, c->arena);
    if (clear == x->nodes) {
        return true;
    }
    if (clear < x->nodes - x->faulty) {
        return false;
    }
    if (!x->quorum) {
        return mutated(c, MUTATION_o11_all);
    }
    return c->time_ms >= x->deadline_ms + x->extra_ms || mutated(c, MUTATION_o11_extra);
}

static void lapse(struct context *c, const struct block_sink *sink, struct silence *x)
{
    struct bytes *missing = ARENA_ARRAY(c->arena, struct bytes, x->seat_count + 1);
    struct closing end = {.outcome = "lapsed", .reason = "not_reached"};
    for (size_t i = 0; i < x->seat_count; i++) {
        const bool missed = x->stage == SILENCE_WAITING
                                ? !silence_is_available(c->state, &x->root, &x->seats[i].node)
                                : !silence_is_clear(c->state, &x->id, &x->seats[i].node);
        if (missed) {
            missing[end.not_reached_count++] = x->seats[i].member;
        }
    }
    end.not_reached = missing;
    end_silence(c, sink, x, SILENCE_LAPSED, &end);
}

/* Whether the silence ended. */
static bool close_one(struct context *c, const struct block_sink *sink, struct silence *x,
                      const struct pending_objection *pending, size_t pending_count)
{
    if (x->stage == SILENCE_BROKEN) {
        struct closing broken = {.reason = "objected", .lawful = true};
        broken.outcome = procedure_outcome(silence_rule(c, x));
        end_silence(c, sink, x, SILENCE_BROKEN, &broken);
        return true;
    }
    if (x->stage != SILENCE_FIRED || is_held_back(c, x, pending, pending_count) || !may_close(c, x)) {
        return false;
    }
    decide(c, sink, x);
    return true;
}

static bool lapse_one(struct context *c, const struct block_sink *sink, struct silence *x,
                      const struct pending_objection *pending, size_t pending_count)
{
    const bool over = x->stage == SILENCE_WAITING ? c->time_ms >= x->window_ms
                      : x->stage == SILENCE_FIRED ? c->time_ms >= x->deadline_ms + x->extra_ms &&
                                                        !is_held_back(c, x, pending, pending_count)
                                                  : false;
    if (over) {
        lapse(c, sink, x);
    }
    return over;
}

/* Every close comes before every lapse (O2). */
size_t silence_close_all(struct context *c, const struct block_sink *sink,
                         const struct pending_objection *pending, size_t pending_count)
{
    bool (*const steps[])(struct context *, const struct block_sink *, struct silence *,
                          const struct pending_objection *, size_t) = {close_one, lapse_one};
    size_t ended = 0;
    for (size_t k = 0; k < sizeof steps / sizeof steps[0]; k++) {
        struct silence *list = NULL;
        const size_t count = silence_open_list(c->state, c->arena, &list);
        for (size_t i = 0; i < count && *c->error == OK; i++) {
            ended += steps[k](c, sink, &list[i], pending, pending_count);
        }
    }
    return ended;
}

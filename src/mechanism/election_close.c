/* The count of a round, and the end of an election. */
#include "base/check.h"
#include "base/limits.h"
#include "mechanism/body.h"
#include "mechanism/civil.h"
#include "mechanism/clock.h"
#include "mechanism/election.h"
#include "mechanism/law.h"
#include "mechanism/sealed.h"
#include "mechanism/status.h"
#include "mechanism/tables.h"
#include "record/fact_election.h"

static bool has_mark(const struct paper *p, struct bytes name)
{
    for (size_t i = 0; i < p->count; i++) {
        if (bytes_equal(p->marks[i], name)) {
            return true;
        }
    }
    return false;
}

/* For one candidate: Y marked it, N marked others, A nobody; who gave no ballot, or did not open it, is X. */
static char position_for(const struct paper *p, struct bytes candidate)
{
    if (p->taken == 0) {
        return 'X';
    }
    if (p->count == 0) {
        return 'A';
    }
    return has_mark(p, candidate) ? 'Y' : 'N';
}

struct urn {
    struct asked bodies;
    size_t count; /* of the voters who still sit */
    const struct asked_seat *seats;
    const unsigned *sits;
    const struct paper *papers;
};

static struct urn open_urn(struct context *c, const struct election *x)
{
    struct asked_seat *seats = ARENA_ARRAY(c->arena, struct asked_seat, x->voter_count + 1);
    unsigned *sits = ARENA_ARRAY(c->arena, unsigned, x->voter_count + 1);
    struct paper *papers = ARENA_ARRAY(c->arena, struct paper, x->voter_count + 1);
    struct urn u = {.bodies = election_bodies(c, x), .seats = seats, .sits = sits, .papers = papers};
    for (size_t i = 0; i < x->voter_count; i++) {
        sits[u.count] = asked_sits(&u.bodies, &x->voters[i]);
        if (sits[u.count] != 0) {
            seats[u.count] = x->voters[i];
            papers[u.count++] = paper_get(c->state, &x->round_id, x->voters[i].member, c->arena);
        }
    }
    return u;
}

static enum error decide(struct context *c, const struct election *x, const struct urn *u,
                         struct bytes candidate, struct decision *out, struct diag *diag)
{
    struct elector *list = ARENA_ARRAY(c->arena, struct elector, u->count + 1);
    struct electorate electorates[CHARTER_OVER_MAX];
    const struct charter *law = election_law(c, x);
    const struct civil_day day = law_day(c, x->round_ms);
    const struct evaluate_options options = {
        .explain = true, .date = bytes_of_text(arena_text(c->arena, bytes_of_text(day.text)))};
    for (size_t i = 0; i < u->count; i++) {
        const struct asked_seat *seat = &u->seats[i];
        list[i] = (struct elector){.code = seat->member, .n = 1, .in = u->sits[i]};
        list[i].position = position_for(&u->papers[i], candidate);
        list[i].tags = asked_tags(c->arena, seat, false, &list[i].tag_count);
        list[i].weights = tables_weights(c, law, seat->member, x->round_ms);
    }
    const size_t count = asked_electorates(&u->bodies, list, u->count, electorates);
    return evaluate(c->arena, law, election_rule(c, x), electorates, count, &options, out, diag);
}

/* Most votes first; those who share the last seats with more than there are seats are not elected. */
static void give_seats(struct election_count *list, size_t count, int64_t seats)
{
    for (size_t i = 0; i < count; i++) {
        int64_t before = 0;
        int64_t equal = 0;
        for (size_t k = 0; list[i].passes && k < count; k++) {
            before += list[k].passes && list[k].marks > list[i].marks ? 1 : 0;
            equal += list[k].passes && list[k].marks == list[i].marks ? 1 : 0;
        }
        list[i].elected = list[i].passes && before + equal <= seats;
        list[i].tied = list[i].passes && !list[i].elected && before < seats;
    }
}

enum error election_counts(struct context *c, const struct election *x, int64_t seats,
                           struct election_count **out, struct diag *diag)
{
    const struct urn u = open_urn(c, x);
    struct election_count *list = ARENA_ARRAY(c->arena, struct election_count, x->candidate_count + 1);
    for (size_t i = 0; i < x->candidate_count; i++) {
        list[i] = (struct election_count){.stood = candidate_stood(x, &x->candidates[i])};
        if (!list[i].stood) {
            continue;
        }
        struct decision *d = &list[i].decision;
        const enum error e = decide(c, x, &u, x->candidates[i].name, d, diag);
        if (e != OK) {
            return e;
        }
        list[i].passes = d->outcome == OUTCOME_adopted;
        list[i].marks = d->heads[position_index('Y')];
    }
    give_seats(list, x->candidate_count, seats);
    *out = list;
    return OK;
}

int64_t election_seats_of_round(const struct election *x)
{
    int64_t seats = x->left;
    for (size_t i = 0; i < x->candidate_count; i++) {
        const struct candidate *one = &x->candidates[i];
        seats += one->stage == CANDIDATE_ELECTED && one->last == x->round ? 1 : 0;
    }
    return seats;
}

/* The candidate with the fewest votes of those who still stand, if it is one alone and not the last. */
static size_t last_of(const struct election *x, const struct election_count *counts)
{
    size_t last = x->candidate_count;
    size_t standing = 0;
    bool alone = false;
    for (size_t i = 0; i < x->candidate_count; i++) {
        if (x->candidates[i].stage != CANDIDATE_STANDS) {
            continue;
        }
        standing++;
        if (last == x->candidate_count || counts[i].marks < counts[last].marks) {
            last = i;
            alone = true;
        } else if (counts[i].marks == counts[last].marks) {
            alone = false;
        }
    }
    return alone && standing > 1 ? last : x->candidate_count;
}

static size_t standing(const struct election *x)
{
    size_t count = 0;
    for (size_t i = 0; i < x->candidate_count; i++) {
        count += x->candidates[i].stage == CANDIDATE_STANDS ? 1 : 0;
    }
    return count;
}

/* Candidates after the round; counts NULL: the rule could not be applied, and nobody is elected. */
static void settle(struct context *c, struct election *x, const struct election_count *counts)
{
    const struct charter_rule *rule = election_rule(c, x);
    struct candidate *list = ARENA_ARRAY(c->arena, struct candidate, x->candidate_count + 1);
    for (size_t i = 0; i < x->candidate_count; i++) {
        list[i] = x->candidates[i];
        if (counts != NULL && counts[i].elected) {
            list[i].stage = CANDIDATE_ELECTED;
            list[i].last = x->round;
            x->left--;
        }
    }
    x->candidates = list;
    x->stage = ELECTION_BETWEEN;
    const bool goes_on = x->left > 0 && x->round < election_rounds(rule) && standing(x) > 0;
    const bool drops = goes_on && rule->drop_last && counts != NULL;
    const size_t last = drops ? last_of(x, counts) : x->candidate_count;
    if (last < x->candidate_count) {
        list[last].stage = CANDIDATE_DROPPED;
        list[last].last = x->round;
    }
    if (!goes_on) {
        election_end(c, x);
    }
}

static const char *result_of(const struct candidate *one, const struct election_count *count)
{
    if (one->stage == CANDIDATE_STANDS && count != NULL) {
        return count->tied ? "tie" : reason_word(count->decision.reason_code);
    }
    return candidate_word(one->stage);
}

static void emit(struct context *c, const struct block_sink *sink, const struct election *x,
                 const struct election_count *counts)
{
    const struct urn u = open_urn(c, x);
    struct fact_round_ballot *ballots = ARENA_ARRAY(c->arena, struct fact_round_ballot, u.count + 1);
    struct fact_round_candidate *names =
        ARENA_ARRAY(c->arena, struct fact_round_candidate, x->candidate_count + 1);
    const struct charter_rule *rule = election_rule(c, x);
    struct fact_round f = {.charter = election_law(c, x)->hash,
                           .election = x->id,
                           .left = x->left,
                           .over = x->stage == ELECTION_ENDED,
                           .round = x->round,
                           .rule = rule->hash,
                           .time_ms = c->time_ms,
                           .ballots = ballots,
                           .candidates = names};
    for (size_t i = 0; i < x->candidate_count; i++) {
        if (candidate_stood(x, &x->candidates[i])) {
            const struct election_count *count = counts == NULL ? NULL : &counts[i];
            names[f.candidate_count++] =
                (struct fact_round_candidate){.name = x->candidates[i].name,
                                              .marks = count == NULL ? 0 : count->marks,
                                              .result = bytes_of_text(result_of(&x->candidates[i], count))};
        }
    }
    for (size_t i = 0; i < u.count; i++) {
        int64_t *marks = ARENA_ARRAY(c->arena, int64_t, u.papers[i].count + 1);
        struct fact_round_ballot *b = &ballots[f.ballot_count++];
        *b = (struct fact_round_ballot){.member = u.seats[i].member, .marks = marks};
        b->said = u.papers[i].taken;
        for (size_t k = 0; b->said != 0 && k < f.candidate_count; k++) {
            if (has_mark(&u.papers[i], names[k].name)) {
                marks[b->mark_count++] = (int64_t)k;
            }
        }
    }
    f.body_count = asked_told(c->arena, &u.bodies, u.seats, u.sits, u.count, &f.bodies);
    struct buffer b;
    buffer_init(&b, FACT_ROUND_BYTES_MAX);
    fact_write_round(&b, &f);
    check(!b.overflow);
    sink->emit(sink->ctx, buffer_view(&b));
    buffer_done(&b);
}

size_t election_close_all(struct context *c, const struct block_sink *sink)
{
    struct election *list = NULL;
    const size_t count = election_open_list(c->state, c->arena, &list);
    size_t ended = 0;
    for (size_t i = 0; i < count && *c->error == OK; i++) {
        struct election *x = &list[i];
        struct election_count *counts = NULL;
        struct diag diag;
        if (x->stage == ELECTION_RUNNING && c->time_ms < x->deadline_ms) {
            continue;
        }
        const bool counted = election_counts(c, x, x->left, &counts, &diag) == OK;
        sink->prepare(sink->ctx);
        settle(c, x, counted ? counts : NULL);
        election_put(c->state, x);
        emit(c, sink, x, counted ? counts : NULL);
        ended++;
    }
    return ended;
}

/* Into so many that ascend. */
static void insert(struct bytes *seats, size_t count, struct bytes code)
{
    size_t at = count;
    while (at > 0 && bytes_compare(seats[at - 1], code) > 0) {
        seats[at] = seats[at - 1];
        at--;
    }
    seats[at] = code;
}

/* Those whose term was over leave, the elected sit down. The chair stays where its member does. */
static void seat(struct context *c, const struct charter *law, const struct post *p)
{
    struct bytes *seats = ARENA_ARRAY(c->arena, struct bytes, p->count + 1);
    struct body b = {.id = p->name};
    const bool known = body_get(c->state, p->name, c->arena, &b);
    for (size_t i = 0; i < p->count; i++) {
        insert(seats, i, p->holders[i].name);
    }
    b.seats = seats;
    b.seat_count = p->count;
    const struct charter_body *own = charter_body(law, p->name);
    if (!known || !body_has(&b, b.chair)) {
        const struct bytes named = own == NULL ? BYTES("") : body_named_chair(law, own);
        b.chair = named.len > 0 || own == NULL ? named : body_first_chair(law, own, &b);
        b.chair = b.chair.len > 0 ? b.chair : seats[0];
        body_found(c->state, &b);
        chair_began(c, law, &b, &(struct hash){{0}});
        return;
    }
    body_found(c->state, &b);
}

static void take_chair(struct context *c, const struct charter *law, struct bytes body, struct bytes member,
                       const struct hash *election)
{
    struct body b;
    if (body_get(c->state, body, c->arena, &b) && body_has(&b, member)) {
        b.chair = member;
        body_found(c->state, &b);
        chair_began(c, law, &b, election);
    }
}

/* Bodies whose chair is that office. */
static void take_office(struct context *c, const struct charter *law, const struct election *x,
                        struct bytes member)
{
    for (size_t i = 0; i < law->body_count; i++) {
        if (bytes_equal_text(law->bodies[i].chair, "office") &&
            bytes_equal(law->bodies[i].chair_by, x->name)) {
            take_chair(c, law, law->bodies[i].name, member, &x->id);
        }
    }
}

/* Terms are law: they follow the civil clock. */
static int64_t term_end(struct context *c, const struct election *x, const struct charter_span *term)
{
    return law_after(c, election_law(c, x), civil_ms(c->state, c->org, c->time_ms), term);
}

/* Who holds it from now on: those whose term was not over at the opening, and the elected. */
static struct post holders_after(struct context *c, const struct election *x, const struct post_law *law)
{
    struct post p = post_get(c->state, x->kind, x->name, c->arena);
    struct post_holder *list = ARENA_ARRAY(c->arena, struct post_holder, p.count + x->candidate_count + 1);
    const bool nobody = x->left == x->seats;
    size_t count = 0;
    p.election = (struct hash){{0}};
    for (size_t i = 0; i < p.count; i++) {
        const bool stays = x->kind == POST_SEATS && !post_is_over(c, &p.holders[i], x->opened_ms);
        if (nobody || stays) {
            list[count++] = p.holders[i];
        }
    }
    const struct charter_span *term = &law->term;
    const bool endless = term->ms == 0 && term->workdays == 0 && term->months == 0;
    for (size_t i = 0; i < x->candidate_count; i++) {
        if (x->candidates[i].stage == CANDIDATE_ELECTED) {
            list[count++] = (struct post_holder){
                .name = x->candidates[i].name,
                .since_ms = c->time_ms,
                .until_ms = endless ? 0 : term_end(c, x, term),
                .election = x->id};
        }
    }
    p.count = count;
    p.holders = list;
    return p;
}

void election_end(struct context *c, struct election *x)
{
    struct post_law law;
    check(post_law(election_law(c, x), x->kind, x->name, &law));
    const struct post p = holders_after(c, x, &law);
    const struct charter *now = law_now(c);
    x->stage = ELECTION_ENDED;
    x->ended = (int64_t)c->index;
    post_put(c->state, &p);
    if (x->left == x->seats) {
        return; /* nobody was elected: everything stays as it is */
    }
    if (x->kind == POST_SEATS) {
        seat(c, now, &p);
    } else if (x->kind == POST_CHAIR) {
        take_chair(c, now, x->name, p.holders[0].name, &x->id);
    } else {
        take_office(c, now, x, p.holders[0].name);
    }
}

void election_give_back(struct context *c, int64_t previous_ms, int64_t excess_ms)
{
    struct election *list = NULL;
    const size_t count = election_open_list(c->state, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        sealed_give_back(previous_ms, excess_ms, &list[i].deadline_ms, &list[i].sealed_until_ms);
        election_put(c->state, &list[i]);
    }
}

int64_t election_next_ms(struct state *s, struct arena *a)
{
    struct election *list = NULL;
    const size_t count = election_open_list(s, a, &list);
    int64_t next = 0;
    for (size_t i = 0; i < count; i++) {
        next = clock_earlier(next, list[i].deadline_ms);
    }
    return next;
}

int64_t election_pulse_ms(struct state *s, struct arena *a)
{
    struct election *list = NULL;
    const size_t count = election_open_list(s, a, &list);
    int64_t pulse = 0;
    for (size_t i = 0; i < count; i++) {
        pulse = clock_earlier(pulse, clock_pulse_of(list[i].deadline_ms - list[i].round_ms));
    }
    return pulse;
}

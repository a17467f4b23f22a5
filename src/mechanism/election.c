/* How an election begins, who stands in it, and its rounds. Ballots are in election_ballot.c, the count in
 * election_close.c. */
#include "mechanism/election.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/text.h"
#include "mechanism/body.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/status.h"

const struct charter *election_law(struct context *c, const struct election *x)
{
    return law_charter(c, x->law);
}

/* The version of the rule that was in force when the election was opened serves all its rounds. */
const struct charter_rule *election_rule(struct context *c, const struct election *x)
{
    const struct charter_rule *rule = law_rule(c, election_law(c, x), x->rule, x->opened_ms);
    check(rule != NULL);
    return rule;
}

int64_t election_rounds(const struct charter_rule *rule)
{
    return rule->rounds > 0 ? rule->rounds : 1;
}

static bool allows(const struct charter_rule *rule, char letter)
{
    return (rule->allow & POSITION_BIT(position_index(letter))) != 0;
}

/* A ballot has no place for reasons and parts, and nobody is asked whether it is present. */
static bool knows_election(const struct charter_rule *rule)
{
    return allows(rule, 'Y') && allows(rule, 'N') && rule->reason == 0 && rule->split.len == 0 &&
           rule->presence_ms == 0;
}

/* How many of the seats nobody holds, or somebody whose term is over. */
static int64_t vacant(struct context *c, const struct post *p, const struct post_law *law)
{
    int64_t held = 0;
    for (size_t i = 0; p->kind == POST_SEATS && i < p->count; i++) {
        held += post_is_over(c, &p->holders[i], c->time_ms) ? 0 : 1;
    }
    return held < law->seats ? law->seats - held : 0;
}

static bool is_place(struct context *c, const struct election *x, const struct post_law *law)
{
    return law->body.len > 0 ? bytes_equal(law->body, x->body) : matter_rule_is_of(c, x->body, law->rule);
}

static enum rejection read_post(struct context *c, const struct act *a, struct election *x, struct post *p)
{
    struct post_law law;
    x->name = act_value(a, "name")->text;
    if (!post_parse(act_value(a, "for")->text, &x->kind) ||
        !post_law(law_now(c), x->kind, x->name, &law)) {
        return REJECT_not_elected;
    }
    const struct charter_rule *rule = law_rule(c, law_now(c), law.rule, c->time_ms);
    if (rule == NULL || !is_place(c, x, &law)) {
        return REJECT_wrong_rule;
    }
    if (!knows_election(rule)) {
        return REJECT_no_vote;
    }
    *p = post_get(c->state, x->kind, x->name, c->arena);
    x->rule = rule->name;
    x->seats = vacant(c, p, &law);
    x->left = x->seats;
    if (!hash_is_zero(&p->election)) {
        return REJECT_election_running;
    }
    return x->seats > 0 ? ACCEPTED : REJECT_no_vacancy;
}

static enum rejection enter_body(struct context *c, const struct act *a, struct bytes id, struct body *b)
{
    if (!body_get(c->state, id, c->arena, b)) {
        return REJECT_unknown_body;
    }
    return bytes_equal(b->chair, a->frame.member) ? ACCEPTED : REJECT_not_chair;
}

enum rejection election_open(struct context *c, const struct act *a)
{
    struct body b;
    struct post p;
    struct election *list = NULL;
    struct election x = {.id = a->id, .stage = ELECTION_BETWEEN};
    enum rejection r = enter_body(c, a, act_value(a, "body")->text, &b);
    if (r == ACCEPTED) {
        x.body = b.id;
        r = read_post(c, a, &x, &p);
    }
    if (r != ACCEPTED) {
        return r;
    }
    x.number = (int64_t)election_list(c->state, c->arena, &list) + 1;
    x.law = law_version(c->state);
    x.opened = (int64_t)c->index;
    x.opened_ms = c->time_ms;
    election_put(c->state, &x);
    p.election = x.id;
    post_put(c->state, &p);
    return ACCEPTED;
}

static enum rejection enter(struct context *c, const struct act *a, struct election *x, struct body *b)
{
    if (!election_get(c->state, &act_value(a, "election")->hash, c->arena, x)) {
        return REJECT_unknown_election;
    }
    check(body_get(c->state, x->body, c->arena, b));
    return x->stage == ELECTION_BETWEEN ? ACCEPTED : REJECT_wrong_stage;
}

/* Whoever is elected to it must be able to hold it. */
static enum rejection check_candidate(struct context *c, const struct election *x, struct bytes name)
{
    struct post_law law;
    struct member m;
    struct body b;
    check(post_law(election_law(c, x), x->kind, x->name, &law));
    if (!law.members_only) {
        return ACCEPTED;
    }
    if (!text_is_code(name) || !member_get(c->state, name, &m)) {
        return REJECT_unknown_member;
    }
    if (x->kind == POST_CHAIR) {
        return body_get(c->state, x->name, c->arena, &b) && body_has(&b, name) ? ACCEPTED
                                                                               : REJECT_not_seated;
    }
    const struct post p = post_get(c->state, x->kind, x->name, c->arena);
    const struct post_holder *h = x->kind == POST_SEATS ? post_holder(&p, name) : NULL;
    return h != NULL && !post_is_over(c, h, x->opened_ms) ? REJECT_exists : ACCEPTED;
}

enum rejection election_nominate(struct context *c, const struct act *a)
{
    struct election x;
    struct body b;
    const struct bytes name = act_value(a, "candidate")->text;
    enum rejection r = enter(c, a, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    if (x.round > 0) {
        return REJECT_wrong_stage; /* who stands is known before anybody marks */
    }
    if (!body_has(&b, a->frame.member)) {
        return REJECT_not_seated;
    }
    r = check_candidate(c, &x, name);
    if (r != ACCEPTED) {
        return r;
    }
    const struct candidate *known = election_candidate(&x, name);
    if (known != NULL && known->stage == CANDIDATE_STANDS) {
        return REJECT_exists;
    }
    if (known == NULL && x.candidate_count == NOMINEES_MAX) {
        return REJECT_limit;
    }
    const size_t at = known == NULL ? x.candidate_count : (size_t)(known - x.candidates);
    struct candidate *list = ARENA_ARRAY(c->arena, struct candidate, x.candidate_count + 1);
    for (size_t i = 0; i < x.candidate_count; i++) {
        list[i] = x.candidates[i];
    }
    list[at] = (struct candidate){.name = name, .by = a->frame.member, .nominated = (int64_t)c->index};
    x.candidate_count += known == NULL ? 1 : 0;
    x.candidates = list;
    election_put(c->state, &x);
    return ACCEPTED;
}

/* By the member that nominated it, or by the candidate itself where it is a member. */
enum rejection election_withdraw(struct context *c, const struct act *a)
{
    struct election x;
    struct body b;
    const struct bytes name = act_value(a, "candidate")->text;
    const enum rejection r = enter(c, a, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const struct candidate *known = election_candidate(&x, name);
    if (known == NULL || known->stage == CANDIDATE_ELECTED || known->stage == CANDIDATE_DROPPED) {
        return REJECT_unknown_candidate;
    }
    if (known->stage == CANDIDATE_WITHDRAWN) {
        return REJECT_already_withdrawn;
    }
    if (!bytes_equal(known->by, a->frame.member) && !bytes_equal(name, a->frame.member)) {
        return REJECT_not_owner;
    }
    struct candidate *list = ARENA_ARRAY(c->arena, struct candidate, x.candidate_count + 1);
    for (size_t i = 0; i < x.candidate_count; i++) {
        list[i] = x.candidates[i];
        if (&x.candidates[i] == known) {
            list[i].stage = CANDIDATE_WITHDRAWN;
            list[i].last = x.round;
        }
    }
    x.candidates = list;
    election_put(c->state, &x);
    return ACCEPTED;
}

static bool anybody_stands(const struct election *x)
{
    for (size_t i = 0; i < x->candidate_count; i++) {
        if (x->candidates[i].stage == CANDIDATE_STANDS) {
            return true;
        }
    }
    return false;
}

static enum rejection set_clock(struct context *c, const struct act *a, struct election *x)
{
    const struct charter_rule *rule = election_rule(c, x);
    const int64_t duration = act_value(a, "duration")->integer;
    const int64_t max = rule->poll_max_ms > 0 ? rule->poll_max_ms : VOTE_MS_MAX;
    if (duration < VOTE_MS_MIN || duration < rule->poll_min_ms || duration > max ||
        duration <= rule->sealed_ms) {
        return REJECT_wrong_duration;
    }
    x->round_ms = c->time_ms;
    x->deadline_ms = c->time_ms + duration;
    x->sealed_until_ms = rule->sealed_ms > 0 ? x->deadline_ms - rule->sealed_ms : 0;
    return ACCEPTED;
}

/* Who sits there, with the tags that the chair and the machine give: frozen for the round. */
static enum rejection freeze(struct context *c, const struct act *a, struct election *x)
{
    struct asked asked;
    struct asked_seat *voters = NULL;
    const struct charter_rule *rule = election_rule(c, x);
    if (!asked_bodies(c, rule, x->body, &asked)) {
        return REJECT_not_applicable; /* nobody sits in one of them */
    }
    const enum rejection r = asked_freeze(c, a, rule, &asked, &voters, &x->voter_count);
    x->voters = voters;
    for (size_t i = 0; r == ACCEPTED && i < x->voter_count; i++) {
        voters[i].marks = status_marks(c, NULL, voters[i].member);
    }
    return r;
}

enum rejection election_round(struct context *c, const struct act *a)
{
    struct election x;
    struct body b;
    struct election *open = NULL;
    struct election_count *counts = NULL;
    struct diag diag;
    enum rejection r = enter(c, a, &x, &b);
    if (r != ACCEPTED) {
        return r;
    }
    if (!bytes_equal(b.chair, a->frame.member)) {
        return REJECT_not_chair;
    }
    if (!anybody_stands(&x)) {
        return REJECT_no_candidates;
    }
    r = set_clock(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (election_open_list(c->state, c->arena, &open) >= ELECTIONS_OPEN_MAX) {
        return REJECT_limit;
    }
    x.stage = ELECTION_RUNNING;
    x.round++;
    x.round_id = a->id;
    r = freeze(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (election_counts(c, &x, x.left, &counts, &diag) != OK) {
        return REJECT_not_applicable;
    }
    election_put(c->state, &x);
    return ACCEPTED;
}

/* As of a vote: every voter has given its ballot, and the shortest poll is over. */
static enum rejection close_round(struct context *c, struct election *x)
{
    if (c->time_ms < x->round_ms + election_rule(c, x)->poll_min_ms) {
        return REJECT_too_early;
    }
    const struct asked bodies = election_bodies(c, x);
    for (size_t i = 0; i < x->voter_count; i++) {
        const bool sits = asked_sits(&bodies, &x->voters[i]) != 0;
        if (sits && paper_get(c->state, &x->round_id, x->voters[i].member, c->arena).taken == 0) {
            return REJECT_not_spoken;
        }
    }
    x->stage = ELECTION_ENDING;
    election_put(c->state, x);
    return ACCEPTED;
}

/* A round in which all have given their ballots; or an election in which nobody stands any more, so that
 * another can begin. */
enum rejection election_close(struct context *c, const struct act *a)
{
    struct election x;
    struct body b;
    if (!election_get(c->state, &act_value(a, "election")->hash, c->arena, &x)) {
        return REJECT_unknown_election;
    }
    if (x.stage != ELECTION_BETWEEN && x.stage != ELECTION_RUNNING) {
        return REJECT_wrong_stage;
    }
    check(body_get(c->state, x.body, c->arena, &b));
    if (!bytes_equal(b.chair, a->frame.member)) {
        return REJECT_not_chair;
    }
    if (x.stage == ELECTION_RUNNING) {
        return close_round(c, &x);
    }
    if (anybody_stands(&x)) {
        return REJECT_candidates_stand;
    }
    election_end(c, &x);
    election_put(c->state, &x);
    return ACCEPTED;
}

struct asked election_bodies(struct context *c, const struct election *x)
{
    struct asked bodies;
    check(asked_bodies(c, election_rule(c, x), x->body, &bodies)); /* they had seats when it opened */
    return bodies;
}

unsigned election_sits(struct context *c, const struct election *x, struct bytes member)
{
    const struct asked bodies = election_bodies(c, x);
    const struct asked_seat *seat = asked_seat_of(x->voters, x->voter_count, member);
    return seat == NULL ? 0 : asked_sits(&bodies, seat);
}

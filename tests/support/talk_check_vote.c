/* What must hold of votes, elections and charters, whatever was said. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/amendment.h"
#include "mechanism/election.h"
#include "mechanism/civil.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/procedure.h"
#include "mechanism/status.h"
#include "support/talk_inner.h"

/* The act behind a position that counted: of that member, in that vote, in time. Gives whether it has a
 * reason. */
static bool check_said(struct rig *r, const struct vote *x, const struct fact_tally_seat *seat)
{
    struct entry e;
    struct bytes envelope;
    struct act a;
    check(seat->said > x->opened && seat->said < x->ended);
    check(record_read(r->record, (uint64_t)seat->said, &r->arena, &e, &envelope) == OK);
    check(e.type == ENTRY_ACT && strcmp(e.result, "ok") == 0 && e.time_ms < x->deadline_ms);
    check(act_decode(&r->arena, envelope, &a, NULL) == ACCEPTED);
    check(bytes_equal(a.frame.member, seat->member) && hash_equal(&act_value(&a, "vote")->hash, &x->id));
    const struct act_value *position = act_value(&a, "position");
    check((a.kind->apply == vote_reveal) == (x->sealed_until_ms > 0));
    check(x->sealed_until_ms == 0 || e.time_ms >= x->sealed_until_ms);
    if (a.kind->apply == vote_confirm) {
        check(bytes_equal(seat->position, position->text));
        return act_value(&a, "reason")->given;
    }
    check(a.kind->apply == vote_cast || a.kind->apply == vote_reveal);
    check(bytes_equal(seat->position, position->given ? position->text : act_value(&a, "split")->text));
    return act_value(&a, "reason")->given;
}

struct recount {
    struct rig *r;
    const struct vote *x;
    const struct charter *law;
    const struct charter_rule *rule;
    const struct fact_tally *tally;
    size_t count;
    struct elector *list;
};

/* The bodies of the tally in which a member was counted. */
static unsigned bodies_of(const struct fact_tally *tally, struct bytes member)
{
    unsigned in = 0;
    for (size_t i = 0; i < tally->body_count; i++) {
        for (size_t k = 0; k < tally->bodies[i].count; k++) {
            in |= bytes_equal(tally->bodies[i].members[k], member) ? 1U << i : 0;
        }
    }
    check((in == 0) == (tally->body_count == 0));
    return in;
}

static size_t electorates_of(const struct recount *n, struct electorate out[CHARTER_OVER_MAX])
{
    const size_t count = n->tally->body_count == 0 ? 1 : n->tally->body_count;
    check(count <= CHARTER_OVER_MAX);
    for (size_t i = 0; i < count; i++) {
        out[i] = (struct electorate){.count = 0};
        if (n->tally->body_count > 0) {
            out[i].name = n->tally->bodies[i].name;
        }
    }
    out[0].count = n->count;
    out[0].electors = n->list;
    return count;
}

static void add(struct recount *n, const struct fact_tally_seat *seat, const struct bytes *tags,
                size_t tag_count, char letter, int64_t units)
{
    struct elector *e = &n->list[n->count++];
    *e = (struct elector){
        .code = seat->member, .n = 1, .position = letter, .tags = tags, .tag_count = tag_count};
    e->in = bodies_of(n->tally, seat->member);
    if (units > 0) {
        int64_t *weights = ARENA_ARRAY(&n->r->arena, int64_t, n->law->attribute_count + 1);
        for (size_t i = 0; i < n->law->attribute_count; i++) {
            weights[i] = bytes_equal(n->law->attributes[i], n->rule->split) ? units : -1;
        }
        e->weights = weights;
    }
}

static void add_seat(struct recount *n, const struct fact_tally_seat *seat)
{
    struct bytes *tags = ARENA_ARRAY(&n->r->arena, struct bytes, 2 + MARKS);
    size_t count = 0;
    int64_t parts[7];
    const struct asked_seat *own = asked_seat_of(n->x->seats, n->x->seat_count, seat->member);
    check(own != NULL);
    if (own->tag.len > 0) {
        tags[count++] = own->tag;
    }
    count += mark_tags(own->marks, tags + count);
    if (seat->said != 0 && check_said(n->r, n->x, seat)) {
        tags[count++] = BYTES(VOTE_TAG_REASONED);
    }
    if (seat->position.len == 1) {
        const char letter = (char)seat->position.data[0];
        check(seat->said != 0 || letter == 'X' || (letter == 'A' && bytes_equal_text(seat->present, "yes")));
        add(n, seat, tags, count, letter, 0);
        return;
    }
    check(seat->said != 0 && split_read(seat->position, parts));
    int most = 0;
    for (int i = 1; i < 7; i++) {
        most = parts[i] > parts[most] ? i : most;
    }
    add(n, seat, tags, count, POSITIONS[most], parts[most]);
    for (int i = 0; i < 7; i++) {
        if (i != most && parts[i] > 0) {
            add(n, seat, tags, count, POSITIONS[i], parts[i]);
        }
    }
}

/* The tally stands before the close, with nothing else of its kind between. */
static struct fact_tally read_tally(struct rig *r, const struct vote *x)
{
    struct entry e;
    struct bytes body;
    struct fact_tally f;
    check(record_read(r->record, (uint64_t)x->ended - 1, &r->arena, &e, &body) == OK);
    check(e.type == ENTRY_FACT && fact_read_tally(&r->arena, body, &f) == OK);
    check(hash_equal(&f.subject, &x->id) && bytes_equal(f.motion, x->motion));
    check(hash_equal(&f.presence, &x->presence));
    return f;
}

/* What the record says of it, evaluated once more from what the tally counted. */
static void check_ended(struct rig *r, struct context *c, const struct vote *x)
{
    struct entry e;
    struct bytes body;
    struct fact_close f;
    struct decision d;
    struct diag diag;
    const struct fact_tally tally = read_tally(r, x);
    struct recount n = {
        .r = r, .x = x, .law = vote_law(c, x), .rule = vote_rule(c, x), .tally = &tally};
    struct electorate all[CHARTER_OVER_MAX];
    const struct civil_day day = law_day(c, x->opened_ms);
    const struct evaluate_options options = {
        .date = bytes_of_text(arena_text(&r->arena, bytes_of_text(day.text)))};
    check(record_read(r->record, (uint64_t)x->ended, &r->arena, &e, &body) == OK);
    check(fact_read_close(&r->arena, body, &f) == OK && hash_equal(&f.subject, &x->id));
    check(hash_equal(&f.charter, &n.law->hash));
    n.list = ARENA_ARRAY(&r->arena, struct elector, 7 * tally.seat_count + 1);
    for (size_t i = 0; i < tally.seat_count; i++) {
        add_seat(&n, &tally.seats[i]);
    }
    const size_t several = electorates_of(&n, all);
    if (evaluate(&r->arena, n.law, n.rule, all, several, &options, &d, &diag) == OK) {
        check(d.outcome == x->outcome && d.reason_code == x->reason && x->outcome != OUTCOME_pending);
    } else {
        check(x->outcome == OUTCOME_deferred);
    }
    check(bytes_equal_text(f.outcome, "adopted") == (x->outcome == OUTCOME_adopted));
    check((f.statement != 0) == (x->outcome == OUTCOME_adopted && bytes_equal_text(x->motion, "adopt")));
}

static void check_running(struct rig *r, const struct vote *x)
{
    struct matter m;
    check(x->stage == VOTE_RUNNING && x->ended == 0 && r->time_ms < x->deadline_ms);
    check(x->outcome == OUTCOME_pending && x->sealed_until_ms < x->deadline_ms);
    if (bytes_equal_text(x->motion, "adopt")) {
        struct procedure p;
        check(matter_get(r->state, &x->matter, &r->arena, &m) && m.stage == MATTER_VOTE);
        check(hash_equal(&m.root, &x->root) && procedure_get(r->state, &m.id, &p));
        check(hash_equal(&p.vote, &x->id));
    }
}

/* Deadlines go forward only; what has ended stays as it is, and is looked at once. */
static void check_course(struct talk *t, struct context *c, const struct vote *x)
{
    const size_t at = (size_t)x->number - 1;
    if (at >= TALK_VOTES_MAX) {
        return;
    }
    struct talk_vote *s = &t->votes[at];
    check(s->number == 0 || (s->law == x->law && x->deadline_ms >= s->deadline_ms));
    check(s->ended == 0 || (s->ended == x->ended && s->deadline_ms == x->deadline_ms));
    if (x->stage == VOTE_ENDED && s->ended == 0) {
        check_ended(t->rig, c, x);
        t->voted++;
    }
    *s = (struct talk_vote){x->number, x->law, x->deadline_ms, x->ended};
}

void talk_check_votes(struct talk *t)
{
    struct rig *r = t->rig;
    enum error e = OK;
    struct context c = rig_context(r, &e);
    struct vote *list = NULL;
    size_t open = 0;
    const size_t count = vote_list(r->state, &r->arena, &list);
    check((int64_t)count == vote_count(r->state));
    for (size_t i = 0; i < count; i++) {
        check(list[i].number == (int64_t)i + 1);
        if (list[i].stage != VOTE_ENDED) {
            open++;
            check_running(r, &list[i]);
        }
        check_course(t, &c, &list[i]);
    }
    check(open == vote_open_list(r->state, &r->arena, &list) && open <= VOTES_OPEN_MAX);
    check(e == OK);
}

void talk_check_elections(struct talk *t)
{
    struct rig *r = t->rig;
    struct election *list = NULL;
    const size_t count = election_list(r->state, &r->arena, &list);
    t->elections = 0;
    for (size_t i = 0; i < count; i++) {
        const struct election *x = &list[i];
        int64_t elected = 0;
        for (size_t k = 0; k < x->candidate_count; k++) {
            elected += x->candidates[k].stage == CANDIDATE_ELECTED;
        }
        check(x->left >= 0 && elected == x->seats - x->left);
        check((x->stage == ELECTION_ENDED) == (x->ended != 0));
        check(x->stage != ELECTION_RUNNING || (x->round > 0 && r->time_ms < x->deadline_ms));
        check(x->sealed_until_ms == 0 || x->sealed_until_ms < x->deadline_ms);
        t->elections += (uint64_t)elected;
    }
    struct post *posts = NULL;
    const size_t held = post_list(r->state, &r->arena, &posts);
    for (size_t i = 0; i < held; i++) {
        struct election x;
        check(hash_is_zero(&posts[i].election) ||
              (election_get(r->state, &posts[i].election, &r->arena, &x) && x.stage != ELECTION_ENDED));
    }
}

/* A matter is decided under the charter in force when it was opened, whatever came since. */
static void check_law(struct talk *t, struct context *c, const struct matter *m, size_t at)
{
    const struct hash now = law_of(c, &m->id)->hash;
    if (at >= TALK_VOTES_MAX) {
        return;
    }
    check(hash_is_zero(&t->laws[at]) || hash_equal(&t->laws[at], &now));
    t->laws[at] = now;
}

static bool has_come(struct context *c, const struct charter_version *v)
{
    return v->from.len == 0 || civil_at(c->state, c->org, v->since_ms) >= civil_parse(v->from);
}

void talk_check_charters(struct talk *t)
{
    struct rig *r = t->rig;
    enum error e = OK;
    struct context c = rig_context(r, &e);
    struct matter *matters = NULL;
    struct vote *votes = NULL;
    size_t deciding = 0;
    const struct charter_counts n = charter_counts_get(r->state);
    const size_t count = matter_list(r->state, &r->arena, &matters);
    for (size_t i = 0; i < count; i++) {
        struct matter_amends about;
        check_law(t, &c, &matters[i], i);
        deciding += amendment_of_matter(r->state, &matters[i].id, &about) &&
                    (matters[i].stage == MATTER_VOTE || matters[i].stage == MATTER_SILENCE);
    }
    const size_t open = vote_open_list(r->state, &r->arena, &votes);
    for (size_t i = 0; i < open; i++) {
        deciding += bytes_equal_text(votes[i].motion, "amend");
    }
    check(deciding <= 1 && n.in_force >= 1 && n.in_force <= n.versions);
    check(t->in_force <= n.in_force && rig_count_facts(r, "charter") == (size_t)n.in_force - 1);
    t->in_force = n.in_force;
    for (int64_t i = 1; i <= n.versions; i++) {
        struct charter_version v;
        check(charter_version_get(&c, i, &v));
        check(hash_equal(&law_charter(&c, i)->hash, &v.charter));
        check(i == 1 || i > n.in_force ? v.in_force == 0 : v.in_force > v.close && has_come(&c, &v));
    }
    check(e == OK);
}

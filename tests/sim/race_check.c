/* The observer: a second reckoning of docs/protocol/silence.md, from what was ordered and nothing else. It
 * shares no rule with mechanism/: where the two differ, one is wrong. */
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "record/fact.h"
#include "sim/race.h"

enum { TICK_SLACK_MS = 1200 };

static size_t node_of(const struct race *r, const struct public_key *key)
{
    for (size_t i = 0; i < r->s.n; i++) {
        if (public_key_equal(&r->chain->org.keys[i][ORG_NODE].public, key)) {
            return i;
        }
    }
    return r->s.n;
}

static size_t silence_by_id(const struct race *r, const struct hash *id)
{
    for (size_t k = 0; k < r->s.silences; k++) {
        if (r->seen[k].opened && hash_equal(&r->seen[k].at_opening.id, id)) {
            return k;
        }
    }
    return r->s.silences;
}

static size_t silence_by_root(const struct race *r, const struct hash *root)
{
    for (size_t k = 0; k < r->s.silences; k++) {
        if (r->has_root[k] && hash_equal(&r->roots[k], root)) {
            return k;
        }
    }
    return r->s.silences;
}

static bool is_open(const struct seen *x)
{
    return x->opened && !x->ended;
}

static int count_bits(uint32_t bits)
{
    return __builtin_popcount(bits);
}

static bool has_seat(const struct seen *x, struct bytes member)
{
    for (size_t i = 0; i < x->at_opening.seat_count; i++) {
        if (bytes_equal(x->at_opening.seats[i].member, member)) {
            return true;
        }
    }
    return false;
}

static void start(struct race *r, struct seen *x, int64_t time_ms)
{
    if (x->opened && !x->running && !x->broken &&
        count_bits(x->available) >= x->at_opening.nodes - x->at_opening.faulty) {
        x->running = true;
        x->deadline_ms = time_ms + x->at_opening.duration_ms;
        /* Real time in which the text was there: from the commit of the block that says so. */
        x->running_real_ms = r->now_ms - (r->s.delay == 0 ? 0 : r->s.block_ms);
    }
}

static void lengthen(struct seen *x, int64_t by_ms)
{
    if (!x->running) {
        x->window_ms += by_ms;
    } else if (!x->fired) {
        x->deadline_ms += by_ms;
    } else {
        x->extra_ms += by_ms;
    }
}

static bool stands(const struct race_ordered *o, uint64_t before)
{
    return o->index < before && !(o->withdrawn && o->withdrawn_at < before);
}

static void take_opening(struct race *r, const struct act *a, const struct entry *e)
{
    const size_t k = silence_by_root(r, &act_value(a, "root")->hash);
    check(k < r->s.silences);
    struct seen *x = &r->seen[k];
    struct silence row;
    for (size_t i = 0; i < r->ordered_count; i++) {
        if (r->ordered[i].silence == k && r->ordered[i].accepted && stands(&r->ordered[i], e->index)) {
            race_fail(r, "opened over the standing objection at entry %llu",
                      (unsigned long long)r->ordered[i].index);
        }
    }
    check(silence_get(r->chain->state, &a->id, &r->chain->run, &row));
    x->opened = true;
    x->at_opening = row;
    x->window_ms = e->time_ms + row.duration_ms;
    x->extra_ms = r->s.quorum ? 3000 : 30000;
    x->opened_real_ms = r->now_ms;
    start(r, x, e->time_ms);
}

/* Whether the all-clear is one, by what it says (O16) and by whom it is. */
static bool all_clear_holds(struct race *r, const struct act *a, const struct seen *x, uint64_t size_before)
{
    const struct organisation *org = machine_organisation(r->chain->machine);
    const uint64_t size = (uint64_t)act_value(a, "log_size")->integer;
    struct hash root;
    bool frozen = false;
    for (size_t i = 0; i < x->at_opening.seat_count; i++) {
        frozen = frozen || public_key_equal(&x->at_opening.seats[i].node, &a->frame.key);
    }
    return frozen && hash_equal(&a->frame.org, &org->id) && a->frame.epoch == 1 &&
           a->frame.realm == org->realm && hash_equal(&act_value(a, "silence")->hash, &x->at_opening.id) &&
           hash_equal(&act_value(a, "root")->hash, &x->at_opening.root) && x->fired &&
           act_value(a, "deadline")->integer == x->deadline_ms && size > (uint64_t)x->fired_index &&
           size <= size_before && record_root_at(r->chain->record, size, &root) == OK &&
           hash_equal(&root, &act_value(a, "log_root")->hash);
}

static void take_all_clear(struct race *r, const struct act *a, const struct entry *e)
{
    size_t k = silence_by_id(r, &act_value(a, "silence")->hash);
    if (k == r->s.silences || !all_clear_holds(r, a, &r->seen[k], e->index)) {
        race_fail(r, "an all-clear was taken that names something else (O16), at entry %llu",
                  (unsigned long long)e->index);
        return;
    }
    r->seen[k].clear |= 1u << node_of(r, &a->frame.key);
}

/* An all-clear that holds is taken, whatever happened to its member since the opening (O10); an opening is
 * refused only over an objection. */
static void check_refused(struct race *r, const struct act *a, const struct entry *e)
{
    if (strcmp(a->kind->name, "silence.open") == 0) {
        const size_t opening = silence_by_root(r, &act_value(a, "root")->hash);
        check(opening < r->s.silences);
        r->seen[opening].refused = true;
        return;
    }
    if (strcmp(a->kind->name, "node.all_clear") != 0) {
        return;
    }
    const size_t k = silence_by_id(r, &act_value(a, "silence")->hash);
    if (k == r->s.silences) {
        return;
    }
    const struct seen *x = &r->seen[k];
    if (is_open(x) && !x->broken && (x->clear >> node_of(r, &a->frame.key) & 1) == 0 &&
        all_clear_holds(r, a, x, e->index)) {
        race_fail(r, "an all-clear that holds was refused as %s (O10), at entry %llu", e->result,
                  (unsigned long long)e->index);
    }
}

static void take_objection(struct race *r, const struct act *a, const struct entry *e)
{
    const size_t k = silence_by_root(r, &act_value(a, "root")->hash);
    check(r->ordered_count < RACE_ORDERED_MAX);
    struct race_ordered *o = &r->ordered[r->ordered_count++];
    *o = (struct race_ordered){.id = a->id,
                               .key = a->frame.key,
                               .member = a->frame.member,
                               .silence = k,
                               .index = e->index,
                               .accepted = strcmp(e->result, "ok") == 0};
    if (k == r->s.silences) {
        return;
    }
    struct seen *x = &r->seen[k];
    const bool valid = objection_is_valid(r, &a->id, &a->frame.key, a->frame.member, k, e->index);
    if (valid != o->accepted) {
        race_fail(r, "an objection was %s that is %svalid, at entry %llu: %s",
                  o->accepted ? "taken" : "refused", valid ? "" : "not ", (unsigned long long)e->index,
                  e->result);
    }
    x->broken = x->broken || (valid && is_open(x) && has_seat(x, a->frame.member));
}

static void take_key(struct race *r, const struct act *a, const struct entry *e, bool ends)
{
    const struct hash h = act_value(a, "key")->hash;
    check(r->life_count < RACE_LIVES_MAX);
    struct race_life *l = &r->lives[r->life_count++];
    *l = (struct race_life){.index = e->index, .ends = ends};
    memcpy(l->key.bytes, h.bytes, sizeof l->key.bytes);
    while (!bytes_equal(r->chain->org.codes[l->member], a->frame.member)) {
        l->member++;
    }
}

static void take_tick(struct race *r, const struct act *a, const struct entry *e)
{
    const size_t k = silence_by_id(r, &act_value(a, "silence")->hash);
    if (k < r->s.silences && e->time_ms < r->seen[k].deadline_ms) {
        race_fail(r, "a tick was used up before the deadline (O4), at entry %llu",
                  (unsigned long long)e->index);
    }
}

static void take_act(struct race *r, const struct act *a, const struct entry *e)
{
    const bool ok = strcmp(e->result, "ok") == 0;
    if (bytes_equal_text(a->frame.kind, "objection.raise")) {
        take_objection(r, a, e);
        return;
    }
    const char *kind = a->kind->name;
    if (!ok) {
        check_refused(r, a, e);
        return;
    }
    if (strcmp(kind, "silence.open") == 0) {
        take_opening(r, a, e);
    } else if (strcmp(kind, "node.availability") == 0) {
        const size_t k = silence_by_root(r, &act_value(a, "root")->hash);
        if (k < r->s.silences) {
            r->seen[k].available |= 1u << node_of(r, &a->frame.key);
            start(r, &r->seen[k], e->time_ms);
        }
    } else if (strcmp(kind, "node.all_clear") == 0) {
        take_all_clear(r, a, e);
    } else if (strcmp(kind, "node.tick") == 0) {
        take_tick(r, a, e);
    } else if (strcmp(kind, "objection.withdraw") == 0) {
        for (size_t i = 0; i < r->ordered_count; i++) {
            if (hash_equal(&r->ordered[i].id, &act_value(a, "objection")->hash)) {
                r->ordered[i].withdrawn = true;
                r->ordered[i].withdrawn_at = e->index;
            }
        }
    } else if (strcmp(kind, "member.revoke") == 0 || strcmp(kind, "member.enrol") == 0) {
        take_key(r, a, e, strcmp(kind, "member.revoke") == 0);
    } else if (strcmp(kind, "silence.extend") == 0 || strcmp(kind, "silence.not_received") == 0) {
        const size_t k = silence_by_id(r, &act_value(a, "silence")->hash);
        check(k < r->s.silences);
        lengthen(&r->seen[k], strcmp(kind, "silence.extend") == 0 ? act_value(a, "by")->integer
                                                                  : r->seen[k].at_opening.duration_ms / 4);
    }
}

static void take_deadline(struct race *r, const struct json *top, const struct entry *e)
{
    struct bytes subject;
    struct hash id;
    int64_t deadline = 0;
    check(json_get_text(top, "subject", &subject) && hash_parse(subject, &id) &&
          json_get_integer(top, "deadline", &deadline));
    const size_t k = silence_by_id(r, &id);
    check(k < r->s.silences);
    struct seen *x = &r->seen[k];
    x->fired = true;
    x->fired_index = (int64_t)e->index;
    x->fired_real_ms = r->now_ms;
    if (deadline != x->deadline_ms || e->time_ms < deadline) {
        race_fail(r,
                  "the deadline that fired is %lld, and should be %lld: T of live time after availability "
                  "(O5, O12)",
                  (long long)deadline, (long long)x->deadline_ms);
    }
    /* In real time too, where nothing stood still and nobody lengthened it. */
    const int64_t live = r->now_ms - x->running_real_ms;
    if (r->s.halt_ms == 0 && live < x->at_opening.duration_ms - 2 * r->skew_span_ms - 10) {
        race_fail(r, "the deadline fired after %lld ms of real time since the text was there, T is %lld",
                  (long long)live, (long long)x->at_opening.duration_ms);
    }
}

/* Whether enough of the frozen set are clear by now (O11). */
static bool is_clear(const struct race *r, const struct seen *x, int64_t time_ms)
{
    const int clear = count_bits(x->clear);
    if (clear == (int)x->at_opening.nodes) {
        return true;
    }
    return r->s.quorum && clear >= (int)(x->at_opening.nodes - x->at_opening.faulty) &&
           time_ms >= x->deadline_ms + x->extra_ms;
}

/* A valid objection that is ordered and not interpreted yet (delay 1). */
static bool is_pending(struct race *r, size_t k)
{
    for (size_t i = 0; i < r->chain->pending_count; i++) {
        const struct act *a = &r->chain->pending[i];
        uint64_t index = 0;
        if (a->kind->signer == SIGNER_OBJECTOR && silence_by_root(r, &act_value(a, "root")->hash) == k &&
            has_seat(&r->seen[k], a->frame.member) && record_find(r->chain->record, &a->id, &index) != OK &&
            objection_is_valid(r, &a->id, &a->frame.key, a->frame.member, k, RACE_END)) {
            return true;
        }
    }
    return false;
}

static void take_close(struct race *r, const struct fact_close *f, const struct entry *e)
{
    const size_t k = silence_by_id(r, &f->subject);
    const struct organisation *org = machine_organisation(r->chain->machine);
    check(k < r->s.silences);
    struct seen *x = &r->seen[k];
    x->ended = true;
    x->adopted = f->statement != 0;
    r->adopted += x->adopted;
    r->lapsed += bytes_equal_text(f->outcome, "lapsed");
    r->rejected += bytes_equal_text(f->outcome, "rejected");
    if (!hash_equal(&f->org, &org->id) || f->epoch != org->epoch || f->realm != org->realm ||
        !hash_equal(&f->root, &x->at_opening.root) || (x->running && f->deadline_ms != x->deadline_ms)) {
        race_fail(r, "the close names another organisation, epoch, realm, text or deadline (O16)");
    }
    if (bytes_equal_text(f->outcome, "rejected") != x->broken) {
        race_fail(r, "a silence %s", x->broken ? "that was broken did not end so" : "was broken by nobody");
    }
    if (!x->adopted) {
        return;
    }
    if (!x->fired || !is_clear(r, x, e->time_ms)) {
        race_fail(r, "closed with %d of %lld all-clears%s (O11)", count_bits(x->clear),
                  (long long)x->at_opening.nodes, r->s.quorum ? ", or before D + E" : "");
    }
    for (size_t i = 0; i < r->ordered_count; i++) {
        if (r->ordered[i].silence == k && r->ordered[i].accepted && stands(&r->ordered[i], e->index) &&
            has_seat(x, r->ordered[i].member)) {
            race_fail(r, "adopted over the objection at entry %llu (O2)",
                      (unsigned long long)r->ordered[i].index);
        }
    }
    if (is_pending(r, k)) {
        race_fail(r, "adopted while a valid objection was ordered in the same block (O3)");
    }
    for (size_t i = 0; i < f->speaking_for_count; i++) {
        for (size_t s = 0; s < x->at_opening.seat_count; s++) {
            const struct silence_seat *seat = &x->at_opening.seats[s];
            const uint32_t bit = 1u << node_of(r, &seat->node);
            if (bytes_equal(seat->member, f->speaking_for[i]) && ((x->available | x->clear) & bit) == 0) {
                race_fail(r, "%.*s is spoken for and was not reached (O13)", (int)seat->member.len,
                          (const char *)seat->member.data);
            }
        }
    }
    check_secured(r, k, e->index);
}

static void take_fact(struct race *r, struct bytes body, const struct entry *e)
{
    const struct json *top = NULL;
    struct bytes kind;
    struct fact_close close;
    check(json_parse_canonical(&r->chain->run, body, 65536, &top, NULL) == OK &&
          json_get_text(top, "kind", &kind));
    if (bytes_equal_text(kind, "deadline")) {
        take_deadline(r, top, e);
    } else if (bytes_equal_text(kind, "close")) {
        check(fact_read_close(&r->chain->run, body, &close) == OK);
        take_close(r, &close, e);
    }
}

/* O5: what a gap gives back, by the times of the blocks. */
static void give_back(struct race *r, int64_t previous_ms, int64_t time_ms)
{
    int64_t pulse = PULSE_MS_MAX;
    for (size_t k = 0; k < r->s.silences; k++) {
        if (is_open(&r->seen[k])) {
            int64_t own = r->seen[k].at_opening.duration_ms / 8;
            own = own < PULSE_MS_MIN ? PULSE_MS_MIN : own;
            pulse = own < pulse ? own : pulse;
        }
    }
    const int64_t gap = time_ms - previous_ms;
    for (size_t k = 0; k < r->s.silences && gap > 2 * pulse; k++) {
        if (is_open(&r->seen[k])) {
            lengthen(&r->seen[k], gap - pulse);
        }
    }
}

/* What must have happened by the end of this block. */
static void check_due(struct race *r, int64_t time_ms)
{
    for (size_t k = 0; k < r->s.silences; k++) {
        struct seen *x = &r->seen[k];
        if (!is_open(x)) {
            continue;
        }
        if (x->broken) {
            race_fail(r, "a broken silence is still open");
        } else if (!x->running && time_ms >= x->window_ms) {
            race_fail(r, "a text that did not arrive within T did not lapse (O12)");
        } else if (x->running && !x->fired && time_ms >= x->deadline_ms) {
            race_fail(r, "the deadline has passed and has not fired");
        } else if (x->fired && is_clear(r, x, time_ms) && !is_pending(r, k)) {
            race_fail(r, "a silence that could close did not: nothing valid holds it back (O3, O11)");
        } else if (x->fired && time_ms >= x->deadline_ms + x->extra_ms && !is_pending(r, k)) {
            race_fail(r, "a silence beyond D + E did not lapse (O2)");
        }
    }
}

/* A deadline fires within a stated time after the clock of the first live node that ticks has passed it. */
static void check_fires(struct race *r)
{
    for (size_t k = 0; k < r->s.silences; k++) {
        const struct seen *x = &r->seen[k];
        if (!is_open(x) || !x->running || x->fired || x->broken || r->s.halt_ms > 0 ||
            r->s.halt_fired_ms > 0) {
            continue;
        }
        for (size_t i = r->s.dark; i < r->s.n - r->s.liars; i++) {
            if (r->s.only_first_ticks && i > 0) {
                break;
            }
            const int64_t late =
                node_wall_ms(&r->nodes[i]) - x->deadline_ms - (int64_t)(i + 1) * DUTY_STEP_MS;
            const int64_t allowed = r->s.poll_ms + 6 * r->s.block_ms + TICK_SLACK_MS + r->skew_span_ms;
            if (late > allowed && r->nodes[i].signer != NULL && (r->s.crash >> i & 1) == 0) {
                race_fail(r, "the deadline did not fire %lld ms after the tick of node %zu was due (O4)",
                          (long long)late, i);
            }
        }
    }
}

static void tell(struct race *r, const struct entry *e, struct bytes carried)
{
    struct dsse d;
    struct bytes text = carried;
    if (e->type == ENTRY_ACT && dsse_read(&r->chain->run, carried, &d) == OK) {
        text = d.payload;
    }
    (void)printf("%7lld %4llu %7lld %s %.*s\n", (long long)(r->now_ms - r->start_ms),
                 (unsigned long long)e->index, (long long)(e->time_ms - r->start_ms), e->result,
                 text.len > 420 ? 420 : (int)text.len, (const char *)text.data);
}

void check_block(struct race *r, int64_t previous_ms)
{
    const uint64_t size = record_size(r->chain->record);
    const int64_t time_ms = r->chain->official_ms;
    const bool recorded = size > r->scanned;
    if (recorded) {
        give_back(r, previous_ms, time_ms);
    }
    for (; r->scanned < size && !r->failed; r->scanned++) {
        struct entry e;
        struct bytes carried;
        struct act act;
        check(record_read(r->chain->record, r->scanned, &r->chain->run, &e, &carried) == OK);
        if (r->s.tell) {
            tell(r, &e, carried);
        }
        if (e.type == ENTRY_FACT) {
            take_fact(r, carried, &e);
        } else {
            check(act_decode(&r->chain->run, carried, &act, NULL) == ACCEPTED);
            take_act(r, &act, &e);
        }
    }
    if (recorded && !r->failed) {
        check_due(r, time_ms);
    }
    if (!r->failed) {
        check_fires(r);
    }
}

void check_late(struct race *r, size_t node, size_t objection)
{
    const size_t k = r->objections[objection].plan.silence;
    const struct seen *x = &r->seen[k];
    int64_t delta = x->at_opening.duration_ms / 1000;
    delta = delta < DELTA_MS_MIN ? DELTA_MS_MIN : delta > DELTA_MS_MAX ? DELTA_MS_MAX : delta;
    if (!x->fired || node_wall_ms(&r->nodes[node]) < x->deadline_ms + delta) {
        race_fail(r, "node %zu answered late before D, or before its own D + delta (O7)", node);
    }
}

void check_end(struct race *r)
{
    for (size_t k = 0; k < r->s.silences; k++) {
        bool objected = false;
        for (size_t i = 0; i < r->ordered_count; i++) {
            objected = objected || (r->ordered[i].silence == k && r->ordered[i].accepted);
        }
        if (!r->seen[k].opened && !objected) {
            race_fail(r, "a silence was not opened, and nobody had objected");
        }
        if (r->seen[k].opened) {
            check_secured(r, k, RACE_END);
        }
    }
}

/* The acts about silences. The close is in close.c, the rows in silence_rows.c. */
#include "mechanism/silence.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/text.h"
#include "charter/calendar.h"
#include "mechanism/amendment.h"
#include "mechanism/body.h"
#include "mechanism/classification.h"
#include "mechanism/law.h"
#include "mechanism/limited.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/office.h"
#include "mechanism/procedure.h"
#include "mechanism/status.h"
#include "mechanism/tuple.h"

static void put_mark(struct context *c, char noun, const struct hash *about, struct bytes who)
{
    struct key k = key_new(noun);
    key_add_hash(&k, about);
    check(k.len + who.len <= sizeof k.data);
    for (size_t i = 0; i < who.len; i++) {
        k.data[k.len++] = who.data[i];
    }
    struct buffer b;
    buffer_init(&b, 16);
    value_add_number(&b, (int64_t)c->index);
    state_put(c->state, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

/* The end of so many working days of those that begin then or later, for those who are asked. False: it is
 * too far away. */
static bool workdays_end(struct context *c, const struct silence *x, int64_t from_ms, int64_t workdays,
                         int64_t *out)
{
    const struct civil_day day = law_day(c, c->time_ms);
    struct bytes *codes = ARENA_ARRAY(c->arena, struct bytes, x->seat_count);
    for (size_t i = 0; i < x->seat_count; i++) {
        codes[i] = x->seats[i].member;
    }
    return calendar_clock_end(law_of(c, &x->matter), silence_rule(c, x), codes, x->seat_count,
                              bytes_of_text(day.text), from_ms, workdays, out);
}

/* Whether the working days that the rule asks for, at least or at most, leave room for the duration. */
static bool fits_workdays(struct context *c, const struct silence *x)
{
    const struct charter_rule *rule = silence_rule(c, x);
    int64_t end = 0;
    if (rule->clock_min_workdays > 0 && !workdays_end(c, x, c->time_ms, rule->clock_min_workdays, &end)) {
        return false;
    }
    return rule->clock_max_workdays == 0 || !workdays_end(c, x, c->time_ms, rule->clock_max_workdays, &end) ||
           c->time_ms + x->duration_ms <= end;
}

/* The later of the duration and of the working days that the rule asks for. */
static int64_t deadline_of(struct context *c, const struct silence *x)
{
    const int64_t workdays = silence_rule(c, x)->clock_min_workdays;
    const int64_t plain = c->time_ms + x->duration_ms;
    int64_t end = 0;
    if (workdays == 0 || !workdays_end(c, x, c->time_ms, workdays, &end)) {
        return plain;
    }
    return end > plain ? end : plain;
}

/* T begins when n-f nodes hold the exact text (O12). */
static void start_clock(struct context *c, struct silence *x)
{
    if (x->stage == SILENCE_WAITING &&
        (silence_available_count(c->state, x, c->arena) >= x->nodes - x->faulty ||
         mutated(c, MUTATION_o12_availability))) {
        x->stage = SILENCE_RUNNING;
        x->deadline_ms = deadline_of(c, x);
    }
}

/* The seats and their nodes as they are now: frozen from here on (O10). */
static void freeze(struct context *c, const struct body *b, struct silence *x)
{
    struct silence_seat *seats = ARENA_ARRAY(c->arena, struct silence_seat, b->seat_count + 1);
    int64_t nodes = 0;
    for (size_t i = 0; i < b->seat_count; i++) {
        struct member m;
        check(member_get(c->state, b->seats[i], &m));
        seats[i] = (struct silence_seat){b->seats[i], m.clearing, status_marks(c, &x->matter, b->seats[i])};
        bool first = true;
        for (size_t j = 0; j < i; j++) {
            first = first && !public_key_equal(&seats[j].node, &m.clearing);
        }
        nodes += first;
    }
    x->seat_count = b->seat_count;
    x->seats = seats;
    x->nodes = nodes;
    x->faulty = (nodes - 1) / 3;
}

/* Of members who are counted: one that the rule puts out is not asked. */
static bool has_standing_objection(struct context *c, const struct matter *m, const struct hash *root,
                                   const struct charter_rule *rule, const struct body *b)
{
    struct objection *list = NULL;
    const size_t count = objection_list(c->state, root, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (!list[i].withdrawn && body_has(b, list[i].member) &&
            !mark_is_out(rule, status_marks(c, &m->id, list[i].member))) {
            return true;
        }
    }
    return false;
}

static enum rejection check_text(struct context *c, const struct matter *m, const struct body *b,
                                 const struct charter_rule *rule, const struct hash *hash, struct root *root)
{
    struct version v;
    if (!root_get(c->state, hash, root) || root->what != ROOT_VERSION || !hash_equal(&root->matter, &m->id)) {
        return REJECT_unknown_root;
    }
    if (!hash_is_zero(&root->silence)) {
        return REJECT_root_used;
    }
    if (!matter_text(c->state, &m->id, c->arena, &v) || !hash_equal(&v.root, hash)) {
        return REJECT_wrong_root; /* the text has moved on since this version */
    }
    if (matter_is_held(c->state, &m->id, b, c->arena)) {
        return REJECT_held;
    }
    return has_standing_objection(c, m, hash, rule, b) ? REJECT_standing_objection : ACCEPTED;
}

static int64_t delta_of(int64_t duration_ms)
{
    const int64_t delta = duration_ms / 1000;
    return delta < DELTA_MS_MIN ? DELTA_MS_MIN : delta > DELTA_MS_MAX ? DELTA_MS_MAX : delta;
}

/* No signer is clear before D + delta: a shorter E would lapse before anybody could say so. */
static int64_t extra_of(const struct charter_rule *rule, int64_t delta_ms)
{
    return rule->close_extra_ms < 2 * delta_ms ? 2 * delta_ms : rule->close_extra_ms;
}

/* Who sets the clock of a silence: the chair, or who has the office that the charter names; it need not sit
 * in the body. While no member has the office the chair does it. */
static bool sets_clock(struct context *c, const struct charter *law, const struct charter_rule *rule,
                       const struct body *b, struct bytes member)
{
    const struct charter_office *office = rule == NULL ? NULL : charter_office(law, rule->set_by);
    struct bytes holder = office == NULL ? BYTES("") : office_holder(c, office);
    struct member m;
    if (!text_is_code(holder) || !member_get(c->state, holder, &m)) {
        holder = b->chair;
    }
    return bytes_equal(holder, member);
}

static enum rejection check_setter(struct context *c, const struct act *a, const struct matter *m,
                                   const struct body *b, const struct charter_rule *rule)
{
    if (!sets_clock(c, law_of(c, &m->id), rule, b, a->frame.member)) {
        return REJECT_not_chair;
    }
    return m->stage == MATTER_OPEN ? ACCEPTED : REJECT_wrong_stage;
}

enum rejection silence_open(struct context *c, const struct act *a)
{
    struct matter m;
    struct body b;
    struct root root;
    const struct hash *hash = &act_value(a, "root")->hash;
    int64_t from_ms = 0;
    bool staged = false;
    const struct charter_rule *rule = NULL;
    enum rejection r = matter_enter(c, a, &m, &b);
    if (r != REJECT_unknown_matter) {
        rule = procedure_rule(c, &m, hash, &from_ms, &staged);
        r = check_setter(c, a, &m, &b, rule);
    }
    if (r != ACCEPTED) {
        return r;
    }
    if (rule == NULL) {
        return REJECT_unknown_rule;
    }
    if (c->time_ms < from_ms) {
        return REJECT_deferred;
    }
    if (rule->clock_min_ms == 0) {
        return REJECT_no_silence;
    }
    const int64_t duration = act_value(a, "duration")->integer;
    const int64_t max = rule->clock_max_ms == 0 ? SILENCE_MS_MAX : rule->clock_max_ms;
    if (duration < rule->clock_min_ms || duration < SILENCE_MS_MIN || duration > max) {
        return REJECT_wrong_duration;
    }
    limited_seats(c, &m.id, &b);
    r = check_text(c, &m, &b, rule, hash, &root);
    r = r == ACCEPTED ? amendment_may_decide(c, &m.id) : r;
    r = r == ACCEPTED && vote_is_about(c, &m.id) ? REJECT_motion_running : r;
    if (r != ACCEPTED) {
        return r;
    }
    struct organisation_counters counters = counters_get(c->state);
    struct silence x = {.id = a->id, .matter = m.id, .root = *hash, .rule = rule->name};
    x.number = ++counters.silences;
    counters_put(c->state, &counters);
    x.opened = (int64_t)c->index;
    x.opened_ms = c->time_ms;
    x.duration_ms = duration;
    x.delta_ms = delta_of(duration);
    x.extra_ms = extra_of(rule, x.delta_ms);
    x.quorum = rule->close == CHARTER_CLOSE_QUORUM;
    x.window_ms = c->time_ms + duration;
    freeze(c, &b, &x);
    if (b.seat_count == 0) {
        return REJECT_not_applicable; /* whom it was limited to has left */
    }
    if (!fits_workdays(c, &x)) {
        return REJECT_wrong_duration;
    }
    if (!silence_can_be_decided(c, &x)) {
        return REJECT_not_applicable;
    }
    start_clock(c, &x);
    silence_put(c->state, &x);
    root.silence = x.id;
    root_put(c->state, hash, &root);
    classification_freeze(c, &m);
    m.stage = MATTER_SILENCE;
    m.root = *hash;
    m.silence = x.id;
    matter_put(c->state, &m);
    return ACCEPTED;
}

const struct charter_rule *silence_rule(struct context *c, const struct silence *x)
{
    const struct charter_rule *rule = law_rule(c, law_of(c, &x->matter), x->rule, x->opened_ms);
    check(rule != NULL);
    return rule;
}

static enum rejection enter(struct context *c, const struct act *a, struct silence *x)
{
    if (!silence_get(c->state, &act_value(a, "silence")->hash, c->arena, x)) {
        return REJECT_unknown_silence;
    }
    return silence_is_open(x) ? ACCEPTED : REJECT_wrong_stage;
}

/* Before the deadline fires the clock moves, afterwards only E (O5). */
static void lengthen(struct context *c, struct silence *x, int64_t by_ms)
{
    if (x->stage == SILENCE_WAITING) {
        x->window_ms += by_ms;
    } else if (x->stage == SILENCE_RUNNING || mutated(c, MUTATION_o5_after_fire)) {
        x->deadline_ms += by_ms;
    } else {
        x->extra_ms += by_ms;
    }
    silence_put(c->state, x);
}

void silence_give_back(struct context *c, int64_t excess_ms)
{
    struct silence *list = NULL;
    const size_t count = silence_open_list(c->state, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        lengthen(c, &list[i], excess_ms);
    }
}

/* What the silence gets on top of what it has. Working days are counted from where it would end: its window
 * while it waits, then its deadline, then the time for all-clears. False: the rule has no such extension. */
static bool extension_of(struct context *c, const struct silence *x, const struct act *a, int64_t *by_ms)
{
    const struct charter_rule *rule = silence_rule(c, x);
    const struct act_value *by = act_value(a, "by");
    const struct act_value *days = act_value(a, "workdays");
    const int64_t from = x->stage == SILENCE_WAITING   ? x->window_ms
                         : x->stage == SILENCE_RUNNING ? x->deadline_ms
                                                       : x->deadline_ms + x->extra_ms;
    int64_t end = 0;
    if (rule->extend_workdays == 0) {
        *by_ms = by->integer;
        return by->given && !days->given && *by_ms > 0 && *by_ms <= rule->extend_ms;
    }
    if (by->given || !days->given || days->integer == 0 || days->integer > rule->extend_workdays ||
        !workdays_end(c, x, from, days->integer, &end)) {
        return false;
    }
    *by_ms = end - from;
    return true;
}

enum rejection silence_extend(struct context *c, const struct act *a)
{
    struct silence x;
    struct matter m;
    struct body b;
    const enum rejection r = enter(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    check(matter_get(c->state, &x.matter, c->arena, &m) && body_get(c->state, m.body, c->arena, &b));
    const struct charter_rule *rule = silence_rule(c, &x);
    if (!sets_clock(c, law_of(c, &m.id), rule, &b, a->frame.member)) {
        return REJECT_not_chair;
    }
    int64_t by = 0;
    if (x.extensions >= rule->extend_max || x.extensions >= EXTENSIONS_MAX) {
        return REJECT_extensions_spent;
    }
    if (!extension_of(c, &x, a, &by)) {
        return REJECT_wrong_duration;
    }
    x.extensions++;
    lengthen(c, &x, by);
    return ACCEPTED;
}

enum rejection silence_not_received(struct context *c, const struct act *a)
{
    struct silence x;
    const enum rejection r = enter(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (silence_seat_of(&x, a->frame.member) == NULL) {
        return REJECT_not_seated;
    }
    struct key k = key_new('n');
    key_add_hash(&k, &x.root);
    key_add_text(&k, a->frame.member);
    struct bytes value;
    int64_t said = 0;
    if (state_get(c->state, key_view(&k), &value)) {
        struct cursor cursor = cursor_of(value);
        said = value_number(&cursor);
    }
    if (said >= NOT_RECEIVED_MAX) {
        return REJECT_said_twice;
    }
    struct buffer b;
    buffer_init(&b, 16);
    value_add_number(&b, said + 1);
    state_put(c->state, key_view(&k), buffer_view(&b));
    buffer_done(&b);
    lengthen(c, &x, x.duration_ms / 4);
    return ACCEPTED;
}

bool objector_is_authorised(struct context *c, const struct public_key *key, struct bytes member,
                            const struct silence *x, int64_t enrolled_before)
{
    struct member_key k;
    if (!member_key_get(c->state, key, &k) || !bytes_equal(k.member, member) || k.role == ROLE_NODE ||
        k.enrolled >= enrolled_before) {
        return false;
    }
    if (k.revoked == 0) {
        return true;
    }
    return x != NULL && k.enrolled < x->opened && k.revoked > x->opened;
}

bool silence_may_break(struct context *c, const struct silence *x, struct bytes member)
{
    const struct silence_seat *seat = silence_seat_of(x, member);
    return seat != NULL && !mark_is_out(silence_rule(c, x), seat->marks);
}

static void objection_put(struct context *c, const struct hash *root, const struct objection *o)
{
    struct buffer b;
    buffer_init(&b, 1024);
    value_add_hash(&b, root);
    buffer_add_block(&b, o->member);
    value_add_public(&b, &o->key);
    value_add_number(&b, o->raised);
    value_add_number(&b, o->withdrawn);
    struct key k = key_new('q');
    key_add_hash(&k, &o->id);
    state_put(c->state, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

/* O14: an objection has no precondition but an authorised key. */
enum rejection silence_object(struct context *c, const struct act *a)
{
    const struct hash *hash = &act_value(a, "root")->hash;
    struct root root;
    struct silence x;
    const bool known = root_get(c->state, hash, &root);
    const bool silenced =
        known && !hash_is_zero(&root.silence) && silence_get(c->state, &root.silence, c->arena, &x);
    if (!objector_is_authorised(c, &a->frame.key, a->frame.member, silenced ? &x : NULL, (int64_t)c->index)) {
        return REJECT_key_revoked;
    }
    if (mutated(c, MUTATION_o14_stage) && (!silenced || !silence_is_open(&x))) {
        return REJECT_wrong_stage;
    }
    const struct objection o = {
        .id = a->id, .member = a->frame.member, .key = a->frame.key, .raised = (int64_t)c->index};
    objection_put(c, hash, &o);
    struct key k = key_new('O');
    key_add_hash(&k, hash);
    key_add_hash(&k, &a->id);
    state_put(c->state, key_view(&k), BYTES(""));
    if (silenced && silence_is_open(&x) && silence_may_break(c, &x, a->frame.member)) {
        x.stage = SILENCE_BROKEN; /* the close phase of this block speaks of it */
        silence_put(c->state, &x);
    }
    return ACCEPTED;
}

enum rejection silence_withdraw(struct context *c, const struct act *a)
{
    struct hash root;
    struct objection o;
    if (!objection_get(c->state, &act_value(a, "objection")->hash, &root, &o)) {
        return REJECT_unknown_objection;
    }
    if (!bytes_equal(o.member, a->frame.member)) {
        return REJECT_not_owner;
    }
    if (o.withdrawn) {
        return REJECT_already_withdrawn;
    }
    o.withdrawn = true;
    objection_put(c, &root, &o);
    return ACCEPTED;
}

enum rejection silence_availability(struct context *c, const struct act *a)
{
    const struct hash *hash = &act_value(a, "root")->hash;
    struct root root;
    struct matter m;
    if (!matter_get(c->state, &act_value(a, "matter")->hash, c->arena, &m)) {
        return REJECT_unknown_matter;
    }
    if (!root_get(c->state, hash, &root) || !hash_equal(&root.matter, &m.id)) {
        return REJECT_unknown_root;
    }
    if (silence_is_available(c->state, hash, &a->frame.key)) {
        return REJECT_exists;
    }
    put_mark(c, 'A', hash, public_key_view(&a->frame.key));
    struct silence x;
    if (!hash_is_zero(&root.silence) && silence_get(c->state, &root.silence, c->arena, &x) &&
        x.stage == SILENCE_WAITING) {
        start_clock(c, &x);
        silence_put(c->state, &x);
    }
    return ACCEPTED;
}

static bool is_clearing(struct context *c, const struct silence *x, const struct public_key *node)
{
    for (size_t i = 0; i < x->seat_count; i++) {
        struct public_key own = x->seats[i].node;
        struct member m;
        if (mutated(c, MUTATION_o10_set) && member_get(c->state, x->seats[i].member, &m)) {
            own = m.clearing;
        }
        if (public_key_equal(&own, node)) {
            return true;
        }
    }
    return false;
}

/* The open silence on the text that the act names, whatever silence it names. */
static bool find_by_root(struct context *c, const struct act *a, struct silence *x)
{
    struct silence *list = NULL;
    const size_t count = silence_open_list(c->state, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (hash_equal(&list[i].root, &act_value(a, "root")->hash)) {
            *x = list[i];
            return true;
        }
    }
    return false;
}

/* Ticks and all-clears name the silence, its text root and its deadline; one that names another is void
 * (O16). */
static enum rejection enter_node(struct context *c, const struct act *a, struct silence *x)
{
    const enum rejection r =
        mutated(c, MUTATION_o16_silence) && find_by_root(c, a, x) ? ACCEPTED : enter(c, a, x);
    if (r != ACCEPTED) {
        return r;
    }
    if (!hash_equal(&act_value(a, "root")->hash, &x->root) && !mutated(c, MUTATION_o16_root)) {
        return REJECT_wrong_root;
    }
    if (!is_clearing(c, x, &a->frame.key)) {
        return REJECT_not_clearing;
    }
    if (x->stage == SILENCE_WAITING) {
        return REJECT_too_early;
    }
    return act_value(a, "deadline")->integer == x->deadline_ms || mutated(c, MUTATION_o16_deadline)
               ? ACCEPTED
               : REJECT_wrong_deadline;
}

static enum rejection check_tick(struct context *c, const struct act *a, struct silence *x)
{
    const enum rejection r = enter_node(c, a, x);
    if (r != ACCEPTED) {
        return r;
    }
    if (x->stage != SILENCE_RUNNING) {
        return REJECT_wrong_stage;
    }
    struct key k = key_new('y');
    key_add_hash(&k, &x->id);
    key_add_public(&k, &a->frame.key);
    struct bytes value;
    if (state_get(c->state, key_view(&k), &value)) {
        return REJECT_exists;
    }
    return c->time_ms < x->deadline_ms && !mutated(c, MUTATION_o4_tick) ? REJECT_too_early : ACCEPTED;
}

/* O4: the same tick serves again once it is time, so that it must not stand in the record before. */
bool silence_tick_is_early(struct context *c, const struct act *a)
{
    struct silence x;
    return check_tick(c, a, &x) == REJECT_too_early;
}

enum rejection silence_tick(struct context *c, const struct act *a)
{
    struct silence x;
    const enum rejection r = check_tick(c, a, &x);
    if (r == ACCEPTED) {
        put_mark(c, 'y', &x.id, public_key_view(&a->frame.key));
    }
    return r;
}

enum rejection silence_all_clear(struct context *c, const struct act *a)
{
    struct silence x;
    const enum rejection r = enter_node(c, a, &x);
    if (r != ACCEPTED) {
        return r;
    }
    if (x.stage != SILENCE_FIRED) {
        return REJECT_too_early;
    }
    if (silence_is_clear(c->state, &x.id, &a->frame.key)) {
        return REJECT_exists;
    }
    const uint64_t size = (uint64_t)act_value(a, "log_size")->integer;
    if (!mutated(c, MUTATION_o16_log)) {
        struct hash root;
        if (size <= (uint64_t)x.fired || size > record_size(c->record)) {
            return REJECT_wrong_log;
        }
        const enum error e = record_root_at(c->record, size, &root);
        if (e != OK) {
            *c->error = e;
            return REJECT_wrong_log; /* the block is given up: this result is never recorded */
        }
        if (!hash_equal(&root, &act_value(a, "log_root")->hash)) {
            return REJECT_wrong_log;
        }
    }
    put_mark(c, 'l', &x.id, public_key_view(&a->frame.key));
    return ACCEPTED;
}

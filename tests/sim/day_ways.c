/* The ways of matters in a bad day: they are referred, classified and appealed, chairs rule, the scenario
 * clock is set and days are noted, all at random; and at the end the record alone tells anew in which body
 * each matter is, by which rule each vote was to decide, which rulings stand, and which days have come. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "codec/json.h"
#include "mechanism/civil.h"
#include "mechanism/classification.h"
#include "mechanism/matter.h"
#include "mechanism/ruling.h"
#include "sim/day.h"

static const char *const bodies[] = {"court", "team", "council"};
static const char *const classes[] = {"light", "weighty"};

/* Mostly one that has a class. */
static const char *a_classed(struct day *d)
{
    for (size_t i = d->matter_count; i-- > 0;) {
        struct matter m;
        if (matter_get(host_state(&d->h), &d->matters[i], &d->arena, &m) &&
            (bytes_equal_text(m.rule, "kinds") || bytes_equal_text(m.rule, "asked")) &&
            prng_below(&d->prng, 3) != 0) {
            return org_hex(&d->arena, &m.id);
        }
    }
    return day_matter(d);
}

static const char *a_class(struct day *d)
{
    return classes[prng_below(&d->prng, 2)];
}

static void refer(struct day *d)
{
    const char *rule = prng_below(&d->prng, 2) == 0 ? ",\"rule\":\"guarded\"" : "";
    day_say(d, day_chair(d), "matter.refer",
            arena_printf(&d->arena, "{\"body\":\"%s\",\"matter\":\"%s\"%s}",
                         bodies[prng_below(&d->prng, 3)], day_matter(d), rule));
}

static void move(struct day *d, const char *matter, const char *motion, const char *target)
{
    day_say(d, day_chair(d), "vote.open",
            arena_printf(&d->arena,
                         "{\"body\":\"council\",\"duration\":%lld,\"matter\":\"%s\",\"motion\":\"%s\","
                         "\"rule\":\"majority\",\"target\":\"%s\"}",
                         (long long)prng_between(&d->prng, 10000, 20000), matter, motion, target));
}

static void move_referral(struct day *d)
{
    move(d, day_matter(d), "refer", prng_below(&d->prng, 4) == 0 ? "court" : "team");
}

static void classify(struct day *d)
{
    day_say(d, day_chair(d), "matter.classify",
            arena_printf(&d->arena, "{\"class\":\"%s\",\"matter\":\"%s\"}", a_class(d), a_classed(d)));
}

static void move_class(struct day *d)
{
    move(d, a_classed(d), "classify", a_class(d));
}

static void appeal(struct day *d)
{
    day_say(d, day_anybody(d), "matter.appeal",
            arena_printf(&d->arena, "{\"class\":\"%s\",\"duration\":10000,\"matter\":\"%s\"}", a_class(d),
                         a_classed(d)));
}

static void rule(struct day *d)
{
    const char *about = prng_below(&d->prng, 2) == 0
                            ? arena_printf(&d->arena, "\"matter\":\"%s\",", day_matter(d))
                            : "";
    day_say(d, day_chair(d), "ruling.give",
            arena_printf(&d->arena, "{\"body\":\"%s\",%s\"text\":\"Out of order.\"}",
                         bodies[prng_below(&d->prng, 3)], about));
}

static void appeal_ruling(struct day *d)
{
    struct ruling *list = NULL;
    const size_t count = ruling_list(host_state(&d->h), &d->arena, &list);
    if (count > 0) {
        day_say(d, day_anybody(d), "ruling.appeal",
                arena_printf(&d->arena, "{\"duration\":%lld,\"ruling\":\"%s\"}",
                             (long long)prng_between(&d->prng, 10000, 20000),
                             org_hex(&d->arena, &list[count - 1 - prng_below(&d->prng, count)].id)));
    }
}

/* The civil date of the last block. */
static int64_t today(struct day *d)
{
    const struct organisation org = {.realm = REALM_EXERCISE};
    struct record *r = host_record(&d->h);
    struct entry e;
    check(record_read(r, record_size(r) - 1, &d->arena, &e, NULL) == OK);
    return civil_at(host_state(&d->h), &org, e.time_ms);
}

static void set_clock(struct day *d)
{
    const struct civil_day day = civil_day_at(today(d) + (int64_t)prng_below(&d->prng, 40) - 4);
    const char *to = prng_below(&d->prng, 2) == 0 ? arena_printf(&d->arena, "\"to\":\"%s\"", day.text) : "";
    const char *rate = to[0] != 0 && prng_below(&d->prng, 2) == 0
                           ? ""
                           : arena_printf(&d->arena, "\"parts\":%llu,\"rate\":%llu%s",
                                          1 + (unsigned long long)prng_below(&d->prng, 9),
                                          (unsigned long long)prng_below(&d->prng, 20000),
                                          to[0] != 0 ? "," : "");
    day_say(d, day_chair(d), "clock.set", arena_printf(&d->arena, "{%s%s}", rate, to));
}

static void note(struct day *d)
{
    const struct civil_day day = civil_day_at(today(d) + (int64_t)prng_below(&d->prng, 60));
    day_say(d, day_chair(d), "clock.note",
            arena_printf(&d->arena, "{\"day\":\"%s\",\"text\":\"A flood.\"}", day.text));
}

void day_way(struct day *d)
{
    static void (*const rows[])(struct day *) = {refer, move_referral, classify,      classify,  move_class,
                                                 appeal, appeal,       rule,          appeal_ruling, rule,
                                                 appeal_ruling,        set_clock,     note,      note};
    const size_t count = sizeof rows / sizeof rows[0];
    const size_t about_none = 2;
    const size_t drawn = (size_t)prng_below(&d->prng, count);
    rows[d->matter_count == 0 ? count - 1 - drawn % about_none : drawn](d);
}

/* Told anew
 * ------------------------------------------------------------------------------------------------ */

enum { STEPS_MAX = 2048 };
enum step_kind { STEP_REFERRED, STEP_CLASSED };

/* What the record says of matters and rulings, in its order. */
struct told {
    struct arena arena;
    size_t count;
    struct step {
        int64_t index;
        enum step_kind kind;
        struct hash matter;
        struct bytes text;
    } steps[STEPS_MAX];
    uint64_t notes; /* of days that have come */
    uint64_t come;  /* facts of them */
    int64_t today;
};

static void add(struct told *t, uint64_t index, enum step_kind kind, const struct hash *matter,
                struct bytes text)
{
    check(t->count < STEPS_MAX);
    t->steps[t->count++] = (struct step){(int64_t)index, kind, *matter, text};
}

static void take_act(struct day *d, struct told *t, const struct act *a, uint64_t index)
{
    if (strcmp(a->kind->name, "matter.refer") == 0) {
        add(t, index, STEP_REFERRED, &act_value(a, "matter")->hash, act_value(a, "body")->text);
        d->totals.referred++;
    } else if (strcmp(a->kind->name, "matter.classify") == 0) {
        add(t, index, STEP_CLASSED, &act_value(a, "matter")->hash, act_value(a, "class")->text);
        d->totals.classified++;
    } else if (strcmp(a->kind->name, "clock.note") == 0) {
        t->notes += civil_parse(act_value(a, "day")->text) <= t->today;
    } else if (strcmp(a->kind->name, "clock.set") == 0) {
        d->totals.clocks++;
    }
}

/* The rule, or the classification, under which a matter was opened. */
static struct bytes opened_by(struct day *d, const struct hash *matter)
{
    struct entry e;
    struct bytes carried;
    struct act *act = ARENA_ARRAY(&d->arena, struct act, 1);
    uint64_t index = 0;
    check(record_find(host_record(&d->h), matter, &index) == OK &&
          record_read(host_record(&d->h), index, &d->arena, &e, &carried) == OK &&
          act_decode(&d->arena, carried, act, NULL) == ACCEPTED);
    return act_value(act, "rule")->text;
}

static bool is_class(struct bytes text)
{
    return bytes_equal_text(text, classes[0]) || bytes_equal_text(text, classes[1]);
}

/* An appeal under `kinds` overrules by its majority; under `asked` the ruling falls without one. */
static void take_close(struct day *d, struct told *t, const struct vote *x, uint64_t index)
{
    const bool adopted = x->outcome == OUTCOME_adopted;
    if (bytes_equal_text(x->motion, "refer") && adopted) {
        add(t, index, STEP_REFERRED, &x->matter, x->target);
        d->totals.referred++;
    } else if (bytes_equal_text(x->motion, "classify") && adopted) {
        add(t, index, STEP_CLASSED, &x->matter, x->target);
        d->totals.classified++;
    } else if (bytes_equal_text(x->motion, "overrule") && is_class(x->target)) {
        const bool upholds = bytes_equal_text(opened_by(d, &x->matter), "asked");
        d->totals.appeals++;
        if (adopted != upholds) {
            add(t, index, STEP_CLASSED, &x->matter, x->target);
        }
    }
}

static void take_fact(struct day *d, struct told *t, struct bytes carried, uint64_t index)
{
    struct fact_close close;
    struct vote x;
    const struct json *top = NULL;
    struct bytes of;
    const struct bytes kind = fact_kind(&t->arena, carried);
    if (bytes_equal_text(kind, "close") && fact_read_close(&t->arena, carried, &close) == OK &&
        vote_get(host_state(&d->h), &close.subject, &t->arena, &x)) {
        take_close(d, t, &x, index);
    } else if (bytes_equal_text(kind, "civil.deadline")) {
        check(json_parse_canonical(&t->arena, carried, 4096, &top, NULL) == OK &&
              json_get_text(top, "of", &of));
        t->come += bytes_equal_text(of, "note");
    }
}

/* The last step of a kind before an entry; NULL: there was none. */
static const struct step *step_before(const struct told *t, enum step_kind kind, const struct hash *matter,
                                      int64_t before)
{
    const struct step *last = NULL;
    for (size_t i = 0; i < t->count && t->steps[i].index < before; i++) {
        if (t->steps[i].kind == kind && hash_equal(&t->steps[i].matter, matter)) {
            last = &t->steps[i];
        }
    }
    return last;
}

/* A vote on the text of a matter that has a class decides by the rule of the class. */
static void check_rule(struct day *d, const struct told *t, const struct vote *x)
{
    const struct bytes by = opened_by(d, &x->matter);
    const bool classed = bytes_equal_text(by, "kinds") || bytes_equal_text(by, "asked");
    if (!classed || step_before(t, STEP_REFERRED, &x->matter, x->opened) != NULL) {
        return;
    }
    const struct step *s = step_before(t, STEP_CLASSED, &x->matter, x->opened);
    const bool weighty = s != NULL && bytes_equal_text(s->text, "weighty");
    if (!bytes_equal_text(x->rule, weighty ? "guarded" : "majority")) {
        day_fail(d, "the vote of entry %lld does not decide by the rule of the class", (long long)x->opened);
    }
    d->totals.by_class++;
}

/* Each matter is in the body, and has the class, that the record says. */
static void check_matter(struct day *d, const struct told *t, const struct matter *m)
{
    struct matter_class own = {.name = BYTES("light")}; /* the class of doubt */
    const struct step *moved = step_before(t, STEP_REFERRED, &m->id, INTEGER_MAX);
    const struct step *classed = step_before(t, STEP_CLASSED, &m->id, INTEGER_MAX);
    if (!bytes_equal(m->body, moved == NULL ? BYTES("council") : moved->text)) {
        day_fail(d, "a matter is in another body than the record says");
    }
    (void)class_get(host_state(&d->h), &m->id, &own);
    if (moved == NULL && !bytes_equal(own.name, classed == NULL ? BYTES("light") : classed->text)) {
        day_fail(d, "a matter is of another class than the record says");
    }
}

/* A ruling stands until a vote on it adopts that it does not, and that is the last word. */
static void check_ruling(struct day *d, const struct ruling *g, const struct vote *votes, size_t count)
{
    const char *hex = org_hex(&d->arena, &g->id);
    enum ruling_how how = RULING_GIVEN;
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal_text(votes[i].target, hex)) {
            how = votes[i].outcome == OUTCOME_adopted ? RULING_OVERRULED : RULING_UPHELD;
        }
    }
    struct matter m;
    struct bytes body = BYTES("");
    if (matter_get(host_state(&d->h), &g->matter, &d->arena, &m)) {
        body = m.body;
    }
    /* What has left the body where it was ruled stands as it was. */
    if (g->how != how && (body.len == 0 || bytes_equal(body, g->body))) {
        day_fail(d, "the ruling of entry %lld is %s", (long long)g->given, ruling_how_word(g->how));
    }
    d->totals.overruled += g->how == RULING_OVERRULED;
}

static void read_all(struct day *d, struct told *t)
{
    struct record *r = host_record(&d->h);
    t->today = today(d);
    for (uint64_t i = 0; i < record_size(r); i++) {
        struct entry e;
        struct bytes carried;
        struct act *act = ARENA_ARRAY(&t->arena, struct act, 1);
        check(record_read(r, i, &t->arena, &e, &carried) == OK);
        if (e.type == ENTRY_FACT) {
            take_fact(d, t, carried, i);
        } else if (strcmp(e.result, "ok") == 0) {
            check(act_decode(&t->arena, carried, act, NULL) == ACCEPTED);
            take_act(d, t, act, i);
        }
    }
}

void day_check_ways(struct day *d)
{
    static struct told t;
    struct matter *matters = NULL;
    struct vote *votes = NULL;
    struct ruling *rulings = NULL;
    const size_t matter_count = matter_list(host_state(&d->h), &d->arena, &matters);
    const size_t vote_count = vote_list(host_state(&d->h), &d->arena, &votes);
    const size_t ruling_count = ruling_list(host_state(&d->h), &d->arena, &rulings);
    t.count = 0;
    t.notes = 0;
    t.come = 0;
    arena_init(&t.arena);
    read_all(d, &t);
    for (size_t i = 0; i < matter_count; i++) {
        check_matter(d, &t, &matters[i]);
    }
    for (size_t i = 0; i < vote_count; i++) {
        if (bytes_equal_text(votes[i].motion, "adopt")) {
            check_rule(d, &t, &votes[i]);
        }
    }
    for (size_t i = 0; i < ruling_count; i++) {
        check_ruling(d, &rulings[i], votes, vote_count);
    }
    if (t.notes != t.come) {
        day_fail(d, "%llu days were noted that have come, and %llu facts say so", (unsigned long long)t.notes,
                 (unsigned long long)t.come);
    }
    d->totals.come += t.come;
    arena_done(&t.arena);
}

int64_t day_referred(struct day *d, const struct hash *matter, int64_t before)
{
    struct record *r = host_record(&d->h);
    struct arena scratch;
    int64_t last = 0;
    arena_init(&scratch);
    for (uint64_t i = 0; i < record_size(r) && (int64_t)i < before; i++) {
        struct entry e;
        struct bytes carried;
        struct fact_close close;
        struct vote x;
        struct act act;
        check(record_read(r, i, &scratch, &e, &carried) == OK);
        if (e.type == ENTRY_FACT && bytes_equal_text(fact_kind(&scratch, carried), "close") &&
            fact_read_close(&scratch, carried, &close) == OK && hash_equal(&close.matter, matter) &&
            vote_get(host_state(&d->h), &close.subject, &scratch, &x) &&
            bytes_equal_text(x.motion, "refer") && x.outcome == OUTCOME_adopted) {
            last = (int64_t)i;
        } else if (e.type == ENTRY_ACT && strcmp(e.result, "ok") == 0 &&
                   act_decode(&scratch, carried, &act, NULL) == ACCEPTED &&
                   strcmp(act.kind->name, "matter.refer") == 0 &&
                   hash_equal(&act_value(&act, "matter")->hash, matter)) {
            last = (int64_t)i;
        }
        arena_clear(&scratch);
    }
    arena_done(&scratch);
    return last;
}

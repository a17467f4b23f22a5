#include "mechanism/civil.h"

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "charter/charter.h"
#include "mechanism/assistance.h"
#include "mechanism/body.h"
#include "mechanism/commitment.h"
#include "mechanism/instrument.h"
#include "mechanism/platform.h"
#include "mechanism/session.h"
#include "record/fact.h"

static const char *note_comes(struct context *c, const struct hash *id, int64_t number, int64_t day);
static const char *commitment_comes(struct context *c, const struct hash *id, int64_t number, int64_t day);
static const char *minutes_come(struct context *c, const struct hash *id, int64_t number, int64_t day);
static const char *task_comes(struct context *c, const struct hash *id, int64_t number, int64_t day);
static const char *mandate_comes(struct context *c, const struct hash *id, int64_t number, int64_t day);

/* In the order of enum civil_kind. What is returned is the word of the fact for what has happened. */
static const struct {
    const char *word;
    const char *(*fire)(struct context *c, const struct hash *id, int64_t number, int64_t day);
} kinds[CIVIL_KINDS] = {
    [CIVIL_NOTE] = {"note", note_comes},
    [CIVIL_INSTRUMENT] = {"instrument", instrument_comes},
    [CIVIL_INSTRUMENT_LEAVE] = {"instrument_leave", instrument_leaves},
    [CIVIL_INSTRUMENT_ACCEPT] = {"instrument_accept", instrument_accepts},
    [CIVIL_INSTRUMENT_CORRECT] = {"instrument_correct", instrument_corrects},
    [CIVIL_COMMITMENT] = {"commitment", commitment_comes},
    [CIVIL_MINUTES] = {"minutes", minutes_come},
    [CIVIL_TASK] = {"task", task_comes},
    [CIVIL_MANDATE] = {"mandate", mandate_comes},
    [CIVIL_SEATS] = {"seats", body_tags_end},
    [CIVIL_ASSISTANCE_NEED] = {"assistance_need", assistance_need_comes},
    [CIVIL_ASSISTANCE_OFFER] = {"assistance_offer", assistance_offer_comes},
    [CIVIL_ASSISTANCE_MANDATE] = {"assistance_mandate", assistance_mandate_comes},
};

const char *civil_word(enum civil_kind kind)
{
    return kinds[kind].word;
}

static const char *note_comes(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    struct civil_note n;
    check(number == 0 && civil_note_get(c->state, id, &n) && n.day == day);
    n.come = true;
    civil_note_put(c->state, &n);
    return "come";
}

static const char *commitment_comes(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    (void)id;
    (void)day;
    return commitment_due(c, number);
}

static const char *minutes_come(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    (void)day;
    return session_minutes_due(c, id, number);
}

static const char *task_comes(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    (void)day;
    return session_task_due(c, id, number);
}

static const char *mandate_comes(struct context *c, const struct hash *id, int64_t number, int64_t day)
{
    (void)number;
    (void)day;
    return mandate_due(c, id);
}

static int64_t number_of(struct bytes digits)
{
    int64_t n = 0;
    for (size_t i = 0; i < digits.len; i++) {
        n = 10 * n + (digits.data[i] - '0');
    }
    return n;
}

int64_t civil_parse(struct bytes day)
{
    check(charter_is_date(day));
    return civil_days((struct civil_date){number_of(bytes_of(day.data, 4)),
                                          number_of(bytes_of(day.data + 5, 2)),
                                          number_of(bytes_of(day.data + 8, 2))});
}

/* floor(time * rate / parts) in two steps, so that nothing overflows before the clock ends. */
int64_t civil_segment_ms(const struct civil_segment *x, int64_t time_ms)
{
    const int64_t passed = time_ms - x->from_ms;
    const int64_t whole = floor_divide(passed, x->parts);
    const int64_t rest = passed - whole * x->parts;
    int64_t ms = 0;
    if (!num_mul(whole, x->rate, &ms) || !num_add(ms, rest * x->rate / x->parts, &ms) ||
        !num_add(ms, x->start_ms, &ms) || ms > TIME_MS_MAX) {
        return TIME_MS_MAX;
    }
    return ms;
}

int64_t civil_ms(struct state *s, const struct organisation *org, int64_t time_ms)
{
    if (org->realm == REALM_REAL) {
        return time_ms;
    }
    const struct civil_clock k = civil_clock_get(s);
    struct civil_segment x = k.now;
    const bool older = k.segment_count > 0 && time_ms < x.from_ms;
    if (older && !civil_past_get(s, time_ms, &x)) {
        x = (struct civil_segment){.rate = 1, .parts = 1};
    }
    return civil_segment_ms(&x, time_ms);
}

static int64_t offset_at(const struct civil_clock *k, const struct organisation *org, int64_t time_ms)
{
    int64_t minutes = org->civil_offset_minutes;
    for (size_t i = 0; i < k->zone_count && k->zones[i].from_ms <= time_ms; i++) {
        minutes = k->zones[i].minutes;
    }
    return minutes;
}

int64_t civil_offset(struct state *s, const struct organisation *org, int64_t time_ms)
{
    const struct civil_clock k = civil_clock_get(s);
    return offset_at(&k, org, time_ms);
}

int64_t civil_at(struct state *s, const struct organisation *org, int64_t time_ms)
{
    const int64_t minutes = civil_offset(s, org, time_ms);
    return floor_divide(civil_ms(s, org, time_ms) + minutes * 60000, CIVIL_DAY_MS);
}

int64_t civil_today(struct context *c)
{
    return civil_at(c->state, c->org, c->time_ms);
}

/* The first time at which the clock shows so much or more; INTEGER_MAX: never. */
static int64_t segment_reaches(const struct civil_segment *x, int64_t clock_ms)
{
    if (clock_ms <= x->start_ms) {
        return x->from_ms;
    }
    if (x->rate == 0) {
        return INTEGER_MAX;
    }
    const int64_t need = clock_ms - x->start_ms;
    const int64_t rest = need % x->rate * x->parts;
    int64_t passed = 0;
    if (!num_mul(need / x->rate, x->parts, &passed) ||
        !num_add(passed, rest / x->rate + (rest % x->rate > 0 ? 1 : 0), &passed) ||
        !num_add(passed, x->from_ms, &passed) || passed > INTEGER_MAX) {
        return INTEGER_MAX;
    }
    return passed;
}

int64_t civil_when_ms(struct state *s, const struct organisation *org, int64_t day)
{
    const struct civil_clock k = civil_clock_get(s);
    const struct civil_segment plain = {.rate = 1, .parts = 1};
    const struct civil_segment *x = org->realm == REALM_REAL ? &plain : &k.now;
    for (size_t i = 0; i <= k.zone_count; i++) { /* one stretch of time for each offset */
        const int64_t minutes = i == 0 ? org->civil_offset_minutes : k.zones[i - 1].minutes;
        const int64_t from_ms = i == 0 ? 1 : k.zones[i - 1].from_ms;
        const int64_t until_ms = i < k.zone_count ? k.zones[i].from_ms : INTEGER_MAX;
        const int64_t reached = segment_reaches(x, day * CIVIL_DAY_MS - minutes * 60000);
        const int64_t when_ms = reached < from_ms ? from_ms : reached;
        if (when_ms < until_ms) {
            return when_ms;
        }
    }
    return 0;
}

int64_t civil_next_ms(struct state *s, const struct organisation *org, struct arena *a)
{
    struct civil_deadline *next = NULL;
    return civil_deadlines(s, 1, a, &next) == 0 ? 0 : civil_when_ms(s, org, next->day);
}

static void fire(struct context *c, const struct block_sink *sink, const struct civil_deadline *d)
{
    struct buffer b;
    sink->prepare(sink->ctx);
    civil_deadline_drop(c, d->kind, &d->id, d->number);
    const char *what = kinds[d->kind].fire(c, &d->id, d->number, d->day);
    const struct civil_day day = civil_day_at(d->day);
    buffer_init(&b, 1024);
    fact_write_civil(&b, &(struct fact_civil){.day = bytes_of_text(day.text),
                                              .id = d->id,
                                              .number = d->number,
                                              .of = bytes_of_text(kinds[d->kind].word),
                                              .time_ms = c->time_ms,
                                              .what = bytes_of_text(what)});
    sink->emit(sink->ctx, buffer_view(&b));
    buffer_done(&b);
}

/* What comes may set or drop others: what was dropped is passed over, and once one was set all are looked up
 * anew. Looking up passes over what came before in the same block: so ever more are looked up at once. */
void civil_advance(struct context *c, const struct block_sink *sink)
{
    const int64_t today = civil_today(c);
    struct civil_deadline *list = NULL;
    uint64_t set = c->deadlines_set;
    size_t count = 0;
    size_t at = 0;
    size_t most = 1;
    struct arena scratch;
    arena_init(&scratch);
    for (int fired = 0; fired < CIVIL_FIRES_MAX && *c->error == OK;) {
        if (at == count || c->deadlines_set != set) {
            arena_clear(&scratch);
            set = c->deadlines_set;
            count = civil_deadlines(c->state, most, &scratch, &list);
            at = 0;
            most = most < CIVIL_FIRES_MAX ? 2 * most : most;
        }
        if (count == 0 || list[at].day > today) {
            break;
        }
        const struct civil_deadline *d = &list[at++];
        int64_t day = 0;
        if (civil_deadline_get(c->state, d->kind, &d->id, d->number, &day) && day == d->day) {
            fire(c, sink, d);
            fired++;
        }
    }
    arena_done(&scratch);
}

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "charter/treaty_bench.h"

/* The days on which anything changes are looked at one after the other; the first on which the condition
 * holds is the day it was met, unless it is undone by withdrawals before the treaty enters into force. */

static bool known(const struct treaty_bench *b, int64_t day)
{
    return day != TREATY_NO_DAY && (b->facts->on == TREATY_NO_DAY || day <= b->facts->on);
}

static int by_day(const void *x, const void *y)
{
    const int64_t a = *(const int64_t *)x;
    const int64_t b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

struct days {
    size_t count;
    int64_t *items; /* ascending, each once */
};

static void add_day(const struct treaty_bench *b, struct days *days, int64_t day)
{
    if (known(b, day)) {
        days->items[days->count++] = day;
    }
}

/* Every day on which anything changes. */
static struct days find_days(const struct treaty_bench *b)
{
    size_t most = 3 * b->count + b->t->group_count;
    for (size_t i = 0; i < b->facts->table_count; i++) {
        most += b->facts->tables[i].count;
    }
    struct days days = {0, arena_take(b->arena, most + 1, sizeof *days.items)};
    for (size_t i = 0; i < b->count; i++) {
        add_day(b, &days, b->rows[i]->signed_on);
        add_day(b, &days, b->rows[i]->deposited);
        add_day(b, &days, b->rows[i]->withdrawn);
    }
    for (size_t i = 0; i < b->t->group_count; i++) {
        add_day(b, &days, b->t->groups[i].from);
    }
    for (size_t i = 0; i < b->facts->table_count; i++) {
        for (size_t k = 0; k < b->facts->tables[i].count; k++) {
            add_day(b, &days, b->facts->tables[i].values[k].from);
        }
    }
    qsort(days.items, days.count, sizeof *days.items, by_day);
    size_t kept = 0;
    for (size_t i = 0; i < days.count; i++) {
        if (kept == 0 || days.items[kept - 1] != days.items[i]) {
            days.items[kept++] = days.items[i];
        }
    }
    days.count = kept;
    return days;
}

/* From when another treaty is in force, as far as it is known; TREATY_NO_DAY: it is not. */
static int64_t other_day(const struct treaty_bench *b, const struct treaty_floor *f)
{
    int64_t day = f->day;
    for (size_t i = 0; i < b->facts->other_count; i++) {
        day = bytes_equal(b->facts->others[i].id, f->id) ? b->facts->others[i].day : day;
    }
    return day;
}

/* From when it is in force if the condition was met that day; TREATY_NO_DAY: it is not. */
static int64_t force_day(const struct treaty_bench *b, int64_t met)
{
    int64_t day = treaty_term_day(&b->t->enters, met);
    for (size_t i = 0; i < b->t->floor_count && day != TREATY_NO_DAY; i++) {
        const struct treaty_floor *f = &b->t->floors[i];
        const int64_t least = f->kind == TREATY_FLOOR_TREATY ? other_day(b, f) : f->day;
        day = least == TREATY_NO_DAY ? TREATY_NO_DAY : least > day ? least : day;
    }
    return day;
}

/* The first day on which the condition holds and goes on to hold until the treaty is in force. */
static void find_met(const struct treaty_bench *b, const struct days *days, struct treaty_force *out)
{
    for (size_t i = 0; i < days->count; i++) {
        if (!treaty_bench_holds(b, b->t->when, days->items[i])) {
            continue;
        }
        const int64_t force = force_day(b, days->items[i]);
        size_t undone = 0;
        for (size_t k = i + 1; k < days->count && undone == 0; k++) {
            const bool before = force == TREATY_NO_DAY || days->items[k] < force;
            undone = before && !treaty_bench_holds(b, b->t->when, days->items[k]) ? k : 0;
        }
        if (undone == 0) {
            out->met = days->items[i];
            out->computed = force;
            return;
        }
        i = undone;
    }
}

static void add_missing(struct treaty_force *out, struct treaty_missing *list, size_t max,
                        struct treaty_missing x)
{
    if (out->missing_count < max) {
        list[out->missing_count++] = x;
    }
}

const char *treaty_amount(struct arena *a, int64_t value)
{
    const int64_t rest = value % TREATY_VALUE_SCALE;
    return rest == 0
               ? arena_printf(a, "%lld", (long long)(value / TREATY_VALUE_SCALE))
               : arena_printf(a, "%lld.%03lld", (long long)(value / TREATY_VALUE_SCALE), (long long)rest);
}

static struct treaty_missing who(struct bytes name)
{
    return (struct treaty_missing){.kind = TREATY_MISSING_WHO, .name = name, .text = name};
}

static void missing_seats(const struct treaty_bench *b, const struct treaty_test *test, int64_t day,
                          struct treaty_force *out, struct treaty_missing *list, size_t max)
{
    const struct treaty_tally tally = treaty_bench_tally(b, test, day);
    const struct treaty_version *v = treaty_bench_version(&b->sets[test->index], day);
    for (int64_t s = 0; v != NULL && v->seat_of != NULL && s < v->size; s++) {
        const struct treaty_seat *seat = &v->seats[s];
        if (!tally.filled[s]) {
            struct bytes name = seat->codes[0];
            for (size_t k = 1; k < seat->count; k++) {
                name =
                    bytes_of_text(arena_printf(b->arena, "%.*s|%.*s", (int)name.len, (const char *)name.data,
                                               (int)seat->codes[k].len, (const char *)seat->codes[k].data));
            }
            add_missing(out, list, max, who(name));
        }
    }
    for (size_t r = 0, end = 0; test->set.among == TREATY_SIGNATORIES && r < b->count; r = end) {
        end = treaty_bench_party_end(b, r);
        if (treaty_bench_within(b, test, v, r, end, day) && treaty_bench_living(b, r, end, day) == SIZE_MAX) {
            add_missing(out, list, max, who(b->rows[r]->code));
        }
    }
}

static void missing_test(const struct treaty_bench *b, const struct treaty_standing *s, int64_t day,
                         struct treaty_force *out, struct treaty_missing *list, size_t max)
{
    const struct treaty_test *test = s->test;
    const int64_t more = s->need - s->have;
    if (test->kind == TREATY_SHARE || test->kind == TREATY_RATIO) {
        const char *text =
            arena_printf(b->arena, "%s more of %.*s (%s of %s needed)", treaty_amount(b->arena, more),
                         (int)test->table.len, (const char *)test->table.data,
                         treaty_amount(b->arena, s->have), treaty_amount(b->arena, s->need));
        add_missing(out, list, max,
                    (struct treaty_missing){.kind = TREATY_MISSING_AMOUNT,
                                            .name = test->table,
                                            .more = more,
                                            .have = s->have,
                                            .need = s->need,
                                            .text = bytes_of_text(text)});
        return;
    }
    const size_t before = out->missing_count;
    if (test->kind == TREATY_ALL) {
        missing_seats(b, test, day, out, list, max);
    }
    if (out->missing_count == before) {
        const int64_t shown = more > 0 ? more : 1; /* nobody has signed yet */
        const char *text =
            arena_printf(b->arena, "%lld more instrument%s: %.*s", (long long)shown, shown == 1 ? "" : "s",
                         (int)test->text.len, (const char *)test->text.data);
        add_missing(out, list, max,
                    (struct treaty_missing){.kind = TREATY_MISSING_INSTRUMENTS,
                                            .name = test->text,
                                            .more = shown,
                                            .text = bytes_of_text(text)});
    }
}

static void list_tests(const struct treaty_test *test, const struct treaty_test **list)
{
    if (test->kind == TREATY_AND || test->kind == TREATY_OR) {
        list_tests(test->left, list);
        list_tests(test->right, list);
    } else {
        list[test->index] = test;
    }
}

static void list_missing(const struct treaty_bench *b, int64_t day, struct treaty_force *out)
{
    const size_t max = TREATY_TESTS_MAX + TREATY_FLOORS_MAX + TREATY_TESTS_MAX * TREATY_SEATS_MAX + b->count;
    struct treaty_missing *list = arena_take(b->arena, max, sizeof *list);
    for (size_t i = 0; i < out->standing_count && out->met == TREATY_NO_DAY; i++) {
        if (!out->standings[i].holds) {
            missing_test(b, &out->standings[i], day, out, list, max);
        }
    }
    for (size_t i = 0; i < b->t->floor_count; i++) {
        const struct treaty_floor *f = &b->t->floors[i];
        if (f->kind == TREATY_FLOOR_TREATY && other_day(b, f) == TREATY_NO_DAY) {
            const char *text =
                arena_printf(b->arena, "treaty %.*s in force", (int)f->id.len, (const char *)f->id.data);
            add_missing(out, list, max,
                        (struct treaty_missing){
                            .kind = TREATY_MISSING_TREATY, .name = f->id, .text = bytes_of_text(text)});
        }
    }
    if (out->met != TREATY_NO_DAY && b->t->enters.bare && b->t->enters.fixed < out->met) {
        add_missing(out, list, max,
                    (struct treaty_missing){.kind = TREATY_MISSING_DAY,
                                            .text = BYTES("a new day: the one that was fixed has passed")});
    }
    out->missing = list;
}

static int by_deposit(const void *x, const void *y)
{
    const struct treaty_late *a = x;
    const struct treaty_late *b = y;
    const int day = (a->deposited > b->deposited) - (a->deposited < b->deposited);
    return day != 0 ? day : bytes_compare(a->code, b->code);
}

/* From when a party is bound whose instrument came later. A successor is bound from its notification on
 * (Vienna Convention on Succession 1978, 23). */
static int64_t late_day(const struct treaty *t, const struct treaty_row *row, int64_t in_force)
{
    const int64_t own =
        row->kind == TREATY_SUCCESSION ? row->deposited : treaty_term_day(&t->late, row->deposited);
    return in_force == TREATY_NO_DAY || own == TREATY_NO_DAY ? TREATY_NO_DAY
           : own > in_force                                  ? own
                                                             : in_force;
}

/* Who takes part, each once: by the first instrument that was not withdrawn before it took effect. */
static void list_parties(const struct treaty_bench *b, struct treaty_force *out)
{
    struct bytes *first = arena_take(b->arena, b->count + 1, sizeof *first);
    struct treaty_late *late = arena_take(b->arena, b->count + 1, sizeof *late);
    for (size_t r = 0, end = 0; out->met != TREATY_NO_DAY && r < b->count; r = end) {
        end = treaty_bench_party_end(b, r);
        for (size_t i = r; i < end; i++) {
            const struct treaty_row *row = b->rows[i];
            if (!known(b, row->deposited)) {
                continue;
            }
            const bool in_time = row->deposited <= out->met;
            const int64_t force = in_time ? out->in_force : late_day(b->t, row, out->in_force);
            const int64_t gone = known(b, row->withdrawn) ? row->withdrawn : TREATY_NO_DAY;
            if (gone != TREATY_NO_DAY && (force == TREATY_NO_DAY || gone < force)) {
                continue;
            }
            if (in_time) {
                first[out->first_count++] = row->code;
            } else {
                late[out->late_count++] =
                    (struct treaty_late){row->code, row->kind, row->deposited, force, gone};
            }
            break;
        }
    }
    qsort(late, out->late_count, sizeof *late, by_deposit);
    out->first = first;
    out->late = late;
}

void treaty_apply(struct arena *a, const struct treaty *t, const struct treaty_facts *facts,
                  struct treaty_force *out)
{
    struct treaty_bench b = {.arena = a, .t = t, .facts = facts};
    *out = (struct treaty_force){.met = TREATY_NO_DAY, .computed = TREATY_NO_DAY, .in_force = TREATY_NO_DAY};
    check(treaty_lacks_table(t, facts).len == 0);
    treaty_bench_set(&b);
    const struct days days = find_days(&b);
    find_met(&b, &days, out);
    const bool official = t->official != TREATY_NO_DAY && out->computed != TREATY_NO_DAY;
    out->in_force = official ? t->official : out->computed;
    const int64_t last = days.count == 0 ? 0 : days.items[days.count - 1];
    const int64_t day = out->met == TREATY_NO_DAY ? last : out->met;
    const struct treaty_test **tests = arena_take(a, t->test_count + 1, sizeof *tests);
    struct treaty_standing *standings = arena_take(a, t->test_count + 1, sizeof *standings);
    list_tests(t->when, tests);
    for (size_t i = 0; i < t->test_count; i++) {
        standings[i] = treaty_bench_stand(&b, tests[i], day);
    }
    out->standings = standings;
    out->standing_count = t->test_count;
    list_missing(&b, day, out);
    list_parties(&b, out);
}

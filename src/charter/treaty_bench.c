#include "charter/treaty_bench.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* How the conditions of a clause stand on one day. */

__extension__ typedef __int128 wide; /* a sum of 1,000 values of 10^18, times a share's 10^6 */

static int by_code(const void *x, const void *y)
{
    const struct treaty_row *a = *(const struct treaty_row *const *)x;
    const struct treaty_row *b = *(const struct treaty_row *const *)y;
    const int order = bytes_compare(a->code, b->code);
    const int day = (a->deposited > b->deposited) - (a->deposited < b->deposited);
    const int kind = (a->kind > b->kind) - (a->kind < b->kind);
    return order != 0  ? order
           : day != 0  ? day
           : kind != 0 ? kind
                       : (a->withdrawn > b->withdrawn) - (a->withdrawn < b->withdrawn);
}

static const struct treaty_table *table_of(const struct treaty_bench *b, struct bytes name)
{
    size_t i = 0;
    while (!bytes_equal(b->tables[i].name, name)) {
        i++;
        check(i < b->t->table_count); /* names are looked up when a clause is read */
    }
    return &b->tables[i];
}

static const int16_t *find_seats(const struct treaty_bench *b, const struct treaty_seat *seats, size_t count)
{
    int16_t *seat_of = arena_take(b->arena, b->count + 1, sizeof *seat_of);
    for (size_t r = 0; r < b->count; r++) {
        seat_of[r] = -1;
        for (size_t s = 0; s < count && seat_of[r] < 0; s++) {
            for (size_t k = 0; k < seats[s].count; k++) {
                if (bytes_equal(seats[s].codes[k], b->rows[r]->code)) {
                    seat_of[r] = (int16_t)s;
                }
            }
        }
    }
    return seat_of;
}

static struct treaty_version make_version(const struct treaty_bench *b, int64_t from, int64_t number,
                                          const struct treaty_seat *seats, size_t count)
{
    return (struct treaty_version){
        .from = from,
        .size = number > 0 ? number : (int64_t)count,
        .seats = seats,
        .seat_of = number > 0 ? NULL : find_seats(b, seats, count),
    };
}

/* The codes of a table as a group. */
static void seats_of_table(const struct treaty_bench *b, struct treaty_versions *set,
                           const struct treaty_table *table)
{
    struct treaty_seat *seats = arena_take(b->arena, table->count + 1, sizeof *seats);
    size_t count = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct bytes code = table->values[i].code;
        if (!bytes_equal_text(code, "*") && (count == 0 || !bytes_equal(seats[count - 1].codes[0], code))) {
            seats[count++] = (struct treaty_seat){1, {code}};
        }
    }
    set->versions[set->count++] = make_version(b, TREATY_NO_DAY, 0, seats, count);
}

static void prepare_set(struct treaty_bench *b, const struct treaty_test *test)
{
    struct treaty_versions *set = &b->sets[test->index];
    set->versions = arena_take(b->arena, TREATY_GROUPS_MAX + 1, sizeof *set->versions);
    if (test->set.among == TREATY_LIST) {
        set->versions[set->count++] =
            make_version(b, TREATY_NO_DAY, 0, test->set.seats, test->set.seat_count);
    } else if (test->set.among == TREATY_NUMBER) {
        set->versions[set->count++] = make_version(b, TREATY_NO_DAY, test->set.number, NULL, 0);
    } else if (test->set.among == TREATY_GROUP) {
        for (size_t i = 0; i < b->t->group_count; i++) {
            const struct treaty_group *g = &b->t->groups[i];
            if (bytes_equal(g->name, test->set.name)) {
                set->versions[set->count++] = make_version(b, g->from, g->number, g->seats, g->seat_count);
            }
        }
        if (set->count == 0) {
            seats_of_table(b, set, table_of(b, test->set.name));
        }
    }
}

static void prepare(struct treaty_bench *b, const struct treaty_test *test)
{
    if (test->kind == TREATY_AND || test->kind == TREATY_OR) {
        prepare(b, test->left);
        prepare(b, test->right);
        return;
    }
    prepare_set(b, test);
    const struct treaty_versions *set = &b->sets[test->index];
    for (size_t v = 0; test->kind == TREATY_ALL && v < set->count; v++) {
        for (size_t r = 0; r < b->count && set->versions[v].seat_of != NULL; r++) {
            b->named[r] |= set->versions[v].seat_of[r] >= 0;
        }
    }
}

static bool is_organisation(const struct treaty *t, const struct treaty_row *row)
{
    bool found = row->deposited != TREATY_NO_DAY && row->kind == TREATY_CONFIRMATION;
    for (size_t i = 0; i < t->organisation_count && !found; i++) {
        found = bytes_equal(t->organisations[i], row->code);
    }
    return found;
}

/* Whether there is an instrument on that day that counts. */
static bool lives(const struct treaty_bench *b, size_t r, int64_t day)
{
    const struct treaty_row *row = b->rows[r];
    return row->deposited != TREATY_NO_DAY && row->deposited <= day &&
           (row->withdrawn == TREATY_NO_DAY || row->withdrawn > day) &&
           (b->t->kinds & (1u << row->kind)) != 0 && (!b->organisation[r] || b->t->organisations_count);
}

static bool has_signed(const struct treaty_bench *b, size_t r, int64_t day)
{
    const struct treaty_row *row = b->rows[r];
    const bool definitive =
        row->deposited != TREATY_NO_DAY && row->kind == TREATY_DEFINITIVE && row->deposited <= day;
    return (definitive || (row->signed_on != TREATY_NO_DAY && row->signed_on <= day)) &&
           (!b->organisation[r] || b->t->organisations_count);
}

/* The rows of the party from r on end before this one. */
size_t treaty_bench_party_end(const struct treaty_bench *b, size_t r)
{
    size_t end = r + 1;
    while (end < b->count && bytes_equal(b->rows[end]->code, b->rows[r]->code)) {
        end++;
    }
    return end;
}

const struct treaty_version *treaty_bench_version(const struct treaty_versions *set, int64_t day)
{
    const struct treaty_version *found = NULL;
    for (size_t i = 0; i < set->count; i++) {
        found = set->versions[i].from == TREATY_NO_DAY || set->versions[i].from <= day ? &set->versions[i]
                                                                                       : found;
    }
    return found;
}

/* The value of a party on a day; 0: none. Codes ascend, and days within a code. */
static int64_t value_at(const struct treaty_table *table, struct bytes code, int64_t day)
{
    int64_t value = 0;
    size_t low = 0;
    size_t high = table->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = bytes_compare(table->values[middle].code, code);
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    for (size_t i = low; i < table->count && bytes_equal(table->values[i].code, code); i++) {
        const int64_t from = table->values[i].from;
        value = from == TREATY_NO_DAY || from <= day ? table->values[i].value : value;
    }
    return value;
}

/* Of all, by the row of all where there is one. */
static wide total_at(const struct treaty_table *table, int64_t day)
{
    wide sum = value_at(table, BYTES("*"), day);
    const bool given = sum > 0;
    for (size_t i = 0; i < table->count && !given; i++) {
        if (i == 0 || !bytes_equal(table->values[i].code, table->values[i - 1].code)) {
            sum += value_at(table, table->values[i].code, day);
        }
    }
    return sum;
}

/* Whether the party of the rows r to end is in the set, and which seat it fills. */
bool treaty_bench_within(const struct treaty_bench *b, const struct treaty_test *test,
                         const struct treaty_version *v, size_t r, size_t end, int64_t day)
{
    if (test->set.other && b->named[r]) {
        return false;
    }
    if (test->set.among == TREATY_SIGNATORIES) {
        for (size_t i = r; i < end; i++) {
            if (has_signed(b, i, day)) {
                return true;
            }
        }
        return false;
    }
    return v == NULL ? test->set.among == TREATY_ANYBODY : v->seat_of == NULL || v->seat_of[r] >= 0;
}

/* The row of a party that counts on a day; SIZE_MAX: none. */
size_t treaty_bench_living(const struct treaty_bench *b, size_t r, size_t end, int64_t day)
{
    for (size_t i = r; i < end; i++) {
        if (lives(b, i, day)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static int64_t value_of(const struct treaty_table *table, const struct treaty_row *row, int64_t day)
{
    return value_at(table, row->code, table->at_deposit ? row->deposited : day);
}

struct treaty_tally treaty_bench_tally(const struct treaty_bench *b, const struct treaty_test *test,
                                       int64_t day)
{
    const struct treaty_version *v = treaty_bench_version(&b->sets[test->index], day);
    const struct treaty_table *table =
        test->kind == TREATY_COUNT && test->table.len > 0 ? table_of(b, test->table) : NULL;
    struct treaty_tally tally = {.members = v == NULL ? 0 : v->size};
    const bool seats = v != NULL && v->seat_of != NULL;
    memset(b->filled, 0, seats ? (size_t)v->size : 0);
    tally.filled = b->filled;
    for (size_t r = 0, end = 0; r < b->count; r = end) {
        end = treaty_bench_party_end(b, r);
        if (!treaty_bench_within(b, test, v, r, end, day)) {
            continue;
        }
        tally.members += test->set.among == TREATY_SIGNATORIES ? 1 : 0;
        const size_t i = treaty_bench_living(b, r, end, day);
        if (i == SIZE_MAX || (table != NULL && value_of(table, b->rows[i], day) < test->least)) {
            continue;
        }
        bool *filled = seats ? &b->filled[v->seat_of[r]] : NULL;
        tally.heads += filled == NULL || !*filled ? 1 : 0;
        if (filled != NULL) {
            *filled = true;
        }
    }
    /* Of a group, the others are those whom nothing names. */
    for (int64_t s = 0; seats && test->set.other && s < v->size; s++) {
        bool named = false;
        for (size_t r = 0; r < b->count && !named; r++) {
            named = v->seat_of[r] == s && b->named[r];
        }
        tally.members -= named ? 1 : 0;
    }
    return tally;
}

static wide held(const struct treaty_bench *b, const struct treaty_table *table, int64_t day)
{
    wide sum = 0;
    for (size_t r = 0, end = 0; r < b->count; r = end) {
        end = treaty_bench_party_end(b, r);
        const size_t i = treaty_bench_living(b, r, end, day);
        sum += i == SIZE_MAX ? 0 : value_of(table, b->rows[i], day);
    }
    return sum;
}

static int64_t narrow(wide value)
{
    return value > INT64_MAX ? INT64_MAX : (int64_t)value;
}

/* The least that is value/whole of all, or more than it. */
static wide share_of(const struct treaty_test *test, wide all)
{
    const wide product = all * test->value;
    return test->more ? product / test->whole + 1 : (product + test->whole - 1) / test->whole;
}

struct treaty_standing treaty_bench_stand(const struct treaty_bench *b, const struct treaty_test *test,
                                          int64_t day)
{
    struct treaty_standing s = {.test = test};
    wide have = 0;
    wide need = 0;
    bool possible = true;
    if (test->kind == TREATY_SHARE || test->kind == TREATY_RATIO) {
        const struct treaty_table *table = table_of(b, test->table);
        const wide all =
            test->kind == TREATY_SHARE ? total_at(table, day) : held(b, table_of(b, test->other_table), day);
        have = held(b, table, day);
        need = share_of(test, all);
        possible = all > 0;
    } else {
        const struct treaty_tally tally = treaty_bench_tally(b, test, day);
        have = tally.heads;
        need = test->kind == TREATY_COUNT ? test->value : share_of(test, tally.members);
        possible = test->kind == TREATY_COUNT || tally.members > 0;
    }
    s.have = narrow(have);
    s.need = narrow(need);
    s.holds = possible && have >= need;
    return s;
}

bool treaty_bench_holds(const struct treaty_bench *b, const struct treaty_test *test, int64_t day)
{
    switch (test->kind) {
    case TREATY_AND:
        return treaty_bench_holds(b, test->left, day) && treaty_bench_holds(b, test->right, day);
    case TREATY_OR:
        return treaty_bench_holds(b, test->left, day) || treaty_bench_holds(b, test->right, day);
    case TREATY_COUNT:
    case TREATY_ALL:
    case TREATY_FRACTION:
    case TREATY_SHARE:
    case TREATY_RATIO:
        break;
    }
    return treaty_bench_stand(b, test, day).holds;
}

const struct treaty_table *treaty_table(const struct treaty *t, const struct treaty_facts *facts,
                                        struct bytes name)
{
    const struct treaty_table *outside = NULL;
    for (size_t i = 0; i < facts->table_count; i++) {
        outside = bytes_equal(facts->tables[i].name, name) ? &facts->tables[i] : outside;
    }
    for (size_t i = 0; i < t->table_count; i++) {
        if (bytes_equal(t->tables[i].name, name) && t->tables[i].inline_values) {
            return &t->tables[i];
        }
    }
    return outside;
}

struct bytes treaty_lacks_table(const struct treaty *t, const struct treaty_facts *facts)
{
    for (size_t i = 0; i < t->table_count; i++) {
        if (treaty_table(t, facts, t->tables[i].name) == NULL) {
            return t->tables[i].name;
        }
    }
    return (struct bytes){.len = 0};
}

void treaty_bench_set(struct treaty_bench *b)
{
    b->filled = arena_take(b->arena, TREATY_SEATS_MAX + DEPOSITS_ROWS_MAX, sizeof *b->filled);
    b->tables = arena_take(b->arena, b->t->table_count + 1, sizeof *b->tables);
    for (size_t i = 0; i < b->t->table_count; i++) {
        const struct treaty_table *values = treaty_table(b->t, b->facts, b->t->tables[i].name);
        b->tables[i] = b->t->tables[i];
        b->tables[i].count = values->count;
        b->tables[i].values = values->values;
    }
    b->count = b->facts->row_count;
    b->rows = arena_take(b->arena, b->count + 1, sizeof *b->rows);
    b->organisation = arena_take(b->arena, b->count + 1, sizeof *b->organisation);
    b->named = arena_take(b->arena, b->count + 1, sizeof *b->named);
    b->sets = arena_take(b->arena, b->t->test_count + 1, sizeof *b->sets);
    for (size_t i = 0; i < b->count; i++) {
        b->rows[i] = &b->facts->rows[i];
    }
    qsort(b->rows, b->count, sizeof(b->rows[0]), by_code);
    for (size_t r = 0, end = 0; r < b->count; r = end) {
        bool organisation = false;
        end = treaty_bench_party_end(b, r);
        for (size_t i = r; i < end; i++) {
            organisation |= is_organisation(b->t, b->rows[i]);
        }
        for (size_t i = r; i < end; i++) {
            b->organisation[i] = organisation;
        }
    }
    prepare(b, b->t->when);
}

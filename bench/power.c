/* How long it takes to find the power that a rule gives, and what another outcome would take: for the Council
 * of the European Union, whose members all differ, and for bodies of few kinds. Ends with status 1 beyond the
 * goals, which are for one core of about 2.5 GHz. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "analysis/power.h"
#include "base/check.h"
#include "charter/change.h"
#include "charter/table.h"

enum { MEMBERS = 200 };

static struct arena arena;
static struct elector electors[MEMBERS];
static int64_t weights[MEMBERS][2];
static struct bytes p5 = {(const uint8_t *)"P5", 2};

static double now(void)
{
    struct timespec t;
    check(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct bytes file_of(const char *name)
{
    static char text[CHARTER_BYTES_MAX];
    const char *root = getenv("SOURCE_ROOT");
    FILE *f = fopen(arena_printf(&arena, "%s/charters/%s", root == NULL ? "." : root, name), "rb");
    check(f != NULL);
    const size_t len = fread(text, 1, sizeof text, f);
    check(fclose(f) == 0);
    return arena_copy(&arena, bytes_of(text, len));
}

static const struct charter *preset_of(const char *name)
{
    const struct charter_source source = {bytes_of_text(name),
                                          file_of(arena_printf(&arena, "%s.charter", name))};
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check(charter_parse(&arena, &source, 1, &c, &diags) == OK);
    return c;
}

static const struct linear *linear_of(const struct charter_rule *rule, size_t members, const char *date)
{
    const struct electorate e = {.count = members, .electors = electors};
    const struct linear *l = NULL;
    struct diag diag;
    check(rule != NULL);
    check(linear_prepare(&arena, rule, &e, 1, bytes_of_text(date), &l, &diag) == OK);
    return l;
}

/* The members of today with their population. */
static const struct linear *union_of(const char *date)
{
    const struct charter *c = preset_of("eu-council");
    const struct charter_table *named = charter_table_of(c, BYTES("population"), bytes_of_text(date));
    struct table t;
    struct diag diag;
    check(named != NULL);
    const char *path = arena_printf(&arena, "tables/%s.csv", arena_text(&arena, named->name));
    check(table_read(&arena, file_of(path), &t, &diag) == OK && t.count <= MEMBERS);
    for (size_t i = 0; i < t.count; i++) {
        for (size_t k = 0; k < c->attribute_count; k++) {
            const bool is_population = bytes_equal(c->attributes[k], BYTES("population"));
            weights[i][k] = is_population ? t.rows[i].value : 0;
        }
        electors[i] = (struct elector){.code = t.rows[i].code, .n = 1, .weights = weights[i]};
    }
    return linear_of(charter_rule(c, BYTES("on_proposal"), bytes_of_text(date)), t.count, date);
}

static const struct linear *alike_of(const char *preset, const char *rule, size_t members, size_t tagged)
{
    for (size_t i = 0; i < members; i++) {
        electors[i] = (struct elector){.n = 1, .tags = &p5, .tag_count = i < tagged ? 1 : 0};
    }
    return linear_of(charter_rule(preset_of(preset), bytes_of_text(rule), BYTES("")), members, "");
}

static bool bench_power(const char *what, const struct linear *l, enum power_method method, double goal)
{
    const struct power_options options = {'Y', 'N', method, false};
    const struct power_answer *p = NULL;
    struct diag diag;
    const double begun = now();
    check(power_find(&arena, l, &options, &p, &diag) == OK);
    const double seconds = now() - begun;
    (void)printf("%-44s %-10s %8.3f s (goal %.1f)\n", what, power_method_word(p->method), seconds, goal);
    return seconds <= goal;
}

static bool bench_change(const char *what, const struct linear *l, const char *letters, double goal)
{
    struct change c;
    const double begun = now();
    change_find(&arena, l, letters, OUTCOME_BIT(OUTCOME_adopted), 20, CHANGE_WORK_MAX, &c);
    const double seconds = now() - begun;
    check(c.state == CHANGE_FOUND);
    (void)printf("%-44s %-10s %8.3f s (goal %.1f), %lld members, %lld ways\n", what, "turn", seconds, goal,
                 (long long)c.members, (long long)c.more + (long long)c.way_count);
    return seconds <= goal;
}

int main(void)
{
    char letters[MEMBERS];
    memset(letters, 'N', sizeof letters);
    const struct linear *eu = union_of("2024-03-01");
    bool good = bench_power("Council of the European Union, 27", eu, POWER_COALITIONS, 2);
    good &= bench_power("the same, sampled", eu, POWER_SAMPLED, 5);
    memset(letters, 'Y', 13);
    good &= bench_change("the same, 13 for and 14 against", eu, letters, 1);
    const struct linear *un = alike_of("unsc", "substantive", 15, 5);
    good &= bench_power("Security Council, 15", un, POWER_COALITIONS, 0.1);
    good &= bench_power("the same, by kinds", un, POWER_KINDS, 0.1);
    const struct linear *assembly = alike_of("decisions", "two_thirds", 193, 0);
    good &= bench_power("two thirds of 193", assembly, POWER_KINDS, 0.5);
    memset(letters, 'Y', 100);
    memset(letters + 100, 'N', MEMBERS - 100);
    good &= bench_change("the same, 100 for and 93 against", assembly, letters, 1);
    arena_done(&arena);
    return good ? 0 : 1;
}

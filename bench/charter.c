/* How many decisions a second: over prepared ballots, and as lines of `rule decide`. Positions are made up
 * before the clock runs. Ends with status 1 below the goals, which are for one core of about 2.5 GHz. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/check.h"
#include "base/prng.h"
#include "charter/ballot.h"
#include "cli/decide.h"

enum { CHOICES = 1024, MEMBERS = 200, LINE_BYTES = 1024 };

static struct arena arena;
static char choices[CHOICES][MEMBERS];
static char lines[CHOICES][LINE_BYTES];
static struct prng prng;

static const char *const council[] = {"ALB", "ARE", "BRA", "CHN", "FRA", "GAB", "GBR", "GHA",
                                      "IND", "IRL", "KEN", "MEX", "NOR", "RUS", "USA"};

static double now(void)
{
    struct timespec t;
    check(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct bytes file_of(const char *path)
{
    static char text[CHARTER_BYTES_MAX];
    const char *root = getenv("SOURCE_ROOT");
    FILE *f = fopen(arena_printf(&arena, "%s/%s", root == NULL ? "." : root, path), "rb");
    check(f != NULL);
    const size_t len = fread(text, 1, sizeof text, f);
    check(fclose(f) == 0);
    return arena_copy(&arena, bytes_of(text, len));
}

static const struct charter *preset_of(const char *name)
{
    const char *path = arena_printf(&arena, "charters/%s.charter", name);
    const struct charter_source source = {bytes_of_text(name), file_of(path)};
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check(charter_parse(&arena, &source, 1, &c, &diags) == OK);
    return c;
}

/* So many for and against that a rule adopts and rejects in turn. */
static char random_letter(const char ten[10])
{
    return ten[prng_below(&prng, 10)];
}

static bool report(const char *what, int count, double seconds, double goal)
{
    (void)printf(goal > 0 ? "%-40s %12.0f a second (goal %.0f)\n" : "%-40s %12.0f a second\n", what,
                 count / seconds, goal);
    return count / seconds >= goal;
}

static void make_choices(struct elector electors[MEMBERS], size_t members, const char ten[10])
{
    for (size_t i = 0; i < members; i++) {
        const char *code = i < 15 ? council[i] : arena_printf(&arena, "M%zu", i);
        electors[i] = (struct elector){.code = bytes_of_text(code), .n = 1};
    }
    for (size_t i = 0; i < CHOICES; i++) {
        for (size_t k = 0; k < members; k++) {
            choices[i][k] = random_letter(ten);
        }
    }
}

/* The whole of evaluate(), which prepares a ballot each time; `explain`: with atoms, effects and pivotal. */
static bool bench_evaluate(const char *what, const char *preset, const char *rule, size_t members,
                           const char ten[10], bool explain, int rounds, double goal)
{
    struct elector electors[MEMBERS] = {0};
    const struct electorate e = {.count = members, .electors = electors};
    const struct evaluate_options options = {.explain = explain};
    const struct charter *c = preset_of(preset);
    const struct charter_rule *r = charter_rule(c, bytes_of_text(rule), BYTES(""));
    struct arena each = {0};
    size_t pivotal = 0;
    make_choices(electors, members, ten);
    const double begun = now();
    for (int i = 0; i < rounds; i++) {
        for (size_t k = 0; k < CHOICES; k++) {
            struct decision d;
            for (size_t m = 0; m < members; m++) {
                electors[m].position = choices[k][m];
            }
            check(evaluate(&each, c, r, &e, 1, &options, &d, NULL) == OK);
            pivotal += d.pivotal_count;
            arena_clear(&each);
        }
    }
    const double seconds = now() - begun;
    check((pivotal > 0) == explain);
    arena_done(&each);
    return report(what, rounds * (int)CHOICES, seconds, goal);
}

static bool bench_ballot(const char *what, const char *preset, const char *rule, size_t members,
                         const char ten[10], int rounds, double goal)
{
    struct elector electors[MEMBERS] = {0};
    const struct electorate e = {.count = members, .electors = electors};
    struct ballot *b = NULL;
    struct diag diag;
    size_t adopted = 0;
    make_choices(electors, members, ten);
    const struct charter_rule *r = charter_rule(preset_of(preset), bytes_of_text(rule), BYTES(""));
    check(ballot_prepare(&arena, r, &e, 1, BYTES(""), &b, &diag) == OK);
    const double begun = now();
    for (int i = 0; i < rounds; i++) {
        for (size_t k = 0; k < CHOICES; k++) {
            struct verdict v;
            check(ballot_decide(b, choices[k], &v));
            adopted += v.outcome == OUTCOME_adopted ? 1 : 0;
        }
    }
    const double seconds = now() - begun;
    check(adopted > 0 && adopted < (size_t)rounds * CHOICES);
    return report(what, rounds * (int)CHOICES, seconds, goal);
}

/* Answers the lines so often; frees. */
static bool run_lines(const char *what, struct decider *d, struct buffer *out, int rounds, double goal)
{
    const double begun = now();
    for (int i = 0; i < rounds; i++) {
        for (size_t k = 0; k < CHOICES; k++) {
            check(decider_line(d, bytes_of_text(lines[k]), (int64_t)k, out));
        }
        check(!out->overflow);
        buffer_clear(out);
    }
    const double seconds = now() - begun;
    buffer_done(out);
    decider_free(d);
    return report(what, rounds * (int)CHOICES, seconds, goal);
}

static bool bench_lines(const char *what, bool explain, int rounds, double goal)
{
    const struct decide_options options = {BYTES("substantive"), explain};
    struct decider *d = NULL;
    struct diag diag;
    struct buffer out;
    check(decider_new(preset_of("unsc"), NULL, 0, &options, &d, &diag) == OK);
    buffer_init(&out, (size_t)1 << 24);
    for (size_t i = 0; i < CHOICES; i++) {
        int len =
            snprintf(lines[i], LINE_BYTES, "{\"date\":\"2022-02-25\",\"id\":\"%zu\",\"positions\":{", i);
        for (size_t k = 0; k < 15; k++) {
            len += snprintf(lines[i] + len, LINE_BYTES - (size_t)len, "%s\"%s\":\"%c\"", k == 0 ? "" : ",",
                            council[k], random_letter("YYYYYYNAAX"));
        }
        (void)snprintf(lines[i] + len, LINE_BYTES - (size_t)len, "}}");
    }
    return run_lines(what, d, &out, rounds, goal);
}

/* Lines of 28 members with votes and populations out of tables. */
static bool bench_union(const char *what, bool explain, int rounds, double goal)
{
    const struct charter *c = preset_of("eu-council");
    const struct decide_options options = {BYTES("on_proposal"), explain};
    struct decide_table *tables = ARENA_ARRAY(&arena, struct decide_table, c->table_count);
    struct decider *d = NULL;
    struct table rows;
    struct diag diag;
    struct buffer out;
    for (size_t i = 0; i < c->table_count; i++) {
        const struct bytes name = c->tables[i].name;
        tables[i].name = name;
        tables[i].text =
            file_of(arena_printf(&arena, "charters/tables/%.*s.csv", (int)name.len, (const char *)name.data));
        if (bytes_equal_text(name, "population-2014")) {
            check(table_read(&arena, tables[i].text, &rows, &diag) == OK);
        }
    }
    check(decider_new(c, tables, c->table_count, &options, &d, &diag) == OK);
    buffer_init(&out, (size_t)1 << 26);
    for (size_t i = 0; i < CHOICES; i++) {
        int len =
            snprintf(lines[i], LINE_BYTES, "{\"date\":\"2014-06-27\",\"id\":\"%zu\",\"positions\":{", i);
        for (size_t k = 0; k < rows.count; k++) {
            len += snprintf(lines[i] + len, LINE_BYTES - (size_t)len, "%s\"%.*s\":\"%c\"", k == 0 ? "" : ",",
                            (int)rows.rows[k].code.len, (const char *)rows.rows[k].code.data,
                            random_letter("YYYYYYYNAX"));
        }
        (void)snprintf(lines[i] + len, LINE_BYTES - (size_t)len, "}}");
    }
    return run_lines(what, d, &out, rounds, goal);
}

int main(void)
{
    prng_seed(&prng, 1);
    bool good = bench_ballot("ballots of 15, a veto", "unsc", "substantive", 15, "YYYYYYNAAX", 4000, 1e6);
    good &=
        bench_ballot("ballots of 193, two thirds", "decisions", "two_thirds", 193, "YYYYNNAAXX", 600, 1e5);
    good &=
        bench_evaluate("from the rule each time, 15", "unsc", "substantive", 15, "YYYYYYNAAX", false, 60, 0);
    good &= bench_evaluate("with explanation and pivotal, 15", "unsc", "substantive", 15, "YYYYYYNAAX", true,
                           30, 0);
    good &= bench_evaluate("from the rule each time, 193", "decisions", "two_thirds", 193, "YYYYNNAAXX",
                           false, 6, 0);
    good &= bench_evaluate("with explanation and pivotal, 193", "decisions", "two_thirds", 193, "YYYYYYNNNA",
                           true, 3, 0);
    good &= bench_lines("lines of 15 positions", false, 100, 3e4);
    good &= bench_lines("lines of 15 positions, explained", true, 50, 1e4);
    good &= bench_union("lines of 28 positions, with weights", false, 40, 1e4);
    good &= bench_union("lines of 28 positions, explained", true, 10, 1e3);
    arena_done(&arena);
    return good ? 0 : 1;
}

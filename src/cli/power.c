/* univocal rule power: what power a rule gives each member. */
#include "analysis/power.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "cli/power_case.h"
#include "cli/run.h"

enum { BAR_COLUMNS = 16, NAME_COLUMNS = 18, VALUE_DIGITS = 9 };

struct told {
    struct cli *c;
    const struct charter *charter;
    const struct charter_rule *rule;
    const struct linear *l;
    const struct power_answer *power;
    size_t count;   /* voters that play, the most powerful first */
    size_t *voters;
    int64_t ms;
};

static const struct power_row *row_of(const struct told *t, size_t voter)
{
    return &t->power->rows[t->l->group_of[voter]];
}

static int by_power(const void *x, const void *y, void *told)
{
    const struct told *t = told;
    const size_t a = *(const size_t *)x;
    const size_t b = *(const size_t *)y;
    const double one = row_of(t, a)->shapley.value;
    const double other = row_of(t, b)->shapley.value;
    return one != other ? (one > other ? -1 : 1) : a < b ? -1 : 1;
}

static void sort_voters(struct told *t)
{
    t->voters = ARENA_ARRAY(&t->c->arena, size_t, t->l->voter_count);
    for (size_t v = 0; v < t->l->voter_count; v++) {
        if (t->l->group_of[v] < t->l->group_count) {
            t->voters[t->count++] = v;
        }
    }
    qsort_r(t->voters, t->count, sizeof *t->voters, by_power, t);
}

/* "19.627 %", "19.74 ±0.10", "-" */
static const char *percent(struct cli *c, const struct power_value *v)
{
    if (!v->exact) {
        const double above = v->high - v->value;
        const double below = v->value - v->low;
        return arena_printf(&c->arena, "%.2f \u00b1%.2f", 100 * v->value,
                            100 * (above > below ? above : below));
    }
    struct fraction f = v->fraction;
    struct buffer b;
    wide_multiply_small(&f.numerator, 100);
    buffer_init(&b, 1024);
    fraction_write(&b, &f, 3);
    const char *text = arena_printf(&c->arena, "%s", buffer_text(&b));
    buffer_done(&b);
    return text;
}

static void print_wide(const struct wide *w)
{
    struct buffer b;
    buffer_init(&b, 1024);
    wide_write(&b, w);
    (void)fputs(buffer_text(&b), stdout);
    buffer_done(&b);
}

/* A cell at the right of its columns; the sign of a sample's error is two bytes wide and one column. */
static void print_cell(const char *text, int columns)
{
    const int more = strstr(text, "\u00b1") != NULL ? 1 : 0;
    (void)printf(" %*s", columns + more, text);
}

static void print_bar(double share, double most)
{
    const double full = most > 0 && share > 0 ? share / most * (double)BAR_COLUMNS : 0;
    (void)fputs("  ", stdout);
    for (int i = 0; i < BAR_COLUMNS; i++) {
        (void)fputs(full >= i + 0.5 ? "\u2588" : " ", stdout);
    }
}

static const char *name_of(const struct told *t, size_t voter)
{
    const struct elector *e = t->l->electors[voter];
    if (e->code.len > 0) {
        return arena_text(&t->c->arena, e->code);
    }
    return arena_printf(&t->c->arena, "%lld without name%s", (long long)e->n, e->n == 1 ? "" : "s");
}

static void print_row(const struct told *t, size_t voter, double most)
{
    const struct power_row *r = row_of(t, voter);
    const bool sampled = t->power->method == POWER_SAMPLED;
    const int columns = sampled ? 12 : 8;
    (void)printf("%-*s", NAME_COLUMNS, name_of(t, voter));
    print_cell(percent(t->c, &r->shapley), columns);
    if (!sampled) {
        print_bar(r->shapley.value, most);
    }
    print_cell(percent(t->c, &r->share), columns);
    print_cell(percent(t->c, &r->banzhaf), columns);
    print_cell(percent(t->c, &r->prevent), columns);
    print_cell(percent(t->c, &r->initiate), columns);
    if (!sampled) {
        print_cell(percent(t->c, &r->blocking), columns);
    }
    (void)printf("%s%s%s\n", r->veto ? " veto" : "", r->dummy ? " none" : "", r->hurts ? " hurts" : "");
}

static void print_method(const struct told *t)
{
    const struct power_answer *p = t->power;
    const char *span = cli_span(t->c, t->ms);
    switch (p->method) {
    case POWER_COALITIONS:
        (void)printf("method    exact: each coalition was looked at, in %s\n", span);
        break;
    case POWER_KINDS:
        (void)printf("method    exact: by how many of each kind that counts alike, in %s\n", span);
        break;
    case POWER_BEST:
    case POWER_SAMPLED:
        (void)printf("method    sampled: %lld coalitions and %lld orders, the same ones each time, in %s;\n"
                     "          behind \u00b1 how far off a value may be, in 99 of 100 such samples\n",
                     (long long)p->samples, (long long)p->samples, span);
        break;
    }
}

static void print_head(const struct told *t)
{
    const struct power_answer *p = t->power;
    (void)printf("%sPOWER by rule %.*s%s%.*s, %s\n", t->charter->fictional ? "EXERCISE " : "",
                 (int)t->rule->name.len, (const char *)t->rule->name.data,
                 t->rule->title.len > 0 ? ": " : "", (int)t->rule->title.len,
                 (const char *)t->rule->title.data, arena_text(&t->c->arena, t->charter->title));
    if (!t->rule->mark.verified) {
        (void)printf("UNVERIFIED %s\n", arena_text(&t->c->arena, t->rule->mark.unverified));
    }
    (void)printf("game      a coalition takes %c, all others %c; it wins if the rule adopts\n",
                 p->options.with, p->options.against);
    (void)printf("members   %lld play", (long long)p->members);
    if (p->method != POWER_SAMPLED) {
        (void)fputs("; of ", stdout);
        print_wide(&p->coalitions);
        (void)fputs(" coalitions ", stdout);
        print_wide(&p->winning);
        (void)fputs(" win", stdout);
    }
    (void)fputs("\n", stdout);
    print_method(t);
    (void)printf("to act    %s %% of all coalitions win (Coleman)\n", percent(t->c, &p->act));
    if (p->blocking_size > 0) {
        (void)printf("to block  the smallest coalitions that stop all others have %lld member%s; there are ",
                     (long long)p->blocking_size, p->blocking_size == 1 ? "" : "s");
        print_wide(&p->blocking_count);
        (void)fputs("\n", stdout);
    } else if (p->blocking_size == 0) {
        (void)fputs("to block  nobody need: not even the coalition of all wins\n", stdout);
    } else if (p->method != POWER_SAMPLED) {
        (void)fputs("to block  nobody can: even a coalition of nobody wins\n", stdout);
    }
    if (p->hurts) {
        (void)fputs("NOTE      the rule is not monotonic: who `hurts` can undo an adoption by joining\n",
                    stdout);
    }
}

static void print_all(const struct told *t)
{
    const bool sampled = t->power->method == POWER_SAMPLED;
    const int columns = sampled ? 12 : 8;
    static const char *const titles[] = {"Shapley", "Banzhaf", "absolute", "prevent", "initiate", "blocking"};
    print_head(t);
    (void)printf("\n%-*s", NAME_COLUMNS, "% each");
    for (size_t i = 0; i < (sampled ? 5u : 6u); i++) {
        print_cell(titles[i], columns);
        (void)printf("%*s", i == 0 && !sampled ? BAR_COLUMNS + 2 : 0, "");
    }
    (void)fputs("\n", stdout);
    for (size_t i = 0; i < t->count; i++) {
        print_row(t, t->voters[i], row_of(t, t->voters[0])->shapley.value);
    }
    for (size_t v = 0; v < t->l->voter_count; v++) {
        if (t->l->group_of[v] == t->l->group_count && t->l->electors[v]->n > 0) {
            (void)printf("%-*s %s\n", NAME_COLUMNS, name_of(t, v),
                         t->l->out[v] ? "not counted" : "its position is forced");
        }
    }
}

static void write_decimal(struct json_writer *w, const char *key, double value)
{
    char text[40];
    (void)snprintf(text, sizeof text, "%.*f", VALUE_DIGITS, value);
    json_cstring(w, key, text);
}

static void write_value(struct json_writer *w, const char *key, const struct power_value *v)
{
    struct buffer b;
    buffer_init(&b, 4096);
    json_object(w, key);
    if (v->exact) {
        fraction_write_exact(&b, &v->fraction);
        json_text(w, "exact", buffer_view(&b));
        buffer_clear(&b);
        fraction_write(&b, &v->fraction, VALUE_DIGITS);
        json_text(w, "value", buffer_view(&b));
    } else {
        write_decimal(w, "high", v->high);
        write_decimal(w, "low", v->low);
        write_decimal(w, "value", v->value);
    }
    json_end(w);
    buffer_done(&b);
}

static void write_wide(struct json_writer *w, const char *key, const struct wide *value)
{
    struct buffer b;
    buffer_init(&b, 1024);
    wide_write(&b, value);
    json_text(w, key, buffer_view(&b));
    buffer_done(&b);
}

static void write_row(struct json_writer *w, const struct told *t, size_t voter)
{
    const struct power_row *r = row_of(t, voter);
    const struct elector *e = t->l->electors[voter];
    const bool exact = t->power->method != POWER_SAMPLED;
    json_object(w, NULL);
    if (exact) {
        write_wide(w, "adverse", &r->adverse);
    }
    write_value(w, "banzhaf", &r->banzhaf);
    if (exact) {
        write_value(w, "blocking", &r->blocking);
    }
    if (e->code.len > 0) {
        json_text(w, "code", e->code);
    } else {
        json_null(w, "code");
    }
    json_integer(w, "count", e->n);
    json_bool(w, "dummy", r->dummy);
    json_bool(w, "hurts", r->hurts);
    write_value(w, "initiate", &r->initiate);
    write_value(w, "prevent", &r->prevent);
    write_value(w, "shapley", &r->shapley);
    write_value(w, "share", &r->share);
    if (exact) {
        write_wide(w, "swings", &r->swings);
    }
    json_bool(w, "veto", r->veto);
    json_end(w);
}

static void write_all(const struct told *t)
{
    const struct power_answer *p = t->power;
    const char game[] = {p->options.with, p->options.against, 0};
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, (size_t)8 * FRAME_BYTES_MAX);
    json_object(w, NULL);
    write_value(w, "act", &p->act);
    if (p->blocking_size >= 0) {
        write_wide(w, "blocking_count", &p->blocking_count);
        json_integer(w, "blocking_size", p->blocking_size);
    }
    write_wide(w, "coalitions", &p->coalitions);
    json_cstring(w, "game", game);
    json_bool(w, "hurts", p->hurts);
    json_array(w, "members");
    for (size_t i = 0; i < t->count; i++) {
        write_row(w, t, t->voters[i]);
    }
    json_end(w);
    json_cstring(w, "method", power_method_word(p->method));
    json_integer(w, "ms", t->ms);
    json_integer(w, "players", p->members);
    json_text(w, "rule", t->rule->name);
    json_integer(w, "samples", p->samples);
    write_wide(w, "winning", &p->winning);
    json_end(w);
    cli_json_end(&j);
}

static int64_t now_ms(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int tell(struct cli *c, const struct law *law, const struct decide_case *read)
{
    const char *game = cli_given(c, "game", 0);
    struct diag diag = {.message = ""};
    struct told t = {.c = c, .charter = law->charter, .rule = read->rule};
    game = game == NULL ? "YN" : game;
    if (strlen(game) != 2) {
        return cli_fail(c, CLI_USAGE, "--game %s: two positions, such as YN", game);
    }
    const struct power_options options = {.with = game[0], .against = game[1]};
    const int64_t begun = now_ms();
    if (linear_prepare(&c->arena, read->rule, read->electorates, read->electorate_count, read->date, &t.l,
                       &diag) != OK ||
        power_find(&c->arena, t.l, &options, &t.power, &diag) != OK) {
        return cli_fail(c, CLI_USAGE, "%s: %s", diag.message, diag.found);
    }
    t.ms = now_ms() - begun;
    sort_voters(&t);
    if (c->json) {
        write_all(&t);
    } else {
        print_all(&t);
    }
    return CLI_DONE;
}

int rule_power_run(struct cli *c)
{
    struct law law = {.decider = NULL};
    struct decide_case read = {.id = NULL};
    int status = law_open(c, false, &law);
    status = status == CLI_DONE ? power_case_read(c, &law, &read) : status;
    status = status == CLI_DONE ? tell(c, &law, &read) : status;
    law_close(&law);
    return status;
}

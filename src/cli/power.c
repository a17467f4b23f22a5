/* univocal rule power: what power a rule gives each member. */
#include "analysis/show_power.h"

#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "cli/power_case.h"
#include "cli/run.h"

enum { BAR_COLUMNS = 16, NAME_COLUMNS = 18 };

struct told {
    struct cli *c;
    const struct charter *charter;
    struct power_view v;
    int64_t ms;
};

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
    const struct elector *e = t->v.l->electors[voter];
    if (e->code.len > 0) {
        return arena_text(&t->c->arena, e->code);
    }
    return arena_printf(&t->c->arena, "%lld without name%s", (long long)e->n, e->n == 1 ? "" : "s");
}

static void print_row(const struct told *t, size_t voter, double most)
{
    const struct power_row *r = power_row_of(&t->v, voter);
    const bool sampled = t->v.answer->method == POWER_SAMPLED;
    const int columns = sampled ? 12 : 8;
    (void)printf("%-*s", NAME_COLUMNS, name_of(t, voter));
    print_cell(power_percent(&t->c->arena, &r->shapley), columns);
    if (!sampled) {
        print_bar(r->shapley.value, most);
    }
    print_cell(power_percent(&t->c->arena, &r->share), columns);
    print_cell(power_percent(&t->c->arena, &r->banzhaf), columns);
    print_cell(power_percent(&t->c->arena, &r->prevent), columns);
    print_cell(power_percent(&t->c->arena, &r->initiate), columns);
    if (!sampled) {
        print_cell(power_percent(&t->c->arena, &r->blocking), columns);
    }
    (void)printf("%s%s%s\n", r->veto ? " veto" : "", r->dummy ? " none" : "", r->hurts ? " hurts" : "");
}

static void print_method(const struct told *t)
{
    const struct power_answer *p = t->v.answer;
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
    const struct power_answer *p = t->v.answer;
    (void)printf("%sPOWER by rule %.*s%s%.*s, %s\n", t->charter->fictional ? "EXERCISE " : "",
                 (int)t->v.rule->name.len, (const char *)t->v.rule->name.data,
                 t->v.rule->title.len > 0 ? ": " : "", (int)t->v.rule->title.len,
                 (const char *)t->v.rule->title.data, arena_text(&t->c->arena, t->charter->title));
    if (!t->v.rule->mark.verified) {
        (void)printf("UNVERIFIED %s\n", arena_text(&t->c->arena, t->v.rule->mark.unverified));
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
    (void)printf("to act    %s %% of all coalitions win (Coleman)\n", power_percent(&t->c->arena, &p->act));
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
    const bool sampled = t->v.answer->method == POWER_SAMPLED;
    const int columns = sampled ? 12 : 8;
    static const char *const titles[] = {"Shapley", "Banzhaf", "absolute", "prevent", "initiate", "blocking"};
    print_head(t);
    (void)printf("\n%-*s", NAME_COLUMNS, "% each");
    for (size_t i = 0; i < (sampled ? 5u : 6u); i++) {
        print_cell(titles[i], columns);
        (void)printf("%*s", i == 0 && !sampled ? BAR_COLUMNS + 2 : 0, "");
    }
    (void)fputs("\n", stdout);
    for (size_t i = 0; i < t->v.count; i++) {
        print_row(t, t->v.voters[i], power_row_of(&t->v, t->v.voters[0])->shapley.value);
    }
    for (size_t v = 0; v < t->v.l->voter_count; v++) {
        if (t->v.l->group_of[v] == t->v.l->group_count && t->v.l->electors[v]->n > 0) {
            (void)printf("%-*s %s\n", NAME_COLUMNS, name_of(t, v),
                         t->v.l->out[v] ? "not counted" : "its position is forced");
        }
    }
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
    struct told t = {.c = c, .charter = law->charter};
    game = game == NULL ? "YN" : game;
    if (strlen(game) != 2) {
        return cli_fail(c, CLI_USAGE, "--game %s: two positions, such as YN", game);
    }
    const struct power_options options = {.with = game[0], .against = game[1]};
    const int64_t begun = now_ms();
    if (power_view(&c->arena, read->rule, read->electorates, read->electorate_count, read->date, &options,
                   &t.v, &diag) != OK) {
        return cli_fail(c, CLI_USAGE, "%s: %s", diag.message, diag.found);
    }
    t.ms = now_ms() - begun;
    if (c->json) {
        struct cli_json j;
        show_power(cli_json_begin(&j, (size_t)8 * FRAME_BYTES_MAX), &t.v, t.ms);
        cli_json_end(&j);
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

#include "analysis/show_power.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "charter/print.h"
#include "mechanism/asked.h"
#include "mechanism/law.h"
#include "mechanism/status.h"
#include "mechanism/tables.h"

enum { VALUE_DIGITS = 9 };

const struct power_row *power_row_of(const struct power_view *v, size_t voter)
{
    return &v->answer->rows[v->l->group_of[voter]];
}

static int by_power(const void *x, const void *y, void *view)
{
    const struct power_view *v = view;
    const size_t a = *(const size_t *)x;
    const size_t b = *(const size_t *)y;
    const double one = power_row_of(v, a)->shapley.value;
    const double other = power_row_of(v, b)->shapley.value;
    return one != other ? (one > other ? -1 : 1) : a < b ? -1 : 1;
}

enum error power_view(struct arena *a, const struct charter_rule *rule, const struct electorate *electorates,
                      size_t count, struct bytes date, const struct power_options *options,
                      struct power_view *out, struct diag *diag)
{
    struct power_view v = {.rule = rule};
    enum error e = linear_prepare(a, rule, electorates, count, date, &v.l, diag);
    e = e == OK ? power_find(a, v.l, options, &v.answer, diag) : e;
    if (e != OK) {
        return e;
    }
    size_t *voters = ARENA_ARRAY(a, size_t, v.l->voter_count);
    for (size_t i = 0; i < v.l->voter_count; i++) {
        if (v.l->group_of[i] < v.l->group_count) {
            voters[v.count++] = i;
        }
    }
    qsort_r(voters, v.count, sizeof *voters, by_power, &v);
    v.voters = voters;
    *out = v;
    return OK;
}

/* Each member once, with the bodies in which it sits. */
static size_t gather(struct context *c, const struct asked *bodies, struct elector **out)
{
    size_t most = 0;
    size_t count = 0;
    for (size_t i = 0; i < bodies->count; i++) {
        most += bodies->bodies[i].seat_count;
    }
    struct elector *list = ARENA_ARRAY(c->arena, struct elector, most + 1);
    for (size_t i = 0; i < bodies->count; i++) {
        for (size_t k = 0; k < bodies->bodies[i].seat_count; k++) {
            const struct bytes code = bodies->bodies[i].seats[k];
            size_t at = 0;
            while (at < count && !bytes_equal(list[at].code, code)) {
                at++;
            }
            list[at].code = code;
            list[at].in |= 1U << i;
            count += at == count;
        }
    }
    for (size_t i = 0; i < count; i++) {
        const struct asked_seat seat = {.member = list[i].code,
                                        .marks = status_marks(c, NULL, list[i].code)};
        list[i].n = 1;
        list[i].tags = asked_tags(c->arena, &seat, false, &list[i].tag_count);
        list[i].weights = tables_weights(c, law_now(c), seat.member, c->time_ms);
    }
    *out = list;
    return count;
}

bool power_body(const struct charter *law, const struct charter_rule *rule, struct bytes *body)
{
    const struct bytes *over = NULL;
    *body = BYTES("");
    for (size_t i = 0; i < law->body_count; i++) {
        for (size_t k = 0; k < law->bodies[i].rule_count; k++) {
            if (bytes_equal(law->bodies[i].rules[k], rule->name)) {
                *body = law->bodies[i].name;
                return true;
            }
        }
    }
    return charter_rule_over(rule, &over) > 0;
}

static bool allows(const struct charter_rule *rule, char letter)
{
    return (rule->allow & POSITION_BIT(position_index(letter))) != 0;
}

enum error power_view_now(struct context *c, const struct charter_rule *rule, struct bytes body,
                          struct power_view *out, struct diag *diag)
{
    struct asked bodies;
    struct elector *list = NULL;
    struct electorate electorates[CHARTER_OVER_MAX];
    const struct civil_day day = law_day(c, c->time_ms);
    const struct power_options options = {.with = allows(rule, 'Y') ? 'Y' : 'L',
                                          .against = allows(rule, 'N') ? 'N' : 'X',
                                          .quick = true};
    if (!asked_bodies(c, rule, body, &bodies)) {
        return ERROR_NOT_FOUND;
    }
    const size_t electors = gather(c, &bodies, &list);
    const size_t count = asked_electorates(&bodies, list, electors, electorates);
    return power_view(c->arena, rule, electorates, count,
                      bytes_of_text(arena_text(c->arena, bytes_of_text(day.text))), &options, out, diag);
}

const char *power_percent(struct arena *a, const struct power_value *v)
{
    if (!v->exact) {
        const double above = v->high - v->value;
        const double below = v->value - v->low;
        return arena_printf(a, "%.2f \u00b1%.2f", 100 * v->value, 100 * (above > below ? above : below));
    }
    struct fraction f = v->fraction;
    struct buffer b;
    wide_multiply_small(&f.numerator, 100);
    buffer_init(&b, 1024);
    fraction_write(&b, &f, 3);
    const char *text = arena_printf(a, "%s", buffer_text(&b));
    buffer_done(&b);
    return text;
}

const char *power_decimal(struct arena *a, const struct power_value *v)
{
    if (!v->exact) {
        return arena_printf(a, "%.*f", VALUE_DIGITS, v->value);
    }
    struct buffer b;
    buffer_init(&b, 4096);
    fraction_write(&b, &v->fraction, VALUE_DIGITS);
    const char *text = arena_printf(a, "%s", buffer_text(&b));
    buffer_done(&b);
    return text;
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

static void write_row(struct json_writer *w, const struct power_view *v, size_t voter)
{
    const struct power_row *r = power_row_of(v, voter);
    const struct elector *e = v->l->electors[voter];
    const bool exact = v->answer->method != POWER_SAMPLED;
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

void show_power(struct json_writer *w, const struct power_view *v, int64_t ms)
{
    const struct power_answer *p = v->answer;
    const char game[] = {p->options.with, p->options.against, 0};
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
    for (size_t i = 0; i < v->count; i++) {
        write_row(w, v, v->voters[i]);
    }
    json_end(w);
    json_cstring(w, "method", power_method_word(p->method));
    if (ms >= 0) {
        json_integer(w, "ms", ms);
    }
    json_integer(w, "players", p->members);
    json_text(w, "rule", v->rule->name);
    json_integer(w, "samples", p->samples);
    write_wide(w, "winning", &p->winning);
    json_end(w);
}

/* univocal instrument entry-into-force: a clause and deposits, and from when the treaty is in force. */
#include <string.h>

#include "analysis/show_force.h"
#include "base/civil.h"
#include "base/text.h"
#include "charter/deposits.h"
#include "cli/clauses.h"
#include "cli/run.h"

enum { GIVEN_MAX = 64 }; /* of each option that may come again */

struct force {
    const struct treaty *treaty;
    struct deposits deposits;
    struct treaty_facts facts;
};

static int tell(struct cli *c, const char *path, const struct deposits_diags *diags)
{
    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *d = &diags->items[i];
        (void)fprintf(stderr, "%s:%d: %s%s%s%s\n", path, d->line, d->message,
                      d->found[0] == 0 ? "" : " (found \"", d->found, d->found[0] == 0 ? "" : "\")");
    }
    return cli_fail(c, CLI_USAGE, "%s has %zu error%s%s: nothing of it was used", path, diags->count,
                    diags->count == 1 ? "" : "s", diags->count == DEPOSITS_DIAGS_MAX ? ", or more" : "");
}

/* NAME=VALUE; NULL: there is no =. */
static const char *split(struct cli *c, const char *option, const char *text, struct bytes *name, int *status)
{
    const char *sign = strchr(text, '=');
    if (sign == NULL || sign == text) {
        *status = cli_fail(c, CLI_USAGE, "--%s %s: expected a name, = and a value", option, text);
        return NULL;
    }
    *name = bytes_of(text, (size_t)(sign - text));
    return sign + 1;
}

static int read_day(struct cli *c, const char *option, const char *text, int64_t *out)
{
    return deposits_day(bytes_of_text(text), out)
               ? CLI_DONE
               : cli_fail(c, CLI_USAGE, "--%s: %s is no day: a date is YYYY-MM-DD", option, text);
}

static int read_deposits(struct cli *c, struct force *f)
{
    struct bytes text;
    struct deposits_diags *diags = ARENA_NEW(&c->arena, struct deposits_diags);
    const char *path = c->arguments[1];
    const char *named = cli_given(c, "treaty", 0);
    const struct bytes id = named == NULL ? (struct bytes){.len = 0} : bytes_of_text(named);
    int status = cli_file(c, path, (size_t)DEPOSITS_BYTES_MAX + 1, &text);
    if (status != CLI_DONE) {
        return status;
    }
    enum error e = deposits_read(&c->arena, text, id, &f->deposits, diags);
    if (e == ERROR_NOT_FOUND && named == NULL && f->treaty->id.len > 0) {
        /* Several treaties: the clause knows which it is. */
        e = deposits_read(&c->arena, text, f->treaty->id, &f->deposits, diags);
    }
    if (e == ERROR_NOT_FOUND && named == NULL && f->treaty->id.len == 0) {
        return cli_fail(c, CLI_USAGE, "%s has rows of several treaties: --treaty ID says which is meant",
                        path);
    }
    if (e == ERROR_NOT_FOUND) {
        const struct bytes asked = named != NULL ? id : f->treaty->id;
        return cli_fail(c, CLI_USAGE, "%s has no row of treaty %.*s", path, (int)asked.len,
                        (const char *)asked.data);
    }
    return e == OK ? CLI_DONE : tell(c, path, diags);
}

static int suppose(struct cli *c, struct force *f)
{
    const char *given;
    for (size_t i = 0; (given = cli_given(c, "deposit", i)) != NULL; i++) {
        struct bytes code = BYTES("");
        int64_t day = 0;
        int status = CLI_DONE;
        const char *date = split(c, "deposit", given, &code, &status);
        status = status == CLI_DONE ? read_day(c, "deposit", date, &day) : status;
        if (status == CLI_DONE && !text_is_code(code)) {
            status = cli_fail(c, CLI_USAGE, "--deposit %s: a party has a code of A-Z 0-9 -", given);
        }
        if (status == CLI_DONE && !deposits_suppose(&c->arena, &f->deposits, code, day)) {
            status = cli_fail(c, CLI_USAGE, "a treaty has at most %d rows", DEPOSITS_ROWS_MAX);
        }
        if (status != CLI_DONE) {
            return status;
        }
    }
    return CLI_DONE;
}

static const struct treaty_table *declared(const struct treaty *t, struct bytes name)
{
    for (size_t i = 0; i < t->table_count; i++) {
        if (bytes_equal(t->tables[i].name, name)) {
            return &t->tables[i];
        }
    }
    return NULL;
}

static int read_table(struct cli *c, struct force *f, const char *given, struct treaty_table *out)
{
    struct bytes name = BYTES("");
    struct bytes text = BYTES("");
    int status = CLI_DONE;
    struct deposits_diags *diags = ARENA_NEW(&c->arena, struct deposits_diags);
    const char *path = split(c, "table", given, &name, &status);
    if (status != CLI_DONE) {
        return status;
    }
    const struct treaty_table *wanted = declared(f->treaty, name);
    if (wanted == NULL || wanted->inline_values) {
        return cli_fail(c, CLI_USAGE, "--table: the clause asks for no table %.*s", (int)name.len,
                        (const char *)name.data);
    }
    status = cli_file(c, path, TABLE_BYTES_MAX, &text);
    if (status != CLI_DONE) {
        return status;
    }
    if (deposits_read_table(&c->arena, text, out, diags) != OK) {
        return tell(c, path, diags);
    }
    out->name = name;
    if (wanted->frozen && !hash_equal(&wanted->hash, &out->hash)) {
        return cli_fail(c, CLI_USAGE, "%s is not the table that the clause names: its SHA-256 is %s", path,
                        hash_hex(&out->hash).text);
    }
    return CLI_DONE;
}

static int read_facts(struct cli *c, struct force *f)
{
    struct treaty_table *tables = ARENA_ARRAY(&c->arena, struct treaty_table, GIVEN_MAX);
    struct treaty_other *others = ARENA_ARRAY(&c->arena, struct treaty_other, GIVEN_MAX);
    const char *given;
    int status = CLI_DONE;
    f->facts = (struct treaty_facts){.tables = tables, .others = others, .on = TREATY_NO_DAY};
    if ((given = cli_given(c, "on", 0)) != NULL) {
        status = read_day(c, "on", given, &f->facts.on);
    }
    for (size_t i = 0; status == CLI_DONE && (given = cli_given(c, "table", i)) != NULL; i++) {
        status = i == GIVEN_MAX ? cli_fail(c, CLI_USAGE, "--table is given more than %d times", GIVEN_MAX)
                                : read_table(c, f, given, &tables[f->facts.table_count++]);
    }
    for (size_t i = 0; status == CLI_DONE && (given = cli_given(c, "other", i)) != NULL; i++) {
        if (i == GIVEN_MAX) {
            return cli_fail(c, CLI_USAGE, "--other is given more than %d times", GIVEN_MAX);
        }
        const char *date = split(c, "other", given, &others[i].id, &status);
        status = status == CLI_DONE ? read_day(c, "other", date, &others[i].day) : status;
        f->facts.other_count++;
    }
    const struct bytes lacked = treaty_lacks_table(f->treaty, &f->facts);
    if (status == CLI_DONE && lacked.len > 0) {
        status = cli_fail(c, CLI_UNKNOWN, "the clause needs a table: --table %.*s=FILE", (int)lacked.len,
                          (const char *)lacked.data);
    }
    return status;
}

static const char *day_text(struct cli *c, int64_t day)
{
    return day == TREATY_NO_DAY ? "not" : arena_printf(&c->arena, "%s", civil_day_at(day).text);
}

static void tell_force(struct cli *c, const struct force *f, const struct treaty_force *force)
{
    const struct treaty *t = f->treaty;
    (void)printf("%.*s%s%.*s\n  condition met  %s\n  in force       %s%s\n", (int)t->title.len,
                 (const char *)t->title.data, t->article.len > 0 ? ", article " : "", (int)t->article.len,
                 (const char *)t->article.data, day_text(c, force->met), day_text(c, force->in_force),
                 f->facts.on != TREATY_NO_DAY && force->in_force != TREATY_NO_DAY &&
                         force->in_force > f->facts.on
                     ? " (not yet on that day)"
                     : "");
    if (force->in_force != force->computed) {
        (void)printf("  official day: %.*s (by the clause %s)\n", (int)t->official_reason.len,
                     (const char *)t->official_reason.data, day_text(c, force->computed));
    }
    for (size_t i = 0; i < force->standing_count; i++) {
        const struct treaty_standing *s = &force->standings[i];
        const bool of_table = s->test->kind == TREATY_SHARE || s->test->kind == TREATY_RATIO;
        const int64_t scale = of_table ? TREATY_VALUE_SCALE : 1;
        (void)printf("  %s %.*s: %lld of %lld\n", s->holds ? "holds  " : "lacking", (int)s->test->text.len,
                     (const char *)s->test->text.data, (long long)(s->have / scale),
                     (long long)(s->need / scale + (s->need % scale > 0 ? 1 : 0)));
    }
    for (size_t i = 0; i < force->missing_count; i++) {
        (void)printf("  missing        %.*s\n", (int)force->missing[i].text.len,
                     (const char *)force->missing[i].text.data);
    }
    (void)printf("  with %zu part%s from the beginning, and %zu later\n", force->first_count,
                 force->first_count == 1 ? "y" : "ies", force->late_count);
    for (size_t i = 0; i < force->late_count; i++) {
        const struct treaty_late *l = &force->late[i];
        (void)printf("    %-5.*s %-13s deposited %s, in force %s\n", (int)l->code.len,
                     (const char *)l->code.data, treaty_kind_word(l->kind), day_text(c, l->deposited),
                     day_text(c, l->in_force));
    }
}

int instrument_force_run(struct cli *c)
{
    struct force f = {.treaty = NULL};
    int status = clauses_load(c, c->arguments[0], &f.treaty);
    status = status == CLI_DONE ? read_deposits(c, &f) : status;
    status = status == CLI_DONE ? suppose(c, &f) : status;
    status = status == CLI_DONE ? read_facts(c, &f) : status;
    if (status != CLI_DONE) {
        return status;
    }
    struct treaty_force force;
    f.facts.row_count = f.deposits.row_count;
    f.facts.rows = f.deposits.rows;
    treaty_apply(&c->arena, f.treaty, &f.facts, &force);
    if (c->json) {
        struct cli_json j;
        show_force(cli_json_begin(&j, FRAME_BYTES_MAX), NULL, f.treaty, &force, f.facts.on);
        cli_json_end(&j);
    } else {
        tell_force(c, &f, &force);
    }
    return CLI_DONE;
}

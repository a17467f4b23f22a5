/* univocal charter explain: one part of a charter in words, with what numbers of votes it asks for. */
#include "analysis/example.h"
#include "analysis/show_charter.h"
#include "cli/charters.h"
#include "cli/run.h"

enum { COLUMNS = 100 };

/* False: it cannot be tried on the members, as *diag tells. */
static bool try_rule(struct cli *c, const struct trial_side *side, size_t members, struct bytes date,
                     struct example *out, struct diag *diag)
{
    struct trial *trial = NULL;
    const struct bytes day = date.len > 0 ? date : side->rule->until;
    if (trial_new(&c->arena, side, 1, members, day, &trial, diag) != OK) {
        return false;
    }
    example_of(&c->arena, trial, 0, out);
    return true;
}

static void tell(const struct prose *p, const struct prose_article *x, const struct example *example,
                 const struct diag *diag)
{
    struct buffer b;
    buffer_init(&b, (size_t)64 * CHARTER_BYTES_MAX);
    buffer_add_text(&b, p->charter->fictional ? "EXERCISE\n\n" : "");
    prose_write_article(&b, x, COLUMNS);
    if (x->rule != NULL) {
        buffer_add_text(&b, "\nExample\n");
    }
    for (size_t i = 0; i < example->count; i++) {
        prose_wrap(&b, "  - ", example->sentences[i], COLUMNS);
    }
    if (x->rule != NULL && example->count == 0) {
        buffer_printf(&b, "  - It cannot be tried: %s%s%s\n", diag->message, diag->found[0] == 0 ? "" : ": ",
                      diag->found);
    }
    (void)fwrite(b.data, 1, b.len, stdout);
    buffer_done(&b);
}

int charter_explain_run(struct cli *c)
{
    struct charter_set set;
    struct trial_side side = {.tagged = 0};
    struct trial_table *tables = NULL;
    struct prose prose;
    struct example *example = ARENA_NEW(&c->arena, struct example);
    struct diag diag = {.line = 0};
    size_t members = 0;
    struct bytes date;
    int status = charters_trial_options(c, &members, &date);
    status = status == CLI_DONE ? charters_load(c, c->arguments[0], &set, &side.charter) : status;
    status = status == CLI_DONE
                 ? charters_tables(c, c->arguments[0], side.charter, &tables, &side.table_count)
                 : status;
    if (status != CLI_DONE) {
        return status;
    }
    side.tables = tables;
    prose_of(&c->arena, side.charter, &prose);
    const struct prose_article *x = prose_find(&prose, bytes_of_text(c->arguments[1]), date);
    if (x == NULL) {
        return cli_fail(c, CLI_UNKNOWN, "%.*s has no article, rule, body or other part %s",
                        (int)side.charter->name.len, (const char *)side.charter->name.data, c->arguments[1]);
    }
    side.rule = x->rule;
    const bool tried = x->rule != NULL && try_rule(c, &side, members, date, example, &diag);
    if (c->json) {
        struct cli_json j;
        show_article(cli_json_begin(&j, SHOW_CHARTER_BYTES_MAX), x, example);
        cli_json_end(&j);
    } else {
        tell(&prose, x, example, &diag);
    }
    return x->rule == NULL || tried ? CLI_DONE : CLI_UNKNOWN;
}

/* univocal charter explain: one part of a charter in words, with what numbers of votes it asks for. */
#include "analysis/example.h"
#include "analysis/show_charter.h"
#include "cli/charters.h"
#include "cli/run.h"
#include "language/say.h"

enum { COLUMNS = 100 };

/* False: it cannot be tried on the members, as *diag tells. */
static bool try_rule(struct cli *c, enum language l, const struct trial_side *side, size_t members,
                     struct bytes date, struct example *out, struct diag *diag)
{
    struct trial *trial = NULL;
    const struct bytes day = date.len > 0 ? date : side->rule->until;
    if (trial_new(&c->arena, side, 1, members, day, &trial, diag) != OK) {
        return false;
    }
    example_of(&c->arena, l, trial, 0, out);
    return true;
}

static void tell(struct cli *c, const struct prose *p, const struct known *k, const struct example *example,
                 const struct diag *diag)
{
    const struct charter_rule *rule = k->own ? k->article->rule : NULL;
    struct buffer b;
    buffer_init(&b, (size_t)64 * CHARTER_BYTES_MAX);
    buffer_add_text(&b, p->charter->fictional ? "EXERCISE\n\n" : "");
    names_write(&b, p->language, k, COLUMNS);
    if (rule != NULL) {
        buffer_add_u8(&b, '\n');
        buffer_add_bytes(&b, say(&c->arena, p->language, MESSAGE_told_example));
        buffer_add_u8(&b, '\n');
    }
    for (size_t i = 0; i < example->count; i++) {
        prose_wrap(&b, "  - ", example->sentences[i], COLUMNS);
    }
    if (rule != NULL && example->count == 0) {
        const char *why = arena_printf(&c->arena, "%s%s%s", diag->message, diag->found[0] == 0 ? "" : ": ",
                                       diag->found);
        buffer_add_text(&b, "  - ");
        buffer_add_bytes(&b, say_with(&c->arena, p->language, MESSAGE_told_untried, SAY_WORD("why", why)));
        buffer_add_u8(&b, '\n');
    }
    (void)fwrite(b.data, 1, b.len, stdout);
    buffer_done(&b);
}

static int fail_unknown(struct cli *c, const struct charter *charter, const char *what)
{
    const char *nearest = names_nearest(&c->arena, charter, bytes_of_text(what));
    return cli_fail(c, CLI_UNKNOWN, "%.*s has no article, rule, body or other part %s%s%s%s",
                    (int)charter->name.len, (const char *)charter->name.data, what,
                    nearest == NULL ? "" : ": is \"", nearest == NULL ? "" : nearest,
                    nearest == NULL ? "" : "\" meant?");
}

int charter_explain_name(struct cli *c, const char *name, const char *what)
{
    struct charter_set set;
    struct trial_side side = {.tagged = 0};
    struct trial_table *tables = NULL;
    struct prose prose;
    struct known known;
    struct example *example = ARENA_NEW(&c->arena, struct example);
    struct diag diag = {.line = 0};
    size_t members = 0;
    struct bytes date;
    enum language language;
    int status = charters_trial_options(c, &members, &date);
    status = status == CLI_DONE ? charters_language(c, &language) : status;
    status = status == CLI_DONE ? charters_load(c, name, &set, &side.charter) : status;
    status = status == CLI_DONE ? charters_tables(c, name, side.charter, &tables, &side.table_count) : status;
    if (status != CLI_DONE) {
        return status;
    }
    side.tables = tables;
    prose_of(&c->arena, side.charter, language, &prose);
    if (!names_find(&c->arena, &prose, bytes_of_text(what), date, &known)) {
        return fail_unknown(c, side.charter, what);
    }
    side.rule = known.own ? known.article->rule : NULL;
    const bool tried = side.rule != NULL && try_rule(c, language, &side, members, date, example, &diag);
    if (c->json) {
        struct cli_json j;
        show_known(cli_json_begin(&j, SHOW_CHARTER_BYTES_MAX), &known, example);
        cli_json_end(&j);
    } else {
        tell(c, &prose, &known, example, &diag);
    }
    return side.rule == NULL || tried ? CLI_DONE : CLI_UNKNOWN;
}

int charter_explain_run(struct cli *c)
{
    return charter_explain_name(c, c->arguments[0], c->arguments[1]);
}

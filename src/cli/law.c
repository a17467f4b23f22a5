#include "cli/law.h"

/* The frozen tables of a charter, each as NAME.csv; one that is not there is told when it is needed. */
static int load_tables(struct cli *c, const struct law *law, struct decide_table **out, size_t *count)
{
    struct decide_table *tables = ARENA_ARRAY(&c->arena, struct decide_table, law->charter->table_count + 1);
    *count = 0;
    for (size_t i = 0; i < law->charter->table_count; i++) {
        const struct charter_table *t = &law->charter->tables[i];
        const char *path = charters_table_path(c, arena_text(&c->arena, t->name));
        if (path == NULL) {
            continue;
        }
        tables[*count].name = t->name;
        const int status = cli_file(c, path, CHARTER_BYTES_MAX, &tables[*count].text);
        if (status != CLI_DONE) {
            return status;
        }
        (*count)++;
    }
    *out = tables;
    return CLI_DONE;
}

int law_open(struct cli *c, bool explain, struct law *out)
{
    struct decide_table *tables = NULL;
    size_t count = 0;
    struct diag diag = {.message = ""};
    const char *rule = cli_given(c, "rule", 0);
    int status = charters_load(c, c->arguments[0], &out->set, &out->charter);
    status = status == CLI_DONE ? load_tables(c, out, &tables, &count) : status;
    if (status != CLI_DONE) {
        return status;
    }
    const struct decide_options options = {.rule = rule == NULL ? BYTES("") : bytes_of_text(rule),
                                           .explain = explain};
    if (decider_new(out->charter, tables, count, &options, &out->decider, &diag) != OK) {
        return cli_fail(c, CLI_USAGE, "%s%s%s", diag.message, diag.found[0] == 0 ? "" : ": ", diag.found);
    }
    return CLI_DONE;
}

void law_close(struct law *law)
{
    decider_free(law->decider);
}

/* univocal charter diff: what one charter changes in another, and for whom. */
#include "analysis/change.h"
#include "analysis/prose.h"
#include "charter/difference.h"
#include "cli/charters.h"
#include "cli/run.h"
#include "interop/change_html.h"

enum { COLUMNS = 100 };
#define DIFF_BYTES_MAX ((size_t)256 * CHARTER_BYTES_MAX)

static int load_side(struct cli *c, const char *name, struct charter_set *set, struct trial_side *out)
{
    struct trial_table *tables = NULL;
    const int status = charters_load(c, name, set, &out->charter);
    const int read =
        status == CLI_DONE ? charters_tables(c, name, out->charter, &tables, &out->table_count) : status;
    out->tables = tables;
    return read;
}

/* Two charters, or one beside the one that it extends. */
static int load_sides(struct cli *c, struct trial_side *before, struct trial_side *after)
{
    struct charter_set set;
    struct charter_set other;
    const bool two = c->argument_count == 2;
    int status = load_side(c, c->arguments[0], &set, two ? before : after);
    if (status != CLI_DONE) {
        return status;
    }
    if (two) {
        return load_side(c, c->arguments[1], &other, after);
    }
    struct charter_diags *diags = ARENA_NEW(&c->arena, struct charter_diags);
    before->charter = difference_base(&c->arena, set.sources, set.count, diags);
    if (diags->count > 0) {
        return charters_tell_errors(c, &set, diags, "charter");
    }
    if (before->charter == NULL) {
        return cli_fail(c, CLI_USAGE, "%s extends no other charter: name the one to compare it with",
                        c->arguments[0]);
    }
    struct trial_table *tables = NULL;
    status = charters_tables(c, c->arguments[0], before->charter, &tables, &before->table_count);
    before->tables = tables;
    return status;
}

static void write_text(struct cli *c, struct buffer *b, const struct charter *before,
                       const struct charter *after, const struct change_list *changes)
{
    buffer_add_text(b, before->fictional || after->fictional ? "EXERCISE\n\n" : "");
    buffer_add_text(b, "What changes for whom\n");
    buffer_add_text(b, changes->count == 0 ? "\nNothing was found.\n" : "");
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *x = changes->items[i];
        buffer_printf(b, "\n%s ", x->kind);
        buffer_add_bytes(b, x->name);
        buffer_add_u8(b, '\n');
        for (size_t k = 0; k < x->count; k++) {
            prose_wrap(b, "  - ", x->sentences[k], COLUMNS);
        }
    }
    buffer_add_u8(b, '\n');
    difference_write(b, &c->arena, before, after);
}

static void write_json(struct cli *c, const struct charter *before, const struct charter *after,
                       const struct change_list *changes)
{
    const struct difference_list list = difference_of(&c->arena, before, after);
    struct cli_json j;
    struct buffer text;
    struct json_writer *w = cli_json_begin(&j, DIFF_BYTES_MAX);
    buffer_init(&text, DIFF_BYTES_MAX);
    json_object(w, NULL);
    json_text(w, "after", after->name);
    json_text(w, "before", before->name);
    json_array(w, "changes");
    for (size_t i = 0; i < changes->count; i++) {
        const struct change *x = changes->items[i];
        json_object(w, NULL);
        json_cstring(w, "kind", x->kind);
        json_text(w, "name", x->name);
        json_array(w, "sentences");
        for (size_t k = 0; k < x->count; k++) {
            json_text(w, NULL, x->sentences[k]);
        }
        json_end(w);
        json_end(w);
    }
    json_end(w);
    json_array(w, "parts");
    for (size_t i = 0; i < list.count; i++) {
        buffer_clear(&text);
        difference_write_one(&text, &c->arena, &list.items[i]);
        struct cursor rest = cursor_of(buffer_view(&text));
        const struct bytes title = cursor_line(&rest);
        json_object(w, NULL);
        json_text(w, "text", rest.rest);
        json_text(w, "title", title);
        json_end(w);
    }
    json_end(w);
    json_end(w);
    buffer_done(&text);
    cli_json_end(&j);
}

int charter_diff_run(struct cli *c)
{
    struct trial_side before = {.tagged = 0};
    struct trial_side after = {.tagged = 0};
    struct change_list changes;
    struct buffer b;
    size_t members = 0;
    struct bytes date;
    int status = charters_trial_options(c, &members, &date);
    status = status == CLI_DONE ? load_sides(c, &before, &after) : status;
    if (status != CLI_DONE) {
        return status;
    }
    changes_of(&c->arena, &before, &after, members, date, &changes);
    if (c->json) {
        write_json(c, before.charter, after.charter, &changes);
        return CLI_DONE;
    }
    buffer_init(&b, DIFF_BYTES_MAX);
    if (cli_given(c, "html", 0) != NULL) {
        change_html(&b, &c->arena, before.charter, after.charter, &changes);
    } else {
        write_text(c, &b, before.charter, after.charter, &changes);
    }
    (void)fwrite(b.data, 1, b.len, stdout);
    buffer_done(&b);
    return CLI_DONE;
}

/* univocal charter check, show, difference, format: a constitution as a text. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "analysis/concern.h"
#include "analysis/layout.h"
#include "analysis/prose.h"
#include "analysis/show_charter.h"
#include "base/limits.h"
#include "charter/difference.h"
#include "charter/print.h"
#include "cli/charters.h"
#include "cli/run.h"
#include "interop/charter_html.h"
#include "node/system.h"

static void tell_concerns(const struct concern_list *concerns)
{
    for (size_t i = 0; i < concerns->count; i++) {
        const struct concern *x = &concerns->items[i];
        (void)fprintf(stderr, "%.*s.charter:%d:%d: warning: %s %.*s: %s\n", (int)x->source.len,
                      (const char *)x->source.data, x->line, x->column, x->kind, (int)x->name.len,
                      (const char *)x->name.data, x->message);
    }
}

static void check_json(const struct charter *charter, const struct concern_list *concerns)
{
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    json_object(w, NULL);
    json_integer(w, "bodies", (int64_t)charter->body_count);
    json_hex(w, "hash", hash_view(&charter->hash));
    json_text(w, "name", charter->name);
    json_integer(w, "rules", (int64_t)charter->rule_count);
    json_array(w, "warnings");
    for (size_t i = 0; i < concerns->count; i++) {
        const struct concern *x = &concerns->items[i];
        json_object(w, NULL);
        json_integer(w, "column", x->column);
        json_text(w, "file", x->source);
        json_cstring(w, "kind", x->kind);
        json_integer(w, "line", x->line);
        json_cstring(w, "message", x->message);
        json_text(w, "name", x->name);
        json_end(w);
    }
    json_end(w);
    json_end(w);
    cli_json_end(&j);
}

/* Errors first: a charter that has some is not looked at for what is dangerous. */
int charter_check_run(struct cli *c)
{
    struct charter_set set;
    const struct charter *charter = NULL;
    struct trial_table *tables = NULL;
    size_t table_count = 0;
    struct concern_list *concerns = ARENA_NEW(&c->arena, struct concern_list);
    int status = charters_load(c, c->arguments[0], &set, &charter);
    status =
        status == CLI_DONE ? charters_tables(c, c->arguments[0], charter, &tables, &table_count) : status;
    if (status != CLI_DONE) {
        return status;
    }
    concerns_of(&c->arena, charter, tables, table_count, set.sources, set.count, concerns);
    if (c->json) {
        check_json(charter, concerns);
        return CLI_DONE;
    }
    tell_concerns(concerns);
    (void)printf("%.*s is good: %zu bod%s, %zu rule%s, hash %s\n", (int)charter->name.len,
                 (const char *)charter->name.data, charter->body_count,
                 charter->body_count == 1 ? "y" : "ies", charter->rule_count,
                 charter->rule_count == 1 ? "" : "s", hash_hex(&charter->hash).text);
    return CLI_DONE;
}

enum { TEXT_COLUMNS = 100 };

/* A text about a charter, in JSON. */
static void tell_text(const struct charter *charter, struct bytes text)
{
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, (size_t)64 * CHARTER_BYTES_MAX);
    json_object(w, NULL);
    json_text(w, "name", charter->name);
    json_text(w, "text", text);
    json_end(w);
    cli_json_end(&j);
}

/* A charter as a text of some kind. */
static int tell_charter(struct cli *c, void (*write)(struct cli *c, const struct charter_set *set,
                                                     const struct charter *charter, struct buffer *b))
{
    struct charter_set set;
    const struct charter *charter = NULL;
    const int status = charters_load(c, c->arguments[0], &set, &charter);
    if (status != CLI_DONE) {
        return status;
    }
    struct buffer b;
    buffer_init(&b, (size_t)16 * CHARTER_BYTES_MAX);
    write(c, &set, charter, &b);
    if (c->json) {
        tell_text(charter, buffer_view(&b));
    } else {
        (void)fwrite(b.data, 1, b.len, stdout);
    }
    buffer_done(&b);
    return CLI_DONE;
}

/* As a legal text, as a page, or in the formal form. */
int charter_show_run(struct cli *c)
{
    struct charter_set set;
    const struct charter *charter = NULL;
    struct prose prose;
    struct buffer b;
    const char *version = cli_given(c, "at", 0);
    if ((version == NULL) == (c->argument_count == 0)) {
        return cli_fail(c, CLI_USAGE,
                        "either the name of a charter or --at VERSION, of the organisation's "
                        "own");
    }
    enum language language;
    int status = charters_language(c, &language);
    if (status == CLI_DONE) {
        status = version != NULL ? charter_at(c, version, &charter)
                                 : charters_load(c, c->arguments[0], &set, &charter);
    }
    if (status != CLI_DONE) {
        return status;
    }
    prose_of(&c->arena, charter, language, &prose);
    if (c->json) {
        struct cli_json j;
        show_charter(cli_json_begin(&j, SHOW_CHARTER_BYTES_MAX), &prose);
        cli_json_end(&j);
        return CLI_DONE;
    }
    buffer_init(&b, (size_t)256 * CHARTER_BYTES_MAX);
    if (cli_given(c, "html", 0) != NULL) {
        charter_html(&b, &prose);
    } else if (cli_given(c, "formal", 0) != NULL) {
        charter_print(&b, charter);
    } else {
        prose_write(&b, &prose, TEXT_COLUMNS);
    }
    (void)fwrite(b.data, 1, b.len, stdout);
    buffer_done(&b);
    return CLI_DONE;
}

/* How it differs from what it extends, and what in the whole is unverified. */
int charter_difference_run(struct cli *c)
{
    return tell_charter(c, charters_tell);
}

static bool lay_out(struct cli *c, const struct charter_source *source, struct buffer *b)
{
    struct charter_diags *diags = ARENA_NEW(&c->arena, struct charter_diags);
    buffer_init(b, (size_t)4 * CHARTER_BYTES_MAX);
    return layout_write(b, &c->arena, source, diags) == OK && !b->overflow;
}

static int write_layout(struct cli *c, const struct charter_source *source, struct bytes text)
{
    const struct env *env = system_env();
    const char *path = c->arguments[0];
    struct stat old;
    if (bytes_equal(text, source->text)) {
        return CLI_DONE;
    }
    if (text.len > CHARTER_BYTES_MAX) {
        return cli_fail(c, CLI_USAGE, "laid out it would have more than %d bytes", CHARTER_BYTES_MAX);
    }
    if (stat(path, &old) != 0) {
        return cli_fail(c, CLI_UNKNOWN, "%s: %s", path, strerror(errno));
    }
    const enum error e = env->file_replace(env->ctx, path, text);
    if (e == OK && chmod(path, old.st_mode & 07777) != 0) {
        return cli_fail(c, CLI_UNKNOWN, "%s: its mode: %s", path, strerror(errno));
    }
    return e == OK ? CLI_DONE : cli_error(c, e, "the file was not written");
}

/* One layout for all charters: nobody has to wonder what a change of a line means. */
int charter_format_run(struct cli *c)
{
    struct charter_set set;
    const struct charter *charter = NULL;
    struct buffer b;
    const bool write = cli_given(c, "write", 0) != NULL;
    const bool compare = cli_given(c, "check", 0) != NULL;
    if (write && compare) {
        return cli_fail(c, CLI_USAGE, "either --check or --write");
    }
    if (write && !charters_is_path(c->arguments[0])) {
        return cli_fail(c, CLI_USAGE, "--write takes a path to a file, such as ./%s.charter",
                        c->arguments[0]);
    }
    int status = charters_load(c, c->arguments[0], &set, &charter);
    if (status != CLI_DONE) {
        return status;
    }
    if (!lay_out(c, &set.sources[0], &b)) {
        status = cli_fail(c, CLI_USAGE, "the text cannot be laid out");
    } else if (write) {
        status = write_layout(c, &set.sources[0], buffer_view(&b));
    } else if (compare) {
        status = bytes_equal(buffer_view(&b), set.sources[0].text)
                     ? CLI_DONE
                     : cli_fail(c, CLI_FALSE, "%s is laid out in another way; --write changes it",
                                c->arguments[0]);
    } else if (c->json) {
        tell_text(charter, buffer_view(&b));
    } else {
        (void)fwrite(b.data, 1, b.len, stdout);
    }
    buffer_done(&b);
    return status;
}

#include "cli/charters.h"

#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"
#include "charter/difference.h"
#include "node/data.h"

const char *charters_folder(struct cli *c)
{
    return data_folder(&c->arena, "UNIVOCAL_CHARTERS", "charters");
}

/* A path has a slash or ends with .charter; everything else is a preset's name. */
bool charters_is_path(const char *name)
{
    const size_t len = strlen(name);
    return strchr(name, '/') != NULL || (len > 8 && strcmp(name + len - 8, ".charter") == 0);
}

static int load_one(struct cli *c, const char *name, const char *beside, struct charter_set *set)
{
    struct charter_source *s = &set->sources[set->count];
    const char *path = name;
    if (set->count == CHARTER_SOURCES_MAX) {
        return cli_fail(c, CLI_USAGE, "a charter extends at most %d others", CHARTER_SOURCES_MAX - 1);
    }
    if (!charters_is_path(name)) {
        if (!text_is_id(bytes_of_text(name))) {
            return cli_fail(c, CLI_USAGE, "%s is neither the name of a charter nor a path to one", name);
        }
        path = arena_printf(&c->arena, "%s/%s.charter", beside, name);
        if (access(path, R_OK) != 0) {
            path = arena_printf(&c->arena, "%s/%s.charter", charters_folder(c), name);
        }
        if (access(path, R_OK) != 0) {
            return cli_fail(c, CLI_UNKNOWN,
                            "there is no charter %s in %s; `univocal charter presets` lists them", name,
                            charters_folder(c));
        }
    }
    const char *slash = strrchr(path, '/');
    const char *file = slash == NULL ? path : slash + 1;
    const size_t len = strlen(file);
    const size_t cut = len > 8 && strcmp(file + len - 8, ".charter") == 0 ? len - 8 : len;
    s->name = arena_copy(&c->arena, bytes_of(file, cut));
    set->count++;
    return cli_file(c, path, CHARTER_BYTES_MAX, &s->text);
}

/* The line with the place in it: what is longer than a screen is cut on both sides. */
static void show_place(const struct charter_set *set, struct bytes source, const struct diag *d)
{
    enum { BEFORE = 60, WIDTH = 100 };
    struct bytes line = {.len = 0};
    for (size_t i = 0; i < set->count; i++) {
        struct cursor text = cursor_of(set->sources[i].text);
        const bool here = bytes_equal(set->sources[i].name, source);
        for (int k = 1; here && k <= d->line && text.rest.len > 0; k++) {
            const uint8_t *end = memchr(text.rest.data, '\n', text.rest.len);
            line = cursor_take(&text, end == NULL ? text.rest.len : (size_t)(end - text.rest.data));
            (void)cursor_take(&text, end == NULL ? 0 : 1);
        }
    }
    const size_t at = d->column < 1 ? 0 : (size_t)d->column - 1;
    if (!text_is_utf8(line) || line.len == 0 || at > line.len) {
        return;
    }
    size_t first = at > BEFORE ? at - BEFORE : 0;
    while (first > 0 && (line.data[first] & 0xc0) == 0x80) {
        first--;
    }
    (void)fprintf(stderr, "%6d | %s", d->line, first > 0 ? "..." : "");
    for (size_t i = first; i < line.len && (i < first + WIDTH || (line.data[i] & 0xc0) == 0x80); i++) {
        (void)fputc(line.data[i] < 0x20 || line.data[i] == 0x7f ? ' ' : line.data[i], stderr);
    }
    (void)fprintf(stderr, "%s\n       | %s", line.len > first + WIDTH ? "..." : "", first > 0 ? "   " : "");
    for (size_t i = first; i < at; i++) {
        (void)fprintf(stderr, "%s", (line.data[i] & 0xc0) == 0x80 ? "" : " ");
    }
    (void)fputs("^\n", stderr);
}

int charters_tell_errors(struct cli *c, const struct charter_set *set, const struct charter_diags *diags,
                         const char *what)
{
    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *d = &diags->items[i].diag;
        (void)fprintf(stderr, "%.*s.%s:%d:%d: %s%s%s%s\n", (int)diags->items[i].source.len,
                      (const char *)diags->items[i].source.data, what, d->line, d->column, d->message,
                      d->found[0] == 0 ? "" : " (found \"", d->found, d->found[0] == 0 ? "" : "\")");
        show_place(set, diags->items[i].source, d);
    }
    return cli_fail(c, CLI_USAGE, "the %s has %zu error%s%s", what, diags->count,
                    diags->count == 1 ? "" : "s", diags->count == CHARTER_DIAGS_MAX ? ", or more" : "");
}

int charters_load(struct cli *c, const char *name, struct charter_set *set, const struct charter **out)
{
    struct charter_diags *diags = ARENA_NEW(&c->arena, struct charter_diags);
    struct bytes extended = bytes_of_text(name);
    const char *slash = strrchr(name, '/');
    const char *beside = slash == NULL ? "." : arena_text(&c->arena, bytes_of(name, (size_t)(slash - name)));
    set->count = 0;
    do {
        const int status = load_one(c, arena_text(&c->arena, extended), beside, set);
        if (status != CLI_DONE) {
            return status;
        }
        for (size_t i = 0; i + 1 < set->count; i++) {
            if (bytes_equal(set->sources[i].name, set->sources[set->count - 1].name)) {
                set->count--; /* a circle: the parser tells where */
                extended = BYTES("");
            }
        }
    } while (extended.len > 0 && charter_extends(&c->arena, &set->sources[set->count - 1], &extended));
    return charter_parse(&c->arena, set->sources, set->count, out, diags) == OK
               ? CLI_DONE
               : charters_tell_errors(c, set, diags, "charter");
}

void charters_tell(struct cli *c, const struct charter_set *set, const struct charter *charter,
                   struct buffer *b)
{
    struct charter_diags *diags = ARENA_NEW(&c->arena, struct charter_diags);
    const struct charter *base = difference_base(&c->arena, set->sources, set->count, diags);
    if (diags->count > 0) {
        const struct diag *d = &diags->items[0].diag;
        buffer_add_bytes(b, charter->extends);
        buffer_printf(b, ", which it extends, is no charter by itself, and is not compared: %.*s:%d:%d: %s\n",
                      (int)diags->items[0].source.len, (const char *)diags->items[0].source.data, d->line,
                      d->column, d->message);
        return;
    }
    difference_write(b, &c->arena, base, charter);
}

static const char *table_path(struct cli *c, const char *charter, const char *name)
{
    const char *slash = strrchr(charter, '/');
    const char *const folders[] = {
        slash == NULL ? NULL : arena_text(&c->arena, bytes_of(charter, (size_t)(slash - charter))),
        charters_folder(c), /* what a charter extends brings its tables along */
    };
    static const char *const within[] = {"", "tables/"};
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < 2 && folders[i] != NULL; k++) {
            const char *path = arena_printf(&c->arena, "%s/%s%s.csv", folders[i], within[k], name);
            if (access(path, R_OK) == 0) {
                return path;
            }
        }
    }
    return NULL;
}

const char *charters_table_path(struct cli *c, const char *name)
{
    return table_path(c, c->arguments[0], name);
}

int charters_tables(struct cli *c, const char *name, const struct charter *charter, struct trial_table **out,
                    size_t *count)
{
    *out = ARENA_ARRAY(&c->arena, struct trial_table, charter->table_count + 1);
    *count = 0;
    for (size_t i = 0; i < charter->table_count; i++) {
        const struct charter_table *t = &charter->tables[i];
        const char *path = table_path(c, name, arena_text(&c->arena, t->name));
        struct bytes text;
        struct diag diag = {.line = 0};
        struct trial_table *table = &(*out)[*count];
        if (path == NULL) {
            continue;
        }
        const int status = cli_file(c, path, CHARTER_BYTES_MAX, &text);
        if (status != CLI_DONE) {
            return status;
        }
        table->name = t->name;
        table->text = text;
        if (table_read(&c->arena, text, &table->table, &diag) != OK) {
            return cli_fail(c, CLI_USAGE, "%s:%d: %s", path, diag.line, diag.message);
        }
        if (!hash_equal(&table->table.hash, &t->hash)) {
            return cli_fail(c, CLI_USAGE, "%s is not the table whose hash the charter names", path);
        }
        (*count)++;
    }
    return CLI_DONE;
}

int charters_language(struct cli *c, enum language *out)
{
    const char *tag = cli_given(c, "language", 0);
    *out = LANGUAGE_EN;
    return tag == NULL || language_parse(bytes_of_text(tag), out)
               ? CLI_DONE
               : cli_fail(c, CLI_USAGE, "--language is en, ru or ar");
}

int charters_trial_options(struct cli *c, size_t *members, struct bytes *date)
{
    const char *number = cli_given(c, "members", 0);
    const char *day = cli_given(c, "date", 0);
    int64_t value = 0;
    *date = day == NULL ? BYTES("") : bytes_of_text(day);
    if (number != NULL && (!num_parse(bytes_of_text(number), MEMBERS_MAX, &value) || value < 1)) {
        return cli_fail(c, CLI_USAGE, "--members is a number from 1 to %d", MEMBERS_MAX);
    }
    if (day != NULL && !charter_is_date(*date)) {
        return cli_fail(c, CLI_USAGE, "--date is a day, such as 1966-01-01");
    }
    *members = (size_t)value;
    return CLI_DONE;
}

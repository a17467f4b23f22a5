#include "interop/older_list.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "archive/archive.h"
#include "base/csv.h"
#include "base/limits.h"
#include "base/text.h"

enum column { REFERENCE, DATE, LANGUAGE, TITLE, SOURCE, TOPIC, DIGEST, WORDS, FILE_NAME, COLUMNS };
static const char *const names[COLUMNS] = {"reference", "date",   "language", "title", "source",
                                           "topic",     "digest", "text",     "file"};
enum { NEEDED = SOURCE + 1 }; /* the columns before that */

struct lister {
    struct arena *arena;
    struct older_faults *faults;
    struct csv csv;
    int at[COLUMNS]; /* place of each column, -1: it is not there */
    struct older_row *rows;
    size_t count;
};

void older_fault_add(struct older_faults *x, int line, const char *format, ...)
{
    if (x->count < OLDER_FAULTS_MAX) {
        va_list arguments;
        struct older_fault *f = &x->list[x->count];
        *f = (struct older_fault){.line = line};
        va_start(arguments, format);
        (void)vsnprintf(f->message, sizeof f->message, format, arguments);
        va_end(arguments);
    }
    x->count++;
}

/* A column that is none of ours may be one of ours, written wrongly. */
static bool find_columns(struct lister *l)
{
    const size_t before = l->faults->count;
    for (size_t i = 0; i < COLUMNS; i++) {
        l->at[i] = csv_column(&l->csv, names[i]);
        if (l->at[i] < 0 && i < NEEDED) {
            older_fault_add(l->faults, 1, "there is no column %s", names[i]);
        }
    }
    if (l->at[WORDS] < 0 && l->at[FILE_NAME] < 0) {
        older_fault_add(l->faults, 1, "there is neither a column text nor a column file");
    }
    for (size_t i = 0; i < l->csv.column_count; i++) {
        bool known = false;
        for (size_t k = 0; k < COLUMNS; k++) {
            known = known || bytes_equal_text(l->csv.columns[i], names[k]);
        }
        if (!known) {
            struct diag d = {0};
            diag_found(&d, l->csv.columns[i]);
            older_fault_add(l->faults, 1, "there is a column \"%s\" too many", d.found);
        }
    }
    return l->faults->count == before;
}

static struct bytes field(const struct lister *l, enum column c)
{
    return l->at[c] < 0 ? BYTES("") : l->csv.fields[l->at[c]];
}

/* Beneath the folder: no way out of it. */
static bool is_beneath(struct bytes path)
{
    if (path.len == 0 || path.len > NAME_BYTES_MAX || path.data[0] == '/' || !text_is_line(path)) {
        return false;
    }
    for (size_t from = 0; from <= path.len;) {
        size_t to = from;
        while (to < path.len && path.data[to] != '/') {
            to++;
        }
        const struct bytes part = bytes_of(path.data + from, to - from);
        if (part.len == 0 || bytes_equal_text(part, ".") || bytes_equal_text(part, "..")) {
            return false;
        }
        from = to + 1;
    }
    return true;
}

static bool is_line(struct bytes text, size_t max)
{
    return text.len > 0 && text.len <= max && text_is_line(text);
}

static void check_row(struct lister *l, const struct older_row *r)
{
    const struct bytes digest = field(l, DIGEST);
    struct older_faults *x = l->faults;
    if (!text_is_id(r->reference)) {
        older_fault_add(x, r->line,
                        "reference must be 1 to 64 of a-z 0-9 _ - . and begin with a letter or digit");
    }
    if (!archive_is_day(r->date)) {
        older_fault_add(x, r->line, "date must be a day such as 2001-06-15");
    }
    if (r->language.len > LANGUAGE_BYTES_MAX || !text_is_language(r->language)) {
        older_fault_add(x, r->line, "language must be a tag in lower case such as en");
    }
    if (!is_line(r->title, NAME_BYTES_MAX)) {
        older_fault_add(x, r->line, "title must be one line of 1 to %d bytes", NAME_BYTES_MAX);
    }
    if (!is_line(r->source, OLDER_SOURCE_BYTES_MAX)) {
        older_fault_add(x, r->line, "source must be one line of 1 to %d bytes", OLDER_SOURCE_BYTES_MAX);
    }
    if (r->topic.len > 0 && !text_is_id(r->topic)) {
        older_fault_add(x, r->line, "topic must be 1 to 64 of a-z 0-9 _ - .");
    }
    if (digest.len > 0 && !r->digested) {
        older_fault_add(x, r->line, "digest must be 64 hexadecimal digits");
    }
    if ((r->text.len > 0) == (r->file.len > 0)) {
        older_fault_add(x, r->line, "it needs words in text or the name of a file, one of them");
    } else if (r->file.len > 0 && !is_beneath(r->file)) {
        older_fault_add(x, r->line, "file must lie beneath the folder of the list");
    }
}

/* Against the rows before it. */
static void check_beside(struct lister *l, const struct older_row *r)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct older_row *o = &l->rows[i];
        if (!bytes_equal(o->reference, r->reference)) {
            continue;
        }
        if (bytes_equal(o->language, r->language)) {
            older_fault_add(l->faults, r->line, "line %d has the same reference and language", o->line);
            return;
        }
        if (!bytes_equal(o->date, r->date)) {
            older_fault_add(l->faults, r->line, "line %d has the same reference and another date", o->line);
            return;
        }
    }
}

static void read_row(struct lister *l)
{
    struct older_row r = {
        .line = l->csv.line,
        .reference = field(l, REFERENCE),
        .date = field(l, DATE),
        .language = field(l, LANGUAGE),
        .title = field(l, TITLE),
        .source = field(l, SOURCE),
        .topic = field(l, TOPIC),
        .text = field(l, WORDS),
        .file = field(l, FILE_NAME),
    };
    r.digested = hash_parse(field(l, DIGEST), &r.digest);
    if (l->count == OLDER_ROWS_MAX) {
        if (l->rows[l->count].line == 0) {
            older_fault_add(l->faults, r.line, "there are more than %d rows", OLDER_ROWS_MAX);
            l->rows[l->count].line = r.line; /* told once */
        }
        return;
    }
    check_row(l, &r);
    check_beside(l, &r);
    l->rows[l->count++] = r;
}

enum error older_list_read(struct arena *a, struct bytes text, struct older_faults *faults,
                           struct older_row **out, size_t *count)
{
    struct diag d = {0};
    struct lister l = {.arena = a, .faults = faults};
    *faults = (struct older_faults){.count = 0};
    if (text.len > OLDER_FILE_BYTES_MAX) {
        older_fault_add(faults, 0, "it has more than %d bytes", OLDER_FILE_BYTES_MAX);
        return ERROR_TOO_LARGE;
    }
    enum error e = csv_begin(&l.csv, a, text, &d);
    if (e != OK) {
        older_fault_add(faults, d.line, "%s", d.message);
        return e;
    }
    if (!find_columns(&l)) {
        return ERROR_MALFORMED;
    }
    l.rows = ARENA_ARRAY(a, struct older_row, OLDER_ROWS_MAX + 1);
    while ((e = csv_next(&l.csv, &d)) != ERROR_NOT_FOUND) {
        if (e == OK) {
            read_row(&l);
        } else {
            older_fault_add(faults, d.line, "%s", d.message);
        }
    }
    if (faults->count > 0) {
        return ERROR_MALFORMED;
    }
    *out = l.rows;
    *count = l.count;
    return OK;
}

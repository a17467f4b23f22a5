#include "archive/archive.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/civil.h"
#include "base/csv.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"

static const char *const kinds[] = {"attendance", "body",   "instrument", "meeting", "membership",
                                    "operation",  "status", "treaty",     "vote"};

const char *archive_kind_at(size_t index)
{
    return index < sizeof kinds / sizeof kinds[0] ? kinds[index] : NULL;
}

/* A file that is being read. */
struct reading {
    struct arena *arena;
    const char *file;
    struct archive_faults *faults;
    struct csv csv;
    bool bad;
    int line;
};

static void fault(struct reading *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void fault(struct reading *r, const char *format, ...)
{
    struct archive_faults *x = r->faults;
    r->bad = true;
    if (x->count < ARCHIVE_FAULTS_MAX) {
        struct archive_fault *f = &x->list[x->count];
        va_list arguments;
        *f = (struct archive_fault){.file = r->file, .line = r->line};
        va_start(arguments, format);
        (void)vsnprintf(f->message, sizeof f->message, format, arguments);
        va_end(arguments);
    }
    x->count++;
}

/* What stands there, so short that it fits into a message. */
static const char *shown(struct reading *r, struct bytes text)
{
    struct diag d = {0};
    diag_found(&d, text);
    return arena_text(r->arena, bytes_of_text(d.found));
}

struct column {
    const char *name;
    size_t max;  /* bytes */
    bool needed; /* it may not be empty */
};

static bool is_one_of(struct bytes text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal_text(text, words[i])) {
            return true;
        }
    }
    return false;
}

/* The header must be exactly these columns. */
static bool begin(struct reading *r, struct bytes text, const struct column *columns, size_t count)
{
    struct diag d = {0};
    r->line = 1;
    if (csv_begin(&r->csv, r->arena, text, &d) != OK) {
        r->line = d.line;
        fault(r, "%s", d.message);
        return false;
    }
    bool same = r->csv.column_count == count;
    for (size_t i = 0; i < count && same; i++) {
        same = bytes_equal_text(r->csv.columns[i], columns[i].name);
    }
    if (!same) {
        const char *all = "";
        for (size_t i = 0; i < count; i++) {
            all = arena_printf(r->arena, "%s%s%s", all, i == 0 ? "" : ",", columns[i].name);
        }
        fault(r, "the first line must be %s", all);
    }
    return same;
}

/* The next row whose fields have a length and a form; a bad one is told and passed over. */
static enum error next(struct reading *r, const struct column *columns, size_t count)
{
    struct diag d = {0};
    const enum error e = csv_next(&r->csv, &d);
    r->line = r->csv.line;
    if (e == ERROR_NOT_FOUND) {
        return e;
    }
    if (e != OK) {
        r->line = d.line;
        fault(r, "%s", d.message);
        return e;
    }
    enum error bad = OK;
    for (size_t i = 0; i < count; i++) {
        const struct bytes field = r->csv.fields[i];
        if (columns[i].needed && field.len == 0) {
            fault(r, "%s is empty", columns[i].name);
            bad = ERROR_MALFORMED;
        } else if (field.len > columns[i].max) {
            fault(r, "%s has %zu bytes; it may have %zu", columns[i].name, field.len, columns[i].max);
            bad = ERROR_TOO_LARGE;
        } else if (field.len > 0 && !text_is_line(field)) {
            fault(r, "%s is not one line of UTF-8", columns[i].name);
            bad = ERROR_MALFORMED;
        }
    }
    return bad;
}

static bool read_number(struct bytes text, size_t from, size_t len, int64_t *out)
{
    *out = 0;
    for (size_t i = from; i < from + len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
        *out = *out * 10 + (text.data[i] - '0');
    }
    return true;
}

/* YYYY, YYYY-MM or YYYY-MM-DD. */
static bool is_date(struct bytes text)
{
    struct civil_date d = {0, 1, 1};
    if ((text.len != 4 && text.len != 7 && text.len != 10) || !read_number(text, 0, 4, &d.year) ||
        (text.len > 4 && (text.data[4] != '-' || !read_number(text, 5, 2, &d.month))) ||
        (text.len > 7 && (text.data[7] != '-' || !read_number(text, 8, 2, &d.day)))) {
        return false;
    }
    return d.year > 0 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
           d.day <= civil_month_length(d.year, d.month);
}

bool archive_is_day(struct bytes text)
{
    return text.len == 10 && is_date(text);
}

/* By what both say: 2010-06 is neither before nor after 2010. */
static int compare_dates(struct bytes a, struct bytes b)
{
    const size_t len = a.len < b.len ? a.len : b.len;
    return bytes_compare(bytes_of(a.data, len), bytes_of(b.data, len));
}

static void check_dates(struct reading *r, struct bytes from, struct bytes to, bool days)
{
    if (!is_date(from) || (days && from.len != 10)) {
        fault(r, "from is no date: \"%s\"; it is YYYY-MM-DD%s", shown(r, from),
              days ? "" : ", YYYY-MM or YYYY");
        return;
    }
    if (to.len > 0 && (!is_date(to) || (days && to.len != 10))) {
        fault(r, "to is no date: \"%s\"; it is YYYY-MM-DD%s", shown(r, to), days ? "" : ", YYYY-MM or YYYY");
    } else if (to.len > 0 && compare_dates(to, from) < 0) {
        fault(r, "it ends before it begins");
    }
}

static void check_code(struct reading *r, const char *column, struct bytes code)
{
    if (!text_is_code(code)) {
        fault(r, "%s is no code: \"%s\"; it is 1 to 16 of A-Z 0-9 -, beginning with a letter", column,
              shown(r, code));
    }
}

static void check_confidence(struct reading *r, struct bytes word)
{
    static const char *const words[] = {"high", "medium", "low"};
    if (!is_one_of(word, words, 3)) {
        fault(r, "confidence is high, medium or low, not \"%s\"", shown(r, word));
    }
}

/* `CODE: office`; offices, never persons, which no machine can tell. */
static bool is_attendance(struct bytes value)
{
    const uint8_t *colon = memchr(value.data, ':', value.len);
    const size_t code = colon == NULL ? 0 : (size_t)(colon - value.data);
    return colon != NULL && text_is_code(bytes_of(value.data, code)) && value.len > code + 2 &&
           value.data[code + 1] == ' ';
}

static void check_fact(struct reading *r, const struct archive_fact *f)
{
    check_code(r, "organisation", f->organisation);
    if (!is_one_of(f->kind, kinds, sizeof kinds / sizeof kinds[0])) {
        fault(r, "there is no kind \"%s\"; docs/formats/facts.md has them", shown(r, f->kind));
    }
    check_dates(r, f->from, f->to, false);
    check_confidence(r, f->confidence);
    if (bytes_equal_text(f->kind, "attendance") && !is_attendance(f->value)) {
        fault(r, "attendance is CODE: office, not \"%s\"", shown(r, f->value));
    }
    if (bytes_equal_text(f->kind, "membership")) {
        check_code(r, "subject", f->subject);
    } else if (f->as_stated_by.len > 0) {
        fault(r, "only a membership is stated by somebody: of anything else no claim is kept here");
    }
}

static bool are_same_facts(const struct archive_fact *a, const struct archive_fact *b)
{
    return bytes_equal(a->organisation, b->organisation) && bytes_equal(a->kind, b->kind) &&
           bytes_equal(a->subject, b->subject) && bytes_equal(a->from, b->from);
}

/* A fact that is there twice; a claim that no other stands beside. */
static void check_facts(struct reading *r, const struct archive_fact *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool alone = list[i].as_stated_by.len > 0;
        r->line = list[i].line;
        for (size_t k = 0; k < count && bytes_equal(list[0].organisation, list[k].organisation); k++) {
            if (k == i || !are_same_facts(&list[i], &list[k])) {
                continue;
            }
            const bool same = bytes_equal(list[i].as_stated_by, list[k].as_stated_by);
            alone = alone && same;
            if (k < i && same && bytes_equal(list[i].value, list[k].value)) {
                fault(r, "it stands in line %d already", list[k].line);
            }
        }
        if (alone) {
            fault(r, "no other claim stands beside that of \"%s\"", shown(r, list[i].as_stated_by));
        }
    }
}

static int by_organisation(const void *a, const void *b)
{
    const struct archive_fact *x = a;
    const struct archive_fact *y = b;
    const int order = bytes_compare(x->organisation, y->organisation);
    return order != 0 ? order : x->line - y->line;
}

/* No more rows than a file has lines: what is taken for them stays for as long as the archive does. */
static size_t rows_at_most(struct bytes text)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.len; i++) {
        lines += text.data[i] == '\n';
    }
    return lines < ARCHIVE_ROWS_MAX ? lines : ARCHIVE_ROWS_MAX;
}

static bool has_room(struct reading *r, size_t count)
{
    if (count == ARCHIVE_ROWS_MAX) {
        fault(r, "there are more than %d rows", ARCHIVE_ROWS_MAX);
    }
    return count < ARCHIVE_ROWS_MAX;
}

static void read_facts(struct reading *r, struct bytes text, struct archive *out)
{
    static const struct column columns[] = {
        {"organisation", CODE_BYTES_MAX, true},
        {"kind", CODE_BYTES_MAX, true},
        {"subject", NAME_BYTES_MAX, true},
        {"from", 10, true},
        {"to", 10, false},
        {"value", ARCHIVE_VALUE_BYTES_MAX, false},
        {"as_stated_by", NAME_BYTES_MAX, false},
        {"source", ARCHIVE_VALUE_BYTES_MAX, true},
        {"confidence", CODE_BYTES_MAX, true},
    };
    enum { COLUMNS = sizeof columns / sizeof columns[0] };
    struct archive_fact *list = ARENA_ARRAY(r->arena, struct archive_fact, rows_at_most(text));
    size_t count = 0;
    if (!begin(r, text, columns, COLUMNS)) {
        return;
    }
    for (enum error e = OK; (e = next(r, columns, COLUMNS)) != ERROR_NOT_FOUND && has_room(r, count);) {
        const struct bytes *f = r->csv.fields;
        if (e == OK) {
            list[count] =
                (struct archive_fact){r->line, f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8]};
            check_fact(r, &list[count++]);
        }
    }
    if (count > 0) {
        qsort(list, count, sizeof list[0], by_organisation);
    }
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && bytes_equal(list[end].organisation, list[i].organisation)) {
            end++;
        }
        check_facts(r, list + i, end - i);
        i = end;
    }
    out->facts = list;
    out->fact_count = count;
}

static int by_member(const void *a, const void *b)
{
    const struct archive_member *x = a;
    const struct archive_member *y = b;
    int order = bytes_compare(x->organisation, y->organisation);
    order = order != 0 ? order : bytes_compare(x->code, y->code);
    order = order != 0 ? order : bytes_compare(x->from, y->from);
    return order != 0 ? order : x->line - y->line;
}

static bool are_of_one(const struct archive_member *a, const struct archive_member *b)
{
    return bytes_equal(a->organisation, b->organisation) && bytes_equal(a->code, b->code);
}

static void check_members(struct reading *r, const struct archive_member *list, size_t count)
{
    static const char *const precisions[] = {"day", "month", "year", "approx"};
    for (size_t i = 0; i < count; i++) {
        const struct archive_member *m = &list[i];
        r->line = m->line;
        check_code(r, "organisation", m->organisation);
        check_code(r, "code", m->code);
        check_dates(r, m->from, m->to, true);
        check_confidence(r, m->confidence);
        if (!is_one_of(m->precision, precisions, 4)) {
            fault(r, "precision is day, month, year or approx, not \"%s\"", shown(r, m->precision));
        }
        if (i > 0 && are_of_one(m, &list[i - 1]) &&
            (list[i - 1].to.len == 0 || bytes_compare(m->from, list[i - 1].to) <= 0)) {
            fault(r, "it begins before the membership of line %d ends", list[i - 1].line);
        }
    }
}

static void read_members(struct reading *r, struct bytes text, struct archive *out)
{
    static const struct column columns[] = {
        {"organisation", CODE_BYTES_MAX, true},
        {"code", CODE_BYTES_MAX, true},
        {"from", 10, true},
        {"to", 10, false},
        {"precision", CODE_BYTES_MAX, true},
        {"note", ARCHIVE_VALUE_BYTES_MAX, false},
        {"source", ARCHIVE_VALUE_BYTES_MAX, true},
        {"confidence", CODE_BYTES_MAX, true},
    };
    enum { COLUMNS = sizeof columns / sizeof columns[0] };
    struct archive_member *list = ARENA_ARRAY(r->arena, struct archive_member, rows_at_most(text));
    size_t count = 0;
    if (!begin(r, text, columns, COLUMNS)) {
        return;
    }
    for (enum error e = OK; (e = next(r, columns, COLUMNS)) != ERROR_NOT_FOUND && has_room(r, count);) {
        const struct bytes *f = r->csv.fields;
        if (e == OK) {
            list[count++] = (struct archive_member){r->line, f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7]};
        }
    }
    if (count > 0) {
        qsort(list, count, sizeof list[0], by_member);
    }
    check_members(r, list, count);
    out->members = list;
    out->member_count = count;
}

enum error archive_read(struct arena *a, struct bytes facts, struct bytes members,
                        struct archive_faults *faults, struct archive *out)
{
    struct archive read = {0};
    struct reading of_facts = {.arena = a, .file = "facts.csv", .faults = faults};
    struct reading of_members = {.arena = a, .file = "members.csv", .faults = faults};
    *faults = (struct archive_faults){.count = 0};
    if (facts.len > ARCHIVE_BYTES_MAX || members.len > ARCHIVE_BYTES_MAX) {
        fault(facts.len > ARCHIVE_BYTES_MAX ? &of_facts : &of_members, "it has more than %d bytes",
              ARCHIVE_BYTES_MAX);
        return ERROR_TOO_LARGE;
    }
    read_facts(&of_facts, facts, &read);
    read_members(&of_members, members, &read);
    if (faults->count > 0) {
        return ERROR_MALFORMED;
    }
    *out = read;
    return OK;
}

static enum error read_file(struct reading *r, const char *folder, struct bytes *out)
{
    FILE *f = fopen(arena_printf(r->arena, "%s/%s", folder, r->file), "re");
    if (f == NULL) {
        const int why = errno;
        fault(r, "%s", strerror(why));
        return why == ENOENT || why == ENOTDIR ? ERROR_NOT_FOUND : ERROR_IO;
    }
    uint8_t part[4096];
    struct buffer text;
    buffer_init(&text, ARCHIVE_BYTES_MAX + sizeof part);
    size_t n = sizeof part;
    while (n == sizeof part && text.len <= ARCHIVE_BYTES_MAX) {
        n = fread(part, 1, sizeof part, f);
        buffer_add(&text, part, n);
    }
    const bool failed = ferror(f) != 0;
    (void)fclose(f);
    if (failed) {
        fault(r, "it cannot be read");
    } else {
        *out = arena_copy(r->arena, buffer_view(&text));
    }
    buffer_done(&text);
    return failed ? ERROR_IO : OK;
}

enum error archive_load(struct arena *a, const char *folder, struct archive_faults *faults,
                        struct archive *out)
{
    struct bytes facts;
    struct bytes members;
    struct reading of_facts = {.arena = a, .file = "facts.csv", .faults = faults};
    struct reading of_members = {.arena = a, .file = "members.csv", .faults = faults};
    *faults = (struct archive_faults){.count = 0};
    enum error e = read_file(&of_facts, folder, &facts);
    e = e == OK ? read_file(&of_members, folder, &members) : e;
    return e == OK ? archive_read(a, facts, members, faults, out) : e;
}

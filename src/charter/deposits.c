#include "charter/deposits.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/csv.h"
#include "base/num.h"
#include "base/text.h"

static const struct {
    const char *letter;
    const char *word;
} kinds[TREATY_KIND_COUNT] = {
    [TREATY_RATIFICATION] = {"r", "ratification"}, [TREATY_ACCEPTANCE] = {"A", "acceptance"},
    [TREATY_APPROVAL] = {"AA", "approval"},        [TREATY_ACCESSION] = {"a", "accession"},
    [TREATY_SUCCESSION] = {"d", "succession"},     [TREATY_DEFINITIVE] = {"s", "signature"},
    [TREATY_CONFIRMATION] = {"c", "confirmation"},
};

const char *treaty_kind_word(enum treaty_kind kind)
{
    return kinds[kind].word;
}

const char *treaty_kind_letter(enum treaty_kind kind)
{
    return kinds[kind].letter;
}

bool treaty_kind_read(struct bytes text, enum treaty_kind *out)
{
    for (int k = 0; k < TREATY_KIND_COUNT; k++) {
        if (bytes_equal_text(text, kinds[k].letter) || bytes_equal_text(text, kinds[k].word)) {
            *out = (enum treaty_kind)k;
            return true;
        }
    }
    if (text.len == 2 && text.data[0] == 'd') {
        *out = TREATY_SUCCESSION;
        return true;
    }
    return false;
}

bool deposits_day(struct bytes text, int64_t *out)
{
    int64_t part[3] = {0};
    size_t at = 0;
    if (!charter_is_date(text)) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        at += text.data[i] == '-' ? 1 : 0;
        part[at] = text.data[i] == '-' ? 0 : 10 * part[at] + (text.data[i] - '0');
    }
    *out = civil_days((struct civil_date){part[0], part[1], part[2]});
    return true;
}

static void tell(struct deposits_diags *diags, const struct csv *c, int column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
static void tell(struct deposits_diags *diags, const struct csv *c, int column, const char *format, ...)
{
    char message[200];
    va_list list;
    if (diags->count == DEPOSITS_DIAGS_MAX) {
        return;
    }
    va_start(list, format);
    (void)vsnprintf(message, sizeof message, format, list);
    va_end(list);
    struct diag *d = &diags->items[diags->count++];
    diag_set(d, c->line, column + 1, "", "%s", message);
    if (column >= 0) {
        diag_found(d, c->fields[column]);
    }
}

enum { TREATY, PARTY, CODE, SIGNED, DEPOSITED, ACTION, WITHDRAWN, COLUMN_COUNT };
static const char *const columns[COLUMN_COUNT] = {"treaty",    "party",  "code",     "signed",
                                                  "deposited", "action", "withdrawn"};

struct reading {
    struct csv csv;
    int at[COLUMN_COUNT]; /* -1: not in this file */
    struct deposits_diags *diags;
};

static struct bytes field(const struct reading *r, int column)
{
    return r->at[column] < 0 ? (struct bytes){.len = 0} : r->csv.fields[r->at[column]];
}

static bool read_date(const struct reading *r, int column, int64_t *out)
{
    *out = TREATY_NO_DAY;
    if (field(r, column).len == 0 || deposits_day(field(r, column), out)) {
        return true;
    }
    tell(r->diags, &r->csv, r->at[column], "%s is no day: a date is YYYY-MM-DD, or nothing", columns[column]);
    return false;
}

static bool read_row(const struct reading *r, struct treaty_row *out)
{
    bool good = true;
    *out = (struct treaty_row){.code = field(r, CODE), .party = field(r, PARTY)};
    if (!text_is_code(out->code)) {
        tell(r->diags, &r->csv, r->at[CODE], "a party has a code: 1 to %d of A-Z 0-9 -", CODE_BYTES_MAX);
        good = false;
    }
    good = read_date(r, SIGNED, &out->signed_on) && good;
    good = read_date(r, DEPOSITED, &out->deposited) && good;
    good = read_date(r, WITHDRAWN, &out->withdrawn) && good;
    const struct bytes action = field(r, ACTION);
    if ((action.len > 0 || out->deposited != TREATY_NO_DAY) && !treaty_kind_read(action, &out->kind)) {
        tell(r->diags, &r->csv, r->at[ACTION],
             "an instrument is one of r A AA a d s c: ratification, acceptance, approval, accession, "
             "succession, definitive signature, formal confirmation");
        good = false;
    }
    if (good && out->deposited != TREATY_NO_DAY && out->signed_on != TREATY_NO_DAY &&
        out->signed_on > out->deposited) {
        tell(r->diags, &r->csv, r->at[SIGNED], "it was signed after the instrument had been deposited");
        good = false;
    }
    if (good && out->withdrawn != TREATY_NO_DAY &&
        (out->deposited == TREATY_NO_DAY || out->withdrawn < out->deposited)) {
        tell(r->diags, &r->csv, r->at[WITHDRAWN], "an instrument is withdrawn after it was deposited");
        good = false;
    }
    return good;
}

static enum error begin(struct reading *r, struct arena *a, struct bytes text, struct deposits_diags *diags)
{
    struct diag diag = {.line = 0};
    diags->count = 0;
    r->diags = diags;
    const enum error e = csv_begin(&r->csv, a, text, &diag);
    if (e != OK) {
        diags->items[diags->count++] = diag;
        return e;
    }
    for (int i = 0; i < COLUMN_COUNT; i++) {
        r->at[i] = csv_column(&r->csv, columns[i]);
    }
    for (int i = 0; i < COLUMN_COUNT; i++) {
        if (r->at[i] < 0 && (i == CODE || i == DEPOSITED || i == ACTION)) {
            tell(diags, &r->csv, -1, "there is no column %s in the header", columns[i]);
        }
    }
    return diags->count > 0 ? ERROR_MALFORMED : OK;
}

/* Room for rows is doubled as they come. */
static struct treaty_row *grow(struct arena *a, struct treaty_row *rows, size_t count, size_t *room)
{
    if (count + 1 < *room) {
        return rows;
    }
    *room = *room == 0 ? 64 : 2 * *room;
    struct treaty_row *more = ARENA_ARRAY(a, struct treaty_row, *room);
    if (count > 0) {
        memcpy(more, rows, count * sizeof *rows);
    }
    return more;
}

enum error deposits_read(struct arena *a, struct bytes text, struct bytes id, struct deposits *out,
                         struct deposits_diags *diags)
{
    struct reading r;
    struct deposits d = {.id = id};
    size_t room = 0;
    bool several = false;
    bool any = false;
    if (text.len > DEPOSITS_BYTES_MAX) {
        diags->count = 1;
        diag_set(&diags->items[0], 1, 1, "", "a file of deposits has at most %d bytes", DEPOSITS_BYTES_MAX);
        return ERROR_TOO_LARGE;
    }
    enum error e = begin(&r, a, text, diags);
    if (e != OK) {
        return e;
    }
    for (;;) {
        struct diag diag = {.line = 0};
        struct treaty_row row;
        e = csv_next(&r.csv, &diag);
        if (e == ERROR_NOT_FOUND) {
            break;
        }
        if (e != OK) {
            if (diags->count < DEPOSITS_DIAGS_MAX) {
                diags->items[diags->count++] = diag;
            }
            continue;
        }
        const struct bytes treaty = field(&r, TREATY);
        const bool good = read_row(&r, &row);
        const bool first = !any;
        any = true;
        if (id.len == 0 && first) {
            d.id = treaty;
        }
        if (r.at[TREATY] >= 0 && !bytes_equal(treaty, d.id)) {
            several = several || id.len == 0;
            continue;
        }
        if (good && d.row_count == DEPOSITS_ROWS_MAX) {
            tell(diags, &r.csv, -1, "a treaty has at most %d rows", DEPOSITS_ROWS_MAX);
            return ERROR_TOO_LARGE;
        }
        if (good) {
            d.rows = grow(a, d.rows, d.row_count, &room);
            d.rows[d.row_count++] = row;
        }
    }
    if (diags->count > 0) {
        return ERROR_MALFORMED;
    }
    if (several || (any && d.row_count == 0)) {
        return ERROR_NOT_FOUND;
    }
    *out = d;
    return OK;
}

bool deposits_suppose(struct arena *a, struct deposits *d, struct bytes code, int64_t day)
{
    struct treaty_row *rows = ARENA_ARRAY(a, struct treaty_row, d->row_count + 1);
    size_t count = 0;
    struct treaty_row row = {.code = code,
                             .kind = TREATY_RATIFICATION,
                             .signed_on = TREATY_NO_DAY,
                             .deposited = day,
                             .withdrawn = TREATY_NO_DAY};
    for (size_t i = 0; i < d->row_count; i++) {
        if (!bytes_equal(d->rows[i].code, code)) {
            rows[count++] = d->rows[i];
        } else {
            row.party = d->rows[i].party;
            row.signed_on = d->rows[i].signed_on != TREATY_NO_DAY && d->rows[i].signed_on <= day
                                ? d->rows[i].signed_on
                                : row.signed_on;
        }
    }
    if (count == DEPOSITS_ROWS_MAX) {
        return false;
    }
    rows[count++] = row;
    d->rows = rows;
    d->row_count = count;
    return true;
}

/* 12 or 12.5, in thousandths. */
static bool read_value(struct bytes text, int64_t *out)
{
    const uint8_t *point = text.len == 0 ? NULL : memchr(text.data, '.', text.len);
    const size_t whole = point == NULL ? text.len : (size_t)(point - text.data);
    int64_t value = 0;
    if (!num_parse(bytes_of(text.data, whole), TREATY_VALUE_MAX / TREATY_VALUE_SCALE, &value)) {
        return false;
    }
    const size_t decimals = point == NULL ? 0 : text.len - whole - 1;
    if (point != NULL && (decimals < 1 || decimals > 3)) {
        return false;
    }
    for (size_t i = 0; i < 3; i++) {
        const uint8_t digit = i < decimals ? text.data[whole + 1 + i] : '0';
        if (digit < '0' || digit > '9') {
            return false;
        }
        value = 10 * value + (digit - '0');
    }
    *out = value;
    return true;
}

static int by_code(const void *x, const void *y)
{
    const struct treaty_value *a = x;
    const struct treaty_value *b = y;
    const int order = bytes_compare(a->code, b->code);
    return order != 0 ? order : (a->from > b->from) - (a->from < b->from);
}

/* The column of values: `value`, or the first behind the code in which the first row has a number. */
static int value_column(const struct csv *c, int code, int from)
{
    int64_t value;
    const int named = csv_column(c, "value");
    for (int i = code + 1; named < 0 && i < (int)c->count; i++) {
        if (i != from && read_value(c->fields[i], &value)) {
            return i;
        }
    }
    return named;
}

static void read_value_row(const struct csv *c, int code, int from, int value, struct treaty_value *out,
                           struct deposits_diags *diags)
{
    out->code = c->fields[code];
    out->from = TREATY_NO_DAY;
    if (!text_is_code(out->code) && !bytes_equal_text(out->code, "*")) {
        tell(diags, c, code, "a party has a code: 1 to %d of A-Z 0-9 -; * is all of them", CODE_BYTES_MAX);
    }
    if (from >= 0 && c->fields[from].len > 0 && !deposits_day(c->fields[from], &out->from)) {
        tell(diags, c, from, "from is no day: a date is YYYY-MM-DD, or nothing");
    }
    if (!read_value(c->fields[value], &out->value)) {
        tell(diags, c, value,
             "expected a number of at most 10^15, with at most three digits behind the point");
    }
}

enum error deposits_read_table(struct arena *a, struct bytes text, struct treaty_table *out,
                               struct deposits_diags *diags)
{
    struct csv c;
    struct diag diag = {.line = 0};
    struct treaty_value *values = ARENA_ARRAY(a, struct treaty_value, TABLE_ROWS_MAX);
    size_t count = 0;
    diags->count = 0;
    enum error e = text.len > TABLE_BYTES_MAX ? ERROR_TOO_LARGE : csv_begin(&c, a, text, &diag);
    if (e != OK) {
        if (text.len > TABLE_BYTES_MAX) {
            diag_set(&diag, 1, 1, "", "a table has at most %d bytes", TABLE_BYTES_MAX);
        }
        diags->items[diags->count++] = diag;
        return e;
    }
    const int code = csv_column(&c, "code");
    const int from = csv_column(&c, "from");
    int value = -1;
    if (code < 0) {
        tell(diags, &c, -1, "there is no column code in the header");
        return ERROR_MALFORMED;
    }
    while ((e = csv_next(&c, &diag)) != ERROR_NOT_FOUND && diags->count < DEPOSITS_DIAGS_MAX) {
        if (e != OK) {
            diags->items[diags->count++] = diag;
            continue;
        }
        value = value < 0 ? value_column(&c, code, from) : value;
        if (value < 0) {
            tell(diags, &c, -1, "there is no column value in the header, and no number behind the code");
            return ERROR_MALFORMED;
        }
        if (count == TABLE_ROWS_MAX) {
            tell(diags, &c, -1, "a table has at most %d rows", TABLE_ROWS_MAX);
            return ERROR_TOO_LARGE;
        }
        read_value_row(&c, code, from, value, &values[count++], diags);
    }
    qsort(values, count, sizeof *values, by_code);
    for (size_t i = 1; i < count && diags->count < DEPOSITS_DIAGS_MAX; i++) {
        if (by_code(&values[i - 1], &values[i]) == 0) {
            struct diag *d = &diags->items[diags->count++];
            diag_set(d, 0, 0, "", "a party stands twice in the table, from the same day on");
            diag_found(d, values[i].code);
        }
    }
    if (diags->count > 0) {
        return ERROR_MALFORMED;
    }
    *out = (struct treaty_table){.count = count, .values = values, .hash = hash_of(text)};
    return OK;
}

#include "charter/lexer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "charter/stray.h"

void charter_diag_add(struct charter_diags *diags, struct bytes source, const struct token *at,
                      const char *format, ...)
{
    if (diags->count >= CHARTER_DIAGS_MAX) {
        return;
    }
    char message[sizeof diags->items[0].diag.message];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(message, sizeof message, format, list);
    va_end(list);
    const bool ended = at->kind == TOKEN_END && at->text.len == 0;
    diags->items[diags->count].source = source;
    struct diag *d = &diags->items[diags->count].diag;
    diag_set(d, at->line, at->column, "the end", "%s", message);
    if (!ended) {
        diag_found(d, at->text);
    }
    diags->count++;
}

static uint8_t small(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

/* Whether a longer word has been written that begins as this one does: monday, suspension. */
static bool word_begins(struct bytes text, const char *word)
{
    const size_t end = strlen(word);
    size_t len = 0;
    while (len < text.len && len < end && small(text.data[len]) == (uint8_t)word[len]) {
        len++;
    }
    return len >= 3 && len + 1 >= end;
}

/* At most how many changes of a letter lead from one to the other; more than `max` gives max + 1. */
static int word_distance(struct bytes a, struct bytes b, int max)
{
    enum { LEN_MAX = 40 };
    if (a.len > LEN_MAX || b.len > LEN_MAX) {
        return max + 1;
    }
    int row[LEN_MAX + 1]; /* capitals are as good: a sentence may have begun */
    for (size_t j = 0; j <= b.len; j++) {
        row[j] = (int)j;
    }
    for (size_t i = 1; i <= a.len; i++) {
        int corner = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= b.len; j++) {
            const int change = corner + (small(a.data[i - 1]) != small(b.data[j - 1]));
            const int less = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            corner = row[j];
            row[j] = change < less ? change : less;
        }
    }
    return row[b.len] > max ? max + 1 : row[b.len];
}

const char *charter_word_nearest(struct bytes text, const char *const *words)
{
    const char *best = NULL;
    int least = 3;
    for (size_t i = 0; words[i] != NULL; i++) {
        const int distance = word_distance(text, bytes_of_text(words[i]), 2);
        if (distance < least && (size_t)distance < strlen(words[i])) {
            least = distance;
            best = words[i];
        }
    }
    for (size_t i = 0; words[i] != NULL && best == NULL; i++) {
        best = word_begins(text, words[i]) ? words[i] : NULL;
    }
    return best;
}

void charter_diag_meant(struct charter_diags *diags, struct bytes source, const struct token *at,
                        const char *const *words, const char *format, ...)
{
    char message[sizeof diags->items[0].diag.message];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(message, sizeof message, format, list);
    va_end(list);
    const char *nearest = at->kind == TOKEN_END ? NULL : charter_word_nearest(at->text, words);
    if (nearest == NULL) {
        charter_diag_add(diags, source, at, "%s", message);
    } else {
        charter_diag_add(diags, source, at, "%s: is \"%s\" meant?", message, nearest);
    }
}

void lexer_init(struct lexer *l, struct arena *a, const struct charter_source *source,
                struct charter_diags *diags)
{
    *l = (struct lexer){.arena = a, .source = source->name, .text = source->text, .line = 1, .diags = diags};
}

static uint8_t peek(const struct lexer *l, size_t ahead)
{
    return l->at + ahead < l->text.len ? l->text.data[l->at + ahead] : 0;
}

static bool is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* Spaces, line ends, and remarks from # to the end of the line. */
static void skip_blank(struct lexer *l)
{
    while (l->at < l->text.len) {
        const uint8_t c = l->text.data[l->at];
        if (c == '\n') {
            l->line++;
            l->line_start = l->at + 1;
        } else if (c == '#') {
            while (l->at < l->text.len && l->text.data[l->at] != '\n') {
                l->at++;
            }
            continue;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            return;
        }
        l->at++;
    }
}

static void take(struct lexer *l, struct token *t, size_t len)
{
    t->text = bytes_of(l->text.data + l->at, len);
    l->at += len;
}

static size_t word_length(const struct lexer *l)
{
    size_t len = 0;
    for (;; len++) {
        const uint8_t c = peek(l, len);
        const bool joins =
            (c == '-' || c == '.') && (is_letter(peek(l, len + 1)) || is_digit(peek(l, len + 1)));
        if (!is_letter(c) && !is_digit(c) && c != '_' && !joins) {
            return len;
        }
    }
}

static bool day_exists(struct bytes s)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int year =
        (s.data[0] - '0') * 1000 + (s.data[1] - '0') * 100 + (s.data[2] - '0') * 10 + (s.data[3] - '0');
    const int month = (s.data[5] - '0') * 10 + (s.data[6] - '0');
    const int day = (s.data[8] - '0') * 10 + (s.data[9] - '0');
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (year == 0 || month < 1 || month > 12) {
        return false;
    }
    return day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

bool charter_is_date(struct bytes s)
{
    if (s.len != 10) {
        return false;
    }
    for (size_t i = 0; i < 10; i++) {
        if (i == 4 || i == 7 ? s.data[i] != '-' : !is_digit(s.data[i])) {
            return false;
        }
    }
    return day_exists(s);
}

/* Four digits and a hyphen are a date; `1966-n(Y)` is written with a space. */
static bool looks_like_date(const struct lexer *l)
{
    return is_digit(peek(l, 1)) && is_digit(peek(l, 2)) && is_digit(peek(l, 3)) && peek(l, 4) == '-' &&
           is_digit(peek(l, 5));
}

static void read_date(struct lexer *l, struct token *t)
{
    size_t len = 0;
    while (is_digit(peek(l, len)) || peek(l, len) == '-') {
        len++;
    }
    t->kind = TOKEN_DATE;
    take(l, t, len);
    if (!charter_is_date(t->text)) {
        charter_diag_add(l->diags, l->source, t,
                         "this is not a day: a date is YYYY-MM-DD, such as 1966-01-01");
        t->text = BYTES("2000-01-01");
    }
}

static bool unit_ms(struct bytes unit, int64_t *ms)
{
    static const struct {
        const char *name;
        int64_t ms;
    } units[] = {{"s", 1000}, {"min", 60000}, {"h", 3600000}, {"d", 86400000}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (bytes_equal_text(unit, units[i].name)) {
            *ms = units[i].ms;
            return true;
        }
    }
    return false;
}

static size_t digits_from(const struct lexer *l, size_t at)
{
    size_t len = 0;
    while (is_digit(peek(l, at + len))) {
        len++;
    }
    return len;
}

/* 01.02.2003, 2003/02/01, 0.5, 2/3, 50%: told as what they are, and passed over as one. */
static bool read_no_number(struct lexer *l, struct token *t)
{
    size_t len = digits_from(l, 0);
    size_t parts = 1;
    while ((peek(l, len) == '.' || peek(l, len) == '/') && is_digit(peek(l, len + 1))) {
        len += 1 + digits_from(l, len + 1);
        parts++;
    }
    const bool percent = peek(l, len) == '%';
    if (parts == 1 && !percent) {
        return false;
    }
    take(l, t, len + percent);
    if (parts == 3) {
        charter_diag_add(l->diags, l->source, t, "a date is YYYY-MM-DD, such as 1966-01-01");
        t->kind = TOKEN_DATE;
        t->text = BYTES("2000-01-01");
    } else {
        charter_diag_add(l->diags, l->source, t,
                         "numbers are whole, and a share is compared crosswise: 3*n(Y) >= 2*n(V) asks "
                         "for two thirds");
        t->kind = TOKEN_NUMBER;
        t->value = 1;
    }
    return true;
}

/* The unit that is meant by another word for it. */
static const char *unit_meant(uint8_t first)
{
    switch (small(first)) {
    case 's':
        return "s";
    case 'm':
        return "min";
    case 'h':
        return "h";
    case 'd':
        return "d";
    case 'w':
        return "7d";
    default:
        return NULL;
    }
}

static void tell_unit(struct lexer *l, const struct token *t, uint8_t first)
{
    static const char *const expected = "expected a duration in s, min, h or d, such as 10s 5min 24h 3d";
    const char *meant = unit_meant(first);
    if (meant == NULL) {
        charter_diag_add(l->diags, l->source, t, "%s", expected);
    } else {
        charter_diag_add(l->diags, l->source, t, "%s: is \"%s\" meant?", expected, meant);
    }
}

/* 2/3, 55%, 33.33%: both parts are at most SHARE_MAX. */
static bool read_share(struct lexer *l, struct token *t)
{
    enum { SHARE_MAX = 1000000, DECIMALS_MAX = 3 };
    const size_t first = digits_from(l, 0);
    const uint8_t sign = peek(l, first);
    const size_t second = sign == '/' || sign == '.' ? digits_from(l, first + 1) : 0;
    const size_t len = first + (second > 0 ? 1 + second : 0);
    const bool percent = sign != '/' && peek(l, len) == '%';
    const uint8_t behind = peek(l, len + percent);
    if ((second == 0 && !percent) || (sign == '.' && !percent) || behind == '/' || behind == '.') {
        return false;
    }
    struct bytes part = bytes_of(l->text.data + l->at + first + 1, second);
    int64_t scale = percent ? 100 : 1;
    int64_t decimals = 0;
    take(l, t, len + percent);
    t->kind = TOKEN_SHARE;
    bool good = num_parse(bytes_of(t->text.data, first), SHARE_MAX, &t->value);
    if (sign == '/') {
        good = num_parse(part, SHARE_MAX, &t->whole) && good;
    } else {
        good = second <= DECIMALS_MAX && good;
        for (size_t i = 0; i < second && good; i++) {
            decimals = 10 * decimals + (part.data[i] - '0');
            t->value *= 10;
            scale *= 10;
        }
        t->value += decimals;
        t->whole = scale;
    }
    if (!good || t->value < 1 || t->value > t->whole) {
        charter_diag_add(l->diags, l->source, t,
                         "a share is more than nothing and at most the whole, such as 2/3, 55%% or 33.3%%");
        t->value = 1;
        t->whole = 1;
    }
    return true;
}

static bool is_ordinal(struct bytes unit)
{
    return bytes_equal_text(unit, "st") || bytes_equal_text(unit, "nd") || bytes_equal_text(unit, "rd") ||
           bytes_equal_text(unit, "th");
}

static void read_number(struct lexer *l, struct token *t)
{
    if ((l->shares && read_share(l, t)) || read_no_number(l, t)) {
        return;
    }
    const size_t digits = digits_from(l, 0);
    size_t len = digits;
    while (is_letter(peek(l, len)) || is_digit(peek(l, len))) {
        len++;
    }
    struct bytes unit = bytes_of(l->text.data + l->at + digits, len - digits);
    unit.len = l->shares && is_ordinal(unit) ? 0 : unit.len;
    t->kind = unit.len == 0 ? TOKEN_NUMBER : TOKEN_DURATION;
    take(l, t, len);
    int64_t ms = 1;
    if (!num_parse(bytes_of(t->text.data, digits), CHARTER_NUMBER_MAX, &t->value)) {
        charter_diag_add(l->diags, l->source, t,
                         "a number is written without leading zeros and is at most %lld", CHARTER_NUMBER_MAX);
        t->value = 1;
    } else if (unit.len > 0 && !unit_ms(unit, &ms)) {
        tell_unit(l, t, unit.data[0]);
        t->value = 1;
        ms = 86400000; /* fits wherever a duration does, so that the mistake is told once */
    }
    t->value *= ms; /* at most 10^9 days in milliseconds: far below 2^63 */
}

/* Strings stand in one line; \" and \\ are the only escapes. */
static void read_string(struct lexer *l, struct token *t)
{
    size_t end = 1;
    size_t escapes = 0;
    bool bad_escape = false;
    while (peek(l, end) != '"' && peek(l, end) != '\n' && l->at + end < l->text.len) {
        if (peek(l, end) == '\\') {
            bad_escape |= peek(l, end + 1) != '"' && peek(l, end + 1) != '\\';
            escapes++;
            end += peek(l, end + 1) == '\n' || l->at + end + 1 >= l->text.len ? 0 : 1;
        }
        end++;
    }
    t->kind = TOKEN_STRING;
    const bool closed = peek(l, end) == '"';
    const struct bytes raw = bytes_of(l->text.data + l->at + 1, end - 1);
    t->text = raw;
    l->at += end + (closed ? 1 : 0);
    if (!closed) {
        charter_diag_add(l->diags, l->source, t, "this string is not closed: expected \" in the same line");
    } else if (bad_escape) {
        charter_diag_add(l->diags, l->source, t, "in a string only \\\" and \\\\ follow a backslash");
    } else if (raw.len > CHARTER_STRING_BYTES_MAX) {
        charter_diag_add(l->diags, l->source, t, "this string has more than %d bytes",
                         CHARTER_STRING_BYTES_MAX);
    } else if (escapes > 0) {
        uint8_t *out = arena_take(l->arena, raw.len, 1);
        size_t len = 0;
        for (size_t i = 0; i < raw.len; i++) {
            i += raw.data[i] == '\\' ? 1 : 0;
            out[len++] = raw.data[i];
        }
        t->text = bytes_of(out, len);
    }
}

static size_t sign_length(const struct lexer *l)
{
    const uint8_t c = peek(l, 0);
    if ((c == '>' || c == '<' || c == '!') && peek(l, 1) == '=') {
        return 2;
    }
    return c != 0 && strchr(";,{}()|&!*+-><=", c) != NULL ? 1 : 0;
}

/* A word with letters of another alphabet among its own. */
static bool read_stray_word(struct lexer *l, struct token *t)
{
    const struct bytes rest = bytes_of(l->text.data + l->at, l->text.len - l->at);
    size_t len = 0;
    const size_t taken = stray_word(rest, NULL, &len);
    if (taken == 0) {
        return false;
    }
    uint8_t *meant = arena_take(l->arena, len, 1);
    (void)stray_word(rest, meant, &len);
    t->kind = TOKEN_WORD;
    take(l, t, taken);
    charter_diag_add(l->diags, l->source, t,
                     "this word has letters of another alphabet, which only look like it: is \"%.*s\" meant?",
                     len > 64 ? 64 : (int)len, (const char *)meant);
    t->text = bytes_of(meant, len);
    return true;
}

/* A string between other quotation marks than the straight ones. */
static bool read_stray_string(struct lexer *l, struct token *t, size_t begin)
{
    size_t end = begin;
    struct stray close = {0};
    while (l->at + end < l->text.len && peek(l, end) != '\n' && close.kind != STRAY_QUOTE) {
        close = stray_at(bytes_of(l->text.data + l->at + end, l->text.len - l->at - end));
        end += close.kind == STRAY_QUOTE ? 0 : 1;
    }
    const struct bytes content = bytes_of(l->text.data + l->at + begin, end - begin);
    const bool closed = close.kind == STRAY_QUOTE;
    take(l, t, closed ? end + close.len : begin);
    charter_diag_add(l->diags, l->source, t,
                     "this quotation mark is not the straight one: a string stands between two of \"");
    t->kind = TOKEN_STRING;
    t->text = content;
    return closed;
}

static void read_no_remark(struct lexer *l, struct token *t)
{
    size_t len = 0;
    while (l->at + len < l->text.len && peek(l, len) != '\n') {
        len++;
    }
    take(l, t, len);
    charter_diag_add(l->diags, l->source, t, "a remark goes from # to the end of its line");
}

/* One report for a run of characters that belong to nothing. */
static void read_nothing(struct lexer *l, struct token *t)
{
    size_t len = 1;
    while (peek(l, len) >= 0x80) {
        len++;
    }
    take(l, t, len);
    charter_diag_add(l->diags, l->source, t,
                     "this character has no meaning in a charter outside of \"...\"");
}

/* True: what is meant serves as a token. */
static bool read_stray(struct lexer *l, struct token *t, const struct stray *s)
{
    switch (s->kind) {
    case STRAY_QUOTE:
        return read_stray_string(l, t, s->len);
    case STRAY_BLANK:
        take(l, t, s->len);
        charter_diag_add(l->diags, l->source, t,
                         l->at == s->len
                             ? "the text begins with a character that is not seen, as editors add: save it "
                               "as UTF-8 without a byte order mark"
                             : "this space is not a plain one, or not seen: expected a plain space");
        return false;
    case STRAY_SIGN:
        t->kind = TOKEN_SIGN;
        take(l, t, s->len);
        charter_diag_add(l->diags, l->source, t, "this is no sign of a charter: is \"%s\" meant?", s->meant);
        t->text = bytes_of_text(s->meant);
        return true;
    case STRAY_REMARK:
        read_no_remark(l, t);
        return false;
    case STRAY_LETTER:
    case STRAY_NONE:
        break;
    }
    read_nothing(l, t);
    return false;
}

static bool read_token(struct lexer *l, struct token *t)
{
    const uint8_t c = peek(l, 0);
    const struct stray s = is_letter(c) || is_digit(c) || c == '"'
                               ? (struct stray){STRAY_NONE, 0, ""}
                               : stray_at(bytes_of(l->text.data + l->at, l->text.len - l->at));
    const size_t word = is_letter(c) ? word_length(l) : 0;
    if ((word > 0 || s.kind == STRAY_LETTER) && peek(l, word) >= 0x80 && read_stray_word(l, t)) {
        return true;
    }
    if (word > 0) {
        t->kind = TOKEN_WORD;
        take(l, t, word);
    } else if (is_digit(c) && looks_like_date(l)) {
        read_date(l, t);
    } else if (is_digit(c)) {
        read_number(l, t);
    } else if (c == '"') {
        read_string(l, t);
    } else if (s.kind == STRAY_NONE && sign_length(l) > 0) {
        t->kind = TOKEN_SIGN;
        take(l, t, sign_length(l));
    } else {
        return read_stray(l, t, &s);
    }
    return true;
}

struct token lexer_next(struct lexer *l)
{
    for (;;) {
        skip_blank(l);
        struct token t = {.at = l->at, .line = l->line, .column = (int)(l->at - l->line_start) + 1};
        if (l->at >= l->text.len || read_token(l, &t)) {
            return t;
        }
    }
}

#include "base/civil.h"
#include "charter/treaty_inner.h"

/* Days, and times after them, as a clause writes them. */

enum { TERM_DAYS_MAX = 36600, TERM_MONTHS_MAX = 1200 };

static int64_t day_of(struct bytes date)
{
    int64_t part[3] = {0};
    size_t at = 0;
    for (size_t i = 0; i < date.len; i++) {
        if (date.data[i] == '-') {
            at++;
        } else {
            part[at] = 10 * part[at] + (date.data[i] - '0');
        }
    }
    return civil_days((struct civil_date){part[0], part[1], part[2]});
}

bool treaty_read_day(struct treaty_draft *d, int64_t *out)
{
    struct bytes date;
    if (!parser_read_date(&d->p, &date)) {
        return false;
    }
    *out = day_of(date);
    return true;
}

static void skip_word(struct treaty_draft *d, const char *word)
{
    (void)parser_take_word(&d->p, word);
}

/* A number and its unit: days (weeks) or months (years). */
bool treaty_read_length(struct treaty_draft *d, bool *months, int64_t *out)
{
    static const struct {
        const char *one;
        const char *many;
        int64_t of;
        bool months;
    } units[] = {{"day", "days", 1, false},
                 {"week", "weeks", 7, false},
                 {"month", "months", 1, true},
                 {"year", "years", 12, true}};
    static const char *const words[] = {"days", "weeks", "months", "years", "clear", NULL};
    struct parser *p = &d->p;
    const struct token at = p->now;
    if (!parser_read_number(p, "how long it takes", TERM_DAYS_MAX, out)) {
        return false;
    }
    const bool clear = parser_take_word(p, "clear");
    for (size_t i = 0; i < 4; i++) {
        if (parser_take_word(p, units[i].one) || parser_take_word(p, units[i].many)) {
            if (clear && i != 0) {
                return parser_fail_at(p, &at, "only days are counted clear");
            }
            *months = units[i].months;
            *out = *out * units[i].of + (clear ? 1 : 0);
            return *out <= (*months ? TERM_MONTHS_MAX : TERM_DAYS_MAX) ||
                   parser_fail_at(p, &at, "this is more than a hundred years");
        }
    }
    return parser_fail_words(p, "a unit", words);
}

/* first of month after [LENGTH] | first of 6th month after */
static bool read_first(struct treaty_draft *d, struct treaty_term *out)
{
    struct parser *p = &d->p;
    skip_word(d, "day");
    if (!parser_expect_word(p, "of", "first")) {
        return false;
    }
    skip_word(d, "the");
    out->form = TREATY_MONTH_FIRST;
    out->n = 1;
    if (p->now.kind == TOKEN_NUMBER) {
        if (!parser_read_number(p, "which month it is", TERM_MONTHS_MAX, &out->n) ||
            !(parser_take_word(p, "months") || parser_expect_word(p, "month", "the number"))) {
            return false;
        }
        skip_word(d, "after");
        return true;
    }
    if (!parser_expect_word(p, "month", "first of")) {
        return false;
    }
    skip_word(d, "after");
    if (p->now.kind != TOKEN_NUMBER) {
        return true;
    }
    bool months = false;
    if (!treaty_read_length(d, &months, &out->n)) {
        return false;
    }
    out->form = months ? TREATY_CMW : TREATY_ROME;
    return true;
}

/* The names of the forms that lists of treaties use. */
static bool read_short(struct treaty_draft *d, struct treaty_term *out, bool *taken)
{
    static const struct {
        const char *word;
        enum treaty_form form;
        int64_t max;
    } forms[] = {{"days", TREATY_DAYS, TERM_DAYS_MAX},
                 {"months", TREATY_MONTHS, TERM_MONTHS_MAX},
                 {"month_first", TREATY_MONTH_FIRST, TERM_MONTHS_MAX},
                 {"rome", TREATY_ROME, TERM_DAYS_MAX},
                 {"cmw", TREATY_CMW, TERM_MONTHS_MAX}};
    struct parser *p = &d->p;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (parser_take_word(p, forms[i].word)) {
            *taken = true;
            out->form = forms[i].form;
            if (out->form == TREATY_DAYS && p->now.kind == TOKEN_NUMBER && p->now.value == 0) {
                parser_next(p);
                return true;
            }
            return parser_read_number(p, "how many of them", forms[i].max, &out->n);
        }
    }
    return true;
}

static bool read_form(struct treaty_draft *d, struct treaty_term *out)
{
    static const char *const words[] = {"at",          "first", "on",  "days", "months",
                                        "month_first", "rome",  "cmw", NULL};
    struct parser *p = &d->p;
    bool taken = false;
    if (parser_take_word(p, "at")) {
        out->form = TREATY_DAYS;
        return parser_expect_word(p, "once", "at");
    }
    if (parser_take_word(p, "first")) {
        return read_first(d, out);
    }
    if (!read_short(d, out, &taken) || taken) {
        return taken;
    }
    if (p->now.kind != TOKEN_NUMBER) {
        return parser_fail_words(p, "a number of days or months after, or", words);
    }
    bool months = false;
    if (!treaty_read_length(d, &months, &out->n)) {
        return false;
    }
    out->form = months ? TREATY_MONTHS : TREATY_DAYS;
    skip_word(d, "after");
    return true;
}

bool treaty_read_term(struct treaty_draft *d, struct treaty_term *out)
{
    *out = (struct treaty_term){.fixed = TREATY_NO_DAY};
    if (!parser_take_word(&d->p, "on")) {
        return read_form(d, out);
    }
    if (!treaty_read_day(d, &out->fixed)) {
        return false;
    }
    out->bare = !parser_take_word(&d->p, "else");
    return out->bare || read_form(d, out);
}

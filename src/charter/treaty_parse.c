#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/text.h"
#include "charter/treaty_inner.h"

/* A clause is a list of statements, each ended by a semicolon, in any order. */

static bool read_title(struct treaty_draft *d)
{
    return parser_read_string(&d->p, "the treaty's name", &d->t.title);
}

static bool read_identity(struct treaty_draft *d)
{
    return parser_read_string(&d->p, "the treaty's id", &d->t.id);
}

static bool read_article(struct treaty_draft *d)
{
    return parser_read_string(&d->p, "the article", &d->t.article);
}

static bool read_source(struct treaty_draft *d)
{
    return parser_read_string(&d->p, "the source", &d->t.source);
}

static bool read_unverified(struct treaty_draft *d)
{
    return parser_read_string(&d->p, "what is unverified", &d->t.mark.unverified);
}

static bool read_opened(struct treaty_draft *d)
{
    return treaty_read_day(d, &d->t.opened);
}

static bool read_when(struct treaty_draft *d)
{
    return treaty_read_condition(d, &d->t.when);
}

static bool read_enters(struct treaty_draft *d)
{
    return treaty_read_term(d, &d->t.enters);
}

static bool read_late(struct treaty_draft *d)
{
    return treaty_read_term(d, &d->t.late);
}

/* For each party from its own instrument on, whatever the others do. */
static bool read_each(struct treaty_draft *d)
{
    struct treaty_test *one = ARENA_NEW(d->p.arena, struct treaty_test);
    *one = (struct treaty_test){.kind = TREATY_COUNT, .value = 1, .text = BYTES("1 instrument")};
    d->t.when = one;
    d->t.test_count = 1;
    return treaty_read_term(d, &d->t.enters);
}

static bool read_kind(struct treaty_draft *d, unsigned *kinds, bool *organisations)
{
    static const char *const words[] = {"ratifications", "acceptances",   "approvals",
                                        "accessions",    "successions",   "signatures",
                                        "confirmations", "organisations", NULL};
    struct parser *p = &d->p;
    if (parser_take_word(p, "organisations") || parser_take_word(p, "organisation")) {
        *organisations = true;
        return true;
    }
    for (int k = 0; k < TREATY_KIND_COUNT; k++) {
        const struct bytes word = bytes_of_text(k == TREATY_DEFINITIVE ? "signatures" : words[k]);
        const struct bytes one = bytes_of(word.data, word.len - 1);
        if (p->now.kind == TOKEN_WORD && (bytes_equal(p->now.text, word) || bytes_equal(p->now.text, one))) {
            parser_next(p);
            *kinds |= 1u << k;
            return true;
        }
    }
    return parser_fail_words(p, "kinds of instruments", words);
}

static bool read_kinds(struct treaty_draft *d, unsigned *kinds, bool *organisations)
{
    do {
        if (!read_kind(d, kinds, organisations)) {
            return false;
        }
    } while (parser_take_sign(&d->p, ",") || parser_take_word(&d->p, "and"));
    return true;
}

static bool read_counting(struct treaty_draft *d)
{
    static const char *const words[] = {"only", "also", NULL};
    unsigned kinds = 0;
    bool organisations = false;
    const bool only = parser_take_word(&d->p, "only");
    if (!only && !parser_take_word(&d->p, "also")) {
        return parser_fail_words(&d->p, "how the kinds are meant", words);
    }
    if (!read_kinds(d, &kinds, &organisations)) {
        return false;
    }
    d->t.kinds = only && kinds != 0 ? kinds : d->t.kinds | kinds;
    d->t.organisations_count |= organisations;
    return true;
}

static bool read_floor(struct treaty_draft *d)
{
    static const char *const words[] = {"treaty", NULL};
    struct parser *p = &d->p;
    if (d->t.floor_count == TREATY_FLOORS_MAX) {
        return parser_fail(p, "there are at most %d of these", TREATY_FLOORS_MAX);
    }
    struct treaty_floor *f = &d->floors[d->t.floor_count];
    struct treaty_term *opening = &d->openings[d->t.floor_count];
    const struct token at = p->now;
    *f = (struct treaty_floor){.day = TREATY_NO_DAY};
    if (p->now.kind == TOKEN_DATE) {
        f->kind = TREATY_FLOOR_DAY;
        const bool read = treaty_read_day(d, &f->day);
        check(read); /* the token is a date */
    } else if (p->now.kind == TOKEN_NUMBER) {
        bool months = false;
        f->kind = TREATY_FLOOR_OPENING;
        *opening = (struct treaty_term){.fixed = TREATY_NO_DAY};
        if (!treaty_read_length(d, &months, &opening->n) || !parser_expect_word(p, "after", "the time") ||
            !parser_expect_word(p, "opening", "after")) {
            return false;
        }
        opening->form = months ? TREATY_MONTHS : TREATY_DAYS;
        d->opening_at = at;
    } else if (parser_take_word(p, "treaty")) {
        f->kind = TREATY_FLOOR_TREATY;
        if (!parser_read_string(p, "the other treaty's id", &f->id)) {
            return false;
        }
        if (parser_take_word(p, "in") &&
            (!parser_expect_word(p, "force", "in") || !treaty_read_day(d, &f->day))) {
            return false;
        }
    } else {
        return parser_fail_words(p, "a date, a time after opening, or", words);
    }
    d->t.floor_count++;
    return true;
}

/* not before ... | not counting ... */
static bool read_not(struct treaty_draft *d)
{
    static const char *const words[] = {"before", "counting", NULL};
    if (parser_take_word(&d->p, "before")) {
        return read_floor(d);
    }
    if (!parser_take_word(&d->p, "counting")) {
        return parser_fail_words(&d->p, "what is not", words);
    }
    unsigned kinds = 0;
    bool organisations = false;
    if (!read_kinds(d, &kinds, &organisations)) {
        return false;
    }
    d->t.kinds &= ~kinds;
    return true; /* organisations do not count unless the clause says so */
}

static bool read_organisations(struct treaty_draft *d)
{
    struct parser *p = &d->p;
    struct bytes *codes = ARENA_ARRAY(p->arena, struct bytes, TREATY_SEATS_MAX);
    size_t count = 0;
    do {
        if (p->now.kind != TOKEN_WORD || !text_is_code(p->now.text)) {
            return parser_fail(p, "expected the code of an organisation, such as EUN");
        }
        if (count == TREATY_SEATS_MAX) {
            return parser_fail(p, "there are at most %d names in one list", TREATY_SEATS_MAX);
        }
        codes[count++] = p->now.text;
        parser_next(p);
    } while (parser_take_sign(p, ","));
    d->t.organisations = KEEP(p, codes, count);
    d->t.organisation_count = count;
    return true;
}

static bool read_official(struct treaty_draft *d)
{
    return treaty_read_day(d, &d->t.official) &&
           parser_read_string(&d->p, "the reason", &d->t.official_reason);
}

static bool read_withdrawal(struct treaty_draft *d)
{
    struct parser *p = &d->p;
    const struct token at = p->now;
    bool months = false;
    if (!treaty_read_length(d, &months, &d->t.withdrawal_months)) {
        return false;
    }
    (void)parser_take_word(p, "after");
    return months || parser_fail_at(p, &at, "notice of withdrawal is given months or years before");
}

static bool read_reservations(struct treaty_draft *d)
{
    d->t.no_reservations = true;
    return parser_expect_word(&d->p, "none", "reservations");
}

static const struct statement {
    const char *word; /* NULL at the end */
    bool (*read)(struct treaty_draft *d);
    bool again;
} statements[] = {
    {"treaty", read_title, false},
    {"id", read_identity, false},
    {"article", read_article, false},
    {"source", read_source, false},
    {"unverified", read_unverified, false},
    {"opened", read_opened, false},
    {"when", read_when, false},
    {"enters", read_enters, false},
    {"late", read_late, false},
    {"each", read_each, false},
    {"counting", read_counting, true},
    {"not", read_not, true},
    {"organisations", read_organisations, false},
    {"group", treaty_read_group, true},
    {"table", treaty_read_table, true},
    {"official", read_official, false},
    {"withdrawal", read_withdrawal, false},
    {"reservations", read_reservations, false},
    {NULL, NULL, false},
};

static bool said(const struct treaty_draft *d, const char *word)
{
    size_t i = 0;
    while (strcmp(statements[i].word, word) != 0) { /* it is one of the table */
        i++;
    }
    return (d->seen & (1u << i)) != 0;
}

static bool read_statement(struct treaty_draft *d)
{
    struct parser *p = &d->p;
    const char *words[sizeof statements / sizeof statements[0]];
    for (size_t i = 0;; i++) {
        const struct statement *s = &statements[i];
        words[i] = s->word;
        if (s->word == NULL) {
            return parser_fail_words(p, "a statement", words);
        }
        if (parser_at_word(p, s->word)) {
            if (!s->again && (d->seen & (1u << i)) != 0) {
                return parser_fail(p, "this is said twice");
            }
            d->seen |= 1u << i;
            parser_next(p);
            char after[40];
            (void)snprintf(after, sizeof after, "what \"%s\" says", s->word);
            return s->read(d) && parser_expect_sign(p, ";", after);
        }
    }
}

/* What the statements say together. */
static void finish(struct treaty_draft *d)
{
    struct parser *p = &d->p;
    struct token at = p->now;
    if (said(d, "each") && (said(d, "when") || said(d, "enters") || said(d, "late"))) {
        (void)parser_fail_at(p, &at, "\"each\" stands in the place of \"when\", \"enters\" and \"late\"");
    } else if (!said(d, "each") && !said(d, "when")) {
        (void)parser_fail_at(p, &at, "the condition is missing: such as \"when 35 instruments;\"");
    } else if (!said(d, "each") && !said(d, "enters")) {
        (void)parser_fail_at(p, &at, "the date is missing: such as \"enters 30 days after;\"");
    }
    if (!said(d, "treaty")) {
        (void)parser_fail_at(p, &at, "the name is missing: such as \"treaty \\\"Convention on ...\\\";\"");
    }
    if (!said(d, "late")) {
        d->t.late = d->t.enters; /* a fixed day is for those who were in time */
        d->t.late.fixed = TREATY_NO_DAY;
        d->t.late.bare = false;
    }
    for (size_t i = 0; i < d->t.floor_count; i++) {
        struct treaty_floor *f = &d->floors[i];
        if (f->kind == TREATY_FLOOR_OPENING && d->t.opened == TREATY_NO_DAY) {
            (void)parser_fail_at(p, &d->opening_at, "when it was opened is missing: \"opened DATE;\"");
            break;
        }
        if (f->kind == TREATY_FLOOR_OPENING) {
            f->day = treaty_term_day(&d->openings[i], d->t.opened);
        }
    }
    treaty_resolve(d);
}

static bool readable(const struct charter_source *source, struct treaty_draft *d)
{
    const struct token at = {.kind = TOKEN_END, .line = 1, .column = 1};
    if (source->text.len > TREATY_BYTES_MAX) {
        return parser_fail_at(&d->p, &at, "a clause has at most %d bytes", TREATY_BYTES_MAX);
    }
    if (!text_is_utf8(source->text) ||
        (source->text.len > 0 && memchr(source->text.data, 0, source->text.len) != NULL)) {
        return parser_fail_at(&d->p, &at, "the text is not UTF-8, or has a NUL in it");
    }
    return true;
}

enum error treaty_parse(struct arena *a, const struct charter_source *source, const struct treaty **out,
                        struct charter_diags *diags)
{
    struct treaty_draft *d = ARENA_NEW(a, struct treaty_draft);
    static const struct bytes organisations[] = {{(const uint8_t *)"EUN", 3}};
    diags->count = 0;
    d->p.arena = a;
    d->p.source = source->name;
    d->p.diags = diags;
    d->t = (struct treaty){
        .opened = TREATY_NO_DAY,
        .official = TREATY_NO_DAY,
        .kinds = ((1u << TREATY_KIND_COUNT) - 1) & ~(1u << TREATY_SUCCESSION),
        .organisation_count = 1,
        .organisations = organisations,
        .withdrawal_months = 12,
        .hash = hash_of(source->text),
    };
    if (!readable(source, d)) {
        return ERROR_MALFORMED;
    }
    lexer_init(&d->p.lexer, a, source, diags);
    d->p.lexer.shares = true;
    parser_next(&d->p);
    while (d->p.now.kind != TOKEN_END) {
        const struct token at = d->p.now;
        if (!read_statement(d)) {
            if (d->p.now.line == at.line && d->p.now.column == at.column) {
                parser_next(&d->p);
            }
            parser_recover(&d->p);
            while (parser_take_sign(&d->p, "}") || parser_take_sign(&d->p, ";")) {
                /* What is left of it is no statement. */
            }
        }
    }
    if (diags->count == 0) {
        finish(d);
    }
    if (diags->count > 0) {
        return ERROR_MALFORMED;
    }
    d->t.mark.verified = d->t.mark.unverified.len == 0;
    d->t.groups = d->groups;
    d->t.tables = d->tables;
    d->t.floors = d->floors;
    *out = &d->t;
    return OK;
}

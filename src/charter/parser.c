#include "charter/parser.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "charter/print.h"

static const char *const parts[] = {"charter",    "fictional", "extends",        "languages", "unverified",
                                    "attributes", "voice",     "table",          "group",     "body",
                                    "rule",       "rungs",     "motion",         "calendar",  "member",
                                    "office",     "referral",  "classification", NULL};

void parser_next(struct parser *p)
{
    /* With the report full there is nothing left to say: the text ends here. */
    if (p->diags->count >= CHARTER_DIAGS_MAX) {
        p->now = (struct token){.at = p->lexer.at, .line = p->now.line, .column = p->now.column};
        return;
    }
    p->now = lexer_next(&p->lexer);
}

bool parser_fail_at(struct parser *p, const struct token *at, const char *format, ...)
{
    char message[240];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(message, sizeof message, format, list);
    va_end(list);
    charter_diag_add(p->diags, p->source, at, "%s", message);
    return false;
}

bool parser_fail(struct parser *p, const char *format, ...)
{
    char message[240];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(message, sizeof message, format, list);
    va_end(list);
    return parser_fail_at(p, &p->now, "%s", message);
}

bool parser_fail_words(struct parser *p, const char *what, const char *const *words)
{
    struct buffer list;
    buffer_init(&list, 400);
    for (size_t i = 0; words[i] != NULL; i++) {
        buffer_printf(&list, "%s%s", i == 0 ? "" : " ", words[i]);
    }
    charter_diag_meant(p->diags, p->source, &p->now, words, "expected %s, one of %s", what,
                       buffer_text(&list));
    buffer_done(&list);
    return false;
}

bool parser_at_sign(const struct parser *p, const char *sign)
{
    return p->now.kind == TOKEN_SIGN && bytes_equal_text(p->now.text, sign);
}

bool parser_at_word(const struct parser *p, const char *word)
{
    return p->now.kind == TOKEN_WORD && bytes_equal_text(p->now.text, word);
}

bool parser_take_sign(struct parser *p, const char *sign)
{
    if (!parser_at_sign(p, sign)) {
        return false;
    }
    parser_next(p);
    return true;
}

bool parser_take_word(struct parser *p, const char *word)
{
    if (!parser_at_word(p, word)) {
        return false;
    }
    parser_next(p);
    return true;
}

bool parser_expect_sign(struct parser *p, const char *sign, const char *after)
{
    if (parser_take_sign(p, sign)) {
        return true;
    }
    const char *meant = parser_at_word(p, "and") ? "&" : parser_at_word(p, "or") ? "|" : NULL;
    return meant == NULL ? parser_fail(p, "expected \"%s\" after %s", sign, after)
                         : parser_fail(p, "expected \"%s\" after %s: is \"%s\" meant?", sign, after, meant);
}

bool parser_expect_word(struct parser *p, const char *word, const char *after)
{
    const char *const words[] = {word, NULL};
    if (parser_take_word(p, word)) {
        return true;
    }
    charter_diag_meant(p->diags, p->source, &p->now, words, "expected \"%s\" after %s", word, after);
    return false;
}

bool parser_read_string(struct parser *p, const char *what, struct bytes *out)
{
    if (p->now.kind != TOKEN_STRING) {
        return parser_fail(p, "expected %s in \"...\"", what);
    }
    if (p->now.text.len == 0 || text_has_control(p->now.text)) {
        return parser_fail(p, "%s is not empty and has no control characters", what);
    }
    *out = p->now.text;
    parser_next(p);
    return true;
}

bool parser_read_id(struct parser *p, const char *what, struct bytes *out)
{
    if (p->now.kind != TOKEN_WORD) {
        return parser_fail(p, "expected the name of %s%s", what,
                           p->now.kind == TOKEN_STRING ? ", without quotation marks" : "");
    }
    if (!text_is_id(p->now.text)) {
        return parser_fail(p, "expected the name of %s: 1 to 64 of a-z 0-9 _ - .", what);
    }
    *out = p->now.text;
    parser_next(p);
    return true;
}

bool parser_read_tag(struct parser *p, struct bytes *out)
{
    if (p->now.kind != TOKEN_WORD || !text_is_code(p->now.text)) {
        return parser_fail(p, "expected a tag: 1 to %d of A-Z 0-9 -, such as PARTY", CODE_BYTES_MAX);
    }
    *out = p->now.text;
    parser_next(p);
    return true;
}

bool parser_read_number(struct parser *p, const char *what, int64_t max, int64_t *out)
{
    if (p->now.kind != TOKEN_NUMBER) {
        return parser_fail(p, "expected %s: a number", what);
    }
    if (p->now.value < 1 || p->now.value > max) {
        return parser_fail(p, "%s is from 1 to %lld", what, (long long)max);
    }
    *out = p->now.value;
    parser_next(p);
    return true;
}

bool parser_read_duration(struct parser *p, int64_t min_ms, int64_t max_ms, int64_t *out)
{
    if (p->now.kind != TOKEN_DURATION) {
        return parser_fail(p, "expected a duration in s, min, h or d, such as 10s 5min 24h 3d");
    }
    if (p->now.value < min_ms || p->now.value > max_ms) {
        struct buffer b;
        buffer_init(&b, 100);
        buffer_add_text(&b, "this duration is from ");
        charter_print_duration(&b, min_ms);
        buffer_add_text(&b, " to ");
        charter_print_duration(&b, max_ms);
        (void)parser_fail(p, "%s", buffer_text(&b));
        buffer_done(&b);
        return false;
    }
    *out = p->now.value;
    parser_next(p);
    return true;
}

bool parser_read_date(struct parser *p, struct bytes *out)
{
    if (p->now.kind != TOKEN_DATE) {
        return parser_fail(p, "expected a date, such as 1966-01-01");
    }
    *out = p->now.text;
    parser_next(p);
    return true;
}

bool parser_at_part(const struct parser *p)
{
    for (size_t i = 0; parts[i] != NULL && p->now.column == 1; i++) {
        if (parser_at_word(p, parts[i])) {
            return true;
        }
    }
    return false;
}

void parser_recover(struct parser *p)
{
    int depth = 0;
    while (p->now.kind != TOKEN_END && !parser_at_part(p)) {
        if (parser_at_sign(p, "{")) {
            depth++;
        } else if (parser_at_sign(p, "}")) {
            if (depth == 0) {
                return;
            }
            depth--;
            if (depth == 0) {
                parser_next(p);
                return;
            }
        } else if (parser_at_sign(p, ";") && depth == 0) {
            parser_next(p);
            return;
        }
        parser_next(p);
    }
}

static bool read_heading_word(struct parser *p, struct heading *h, bool *taken)
{
    struct bytes *text = parser_at_word(p, "title")        ? &h->title
                         : parser_at_word(p, "source")     ? &h->source
                         : parser_at_word(p, "unverified") ? &h->mark.unverified
                                                           : NULL;
    struct bytes *date = parser_at_word(p, "from") ? &h->from : parser_at_word(p, "until") ? &h->until : NULL;
    *taken = text != NULL || date != NULL;
    if (!*taken) {
        return true;
    }
    if ((text != NULL && text->len > 0) || (date != NULL && date->len > 0)) {
        return parser_fail(p, "this is said twice of the same part");
    }
    const struct token word = p->now;
    parser_next(p);
    char what[24];
    (void)snprintf(what, sizeof what, "the %.*s", (int)word.text.len, (const char *)word.text.data);
    return text != NULL ? parser_read_string(p, what, text) : parser_read_date(p, date);
}

bool parser_read_heading(struct parser *p, struct heading *out)
{
    bool taken = true;
    const struct token at = p->now;
    while (taken) {
        if (!read_heading_word(p, out, &taken)) {
            return false;
        }
    }
    out->mark.verified = out->mark.unverified.len == 0;
    if (out->from.len > 0 && out->until.len > 0 && bytes_compare(out->from, out->until) > 0) {
        return parser_fail_at(p, &at, "this version ends before it begins");
    }
    return true;
}

bool parser_refuse_dates(struct parser *p, const struct token *at, const struct heading *h)
{
    return (h->from.len == 0 && h->until.len == 0) ||
           parser_fail_at(p, at, "only rules, tables and members have versions by date");
}

static bool read_charter(struct parser *p)
{
    struct draft *d = p->draft;
    struct heading h = {0};
    d->at = p->now;
    if (!parser_expect_word(p, "charter", "the beginning")) {
        return false;
    }
    d->at = p->now;
    if (!parser_read_string(p, "the charter's name", &d->name)) {
        return false;
    }
    if (!text_is_id(d->name)) {
        return parser_fail_at(p, &d->at, "a charter's name is 1 to 64 of a-z 0-9 _ - .");
    }
    if (!parser_read_heading(p, &h) || !parser_expect_sign(p, ";", "the charter's name and title")) {
        return false;
    }
    d->title = h.title;
    d->mark = h.mark;
    if (h.source.len > 0) {
        return parser_fail_at(p, &d->at, "a charter has no source of its own: its parts have");
    }
    return parser_refuse_dates(p, &d->at, &h);
}

static bool read_languages(struct parser *p)
{
    struct draft *d = p->draft;
    if (d->language_count > 0) {
        return parser_fail(p, "the languages are given twice");
    }
    do {
        if (p->now.kind != TOKEN_WORD || !text_is_language(p->now.text)) {
            return parser_fail(p, "expected a language, a tag in lower case such as en");
        }
        for (size_t i = 0; i < d->language_count; i++) {
            if (bytes_equal(d->languages[i], p->now.text)) {
                return parser_fail(p, "this language is given twice");
            }
        }
        if (d->language_count == LANGUAGES_MAX) {
            return parser_fail(p, "there are at most %d languages", LANGUAGES_MAX);
        }
        d->languages[d->language_count++] = p->now.text;
        parser_next(p);
    } while (parser_take_sign(p, ","));
    return parser_expect_sign(p, ";", "the languages");
}

static bool read_attributes(struct parser *p)
{
    struct draft *d = p->draft;
    do {
        const struct token at = p->now;
        struct bytes name = BYTES("");
        if (!parser_read_id(p, "an attribute", &name)) {
            return false;
        }
        if (bytes_equal_text(name, "n")) {
            return parser_fail_at(p, &at, "n counts heads and is no attribute");
        }
        for (size_t i = 0; i < d->attribute_count; i++) {
            if (bytes_equal(d->attributes[i], name)) {
                return parser_fail_at(p, &at, "this attribute is named twice");
            }
        }
        if (d->attribute_count == CHARTER_ITEMS_MAX) {
            return parser_fail_at(p, &at, "there are at most %d attributes", CHARTER_ITEMS_MAX);
        }
        d->attributes[d->attribute_count++] = name;
    } while (parser_take_sign(p, ","));
    return parser_expect_sign(p, ";", "the attributes");
}

/* How many members' signers must take part in a signature under the organisation's key. */
static bool read_voice(struct parser *p)
{
    struct draft *d = p->draft;
    if (d->voice_threshold > 0) {
        return parser_fail(p, "the voice is described twice");
    }
    if (!parser_expect_word(p, "threshold", "the voice")) {
        return false;
    }
    const struct token at = p->now;
    if (!parser_read_number(p, "how many members make the voice", MEMBERS_MAX, &d->voice_threshold)) {
        return false;
    }
    if (d->voice_threshold < 2) {
        return parser_fail_at(p, &at, "at least 2 make the voice: one member alone is not the organisation");
    }
    return parser_expect_sign(p, ";", "the voice");
}

static bool read_rule(struct parser *p)
{
    struct draft *d = p->draft;
    if (d->rule_count == CHARTER_ITEMS_MAX) {
        return parser_fail(p, "there are at most %d rules", CHARTER_ITEMS_MAX);
    }
    struct draft_rule *r = &d->rules[d->rule_count];
    *r = (struct draft_rule){.at = p->now, .source = p->source};
    if (!parser_read_rule(p, r)) {
        return false;
    }
    d->rule_count++;
    return true;
}

static bool read_extends(struct parser *p)
{
    const struct token at = p->now;
    struct bytes name;
    if (p->draft->extends.kind == TOKEN_STRING) {
        return parser_fail(p, "a charter extends one other: rules of more are named in that one");
    }
    if (!parser_read_string(p, "the name of another charter", &name)) {
        return false;
    }
    p->draft->extends = at;
    return parser_expect_sign(p, ";", "the name of the charter that is extended");
}

static bool read_fictional(struct parser *p)
{
    p->draft->fictional = true;
    return parser_expect_sign(p, ";", "fictional");
}

static bool read_unverified(struct parser *p)
{
    if (!p->draft->mark.verified) {
        return parser_fail(p, "what is unverified of the whole is said once");
    }
    p->draft->mark.verified = false;
    return parser_read_string(p, "what is unverified", &p->draft->mark.unverified) &&
           parser_expect_sign(p, ";", "what is unverified");
}

static bool read_charter_again(struct parser *p)
{
    return parser_fail(p, "a text holds one charter");
}

static bool read_part(struct parser *p)
{
    static bool (*const readers[])(struct parser *) = {read_charter_again,
                                                       read_fictional,
                                                       read_extends,
                                                       read_languages,
                                                       read_unverified,
                                                       read_attributes,
                                                       read_voice,
                                                       parser_read_table,
                                                       parser_read_group,
                                                       parser_read_body,
                                                       read_rule,
                                                       parser_read_rungs,
                                                       parser_read_motion,
                                                       parser_read_calendar,
                                                       parser_read_member,
                                                       parser_read_office,
                                                       parser_read_referral,
                                                       parser_read_classification};
    for (size_t i = 0; parts[i] != NULL; i++) {
        if (parser_take_word(p, parts[i])) {
            return readers[i](p);
        }
    }
    return parser_fail_words(p, "a part of a charter", parts);
}

/* Reports the first byte that is not UTF-8, or a control character, with its place. */
static bool check_bytes(struct parser *p)
{
    struct bytes rest = p->lexer.text;
    for (int line = 1; rest.len > 0; line++) {
        const uint8_t *end = memchr(rest.data, '\n', rest.len);
        const size_t len = end == NULL ? rest.len : (size_t)(end - rest.data);
        const struct token at = {.kind = TOKEN_SIGN, .line = line, .column = 1};
        if (!text_is_utf8(bytes_of(rest.data, len))) {
            return parser_fail_at(p, &at, "this line is not UTF-8: save the text as UTF-8");
        }
        const uint8_t *back = len == 0 ? NULL : memchr(rest.data, '\r', len);
        if (back != NULL && back != rest.data + len - 1) {
            return parser_fail_at(p, &at, "this line holds a CR: expected lines that end with LF or CR LF");
        }
        if (memchr(rest.data, 0, len) != NULL) {
            return parser_fail_at(p, &at, "this line holds a NUL");
        }
        rest = bytes_of(rest.data + len, rest.len - len);
        rest = rest.len > 0 ? bytes_of(rest.data + 1, rest.len - 1) : rest;
    }
    return true;
}

static void mark(struct charter_mark *part, const struct charter_mark *whole)
{
    *part = part->verified ? *whole : *part;
}

#define MARK_ALL(kind)                                                                                       \
    for (size_t i = 0; i < d->kind##_count; i++) {                                                           \
        mark(&d->kind##s[i].kind.mark, &d->mark);                                                            \
    }

/* What is unverified of the whole is so of each part that says nothing of its own. */
static void mark_all(struct draft *d)
{
    for (size_t i = 0; i < d->body_count; i++) {
        mark(&d->bodies[i].body.mark, &d->mark);
    }
    MARK_ALL(table)
    MARK_ALL(group)
    MARK_ALL(rule)
    MARK_ALL(motion)
    MARK_ALL(calendar)
    MARK_ALL(member)
    MARK_ALL(office)
    MARK_ALL(referral)
    MARK_ALL(classification)
}

void draft_read(struct arena *a, struct arena *scratch, const struct charter_source *source,
                struct draft *out, struct charter_diags *diags)
{
    struct parser p = {.arena = a, .source = source->name, .diags = diags, .draft = out};
    *out = (struct draft){.mark.verified = true};
    out->attributes = ARENA_ARRAY(scratch, struct bytes, CHARTER_ITEMS_MAX);
    out->tables = ARENA_ARRAY(scratch, struct draft_table, CHARTER_ITEMS_MAX);
    out->groups = ARENA_ARRAY(scratch, struct draft_group, CHARTER_ITEMS_MAX);
    out->bodies = ARENA_ARRAY(scratch, struct draft_body, CHARTER_ITEMS_MAX);
    out->rules = ARENA_ARRAY(scratch, struct draft_rule, CHARTER_ITEMS_MAX);
    out->rungs = ARENA_ARRAY(scratch, struct bytes, CHARTER_RUNGS_MAX);
    out->motions = ARENA_ARRAY(scratch, struct draft_motion, CHARTER_ITEMS_MAX);
    out->calendars = ARENA_ARRAY(scratch, struct draft_calendar, CHARTER_ITEMS_MAX);
    out->members = ARENA_ARRAY(scratch, struct draft_member, CHARTER_MEMBERS_MAX);
    out->offices = ARENA_ARRAY(scratch, struct draft_office, CHARTER_ITEMS_MAX);
    out->referrals = ARENA_ARRAY(scratch, struct draft_referral, CHARTER_ITEMS_MAX);
    out->classifications = ARENA_ARRAY(scratch, struct draft_classification, CHARTER_ITEMS_MAX);
    p.scratch = (struct scratch){
        .zones = ARENA_ARRAY(scratch, struct charter_zone, CHARTER_HOLIDAYS_MAX),
        .holidays = ARENA_ARRAY(scratch, struct charter_holiday, CHARTER_HOLIDAYS_MAX),
        .seats = ARENA_ARRAY(scratch, struct charter_seat, MEMBERS_MAX),
        .tags = ARENA_ARRAY(scratch, struct bytes, CHARTER_TAGS_MAX),
        .names = ARENA_ARRAY(scratch, struct bytes, MEMBERS_MAX),
        .effects = ARENA_ARRAY(scratch, struct charter_effect, CHARTER_EFFECTS_MAX),
        .tag_tokens = ARENA_ARRAY(scratch, struct token, CHARTER_TAGS_MAX),
        .values = ARENA_ARRAY(scratch, struct draft_value, CHARTER_ITEMS_MAX),
    };
    lexer_init(&p.lexer, a, source, diags);
    const struct token top = {.kind = TOKEN_SIGN, .line = 1, .column = 1};
    if (source->text.len > CHARTER_BYTES_MAX) {
        (void)parser_fail_at(&p, &top, "a charter has at most %d bytes", CHARTER_BYTES_MAX);
        return;
    }
    if (!check_bytes(&p)) {
        return;
    }
    parser_next(&p);
    if (!read_charter(&p)) {
        parser_recover(&p);
    }
    while (p.now.kind != TOKEN_END) {
        if (parser_at_sign(&p, "}")) {
            (void)parser_fail(&p, "this } closes nothing");
            parser_next(&p);
        } else if (!read_part(&p)) {
            parser_recover(&p);
            (void)parser_take_sign(&p, "}"); /* of the part whose error was told */
        }
    }
    mark_all(out);
}

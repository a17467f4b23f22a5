#include "base/text.h"
#include "charter/parser.h"

/* What many parts have: names of other parts, members' codes, spans of time, and clauses in a block. */

void parser_begin_references(struct parser *p)
{
    p->references = NULL;
    p->references_end = &p->references;
}

void parser_add_reference(struct parser *p, enum reference_kind kind, const struct token *at)
{
    struct reference *r = ARENA_NEW(p->arena, struct reference);
    *r = (struct reference){.kind = kind, .at = *at};
    *p->references_end = r;
    p->references_end = &r->next;
}

bool parser_read_reference(struct parser *p, enum reference_kind kind, const char *what, struct bytes *out)
{
    const struct token at = p->now;
    if (!parser_read_id(p, what, out)) {
        return false;
    }
    parser_add_reference(p, kind, &at);
    return true;
}

bool parser_read_code(struct parser *p, struct bytes *out)
{
    const struct token at = p->now;
    if (p->now.kind != TOKEN_WORD || !text_is_code(p->now.text)) {
        return parser_fail(p, "expected a member's code: 1 to %d of A-Z 0-9 -", CODE_BYTES_MAX);
    }
    *out = p->now.text;
    parser_add_reference(p, REFERENCE_MEMBER, &at);
    parser_next(p);
    return true;
}

bool parser_read_span(struct parser *p, struct charter_span *out)
{
    static const char *const words[] = {"workdays", "workday", "months", "month", "years", "year", NULL};
    if (p->now.kind == TOKEN_DURATION) {
        return parser_read_duration(p, 1000, SPAN_MS_MAX, &out->ms);
    }
    int64_t count = 0;
    if (p->now.kind != TOKEN_NUMBER) {
        return parser_fail(p,
                           "expected a duration such as 24h or 3d, or a number of workdays, months or years");
    }
    if (!parser_read_number(p, "how many there are", CHARTER_WORKDAYS_MAX, &count)) {
        return false;
    }
    for (size_t i = 0; words[i] != NULL; i++) {
        if (parser_take_word(p, words[i])) {
            *(i < 2 ? &out->workdays : &out->months) = i < 4 ? count : 12 * count;
            return true;
        }
    }
    return parser_fail_words(p, "what is counted", words);
}

static bool read_clause(struct parser *p, const struct part_clause *clauses, const char *what, void *part,
                        unsigned *seen)
{
    const char *words[16] = {NULL};
    for (size_t i = 0; clauses[i].word != NULL; i++) {
        words[i] = clauses[i].word;
        if (!parser_at_word(p, clauses[i].word)) {
            continue;
        }
        if ((*seen & 1U << i) != 0 && !clauses[i].again) {
            return parser_fail(p, "this is said twice of the same part");
        }
        *seen |= 1U << i;
        parser_next(p);
        return clauses[i].read(p, part) && parser_expect_sign(p, ";", clauses[i].word);
    }
    return parser_fail_words(p, what, words);
}

bool parser_read_clauses(struct parser *p, const struct part_clause *clauses, const char *what, void *part,
                         unsigned *seen)
{
    const size_t before = p->diags->count;
    while (!parser_at_sign(p, "}") && p->now.kind != TOKEN_END && !parser_at_part(p)) {
        if (!read_clause(p, clauses, what, part, seen)) {
            parser_recover(p);
        }
    }
    return parser_expect_sign(p, "}", what) && p->diags->count == before;
}

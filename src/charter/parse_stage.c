#include <string.h>

#include "charter/parser.h"

/* The clauses of a rule that are about votes, and about what follows when it does not adopt. Each reader
 * begins behind the clause's word and ends before its `;`. */

bool parser_read_else(struct parser *p, struct draft_rule *r)
{
    static const char *const words[] = {"reject", "defer", "lapse", "refer", "stage", NULL};
    static const enum charter_otherwise kinds[] = {OTHERWISE_REJECT, OTHERWISE_DEFER, OTHERWISE_LAPSE,
                                                   OTHERWISE_REFER, OTHERWISE_STAGE};
    struct charter_rule *rule = &r->rule;
    size_t i = 0;
    while (words[i] != NULL && !parser_take_word(p, words[i])) {
        i++;
    }
    if (words[i] == NULL) {
        return parser_fail_words(p, "what follows when the rule does not adopt", words);
    }
    rule->otherwise = kinds[i];
    if (rule->otherwise == OTHERWISE_STAGE) {
        r->else_at = p->now;
        return parser_read_reference(p, REFERENCE_RULE, "a rule", &rule->next_rule) &&
               (!parser_take_word(p, "after") || parser_read_span(p, &rule->next_after));
    }
    if (rule->otherwise != OTHERWISE_REFER) {
        return true;
    }
    if (!parser_expect_word(p, "to", "refer")) {
        return false;
    }
    r->else_at = p->now;
    return parser_read_reference(p, REFERENCE_BODY, "a body", &rule->next_body) &&
           (!parser_take_word(p, "by") ||
            parser_read_reference(p, REFERENCE_RULE, "a rule", &rule->next_rule));
}

/* void N Q without REASONED */
bool parser_read_void(struct parser *p, struct draft_rule *r)
{
    struct charter_rule *rule = &r->rule;
    const struct token at = p->now;
    if (!parser_read_letters(p, &rule->void_positions)) {
        return false;
    }
    if ((rule->void_positions & POSITION_BIT(POSITION_X)) != 0) {
        return parser_fail_at(p, &at, "what is void counts as X: X itself cannot be void");
    }
    rule->void_others = parser_at_word(p, "without");
    if (!parser_take_word(p, "with") && !parser_take_word(p, "without")) {
        return true;
    }
    rule->void_tag = p->now.text;
    return parser_read_rule_tag(p, &r->code, &r->code.void_tag);
}

/* poll at least 1h at most 3d */
bool parser_read_poll(struct parser *p, struct draft_rule *r)
{
    struct charter_rule *rule = &r->rule;
    if (!parser_expect_word(p, "at", "poll") || !parser_expect_word(p, "least", "at") ||
        !parser_read_duration(p, SILENCE_MS_MIN, SILENCE_MS_MAX, &rule->poll_min_ms)) {
        return false;
    }
    return !parser_take_word(p, "at") ||
           (parser_expect_word(p, "most", "at") &&
            parser_read_duration(p, rule->poll_min_ms, SILENCE_MS_MAX, &rule->poll_max_ms));
}

/* sealed until 1h before close */
bool parser_read_sealed(struct parser *p, struct draft_rule *r)
{
    return parser_expect_word(p, "until", "sealed") &&
           parser_read_duration(p, 1000, SILENCE_MS_MAX, &r->rule.sealed_ms) &&
           parser_expect_word(p, "before", "how long before") && parser_expect_word(p, "close", "before");
}

/* presence within 5min */
bool parser_read_presence(struct parser *p, struct draft_rule *r)
{
    return parser_expect_word(p, "within", "presence") &&
           parser_read_duration(p, 1000, SILENCE_MS_MAX, &r->rule.presence_ms);
}

/* split by votes */
bool parser_read_split(struct parser *p, struct draft_rule *r)
{
    int index = 0;
    if (!parser_expect_word(p, "by", "split")) {
        return false;
    }
    if (parser_at_word(p, "n")) {
        return parser_fail(p, "heads are not split: expected the name of an attribute");
    }
    r->rule.split = p->now.text;
    return parser_read_rule_attribute(p, r, &index);
}

/* elect in 3 rounds drop last */
bool parser_read_elect(struct parser *p, struct draft_rule *r)
{
    if (!parser_expect_word(p, "in", "elect") ||
        !parser_read_number(p, "how many rounds there are", CHARTER_ROUNDS_MAX, &r->rule.rounds) ||
        !(parser_take_word(p, "round") || parser_expect_word(p, "rounds", "how many"))) {
        return false;
    }
    r->rule.drop_last = parser_take_word(p, "drop");
    return !r->rule.drop_last || parser_expect_word(p, "last", "drop");
}

bool parser_read_amend(struct parser *p, struct draft_rule *r)
{
    return parser_expect_word(p, "by", "amend") &&
           parser_read_reference(p, REFERENCE_RULE, "a rule", &r->rule.amend_by);
}

static bool read_effect_word(struct parser *p, enum effect *out)
{
    const char *words[EFFECT_COUNT + 1] = {NULL};
    for (enum effect i = EFFECT_BOUND; i < EFFECT_COUNT; i++) {
        words[i] = effect_word(i);
        if (parser_take_word(p, words[i])) {
            *out = i;
            return true;
        }
    }
    return parser_fail_words(p, "what the positions mean once adopted", words);
}

/* Y L A|P5 bound as to "the use of armed force" */
static bool read_effect(struct parser *p, struct draft_rule *r, struct charter_effect *e, int *tag)
{
    if (!parser_read_positions(p, false, &e->positions)) {
        return false;
    }
    if (parser_take_sign(p, "|")) {
        e->others = parser_take_sign(p, "!");
        e->tag = p->now.text;
        if (!parser_read_rule_tag(p, &r->code, tag)) {
            return false;
        }
    }
    return read_effect_word(p, &e->effect) &&
           (!parser_take_word(p, "as") ||
            (parser_expect_word(p, "to", "as") && parser_read_string(p, "what it is about", &e->about)));
}

/* bind Y L A bound, Q committed: a later entry refines an earlier one */
bool parser_read_bind(struct parser *p, struct draft_rule *r)
{
    struct charter_effect *effects = p->scratch.effects;
    size_t count = 0;
    do {
        if (count == CHARTER_EFFECTS_MAX) {
            return parser_fail(p, "there are at most %d effects", CHARTER_EFFECTS_MAX);
        }
        r->code.effect_tags[count] = -1;
        effects[count] = (struct charter_effect){0};
        if (!read_effect(p, r, &effects[count], &r->code.effect_tags[count])) {
            return false;
        }
        count++;
    } while (parser_take_sign(p, ","));
    r->rule.effects = KEEP(p, effects, count);
    r->rule.effect_count = count;
    return true;
}

/* Whether the tag decides anything: then it must be known before the vote ends. */
static bool decides(const struct rule_code *code, int tag)
{
    bool found = (code->out & 1U << tag) != 0;
    for (size_t i = 0; i < code->force_count; i++) {
        found |= code->forces[i].tag == tag;
    }
    for (size_t i = 0; i < code->slot_count; i++) {
        found |= code->slots[i].tag == tag;
    }
    return found;
}

bool parser_check_votes(struct parser *p, const struct draft_rule *r)
{
    const struct charter_rule *rule = &r->rule;
    for (size_t i = 0; i < r->code.tag_count; i++) {
        if (bytes_equal_text(r->code.tags[i].name, TAG_REASONED) && decides(&r->code, (int)i)) {
            return parser_fail_at(p, &r->at,
                                  TAG_REASONED " stands in \"void\" and \"bind\" only: while a vote "
                                               "is open, anybody may still state a reason");
        }
    }
    for (size_t i = 0; i < r->code.slot_count; i++) {
        const int attribute = r->code.slots[i].attribute;
        if (rule->split.len > 0 &&
            (attribute < 0 || !bytes_equal(r->code.attributes[attribute].name, rule->split))) {
            return parser_fail_at(p, &r->at,
                                  "where votes are split, every count is by what they are split by");
        }
    }
    if (rule->poll_max_ms != 0 && rule->sealed_ms >= rule->poll_max_ms) {
        return parser_fail_at(p, &r->at, "no position could be sealed: the vote is never open that long");
    }
    return true;
}

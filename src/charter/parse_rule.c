#include "base/check.h"
#include "base/civil.h"
#include "charter/parser.h"

/* The clauses of a rule. Each reader begins behind the clause's word and ends before its `;`. */

static bool read_letter(struct parser *p, int *out)
{
    *out = p->now.kind == TOKEN_WORD && p->now.text.len == 1 ? position_index((char)p->now.text.data[0]) : -1;
    if (*out < 0) {
        return parser_fail(p, "expected a position: one of Y L N A Q X R, single letters");
    }
    parser_next(p);
    return true;
}

bool parser_read_letters(struct parser *p, uint16_t *out)
{
    for (;;) {
        int index = -1;
        const struct token at = p->now;
        if (!read_letter(p, &index)) {
            return false;
        }
        check(index >= 0);
        if ((*out & POSITION_BIT(index)) != 0) {
            return parser_fail_at(p, &at, "this position is given twice");
        }
        *out |= POSITION_BIT(index);
        const bool letters =
            p->now.kind == TOKEN_WORD && !parser_at_word(p, "with") && !parser_at_word(p, "without");
        if (!parser_take_sign(p, ",") && !letters) {
            return true;
        }
    }
}

static bool read_allow(struct parser *p, struct draft_rule *r)
{
    return parser_read_letters(p, &r->rule.allow);
}

static bool read_default(struct parser *p, struct draft_rule *r)
{
    if (!parser_at_word(p, "X") && !parser_at_word(p, "L")) {
        return parser_fail(p, "expected X or L: who takes no position is absent or lets pass");
    }
    r->rule.default_position = (char)p->now.text.data[0];
    parser_next(p);
    return true;
}

static bool read_reason(struct parser *p, struct draft_rule *r)
{
    return parser_read_letters(p, &r->rule.reason);
}

static bool read_over(struct parser *p, struct draft_rule *r)
{
    /* The order of `over` is the order of the bodies, also when counts came first. */
    struct bytes names[CHARTER_OVER_MAX];
    size_t count = 0;
    const struct token at = p->now;
    do {
        if (count == CHARTER_OVER_MAX) {
            return parser_fail(p, "a rule is over at most %d bodies", CHARTER_OVER_MAX);
        }
        const struct token name = p->now;
        if (!parser_read_id(p, "a body", &names[count])) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            if (bytes_equal(names[i], names[count])) {
                return parser_fail_at(p, &name, "this body is named twice");
            }
        }
        count++;
    } while (parser_take_sign(p, ","));
    if (r->code.slot_count > 0) {
        return parser_fail_at(p, &at, "\"over\" comes before the conditions of its rule");
    }
    for (size_t i = 0; i < count; i++) {
        r->code.over[i] = names[i];
    }
    r->code.over_count = count;
    r->over_given = true;
    return true;
}

static bool read_out(struct parser *p, struct draft_rule *r)
{
    do {
        int tag = 0;
        if (!parser_read_rule_tag(p, &r->code, &tag)) {
            return false;
        }
        r->code.out |= 1u << tag;
    } while (parser_take_sign(p, ","));
    return true;
}

static bool read_force(struct parser *p, struct draft_rule *r)
{
    do {
        int tag = 0;
        int position = -1;
        const struct token at = p->now;
        if (!parser_read_rule_tag(p, &r->code, &tag) ||
            !parser_expect_sign(p, "=", "the tag whose position is forced") || !read_letter(p, &position)) {
            return false;
        }
        for (size_t i = 0; i < r->code.force_count; i++) {
            if (r->code.forces[i].tag == tag) {
                return parser_fail_at(p, &at, "the position of this tag is forced already");
            }
        }
        r->code.forces[r->code.force_count++] = (struct rule_force){tag, position};
    } while (parser_take_sign(p, ","));
    return true;
}

static bool read_quorum(struct parser *p, struct draft_rule *r)
{
    return parser_read_condition(p, r, &r->rule.quorum);
}

static bool read_pass(struct parser *p, struct draft_rule *r)
{
    return parser_read_condition(p, r, &r->rule.pass);
}

/* A duration, or so many working days. */
static bool read_length(struct parser *p, int64_t min_ms, int64_t *ms, int64_t *workdays)
{
    if (p->now.kind != TOKEN_NUMBER) {
        return parser_read_duration(p, min_ms, SILENCE_MS_MAX, ms);
    }
    return parser_read_number(p, "how many working days a silence lasts", CLOCK_WORKDAYS_MAX, workdays) &&
           (parser_take_word(p, "workday") ||
            parser_expect_word(p, "workdays", "how many, or a duration in one word, such as 10d"));
}

/* In working days the duration is the shortest there is. */
static bool read_clock_length(struct parser *p, int64_t min_ms, int64_t min_workdays, int64_t *ms,
                              int64_t *workdays)
{
    const struct token at = p->now;
    if (!read_length(p, min_ms, ms, workdays)) {
        return false;
    }
    return at.kind != TOKEN_NUMBER || *workdays >= min_workdays ||
           parser_fail_at(p, &at, "the longest silence is shorter than the shortest");
}

/* clock at least 2 workdays at most 30d in moscow set by chair */
static bool read_clock(struct parser *p, struct draft_rule *r)
{
    struct charter_rule *rule = &r->rule;
    if (!parser_expect_word(p, "at", "clock") || !parser_expect_word(p, "least", "at") ||
        !read_clock_length(p, SILENCE_MS_MIN, 1, &rule->clock_min_ms, &rule->clock_min_workdays)) {
        return false;
    }
    rule->clock_min_ms = rule->clock_min_workdays > 0 ? SILENCE_MS_MIN : rule->clock_min_ms;
    if (parser_take_word(p, "at") && (!parser_expect_word(p, "most", "at") ||
                                      !read_clock_length(p, rule->clock_min_ms, rule->clock_min_workdays,
                                                         &rule->clock_max_ms, &rule->clock_max_workdays))) {
        return false;
    }
    const struct token at = p->now;
    if (parser_take_word(p, "in")) {
        if (rule->clock_min_workdays == 0 && rule->clock_max_workdays == 0) {
            return parser_fail_at(p, &at, "only working days are counted in a calendar");
        }
        if (!parser_read_reference(p, REFERENCE_CALENDAR, "a calendar", &rule->calendar)) {
            return false;
        }
    }
    return !parser_take_word(p, "set") ||
           (parser_expect_word(p, "by", "set") &&
            parser_read_reference(p, REFERENCE_SETTER, "an office or chair", &rule->set_by));
}

/* extend at most 2 times by 24h | extend at most 2 times by 3 workdays */
static bool read_extend(struct parser *p, struct draft_rule *r)
{
    r->extend = p->now;
    return parser_expect_word(p, "at", "extend") && parser_expect_word(p, "most", "at") &&
           parser_read_number(p, "how often a silence is extended", EXTENSIONS_MAX, &r->rule.extend_max) &&
           (parser_take_word(p, "time") || parser_expect_word(p, "times", "how often")) &&
           parser_expect_word(p, "by", "times") &&
           read_length(p, 1000, &r->rule.extend_ms, &r->rule.extend_workdays);
}

/* close all within 60s | close n-f after 24h */
static bool read_close(struct parser *p, struct draft_rule *r)
{
    static const char *const words[] = {"all", "n-f", NULL};
    if (parser_take_word(p, "all")) {
        r->rule.close = CHARTER_CLOSE_ALL;
        return parser_expect_word(p, "within", "close all") &&
               parser_read_duration(p, 1000, CLOSE_EXTRA_MS_MAX, &r->rule.close_extra_ms);
    }
    if (parser_take_word(p, "n-f")) {
        r->rule.close = CHARTER_CLOSE_QUORUM;
        return parser_expect_word(p, "after", "close n-f") &&
               parser_read_duration(p, 1000, CLOSE_EXTRA_MS_MAX, &r->rule.close_extra_ms);
    }
    return parser_fail_words(p, "who must be clear for a silence to close", words);
}

static bool read_rung(struct parser *p, struct draft_rule *r)
{
    const struct token at = p->now;
    if (!parser_read_string(p, "the name of a rung", &r->rule.rung)) {
        return false;
    }
    parser_add_reference(p, REFERENCE_RUNG, &at);
    return true;
}

enum clause {
    CLAUSE_ALLOW,
    CLAUSE_DEFAULT,
    CLAUSE_REASON,
    CLAUSE_OVER,
    CLAUSE_OUT,
    CLAUSE_FORCE,
    CLAUSE_QUORUM,
    CLAUSE_PASS,
    CLAUSE_CLOCK,
    CLAUSE_EXTEND,
    CLAUSE_CLOSE,
    CLAUSE_RUNG,
    CLAUSE_BIND,
    CLAUSE_VOID,
    CLAUSE_SPLIT,
    CLAUSE_POLL,
    CLAUSE_SEALED,
    CLAUSE_PRESENCE,
    CLAUSE_ELECT,
    CLAUSE_ELSE,
    CLAUSE_AMEND,
    CLAUSE_COUNT
};

static const char *const clause_words[CLAUSE_COUNT + 1] = {
    "allow", "default", "reason", "over",  "out",  "force",  "quorum",   "pass",  "clock", "extend", "close",
    "rung",  "bind",    "void",   "split", "poll", "sealed", "presence", "elect", "else",  "amend",  NULL};
static bool (*const clause_readers[CLAUSE_COUNT])(struct parser *, struct draft_rule *) = {
    read_allow,         read_default,         read_reason,       read_over,
    read_out,           read_force,           read_quorum,       read_pass,
    read_clock,         read_extend,          read_close,        read_rung,
    parser_read_bind,   parser_read_void,     parser_read_split, parser_read_poll,
    parser_read_sealed, parser_read_presence, parser_read_elect, parser_read_else,
    parser_read_amend};

static bool read_clause(struct parser *p, struct draft_rule *r, unsigned *seen)
{
    for (unsigned i = 0; i < CLAUSE_COUNT; i++) {
        if (!parser_at_word(p, clause_words[i])) {
            continue;
        }
        if ((*seen & 1u << i) != 0) {
            return parser_fail(p, "this clause stands twice in the rule");
        }
        *seen |= 1u << i;
        parser_next(p);
        return clause_readers[i](p, r) && parser_expect_sign(p, ";", clause_words[i]);
    }
    return parser_fail_words(p, "a clause of a rule", clause_words);
}

static bool has(unsigned seen, enum clause clause)
{
    return (seen & 1u << clause) != 0;
}

/* A whole working day is at least a day. */
static int64_t shortest_clock(const struct charter_rule *rule)
{
    return rule->clock_min_workdays > 0 ? rule->clock_min_workdays * CIVIL_DAY_MS : rule->clock_min_ms;
}

/* What clauses say of each other; only for a rule whose clauses are each good. */
static bool check_clauses(struct parser *p, struct draft_rule *r, unsigned seen)
{
    const struct charter_rule *rule = &r->rule;
    const bool silence = has(seen, CLAUSE_CLOCK);
    if (!has(seen, CLAUSE_PASS)) {
        return parser_fail_at(p, &r->at, "a rule says by \"pass\" when it adopts");
    }
    if ((rule->reason & ~rule->allow) != 0) {
        return parser_fail_at(p, &r->at, "a reason is asked for a position that the rule does not allow");
    }
    if (!silence && (has(seen, CLAUSE_EXTEND) || has(seen, CLAUSE_CLOSE))) {
        return parser_fail_at(p, &r->at,
                              "\"extend\" and \"close\" belong to a silence: \"clock\" is lacking");
    }
    if (silence && !has(seen, CLAUSE_CLOSE)) {
        return parser_fail_at(p, &r->at, "a rule with a clock says by \"close\" how its silence ends");
    }
    if (rule->extend_workdays > 0 && rule->clock_min_workdays + rule->clock_max_workdays == 0) {
        return parser_fail_at(p, &r->extend, "working days are added only to a clock in working days");
    }
    if (silence && rule->close == CHARTER_CLOSE_QUORUM && rule->close_extra_ms > shortest_clock(rule) / 3) {
        return parser_fail_at(p, &r->at, "\"close n-f after\" takes at most a third of the shortest clock");
    }
    if (r->over_given && r->bare.kind != TOKEN_END) {
        return parser_fail_at(p, &r->bare,
                              "in a rule over several bodies each count names one: n(Y in NAME)");
    }
    if (!r->over_given && r->code.over_count > 0) {
        return parser_fail_at(p, &r->at, "counts name a body: \"over\" is lacking");
    }
    return parser_check_votes(p, r);
}

static void complete(struct draft_rule *r, unsigned seen)
{
    struct charter_rule *rule = &r->rule;
    if (!has(seen, CLAUSE_ALLOW)) {
        rule->allow = POSITION_BIT(POSITION_Y) | POSITION_BIT(POSITION_N) | POSITION_BIT(POSITION_A);
    }
    if (!has(seen, CLAUSE_DEFAULT)) {
        rule->default_position = 'X';
    }
    if (has(seen, CLAUSE_CLOCK) && rule->set_by.len == 0) {
        rule->set_by = BYTES("chair");
    }
    rule->code = &r->code;
    for (int i = 0; i < POSITION_COUNT; i++) {
        r->code.effects[i] = rule_effect(rule, BYTES(""), 0, i);
    }
}

bool parser_read_rule(struct parser *p, struct draft_rule *r)
{
    struct charter_rule *rule = &r->rule;
    struct heading h = {0};
    unsigned seen = 0;
    r->at = p->now;
    r->code.void_tag = -1;
    parser_begin_references(p);
    if (!parser_read_id(p, "a rule", &rule->name) || !parser_read_heading(p, &h) ||
        !parser_expect_sign(p, "{", "the rule's name and headings")) {
        return false;
    }
    const size_t before = p->diags->count;
    while (!parser_at_sign(p, "}") && p->now.kind != TOKEN_END && !parser_at_part(p)) {
        if (!read_clause(p, r, &seen)) {
            parser_recover(p);
        }
    }
    if (!parser_expect_sign(p, "}", "the clauses of a rule")) {
        return false;
    }
    rule->title = h.title;
    rule->source = h.source;
    rule->from = h.from;
    rule->until = h.until;
    rule->mark = h.mark;
    r->references = p->references;
    complete(r, seen);
    return p->diags->count > before || check_clauses(p, r, seen);
}

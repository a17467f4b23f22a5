#include "charter/clause.h"

#include "charter/print.h"
#include "charter/rule.h"
#include "charter/words.h"

/* Clauses are told in English, beside the text of a charter. */
static void add_positions(struct buffer *b, uint16_t positions)
{
    struct arena a;
    arena_init(&a);
    buffer_add_bytes(b, words_positions(&a, LANGUAGE_EN, positions));
    arena_done(&a);
}

static void add_condition(struct buffer *b, const struct charter_rule *rule, const struct expression *e)
{
    struct arena a;
    arena_init(&a);
    buffer_add_bytes(b, words_condition(&a, LANGUAGE_EN, rule, e));
    arena_done(&a);
}

static void add_list(struct buffer *b, uint16_t positions)
{
    bool first = true;
    for (int i = 0; i < POSITION_COUNT; i++) {
        if ((positions & POSITION_BIT(i)) != 0) {
            buffer_add_text(b, first ? "" : ", ");
            add_positions(b, POSITION_BIT(i));
            first = false;
        }
    }
}

static void add_names(struct buffer *b, const struct bytes *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(b, i == 0 ? "" : i + 1 == count ? " and " : ", ");
        buffer_add_bytes(b, names[i]);
    }
}

static void add_allow(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "a member may be: ");
    add_list(b, rule->allow);
}

static void add_default(struct buffer *b, const struct charter_rule *rule)
{
    buffer_printf(b, "who takes no position %s", rule->default_position == 'L' ? "lets pass" : "is absent");
}

static void add_reason(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "a reason is asked of who is: ");
    add_list(b, rule->reason);
}

static void add_over(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "decided together by ");
    add_names(b, rule->code->over, rule->code->over_count);
}

static void add_out(struct buffer *b, const struct charter_rule *rule)
{
    bool first = true;
    buffer_add_text(b, "not counted at all: who has the tag ");
    for (size_t i = 0; i < rule->code->tag_count; i++) {
        if ((rule->code->out & 1U << i) != 0) {
            buffer_add_text(b, first ? "" : " or ");
            buffer_add_bytes(b, rule->code->tags[i].name);
            first = false;
        }
    }
}

static void add_force(struct buffer *b, const struct charter_rule *rule)
{
    for (size_t i = 0; i < rule->code->force_count; i++) {
        const struct rule_force *f = &rule->code->forces[i];
        buffer_add_text(b, i == 0 ? "whatever it says, who has the tag " : "; who has the tag ");
        buffer_add_bytes(b, rule->code->tags[f->tag].name);
        buffer_add_text(b, " counts as ");
        add_positions(b, POSITION_BIT(f->position));
    }
}

static void add_quorum(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "there is no decision unless ");
    add_condition(b, rule, rule->quorum);
}

static void add_pass(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "adopted if ");
    add_condition(b, rule, rule->pass);
}

static void add_clock_length(struct buffer *b, int64_t ms, int64_t workdays)
{
    charter_print_span(b, &(struct charter_span){.ms = workdays > 0 ? 0 : ms, .workdays = workdays});
}

static void add_clock(struct buffer *b, const struct charter_rule *rule)
{
    const bool workdays = rule->clock_min_workdays + rule->clock_max_workdays > 0;
    buffer_add_text(b, "may be put to silence, for ");
    add_clock_length(b, rule->clock_min_ms, rule->clock_min_workdays);
    if (rule->clock_max_ms + rule->clock_max_workdays != 0) {
        buffer_add_text(b, " to ");
        add_clock_length(b, rule->clock_max_ms, rule->clock_max_workdays);
    } else {
        buffer_add_text(b, " or longer");
    }
    if (rule->calendar.len > 0) {
        buffer_add_text(b, " in the calendar ");
        buffer_add_bytes(b, rule->calendar);
    } else if (workdays) {
        buffer_add_text(b, " of each member's calendar, whichever ends last");
    }
    buffer_add_text(b, ", by: ");
    buffer_add_bytes(b, rule->set_by);
}

static void add_extend(struct buffer *b, const struct charter_rule *rule)
{
    buffer_printf(b, "the silence may be extended %lld times, each time by up to ",
                  (long long)rule->extend_max);
    add_clock_length(b, rule->extend_ms, rule->extend_workdays);
}

static void add_close(struct buffer *b, const struct charter_rule *rule)
{
    if (rule->close == CHARTER_CLOSE_ALL) {
        buffer_add_text(b, "the silence closes when all nodes are clear, and lapses if they are not within ");
    } else {
        buffer_add_text(b, "the silence closes when all nodes are clear, or n-f of them after ");
    }
    charter_print_duration(b, rule->close_extra_ms);
}

static void add_rung(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "what is adopted is said by: ");
    buffer_add_bytes(b, rule->rung);
}

/* ", bound: who was for" of those entries that are plain, and then each of the others as it stands. */
static void add_plain_effects(struct buffer *b, const struct charter_rule *rule)
{
    for (enum effect effect = EFFECT_BOUND; effect < EFFECT_COUNT; effect++) {
        uint16_t positions = 0;
        for (int i = 0; i < POSITION_COUNT; i++) {
            if (rule->code->effects[i] == effect) {
                positions |= POSITION_BIT(i);
            }
        }
        if (positions != 0) {
            buffer_printf(b, ", %s: ", effect_word(effect));
            if (positions == SET_ALL) {
                buffer_add_text(b, "everyone");
            } else {
                buffer_add_text(b, "who was ");
                add_positions(b, positions);
            }
        }
    }
}

static void add_bind(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "once adopted");
    add_plain_effects(b, rule);
    for (size_t i = 0; i < rule->effect_count; i++) {
        const struct charter_effect *e = &rule->effects[i];
        if (e->tag.len == 0 && e->about.len == 0) {
            continue;
        }
        buffer_printf(b, "; but %s", effect_word(e->effect));
        if (e->about.len > 0) {
            buffer_add_text(b, " as to ");
            buffer_add_bytes(b, e->about);
        }
        buffer_add_text(b, ": who was ");
        add_positions(b, e->positions);
        if (e->tag.len > 0) {
            buffer_add_text(b, e->others ? " and lacks the tag " : " and has the tag ");
            buffer_add_bytes(b, e->tag);
        }
    }
}

static void add_void(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "counts as absent: who is ");
    add_positions(b, rule->void_positions);
    if (bytes_equal_text(rule->void_tag, TAG_REASONED)) {
        buffer_add_text(b, rule->void_others ? " and states no reason" : " and states a reason");
    } else if (rule->void_tag.len > 0) {
        buffer_add_text(b, rule->void_others ? " and lacks the tag " : " and has the tag ");
        buffer_add_bytes(b, rule->void_tag);
    }
}

static void add_split(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "a member may divide its ");
    buffer_add_bytes(b, rule->split);
    buffer_add_text(b, " among positions");
}

static void add_poll(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "a vote is open for ");
    charter_print_duration(b, rule->poll_min_ms);
    if (rule->poll_max_ms != 0) {
        buffer_add_text(b, " to ");
        charter_print_duration(b, rule->poll_max_ms);
    } else {
        buffer_add_text(b, " or longer");
    }
}

static void add_sealed(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "positions are sealed, and opened ");
    charter_print_duration(b, rule->sealed_ms);
    buffer_add_text(b, " before the vote ends");
}

static void add_presence(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "who is present has been recorded within ");
    charter_print_duration(b, rule->presence_ms);
    buffer_add_text(b, " before a vote");
}

static void add_elect(struct buffer *b, const struct charter_rule *rule)
{
    buffer_printf(b, "persons are elected by it, in up to %lld rounds, each candidate being asked about%s",
                  (long long)rule->rounds,
                  rule->drop_last ? "; between rounds the one with the fewest leaves" : "");
}

static void add_else(struct buffer *b, const struct charter_rule *rule)
{
    static const char *const words[] = {"", "the same text is then decided by ", "it is then taken up by ",
                                        "it may come back", "it is at its end, and not rejected"};
    buffer_printf(b, "if it is not adopted, %s", words[rule->otherwise]);
    buffer_add_bytes(b, rule->next_body);
    buffer_add_text(b, rule->next_body.len > 0 && rule->next_rule.len > 0 ? ", which decides by " : "");
    buffer_add_bytes(b, rule->next_rule);
    if (rule_goes_on(rule)) {
        buffer_add_text(b, ", at once and on the same positions");
    } else if (rule->otherwise == OTHERWISE_STAGE) {
        buffer_add_text(b, ", ");
        charter_print_span(b, &rule->next_after);
        buffer_add_text(b, " later");
    }
}

static void add_amend(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "this rule itself is changed by ");
    buffer_add_bytes(b, rule->amend_by);
}

/* Whether the line begins, behind its spaces, with the word. */
static bool begins(struct bytes line, const char *word)
{
    while (line.len > 0 && line.data[0] == ' ') {
        line = bytes_of(line.data + 1, line.len - 1);
    }
    const struct bytes prefix = bytes_of_text(word);
    return bytes_start_with(line, prefix) && line.len > prefix.len && line.data[prefix.len] == ' ';
}

void clause_words(struct buffer *b, const struct charter_rule *rule, struct bytes line)
{
    static const struct {
        const char *word;
        void (*add)(struct buffer *, const struct charter_rule *);
    } clauses[] = {
        {"allow", add_allow},   {"default", add_default},   {"reason", add_reason}, {"over", add_over},
        {"out", add_out},       {"force", add_force},       {"quorum", add_quorum}, {"pass", add_pass},
        {"clock", add_clock},   {"extend", add_extend},     {"close", add_close},   {"rung", add_rung},
        {"bind", add_bind},     {"void", add_void},         {"split", add_split},   {"poll", add_poll},
        {"sealed", add_sealed}, {"presence", add_presence}, {"elect", add_elect},   {"else", add_else},
        {"amend", add_amend},
    };
    for (size_t i = 0; i < sizeof clauses / sizeof clauses[0]; i++) {
        if (begins(line, clauses[i].word)) {
            clauses[i].add(b, rule);
        }
    }
}

static void add_span(struct buffer *b, const char *word, const struct charter_span *s)
{
    if (!span_is_empty(s)) {
        buffer_add_text(b, word);
        charter_print_span(b, s);
    }
}

static void add_members(struct buffer *b, const struct charter_body *body)
{
    if (body->elected_count > 0) {
        buffer_printf(b, "%lld members are elected into it by ", (long long)body->elected_count);
        buffer_add_bytes(b, body->elected_by);
        add_span(b, ", for ", &body->elected_for);
    } else if (body->tagged.len > 0) {
        buffer_add_text(b, "every member sits in it that has the tag ");
        buffer_add_bytes(b, body->tagged);
    } else {
        buffer_add_text(b,
                        body->everyone ? "every member sits in it" : "its members are named, and may change");
    }
}

static void add_chair(struct buffer *b, const struct charter_body *body)
{
    buffer_add_text(b, "the chair: ");
    if (bytes_equal_text(body->chair, "rotation")) {
        buffer_add_text(b, body->chair_order_count > 0 ? "goes round by " : "goes round by code");
        add_names(b, body->chair_order, body->chair_order_count);
        add_span(b, ", every ", &body->chair_term);
    } else if (bytes_equal_text(body->chair, "elected")) {
        buffer_add_text(b, "is elected by ");
        buffer_add_bytes(b, body->chair_by);
        add_span(b, ", for ", &body->chair_term);
    } else {
        buffer_add_text(b, bytes_equal_text(body->chair, "office") ? "who holds the office of " : "");
        buffer_add_bytes(b, body->chair_by.len > 0 ? body->chair_by : body->chair);
    }
}

void clause_body_words(struct buffer *b, const struct charter_body *body, struct bytes line)
{
    if (begins(line, "members")) {
        add_members(b, body);
    } else if (begins(line, "chair")) {
        add_chair(b, body);
    } else if (begins(line, "rules")) {
        buffer_add_text(b, "it decides by ");
        add_names(b, body->rules, body->rule_count);
        buffer_add_text(b, body->rule_count > 1 ? ", by the first unless another is named" : "");
    } else if (begins(line, "mandate")) {
        buffer_add_text(b, "what it is for: ");
        buffer_add_bytes(b, body->mandate);
    } else if (begins(line, "reports")) {
        buffer_add_text(b, "it answers to ");
        buffer_add_bytes(b, body->reports_to);
    }
}

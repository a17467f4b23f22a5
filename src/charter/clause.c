#include "charter/clause.h"

#include "charter/print.h"
#include "charter/rule.h"
#include "charter/words.h"

static void add_list(struct buffer *b, uint16_t positions)
{
    bool first = true;
    for (int i = 0; i < POSITION_COUNT; i++) {
        if ((positions & POSITION_BIT(i)) != 0) {
            buffer_add_text(b, first ? "" : ", ");
            words_positions(b, POSITION_BIT(i));
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
        words_positions(b, POSITION_BIT(f->position));
    }
}

static void add_quorum(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "there is no decision unless ");
    words_condition(b, rule, rule->quorum);
}

static void add_pass(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "adopted if ");
    words_condition(b, rule, rule->pass);
}

static void add_clock(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "may be put to silence, for ");
    charter_print_duration(b, rule->clock_min_ms);
    if (rule->clock_max_ms != 0) {
        buffer_add_text(b, " to ");
        charter_print_duration(b, rule->clock_max_ms);
    } else {
        buffer_add_text(b, " or longer");
    }
    buffer_add_text(b, ", by: ");
    buffer_add_bytes(b, rule->set_by);
}

static void add_extend(struct buffer *b, const struct charter_rule *rule)
{
    buffer_printf(b, "the silence may be extended %lld times, each time by up to ",
                  (long long)rule->extend_max);
    charter_print_duration(b, rule->extend_ms);
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

static void add_bind(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "once adopted");
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
                words_positions(b, positions);
            }
        }
    }
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
        {"allow", add_allow}, {"default", add_default}, {"reason", add_reason}, {"over", add_over},
        {"out", add_out},     {"force", add_force},     {"quorum", add_quorum}, {"pass", add_pass},
        {"clock", add_clock}, {"extend", add_extend},   {"close", add_close},   {"rung", add_rung},
        {"bind", add_bind},
    };
    for (size_t i = 0; i < sizeof clauses / sizeof clauses[0]; i++) {
        if (begins(line, clauses[i].word)) {
            clauses[i].add(b, rule);
        }
    }
}

void clause_body_words(struct buffer *b, const struct charter_body *body, struct bytes line)
{
    if (begins(line, "members")) {
        buffer_add_text(b,
                        body->everyone ? "every member sits in it" : "its members are named, and may change");
    } else if (begins(line, "chair")) {
        buffer_add_text(b, "the chair: ");
        if (bytes_equal_text(body->chair, "rotation")) {
            buffer_add_text(b, "goes round by code");
        } else {
            buffer_add_bytes(b, body->chair);
        }
    } else if (begins(line, "rules")) {
        buffer_add_text(b, "it decides by ");
        add_names(b, body->rules, body->rule_count);
        buffer_add_text(b, body->rule_count > 1 ? ", by the first unless another is named" : "");
    }
}

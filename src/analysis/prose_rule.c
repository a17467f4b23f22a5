/* A rule in sentences: who may say what, what it needs, how long it takes, what follows. */
#include "analysis/prose_inner.h"
#include "charter/rule.h"
#include "charter/words.h"

static void add_choices(struct writer *w, uint16_t positions)
{
    static const char *const words[] = {"vote for",
                                        "let it pass",
                                        "vote against",
                                        "abstain",
                                        "abstain with a declaration",
                                        "be recorded as absent",
                                        "take no part"};
    int left = __builtin_popcount(positions);
    bool first = true;
    for (int i = 0; i < POSITION_COUNT; i++) {
        if ((positions & POSITION_BIT(i)) != 0) {
            left--;
            buffer_printf(&w->text, "%s%s", first ? "" : left == 0 ? " or " : ", ", words[i]);
            first = false;
        }
    }
}

static void say_positions(struct writer *w, const struct charter_rule *rule)
{
    buffer_add_text(&w->text, "A member may ");
    add_choices(w, rule->allow);
    writer_end(w);
    if (rule->default_position == 'L') {
        writer_say(w, "Silence is consent: a member that says nothing lets it pass");
    } else {
        writer_say(w, "A member that says nothing counts as absent");
    }
    if (rule->reason != 0) {
        buffer_add_text(&w->text, "A reason is asked of who chooses to ");
        add_choices(w, rule->reason);
        writer_end(w);
    }
}

static void say_counted(struct writer *w, const struct charter_rule *rule)
{
    const struct rule_code *code = rule->code;
    for (size_t i = 0; i < code->tag_count; i++) {
        if ((code->out & 1U << i) != 0) {
            buffer_add_text(&w->text, "A member with the tag ");
            writer_tag(w, code->tags[i].name);
            buffer_add_text(&w->text, " is not counted at all, not among the members either");
            writer_end(w);
        }
    }
    for (size_t i = 0; i < code->force_count; i++) {
        buffer_add_text(&w->text, "Whatever it says, a member with the tag ");
        writer_tag(w, code->tags[code->forces[i].tag].name);
        buffer_add_text(&w->text, " counts as ");
        const uint16_t position = POSITION_BIT(code->forces[i].position);
        buffer_add_bytes(&w->text, words_positions(w->arena, LANGUAGE_EN, position));
        writer_end(w);
    }
    if (rule->void_positions != 0) {
        buffer_add_text(&w->text, "A position that is ");
        buffer_add_bytes(&w->text, words_positions(w->arena, LANGUAGE_EN, rule->void_positions));
        if (rule->void_tag.len > 0) {
            buffer_add_text(&w->text, rule->void_others ? ", taken by a member without the tag "
                                                        : ", taken by a member with the tag ");
            writer_tag(w, rule->void_tag);
            buffer_add_u8(&w->text, ',');
        }
        buffer_add_text(&w->text, " is void: it counts as absent, as if it had not been taken");
        writer_end(w);
    }
    if (rule->split.len > 0) {
        buffer_add_text(&w->text, "A member may divide its ");
        writer_name(w, rule->split);
        buffer_add_text(&w->text, " among several positions");
        writer_end(w);
    }
}

static void say_conditions(struct writer *w, const struct charter_rule *rule)
{
    if (rule->code->over_count > 1) {
        buffer_add_text(&w->text, "It is decided together by ");
        writer_list(w, rule->code->over, rule->code->over_count, writer_body);
        buffer_add_text(&w->text, ", each counted by itself");
        writer_end(w);
    }
    if (rule->rounds > 0) {
        writer_say(w,
                   "It is an election of persons, in at most %lld round%s: what follows is asked of each "
                   "candidate, where marking the candidate counts as a vote for, marking others as one "
                   "against, a blank paper as an abstention",
                   (long long)rule->rounds, rule->rounds == 1 ? "" : "s");
    }
    if (rule->drop_last) {
        writer_say(w, "After each round the candidate with the fewest votes leaves");
    }
    if (rule->quorum != NULL) {
        buffer_add_text(&w->text, "There is a quorum if ");
        buffer_add_bytes(&w->text, words_condition(w->arena, LANGUAGE_EN, rule, rule->quorum));
        buffer_add_text(&w->text, "; without it there is no decision");
        writer_end(w);
    }
    buffer_add_text(&w->text, rule->rounds > 0 ? "A candidate is elected if " : "It is adopted if ");
    buffer_add_bytes(&w->text, words_condition(w->arena, LANGUAGE_EN, rule, rule->pass));
    writer_end(w);
}

static void add_length(struct writer *w, int64_t ms, int64_t workdays)
{
    const struct charter_span span = {.ms = workdays > 0 ? 0 : ms, .workdays = workdays};
    prose_add_span(&w->text, &span);
}

static void say_silence(struct writer *w, const struct charter_rule *rule)
{
    if (rule->clock_min_ms == 0) {
        return;
    }
    writer_office(w, rule->set_by);
    buffer_add_text(&w->text, " may put a text to silence, for at least ");
    add_length(w, rule->clock_min_ms, rule->clock_min_workdays);
    if (rule->clock_max_ms != 0 || rule->clock_max_workdays != 0) {
        buffer_add_text(&w->text, " and at most ");
        add_length(w, rule->clock_max_ms, rule->clock_max_workdays);
    }
    if (rule->calendar.len > 0) {
        buffer_add_text(&w->text, ", counted by the calendar ");
        writer_refer(w, PROSE_CALENDAR, rule->calendar);
    } else if (rule->clock_min_workdays > 0 || rule->clock_max_workdays > 0) {
        buffer_add_text(&w->text, ", counted by the calendar of each member");
    }
    writer_end(w);
    if (rule->extend_max > 0) {
        buffer_printf(&w->text, "It may be extended %lld time%s, each time by at most ",
                      (long long)rule->extend_max, rule->extend_max == 1 ? "" : "s");
        add_length(w, rule->extend_ms, rule->extend_workdays);
        writer_end(w);
    }
    buffer_add_text(&w->text,
                    rule->close == CHARTER_CLOSE_ALL
                        ? "The silence closes when the nodes of all members have said that they "
                          "hold no objection; it lapses if they have not within "
                        : "The silence closes when the nodes of all members have said that they "
                          "hold no objection, or all but the few that may fail have and this time is "
                          "over: ");
    prose_add_duration(&w->text, rule->close_extra_ms);
    buffer_add_text(&w->text, rule->close == CHARTER_CLOSE_ALL ? " of its end" : "");
    writer_end(w);
}

static void say_vote(struct writer *w, const struct charter_rule *rule)
{
    if (rule->poll_min_ms > 0) {
        buffer_add_text(&w->text, "A vote is open for at least ");
        prose_add_duration(&w->text, rule->poll_min_ms);
        if (rule->poll_max_ms > 0) {
            buffer_add_text(&w->text, " and at most ");
            prose_add_duration(&w->text, rule->poll_max_ms);
        }
        writer_end(w);
    }
    if (rule->sealed_ms > 0) {
        buffer_add_text(&w->text, "What members say in a vote stays sealed until ");
        prose_add_duration(&w->text, rule->sealed_ms);
        buffer_add_text(&w->text, " before its end");
        writer_end(w);
    }
    if (rule->presence_ms > 0) {
        buffer_add_text(&w->text, "Who is present is recorded within ");
        prose_add_duration(&w->text, rule->presence_ms);
        buffer_add_text(&w->text, " before a vote");
        writer_end(w);
    }
}

static void say_otherwise(struct writer *w, const struct charter_rule *rule)
{
    switch (rule->otherwise) {
    case OTHERWISE_REJECT:
        writer_say(w, "What is not adopted is rejected");
        return;
    case OTHERWISE_DEFER:
        writer_say(w, "What is not adopted is deferred: there is no decision, and it may come back");
        return;
    case OTHERWISE_LAPSE:
        writer_say(w, "What is not adopted lapses: it is at its end, and not rejected");
        return;
    case OTHERWISE_STAGE:
        buffer_add_text(&w->text, "If it is not adopted, ");
        writer_rule(w, rule->next_rule);
        if (span_is_set(&rule->next_after)) {
            buffer_add_text(&w->text, " decides on the same text after ");
            prose_add_span(&w->text, &rule->next_after);
        } else {
            buffer_add_text(&w->text, " decides at once, by the same positions");
        }
        writer_end(w);
        return;
    case OTHERWISE_REFER:
        buffer_add_text(&w->text, "If it is not adopted, it is referred to ");
        writer_body(w, rule->next_body);
        if (rule->next_rule.len > 0) {
            buffer_add_text(&w->text, ", which decides by ");
            writer_rule(w, rule->next_rule);
        }
        writer_end(w);
        return;
    }
}

/* "every member is bound", "as to "armed force", who is for among P5 is free" */
static void add_effect(struct writer *w, const struct charter_effect *e)
{
    if (e->about.len > 0) {
        buffer_add_text(&w->text, "as to \"");
        buffer_add_bytes(&w->text, e->about);
        buffer_add_text(&w->text, "\", ");
    }
    if (e->positions == SET_ALL) {
        buffer_add_text(&w->text, "every member");
    } else {
        buffer_add_text(&w->text, "who is ");
        buffer_add_bytes(&w->text, words_positions(w->arena, LANGUAGE_EN, e->positions));
    }
    if (e->tag.len > 0) {
        buffer_add_text(&w->text, e->others ? " without the tag " : " with the tag ");
        writer_tag(w, e->tag);
    }
    buffer_printf(&w->text, " is %s", effect_word(e->effect));
}

static void say_effects(struct writer *w, const struct charter_rule *rule)
{
    if (rule->rung.len > 0) {
        buffer_add_text(&w->text, "What is adopted is said by the rung \"");
        buffer_add_bytes(&w->text, rule->rung);
        buffer_add_u8(&w->text, '"');
        writer_end(w);
    }
    if (rule->effect_count == 0) {
        writer_say(w, "What is adopted binds every member");
        return;
    }
    uint16_t said = 0;
    buffer_add_text(&w->text, "Once it is adopted, ");
    for (size_t i = 0; i < rule->effect_count; i++) {
        buffer_add_text(&w->text, i == 0 ? "" : "; but ");
        add_effect(w, &rule->effects[i]);
        said |=
            rule->effects[i].tag.len == 0 && rule->effects[i].about.len == 0 ? rule->effects[i].positions : 0;
    }
    buffer_add_text(&w->text, said == SET_ALL ? "" : "; nobody else is bound");
    writer_end(w);
}

void prose_rule(struct writer *w, const struct charter_rule *rule)
{
    say_positions(w, rule);
    say_counted(w, rule);
    say_conditions(w, rule);
    say_silence(w, rule);
    say_vote(w, rule);
    say_otherwise(w, rule);
    say_effects(w, rule);
    if (rule->amend_by.len > 0) {
        buffer_add_text(&w->text, "This article is changed by ");
        writer_rule(w, rule->amend_by);
        buffer_add_text(&w->text, " only");
        writer_end(w);
    }
}

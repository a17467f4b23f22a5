/* A rule in sentences: who may say what, what it needs, how long it takes, what follows. */
#include "analysis/prose_inner.h"
#include "charter/rule.h"
#include "charter/words.h"

static struct bytes positions_words(const struct writer *w, uint16_t positions)
{
    return words_positions(w->arena, w->prose->language, positions);
}

static struct bytes condition_words(const struct writer *w, const struct charter_rule *rule,
                                    const struct expression *e)
{
    return words_condition(w->arena, w->prose->language, rule, e);
}

static struct bytes choices_words(const struct writer *w, uint16_t positions)
{
    static const enum message words[POSITION_COUNT] = {
        MESSAGE_prose_choose_for,     MESSAGE_prose_choose_pass,        MESSAGE_prose_choose_against,
        MESSAGE_prose_choose_abstain, MESSAGE_prose_choose_declaration, MESSAGE_prose_choose_absent,
        MESSAGE_prose_choose_out};
    struct bytes items[POSITION_COUNT];
    size_t count = 0;
    for (int i = 0; i < POSITION_COUNT; i++) {
        if ((positions & POSITION_BIT(i)) != 0) {
            items[count++] = writer_word(w, words[i]);
        }
    }
    return WRITER_LIST(w, MESSAGE_list_comma, MESSAGE_list_or, items, count);
}

static void say_positions(struct writer *w, const struct charter_rule *rule)
{
    WRITER_SAY(w, MESSAGE_prose_may, SAY_TEXT("choices", choices_words(w, rule->allow)));
    writer_say(w, rule->default_position == 'L' ? MESSAGE_prose_silence_passes
                                                : MESSAGE_prose_silence_absent);
    if (rule->reason != 0) {
        WRITER_SAY(w, MESSAGE_prose_reason, SAY_TEXT("choices", choices_words(w, rule->reason)));
    }
}

static void say_void(struct writer *w, const struct charter_rule *rule)
{
    const struct bytes positions = positions_words(w, rule->void_positions);
    if (rule->void_tag.len == 0) {
        WRITER_SAY(w, MESSAGE_prose_void, SAY_TEXT("positions", positions));
    } else {
        WRITER_SAY(w, rule->void_others ? MESSAGE_prose_void_without : MESSAGE_prose_void_with,
                   SAY_TEXT("positions", positions), SAY_TEXT("tag", writer_tag(w, rule->void_tag)));
    }
}

static void say_counted(struct writer *w, const struct charter_rule *rule)
{
    const struct rule_code *code = rule->code;
    for (size_t i = 0; i < code->tag_count; i++) {
        if ((code->out & 1U << i) != 0) {
            WRITER_SAY(w, MESSAGE_prose_not_counted, SAY_TEXT("tag", writer_tag(w, code->tags[i].name)));
        }
    }
    for (size_t i = 0; i < code->force_count; i++) {
        WRITER_SAY(w, MESSAGE_prose_forced,
                   SAY_TEXT("tag", writer_tag(w, code->tags[code->forces[i].tag].name)),
                   SAY_TEXT("position", positions_words(w, POSITION_BIT(code->forces[i].position))));
    }
    if (rule->void_positions != 0) {
        say_void(w, rule);
    }
    if (rule->split.len > 0) {
        WRITER_SAY(w, MESSAGE_prose_split, SAY_TEXT("attribute", rule->split));
    }
}

static void say_conditions(struct writer *w, const struct charter_rule *rule)
{
    if (rule->code->over_count > 1) {
        WRITER_SAY(
            w, MESSAGE_prose_together,
            SAY_TEXT("bodies", writer_list(w, rule->code->over, rule->code->over_count, writer_body)));
    }
    if (rule->rounds > 0) {
        WRITER_SAY(w, MESSAGE_prose_election, SAY_NUMBER("count", rule->rounds));
    }
    if (rule->drop_last) {
        writer_say(w, MESSAGE_prose_drop_last);
    }
    if (rule->quorum != NULL) {
        WRITER_SAY(w, MESSAGE_prose_quorum, SAY_TEXT("condition", condition_words(w, rule, rule->quorum)));
    }
    WRITER_SAY(w, rule->rounds > 0 ? MESSAGE_prose_elected : MESSAGE_prose_adopted,
               SAY_TEXT("condition", condition_words(w, rule, rule->pass)));
}

static struct bytes length_words(const struct writer *w, int64_t ms, int64_t workdays)
{
    return writer_span(w, &(struct charter_span){.ms = workdays > 0 ? 0 : ms, .workdays = workdays});
}

/* "at least 1 hour and at most 2 hours"; without `most` if that is empty. */
static struct bytes range_words(const struct writer *w, struct bytes least, struct bytes most)
{
    return most.len > 0
               ? WRITER_WORDS(w, MESSAGE_prose_range, SAY_TEXT("least", least), SAY_TEXT("most", most))
               : WRITER_WORDS(w, MESSAGE_prose_at_least, SAY_TEXT("least", least));
}

static void say_silence(struct writer *w, const struct charter_rule *rule)
{
    if (rule->clock_min_ms == 0) {
        return;
    }
    const bool most = rule->clock_max_ms != 0 || rule->clock_max_workdays != 0;
    const bool workdays = rule->clock_min_workdays > 0 || rule->clock_max_workdays > 0;
    const struct say_value office = SAY_TEXT("office", writer_office(w, rule->set_by));
    const struct say_value range = SAY_TEXT(
        "range",
        range_words(w, length_words(w, rule->clock_min_ms, rule->clock_min_workdays),
                    most ? length_words(w, rule->clock_max_ms, rule->clock_max_workdays) : BYTES("")));
    if (rule->calendar.len > 0) {
        WRITER_SAY(w, MESSAGE_prose_clock_calendar, office, range,
                   SAY_TEXT("calendar", writer_refer(w, PROSE_CALENDAR, rule->calendar)));
    } else {
        WRITER_SAY(w, workdays ? MESSAGE_prose_clock_workdays : MESSAGE_prose_clock, office, range);
    }
    if (rule->extend_max > 0) {
        WRITER_SAY(w, MESSAGE_prose_extended, SAY_NUMBER("count", rule->extend_max),
                   SAY_TEXT("most", length_words(w, rule->extend_ms, rule->extend_workdays)));
    }
    WRITER_SAY(w, rule->close == CHARTER_CLOSE_ALL ? MESSAGE_prose_close_all : MESSAGE_prose_close_but_few,
               SAY_TEXT("time", writer_duration(w, rule->close_extra_ms)));
}

static void say_vote(struct writer *w, const struct charter_rule *rule)
{
    if (rule->poll_min_ms > 0) {
        const struct bytes most = rule->poll_max_ms > 0 ? writer_duration(w, rule->poll_max_ms) : BYTES("");
        WRITER_SAY(w, MESSAGE_prose_poll,
                   SAY_TEXT("range", range_words(w, writer_duration(w, rule->poll_min_ms), most)));
    }
    if (rule->sealed_ms > 0) {
        WRITER_SAY(w, MESSAGE_prose_sealed, SAY_TEXT("time", writer_duration(w, rule->sealed_ms)));
    }
    if (rule->presence_ms > 0) {
        WRITER_SAY(w, MESSAGE_prose_presence, SAY_TEXT("time", writer_duration(w, rule->presence_ms)));
    }
}

static void say_stage(struct writer *w, const struct charter_rule *rule)
{
    const struct say_value next = SAY_TEXT("rule", writer_rule(w, rule->next_rule));
    if (span_is_set(&rule->next_after)) {
        WRITER_SAY(w, MESSAGE_prose_stage_after, next, SAY_TEXT("time", writer_span(w, &rule->next_after)));
    } else {
        WRITER_SAY(w, MESSAGE_prose_stage, next);
    }
}

static void say_otherwise(struct writer *w, const struct charter_rule *rule)
{
    switch (rule->otherwise) {
    case OTHERWISE_REJECT:
        writer_say(w, MESSAGE_prose_else_rejected);
        return;
    case OTHERWISE_DEFER:
        writer_say(w, MESSAGE_prose_else_deferred);
        return;
    case OTHERWISE_LAPSE:
        writer_say(w, MESSAGE_prose_else_lapsed);
        return;
    case OTHERWISE_STAGE:
        say_stage(w, rule);
        return;
    case OTHERWISE_REFER:
        if (rule->next_rule.len > 0) {
            WRITER_SAY(w, MESSAGE_prose_else_referred_by, SAY_TEXT("body", writer_body(w, rule->next_body)),
                       SAY_TEXT("rule", writer_rule(w, rule->next_rule)));
        } else {
            WRITER_SAY(w, MESSAGE_prose_else_referred, SAY_TEXT("body", writer_body(w, rule->next_body)));
        }
        return;
    }
}

/* "every member", "who is for with the tag P5" */
static struct bytes bound_words(const struct writer *w, const struct charter_effect *e)
{
    static const enum message whole[] = {MESSAGE_prose_every, MESSAGE_prose_every_with,
                                         MESSAGE_prose_every_without};
    static const enum message some[] = {MESSAGE_prose_who, MESSAGE_prose_who_with, MESSAGE_prose_who_without};
    const size_t tag = e->tag.len == 0 ? 0 : e->others ? 2 : 1;
    return WRITER_WORDS(w, e->positions == SET_ALL ? whole[tag] : some[tag],
                        SAY_TEXT("positions", positions_words(w, e->positions)),
                        SAY_TEXT("tag", tag == 0 ? BYTES("") : writer_tag(w, e->tag)));
}

/* "every member is bound", "as to "armed force", who is for among P5 is free" */
static struct bytes effect_words(const struct writer *w, const struct charter_effect *e)
{
    static const enum message words[EFFECT_COUNT] = {
        [EFFECT_BOUND] = MESSAGE_prose_bound,
        [EFFECT_COMMITTED] = MESSAGE_prose_committed,
        [EFFECT_FREE] = MESSAGE_prose_free,
    };
    const struct say_value who = SAY_TEXT("who", bound_words(w, e));
    const struct say_value effect = SAY_TEXT("effect", writer_word(w, words[e->effect]));
    return e->about.len > 0
               ? WRITER_WORDS(w, MESSAGE_prose_effect_about, who, effect, SAY_TEXT("about", e->about))
               : WRITER_WORDS(w, MESSAGE_prose_effect, who, effect);
}

static void say_effects(struct writer *w, const struct charter_rule *rule)
{
    if (rule->rung.len > 0) {
        WRITER_SAY(w, MESSAGE_prose_rung, SAY_TEXT("rung", rule->rung));
    }
    if (rule->effect_count == 0) {
        writer_say(w, MESSAGE_prose_binds_all);
        return;
    }
    uint16_t said = 0;
    struct bytes *effects = ARENA_ARRAY(w->arena, struct bytes, rule->effect_count);
    for (size_t i = 0; i < rule->effect_count; i++) {
        const struct charter_effect *e = &rule->effects[i];
        effects[i] = effect_words(w, e);
        said |= e->tag.len == 0 && e->about.len == 0 ? e->positions : 0;
    }
    WRITER_SAY(w, said == SET_ALL ? MESSAGE_prose_effects : MESSAGE_prose_effects_else_free,
               SAY_TEXT("effects", WRITER_LIST(w, MESSAGE_prose_but, MESSAGE_prose_but, effects,
                                               rule->effect_count)));
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
        WRITER_SAY(w, MESSAGE_prose_amended_by, SAY_TEXT("rule", writer_rule(w, rule->amend_by)));
    }
}

/* Bodies, offices, classification, referral and motions in sentences. */
#include "analysis/prose_inner.h"
#include "base/check.h"

/* The sentence, or where a term is set the one that has it too. */
static void say_for_term(struct writer *w, enum message without, enum message with,
                         const struct charter_span *term, struct say_value a, struct say_value b)
{
    if (span_is_set(term)) {
        WRITER_SAY(w, with, a, b, SAY_TEXT("term", writer_span(w, term)));
    } else {
        WRITER_SAY(w, without, a, b);
    }
}

static const struct say_value nothing = {.name = ""};

static void say_composition(struct writer *w, const struct charter_body *body)
{
    if (body->elected_by.len > 0) {
        say_for_term(w, MESSAGE_prose_seats, MESSAGE_prose_seats_for, &body->elected_for,
                     SAY_NUMBER("count", body->elected_count),
                     SAY_TEXT("rule", writer_rule(w, body->elected_by)));
    } else if (body->tagged.len > 0) {
        WRITER_SAY(w, MESSAGE_prose_seats_tagged, SAY_TEXT("tag", writer_tag(w, body->tagged)));
    } else {
        writer_say(w, body->everyone ? MESSAGE_prose_seats_all : MESSAGE_prose_seats_named);
    }
}

static void say_chair(struct writer *w, const struct charter_body *body)
{
    if (bytes_equal_text(body->chair, "rotation")) {
        const size_t count = body->chair_order_count;
        const struct bytes members = writer_list(w, body->chair_order, count, writer_name);
        const struct bytes order =
            count == 0 ? writer_word(w, MESSAGE_prose_order_codes)
                       : WRITER_WORDS(w, MESSAGE_prose_order, SAY_TEXT("members", members));
        say_for_term(w, MESSAGE_prose_chair_rotates, MESSAGE_prose_chair_rotates_for, &body->chair_term,
                     SAY_TEXT("order", order), nothing);
    } else if (bytes_equal_text(body->chair, "elected")) {
        say_for_term(w, MESSAGE_prose_chair_elected, MESSAGE_prose_chair_elected_for, &body->chair_term,
                     SAY_TEXT("rule", writer_rule(w, body->chair_by)), nothing);
    } else if (bytes_equal_text(body->chair, "office")) {
        WRITER_SAY(w, MESSAGE_prose_chair_office,
                   SAY_TEXT("office", writer_refer(w, PROSE_OFFICE, body->chair_by)));
    } else {
        WRITER_SAY(w, MESSAGE_prose_chair_member, SAY_TEXT("member", body->chair));
    }
}

void prose_body(struct writer *w, const struct charter_body *body)
{
    if (body->mandate.len > 0) {
        WRITER_SAY(w, MESSAGE_prose_mandate, SAY_TEXT("mandate", body->mandate));
    }
    say_composition(w, body);
    say_chair(w, body);
    const struct say_value first = SAY_TEXT("rule", writer_rule(w, body->rules[0]));
    if (body->rule_count > 1) {
        WRITER_SAY(w, MESSAGE_prose_decides_or, first,
                   SAY_TEXT("others", writer_list(w, body->rules + 1, body->rule_count - 1, writer_rule)));
    } else {
        WRITER_SAY(w, MESSAGE_prose_decides, first);
    }
    if (body->reports_to.len > 0) {
        WRITER_SAY(w, MESSAGE_prose_reports, SAY_TEXT("body", writer_body(w, body->reports_to)));
    }
}

void prose_office(struct writer *w, const struct charter_office *office)
{
    const struct say_value body = SAY_TEXT("body", writer_body(w, office->body));
    const struct say_value rule = SAY_TEXT("rule", writer_rule(w, office->rule));
    switch (office->holder) {
    case HOLDER_CHAIR:
        say_for_term(w, MESSAGE_prose_held_by_chair, MESSAGE_prose_held_by_chair_for, &office->term, body,
                     nothing);
        return;
    case HOLDER_MEMBER:
        say_for_term(w, MESSAGE_prose_held_by, MESSAGE_prose_held_by_for, &office->term,
                     SAY_TEXT("member", office->member), nothing);
        return;
    case HOLDER_ELECTED:
        say_for_term(w, MESSAGE_prose_holder_elected, MESSAGE_prose_holder_elected_for, &office->term, body,
                     rule);
        return;
    case HOLDER_APPOINTED:
        say_for_term(w, MESSAGE_prose_holder_appointed, MESSAGE_prose_holder_appointed_for, &office->term,
                     body, rule);
        return;
    }
}

void prose_classification(struct writer *w, const struct charter_classification *c)
{
    for (size_t i = 0; i < c->class_count; i++) {
        WRITER_SAY(w, MESSAGE_prose_class, SAY_TEXT("class", c->classes[i].name),
                   SAY_TEXT("rule", writer_rule(w, c->classes[i].rule)));
    }
    if (bytes_equal_text(c->decided_by, "chair") || writer_find(w, PROSE_OFFICE, c->decided_by) != NULL) {
        WRITER_SAY(w, MESSAGE_prose_classified_by_office,
                   SAY_TEXT("office", writer_office(w, c->decided_by)));
    } else {
        WRITER_SAY(w, MESSAGE_prose_classified_by_rule, SAY_TEXT("rule", writer_rule(w, c->decided_by)));
    }
    if (c->appeal_by.len > 0) {
        WRITER_SAY(w, c->upholds ? MESSAGE_prose_appeal_upholds : MESSAGE_prose_appeal_overrules,
                   SAY_TEXT("rule", writer_rule(w, c->appeal_by)));
    } else {
        writer_say(w, MESSAGE_prose_appeal_none);
    }
    if (c->doubt.len > 0) {
        WRITER_SAY(w, MESSAGE_prose_doubt, SAY_TEXT("class", c->doubt));
    }
}

void prose_referral(struct writer *w, const struct charter_referral *r)
{
    const struct say_value from = SAY_TEXT("from", writer_list(w, r->from, r->from_count, writer_body));
    const struct say_value to = SAY_TEXT("to", writer_body(w, r->to));
    if (r->rule.len > 0) {
        WRITER_SAY(w, MESSAGE_prose_referral_by_rule, from, to, SAY_TEXT("rule", writer_rule(w, r->rule)));
    } else {
        WRITER_SAY(w, MESSAGE_prose_referral_by_chair, from, to);
    }
    if (r->about.len > 0) {
        WRITER_SAY(w, MESSAGE_prose_referral_about, SAY_TEXT("about", r->about));
    }
}

/* What is decided by the motion. */
static struct bytes motion_subject(const struct writer *w, struct bytes name)
{
    static const struct {
        const char *name;
        enum message words;
    } rows[] = {
        {"adopt", MESSAGE_prose_motion_adopt},       {"assist", MESSAGE_prose_motion_assist},
        {"straw", MESSAGE_prose_motion_straw},       {"suspend", MESSAGE_prose_motion_suspend},
        {"restore", MESSAGE_prose_motion_restore},   {"classify", MESSAGE_prose_motion_classify},
        {"overrule", MESSAGE_prose_motion_overrule}, {"refer", MESSAGE_prose_motion_refer},
        {"limited", MESSAGE_prose_motion_limited},   {"amend", MESSAGE_prose_motion_amend},
        {"elect", MESSAGE_prose_motion_elect},       {"contest", MESSAGE_prose_motion_contest},
        {"settle", MESSAGE_prose_motion_settle},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (bytes_equal_text(name, rows[i].name)) {
            return writer_word(w, rows[i].words);
        }
    }
    unreachable("a motion without words");
}

static struct bytes motion_words(const struct writer *w, const struct charter_motion *m)
{
    const struct say_value motion = SAY_TEXT("motion", motion_subject(w, m->name));
    const struct say_value rule = SAY_TEXT("rule", writer_rule(w, m->rule));
    return m->body.len > 0 ? WRITER_WORDS(w, MESSAGE_prose_motion_in, motion, rule,
                                          SAY_TEXT("body", writer_body(w, m->body)))
                           : WRITER_WORDS(w, MESSAGE_prose_motion_by, motion, rule);
}

void prose_motions(struct writer *w, const struct charter *c)
{
    for (size_t i = 0; i < c->motion_count; i++) {
        const struct charter_motion *m = &c->motions[i];
        WRITER_SAY(w, MESSAGE_prose_sentence,
                   SAY_TEXT("words", writer_noted(w, motion_words(w, m), m->source, &m->mark)));
    }
}

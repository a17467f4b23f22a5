/* Bodies, offices, classification, referral and motions in sentences. */
#include "analysis/prose_inner.h"

static void add_term(struct writer *w, const char *before, const struct charter_span *span)
{
    if (span_is_set(span)) {
        buffer_add_text(&w->text, before);
        prose_add_span(&w->text, span);
    }
}

static void say_composition(struct writer *w, const struct charter_body *body)
{
    if (body->elected_by.len > 0) {
        buffer_printf(&w->text, "%lld of its seats are filled by election, by ",
                      (long long)body->elected_count);
        writer_rule(w, body->elected_by);
        add_term(w, ", each for ", &body->elected_for);
        writer_end(w);
        return;
    }
    if (body->tagged.len > 0) {
        buffer_add_text(&w->text, "The members with the tag ");
        writer_tag(w, body->tagged);
        buffer_add_text(&w->text, " sit in it");
        writer_end(w);
        return;
    }
    writer_say(w, body->everyone ? "Every member sits in it"
                                 : "Its members are named at the founding, and may change");
}

static void say_chair(struct writer *w, const struct charter_body *body)
{
    if (bytes_equal_text(body->chair, "rotation")) {
        buffer_add_text(&w->text, "The chair goes round among its members, ");
        if (body->chair_order_count == 0) {
            buffer_add_text(&w->text, "in the order of their codes");
        } else {
            buffer_add_text(&w->text, "in this order: ");
            writer_list(w, body->chair_order, body->chair_order_count, writer_name);
        }
        add_term(w, "; each holds it for ", &body->chair_term);
    } else if (bytes_equal_text(body->chair, "elected")) {
        buffer_add_text(&w->text, "The chair is elected by ");
        writer_rule(w, body->chair_by);
        add_term(w, ", for ", &body->chair_term);
    } else if (bytes_equal_text(body->chair, "office")) {
        buffer_add_text(&w->text, "It is chaired by the holder of the office ");
        writer_refer(w, PROSE_OFFICE, body->chair_by);
    } else {
        buffer_add_text(&w->text, "It is chaired by ");
        writer_name(w, body->chair);
    }
    writer_end(w);
}

void prose_body(struct writer *w, const struct charter_body *body)
{
    if (body->mandate.len > 0) {
        buffer_add_text(&w->text, "Its mandate: ");
        buffer_add_bytes(&w->text, body->mandate);
        writer_end(w);
    }
    say_composition(w, body);
    say_chair(w, body);
    buffer_add_text(&w->text, "It decides by ");
    writer_rule(w, body->rules[0]);
    if (body->rule_count > 1) {
        buffer_add_text(&w->text, ", unless another of its rules is named: ");
        writer_list(w, body->rules + 1, body->rule_count - 1, writer_rule);
    }
    writer_end(w);
    if (body->reports_to.len > 0) {
        buffer_add_text(&w->text, "It reports to ");
        writer_body(w, body->reports_to);
        writer_end(w);
    }
}

void prose_office(struct writer *w, const struct charter_office *office)
{
    switch (office->holder) {
    case HOLDER_CHAIR:
        buffer_add_text(&w->text, "It is held by the chair of ");
        writer_body(w, office->body);
        break;
    case HOLDER_MEMBER:
        buffer_add_text(&w->text, "It is held by ");
        writer_name(w, office->member);
        break;
    case HOLDER_ELECTED:
    case HOLDER_APPOINTED:
        buffer_add_text(&w->text, office->holder == HOLDER_ELECTED ? "Its holder is elected by "
                                                                   : "Its holder is appointed by ");
        writer_body(w, office->body);
        buffer_add_text(&w->text, ", by ");
        writer_rule(w, office->rule);
        break;
    }
    add_term(w, ", for ", &office->term);
    writer_end(w);
}

void prose_classification(struct writer *w, const struct charter_classification *c)
{
    for (size_t i = 0; i < c->class_count; i++) {
        buffer_add_text(&w->text, "A matter that is ");
        writer_name(w, c->classes[i].name);
        buffer_add_text(&w->text, " is decided by ");
        writer_rule(w, c->classes[i].rule);
        writer_end(w);
    }
    buffer_add_text(&w->text, "Which of these a matter is, is decided by ");
    if (bytes_equal_text(c->decided_by, "chair") || writer_find(w, PROSE_OFFICE, c->decided_by) != NULL) {
        writer_office(w, c->decided_by);
    } else {
        writer_rule(w, c->decided_by);
    }
    writer_end(w);
    if (c->appeal_by.len > 0) {
        buffer_add_text(&w->text, "A member may appeal: then ");
        writer_rule(w, c->appeal_by);
        buffer_add_text(&w->text, c->upholds ? " decides, and the ruling falls unless it is upheld"
                                             : " decides, and the ruling stands unless it is overruled");
        writer_end(w);
    } else {
        writer_say(w, "There is no appeal");
    }
    if (c->doubt.len > 0) {
        buffer_add_text(&w->text, "What nobody has classified counts as ");
        writer_name(w, c->doubt);
        writer_end(w);
    }
}

void prose_referral(struct writer *w, const struct charter_referral *r)
{
    writer_list(w, r->from, r->from_count, writer_body);
    buffer_add_text(&w->text, " may refer a matter to ");
    writer_body(w, r->to);
    if (r->rule.len > 0) {
        buffer_add_text(&w->text, ", by ");
        writer_rule(w, r->rule);
    } else {
        buffer_add_text(&w->text, "; the chair does so");
    }
    writer_end(w);
    if (r->about.len > 0) {
        buffer_add_text(&w->text, "This is for: ");
        buffer_add_bytes(&w->text, r->about);
        writer_end(w);
    }
}

/* What is decided by the motion, as it stands before "is decided by". */
static const char *motion_words(struct bytes name)
{
    static const struct {
        const char *name;
        const char *words;
    } rows[] = {
        {"adopt", "The adoption of a text"},
        {"assist", "Help to a member"},
        {"straw", "A straw poll, which decides nothing,"},
        {"suspend", "The suspension of a member"},
        {"restore", "The return of a member that is suspended"},
        {"classify", "Of which kind a matter is"},
        {"overrule", "Whether a ruling stands"},
        {"refer", "The referral of a matter to another body"},
        {"limited", "That some members decide for themselves alone"},
        {"amend", "An amendment of this charter"},
        {"elect", "An election of persons"},
        {"contest", "That a membership is contested"},
        {"settle", "The settlement of a contested membership"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (bytes_equal_text(name, rows[i].name)) {
            return rows[i].words;
        }
    }
    return NULL;
}

void prose_motions(struct writer *w, const struct charter *c)
{
    for (size_t i = 0; i < c->motion_count; i++) {
        const struct charter_motion *m = &c->motions[i];
        const char *words = motion_words(m->name);
        if (words != NULL) {
            buffer_add_text(&w->text, words);
        } else {
            buffer_add_text(&w->text, "A motion to ");
            buffer_add_bytes(&w->text, m->name);
        }
        buffer_add_text(&w->text, " is decided by ");
        writer_rule(w, m->rule);
        if (m->body.len > 0) {
            buffer_add_text(&w->text, " in ");
            writer_body(w, m->body);
        }
        if (m->source.len > 0) {
            buffer_add_text(&w->text, " [");
            buffer_add_bytes(&w->text, m->source);
            buffer_add_u8(&w->text, ']');
        }
        if (!m->mark.verified) {
            buffer_add_text(&w->text, " [unverified: ");
            buffer_add_bytes(&w->text, m->mark.unverified);
            buffer_add_u8(&w->text, ']');
        }
        writer_end(w);
    }
}

#include "base/text.h"
#include "charter/parser.h"

/* Parts that are neither rules nor bodies nor what these count by. */

/* rungs "the whole organisation", "those who can": from the top */
bool parser_read_rungs(struct parser *p)
{
    struct draft *d = p->draft;
    if (d->rung_count > 0) {
        return parser_fail(p, "the rungs of the voice are given twice");
    }
    do {
        const struct token at = p->now;
        struct bytes name;
        if (!parser_read_string(p, "the name of a rung", &name)) {
            return false;
        }
        for (size_t i = 0; i < d->rung_count; i++) {
            if (bytes_equal(d->rungs[i], name)) {
                return parser_fail_at(p, &at, "this rung is named twice");
            }
        }
        if (d->rung_count == CHARTER_RUNGS_MAX) {
            return parser_fail_at(p, &at, "there are at most %d rungs", CHARTER_RUNGS_MAX);
        }
        d->rungs[d->rung_count++] = name;
    } while (parser_take_sign(p, ","));
    return parser_expect_sign(p, ";", "the rungs");
}

/* motion suspend by two_thirds in assembly source "art. 6"; */
bool parser_read_motion(struct parser *p)
{
    struct draft *d = p->draft;
    struct heading h = {0};
    struct draft_motion m = {.at = p->now, .source = p->source};
    size_t i = 0;
    parser_begin_references(p);
    while (charter_motions[i] != NULL && !parser_at_word(p, charter_motions[i])) {
        i++;
    }
    if (charter_motions[i] == NULL) {
        return parser_fail_words(p, "what a motion is about", charter_motions);
    }
    m.motion.name = p->now.text;
    parser_next(p);
    if (!parser_expect_word(p, "by", "what the motion is about") ||
        !parser_read_reference(p, REFERENCE_RULE, "a rule", &m.motion.rule) ||
        (parser_take_word(p, "in") && !parser_read_reference(p, REFERENCE_BODY, "a body", &m.motion.body)) ||
        !parser_read_heading(p, &h) || !parser_refuse_dates(p, &m.at, &h) ||
        !parser_expect_sign(p, ";", "a motion")) {
        return false;
    }
    if (h.title.len > 0) {
        return parser_fail_at(p, &m.at, "a motion has no title: what it is about says it");
    }
    m.motion.source = h.source;
    m.motion.mark = h.mark;
    m.references = p->references;
    for (i = 0; i < d->motion_count; i++) {
        if (bytes_equal(d->motions[i].motion.name, m.motion.name)) {
            return parser_fail_at(p, &m.at, "by which rule such a motion is decided is said already");
        }
    }
    d->motions[d->motion_count++] = m;
    return true;
}

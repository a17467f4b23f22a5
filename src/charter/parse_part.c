#include <string.h>

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

static bool read_holder(struct parser *p, void *part)
{
    static const char *const words[] = {"chair", "member", "elected", "appointed", NULL};
    struct charter_office *o = part;
    if (parser_take_word(p, "chair")) {
        o->holder = HOLDER_CHAIR;
        return parser_expect_word(p, "of", "chair") &&
               parser_read_reference(p, REFERENCE_BODY, "a body", &o->body);
    }
    if (parser_take_word(p, "member")) {
        o->holder = HOLDER_MEMBER;
        return parser_read_code(p, &o->member);
    }
    o->holder = parser_at_word(p, "elected") ? HOLDER_ELECTED : HOLDER_APPOINTED;
    if (!parser_take_word(p, "elected") && !parser_take_word(p, "appointed")) {
        return parser_fail_words(p, "who holds the office", words);
    }
    return parser_expect_word(p, "in", "how the holder is found") &&
           parser_read_reference(p, REFERENCE_BODY, "a body", &o->body) &&
           parser_expect_word(p, "by", "the body") &&
           parser_read_reference(p, REFERENCE_RULE, "a rule", &o->rule);
}

static bool read_term(struct parser *p, void *part)
{
    return parser_read_span(p, &((struct charter_office *)part)->term);
}

/* The name of the part at hand, its headings and its `{`. */
static bool read_beginning(struct parser *p, const char *what, struct bytes *name, struct heading *h)
{
    const struct token at = p->now;
    parser_begin_references(p);
    return parser_read_id(p, what, name) && parser_read_heading(p, h) && parser_refuse_dates(p, &at, h) &&
           parser_expect_sign(p, "{", "the part's name and headings");
}

bool parser_read_office(struct parser *p)
{
    static const struct part_clause clauses[] = {
        {"holder", read_holder, false}, {"term", read_term, false}, {0}};
    struct draft *d = p->draft;
    struct heading h = {0};
    struct draft_office o = {.at = p->now, .source = p->source};
    unsigned seen = 0;
    if (!read_beginning(p, "an office", &o.office.name, &h) ||
        !parser_read_clauses(p, clauses, "a clause of an office", &o.office, &seen)) {
        return false;
    }
    o.office.title = h.title;
    o.office.source = h.source;
    o.office.mark = h.mark;
    o.references = p->references;
    if (bytes_equal_text(o.office.name, "chair")) {
        return parser_fail_at(p, &o.at, "every body has a chair: an office has another name");
    }
    if ((seen & 1) == 0) {
        return parser_fail_at(p, &o.at, "an office says by \"holder\" who holds it");
    }
    for (size_t i = 0; i < d->office_count; i++) {
        if (bytes_equal(d->offices[i].office.name, o.office.name)) {
            return parser_fail_at(p, &o.at, "there is an office of this name already");
        }
    }
    if (d->office_count == CHARTER_ITEMS_MAX) {
        return parser_fail_at(p, &o.at, "there are at most %d offices", CHARTER_ITEMS_MAX);
    }
    d->offices[d->office_count++] = o;
    return true;
}

/* A classification while it is read. */
struct classes {
    struct charter_classification *c;
    struct charter_class *list;
    struct token doubt;
};

/* as procedural use nine */
static bool read_class(struct parser *p, void *part)
{
    struct classes *c = part;
    const struct token at = p->now;
    const size_t count = c->c->class_count;
    if (count == CHARTER_CLASSES_MAX) {
        return parser_fail(p, "there are at most %d classes", CHARTER_CLASSES_MAX);
    }
    if (!parser_read_id(p, "a class", &c->list[count].name) ||
        !parser_expect_word(p, "use", "the name of a class") ||
        !parser_read_reference(p, REFERENCE_RULE, "a rule", &c->list[count].rule)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(c->list[i].name, c->list[count].name)) {
            return parser_fail_at(p, &at, "this class is named twice");
        }
    }
    c->c->class_count++;
    return true;
}

static bool read_decided(struct parser *p, void *part)
{
    return parser_expect_word(p, "by", "decided") &&
           parser_read_reference(p, REFERENCE_DECIDER, "an office or of a rule, or chair",
                                 &((struct classes *)part)->c->decided_by);
}

/* appeal by nine overrules */
static bool read_appeal(struct parser *p, void *part)
{
    static const char *const words[] = {"upholds", "overrules", NULL};
    struct charter_classification *c = ((struct classes *)part)->c;
    if (!parser_expect_word(p, "by", "appeal") ||
        !parser_read_reference(p, REFERENCE_RULE, "a rule", &c->appeal_by)) {
        return false;
    }
    c->upholds = parser_at_word(p, "upholds");
    return parser_take_word(p, "upholds") || parser_take_word(p, "overrules") ||
           parser_fail_words(p, "what adopting does to the ruling", words);
}

static bool read_doubt(struct parser *p, void *part)
{
    struct classes *c = part;
    c->doubt = p->now;
    return parser_read_id(p, "a class", &c->c->doubt);
}

static bool check_classes(struct parser *p, const struct token *at, const struct classes *c, unsigned seen)
{
    const char *names[CHARTER_CLASSES_MAX + 1] = {NULL};
    bool known = false;
    if ((seen & 11) != 11) {
        return parser_fail_at(p, at,
                              "a classification says which classes there are (\"as\"), by whom a matter "
                              "is put into one (\"decided by\") and which has what is in \"doubt\"");
    }
    for (size_t i = 0; i < c->c->class_count; i++) {
        names[i] = arena_text(p->arena, c->list[i].name);
        known |= bytes_equal(c->list[i].name, c->c->doubt);
    }
    if (!known) {
        charter_diag_meant(p->diags, p->source, &c->doubt, names, "what is in doubt is one of the classes");
    }
    return known;
}

bool parser_read_classification(struct parser *p)
{
    static const struct part_clause clauses[] = {{"as", read_class, true},
                                                 {"decided", read_decided, false},
                                                 {"appeal", read_appeal, false},
                                                 {"doubt", read_doubt, false},
                                                 {0}};
    struct draft *d = p->draft;
    struct heading h = {0};
    struct draft_classification c = {.at = p->now, .source = p->source};
    struct classes classes = {.c = &c.classification};
    unsigned seen = 0;
    classes.list = ARENA_ARRAY(p->arena, struct charter_class, CHARTER_CLASSES_MAX);
    if (!read_beginning(p, "a classification", &c.classification.name, &h) ||
        !parser_read_clauses(p, clauses, "a clause of a classification", &classes, &seen) ||
        !check_classes(p, &c.at, &classes, seen)) {
        return false;
    }
    c.classification.title = h.title;
    c.classification.source = h.source;
    c.classification.mark = h.mark;
    c.classification.classes = classes.list;
    c.references = p->references;
    for (size_t i = 0; i < d->classification_count; i++) {
        if (bytes_equal(d->classifications[i].classification.name, c.classification.name)) {
            return parser_fail_at(p, &c.at, "there is a classification of this name already");
        }
    }
    if (d->classification_count == CHARTER_ITEMS_MAX) {
        return parser_fail_at(p, &c.at, "there are at most %d classifications", CHARTER_ITEMS_MAX);
    }
    d->classifications[d->classification_count++] = c;
    return true;
}

/* A referral while it is read. */
struct referring {
    struct charter_referral *r;
    struct bytes *from;
};

static bool read_from(struct parser *p, void *part)
{
    struct referring *r = part;
    do {
        const struct token at = p->now;
        const size_t count = r->r->from_count;
        if (count == CHARTER_ITEMS_MAX) {
            return parser_fail(p, "there are at most %d bodies", CHARTER_ITEMS_MAX);
        }
        if (!parser_read_reference(p, REFERENCE_BODY, "a body", &r->from[count])) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            if (bytes_equal(r->from[i], r->from[count])) {
                return parser_fail_at(p, &at, "this body is named twice");
            }
        }
        r->r->from_count++;
    } while (parser_take_sign(p, ","));
    return true;
}

static bool read_to(struct parser *p, void *part)
{
    return parser_read_reference(p, REFERENCE_BODY, "a body", &((struct referring *)part)->r->to);
}

static bool read_by(struct parser *p, void *part)
{
    return parser_read_reference(p, REFERENCE_RULE, "a rule", &((struct referring *)part)->r->rule);
}

static bool read_about(struct parser *p, void *part)
{
    return parser_read_string(p, "what is referred", &((struct referring *)part)->r->about);
}

bool parser_read_referral(struct parser *p)
{
    static const struct part_clause clauses[] = {{"from", read_from, false},
                                                 {"to", read_to, false},
                                                 {"by", read_by, false},
                                                 {"about", read_about, false},
                                                 {0}};
    struct draft *d = p->draft;
    struct heading h = {0};
    struct draft_referral r = {.at = p->now, .source = p->source};
    struct referring referring = {.r = &r.referral};
    unsigned seen = 0;
    referring.from = p->scratch.names;
    if (!read_beginning(p, "a referral", &r.referral.name, &h) ||
        !parser_read_clauses(p, clauses, "a clause of a referral", &referring, &seen)) {
        return false;
    }
    r.referral.title = h.title;
    r.referral.source = h.source;
    r.referral.mark = h.mark;
    r.referral.from = KEEP(p, referring.from, r.referral.from_count);
    r.references = p->references;
    if ((seen & 3) != 3) {
        return parser_fail_at(p, &r.at, "a referral says \"from\" which bodies and \"to\" which");
    }
    for (size_t i = 0; i < d->referral_count; i++) {
        if (bytes_equal(d->referrals[i].referral.name, r.referral.name)) {
            return parser_fail_at(p, &r.at, "there is a referral of this name already");
        }
    }
    if (d->referral_count == CHARTER_ITEMS_MAX) {
        return parser_fail_at(p, &r.at, "there are at most %d referrals", CHARTER_ITEMS_MAX);
    }
    d->referrals[d->referral_count++] = r;
    return true;
}

#include "mechanism/motion.h"

#include "base/check.h"
#include "mechanism/amendment.h"
#include "mechanism/classification.h"
#include "mechanism/law.h"
#include "mechanism/limited.h"
#include "mechanism/procedure.h"
#include "mechanism/referral.h"
#include "mechanism/ruling.h"
#include "mechanism/status.h"
#include "mechanism/tuple.h"

/* As under silence: the version that the chair has fixed, and the text as it stands. What one rule has
 * rejected, by silence or by vote, it does not decide again: only a further stage does. */
static enum rejection may_adopt(struct context *c, const struct act *a, struct vote *x)
{
    struct root root;
    struct version v;
    int64_t from_ms = 0;
    bool staged = false;
    struct matter m;
    (void)a;
    check(matter_get(c->state, &x->matter, c->arena, &m));
    if (m.stage != MATTER_OPEN) {
        return REJECT_wrong_stage;
    }
    if (!root_get(c->state, &x->root, &root) || root.what != ROOT_VERSION ||
        !hash_equal(&root.matter, &m.id)) {
        return REJECT_unknown_root;
    }
    (void)procedure_rule(c, &m, &x->root, &from_ms, &staged);
    if (!staged && (!hash_is_zero(&root.silence) || vote_has_rejected(c->state, &x->root))) {
        return REJECT_root_used;
    }
    if (!matter_text(c->state, &m.id, c->arena, &v) || !hash_equal(&v.root, &x->root)) {
        return REJECT_wrong_root;
    }
    return vote_is_about(c, &m.id) ? REJECT_motion_running : amendment_may_decide(c, &m.id);
}

static enum rejection may_amend(struct context *c, const struct act *a, struct vote *x)
{
    (void)a;
    (void)x;
    return amendment_is_running(c) ? REJECT_amendment_running : ACCEPTED;
}

static void amended(struct context *c, const struct vote *x, const struct decision *d)
{
    struct hash charter;
    (void)d;
    check(hash_parse(x->target, &charter));
    amendment_carry(c, &charter, &x->id);
}

/* A motion about a member. */
#define ABOUT_MEMBER                                                                                         \
    .law = MOTION_BY_CHARTER, .target = MOTION_WITH, .member = true, .adopted = status_decided,              \
    .about = "CODE or CODE: words"

/* The table, ascending by word. */
static const struct motion motions[] = {
    {.word = "adopt",
     .law = MOTION_BY_MATTER,
     .matter = MOTION_WITH,
     .root = MOTION_WITH,
     .text = true,
     .may = may_adopt,
     .about = "",
     .purpose = "The text becomes a decision of the organisation and a statement."},
    {.word = "amend",
     .law = MOTION_BY_AMENDMENT,
     .target = MOTION_WITH,
     .may = may_amend,
     .adopted = amended,
     .about = "a proposed charter, by the digits of its hash",
     .purpose = "A proposed charter becomes the next version of the organisation's own."},
    {.word = "classify",
     .law = MOTION_BY_CLASS,
     .matter = MOTION_WITH,
     .target = MOTION_WITH,
     .course = true,
     .may = classification_may,
     .adopted = classification_decided,
     .about = "CLASS",
     .purpose = "The matter is of this class: its rule decides."},
    {ABOUT_MEMBER,
     .word = "contest",
     .may = status_may_begin,
     .purpose = "Who sits for a member, or speaks for it, is contested: it has the tag CONTESTED."},
    {.word = "limited",
     .law = MOTION_BY_CHARTER,
     .matter = MOTION_WITH,
     .target = MOTION_WITH,
     .course = true,
     .may = limited_may,
     .adopted = limited_decided,
     .about = "CODE,CODE,...",
     .purpose = "These members alone decide on the matter, and are bound and spoken for."},
    {.word = "overrule",
     .law = MOTION_BY_APPEAL,
     .matter = MOTION_MAY,
     .target = MOTION_WITH,
     .course = true,
     .may = appeal_may,
     .adopted = appeal_decided,
     .failed = appeal_failed,
     .about = "CLASS, or a ruling, by the digits of its hash",
     .purpose = "On appeal: the ruling does not stand, or the matter is of this class and not of the "
                "one that was ruled."},
    {.word = "refer",
     .law = MOTION_BY_REFERRAL,
     .matter = MOTION_WITH,
     .target = MOTION_WITH,
     .course = true,
     .may = referral_may,
     .adopted = referral_decided,
     .about = "BODY",
     .purpose = "The matter goes on in another body, by its first rule."},
    {ABOUT_MEMBER,
     .word = "restore",
     .may = status_may_end,
     .purpose = "A suspended member has its rights again."},
    {ABOUT_MEMBER,
     .word = "settle",
     .may = status_may_end,
     .purpose = "A seat is not contested any more."},
    {.word = "straw",
     .law = MOTION_BY_ANY,
     .matter = MOTION_MAY,
     .root = MOTION_MAY,
     .target = MOTION_MAY,
     .about = "a question",
     .purpose = "A straw poll: nothing follows from it."},
    {ABOUT_MEMBER,
     .word = "suspend",
     .may = status_may_begin,
     .purpose = "A member's rights are suspended: it has the tag SUSPENDED."},
};

size_t motion_count(void)
{
    return sizeof motions / sizeof motions[0];
}

const struct motion *motion_at(size_t index)
{
    check(index < motion_count());
    return &motions[index];
}

const struct motion *motion_find(struct bytes word)
{
    for (size_t i = 0; i < motion_count(); i++) {
        if (bytes_equal_text(word, motions[i].word)) {
            return &motions[i];
        }
    }
    return NULL;
}

static const struct charter_rule *refuse(enum rejection with, enum rejection *why)
{
    *why = with;
    return NULL;
}

static const struct charter_rule *by_charter(struct context *c, const struct vote *x, struct bytes named,
                                             enum rejection *why)
{
    const struct charter *charter = vote_law(c, x);
    const struct charter_motion *law = NULL;
    for (size_t i = 0; i < charter->motion_count && law == NULL; i++) {
        law = bytes_equal(charter->motions[i].name, x->motion) ? &charter->motions[i] : NULL;
    }
    if (law == NULL) {
        return refuse(REJECT_unknown_motion, why);
    }
    const bool here = law->body.len == 0 || bytes_equal(law->body, x->body);
    if (!here || !bytes_equal(law->rule, named)) {
        return refuse(REJECT_wrong_rule, why);
    }
    const struct charter_rule *rule = law_rule(c, charter, named, c->time_ms);
    return rule == NULL ? refuse(REJECT_unknown_rule, why) : rule;
}

static const struct charter_rule *by_matter(struct context *c, const struct vote *x, const struct matter *m,
                                            struct bytes named, enum rejection *why)
{
    int64_t from_ms = 0;
    bool staged = false;
    const struct charter_rule *rule = procedure_rule(c, m, &x->root, &from_ms, &staged);
    if (rule == NULL) {
        return refuse(REJECT_unknown_rule, why);
    }
    if (!bytes_equal(rule->name, named)) {
        return refuse(REJECT_wrong_rule, why);
    }
    return c->time_ms < from_ms ? refuse(REJECT_deferred, why) : rule;
}

/* A rule that another part of the charter names for this. */
static const struct charter_rule *by_part(struct context *c, const struct vote *x, struct bytes prescribed,
                                          struct bytes named, enum rejection *why)
{
    if (!bytes_equal(prescribed, named)) {
        return refuse(REJECT_wrong_rule, why);
    }
    const struct charter_rule *rule = law_rule(c, vote_law(c, x), named, c->time_ms);
    return rule == NULL ? refuse(REJECT_unknown_rule, why) : rule;
}

static const struct charter_rule *by_class(struct context *c, const struct vote *x, const struct matter *m,
                                           struct bytes named, enum rejection *why)
{
    return classification_of(c, m) == NULL
               ? refuse(REJECT_no_classification, why)
               : by_part(c, x, classification_motion_rule(c, m, x->motion), named, why);
}

static const struct charter_rule *by_appeal(struct context *c, const struct vote *x, const struct matter *m,
                                            struct bytes named, enum rejection *why)
{
    struct ruling ruling;
    if (ruling_of_target(c->state, x->target, c->arena, &ruling)) {
        return ruling_rule(c, x, &ruling, named, why);
    }
    if (hash_is_zero(&x->matter)) {
        return refuse(REJECT_wrong_target, why);
    }
    /* Of a class the body of the matter decides, and no other. */
    return bytes_equal(m->body, x->body) ? by_class(c, x, m, named, why)
                                         : refuse(REJECT_unknown_matter, why);
}

static const struct charter_rule *by_referral(struct context *c, const struct vote *x,
                                              const struct matter *m, struct bytes named,
                                              enum rejection *why)
{
    const struct charter_referral *law = referral_find(vote_law(c, x), m->body, x->target, true);
    return law == NULL ? refuse(REJECT_no_referral, why) : by_part(c, x, law->rule, named, why);
}

static const struct charter_rule *by_any(struct context *c, const struct vote *x, struct bytes named,
                                         enum rejection *why)
{
    const struct charter_rule *rule = matter_rule_is_of(c, x->body, named)
                                          ? law_rule(c, vote_law(c, x), named, c->time_ms)
                                          : NULL;
    return rule == NULL ? refuse(REJECT_unknown_rule, why) : rule;
}

static const struct charter_rule *by_amendment(struct context *c, const struct vote *x, struct bytes named,
                                               enum rejection *why)
{
    struct hash charter;
    struct matter_amends about;
    const struct charter_rule *rule = by_any(c, x, named, why);
    if (rule == NULL) {
        return NULL;
    }
    const enum rejection r = hash_parse(x->target, &charter)
                                 ? amendment_enter(c, &charter, x->body, named, &about)
                                 : REJECT_wrong_target;
    return r == ACCEPTED ? rule : refuse(r, why);
}

const struct charter_rule *motion_rule(struct context *c, const struct motion *motion, const struct vote *x,
                                       const struct matter *m, struct bytes named, enum rejection *why)
{
    switch (motion->law) {
    case MOTION_BY_MATTER: return by_matter(c, x, m, named, why);
    case MOTION_BY_CHARTER: return by_charter(c, x, named, why);
    case MOTION_BY_AMENDMENT: return by_amendment(c, x, named, why);
    case MOTION_BY_CLASS: return by_class(c, x, m, named, why);
    case MOTION_BY_APPEAL: return by_appeal(c, x, m, named, why);
    case MOTION_BY_REFERRAL: return by_referral(c, x, m, named, why);
    case MOTION_BY_ANY: return by_any(c, x, named, why);
    }
    unreachable("no other law");
}

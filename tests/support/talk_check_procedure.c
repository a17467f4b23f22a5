/* What must hold of what surrounds decisions: each status, class, ruling and limit is that of the last vote
 * that decided on it, told anew from the votes. */
#include <string.h>

#include "base/check.h"
#include "mechanism/classification.h"
#include "mechanism/law.h"
#include "mechanism/limited.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/motion.h"
#include "mechanism/ruling.h"
#include "mechanism/status.h"
#include "support/talk_inner.h"

struct votes {
    size_t count;
    struct vote *items;
};

static bool is_adopted(const struct vote *x)
{
    return x->stage == VOTE_ENDED && x->outcome == OUTCOME_adopted;
}

/* The last that was adopted with one of two motions about a member; NULL: none was. */
static const struct vote *last_about(const struct votes *v, const char *first, const char *second,
                                     struct bytes member)
{
    const struct vote *last = NULL;
    for (size_t i = 0; i < v->count; i++) {
        const struct vote *x = &v->items[i];
        const bool meant = bytes_equal_text(x->motion, first) || bytes_equal_text(x->motion, second);
        if (meant && is_adopted(x) && bytes_equal(status_target(x), member) &&
            (last == NULL || x->ended > last->ended)) {
            last = x;
        }
    }
    return last;
}

static void check_member(struct rig *r, const struct votes *v, struct bytes member)
{
    static const char *const words[][2] = {{"suspend", "restore"}, {"contest", "settle"}};
    for (size_t kind = 0; kind < 2; kind++) {
        struct status x;
        const struct vote *last = last_about(v, words[kind][0], words[kind][1], member);
        const bool known = status_get(r->state, (enum status_kind)kind, member, &x);
        check(known == (last != NULL));
        if (known) {
            check(hash_equal(&x.vote, &last->id) && x.decided == last->ended);
            check(x.stands == bytes_equal_text(last->motion, words[kind][0]));
        }
    }
}

/* At most one appeal has decided, and the ruling is as that left it. */
static void check_ruling(const struct votes *v, const struct ruling *x)
{
    const char *digits = hash_hex(&x->id).text;
    enum ruling_how how = RULING_GIVEN;
    size_t running = 0;
    for (size_t i = 0; i < v->count; i++) {
        const struct vote *a = &v->items[i];
        if (!bytes_equal_text(a->motion, "overrule") || !bytes_equal_text(a->target, digits)) {
            continue;
        }
        running += a->stage != VOTE_ENDED;
        if (a->stage == VOTE_ENDED && (a->outcome == OUTCOME_adopted || a->outcome == OUTCOME_rejected)) {
            check(how == RULING_GIVEN);
            how = a->outcome == OUTCOME_adopted ? RULING_OVERRULED : RULING_UPHELD;
            check(hash_equal(&x->vote, &a->id) && x->decided == a->ended && x->given < a->opened);
        }
    }
    check(x->how == how && running <= (how == RULING_GIVEN ? 1 : 0));
}

static void check_matter(struct rig *r, struct context *c, const struct votes *v, const struct matter *m)
{
    struct matter_class x;
    struct limited l;
    size_t course = 0;
    for (size_t i = 0; i < v->count; i++) {
        course += v->items[i].stage != VOTE_ENDED && hash_equal(&v->items[i].matter, &m->id) &&
                  motion_find(v->items[i].motion)->course;
    }
    check(course <= 1);
    if (limited_get(r->state, &m->id, &r->arena, &l)) {
        struct vote by;
        check(vote_get(r->state, &l.vote, &r->arena, &by) && is_adopted(&by) && by.ended == l.decided);
        check(bytes_equal_text(by.motion, "limited") && hash_equal(&by.matter, &m->id));
    }
    if (classification_of(c, m) != NULL) {
        check(law_rule(c, law_at(c, m->opened), classification_rule(c, m), r->time_ms) != NULL);
    } else {
        check(!class_get(r->state, &m->id, &x));
    }
}

void talk_check_procedures(struct talk *t)
{
    struct rig *r = t->rig;
    enum error e = OK;
    struct context c = rig_context(r, &e);
    struct member *members = NULL;
    struct ruling *rulings = NULL;
    struct matter *matters = NULL;
    struct votes v = {.count = 0};
    v.count = vote_list(r->state, &r->arena, &v.items);
    for (size_t i = 0; i < v.count; i++) {
        for (size_t k = 0; k < motion_count() && is_adopted(&v.items[i]); k++) {
            t->motions |= bytes_equal_text(v.items[i].motion, motion_at(k)->word) ? 1U << k : 0U;
        }
    }
    size_t count = member_list(r->state, &r->arena, &members);
    for (size_t i = 0; i < count; i++) {
        check_member(r, &v, members[i].code);
    }
    count = ruling_list(r->state, &r->arena, &rulings);
    for (size_t i = 0; i < count; i++) {
        check(rulings[i].number == (int64_t)i + 1);
        check_ruling(&v, &rulings[i]);
    }
    count = matter_list(r->state, &r->arena, &matters);
    for (size_t i = 0; i < count; i++) {
        check_matter(r, &c, &v, &matters[i]);
    }
    check(e == OK);
}

#include "analysis/links.h"

#include "analysis/prose_inner.h"
#include "base/check.h"
#include "charter/print.h"
#include "charter/rule.h"

enum role {
    DECIDES_FIRST,
    DECIDES_NAMED,
    ELECTS_SEATS,
    ELECTS_CHAIR,
    ELECTS_HOLDER,
    APPOINTS_HOLDER,
    DECIDES_MOTION,
    DECIDES_CLASS,
    CLASSIFIES,
    DECIDES_APPEAL,
    REFERS,
    FOLLOWS,
    TAKES_UP_BY,
    AMENDS,
    MAY_REFER,
    IS_REFERRED_TO,
    TAKES_UP,
    DECIDES_TOGETHER,
    IS_REPORTED_TO,
    CHAIR_HOLDS,
    FILLS_BY_ELECTION,
    FILLS_BY_APPOINTMENT,
    HAS_MOTION,
    SETS_CLOCK,
    CHAIRS_AS_OFFICE,
    OFFICE_CLASSIFIES,
    COUNTS_FOR_MEMBER,
    COUNTS_FOR_SILENCE,
    COUNTS_FOR_OTHERS,
    TABLE_WEIGHS,
    TAG_SITS,
    TAG_IS_OUT,
    TAG_IS_FORCED,
    TAG_IS_ASKED,
    SITS,
    HOLDS,
    CHAIRS,
    CHAIRS_IN_TURN,
    HAS_TAG,
    IS_WEIGHED,
    IS_DIVIDED,
    STANDS_IN_TABLE,
    IS_CLASS_OF,
    IS_IN_DOUBT,
    IS_REACHED
};

/* What the sentence is about, and what it lists: nothing, or more. */
static const struct {
    enum name_kind to;
    enum name_kind from;
    enum message says;
} roles[] = {
    [DECIDES_FIRST] = {NAME_RULE, NAME_BODY, MESSAGE_links_decides_first},
    [DECIDES_NAMED] = {NAME_RULE, NAME_BODY, MESSAGE_links_decides_named},
    [ELECTS_SEATS] = {NAME_RULE, NAME_BODY, MESSAGE_links_elects_seats},
    [ELECTS_CHAIR] = {NAME_RULE, NAME_BODY, MESSAGE_links_elects_chair},
    [ELECTS_HOLDER] = {NAME_RULE, NAME_OFFICE, MESSAGE_links_elects_holder},
    [APPOINTS_HOLDER] = {NAME_RULE, NAME_OFFICE, MESSAGE_links_appoints_holder},
    [DECIDES_MOTION] = {NAME_RULE, NAME_MOTION, MESSAGE_links_decides_motion},
    [DECIDES_CLASS] = {NAME_RULE, NAME_CLASS, MESSAGE_links_decides_class},
    [CLASSIFIES] = {NAME_RULE, NAME_CLASSIFICATION, MESSAGE_links_classifies},
    [DECIDES_APPEAL] = {NAME_RULE, NAME_CLASSIFICATION, MESSAGE_links_decides_appeal},
    [REFERS] = {NAME_RULE, NAME_REFERRAL, MESSAGE_links_refers},
    [FOLLOWS] = {NAME_RULE, NAME_RULE, MESSAGE_links_follows},
    [TAKES_UP_BY] = {NAME_RULE, NAME_RULE, MESSAGE_links_takes_up_by},
    [AMENDS] = {NAME_RULE, NAME_RULE, MESSAGE_links_amends},
    [MAY_REFER] = {NAME_BODY, NAME_BODY, MESSAGE_links_may_refer},
    [IS_REFERRED_TO] = {NAME_BODY, NAME_BODY, MESSAGE_links_is_referred_to},
    [TAKES_UP] = {NAME_BODY, NAME_RULE, MESSAGE_links_takes_up},
    [DECIDES_TOGETHER] = {NAME_BODY, NAME_RULE, MESSAGE_links_decides_together},
    [IS_REPORTED_TO] = {NAME_BODY, NAME_BODY, MESSAGE_links_is_reported_to},
    [CHAIR_HOLDS] = {NAME_BODY, NAME_OFFICE, MESSAGE_links_chair_holds},
    [FILLS_BY_ELECTION] = {NAME_BODY, NAME_OFFICE, MESSAGE_links_fills_by_election},
    [FILLS_BY_APPOINTMENT] = {NAME_BODY, NAME_OFFICE, MESSAGE_links_fills_by_appointment},
    [HAS_MOTION] = {NAME_BODY, NAME_MOTION, MESSAGE_links_has_motion},
    [SETS_CLOCK] = {NAME_OFFICE, NAME_RULE, MESSAGE_links_sets_clock},
    [CHAIRS_AS_OFFICE] = {NAME_OFFICE, NAME_BODY, MESSAGE_links_chairs_as_office},
    [OFFICE_CLASSIFIES] = {NAME_OFFICE, NAME_CLASSIFICATION, MESSAGE_links_office_classifies},
    [COUNTS_FOR_MEMBER] = {NAME_CALENDAR, NAME_MEMBER, MESSAGE_links_counts_for_member},
    [COUNTS_FOR_SILENCE] = {NAME_CALENDAR, NAME_RULE, MESSAGE_links_counts_for_silence},
    [COUNTS_FOR_OTHERS] = {NAME_CALENDAR, NAME_MEMBER, MESSAGE_links_counts_for_others},
    [TABLE_WEIGHS] = {NAME_TABLE, NAME_RULE, MESSAGE_links_table_weighs},
    [TAG_SITS] = {NAME_TAG, NAME_BODY, MESSAGE_links_tag_sits},
    [TAG_IS_OUT] = {NAME_TAG, NAME_RULE, MESSAGE_links_tag_is_out},
    [TAG_IS_FORCED] = {NAME_TAG, NAME_RULE, MESSAGE_links_tag_is_forced},
    [TAG_IS_ASKED] = {NAME_TAG, NAME_RULE, MESSAGE_links_tag_is_asked},
    [SITS] = {NAME_MEMBER, NAME_BODY, MESSAGE_links_sits},
    [HOLDS] = {NAME_MEMBER, NAME_OFFICE, MESSAGE_links_holds},
    [CHAIRS] = {NAME_MEMBER, NAME_BODY, MESSAGE_links_chairs},
    [CHAIRS_IN_TURN] = {NAME_MEMBER, NAME_BODY, MESSAGE_links_chairs_in_turn},
    [HAS_TAG] = {NAME_MEMBER, NAME_TAG, MESSAGE_links_has_tag},
    [IS_WEIGHED] = {NAME_ATTRIBUTE, NAME_RULE, MESSAGE_links_is_weighed},
    [IS_DIVIDED] = {NAME_ATTRIBUTE, NAME_RULE, MESSAGE_links_is_divided},
    [STANDS_IN_TABLE] = {NAME_ATTRIBUTE, NAME_TABLE, MESSAGE_links_stands_in_table},
    [IS_CLASS_OF] = {NAME_CLASS, NAME_CLASSIFICATION, MESSAGE_links_is_class_of},
    [IS_IN_DOUBT] = {NAME_CLASS, NAME_CLASSIFICATION, MESSAGE_links_is_in_doubt},
    [IS_REACHED] = {NAME_RUNG, NAME_RULE, MESSAGE_links_is_reached},
};
enum { ROLE_COUNT = sizeof roles / sizeof roles[0] };

const char *name_kind_word(enum name_kind k)
{
    static const char *const words[NAME_COUNT] = {
        "rule", "classification", "body",      "office", "referral", "motion",  "calendar", "table",
        "tag",  "member",         "attribute", "class",  "rung",     "language"};
    return words[k];
}

struct finder {
    struct arena *arena;
    const struct charter *charter;
    struct bytes date;
    struct links *links;
    size_t room;
};

static void add(struct finder *f, enum role role, struct bytes from, struct bytes to)
{
    struct links *l = f->links;
    if (to.len == 0) {
        return;
    }
    if (l->count == f->room) {
        struct link *more = ARENA_ARRAY(f->arena, struct link, 2 * f->room + 64);
        for (size_t i = 0; i < l->count; i++) {
            more[i] = l->items[i];
        }
        l->items = more;
        f->room = 2 * f->room + 64;
    }
    l->items[l->count++] = (struct link){(int)role, from, to};
}

static void add_bodies(struct finder *f)
{
    for (size_t i = 0; i < f->charter->body_count; i++) {
        const struct charter_body *b = &f->charter->bodies[i];
        for (size_t k = 0; k < b->rule_count; k++) {
            add(f, k == 0 ? DECIDES_FIRST : DECIDES_NAMED, b->name, b->rules[k]);
        }
        add(f, ELECTS_SEATS, b->name, b->elected_by);
        add(f, TAG_SITS, b->name, b->tagged);
        add(f, IS_REPORTED_TO, b->name, b->reports_to);
        for (size_t k = 0; k < b->chair_order_count; k++) {
            add(f, CHAIRS_IN_TURN, b->name, b->chair_order[k]);
        }
        if (b->chair_by.len > 0) {
            add(f, bytes_equal_text(b->chair, "office") ? CHAIRS_AS_OFFICE : ELECTS_CHAIR, b->name,
                b->chair_by);
        } else {
            add(f, CHAIRS, b->name, b->chair); /* "rotation" is no code: these have capitals */
        }
    }
}

static void add_offices(struct finder *f)
{
    for (size_t i = 0; i < f->charter->office_count; i++) {
        const struct charter_office *o = &f->charter->offices[i];
        const bool elected = o->holder == HOLDER_ELECTED;
        add(f, HOLDS, o->name, o->member);
        add(f,
            o->holder == HOLDER_CHAIR ? CHAIR_HOLDS
            : elected                 ? FILLS_BY_ELECTION
                                      : FILLS_BY_APPOINTMENT,
            o->name, o->body);
        add(f, elected ? ELECTS_HOLDER : APPOINTS_HOLDER, o->name, o->rule);
    }
}

static void add_classifications(struct finder *f)
{
    for (size_t i = 0; i < f->charter->classification_count; i++) {
        const struct charter_classification *k = &f->charter->classifications[i];
        const bool office = charter_office(f->charter, k->decided_by) != NULL;
        for (size_t j = 0; j < k->class_count; j++) {
            add(f, DECIDES_CLASS, k->classes[j].name, k->classes[j].rule);
            add(f, IS_CLASS_OF, k->name, k->classes[j].name);
        }
        add(f, office ? OFFICE_CLASSIFIES : CLASSIFIES, k->name, k->decided_by);
        add(f, DECIDES_APPEAL, k->name, k->appeal_by);
        add(f, IS_IN_DOUBT, k->name, k->doubt);
    }
}

static void add_referrals(struct finder *f)
{
    for (size_t i = 0; i < f->charter->referral_count; i++) {
        const struct charter_referral *r = &f->charter->referrals[i];
        for (size_t k = 0; k < r->from_count; k++) {
            add(f, MAY_REFER, r->to, r->from[k]);
            add(f, IS_REFERRED_TO, r->from[k], r->to);
        }
        add(f, REFERS, r->name, r->rule);
    }
    for (size_t i = 0; i < f->charter->motion_count; i++) {
        const struct charter_motion *m = &f->charter->motions[i];
        add(f, DECIDES_MOTION, m->name, m->rule);
        add(f, HAS_MOTION, m->name, m->body);
    }
}

static void add_tags(struct finder *f, const struct charter_rule *r)
{
    const struct rule_code *code = r->code;
    for (size_t i = 0; i < code->tag_count; i++) {
        enum role role = (code->out & 1U << i) != 0 ? TAG_IS_OUT : TAG_IS_ASKED;
        for (size_t k = 0; k < code->force_count; k++) {
            role = role == TAG_IS_ASKED && code->forces[k].tag == (int)i ? TAG_IS_FORCED : role;
        }
        add(f, role, r->name, code->tags[i].name);
    }
}

static void add_weights(struct finder *f, const struct charter_rule *r)
{
    const struct charter *c = f->charter;
    for (size_t i = 0; i < r->code->attribute_count; i++) {
        const struct bytes attribute = r->code->attributes[i].name;
        add(f, IS_WEIGHED, r->name, attribute);
        for (size_t k = 0; k < c->table_count; k++) {
            if (bytes_equal(c->tables[k].of, attribute)) {
                add(f, TABLE_WEIGHS, r->name, c->tables[k].name);
            }
        }
    }
    add(f, IS_DIVIDED, r->name, r->split);
}

static void add_rules(struct finder *f)
{
    for (size_t i = 0; i < f->charter->rule_count; i++) {
        const struct charter_rule *r = &f->charter->rules[i];
        if (r != charter_rule(f->charter, r->name, f->date)) {
            continue;
        }
        add(f, r->otherwise == OTHERWISE_STAGE ? FOLLOWS : TAKES_UP_BY, r->name, r->next_rule);
        add(f, TAKES_UP, r->name, r->next_body);
        add(f, AMENDS, r->name, r->amend_by);
        add(f, IS_REACHED, r->name, r->rung);
        add(f, COUNTS_FOR_SILENCE, r->name, r->calendar);
        add(f, SETS_CLOCK, r->name, r->set_by);
        for (size_t k = 0; k < r->code->over_count; k++) {
            add(f, DECIDES_TOGETHER, r->name, r->code->over[k]);
        }
        add_tags(f, r);
        add_weights(f, r);
    }
}

static void add_members(struct finder *f)
{
    const struct charter *c = f->charter;
    for (size_t i = 0; i < c->member_count; i++) {
        const struct charter_member *m = &c->members[i];
        if (m != charter_member(c, m->code, f->date)) {
            continue;
        }
        add(f, COUNTS_FOR_MEMBER, m->code, m->calendar);
        for (size_t k = 0; k < c->body_count; k++) {
            const struct charter_group *g = charter_group(c, c->bodies[k].tagged);
            if (c->bodies[k].everyone || (g != NULL && group_has(g, m->code, f->date))) {
                add(f, SITS, c->bodies[k].name, m->code);
            }
        }
    }
    for (size_t i = 0; i < c->group_count; i++) {
        for (size_t k = 0; k < c->groups[i].count; k++) {
            const struct charter_seat *s = &c->groups[i].seats[k];
            if (period_holds(s->from, s->until, f->date)) {
                add(f, HAS_TAG, c->groups[i].name, s->code);
            }
        }
    }
}

void links_of(struct arena *a, const struct charter *c, struct bytes date, struct links *out)
{
    struct finder f = {.arena = a, .charter = c, .date = date, .links = out};
    *out = (struct links){.count = 0};
    add_bodies(&f);
    add_offices(&f);
    add_classifications(&f);
    add_referrals(&f);
    add_rules(&f);
    add_members(&f);
    for (size_t i = 0; i < c->table_count; i++) {
        add(&f, STANDS_IN_TABLE, c->tables[i].name, c->tables[i].of);
    }
    if (c->calendar_count > 0) {
        add(&f, COUNTS_FOR_OTHERS, BYTES(""), c->calendars[0].name);
    }
}

static struct bytes refer(const struct writer *w, enum name_kind kind, struct bytes name)
{
    static const enum prose_kind kinds[NAME_COUNT] = {
        [NAME_BODY] = PROSE_BODY,         [NAME_OFFICE] = PROSE_OFFICE,
        [NAME_REFERRAL] = PROSE_REFERRAL, [NAME_CALENDAR] = PROSE_CALENDAR,
        [NAME_TABLE] = PROSE_TABLE,       [NAME_TAG] = PROSE_GROUP,
        [NAME_RULE] = PROSE_RULE,         [NAME_CLASSIFICATION] = PROSE_CLASSIFICATION};
    if (kind == NAME_TAG) {
        return writer_tag(w, name);
    }
    if (kind == NAME_RULE) {
        return writer_rule(w, name);
    }
    return kinds[kind] != PROSE_ORGANISATION ? writer_refer(w, kinds[kind], name) : name;
}

/* Classifications stand where rules may. */
static bool is_about(int role, enum name_kind kind)
{
    return roles[role].to == kind || (roles[role].to == NAME_RULE && kind == NAME_CLASSIFICATION);
}

static size_t count_of(const struct links *l, int role, struct bytes name)
{
    size_t count = 0;
    for (size_t i = 0; i < l->count; i++) {
        count += l->items[i].role == role && bytes_equal(l->items[i].to, name) ? 1 : 0;
    }
    return count;
}

/* The links of that role to the name, each once. */
static size_t collect(const struct links *l, int role, struct bytes name, struct bytes *out)
{
    size_t count = 0;
    for (size_t i = 0; i < l->count; i++) {
        if (l->items[i].role != role || !bytes_equal(l->items[i].to, name)) {
            continue;
        }
        size_t k = 0;
        while (k < count && !bytes_equal(out[k], l->items[i].from)) {
            k++;
        }
        out[k] = l->items[i].from;
        count += k == count ? 1 : 0;
    }
    return count;
}

static void tell_role(struct writer *w, const struct links *links, int role, struct bytes name)
{
    const size_t room = count_of(links, role, name);
    if (room == 0) {
        return;
    }
    struct bytes *names = ARENA_ARRAY(w->arena, struct bytes, room);
    const size_t count = collect(links, role, name, names);
    for (size_t i = 0; i < count; i++) {
        names[i] = refer(w, roles[role].from, names[i]);
    }
    WRITER_SAY(w, roles[role].says,
               SAY_TEXT("list", WRITER_LIST(w, MESSAGE_list_comma, MESSAGE_list_and, names, count)));
}

void links_tell(struct arena *a, const struct prose *p, const struct links *links, enum name_kind kind,
                struct bytes name, bool by_name, struct bytes **sentences, size_t *count)
{
    struct prose_article article = {.sentences = ARENA_ARRAY(a, struct bytes, ROLE_COUNT)};
    struct writer w = {.arena = a, .prose = p, .article = &article, .room = ROLE_COUNT, .by_name = by_name};
    for (int role = 0; role < ROLE_COUNT; role++) {
        if (is_about(role, kind)) {
            tell_role(&w, links, role, name);
        }
    }
    *sentences = article.sentences;
    *count = article.count;
}

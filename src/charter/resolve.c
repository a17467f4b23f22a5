/* Whether the names that lead from one part of a charter to another lead somewhere, and where to. */
#include <stdlib.h>
#include <string.h>

#include "charter/compose.h"

struct names {
    const char **list; /* NULL at the end */
    size_t count;
    const char **sorted;
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort_names(struct composition *c, struct names *n)
{
    n->sorted = ARENA_ARRAY(c->scratch, const char *, n->count);
    memcpy(n->sorted, n->list, n->count * sizeof *n->list);
    qsort(n->sorted, n->count, sizeof *n->sorted, compare_names);
}

static void add_name(struct composition *c, struct names *n, struct bytes name)
{
    n->list[n->count++] = arena_text(c->scratch, name);
}

/* The names that a reference of that kind may have. */
static struct names names_of(struct composition *c, enum reference_kind kind)
{
    const struct draft *j = &c->joined;
    const bool decider = kind == REFERENCE_DECIDER;
    const bool setter = kind == REFERENCE_SETTER || decider;
    const size_t of_members = kind == REFERENCE_TAG ? CHARTER_TAGS_MAX : 1;
    const size_t max = j->rule_count + j->classification_count + j->body_count + j->rung_count +
                       j->calendar_count + j->office_count + j->member_count * of_members + j->group_count;
    struct names n = {ARENA_ARRAY(c->scratch, const char *, max + 2), 0, NULL};
    if (setter) {
        n.list[n.count++] = "chair";
    }
    for (size_t i = 0; i < j->rule_count && (kind == REFERENCE_RULE || kind == REFERENCE_DECISION || decider);
         i++) {
        add_name(c, &n, j->rules[i].rule.name);
    }
    for (size_t i = 0; i < j->classification_count && kind == REFERENCE_DECISION; i++) {
        add_name(c, &n, j->classifications[i].classification.name);
    }
    for (size_t i = 0; i < j->body_count && kind == REFERENCE_BODY; i++) {
        add_name(c, &n, j->bodies[i].body.name);
    }
    for (size_t i = 0; i < j->rung_count && kind == REFERENCE_RUNG; i++) {
        add_name(c, &n, j->rungs[i]);
    }
    for (size_t i = 0; i < j->calendar_count && kind == REFERENCE_CALENDAR; i++) {
        add_name(c, &n, j->calendars[i].calendar.name);
    }
    for (size_t i = 0; i < j->office_count && (kind == REFERENCE_OFFICE || setter); i++) {
        add_name(c, &n, j->offices[i].office.name);
    }
    for (size_t i = 0; i < j->group_count && kind == REFERENCE_TAG; i++) {
        add_name(c, &n, j->groups[i].group.name);
    }
    for (size_t i = 0; i < j->member_count; i++) {
        const struct charter_member *m = &j->members[i].member;
        if (kind == REFERENCE_MEMBER) {
            add_name(c, &n, m->code);
        }
        for (size_t k = 0; k < m->tag_count && kind == REFERENCE_TAG; k++) {
            add_name(c, &n, m->tags[k]);
        }
    }
    sort_names(c, &n);
    return n;
}

struct resolving {
    struct composition *c;
    struct names names[REFERENCE_COUNT];
};

static bool is_name(const struct names *n, struct bytes name)
{
    size_t low = 0;
    size_t high = n->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = bytes_compare(bytes_of_text(n->sorted[middle]), name);
        if (order == 0) {
            return true;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

/* What a charter lists at all it lists whole; where it lists no rungs, members or offices, their names are
 * free. */
static bool is_listed(const struct resolving *r, enum reference_kind kind)
{
    if (kind == REFERENCE_SETTER) {
        return r->c->joined.office_count > 0;
    }
    return (kind != REFERENCE_RUNG && kind != REFERENCE_MEMBER) || r->names[kind].count > 0;
}

static void check_references(struct resolving *r, const struct reference *first, struct bytes source)
{
    static const char *const words[REFERENCE_COUNT] = {
        "there is no rule of this name",
        "there is no body of this name",
        "\"rungs\" names no such rung",
        "there is no rule of this name",
        "there is no calendar of this name",
        "there is no office of this name",
        "there is no office of this name",
        "there is no office and no rule of this name",
        "the charter lists its members, and this is none of them",
        "the charter gives nobody this tag",
    };
    for (const struct reference *at = first; at != NULL; at = at->next) {
        if (is_listed(r, at->kind) && !is_name(&r->names[at->kind], at->at.text)) {
            charter_diag_meant(r->c->diags, source, &at->at, r->names[at->kind].list, "%s", words[at->kind]);
        }
    }
}

#define CHECK_ALL(kind)                                                                                      \
    for (size_t i = 0; i < j->kind##_count; i++) {                                                           \
        check_references(&r, j->kind##s[i].references, j->kind##s[i].source);                                \
    }

void resolve_names(struct composition *c)
{
    const struct draft *j = &c->joined;
    struct resolving r = {.c = c};
    for (enum reference_kind kind = REFERENCE_RULE; kind < REFERENCE_COUNT; kind++) {
        r.names[kind] = names_of(c, kind);
    }
    for (size_t i = 0; i < j->body_count; i++) {
        check_references(&r, j->bodies[i].references, j->bodies[i].source);
    }
    CHECK_ALL(rule)
    CHECK_ALL(group)
    CHECK_ALL(member)
    CHECK_ALL(office)
    CHECK_ALL(classification)
    CHECK_ALL(referral)
    CHECK_ALL(motion)
    for (size_t i = 0; i < j->classification_count; i++) {
        const struct draft_classification *k = &j->classifications[i];
        if (is_name(&r.names[REFERENCE_RULE], k->classification.name)) {
            charter_diag_add(c->diags, k->source, &k->at, "there is a rule of this name already");
        }
    }
}

/* A walk from body to body. */
struct walk {
    size_t count; /* of bodies */
    bool *edges;  /* [from * count + to] */
    bool *on_path;
    bool *done;
};

static void begin_walk(struct composition *c, const struct charter *made, struct walk *w)
{
    w->count = made->body_count;
    w->edges = ARENA_ARRAY(c->scratch, bool, w->count * w->count);
    w->on_path = ARENA_ARRAY(c->scratch, bool, w->count);
    w->done = ARENA_ARRAY(c->scratch, bool, w->count);
}

/* The names have been resolved. */
static size_t body_place(const struct charter *c, struct bytes name)
{
    return (size_t)(charter_body(c, name) - c->bodies);
}

/* True if the body comes back to one that it came from. */
static bool comes_back(struct walk *w, size_t body)
{
    if (w->on_path[body] || w->done[body]) {
        return w->on_path[body];
    }
    w->on_path[body] = true;
    for (size_t i = 0; i < w->count; i++) {
        if (w->edges[body * w->count + i] && comes_back(w, i)) {
            return true;
        }
    }
    w->on_path[body] = false;
    w->done[body] = true;
    return false;
}

static void check_walk(struct composition *c, struct walk *w, const char *message)
{
    for (size_t i = 0; i < w->count; i++) {
        if (comes_back(w, i)) {
            charter_diag_add(c->diags, c->joined.bodies[i].source, &c->joined.bodies[i].at, "%s", message);
            return;
        }
    }
}

static void check_referrals(struct composition *c, const struct charter *made)
{
    struct walk w;
    begin_walk(c, made, &w);
    for (size_t i = 0; i < made->referral_count; i++) {
        const struct charter_referral *r = &made->referrals[i];
        const size_t to = body_place(made, r->to);
        for (size_t k = 0; k < r->from_count; k++) {
            w.edges[body_place(made, r->from[k]) * w.count + to] = true;
        }
    }
    check_walk(c, &w, "by its referrals this body comes back to itself");
}

static void check_reports(struct composition *c, const struct charter *made)
{
    struct walk w;
    begin_walk(c, made, &w);
    for (size_t i = 0; i < made->body_count; i++) {
        if (made->bodies[i].reports_to.len > 0) {
            w.edges[i * w.count + body_place(made, made->bodies[i].reports_to)] = true;
        }
    }
    check_walk(c, &w, "by its reports this body comes back to itself");
}

void resolve_bodies(struct composition *c, const struct charter *made)
{
    check_referrals(c, made);
    check_reports(c, made);
    for (size_t i = 0; i < made->body_count; i++) {
        const struct charter_body *b = &made->bodies[i];
        if (bytes_equal_text(b->chair, "office") &&
            charter_office(made, b->chair_by)->holder == HOLDER_CHAIR) {
            charter_diag_add(c->diags, c->joined.bodies[i].source, &c->joined.bodies[i].at,
                             "the chair is an office whose holder is the chair of a body: say who holds it");
        }
    }
}

/* The stages of a charter as a graph: from each version of a rule to those that may follow on it. */
struct graph {
    struct composition *c;
    const struct charter *made;
    size_t *depth; /* by rule: how many follow each other from it on; 0: not known yet */
    bool *on_path;
};

/* The rule, or the classification, that follows; empty if none does. A body that is given no rule uses its
 * first. */
static struct bytes next_name(const struct charter *c, const struct charter_rule *rule)
{
    const struct charter_body *body = charter_body(c, rule->next_body);
    return rule->next_rule.len == 0 && body != NULL ? body->rules[0] : rule->next_rule;
}

static void fail_stage(const struct graph *g, size_t rule, const char *message)
{
    const struct draft_rule *r = &g->c->joined.rules[rule];
    charter_diag_add(g->c->diags, r->source, &r->else_at, "%s", message);
}

static bool follows(const struct charter_rule *rule, struct bytes name, const struct charter_rule *next)
{
    return bytes_equal(name, next->name) && period_meets(rule->from, rule->until, next->from, next->until);
}

static bool is_over_the_same(const struct charter_rule *a, const struct charter_rule *b)
{
    bool same = a->code->over_count == b->code->over_count;
    for (size_t i = 0; same && i < a->code->over_count; i++) {
        same = bytes_equal(a->code->over[i], b->code->over[i]);
    }
    return same;
}

static void check_stage(const struct graph *g, size_t from, size_t to)
{
    const struct charter_rule *rule = &g->made->rules[from];
    const struct charter_rule *next = &g->made->rules[to];
    if (rule->otherwise != OTHERWISE_STAGE) {
        return;
    }
    if (!is_over_the_same(rule, next)) {
        fail_stage(g, from, "the next stage is not over the same bodies");
    } else if (rule_goes_on(rule) && (rule_letters(rule) & ~rule_letters(next)) != 0) {
        fail_stage(g, from, "the next stage does not take every position that this rule takes");
    } else if (rule_goes_on(rule) && rule->default_position != next->default_position) {
        fail_stage(g, from, "the next stage decides on the same positions, so it has the same default");
    } else if (rule_goes_on(rule) && !bytes_equal(rule->split, next->split)) {
        fail_stage(g, from, "the next stage decides on the same positions, so votes are split alike");
    }
}

/* Goes down from the rule. False once an error was told. */
static bool measure(struct graph *g, size_t rule)
{
    size_t longest = 0;
    if (g->on_path[rule]) {
        fail_stage(g, rule, "these stages come back to a rule that was asked before");
        return false;
    }
    if (g->depth[rule] > 0) {
        return true;
    }
    g->on_path[rule] = true;
    const struct bytes name = next_name(g->made, &g->made->rules[rule]);
    for (size_t i = 0; i < g->made->rule_count && name.len > 0; i++) {
        if (follows(&g->made->rules[rule], name, &g->made->rules[i])) {
            check_stage(g, rule, i);
            if (!measure(g, i)) {
                return false;
            }
            longest = g->depth[i] > longest ? g->depth[i] : longest;
        }
    }
    g->on_path[rule] = false;
    g->depth[rule] = longest + 1;
    if (g->depth[rule] > CHARTER_STAGES_MAX) {
        charter_diag_add(g->c->diags, g->c->joined.rules[rule].source, &g->c->joined.rules[rule].else_at,
                         "at most %d rules follow each other by \"else\"", CHARTER_STAGES_MAX);
        return false;
    }
    return true;
}

void resolve_stages(struct composition *c, const struct charter *made)
{
    struct graph g = {.c = c, .made = made};
    g.depth = ARENA_ARRAY(c->scratch, size_t, made->rule_count);
    g.on_path = ARENA_ARRAY(c->scratch, bool, made->rule_count);
    for (size_t i = 0; i < made->rule_count; i++) {
        const struct charter_rule *rule = &made->rules[i];
        if (!measure(&g, i)) {
            return;
        }
        if (rule->otherwise == OTHERWISE_STAGE && g.depth[i] == 1) {
            fail_stage(&g, i, "the next stage is not in force while this rule is");
        }
    }
}

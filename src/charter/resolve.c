/* Whether the names that lead from one part of a charter to another lead somewhere, and where to. */
#include "charter/compose.h"

struct names {
    const char **list; /* NULL at the end */
    size_t count;
};

static void add_name(struct composition *c, struct names *n, struct bytes name)
{
    n->list[n->count++] = arena_text(c->arena, name);
}

static struct names names_of(struct composition *c, enum reference_kind kind)
{
    const struct draft *j = &c->joined;
    struct names n = {ARENA_ARRAY(c->arena, const char *, j->rule_count + j->body_count + j->rung_count + 1),
                      0};
    for (size_t i = 0; i < j->rule_count && kind == REFERENCE_RULE; i++) {
        add_name(c, &n, j->rules[i].rule.name);
    }
    for (size_t i = 0; i < j->body_count && kind == REFERENCE_BODY; i++) {
        add_name(c, &n, j->bodies[i].body.name);
    }
    for (size_t i = 0; i < j->rung_count && kind == REFERENCE_RUNG; i++) {
        add_name(c, &n, j->rungs[i]);
    }
    return n;
}

struct resolving {
    struct composition *c;
    struct names names[REFERENCE_COUNT];
};

static bool is_name(const struct names *n, struct bytes name)
{
    for (size_t i = 0; i < n->count; i++) {
        if (bytes_equal_text(name, n->list[i])) {
            return true;
        }
    }
    return false;
}

static void check_references(struct resolving *r, const struct reference *first, struct bytes source)
{
    static const char *const words[REFERENCE_COUNT] = {
        "there is no rule of this name", "there is no body of this name", "\"rungs\" names no such rung"};
    for (const struct reference *at = first; at != NULL; at = at->next) {
        /* A charter that lists no rungs has those that its rules name. */
        const bool free = at->kind == REFERENCE_RUNG && r->names[at->kind].count == 0;
        if (!free && !is_name(&r->names[at->kind], at->at.text)) {
            charter_diag_meant(r->c->diags, source, &at->at, r->names[at->kind].list, "%s", words[at->kind]);
        }
    }
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
    for (size_t i = 0; i < j->rule_count; i++) {
        check_references(&r, j->rules[i].references, j->rules[i].source);
    }
    for (size_t i = 0; i < j->motion_count; i++) {
        check_references(&r, j->motions[i].references, j->motions[i].source);
    }
}

/* The stages of a charter as a graph: from each version of a rule to those that may follow on it. */
struct graph {
    struct composition *c;
    const struct charter *made;
    size_t *depth; /* by rule: how many follow each other from it on; 0: not known yet */
    bool *on_path;
};

/* The rule that follows, by name; empty if none does. A body that is given no rule uses its first. */
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

static bool follows(const struct charter *c, const struct charter_rule *rule, const struct charter_rule *next)
{
    return bytes_equal(next_name(c, rule), next->name) &&
           period_meets(rule->from, rule->until, next->from, next->until);
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
    for (size_t i = 0; i < g->made->rule_count; i++) {
        if (follows(g->made, &g->made->rules[rule], &g->made->rules[i])) {
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
    g.depth = ARENA_ARRAY(c->arena, size_t, made->rule_count);
    g.on_path = ARENA_ARRAY(c->arena, bool, made->rule_count);
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

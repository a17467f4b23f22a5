#include "mechanism/matter.h"

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/amendment.h"
#include "mechanism/law.h"
#include "mechanism/sealed.h"
#include "mechanism/silence.h"
#include "mechanism/topic.h"
#include "mechanism/tuple.h"
#include "record/tree.h"

struct hash text_commitment(const uint8_t salt[32], struct bytes plaintext)
{
    const struct bytes parts[] = {BYTES("univocal commitment 1\n"), bytes_of(salt, 32), plaintext};
    return hash_of_parts(parts, 3);
}

struct hash text_leaf(struct bytes id, struct bytes language, const struct hash *commitment)
{
    struct buffer b;
    buffer_init(&b, 1024);
    buffer_add_block(&b, id);
    buffer_add_block(&b, language);
    buffer_add_bytes(&b, hash_view(commitment));
    check(!b.overflow);
    const struct hash leaf = tree_leaf(buffer_view(&b));
    buffer_done(&b);
    return leaf;
}

struct hash alternative_root(struct arena *a, struct bytes provision, struct bytes alternative,
                             const struct act_leaf *leaves, size_t count)
{
    const struct bytes id = bytes_of_text(arena_printf(a, "%.*s:%.*s", (int)provision.len, provision.data,
                                                       (int)alternative.len, alternative.data));
    struct tree t;
    tree_init(&t);
    for (size_t i = 0; i < count; i++) {
        const struct hash leaf = text_leaf(id, leaves[i].language, &leaves[i].commitment);
        tree_add(&t, &leaf);
    }
    return tree_root(&t);
}

bool matter_text(struct state *s, const struct hash *matter, struct arena *a, struct version *out)
{
    struct provision *list = NULL;
    const size_t count = provision_list(s, matter, a, &list);
    struct version_part *parts = ARENA_ARRAY(a, struct version_part, count + 1);
    struct version v = {.parts = parts};
    struct tree t;
    tree_init(&t);
    for (size_t i = 0; i < count; i++) {
        if (list[i].deleted) {
            continue;
        }
        struct alternative alt;
        if (list[i].chosen.len == 0 ||
            !alternative_get(s, matter, list[i].id, list[i].chosen, a, &alt)) {
            return false;
        }
        parts[v.count++] = (struct version_part){list[i].id, list[i].chosen};
        for (size_t l = 0; l < alt.leaf_count; l++) {
            const struct hash leaf =
                text_leaf(list[i].id, alt.leaves[l].language, &alt.leaves[l].commitment);
            tree_add(&t, &leaf);
        }
    }
    if (v.count == 0) {
        return false;
    }
    v.root = tree_root(&t);
    *out = v;
    return true;
}

size_t version_parts(struct state *s, const struct hash *matter, const struct version *v, struct arena *a,
                     struct text_part **out)
{
    struct text_part *list = ARENA_ARRAY(a, struct text_part, v->count * LANGUAGES_MAX + 1);
    size_t count = 0;
    for (size_t i = 0; i < v->count; i++) {
        struct alternative alt;
        check(alternative_get(s, matter, v->parts[i].provision, v->parts[i].alternative, a, &alt));
        for (size_t l = 0; l < alt.leaf_count; l++) {
            list[count++] = (struct text_part){v->parts[i].provision, alt.leaves[l].language,
                                               alt.leaves[l].commitment};
        }
    }
    *out = list;
    return count;
}

enum rejection matter_enter(struct context *c, const struct act *a, struct matter *m, struct body *b)
{
    if (!matter_get(c->state, &act_value(a, "matter")->hash, c->arena, m)) {
        return REJECT_unknown_matter;
    }
    check(body_get(c->state, m->body, c->arena, b)); /* a matter goes nowhere where nobody sits */
    if (!body_has(b, a->frame.member)) {
        return REJECT_not_seated;
    }
    return m->stage == MATTER_OPEN ? ACCEPTED : REJECT_wrong_stage;
}

enum rejection matter_enter_chair(struct context *c, const struct act *a, struct matter *m, struct body *b)
{
    const enum rejection r = matter_enter(c, a, m, b);
    if (r == REJECT_not_seated || (r == ACCEPTED && !bytes_equal(b->chair, a->frame.member))) {
        return REJECT_not_chair;
    }
    return r;
}

bool matter_rule_is_of(struct context *c, struct bytes body, struct bytes rule)
{
    const struct charter *charter = law_now(c);
    const struct charter_body *law = charter_body(charter, body);
    for (size_t i = 0; law != NULL && i < law->rule_count; i++) {
        if (bytes_equal(law->rules[i], rule)) {
            return charter_classification(charter, rule) != NULL ||
                   law_rule(c, charter, rule, c->time_ms) != NULL;
        }
    }
    return false;
}

/* Whether a statement has this number, or none is meant. */
static bool is_spoken(struct context *c, int64_t number)
{
    return number <= counters_get(c->state).statements;
}

enum rejection matter_open(struct context *c, const struct act *a)
{
    struct body b;
    const struct bytes reference = act_value(a, "reference")->text;
    if (!body_get(c->state, act_value(a, "body")->text, c->arena, &b)) {
        return REJECT_unknown_body;
    }
    if (!body_has(&b, a->frame.member)) {
        return REJECT_not_seated;
    }
    if (!matter_rule_is_of(c, b.id, act_value(a, "rule")->text)) {
        return REJECT_unknown_rule;
    }
    struct hash other;
    if (matter_find(c->state, b.id, reference, &other)) {
        return REJECT_exists;
    }
    struct matter_amends amends;
    const struct act_value *charter = act_value(a, "amends");
    if (charter->given) {
        const struct bytes rule = act_value(a, "rule")->text;
        const enum rejection r = amendment_enter(c, &charter->hash, b.id, rule, &amends);
        if (r != ACCEPTED) {
            return r;
        }
        matter_amends_put(c->state, &a->id, &amends);
    }
    struct matter m = {.id = a->id, .body = b.id, .reference = reference};
    m.confidential = act_value(a, "confidential")->integer != 0;
    m.corrects = act_value(a, "corrects")->integer;
    m.withdraws = act_value(a, "withdraws")->integer;
    if (!is_spoken(c, m.corrects) || !is_spoken(c, m.withdraws)) {
        return REJECT_unknown_statement;
    }
    if (act_value(a, "topic")->given) {
        topic_put(c->state, &m.id, act_value(a, "topic")->text);
    }
    m.title = act_value(a, "title")->text;
    m.rule = act_value(a, "rule")->text;
    m.member = a->frame.member;
    m.opened = (int64_t)c->index;
    m.opened_ms = c->time_ms;
    m.language_count = act_value(a, "languages")->count;
    m.languages = act_value(a, "languages")->items;
    matter_put(c->state, &m);
    matter_name(c->state, &m);
    return ACCEPTED;
}

/* Leaves ascend by language; the languages of the matter are in its own order. */
static bool has_all_languages(const struct matter *m, const struct act_value *leaves)
{
    if (leaves->count != m->language_count) {
        return false;
    }
    for (size_t i = 0; i < m->language_count; i++) {
        bool found = false;
        for (size_t j = 0; j < leaves->count; j++) {
            found = found || bytes_equal(m->languages[i], leaves->leaves[j].language);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

/* Takes the commitments for good; false: one was used before, or stands twice. */
static bool claim_commitments(struct context *c, const struct act_value *leaves)
{
    for (size_t i = 0; i < leaves->count; i++) {
        if (!sealed_claim(c, &leaves->leaves[i].commitment)) {
            return false;
        }
    }
    return true;
}

enum { ORDER_STEP = 1 << 20 };

/* Provisions keep their order and get room between them again. */
static void spread_provisions(struct context *c, const struct hash *matter, struct provision *list,
                              size_t count)
{
    for (size_t i = 0; i < count; i++) {
        list[i].order = (int64_t)(i + 1) * ORDER_STEP;
        provision_put(c->state, matter, &list[i]);
    }
}

static int64_t order_before(const struct provision *list, size_t i)
{
    const int64_t low = i == 0 ? 0 : list[i - 1].order;
    return low + (list[i].order - low) / 2;
}

/* The order of a new provision: at the end, or halfway before another. */
static enum rejection place_provision(struct context *c, const struct matter *m,
                                      const struct act_value *before, int64_t *order)
{
    struct provision *list = NULL;
    const size_t count = provision_list(c->state, &m->id, c->arena, &list);
    if (count >= PROVISIONS_MAX) {
        return REJECT_limit;
    }
    if (!before->given) {
        *order = count == 0 ? ORDER_STEP : list[count - 1].order + ORDER_STEP;
        return ACCEPTED;
    }
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(list[i].id, before->text)) {
            *order = order_before(list, i);
            if (*order == (i == 0 ? 0 : list[i - 1].order)) {
                spread_provisions(c, &m->id, list, count);
                *order = order_before(list, i);
            }
            return ACCEPTED;
        }
    }
    return REJECT_unknown_provision;
}

/* With one living alternative it is chosen; a new one opens the choice again. */
static void choose_only_living(struct context *c, const struct hash *matter, struct provision *p)
{
    struct alternative *list = NULL;
    const size_t count = alternative_list(c->state, matter, p->id, c->arena, &list);
    size_t living = 0;
    struct bytes only = BYTES("");
    for (size_t i = 0; i < count; i++) {
        if (!list[i].withdrawn) {
            living++;
            only = list[i].id;
        }
    }
    p->chosen = living == 1 ? only : BYTES("");
}

enum rejection matter_propose(struct context *c, const struct act *a)
{
    struct matter m;
    struct body b;
    const enum rejection r = matter_enter(c, a, &m, &b);
    if (r != ACCEPTED) {
        return r;
    }
    const struct act_value *leaves = act_value(a, "leaves");
    if (!has_all_languages(&m, leaves)) {
        return REJECT_wrong_languages;
    }
    struct provision p;
    if (!provision_get(c->state, &m.id, act_value(a, "provision")->text, &p)) {
        p = (struct provision){.id = act_value(a, "provision")->text};
        const enum rejection placed = place_provision(c, &m, act_value(a, "before"), &p.order);
        if (placed != ACCEPTED) {
            return placed;
        }
        m.provisions++;
        matter_put(c->state, &m);
    }
    struct alternative alt = {.id = act_value(a, "alternative")->text};
    struct alternative other;
    if (alternative_get(c->state, &m.id, p.id, alt.id, c->arena, &other)) {
        return REJECT_exists;
    }
    if (p.alternatives >= ALTERNATIVES_MAX) {
        return REJECT_limit;
    }
    if (!claim_commitments(c, leaves)) {
        return REJECT_salt_reused;
    }
    alt.sponsor = a->frame.member;
    alt.proposed = (int64_t)c->index;
    alt.leaf_count = leaves->count;
    alt.leaves = leaves->leaves;
    alt.root = alternative_root(c->arena, p.id, alt.id, alt.leaves, alt.leaf_count);
    alternative_put(c->state, &m.id, p.id, &alt);
    const struct root root = {.what = ROOT_ALTERNATIVE, .matter = m.id, .provision = p.id,
                              .alternative = alt.id};
    root_put(c->state, &alt.root, &root);
    p.alternatives++;
    choose_only_living(c, &m.id, &p);
    provision_put(c->state, &m.id, &p);
    return ACCEPTED;
}

enum rejection matter_withdraw(struct context *c, const struct act *a)
{
    struct matter m;
    struct body b;
    struct provision p;
    struct alternative alt;
    const enum rejection r = matter_enter(c, a, &m, &b);
    if (r != ACCEPTED) {
        return r;
    }
    if (!provision_get(c->state, &m.id, act_value(a, "provision")->text, &p)) {
        return REJECT_unknown_provision;
    }
    if (!alternative_get(c->state, &m.id, p.id, act_value(a, "alternative")->text, c->arena, &alt)) {
        return REJECT_unknown_alternative;
    }
    if (!bytes_equal(alt.sponsor, a->frame.member)) {
        return REJECT_not_owner;
    }
    if (alt.withdrawn) {
        return REJECT_already_withdrawn;
    }
    const bool was_chosen = bytes_equal(p.chosen, alt.id);
    alt.withdrawn = true;
    alternative_put(c->state, &m.id, p.id, &alt);
    if (was_chosen || p.chosen.len == 0) {
        choose_only_living(c, &m.id, &p);
        provision_put(c->state, &m.id, &p);
    }
    return ACCEPTED;
}

enum rejection matter_choose(struct context *c, const struct act *a)
{
    struct matter m;
    struct body b;
    struct provision p;
    struct alternative alt;
    const enum rejection r = matter_enter_chair(c, a, &m, &b);
    if (r != ACCEPTED) {
        return r;
    }
    if (!provision_get(c->state, &m.id, act_value(a, "provision")->text, &p)) {
        return REJECT_unknown_provision;
    }
    if (!alternative_get(c->state, &m.id, p.id, act_value(a, "alternative")->text, c->arena, &alt) ||
        alt.withdrawn) {
        return REJECT_unknown_alternative;
    }
    p.chosen = alt.id;
    p.deleted = false;
    provision_put(c->state, &m.id, &p);
    return ACCEPTED;
}

enum rejection matter_delete(struct context *c, const struct act *a)
{
    struct matter m;
    struct body b;
    struct provision p;
    const enum rejection r = matter_enter_chair(c, a, &m, &b);
    if (r != ACCEPTED) {
        return r;
    }
    if (!provision_get(c->state, &m.id, act_value(a, "provision")->text, &p)) {
        return REJECT_unknown_provision;
    }
    p.deleted = true;
    provision_put(c->state, &m.id, &p);
    return ACCEPTED;
}

enum rejection matter_version(struct context *c, const struct act *a)
{
    struct matter m;
    struct body b;
    const enum rejection r = matter_enter_chair(c, a, &m, &b);
    if (r != ACCEPTED) {
        return r;
    }
    struct version v;
    if (!matter_text(c->state, &m.id, c->arena, &v)) {
        return REJECT_incomplete;
    }
    if (!hash_equal(&v.root, &act_value(a, "root")->hash)) {
        return REJECT_wrong_root;
    }
    struct root known;
    if (root_get(c->state, &v.root, &known)) {
        return REJECT_exists;
    }
    v.number = ++m.versions;
    v.fixed = (int64_t)c->index;
    version_put(c->state, &m.id, &v);
    const struct root root = {.what = ROOT_VERSION, .matter = m.id, .version = v.number};
    root_put(c->state, &v.root, &root);
    matter_put(c->state, &m);
    return ACCEPTED;
}

#include "mechanism/procedure.h"

#include <string.h>

#include "base/check.h"
#include "mechanism/classification.h"
#include "mechanism/law.h"
#include "mechanism/referral.h"
#include "mechanism/tuple.h"

static struct key procedure_key(const struct hash *matter)
{
    struct key k = key_new('D');
    key_add_hash(&k, matter);
    return k;
}

bool procedure_get(struct state *s, const struct hash *matter, struct procedure *out)
{
    const struct key k = procedure_key(matter);
    struct bytes value;
    *out = (struct procedure){.from_ms = 0};
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    out->vote = value_hash(&c);
    out->root = value_hash(&c);
    out->rule = value_text(&c);
    out->from_ms = value_number(&c);
    out->after = value_hash(&c);
    check(cursor_ended(&c));
    return true;
}

void procedure_put(struct state *s, const struct hash *matter, const struct procedure *p)
{
    struct buffer b;
    buffer_init(&b, 1024);
    value_add_hash(&b, &p->vote);
    value_add_hash(&b, &p->root);
    buffer_add_block(&b, p->rule);
    value_add_number(&b, p->from_ms);
    value_add_hash(&b, &p->after);
    check(!b.overflow);
    const struct key k = procedure_key(matter);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
}

const struct charter_rule *procedure_rule(struct context *c, const struct matter *m, const struct hash *root,
                                          int64_t *from_ms, bool *staged)
{
    struct procedure p;
    *from_ms = 0;
    *staged = procedure_get(c->state, &m->id, &p) && !hash_is_zero(root) && hash_equal(&p.root, root);
    if (*staged) {
        *from_ms = p.from_ms;
    }
    const struct bytes name = *staged ? p.rule : classification_rule(c, m);
    return law_rule(c, law_of(c, &m->id), name, c->time_ms);
}

void procedure_end_stages(struct state *s, const struct hash *matter)
{
    struct procedure p;
    if (procedure_get(s, matter, &p)) {
        p = (struct procedure){.vote = p.vote};
        procedure_put(s, matter, &p);
    }
}

/* The next body takes the matter as it is, by the rule that is named or by its own first one. */
static void refer(struct context *c, struct matter *m, const struct closing *x)
{
    const struct charter_rule *rule = x->rule;
    const struct charter_body *law = charter_body(x->charter, rule->next_body);
    check(law != NULL && law->rule_count > 0); /* the parser saw to it */
    const struct referral step = {.to = law->name,
                                  .rule = rule->next_rule.len > 0 ? rule->next_rule : law->rules[0],
                                  .by = x->subject};
    (void)referral_move(c, m, &step);
}

static void stage(struct context *c, const struct matter *m, const struct closing *x)
{
    struct procedure p;
    (void)procedure_get(c->state, &m->id, &p);
    p.root = x->root;
    p.rule = x->rule->next_rule;
    p.from_ms = law_after(c, x->charter, c->time_ms, &x->rule->next_after);
    p.after = x->subject;
    procedure_put(c->state, &m->id, &p);
}

void procedure_follow(struct context *c, struct matter *m, const struct closing *x)
{
    if (strcmp(x->outcome, outcome_word(OUTCOME_no_quorum)) == 0) {
        return; /* nothing was decided: the same stage again */
    }
    switch (x->rule->otherwise) {
    case OTHERWISE_REJECT:
    case OTHERWISE_DEFER:
        return;
    case OTHERWISE_STAGE:
        stage(c, m, x);
        return;
    case OTHERWISE_REFER:
        refer(c, m, x);
        return;
    case OTHERWISE_LAPSE:
        m->stage = MATTER_LAPSED;
        return;
    }
    unreachable("nothing else follows");
}

const char *procedure_outcome(const struct charter_rule *rule)
{
    switch (rule->otherwise) {
    case OTHERWISE_REJECT: return outcome_word(OUTCOME_rejected);
    case OTHERWISE_STAGE:
    case OTHERWISE_DEFER: return outcome_word(OUTCOME_deferred);
    case OTHERWISE_REFER: return outcome_word(OUTCOME_referred);
    case OTHERWISE_LAPSE: return outcome_word(OUTCOME_lapsed);
    }
    unreachable("nothing else follows");
}

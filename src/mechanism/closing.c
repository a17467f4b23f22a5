#include "mechanism/closing.h"

#include "base/check.h"
#include "mechanism/amendment.h"
#include "mechanism/procedure.h"
#include "mechanism/statement.h"
#include "record/fact.h"

bool closing_is_again(const struct decision *d, size_t i)
{
    return i > 0 && bytes_equal(d->effects[i - 1].code, d->effects[i].code);
}

void closing_decide(struct context *c, const struct decision *d, struct closing *out)
{
    struct bytes *speaking = ARENA_ARRAY(c->arena, struct bytes, d->effect_count + 1);
    out->rule = d->rule;
    out->outcome = outcome_word(d->outcome);
    out->reason = reason_word(d->reason_code);
    out->adopted = d->outcome == OUTCOME_adopted;
    out->lawful = true;
    out->decision = d;
    for (size_t i = 0; i < d->effect_count; i++) {
        if (closing_is_again(d, i)) {
            continue;
        }
        const bool carries = d->effects[i].position == 'Y' || d->effects[i].position == 'L';
        if (carries && d->effects[i].effect == EFFECT_BOUND) {
            speaking[out->speaking_for_count++] = d->effects[i].code;
        }
    }
    out->speaking_for = speaking;
}

static void adopt(struct context *c, struct matter *m, const struct closing *x)
{
    struct organisation_counters counters = counters_get(c->state);
    struct root root;
    struct version v;
    m->stage = MATTER_ADOPTED;
    m->root = x->root;
    m->statement = ++counters.statements;
    counters_put(c->state, &counters);
    check(root_get(c->state, &x->root, &root) &&
          version_get(c->state, &m->id, root.version, c->arena, &v));
    m->unopened = m->confidential ? 0 : (int64_t)(v.count * m->language_count);
    statement_begin(c, m, x->decision, x->speaking_for_count);
    amendment_adopt(c, &m->id, &x->subject);
}

int64_t closing_matter(struct context *c, struct matter *m, const struct closing *x)
{
    m->stage = MATTER_OPEN;
    if (x->adopted) {
        adopt(c, m, x);
    } else if (x->lawful) {
        procedure_follow(c, m, x);
    }
    matter_put(c->state, m);
    return x->adopted ? m->statement : 0;
}

void closing_emit(struct context *c, const struct block_sink *sink, const struct hash *matter,
                  const struct closing *x, int64_t statement)
{
    const struct fact_close fact = {
        .org = c->org->id,
        .epoch = c->org->epoch,
        .realm = c->org->realm,
        .subject = x->subject,
        .matter = *matter,
        .root = x->root,
        .deadline_ms = x->deadline_ms,
        .time_ms = c->time_ms,
        .charter = x->charter->hash,
        .rule = x->rule->hash,
        .rule_name = x->rule->name,
        .outcome = bytes_of_text(x->outcome),
        .reason = bytes_of_text(x->reason),
        .rung = statement != 0 ? x->rule->rung : BYTES(""),
        .speaking_for_count = statement != 0 ? x->speaking_for_count : 0,
        .speaking_for = x->speaking_for,
        .not_reached_count = x->not_reached_count,
        .not_reached = x->not_reached,
        .statement = statement,
    };
    struct buffer b;
    buffer_init(&b, 64 * 1024);
    fact_write_close(&b, &fact);
    check(!b.overflow);
    sink->emit(sink->ctx, buffer_view(&b));
    buffer_done(&b);
}

#include "charter/evaluate.h"

#include "base/check.h"
#include "charter/explain.h"
#include "charter/turn.h"

const char *outcome_word(enum outcome o)
{
    static const char *const words[] = {
#define X(name) #name,
        OUTCOME_TABLE(X)
#undef X
    };
    check((size_t)o < sizeof words / sizeof words[0]);
    return words[o];
}

const char *reason_word(enum reason_code r)
{
    static const char *const words[] = {
#define X(name) #name,
        REASON_TABLE(X)
#undef X
    };
    check((size_t)r < sizeof words / sizeof words[0]);
    return words[r];
}

/* Each elector's letter in the order of the voters; false with diag if the rule does not allow one. */
static bool read_letters(struct arena *a, const struct ballot *b, const char **out, struct diag *diag)
{
    char *letters = ARENA_ARRAY(a, char, b->voter_count);
    for (size_t i = 0; i < b->voter_count; i++) {
        letters[i] = b->voters[i].elector->position;
    }
    *out = letters;
    const size_t bad = ballot_misplaced(b, letters);
    if (bad == b->voter_count) {
        return true;
    }
    if (diag != NULL) {
        diag_set(diag, 0, 0, "", "%s",
                 position_index(letters[bad]) < 0 ? "there is no such position: one of " POSITIONS
                                                  : "the rule does not allow this position");
        diag_found(diag, bytes_of(&letters[bad], 1));
    }
    return false;
}

/* Every rule that may be asked of these letters, in turn. */
static size_t count_stages(struct ballot *first, const char *letters, struct stage stages[CHARTER_STAGES_MAX])
{
    size_t count = 0;
    for (struct ballot *b = first; b != NULL; b = b->next) {
        check(count < CHARTER_STAGES_MAX); /* longer chains are no charter */
        stages[count].ballot = b;
        check(ballot_count(b, letters, &stages[count].tally));
        count++;
    }
    return count;
}

static void tell_stages(const struct explanation *x, size_t decided, struct decision *d)
{
    struct decision_stage *stages = ARENA_ARRAY(x->arena, struct decision_stage, decided);
    for (size_t i = 0; i < decided; i++) {
        const struct stage *s = &x->stages[i];
        stages[i].rule = s->ballot->rule;
        stages[i].reason_code = reason_of(s->ballot, &s->tally, OUTCOME_rejected).code;
    }
    d->stage_count = decided;
    d->stages = stages;
}

enum error evaluate(struct arena *a, const struct charter *c, const struct charter_rule *rule,
                    const struct electorate *electorates, size_t electorate_count,
                    const struct evaluate_options *options, struct decision *out, struct diag *diag)
{
    struct ballot *first = NULL;
    struct stage stages[CHARTER_STAGES_MAX];
    struct explanation *x = ARENA_NEW(a, struct explanation);
    struct tally *tally = ARENA_NEW(a, struct tally);
    *x = (struct explanation){.arena = a, .stages = stages, .tally = tally};
    struct decision d = {.outcome = OUTCOME_pending};
    size_t decided = 0;
    check(rule >= c->rules && rule < c->rules + c->rule_count);
    const enum error e = ballot_prepare(a, rule, electorates, electorate_count, options->date, &first, diag);
    if (e != OK) {
        return e;
    }
    if (!read_letters(a, first, &x->letters, diag)) {
        return ERROR_MALFORMED;
    }
    x->stage_count = count_stages(first, x->letters, stages);
    x->stands = stages_outcome(stages, x->stage_count, &decided);
    x->ballot = stages[decided].ballot;
    *tally = stages[decided].tally;
    x->reason = reason_of(x->ballot, x->tally, x->stands);
    d.rule = x->ballot->rule;
    d.stands = x->stands == OUTCOME_rejected ? ballot_otherwise(d.rule) : x->stands;
    d.stands_reason = x->reason.code;
    const bool pending = options->open && turn_is_possible(a, stages, x->stage_count, x->letters, x->stands);
    d.outcome = pending ? OUTCOME_pending : d.stands;
    d.reason_code = pending ? REASON_open : d.stands_reason;
    tell_stages(x, decided, &d);
    explain_heads(x, &d);
    if (options->explain) {
        explain_bodies(x, &d);
        explain_atoms(x, &d);
        explain_pivotal(x, &d);
        explain_effects(x, &d);
    }
    x->stages = NULL;
    d.how = x;
    *out = d;
    return OK;
}

bool evaluate_asks_tag(const struct charter_rule *rule, struct bytes tag)
{
    for (size_t i = 0; i < rule->code->tag_count; i++) {
        if (bytes_equal(rule->code->tags[i].name, tag)) {
            return rule->code->tags[i].group == NULL;
        }
    }
    return false;
}

bool evaluate_puts_out(const struct charter_rule *rule, struct bytes tag)
{
    for (size_t i = 0; i < rule->code->tag_count; i++) {
        if (bytes_equal(rule->code->tags[i].name, tag)) {
            return (rule->code->out >> i & 1U) != 0;
        }
    }
    return false;
}

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

/* Whether those who stand at X, and whose position nothing forces, could make another outcome. */
static bool may_turn(struct arena *a, const struct explanation *x, enum outcome stands)
{
    const struct ballot *b = x->ballot;
    int64_t *free = ARENA_ARRAY(a, int64_t, b->kind_count);
    for (size_t i = 0; i < b->voter_count; i++) {
        const struct ballot_voter *v = &b->voters[i];
        if (!v->out && v->forced < 0 && ballot_position(b, v, x->letters[i]) == POSITION_X) {
            free[v->kind] += v->elector->n;
        }
    }
    return turn_is_possible(a, b, x->tally, free, stands);
}

enum error evaluate(struct arena *a, const struct charter *c, const struct charter_rule *rule,
                    const struct electorate *electorates, size_t electorate_count,
                    const struct evaluate_options *options, struct decision *out, struct diag *diag)
{
    struct ballot *b = NULL;
    struct tally t;
    struct explanation x = {.arena = a, .tally = &t};
    struct decision d = {.outcome = OUTCOME_pending};
    check(rule >= c->rules && rule < c->rules + c->rule_count);
    const enum error e = ballot_prepare(a, rule, electorates, electorate_count, options->date, &b, diag);
    if (e != OK) {
        return e;
    }
    if (!read_letters(a, b, &x.letters, diag)) {
        return ERROR_MALFORMED;
    }
    check(ballot_count(b, x.letters, &t));
    d.stands = ballot_outcome(rule, &t);
    x.ballot = b;
    x.reason = reason_of(b, &t, d.stands);
    d.stands_reason = x.reason.code;
    const bool pending = options->open && may_turn(a, &x, d.stands);
    d.rule = rule;
    d.outcome = pending ? OUTCOME_pending : d.stands;
    d.reason_code = pending ? REASON_open : d.stands_reason;
    explain_heads(&x, &d);
    explain_reason(&x, &d);
    if (options->explain) {
        explain_atoms(&x, &d);
        explain_pivotal(&x, &d);
        explain_effects(&x, &d);
    }
    *out = d;
    return OK;
}

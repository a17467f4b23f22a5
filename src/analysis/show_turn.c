#include "analysis/show_turn.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"

static void add_outcome(struct turn *t, enum outcome to)
{
    t->asked[t->count++].to = to;
}

/* What the rule and those behind it can come to. */
static void list_outcomes(struct turn *t)
{
    bool quorum = false;
    for (size_t i = 0; i < t->l->stage_count; i++) {
        quorum = quorum || t->l->stages[i].rule->quorum != NULL;
    }
    add_outcome(t, OUTCOME_adopted);
    add_outcome(t, ballot_otherwise(t->l->stages[t->l->stage_count - 1].rule));
    if (quorum) {
        add_outcome(t, OUTCOME_no_quorum);
    }
}

/* Leaves those of that name, or those that do not stand. */
static void choose(struct turn *t, enum outcome stands, const char *to)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->count; i++) {
        const enum outcome o = t->asked[i].to;
        if (to == NULL ? o != stands : strcmp(to, outcome_word(o)) == 0) {
            t->asked[kept++] = t->asked[i];
        }
    }
    t->count = kept;
}

bool turn_find(struct arena *a, const struct turn_case *x, enum outcome stands, const char *to, size_t ways,
               int64_t work, struct turn *out)
{
    struct diag diag;
    *out = (struct turn){.refused = false};
    if (linear_prepare(a, x->rule, x->electorates, x->count, x->date, &out->l, &diag) != OK) {
        out->refused = true; /* the case was decided, so it is only too large for this */
        return true;
    }
    list_outcomes(out);
    choose(out, stands, to);
    char *letters = ARENA_ARRAY(a, char, out->l->voter_count);
    for (size_t i = 0; i < out->l->voter_count; i++) {
        letters[i] = out->l->electors[i]->position;
    }
    out->letters = letters;
    for (size_t i = 0; i < out->count; i++) {
        change_find(a, out->l, letters, OUTCOME_BIT(out->asked[i].to), ways, work, &out->asked[i].change);
    }
    return out->count > 0;
}

void turn_find_shown(struct arena *a, const struct turn_case *x, enum outcome stands, struct turn *out)
{
    /* Of adopted and what it is otherwise one does not stand. */
    check(turn_find(a, x, stands, NULL, TURN_WAYS_SHOWN, TURN_WORK_SHOWN, out));
}

static void write_members(struct buffer *b, int64_t count)
{
    buffer_printf(b, "%lld member%s", (long long)count, count == 1 ? "" : "s");
}

static void write_ways(struct buffer *b, const struct turn *t, const struct change *c)
{
    for (size_t i = 0; i < c->way_count; i++) {
        buffer_add_text(b, i == 0 ? ": " : "or ");
        change_way_write(b, t->l, t->letters, c, &c->ways[i]);
        buffer_add_u8(b, '\n');
    }
    if (c->more > 0 || !c->counted) {
        buffer_printf(b, "and %s%lld way%s more\n", c->counted ? "" : "at least ", (long long)c->more,
                      c->more == 1 ? "" : "s");
    }
}

void turn_write(struct buffer *b, const struct turn *t)
{
    if (t->refused) {
        buffer_add_text(b, "there are too many members for so many conditions to tell what it would take\n");
    }
    for (size_t i = 0; i < t->count; i++) {
        const struct change *c = &t->asked[i].change;
        buffer_printf(b, "%s: ", outcome_word(t->asked[i].to));
        switch (c->state) {
        case CHANGE_STANDS:
            buffer_add_text(b, "it stands so, and nobody need move\n");
            break;
        case CHANGE_IMPOSSIBLE:
            buffer_add_text(b, "not by any positions of those who may move\n");
            break;
        case CHANGE_UNKNOWN:
            buffer_printf(b, "not found within the limit of work: at least ");
            write_members(b, c->at_least);
            if (c->members >= 0) {
                buffer_printf(b, ", at most %lld", (long long)c->members);
            }
            buffer_add_u8(b, '\n');
            break;
        case CHANGE_FOUND:
            write_members(b, c->members);
            write_ways(b, t, c);
            break;
        }
    }
}

static void write_step(struct json_writer *w, const struct turn *t, const struct change *c,
                       const struct change_step *step)
{
    const struct change_source *s = &c->sources[step->source];
    int64_t named = 0;
    json_object(w, NULL);
    json_integer(w, "count", step->count);
    json_text(w, "from", bytes_of(&POSITIONS[s->from], 1));
    json_array(w, "of");
    for (size_t v = 0; v < t->l->voter_count; v++) {
        if (t->l->electors[v]->code.len > 0 && change_is_of(t->l, t->letters, s, v)) {
            json_text(w, NULL, t->l->electors[v]->code);
            named++;
        }
    }
    json_end(w);
    json_array(w, "to");
    for (unsigned to = step->to; to != 0; to &= to - 1) {
        json_text(w, NULL, bytes_of(&POSITIONS[__builtin_ctz(to)], 1));
    }
    json_end(w);
    json_integer(w, "unnamed", s->n - named);
    json_end(w);
}

static void write_change(struct json_writer *w, const struct turn *t, const struct change *c, enum outcome to)
{
    static const char *const states[] = {"stands", "found", "impossible", "unknown"};
    json_object(w, NULL);
    json_integer(w, "at_least", c->at_least);
    json_bool(w, "counted", c->counted);
    if (c->state == CHANGE_FOUND || (c->state == CHANGE_UNKNOWN && c->members >= 0)) {
        json_integer(w, "members", c->members);
    } else {
        json_null(w, "members");
    }
    json_integer(w, "more", c->more);
    json_cstring(w, "state", states[c->state]);
    json_cstring(w, "to", outcome_word(to));
    json_array(w, "ways");
    for (size_t i = 0; i < c->way_count; i++) {
        json_array(w, NULL);
        for (size_t k = 0; k < c->ways[i].step_count; k++) {
            write_step(w, t, c, &c->ways[i].steps[k]);
        }
        json_end(w);
    }
    json_end(w);
    json_end(w);
}

void show_turn(struct json_writer *w, const char *key, const struct turn *t)
{
    if (t == NULL || t->refused) {
        json_null(w, key);
        return;
    }
    json_array(w, key);
    for (size_t i = 0; i < t->count; i++) {
        write_change(w, t, &t->asked[i].change, t->asked[i].to);
    }
    json_end(w);
}

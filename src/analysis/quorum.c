#include "analysis/quorum.h"

#include <stdlib.h>

#include "base/check.h"
#include "mechanism/law.h"
#include "mechanism/status.h"
#include "mechanism/tables.h"

/* Who is present takes part: the first position that the rule offers, for, abstaining, against, ... */
static char position_of(const struct charter_rule *rule, bool present)
{
    static const char letters[] = "YANLQ";
    for (size_t i = 0; present && letters[i] != 0; i++) {
        if ((rule->allow & POSITION_BIT(position_index(letters[i]))) != 0) {
            return letters[i];
        }
    }
    return 'X';
}

static struct elector elector_of(struct context *c, const struct charter *law,
                                 const struct charter_rule *rule, struct bytes member, bool present)
{
    struct bytes *tags = ARENA_ARRAY(c->arena, struct bytes, MARKS + 1);
    struct elector e = {.code = member, .n = 1, .position = position_of(rule, present), .tags = tags};
    e.tag_count = mark_tags(status_marks(c, NULL, member), tags);
    e.weights = tables_weights(c, law, member, c->time_ms);
    return e;
}

static void keep_quorum(struct context *c, const struct decision *d, struct quorum *q)
{
    struct decision_atom *atoms = ARENA_ARRAY(c->arena, struct decision_atom, d->atom_count + 1);
    for (size_t i = 0; i < d->atom_count; i++) {
        if (d->atoms[i].of_quorum) {
            atoms[q->atom_count++] = d->atoms[i];
        }
    }
    q->atoms = atoms;
}

struct quorum quorum_of(struct context *c, const struct body *b, const bool *is_present)
{
    const struct charter *law = law_now(c);
    const struct charter_body *in = charter_body(law, b->id);
    const struct civil_day day = law_day(c, c->time_ms);
    struct bytes *present = ARENA_ARRAY(c->arena, struct bytes, b->seat_count + 1);
    struct elector *electors = ARENA_ARRAY(c->arena, struct elector, b->seat_count + 1);
    struct quorum q = {.seats = b->seat_count, .present = present, .known = true};
    for (size_t i = 0; i < b->seat_count; i++) {
        if (is_present[i]) {
            present[q.present_count++] = b->seats[i];
        }
    }
    q.holds = q.present_count > 0;
    const struct charter_rule *rule =
        in == NULL || in->rule_count == 0 ? NULL : law_rule(c, law, in->rules[0], c->time_ms);
    if (rule == NULL) {
        return q;
    }
    q.rule = rule->name;
    q.asked = rule->quorum != NULL;
    for (size_t i = 0; i < b->seat_count; i++) {
        electors[i] = elector_of(c, law, rule, b->seats[i], is_present[i]);
    }
    const struct electorate electorate = {.name = b->id, .count = b->seat_count, .electors = electors};
    const struct evaluate_options options = {.explain = true,
                                             .date = arena_copy(c->arena, bytes_of_text(day.text))};
    struct decision d;
    struct diag diag = {.message = ""};
    if (!q.asked) {
        return q;
    }
    q.known = evaluate(c->arena, law, rule, &electorate, 1, &options, &d, &diag) == OK;
    q.why = arena_copy(c->arena, bytes_of_text(diag.message));
    q.holds = q.known && d.outcome != OUTCOME_no_quorum;
    if (q.known) {
        keep_quorum(c, &d, &q);
    }
    return q;
}

struct quorum quorum_at(struct context *c, const struct session *x, const struct attendance *list,
                        size_t count, struct bytes day, struct bytes hour)
{
    struct body b;
    check(body_get(c->state, x->body, c->arena, &b));
    bool *present = ARENA_ARRAY(c->arena, bool, b.seat_count + 1);
    for (size_t i = 0; i < b.seat_count; i++) {
        present[i] = session_is_present(list, count, b.seats[i], day, hour);
    }
    return quorum_of(c, &b, present);
}

static int by_time(const void *a, const void *b)
{
    const struct quorum_moment *x = a;
    const struct quorum_moment *y = b;
    const int days = bytes_compare(x->day, y->day);
    return days != 0 ? days : bytes_compare(x->hour, y->hour);
}

size_t quorum_moments(struct arena *a, const struct attendance *list, size_t count,
                      struct quorum_moment **out)
{
    struct quorum_moment *all = ARENA_ARRAY(a, struct quorum_moment, 2 * count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (list[i].from.len > 0) {
            all[n++] = (struct quorum_moment){list[i].day, list[i].from};
        }
        if (list[i].until.len > 0 && !bytes_equal_text(list[i].until, "24:00")) {
            all[n++] = (struct quorum_moment){list[i].day, list[i].until};
        }
    }
    qsort(all, n, sizeof all[0], by_time);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || by_time(&all[kept - 1], &all[i]) != 0) {
            all[kept++] = all[i];
        }
    }
    *out = all;
    return kept;
}

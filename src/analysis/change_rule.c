/* Two versions of a rule, tried on the same members. */
#include "analysis/change_inner.h"

#include <string.h>

#include "analysis/example.h"
#include "analysis/prose.h"
#include "charter/ballot.h"
#include "charter/words.h"

enum { TRIES_MAX = 20000, NAMES_MAX = 8 };

static void add(struct changer *x, const char *text)
{
    buffer_add_text(&x->text, text);
}

/* Members by class, with their names as far as they are few. */
static void add_class(struct changer *x, const struct trial *t, size_t class)
{
    change_add_bytes(x, trial_class_words(&x->scratch, LANGUAGE_EN, t, class));
    if (trial_has_name(t, class) && t->class_count > 1) {
        add(x, " (");
        change_add_bytes(x, trial_codes_words(&x->scratch, LANGUAGE_EN, t, class, NAMES_MAX));
        add(x, ")");
    }
}

static void compare_blocking(struct changer *x, struct trial *t, int position, const char *words)
{
    for (int gain = 0; gain < 2; gain++) {
        bool first = true;
        for (size_t i = 0; i < t->class_count; i++) {
            const bool before = trial_blocks(&x->scratch, t, 0, i, position);
            const bool after = trial_blocks(&x->scratch, t, 1, i, position);
            if (before == after || after != (gain == 1)) {
                continue;
            }
            add(x, first ? "" : ", ");
            add_class(x, t, i);
            first = false;
        }
        if (!first) {
            buffer_printf(&x->text, ": %s the power to block alone by %s", gain == 1 ? "gain" : "lose",
                          words);
            change_end(x);
        }
    }
}

static void compare_least(struct changer *x, struct trial *t, int others, const char *words)
{
    struct trial_least before;
    struct trial_least after;
    trial_least_for(&x->scratch, t, 0, TRIAL_ADOPTED, others, &before);
    trial_least_for(&x->scratch, t, 1, TRIAL_ADOPTED, others, &after);
    if (before.answer == TRIAL_NOT_ALLOWED || after.answer == TRIAL_NOT_ALLOWED ||
        example_same(t, &before, &after)) {
        return;
    }
    buffer_printf(&x->text, "If all others %s, ", words);
    change_add_bytes(x, example_least(&x->scratch, LANGUAGE_EN, t, &before));
    add(x, "; now ");
    change_add_bytes(x, example_least(&x->scratch, LANGUAGE_EN, t, &after));
    change_end(x);
}

static void compare_quorum(struct changer *x, struct trial *t)
{
    struct trial_least least[TRIAL_RULES_MAX];
    for (size_t i = 0; i < TRIAL_RULES_MAX; i++) {
        trial_least_for(&x->scratch, t, i, TRIAL_QUORATE, POSITION_X, &least[i]);
    }
    if (example_same(t, &least[0], &least[1])) {
        return;
    }
    for (size_t i = 0; i < TRIAL_RULES_MAX; i++) {
        add(x, i == 0 ? "Present for a quorum: " : "; now ");
        if (least[i].answer == TRIAL_NONE) {
            add(x, "nobody can be enough");
        } else {
            buffer_printf(&x->text, "%zu", least[i].count);
        }
    }
    change_end(x);
}

/* Positions that may be taken, or that need a reason, in one rule only. */
static void compare_sets(struct changer *x, uint16_t before, uint16_t after, const char *gone,
                         const char *come)
{
    for (int i = 0; i < POSITION_COUNT; i++) {
        const uint16_t bit = POSITION_BIT(i);
        if ((before & bit) != (after & bit)) {
            add(x, (after & bit) != 0 ? come : gone);
            change_add_bytes(x, words_positions(x->arena, LANGUAGE_EN, bit));
            change_end(x);
        }
    }
}

static void compare_time(struct changer *x, const char *what, struct charter_span before,
                         struct charter_span after)
{
    const bool same = before.ms == after.ms && before.workdays == after.workdays;
    const bool plain = before.workdays == 0 && after.workdays == 0 && before.ms > 0 && after.ms > 0;
    if (same) {
        return;
    }
    add(x, what);
    const struct charter_span *spans[] = {&before, &after};
    for (size_t i = 0; i < 2; i++) {
        add(x, i == 0 ? ": " : "; now ");
        if (spans[i]->ms == 0 && spans[i]->workdays == 0) {
            add(x, "not said");
        } else {
            change_add_bytes(x, prose_span(&x->scratch, LANGUAGE_EN, spans[i]));
        }
    }
    add(x, !plain ? "" : before.ms > after.ms ? ", which is shorter" : ", which is longer");
    change_end(x);
}

static struct charter_span span_of(int64_t ms, int64_t workdays)
{
    return (struct charter_span){.ms = workdays > 0 ? 0 : ms, .workdays = workdays};
}

static void compare_clocks(struct changer *x, const struct charter_rule *b, const struct charter_rule *a)
{
    if ((b->clock_min_ms == 0) != (a->clock_min_ms == 0)) {
        add(x, b->clock_min_ms == 0
                   ? "A text may now be put to silence: who says nothing in time lets it pass or is "
                     "absent, as the rule says"
                   : "A text may no longer be put to silence");
        change_end(x);
    } else {
        compare_time(x, "The shortest silence", span_of(b->clock_min_ms, b->clock_min_workdays),
                     span_of(a->clock_min_ms, a->clock_min_workdays));
        compare_time(x, "The longest silence", span_of(b->clock_max_ms, b->clock_max_workdays),
                     span_of(a->clock_max_ms, a->clock_max_workdays));
    }
    compare_time(x, "The shortest vote", span_of(b->poll_min_ms, 0), span_of(a->poll_min_ms, 0));
    compare_time(x, "The longest vote", span_of(b->poll_max_ms, 0), span_of(a->poll_max_ms, 0));
}

/* What adoption means, of the whole or as to a part of it, for a class at a position. */
static void compare_effect(struct changer *x, const struct trial *t, struct bytes about, size_t class, int p)
{
    enum effect effects[TRIAL_RULES_MAX];
    for (size_t r = 0; r < TRIAL_RULES_MAX; r++) {
        effects[r] = rule_effect(t->rules[r].side.rule, about,
                                 t->rules[r].ballot->voters[t->classes[class].first].tags, p);
    }
    if (effects[0] == effects[1] || x->now->count + 8 >= CHANGE_SENTENCES_MAX) {
        return;
    }
    add(x, "What is adopted while ");
    add_class(x, t, class);
    add(x, t->classes[class].count == 1 ? " is " : " are ");
    change_add_bytes(x, words_positions(x->arena, LANGUAGE_EN, POSITION_BIT(p)));
    if (about.len > 0) {
        add(x, ", as to \"");
        buffer_add_bytes(&x->text, about);
        add(x, "\"");
    }
    buffer_printf(&x->text, ": %s before, now %s", effect_word(effects[0]), effect_word(effects[1]));
    change_end(x);
}

/* By class: members of one class have the same tags. */
static void compare_effects_as_to(struct changer *x, const struct trial *t, struct bytes about)
{
    for (int p = 0; p < POSITION_COUNT; p++) {
        const bool both = trial_allows(t, 0, p) && trial_allows(t, 1, p);
        for (size_t i = 0; both && i < t->class_count; i++) {
            compare_effect(x, t, about, i, p);
        }
    }
}

static bool has_part(const struct charter_rule *rule, struct bytes about)
{
    size_t i = 0;
    while (i < rule->effect_count && !bytes_equal(rule->effects[i].about, about)) {
        i++;
    }
    return i < rule->effect_count;
}

/* A part that only one of the two speaks of is to the other a part like the rest. */
static void compare_effects(struct changer *x, const struct trial *t)
{
    compare_effects_as_to(x, t, BYTES(""));
    for (size_t r = 0; r < TRIAL_RULES_MAX; r++) {
        const struct charter_rule *rule = t->rules[r].side.rule;
        for (size_t i = 0; i < rule->effect_count; i++) {
            const struct bytes about = rule->effects[i].about;
            if (rule_begins_part(rule, i) && (r == 0 || !has_part(t->rules[0].side.rule, about))) {
                compare_effects_as_to(x, t, about);
            }
        }
    }
}

static bool differs(struct changer *x, struct trial *t, trial_choice *choices,
                    enum outcome out[TRIAL_RULES_MAX])
{
    const size_t cost =
        t->member_count * (t->rules[0].copies + t->rules[1].copies) + t->class_count * POSITION_COUNT;
    if (x->work < cost) {
        return false;
    }
    x->work -= cost;
    return trial_decide(t, 0, choices, &out[0]) && trial_decide(t, 1, choices, &out[1]) && out[0] != out[1];
}

/* Steps to the next way in which the class spreads over the positions; false after the last. */
static bool next_spread(size_t *of, const int *positions, size_t count)
{
    for (size_t i = 0; i + 1 < count; i++) {
        if (of[positions[i]] > 0) {
            const size_t rest = of[positions[i]] - 1;
            of[positions[i]] = 0;
            of[positions[0]] = rest;
            of[positions[i + 1]]++;
            return true;
        }
    }
    of[positions[0]] = of[positions[count - 1]];
    if (count > 1) {
        of[positions[count - 1]] = 0;
    }
    return false;
}

/* Goes through the ways in which members take these positions, from all at the first. */
static bool search_spread(struct changer *x, struct trial *t, const int *positions, size_t count,
                          trial_choice *choices, enum outcome out[TRIAL_RULES_MAX])
{
    trial_all_at(t, positions[0], choices);
    for (int tries = 0; tries < TRIES_MAX && x->work > 0; tries++) {
        size_t class = 0;
        if (differs(x, t, choices, out)) {
            return true;
        }
        while (class < t->class_count && !next_spread(choices[class], positions, count)) {
            class ++;
        }
        if (class == t->class_count) {
            return false;
        }
    }
    return false;
}

/* Member after member goes from one position to the other: for members that all count differently. */
static bool search_line(struct changer *x, struct trial *t, int from, int to, trial_choice *choices,
                        enum outcome out[TRIAL_RULES_MAX])
{
    for (int down = 0; down < 2; down++) {
        trial_all_at(t, from, choices);
        for (size_t i = 0; i < t->member_count; i++) {
            const size_t class = t->class_of[down == 1 ? t->member_count - 1 - i : i];
            choices[class][from]--;
            choices[class][to]++;
            if (differs(x, t, choices, out)) {
                return true;
            }
        }
    }
    return false;
}

static bool search_difference(struct changer *x, struct trial *t, trial_choice *choices,
                              enum outcome out[TRIAL_RULES_MAX])
{
    static const int lists[][5] = {{POSITION_Y, POSITION_N},
                                   {POSITION_Y, POSITION_A},
                                   {POSITION_Y, POSITION_X},
                                   {POSITION_Y, POSITION_L},
                                   {POSITION_Y, POSITION_N, POSITION_A},
                                   {POSITION_Y, POSITION_N, POSITION_A, POSITION_X},
                                   {POSITION_Y, POSITION_N, POSITION_L, POSITION_A, POSITION_X}};
    static const size_t counts[] = {2, 2, 2, 2, 3, 4, 5};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        bool allowed = true;
        for (size_t k = 0; k < counts[i]; k++) {
            allowed = allowed && trial_allows(t, 0, lists[i][k]) && trial_allows(t, 1, lists[i][k]);
        }
        if (allowed && (search_spread(x, t, lists[i], counts[i], choices, out) ||
                        (counts[i] == 2 && search_line(x, t, lists[i][1], lists[i][0], choices, out)))) {
            return true;
        }
    }
    return false;
}

/* "8 for (5 of P5 and 3 of the others)" */
static void add_position(struct changer *x, const struct trial *t, trial_choice *choices, int position)
{
    size_t sum = 0;
    for (size_t i = 0; i < t->class_count; i++) {
        sum += choices[i][position];
    }
    buffer_printf(&x->text, "%zu ", sum);
    change_add_bytes(x, words_positions(x->arena, LANGUAGE_EN, POSITION_BIT(position)));
    bool first = true;
    for (size_t i = 0; i < t->class_count && t->class_count > 1; i++) {
        if (choices[i][position] == 0) {
            continue;
        }
        add(x, first ? " (" : ", ");
        if (t->classes[i].count > 1) {
            buffer_printf(&x->text, "%zu of ", choices[i][position]);
        }
        change_add_bytes(x, trial_class_words(&x->scratch, LANGUAGE_EN, t, i));
        first = false;
    }
    add(x, first ? "" : ")");
}

static void tell_difference(struct changer *x, struct trial *t)
{
    trial_choice *choices = arena_take(&x->scratch, t->class_count, sizeof *choices);
    enum outcome out[TRIAL_RULES_MAX] = {OUTCOME_rejected, OUTCOME_rejected};
    bool first = true;
    if (!search_difference(x, t, choices, out)) {
        add(x, "No vote was found that comes out otherwise");
        change_end(x);
        return;
    }
    add(x, "A vote that comes out otherwise: with ");
    for (int p = 0; p < POSITION_COUNT; p++) {
        size_t sum = 0;
        for (size_t i = 0; i < t->class_count; i++) {
            sum += choices[i][p];
        }
        if (sum > 0) {
            add(x, first ? "" : ", ");
            add_position(x, t, choices, p);
            first = false;
        }
    }
    buffer_printf(&x->text, " it is %s before, now %s", outcome_word(out[0]), outcome_word(out[1]));
    change_end(x);
}

static void try_both(struct changer *x, const struct charter_rule *before, const struct charter_rule *after)
{
    struct trial_side sides[TRIAL_RULES_MAX] = {x->sides[0], x->sides[1]};
    struct trial *t = NULL;
    struct diag diag = {.line = 0};
    sides[0].rule = before;
    sides[1].rule = after;
    if (trial_new(&x->scratch, sides, TRIAL_RULES_MAX, x->members, x->date, &t, &diag) != OK) {
        buffer_printf(&x->text, "Its numbers cannot be tried: %s%s%s", diag.message,
                      diag.found[0] == 0 ? "" : ": ", diag.found);
        change_end(x);
        return;
    }
    change_add_bytes(x, example_members(&x->scratch, LANGUAGE_EN, t));
    change_end(x);
    compare_quorum(x, t);
    compare_least(x, t, POSITION_A, "abstain");
    compare_least(x, t, POSITION_X, "are absent");
    compare_least(x, t, POSITION_N, "are against");
    compare_blocking(x, t, POSITION_N, "voting against");
    compare_blocking(x, t, POSITION_A, "abstaining");
    compare_blocking(x, t, POSITION_X, "being absent");
    tell_difference(x, t);
    compare_effects(x, t);
    arena_clear(&x->scratch);
}

void change_rule(struct changer *x, const struct charter_rule *before, const struct charter_rule *after)
{
    if (before->default_position != after->default_position) {
        add(x, after->default_position == 'L' ? "Who says nothing was absent, and now lets pass"
                                              : "Who says nothing let pass, and now is absent");
        change_end(x);
    }
    compare_sets(x, before->allow, after->allow, "A member may no longer be ", "A member may now be ");
    compare_sets(x, before->reason, after->reason, "No reason is asked any longer of who is ",
                 "A reason is now asked of who is ");
    compare_clocks(x, before, after);
    try_both(x, before, after);
}

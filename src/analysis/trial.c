#include "analysis/trial.h"

#include <string.h>

#include "base/check.h"
#include "charter/ballot.h"
#include "charter/print.h"
#include "language/say.h"

/* Choices that are tried for the fewest members; beyond that an example is told. */
enum { SEARCH_MAX = 20000 };

struct codes {
    size_t count;
    struct bytes items[MEMBERS_MAX];
};

static void add_code(struct codes *x, struct bytes code)
{
    for (size_t i = 0; i < x->count; i++) {
        if (bytes_equal(x->items[i], code)) {
            return;
        }
    }
    if (x->count < MEMBERS_MAX) {
        x->items[x->count++] = code;
    }
}

static const struct trial_table *table_of(const struct trial_side *s, size_t attribute, struct bytes date)
{
    const struct charter_table *t = charter_table_of(s->charter, s->charter->attributes[attribute], date);
    for (size_t i = 0; t != NULL && i < s->table_count; i++) {
        if (bytes_equal(s->tables[i].name, t->name)) {
            return &s->tables[i];
        }
    }
    return NULL;
}

/* Who stands in every table that the rule weighs by, or in any if it counts heads. */
static void add_tabled(struct codes *x, const struct trial_side *s, struct bytes date)
{
    const struct trial_table *tables[CHARTER_TAGS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < s->charter->attribute_count && count < CHARTER_TAGS_MAX; i++) {
        const struct trial_table *t = table_of(s, i, date);
        const bool weighs = s->rule->code->attribute_count == 0 || charter_rule_weighs(s->rule, i);
        if (t != NULL && weighs) {
            tables[count++] = t;
        }
    }
    for (size_t k = 0; count > 0 && k < tables[0]->table.count; k++) {
        const struct bytes code = tables[0]->table.rows[k].code;
        bool everywhere = true;
        for (size_t i = 1; i < count && s->rule->code->attribute_count > 0; i++) {
            everywhere = everywhere && table_value(&tables[i]->table, code) >= 0;
        }
        if (everywhere) {
            add_code(x, code);
        }
    }
}

/* True if the charter says who its members are. */
static bool add_known(struct codes *x, const struct trial_side *s, struct bytes date)
{
    const struct charter *c = s->charter;
    const size_t before = x->count;
    for (size_t i = 0; i < c->member_count; i++) {
        if (period_holds(c->members[i].from, c->members[i].until, date)) {
            add_code(x, c->members[i].code);
        }
    }
    if (c->member_count == 0) {
        add_tabled(x, s, date);
    }
    return x->count > before;
}

/* Those with a tag that the rule names, or a stage that follows it. */
static void add_tagged(struct codes *x, const struct trial_side *s, struct bytes date)
{
    const struct charter_rule *rule = s->rule;
    for (int stage = 0; rule != NULL && stage < CHARTER_STAGES_MAX; stage++) {
        for (size_t i = 0; i < rule->code->tag_count; i++) {
            const struct charter_group *g = rule->code->tags[i].group;
            for (size_t k = 0; g != NULL && k < g->count; k++) {
                if (period_holds(g->seats[k].from, g->seats[k].until, date)) {
                    add_code(x, g->seats[k].code);
                }
            }
        }
        rule = rule->otherwise == OTHERWISE_STAGE ? charter_rule(s->charter, rule->next_rule, date) : NULL;
    }
}

static void choose_members(struct arena *a, struct trial *t, const struct trial_side *sides, size_t count,
                           size_t wanted, struct bytes date)
{
    struct codes *x = ARENA_NEW(a, struct codes);
    for (size_t i = 0; i < count; i++) {
        t->known = add_known(x, &sides[i], date) || t->known;
    }
    for (size_t i = 0; i < count && !t->known; i++) {
        add_tagged(x, &sides[i], date);
    }
    const size_t least = t->known ? x->count : x->count + 2 > TRIAL_MEMBERS ? x->count + 2 : TRIAL_MEMBERS;
    const size_t enough = wanted > 0 ? wanted : least > MEMBERS_MAX ? MEMBERS_MAX : least;
    t->known = t->known && enough <= x->count;
    for (int i = 1; x->count < enough; i++) {
        add_code(x, bytes_of_text(arena_printf(a, "M%03d", i)));
    }
    t->member_count = enough < x->count ? enough : x->count;
    t->codes = x->items;
}

static const struct charter_member *listed(const struct charter *c, struct bytes code, struct bytes date)
{
    for (size_t i = 0; i < c->member_count; i++) {
        const struct charter_member *m = &c->members[i];
        if (bytes_equal(m->code, code) && period_holds(m->from, m->until, date)) {
            return m;
        }
    }
    return NULL;
}

/* Those of the charter's own list, and the others that only who decides knows, such as PARTY. */
static void add_elector_tags(struct arena *a, const struct trial_side *s, const struct charter_member *m,
                             bool tagged, struct elector *out)
{
    const struct rule_code *code = s->rule->code;
    const size_t own = m == NULL ? 0 : m->tag_count;
    struct bytes *tags = ARENA_ARRAY(a, struct bytes, own + code->tag_count + 1);
    for (size_t i = 0; i < own; i++) {
        tags[out->tag_count++] = m->tags[i];
    }
    for (size_t i = 0; i < code->tag_count && tagged; i++) {
        if (code->tags[i].group == NULL) {
            tags[out->tag_count++] = code->tags[i].name;
        }
    }
    out->tags = tags;
}

static struct elector *electors_of(struct arena *a, const struct trial *t, const struct trial_side *s,
                                   struct bytes date)
{
    struct elector *list = ARENA_ARRAY(a, struct elector, t->member_count);
    const size_t attributes = s->charter->attribute_count;
    for (size_t i = 0; i < t->member_count; i++) {
        const struct charter_member *m = listed(s->charter, t->codes[i], date);
        int64_t *weights = ARENA_ARRAY(a, int64_t, attributes + 1);
        for (size_t k = 0; k < attributes; k++) {
            const struct trial_table *table = table_of(s, k, date);
            weights[k] = m != NULL && m->values != NULL ? m->values[k] : -1;
            weights[k] = table != NULL ? table_value(&table->table, t->codes[i]) : weights[k];
        }
        list[i] = (struct elector){.code = t->codes[i], .n = 1, .weights = weights};
        add_elector_tags(a, s, m, i + s->tagged >= t->member_count, &list[i]);
    }
    return list;
}

static enum error prepare(struct arena *a, struct trial *t, size_t rule, struct bytes date, struct diag *diag)
{
    struct trial_rule *r = &t->rules[rule];
    struct electorate electorates[CHARTER_OVER_MAX];
    const struct bytes *over = NULL;
    const size_t over_count = charter_rule_over(r->side.rule, &over);
    const struct elector *electors = electors_of(a, t, &r->side, date);
    r->copies = over_count == 0 ? 1 : over_count;
    for (size_t i = 0; i < r->copies; i++) {
        electorates[i] =
            (struct electorate){over_count == 0 ? BYTES("") : over[i], t->member_count, electors};
    }
    r->letters = arena_take(a, t->member_count * r->copies, 1);
    return ballot_prepare(a, r->side.rule, electorates, r->copies, date, &r->ballot, diag);
}

/* Whether two members count alike in the rule and in the stages that follow it at once. */
static bool is_alike_in(const struct trial_rule *r, size_t a, size_t b)
{
    for (const struct ballot *ballot = r->ballot; ballot != NULL; ballot = ballot->next) {
        const struct ballot_voter *x = &ballot->voters[a];
        const struct ballot_voter *y = &ballot->voters[b];
        if (x->kind != y->kind || x->forced != y->forced || x->out != y->out || x->tags != y->tags) {
            return false;
        }
    }
    return true;
}

static bool is_alike(const struct trial *t, size_t a, size_t b)
{
    for (size_t r = 0; r < t->rule_count; r++) {
        for (size_t k = 0; k < t->rules[r].copies; k++) {
            if (!is_alike_in(&t->rules[r], k * t->member_count + a, k * t->member_count + b)) {
                return false;
            }
        }
    }
    return true;
}

static void sort_classes(struct arena *a, struct trial *t)
{
    t->classes = ARENA_ARRAY(a, struct trial_class, t->member_count);
    t->class_of = ARENA_ARRAY(a, size_t, t->member_count);
    for (size_t i = 0; i < t->member_count; i++) {
        size_t k = 0;
        while (k < t->class_count && !is_alike(t, t->classes[k].first, i)) {
            k++;
        }
        if (k == t->class_count) {
            t->classes[t->class_count++] = (struct trial_class){0, i};
        }
        t->classes[k].count++;
        t->class_of[i] = k;
    }
}

enum error trial_new(struct arena *a, const struct trial_side *sides, size_t count, size_t wanted,
                     struct bytes date, struct trial **out, struct diag *diag)
{
    struct trial *t = ARENA_NEW(a, struct trial);
    check(count >= 1 && count <= TRIAL_RULES_MAX && wanted <= MEMBERS_MAX);
    choose_members(a, t, sides, count, wanted, date);
    t->rule_count = count;
    for (size_t i = 0; i < count; i++) {
        t->rules[i].side = sides[i];
        const enum error e = prepare(a, t, i, date, diag);
        if (e != OK) {
            return e;
        }
    }
    sort_classes(a, t);
    *out = t;
    return OK;
}

bool trial_allows(const struct trial *t, size_t rule, int position)
{
    return t->rules[rule].ballot->positions[(uint8_t)POSITIONS[position]] < POSITION_COUNT;
}

bool trial_decide(struct trial *t, size_t rule, trial_choice *choices, enum outcome *out)
{
    struct trial_rule *r = &t->rules[rule];
    trial_choice left[MEMBERS_MAX];
    struct verdict verdict;
    memcpy(left, choices, t->class_count * sizeof left[0]);
    for (size_t i = 0; i < t->member_count; i++) {
        size_t *of = left[t->class_of[i]];
        int p = 0;
        while (of[p] == 0) {
            p++;
            check(p < POSITION_COUNT);
        }
        of[p]--;
        for (size_t k = 0; k < r->copies; k++) {
            r->letters[k * t->member_count + i] = POSITIONS[p];
        }
    }
    if (!ballot_decide(r->ballot, r->letters, &verdict)) {
        return false;
    }
    *out = verdict.outcome;
    return true;
}

void trial_all_at(const struct trial *t, int position, trial_choice *choices)
{
    memset(choices, 0, t->class_count * sizeof *choices);
    for (size_t i = 0; i < t->class_count; i++) {
        choices[i][position] = t->classes[i].count;
    }
}

static bool reaches(struct trial *t, size_t rule, enum trial_goal goal, trial_choice *choices)
{
    enum outcome outcome = OUTCOME_no_quorum;
    return trial_decide(t, rule, choices, &outcome) &&
           (goal == TRIAL_ADOPTED ? outcome == OUTCOME_adopted : outcome != OUTCOME_no_quorum);
}

static bool adopts(struct trial *t, size_t rule, trial_choice *choices)
{
    return reaches(t, rule, TRIAL_ADOPTED, choices);
}

static trial_choice *new_choices(struct arena *a, const struct trial *t)
{
    return arena_take(a, t->class_count, sizeof(trial_choice));
}

bool trial_blocks(struct arena *a, struct trial *t, size_t rule, size_t class, int position)
{
    trial_choice *choices = new_choices(a, t);
    trial_all_at(t, POSITION_Y, choices);
    if (!adopts(t, rule, choices) || !trial_allows(t, rule, position)) {
        return false;
    }
    choices[class][POSITION_Y]--;
    choices[class][position]++;
    return !adopts(t, rule, choices);
}

bool trial_adopts_alone(struct arena *a, struct trial *t, size_t rule, size_t class, int others)
{
    trial_choice *choices = new_choices(a, t);
    if (!trial_allows(t, rule, others)) {
        return false;
    }
    trial_all_at(t, others, choices);
    choices[class][others]--;
    choices[class][POSITION_Y]++;
    return adopts(t, rule, choices);
}

/* Steps through all choices of how many of each class are for, the first class fastest. */
static bool next_choice(const struct trial *t, trial_choice *choices, int others)
{
    for (size_t i = 0; i < t->class_count; i++) {
        if (choices[i][POSITION_Y] < t->classes[i].count) {
            choices[i][POSITION_Y]++;
            choices[i][others]--;
            return true;
        }
        choices[i][others] = t->classes[i].count;
        choices[i][POSITION_Y] = 0;
    }
    return false;
}

static size_t count_for(const struct trial *t, trial_choice *choices)
{
    size_t n = 0;
    for (size_t i = 0; i < t->class_count; i++) {
        n += choices[i][POSITION_Y];
    }
    return n;
}

static void search_least(struct trial *t, size_t rule, enum trial_goal goal, int others,
                         trial_choice *choices, struct trial_least *out)
{
    size_t adopted[MEMBERS_MAX + 1] = {0};
    size_t tried[MEMBERS_MAX + 1] = {0};
    trial_all_at(t, others, choices);
    do {
        const size_t n = count_for(t, choices);
        tried[n]++;
        if (!reaches(t, rule, goal, choices)) {
            continue;
        }
        if (out->answer != TRIAL_FOUND || n < out->count) {
            out->answer = TRIAL_FOUND;
            out->count = n;
            for (size_t i = 0; i < t->class_count; i++) {
                out->of[i] = choices[i][POSITION_Y];
            }
        }
        adopted[n]++;
    } while (next_choice(t, choices, others));
    out->any = out->answer == TRIAL_FOUND && adopted[out->count] == tried[out->count];
}

/* From everybody, one after the other is left out as long as it is still enough. */
static void search_example(struct trial *t, size_t rule, enum trial_goal goal, int others,
                           trial_choice *choices, struct trial_least *out)
{
    trial_all_at(t, POSITION_Y, choices);
    if (!reaches(t, rule, goal, choices)) {
        return;
    }
    for (size_t i = t->class_count; i-- > 0;) {
        while (choices[i][POSITION_Y] > 0) {
            choices[i][POSITION_Y]--;
            choices[i][others]++;
            if (!reaches(t, rule, goal, choices)) {
                choices[i][POSITION_Y]++;
                choices[i][others]--;
                break;
            }
        }
        out->of[i] = choices[i][POSITION_Y];
    }
    out->answer = TRIAL_FOUND;
    out->example = true;
    out->count = count_for(t, choices);
}

void trial_least_for(struct arena *a, struct trial *t, size_t rule, enum trial_goal goal, int others,
                     struct trial_least *out)
{
    size_t choices = 1;
    *out = (struct trial_least){.answer = TRIAL_NONE, .of = ARENA_ARRAY(a, size_t, t->class_count)};
    if (!trial_allows(t, rule, others) || !trial_allows(t, rule, POSITION_Y)) {
        out->answer = TRIAL_NOT_ALLOWED;
        return;
    }
    for (size_t i = 0; i < t->class_count && choices <= SEARCH_MAX; i++) {
        choices *= t->classes[i].count + 1;
    }
    if (choices <= SEARCH_MAX) {
        search_least(t, rule, goal, others, new_choices(a, t), out);
    } else {
        search_example(t, rule, goal, others, new_choices(a, t), out);
    }
}

struct bytes trial_codes_words(struct arena *a, enum language l, const struct trial *t, size_t class,
                               size_t max)
{
    size_t shown = 0;
    const size_t count = t->classes[class].count;
    const size_t show = count <= max ? count : max - 1;
    struct bytes *items = ARENA_ARRAY(a, struct bytes, max);
    for (size_t i = 0; i < t->member_count && shown < show; i++) {
        if (t->class_of[i] == class) {
            items[shown++] = t->codes[i];
        }
    }
    if (count > show) {
        items[shown++] = say_with(a, l, MESSAGE_list_more, SAY_NUMBER("count", (int64_t)(count - show)));
    }
    return say_list(a, l, MESSAGE_list_comma, MESSAGE_list_and, items, shown);
}

/* The tags of the class by the rules of the trial. */
static size_t tags_of(struct bytes *out, const struct trial *t, size_t class)
{
    size_t count = 0;
    for (size_t r = 0; r < t->rule_count; r++) {
        const struct rule_code *code = t->rules[r].side.rule->code;
        const struct ballot_voter *v = &t->rules[r].ballot->voters[t->classes[class].first];
        for (size_t i = 0; i < code->tag_count; i++) {
            bool said = (v->tags & 1U << i) == 0;
            for (size_t k = 0; k < count && !said; k++) {
                said = bytes_equal(out[k], code->tags[i].name);
            }
            if (!said) {
                out[count++] = code->tags[i].name;
            }
        }
    }
    return count;
}

bool trial_has_name(const struct trial *t, size_t class)
{
    for (size_t i = 0; i < t->class_count; i++) {
        bool same = i != class;
        for (size_t r = 0; r < t->rule_count && same; r++) {
            const struct ballot_voter *v = t->rules[r].ballot->voters;
            same = v[t->classes[i].first].tags == v[t->classes[class].first].tags;
        }
        if (same) {
            return false;
        }
    }
    return true;
}

struct bytes trial_class_words(struct arena *a, enum language l, const struct trial *t, size_t class)
{
    struct bytes tags[TRIAL_RULES_MAX * CHARTER_TAGS_MAX];
    if (t->class_count == 1) {
        return say(a, l, MESSAGE_example_all_members);
    }
    if (!trial_has_name(t, class)) {
        return trial_codes_words(a, l, t, class, 4);
    }
    const size_t count = tags_of(tags, t, class);
    return count == 0 ? say(a, l, MESSAGE_example_others)
                      : say_list(a, l, MESSAGE_list_and, MESSAGE_list_and, tags, count);
}

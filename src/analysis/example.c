#include "analysis/example.h"

#include "base/check.h"
#include "language/say.h"

enum { NAMES_MAX = 8 };

struct teller {
    struct arena *arena;
    enum language language;
    struct trial *trial;
    size_t rule;
    struct example *out;
};

#define WORDS(x, m, ...) say_with((x)->arena, (x)->language, (m), __VA_ARGS__)

static void keep(struct teller *x, struct bytes sentence)
{
    check(x->out->count < EXAMPLE_SENTENCES_MAX);
    x->out->sentences[x->out->count++] = sentence;
}

/* "5 of P5 (CHN, FRA, GBR, RUS and USA)", "3 (ALDER, ELM and FIR)", "ALDER" */
static struct bytes class_words(struct arena *a, enum language l, const struct trial *t, size_t class)
{
    const bool named = trial_has_name(t, class);
    const struct bytes codes = trial_codes_words(a, l, t, class, NAMES_MAX);
    if (!named && t->classes[class].count == 1) {
        return codes;
    }
    return say_with(a, l, named ? MESSAGE_example_class_named : MESSAGE_example_class_nameless,
                    SAY_NUMBER("count", (int64_t)t->classes[class].count),
                    SAY_TEXT("class", trial_class_words(a, l, t, class)), SAY_TEXT("codes", codes));
}

struct bytes example_members(struct arena *a, enum language l, const struct trial *t)
{
    const struct bytes members = say_with(a, l, t->known ? MESSAGE_example_known : MESSAGE_example_supposed,
                                          SAY_NUMBER("count", (int64_t)t->member_count));
    if (t->class_count > NAMES_MAX || t->class_count == 1) {
        return members;
    }
    struct bytes items[NAMES_MAX];
    for (size_t i = 0; i < t->class_count; i++) {
        items[i] = class_words(a, l, t, i);
    }
    return say_with(
        a, l, MESSAGE_example_classes, SAY_TEXT("members", members),
        SAY_TEXT("classes", say_list(a, l, MESSAGE_list_comma, MESSAGE_list_and, items, t->class_count)));
}

/* "all 5 of P5 and 4 of the others" */
static struct bytes choice_words(struct arena *a, enum language l, const struct trial *t, const size_t *of)
{
    struct bytes *items = ARENA_ARRAY(a, struct bytes, t->class_count);
    size_t count = 0;
    for (size_t i = 0; i < t->class_count; i++) {
        const bool all = of[i] == t->classes[i].count;
        if (of[i] > 0 && t->classes[i].count == 1) {
            items[count++] = trial_codes_words(a, l, t, i, 1);
        } else if (of[i] > 0) {
            items[count++] = say_with(a, l, all ? MESSAGE_example_all_of : MESSAGE_example_some_of,
                                      SAY_NUMBER("count", (int64_t)of[i]),
                                      SAY_TEXT("class", trial_class_words(a, l, t, i)));
        }
    }
    return say_list(a, l, MESSAGE_list_comma, MESSAGE_list_and, items, count);
}

struct bytes example_least(struct arena *a, enum language l, const struct trial *t,
                           const struct trial_least *x)
{
    const struct say_value count = SAY_NUMBER("count", (int64_t)x->count);
    if (x->answer == TRIAL_NONE) {
        return say(a, l, MESSAGE_example_never);
    }
    if (x->count == t->member_count) {
        return say_with(a, l, MESSAGE_example_only_all, count);
    }
    if (x->count == 0) {
        return say(a, l, MESSAGE_example_nobody);
    }
    if (x->any && !x->example) {
        return say_with(a, l, MESSAGE_example_any, count);
    }
    return say_with(a, l, x->example ? MESSAGE_example_enough : MESSAGE_example_least, count,
                    SAY_TEXT("choice", choice_words(a, l, t, x->of)));
}

bool example_same(const struct trial *t, const struct trial_least *a, const struct trial_least *b)
{
    if (a->answer != b->answer || a->count != b->count || a->any != b->any || a->example != b->example) {
        return false;
    }
    for (size_t i = 0; i < t->class_count; i++) {
        if (a->of[i] != b->of[i] && !a->any) {
            return false;
        }
    }
    return true;
}

/* What all others may do while some are for. */
static const struct {
    int position;
    enum message words;
} others[] = {{POSITION_A, MESSAGE_example_others_abstain},
              {POSITION_X, MESSAGE_example_others_absent},
              {POSITION_N, MESSAGE_example_others_against}};
enum { OTHERS = sizeof others / sizeof others[0] };

static void say_least(struct teller *x)
{
    struct trial_least least[OTHERS];
    bool said[OTHERS] = {false};
    for (size_t i = 0; i < OTHERS; i++) {
        trial_least_for(x->arena, x->trial, x->rule, TRIAL_ADOPTED, others[i].position, &least[i]);
        said[i] = least[i].answer == TRIAL_NOT_ALLOWED;
    }
    for (size_t i = 0; i < OTHERS; i++) {
        struct bytes same[OTHERS];
        size_t count = 0;
        for (size_t k = i; k < OTHERS && !said[i]; k++) {
            if (k == i || (!said[k] && example_same(x->trial, &least[i], &least[k]))) {
                same[count++] = say(x->arena, x->language, others[k].words);
                said[k] = k != i;
            }
        }
        if (count > 0) {
            keep(x, WORDS(x, MESSAGE_example_if_others,
                          SAY_TEXT("others", say_list(x->arena, x->language, MESSAGE_list_or, MESSAGE_list_or,
                                                      same, count)),
                          SAY_TEXT("least", example_least(x->arena, x->language, x->trial, &least[i]))));
        }
    }
}

static void say_quorum(struct teller *x)
{
    struct trial_least least;
    if (x->trial->rules[x->rule].side.rule->quorum == NULL) {
        return;
    }
    trial_least_for(x->arena, x->trial, x->rule, TRIAL_QUORATE, POSITION_X, &least);
    const struct say_value count = SAY_NUMBER("count", (int64_t)least.count);
    if (least.answer == TRIAL_NONE) {
        keep(x, say(x->arena, x->language, MESSAGE_example_quorum_none));
    } else if (least.any) {
        keep(x, WORDS(x, MESSAGE_example_quorum_any, count));
    } else {
        keep(x, WORDS(x, MESSAGE_example_quorum_least, count,
                      SAY_TEXT("choice", choice_words(x->arena, x->language, x->trial, least.of))));
    }
}

/* Who alone prevents adoption by that position while all others are for. */
static struct bytes blockers_words(struct teller *x, int position)
{
    struct trial *t = x->trial;
    struct bytes *items = ARENA_ARRAY(x->arena, struct bytes, t->class_count);
    size_t count = 0;
    for (size_t i = 0; i < t->class_count; i++) {
        if (trial_blocks(x->arena, t, x->rule, i, position)) {
            const struct bytes class = trial_class_words(x->arena, x->language, t, i);
            items[count++] = t->classes[i].count > 1
                                 ? WORDS(x, MESSAGE_example_one_of, SAY_TEXT("class", class))
                                 : class;
        }
    }
    if (count == 0 || count == t->class_count) {
        return say(x->arena, x->language,
                   count == 0 ? MESSAGE_example_no_member : MESSAGE_example_any_member);
    }
    return say_list(x->arena, x->language, MESSAGE_list_or, MESSAGE_list_or, items, count);
}

static void say_blockers(struct teller *x)
{
    static const struct {
        int position;
        enum message words;
    } rows[] = {{POSITION_N, MESSAGE_example_by_against},
                {POSITION_A, MESSAGE_example_by_abstaining},
                {POSITION_X, MESSAGE_example_by_absence}};
    struct bytes ways[sizeof rows / sizeof rows[0]];
    size_t count = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (trial_allows(x->trial, x->rule, rows[i].position)) {
            ways[count++] = WORDS(x, rows[i].words, SAY_TEXT("who", blockers_words(x, rows[i].position)));
        }
    }
    if (x->trial->member_count >= 2 && count > 0) {
        keep(x, WORDS(x, MESSAGE_example_blocked,
                      SAY_TEXT("ways", say_list(x->arena, x->language, MESSAGE_example_ways,
                                                MESSAGE_example_ways, ways, count))));
    }
}

/* What is pending is still open, and a trial is not. */
static void say_all_at(struct teller *x, int position, enum message m)
{
    static const enum message told[] = {[OUTCOME_adopted] = MESSAGE_example_outcome_adopted,
                                        [OUTCOME_rejected] = MESSAGE_example_outcome_rejected,
                                        [OUTCOME_no_quorum] = MESSAGE_example_outcome_no_quorum,
                                        [OUTCOME_deferred] = MESSAGE_example_outcome_deferred,
                                        [OUTCOME_referred] = MESSAGE_example_outcome_referred,
                                        [OUTCOME_lapsed] = MESSAGE_example_outcome_lapsed};
    trial_choice *choices = arena_take(x->arena, x->trial->class_count, sizeof *choices);
    enum outcome outcome = OUTCOME_rejected;
    trial_all_at(x->trial, position, choices);
    if (trial_decide(x->trial, x->rule, choices, &outcome)) {
        keep(x, WORDS(x, m, SAY_TEXT("outcome", say(x->arena, x->language, told[outcome]))));
    }
}

void example_of(struct arena *a, enum language l, struct trial *t, size_t rule, struct example *out)
{
    struct teller x = {.arena = a, .language = l, .trial = t, .rule = rule, .out = out};
    out->count = 0;
    keep(&x, WORDS(&x, MESSAGE_prose_sentence, SAY_TEXT("words", example_members(a, l, t))));
    say_quorum(&x);
    say_least(&x);
    say_blockers(&x);
    if (t->rules[rule].side.rule->default_position == 'L') {
        say_all_at(&x, POSITION_L, MESSAGE_example_if_nobody_speaks);
    }
    say_all_at(&x, POSITION_X, MESSAGE_example_if_all_absent);
}

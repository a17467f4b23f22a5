#include "analysis/example.h"

#include "base/check.h"

enum { NAMES_MAX = 8, SENTENCE_MAX = 64 * 1024 };

struct teller {
    struct arena *arena;
    struct trial *trial;
    size_t rule;
    struct example *out;
    struct buffer text;
};

static void say(struct teller *x)
{
    check(!x->text.overflow && x->out->count < EXAMPLE_SENTENCES_MAX);
    buffer_add_u8(&x->text, '.');
    x->out->sentences[x->out->count++] = arena_copy(x->arena, buffer_view(&x->text));
    buffer_clear(&x->text);
}

void example_add_members(struct buffer *b, const struct trial *t)
{
    buffer_printf(b, "%s %zu member%s", t->known ? "With the" : "Suppose", t->member_count,
                  t->member_count == 1 ? "" : "s");
    if (t->class_count > NAMES_MAX || t->class_count == 1) {
        return;
    }
    for (size_t i = 0; i < t->class_count; i++) {
        buffer_add_text(b, i == 0 ? ": " : i + 1 == t->class_count ? " and " : ", ");
        if (trial_has_name(t, i)) {
            buffer_printf(b, "%zu of ", t->classes[i].count);
            trial_add_class(b, t, i);
            buffer_add_text(b, " (");
        } else if (t->classes[i].count > 1) {
            buffer_printf(b, "%zu (", t->classes[i].count);
        }
        trial_add_codes(b, t, i, NAMES_MAX);
        buffer_add_text(b, trial_has_name(t, i) || t->classes[i].count > 1 ? ")" : "");
    }
}

/* "all 5 of P5 and 4 of the others" */
static void add_choice(struct buffer *b, const struct trial *t, const size_t *of)
{
    size_t left = 0;
    bool first = true;
    for (size_t i = 0; i < t->class_count; i++) {
        left += of[i] > 0 ? 1 : 0;
    }
    for (size_t i = 0; i < t->class_count; i++) {
        if (of[i] == 0) {
            continue;
        }
        left--;
        buffer_add_text(b, first ? "" : left == 0 ? " and " : ", ");
        first = false;
        if (t->classes[i].count == 1) {
            trial_add_codes(b, t, i, 1);
        } else {
            buffer_printf(b, "%s%zu of ", of[i] == t->classes[i].count ? "all " : "", of[i]);
            trial_add_class(b, t, i);
        }
    }
}

void example_add_least(struct buffer *b, const struct trial *t, const struct trial_least *x)
{
    if (x->answer == TRIAL_NONE) {
        buffer_add_text(b, "it is never adopted, not even if everybody is for");
    } else if (x->count == t->member_count) {
        buffer_printf(b, "it is adopted only if all %zu are for", x->count);
    } else if (x->count == 0) {
        buffer_add_text(b, "it is adopted even if nobody is for");
    } else if (x->example) {
        buffer_printf(b, "it is adopted by %zu that are for, for example ", x->count);
        add_choice(b, t, x->of);
    } else if (x->any) {
        buffer_printf(b, "it is adopted by any %zu that %s for", x->count, x->count == 1 ? "is" : "are");
    } else {
        buffer_printf(b, "it is adopted by %zu that %s for, such as ", x->count,
                      x->count == 1 ? "is" : "are");
        add_choice(b, t, x->of);
    }
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

static const int others[] = {POSITION_A, POSITION_X, POSITION_N};
enum { OTHERS = sizeof others / sizeof others[0] };

static const char *others_word(int position)
{
    return position == POSITION_A ? "abstain" : position == POSITION_X ? "are absent" : "are against";
}

static void say_least(struct teller *x)
{
    struct trial_least least[OTHERS];
    bool said[OTHERS] = {false};
    for (size_t i = 0; i < OTHERS; i++) {
        trial_least_for(x->arena, x->trial, x->rule, TRIAL_ADOPTED, others[i], &least[i]);
        said[i] = least[i].answer == TRIAL_NOT_ALLOWED;
    }
    for (size_t i = 0; i < OTHERS; i++) {
        if (said[i]) {
            continue;
        }
        buffer_printf(&x->text, "If all others %s", others_word(others[i]));
        for (size_t k = i + 1; k < OTHERS; k++) {
            if (!said[k] && example_same(x->trial, &least[i], &least[k])) {
                buffer_printf(&x->text, " or %s", others_word(others[k]));
                said[k] = true;
            }
        }
        buffer_add_text(&x->text, ", ");
        example_add_least(&x->text, x->trial, &least[i]);
        say(x);
    }
}

static void say_quorum(struct teller *x)
{
    struct trial_least least;
    if (x->trial->rules[x->rule].side.rule->quorum == NULL) {
        return;
    }
    trial_least_for(x->arena, x->trial, x->rule, TRIAL_QUORATE, POSITION_X, &least);
    if (least.answer == TRIAL_NONE) {
        buffer_add_text(&x->text, "There is no quorum even if everybody is present and for");
    } else if (least.any) {
        buffer_printf(&x->text, "There is a quorum with any %zu present", least.count);
    } else {
        buffer_printf(&x->text, "There is a quorum with %zu present, such as ", least.count);
        add_choice(&x->text, x->trial, least.of);
    }
    say(x);
}

/* Who alone prevents adoption by that position while all others are for. */
static size_t add_blockers(struct teller *x, int position)
{
    struct trial *t = x->trial;
    size_t count = 0;
    for (size_t i = 0; i < t->class_count; i++) {
        count += trial_blocks(x->arena, t, x->rule, i, position) ? 1 : 0;
    }
    if (count == 0 || count == t->class_count) {
        buffer_add_text(&x->text, count == 0 ? "nobody" : "any member");
        return count;
    }
    bool first = true;
    for (size_t i = 0; i < t->class_count; i++) {
        if (trial_blocks(x->arena, t, x->rule, i, position)) {
            buffer_add_text(&x->text, first ? "" : " or ");
            buffer_add_text(&x->text, t->classes[i].count > 1 ? "one of " : "");
            trial_add_class(&x->text, t, i);
            first = false;
        }
    }
    return count;
}

static void say_blockers(struct teller *x)
{
    static const struct {
        int position;
        const char *words;
    } rows[] = {{POSITION_N, "voting against"}, {POSITION_A, "abstaining"}, {POSITION_X, "being absent"}};
    bool first = true;
    if (x->trial->member_count < 2) {
        return;
    }
    buffer_add_text(&x->text, "When all others are for, it is blocked alone");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (trial_allows(x->trial, x->rule, rows[i].position)) {
            buffer_printf(&x->text, "%s by %s: ", first ? "" : ";", rows[i].words);
            (void)add_blockers(x, rows[i].position);
            first = false;
        }
    }
    say(x);
}

/* By enum outcome; what is pending is still open, and a trial is not. */
static void say_all_at(struct teller *x, int position, const char *words)
{
    static const char *const told[] = {
        "adopted", "rejected", "not decided, for there is no quorum", "deferred", "referred", "at its end"};
    trial_choice *choices = arena_take(x->arena, x->trial->class_count, sizeof *choices);
    enum outcome outcome = OUTCOME_rejected;
    trial_all_at(x->trial, position, choices);
    if (trial_decide(x->trial, x->rule, choices, &outcome)) {
        buffer_printf(&x->text, "%s, it is %s", words, told[outcome]);
        say(x);
    }
}

void example_of(struct arena *a, struct trial *t, size_t rule, struct example *out)
{
    struct teller x = {.arena = a, .trial = t, .rule = rule, .out = out};
    const struct charter_rule *r = t->rules[rule].side.rule;
    out->count = 0;
    buffer_init(&x.text, SENTENCE_MAX);
    example_add_members(&x.text, t);
    say(&x);
    say_quorum(&x);
    say_least(&x);
    say_blockers(&x);
    if (r->default_position == 'L') {
        say_all_at(&x, POSITION_L, "If nobody says anything");
    }
    say_all_at(&x, POSITION_X, "If everybody is absent");
    buffer_done(&x.text);
}

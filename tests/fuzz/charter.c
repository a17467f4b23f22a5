/* What is parsed is printed to a text that parses to the same rules; every rule decides every small vote or
 * says why not; whatever stands in a rule can be told in words. Texts are parted by lines of four hyphens. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "charter/ballot.h"
#include "charter/difference.h"
#include "charter/evaluate.h"
#include "charter/print.h"
#include "fuzz/charter_grammar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    return grammar_custom(&charter_grammar, data, size, max_size, seed);
}

enum { ELECTORS = 5 };

static size_t split(struct bytes text, struct charter_source sources[CHARTER_SOURCES_MAX])
{
    static const char *const names[CHARTER_SOURCES_MAX] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    static const char mark[] = "\n----\n";
    size_t count = 0;
    while (count < CHARTER_SOURCES_MAX) {
        const uint8_t *end =
            count + 1 == CHARTER_SOURCES_MAX ? NULL : memmem(text.data, text.len, mark, sizeof mark - 1);
        const size_t len = end == NULL ? text.len : (size_t)(end - text.data) + 1;
        sources[count] = (struct charter_source){bytes_of_text(names[count]), bytes_of(text.data, len)};
        count++;
        if (end == NULL) {
            break;
        }
        text = bytes_of(end + sizeof mark - 1, text.len - (len - 1) - (sizeof mark - 1));
    }
    return count;
}

static void check_diags(const struct charter_diags *diags)
{
    check(diags->count >= 1 && diags->count <= CHARTER_DIAGS_MAX);
    for (size_t i = 0; i < diags->count; i++) {
        check(diags->items[i].diag.message[0] != 0);
    }
}

static struct bytes printed(struct arena *a, const struct charter *c)
{
    struct buffer b;
    buffer_init(&b, (size_t)64 * CHARTER_BYTES_MAX);
    charter_print(&b, c);
    check(!b.overflow);
    const struct bytes text = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* What was joined out of several texts may be more than one text may hold. */
static void check_fixed_point(struct arena *a, const struct charter *c)
{
    const struct bytes once = printed(a, c);
    const struct charter_source source = {c->name, once};
    const struct charter *again = NULL;
    struct charter_diags diags = {0};
    const enum error e = charter_parse(a, &source, 1, &again, &diags);
    if (e != OK) {
        check(once.len > CHARTER_BYTES_MAX || c->member_count > CHARTER_MEMBERS_MAX ||
              c->calendar_count > CHARTER_ITEMS_MAX || c->office_count > CHARTER_ITEMS_MAX ||
              c->classification_count > CHARTER_ITEMS_MAX || c->referral_count > CHARTER_ITEMS_MAX ||
              c->rule_count > CHARTER_ITEMS_MAX || c->body_count > CHARTER_ITEMS_MAX ||
              c->group_count > CHARTER_ITEMS_MAX || c->table_count > CHARTER_ITEMS_MAX ||
              c->attribute_count > CHARTER_ITEMS_MAX);
        return;
    }
    check(bytes_equal(printed(a, again), once));
    check(again->rule_count == c->rule_count);
    for (size_t i = 0; i < c->rule_count; i++) {
        check(hash_equal(&again->rules[i].hash, &c->rules[i].hash));
    }
}

/* Members with the rule's tags in turn, at positions that the rule allows. */
static void check_rule(struct arena *a, const struct charter *c, const struct charter_rule *rule)
{
    struct elector electors[ELECTORS] = {0};
    struct electorate electorates[CHARTER_OVER_MAX] = {0};
    struct bytes tags[CHARTER_TAGS_MAX];
    const struct bytes *over = NULL;
    const size_t over_count = charter_rule_over(rule, &over);
    int64_t *weights = ARENA_ARRAY(a, int64_t, c->attribute_count + 1);
    char letters[POSITION_COUNT + 1] = {0};
    size_t letter_count = 0;
    for (size_t i = 0; i < rule->code->tag_count; i++) {
        tags[i] = rule->code->tags[i].name;
    }
    for (int i = 0; i < POSITION_COUNT; i++) {
        if (i == POSITION_X || (rule->allow & POSITION_BIT(i)) != 0) {
            letters[letter_count++] = POSITIONS[i];
        }
    }
    for (size_t i = 0; i < c->attribute_count; i++) {
        weights[i] = (int64_t)i + 3;
    }
    for (size_t i = 0; i < ELECTORS; i++) {
        electors[i] =
            (struct elector){.n = i < 3 ? 1 : 7, .tags = tags + (i < rule->code->tag_count ? i : 0)};
        electors[i].code = i < 3 ? bytes_of(&"ABC"[i], 1) : BYTES("");
        electors[i].tag_count = rule->code->tag_count == 0 ? 0 : i % 2;
        electors[i].weights = weights;
        electors[i].position = i == 4 ? (char)0 : letters[i * 3 % letter_count];
    }
    for (size_t i = 0; i < CHARTER_OVER_MAX; i++) {
        electorates[i] = (struct electorate){.count = ELECTORS, .electors = electors};
        electorates[i].name = i < over_count ? over[i] : BYTES("");
    }
    for (int open = 0; open < 2; open++) {
        const struct evaluate_options options = {.open = open == 1, .explain = true};
        struct decision d;
        struct diag diag = {0};
        if (evaluate(a, c, rule, electorates, over_count == 0 ? 1 : over_count, &options, &d, &diag) != OK) {
            check(diag.message[0] != 0);
            continue;
        }
        for (int l = 0; l < LANGUAGES; l++) {
            check(decision_reason(&d, (enum language)l).len > 0);
        }
        check(d.outcome == d.stands || d.outcome == OUTCOME_pending);
        check(open == 1 || d.outcome != OUTCOME_pending);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct charter_source sources[CHARTER_SOURCES_MAX];
    struct charter_diags diags = {0};
    const struct charter *c = NULL;
    const size_t count = split(bytes_of(data, size), sources);
    const enum error e = charter_parse(&a, sources, count, &c, &diags);
    check(e == OK || e == ERROR_MALFORMED);
    if (e == OK) {
        struct buffer b;
        check(diags.count == 0);
        check_fixed_point(&a, c);
        for (size_t i = 0; i < c->rule_count && i < 20; i++) {
            check_rule(&a, c, &c->rules[i]);
        }
        const struct charter *base = difference_base(&a, sources, count, &diags);
        buffer_init(&b, (size_t)64 * CHARTER_BYTES_MAX);
        difference_write(&b, &a, base == NULL ? c : base, c);
        check(!b.overflow && b.len > 0);
        buffer_done(&b);
    } else {
        check(c == NULL);
        check_diags(&diags);
    }
    arena_done(&a);
    return 0;
}

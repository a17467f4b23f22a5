/* What changes in the rules, clause by clause, and in their versions. */
#include "analysis/change_inner.h"
#include "base/check.h"
#include "charter/clause.h"
#include "charter/print.h"

/* The first word of a clause as it is printed: a line of four spaces, the word and the rest. */
static struct bytes clause_word(struct bytes line)
{
    size_t i = 4;
    while (i < line.len && line.data[i] != ' ' && line.data[i] != ';') {
        i++;
    }
    return line.len > 4 && line.data[0] == ' ' ? bytes_of(line.data + 4, i - 4) : BYTES("");
}

/* Those that are compared as numbers, one by one: what they say for whom is told there. */
static bool is_told_in_numbers(struct bytes word, const struct charter_rule *b, const struct charter_rule *a)
{
    static const char *const words[] = {"allow", "default", "reason", "poll"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (bytes_equal_text(word, words[i])) {
            return true;
        }
    }
    return bytes_equal_text(word, "clock") && bytes_equal(b->set_by, a->set_by) &&
           bytes_equal(b->calendar, a->calendar);
}

/* The line of that clause, or an empty one. */
static struct bytes clause_of(struct bytes text, struct bytes word)
{
    struct cursor rest = cursor_of(text);
    while (rest.rest.len > 0) {
        const struct bytes line = cursor_line(&rest);
        if (bytes_equal(clause_word(line), word)) {
            return line;
        }
    }
    return BYTES("");
}

static void compare_clause(struct changer *x, const struct charter_rule *b, const struct charter_rule *a,
                           struct bytes was, struct bytes is)
{
    if (was.len > 0) {
        change_add(x, is.len > 0 ? "Before: " : "No longer: ");
        clause_words(&x->text, b, was);
    }
    if (is.len > 0) {
        change_add(x, was.len > 0 ? ". Now: " : "Now: ");
        clause_words(&x->text, a, is);
    }
    change_end(x);
}

static struct bytes text_of(struct changer *x, const struct charter_rule *rule)
{
    struct buffer b;
    buffer_init(&b, (size_t)16 * CHARTER_BYTES_MAX);
    charter_print_rule_alone(&b, rule);
    const struct bytes text = arena_copy(x->arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

void change_clauses(struct changer *x, const struct charter_rule *before, const struct charter_rule *after)
{
    const struct bytes texts[] = {text_of(x, before), text_of(x, after)};
    for (int side = 0; side < 2; side++) {
        struct cursor rest = cursor_of(texts[side]);
        while (rest.rest.len > 0) {
            const struct bytes line = cursor_line(&rest);
            const struct bytes word = clause_word(line);
            const struct bytes other = clause_of(texts[1 - side], word);
            /* What both have, where it stands before; what one has, where it stands there. */
            if (word.len > 0 && !bytes_equal(line, other) && (side == 0 || other.len == 0) &&
                !is_told_in_numbers(word, before, after)) {
                compare_clause(x, before, after, side == 0 ? line : other, side == 0 ? other : line);
            }
        }
    }
}

static void add_version(struct changer *x, const struct charter_rule *rule)
{
    change_add(x, "The version ");
    change_add(x, rule->from.len + rule->until.len == 0 ? "without days" : "");
    change_add_bytes(x, prose_period(x->arena, LANGUAGE_EN, rule->from, rule->until));
}

/* Versions that are in force on other days. */
static void tell_versions(struct changer *x, const struct charter_rule *was, const struct charter_rule *is,
                          struct bytes name)
{
    for (size_t i = 0; i < x->parts.count; i++) {
        const struct difference_part *b = x->parts.items[i].before;
        const struct difference_part *a = x->parts.items[i].after;
        const struct difference_part *part = a != NULL ? a : b;
        check(part != NULL);
        const bool told = (b != NULL && b->rule == was) || (a != NULL && a->rule == is);
        if (part->kind == PART_RULE && bytes_equal(part->name, name) && !told) {
            add_version(x, part->rule);
            change_add(x, b == NULL   ? " is new"
                          : a == NULL ? " is no longer there"
                                      : " says something else: compare them on such a day");
            change_end(x);
        }
    }
}

static struct bytes period_of(struct changer *x, const struct charter_rule *rule)
{
    change_add_bytes(x, prose_period(x->arena, LANGUAGE_EN, rule->from, rule->until));
    const struct bytes text = arena_copy(x->arena, buffer_view(&x->text));
    buffer_clear(&x->text);
    return text;
}

static void compare_versions(struct changer *x, const struct charter_rule *was, const struct charter_rule *is)
{
    change_texts(x, "It is in force: ", period_of(x, was), period_of(x, is), "on all days");
    change_headings(x, (struct bytes[]){was->title, is->title}, (struct bytes[]){was->source, is->source},
                    &was->mark, &is->mark);
    if (!hash_equal(&was->hash, &is->hash)) {
        change_clauses(x, was, is);
        change_rule(x, was, is);
    }
}

static void tell_new(struct changer *x, const struct charter_rule *is)
{
    change_say(x, "It is new");
    for (size_t i = 0; i < x->prose[1].count; i++) {
        if (x->prose[1].articles[i].rule == is) {
            change_sentences(x, NULL, 0, x->prose[1].articles[i].sentences, x->prose[1].articles[i].count);
        }
    }
}

static bool has_rule(const struct charter *c, size_t count, struct bytes name)
{
    size_t i = 0;
    while (i < count && !bytes_equal(c->rules[i].name, name)) {
        i++;
    }
    return i < count;
}

static void change_one(struct changer *x, struct bytes name)
{
    const struct charter_rule *was = charter_rule(change_side(x, 0), name, x->date);
    const struct charter_rule *is = charter_rule(change_side(x, 1), name, x->date);
    change_begin(x, "rule", name);
    if (was == NULL && is != NULL) {
        tell_new(x, is);
    } else if (was != NULL && is == NULL) {
        change_say(x, "It is no longer there");
    } else if (was != NULL) {
        compare_versions(x, was, is);
    }
    tell_versions(x, was, is, name);
    if (x->now->count == 0 && change_differs(x, PART_RULE, name)) {
        change_say(x, "It says the same in another order");
    }
    if (x->now->count > 0 && is != NULL) {
        change_links(x, NAME_RULE, name);
    }
    change_keep(x);
}

/* Once for each name; what is gone behind all others. */
void change_rules(struct changer *x)
{
    for (int side = 1; side >= 0; side--) {
        const struct charter *c = change_side(x, side);
        for (size_t i = 0; i < c->rule_count; i++) {
            const struct bytes name = c->rules[i].name;
            const bool later = side == 0 && has_rule(change_side(x, 1), change_side(x, 1)->rule_count, name);
            if (!later && !has_rule(c, i, name)) {
                change_one(x, name);
            }
        }
    }
}

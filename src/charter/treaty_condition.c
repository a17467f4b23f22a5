#include <string.h>

#include "base/text.h"
#include "charter/treaty_inner.h"

/* The conditions of a clause: what must have been deposited, and by whom. */

static bool read_or(struct treaty_draft *d, int depth, struct treaty_test **out);

static bool read_seat(struct treaty_draft *d, struct treaty_seat *out)
{
    struct parser *p = &d->p;
    do {
        if (p->now.kind != TOKEN_WORD || !text_is_code(p->now.text)) {
            return parser_fail(p, "expected the code of a party: 1 to %d of A-Z 0-9 -, such as FRA",
                               CODE_BYTES_MAX);
        }
        if (out->count == TREATY_SEAT_CODES_MAX) {
            return parser_fail(p, "a seat has at most %d codes", TREATY_SEAT_CODES_MAX);
        }
        out->codes[out->count++] = p->now.text;
        parser_next(p);
    } while (parser_take_sign(p, "|"));
    return true;
}

static bool seat_has(const struct treaty_seat *s, struct bytes code)
{
    for (size_t i = 0; i < s->count; i++) {
        if (bytes_equal(s->codes[i], code)) {
            return true;
        }
    }
    return false;
}

bool treaty_read_seats(struct treaty_draft *d, const struct treaty_seat **out, size_t *count)
{
    struct parser *p = &d->p;
    struct treaty_seat *seats = ARENA_ARRAY(p->arena, struct treaty_seat, TREATY_SEATS_MAX);
    size_t n = 0;
    do {
        if (n == TREATY_SEATS_MAX) {
            return parser_fail(p, "there are at most %d names in one list", TREATY_SEATS_MAX);
        }
        const struct token at = p->now;
        if (!read_seat(d, &seats[n])) {
            return false;
        }
        for (size_t i = 0; i < n; i++) {
            for (size_t k = 0; k < seats[n].count; k++) {
                if (seat_has(&seats[i], seats[n].codes[k])) {
                    return parser_fail_at(p, &at, "this party is named twice");
                }
            }
        }
        n++;
    } while (parser_take_sign(p, ",") && !parser_at_sign(p, "}"));
    *out = KEEP(p, seats, n);
    *count = n;
    return parser_expect_sign(p, "}", "the last code");
}

static void add_name(struct treaty_draft *d, struct treaty_test *test, const struct token *at, bool table)
{
    struct treaty_name *n = ARENA_NEW(d->p.arena, struct treaty_name);
    *n = (struct treaty_name){*at, test, table, d->names};
    d->names = n;
}

static bool read_set(struct treaty_draft *d, struct treaty_test *test)
{
    static const char *const words[] = {"signatories", "other", NULL};
    struct parser *p = &d->p;
    struct treaty_set *s = &test->set;
    if (!s->other) {
        s->other = parser_take_word(p, "other");
    }
    const struct token at = p->now;
    if (parser_take_word(p, "signatories")) {
        s->among = TREATY_SIGNATORIES;
        return true;
    }
    if (parser_take_sign(p, "{")) {
        s->among = TREATY_LIST;
        return treaty_read_seats(d, &s->seats, &s->seat_count);
    }
    if (p->now.kind == TOKEN_NUMBER && !s->other) {
        s->among = TREATY_NUMBER;
        return parser_read_number(p, "how many they are", CHARTER_NUMBER_MAX, &s->number);
    }
    if (p->now.kind != TOKEN_WORD || !text_is_id(p->now.text)) {
        return parser_fail_words(p, "a group's name, {CODE, ...} or", words);
    }
    s->among = TREATY_GROUP;
    s->name = p->now.text;
    parser_next(p);
    add_name(d, test, &at, false);
    return true;
}

static bool read_table(struct treaty_draft *d, struct treaty_test *test, struct bytes *out)
{
    const struct token at = d->p.now;
    if (!parser_read_id(&d->p, "a table", out)) {
        return false;
    }
    add_name(d, test, &at, true);
    return true;
}

/* Behind the number: [other] instruments [from SET] [with TABLE at least N]. */
static bool read_count(struct treaty_draft *d, struct treaty_test *t)
{
    static const char *const words[] = {"instruments", "instrument", "other", NULL};
    struct parser *p = &d->p;
    t->kind = TREATY_COUNT;
    t->set.other = parser_take_word(p, "other");
    if (!parser_take_word(p, "instruments") && !parser_take_word(p, "instrument")) {
        return parser_fail_words(p, "what there must be so many of", words);
    }
    if (parser_take_word(p, "from") && !read_set(d, t)) {
        return false;
    }
    if (!parser_take_word(p, "with")) {
        return true;
    }
    if (!read_table(d, t, &t->table) || !parser_expect_word(p, "at", "the table") ||
        !parser_expect_word(p, "least", "at") ||
        !parser_read_number(p, "what each of them must have", CHARTER_NUMBER_MAX, &t->least)) {
        return false;
    }
    t->least *= TREATY_VALUE_SCALE;
    return true;
}

static bool read_share(struct treaty_draft *d, struct treaty_test *t)
{
    static const struct {
        const char *word;
        int64_t value;
        int64_t whole;
    } words[] = {{"half", 1, 2},         {"one-third", 1, 3},      {"two-thirds", 2, 3},
                 {"one-quarter", 1, 4},  {"three-quarters", 3, 4}, {"one-fourth", 1, 4},
                 {"three-fourths", 3, 4}};
    struct parser *p = &d->p;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (parser_take_word(p, words[i].word)) {
            t->value = words[i].value;
            t->whole = words[i].whole;
            return true;
        }
    }
    if (p->now.kind != TOKEN_SHARE) {
        return parser_fail(p, "expected a share, such as 2/3, two-thirds or 55%%");
    }
    t->value = p->now.value;
    t->whole = p->now.whole;
    parser_next(p);
    return true;
}

/* Behind the share: of SET, of TABLE, or of TABLE to TABLE. Which of them a name is shows when all is
 * read. */
static bool read_fraction(struct treaty_draft *d, struct treaty_test *t)
{
    t->kind = TREATY_FRACTION;
    if (!parser_expect_word(&d->p, "of", "the share") || !read_set(d, t)) {
        return false;
    }
    if (parser_at_word(&d->p, "to") && t->set.among == TREATY_GROUP && !t->set.other) {
        parser_next(&d->p);
        t->kind = TREATY_RATIO;
        d->names->table = true; /* the first of the two */
        t->table = t->set.name;
        t->set = (struct treaty_set){0};
        return read_table(d, t, &t->other_table);
    }
    return true;
}

static bool read_test(struct treaty_draft *d, struct treaty_test *t)
{
    struct parser *p = &d->p;
    const bool least = parser_at_word(p, "at");
    if (least) {
        parser_next(p);
        if (!parser_expect_word(p, "least", "at")) {
            return false;
        }
    }
    if (!least && parser_take_word(p, "all")) {
        (void)parser_take_word(p, "of");
        t->kind = TREATY_ALL;
        t->value = t->whole = 1;
        return read_set(d, t);
    }
    if (!least && parser_take_word(p, "majority")) {
        t->value = 1;
        t->whole = 2;
        t->more = true;
        return read_fraction(d, t);
    }
    if (!least && parser_take_word(p, "more")) {
        t->more = true;
        return parser_expect_word(p, "than", "more") && read_share(d, t) && read_fraction(d, t);
    }
    if (p->now.kind == TOKEN_NUMBER) {
        return parser_read_number(p, "how many there must be", CHARTER_NUMBER_MAX, &t->value) &&
               read_count(d, t);
    }
    if (p->now.kind == TOKEN_WORD && !least) {
        static const char *const words[] = {"all",       "majority",   "more",           "at", "half",
                                            "one-third", "two-thirds", "three-quarters", NULL};
        for (size_t i = 4; words[i] != NULL && !parser_at_word(p, words[i]); i++) {
            if (words[i + 1] == NULL && !parser_at_word(p, "one-quarter") &&
                !parser_at_word(p, "one-fourth") && !parser_at_word(p, "three-fourths")) {
                return parser_fail_words(p, "a number, a share or", words);
            }
        }
    }
    return read_share(d, t) && read_fraction(d, t);
}

static bool read_one(struct treaty_draft *d, int depth, struct treaty_test **out)
{
    struct parser *p = &d->p;
    if (parser_take_sign(p, "(")) {
        if (depth == TREATY_DEPTH_MAX) {
            return parser_fail(p, "parentheses are nested at most %d deep", TREATY_DEPTH_MAX);
        }
        return read_or(d, depth + 1, out) && parser_expect_sign(p, ")", "the conditions within");
    }
    if (d->t.test_count == TREATY_TESTS_MAX) {
        return parser_fail(p, "there are at most %d conditions", TREATY_TESTS_MAX);
    }
    struct treaty_test *t = ARENA_NEW(p->arena, struct treaty_test);
    const size_t begin = p->now.at;
    if (!read_test(d, t)) {
        return false;
    }
    /* What is written begins with a token, and ends before the one that comes now. */
    t->text = bytes_of(p->lexer.text.data + begin, p->now.at - begin);
    static const char blanks[] = {' ', '\t', '\r', '\n'};
    while (memchr(blanks, t->text.data[t->text.len - 1], sizeof blanks) != NULL) {
        t->text.len--;
    }
    t->index = d->t.test_count++;
    *out = t;
    return true;
}

static struct treaty_test *join(struct treaty_draft *d, enum treaty_test_kind kind,
                                const struct treaty_test *left, const struct treaty_test *right)
{
    struct treaty_test *t = ARENA_NEW(d->p.arena, struct treaty_test);
    *t = (struct treaty_test){.kind = kind, .left = left, .right = right};
    return t;
}

static bool read_and(struct treaty_draft *d, int depth, struct treaty_test **out)
{
    if (!read_one(d, depth, out)) {
        return false;
    }
    while (parser_take_word(&d->p, "and")) {
        struct treaty_test *right = NULL;
        if (!read_one(d, depth, &right)) {
            return false;
        }
        *out = join(d, TREATY_AND, *out, right);
    }
    return true;
}

static bool read_or(struct treaty_draft *d, int depth, struct treaty_test **out)
{
    if (!read_and(d, depth, out)) {
        return false;
    }
    while (parser_take_word(&d->p, "or")) {
        struct treaty_test *right = NULL;
        if (!read_and(d, depth, &right)) {
            return false;
        }
        *out = join(d, TREATY_OR, *out, right);
    }
    return true;
}

bool treaty_read_condition(struct treaty_draft *d, const struct treaty_test **out)
{
    struct treaty_test *test = NULL;
    if (!read_or(d, 0, &test)) {
        return false;
    }
    *out = test;
    return true;
}

static bool has_group(const struct treaty_draft *d, struct bytes name)
{
    for (size_t i = 0; i < d->t.group_count; i++) {
        if (bytes_equal(d->groups[i].name, name)) {
            return true;
        }
    }
    return false;
}

static bool has_table(const struct treaty_draft *d, struct bytes name)
{
    for (size_t i = 0; i < d->t.table_count; i++) {
        if (bytes_equal(d->tables[i].name, name)) {
            return true;
        }
    }
    return false;
}

void treaty_resolve(struct treaty_draft *d)
{
    for (const struct treaty_name *n = d->names; n != NULL; n = n->next) {
        const bool table = has_table(d, n->at.text);
        struct treaty_test *t = n->test;
        if (!table && (n->table || !has_group(d, n->at.text))) {
            (void)parser_fail_at(&d->p, &n->at, "there is no %s of this name: `%s` gives it",
                                 n->table ? "table" : "group",
                                 n->table ? "table NAME;" : "group NAME {...};");
        } else if (table && !n->table && t->kind == TREATY_FRACTION && !t->set.other) {
            t->kind = TREATY_SHARE; /* of what a table gives */
            t->table = n->at.text;
            t->set = (struct treaty_set){0};
        }
    }
}

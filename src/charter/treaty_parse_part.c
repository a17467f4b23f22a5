#include <string.h>

#include "base/text.h"
#include "charter/treaty_inner.h"

/* Groups of parties, and tables of what each of them has. */

static bool name_is_reserved(struct bytes name)
{
    return bytes_equal_text(name, "signatories") || bytes_equal_text(name, "other");
}

bool treaty_read_group(struct treaty_draft *d)
{
    struct parser *p = &d->p;
    const struct token at = p->now;
    if (d->t.group_count == TREATY_GROUPS_MAX) {
        return parser_fail(p, "there are at most %d groups", TREATY_GROUPS_MAX);
    }
    struct treaty_group *g = &d->groups[d->t.group_count];
    *g = (struct treaty_group){.from = TREATY_NO_DAY};
    if (!parser_read_id(p, "a group", &g->name)) {
        return false;
    }
    if (name_is_reserved(g->name)) {
        return parser_fail_at(p, &at, "this word has a meaning of its own");
    }
    if (parser_take_word(p, "from") && !treaty_read_day(d, &g->from)) {
        return false;
    }
    for (size_t i = 0; i < d->t.group_count; i++) {
        if (bytes_equal(d->groups[i].name, g->name) && d->groups[i].from >= g->from) {
            return parser_fail_at(p, &at,
                                  "this group is there already: a later version says from which date on, "
                                  "and stands behind the earlier ones");
        }
    }
    for (size_t i = 0; i < d->t.table_count; i++) {
        if (bytes_equal(d->tables[i].name, g->name)) {
            return parser_fail_at(p, &at, "a table has this name already");
        }
    }
    if (p->now.kind == TOKEN_NUMBER) {
        if (!parser_read_number(p, "how many they are", CHARTER_NUMBER_MAX, &g->number)) {
            return false;
        }
    } else if (!parser_expect_sign(p, "{", "the group's name, or how many they are") ||
               !treaty_read_seats(d, &g->seats, &g->seat_count)) {
        return false;
    }
    d->t.group_count++;
    return true;
}

/* { AUS 288965, AUT 59200 } from behind the brace. */
static bool read_values(struct treaty_draft *d, struct treaty_table *t)
{
    struct parser *p = &d->p;
    struct treaty_value *values = ARENA_ARRAY(p->arena, struct treaty_value, TREATY_SEATS_MAX);
    do {
        struct treaty_value *v = &values[t->count];
        const struct token at = p->now;
        if (t->count == TREATY_SEATS_MAX) {
            return parser_fail(p, "there are at most %d names in one list", TREATY_SEATS_MAX);
        }
        *v = (struct treaty_value){.code = BYTES("*"), .from = TREATY_NO_DAY};
        if (!parser_take_sign(p, "*")) {
            if (p->now.kind != TOKEN_WORD || !text_is_code(p->now.text)) {
                return parser_fail(p, "expected the code of a party, or * for all of them together");
            }
            v->code = p->now.text;
            parser_next(p);
        }
        if (!parser_read_number(p, "what the party has", CHARTER_NUMBER_MAX, &v->value)) {
            return false;
        }
        v->value *= TREATY_VALUE_SCALE;
        size_t place = t->count;
        while (place > 0 && bytes_compare(values[place - 1].code, v->code) > 0) {
            place--;
        }
        if (place > 0 && bytes_equal(values[place - 1].code, v->code)) {
            return parser_fail_at(p, &at, "this party is named twice");
        }
        const struct treaty_value moved = *v;
        memmove(&values[place + 1], &values[place], (t->count - place) * sizeof *values);
        values[place] = moved;
        t->count++;
    } while (parser_take_sign(p, ",") && !parser_at_sign(p, "}"));
    t->values = KEEP(p, values, t->count);
    t->inline_values = true;
    return parser_expect_sign(p, "}", "the last value");
}

static bool read_table_form(struct treaty_draft *d, struct treaty_table *t)
{
    struct parser *p = &d->p;
    if (parser_take_word(p, "at")) {
        t->at_deposit = true;
        return parser_expect_word(p, "deposit", "at");
    }
    if (parser_take_word(p, "sha256")) {
        const struct token at = p->now;
        struct bytes hex;
        t->frozen = true;
        return parser_read_string(p, "the hash of the table", &hex) &&
               (hash_parse(hex, &t->hash) || parser_fail_at(p, &at, "a hash is 64 digits of 0-9 and a-f"));
    }
    return !parser_take_sign(p, "{") || read_values(d, t);
}

bool treaty_read_table(struct treaty_draft *d)
{
    struct parser *p = &d->p;
    const struct token at = p->now;
    if (d->t.table_count == TREATY_GROUPS_MAX) {
        return parser_fail(p, "there are at most %d tables", TREATY_GROUPS_MAX);
    }
    struct treaty_table *t = &d->tables[d->t.table_count];
    *t = (struct treaty_table){.count = 0};
    if (!parser_read_id(p, "a table", &t->name)) {
        return false;
    }
    if (name_is_reserved(t->name)) {
        return parser_fail_at(p, &at, "this word has a meaning of its own");
    }
    for (size_t i = 0; i < d->t.table_count; i++) {
        if (bytes_equal(d->tables[i].name, t->name)) {
            return parser_fail_at(p, &at, "this table is there already");
        }
    }
    for (size_t i = 0; i < d->t.group_count; i++) {
        if (bytes_equal(d->groups[i].name, t->name)) {
            return parser_fail_at(p, &at, "a group has this name already");
        }
    }
    if (!read_table_form(d, t)) {
        return false;
    }
    d->t.table_count++;
    return true;
}

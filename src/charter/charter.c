#include "charter/charter.h"

#include <string.h>

#include "charter/rule.h"

const struct charter_body *charter_body(const struct charter *c, struct bytes name)
{
    for (size_t i = 0; i < c->body_count; i++) {
        if (bytes_equal(c->bodies[i].name, name)) {
            return &c->bodies[i];
        }
    }
    return NULL;
}

bool period_holds(struct bytes from, struct bytes until, struct bytes date)
{
    if (date.len == 0) {
        return until.len == 0;
    }
    return (from.len == 0 || bytes_compare(from, date) <= 0) && (until.len == 0 || bytes_compare(date, until) <= 0);
}

const struct charter_rule *charter_rule(const struct charter *c, struct bytes name, struct bytes date)
{
    const struct charter_rule *found = NULL;
    for (size_t i = 0; i < c->rule_count; i++) {
        const struct charter_rule *r = &c->rules[i];
        if (!bytes_equal(r->name, name)) {
            continue;
        }
        if (date.len == 0) {
            /* An empty `from` is the beginning of time, and versions never overlap. */
            found = found == NULL || bytes_compare(r->from, found->from) > 0 ? r : found;
        } else if (period_holds(r->from, r->until, date)) {
            return r;
        }
    }
    return found;
}

const struct charter_group *charter_group(const struct charter *c, struct bytes name)
{
    for (size_t i = 0; i < c->group_count; i++) {
        if (bytes_equal(c->groups[i].name, name)) {
            return &c->groups[i];
        }
    }
    return NULL;
}

bool group_has(const struct charter_group *g, struct bytes code, struct bytes date)
{
    for (size_t i = 0; i < g->count; i++) {
        if (bytes_equal(g->seats[i].code, code) && period_holds(g->seats[i].from, g->seats[i].until, date)) {
            return true;
        }
    }
    return false;
}

int position_index(char letter)
{
    const char *at = letter == 0 ? NULL : strchr(POSITIONS, letter);
    return at == NULL ? -1 : (int)(at - POSITIONS);
}

const char *position_word(char letter)
{
    static const char *const words[] = {"for",
                                        "lets pass",
                                        "against",
                                        "abstains",
                                        "abstains with a declaration",
                                        "absent",
                                        "not taking part"};
    const int index = position_index(letter);
    return index < 0 ? "no position" : words[index];
}

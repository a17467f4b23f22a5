#include <string.h>

#include "base/text.h"
#include "charter/parser.h"

/* Frozen tables, groups of members and bodies: what a charter says beside its rules. */

static bool read_hash(struct parser *p, struct hash *out)
{
    struct bytes text;
    const struct token at = p->now;
    if (!parser_read_string(p, "the SHA-256 of a table's text", &text)) {
        return false;
    }
    return hash_parse(text, out) || parser_fail_at(p, &at, "a SHA-256 is 64 of 0-9 a-f");
}

/* table population-2017 of population from 2017-01-01 { sha256 "..."; } */
bool parser_read_table(struct parser *p)
{
    struct draft *d = p->draft;
    struct heading h = {0};
    struct draft_table t = {.at = p->now, .source = p->source};
    if (!parser_read_id(p, "a table", &t.table.name) || !parser_expect_word(p, "of", "the table's name")) {
        return false;
    }
    t.of = p->now;
    if (!parser_read_id(p, "an attribute", &t.table.of) || !parser_read_heading(p, &h) ||
        !parser_expect_sign(p, "{", "the table's name and headings") ||
        !parser_expect_word(p, "sha256", "{") || !read_hash(p, &t.table.hash) ||
        !parser_expect_sign(p, ";", "the hash") || !parser_expect_sign(p, "}", "the hash of a table")) {
        return false;
    }
    t.table.title = h.title;
    t.table.source = h.source;
    t.table.mark = h.mark;
    t.table.from = h.from;
    t.table.until = h.until;
    for (size_t i = 0; i < d->table_count; i++) {
        if (bytes_equal(d->tables[i].table.name, t.table.name)) {
            return parser_fail_at(p, &t.at, "there is a table of this name already");
        }
    }
    if (d->table_count == CHARTER_ITEMS_MAX) {
        return parser_fail_at(p, &t.at, "there are at most %d tables", CHARTER_ITEMS_MAX);
    }
    d->tables[d->table_count++] = t;
    return true;
}

static bool read_seat(struct parser *p, struct charter_seat *seat)
{
    if (!parser_read_code(p, &seat->code)) {
        return false;
    }
    if (parser_take_word(p, "from") && !parser_read_date(p, &seat->from)) {
        return false;
    }
    if (parser_take_word(p, "until") && !parser_read_date(p, &seat->until)) {
        return false;
    }
    return parser_expect_sign(p, ";", "a member of a group");
}

static bool check_seat(struct parser *p, const struct token *at, const struct charter_seat *seats,
                       size_t count)
{
    const struct charter_seat *s = &seats[count];
    if (s->from.len > 0 && s->until.len > 0 && bytes_compare(s->from, s->until) > 0) {
        return parser_fail_at(p, at, "this period ends before it begins");
    }
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(seats[i].code, s->code) &&
            period_meets(seats[i].from, seats[i].until, s->from, s->until)) {
            return parser_fail_at(p, at, "this member is in the group already");
        }
    }
    return true;
}

bool parser_read_group(struct parser *p)
{
    struct draft *d = p->draft;
    struct heading h = {0};
    struct draft_group g = {.at = p->now, .source = p->source};
    parser_begin_references(p);
    if (!parser_read_tag(p, &g.group.name) || !parser_read_heading(p, &h) ||
        !parser_refuse_dates(p, &g.at, &h) || !parser_expect_sign(p, "{", "the group's name")) {
        return false;
    }
    if (bytes_equal_text(g.group.name, TAG_REASONED)) {
        return parser_fail_at(p, &g.at, "this tag is given to who states a reason, and to nobody else");
    }
    if (d->group_count == CHARTER_ITEMS_MAX) {
        return parser_fail_at(p, &g.at, "there are at most %d groups", CHARTER_ITEMS_MAX);
    }
    struct charter_seat *seats = p->scratch.seats;
    while (!parser_at_sign(p, "}") && p->now.kind != TOKEN_END && !parser_at_part(p)) {
        const struct token at = p->now;
        if (g.group.count == MEMBERS_MAX) {
            return parser_fail(p, "a group has at most %d members", MEMBERS_MAX);
        }
        seats[g.group.count] = (struct charter_seat){0};
        if (!read_seat(p, &seats[g.group.count])) {
            parser_recover(p);
        } else if (check_seat(p, &at, seats, g.group.count)) {
            g.group.count++;
        }
    }
    g.group.title = h.title;
    g.group.source = h.source;
    g.group.mark = h.mark;
    g.group.seats = KEEP(p, seats, g.group.count);
    g.group.own_count = g.group.count;
    g.references = p->references;
    if (!parser_expect_sign(p, "}", "the members of a group")) {
        return false;
    }
    for (size_t i = 0; i < d->group_count; i++) {
        if (bytes_equal(d->groups[i].group.name, g.group.name)) {
            return parser_fail_at(p, &g.at, "there is a group of this name already");
        }
    }
    d->groups[d->group_count++] = g;
    return true;
}

static bool read_body_rules(struct parser *p, void *part)
{
    struct charter_body *b = part;
    struct bytes *names = p->scratch.names;
    do {
        const struct token at = p->now;
        if (b->rule_count == CHARTER_ITEMS_MAX) {
            return parser_fail(p, "a body has at most %d rules", CHARTER_ITEMS_MAX);
        }
        if (!parser_read_reference(p, REFERENCE_DECISION, "a rule", &names[b->rule_count])) {
            return false;
        }
        for (size_t i = 0; i < b->rule_count; i++) {
            if (bytes_equal(names[i], names[b->rule_count])) {
                return parser_fail_at(p, &at, "this rule is named twice");
            }
        }
        b->rule_count++;
    } while (parser_take_sign(p, ","));
    b->rules = KEEP(p, names, b->rule_count);
    return true;
}

/* members elected 10 by ballot for 2 years */
static bool read_body_members(struct parser *p, void *part)
{
    static const char *const words[] = {"all", "named", "tagged", "elected", NULL};
    struct charter_body *b = part;
    if (parser_take_word(p, "all")) {
        b->everyone = true;
        return true;
    }
    if (parser_take_word(p, "named")) {
        return true;
    }
    if (parser_take_word(p, "tagged")) {
        const struct token at = p->now;
        parser_add_reference(p, REFERENCE_TAG, &at);
        return parser_read_tag(p, &b->tagged);
    }
    if (!parser_take_word(p, "elected")) {
        return parser_fail_words(p, "who sits in the body", words);
    }
    return parser_read_number(p, "how many are elected", MEMBERS_MAX, &b->elected_count) &&
           parser_expect_word(p, "by", "how many") &&
           parser_read_reference(p, REFERENCE_RULE, "a rule", &b->elected_by) &&
           (!parser_take_word(p, "for") || parser_read_span(p, &b->elected_for));
}

static bool read_order(struct parser *p, struct charter_body *b)
{
    struct bytes *codes = p->scratch.names;
    do {
        const struct token at = p->now;
        if (b->chair_order_count == MEMBERS_MAX) {
            return parser_fail(p, "there are at most %d members", MEMBERS_MAX);
        }
        if (!parser_read_code(p, &codes[b->chair_order_count])) {
            return false;
        }
        for (size_t i = 0; i < b->chair_order_count; i++) {
            if (bytes_equal(codes[i], codes[b->chair_order_count])) {
                return parser_fail_at(p, &at, "this member is named twice");
            }
        }
        b->chair_order_count++;
    } while (parser_take_sign(p, ","));
    b->chair_order = KEEP(p, codes, b->chair_order_count);
    return true;
}

/* chair rotation order AAA, BBB every 6 months */
static bool read_body_chair(struct parser *p, void *part)
{
    struct charter_body *b = part;
    b->chair = p->now.text;
    if (parser_take_word(p, "rotation")) {
        return (!parser_take_word(p, "order") || read_order(p, b)) &&
               (!parser_take_word(p, "every") || parser_read_span(p, &b->chair_term));
    }
    if (parser_take_word(p, "elected")) {
        return parser_expect_word(p, "by", "elected") &&
               parser_read_reference(p, REFERENCE_RULE, "a rule", &b->chair_by) &&
               (!parser_take_word(p, "for") || parser_read_span(p, &b->chair_term));
    }
    if (parser_take_word(p, "office")) {
        return parser_read_reference(p, REFERENCE_OFFICE, "an office", &b->chair_by);
    }
    return p->now.kind == TOKEN_WORD && text_is_code(p->now.text)
               ? parser_read_code(p, &b->chair)
               : parser_fail(p, "expected rotation, elected, office or a member's code");
}

static bool read_body_mandate(struct parser *p, void *part)
{
    return parser_read_string(p, "the mandate", &((struct charter_body *)part)->mandate);
}

static bool read_body_reports(struct parser *p, void *part)
{
    return parser_expect_word(p, "to", "reports") &&
           parser_read_reference(p, REFERENCE_BODY, "a body", &((struct charter_body *)part)->reports_to);
}

bool parser_read_body(struct parser *p)
{
    static const struct part_clause clauses[] = {
        {"members", read_body_members, false}, {"chair", read_body_chair, false},
        {"rules", read_body_rules, false},     {"mandate", read_body_mandate, false},
        {"reports", read_body_reports, false}, {0}};
    struct draft *d = p->draft;
    struct heading h = {0};
    struct draft_body b = {.at = p->now, .source = p->source};
    unsigned seen = 0;
    parser_begin_references(p);
    if (!parser_read_id(p, "a body", &b.body.name) || !parser_read_heading(p, &h) ||
        !parser_refuse_dates(p, &b.at, &h) || !parser_expect_sign(p, "{", "the body's name")) {
        return false;
    }
    if (d->body_count == CHARTER_ITEMS_MAX) {
        return parser_fail_at(p, &b.at, "there are at most %d bodies", CHARTER_ITEMS_MAX);
    }
    if (!parser_read_clauses(p, clauses, "a clause of a body", &b.body, &seen)) {
        return false;
    }
    b.body.title = h.title;
    b.body.source = h.source;
    b.body.mark = h.mark;
    b.references = p->references;
    for (size_t i = 0; i < d->body_count; i++) {
        if (bytes_equal(d->bodies[i].body.name, b.body.name)) {
            return parser_fail_at(p, &b.at, "there is a body of this name already");
        }
    }
    d->bodies[d->body_count++] = b;
    return (seen & 7) == 7 || parser_fail_at(p, &b.at, "a body says three things: members, chair and rules");
}

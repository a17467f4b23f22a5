#include "cli/explanation.h"

#include <string.h>

#include "base/text.h"

enum {
    SIDE_COLUMNS = (EXPLANATION_COLUMNS - 3) / 2, /* " | " stands between two */
    LABEL_COLUMNS = 12,
    PART_BYTES_MAX = 256 * 1024
};

/* A text that is written line by line, each at most `columns` wide. */
struct page {
    struct buffer *out;
    size_t columns;
};

static size_t character_length(struct bytes s)
{
    size_t len = 1;
    while (len < s.len && (s.data[len] & 0xc0) == 0x80) {
        len++;
    }
    return len;
}

static void add_spaces(struct buffer *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_u8(b, ' ');
    }
}

/* Adds at most `room` characters of the word; control characters are shown as a question mark. */
static size_t add_characters(struct buffer *b, struct bytes word, size_t room, size_t *bytes)
{
    size_t count = 0;
    *bytes = 0;
    while (*bytes < word.len && count < room) {
        const struct bytes rest = bytes_of(word.data + *bytes, word.len - *bytes);
        const size_t len = character_length(rest);
        if (text_has_control(bytes_of(rest.data, len)) || rest.data[0] == '\n') {
            buffer_add_u8(b, '?');
        } else {
            buffer_add(b, rest.data, len);
        }
        *bytes += len;
        count++;
    }
    return count;
}

/* A label, and beside it the text, wrapped and hanging. */
static void add_entry(struct page *p, const char *label, struct bytes text)
{
    const size_t indent = LABEL_COLUMNS < p->columns / 3 ? LABEL_COLUMNS : p->columns / 4;
    size_t at = strlen(label);
    buffer_add_text(p->out, label);
    add_spaces(p->out, at < indent ? indent - at : 1);
    at = at < indent ? indent : at + 1;
    bool first = true;
    while (text.len > 0) {
        const uint8_t *space = memchr(text.data, ' ', text.len);
        struct bytes word = bytes_of(text.data, space == NULL ? text.len : (size_t)(space - text.data));
        const size_t taken = word.len + (space == NULL ? 0 : 1);
        text = bytes_of(text.data + taken, text.len - taken);
        if (!first && at + 1 + text_characters(word) > p->columns) {
            buffer_add_u8(p->out, '\n');
            add_spaces(p->out, indent);
            at = indent;
        } else if (!first) {
            buffer_add_u8(p->out, ' ');
            at++;
        }
        while (word.len > 0) { /* one that is wider than the page is cut */
            size_t bytes = 0;
            if (at >= p->columns) {
                buffer_add_u8(p->out, '\n');
                add_spaces(p->out, indent);
                at = indent;
            }
            at += add_characters(p->out, word, p->columns - at, &bytes);
            word = bytes_of(word.data + bytes, word.len - bytes);
        }
        first = false;
    }
    buffer_add_u8(p->out, '\n');
}

static void add_entry_text(struct page *p, const char *label, const char *text)
{
    add_entry(p, label, bytes_of_text(text));
}

static void add_blank(struct page *p)
{
    buffer_add_u8(p->out, '\n');
}

static void add_line(struct page *p, struct bytes text)
{
    size_t bytes = 0;
    while (text.len > 0) {
        (void)add_characters(p->out, text, p->columns, &bytes);
        text = bytes_of(text.data + bytes, text.len - bytes);
        buffer_add_u8(p->out, '\n');
    }
}

static void add_upper(struct buffer *b, const char *word)
{
    for (; *word != 0; word++) {
        buffer_add_u8(b, (uint8_t)(*word == '_'                   ? ' '
                                   : *word >= 'a' && *word <= 'z' ? *word - 'a' + 'A'
                                                                  : *word));
    }
}

static void add_spaced(struct buffer *b, const char *word)
{
    for (; *word != 0; word++) {
        buffer_add_u8(b, (uint8_t)(*word == '_' ? ' ' : *word));
    }
}

static void add_rule(struct page *p, const struct charter *c, const struct charter_rule *rule)
{
    struct buffer b;
    buffer_init(&b, PART_BYTES_MAX);
    buffer_add_bytes(&b, rule->name);
    buffer_add_text(&b, rule->title.len > 0 ? ": " : "");
    buffer_add_bytes(&b, rule->title);
    add_entry(p, "rule", buffer_view(&b));
    buffer_clear(&b);
    buffer_add_bytes(&b, c->title.len > 0 ? c->title : c->name);
    add_entry(p, "charter", buffer_view(&b));
    buffer_clear(&b);
    if (rule->from.len > 0 || rule->until.len > 0) {
        buffer_add_text(&b, rule->from.len > 0 ? "from " : "");
        buffer_add_bytes(&b, rule->from);
        buffer_add_text(&b, rule->until.len > 0 ? (rule->from.len > 0 ? " until " : "until ") : "");
        buffer_add_bytes(&b, rule->until);
        add_entry(p, "in force", buffer_view(&b));
    }
    buffer_done(&b);
    if (rule->source.len > 0) {
        add_entry(p, "source", rule->source);
    }
    if (!rule->mark.verified) {
        add_entry(p, "UNVERIFIED", rule->mark.unverified);
    }
}

/* The tables, each with what of it is unverified; what is said of the whole charter stands at the rule. */
static void add_tables(struct page *p, const struct explanation_view *v)
{
    struct buffer b;
    buffer_init(&b, PART_BYTES_MAX);
    for (size_t i = 0; i < v->table_count; i++) {
        const struct charter_table *t = v->tables[i];
        buffer_add_bytes(&b, t->name);
        buffer_add_text(&b, t->title.len > 0 ? ": " : "");
        buffer_add_bytes(&b, t->title);
        add_entry(p, "table", buffer_view(&b));
        buffer_clear(&b);
        if (!t->mark.verified && !bytes_equal(t->mark.unverified, v->rule->mark.unverified)) {
            add_entry(p, "UNVERIFIED", t->mark.unverified);
        }
    }
    buffer_done(&b);
}

/* Of a rule over several bodies the count of each: a member of two is in both. */
static void add_bodies(struct page *p, const struct decision *d)
{
    struct buffer b;
    buffer_init(&b, PART_BYTES_MAX);
    for (size_t i = 0; i < d->body_count; i++) {
        const struct decision_body *body = &d->bodies[i];
        const char *before = ": ";
        buffer_add_bytes(&b, body->name);
        for (size_t k = 0; k < 7; k++) {
            if (body->heads[k] > 0) {
                buffer_printf(&b, "%s%lld ", before, (long long)body->heads[k]);
                buffer_add_text(&b, position_word(POSITIONS[k]));
                before = ", ";
            }
        }
        if (body->out > 0) {
            buffer_printf(&b, "%s%lld not counted", before, (long long)body->out);
        }
        add_entry(p, i == 0 ? "bodies" : "", buffer_view(&b));
        buffer_clear(&b);
    }
    buffer_done(&b);
}

static void add_conditions(struct page *p, const struct decision *d)
{
    struct buffer b;
    buffer_init(&b, PART_BYTES_MAX);
    for (size_t i = 0; i < d->atom_count; i++) {
        buffer_add_text(&b, d->atoms[i].of_quorum ? "(quorum) " : "");
        buffer_add_bytes(&b, decision_atom_words(&d->atoms[i], LANGUAGE_EN));
        add_entry(p, d->atoms[i].holds ? "holds" : "fails", buffer_view(&b));
        buffer_clear(&b);
        buffer_add_bytes(&b, d->atoms[i].text);
        buffer_printf(&b, " [%lld and %lld]", (long long)d->atoms[i].left, (long long)d->atoms[i].right);
        add_entry(p, "", buffer_view(&b));
        buffer_clear(&b);
    }
    buffer_done(&b);
}

static void add_codes(struct buffer *b, struct bytes code)
{
    buffer_add_text(b, b->len > 0 ? " " : "");
    buffer_add_bytes(b, code);
}

static void add_members(struct page *p, const struct decision *d)
{
    struct buffer b;
    buffer_init(&b, PART_BYTES_MAX);
    for (size_t i = 0; i < d->pivotal_count; i++) {
        add_codes(&b, d->pivotal[i]);
    }
    if (b.len > 0) {
        add_entry(p, "pivotal", buffer_view(&b));
    } else {
        add_entry_text(p, "pivotal", d->effect_count > 0 ? "nobody alone" : "nobody is named");
    }
    buffer_done(&b);
}

static void add_effects(struct page *p, const struct decision_effect *effects, size_t count)
{
    struct buffer b;
    buffer_init(&b, PART_BYTES_MAX);
    for (enum effect effect = EFFECT_BOUND; effect < EFFECT_COUNT; effect++) {
        buffer_clear(&b);
        for (size_t i = 0; i < count; i++) {
            if (effects[i].effect == effect) {
                add_codes(&b, effects[i].code);
            }
        }
        if (b.len > 0) {
            add_entry(p, effect_word(effect), buffer_view(&b));
        }
    }
    buffer_done(&b);
}

/* Of what is not adopted everyone is free, which need not be said. */
static void add_meaning(struct page *p, const struct decision *d)
{
    if (d->outcome != OUTCOME_adopted || d->effect_count == 0) {
        return;
    }
    add_effects(p, d->effects, d->effect_count);
    for (size_t i = 0; i < d->part_count; i++) {
        add_entry(p, "as to", d->parts[i].about);
        add_effects(p, d->parts[i].effects, d->effect_count);
    }
}

static struct bytes take_line(struct bytes *rest)
{
    const uint8_t *end = rest->len == 0 ? NULL : memchr(rest->data, '\n', rest->len);
    const struct bytes line = bytes_of(rest->data, end == NULL ? rest->len : (size_t)(end - rest->data));
    const size_t taken = line.len + (end == NULL ? 0 : 1);
    *rest = bytes_of(rest->data + taken, rest->len - taken);
    return line;
}

static void add_turn(struct page *p, const struct turn *t)
{
    struct buffer b;
    buffer_init(&b, PART_BYTES_MAX);
    turn_write(&b, t);
    struct bytes rest = buffer_view(&b);
    for (const char *label = "would take"; rest.len > 0; label = "") {
        add_entry(p, label, take_line(&rest));
    }
    buffer_done(&b);
}

static void add_view(struct page *p, const struct explanation_view *v)
{
    struct buffer b;
    buffer_init(&b, PART_BYTES_MAX);
    if (v->charter->fictional) {
        add_line(p, BYTES("EXERCISE"));
    }
    add_line(p, v->mark);
    add_line(p, v->title);
    add_upper(&b, outcome_word(v->decision->outcome));
    buffer_add_text(&b, " (");
    add_spaced(&b, reason_word(v->decision->reason_code));
    buffer_add_u8(&b, ')');
    add_line(p, buffer_view(&b));
    add_blank(p);
    add_entry(p, "why", decision_reason(v->decision, LANGUAGE_EN));
    add_rule(p, v->charter, v->rule);
    add_tables(p, v);
    add_blank(p);
    add_bodies(p, v->decision);
    add_conditions(p, v->decision);
    add_members(p, v->decision);
    add_meaning(p, v->decision);
    if (v->turn != NULL) {
        add_turn(p, v->turn);
    }
    buffer_done(&b);
}

void explanation_write(struct buffer *out, const struct explanation_view *view)
{
    struct page p = {out, EXPLANATION_COLUMNS};
    add_view(&p, view);
}

static const struct decision_atom *find_atom(const struct decision *d, struct bytes text)
{
    for (size_t i = 0; i < d->atom_count; i++) {
        if (bytes_equal(d->atoms[i].text, text)) {
            return &d->atoms[i];
        }
    }
    return NULL;
}

/* The conditions that one asks and the other does not. */
static void add_own(struct page *p, const char *label, const struct decision *one,
                    const struct decision *other)
{
    struct buffer b;
    buffer_init(&b, PART_BYTES_MAX);
    for (size_t i = 0; i < one->atom_count; i++) {
        if (find_atom(other, one->atoms[i].text) == NULL) {
            buffer_add_text(&b, one->atoms[i].holds ? "holds: " : "fails: ");
            buffer_add_bytes(&b, decision_atom_words(&one->atoms[i], LANGUAGE_EN));
            add_entry(p, label, buffer_view(&b));
            buffer_clear(&b);
        }
    }
    buffer_done(&b);
}

static void add_difference(struct page *p, const struct decision *left, const struct decision *right)
{
    const bool same_heads =
        memcmp(left->heads, right->heads, sizeof left->heads) == 0 && left->out == right->out;
    const bool same_outcome = left->outcome == right->outcome;
    struct buffer b;
    buffer_init(&b, PART_BYTES_MAX);
    buffer_printf(&b, "%s, %s", same_heads ? "the same count" : "another count",
                  same_outcome ? "the same outcome"
                  : same_heads ? "opposite outcomes by rule"
                               : "other outcomes");
    add_entry(p, "together", buffer_view(&b));
    buffer_done(&b);
    add_own(p, "only left", left, right);
    add_own(p, "only right", right, left);
}

void explanation_compare(struct buffer *out, const struct explanation_view *left,
                         const struct explanation_view *right)
{
    struct buffer sides[2];
    const struct explanation_view *views[] = {left, right};
    for (int i = 0; i < 2; i++) {
        buffer_init(&sides[i], (size_t)4 * PART_BYTES_MAX);
        struct page p = {&sides[i], SIDE_COLUMNS};
        add_view(&p, views[i]);
    }
    struct bytes a = buffer_view(&sides[0]);
    struct bytes b = buffer_view(&sides[1]);
    while (a.len > 0 || b.len > 0) {
        const struct bytes one = take_line(&a);
        const struct bytes other = take_line(&b);
        buffer_add_bytes(out, one);
        add_spaces(out, SIDE_COLUMNS - text_characters(one));
        buffer_add_text(out, other.len > 0 ? " | " : " |");
        buffer_add_bytes(out, other);
        buffer_add_u8(out, '\n');
    }
    buffer_done(&sides[0]);
    buffer_done(&sides[1]);
    struct page p = {out, EXPLANATION_COLUMNS};
    add_blank(&p);
    add_difference(&p, left->decision, right->decision);
}

#include "charter/print.h"

#include "base/check.h"
#include "charter/rule.h"

void charter_print_string(struct buffer *b, struct bytes s)
{
    buffer_add_u8(b, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.data[i] == '"' || s.data[i] == '\\') {
            buffer_add_u8(b, '\\');
        }
        buffer_add_u8(b, s.data[i]);
    }
    buffer_add_u8(b, '"');
}

static void add_heading(struct buffer *b, const char *word, struct bytes s)
{
    if (s.len > 0) {
        buffer_printf(b, " %s ", word);
        charter_print_string(b, s);
    }
}

static void add_mark(struct buffer *b, const struct charter_mark *mark)
{
    add_heading(b, "unverified", mark->unverified);
}

static void add_date(struct buffer *b, const char *word, struct bytes date)
{
    if (date.len > 0) {
        buffer_printf(b, " %s ", word);
        buffer_add_bytes(b, date);
    }
}

void charter_print_days(struct buffer *b, struct bytes from, struct bytes until)
{
    add_date(b, "from", from);
    add_date(b, "until", until);
}

void charter_print_headings(struct buffer *b, struct bytes title, struct bytes source,
                            const struct charter_mark *mark)
{
    add_heading(b, "title", title);
    add_heading(b, "source", source);
    add_mark(b, mark);
}

static void add_letters(struct buffer *b, uint16_t positions)
{
    bool first = true;
    for (int i = 0; i < POSITION_COUNT; i++) {
        if ((positions & POSITION_BIT(i)) != 0) {
            buffer_printf(b, "%s%c", first ? "" : " ", POSITIONS[i]);
            first = false;
        }
    }
}

void charter_print_positions(struct buffer *b, uint16_t positions)
{
    if (positions == SET_ALL) {
        buffer_add_u8(b, '*');
    } else if (positions == SET_PRESENT) {
        buffer_add_u8(b, 'C');
    } else if (positions == SET_VOTING) {
        buffer_add_u8(b, 'V');
    } else if (__builtin_popcount(positions) > 4) {
        buffer_add_u8(b, '!');
        add_letters(b, (uint16_t)(SET_ALL & ~positions));
    } else {
        add_letters(b, positions);
    }
}

void charter_print_duration(struct buffer *b, int64_t ms)
{
    static const struct {
        int64_t ms;
        const char *unit;
    } units[] = {{86400000, "d"}, {3600000, "h"}, {60000, "min"}, {1000, "s"}, {1, "ms"}};
    size_t i = 0;
    while (ms % units[i].ms != 0) {
        i++;
    }
    buffer_printf(b, "%lld%s", (long long)(ms / units[i].ms), units[i].unit);
}

static void add_term(struct buffer *b, const struct rule_code *code, const struct term *t, bool first)
{
    const int64_t size = t->factor < 0 ? -t->factor : t->factor;
    if (!first) {
        buffer_add_text(b, t->factor < 0 ? " - " : " + ");
    }
    if (t->slot < 0) {
        buffer_printf(b, "%lld", (long long)size);
        return;
    }
    if (size != 1) {
        buffer_printf(b, "%lld*", (long long)size);
    }
    const struct slot *s = &code->slots[t->slot];
    buffer_add_bytes(b, s->attribute < 0 ? BYTES("n") : code->attributes[s->attribute].name);
    buffer_add_u8(b, '(');
    charter_print_positions(b, t->positions);
    if (s->tag >= 0) {
        buffer_add_text(b, s->others ? "|!" : "|");
        buffer_add_bytes(b, code->tags[s->tag].name);
    }
    if (s->electorate >= 0) {
        buffer_add_text(b, " in ");
        buffer_add_bytes(b, code->over[s->electorate]);
    }
    buffer_add_u8(b, ')');
}

static void add_sum(struct buffer *b, const struct rule_code *code, const struct sum *s)
{
    for (size_t i = 0; i < s->count; i++) {
        add_term(b, code, &s->terms[i], i == 0);
    }
}

void charter_print_atom(struct buffer *b, const struct charter_rule *rule, const struct atom *atom)
{
    static const char *const signs[] = {" >= ", " <= ", " > ", " < ", " = ", " != "};
    add_sum(b, rule->code, &atom->left);
    buffer_add_text(b, signs[atom->compare]);
    add_sum(b, rule->code, &atom->right);
}

void charter_print_literal(struct buffer *b, const struct charter_rule *rule, const struct atom *atom,
                           bool needed)
{
    buffer_add_text(b, needed ? "" : "!(");
    charter_print_atom(b, rule, atom);
    buffer_add_text(b, needed ? "" : ")");
}

static void add_node(struct buffer *b, const struct charter_rule *rule, const struct expression *e,
                     const struct node *node)
{
    switch (node->kind) {
    case NODE_ATOM:
        charter_print_atom(b, rule, &e->atoms[node->atom]);
        return;
    case NODE_NOT:
        /* Every denial gets its brackets, so that nobody has to know what ! binds to. */
        buffer_add_text(b, "!(");
        add_node(b, rule, e, node->children[0]);
        buffer_add_u8(b, ')');
        return;
    case NODE_AND:
    case NODE_OR:
        for (size_t i = 0; i < node->count; i++) {
            const bool brackets = node->kind == NODE_AND && node->children[i]->kind == NODE_OR;
            buffer_add_text(b, i == 0 ? "" : node->kind == NODE_AND ? " & " : " | ");
            buffer_add_text(b, brackets ? "(" : "");
            add_node(b, rule, e, node->children[i]);
            buffer_add_text(b, brackets ? ")" : "");
        }
        return;
    }
    unreachable("a kind of node that is not in the table");
}

void charter_print_condition(struct buffer *b, const struct charter_rule *rule, const struct expression *e)
{
    add_node(b, rule, e, e->root);
}

static void add_condition(struct buffer *b, const struct charter_rule *rule, const char *word,
                          const struct expression *e)
{
    if (e != NULL) {
        buffer_printf(b, "    %s ", word);
        charter_print_condition(b, rule, e);
        buffer_add_text(b, ";\n");
    }
}

void charter_print_names(struct buffer *b, const char *word, const struct bytes *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(b, i == 0 ? word : ", ");
        buffer_add_bytes(b, names[i]);
    }
    buffer_add_text(b, count > 0 ? ";\n" : "");
}

static void add_name(struct buffer *b, const char *word, struct bytes name)
{
    charter_print_names(b, word, &name, name.len > 0 ? 1 : 0);
}

static void add_tags(struct buffer *b, const struct rule_code *code)
{
    bool first = true;
    for (size_t i = 0; i < code->tag_count; i++) {
        if ((code->out & 1u << i) != 0) {
            buffer_add_text(b, first ? "    out " : ", ");
            buffer_add_bytes(b, code->tags[i].name);
            first = false;
        }
    }
    buffer_add_text(b, first ? "" : ";\n");
    for (size_t i = 0; i < code->force_count; i++) {
        buffer_add_text(b, i == 0 ? "    force " : ", ");
        buffer_add_bytes(b, code->tags[code->forces[i].tag].name);
        buffer_printf(b, " = %c", POSITIONS[code->forces[i].position]);
    }
    buffer_add_text(b, code->force_count > 0 ? ";\n" : "");
}

void charter_print_span(struct buffer *b, const struct charter_span *s)
{
    if (s->ms != 0) {
        charter_print_duration(b, s->ms);
        return;
    }
    const int64_t n = s->workdays != 0 ? s->workdays : s->months % 12 == 0 ? s->months / 12 : s->months;
    const char *unit = s->workdays != 0 ? "workday" : s->months % 12 == 0 ? "year" : "month";
    buffer_printf(b, "%lld %s%s", (long long)n, unit, n == 1 ? "" : "s");
}

static void add_span(struct buffer *b, const char *word, const struct charter_span *s)
{
    if (!span_is_empty(s)) {
        buffer_add_text(b, word);
        charter_print_span(b, s);
    }
}

static void add_clock_length(struct buffer *b, int64_t ms, int64_t workdays)
{
    charter_print_span(b, &(struct charter_span){.ms = workdays > 0 ? 0 : ms, .workdays = workdays});
}

static void add_silence(struct buffer *b, const struct charter_rule *rule)
{
    if (rule->clock_min_ms == 0) {
        return;
    }
    buffer_add_text(b, "    clock at least ");
    add_clock_length(b, rule->clock_min_ms, rule->clock_min_workdays);
    if (rule->clock_max_ms != 0 || rule->clock_max_workdays != 0) {
        buffer_add_text(b, " at most ");
        add_clock_length(b, rule->clock_max_ms, rule->clock_max_workdays);
    }
    if (rule->calendar.len > 0) {
        buffer_add_text(b, " in ");
        buffer_add_bytes(b, rule->calendar);
    }
    buffer_add_text(b, " set by ");
    buffer_add_bytes(b, rule->set_by);
    buffer_add_text(b, ";\n");
    if (rule->extend_max > 0) {
        buffer_printf(b, "    extend at most %lld times by ", (long long)rule->extend_max);
        add_clock_length(b, rule->extend_ms, rule->extend_workdays);
        buffer_add_text(b, ";\n");
    }
    buffer_add_text(b, rule->close == CHARTER_CLOSE_ALL ? "    close all within " : "    close n-f after ");
    charter_print_duration(b, rule->close_extra_ms);
    buffer_add_text(b, ";\n");
}

static void add_void(struct buffer *b, const struct charter_rule *rule)
{
    if (rule->void_positions == 0) {
        return;
    }
    buffer_add_text(b, "    void ");
    add_letters(b, rule->void_positions);
    if (rule->void_tag.len > 0) {
        buffer_add_text(b, rule->void_others ? " without " : " with ");
        buffer_add_bytes(b, rule->void_tag);
    }
    buffer_add_text(b, ";\n");
}

static void add_clause_duration(struct buffer *b, const char *before, int64_t ms, const char *after)
{
    if (ms != 0) {
        buffer_add_text(b, before);
        charter_print_duration(b, ms);
        buffer_add_text(b, after);
    }
}

static void add_votes(struct buffer *b, const struct charter_rule *rule)
{
    add_clause_duration(b, "    poll at least ", rule->poll_min_ms, "");
    add_clause_duration(b, " at most ", rule->poll_max_ms, "");
    buffer_add_text(b, rule->poll_min_ms != 0 ? ";\n" : "");
    add_clause_duration(b, "    sealed until ", rule->sealed_ms, " before close;\n");
    add_clause_duration(b, "    presence within ", rule->presence_ms, ";\n");
    if (rule->rounds != 0) {
        buffer_printf(b, "    elect in %lld rounds%s;\n", (long long)rule->rounds,
                      rule->drop_last ? " drop last" : "");
    }
}

/* `else stage vote after 3d`, or nothing for what is rejected anyway */
static void add_else(struct buffer *b, const struct charter_rule *rule)
{
    static const char *const words[] = {"", "stage ", "refer to ", "defer", "lapse"};
    if (rule->otherwise == OTHERWISE_REJECT) {
        return;
    }
    buffer_printf(b, "    else %s", words[rule->otherwise]);
    buffer_add_bytes(b, rule->next_body);
    buffer_add_text(b, rule->next_body.len > 0 && rule->next_rule.len > 0 ? " by " : "");
    buffer_add_bytes(b, rule->next_rule);
    add_span(b, " after ", &rule->next_after);
    buffer_add_text(b, ";\n");
}

static void add_effects(struct buffer *b, const struct charter_rule *rule)
{
    for (size_t i = 0; i < rule->effect_count; i++) {
        buffer_add_text(b, i == 0 ? "    bind " : ", ");
        charter_print_positions(b, rule->effects[i].positions);
        if (rule->effects[i].tag.len > 0) {
            buffer_add_text(b, rule->effects[i].others ? "|!" : "|");
            buffer_add_bytes(b, rule->effects[i].tag);
        }
        buffer_printf(b, " %s", effect_word(rule->effects[i].effect));
        add_heading(b, "as to", rule->effects[i].about);
    }
    buffer_add_text(b, rule->effect_count > 0 ? ";\n" : "");
}

void charter_print_rule_alone(struct buffer *b, const struct charter_rule *rule)
{
    buffer_add_text(b, "rule ");
    buffer_add_bytes(b, rule->name);
    add_heading(b, "title", rule->title);
    add_heading(b, "source", rule->source);
    add_mark(b, &rule->mark);
    add_date(b, "from", rule->from);
    add_date(b, "until", rule->until);
    buffer_add_text(b, " {\n    allow ");
    add_letters(b, rule->allow);
    buffer_printf(b, ";\n    default %c;\n", rule->default_position);
    if (rule->reason != 0) {
        buffer_add_text(b, "    reason ");
        add_letters(b, rule->reason);
        buffer_add_text(b, ";\n");
    }
    charter_print_names(b, "    over ", rule->code->over, rule->code->over_count);
    add_tags(b, rule->code);
    add_void(b, rule);
    add_name(b, "    split by ", rule->split);
    add_condition(b, rule, "quorum", rule->quorum);
    add_condition(b, rule, "pass", rule->pass);
    add_silence(b, rule);
    add_votes(b, rule);
    if (rule->rung.len > 0) {
        buffer_add_text(b, "    rung ");
        charter_print_string(b, rule->rung);
        buffer_add_text(b, ";\n");
    }
    add_effects(b, rule);
    add_else(b, rule);
    add_name(b, "    amend by ", rule->amend_by);
    buffer_add_text(b, "}\n");
}

static void add_group(struct buffer *b, const struct charter_group *g, size_t count)
{
    buffer_add_text(b, "group ");
    buffer_add_bytes(b, g->name);
    charter_print_headings(b, g->title, g->source, &g->mark);
    buffer_add_text(b, " {\n");
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(b, "    ");
        buffer_add_bytes(b, g->seats[i].code);
        add_date(b, "from", g->seats[i].from);
        add_date(b, "until", g->seats[i].until);
        buffer_add_text(b, ";\n");
    }
    buffer_add_text(b, "}\n");
}

void charter_print_group(struct buffer *b, const struct charter_group *g)
{
    add_group(b, g, g->own_count);
}

void charter_print_rule(struct buffer *b, const struct charter_rule *rule)
{
    for (size_t i = 0; i < rule->code->tag_count; i++) {
        const struct charter_group *g = rule->code->tags[i].group;
        if (g != NULL) {
            add_group(b, g, g->count);
        }
    }
    charter_print_rule_alone(b, rule);
}

static void add_composition(struct buffer *b, const struct charter_body *body)
{
    if (body->elected_count > 0) {
        buffer_printf(b, "elected %lld by ", (long long)body->elected_count);
        buffer_add_bytes(b, body->elected_by);
        add_span(b, " for ", &body->elected_for);
    } else if (body->tagged.len > 0) {
        buffer_add_text(b, "tagged ");
        buffer_add_bytes(b, body->tagged);
    } else {
        buffer_add_text(b, body->everyone ? "all" : "named");
    }
}

static void add_chair(struct buffer *b, const struct charter_body *body)
{
    const bool elected = bytes_equal_text(body->chair, "elected");
    buffer_add_bytes(b, body->chair);
    if (body->chair_by.len > 0) {
        buffer_add_text(b, elected ? " by " : " ");
        buffer_add_bytes(b, body->chair_by);
    }
    for (size_t i = 0; i < body->chair_order_count; i++) {
        buffer_add_text(b, i == 0 ? " order " : ", ");
        buffer_add_bytes(b, body->chair_order[i]);
    }
    add_span(b, elected ? " for " : " every ", &body->chair_term);
}

void charter_print_body(struct buffer *b, const struct charter_body *body)
{
    buffer_add_text(b, "body ");
    buffer_add_bytes(b, body->name);
    charter_print_headings(b, body->title, body->source, &body->mark);
    buffer_add_text(b, " {\n    members ");
    add_composition(b, body);
    buffer_add_text(b, ";\n    chair ");
    add_chair(b, body);
    buffer_add_text(b, ";\n");
    charter_print_names(b, "    rules ", body->rules, body->rule_count);
    if (body->mandate.len > 0) {
        buffer_add_text(b, "    mandate ");
        charter_print_string(b, body->mandate);
        buffer_add_text(b, ";\n");
    }
    add_name(b, "    reports to ", body->reports_to);
    buffer_add_text(b, "}\n");
}

size_t charter_rule_over(const struct charter_rule *rule, const struct bytes **out)
{
    *out = rule->code->over;
    return rule->code->over_count;
}

bool charter_rule_minds(const struct charter_rule *rule, struct bytes tag)
{
    bool minds = false;
    for (size_t i = 0; i < rule->code->tag_count && !minds; i++) {
        minds = bytes_equal(rule->code->tags[i].name, tag);
    }
    return minds;
}

bool charter_rule_weighs(const struct charter_rule *rule, size_t attribute)
{
    for (size_t i = 0; i < rule->code->attribute_count; i++) {
        if (rule->code->attributes[i].index == attribute) {
            return true;
        }
    }
    return false;
}

struct hash charter_rule_hash(const struct charter_rule *rule)
{
    /* A rule comes from a text of CHARTER_BYTES_MAX, its groups too; products written out stay far below
     * this. */
    struct buffer b;
    buffer_init(&b, (size_t)16 * CHARTER_BYTES_MAX);
    buffer_add_text(&b, "univocal rule 1\n");
    charter_print_rule(&b, rule);
    check(!b.overflow);
    const struct hash hash = hash_of(buffer_view(&b));
    buffer_done(&b);
    return hash;
}

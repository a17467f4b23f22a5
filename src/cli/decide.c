#include "cli/decide.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"

struct decider {
    struct arena arena; /* of the tables */
    struct arena line;  /* of one line */
    struct decide_law law;
    bool explain;
};

static enum error fail(struct diag *diag, struct bytes found, const char *message)
{
    diag_set(diag, 0, 0, "", "%s", message);
    diag_found(diag, found);
    return ERROR_MALFORMED;
}

static enum error take_table(struct decider *d, const struct decide_table *given, const struct table **tables,
                             struct diag *diag)
{
    const struct charter_table *named = charter_table(d->law.charter, given->name);
    struct table *t = ARENA_NEW(&d->arena, struct table);
    if (named == NULL) {
        return fail(diag, given->name, "the charter has no table of this name");
    }
    const enum error e = table_read(&d->arena, given->text, t, diag);
    if (e != OK) {
        return e;
    }
    if (!hash_equal(&t->hash, &named->hash)) {
        return fail(diag, given->name, "this is not the table whose hash the charter names");
    }
    tables[named - d->law.charter->tables] = t;
    return OK;
}

enum error decider_new(const struct charter *c, const struct decide_table *tables, size_t count,
                       const struct decide_options *options, struct decider **out, struct diag *diag)
{
    struct decider *d = calloc(1, sizeof *d);
    check(d != NULL);
    const struct table **list = ARENA_ARRAY(&d->arena, const struct table *, c->table_count + 1);
    d->law = (struct decide_law){c, list, arena_copy(&d->arena, options->rule)};
    d->explain = options->explain;
    enum error e = OK;
    if (options->rule.len > 0 && charter_rule(c, options->rule, BYTES("")) == NULL) {
        e = fail(diag, options->rule, "the charter has no rule of this name");
    }
    for (size_t i = 0; i < count && e == OK; i++) {
        e = take_table(d, &tables[i], list, diag);
    }
    if (e != OK) {
        decider_free(d);
        return e;
    }
    *out = d;
    return OK;
}

void decider_free(struct decider *d)
{
    if (d != NULL) {
        arena_done(&d->line);
        arena_done(&d->arena);
        free(d);
    }
}

static bool decide(struct decider *d, struct arena *a, struct bytes text, bool explain,
                   struct decide_case *read, struct decision *out, struct decide_fault *fault)
{
    struct diag diag = {0};
    if (!decide_case_read(a, &d->law, text, read, fault)) {
        return false;
    }
    const struct evaluate_options options = {.open = read->open, .explain = explain, .date = read->date};
    if (evaluate(a, d->law.charter, read->rule, read->electorates, read->electorate_count, &options, out,
                 &diag) == OK) {
        return true;
    }
    fault->code = DECIDE_evaluation;
    (void)snprintf(fault->message, sizeof fault->message, "%s: %s%s", diag.message, diag.found,
                   read->weighs && read->nameless
                       ? "; who is known by number only has no weight: name the members in \"positions\", in "
                         "\"ids\", or in a list as \"electorate\""
                       : "");
    return false;
}

const struct table *decider_table(const struct decider *d, const struct charter_table *t)
{
    return d->law.tables[t - d->law.charter->tables];
}

bool decider_read(struct decider *d, struct arena *a, struct bytes text, struct decide_case *read,
                  struct decide_fault *fault)
{
    return decide_case_read(a, &d->law, text, read, fault);
}

bool decider_case(struct decider *d, struct arena *a, struct bytes text, struct decide_case *read,
                  struct decision *out, struct decide_fault *fault)
{
    return decide(d, a, text, true, read, out, fault);
}

static void write_effects(struct json_writer *w, const struct decision_effect *effects, size_t count)
{
    json_array(w, "effects");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_text(w, "code", effects[i].code);
        json_cstring(w, "effect", effect_word(effects[i].effect));
        json_text(w, "position", bytes_of(&effects[i].position, 1));
        json_end(w);
    }
    json_end(w);
}

static void write_explanation(struct json_writer *w, const struct decision *d)
{
    json_array(w, "atoms");
    for (size_t i = 0; i < d->atom_count; i++) {
        const struct decision_atom *atom = &d->atoms[i];
        json_object(w, NULL);
        json_bool(w, "holds", atom->holds);
        json_integer(w, "left", atom->left);
        json_cstring(w, "of", atom->of_quorum ? "quorum" : "pass");
        json_integer(w, "right", atom->right);
        json_text(w, "text", atom->text);
        json_text(w, "words", decision_atom_words(atom, LANGUAGE_EN));
        json_end(w);
    }
    json_end(w);
    write_effects(w, d->effects, d->effect_count);
}

/* What the rule binds `as to` a part of the decision. */
static void write_parts(struct json_writer *w, const struct decision *d)
{
    json_array(w, "parts");
    for (size_t i = 0; i < d->part_count; i++) {
        json_object(w, NULL);
        json_text(w, "about", d->parts[i].about);
        write_effects(w, d->parts[i].effects, d->effect_count);
        json_end(w);
    }
    json_end(w);
}

/* The rules that were asked in turn, the one that decided last, where the first has a next stage. */
static void write_stages(struct json_writer *w, const struct decision *d)
{
    json_array(w, "stages");
    for (size_t i = 0; i <= d->stage_count; i++) {
        const bool last = i == d->stage_count;
        json_object(w, NULL);
        json_cstring(w, "reason_code", reason_word(last ? d->stands_reason : d->stages[i].reason_code));
        json_text(w, "rule", last ? d->rule->name : d->stages[i].rule->name);
        json_end(w);
    }
    json_end(w);
}

static void write_id(struct json_writer *w, const struct decide_case *read)
{
    if (read->id == NULL) {
        json_null(w, "id");
    } else {
        json_value(w, "id", read->id);
    }
}

/* The reason, and which tags went nowhere: a code that is written wrongly must not pass unseen. */
static struct bytes reason_of(struct arena *a, const struct decide_case *read, const struct decision *d)
{
    if (read->unnamed_count == 0) {
        return decision_reason(d, LANGUAGE_EN);
    }
    struct buffer b;
    buffer_init(&b, DECIDE_LINE_BYTES_MAX);
    buffer_add_bytes(&b, decision_reason(d, LANGUAGE_EN));
    buffer_add_text(&b, "; given a tag, but not named as a member: ");
    for (size_t i = 0; i < read->unnamed_count; i++) {
        buffer_add_text(&b, i == 0 ? "" : ", ");
        buffer_add_bytes(&b, read->unnamed[i]);
    }
    check(!b.overflow);
    const struct bytes reason = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return reason;
}

void decider_write(struct decider *d, struct json_writer *w, const char *key, const struct decide_case *read,
                   const struct decision *decision)
{
    json_object(w, key);
    if (d->explain) {
        write_explanation(w, decision);
    }
    write_id(w, read);
    json_cstring(w, "outcome", outcome_word(decision->outcome));
    if (d->explain && decision->part_count > 0) {
        write_parts(w, decision);
    }
    if (d->explain) {
        json_array(w, "pivotal");
        for (size_t i = 0; i < decision->pivotal_count; i++) {
            json_text(w, NULL, decision->pivotal[i]);
        }
        json_end(w);
    }
    json_text(w, "reason", reason_of(&d->line, read, decision));
    json_cstring(w, "reason_code", reason_word(decision->reason_code));
    if (d->explain && read->rule->otherwise == OTHERWISE_STAGE) {
        write_stages(w, decision);
    }
    if (d->explain && read->table_count > 0) {
        json_array(w, "tables");
        for (size_t i = 0; i < read->table_count; i++) {
            json_text(w, NULL, read->tables[i]->name);
        }
        json_end(w);
    }
    json_end(w);
}

static void write_fault(const struct decide_case *read, const struct decide_fault *fault, int64_t number,
                        struct buffer *out)
{
    struct json_writer w;
    json_begin(&w, out);
    json_object(&w, NULL);
    json_object(&w, "error");
    json_cstring(&w, "code", decide_fault_word(fault->code));
    json_integer(&w, "line", number);
    json_cstring(&w, "message", fault->message);
    json_end(&w);
    write_id(&w, read);
    json_end(&w);
}

bool decider_line(struct decider *d, struct bytes line, int64_t number, struct buffer *out)
{
    struct decide_case read;
    struct decision decision;
    struct decide_fault fault;
    const bool good = decide(d, &d->line, line, d->explain, &read, &decision, &fault);
    if (good) {
        struct json_writer w;
        json_begin(&w, out);
        decider_write(d, &w, NULL, &read, &decision);
    } else {
        write_fault(&read, &fault, number, out);
    }
    buffer_add_u8(out, '\n');
    arena_clear(&d->line);
    return good;
}

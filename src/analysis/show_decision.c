#include "analysis/show_decision.h"

static void show_heads(struct json_writer *w, const char *key, const int64_t *heads)
{
    static const char letters[] = "ALNQRXY"; /* as names ascend */
    json_object(w, key);
    for (size_t i = 0; i < sizeof letters - 1; i++) {
        const char name[2] = {letters[i], 0};
        json_integer(w, name, heads[position_index(letters[i])]);
    }
    json_end(w);
}

void show_decision_bodies(struct json_writer *w, const struct decision *d)
{
    json_array(w, "bodies");
    for (size_t i = 0; d != NULL && i < d->body_count; i++) {
        json_object(w, NULL);
        json_text(w, "body", d->bodies[i].name);
        show_heads(w, "counts", d->bodies[i].heads);
        json_integer(w, "out", d->bodies[i].out);
        json_end(w);
    }
    json_end(w);
}

void show_decision_places(struct json_writer *w, const struct asked *bodies, unsigned in)
{
    json_array(w, "bodies");
    for (size_t i = 0; bodies->joint && i < bodies->count; i++) {
        if ((in >> i & 1U) != 0) {
            json_text(w, NULL, bodies->bodies[i].id);
        }
    }
    json_end(w);
}

void show_decision_conditions(struct json_writer *w, const struct decision_atom *list, size_t count)
{
    json_array(w, "conditions");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_bool(w, "holds", list[i].holds);
        json_integer(w, "left", list[i].left);
        json_bool(w, "of_quorum", list[i].of_quorum);
        json_integer(w, "right", list[i].right);
        json_text(w, "text", list[i].text);
        json_text(w, "words", decision_atom_words(&list[i], LANGUAGE_EN));
        json_end(w);
    }
    json_end(w);
}

void show_decision(struct json_writer *w, const char *key, const struct decision *d)
{
    if (d == NULL) {
        json_null(w, key);
        return;
    }
    json_object(w, key);
    show_decision_conditions(w, d->atoms, d->atom_count);
    show_heads(w, "counts", d->heads);
    json_integer(w, "out", d->out);
    json_array(w, "pivotal");
    for (size_t i = 0; i < d->pivotal_count; i++) {
        json_text(w, NULL, d->pivotal[i]);
    }
    json_end(w);
    json_text(w, "reason", decision_reason(d, LANGUAGE_EN));
    json_cstring(w, "stands", outcome_word(d->stands));
    json_end(w);
}

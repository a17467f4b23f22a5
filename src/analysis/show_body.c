#include "analysis/show_body.h"

#include "mechanism/law.h"

void show_body(struct json_writer *w, const struct charter_body *law, const struct body *b)
{
    json_object(w, NULL);
    json_text(w, "chair", b->chair);
    json_text(w, "id", law->name);
    json_array(w, "rules");
    for (size_t i = 0; i < law->rule_count; i++) {
        json_text(w, NULL, law->rules[i]);
    }
    json_end(w);
    json_array(w, "seats");
    for (size_t k = 0; k < b->seat_count; k++) {
        json_text(w, NULL, b->seats[k]);
    }
    json_end(w);
    json_text(w, "title", law->title);
    json_end(w);
}

struct body show_body_of(struct context *c, const struct charter_body *law)
{
    struct body b = {.seat_count = 0};
    return body_get(c->state, law->name, c->arena, &b) ? b : (struct body){.id = law->name};
}

size_t show_bodies(struct json_writer *w, struct context *c, const struct bytes *only)
{
    const struct charter *charter = law_now(c);
    size_t count = 0;
    json_array(w, NULL);
    for (size_t i = 0; i < charter->body_count; i++) {
        const struct charter_body *law = &charter->bodies[i];
        if (only == NULL || bytes_equal(law->name, *only)) {
            const struct body b = show_body_of(c, law);
            show_body(w, law, &b);
            count++;
        }
    }
    json_end(w);
    return count;
}

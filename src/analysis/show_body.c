#include "analysis/show_body.h"

#include "mechanism/law.h"
#include "mechanism/office.h"

/* Who has the chair, since when and until when, and who has it next. */
static void show_chair(struct json_writer *w, struct context *c, const struct body *b)
{
    const bool sits = b->seat_count > 0;
    json_text(w, "chair", b->chair);
    json_text(w, "chair_next", body_next_chair(law_now(c), b));
    json_integer(w, "chair_since", sits ? chair_since_ms(c, b) : 0);
    json_integer(w, "chair_until", sits ? chair_until_ms(c, law_now(c), b) : 0);
}

void show_body(struct json_writer *w, struct context *c, const struct charter_body *law, const struct body *b)
{
    json_object(w, NULL);
    show_chair(w, c, b);
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
            show_body(w, c, law, &b);
            count++;
        }
    }
    json_end(w);
    return count;
}

#include "analysis/show_body.h"

#include "analysis/body_lists.h"
#include "analysis/show_row.h"
#include "mechanism/law.h"
#include "mechanism/office.h"

static void write_codes(struct json_writer *w, const char *key, const struct bytes *list, size_t count)
{
    json_array(w, key);
    for (size_t i = 0; i < count; i++) {
        json_text(w, NULL, list[i]);
    }
    json_end(w);
}

/* Who has the chair, since when and until when, and who has it next. */
static void show_chair(struct json_writer *w, struct context *c, const struct body *b)
{
    const bool sits = b->seat_count > 0;
    json_text(w, "chair", b->chair);
    json_text(w, "chair_next", body_next_chair(law_now(c), b));
    json_integer(w, "chair_since", sits ? chair_since_ms(c, b) : 0);
    json_integer(w, "chair_until", sits ? chair_until_ms(c, law_now(c), b) : 0);
}

static void show_list(struct json_writer *w, struct context *c, struct bytes body, enum body_list which)
{
    const struct body_rows newest = body_list_rows(c, body, which, 0, SHOW_BODY_NEWEST);
    json_object(w, body_list_words[which]);
    json_integer(w, "count", (int64_t)newest.all);
    show_rows(w, "newest", body_list_shapes[which], newest.rows, newest.count);
    json_end(w);
}

bool show_body_refers(const struct charter_referral *r, struct bytes body)
{
    bool found = bytes_equal(r->to, body);
    for (size_t i = 0; i < r->from_count; i++) {
        found = found || bytes_equal(r->from[i], body);
    }
    return found;
}

static void show_referrals(struct json_writer *w, const struct charter *charter, struct bytes body)
{
    json_array(w, "referrals");
    for (size_t i = 0; i < charter->referral_count; i++) {
        const struct charter_referral *r = &charter->referrals[i];
        if (show_body_refers(r, body)) {
            json_object(w, NULL);
            json_text(w, "about", r->about.len > 0 ? r->about : r->title);
            write_codes(w, "from", r->from, r->from_count);
            json_text(w, "rule", r->rule);
            json_text(w, "to", r->to);
            json_end(w);
        }
    }
    json_end(w);
}

void show_body(struct json_writer *w, struct context *c, const struct charter_body *law, const struct body *b)
{
    json_object(w, NULL);
    show_chair(w, c, b);
    show_list(w, c, law->name, BODY_DECISIONS);
    show_list(w, c, law->name, BODY_DOCUMENTS);
    json_text(w, "id", law->name);
    json_text(w, "mandate", law->mandate);
    show_referrals(w, law_now(c), law->name);
    json_text(w, "reports_to", law->reports_to);
    write_codes(w, "rules", law->rules, law->rule_count);
    show_list(w, c, law->name, BODY_RULINGS);
    write_codes(w, "seats", b->seats, b->seat_count);
    show_list(w, c, law->name, BODY_SESSIONS);
    json_text(w, "title", law->title);
    show_list(w, c, law->name, BODY_VOTES);
    json_end(w);
}

struct body show_body_of(struct context *c, const struct charter_body *law)
{
    struct body b = {.seat_count = 0};
    return body_get(c->state, law->name, c->arena, &b) ? b : (struct body){.id = law->name};
}

void show_bodies(struct json_writer *w, struct context *c)
{
    const struct charter *charter = law_now(c);
    json_array(w, NULL);
    for (size_t i = 0; i < charter->body_count; i++) {
        const struct charter_body *law = &charter->bodies[i];
        const struct body b = show_body_of(c, law);
        json_object(w, NULL);
        show_chair(w, c, &b);
        json_text(w, "id", law->name);
        write_codes(w, "rules", law->rules, law->rule_count);
        write_codes(w, "seats", b.seats, b.seat_count);
        json_text(w, "title", law->title);
        json_end(w);
    }
    json_end(w);
}

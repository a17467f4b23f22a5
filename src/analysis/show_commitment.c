#include "analysis/show_commitment.h"

#include <string.h>

#include "analysis/show_row.h"

size_t show_commitments_of(struct context *c, const struct commitment_filter *f, struct commitment **out)
{
    const size_t all = commitment_list(c->state, c->arena, out);
    size_t count = 0;
    for (size_t i = 0; i < all; i++) {
        const struct commitment *x = &(*out)[i];
        const bool fits = (f->member.len == 0 || bytes_equal(f->member, x->member)) &&
                          (f->matter == NULL || hash_equal(f->matter, &x->matter)) &&
                          (f->statement == 0 || f->statement == x->statement) &&
                          (!f->overdue || x->overdue);
        if (fits) {
            (*out)[count++] = *x;
        }
    }
    return count;
}

const char *show_commitment_word(const struct commitment *x)
{
    if (x->stage != COMMITMENT_OPEN) {
        return x->stage == COMMITMENT_WITHDRAWN ? "withdrawn" : "fulfilled";
    }
    return x->overdue ? "overdue" : x->confirmed > 0 ? "partly" : "pledged";
}

static void write_places(struct json_writer *w, struct bytes places)
{
    json_array(w, "places");
    while (places.len > 0) {
        const uint8_t *end = memchr(places.data, '\n', places.len);
        const size_t len = end == NULL ? places.len : (size_t)(end - places.data);
        json_text(w, NULL, bytes_of(places.data, len));
        const size_t step = end == NULL ? len : len + 1;
        places = bytes_of(places.data + step, places.len - step);
    }
    json_end(w);
}

/* Its members ascend; `chair` and the lists are those of one alone. */
static void write_one(struct json_writer *w, struct context *c, const struct commitment *x, bool whole)
{
    const int64_t left = x->confirmed < x->quantity ? x->quantity - x->confirmed : 0;
    struct commitment_report *reports = NULL;
    struct commitment_revision *revisions = NULL;
    json_object(w, NULL);
    if (whole) {
        json_text(w, "chair", commitment_chair(c, x));
    }
    json_text(w, "conditions", x->conditions);
    json_integer(w, "confirmed", x->confirmed);
    json_text(w, "due", x->due);
    json_integer(w, "entry", x->entry);
    json_text(w, "from", x->from);
    json_hex(w, "id", hash_view(&x->id));
    json_integer(w, "left", x->stage == COMMITMENT_WITHDRAWN ? 0 : left);
    json_text(w, "matter", hash_is_zero(&x->matter) ? BYTES("") : bytes_of_text(hash_hex(&x->matter).text));
    json_text(w, "member", x->member);
    json_integer(w, "number", x->number);
    json_bool(w, "overdue", x->overdue);
    write_places(w, x->places);
    json_integer(w, "quantity", x->quantity);
    json_text(w, "reason", x->reason);
    if (whole) {
        const size_t count = commitment_reports(c->state, x->number, c->arena, &reports);
        show_rows(w, "report_list", &commitment_report_shape, reports, count);
    }
    json_integer(w, "reports", x->reports);
    if (whole) {
        const size_t count = commitment_revisions(c->state, x->number, c->arena, &revisions);
        show_rows(w, "revision_list", &commitment_revision_shape, revisions, count);
    }
    json_integer(w, "revisions", x->revisions);
    json_cstring(w, "state", show_commitment_word(x));
    json_integer(w, "statement", x->statement);
    json_text(w, "title", x->title);
    json_text(w, "unit", x->unit);
    json_end(w);
}

void show_commitments(struct json_writer *w, struct context *c, const struct commitment_filter *f)
{
    struct commitment *list = NULL;
    const size_t count = show_commitments_of(c, f, &list);
    show_commitment_rows(w, c, list, count);
}

void show_commitment_rows(struct json_writer *w, struct context *c, const struct commitment *list,
                          size_t count)
{
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        write_one(w, c, &list[i], false);
    }
    json_end(w);
}

bool show_commitment(struct json_writer *w, struct context *c, int64_t number)
{
    struct commitment x;
    if (!commitment_get(c->state, number, &x)) {
        return false;
    }
    write_one(w, c, &x, true);
    return true;
}

#include "analysis/show_assistance.h"

#include "analysis/notice.h"
#include "analysis/show_row.h"
#include "mechanism/civil.h"

static const struct row_field of_path[] = {
    ROW_FIELD(assistance_path, entry, ROW_NUMBER),   ROW_FIELD(assistance_path, late, ROW_BOOL),
    ROW_FIELD(assistance_path, step, ROW_TEXT),      ROW_FIELD(assistance_path, target_ms, ROW_NUMBER),
    ROW_FIELD(assistance_path, time_ms, ROW_NUMBER), ROW_FIELD(assistance_path, took_ms, ROW_NUMBER),
    ROW_END,
};
ROW_SHAPE(assistance_path, of_path);

size_t show_assistance_list(struct context *c, const struct show_assistance_filter *f,
                            struct assistance **out)
{
    const size_t all = assistance_list(c->state, c->arena, out);
    size_t count = 0;
    for (size_t i = 0; i < all; i++) {
        const struct assistance *x = &(*out)[i];
        if ((f->member.len == 0 || bytes_equal(f->member, x->member)) &&
            (!f->open || x->stage != ASSISTANCE_ENDED)) {
            (*out)[count++] = *x;
        }
    }
    return count;
}

const char *show_assistance_state(struct context *c, const struct assistance *x)
{
    static const char *const words[] = {[ASSISTANCE_REQUESTED] = "requested",
                                        [ASSISTANCE_CONSULTED] = "consultation",
                                        [ASSISTANCE_MANDATED] = "mandate",
                                        [ASSISTANCE_OVER] = "over",
                                        [ASSISTANCE_ENDED] = "ended"};
    struct matter m;
    if (x->stage == ASSISTANCE_CONSULTED && matter_get(c->state, &x->matter, c->arena, &m)) {
        return m.stage == MATTER_ADOPTED  ? "decided"
               : m.stage == MATTER_LAPSED ? "lapsed"
                                          : "consultation";
    }
    return words[x->stage];
}

void show_assistance_path(struct context *c, const struct assistance *x,
                          struct assistance_path out[ASSISTANCE_STEPS])
{
    const int64_t now_ms = civil_ms(c->state, c->org, c->time_ms);
    for (enum assistance_step step = 0; step < ASSISTANCE_STEPS; step++) {
        const struct assistance_time t = assistance_time(c, x, step);
        const bool taken = t.time_ms > 0;
        const int64_t so_far = (taken ? t.time_ms : now_ms) - x->time_ms;
        /* What has ended waits for no further step. */
        const bool waits = taken || x->stage != ASSISTANCE_ENDED;
        out[step] = (struct assistance_path){.entry = t.entry,
                                             .late = waits && t.target_ms > 0 && so_far > t.target_ms,
                                             .step = bytes_of_text(assistance_step_word(step)),
                                             .target_ms = t.target_ms,
                                             .time_ms = t.time_ms,
                                             .took_ms = taken && so_far > 0 ? so_far : 0};
    }
}

void show_assistances(struct json_writer *w, struct context *c, const struct show_assistance_filter *f)
{
    struct assistance *list = NULL;
    const size_t count = show_assistance_list(c, f, &list);
    show_assistance_rows(w, c, list, count);
}

void show_assistance_rows(struct json_writer *w, struct context *c, const struct assistance *list,
                          size_t count)
{
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        show_row(w, "request", &assistance_shape, &list[i]);
        json_cstring(w, "state", show_assistance_state(c, &list[i]));
        json_end(w);
    }
    json_end(w);
}

void show_assistance(struct json_writer *w, struct context *c, const struct assistance *x)
{
    struct assistance_need *needs = NULL;
    struct assistance_offer *offers = NULL;
    struct assistance_mandate *mandates = NULL;
    struct assistance_delivery *deliveries = NULL;
    struct assistance_report *reports = NULL;
    struct assistance_notice *notices = NULL;
    struct assistance_path path[ASSISTANCE_STEPS];
    json_object(w, NULL);
    json_text(w, "body", assistance_body(c));
    json_text(w, "chair", assistance_chair(c));
    size_t count = assistance_deliveries(c->state, x->number, c->arena, &deliveries);
    show_rows(w, "deliveries", &assistance_delivery_shape, deliveries, count);
    count = assistance_mandates(c->state, x->number, c->arena, &mandates);
    show_rows(w, "mandates", &assistance_mandate_shape, mandates, count);
    count = assistance_needs(c->state, x->number, c->arena, &needs);
    show_rows(w, "needs", &assistance_need_shape, needs, count);
    count = assistance_notices(c->state, x->number, c->arena, &notices);
    show_rows(w, "notices", &assistance_notice_shape, notices, count);
    count = assistance_offers(c->state, x->number, c->arena, &offers);
    show_rows(w, "offers", &assistance_offer_shape, offers, count);
    show_assistance_path(c, x, path);
    show_rows(w, "path", &assistance_path_shape, path, ASSISTANCE_STEPS);
    count = assistance_reports(c->state, x->number, c->arena, &reports);
    show_rows(w, "reports", &assistance_report_shape, reports, count);
    show_row(w, "request", &assistance_shape, x);
    json_cstring(w, "state", show_assistance_state(c, x));
    json_end(w);
}

struct show_draft show_draft(struct context *c, const struct assistance *x, struct bytes language)
{
    struct buffer b;
    buffer_init(&b, NOTICE_BYTES_MAX);
    notice_compose(c, x, language, &b);
    const struct show_draft d = {language, arena_copy(c->arena, buffer_view(&b))};
    buffer_done(&b);
    return d;
}

void show_drafts(struct json_writer *w, const struct context *c, const struct assistance *x,
                 const struct show_draft *drafts, size_t count)
{
    json_object(w, NULL);
    json_bool(w, "draft", true);
    json_array(w, "drafts");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_text(w, "language", drafts[i].language);
        json_text(w, "text", drafts[i].text);
        json_end(w);
    }
    json_end(w);
    json_cstring(w, "realm", realm_word(c->org->realm));
    json_integer(w, "request", x->number);
    json_bool(w, "sent", false);
    json_end(w);
}

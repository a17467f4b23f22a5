/* Help to members: requests, each as a path of steps with needs against what is accepted, and the draft of
 * its notice to the United Nations. */
#include "analysis/notice.h"
#include "analysis/show_assistance.h"
#include "base/limits.h"
#include "mechanism/civil.h"
#include "web/bar.h"
#include "web/links.h"
#include "web/routes.h"
#include "web/rows.h"

static const struct column list_columns[] = {
    {"title", MESSAGE_assistance_name, CELL_CONTENT, "/assistance/", "number"},
    {"member", MESSAGE_assistance_member, CELL_MEMBER, NULL, NULL},
    {"kind", MESSAGE_assistance_kind, CELL_WORD, NULL, NULL},
    {"entry", MESSAGE_assistance_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column head_columns[] = {
    {"member", MESSAGE_assistance_member, CELL_MEMBER, NULL, NULL},
    {"kind", MESSAGE_assistance_kind, CELL_WORD, NULL, NULL},
    {"what", MESSAGE_assistance_what, CELL_CONTENT, NULL, NULL},
    {"places", MESSAGE_assistance_places, CELL_CONTENT, NULL, NULL},
    {"matter", MESSAGE_assistance_matter, CELL_MATTER, NULL, NULL},
    {"entry", MESSAGE_assistance_entry, CELL_ENTRY, NULL, NULL},
    {"summary", MESSAGE_assistance_summary, CELL_CONTENT, NULL, NULL},
    {"ended_by", MESSAGE_assistance_ended_by, CELL_MEMBER, NULL, NULL},
    {.field = NULL},
};

static const struct column need_columns[] = {
    {"number", MESSAGE_assistance_number, CELL_NUMBER, NULL, NULL},
    {"item", MESSAGE_assistance_item, CELL_CONTENT, NULL, NULL},
    {"quantity", MESSAGE_assistance_quantity, CELL_NUMBER, NULL, NULL},
    {"accepted", MESSAGE_assistance_accepted, CELL_NUMBER, NULL, NULL},
    {"delivered", MESSAGE_assistance_delivered, CELL_NUMBER, NULL, NULL},
    {"unit", MESSAGE_assistance_unit, CELL_CONTENT, NULL, NULL},
    {"by", MESSAGE_assistance_by, CELL_PLAIN, NULL, NULL},
    {"late", MESSAGE_assistance_missed, CELL_YES, NULL, NULL},
    {"reason", MESSAGE_assistance_revised, CELL_CONTENT, NULL, NULL},
    {.field = NULL},
};

static const struct column mandate_columns[] = {
    {"from", MESSAGE_assistance_from, CELL_PLAIN, NULL, NULL},
    {"until", MESSAGE_assistance_until, CELL_PLAIN, NULL, NULL},
    {"tasks", MESSAGE_assistance_tasks, CELL_CONTENT, NULL, NULL},
    {"limits", MESSAGE_assistance_limits, CELL_CONTENT, NULL, NULL},
    {"over", MESSAGE_assistance_over, CELL_YES, NULL, NULL},
    {"matter", MESSAGE_assistance_decision, CELL_MATTER, NULL, NULL},
    {"entry", MESSAGE_assistance_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column offer_columns[] = {
    {"number", MESSAGE_assistance_number, CELL_NUMBER, NULL, NULL},
    {"member", MESSAGE_assistance_helper, CELL_MEMBER, NULL, NULL},
    {"need", MESSAGE_assistance_need, CELL_NUMBER, NULL, NULL},
    {"quantity", MESSAGE_assistance_offered, CELL_NUMBER, NULL, NULL},
    {"accepted", MESSAGE_assistance_accepted, CELL_NUMBER, NULL, NULL},
    {"delivered", MESSAGE_assistance_delivered, CELL_NUMBER, NULL, NULL},
    {"until", MESSAGE_assistance_until, CELL_PLAIN, NULL, NULL},
    {"stage", MESSAGE_assistance_stage, CELL_WORD, NULL, NULL},
    {"conditions", MESSAGE_assistance_conditions, CELL_CONTENT, NULL, NULL},
    {"reason", MESSAGE_assistance_reason, CELL_CONTENT, NULL, NULL},
    {"entry", MESSAGE_assistance_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column delivery_columns[] = {
    {"number", MESSAGE_assistance_number, CELL_NUMBER, NULL, NULL},
    {"day", MESSAGE_assistance_given, CELL_PLAIN, NULL, NULL},
    {"member", MESSAGE_assistance_helper, CELL_MEMBER, NULL, NULL},
    {"offer", MESSAGE_assistance_offer, CELL_NUMBER, NULL, NULL},
    {"quantity", MESSAGE_assistance_delivered, CELL_NUMBER, NULL, NULL},
    {"received", MESSAGE_assistance_received, CELL_NUMBER, NULL, NULL},
    {"said", MESSAGE_assistance_said, CELL_ENTRY, NULL, NULL},
    {"reason", MESSAGE_assistance_reason, CELL_CONTENT, NULL, NULL},
    {"text", MESSAGE_assistance_how, CELL_CONTENT, NULL, NULL},
    {"evidence", MESSAGE_assistance_evidence, CELL_DIGEST, NULL, NULL},
    {.field = NULL},
};

static const struct column report_columns[] = {
    {"member", MESSAGE_assistance_helper, CELL_MEMBER, NULL, NULL},
    {"text", MESSAGE_assistance_report, CELL_CONTENT, NULL, NULL},
    {"evidence", MESSAGE_assistance_evidence, CELL_DIGEST, NULL, NULL},
    {"entry", MESSAGE_assistance_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column notice_columns[] = {
    {"day", MESSAGE_assistance_given, CELL_PLAIN, NULL, NULL},
    {"office", MESSAGE_assistance_office, CELL_CONTENT, NULL, NULL},
    {"to", MESSAGE_assistance_to, CELL_CONTENT, NULL, NULL},
    {"digest", MESSAGE_assistance_digest, CELL_DIGEST, NULL, NULL},
    {"entry", MESSAGE_assistance_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static struct show_assistance_filter filter_of(struct page *p)
{
    return (struct show_assistance_filter){.member = page_value(p, "member"),
                                           .open = bytes_equal_text(page_value(p, "open"), "true")};
}

/* Those that fit, of them what this page of the list shows. */
static size_t listed(struct page *p, struct assistance **out)
{
    struct assistance *all = NULL;
    const struct show_assistance_filter f = filter_of(p);
    const size_t count = show_assistance_list(p->context, &f, &all);
    return rows_newest(p, &assistance_shape, all, count, (void **)out);
}

static void write_filters(struct page *p)
{
    const struct show_assistance_filter f = filter_of(p);
    html_open(p->html, "p");
    if (f.member.len > 0) {
        page_sayf(p, MESSAGE_assistance_of_member, SAY_TEXT("member", f.member));
        html_raw(p->html, " · ");
    }
    page_link(p, BYTES("/assistance"));
    page_say(p, MESSAGE_assistance_all);
    html_close(p->html);
    html_raw(p->html, " · ");
    page_link(p, BYTES("/assistance?open=true"));
    page_say(p, MESSAGE_assistance_open_only);
    html_close(p->html);
    html_close(p->html);
}

static enum page_result list_html(struct page *p)
{
    struct assistance *list = NULL;
    const size_t count = listed(p, &list);
    page_title(p, MESSAGE_assistance_title);
    page_paragraph(p, MESSAGE_assistance_intro);
    write_filters(p);
    if (count == 0) {
        page_paragraph(p, MESSAGE_word_none);
    } else {
        page_table(p, MESSAGE_assistance_title, MESSAGE_assistance_name, MESSAGE_assistance_member,
                   MESSAGE_assistance_kind, MESSAGE_assistance_entry, MESSAGE_assistance_state);
        for (size_t i = 0; i < count; i++) {
            page_row(p);
            for (const struct column *c = list_columns; c->field != NULL; c++) {
                page_cell(p);
                rows_cell(p, &assistance_shape, &list[i], c);
            }
            page_cell(p);
            rows_word(p, bytes_of_text(show_assistance_state(p->context, &list[i])));
        }
        page_table_end(p);
    }
    page_command(p, "univocal assistance list");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    struct assistance *list = NULL;
    const size_t count = listed(p, &list);
    show_assistance_rows(w, p->context, list, count);
    return PAGE_DONE;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    struct assistance *list = NULL;
    const size_t count = listed(p, &list);
    rows_csv(c, &assistance_shape, list, count);
    return PAGE_DONE;
}

static enum page_result find(struct page *p, struct assistance *out)
{
    if (!assistance_get(p->context->state, page_number(p, "number", 0), out)) {
        return page_unlisted(p, "/assistance");
    }
    return PAGE_DONE;
}

static void write_span(struct page *p, int64_t ms)
{
    page_sayf(p, MESSAGE_assistance_took, SAY_NUMBER("days", ms / 86400000),
              SAY_NUMBER("hours", ms / 3600000 % 24), SAY_NUMBER("minutes", ms / 60000 % 60));
}

static struct civil_day day_of(struct page *p, int64_t clock_ms)
{
    return civil_day_of(clock_ms, civil_offset(p->context->state, p->org, p->context->time_ms));
}

/* "decision: on 2026-02-01, entry 12, 1 d 2 h 0 min; target: 2 d 0 h 0 min, in time" */
static void write_step(struct page *p, const struct assistance_path *s)
{
    html_open(p->html, "li");
    html_open(p->html, "strong");
    rows_word(p, s->step);
    html_close(p->html);
    html_raw(p->html, ": ");
    if (s->entry == 0) {
        page_say(p, MESSAGE_assistance_waiting);
    } else {
        const struct civil_day day = day_of(p, s->time_ms);
        page_sayf(p, MESSAGE_assistance_on_day, SAY_WORD("day", day.text));
        html_raw(p->html, ", ");
        page_link_entry(p, (uint64_t)s->entry);
        html_raw(p->html, ", ");
        write_span(p, s->took_ms);
    }
    if (s->target_ms > 0) {
        html_raw(p->html, "; ");
        page_say(p, MESSAGE_assistance_target);
        html_raw(p->html, ": ");
        write_span(p, s->target_ms);
        html_raw(p->html, " ");
    }
    if (s->late || (s->target_ms > 0 && s->entry != 0)) {
        html_open(p->html, "span");
        html_class(p->html, "tag");
        page_say(p, s->late ? MESSAGE_assistance_late : MESSAGE_assistance_in_time);
        html_close(p->html);
    }
    html_close(p->html);
}

static void write_path(struct page *p, const struct assistance *x)
{
    struct assistance_path path[ASSISTANCE_STEPS];
    show_assistance_path(p->context, x, path);
    page_heading(p, "path", MESSAGE_assistance_path);
    page_paragraph(p, MESSAGE_assistance_path_intro);
    html_open(p->html, "ol");
    for (size_t i = 0; i < ASSISTANCE_STEPS; i++) {
        write_step(p, &path[i]);
    }
    html_close(p->html);
}

static void write_needs(struct page *p, const struct assistance *x)
{
    struct assistance_need *list = NULL;
    const size_t count = assistance_needs(p->context->state, x->number, p->arena, &list);
    page_heading(p, "needs", MESSAGE_assistance_needs);
    rows_table(p, MESSAGE_assistance_needs, &assistance_need_shape, list, count, need_columns);
    html_open(p->html, "ul");
    html_class(p->html, "legend");
    for (size_t i = 0; i < count; i++) {
        const struct assistance_need *n = &list[i];
        const struct say_value values[] = {SAY_TEXT("item", n->item), SAY_NUMBER("accepted", n->accepted),
                                           SAY_NUMBER("quantity", n->quantity),
                                           SAY_NUMBER("delivered", n->delivered)};
        html_open(p->html, "li");
        bar_write(p->html, p->language, n->accepted, n->delivered, n->quantity,
                  say_plain(p->arena, p->language, MESSAGE_assistance_bar, values, 4));
        html_raw(p->html, " ");
        html_content(p->html, n->item, BYTES(""));
        html_close(p->html);
    }
    html_close(p->html);
    html_open(p->html, "p");
    html_class(p->html, "muted");
    page_say(p, MESSAGE_assistance_bar_key);
    html_close(p->html);
}

static void write_help(struct page *p, const struct assistance *x)
{
    struct state *s = p->context->state;
    struct assistance_mandate *mandates = NULL;
    struct assistance_offer *offers = NULL;
    struct assistance_delivery *deliveries = NULL;
    size_t count = assistance_mandates(s, x->number, p->arena, &mandates);
    page_heading(p, "mandates", MESSAGE_assistance_mandates);
    rows_table(p, MESSAGE_assistance_mandates, &assistance_mandate_shape, mandates, count, mandate_columns);
    count = assistance_offers(s, x->number, p->arena, &offers);
    page_heading(p, "offers", MESSAGE_assistance_offers);
    rows_table(p, MESSAGE_assistance_offers, &assistance_offer_shape, offers, count, offer_columns);
    count = assistance_deliveries(s, x->number, p->arena, &deliveries);
    page_heading(p, "deliveries", MESSAGE_assistance_deliveries);
    rows_table(p, MESSAGE_assistance_deliveries, &assistance_delivery_shape, deliveries, count,
               delivery_columns);
}

static void write_words(struct page *p, const struct assistance *x)
{
    struct state *s = p->context->state;
    struct assistance_report *reports = NULL;
    struct assistance_notice *notices = NULL;
    size_t count = assistance_reports(s, x->number, p->arena, &reports);
    page_heading(p, "reports", MESSAGE_assistance_reports);
    rows_table(p, MESSAGE_assistance_reports, &assistance_report_shape, reports, count, report_columns);
    count = assistance_notices(s, x->number, p->arena, &notices);
    page_heading(p, "notices", MESSAGE_assistance_notices);
    rows_table(p, MESSAGE_assistance_notices, &assistance_notice_shape, notices, count, notice_columns);
    page_link_alone(p, MESSAGE_assistance_draft, BYTES("/assistance/"),
                    bytes_of_text(arena_printf(p->arena, "%lld", (long long)x->number)), BYTES("/notice"));
}

static enum page_result one_html(struct page *p)
{
    struct assistance x;
    const enum page_result r = find(p, &x);
    if (r != PAGE_DONE) {
        return r;
    }
    const struct bytes chair = assistance_chair(p->context);
    const struct bytes body = assistance_body(p->context);
    const struct civil_day day = day_of(p, x.time_ms);
    page_title_content(p, x.title, BYTES(""));
    html_open(p->html, "p");
    html_open(p->html, "strong");
    rows_word(p, bytes_of_text(show_assistance_state(p->context, &x)));
    html_close(p->html);
    html_close(p->html);
    page_terms(p);
    rows_terms_more(p, &assistance_shape, &x, head_columns);
    page_term(p, MESSAGE_assistance_day);
    html_element(p->html, "bdi", bytes_of_text(day.text));
    page_term(p, MESSAGE_assistance_body);
    page_link_body(p, body);
    if (chair.len > 0) {
        page_term(p, MESSAGE_assistance_chair);
        page_link_member(p, chair);
    }
    page_terms_end(p);
    write_path(p, &x);
    write_needs(p, &x);
    write_help(p, &x);
    write_words(p, &x);
    page_command(p, arena_printf(p->arena, "univocal assistance show %lld", (long long)x.number));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct assistance x;
    const enum page_result r = find(p, &x);
    if (r == PAGE_DONE) {
        show_assistance(w, p->context, &x);
    }
    return r;
}

/* Its needs. */
static enum page_result one_csv(struct page *p, struct csv *c)
{
    struct assistance x;
    struct assistance_need *list = NULL;
    const enum page_result r = find(p, &x);
    if (r == PAGE_DONE) {
        const size_t count = assistance_needs(p->context->state, x.number, p->arena, &list);
        rows_csv(c, &assistance_need_shape, list, count);
    }
    return r;
}

/* The drafts in the organisation's languages for which there are words. */
static size_t drafts_of(struct page *p, const struct assistance *x, struct show_draft out[LANGUAGES_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < p->org->language_count; i++) {
        if (notice_has_words(p->org->languages[i])) {
            out[count++] = show_draft(p->context, x, p->org->languages[i]);
        }
    }
    return count;
}

static enum page_result draft_html(struct page *p)
{
    struct assistance x;
    struct show_draft drafts[LANGUAGES_MAX];
    const enum page_result r = find(p, &x);
    if (r != PAGE_DONE) {
        return r;
    }
    const size_t count = drafts_of(p, &x, drafts);
    page_title(p, MESSAGE_assistance_draft_title);
    html_open(p->html, "p");
    html_class(p->html, "note stop");
    page_say(p, MESSAGE_assistance_draft_intro);
    html_close(p->html);
    if (count == 0) {
        page_paragraph(p, MESSAGE_assistance_draft_none);
    }
    for (size_t i = 0; i < count; i++) {
        html_open(p->html, "section");
        html_class(p->html, "note draft");
        page_content(p, drafts[i].text, drafts[i].language);
        html_close(p->html);
    }
    page_command(p, arena_printf(p->arena, "univocal assistance notice %lld", (long long)x.number));
    return PAGE_DONE;
}

static enum page_result draft_json(struct page *p, struct json_writer *w)
{
    struct assistance x;
    struct show_draft drafts[LANGUAGES_MAX];
    const enum page_result r = find(p, &x);
    if (r == PAGE_DONE) {
        show_drafts(w, p->context, &x, drafts, drafts_of(p, &x, drafts));
    }
    return r;
}

const struct route assistance_routes[] = {
    {.pattern = "/assistance",
     .operation = "assistance",
     .summary = "Requests for help to members, the newest first.",
     .name = MESSAGE_assistance_title,
     .parameters = {{"member", PARAMETER_CODE, "Only those of this member."},
                    {"open", PARAMETER_BOOL, "true: only those that have not ended."}},
     .schema = "AssistanceList",
     .list = true,
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/assistance/{number}",
     .operation = "assistanceRequest",
     .summary = "A request for help: its path with targets, needs, mandates, offers, deliveries; as CSV its "
                "needs.",
     .name = MESSAGE_assistance_title,
     .parameters = {{"number", PARAMETER_NUMBER, "The number of the request."}},
     .schema = "Assistance",
     .html = one_html,
     .json = one_json,
     .csv = one_csv},
    {.pattern = "/assistance/{number}/notice",
     .operation = "assistanceNotice",
     .summary = "The draft of its notice to the United Nations, from the record. Nothing was sent.",
     .name = MESSAGE_assistance_draft,
     .parameters = {{"number", PARAMETER_NUMBER, "The number of the request."}},
     .schema = "AssistanceDraft",
     .html = draft_html,
     .json = draft_json},
    {.pattern = NULL},
};

/* Minutes of a session, by their words: who laid down each part, who circulated them, who approved. */
#include "analysis/minutes.h"
#include "analysis/show_session.h"
#include "base/limits.h"
#include "web/links.h"
#include "web/page_session.h"
#include "web/routes.h"
#include "web/rows.h"

enum {
    FIRST_PARTS = 4,     /* of the newest version, on the page of its session */
    OPEN_BYTES = 1500,   /* longer words are folded */
    FIRST_BYTES = 6000,  /* and longer ones stand on the page of their version only */
};

static const struct column head_columns[] = {
    {"stage", MESSAGE_session_stage, CELL_WORD, NULL, NULL},
    {"tacit", MESSAGE_session_tacit, CELL_YES, NULL, NULL},
    {"until", MESSAGE_session_objections_until, CELL_PLAIN, NULL, NULL},
    {"digest", MESSAGE_session_digest, CELL_DIGEST, NULL, NULL},
    {"entry", MESSAGE_session_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column answer_columns[] = {
    {"member", MESSAGE_session_member, CELL_MEMBER, NULL, NULL},
    {"approves", MESSAGE_session_approves, CELL_YES, NULL, NULL},
    {"reason", MESSAGE_session_reason, CELL_CONTENT, NULL, NULL},
    {"entry", MESSAGE_session_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const char *address(struct page *p, const struct session *x)
{
    return arena_printf(p->arena, "/sessions/%s/minutes/", hash_hex(&x->id).text);
}

static void open_version(struct page *p, const struct session *x, int64_t number)
{
    page_link(p, bytes_of_text(address(p, x)),
              bytes_of_text(arena_printf(p->arena, "%lld", (long long)number)));
}

static void write_text(struct page *p, const struct minutes_text *t)
{
    html_open(p->html, "details");
    if (t->text.len <= OPEN_BYTES) {
        html_flag(p->html, "open");
    }
    html_open(p->html, "summary");
    page_sayf(p, MESSAGE_session_part, SAY_TEXT("language", t->language), SAY_NUMBER("number", t->part));
    html_close(p->html);
    page_words(p, t->text, t->language, &t->digest);
    html_open(p->html, "p");
    page_say(p, MESSAGE_session_laid_down_by);
    html_raw(p->html, " ");
    page_link_member(p, t->member);
    html_raw(p->html, ", ");
    page_link_entry(p, (uint64_t)t->entry);
    html_raw(p->html, " ");
    page_link_digest(p, &t->digest);
    html_close(p->html);
    html_close(p->html);
}

/* The first words of the newest version; what is more stands behind a link. */
static void write_first(struct page *p, const struct session *x)
{
    struct minutes_text *texts = NULL;
    size_t total = 0;
    size_t bytes = 0;
    size_t shown = 0;
    const size_t count = minutes_texts(p->context, &x->id, x->minutes, 0, FIRST_PARTS, &total, &texts);
    for (; shown < count && bytes + texts[shown].text.len <= FIRST_BYTES; shown++) {
        bytes += texts[shown].text.len;
        write_text(p, &texts[shown]);
    }
    if (shown < total) {
        html_open(p->html, "p");
        open_version(p, x, x->minutes);
        page_sayf(p, MESSAGE_session_all_parts, SAY_NUMBER("count", (int64_t)total));
        html_close(p->html);
        html_close(p->html);
    }
}

void page_minutes(struct page *p, const struct session *x)
{
    const struct column columns[] = {
        {"number", MESSAGE_session_version, CELL_NUMBER, address(p, x), "number"},
        {"stage", MESSAGE_session_stage, CELL_WORD, NULL, NULL},
        {"until", MESSAGE_session_objections_until, CELL_PLAIN, NULL, NULL},
        {"tacit", MESSAGE_session_tacit, CELL_YES, NULL, NULL},
        {"digest", MESSAGE_session_digest, CELL_DIGEST, NULL, NULL},
        {.field = NULL},
    };
    struct minutes *list = NULL;
    const size_t count = session_minutes_list(p->context->state, &x->id, p->arena, &list);
    page_heading(p, "minutes", MESSAGE_session_minutes);
    rows_table(p, MESSAGE_session_minutes, &minutes_shape, list, count, columns);
    if (count > 0) {
        write_first(p, x);
    }
}

static enum page_result find(struct page *p, struct session *x, struct minutes *m)
{
    const enum page_result r = page_session_find(p, x);
    if (r == PAGE_DONE && !session_row_get(p->context->state, SESSION_MINUTES, &x->id,
                                           page_number(p, "version", 0), m)) {
        return page_detail(p, PAGE_UNKNOWN, MESSAGE_detail_minutes);
    }
    return r;
}

static void write_head(struct page *p, const struct session *x, const struct minutes *m)
{
    const struct bytes by = minutes_circulated_by(p->context, m);
    page_terms(p);
    page_term(p, MESSAGE_session_name);
    page_link_session_of(p, &x->id);
    page_term(p, MESSAGE_session_version);
    html_integer(p->html, m->number);
    if (m->number > 1) {
        page_term(p, MESSAGE_session_in_place_of);
        open_version(p, x, m->number - 1);
        html_integer(p->html, m->number - 1);
        html_close(p->html);
    }
    rows_terms_more(p, &minutes_shape, m, head_columns);
    if (by.len > 0) {
        page_term(p, MESSAGE_session_circulated_by);
        page_link_member(p, by);
    }
    page_terms_end(p);
}

static enum page_result minutes_html(struct page *p)
{
    struct session x;
    struct minutes m;
    struct minutes_text *texts = NULL;
    struct minutes_answer *answers = NULL;
    size_t total = 0;
    const enum page_result r = find(p, &x, &m);
    if (r != PAGE_DONE) {
        return r;
    }
    const size_t after = (size_t)page_after(p);
    const size_t count =
        minutes_texts(p->context, &x.id, m.number, after, (size_t)page_limit(p), &total, &texts);
    const size_t answer_count =
        session_minutes_answers(p->context->state, &x.id, m.number, p->arena, &answers);
    page_title(p, MESSAGE_session_minutes);
    write_head(p, &x, &m);
    page_heading(p, "answers", MESSAGE_session_answers);
    rows_table(p, MESSAGE_session_answers, &minutes_answer_shape, answers, answer_count, answer_columns);
    page_heading(p, "words", MESSAGE_session_words);
    p->next = after + count < total ? (int64_t)(after + count) : 0;
    page_part(p, MESSAGE_session_minutes); /* the list of this route */
    for (size_t i = 0; i < count; i++) {
        page_part_item(p);
        write_text(p, &texts[i]);
    }
    page_part_end(p);
    page_command(p, arena_printf(p->arena, "univocal session show %s/%s", arena_text(p->arena, x.body),
                                 arena_text(p->arena, x.reference)));
    return PAGE_DONE;
}

static enum page_result minutes_json(struct page *p, struct json_writer *w)
{
    struct session x;
    struct minutes m;
    const enum page_result r = find(p, &x, &m);
    if (r == PAGE_DONE) {
        const size_t end = (size_t)page_after(p) + (size_t)page_limit(p);
        const size_t total =
            show_minutes(w, p->context, &x, &m, (size_t)page_after(p), (size_t)page_limit(p));
        p->next = end < total ? (int64_t)end : 0;
    }
    return r;
}

const struct route minutes_routes[] = {
    {.pattern = "/sessions/{session}/minutes/{version}",
     .operation = "minutes",
     .summary = "A version of the minutes of a session: its words by language and part, who laid them down, "
                "circulated and approved them.",
     .name = MESSAGE_session_minutes,
     .parameters = {{"session", PARAMETER_DIGEST, "The id of the act that opened the session."},
                    {"version", PARAMETER_NUMBER, "Of the minutes, from 1."}},
     .schema = "Minutes",
     .list = true,
     .html = minutes_html,
     .json = minutes_json},
    {.pattern = NULL},
};

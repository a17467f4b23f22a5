#include "analysis/show_vote.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/office.h"
#include "mechanism/session.h"
#include "web/page_body.h"
#include "web/page_decision.h"
#include "web/rows.h"

enum { NEWEST = 50 }; /* of a list on the page of a body */

static void write_body(struct page *p, struct bytes name)
{
    page_link(p, BYTES("/bodies/"), name);
    html_element(p->html, "bdi", name);
    html_close(p->html);
}

void page_body_chair(struct page *p, const struct charter_body *law, const struct body *b)
{
    const struct charter *charter = law_now(p->context);
    page_term(p, MESSAGE_body_chair);
    if (b->chair.len > 0) {
        page_link_member(p, b->chair);
    }
    if (b->seat_count > 0) {
        const struct bytes next = body_next_chair(charter, b);
        const int64_t until = chair_until_ms(p->context, charter, b);
        page_term(p, MESSAGE_body_chair_since);
        page_time(p, chair_since_ms(p->context, b));
        if (until > 0) {
            page_term(p, MESSAGE_body_chair_until);
            html_element(p->html, "bdi", bytes_of(page_time_text(p->arena, until).data, 10));
        }
        if (next.len > 0) {
            page_term(p, MESSAGE_body_chair_next);
            page_link_member(p, next);
        }
    }
    if (law->reports_to.len > 0) {
        page_term(p, MESSAGE_body_reports_to);
        write_body(p, law->reports_to);
    }
}

static bool is_from(const struct charter_referral *r, struct bytes body)
{
    for (size_t i = 0; i < r->from_count; i++) {
        if (bytes_equal(r->from[i], body)) {
            return true;
        }
    }
    return false;
}

void page_body_referrals(struct page *p, struct bytes body)
{
    const struct charter *charter = law_now(p->context);
    bool begun = false;
    for (size_t i = 0; i < charter->referral_count; i++) {
        const struct charter_referral *r = &charter->referrals[i];
        if (!is_from(r, body) && !bytes_equal(r->to, body)) {
            continue;
        }
        if (!begun) {
            page_heading(p, "referrals", MESSAGE_body_referrals);
            page_table(p, MESSAGE_body_referrals, MESSAGE_body_referral_from, MESSAGE_body_referral_to,
                       MESSAGE_body_referral_by, MESSAGE_body_referral_about);
            begun = true;
        }
        page_row(p);
        page_cell(p);
        for (size_t k = 0; k < r->from_count; k++) {
            html_cstring(p->html, k == 0 ? "" : ", ");
            write_body(p, r->from[k]);
        }
        page_cell(p);
        write_body(p, r->to);
        page_cell(p);
        if (r->rule.len == 0) {
            page_say(p, MESSAGE_body_referral_chair);
        } else {
            page_link(p, BYTES("/charter/"), r->rule);
            html_element(p->html, "bdi", r->rule);
            html_close(p->html);
        }
        page_cell(p);
        html_content(p->html, r->about.len > 0 ? r->about : r->title, BYTES(""));
    }
    if (begun) {
        page_table_end(p);
    }
}

void page_body_papers(struct page *p, struct bytes body)
{
    static const struct column session_columns[] = {
        {"title", MESSAGE_session_name, CELL_CONTENT, "/sessions/", "id"},
        {"from", MESSAGE_session_from, CELL_PLAIN, NULL, NULL},
        {"to", MESSAGE_session_to, CELL_PLAIN, NULL, NULL},
        {"place", MESSAGE_session_place, CELL_CONTENT, NULL, NULL},
        {"stage", MESSAGE_session_stage, CELL_WORD, NULL, NULL},
        {.field = NULL},
    };
    static const struct column document_columns[] = {
        {"symbol", MESSAGE_session_symbol, CELL_PLAIN, NULL, NULL},
        {"title", MESSAGE_session_document, CELL_CONTENT, NULL, NULL},
        {"language", MESSAGE_session_language, CELL_PLAIN, NULL, NULL},
        {"member", MESSAGE_session_circulated_by, CELL_MEMBER, NULL, NULL},
        {"circulated", MESSAGE_session_circulated, CELL_PLAIN, NULL, NULL},
        {"digest", MESSAGE_session_digest, CELL_DIGEST, NULL, NULL},
        {.field = NULL},
    };
    struct state *s = p->context->state;
    struct session *all = NULL;
    const size_t count = session_list(s, p->arena, &all);
    size_t shown = 0;
    struct session *list = ARENA_ARRAY(p->arena, struct session, count + 1);
    for (size_t i = count; i > 0 && shown < NEWEST; i--) {
        if (bytes_equal(all[i - 1].body, body)) {
            list[shown++] = all[i - 1];
        }
    }
    page_heading(p, "sessions", MESSAGE_body_sessions);
    rows_table(p, MESSAGE_body_sessions, &session_shape, list, shown, session_columns);
    page_heading(p, "documents", MESSAGE_body_documents);
    bool none = true;
    for (size_t i = 0; i < shown; i++) {
        struct session_document *documents = NULL;
        const size_t document_count = session_documents(s, &list[i].id, p->arena, &documents);
        if (document_count > 0) {
            rows_table(p, MESSAGE_body_documents, &session_document_shape, documents, document_count,
                       document_columns);
            none = false;
        }
    }
    if (none) {
        page_paragraph(p, MESSAGE_word_none);
    }
}

static void write_votes(struct page *p, struct bytes body)
{
    struct vote *list = NULL;
    const size_t count = vote_list(p->context->state, p->arena, &list);
    int left = NEWEST;
    bool begun = false;
    for (size_t i = count; i > 0 && left > 0; i--) {
        const struct vote *x = &list[i - 1];
        if (!bytes_equal(x->body, body)) {
            continue;
        }
        if (!begun) {
            page_heading(p, "votes", MESSAGE_body_votes);
            html_open(p->html, "ul");
            begun = true;
        }
        left--;
        html_open(p->html, "li");
        page_link(p, BYTES("/votes/"), bytes_of_text(arena_printf(p->arena, "%lld", (long long)x->number)));
        page_sayf(p, MESSAGE_vote_number_is, SAY_NUMBER("number", x->number));
        html_close(p->html);
        html_raw(p->html, ": ");
        html_element(p->html, "code", x->motion);
        html_raw(p->html, ", ");
        page_outcome(p, show_vote_stage(x));
        html_close(p->html);
    }
    if (begun) {
        html_close(p->html);
    }
}

void page_body_decisions(struct page *p, struct bytes body)
{
    struct matter *list = NULL;
    const size_t count = matter_list(p->context->state, p->arena, &list);
    int left = NEWEST;
    bool begun = false;
    page_heading(p, "decisions", MESSAGE_body_decisions);
    for (size_t i = count; i > 0 && left > 0; i--) {
        const struct matter *m = &list[i - 1];
        if (!bytes_equal(m->body, body) || m->stage != MATTER_ADOPTED) {
            continue;
        }
        if (!begun) {
            page_table(p, MESSAGE_body_decisions, MESSAGE_body_matter, MESSAGE_body_statement);
            begun = true;
        }
        left--;
        page_row(p);
        page_cell(p);
        html_content(p->html, m->title, BYTES(""));
        page_cell(p);
        if (m->statement > 0) {
            page_link(p, BYTES("/statements/"),
                      bytes_of_text(arena_printf(p->arena, "%lld", (long long)m->statement)));
            page_sayf(p, MESSAGE_speech_statement, SAY_NUMBER("number", m->statement));
            html_close(p->html);
        }
    }
    if (begun) {
        page_table_end(p);
    } else {
        page_paragraph(p, MESSAGE_word_none);
    }
    write_votes(p, body);
}

#include "analysis/body_lists.h"

#include <stdlib.h>

#include "analysis/show_member.h"
#include "analysis/show_vote.h"
#include "base/check.h"
#include "mechanism/acts.h"
#include "mechanism/matter.h"
#include "mechanism/ruling.h"
#include "mechanism/session.h"

static const struct row_field of_decision[] = {
    ROW_FIELD(body_decision, matter, ROW_HASH),
    ROW_FIELD(body_decision, opened, ROW_NUMBER),
    ROW_FIELD(body_decision, reference, ROW_TEXT),
    ROW_FIELD(body_decision, stage, ROW_TEXT),
    ROW_FIELD(body_decision, statement, ROW_NUMBER),
    ROW_FIELD(body_decision, title, ROW_TEXT),
    ROW_END,
};
static const struct row_field of_document[] = {
    ROW_FIELD(body_document, circulated, ROW_TEXT), ROW_FIELD(body_document, digest, ROW_HASH),
    ROW_FIELD(body_document, entry, ROW_NUMBER),    ROW_FIELD(body_document, language, ROW_TEXT),
    ROW_FIELD(body_document, late, ROW_BOOL),       ROW_FIELD(body_document, member, ROW_TEXT),
    ROW_FIELD(body_document, session, ROW_HASH),    ROW_FIELD(body_document, symbol, ROW_TEXT),
    ROW_FIELD(body_document, title, ROW_TEXT),      ROW_END,
};
static const struct row_field of_ruling[] = {
    ROW_FIELD(body_ruling, article, ROW_TEXT),   ROW_FIELD(body_ruling, chair, ROW_TEXT),
    ROW_FIELD(body_ruling, decided, ROW_NUMBER), ROW_FIELD(body_ruling, entry, ROW_NUMBER),
    ROW_FIELD(body_ruling, matter, ROW_HASH),    ROW_FIELD(body_ruling, number, ROW_NUMBER),
    ROW_FIELD(body_ruling, point, ROW_NUMBER),   ROW_FIELD(body_ruling, session, ROW_HASH),
    ROW_FIELD(body_ruling, state, ROW_TEXT),     ROW_FIELD(body_ruling, text, ROW_TEXT),
    ROW_FIELD(body_ruling, vote, ROW_NUMBER),    ROW_END,
};
static const struct row_field of_vote[] = {
    ROW_FIELD(body_vote, deadline_ms, ROW_NUMBER), ROW_FIELD(body_vote, matter, ROW_HASH),
    ROW_FIELD(body_vote, motion, ROW_TEXT),        ROW_FIELD(body_vote, number, ROW_NUMBER),
    ROW_FIELD(body_vote, opened, ROW_NUMBER),      ROW_FIELD(body_vote, rule, ROW_TEXT),
    ROW_FIELD(body_vote, stage, ROW_TEXT),         ROW_END,
};
ROW_SHAPE(body_decision, of_decision);
ROW_SHAPE(body_document, of_document);
ROW_SHAPE(body_ruling, of_ruling);
ROW_SHAPE(body_vote, of_vote);

const char *const body_list_words[BODY_LISTS] = {
    [BODY_DECISIONS] = "decisions", [BODY_DOCUMENTS] = "documents", [BODY_RULINGS] = "rulings",
    [BODY_SESSIONS] = "sessions",   [BODY_VOTES] = "votes",
};
const struct row_shape *const body_list_shapes[BODY_LISTS] = {
    [BODY_DECISIONS] = &body_decision_shape, [BODY_DOCUMENTS] = &body_document_shape,
    [BODY_RULINGS] = &body_ruling_shape,     [BODY_SESSIONS] = &session_shape,
    [BODY_VOTES] = &body_vote_shape,
};

static size_t list_decisions(struct context *c, struct bytes body, void **out)
{
    struct matter *all = NULL;
    const size_t count = matter_list(c->state, c->arena, &all);
    struct body_decision *list = ARENA_ARRAY(c->arena, struct body_decision, count + 1);
    size_t n = 0;
    for (size_t i = count; i > 0; i--) {
        const struct matter *m = &all[i - 1];
        if (bytes_equal(m->body, body) && (m->stage == MATTER_ADOPTED || m->stage == MATTER_LAPSED)) {
            list[n++] = (struct body_decision){
                .matter = m->id,
                .opened = m->opened,
                .reference = m->reference,
                .stage = m->stage == MATTER_ADOPTED ? BYTES("adopted") : BYTES("lapsed"),
                .statement = m->statement,
                .title = m->title,
            };
        }
    }
    *out = list;
    return n;
}

static size_t list_sessions(struct context *c, struct bytes body, void **out)
{
    struct session *all = NULL;
    const size_t count = session_list(c->state, c->arena, &all);
    struct session *list = ARENA_ARRAY(c->arena, struct session, count + 1);
    size_t n = 0;
    for (size_t i = count; i > 0; i--) {
        if (bytes_equal(all[i - 1].body, body)) {
            list[n++] = all[i - 1];
        }
    }
    *out = list;
    return n;
}

static size_t list_rulings(struct context *c, struct bytes body, void **out)
{
    struct ruling *all = NULL;
    const size_t count = ruling_list(c->state, c->arena, &all);
    struct body_ruling *list = ARENA_ARRAY(c->arena, struct body_ruling, count + 1);
    size_t n = 0;
    for (size_t i = count; i > 0; i--) {
        const struct ruling *x = &all[i - 1];
        struct act said;
        if (bytes_equal(x->body, body) && act_of_entry(c, x->given, &said)) {
            list[n++] = (struct body_ruling){.article = act_value(&said, "article")->text,
                                             .chair = x->chair,
                                             .decided = x->decided,
                                             .entry = x->given,
                                             .matter = x->matter,
                                             .number = x->number,
                                             .point = x->point,
                                             .session = x->session,
                                             .state = bytes_of_text(ruling_state_word(x->how)),
                                             .text = act_value(&said, "text")->text,
                                             .vote = show_vote_number(c, &x->vote)};
        }
    }
    *out = list;
    return n;
}

static int later_first(const void *a, const void *b)
{
    const int64_t x = ((const struct body_document *)a)->entry;
    const int64_t y = ((const struct body_document *)b)->entry;
    return x < y ? 1 : x > y ? -1 : 0;
}

static size_t list_documents(struct context *c, struct bytes body, void **out)
{
    void *rows = NULL;
    size_t n = 0;
    const size_t session_count = list_sessions(c, body, &rows);
    const struct session *sessions = rows;
    struct session_document **of = ARENA_ARRAY(c->arena, struct session_document *, session_count + 1);
    size_t *counts = ARENA_ARRAY(c->arena, size_t, session_count + 1);
    for (size_t i = 0; i < session_count; i++) {
        counts[i] = session_documents(c->state, &sessions[i].id, c->arena, &of[i]);
        n += counts[i];
    }
    struct body_document *list = ARENA_ARRAY(c->arena, struct body_document, n + 1);
    n = 0;
    for (size_t i = 0; i < session_count; i++) {
        for (size_t k = 0; k < counts[i]; k++) {
            const struct session_document *d = &of[i][k];
            list[n++] = (struct body_document){.circulated = d->circulated,
                                               .digest = d->digest,
                                               .entry = d->entry,
                                               .language = d->language,
                                               .late = d->late,
                                               .member = d->member,
                                               .session = sessions[i].id,
                                               .symbol = d->symbol,
                                               .title = d->title};
        }
    }
    qsort(list, n, sizeof list[0], later_first);
    *out = list;
    return n;
}

static size_t list_votes(struct context *c, struct bytes body, void **out)
{
    struct vote *all = NULL;
    const size_t count = vote_list(c->state, c->arena, &all);
    struct body_vote *list = ARENA_ARRAY(c->arena, struct body_vote, count + 1);
    size_t n = 0;
    for (size_t i = count; i > 0; i--) {
        const struct vote *x = &all[i - 1];
        if (bytes_equal(x->body, body)) {
            list[n++] = (struct body_vote){.deadline_ms = x->deadline_ms,
                                           .matter = x->matter,
                                           .motion = x->motion,
                                           .number = x->number,
                                           .opened = x->opened,
                                           .rule = x->rule,
                                           .stage = bytes_of_text(show_vote_stage(x))};
        }
    }
    *out = list;
    return n;
}

size_t body_list_rows(struct context *c, struct bytes body, enum body_list which, void **out)
{
    switch (which) {
    case BODY_DECISIONS:
        return list_decisions(c, body, out);
    case BODY_DOCUMENTS:
        return list_documents(c, body, out);
    case BODY_RULINGS:
        return list_rulings(c, body, out);
    case BODY_SESSIONS:
        return list_sessions(c, body, out);
    case BODY_VOTES:
        return list_votes(c, body, out);
    }
    unreachable("not a list of a body");
}

#include "analysis/body_lists.h"

#include <stdlib.h>

#include "analysis/act_words.h"
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

/* What of a list is asked for. */
struct window {
    size_t from;
    size_t max;
    size_t count; /* of the rows so far, those outside of it too */
    size_t shown;
};

/* Another row of the list; true: it is to be shown. */
static bool pass(struct window *w)
{
    const size_t at = w->count++;
    const bool inside = at >= w->from && at - w->from < w->max;
    w->shown += inside;
    return inside;
}

/* Of so many rows at most those that may be shown. */
static void *room(struct context *c, const struct window *w, size_t count, enum body_list which)
{
    return arena_take(c->arena, (count < w->max ? count : w->max) + 1, body_list_shapes[which]->size);
}

static void *list_decisions(struct context *c, struct bytes body, struct window *w)
{
    struct matter *all = NULL;
    const size_t count = matter_list(c->state, c->arena, &all);
    struct body_decision *list = room(c, w, count, BODY_DECISIONS);
    for (size_t i = count; i > 0; i--) {
        const struct matter *m = &all[i - 1];
        const bool closed = m->stage == MATTER_ADOPTED || m->stage == MATTER_LAPSED;
        if (bytes_equal(m->body, body) && closed && pass(w)) {
            list[w->shown - 1] = (struct body_decision){
                .matter = m->id,
                .opened = m->opened,
                .reference = m->reference,
                .stage = m->stage == MATTER_ADOPTED ? BYTES("adopted") : BYTES("lapsed"),
                .statement = m->statement,
                .title = m->title,
            };
        }
    }
    return list;
}

static void *list_sessions(struct context *c, struct bytes body, struct window *w)
{
    struct session *all = NULL;
    const size_t count = session_list(c->state, c->arena, &all);
    struct session *list = room(c, w, count, BODY_SESSIONS);
    for (size_t i = count; i > 0; i--) {
        if (bytes_equal(all[i - 1].body, body) && pass(w)) {
            list[w->shown - 1] = all[i - 1];
        }
    }
    return list;
}

/* Their words are read from the record: of those that are shown. */
static void *list_rulings(struct context *c, struct bytes body, struct window *w)
{
    struct ruling *all = NULL;
    const size_t count = ruling_list(c->state, c->arena, &all);
    struct body_ruling *list = room(c, w, count, BODY_RULINGS);
    for (size_t i = count; i > 0; i--) {
        const struct ruling *x = &all[i - 1];
        if (bytes_equal(x->body, body) && pass(w)) {
            list[w->shown - 1] = (struct body_ruling){.article = act_words(c, x->given, "article"),
                                                      .chair = x->chair,
                                                      .decided = x->decided,
                                                      .entry = x->given,
                                                      .matter = x->matter,
                                                      .number = x->number,
                                                      .point = x->point,
                                                      .session = x->session,
                                                      .state = bytes_of_text(ruling_state_word(x->how)),
                                                      .text = act_words(c, x->given, "text"),
                                                      .vote = show_vote_number(c, &x->vote)};
        }
    }
    return list;
}

static int later_first(const void *a, const void *b)
{
    const int64_t x = ((const struct body_document *)a)->entry;
    const int64_t y = ((const struct body_document *)b)->entry;
    return x < y ? 1 : x > y ? -1 : 0;
}

/* The newest of all sessions come first: all are looked at. */
static void *list_documents(struct context *c, struct bytes body, struct window *w)
{
    struct window whole = {.max = SIZE_MAX};
    const struct session *sessions = list_sessions(c, body, &whole);
    struct session_document **of = ARENA_ARRAY(c->arena, struct session_document *, whole.count + 1);
    size_t *counts = ARENA_ARRAY(c->arena, size_t, whole.count + 1);
    size_t n = 0;
    for (size_t i = 0; i < whole.count; i++) {
        counts[i] = session_documents(c->state, &sessions[i].id, c->arena, &of[i]);
        n += counts[i];
    }
    struct body_document *list = ARENA_ARRAY(c->arena, struct body_document, n + 1);
    n = 0;
    for (size_t i = 0; i < whole.count; i++) {
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
    for (size_t i = 0; i < n; i++) {
        if (pass(w)) {
            list[w->shown - 1] = list[i];
        }
    }
    return list;
}

static void *list_votes(struct context *c, struct bytes body, struct window *w)
{
    struct vote *all = NULL;
    const size_t count = vote_list(c->state, c->arena, &all);
    struct body_vote *list = room(c, w, count, BODY_VOTES);
    for (size_t i = count; i > 0; i--) {
        const struct vote *x = &all[i - 1];
        if (bytes_equal(x->body, body) && pass(w)) {
            list[w->shown - 1] = (struct body_vote){.deadline_ms = x->deadline_ms,
                                                    .matter = x->matter,
                                                    .motion = x->motion,
                                                    .number = x->number,
                                                    .opened = x->opened,
                                                    .rule = x->rule,
                                                    .stage = bytes_of_text(show_vote_stage(x))};
        }
    }
    return list;
}

struct body_rows body_list_rows(struct context *c, struct bytes body, enum body_list which, size_t from,
                                size_t max)
{
    static void *(*const lists[BODY_LISTS])(struct context *, struct bytes, struct window *) = {
        [BODY_DECISIONS] = list_decisions, [BODY_DOCUMENTS] = list_documents,
        [BODY_RULINGS] = list_rulings,     [BODY_SESSIONS] = list_sessions,
        [BODY_VOTES] = list_votes,
    };
    struct window w = {.from = from, .max = max};
    void *rows = lists[which](c, body, &w);
    return (struct body_rows){.all = w.count, .count = w.shown, .rows = rows};
}

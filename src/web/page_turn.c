#include "web/page_turn.h"

#include "web/links.h"
#include "web/page_decision.h"

enum { NAMES_MAX = 12 }; /* of those who count alike; the data has all */

/* "against or absent": positions that do the same. */
static struct bytes positions_text(struct page *p, unsigned set)
{
    struct bytes words[sizeof POSITIONS];
    size_t count = 0;
    for (size_t i = 0; i < sizeof POSITIONS - 1; i++) {
        if ((set >> i & 1U) != 0) {
            words[count++] = page_plain(p, page_position_word(POSITIONS[i]));
        }
    }
    return say_list(p->arena, p->language, MESSAGE_list_or, MESSAGE_list_or, words, count);
}

/* Each is known by name: nobody else votes here. */
static void write_members(struct page *p, const struct turn *t, const struct change_source *s)
{
    struct bytes codes[NAMES_MAX];
    size_t count = 0;
    for (size_t v = 0; v < t->l->voter_count && count < NAMES_MAX; v++) {
        if (change_is_of(t->l, t->letters, s, v)) {
            codes[count++] = t->l->electors[v]->code;
        }
    }
    html_raw(p->html, " ");
    page_link_members(p, codes, count, t->l->voter_count);
    if ((int64_t)count < s->n) {
        html_raw(p->html, " ");
        page_sayf(p, MESSAGE_decision_turn_others, SAY_NUMBER("count", s->n - (int64_t)count));
    }
}

static void write_step(struct page *p, const struct turn *t, const struct change *c,
                       const struct change_step *step)
{
    const struct change_source *s = &c->sources[step->source];
    page_sayf(p, MESSAGE_decision_turn_of, SAY_NUMBER("count", step->count));
    write_members(p, t, s);
    html_cstring(p->html, " (");
    page_sayf(p, MESSAGE_decision_turn_step, SAY_TEXT("from", positions_text(p, 1U << s->from)),
              SAY_TEXT("to", positions_text(p, step->to)));
    html_cstring(p->html, ")");
}

static void write_ways(struct page *p, const struct turn *t, const struct change *c)
{
    html_open(p->html, "ul");
    for (size_t i = 0; i < c->way_count; i++) {
        html_open(p->html, "li");
        for (size_t k = 0; k < c->ways[i].step_count; k++) {
            html_cstring(p->html, k == 0 ? "" : "; ");
            write_step(p, t, c, &c->ways[i].steps[k]);
        }
        html_close(p->html);
    }
    html_close(p->html);
    if (c->more > 0 || !c->counted) {
        page_sayf(p, c->counted ? MESSAGE_decision_turn_more : MESSAGE_decision_turn_more_at_least,
                  SAY_NUMBER("count", c->more));
    }
}

static void write_change(struct page *p, const struct turn *t, const struct change *c)
{
    switch (c->state) {
    case CHANGE_STANDS:
        page_say(p, MESSAGE_decision_turn_stands);
        return;
    case CHANGE_IMPOSSIBLE:
        page_say(p, MESSAGE_decision_turn_impossible);
        return;
    case CHANGE_UNKNOWN:
        page_sayf(p, MESSAGE_decision_turn_at_least, SAY_NUMBER("count", c->at_least));
        if (c->members >= 0) {
            html_raw(p->html, " ");
            page_sayf(p, MESSAGE_decision_turn_at_most, SAY_NUMBER("count", c->members));
        }
        return;
    case CHANGE_FOUND:
        page_sayf(p, MESSAGE_decision_turn_found, SAY_NUMBER("count", c->members));
        write_ways(p, t, c);
        return;
    }
}

void page_turn(struct page *p, const struct turn *t)
{
    if (t == NULL) {
        return;
    }
    page_heading(p, "turn", MESSAGE_decision_turn);
    page_paragraph(p, t->refused ? MESSAGE_decision_turn_refused : MESSAGE_decision_turn_intro);
    if (t->count == 0) {
        return;
    }
    html_open(p->html, "dl");
    for (size_t i = 0; i < t->count; i++) {
        html_open(p->html, "dt");
        page_outcome(p, outcome_word(t->asked[i].to));
        html_close(p->html);
        html_open(p->html, "dd");
        write_change(p, t, &t->asked[i].change);
        html_close(p->html);
    }
    html_close(p->html);
}

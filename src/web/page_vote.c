/* Votes: what was put, who said what, and how the rule came to its outcome. */
#include "analysis/show_vote.h"
#include "base/check.h"
#include "mechanism/matter.h"
#include "web/legend.h"
#include "web/links.h"
#include "web/page_decision.h"
#include "web/page_turn.h"
#include "web/routes.h"

enum { REFRESH_S = 5 };

/* The newest first. */
static size_t listed(struct page *p, struct vote **out)
{
    struct vote *all = NULL;
    const size_t count = vote_list(p->context->state, p->arena, &all);
    const size_t after = (size_t)page_after(p) < count ? (size_t)page_after(p) : count;
    const size_t limit = (size_t)page_limit(p);
    const size_t shown = count - after < limit ? count - after : limit;
    *out = ARENA_ARRAY(p->arena, struct vote, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        (*out)[i] = all[count - 1 - after - i];
    }
    p->next = after + shown < count ? (int64_t)(after + shown) : 0;
    return shown;
}

static void write_row(struct page *p, const struct vote *x)
{
    page_row(p);
    page_cell(p);
    page_link_vote(p, x->number);
    page_cell(p);
    page_motion(p, x->motion);
    page_cell(p);
    page_link_body(p, x->body);
    page_cell(p);
    page_link_rule(p, x->rule);
    page_cell(p);
    page_outcome(p, show_vote_stage(x));
    page_cell(p);
    page_time(p, x->deadline_ms);
}

static enum page_result list_html(struct page *p)
{
    struct vote *list = NULL;
    const size_t count = listed(p, &list);
    page_title(p, MESSAGE_vote_title);
    page_paragraph(p, MESSAGE_vote_intro);
    if (count == 0) {
        page_paragraph(p, MESSAGE_word_none);
    } else {
        page_table(p, MESSAGE_vote_title, MESSAGE_vote_name, MESSAGE_vote_motion, MESSAGE_vote_body,
                   MESSAGE_vote_rule, MESSAGE_vote_outcome, MESSAGE_vote_deadline);
        for (size_t i = 0; i < count; i++) {
            write_row(p, &list[i]);
        }
        page_table_end(p);
    }
    page_command(p, "univocal vote list\n"
                    "univocal vote open BODY MOTION --rule RULE --duration 1h --as MEMBER");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    struct vote *list = NULL;
    const size_t count = listed(p, &list);
    show_votes(w, list, count);
    return PAGE_DONE;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    static const char *const names[] = {"number", "body", "motion", "rule", "stage", "deadline", "id"};
    struct vote *list = NULL;
    const size_t count = listed(p, &list);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        csv_text(c, bytes_of_text(names[i]));
    }
    csv_end(c);
    for (size_t i = 0; i < count; i++) {
        csv_integer(c, list[i].number);
        csv_text(c, list[i].body);
        csv_text(c, list[i].motion);
        csv_text(c, list[i].rule);
        csv_text(c, bytes_of_text(show_vote_stage(&list[i])));
        csv_integer(c, list[i].deadline_ms);
        csv_text(c, bytes_of_text(hash_hex(&list[i].id).text));
        csv_end(c);
    }
    return PAGE_DONE;
}

static enum page_result find(struct page *p, struct vote *out)
{
    return vote_get_numbered(p->context->state, page_number(p, "vote", 0), p->arena, out)
               ? PAGE_DONE
               : page_unlisted(p, "/votes");
}

static void write_head(struct page *p, const struct vote *x)
{
    struct matter m;
    page_terms(p);
    page_term(p, MESSAGE_vote_outcome);
    html_open(p->html, "strong");
    page_outcome(p, show_vote_stage(x));
    html_close(p->html);
    page_term(p, MESSAGE_vote_motion);
    page_motion(p, x->motion);
    if (matter_get(p->context->state, &x->matter, p->arena, &m)) {
        page_term(p, MESSAGE_vote_matter);
        page_link_matter(p, &m);
    }
    page_term(p, MESSAGE_vote_body);
    page_link_body(p, x->body);
    page_term(p, MESSAGE_vote_rule);
    page_link_rule(p, x->rule);
    page_term(p, MESSAGE_vote_opened);
    page_link_entry(p, (uint64_t)x->opened);
    page_term(p, MESSAGE_vote_deadline);
    page_time(p, x->deadline_ms);
    if (x->stage != VOTE_ENDED && x->sealed_until_ms > 0) {
        page_term(p, MESSAGE_vote_sealed_until);
        page_time(p, x->sealed_until_ms);
    }
    if (x->ended > 0) {
        page_term(p, MESSAGE_vote_ended);
        page_link_entry(p, (uint64_t)x->ended);
    }
    page_terms_end(p);
}

static enum ring_state state_of(const struct standing *s)
{
    if (!s->spoken || s->sits == 0) {
        return RING_OPEN;
    }
    return s->position == 'Y'                         ? RING_JOINED
           : s->position == 'N'                       ? RING_BROKE
           : s->position == 'L'                       ? RING_SILENT
           : s->position == 'A' || s->position == 'Q' ? RING_ABSTAINED
                                                      : RING_OPEN;
}

static void write_ring(struct page *p, const struct vote_view *v)
{
    static const enum message words[RING_STATES] = {
        [RING_JOINED] = MESSAGE_decision_for,         [RING_SILENT] = MESSAGE_decision_lets_pass,
        [RING_ABSTAINED] = MESSAGE_decision_abstains, [RING_BROKE] = MESSAGE_decision_against,
        [RING_OPEN] = MESSAGE_decision_silent,
    };
    struct ring_segment *segments = ARENA_ARRAY(p->arena, struct ring_segment, v->count + 1);
    for (size_t i = 0; i < v->count; i++) {
        segments[i] = (struct ring_segment){v->seats[i].member, state_of(&v->seats[i])};
    }
    legend_ring(p, segments, v->count,
                v->vote->stage == VOTE_ENDED && v->vote->outcome == OUTCOME_adopted, words);
}

/* "for: 2; against: 1" */
static void write_split(struct page *p, struct bytes split)
{
    int64_t parts[7];
    bool first = true;
    check(split_read(split, parts));
    for (int i = 0; i < 7; i++) {
        if (parts[i] > 0) {
            html_cstring(p->html, first ? "" : "; ");
            page_position(p, POSITIONS[i]);
            html_printf(p->html, ": %lld", (long long)parts[i]);
            first = false;
        }
    }
}

/* As vote_view_words says it in English. */
static void write_position(struct page *p, const struct vote_view *v, const struct standing *s)
{
    if (s->sits == 0) {
        page_say(p, MESSAGE_vote_left);
    } else if (s->spoken && s->split.len > 0) {
        write_split(p, s->split);
    } else if (s->spoken) {
        page_position(p, s->position);
    } else if (s->cast.sealed != 0) {
        page_say(p, v->vote->stage == VOTE_ENDED ? MESSAGE_vote_unopened : MESSAGE_vote_sealed);
    } else if (s->cast.called != 0) {
        page_sayf(p, MESSAGE_vote_called,
                  SAY_TEXT("position", page_plain(p, page_position_word(s->cast.called))));
    } else {
        page_position(p, 0);
    }
}

static void write_seat(struct page *p, const struct vote_view *v, const struct standing *s)
{
    page_row(p);
    page_cell(p);
    page_link_member(p, s->member);
    page_cell(p);
    write_position(p, v, s);
    page_cell(p);
    if (s->presence != PRESENCE_NOT_ASKED) {
        page_say(p, s->presence == PRESENT       ? MESSAGE_vote_present
                    : s->presence == NOT_PRESENT ? MESSAGE_vote_not_present
                                                 : MESSAGE_vote_contradicted);
    }
    page_cell(p);
    page_content(p, v->reasons[s - v->seats], BYTES(""));
    page_cell(p);
    if (s->said > 0) {
        page_link_entry(p, (uint64_t)s->said);
    }
}

/* In words, or the id of what the motion is about: a ruling, a charter. */
static void write_target(struct page *p, struct bytes target)
{
    struct hash id;
    if (target.len == 0) {
        return;
    }
    html_open(p->html, "p");
    html_class(p->html, "said");
    if (hash_parse(target, &id)) {
        html_digest(p->html, &id, bytes_of_text(language_tag(p->language)));
    } else {
        html_content(p->html, target, BYTES(""));
    }
    html_close(p->html);
}

static enum page_result one_html(struct page *p)
{
    struct vote x;
    struct vote_view v;
    const enum page_result r = find(p, &x);
    if (r != PAGE_DONE) {
        return r;
    }
    vote_view(p->context, &x, &v);
    p->refresh_s = x.stage == VOTE_ENDED || p->at ? 0 : REFRESH_S;
    p->title = say_plain(p->arena, p->language, MESSAGE_vote_number_is, &SAY_NUMBER("number", x.number), 1);
    html_element(p->html, "h1", p->title);
    write_target(p, x.target);
    if (bytes_equal_text(x.motion, "straw")) {
        page_paragraph(p, MESSAGE_vote_straw);
    }
    write_head(p, &x);
    write_ring(p, &v);
    page_heading(p, "seats", MESSAGE_vote_seats);
    page_table(p, MESSAGE_vote_seats, MESSAGE_vote_member, MESSAGE_decision_position, MESSAGE_vote_presence,
               MESSAGE_vote_reason, MESSAGE_vote_entry);
    for (size_t i = 0; i < v.count; i++) {
        write_seat(p, &v, &v.seats[i]);
    }
    page_table_end(p);
    page_heading(p, "explanation", MESSAGE_decision_explanation);
    if (v.decided) {
        page_decision(p, &v.decision);
        page_turn(p, v.turn);
    } else {
        page_paragraph(p, MESSAGE_vote_not_applicable);
    }
    page_command(p, arena_printf(p->arena, "univocal vote show %lld\nunivocal vote cast %lld Y --as MEMBER",
                                 (long long)x.number, (long long)x.number));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct vote x;
    struct vote_view v;
    const enum page_result r = find(p, &x);
    if (r == PAGE_DONE) {
        vote_view(p->context, &x, &v);
        show_vote(w, &v);
    }
    return r;
}

const struct route vote_routes[] = {
    {.pattern = "/votes",
     .operation = "votes",
     .summary = "Votes, the newest first.",
     .name = MESSAGE_vote_title,
     .schema = "VoteList",
     .list = true,
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/votes/{vote}",
     .operation = "vote",
     .summary = "A vote: who said what, and how the rule came to its outcome.",
     .name = MESSAGE_vote_title,
     .parameters = {{"vote", PARAMETER_NUMBER, "Its number, from 1."}},
     .schema = "Vote",
     .html = one_html,
     .json = one_json},
    {.pattern = NULL},
};

/* Elections: candidates, ballots and the count. */
#include "analysis/show_election.h"
#include "mechanism/member.h"
#include "web/links.h"
#include "web/page_decision.h"
#include "web/routes.h"

enum { REFRESH_S = 5 };

static struct bytes number_of(struct page *p, const struct election *x)
{
    return bytes_of_text(arena_printf(p->arena, "%lld", (long long)x->number));
}

static void write_for(struct page *p, const struct election *x)
{
    page_say(p, x->kind == POST_OFFICE  ? MESSAGE_election_office
                : x->kind == POST_SEATS ? MESSAGE_election_seats
                                        : MESSAGE_election_chair);
    html_raw(p->html, " ");
    if (x->kind == POST_OFFICE) {
        html_element(p->html, "bdi", x->name);
    } else {
        page_link_body(p, x->name);
    }
}

/* A candidate: a member, or a person. */
static void write_candidate(struct page *p, struct bytes name)
{
    struct member m;
    if (member_get(p->context->state, name, &m)) {
        page_link_member(p, name);
    } else {
        html_content(p->html, name, BYTES(""));
    }
}

static enum page_result list_html(struct page *p)
{
    struct election *list = NULL;
    const size_t count = election_list(p->context->state, p->arena, &list);
    page_title(p, MESSAGE_election_title);
    page_paragraph(p, MESSAGE_election_intro);
    if (count == 0) {
        page_paragraph(p, MESSAGE_word_none);
    } else {
        page_table(p, MESSAGE_election_title, MESSAGE_election_name, MESSAGE_election_for,
                   MESSAGE_vote_body, MESSAGE_vote_rule, MESSAGE_election_round, MESSAGE_election_stage);
    }
    for (size_t i = 0; i < count; i++) {
        const struct election *x = &list[i];
        page_row(p);
        page_cell(p);
        page_link(p, BYTES("/elections/"), number_of(p, x));
        page_sayf(p, MESSAGE_election_number_is, SAY_NUMBER("number", x->number));
        html_close(p->html);
        page_cell(p);
        write_for(p, x);
        page_cell(p);
        page_link_body(p, x->body);
        page_cell(p);
        page_link_rule(p, x->rule);
        page_cell(p);
        html_integer(p->html, x->round);
        page_cell(p);
        page_outcome(p, show_election_stage(x));
    }
    if (count > 0) {
        page_table_end(p);
    }
    page_command(p, "univocal election list\nunivocal election open BODY office NAME --as MEMBER");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    struct election *list = NULL;
    const size_t count = election_list(p->context->state, p->arena, &list);
    show_elections(w, list, count);
    return PAGE_DONE;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    static const char *const names[] = {"number", "for", "name", "body", "rule", "round", "stage", "id"};
    struct election *list = NULL;
    const size_t count = election_list(p->context->state, p->arena, &list);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        csv_text(c, bytes_of_text(names[i]));
    }
    csv_end(c);
    for (size_t i = 0; i < count; i++) {
        csv_integer(c, list[i].number);
        csv_text(c, bytes_of_text(post_word(list[i].kind)));
        csv_text(c, list[i].name);
        csv_text(c, list[i].body);
        csv_text(c, list[i].rule);
        csv_integer(c, list[i].round);
        csv_text(c, bytes_of_text(show_election_stage(&list[i])));
        csv_text(c, bytes_of_text(hash_hex(&list[i].id).text));
        csv_end(c);
    }
    return PAGE_DONE;
}

static enum page_result find(struct page *p, struct election *out)
{
    return election_get_numbered(p->context->state, page_number(p, "election", 0), p->arena, out)
               ? PAGE_DONE
               : page_unlisted(p, "/elections");
}

/* Of the round that runs or ran last; NULL: none, or the rule cannot be applied. */
static struct election_count *counts_of(struct page *p, const struct election *x)
{
    struct election_count *counts = NULL;
    struct diag diag;
    const bool counted =
        x->round > 0 && election_counts(p->context, x, election_seats_of_round(x), &counts, &diag) == OK;
    return counted ? counts : NULL;
}

static void write_head(struct page *p, const struct election *x)
{
    page_terms(p);
    page_term(p, MESSAGE_election_for);
    write_for(p, x);
    page_term(p, MESSAGE_election_stage);
    html_open(p->html, "strong");
    page_outcome(p, show_election_stage(x));
    html_close(p->html);
    page_term(p, MESSAGE_election_round);
    page_sayf(p, MESSAGE_election_round_of, SAY_NUMBER("round", x->round),
              SAY_NUMBER("rounds", election_rounds(election_rule(p->context, x))));
    page_term(p, MESSAGE_election_places);
    page_sayf(p, MESSAGE_election_left, SAY_NUMBER("seats", x->seats), SAY_NUMBER("left", x->left));
    page_term(p, MESSAGE_vote_body);
    page_link_body(p, x->body);
    page_term(p, MESSAGE_vote_rule);
    page_link_rule(p, x->rule);
    if (x->stage == ELECTION_RUNNING) {
        page_term(p, MESSAGE_vote_deadline);
        page_time(p, x->deadline_ms);
    }
    page_term(p, MESSAGE_vote_opened);
    page_link_entry(p, (uint64_t)x->opened);
    if (x->ended > 0) {
        page_term(p, MESSAGE_vote_ended);
        page_link_entry(p, (uint64_t)x->ended);
    }
    page_terms_end(p);
}

static void write_candidates(struct page *p, const struct election *x, const struct election_count *counts)
{
    page_heading(p, "candidates", MESSAGE_election_candidates);
    page_table(p, MESSAGE_election_candidates, MESSAGE_election_candidate, MESSAGE_election_nominated_by,
               MESSAGE_election_marks, MESSAGE_election_stage);
    for (size_t i = 0; i < x->candidate_count; i++) {
        const struct candidate *one = &x->candidates[i];
        page_row(p);
        page_cell(p);
        write_candidate(p, one->name);
        page_cell(p);
        page_link_member(p, one->by);
        page_cell(p);
        if (counts != NULL && counts[i].stood) {
            html_integer(p->html, counts[i].marks);
        }
        page_cell(p);
        page_outcome(p, candidate_word(one->stage));
        if (counts != NULL && counts[i].tied) {
            html_raw(p->html, ", ");
            page_say(p, MESSAGE_election_tied);
        }
    }
    page_table_end(p);
}

static void write_papers(struct page *p, const struct election *x)
{
    page_heading(p, "ballots", MESSAGE_election_ballots);
    if (x->voter_count == 0) {
        page_paragraph(p, MESSAGE_word_none);
        return;
    }
    page_table(p, MESSAGE_election_ballots, MESSAGE_vote_member, MESSAGE_election_marked, MESSAGE_vote_entry);
    for (size_t i = 0; i < x->voter_count; i++) {
        const struct paper b =
            paper_get(p->context->state, &x->round_id, x->voters[i].member, p->arena);
        page_row(p);
        page_cell(p);
        page_link_member(p, x->voters[i].member);
        page_cell(p);
        for (size_t k = 0; k < b.count; k++) {
            html_cstring(p->html, k == 0 ? "" : ", ");
            write_candidate(p, b.marks[k]);
        }
        if (b.count == 0) {
            page_say(p, b.taken != 0                          ? MESSAGE_election_blank
                        : b.sealed != 0 && x->ended == 0      ? MESSAGE_election_sealed
                        : b.sealed != 0                       ? MESSAGE_election_unopened
                                                              : MESSAGE_election_no_ballot);
        }
        page_cell(p);
        if (b.taken > 0) {
            page_link_entry(p, (uint64_t)b.taken);
        }
    }
    page_table_end(p);
}

static enum page_result one_html(struct page *p)
{
    struct election x = {0};
    const enum page_result r = find(p, &x);
    if (r != PAGE_DONE) {
        return r;
    }
    const struct election_count *counts = counts_of(p, &x);
    p->refresh_s = x.stage != ELECTION_RUNNING || p->at ? 0 : REFRESH_S;
    p->title = say_plain(p->arena, p->language, MESSAGE_election_number_is,
                         &SAY_NUMBER("number", x.number), 1);
    html_element(p->html, "h1", p->title);
    write_head(p, &x);
    write_candidates(p, &x, counts);
    write_papers(p, &x);
    for (size_t i = 0; counts != NULL && i < x.candidate_count; i++) {
        if (counts[i].stood) {
            html_open(p->html, "h2");
            write_candidate(p, x.candidates[i].name);
            html_close(p->html);
            page_decision(p, &counts[i].decision);
        }
    }
    page_command(p, arena_printf(p->arena, "univocal election show %lld", (long long)x.number));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct election x = {0};
    const enum page_result r = find(p, &x);
    if (r == PAGE_DONE) {
        show_election(w, p->context, &x, counts_of(p, &x));
    }
    return r;
}

const struct route election_routes[] = {
    {.pattern = "/elections",
     .operation = "elections",
     .summary = "Elections to offices, seats and chairs.",
     .name = MESSAGE_election_title,
     .schema = "ElectionList",
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/elections/{election}",
     .operation = "election",
     .summary = "An election: candidates, ballots and the count.",
     .name = MESSAGE_election_title,
     .parameters = {{"election", PARAMETER_NUMBER, "Its number, from 1."}},
     .schema = "Election",
     .html = one_html,
     .json = one_json},
    {.pattern = NULL},
};

#include "analysis/show_election.h"

#include "analysis/show_decision.h"

const char *show_election_stage(const struct election *x)
{
    return x->stage == ELECTION_ENDED     ? "ended"
           : x->stage == ELECTION_RUNNING ? "running"
           : x->round == 0                ? "nominations"
                                          : "between rounds";
}

static void show_head(struct json_writer *w, const struct election *x)
{
    json_integer(w, "deadline", x->deadline_ms);
    json_cstring(w, "for", post_word(x->kind));
    json_hex(w, "id", hash_view(&x->id));
    json_integer(w, "left", x->left);
    json_text(w, "name", x->name);
    json_integer(w, "number", x->number);
    json_integer(w, "round", x->round);
    json_text(w, "rule", x->rule);
}

void show_elections(struct json_writer *w, const struct election *list, size_t count)
{
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_text(w, "body", list[i].body);
        show_head(w, &list[i]);
        json_cstring(w, "stage", show_election_stage(&list[i]));
        json_end(w);
    }
    json_end(w);
}

static void show_candidate(struct json_writer *w, const struct candidate *one,
                           const struct election_count *count)
{
    const bool stood = count != NULL && count->stood;
    json_object(w, NULL);
    show_decision_bodies(w, stood ? &count->decision : NULL);
    json_integer(w, "marks", count == NULL ? 0 : count->marks);
    json_text(w, "name", one->name);
    json_text(w, "nominated_by", one->by);
    json_cstring(w, "stage", candidate_word(one->stage));
    json_bool(w, "tied", count != NULL && count->tied);
    json_end(w);
}

static void show_voter(struct json_writer *w, struct context *c, const struct election *x,
                       const struct asked *bodies, const struct asked_seat *voter)
{
    const struct paper p = paper_get(c->state, &x->round_id, voter->member, c->arena);
    json_object(w, NULL);
    show_decision_places(w, bodies, asked_sits(bodies, voter));
    json_array(w, "marks");
    for (size_t i = 0; i < p.count; i++) {
        json_text(w, NULL, p.marks[i]);
    }
    json_end(w);
    json_text(w, "member", voter->member);
    json_integer(w, "said", p.taken);
    json_bool(w, "sealed", p.sealed != 0);
    json_end(w);
}

void show_election(struct json_writer *w, struct context *c, const struct election *x,
                   const struct election_count *counts)
{
    const struct asked bodies = election_bodies(c, x);
    json_object(w, NULL);
    json_text(w, "body", x->body);
    json_array(w, "candidates");
    for (size_t i = 0; i < x->candidate_count; i++) {
        show_candidate(w, &x->candidates[i], counts == NULL ? NULL : &counts[i]);
    }
    json_end(w);
    show_head(w, x);
    json_integer(w, "sealed_until", x->sealed_until_ms);
    json_integer(w, "seats", x->seats);
    json_cstring(w, "stage", show_election_stage(x));
    json_array(w, "voters");
    for (size_t i = 0; i < x->voter_count; i++) {
        show_voter(w, c, x, &bodies, &x->voters[i]);
    }
    json_end(w);
    json_end(w);
}

#include "analysis/show_vote.h"

#include "analysis/act_words.h"
#include "analysis/show_decision.h"

const char *show_vote_stage(const struct vote *x)
{
    return x->stage == VOTE_ENDED ? outcome_word(x->outcome) : "running";
}

/* The reason that a position was given with. */
static struct bytes reason_of(struct context *c, const struct cast *x)
{
    const int64_t at = x->taken != 0 ? x->taken : x->confirmed;
    return x->reasoned && at != 0 ? act_words(c, at, "reason") : BYTES("");
}

/* Of a sealed vote nobody knows before its end what is still to be opened. */
static const struct turn *turn_of(struct context *c, const struct vote *x, const struct decision *d)
{
    if (x->stage != VOTE_ENDED && x->sealed_until_ms > 0) {
        return NULL;
    }
    struct turn *turn = ARENA_NEW(c->arena, struct turn);
    struct vote_case *asked = ARENA_NEW(c->arena, struct vote_case);
    vote_case(c, x, asked);
    const struct turn_case of = {asked->rule, asked->count, asked->electorates, asked->date};
    turn_find_shown(c->arena, &of, d->stands, turn);
    return turn;
}

void vote_view(struct context *c, const struct vote *x, struct vote_view *out)
{
    *out = (struct vote_view){.vote = x};
    out->count = vote_standings(c, x, &out->seats);
    out->reasons = ARENA_ARRAY(c->arena, struct bytes, out->count + 1);
    for (size_t i = 0; i < out->count; i++) {
        out->reasons[i] = reason_of(c, &out->seats[i].cast);
    }
    out->bodies = vote_bodies(c, x);
    out->decided = vote_decide(c, x, &out->decision, &out->diag) == OK;
    if (out->decided && x->stage == VOTE_ENDED && out->decision.outcome != x->outcome) {
        out->decided = false;
        diag_set(&out->diag, 0, 0, "", "others sit in the body now");
    }
    out->turn = out->decided ? turn_of(c, x, &out->decision) : NULL;
}

const char *vote_view_words(struct arena *a, const struct vote_view *v, const struct standing *s)
{
    if (s->sits == 0) {
        return "has left the body";
    }
    if (s->spoken) {
        return s->split.len > 0 ? arena_text(a, s->split) : position_word(s->position);
    }
    if (s->cast.sealed != 0) {
        return v->vote->stage == VOTE_ENDED ? "sealed, and not opened: not given" : "sealed";
    }
    if (s->cast.called != 0) {
        return arena_printf(a, "called: %s, not confirmed", position_word(s->cast.called));
    }
    return "has not spoken";
}

void show_votes(struct json_writer *w, const struct vote *list, size_t count)
{
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_text(w, "body", list[i].body);
        json_integer(w, "deadline", list[i].deadline_ms);
        json_hex(w, "id", hash_view(&list[i].id));
        json_text(w, "motion", list[i].motion);
        json_integer(w, "number", list[i].number);
        json_text(w, "rule", list[i].rule);
        json_cstring(w, "stage", show_vote_stage(&list[i]));
        json_end(w);
    }
    json_end(w);
}

void show_vote(struct json_writer *w, const struct vote_view *v)
{
    const struct vote *x = v->vote;
    const struct decision *d = v->decided ? &v->decision : NULL;
    json_object(w, NULL);
    show_decision_bodies(w, d);
    json_text(w, "body", x->body);
    json_integer(w, "deadline", x->deadline_ms);
    show_decision(w, "explanation", d);
    json_hex(w, "id", hash_view(&x->id));
    json_hex(w, "matter", hash_view(&x->matter));
    json_text(w, "motion", x->motion);
    json_integer(w, "number", x->number);
    json_cstring(w, "outcome", outcome_word(d != NULL ? d->outcome : x->outcome));
    json_hex(w, "presence", hash_view(&x->presence));
    json_cstring(w, "reason", reason_word(d != NULL ? d->reason_code : x->reason));
    json_hex(w, "root", hash_view(&x->root));
    json_text(w, "rule", x->rule);
    json_integer(w, "sealed_until", x->sealed_until_ms);
    json_array(w, "seats");
    for (size_t i = 0; i < v->count; i++) {
        const struct standing *s = &v->seats[i];
        const char letter[2] = {s->position, 0};
        json_object(w, NULL);
        show_decision_places(w, &v->bodies, s->sits);
        json_text(w, "member", s->member);
        json_text(w, "position", s->split.len > 0 ? s->split : bytes_of_text(letter));
        json_text(w, "reason", v->reasons[i]);
        json_integer(w, "said", s->said);
        json_bool(w, "spoken", s->spoken);
        json_end(w);
    }
    json_end(w);
    json_cstring(w, "stage", show_vote_stage(x));
    json_text(w, "target", x->target);
    show_turn(w, "turns", v->turn);
    json_end(w);
}

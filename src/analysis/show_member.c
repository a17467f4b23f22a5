#include "analysis/show_member.h"

#include "analysis/act_words.h"
#include "base/check.h"
#include "mechanism/status.h"

struct bytes show_member_clearing(struct context *c, const struct member *m)
{
    struct member_key node;
    check(member_key_get(c->state, &m->clearing, &node));
    return node.member;
}

int64_t show_vote_number(struct context *c, const struct hash *vote)
{
    struct vote x;
    return vote_get(c->state, vote, c->arena, &x) ? x.number : 0;
}

static void show_keys(struct json_writer *w, struct context *c, struct bytes code)
{
    struct member_key *keys = NULL;
    const size_t count = member_keys(c->state, code, c->arena, &keys);
    json_array(w, "keys");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_integer(w, "enrolled", keys[i].enrolled);
        json_hex(w, "key", public_key_view(&keys[i].key));
        json_text(w, "name", keys[i].name);
        json_cstring(w, "powers", power_words(c->arena, keys[i].powers));
        json_integer(w, "revoked", keys[i].revoked);
        json_cstring(w, "role", role_word(keys[i].role));
        json_end(w);
    }
    json_end(w);
}

static void show_status(struct json_writer *w, struct context *c, const char *name, enum status_kind kind,
                        struct bytes member)
{
    struct status x;
    if (!status_get(c->state, kind, member, &x)) {
        return;
    }
    json_object(w, name);
    json_integer(w, "entry", x.decided);
    json_bool(w, "stands", x.stands);
    json_integer(w, "time", x.time_ms);
    json_integer(w, "vote", show_vote_number(c, &x.vote));
    json_end(w);
}

static void show_claims(struct json_writer *w, struct context *c, struct bytes member)
{
    struct claim *claims = NULL;
    const size_t count = claim_list(c->state, member, c->arena, &claims);
    json_array(w, "claims");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_text(w, "by", claims[i].by);
        json_integer(w, "entry", claims[i].stated);
        json_text(w, "text", act_words(c, claims[i].stated, "text"));
        json_integer(w, "time", claims[i].time_ms);
        json_end(w);
    }
    json_end(w);
}

void show_member(struct json_writer *w, struct context *c, const struct member *m)
{
    json_object(w, NULL);
    json_text(w, "clearing", show_member_clearing(c, m));
    json_text(w, "code", m->code);
    show_keys(w, c, m->code);
    json_text(w, "name", m->name);
    json_object(w, "status");
    show_claims(w, c, m->code);
    show_status(w, c, "contested", STATUS_CONTEST, m->code);
    show_status(w, c, "suspended", STATUS_SUSPENSION, m->code);
    json_end(w);
    json_end(w);
}

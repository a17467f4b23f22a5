/* The talk of votes: of any rule that talk_charter has, in the open and sealed, by roll call, divided. */
#include <string.h>

#include "base/check.h"
#include "mechanism/classification.h"
#include "mechanism/matter.h"
#include "mechanism/vote.h"
#include "support/talk_inner.h"

const char *talk_rule(struct talk *t)
{
    static const char *const rules[] = {"silence", "majority", "secret", "divided",          "meeting",
                                        "first",   "strict",   "tacit",  "secretly_divided", "later",
                                        "lapsing", "upward",   "change", "reasoned",         "deferring",
                                        "kinds",   "counted",  "counted", "watched",          "worked"};
    return rules[talk_choose(t, sizeof rules / sizeof rules[0])];
}

/* The vote at hand: most often the newest that runs. */
static bool take_vote(struct talk *t, struct vote *out)
{
    struct vote *list = NULL;
    struct rig *r = t->rig;
    size_t count = vote_open_list(r->state, &r->arena, &list);
    if (count == 0 || talk_choose(t, 16) == 0) {
        count = vote_list(r->state, &r->arena, &list);
    }
    if (count > 0) {
        *out = list[talk_choose(t, 4) == 0 ? talk_choose(t, (uint32_t)count) : count - 1];
    }
    return count > 0;
}

static const char *chair_of(struct talk *t, struct bytes body)
{
    struct body b;
    return talk_choose(t, 8) != 0 && body_get(t->rig->state, body, &t->rig->arena, &b) && b.chair.len > 0
               ? arena_text(&t->rig->arena, b.chair)
               : talk_member(t);
}

/* The same for a member in a vote each time, so that what was sealed can be opened; now and then another. */
static unsigned mind(struct talk *t, const struct hash *id, const char *who)
{
    return talk_choose(t, 8) == 0 ? (unsigned)talk_choose(t, 30)
                                  : id->bytes[1] % 29U + (unsigned)(who[2] - '0');
}

static const char *position(struct talk *t, const struct vote *x, const char *who, bool *split)
{
    static const char *const whole[] = {"Y", "Y", "N", "Y", "A", "L", "X"};
    static const char *const parts[] = {"Y=2", "Y=2,N=1", "N=1,Y=3", "Y=1", "Y=1,N=1", "A=4", "Y=0"};
    const unsigned n = mind(t, &x->id, who);
    *split = bytes_equal_text(x->rule, "divided") || bytes_equal_text(x->rule, "secretly_divided")
                 ? n % 2 == 0
                 : n == 11;
    if (!*split && !bytes_equal_text(x->motion, "adopt") && !bytes_equal_text(x->motion, "straw")) {
        return n % 5 == 0 ? "N" : "Y"; /* something follows more often */
    }
    return *split ? parts[(unsigned)(who[2] - '1') % 4 + n % 4 / 3 * 3] : whole[n % 7];
}

static struct hash salt_of(struct talk *t, const struct vote *x, const char *who)
{
    const unsigned number = 70000 + x->id.bytes[0] * 64U + (unsigned)(who[2] - '0');
    const struct org_words w = org_words(&t->rig->arena, number + (talk_choose(t, 16) == 0 ? 1 : 0));
    struct hash salt;
    memcpy(salt.bytes, w.salt[0], sizeof salt.bytes);
    return salt;
}

static struct said say_position(struct talk *t, const struct vote *x)
{
    struct arena *a = &t->rig->arena;
    const char *who = talk_member(t);
    const char *id = arena_text(a, bytes_of_text(hash_hex(&x->id).text));
    bool split = false;
    const char *text = position(t, x, who, &split);
    const char *field = split ? arena_printf(a, "'split':'%s',", text) : "";
    const char *letter = split ? "" : arena_printf(a, "'position':'%s',", text);
    const char *reason = talk_choose(t, 3) == 0 ? "" : "'reason':'why',";
    if (x->sealed_until_ms == 0 || talk_choose(t, 24) == 0) {
        return (struct said){talk_delegate(t, who), "vote.cast",
                             arena_printf(a, "{%s%s%s'vote':'%s'}", letter, reason, field, id)};
    }
    const struct hash salt = salt_of(t, x, who);
    const bool first = t->rig->time_ms < x->sealed_until_ms;
    if (first != (talk_choose(t, 12) == 0)) {
        const struct hash h = vote_commitment(&salt, &x->id, bytes_of_text(who), bytes_of_text(text));
        return (struct said){talk_delegate(t, who), "vote.seal",
                             arena_printf(a, "{'commitment':'%s','vote':'%s'}", hash_hex(&h).text, id)};
    }
    return (struct said){
        talk_delegate(t, who), "vote.reveal",
        arena_printf(a, "{%s%s'salt':'%s',%s'vote':'%s'}", letter, reason, hash_hex(&salt).text, field, id)};
}

static struct said say_roll(struct talk *t, const struct vote *x)
{
    static const char *const letters[] = {"Y", "N", "A", "L"};
    struct arena *a = &t->rig->arena;
    const char *id = arena_text(a, bytes_of_text(hash_hex(&x->id).text));
    if (talk_choose(t, 3) == 0) {
        const unsigned one = 1 + (unsigned)talk_choose(t, (uint32_t)t->rig->options.members);
        return (struct said){talk_delegate(t, chair_of(t, x->body)), "vote.roll",
                             arena_printf(a,
                                          "{'calls':[{'member':'A%02u','position':'%s'},"
                                          "{'member':'A%02u','position':'%s'}],'vote':'%s'}",
                                          one, letters[talk_choose(t, 4)], one + 1,
                                          letters[talk_choose(t, 2)], id)};
    }
    const char *who = talk_member(t);
    const struct cast own = cast_get(t->rig->state, &x->id, bytes_of_text(who));
    const char letter = own.called != 0 && talk_choose(t, 8) != 0 ? own.called : 'Y';
    return (struct said){talk_delegate(t, who), "vote.confirm",
                         arena_printf(a, "{'position':'%c',%s'vote':'%s'}", letter,
                                      talk_choose(t, 3) == 0 ? "" : "'reason':'why',", id)};
}

static struct said say_present(struct talk *t)
{
    static const char *const lists[] = {"'A01'", "'A01','A02'", "'A01','A02','A03'",
                                        "",      "'A02'",       "'A02','A01'"};
    if (talk_choose(t, 3) == 0) {
        return (struct said){talk_delegate(t, talk_member(t)), "vote.contradict", "{'presence':$p}"};
    }
    return (struct said){
        talk_delegate(t, chair_of(t, BYTES("council"))), "vote.present",
        arena_printf(&t->rig->arena, "{'body':'council','members':[%s]}", lists[talk_choose(t, 6)])};
}

static const char *duration(struct talk *t)
{
    static const char *const all[] = {"10000", "10000", "12000", "20000", "60000", "9999"};
    return all[talk_choose(t, 6)];
}

struct said say_adopt(struct talk *t, const struct matter *m, const char *chair)
{
    enum error e = OK;
    struct context c = rig_context(t->rig, &e);
    const struct bytes rule = classification_rule(&c, m);
    return (struct said){chair, "vote.open",
                         arena_printf(&t->rig->arena,
                                      "{'body':'%.*s','duration':%s,'matter':$m,'motion':'adopt','root':$r,"
                                      "'rule':'%.*s'}",
                                      (int)m->body.len, (const char *)m->body.data, duration(t),
                                      (int)rule.len, (const char *)rule.data)};
}

/* A poll on anything; or on a text, by any rule, which later stages ask for. */
static struct said say_open(struct talk *t)
{
    static const char *const tags[] = {"PARTY", "REASONED", "OTHER"};
    struct arena *a = &t->rig->arena;
    const char *chair = talk_delegate(t, chair_of(t, BYTES("council")));
    switch (talk_choose(t, 4)) {
    case 0:
        return (struct said){chair, "vote.open",
                             arena_printf(a,
                                          "{'body':'council','duration':%s,'matter':$m,'motion':'adopt',"
                                          "'root':$r,'rule':'%s'}",
                                          duration(t), talk_rule(t))};
    case 1:
        return (struct said){chair, "vote.open",
                             arena_printf(a,
                                          "{'body':'council','duration':%s,'motion':'straw','rule':'party',"
                                          "'tags':[{'member':'A01','tag':'%s'}]}",
                                          duration(t),
                                          tags[talk_choose(t, 8) == 0 ? 1 + talk_choose(t, 2) : 0])};
    case 2:
        return (struct said){chair, "vote.open",
                             arena_printf(a,
                                          "{'body':'%s','duration':%s,'matter':$m,'motion':'straw','root':$r,"
                                          "'rule':'%s'}",
                                          talk_choose(t, 4) == 0 ? "group" : "council", duration(t),
                                          talk_rule(t))};
    default:
        return (struct said){chair, "vote.open",
                             arena_printf(a,
                                          "{'body':'council','duration':%s,'motion':'straw','rule':'%s',"
                                          "'target':'Lunch?'}",
                                          duration(t), talk_rule(t))};
    }
}

struct said say_of_vote(struct talk *t)
{
    struct vote x = {.number = 0};
    const uint32_t way = talk_choose(t, 16);
    if (way < 2 || !take_vote(t, &x)) {
        return way % 2 == 0 ? say_open(t) : say_present(t);
    }
    if (way == 2) {
        return say_present(t);
    }
    if (way < 6) {
        return say_roll(t, &x);
    }
    if (way == 6) {
        return (struct said){talk_delegate(t, chair_of(t, x.body)), "vote.close",
                             arena_printf(&t->rig->arena, "{'vote':'%s'}", hash_hex(&x.id).text)};
    }
    return say_position(t, &x);
}

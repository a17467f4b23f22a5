/* The talk of elections: to an office, to seats, in the open and sealed. */
#include <string.h>

#include "base/check.h"
#include "mechanism/election.h"
#include "mechanism/matter.h"
#include "support/talk_inner.h"

static const char *council_chair(struct talk *t)
{
    struct body b;
    check(body_get(t->rig->state, BYTES("council"), &t->rig->arena, &b));
    return talk_choose(t, 8) == 0 || b.chair.len == 0 ? talk_member(t) : arena_text(&t->rig->arena, b.chair);
}

static struct said open_one(struct talk *t)
{
    static const char *const posts[][2] = {{"office", "secretary"},
                                           {"office", "president"},
                                           {"seats", "board"},
                                           {"chair", "board"},
                                           {"office", "nobody"}};
    const uint32_t way = talk_choose(t, 16) == 0 ? 3 + talk_choose(t, 2) : talk_choose(t, 3);
    return (struct said){talk_delegate(t, council_chair(t)), "election.open",
                         arena_printf(&t->rig->arena, "{'body':'council','for':'%s','name':'%s'}",
                                      posts[way][0], posts[way][1])};
}

/* Of what a member marks: the same each time in a round, so that what was sealed can be opened. */
static struct said ballot(struct talk *t, const struct election *x, const char *id)
{
    struct arena *a = &t->rig->arena;
    const char *who = talk_member(t);
    const unsigned n = talk_choose(t, 8) == 0 ? (unsigned)talk_choose(t, 30)
                                              : x->round_id.bytes[1] % 23U + (unsigned)(who[2] - '0');
    const size_t count = x->candidate_count == 0 ? 0 : n % 4 == 3 ? 0 : 1;
    const struct bytes name = count == 0 ? BYTES("") : x->candidates[n % x->candidate_count].name;
    const char *marks = count == 0 ? "" : arena_printf(a, "'%.*s'", (int)name.len, (const char *)name.data);
    if (x->sealed_until_ms == 0 || talk_choose(t, 24) == 0) {
        return (struct said){talk_delegate(t, who), "election.mark",
                             arena_printf(a, "{'election':'%s','marks':[%s]}", id, marks)};
    }
    const struct org_words w = org_words(a, 90000 + x->round_id.bytes[0] * 64U + (unsigned)(who[2] - '0'));
    struct hash salt;
    memcpy(salt.bytes, w.salt[0], sizeof salt.bytes);
    const bool first = t->rig->time_ms < x->sealed_until_ms;
    if (first != (talk_choose(t, 12) == 0)) {
        const struct hash h = election_commitment(&salt, &x->round_id, bytes_of_text(who), &name, count);
        return (struct said){talk_delegate(t, who), "election.seal",
                             arena_printf(a, "{'commitment':'%s','election':'%s'}", hash_hex(&h).text, id)};
    }
    return (struct said){
        talk_delegate(t, who), "election.reveal",
        arena_printf(a, "{'election':'%s','marks':[%s],'salt':'%s'}", id, marks, hash_hex(&salt).text)};
}

struct said say_of_election(struct talk *t)
{
    struct arena *a = &t->rig->arena;
    struct election *list = NULL;
    const size_t count = election_list(t->rig->state, a, &list);
    const uint32_t way = talk_choose(t, 16);
    if (count == 0 || way == 0) {
        return open_one(t);
    }
    const struct election *x = &list[talk_choose(t, 3) == 0 ? talk_choose(t, (uint32_t)count) : count - 1];
    if (x->stage == ELECTION_ENDED && way < 8) {
        return open_one(t);
    }
    const char *id = arena_text(a, bytes_of_text(hash_hex(&x->id).text));
    const char *name = talk_choose(t, 4) == 0 ? "A Person" : talk_member(t);
    if (way == 1) {
        return (struct said){talk_delegate(t, talk_member(t)), "election.withdraw",
                             arena_printf(a, "{'candidate':'%s','election':'%s'}", name, id)};
    }
    if (way == 2) {
        return (struct said){talk_delegate(t, council_chair(t)), "election.close",
                             arena_printf(a, "{'election':'%s'}", id)};
    }
    if (x->stage == ELECTION_RUNNING || way == 3) {
        return ballot(t, x, id);
    }
    if (x->candidate_count == 0 || way < 8) {
        return (struct said){talk_delegate(t, talk_member(t)), "election.nominate",
                             arena_printf(a, "{'candidate':'%s','election':'%s'}", name, id)};
    }
    return (struct said){
        talk_delegate(t, council_chair(t)), "election.round",
        arena_printf(a, "{'duration':%u,'election':'%s'}", 9999 + 1001 * (unsigned)talk_choose(t, 9), id)};
}

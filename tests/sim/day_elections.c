/* Elections of a bad day: members open, nominate, mark, seal and reveal at random; and each round is counted
 * anew from the ballots that stand in the record. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "codec/json.h"
#include "mechanism/acts.h"
#include "mechanism/election.h"
#include "sim/day.h"

static bool an_election(struct day *d, struct election *out)
{
    struct election *list = NULL;
    const size_t count = election_list(host_state(&d->h), &d->arena, &list);
    if (count > 0) { /* mostly one of the last, which may not have ended */
        const size_t back = (size_t)prng_below(&d->prng, count < 3 ? count : 3);
        *out = list[count - 1 - back];
    }
    return count > 0;
}

static const char *code_of(struct day *d, size_t member)
{
    return arena_text(&d->arena, d->org.codes[member]);
}

static void open_election(struct day *d)
{
    static const char *const posts[][2] = {{"office", "clerk"}, {"office", "keeper"}, {"seats", "board"}};
    const size_t i = (size_t)prng_below(&d->prng, 3);
    day_say(d, day_chair(d), "election.open",
            arena_printf(&d->arena, "{\"body\":\"council\",\"for\":\"%s\",\"name\":\"%s\"}", posts[i][0],
                         posts[i][1]));
}

static void stand(struct day *d)
{
    struct election x;
    const bool leave = prng_below(&d->prng, 8) == 0;
    if (an_election(d, &x)) {
        day_say(d, day_anybody(d), leave ? "election.withdraw" : "election.nominate",
                arena_printf(&d->arena, "{\"candidate\":\"%s\",\"election\":\"%s\"}",
                             code_of(d, (size_t)prng_below(&d->prng, 3)), org_hex(&d->arena, &x.id)));
    }
}

static void ask(struct day *d)
{
    struct election x;
    if (an_election(d, &x)) {
        day_say(d, day_chair(d), x.candidate_count == 0 ? "election.close" : "election.round",
                x.candidate_count == 0
                    ? arena_printf(&d->arena, "{\"election\":\"%s\"}", org_hex(&d->arena, &x.id))
                    : arena_printf(&d->arena, "{\"duration\":%lld,\"election\":\"%s\"}",
                                   (long long)prng_between(&d->prng, 9000, 30000),
                                   org_hex(&d->arena, &x.id)));
    }
}

static void mark(struct day *d)
{
    struct election x;
    struct buffer b;
    if (!an_election(d, &x)) {
        return;
    }
    buffer_init(&b, 1024);
    const bool wild = prng_below(&d->prng, 4) == 0; /* else whom most would have */
    const size_t favourite = x.id.bytes[0] % 2;
    for (size_t i = 0; i < d->org.options.members; i++) { /* codes ascend */
        if (wild ? prng_below(&d->prng, 3) == 0 : i == favourite) {
            buffer_printf(&b, "%s\"%s\"", b.len == 0 ? "" : ",", code_of(d, i));
        }
    }
    day_say(d, day_anybody(d), "election.mark",
            arena_printf(&d->arena, "{\"election\":\"%s\",\"marks\":[%s]}", org_hex(&d->arena, &x.id),
                         buffer_text(&b)));
    buffer_done(&b);
}

/* Of a member in a round always the same, so that what is sealed can be opened; now and then another. */
static void seal_or_reveal(struct day *d)
{
    struct election x;
    if (!an_election(d, &x)) {
        return;
    }
    const size_t who = day_anybody(d);
    const uint8_t tail = (uint8_t)(who + (prng_below(&d->prng, 16) == 0 ? 100 : 0));
    const struct bytes parts[] = {hash_view(&x.round_id), bytes_of(&tail, 1)};
    const struct hash salt = hash_of_parts(parts, 2);
    const struct bytes choice = d->org.codes[(x.round_id.bytes[0] + who / 3) % 3];
    const struct hash seal = election_commitment(&salt, &x.round_id, d->org.codes[who], &choice, 1);
    if (prng_below(&d->prng, 2) == 0) {
        day_say(d, who, "election.seal",
                arena_printf(&d->arena, "{\"commitment\":\"%s\",\"election\":\"%s\"}",
                             org_hex(&d->arena, &seal), org_hex(&d->arena, &x.id)));
    } else {
        day_say(d, who, "election.reveal",
                arena_printf(&d->arena, "{\"election\":\"%s\",\"marks\":[\"%s\"],\"salt\":\"%s\"}",
                             org_hex(&d->arena, &x.id), arena_text(&d->arena, choice),
                             org_hex(&d->arena, &salt)));
    }
}

void day_elect(struct day *d)
{
    static void (*const rows[])(struct day *) = {open_election, stand, stand, ask, ask, mark, mark, mark,
                                                 mark, mark, seal_or_reveal, seal_or_reveal};
    rows[prng_below(&d->prng, sizeof rows / sizeof rows[0])](d);
}

/* A round as the record alone tells it. */
struct recount {
    struct hash election;
    int64_t round;
    size_t count; /* of candidates */
    struct bytes names[NOMINEES_MAX];
    int64_t marks[NOMINEES_MAX];
    int64_t marked; /* ballots that mark somebody */
    struct arena arena;
    int64_t rounds; /* that the record has opened */
    size_t voices;  /* members whose ballot counts: the last one that was accepted in the round */
    struct voice {
        struct bytes member;
        int64_t index;
        const struct act_value *marks;
    } list[MEMBERS_MAX];
};

static void take(struct recount *q, const struct act *a, int64_t index)
{
    const bool ballot =
        strcmp(a->kind->name, "election.mark") == 0 || strcmp(a->kind->name, "election.reveal") == 0;
    if (strncmp(a->kind->name, "election.", 9) != 0 || strcmp(a->kind->name, "election.open") == 0 ||
        !hash_equal(&act_value(a, "election")->hash, &q->election)) {
        return;
    }
    if (strcmp(a->kind->name, "election.round") == 0) {
        q->rounds++;
        q->voices = 0;
    } else if (ballot) {
        size_t i = 0;
        while (i < q->voices && !bytes_equal(q->list[i].member, a->frame.member)) {
            i++;
        }
        q->voices += i == q->voices;
        q->list[i] = (struct voice){a->frame.member, index, act_value(a, "marks")};
    }
}

static void read_ballots(struct day *d, struct recount *q, uint64_t end)
{
    for (uint64_t i = 0; i < end; i++) {
        struct entry e;
        struct bytes carried;
        struct act *act = ARENA_ARRAY(&q->arena, struct act, 1);
        check(record_read(host_record(&d->h), i, &q->arena, &e, &carried) == OK);
        if (e.type == ENTRY_ACT && strcmp(e.result, "ok") == 0 &&
            act_decode(&q->arena, carried, act, NULL) == ACCEPTED) {
            take(q, act, (int64_t)i);
        }
    }
    if (q->rounds != q->round) {
        day_fail(d, "entry %llu counts another round than the record has", (unsigned long long)end);
    }
}

static void check_ballot(struct day *d, struct recount *q, const struct json *ballot, uint64_t end)
{
    struct bytes member;
    int64_t said = 0;
    const struct json *places = json_get_array(ballot, "marks");
    const struct voice *own = NULL;
    check(json_get_text(ballot, "member", &member) && json_get_integer(ballot, "said", &said));
    for (size_t i = 0; i < q->voices; i++) {
        own = bytes_equal(q->list[i].member, member) ? &q->list[i] : own;
    }
    if (said != (own == NULL ? 0 : own->index)) {
        day_fail(d, "entry %llu counts the ballot of entry %lld, which is not the last of its member",
                 (unsigned long long)end, (long long)said);
    }
    if (own == NULL) {
        return;
    }
    size_t known = 0;
    q->marked += own->marks->count > 0;
    for (size_t i = 0; i < q->count; i++) {
        for (size_t k = 0; k < own->marks->count; k++) {
            known += bytes_equal(own->marks->items[k], q->names[i]) ? 1 : 0;
            q->marks[i] += bytes_equal(own->marks->items[k], q->names[i]) ? 1 : 0;
        }
    }
    if (known != own->marks->count || places->count != known) {
        day_fail(d, "the ballot of entry %lld marks others than were counted", (long long)said);
    }
}

/* Both rules pass who has more than half of the ballots that mark somebody. */
static bool passes(const struct recount *q, size_t i)
{
    return 2 * q->marks[i] > q->marked;
}

static void check_results(struct day *d, const struct recount *q, const struct json *list, int64_t left,
                          uint64_t end)
{
    int64_t seats = left;
    struct bytes result;
    for (size_t i = 0; i < q->count; i++) {
        check(json_get_text(&list->items[i], "result", &result));
        seats += bytes_equal_text(result, "elected");
    }
    for (size_t i = 0; i < q->count; i++) {
        int64_t ahead = 0;
        int64_t told = 0;
        for (size_t k = 0; k < q->count; k++) {
            ahead += passes(q, k) && q->marks[k] >= q->marks[i];
        }
        check(json_get_text(&list->items[i], "result", &result) &&
              json_get_integer(&list->items[i], "marks", &told));
        const bool elected = passes(q, i) && ahead <= seats;
        if (told != q->marks[i] || bytes_equal_text(result, "elected") != elected) {
            day_fail(d, "entry %llu says of %s: %.*s with %lld marks", (unsigned long long)end,
                     arena_text(&d->arena, q->names[i]), (int)result.len, (const char *)result.data,
                     (long long)told);
        }
        d->totals.elected += elected;
    }
}

void day_check_round(struct day *d, struct bytes body, const struct entry *fact)
{
    static struct recount q;
    const struct json *top = NULL;
    struct bytes text;
    int64_t left = 0;
    q = (struct recount){.count = 0};
    arena_init(&q.arena);
    check(json_parse_canonical(&q.arena, body, ACT_BYTES_MAX, &top, NULL) == OK &&
          json_get_text(top, "election", &text) && hash_parse(text, &q.election) &&
          json_get_integer(top, "round", &q.round) && json_get_integer(top, "left", &left));
    const struct json *candidates = json_get_array(top, "candidates");
    const struct json *ballots = json_get_array(top, "ballots");
    check(candidates != NULL && ballots != NULL && candidates->count <= NOMINEES_MAX);
    for (; q.count < candidates->count; q.count++) {
        check(json_get_text(&candidates->items[q.count], "name", &q.names[q.count]));
    }
    read_ballots(d, &q, fact->index);
    for (size_t i = 0; i < ballots->count; i++) {
        check_ballot(d, &q, &ballots->items[i], fact->index);
    }
    check_results(d, &q, candidates, left, fact->index);
    d->totals.rounds++;
    arena_done(&q.arena);
}

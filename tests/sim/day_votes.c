/* Votes of a bad day: members open, cast, seal, reveal, call and confirm at random; and each close is judged
 * anew from the positions that stand in the record. */
#include <string.h>

#include "base/check.h"
#include "mechanism/acts.h"
#include "mechanism/classification.h"
#include "mechanism/matter.h"
#include "mechanism/status.h"
#include "mechanism/vote.h"
#include "sim/day.h"

/* That of org.h, with rules for votes: `majority` open, `secret` sealed, `meeting` with presence, `staged`
 * followed by the majority, `divided` by units, of which each member has as many as its number, `guarded`
 * without those who are suspended. */
const char day_charter[] =
    "charter \"test\" title \"A charter for bad days\";\n"
    "languages en, fr;\nattributes units;\n"
    "member A01 {\n    units 1;\n}\nmember A02 {\n    units 2;\n}\nmember A03 {\n    units 3;\n}\n"
    "member A04 {\n    units 4;\n}\nmember A05 {\n    units 5;\n}\nmember A06 {\n    units 6;\n}\n"
    "body council title \"Council\" {\n    members all;\n    chair rotation;\n"
    "    rules silence, majority, secret, meeting, staged, divided, choice, guarded, kinds, asked;\n}\n"
    "body court {\n    members all;\n    chair rotation;\n    rules majority, guarded, silence;\n}\n"
    "body team {\n    members all;\n    chair rotation;\n    rules majority, guarded;\n}\n"
    "referral up {\n    from council;\n    to court;\n}\n"
    "referral across {\n    from council;\n    to team;\n    by majority;\n}\n"
    "classification kinds {\n    as light use majority;\n    as weighty use guarded;\n"
    "    decided by chair;\n    doubt light;\n    appeal by majority overrules;\n}\n"
    "classification asked {\n    as light use majority;\n    as weighty use guarded;\n"
    "    decided by majority;\n    doubt light;\n    appeal by majority upholds;\n}\n"
    "body board {\n    members elected 2 by choice for 1min;\n    chair rotation;\n    rules choice;\n}\n"
    "office clerk {\n    holder elected in council by choice;\n    term 1min;\n}\n"
    "office keeper {\n    holder elected in council by sealed_choice;\n}\n"
    "rule silence {\n    allow Y L N A;\n    default L;\n    reason N;\n"
    "    pass n(N) = 0 & n(Y) + n(L) > 0;\n"
    "    clock at least 10s at most 30d set by chair;\n    extend at most 2 times by 1d;\n"
    "    close all within 60s;\n    rung \"the alliance\";\n    bind Y L bound;\n}\n"
    "rule majority {\n    allow Y N A;\n    pass n(Y) > n(N);\n}\n"
    "rule guarded {\n    allow Y N A;\n    pass n(Y) > n(N);\n    out SUSPENDED;\n}\n"
    "motion suspend by majority;\nmotion restore by majority;\nmotion contest by majority;\n"
    "motion settle by majority;\nmotion limited by majority;\nmotion overrule by majority;\n"
    "rule secret {\n    allow Y N A;\n    pass n(Y) > n(N);\n    sealed until 5s before close;\n}\n"
    "rule meeting {\n    allow Y N A;\n    pass n(Y) > n(N);\n    presence within 1min;\n}\n"
    "rule divided {\n    allow Y N A;\n    pass units(Y) > units(N);\n    split by units;\n}\n"
    "rule staged {\n    allow Y N A;\n    pass n(Y) > n(N);\n    else stage majority after 10s;\n}\n"
    "rule choice {\n    allow Y N A;\n    pass n(Y) > n(N);\n    elect in 2 rounds drop last;\n}\n"
    "rule sealed_choice {\n    allow Y N A;\n    pass n(Y) > n(N);\n    elect in 3 rounds;\n"
    "    sealed until 5s before close;\n}\n";

static const char *const rules[] = {"majority", "secret",  "meeting", "staged",
                                    "divided",  "guarded", "kinds",   "asked"};
enum { RULES = sizeof rules / sizeof rules[0], CLASSIFICATIONS = 2 };

const char *day_rule(struct day *d)
{
    return prng_below(&d->prng, 2) == 0 ? rules[prng_below(&d->prng, RULES)] : "silence";
}

static bool is_classification(struct bytes rule)
{
    return bytes_equal_text(rule, "kinds") || bytes_equal_text(rule, "asked");
}

static bool a_vote(struct day *d, struct vote *out)
{
    struct vote *list = NULL;
    const size_t count = vote_open_list(host_state(&d->h), &d->arena, &list);
    if (count > 0) {
        *out = list[prng_below(&d->prng, count)];
    }
    return count > 0;
}

static void open_vote(struct day *d)
{
    struct root row;
    struct matter m;
    const long long duration = (long long)prng_between(&d->prng, 9000, 40000);
    const size_t newest = d->root_count < 2 ? d->root_count : 2;
    const struct hash *r =
        newest == 0 ? NULL : &d->roots[d->root_count - 1 - (size_t)prng_below(&d->prng, newest)];
    if (r == NULL || prng_below(&d->prng, 4) == 0 || !root_get(host_state(&d->h), r, &row)) {
        day_say(d, day_chair(d), "vote.open",
                arena_printf(&d->arena,
                             "{\"body\":\"council\",\"duration\":%lld,\"motion\":\"straw\",\"rule\":\"%s\"}",
                             duration, rules[prng_below(&d->prng, RULES - CLASSIFICATIONS)]));
        return;
    }
    check(matter_get(host_state(&d->h), &row.matter, &d->arena, &m));
    const char *rule = arena_text(&d->arena, m.rule);
    struct matter_class own;
    if (prng_below(&d->prng, 4) == 0) {
        rule = prng_below(&d->prng, 3) == 0 ? "guarded" : "majority";
    } else if (is_classification(m.rule)) {
        const bool weighty =
            class_get(host_state(&d->h), &m.id, &own) && bytes_equal_text(own.name, "weighty");
        rule = weighty ? "guarded" : "majority";
    }
    day_say(d, day_chair(d), "vote.open",
            arena_printf(&d->arena,
                         "{\"body\":\"%s\",\"duration\":%lld,\"matter\":\"%s\",\"motion\":\"adopt\","
                         "\"root\":\"%s\",\"rule\":\"%s\"}",
                         arena_text(&d->arena, m.body), duration, org_hex(&d->arena, &row.matter),
                         org_hex(&d->arena, r), rule));
}

/* Of a member in a vote always the same, so that what is sealed can be opened; now and then another. */
static struct hash salt_of(struct day *d, const struct vote *x, size_t member)
{
    const uint8_t who = (uint8_t)(member + (prng_below(&d->prng, 16) == 0 ? 100 : 0));
    const struct bytes parts[] = {hash_view(&x->id), bytes_of(&who, 1)};
    return hash_of_parts(parts, 2);
}

static const char *position_of(const struct vote *x, size_t member)
{
    static const char *const letters[] = {"Y", "N", "Y"};
    return letters[(x->id.bytes[0] + member) % 3];
}

static void cast(struct day *d)
{
    struct vote x;
    if (!a_vote(d, &x)) {
        return;
    }
    const size_t who = day_anybody(d);
    const int yes = 1 + (int)prng_below(&d->prng, who + 1); /* of so many and one: at times too many */
    const bool split = who > 0 && bytes_equal_text(x.rule, "divided") && prng_below(&d->prng, 2) == 0;
    const char letter = "YYNA"[prng_below(&d->prng, 4)];
    const char *said = split ? arena_printf(&d->arena, "\"split\":\"Y=%d,N=%d\"", yes, (int)who + 1 - yes)
                             : arena_printf(&d->arena, "\"position\":\"%c\"", letter);
    const char *vote = org_hex(&d->arena, &x.id);
    day_say(d, who, "vote.cast",
            arena_printf(&d->arena, "{%s,\"vote\":\"%s\"}", said, vote));
}

static void seal_or_reveal(struct day *d)
{
    struct vote x;
    if (!a_vote(d, &x)) {
        return;
    }
    const size_t who = day_anybody(d);
    const struct hash salt = salt_of(d, &x, who);
    const char *position = position_of(&x, who);
    const struct hash seal = vote_commitment(&salt, &x.id, d->org.codes[who], bytes_of_text(position));
    if (prng_below(&d->prng, 2) == 0) {
        day_say(d, who, "vote.seal",
                arena_printf(&d->arena, "{\"commitment\":\"%s\",\"vote\":\"%s\"}", org_hex(&d->arena, &seal),
                             org_hex(&d->arena, &x.id)));
    } else {
        day_say(d, who, "vote.reveal",
                arena_printf(&d->arena, "{\"position\":\"%s\",\"salt\":\"%s\",\"vote\":\"%s\"}", position,
                             org_hex(&d->arena, &salt), org_hex(&d->arena, &x.id)));
    }
}

static void present(struct day *d)
{
    struct presence p;
    struct buffer b;
    if (prng_below(&d->prng, 3) == 0 && presence_last(host_state(&d->h), BYTES("council"), &d->arena, &p)) {
        day_say(d, day_anybody(d), "vote.contradict",
                arena_printf(&d->arena, "{\"presence\":\"%s\"}", org_hex(&d->arena, &p.id)));
        return;
    }
    buffer_init(&b, 1024);
    for (size_t i = 0; i < d->org.options.members; i++) {
        if (prng_below(&d->prng, 3) != 0) {
            buffer_printf(&b, "%s\"%.*s\"", b.len == 0 ? "" : ",", (int)d->org.codes[i].len,
                          (const char *)d->org.codes[i].data);
        }
    }
    day_say(d, day_chair(d), "vote.present",
            arena_printf(&d->arena, "{\"body\":\"council\",\"members\":[%s]}", buffer_text(&b)));
    buffer_done(&b);
}

static void roll(struct day *d)
{
    struct vote x;
    if (!a_vote(d, &x)) {
        return;
    }
    const size_t who = day_anybody(d);
    if (prng_below(&d->prng, 2) == 0) {
        day_say(d, day_chair(d), "vote.roll",
                arena_printf(&d->arena,
                             "{\"calls\":[{\"member\":\"%.*s\",\"position\":\"%s\"}],\"vote\":\"%s\"}",
                             (int)d->org.codes[who].len, (const char *)d->org.codes[who].data,
                             position_of(&x, who), org_hex(&d->arena, &x.id)));
    } else {
        day_say(d, who, "vote.confirm",
                arena_printf(&d->arena, "{\"position\":\"%s\",\"vote\":\"%s\"}", position_of(&x, who),
                             org_hex(&d->arena, &x.id)));
    }
}

static void close_vote(struct day *d)
{
    struct vote x;
    if (a_vote(d, &x)) {
        day_say(d, day_chair(d), "vote.close",
                arena_printf(&d->arena, "{\"vote\":\"%s\"}", org_hex(&d->arena, &x.id)));
    }
}

void day_vote(struct day *d)
{
    static void (*const rows[])(struct day *) = {open_vote, open_vote, open_vote,      cast,
                                                 cast,      cast,      cast,           seal_or_reveal,
                                                 seal_or_reveal,       seal_or_reveal, present,
                                                 present,   roll,      roll,           close_vote};
    rows[prng_below(&d->prng, sizeof rows / sizeof rows[0])](d);
}

/* What a seat said stands in the record: its own act in this vote, in time, with the position that was
 * counted; and no later one does. */
static void check_said(struct day *d, const struct vote *x, const struct fact_tally_seat *seat)
{
    struct entry e;
    struct bytes carried;
    struct act act;
    if (record_read(host_record(&d->h), (uint64_t)seat->said, &d->arena, &e, &carried) != OK ||
        act_decode(&d->arena, carried, &act, NULL) != ACCEPTED) {
        day_fail(d, "a position of entry %lld cannot be read", (long long)seat->said);
    }
    const char *kind = act.kind->name;
    const struct act_value *position = act_value(&act, "position");
    const bool revealed = strcmp(kind, "vote.reveal") == 0;
    const bool known = revealed || strcmp(kind, "vote.cast") == 0 || strcmp(kind, "vote.confirm") == 0;
    if (!known || strcmp(e.result, "ok") != 0 || !bytes_equal(act.frame.member, seat->member) ||
        !hash_equal(&act_value(&act, "vote")->hash, &x->id) ||
        !bytes_equal(position->given ? position->text : act_value(&act, "split")->text, seat->position)) {
        day_fail(d, "entry %lld is not the position that was counted", (long long)seat->said);
    }
    if (e.time_ms >= x->deadline_ms || (x->sealed_until_ms > 0) != revealed ||
        (revealed && e.time_ms < x->sealed_until_ms)) {
        day_fail(d, "the position of entry %lld was not given in its time", (long long)seat->said);
    }
}

/* The last word of a member in this vote that the record accepted before its end; 0: none. */
static int64_t last_word(struct day *d, const struct vote *x, struct bytes member, uint64_t end)
{
    struct arena scratch;
    int64_t last = 0;
    arena_init(&scratch);
    for (uint64_t i = (uint64_t)x->opened + 1; i < end; i++) {
        struct entry e;
        struct bytes carried;
        struct act act;
        check(record_read(host_record(&d->h), i, &scratch, &e, &carried) == OK);
        if (e.type == ENTRY_ACT && strcmp(e.result, "ok") == 0 &&
            act_decode(&scratch, carried, &act, NULL) == ACCEPTED &&
            (strcmp(act.kind->name, "vote.cast") == 0 || strcmp(act.kind->name, "vote.reveal") == 0) &&
            hash_equal(&act_value(&act, "vote")->hash, &x->id) && bytes_equal(act.frame.member, member)) {
            last = (int64_t)i;
        }
        arena_clear(&scratch);
    }
    arena_done(&scratch);
    return last;
}

/* How much a seat is for, less how much against: a head, or the units that the charter gives the member. */
static int64_t weight(struct day *d, const struct vote *x, const struct fact_tally_seat *seat)
{
    int64_t parts[7] = {0};
    int64_t units = 1;
    for (size_t i = 0; bytes_equal_text(x->rule, "divided") && i < d->org.options.members; i++) {
        units = bytes_equal(d->org.codes[i], seat->member) ? (int64_t)i + 1 : units;
    }
    if (seat->position.len > 1) {
        check(split_read(seat->position, parts));
        d->totals.split++;
        return parts[0] - parts[2]; /* Y and N */
    }
    return units * (bytes_equal_text(seat->position, "Y") - bytes_equal_text(seat->position, "N"));
}

void day_check_vote(struct day *d, const struct fact_close *f, const struct entry *close)
{
    struct vote x;
    struct entry e;
    struct bytes carried;
    struct fact_tally tally;
    int64_t balance = 0;
    check(vote_get(host_state(&d->h), &f->subject, &d->arena, &x));
    if (record_read(host_record(&d->h), close->index - 1, &d->arena, &e, &carried) != OK ||
        fact_read_tally(&d->arena, carried, &tally) != OK || !hash_equal(&tally.subject, &x.id)) {
        day_fail(d, "no tally stands before the close of entry %llu", (unsigned long long)close->index);
    }
    for (size_t i = 0; i < tally.seat_count; i++) {
        const struct fact_tally_seat *seat = &tally.seats[i];
        const bool here = bytes_equal_text(seat->present, "yes");
        const bool out = bytes_equal_text(x.rule, "guarded") &&
                         (asked_seat_of(x.seats, x.seat_count, seat->member)->marks & MARK_SUSPENDED) != 0;
        balance += out ? 0 : weight(d, &x, seat);
        const int64_t last = last_word(d, &x, seat->member, close->index);
        if (last != 0 && last != seat->said) {
            day_fail(d, "the word of entry %lld was not counted", (long long)last);
        }
        if (seat->said != 0) {
            check_said(d, &x, seat);
        } else if (!bytes_equal_text(seat->position, here ? "A" : "X")) {
            day_fail(d, "a member that has said nothing counts otherwise");
        }
    }
    day_check_frozen(d, &x);
    /* All rules of the day pass by a majority, of heads or units, of those who are for or against. */
    const bool stage = bytes_equal_text(x.rule, "staged");
    const char *expected = balance > 0 ? "adopted" : stage ? "deferred" : "rejected";
    const bool adopts = bytes_equal_text(x.motion, "adopt") && balance > 0;
    if (!bytes_equal_text(f->outcome, expected) || (f->statement != 0) != adopts) {
        day_fail(d, "the vote that closed at entry %llu is not %s", (unsigned long long)close->index,
                 expected);
    }
    d->totals.votes++;
    d->totals.carried += adopts;
}

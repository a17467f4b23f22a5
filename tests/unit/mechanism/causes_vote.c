/* What the acts about votes are refused for. */
#include "unit/mechanism/causes.h"

#include "mechanism/vote.h"
#include "support/harness.h"
#include "unit/mechanism/votes.h"

#define RULES                                                                                                \
    "silence, majority, secret, meeting, first, later, weighed, divided, secretly_divided, slow, party, "    \
    "tacit, strict, upward, lapsing, deferring, quorate, reasoned"
const char votes_charter[] =
    "charter \"votes\" title \"A charter for votes\";\n"
    "languages en, fr;\n"
    "attributes units, tonnage;\n"
    "member A01 {\n    units 2;\n}\nmember A02 {\n    units 3;\n}\nmember A03 {\n    units 4;\n}\n"
    "member A04 {\n    units 1;\n}\n"
    "body council {\n    members all;\n    chair rotation;\n    rules " RULES ";\n}\n"
    "body group {\n    members named;\n    chair rotation;\n    rules majority;\n}\n"
    "group FIRST {\n    A01;\n}\n"
    "rule silence {\n    allow Y L N A;\n    default L;\n    pass n(N) = 0;\n    clock at least 10s;\n"
    "    close all within 60s;\n}\n"
    "rule majority {\n    allow Y N A;\n    reason N;\n    pass n(Y) > n(N);\n    bind Y N A bound;\n}\n"
    "rule party {\n    pass n(Y) > n(N) + n(N|PARTY) + n(N|FIRST);\n}\n"
    "rule weighed {\n    pass tonnage(Y) > tonnage(N);\n}\n"
    "rule slow {\n    pass n(Y) > n(N);\n    poll at least 20s at most 90s;\n}\n"
    "rule secret {\n    allow Y N A;\n    reason N;\n    pass n(Y) > n(N);\n"
    "    sealed until 20s before close;\n}\n"
    "rule divided {\n    allow Y N A;\n    pass units(Y) > units(N);\n    split by units;\n"
    "    bind Y bound;\n}\n"
    "rule secretly_divided {\n    pass units(Y) > units(N);\n    split by units;\n"
    "    sealed until 20s before close;\n}\n"
    "rule meeting {\n    allow Y N A;\n    pass n(Y) > n(N);\n    presence within 5s;\n}\n"
    "rule first {\n    allow Y N A;\n    pass n(Y) > n(N);\n    else stage later after 1h;\n}\n"
    "rule later {\n    allow Y N A;\n    pass n(Y) >= n(N) & n(Y) > 0;\n}\n"
    "rule tacit {\n    allow Y L N A;\n    default L;\n    pass n(N) = 0;\n    clock at least 10s;\n"
    "    close all within 60s;\n    else stage majority after 1s;\n}\n"
    "rule strict {\n    allow Y N A;\n    pass n(Y) = n(*);\n    else stage majority;\n}\n"
    "rule upward {\n    allow Y N A;\n    pass n(Y) > n(N);\n    else refer to group by majority;\n}\n"
    "rule lapsing {\n    allow Y N A;\n    pass n(Y) > n(N);\n    else lapse;\n}\n"
    "rule deferring {\n    allow Y N A;\n    pass n(Y) > n(N);\n    else defer;\n}\n"
    "rule quorate {\n    allow Y N A;\n    quorum n(C) >= 3;\n    pass n(Y) > n(N);\n"
    "    else stage later after 1h;\n}\n"
    "rule reasoned {\n    allow Y N A;\n    void N without REASONED;\n    pass n(Y) > n(N);\n}\n";

static void must(const char *result)
{
    check_text(result, "ok");
}

#define OPEN(motion, rule, rest) "{'body':'council','duration':60000," MOTION(motion, rule) rest "}"
#define MOTION(motion, rule)     "'motion':'" motion "','rule':'" rule "'"
#define ADOPT(duration, matter, root, rule)                                                                  \
    "{'body':'council','duration':" duration ",'matter':" matter ",'motion':'adopt','root':" root            \
    ",'rule':'" rule "'}"
#define TAGGED(member, tag)                                                                                  \
    "{'body':'council','duration':60000,'motion':'straw','rule':'party','tags':[{'member':'" member          \
    "','tag':'" tag "'}]}"
#define CAST(position)   "{'position':'" position "','vote':$v}"
#define REVEAL(position) "{'position':'" position "','salt':" ZEROS ",'vote':$v}"
#define ROLL(member, position)                                                                               \
    "{'calls':[{'member':'" member "','position':'" position "'}],'vote':$v}"
#define SEAL "{'commitment':" ZEROS ",'vote':$v}"
#define VOTE "{'vote':$v}"
#define NONE "{'vote':" ZEROS "}"

static void adopt(struct rig *r)
{
    must(rig_say(r, "A01", "vote.open", ADOPT("60000", "$m", "$r", "majority")));
}

static void straw(struct rig *r)
{
    must(rig_say(r, "A01", "vote.open", OPEN("straw", "majority", "")));
}

static void straw_of_two(struct rig *r)
{
    must(rig_say(r, "A01", "vote.open",
                 "{'body':'group','duration':60000,'motion':'straw','rule':'majority'}"));
}

static int64_t deadline(struct rig *r)
{
    struct vote *list = NULL;
    const size_t count = vote_list(r->state, &r->arena, &list);
    return list[count - 1].deadline_ms;
}

static void straw_ended(struct rig *r)
{
    straw(r);
    rig_until(r, deadline(r));
}

/* The next act is interpreted in the block at the deadline, before it fires; with another act, which changes
 * the state. */
static void to_the_deadline(struct rig *r)
{
    rig_until(r, deadline(r) - 1000);
    must(rig_order(r, "A01", "vote.present", "{'body':'council','members':[]}"));
}

static void straw_at_deadline(struct rig *r)
{
    straw(r);
    to_the_deadline(r);
}

static void secret(struct rig *r)
{
    must(rig_say(r, "A01", "vote.open", OPEN("straw", "secret", "")));
}

static void secret_at_deadline(struct rig *r)
{
    secret(r);
    to_the_deadline(r);
}

static const char *seal(struct rig *r, const char *position)
{
    const struct hash salt = {{0}};
    struct vote *list = NULL;
    const size_t count = vote_list(r->state, &r->arena, &list);
    const struct hash h =
        vote_commitment(&salt, &list[count - 1].id, BYTES("A02"), bytes_of_text(position));
    return rig_say(r, "A02", "vote.seal", "{'commitment':'%s','vote':$v}", hash_hex(&h).text);
}

static void sealed(struct rig *r)
{
    secret(r);
    must(seal(r, "Y"));
}

static void sealed_reason(struct rig *r)
{
    secret(r);
    must(seal(r, "N"));
    rig_until(r, deadline(r) - 20000);
}

static void sealed_wrong(struct rig *r)
{
    secret(r);
    must(seal(r, "L"));
    rig_until(r, deadline(r) - 20000);
}

static void sealed_split(struct rig *r)
{
    secret(r);
    must(seal(r, "Y=1"));
    rig_until(r, deadline(r) - 20000);
}

static void revealing(struct rig *r)
{
    sealed(r);
    rig_until(r, deadline(r) - 20000);
}

static void sealed_at_deadline(struct rig *r)
{
    sealed(r);
    to_the_deadline(r);
}

static void sealed_twice(struct rig *r)
{
    secret(r);
    must(rig_say(r, "A03", "vote.seal", SEAL));
}

static void split_vote(struct rig *r)
{
    must(rig_say(r, "A01", "vote.open", OPEN("straw", "divided", "")));
}

static void sealed_divided(struct rig *r)
{
    must(rig_say(r, "A01", "vote.open", OPEN("straw", "secretly_divided", "")));
    must(seal(r, "Y=1"));
    rig_until(r, deadline(r) - 20000);
}

static void rolled(struct rig *r)
{
    straw(r);
    must(rig_say(r, "A01", "vote.roll", ROLL("A02", "N")));
}

static void slow(struct rig *r)
{
    must(rig_say(r, "A01", "vote.open", OPEN("straw", "slow", "")));
}

static void present(struct rig *r)
{
    must(rig_say(r, "A01", "vote.present", "{'body':'council','members':['A01','A02']}"));
}

static void present_long_ago(struct rig *r)
{
    present(r);
    rig_block(r, 10000);
}

static void contradicted(struct rig *r)
{
    present(r);
    must(rig_say(r, "A02", "vote.contradict", "{'presence':$p}"));
}

static void vote_down(struct rig *r)
{
    adopt(r);
    must(rig_say(r, "A02", "vote.cast", "{'position':'N','reason':'x','vote':$v}"));
    rig_until(r, deadline(r));
}

static void fall_to_later(struct rig *r)
{
    must(rig_say(r, "A01", "vote.open", ADOPT("60000", "$m", "$r", "first")));
    rig_until(r, deadline(r));
}

static void open_too_many(struct rig *r)
{
    r->step_ms = 100;
    for (int i = 0; i < VOTES_OPEN_MAX; i++) {
        straw(r);
    }
}

static void move_on(struct rig *r)
{
    must(rig_propose(r, "A03", "p1", "second", 500));
    must(rig_say(r, "A01", "matter.choose", "{'alternative':'second','matter':$m,'provision':'p1'}"));
}

#define V(k, res, w, ...) ROW(k, res, RIG_FOUNDED, w, __VA_ARGS__, .charter = votes_charter)
#define M(k, res, w, ...)                                                                                    \
    ROW(k, res, RIG_VERSION, w, __VA_ARGS__, .charter = votes_charter)

const struct cause vote_causes[] = {
    M("silence.open", "deferred", "A01", "{'duration':10000,'matter':$m,'root':$r}",
      .prepare = fall_to_later, .rule = "first"),
    V("vote.cast", "unknown_vote", "A02", "{'position':'Y','vote':" ZEROS "}"),
    V("vote.cast", "wrong_stage", "A02", CAST("Y"), .prepare = straw_ended),
    V("vote.cast", "not_seated", "A03", CAST("Y"), .prepare = straw_of_two),
    V("vote.cast", "too_late", "A02", CAST("Y"), .prepare = straw_at_deadline),
    V("vote.cast", "sealed", "A02", CAST("Y"), .prepare = secret),
    V("vote.cast", "position_missing", "A02", VOTE, .prepare = straw),
    V("vote.cast", "position_missing", "A02", "{'position':'Y','split':'Y=1','vote':$v}", .prepare = straw),
    V("vote.cast", "no_split", "A02", "{'split':'Y=1','vote':$v}", .prepare = straw),

    V("vote.cast", "bad_split", "A02", "{'split':'Y=1,N=1','vote':$v}", .prepare = split_vote),
    V("vote.cast", "bad_split", "A02", "{'split':'Y=1,','vote':$v}", .prepare = split_vote),
    V("vote.cast", "position_not_allowed", "A02", "{'split':'Y=1,L=2','vote':$v}", .prepare = split_vote),
    V("vote.cast", "position_not_allowed", "A02", CAST("L"), .prepare = straw),
    V("vote.cast", "reason_missing", "A02", CAST("N"), .prepare = straw),
    V("vote.close", "unknown_vote", "A01", NONE),
    V("vote.close", "wrong_stage", "A01", VOTE, .prepare = straw_ended),
    V("vote.close", "not_chair", "A02", VOTE, .prepare = straw),
    V("vote.close", "too_early", "A01", VOTE, .prepare = slow),
    V("vote.close", "not_spoken", "A01", VOTE, .prepare = straw),
    V("vote.confirm", "unknown_vote", "A02", "{'position':'Y','vote':" ZEROS "}"),
    V("vote.confirm", "wrong_stage", "A02", CAST("Y"), .prepare = straw_ended),
    V("vote.confirm", "not_seated", "A03", CAST("Y"), .prepare = straw_of_two),
    V("vote.confirm", "too_late", "A02", CAST("Y"), .prepare = straw_at_deadline),
    V("vote.confirm", "not_called", "A02", CAST("Y"), .prepare = straw),
    V("vote.confirm", "not_called", "A02", CAST("Y"), .prepare = rolled),
    V("vote.confirm", "reason_missing", "A02", CAST("N"), .prepare = rolled),
    V("vote.contradict", "unknown_presence", "A02", "{'presence':" ZEROS "}"),
    V("vote.contradict", "not_listed", "A03", "{'presence':$p}", .prepare = present),
    V("vote.contradict", "exists", "A02", "{'presence':$p}", .prepare = contradicted),
    V("vote.open", "unknown_body", "A01",
      "{'body':'office','duration':60000,'motion':'straw','rule':'majority'}"),
    V("vote.open", "not_chair", "A02", OPEN("straw", "majority", "")),
    V("vote.open", "unknown_motion", "A01", OPEN("nonsense", "majority", "")),
    V("vote.open", "wrong_target", "A01", OPEN("adopt", "majority", "")),
    V("vote.open", "wrong_target", "A01",
      "{'body':'council','duration':60000,'motion':'straw','root':" ZEROS ",'rule':'majority'}"),
    V("vote.open", "unknown_matter", "A01", ADOPT("60000", ZEROS, ZEROS, "majority")),
    M("vote.open", "unknown_matter", "A01", ADOPT("60000", "$m", "$r", "majority"), .of = "group",
      .rule = "majority"),
    M("vote.open", "wrong_stage", "A01", ADOPT("60000", "$m", "$r", "majority"), .prepare = adopt,
      .rule = "majority"),
    V("vote.open", "unknown_rule", "A01", OPEN("straw", "nonsense", "")),
    M("vote.open", "wrong_rule", "A01", ADOPT("60000", "$m", "$r", "majority")),
    M("vote.open", "deferred", "A01", ADOPT("60000", "$m", "$r", "later"), .prepare = fall_to_later,
      .rule = "first"),
    M("vote.open", "no_vote", "A01", ADOPT("60000", "$m", "$r", "silence")),
    V("vote.open", "wrong_duration", "A01",
      "{'body':'council','duration':9999,'motion':'straw','rule':'majority'}"),
    V("vote.open", "wrong_duration", "A01",
      "{'body':'council','duration':19999,'motion':'straw','rule':'slow'}"),
    V("vote.open", "wrong_duration", "A01",
      "{'body':'council','duration':90001,'motion':'straw','rule':'slow'}"),
    V("vote.open", "wrong_duration", "A01",
      "{'body':'council','duration':20000,'motion':'straw','rule':'secret'}"),
    M("vote.open", "unknown_root", "A01", ADOPT("60000", "$m", ZEROS, "majority"), .rule = "majority"),
    M("vote.open", "unknown_root", "A01", ADOPT("60000", "$m", "$a", "majority"), .rule = "majority"),
    M("vote.open", "root_used", "A01", ADOPT("60000", "$m", "$r", "majority"), .prepare = vote_down,
      .rule = "majority"),
    M("vote.open", "wrong_root", "A01", ADOPT("60000", "$m", "$r", "majority"), .prepare = move_on,
      .rule = "majority"),
    V("vote.open", "no_presence", "A01", OPEN("straw", "meeting", "")),
    V("vote.open", "no_presence", "A01", OPEN("straw", "meeting", ""), .prepare = present_long_ago),
    V("vote.open", "wrong_tag", "A01", TAGGED("A02", "NOBODY")),
    V("vote.open", "wrong_tag", "A01", TAGGED("A02", "FIRST")),
    V("vote.open", "wrong_tag", "A01", TAGGED("A02", "REASONED")),
    V("vote.open", "wrong_tag", "A01", TAGGED("A09", "PARTY")),
    V("vote.open", "limit", "A01", OPEN("straw", "majority", ""), .prepare = open_too_many),
    V("vote.open", "not_applicable", "A01", OPEN("straw", "weighed", "")),
    V("vote.present", "unknown_body", "A01", "{'body':'office','members':[]}"),
    V("vote.present", "not_chair", "A02", "{'body':'council','members':[]}"),
    V("vote.present", "not_seated", "A01", "{'body':'group','members':['A03']}"),
    V("vote.reveal", "unknown_vote", "A02", "{'position':'Y','salt':" ZEROS ",'vote':" ZEROS "}"),
    V("vote.reveal", "wrong_stage", "A02", REVEAL("Y"), .prepare = straw_ended),
    V("vote.reveal", "not_seated", "A03", REVEAL("Y"), .prepare = straw_of_two),
    V("vote.reveal", "too_late", "A02", REVEAL("Y"), .prepare = sealed_at_deadline),
    V("vote.reveal", "not_sealed", "A02", REVEAL("Y"), .prepare = straw),
    V("vote.reveal", "not_sealed", "A03", REVEAL("Y"), .prepare = revealing),
    V("vote.reveal", "too_early", "A02", REVEAL("Y"), .prepare = sealed),
    V("vote.reveal", "position_missing", "A02", "{'salt':" ZEROS ",'vote':$v}", .prepare = revealing),
    V("vote.reveal", "wrong_commitment", "A02", REVEAL("A"), .prepare = revealing),
    V("vote.reveal", "no_split", "A02", "{'salt':" ZEROS ",'split':'Y=1','vote':$v}",
      .prepare = sealed_split),
    V("vote.reveal", "bad_split", "A02", "{'salt':" ZEROS ",'split':'Y=1','vote':$v}",
      .prepare = sealed_divided),
    V("vote.reveal", "position_not_allowed", "A02", REVEAL("L"), .prepare = sealed_wrong),
    V("vote.reveal", "reason_missing", "A02", REVEAL("N"), .prepare = sealed_reason),
    V("vote.roll", "unknown_vote", "A01",
      "{'calls':[{'member':'A02','position':'Y'}],'vote':" ZEROS "}"),
    V("vote.roll", "wrong_stage", "A01", ROLL("A02", "Y"), .prepare = straw_ended),
    V("vote.roll", "not_chair", "A02", ROLL("A02", "Y"), .prepare = straw),
    V("vote.roll", "too_late", "A01", ROLL("A02", "Y"), .prepare = straw_at_deadline),
    V("vote.roll", "sealed", "A01", ROLL("A02", "Y"), .prepare = secret),
    V("vote.roll", "not_seated", "A01", ROLL("A03", "Y"), .prepare = straw_of_two),
    V("vote.roll", "position_not_allowed", "A01", ROLL("A02", "L"), .prepare = straw),
    V("vote.seal", "unknown_vote", "A02", "{'commitment':" ZEROS ",'vote':" ZEROS "}"),
    V("vote.seal", "wrong_stage", "A02", SEAL, .prepare = straw_ended),
    V("vote.seal", "not_seated", "A03", SEAL, .prepare = straw_of_two),
    V("vote.seal", "too_late", "A02", SEAL, .prepare = secret_at_deadline),
    V("vote.seal", "too_late", "A03", SEAL, .prepare = revealing),
    V("vote.seal", "not_sealed", "A02", SEAL, .prepare = straw),
    V("vote.seal", "salt_reused", "A02", SEAL, .prepare = sealed_twice),
};
const size_t vote_cause_count = sizeof vote_causes / sizeof vote_causes[0];

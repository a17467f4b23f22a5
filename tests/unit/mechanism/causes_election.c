/* What the acts about elections are refused for. */
#include "unit/mechanism/causes.h"

#include "mechanism/election.h"
#include "support/harness.h"
#include "unit/mechanism/elections.h"

#define CLERK(n) "office o" n " {\n    holder elected in council by plain;\n}\n"
#define CLERKS                                                                                               \
    CLERK("01") CLERK("02") CLERK("03") CLERK("04") CLERK("05") CLERK("06") CLERK("07") CLERK("08")          \
    CLERK("09") CLERK("10") CLERK("11") CLERK("12") CLERK("13") CLERK("14") CLERK("15") CLERK("16")
#define RULES "silence, choice, secret, weighed, reasoned, plain, majority"
const char elections_charter[] =
    "charter \"elections\" title \"A charter for elections\";\n"
    "languages en, fr;\n"
    "attributes tonnage;\n"
    "body council {\n    members all;\n    chair rotation every 1h;\n    rules " RULES ";\n}\n"
    "body board {\n    members elected 2 by choice for 1h;\n    chair rotation;\n    rules choice;\n}\n"
    "body court {\n    members all;\n    chair elected by choice for 1h;\n    rules choice;\n}\n"
    "body assembly {\n    members all;\n    chair office president;\n    rules choice;\n}\n"
    "body group {\n    members named;\n    chair rotation;\n    rules choice;\n}\n"
    "office secretary {\n    holder elected in council by secret;\n    term 1h;\n}\n"
    "office president {\n    holder elected in council by choice;\n}\n"
    "office treasurer {\n    holder elected in council by weighed;\n}\n"
    "office clerk {\n    holder elected in council by reasoned;\n}\n"
    "office dean {\n    holder member A02;\n}\n"
    "office porter {\n    holder elected in council by plain;\n}\n"
    CLERKS
    "office marshal {\n    holder elected in council by choice;\n}\n"
    "office warden {\n    holder elected in council by guarded;\n}\n"
    "motion suspend by majority in council;\n"
    "office usher {\n    holder elected in group by choice;\n}\n"
    "rule silence {\n    allow Y L N A;\n    default L;\n    pass n(N) = 0;\n"
    "    clock at least 10s set by marshal;\n    extend at most 1 times by 1d;\n"
    "    close all within 60s;\n}\n"
    "rule choice {\n    allow Y N A;\n    pass n(Y) > n(N);\n    poll at least 10s at most 90s;\n"
    "    elect in 2 rounds drop last;\n}\n"
    "rule secret {\n    allow Y N;\n    pass n(Y) >= 2;\n    elect in 3 rounds;\n"
    "    sealed until 20s before close;\n}\n"
    "rule majority {\n    allow Y N A;\n    pass n(Y) > n(N);\n}\n"
    "rule guarded {\n    allow Y N A;\n    out PARTY;\n    pass n(Y|!SUSPENDED) > n(N|!SUSPENDED);\n"
    "    elect in 1 rounds;\n}\n"
    "rule plain {\n    allow Y N;\n    pass n(Y) > 2;\n    elect in 1 rounds;\n}\n"
    "rule weighed {\n    pass tonnage(Y) > tonnage(N);\n    elect in 1 rounds;\n}\n"
    "rule reasoned {\n    reason N;\n    pass n(Y) > n(N);\n    elect in 1 rounds;\n}\n";

static void must(const char *result)
{
    check_text(result, "ok");
}

#define E             "{'election':$e}"
#define NONE          "{'election':" ZEROS "}"
#define OPEN(f, name) "{'body':'council','for':'" f "','name':'" name "'}"
#define NAME(name)    "{'candidate':'" name "','election':$e}"
#define ROUND(ms)     "{'duration':" ms ",'election':$e}"
#define MARKS(list)   "{'election':$e,'marks':[" list "]}"
#define REVEAL(list)  "{'election':$e,'marks':[" list "],'salt':" ZEROS "}"
#define SEAL          "{'commitment':" ZEROS ",'election':$e}"

static void say(struct rig *r, const char *who, const char *kind, const char *body)
{
    must(rig_say(r, who, kind, "%s", body));
}

static void seats(struct rig *r)
{
    say(r, "A01", "election.open", OPEN("seats", "board"));
}

static void stands(struct rig *r)
{
    seats(r);
    say(r, "A02", "election.nominate", NAME("A03"));
}

static void runs(struct rig *r)
{
    stands(r);
    say(r, "A01", "election.round", ROUND("60000"));
}

static struct election newest(struct rig *r);

/* Three of four have given their ballots, and the shortest poll is over. */
static void some_spoke(struct rig *r)
{
    runs(r);
    say(r, "A01", "election.mark", MARKS("'A03'"));
    say(r, "A02", "election.mark", MARKS(""));
    say(r, "A03", "election.mark", MARKS("'A03'"));
    rig_until(r, newest(r).round_ms + 10000);
}

static struct election newest(struct rig *r)
{
    struct election *list = NULL;
    const size_t count = election_list(r->state, &r->arena, &list);
    check_that(count > 0);
    return list[count - 1];
}

/* The next act is interpreted in the block at the deadline, before the count. */
static void to_the_deadline(struct rig *r)
{
    rig_until(r, newest(r).deadline_ms - 1000);
    must(rig_order(r, "A01", "vote.present", "{'body':'council','members':[]}"));
}

static void at_deadline(struct rig *r)
{
    runs(r);
    to_the_deadline(r);
}

static void ended(struct rig *r)
{
    runs(r);
    say(r, "A01", "election.mark", MARKS("'A03'"));
    say(r, "A02", "election.mark", MARKS("'A03'"));
    rig_until(r, newest(r).deadline_ms);
}

/* A02's only candidate is dropped by nobody: it stands in both rounds; A04 and A01 stand beside it. */
static void between(struct rig *r)
{
    stands(r);
    say(r, "A02", "election.nominate", NAME("A04"));
    say(r, "A02", "election.nominate", NAME("A01"));
    say(r, "A01", "election.round", ROUND("60000"));
    say(r, "A01", "election.mark", MARKS("'A03','A04'"));
    say(r, "A02", "election.mark", MARKS("'A03','A04'"));
    say(r, "A03", "election.mark", MARKS("'A04'"));
    say(r, "A04", "election.mark", MARKS("'A01'"));
    rig_until(r, newest(r).deadline_ms);
}

static void withdrawn(struct rig *r)
{
    stands(r);
    say(r, "A03", "election.withdraw", NAME("A03"));
}

static void secretary(struct rig *r)
{
    say(r, "A01", "election.open", OPEN("office", "secretary"));
    say(r, "A02", "election.nominate", NAME("Ann Ash"));
    say(r, "A02", "election.nominate", NAME("Bo Beck"));
    say(r, "A01", "election.round", ROUND("60000"));
}

static void seal(struct rig *r, const char *const *names, size_t count)
{
    const struct hash salt = {{0}};
    struct bytes marks[3];
    for (size_t i = 0; i < count; i++) {
        marks[i] = bytes_of_text(names[i]);
    }
    const struct election x = newest(r);
    const struct hash h = election_commitment(&salt, &x.round_id, BYTES("A02"), marks, count);
    must(rig_say(r, "A02", "election.seal", "{'commitment':'%s','election':$e}", hash_hex(&h).text));
}

static void sealed(struct rig *r)
{
    static const char *const names[] = {"Ann Ash"};
    secretary(r);
    seal(r, names, 1);
}

static void reveals(struct rig *r)
{
    sealed(r);
    rig_until(r, newest(r).sealed_until_ms);
}

static void reveals_blank(struct rig *r)
{
    secretary(r);
    seal(r, NULL, 0);
    rig_until(r, newest(r).sealed_until_ms);
}

static void reveals_both(struct rig *r)
{
    static const char *const names[] = {"Ann Ash", "Bo Beck"};
    secretary(r);
    seal(r, names, 2);
    rig_until(r, newest(r).sealed_until_ms);
}

static void reveals_stranger(struct rig *r)
{
    static const char *const names[] = {"Cy Cole"};
    secretary(r);
    seal(r, names, 1);
    rig_until(r, newest(r).sealed_until_ms);
}

static void reveals_late(struct rig *r)
{
    sealed(r);
    to_the_deadline(r);
}

static void sealed_twice(struct rig *r)
{
    secretary(r);
    say(r, "A03", "election.seal", SEAL);
}

static void treasurer(struct rig *r)
{
    say(r, "A01", "election.open", OPEN("office", "treasurer"));
    say(r, "A02", "election.nominate", NAME("Ann Ash"));
}

static void warden(struct rig *r)
{
    say(r, "A01", "election.open", OPEN("office", "warden"));
    say(r, "A02", "election.nominate", NAME("Ann Ash"));
}

static void porter(struct rig *r)
{
    say(r, "A01", "election.open", OPEN("office", "porter"));
    say(r, "A02", "election.nominate", NAME("Ann Ash"));
    say(r, "A01", "election.round", ROUND("60000"));
}

static void usher(struct rig *r)
{
    say(r, "A01", "election.open", "{'body':'group','for':'office','name':'usher'}");
    say(r, "A01", "election.nominate", NAME("Ann Ash"));
    say(r, "A01", "election.round", ROUND("60000"));
}

static void court_of_group(struct rig *r)
{
    say(r, "A01", "election.open", "{'body':'group','for':'office','name':'usher'}");
}

/* Both seats of the board are held. */
static void filled(struct rig *r)
{
    stands(r);
    say(r, "A02", "election.nominate", NAME("A04"));
    say(r, "A01", "election.round", ROUND("60000"));
    say(r, "A01", "election.mark", MARKS("'A03','A04'"));
    rig_until(r, newest(r).deadline_ms);
}

/* A03 keeps its seat, A04 gives its own back. */
static void half_filled(struct rig *r)
{
    filled(r);
    say(r, "A04", "body.seat", "{'body':'board','seated':false}");
    seats(r);
}

static void many_candidates(struct rig *r)
{
    say(r, "A01", "election.open", OPEN("office", "secretary"));
    for (int i = 0; i < NOMINEES_MAX; i++) {
        must(rig_say(r, "A02", "election.nominate", "{'candidate':'Nn %d','election':$e}", i));
    }
}

static void many_rounds(struct rig *r)
{
    r->step_ms = 100;
    for (int i = 1; i <= ELECTIONS_OPEN_MAX; i++) {
        must(rig_say(r, "A01", "election.open", "{'body':'council','for':'office','name':'o%02d'}", i));
        say(r, "A02", "election.nominate", NAME("Ann Ash"));
        say(r, "A01", "election.round", ROUND("60000"));
    }
    stands(r);
}

#define V(k, res, w, ...)                                                                                    \
    {.kind = k, .result = res, .stage = RIG_FOUNDED, .who = w, .charter = elections_charter,                 \
     .body = __VA_ARGS__}

const struct cause election_causes[] = {
    V("body.seat", "composition_fixed", "A02", "{'body':'board','seated':true}"),
    V("election.close", "unknown_election", "A01", NONE),
    V("election.close", "wrong_stage", "A01", E, .prepare = ended),
    V("election.close", "not_chair", "A02", E, .prepare = seats),
    V("election.close", "candidates_stand", "A01", E, .prepare = stands),
    V("election.close", "too_early", "A01", E, .prepare = runs),
    V("election.close", "not_spoken", "A01", E, .prepare = some_spoke),
    V("election.mark", "unknown_election", "A02", "{'election':" ZEROS ",'marks':[]}"),
    V("election.mark", "wrong_stage", "A02", MARKS("'A03'"), .prepare = stands),
    V("election.mark", "wrong_stage", "A02", MARKS("'A03'"), .prepare = ended),
    V("election.mark", "not_seated", "A03", MARKS("'Ann Ash'"), .prepare = usher),
    V("election.mark", "too_late", "A02", MARKS("'A03'"), .prepare = at_deadline),
    V("election.mark", "sealed", "A02", MARKS("'Ann Ash'"), .prepare = secretary),
    V("election.mark", "position_not_allowed", "A02", MARKS(""), .prepare = porter),
    V("election.mark", "too_many_marks", "A02", MARKS("'A01','A02','A03'"), .prepare = runs),
    V("election.mark", "unknown_candidate", "A02", MARKS("'A04'"), .prepare = runs),
    V("election.nominate", "unknown_election", "A02", "{'candidate':'A03','election':" ZEROS "}"),
    V("election.nominate", "wrong_stage", "A02", NAME("A04"), .prepare = runs),
    V("election.nominate", "wrong_stage", "A02", NAME("A02"), .prepare = between),
    V("election.nominate", "not_seated", "A03", NAME("Bo Beck"), .prepare = court_of_group),
    V("election.nominate", "unknown_member", "A02", NAME("A09"), .prepare = seats),
    V("election.nominate", "unknown_member", "A02", NAME("Ann Ash"), .prepare = seats),
    V("election.nominate", "exists", "A03", NAME("A03"), .prepare = stands),
    V("election.nominate", "exists", "A02", NAME("A03"), .prepare = half_filled),
    V("election.nominate", "limit", "A02", NAME("Ann Ash"), .prepare = many_candidates),
    V("election.open", "unknown_body", "A01", "{'body':'nobody','for':'seats','name':'board'}"),
    V("election.open", "not_chair", "A02", OPEN("seats", "board")),
    V("election.open", "not_elected", "A01", OPEN("seats", "court")),
    V("election.open", "not_elected", "A01", OPEN("chair", "council")),
    V("election.open", "not_elected", "A01", OPEN("chair", "nobody")),
    V("election.open", "not_elected", "A01", OPEN("office", "dean")),
    V("election.open", "not_elected", "A01", OPEN("office", "nobody")),
    V("election.open", "not_elected", "A01", OPEN("person", "board")),
    V("election.open", "wrong_rule", "A01", OPEN("chair", "court")),
    V("election.open", "no_vote", "A01", OPEN("office", "clerk")),
    V("election.open", "election_running", "A01", OPEN("seats", "board"), .prepare = seats),
    V("election.open", "no_vacancy", "A01", OPEN("seats", "board"), .prepare = filled),
    V("election.reveal", "unknown_election", "A02", "{'election':" ZEROS ",'marks':[],'salt':" ZEROS "}"),
    V("election.reveal", "wrong_stage", "A02", REVEAL(""), .prepare = stands),
    V("election.reveal", "not_seated", "A03", REVEAL(""), .prepare = usher),
    V("election.reveal", "too_late", "A02", REVEAL("'Ann Ash'"), .prepare = reveals_late),
    V("election.reveal", "not_sealed", "A02", REVEAL("'A03'"), .prepare = runs),
    V("election.reveal", "not_sealed", "A03", REVEAL("'Ann Ash'"), .prepare = reveals),
    V("election.reveal", "too_early", "A02", REVEAL("'Ann Ash'"), .prepare = sealed),
    V("election.reveal", "wrong_commitment", "A02", REVEAL("'Bo Beck'"), .prepare = reveals),
    V("election.reveal", "position_not_allowed", "A02", REVEAL(""), .prepare = reveals_blank),
    V("election.reveal", "too_many_marks", "A02", REVEAL("'Ann Ash','Bo Beck'"), .prepare = reveals_both),
    V("election.reveal", "unknown_candidate", "A02", REVEAL("'Cy Cole'"), .prepare = reveals_stranger),
    V("election.round", "unknown_election", "A01", "{'duration':60000,'election':" ZEROS "}"),
    V("election.round", "wrong_stage", "A01", ROUND("60000"), .prepare = runs),
    V("election.round", "not_chair", "A02", ROUND("60000"), .prepare = stands),
    V("election.round", "no_candidates", "A01", ROUND("60000"), .prepare = seats),
    V("election.round", "no_candidates", "A01", ROUND("60000"), .prepare = withdrawn),
    V("election.round", "wrong_duration", "A01", ROUND("9999"), .prepare = stands),
    V("election.round", "wrong_duration", "A01", ROUND("90001"), .prepare = stands),
    V("election.round", "limit", "A01", ROUND("60000"), .prepare = many_rounds),
    V("election.round", "wrong_tag", "A01",
      "{'duration':60000,'election':$e,'tags':[{'member':'A02','tag':'PARTY'}]}", .prepare = stands),
    V("election.round", "wrong_tag", "A01",
      "{'duration':60000,'election':$e,'tags':[{'member':'A02','tag':'SUSPENDED'}]}", .prepare = warden),
    V("election.round", "wrong_tag", "A01",
      "{'duration':60000,'election':$e,'tags':[{'member':'A09','tag':'PARTY'}]}", .prepare = warden),
    V("election.round", "not_applicable", "A01", ROUND("60000"), .prepare = treasurer),
    V("election.seal", "unknown_election", "A02", "{'commitment':" ZEROS ",'election':" ZEROS "}"),
    V("election.seal", "wrong_stage", "A02", SEAL, .prepare = stands),
    V("election.seal", "not_seated", "A03", SEAL, .prepare = usher),
    V("election.seal", "too_late", "A03", SEAL, .prepare = reveals),
    V("election.seal", "not_sealed", "A02", SEAL, .prepare = runs),
    V("election.seal", "salt_reused", "A02", SEAL, .prepare = sealed_twice),
    V("election.withdraw", "unknown_election", "A02", "{'candidate':'A03','election':" ZEROS "}"),
    V("election.withdraw", "wrong_stage", "A02", NAME("A03"), .prepare = runs),
    V("election.withdraw", "unknown_candidate", "A02", NAME("A04"), .prepare = stands),
    V("election.withdraw", "already_withdrawn", "A02", NAME("A03"), .prepare = withdrawn),
    V("election.withdraw", "not_owner", "A04", NAME("A03"), .prepare = stands),
};
const size_t election_cause_count = sizeof election_causes / sizeof election_causes[0];

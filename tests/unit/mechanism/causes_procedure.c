/* What the acts and motions around a decision are refused for. */
#include "unit/mechanism/causes.h"

#include "mechanism/vote.h"
#include "support/harness.h"
#include "unit/mechanism/procedures.h"

const char procedures_charter[] =
    "charter \"procedures\" title \"A charter for what surrounds a decision\";\n"
    "languages en, fr;\n"
    "attributes units;\n"
    "body council {\n    members all;\n    chair rotation;\n"
    "    rules silence, kinds, ruled, doubtful, counted, final, strict, watched, sworn, majority,\n"
    "        unanimous, onward, guarded, weighed_kinds, rushed_kinds, silent_kinds, present_kinds;\n}\n"
    "body group {\n    members named;\n    chair rotation;\n    rules majority, silence;\n}\n"
    "body empty {\n    members named;\n    chair rotation;\n    rules majority;\n}\n"
    "body court {\n    members all;\n    chair rotation;\n    rules unanimous, majority;\n}\n"
    "group BIG {\n    A01;\n}\n"
    "body core {\n    members tagged BIG;\n    chair rotation;\n    rules majority;\n}\n"
    "office clerk {\n    holder member A03;\n}\n"
    "rule silence {\n    allow Y L N A;\n    default L;\n    pass n(N) = 0;\n    clock at least 10s;\n"
    "    close all within 60s;\n    rung \"the council\";\n    bind Y L bound;\n}\n"
    "rule watched {\n    allow Y L N A;\n    default L;\n    pass n(N) = 0;\n    out SUSPENDED, PARTY;\n"
    "    clock at least 10s;\n    close all within 60s;\n    bind Y L bound;\n}\n"
    "rule majority {\n    allow Y N A;\n    pass n(Y) > n(N);\n    rung \"the council\";\n"
    "    bind Y bound;\n}\n"
    "rule strict {\n    allow Y N A;\n    pass n(Y) > n(N);\n    out SUSPENDED;\n}\n"
    "rule sworn {\n    allow Y N A;\n    pass n(N) = 0 & n(Y) = n(*);\n    force PARTY = A;\n}\n"
    "rule unanimous {\n    allow Y N A;\n    pass n(Y) = n(*);\n    out CONCERNED;\n}\n"
    "rule guarded {\n    allow Y N A;\n    pass n(Y) > n(N);\n    out CONTESTED;\n}\n"
    "rule onward {\n    allow Y N A;\n    pass n(Y) > n(N);\n    else refer to group;\n}\n"
    "rule weighed {\n    allow Y N A;\n    pass units(Y) > units(N);\n}\n"
    "rule slow {\n    allow Y N A;\n    pass n(Y) > n(N);\n    poll at least 1h;\n}\n"
    "rule meeting {\n    allow Y N A;\n    pass n(Y) > n(N);\n    presence within 5s;\n}\n"
    "rule january until 2026-01-31 {\n    allow Y N A;\n    pass n(Y) > n(N);\n}\n"
    "classification kinds {\n    as light use majority;\n    as weighty use unanimous;\n"
    "    decided by chair;\n    doubt light;\n    appeal by majority overrules;\n}\n"
    "classification ruled {\n    as light use majority;\n    as weighty use unanimous;\n"
    "    decided by clerk;\n    doubt light;\n    appeal by majority upholds;\n}\n"
    "classification doubtful {\n    as light use majority;\n    as weighty use unanimous;\n"
    "    decided by chair;\n    doubt weighty;\n    appeal by majority overrules;\n}\n"
    "classification counted {\n    as light use majority;\n    as weighty use unanimous;\n"
    "    decided by majority;\n    doubt light;\n    appeal by majority overrules;\n}\n"
    "classification final {\n    as light use majority;\n    as weighty use silence;\n"
    "    decided by chair;\n    doubt light;\n}\n"
    "classification weighed_kinds {\n    as light use majority;\n    as weighty use unanimous;\n"
    "    decided by chair;\n    doubt light;\n    appeal by weighed overrules;\n}\n"
    "classification rushed_kinds {\n    as light use majority;\n    as weighty use unanimous;\n"
    "    decided by chair;\n    doubt light;\n    appeal by january overrules;\n}\n"
    "classification silent_kinds {\n    as light use majority;\n    as weighty use unanimous;\n"
    "    decided by chair;\n    doubt light;\n    appeal by silence overrules;\n}\n"
    "classification present_kinds {\n    as light use majority;\n    as weighty use unanimous;\n"
    "    decided by chair;\n    doubt light;\n    appeal by meeting overrules;\n}\n"
    "referral upward {\n    from council;\n    to court;\n}\n"
    "referral aside {\n    from council;\n    to group;\n    by majority;\n}\n"
    "referral nowhere {\n    from council;\n    to empty;\n}\n"
    "referral nobody {\n    from court;\n    to empty;\n    by majority;\n}\n"
    "motion suspend by unanimous;\nmotion restore by majority in council;\n"
    "motion contest by majority;\nmotion settle by majority;\nmotion limited by sworn;\n";

static void must(const char *result)
{
    check_text(result, "ok");
}

#define MOTION(motion, rule, target)                                                                         \
    "{'body':'council','duration':60000,'motion':'" motion "','rule':'" rule "','target':'" target "'}"
#define ABOUT(motion, rule, target)                                                                          \
    "{'body':'council','duration':60000,'matter':$m,'motion':'" motion "','rule':'" rule "','target':'"      \
    target "'}"
#define CLASSIFY(class)         "{'class':'" class "','matter':$m}"
#define APPEAL(class, duration) "{'class':'" class "','duration':" duration ",'matter':$m}"
#define REFER(body)             "{'body':'" body "','matter':$m}"
#define ADOPT(rule)                                                                                          \
    "{'body':'council','duration':60000,'matter':$m,'motion':'adopt','root':$r,'rule':'" rule "'}"
#define SILENCE "{'duration':10000,'matter':$m,'root':$r}"

static void classified(struct rig *r)
{
    must(rig_say(r, "A01", "matter.classify", CLASSIFY("light")));
}

static void appealed(struct rig *r)
{
    classified(r);
    must(rig_say(r, "A02", "matter.appeal", APPEAL("weighty", "60000")));
}

static void at_the_vote(struct rig *r)
{
    classified(r);
    must(rig_say(r, "A01", "vote.open", ADOPT("majority")));
}

static void settled(struct rig *r)
{
    appealed(r);
    rig_until(r, r->time_ms + 61000);
}

static void limiting(struct rig *r)
{
    must(rig_say(r, "A01", "vote.open", ABOUT("limited", "sworn", "A01,A02")));
}

static void adopt(struct rig *r)
{
    must(rig_say(r, "A01", "vote.open", ADOPT("majority")));
}

static void declared(struct rig *r)
{
    must(rig_say(r, "A02", "matter.declare", "{'matter':$m}"));
}

static void go_to_february(struct rig *r)
{
    classified(r);
    rig_block(r, (int64_t)60 * 24 * 3600 * 1000);
}

static void open_too_many(struct rig *r)
{
    classified(r);
    r->step_ms = 100;
    for (int i = 0; i < VOTES_OPEN_MAX; i++) {
        must(rig_say(r, "A01", "vote.open", MOTION("straw", "majority", "x")));
    }
}

#define P(k, res, w, ...) ROW(k, res, RIG_FOUNDED, w, __VA_ARGS__, .charter = procedures_charter)
#define M(k, res, w, ...) ROW(k, res, RIG_VERSION, w, __VA_ARGS__, .charter = procedures_charter)

const struct cause procedure_causes[] = {
    M("matter.appeal", "unknown_matter", "A02", "{'class':'light','duration':60000,'matter':" ZEROS "}"),
    M("matter.appeal", "not_seated", "A03", APPEAL("weighty", "60000"), .of = "group", .rule = "majority"),
    M("matter.appeal", "wrong_stage", "A02", APPEAL("weighty", "60000"), .prepare = at_the_vote,
      .rule = "kinds"),
    M("matter.appeal", "no_appeal", "A02", APPEAL("weighty", "60000"), .prepare = classified,
      .rule = "final"),
    M("matter.appeal", "no_appeal", "A02", APPEAL("weighty", "60000")),
    M("matter.appeal", "unknown_rule", "A02", APPEAL("weighty", "60000"), .prepare = go_to_february,
      .rule = "rushed_kinds"),
    M("matter.appeal", "no_vote", "A02", APPEAL("weighty", "60000"), .prepare = classified,
      .rule = "silent_kinds"),
    M("matter.appeal", "wrong_duration", "A02", APPEAL("weighty", "9999"), .prepare = classified,
      .rule = "kinds"),
    M("matter.appeal", "unknown_class", "A02", APPEAL("grave", "60000"), .prepare = classified,
      .rule = "kinds"),
    M("matter.appeal", "unknown_class", "A02", APPEAL("light", "60000"), .prepare = classified,
      .rule = "kinds"),
    M("matter.appeal", "class_final", "A02", APPEAL("weighty", "60000"), .prepare = settled,
      .rule = "kinds"),
    M("matter.appeal", "motion_running", "A03", APPEAL("weighty", "60000"), .prepare = appealed,
      .rule = "kinds"),
    M("matter.appeal", "unclassified", "A02", APPEAL("weighty", "60000"), .rule = "kinds"),
    M("matter.appeal", "no_presence", "A02", APPEAL("weighty", "60000"), .prepare = classified,
      .rule = "present_kinds"),
    M("matter.appeal", "limit", "A02", APPEAL("weighty", "60000"), .prepare = open_too_many,
      .rule = "kinds"),
    M("matter.appeal", "not_applicable", "A02", APPEAL("weighty", "60000"), .prepare = classified,
      .rule = "weighed_kinds"),
    M("matter.classify", "unknown_matter", "A01", "{'class':'light','matter':" ZEROS "}"),
    M("matter.classify", "wrong_stage", "A01", CLASSIFY("light"), .prepare = at_the_vote, .rule = "kinds"),
    M("matter.classify", "no_classification", "A01", CLASSIFY("light")),
    M("matter.classify", "unknown_class", "A01", CLASSIFY("grave"), .rule = "kinds"),
    M("matter.classify", "class_final", "A01", CLASSIFY("weighty"), .prepare = settled, .rule = "kinds"),
    M("matter.classify", "motion_running", "A01", CLASSIFY("weighty"), .prepare = appealed,
      .rule = "kinds"),
    M("matter.classify", "not_classifier", "A02", CLASSIFY("light"), .rule = "kinds"),
    M("matter.classify", "not_classifier", "A01", CLASSIFY("light"), .rule = "ruled"),
    M("matter.classify", "not_classifier", "A01", CLASSIFY("light"), .rule = "counted"),
    M("matter.declare", "unknown_matter", "A02", "{'matter':" ZEROS "}"),
    M("matter.declare", "not_seated", "A03", "{'matter':$m}", .of = "group", .rule = "majority"),
    M("matter.declare", "wrong_stage", "A02", "{'matter':$m}", .prepare = adopt, .rule = "majority"),
    M("matter.declare", "exists", "A02", "{'matter':$m}", .prepare = declared),
    M("matter.party", "unknown_matter", "A01", "{'matter':" ZEROS ",'member':'A02','party':true}"),
    M("matter.party", "wrong_stage", "A01", "{'matter':$m,'member':'A02','party':true}", .prepare = adopt,
      .rule = "majority"),
    M("matter.party", "not_chair", "A02", "{'matter':$m,'member':'A02','party':false}"),
    M("matter.party", "not_seated", "A01", "{'matter':$m,'member':'A03','party':true}", .of = "group",
      .rule = "majority"),
    M("matter.refer", "unknown_matter", "A01", "{'body':'court','matter':" ZEROS "}"),
    M("matter.refer", "wrong_stage", "A01", REFER("court"), .prepare = adopt, .rule = "majority"),
    M("matter.refer", "not_chair", "A02", REFER("court")),
    M("matter.refer", "no_referral", "A01", REFER("council")),
    M("matter.refer", "no_referral", "A01", REFER("group")),
    M("matter.refer", "unknown_rule", "A01", "{'body':'court','matter':$m,'rule':'silence'}"),
    M("matter.refer", "motion_running", "A01", REFER("court"), .prepare = limiting),
    M("matter.refer", "unknown_body", "A01", REFER("empty")),
    P("body.seat", "not_tagged", "A02", "{'body':'core','seated':true}"),
    P("member.claim", "unknown_member", "A02", "{'member':'A09','text':'x'}"),
    M("silence.open", "motion_running", "A01", SILENCE, .prepare = limiting),
    P("vote.open", "unknown_member", "A01", MOTION("suspend", "unanimous", "A09")),
    P("vote.open", "wrong_status", "A01", MOTION("restore", "majority", "A02: it is good again")),
    P("vote.open", "wrong_rule", "A01", MOTION("suspend", "majority", "A02")),
    M("vote.open", "not_seated", "A01", ABOUT("limited", "sworn", "A01,A09")),
    M("vote.open", "wrong_target", "A01", ABOUT("limited", "sworn", "A02,A01")),
    M("vote.open", "wrong_target", "A01", ABOUT("limited", "sworn", "A01,,A02")),
    M("vote.open", "wrong_stage", "A01", ABOUT("limited", "sworn", "A01"), .prepare = adopt,
      .rule = "majority"),
    M("vote.open", "motion_running", "A01", ABOUT("limited", "sworn", "A01"), .prepare = limiting),
    M("vote.open", "motion_running", "A01", ADOPT("majority"), .prepare = limiting, .rule = "majority"),
    M("vote.open", "motion_running", "A01", ABOUT("refer", "majority", "group"), .prepare = limiting),
    M("vote.open", "wrong_stage", "A01", ABOUT("refer", "majority", "group"), .prepare = adopt,
      .rule = "majority"),
    M("vote.open", "no_referral", "A01", ABOUT("refer", "majority", "court")),
    M("vote.open", "wrong_rule", "A01", ABOUT("refer", "silence", "group")),
    M("vote.open", "no_classification", "A01", ABOUT("classify", "majority", "light")),
    M("vote.open", "wrong_rule", "A01", ABOUT("classify", "majority", "light"), .rule = "kinds"),
    M("vote.open", "unknown_class", "A01", ABOUT("classify", "majority", "grave"), .rule = "counted"),
    M("vote.open", "class_final", "A01", ABOUT("overrule", "majority", "weighty"), .prepare = settled,
      .rule = "kinds"),
    M("vote.open", "unclassified", "A01", ABOUT("overrule", "majority", "light"), .rule = "kinds"),
};
const size_t procedure_cause_count = sizeof procedure_causes / sizeof procedure_causes[0];

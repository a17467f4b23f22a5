/* What acts and motions about rulings are refused for. */
#include "mechanism/vote.h"
#include "support/harness.h"
#include "unit/mechanism/causes.h"

#define CHARTER(more)                                                                                        \
    "charter \"test\" title \"Rulings\";\nlanguages en, fr;\nattributes units;\n"                           \
    "body council {\n    members all;\n    chair rotation;\n    rules silence, majority;\n}\n"           \
    "body group {\n    members named;\n    chair rotation;\n    rules majority;\n}\n"                      \
    "rule silence {\n    allow Y L N A;\n    default L;\n    pass n(N) = 0;\n    clock at least 10s;\n"     \
    "    close all within 60s;\n}\n"                                                                        \
    "rule majority {\n    allow Y N A;\n    pass n(Y) > n(N);\n}\n"                                          \
    "rule weighed {\n    allow Y N A;\n    pass units(Y) > units(N);\n}\n"                                 \
    "rule meeting {\n    allow Y N A;\n    pass n(Y) > n(N);\n    presence within 5s;\n}\n"               \
    "rule january until 2026-01-31 {\n    allow Y N A;\n    pass n(Y) > n(N);\n}\n"                       \
    "referral aside {\n    from council;\n    to group;\n}\n" more

static const char ruled[] = CHARTER("motion overrule by majority;\n");
static const char weighed[] = CHARTER("motion overrule by weighed;\n");
static const char meeting[] = CHARTER("motion overrule by meeting;\n");
static const char january[] = CHARTER("motion overrule by january;\n");
static const char silent[] = CHARTER("motion overrule by silence;\n");
static const char unsaid[] = CHARTER("");

#define GIVE          "{'body':'council','text':'Out of order.'}"
#define GIVE_ABOUT    "{'body':'council','matter':$m,'text':'Out of order.'}"
#define APPEAL        "{'duration':60000,'ruling':$g}"
#define OVERRULE      "{'body':'council','duration':60000,'motion':'overrule','rule':'majority','target':$g}"
#define OVERRULE_ABOUT                                                                                       \
    "{'body':'council','duration':60000,'matter':$m,'motion':'overrule','rule':'majority','target':$g}"

static void must(const char *result)
{
    check_text(result, "ok");
}

static void given(struct rig *r)
{
    must(rig_say(r, "A01", "ruling.give", GIVE));
}

static void given_about(struct rig *r)
{
    must(rig_say(r, "A01", "ruling.give", GIVE_ABOUT));
}

static void given_in_group(struct rig *r)
{
    must(rig_say(r, "A01", "ruling.give", "{'body':'group','text':'No.'}"));
}

static void appealed(struct rig *r)
{
    given(r);
    must(rig_say(r, "A02", "ruling.appeal", APPEAL));
}

static void appealed_about(struct rig *r)
{
    given_about(r);
    must(rig_say(r, "A02", "ruling.appeal", APPEAL));
}

static void upheld(struct rig *r)
{
    appealed(r);
    must(rig_say(r, "A03", "vote.cast", "{'position':'N','vote':$v}"));
    rig_until(r, r->time_ms + 61000);
}

static void referred(struct rig *r)
{
    given_about(r);
    must(rig_say(r, "A01", "matter.refer", "{'body':'group','matter':$m}"));
}

static void adopted(struct rig *r)
{
    given_about(r);
    rig_to(r, RIG_ADOPTED);
}

static void given_in_february(struct rig *r)
{
    given(r);
    rig_block(r, (int64_t)60 * 24 * 3600 * 1000);
}

static void open_too_many(struct rig *r)
{
    given(r);
    r->step_ms = 100;
    for (int i = 0; i < VOTES_OPEN_MAX; i++) {
        must(rig_say(r, "A01", "vote.open",
                     "{'body':'council','duration':60000,'motion':'straw','rule':'majority','target':'x'}"));
    }
}

#define R(k, res, st, w, body, ...) ROW(k, res, st, w, body, .charter = ruled, __VA_ARGS__)

const struct cause ruling_causes[] = {
    R("ruling.appeal", "unknown_ruling", RIG_FOUNDED, "A02", "{'duration':60000,'ruling':" ZEROS "}", ),
    R("ruling.appeal", "not_seated", RIG_FOUNDED, "A04", APPEAL, .prepare = given_in_group),
    ROW("ruling.appeal", "no_appeal", RIG_FOUNDED, "A02", APPEAL, .prepare = given, .charter = unsaid),
    ROW("ruling.appeal", "unknown_rule", RIG_FOUNDED, "A02", APPEAL, .prepare = given_in_february,
        .charter = january),
    ROW("ruling.appeal", "no_vote", RIG_FOUNDED, "A02", APPEAL, .prepare = given, .charter = silent),
    R("ruling.appeal", "wrong_duration", RIG_FOUNDED, "A02", "{'duration':9999,'ruling':$g}",
      .prepare = given),
    R("ruling.appeal", "ruling_final", RIG_FOUNDED, "A02", APPEAL, .prepare = upheld),
    R("ruling.appeal", "ruling_final", RIG_MATTER, "A02", APPEAL, .prepare = referred),
    R("ruling.appeal", "wrong_stage", RIG_VERSION, "A02", APPEAL, .prepare = adopted),
    R("ruling.appeal", "motion_running", RIG_FOUNDED, "A03", APPEAL, .prepare = appealed),
    R("ruling.appeal", "motion_running", RIG_MATTER, "A03", APPEAL, .prepare = appealed_about),
    ROW("ruling.appeal", "no_presence", RIG_FOUNDED, "A02", APPEAL, .prepare = given, .charter = meeting),
    R("ruling.appeal", "limit", RIG_FOUNDED, "A02", APPEAL, .prepare = open_too_many),
    ROW("ruling.appeal", "not_applicable", RIG_FOUNDED, "A02", APPEAL, .prepare = given, .charter = weighed),
    R("ruling.give", "unknown_body", RIG_FOUNDED, "A01", "{'body':'nobody','text':'No.'}", ),
    R("ruling.give", "not_chair", RIG_FOUNDED, "A02", GIVE, ),
    R("ruling.give", "unknown_matter", RIG_FOUNDED, "A01",
      "{'body':'council','matter':" ZEROS ",'text':'No.'}", ),
    R("ruling.give", "unknown_matter", RIG_MATTER, "A01", "{'body':'group','matter':$m,'text':'No.'}", ),
    R("ruling.give", "wrong_stage", RIG_ADOPTED, "A01", GIVE_ABOUT, ),
    R("vote.open", "ruling_final", RIG_FOUNDED, "A01", OVERRULE, .prepare = upheld),
    ROW("vote.open", "no_appeal", RIG_FOUNDED, "A01", OVERRULE, .prepare = given, .charter = unsaid),
    R("vote.open", "wrong_target", RIG_MATTER, "A01", OVERRULE, .prepare = given_about),
    R("vote.open", "wrong_target", RIG_MATTER, "A01", OVERRULE_ABOUT, .prepare = given),
    R("vote.open", "wrong_target", RIG_FOUNDED, "A01",
      "{'body':'council','duration':60000,'motion':'overrule','rule':'majority','target':'light'}", ),
    R("vote.open", "wrong_rule", RIG_FOUNDED, "A01",
      "{'body':'council','duration':60000,'motion':'overrule','rule':'weighed','target':$g}",
      .prepare = given),
    R("vote.open", "wrong_rule", RIG_FOUNDED, "A01",
      "{'body':'group','duration':60000,'motion':'overrule','rule':'majority','target':$g}",
      .prepare = given),
    R("vote.open", "motion_running", RIG_FOUNDED, "A01", OVERRULE, .prepare = appealed),
};
const size_t ruling_cause_count = sizeof ruling_causes / sizeof ruling_causes[0];

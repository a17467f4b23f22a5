/* What acts about pledges are refused for. */
#include "unit/mechanism/causes.h"

#include "mechanism/commitment.h"
#include "support/harness.h"

static void must(const char *result)
{
    check_text(result, "ok");
}

#define PLEDGE(more)                                                                                         \
    "{'due':'2026-03-01'," more "'quantity':10,'title':'Boats for relief','unit':'boats'}"
#define PLEDGE_FOR(more)                                                                                     \
    "{'due':'2026-03-01','quantity':10," more "'title':'Boats for relief','unit':'boats'}"
#define REPORT(n, quantity)                                                                                  \
    "{'commitment':" #n ",'day':'2026-01-01','quantity':" #quantity ",'text':'They left.'}"
#define JUDGED(n, report) "{'commitment':" #n ",'reason':'x','report':" #report "}"
#define REVISED(n, more)  "{'commitment':" #n "," more "'reason':'x'}"

static void pledged(struct rig *r)
{
    must(rig_say(r, "A02", "commitment.pledge", "%s", PLEDGE("")));
}

static void reported(struct rig *r)
{
    pledged(r);
    must(rig_say(r, "A02", "commitment.report", "%s", REPORT(1, 10)));
}

static void confirmed(struct rig *r)
{
    reported(r);
    must(rig_say(r, "A03", "commitment.confirm", "%s", JUDGED(1, 1)));
}

static void disputed(struct rig *r)
{
    reported(r);
    must(rig_say(r, "A03", "commitment.dispute", "%s", JUDGED(1, 1)));
}

static void ruled_right(struct rig *r)
{
    reported(r);
    must(rig_say(r, "A01", "commitment.confirm", "%s", JUDGED(1, 1)));
}

static void withdrawn(struct rig *r)
{
    pledged(r);
    must(rig_say(r, "A02", "commitment.withdraw", "%s", REVISED(1, "")));
}

static void many_reports(struct rig *r)
{
    pledged(r);
    for (int i = 0; i < COMMITMENT_REPORTS_MAX; i++) {
        must(rig_say(r, "A02", "commitment.report", "%s", REPORT(1, 1)));
    }
}

static void many_revisions(struct rig *r)
{
    pledged(r);
    for (int i = 0; i < COMMITMENT_REVISIONS_MAX; i++) {
        must(rig_say(r, "A02", "commitment.revise", "%s", REVISED(1, "'quantity':5,")));
    }
}

#define R(k, res, w, ...) ROW(k, res, RIG_FOUNDED, w, __VA_ARGS__)

const struct cause commitment_causes[] = {
    R("commitment.confirm", "unknown_commitment", "A03", JUDGED(2, 1), .prepare = reported),
    R("commitment.confirm", "unknown_report", "A03", JUDGED(1, 2), .prepare = reported),
    R("commitment.confirm", "own_report", "A02", JUDGED(1, 1), .prepare = reported),
    R("commitment.confirm", "exists", "A04", JUDGED(1, 1), .prepare = confirmed),
    R("commitment.confirm", "exists", "A01", JUDGED(1, 1), .prepare = ruled_right),
    R("commitment.confirm", "not_chair", "A04", JUDGED(1, 1), .prepare = disputed),
    R("commitment.dispute", "unknown_commitment", "A03", JUDGED(2, 1), .prepare = reported),
    R("commitment.dispute", "unknown_report", "A03", JUDGED(1, 2), .prepare = reported),
    R("commitment.dispute", "own_report", "A02", JUDGED(1, 1), .prepare = reported),
    R("commitment.dispute", "exists", "A04", JUDGED(1, 1), .prepare = disputed),
    R("commitment.dispute", "not_chair", "A03", JUDGED(1, 1), .prepare = ruled_right),
    R("commitment.pledge", "wrong_quantity", "A02",
      "{'due':'2026-03-01','quantity':0,'title':'Boats for relief','unit':'boats'}"),
    R("commitment.pledge", "wrong_dates", "A02", PLEDGE("'from':'2026-03-02',")),
    R("commitment.pledge", "wrong_dates", "A02",
      "{'due':'2025-12-31','quantity':1,'title':'Boats for relief','unit':'boats'}"),
    R("commitment.pledge", "wrong_target", "A02",
      "{'due':'2026-03-01','matter':" ZEROS ",'quantity':1,'statement':1,'title':'Boats','unit':'boats'}"),
    R("commitment.pledge", "unknown_matter", "A02", PLEDGE("'matter':" ZEROS ",")),
    R("commitment.pledge", "unknown_statement", "A02", PLEDGE_FOR("'statement':1,")),
    R("commitment.report", "unknown_commitment", "A02", REPORT(2, 1), .prepare = pledged),
    R("commitment.report", "not_owner", "A03", REPORT(1, 1), .prepare = pledged),
    R("commitment.report", "already_withdrawn", "A02", REPORT(1, 1), .prepare = withdrawn),
    R("commitment.report", "wrong_quantity", "A02", REPORT(1, 0), .prepare = pledged),
    R("commitment.report", "wrong_dates", "A02",
      "{'commitment':1,'day':'2026-01-02','quantity':1,'text':'x'}", .prepare = pledged),
    R("commitment.report", "limit", "A02", REPORT(1, 1), .prepare = many_reports),
    R("commitment.revise", "unknown_commitment", "A02", REVISED(2, "'quantity':1,"), .prepare = pledged),
    R("commitment.revise", "not_owner", "A03", REVISED(1, "'quantity':1,"), .prepare = pledged),
    R("commitment.revise", "already_withdrawn", "A02", REVISED(1, "'quantity':1,"), .prepare = withdrawn),
    R("commitment.revise", "wrong_target", "A02", REVISED(1, ""), .prepare = pledged),
    R("commitment.revise", "wrong_quantity", "A02", REVISED(1, "'quantity':0,"), .prepare = pledged),
    R("commitment.revise", "wrong_quantity", "A02", REVISED(1, "'quantity':9,"), .prepare = confirmed),
    R("commitment.revise", "wrong_dates", "A02", REVISED(1, "'due':'2025-12-31',"), .prepare = pledged),
    R("commitment.revise", "limit", "A02", REVISED(1, "'quantity':5,"), .prepare = many_revisions),
    R("commitment.withdraw", "unknown_commitment", "A02", REVISED(2, ""), .prepare = pledged),
    R("commitment.withdraw", "not_owner", "A03", REVISED(1, ""), .prepare = pledged),
    R("commitment.withdraw", "already_withdrawn", "A02", REVISED(1, ""), .prepare = withdrawn),
    R("commitment.withdraw", "wrong_stage", "A02", REVISED(1, ""), .prepare = confirmed),
};
const size_t commitment_cause_count = sizeof commitment_causes / sizeof commitment_causes[0];

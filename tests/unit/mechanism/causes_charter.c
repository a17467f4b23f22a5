/* What causes the rejections of acts about the charter. */
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "support/rig_charter.h"
#include "unit/mechanism/causes.h"

static const char ours[] = RIG_CHARTER("10s", "3", "");
static const char hour[] = RIG_CHARTER("1h", "3", "");

static void must(const char *result)
{
    check(strcmp(result, "ok") == 0);
}

/* Laid down by A01, and the charter at hand; it is proposed by the row. */
static void lay(struct rig *r, const char *text)
{
    must(rig_lay(r, "A01", 0, text));
    r->charter = rig_charter_hash(text);
}

static void lay_hour(struct rig *r)
{
    lay(r, hour);
}

static void lay_x(struct rig *r)
{
    lay(r, "x");
}

static void lay_nonsense(struct rig *r)
{
    lay(r, "charter \"test\";\nbody council {\n");
}

static void lay_other(struct rig *r)
{
    lay(r, "charter \"other\";\nbody council {\n    members all;\n    chair rotation;\n    rules change;\n}\n"
           "rule change {\n    allow Y N;\n    pass n(Y) > 2;\n}\n");
}

static void lay_german(struct rig *r)
{
    lay(r, RIG_CHARTER("10s", "3", "languages de;\n"));
}

static void lay_table(struct rig *r)
{
    lay(r, RIG_CHARTER("10s", "3",
                       "attributes tons;\ntable t of tons {\n    sha256 "
                       "\"0000000000000000000000000000000000000000000000000000000000000000\";\n}\n"));
}

static void lay_rows(struct rig *r)
{
    must(rig_lay_table(r, "A01", 0, "code,value\n"));
}

static void lay_both(struct rig *r)
{
    lay(r, RIG_CHARTER("1h", "4", ""));
}

static void propose_hour(struct rig *r)
{
    must(rig_propose_charter(r, "A01", hour, NULL));
}

static void propose_three(struct rig *r)
{
    must(rig_propose_charter(r, "A01", RIG_CHARTER("1min", "3", ""), NULL));
    must(rig_propose_charter(r, "A01", RIG_CHARTER("2min", "3", ""), NULL));
    must(rig_propose_charter(r, "A01", RIG_CHARTER("3min", "3", ""), NULL));
    lay_hour(r);
}

static void propose_by_second(struct rig *r)
{
    must(rig_propose_charter(r, "A02", hour, NULL));
}

static void open_about_hour(struct rig *r)
{
    propose_hour(r);
    rig_forget(r);
    must(rig_amend(r, hour, "change"));
    rig_to(r, RIG_VERSION);
}

static void run_hour(struct rig *r)
{
    open_about_hour(r);
    rig_to(r, RIG_RUNNING);
}

static void run_beside(struct rig *r)
{
    run_hour(r);
    const char *other = RIG_CHARTER("2h", "3", "");
    must(rig_propose_charter(r, "A02", other, NULL));
    rig_forget(r);
    must(rig_amend(r, other, "change"));
    rig_to(r, RIG_VERSION);
}

static void open_and_withdraw(struct rig *r)
{
    open_about_hour(r);
    must(rig_say(r, "A01", "charter.withdraw", "{'charter':$h}"));
}

/* What is proposed while a charter waits for its day is judged anew when that has come. */
static void wait_for(struct rig *r, const char *waiting, const char *next)
{
    rig_adopt_charter(r, waiting, "change", "2026-01-02");
    must(rig_propose_charter(r, "A01", next, NULL));
    rig_block(r, 86400000);
    rig_forget(r);
}

static void lose_the_amending_rule(struct rig *r)
{
    static const char motion[] = "motion amend by change in council;\n";
    char *waiting = arena_text(&r->arena, bytes_of_text(ours));
    char *at = strstr(waiting, motion);
    memset(at, ' ', sizeof motion - 2);
    wait_for(r, waiting, hour);
}

static void gain_an_amending_rule(struct rig *r)
{
    static const char before[] = "rule silence {\n";
    const char *at = strstr(ours, before) + sizeof before - 1;
    const char *waiting =
        arena_printf(&r->arena, "%.*s    amend by treasury;\n%s", (int)(at - ours), ours, at);
    const char *from = strstr(waiting, "10s set by");
    const char *next =
        arena_printf(&r->arena, "%.*s1h%srule extra {\n    allow Y N;\n    pass n(Y) > 1;\n}\n",
                     (int)(from - waiting), waiting, from + 3);
    wait_for(r, waiting, next);
}

#define PROPOSE "{'base':$b,'charter':$h,'sources':[{'name':'test','parts':1}]}"
#define AMEND(rule)                                                                                          \
    "{'amends':$h,'body':'council','languages':['en'],'reference':'x','rule':'" rule "','title':'T'}"
#define OPEN_VOTE                                                                                            \
    "{'body':'council','duration':60000,'matter':$m,'motion':'adopt','root':$r,'rule':'change'}"
#define OPEN_SILENCE                "{'duration':10000,'matter':$m,'root':$r}"
#define CHARTER(k, res, st, w, ...) ROW(k, res, st, w, __VA_ARGS__, .charter = ours)

#define MOVE(rule)                                                                                           \
    "{'body':'council','duration':60000,'motion':'amend','rule':'" rule "','target':$h}"

const struct cause charter_causes[] = {
    CHARTER("charter.propose", "charter_overtaken", RIG_FOUNDED, "A01",
            "{'base':" ZEROS ",'charter':$h,'sources':[{'name':'test','parts':1}]}", .prepare = lay_hour),
    CHARTER("charter.propose", "exists", RIG_FOUNDED, "A01",
            "{'base':$b,'charter':$b,'sources':[{'name':'test','parts':1}]}", .prepare = lay_hour),
    CHARTER("charter.propose", "exists", RIG_FOUNDED, "A01", PROPOSE, .prepare = propose_hour),
    CHARTER("charter.propose", "limit", RIG_FOUNDED, "A01", PROPOSE, .prepare = propose_three),
    CHARTER("charter.propose", "wrong_day", RIG_FOUNDED, "A01",
            "{'base':$b,'charter':$h,'from':'2025-12-31','sources':[{'name':'test','parts':1}]}",
            .prepare = lay_hour),
    CHARTER("charter.propose", "charter_incomplete", RIG_FOUNDED, "A01", PROPOSE),
    CHARTER("charter.propose", "charter_incomplete", RIG_FOUNDED, "A01",
            "{'base':$b,'charter':" ZEROS ",'sources':[{'name':'test','parts':1}]}", .prepare = lay_hour),
    CHARTER("charter.propose", "charter_incomplete", RIG_FOUNDED, "A02", PROPOSE, .prepare = lay_hour),
    CHARTER("charter.propose", "charter_malformed", RIG_FOUNDED, "A01", PROPOSE, .prepare = lay_nonsense),
    CHARTER("charter.propose", "charter_renamed", RIG_FOUNDED, "A01", PROPOSE, .prepare = lay_other),
    CHARTER("charter.propose", "charter_unfit", RIG_FOUNDED, "A01", PROPOSE, .prepare = lay_german),
    CHARTER("charter.propose", "table_missing", RIG_FOUNDED, "A01", PROPOSE, .prepare = lay_table),
    ROW("charter.propose", "no_amending_rule", RIG_FOUNDED, "A01", PROPOSE, .prepare = lay_hour),
    CHARTER("charter.propose", "several_amending_rules", RIG_FOUNDED, "A01", PROPOSE, .prepare = lay_both),
    CHARTER("charter.table", "exists", RIG_FOUNDED, "A01", "{'bytes':'Y29kZSx2YWx1ZQo=','place':0}",
            .prepare = lay_rows),
    CHARTER("charter.table", "table_malformed", RIG_FOUNDED, "A01", "{'bytes':'eA==','place':0}"),
    CHARTER("charter.text", "exists", RIG_FOUNDED, "A01", "{'bytes':'eA==','place':0}", .prepare = lay_x),
    CHARTER("charter.withdraw", "unknown_charter", RIG_FOUNDED, "A01", "{'charter':$b}"),
    CHARTER("charter.withdraw", "not_owner", RIG_FOUNDED, "A01", "{'charter':$h}",
            .prepare = propose_by_second),
    CHARTER("charter.withdraw", "wrong_stage", RIG_FOUNDED, "A01", "{'charter':$h}", .prepare = run_hour),
    CHARTER("matter.open", "unknown_charter", RIG_FOUNDED, "A01", AMEND("change"), .prepare = lay_hour),
    CHARTER("matter.open", "wrong_amending_rule", RIG_FOUNDED, "A01", AMEND("silence"),
            .prepare = propose_hour),
    CHARTER("matter.open", "no_amending_rule", RIG_FOUNDED, "A01", AMEND("change"),
            .prepare = lose_the_amending_rule),
    CHARTER("matter.open", "several_amending_rules", RIG_FOUNDED, "A01", AMEND("change"),
            .prepare = gain_an_amending_rule),
    CHARTER("silence.open", "unknown_charter", RIG_FOUNDED, "A01", OPEN_SILENCE,
            .prepare = open_and_withdraw),
    CHARTER("vote.open", "unknown_charter", RIG_FOUNDED, "A01", MOVE("change"), .prepare = lay_hour),
    CHARTER("vote.open", "wrong_amending_rule", RIG_FOUNDED, "A01", MOVE("fees"), .prepare = propose_hour),
    CHARTER("vote.open", "no_amending_rule", RIG_FOUNDED, "A01", MOVE("change"),
            .prepare = lose_the_amending_rule),
    CHARTER("vote.open", "several_amending_rules", RIG_FOUNDED, "A01", MOVE("change"),
            .prepare = gain_an_amending_rule),
    CHARTER("vote.open", "wrong_target", RIG_FOUNDED, "A01",
            "{'body':'council','duration':60000,'motion':'amend','rule':'change','target':'that one'}"),
    CHARTER("silence.open", "amendment_running", RIG_FOUNDED, "A01", OPEN_SILENCE, .prepare = run_beside),
    CHARTER("vote.open", "unknown_charter", RIG_FOUNDED, "A01", OPEN_VOTE, .prepare = open_and_withdraw),
    CHARTER("vote.open", "amendment_running", RIG_FOUNDED, "A01", OPEN_VOTE, .prepare = run_beside),
};
const size_t charter_cause_count = sizeof charter_causes / sizeof charter_causes[0];

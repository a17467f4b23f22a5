/* What the acts of sessions are refused for. A01 has the chair of the council, and A03 no seat in the group,
 * whose chair is A01 too. */
#include "unit/mechanism/causes.h"

#include "support/harness.h"
#include "unit/mechanism/sessions.h"

static void must(const char *result)
{
    check_text(result, "ok");
}

static void opened(struct rig *r)
{
    must(rig_say(r, "A01", "session.open", "%s", SESSION_BODY("council", "s1")));
}

static void opened_in_group(struct rig *r)
{
    must(rig_say(r, "A01", "session.open", "%s", SESSION_BODY("group", "s1")));
}

static void closed(struct rig *r)
{
    opened(r);
    must(rig_say(r, "A01", "session.close", "{'session':$w}"));
}

static void with_item(struct rig *r)
{
    opened(r);
    must(rig_say(r, "A02", "session.agenda", "{'session':$w,'title':'Relief'}"));
}

static void item_in_group(struct rig *r)
{
    opened_in_group(r);
    must(rig_say(r, "A01", "session.agenda", "{'session':$w,'title':'Relief'}"));
}

static void with_document(struct rig *r)
{
    with_item(r);
    must(rig_say(r, "A02", "session.document", "%s", DOCUMENT_BODY(1, "AA/1")));
}

static void with_credential(struct rig *r)
{
    opened(r);
    must(rig_say(r, "A02", "session.credential", "{'may':'speak','office':'Envoy','session':$w}"));
}

static void with_accepted(struct rig *r)
{
    with_credential(r);
    must(rig_say(r, "A01", "session.accept", "{'accepted':true,'credential':1,'session':$w}"));
}

static void with_speaker(struct rig *r)
{
    opened(r);
    must(rig_say(r, "A02", "session.inscribe", "{'office':'Envoy','session':$w}"));
    must(rig_say(r, "A03", "session.inscribe", "{'office':'Envoy','session':$w}"));
}

static void with_floor(struct rig *r)
{
    with_speaker(r);
    must(rig_say(r, "A01", "session.floor", "{'session':$w,'speaker':1}"));
}

static void with_heard(struct rig *r)
{
    with_floor(r);
    must(rig_say(r, "A02", "session.yield", "{'session':$w,'speaker':1}"));
}

static void with_point(struct rig *r)
{
    opened(r);
    must(rig_say(r, "A02", "session.point", "{'session':$w,'text':'The list is not kept.'}"));
}

static void with_ruling(struct rig *r)
{
    with_point(r);
    must(rig_say(r, "A01", "session.rule", "{'point':1,'session':$w,'text':'x','upheld':true}"));
}

static void with_draft(struct rig *r)
{
    opened(r);
    must(rig_say(r, "A01", "session.minutes", "{'language':'en','part':1,'session':$w,'text':'We met.'}"));
}

static void with_minutes(struct rig *r)
{
    with_draft(r);
    must(rig_say(r, "A01", "session.circulate", "{'session':$w,'until':'2026-02-01'}"));
}

static void with_answer(struct rig *r)
{
    with_minutes(r);
    must(rig_say(r, "A02", "session.approve", "{'approves':true,'digest':$i,'session':$w}"));
}

static void minutes_in_group(struct rig *r)
{
    opened_in_group(r);
    must(rig_say(r, "A01", "session.minutes", "{'language':'en','part':1,'session':$w,'text':'We met.'}"));
    must(rig_say(r, "A01", "session.circulate", "{'session':$w,'until':'2026-02-01'}"));
}

static void with_task(struct rig *r)
{
    opened(r);
    must(rig_say(r, "A01", "session.follow",
                 "{'member':'A02','session':$w,'text':'Report.','until':'2026-03-01'}"));
}

static void with_done(struct rig *r)
{
    with_task(r);
    must(rig_say(r, "A02", "session.done", "{'evidence':'Reported.','session':$w,'task':1}"));
}

static void fill(struct rig *r, const char *who, const char *kind, const char *body)
{
    r->step_ms = 100;
    for (int i = 0; i < SESSION_ROWS_MAX; i++) {
        must(rig_order(r, who, kind, "%s", body));
        if (i % 100 == 99) {
            rig_block(r, 100);
        }
    }
}

static void full_agenda(struct rig *r)
{
    opened(r);
    fill(r, "A02", "session.agenda", "{'session':$w,'title':'Relief'}");
}

static void full_documents(struct rig *r)
{
    with_item(r);
    for (int i = 0; i < SESSION_ROWS_MAX; i++) {
        const char *symbol = arena_printf(&r->arena, "AA/%d", i);
        must(rig_order(r, "A02", "session.document", DOCUMENT_FORMAT, 1, symbol));
        if (i % 100 == 99) {
            rig_block(r, 100);
        }
    }
}

static void full_credentials(struct rig *r)
{
    opened(r);
    for (int i = 0; i < SESSION_ROWS_MAX; i++) {
        must(rig_order(r, "A02", "session.credential", "{'may':'x','office':'Envoy %d','session':$w}", i));
        if (i % 100 == 99) {
            rig_block(r, 100);
        }
    }
}

static void full_speakers(struct rig *r)
{
    opened(r);
    fill(r, "A02", "session.inscribe", "{'office':'Envoy','session':$w}");
}

static void full_points(struct rig *r)
{
    opened(r);
    fill(r, "A02", "session.point", "{'session':$w,'text':'x'}");
}

static void full_minutes(struct rig *r)
{
    opened(r);
    for (int i = 1; i <= SESSION_ROWS_MAX; i++) {
        must(rig_order(r, "A01", "session.minutes",
                       "{'language':'en','part':%d,'session':$w,'text':'x'}", i));
        if (i % 100 == 0) {
            rig_block(r, 100);
        }
    }
}

static void full_outcomes(struct rig *r)
{
    opened(r);
    fill(r, "A01", "session.outcome", "{'digest':" ONES ",'session':$w,'title':'T'}");
}

static void full_tasks(struct rig *r)
{
    opened(r);
    fill(r, "A01", "session.follow", "{'member':'A02','session':$w,'text':'x','until':'2026-03-01'}");
}

#define R(k, res, w, ...)        ROW(k, res, RIG_FOUNDED, w, __VA_ARGS__)
#define NONE(rest)               "{" rest "'session':" ZEROS "}"
#define NONE_BEFORE(rest, after) "{" rest "'session':" ZEROS "," after "}"

const struct cause session_causes[] = {
    R("session.accept", "unknown_session", "A01", NONE("'accepted':true,'credential':1,")),
    R("session.accept", "wrong_stage", "A01", "{'accepted':true,'credential':1,'session':$w}",
      .prepare = closed),
    R("session.accept", "not_chair", "A02", "{'accepted':true,'credential':1,'session':$w}",
      .prepare = with_credential),
    R("session.accept", "unknown_number", "A01", "{'accepted':true,'credential':2,'session':$w}",
      .prepare = with_credential),
    R("session.accept", "exists", "A01", "{'accepted':true,'credential':1,'session':$w}",
      .prepare = with_accepted),
    R("session.accept", "reason_missing", "A01", "{'accepted':false,'credential':1,'session':$w}",
      .prepare = with_accepted),
    R("session.agenda", "unknown_session", "A02", NONE_BEFORE("", "'title':'T'")),
    R("session.agenda", "wrong_stage", "A02", "{'session':$w,'title':'T'}", .prepare = closed),
    R("session.agenda", "not_seated", "A03", "{'session':$w,'title':'T'}", .prepare = opened_in_group),
    R("session.agenda", "unknown_matter", "A02", "{'matter':" ZEROS ",'session':$w,'title':'T'}",
      .prepare = opened),
    R("session.agenda", "limit", "A02", "{'session':$w,'title':'T'}", .prepare = full_agenda),
    R("session.approve", "unknown_session", "A02", NONE("'approves':true,'digest':" ONES ",")),
    R("session.approve", "not_seated", "A03", "{'approves':true,'digest':$i,'session':$w}",
      .prepare = minutes_in_group),
    R("session.approve", "wrong_stage", "A02", "{'approves':true,'digest':" ONES ",'session':$w}",
      .prepare = with_draft),
    R("session.approve", "wrong_digest", "A02", "{'approves':true,'digest':" ONES ",'session':$w}",
      .prepare = with_minutes),
    R("session.approve", "reason_missing", "A02", "{'approves':false,'digest':$i,'session':$w}",
      .prepare = with_minutes),
    R("session.approve", "exists", "A02", "{'approves':true,'digest':$i,'session':$w}",
      .prepare = with_answer),
    R("session.arrange", "unknown_session", "A01", NONE("'item':1,'place':1,")),
    R("session.arrange", "wrong_stage", "A01", "{'item':1,'place':1,'session':$w}", .prepare = closed),
    R("session.arrange", "not_chair", "A02", "{'item':1,'place':1,'session':$w}", .prepare = with_item),
    R("session.arrange", "unknown_number", "A01", "{'item':2,'place':1,'session':$w}", .prepare = with_item),
    R("session.arrange", "unknown_number", "A01", "{'item':1,'place':2,'session':$w}", .prepare = with_item),
    R("session.arrange", "unknown_number", "A01", "{'item':1,'place':0,'session':$w}", .prepare = with_item),
    R("session.attend", "unknown_session", "A01", NONE("'day':'2026-02-01','rows':" PRESENT("A02") ",")),
    R("session.attend", "wrong_stage", "A01", ATTEND("2026-02-01", PRESENT("A02")), .prepare = closed),
    R("session.attend", "wrong_dates", "A01", ATTEND("2026-01-31", PRESENT("A02")), .prepare = opened),
    R("session.attend", "wrong_dates", "A01", ATTEND("2026-02-04", PRESENT("A02")), .prepare = opened),
    R("session.attend", "wrong_dates", "A01",
      ATTEND("2026-02-01", "[{'from':'10:00','member':'A02','office':'Envoy','until':'10:00'}]"),
      .prepare = opened),
    R("session.attend", "wrong_dates", "A01",
      ATTEND("2026-02-01", "[{'member':'A02','office':'Envoy','until':'10:00'}]"), .prepare = opened),
    R("session.attend", "not_chair", "A02", ATTEND("2026-02-01", PRESENT("A03")), .prepare = opened),
    R("session.attend", "unknown_member", "A01", ATTEND("2026-02-01", PRESENT("A09")), .prepare = opened),
    R("session.circulate", "unknown_session", "A01", NONE_BEFORE("", "'until':'2026-02-01'")),
    R("session.circulate", "not_chair", "A02", "{'session':$w,'until':'2026-02-01'}", .prepare = with_draft),
    R("session.circulate", "wrong_stage", "A01", "{'session':$w,'until':'2026-02-01'}", .prepare = opened),
    R("session.circulate", "wrong_stage", "A01", "{'session':$w,'until':'2026-02-01'}",
      .prepare = with_minutes),
    R("session.circulate", "wrong_day", "A01", "{'session':$w,'until':'2025-12-31'}", .prepare = with_draft),
    R("session.close", "unknown_session", "A01", "{'session':" ZEROS "}"),
    R("session.close", "wrong_stage", "A01", "{'session':$w}", .prepare = closed),
    R("session.close", "not_chair", "A02", "{'session':$w}", .prepare = opened),
    R("session.credential", "unknown_session", "A02", NONE("'may':'speak','office':'Envoy',")),
    R("session.credential", "wrong_stage", "A02", "{'may':'speak','office':'Envoy','session':$w}",
      .prepare = closed),
    R("session.credential", "exists", "A02", "{'may':'sign','office':'Envoy','session':$w}",
      .prepare = with_credential),
    R("session.credential", "limit", "A02", "{'may':'sign','office':'Envoy','session':$w}",
      .prepare = full_credentials),
    R("session.document", "unknown_session", "A02",
      "{'digest':" ONES ",'item':1,'language':'en','session':" ZEROS ",'symbol':'AA/1','title':'T'}"),
    R("session.document", "wrong_stage", "A02", DOCUMENT_BODY(1, "AA/1"), .prepare = closed),
    R("session.document", "not_seated", "A03", DOCUMENT_BODY(1, "AA/1"), .prepare = item_in_group),
    R("session.document", "unknown_number", "A02", DOCUMENT_BODY(2, "AA/1"), .prepare = with_item),
    R("session.document", "exists", "A03", DOCUMENT_BODY(1, "AA/1"), .prepare = with_document),
    R("session.document", "limit", "A02", DOCUMENT_BODY(1, "BB/1"), .prepare = full_documents),
    R("session.done", "unknown_session", "A02", NONE_BEFORE("'evidence':'x',", "'task':1")),
    R("session.done", "unknown_number", "A02", "{'evidence':'x','session':$w,'task':2}",
      .prepare = with_task),
    R("session.done", "not_owner", "A03", "{'evidence':'x','session':$w,'task':1}", .prepare = with_task),
    R("session.done", "exists", "A02", "{'evidence':'x','session':$w,'task':1}", .prepare = with_done),
    R("session.floor", "unknown_session", "A01", NONE_BEFORE("", "'speaker':1")),
    R("session.floor", "wrong_stage", "A01", "{'session':$w,'speaker':1}", .prepare = closed),
    R("session.floor", "not_chair", "A02", "{'session':$w,'speaker':1}", .prepare = with_speaker),
    R("session.floor", "unknown_number", "A01", "{'session':$w,'speaker':3}", .prepare = with_speaker),
    R("session.floor", "floor_taken", "A01", "{'session':$w,'speaker':2}", .prepare = with_floor),
    R("session.floor", "exists", "A01", "{'session':$w,'speaker':1}", .prepare = with_heard),
    R("session.follow", "unknown_session", "A01",
      "{'member':'A02','session':" ZEROS ",'text':'x','until':'2026-03-01'}"),
    R("session.follow", "not_chair", "A02",
      "{'member':'A02','session':$w,'text':'x','until':'2026-03-01'}", .prepare = opened),
    R("session.follow", "unknown_member", "A01",
      "{'member':'A09','session':$w,'text':'x','until':'2026-03-01'}", .prepare = opened),
    R("session.follow", "wrong_day", "A01",
      "{'member':'A02','session':$w,'text':'x','until':'2025-12-31'}", .prepare = opened),
    R("session.follow", "limit", "A01", "{'member':'A02','session':$w,'text':'x','until':'2026-03-01'}",
      .prepare = full_tasks),
    R("session.inscribe", "unknown_session", "A02", NONE("'office':'Envoy',")),
    R("session.inscribe", "wrong_stage", "A02", "{'office':'Envoy','session':$w}", .prepare = closed),
    R("session.inscribe", "not_seated", "A03", "{'office':'Envoy','session':$w}",
      .prepare = opened_in_group),
    R("session.inscribe", "unknown_number", "A02", "{'item':2,'office':'Envoy','session':$w}",
      .prepare = with_item),
    R("session.inscribe", "limit", "A02", "{'office':'Envoy','session':$w}", .prepare = full_speakers),
    R("session.minutes", "unknown_session", "A01", NONE_BEFORE("'language':'en','part':1,", "'text':'x'")),
    R("session.minutes", "not_chair", "A02", "{'language':'en','part':1,'session':$w,'text':'x'}",
      .prepare = opened),
    R("session.minutes", "unknown_number", "A01", "{'language':'en','part':0,'session':$w,'text':'x'}",
      .prepare = opened),
    R("session.minutes", "wrong_stage", "A01", "{'language':'en','part':1,'session':$w,'text':'x'}",
      .prepare = with_minutes),
    R("session.minutes", "limit", "A01", "{'language':'fr','part':1,'session':$w,'text':'x'}",
      .prepare = full_minutes),
    R("session.open", "unknown_body", "A01", SESSION_BODY("court", "s1")),
    R("session.open", "not_chair", "A02", SESSION_BODY("council", "s1")),
    R("session.open", "exists", "A01", SESSION_BODY("council", "s1"), .prepare = opened),
    R("session.open", "wrong_dates", "A01",
      "{'body':'council','from':'2026-02-03','place':'Alderton','reference':'s1','title':'T',"
      "'to':'2026-02-02'}"),
    R("session.order", "unknown_session", "A01", NONE_BEFORE("'place':1,", "'speaker':1")),
    R("session.order", "wrong_stage", "A01", "{'place':1,'session':$w,'speaker':1}", .prepare = closed),
    R("session.order", "not_chair", "A02", "{'place':1,'session':$w,'speaker':1}", .prepare = with_speaker),
    R("session.order", "unknown_number", "A01", "{'place':1,'session':$w,'speaker':3}",
      .prepare = with_speaker),
    R("session.order", "unknown_number", "A01", "{'place':3,'session':$w,'speaker':1}",
      .prepare = with_speaker),
    R("session.outcome", "unknown_session", "A01",
      "{'digest':" ONES ",'session':" ZEROS ",'title':'T'}"),
    R("session.outcome", "not_chair", "A02", "{'digest':" ONES ",'session':$w,'title':'T'}",
      .prepare = opened),
    R("session.outcome", "wrong_target", "A01", "{'session':$w,'symbol':'AA/1','title':'T'}",
      .prepare = opened),
    R("session.outcome", "unknown_matter", "A01", "{'matter':" ZEROS ",'session':$w,'title':'T'}",
      .prepare = opened),
    R("session.outcome", "unknown_statement", "A01", "{'session':$w,'statement':1,'title':'T'}",
      .prepare = opened),
    R("session.outcome", "limit", "A01", "{'digest':" ONES ",'session':$w,'title':'T'}",
      .prepare = full_outcomes),
    R("session.point", "unknown_session", "A02", NONE_BEFORE("", "'text':'x'")),
    R("session.point", "wrong_stage", "A02", "{'session':$w,'text':'x'}", .prepare = closed),
    R("session.point", "not_seated", "A03", "{'session':$w,'text':'x'}", .prepare = opened_in_group),
    R("session.point", "limit", "A02", "{'session':$w,'text':'x'}", .prepare = full_points),
    R("session.rule", "unknown_session", "A01", NONE_BEFORE("'point':1,", "'text':'x','upheld':true")),
    R("session.rule", "wrong_stage", "A01", "{'point':1,'session':$w,'text':'x','upheld':true}",
      .prepare = closed),
    R("session.rule", "not_chair", "A02", "{'point':1,'session':$w,'text':'x','upheld':true}",
      .prepare = with_point),
    R("session.rule", "unknown_number", "A01", "{'point':2,'session':$w,'text':'x','upheld':true}",
      .prepare = with_point),
    R("session.rule", "exists", "A01", "{'point':1,'session':$w,'text':'x','upheld':false}",
      .prepare = with_ruling),
    R("session.yield", "unknown_session", "A02", NONE_BEFORE("", "'speaker':1")),
    R("session.yield", "wrong_stage", "A02", "{'session':$w,'speaker':1}", .prepare = closed),
    R("session.yield", "unknown_number", "A02", "{'session':$w,'speaker':1}", .prepare = with_speaker),
    R("session.yield", "not_owner", "A03", "{'session':$w,'speaker':1}", .prepare = with_floor),
};
const size_t session_cause_count = sizeof session_causes / sizeof session_causes[0];

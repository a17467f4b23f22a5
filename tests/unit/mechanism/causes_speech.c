/* What the acts of speeches and platforms are refused for. */
#include "unit/mechanism/causes.h"

#include "support/harness.h"
#include "unit/mechanism/sessions.h"

static void must(const char *result)
{
    check_text(result, "ok");
}

static void filed(struct rig *r)
{
    must(rig_say(r, "A02", "speech.file", "%s", SPEECH("")));
}

static void in_parts(struct rig *r)
{
    must(rig_say(r, "A02", "speech.file", "%s", SPEECH("'parts':2,")));
}

static void full_texts(struct rig *r)
{
    filed(r);
    for (int i = 1; i < SPEECH_TEXTS_MAX; i++) {
        must(rig_say(r, "A02", "speech.correct", "{'reason':'x','speech':$k,'text':'We had boats.'}"));
    }
}

static void session_with_speaker(struct rig *r)
{
    must(rig_say(r, "A01", "session.open", "%s", SESSION_BODY("council", "s1")));
    must(rig_say(r, "A03", "session.inscribe", "{'office':'Envoy','session':$w}"));
}

static void listed(struct rig *r)
{
    must(rig_say(r, "A02", "platform.calendar",
                 "{'platforms':[{'from':'2026-02-01','name':'A forum','to':'2026-02-02','uid':'a'}]}"));
}

static void cancelled(struct rig *r)
{
    listed(r);
    must(rig_say(r, "A02", "platform.cancel", "{'platform':1}"));
}

#define MANDATE(more, member, until)                                                                         \
    "{'body':'council'," more "'member':'" member "','office':'Envoy','until':'" until "'}"
#define MANDATE_AT(more, platform)                                                                           \
    "{'body':'council'," more "'member':'A02','office':'Envoy','platform':" platform                         \
    ",'until':'2026-02-02'}"

static void mandated(struct rig *r)
{
    listed(r);
    must(rig_say(r, "A01", "platform.mandate", MANDATE_AT("'matter':$m,", "1")));
}

static void revoked(struct rig *r)
{
    mandated(r);
    must(rig_say(r, "A01", "platform.revoke", "{'mandate':$j,'reason':'x'}"));
}

#define R(k, res, w, ...) ROW(k, res, RIG_MATTER, w, __VA_ARGS__)

const struct cause speech_causes[] = {
    R("platform.calendar", "wrong_dates", "A02",
      "{'platforms':[{'from':'2026-02-01','name':'A','to':'2026-02-02'},"
      "{'from':'2026-02-02','name':'B','to':'2026-02-01'}]}"),
    R("platform.calendar", "exists", "A02",
      "{'platforms':[{'from':'2026-02-01','name':'A','to':'2026-02-02','uid':'a'},"
      "{'from':'2026-02-01','name':'B','to':'2026-02-01','uid':'a'}]}"),
    R("platform.cancel", "unknown_platform", "A02", "{'platform':2}", .prepare = listed),
    R("platform.cancel", "not_owner", "A03", "{'platform':1}", .prepare = listed),
    R("platform.cancel", "exists", "A02", "{'platform':1}", .prepare = cancelled),
    R("platform.mandate", "unknown_body", "A01",
      "{'body':'court','matter':$m,'member':'A02','office':'Envoy','until':'2026-02-02'}"),
    R("platform.mandate", "not_chair", "A02", MANDATE("'matter':$m,", "A02", "2026-02-02")),
    R("platform.mandate", "unknown_member", "A01", MANDATE("'matter':$m,", "A09", "2026-02-02")),
    R("platform.mandate", "unknown_platform", "A01", MANDATE_AT("'matter':$m,", "2"), .prepare = listed),
    R("platform.mandate", "wrong_day", "A01", MANDATE("'matter':$m,", "A02", "2025-12-31")),
    R("platform.mandate", "wrong_target", "A01", MANDATE("", "A02", "2026-02-02")),
    R("platform.mandate", "unknown_matter", "A01", MANDATE("'matter':" ZEROS ",", "A02", "2026-02-02")),
    R("platform.mandate", "unknown_statement", "A01",
      "{'body':'council','member':'A02','office':'Envoy','statement':1,'until':'2026-02-02'}"),
    R("platform.mandate", "wrong_target", "A01",
      "{'body':'council','matter':$m,'member':'A02','office':'Envoy','statement':1,'until':'2026-02-02'}"),
    R("platform.revoke", "unknown_mandate", "A01", "{'mandate':" ZEROS ",'reason':'x'}"),
    R("platform.revoke", "not_chair", "A02", "{'mandate':$j,'reason':'x'}", .prepare = mandated),
    R("platform.revoke", "mandate_over", "A01", "{'mandate':$j,'reason':'x'}", .prepare = revoked),
    R("speech.correct", "unknown_speech", "A02", "{'reason':'x','speech':" ZEROS ",'text':'x'}"),
    R("speech.correct", "unknown_speech", "A02", "{'reason':'x','speech':$k,'text':'x'}",
      .prepare = in_parts),
    R("speech.correct", "not_owner", "A03", "{'reason':'x','speech':$k,'text':'x'}", .prepare = filed),
    R("speech.correct", "limit", "A02", "{'reason':'x','speech':$k,'text':'x'}", .prepare = full_texts),
    R("speech.correct", "wrong_part", "A02", "{'parts':0,'reason':'x','speech':$k,'text':'x'}",
      .prepare = filed),
    R("speech.file", "unknown_session", "A02", SPEECH("'session':" ZEROS ",")),
    R("speech.file", "unknown_number", "A02", SPEECH("'session':$w,'speaker':2,"),
      .prepare = session_with_speaker),
    R("speech.file", "unknown_number", "A02", SPEECH("'speaker':1,"), .prepare = session_with_speaker),
    R("speech.file", "not_owner", "A02", SPEECH("'session':$w,'speaker':1,"),
      .prepare = session_with_speaker),
    R("speech.file", "unknown_platform", "A02", SPEECH("'platform':2,"), .prepare = listed),
    R("speech.file", "unknown_mandate", "A02", SPEECH("'mandate':" ZEROS ",")),
    R("speech.file", "not_owner", "A03", SPEECH("'mandate':$j,'platform':1,"), .prepare = mandated),
    R("speech.file", "wrong_target", "A02", SPEECH("'mandate':$j,"), .prepare = mandated),
    R("speech.file", "mandate_over", "A02", SPEECH("'mandate':$j,'platform':1,"), .prepare = revoked),
    R("speech.file", "mandate_over", "A02",
      "{'date':'2026-02-03','language':'en','mandate':$j,'platform':1,'text':'x','title':'T'}",
      .prepare = mandated),
    R("speech.file", "wrong_part", "A02", SPEECH("'parts':0,")),
    R("speech.part", "unknown_speech", "A02", "{'number':1,'part':2,'speech':" ZEROS ",'text':'x'}"),
    R("speech.part", "unknown_speech", "A02", "{'number':2,'part':2,'speech':$k,'text':'x'}",
      .prepare = in_parts),
    R("speech.part", "not_owner", "A03", "{'number':1,'part':2,'speech':$k,'text':'x'}",
      .prepare = in_parts),
    R("speech.part", "wrong_part", "A02", "{'number':1,'part':1,'speech':$k,'text':'x'}",
      .prepare = in_parts),
    R("speech.part", "wrong_part", "A02", "{'number':1,'part':2,'speech':$k,'text':'x'}", .prepare = filed),
    R("speech.translate", "unknown_speech", "A03",
      "{'by':'A03','language':'fr','speech':" ZEROS ",'text':'x'}"),
    R("speech.translate", "unknown_speech", "A03", "{'by':'A03','language':'fr','speech':$k,'text':'x'}",
      .prepare = in_parts),
    R("speech.translate", "wrong_language", "A03", "{'by':'A03','language':'en','speech':$k,'text':'x'}",
      .prepare = filed),
    R("speech.translate", "limit", "A03", "{'by':'A03','language':'fr','speech':$k,'text':'x'}",
      .prepare = full_texts),
    R("speech.translate", "wrong_part", "A03",
      "{'by':'A03','language':'fr','parts':0,'speech':$k,'text':'x'}", .prepare = filed),
};
const size_t speech_cause_count = sizeof speech_causes / sizeof speech_causes[0];

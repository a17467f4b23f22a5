/* Platforms and mandates to speak there. Rejections are in causes_speech.c. */
#include "mechanism/platform.h"

#include "mechanism/speech.h"
#include "support/harness.h"
#include "support/rig.h"
#include "unit/mechanism/sessions.h"

static struct rig r;

static void say(const char *who, const char *kind, const char *body)
{
    check_text(rig_say(&r, who, kind, "%s", body), "ok");
}

static void to_day(const char *day)
{
    check_text(rig_say(&r, "A01", "clock.set", "{'to':'%s'}", day), "ok");
    rig_block(&r, 1);
}

static struct mandate newest(void)
{
    struct mandate *list = NULL;
    const size_t count = mandate_list(r.state, &r.arena, &list);
    check_that(count > 0);
    return list[count - 1];
}

TEST(platforms_are_listed_many_at_a_time_and_said_anew_under_their_uid)
{
    struct platform *list = NULL;
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    say("A02", "platform.calendar",
        "{'platforms':[{'from':'2026-02-01','name':'A forum','place':'Alderton','to':'2026-02-02',"
        "'topic':'Relief','uid':'a'},{'from':'2026-03-01','name':'A congress','to':'2026-03-01'}]}");
    say("A03", "platform.calendar",
        "{'platforms':[{'from':'2026-02-01','name':'Another','to':'2026-02-01','uid':'a'}]}");
    say("A02", "platform.calendar",
        "{'platforms':[{'from':'2026-02-03','name':'A forum','to':'2026-02-04','uid':'a'}]}");
    check_eq(platform_list(r.state, &r.arena, &list), 3);
    check_bytes(list[0].name, BYTES("A forum"));
    check_bytes(list[0].from, BYTES("2026-02-03"));
    check_eq(list[0].place.len, 0);
    check_bytes(list[1].name, BYTES("A congress"));
    check_bytes(list[2].member, BYTES("A03"));
    say("A02", "platform.cancel", "{'platform':1}");
    (void)platform_list(r.state, &r.arena, &list);
    check_eq(list[0].stage, PLATFORM_CANCELLED);
    check_eq(list[1].stage, PLATFORM_PLANNED);
    rig_close(&r);
}

static const char *list_many(size_t rows)
{
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    buffer_add_text(&b, "{'platforms':[");
    for (size_t i = 0; i < rows; i++) {
        buffer_printf(&b, "%s{'from':'2026-02-01','name':'Forum %zu','to':'2026-02-02'}", i == 0 ? "" : ",",
                      i);
    }
    buffer_add_text(&b, "]}");
    const char *result = rig_say(&r, "A02", "platform.calendar", "%s", buffer_text(&b));
    buffer_done(&b);
    return result;
}

TEST(an_act_lists_as_many_platforms_as_its_limit_and_not_one_more)
{
    struct platform *list = NULL;
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    check_text(list_many(PLATFORMS_ACT_MAX + 1), "wrong_body");
    check_text(list_many(PLATFORMS_ACT_MAX), "ok");
    check_eq(platform_list(r.state, &r.arena, &list), PLATFORMS_ACT_MAX);
    rig_close(&r);
}

TEST(a_mandate_names_who_speaks_which_text_where_and_until_when)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, RIG_VERSION);
    say("A02", "platform.calendar",
        "{'platforms':[{'from':'2026-02-01','name':'A forum','to':'2026-02-02','uid':'a'}]}");
    say("A01", "platform.mandate",
        "{'body':'council','matter':$m,'member':'A02','office':'Envoy','platform':1,'until':'2026-02-02'}");
    struct mandate m = newest();
    check_bytes(m.member, BYTES("A02"));
    check_eq(m.stage, MANDATE_GIVEN);
    check_eq(mandate_statement(r.state, &r.arena, &m), 0); /* not adopted yet */
    rig_to(&r, RIG_OPENED);
    check_eq(mandate_statement(r.state, &r.arena, &m), 1);
    say("A01", "platform.mandate",
        "{'body':'council','member':'A03','office':'Envoy','statement':1,'until':'2026-02-02'}");
    m = newest();
    check_eq(mandate_statement(r.state, &r.arena, &m), 1);
    check_eq(m.platform, 0);
    rig_close(&r);
}

TEST(a_speech_is_filed_under_a_mandate_also_when_it_has_expired_since)
{
    struct speech *list = NULL;
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, RIG_VERSION);
    say("A01", "platform.mandate",
        "{'body':'council','matter':$m,'member':'A02','office':'Envoy','until':'2026-02-02'}");
    say("A02", "speech.file", SPEECH("'mandate':$j,"));
    check_eq(newest().speeches, 1);
    const struct hash id = newest().id;
    to_day("2026-02-02");
    check_eq(newest().stage, MANDATE_GIVEN);
    to_day("2026-02-03");
    check_eq(newest().stage, MANDATE_EXPIRED);
    check_eq(rig_count_facts(&r, "civil.deadline"), 1);
    say("A02", "speech.file", SPEECH("'mandate':$j,")); /* delivered on its last day but one */
    check_eq(newest().speeches, 2);
    check_eq(speech_list(r.state, &r.arena, &list), 2);
    check_bytes(hash_view(&list[1].mandate), hash_view(&id));
    rig_close(&r);
}

TEST(a_revoked_mandate_says_why_and_does_not_expire)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, RIG_VERSION);
    say("A01", "platform.mandate",
        "{'body':'council','matter':$m,'member':'A02','office':'Envoy','until':'2026-02-02'}");
    say("A01", "platform.revoke", "{'mandate':$j,'reason':'The text is not ready.'}");
    to_day("2026-02-03");
    check_eq(rig_count_facts(&r, "civil.deadline"), 0);
    check_eq(newest().stage, MANDATE_REVOKED);
    check_bytes(newest().reason, BYTES("The text is not ready."));
    check_that(newest().revoked > 0);
    rig_close(&r);
}

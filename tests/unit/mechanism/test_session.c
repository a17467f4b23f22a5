/* Sessions: agenda, documents, credentials, attendance, the floor. Rejections are in causes_session.c. */
#include "mechanism/session.h"

#include "base/civil.h"
#include "mechanism/row.h"
#include "mechanism/ruling.h"
#include "support/harness.h"
#include "support/rig.h"
#include "unit/mechanism/sessions.h"

static struct rig r;

static void begin(void)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    check_text(rig_say(&r, "A01", "session.open", "%s", SESSION_BODY("council", "s1")), "ok");
}

static struct session now(void)
{
    struct session *list = NULL;
    const size_t count = session_list(r.state, &r.arena, &list);
    check_that(count > 0);
    return list[count - 1];
}

static void say(const char *who, const char *kind, const char *body)
{
    check_text(rig_say(&r, who, kind, "%s", body), "ok");
}

TEST(a_session_is_announced_by_the_chair_with_its_place_and_days)
{
    struct hash id;
    begin();
    const struct session x = now();
    check_bytes(hash_view(&x.id), hash_view(&r.id));
    check_bytes(x.title, BYTES("A summit"));
    check_bytes(x.place, BYTES("Alderton"));
    check_bytes(x.from, BYTES("2026-02-01"));
    check_bytes(x.to, BYTES("2026-02-03"));
    check_bytes(x.opens, BYTES("09:30"));
    check_bytes(x.closes, BYTES("18:00"));
    check_bytes(x.member, BYTES("A01"));
    check_eq(x.stage, SESSION_OPEN);
    check_that(session_find(r.state, BYTES("council"), BYTES("s1"), &id) && hash_equal(&id, &x.id));
    check_that(!session_find(r.state, BYTES("council"), BYTES("s2"), &id));
    check_that(!session_find(r.state, BYTES("group"), BYTES("s1"), &id));
    say("A01", "session.open", SESSION_BODY("group", "s1"));
    check_bytes(now().body, BYTES("group"));
    struct session *list = NULL;
    check_eq(session_list(r.state, &r.arena, &list), 2);
    check_bytes(list[0].body, BYTES("council"));
    rig_close(&r);
}

TEST(items_stand_in_the_order_of_proposal_until_the_chair_moves_them)
{
    static const char *const orders[][2] = {{"{'item':3,'place':1,'session':$w}", "3 1 2 4"},
                                            {"{'item':3,'place':4,'session':$w}", "1 2 4 3"},
                                            {"{'item':1,'place':3,'session':$w}", "2 4 1 3"},
                                            {"{'item':1,'place':3,'session':$w}", "2 4 1 3"}};
    struct agenda_item *list = NULL;
    begin();
    say("A02", "session.agenda", "{'circulate':'2026-01-20','session':$w,'title':'Relief'}");
    say("A03", "session.agenda", "{'session':$w,'title':'Boats'}");
    say("A01", "session.agenda", "{'session':$w,'title':'Other'}");
    say("A02", "session.agenda", "{'session':$w,'title':'The next session'}");
    const struct session x = now();
    check_eq(session_agenda(r.state, &x.id, &r.arena, &list), 4);
    check_bytes(list[0].member, BYTES("A02"));
    check_bytes(list[0].circulate, BYTES("2026-01-20"));
    check_bytes(list[1].title, BYTES("Boats"));
    for (size_t i = 0; i < 4; i++) {
        struct buffer b;
        say("A01", "session.arrange", orders[i][0]);
        const size_t count = session_agenda(r.state, &x.id, &r.arena, &list);
        buffer_init(&b, 100);
        for (size_t k = 0; k < count; k++) {
            check_eq(list[k].place, (int64_t)k + 1);
            buffer_printf(&b, "%s%lld", k == 0 ? "" : " ", (long long)list[k].number);
        }
        check_bytes(buffer_view(&b), bytes_of_text(orders[i][1]));
        buffer_done(&b);
    }
    rig_close(&r);
}

TEST(a_document_behind_the_last_day_of_its_item_is_marked_late_and_taken)
{
    struct session_document *list = NULL;
    begin();
    say("A02", "session.agenda", "{'circulate':'2026-01-01','session':$w,'title':'Relief'}");
    say("A02", "session.agenda", "{'session':$w,'title':'Boats'}");
    say("A02", "session.document", DOCUMENT_BODY(1, "AA/1"));
    rig_block(&r, CIVIL_DAY_MS);
    say("A03", "session.document", DOCUMENT_BODY(1, "AA/2"));
    say("A03", "session.document", DOCUMENT_BODY(2, "AA/3"));
    const struct session x = now();
    check_eq(session_documents(r.state, &x.id, &r.arena, &list), 3);
    check_that(!list[0].late && list[1].late && !list[2].late);
    check_bytes(list[0].circulated, BYTES("2026-01-01"));
    check_bytes(list[1].circulated, BYTES("2026-01-02"));
    check_bytes(list[1].member, BYTES("A03"));
    check_text(hash_hex(&list[0].digest).text,
               "1111111111111111111111111111111111111111111111111111111111111111");
    rig_close(&r);
}

TEST(credentials_are_presented_by_office_accepted_or_challenged_and_ruled_on_again)
{
    struct credential *list = NULL;
    begin();
    say("A02", "session.credential", "{'may':'sign the Final Act','office':'Head of State','session':$w}");
    say("A02", "session.credential", "{'may':'speak','office':'Envoy','session':$w}");
    const struct session x = now();
    check_eq(session_credentials(r.state, &x.id, &r.arena, &list), 2);
    check_eq(list[0].stage, CREDENTIAL_PRESENTED);
    check_eq(list[0].ruled, 0);
    say("A01", "session.accept", "{'accepted':false,'credential':2,'reason':'Unsigned.','session':$w}");
    say("A01", "session.accept", "{'accepted':true,'credential':1,'session':$w}");
    (void)session_credentials(r.state, &x.id, &r.arena, &list);
    check_eq(list[0].stage, CREDENTIAL_ACCEPTED);
    check_eq(list[1].stage, CREDENTIAL_CHALLENGED);
    check_bytes(list[1].reason, BYTES("Unsigned."));
    say("A01", "session.accept", "{'accepted':true,'credential':2,'session':$w}");
    (void)session_credentials(r.state, &x.id, &r.arena, &list);
    check_eq(list[1].stage, CREDENTIAL_ACCEPTED);
    check_eq(list[1].reason.len, 0);
    rig_close(&r);
}

static bool present(const char *member, const char *day, const char *hour)
{
    struct attendance *list = NULL;
    const struct session x = now();
    const size_t count = session_attendance(r.state, &x.id, &r.arena, &list);
    return session_is_present(list, count, bytes_of_text(member), bytes_of_text(day), bytes_of_text(hour));
}

TEST(who_is_present_is_told_by_day_and_hour_and_an_act_takes_all_rows_or_none)
{
    struct attendance *list = NULL;
    begin();
    say("A01", "session.attend",
        ATTEND("2026-02-01", "[{'from':'09:30','member':'A02','office':'Envoy','until':'12:00'},"
                             "{'from':'14:00','member':'A02','office':'Minister'},"
                             "{'member':'A03','office':'Envoy'}]"));
    check_that(!present("A02", "2026-02-01", "09:29"));
    check_that(present("A02", "2026-02-01", "09:30"));
    check_that(present("A02", "2026-02-01", "11:59"));
    check_that(!present("A02", "2026-02-01", "12:00"));
    check_that(present("A02", "2026-02-01", "23:59"));
    check_that(!present("A02", "2026-02-02", "10:00"));
    check_that(!present("A03", "2026-02-01", "10:00"));
    check_text(rig_say(&r, "A01", "session.attend", "%s",
                       ATTEND("2026-02-02", "[{'from':'09:30','member':'A02','office':'Envoy'},"
                                            "{'from':'09:30','member':'A09','office':'Envoy'}]")),
               "unknown_member");
    check_that(!present("A02", "2026-02-02", "10:00"));
    say("A03", "session.attend", ATTEND("2026-02-01", PRESENT("A03"))); /* it says that it was there */
    check_that(present("A03", "2026-02-01", "10:00"));
    const struct session x = now();
    check_eq(session_attendance(r.state, &x.id, &r.arena, &list), 3);
    check_bytes(list[2].by, BYTES("A03"));
    check_bytes(list[0].by, BYTES("A01"));
    rig_close(&r);
}

static const char *attend(size_t rows)
{
    struct buffer b;
    buffer_init(&b, ACT_BYTES_MAX);
    buffer_add_text(&b, "{'day':'2026-02-01','rows':[");
    for (size_t i = 0; i < rows; i++) {
        buffer_printf(&b, "%s{'from':'09:30','member':'A02','office':'Adviser %zu'}", i == 0 ? "" : ",", i);
    }
    buffer_add_text(&b, "],'session':$w}");
    const char *result = rig_say(&r, "A02", "session.attend", "%s", buffer_text(&b));
    buffer_done(&b);
    return result;
}

TEST(an_act_has_as_many_rows_of_attendance_as_its_limit_and_not_one_more)
{
    struct attendance *list = NULL;
    begin();
    const struct session x = now();
    check_text(attend(ATTENDANCE_MAX + 1), "wrong_body");
    check_eq(session_attendance(r.state, &x.id, &r.arena, &list), 0);
    check_text(attend(ATTENDANCE_MAX), "ok");
    check_eq(session_attendance(r.state, &x.id, &r.arena, &list), ATTENDANCE_MAX);
    rig_close(&r);
}

TEST(the_floor_is_given_and_given_back_at_official_time_and_what_was_used_is_known)
{
    struct speaker *list = NULL;
    begin();
    say("A02", "session.inscribe", "{'office':'Envoy','session':$w}");
    say("A03", "session.inscribe", "{'office':'Minister','session':$w}");
    say("A04", "session.inscribe", "{'office':'Envoy','reply':true,'session':$w}");
    say("A01", "session.order", "{'place':1,'session':$w,'speaker':2}");
    const struct session x = now();
    check_eq(session_speakers(r.state, &x.id, &r.arena, &list), 3);
    check_eq(list[0].number, 2);
    check_eq(list[1].number, 1);
    check_that(list[2].reply && !list[0].reply);
    say("A01", "session.floor", "{'session':$w,'speaker':2}");
    check_eq(now().floor, 2);
    const int64_t began = r.time_ms;
    rig_block(&r, 240000);
    say("A03", "session.yield", "{'session':$w,'speaker':2}");
    (void)session_speakers(r.state, &x.id, &r.arena, &list);
    check_eq(list[0].stage, SPEAKER_HEARD);
    check_eq(list[0].began_ms, began);
    check_eq(list[0].ended_ms, r.time_ms);
    check_eq(list[0].used_ms, r.time_ms - began);
    check_eq(now().floor, 0);
    say("A01", "session.floor", "{'session':$w,'speaker':3}");
    say("A01", "session.yield", "{'session':$w,'speaker':3}"); /* the chair takes it back */
    say("A01", "session.floor", "{'session':$w,'speaker':1}");
    say("A01", "session.close", "{'session':$w}");
    (void)session_speakers(r.state, &x.id, &r.arena, &list);
    check_eq(list[1].stage, SPEAKER_HEARD); /* the close ends it */
    check_eq(list[1].used_ms, 1000);
    check_eq(now().stage, SESSION_CLOSED);
    check_eq(now().ended_ms, r.time_ms);
    rig_close(&r);
}

TEST(a_point_of_order_is_raised_and_ruled_on)
{
    struct session_point *list = NULL;
    begin();
    say("A02", "session.point", "{'session':$w,'text':'The list is not kept.'}");
    say("A03", "session.point", "{'session':$w,'text':'We have no copies.'}");
    say("A01", "session.rule", "{'point':2,'session':$w,'text':'They are here.','upheld':false}");
    const struct session x = now();
    check_eq(session_points(r.state, &x.id, &r.arena, &list), 2);
    check_eq(list[0].stage, POINT_RAISED);
    check_eq(list[1].stage, POINT_DENIED);
    check_bytes(list[1].reason, BYTES("They are here."));
    check_bytes(list[1].text, BYTES("We have no copies."));
    say("A01", "session.rule", "{'point':1,'session':$w,'text':'It is so.','upheld':true}");
    (void)session_points(r.state, &x.id, &r.arena, &list);
    check_eq(list[0].stage, POINT_UPHELD);
    struct ruling *rulings = NULL;
    check_eq(ruling_list(r.state, &r.arena, &rulings), 2);
    check_that(hash_equal(&rulings[0].id, &list[1].ruling) && hash_equal(&rulings[1].id, &list[0].ruling));
    check_eq(rulings[0].given, list[1].ruled);
    check_eq(rulings[0].point, 2);
    check_that(hash_equal(&rulings[0].session, &x.id));
    check_bytes(rulings[0].body, BYTES("council"));
    rig_close(&r);
}

static const char appealable[] =
    "charter \"test\" title \"Points\";\nlanguages en, fr;\n"
    "body council {\n    members all;\n    chair rotation;\n    rules silence, majority;\n}\n"
    "rule silence {\n    allow Y L N A;\n    default L;\n    pass n(N) = 0;\n    clock at least 10s;\n"
    "    close all within 60s;\n}\n"
    "rule majority {\n    allow Y N A;\n    quorum n(C) >= 2;\n    pass n(Y) > n(N);\n}\n"
    "motion overrule by majority;\n";

TEST(a_ruling_on_a_point_of_order_is_appealed_like_any_other)
{
    static const char *const calls[] = {"YYN", "NNY"};
    for (size_t i = 0; i < 2; i++) {
        struct session_point *list = NULL;
        rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = appealable});
        say("A01", "session.open", SESSION_BODY("council", "s1"));
        say("A02", "session.point", "{'session':$w,'text':'The list is not kept.'}");
        say("A01", "session.rule",
            "{'article':'Rule 30','point':1,'session':$w,'text':'It is.','upheld':false}");
        say("A03", "ruling.appeal", "{'duration':60000,'ruling':$g}");
        say("A01", "session.close", "{'session':$w}"); /* the appeal goes on */
        for (size_t m = 0; m < 3; m++) {
            check_text(rig_say(&r, arena_printf(&r.arena, "A0%zu", m + 1), "vote.cast",
                               "{'position':'%c','vote':$v}", calls[i][m]),
                       "ok");
        }
        rig_until(&r, r.time_ms + 61000);
        const struct session x = now();
        check_eq(session_points(r.state, &x.id, &r.arena, &list), 1);
        check_eq(list[0].stage, i == 0 ? POINT_OVERRULED : POINT_DENIED);
        check_bytes(list[0].reason, BYTES("It is."));
        rig_close(&r);
    }
}

static void check_shape(const struct row_shape *shape)
{
    for (const struct row_field *f = shape->fields; f->name != NULL && f[1].name != NULL; f++) {
        harness_note("%s, %s", f->name, f[1].name);
        check_that(bytes_compare(bytes_of_text(f->name), bytes_of_text(f[1].name)) < 0);
        check_that(f->offset < shape->size);
    }
}

TEST(the_fields_of_every_row_ascend)
{
    const struct row_shape *const shapes[] = {
        &session_shape,      &agenda_item_shape, &session_document_shape, &credential_shape,
        &attendance_shape,   &speaker_shape,     &session_point_shape,    &minutes_shape,
        &minutes_part_shape, &minutes_answer_shape, &session_outcome_shape, &session_task_shape};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        check_shape(shapes[i]);
    }
}

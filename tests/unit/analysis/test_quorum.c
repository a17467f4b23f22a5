/* Whether there was a quorum, at each moment at which somebody came or went. */
#include "analysis/quorum.h"

#include "support/harness.h"
#include "support/rig.h"

static struct rig r;
static enum error failed;

#define CHARTER(rules)                                                                                       \
    "charter \"test\" title \"Quorum\";\nlanguages en, fr;\n"                                                \
    "body council {\n    members all;\n    chair rotation;\n    rules " rules ";\n}\n"                       \
    "rule silence {\n    allow Y L N A;\n    default L;\n    pass n(N) = 0;\n    clock at least 10s;\n"      \
    "    close all within 60s;\n}\n"                                                                         \
    "rule majority {\n    allow Y N A;\n    quorum n(C) >= 3;\n    pass n(Y) > n(N);\n}\n"                   \
    "rule later from 2099-01-01 {\n    allow Y N A;\n    quorum n(C) >= 1;\n    pass n(Y) > n(N);\n}\n"

/* A01 is there all day, A02 from 10 to 12, A03 from 11 on, A04 never. */
static struct session meet(const char *charter)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter});
    check_text(rig_say(&r, "A01", "session.open",
                       "{'body':'council','from':'2026-02-01','place':'x','reference':'s','title':'S',"
                       "'to':'2026-02-02'}"),
               "ok");
    check_text(rig_say(&r, "A01", "session.attend",
                       "{'day':'2026-02-01','rows':[{'from':'09:00','member':'A01','office':'Envoy'},"
                       "{'from':'10:00','member':'A02','office':'Envoy','until':'12:00'},"
                       "{'from':'11:00','member':'A03','office':'Envoy','until':'24:00'},"
                       "{'member':'A04','office':'Envoy'}],'session':$w}"),
               "ok");
    struct session *list = NULL;
    check_eq(session_list(r.state, &r.arena, &list), 1);
    return list[0];
}

static struct quorum at(const struct session *x, const char *hour)
{
    struct attendance *list = NULL;
    struct context c = rig_context(&r, &failed);
    const size_t count = session_attendance(r.state, &x->id, &r.arena, &list);
    return quorum_at(&c, x, list, count, BYTES("2026-02-01"), bytes_of_text(hour));
}

TEST(a_quorum_is_told_with_its_numbers_whenever_somebody_comes_or_goes)
{
    static const struct {
        const char *hour;
        size_t present;
    } rows[] = {{"09:00", 1}, {"10:00", 2}, {"11:00", 3}, {"12:00", 2}};
    const struct session x = meet(CHARTER("majority, silence"));
    struct attendance *list = NULL;
    struct quorum_moment *moments = NULL;
    const size_t count = session_attendance(r.state, &x.id, &r.arena, &list);
    check_eq(quorum_moments(&r.arena, list, count, &moments), 4); /* 24:00 is none */
    for (size_t i = 0; i < 4; i++) {
        check_bytes(moments[i].hour, bytes_of_text(rows[i].hour));
        const struct quorum q = at(&x, rows[i].hour);
        check_that(q.asked && q.known);
        check_bytes(q.rule, BYTES("majority"));
        check_eq(q.seats, 4);
        check_eq(q.present_count, rows[i].present);
        check_eq(q.holds, rows[i].present >= 3);
        check_eq(q.atom_count, 1);
        check_eq(q.atoms[0].left, (int64_t)rows[i].present);
        check_eq(q.atoms[0].right, 3);
        check_eq(q.atoms[0].holds, q.holds);
    }
    check_bytes(at(&x, "11:00").present[2], BYTES("A03"));
    check_eq(at(&x, "08:59").present_count, 0);
    check_ok(failed);
    rig_close(&r);
}

TEST(a_body_whose_rule_asks_for_none_meets_with_whoever_is_there)
{
    const struct session x = meet(CHARTER("silence, majority"));
    check_that(!at(&x, "09:00").asked && at(&x, "09:00").holds);
    check_that(!at(&x, "08:00").holds); /* nobody is there */
    rig_close(&r);
}

TEST(a_rule_that_is_not_in_force_yet_asks_for_nothing)
{
    const struct session x = meet(CHARTER("later, majority, silence"));
    const struct quorum q = at(&x, "09:00");
    check_eq(q.rule.len, 0);
    check_that(!q.asked && q.holds);
    rig_close(&r);
}

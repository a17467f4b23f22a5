/* Bodies in which those sit to whom the charter gives a tag; and the terms of chairs that an amendment gives:
 * docs/protocol/procedures.md. */
#include <string.h>

#include "mechanism/body.h"
#include "mechanism/founding.h"
#include "mechanism/law.h"
#include "mechanism/office.h"
#include "support/harness.h"
#include "support/rig_charter.h"

enum { HOUR_MS = 3600000, DAY_MS = 24 * HOUR_MS }; /* the rig begins on 2026-01-01 */

#define CORE(chair) "body core {\n    members tagged BIG;\n    chair " chair ";\n    rules silence;\n}\n"
#define BIG(members) "group BIG {\n" members "}\n"

static struct rig r;

static const char *text(const char *more)
{
    return rig_charter_text(&r, "10s", "3", more);
}

static void begin(const char *more)
{
    struct arena a = {.blocks = NULL};
    r.arena = a;
    const char *charter = arena_text(harness_arena(), bytes_of_text(text(more)));
    arena_done(&r.arena);
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter});
}

static const char *sit(const char *who, bool seated)
{
    return rig_say(&r, who, "body.seat", "{'body':'core','seated':%s}", seated ? "true" : "false");
}

static void amend(const char *more)
{
    rig_forget(&r);
    rig_adopt_charter(&r, text(more), "change", NULL);
}

static struct body body_now(const char *name)
{
    struct body b;
    check_that(body_get(r.state, bytes_of_text(name), &r.arena, &b));
    return b;
}

static const char *seats(void)
{
    const struct body b = body_now("core");
    return rig_codes(&r, b.seats, b.seat_count);
}

static const char *chair(const char *body)
{
    return arena_text(harness_arena(), body_now(body).chair);
}

/* Since when, and for how long. */
static void check_term(const char *body, int64_t since_ms, int64_t term_ms)
{
    enum error e = OK;
    struct context c = rig_context(&r, &e);
    const struct body b = body_now(body);
    check_eq(chair_since_ms(&c, &b), since_ms);
    check_eq(chair_until_ms(&c, law_now(&c), &b), since_ms + term_ms);
    check_ok(e);
}

TEST(a_seat_of_a_tag_is_taken_by_those_to_whom_the_charter_gives_it_today)
{
    begin(BIG("    A01 until 2026-01-01;\n    A02;\n    A03 from 2026-01-02;\n") CORE("rotation"));
    check_text(sit("A04", true), "not_tagged");
    check_text(sit("A04", false), "not_seated");
    check_text(sit("A03", true), "not_tagged");
    check_text(sit("A02", true), "ok");
    check_text(sit("A01", true), "ok");
    check_text(sit("A01", false), "ok"); /* leaving asks for no tag */
    rig_block(&r, DAY_MS);
    check_text(sit("A03", true), "ok");
    check_text(sit("A01", true), "not_tagged");
    check_text(seats(), "A02 A03");
    rig_close(&r);
}

TEST(a_seat_of_a_tag_is_named_at_the_founding_for_those_who_have_it_then)
{
    static const struct {
        const char *more;
        enum error e;
    } rows[] = {
        {BIG("    A01;\n    A02;\n"), OK},
        {BIG("    A01;\n    A02 until 2026-01-01;\n"), OK},
        {BIG("    A01;\n    A02 from 2026-01-02;\n"), ERROR_MALFORMED},
        {BIG("    A01;\n"), ERROR_MALFORMED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct org o;
        struct organisation out;
        struct diag diag = {.message = ""};
        const char *charter = arena_printf(
            harness_arena(), "%s%s", RIG_CHARTER("10s", "3", ""), rows[i].more);
        charter = arena_printf(harness_arena(),
                               "%sbody group {\n    members tagged BIG;\n    chair rotation;\n"
                               "    rules silence;\n}\n",
                               charter);
        org_make(harness_arena(), &(struct org_options){.charter = charter, .members = 3}, &o);
        check_eq(founding_read(harness_arena(), o.document, &out, &diag), rows[i].e);
        check_text(diag.message,
                   rows[i].e == OK
                       ? ""
                       : "a seat is named for a member without the tag that the charter asks for there");
    }
}

TEST(who_loses_the_tag_by_an_amendment_leaves_and_the_next_has_the_chair_for_a_whole_term)
{
    begin(BIG("    A01;\n    A02;\n    A04;\n") CORE("rotation order A02, A04, A01 every 1d"));
    check_text(sit("A02", true), "ok");
    check_text(sit("A01", true), "ok");
    check_text(sit("A04", true), "ok");
    check_text(chair("core"), "A02");
    rig_block(&r, 20 * HOUR_MS);
    amend(BIG("    A01;\n    A03;\n    A04;\n") CORE("rotation order A02, A04, A01 every 1d"));
    check_text(seats(), "A01 A04");
    check_text(chair("core"), "A04"); /* whose turn it was */
    check_term("core", r.time_ms, DAY_MS);
    check_text(rig_say(&r, "A01", "body.chair", "{'body':'core','member':'A01'}"), "not_chair");
    check_text(sit("A02", true), "not_tagged");
    check_text(sit("A03", true), "ok");
    check_text(seats(), "A01 A03 A04");
    rig_close(&r);
}

TEST(who_keeps_the_chair_through_an_amendment_keeps_its_time)
{
    begin(BIG("    A01;\n    A02;\n") CORE("rotation every 1d"));
    check_text(sit("A01", true), "ok");
    check_text(sit("A02", true), "ok");
    const int64_t began_ms = r.time_ms - 1000;
    amend(BIG("    A01;\n") CORE("rotation every 2d"));
    check_text(seats(), "A01");
    check_text(chair("core"), "A01");
    check_term("core", began_ms, (int64_t)2 * DAY_MS);
    rig_close(&r);
}

TEST(where_an_amendment_leaves_nobody_with_the_tag_all_stay)
{
    begin(BIG("    A01;\n    A02;\n") CORE("rotation"));
    check_text(sit("A01", true), "ok");
    check_text(sit("A02", true), "ok");
    amend(BIG("    A03;\n") CORE("rotation"));
    check_text(seats(), "A01 A02");
    check_text(sit("A03", true), "ok");
    amend(BIG("    A03;\n    A04;\n") CORE("rotation"));
    check_text(seats(), "A03");
    check_text(chair("core"), "A03");
    rig_close(&r);
}

TEST(a_seat_ends_with_the_last_day_of_the_tag)
{
    begin(BIG("    A01 until 2026-01-02;\n    A02;\n    A03 until 2026-01-03;\n") CORE("rotation"));
    check_text(sit("A01", true), "ok");
    check_text(sit("A02", true), "ok");
    check_text(sit("A03", true), "ok");
    rig_block(&r, DAY_MS);
    check_text(seats(), "A01 A02 A03");
    const uint64_t size = record_size(r.record);
    rig_block(&r, DAY_MS);
    check_that(strstr(rig_facts_since(&r, size), "civil.deadline") != NULL);
    check_text(seats(), "A02 A03");
    check_text(chair("core"), "A02");
    amend(BIG("    A02;\n    A03;\n    A04 until 2026-01-04;\n") CORE("rotation"));
    check_text(sit("A04", true), "ok");
    rig_block(&r, DAY_MS); /* A03 has it for longer now */
    check_text(seats(), "A02 A03 A04");
    rig_block(&r, DAY_MS);
    check_text(seats(), "A02 A03");
    check_eq(rig_count_facts(&r, "civil.deadline"), 3);
    rig_close(&r);
}

TEST(a_chair_that_an_amendment_gives_is_held_for_a_whole_term)
{
    begin("body team {\n    members all;\n    chair A03;\n    rules silence;\n}\n");
    check_text(chair("team"), "A03");
    rig_block(&r, 20 * HOUR_MS);
    amend("body team {\n    members all;\n    chair A02;\n    rules silence;\n}\n");
    check_text(chair("team"), "A02");
    check_term("team", r.time_ms, -r.time_ms);
    amend("body team {\n    members all;\n    chair rotation every 1d;\n    rules silence;\n}\n");
    check_text(chair("team"), "A02");
    rig_block(&r, 20 * HOUR_MS);
    amend("office clerk {\n    holder member A04;\n}\n"
          "body team {\n    members all;\n    chair office clerk;\n    rules silence;\n}\n");
    check_text(chair("team"), "A04");
    amend("body team {\n    members all;\n    chair rotation order A04, A01 every 1d;\n"
          "    rules silence;\n}\n");
    check_text(chair("team"), "A04");
    check_text(rig_say(&r, "A04", "body.chair", "{'body':'team','member':'A01'}"), "ok");
    check_term("team", r.time_ms, DAY_MS);
    rig_close(&r);
}

TEST(a_chair_that_becomes_an_office_goes_to_the_member_that_has_it)
{
#define SPEAKER "office speaker {\n    holder elected in council by fees;\n}\n"
#define TEAM(chair) "body team {\n    members all;\n    chair " chair ";\n    rules silence;\n}\n"
    begin(SPEAKER TEAM("A03"));
    check_text(rig_say(&r, "A01", "election.open", "{'body':'council','for':'office','name':'speaker'}"),
               "ok");
    check_text(rig_say(&r, "A02", "election.nominate", "{'candidate':'A02','election':$e}"), "ok");
    check_text(rig_say(&r, "A01", "election.round", "{'duration':10000,'election':$e}"), "ok");
    for (int i = 1; i <= 3; i++) {
        const char *who = arena_printf(&r.arena, "A%02d", i);
        check_text(rig_say(&r, who, "election.mark", "{'election':$e,'marks':['A02']}"), "ok");
    }
    rig_until(&r, r.time_ms + 10000);
    check_text(chair("team"), "A03");
    amend(SPEAKER TEAM("office speaker"));
    check_text(chair("team"), "A02");
    rig_close(&r);
}

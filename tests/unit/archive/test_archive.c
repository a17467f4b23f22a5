/* docs/formats/facts.md: what is asked of the archive. */
#include <string.h>

#include "archive/archive.h"
#include "archive/show_archive.h"

#include "support/harness.h"

#define FACTS   "organisation,kind,subject,from,to,value,as_stated_by,source,confidence\n"
#define MEMBERS "organisation,code,from,to,precision,note,source,confidence\n"

static const char facts[] =
    FACTS "SOUTH,treaty,Treaty of the Valleys,1990,,signed,,text,high\n"
          "NORTH,membership,ELM,2020-02,,left,Elm,a letter,medium\n"
          "NORTH,membership,ELM,2020-02,,a member,the office,a note,medium\n"
          "NORTH,meeting,Summit,2010-05-16,2010-05-17,\"Alderton, by the lake\",,press,low\n"
          "NORTH,body,Council,2001-06,,,,charter,high\n";
static const char members[] = MEMBERS "NORTH,ELM,2001-06-01,,day,,text,high\n"
                                      "NORTH,ALDER,2001-06-01,2005-03-31,month,,text,medium\n"
                                      "NORTH,ALDER,2009-01-01,,year,,text,low\n"
                                      "EAST,FIR,1970-01-01,,approx,first seen,text,low\n";

static struct archive read_all(void)
{
    struct archive ar;
    struct archive_faults faults;
    const enum error e =
        archive_read(harness_arena(), bytes_of_text(facts), bytes_of_text(members), &faults, &ar);
    harness_note("%s", faults.count > 0 ? faults.list[0].message : "");
    check_ok(e);
    return ar;
}

TEST(organisations_are_listed_as_equals)
{
    const struct archive ar = read_all();
    struct archive_organisation *list = NULL;
    check_eq(archive_organisations(&ar, harness_arena(), &list), 3);
    check_bytes(list[0].code, BYTES("EAST"));
    check_eq(list[0].members, 1);
    check_eq(list[0].facts, 0);
    check_bytes(list[1].code, BYTES("NORTH"));
    check_eq(list[1].members, 2);
    check_eq(list[1].former, 0);
    check_eq(list[1].facts, 4);
    check_eq(list[1].contested, 2);
    check_bytes(list[1].since, BYTES("2001-06"));
    check_bytes(list[2].code, BYTES("SOUTH"));
    check_bytes(list[2].since, BYTES("1990"));
    check_that(archive_has(&ar, BYTES("EAST")) && archive_has(&ar, BYTES("SOUTH")));
    check_that(!archive_has(&ar, BYTES("WEST")));
}

TEST(facts_come_in_the_order_of_their_dates)
{
    const struct archive ar = read_all();
    const struct archive_fact **list = NULL;
    check_eq(archive_facts(&ar, harness_arena(), BYTES("NORTH"), BYTES(""), &list), 4);
    check_bytes(list[0]->kind, BYTES("body"));
    check_bytes(list[1]->value, BYTES("Alderton, by the lake"));
    check_bytes(list[2]->as_stated_by, BYTES("Elm"));
    check_eq(archive_facts(&ar, harness_arena(), BYTES("NORTH"), BYTES("meeting"), &list), 1);
    check_eq(archive_claims(&ar, harness_arena(), list[0], &list), 0);
    check_eq(archive_facts(&ar, harness_arena(), BYTES("NORTH"), BYTES("membership"), &list), 2);
    check_eq(archive_claims(&ar, harness_arena(), list[0], &list), 2);
    check_eq(archive_facts(&ar, harness_arena(), BYTES("EAST"), BYTES(""), &list), 0);
}

static size_t seats_on(const struct archive *ar, const char *on, struct archive_seat **out)
{
    return archive_seats(ar, harness_arena(), BYTES("NORTH"), bytes_of_text(on), out);
}

TEST(who_belonged_to_it_on_a_day)
{
    const struct archive ar = read_all();
    struct archive_seat *list = NULL;
    check_eq(seats_on(&ar, "", &list), 3);
    check_eq(seats_on(&ar, "2001-05-31", &list), 0);
    check_eq(seats_on(&ar, "2001-07-01", &list), 2);
    check_bytes(list[0].member->code, BYTES("ALDER"));
    check_that(!list[0].uncertain);
    check_eq(seats_on(&ar, "2007-01-01", &list), 1);
    check_eq(seats_on(&ar, "2010-01-01", &list), 2);
}

TEST(what_is_not_known_exactly_is_uncertain)
{
    const struct archive ar = read_all();
    struct archive_seat *list = NULL;
    check_eq(seats_on(&ar, "2001-06-01", &list), 2);
    check_that(list[0].uncertain && !list[1].uncertain);
    check_eq(seats_on(&ar, "2005-03-31", &list), 2);
    check_that(list[0].uncertain);
    check_eq(seats_on(&ar, "2005-04-01", &list), 1);
    check_eq(seats_on(&ar, "2008-12-31", &list), 1);
    check_eq(seats_on(&ar, "2009-12-31", &list), 2);
    check_that(list[0].uncertain);
    check_eq(archive_seats(&ar, harness_arena(), BYTES("EAST"), BYTES("1970-08-01"), &list), 1);
    check_that(list[0].uncertain);
}

TEST(contested_memberships_have_their_claims)
{
    const struct archive ar = read_all();
    struct archive_seat *list = NULL;
    check_eq(seats_on(&ar, "2020-01-31", &list), 2);
    check_eq(list[1].claim_count, 0);
    check_eq(seats_on(&ar, "2020-02-01", &list), 2);
    check_eq(list[1].claim_count, 2);
    check_bytes(list[1].claims[0]->as_stated_by, BYTES("Elm"));
    check_bytes(list[1].claims[1]->as_stated_by, BYTES("the office"));
    check_eq(list[0].claim_count, 0);
}

TEST(a_day_is_one_of_the_calendar)
{
    check_that(archive_is_day(BYTES("2024-02-29")));
    check_that(!archive_is_day(BYTES("2023-02-29")) && !archive_is_day(BYTES("2023-02")));
    check_that(!archive_is_day(BYTES("2023-13-01")) && !archive_is_day(BYTES("2023-1-001")));
    check_that(!archive_is_day(BYTES("0000-01-01")) && !archive_is_day(BYTES("")));
}

TEST(the_views_in_json_say_that_they_are_of_the_archive)
{
    const struct archive ar = read_all();
    struct bytes text;
    for (int view = 0; view < 3; view++) {
        struct json_writer w;
        struct buffer b;
        const struct json *value = NULL;
        buffer_init(&b, SIZE_MAX);
        json_begin(&w, &b);
        if (view == 0) {
            show_archive_list(&w, &ar, harness_arena());
        } else if (view == 1) {
            show_archive_facts(&w, &ar, harness_arena(), BYTES("NORTH"), BYTES(""));
        } else {
            show_archive_members(&w, &ar, harness_arena(), BYTES("NORTH"), BYTES("2020-03-01"));
        }
        check_ok(json_parse_canonical(harness_arena(), buffer_view(&b), b.len, &value, NULL));
        check_that(json_get_text(value, "realm", &text) && bytes_equal_text(text, "archive"));
        buffer_done(&b);
    }
}

/* Lines of `of` that stand in `in` too, the header among them. */
static size_t lines_in(struct bytes of, struct bytes in, size_t *count)
{
    size_t found = 0;
    struct cursor c = cursor_of(of);
    for (*count = 0; c.rest.len > 0; (*count)++) {
        const struct bytes line = cursor_line(&c);
        check_that(!c.failed);
        found += memmem(in.data, in.len, line.data, line.len) != NULL;
    }
    return found;
}

TEST(the_archive_that_is_shipped_is_what_it_came_from)
{
    struct archive ar;
    struct archive_faults faults;
    const struct bytes ours = harness_file("archive/facts.csv");
    const struct bytes our_members = harness_file("archive/members.csv");
    check_ok(archive_read(harness_arena(), ours, our_members, &faults, &ar));
    check_that(ar.fact_count >= 60 && ar.member_count >= 450);
    check_that(archive_has(&ar, BYTES("CSTO")) && archive_has(&ar, BYTES("NATO")));
    check_that(!archive_has(&ar, BYTES("OIC")) && !archive_has(&ar, BYTES("NAM")));
    const char *seed = harness_shared("archive-seed/facts.csv");
    const char *memberships = harness_shared("groups/groups.csv");
    size_t count = 0;
    const size_t found = lines_in(harness_file(seed), ours, &count);
    check_eq(found, count);
    check_eq(ar.fact_count, count - 1);
    const size_t groups = lines_in(harness_file(memberships), our_members, &count);
    check_eq(groups, count - 1); /* but for the header */
    check_eq(ar.member_count, count - 1);
}

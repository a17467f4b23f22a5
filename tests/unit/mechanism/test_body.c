/* Bodies: seats, the chair and its rotation. */
#include "mechanism/body.h"

#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static const char charter[] = "charter \"bodies\" title \"Bodies of each composition\";\n"
                              "body council {\n    members all;\n    chair rotation;\n    rules r;\n}\n"
                              "body empty {\n    members named;\n    chair rotation;\n    rules r;\n}\n"
                              "body led {\n    members named;\n    chair A03;\n    rules r;\n}\n"
                              "body staff {\n    members all;\n    chair A02;\n    rules r;\n}\n"
                              "rule r {\n    pass n(Y) > n(N);\n}\n";

static void begin(const char *text)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = text});
}

static const char *seats(const char *body)
{
    struct body b;
    check_that(body_get(r.state, bytes_of_text(body), &r.arena, &b));
    return rig_codes(&r, b.seats, b.seat_count);
}

static const char *chair(const char *body)
{
    struct body b;
    check_that(body_get(r.state, bytes_of_text(body), &r.arena, &b));
    return arena_text(&r.arena, b.chair);
}

static const char *sit(const char *who, const char *body, bool seated)
{
    return rig_say(&r, who, "body.seat", "{'body':'%s','seated':%s}", body, seated ? "true" : "false");
}

static const char *hand_over(const char *who, const char *body, const char *next)
{
    return rig_say(&r, who, "body.chair", "{'body':'%s','member':'%s'}", body, next);
}

/* Nobody was named at the founding: the body begins with the first who sits down. */
TEST(a_body_without_seats_begins_with_the_first_member_that_takes_one)
{
    begin(charter);
    struct body b;
    check_that(!body_get(r.state, BYTES("empty"), &r.arena, &b));
    check_text(sit("A03", "empty", false), "not_seated");
    check_text(hand_over("A03", "empty", "A01"), "unknown_body");
    check_text(sit("A03", "empty", true), "ok");
    check_text(seats("empty"), "A03");
    check_text(chair("empty"), "A03");
    check_text(sit("A01", "empty", true), "ok");
    check_text(seats("empty"), "A01 A03");
    check_text(chair("empty"), "A03");
    check_text(sit("A03", "empty", false), "composition_fixed");
    check_text(hand_over("A03", "empty", "A01"), "ok");
    check_text(sit("A03", "empty", false), "ok");
    check_text(seats("empty"), "A01");
    rig_close(&r);
}

TEST(a_body_whose_chair_the_charter_names_begins_with_its_chair)
{
    begin(charter);
    check_text(sit("A01", "led", true), "not_chair");
    check_text(sit("A03", "led", true), "ok");
    check_text(sit("A01", "led", true), "ok");
    check_text(sit("A03", "led", false), "composition_fixed");
    check_text(hand_over("A03", "led", "A01"), "not_next");
    rig_close(&r);
}

/* Each body begins with a chair; who is elected or appointed to it comes later, by its rule. */
TEST(a_chair_in_an_order_of_the_charter_elected_or_of_an_office_begins_with_a_seat)
{
    begin("charter \"chairs\" title \"Chairs of each kind\";\n"
          "office clerk {\n    holder member A03;\n}\n"
          "office speaker {\n    holder elected in ordered by r;\n}\n"
          "body ordered {\n    members all;\n    chair rotation order A03, A01, A09;\n    rules r;\n}\n"
          "body late {\n    members named;\n    chair rotation order A02, A01 every 1 month;\n"
          "    rules r;\n}\n"
          "body chosen {\n    members all;\n    chair elected by r for 1 year;\n    rules r;\n}\n"
          "body led {\n    members all;\n    chair office clerk;\n    rules r;\n}\n"
          "body spoken {\n    members all;\n    chair office speaker;\n    rules r;\n}\n"
          "rule r {\n    pass n(Y) > n(N);\n}\n");
    check_text(chair("ordered"), "A03");
    check_text(hand_over("A03", "ordered", "A04"), "not_next");
    check_text(hand_over("A03", "ordered", "A01"), "ok");
    check_text(hand_over("A01", "ordered", "A03"), "ok"); /* A09 is no member */
    check_text(chair("chosen"), "A01");
    check_text(hand_over("A01", "chosen", "A02"), "not_next");
    check_text(chair("led"), "A03");
    check_text(hand_over("A03", "led", "A01"), "not_next");
    check_text(chair("spoken"), "A01");
    check_text(sit("A04", "late", true), "ok"); /* nobody of the order sits there yet */
    check_text(chair("late"), "A04");
    check_text(hand_over("A04", "late", "A02"), "not_next");
    check_text(sit("A01", "late", true), "ok");
    check_text(hand_over("A04", "late", "A01"), "ok");
    check_text(hand_over("A01", "late", "A01"), "ok");
    rig_close(&r);
}

TEST(the_chair_goes_round_by_code)
{
    begin(NULL);
    static const char *const order[] = {"A01", "A02", "A03", "A04", "A01"};
    for (int i = 0; i < 4; i++) {
        check_text(chair("council"), order[i]);
        check_text(hand_over(order[(i + 1) % 4], "council", order[(i + 2) % 4]), "not_chair");
        check_text(hand_over(order[i], "council", order[(i + 2) % 4]), "not_next");
        check_text(hand_over(order[i], "council", order[i]), "not_next");
        check_text(hand_over(order[i], "council", order[i + 1]), "ok");
    }
    check_text(chair("council"), "A01");
    rig_close(&r);
}

TEST(a_chair_that_the_charter_names_is_handed_to_nobody)
{
    begin(charter);
    check_text(chair("staff"), "A02");
    check_text(hand_over("A02", "staff", "A03"), "not_next");
    check_text(hand_over("A01", "staff", "A02"), "not_chair");
    const struct organisation *org = machine_organisation(r.machine);
    struct body b;
    check_that(body_get(r.state, BYTES("staff"), &r.arena, &b));
    check_eq(body_next_chair(org->first_charter, &b).len, 0);
    check_that(body_get(r.state, BYTES("council"), &r.arena, &b));
    check_bytes(body_next_chair(org->first_charter, &b), BYTES("A02"));
    rig_close(&r);
}

TEST(seats_ascend_whoever_comes_and_goes)
{
    begin(NULL);
    check_text(seats("council"), "A01 A02 A03 A04");
    check_text(seats("group"), "A01 A02");
    check_text(sit("A04", "group", true), "ok");
    check_text(seats("group"), "A01 A02 A04");
    check_text(sit("A03", "group", true), "ok");
    check_text(seats("group"), "A01 A02 A03 A04");
    check_text(sit("A02", "group", false), "ok");
    check_text(seats("group"), "A01 A03 A04");
    check_text(hand_over("A01", "group", "A02"), "not_next"); /* it has no seat any more */
    check_text(hand_over("A01", "group", "A03"), "ok");
    check_text(sit("A01", "group", false), "ok");
    check_text(seats("group"), "A03 A04");
    struct body *list = NULL;
    check_eq(body_list(r.state, &r.arena, &list), 2);
    check_bytes(list[0].id, BYTES("council"));
    check_bytes(list[1].id, BYTES("group"));
    rig_close(&r);
}

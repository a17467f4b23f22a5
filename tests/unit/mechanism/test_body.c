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

/* Matters: provisions, alternatives, what the chair chooses, versions. */
#include "mechanism/matter.h"

#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin(enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, stage);
}

static const char *chosen(const char *provision)
{
    struct provision p;
    check_that(provision_get(r.state, &r.matter, bytes_of_text(provision), &p));
    return arena_text(&r.arena, p.chosen);
}

static const char *withdraw(const char *who, const char *provision, const char *alternative)
{
    return rig_say(&r, who, "matter.withdraw", "{'alternative':'%s','matter':$m,'provision':'%s'}",
                   alternative, provision);
}

static const char *choose(const char *provision, const char *alternative)
{
    return rig_say(&r, "A01", "matter.choose", "{'alternative':'%s','matter':$m,'provision':'%s'}",
                   alternative, provision);
}

TEST(what_a_sponsor_withdraws_leaves_the_text)
{
    begin(RIG_TEXT);
    check_text(rig_propose(&r, "A03", "p1", "second", 11), "ok");
    check_text(chosen("p1"), "");
    check_text(choose("p1", "second"), "ok");
    check_text(withdraw("A02", "p1", "second"), "not_owner");
    check_text(withdraw("A03", "p1", "second"), "ok");
    check_text(chosen("p1"), "first"); /* the only one that is left */
    check_text(withdraw("A03", "p1", "second"), "already_withdrawn");
    check_text(choose("p1", "second"), "unknown_alternative");
    check_text(withdraw("A02", "p1", "first"), "ok");
    check_text(chosen("p1"), "");
    check_text(rig_say(&r, "A01", "matter.version", "{'matter':$m,'root':$m}"), "incomplete");
    rig_close(&r);
}

static const char *propose_before(const char *provision, const char *before, uint64_t words)
{
    const struct org_words w = org_words(&r.arena, words);
    return rig_say(&r, "A02", "matter.propose",
                   "{'alternative':'x','before':'%s','leaves':%s,'matter':$m,'provision':'%s'}", before,
                   w.leaves, provision);
}

static const char *document_order(void)
{
    struct provision *list = NULL;
    const size_t count = provision_list(r.state, &r.matter, &r.arena, &list);
    struct bytes ids[PROVISIONS_MAX];
    for (size_t i = 0; i < count; i++) {
        ids[i] = list[i].id;
        check_that(i == 0 || list[i - 1].order < list[i].order);
    }
    return rig_codes(&r, ids, count);
}

TEST(a_provision_stands_at_the_end_or_before_another)
{
    begin(RIG_TEXT);
    check_text(document_order(), "p1 p2");
    check_text(propose_before("p0", "p1", 20), "ok");
    check_text(propose_before("p15", "p2", 21), "ok");
    check_text(rig_propose(&r, "A02", "p3", "x", 22), "ok");
    check_text(document_order(), "p0 p1 p15 p2 p3");
    check_text(propose_before("p4", "p9", 23), "unknown_provision");
    /* Of a provision that is there, `before` says nothing. */
    check_text(rig_say(&r, "A02", "matter.propose",
                       "{'alternative':'y','before':'p0','leaves':%s,'matter':$m,'provision':'p3'}",
                       org_words(&r.arena, 24).leaves),
               "ok");
    check_text(document_order(), "p0 p1 p15 p2 p3");
    rig_close(&r);
}

/* Each comes before the one that came last before it, so that the room between two is halved again and again.
 */
TEST(there_is_always_room_before_a_provision)
{
    begin(RIG_TEXT);
    struct buffer expected;
    buffer_init(&expected, 4096);
    buffer_add_text(&expected, "p1");
    for (int i = 0; i < 60; i++) {
        check_text(propose_before(arena_printf(&r.arena, "q%02d", i), "p2", 1000 + (uint64_t)i), "ok");
        buffer_printf(&expected, " q%02d", i);
    }
    buffer_add_text(&expected, " p2");
    check_text(document_order(), buffer_text(&expected));
    buffer_done(&expected);
    rig_close(&r);
}

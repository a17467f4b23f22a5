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

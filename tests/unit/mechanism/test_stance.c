/* Where members stand: brackets, agreement, positions, explanations. */
#include "mechanism/matter.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin(enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, stage);
}

static struct hash root_of(const char *provision, const char *alternative)
{
    struct alternative alt;
    check_that(alternative_get(r.state, &r.matter, bytes_of_text(provision), bytes_of_text(alternative),
                               &r.arena, &alt));
    return alt.root;
}

static const char *agree(const char *who, const char *state)
{
    const struct hash root = root_of("p1", "first");
    return rig_say(&r, who, "matter.agree", "{'matter':$m,'provision':'p1','root':'%s','state':'%s'}",
                   hash_hex(&root).text, state);
}

static const char *available_alternative(const char *node)
{
    const struct hash root = root_of("p1", "first");
    return rig_say(&r, node, "node.availability", "{'matter':$m,'root':'%s'}", hash_hex(&root).text);
}

TEST(agreement_waits_for_the_words_and_taking_it_back_does_not)
{
    begin(RIG_TEXT);
    check_text(agree("A02", "agreed"), "not_available");
    check_text(agree("A02", "ad_referendum"), "not_available");
    check_text(agree("A02", "open"), "ok");
    check_text(available_alternative("A02/node"), "ok");
    check_text(agree("A02", "agreed"), "ok");
    /* Its words are gone with its node: what it said before it can still take back. */
    check_text(rig_say(&r, "A02", "member.clearing", "{'node':'%s'}", org_public(&r.org, 2, ORG_NODE)), "ok");
    check_text(agree("A02", "agreed"), "not_available");
    check_text(agree("A02", "open"), "ok");
    rig_close(&r);
}

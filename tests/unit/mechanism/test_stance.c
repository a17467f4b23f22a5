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

static const char *hold(const char *who, const char *provision)
{
    return rig_say(&r, who, "matter.hold", "{'matter':$m,'provision':'%s','reason':'x','release':'y'}",
                   provision);
}

/* It cannot release it any more: its bracket would keep the text from silence for good. */
TEST(the_bracket_of_a_member_that_left_the_body_does_not_count_until_it_is_back)
{
    begin(RIG_FOUNDED);
    check_text(rig_say(&r, "A03", "body.seat", "{'body':'group','seated':true}"), "ok");
    check_text(
        rig_say(&r, "A01", "matter.open",
                "{'body':'group','languages':['en','fr'],'reference':'g','rule':'silence','title':'T'}"),
        "ok");
    r.matter = r.id;
    rig_to(&r, RIG_VERSION);
    check_text(hold("A03", "p2"), "ok");
    check_text(rig_silence(&r), "held");
    check_text(rig_say(&r, "A03", "body.seat", "{'body':'group','seated':false}"), "ok");
    check_text(rig_say(&r, "A03", "matter.release", "{'matter':$m,'provision':'p2'}"), "not_seated");
    struct hold *list = NULL;
    check_eq(hold_list(r.state, &r.matter, BYTES("p2"), &r.arena, &list), 1);
    check_bytes(list[0].member, BYTES("A03"));
    check_text(rig_say(&r, "A03", "body.seat", "{'body':'group','seated':true}"), "ok");
    check_text(rig_silence(&r), "held");
    check_text(rig_say(&r, "A03", "body.seat", "{'body':'group','seated':false}"), "ok");
    check_text(rig_silence(&r), "ok");
    rig_close(&r);
}

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

TEST(a_bracket_has_its_reason_and_keeps_its_age_when_it_is_renewed)
{
    begin(RIG_TEXT);
    struct hold *list = NULL;
    check_text(hold("A03", "p1"), "ok");
    const int64_t since = r.time_ms;
    check_text(hold("A04/adviser", "p1"), "ok");
    check_text(rig_say(&r, "A03", "matter.hold",
                       "{'matter':$m,'provision':'p1','reason':'still','release':'instructions'}"),
               "ok");
    check_eq(hold_list(r.state, &r.matter, BYTES("p1"), &r.arena, &list), 2);
    check_bytes(list[0].member, BYTES("A03"));
    check_bytes(list[0].reason, BYTES("still"));
    check_bytes(list[0].release, BYTES("instructions"));
    check_eq(list[0].since_ms, since);
    check_eq(list[0].placed, r.results[0].index);
    check_text(rig_say(&r, "A03", "matter.release", "{'matter':$m,'provision':'p1'}"), "ok");
    check_text(rig_say(&r, "A03", "matter.release", "{'matter':$m,'provision':'p1'}"), "not_held");
    check_eq(hold_list(r.state, &r.matter, BYTES("p1"), &r.arena, &list), 1);
    check_text(hold("A03", "p1"), "ok"); /* a new one is young again */
    check_eq(hold_list(r.state, &r.matter, BYTES("p1"), &r.arena, &list), 2);
    check_eq(list[0].since_ms, r.time_ms);
    rig_close(&r);
}

TEST(every_bracket_must_go_before_a_silence)
{
    begin(RIG_VERSION);
    check_text(hold("A03", "p1"), "ok");
    check_text(hold("A04", "p2"), "ok");
    check_text(rig_silence(&r), "held");
    check_text(rig_say(&r, "A03", "matter.release", "{'matter':$m,'provision':'p1'}"), "ok");
    check_text(rig_silence(&r), "held");
    check_text(rig_say(&r, "A04/adviser", "matter.release", "{'matter':$m,'provision':'p2'}"), "ok");
    check_text(rig_silence(&r), "ok");
    rig_close(&r);
}

TEST(agreement_is_kept_for_each_member_and_provision)
{
    struct agreement *list = NULL;
    begin(RIG_TEXT);
    check_text(available_alternative("A02/node"), "ok");
    check_text(available_alternative("A03/node"), "ok");
    check_text(agree("A02/adviser", "ad_referendum"), "ok");
    check_text(agree("A03", "agreed"), "ok");
    check_eq(agreement_list(r.state, &r.matter, BYTES("p1"), &r.arena, &list), 2);
    check_eq(list[0].stance, STANCE_AD_REFERENDUM);
    check_eq(list[1].stance, STANCE_AGREED);
    check_bytes(hash_view(&list[1].root), hash_view(&r.alternative));
    check_eq(list[1].said, r.results[0].index);
    check_text(agree("A02", "agreed"), "ok");
    check_eq(agreement_list(r.state, &r.matter, BYTES("p1"), &r.arena, &list), 2);
    check_eq(list[0].stance, STANCE_AGREED);
    rig_close(&r);
}

TEST(positions_and_explanations_bind_the_text_or_the_alternative_that_they_name)
{
    struct position *list = NULL;
    struct position p;
    begin(RIG_VERSION);
    check_text(rig_say(&r, "A02", "matter.position", "{'position':'Y','root':$r}"), "ok");
    check_text(rig_say(&r, "A02", "matter.position", "{'position':'A','root':$a}"), "ok");
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'N','reason':'because','root':$r}"), "ok");
    check_text(rig_say(&r, "A03/ambassador", "matter.position", "{'position':'Y','root':$r}"),
               "ok"); /* the last word */
    check_text(rig_say(&r, "A04/adviser", "matter.explain", "{'root':$r,'text':'x'}"), "ok");
    check_eq(position_list(r.state, &r.root, &r.arena, &list), 2);
    check_eq(list[0].letter, 'Y');
    check_bytes(list[1].member, BYTES("A03"));
    check_eq(list[1].letter, 'Y');
    check_that(position_get(r.state, &r.alternative, BYTES("A02"), &p));
    check_eq(p.letter, 'A');
    check_that(!position_get(r.state, &r.alternative, BYTES("A03"), &p));
    check_eq(explanation_list(r.state, &r.root, &r.arena, &list), 1);
    check_bytes(list[0].member, BYTES("A04"));
    rig_close(&r);
}

TEST(reasons_are_taken_up_to_their_limit)
{
    char reason[REASON_BYTES_MAX + 2];
    begin(RIG_TEXT);
    for (size_t more = 0; more < 2; more++) {
        for (size_t i = 0; i < REASON_BYTES_MAX + more; i++) {
            reason[i] = 'x';
        }
        reason[REASON_BYTES_MAX + more] = 0;
        check_text(rig_say(&r, "A02", "matter.hold",
                           "{'matter':$m,'provision':'p1','reason':'%s','release':'%s'}", reason, reason),
                   more == 0 ? "ok" : "wrong_body");
    }
    rig_close(&r);
}

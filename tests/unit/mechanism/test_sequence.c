/* Sequence numbers: for one key and subject the highest prevails. */
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin(enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, stage);
}

TEST(an_older_act_on_the_same_subject_is_recorded_as_superseded)
{
    begin(RIG_VERSION);
    const int64_t later = r.seq + 10;
    const int64_t older = r.seq;
    r.seq = later;
    check_text(rig_say(&r, "A02", "matter.position", "{'position':'Y','root':$r}"), "ok");
    r.seq = older;
    const uint64_t size = record_size(r.record);
    check_text(rig_say(&r, "A02", "matter.position", "{'position':'A','root':$r}"), "superseded");
    check_that(r.results[0].recorded);
    check_eq(r.results[0].index, size + 1); /* behind the fact of its block */
    struct position p;
    check_that(position_get(r.state, &r.root, BYTES("A02"), &p));
    check_eq(p.letter, 'Y');
    r.seq = later; /* the same number once more, in another act */
    check_text(rig_say(&r, "A02", "matter.position", "{'position':'A','root':$r}"), "superseded");
    r.seq = later + 1;
    check_text(rig_say(&r, "A02", "matter.position", "{'position':'A','root':$r}"), "ok");
    rig_close(&r);
}

TEST(sequence_numbers_of_other_keys_and_subjects_do_not_matter)
{
    begin(RIG_VERSION);
    r.seq = 1000;
    check_text(rig_say(&r, "A02", "matter.position", "{'position':'Y','root':$r}"), "ok");
    r.seq = 5;
    check_text(rig_say(&r, "A02/ambassador", "matter.position", "{'position':'A','root':$r}"), "ok");
    r.seq = 5;
    check_text(rig_say(&r, "A02", "matter.explain", "{'root':$r,'text':'Because.'}"), "ok");
    rig_close(&r);
}

TEST(a_rejected_act_does_not_use_up_its_number)
{
    begin(RIG_VERSION);
    r.seq = 1000;
    check_text(rig_say(&r, "A02", "matter.position", "{'position':'N','root':$r}"), "reason_missing");
    r.seq = 5;
    check_text(rig_say(&r, "A02", "matter.position", "{'position':'Y','root':$r}"), "ok");
    rig_close(&r);
}

/* The chair's delegate opens a silence and takes a position on the same text: neither is an older word on the
 * other. */
TEST(opening_a_silence_does_not_supersede_a_position_on_its_text)
{
    begin(RIG_VERSION);
    r.seq = 1001;
    check_text(rig_silence(&r), "ok");
    r.seq = 1000;
    check_text(rig_say(&r, "A01", "matter.position", "{'position':'Y','root':$r}"), "ok");
    rig_close(&r);
}

/* Which node clears for a member is one question, whatever node the act names. */
TEST(an_older_choice_of_a_clearing_node_does_not_prevail)
{
    begin(RIG_FOUNDED);
    const char *third = org_public(&r.org, 2, ORG_NODE);
    r.seq = 1001;
    check_text(rig_say(&r, "A01", "member.clearing", "{'node':'%s'}", third), "ok");
    r.seq = 1000;
    check_text(rig_say(&r, "A01", "member.clearing", "{'node':'%s'}", org_public(&r.org, 1, ORG_NODE)),
               "superseded");
    struct member m;
    check_that(member_get(r.state, BYTES("A01"), &m));
    check_that(public_key_equal(&m.clearing, &r.org.keys[2][ORG_NODE].public));
    rig_close(&r);
}

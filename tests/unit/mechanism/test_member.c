/* Members, their keys and full powers, and the node that clears for each. */
#include "mechanism/member.h"

#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin(void)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
}

static struct member member_now(const char *code)
{
    struct member m;
    check_that(member_get(r.state, bytes_of_text(code), &m));
    return m;
}

/* A minister with all powers and an adviser who may only speak: that is one who may enrol, and nobody to sign
 * beside. */
TEST(a_second_signature_is_asked_for_only_where_two_delegates_have_the_power)
{
    begin();
    const char *key = rig_key(&r, "A01/new", "delegate");
    check_text(rig_say(&r, "A01", "member.enrol",
                       "{'key':'%s','name':'New','powers':['keys'],'role':'delegate'}", key),
               "too_few_signatures");
    check_text(rig_say(&r, "A01+", "member.powers", "{'key':'%s','powers':['bind','speak']}",
                       org_public(&r.org, 0, ORG_AMBASSADOR)),
               "ok");
    check_eq(member_count_delegates(r.state, BYTES("A01"), POWER_KEYS, &r.arena), 1);
    check_eq(member_count_delegates(r.state, BYTES("A01"), POWER_BIND, &r.arena), 2);
    check_eq(member_count_delegates(r.state, BYTES("A01"), POWER_SPEAK, &r.arena), 3);
    check_eq(member_count_delegates(r.state, BYTES("A01"), 0, &r.arena), 3);
    check_text(rig_say(&r, "A01/minister+A01/adviser", "member.enrol",
                       "{'key':'%s','name':'New','powers':['keys'],'role':'delegate'}", key),
               "out_of_mandate");
    check_text(rig_say(&r, "A01", "member.enrol",
                       "{'key':'%s','name':'New','powers':['keys'],'role':'delegate'}", key),
               "ok");
    check_eq(member_now("A01").key_managers, 2);
    check_text(rig_say(&r, "A01", "member.powers", "{'key':'%s','powers':[]}", key), "too_few_signatures");
    rig_close(&r);
}

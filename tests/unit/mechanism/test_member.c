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

static const char *enrol(const char *name, const char *role, const char *powers)
{
    return rig_say(&r, "A01+", "member.enrol", "{'key':'%s','name':'New','powers':%s,'role':'%s'}",
                   rig_key(&r, name, role), powers, role);
}

TEST(an_enrolled_key_acts_with_its_powers_and_a_revoked_one_does_not)
{
    begin();
    struct member_key k;
    check_text(enrol("A01/new", "delegate", "['speak']"), "ok");
    check_that(member_key_get(r.state, &r.keys[0].file.public, &k));
    check_eq(k.enrolled, r.results[0].index);
    check_bytes(k.name, BYTES("New"));
    check_eq(member_now("A01").delegates, 4);
    check_eq(member_now("A01").key_managers, 2);
    rig_to(&r, RIG_VERSION);
    check_text(rig_say(&r, "A01/new", "matter.explain", "{'root':$r,'text':'x'}"), "ok");
    check_text(rig_say(&r, "A01/new", "matter.position", "{'position':'Y','root':$r}"), "out_of_mandate");
    check_text(rig_say(&r, "A01+", "member.powers", "{'key':$(A01/new),'powers':['bind']}"), "ok");
    check_text(rig_say(&r, "A01/new", "matter.position", "{'position':'Y','root':$r}"), "ok");
    check_text(rig_say(&r, "A01/new", "matter.explain", "{'root':$r,'text':'x'}"), "out_of_mandate");
    check_text(rig_say(&r, "A01", "member.revoke", "{'key':$(A01/new)}"), "ok");
    check_text(rig_say(&r, "A01/new", "matter.position", "{'position':'Y','root':$r}"), "key_revoked");
    check_text(enrol("A01/new", "delegate", "[]"), "ok"); /* another key of that name */
    check_text(
        rig_say(&r, "A01+", "member.enrol", "{'key':$(A01/new),'name':'n','powers':[],'role':'delegate'}"),
        "exists"); /* what is revoked is never enrolled again */
    check_eq(member_now("A01").delegates, 4);
    struct member_key *list = NULL;
    check_eq(member_keys(r.state, BYTES("A01"), &r.arena, &list), ORG_KEYS + 2);
    rig_close(&r);
}

TEST(a_member_keeps_one_delegate_who_may_enrol_others)
{
    begin();
    check_text(rig_say(&r, "A01", "member.revoke", "{'key':$(A01/ambassador)}"), "ok");
    check_text(rig_say(&r, "A01", "member.revoke", "{'key':$(A01/minister)}"), "last_key");
    check_text(
        rig_say(&r, "A01", "member.powers", "{'key':$(A01/minister),'powers':['bind','chair','speak']}"),
        "last_key");
    check_text(rig_say(&r, "A01", "member.powers", "{'key':$(A01/minister),'powers':['keys']}"), "ok");
    check_eq(member_now("A01").key_managers, 1);
    check_text(rig_say(&r, "A01", "member.powers", "{'key':$(A01/adviser),'powers':['keys','speak']}"), "ok");
    check_eq(member_now("A01").key_managers, 2);
    check_text(rig_say(&r, "A01/adviser", "member.revoke", "{'key':$(A01/minister)}"), "ok");
    check_eq(member_now("A01").key_managers, 1);
    check_eq(member_now("A01").delegates, 1);
    check_text(rig_say(&r, "A01/adviser", "member.revoke", "{'key':$(A01/objection)}"), "ok");
    check_text(rig_say(&r, "A01/adviser", "member.revoke", "{'key':$(A01/node)}"), "ok");
    check_eq(member_now("A01").delegates, 1); /* only delegates are counted */
    rig_close(&r);
}

TEST(a_member_has_sixty_four_living_keys_and_not_one_more)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .unsigned_acts = true});
    for (size_t i = ORG_KEYS; i < DELEGATES_MAX; i++) {
        check_text(enrol(arena_printf(&r.arena, "A01/o%zu", i), "objection", "[]"), "ok");
    }
    check_text(enrol("A01/more", "objection", "[]"), "limit");
    check_text(rig_say(&r, "A01", "member.revoke", "{'key':$(A01/o7)}"), "ok");
    check_text(
        rig_say(&r, "A01+", "member.enrol", "{'key':$(A01/more),'name':'n','powers':[],'role':'objection'}"),
        "ok"); /* a place was free */
    rig_close(&r);
}

TEST(a_clearing_node_is_any_living_node)
{
    begin();
    check_text(rig_say(&r, "A01", "member.clearing", "{'node':$(A03/node)}"), "ok");
    const struct member hosted = member_now("A01");
    check_that(public_key_equal(&hosted.clearing, &r.org.keys[2][ORG_NODE].public));
    check_text(rig_say(&r, "A03", "member.revoke", "{'key':$(A03/node)}"), "ok");
    check_text(rig_say(&r, "A02", "member.clearing", "{'node':$(A03/node)}"), "wrong_role");
    check_text(rig_say(&r, "A01", "member.clearing", "{'node':$(A01/objection)}"), "wrong_role");
    check_text(rig_say(&r, "A01", "member.clearing", "{'node':$(A01/node)}"), "ok");
    struct member *list = NULL;
    check_eq(member_list(r.state, &r.arena, &list), 4);
    check_bytes(list[3].code, BYTES("A04"));
    rig_close(&r);
}

/* Every rejection of state that the table of kinds lists, caused for that kind; and none that it does not
 * list. */
#include "mechanism/rejections.h"

#include <string.h>

#include "mechanism/silence.h"
#include "support/harness.h"
#include "support/rig_voice.h"
#include "unit/mechanism/causes.h"

static void must(const char *result)
{
    check_text(result, "ok");
}

static void deplete_alternatives(struct rig *r)
{
    for (uint64_t i = 1; i < ALTERNATIVES_MAX; i++) {
        must(rig_propose(r, "A03", "p1", arena_printf(&r->arena, "x%llu", (unsigned long long)i), 1000 + i));
    }
}

static void open_choice(struct rig *r)
{
    must(rig_propose(r, "A03", "p1", "second", 500));
}

static void withdraw_first(struct rig *r)
{
    must(rig_say(r, "A02", "matter.withdraw", "{'alternative':'first','matter':$m,'provision':'p1'}"));
}

static void hold_p1(struct rig *r)
{
    must(rig_say(r, "A03", "matter.hold", "{'matter':$m,'provision':'p1','reason':'x','release':'y'}"));
}

static void move_on(struct rig *r)
{
    open_choice(r);
    must(rig_say(r, "A01", "matter.choose", "{'alternative':'second','matter':$m,'provision':'p1'}"));
}

static struct rig_voice nodes;

static const char five_speak[] =
    "charter \"test\";\nvoice threshold 5;\nbody council {\n    members all;\n    chair rotation;\n"
    "    rules silence;\n}\nrule silence {\n    allow Y L N;\n    default L;\n    pass n(N) = 0;\n"
    "    clock at least 10s set by chair;\n    close all within 60s;\n}\n";

static void ask_for_ceremony(struct rig *r)
{
    rig_voice_begin(&nodes, r, 1);
    rig_voice_to(&nodes, CEREMONY_JOINING);
}

static void join_all(struct rig *r)
{
    rig_voice_begin(&nodes, r, 1);
    rig_voice_to(&nodes, CEREMONY_DEALING);
}

static void deal_all(struct rig *r)
{
    rig_voice_begin(&nodes, r, 1);
    rig_voice_to(&nodes, CEREMONY_CONFIRMING);
}

static void confirm_all(struct rig *r)
{
    rig_voice_begin(&nodes, r, 1);
    rig_voice_to(&nodes, CEREMONY_DONE);
}

static void enrol_node_of_a01(struct rig *r)
{
    must(rig_say(r, "A01+", "member.enrol", "{'key':'%s','name':'Second','powers':[],'role':'node'}",
                 rig_key(r, "A01/second", "node")));
}

static void join_and_enrol(struct rig *r)
{
    ask_for_ceremony(r);
    must(rig_voice_join(&nodes, 0));
    enrol_node_of_a01(r);
}

static void deal_and_enrol(struct rig *r)
{
    deal_all(r);
    enrol_node_of_a01(r);
}

static void join_all_and_enrol(struct rig *r)
{
    join_all(r);
    enrol_node_of_a01(r);
}

static void confirm_and_enrol(struct rig *r)
{
    confirm_all(r);
    enrol_node_of_a01(r);
}

static void join_one(struct rig *r)
{
    ask_for_ceremony(r);
    must(rig_voice_join(&nodes, 0));
}

static void deal_one(struct rig *r)
{
    join_all(r);
    must(rig_voice_deal(&nodes, 0));
}

static void confirm_one(struct rig *r)
{
    deal_all(r);
    must(rig_voice_confirm(&nodes, 0));
}

/* A text is adopted and opened, and A01, A02 and A03 are asked to sign. */
static void ask_for_signature(struct rig *r)
{
    confirm_all(r);
    for (size_t i = 0; i < 3; i++) {
        must(rig_voice_nonces(&nodes, i, 2));
    }
    rig_to(r, RIG_OPENED);
}

static void share_one(struct rig *r)
{
    ask_for_signature(r);
    must(rig_voice_share(&nodes, 0, 1, 0));
}

static void sign(struct rig *r)
{
    ask_for_signature(r);
    for (size_t i = 0; i < 3; i++) {
        must(rig_voice_share(&nodes, i, 1, 0));
    }
}

static void sign_and_enrol(struct rig *r)
{
    ask_for_signature(r);
    enrol_node_of_a01(r);
}

/* A confidential decision makes its statement in the next block. */
static void complete_statement(struct rig *r)
{
    rig_block(r, 1000);
}

static void break_silence(struct rig *r)
{
    must(rig_object(r, "A03"));
}

static void object_and_withdraw(struct rig *r)
{
    must(rig_object(r, "A03"));
    must(rig_say(r, "A03+", "objection.withdraw", "{'objection':$o}"));
}

static void deplete_extensions(struct rig *r)
{
    must(rig_say(r, "A01", "silence.extend", "{'by':1,'silence':$s}"));
    must(rig_say(r, "A01", "silence.extend", "{'by':1,'silence':$s}"));
}

static void say_it_twice(struct rig *r)
{
    must(rig_say(r, "A03", "silence.not_received", "{'silence':$s}"));
    must(rig_say(r, "A03/adviser", "silence.not_received", "{'silence':$s}"));
}

static void enrol(struct rig *r, const char *name, const char *role)
{
    const char *key = rig_key(r, name, role);
    must(rig_say(r, "A02+", "member.enrol", "{'key':'%s','name':'n','powers':[],'role':'%s'}", key, role));
}

static void enrol_second_node(struct rig *r)
{
    enrol(r, "A02/node2", "node");
}

static void deplete_keys(struct rig *r)
{
    while (r->key_count + ORG_KEYS < DELEGATES_MAX) {
        enrol(r, arena_printf(&r->arena, "A02/o%zu", r->key_count), "objection");
    }
    (void)rig_key(r, "A02/more", "objection");
}

static void make_key(struct rig *r)
{
    (void)rig_key(r, "A02/new", "objection");
}

static void revoke_adviser(struct rig *r)
{
    must(rig_say(r, "A02", "member.revoke", "{'key':$(A02/adviser)}"));
}

static void leave_one_manager(struct rig *r)
{
    must(rig_say(r, "A02", "member.revoke", "{'key':$(A02/ambassador)}"));
}

static void clear_one(struct rig *r)
{
    must(rig_clear(r, 1));
}

static void available_one(struct rig *r)
{
    must(rig_available(r, 1));
}

/* The same node's tick twice in the block in which the deadline has passed: only there a second one can be.
 */
static void order_tick_in_time(struct rig *r)
{
    rig_until(r, rig_silence_now(r).deadline_ms - 1000);
    must(rig_order(r, "A02/node", "node.tick", "{'deadline':$d,'root':$r,'silence':$s}"));
}

/* To the first of February 2026, when the rule has no version. */
static void go_to_february(struct rig *r)
{
    rig_block(r, 1769904000000 - r->time_ms);
}

#define BODY_ALL "body council {\n    members all;\n    chair rotation;\n    rules silence;\n}\n"
static const char led[] = "charter \"led\" title \"T\";\nbody led {\n    members named;\n    chair A03;\n"
                          "    rules r;\n}\nrule r {\n    pass n(Y) > n(N);\n}\n";
static const char january[] =
    "charter \"january\" title \"T\";\n" BODY_ALL "rule silence until 2026-01-31 {\n    pass n(Y) > n(N);\n"
    "    clock at least 10s;\n    close all within 60s;\n}\n";
static const char unhurried[] =
    "charter \"none\" title \"T\";\n" BODY_ALL "rule silence {\n    pass n(Y) > n(N);\n}\n";
static const char weighing[] = "charter \"weighing\" title \"T\";\nattributes population;\n" BODY_ALL
                               "rule silence {\n    pass population(Y) > population(N);\n"
                               "    clock at least 10s;\n    close all within 60s;\n}\n";

#define M(rest)         "{'matter':$m," rest "}"
#define NO_MATTER(rest) "{'matter':" ZEROS "," rest "}"
#define ALT(matter, alternative, provision)                                                                  \
    "{'alternative':'" alternative "','matter':" matter ",'provision':'" provision "'}"
#define LEAF(commitment, language) "{'commitment':'" commitment "','language':'" language "'}"
#define C1                         "1111111111111111111111111111111111111111111111111111111111111111"
#define C2                         "2222222222222222222222222222222222222222222222222222222222222222"
#define PROPOSE(matter, alternative, provision)                                                              \
    "{'alternative':'" alternative                                                                           \
    "','leaves':[" LEAF(C1, "en") "," LEAF(C2, "fr") "],'matter':" matter ",'provision':'" provision "'}"
#define CLEAR(deadline, root, silence, size)                                                                 \
    "{'deadline':" deadline ",'log_root':$l,'log_size':" size ",'root':" root ",'silence':" silence "}"
#define TICK(deadline, root, silence) "{'deadline':" deadline ",'root':" root ",'silence':" silence "}"
#define OPEN(matter, provision, root)                                                                        \
    "{'language':'en','matter':" matter ",'provision':'" provision "','root':" root ",'salt':" ZEROS         \
    ",'text':'Words.'}"
#define SILENCE(duration, matter, root) "{'duration':" duration ",'matter':" matter ",'root':" root "}"

#define CONFIRM(ceremony, transcript) "{'ceremony':" ceremony ",'transcript':" transcript "}"
#define DEAL(ceremony)                "{'ceremony':" ceremony ",'dealing':'AQID'}"
#define JOIN(ceremony)                "{'ceremony':" ceremony ",'key':" ZEROS ",'proof':'AQ=='}"
#define NONCES(transcript)            "{'couples':'AQID','transcript':" transcript "}"
/* The generator, four times. */
#define ONE_POINT                                                                                            \
    "{'couples':'WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZYZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZlhm"  \
    "ZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmWGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY=','transcript':$t}"
#define REFUSE(session)               "{'reason':'spent','session':" session "}"
#define SHARE(session)                "{'raw':" ZEROS ",'session':" session ",'sshsig':" ZEROS "}"

static const struct cause causes[] = {
    ROW("body.chair", "unknown_body", RIG_FOUNDED, "A01", "{'body':'office','member':'A02'}"),
    ROW("body.chair", "not_chair", RIG_FOUNDED, "A02", "{'body':'council','member':'A03'}"),
    ROW("body.chair", "unknown_member", RIG_FOUNDED, "A01", "{'body':'council','member':'B01'}"),
    ROW("body.chair", "not_next", RIG_FOUNDED, "A01", "{'body':'council','member':'A03'}"),
    ROW("body.seat", "unknown_body", RIG_FOUNDED, "A01", "{'body':'office','seated':true}"),
    ROW("body.seat", "composition_fixed", RIG_FOUNDED, "A03", "{'body':'council','seated':false}"),
    ROW("body.seat", "composition_fixed", RIG_FOUNDED, "A01", "{'body':'group','seated':false}"),
    ROW("body.seat", "exists", RIG_FOUNDED, "A02", "{'body':'group','seated':true}"),
    ROW("body.seat", "not_seated", RIG_FOUNDED, "A03", "{'body':'group','seated':false}"),
    ROW("body.seat", "not_chair", RIG_FOUNDED, "A02", "{'body':'led','seated':true}", .charter = led),
    ROW("matter.agree", "unknown_matter", RIG_TEXT, "A02",
        NO_MATTER("'provision':'p1','root':$a,'state':'open'")),
    ROW("matter.agree", "not_seated", RIG_TEXT, "A03", M("'provision':'p1','root':$a,'state':'open'"),
        .of = "group"),
    ROW("matter.agree", "wrong_stage", RIG_WAITING, "A02", M("'provision':'p1','root':$a,'state':'open'")),
    ROW("matter.agree", "unknown_provision", RIG_TEXT, "A02", M("'provision':'p9','root':$a,'state':'open'")),
    ROW("matter.agree", "unknown_root", RIG_TEXT, "A02",
        M("'provision':'p1','root':" ZEROS ",'state':'open'")),
    ROW("matter.agree", "unknown_root", RIG_TEXT, "A02", M("'provision':'p2','root':$a,'state':'open'")),
    ROW("matter.agree", "unknown_root", RIG_VERSION, "A02", M("'provision':'p1','root':$r,'state':'open'")),
    ROW("matter.agree", "out_of_mandate", RIG_TEXT, "A02/adviser",
        M("'provision':'p1','root':$a,'state':'agreed'")),
    ROW("matter.agree", "not_available", RIG_TEXT, "A02", M("'provision':'p1','root':$a,'state':'agreed'")),
    ROW("matter.choose", "unknown_matter", RIG_TEXT, "A01", ALT(ZEROS, "first", "p1")),
    ROW("matter.choose", "wrong_stage", RIG_WAITING, "A01", ALT("$m", "first", "p1")),
    ROW("matter.choose", "not_chair", RIG_TEXT, "A02", ALT("$m", "first", "p1")),
    ROW("matter.choose", "not_chair", RIG_TEXT, "A03", ALT("$m", "first", "p1"), .of = "group"),
    ROW("matter.choose", "unknown_provision", RIG_TEXT, "A01", ALT("$m", "first", "p9")),
    ROW("matter.choose", "unknown_alternative", RIG_TEXT, "A01", ALT("$m", "second", "p1")),
    ROW("matter.choose", "unknown_alternative", RIG_TEXT, "A01", ALT("$m", "first", "p1"),
        .prepare = withdraw_first),
    ROW("matter.delete", "unknown_matter", RIG_TEXT, "A01", NO_MATTER("'provision':'p1'")),
    ROW("matter.delete", "wrong_stage", RIG_WAITING, "A01", M("'provision':'p1'")),
    ROW("matter.delete", "not_chair", RIG_TEXT, "A02", M("'provision':'p1'")),
    ROW("matter.delete", "unknown_provision", RIG_TEXT, "A01", M("'provision':'p9'")),
    ROW("matter.explain", "unknown_root", RIG_TEXT, "A02", "{'root':" ZEROS ",'text':'x'}"),
    ROW("matter.explain", "not_seated", RIG_TEXT, "A03", "{'root':$a,'text':'x'}", .of = "group"),
    ROW("matter.hold", "unknown_matter", RIG_TEXT, "A02",
        NO_MATTER("'provision':'p1','reason':'x','release':'y'")),
    ROW("matter.hold", "not_seated", RIG_TEXT, "A03", M("'provision':'p1','reason':'x','release':'y'"),
        .of = "group"),
    ROW("matter.hold", "wrong_stage", RIG_WAITING, "A02", M("'provision':'p1','reason':'x','release':'y'")),
    ROW("matter.hold", "unknown_provision", RIG_TEXT, "A02",
        M("'provision':'p9','reason':'x','release':'y'")),
    ROW("matter.open", "unknown_body", RIG_FOUNDED, "A01",
        "{'body':'office','languages':['en'],'reference':'x','rule':'silence','title':'T'}"),
    ROW("matter.open", "not_seated", RIG_FOUNDED, "A03",
        "{'body':'group','languages':['en'],'reference':'x','rule':'silence','title':'T'}"),
    ROW("matter.open", "unknown_rule", RIG_FOUNDED, "A01",
        "{'body':'council','languages':['en'],'reference':'x','rule':'loud','title':'T'}"),
    ROW("matter.open", "unknown_rule", RIG_FOUNDED, "A01",
        "{'body':'group','languages':['en'],'reference':'x','rule':'majority','title':'T'}"),
    ROW("matter.open", "unknown_statement", RIG_RUNNING, "A01",
        "{'body':'council','corrects':1,'languages':['en'],'reference':'x','rule':'silence','title':'T'}"),
    ROW("matter.open", "unknown_statement", RIG_ADOPTED, "A01",
        "{'body':'council','languages':['en'],'reference':'x','rule':'silence','title':'T','withdraws':2}"),
    ROW("matter.open", "exists", RIG_MATTER, "A02",
        "{'body':'council','languages':['en'],'reference':'m1','rule':'silence','title':'T'}"),
    ROW("matter.position", "unknown_root", RIG_VERSION, "A02", "{'position':'Y','root':" ZEROS "}"),
    ROW("matter.position", "not_seated", RIG_VERSION, "A03", "{'position':'Y','root':$r}", .of = "group"),
    ROW("matter.position", "wrong_stage", RIG_ADOPTED, "A02", "{'position':'Y','root':$r}"),
    ROW("matter.position", "unknown_rule", RIG_VERSION, "A02", "{'position':'Y','root':$r}",
        .prepare = go_to_february, .charter = january),
    ROW("matter.position", "position_not_allowed", RIG_VERSION, "A02", "{'position':'Q','root':$r}"),
    ROW("matter.position", "reason_missing", RIG_VERSION, "A02", "{'position':'N','root':$r}"),
    ROW("matter.propose", "unknown_matter", RIG_TEXT, "A02", PROPOSE(ZEROS, "x", "p1")),
    ROW("matter.propose", "not_seated", RIG_TEXT, "A03", PROPOSE("$m", "x", "p1"), .of = "group"),
    ROW("matter.propose", "wrong_stage", RIG_WAITING, "A02", PROPOSE("$m", "x", "p1")),
    ROW("matter.propose", "wrong_languages", RIG_TEXT, "A02",
        "{'alternative':'x','leaves':[" LEAF(C1, "en") "],'matter':$m,'provision':'p1'}"),
    ROW("matter.propose", "wrong_languages", RIG_TEXT, "A02",
        "{'alternative':'x','leaves':[" LEAF(C1, "de") "," LEAF(C2, "en") "],'matter':$m,'provision':'p1'}"),
    ROW("matter.propose", "exists", RIG_TEXT, "A03", PROPOSE("$m", "first", "p1")),
    ROW("matter.propose", "limit", RIG_TEXT, "A02", PROPOSE("$m", "x", "p1"),
        .prepare = deplete_alternatives),
    ROW("matter.propose", "unknown_provision", RIG_TEXT, "A02",
        "{'alternative':'x','before':'p8','leaves':[" LEAF(C1, "en") "," LEAF(C2, "fr") "],'matter':$m,"
                                                                                        "'provision':'p9'}"),
    ROW("matter.propose", "salt_reused", RIG_TEXT, "A02",
        "{'alternative':'x','leaves':[" LEAF(C1, "en") "," LEAF(C1, "fr") "],'matter':$m,'provision':'p1'}"),
    ROW("matter.release", "unknown_matter", RIG_TEXT, "A02", NO_MATTER("'provision':'p1'")),
    ROW("matter.release", "not_seated", RIG_TEXT, "A03", M("'provision':'p1'"), .of = "group"),
    ROW("matter.release", "wrong_stage", RIG_WAITING, "A02", M("'provision':'p1'")),
    ROW("matter.release", "unknown_provision", RIG_TEXT, "A02", M("'provision':'p9'")),
    ROW("matter.release", "not_held", RIG_TEXT, "A02", M("'provision':'p1'"), .prepare = hold_p1),
    ROW("matter.version", "unknown_matter", RIG_VERSION, "A01", NO_MATTER("'root':$r")),
    ROW("matter.version", "wrong_stage", RIG_WAITING, "A01", M("'root':$r")),
    ROW("matter.version", "not_chair", RIG_TEXT, "A02", M("'root':$a")),
    ROW("matter.version", "incomplete", RIG_TEXT, "A01", M("'root':$a"), .prepare = open_choice),
    ROW("matter.version", "incomplete", RIG_MATTER, "A01", M("'root':$m")),
    ROW("matter.version", "wrong_root", RIG_TEXT, "A01", M("'root':$a")),
    ROW("matter.version", "exists", RIG_VERSION, "A01", M("'root':$r")),
    ROW("matter.withdraw", "unknown_matter", RIG_TEXT, "A02", ALT(ZEROS, "first", "p1")),
    ROW("matter.withdraw", "not_seated", RIG_TEXT, "A03", ALT("$m", "first", "p1"), .of = "group"),
    ROW("matter.withdraw", "wrong_stage", RIG_WAITING, "A02", ALT("$m", "first", "p1")),
    ROW("matter.withdraw", "unknown_provision", RIG_TEXT, "A02", ALT("$m", "first", "p9")),
    ROW("matter.withdraw", "unknown_alternative", RIG_TEXT, "A02", ALT("$m", "x", "p1")),
    ROW("matter.withdraw", "not_owner", RIG_TEXT, "A03", ALT("$m", "first", "p1")),
    ROW("matter.withdraw", "already_withdrawn", RIG_TEXT, "A02", ALT("$m", "first", "p1"),
        .prepare = withdraw_first),
    ROW("member.clearing", "unknown_member", RIG_FOUNDED, "A02", "{'node':" ZEROS "}"),
    ROW("member.clearing", "wrong_role", RIG_FOUNDED, "A02", "{'node':$(A03/adviser)}"),
    ROW("member.enrol", "exists", RIG_FOUNDED, "A02+",
        "{'key':$(A03/node),'name':'n','powers':[],'role':'objection'}"),
    ROW("member.enrol", "limit", RIG_FOUNDED, "A02+",
        "{'key':$(A02/more),'name':'n','powers':[],'role':'objection'}", .prepare = deplete_keys),
    ROW("member.enrol", "wrong_role", RIG_FOUNDED, "A02+",
        "{'key':$(A02/new),'name':'n','powers':['bind'],'role':'objection'}", .prepare = make_key),
    ROW("member.powers", "not_owner", RIG_FOUNDED, "A02+", "{'key':$(A03/adviser),'powers':[]}"),
    ROW("member.powers", "not_owner", RIG_FOUNDED, "A02+", "{'key':" ZEROS ",'powers':[]}"),
    ROW("member.powers", "wrong_role", RIG_FOUNDED, "A02+", "{'key':$(A02/node),'powers':['bind']}"),
    ROW("member.powers", "key_revoked", RIG_FOUNDED, "A02+", "{'key':$(A02/adviser),'powers':[]}",
        .prepare = revoke_adviser),
    ROW("member.powers", "last_key", RIG_FOUNDED, "A02", "{'key':$(A02/minister),'powers':['bind']}",
        .prepare = leave_one_manager),
    ROW("member.revoke", "not_owner", RIG_FOUNDED, "A02", "{'key':$(A03/adviser)}"),
    ROW("member.revoke", "key_revoked", RIG_FOUNDED, "A02", "{'key':$(A02/adviser)}",
        .prepare = revoke_adviser),
    ROW("member.revoke", "last_key", RIG_FOUNDED, "A02", "{'key':$(A02/minister)}",
        .prepare = leave_one_manager),
    ROW("node.all_clear", "unknown_silence", RIG_FIRED, "A02/node", CLEAR("$d", "$r", ZEROS, "$n")),
    ROW("node.all_clear", "wrong_stage", RIG_FIRED, "A02/node", CLEAR("$d", "$r", "$s", "$n"),
        .prepare = break_silence),
    ROW("node.all_clear", "wrong_root", RIG_FIRED, "A02/node", CLEAR("$d", ZEROS, "$s", "$n")),
    ROW("node.all_clear", "not_clearing", RIG_FIRED, "A02/node2", CLEAR("$d", "$r", "$s", "$n"),
        .prepare = enrol_second_node),
    ROW("node.all_clear", "too_early", RIG_RUNNING, "A02/node", CLEAR("$d", "$r", "$s", "$n")),
    ROW("node.all_clear", "too_early", RIG_WAITING, "A02/node", CLEAR("$d", "$r", "$s", "$n")),
    ROW("node.all_clear", "wrong_deadline", RIG_FIRED, "A02/node", CLEAR("1", "$r", "$s", "$n")),
    ROW("node.all_clear", "wrong_log", RIG_FIRED, "A02/node", CLEAR("$d", "$r", "$s", "1")),
    ROW("node.all_clear", "wrong_log", RIG_FIRED, "A02/node", CLEAR("$d", "$r", "$s", "9007199254740991")),
    ROW("node.all_clear", "exists", RIG_FIRED, "A02/node", CLEAR("$d", "$r", "$s", "$n"),
        .prepare = clear_one),
    ROW("node.availability", "unknown_matter", RIG_VERSION, "A02/node", NO_MATTER("'root':$r")),
    ROW("node.availability", "unknown_root", RIG_VERSION, "A02/node", M("'root':" ZEROS)),
    ROW("node.availability", "exists", RIG_VERSION, "A02/node", M("'root':$r"), .prepare = available_one),
    ROW("node.tick", "unknown_silence", RIG_RUNNING, "A02/node", TICK("$d", "$r", ZEROS)),
    ROW("node.tick", "wrong_stage", RIG_FIRED, "A02/node", TICK("$d", "$r", "$s")),
    ROW("node.tick", "wrong_stage", RIG_RUNNING, "A02/node", TICK("$d", "$r", "$s"),
        .prepare = break_silence),
    ROW("node.tick", "wrong_root", RIG_RUNNING, "A02/node", TICK("$d", ZEROS, "$s")),
    ROW("node.tick", "not_clearing", RIG_RUNNING, "A02/node2", TICK("$d", "$r", "$s"),
        .prepare = enrol_second_node),
    ROW("node.tick", "wrong_deadline", RIG_RUNNING, "A02/node", TICK("1", "$r", "$s")),
    ROW("node.tick", "too_early", RIG_RUNNING, "A02/node", TICK("$d", "$r", "$s")),
    ROW("node.tick", "too_early", RIG_WAITING, "A02/node", TICK("$d", "$r", "$s")),
    ROW("node.tick", "exists", RIG_RUNNING, "A02/node", TICK("$d", "$r", "$s"),
        .prepare = order_tick_in_time),
    ROW("objection.raise", "key_revoked", RIG_VERSION, "A02/adviser", "{'reason':'x','root':$r}",
        .prepare = revoke_adviser),
    ROW("objection.withdraw", "unknown_objection", RIG_VERSION, "A02+", "{'objection':" ZEROS "}"),
    ROW("objection.withdraw", "not_owner", RIG_VERSION, "A02+", "{'objection':$o}", .prepare = break_silence),
    ROW("objection.withdraw", "already_withdrawn", RIG_VERSION, "A03+", "{'objection':$o}",
        .prepare = object_and_withdraw),
    ROW("silence.extend", "unknown_silence", RIG_RUNNING, "A01", "{'by':1,'silence':" ZEROS "}"),
    ROW("silence.extend", "wrong_stage", RIG_RUNNING, "A01", "{'by':1,'silence':$s}",
        .prepare = break_silence),
    ROW("silence.extend", "not_chair", RIG_RUNNING, "A02", "{'by':1,'silence':$s}"),
    ROW("silence.extend", "extensions_spent", RIG_RUNNING, "A01", "{'by':1,'silence':$s}",
        .prepare = deplete_extensions),
    ROW("silence.extend", "wrong_duration", RIG_RUNNING, "A01", "{'by':0,'silence':$s}"),
    ROW("silence.extend", "wrong_duration", RIG_RUNNING, "A01", "{'by':86400001,'silence':$s}"),
    ROW("node.confirm", "unknown_ceremony", RIG_FOUNDED, "A01/node", CONFIRM(ZEROS, ZEROS)),
    ROW("node.confirm", "wrong_round", RIG_FOUNDED, "A01/node", CONFIRM("$c", "$t"), .prepare = join_all),
    ROW("node.confirm", "not_party", RIG_FOUNDED, "A01/second", CONFIRM("$c", "$t"),
        .prepare = deal_and_enrol),
    ROW("node.confirm", "exists", RIG_FOUNDED, "A01/node", CONFIRM("$c", "$t"), .prepare = confirm_one),
    ROW("node.confirm", "wrong_transcript", RIG_FOUNDED, "A01/node", CONFIRM("$c", ZEROS),
        .prepare = deal_all),
    ROW("node.deal", "unknown_ceremony", RIG_FOUNDED, "A01/node", DEAL(ZEROS)),
    ROW("node.deal", "wrong_round", RIG_FOUNDED, "A01/node", DEAL("$c"), .prepare = ask_for_ceremony),
    ROW("node.deal", "not_party", RIG_FOUNDED, "A01/second", DEAL("$c"), .prepare = join_all_and_enrol),
    ROW("node.deal", "exists", RIG_FOUNDED, "A01/node", DEAL("$c"), .prepare = deal_one),
    ROW("node.deal", "bad_dealing", RIG_FOUNDED, "A01/node", DEAL("$c"), .prepare = join_all),
    ROW("node.join", "unknown_ceremony", RIG_FOUNDED, "A01/node", JOIN(ZEROS)),
    ROW("node.join", "wrong_round", RIG_FOUNDED, "A01/node", JOIN("$c"), .prepare = join_all),
    ROW("node.join", "not_party", RIG_FOUNDED, "A01/second", JOIN("$c"), .prepare = join_and_enrol),
    ROW("node.join", "exists", RIG_FOUNDED, "A01/node", JOIN("$c"), .prepare = join_one),
    ROW("node.join", "bad_proof", RIG_FOUNDED, "A01/node", JOIN("$c"), .prepare = ask_for_ceremony),
    ROW("node.nonces", "no_voice", RIG_FOUNDED, "A01/node", NONCES(ZEROS)),
    ROW("node.nonces", "not_party", RIG_FOUNDED, "A01/second", NONCES("$t"), .prepare = confirm_and_enrol),
    ROW("node.nonces", "wrong_transcript", RIG_FOUNDED, "A01/node", NONCES(ZEROS), .prepare = confirm_all),
    ROW("node.nonces", "bad_nonces", RIG_FOUNDED, "A01/node", NONCES("$t"), .prepare = confirm_all),
    ROW("node.nonces", "nonce_reused", RIG_FOUNDED, "A01/node", ONE_POINT, .prepare = confirm_all),
    ROW("node.refuse", "no_voice", RIG_FOUNDED, "A01/node", REFUSE(ZEROS)),
    ROW("node.refuse", "not_party", RIG_FOUNDED, "A01/second", REFUSE("$x"), .prepare = sign_and_enrol),
    ROW("node.refuse", "unknown_session", RIG_FOUNDED, "A01/node", REFUSE(ZEROS), .prepare = confirm_all),
    ROW("node.refuse", "signed", RIG_FOUNDED, "A01/node", REFUSE("$x"), .prepare = sign),
    ROW("node.refuse", "not_asked", RIG_FOUNDED, "A04/node", REFUSE("$x"), .prepare = ask_for_signature),
    ROW("node.refuse", "exists", RIG_FOUNDED, "A01/node", REFUSE("$x"), .prepare = share_one),
    ROW("node.share", "no_voice", RIG_FOUNDED, "A01/node", SHARE(ZEROS)),
    ROW("node.share", "not_party", RIG_FOUNDED, "A01/second", SHARE("$x"), .prepare = sign_and_enrol),
    ROW("node.share", "unknown_session", RIG_FOUNDED, "A01/node", SHARE(ZEROS), .prepare = confirm_all),
    ROW("node.share", "signed", RIG_FOUNDED, "A01/node", SHARE("$x"), .prepare = sign),
    ROW("node.share", "not_asked", RIG_FOUNDED, "A04/node", SHARE("$x"), .prepare = ask_for_signature),
    ROW("node.share", "exists", RIG_FOUNDED, "A01/node", SHARE("$x"), .prepare = share_one),
    ROW("silence.not_received", "unknown_silence", RIG_RUNNING, "A02", "{'silence':" ZEROS "}"),
    ROW("silence.not_received", "wrong_stage", RIG_RUNNING, "A02", "{'silence':$s}",
        .prepare = break_silence),
    ROW("silence.not_received", "not_seated", RIG_RUNNING, "A03", "{'silence':$s}", .of = "group"),
    ROW("silence.not_received", "said_twice", RIG_RUNNING, "A03", "{'silence':$s}", .prepare = say_it_twice),
    ROW("silence.open", "unknown_matter", RIG_VERSION, "A01", SILENCE("10000", ZEROS, "$r")),
    ROW("silence.open", "wrong_stage", RIG_WAITING, "A01", SILENCE("10000", "$m", "$r")),
    ROW("silence.open", "not_chair", RIG_VERSION, "A02", SILENCE("10000", "$m", "$r")),
    ROW("silence.open", "unknown_rule", RIG_VERSION, "A01", SILENCE("10000", "$m", "$r"),
        .prepare = go_to_february, .charter = january),
    ROW("silence.open", "no_silence", RIG_VERSION, "A01", SILENCE("10000", "$m", "$r"), .charter = unhurried),
    ROW("silence.open", "wrong_duration", RIG_VERSION, "A01", SILENCE("9999", "$m", "$r")),
    ROW("silence.open", "wrong_duration", RIG_VERSION, "A01", SILENCE("2592000001", "$m", "$r")),
    ROW("silence.open", "unknown_root", RIG_VERSION, "A01", SILENCE("10000", "$m", ZEROS)),
    ROW("silence.open", "unknown_root", RIG_VERSION, "A01", SILENCE("10000", "$m", "$a")),
    ROW("silence.open", "root_used", RIG_RUNNING, "A01", SILENCE("10000", "$m", "$r"),
        .prepare = break_silence),
    ROW("silence.open", "wrong_root", RIG_VERSION, "A01", SILENCE("10000", "$m", "$r"), .prepare = move_on),
    ROW("silence.open", "held", RIG_VERSION, "A01", SILENCE("10000", "$m", "$r"), .prepare = hold_p1),
    ROW("silence.open", "standing_objection", RIG_VERSION, "A01", SILENCE("10000", "$m", "$r"),
        .prepare = break_silence),
    ROW("silence.open", "not_applicable", RIG_VERSION, "A01", SILENCE("10000", "$m", "$r"),
        .charter = weighing),
    ROW("text.open", "unknown_matter", RIG_ADOPTED, "A02", OPEN(ZEROS, "p1", "$r")),
    ROW("text.open", "not_adopted", RIG_RUNNING, "A02", OPEN("$m", "p1", "$r")),
    ROW("text.open", "not_adopted", RIG_ADOPTED, "A02", OPEN("$m", "p1", "$a")),
    ROW("text.open", "confidential", RIG_ADOPTED, "A02", OPEN("$m", "p1", "$r"),
        .prepare = complete_statement, .confidential = true),
    ROW("text.open", "unknown_provision", RIG_ADOPTED, "A02", OPEN("$m", "p9", "$r")),
    ROW("voice.open", "exists", RIG_FOUNDED, "A01", "{'duration':60000}", .prepare = ask_for_ceremony),
    ROW("voice.open", "exists", RIG_FOUNDED, "A01", "{'duration':60000}", .prepare = confirm_all),
    ROW("voice.open", "wrong_duration", RIG_FOUNDED, "A01", "{'duration':9999}"),
    ROW("voice.open", "voice_size", RIG_FOUNDED, "A01", "{'duration':60000}", .charter = five_speak),
    ROW("text.open", "wrong_commitment", RIG_ADOPTED, "A02", OPEN("$m", "p1", "$r")),
};

static const struct cause *cause_at(size_t index)
{
    const size_t own = sizeof causes / sizeof causes[0];
    return index < own ? &causes[index] : causes_beside(index - own);
}

/* The entry says what was refused, and nothing else has changed. */
static void check_cause(const struct cause *c)
{
    struct rig r;
    struct entry e;
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = c->charter, .body = c->of,
                                     .confidential = c->confidential, .rule = c->rule, .realm = c->realm});
    rig_to(&r, c->stage);
    if (c->prepare != NULL) {
        c->prepare(&r);
    }
    const bool alone = r.queue_count == 0;
    const struct hash before = rig_digest(&r);
    const uint64_t size = record_size(r.record);
    check_text(rig_say(&r, c->who, c->kind, "%s", c->body), c->result);
    const struct machine_result *result = &r.results[r.result_count - 1];
    if (strcmp(c->kind, "node.tick") == 0 && strcmp(c->result, "too_early") == 0) {
        check_that(!result->recorded); /* O4 */
        check_eq(record_size(r.record), size);
    } else {
        check_that(result->recorded);
        check_ok(record_read(r.record, result->index, &r.arena, &e, NULL));
        check_text(e.result, c->result);
        check_that(hash_is_zero(&e.effects));
    }
    if (alone) {
        const struct hash after = rig_digest(&r);
        check_bytes(hash_view(&after), hash_view(&before));
    }
    rig_close(&r);
}

TEST(each_rejection_that_a_kind_lists_is_caused_and_changes_nothing)
{
    const struct cause *x = NULL;
    for (size_t i = 0; (x = cause_at(i)) != NULL; i++) {
        harness_note("row %zu: %s, %s", i, x->kind, x->result);
        check_cause(x);
    }
}

static bool is_caused(const char *kind, struct bytes result)
{
    const struct cause *x = NULL;
    for (size_t i = 0; (x = cause_at(i)) != NULL; i++) {
        if (strcmp(x->kind, kind) == 0 && bytes_equal_text(result, x->result)) {
            return true;
        }
    }
    return false;
}

/* That no other can be met is what the rig sees to, with every act of every test. */
TEST(no_kind_lists_a_rejection_that_no_row_causes)
{
    for (size_t i = 0; i < act_kind_count(); i++) {
        const struct act_kind *k = act_kind_at(i);
        for (const char *p = k->rejections; *p != 0;) {
            const size_t len = strcspn(p, " ");
            harness_note("%s: %.*s", k->name, (int)len, p);
            check_that(is_caused(k->name, bytes_of(p, len)));
            p += len + (p[len] == ' ');
        }
    }
}

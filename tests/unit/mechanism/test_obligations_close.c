/* The obligations O11 to O16 of docs/protocol/silence.md, each with `close all` and with `close n-f`. */
#include <string.h>

#include "mechanism/matter.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin_with(size_t members, const char *charter, enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter, .members = members});
    rig_to(&r, stage);
}

static void begin(const char *charter, unsigned delay, enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter, .delay = delay});
    rig_to(&r, stage);
}

#define EACH_CHARTER(charter)                                                                                \
    for (const char *charter = org_charter; charter != NULL;                                                 \
         charter = charter == org_charter ? org_charter_quorum : NULL)

static void clear_first(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_text(rig_order_clear(&r, i), "ok");
    }
    rig_block(&r, 100);
    for (size_t i = 0; i < count; i++) {
        check_text(rig_result(&r, i), "ok");
    }
}

/* Without a gap. */
static void go_to_end_of_e(int64_t before_ms)
{
    const struct silence x = rig_silence_now(&r);
    const int64_t end = x.deadline_ms + x.extra_ms - before_ms;
    while (r.time_ms < end) {
        rig_block(&r, end - r.time_ms > 2000 ? 2000 : end - r.time_ms);
    }
}

/* n members, f of them: 1 and 0, 2 and 0, 3 and 0, 4 and 1, 6 and 1, 7 and 2, 10 and 3. */
TEST(o11_close_all_needs_every_node_and_close_n_minus_f_waits_for_e)
{
    static const size_t sizes[] = {1, 2, 3, 4, 6, 7, 10};
    EACH_CHARTER(charter)
    {
        const bool quorum = charter == org_charter_quorum;
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            const size_t n = sizes[i];
            const size_t f = (n - 1) / 3;
            for (size_t dark = 0; dark <= f + 1 && dark <= n; dark++) {
                begin_with(n, charter, RIG_FIRED);
                harness_note("n %zu, dark %zu", n, dark);
                check_eq(rig_silence_now(&r).nodes, n);
                check_eq(rig_silence_now(&r).faulty, f);
                if (n > dark) {
                    clear_first(n - dark);
                }
                check_eq(rig_silence_now(&r).stage, dark == 0 ? SILENCE_CLOSED : SILENCE_FIRED);
                if (dark > 0) {
                    go_to_end_of_e(1);
                    check_eq(rig_silence_now(&r).stage, SILENCE_FIRED);
                    go_to_end_of_e(0);
                    check_eq(rig_silence_now(&r).stage,
                             quorum && dark <= f ? SILENCE_CLOSED : SILENCE_LAPSED);
                }
                rig_close(&r);
            }
        }
    }
}

/* What comes in the block that ends E still counts: acts come first. */
TEST(o11_the_last_all_clear_may_come_in_the_block_that_ends_e)
{
    EACH_CHARTER(charter)
    {
        begin(charter, 0, RIG_FIRED);
        clear_first(2);
        check_text(rig_order_clear(&r, 2), "ok");
        check_text(rig_order_clear(&r, 3), "ok");
        go_to_end_of_e(0);
        check_eq(rig_silence_now(&r).stage, SILENCE_CLOSED);
        rig_close(&r);
    }
}

TEST(o12_the_time_runs_from_availability_at_n_minus_f_nodes)
{
    EACH_CHARTER(charter)
    {
        begin(charter, 0, RIG_WAITING);
        check_text(rig_available(&r, 0), "ok");
        check_text(rig_available(&r, 1), "ok");
        check_eq(rig_silence_now(&r).stage, SILENCE_WAITING);
        const struct silence x = rig_silence_now(&r);
        check_eq(silence_available_count(r.state, &x, &r.arena), 2);
        rig_block(&r, 2000);
        check_text(rig_available(&r, 2), "ok");
        check_eq(rig_silence_now(&r).stage, SILENCE_RUNNING);
        check_eq(rig_silence_now(&r).deadline_ms, r.time_ms + 10000);
        const int64_t deadline = rig_silence_now(&r).deadline_ms;
        check_text(rig_available(&r, 3), "ok"); /* one more changes nothing */
        check_eq(rig_silence_now(&r).deadline_ms, deadline);
        rig_close(&r);
        /* Where the nodes had the text before, it runs at once. */
        begin(charter, 0, RIG_VERSION);
        for (size_t i = 1; i < 4; i++) {
            check_text(rig_available(&r, i), "ok");
        }
        check_text(rig_silence(&r), "ok");
        check_eq(rig_silence_now(&r).deadline_ms, r.time_ms + 10000);
        rig_close(&r);
    }
}

TEST(o12_without_availability_within_t_of_the_opening_it_lapses)
{
    EACH_CHARTER(charter)
    {
        for (int enough = 0; enough < 2; enough++) {
            struct fact_close f;
            begin(charter, 0, RIG_WAITING);
            const struct silence x = rig_silence_now(&r);
            check_eq(x.window_ms, x.opened_ms + 10000);
            check_text(rig_order(&r, "A01/node", "node.availability", "{'matter':$m,'root':$r}"), "ok");
            check_text(rig_order(&r, "A02/node", "node.availability", "{'matter':$m,'root':$r}"), "ok");
            rig_block(&r, 1000);
            while (r.time_ms + 2000 < x.window_ms) {
                rig_block(&r, 2000);
            }
            rig_block(&r, x.window_ms - 1 - r.time_ms);
            check_eq(rig_silence_now(&r).stage, SILENCE_WAITING);
            if (enough == 1) { /* in the block that ends the window it is not too late */
                check_text(rig_order(&r, "A04/node", "node.availability", "{'matter':$m,'root':$r}"), "ok");
            }
            rig_block(&r, 1);
            check_eq(rig_silence_now(&r).stage, enough == 1 ? SILENCE_RUNNING : SILENCE_LAPSED);
            if (enough == 0) {
                check_that(rig_last_close(&r, &f));
                check_bytes(f.outcome, BYTES("lapsed"));
                check_bytes(f.reason, BYTES("not_reached"));
                check_eq(f.deadline_ms, 0);
                check_text(rig_codes(&r, f.not_reached, f.not_reached_count), "A03 A04");
                check_eq(rig_matter_now(&r).stage, MATTER_OPEN);
            }
            rig_close(&r);
        }
    }
}

/* Nodes outside of the frozen set, and one that says it of another text, do not start the clock. */
TEST(o12_only_the_nodes_of_the_set_and_only_the_exact_text_count)
{
    EACH_CHARTER(charter)
    {
        rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter, .body = "group"});
        rig_to(&r, RIG_WAITING); /* A01 and A02 sit there: n is two, f none */
        check_text(rig_available(&r, 2), "ok");
        check_text(rig_available(&r, 3), "ok");
        check_text(rig_available(&r, 0), "ok");
        check_text(rig_say(&r, "A02/node", "node.availability", "{'matter':$m,'root':$a}"), "ok");
        check_eq(rig_silence_now(&r).stage, SILENCE_WAITING);
        check_text(rig_available(&r, 1), "ok");
        check_eq(rig_silence_now(&r).stage, SILENCE_RUNNING);
        rig_close(&r);
    }
}

/* An all-clear says that the node holds the text as well as availability does; without both, the rule sees X.
 */
TEST(o13_a_member_counts_l_only_with_availability_or_an_all_clear)
{
    EACH_CHARTER(charter)
    {
        for (int cleared = 0; cleared < 2; cleared++) {
            struct fact_close f;
            begin(charter, 0, RIG_WAITING);
            for (size_t i = 0; i < 3; i++) {
                check_text(rig_available(&r, i), "ok");
            }
            rig_to(&r, RIG_FIRED);
            clear_first(cleared == 1 ? 4 : 3);
            if (cleared == 0) {
                struct elector *electors = NULL;
                enum error failed = OK;
                struct context c = {.org = machine_organisation(r.machine),
                                    .state = r.state,
                                    .record = r.record,
                                    .arena = &r.arena,
                                    .time_ms = r.time_ms,
                                    .error = &failed};
                const struct silence x = rig_silence_now(&r);
                check_eq(silence_electorate(&c, &x, &electors), 4);
                check_eq(electors[2].position, 0);
                check_eq(electors[3].position, 'X');
                go_to_end_of_e(0);
            }
            check_that(rig_last_close(&r, &f));
            if (cleared == 0 && charter == org_charter) {
                check_bytes(f.outcome, BYTES("lapsed"));
            } else {
                check_text(rig_codes(&r, f.speaking_for, f.speaking_for_count),
                           cleared == 1 ? "A01 A02 A03 A04" : "A01 A02 A03");
                check_text(rig_codes(&r, f.not_reached, f.not_reached_count), cleared == 1 ? "" : "A04");
            }
            rig_close(&r);
        }
    }
}

/* Each of these is valid by the key that it names, and so it breaks the silence. */
TEST(o14_an_objection_needs_nothing_but_an_authorised_key)
{
    static const char *const who[] = {
        "A02",
        "A02/ambassador",
        "A02/adviser",
        "A02/objection",
        "A02+",
        "A02/objection+A02/adviser",
        "A02/adviser+A02/node", /* a signature too many does no harm */
    };
    EACH_CHARTER(charter)
    {
        for (size_t i = 0; i < sizeof who / sizeof who[0]; i++) {
            begin(charter, 0, RIG_FIRED);
            harness_note("%s", who[i]);
            r.seq = 0;
            r.expires_ms = 1; /* long ago */
            check_text(rig_object(&r, who[i]), "ok");
            check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
            rig_close(&r);
        }
        begin(charter, 0, RIG_FIRED);
        check_text(rig_object(&r, "A02/node"), "out_of_mandate");
        check_text(rig_object(&r, "A02/node+A02/adviser"), "out_of_mandate");
        check_eq(rig_silence_now(&r).stage, SILENCE_FIRED);
        rig_close(&r);
    }
}

/* Before there is such a text, before and after every stage of it: an objection stands. */
TEST(o14_an_objection_is_taken_at_every_stage)
{
    EACH_CHARTER(charter)
    {
        for (enum rig_stage stage = RIG_FOUNDED; stage <= RIG_OPENED; stage++) {
            begin(charter, 0, stage);
            struct objection *list = NULL;
            const bool breaks = stage >= RIG_WAITING && stage <= RIG_FIRED;
            const size_t closes = rig_count_facts(&r, "close");
            harness_note("stage %d", (int)stage);
            check_text(rig_object(&r, "A03/objection"), "ok");
            check_eq(objection_list(r.state, &r.root, &r.arena, &list), 1);
            check_bytes(hash_view(&list[0].id), hash_view(&r.objection));
            check_bytes(list[0].member, BYTES("A03"));
            check_that(!list[0].withdrawn);
            check_eq(rig_count_facts(&r, "close"), closes + (breaks ? 1 : 0));
            if (stage >= RIG_WAITING) {
                check_eq(rig_silence_now(&r).stage, breaks ? SILENCE_BROKEN : SILENCE_CLOSED);
                check_eq(rig_matter_now(&r).stage, breaks ? MATTER_OPEN : MATTER_ADOPTED);
            }
            rig_close(&r);
        }
    }
}

TEST(o14_revocation_acts_on_silences_that_open_later)
{
    EACH_CHARTER(charter)
    {
        /* Revoked while the silence runs: the key could object when it opened, and so it still can. */
        begin(charter, 0, RIG_RUNNING);
        check_text(rig_say(&r, "A02", "member.revoke", "{'key':$(A02/objection)}"), "ok");
        check_text(rig_object(&r, "A02/objection"), "ok");
        check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
        rig_close(&r);
        /* Revoked before. */
        begin(charter, 0, RIG_VERSION);
        check_text(rig_say(&r, "A02", "member.revoke", "{'key':$(A02/objection)}"), "ok");
        rig_to(&r, RIG_RUNNING);
        check_text(rig_object(&r, "A02/objection"), "key_revoked");
        check_eq(rig_silence_now(&r).stage, SILENCE_RUNNING);
        rig_close(&r);
        /* In the block of the opening the order decides. */
        for (int revoked_first = 0; revoked_first < 2; revoked_first++) {
            begin(charter, 0, RIG_VERSION);
            for (int i = 0; i < 2; i++) {
                if (i == revoked_first) {
                    check_text(
                        rig_order(&r, "A01", "silence.open", "{'duration':10000,'matter':$m,'root':$r}"),
                        "ok");
                    r.silence = r.id;
                } else {
                    check_text(rig_order(&r, "A02", "member.revoke", "{'key':$(A02/objection)}"), "ok");
                }
            }
            rig_block(&r, 1000);
            check_text(rig_object(&r, "A02/objection"), revoked_first == 1 ? "key_revoked" : "ok");
            rig_close(&r);
        }
        /* Enrolled after the opening: authorised at its place in the order. */
        begin(charter, 0, RIG_RUNNING);
        check_text(rig_say(&r, "A02+", "member.enrol",
                           "{'key':'%s','name':'n','powers':[],'role':'objection'}",
                           rig_key(&r, "A02/fresh", "objection")),
                   "ok");
        check_text(rig_object(&r, "A02/fresh"), "ok");
        check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN);
        rig_close(&r);
    }
}

TEST(o15_sequence_numbers_do_not_touch_objections)
{
    EACH_CHARTER(charter)
    {
        begin(charter, 0, RIG_VERSION);
        r.seq = 1000;
        check_text(rig_say(&r, "A02", "matter.position", "{'position':'Y','root':$r}"), "ok");
        r.seq = 50;
        check_text(rig_say(&r, "A02", "objection.raise", "{'reason':'the second','root':$r}"), "ok");
        r.seq = 40; /* an older one that comes later */
        check_text(rig_say(&r, "A02", "objection.raise", "{'reason':'the first','root':$r}"), "ok");
        r.seq = 40;
        check_text(rig_say(&r, "A02", "objection.raise", "{'reason':'of the same number','root':$r}"), "ok");
        struct objection *list = NULL;
        check_eq(objection_list(r.state, &r.root, &r.arena, &list), 3);
        rig_close(&r);
    }
}

/* Each of its names is checked: test_rejections.c has the row of each. What is void has no effect. */
TEST(o16_an_all_clear_that_names_anything_else_is_void)
{
    static const char *const bodies[] = {
        "{'deadline':1,'log_root':$l,'log_size':$n,'root':$r,'silence':$s}",
        "{'deadline':$d,'log_root':$r,'log_size':$n,'root':$r,'silence':$s}",
        "{'deadline':$d,'log_root':$l,'log_size':1,'root':$r,'silence':$s}",
        "{'deadline':$d,'log_root':$l,'log_size':$n,'root':$a,'silence':$s}",
        "{'deadline':$d,'log_root':$l,'log_size':$n,'root':$r,'silence':$m}",
    };
    EACH_CHARTER(charter)
    {
        begin(charter, 0, RIG_FIRED);
        for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
            check_text(rig_order(&r, "A01/node", "node.all_clear", "%s", bodies[i]), "ok");
        }
        rig_block(&r, 100);
        for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
            harness_note("body %zu", i);
            check_that(strcmp(rig_result(&r, i), "ok") != 0);
        }
        const struct silence x = rig_silence_now(&r);
        check_eq(silence_clear_count(r.state, &x, &r.arena), 0);
        rig_close(&r);
    }
}

/* A size and root of this record that were there before the deadline fired, or that are not there yet. */
TEST(o16_an_all_clear_names_a_record_in_which_the_deadline_has_fired)
{
    EACH_CHARTER(charter)
    {
        begin(charter, 0, RIG_FIRED);
        const uint64_t fired = (uint64_t)rig_silence_now(&r).fired;
        static const struct {
            int64_t more;
            const char *expected;
        } rows[] = {{0, "wrong_log"}, {2, "wrong_log"}, {1, "ok"}};
        check_eq(record_size(r.record), fired + 1);
        for (size_t i = 0; i < 3; i++) {
            const uint64_t size = fired + (uint64_t)rows[i].more;
            struct hash root = {{0}};
            if (size <= record_size(r.record)) {
                check_ok(record_root_at(r.record, size, &root));
            }
            check_text(rig_order(&r, "A01/node", "node.all_clear",
                                 "{'deadline':$d,'log_root':'%s','log_size':%llu,'root':$r,'silence':$s}",
                                 hash_hex(&root).text, (unsigned long long)size),
                       "ok");
        }
        rig_block(&r, 100);
        for (size_t i = 0; i < 3; i++) {
            check_text(rig_result(&r, i), rows[i].expected);
        }
        rig_close(&r);
    }
}

TEST(o16_the_close_names_what_the_all_clears_named)
{
    EACH_CHARTER(charter)
    {
        struct fact_close f;
        begin(charter, 0, RIG_ADOPTED);
        const struct silence x = rig_silence_now(&r);
        const struct organisation *org = machine_organisation(r.machine);
        check_that(rig_last_close(&r, &f));
        check_bytes(hash_view(&f.org), hash_view(&org->id));
        check_eq(f.epoch, 1);
        check_eq(f.realm, REALM_EXERCISE);
        check_bytes(hash_view(&f.subject), hash_view(&x.id));
        check_bytes(hash_view(&f.matter), hash_view(&r.matter));
        check_bytes(hash_view(&f.root), hash_view(&r.root));
        check_eq(f.deadline_ms, x.deadline_ms);
        check_eq(f.time_ms, r.time_ms);
        check_bytes(hash_view(&f.charter), hash_view(&org->first_charter->hash));
        check_bytes(f.rule_name, BYTES("silence"));
        check_bytes(f.outcome, BYTES("adopted"));
        check_bytes(f.reason, BYTES("assent"));
        check_bytes(f.rung, BYTES("the alliance"));
        check_eq(f.statement, 1);
        rig_close(&r);
    }
}

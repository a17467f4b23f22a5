/* The signer as a whole: whose it is, what it may be asked, what it remembers. */
#include <string.h>

#include "unit/codec/vectors.h"
#include "unit/node/probe.h"

TEST(settings_are_read_and_refused_as_the_table_says)
{
    const struct json *rows = vectors_open("tests/vectors/signer-settings.json");
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct bytes text = vector_text(row, "text");
        struct signer_settings s = {.epoch = 77};
        check_eq(signer_settings_read(harness_arena(), text, &s), vector_result(row));
        if (vector_result(row) != OK) {
            check_eq(s.epoch, 77);
            continue;
        }
        struct buffer b;
        buffer_init(&b, 4096);
        signer_settings_write(&b, &s);
        check_bytes(buffer_view(&b), text);
        buffer_done(&b);
    }
}

TEST(no_cut_settings_are_read)
{
    const struct json *rows = vectors_open("tests/vectors/signer-settings.json");
    const struct bytes text = vector_text(vector_row(rows, 0), "text");
    for (size_t len = 0; len < text.len; len++) {
        struct signer_settings s;
        check_eq(signer_settings_read(harness_arena(), bytes_of(text.data, len), &s), ERROR_MALFORMED);
    }
}

TEST(a_signer_starts_only_with_a_key_of_its_own)
{
    struct probe p;
    struct org other;
    struct org real;
    struct arena *a = harness_arena();
    probe_make(&p);
    org_make(a, &(struct org_options){.members = 4, .seed = 8}, &other);
    org_make(a, &(struct org_options){.members = 4, .seed = 7, .realm = REALM_REAL}, &real);
    const struct signer_settings settings = shown_settings(&p.o);
    struct signer_settings other_log = settings;
    other_log.log_key = other.log_key.public;
    const struct {
        const char *name;
        const struct key_file *key;
        const struct signer_settings *settings;
    } rows[] = {
        {"a node's key of another organisation", &other.keys[0][ORG_NODE], &settings},
        {"a node's key of another realm", &real.keys[0][ORG_NODE], &settings},
        {"a delegate's key", &p.o.keys[0][ORG_MINISTER], &settings},
        {"an objection key", &p.o.keys[0][ORG_OBJECTION], &settings},
        {"the log's key of another organisation", &other.log_key, &settings},
        {"a log's key that the settings do not name", &p.o.log_key, &other_log},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct signer *s = NULL;
        harness_note("%s", rows[i].name);
        check_eq(signer_open(&s, &p.h.world->env, "fresh", rows[i].settings, rows[i].key), ERROR_DENIED);
        check_that(s == NULL);
        check_that(world_find(p.h.world, "fresh") == NULL); /* nothing was begun */
    }
    probe_done(&p);
}

TEST(a_state_belongs_to_one_key_organisation_and_realm)
{
    struct probe p;
    struct org other;
    struct org real;
    struct arena *a = harness_arena();
    probe_make(&p);
    org_make(a, &(struct org_options){.members = 4, .seed = 8}, &other);
    org_make(a, &(struct org_options){.members = 4, .seed = 7, .realm = REALM_REAL}, &real);
    const struct signer_settings settings = shown_settings(&p.o);
    const struct signer_settings other_settings = shown_settings(&other);
    const struct signer_settings real_settings = shown_settings(&real);
    signer_close(p.s);
    const struct {
        const struct key_file *key;
        const struct signer_settings *settings;
        enum error error;
    } rows[] = {
        {&p.o.keys[0][ORG_NODE], &settings, OK},
        {&p.o.keys[1][ORG_NODE], &settings, ERROR_CORRUPT},
        {&p.o.log_key, &settings, ERROR_CORRUPT},
        {&other.keys[0][ORG_NODE], &other_settings, ERROR_CORRUPT},
        {&real.keys[0][ORG_NODE], &real_settings, ERROR_CORRUPT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct signer *s = NULL;
        harness_note("row %zu", i);
        check_eq(signer_open(&s, &p.h.world->env, "probe", rows[i].settings, rows[i].key), rows[i].error);
        check_eq(s != NULL, rows[i].error == OK);
        signer_close(s);
    }
    p.s = NULL;
    probe_done(&p);
}

TEST(a_state_has_one_signer)
{
    struct probe p;
    struct signer *second = NULL;
    probe_make(&p);
    const struct signer_settings settings = shown_settings(&p.o);
    check_eq(signer_open(&second, &p.h.world->env, "probe", &settings, &p.key), ERROR_BUSY);
    signer_close(second);
    probe_done(&p);
}

TEST(a_state_that_cannot_be_begun_is_an_error)
{
    struct probe p;
    struct signer *s = NULL;
    probe_make(&p);
    const struct signer_settings settings = shown_settings(&p.o);
    for (uint64_t k = 1; k <= 3; k++) { /* opening, writing, opening what was written */
        p.h.world->faults = (struct world_faults){.space = -1, .fail_from = k, .error = ERROR_IO};
        harness_note("operation %d", (int)k);
        check_eq(signer_open(&s, &p.h.world->env, "fresh", &settings, &p.key), ERROR_IO);
        check_that(s == NULL);
        p.h.world->faults = (struct world_faults){.space = -1};
    }
    check_ok(signer_open(&s, &p.h.world->env, "fresh", &settings, &p.key));
    signer_close(s);
    probe_done(&p);
}

TEST(a_signer_says_who_it_is_and_what_it_has_seen)
{
    struct probe p;
    struct signer_status status;
    const struct signer_request r = {.verb = SIGNER_status};
    const struct hash empty = tree_empty();
    probe_make(&p);
    check_ok(signer_status_read(probe_answer(&p, &r), &status));
    check_that(!status.is_log && status.held_count == 0 && status.last.size == 0);
    check_hash(&status.last.root, &empty);
    check_bytes(status.member, BYTES("A01"));
    check_that(public_key_equal(&status.key, &p.o.keys[0][ORG_NODE].public));
    const struct public_key own = signer_public_key(p.s);
    check_that(public_key_equal(&status.key, &own));
    probe_done(&p);
    probe_make_log(&p);
    check_ok(signer_status_read(probe_answer(&p, &r), &status));
    check_that(status.is_log);
    check_bytes(status.member, BYTES("-"));
    check_that(public_key_equal(&status.key, &p.o.log_key.public));
    probe_done(&p);
}

TEST(each_role_has_its_verbs_and_refuses_the_others)
{
    struct probe members;
    struct probe logs;
    struct prng random;
    prng_seed(&random, harness_seed());
    probe_make(&members);
    probe_make_log(&logs);
    static const struct {
        enum signer_verb verb;
        char whose;
    } rows[] = {
#define X(name, number, whose) {SIGNER_##name, whose},
        SIGNER_VERB_TABLE(X)
#undef X
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct signer_request r = requests_signer(&random, harness_arena(), rows[i].verb);
        harness_note("verb %d", (int)rows[i].verb);
        if (rows[i].whose == 'm') {
            probe_refuses(&logs, &r, REFUSE_not_mine);
        } else if (rows[i].whose == 'l') {
            probe_refuses(&members, &r, REFUSE_not_mine);
        } else {
            (void)probe_answer(&logs, &r);
            (void)probe_answer(&members, &r);
        }
    }
    probe_done(&members);
    probe_done(&logs);
}

TEST(bytes_that_are_no_request_are_answered_too)
{
    struct probe p;
    struct prng random;
    probe_make(&p);
    prng_seed(&random, harness_seed());
    for (size_t i = 0; i < 2000; i++) {
        struct buffer answer;
        struct bytes content;
        enum signer_refusal refusal = REFUSE_none;
        const struct bytes request =
            i == 0 ? bytes_of(NULL, 0) : requests_bytes(&random, harness_arena(), 200);
        buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
        signer_answer(p.s, request, &answer);
        check_ok(signer_answer_read(buffer_view(&answer), &refusal, &content));
        check_that(refusal != REFUSE_none || request.data[0] == SIGNER_availability ||
                   request.data[0] == SIGNER_status);
        buffer_done(&answer);
    }
    const struct bytes none = {NULL, 0};
    struct buffer answer;
    struct bytes content;
    enum signer_refusal refusal = REFUSE_none;
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    signer_answer(p.s, none, &answer);
    check_ok(signer_answer_read(buffer_view(&answer), &refusal, &content));
    check_eq(refusal, REFUSE_malformed);
    buffer_done(&answer);
    probe_done(&p);
}

TEST(availability_is_an_act_of_the_node_on_that_text)
{
    struct probe p;
    const struct signer_request r = {.verb = SIGNER_availability,
                                     .availability = {.matter = probe_hash(1), .root = probe_hash(2)}};
    probe_make(&p);
    const struct act act = probe_act(&p, &r, "node.availability");
    check_hash(&act_value(&act, "matter")->hash, &r.availability.matter);
    check_hash(&act_value(&act, "root")->hash, &r.availability.root);
    const struct act again = probe_act(&p, &r, "node.availability");
    check_hash(&act.id, &again.id); /* the same words are the same act */
    probe_done(&p);
}

TEST(a_tick_waits_for_the_own_clock)
{
    struct probe p;
    probe_make(&p);
    const struct signer_request r = {
        .verb = SIGNER_tick,
        .tick = {.silence = probe_hash(1), .root = probe_hash(2), .deadline_ms = p.h.world->wall_ms + 1000}};
    world_pass(p.h.world, 999);
    probe_refuses(&p, &r, REFUSE_too_early);
    world_pass(p.h.world, 1);
    const struct act act = probe_act(&p, &r, "node.tick");
    check_hash(&act_value(&act, "silence")->hash, &r.tick.silence);
    check_hash(&act_value(&act, "root")->hash, &r.tick.root);
    check_eq(act_value(&act, "deadline")->integer, r.tick.deadline_ms);
    probe_done(&p);
}

/* What one signer signs is of its organisation, realm and epoch, whatever it is asked. */
TEST(nothing_that_is_signed_in_an_exercise_is_an_act_of_the_real_organisation)
{
    struct probe p;
    struct org real;
    struct host h;
    struct act act;
    const struct signer_request r = {.verb = SIGNER_availability};
    probe_make(&p);
    org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 7, .realm = REALM_REAL}, &real);
    host_found(&h, &real);
    const struct bytes envelope = probe_answer(&p, &r);
    check_text(rejection_name(machine_check(embedded_machine(core_engine(h.core)), harness_arena(), envelope,
                                            &act, NULL)),
               "wrong_organisation");
    host_done(&h);
    probe_done(&p);
}

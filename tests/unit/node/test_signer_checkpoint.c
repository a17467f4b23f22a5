/* The log's signer: a tree that only grows, in its own file. */
#include <string.h>

#include "unit/node/probe.h"

static struct signer_request checkpoint_of(const struct shown *s, size_t old_size, size_t size)
{
    struct signer_request r = {.verb = SIGNER_checkpoint};
    r.checkpoint.checkpoint = shown_checkpoint(s, size);
    r.checkpoint.growth = shown_growth(s, old_size, size);
    return r;
}

static void check_note(struct probe *p, struct bytes note, const struct checkpoint *expected)
{
    struct checkpoint c;
    const struct signer_settings s = shown_settings(&p->o);
    check_ok(checkpoint_open(note, s.origin_line, &p->o.log_key.public, &c));
    check_eq(c.size, expected->size);
    check_hash(&c.root, &expected->root);
    check_that(bytes_start_with(note, BYTES("exercise-test.example\n")));
}

TEST(a_tree_that_grows_is_signed)
{
    struct probe p;
    probe_make_log(&p);
    shown_fill(&p.shown, 60, 1);
    size_t last = 0;
    for (size_t size = 1; size <= 60; size += size % 7 + 1) {
        const struct signer_request r = checkpoint_of(&p.shown, last, size);
        harness_note("%zu to %zu", last, size);
        check_note(&p, probe_answer(&p, &r), &r.checkpoint.checkpoint);
        last = size;
    }
    probe_done(&p);
}

TEST(the_same_checkpoint_is_signed_again_and_remembered_once)
{
    struct probe p;
    probe_make_log(&p);
    shown_fill(&p.shown, 10, 1);
    const struct signer_request first = checkpoint_of(&p.shown, 0, 10);
    const struct signer_request again = checkpoint_of(&p.shown, 10, 10);
    const struct bytes note = probe_answer(&p, &first);
    const size_t len = world_find(p.h.world, "probe")->len;
    check_bytes(probe_answer(&p, &again), note);
    check_eq(world_find(p.h.world, "probe")->len, len);
    probe_done(&p);
}

TEST(a_tree_never_shrinks_and_never_forks_not_even_after_a_restart)
{
    struct probe p;
    struct shown fork = {.count = 0};
    probe_make_log(&p);
    shown_fill(&p.shown, 40, 1);
    shown_fill(&fork, 9, 1); /* the same at first */
    shown_fill(&fork, 40, 2);
    const struct signer_request grown = checkpoint_of(&p.shown, 0, 20);
    (void)probe_answer(&p, &grown);
    for (int restarted = 0; restarted < 2; restarted++) {
        const struct signer_request shrunk = checkpoint_of(&p.shown, 0, 19);
        const struct signer_request begun_again = checkpoint_of(&p.shown, 0, 40);
        const struct signer_request same_size = checkpoint_of(&fork, 20, 20);
        const struct signer_request longer = checkpoint_of(&fork, 20, 40);
        struct signer_request empty = checkpoint_of(&p.shown, 0, 0);
        struct signer_request no_proof = checkpoint_of(&p.shown, 20, 40);
        struct signer_request other_proof = checkpoint_of(&p.shown, 19, 40);
        struct signer_request long_proof = checkpoint_of(&p.shown, 20, 40);
        no_proof.checkpoint.growth.count = 0;
        long_proof.checkpoint.growth.steps[long_proof.checkpoint.growth.count++] = probe_hash(0);
        probe_refuses(&p, &shrunk, REFUSE_not_grown);
        probe_refuses(&p, &begun_again, REFUSE_not_grown);
        probe_refuses(&p, &same_size, REFUSE_not_grown);
        probe_refuses(&p, &longer, REFUSE_not_grown);
        probe_refuses(&p, &empty, REFUSE_not_grown);
        probe_refuses(&p, &no_proof, REFUSE_not_grown);
        probe_refuses(&p, &other_proof, REFUSE_not_grown);
        probe_refuses(&p, &long_proof, REFUSE_not_grown);
        probe_reopen(&p);
    }
    const struct signer_request next = checkpoint_of(&p.shown, 20, 40);
    check_note(&p, probe_answer(&p, &next), &next.checkpoint.checkpoint);
    probe_done(&p);
}

TEST(a_checkpoint_is_durable_before_it_leaves)
{
    for (uint64_t k = 1; k <= 2; k++) { /* the write, the sync */
        struct probe p;
        probe_make_log(&p);
        shown_fill(&p.shown, 20, 1);
        const struct signer_request first = checkpoint_of(&p.shown, 0, 10);
        const struct signer_request next = checkpoint_of(&p.shown, 10, 20);
        (void)probe_answer(&p, &first);
        check_that(!signer_wants_restart(p.s));
        p.h.world->faults =
            (struct world_faults){.space = -1, .fail_from = k, .fail_count = 1, .error = ERROR_IO};
        struct bytes content;
        check_eq(probe_ask(&p, &next, &content), REFUSE_disk_failed);
        check_that(signer_wants_restart(p.s));
        check_eq(probe_ask(&p, &next, &content), REFUSE_disk_failed);
        /* The same one is no change, and may be signed without the disk. */
        const struct signer_request same = checkpoint_of(&p.shown, 10, 10);
        (void)probe_answer(&p, &same);
        p.h.world->faults = (struct world_faults){.space = -1};
        probe_reopen(&p);
        struct signer_status status;
        const struct signer_request ask = {.verb = SIGNER_status};
        check_ok(signer_status_read(probe_answer(&p, &ask), &status));
        check_that(status.last.size == 10 || status.last.size == 20);
        const struct signer_request after = checkpoint_of(&p.shown, (size_t)status.last.size, 20);
        (void)probe_answer(&p, &after);
        probe_done(&p);
    }
}

TEST(a_full_disk_refuses_a_checkpoint_until_there_is_room)
{
    struct probe p;
    probe_make_log(&p);
    shown_fill(&p.shown, 20, 1);
    const struct signer_request r = checkpoint_of(&p.shown, 0, 20);
    p.h.world->faults.space = 511;
    probe_refuses(&p, &r, REFUSE_disk_full);
    check_that(!signer_wants_restart(p.s));
    p.h.world->faults.space = 512;
    (void)probe_answer(&p, &r);
    probe_done(&p);
}

/* Thousands of checkpoints: their file does not grow without end. */
TEST(a_start_writes_the_state_anew_without_old_checkpoints)
{
    struct probe p;
    struct signer_status before;
    struct signer_status after;
    const struct signer_request ask = {.verb = SIGNER_status};
    probe_make_log(&p);
    shown_fill(&p.shown, 250, 1);
    for (size_t size = 1; size <= 250; size++) {
        const struct signer_request r = checkpoint_of(&p.shown, size - 1, size);
        (void)probe_answer(&p, &r);
    }
    check_ok(signer_status_read(probe_answer(&p, &ask), &before));
    check_eq(world_find(p.h.world, "probe")->len, 251 * 512);
    probe_reopen(&p);
    check_eq(world_find(p.h.world, "probe")->len, 2 * 512);
    check_ok(signer_status_read(probe_answer(&p, &ask), &after));
    check_eq(after.last.size, 250);
    check_hash(&after.last.root, &before.last.root);
    const struct signer_request shrunk = checkpoint_of(&p.shown, 0, 249);
    probe_refuses(&p, &shrunk, REFUSE_not_grown);
    probe_reopen(&p);
    check_eq(world_find(p.h.world, "probe")->len, 2 * 512);
    probe_done(&p);
}

TEST(a_full_disk_does_not_keep_a_signer_from_starting)
{
    struct probe p;
    probe_make_log(&p);
    shown_fill(&p.shown, 200, 1);
    for (size_t size = 1; size <= 200; size++) {
        const struct signer_request r = checkpoint_of(&p.shown, size - 1, size);
        (void)probe_answer(&p, &r);
    }
    signer_close(p.s);
    const struct bytes before = arena_copy(harness_arena(), world_content(world_find(p.h.world, "probe")));
    p.h.world->faults = (struct world_faults){.space = -1, .fail_from = 2, .error = ERROR_FULL};
    probe_open_as(&p, &p.o.log_key);
    check_bytes(world_content(world_find(p.h.world, "probe")), before);
    const struct signer_request shrunk = checkpoint_of(&p.shown, 0, 199);
    const struct signer_request same = checkpoint_of(&p.shown, 200, 200);
    probe_refuses(&p, &shrunk, REFUSE_not_grown);
    (void)probe_answer(&p, &same);
    p.h.world->faults = (struct world_faults){.space = -1};
    probe_done(&p);
}

TEST(a_start_whose_disk_fails_is_none)
{
    for (uint64_t k = 1; k <= 3; k++) { /* opening, replacing, opening the new one */
        struct probe p;
        struct signer *s = NULL;
        probe_make_log(&p);
        shown_fill(&p.shown, 20, 1);
        const struct signer_request r = checkpoint_of(&p.shown, 0, 20);
        (void)probe_answer(&p, &r);
        signer_close(p.s);
        const struct signer_settings settings = shown_settings(&p.o);
        p.h.world->faults =
            (struct world_faults){.space = -1, .fail_from = k, .fail_count = 1, .error = ERROR_IO};
        harness_note("operation %d", (int)k);
        check_eq(signer_open(&s, &p.h.world->env, "probe", &settings, &p.key), ERROR_IO);
        p.h.world->faults = (struct world_faults){.space = -1};
        probe_open_as(&p, &p.o.log_key);
        const struct signer_request shrunk = checkpoint_of(&p.shown, 0, 19);
        probe_refuses(&p, &shrunk, REFUSE_not_grown);
        probe_done(&p);
    }
}

/* What `found` makes, and what `restore` makes: a state that begins where a record was put back. */
TEST(a_state_that_begins_with_a_record_takes_no_shorter_one_and_is_never_written_over)
{
    struct probe p;
    struct checkpoint last;
    probe_make_log(&p);
    shown_fill(&p.shown, 20, 1);
    const struct checkpoint seen = shown_checkpoint(&p.shown, 12);
    const struct signer_settings settings = shown_settings(&p.o);
    const struct env *env = &p.h.world->env;
    check_eq(signer_begin(env, "probe", &settings, &p.key, &seen), ERROR_EXISTS);
    check_ok(signer_begin(env, "begun", &settings, &p.key, &seen));
    check_ok(signer_state_read(env, "begun", &last));
    check_eq(last.size, 12);
    check_hash(&last.root, &seen.root);
    check_eq(signer_begin(env, "begun", &settings, &p.key, &seen), ERROR_EXISTS);
    check_eq(signer_state_read(env, "first", &last), ERROR_NOT_FOUND);
    world_put(p.h.world, "first", BYTES("")); /* an empty file says nothing: there is no state */
    check_eq(signer_state_read(env, "first", &last), ERROR_NOT_FOUND);
    check_eq(signer_begin(env, "first", &settings, &p.o.keys[0][ORG_MINISTER], NULL), ERROR_DENIED);
    check_ok(signer_begin(env, "first", &settings, &p.key, NULL));
    check_ok(signer_state_read(env, "first", &last));
    check_eq(last.size, 0);
    check_eq(signer_begin(env, "first", &settings, &p.key, NULL), ERROR_EXISTS);
    struct signer *s = NULL;
    check_ok(signer_open(&s, env, "first", &settings, &p.key));
    signer_close(s);
    probe_done(&p);
}

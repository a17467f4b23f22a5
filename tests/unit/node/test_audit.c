/* Audit and rebuild: what can be recomputed is recomputed, and what was changed is found. */
#include <string.h>

#include "base/hex.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "node/audit.h"
#include "node/reader.h"
#include "node/replay.h"
#include "support/host.h"
#include "support/shown.h"

/* An organisation with something of everything on its record. */
static void made(struct host *h, struct org *o)
{
    org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 3}, o);
    host_found(h, o);
    host_settle(h);
    struct host_text one = host_text(h, "one", 1);
    struct host_text two = host_text(h, "two", 2);
    (void)host_say(h, 1, "body.chair", "not_chair", "{\"body\":\"council\",\"member\":\"A02\"}");
    host_silence(h, &one, 10000);
    host_silence(h, &two, 10000);
    host_pass(h, 5000);
    (void)host_say(h, 2, "objection.raise", "ok", "{\"reason\":\"No.\",\"root\":\"%s\"}",
                   org_hex(harness_arena(), &two.root));
    host_pass(h, 400000); /* adopted, opened; pulses */
    check_eq(host_count(h, "text.open", "ok"), 2);
}

static struct audit_result audit_of(struct world *w, const struct audit_options *options)
{
    struct audit_result r;
    check_ok(audit_run(&w->env, "org", options, &r));
    return r;
}

static const struct audit_options whole = {.integrity = true};

TEST(a_clean_record_is_found_clean_and_counted)
{
    struct host h;
    struct org o;
    made(&h, &o);
    const uint64_t size = record_size(host_record(&h));
    const struct hash root = record_root(host_record(&h));
    const struct hash digest = state_digest(host_state(&h));
    for (int closed = 0; closed < 2; closed++) { /* beside a running core, and after it */
        struct audit_result r = audit_of(h.world, &whole);
        harness_note("%s", buffer_text(&r.findings));
        check_eq(r.wrong + r.missing, 0);
        check_eq(r.size, size);
        check_eq(r.replayed, size);
        check_eq(r.acts + r.facts, size);
        check_that(r.signatures >= r.acts);
        check_bytes(hash_view(&r.root), hash_view(&root));
        check_bytes(hash_view(&r.digest), hash_view(&digest));
        check_eq(r.closes, 2);
        check_eq(r.blobs, 4);
        check_that(r.checkpoints > 2 && r.blocks > 10);
        check_eq(r.signed_size, size);
        audit_done(&r);
        if (closed == 0) {
            host_close(&h);
        }
    }
    for (size_t i = 0; i < WORLD_FILES_MAX; i++) { /* nothing is left behind */
        check_that(h.world->files[i].path == NULL || strstr(h.world->files[i].path, "audit") == NULL);
    }
    host_done(&h);
}

TEST(less_can_be_asked_of_an_audit)
{
    struct host h;
    struct org o;
    made(&h, &o);
    const struct audit_options signatures = {.signatures_only = true};
    const struct audit_options quick = {.scratch = "elsewhere"};
    struct audit_result r = audit_of(h.world, &signatures);
    check_eq(r.replayed, 0);
    check_eq(r.wrong, 0);
    check_that(r.signatures > 10);
    audit_done(&r);
    r = audit_of(h.world, &quick);
    check_eq(r.replayed, r.size);
    check_eq(r.blobs, 0);
    check_eq(r.signed_size, 0);
    audit_done(&r);
    host_done(&h);
}

/* In memory, and with nothing held between two steps. */
TEST(a_replay_comes_to_the_state_after_each_block_and_goes_on_after_a_rest)
{
    struct host h;
    struct org o;
    struct reader now;
    struct replay r;
    made(&h, &o);
    const struct hash digest = state_digest(host_state(&h));
    check_ok(reader_open(&now, &h.world->env, "org"));
    check_ok(replay_open(&r, &h.world->env, now.db, NULL, false));
    uint64_t steps = 0;
    for (bool more = true; more; steps++) {
        check_ok(replay_step(&r, &more));
        check_that(!more || record_size(r.record) > r.before);
        struct entry last;
        check_ok(record_read(r.record, record_size(r.record) - 1, harness_arena(), &last, NULL));
        replay_rest(&r);
        reader_rest(&now);
        check_ok(reader_renew(&now));
    }
    check_that(steps > 10 && r.blocks == steps - 2); /* the founding, and the end */
    check_ok(replay_flush(&r));
    const struct hash again = state_digest(r.state);
    check_bytes(hash_view(&again), hash_view(&digest));
    check_eq(record_size(r.record), record_size(now.record));
    check_eq(replay_finding(&r)[0], 0);
    replay_close(&r);
    reader_close(&now);
    host_done(&h);
}

TEST(there_is_nothing_to_audit_where_nothing_was_founded)
{
    struct world *w = world_new(1);
    struct audit_result r;
    check_eq(audit_run(&w->env, "org", &whole, &r), ERROR_NOT_FOUND);
    audit_done(&r);
    check_eq(audit_rebuild(&w->env, "org", NULL, &whole, &r), ERROR_NOT_FOUND);
    audit_done(&r);
    world_free(w);
}

/* Each row changes the database as somebody with its password could, who has no key. */
TEST(every_change_of_the_record_is_found_and_named)
{
    static const struct {
        const char *sql;
        const char *finding; /* a part of it */
    } rows[] = {
        {"DELETE FROM entry WHERE idx = (SELECT max(idx) FROM entry)", "checkpoint of"},
        {"DELETE FROM entry WHERE idx = 7", "entry 7"},
        {"UPDATE entry SET carried = replace(carried, 'A text', 'B text')", "what it carries"},
        {"UPDATE entry SET carried = CAST(replace(CAST(carried AS TEXT), 'k', 'j') AS BLOB) WHERE idx = 5",
         "entry 5"},
        {"UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), '\"result\":\"not_chair\"', "
         "'\"result\":\"ok\"') AS "
         "BLOB)",
         "has another root"},
        {"UPDATE entry SET body = CAST(replace(CAST(body AS TEXT), '\"time\":', '\"time\":1') AS BLOB) WHERE "
         "idx = 9",
         "entry 9"},
        {"UPDATE entry SET idx = idx + 1000 WHERE idx = 3", "entry 3"},
        {"INSERT OR REPLACE INTO lookup(part, ids) VALUES(-1, zeroblob(100))", "found by their ids"},
        {"UPDATE entry SET body = x'7b7d' WHERE idx = 4", "entry 4"},
        {"DELETE FROM entry", "no entry"},
        {"DELETE FROM checkpoint WHERE size = 1", NULL}, /* evidence that is lacking proves nothing */
        {"UPDATE checkpoint SET note = x'00' WHERE size = (SELECT max(size) FROM checkpoint)",
         "did not sign"},
        {"UPDATE checkpoint SET size = size + 1000000 WHERE size = (SELECT max(size) FROM checkpoint)",
         "the record has only"},
        {"UPDATE tile SET hash = zeroblob(32)", NULL}, /* there is none below 256 entries */
    };
    struct host h;
    struct org o;
    made(&h, &o);
    host_close(&h);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct world *w = world_after(h.world, false);
        struct database *db = NULL;
        struct statement *s = NULL;
        const struct database_options options = {.vfs = w->env.vfs, .version = EMBEDDED_SCHEMA_VERSION};
        check_ok(database_open(&db, "org/record.db", &options));
        check_ok(database_begin(db));
        const enum error e = statement_prepare(db, &s, rows[i].sql);
        check_ok(e);
        const enum error ran = statement_run(s);
        check_that(ran == OK || ran == ERROR_CORRUPT); /* a row of text where bytes belong */
        if (ran == OK) {
            check_ok(database_commit(db));
        }
        statement_free(s);
        database_close(db);
        struct audit_result r = audit_of(w, &whole);
        harness_note("%s: %s", rows[i].sql, buffer_text(&r.findings));
        if (ran == OK) {
            check_eq(r.wrong + r.missing > 0, rows[i].finding != NULL);
            check_that(rows[i].finding == NULL || strstr(buffer_text(&r.findings), rows[i].finding) != NULL);
        }
        audit_done(&r);
        world_free(w);
    }
    host_done(&h);
}

/* The page above a list names one page for all below it: the same rows come again and again. */
TEST(lists_that_give_the_same_rows_again_are_found)
{
    enum { PAGE = 4096, INNER = 5 };
    struct host h;
    struct org o;
    made(&h, &o);
    host_close(&h);
    struct database *db = NULL;
    struct statement *s = NULL;
    bool row = false;
    const struct database_options options = {
        .vfs = h.world->env.vfs, .read_only = true, .version = EMBEDDED_SCHEMA_VERSION};
    check_ok(database_open(&db, "org/record.db", &options));
    check_ok(statement_prepare(db, &s, "SELECT rootpage FROM sqlite_schema WHERE name = 'entry'"));
    check_ok(statement_step(s, &row));
    const struct world_file *f = world_find(h.world, "org/record.db");
    uint8_t *root = f->data + (statement_integer(s, 0) - 1) * PAGE;
    statement_free(s);
    database_close(db);
    check_eq(root[0], INNER);
    const uint8_t *cell = root + (root[12] << 8 | root[13]);
    for (size_t i = 1; i < root[4]; i++) {
        memcpy(root + (root[12 + 2 * i] << 8 | root[13 + 2 * i]), cell, 4);
    }
    for (int integrity = 0; integrity < 2; integrity++) {
        const struct audit_options some = {.integrity = integrity == 1};
        struct audit_result r = audit_of(h.world, &some);
        check_that(r.wrong > 0);
        check_that(strstr(buffer_text(&r.findings), "entries is not in order") != NULL);
        audit_done(&r);
    }
    host_done(&h);
}

/* Its rows hold together, its checkpoints too: only the log's signer knows that there was more. */
TEST(a_record_that_was_put_back_is_found_by_what_the_logs_signer_has_signed)
{
    struct host h;
    struct org o;
    org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 3}, &o);
    host_found(&h, &o);
    (void)host_text(&h, "one", 1);
    host_pass(&h, 2000);
    struct world *old = world_after(h.world, false);
    (void)host_text(&h, "two", 2);
    host_pass(&h, 2000);
    const struct bytes state =
        arena_copy(harness_arena(), world_content(world_find(h.world, "org/signers/log/state")));
    struct audit_result r = audit_of(old, &whole);
    check_eq(r.wrong, 0);
    audit_done(&r);
    world_put(old, "org/signers/log/state", state);
    r = audit_of(old, &whole);
    check_eq(r.wrong, 1);
    check_that(strstr(buffer_text(&r.findings), "has signed") != NULL);
    audit_done(&r);
    /* And a state that is damaged is told of, one that is not here is not missed. */
    uint8_t *damaged = (uint8_t *)(uintptr_t)arena_copy(harness_arena(), state).data;
    damaged[20] ^= 1;
    world_put(old, "org/signers/log/state", bytes_of(damaged, state.len));
    r = audit_of(old, &whole);
    check_eq(r.wrong, 1);
    check_that(strstr(buffer_text(&r.findings), "damaged") != NULL);
    audit_done(&r);
    world_remove(old, "org/signers/log/state");
    r = audit_of(old, &whole);
    check_eq(r.wrong, 0);
    audit_done(&r);
    world_free(old);
    host_done(&h);
}

/* Another history of the same length, signed by a log key that was stolen. */
TEST(a_fork_is_found_by_what_the_logs_signer_has_signed)
{
    struct host h;
    struct host fork;
    struct org o;
    struct org same;
    org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 3}, &o);
    org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 3}, &same);
    host_found(&h, &o);
    host_found(&fork, &same);
    (void)host_text(&h, "one", 1);
    (void)host_text(&fork, "other", 1);
    host_pass(&h, 2000);
    host_pass(&fork, 2000);
    check_eq(record_size(host_record(&h)), record_size(host_record(&fork)));
    const struct bytes state =
        arena_copy(harness_arena(), world_content(world_find(h.world, "org/signers/log/state")));
    host_close(&fork);
    struct audit_result r = audit_of(fork.world, &whole);
    check_eq(r.wrong, 0);
    audit_done(&r);
    world_put(fork.world, "org/signers/log/state", state);
    r = audit_of(fork.world, &whole);
    check_eq(r.wrong, 1);
    check_that(strstr(buffer_text(&r.findings), "another record") != NULL);
    audit_done(&r);
    host_done(&fork);
    host_done(&h);
}

TEST(damaged_words_are_a_finding_and_deleted_ones_are_none)
{
    struct host h;
    struct org o;
    struct blobs *b = NULL;
    made(&h, &o);
    host_close(&h);
    const struct org_words words = org_words(harness_arena(), 2);
    check_ok(blobs_open(&b, &h.world->env, "org/blobs.db", false));
    check_ok(blobs_delete(b, &words.commitment[0]));
    blobs_close(b);
    struct audit_result r = audit_of(h.world, &whole);
    check_eq(r.wrong + r.missing, 0);
    check_eq(r.blobs, 3);
    audit_done(&r);
    struct world_file *f = world_find(h.world, "org/blobs.db");
    uint8_t *at = memmem(f->data, f->len, words.text[1].data, words.text[1].len);
    check_that(at != NULL);
    *at ^= 1;
    r = audit_of(h.world, &whole);
    check_eq(r.wrong, 1);
    audit_done(&r);
    world_remove(h.world, "org/blobs.db");
    r = audit_of(h.world, &whole);
    check_eq(r.wrong + r.missing, 0);
    audit_done(&r);
    host_done(&h);
}

TEST(the_first_finding_is_enough_if_that_is_asked_for)
{
    struct host h;
    struct org o;
    made(&h, &o);
    host_close(&h);
    struct world_file *f = world_find(h.world, "org/record.db");
    size_t changed = 0;
    for (uint8_t *at = f->data;
         (at = memmem(at, (size_t)(f->data + f->len - at), "\"result\":\"ok\"", 13)) != NULL;) {
        at[10] = 'k'; /* not one that the rules give */
        changed++;
    }
    check_that(changed > 10);
    const struct audit_options first = {.integrity = true, .first_only = true};
    struct audit_result r = audit_of(h.world, &first);
    check_eq(r.wrong, 1);
    audit_done(&r);
    r = audit_of(h.world, &whole);
    check_that(r.wrong > 10);
    audit_done(&r);
    host_done(&h);
}

TEST(a_record_is_rebuilt_into_a_whole_from_its_entries_alone)
{
    struct host h;
    struct org o;
    made(&h, &o);
    const uint64_t size = record_size(host_record(&h));
    const struct hash digest = state_digest(host_state(&h));
    const struct audit_options plain = {.scratch = NULL};
    struct audit_result r;
    check_ok(audit_rebuild(&h.world->env, "org", NULL, &plain, &r));
    check_eq(r.wrong + r.missing, 0);
    check_bytes(hash_view(&r.digest), hash_view(&digest));
    audit_done(&r);
    check_ok(audit_rebuild(&h.world->env, "org", "copy/record.db", &plain, &r));
    check_eq(r.replayed, size);
    check_bytes(hash_view(&r.digest), hash_view(&digest));
    audit_done(&r);
    check_ok(audit_run(&h.world->env, "copy", &whole, &r));
    check_eq(r.wrong + r.missing, 0);
    check_eq(r.size, size);
    check_bytes(hash_view(&r.digest), hash_view(&digest));
    check_that(r.checkpoints > 2);
    audit_done(&r);
    check_eq(audit_rebuild(&h.world->env, "org", "copy/record.db", &plain, &r), ERROR_EXISTS);
    audit_done(&r);
    /* And core goes on with it where the old one was. */
    const struct world_file *f = world_find(h.world, "copy/record.db");
    check_that(f != NULL);
    struct world *w = world_after(h.world, false);
    world_put(w, "org/record.db", world_content(f));
    world_remove(w, "org/record.db-wal");
    host_close(&h);
    struct world *first = h.world;
    host_open(&h, &o, w);
    check_ok(h.core_error);
    (void)host_text(&h, "three", 3);
    host_pass(&h, 3000);
    world_free(first);
    host_done(&h);
}

TEST(a_record_that_is_false_is_not_rebuilt)
{
    struct host h;
    struct org o;
    made(&h, &o);
    host_close(&h);
    struct world_file *f = world_find(h.world, "org/record.db");
    uint8_t *at = memmem(f->data, f->len, "\"result\":\"not_chair\"", 20);
    check_that(at != NULL);
    at[10] = 'N';
    const struct audit_options plain = {.scratch = NULL};
    struct audit_result r;
    check_ok(audit_rebuild(&h.world->env, "org", "copy/record.db", &plain, &r));
    check_that(r.wrong > 0);
    check_that(world_find(h.world, "copy/record.db") == NULL);
    audit_done(&r);
    host_done(&h);
}

/* Readers. */

TEST(a_reader_sees_one_moment_beside_a_core_that_writes)
{
    struct host h;
    struct org o;
    struct reader r;
    struct reader later;
    struct matter *list = NULL;
    made(&h, &o);
    check_ok(reader_open(&r, &h.world->env, "org"));
    const uint64_t size = record_size(r.record);
    const struct hash root = record_root(r.record);
    const struct hash digest = state_digest(r.state);
    const size_t matters = matter_list(r.state, harness_arena(), &list);
    check_eq(size, record_size(host_record(&h)));
    for (uint64_t i = 0; i < 3; i++) {
        (void)host_text(&h, arena_printf(harness_arena(), "more-%llu", (unsigned long long)i), 50 + i);
        host_pass(&h, 400000);
        check_eq(record_size(r.record), size);
        check_eq(matter_list(r.state, harness_arena(), &list), matters);
        struct hash again = record_root(r.record);
        check_bytes(hash_view(&again), hash_view(&root));
        again = state_digest(r.state);
        check_bytes(hash_view(&again), hash_view(&digest));
        for (uint64_t k = 0; k < size; k += 13) {
            struct entry e;
            check_ok(record_read(r.record, k, harness_arena(), &e, NULL));
        }
        struct entry beyond;
        check_eq(record_read(r.record, size, harness_arena(), &beyond, NULL), ERROR_NOT_FOUND);
    }
    check_ok(reader_open(&later, &h.world->env, "org"));
    check_eq(record_size(later.record), record_size(host_record(&h)));
    check_eq(matter_list(later.state, harness_arena(), &list), matters + 3);
    reader_close(&later);
    reader_close(&r);
    reader_close(&r); /* twice is as once */
    host_done(&h);
}

TEST(a_reader_needs_no_words_and_no_core)
{
    struct host h;
    struct org o;
    struct reader r;
    made(&h, &o);
    host_close(&h);
    check_ok(reader_open(&r, &h.world->env, "org"));
    check_that(r.blobs != NULL);
    reader_close(&r);
    world_remove(h.world, "org/blobs.db");
    check_ok(reader_open(&r, &h.world->env, "org"));
    check_that(r.blobs == NULL && machine_is_founded(r.machine));
    reader_close(&r);
    check_eq(reader_open(&r, &h.world->env, "elsewhere"), ERROR_NOT_FOUND);
    host_done(&h);
}

#include "sim/chain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "codec/note.h"
#include "engine/embedded.h"
#include "record/checkpoint.h"

static const char charter_text[] = "charter \"test\" title \"A charter for tests\";\n"
                                   "fictional;\n"
                                   "languages en, fr;\n"
                                   "body council title \"Council\" {\n"
                                   "    members all;\n"
                                   "    chair rotation;\n"
                                   "    rules silence;\n"
                                   "}\n"
                                   "rule silence {\n"
                                   "    allow Y L N A;\n"
                                   "    default L;\n"
                                   "    pass n(N) = 0 & n(Y) + n(L) > 0;\n"
                                   "    clock at least 10s at most 30d set by chair;\n"
                                   "    extend at most 2 times by 1d;\n"
                                   "    close %s;\n"
                                   "    rung \"the alliance\";\n"
                                   "    bind Y L bound;\n"
                                   "}\n";

void chain_open(struct chain *c, size_t members, bool quorum)
{
    *c = (struct chain){.delay = 0};
    const struct org_options options = {
        .members = members,
        .realm = REALM_EXERCISE,
        .seed = members,
        .charter = arena_printf(&c->founding, charter_text, quorum ? "n-f after 3s" : "all within 30s"),
    };
    struct diag diag = {.message = ""};
    org_make(&c->founding, &options, &c->org);
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    (void)snprintf(c->folder, sizeof c->folder, "%s/univocal-sim-XXXXXX", base);
    check(mkdtemp(c->folder) != NULL);
    const struct database_options db = {
        .create = true,
        .scratch = true,
        .schema = embedded_schema_text(&c->founding),
        .version = EMBEDDED_SCHEMA_VERSION,
    };
    check(database_open(&c->db, arena_printf(&c->founding, "%s/record.db", c->folder), &db) == OK);
    check(record_open(&c->record, c->db) == OK);
    check(state_open(&c->state, c->db, true) == OK);
    check(machine_open(&c->machine, c->record, c->state) == OK);
    check(database_begin(c->db) == OK);
    if (machine_found(c->machine, c->org.document, &diag) != OK) {
        (void)fprintf(stderr, "%s\n", diag.message);
        abort();
    }
    check(state_flush(c->state) == OK);
    check(database_commit(c->db) == OK);
}

void chain_close(struct chain *c)
{
    static const char *const names[] = {"record.db", "record.db-wal", "record.db-shm", "record.db-lock"};
    machine_close(c->machine);
    state_close(c->state);
    record_close(c->record);
    database_close(c->db);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)unlink(arena_printf(&c->founding, "%s/%s", c->folder, names[i]));
    }
    (void)rmdir(c->folder);
    arena_done(&c->founding);
    arena_done(&c->run);
    free(c->notes);
}

void chain_begin(struct chain *c, int delay, enum mutation m, int64_t start_ms, bool signatures)
{
    c->delay = delay;
    c->signatures = signatures;
    c->height = 0;
    c->official_ms = start_ms;
    c->header_ms = start_ms;
    c->pending_count = 0;
    c->note_count = 0;
    c->org.next_seq = 1;
    machine_set_mutation(c->machine, m);
    check(database_begin(c->db) == OK);
}

void chain_end(struct chain *c)
{
    database_rollback(c->db);
    check(state_discard(c->state) == OK);
    check(record_discard(c->record) == OK);
    arena_clear(&c->run);
}

bool chain_takes(struct chain *c, struct bytes envelope, struct act *out)
{
    const enum rejection r = c->signatures ? machine_check(c->machine, &c->run, envelope, out, NULL)
                                           : machine_check_form(c->machine, &c->run, envelope, out, NULL);
    return r == ACCEPTED;
}

static void interpret(struct chain *c, const struct act *acts, size_t count, int64_t time_ms, bool pulse,
                      const struct act *pending, size_t pending_count)
{
    const struct machine_block block = {
        .height = c->height,
        .act_height = c->height - (uint64_t)c->delay,
        .previous_ms = c->official_ms,
        .time_ms = time_ms,
        .pulse = pulse,
        .act_count = count,
        .acts = acts,
        .pending_count = pending_count,
        .pending = pending,
    };
    const uint64_t size = record_size(c->record);
    check(machine_interpret(c->machine, &block, NULL) == OK);
    if (record_size(c->record) != size) {
        c->official_ms = time_ms;
    }
}

static void keep_note(struct chain *c, int64_t now_ms)
{
    if (c->note_count == c->note_capacity) {
        c->note_capacity = c->note_capacity == 0 ? 64 : 2 * c->note_capacity;
        c->notes = realloc(c->notes, c->note_capacity * sizeof *c->notes);
        check(c->notes != NULL);
    }
    c->notes[c->note_count++] = (struct chain_note){
        .checkpoint = {.size = record_size(c->record), .root = record_root(c->record)}, .made_ms = now_ms};
}

void chain_block(struct chain *c, const struct act *acts, size_t count, int64_t header_ms, int64_t now_ms,
                 bool pulse)
{
    check(count <= CHAIN_BLOCK_ACTS);
    c->height++;
    header_ms = header_ms <= c->header_ms ? c->header_ms + 1 : header_ms;
    const int64_t before = c->header_ms;
    c->header_ms = header_ms;
    if (c->delay == 0) {
        interpret(c, acts, count, header_ms, pulse, NULL, 0);
    } else if (mutated_by(machine_mutation(c->machine), MUTATION_o1_header)) {
        (void)before; /* stamped with what the block itself carries: the time of the one before */
        interpret(c, acts, count, header_ms, pulse, NULL, 0);
    } else {
        /* The header of this block is the time of the acts of the last. */
        struct act last[CHAIN_BLOCK_ACTS];
        const size_t last_count = c->pending_count;
        memcpy(last, c->pending, last_count * sizeof last[0]);
        memcpy(c->pending, acts, count * sizeof acts[0]);
        c->pending_count = count;
        interpret(c, last, last_count, header_ms, pulse, c->pending, c->pending_count);
    }
    keep_note(c, now_ms);
}

struct chain_note *chain_view(struct chain *c, int64_t made_ms)
{
    for (size_t i = c->note_count; i-- > 0;) {
        if (c->notes[i].made_ms <= made_ms) {
            return &c->notes[i];
        }
    }
    return NULL;
}

struct bytes chain_sign(struct chain *c, struct chain_note *n)
{
    if (n->note.len == 0) {
        const struct organisation *org = machine_organisation(c->machine);
        struct buffer b;
        buffer_init(&b, NOTE_BYTES_MAX);
        checkpoint_write(&b, org->origin_line, &n->checkpoint);
        const struct signature s = sign_bytes(&c->org.log_key.secret, buffer_view(&b));
        buffer_add_u8(&b, '\n');
        note_add_line(&b, org->origin_line, &c->org.log_key.public, &s);
        n->note = arena_copy(&c->run, buffer_view(&b));
        buffer_done(&b);
    }
    return n->note;
}

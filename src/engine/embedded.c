#include "engine/embedded.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/log.h"
#include "mechanism/clock.h"
#include "mechanism/silence.h"

/* Where official time stood at the last commit, so that a restart in the same boot knows how much has passed.
 * The sum covers the row: a damaged one counts as none. */
static const char anchor_schema[] =
    "CREATE TABLE anchor(id INTEGER PRIMARY KEY CHECK(id = 1), body BLOB NOT NULL) STRICT;";

struct embedded {
    const struct env *env;
    struct database *db;
    struct record *record;
    struct state *state;
    struct machine *machine;
    struct checkpoints *checkpoints;
    struct statement *put_anchor;
    struct arena arena;
    uint64_t height;
    int64_t last_ms;       /* official time of the last block on the record */
    int64_t boot_base_ms;  /* boot-time clock at `time_base_ms` */
    int64_t time_base_ms;
    int64_t wall_offset_ms; /* wall clock less official time that an operator has confirmed */
    enum embedded_clock clock;
};

const char *embedded_schema_text(struct arena *a)
{
    return arena_printf(a, "%s%s%s%s", record_schema, state_schema, checkpoints_schema, anchor_schema);
}

static int64_t distance(int64_t a, int64_t b)
{
    return a < b ? b - a : a - b;
}

static void write_anchor_body(struct embedded *e, struct buffer *b, int64_t time_ms, int64_t boot_ms)
{
    uint8_t boot[16];
    e->env->boot_id(e->env->ctx, boot);
    buffer_add(b, boot, sizeof boot);
    buffer_add_u64(b, (uint64_t)boot_ms);
    buffer_add_u64(b, (uint64_t)time_ms);
    buffer_add_u64(b, (uint64_t)e->wall_offset_ms);
    const struct hash sum = hash_of(buffer_view(b));
    buffer_add_bytes(b, hash_view(&sum));
}

static bool read_anchor_body(struct bytes body, uint8_t boot[16], int64_t *boot_ms, int64_t *time_ms,
                             int64_t *wall_offset_ms)
{
    enum { BODY = 16 + 24 };
    struct cursor c = cursor_of(body);
    const struct bytes id = cursor_take(&c, 16);
    *boot_ms = (int64_t)cursor_u64(&c);
    *time_ms = (int64_t)cursor_u64(&c);
    *wall_offset_ms = (int64_t)cursor_u64(&c);
    const struct bytes sum = cursor_take(&c, HASH_BYTES);
    if (!cursor_ended(&c)) {
        return false;
    }
    const struct hash right = hash_of(bytes_of(body.data, BODY));
    memcpy(boot, id.data, 16);
    return bytes_equal(sum, hash_view(&right));
}

/* Same boot: the time that has passed is known, and the wall clock must agree. New boot: only the wall clock
 * knows; a jump beyond two pulses, or back, needs an operator. */
static enum error start_clock(struct embedded *e)
{
    struct statement *get = NULL;
    enum error err = statement_prepare(e->db, &get, "SELECT body FROM anchor WHERE id = 1");
    bool row = false;
    err = err == OK ? statement_step(get, &row) : err;
    if (err != OK) {
        statement_free(get);
        return err;
    }
    uint8_t boot[16];
    uint8_t now_boot[16];
    int64_t boot_ms = 0;
    int64_t time_ms = 0;
    const int64_t boot_now = e->env->boot_ms(e->env->ctx);
    const int64_t wall = e->env->wall_ms(e->env->ctx);
    e->env->boot_id(e->env->ctx, now_boot);
    const bool known =
        row && read_anchor_body(statement_bytes(get, 0), boot, &boot_ms, &time_ms, &e->wall_offset_ms);
    statement_free(get);
    if (!known) {
        e->wall_offset_ms = 0;
    }
    e->boot_base_ms = boot_now;
    const int64_t wall_time = wall - e->wall_offset_ms;
    bool steady;
    if (known && memcmp(boot, now_boot, sizeof boot) == 0 && boot_now >= boot_ms && time_ms >= e->last_ms) {
        e->time_base_ms = time_ms + (boot_now - boot_ms);
        steady = distance(wall_time, e->time_base_ms) <= CLOCK_DISAGREEMENT_MS_MAX;
    } else {
        arena_clear(&e->arena);
        const int64_t most = e->last_ms + 2 * clock_pulse_ms(e->state, &e->arena);
        e->time_base_ms = wall_time;
        steady = wall_time >= e->last_ms && wall_time <= most;
    }
    e->clock = steady ? CLOCK_STEADY : CLOCK_UNCONFIRMED;
    if (!steady) {
        log_event(LOG_WARNING, "clock_unconfirmed", "record_ms=%lld wall_ms=%lld", (long long)e->last_ms,
                  (long long)wall_time);
    }
    return OK;
}

static enum error open_parts(struct embedded *e)
{
    enum error err = record_open(&e->record, e->db);
    err = err == OK ? state_open(&e->state, e->db, true) : err;
    err = err == OK ? machine_open(&e->machine, e->record, e->state) : err;
    err = err == OK ? checkpoints_open(&e->checkpoints, e->db, true) : err;
    err = err == OK ? statement_prepare(e->db, &e->put_anchor,
                                        "INSERT INTO anchor(id, body) VALUES(1, ?1)"
                                        " ON CONFLICT(id) DO UPDATE SET body = ?1")
                    : err;
    if (err == OK && machine_is_founded(e->machine)) {
        err = machine_last_block(e->machine, &e->height, &e->last_ms);
        err = err == OK ? start_clock(e) : err;
    }
    return err;
}

enum error embedded_open(struct embedded **out, const struct env *env, const char *path)
{
    struct embedded *e = calloc(1, sizeof *e);
    check(e != NULL);
    e->env = env;
    const struct database_options options = {
        .vfs = env->vfs,
        .create = true,
        .schema = embedded_schema_text(&e->arena),
        .version = EMBEDDED_SCHEMA_VERSION,
    };
    enum error err = database_open(&e->db, path, &options);
    err = err == OK ? open_parts(e) : err;
    if (err != OK) {
        embedded_close(e);
        return err;
    }
    *out = e;
    return OK;
}

void embedded_close(struct embedded *e)
{
    if (e != NULL) {
        statement_free(e->put_anchor);
        checkpoints_close(e->checkpoints);
        machine_close(e->machine);
        state_close(e->state);
        record_close(e->record);
        database_close(e->db);
        arena_done(&e->arena);
        free(e);
    }
}

struct machine *embedded_machine(struct embedded *e)
{
    return e->machine;
}

struct record *embedded_record(struct embedded *e)
{
    return e->record;
}

struct state *embedded_state(struct embedded *e)
{
    return e->state;
}

/* That official time was `time_ms` when the boot-time clock was `boot_ms`. */
static enum error write_anchor(struct embedded *e, int64_t time_ms, int64_t boot_ms)
{
    struct buffer body;
    buffer_init(&body, 256);
    write_anchor_body(e, &body, time_ms, boot_ms);
    statement_bind_bytes(e->put_anchor, 1, buffer_view(&body));
    const enum error err = statement_run(e->put_anchor);
    buffer_done(&body);
    return err;
}

/* All or nothing: the end of every transaction of this engine. */
static enum error finish(struct embedded *e, enum error err, int64_t time_ms, int64_t boot_ms)
{
    err = err == OK ? state_flush(e->state) : err;
    err = err == OK ? write_anchor(e, time_ms, boot_ms) : err;
    err = err == OK ? database_commit(e->db) : err;
    if (err != OK) {
        database_rollback(e->db);
        const enum error state = state_discard(e->state);
        const enum error record = record_discard(e->record);
        return state != OK ? state : record != OK ? record : err;
    }
    return OK;
}

static bool charter_closes_by_quorum(const struct charter *c)
{
    for (size_t i = 0; i < c->rule_count; i++) {
        if (c->rules[i].clock_min_ms != 0 && c->rules[i].close == CHARTER_CLOSE_QUORUM) {
            return true;
        }
    }
    return false;
}

enum error embedded_found(struct embedded *e, struct bytes document, struct diag *diag)
{
    struct organisation org;
    arena_clear(&e->arena);
    enum error err = founding_read(&e->arena, document, &org, diag);
    if (err != OK) {
        return err;
    }
    if (charter_closes_by_quorum(org.first_charter)) {
        diag_set(diag, 0, 0, "close n-f",
                 "the embedded engine closes a silence only by all: one host could pretend "
                 "that members are unreachable");
        return ERROR_DENIED;
    }
    err = database_begin(e->db);
    err = err == OK ? machine_found(e->machine, document, diag) : err;
    const int64_t wall = e->env->wall_ms(e->env->ctx);
    err = finish(e, err, wall > org.founded_ms ? wall : org.founded_ms, e->env->boot_ms(e->env->ctx));
    if (err == OK) {
        e->last_ms = org.founded_ms;
        err = start_clock(e);
    }
    return err;
}

/* The clock that official time follows, if it can be trusted. */
static int64_t clock_at(struct embedded *e, int64_t boot)
{
    const int64_t wall = e->env->wall_ms(e->env->ctx) - e->wall_offset_ms;
    const int64_t time = e->time_base_ms + (boot - e->boot_base_ms);
    if (e->clock == CLOCK_STEADY && distance(time, wall) > CLOCK_DISAGREEMENT_MS_MAX) {
        e->clock = CLOCK_UNCONFIRMED;
        log_event(LOG_WARNING, "clock_unconfirmed", "official_ms=%lld wall_ms=%lld", (long long)time,
                  (long long)wall);
    }
    return time;
}

/* Steady: the clock, and always later than the last block. Otherwise nearly still. */
static int64_t time_at(struct embedded *e, int64_t boot)
{
    const int64_t time = clock_at(e, boot);
    return e->clock == CLOCK_UNCONFIRMED || time <= e->last_ms ? e->last_ms + 1 : time;
}

int64_t embedded_time_ms(struct embedded *e)
{
    return time_at(e, e->env->boot_ms(e->env->ctx));
}

enum embedded_clock embedded_clock(struct embedded *e)
{
    (void)embedded_time_ms(e);
    return e->clock;
}

enum error embedded_confirm_clock(struct embedded *e)
{
    const int64_t wall = e->env->wall_ms(e->env->ctx);
    e->boot_base_ms = e->env->boot_ms(e->env->ctx);
    if (wall > e->last_ms) {
        e->time_base_ms = wall;
        e->wall_offset_ms = 0;
    } else { /* the record is ahead of the wall clock: go on from the record */
        e->time_base_ms = e->last_ms;
        e->wall_offset_ms = wall - e->last_ms;
    }
    e->clock = CLOCK_STEADY;
    bool done = false;
    return embedded_pulse(e, &done);
}

static enum error run_block(struct embedded *e, const struct act *acts, size_t count, bool pulse,
                            struct machine_result *results)
{
    const int64_t boot = e->env->boot_ms(e->env->ctx);
    const struct machine_block block = {
        .height = e->height + 1,
        .act_height = e->height + 1,
        .previous_ms = e->last_ms,
        .time_ms = time_at(e, boot),
        .pulse = pulse,
        .act_count = count,
        .acts = acts,
    };
    enum error err = database_begin(e->db);
    if (err != OK) {
        return err;
    }
    const uint64_t size = record_size(e->record);
    err = machine_interpret(e->machine, &block, results);
    const bool changed = record_size(e->record) != size;
    if (err == OK && !changed) {
        database_rollback(e->db);
        return state_discard(e->state);
    }
    err = finish(e, err, block.time_ms, boot);
    if (err == OK) {
        e->height = block.height;
        e->last_ms = block.time_ms;
    }
    return err;
}

enum error embedded_batch(struct embedded *e, const struct act *acts, size_t count,
                          struct machine_result *results)
{
    check(count <= BATCH_ACTS_MAX);
    return run_block(e, acts, count, false, results);
}

static bool pulse_is_due(struct embedded *e, int64_t now)
{
    arena_clear(&e->arena);
    return now - e->last_ms >= clock_pulse_ms(e->state, &e->arena);
}

enum error embedded_pulse(struct embedded *e, bool *done)
{
    const int64_t now = embedded_time_ms(e);
    arena_clear(&e->arena);
    const int64_t next = clock_next_ms(e->state, machine_organisation(e->machine), &e->arena);
    const bool pulse = pulse_is_due(e, now);
    *done = pulse || (next != 0 && now >= next);
    return *done ? run_block(e, NULL, 0, pulse, NULL) : OK;
}

int64_t embedded_wait_ms(struct embedded *e)
{
    arena_clear(&e->arena);
    const int64_t now = clock_at(e, e->env->boot_ms(e->env->ctx));
    const int64_t next = clock_next_ms(e->state, machine_organisation(e->machine), &e->arena);
    int64_t due = e->last_ms + clock_pulse_ms(e->state, &e->arena);
    due = next != 0 && next < due ? next : due;
    const int64_t wait = due <= now ? 0 : due - now;
    return e->clock == CLOCK_STEADY && wait < PULSE_MS_MAX ? wait : PULSE_MS_MAX;
}

enum error embedded_keep_checkpoint(struct embedded *e, uint64_t size, struct bytes note)
{
    enum error err = database_begin(e->db);
    err = err == OK ? checkpoints_put(e->checkpoints, size, note) : err;
    err = err == OK ? database_commit(e->db) : err;
    if (err != OK) {
        database_rollback(e->db);
    }
    return err;
}

struct checkpoints *embedded_checkpoints(struct embedded *e)
{
    return e->checkpoints;
}

enum error embedded_tidy(struct embedded *e)
{
    enum { FRAMES_MIN = 1000 };
    return database_checkpoint(e->db, FRAMES_MIN);
}

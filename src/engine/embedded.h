/* engine/embedded.h: the embedded engine: one host puts the acts in order, batch after batch into one
 * database.
 *
 * A batch is one block, one transaction and one sync; what it acknowledges is durable. Official time follows
 * the boot-time clock. If the wall clock disagrees with it by more than CLOCK_DISAGREEMENT_MS_MAX (at start
 * in a new boot: lies before the record or more than two pulses behind it), acts are still taken, but
 * official time moves by one millisecond a batch until an operator confirms; then it jumps, and the gap is
 * given back to what is open. */
#ifndef ENGINE_EMBEDDED_H
#define ENGINE_EMBEDDED_H

#include "base/env.h"
#include "mechanism/machine.h"
#include "record/checkpoints.h"

struct embedded;

/* Opens (or makes) the record at `path`. After an error of the disk in a later call, ERROR_FULL too, nothing
 * of that call is acknowledged, and the engine must be closed and opened again. */
MUST_USE enum error embedded_open(struct embedded **out, const struct env *env, const char *path);
void embedded_close(struct embedded *e); /* takes NULL */

struct machine *embedded_machine(struct embedded *e);
struct record *embedded_record(struct embedded *e);
struct state *embedded_state(struct embedded *e);

/* Founds an empty record. ERROR_DENIED with diag: the charter closes by n-f, and the embedded engine needs
 * all; other documents that cannot be are refused as by founding_read. Then another may be founded. */
MUST_USE enum error embedded_found(struct embedded *e, struct bytes document, struct diag *diag);

/* Orders and interprets up to BATCH_ACTS_MAX acts accepted by machine_check. OK: durable. ERROR_FULL: not
 * acknowledged, and to be sent again once there is room; what is there after all is answered by its entry. */
MUST_USE enum error embedded_batch(struct embedded *e, const struct act *acts, size_t count,
                                   struct machine_result *results);
/* An empty batch where time demands one: something fires or lapses, or a pulse is due. *done: it was made. */
MUST_USE enum error embedded_pulse(struct embedded *e, bool *done);
/* Milliseconds until embedded_pulse has something to do, at most PULSE_MS_MAX. */
int64_t embedded_wait_ms(struct embedded *e);

enum embedded_clock { CLOCK_STEADY, CLOCK_UNCONFIRMED };
/* Official time as it would be for a batch now. */
int64_t embedded_time_ms(struct embedded *e);
enum embedded_clock embedded_clock(struct embedded *e);
MUST_USE enum error embedded_confirm_clock(struct embedded *e);

/* Keeps a checkpoint that the log's signer has signed, durably. */
MUST_USE enum error embedded_keep_checkpoint(struct embedded *e, uint64_t size, struct bytes note);
struct checkpoints *embedded_checkpoints(struct embedded *e);

/* Keeps the write-ahead log small; when idle. */
MUST_USE enum error embedded_tidy(struct embedded *e);

/* The schema of the record's file, for readers and audits. */
enum { EMBEDDED_SCHEMA_VERSION = 1 };
const char *embedded_schema_text(struct arena *a);
#endif

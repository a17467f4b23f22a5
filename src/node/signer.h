/* node/signer.h: the signer of one member's node, or of the operator's log: the only part that holds their
 * keys.
 *
 * It takes requests (node/signer_wire.h) and gives answers; it never signs given bytes. Each verb has its
 * preconditions; they are listed in signer.c at each verb and in univocal-signer(1). What it must not forget
 * stands in its own file (node/signer_file.h) before the answer leaves. It knows base, crypto, the writers of
 * codec, and record. */
#ifndef NODE_SIGNER_H
#define NODE_SIGNER_H

#include "base/env.h"
#include "base/mutation.h"
#include "node/key.h"
#include "node/signer_wire.h"

struct signer;

struct signer_settings {
    struct hash org;
    enum realm realm;
    int64_t epoch;
    struct bytes origin_line;   /* of checkpoints, realm prefix included */
    struct public_key log_key;
};

/* The settings of a folder, one `name value` a line: docs/formats/signer-settings.md. */
MUST_USE enum error signer_settings_read(struct arena *a, struct bytes text, struct signer_settings *out);
void signer_settings_write(struct buffer *b, const struct signer_settings *s);

/* Opens the state at `path`, or makes it: whoever may have lost one asks signer_state_read first.
 * ERROR_DENIED: the key is of another organisation, realm or role; ERROR_CORRUPT: the state is damaged, or of
 * another key; ERROR_BUSY: another signer has it. Settings and key are copied. */
MUST_USE enum error signer_open(struct signer **out, const struct env *env, const char *path,
                                const struct signer_settings *settings, const struct key_file *key);
void signer_close(struct signer *s); /* wipes the key; takes NULL */
/* Makes a state that has seen that much of the record, or nothing (NULL): its signer takes no record that has
 * not grown from it. ERROR_EXISTS: a state is there, and is left as it is. */
MUST_USE enum error signer_begin(const struct env *env, const char *path,
                                 const struct signer_settings *settings, const struct key_file *key,
                                 const struct checkpoint *seen);

/* Appends the answer; always one, at most SIGNER_FRAME_BYTES_MAX. */
void signer_answer(struct signer *s, struct bytes request, struct buffer *answer);

/* Whether its process should end and be started again: its file cannot be written any more, or is to be
 * written anew, for which it must be opened. */
bool signer_wants_restart(const struct signer *s);

/* What a state says that its signer has seen or signed last, without opening it; size 0: nothing.
 * ERROR_NOT_FOUND: there is none, or an empty file; ERROR_CORRUPT. */
MUST_USE enum error signer_state_read(const struct env *env, const char *path, struct checkpoint *last);

struct public_key signer_public_key(const struct signer *s);
/* For the simulator. */
void signer_set_mutation(struct signer *s, enum mutation m);
#endif

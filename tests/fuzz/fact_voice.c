/* Facts of the organisation's key and of its sessions, as core and an audit read them: what is read is
 * written again byte for byte. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "record/fact_voice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    const char *kind;
    void (*write)(struct buffer *b, const struct fact_ceremony *f);
} kinds[] = {
    {"ceremony", fact_write_ceremony},
    {"parties", fact_write_parties},
    {"transcript", fact_write_transcript},
    {"key", fact_write_key},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct buffer again;
    struct fact_session session;
    const struct bytes body = bytes_of(data, size);
    buffer_init(&again, size + 1);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct fact_ceremony f;
        const enum error e = fact_read_ceremony(&a, body, kinds[i].kind, &f);
        check(e == OK || e == ERROR_MALFORMED);
        if (e == OK) {
            check(f.count <= SHARE_HOLDERS_MAX);
            kinds[i].write(&again, &f);
            check(!again.overflow && bytes_equal(buffer_view(&again), body));
            buffer_clear(&again);
        }
    }
    if (fact_read_session(&a, body, &session) == OK) {
        check(session.count <= SHARE_HOLDERS_MAX);
        fact_write_session(&again, &session);
        check(!again.overflow && bytes_equal(buffer_view(&again), body));
    }
    buffer_done(&again);
    arena_done(&a);
    return 0;
}

/* say: one act of a kind by each of several keys, handed in until core has acknowledged it.
 *
 * say FOLDER KIND BODY KEY...: BODY is canonical JSON. Prints a line for each: MEMBER INDEX RESULT. Status
 * 1: an answer that is a refusal, or none within half a minute. */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "codec/json.h"
#include "crypto/sign.h"
#include "mechanism/acts.h"
#include "node/client_wire.h"
#include "node/core_main.h"
#include "node/frame.h"
#include "node/key.h"
#include "node/reader.h"
#include "node/system.h"

enum { CONNECT_MS = 200, ANSWER_MS = 8000, END_MS = 30000, PAUSE_MS = 50 };

static _Noreturn void fail(const char *what, struct bytes more)
{
    (void)fprintf(stderr, "say: %s: %.*s\n", what, (int)more.len, (const char *)more.data);
    exit(1);
}

static void compose(const struct organisation *org, struct arena *a, const char *word, const char *body,
                    const struct key_file *key, struct buffer *envelope)
{
    struct act_value values[ACT_FIELDS_MAX];
    struct diag diag = {.message = ""};
    const struct json *parsed = NULL;
    struct bytes subject;
    const struct bytes json = bytes_of_text(body);
    const struct act_kind *kind = act_kind(bytes_of_text(word));
    if (kind == NULL || json_parse_canonical(a, json, ACT_BYTES_MAX, &parsed, &diag) != OK ||
        act_check_body(a, kind, parsed, values, &subject, &diag) != ACCEPTED) {
        fail("no such act", bytes_of_text(diag.message));
    }
    const struct act_frame frame = {
        .org = org->id,
        .epoch = org->epoch,
        .protocol = PROTOCOL_VERSION,
        .realm = org->realm,
        .kind = bytes_of_text(kind->name),
        .member = bytes_of_text(key->member),
        .key = key->public,
        .seq = system_env()->wall_ms(NULL),
        .subject = subject,
    };
    struct dsse d = {.type = BYTES(DSSE_TYPE_ACT), .signature_count = 1};
    struct buffer payload;
    struct buffer preimage;
    buffer_init(&payload, ACT_BYTES_MAX);
    buffer_init(&preimage, ACT_BYTES_MAX + 256);
    act_write(&payload, &frame, json);
    d.payload = buffer_view(&payload);
    dsse_preimage(&preimage, d.type, d.payload);
    d.signatures[0].key = key->public;
    d.signatures[0].signature = sign_bytes(&key->secret, buffer_view(&preimage));
    dsse_write(envelope, &d);
    buffer_done(&payload);
    buffer_done(&preimage);
}

/* False: nobody is there, or not able now. */
static bool hand_in(const char *socket, const char *member, struct bytes envelope)
{
    const struct client_request r = {.verb = CLIENT_submit, .envelope = envelope};
    struct client_answer a = {.outcome = OUTCOME_FAILED};
    struct buffer request;
    struct buffer answer;
    int fd = -1;
    if (frame_connect(socket, CONNECT_MS, &fd) != OK) {
        return false;
    }
    buffer_init(&request, FRAME_BYTES_MAX);
    buffer_init(&answer, FRAME_BYTES_MAX);
    client_request_write(&request, &r);
    const bool heard = frame_send(fd, buffer_view(&request), ANSWER_MS) == OK &&
                       frame_receive(fd, FRAME_BYTES_MAX, &answer, ANSWER_MS) == OK &&
                       client_answer_read(buffer_view(&answer), &a) == OK;
    (void)close(fd);
    if (heard && a.outcome == OUTCOME_REFUSED) {
        fail("refused", a.name);
    }
    const bool done = heard && a.outcome == OUTCOME_DONE;
    if (done) {
        (void)printf("%s %" PRIu64 " %.*s\n", member, a.index, (int)a.result.len,
                     (const char *)a.result.data);
    }
    buffer_done(&request);
    buffer_done(&answer);
    return done;
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    struct reader reader = {.db = NULL};
    if (argc < 5) {
        (void)fprintf(stderr, "usage: say FOLDER KIND BODY KEY...\n");
        return 2;
    }
    check(crypto_start() == OK);
    if (reader_open(&reader, system_env(), argv[1]) != OK) {
        fail("no organisation", bytes_of_text(argv[1]));
    }
    const struct organisation *opened = machine_organisation(reader.machine);
    const struct organisation org = {.id = opened->id, .epoch = opened->epoch, .realm = opened->realm};
    reader_close(&reader);
    const char *socket = core_socket_path(&a, argv[1], "core");
    for (int i = 4; i < argc; i++) {
        struct key_file key;
        struct buffer envelope;
        if (key_load(argv[i], &key) != OK) {
            fail("no key", bytes_of_text(argv[i]));
        }
        buffer_init(&envelope, ENVELOPE_BYTES_MAX);
        compose(&org, &a, argv[2], argv[3], &key, &envelope);
        const int64_t until = system_monotonic_ms() + END_MS;
        while (!hand_in(socket, key.member, buffer_view(&envelope))) {
            if (system_monotonic_ms() > until) {
                fail("nobody answers", bytes_of_text(argv[1]));
            }
            (void)poll(NULL, 0, PAUSE_MS);
        }
        buffer_done(&envelope);
        key_wipe(&key);
    }
    arena_done(&a);
    return 0;
}

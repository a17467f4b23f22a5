/* say: acts by keys, handed in until core has acknowledged them.
 *
 * say FOLDER KIND BODY KEY...: one act of a kind by each key. BODY is canonical JSON.
 * say FOLDER - KEY...: many acts: each line of the input is MEMBER KIND BODY. Those of one member come in
 * their order, those of several at the same time.
 * Prints a line for each: MEMBER INDEX RESULT ID. Status 1: an answer that is a refusal, or none within half
 * a minute. */
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
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

/* Whoever speaks. */
struct sayer {
    struct organisation org;
    const char *socket;
    struct key_file key;
    int64_t seq;
    struct arena a; /* of one act */
};

static struct hash compose(struct sayer *s, const char *word, struct bytes body, struct buffer *envelope)
{
    struct act_value values[ACT_FIELDS_MAX];
    struct diag diag = {.message = ""};
    const struct json *parsed = NULL;
    struct bytes subject;
    const struct act_kind *kind = act_kind(bytes_of_text(word));
    if (kind == NULL || json_parse_canonical(&s->a, body, ACT_BYTES_MAX, &parsed, &diag) != OK ||
        act_check_body(&s->a, kind, parsed, values, &subject, &diag) != ACCEPTED) {
        fail(diag.message, body);
    }
    const struct act_frame frame = {
        .org = s->org.id,
        .epoch = s->org.epoch,
        .protocol = PROTOCOL_VERSION,
        .realm = s->org.realm,
        .kind = bytes_of_text(kind->name),
        .member = bytes_of_text(s->key.member),
        .key = s->key.public,
        .seq = s->seq++,
        .subject = subject,
    };
    struct dsse d = {.type = BYTES(DSSE_TYPE_ACT), .signature_count = 1};
    struct buffer payload;
    struct buffer preimage;
    buffer_init(&payload, ACT_BYTES_MAX);
    buffer_init(&preimage, ACT_BYTES_MAX + 256);
    act_write(&payload, &frame, body);
    d.payload = buffer_view(&payload);
    dsse_preimage(&preimage, d.type, d.payload);
    d.signatures[0].key = s->key.public;
    d.signatures[0].signature = sign_bytes(&s->key.secret, buffer_view(&preimage));
    dsse_write(envelope, &d);
    const struct hash id = dsse_id(d.type, d.payload);
    buffer_done(&payload);
    buffer_done(&preimage);
    return id;
}

/* False: nobody is there, or not able now. */
static bool hand_in(const struct sayer *s, const struct hash *id, struct bytes envelope)
{
    const struct client_request r = {.verb = CLIENT_submit, .envelope = envelope};
    struct client_answer a = {.outcome = OUTCOME_FAILED};
    struct buffer request;
    struct buffer answer;
    int fd = -1;
    if (frame_connect(s->socket, CONNECT_MS, &fd) != OK) {
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
        (void)printf("%s %" PRIu64 " %.*s %s\n", s->key.member, a.index, (int)a.result.len,
                     (const char *)a.result.data, hash_hex(id).text);
    }
    buffer_done(&request);
    buffer_done(&answer);
    return done;
}

static void say(struct sayer *s, const char *word, struct bytes body)
{
    struct buffer envelope;
    buffer_init(&envelope, ENVELOPE_BYTES_MAX);
    const struct hash id = compose(s, word, body, &envelope);
    const int64_t until = system_monotonic_ms() + END_MS;
    while (!hand_in(s, &id, buffer_view(&envelope))) {
        if (system_monotonic_ms() > until) {
            fail("nobody answers", bytes_of_text(s->socket));
        }
        (void)poll(NULL, 0, PAUSE_MS);
    }
    buffer_done(&envelope);
    arena_clear(&s->a);
}

/* The first word of a line; what is behind it is *rest. */
static struct bytes take_word(struct bytes *rest)
{
    size_t len = 0;
    while (len < rest->len && rest->data[len] != ' ') {
        len++;
    }
    const struct bytes word = bytes_of(rest->data, len);
    const size_t behind = len < rest->len ? len + 1 : len;
    *rest = bytes_of(rest->data + behind, rest->len - behind);
    return word;
}

/* The lines of this member. */
static void say_lines(struct sayer *s, const char *text)
{
    while (*text != 0) {
        const size_t len = strcspn(text, "\n");
        struct bytes rest = bytes_of(text, len);
        const struct bytes member = take_word(&rest);
        const struct bytes word = take_word(&rest);
        if (bytes_equal_text(member, s->key.member)) {
            say(s, arena_text(&s->a, word), rest);
        }
        text += len + (text[len] == '\n' ? 1 : 0);
    }
}

static const char *read_all(FILE *file)
{
    size_t size = 0;
    char *text = NULL;
    return getdelim(&text, &size, 0, file) < 0 ? "" : text;
}

/* Each key in a process of its own. */
static int say_all(struct sayer *s, const char *text, char **keys)
{
    int status = 0;
    int failed = 0;
    for (; *keys != NULL; keys++) {
        if (fork() == 0) {
            if (key_load(*keys, &s->key) != OK) {
                fail("no key", bytes_of_text(*keys));
            }
            say_lines(s, text);
            exit(0);
        }
    }
    while (wait(&status) > 0) {
        failed |= status;
    }
    return failed != 0;
}

int main(int argc, char **argv)
{
    static struct sayer s;
    static struct arena a;
    struct reader reader = {.db = NULL};
    const bool many = argc > 3 && strcmp(argv[2], "-") == 0;
    if (!many && argc < 5) {
        (void)fprintf(stderr, "usage: say FOLDER KIND BODY KEY...\n       say FOLDER - KEY... < ACTS\n");
        return 2;
    }
    check(crypto_start() == OK);
    (void)setvbuf(stdout, NULL, _IOLBF, 0); /* several write their lines */
    if (reader_open(&reader, system_env(), argv[1]) != OK) {
        fail("no organisation", bytes_of_text(argv[1]));
    }
    const struct organisation *opened = machine_organisation(reader.machine);
    s.org = (struct organisation){.id = opened->id, .epoch = opened->epoch, .realm = opened->realm};
    reader_close(&reader);
    s.socket = core_socket_path(&a, argv[1], "core");
    s.seq = system_env()->wall_ms(NULL);
    if (many) {
        return say_all(&s, read_all(stdin), argv + 3);
    }
    for (int i = 4; i < argc; i++) {
        if (key_load(argv[i], &s.key) != OK) {
            fail("no key", bytes_of_text(argv[i]));
        }
        say(&s, argv[2], bytes_of_text(argv[3]));
        key_wipe(&s.key);
    }
    return 0;
}

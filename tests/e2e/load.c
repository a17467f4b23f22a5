/* load: acts of several delegates, one after another, over the socket of core, whatever happens to it.
 *
 * load FOLDER LEDGER BODY KEY...: each key of the organisation in FOLDER takes the position of BODY again and
 * again, and raises an objection to a text of its own every few acts. What core has acknowledged is appended
 * to LEDGER, a line each:
 *   act ID INDEX RESULT
 *   receipt MEMBER ROOT ID
 * An act that was not acknowledged is sent again in the same bytes until it is. It ends on SIGTERM, when what
 * was sent is acknowledged, with one line of counts. Status 1: an answer that must not be. */
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "crypto/sign.h"
#include "mechanism/acts.h"
#include "node/client_wire.h"
#include "node/core_main.h"
#include "node/frame.h"
#include "node/key.h"
#include "node/reader.h"
#include "node/signer_receipt.h"
#include "node/system.h"

enum {
    SENDERS_MAX = 16,
    OBJECTION_EVERY = 7,
    CONNECT_MS = 200,
    ANSWER_MS = 8000, /* an objection may wait for its receipt */
    PAUSE_MS = 4,     /* between rounds: the test is about endings, not about speed */
    END_MS = 30000,
};

struct sender {
    struct key_file key;
    struct public_key node;
    int fd;
    bool pending; /* the envelope was not acknowledged yet */
    bool asked;
    bool objection;
    struct hash id;
    struct hash root;
    struct buffer envelope;
    uint64_t count;
};

struct load {
    struct organisation org;
    struct arena arena; /* lives as long as the process */
    struct arena scratch;
    const char *socket;
    const char *body;
    FILE *ledger;
    struct sender senders[SENDERS_MAX];
    size_t sender_count;
    int64_t seq;
    uint64_t acknowledged;
    uint64_t receipts;
    uint64_t failed; /* answers that core could not do it now */
    uint64_t lost;   /* connections that ended before an answer */
};

static volatile sig_atomic_t told_to_end;

static void on_signal(int number)
{
    (void)number;
    told_to_end = 1;
}

static _Noreturn void fail(const char *what, struct bytes more)
{
    (void)fprintf(stderr, "load: %s: %.*s\n", what, (int)more.len, (const char *)more.data);
    exit(1);
}

static struct bytes body_of(struct load *l, struct sender *s)
{
    if (!s->objection) {
        return bytes_of_text(l->body);
    }
    uint8_t seed[16];
    crypto_random(seed, sizeof seed);
    s->root = hash_of(bytes_of(seed, sizeof seed));
    return bytes_of_text(arena_printf(&l->scratch, "{\"reason\":\"A test of endings.\",\"root\":\"%s\"}",
                                      hash_hex(&s->root).text));
}

static void compose(struct load *l, struct sender *s)
{
    struct act_value values[ACT_FIELDS_MAX];
    struct diag diag = {.message = ""};
    const struct json *parsed = NULL;
    struct bytes subject;
    s->objection = s->count++ % OBJECTION_EVERY == OBJECTION_EVERY - 1;
    const struct act_kind *kind =
        act_kind(bytes_of_text(s->objection ? "objection.raise" : "matter.position"));
    const struct bytes body = body_of(l, s);
    if (kind == NULL || json_parse_canonical(&l->scratch, body, ACT_BYTES_MAX, &parsed, &diag) != OK ||
        act_check_body(&l->scratch, kind, parsed, values, &subject, &diag) != ACCEPTED) {
        fail("a body that is none", bytes_of_text(diag.message));
    }
    const struct act_frame frame = {
        .org = l->org.id,
        .epoch = l->org.epoch,
        .protocol = PROTOCOL_VERSION,
        .realm = l->org.realm,
        .kind = bytes_of_text(kind->name),
        .member = bytes_of_text(s->key.member),
        .key = s->key.public,
        .seq = ++l->seq,
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
    buffer_clear(&s->envelope);
    dsse_write(&s->envelope, &d);
    s->id = dsse_id(d.type, d.payload);
    s->pending = true;
    buffer_done(&payload);
    buffer_done(&preimage);
}

static void lose(struct load *l, struct sender *s)
{
    if (s->fd >= 0) {
        (void)close(s->fd);
        l->lost += s->asked;
    }
    s->fd = -1;
    s->asked = false;
}

static void ask(struct load *l, struct sender *s)
{
    if (!s->pending && told_to_end) {
        return;
    }
    if (!s->pending) {
        compose(l, s);
    }
    if (s->fd < 0 && frame_connect(l->socket, CONNECT_MS, &s->fd) != OK) {
        return;
    }
    const struct client_request r = {.verb = CLIENT_submit, .envelope = buffer_view(&s->envelope)};
    struct buffer request;
    buffer_init(&request, FRAME_BYTES_MAX);
    client_request_write(&request, &r);
    s->asked = true;
    if (frame_send(s->fd, buffer_view(&request), ANSWER_MS) != OK) {
        lose(l, s);
    }
    buffer_done(&request);
}

static void keep_receipt(struct load *l, const struct sender *s, struct bytes envelope)
{
    bool late = false;
    const struct receipt expected = {
        .org = l->org.id,
        .epoch = l->org.epoch,
        .realm = l->org.realm,
        .key = s->node,
        .objection = s->id,
        .root = s->root,
    };
    if (!receipt_holds(&l->scratch, envelope, &expected, &late) || late) {
        fail("a receipt that does not hold", envelope);
    }
    l->receipts++;
    (void)fprintf(l->ledger, "receipt %s %s %s\n", s->key.member, hash_hex(&s->root).text,
                  hash_hex(&s->id).text);
}

static void take(struct load *l, struct sender *s, struct bytes message)
{
    struct client_answer a;
    if (client_answer_read(message, &a) != OK || a.outcome == OUTCOME_REFUSED) {
        fail("an answer that must not be", a.name);
    }
    if (a.outcome == OUTCOME_FAILED) { /* it goes on until core can do it */
        l->failed++;
        return;
    }
    s->pending = false;
    l->acknowledged++;
    (void)fprintf(l->ledger, "act %s %" PRIu64 " %.*s\n", hash_hex(&s->id).text, a.index, (int)a.result.len,
                  (const char *)a.result.data);
    if (a.receipt.len > 0) {
        keep_receipt(l, s, a.receipt);
    }
}

static void hear(struct load *l, struct sender *s)
{
    if (!s->asked) {
        return;
    }
    struct buffer answer;
    buffer_init(&answer, FRAME_BYTES_MAX);
    if (frame_receive(s->fd, FRAME_BYTES_MAX, &answer, ANSWER_MS) == OK) {
        s->asked = false;
        take(l, s, buffer_view(&answer));
    } else {
        lose(l, s);
    }
    buffer_done(&answer);
}

static void open_sender(struct load *l, const char *folder, const char *path)
{
    struct sender *s = &l->senders[l->sender_count++];
    struct key_file node;
    s->fd = -1;
    buffer_init(&s->envelope, ENVELOPE_BYTES_MAX);
    if (key_load(path, &s->key) != OK ||
        key_load(arena_printf(&l->arena, "%s/signers/%s/key", folder, s->key.member), &node) != OK) {
        fail("no key", bytes_of_text(path));
    }
    s->node = node.public;
    key_wipe(&node);
}

static void open_load(struct load *l, int argc, char **argv)
{
    struct reader reader = {.db = NULL};
    if (reader_open(&reader, system_env(), argv[1]) != OK) {
        fail("no organisation", bytes_of_text(argv[1]));
    }
    const struct organisation *org = machine_organisation(reader.machine);
    l->org = (struct organisation){.id = org->id, .epoch = org->epoch, .realm = org->realm};
    reader_close(&reader);
    l->socket = core_socket_path(&l->arena, argv[1], "core");
    l->ledger = fopen(argv[2], "a");
    l->body = argv[3];
    l->seq = system_env()->wall_ms(NULL);
    if (l->ledger == NULL) {
        fail("cannot be written", bytes_of_text(argv[2]));
    }
    for (int i = 4; i < argc; i++) {
        open_sender(l, argv[1], argv[i]);
    }
}

static bool is_pending(const struct load *l)
{
    bool pending = false;
    for (size_t i = 0; i < l->sender_count; i++) {
        pending = pending || l->senders[i].pending;
    }
    return pending;
}

int main(int argc, char **argv)
{
    static struct load l;
    if (argc < 5 || argc > 4 + SENDERS_MAX) {
        (void)fprintf(stderr, "usage: load FOLDER LEDGER BODY KEY...\n");
        return 2;
    }
    (void)signal(SIGTERM, on_signal);
    check(crypto_start() == OK);
    open_load(&l, argc, argv);
    int64_t until = INT64_MAX;
    while (!told_to_end || (is_pending(&l) && system_monotonic_ms() < until)) {
        if (told_to_end && until == INT64_MAX) {
            until = system_monotonic_ms() + END_MS;
        }
        for (size_t i = 0; i < l.sender_count; i++) {
            ask(&l, &l.senders[i]);
        }
        for (size_t i = 0; i < l.sender_count; i++) {
            hear(&l, &l.senders[i]);
        }
        arena_clear(&l.scratch);
        (void)poll(NULL, 0, PAUSE_MS);
    }
    const bool left = is_pending(&l);
    (void)printf("acknowledged %" PRIu64 " receipts %" PRIu64 " failed %" PRIu64 " lost %" PRIu64
                 " pending %d\n",
                 l.acknowledged, l.receipts, l.failed, l.lost, left);
    for (size_t i = 0; i < l.sender_count; i++) {
        buffer_done(&l.senders[i].envelope);
        key_wipe(&l.senders[i].key);
    }
    arena_done(&l.arena);
    arena_done(&l.scratch);
    return fclose(l.ledger) == 0 && !left ? 0 : 1;
}

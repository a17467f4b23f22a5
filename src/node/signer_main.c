/* univocal-signer: the process around one signer. univocal-signer(1). */
#include <argp.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>

#include "base/check.h"
#include "base/log.h"
#include "crypto/point.h"
#include "node/door.h"
#include "node/signer.h"
#include "node/signer_sandbox.h"
#include "node/system.h"

const char *argp_program_version = "univocal-signer " UNIVOCAL_VERSION;

enum { CLIENTS_MAX = 16, IDLE_WAIT_MS = 60000, STATUS_USAGE = 2, STATUS_UNKNOWN = 3, STATUS_DENIED = 4 };

struct arguments {
    const char *folder;
    const char *socket;
    bool init;
};

static error_t parse_option(int key, char *value, struct argp_state *state)
{
    struct arguments *a = state->input;
    switch (key) {
    case 's':
        a->socket = value;
        return 0;
    case 'i':
        a->init = true;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) {
            argp_usage(state);
        }
        a->folder = value;
        return 0;
    case ARGP_KEY_END:
        if (a->folder == NULL || (a->socket == NULL) != a->init) {
            argp_usage(state);
        }
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static char *path_in(struct arena *a, const char *folder, const char *name)
{
    return arena_printf(a, "%s/%s", folder, name);
}

/* A signer never begins a state by itself: it may be one that was lost, with all that it had promised. */
static enum error open_state(struct signer **out, const struct env *env, const char *path,
                             const struct signer_settings *settings, const struct key_file *key)
{
    struct checkpoint seen;
    const enum error e = signer_state_read(env, path, &seen);
    if (e == ERROR_NOT_FOUND) {
        log_event(LOG_ERROR, "signer_state_missing",
                  "path=%s hint=if it was lost, have the member name another node: univocal-signer(1). Only "
                  "for a key that never signed: univocal-signer --init FOLDER",
                  path);
    }
    return e == OK ? signer_open(out, env, path, settings, key) : e;
}

/* With `init` a state is begun, and nothing opened. */
static enum error open_in(struct arena *a, const char *folder, bool init, struct signer **out)
{
    const struct env *env = system_env();
    const char *state = path_in(a, folder, "state");
    struct signer_settings settings;
    struct key_file key;
    struct buffer text;
    buffer_init(&text, 4096);
    enum error e = env->file_read(env->ctx, path_in(a, folder, "settings"), 4096, &text);
    e = e == OK ? signer_settings_read(a, buffer_view(&text), &settings) : e;
    e = e == OK ? key_load(path_in(a, folder, "key"), &key) : e;
    if (e == OK) {
        e = init ? signer_begin(env, state, &settings, &key, NULL)
                 : open_state(out, env, state, &settings, &key);
        key_wipe(&key);
    }
    buffer_done(&text);
    return e;
}

struct server {
    struct signer *signer;
    struct door door;
};

static void take_request(void *ctx, uint64_t client, struct bytes request)
{
    struct server *s = ctx;
    struct buffer answer;
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    signer_answer(s->signer, request, &answer);
    door_reply(&s->door, client, buffer_view(&answer));
    buffer_done(&answer);
}

/* Until the state has to be opened again: the supervisor starts another signer then. */
static void serve(struct server *s)
{
    struct pollfd polled[1 + CLIENTS_MAX];
    while (!signer_wants_restart(s->signer)) {
        const size_t count = door_fill(&s->door, polled);
        const int64_t wait = door_wait_ms(&s->door);
        if (poll(polled, count, wait > IDLE_WAIT_MS ? IDLE_WAIT_MS : (int)wait) < 0) {
            check(errno == EINTR);
            continue;
        }
        door_serve(&s->door, polled);
    }
}

/* STATUS_UNKNOWN: something is missing or in the way now, and it may be tried again. */
static int status_of(enum error e)
{
    const bool may_pass = e == ERROR_NOT_FOUND || e == ERROR_FULL || e == ERROR_BUSY || e == ERROR_IO;
    return may_pass ? STATUS_UNKNOWN : e == ERROR_MALFORMED ? STATUS_USAGE : STATUS_DENIED;
}

int main(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"socket", 's', "PATH", 0, "the Unix socket to listen on", 0},
        {"init", 'i', NULL, 0, "begin the state of a key that never signed, and end", 0},
        {NULL, 0, NULL, 0, NULL, 0},
    };
    static const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .args_doc = "FOLDER",
        .doc = "Signs for one member's node, or for the log, with the key in FOLDER: never given bytes, "
               "always by "
               "its own rules.",
    };
    struct arguments a = {.folder = NULL};
    argp_err_exit_status = STATUS_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &a);
    struct arena arena = {0};
    struct server s = {.door.listener = -1};
    enum error e = signer_sandbox_prepare();
    e = e == OK ? crypto_start() : e;
    e = e == OK ? point_self_test() : e;
    e = e == OK ? open_in(&arena, a.folder, a.init, &s.signer) : e;
    if (e == OK && a.init) {
        return 0;
    }
    e = e == OK ? door_open(&s.door, a.socket, CLIENTS_MAX, SIGNER_FRAME_BYTES_MAX) : e;
    e = e == OK ? signer_sandbox_enter() : e;
    if (e != OK) {
        log_event(LOG_ERROR, "signer_not_started", "folder=%s error=%s", a.folder, error_text(e));
        return status_of(e);
    }
    const struct public_key key = signer_public_key(s.signer);
    log_event(LOG_NOTICE, "signer_started", "folder=%s key=%02x%02x%02x%02x", a.folder, key.bytes[0],
              key.bytes[1], key.bytes[2], key.bytes[3]);
    s.door.ctx = &s;
    s.door.take = take_request;
    serve(&s);
    log_event(LOG_NOTICE, "signer_restarts", "folder=%s", a.folder);
    door_close(&s.door);
    signer_close(s.signer);
    return 0;
}

/* univocal-signer: the process around one signer. univocal-signer(1). */
#include <argp.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/check.h"
#include "base/log.h"
#include "crypto/sign.h"
#include "node/frame.h"
#include "node/signer.h"
#include "node/signer_sandbox.h"
#include "node/system.h"

const char *argp_program_version = "univocal-signer " UNIVOCAL_VERSION;

enum { CLIENTS_MAX = 16, ANSWER_WAIT_MS = 5000, STATUS_USAGE = 2, STATUS_MISSING = 3, STATUS_DENIED = 4 };

struct arguments {
    const char *folder;
    const char *socket;
};

static error_t parse_option(int key, char *value, struct argp_state *state)
{
    struct arguments *a = state->input;
    switch (key) {
    case 's':
        a->socket = value;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) {
            argp_usage(state);
        }
        a->folder = value;
        return 0;
    case ARGP_KEY_END:
        if (a->folder == NULL || a->socket == NULL) {
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

static enum error open_in(struct arena *a, const char *folder, struct signer **out)
{
    const struct env *env = system_env();
    struct signer_settings settings;
    struct key_file key;
    struct buffer text;
    buffer_init(&text, 4096);
    enum error e = env->file_read(env->ctx, path_in(a, folder, "settings"), 4096, &text);
    e = e == OK ? signer_settings_read(a, buffer_view(&text), &settings) : e;
    e = e == OK ? key_load(path_in(a, folder, "key"), &key) : e;
    if (e == OK) {
        e = signer_open(out, env, path_in(a, folder, "state"), &settings, &key);
        key_wipe(&key);
    }
    buffer_done(&text);
    return e;
}

/* One request and its answer; false: the connection is done. */
static bool serve_one(struct signer *s, int fd)
{
    struct buffer request;
    struct buffer answer;
    buffer_init(&request, SIGNER_FRAME_BYTES_MAX);
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    bool open = frame_receive(fd, SIGNER_FRAME_BYTES_MAX, &request, ANSWER_WAIT_MS) == OK;
    if (open) {
        signer_answer(s, buffer_view(&request), &answer);
        open = frame_send(fd, buffer_view(&answer), ANSWER_WAIT_MS) == OK;
    }
    buffer_done(&request);
    buffer_done(&answer);
    return open;
}

static void accept_client(int listener, struct pollfd *clients, size_t *count)
{
    const int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
        return;
    }
    if (*count == CLIENTS_MAX || !frame_peer_is_own(fd)) {
        (void)close(fd);
        return;
    }
    clients[(*count)++] = (struct pollfd){.fd = fd, .events = POLLIN};
}

/* Until the state has to be opened again: the supervisor starts another signer then. */
static void serve(struct signer *s, int listener)
{
    struct pollfd fds[1 + CLIENTS_MAX] = {{.fd = listener, .events = POLLIN}};
    size_t count = 0;
    while (!signer_wants_restart(s)) {
        if (poll(fds, 1 + count, -1) < 0) {
            check(errno == EINTR);
            continue;
        }
        for (size_t i = count; i-- > 0;) {
            if (fds[1 + i].revents != 0 && !serve_one(s, fds[1 + i].fd)) {
                (void)close(fds[1 + i].fd);
                fds[1 + i] = fds[count--];
            }
        }
        if (fds[0].revents != 0) {
            accept_client(listener, fds + 1, &count);
        }
    }
}

static int status_of(enum error e)
{
    return e == ERROR_NOT_FOUND ? STATUS_MISSING : e == ERROR_MALFORMED ? STATUS_USAGE : STATUS_DENIED;
}

int main(int argc, char **argv)
{
    static const struct argp_option options[] = {
        {"socket", 's', "PATH", 0, "the Unix socket to listen on", 0},
        {NULL, 0, NULL, 0, NULL, 0},
    };
    static const struct argp argp = {options,
                                     parse_option,
                                     "FOLDER",
                                     "Signs for one member's node, or for the log, with the key in FOLDER: "
                                     "never given bytes, always by its own rules.",
                                     NULL,
                                     NULL,
                                     NULL};
    struct arguments a = {NULL, NULL};
    argp_err_exit_status = STATUS_USAGE;
    (void)argp_parse(&argp, argc, argv, 0, NULL, &a);
    struct arena arena = {0};
    struct signer *s = NULL;
    int listener = -1;
    enum error e = signer_sandbox_prepare();
    e = e == OK ? crypto_start() : e;
    e = e == OK ? open_in(&arena, a.folder, &s) : e;
    e = e == OK ? frame_listen(a.socket, &listener) : e;
    e = e == OK ? signer_sandbox_enter() : e;
    if (e != OK) {
        log_event(LOG_ERROR, "signer_not_started", "folder=%s error=%s", a.folder, error_text(e));
        return status_of(e);
    }
    const struct public_key key = signer_public_key(s);
    log_event(LOG_NOTICE, "signer_started", "folder=%s key=%02x%02x%02x%02x", a.folder, key.bytes[0],
              key.bytes[1], key.bytes[2], key.bytes[3]);
    serve(s, listener);
    log_event(LOG_NOTICE, "signer_restarts", "folder=%s", a.folder);
    signer_close(s);
    return 0;
}

#include "web/http.h"

#include <errno.h>
#include <microhttpd.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/check.h"
#include "base/log.h"

enum { POOL_BYTES = 64 * 1024 };

struct http {
    struct MHD_Daemon *daemon;
    int events; /* the library's epoll descriptor */
    bool closed;
    http_answer *answer;
    void *ctx;
    struct arena arena;
    struct bytes uri; /* of the request that is read, as it stands in its first line */
    struct answer out;
};

/* Before the library decodes anything: what it decodes is not looked at. */
static void *keep_uri(void *ctx, const char *uri, struct MHD_Connection *connection)
{
    struct http *h = ctx;
    (void)connection;
    arena_clear(&h->arena);
    h->uri = arena_copy(&h->arena, bytes_of_text(uri));
    return NULL;
}

static void note_end(void *ctx, struct MHD_Connection *connection, void **socket_context,
                     enum MHD_ConnectionNotificationCode code)
{
    struct http *h = ctx;
    (void)connection;
    (void)socket_context;
    h->closed = h->closed || code == MHD_CONNECTION_NOTIFY_CLOSED;
}

static struct bytes header_of(struct http *h, struct MHD_Connection *connection, const char *name)
{
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value == NULL ? BYTES("") : arena_copy(&h->arena, bytes_of_text(value));
}

static bool read_request(struct http *h, struct MHD_Connection *connection, const char *method,
                         struct request *out)
{
    *out = (struct request){.head = bytes_equal_text(bytes_of_text(method), "HEAD"),
                            .host = header_of(h, connection, "Host"),
                            .accept = header_of(h, connection, "Accept"),
                            .accept_language = header_of(h, connection, "Accept-Language"),
                            .if_none_match = header_of(h, connection, "If-None-Match")};
    return target_read(&h->arena, h->uri, &out->target) == GATE_ACCEPTED;
}

static void add(struct MHD_Response *r, const char *name, const char *value)
{
    check(MHD_add_response_header(r, name, value) == MHD_YES);
}

static enum MHD_Result queue(struct http *h, struct MHD_Connection *connection)
{
    const struct answer *a = &h->out;
    struct MHD_Response *r =
        MHD_create_response_from_buffer(a->body.len, a->body.data, MHD_RESPMEM_PERSISTENT);
    check(r != NULL);
    for (const struct http_header *x = http_fixed_headers; x->name != NULL; x++) {
        add(r, x->name, x->value);
    }
    for (size_t i = 0; i < a->header_count; i++) {
        add(r, a->headers[i].name, arena_text(&h->arena, a->headers[i].value));
    }
    add(r, "Content-Type", a->type);
    add(r, "Cache-Control", a->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    const enum MHD_Result done = MHD_queue_response(connection, (unsigned)a->status, r);
    MHD_destroy_response(r);
    return done;
}

static enum MHD_Result serve(void *ctx, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *upload, size_t *upload_len,
                             void **request_ctx)
{
    struct http *h = ctx;
    struct request r;
    (void)url;
    (void)version;
    (void)upload;
    (void)upload_len;
    if (*request_ctx == NULL) { /* an answer at the first call would end the connection */
        *request_ctx = h;
        return MHD_YES;
    }
    if (!read_request(h, connection, method, &r)) {
        return MHD_NO; /* the gate writes no such request */
    }
    answer_clear(&h->out);
    h->answer(h->ctx, &h->arena, &r, &h->out);
    return queue(h, connection);
}

struct http *http_new(int lane, http_answer *answer, void *ctx)
{
    struct http *h = calloc(1, sizeof *h);
    check(h != NULL);
    h->answer = answer;
    h->ctx = ctx;
    answer_init(&h->out);
    h->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET, 0, NULL, NULL, serve, h, MHD_OPTION_URI_LOG_CALLBACK,
        keep_uri, h, MHD_OPTION_NOTIFY_CONNECTION, note_end, h, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)POOL_BYTES, MHD_OPTION_CONNECTION_LIMIT, 1u, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const union MHD_DaemonInfo *info =
        h->daemon == NULL ? NULL : MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    if (info == NULL ||
        MHD_add_connection(h->daemon, lane, (const struct sockaddr *)&address, sizeof address) != MHD_YES) {
        log_event(LOG_ERROR, "http_failed", "the library does not start");
        http_free(h);
        return NULL;
    }
    h->events = info->epoll_fd;
    return h;
}

void http_free(struct http *h)
{
    if (h != NULL) {
        if (h->daemon != NULL) {
            MHD_stop_daemon(h->daemon);
        }
        answer_done(&h->out);
        arena_done(&h->arena);
        free(h);
    }
}

bool http_step(struct http *h)
{
    MHD_UNSIGNED_LONG_LONG wait = 0;
    const bool busy = MHD_get_timeout(h->daemon, &wait) == MHD_YES && wait == 0;
    struct pollfd p = {.fd = h->events, .events = POLLIN};
    if (poll(&p, 1, busy ? 0 : -1) < 0 && errno != EINTR) {
        return false;
    }
    return MHD_run(h->daemon) == MHD_YES && !h->closed;
}

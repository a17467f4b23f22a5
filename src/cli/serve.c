/* univocal serve, stop, status, core, clock confirm: the processes of an organisation. */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/run.h"
#include "cli/send.h"
#include "node/core_main.h"
#include "node/supervisor.h"

enum { READY_STEPS = 100, READY_STEP_MS = 50, WEB_ADDRESS_BYTES = 64 };

/* The signers that are not ready, with their states; empty: all are. CLI_DONE, or core does not answer. */
static int find_unready(struct cli *c, const char **out)
{
    const struct client_request r = {.verb = CLIENT_status};
    struct client_answer a;
    const struct json *s = NULL;
    const int status = send_request(c, &r, &a);
    *out = "";
    if (status != CLI_DONE || json_parse(&c->arena, a.content, a.content.len, &s, NULL) != OK) {
        return status;
    }
    const struct json *signers = json_get_array(s, "signers");
    for (size_t i = 0; signers != NULL && i < signers->count; i++) {
        struct bytes member;
        struct bytes state;
        if (json_get_text(&signers->items[i], "member", &member) &&
            json_get_text(&signers->items[i], "state", &state) && !bytes_equal_text(state, "ready")) {
            *out = arena_printf(&c->arena, "%s%s%s (%s)", *out, (*out)[0] == 0 ? "" : ", ",
                                arena_text(&c->arena, member), arena_text(&c->arena, state));
        }
    }
    return CLI_DONE;
}

/* A moment for the signers to come up, so that what is typed next finds them. */
static int wait_for_signers(struct cli *c)
{
    const char *unready = "";
    int status = CLI_DONE;
    for (int i = 0; i < READY_STEPS && status == CLI_DONE; i++) {
        status = find_unready(c, &unready);
        if (unready[0] == 0) {
            return status;
        }
        (void)poll(NULL, 0, READY_STEP_MS);
    }
    (void)fprintf(stderr, "not ready yet: %s; `univocal status` says when they are\n", unready);
    return status;
}

/* The address of the pages, which their process has written; NULL: it does not serve. */
static const char *web_address(struct cli *c)
{
    struct bytes text;
    const char *path = arena_printf(&c->arena, "%s/run/web", c->org);
    if (access(path, R_OK) != 0 || cli_file(c, path, WEB_ADDRESS_BYTES, &text) != CLI_DONE ||
        !bytes_start_with(text, BYTES("http://127.0.0.1:")) || text.data[text.len - 1] != '\n') {
        return NULL;
    }
    return arena_text(&c->arena, bytes_of(text.data, text.len - 1));
}

static const char *wait_for_web(struct cli *c)
{
    const char *address = web_address(c);
    for (int i = 0; i < READY_STEPS && address == NULL && cli_given(c, "no-web", 0) == NULL; i++) {
        (void)poll(NULL, 0, READY_STEP_MS);
        address = web_address(c);
    }
    return address;
}

static void tell_served(struct cli *c)
{
    const char *web = wait_for_web(c);
    const char *log = arena_printf(&c->arena, "%s/run/log", c->org);
    if (!c->json) {
        (void)printf("serving %s; `univocal stop` ends it; its log is %s\n", c->org, log);
        if (web != NULL) {
            (void)printf("its pages are at %s/\n", web);
        }
        return;
    }
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    json_object(w, NULL);
    json_cstring(w, "folder", c->org);
    json_cstring(w, "log", log);
    json_cstring(w, "web", web == NULL ? "" : web);
    json_end(w);
    cli_json_end(&j);
}

/* Keeps one signer stopped, or starts it again, and waits until core has seen it. */
static int hold(struct cli *c, const char *signer, bool held)
{
    const char *unready = "";
    if (strchr(signer, '/') != NULL ||
        access(arena_printf(&c->arena, "%s/signers/%s/key", c->org, signer), F_OK) != 0) {
        return cli_fail(c, CLI_USAGE, "there is no signer %s: they are named like the folders in %s/signers",
                        signer, c->org);
    }
    const enum error e = supervisor_hold(c->org, signer, held);
    if (e == ERROR_NOT_FOUND) {
        return cli_fail(c, CLI_UNREACHABLE, "nobody serves %s: start it with `univocal serve`", c->org);
    }
    int status = e == OK ? CLI_DONE : cli_error(c, e, c->org);
    bool seen = false;
    for (int i = 0; i < READY_STEPS && status == CLI_DONE && !seen; i++) {
        (void)poll(NULL, 0, READY_STEP_MS);
        status = find_unready(c, &unready);
        seen = (strstr(unready, arena_printf(&c->arena, "%s (", signer)) != NULL) == held;
    }
    if (status == CLI_DONE && !seen) {
        return cli_fail(c, CLI_UNKNOWN, "the signer %s did not %s yet: `univocal status` says when it has",
                        signer, held ? "end" : "come up");
    }
    if (status == CLI_DONE && c->json) {
        struct cli_json j;
        struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
        json_object(w, NULL);
        json_cstring(w, "folder", c->org);
        json_bool(w, "served", !held);
        json_cstring(w, "signer", signer);
        json_end(w);
        cli_json_end(&j);
    } else if (status == CLI_DONE) {
        (void)printf(held ? "the signer of %s is stopped; `univocal serve --signer %s` starts it again\n"
                          : "the signer of %s is ready\n",
                     signer, signer);
    }
    return status;
}

int serve_run(struct cli *c)
{
    const char *signer = cli_given(c, "signer", 0);
    const bool background = cli_given(c, "background", 0) != NULL;
    const int founded = cli_founded(c);
    if (founded != CLI_DONE) {
        return founded;
    }
    if (signer != NULL) {
        return hold(c, signer, false);
    }
    const bool web = cli_given(c, "no-web", 0) == NULL;
    const enum error e = background ? supervisor_start(c->org, web) : supervisor_run(c->org, web);
    if (e == OK) {
        const int ready = background ? wait_for_signers(c) : CLI_DONE;
        if (background && ready == CLI_DONE) {
            tell_served(c);
        }
        return ready;
    }
    if (e == ERROR_BUSY) {
        return cli_fail(c, CLI_REFUSED, "%s is served already", c->org);
    }
    if (e == ERROR_CLOSED || e == ERROR_TIMEOUT) {
        return cli_fail(c, CLI_UNREACHABLE, "core did not come up: see %s/run/log", c->org);
    }
    return cli_error(c, e, c->org);
}

int stop_run(struct cli *c)
{
    const int founded = cli_founded(c);
    if (founded != CLI_DONE) {
        return founded;
    }
    const char *signer = cli_given(c, "signer", 0);
    if (signer != NULL) {
        return hold(c, signer, true);
    }
    const enum error e = supervisor_stop(c->org);
    if (e != OK && e != ERROR_NOT_FOUND) {
        return cli_error(c, e, c->org);
    }
    if (!c->json) {
        (void)printf(e == OK ? "%s is not served any more\n" : "nobody serves %s\n", c->org);
        return CLI_DONE;
    }
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    json_object(w, NULL);
    json_cstring(w, "folder", c->org);
    json_bool(w, "served", e == OK);
    json_end(w);
    cli_json_end(&j);
    return CLI_DONE;
}

int core_run(struct cli *c)
{
    const enum error e = core_serve(c->org);
    return e == OK ? CLI_DONE : cli_error(c, e, c->org);
}

/* The process itself, univocal-web(1), in the place of this one. */
int web_run(struct cli *c)
{
    const int founded = cli_founded(c);
    if (founded != CLI_DONE) {
        return founded;
    }
    const char *program = supervisor_program(&c->arena, "univocal-web");
    (void)execl(program, program, c->org, (char *)NULL);
    return cli_fail(c, CLI_UNKNOWN, "%s: %s", program, strerror(errno));
}

static void show_status(struct cli *c, const struct json *s)
{
    struct bytes text;
    int64_t n = 0;
    bool full = false;
    if (json_get_text(s, "realm", &text) && bytes_equal_text(text, "exercise")) {
        (void)printf("EXERCISE ");
    }
    if (json_get_text(s, "name", &text)) {
        (void)printf("%.*s\n", (int)text.len, (const char *)text.data);
    }
    if (json_get_integer(s, "time", &n)) {
        (void)printf("  official time  %s\n", cli_time(c, n, true));
    }
    if (json_get_text(s, "civil_date", &text)) {
        (void)printf("  civil date     %.*s", (int)text.len, (const char *)text.data);
        const bool scenario = json_get_text(s, "civil_rate", &text) && text.len > 0;
        (void)printf(scenario ? ", scenario clock at %.*s\n" : "%.*s\n", (int)text.len,
                     (const char *)text.data);
    }
    if (json_get_text(s, "clock", &text)) {
        const bool steady = bytes_equal_text(text, "steady");
        (void)printf("  clock          %s\n", steady
                                                  ? "steady"
                                                  : "UNCONFIRMED: official time nearly stands still until an "
                                                    "operator runs `univocal clock confirm`");
    }
    if (json_get_integer(s, "size", &n)) {
        (void)printf("  record         %lld entries", (long long)n);
    }
    if (json_get_integer(s, "checkpoint", &n)) {
        (void)printf(", signed by the log up to %lld\n", (long long)n);
    }
    if (json_get_text(s, "digest", &text)) {
        (void)printf("  state digest   %.*s\n", (int)text.len, (const char *)text.data);
    }
    if (json_get_bool(s, "disk_full", &full) && full) {
        (void)printf("  DISK FULL: nothing is taken until there is room\n");
    }
    const struct json *signers = json_get_array(s, "signers");
    for (size_t i = 0; signers != NULL && i < signers->count; i++) {
        struct bytes member;
        if (json_get_text(&signers->items[i], "member", &member) &&
            json_get_text(&signers->items[i], "state", &text)) {
            (void)printf("  signer %-7.*s %.*s\n", (int)member.len, (const char *)member.data, (int)text.len,
                         (const char *)text.data);
        }
    }
    const char *web = web_address(c);
    if (web != NULL) {
        (void)printf("  pages          %s/\n", web);
    }
    (void)printf("  hosted: one operator\n");
}

/* What core says of itself, and where the pages are, of which it knows nothing. */
static void write_status(struct cli *c, const struct json *s)
{
    const char *web = web_address(c);
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    json_object(w, NULL);
    for (size_t i = 0; i < s->count; i++) { /* none of its members comes after `web` */
        json_value(w, arena_text(&c->arena, s->members[i].key), &s->members[i].value);
    }
    json_cstring(w, "web", web == NULL ? "" : web);
    json_end(w);
    cli_json_end(&j);
}

int status_run(struct cli *c)
{
    const struct client_request r = {.verb = CLIENT_status};
    struct client_answer a;
    const int status = send_request(c, &r, &a);
    if (status != CLI_DONE) {
        return status;
    }
    const struct json *s = NULL;
    if (json_parse(&c->arena, a.content, a.content.len, &s, NULL) != OK) {
        return cli_fail(c, CLI_UNREACHABLE, "core gave an answer that cannot be read");
    }
    if (c->json) {
        write_status(c, s);
    } else {
        show_status(c, s);
    }
    return CLI_DONE;
}

int clock_confirm_run(struct cli *c)
{
    const struct client_request r = {.verb = CLIENT_confirm};
    struct client_answer a;
    const int status = send_request(c, &r, &a);
    if (status == CLI_DONE) {
        (void)printf(c->json ? "{\"confirmed\":true}\n"
                             : "confirmed: official time follows this host's clock; what was open is given "
                               "the gap back\n");
    }
    return status;
}

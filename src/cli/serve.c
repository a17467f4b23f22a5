/* univocal serve, stop, status, core, clock confirm: the processes of an organisation. */
#include <string.h>

#include "base/limits.h"
#include "cli/run.h"
#include "cli/send.h"
#include "node/core_main.h"
#include "node/supervisor.h"

static void tell_served(struct cli *c)
{
    const char *log = arena_printf(&c->arena, "%s/run/log", c->org);
    if (!c->json) {
        (void)printf("serving %s; `univocal stop` ends it; its log is %s\n", c->org, log);
        return;
    }
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    json_object(w, NULL);
    json_cstring(w, "folder", c->org);
    json_cstring(w, "log", log);
    json_end(w);
    cli_json_end(&j);
}

int serve_run(struct cli *c)
{
    const bool background = cli_given(c, "background", 0) != NULL;
    const int founded = cli_founded(c);
    if (founded != CLI_DONE) {
        return founded;
    }
    const enum error e = background ? supervisor_start(c->org) : supervisor_run(c->org);
    if (e == OK) {
        if (background) {
            tell_served(c);
        }
        return CLI_DONE;
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
    (void)printf("  hosted: one operator\n");
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
        (void)printf("%.*s\n", (int)a.content.len, (const char *)a.content.data);
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

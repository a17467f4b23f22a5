/* univocal clock show, set, offset: the civil date and the clock that it follows. */
#include <string.h>

#include "analysis/show_clock.h"
#include "base/limits.h"
#include "base/num.h"
#include "charter/charter.h"
#include "cli/run.h"
#include "cli/send.h"
#include "mechanism/civil.h"

static void show_next(struct cli *c, struct context *ctx)
{
    struct civil_deadline *list = NULL;
    const size_t count = civil_deadlines(ctx->state, SHOW_CLOCK_NEXT, ctx->arena, &list);
    for (size_t i = 0; i < count; i++) {
        const struct civil_day day = civil_day_at(list[i].day);
        (void)printf("  %s  %s %s\n", day.text, civil_word(list[i].kind), cli_short(c, &list[i].id));
    }
}

static void show_notes(struct cli *c, struct context *ctx)
{
    struct clock_note *list = NULL;
    const size_t count = clock_notes(ctx, &list);
    for (size_t i = 0; i < count; i++) {
        (void)printf("  noted for %s%s\n", arena_text(&c->arena, list[i].day), list[i].come ? ", come" : "");
        cli_wrap(stdout, "    ", list[i].text, 100);
    }
}

static void show_changes(struct cli *c, struct context *ctx)
{
    struct clock_change *list = NULL;
    const size_t count = clock_changes(ctx, &list);
    for (size_t i = 0; i < count; i++) {
        (void)printf("  set at %s", cli_time(c, list[i].from, false));
        (void)printf(" to %s, rate %s\n", cli_time(c, list[i].start, false),
                     arena_text(&c->arena, list[i].rate));
    }
}

static void show_lines(struct cli *c, struct context *ctx)
{
    const struct civil_day today = civil_day_at(civil_today(ctx));
    const struct show_zone zone = show_zone(civil_offset(ctx->state, ctx->org, ctx->time_ms));
    const struct bytes keeper = civil_keeper(ctx);
    const char *rate = show_rate(ctx);
    (void)printf("%scivil date %s at UTC%s, official time %s\n", cli_mark(c), today.text, zone.text,
                 cli_time(c, ctx->time_ms, false));
    if (rate[0] != 0) {
        (void)printf("  scenario clock %s%s%s\n",
                     cli_time(c, civil_ms(ctx->state, ctx->org, ctx->time_ms), false),
                     rate[0] == '0' ? ", stands" : ", rate ", rate[0] == '0' ? "" : rate);
    }
    (void)printf("  set by %.*s\n", (int)keeper.len, (const char *)keeper.data);
    show_next(c, ctx);
    show_notes(c, ctx);
    show_changes(c, ctx);
}

int clock_show_run(struct cli *c)
{
    enum error failed = OK;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    if (c->json) {
        struct cli_json j;
        show_clock(cli_json_begin(&j, FRAME_BYTES_MAX), &ctx);
        cli_json_end(&j);
    } else {
        show_lines(c, &ctx);
    }
    return failed == OK ? CLI_DONE : cli_error(c, failed, "reading the record");
}

static int send_body(struct cli *c, const char *name, struct buffer *body)
{
    const struct act_kind *kind = act_kind(bytes_of_text(name));
    struct sent sent;
    const int status = send_act(c, kind, buffer_view(body), &sent);
    return status == CLI_DONE ? send_tell(c, kind, &sent) : status;
}

/* "7200", "3/2": scenario time for official time. */
static bool read_rate(const char *text, int64_t *rate, int64_t *parts)
{
    const size_t len = strcspn(text, "/");
    *parts = 1;
    return num_parse(bytes_of(text, len), CIVIL_RATE_MAX, rate) &&
           (text[len] == 0 ||
            (num_parse(bytes_of_text(text + len + 1), CIVIL_PARTS_MAX, parts) && *parts > 0));
}

static int read_set(struct cli *c, const char **to, bool *paced, int64_t *rate, int64_t *parts)
{
    const char *pace = cli_given(c, "rate", 0);
    const bool pause = cli_given(c, "pause", 0) != NULL;
    *to = cli_given(c, "to", 0);
    *paced = pace != NULL || pause;
    *rate = 0;
    *parts = 1;
    if (pace != NULL && (pause || !read_rate(pace, rate, parts))) {
        return cli_fail(c, CLI_USAGE,
                        "--rate is P or P/Q, so many seconds of the scenario in so many of official time: "
                        "at most %d/%d, not together with --pause",
                        CIVIL_RATE_MAX, CIVIL_PARTS_MAX);
    }
    if (*to != NULL && !charter_is_date(bytes_of_text(*to))) {
        return cli_fail(c, CLI_USAGE, "--to is a day, such as 2027-03-01");
    }
    return *to != NULL || *paced ? CLI_DONE
                                 : cli_fail(c, CLI_USAGE, "say --rate, --pause or --to; see `univocal clock "
                                                          "set --help`");
}

int clock_set_run(struct cli *c)
{
    const char *to = NULL;
    bool paced = false;
    int64_t rate = 0;
    int64_t parts = 1;
    struct cli_json j;
    int status = read_set(c, &to, &paced, &rate, &parts);
    status = status == CLI_DONE ? cli_read(c) : status;
    if (status != CLI_DONE) {
        return status;
    }
    struct json_writer *w = cli_json_begin(&j, 1024);
    json_object(w, NULL);
    if (paced && rate > 0) {
        json_integer(w, "parts", parts);
    }
    if (paced) {
        json_integer(w, "rate", rate);
    }
    if (to != NULL) {
        json_cstring(w, "to", to);
    }
    json_end(w);
    status = send_body(c, "clock.set", &j.text);
    buffer_done(&j.text);
    return status;
}

int clock_offset_run(struct cli *c)
{
    const char *from = cli_given(c, "from", 0);
    struct cli_json j;
    if (from != NULL && !charter_is_date(bytes_of_text(from))) {
        return cli_fail(c, CLI_USAGE, "--from is a day, such as 2027-03-01: from its beginning in UTC on");
    }
    int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct json_writer *w = cli_json_begin(&j, 1024);
    json_object(w, NULL);
    if (from != NULL) {
        const int64_t from_ms = civil_parse(bytes_of_text(from)) * CIVIL_DAY_MS;
        json_integer(w, "from", from_ms < 0 ? 0 : from_ms);
    }
    json_cstring(w, "offset", c->arguments[0]);
    json_end(w);
    status = send_body(c, "clock.offset", &j.text);
    buffer_done(&j.text);
    return status;
}

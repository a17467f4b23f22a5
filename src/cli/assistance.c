/* univocal assistance list, show, notice. */
#include "analysis/notice.h"
#include "analysis/show_assistance.h"
#include "base/limits.h"
#include "base/num.h"
#include "cli/run.h"
#include "cli/session.h"

static const char *text_of(struct cli *c, struct bytes s)
{
    return arena_text(&c->arena, s);
}

static void show_line(struct cli *c, struct context *ctx, const struct assistance *x)
{
    (void)printf("%srequest %lld of %s: %s (%s): %s\n", cli_mark(c), (long long)x->number,
                 text_of(c, x->member), text_of(c, x->title), assistance_kind_word(x->kind),
                 show_assistance_state(ctx, x));
}

int assistance_list_run(struct cli *c)
{
    struct cli_json j;
    enum error failed = OK;
    struct assistance *list = NULL;
    const char *member = cli_given(c, "member", 0);
    const struct show_assistance_filter f = {.member = bytes_of_text(member == NULL ? "" : member),
                                             .open = cli_given(c, "open", 0) != NULL};
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    if (c->json) {
        show_assistances(cli_json_begin(&j, SHOW_BYTES_MAX), &ctx, &f);
        cli_json_end(&j);
    } else {
        const size_t count = show_assistance_list(&ctx, &f, &list);
        for (size_t i = 0; i < count; i++) {
            show_line(c, &ctx, &list[i]);
        }
    }
    return failed == OK ? CLI_DONE : cli_error(c, failed, "reading the record");
}

static void show_path(struct cli *c, struct context *ctx, const struct assistance *x)
{
    struct assistance_path path[ASSISTANCE_STEPS];
    show_assistance_path(ctx, x, path);
    for (size_t i = 0; i < ASSISTANCE_STEPS; i++) {
        const struct assistance_path *p = &path[i];
        (void)printf("  %-12s  %s", text_of(c, p->step),
                     p->entry == 0 ? "not yet"
                                   : arena_printf(&c->arena, "after %s, entry %lld", cli_span(c, p->took_ms),
                                                  (long long)p->entry));
        (void)printf("%s%s%s\n", p->target_ms > 0 ? "; target " : "",
                     p->target_ms > 0 ? cli_span(c, p->target_ms) : "", p->late ? ": LATE" : "");
    }
}

static void show_needs(struct cli *c, struct context *ctx, const struct assistance *x)
{
    struct assistance_need *list = NULL;
    const size_t count = assistance_needs(ctx->state, x->number, ctx->arena, &list);
    for (size_t i = 0; i < count; i++) {
        const struct assistance_need *n = &list[i];
        (void)printf("  need %lld: %s, %lld %s by %s; accepted %lld, delivered %lld%s%s%s\n",
                     (long long)n->number, text_of(c, n->item), (long long)n->quantity, text_of(c, n->unit),
                     text_of(c, n->by), (long long)n->accepted, (long long)n->delivered,
                     n->late ? ": LATE" : "", n->reason.len > 0 ? "; revised: " : "", text_of(c, n->reason));
    }
}

static void show_offers(struct cli *c, struct context *ctx, const struct assistance *x)
{
    struct assistance_offer *offers = NULL;
    struct assistance_delivery *deliveries = NULL;
    size_t count = assistance_offers(ctx->state, x->number, ctx->arena, &offers);
    for (size_t i = 0; i < count; i++) {
        const struct assistance_offer *o = &offers[i];
        (void)printf("  offer %lld of %s: need %lld, %lld until %s; accepted %lld, delivered %lld (%s)%s%s\n",
                     (long long)o->number, text_of(c, o->member), (long long)o->need, (long long)o->quantity,
                     text_of(c, o->until), (long long)o->accepted, (long long)o->delivered,
                     assistance_offer_word(o->stage), o->reason.len > 0 ? ": " : "", text_of(c, o->reason));
    }
    count = assistance_deliveries(ctx->state, x->number, ctx->arena, &deliveries);
    for (size_t i = 0; i < count; i++) {
        const struct assistance_delivery *d = &deliveries[i];
        (void)printf("  delivery %lld of offer %lld on %s: %lld, %s\n", (long long)d->number,
                     (long long)d->offer, text_of(c, d->day), (long long)d->quantity,
                     d->said == 0 ? "not yet confirmed"
                                  : arena_printf(&c->arena, "received %lld%s%s", (long long)d->received,
                                                 d->reason.len > 0 ? ": " : "", text_of(c, d->reason)));
    }
}

static void show_mandates(struct cli *c, struct context *ctx, const struct assistance *x)
{
    struct assistance_mandate *list = NULL;
    const size_t count = assistance_mandates(ctx->state, x->number, ctx->arena, &list);
    for (size_t i = 0; i < count; i++) {
        const struct assistance_mandate *m = &list[i];
        (void)printf("  mandate %lld, %s to %s%s, by matter %s\n", (long long)m->number, text_of(c, m->from),
                     text_of(c, m->until), m->over ? " (over)" : "", cli_short(c, &m->matter));
        cli_wrap(stdout, "    tasks: ", m->tasks, 100);
        if (m->limits.len > 0) {
            cli_wrap(stdout, "    limits: ", m->limits, 100);
        }
    }
}

static void show_words(struct cli *c, struct context *ctx, const struct assistance *x)
{
    struct assistance_report *reports = NULL;
    struct assistance_notice *notices = NULL;
    size_t count = assistance_reports(ctx->state, x->number, ctx->arena, &reports);
    for (size_t i = 0; i < count; i++) {
        (void)printf("  report %lld of %s\n", (long long)reports[i].number, text_of(c, reports[i].member));
        cli_wrap(stdout, "    ", reports[i].text, 100);
    }
    count = assistance_notices(ctx->state, x->number, ctx->arena, &notices);
    for (size_t i = 0; i < count; i++) {
        (void)printf("  notice %lld, signed by the %s, given to %s on %s: %s\n", (long long)notices[i].number,
                     text_of(c, notices[i].office), text_of(c, notices[i].to), text_of(c, notices[i].day),
                     hash_hex(&notices[i].digest).text);
    }
    if (x->stage == ASSISTANCE_ENDED) {
        (void)printf("  ended by %s\n", text_of(c, x->ended_by));
        cli_wrap(stdout, "    ", x->summary, 100);
    }
}

/* The request that the first argument names. */
static int find_request(struct cli *c, struct assistance *x)
{
    int64_t number = 0;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    if (!num_parse(bytes_of_text(c->arguments[0]), INTEGER_MAX, &number) ||
        !assistance_get(c->reader.state, number, x)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no request %s: `univocal assistance list` has them all",
                        c->arguments[0]);
    }
    return CLI_DONE;
}

int assistance_show_run(struct cli *c)
{
    struct cli_json j;
    struct assistance x = {.entry = 0};
    enum error failed = OK;
    const int status = find_request(c, &x);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    if (c->json) {
        show_assistance(cli_json_begin(&j, SHOW_BYTES_MAX), &ctx, &x);
        cli_json_end(&j);
    } else {
        show_line(c, &ctx, &x);
        cli_wrap(stdout, "  ", x.what, 100);
        if (x.places.len > 0) {
            cli_wrap(stdout, "  in: ", x.places, 100);
        }
        show_path(c, &ctx, &x);
        show_needs(c, &ctx, &x);
        show_mandates(c, &ctx, &x);
        show_offers(c, &ctx, &x);
        show_words(c, &ctx, &x);
    }
    return failed == OK ? CLI_DONE : cli_error(c, failed, "reading the record");
}

/* The drafts in the languages that are asked for, of which there are words. */
static size_t compose_all(struct cli *c, struct context *ctx, const struct assistance *x,
                          struct show_draft out[LANGUAGES_MAX])
{
    const char *given = cli_given(c, "language", 0);
    const struct bytes one = bytes_of_text(given == NULL ? "" : given);
    const size_t asked = one.len > 0 ? 1 : ctx->org->language_count;
    size_t count = 0;
    for (size_t i = 0; i < asked; i++) {
        const struct bytes language = one.len > 0 ? one : ctx->org->languages[i];
        if (notice_has_words(language)) {
            out[count++] = show_draft(ctx, x, language);
        }
    }
    return count;
}

int assistance_notice_run(struct cli *c)
{
    struct cli_json j;
    struct assistance x = {.entry = 0};
    struct show_draft drafts[LANGUAGES_MAX];
    enum error failed = OK;
    const int status = find_request(c, &x);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    const size_t count = compose_all(c, &ctx, &x, drafts);
    if (failed != OK) {
        return cli_error(c, failed, "reading the record");
    }
    if (count == 0) {
        return cli_fail(c, CLI_UNKNOWN,
                        "there are no words for a notice in that language, only in ar, en, es, fr, ru, zh");
    }
    if (c->json) {
        show_drafts(cli_json_begin(&j, SHOW_BYTES_MAX), &ctx, &x, drafts, count);
        cli_json_end(&j);
        return CLI_DONE;
    }
    for (size_t i = 0; i < count; i++) {
        (void)printf("%s%s", i > 0 ? "\n----\n\n" : "", text_of(c, drafts[i].text));
    }
    return CLI_DONE;
}

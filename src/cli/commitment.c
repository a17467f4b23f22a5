/* univocal commitment list, show: what members have pledged, and what became of it. */
#include <string.h>

#include "analysis/show_commitment.h"
#include "base/num.h"
#include "cli/run.h"
#include "cli/send.h"

enum { LIST_BYTES_MAX = 64 * 1024 * 1024 };

static void show_line(struct cli *c, const struct commitment *x)
{
    (void)printf("%s%lld  %.*s  %lld %.*s: %.*s, due %.*s; %lld confirmed (%s)\n", cli_mark(c),
                 (long long)x->number, (int)x->member.len, (const char *)x->member.data,
                 (long long)x->quantity, (int)x->unit.len, (const char *)x->unit.data, (int)x->title.len,
                 (const char *)x->title.data, (int)x->due.len, (const char *)x->due.data,
                 (long long)x->confirmed, show_commitment_word(x));
}

static int read_filter(struct cli *c, struct commitment_filter *f, struct hash *matter)
{
    const char *member = cli_given(c, "member", 0);
    const char *decision = cli_given(c, "decision", 0);
    *f = (struct commitment_filter){.overdue = cli_given(c, "overdue", 0) != NULL};
    f->member = member == NULL ? BYTES("") : bytes_of_text(member);
    if (decision == NULL || num_parse(bytes_of_text(decision), INT64_MAX, &f->statement)) {
        return CLI_DONE;
    }
    f->matter = matter;
    return resolve_matter(c, decision, matter);
}

int commitment_list_run(struct cli *c)
{
    struct commitment_filter f;
    struct hash matter;
    enum error failed = OK;
    int status = cli_read(c);
    status = status == CLI_DONE ? read_filter(c, &f, &matter) : status;
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    if (c->json) {
        struct cli_json j;
        show_commitments(cli_json_begin(&j, LIST_BYTES_MAX), &ctx, &f);
        cli_json_end(&j);
        return CLI_DONE;
    }
    struct commitment *list = NULL;
    const size_t count = show_commitments_of(&ctx, &f, &list);
    for (size_t i = 0; i < count; i++) {
        show_line(c, &list[i]);
    }
    return CLI_DONE;
}

static void show_reports(struct cli *c, const struct commitment *x)
{
    struct commitment_report *list = NULL;
    const size_t count = commitment_reports(c->reader.state, x->number, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        const struct commitment_report *r = &list[i];
        (void)printf("  report %lld of %.*s: %lld, %s%.*s%s\n", (long long)r->number, (int)r->day.len,
                     (const char *)r->day.data, (long long)r->quantity,
                     r->stage == REPORT_MADE ? "nobody has confirmed it yet"
                     : r->stage == REPORT_CONFIRMED ? "confirmed by " : "DISPUTED by ",
                     (int)r->by.len, (const char *)r->by.data, r->ruled ? ", the chair" : "");
        cli_wrap(stdout, "    ", r->text, 100);
        if (r->reason.len > 0) {
            cli_wrap(stdout, "    because ", r->reason, 100);
        }
    }
}

static void show_revisions(struct cli *c, const struct commitment *x)
{
    struct commitment_revision *list = NULL;
    const size_t count = commitment_revisions(c->reader.state, x->number, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        const struct commitment_revision *v = &list[i];
        (void)printf("  revision %lld: it was %lld %.*s, due %.*s\n", (long long)v->number,
                     (long long)v->quantity, (int)x->unit.len, (const char *)x->unit.data, (int)v->due.len,
                     (const char *)v->due.data);
        cli_wrap(stdout, "    because ", v->reason, 100);
    }
}

int commitment_show_run(struct cli *c)
{
    struct commitment x;
    int64_t number = 0;
    enum error failed = OK;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    if (!num_parse(bytes_of_text(c->arguments[0]), INT64_MAX, &number) ||
        !commitment_get(ctx.state, number, &x)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no pledge %s: `univocal commitment list` has them all",
                        c->arguments[0]);
    }
    if (c->json) {
        struct cli_json j;
        (void)show_commitment(cli_json_begin(&j, LIST_BYTES_MAX), &ctx, number);
        cli_json_end(&j);
        return CLI_DONE;
    }
    show_line(c, &x);
    if (x.places.len > 0) {
        cli_wrap(stdout, "  in ", x.places, 100);
    }
    if (x.conditions.len > 0) {
        cli_wrap(stdout, "  if ", x.conditions, 100);
    }
    show_reports(c, &x);
    show_revisions(c, &x);
    if (x.reason.len > 0) {
        cli_wrap(stdout, "  withdrawn because ", x.reason, 100);
    }
    return CLI_DONE;
}

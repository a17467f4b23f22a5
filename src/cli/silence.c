/* univocal silence show: where a silence stands, who holds the text, who is clear, until when, and how it
 * ended. */
#include <string.h>

#include "analysis/show_silence.h"
#include "base/check.h"
#include "base/limits.h"
#include "cli/decision.h"
#include "cli/run.h"
#include "cli/send.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "node/system.h"

static void show_seats(struct cli *c, const struct silence *x)
{
    for (size_t i = 0; i < x->seat_count; i++) {
        const bool available = silence_is_available(c->reader.state, &x->root, &x->seats[i].node);
        const bool clear = silence_is_clear(c->reader.state, &x->id, &x->seats[i].node);
        struct position p;
        const bool spoke = position_get(c->reader.state, &x->root, x->seats[i].member, &p);
        (void)printf("  %-10s %s  %s%s%s\n", arena_text(&c->arena, x->seats[i].member),
                     available ? "holds the text" : "text not there",
                     clear           ? "all clear"
                     : x->ended == 0 ? "not clear yet"
                                     : "gave no all-clear",
                     spoke ? "  position: " : "", spoke ? position_word(p.letter) : "");
    }
}

static void show_clock(struct cli *c, const struct silence *x)
{
    const struct env *env = system_env();
    const int64_t now = env->wall_ms(env->ctx);
    switch (x->stage) {
    case SILENCE_WAITING:
        (void)printf(
            "the clock starts when %lld of %lld nodes hold the text; it lapses if they do not by %s\n",
            (long long)(x->nodes - x->faulty), (long long)x->nodes, cli_time(c, x->window_ms, true));
        return;
    case SILENCE_RUNNING:
        (void)printf("runs until %s", cli_time(c, x->deadline_ms, true));
        (void)printf(x->deadline_ms > now ? ": %s left\n" : ": it is over, the next block says so\n",
                     cli_span(c, x->deadline_ms - now));
        return;
    case SILENCE_FIRED:
        (void)printf(
            "the deadline %s has passed; it closes when all are clear (%s later at the earliest), and lapses "
            "after %s\n",
            cli_time(c, x->deadline_ms, true), cli_span(c, x->delta_ms), cli_span(c, x->extra_ms));
        return;
    case SILENCE_BROKEN:
    case SILENCE_CLOSED:
    case SILENCE_LAPSED:
        return;
    }
}

static int show_json(struct cli *c, const struct silence *x, const struct silence_end *end)
{
    struct buffer b;
    struct json_writer w;
    buffer_init(&b, FRAME_BYTES_MAX);
    json_begin(&w, &b);
    show_silence(&w, NULL, c->reader.state, x, end);
    check(!b.overflow);
    cli_print_json(&b);
    buffer_done(&b);
    return CLI_DONE;
}

static void show_codes(struct cli *c, const char *title, const struct bytes *codes, size_t count)
{
    (void)printf("%s", title);
    for (size_t i = 0; i < count; i++) {
        (void)printf("%s%s", i == 0 ? "" : ", ", arena_text(&c->arena, codes[i]));
    }
    (void)printf(count == 0 ? "nobody\n" : "\n");
}

static void show_close(struct cli *c, const struct silence *x, const struct fact_close *f)
{
    (void)printf("ended at entry %lld, %s: %s (%s)\n", (long long)x->ended, cli_time(c, f->time_ms, true),
                 arena_text(&c->arena, f->outcome), arena_text(&c->arena, f->reason));
    if (f->statement != 0) {
        (void)printf("statement number %lld at the rung \"%s\"\n", (long long)f->statement,
                     arena_text(&c->arena, f->rung));
        show_codes(c, "speaks for: ", f->speaking_for, f->speaking_for_count);
    }
    if (f->not_reached_count > 0) {
        show_codes(c, "not reached, and not spoken for: ", f->not_reached, f->not_reached_count);
    }
}

/* Who broke it, in whose words. */
static int show_objections(struct cli *c, const struct silence *x)
{
    struct objection *list = NULL;
    const size_t count = objection_list(c->reader.state, &x->root, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        struct entry entry;
        struct bytes envelope;
        struct act act;
        const enum error e =
            record_read(c->reader.record, (uint64_t)list[i].raised, &c->arena, &entry, &envelope);
        if (e != OK) {
            return cli_error(c, e, "reading the record");
        }
        check(act_decode(&c->arena, envelope, &act, NULL) == ACCEPTED);
        (void)printf("objected to by %s at entry %lld%s:\n", arena_text(&c->arena, list[i].member),
                     (long long)list[i].raised, list[i].withdrawn ? ", later withdrawn" : "");
        cli_wrap(stdout, "  ", act_value(&act, "reason")->text, 100);
    }
    (void)printf("nothing was adopted\n");
    return CLI_DONE;
}

static int show_decision_of(struct cli *c, const struct silence *x, const struct silence_end *end)
{
    enum error failed = OK;
    struct context context = cli_context(c, &failed);
    if (!end->decided) {
        return cli_fail(c, CLI_UNKNOWN, "the rule cannot be applied: %s", end->diag.message);
    }
    decision_show(law_of(&context, &x->matter), silence_rule(&context, x), &end->decision, &end->turn);
    return CLI_DONE;
}

int silence_show_run(struct cli *c)
{
    struct hash id;
    struct silence x;
    struct matter m;
    struct silence_end end = {.decided = false};
    int status = resolve_silence(c, c->arguments[0], &id);
    if (status != CLI_DONE) {
        return status;
    }
    if (!silence_get(c->reader.state, &id, &c->arena, &x)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no silence %s", c->arguments[0]);
    }
    check(matter_get(c->reader.state, &x.matter, &c->arena, &m));
    const bool ended = x.ended != 0;
    if (ended) {
        enum error failed = OK;
        struct context context = cli_context(c, &failed);
        if (failed != OK || !silence_end_of(&context, &x, &end)) {
            return cli_error(c, failed != OK ? failed : ERROR_CORRUPT, "reading the record");
        }
    }
    if (c->json) {
        return show_json(c, &x, ended ? &end : NULL);
    }
    (void)printf("%ssilence %lld on %s/%s: %s\n", cli_mark(c), (long long)x.number,
                 arena_text(&c->arena, m.body), arena_text(&c->arena, m.reference),
                 silence_stage_word(x.stage));
    (void)printf("text root %s\n", hash_hex(&x.root).text);
    show_clock(c, &x);
    show_seats(c, &x);
    if (ended) {
        show_close(c, &x, &end.close);
    }
    if (x.stage == SILENCE_BROKEN) {
        status = show_objections(c, &x);
    }
    return x.stage == SILENCE_CLOSED ? show_decision_of(c, &x, &end) : status;
}

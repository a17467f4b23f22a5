#include "cli/decision.h"

#include "base/limits.h"
#include "cli/explanation.h"
#include "mechanism/law.h"

/* The time of its end, or now as the record has it. */
static enum error time_of(struct cli *c, const struct silence *x, int64_t *out)
{
    struct entry e;
    const uint64_t index = x->ended != 0 ? (uint64_t)x->ended : record_size(c->reader.record) - 1;
    const enum error err = record_read(c->reader.record, index, &c->arena, &e, NULL);
    *out = err == OK ? e.time_ms : 0;
    return err;
}

void decision_show(const struct charter *charter, const struct charter_rule *rule, const struct decision *d,
                   const struct turn *turn)
{
    const struct explanation_view view = {.charter = charter, .rule = rule, .decision = d, .turn = turn};
    struct buffer b;
    buffer_init(&b, FRAME_BYTES_MAX);
    explanation_write(&b, &view);
    (void)putchar('\n');
    (void)fwrite(b.data, 1, b.len, stdout);
    buffer_done(&b);
}

int decision_show_silence(struct cli *c, const struct silence *x)
{
    const struct organisation *org = cli_organisation(c);
    enum error failed = OK;
    struct context ctx = {.org = org,
                          .state = c->reader.state,
                          .record = c->reader.record,
                          .arena = &c->arena,
                          .error = &failed};
    struct decision d;
    struct turn turn;
    struct diag diag;
    const enum error e = time_of(c, x, &ctx.time_ms);
    if (e != OK) {
        return cli_error(c, e, "reading the record");
    }
    if (silence_decide(&ctx, x, &d, &diag) != OK) {
        return cli_fail(c, CLI_UNKNOWN, "the rule cannot be applied: %s", diag.message);
    }
    struct elector *electors = NULL;
    const size_t count = silence_electorate(&ctx, x, &electors);
    const struct electorate electorate = {.count = count, .electors = electors};
    const struct civil_day day = law_day(&ctx, ctx.time_ms);
    const struct turn_case asked = {silence_rule(&ctx, x), 1, &electorate, bytes_of_text(day.text)};
    turn_find_shown(&c->arena, &asked, d.stands, &turn);
    decision_show(law_of(&ctx, &x->matter), silence_rule(&ctx, x), &d, &turn);
    return CLI_DONE;
}

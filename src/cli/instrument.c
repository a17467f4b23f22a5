/* univocal instrument list, show, feed: treaties on the record. */
#include "cli/instrument.h"

#include <string.h>

#include "analysis/binds.h"
#include "analysis/show_instrument.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/run.h"
#include "mechanism/civil.h"

int resolve_instrument(struct cli *c, const char *text, struct hash *out)
{
    const int status = cli_read(c);
    if (status != CLI_DONE || hash_parse(bytes_of_text(text), out)) {
        return status;
    }
    return instrument_named(c->reader.state, bytes_of_text(text), out)
               ? CLI_DONE
               : cli_fail(c, CLI_UNKNOWN, "there is no treaty %s: `univocal instrument list` has them all",
                          text);
}

static void tell_head(struct cli *c, const struct instrument *i)
{
    (void)printf("%s%.*s  %.*s: %s%.*s\n", cli_mark(c), (int)i->name.len, (const char *)i->name.data,
                 (int)i->title.len, (const char *)i->title.data,
                 i->stage == INSTRUMENT_IN_FORCE ? "in force since "
                 : i->force.len > 0              ? "to be in force from "
                                                 : "not in force",
                 (int)i->force.len, (const char *)i->force.data);
}

int instrument_list_run(struct cli *c)
{
    struct instrument *list = NULL;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count = instrument_list(c->reader.state, &c->arena, &list);
    if (c->json) {
        struct cli_json j;
        show_rows(cli_json_begin(&j, FRAME_BYTES_MAX), NULL, &instrument_shape, list, count);
        cli_json_end(&j);
        return CLI_DONE;
    }
    for (size_t i = 0; i < count; i++) {
        tell_head(c, &list[i]);
    }
    return CLI_DONE;
}

static int find(struct cli *c, struct instrument *out)
{
    struct hash id;
    const int status = resolve_instrument(c, c->arguments[0], &id);
    if (status != CLI_DONE) {
        return status;
    }
    return instrument_get(c->reader.state, &id, out)
               ? CLI_DONE
               : cli_fail(c, CLI_UNKNOWN, "there is no treaty %s", c->arguments[0]);
}

static void tell_party(const struct instrument_party *p)
{
    const struct row_value kind = row_value(show_field(&instrument_party_shape, "kind"), p);
    (void)printf("  %-8.*s", (int)p->code.len, (const char *)p->code.data);
    if (p->signed_on.len > 0) {
        (void)printf("  signed %.*s", (int)p->signed_on.len, (const char *)p->signed_on.data);
    }
    if (p->deposited.len > 0) {
        (void)printf("  %.*s %.*s", (int)kind.text.len, (const char *)kind.text.data, (int)p->deposited.len,
                     (const char *)p->deposited.data);
    }
    if (p->force.len > 0) {
        (void)printf("  bound from %.*s", (int)p->force.len, (const char *)p->force.data);
    }
    if (p->leaves.len > 0) {
        (void)printf("  leaves %.*s", (int)p->leaves.len, (const char *)p->leaves.data);
    }
    if (p->office.len > 0) {
        (void)printf("  by its %.*s", (int)p->office.len, (const char *)p->office.data);
    }
    (void)putchar('\n');
}

/* CODE=DATE of --deposit; code empty: not given. */
static int read_supposed(struct cli *c, struct supposed *out)
{
    const char *given = cli_given(c, "deposit", 0);
    *out = (struct supposed){.code = {.len = 0}};
    if (given == NULL) {
        return CLI_DONE;
    }
    const char *sign = strchr(given, '=');
    const struct bytes code = bytes_of(given, sign == NULL ? 0 : (size_t)(sign - given));
    const struct bytes day = bytes_of_text(sign == NULL ? "" : sign + 1);
    if (!text_is_code(code) || !charter_is_date(day)) {
        return cli_fail(c, CLI_USAGE, "--deposit %s: expected CODE=DATE, a date is YYYY-MM-DD", given);
    }
    *out = (struct supposed){code, civil_parse(day)};
    return CLI_DONE;
}

static void tell_missing(const struct treaty_force *f)
{
    for (size_t i = 0; i < f->missing_count; i++) {
        (void)printf("  missing: %.*s\n", (int)f->missing[i].text.len, (const char *)f->missing[i].text.data);
    }
}

static void tell_force(struct context *ctx, const struct instrument *i, const struct supposed *s)
{
    const int64_t today = civil_today(ctx);
    const struct treaty *treaty = NULL;
    struct treaty_force f;
    if (s->code.len == 0) {
        instrument_apply_clause(ctx->state, ctx->arena, i, today, &treaty, &f);
        tell_missing(&f);
        return;
    }
    (void)printf("  if %.*s deposits on %s: ", (int)s->code.len, (const char *)s->code.data,
                 civil_day_at(s->day).text);
    if (!instrument_suppose(ctx->state, ctx->arena, i, today, s->code, s->day, &treaty, &f)) {
        (void)printf("it has consented already\n");
    } else if (f.in_force == TREATY_NO_DAY) {
        (void)printf("not in force\n");
        tell_missing(&f);
    } else {
        (void)printf("in force from %s\n", civil_day_at(f.in_force).text);
    }
}

static void tell_reservations(struct cli *c, const struct instrument *i)
{
    struct instrument_reservation *list = NULL;
    struct instrument_objection *against = NULL;
    const size_t count = instrument_reservations(c->reader.state, &i->id, &c->arena, &list);
    const size_t objections = instrument_objections(c->reader.state, &i->id, &c->arena, &against);
    for (size_t k = 0; k < count; k++) {
        const struct instrument_reservation *r = &list[k];
        (void)printf("  %s %lld of %s, %s%s%s: %s\n", r->declaration ? "declaration" : "reservation",
                     (long long)r->number, arena_text(&c->arena, r->code), arena_text(&c->arena, r->made),
                     r->withdrawn.len > 0   ? ", withdrawn "
                     : r->confirmed.len > 0 ? ", confirmed "
                                            : ", not confirmed yet",
                     arena_text(&c->arena, r->withdrawn.len > 0 ? r->withdrawn : r->confirmed),
                     arena_text(&c->arena, r->text));
        for (size_t n = 0; n < objections; n++) {
            const struct instrument_objection *o = &against[n];
            if (o->reservation == r->number) {
                (void)printf("    objection of %s, %s%s%s%s: %s\n", arena_text(&c->arena, o->code),
                             arena_text(&c->arena, o->made),
                             o->opposes ? ", the treaty is not in force between the two" : "",
                             o->withdrawn.len > 0 ? ", withdrawn " : "", arena_text(&c->arena, o->withdrawn),
                             arena_text(&c->arena, o->reason));
            }
        }
    }
}

static void tell_corrections(struct cli *c, const struct instrument *i)
{
    struct instrument_correction *list = NULL;
    const size_t count = instrument_corrections(c->reader.state, &i->id, &c->arena, &list);
    for (size_t k = 0; k < count; k++) {
        const struct instrument_correction *x = &list[k];
        const char *stage = x->stage == CORRECTION_MADE       ? "made"
                            : x->stage == CORRECTION_DISPUTED ? "disputed by "
                                                              : "may be disputed until ";
        const struct bytes more = x->stage == CORRECTION_MADE       ? BYTES("")
                                  : x->stage == CORRECTION_DISPUTED ? x->by
                                                                    : x->until;
        (void)printf("  correction %lld, %s, %s%s: %s\n", (long long)x->number,
                     arena_text(&c->arena, x->proposed), stage, arena_text(&c->arena, more),
                     arena_text(&c->arena, x->text));
    }
}

int instrument_show_run(struct cli *c)
{
    struct instrument i;
    struct instrument_party *list = NULL;
    struct supposed s;
    enum error failed = OK;
    int status = find(c, &i);
    status = status == CLI_DONE ? read_supposed(c, &s) : status;
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    if (c->json) {
        struct cli_json j;
        show_instrument(cli_json_begin(&j, FRAME_BYTES_MAX), &ctx, &i, s.code.len == 0 ? NULL : &s);
        cli_json_end(&j);
        return CLI_DONE;
    }
    tell_head(c, &i);
    const size_t count = instrument_parties(c->reader.state, &i.id, &c->arena, &list);
    for (size_t k = 0; k < count; k++) {
        tell_party(&list[k]);
    }
    tell_force(&ctx, &i, &s);
    tell_reservations(c, &i);
    tell_corrections(c, &i);
    return CLI_DONE;
}

int instrument_feed_run(struct cli *c)
{
    struct instrument i;
    struct instrument_notice *list = NULL;
    const int status = find(c, &i);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count = instrument_notices(c->reader.state, &i.id, &c->arena, &list);
    if (c->json) {
        struct cli_json j;
        show_rows(cli_json_begin(&j, FRAME_BYTES_MAX), NULL, &instrument_notice_shape, list, count);
        cli_json_end(&j);
        return CLI_DONE;
    }
    for (size_t k = 0; k < count; k++) {
        const struct row_value event = row_value(show_field(&instrument_notice_shape, "event"), &list[k]);
        (void)printf("%s%lld  %.*s  %.*s  %.*s\n", cli_mark(c), (long long)list[k].number,
                     (int)list[k].day.len, (const char *)list[k].day.data, (int)event.text.len,
                     (const char *)event.text.data, (int)list[k].code.len, (const char *)list[k].code.data);
    }
    return CLI_DONE;
}

int instrument_binds_run(struct cli *c)
{
    struct bind *list = NULL;
    enum error failed = OK;
    const struct bytes a = bytes_of_text(c->arguments[0]);
    const struct bytes b = bytes_of_text(c->arguments[1]);
    const char *on = cli_given(c, "on", 0);
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    const struct bytes day =
        on != NULL ? bytes_of_text(on)
                   : bytes_of_text(arena_printf(&c->arena, "%s", civil_day_at(civil_today(&ctx)).text));
    if (!charter_is_date(day) || !text_is_code(a) || !text_is_code(b) || bytes_equal(a, b)) {
        return cli_fail(c, CLI_USAGE, "expected the codes of two participants, and a day as YYYY-MM-DD");
    }
    if (c->json) {
        struct cli_json j;
        binds_write(cli_json_begin(&j, FRAME_BYTES_MAX), &ctx, a, b, day);
        cli_json_end(&j);
        return CLI_DONE;
    }
    const size_t count = binds_between(&ctx, a, b, day, &list);
    for (size_t i = 0; i < count; i++) {
        (void)printf("%s%.*s: %s on %.*s\n", cli_mark(c), (int)list[i].instrument.name.len,
                     (const char *)list[i].instrument.name.data,
                     list[i].bound ? "in force between the two" : "not in force between the two",
                     (int)day.len, (const char *)day.data);
        for (size_t k = 0; k < list[i].reason_count; k++) {
            (void)printf("  %s\n", bind_words(&c->arena, &list[i].reasons[k]));
        }
    }
    return CLI_DONE;
}

/* univocal body list, show: who sits, who has the chair, and what is on the record of a body. */
#include "analysis/body_lists.h"
#include "analysis/show_body.h"
#include "base/check.h"
#include "base/limits.h"
#include "charter/print.h"
#include "cli/run.h"
#include "mechanism/office.h"
#include "mechanism/session.h"

static const char *text_of(struct cli *c, struct bytes b)
{
    return arena_text(&c->arena, b);
}

static void show_span(struct buffer *b, int64_t ms, int64_t workdays)
{
    if (workdays > 0) {
        buffer_printf(b, "%lld working day%s", (long long)workdays, workdays == 1 ? "" : "s");
    } else {
        charter_print_duration(b, ms);
    }
}

/* A rule of a body, and for how long it lets a text be put to silence. */
static void show_rule(struct cli *c, struct bytes name)
{
    const struct charter_rule *rule = charter_rule(cli_law(c), name, BYTES(""));
    struct buffer b;
    buffer_init(&b, FRAME_BYTES_MAX);
    if (rule != NULL && rule->clock_min_ms != 0) {
        buffer_add_text(&b, "; may be put to silence, for ");
        show_span(&b, rule->clock_min_ms, rule->clock_min_workdays);
        if (rule->clock_max_ms != 0 || rule->clock_max_workdays != 0) {
            buffer_add_text(&b, " to ");
            show_span(&b, rule->clock_max_ms, rule->clock_max_workdays);
        } else {
            buffer_add_text(&b, " or longer");
        }
    }
    const struct charter_classification *k = rule != NULL ? NULL : charter_classification(cli_law(c), name);
    (void)printf("    %-20s %s%s\n", text_of(c, name),
                 rule != NULL ? text_of(c, rule->title)
                 : k != NULL  ? text_of(c, k->title)
                              : "",
                 buffer_text(&b));
    buffer_done(&b);
}

static void add_named(struct buffer *b, const char *words, struct bytes name)
{
    buffer_add_text(b, words);
    buffer_add_bytes(b, name);
}

static void add_term(struct buffer *b, const char *words, const struct charter_span *term)
{
    if (term->ms != 0 || term->workdays != 0 || term->months != 0) {
        buffer_add_text(b, words);
        charter_print_span(b, term);
    }
}

/* Who has an office: how the charter says it. */
static void add_holder(struct buffer *b, const struct charter_office *o)
{
    static const char *const words[] = {[HOLDER_CHAIR] = "the chair of ",
                                        [HOLDER_MEMBER] = "",
                                        [HOLDER_ELECTED] = "elected in ",
                                        [HOLDER_APPOINTED] = "appointed in "};
    add_named(b, words[o->holder], o->holder == HOLDER_MEMBER ? o->member : o->body);
    if (o->rule.len > 0) {
        add_named(b, " by ", o->rule);
    }
    add_term(b, " for ", &o->term);
}

/* How the chair changes. */
static void show_chair(struct cli *c, const struct charter_body *law)
{
    struct buffer b;
    buffer_init(&b, FRAME_BYTES_MAX);
    const struct charter_office *office = charter_office(cli_law(c), law->chair_by);
    if (bytes_equal_text(law->chair, "rotation")) {
        buffer_add_text(&b, law->chair_order_count > 0 ? "goes round in the order of the charter"
                                                       : "goes round by code");
        add_term(&b, ", every ", &law->chair_term);
    } else if (bytes_equal_text(law->chair, "elected")) {
        add_named(&b, "elected by ", law->chair_by);
        add_term(&b, " for ", &law->chair_term);
    } else if (office != NULL) {
        add_named(&b, "that of the office ", office->name);
        buffer_add_text(&b, ", ");
        add_holder(&b, office);
    } else {
        buffer_add_text(&b, "named by the charter");
    }
    (void)printf("  the chair: %s\n", buffer_text(&b));
    buffer_done(&b);
}

/* Until when the member that has the chair has it, where the charter gives it for a time. */
static void show_term(struct cli *c, struct context *ctx, const struct body *b)
{
    const int64_t until_ms = b->seat_count == 0 ? 0 : chair_until_ms(ctx, cli_law(c), b);
    if (until_ms != 0) {
        (void)printf("  the chair: %s since %s", text_of(c, b->chair),
                     cli_time(c, chair_since_ms(ctx, b), false));
        (void)printf(", until %s\n", cli_time(c, until_ms, false));
    }
}

/* One line for a row. */
static void show_listed(struct cli *c, enum body_list which, const void *rows, size_t i)
{
    const struct body_decision *decision = rows;
    const struct body_document *document = rows;
    const struct body_ruling *ruling = rows;
    const struct session *session = rows;
    const struct body_vote *vote = rows;
    switch (which) {
    case BODY_DECISIONS:
        (void)printf("    %s: %s, %s", text_of(c, decision[i].reference), text_of(c, decision[i].title),
                     text_of(c, decision[i].stage));
        (void)printf(decision[i].statement > 0 ? ", statement %lld\n" : "\n",
                     (long long)decision[i].statement);
        return;
    case BODY_DOCUMENTS:
        (void)printf("    %s %s [%s], by %s%s\n", text_of(c, document[i].symbol),
                     text_of(c, document[i].title), text_of(c, document[i].language),
                     text_of(c, document[i].member), document[i].late ? ", circulated late" : "");
        return;
    case BODY_RULINGS:
        (void)printf("    %lld: of %s, %s\n", (long long)ruling[i].number, text_of(c, ruling[i].chair),
                     text_of(c, ruling[i].state));
        return;
    case BODY_SESSIONS:
        (void)printf("    %s: %s, %s\n", text_of(c, session[i].reference), text_of(c, session[i].title),
                     text_of(c, session[i].from));
        return;
    case BODY_VOTES:
        (void)printf("    %lld: %s, %s\n", (long long)vote[i].number, text_of(c, vote[i].motion),
                     text_of(c, vote[i].stage));
        return;
    }
    unreachable("not a list of a body");
}

/* What is on its record: how much of each kind, and the newest. */
static void show_lists(struct cli *c, struct context *ctx, const struct charter_body *law)
{
    for (int i = 0; i < BODY_LISTS; i++) {
        const struct body_rows newest =
            body_list_rows(ctx, law->name, (enum body_list)i, 0, SHOW_BODY_NEWEST);
        (void)printf("  %s: %zu\n", body_list_words[i], newest.all);
        for (size_t k = 0; k < newest.count; k++) {
            show_listed(c, (enum body_list)i, newest.rows, k);
        }
    }
}

static void tell_body(struct cli *c, const struct charter_body *law, const struct body *b)
{
    (void)printf("%s%-12s %s; ", cli_mark(c), text_of(c, law->name), text_of(c, law->title));
    if (b->seat_count == 0) {
        (void)printf("nobody sits in it: `univocal body seat %s yes` takes a seat\n", text_of(c, law->name));
    } else {
        const struct bytes next = body_next_chair(cli_law(c), b);
        const bool other = next.len > 0 && !bytes_equal(next, b->chair);
        (void)printf("chair %s%s%s; %zu seat%s\n", text_of(c, b->chair), other ? ", next " : "",
                     other ? text_of(c, next) : "", b->seat_count, b->seat_count == 1 ? "" : "s");
    }
}

static void tell_whole(struct cli *c, struct context *ctx, const struct charter_body *law,
                       const struct body *b)
{
    if (law->mandate.len > 0) {
        cli_wrap(stdout, "  ", law->mandate, 100);
    }
    (void)printf("  seats:");
    for (size_t i = 0; i < b->seat_count; i++) {
        (void)printf(" %s", text_of(c, b->seats[i]));
    }
    (void)printf("%s\n", b->seat_count == 0 ? " none" : "");
    show_chair(c, law);
    show_term(c, ctx, b);
    (void)printf("  rules:\n");
    for (size_t i = 0; i < law->rule_count; i++) {
        show_rule(c, law->rules[i]);
    }
    if (law->reports_to.len > 0) {
        (void)printf("  reports to: %s\n", text_of(c, law->reports_to));
    }
    (void)printf("  source: %s\n", law->source.len == 0 ? "none" : text_of(c, law->source));
    show_lists(c, ctx, law);
}

/* Those of the charter, in its order; one in which nobody sits yet is one of them. */
int body_list_run(struct cli *c)
{
    enum error failed = OK;
    struct cli_json j;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    const struct charter *charter = cli_law(c);
    if (!c->json) {
        for (size_t i = 0; i < charter->body_count; i++) {
            const struct body b = show_body_of(&ctx, &charter->bodies[i]);
            tell_body(c, &charter->bodies[i], &b);
        }
        return CLI_DONE;
    }
    show_bodies(cli_json_begin(&j, FRAME_BYTES_MAX), &ctx);
    if (failed != OK) {
        buffer_done(&j.text);
        return cli_error(c, failed, "reading the record");
    }
    cli_json_end(&j);
    return CLI_DONE;
}

int body_show_run(struct cli *c)
{
    enum error failed = OK;
    struct cli_json j;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    const struct charter_body *law = charter_body(cli_law(c), bytes_of_text(c->arguments[0]));
    if (law == NULL) {
        return cli_fail(c, CLI_UNKNOWN, "there is no body %s: `univocal body list` has them",
                        c->arguments[0]);
    }
    const struct body b = show_body_of(&ctx, law);
    if (!c->json) {
        tell_body(c, law, &b);
        tell_whole(c, &ctx, law, &b);
        return failed == OK ? CLI_DONE : cli_error(c, failed, "reading the record");
    }
    show_body(cli_json_begin(&j, FRAME_BYTES_MAX), &ctx, law, &b);
    if (failed != OK) {
        buffer_done(&j.text);
        return cli_error(c, failed, "reading the record");
    }
    cli_json_end(&j);
    return CLI_DONE;
}

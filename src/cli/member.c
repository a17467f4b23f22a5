/* univocal member list, show; body list, show; act kinds. */
#include "mechanism/member.h"
#include "analysis/show_body.h"
#include "analysis/show_member.h"
#include "base/check.h"
#include "base/limits.h"
#include "charter/print.h"
#include "cli/procedure.h"
#include "cli/run.h"
#include "mechanism/acts.h"
#include "mechanism/body.h"
#include "mechanism/office.h"

static const char *text_of(struct cli *c, struct bytes b)
{
    return arena_text(&c->arena, b);
}

static void show_member_keys(struct cli *c, struct bytes code)
{
    struct member_key *keys = NULL;
    const size_t count = member_keys(c->reader.state, code, &c->arena, &keys);
    for (size_t i = 0; i < count; i++) {
        struct hash h;
        for (size_t k = 0; k < sizeof h.bytes; k++) {
            h.bytes[k] = keys[i].key.bytes[k];
        }
        (void)printf("  %-9s %s  %s%s%s%s\n", role_word(keys[i].role), hash_hex(&h).text,
                     text_of(c, keys[i].name), keys[i].powers == 0 ? "" : "; may ",
                     power_words(&c->arena, keys[i].powers),
                     keys[i].revoked == 0
                         ? ""
                         : arena_printf(&c->arena, "; REVOKED at entry %lld", (long long)keys[i].revoked));
    }
}

static int list_members(struct cli *c, const char *only)
{
    struct member *list = NULL;
    struct buffer b;
    struct json_writer w;
    size_t shown = 0;
    enum error failed = OK;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    const size_t count = member_list(c->reader.state, &c->arena, &list);
    buffer_init(&b, FRAME_BYTES_MAX);
    json_begin(&w, &b);
    json_array(&w, NULL);
    for (size_t i = 0; i < count; i++) {
        if (only != NULL && !bytes_equal_text(list[i].code, only)) {
            continue;
        }
        shown++;
        const struct bytes clearing = show_member_clearing(&ctx, &list[i]);
        if (c->json) {
            show_member(&w, &ctx, &list[i]);
        } else {
            (void)printf("%s%-10s %s; clears by %s node; %lld delegate%s\n", cli_mark(c),
                         text_of(c, list[i].code), text_of(c, list[i].name),
                         bytes_equal(clearing, list[i].code)
                             ? "its own"
                             : arena_printf(&c->arena, "the hosted node of %s", text_of(c, clearing)),
                         (long long)list[i].delegates, list[i].delegates == 1 ? "" : "s");
            status_show(c, list[i].code, only != NULL);
            if (only != NULL) {
                show_member_keys(c, list[i].code);
            }
        }
    }
    json_end(&w);
    if (c->json) {
        cli_print_json(&b);
    }
    buffer_done(&b);
    if (failed != OK) {
        return cli_error(c, failed, "reading the record");
    }
    return only == NULL || shown > 0
               ? CLI_DONE
               : cli_fail(c, CLI_UNKNOWN, "there is no member %s: `univocal member list` has them", only);
}

int member_list_run(struct cli *c)
{
    return list_members(c, NULL);
}

int member_show_run(struct cli *c)
{
    return list_members(c, c->arguments[0]);
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
static void show_term(struct cli *c, const struct body *b)
{
    enum error failed = OK;
    struct context ctx = cli_context(c, &failed);
    const int64_t until_ms = b->seat_count == 0 ? 0 : chair_until_ms(&ctx, cli_law(c), b);
    if (until_ms != 0) {
        (void)printf("  the chair: %s since %s", text_of(c, b->chair),
                     cli_time(c, chair_since_ms(&ctx, b), false));
        (void)printf(", until %s\n", cli_time(c, until_ms, false));
    }
}

static void tell_body(struct cli *c, const struct charter_body *law, const struct body *b, bool whole)
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
    if (!whole) {
        return;
    }
    (void)printf("  seats:");
    for (size_t i = 0; i < b->seat_count; i++) {
        (void)printf(" %s", text_of(c, b->seats[i]));
    }
    (void)printf("%s\n", b->seat_count == 0 ? " none" : "");
    show_chair(c, law);
    show_term(c, b);
    (void)printf("  rules:\n");
    for (size_t i = 0; i < law->rule_count; i++) {
        show_rule(c, law->rules[i]);
    }
    (void)printf("  source: %s\n", law->source.len == 0 ? "none" : text_of(c, law->source));
}

/* Those of the charter, in its order; one in which nobody sits yet is one of them. */
static int list_bodies(struct cli *c, const char *only)
{
    enum error failed = OK;
    struct cli_json j;
    size_t shown = 0;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    const struct charter *charter = cli_law(c);
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    json_array(w, NULL);
    for (size_t i = 0; i < charter->body_count; i++) {
        const struct charter_body *law = &charter->bodies[i];
        struct body b = {.seat_count = 0};
        if (only != NULL && !bytes_equal_text(law->name, only)) {
            continue;
        }
        shown++;
        if (!body_get(c->reader.state, law->name, &c->arena, &b)) {
            b = (struct body){.seat_count = 0};
        }
        if (c->json) {
            show_body(w, &ctx, law, &b);
        } else {
            tell_body(c, law, &b, only != NULL);
        }
    }
    json_end(w);
    if (failed != OK) {
        buffer_done(&j.text);
        return cli_error(c, failed, "reading the record");
    }
    if (only != NULL && shown == 0) {
        buffer_done(&j.text);
        return cli_fail(c, CLI_UNKNOWN, "there is no body %s: `univocal body list` has them", only);
    }
    if (c->json) {
        cli_json_end(&j);
    } else {
        buffer_done(&j.text);
    }
    return CLI_DONE;
}

int body_list_run(struct cli *c)
{
    return list_bodies(c, NULL);
}

int body_show_run(struct cli *c)
{
    return list_bodies(c, c->arguments[0]);
}

static const char *signer_word(enum act_signer s)
{
    switch (s) {
    case SIGNER_DELEGATE:
        return "a delegate";
    case SIGNER_OBJECTOR:
        return "a delegate or an objection key";
    case SIGNER_NODE:
        return "a node";
    case SIGNER_ANYONE:
        return "a delegate or a node";
    }
    unreachable("not a signer");
}

static void write_kind(struct cli *c, struct json_writer *w, const struct act_kind *k)
{
    json_object(w, NULL);
    json_array(w, "fields");
    for (size_t f = 0; k->fields[f].type != FIELD_END; f++) {
        json_object(w, NULL);
        json_integer(w, "max", k->fields[f].max);
        json_cstring(w, "name", k->fields[f].name);
        json_bool(w, "optional", k->fields[f].optional);
        json_cstring(w, "type", act_field_word(k->fields[f].type));
        json_end(w);
    }
    json_end(w);
    json_cstring(w, "kind", k->name);
    json_cstring(w, "powers", power_words(&c->arena, k->power));
    json_cstring(w, "purpose", k->purpose);
    json_cstring(w, "rejections", k->rejections);
    json_integer(w, "signatures", (int64_t)k->signatures_min);
    json_cstring(w, "signer", signer_word(k->signer));
    json_integer(w, "since", k->since);
    json_cstring(w, "subject", k->subject);
    json_end(w);
}

int act_kinds_run(struct cli *c)
{
    struct buffer b;
    struct json_writer w;
    buffer_init(&b, FRAME_BYTES_MAX);
    json_begin(&w, &b);
    json_array(&w, NULL);
    for (size_t i = 0; i < act_kind_count(); i++) {
        const struct act_kind *k = act_kind_at(i);
        if (c->json) {
            write_kind(c, &w, k);
            continue;
        }
        const char *powers = power_words(&c->arena, k->power);
        (void)printf("%s\n  %s\n  signed by %s%s%s%s; subject %s; since protocol %lld\n  body:", k->name,
                     k->purpose, signer_word(k->signer), powers[0] == 0 ? "" : " with the power ", powers,
                     k->signatures_min > 1 ? ", twice where two delegates have it" : "", k->subject,
                     (long long)k->since);
        for (size_t f = 0; k->fields[f].type != FIELD_END; f++) {
            (void)printf(" %s%s (%s)", k->fields[f].name, k->fields[f].optional ? "?" : "",
                         act_field_word(k->fields[f].type));
        }
        (void)printf("\n  may be refused as: %s\n\n", k->rejections);
    }
    json_end(&w);
    if (c->json) {
        cli_print_json(&b);
    }
    buffer_done(&b);
    return CLI_DONE;
}

/* univocal member list, show; act kinds. */
#include "mechanism/member.h"
#include "analysis/show_member.h"
#include "base/check.h"
#include "base/limits.h"
#include "cli/procedure.h"
#include "cli/run.h"
#include "mechanism/acts.h"

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
            (void)printf("%s%-10s %s; clears by %s; %lld delegate%s\n", cli_mark(c),
                         text_of(c, list[i].code), text_of(c, list[i].name),
                         bytes_equal(clearing, list[i].code)
                             ? "its own node"
                             : arena_printf(&c->arena, "the node of %s, which hosts it",
                                            text_of(c, clearing)),
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

/* univocal audit, rebuild: what can be recomputed, and what cannot. */
#include <inttypes.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/progress.h"
#include "cli/run.h"
#include "node/audit.h"
#include "node/system.h"

static void tell_number(const char *what, uint64_t n)
{
    (void)printf("  %-38s %" PRIu64 "\n", what, n);
}

static void tell_checked(const struct audit_options *o, const struct audit_result *r)
{
    (void)printf("checked\n");
    tell_number("entries, their form and order", r->size);
    tell_number("acts, by the hash of their envelope", r->acts);
    tell_number("signatures on them", r->signatures);
    tell_number("facts, by their hash", r->facts);
    tell_number("tiles of the tree", r->tiles);
    tell_number("checkpoints, by the log's signature", r->checkpoints);
    if (!o->signatures_only) {
        tell_number("blocks, interpreted again", r->blocks);
        tell_number("results, effects and facts, the same", r->replayed);
        tell_number("outcomes, by the charter's rule", r->closes);
    }
    if (o->integrity) {
        tell_number("words of drafts, by commitment", r->blobs);
        if (r->signed_size > 0) {
            tell_number("entries, as the log's signer has them", r->signed_size);
        }
        (void)printf("  every page of the file, and every row of the state\n");
    }
}

static void tell_not_checked(const struct audit_options *o, const struct audit_result *r)
{
    (void)printf("not checked\n");
    if (o->signatures_only) {
        (void)printf("  results, effects, facts and outcomes: run without --signatures\n");
    }
    if (!o->integrity) {
        (void)printf("  pages of the file that hold nothing, and words of drafts: run without --quick\n");
    }
    (void)printf("  that official time was right: it is what the operator's clock said\n"
                 "  that nothing was left out before it was recorded: keep receipts, and compare checkpoints "
                 "with others\n"
                 "  that a key was in its holder's hands, and that what members say is true\n"
                 "  words of drafts that were never adopted, where they were deleted\n");
    if (o->integrity && r->signed_size == 0) {
        (void)printf("  that the record is as long as the log's signer has signed: its state is not here\n");
    }
    if (r->checkpoints == 0) {
        (void)printf("  the log's signature: no checkpoint is kept here\n");
    }
}

static void write_json(const struct audit_result *r)
{
    struct buffer b;
    struct json_writer w;
    buffer_init(&b, FRAME_BYTES_MAX);
    json_begin(&w, &b);
    json_object(&w, NULL);
    json_integer(&w, "acts", (int64_t)r->acts);
    json_integer(&w, "blobs", (int64_t)r->blobs);
    json_integer(&w, "blocks", (int64_t)r->blocks);
    json_integer(&w, "checkpoints", (int64_t)r->checkpoints);
    json_integer(&w, "closes", (int64_t)r->closes);
    json_hex(&w, "digest", hash_view(&r->digest));
    json_integer(&w, "facts", (int64_t)r->facts);
    json_text(&w, "findings", buffer_view(&r->findings));
    json_integer(&w, "missing", (int64_t)r->missing);
    json_integer(&w, "replayed", (int64_t)r->replayed);
    json_hex(&w, "root", hash_view(&r->root));
    json_integer(&w, "signatures", (int64_t)r->signatures);
    json_integer(&w, "size", (int64_t)r->size);
    json_integer(&w, "tiles", (int64_t)r->tiles);
    json_integer(&w, "wrong", (int64_t)r->wrong);
    json_end(&w);
    cli_print_json(&b);
    buffer_done(&b);
}

static int tell(struct cli *c, const struct audit_options *o, struct audit_result *r)
{
    if (c->json) {
        write_json(r);
    } else {
        tell_checked(o, r);
        tell_not_checked(o, r);
        (void)printf("record  %" PRIu64 " entries, root %s\n", r->size, hash_hex(&r->root).text);
        (void)printf("state   %s\n", hash_hex(&r->digest).text);
        (void)printf("%s", r->findings.len == 0 ? "" : buffer_text(&r->findings));
    }
    if (r->wrong > 0) {
        return cli_fail(c, CLI_FALSE, "%" PRIu64 " findings: something is false", r->wrong);
    }
    if (r->missing > 0) {
        return cli_fail(c, CLI_UNKNOWN, "%" PRIu64 " findings: something is missing", r->missing);
    }
    if (!c->json) {
        (void)printf("nothing is false\n");
    }
    return CLI_DONE;
}

int audit_cli_run(struct cli *c)
{
    struct audit_result r;
    const struct audit_options o = {
        .signatures_only = cli_given(c, "signatures", 0) != NULL,
        .integrity = cli_given(c, "quick", 0) == NULL && cli_given(c, "signatures", 0) == NULL,
        .scratch = cli_given(c, "scratch", 0),
        .progress = progress_is_watched() ? progress_entries : NULL,
    };
    const int founded = cli_founded(c);
    if (founded != CLI_DONE) {
        return founded;
    }
    const enum error e = audit_run(system_env(), c->org, &o, &r);
    progress_end();
    /* Whose record it is, if it is whole enough to say so. */
    if (e == OK && !c->json && reader_open(&c->reader, system_env(), c->org) == OK) {
        c->reading = true;
        const struct bytes name = cli_organisation(c)->name;
        (void)printf("%s%.*s\n", cli_mark(c), (int)name.len, (const char *)name.data);
    }
    const int status = e == OK ? tell(c, &o, &r) : cli_error(c, e, c->org);
    audit_done(&r);
    return status;
}

int rebuild_run(struct cli *c)
{
    struct audit_result r;
    const char *to = cli_given(c, "to", 0);
    const struct audit_options o = {.progress = progress_is_watched() ? progress_entries : NULL};
    const int founded = cli_founded(c);
    if (founded != CLI_DONE) {
        return founded;
    }
    if (to != NULL && access(to, F_OK) == 0) {
        return cli_fail(c, CLI_USAGE, "%s is there already: a record is never written over", to);
    }
    const enum error e = audit_rebuild(system_env(), c->org, to, &o, &r);
    progress_end();
    int status = e == OK ? CLI_DONE : cli_error(c, e, c->org);
    if (e == OK && r.wrong + r.missing > 0) {
        (void)fwrite(r.findings.data, 1, r.findings.len, stdout);
        status =
            cli_fail(c, r.wrong > 0 ? CLI_FALSE : CLI_UNKNOWN, "the record cannot be rebuilt as it stands");
    } else if (e == OK && c->json) {
        write_json(&r);
    } else if (e == OK) {
        (void)printf("%" PRIu64 " entries give the state %s\n", r.replayed, hash_hex(&r.digest).text);
        if (to != NULL) {
            (void)printf("written to %s\n", to);
        }
    }
    audit_done(&r);
    return status;
}

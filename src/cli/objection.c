/* univocal objection raise: kept here (a file), secured (the receipt of the signer that clears for the
 * member), recorded. If core gives no receipt, the signer is asked directly: what it holds, nobody can adopt
 * over unnoticed. */
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "cli/run.h"
#include "cli/send.h"
#include "codec/nfc.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/silence.h"
#include "node/core_main.h"
#include "node/frame.h"
#include "node/signer_receipt.h"
#include "node/signer_wire.h"
#include "node/system.h"

enum { SIGNER_WAIT_MS = 5000 };

struct raised {
    struct cli *c;
    struct sent sent;
    struct act act;
    struct hash root;
    struct bytes receipt;  /* empty: none */
    struct public_key node; /* that clears for the member */
    struct bytes node_member;
};

static int keep(struct cli *c, const struct hash *id, const char *what, struct bytes content,
                const char **path)
{
    const struct env *env = system_env();
    const char *folder = arena_printf(&c->arena, "%s/outbox", c->org);
    enum error e = system_make_folder(folder);
    *path = arena_printf(&c->arena, "%s/%s%s.json", folder, hash_hex(id).text, what);
    e = e == OK ? env->file_replace(env->ctx, *path, content) : e;
    return e == OK ? CLI_DONE : cli_error(c, e, *path);
}

/* The node in the frozen set of the silence on this text, else the one that the member names now. */
static bool find_node(struct raised *r)
{
    struct state *s = r->c->reader.state;
    struct root root;
    struct silence x;
    struct member m;
    struct member_key key;
    if (!member_get(s, r->act.frame.member, &m)) {
        return false;
    }
    r->node = m.clearing;
    if (root_get(s, &r->root, &root) && !hash_is_zero(&root.silence) &&
        silence_get(s, &root.silence, &r->c->arena, &x)) {
        const struct silence_seat *seat = silence_seat_of(&x, r->act.frame.member);
        r->node = seat == NULL ? r->node : seat->node;
    }
    if (!member_key_get(s, &r->node, &key)) {
        return false;
    }
    r->node_member = arena_copy(&r->c->arena, key.member);
    return true;
}

/* Whether a receipt is what it should be: by that node, of this objection to this text, here. */
static bool is_receipt(const struct raised *r, struct bytes envelope, bool *late)
{
    const struct organisation *org = cli_organisation(r->c);
    const struct receipt expected = {
        .org = org->id,
        .epoch = org->epoch,
        .realm = org->realm,
        .key = r->node,
        .objection = r->sent.id,
        .root = r->root,
    };
    return receipt_holds(&r->c->arena, envelope, &expected, late);
}

static enum error ask_signer(struct raised *r, struct bytes *receipt)
{
    struct signer_request q = {.verb = SIGNER_receipt};
    struct buffer request;
    struct buffer answer;
    enum signer_refusal refusal = REFUSE_none;
    int fd = -1;
    q.receipt = (struct signer_receipt){
        .epoch = r->act.frame.epoch,
        .expires_ms = r->act.frame.expires_ms,
        .seq = r->act.frame.seq,
        .member = r->act.frame.member,
        .key = r->act.frame.key,
        .root = r->root,
        .reason = act_value(&r->act, "reason")->text,
        .signature_count = r->act.signature_count,
    };
    memcpy(q.receipt.signatures, r->act.signatures, sizeof q.receipt.signatures);
    buffer_init(&request, SIGNER_FRAME_BYTES_MAX);
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&request, &q);
    const char *member = arena_text(&r->c->arena, r->node_member);
    enum error e = frame_connect(core_socket_path(&r->c->arena, r->c->org, member), SIGNER_WAIT_MS, &fd);
    if (e == OK) {
        e = frame_send(fd, buffer_view(&request), SIGNER_WAIT_MS);
        e = e == OK ? frame_receive(fd, SIGNER_FRAME_BYTES_MAX, &answer, SIGNER_WAIT_MS) : e;
        (void)close(fd);
    }
    if (e == OK) {
        const struct bytes copy = arena_copy(&r->c->arena, buffer_view(&answer));
        e = signer_answer_read(copy, &refusal, receipt);
        e = e == OK && refusal != REFUSE_none ? ERROR_DENIED : e;
    }
    buffer_done(&request);
    buffer_done(&answer);
    return e;
}

/* Says whether the objection is secured, and keeps the receipt. */
static int tell_secured(struct raised *r)
{
    const char *node = arena_text(&r->c->arena, r->node_member);
    const char *path = NULL;
    bool late = false;
    bool direct = false;
    if (r->receipt.len == 0 || !is_receipt(r, r->receipt, &late)) {
        direct = true;
        if (ask_signer(r, &r->receipt) != OK || !is_receipt(r, r->receipt, &late)) {
            (void)printf(
                "  NOT SECURED: the signer of %s gave no receipt. The objection stands by its entry alone.\n",
                node);
            return CLI_UNREACHABLE;
        }
    }
    if (late) {
        (void)printf("  LATE: the signer of %s had given its all-clear before. The objection stands by its "
                     "entry alone.\n",
                     node);
        return CLI_DONE;
    }
    const int status = keep(r->c, &r->sent.id, ".receipt", r->receipt, &path);
    if (status == CLI_DONE) {
        (void)printf("  secured 1 of 1 by the signer of %s%s: receipt in %s\n", node,
                     direct ? ", which was asked directly" : "", path);
    }
    return status;
}

static int raise(struct raised *r, const struct act_kind *kind, struct bytes body)
{
    struct cli *c = r->c;
    const char *path = NULL;
    /* Signed and sent in one; what was signed is kept before anything is said of it. */
    int status = send_act(c, kind, body, &r->sent);
    if (r->sent.envelope.len > 0) {
        const int kept = keep(c, &r->sent.id, "", r->sent.envelope, &path);
        status = status == CLI_DONE ? kept : status;
    }
    if (r->sent.envelope.len == 0 || act_decode(&c->arena, r->sent.envelope, &r->act, NULL) != ACCEPTED) {
        return status;
    }
    r->receipt = r->sent.answer.receipt;
    if (!c->json) {
        (void)printf("%skept here: %s\n", cli_mark(c), path);
    }
    if (status == CLI_DONE) {
        status = send_tell(c, kind, &r->sent);
    }
    if (c->json || !find_node(r) || r->sent.answer.outcome == OUTCOME_REFUSED) {
        return status;
    }
    const int secured = tell_secured(r);
    return status != CLI_DONE ? status : secured;
}

int objection_raise_run(struct cli *c)
{
    struct raised r = {.c = c};
    struct buffer body;
    struct json_writer w;
    struct bytes reason;
    int status = CLI_DONE;
    const char *given = cli_needed(c, "reason", &status);
    status = status == CLI_DONE ? resolve_root(c, c->arguments[0], &r.root) : status;
    if (status == CLI_DONE && !nfc_make(&c->arena, bytes_of_text(given), &reason)) {
        status = cli_fail(c, CLI_USAGE, "the reason is not UTF-8");
    }
    if (status != CLI_DONE) {
        return status;
    }
    buffer_init(&body, ACT_BYTES_MAX);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_text(&w, "reason", reason);
    json_hex(&w, "root", hash_view(&r.root));
    json_end(&w);
    status = raise(&r, act_kind(BYTES("objection.raise")), buffer_view(&body));
    buffer_done(&body);
    return status;
}

int objection_list_run(struct cli *c)
{
    struct hash root;
    struct objection *list = NULL;
    const int status = resolve_root(c, c->arguments[0], &root);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count = objection_list(c->reader.state, &root, &c->arena, &list);
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
        (void)printf("%s%s objected at entry %lld (%s)%s: id %s\n", cli_mark(c),
                     arena_text(&c->arena, list[i].member), (long long)list[i].raised,
                     cli_time(c, entry.time_ms, true), list[i].withdrawn ? ", withdrawn" : "",
                     hash_hex(&list[i].id).text);
        cli_wrap(stdout, "  ", act_value(&act, "reason")->text, 100);
    }
    return CLI_DONE;
}

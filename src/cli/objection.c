/* univocal objection raise: kept here (a file), secured (the receipt of the signer that clears for the
 * member), recorded. If core gives no receipt, the signer is asked directly: what it holds, nobody can adopt
 * over unnoticed. */
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "cli/outbox.h"
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

enum secured { SECURED_NO, SECURED_LATE, SECURED_DIRECT, SECURED_YES };

struct raised {
    struct cli *c;
    struct sent sent;
    const char *kept; /* file */
    struct act act;
    struct hash root;
    struct bytes receipt;  /* empty: none */
    struct public_key node; /* that clears for the member */
    struct bytes node_member;
};

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

/* Whether the signer holds it: as core said, or asked directly. */
static enum secured secure(struct raised *r)
{
    bool late = false;
    if (r->receipt.len > 0 && is_receipt(r, r->receipt, &late)) {
        return late ? SECURED_LATE : SECURED_YES;
    }
    if (ask_signer(r, &r->receipt) != OK || !is_receipt(r, r->receipt, &late)) {
        r->receipt = BYTES("");
        return SECURED_NO;
    }
    return late ? SECURED_LATE : SECURED_DIRECT;
}

static const char *secured_word(enum secured s)
{
    return s == SECURED_NO ? "no" : s == SECURED_LATE ? "late" : "receipt";
}

static void tell_secured(const struct raised *r, enum secured secured, const char *path)
{
    const char *node = arena_text(&r->c->arena, r->node_member);
    switch (secured) {
    case SECURED_NO:
        (void)printf("  NOT SECURED: the signer of %s gave no receipt.\n", node);
        return;
    case SECURED_LATE:
        (void)printf("  LATE: the signer of %s had given its all-clear before. The objection stands by its "
                     "entry alone.\n", node);
        return;
    case SECURED_DIRECT:
    case SECURED_YES:
        (void)printf("  secured 1 of 1 by the signer of %s%s: receipt in %s\n", node,
                     secured == SECURED_DIRECT ? ", which was asked directly" : "", path);
        return;
    }
}

static void write_json(const struct raised *r, bool answered, enum secured secured)
{
    const struct client_answer *a = &r->sent.answer;
    const bool recorded = answered && a->outcome == OUTCOME_DONE;
    const bool refused = answered && a->outcome == OUTCOME_REFUSED;
    struct buffer b;
    struct json_writer w;
    buffer_init(&b, FRAME_BYTES_MAX);
    json_begin(&w, &b);
    json_object(&w, NULL);
    json_hex(&w, "id", hash_view(&r->sent.id));
    if (recorded) {
        json_integer(&w, "index", (int64_t)a->index);
    }
    json_cstring(&w, "kept", r->kept);
    json_cstring(&w, "kind", "objection.raise");
    if (r->receipt.len > 0) {
        json_text(&w, "receipt", r->receipt);
    }
    if (recorded) {
        json_bool(&w, "recorded_now", a->recorded_now);
    }
    if (refused) {
        json_text(&w, "refused", a->name);
    }
    if (recorded) {
        json_text(&w, "result", a->result);
    }
    json_cstring(&w, "secured", secured_word(secured));
    if (refused) {
        json_text(&w, "text", a->text);
    }
    json_end(&w);
    cli_print_json(&b);
    buffer_done(&b);
}

static int result_of(const struct raised *r)
{
    const struct client_answer *a = &r->sent.answer;
    return a->outcome == OUTCOME_DONE && bytes_equal_text(a->result, "ok") ? CLI_DONE : CLI_REFUSED;
}

/* What was signed is kept before it is sent, and before anything is said of it. */
static int raise(struct raised *r, const struct act_kind *kind, struct bytes body)
{
    struct cli *c = r->c;
    const char *receipt = NULL;
    enum secured secured = SECURED_NO;
    int status = send_compose(c, kind, body, &r->sent);
    status = status == CLI_DONE ? outbox_keep(c, &r->sent.id, NULL, r->sent.envelope, &r->kept) : status;
    if (status != CLI_DONE) {
        return status;
    }
    check(act_decode(&c->arena, r->sent.envelope, &r->act, NULL) == ACCEPTED);
    if (!c->json) {
        (void)printf("%skept here: %s\n", cli_mark(c), r->kept);
    }
    status = send_submit(c, &r->sent);
    const bool answered = status == CLI_DONE;
    r->receipt = answered ? r->sent.answer.receipt : BYTES("");
    if (answered) {
        status = c->json ? result_of(r) : send_tell(c, kind, &r->sent);
    } else {
        (void)fprintf(stderr, "`univocal act send %s` hands it in later; it does not expire\n", r->kept);
    }
    const bool refused = answered && r->sent.answer.outcome == OUTCOME_REFUSED;
    int kept = CLI_DONE;
    if (!refused && find_node(r)) {
        secured = secure(r);
        kept = r->receipt.len > 0 ? outbox_keep(c, &r->sent.id, "receipt", r->receipt, &receipt) : CLI_DONE;
        if (!c->json && kept == CLI_DONE) {
            tell_secured(r, secured, receipt);
        }
    }
    if (c->json) {
        write_json(r, answered, secured);
    }
    return status != CLI_DONE ? status : kept != CLI_DONE ? kept : secured == SECURED_NO ? CLI_UNREACHABLE
                                                                                        : CLI_DONE;
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

static void list_one(struct cli *c, const struct objection *x, int64_t time_ms, struct bytes reason,
                     struct json_writer *w)
{
    if (!c->json) {
        (void)printf("%s%s objected at entry %lld (%s)%s: id %s\n", cli_mark(c),
                     arena_text(&c->arena, x->member), (long long)x->raised, cli_time(c, time_ms, true),
                     x->withdrawn ? ", withdrawn" : "", hash_hex(&x->id).text);
        cli_wrap(stdout, "  ", reason, 100);
        return;
    }
    json_object(w, NULL);
    json_hex(w, "id", hash_view(&x->id));
    json_text(w, "member", x->member);
    json_integer(w, "raised", x->raised);
    json_text(w, "reason", reason);
    json_integer(w, "time", time_ms);
    json_bool(w, "withdrawn", x->withdrawn);
    json_end(w);
}

int objection_list_run(struct cli *c)
{
    struct hash root;
    struct objection *list = NULL;
    int status = resolve_root(c, c->arguments[0], &root);
    if (status != CLI_DONE) {
        return status;
    }
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, (size_t)64 * FRAME_BYTES_MAX);
    const size_t count = objection_list(c->reader.state, &root, &c->arena, &list);
    json_array(w, NULL);
    for (size_t i = 0; status == CLI_DONE && i < count; i++) {
        struct entry entry;
        struct bytes envelope;
        struct act act;
        const enum error e =
            record_read(c->reader.record, (uint64_t)list[i].raised, &c->arena, &entry, &envelope);
        status = e == OK ? CLI_DONE : cli_error(c, e, "reading the record");
        if (status == CLI_DONE) {
            check(act_decode(&c->arena, envelope, &act, NULL) == ACCEPTED);
            list_one(c, &list[i], entry.time_ms, act_value(&act, "reason")->text, w);
        }
    }
    json_end(w);
    if (status == CLI_DONE && c->json) {
        cli_json_end(&j);
        return status;
    }
    buffer_done(&j.text);
    if (status == CLI_DONE && count == 0) {
        (void)printf("%sno member has objected to it\n", cli_mark(c));
    }
    return status;
}

/* A second core: the same organisation, the same log key, and a record that is the same up to the entry
 * before a session. There it has another session of the same couple. */
#include <string.h>

#include "base/check.h"
#include "record/tree.h"
#include "sim/chorus.h"

struct fork {
    size_t count;
    struct hash *leaves;
};

static bool subtree(void *ctx, unsigned level, uint64_t index, struct hash *out)
{
    const struct fork *f = ctx;
    struct tree t;
    tree_init(&t);
    for (uint64_t i = index << level; i < (index + 1) << level; i++) {
        tree_add(&t, &f->leaves[i]);
    }
    *out = tree_root(&t);
    return true;
}

static struct entry other_entry(const struct entry *e, struct bytes body)
{
    struct entry x = *e;
    x.id = x.envelope = hash_of(body);
    return x;
}

void chorus_fork(struct chorus *c, struct chorus_node *n, const struct signer_share *r)
{
    struct arena *a = &c->r.arena;
    struct buffer body;
    struct signer_request q = {.verb = SIGNER_share, .share = *r};
    const size_t at = (size_t)r->asked.entry.index;
    struct fork f = {.count = at + 1, .leaves = ARENA_ARRAY(a, struct hash, at + 1)};
    const struct tree_source source = {&f, subtree};
    struct checkpoint view = {.size = f.count};
    c->totals.forks++;
    q.share.session.time_ms++;
    buffer_init(&body, (size_t)256 * 1024);
    fact_write_session(&body, &q.share.session);
    q.share.asked.entry = other_entry(&r->asked.entry, buffer_view(&body));
    buffer_done(&body);
    for (size_t i = 0; i < at; i++) {
        struct entry e;
        check(record_read(c->r.record, i, a, &e, NULL) == OK);
        f.leaves[i] = entry_leaf(&e);
    }
    f.leaves[at] = entry_leaf(&q.share.asked.entry);
    check(tree_root_at(&source, f.count, &view.root));
    q.share.view.note = chorus_note(c, &view);
    q.share.view.growth.count = 0;
    if (n->status.last.size <= view.size) { /* else there is nothing to show */
        check(proof_of_growth(&source, n->status.last.size, view.size, &q.share.view.growth));
    }
    check(proof_of_leaf(&source, r->closed.entry.index, view.size, &q.share.closed.proof));
    check(proof_of_leaf(&source, r->said.entry.index, view.size, &q.share.said.proof));
    check(proof_of_leaf(&source, at, view.size, &q.share.asked.proof));
    struct buffer request;
    struct buffer answer;
    struct bytes content;
    struct act act;
    enum signer_refusal refusal = REFUSE_none;
    buffer_init(&request, SIGNER_FRAME_BYTES_MAX);
    buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
    signer_request_write(&request, &q);
    signer_answer(n->signer, buffer_view(&request), &answer);
    check(signer_answer_read(buffer_view(&answer), &refusal, &content) == OK);
    if (refusal == REFUSE_none && act_decode(a, content, &act, NULL) == ACCEPTED &&
        strcmp(act.kind->name, "node.share") == 0) {
        chorus_check_share(c, n, &q.share); /* the second core has it; ours does not */
    }
    buffer_done(&request);
    buffer_done(&answer);
}

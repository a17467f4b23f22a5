/* What must hold after every block, whatever was done to whom. */
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "codec/sshsig.h"
#include "mechanism/statement.h"
#include "sim/chorus.h"

static bool has_mark(const struct chorus_node *n, const struct hash *session)
{
    return memmem(n->file.data, n->file.len, session->bytes, HASH_BYTES) != NULL;
}

void chorus_check_share(struct chorus *c, struct chorus_node *n, const struct signer_share *r)
{
    const struct fact_session *f = &r->session;
    const struct hash session = fact_session_id(f);
    const uint8_t *couple = NULL;
    for (size_t i = 0; i < f->count; i++) {
        couple = f->ids[i] == n->index + 1 ? f->couples[i] : couple;
    }
    check(couple != NULL);
    for (size_t i = 0; i < c->use_count; i++) {
        for (size_t k = 0; k < COUPLE_BYTES; k += 32) {
            for (size_t m = 0; m < COUPLE_BYTES; m += 32) {
                if (memcmp(c->uses[i].couple + k, couple + m, 32) == 0) {
                    chorus_fail(c, "member %zu gives two shares under one nonce", n->index + 1);
                }
            }
        }
    }
    if (!has_mark(n, &session)) {
        chorus_fail(c, "member %zu gives a share, and its disk does not know of it", n->index + 1);
    }
    check(c->use_count < CHORUS_USES_MAX);
    memcpy(c->uses[c->use_count].couple, couple, COUPLE_BYTES);
    c->uses[c->use_count++].session = session;
}

static size_t count_stage(const struct signing *x, enum share_stage stage)
{
    size_t count = 0;
    for (size_t i = 0; i < x->seat_count; i++) {
        count += x->seats[i].stage == stage;
    }
    return count;
}

/* Both signatures hold over what the record says; enough members gave shares, and carried the text. */
static void check_spoken(struct chorus *c, int64_t number, const struct spoken *spoken)
{
    struct voice v;
    struct signing x;
    struct statement said;
    struct entry e;
    struct bytes body;
    struct fact_close close;
    enum error error = OK;
    struct buffer file;
    struct buffer preimage;
    struct arena *a = &c->r.arena;
    struct context ctx = {.org = machine_organisation(c->r.machine),
                          .state = c->r.state,
                          .record = c->r.record,
                          .arena = a,
                          .time_ms = c->r.time_ms,
                          .error = &error};
    check(voice_get(c->r.state, a, &v) && signing_get(c->r.state, &spoken->session, a, &x));
    check(statement_get(c->r.state, number, a, &said));
    check(record_read(c->r.record, (uint64_t)said.close, a, &e, &body) == OK);
    if (fact_read_close(a, body, &close) != OK || close.statement != number ||
        !bytes_equal_text(close.outcome, "adopted") || (int64_t)close.speaking_for_count < v.threshold) {
        chorus_fail(c, "what is signed as statement %lld was not adopted by enough", (long long)number);
    }
    if ((int64_t)count_stage(&x, SHARE_GIVEN) < v.threshold || x.statement != number) {
        chorus_fail(c, "statement %lld is signed by fewer than the threshold", (long long)number);
    }
    buffer_init(&file, STATEMENT_BYTES_MAX);
    buffer_init(&preimage, 4096);
    check(statement_render(&ctx, &said, &file));
    sshsig_preimage(&preimage, signing_namespace(a, ctx.org), buffer_view(&file));
    const struct hash sha256 = hash_of(buffer_view(&file));
    if (!signature_holds(&spoken->raw, &v.key, buffer_view(&file)) ||
        !signature_holds(&spoken->sshsig, &v.key, buffer_view(&preimage)) ||
        !hash_equal(&sha256, &said.sha256)) {
        chorus_fail(c, "a signature of statement %lld does not hold", (long long)number);
    }
    buffer_done(&file);
    buffer_done(&preimage);
}

static void check_evidence(struct chorus *c, struct bytes body)
{
    for (size_t i = 0; i < c->plan.n; i++) {
        const char *name = arena_printf(&c->r.arena, "\"member\":\"A%02zu\"", i + 1);
        if (memmem(body.data, body.len, name, strlen(name)) != NULL && chorus_is_honest(c, i)) {
            chorus_fail(c, "an honest member is named in evidence: %.*s", (int)body.len,
                        (const char *)body.data);
        }
    }
    c->totals.evidence++;
}

static void check_facts(struct chorus *c)
{
    for (; c->scanned < record_size(c->r.record); c->scanned++) {
        struct entry e;
        struct bytes body;
        check(record_read(c->r.record, c->scanned, &c->r.arena, &e, &body) == OK);
        const struct bytes kind = e.type == ENTRY_FACT ? fact_kind(&c->r.arena, body) : BYTES("");
        if (c->tell) {
            (void)printf("%5llu %lld %-12s %.*s\n", (unsigned long long)e.index, (long long)e.time_ms,
                         e.result, e.type == ENTRY_FACT ? (int)body.len : 0, (const char *)body.data);
        }
        c->keys += bytes_equal_text(kind, "key");
        if (bytes_equal_text(kind, "evidence")) {
            check_evidence(c, body);
        }
    }
    if (c->keys > 1) {
        chorus_fail(c, "the organisation has two keys");
    }
}

/* Never more than n - t + 1, but for those that a refusal ended. */
static void check_sessions(struct chorus *c, int64_t number, int64_t threshold)
{
    struct signing *list = NULL;
    size_t refused = 0;
    const size_t count = signing_list(c->r.state, number, &c->r.arena, &list);
    for (size_t i = 0; i < count; i++) {
        refused += count_stage(&list[i], SHARE_REFUSED) > 0;
    }
    if (count - refused > c->plan.n - (size_t)threshold + 1) {
        chorus_fail(c, "%zu sessions for statement %lld, of which %zu were refused", count, (long long)number,
                    refused);
    }
}

void chorus_check_block(struct chorus *c)
{
    struct voice_ceremony x;
    struct voice v;
    check_facts(c);
    if (voice_ceremony_last(c->r.state, &c->r.arena, &x) && x.stage != CEREMONY_DONE &&
        x.stage != CEREMONY_VOID && c->r.time_ms >= x.deadline_ms) {
        chorus_fail(c, "a round of a ceremony goes on behind its deadline");
    }
    if (!voice_get(c->r.state, &c->r.arena, &v)) {
        return;
    }
    for (int64_t i = 1; i <= CHORUS_STATEMENTS_MAX; i++) {
        check_sessions(c, i, v.threshold);
    }
}

size_t chorus_able(struct chorus *c, int64_t statement)
{
    struct voice v;
    struct signing *list = NULL;
    size_t able = 0;
    check(voice_get(c->r.state, &c->r.arena, &v));
    const size_t count = signing_list(c->r.state, statement, &c->r.arena, &list);
    for (size_t i = 0; i < c->plan.n; i++) {
        size_t refused = 0;
        for (size_t k = 0; k < count; k++) {
            for (size_t m = 0; m < list[k].seat_count; m++) {
                refused += list[k].seats[m].id == (int64_t)i + 1 && list[k].seats[m].stage == SHARE_REFUSED;
            }
        }
        const struct chorus_node *n = &c->nodes[i];
        struct hash root; /* who has seen another record does not go back to this one */
        const struct checkpoint *last = &n->status.last;
        const bool with_us = last->size <= record_size(c->r.record) &&
                             record_root_at(c->r.record, last->size, &root) == OK &&
                             hash_equal(&root, &last->root);
        able += with_us && chorus_is_honest(c, i) && (c->plan.dead >> i & 1) == 0 && n->signer != NULL &&
                hash_equal(&n->status.transcript, &v.transcript) && refused < REFUSALS_MAX;
    }
    return able;
}

void chorus_check_end(struct chorus *c)
{
    struct voice v;
    check(voice_get(c->r.state, &c->r.arena, &v));
    for (int64_t i = 1; i <= (int64_t)c->plan.statements; i++) {
        struct signing *list = NULL;
        struct spoken spoken;
        const size_t count = signing_list(c->r.state, i, &c->r.arena, &list);
        c->totals.sessions += count;
        for (size_t k = 0; k < count; k++) {
            c->totals.interrupted += count_stage(&list[k], SHARE_GIVEN) < list[k].seat_count;
        }
        if (signing_spoken(c->r.state, i, &spoken)) {
            c->totals.spoken++;
            check_spoken(c, i, &spoken);
        }
    }
    c->totals.keys += c->keys;
}

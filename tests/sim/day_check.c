#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "commit.h"
#include "mechanism/election.h"
#include "mechanism/silence.h"
#include "mechanism/vote.h"
#include "node/audit.h"
#include "record/fact.h"
#include "sim/day.h"

enum { ROOTS_CHECKED = 8 };

void day_fail(const struct day *d, const char *format, ...)
{
    va_list list;
    (void)printf("FAILED seed %llu with %zu steps at commit %s: ", (unsigned long long)d->seed, d->steps,
                 SIM_COMMIT);
    va_start(list, format);
    (void)vprintf(format, list);
    va_end(list);
    (void)printf("\n");
    (void)fflush(stdout);
    _exit(1);
}

static void check_entry(struct day *d, const struct day_sent *s)
{
    uint64_t index = 0;
    struct entry e;
    struct bytes carried;
    if (record_find(host_record(&d->h), &s->id, &index) != OK || index != s->index) {
        day_fail(d, "the act that was acknowledged as entry %llu is not there", (unsigned long long)s->index);
    }
    if (record_read(host_record(&d->h), index, &d->arena, &e, &carried) != OK ||
        strcmp(e.result, s->result) != 0 || !hash_equal(&e.id, &s->id)) {
        day_fail(d, "entry %llu is not what was acknowledged", (unsigned long long)s->index);
    }
}

static void take_answer(struct day *d, struct day_sent *s, const struct client_answer *a)
{
    uint64_t index = 0;
    s->client = 0;
    if (a->outcome == OUTCOME_DONE) {
        if (s->acknowledged && (s->index != a->index || !bytes_equal_text(a->result, s->result))) {
            day_fail(d, "an act has two answers: entry %llu and entry %llu", (unsigned long long)s->index,
                     (unsigned long long)a->index);
        }
        s->acknowledged = true;
        s->index = a->index;
        (void)snprintf(s->result, sizeof s->result, "%.*s", (int)a->result.len, (const char *)a->result.data);
        if (d->h.core != NULL) { /* else after the restart */
            check_entry(d, s);
        }
    } else if (!s->acknowledged && d->h.core != NULL &&
               record_find(host_record(&d->h), &s->id, &index) == OK) {
        day_fail(d, "an act is in the record as entry %llu, and its member was told %.*s",
                 (unsigned long long)index, (int)a->text.len, (const char *)a->text.data);
    }
}

void day_check_answers(struct day *d)
{
    for (size_t i = 0; i < d->h.answer_count; i++) {
        const struct host_answer *a = &d->h.answers[i];
        for (size_t k = 0; k < d->sent_count; k++) {
            if (d->sent[k].client == a->client) {
                take_answer(d, &d->sent[k], &a->answer);
            }
        }
    }
    d->totals.events += d->h.answer_count;
    d->h.answer_count = 0;
}

/* No signer holds an objection to this text that is not in the record before the close (O6, O8). */
static void check_held(struct day *d, const struct fact_close *f, uint64_t close)
{
    for (size_t i = 0; i < d->org.options.members; i++) {
        struct signer *s = d->h.signers[i].signer;
        for (uint64_t n = 0; s != NULL; n++) {
            const struct signer_request q = {.verb = SIGNER_held, .held = n};
            struct signer_held held;
            struct buffer request;
            struct buffer answer;
            struct bytes content;
            enum signer_refusal refusal = REFUSE_none;
            uint64_t index = 0;
            buffer_init(&request, 1024);
            buffer_init(&answer, SIGNER_FRAME_BYTES_MAX);
            signer_request_write(&request, &q);
            signer_answer(s, buffer_view(&request), &answer);
            check(signer_answer_read(buffer_view(&answer), &refusal, &content) == OK);
            const bool more = refusal == REFUSE_none && signer_held_read(content, &held) == OK;
            buffer_done(&request);
            buffer_done(&answer);
            if (!more) {
                break;
            }
            if (hash_equal(&held.root, &f->root) &&
                (record_find(host_record(&d->h), &held.id, &index) != OK || index > close)) {
                day_fail(d, "adopted over an objection that the signer of member %zu holds", i);
            }
        }
    }
}

static void take_close(struct day *d, const struct fact_close *f, const struct entry *e)
{
    struct objection *list = NULL;
    struct vote vote;
    d->totals.lapsed += bytes_equal_text(f->outcome, "lapsed");
    d->totals.rejected += bytes_equal_text(f->outcome, "rejected") && bytes_equal_text(f->reason, "objected");
    if (f->statement == 0) {
        return;
    }
    d->totals.adopted++;
    if (vote_get(host_state(&d->h), &f->subject, &d->arena, &vote)) {
        return; /* an objection breaks silences only */
    }
    const size_t count = objection_list(host_state(&d->h), &f->root, &d->arena, &list);
    for (size_t i = 0; i < count; i++) {
        const bool withdrawn = list[i].withdrawn != 0 && list[i].withdrawn < (int64_t)e->index;
        if (list[i].raised < (int64_t)e->index && !withdrawn) {
            day_fail(d, "adopted at entry %llu over the objection of entry %lld",
                     (unsigned long long)e->index, (long long)list[i].raised);
        }
    }
    check_held(d, f, e->index);
}

static void note_size(struct day *d)
{
    const struct checkpoint c = {.size = record_size(host_record(&d->h)),
                                 .root = record_root(host_record(&d->h))};
    if (d->size_count == 0 || d->sizes[d->size_count - 1].size < c.size) {
        if (d->size_count == DAY_SIZES_MAX) { /* every second will do */
            for (size_t i = 0; i < DAY_SIZES_MAX / 2; i++) {
                d->sizes[i] = d->sizes[2 * i + 1];
            }
            d->size_count = DAY_SIZES_MAX / 2;
        }
        d->sizes[d->size_count++] = c;
    }
}

void day_check_record(struct day *d)
{
    struct record *r = host_record(&d->h);
    for (; d->scanned < record_size(r); d->scanned++) {
        struct entry e;
        struct bytes carried;
        struct fact_close close;
        struct vote vote;
        if (record_read(r, d->scanned, &d->arena, &e, &carried) != OK) {
            day_fail(d, "entry %llu cannot be read", (unsigned long long)d->scanned);
        }
        if (d->tell) {
            (void)printf("%6llu %lld %-16s %.*s\n", (unsigned long long)e.index, (long long)e.time_ms,
                         e.result, e.type == ENTRY_FACT ? (int)carried.len : 0, (const char *)carried.data);
        }
        if (e.type == ENTRY_FACT && bytes_equal_text(fact_kind(&d->arena, carried), "close")) {
            check(fact_read_close(&d->arena, carried, &close) == OK);
            take_close(d, &close, &e);
            day_check_law(d, &close, e.index);
            if (vote_get(host_state(&d->h), &close.subject, &d->arena, &vote)) {
                day_check_vote(d, &close, &e);
            }
        } else if (e.type == ENTRY_FACT && bytes_equal_text(fact_kind(&d->arena, carried), "charter")) {
            day_take_charter(d, carried, e.index);
        } else if (e.type == ENTRY_FACT && bytes_equal_text(fact_kind(&d->arena, carried), "round")) {
            day_check_round(d, carried, &e);
        }
    }
    note_size(d);
}

void day_check_restart(struct day *d)
{
    const uint64_t size = record_size(host_record(&d->h));
    for (size_t i = 0; i < d->sent_count; i++) {
        if (d->sent[i].acknowledged) {
            check_entry(d, &d->sent[i]);
        }
    }
    for (size_t i = 0; i < ROOTS_CHECKED && d->size_count > 0; i++) {
        const struct checkpoint *seen =
            &d->sizes[i == 0 ? d->size_count - 1 : prng_below(&d->prng, d->size_count)];
        struct hash root;
        if (seen->size > size || record_root_at(host_record(&d->h), seen->size, &root) != OK ||
            !hash_equal(&root, &seen->root)) {
            day_fail(d, "the record of %llu entries is not what it was at size %llu",
                     (unsigned long long)size, (unsigned long long)seen->size);
        }
    }
}

void day_check_end(struct day *d)
{
    struct silence *list = NULL;
    if (silence_open_list(host_state(&d->h), &d->arena, &list) != 0) {
        day_fail(d, "a silence does not end, although everything is well again");
    }
    struct vote *votes = NULL;
    if (vote_open_list(host_state(&d->h), &d->arena, &votes) != 0) {
        day_fail(d, "a vote does not end, although everything is well again");
    }
    struct election *elections = NULL;
    if (election_open_list(host_state(&d->h), &d->arena, &elections) != 0) {
        day_fail(d, "a round does not end, although everything is well again");
    }
    day_check_ways(d);
    day_count_nouns(d);
    for (size_t i = 0; i < d->sent_count; i++) {
        uint64_t index = 0;
        if (d->sent[i].client != 0) {
            day_fail(d, "a request has no answer, although everything is well again");
        }
        if (d->sent[i].acknowledged && record_find(host_record(&d->h), &d->sent[i].id, &index) != OK) {
            day_fail(d, "an acknowledged act is not in the record");
        }
    }
    const struct audit_options options = {.integrity = true};
    struct audit_result r;
    const struct hash digest = state_digest(host_state(&d->h));
    host_close(&d->h);
    if (audit_run(&d->h.world->env, "org", &options, &r) != OK || r.wrong != 0 || r.missing != 0) {
        day_fail(d, "the audit finds: %.*s", (int)r.findings.len, (const char *)r.findings.data);
    }
    if (!hash_equal(&r.digest, &digest)) {
        day_fail(d, "a replay of the record comes to another state");
    }
    audit_done(&r);
}

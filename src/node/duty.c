#include "node/duty_inner.h"

#include "base/check.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/opening.h"
#include "mechanism/statement.h"
#include "record/fact.h"

struct duty_answer duty_none(void)
{
    return (struct duty_answer){.duty = DUTY_NONE};
}

static struct duty_answer failed(enum error e)
{
    return (struct duty_answer){.duty = DUTY_NONE, .error = e};
}

static struct duty_answer later(int64_t when_ms)
{
    return (struct duty_answer){.duty = DUTY_LATER, .when_ms = when_ms};
}

struct duty_answer duty_ask(enum error e, const struct signer_request *r)
{
    return e == OK                ? (struct duty_answer){.duty = DUTY_ASK, .request = *r}
           : e == ERROR_NOT_FOUND ? duty_none()
                                  : failed(e);
}

/* A key that was revoked can say nothing more: each attempt would be one more rejection on the record. */
static bool may_speak(const struct duty_view *v, const struct duty_signer *s)
{
    struct member_key key;
    return member_key_get(v->state, &s->key, &key) && key.role == ROLE_NODE && key.revoked == 0;
}

size_t duty_rank(const struct silence *x, const struct public_key *key)
{
    size_t rank = 0;
    for (size_t i = 0; i < x->seat_count; i++) {
        bool first = true;
        for (size_t j = 0; j < i && first; j++) {
            first = !public_key_equal(&x->seats[j].node, &x->seats[i].node);
        }
        if (public_key_equal(&x->seats[i].node, key)) {
            return rank;
        }
        rank += first;
    }
    return rank;
}

/* The newest checkpoint, and that it grows from what the signer saw last. */
enum error duty_show_view(const struct duty_view *v, const struct duty_signer *s, struct signer_view *out)
{
    out->note = v->note;
    if (s->last.size > v->checkpoint.size) {
        return ERROR_NOT_FOUND; /* it has seen more than we can show */
    }
    return record_prove_growth(v->record, s->last.size, v->checkpoint.size, &out->growth);
}

enum error duty_show_entry(const struct duty_view *v, uint64_t index, struct arena *a,
                             struct signer_included *out)
{
    const enum error e = record_read(v->record, index, a, &out->entry, NULL);
    return e != OK ? e : record_prove_leaf(v->record, index, v->checkpoint.size, &out->proof);
}

static enum error show_opening(const struct duty_view *v, const struct silence *x, struct arena *a,
                               struct signer_opening *out)
{
    struct entry entry;
    struct bytes envelope;
    struct act act;
    const enum error e = record_read(v->record, (uint64_t)x->opened, a, &entry, &envelope);
    if (e != OK) {
        return e;
    }
    check(act_decode(a, envelope, &act, NULL) == ACCEPTED); /* it is in the record */
    *out = (struct signer_opening){
        .epoch = act.frame.epoch,
        .expires_ms = act.frame.expires_ms,
        .seq = act.frame.seq,
        .member = act.frame.member,
        .key = act.frame.key,
        .matter = act_value(&act, "matter")->hash,
        .root = act_value(&act, "root")->hash,
        .duration_ms = act_value(&act, "duration")->integer,
    };
    return OK;
}

/* The deadline fact of a silence: its time is that of its entry. */
static enum error show_fired(const struct duty_view *v, const struct silence *x, struct arena *a,
                             struct signer_all_clear *out)
{
    const enum error e = duty_show_entry(v, (uint64_t)x->fired, a, &out->fired);
    out->fact = (struct fact_deadline){x->id, x->root, x->deadline_ms, out->fired.entry.time_ms};
    return e;
}

static size_t first_held(const struct duty_signer *s, const struct hash *root)
{
    size_t low = 0;
    size_t high = s->held_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (hash_compare(&s->held[middle].root, root) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Where the objections that the signer holds to this text are recorded. ERROR_NOT_FOUND: one is not, so there
 * can be no all-clear. *size grows to what the checkpoint must cover. */
static enum error find_held(const struct duty_view *v, const struct duty_signer *s, const struct silence *x,
                            struct arena *a, uint64_t **indexes, size_t *count, uint64_t *size)
{
    *count = 0;
    *indexes = ARENA_ARRAY(a, uint64_t, HELD_MAX);
    for (size_t i = first_held(s, &x->root); i < s->held_count && hash_equal(&s->held[i].root, &x->root);
         i++) {
        uint64_t index = 0;
        const enum error e = record_find(v->record, &s->held[i].id, &index);
        if (e != OK) {
            return e;
        }
        check(*count < HELD_MAX); /* core keeps no more of a signer */
        (*indexes)[(*count)++] = index;
        *size = index + 1 > *size ? index + 1 : *size;
    }
    return OK;
}

static struct duty_answer all_clear(const struct duty_view *v, const struct duty_signer *s,
                                    const struct silence *x, struct arena *a)
{
    uint64_t size = (uint64_t)x->fired + 1;
    uint64_t *held = NULL;
    size_t held_count = 0;
    enum error e = find_held(v, s, x, a, &held, &held_count, &size);
    if (e != OK) {
        return e == ERROR_NOT_FOUND ? (struct duty_answer){.duty = DUTY_UNRECORDED} : failed(e);
    }
    if (v->checkpoint.size < size) {
        return (struct duty_answer){.duty = DUTY_CHECKPOINT, .size = size};
    }
    struct signer_request *r = ARENA_NEW(a, struct signer_request);
    struct signer_included *included = ARENA_ARRAY(a, struct signer_included, held_count);
    r->verb = SIGNER_all_clear;
    e = duty_show_view(v, s, &r->all_clear.view);
    e = e == OK ? show_opening(v, x, a, &r->all_clear.opening) : e;
    e = e == OK ? show_fired(v, x, a, &r->all_clear) : e;
    for (size_t i = 0; e == OK && i < held_count; i++) {
        e = duty_show_entry(v, held[i], a, &included[i]);
    }
    r->all_clear.held = included;
    r->all_clear.held_count = held_count;
    return duty_ask(e, r);
}

struct duty_answer duty_of_silence(const struct duty_view *v, const struct duty_signer *s,
                                   const struct silence *x, struct arena *a)
{
    const size_t rank = duty_rank(x, &s->key);
    if (rank >= (size_t)x->nodes || !may_speak(v, s)) {
        return duty_none();
    }
    if (x->stage == SILENCE_RUNNING) {
        /* The engine fires deadlines by itself where it can; a tick is for when it has not. */
        const int64_t when = x->deadline_ms + (int64_t)(rank + 1) * DUTY_STEP_MS;
        if (v->wall_ms < when) {
            return later(when);
        }
        const struct signer_request r = {
            .verb = SIGNER_tick,
            .tick = {.silence = x->id, .root = x->root, .deadline_ms = x->deadline_ms},
        };
        return duty_ask(OK, &r);
    }
    if (x->stage != SILENCE_FIRED || silence_is_clear(v->state, &x->id, &s->key)) {
        return duty_none();
    }
    const int64_t when = x->deadline_ms + x->delta_ms;
    return v->wall_ms < when ? later(when) : all_clear(v, s, x, a);
}

/* The first leaf of the text or alternative that is not here, in form and under its commitment. */
static enum error find_missing(const struct duty_view *v, const struct root *root, struct arena *a,
                               bool *missing, struct hash *commitment)
{
    struct text_part *parts = NULL;
    size_t count = 0;
    if (root->what == ROOT_VERSION) {
        struct version version;
        check(version_get(v->state, &root->matter, root->version, a, &version));
        count = version_parts(v->state, &root->matter, &version, a, &parts);
    } else {
        struct alternative alt;
        check(alternative_get(v->state, &root->matter, root->provision, root->alternative, a, &alt));
        parts = ARENA_ARRAY(a, struct text_part, alt.leaf_count);
        for (; count < alt.leaf_count; count++) {
            parts[count].commitment = alt.leaves[count].commitment;
        }
    }
    *missing = false;
    for (size_t i = 0; i < count && !*missing; i++) {
        struct blob blob;
        const enum error e = blobs_get(v->blobs, &parts[i].commitment, a, &blob);
        if (e != OK && e != ERROR_NOT_FOUND && e != ERROR_CORRUPT) {
            return e;
        }
        *missing = e != OK;
        *commitment = parts[i].commitment;
    }
    return OK;
}

struct duty_answer duty_of_root(const struct duty_view *v, const struct duty_signer *s,
                                const struct hash *hash, struct arena *a)
{
    struct root root;
    bool missing = false;
    struct duty_answer d = {.duty = DUTY_WORDS};
    if (!root_get(v->state, hash, &root) || silence_is_available(v->state, hash, &s->key) ||
        !may_speak(v, s)) {
        return duty_none();
    }
    const enum error e = find_missing(v, &root, a, &missing, &d.commitment);
    if (e != OK) {
        return failed(e);
    }
    if (missing) {
        return d;
    }
    const struct signer_request r = {
        .verb = SIGNER_availability,
        .availability = {.matter = root.matter, .root = *hash},
    };
    return duty_ask(OK, &r);
}

/* Finds a part that is not open yet and whose words are here. */
static enum error next_part(const struct duty_view *v, const struct matter *m, struct arena *a,
                            struct signer_open *out, bool *found)
{
    struct root root;
    struct version version;
    struct text_part *parts = NULL;
    check(root_get(v->state, &m->root, &root) && version_get(v->state, &m->id, root.version, a, &version));
    const size_t count = version_parts(v->state, &m->id, &version, a, &parts);
    for (size_t i = 0; i < count; i++) {
        int64_t index = 0;
        struct blob blob;
        if (opening_find(v->state, &m->id, parts[i].provision, parts[i].language, &index)) {
            continue;
        }
        const enum error e = blobs_get(v->blobs, &parts[i].commitment, a, &blob);
        if (e == ERROR_NOT_FOUND || e == ERROR_CORRUPT) {
            continue; /* another node may have it */
        }
        if (e != OK) {
            return e;
        }
        out->provision = parts[i].provision;
        out->language = parts[i].language;
        out->text = blob.text;
        for (size_t k = 0; k < sizeof out->salt.bytes; k++) {
            out->salt.bytes[k] = blob.salt[k];
        }
        *found = true;
        return OK;
    }
    *found = false;
    return OK;
}

/* The row in which nodes open: as they tick, or after a vote that of their members. */
static size_t opening_rank(const struct duty_view *v, const struct duty_signer *s, const struct fact_close *f,
                           const struct statement *spoken, struct arena *a)
{
    struct silence x;
    struct member_key key;
    size_t rank = 0;
    if (silence_get(v->state, &f->subject, a, &x)) {
        return duty_rank(&x, &s->key);
    }
    check(member_key_get(v->state, &s->key, &key));
    while (rank < spoken->seat_count && !bytes_equal(spoken->seats[rank].member, key.member)) {
        rank++;
    }
    return rank;
}

struct duty_answer duty_of_opening(const struct duty_view *v, const struct duty_signer *s,
                                   const struct hash *matter, struct arena *a)
{
    struct matter m;
    struct statement x;
    if (!matter_get(v->state, matter, a, &m) || m.stage != MATTER_ADOPTED || m.unopened == 0 ||
        !statement_get(v->state, m.statement, a, &x) || !may_speak(v, s)) {
        return duty_none();
    }
    const uint64_t size = (uint64_t)x.close + 1;
    if (v->checkpoint.size < size) {
        return (struct duty_answer){.duty = DUTY_CHECKPOINT, .size = size};
    }
    struct signer_request *r = ARENA_NEW(a, struct signer_request);
    struct entry entry;
    struct bytes body;
    bool found = false;
    r->verb = SIGNER_open;
    enum error e = record_read(v->record, (uint64_t)x.close, a, &entry, &body);
    if (e != OK) {
        return failed(e);
    }
    check(fact_read_close(a, body, &r->open.fact) == OK);
    const int64_t when = entry.time_ms + (int64_t)opening_rank(v, s, &r->open.fact, &x, a) * DUTY_STEP_MS;
    if (v->wall_ms < when) {
        return later(when);
    }
    e = next_part(v, &m, a, &r->open, &found);
    if (e != OK || !found) {
        return failed(e);
    }
    e = duty_show_view(v, s, &r->open.view);
    e = e == OK ? duty_show_entry(v, (uint64_t)x.close, a, &r->open.closed) : e;
    return duty_ask(e, r);
}

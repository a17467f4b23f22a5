#include "answers.h"

#include <string.h>

#include "mechanism/body.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/opening.h"
#include "mechanism/silence.h"
#include "node/reader.h"

enum { PROVED = 3, ABSENT = 16 };

static const char *const names[VIEWS] = {
    [VIEW_ENTRIES] = "entries",   [VIEW_LOOKUP] = "lookup",           [VIEW_PROOFS] = "proofs",
    [VIEW_DIGEST] = "digest",     [VIEW_CHECKPOINTS] = "checkpoints", [VIEW_STATE] = "state",
    [VIEW_MEMBERS] = "members",   [VIEW_BODIES] = "bodies",           [VIEW_MATTERS] = "matters",
    [VIEW_TEXTS] = "texts",       [VIEW_SILENCES] = "silences",
};

const char *answers_view_name(enum answers_view v)
{
    return names[v];
}

struct answers {
    struct reader reader;
    struct state *state;
    struct arena arena; /* of one view */
    struct buffer out;
};

static void put_hash(struct answers *x, const struct hash *h)
{
    buffer_add(&x->out, h->bytes, HASH_BYTES);
}

static void put_number(struct answers *x, int64_t n)
{
    buffer_add_u64(&x->out, (uint64_t)n);
}

static void put_key(struct answers *x, const struct public_key *k)
{
    buffer_add_bytes(&x->out, public_key_view(k));
}

static void put(struct answers *x, struct bytes s)
{
    buffer_add_block(&x->out, s);
}

static void entries(struct answers *x)
{
    const uint64_t size = record_size(x->reader.record);
    put_number(x, (int64_t)size);
    for (uint64_t i = 0; i <= size; i++) {
        struct entry e = {0};
        struct bytes carried = {NULL, 0};
        put_number(x, record_read(x->reader.record, i, &x->arena, &e, &carried));
        entry_write(&x->out, &e);
        put(x, carried);
        arena_clear(&x->arena);
    }
}

static void look(struct answers *x, const struct hash *id)
{
    uint64_t index = 0;
    put_number(x, record_find(x->reader.record, id, &index));
    put_number(x, (int64_t)index);
}

static void lookup(struct answers *x)
{
    for (uint64_t i = 0; i < record_size(x->reader.record); i++) {
        struct entry e = {0};
        if (record_read(x->reader.record, i, &x->arena, &e, NULL) == OK) {
            look(x, &e.id);
        }
        if (i % ABSENT == 0) {
            e.id.bytes[HASH_BYTES - 1] ^= 1; /* no entry has this id, though a run may know how it begins */
            look(x, &e.id);
            e.id.bytes[0] ^= 0x80;
            look(x, &e.id);
        }
        arena_clear(&x->arena);
    }
}

static void put_proof(struct answers *x, enum error e, const struct proof *p)
{
    put_number(x, e);
    put_number(x, p->count);
    buffer_add(&x->out, p->steps, p->count * sizeof p->steps[0]);
}

/* Of some sizes: root and proofs are made of the same pieces, which are all looked at here. */
static void proofs(struct answers *x)
{
    struct record *r = x->reader.record;
    const uint64_t size = record_size(r);
    const struct hash root = record_root(r);
    put_hash(x, &root);
    const uint64_t stride = 1 + size / PROVED;
    for (uint64_t i = 0; i < size; i += stride) {
        struct hash h = {{0}};
        struct proof p = {0};
        put_number(x, record_root_at(r, i + 1, &h));
        put_hash(x, &h);
        enum error e = record_prove_leaf(r, i, size, &p);
        put_proof(x, e, &p);
        p.count = 0;
        e = record_prove_growth(r, i, size, &p);
        put_proof(x, e, &p);
    }
}

static void checkpoints(struct answers *x)
{
    enum error e = OK;
    for (uint64_t from = 0; e == OK; from++) {
        struct bytes note = {NULL, 0};
        e = checkpoints_from(x->reader.checkpoints, from, &x->arena, &from, &note);
        put_number(x, e);
        put_number(x, (int64_t)from);
        put(x, note);
    }
}

static void digest(struct answers *x)
{
    const struct hash h = state_digest(x->state);
    put_hash(x, &h);
}

static void rows(struct answers *x)
{
    struct state_row *list = NULL;
    const size_t count = state_scan(x->state, bytes_of(NULL, 0), &x->arena, &list);
    for (size_t i = 0; i < count; i++) {
        put(x, list[i].key);
        put(x, list[i].value);
    }
}

static void members(struct answers *x)
{
    struct member *list = NULL;
    const size_t count = member_list(x->state, &x->arena, &list);
    for (size_t i = 0; i < count; i++) {
        struct member_key *keys = NULL;
        put(x, list[i].code);
        put(x, list[i].name);
        put_key(x, &list[i].clearing);
        put_number(x, list[i].delegates);
        const size_t key_count = member_keys(x->state, list[i].code, &x->arena, &keys);
        for (size_t k = 0; k < key_count; k++) {
            put_key(x, &keys[k].key);
            put_number(x, keys[k].role);
            put_number(x, keys[k].powers);
            put_number(x, keys[k].enrolled);
            put_number(x, keys[k].revoked);
        }
    }
}

static void bodies(struct answers *x)
{
    struct body *list = NULL;
    const size_t count = body_list(x->state, &x->arena, &list);
    for (size_t i = 0; i < count; i++) {
        put(x, list[i].id);
        put(x, list[i].chair);
        for (size_t k = 0; k < list[i].seat_count; k++) {
            put(x, list[i].seats[k]);
        }
    }
}

static void positions(struct answers *x, const struct hash *root)
{
    struct position *list = NULL;
    size_t count = position_list(x->state, root, &x->arena, &list);
    for (size_t i = 0; i < count; i++) {
        put(x, list[i].member);
        put_number(x, list[i].letter);
        put_number(x, list[i].taken);
    }
    count = explanation_list(x->state, root, &x->arena, &list);
    for (size_t i = 0; i < count; i++) {
        put(x, list[i].member);
        put_number(x, list[i].taken);
    }
}

static void provision(struct answers *x, const struct hash *matter, const struct provision *p)
{
    struct alternative *alternatives = NULL;
    struct hold *holds = NULL;
    struct agreement *agreements = NULL;
    put(x, p->id);
    put(x, p->chosen);
    put_number(x, p->deleted);
    size_t count = alternative_list(x->state, matter, p->id, &x->arena, &alternatives);
    for (size_t i = 0; i < count; i++) {
        put(x, alternatives[i].id);
        put(x, alternatives[i].sponsor);
        put_hash(x, &alternatives[i].root);
        positions(x, &alternatives[i].root);
    }
    count = hold_list(x->state, matter, p->id, &x->arena, &holds);
    for (size_t i = 0; i < count; i++) {
        put(x, holds[i].member);
        put(x, holds[i].reason);
    }
    count = agreement_list(x->state, matter, p->id, &x->arena, &agreements);
    for (size_t i = 0; i < count; i++) {
        put(x, agreements[i].member);
        put_number(x, agreements[i].stance);
    }
}

static void each_matter(struct answers *x, void (*each)(struct answers *x, const struct matter *m))
{
    struct matter *list = NULL;
    const size_t count = matter_list(x->state, &x->arena, &list);
    for (size_t i = 0; i < count; i++) {
        each(x, &list[i]);
    }
}

static void matter(struct answers *x, const struct matter *m)
{
    struct provision *list = NULL;
    put_hash(x, &m->id);
    put(x, m->body);
    put(x, m->reference);
    put(x, m->title);
    put(x, m->rule);
    put_number(x, m->stage);
    put_number(x, m->statement);
    const size_t count = provision_list(x->state, &m->id, &x->arena, &list);
    for (size_t i = 0; i < count; i++) {
        provision(x, &m->id, &list[i]);
    }
}

static void text_part(struct answers *x, const struct matter *m, const struct text_part *p)
{
    int64_t index = 0;
    struct blob blob = {.text = {NULL, 0}};
    put(x, p->provision);
    put(x, p->language);
    put_hash(x, &p->commitment);
    put_number(x, opening_find(x->state, &m->id, p->provision, p->language, &index));
    put_number(x, index);
    if (x->reader.blobs != NULL) {
        put_number(x, blobs_get(x->reader.blobs, &p->commitment, &x->arena, &blob));
        buffer_add(&x->out, blob.salt, sizeof blob.salt);
        put(x, blob.text);
    }
}

static void texts(struct answers *x, const struct matter *m)
{
    struct version v;
    for (int64_t n = 1; version_get(x->state, &m->id, n, &x->arena, &v); n++) {
        struct text_part *parts = NULL;
        put_hash(x, &v.root);
        positions(x, &v.root);
        const size_t count = version_parts(x->state, &m->id, &v, &x->arena, &parts);
        for (size_t i = 0; i < count; i++) {
            text_part(x, m, &parts[i]);
        }
    }
}

static void silences(struct answers *x, const struct matter *m)
{
    struct silence s;
    struct objection *list = NULL;
    if (!silence_get(x->state, &m->silence, &x->arena, &s)) {
        return;
    }
    put_hash(x, &s.root);
    put_number(x, s.stage);
    put_number(x, s.deadline_ms);
    put_number(x, s.ended);
    put_number(x, silence_available_count(x->state, &s, &x->arena));
    put_number(x, silence_clear_count(x->state, &s, &x->arena));
    const size_t count = objection_list(x->state, &s.root, &x->arena, &list);
    for (size_t i = 0; i < count; i++) {
        put_hash(x, &list[i].id);
        put(x, list[i].member);
    }
}

static void view(struct answers *x, enum answers_view v)
{
    switch (v) {
    case VIEW_ENTRIES:
        entries(x);
        break;
    case VIEW_LOOKUP:
        lookup(x);
        break;
    case VIEW_PROOFS:
        proofs(x);
        break;
    case VIEW_CHECKPOINTS:
        checkpoints(x);
        break;
    case VIEW_DIGEST:
        digest(x);
        break;
    case VIEW_STATE:
        rows(x);
        break;
    case VIEW_MEMBERS:
        members(x);
        break;
    case VIEW_BODIES:
        bodies(x);
        break;
    case VIEW_MATTERS:
        each_matter(x, matter);
        break;
    case VIEW_TEXTS:
        put_number(x, x->reader.blobs != NULL);
        each_matter(x, texts);
        break;
    case VIEW_SILENCES:
        each_matter(x, silences);
        break;
    case VIEWS:
    default:
        break;
    }
    if (x->state != NULL) {
        put_number(x, state_error(x->state));
    }
}

void answers_of(const struct env *env, const char *folder, struct hash out[VIEWS])
{
    struct answers x = {.state = NULL};
    buffer_init(&x.out, SIZE_MAX / 2);
    const enum error e = reader_open(&x.reader, env, folder);
    x.state = x.reader.state;
    for (unsigned v = 0; v < VIEWS; v++) {
        buffer_clear(&x.out);
        put_number(&x, e);
        if (e == OK) {
            view(&x, (enum answers_view)v);
        }
        out[v] = hash_of(buffer_view(&x.out));
        arena_clear(&x.arena);
    }
    reader_close(&x.reader);
    arena_done(&x.arena);
    buffer_done(&x.out);
}

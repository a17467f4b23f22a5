/* The acts about the charter, and how it changes. Rows are in amendment_rows.c, what a charter must be in
 * amendment_check.c. */
#include "mechanism/amendment.h"

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/civil.h"
#include "mechanism/law.h"
#include "mechanism/vote.h"
#include "record/fact.h"

enum rejection amendment_text(struct context *c, const struct act *a)
{
    const int64_t place = act_value(a, "place")->integer;
    const struct charter_part part = {(int64_t)c->index, hash_of(act_value(a, "bytes")->text)};
    struct charter_part before;
    if (charter_part_get(c->state, a->frame.member, place, &before) && hash_equal(&before.hash, &part.hash)) {
        return REJECT_exists;
    }
    charter_part_put(c->state, a->frame.member, place, &part);
    return ACCEPTED;
}

/* What an act carries as a part of a text. False: *c->error. */
static bool read_part(struct context *c, struct arena *a, int64_t entry, struct buffer *out)
{
    struct entry e;
    struct bytes envelope;
    struct act act;
    const enum error err = record_read(c->record, (uint64_t)entry, a, &e, &envelope);
    if (err != OK) {
        *c->error = err;
        return false;
    }
    check(act_decode(a, envelope, &act, NULL) == ACCEPTED && act.kind->apply == amendment_text);
    buffer_add_bytes(out, act_value(&act, "bytes")->text);
    return true;
}

bool charter_texts_read(struct context *c, struct arena *a, const struct charter_texts *texts,
                        struct charter_source *out)
{
    struct arena scratch;
    struct buffer b;
    bool read = true;
    arena_init(&scratch);
    buffer_init(&b, (size_t)CHARTER_PARTS_MAX * CHARTER_PART_BYTES_MAX);
    for (size_t i = 0; i < texts->count && read; i++) {
        const struct charter_pieces *p = &texts->items[i];
        buffer_clear(&b);
        for (size_t k = 0; k < p->count && read; k++) {
            arena_clear(&scratch);
            read = read_part(c, &scratch, p->entries[k], &b);
        }
        out[i] = (struct charter_source){arena_copy(a, p->name), arena_copy(a, buffer_view(&b))};
    }
    buffer_done(&b);
    arena_done(&scratch);
    return read;
}

/* The entries of the parts that the act counts off, from place 0 on. */
static enum rejection gather_texts(struct context *c, const struct act *a, struct charter_texts *out)
{
    const struct act_value *sources = act_value(a, "sources");
    struct charter_pieces *items = ARENA_ARRAY(c->arena, struct charter_pieces, sources->count);
    int64_t place = 0;
    for (size_t i = 0; i < sources->count; i++) {
        const size_t count = (size_t)sources->sources[i].parts;
        int64_t *entries = ARENA_ARRAY(c->arena, int64_t, count);
        for (size_t k = 0; k < count; k++) {
            struct charter_part part;
            if (!charter_part_get(c->state, a->frame.member, place++, &part)) {
                return REJECT_charter_incomplete;
            }
            entries[k] = part.entry;
        }
        items[i] = (struct charter_pieces){sources->sources[i].name, count, entries};
    }
    *out = (struct charter_texts){sources->count, items};
    return ACCEPTED;
}

static size_t open_proposals(struct context *c, struct bytes member)
{
    struct proposal *list = NULL;
    const size_t count = proposal_list(c->state, c->arena, &list);
    size_t own = 0;
    for (size_t i = 0; i < count; i++) {
        own += bytes_equal(list[i].member, member);
    }
    return own;
}

/* Out of the record, as the proposal says that it is. */
static enum rejection parse_proposal(struct context *c, struct arena *a, const struct proposal *p,
                                     const struct charter **out)
{
    struct charter_source sources[CHARTER_SOURCES_MAX];
    struct charter_diags diags = {0};
    if (!charter_texts_read(c, a, &p->texts, sources)) {
        return REJECT_charter_incomplete; /* the block is given up: this result is never recorded */
    }
    if (charter_parse(a, sources, p->texts.count, out, &diags) != OK) {
        return REJECT_charter_malformed;
    }
    return hash_equal(&(*out)->hash, &p->charter) ? ACCEPTED : REJECT_charter_incomplete;
}

/* `scratch` takes the charter. */
static enum rejection check_proposal(struct context *c, struct arena *scratch, struct proposal *p)
{
    const struct charter *after = NULL;
    struct bytes rule;
    struct bytes body;
    enum rejection r = parse_proposal(c, scratch, p, &after);
    if (r == ACCEPTED) {
        r = amendment_fits(c, after);
    }
    if (r == ACCEPTED) {
        r = tables_gather(c, p->member, law_charter(c, p->base), after, &p->tables);
    }
    return r != ACCEPTED ? r
                         : amendment_rule(scratch, law_now(c), law_charter(c, p->base), after, &rule, &body);
}

enum rejection amendment_propose(struct context *c, const struct act *a)
{
    const struct charter_counts n = charter_counts_get(c->state);
    struct proposal p = {
        .charter = act_value(a, "charter")->hash,
        .member = a->frame.member,
        .proposed = (int64_t)c->index,
        .base = n.versions,
        .from = act_value(a, "from")->text,
    };
    const struct hash newest = law_charter(c, n.versions)->hash;
    struct proposal other;
    if (!hash_equal(&newest, &act_value(a, "base")->hash)) {
        return REJECT_charter_overtaken;
    }
    if (hash_equal(&newest, &p.charter) || proposal_get(c->state, &p.charter, c->arena, &other)) {
        return REJECT_exists;
    }
    if (open_proposals(c, p.member) >= PROPOSALS_MAX) {
        return REJECT_limit;
    }
    if (p.from.len > 0 && civil_parse(p.from) < civil_today(c)) {
        return REJECT_wrong_day;
    }
    enum rejection r = gather_texts(c, a, &p.texts);
    if (r == ACCEPTED) {
        struct arena scratch;
        arena_init(&scratch);
        r = check_proposal(c, &scratch, &p);
        arena_done(&scratch);
    }
    if (r == ACCEPTED) {
        proposal_put(c->state, &p);
    }
    return r;
}

/* A vote on a proposal itself; `charter` NULL: on any. */
static bool is_at_the_vote(struct context *c, const struct hash *charter)
{
    struct vote *list = NULL;
    const size_t count = vote_open_list(c->state, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        struct hash about;
        if (bytes_equal_text(list[i].motion, "amend") && hash_parse(list[i].target, &about) &&
            (charter == NULL || hash_equal(charter, &about))) {
            return true;
        }
    }
    return false;
}

/* Another matter about the charter that is under silence or at the vote; with `charter` one about that. */
static bool is_being_decided(struct context *c, const struct hash *matter, const struct hash *charter)
{
    struct matter *list = NULL;
    const size_t count = matter_list(c->state, c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        struct matter_amends about;
        const bool at_work = list[i].stage == MATTER_SILENCE || list[i].stage == MATTER_VOTE;
        if (at_work && (matter == NULL || !hash_equal(matter, &list[i].id)) &&
            amendment_of_matter(c->state, &list[i].id, &about) &&
            (charter == NULL || hash_equal(charter, &about.charter))) {
            return true;
        }
    }
    return is_at_the_vote(c, charter);
}

bool amendment_is_running(struct context *c)
{
    return is_being_decided(c, NULL, NULL);
}

enum rejection amendment_withdraw(struct context *c, const struct act *a)
{
    const struct hash *charter = &act_value(a, "charter")->hash;
    struct proposal p;
    if (!proposal_get(c->state, charter, c->arena, &p)) {
        return REJECT_unknown_charter;
    }
    if (!bytes_equal(p.member, a->frame.member)) {
        return REJECT_not_owner;
    }
    if (is_being_decided(c, NULL, charter)) {
        return REJECT_wrong_stage;
    }
    proposal_delete(c->state, charter);
    return ACCEPTED;
}

enum rejection amendment_enter(struct context *c, const struct hash *charter, struct bytes body,
                               struct bytes rule, struct matter_amends *out)
{
    struct proposal p;
    struct arena scratch;
    const struct charter *after = NULL;
    struct bytes by = BYTES("");
    struct bytes in = BYTES("");
    if (!proposal_get(c->state, charter, c->arena, &p)) {
        return REJECT_unknown_charter;
    }
    arena_init(&scratch);
    enum rejection r = parse_proposal(c, &scratch, &p, &after);
    if (r == ACCEPTED) {
        /* Once more: another charter may have come into force since the proposal. */
        r = amendment_rule(&scratch, law_now(c), law_charter(c, p.base), after, &by, &in);
    }
    if (r == ACCEPTED && (!bytes_equal(rule, by) || (in.len > 0 && !bytes_equal(body, in)))) {
        r = REJECT_wrong_amending_rule;
    }
    arena_done(&scratch);
    *out = (struct matter_amends){p.charter, p.proposed};
    return r;
}

enum rejection amendment_may_decide(struct context *c, const struct hash *matter)
{
    struct matter_amends about;
    struct proposal p;
    if (!amendment_of_matter(c->state, matter, &about)) {
        return ACCEPTED;
    }
    if (!proposal_get(c->state, &about.charter, c->arena, &p) || p.proposed != about.proposed) {
        return REJECT_unknown_charter;
    }
    return is_being_decided(c, matter, NULL) ? REJECT_amendment_running : ACCEPTED;
}

static void adopt_proposal(struct context *c, const struct hash *charter, const struct hash *matter,
                           const struct hash *subject)
{
    struct proposal p;
    struct proposal *open = NULL;
    struct charter_version last;
    struct charter_counts n = charter_counts_get(c->state);
    check(proposal_get(c->state, charter, c->arena, &p) && p.base == n.versions);
    check(charter_version_get(c, n.versions, &last));
    const bool waits = n.in_force < n.versions && bytes_compare(last.from, p.from) > 0;
    const struct charter_version v = {
        .number = ++n.versions,
        .charter = p.charter,
        .member = p.member,
        .proposed = p.proposed,
        .matter = *matter,
        .subject = *subject,
        .close = (int64_t)c->index,
        .from = waits ? last.from : p.from,
        .texts = p.texts,
    };
    charter_version_put(c->state, &v);
    charter_counts_put(c->state, &n);
    tables_keep(c, &p.tables);
    /* The others were made for what is not the newest any more. */
    const size_t count = proposal_list(c->state, c->arena, &open);
    for (size_t i = 0; i < count; i++) {
        proposal_delete(c->state, &open[i].charter);
    }
}

void amendment_adopt(struct context *c, const struct hash *matter, const struct hash *subject)
{
    struct matter_amends about;
    if (amendment_of_matter(c->state, matter, &about)) {
        adopt_proposal(c, &about.charter, matter, subject);
    }
}

void amendment_carry(struct context *c, const struct hash *charter, const struct hash *vote)
{
    const struct hash none = {{0}};
    adopt_proposal(c, charter, &none, vote);
}

void amendment_advance(struct context *c, const struct block_sink *sink)
{
    struct charter_counts n = charter_counts_get(c->state);
    struct charter_version v;
    while (*c->error == OK && n.in_force < n.versions && charter_version_get(c, n.in_force + 1, &v) &&
           (v.from.len == 0 || civil_parse(v.from) <= civil_today(c))) {
        const struct charter *before = law_now(c);
        const struct charter *after = law_charter(c, v.number);
        sink->prepare(sink->ctx);
        v.in_force = (int64_t)c->index;
        v.since_ms = c->time_ms;
        n.in_force = v.number;
        charter_version_put(c->state, &v);
        charter_counts_put(c->state, &n);
        body_amend(c, before, after);
        struct buffer b;
        buffer_init(&b, 1024);
        fact_write_charter(&b, v.number, &v.charter, (uint64_t)v.close, c->time_ms);
        sink->emit(sink->ctx, buffer_view(&b));
        buffer_done(&b);
    }
}

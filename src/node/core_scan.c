/* What the record leaves to do: texts that nodes should vouch for, adopted texts to open, sizes that need a
 * checkpoint. */
#include "base/check.h"
#include "mechanism/matter.h"
#include "node/core_inner.h"
#include "record/fact.h"

static void want_exact(struct core *c, uint64_t size)
{
    if (c->exact_count > 0 && c->exact[c->exact_count - 1] == size) {
        return;
    }
    check(c->exact_count == 0 || c->exact[c->exact_count - 1] < size);
    c->exact = core_grow(c->exact, c->exact_count, &c->exact_capacity, sizeof *c->exact);
    c->exact[c->exact_count++] = size;
}

/* Facts from `begin` on: what they adopt is to be opened, and the size at the end of their block is to be
 * signed. */
static enum error scan_facts(struct core *c, uint64_t begin)
{
    struct record *r = embedded_record(c->engine);
    const uint64_t size = record_size(r);
    uint64_t closed_at = 0; /* height of the last block that held a close; 0: none */
    for (uint64_t i = begin; i < size; i++) {
        struct entry entry;
        struct bytes body = {.len = 0};
        struct fact_close close;
        enum error e = record_read(r, i, NULL, &entry, NULL);
        if (e == OK && entry.type == ENTRY_FACT) {
            e = record_read(r, i, &c->scratch, &entry, &body);
        }
        if (e != OK) {
            return e;
        }
        if (closed_at != 0 && entry.height != closed_at) {
            want_exact(c, i);
            closed_at = 0;
        }
        if (entry.type == ENTRY_FACT && fact_read_close(&c->scratch, body, &close) == OK) {
            closed_at = entry.height;
            if (close.statement != 0) {
                core_list_add(&c->adopted, &close.matter);
            }
        }
    }
    if (closed_at != 0) {
        want_exact(c, size);
    }
    return OK;
}

enum error core_scan(struct core *c)
{
    const uint64_t size = record_size(embedded_record(c->engine));
    const uint64_t closes = machine_closes(embedded_machine(c->engine));
    const uint64_t begin = c->scanned;
    if (size == begin) {
        return OK;
    }
    c->scanned = size;
    core_signers_wake(c);
    if (closes == c->closes) {
        return OK;
    }
    c->closes = closes;
    return scan_facts(c, begin);
}

static void add_matter(struct core *c, const struct matter *m)
{
    struct state *s = embedded_state(c->engine);
    struct provision *list = NULL;
    const size_t count = provision_list(s, &m->id, &c->scratch, &list);
    for (size_t i = 0; i < count; i++) {
        struct alternative *alts = NULL;
        const size_t alt_count = alternative_list(s, &m->id, list[i].id, &c->scratch, &alts);
        for (size_t k = 0; k < alt_count; k++) {
            core_list_add(&c->roots, &alts[k].root);
        }
    }
    for (int64_t n = 1; n <= m->versions; n++) {
        struct version v;
        check(version_get(s, &m->id, n, &c->scratch, &v));
        core_list_add(&c->roots, &v.root);
    }
}

enum error core_scan_start(struct core *c)
{
    struct matter *list = NULL;
    const size_t count = matter_list(embedded_state(c->engine), &c->scratch, &list);
    for (size_t i = 0; i < count; i++) {
        if (list[i].stage != MATTER_ADOPTED) {
            add_matter(c, &list[i]);
        } else if (list[i].unopened > 0) {
            core_list_add(&c->adopted, &list[i].id);
        }
    }
    c->closes = machine_closes(embedded_machine(c->engine));
    c->scanned = record_size(embedded_record(c->engine));
    enum error e = state_error(embedded_state(c->engine));
    if (e != OK) {
        return e;
    }
    /* Closes that no checkpoint covers yet; those adopted among them are in the list twice, which does no
     * harm. */
    return c->signed_.size < c->scanned ? scan_facts(c, c->signed_.size) : OK;
}

void core_scan_act(struct core *c, const struct act *a)
{
    struct hash root;
    if (a->kind->apply == matter_version) {
        root = act_value(a, "root")->hash;
    } else if (a->kind->apply == matter_propose) {
        const struct act_value *leaves = act_value(a, "leaves");
        root = alternative_root(&c->scratch, act_value(a, "provision")->text,
                                act_value(a, "alternative")->text, leaves->leaves, leaves->count);
    } else {
        return;
    }
    core_list_add(&c->roots, &root);
}

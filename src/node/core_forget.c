/* Forgetting: the words of drafts that were never adopted are deleted when the operator says so. The record
 * keeps their commitments; neither replay nor audit misses them. Kept is what somebody still counts on: what
 * is adopted and may not be open yet, and what the members are asked about by a silence. */
#include <stdlib.h>

#include "base/check.h"
#include "codec/json.h"
#include "mechanism/matter.h"
#include "node/core_inner.h"

struct words {
    struct core *c;
    struct hash *items;
    size_t count;
    size_t capacity;
};

static void add_alternative(struct words *w, const struct alternative *alt)
{
    for (size_t i = 0; i < alt->leaf_count; i++) {
        w->items = core_grow(w->items, w->count, &w->capacity, sizeof *w->items);
        w->items[w->count++] = alt->leaves[i].commitment;
    }
}

static void add_named(struct words *w, const struct hash *matter, struct bytes provision, struct bytes name)
{
    struct alternative alt;
    check(alternative_get(embedded_state(w->c->engine), matter, provision, name, &w->c->scratch, &alt));
    add_alternative(w, &alt);
}

static void add_version(struct words *w, const struct hash *matter, int64_t number)
{
    struct version v;
    check(version_get(embedded_state(w->c->engine), matter, number, &w->c->scratch, &v));
    for (size_t i = 0; i < v.count; i++) {
        add_named(w, matter, v.parts[i].provision, v.parts[i].alternative);
    }
}

static void add_matter(struct words *w, const struct hash *matter)
{
    struct state *s = embedded_state(w->c->engine);
    struct provision *list = NULL;
    const size_t count = provision_list(s, matter, &w->c->scratch, &list);
    for (size_t i = 0; i < count; i++) {
        struct alternative *alts = NULL;
        const size_t alt_count = alternative_list(s, matter, list[i].id, &w->c->scratch, &alts);
        for (size_t k = 0; k < alt_count; k++) {
            add_alternative(w, &alts[k]);
        }
    }
}

/* False: neither a matter nor a root is known by this. */
static bool gather(struct words *w, const struct hash *subject, struct matter *m)
{
    struct state *s = embedded_state(w->c->engine);
    struct root root;
    if (matter_get(s, subject, &w->c->scratch, m)) {
        add_matter(w, subject);
        return true;
    }
    if (!root_get(s, subject, &root)) {
        return false;
    }
    check(matter_get(s, &root.matter, &w->c->scratch, m));
    if (root.what == ROOT_VERSION) {
        add_version(w, &root.matter, root.version);
    } else {
        add_named(w, &root.matter, root.provision, root.alternative);
    }
    return true;
}

static bool has_any(const struct words *w, const struct words *kept)
{
    for (size_t i = 0; i < w->count; i++) {
        for (size_t k = 0; k < kept->count; k++) {
            if (hash_equal(&w->items[i], &kept->items[k])) {
                return true;
            }
        }
    }
    return false;
}

/* What the matter's text under silence, or adopted, has among the words. */
static bool is_needed(const struct words *w, const struct hash *subject, const struct matter *m)
{
    struct root root;
    struct words kept = {.c = w->c};
    if (m->stage == MATTER_OPEN || m->stage == MATTER_LAPSED) {
        return false;
    }
    if (hash_equal(subject, &m->id)) {
        return true;
    }
    check(root_get(embedded_state(w->c->engine), &m->root, &root));
    add_version(&kept, &m->id, root.version);
    const bool needed = has_any(w, &kept);
    free(kept.items);
    return needed;
}

static void refuse(struct core *c, uint64_t client, const char *name, const char *text)
{
    const struct client_answer a = {
        .outcome = OUTCOME_REFUSED, .name = bytes_of_text(name), .text = bytes_of_text(text)};
    core_answer(c, client, &a);
}

static void answer(struct core *c, uint64_t client, size_t gone, bool lingers)
{
    struct buffer b;
    struct json_writer w;
    buffer_init(&b, 256);
    json_begin(&w, &b);
    json_object(&w, NULL);
    json_integer(&w, "forgotten", (int64_t)gone);
    json_bool(&w, "lingers", lingers);
    json_end(&w);
    const struct client_answer a = {.outcome = OUTCOME_DONE, .content = buffer_view(&b)};
    core_answer(c, client, &a);
    buffer_done(&b);
}

void core_forget_words(struct core *c, uint64_t client, const struct hash *subject)
{
    struct words w = {.c = c};
    struct matter m;
    size_t gone = 0;
    bool lingers = false;
    if (!gather(&w, subject, &m)) {
        refuse(c, client, "unknown_root", "no matter and no text of this name is known");
    } else if (is_needed(&w, subject, &m)) {
        const bool adopted = m.stage == MATTER_ADOPTED;
        refuse(c, client, adopted ? "adopted" : "under_silence",
               adopted ? "words of an adopted text are kept; its other alternatives can be forgotten one by "
                         "one"
                       : "the members are being asked about these words: they are kept until that has ended");
    } else {
        const enum error e = blobs_forget(c->blobs, w.items, w.count, &gone, &lingers);
        if (e == OK) {
            answer(c, client, gone, lingers);
        } else {
            core_fail(c, client, e, NULL);
            core_end(c, e == ERROR_FULL ? core_reopen_blobs(c) : e);
        }
    }
    free(w.items);
}

/* tests/unit/node/probe.h: one signer to be asked, beside an organisation that can say whether an act of it
 * is fit to be ordered. */
#ifndef UNIT_NODE_PROBE_H
#define UNIT_NODE_PROBE_H

#include "support/harness.h"
#include "support/host.h"
#include "support/requests.h"
#include "support/shown.h"

struct probe {
    struct org o;
    struct host h;
    struct signer *s;
    struct key_file key; /* of the signer */
    struct shown shown;
};

static inline void probe_open_as(struct probe *p, const struct key_file *key)
{
    const struct signer_settings settings = shown_settings(&p->o);
    p->key = *key;
    check_ok(signer_open(&p->s, &p->h.world->env, "probe", &settings, key));
}

/* The signer of the first of four members. */
static inline void probe_make(struct probe *p)
{
    *p = (struct probe){.s = NULL};
    org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 7}, &p->o);
    host_found(&p->h, &p->o);
    probe_open_as(p, &p->o.keys[0][ORG_NODE]);
}

/* The log's signer. */
static inline void probe_make_log(struct probe *p)
{
    probe_make(p);
    signer_close(p->s);
    world_remove(p->h.world, "probe");
    probe_open_as(p, &p->o.log_key);
}

static inline void probe_reopen(struct probe *p)
{
    signer_close(p->s);
    probe_open_as(p, &p->key);
}

static inline void probe_done(struct probe *p)
{
    signer_close(p->s);
    host_done(&p->h);
}

static inline enum signer_refusal probe_ask(struct probe *p, const struct signer_request *r,
                                            struct bytes *content)
{
    return shown_ask(p->s, harness_arena(), r, content);
}

/* It must refuse, by this name, and leave its state as it was. */
static inline void probe_refuses(struct probe *p, const struct signer_request *r,
                                 enum signer_refusal expected)
{
    struct bytes content;
    const struct bytes before =
        arena_copy(harness_arena(), world_content(world_find(p->h.world, "probe")));
    const enum signer_refusal refusal = probe_ask(p, r, &content);
    check_text(signer_refusal_name(refusal), signer_refusal_name(expected));
    check_bytes(content, bytes_of_text(signer_refusal_text(expected)));
    check_bytes(world_content(world_find(p->h.world, "probe")), before);
}

static inline struct bytes probe_answer(struct probe *p, const struct signer_request *r)
{
    struct bytes content;
    check_text(signer_refusal_name(probe_ask(p, r, &content)), "none");
    return content;
}

/* It must answer with an act of this kind that is fit to be ordered. */
static inline struct act probe_act(struct probe *p, const struct signer_request *r, const char *kind)
{
    struct act act;
    struct diag diag = {.message = ""};
    const struct bytes envelope = probe_answer(p, r);
    const enum rejection rejection =
        machine_check(embedded_machine(core_engine(p->h.core)), harness_arena(), envelope, &act, &diag);
    harness_note("%s", diag.message);
    check_text(rejection_name(rejection), "ok");
    check_text(act.kind->name, kind);
    check_bytes(act.frame.member, bytes_of_text(p->key.member));
    check_that(public_key_equal(&act.frame.key, &p->key.public));
    check_eq(act.frame.seq, p->h.world->wall_ms);
    check_eq(act.frame.expires_ms, 0);
    check_eq(act.signature_count, 1);
    return act;
}

static inline struct hash probe_hash(uint8_t byte)
{
    struct hash h;
    for (size_t i = 0; i < sizeof h.bytes; i++) {
        h.bytes[i] = byte;
    }
    return h;
}

static inline void check_hash(const struct hash *a, const struct hash *b)
{
    check_bytes(hash_view(a), hash_view(b));
}
#endif

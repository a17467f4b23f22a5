/* Core and a member's signer: what it should be asked for next. */
#include "base/log.h"
#include "mechanism/matter.h"
#include "node/core_inner.h"

enum { ROOTS_AT_ONCE = 1000 }; /* texts looked at before clients are served again */

/* One round of looking at duties, and what it has found. */
struct round {
    struct core *c;
    size_t signer;
    struct duty_view view;
    struct duty_signer who;
    int64_t later_ms;
    enum error error;
    bool asked;
};

static void take_duty(struct round *r, const struct duty_answer *d)
{
    switch (d->duty) {
    case DUTY_NONE:
    case DUTY_WORDS:
        r->error = d->error;
        return;
    case DUTY_LATER:
        r->later_ms = d->when_ms < r->later_ms ? d->when_ms : r->later_ms;
        return;
    case DUTY_CHECKPOINT:
        if (d->size > r->c->wanted_size) {
            r->c->wanted_size = d->size;
            r->c->signers[r->c->signer_count - 1].dirty = true;
        }
        return;
    case DUTY_UNRECORDED: /* its objections are listed again, and what is not recorded is sent again */
        core_signers_restart(r->c, r->signer);
        r->asked = true;
        return;
    case DUTY_ASK:
        core_signers_ask(r->c, r->signer, &d->request);
        r->asked = r->c->signers[r->signer].busy;
        return;
    }
}

static void look_at_silences(struct round *r)
{
    struct silence *list = NULL;
    const size_t count = silence_open_list(r->view.state, &r->c->scratch, &list);
    for (size_t k = 0; k < count && !r->asked && r->error == OK; k++) {
        const struct duty_answer d = duty_of_silence(&r->view, &r->who, &list[k], &r->c->scratch);
        take_duty(r, &d);
    }
}

static void look_at_voice(struct round *r)
{
    struct duty_answer (*const duties[])(const struct duty_view *, const struct duty_signer *,
                                         struct arena *) = {duty_of_ceremony, duty_of_voice};
    for (size_t k = 0; k < 2 && !r->asked && r->error == OK; k++) {
        const struct duty_answer d = duties[k](&r->view, &r->who, &r->c->scratch);
        take_duty(r, &d);
    }
}

/* Texts and alternatives in the order in which they came. */
static void look_at_roots(struct round *r)
{
    struct core *c = r->c;
    struct core_signer *s = &c->signers[r->signer];
    for (size_t n = 0; n < ROOTS_AT_ONCE && s->next_root < c->roots.count && !r->asked && r->error == OK;
         n++) {
        const struct hash root = c->roots.items[s->next_root++];
        const struct duty_answer d = duty_of_root(&r->view, &r->who, &root, &c->scratch);
        if (d.duty == DUTY_WORDS) {
            core_words_wait(c, &root, &d.commitment);
        }
        take_duty(r, &d);
    }
}

static void look_at_adopted(struct round *r)
{
    struct core_list *l = &r->c->adopted;
    for (size_t k = 0; k < l->count && !r->asked && r->error == OK;) {
        struct matter m;
        if (!matter_get(r->view.state, &l->items[k], &r->c->scratch, &m) || m.unopened == 0) {
            l->items[k] = l->items[--l->count];
            continue;
        }
        const struct duty_answer d = duty_of_opening(&r->view, &r->who, &l->items[k], &r->c->scratch);
        take_duty(r, &d);
        k++;
    }
}

enum error core_duties_step(struct core *c, size_t i)
{
    struct core_signer *s = &c->signers[i];
    struct round r = {.c = c, .signer = i, .later_ms = INT64_MAX};
    r.view = (struct duty_view){
        .org = machine_organisation(embedded_machine(c->engine)),
        .state = embedded_state(c->engine),
        .record = embedded_record(c->engine),
        .blobs = c->blobs,
        .note = buffer_view(&c->signed_note),
        .checkpoint = c->signed_,
        .wall_ms = c->env->wall_ms(c->env->ctx),
    };
    r.who = (struct duty_signer){
        .key = s->key,
        .last = s->last,
        .transcript = s->transcript,
        .couples = s->couples,
        .held_count = s->held_count,
        .held = s->held};
    look_at_silences(&r);
    look_at_voice(&r);
    look_at_roots(&r);
    look_at_adopted(&r);
    if (r.error == OK && !r.asked) {
        s->dirty = s->next_root < c->roots.count;
        s->later_ms = r.later_ms;
    }
    return r.error != OK ? r.error : state_error(r.view.state);
}

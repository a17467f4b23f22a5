/* Sessions, speeches and mandates at hand. */
#include "mechanism/instrument.h"
#include "mechanism/platform.h"
#include "mechanism/session.h"
#include "mechanism/speech.h"
#include "support/rig_inner.h"

static struct hash minutes_digest(struct rig *r, const struct session *x)
{
    struct minutes *list = NULL;
    const size_t count = session_minutes_list(r->state, &x->id, &r->arena, &list);
    return count == 0 ? (struct hash){{0}} : list[count - 1].digest;
}

static struct hash newest_instrument(struct rig *r)
{
    struct instrument *list = NULL;
    const struct instrument none = {.entry = -1};
    const struct instrument *newest = &none;
    const size_t count = instrument_list(r->state, &r->arena, &list);
    for (size_t i = 0; i < count; i++) {
        newest = list[i].entry > newest->entry ? &list[i] : newest;
    }
    return newest->id;
}

struct hash rig_gathering(struct rig *r, char letter)
{
    struct session *sessions = NULL;
    struct speech *speeches = NULL;
    struct mandate *mandates = NULL;
    size_t count = session_list(r->state, &r->arena, &sessions);
    if (letter == 'w' || letter == 'i') {
        const struct session none = {.entry = 0};
        const struct session *x = count == 0 ? &none : &sessions[count - 1];
        return letter == 'w' ? x->id : minutes_digest(r, x);
    }
    if (letter == 'k') {
        count = speech_list(r->state, &r->arena, &speeches);
        return count == 0 ? (struct hash){{0}} : speeches[count - 1].id;
    }
    if (letter == 'y') {
        return newest_instrument(r);
    }
    count = mandate_list(r->state, &r->arena, &mandates);
    return count == 0 ? (struct hash){{0}} : mandates[count - 1].id;
}

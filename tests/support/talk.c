#include "support/talk.h"

#include <string.h>

#include "base/check.h"
#include "mechanism/matter.h"
#include "support/rig_inner.h"
#include "support/talk_inner.h"

static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";

void talk_init(struct talk *t, struct rig *r, struct bytes choices, uint64_t seed)
{
    memset(t, 0, sizeof *t);
    t->rig = r;
    t->choices = choices;
    t->wide = r->options.charter == talk_charter;
    prng_seed(&t->prng, seed);
}

bool talk_is_over(const struct talk *t)
{
    return t->choices.len == 0;
}

uint32_t talk_choose(struct talk *t, uint32_t bound)
{
    if (t->choices.len == 0) {
        return (uint32_t)prng_below(&t->prng, bound);
    }
    uint32_t value = t->choices.data[0];
    t->choices = bytes_of(t->choices.data + 1, t->choices.len - 1);
    if (bound > 256 && t->choices.len > 0) {
        value = value << 8 | t->choices.data[0];
        t->choices = bytes_of(t->choices.data + 1, t->choices.len - 1);
    }
    return value % bound;
}

static void list_add(struct talk_list *l, const struct hash *h)
{
    if (l->count == TALK_ITEMS_MAX) {
        memmove(l->items, l->items + 1, (TALK_ITEMS_MAX - 1) * sizeof l->items[0]);
        l->count--;
    }
    l->items[l->count++] = *h;
}

/* One of a list, most often the last; now and then none of it. */
static const char *pick(struct talk *t, const struct talk_list *l)
{
    const uint32_t way = talk_choose(t, 16);
    if (l->count == 0 || way == 0) {
        return zeros;
    }
    const size_t at = way < 11 ? l->count - 1 : talk_choose(t, (uint32_t)l->count);
    return arena_text(&t->rig->arena, bytes_of_text(hash_hex(&l->items[at]).text));
}

const char *talk_member(struct talk *t)
{
    return arena_printf(&t->rig->arena, "A%02u",
                        1 + (unsigned)talk_choose(t, (uint32_t)t->rig->options.members));
}

static const char *chair_or_member(struct talk *t)
{
    struct matter m;
    struct body b;
    if (talk_choose(t, 4) == 0 || t->matters.count == 0 ||
        !matter_get(t->rig->state, &t->matters.items[t->matters.count - 1], &t->rig->arena, &m) ||
        !body_get(t->rig->state, m.body, &t->rig->arena, &b)) {
        return talk_member(t);
    }
    return arena_text(&t->rig->arena, b.chair);
}

const char *talk_delegate(struct talk *t, const char *of)
{
    static const char *const keys[] = {"/ambassador", "/adviser", "+", "/objection", "/node"};
    const uint32_t way = talk_choose(t, 16);
    return arena_printf(&t->rig->arena, "%s%s", of, way < 5 ? keys[way] : "");
}

static const char *provision(struct talk *t)
{
    return arena_printf(&t->rig->arena, "p%u", 1 + (unsigned)talk_choose(t, 4));
}

static const char *alternative(struct talk *t)
{
    return arena_printf(&t->rig->arena, "a%u", 1 + (unsigned)talk_choose(t, 3));
}

/* Most often one that was enrolled later, so that the first ones go on acting. */
static const char *key_of(struct talk *t)
{
    static const char *const keys[] = {"minister", "ambassador", "adviser", "objection", "node"};
    if (t->rig->key_count > 0 && talk_choose(t, 8) != 0) {
        return arena_printf(&t->rig->arena, "$(%s)",
                            t->rig->keys[talk_choose(t, (uint32_t)t->rig->key_count)].name);
    }
    return arena_printf(&t->rig->arena, "$(%s/%s)", talk_member(t), keys[talk_choose(t, 5)]);
}

/* The silence at hand, and its text, so that $s, $r and $d fit each other; at times they do not. */
static void take_silence(struct talk *t)
{
    struct silence x;
    struct hash id = {{0}};
    if (t->silences.count > 0 && talk_choose(t, 16) != 0) {
        id = t->silences.items[talk_choose(t, 4) == 0 ? talk_choose(t, (uint32_t)t->silences.count)
                                                      : t->silences.count - 1];
    }
    t->rig->silence = id;
    if (silence_get(t->rig->state, &id, &t->rig->arena, &x)) {
        t->rig->root = x.root;
        t->rig->matter = x.matter;
    }
}

/* A text that is known, and its matter. */
static void take_root(struct talk *t)
{
    struct root root;
    if (t->roots.count > 0) {
        t->rig->root = t->roots.items[talk_choose(t, (uint32_t)t->roots.count)];
        if (root_get(t->rig->state, &t->rig->root, &root)) {
            t->rig->matter = root.matter;
        }
    }
}

static void take_matter(struct talk *t)
{
    struct version v;
    t->rig->matter = (struct hash){{0}};
    if (t->matters.count > 0 && talk_choose(t, 16) != 0) {
        t->rig->matter = t->matters.items[talk_choose(t, 4) == 0 ? talk_choose(t, (uint32_t)t->matters.count)
                                                                 : t->matters.count - 1];
    }
    if (matter_text(t->rig->state, &t->rig->matter, &t->rig->arena, &v)) {
        t->rig->root = v.root; /* as the text stands */
    }
}

static struct said say_of_matter(struct talk *t)
{
    struct arena *a = &t->rig->arena;
    static const char *const bodies[] = {"council", "council", "council", "group", "office"};
    take_matter(t);
    switch (talk_choose(t, 8)) {
    case 0:
        return (struct said){talk_delegate(t, talk_member(t)), "matter.open",
                             arena_printf(a,
                                          "{'body':'%s','languages':['en','fr'],'reference':'%s','rule':'%s',"
                                          "'title':'T'}",
                                          bodies[talk_choose(t, 5)],
                                          arena_printf(a, "m%u", (unsigned)talk_choose(t, 6)),
                                          t->wide                  ? talk_rule(t)
                                          : talk_choose(t, 8) == 0 ? "majority"
                                                                   : "silence")};
    case 1:
    case 2: {
        const struct org_words w = org_words(a, talk_choose(t, 400));
        const char *before = talk_choose(t, 4) == 0 ? arena_printf(a, ",'before':'%s'", provision(t)) : "";
        return (struct said){talk_delegate(t, talk_member(t)), "matter.propose",
                             arena_printf(a,
                                          "{'alternative':'%s'%s,'leaves':%s,'matter':$m,'provision':'%s'}",
                                          alternative(t), before, w.leaves, provision(t))};
    }
    case 3:
        return (struct said){talk_delegate(t, talk_member(t)), "matter.withdraw",
                             arena_printf(a, "{'alternative':'%s','matter':$m,'provision':'%s'}",
                                          alternative(t), provision(t))};
    case 4:
        return (struct said){talk_delegate(t, chair_or_member(t)), "matter.choose",
                             arena_printf(a, "{'alternative':'%s','matter':$m,'provision':'%s'}",
                                          alternative(t), provision(t))};
    case 5:
        return (struct said){talk_delegate(t, chair_or_member(t)), "matter.delete",
                             arena_printf(a, "{'matter':$m,'provision':'%s'}", provision(t))};
    default:
        return (struct said){talk_delegate(t, chair_or_member(t)), "matter.version",
                             "{'matter':$m,'root':$r}"};
    }
}

static struct said say_of_stance(struct talk *t)
{
    struct arena *a = &t->rig->arena;
    static const char *const stances[] = {"open", "ad_referendum", "agreed"};
    const char *who = talk_delegate(t, talk_member(t));
    take_matter(t);
    switch (talk_choose(t, 6)) {
    case 0:
        return (struct said){
            who, "matter.hold",
            arena_printf(a, "{'matter':$m,'provision':'%s','reason':'x','release':'y'}", provision(t))};
    case 1:
    case 2:
        return (struct said){who, "matter.release",
                             arena_printf(a, "{'matter':$m,'provision':'%s'}", provision(t))};
    case 3:
        return (struct said){who, "matter.agree",
                             arena_printf(a, "{'matter':$m,'provision':'%s','root':'%s','state':'%s'}",
                                          provision(t), pick(t, &t->roots), stances[talk_choose(t, 3)])};
    case 4:
        return (struct said){who, "matter.position",
                             arena_printf(a, "{'position':'%c','reason':'x','root':'%s'}",
                                          POSITIONS[talk_choose(t, 7)], pick(t, &t->roots))};
    default:
        return (struct said){who, "matter.explain",
                             arena_printf(a, "{'root':'%s','text':'x'}", pick(t, &t->roots))};
    }
}

static struct said say_of_member(struct talk *t)
{
    struct arena *a = &t->rig->arena;
    static const char *const powers[] = {"[]", "['speak']", "['bind','chair','keys','speak']", "['keys']"};
    static const char *const roles[] = {"delegate", "objection", "node"};
    const char *of = talk_member(t);
    switch (talk_choose(t, 7)) {
    case 0:
        if (t->rig->key_count < RIG_KEYS_MAX) {
            const char *role = roles[talk_choose(t, 3)];
            const char *name = arena_printf(a, "%s/k%zu", of, t->rig->key_count);
            return (struct said){arena_printf(a, "%s+", of), "member.enrol",
                                 arena_printf(a, "{'key':'%s','name':'n','powers':%s,'role':'%s'}",
                                              rig_key(t->rig, name, role), powers[talk_choose(t, 4)], role)};
        }
        return (struct said){talk_delegate(t, of), "member.revoke", arena_printf(a, "{'key':%s}", key_of(t))};
    case 1:
        return (struct said){talk_delegate(t, of), "member.revoke", arena_printf(a, "{'key':%s}", key_of(t))};
    case 2:
        return (struct said){arena_printf(a, "%s+", of), "member.powers",
                             arena_printf(a, "{'key':%s,'powers':%s}", key_of(t), powers[talk_choose(t, 4)])};
    case 3:
        return (struct said){talk_delegate(t, of), "member.clearing",
                             arena_printf(a, "{'node':%s}", key_of(t))};
    case 4:
        return (struct said){talk_delegate(t, of), "body.seat",
                             talk_choose(t, 2) == 0 ? "{'body':'group','seated':true}"
                                                    : "{'body':'group','seated':false}"};
    default:
        return (struct said){talk_delegate(t, of), "body.chair",
                             arena_printf(a, "{'body':'%s','member':'%s'}",
                                          talk_choose(t, 2) == 0 ? "council" : "group", talk_member(t))};
    }
}

static struct said say_of_silence(struct talk *t)
{
    struct arena *a = &t->rig->arena;
    static const char *const durations[] = {"10000", "10000", "20000", "80000", "9999"};
    switch (talk_choose(t, 5)) {
    case 0:
    case 1:
        take_matter(t);
        return (struct said){
            talk_delegate(t, chair_or_member(t)), "silence.open",
            arena_printf(a, "{'duration':%s,'matter':$m,'root':$r}", durations[talk_choose(t, 5)])};
    case 2:
        take_silence(t);
        return (struct said){talk_delegate(t, chair_or_member(t)), "silence.extend",
                             t->wide && talk_choose(t, 2) == 0
                                 ? arena_printf(a, "{'silence':$s,'workdays':%u}",
                                                (unsigned)talk_choose(t, 5))
                                 : arena_printf(a, "{'by':%u,'silence':$s}", (unsigned)talk_choose(t, 9000))};
    case 3:
        take_silence(t);
        return (struct said){talk_delegate(t, talk_member(t)), "silence.not_received", "{'silence':$s}"};
    default:
        if (t->objections.count > 0 && talk_choose(t, 3) == 0) {
            return (struct said){arena_printf(a, "%s+", talk_member(t)), "objection.withdraw",
                                 arena_printf(a, "{'objection':'%s'}", pick(t, &t->objections))};
        }
        return (struct said){talk_delegate(t, talk_member(t)), "objection.raise",
                             arena_printf(a, "{'reason':'no','root':'%s'}", pick(t, &t->roots))};
    }
}

static struct said say_of_node(struct talk *t)
{
    const char *node = arena_printf(&t->rig->arena, "%s/node", talk_member(t));
    switch (talk_choose(t, 6)) {
    case 0:
    case 1:
        take_root(t);
        return (struct said){node, "node.availability", "{'matter':$m,'root':$r}"};
    case 2:
    case 3:
        take_silence(t);
        return (struct said){node, "node.all_clear",
                             "{'deadline':$d,'log_root':$l,'log_size':$n,'root':$r,'silence':$s}"};
    case 4:
        take_silence(t);
        return (struct said){node, "node.tick", "{'deadline':$d,'root':$r,'silence':$s}"};
    default: {
        const struct org_words w = org_words(&t->rig->arena, talk_choose(t, 400));
        struct hash salt;
        take_silence(t);
        memcpy(salt.bytes, w.salt[0], sizeof salt.bytes);
        return (struct said){
            node, "text.open",
            arena_printf(&t->rig->arena,
                         "{'language':'en','matter':$m,'provision':'%s','root':$r,'salt':'%s',"
                         "'text':'%s'}",
                         provision(t), hash_hex(&salt).text, arena_text(&t->rig->arena, w.text[0]))};
    }
    }
}

/* A body with one byte changed, or one that was made for another kind. */
static struct said garble(struct talk *t, struct said s)
{
    char *body = arena_text(&t->rig->arena, rig_expand(t->rig, s.body));
    const size_t len = strlen(body);
    if (talk_choose(t, 2) == 0) {
        s.kind = act_kind_at(talk_choose(t, (uint32_t)act_kind_count()))->name;
    } else if (len > 2) {
        static const char bytes[] = "0aA'{}[],:$-\\ ";
        body[1 + talk_choose(t, (uint32_t)(len - 2))] = bytes[talk_choose(t, sizeof bytes - 1)];
        s.body = body;
    }
    return s;
}

/* What the last matter needs next, so that texts come to their end now and then. */
static struct said say_next(struct talk *t)
{
    struct arena *a = &t->rig->arena;
    struct rig *r = t->rig;
    struct matter m = {.stage = MATTER_ADOPTED};
    struct silence x = {.stage = SILENCE_WAITING};
    struct body b;
    struct version v;
    struct root root;
    if (t->matters.count > 0) {
        r->matter = t->matters.items[t->matters.count - 1];
        check(matter_get(r->state, &r->matter, a, &m) && body_get(r->state, m.body, a, &b));
    }
    const bool used = m.stage == MATTER_OPEN && matter_text(r->state, &m.id, a, &v) &&
                      root_get(r->state, &v.root, &root) && !hash_is_zero(&root.silence);
    if (m.stage == MATTER_VOTE) {
        return say_of_vote(t);
    }
    if (m.stage == MATTER_ADOPTED || m.stage == MATTER_LAPSED || (used && talk_choose(t, 4) != 0)) {
        return (struct said){talk_member(t), "matter.open",
                             arena_printf(a,
                                          "{'body':'council','languages':['en','fr'],'reference':'n%u',"
                                          "'rule':'%s','title':'T'}",
                                          (unsigned)talk_choose(t, 40), t->wide ? talk_rule(t) : "silence")};
    }
    if (m.stage == MATTER_OPEN && !matter_text(r->state, &m.id, a, &v)) {
        const struct org_words w = org_words(a, 1000 + talk_choose(t, 60000));
        return (struct said){talk_member(t), "matter.propose",
                             arena_printf(a, "{'alternative':'%s','leaves':%s,'matter':$m,'provision':'p%u'}",
                                          alternative(t), w.leaves, 9 + (unsigned)talk_choose(t, 3))};
    }
    if (m.stage == MATTER_OPEN) {
        r->root = v.root;
        const char *chair = arena_text(a, b.chair);
        const bool fixed = root_get(r->state, &v.root, &root);
        if (fixed && t->wide && (used || talk_choose(t, 2) == 0)) {
            return say_adopt(t, &m, chair);
        }
        return fixed ? (struct said){chair, "silence.open", "{'duration':10000,'matter':$m,'root':$r}"}
                     : (struct said){chair, "matter.version", "{'matter':$m,'root':$r}"};
    }
    r->silence = m.silence;
    r->root = m.root;
    check(silence_get(r->state, &m.silence, a, &x));
    const char *node = arena_printf(a, "%s/node", talk_member(t));
    return x.stage == SILENCE_FIRED
               ? (struct said){node, "node.all_clear",
                               "{'deadline':$d,'log_root':$l,'log_size':$n,'root':$r,'silence':$s}"}
               : (struct said){node, "node.availability", "{'matter':$m,'root':$r}"};
}

/* Half of what is said under a charter that knows more than silences. */
static struct said say_wide(struct talk *t)
{
    struct vote *open = NULL;
    const uint32_t about = talk_choose(t, 16);
    take_matter(t);
    if (about < 4 && vote_open_list(t->rig->state, &t->rig->arena, &open) == 0) {
        return say_of_procedure(t);
    }
    return about < 5    ? say_of_vote(t)
           : about < 8  ? say_of_procedure(t)
           : about < 10 ? say_of_election(t)
           : about < 12 ? say_of_charter(t)
                        : say_of_nouns(t);
}

static struct said say(struct talk *t, bool timeless)
{
    if (t->wide && !timeless && talk_choose(t, 2) == 0) {
        return say_wide(t);
    }
    if (!timeless && talk_choose(t, 2) == 0) {
        return say_next(t);
    }
    const uint32_t about = talk_choose(t, timeless ? 8 : 20);
    return about < 5    ? say_of_matter(t)
           : about < 7  ? say_of_stance(t)
           : about < 8  ? (timeless ? say_of_stance(t) : say_of_member(t))
           : about < 13 ? say_of_silence(t)
                        : say_of_node(t);
}

void talk_order(struct talk *t, bool timeless)
{
    struct rig *r = t->rig;
    if (r->queue_count == BATCH_ACTS_MAX) {
        return;
    }
    t->sent++;
    if (t->envelope_count > 0 && talk_choose(t, 12) == 0) {
        (void)rig_order_envelope(r, t->envelopes[talk_choose(t, (uint32_t)t->envelope_count)]);
        return;
    }
    struct said s = say(t, timeless);
    if (talk_choose(t, 24) == 0) {
        s = garble(t, s);
    }
    if (!timeless && talk_choose(t, 12) == 0) {
        r->expires_ms = r->time_ms + talk_choose(t, 4000);
    }
    if (talk_choose(t, 12) == 0 && r->seq > 40) {
        r->seq -= 1 + talk_choose(t, 30); /* older ones that come late, or two of one number */
    }
    const struct bytes envelope = rig_envelope(r, s.who, s.kind, s.body);
    t->envelopes[t->envelope_count % TALK_ITEMS_MAX] = envelope;
    t->envelope_count = t->envelope_count < TALK_ITEMS_MAX ? t->envelope_count + 1 : t->envelope_count;
    (void)rig_order_envelope(r, envelope);
}

static int64_t time_step(struct talk *t)
{
    const uint32_t way = talk_choose(t, 16);
    return way < 12                            ? 1000
           : way < 14                          ? 1 + (int64_t)talk_choose(t, 3000)
           : way == 14                         ? 20000
           : t->wide && talk_choose(t, 8) == 0 ? 86400000
                                               : 400000;
}

void talk_block(struct talk *t)
{
    rig_block(t->rig, time_step(t));
    talk_listen(t);
    talk_check(t);
}

void talk_listen(struct talk *t)
{
    struct rig *r = t->rig;
    for (size_t i = 0; i < r->result_count; i++) {
        const struct act *a = &r->queue[i];
        if (!r->results[i].recorded || strcmp(r->results[i].result, "ok") != 0) {
            continue;
        }
        t->accepted++;
        if (a->kind->apply == matter_open) {
            list_add(&t->matters, &a->id);
        } else if (a->kind->apply == silence_open) {
            list_add(&t->silences, &a->id);
        } else if (a->kind->apply == silence_object) {
            list_add(&t->objections, &a->id);
        } else if (a->kind->apply == matter_version) {
            list_add(&t->roots, &act_value(a, "root")->hash);
        } else if (a->kind->apply == matter_propose) {
            const struct act_value *leaves = act_value(a, "leaves");
            const struct hash root =
                alternative_root(&r->arena, act_value(a, "provision")->text,
                                 act_value(a, "alternative")->text, leaves->leaves, leaves->count);
            list_add(&t->roots, &root);
        }
    }
}

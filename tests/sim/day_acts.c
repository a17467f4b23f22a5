/* What members do: mostly what makes sense, sometimes not. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "sim/day.h"

void day_submit(struct day *d, struct bytes envelope, const struct hash *root)
{
    const struct bytes own = arena_copy(&d->arena, envelope);
    const struct hash id = org_act_id(&d->arena, own);
    struct day_sent *s = NULL;
    for (size_t i = 0; i < d->sent_count; i++) {
        s = hash_equal(&d->sent[i].id, &id) ? &d->sent[i] : s;
    }
    if (s == NULL) {
        check(d->sent_count < DAY_SENT_MAX);
        s = &d->sent[d->sent_count++];
        *s = (struct day_sent){.envelope = own, .id = id, .objection = root != NULL};
        if (root != NULL) {
            s->root = *root;
        }
    }
    s->client = host_submit(&d->h, own);
    d->totals.acts++;
}

const char *day_matter(struct day *d)
{
    static const struct hash none = {{0}};
    const struct hash *drawn = &none;
    for (int i = 0; i < 3 && d->matter_count > 0; i++) {
        struct matter m;
        drawn = &d->matters[prng_below(&d->prng, d->matter_count)];
        if (matter_get(host_state(&d->h), drawn, &d->arena, &m)) {
            break; /* others were opened in vain */
        }
    }
    return org_hex(&d->arena, drawn);
}

static char letter(struct day *d)
{
    return "pqr"[prng_below(&d->prng, 3)];
}

size_t day_anybody(struct day *d)
{
    return (size_t)prng_below(&d->prng, d->org.options.members);
}

/* Mostly the chair: the first member, as long as nobody hands the chair on. */
size_t day_chair(struct day *d)
{
    return prng_below(&d->prng, 8) == 0 ? day_anybody(d) : 0;
}

void day_say(struct day *d, size_t member, const char *kind, const char *body)
{
    const struct org_act act = {
        .kind = kind,
        .member = member,
        .key = prng_below(&d->prng, 6) == 0   ? ORG_ADVISER
               : prng_below(&d->prng, 2) == 0 ? ORG_MINISTER
                                              : ORG_AMBASSADOR,
        .two = strcmp(kind, "objection.withdraw") == 0 || strcmp(kind, "member.enrol") == 0,
        .body = body,
    };
    day_submit(d, org_sign(&d->org, &d->arena, &act), NULL);
}

static void open_matter(struct day *d)
{
    const struct org_act act = {
        .kind = "matter.open",
        .member = day_anybody(d),
        .body = arena_printf(
            &d->arena,
            "{\"body\":\"council\",\"languages\":[\"en\",\"fr\"],\"reference\":\"m%zu\",\"rule\":\"%s\","
            "\"title\":\"T\"}",
            d->matter_count, day_rule(d)),
    };
    const struct bytes e = org_sign(&d->org, &d->arena, &act);
    if (d->matter_count < DAY_MATTERS_MAX) {
        d->matters[d->matter_count++] = org_act_id(&d->arena, e);
    }
    day_submit(d, e, NULL);
}

/* The words come first, come later, or never come. */
static void propose(struct day *d)
{
    const struct org_words w = org_words(&d->arena, ++d->words);
    if (prng_below(&d->prng, 5) != 0) {
        struct blob blobs[2];
        for (size_t i = 0; i < 2; i++) {
            memcpy(blobs[i].salt, w.salt[i], sizeof blobs[i].salt);
            blobs[i].text = w.text[i];
        }
        const struct client_request r = {.verb = CLIENT_store, .blob_count = 2, .blobs = blobs};
        (void)host_request(&d->h, &r);
    }
    day_say(d, day_anybody(d), "matter.propose",
        arena_printf(&d->arena,
                     "{\"alternative\":\"a%llu\",\"leaves\":%s,\"matter\":\"%s\",\"provision\":\"%c\"}",
                     (unsigned long long)prng_below(&d->prng, 4), w.leaves, day_matter(d), letter(d)));
}

static void choose(struct day *d)
{
    day_say(d, day_chair(d), "matter.choose",
        arena_printf(&d->arena, "{\"alternative\":\"a%llu\",\"matter\":\"%s\",\"provision\":\"%c\"}",
                     (unsigned long long)prng_below(&d->prng, 4), day_matter(d), letter(d)));
}

static void delete(struct day *d)
{
    day_say(d, day_chair(d), "matter.delete",
        arena_printf(&d->arena, "{\"matter\":\"%s\",\"provision\":\"%c\"}", day_matter(d), letter(d)));
}

static void hold(struct day *d)
{
    const bool release = prng_below(&d->prng, 3) != 0;
    const size_t who = day_anybody(d);
    const char *m = day_matter(d);
    const char c = letter(d);
    day_say(d, who, "matter.hold",
        arena_printf(&d->arena,
                     "{\"matter\":\"%s\",\"provision\":\"%c\",\"reason\":\"why\",\"release\":\"what\"}", m,
                     c));
    if (release) {
        day_say(d, who, "matter.release",
            arena_printf(&d->arena, "{\"matter\":\"%s\",\"provision\":\"%c\"}", m, c));
    }
}

static const struct hash *root(struct day *d)
{
    static const struct hash none = {{1}};
    return d->root_count == 0 ? &none : &d->roots[prng_below(&d->prng, d->root_count)];
}

static void position(struct day *d)
{
    const char c = "YLNA"[prng_below(&d->prng, 4)];
    day_say(d, day_anybody(d), "matter.position",
        arena_printf(&d->arena, "{\"position\":\"%c\",%s\"root\":\"%s\"}", c,
                     c == 'N' ? "\"reason\":\"why\"," : "", org_hex(&d->arena, root(d))));
}

static void version(struct day *d)
{
    struct version v;
    const struct hash *m = d->matter_count == 0 ? NULL : &d->matters[prng_below(&d->prng, d->matter_count)];
    if (m == NULL || !matter_text(host_state(&d->h), m, &d->arena, &v)) {
        return;
    }
    if (d->root_count < DAY_ROOTS_MAX) {
        d->roots[d->root_count++] = v.root;
    }
    day_say(d, day_chair(d), "matter.version",
        arena_printf(&d->arena, "{\"matter\":\"%s\",\"root\":\"%s\"}", org_hex(&d->arena, m),
                     org_hex(&d->arena, &v.root)));
}

/* The version that a matter has now, of a matter that has one. */
static void open_silence(struct day *d)
{
    struct root row;
    if (d->root_count == 0) {
        return;
    }
    const struct hash *r =
        &d->roots[d->root_count - 1 - (size_t)prng_below(&d->prng, d->root_count < 3 ? d->root_count : 3)];
    struct matter m;
    if (!root_get(host_state(&d->h), r, &row) ||
        (matter_get(host_state(&d->h), &row.matter, &d->arena, &m) &&
         !bytes_equal_text(m.rule, "silence") && prng_below(&d->prng, 4) != 0)) {
        return;
    }
    day_say(d, day_chair(d), "silence.open",
        arena_printf(&d->arena, "{\"duration\":%lld,\"matter\":\"%s\",\"root\":\"%s\"}",
                     (long long)prng_between(&d->prng, 9000, 40000), org_hex(&d->arena, &row.matter),
                     org_hex(&d->arena, r)));
}

static void object(struct day *d)
{
    const struct hash *r = root(d);
    const struct org_act act = {
        .kind = "objection.raise",
        .member = day_anybody(d),
        .key = prng_below(&d->prng, 2) == 0 ? ORG_OBJECTION : ORG_MINISTER,
        .body = arena_printf(&d->arena, "{\"reason\":\"no\",\"root\":\"%s\"}", org_hex(&d->arena, r)),
    };
    day_submit(d, org_sign(&d->org, &d->arena, &act), r);
}

static void withdraw(struct day *d)
{
    for (size_t i = d->sent_count; i-- > 0;) {
        if (d->sent[i].objection && prng_below(&d->prng, 2) == 0) {
            day_say(d, day_anybody(d), "objection.withdraw",
                arena_printf(&d->arena, "{\"objection\":\"%s\"}", org_hex(&d->arena, &d->sent[i].id)));
            return;
        }
    }
}

static bool a_silence(struct day *d, struct silence *out)
{
    struct silence *list = NULL;
    const size_t count = silence_open_list(host_state(&d->h), &d->arena, &list);
    if (count > 0) {
        *out = list[prng_below(&d->prng, count)];
    }
    return count > 0;
}

static void extend(struct day *d)
{
    struct silence x;
    if (a_silence(d, &x)) {
        day_say(d, day_chair(d), "silence.extend",
            arena_printf(&d->arena, "{\"by\":%lld,\"silence\":\"%s\"}",
                         (long long)prng_between(&d->prng, 1, 20000), org_hex(&d->arena, &x.id)));
    }
}

static void not_received(struct day *d)
{
    struct silence x;
    if (a_silence(d, &x)) {
        day_say(d, day_anybody(d), "silence.not_received",
            arena_printf(&d->arena, "{\"silence\":\"%s\"}", org_hex(&d->arena, &x.id)));
    }
}

static void clear_by(struct day *d)
{
    day_say(d, day_anybody(d), "member.clearing",
        arena_printf(&d->arena, "{\"node\":\"%s\"}", org_public(&d->org, day_anybody(d), ORG_NODE)));
}

static void enrol(struct day *d)
{
    const size_t who = day_anybody(d);
    const struct key_file k = org_key(&d->org, who, "objection", d->seed * 1000 + prng_below(&d->prng, 6));
    struct hash h;
    memcpy(h.bytes, k.public.bytes, sizeof h.bytes);
    const char *key = org_hex(&d->arena, &h);
    if (prng_below(&d->prng, 2) == 0) {
        day_say(d, who, "member.enrol",
            arena_printf(&d->arena, "{\"key\":\"%s\",\"name\":\"n\",\"powers\":[],\"role\":\"objection\"}",
                         key));
    } else {
        day_say(d, who, "member.revoke", arena_printf(&d->arena, "{\"key\":\"%s\"}", key));
    }
}

void day_act(struct day *d)
{
    static const struct {
        unsigned weight;
        void (*act)(struct day *d);
    } rows[] = {
        {2, open_matter}, {10, propose},     {4, choose},       {1, delete}, {3, hold},
        {6, position},    {8, version},      {8, open_silence}, {3, object}, {1, withdraw},
        {2, day_propose_charter},
        {2, day_amend}, {1, extend},      {1, not_received}, {1, clear_by},     {1, enrol},
        {14, day_vote},   {3, day_procedure}, {16, day_elect}, {12, day_way},
        {16, day_noun},
    };
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sum += rows[i].weight;
    }
    uint64_t drawn = prng_below(&d->prng, sum);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (drawn < rows[i].weight) {
            rows[i].act(d);
            return;
        }
        drawn -= rows[i].weight;
    }
}

void day_repeat(struct day *d)
{
    if (d->sent_count > 0) {
        struct day_sent *s = &d->sent[prng_below(&d->prng, d->sent_count)];
        s->client = host_submit(&d->h, s->envelope);
    }
}

void day_nonsense(struct day *d)
{
    uint8_t noise[200];
    struct bytes message = bytes_of(noise, (size_t)prng_below(&d->prng, sizeof noise));
    prng_fill(&d->prng, noise, sizeof noise);
    if (d->sent_count > 0 && prng_below(&d->prng, 2) == 0) {
        const struct bytes e = d->sent[prng_below(&d->prng, d->sent_count)].envelope;
        uint8_t *changed = arena_take(&d->arena, e.len, 1);
        memcpy(changed, e.data, e.len);
        changed[prng_below(&d->prng, e.len)] ^= (uint8_t)(1 + prng_below(&d->prng, 255));
        message = bytes_of(changed, e.len);
    }
    (void)host_submit(&d->h, message);
}

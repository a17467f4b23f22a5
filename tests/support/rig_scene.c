/* What happens on the bench: the way of a text from a matter to its opening, and looking at what came of it.
 */
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "mechanism/clock.h"
#include "mechanism/matter.h"
#include "support/rig_inner.h"

static void must(const char *result)
{
    if (strcmp(result, "ok") != 0) {
        (void)fprintf(stderr, "rig: a step gave %s\n", result);
    }
    check(strcmp(result, "ok") == 0);
}

static const char *node_of(struct rig *r, size_t member)
{
    return arena_printf(&r->arena, "A%02zu/node", member + 1);
}

const char *rig_propose(struct rig *r, const char *who, const char *provision, const char *alternative,
                        uint64_t words)
{
    const struct org_words w = org_words(&r->arena, words);
    return rig_say(r, who, "matter.propose", "{'alternative':'%s','leaves':%s,'matter':$m,'provision':'%s'}",
                   alternative, w.leaves, provision);
}

const char *rig_version(struct rig *r)
{
    struct version v;
    check(matter_text(r->state, &r->matter, &r->arena, &v));
    r->root = v.root;
    return rig_say(r, "A01", "matter.version", "{'matter':$m,'root':$r}");
}

const char *rig_silence(struct rig *r)
{
    const char *result = rig_say(r, "A01", "silence.open", "{'duration':%lld,'matter':$m,'root':$r}",
                                 (long long)r->options.duration_ms);
    if (strcmp(result, "ok") == 0) {
        r->silence = r->id;
    }
    return result;
}

const char *rig_available(struct rig *r, size_t member)
{
    return rig_say(r, node_of(r, member), "node.availability", "{'matter':$m,'root':$r}");
}

static const char clear_body[] = "{'deadline':$d,'log_root':$l,'log_size':$n,'root':$r,'silence':$s}";

const char *rig_order_clear(struct rig *r, size_t member)
{
    return rig_order(r, node_of(r, member), "node.all_clear", clear_body);
}

const char *rig_clear(struct rig *r, size_t member)
{
    return rig_say(r, node_of(r, member), "node.all_clear", clear_body);
}

const char *rig_object(struct rig *r, const char *who)
{
    const char *result = rig_say(r, who, "objection.raise", "{'reason':'no','root':$r}");
    if (strcmp(result, "ok") == 0) {
        r->objection = r->id;
    }
    return result;
}

const char *rig_open_part(struct rig *r, const char *who, const char *provision, size_t language,
                          uint64_t words)
{
    static const char *const tags[] = {"en", "fr"};
    const struct org_words w = org_words(&r->arena, words);
    struct hash salt;
    memcpy(salt.bytes, w.salt[language], sizeof salt.bytes);
    return rig_say(r, who, "text.open",
                   "{'language':'%s','matter':$m,'provision':'%s','root':$r,'salt':'%s','text':'%s'}",
                   tags[language], provision, hash_hex(&salt).text, arena_text(&r->arena, w.text[language]));
}

void rig_until(struct rig *r, int64_t time_ms)
{
    while (r->time_ms < time_ms) {
        rig_block(r, 1000);
    }
}

struct context rig_context(struct rig *r, enum error *e)
{
    return (struct context){.org = machine_organisation(r->machine),
                            .state = r->state,
                            .record = r->record,
                            .arena = &r->arena,
                            .time_ms = r->time_ms,
                            .error = e};
}

struct silence rig_silence_now(struct rig *r)
{
    struct silence x;
    check(silence_get(r->state, &r->silence, &r->arena, &x));
    return x;
}

struct matter rig_matter_now(struct rig *r)
{
    struct matter m;
    check(matter_get(r->state, &r->matter, &r->arena, &m));
    return m;
}

/* What is ordered is interpreted. */
static void settle(struct rig *r)
{
    for (unsigned i = 0; i <= r->options.delay; i++) {
        rig_block(r, 1000);
    }
}

static void step(struct rig *r, enum rig_stage stage)
{
    static const char *const provisions[] = {"p1", "p2"};
    const char *sponsor = r->options.members > 1 ? "A02" : "A01";
    struct alternative alt;
    switch (stage) {
    case RIG_FOUNDED:
        return;
    case RIG_MATTER:
        must(rig_say(r, "A01", "matter.open",
                     "{'body':'%s',%s'languages':['en','fr'],'reference':'m%u','rule':'%s',"
                     "'title':'A matter'}",
                     r->options.body == NULL ? "council" : r->options.body,
                     r->options.confidential ? "'confidential':true," : "", ++r->matters,
                     r->options.rule == NULL ? "silence" : r->options.rule));
        r->matter = r->id;
        r->words = (uint64_t)r->matters * 100;
        return;
    case RIG_TEXT:
        must(rig_propose(r, sponsor, "p1", "first", r->words));
        must(rig_propose(r, sponsor, "p2", "first", r->words + 1));
        check(alternative_get(r->state, &r->matter, BYTES("p1"), BYTES("first"), &r->arena, &alt));
        r->alternative = alt.root;
        return;
    case RIG_VERSION:
        must(rig_version(r));
        return;
    case RIG_WAITING:
        must(rig_silence(r));
        return;
    case RIG_RUNNING:
        for (size_t i = 0; i < r->options.members; i++) {
            must(rig_order(r, node_of(r, i), "node.availability", "{'matter':$m,'root':$r}"));
        }
        settle(r);
        check(rig_silence_now(r).stage == SILENCE_RUNNING);
        return;
    case RIG_FIRED:
        while (rig_silence_now(r).stage == SILENCE_RUNNING) {
            const int64_t pulse = clock_pulse_ms(r->state, &r->arena);
            const int64_t left = rig_silence_now(r).deadline_ms - r->time_ms;
            rig_block(r, left > pulse ? pulse : left);
        }
        check(rig_silence_now(r).stage == SILENCE_FIRED);
        return;
    case RIG_ADOPTED:
        for (size_t i = 0; i < r->options.members; i++) {
            must(rig_order_clear(r, i));
        }
        settle(r);
        check(rig_matter_now(r).stage == MATTER_ADOPTED);
        return;
    case RIG_OPENED:
        for (size_t i = 0; i < 4; i++) {
            must(rig_open_part(r, "A01/node", provisions[i / 2], i % 2, r->words + i / 2));
        }
        return;
    }
}

static enum rig_stage reached(struct rig *r)
{
    struct matter m;
    struct silence x;
    struct provision *list = NULL;
    if (!matter_get(r->state, &r->matter, &r->arena, &m)) {
        return RIG_FOUNDED;
    }
    if (m.stage == MATTER_ADOPTED) {
        return m.unopened == 0 ? RIG_OPENED : RIG_ADOPTED;
    }
    if (m.stage == MATTER_SILENCE && silence_get(r->state, &r->silence, &r->arena, &x)) {
        return x.stage == SILENCE_WAITING   ? RIG_WAITING
               : x.stage == SILENCE_RUNNING ? RIG_RUNNING
                                            : RIG_FIRED;
    }
    return m.versions > 0                                               ? RIG_VERSION
           : provision_list(r->state, &r->matter, &r->arena, &list) > 0 ? RIG_TEXT
                                                                        : RIG_MATTER;
}

void rig_forget(struct rig *r)
{
    static const struct hash none;
    r->matter = r->root = r->silence = none;
}

void rig_to(struct rig *r, enum rig_stage stage)
{
    for (enum rig_stage at = reached(r); at < stage; at++) {
        step(r, at + 1);
    }
}

static bool read_fact(struct rig *r, uint64_t index, struct entry *e, struct bytes *body)
{
    check(record_read(r->record, index, &r->arena, e, body) == OK);
    return e->type == ENTRY_FACT;
}

bool rig_last_close(struct rig *r, struct fact_close *out)
{
    for (uint64_t i = record_size(r->record); i-- > 0;) {
        struct entry e;
        struct bytes body;
        if (read_fact(r, i, &e, &body) && fact_read_close(&r->arena, body, out) == OK) {
            return true;
        }
    }
    return false;
}

size_t rig_count_facts(struct rig *r, const char *kind)
{
    size_t count = 0;
    for (uint64_t i = 1; i < record_size(r->record); i++) {
        struct entry e;
        struct bytes body;
        count += read_fact(r, i, &e, &body) && bytes_equal_text(fact_kind(&r->arena, body), kind);
    }
    return count;
}

const char *rig_facts_since(struct rig *r, uint64_t index)
{
    struct buffer b;
    buffer_init(&b, 4096);
    for (uint64_t i = index; i < record_size(r->record); i++) {
        struct entry e;
        struct bytes body;
        if (read_fact(r, i, &e, &body)) {
            const struct bytes kind = fact_kind(&r->arena, body);
            buffer_printf(&b, "%s%.*s", b.len == 0 ? "" : " ", (int)kind.len, (const char *)kind.data);
        }
    }
    const char *text = arena_text(&r->arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

const char *rig_codes(struct rig *r, const struct bytes *codes, size_t count)
{
    struct buffer b;
    buffer_init(&b, 4096);
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&b, "%s%.*s", i == 0 ? "" : " ", (int)codes[i].len, (const char *)codes[i].data);
    }
    const char *text = arena_text(&r->arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

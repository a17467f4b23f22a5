#include "support/rig_charter.h"

#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "codec/base64.h"
#include "mechanism/amendment.h"
#include "mechanism/law.h"

const char *rig_charter_text(struct rig *r, const char *least, const char *fees, const char *more)
{
    return arena_printf(&r->arena, RIG_CHARTER("%s", "%s", "%s"), least, fees, more);
}

struct hash rig_charter_hash(const char *text)
{
    struct buffer b;
    buffer_init(&b, (size_t)2 * CHARTER_BYTES_MAX);
    buffer_add_block(&b, BYTES("test"));
    buffer_add_block(&b, bytes_of_text(text));
    check(!b.overflow);
    const struct hash hash = hash_of(buffer_view(&b));
    buffer_done(&b);
    return hash;
}

static const char *lay(struct rig *r, const char *who, const char *kind, int place, const char *text)
{
    struct buffer b;
    buffer_init(&b, (size_t)2 * ACT_BYTES_MAX);
    buffer_add_base64(&b, bytes_of_text(text));
    check(!b.overflow);
    const char *result = rig_say(r, who, kind, "{'bytes':'%s','place':%d}", buffer_text(&b), place);
    buffer_done(&b);
    return result;
}

const char *rig_lay(struct rig *r, const char *who, int place, const char *text)
{
    return lay(r, who, "charter.text", place, text);
}

const char *rig_lay_table(struct rig *r, const char *who, int place, const char *text)
{
    return lay(r, who, "charter.table", place, text);
}

static int lay_all(struct rig *r, const char *who, const char *text)
{
    const size_t len = strlen(text);
    int place = 0;
    for (size_t at = 0; at < len; at += CHARTER_PART_BYTES_MAX) {
        const size_t left = len - at;
        const size_t part = left < CHARTER_PART_BYTES_MAX ? left : CHARTER_PART_BYTES_MAX;
        (void)rig_lay(r, who, place++, arena_text(&r->arena, bytes_of((const uint8_t *)text + at, part)));
    }
    return place;
}

const char *rig_propose_charter(struct rig *r, const char *who, const char *text, const char *from)
{
    enum error e = OK;
    struct context c = rig_context(r, &e);
    const struct charter *newest = law_charter(&c, charter_counts_get(r->state).versions);
    const struct hash base = newest->hash;
    r->charter = rig_charter_hash(text);
    const int parts = lay_all(r, who, text);
    check(e == OK);
    const char *day = from == NULL ? "" : arena_printf(&r->arena, "'from':'%s',", from);
    return rig_say(r, who, "charter.propose",
                   "{'base':'%s','charter':'%s',%s'sources':[{'name':'test','parts':%d}]}",
                   hash_hex(&base).text, hash_hex(&r->charter).text, day, parts);
}

const char *rig_amend(struct rig *r, const char *text, const char *rule)
{
    const struct hash hash = rig_charter_hash(text);
    const char *result = rig_say(r, "A01", "matter.open",
                                 "{'amends':'%s','body':'council','languages':['en','fr'],"
                                 "'reference':'m%u','rule':'%s','title':'An amendment'}",
                                 hash_hex(&hash).text, r->matters + 1, rule);
    if (strcmp(result, "ok") == 0) {
        r->matter = r->id;
        r->words = (uint64_t)++r->matters * 100;
    }
    return result;
}

void rig_adopt_charter(struct rig *r, const char *text, const char *rule, const char *from)
{
    rig_forget(r);
    check(strcmp(rig_propose_charter(r, "A01", text, from), "ok") == 0);
    check(strcmp(rig_amend(r, text, rule), "ok") == 0);
    rig_to(r, RIG_ADOPTED);
}

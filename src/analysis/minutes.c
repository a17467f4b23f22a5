#include "analysis/minutes.h"

static const struct row_field of_text[] = {
    ROW_FIELD(minutes_text, digest, ROW_HASH),   ROW_FIELD(minutes_text, entry, ROW_NUMBER),
    ROW_FIELD(minutes_text, language, ROW_TEXT), ROW_FIELD(minutes_text, member, ROW_TEXT),
    ROW_FIELD(minutes_text, part, ROW_NUMBER),   ROW_FIELD(minutes_text, text, ROW_TEXT),
    ROW_END,
};
ROW_SHAPE(minutes_text, of_text);

size_t minutes_texts(struct context *c, const struct hash *session, int64_t version, size_t after,
                     size_t limit, size_t *total, struct minutes_text **out)
{
    struct minutes_part *parts = NULL;
    struct act said;
    size_t count = 0;
    *total = session_minutes_parts(c->state, session, version, c->arena, &parts);
    *out = ARENA_ARRAY(c->arena, struct minutes_text, *total + 1);
    for (size_t i = after; i < *total && count < limit && act_of_entry(c, parts[i].entry, &said); i++) {
        (*out)[count++] = (struct minutes_text){.digest = parts[i].digest,
                                                .entry = parts[i].entry,
                                                .language = parts[i].language,
                                                .member = said.frame.member,
                                                .part = parts[i].part,
                                                .text = act_value(&said, "text")->text};
    }
    return count;
}

struct bytes minutes_circulated_by(struct context *c, const struct minutes *m)
{
    struct act said;
    return m->entry > 0 && act_of_entry(c, m->entry, &said) ? said.frame.member : BYTES("");
}

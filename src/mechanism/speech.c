#include "mechanism/speech.h"

#include <stdlib.h>

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/platform.h"
#include "mechanism/session.h"

static const char *const speech_kinds[] = {"original", "correction", "translation", NULL};

static const struct row_field of_speech[] = {
    ROW_FIELD(speech, date, ROW_TEXT),    ROW_FIELD(speech, entry, ROW_NUMBER),
    ROW_FIELD(speech, id, ROW_HASH),      ROW_FIELD(speech, language, ROW_TEXT),
    ROW_FIELD(speech, mandate, ROW_HASH), ROW_FIELD(speech, member, ROW_TEXT),
    ROW_FIELD(speech, office, ROW_TEXT),  ROW_FIELD(speech, platform, ROW_NUMBER),
    ROW_FIELD(speech, session, ROW_HASH), ROW_FIELD(speech, speaker, ROW_NUMBER),
    ROW_FIELD(speech, texts, ROW_NUMBER), ROW_FIELD(speech, time_ms, ROW_NUMBER),
    ROW_FIELD(speech, title, ROW_TEXT),   ROW_END,
};
static const struct row_field of_text[] = {
    ROW_FIELD(speech_text, by, ROW_TEXT),
    ROW_FIELD(speech_text, digest, ROW_HASH),
    ROW_FIELD(speech_text, entry, ROW_NUMBER),
    ROW_FIELD(speech_text, have, ROW_NUMBER),
    ROW_ENUM(speech_text, kind, speech_kinds),
    ROW_FIELD(speech_text, language, ROW_TEXT),
    ROW_FIELD(speech_text, member, ROW_TEXT),
    ROW_FIELD(speech_text, number, ROW_NUMBER),
    ROW_FIELD(speech_text, of, ROW_NUMBER),
    ROW_FIELD(speech_text, parts, ROW_NUMBER),
    ROW_FIELD(speech_text, reason, ROW_TEXT),
    ROW_FIELD(speech_text, time_ms, ROW_NUMBER),
    ROW_END,
};
ROW_SHAPE(speech, of_speech);
ROW_SHAPE(speech_text, of_text);

static struct key key_of_speech(const struct hash *id)
{
    struct key k = key_noun("speech");
    key_add_hash(&k, id);
    return k;
}

static struct key key_of_texts(const struct hash *id)
{
    struct key k = key_noun("speech_text");
    key_add_hash(&k, id);
    return k;
}

/* The entry whose act has a part. */
static struct key key_of_part(const struct hash *id, int64_t number, int64_t part)
{
    struct key k = key_noun("speech_part");
    key_add_hash(&k, id);
    key_add_number(&k, number);
    key_add_number(&k, part);
    return k;
}

static void speech_put(struct state *s, const struct speech *x)
{
    const struct key k = key_of_speech(&x->id);
    row_put(s, &k, &speech_shape, x);
}

static void text_put(struct state *s, const struct hash *id, const struct speech_text *t)
{
    struct key k = key_of_texts(id);
    key_add_number(&k, t->number);
    row_put(s, &k, &speech_text_shape, t);
}

bool speech_get(struct state *s, const struct hash *id, struct speech *out)
{
    const struct key k = key_of_speech(id);
    return row_get(s, &k, &speech_shape, out);
}

bool speech_text_get(struct state *s, const struct hash *id, int64_t number, struct speech_text *out)
{
    struct key k = key_of_texts(id);
    key_add_number(&k, number);
    return row_get(s, &k, &speech_text_shape, out);
}

static int by_entry(const void *a, const void *b)
{
    const struct speech *x = a;
    const struct speech *y = b;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

size_t speech_list(struct state *s, struct arena *a, struct speech **out)
{
    const struct key k = key_noun("speech");
    void *rows = NULL;
    const size_t count = row_list(s, &k, &speech_shape, a, &rows);
    *out = rows;
    qsort(*out, count, sizeof **out, by_entry);
    return count;
}

size_t speech_of_session(struct state *s, const struct hash *session, struct arena *a, struct speech **out)
{
    struct speech *all = NULL;
    const size_t count = speech_list(s, a, &all);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (hash_equal(&all[i].session, session)) {
            all[kept++] = all[i];
        }
    }
    *out = all;
    return kept;
}

size_t speech_texts(struct state *s, const struct hash *id, struct arena *a, struct speech_text **out)
{
    const struct key k = key_of_texts(id);
    void *rows = NULL;
    const size_t count = row_list(s, &k, &speech_text_shape, a, &rows);
    *out = rows;
    return count;
}

bool speech_text_is_whole(const struct speech_text *t)
{
    return t->have == t->parts;
}

bool speech_original(struct state *s, const struct hash *id, struct arena *a, struct speech_text *out)
{
    struct speech_text *list = NULL;
    bool found = false;
    const size_t count = speech_texts(s, id, a, &list);
    for (size_t i = 0; i < count; i++) {
        if (list[i].kind != SPEECH_TRANSLATION && speech_text_is_whole(&list[i])) {
            *out = list[i];
            found = true;
        }
    }
    return found;
}

/* The text of the act that an entry carries. */
static bool read_part(struct context *c, int64_t index, struct buffer *b)
{
    struct act said;
    const bool read = act_of_entry(c, index, &said);
    if (read) {
        buffer_add_bytes(b, act_value(&said, "text")->text);
    }
    return read;
}

/* The parts that are there, each with a line feed behind it. */
static bool read_parts(struct context *c, const struct hash *id, const struct speech_text *t,
                       struct buffer *b)
{
    for (int64_t part = 1; part <= t->have; part++) {
        const struct key k = key_of_part(id, t->number, part);
        struct bytes value;
        if (!state_get(c->state, key_view(&k), &value)) {
            return false; /* only after an error of the disk */
        }
        struct cursor at = cursor_of(value);
        if (!read_part(c, value_number(&at), b)) {
            return false;
        }
        buffer_add_u8(b, '\n');
    }
    return true;
}

enum { WORDS_MAX = SPEECH_PARTS_MAX * (PLAINTEXT_BYTES_MAX + 1) };

bool speech_words(struct context *c, const struct hash *id, const struct speech_text *t, struct bytes *out)
{
    struct buffer b;
    buffer_init(&b, WORDS_MAX);
    const bool read = speech_text_is_whole(t) && read_parts(c, id, t, &b);
    if (read) {
        *out = arena_copy(c->arena, bytes_of(b.data, b.len - 1));
    }
    buffer_done(&b);
    return read;
}

/* The part that the act at hand brings, which is on the record only when it was interpreted. */
static enum rejection add_part(struct context *c, const struct hash *id, struct speech_text *t,
                               struct bytes text)
{
    struct buffer b;
    buffer_init(&b, WORDS_MAX);
    const bool last = t->have + 1 == t->parts;
    if (last && !read_parts(c, id, t, &b)) {
        buffer_done(&b);
        return ACCEPTED; /* *c->error ends the block */
    }
    t->have++;
    if (last) {
        buffer_add_bytes(&b, text);
        t->digest = hash_of(buffer_view(&b));
    }
    buffer_done(&b);
    const struct key k = key_of_part(id, t->number, t->have);
    buffer_init(&b, 8);
    value_add_number(&b, (int64_t)c->index);
    state_put(c->state, key_view(&k), buffer_view(&b));
    buffer_done(&b);
    text_put(c->state, id, t);
    return ACCEPTED;
}

/* A further text of a speech, whose first part the act brings. */
static enum rejection add_text(struct context *c, const struct act *a, struct speech *x,
                               struct speech_text *t)
{
    if (x->texts == SPEECH_TEXTS_MAX) {
        return REJECT_limit;
    }
    t->entry = (int64_t)c->index;
    t->member = a->frame.member;
    t->number = ++x->texts;
    t->parts = act_value(a, "parts")->given ? act_value(a, "parts")->integer : 1;
    t->time_ms = c->time_ms;
    if (t->parts == 0) {
        return REJECT_wrong_part;
    }
    speech_put(c->state, x);
    return add_part(c, &x->id, t, act_value(a, "text")->text);
}

/* Where it was said. */
static enum rejection check_place(struct context *c, const struct act *a, const struct speech *x)
{
    struct session s;
    struct platform p;
    struct speaker one;
    const bool listed = act_value(a, "speaker")->given;
    const bool at = act_value(a, "session")->given;
    if (at && !session_get(c->state, &x->session, &s)) {
        return REJECT_unknown_session;
    }
    if (listed && (!at || !session_row_get(c->state, SESSION_SPEAKERS, &x->session, x->speaker, &one))) {
        return REJECT_unknown_number;
    }
    if (listed && !bytes_equal(one.member, x->member)) {
        return REJECT_not_owner;
    }
    if (act_value(a, "platform")->given && !platform_get(c->state, x->platform, &p)) {
        return REJECT_unknown_platform;
    }
    return act_value(a, "mandate")->given ? mandate_use(c, &x->mandate, x->member, x->date, x->platform)
                                          : ACCEPTED;
}

enum rejection speech_file(struct context *c, const struct act *a)
{
    struct speech x = {.date = act_value(a, "date")->text,
                       .entry = (int64_t)c->index,
                       .id = a->id,
                       .language = act_value(a, "language")->text,
                       .mandate = act_value(a, "mandate")->hash,
                       .member = a->frame.member,
                       .office = act_value(a, "office")->text,
                       .platform = act_value(a, "platform")->integer,
                       .session = act_value(a, "session")->hash,
                       .speaker = act_value(a, "speaker")->integer,
                       .time_ms = c->time_ms,
                       .title = act_value(a, "title")->text};
    struct speech_text t = {.kind = SPEECH_ORIGINAL, .language = x.language};
    const enum rejection r = check_place(c, a, &x);
    return r == ACCEPTED ? add_text(c, a, &x, &t) : r;
}

enum rejection speech_part(struct context *c, const struct act *a)
{
    struct speech x;
    struct speech_text t;
    if (!speech_get(c->state, &act_value(a, "speech")->hash, &x) ||
        !speech_text_get(c->state, &x.id, act_value(a, "number")->integer, &t)) {
        return REJECT_unknown_speech;
    }
    if (!bytes_equal(t.member, a->frame.member)) {
        return REJECT_not_owner;
    }
    if (speech_text_is_whole(&t) || act_value(a, "part")->integer != t.have + 1) {
        return REJECT_wrong_part;
    }
    return add_part(c, &x.id, &t, act_value(a, "text")->text);
}

enum rejection speech_translate(struct context *c, const struct act *a)
{
    struct speech x;
    struct speech_text of;
    if (!speech_get(c->state, &act_value(a, "speech")->hash, &x) ||
        !speech_original(c->state, &x.id, c->arena, &of)) {
        return REJECT_unknown_speech;
    }
    struct speech_text t = {.by = act_value(a, "by")->text,
                            .kind = SPEECH_TRANSLATION,
                            .language = act_value(a, "language")->text,
                            .of = of.number};
    if (bytes_equal(t.language, x.language)) {
        return REJECT_wrong_language;
    }
    return add_text(c, a, &x, &t);
}

enum rejection speech_correct(struct context *c, const struct act *a)
{
    struct speech x;
    struct speech_text of;
    if (!speech_get(c->state, &act_value(a, "speech")->hash, &x) ||
        !speech_original(c->state, &x.id, c->arena, &of)) {
        return REJECT_unknown_speech;
    }
    if (!bytes_equal(x.member, a->frame.member)) {
        return REJECT_not_owner;
    }
    struct speech_text t = {.kind = SPEECH_CORRECTION,
                            .language = x.language,
                            .of = of.number,
                            .reason = act_value(a, "reason")->text};
    return add_text(c, a, &x, &t);
}

#include "mechanism/older.h"

#include "base/check.h"
#include "mechanism/body.h"
#include "mechanism/law.h"

static const struct row_field of_older[] = {
    ROW_FIELD(older, body, ROW_TEXT),
    ROW_FIELD(older, date, ROW_TEXT),
    ROW_FIELD(older, digest, ROW_HASH),
    ROW_FIELD(older, entry, ROW_NUMBER),
    ROW_FIELD(older, language, ROW_TEXT),
    ROW_FIELD(older, member, ROW_TEXT),
    ROW_FIELD(older, reference, ROW_TEXT),
    ROW_FIELD(older, sha256, ROW_HASH),
    ROW_FIELD(older, source, ROW_TEXT),
    ROW_FIELD(older, time_ms, ROW_NUMBER),
    ROW_FIELD(older, title, ROW_TEXT),
    ROW_FIELD(older, topic, ROW_TEXT),
    ROW_END,
};
ROW_SHAPE(older, of_older);

static struct key key_of_languages(struct bytes body, struct bytes reference)
{
    struct key k = key_noun("older");
    key_add_text(&k, body);
    key_add_text(&k, reference);
    return k;
}

bool older_get(struct state *s, struct bytes body, struct bytes reference, struct bytes language,
               struct older *out)
{
    struct key k = key_of_languages(body, reference);
    key_add_text(&k, language);
    return row_get(s, &k, &older_shape, out);
}

static size_t list(struct state *s, const struct key *prefix, struct arena *a, struct older **out)
{
    void *rows = NULL;
    const size_t count = row_list(s, prefix, &older_shape, a, &rows);
    *out = rows;
    return count;
}

size_t older_list(struct state *s, struct arena *a, struct older **out)
{
    const struct key k = key_noun("older");
    return list(s, &k, a, out);
}

size_t older_of(struct state *s, struct bytes body, struct bytes reference, struct arena *a,
                struct older **out)
{
    const struct key k = key_of_languages(body, reference);
    return list(s, &k, a, out);
}

bool older_words(struct context *c, const struct older *x, struct bytes *out)
{
    struct act act;
    if (!act_of_entry(c, x->entry, &act)) {
        return false;
    }
    *out = act_value(&act, "text")->text;
    return true;
}

/* Whether it has another date in another language. */
static bool is_dated_otherwise(struct context *c, struct bytes body, struct bytes reference,
                               struct bytes date)
{
    const struct key k = key_of_languages(body, reference);
    void *rows = NULL;
    const size_t count = row_list(c->state, &k, &older_shape, c->arena, &rows);
    const struct older *list = rows;
    return count > 0 && !bytes_equal(list[0].date, date);
}

enum rejection older_archive(struct context *c, const struct act *a)
{
    struct body b;
    struct older other;
    struct older x = {.reference = act_value(a, "reference")->text,
                      .language = act_value(a, "language")->text};
    const struct civil_day today = law_day(c, c->time_ms);
    if (!body_get(c->state, act_value(a, "body")->text, c->arena, &b)) {
        return REJECT_unknown_body;
    }
    if (!bytes_equal(b.chair, a->frame.member)) {
        return REJECT_not_chair;
    }
    if (older_get(c->state, b.id, x.reference, x.language, &other)) {
        return REJECT_exists;
    }
    x.date = act_value(a, "date")->text;
    if (bytes_compare(x.date, bytes_of_text(today.text)) > 0 ||
        is_dated_otherwise(c, b.id, x.reference, x.date)) {
        return REJECT_wrong_dates;
    }
    x.body = b.id;
    x.digest = act_value(a, "digest")->hash;
    x.entry = (int64_t)c->index;
    x.member = a->frame.member;
    x.sha256 = hash_of(act_value(a, "text")->text);
    x.source = act_value(a, "source")->text;
    x.time_ms = c->time_ms;
    x.title = act_value(a, "title")->text;
    x.topic = act_value(a, "topic")->text;
    struct key k = key_of_languages(x.body, x.reference);
    key_add_text(&k, x.language);
    row_put(c->state, &k, &older_shape, &x);
    return ACCEPTED;
}

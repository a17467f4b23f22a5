/* interop/feed.h: what an organisation says, as feeds: Atom (RFC 4287) and JSON Feed 1.1, by language and
 * topic. A realm that is not real is marked in the titles, in the categories and in every summary; statements
 * that were withdrawn or corrected say so and by which; older ones of the archive are marked ARCHIVE.
 * docs/formats/feeds.md numbers what holds. */
#ifndef INTEROP_FEED_H
#define INTEROP_FEED_H

#include "mechanism/context.h"

enum { FEED_ITEMS_MAX = 50 };
#define FEED_TEXT_BYTES_MAX (1024 * 1024) /* of all items: beyond, an item has its summary and links alone */

struct feed_item {
    bool archive;     /* an older statement: unsigned, without a number */
    int64_t number;   /* of a statement */
    struct bytes name; /* BODY/REFERENCE: of the matter, or of the older statement */
    struct bytes title;
    struct bytes language; /* of the text */
    struct bytes topic;    /* may be empty */
    struct bytes text;     /* empty: confidential, or no room */
    struct bytes source;   /* of an older one */
    const char *state;     /* "unsigned", "signed", "members", "archive" */
    bool confidential;
    int64_t published_ms;
    int64_t updated_ms; /* when the last statement corrected or withdrew it */
    int64_t corrects;   /* numbers of statements, 0: none */
    int64_t withdraws;
    int64_t corrected_by; /* the last */
    int64_t withdrawn_by; /* the first */
};

struct feed {
    const struct organisation *org;
    struct bytes base;     /* "https://host", without a slash at its end */
    struct bytes language; /* empty: each statement in its first */
    struct bytes topic;    /* empty: all */
    int64_t updated_ms;
    size_t count;
    const struct feed_item *items;
};

/* The newest statements first, then older ones by their dates, FEED_ITEMS_MAX at most. What is not complete
 * is not in it. Everything lives in the arena of the context. False: *c->error. */
bool feed_read(struct context *c, struct bytes base, struct bytes language, struct bytes topic,
               struct feed *out);
void feed_write_atom(struct buffer *b, const struct feed *f);
void feed_write_json(struct buffer *b, const struct feed *f);

/* For both forms. */
struct bytes feed_id(struct arena *a, const struct feed *f, const struct feed_item *item); /* NULL: its own */
struct bytes feed_title(struct arena *a, const struct feed *f, const struct feed_item *item);
struct bytes feed_summary(struct arena *a, const struct feed *f, const struct feed_item *item);
struct bytes feed_address(struct arena *a, const struct feed *f, const struct feed_item *item);
struct bytes feed_own_address(struct arena *a, const struct feed *f, const char *path);
struct bytes feed_time(struct arena *a, int64_t ms); /* RFC 3339, UTC */
/* Words for filters, into out, which has room for FEED_TAGS_MAX. Gives their number. */
enum { FEED_TAGS_MAX = 6 };
size_t feed_tags(struct arena *a, const struct feed *f, const struct feed_item *item, struct bytes *out);
#endif

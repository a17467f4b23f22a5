/* mechanism/speech.h: what a member said, filed in its own name as it was delivered, with its language. It is
 * the member's own word and never the organisation's.
 *
 * A speech has texts, numbered from 1: the first is the original as delivered; a correction is a further
 * original, a translation says who made it and of which text. Nothing is overwritten. A text is as many parts
 * as its first act says, laid down in order by who began it, with a line feed between them; it is whole when
 * the last is there. docs/protocol/speech.md numbers what holds. */
#ifndef MECHANISM_SPEECH_H
#define MECHANISM_SPEECH_H

#include "mechanism/acts.h"
#include "mechanism/context.h"
#include "mechanism/row.h"

struct speech {
    struct bytes date; /* of delivery */
    int64_t entry;
    struct hash id;        /* of the act that filed it */
    struct bytes language; /* of the original */
    struct hash mandate;   /* under which it was delivered; zero: none */
    struct bytes member;   /* whose word it is */
    struct bytes office;   /* of the speaker; may be empty */
    int64_t platform;      /* number, 0: none */
    struct hash session;   /* zero: none */
    int64_t speaker;       /* number on the list of speakers of the session, 0: not said */
    int64_t texts;         /* how many it has */
    int64_t time_ms;
    struct bytes title;
};

enum speech_kind { SPEECH_ORIGINAL, SPEECH_CORRECTION, SPEECH_TRANSLATION };
struct speech_text {
    struct bytes by;    /* who translated it, in words; else empty */
    struct hash digest; /* SHA-256 of the whole text; zero until it is whole */
    int64_t entry;
    int64_t have; /* parts that are there */
    enum speech_kind kind;
    struct bytes language;
    struct bytes member; /* that laid it down */
    int64_t number;
    int64_t of; /* number of the text that was translated or corrected; 0: the original */
    int64_t parts;
    struct bytes reason; /* of a correction */
    int64_t time_ms;
};

extern const struct row_shape speech_shape, speech_text_shape;

bool speech_get(struct state *s, const struct hash *id, struct speech *out);
size_t speech_list(struct state *s, struct arena *a, struct speech **out); /* in the order of filing */
size_t speech_of_session(struct state *s, const struct hash *session, struct arena *a, struct speech **out);
/* In the order of their numbers. */
size_t speech_texts(struct state *s, const struct hash *id, struct arena *a, struct speech_text **out);
bool speech_text_get(struct state *s, const struct hash *id, int64_t number, struct speech_text *out);
bool speech_text_is_whole(const struct speech_text *t);
/* The newest whole original: the last correction, else what was filed first. False: none is whole. */
bool speech_original(struct state *s, const struct hash *id, struct arena *a, struct speech_text *out);
/* The words of a whole text, from the record, in the arena of the context. False: it is not whole, or
 * *c->error. */
bool speech_words(struct context *c, const struct hash *id, const struct speech_text *t, struct bytes *out);

enum rejection speech_file(struct context *c, const struct act *a);
enum rejection speech_part(struct context *c, const struct act *a);
enum rejection speech_translate(struct context *c, const struct act *a);
enum rejection speech_correct(struct context *c, const struct act *a);
#endif

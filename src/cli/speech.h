/* cli/speech.h: filing speeches, one or many. */
#ifndef CLI_SPEECH_H
#define CLI_SPEECH_H

#include "cli/send.h"
#include "mechanism/speech.h"

enum { SPEECH_FILE_BYTES_MAX = 1024 * 1024 };

/* A text cut at line feeds into what acts carry. */
struct speech_words {
    size_t count;
    struct bytes parts[SPEECH_PARTS_MAX];
    struct hash digest; /* of the whole */
};
/* Form C, without carriage returns before line feeds and spaces at the end of lines. `what` is named where
 * something is wrong. */
int speech_parts(struct cli *c, const char *what, struct bytes text, struct speech_words *out);

/* What is filed; NULL or empty: not said. */
struct speech_said {
    const char *date;
    const char *language;
    const char *mandate;
    const char *office;
    const char *platform;
    const char *session;
    const char *speaker;
    const char *title;
    struct speech_words words;
};
/* The body of speech.file with the first part. */
int speech_write(struct cli *c, const struct speech_said *s, struct buffer *body);
/* Sends an act with the first part of a text, and the other parts if it is accepted: of the text of that
 * number of a speech (NULL: the one that the act files). */
int speech_send(struct cli *c, const char *name, struct bytes body, const struct hash *speech, int64_t number,
                const struct speech_words *words, struct sent *sent);
#endif

/* cli/scenario.h: a scenario: the lines that `univocal play` types one by one (docs/formats/scenario.md).
 *
 * A text of statements, one a line: chapters, words for who looks on, pauses, and commands of univocal as a
 * person types them. Nothing else can be run from it. */
#ifndef CLI_SCENARIO_H
#define CLI_SCENARIO_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "base/error.h"
#include "base/limits.h"

enum scenario_kind {
    SCENARIO_CHAPTER, /* words: its title */
    SCENARIO_SAY,     /* words: the text */
    SCENARIO_WAIT,    /* ms */
    SCENARIO_RUN,     /* words: what stands behind `univocal` */
    SCENARIO_CHECK,   /* words: a bundle, whose file VERIFY has commands that must succeed */
    SCENARIO_FORGED,  /* words: a bundle, words in it, others in their place: the commands must fail */
};

struct scenario_line {
    enum scenario_kind kind;
    int number;          /* of its first line in the file, from 1 */
    size_t end;          /* bytes of the file up to its end */
    size_t chapter;      /* from 1; 0 before the first */
    bool refused;        /* SCENARIO_RUN: the rules must refuse it */
    struct bytes until;  /* SCENARIO_RUN: run again until its output has these words; empty: once */
    struct bytes keep;   /* SCENARIO_RUN: the name under which a part of its answer is kept; empty: none */
    struct bytes path;   /* which part: members and places of its JSON, with points between */
    int64_t ms;
    size_t count;
    struct bytes *words; /* as they were typed: scenario_expand replaces $names, and $$ by $ */
};

struct scenario {
    struct bytes title;
    size_t chapters;
    size_t count;
    struct scenario_line *lines;
};

/* What a $name stands for. */
struct scenario_value {
    struct bytes name;
    struct bytes value;
};
struct scenario_values {
    size_t count;
    struct scenario_value items[SCENARIO_VALUES_MAX];
};

/* Names that have a value without being kept: $again (empty the first time, then -2, -3 ...), $here (the
 * folder of the file), $out (a folder for what is written). */
bool scenario_is_given(struct bytes name);
/* Reads one; it lives in the arena, as far as it does not refer to `text`. ERROR_MALFORMED or
 * ERROR_TOO_LARGE with the place in diag: unknown words, quotes that do not end, names that were not kept
 * before, commands that no scenario may run. */
MUST_USE enum error scenario_read(struct arena *a, struct bytes text, struct scenario *out,
                                  struct diag *diag);
/* A word with its $names replaced. False: one of them has no value, or it is longer than
 * SCENARIO_WORD_BYTES_MAX. */
bool scenario_expand(struct arena *a, struct bytes word, const struct scenario_values *values,
                     struct bytes *out);
/* The line as a person types it in a shell: words that need it in quotes. */
void scenario_print(struct buffer *b, const struct bytes *words, size_t count);
/* Keeps a value, in the place of an older one of the name. False: there are too many. */
bool scenario_keep(struct scenario_values *values, struct bytes name, struct bytes value);
#endif

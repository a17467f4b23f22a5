/* cli/play.h: what the files of `univocal play` share: play.c is the command, play_line.c runs one line,
 * play_state.c keeps how far a scenario has come. */
#ifndef CLI_PLAY_H
#define CLI_PLAY_H

#include "cli/cli.h"
#include "cli/scenario.h"

enum {
    PLAY_OUTPUT_BYTES_MAX = 1024 * 1024, /* of one command that are shown; what is more is left out */
    PLAY_STATE_BYTES_MAX = 1024 * 1024,  /* of the file that says how far it has come */
};

struct play {
    struct cli *c;
    const char *name;   /* of the scenario */
    struct bytes text;  /* its file */
    struct scenario scenario;
    const char *state;  /* the file that says how far it has come */
    struct scenario_values values;
    bool quiet;         /* --brief or --json: lines are shown only where they fail */
    int64_t times;      /* how often it was begun in this organisation: 1 the first time */
    size_t done;        /* lines that were played */
    bool begun;         /* the next one was begun and then cut off */
    int64_t from;       /* entries of the record when it began */
};

/* How far the scenario has come; from the beginning if nothing is kept. CLI_DONE, or it cannot be read, or
 * the file differs in what was played already. */
int play_load(struct play *p);
/* Keeps it, durably. */
int play_save(struct play *p);

/* Plays one line. CLI_DONE, or the status to end with, after what went wrong was told. */
int play_line(struct play *p, const struct scenario_line *l);
#endif

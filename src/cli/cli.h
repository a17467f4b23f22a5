/* cli/cli.h: what every command has: its arguments, the organisation that it is about, where it writes.
 *
 * A command is a row of cli/commands.c and a function. Exit codes are those of docs/cli.md everywhere. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"
#include "codec/json.h"
#include "node/key.h"
#include "node/reader.h"

enum cli_status {
    CLI_DONE = 0,    /* yes, or done */
    CLI_FALSE = 1,   /* verified, and wrong */
    CLI_USAGE = 2,   /* usage, or bad input */
    CLI_UNKNOWN = 3, /* cannot tell: something is missing */
    CLI_REFUSED = 4, /* refused by rule */
    CLI_UNREACHABLE = 5,
    CLI_QUORUM = 6, /* below quorum */
};

struct cli;

/* An option that a command has beside those of all (--org, --key, --as, --json: enum cli_use). */
struct cli_option {
    const char *name;  /* "title"; NULL ends the list */
    const char *value; /* what to write for its value in help: "TEXT"; NULL: it takes none */
    const char *text;
};

enum { CLI_CEREMONY_MAX = 32 }; /* members; with more, a person does not wait for the ceremony in `init` */
enum { CLI_OPTIONS_MAX = 12, CLI_GIVEN_MAX = 128, CLI_ARGUMENTS_MAX = 16 };

/* Which of the options of all a command takes; --json it always takes. */
enum cli_use {
    USE_ORGANISATION, /* --org */
    USE_KEY,          /* --org, and --key and --as: it signs */
    USE_NOTHING,      /* it needs no organisation */
};

struct command {
    const char *name;      /* "matter hold" */
    const char *arguments; /* "MATTER PROVISION"; optional ones in [ ]; the last may end with ... */
    const char *text;      /* one sentence */
    struct cli_option options[CLI_OPTIONS_MAX];
    int (*run)(struct cli *c);
    const char *kind;   /* of the act that it makes, for those of cli/act.c */
    const char *fields; /* of the body that its arguments are, in order: "matter provision" */
    enum cli_use use;
};

const struct command *commands(size_t *count);

struct cli {
    struct arena arena;
    const struct command *command;
    size_t argument_count;
    const char *arguments[CLI_ARGUMENTS_MAX];
    size_t given_count;
    struct {
        const char *name;
        const char *value;
    } given[CLI_GIVEN_MAX];
    const char *org; /* folder: --org, UNIVOCAL_ORG, or "organisation" */
    bool json;
    size_t turn; /* which of several --as signs, 0 the first */
    struct reader reader; /* opened by cli_read */
    bool reading;
};

/* The program: finds the command, parses what stands behind it, runs it. */
int cli_main(int argc, char **argv);

/* The n-th value of an option, NULL: not given so often. */
const char *cli_given(const struct cli *c, const char *name, size_t n);
/* One that must be there: prints what is missing and ends with usage status through *status. */
const char *cli_needed(struct cli *c, const char *name, int *status);

/* Says what went wrong on standard error, `univocal: ...`, and gives the status. */
int cli_fail(struct cli *c, enum cli_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The status and words of an error of the process. */
int cli_error(struct cli *c, enum error e, const char *doing);

/* CLI_DONE if the folder holds an organisation; else says that there is none, and what to do. */
int cli_founded(struct cli *c);
/* Opens the organisation for reading, once. CLI_DONE, or the status to end with. */
int cli_read(struct cli *c);
const struct organisation *cli_organisation(struct cli *c);
/* The organisation as the machine would look at it now, with its time at the last block. `failed` keeps the
 * first error of the disk. */
struct context cli_context(struct cli *c, enum error *failed);
/* The words of an act on the record, as act_words; empty also if it cannot be read, which an audit tells. */
struct bytes cli_act_words(struct cli *c, int64_t entry, const char *field);
/* The charter in force. */
const struct charter *cli_law(struct cli *c);
/* "EXERCISE " in the exercise realm, for the first line of what is shown. */
const char *cli_mark(struct cli *c);

/* The key to sign with: --key FILE, or --as MEMBER[/NAME], the file FOLDER/delegates/MEMBER/NAME.key. */
int cli_key(struct cli *c, struct key_file *out);

/* A whole file, or standard input for "-"; at most `max` bytes. */
int cli_file(struct cli *c, const char *path, size_t max, struct bytes *out);

/* Duration (10s 5min 24h 3d), in milliseconds. False: none. */
bool cli_duration(const char *text, int64_t *ms);
/* A time for people: 2026-11-25 14:03:07 UTC; with milliseconds if `fine`. */
const char *cli_time(struct cli *c, int64_t ms, bool fine);
/* A span for people: 9.8 s, 3 min 20 s, 2 d 4 h. */
const char *cli_span(struct cli *c, int64_t ms);
/* The first 12 digits. */
const char *cli_short(struct cli *c, const struct hash *h);

/* Prints a JSON value that was written to a buffer, with a line break. */
void cli_print_json(struct buffer *b);
/* An answer in JSON: begun, written to, then printed by its end. It is at most `max` bytes long. */
struct cli_json {
    struct buffer text;
    struct json_writer w;
};
struct json_writer *cli_json_begin(struct cli_json *j, size_t max);
void cli_json_end(struct cli_json *j);
/* Text as UTF-8 with indentation and lines of at most `width` columns. */
void cli_wrap(FILE *to, const char *indent, struct bytes text, int width);
#endif

/* cli/command_rows.h: words for the tables of commands: cli/commands.c and cli/commands_<nouns>.c, and for
 * nothing else. */
#ifndef CLI_COMMAND_ROWS_H
#define CLI_COMMAND_ROWS_H

#include "cli/run.h"
#include "cli/send.h"

#define NO_OPTIONS        {{NULL, NULL, NULL}}
#define ALONE(run)        run, NULL, NULL, USE_NOTHING
#define READS(run)        run, NULL, NULL, USE_ORGANISATION
#define SIGNS(run)        run, NULL, NULL, USE_KEY
#define ACT(kind, fields) send_run, kind, fields, USE_KEY

struct command_table {
    const struct command *rows;
    size_t count;
};
#define COMMAND_TABLE(name, rows) const struct command_table name = {rows, sizeof(rows) / sizeof(rows)[0]}

extern const struct command_table assistance_commands; /* commands_assistance.c */
extern const struct command_table session_commands; /* commands_session.c: session, speech, platform */

#endif

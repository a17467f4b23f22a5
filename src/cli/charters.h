/* cli/charters.h: charters as files: a preset by its name, or a path; with all that it extends. */
#ifndef CLI_CHARTERS_H
#define CLI_CHARTERS_H

#include "analysis/trial.h"
#include "charter/charter.h"
#include "cli/cli.h"
#include "language/language.h"

struct charter_set {
    size_t count;
    struct charter_source sources[CHARTER_SOURCES_MAX]; /* the first is the charter itself */
};

/* Finds, reads and parses. A name is looked for among the presets: UNIVOCAL_CHARTERS, or charters/ beside the
 * programme or its source. Errors are told with file, line and column. */
int charters_load(struct cli *c, const char *name, struct charter_set *set, const struct charter **out);
/* A version of the organisation's own charter, by its number. */
int charter_at(struct cli *c, const char *number, const struct charter **out);
/* Tells what is wrong in a "charter" or a "clause", with the places; gives CLI_USAGE. */
int charters_tell_errors(struct cli *c, const struct charter_set *set, const struct charter_diags *diags,
                         const char *what);
/* The folder of the presets. */
const char *charters_folder(struct cli *c);
/* Whether that is a path to a file; else it is the name of a preset. */
bool charters_is_path(const char *name);
/* Appends, for people: how the charter differs from what it extends, and what in it is unverified. */
void charters_tell(struct cli *c, const struct charter_set *set, const struct charter *charter,
                   struct buffer *b);
/* The file NAME.csv of a frozen table: beside the charter or in tables/ there, then among the presets. NULL:
 * there is none. */
const char *charters_table_path(struct cli *c, const char *name);
/* What --members (0: not given) and --date (empty) say. */
int charters_trial_options(struct cli *c, size_t *members, struct bytes *date);
/* What --language says; English if it is not given. */
int charters_language(struct cli *c, enum language *out);
/* What a name of that charter is and what the charter does with it: `charter explain`, `rule explain`. */
int charter_explain_name(struct cli *c, const char *name, const char *what);
/* The frozen tables of the charter of that name that are at hand, each checked against its hash. */
int charters_tables(struct cli *c, const char *name, const struct charter *charter, struct trial_table **out,
                    size_t *count);
#endif

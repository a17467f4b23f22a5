/* analysis/show_matter.h: matters as JSON for everybody: how far they are, their provisions with whose
 * alternatives stand there, brackets, where members stand and why, and the silence. Words of drafts are not
 * here: they stay with the members until a text is adopted, and are a statement then. */
#ifndef ANALYSIS_SHOW_MATTER_H
#define ANALYSIS_SHOW_MATTER_H

#include "codec/json.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "record/fact.h"

/* "open", "under silence", "adopted, not opened", "adopted and opened", "at the vote", "lapsed" */
const char *matter_stage_word(const struct matter *m);
/* One of a list: {"body":ID,"id":HEX,"opened":N,"reference":ID,"stage":WORD,"statement":N,"title":TEXT} */
void show_matter_row(struct json_writer *w, const struct matter *m);
/* The whole value; false: *c->error, and nothing whole is written. */
bool show_matter(struct json_writer *w, struct context *c, const struct matter *m);

/* Where a member stands on the newest version of a matter, and what it said of that. */
struct matter_standing {
    struct bytes member;
    char letter;   /* 0: it has taken no position */
    int64_t entry; /* of its position, or else of its explanation */
    struct bytes reason;
    struct bytes explanation;
};
/* By member; in the arena of the context. None without a version. On an error *c->error. */
size_t matter_standings(struct context *c, const struct matter *m, struct matter_standing **out);
/* The same as "positions": [{"entry":N,"explanation":TEXT,"member":CODE,"position":LETTER,"reason":TEXT}] */
void show_matter_standings(struct json_writer *w, struct context *c, const struct matter *m);

/* Who holds a provision, as "holds": [{"member":CODE,"placed":N,"reason":TEXT,"release":TEXT,"since":MS}] */
void show_matter_holds(struct json_writer *w, struct context *c, const struct matter *m,
                       const struct provision *p);

#endif

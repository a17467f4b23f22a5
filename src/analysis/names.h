/* analysis/names.h: any name of a charter: what it is, and what the rest of the charter does with
 * it. Pure. */
#ifndef ANALYSIS_NAMES_H
#define ANALYSIS_NAMES_H

#include "analysis/links.h"

struct known {
    const char *word; /* "rule", "tag"; "charter", "member" and "motion" of the articles of all of these */
    struct bytes name;
    const struct prose_article *article; /* where it is told */
    bool own;                            /* that article is about nothing else, and its sentences are these */
    size_t count;
    const struct bytes *sentences;
    struct bytes formal; /* may be empty */
    size_t use_count;
    const struct bytes *uses; /* what other parts do with it, and it with them */
    size_t also_count;
    const char **also; /* kinds of others of this name */
};

struct name {
    enum name_kind kind;
    struct bytes text;
};

struct name_list {
    size_t count;
    struct name *items; /* by kind; each once */
};

/* All names that the charter gives, and those that it uses without giving them, as tags of a rule. */
void names_of(struct arena *a, const struct charter *c, struct name_list *out);
/* By the number or the anchor of an article, or by any name. False: the charter does not know it. */
bool names_find(struct arena *a, const struct prose *p, struct bytes what, struct bytes date,
                struct known *out);
/* The name that may be meant; NULL: none is near. */
const char *names_nearest(struct arena *a, const struct charter *c, struct bytes what);
/* As text in lines of at most `columns`: behind an article, or alone. */
void names_write(struct buffer *b, enum language l, const struct known *k, size_t columns);
#endif

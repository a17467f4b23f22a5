/* analysis/change_inner.h: what the files of analysis/change.h share: a sentence at a time. */
#ifndef ANALYSIS_CHANGE_INNER_H
#define ANALYSIS_CHANGE_INNER_H

#include "analysis/change.h"
#include "charter/rule.h"

struct changer {
    struct arena *arena;  /* of what is told, */
    struct arena scratch; /* and of a rule that is tried */
    struct trial_side sides[TRIAL_RULES_MAX];
    struct prose prose[TRIAL_RULES_MAX]; /* by name */
    struct links links;                  /* of the later */
    struct difference_list parts;
    size_t members;
    struct bytes date;
    size_t work; /* left for votes that come out otherwise */
    struct change_list *out;
    struct change *now; /* that is being written */
    size_t more;        /* sentences of it that there was no room for */
    struct buffer text;
};

void change_add(struct changer *x, const char *text);
void change_add_bytes(struct changer *x, struct bytes text);
/* Ends the sentence with a full stop. */
void change_end(struct changer *x);
void change_say(struct changer *x, const char *text);
/* A part: begin, sentences, keep; what has none is not kept. */
void change_begin(struct changer *x, const char *kind, struct bytes name);
void change_keep(struct changer *x);
/* "It is called A; now B", if they differ; an empty text is `none`. */
void change_texts(struct changer *x, const char *what, struct bytes before, struct bytes after,
                  const char *none);
void change_headings(struct changer *x, const struct bytes *titles, const struct bytes *sources,
                     const struct charter_mark *before, const struct charter_mark *after);
/* Names of each side, of which one may lack some of the other's: "`gone` A", "`come` B", or another order. */
void change_names(struct changer *x, const struct bytes *before, size_t before_count,
                  const struct bytes *after, size_t after_count, const char *gone, const char *come,
                  const char *order);
/* The two lists of sentences in which each has what the other lacks. */
void change_sentences(struct changer *x, const struct bytes *before, size_t before_count,
                      const struct bytes *after, size_t after_count);
/* What the part is to others in the later charter. */
void change_links(struct changer *x, enum name_kind kind, struct bytes name);
bool change_differs(const struct changer *x, enum part_kind kind, struct bytes name);
const struct charter *change_side(const struct changer *x, int side);

void change_whole(struct changer *x);
void change_members(struct changer *x);
void change_groups(struct changer *x);
void change_parts(struct changer *x);
void change_rules(struct changer *x);
/* What changes in numbers between the two rules, and in its clauses. */
void change_rule(struct changer *x, const struct charter_rule *before, const struct charter_rule *after);
void change_clauses(struct changer *x, const struct charter_rule *before, const struct charter_rule *after);
#endif

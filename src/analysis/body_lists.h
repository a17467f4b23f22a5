/* analysis/body_lists.h: what is on the record of a body: its sessions, their documents, what it has decided
 * and voted on, what its chairs have ruled, as rows, the newest first. */
#ifndef ANALYSIS_BODY_LISTS_H
#define ANALYSIS_BODY_LISTS_H

#include "mechanism/context.h"
#include "mechanism/row.h"

/* A matter that is closed. */
struct body_decision {
    struct hash matter;
    int64_t opened; /* index of the entry */
    struct bytes reference;
    struct bytes stage; /* "adopted", "lapsed" */
    int64_t statement;  /* number; 0: not adopted */
    struct bytes title;
};

/* A document of one of its sessions. */
struct body_document {
    struct bytes circulated; /* day */
    struct hash digest;
    int64_t entry;
    struct bytes language;
    bool late;
    struct bytes member;
    struct hash session;
    struct bytes symbol;
    struct bytes title;
};

struct body_vote {
    int64_t deadline_ms;
    struct hash matter; /* zero: none */
    struct bytes motion;
    int64_t number;
    int64_t opened; /* index of the entry */
    struct bytes rule;
    struct bytes stage; /* as show_vote_stage */
};

/* What its chair ruled on a point of order, in the chair's words. */
struct body_ruling {
    struct bytes article; /* that it goes by; may be empty */
    struct bytes chair;
    int64_t decided; /* index of the close of the appeal; 0: none */
    int64_t entry;
    struct hash matter; /* zero: about none */
    int64_t number;
    int64_t point;       /* of order, of the session */
    struct hash session; /* zero: outside of one */
    struct bytes state;  /* "given", "upheld", "overruled" */
    struct bytes text;
    int64_t vote; /* number of the vote on an appeal; 0: none */
};

enum body_list { BODY_DECISIONS, BODY_DOCUMENTS, BODY_RULINGS, BODY_SESSIONS, BODY_VOTES };
enum { BODY_LISTS = BODY_VOTES + 1 };
extern const struct row_shape body_decision_shape, body_document_shape, body_ruling_shape, body_vote_shape;

/* "decisions", "documents", "rulings", "sessions", "votes": ascending. */
extern const char *const body_list_words[BODY_LISTS];
/* The rows of each: struct body_decision, body_document, body_ruling, session, body_vote. */
extern const struct row_shape *const body_list_shapes[BODY_LISTS];

struct body_rows {
    size_t all;   /* rows of the list */
    size_t count; /* of these in `rows` */
    void *rows;
};
/* Rows of a list from the one with that index on, `max` at most, in the arena of the context. */
struct body_rows body_list_rows(struct context *c, struct bytes body, enum body_list which, size_t from,
                                size_t max);
#endif

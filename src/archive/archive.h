/* archive/archive.h: public facts about real organisations (docs/formats/facts.md). Each has its source,
 * its date and how sure it is; none is signed, and nothing in the state knows of them. Two claims about
 * one thing stand side by side with who states them: nothing here resolves them. */
#ifndef ARCHIVE_ARCHIVE_H
#define ARCHIVE_ARCHIVE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"

struct archive_fact {
    int line;                  /* of its file, from 1 */
    struct bytes organisation; /* a code: CSTO */
    struct bytes kind;         /* one of archive_kind_at */
    struct bytes subject;
    struct bytes from; /* YYYY, YYYY-MM or YYYY-MM-DD */
    struct bytes to;   /* the same, or empty: it says nothing of an end */
    struct bytes value;
    struct bytes as_stated_by; /* empty: nobody contests it */
    struct bytes source;
    struct bytes confidence; /* high, medium or low */
};

struct archive_member {
    int line;
    struct bytes organisation;
    struct bytes code;
    struct bytes from;      /* YYYY-MM-DD; the first day */
    struct bytes to;        /* the last day; empty: still */
    struct bytes precision; /* of these days: day, month, year or approx */
    struct bytes note;
    struct bytes source;
    struct bytes confidence;
};

struct archive {
    size_t fact_count;
    const struct archive_fact *facts; /* by organisation, then as they stand in the file */
    size_t member_count;
    const struct archive_member *members; /* by organisation, code, first day */
};

/* What is wrong with a row. */
struct archive_fault {
    const char *file; /* "facts.csv" or "members.csv" */
    int line;
    char message[200];
};
enum { ARCHIVE_FAULTS_MAX = 100 };
struct archive_faults {
    size_t count; /* of all that were found; ARCHIVE_FAULTS_MAX are kept */
    struct archive_fault list[ARCHIVE_FAULTS_MAX];
};

/* Both files, of foreign bytes; the archive borrows from them and from the arena. ERROR_MALFORMED or
 * ERROR_TOO_LARGE with faults, and then nothing is written. */
MUST_USE enum error archive_read(struct arena *a, struct bytes facts, struct bytes members,
                                 struct archive_faults *faults, struct archive *out);
/* The same from FOLDER/facts.csv and FOLDER/members.csv. ERROR_NOT_FOUND, ERROR_IO: a file cannot be read,
 * and the fault names it. */
MUST_USE enum error archive_load(struct arena *a, const char *folder, struct archive_faults *faults,
                                 struct archive *out);

/* The kinds of facts, ascending; NULL behind the last. */
const char *archive_kind_at(size_t index);

/* What there is of an organisation. */
struct archive_organisation {
    struct bytes code;
    size_t facts;
    size_t members; /* that belong to it still */
    size_t former;  /* codes that belonged to it and do not */
    size_t contested;
    struct bytes since; /* the first day or date that any row has */
};
/* All, ascending by code: equals, whatever is known of them. */
size_t archive_organisations(const struct archive *ar, struct arena *a, struct archive_organisation **out);
bool archive_has(const struct archive *ar, struct bytes organisation);

/* Facts of an organisation, of one kind or (empty) of any, in the order of their dates. */
size_t archive_facts(const struct archive *ar, struct arena *a, struct bytes organisation, struct bytes kind,
                     const struct archive_fact ***out);
/* The claims that stand against this one, itself among them; 0: it is not contested. */
size_t archive_claims(const struct archive *ar, struct arena *a, const struct archive_fact *f,
                      const struct archive_fact ***out);

/* A membership on a day. */
struct archive_seat {
    const struct archive_member *member;
    bool uncertain; /* the day lies within what its precision leaves open */
    size_t claim_count;
    const struct archive_fact **claims; /* about it, from that day or before; 0 or at least 2 */
};
/* Who belonged to an organisation on a day (YYYY-MM-DD), or ever (empty), by code and first day. */
size_t archive_seats(const struct archive *ar, struct arena *a, struct bytes organisation, struct bytes on,
                     struct archive_seat **out);
/* A day of the calendar as YYYY-MM-DD. */
bool archive_is_day(struct bytes text);
#endif

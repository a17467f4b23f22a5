/* web/rows.h: rows that a table describes (mechanism/row.h), on pages, as CSV and in the OpenAPI description,
 * so that a page of a noun says which of their fields it shows and how they read, and no more. */
#ifndef WEB_ROWS_H
#define WEB_ROWS_H

#include "mechanism/row.h"
#include "web/page.h"

/* How the value of a field stands on a page. What was not said is an empty cell. */
enum cell {
    CELL_CONTENT, /* words of somebody */
    CELL_PLAIN,   /* a name, a day, an hour, a symbol */
    CELL_MEMBER,
    CELL_NUMBER,
    CELL_COUNT, /* a number that is said also when it is 0 */
    CELL_TIME, /* official time in ms */
    CELL_SPAN, /* of time in ms: minutes and seconds */
    CELL_ENTRY,
    CELL_DIGEST,
    CELL_WORD, /* of ROW_WORD: in the reader's language, catalogue `word` */
    CELL_YES,  /* of ROW_BOOL */
    CELL_OUTCOME, /* how a vote or a matter stands: the word in the reader's language, catalogue `decision` */
    CELL_MOTION, /* what is put to the vote, in words */
    /* Links to what the field names (web/links.h). */
    CELL_BODY,
    CELL_PARTY,     /* a code, of a member or of another */
    CELL_MATTER,    /* ROW_HASH */
    CELL_SESSION,   /* ROW_HASH */
    CELL_PLATFORM,  /* number */
    CELL_STATEMENT, /* number: with its title */
    CELL_STATEMENT_NUMBER, /* without */
    CELL_VOTE,      /* number */
};

struct column {
    const char *field; /* of the shape; NULL ends the list */
    enum message head;
    enum cell cell;
    const char *link; /* "/instruments/": the cell leads to this and `to`; NULL: to nothing */
    const char *to;   /* field */
};

/* A table with a row each; nothing, but a word that there are none, if there are none. */
void rows_table(struct page *p, enum message caption, const struct row_shape *shape, const void *rows,
                size_t count, const struct column *columns);
/* For lists, of rows in the order in which they came: the newest first, as the request asks for them; tells
 * where the next page goes on. */
size_t rows_newest(struct page *p, const struct row_shape *shape, const void *all, size_t count, void **out);
/* One row as a list of terms; what was not said is left out. */
void rows_terms(struct page *p, const struct row_shape *shape, const void *row, const struct column *columns);
/* The same inside a list that is open. */
void rows_terms_more(struct page *p, const struct row_shape *shape, const void *row,
                     const struct column *columns);
/* A word of ours (of a stage, a kind, a step) in the reader's language: it is in the catalogue `word`. */
void rows_word(struct page *p, struct bytes word);
/* The inside of one cell. */
void rows_cell(struct page *p, const struct row_shape *shape, const void *row, const struct column *column);

/* Every field, below a head of their names. */
void rows_csv(struct csv *c, const struct row_shape *shape, const void *rows, size_t count);

/* Which shapes are schemas of the description: show_row writes values of them. */
struct row_schema {
    const char *name; /* "Session" */
    const struct row_shape *shape;
};
extern const struct row_schema row_schemas[];
extern const size_t row_schema_count;
void rows_write_schema(struct json_writer *w, const struct row_shape *shape);
#endif

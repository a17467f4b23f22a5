/* web/routes.h: every address of the site, in tables: what it is called, what it takes, what it gives. The
 * router, the checks of parameters, /openapi.json and docs come from these rows.
 *
 * A pattern `/bodies/{body}` stands for three addresses and more: /en/bodies/x is the page in English,
 * /bodies/x.json and /en/bodies/x.json are the data, /bodies/x.csv rows of it, and /bodies/x leads to the
 * page in the reader's language. A route with `raw` has its address alone, without language and ending. */
#ifndef WEB_ROUTES_H
#define WEB_ROUTES_H

#include "web/page.h"

enum parameter_type {
    PARAMETER_ID,     /* text_is_id */
    PARAMETER_CODE,   /* text_is_code */
    PARAMETER_QUOTATION, /* 1 to WEB_QUOTATION_CHARACTERS_MAX characters */
    PARAMETER_LINE,   /* a line of 1 to 200 characters without a slash of either kind */
    PARAMETER_NUMBER, /* 0 to 2^53 - 1, without leading zeros */
    PARAMETER_DIGEST, /* 64 hexadecimal digits */
    PARAMETER_LANGUAGE,
    PARAMETER_DATE, /* YYYY-MM-DD */
    PARAMETER_BOOL, /* true, false */
    PARAMETER_PLACE, /* of an item of a part of the page: part_place_parse */
};

enum { ROUTE_PARAMETERS_MAX = 8 };

/* In a path if the pattern has it in braces, else of the query and optional. */
struct parameter {
    const char *name;
    enum parameter_type type;
    const char *text; /* a sentence, English: for OpenAPI */
};

struct route {
    const char *pattern;
    const char *operation; /* of OpenAPI, unique: "body" */
    const char *summary;   /* a sentence, English */
    enum message name;     /* for navigation and as the title */
    struct parameter parameters[ROUTE_PARAMETERS_MAX];
    const char *schema; /* of the value `data`: a name in src/web/schemas */
    bool list;          /* takes `after` and `limit` */
    bool live;  /* shows how long something still runs: depends on the clock, not on the record alone */
    bool plain; /* needs no organisation: it is there also when core is not */
    const char *raw_type; /* media type of what raw() gives */
    enum page_result (*html)(struct page *p);
    enum page_result (*json)(struct page *p, struct json_writer *w);
    enum page_result (*csv)(struct page *p, struct csv *c);
    enum page_result (*raw)(struct page *p, struct answer *a);
};

enum format { FORMAT_HTML, FORMAT_JSON, FORMAT_CSV, FORMAT_RAW };

/* All rows, in the order of the tables in routes.c. */
size_t route_count(void);
const struct route *route_at(size_t index);
size_t route_parameter_count(const struct route *r);
bool route_parameter_in_path(const struct route *r, const struct parameter *q);
bool route_has(const struct route *r, enum format f);

/* What of a target a route takes. */
struct match {
    const struct route *route;
    enum format format;
    enum language language;
    bool prefixed;                             /* the address names its language */
    struct bytes values[ROUTE_PARAMETERS_MAX]; /* decoded; NULL data: not given */
    const struct bytes *at;                    /* ?at= */
    const struct bytes *after;
    const struct bytes *limit;
    const struct bytes *rest;
    struct bytes wrong; /* the key or value that is refused */
};

enum match_result {
    MATCH_FOUND,
    MATCH_NONE,
    MATCH_LANGUAGE, /* a page without its language: to be redirected to the reader's */
    MATCH_KEY,      /* a key of the query that the route does not take */
    MATCH_VALUE,    /* a value that its parameter cannot have */
};
enum match_result route_match(struct arena *a, const struct target *t, struct match *out);

bool parameter_holds(enum parameter_type type, struct bytes value);

/* The OpenAPI 3.1 description of all rows, canonical JSON. */
void openapi_write(struct buffer *b);

/* The tables: one a noun, at the end of its page's file, and a line in routes.c. */
extern const struct route tour_routes[];
extern const struct route help_routes[];
extern const struct route record_routes[];
extern const struct route search_routes[];
extern const struct route archive_routes[];
extern const struct route body_routes[];
extern const struct route body_list_routes[];
extern const struct route clock_routes[];
extern const struct route charter_routes[];
extern const struct route election_routes[];
extern const struct route instrument_routes[];
extern const struct route member_routes[];
extern const struct route platform_routes[];
extern const struct route power_routes[];
extern const struct route minutes_routes[];
extern const struct route session_routes[];
extern const struct route speech_routes[];
extern const struct route vote_routes[];
extern const struct route assistance_routes[];
extern const struct route commitment_routes[];
extern const struct route fairness_routes[];
extern const struct route statement_routes[];
extern const struct route said_routes[];
extern const struct route words_routes[];
extern const struct route matter_routes[];
extern const struct route site_routes[];
#endif

/* web/part.h: parts of a page: tables and lists, of which it shows what it has room for. Up to WEB_PAGE_BYTES
 * of content a page shows all of each. A larger one is made again: its parts share the room, each shows at
 * least one item, and behind it a link to the rest, `?rest=NAME.NUMBER`: that part from the item of that
 * number on, which has all the room then. The data of the page, JSON and CSV, has all, as before.
 *
 * Of a route with `list` the part that has the route's name is its list, which goes on by `after`; whoever
 * says `limit` gets so many. */
#ifndef WEB_PART_H
#define WEB_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct page;

enum { PARTS_MAX = 128 }; /* that share; what is behind them gets no more than they do */

struct parts {
    bool tight;      /* the page is made again */
    bool cut;        /* a text is longer than any page */
    size_t notes;    /* bytes of what is said of texts that are not all there */
    size_t pictures; /* bytes of what leaves a page that shows the rest of a part */
    size_t share; /* bytes of items that each part may have then; if one is asked for, that one alone */
    bool asked;   /* `rest` names a part of this page */
    bool said;    /* what it names is a text, which stands on the page already: once is enough */
    size_t count;
    size_t sizes[PARTS_MAX]; /* of the items of each, when it was made first */
    struct { /* the part that is open */
        bool open;
        bool list;
        bool asked;
        int name;     /* enum message */
        size_t begun; /* bytes of the content before its items */
        size_t mark;  /* and up to the last item that stays */
        int64_t from; /* items before this one are passed over */
        int64_t items;
        int64_t shown;
        int64_t next; /* row_next of the last of these */
        bool full;
        bool kept; /* the item that is open has the text that `rest` names, and stays */
    } now;
};

/* Whether content of so many bytes is too large as it is. If so, what is made next is tight. */
bool parts_tighten(struct page *p, size_t content_bytes);

/* What was written is one, of so many bytes, and no part is open. */
void parts_add(struct page *p, size_t bytes);

/* `?rest=`: the key of a message, a dot, a number; of a text web/long_text.h. */
bool part_place_parse(struct bytes text, struct bytes *key, int64_t *from);
#endif

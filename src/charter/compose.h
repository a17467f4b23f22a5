/* charter/compose.h: a charter while it is put together out of drafts. Private to this layer. */
#ifndef CHARTER_COMPOSE_H
#define CHARTER_COMPOSE_H

#include "charter/parser.h"

struct composition {
    struct arena *arena;   /* what the charter points at */
    struct arena *scratch; /* what is needed until it is made: drafts have room for all that may come */
    const struct charter_source *sources;
    size_t source_count;
    struct charter_diags *diags;
    struct draft *drafts; /* one for each source, filled when it is needed */
    size_t chain_count;
    size_t chain[CHARTER_SOURCES_MAX]; /* from the charter itself to what extends nothing */
    struct draft joined;
};

/* Fills in the charter out of the joined draft, with hashes. */
void compose_publish(struct composition *c, struct charter *out);
/* Whether each name that a part uses of another is there. */
void resolve_names(struct composition *c);
/* Whether the rules that follow each other by `else` fit together. Rules have been published, in the order of
 * the joined draft. */
void resolve_stages(struct composition *c, const struct charter *made);
/* Whether bodies that refer, or report, to each other come to an end; and what else parts say of each
 * other. */
void resolve_bodies(struct composition *c, const struct charter *made);
#endif

#include "analysis/act_words.h"

#include "mechanism/acts.h"

struct bytes act_words(struct context *c, int64_t entry, const char *field)
{
    struct entry e;
    struct bytes carried;
    struct act act;
    if (*c->error != OK) {
        return BYTES("");
    }
    *c->error = record_read(c->record, (uint64_t)entry, c->arena, &e, &carried);
    if (*c->error == OK && act_decode(c->arena, carried, &act, NULL) != ACCEPTED) {
        *c->error = ERROR_CORRUPT; /* it was interpreted once */
    }
    return *c->error == OK ? act_value(&act, field)->text : BYTES("");
}

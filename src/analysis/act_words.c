#include "analysis/act_words.h"

#include "mechanism/acts.h"

struct bytes act_words(struct context *c, int64_t entry, const char *field)
{
    struct act act;
    return act_of_entry(c, entry, &act) && act_has(&act, field) ? act_value(&act, field)->text : BYTES("");
}

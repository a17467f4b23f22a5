/* mechanism/act_fields.h: the fields of a body, for mechanism/acts.c alone. */
#ifndef MECHANISM_ACT_FIELDS_H
#define MECHANISM_ACT_FIELDS_H

#include "mechanism/acts.h"

/* False: it is not what a field of that type must be. */
bool act_read_field(struct arena *a, const struct act_field *f, const struct json *v, struct act_value *out);
#endif

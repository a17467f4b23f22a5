/* tests/support/rig_inner.h: what the files of the rig share. */
#ifndef SUPPORT_RIG_INNER_H
#define SUPPORT_RIG_INNER_H

#include <stdarg.h>

#include "support/rig.h"

/* The JSON that a short body stands for. */
struct bytes rig_expand(struct rig *r, const char *body);
struct bytes rig_envelope_list(struct rig *r, const char *who, const char *kind, const char *body,
                               va_list list) __attribute__((format(printf, 4, 0)));
const char *rig_order_list(struct rig *r, const char *who, const char *kind, const char *body, va_list list)
    __attribute__((format(printf, 4, 0)));
#endif

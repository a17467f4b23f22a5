/* mechanism/founding.h: the founding document: the first entry of a record, whose hash is the organisation's
 * id.
 *
 * Canonical JSON with exactly these members:
 *   {"charter":[{"name":ID,"text":TEXT}...],"civil_offset":MINUTES,"hosting":TEXT,"kind":"founding",
 *    "languages":[TAG...],"log_key":HEX,
 *    "members":[{"code":CODE,"keys":[{"key":HEX,"name":TEXT,"powers":[...],"role":TEXT}...],
 *    "name":TEXT,"node":HEX,"seats":[BODY...]}...],"name":TEXT,"origin":ORIGIN,"protocol":1,"realm":TEXT,
 *    "tables":[{"name":ID,"text":TEXT}...],"time":MS}
 * and `tables` only where the founder gave texts of tables that the charter names (mechanism/tables.h).
 * Members ascend by code, keys by key. The first charter is the organisation's, the others are those it
 * extends. Each member has its node key among its keys and at least one delegate who may enrol others.
 * `seats` names only bodies whose composition the charter leaves open. */
#ifndef MECHANISM_FOUNDING_H
#define MECHANISM_FOUNDING_H

#include "base/diag.h"
#include "mechanism/context.h"

/* Reads and checks a founding document; what `out` points at lives in the arena. ERROR_MALFORMED,
 * ERROR_TOO_LARGE, ERROR_UNSUPPORTED (protocol). */
MUST_USE enum error founding_read(struct arena *a, struct bytes document, struct organisation *out,
                                  struct diag *diag);
/* What a charter may say in general and not in this organisation, or not yet; NULL: nothing. */
const char *founding_refuses(const struct organisation *org, const struct charter *charter);
/* Writes the state that the document describes. Only on what founding_read has accepted. */
MUST_USE enum error founding_apply(struct arena *a, struct bytes document, const struct organisation *org,
                                   struct state *s);
#endif

/* cli/session.h: names of sessions, speeches and mandates as people write them. */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/cli.h"

/* An answer in JSON with texts in it. */
enum { SHOW_BYTES_MAX = 64 * 1024 * 1024 };

/* A session: its id, REFERENCE or BODY/REFERENCE. A speech or a mandate: its id or its first digits, at least
 * four. Each gives CLI_DONE, or says what is wrong. */
int resolve_session(struct cli *c, const char *text, struct hash *out);
int resolve_speech(struct cli *c, const char *text, struct hash *out);
int resolve_mandate(struct cli *c, const char *text, struct hash *out);
/* 64 hexadecimal digits, or @FILE: the SHA-256 of the file, of at most a GiB. */
int resolve_digest(struct cli *c, const char *text, struct hash *out);
#endif

/* codec/cut.h: where a long text may be cut for reading: at the end of a line or behind a space, and never
 * inside what readers take for one character (a grapheme cluster, Unicode UAX 29, by utf8proc). Never in
 * mechanism/: its tables change between versions. */
#ifndef CODEC_CUT_H
#define CODEC_CUT_H

#include "base/bytes.h"

/* A longer cluster, which no language writes, is cut between its characters. */
enum { CUT_CLUSTER_BYTES_MAX = 256 };

/* How many of its first bytes a text of UTF-8 is cut behind, at most `most`: all if they fit; else behind the
 * last line that ends in the second half of these, else behind the last space there, else behind the last
 * cluster. Of a text that is not empty at least one character, however small `most` is. */
size_t cut_before(struct bytes text, size_t most);

/* The beginning of the cluster that the byte at `place` belongs to; `place` itself at or beyond the end. */
size_t cut_floor(struct bytes text, size_t place);
#endif

/* codec/nfc.h: Unicode normalisation form C at the edge (command line, HTTP, a node that is asked to vouch
 * for a text), by utf8proc. Never in mechanism/: its tables change between versions. */
#ifndef CODEC_NFC_H
#define CODEC_NFC_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

bool nfc_holds(struct bytes text);                   /* well-formed UTF-8 in form C */
bool nfc_make(struct arena *a, struct bytes text, struct bytes *out); /* false: not UTF-8 */
#endif

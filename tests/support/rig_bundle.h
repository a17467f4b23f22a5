/* tests/support/rig_bundle.h: the bundle of a statement that a test bench adopts and signs, from a seed. */
#ifndef SUPPORT_RIG_BUNDLE_H
#define SUPPORT_RIG_BUNDLE_H

#include "interop/bundle.h"

enum rig_bundle_kind {
    RIG_BUNDLE_VOICE,   /* an exercise's, signed */
    RIG_BUNDLE_MEMBERS, /* an exercise's, not the organisation's voice */
    RIG_BUNDLE_REAL,    /* the real realm's, signed */
    RIG_BUNDLE_KINDS
};

/* Four members; A02 takes a position for the text. The contents live in the arena; the same kind gives the
 * same bytes. */
void rig_bundle(struct arena *a, const char *folder, enum rig_bundle_kind kind, struct bundle *out);
/* The name that its folder has. */
const char *rig_bundle_name(enum rig_bundle_kind kind);
#endif

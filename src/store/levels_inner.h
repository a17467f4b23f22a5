/* store/levels_inner.h: what levels.c and levels_verify.c share, and nobody else. */
#ifndef STORE_LEVELS_INNER_H
#define STORE_LEVELS_INNER_H

#include "base/arena.h"
#include "store/held.h"
#include "store/levels.h"
#include "store/page.h"
#include "store/state.h"

struct place_key {
    size_t len;
    uint8_t data[STATE_KEY_BYTES_MAX];
};

/* A page that was found, with the keys that bound it: it has no key from `end` on, if that is not empty. */
struct place {
    struct place_key first;
    struct place_key end;
    uint64_t number;
    bool fresh;
    bool on_disk; /* and nowhere else; then `hash` is its hash */
    struct hash hash;
    struct bytes body; /* until the next but one read of the shelf, or a change */
};

/* Buckets on disk that were found lately: acts of one moment ask for neighbouring keys. */
enum { LEVELS_NEAR = 8 };
struct near_bucket {
    bool known;
    struct place_key first;
    struct place_key end;
    uint64_t number;
    struct hash hash;
};

struct levels {
    struct shelf *shelf;
    struct held held[PAGE_LEVEL_TOP + 1];
    struct hash on_disk; /* of the top as it is written out */
    uint64_t last_number;
    struct buffer merged;
    struct buffer joined;
    struct buffer scratch;
    struct arena arena;
    struct place place;
    struct place before;
    struct near_bucket near[LEVELS_NEAR];
    size_t near_next;
};

enum error levels_corrupt(const char *what, uint64_t number);
#endif

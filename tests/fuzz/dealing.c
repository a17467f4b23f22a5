/* Dealings of party 2 of four, as they come and with parts of a good one put back, so that the points
 * behind the first are reached too. One that is taken opens for everybody or convicts its dealer. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "crypto/disclosure.h"
#include "support/holders.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { THRESHOLD = 3, PARTIES = 4, BYTES_GOOD = DEALING_BYTES(THRESHOLD, PARTIES) };

static struct parties parties;
static struct buffer good;
static struct dealing dealing;

static void check_receivers(const struct dealing *d)
{
    static const uint8_t random[PROOF_RANDOM_BYTES] = {1};
    for (uint16_t j = 1; j <= PARTIES; j++) {
        const struct scalar *key = &parties.keys[j - 1];
        struct scalar share;
        struct disclosure complaint;
        enum disclosure_verdict verdict;
        const bool fine =
            dealing_open(&parties.ceremony, 2, d, j, key, &share) == OK && dealing_share_holds(d, j, &share);
        const enum error e = disclosure_make(&parties.ceremony, 2, d, j, key, random, &complaint);
        check(e == (fine ? ERROR_DENIED : OK));
        if (e == OK) {
            check(disclosure_judge(&parties.ceremony, 2, d, j, bytes_of(complaint.bytes, DISCLOSURE_BYTES),
                                   &verdict) == OK);
            check(verdict == DISCLOSURE_CONVICTS_DEALER);
        }
    }
}

static void check_dealing(struct bytes bytes)
{
    struct diag diag = {.line = 0};
    const enum error e = dealing_read(&parties.ceremony, 2, bytes, &dealing, &diag);
    check((e == OK) == (diag.message[0] == 0));
    check(bytes.len == BYTES_GOOD || e == ERROR_MALFORMED);
    if (e == OK) {
        check_receivers(&dealing);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t patched[BYTES_GOOD];
    if (good.len == 0) {
        check(crypto_start() == OK);
        parties_meet(&parties, THRESHOLD, PARTIES, 1);
        parties_deal(&parties, 1, &good);
    }
    check_dealing(bytes_of(data, size));
    /* The first two bytes say where the rest is laid over the good one. */
    if (size > 2) {
        const size_t at = (size_t)(data[0] << 8 | data[1]) % BYTES_GOOD;
        const size_t len = size - 2 < BYTES_GOOD - at ? size - 2 : BYTES_GOOD - at;
        memcpy(patched, good.data, BYTES_GOOD);
        memcpy(patched + at, data + 2, len);
        check_dealing(bytes_of(patched, BYTES_GOOD));
    }
    return 0;
}

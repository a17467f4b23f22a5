/* Complaints about a dealing whose share for party 3 is bad and all others good: whatever is said, of the
 * parties only party 3 can convict the dealer, and only with the one complaint that is true. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "crypto/disclosure.h"
#include "support/holders.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { THRESHOLD = 3, PARTIES = 4 };

static struct parties parties;
static struct dealing dealing;
static struct disclosure honest;

static void begin(void)
{
    static const uint8_t random[PROOF_RANDOM_BYTES] = {1};
    struct buffer b;
    check(crypto_start() == OK);
    parties_meet(&parties, THRESHOLD, PARTIES, 1);
    parties_deal(&parties, 1, &b);
    b.data[DEALING_BYTES(THRESHOLD, 2)] ^= 1;
    check(dealing_read(&parties.ceremony, 2, buffer_view(&b), &dealing, NULL) == OK);
    check(disclosure_make(&parties.ceremony, 2, &dealing, 3, &parties.keys[2], random, &honest) == OK);
    buffer_done(&b);
}

static void check_complaint(struct bytes complaint)
{
    for (uint16_t j = 1; j <= PARTIES; j++) {
        enum disclosure_verdict v;
        check(disclosure_judge(&parties.ceremony, 2, &dealing, j, complaint, &v) == OK);
        /* Who complains with the true point and a proof of it knows the key of party 3. */
        const bool true_point =
            complaint.len == DISCLOSURE_BYTES && memcmp(complaint.data, honest.bytes, POINT_BYTES) == 0;
        check(v == DISCLOSURE_CONVICTS_COMPLAINER || (j == 3 && true_point));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (dealing.count == 0) {
        begin();
    }
    check_complaint(bytes_of(data, size));
    if (size > 1) {
        struct disclosure patched = honest;
        const size_t at = data[0] % DISCLOSURE_BYTES;
        const size_t len = size - 1 < DISCLOSURE_BYTES - at ? size - 1 : DISCLOSURE_BYTES - at;
        memcpy(patched.bytes + at, data + 1, len);
        check_complaint(bytes_of(patched.bytes, DISCLOSURE_BYTES));
    }
    return 0;
}

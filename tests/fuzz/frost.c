/* Lists of commitments: what is read is encoded again as it was, and makes a session; shares that come
 * with it are checked against it and added up. The first byte says how many bytes are shares. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "crypto/frost.h"
#include "support/holders.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIGNERS_MAX = 7 };

static struct holders holders;
static struct frost_list list;
static struct frost_session session;
static struct point verification[SHARE_HOLDERS_MAX];
static struct scalar shares[SHARE_HOLDERS_MAX];

/* `known`: all signers are holders. Then good shares of enough of them make a signature. */
static void check_shares(struct bytes bytes, bool known)
{
    size_t count = 0;
    bool all = known;
    struct signature s;
    struct cursor c = cursor_of(bytes);
    while (count < session.count) {
        const struct bytes one = cursor_take(&c, SCALAR_BYTES);
        if (c.failed || !scalar_read(one.data, &shares[count])) {
            break;
        }
        all =
            frost_share_holds(&session, frost_entry_id(&session.list.entries[count]), &shares[count]) && all;
        count++;
    }
    const enum error e = frost_aggregate(&session, BYTES("a statement"), shares, count, &s);
    check((e == ERROR_MALFORMED) == (count != session.count));
    check(!all || count != session.count || session.count < holders.threshold || e == OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (holders.count == 0) {
        check(crypto_start() == OK);
        holders_deal(&holders, 2, SIGNERS_MAX, 1);
    }
    if (size == 0) {
        return 0;
    }
    const size_t cut = data[0] < size - 1 ? data[0] : size - 1;
    const struct bytes encoded = bytes_of(data + 1 + cut, size - 1 - cut);
    if (frost_list_read(encoded, &list) != OK) {
        return 0;
    }
    check(bytes_equal(frost_list_view(&list), encoded));
    if (frost_session_open(&session, &holders.group, 1, &list, BYTES("a statement")) != OK) {
        return 0;
    }
    bool known = true;
    for (size_t i = 0; i < list.count; i++) {
        const uint16_t id = frost_entry_id(&list.entries[i]);
        size_t place = 0;
        check(frost_session_place(&session, id, &place) && place == i);
        verification[i] = holders.verification[(id - 1) % SIGNERS_MAX];
        known = known && id <= SIGNERS_MAX;
    }
    if (frost_session_watch(&session, verification, list.count) == OK) {
        check_shares(bytes_of(data + 1, cut), known);
    }
    return 0;
}

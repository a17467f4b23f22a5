/* taint PART: works with secrets that valgrind holds for unknown, so that it complains of every branch and
 * address that depends on one (crypto/taint.h). `control` branches on a secret on purpose: it must be
 * caught. Says what it came to, so that nothing is left out as useless. */
#include <stdio.h>
#include <string.h>
#include <valgrind/memcheck.h>

#include "base/check.h"
#include "crypto/disclosure.h"
#include "crypto/frost.h"
#include "crypto/reception.h"
#include "crypto/seal.h"
#include "crypto/sharing.h"
#include "support/holders.h"

enum { THRESHOLD = 2, PARTIES = 3 };

static struct holders holders;
static struct meeting meeting;
static struct parties parties;
static struct sharing sharing;
static struct dealing dealings[PARTIES];
static struct dealing_work work;

static void hide(const void *data, size_t len)
{
    (void)VALGRIND_MAKE_MEM_UNDEFINED(data, len);
}

static void show(const void *data, size_t len)
{
    (void)VALGRIND_MAKE_MEM_DEFINED(data, len);
}

static void control(void)
{
    uint8_t secret[1] = {3};
    hide(secret, sizeof secret);
    if (secret[0] > 2) {
        (void)puts("branched on a secret");
    }
}

static void sign(void)
{
    static const size_t places[] = {0, 2};
    struct scalar shares[2];
    struct frost_nonces nonces[2];
    struct signature s;
    holders_deal(&holders, THRESHOLD, PARTIES, 1);
    frost_list_begin(&meeting.list);
    for (size_t i = 0; i < 2; i++) {
        uint8_t random[FROST_RANDOM_BYTES] = {(uint8_t)i};
        struct scalar share = holders.shares[places[i]];
        hide(random, sizeof random);
        hide(&share, sizeof share);
        check(frost_nonces_make(random, &share, &nonces[i]) == OK);
        check(frost_list_add(&meeting.list, holders.ids[places[i]], &nonces[i].commitment) == OK);
        meeting.verification[i] = holders.verification[places[i]];
    }
    check(frost_session_open(&meeting.session, &holders.group, 2, &meeting.list, BYTES("agreed")) == OK);
    check(frost_session_watch(&meeting.session, meeting.verification, 2) == OK);
    for (size_t i = 0; i < 2; i++) {
        struct scalar share = holders.shares[places[i]];
        const uint16_t id = holders.ids[places[i]];
        hide(&share, sizeof share);
        check(frost_share_make(&meeting.session, id, &share, &nonces[i], &shares[i]) == OK);
        check(frost_share_holds(&meeting.session, id, &shares[i]));
    }
    check(frost_aggregate(&meeting.session, BYTES("agreed"), shares, 2, &s) == OK);
    (void)printf("signed, %02x\n", s.bytes[0]);
}

static void deal_all(void)
{
    parties_meet(&parties, THRESHOLD, PARTIES, 2);
    sharing_begin(&sharing, &parties.ceremony);
    for (uint16_t i = 0; i < PARTIES; i++) {
        uint8_t random[DEALING_RANDOM_BYTES] = {(uint8_t)i};
        struct scalar key = parties.keys[i];
        struct buffer b;
        buffer_init(&b, DEALING_BYTES_MAX);
        hide(random, sizeof random);
        hide(&key, sizeof key);
        check(dealing_make(&parties.ceremony, i + 1, &key, NULL, random, &work, &b) == OK);
        check(dealing_read(&parties.ceremony, i + 1, buffer_view(&b), &dealings[i], NULL) == OK);
        check(sharing_add(&sharing, i + 1, &dealings[i]) == OK);
        buffer_done(&b);
    }
    check(sharing_finish(&sharing) == OK);
}

static void deal(void)
{
    deal_all();
    for (uint16_t j = 0; j < PARTIES; j++) {
        struct scalar key = parties.keys[j];
        struct scalar received[PARTIES];
        struct scalar own;
        hide(&key, sizeof key);
        for (uint16_t i = 0; i < PARTIES; i++) {
            check(dealing_open(&parties.ceremony, i + 1, &dealings[i], j + 1, &key, &received[i]) == OK);
            check(dealing_share_holds(&dealings[i], j + 1, &received[i]));
        }
        check(sharing_own_share(&sharing, j + 1, received, PARTIES, &own) == OK);
        show(&own, sizeof own);
        (void)printf("share of %d, %02x\n", j + 1, own.bytes[0]);
    }
}

static void complain(void)
{
    struct disclosure complaint;
    enum disclosure_verdict v;
    uint8_t random[PROOF_RANDOM_BYTES] = {4};
    deal_all();
    struct scalar key = parties.keys[0];
    dealings[1].sealed[0][5] ^= 1;
    hide(random, sizeof random);
    hide(&key, sizeof key);
    check(disclosure_make(&parties.ceremony, 2, &dealings[1], 1, &key, random, &complaint) == OK);
    check(disclosure_judge(&parties.ceremony, 2, &dealings[1], 1, bytes_of(complaint.bytes, DISCLOSURE_BYTES),
                           &v) == OK);
    check(v == DISCLOSURE_CONVICTS_DEALER);
    /* And not about a good share, which is looked at as well. */
    check(disclosure_make(&parties.ceremony, 3, &dealings[2], 1, &key, random, &complaint) == ERROR_DENIED);
    (void)puts("complained");
}

/* Party 1 and 3 of the sharing give the key to two new parties. */
static void reshare(void)
{
    static const uint16_t dealers[] = {1, 3};
    static struct parties heirs;
    struct scalar received[2];
    struct scalar own;
    parties_meet(&parties, THRESHOLD, PARTIES, 2);
    parties_share(&parties, &sharing, &holders);
    parties_meet(&heirs, 2, 2, 3);
    for (size_t i = 0; i < PARTIES; i++) {
        check(ceremony_add_dealer(&heirs.ceremony, holders.ids[i], &parties.ceremony.parties[i].key,
                                  &holders.verification[i]) == OK);
    }
    check(sharing_begin_again(&sharing, &heirs.ceremony, &holders.group, dealers, 2) == OK);
    struct scalar key = heirs.keys[1];
    hide(&key, sizeof key);
    for (size_t i = 0; i < 2; i++) {
        const size_t place = dealers[i] - 1U;
        uint8_t random[DEALING_RANDOM_BYTES] = {(uint8_t)i};
        struct scalar share = holders.shares[place];
        struct buffer b;
        buffer_init(&b, DEALING_BYTES_MAX);
        hide(random, sizeof random);
        hide(&share, sizeof share);
        check(dealing_make(&heirs.ceremony, dealers[i], &parties.keys[place], &share, random, &work, &b) ==
              OK);
        check(dealing_read(&heirs.ceremony, dealers[i], buffer_view(&b), &dealings[i], NULL) == OK);
        check(sharing_add(&sharing, dealers[i], &dealings[i]) == OK);
        check(dealing_open(&heirs.ceremony, dealers[i], &dealings[i], 2, &key, &received[i]) == OK);
        buffer_done(&b);
    }
    check(sharing_finish(&sharing) == OK);
    check(sharing_own_share(&sharing, 2, received, 2, &own) == OK);
    show(&own, sizeof own);
    (void)printf("reshared, %02x\n", own.bytes[0]);
}

static void receive(void)
{
    uint8_t random[RECEPTION_RANDOM_BYTES] = {5};
    struct scalar secret;
    struct point key;
    struct proof_known proof;
    hide(random, sizeof random);
    check(reception_key_make(random, &secret, &key) == OK);
    check(reception_prove(&secret, BYTES("Alder"), random, &proof) == OK);
    check(reception_proof_holds(&key, BYTES("Alder"), &proof));
    (void)printf("reception key, %02x\n", key.bytes[0]);
}

static void seal(void)
{
    uint8_t key[SEAL_KEY_BYTES] = {6};
    uint8_t share[SCALAR_BYTES] = {7};
    const uint8_t random[SEAL_RANDOM_BYTES] = {8};
    uint8_t out[SCALAR_BYTES];
    struct buffer b;
    buffer_init(&b, 1000);
    hide(key, sizeof key);
    hide(share, sizeof share);
    check(seal_with_key(key, BYTES("Alder"), bytes_of(share, sizeof share), random, &b) == OK);
    check(seal_open_with_key(key, BYTES("Alder"), buffer_view(&b), out, sizeof out) == OK);
    show(out, sizeof out);
    check(out[0] == 7);
    b.data[b.len - 1] ^= 1;
    check(seal_open_with_key(key, BYTES("Alder"), buffer_view(&b), out, sizeof out) == ERROR_DENIED);
    buffer_done(&b);
    (void)puts("sealed");
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } all[] = {{"control", control},   {"sign", sign},       {"deal", deal}, {"reshare", reshare},
               {"complain", complain}, {"receive", receive}, {"seal", seal}};
    check(crypto_start() == OK);
    for (size_t i = 0; argc == 2 && i < sizeof all / sizeof all[0]; i++) {
        if (strcmp(argv[1], all[i].name) == 0) {
            all[i].run();
            return 0;
        }
    }
    (void)fprintf(stderr, "usage: taint control|sign|deal|reshare|complain|receive|seal\n");
    return 2;
}

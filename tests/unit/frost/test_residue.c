/* Nothing secret stays behind on the stack: each function runs on a stack of its own, which is searched
 * afterwards for what went in and what came out. Not under
 * the sanitizers, which keep stacks of their own. */
#include <sodium.h>
#include <string.h>
#include <ucontext.h>

#include "crypto/disclosure.h"
#include "crypto/frost.h"
#include "crypto/reception.h"
#include "crypto/seal.h"
#include "crypto/sharing.h"
#include "support/harness.h"
#include "support/holders.h"

enum { STACK_BYTES = 512 * 1024, HALF = SCALAR_BYTES / 2 };

static uint8_t stack[STACK_BYTES];
static ucontext_t here;
static ucontext_t there;

static struct holders holders;
static struct meeting meeting;
static struct parties parties;
static struct sharing sharing;
static struct dealing dealing;
static struct dealing_work work;
static struct buffer dealt;
static enum error result;

static void run(void (*function)(void))
{
    memset(stack, 0, sizeof stack);
    check_eq(getcontext(&there), 0);
    there.uc_stack.ss_sp = stack;
    there.uc_stack.ss_size = sizeof stack;
    there.uc_link = &here;
    makecontext(&there, function, 0);
    check_eq(swapcontext(&here, &there), 0);
}

/* The digits to base 16, from -8 to 8, that libsodium multiplies points with. */
static void digits_of(const uint8_t bytes[SCALAR_BYTES], int8_t out[2 * SCALAR_BYTES])
{
    int carry = 0;
    for (size_t i = 0; i < 2 * SCALAR_BYTES; i++) {
        const int digit = (i % 2 == 0 ? bytes[i / 2] & 15 : bytes[i / 2] >> 4) + carry;
        carry = i + 1 < 2 * SCALAR_BYTES ? (digit + 8) >> 4 : 0;
        out[i] = (int8_t)(digit - carry * 16);
    }
}

/* Two of the limbs of 21 bits that it multiplies scalars with, from limb `first` on. */
static void limbs_of(const uint8_t bytes[SCALAR_BYTES], size_t first, int64_t out[2])
{
    for (size_t k = 0; k < 2; k++) {
        out[k] = 0;
        for (size_t bit = 0; bit < 21; bit++) {
            const size_t at = (first + k) * 21 + bit;
            out[k] |= (int64_t)(bytes[at / 8] >> at % 8 & 1) << bit;
        }
    }
}

static bool stands_on_stack(const void *bytes, size_t len)
{
    return memmem(stack, sizeof stack, bytes, len) != NULL;
}

/* Whether either half of these bytes stands anywhere on the stack, in any of these forms. */
static bool found(const uint8_t bytes[SCALAR_BYTES])
{
    int8_t digits[2 * SCALAR_BYTES];
    int64_t low[2];
    int64_t high[2];
    digits_of(bytes, digits);
    limbs_of(bytes, 2, low);
    limbs_of(bytes, 8, high);
    return stands_on_stack(bytes, HALF) || stands_on_stack(bytes + HALF, HALF) ||
           stands_on_stack(digits, HALF) || stands_on_stack(digits + SCALAR_BYTES, HALF) ||
           stands_on_stack(low, sizeof low) || stands_on_stack(high, sizeof high);
}

static uint8_t random_bytes[64];
static struct scalar share;
static struct scalar made;
static struct frost_nonces nonces;
static uint8_t opened[SCALAR_BYTES];

/* What a careless function would leave. */
static void careless(void)
{
    volatile uint8_t copy[SCALAR_BYTES];
    for (size_t i = 0; i < SCALAR_BYTES; i++) {
        copy[i] = share.bytes[i];
    }
    result = copy[0] == share.bytes[0] ? OK : ERROR_IO;
}

static void some_share(void)
{
    holders_deal(&holders, 2, 3, 9);
    share = holders.shares[0];
    prng_fill(&holders.prng, random_bytes, sizeof random_bytes);
}

TEST(the_search_finds_what_a_careless_function_leaves)
{
    some_share();
    run(careless);
    check_that(found(share.bytes));
}

static void make_nonces(void)
{
    result = frost_nonces_make(random_bytes, &share, &nonces);
}

static void make_share(void)
{
    result = frost_share_make(&meeting.session, 1, &share, &nonces, &made);
}

/* Else the wiping in scalar.c would be for nothing. */
static void add_by_libsodium(void)
{
    const struct scalar one = scalar_of(1);
    crypto_core_ed25519_scalar_add(opened, one.bytes, share.bytes);
    result = OK;
}

TEST(libsodium_by_itself_leaves_an_operand_of_an_addition)
{
    some_share();
    run(add_by_libsodium);
    check_ok(result);
    check_that(found(share.bytes));
}

TEST(making_nonces_and_a_signature_share_leaves_nothing)
{
    static const size_t places[] = {0, 1};
    some_share();
    run(make_nonces);
    check_ok(result);
    const struct frost_nonces copy = nonces;
    check_that(!found(share.bytes) && !found(copy.hiding.bytes) && !found(copy.binding.bytes));
    check_that(!found(random_bytes) && !found(random_bytes + 32));
    check_ok(holders_meet(&holders, places, 2, 2, BYTES("agreed"), &meeting));
    meeting.list.entries[0].commitment = nonces.commitment;
    check_ok(frost_session_open(&meeting.session, &holders.group, 2, &meeting.list, BYTES("agreed")));
    run(make_share);
    check_ok(result);
    struct scalar part;
    scalar_mul(&meeting.session.binding_factor[0], &copy.binding, &part);
    check_that(!found(share.bytes) && !found(copy.hiding.bytes) && !found(copy.binding.bytes));
    check_that(!found(part.bytes));
}

static void deal(void)
{
    result = dealing_make(&parties.ceremony, 1, &parties.keys[0], NULL, random_bytes, &work, &dealt);
}

static void open_share(void)
{
    result = dealing_open(&parties.ceremony, 1, &dealing, 2, &parties.keys[1], &made);
}

static void complain(void)
{
    struct disclosure c;
    result = disclosure_make(&parties.ceremony, 1, &dealing, 2, &parties.keys[1], random_bytes, &c);
}

TEST(dealing_opening_and_complaining_leave_nothing)
{
    struct point secret;
    some_share();
    parties_meet(&parties, 2, 3, 10);
    buffer_init(&dealt, DEALING_BYTES_MAX);
    run(deal);
    check_ok(result);
    check_that(!found(parties.keys[0].bytes) && !found(random_bytes) && !found(random_bytes + 32));
    uint8_t after_dealing[STACK_BYTES / 8]; /* searched for the share once it is known */
    memcpy(after_dealing, stack + sizeof stack - sizeof after_dealing, sizeof after_dealing);
    check_ok(dealing_read(&parties.ceremony, 1, buffer_view(&dealt), &dealing, NULL));
    check_that(point_mul(&parties.keys[1], &dealing.ephemeral, &secret));
    run(open_share);
    check_ok(result);
    check_that(!found(parties.keys[1].bytes) && !found(made.bytes) && !found(secret.bytes));
    check_that(memmem(after_dealing, sizeof after_dealing, made.bytes, HALF) == NULL);
    check_that(memmem(after_dealing, sizeof after_dealing, secret.bytes, HALF) == NULL);
    run(complain); /* about a good share: refused, after it was opened */
    check_eq(result, ERROR_DENIED);
    check_that(!found(parties.keys[1].bytes) && !found(made.bytes) && !found(secret.bytes));
    buffer_done(&dealt);
}

static struct scalar received[3];

static void add_up(void)
{
    result = sharing_own_share(&sharing, 2, received, 3, &made);
}

TEST(adding_up_shares_leaves_nothing)
{
    some_share();
    parties_meet(&parties, 2, 3, 11);
    sharing_begin(&sharing, &parties.ceremony);
    for (uint16_t i = 1; i <= 3; i++) {
        parties_deal(&parties, i - 1U, &dealt);
        check_ok(dealing_read(&parties.ceremony, i, buffer_view(&dealt), &dealing, NULL));
        check_ok(sharing_add(&sharing, i, &dealing));
        check_ok(dealing_open(&parties.ceremony, i, &dealing, 2, &parties.keys[1], &received[i - 1]));
        buffer_done(&dealt);
    }
    check_ok(sharing_finish(&sharing));
    run(add_up);
    check_ok(result);
    check_that(!found(made.bytes) && !found(received[0].bytes) && !found(received[2].bytes));
    const struct scalar good = made;
    received[0] = received[1];
    run(add_up);
    check_eq(result, ERROR_DENIED);
    check_that(!found(good.bytes) && !found(received[0].bytes) && !found(received[2].bytes));
}

static void make_reception(void)
{
    struct point key;
    struct proof_known proof;
    result = reception_key_make(random_bytes, &made, &key);
    if (result == OK) {
        result = reception_prove(&made, BYTES("Alder"), random_bytes, &proof);
    }
}

static void seal_and_open(void)
{
    static const struct seal_cost cheap = {1, 8};
    static const uint8_t salt[SEAL_RANDOM_BYTES] = {1};
    buffer_init(&dealt, 1000);
    result = seal_with_passphrase(bytes_of(random_bytes, 32), &cheap, BYTES("Alder"), scalar_view(&share),
                                  salt, &dealt);
    if (result == OK) {
        result = seal_open_with_passphrase(bytes_of(random_bytes, 32), BYTES("Alder"), buffer_view(&dealt),
                                           opened, sizeof opened);
    }
    buffer_done(&dealt);
}

TEST(reception_keys_and_seals_leave_nothing)
{
    some_share();
    run(make_reception);
    check_ok(result);
    check_that(!found(made.bytes) && !found(random_bytes) && !found(random_bytes + 32));
    run(seal_and_open);
    check_ok(result);
    check_bytes(bytes_of(opened, sizeof opened), scalar_view(&share));
    check_that(!found(share.bytes) && !found(random_bytes));
}

/* What the one voice costs: a signature share and an aggregate at 5 of 6, 22 of 32 and 129 of 193, each as
 * a ratio to the libsodium calls that it cannot do without, measured in the same run; dealings in seconds
 * and bytes. Ends with status 1 if a ratio is beyond its goal. */
#include <sodium.h>
#include <stdio.h>
#include <time.h>

#include "base/check.h"
#include "support/holders.h"

#define RATIO_GOAL 1.2

static struct holders holders;
static struct meeting meeting;
static struct parties parties;
static struct sharing sharing;
static struct dealing dealing;
static struct scalar shares[SHARE_HOLDERS_MAX];
static uint8_t message[4096];

static double now(void)
{
    struct timespec t;
    check(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Seconds for one of the libsodium calls. */
struct primitives {
    double base;
    double multiply;
    double add;
    double scalar;
    double invert;
    double verify;
};

#define MEASURE(out, times, call)                                                                            \
    do {                                                                                                     \
        const double begun = now();                                                                          \
        for (int i = 0; i < (times); i++) {                                                                  \
            check((call) == 0);                                                                              \
        }                                                                                                    \
        (out) = (now() - begun) / (times);                                                                   \
    } while (0)

static struct primitives measure_primitives(void)
{
    struct primitives p;
    struct scalar s;
    struct scalar r;
    struct point q;
    struct point sum;
    struct secret_key secret;
    struct public_key key;
    const struct bytes seed = BYTES("a seed for measuring");
    const uint8_t zeros[SECRET_SEED_BYTES] = {0};
    scalar_hash(&seed, 1, &s);
    check(point_base(&s, &q));
    sign_key_from_seed(zeros, &secret, &key);
    const struct signature signature = sign_bytes(&secret, bytes_of(message, sizeof message));
    MEASURE(p.base, 4000, crypto_scalarmult_ed25519_base_noclamp(sum.bytes, s.bytes));
    MEASURE(p.multiply, 1000, crypto_scalarmult_ed25519_noclamp(sum.bytes, s.bytes, q.bytes));
    MEASURE(p.add, 4000, crypto_core_ed25519_add(sum.bytes, q.bytes, q.bytes));
    MEASURE(p.scalar, 40000, (crypto_core_ed25519_scalar_mul(r.bytes, s.bytes, s.bytes), 0));
    MEASURE(p.invert, 1000, crypto_core_ed25519_scalar_invert(r.bytes, s.bytes));
    MEASURE(p.verify, 1000, crypto_sign_verify_detached(signature.bytes, message, sizeof message, key.bytes));
    return p;
}

static bool report(const char *what, double seconds, double needed)
{
    const double ratio = seconds / needed;
    (void)printf("%-44s %10.0f us %6.2f of the calls needed (goal %.1f)\n", what, seconds * 1e6, ratio,
                 RATIO_GOAL);
    return ratio <= RATIO_GOAL;
}

/* A round: the session is opened, which everybody must do, and a share made of it; watched, checked, added
 * up. */
struct round {
    double share;
    double check;
    double aggregate;
};

static struct round measure_round(uint16_t t)
{
    struct round r = {0, 0, 0};
    struct signature s;
    size_t places[SHARE_HOLDERS_MAX];
    const struct bytes text = bytes_of(message, sizeof message);
    for (size_t i = 0; i < t; i++) {
        places[i] = i;
    }
    check(holders_meet(&holders, places, t, t, text, &meeting) == OK);
    double begun = now();
    check(frost_session_open(&meeting.session, &holders.group, t, &meeting.list, text) == OK);
    check(frost_share_make(&meeting.session, 1, &holders.shares[0], &meeting.nonces[0], &shares[0]) == OK);
    r.share = now() - begun;
    for (uint16_t i = 1; i < t; i++) {
        check(frost_share_make(&meeting.session, holders.ids[i], &holders.shares[i], &meeting.nonces[i],
                               &shares[i]) == OK);
    }
    begun = now();
    check(frost_session_open(&meeting.session, &holders.group, t, &meeting.list, text) == OK);
    check(frost_aggregate(&meeting.session, text, shares, t, &s) == OK);
    r.aggregate = now() - begun;
    check(frost_session_watch(&meeting.session, meeting.verification, t) == OK);
    begun = now();
    for (uint16_t i = 0; i < t; i++) {
        check(frost_share_holds(&meeting.session, holders.ids[i], &shares[i]));
    }
    r.check = (now() - begun) / t;
    return r;
}

static bool measure_signing(const struct primitives *p, uint16_t t, size_t n)
{
    const int rounds = t > 100 ? 10 : 60;
    struct round sum = {0, 0, 0};
    char what[100];
    holders_deal(&holders, t, n, 1);
    for (int i = 0; i < rounds; i++) {
        const struct round r = measure_round(t);
        sum.share += r.share / rounds;
        sum.check += r.check / rounds;
        sum.aggregate += r.aggregate / rounds;
    }
    /* A multiplication and two additions a signer, the coefficients of Lagrange: a product of t - 1
     * differences each, three of which make one factor, and one inversion. */
    const double session = t * (p->multiply + 2 * p->add) + (t * (t / 3.0) + 5.0 * t) * p->scalar + p->invert;
    (void)snprintf(what, sizeof what, "session and share, %d of %zu", t, n);
    bool good = report(what, sum.share, session + 3 * p->scalar);
    (void)snprintf(what, sizeof what, "session and aggregate, %d of %zu", t, n);
    good &= report(what, sum.aggregate, session + p->verify);
    (void)snprintf(what, sizeof what, "check of a share, watched, %d of %zu", t, n);
    return report(what, sum.check, p->base) && good;
}

static void measure_dealing(uint16_t t, size_t n)
{
    struct buffer b;
    struct scalar share;
    parties_meet(&parties, t, n, 2);
    double begun = now();
    parties_deal(&parties, 0, &b);
    (void)printf("dealing, %d of %zu: %.4f s, %zu bytes", t, n, now() - begun, b.len);
    begun = now();
    check(dealing_read(&parties.ceremony, 1, buffer_view(&b), &dealing, NULL) == OK);
    (void)printf("; public check %.4f s", now() - begun);
    begun = now();
    check(dealing_open(&parties.ceremony, 1, &dealing, 2, &parties.keys[1], &share) == OK);
    check(dealing_share_holds(&dealing, 2, &share));
    (void)printf("; own share %.4f s\n", now() - begun);
    buffer_done(&b);
    if (n <= 32) {
        begun = now();
        parties_share(&parties, &sharing, &holders);
        (void)printf("whole ceremony of %zu on one processor: %.3f s\n", n, now() - begun);
    }
}

int main(void)
{
    check(crypto_start() == OK);
    const struct primitives p = measure_primitives();
    (void)printf("libsodium: base %.1f us, multiply %.1f, add %.1f, scalar %.2f, invert %.1f, verify %.1f\n",
                 p.base * 1e6, p.multiply * 1e6, p.add * 1e6, p.scalar * 1e6, p.invert * 1e6, p.verify * 1e6);
    bool good = measure_signing(&p, 5, 6);
    good &= measure_signing(&p, 22, 32);
    good &= measure_signing(&p, 129, 193);
    measure_dealing(5, 6);
    measure_dealing(22, 32);
    measure_dealing(129, 193);
    return good ? 0 : 1;
}

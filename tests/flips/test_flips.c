/* One byte of an organisation's files is another: the audit says so, or nobody can tell the difference. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/prng.h"
#include "flips.h"
#include "memo.h"

enum { SEEDED = 10000 };
/* What a flip may make the audit take; under a sanitizer everything takes more. */
#ifdef __SANITIZE_ADDRESS__
enum { MEMORY_KIB_MAX = 1024 * 1024 };
#else
enum { MEMORY_KIB_MAX = 128 * 1024 };
#endif

static const char *const files[] = {"org/record.db", "org/blobs.db", "org/signers/log/state"};
enum { FILES = sizeof files / sizeof files[0] };

static size_t file_len(const struct flips *f, size_t number)
{
    const struct world_file *file = world_find(f->world, files[number]);
    check_that(file != NULL && file->len > 0);
    return file->len;
}

/* A part of all: for a build that is slow, or to find a place. STRIDE=n: every n-th. */
static size_t stride(void)
{
    const char *text = getenv("STRIDE");
    const long n = text == NULL ? 1 : strtol(text, NULL, 10);
    return n < 1 ? 1 : (size_t)n;
}

static void tell(const struct flips *f)
{
    struct rusage u;
    check_eq(getrusage(RUSAGE_SELF, &u), 0);
    (void)printf("%llu acts: %llu flips, %llu reported, %llu harmless (%llu replayed); %ld KiB of memory, "
                 "%llu signatures computed, %llu remembered\n",
                 (unsigned long long)f->acts, (unsigned long long)f->counts.flips,
                 (unsigned long long)f->counts.reported, (unsigned long long)f->counts.harmless,
                 (unsigned long long)f->counts.replayed, u.ru_maxrss, (unsigned long long)memo_computed(),
                 (unsigned long long)memo_remembered());
    check_that(u.ru_maxrss <= MEMORY_KIB_MAX);
}

TEST(every_byte_of_a_small_store)
{
    enum { REPLAY_EVERY = 97 };
    struct flips f;
    flips_small(&f);
    uint64_t seed = harness_seed();
    for (size_t i = 0; i < FILES; i++) {
        const size_t len = file_len(&f, i);
        for (size_t at = 0; at < len; at += stride()) {
            seed++;
            flips_try(&f, files[i], at, seed % 2 == 0 ? 0xff : 0x01, at % REPLAY_EVERY == 0);
        }
    }
    tell(&f);
    check_eq(f.acts, 20);
    flips_done(&f);
}

TEST(seeded_flips_of_a_large_store)
{
    enum { REPLAY_EVERY = 200 };
    struct flips f;
    struct prng p;
    flips_large(&f);
    size_t sum = 0;
    for (size_t i = 0; i < FILES; i++) {
        sum += file_len(&f, i);
    }
    prng_seed(&p, harness_seed());
    for (size_t n = 0; n < SEEDED; n += stride()) {
        size_t at = (size_t)prng_below(&p, sum);
        size_t i = 0;
        for (; at >= file_len(&f, i); i++) {
            at -= file_len(&f, i);
        }
        const uint64_t drawn = prng_below(&p, 16);
        const uint8_t change = (uint8_t)(drawn < 8 ? 1U << drawn : 0xffU);
        flips_try(&f, files[i], at, change, n % REPLAY_EVERY == 0);
    }
    tell(&f);
    check_that(f.acts >= 1000);
    flips_done(&f);
}

TEST(mangled_files_of_a_small_store)
{
    enum { MANGLED = 4000 };
    struct flips f;
    struct prng p;
    flips_small(&f);
    prng_seed(&p, harness_seed());
    for (size_t n = 0; n < MANGLED; n += stride()) {
        flips_mangle(&f, files[n % 8 == 0], &p); /* mostly the record */
    }
    tell(&f);
    flips_done(&f);
}

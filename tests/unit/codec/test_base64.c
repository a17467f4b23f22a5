#include <string.h>

#include "base/prng.h"
#include "codec/base64.h"
#include "support/harness.h"

TEST(base64_is_that_of_rfc_4648)
{
    static const struct {
        const char *bytes;
        const char *text;
    } rows[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xfb\xff\xfe", "+//+"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("row %zu", i);
        struct buffer b;
        buffer_init(&b, 100);
        buffer_add_base64(&b, bytes_of_text(rows[i].bytes));
        check_bytes(buffer_view(&b), bytes_of_text(rows[i].text));
        buffer_done(&b);
        struct bytes out;
        check_that(base64_decode(harness_arena(), bytes_of_text(rows[i].text), &out));
        check_bytes(out, bytes_of_text(rows[i].bytes));
        size_t len = 99;
        check_that(base64_measure(bytes_of_text(rows[i].text), &len));
        check_eq(len, strlen(rows[i].bytes));
    }
}

TEST(every_length_and_every_byte_survives_base64)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    for (size_t len = 0; len < 300; len++) {
        uint8_t data[300];
        prng_fill(&p, data, len);
        struct buffer b;
        buffer_init(&b, 1000);
        buffer_add_base64(&b, bytes_of(data, len));
        struct bytes out;
        harness_note("%zu bytes", len);
        check_that(base64_decode(harness_arena(), buffer_view(&b), &out));
        check_bytes(out, bytes_of(data, len));
        buffer_done(&b);
    }
}

TEST(base64_in_any_other_form_is_refused)
{
    static const char *const rows[] = {
        "Z",    "Zg",   "Zg=",      "Zh==",  "Zm9=",     "Zm+=",    "ZC==",   "ZE==",  "ZI==",     "Z===",
        "====", "=",    "Zg==Zg==", "Zm9v=", "Zm9vYg=",  "Zm9v\n",  "Zm 9v",  " Zm9v", "Zm9v ",    "Zm9-",
        "Zm9_", "Zm9*", "Z=9v",     "Zm=v",  "Zm9vZ=Zv", "Zm9\xc3", "Zm8=\n", "=m9v",  "Zm9v====",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bytes out = BYTES("untouched");
        harness_note("row %zu: %s", i, rows[i]);
        check_that(!base64_decode(harness_arena(), bytes_of_text(rows[i]), &out));
        check_bytes(out, BYTES("untouched"));
    }
    struct bytes out;
    check_that(!base64_decode(harness_arena(), BYTES("Zm9\0"), &out));
}

/* Over all texts of four characters of this alphabet. */
TEST(each_byte_string_has_exactly_one_base64_form)
{
    static const char alphabet[] = "ABCQgw/=-";
    const size_t n = sizeof alphabet - 1;
    for (size_t i = 0; i < n * n * n * n; i++) {
        const uint8_t text[4] = {(uint8_t)alphabet[i % n], (uint8_t)alphabet[i / n % n],
                                 (uint8_t)alphabet[i / n / n % n], (uint8_t)alphabet[i / n / n / n]};
        struct bytes out;
        if (base64_decode(harness_arena(), bytes_of(text, 4), &out)) {
            struct buffer b;
            buffer_init(&b, 8);
            buffer_add_base64(&b, out);
            check_bytes(buffer_view(&b), bytes_of(text, 4));
            buffer_done(&b);
        }
    }
}

TEST(an_exact_decoding_takes_its_length_only_and_writes_nothing_else)
{
    uint8_t out[4] = {9, 9, 9, 9};
    check_that(!base64_decode_exact(BYTES("Zm8="), out, 3));
    check_that(!base64_decode_exact(BYTES("Zm8="), out, 1));
    check_that(!base64_decode_exact(BYTES("Zm8"), out, 2));
    check_bytes(bytes_of(out, 4), BYTES("\x09\x09\x09\x09"));
    check_that(base64_decode_exact(BYTES("Zm8="), out, 2));
    check_bytes(bytes_of(out, 4), BYTES("fo\x09\x09"));
}

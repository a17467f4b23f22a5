#include "codec/nfc.h"
#include "support/harness.h"

TEST(texts_are_brought_to_form_c)
{
    static const struct {
        const char *text;
        const char *composed;
    } rows[] = {
        {"", ""},
        {"plain", "plain"},
        {"caf\x65\xcc\x81", "caf\xc3\xa9"},                       /* e and an acute accent */
        {"caf\xc3\xa9", "caf\xc3\xa9"},                           /* already composed */
        {"\xe2\x84\xab", "\xc3\x85"},                             /* the sign for angstrom */
        {"\xd0\xb8\xcc\x86", "\xd0\xb9"},                         /* Cyrillic short i */
        {"q\xcc\x87\xcc\xa3", "q\xcc\xa3\xcc\x87"},               /* marks in their order */
        {"\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8", "\xea\xb0\x81"}, /* Hangul */
        {"\xef\xac\x81", "\xef\xac\x81"},                         /* a ligature stays: this is not form KC */
        {"\xe0\xa5\x98", "\xe0\xa4\x95\xe0\xa4\xbc"},             /* excluded from composition */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("row %zu", i);
        const struct bytes text = bytes_of_text(rows[i].text);
        const struct bytes composed = bytes_of_text(rows[i].composed);
        struct bytes out;
        check_that(nfc_make(harness_arena(), text, &out));
        check_bytes(out, composed);
        check_eq(nfc_holds(text), bytes_equal(text, composed));
        check_that(nfc_holds(out));
    }
    struct bytes out;
    check_that(nfc_make(harness_arena(), BYTES("a\0\x65\xcc\x81"), &out));
    check_bytes(out, BYTES("a\0\xc3\xa9"));
}

TEST(what_is_not_utf8_has_no_form)
{
    struct bytes out = BYTES("untouched");
    check_that(!nfc_holds(BYTES("\xff")));
    check_that(!nfc_holds(BYTES("\xed\xa0\x80")));
    check_that(!nfc_make(harness_arena(), BYTES("a\xc3"), &out));
    check_bytes(out, BYTES("untouched"));
}

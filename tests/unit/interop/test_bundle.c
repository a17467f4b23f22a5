/* The bundle of a statement: what is made holds, and what is changed in it is found. */
#include "interop/bundle_check.h"

#include <string.h>

#include "codec/pem.h"
#include "codec/signify.h"
#include "interop/fingerprint.h"
#include "support/harness.h"
#include "support/rig_bundle.h"

static struct bundle made;
static struct bundle_report report;

static enum bundle_result verify(const struct bundle *b, const char *folder)
{
    bundle_verify(harness_arena(), b, folder, NULL, &report);
    return report.result;
}

static void make(enum rig_bundle_kind kind)
{
    rig_bundle(harness_arena(), harness_folder(), kind, &made);
}

static void check_finding(enum bundle_check c, enum bundle_result r)
{
    harness_note("%s: %s", bundle_check_word(c), report.findings[c].text);
    check_eq(report.findings[c].result, r);
}

TEST(what_is_made_is_found_good_in_each_realm_with_and_without_a_voice)
{
    for (int k = 0; k < RIG_BUNDLE_KINDS; k++) {
        const enum rig_bundle_kind kind = (enum rig_bundle_kind)k;
        const bool voice = kind != RIG_BUNDLE_MEMBERS;
        make(kind);
        check_eq(verify(&made, rig_bundle_name(kind)), BUNDLE_GOOD);
        check_eq(report.header.voice, voice);
        check_eq(report.keyed, voice);
        for (int c = 0; c < BUNDLE_CHECKS; c++) {
            const bool of_voice = c == CHECK_SAME_KEY || (c >= CHECK_SIGNED_RAW && c <= CHECK_SIGNED_NOTE);
            const bool asked = c == CHECK_WORDS ? !voice : voice || !of_voice;
            check_finding((enum bundle_check)c, asked ? BUNDLE_GOOD : BUNDLE_NOT_ASKED);
        }
        for (int f = 0; f < BUNDLE_FILES; f++) {
            check_eq(made.there[f], voice || !bundle_file_is_voice((enum bundle_file)f));
        }
    }
}

/* Every byte of every file is another: the bundle is never good. */
static void change_every_byte(enum rig_bundle_kind kind)
{
    make(kind);
    for (int f = 0; f < BUNDLE_FILES; f++) {
        const struct bytes content = made.content[f];
        uint8_t *changed = ARENA_ARRAY(harness_arena(), uint8_t, content.len);
        const size_t step = f == BUNDLE_ASSENTS ? 13 : 3;
        for (size_t i = 0; i < content.len; i += step) {
            struct bundle b = made;
            struct arena a = {0};
            memcpy(changed, content.data, content.len);
            changed[i] ^= 1;
            b.content[f] = bytes_of(changed, content.len);
            harness_note("%s, byte %zu", bundle_file_name((enum bundle_file)f), i);
            bundle_verify(&a, &b, rig_bundle_name(kind), NULL, &report);
            check_eq(report.result, BUNDLE_FALSE);
            arena_done(&a);
        }
    }
}

TEST(a_changed_byte_anywhere_is_found)
{
    change_every_byte(RIG_BUNDLE_VOICE);
}

/* Its words are signed by nobody; the record has their hash. */
TEST(a_changed_byte_is_found_without_a_voice_too)
{
    change_every_byte(RIG_BUNDLE_MEMBERS);
}

TEST(a_byte_more_or_less_of_any_file_is_found)
{
    make(RIG_BUNDLE_VOICE);
    for (int f = 0; f < BUNDLE_FILES; f++) {
        const struct bytes content = made.content[f];
        uint8_t *longer = ARENA_ARRAY(harness_arena(), uint8_t, content.len + 1);
        struct bundle b = made;
        memcpy(longer, content.data, content.len);
        longer[content.len] = '\n';
        harness_note("%s", bundle_file_name((enum bundle_file)f));
        b.content[f] = bytes_of(longer, content.len + 1);
        check_eq(verify(&b, rig_bundle_name(RIG_BUNDLE_VOICE)), BUNDLE_FALSE);
        b.content[f] = bytes_of(longer, content.len - 1);
        check_eq(verify(&b, rig_bundle_name(RIG_BUNDLE_VOICE)), BUNDLE_FALSE);
        b.content[f] = BYTES("");
        check_eq(verify(&b, rig_bundle_name(RIG_BUNDLE_VOICE)), BUNDLE_FALSE);
    }
}

TEST(a_missing_file_is_told_as_missing_and_not_as_false)
{
    for (int k = 0; k < RIG_BUNDLE_KINDS; k++) {
        make((enum rig_bundle_kind)k);
        for (int f = 0; f < BUNDLE_FILES; f++) {
            struct bundle b = made;
            if (!made.there[f]) {
                continue;
            }
            b.there[f] = false;
            b.content[f] = BYTES("");
            harness_note("%s", bundle_file_name((enum bundle_file)f));
            check_eq(verify(&b, rig_bundle_name((enum rig_bundle_kind)k)), BUNDLE_MISSING);
            check_finding(CHECK_FILES, BUNDLE_MISSING);
        }
    }
}

TEST(a_file_that_does_not_belong_is_found)
{
    struct bundle voice;
    make(RIG_BUNDLE_VOICE);
    voice = made;
    bundle_verify(harness_arena(), &made, rig_bundle_name(RIG_BUNDLE_VOICE), "letter", &report);
    check_eq(report.result, BUNDLE_FALSE);
    check_finding(CHECK_FILES, BUNDLE_FALSE);
    make(RIG_BUNDLE_MEMBERS); /* what is not the organisation's voice has no key of it */
    made.there[BUNDLE_PEM] = true;
    made.content[BUNDLE_PEM] = voice.content[BUNDLE_PEM];
    check_eq(verify(&made, rig_bundle_name(RIG_BUNDLE_MEMBERS)), BUNDLE_FALSE);
    check_finding(CHECK_FILES, BUNDLE_FALSE);
}

TEST(the_realm_stands_in_the_name_of_the_folder_too)
{
    make(RIG_BUNDLE_VOICE);
    check_eq(verify(&made, rig_bundle_name(RIG_BUNDLE_REAL)), BUNDLE_FALSE);
    check_finding(CHECK_REALM, BUNDLE_FALSE);
    make(RIG_BUNDLE_REAL);
    check_eq(verify(&made, rig_bundle_name(RIG_BUNDLE_VOICE)), BUNDLE_FALSE);
    check_finding(CHECK_REALM, BUNDLE_FALSE);
}

/* Files of one bundle do not serve in another, though each of them is whole. */
TEST(a_file_of_another_bundle_is_found)
{
    struct bundle other;
    make(RIG_BUNDLE_REAL);
    other = made;
    make(RIG_BUNDLE_VOICE);
    for (int f = 0; f < BUNDLE_FILES; f++) {
        struct bundle b = made;
        b.content[f] = other.content[f];
        harness_note("%s", bundle_file_name((enum bundle_file)f));
        check_eq(verify(&b, rig_bundle_name(RIG_BUNDLE_VOICE)), BUNDLE_FALSE);
    }
}

/* Each limit at its maximum, and one beyond it. */
TEST(files_have_limits)
{
    static const struct {
        enum bundle_file file;
        size_t max;
    } rows[] = {
        {BUNDLE_VERIFY, BUNDLE_FILE_BYTES_MAX}, {BUNDLE_PEM, BUNDLE_FILE_BYTES_MAX},
        {BUNDLE_PROOF, BUNDLE_PROOF_BYTES_MAX}, {BUNDLE_ASSENTS, BUNDLE_ASSENTS_BYTES_MAX},
        {BUNDLE_TEXT, STATEMENT_BYTES_MAX},     {BUNDLE_SSHSIG, BUNDLE_FILE_BYTES_MAX},
    };
    make(RIG_BUNDLE_VOICE);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bundle b = made;
        uint8_t *large = ARENA_ARRAY(harness_arena(), uint8_t, rows[i].max + 1);
        memset(large, 'x', rows[i].max + 1);
        memcpy(large, made.content[rows[i].file].data, made.content[rows[i].file].len);
        harness_note("%s", bundle_file_name(rows[i].file));
        check_eq(bundle_file_max(rows[i].file), rows[i].max);
        b.content[rows[i].file] = bytes_of(large, rows[i].max);
        (void)verify(&b, rig_bundle_name(RIG_BUNDLE_VOICE));
        check_that(strstr(report.findings[CHECK_FILES].text, "longer") == NULL);
        b.content[rows[i].file] = bytes_of(large, rows[i].max + 1);
        check_eq(verify(&b, rig_bundle_name(RIG_BUNDLE_VOICE)), BUNDLE_FALSE);
        check_that(strstr(report.findings[CHECK_FILES].text, "longer") != NULL);
    }
}

TEST(proofs_and_assents_are_read_up_to_their_limits)
{
    struct tlog_proof proof;
    struct assents assents;
    uint8_t *large = ARENA_ARRAY(harness_arena(), uint8_t, BUNDLE_ASSENTS_BYTES_MAX + 1);
    memset(large, 'x', BUNDLE_ASSENTS_BYTES_MAX + 1);
    make(RIG_BUNDLE_VOICE);
    const struct bytes content = made.content[BUNDLE_PROOF];
    memcpy(large, content.data, content.len);
    check_ok(tlog_proof_read(harness_arena(), bytes_of(large, BUNDLE_PROOF_BYTES_MAX), &proof));
    check_eq(tlog_proof_read(harness_arena(), bytes_of(large, BUNDLE_PROOF_BYTES_MAX + 1), &proof),
             ERROR_TOO_LARGE);
    check_eq(assents_read(harness_arena(), bytes_of(large, BUNDLE_ASSENTS_BYTES_MAX), &assents),
             ERROR_MALFORMED);
    check_eq(assents_read(harness_arena(), bytes_of(large, BUNDLE_ASSENTS_BYTES_MAX + 1), &assents),
             ERROR_TOO_LARGE);
}

TEST(a_bundle_that_would_have_too_large_a_file_is_not_made)
{
    struct bundle_source s = {.realm = REALM_EXERCISE, .origin = BYTES("test.example"), .number = 1};
    struct bundle b;
    uint8_t *large = ARENA_ARRAY(harness_arena(), uint8_t, STATEMENT_BYTES_MAX + 1);
    s.text = bytes_of(large, STATEMENT_BYTES_MAX);
    check_ok(bundle_make(harness_arena(), &s, &b));
    s.text = bytes_of(large, STATEMENT_BYTES_MAX + 1);
    check_eq(bundle_make(harness_arena(), &s, &b), ERROR_TOO_LARGE);
}

TEST(what_is_read_of_proofs_and_assents_is_written_again_as_it_was)
{
    struct tlog_proof proof;
    struct assents assents;
    struct buffer b;
    make(RIG_BUNDLE_VOICE);
    buffer_init(&b, BUNDLE_ASSENTS_BYTES_MAX);
    check_ok(tlog_proof_read(harness_arena(), made.content[BUNDLE_PROOF], &proof));
    tlog_proof_write(&b, &proof);
    check_bytes(buffer_view(&b), made.content[BUNDLE_PROOF]);
    buffer_clear(&b);
    check_ok(assents_read(harness_arena(), made.content[BUNDLE_ASSENTS], &assents));
    check_eq(assents.count, 4);
    check_bytes(assents.list[0].kind, BYTES("node.all_clear"));
    check_bytes(assents.list[1].kind, BYTES("matter.position"));
    assents_write(&b, &assents);
    check_bytes(buffer_view(&b), made.content[BUNDLE_ASSENTS]);
    buffer_done(&b);
}

TEST(a_header_that_is_not_as_it_must_be_says_where)
{
    static const struct {
        const char *old;
        const char *new;
        int line;
    } rows[] = {
        {"1 exercise EXERCISE", "1 exercise", 1},
        {"organisation: ", "organization: ", 2},
        {"origin: test.example", "origin: Test", 4},
        {"origin: test.example", "origin: exercise-x", 4},
        {"hosted: one operator", "hosted: nobody", 5},
        {"epoch: 1", "epoch: one", 6},
        {"speaking-for: A01 A02", "speaking-for: A02 A01", 15},
        {"speaking-for: A01", "speaking-for: a01", 15},
        {"voice: the", "voice: a", 13},
    };
    make(RIG_BUNDLE_VOICE);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct diag d = {.message = ""};
        struct statement_header h;
        const char *text = arena_text(harness_arena(), made.content[BUNDLE_TEXT]);
        const char *at = strstr(text, rows[i].old);
        harness_note("%s", rows[i].new);
        check_that(at != NULL);
        const char *changed = arena_printf(harness_arena(), "%.*s%s%s", (int)(at - text), text, rows[i].new,
                                           at + strlen(rows[i].old));
        check_eq(statement_header_read(harness_arena(), bytes_of_text(changed), &h, &d), ERROR_MALFORMED);
        check_eq(d.line, rows[i].line);
    }
}

/* What a terminal would obey is not shown to anybody. */
TEST(a_header_with_control_characters_is_none)
{
    struct statement_header h;
    make(RIG_BUNDLE_VOICE);
    char *text = arena_text(harness_arena(), made.content[BUNDLE_TEXT]);
    strstr(text, "title: ")[8] = '\033';
    check_eq(statement_header_read(harness_arena(), bytes_of_text(text), &h, NULL), ERROR_MALFORMED);
}

TEST(a_fingerprint_is_taken_in_either_form_and_no_other)
{
    struct public_key key;
    make(RIG_BUNDLE_VOICE);
    check_eq(verify(&made, rig_bundle_name(RIG_BUNDLE_VOICE)), BUNDLE_GOOD);
    check_ok(pem_read_key(made.content[BUNDLE_PEM], &key));
    const struct fingerprint ssh = fingerprint_ssh(&key);
    const struct fingerprint aloud = fingerprint_aloud(&key, &report.transcript);
    check_eq(strlen(ssh.text), FINGERPRINT_SSH_CHARS);
    check_eq(strlen(aloud.text), FINGERPRINT_ALOUD_CHARS);
    check_that(fingerprint_matches(bytes_of_text(ssh.text), &key, &report.transcript));
    check_that(fingerprint_matches(bytes_of_text(aloud.text), &key, &report.transcript));
    char plain[FINGERPRINT_ALOUD_CHARS + 1] = "";
    size_t len = 0;
    for (const char *p = aloud.text; *p != 0; p++) {
        if (*p != ' ') {
            plain[len++] = *p >= 'a' && *p <= 'f' ? (char)(*p - 'a' + 'A') : *p;
        }
    }
    check_that(fingerprint_matches(bytes_of(plain, len), &key, &report.transcript));
    check_that(!fingerprint_matches(bytes_of(plain, len - 1), &key, &report.transcript));
    check_that(!fingerprint_matches(BYTES(""), &key, &report.transcript));
    plain[5] = plain[5] == '0' ? '1' : '0';
    check_that(!fingerprint_matches(bytes_of(plain, len), &key, &report.transcript));
    key.bytes[0] ^= 1;
    check_that(!fingerprint_matches(bytes_of_text(ssh.text), &key, &report.transcript));
}

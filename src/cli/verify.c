/* univocal statement verify: a bundle, checked with nothing but itself and what its reader knows of the
 * key. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/run.h"
#include "codec/allowed_signers.h"
#include "codec/note.h"
#include "codec/pem.h"
#include "codec/signify.h"
#include "interop/bundle_check.h"
#include "interop/fingerprint.h"

/* What was read of a folder. */
struct found {
    struct bundle bundle;
    const char *name;  /* of the folder itself */
    const char *other; /* a file that is none of a bundle */
    size_t count;      /* of those that are */
};

static int file_of(const char *name)
{
    for (int f = 0; f < BUNDLE_FILES; f++) {
        if (strcmp(bundle_file_name((enum bundle_file)f), name) == 0) {
            return f;
        }
    }
    return BUNDLE_FILES;
}

/* One byte more than it may have is enough to know that it is too long. */
static int read_file(struct cli *c, const char *folder, int f, struct found *out)
{
    const char *path = arena_printf(&c->arena, "%s/%s", folder, bundle_file_name((enum bundle_file)f));
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat st;
    struct buffer b;
    uint8_t part[16384];
    ssize_t n = 0;
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        if (fd >= 0) {
            (void)close(fd);
        }
        return cli_fail(c, CLI_UNKNOWN, "%s cannot be read: %s", path,
                        fd < 0 ? strerror(errno) : "it is no file");
    }
    const size_t max = bundle_file_max((enum bundle_file)f) + 1;
    buffer_init(&b, max);
    while (b.len < max && (n = read(fd, part, sizeof part < max - b.len ? sizeof part : max - b.len)) > 0) {
        buffer_add(&b, part, (size_t)n);
    }
    (void)close(fd);
    out->bundle.there[f] = true;
    out->bundle.content[f] = arena_copy(&c->arena, buffer_view(&b));
    out->count++;
    buffer_done(&b);
    return n < 0 ? cli_fail(c, CLI_UNKNOWN, "%s cannot be read: %s", path, strerror(errno)) : CLI_DONE;
}

static int read_folder(struct cli *c, const char *path, struct found *out)
{
    char real[PATH_MAX];
    int status = CLI_DONE;
    DIR *d = realpath(path, real) == NULL ? NULL : opendir(real);
    if (d == NULL) {
        return errno == ENOENT ? cli_fail(c, CLI_UNKNOWN, "there is no folder %s", path)
                               : cli_fail(c, CLI_USAGE, "%s is no bundle: %s", path, strerror(errno));
    }
    const char *slash = strrchr(real, '/');
    out->name = arena_text(&c->arena, bytes_of_text(slash == NULL ? real : slash + 1));
    for (const struct dirent *e = readdir(d); e != NULL && status == CLI_DONE; e = readdir(d)) {
        const int f = file_of(e->d_name);
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) {
            continue;
        }
        if (f == BUNDLE_FILES && out->other != NULL) {
            continue; /* one is enough to tell */
        }
        if (f == BUNDLE_FILES) {
            struct diag shown = {.message = ""};
            diag_found(&shown, bytes_of_text(e->d_name)); /* a name may hold anything */
            out->other = arena_text(&c->arena, bytes_of_text(shown.found));
        } else {
            status = read_file(c, real, f, out);
        }
    }
    (void)closedir(d);
    return status == CLI_DONE && out->count == 0
               ? cli_fail(c, CLI_USAGE, "%s is no bundle: none of its files is there", path)
               : status;
}

/* The key of a file, in any form in which a bundle has it. */
static bool read_key(struct bytes file, struct public_key *out)
{
    struct signify_key signify;
    struct allowed_signer signer;
    struct bytes name;
    const size_t line = file.len - (file.len > 0 && file.data[file.len - 1] == '\n');
    if (pem_read_key(file, out) == OK || note_read_verifier(bytes_of(file.data, line), &name, out) == OK) {
        return true;
    }
    if (signify_read_key(file, &signify) == OK) {
        *out = signify.key;
        return true;
    }
    if (allowed_signers_read(file, &signer) == OK) {
        *out = signer.key;
        return true;
    }
    return false;
}

/* Whether the key of the bundle is the one that --key names; *told says in words what was compared. */
static int pin(struct cli *c, const struct bundle_report *r, bool *same, const char **told)
{
    const char *given = cli_given(c, "key", 0);
    struct public_key key;
    struct bytes file;
    const bool words = strncmp(given, "SHA256:", 7) == 0 || access(given, F_OK) != 0;
    if (words) {
        const size_t digits = strspn(given, "0123456789abcdefABCDEF ");
        if (strncmp(given, "SHA256:", 7) != 0 && (given[digits] != 0 || digits < 64)) {
            return cli_fail(
                c, CLI_USAGE,
                "--key takes SHA256:..., the 64 digits that are read aloud, or a file with the key");
        }
        *same = r->keyed && fingerprint_matches(bytes_of_text(given), &r->key, &r->transcript);
        *told = "the fingerprint given";
        return CLI_DONE;
    }
    const int status = cli_file(c, given, BUNDLE_FILE_BYTES_MAX, &file);
    if (status != CLI_DONE) {
        return status;
    }
    if (!read_key(file, &key)) {
        return cli_fail(c, CLI_USAGE,
                        "%s is no key: a voice.pem, voice.pub, voice.vkey or allowed_signers is", given);
    }
    *same = r->keyed && public_key_equal(&key, &r->key);
    *told = given;
    return CLI_DONE;
}

static const char *result_word(enum bundle_result r)
{
    return r == BUNDLE_GOOD ? "good" : r == BUNDLE_FALSE ? "false" : "missing";
}

static void show(const struct bundle_report *r, bool pinned, bool same, const char *told)
{
    if (r->read) {
        const struct statement_header *h = &r->header;
        (void)printf("%sstatement %lld of %.*s (%.*s), %.*s: %.*s\n",
                     h->realm == REALM_EXERCISE ? "EXERCISE " : "", (long long)h->number,
                     (int)h->organisation.len, (const char *)h->organisation.data, (int)h->origin.len,
                     (const char *)h->origin.data, (int)h->date.len, (const char *)h->date.data,
                     (int)h->title.len, (const char *)h->title.data);
    }
    for (int k = 0; k < BUNDLE_CHECKS; k++) {
        const struct bundle_finding *f = &r->findings[k];
        if (f->result != BUNDLE_NOT_ASKED) {
            (void)printf("  %-8s %s\n",
                         f->result == BUNDLE_GOOD    ? "good"
                         : f->result == BUNDLE_FALSE ? "FALSE"
                                                     : "MISSING",
                         f->text);
        }
    }
    if (pinned) {
        (void)printf("  %-8s the key is %sthat of %s\n", same ? "good" : "FALSE", same ? "" : "not ", told);
    }
}

static void show_unchecked(const struct bundle_report *r, bool pinned)
{
    (void)printf("not checked\n");
    if (r->keyed && !pinned) {
        (void)printf("  that the key is the organisation's: compare its fingerprint with one from elsewhere\n"
                     "    %s\n    %s\n",
                     fingerprint_ssh(&r->key).text, fingerprint_aloud(&r->key, &r->transcript).text);
    }
    if (r->read && !r->header.voice) {
        (void)printf("  NOT THE ORGANISATION'S VOICE: that the members' keys are theirs, and the log's key "
                     "the log's\n");
    }
    (void)printf("  that the rule was applied rightly, and that the words are those of the text root: an "
                 "audit of the\n"
                 "  record tells\n"
                 "  that a hosted node may act for the member that it is listed under\n"
                 "  that a later statement does not correct or withdraw it\n");
}

static void write_json(struct cli *c, const struct bundle_report *r, bool pinned, bool same, bool good)
{
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, (size_t)4 * FRAME_BYTES_MAX);
    json_object(w, NULL);
    json_array(w, "checks");
    for (int k = 0; k < BUNDLE_CHECKS; k++) {
        const struct bundle_finding *f = &r->findings[k];
        if (f->result != BUNDLE_NOT_ASKED) {
            json_object(w, NULL);
            json_cstring(w, "check", bundle_check_word((enum bundle_check)k));
            json_cstring(w, "result", result_word(f->result));
            json_cstring(w, "text", f->text);
            json_end(w);
        }
    }
    json_end(w);
    json_cstring(w, "fingerprint", r->keyed ? fingerprint_aloud(&r->key, &r->transcript).text : "");
    json_bool(w, "key_compared", pinned);
    json_bool(w, "key_is_that", pinned && same);
    json_integer(w, "number", r->read ? r->header.number : 0);
    json_text(w, "origin", r->read ? r->header.origin : BYTES(""));
    json_cstring(w, "realm", r->read ? realm_word(r->header.realm) : "");
    json_cstring(w, "result",
                 good ? "good" : result_word(r->result == BUNDLE_GOOD ? BUNDLE_FALSE : r->result));
    json_cstring(w, "ssh_fingerprint", r->keyed ? fingerprint_ssh(&r->key).text : "");
    json_bool(w, "voice", r->read && r->header.voice);
    json_end(w);
    cli_json_end(&j);
    (void)c;
}

int statement_verify_run(struct cli *c)
{
    struct found found = {.name = ""};
    struct bundle_report r;
    const bool pinned = cli_given(c, "key", 0) != NULL;
    bool same = false;
    const char *told = "";
    int status = read_folder(c, c->arguments[0], &found);
    if (status != CLI_DONE) {
        return status;
    }
    const struct bytes text = found.bundle.content[BUNDLE_TEXT];
    if (found.bundle.there[BUNDLE_TEXT] && text.len == 0) {
        return cli_fail(c, CLI_USAGE, "%s/statement.txt is empty", c->arguments[0]);
    }
    bundle_verify(&c->arena, &found.bundle, found.name, found.other, &r);
    status = pinned ? pin(c, &r, &same, &told) : CLI_DONE;
    if (status != CLI_DONE) {
        return status;
    }
    const bool good = r.result == BUNDLE_GOOD && (!pinned || same);
    if (c->json) {
        write_json(c, &r, pinned, same, good);
    } else {
        show(&r, pinned, same, told);
        show_unchecked(&r, pinned);
    }
    if (r.read && r.header.realm == REALM_EXERCISE && cli_given(c, "exercise", 0) == NULL) {
        (void)fprintf(
            stderr, "WARNING: this is an EXERCISE: nobody has said this. --exercise leaves this line out\n");
    }
    if (r.result == BUNDLE_FALSE || (pinned && !same)) {
        return cli_fail(c, CLI_FALSE, "it is not what it says");
    }
    return r.result == BUNDLE_GOOD ? CLI_DONE : cli_fail(c, CLI_UNKNOWN, "cannot tell: something is missing");
}

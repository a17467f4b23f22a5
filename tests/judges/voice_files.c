/* voice-files write FOLDER: six fictional members share a key, five of them sign a statement, and
 * everything that others' tools read of it is put into FOLDER. voice-files check FOLDER: whether
 * FOLDER/statement.txt.sig, which another tool may have made, is a signature of FOLDER/voice.pem over
 * FOLDER/statement.txt: 0 yes, 1 no. */
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "codec/allowed_signers.h"
#include "codec/note.h"
#include "codec/pem.h"
#include "codec/signify.h"
#include "codec/sshsig.h"
#include "support/holders.h"

#define STATEMENT                                                                                            \
    "univocal statement 1 exercise EXERCISE\n\nAlder, Birch, Cedar, Damson, Elm and Fir agree on a text "    \
    "with an \xc3\xa9.\n"
#define NAMESPACE BYTES("exercise-statement@trees.example")
#define PRINCIPAL BYTES("exercise-voice@trees.example")
#define NAME      BYTES("exercise-trees.example")
#define COMMENT   BYTES("EXERCISE voice of trees.example")

enum { FILE_BYTES_MAX = 64 * 1024 };

static struct parties parties;
static struct sharing sharing;
static struct holders holders;
static struct meeting meeting;
static struct scalar shares[SHARE_HOLDERS_MAX];

static void put(const char *folder, const char *name, struct buffer *b)
{
    char path[1000];
    check(!b->overflow && snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path);
    FILE *f = fopen(path, "wb");
    check(f != NULL && fwrite(b->data, 1, b->len, f) == b->len && fclose(f) == 0);
    buffer_clear(b);
}

static struct bytes get(const char *folder, const char *name, struct buffer *b)
{
    char path[1000];
    uint8_t bytes[FILE_BYTES_MAX];
    check(snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path);
    FILE *f = fopen(path, "rb");
    check(f != NULL);
    buffer_add(b, bytes, fread(bytes, 1, sizeof bytes, f));
    check(fclose(f) == 0);
    return buffer_view(b);
}

static struct signature sign(struct bytes message)
{
    static const size_t five[] = {0, 1, 3, 4, 5};
    struct signature s;
    check(holders_meet(&holders, five, 5, 5, message, &meeting) == OK);
    check(meeting_sign(&holders, &meeting, message, shares, &s) == OK);
    return s;
}

static void write_all(const char *folder)
{
    struct buffer b;
    parties_meet(&parties, 5, 6, 1);
    parties_share(&parties, &sharing, &holders);
    const struct public_key key = point_key(&holders.group);
    const struct bytes statement = BYTES(STATEMENT);
    const struct signature raw = sign(statement);
    buffer_init(&b, FILE_BYTES_MAX);
    sshsig_preimage(&b, NAMESPACE, statement);
    const struct signature ssh = sign(buffer_view(&b));
    buffer_clear(&b);
    buffer_add_bytes(&b, statement);
    put(folder, "statement.txt", &b);
    sshsig_write(&b, NAMESPACE, &key, &ssh);
    put(folder, "statement.txt.sig", &b);
    buffer_add(&b, raw.bytes, SIGNATURE_BYTES);
    put(folder, "statement.raw", &b);
    signify_add_signature(&b, COMMENT, &key, &raw);
    put(folder, "statement.signify", &b);
    buffer_add_bytes(&b, statement);
    buffer_add_u8(&b, '\n');
    note_add_line(&b, NAME, &key, &raw);
    put(folder, "statement.note", &b);
    allowed_signers_add(&b, PRINCIPAL, NAMESPACE, &key);
    put(folder, "allowed_signers", &b);
    signify_add_key(&b, COMMENT, &key);
    put(folder, "voice.pub", &b);
    pem_add_key(&b, &key);
    put(folder, "voice.pem", &b);
    note_add_verifier(&b, NAME, &key);
    buffer_add_u8(&b, '\n');
    put(folder, "voice.vkey", &b);
    buffer_done(&b);
}

static bool holds(const char *folder)
{
    struct buffer pem;
    struct buffer file;
    struct buffer statement;
    struct public_key key;
    buffer_init(&pem, FILE_BYTES_MAX);
    buffer_init(&file, FILE_BYTES_MAX);
    buffer_init(&statement, FILE_BYTES_MAX);
    const bool good = pem_read_key(get(folder, "voice.pem", &pem), &key) == OK &&
                      sshsig_verify(get(folder, "statement.txt.sig", &file), NAMESPACE, &key,
                                    get(folder, "statement.txt", &statement)) == OK;
    buffer_done(&pem);
    buffer_done(&file);
    buffer_done(&statement);
    return good;
}

int main(int argc, char **argv)
{
    check(crypto_start() == OK && point_self_test() == OK);
    if (argc == 3 && strcmp(argv[1], "write") == 0) {
        write_all(argv[2]);
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "check") == 0) {
        return holds(argv[2]) ? 0 : 1;
    }
    (void)fprintf(stderr, "usage: voice-files write|check FOLDER\n");
    return 2;
}

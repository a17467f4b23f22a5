#include "node/blobs.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/text.h"
#include "codec/nfc.h"
#include "mechanism/matter.h"
#include "store/database.h"

static const char schema[] =
    "CREATE TABLE blob(commitment BLOB PRIMARY KEY, salt BLOB NOT NULL, text BLOB NOT NULL)"
    " STRICT, WITHOUT ROWID;";

struct blobs {
    struct database *db;
    struct statement *get;
    struct statement *put;
    struct statement *delete;
    struct statement *all;
    struct statement *empty_log;
};

enum error blobs_open(struct blobs **out, const struct env *env, const char *path, bool read_only)
{
    struct blobs *b = calloc(1, sizeof *b);
    check(b != NULL);
    const struct database_options options = {
        .vfs = env->vfs, .read_only = read_only, .create = !read_only, .schema = schema, .version = 1};
    enum error e = database_open(&b->db, path, &options);
    if (e == OK && !read_only) { /* what was written before and never synced counts as stored from here on */
        const enum error settled = database_checkpoint(b->db, -1);
        e = settled == ERROR_FULL ? OK : settled;
    }
    e = e == OK ? statement_prepare(b->db, &b->get, "SELECT salt, text FROM blob WHERE commitment = ?1") : e;
    e = e == OK ? statement_prepare(b->db, &b->all,
                                    "SELECT commitment, salt, text FROM blob ORDER BY commitment")
                : e;
    if (!read_only) {
        /* What is there and damaged is mended: the commitment allows one salt and text only. */
        e = e == OK ? statement_prepare(b->db, &b->put,
                                        "INSERT INTO blob(commitment, salt, text) VALUES(?1, ?2, ?3)"
                                        " ON CONFLICT DO UPDATE SET salt = ?2, text = ?3"
                                        " WHERE salt IS NOT ?2 OR text IS NOT ?3")
                    : e;
        e = e == OK ? statement_prepare(b->db, &b->delete, "DELETE FROM blob WHERE commitment = ?1") : e;
    }
    if (e != OK) {
        blobs_close(b);
        return e;
    }
    *out = b;
    return OK;
}

void blobs_close(struct blobs *b)
{
    if (b != NULL) {
        statement_free(b->get);
        statement_free(b->put);
        statement_free(b->delete);
        statement_free(b->all);
        statement_free(b->empty_log);
        database_close(b->db);
        free(b);
    }
}

enum error blobs_put(struct blobs *b, const struct blob *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!text_is_plaintext(list[i].text) || !nfc_holds(list[i].text)) {
            return ERROR_MALFORMED;
        }
    }
    if (count == 0) {
        return OK;
    }
    enum error e = database_begin(b->db);
    for (size_t i = 0; e == OK && i < count; i++) {
        const struct hash commitment = text_commitment(list[i].salt, list[i].text);
        statement_bind_bytes(b->put, 1, hash_view(&commitment));
        statement_bind_bytes(b->put, 2, bytes_of(list[i].salt, sizeof list[i].salt));
        statement_bind_bytes(b->put, 3, list[i].text);
        e = statement_run(b->put);
    }
    e = e == OK ? database_commit(b->db) : e;
    if (e != OK) {
        database_rollback(b->db);
    }
    return e;
}

/* False: it does not give the commitment. */
static bool take_blob(const struct hash *commitment, struct bytes salt, struct bytes text, struct arena *a,
                      struct blob *out)
{
    if (salt.len != sizeof out->salt) {
        return false;
    }
    memcpy(out->salt, salt.data, sizeof out->salt);
    out->text = arena_copy(a, text);
    const struct hash right = text_commitment(out->salt, out->text);
    return hash_equal(&right, commitment);
}

enum error blobs_get(struct blobs *b, const struct hash *commitment, struct arena *a, struct blob *out)
{
    statement_bind_bytes(b->get, 1, hash_view(commitment));
    bool row = false;
    const enum error e = statement_step(b->get, &row);
    if (e != OK || !row) {
        return e != OK ? e : ERROR_NOT_FOUND;
    }
    const bool good =
        take_blob(commitment, statement_bytes(b->get, 0), statement_bytes(b->get, 1), a, out);
    statement_reset(b->get);
    return good ? OK : ERROR_CORRUPT;
}

enum error blobs_delete(struct blobs *b, const struct hash *commitment)
{
    enum error e = database_begin(b->db);
    if (e != OK) {
        return e;
    }
    statement_bind_bytes(b->delete, 1, hash_view(commitment));
    e = statement_run(b->delete);
    e = e == OK ? database_commit(b->db) : e;
    if (e != OK) {
        database_rollback(b->db);
    }
    return e;
}

static enum error delete_all(struct blobs *b, const struct hash *list, size_t count, size_t *gone)
{
    enum error e = database_begin(b->db);
    *gone = 0;
    for (size_t i = 0; e == OK && i < count; i++) {
        bool row = false;
        statement_bind_bytes(b->get, 1, hash_view(&list[i]));
        e = statement_step(b->get, &row);
        if (e == OK && row) {
            statement_reset(b->get);
            statement_bind_bytes(b->delete, 1, hash_view(&list[i]));
            e = statement_run(b->delete);
            (*gone)++;
        }
    }
    e = e == OK ? database_commit(b->db) : e;
    if (e != OK) {
        database_rollback(b->db);
    }
    return e;
}

enum error blobs_forget(struct blobs *b, const struct hash *list, size_t count, size_t *gone, bool *lingers)
{
    *lingers = false;
    enum error e = delete_all(b, list, count, gone);
    if (e != OK || *gone == 0) {
        return e;
    }
    bool row = false;
    e = statement_need(b->db, &b->empty_log, "PRAGMA wal_checkpoint(TRUNCATE)");
    e = e == OK ? statement_step(b->empty_log, &row) : e;
    if (e == OK && row) {
        *lingers = statement_integer(b->empty_log, 0) != 0;
        statement_reset(b->empty_log);
    }
    return e;
}

enum error blobs_copy(struct blobs *b, const char *path)
{
    return database_copy(b->db, path, NULL, NULL);
}

enum error blobs_tidy(struct blobs *b)
{
    enum { FRAMES_MIN = 1000 };
    return database_checkpoint(b->db, FRAMES_MIN);
}

enum error blobs_verify(struct blobs *b, struct buffer *findings, int64_t *count, int64_t *wrong)
{
    struct arena a = {0};
    struct hash before = {{0}};
    *count = 0;
    *wrong = 0;
    enum error e = database_check_integrity(b->db, findings); /* a page that is gone takes words with it */
    while (e == OK) {
        bool row = false;
        e = statement_step(b->all, &row);
        if (e != OK || !row) {
            break;
        }
        struct hash commitment = {{0}};
        struct blob blob;
        const struct bytes stored = statement_bytes(b->all, 0);
        if (stored.len == sizeof commitment.bytes) {
            memcpy(commitment.bytes, stored.data, sizeof commitment.bytes);
        }
        if (*count > 0 && hash_compare(&commitment, &before) <= 0) {
            buffer_add_text(findings, "blobs are not in the order of their commitments\n");
            e = ERROR_CORRUPT;
        }
        before = commitment;
        (*count)++;
        if (!take_blob(&commitment, statement_bytes(b->all, 1), statement_bytes(b->all, 2), &a, &blob)) {
            (*wrong)++;
            buffer_printf(findings, "blob %s does not give its commitment\n", hash_hex(&commitment).text);
        }
        arena_clear(&a);
    }
    statement_reset(b->all);
    arena_done(&a);
    return e;
}

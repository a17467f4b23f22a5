#include "node/signer_file.h"

#include <string.h>

#include "base/check.h"
#include "base/log.h"
#include "crypto/hash.h"

enum { HEAD_BYTES = 5 };

static void chain(uint8_t sum[SIGNER_SUM_BYTES], struct bytes record)
{
    const struct bytes parts[] = {BYTES("univocal signer state 1\n"), bytes_of(sum, SIGNER_SUM_BYTES),
                                  record};
    const struct hash h = hash_of_parts(parts, 3);
    memcpy(sum, h.bytes, SIGNER_SUM_BYTES);
}

/* Whether the bytes from `at` on look like a record that was being written: they end too early, or hold zeros
 * where the disk never got the bytes. Records have no such zeros: what is zero in them are the upper bytes of
 * one number. */
static bool is_unfinished(struct bytes text, size_t at)
{
    enum { ZEROS_INSIDE = 16, ZEROS_AT_END = 4 };
    struct cursor c = cursor_of(bytes_of(text.data + at, text.len - at));
    (void)cursor_u8(&c);
    const size_t len = cursor_u32(&c);
    if (c.failed || (len <= SIGNER_RECORD_BYTES_MAX && len + SIGNER_SUM_BYTES > c.rest.len)) {
        return true;
    }
    size_t run = 0;
    size_t longest = 0;
    for (size_t i = at; i < text.len; i++) {
        run = text.data[i] == 0 ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest >= ZEROS_INSIDE || run >= ZEROS_AT_END;
}

/* Reads the record at c->rest; false if it is not a whole and good one, and then nothing is taken. */
static bool take_record(struct cursor *c, uint8_t sum[SIGNER_SUM_BYTES], struct signer_record *out)
{
    struct cursor t = *c;
    out->type = cursor_u8(&t);
    out->payload = cursor_block(&t, SIGNER_RECORD_BYTES_MAX);
    const struct bytes found = cursor_take(&t, SIGNER_SUM_BYTES);
    if (t.failed) {
        return false;
    }
    uint8_t expected[SIGNER_SUM_BYTES];
    memcpy(expected, sum, sizeof expected);
    chain(expected, bytes_of(c->rest.data, HEAD_BYTES + out->payload.len));
    if (!bytes_equal(found, bytes_of(expected, sizeof expected))) {
        return false;
    }
    memcpy(sum, expected, sizeof expected);
    *c = t;
    return true;
}

static enum error load(struct signer_file *f, const char *path, struct bytes text,
                       bool (*take)(void *ctx, const struct signer_record *r), void *ctx)
{
    struct cursor c = cursor_of(text);
    struct signer_record r;
    while (c.rest.len > 0 && take_record(&c, f->sum, &r)) {
        if (!take(ctx, &r)) {
            log_event(LOG_ERROR, "signer_state_unknown", "path=%s offset=%llu type=%d", path,
                      (unsigned long long)f->len, r.type);
            return ERROR_CORRUPT;
        }
        f->len = text.len - c.rest.len;
    }
    if (c.rest.len == 0) {
        return OK;
    }
    if (!is_unfinished(text, (size_t)f->len)) {
        log_event(LOG_ERROR, "signer_state_damaged", "path=%s offset=%llu", path, (unsigned long long)f->len);
        return ERROR_CORRUPT;
    }
    log_event(LOG_NOTICE, "signer_state_cut", "path=%s offset=%llu bytes=%zu", path,
              (unsigned long long)f->len, c.rest.len);
    return f->env->file_truncate(f->env->ctx, f->file, f->len);
}

enum error signer_file_open(struct signer_file *f, const struct env *env, const char *path,
                            bool (*take)(void *ctx, const struct signer_record *r), void *ctx)
{
    *f = (struct signer_file){.env = env};
    struct buffer text;
    buffer_init(&text, SIGNER_FILE_BYTES_MAX);
    enum error e = env->file_read(env->ctx, path, SIGNER_FILE_BYTES_MAX, &text);
    if (e == ERROR_NOT_FOUND) {
        e = OK;
    }
    e = e == OK ? env->file_open(env->ctx, path, &f->file) : e;
    e = e == OK ? load(f, path, buffer_view(&text), take, ctx) : e;
    buffer_done(&text);
    if (e != OK) {
        signer_file_close(f);
    }
    return e;
}

void signer_file_close(struct signer_file *f)
{
    if (f->file != NULL) {
        f->env->file_close(f->env->ctx, f->file);
        f->file = NULL;
    }
}

enum error signer_file_append(struct signer_file *f, const struct signer_record *records, size_t count)
{
    if (f->broken) {
        return ERROR_IO;
    }
    uint8_t sum[SIGNER_SUM_BYTES];
    memcpy(sum, f->sum, sizeof sum);
    struct buffer b;
    buffer_init(&b, count * (SIGNER_RECORD_BYTES_MAX + HEAD_BYTES + SIGNER_SUM_BYTES));
    for (size_t i = 0; i < count; i++) {
        check(records[i].payload.len <= SIGNER_RECORD_BYTES_MAX);
        const size_t begin = b.len;
        buffer_add_u8(&b, records[i].type);
        buffer_add_block(&b, records[i].payload);
        chain(sum, bytes_of(b.data + begin, b.len - begin));
        buffer_add(&b, sum, sizeof sum);
    }
    check(!b.overflow);
    enum error e = f->len + b.len > SIGNER_FILE_BYTES_MAX ? ERROR_TOO_LARGE : OK;
    if (e == OK) {
        e = f->env->file_append(f->env->ctx, f->file, buffer_view(&b));
        if (e == OK) {
            f->len += b.len;
            memcpy(f->sum, sum, sizeof sum);
        } else if (e != ERROR_FULL || f->env->file_truncate(f->env->ctx, f->file, f->len) != OK) {
            f->broken = true; /* the end of the file is not known any more */
        }
    }
    buffer_done(&b);
    return e;
}

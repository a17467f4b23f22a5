#include "node/signer_file.h"

#include <string.h>

#include "base/check.h"
#include "crypto/sign.h"
#include "base/log.h"
#include "crypto/hash.h"

enum { HEAD_BYTES = 5 + SIGNER_SUM_BYTES, FILLING = 0xff };

uint64_t signer_record_bytes(size_t payload_len)
{
    const uint64_t bytes = HEAD_BYTES + payload_len + SIGNER_SUM_BYTES;
    return (bytes + SIGNER_SECTOR_BYTES - 1) / SIGNER_SECTOR_BYTES * SIGNER_SECTOR_BYTES;
}

static void sum_head(uint64_t at, struct bytes head, uint8_t out[SIGNER_SUM_BYTES])
{
    uint8_t place[8];
    for (size_t i = 0; i < sizeof place; i++) {
        place[i] = (uint8_t)(at >> (56 - 8 * i));
    }
    const struct bytes parts[] = {BYTES("univocal signer state 1 head\n"), bytes_of(place, sizeof place),
                                  head};
    const struct hash h = hash_of_parts(parts, 3);
    memcpy(out, h.bytes, SIGNER_SUM_BYTES);
}

/* The sum of a record follows from the sum of the one before it. */
static void sum_record(uint8_t sum[SIGNER_SUM_BYTES], struct bytes record)
{
    const struct bytes parts[] = {BYTES("univocal signer state 1\n"), bytes_of(sum, SIGNER_SUM_BYTES),
                                  record};
    const struct hash h = hash_of_parts(parts, 3);
    memcpy(sum, h.bytes, SIGNER_SUM_BYTES);
}

static void write_record(struct buffer *b, uint64_t at, uint8_t sum[SIGNER_SUM_BYTES],
                         const struct signer_record *r)
{
    uint8_t head_sum[SIGNER_SUM_BYTES];
    const size_t begin = b->len;
    check(r->payload.len <= SIGNER_RECORD_BYTES_MAX);
    buffer_add_u8(b, r->type);
    buffer_add_u32(b, (uint32_t)r->payload.len);
    sum_head(at, bytes_of(b->data + begin, 5), head_sum);
    buffer_add(b, head_sum, sizeof head_sum);
    buffer_add_bytes(b, r->payload);
    const size_t whole = (size_t)signer_record_bytes(r->payload.len);
    sum_record(sum, bytes_of(b->data + begin, HEAD_BYTES + r->payload.len));
    while (b->len - begin < whole - SIGNER_SUM_BYTES) {
        buffer_add_u8(b, FILLING);
    }
    buffer_add(b, sum, SIGNER_SUM_BYTES);
    check(!b->overflow && b->len - begin == whole);
}

/* Whether a record begins at `at`, and how long its payload is; its bytes need not all be there. */
static bool read_head(struct bytes text, uint64_t at, uint8_t *type, size_t *len)
{
    if (text.len - at < HEAD_BYTES) {
        return false;
    }
    uint8_t sum[SIGNER_SUM_BYTES];
    struct cursor c = cursor_of(bytes_of(text.data + at, HEAD_BYTES));
    sum_head(at, bytes_of(text.data + at, 5), sum);
    *type = cursor_u8(&c);
    *len = cursor_u32(&c);
    return bytes_equal(c.rest, bytes_of(sum, sizeof sum)) && *len <= SIGNER_RECORD_BYTES_MAX;
}

/* Reads the record at `at`; false if there is no whole and good one. */
static bool read_record(struct bytes text, uint64_t at, uint8_t sum[SIGNER_SUM_BYTES],
                        struct signer_record *out)
{
    size_t len = 0;
    if (!read_head(text, at, &out->type, &len)) {
        return false;
    }
    const size_t whole = (size_t)signer_record_bytes(len);
    if (text.len - at < whole) {
        return false;
    }
    const uint8_t *record = text.data + at;
    uint8_t expected[SIGNER_SUM_BYTES];
    memcpy(expected, sum, sizeof expected);
    sum_record(expected, bytes_of(record, HEAD_BYTES + len));
    bool good = memcmp(record + whole - sizeof expected, expected, sizeof expected) == 0;
    for (size_t i = HEAD_BYTES + len; i < whole - sizeof expected; i++) {
        good = good && record[i] == FILLING;
    }
    if (good) {
        memcpy(sum, expected, sizeof expected);
        out->payload = bytes_of(record + HEAD_BYTES, len);
    }
    return good;
}

static bool is_zero(const uint8_t *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (data[i] != 0) {
            return false;
        }
    }
    return true;
}

/* Sectors reach the disk whole, in any order, before the answer leaves; those that did not are zero, or
 * beyond the end of the file. Nothing that was written has a sector of zeros: its filling and its sums see to
 * that. */
static bool has_lost_sector(struct bytes text, uint64_t at, size_t whole)
{
    for (size_t i = 0; i < whole; i += SIGNER_SECTOR_BYTES) {
        if (is_zero(text.data + at + i, SIGNER_SECTOR_BYTES)) {
            return true;
        }
    }
    return false;
}

/* Whether what stands from `at` on, and is no good record, is what a crash leaves of the last append. */
static bool is_unfinished(struct bytes text, uint64_t at)
{
    const size_t rest = text.len - (size_t)at;
    uint8_t type = 0;
    size_t len = 0;
    if (rest < HEAD_BYTES) {
        return true;
    }
    if (read_head(text, at, &type, &len)) {
        const size_t whole = (size_t)signer_record_bytes(len);
        return rest < whole || (rest == whole && has_lost_sector(text, at, whole));
    }
    /* Its first sector was lost; then no further record can stand behind it. */
    bool lost = is_zero(text.data + at, rest < SIGNER_SECTOR_BYTES ? rest : SIGNER_SECTOR_BYTES) &&
                rest <= signer_record_bytes(SIGNER_RECORD_BYTES_MAX);
    for (uint64_t i = at + SIGNER_SECTOR_BYTES; lost && i < text.len; i += SIGNER_SECTOR_BYTES) {
        lost = !read_head(text, i, &type, &len);
    }
    return lost;
}

/* Gives each record; `len` becomes that of the good ones, and `sum` that of the last. */
static enum error load(struct bytes text, uint8_t sum[SIGNER_SUM_BYTES], uint64_t *len,
                       bool (*take)(void *ctx, const struct signer_record *r), void *ctx)
{
    struct signer_record r;
    memset(sum, 0, SIGNER_SUM_BYTES);
    *len = 0;
    while (*len < text.len && read_record(text, *len, sum, &r)) {
        if (!take(ctx, &r)) {
            log_event(LOG_ERROR, "signer_state_unknown", "offset=%llu type=%d", (unsigned long long)*len,
                      r.type);
            return ERROR_CORRUPT;
        }
        *len += signer_record_bytes(r.payload.len);
    }
    if (*len < text.len && !is_unfinished(text, *len)) {
        log_event(LOG_ERROR, "signer_state_damaged", "offset=%llu", (unsigned long long)*len);
        return ERROR_CORRUPT;
    }
    return OK;
}

enum error signer_file_read(struct bytes text, bool (*take)(void *ctx, const struct signer_record *r),
                            void *ctx)
{
    uint8_t sum[SIGNER_SUM_BYTES];
    uint64_t len = 0;
    return load(text, sum, &len, take, ctx);
}

enum error signer_file_open(struct signer_file *f, const struct env *env, const char *path,
                            bool (*take)(void *ctx, const struct signer_record *r), void *ctx)
{
    *f = (struct signer_file){.env = env};
    struct buffer text;
    buffer_init(&text, SIGNER_FILE_BYTES_MAX);
    enum error e = env->file_open(env->ctx, path, &f->file);
    e = e == OK ? env->file_read(env->ctx, path, SIGNER_FILE_BYTES_MAX, &text) : e;
    e = e == OK ? load(buffer_view(&text), f->sum, &f->len, take, ctx) : e;
    if (e == OK && f->len < text.len) {
        log_event(LOG_NOTICE, "signer_state_cut", "path=%s offset=%llu bytes=%llu", path,
                  (unsigned long long)f->len, (unsigned long long)(text.len - f->len));
        e = env->file_truncate(env->ctx, f->file, f->len);
    }
    crypto_wipe(text.data, text.capacity); /* it may hold a share */
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

enum error signer_file_append(struct signer_file *f, const struct signer_record *r)
{
    if (f->broken) {
        return ERROR_IO;
    }
    const uint64_t whole = signer_record_bytes(r->payload.len);
    if (f->len + whole > SIGNER_FILE_BYTES_MAX) {
        return ERROR_TOO_LARGE;
    }
    uint8_t sum[SIGNER_SUM_BYTES];
    struct buffer b;
    memcpy(sum, f->sum, sizeof sum);
    buffer_init(&b, (size_t)whole);
    write_record(&b, f->len, sum, r);
    const enum error e = f->env->file_append(f->env->ctx, f->file, buffer_view(&b));
    crypto_wipe(b.data, b.capacity);
    buffer_done(&b);
    if (e == OK) {
        f->len += whole;
        memcpy(f->sum, sum, sizeof sum);
    } else if (e != ERROR_FULL || f->env->file_truncate(f->env->ctx, f->file, f->len) != OK) {
        f->broken = true; /* the end of the file is not known any more */
    }
    return e;
}

enum error signer_file_replace(struct signer_file *f, const char *path, const struct signer_record *list,
                               size_t count)
{
    struct buffer b;
    uint8_t sum[SIGNER_SUM_BYTES] = {0};
    buffer_init(&b, SIGNER_FILE_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        write_record(&b, b.len, sum, &list[i]);
    }
    check(!b.overflow);
    enum error e = f->env->file_replace(f->env->ctx, path, buffer_view(&b));
    if (e == OK) {
        signer_file_close(f);
        e = f->env->file_open(f->env->ctx, path, &f->file);
        f->broken = e != OK;
        f->len = b.len;
        memcpy(f->sum, sum, sizeof sum);
    } else if (e != ERROR_FULL) {
        f->broken = true;
    }
    crypto_wipe(b.data, b.capacity);
    buffer_done(&b);
    return e;
}

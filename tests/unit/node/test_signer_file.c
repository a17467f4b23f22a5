#include <string.h>

#include "node/signer_file.h"
#include "support/harness.h"
#include "support/world.h"

/* What a file gave when it was opened. */
struct taken {
    size_t count;
    struct signer_record records[64];
    uint8_t refuses; /* this type, which is unknown */
};

static bool take(void *ctx, const struct signer_record *r)
{
    struct taken *t = ctx;
    if (r->type == t->refuses || t->count == 64) {
        return false;
    }
    t->records[t->count++] = (struct signer_record){r->type, arena_copy(harness_arena(), r->payload)};
    return true;
}

static const char path[] = "state";

/* Payloads of many lengths: none, one that just fits into a sector, one beyond, several sectors. */
static struct signer_record record_of(size_t n)
{
    static const size_t lengths[] = {0, 40, 491, 492, 700, 1024, 1515, 1516, 5000, 3};
    const size_t len = lengths[n % (sizeof lengths / sizeof lengths[0])];
    uint8_t *payload = arena_take(harness_arena(), len + 1, 1);
    for (size_t i = 0; i < len; i++) {
        payload[i] = (uint8_t)(n * 7 + i % 5);
    }
    return (struct signer_record){(uint8_t)('A' + n), bytes_of(payload, len)};
}

static struct world *new_world(void)
{
    return world_new(harness_seed());
}

/* Opens, appends `count` records and closes. */
static void fill(struct world *w, size_t count)
{
    struct signer_file f;
    struct taken t = {0};
    check_ok(signer_file_open(&f, &w->env, path, take, &t));
    for (size_t i = 0; i < count; i++) {
        const struct signer_record r = record_of(i);
        check_ok(signer_file_append(&f, &r));
    }
    signer_file_close(&f);
}

/* Opens a file with this content in a world of its own. */
static enum error open_bytes(struct bytes content, struct taken *t)
{
    struct world *w = new_world();
    struct signer_file f;
    world_put(w, path, content);
    const enum error e = signer_file_open(&f, &w->env, path, take, t);
    if (e == OK) {
        signer_file_close(&f);
        /* What was cut off is gone for good: it opens again to the same. */
        struct taken again = {.refuses = t->refuses};
        check_ok(signer_file_open(&f, &w->env, path, take, &again));
        check_eq(again.count, t->count);
        check_eq(f.len, world_find(w, path)->len);
        signer_file_close(&f);
    }
    world_free(w);
    return e;
}

static void check_records(const struct taken *t, size_t count)
{
    check_eq(t->count, count);
    for (size_t i = 0; i < count; i++) {
        const struct signer_record r = record_of(i);
        check_eq(t->records[i].type, r.type);
        check_bytes(t->records[i].payload, r.payload);
    }
}

static struct bytes content_of(size_t count)
{
    struct world *w = new_world();
    fill(w, count);
    const struct bytes copy = arena_copy(harness_arena(), world_content(world_find(w, path)));
    world_free(w);
    return copy;
}

TEST(what_was_appended_is_there_after_opening_again)
{
    struct taken t = {0};
    const struct bytes content = content_of(10);
    check_eq(content.len % SIGNER_SECTOR_BYTES, 0);
    check_ok(open_bytes(content, &t));
    check_records(&t, 10);
    struct taken read = {0};
    check_ok(signer_file_read(content, take, &read));
    check_records(&read, 10);
}

TEST(a_record_fills_whole_sectors)
{
    check_eq(signer_record_bytes(0), 512);
    check_eq(signer_record_bytes(491), 512);
    check_eq(signer_record_bytes(492), 1024);
    check_eq(signer_record_bytes(SIGNER_RECORD_BYTES_MAX), 131072 + 512);
}

TEST(every_prefix_opens_to_the_last_whole_record)
{
    const struct bytes content = content_of(10);
    uint64_t ends[11] = {0};
    for (size_t i = 0; i < 10; i++) {
        ends[i + 1] = ends[i] + signer_record_bytes(record_of(i).payload.len);
    }
    check_eq(ends[10], content.len);
    size_t whole = 0;
    for (size_t len = 0; len <= content.len; len++) {
        struct taken t = {0};
        whole += whole < 10 && len >= ends[whole + 1];
        harness_note("prefix of %zu bytes", len);
        check_ok(open_bytes(bytes_of(content.data, len), &t));
        check_records(&t, whole);
    }
    check_eq(whole, 10);
}

/* No byte of a file can be changed without being noticed. */
TEST(every_flip_of_a_byte_is_refused)
{
    const struct bytes good = content_of(7);
    uint8_t *content = (uint8_t *)(uintptr_t)arena_copy(harness_arena(), good).data;
    struct taken t = {0};
    for (size_t i = 0; i < good.len; i++) {
        static const uint8_t flips[] = {0x01, 0x80, 0xff};
        for (size_t k = 0; k < sizeof flips; k++) {
            content[i] ^= flips[k];
            t.count = 0;
            harness_note("byte %zu", i);
            check_eq(signer_file_read(bytes_of(content, good.len), take, &t), ERROR_CORRUPT);
            content[i] ^= flips[k];
        }
        content[i] = 0; /* and as a zero */
        t.count = 0;
        check_that(good.data[i] == 0 ||
                   signer_file_read(bytes_of(content, good.len), take, &t) == ERROR_CORRUPT);
        content[i] = good.data[i];
    }
}

/* What a crash leaves where sectors were allocated and never written: at the end it was never answered. */
TEST(a_last_record_with_a_lost_sector_was_never_answered)
{
    const struct bytes good = content_of(9); /* the last one has several sectors */
    uint8_t *content = (uint8_t *)(uintptr_t)arena_copy(harness_arena(), good).data;
    const size_t last = (size_t)(good.len - signer_record_bytes(record_of(8).payload.len));
    check_that(good.len - last >= 8 * (size_t)SIGNER_SECTOR_BYTES);
    for (size_t subset = 1; subset < 256; subset++) {
        struct taken t = {0};
        memcpy(content, good.data, good.len);
        for (size_t i = 0; i < 8; i++) {
            if ((subset >> i & 1) != 0) {
                memset(content + last + i * SIGNER_SECTOR_BYTES, 0, SIGNER_SECTOR_BYTES);
            }
        }
        harness_note("lost sectors %zx", subset);
        check_ok(open_bytes(bytes_of(content, good.len), &t));
        check_records(&t, 8);
    }
}

TEST(a_lost_sector_before_the_last_record_is_damage)
{
    const struct bytes good = content_of(9);
    uint8_t *content = (uint8_t *)(uintptr_t)arena_copy(harness_arena(), good).data;
    const size_t last = (size_t)(good.len - signer_record_bytes(record_of(8).payload.len));
    for (size_t at = 0; at < last; at += SIGNER_SECTOR_BYTES) {
        struct taken t = {0};
        memcpy(content, good.data, good.len);
        memset(content + at, 0, SIGNER_SECTOR_BYTES);
        harness_note("sector at %zu", at);
        check_eq(signer_file_read(bytes_of(content, good.len), take, &t), ERROR_CORRUPT);
        check_eq(open_bytes(bytes_of(content, good.len), &t), ERROR_CORRUPT);
    }
}

/* From a sector on to the end: the records before it, unless more is gone than one append could leave. */
TEST(a_zeroed_tail_opens_to_what_is_whole_or_is_refused)
{
    const struct bytes good = content_of(9);
    uint8_t *content = (uint8_t *)(uintptr_t)arena_copy(harness_arena(), good).data;
    size_t cut = 0;
    for (size_t at = good.len - 1; at > 0; at--) {
        struct taken t = {0};
        content[at] = 0;
        harness_note("zeros from %zu", at);
        const enum error e = signer_file_read(bytes_of(content, good.len), take, &t);
        check_that(e == OK || e == ERROR_CORRUPT);
        if (e == OK) {
            check_that(t.count < 9);
            check_records(&t, t.count);
            cut++;
        }
        /* With no whole sector of zeros it is damage. */
        check_that(e == ERROR_CORRUPT || good.len - at >= SIGNER_SECTOR_BYTES);
    }
    check_that(cut > 0);
}

TEST(zeros_longer_than_one_append_are_damage)
{
    struct buffer b;
    struct taken t = {0};
    const struct bytes good = content_of(3);
    const size_t most = (size_t)signer_record_bytes(SIGNER_RECORD_BYTES_MAX);
    uint8_t *zeros = arena_take(harness_arena(), most + SIGNER_SECTOR_BYTES, 1);
    buffer_init(&b, good.len + most + SIGNER_SECTOR_BYTES);
    buffer_add_bytes(&b, good);
    buffer_add(&b, zeros, most);
    check_ok(signer_file_read(buffer_view(&b), take, &t));
    check_records(&t, 3);
    buffer_add(&b, zeros, SIGNER_SECTOR_BYTES);
    t.count = 0;
    check_eq(signer_file_read(buffer_view(&b), take, &t), ERROR_CORRUPT);
    buffer_done(&b);
}

TEST(no_record_can_be_dropped_moved_or_repeated)
{
    const struct bytes good = content_of(4); /* 512, 512, 512 and 1024 bytes */
    struct buffer b;
    struct taken t = {0};
    buffer_init(&b, 2 * good.len);
    buffer_add(&b, good.data, 512);
    buffer_add(&b, good.data + 1024, good.len - 1024);
    check_eq(signer_file_read(buffer_view(&b), take, &t), ERROR_CORRUPT);
    buffer_clear(&b);
    buffer_add(&b, good.data + 512, 512);
    buffer_add(&b, good.data, 512);
    check_eq(signer_file_read(buffer_view(&b), take, &t), ERROR_CORRUPT);
    buffer_clear(&b);
    buffer_add(&b, good.data, 512);
    buffer_add(&b, good.data, good.len);
    check_eq(signer_file_read(buffer_view(&b), take, &t), ERROR_CORRUPT);
    buffer_done(&b);
}

TEST(a_record_that_its_reader_does_not_know_is_damage)
{
    struct taken t = {.refuses = 'C'};
    check_eq(open_bytes(content_of(4), &t), ERROR_CORRUPT);
    check_records(&t, 2);
}

TEST(a_full_disk_takes_nothing_and_may_pass)
{
    struct world *w = new_world();
    fill(w, 3);
    struct signer_file f;
    struct taken t = {0};
    check_ok(signer_file_open(&f, &w->env, path, take, &t));
    const struct bytes before = arena_copy(harness_arena(), world_content(world_find(w, path)));
    const struct signer_record r = record_of(3);
    for (int64_t room = 0; room < 1024; room++) { /* one byte less than the record needs */
        w->faults.space = room;
        check_eq(signer_file_append(&f, &r), ERROR_FULL);
        check_bytes(world_content(world_find(w, path)), before);
    }
    w->faults.space = 1024;
    check_ok(signer_file_append(&f, &r));
    signer_file_close(&f);
    t.count = 0;
    check_ok(signer_file_open(&f, &w->env, path, take, &t));
    check_records(&t, 4);
    signer_file_close(&f);
    world_free(w);
}

TEST(after_a_failed_write_or_sync_only_opening_again_helps)
{
    for (uint64_t failing = 1; failing <= 2; failing++) { /* the write, the sync */
        struct world *w = new_world();
        struct signer_file f;
        struct taken t = {0};
        const struct signer_record r = record_of(2);
        fill(w, 2);
        check_ok(signer_file_open(&f, &w->env, path, take, &t));
        w->faults =
            (struct world_faults){.space = -1, .fail_from = failing, .fail_count = 1, .error = ERROR_IO};
        check_eq(signer_file_append(&f, &r), ERROR_IO);
        check_that(f.broken);
        check_eq(signer_file_append(&f, &r), ERROR_IO); /* though the disk is well again */
        signer_file_close(&f);
        t.count = 0;
        check_ok(signer_file_open(&f, &w->env, path, take, &t));
        check_that(t.count == 2 || t.count == 3); /* it was never answered: both are right */
        check_records(&t, t.count);
        const struct signer_record next = record_of(t.count);
        check_ok(signer_file_append(&f, &next));
        signer_file_close(&f);
        world_free(w);
    }
}

/* The disk is full, and what was written of the record cannot be taken back. */
TEST(a_full_disk_that_cannot_be_taken_back_is_a_failure)
{
    struct world *w = new_world();
    struct signer_file f;
    struct taken t = {0};
    const struct signer_record r = record_of(3);
    fill(w, 3);
    check_ok(signer_file_open(&f, &w->env, path, take, &t));
    w->faults = (struct world_faults){.space = -1, .fail_from = 1, .error = ERROR_FULL};
    check_eq(signer_file_append(&f, &r), ERROR_FULL);
    check_that(f.broken);
    w->faults = (struct world_faults){.space = -1};
    check_eq(signer_file_append(&f, &r), ERROR_IO);
    signer_file_close(&f);
    world_free(w);
}

TEST(a_file_that_cannot_be_cut_is_not_opened)
{
    struct world *w = new_world();
    struct signer_file f;
    struct taken t = {0};
    const struct bytes good = content_of(3);
    world_put(w, path, bytes_of(good.data, good.len - 1));
    w->faults = (struct world_faults){.space = -1, .fail_from = 2, .error = ERROR_IO};
    check_eq(signer_file_open(&f, &w->env, path, take, &t), ERROR_IO);
    check_that(f.file == NULL);
    world_free(w);
}

TEST(a_file_is_open_once)
{
    struct world *w = new_world();
    struct signer_file f;
    struct signer_file other;
    struct taken t = {0};
    fill(w, 2);
    check_ok(signer_file_open(&f, &w->env, path, take, &t));
    check_eq(signer_file_open(&other, &w->env, path, take, &t), ERROR_BUSY);
    signer_file_close(&f);
    check_ok(signer_file_open(&other, &w->env, path, take, &t));
    signer_file_close(&other);
    signer_file_close(&other); /* twice is as once */
    world_free(w);
}

TEST(a_new_content_takes_the_place_of_the_old_one)
{
    struct world *w = new_world();
    struct signer_file f;
    struct taken t = {0};
    const struct signer_record list[] = {record_of(0), record_of(1)};
    const struct signer_record more = record_of(2);
    fill(w, 5);
    check_ok(signer_file_open(&f, &w->env, path, take, &t));
    check_ok(signer_file_replace(&f, path, list, 2));
    check_ok(signer_file_append(&f, &more));
    signer_file_close(&f);
    t.count = 0;
    check_ok(signer_file_open(&f, &w->env, path, take, &t));
    check_records(&t, 3);
    /* A full disk leaves the old one, which goes on. */
    w->faults = (struct world_faults){.space = -1, .fail_from = 1, .error = ERROR_FULL};
    check_eq(signer_file_replace(&f, path, list, 2), ERROR_FULL);
    w->faults = (struct world_faults){.space = -1};
    const struct signer_record next = record_of(3);
    check_ok(signer_file_append(&f, &next));
    w->faults = (struct world_faults){.space = -1, .fail_from = 1, .fail_count = 1, .error = ERROR_IO};
    check_eq(signer_file_replace(&f, path, list, 2), ERROR_IO);
    check_eq(signer_file_append(&f, &more), ERROR_IO);
    signer_file_close(&f);
    t.count = 0;
    check_ok(signer_file_open(&f, &w->env, path, take, &t));
    check_records(&t, 4);
    signer_file_close(&f);
    world_free(w);
}

TEST(a_payload_and_a_file_have_their_limits)
{
    struct world *w = new_world();
    struct signer_file f;
    struct taken t = {0};
    uint8_t *payload = arena_take(harness_arena(), SIGNER_RECORD_BYTES_MAX + 1, 1);
    memset(payload, 'x', SIGNER_RECORD_BYTES_MAX + 1);
    struct signer_record r = {'A', bytes_of(payload, SIGNER_RECORD_BYTES_MAX)};
    check_ok(signer_file_open(&f, &w->env, path, take, &t));
    check_ok(signer_file_append(&f, &r));
    r.payload.len++;
    check_dies(signer_file_append(&f, &r) == OK);
    /* As if it had grown to one record below the limit. */
    f.len = SIGNER_FILE_BYTES_MAX - signer_record_bytes(0);
    const struct signer_record none = {'B', {NULL, 0}};
    check_ok(signer_file_append(&f, &none));
    check_eq(f.len, SIGNER_FILE_BYTES_MAX);
    check_eq(signer_file_append(&f, &none), ERROR_TOO_LARGE);
    check_that(!f.broken);
    signer_file_close(&f);
    world_free(w);
}

/* The file of a signer. An even first byte: the rest is the file as it stands. An odd one: the rest is a list
 * of records, `u8 type | u16 length | payload`, which is put into a file with good sums, so that what records
 * say is tried too. A signer opens it or does not; one that it has opened opens again with the same state. */
#include <stddef.h>
#include <stdint.h>

#include "fuzz/member.h"
#include "node/signer_file.h"
#include "node/signer_inner.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_BYTES_MAX = 1 << 16, RECORDS_MAX = 256 };

static bool take_any(void *ctx, const struct signer_record *r)
{
    uint64_t *bytes = ctx;
    *bytes += signer_record_bytes(r->payload.len);
    return true;
}

static void put_records(struct world *w, struct bytes list)
{
    struct signer_record records[RECORDS_MAX];
    struct signer_file f = {.env = &w->env};
    struct cursor c = cursor_of(list);
    size_t count = 0;
    while (c.rest.len >= 3 && count < RECORDS_MAX) {
        const uint8_t type = cursor_u8(&c);
        const size_t high = cursor_u8(&c);
        const size_t len = high << 8 | cursor_u8(&c);
        records[count++] = (struct signer_record){type, cursor_take(&c, len < c.rest.len ? len : c.rest.len)};
    }
    check(signer_file_replace(&f, "state", records, count) == OK);
    signer_file_close(&f);
}

static void check_file(struct world *w)
{
    struct signer *s = NULL;
    uint64_t bytes = 0;
    const struct bytes text = world_content(world_find(w, "state"));
    if (signer_file_read(text, take_any, &bytes) == OK) {
        check(bytes <= text.len);
    }
    const enum error opened = member_open(w, &s);
    check(opened == OK || opened == ERROR_CORRUPT);
    if (opened != OK) {
        return;
    }
    const struct checkpoint last = s->last;
    const size_t rows = s->rows.count;
    const struct signer_voice voice = s->voice;
    signer_close(s);
    check(member_open(w, &s) == OK);
    const struct signer_voice *v = &s->voice;
    check(v->joined == voice.joined && v->shared == voice.shared && v->served == voice.served);
    check(!v->joined || hash_equal(&v->ceremony, &voice.ceremony));
    check(!v->shared || (hash_equal(&v->transcript, &voice.transcript) && v->id == voice.id));
    check(v->live == 0);
    check(s->last.size == last.size && hash_equal(&s->last.root, &last.root) && s->rows.count == rows);
    signer_close(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    member_start();
    if (size < 1 || size > INPUT_BYTES_MAX) {
        return 0;
    }
    struct world *w = world_new(1);
    const struct bytes rest = bytes_of(data + 1, size - 1);
    if ((data[0] & 1) == 0) {
        world_put(w, "state", rest);
    } else {
        put_records(w, rest);
    }
    check_file(w);
    world_free(w);
    return 0;
}

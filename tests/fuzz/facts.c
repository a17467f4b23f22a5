/* Any files are an archive or have faults; an archive answers every question. Facts and members are told
 * apart by the first zero byte. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "archive/show_archive.h"
#include "base/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const struct archive *ar, struct arena *a)
{
    struct archive_organisation *list = NULL;
    struct buffer b;
    const size_t count = archive_organisations(ar, a, &list);
    size_t facts = 0;
    buffer_init(&b, SIZE_MAX);
    for (size_t i = 0; i < count && i < 8; i++) {
        struct json_writer w;
        check(archive_has(ar, list[i].code));
        json_begin(&w, &b);
        show_archive_facts(&w, ar, a, list[i].code, BYTES(""));
        json_begin(&w, &b);
        show_archive_members(&w, ar, a, list[i].code, BYTES("2000-02-29"));
    }
    for (size_t i = 0; i < count; i++) {
        facts += list[i].facts;
    }
    check(facts == ar->fact_count);
    buffer_done(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size == 0 ? NULL : memchr(data, 0, size);
    const size_t len = end == NULL ? size : (size_t)(end - data);
    const size_t skip = end == NULL ? len : len + 1;
    struct arena a = {0};
    struct archive_faults faults;
    struct archive ar = {0};
    const enum error e =
        archive_read(&a, bytes_of(data, len), bytes_of(data + skip, size - skip), &faults, &ar);
    check((e == OK) == (faults.count == 0));
    if (e == OK) {
        ask(&ar, &a);
    }
    arena_done(&a);
    return 0;
}

/* ledger: whether what a ledger says (load.c) is in the record: each act that was acknowledged exactly once,
 * at its index and with its result; each receipt's objection in the file of its signer and in the record; and
 * each signer's file whole.
 *
 * ledger FOLDER LEDGER: a line for each thing that is wrong, then one of counts. Status 1 if something is.
 * Nobody serves the organisation meanwhile. */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "crypto/sign.h"
#include "node/reader.h"
#include "node/signer_file.h"
#include "node/signer_inner.h"
#include "node/system.h"

enum { LINE_BYTES_MAX = 512 };

struct held_list {
    struct hash *pairs; /* root, id */
    size_t count;
    size_t capacity;
};

struct ledger {
    struct reader reader;
    const char *folder;
    struct arena arena;
    uint64_t acts;
    uint64_t receipts;
    uint64_t signers;
    uint64_t wrong;
};

static void wrong(struct ledger *l, const char *what, const char *line)
{
    l->wrong++;
    (void)printf("%s: %s\n", what, line);
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct hash));
}

/* Entries are unique by their id, whatever the record itself says of where they are. */
static void check_unique(struct ledger *l)
{
    const uint64_t size = record_size(l->reader.record);
    struct hash *ids = calloc(size, sizeof *ids);
    struct entry e;
    check(ids != NULL);
    for (uint64_t i = 0; i < size; i++) {
        if (record_read(l->reader.record, i, &l->arena, &e, NULL) != OK) {
            wrong(l, "an entry cannot be read", "");
            continue;
        }
        ids[i] = e.id;
        arena_clear(&l->arena);
    }
    qsort(ids, size, sizeof *ids, by_bytes);
    for (uint64_t i = 1; i < size; i++) {
        if (hash_equal(&ids[i - 1], &ids[i])) {
            wrong(l, "twice in the record", hash_hex(&ids[i]).text);
        }
    }
    free(ids);
}

static void check_act(struct ledger *l, const struct hash *id, uint64_t index, const char *result,
                      const char *line)
{
    uint64_t found = 0;
    struct entry e;
    l->acts++;
    if (record_find(l->reader.record, id, &found) != OK) {
        wrong(l, "acknowledged and not in the record", line);
    } else if (found != index || record_read(l->reader.record, found, &l->arena, &e, NULL) != OK ||
               !hash_equal(&e.id, id) || strcmp(e.result, result) != 0) {
        wrong(l, "acknowledged as something else", line);
    }
}

static bool take_held(void *ctx, const struct signer_record *r)
{
    struct held_list *list = ctx;
    if (r->type != RECORD_HELD) {
        return true;
    }
    if (r->payload.len < 2 * HASH_BYTES) {
        return false;
    }
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? 64 : 2 * list->capacity;
        list->pairs = realloc(list->pairs, list->capacity * 2 * sizeof *list->pairs);
        check(list->pairs != NULL);
    }
    memcpy(list->pairs[2 * list->count].bytes, r->payload.data, HASH_BYTES);
    memcpy(list->pairs[2 * list->count + 1].bytes, r->payload.data + HASH_BYTES, HASH_BYTES);
    list->count++;
    return true;
}

static void read_held(struct ledger *l, const char *member, struct held_list *out)
{
    const struct env *env = system_env();
    const char *path = arena_printf(&l->arena, "%s/signers/%s/state", l->folder, member);
    struct buffer text;
    buffer_init(&text, SIGNER_FILE_BYTES_MAX);
    if (env->file_read(env->ctx, path, SIGNER_FILE_BYTES_MAX, &text) != OK ||
        signer_file_read(buffer_view(&text), take_held, out) != OK) {
        wrong(l, "a signer's file is damaged", member);
    }
    buffer_done(&text);
}

static void check_receipt(struct ledger *l, const char *member, const struct hash *root,
                          const struct hash *id, const char *line)
{
    struct held_list held = {NULL, 0, 0};
    uint64_t index = 0;
    bool found = false;
    l->receipts++;
    read_held(l, member, &held);
    for (size_t i = 0; i < held.count; i++) {
        found = found || (hash_equal(&held.pairs[2 * i], root) && hash_equal(&held.pairs[2 * i + 1], id));
    }
    free(held.pairs);
    if (!found) {
        wrong(l, "there is a receipt, and its signer does not hold it", line);
    }
    if (record_find(l->reader.record, id, &index) != OK) {
        wrong(l, "there is a receipt, and the objection is not in the record", line);
    }
}

/* Splits a copy of a line at its spaces; true if it has that many words. */
static bool split(char *copy, char *words[4])
{
    size_t count = 0;
    for (char *at = copy; at != NULL && count < 4; count++) {
        words[count] = at;
        at = strchr(at, ' ');
        if (at != NULL) {
            *at++ = 0;
        }
    }
    return count == 4;
}

static void check_line(struct ledger *l, const char *line)
{
    char *words[4];
    struct hash first;
    struct hash second;
    int64_t index = 0;
    if (!split(arena_text(&l->arena, bytes_of_text(line)), words)) {
        wrong(l, "a line that is none", line);
    } else if (strcmp(words[0], "act") == 0 && hash_parse(bytes_of_text(words[1]), &first) &&
               num_parse(bytes_of_text(words[2]), INTEGER_MAX, &index)) {
        check_act(l, &first, (uint64_t)index, words[3], line);
    } else if (strcmp(words[0], "receipt") == 0 && hash_parse(bytes_of_text(words[2]), &first) &&
               hash_parse(bytes_of_text(words[3]), &second)) {
        check_receipt(l, words[1], &first, &second, line);
    } else {
        wrong(l, "a line that is none", line);
    }
    arena_clear(&l->arena);
}

static void check_signers(struct ledger *l)
{
    DIR *d = opendir(arena_printf(&l->arena, "%s/signers", l->folder));
    check(d != NULL);
    for (const struct dirent *e = readdir(d); e != NULL; e = readdir(d)) {
        if (e->d_name[0] != '.') {
            struct held_list held = {NULL, 0, 0};
            read_held(l, e->d_name, &held);
            free(held.pairs);
            l->signers++;
        }
    }
    (void)closedir(d);
}

int main(int argc, char **argv)
{
    static struct ledger l;
    char line[LINE_BYTES_MAX];
    if (argc != 3) {
        (void)fprintf(stderr, "usage: ledger FOLDER LEDGER\n");
        return 2;
    }
    check(crypto_start() == OK);
    l.folder = argv[1];
    FILE *f = fopen(argv[2], "r");
    if (f == NULL || reader_open(&l.reader, system_env(), l.folder) != OK) {
        (void)fprintf(stderr, "ledger: cannot be read\n");
        return 1;
    }
    check_unique(&l);
    check_signers(&l);
    while (fgets(line, sizeof line, f) != NULL) {
        line[strcspn(line, "\n")] = 0;
        check_line(&l, line);
    }
    (void)fclose(f);
    (void)printf("entries %" PRIu64 " acts %" PRIu64 " receipts %" PRIu64 " signers %" PRIu64
                 " wrong %" PRIu64 "\n",
                 record_size(l.reader.record), l.acts, l.receipts, l.signers, l.wrong);
    reader_close(&l.reader);
    arena_done(&l.arena);
    return l.wrong == 0 ? 0 : 1;
}

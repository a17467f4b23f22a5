/* write-vectors: writes the vectors that the product makes itself into a folder: tests/vectors, after the
 * formats have changed on purpose. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crypto/sign.h"
#include "unit/vectors/written.h"

static int write_file(const char *folder, const struct written *w, const char *scratch)
{
    char path[4096];
    struct arena a = {0};
    const struct bytes text = w->write(&a, scratch);
    (void)snprintf(path, sizeof path, "%s/%s.json", folder, w->name);
    FILE *f = fopen(path, "wb");
    int failed = f == NULL || fwrite(text.data, 1, text.len, f) != text.len;
    failed = (f != NULL && fclose(f) != 0) || failed;
    (void)printf("%s: %zu bytes%s\n", path, text.len, failed ? ", NOT written" : "");
    arena_done(&a);
    return failed;
}

static int write_bundle(const char *folder, const char *scratch)
{
    char path[4096];
    struct arena a = {0};
    struct bundle b;
    int failed = 0;
    const char *name = written_bundle(&a, scratch, &b);
    for (int i = 0; i < BUNDLE_FILES; i++) {
        (void)snprintf(path, sizeof path, "%s/bundle/%s/%s", folder, name,
                       bundle_file_name((enum bundle_file)i));
        FILE *f = fopen(path, "wb");
        failed |= f == NULL || fwrite(b.content[i].data, 1, b.content[i].len, f) != b.content[i].len;
        failed |= f != NULL && fclose(f) != 0;
    }
    (void)printf("%s/bundle/%s%s\n", folder, name, failed ? ": NOT written" : "");
    arena_done(&a);
    return failed;
}

int main(int argc, char **argv)
{
    char scratch[] = "/tmp/univocal-vectors-XXXXXX";
    int failed = 0;
    if (argc != 2 || crypto_start() != OK || mkdtemp(scratch) == NULL) {
        (void)fprintf(stderr, "usage: write-vectors FOLDER\n");
        return 2;
    }
    for (size_t i = 0; i < written_count; i++) {
        failed |= write_file(argv[1], &written[i], scratch);
    }
    failed |= write_bundle(argv[1], scratch);
    static const char *const files[] = {"rig1.db", "rig1.db-lock", "rig2.db",
                                        "rig2.db-lock", "rig3.db", "rig3.db-lock"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/%s", scratch, files[i]);
        (void)unlink(path);
    }
    (void)rmdir(scratch);
    return failed;
}

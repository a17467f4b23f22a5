/* tests/fuzz/replay_main.c: runs a fuzz target over its corpus where there is no libFuzzer.
 *
 * Each input is run as it is, then cut short and with single bits turned, so that `make test` probes a parser
 * near its known inputs too: at 256 places of it, or as many as the second argument says where a run is long.
 * Every change follows from the input alone: a failure repeats. */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_BYTES_MAX = 1 << 20, PLACES_MAX = 256 };

static uint8_t input[INPUT_BYTES_MAX];
static size_t places = PLACES_MAX; /* at least 1 */

/* The memory is as large as the input, so that the sanitizer sees a read beyond it. */
static void run_on_copy(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size == 0 ? 1 : size);
    if (copy == NULL) {
        abort();
    }
    memcpy(copy, data, size);
    (void)LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void run_near(size_t size)
{
    run_on_copy(input, size);
    const size_t step = size / places + 1;
    for (size_t i = 0; i < size; i += step) {
        run_on_copy(input, i);
        const uint8_t bit = (uint8_t)(1U << (i % 8));
        input[i] ^= bit;
        run_on_copy(input, size);
        input[i] ^= bit;
    }
}

static int run_file(const char *path)
{
    /* The last of these lines is the input that ended the process. */
    (void)fprintf(stderr, "running %s\n", path);
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        (void)fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return -1;
    }
    const size_t size = fread(input, 1, sizeof input, f);
    const int bad = ferror(f);
    (void)fclose(f);
    if (bad) {
        (void)fprintf(stderr, "%s cannot be read\n", path);
        return -1;
    }
    run_near(size);
    return 0;
}

/* The number of inputs in the folder, -1 if one cannot be read. */
static int run_folder(const char *path)
{
    struct dirent **list = NULL;
    const int count = scandir(path, &list, NULL, alphasort);
    if (count < 0) {
        (void)fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return -1;
    }
    int done = 0;
    for (int i = 0; i < count; i++) {
        if (done >= 0 && list[i]->d_name[0] != '.') {
            char full[4096];
            (void)snprintf(full, sizeof full, "%s/%s", path, list[i]->d_name);
            done = run_file(full) == 0 ? done + 1 : -1;
        }
        free(list[i]);
    }
    free(list);
    return done;
}

int main(int argc, char **argv)
{
    char *end = NULL;
    const long wanted = argc == 3 ? strtol(argv[2], &end, 10) : PLACES_MAX;
    if (argc < 2 || argc > 3 || (end != NULL && *end != 0) || wanted < 1 || wanted > PLACES_MAX) {
        (void)fprintf(stderr, "usage: %s CORPUS [PLACES]\n", argv[0]);
        return 2;
    }
    places = (size_t)wanted;
    static const uint8_t nothing[1];
    run_on_copy(nothing, 0);
    const int inputs = run_folder(argv[1]);
    if (inputs > 0) {
        (void)printf("%d inputs\n1 passed, 0 failed, 0 skipped\n", inputs);
        return 0;
    }
    (void)puts(inputs == 0 ? "the corpus is empty" : "not all inputs were run");
    (void)puts("0 passed, 1 failed, 0 skipped");
    return 1;
}

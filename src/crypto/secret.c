#include "crypto/secret.h"

#include <sodium.h>

#include "base/check.h"
#include "base/limits.h"

/* sodium_malloc locks too, but 1.0.18 does not look at the answer; locking again changes nothing where it
 * worked, and says so where it did not. */
enum error secret_new(size_t size, struct secret *out)
{
    if (size == 0 || size > SECRET_BYTES_MAX) {
        return ERROR_TOO_LARGE;
    }
    void *data = sodium_malloc(size);
    if (data == NULL) {
        return ERROR_FULL;
    }
    sodium_memzero(data, size);
    *out = (struct secret){data, size, sodium_mlock(data, size) == 0};
    secret_close(out);
    return OK;
}

void secret_free(struct secret *s)
{
    if (s != NULL && s->data != NULL) {
        sodium_free(s->data);
        *s = (struct secret){NULL, 0, false};
    }
}

void *secret_open(struct secret *s)
{
    check(s->data != NULL);
    check(sodium_mprotect_readwrite(s->data) == 0);
    return s->data;
}

const void *secret_read(struct secret *s)
{
    check(s->data != NULL);
    check(sodium_mprotect_readonly(s->data) == 0);
    return s->data;
}

void secret_close(struct secret *s)
{
    check(s->data != NULL);
    check(sodium_mprotect_noaccess(s->data) == 0);
}

const char *secret_advice(void)
{
    return "memory for secrets cannot be locked: raise the limit of locked memory to 8 MiB or more "
           "(LimitMEMLOCK=8M in a unit of systemd, `ulimit -l 8192` in a shell)";
}

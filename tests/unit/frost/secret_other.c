/* crypto/secret.c over a system that does not lock memory. */
#include <sodium.h>

static int no_mlock(void *data, size_t size)
{
    (void)data;
    (void)size;
    return -1;
}

#define sodium_mlock  no_mlock
#define secret_new    other_secret_new
#define secret_free   other_secret_free
#define secret_open   other_secret_open
#define secret_read   other_secret_read
#define secret_close  other_secret_close
#define secret_advice other_secret_advice
/* Its header again under these names. */
#include "crypto/secret.c"

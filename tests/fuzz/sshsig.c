/* An SSH signature that is read is written again as it was; the same for a line of a list of signers. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "codec/allowed_signers.h"
#include "codec/sshsig.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_signature(struct bytes file)
{
    struct sshsig s;
    struct diag diag = {.line = 0};
    struct buffer b;
    const enum error e = sshsig_read(file, &s, &diag);
    check((e == OK) == (diag.message[0] == 0));
    if (e != OK) {
        return;
    }
    const struct bytes namespace = bytes_of(s.namespace, s.namespace_len);
    buffer_init(&b, file.len);
    sshsig_write(&b, namespace, &s.key, &s.signature);
    check(!b.overflow && bytes_equal(buffer_view(&b), file));
    buffer_done(&b);
    const enum error verified = sshsig_verify(file, namespace, &s.key, BYTES("a statement"));
    check(verified == OK || verified == ERROR_DENIED);
}

static void check_line(struct bytes line)
{
    struct allowed_signer s;
    struct buffer b;
    if (allowed_signers_read(line, &s) == OK) {
        buffer_init(&b, line.len);
        allowed_signers_add(&b, s.principal, s.namespace, &s.key);
        check(!b.overflow && bytes_equal(buffer_view(&b), line));
        buffer_done(&b);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check(crypto_start() == OK);
    check_signature(bytes_of(data, size));
    check_line(bytes_of(data, size));
    return 0;
}

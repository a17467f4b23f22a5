#include "node/key.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/hex.h"
#include "base/text.h"

static const char *const roles[] = {"delegate", "objection", "node", "log"};

static bool role_holds(struct bytes role)
{
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (bytes_equal_text(role, roles[i])) {
            return true;
        }
    }
    return false;
}

static void add_hex_line(struct buffer *b, const char *name, const uint8_t *data, size_t len)
{
    buffer_printf(b, "%s ", name);
    buffer_add_hex(b, bytes_of(data, len));
    buffer_add_u8(b, '\n');
}

void key_write(struct buffer *b, const struct key_file *k)
{
    buffer_printf(b, "univocal key 1\nrealm %s\n", realm_word(k->realm));
    add_hex_line(b, "org", k->org.bytes, sizeof k->org.bytes);
    buffer_printf(b, "role %s\nmember %s\n", k->role, k->member);
    add_hex_line(b, "public", k->public.bytes, sizeof k->public.bytes);
    add_hex_line(b, "secret", k->secret.bytes, SECRET_SEED_BYTES);
}

static bool copy_word(struct bytes from, char *to, size_t size)
{
    if (from.len == 0 || from.len >= size) {
        return false;
    }
    memcpy(to, from.data, from.len);
    to[from.len] = 0;
    return true;
}

enum error key_read(struct bytes text, struct key_file *out)
{
    struct key_file k = {.realm = REALM_EXERCISE};
    uint8_t seed[SECRET_SEED_BYTES] = {0};
    struct public_key public;
    struct cursor c = cursor_of(text);
    const bool version = bytes_equal(cursor_named_line(&c, "univocal"), BYTES("key 1"));
    const bool realm = realm_parse(cursor_named_line(&c, "realm"), &k.realm);
    const bool org = hash_parse(cursor_named_line(&c, "org"), &k.org);
    const struct bytes role = cursor_named_line(&c, "role");
    const struct bytes member = cursor_named_line(&c, "member");
    const bool is_public = hex_decode(cursor_named_line(&c, "public"), k.public.bytes, PUBLIC_KEY_BYTES);
    const bool secret = hex_decode(cursor_named_line(&c, "secret"), seed, sizeof seed);
    const bool log = bytes_equal_text(role, "log");
    const bool named = log ? bytes_equal_text(member, "-") : text_is_code(member);
    if (!version || !realm || !org || !role_holds(role) || !named || !is_public || !secret ||
        !cursor_ended(&c) || !copy_word(role, k.role, sizeof k.role) ||
        !copy_word(member, k.member, sizeof k.member)) {
        crypto_wipe(seed, sizeof seed);
        return ERROR_MALFORMED;
    }
    sign_key_from_seed(seed, &k.secret, &public);
    crypto_wipe(seed, sizeof seed);
    const bool matches = public_key_equal(&public, &k.public);
    if (matches) {
        *out = k;
    }
    key_wipe(&k);
    return matches ? OK : ERROR_MALFORMED;
}

enum error key_load(const char *path, struct key_file *out)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return errno == ENOENT ? ERROR_NOT_FOUND : ERROR_IO;
    }
    struct stat st;
    enum error e = fstat(fd, &st) == 0 ? OK : ERROR_IO;
    if (e == OK && (st.st_mode & 077) != 0) {
        e = ERROR_DENIED;
    }
    uint8_t text[KEY_FILE_BYTES_MAX];
    const ssize_t len = e == OK ? read(fd, text, sizeof text) : 0;
    (void)close(fd);
    if (e == OK) {
        e = len < 0 ? ERROR_IO : key_read(bytes_of(text, (size_t)len), out);
    }
    crypto_wipe(text, sizeof text);
    return e;
}

enum error key_store(const char *path, const struct key_file *k)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return errno == EEXIST ? ERROR_EXISTS : errno == ENOSPC ? ERROR_FULL : ERROR_IO;
    }
    struct buffer b;
    buffer_init(&b, KEY_FILE_BYTES_MAX);
    key_write(&b, k);
    check(!b.overflow);
    const ssize_t written = write(fd, b.data, b.len);
    const enum error e = written == (ssize_t)b.len && fsync(fd) == 0 ? OK
                         : errno == ENOSPC                          ? ERROR_FULL
                                                                    : ERROR_IO;
    crypto_wipe(b.data, b.len);
    buffer_done(&b);
    (void)close(fd);
    if (e != OK) {
        (void)unlink(path);
    }
    return e;
}

void key_wipe(struct key_file *k)
{
    crypto_wipe(&k->secret, sizeof k->secret);
}

#include "node/key.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/hex.h"
#include "base/text.h"
#include "node/system.h"

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

/* A regular file that nobody but its owner may read. */
static enum error check_file(int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0) {
        return ERROR_IO;
    }
    return S_ISREG(st.st_mode) && (st.st_mode & 077) == 0 ? OK : ERROR_DENIED;
}

enum error key_load(const char *path, struct key_file *out)
{
    /* Without O_NONBLOCK a pipe in the place of a key would be waited for. */
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) {
        return errno == ENOENT                     ? ERROR_NOT_FOUND
               : errno == ELOOP || errno == EACCES ? ERROR_DENIED
                                                   : ERROR_IO;
    }
    uint8_t text[KEY_FILE_BYTES_MAX];
    size_t len = 0;
    enum error e = check_file(fd);
    while (e == OK && len < sizeof text) {
        const ssize_t n = read(fd, text + len, sizeof text - len);
        if (n == 0) {
            break;
        }
        e = n > 0 || errno == EINTR ? OK : ERROR_IO;
        len += n > 0 ? (size_t)n : 0;
    }
    (void)close(fd);
    e = e == OK ? key_read(bytes_of(text, len), out) : e;
    crypto_wipe(text, sizeof text);
    return e;
}

static enum error write_key(int fd, struct bytes text)
{
    while (text.len > 0) {
        const ssize_t n = write(fd, text.data, text.len);
        if (n > 0) {
            text = bytes_of(text.data + n, text.len - (size_t)n);
        } else if (n == 0 || errno != EINTR) {
            return n < 0 && (errno == ENOSPC || errno == EDQUOT) ? ERROR_FULL : ERROR_IO;
        }
    }
    return fsync(fd) == 0 ? OK : errno == ENOSPC || errno == EDQUOT ? ERROR_FULL : ERROR_IO;
}

enum error key_store(const char *path, const struct key_file *k)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return errno == EEXIST ? ERROR_EXISTS : errno == ENOSPC || errno == EDQUOT ? ERROR_FULL : ERROR_IO;
    }
    static const uint8_t room[KEY_FILE_BYTES_MAX];
    struct buffer b;
    buffer_init(&b, sizeof room);
    buffer_add(&b, room, sizeof room); /* now it will not grow, and leave a copy of the secret behind */
    buffer_clear(&b);
    key_write(&b, k);
    check(!b.overflow);
    enum error e = write_key(fd, buffer_view(&b));
    crypto_wipe(b.data, b.capacity);
    buffer_done(&b);
    (void)close(fd);
    e = e == OK ? system_sync_folder(path) : e;
    if (e != OK) {
        (void)unlink(path);
    }
    return e;
}

void key_wipe(struct key_file *k)
{
    crypto_wipe(&k->secret, sizeof k->secret);
}

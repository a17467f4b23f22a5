#include "node/system.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"
#include "base/hex.h"
#include "base/log.h"
#include "crypto/sign.h"

struct env_file {
    int fd;
};

static int64_t clock_ms(clockid_t id)
{
    struct timespec t;
    check(clock_gettime(id, &t) == 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t system_monotonic_ms(void)
{
    return clock_ms(CLOCK_MONOTONIC);
}

static int64_t boot_ms(void *ctx)
{
    (void)ctx;
    return clock_ms(CLOCK_BOOTTIME);
}

static int64_t wall_ms(void *ctx)
{
    (void)ctx;
    return clock_ms(CLOCK_REALTIME);
}

/* The kernel's id of this boot, read once. Where there is none, one of our own for this process: then every
 * start is like one after a new boot, which asks more of the operator, never less. */
static void boot_id(void *ctx, uint8_t out[16])
{
    static uint8_t id[16];
    static bool read_once;
    (void)ctx;
    if (!read_once) {
        char text[64];
        const int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
        const ssize_t len = fd < 0 ? 0 : read(fd, text, sizeof text);
        if (fd >= 0) {
            (void)close(fd);
        }
        char digits[32];
        size_t count = 0;
        for (ssize_t i = 0; i < len && count < sizeof digits; i++) {
            if (text[i] != '-' && text[i] != '\n') {
                digits[count++] = text[i];
            }
        }
        if (count != sizeof digits || !hex_decode(bytes_of(digits, count), id, sizeof id)) {
            crypto_random(id, sizeof id);
        }
        read_once = true;
    }
    memcpy(out, id, sizeof id);
}

static void random_bytes(void *ctx, void *out, size_t len)
{
    (void)ctx;
    crypto_random(out, len);
}

static enum error error_of_errno(const char *doing, const char *path)
{
    const int failed = errno;
    if (failed != ENOENT) {
        log_event(LOG_ERROR, "file_error", "doing=%s path=%s error=%s", doing, path, strerror(failed));
    }
    return failed == ENOENT                     ? ERROR_NOT_FOUND
           : failed == ENOSPC || failed == EDQUOT ? ERROR_FULL
           : failed == EACCES || failed == EPERM  ? ERROR_DENIED
                                                  : ERROR_IO;
}

static enum error file_read(void *ctx, const char *path, size_t max, struct buffer *out)
{
    (void)ctx;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return error_of_errno("open", path);
    }
    enum error e = OK;
    uint8_t part[16384];
    ssize_t n = 0;
    while (e == OK && (n = read(fd, part, sizeof part)) > 0) {
        buffer_add(out, part, (size_t)n);
        e = out->len > max || out->overflow ? ERROR_TOO_LARGE : OK;
    }
    if (n < 0) {
        e = error_of_errno("read", path);
    }
    (void)close(fd);
    return e;
}

enum error system_sync_folder(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    const int len = slash == NULL ? snprintf(folder, sizeof folder, ".")
                                  : snprintf(folder, sizeof folder, "%.*s", (int)(slash - path + 1), path);
    if (len < 0 || (size_t)len >= sizeof folder) {
        return ERROR_TOO_LARGE;
    }
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return error_of_errno("open", folder);
    }
    const enum error e = fsync(fd) == 0 ? OK : error_of_errno("sync", folder);
    (void)close(fd);
    return e;
}

/* Holds the file for this process. One that was replaced between opening and locking it is somebody
 * else's. */
static enum error lock(int fd, const char *path)
{
    struct stat held;
    struct stat named;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        return errno == EWOULDBLOCK ? ERROR_BUSY : error_of_errno("lock", path);
    }
    if (fstat(fd, &held) != 0 || lstat(path, &named) != 0) {
        return error_of_errno("stat", path);
    }
    return held.st_dev == named.st_dev && held.st_ino == named.st_ino ? OK : ERROR_BUSY;
}

static enum error file_open(void *ctx, const char *path, struct env_file **out)
{
    (void)ctx;
    const int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return error_of_errno("open", path);
    }
    enum error e = lock(fd, path);
    e = e == OK ? system_sync_folder(path) : e;
    if (e != OK) {
        (void)close(fd);
        return e;
    }
    struct env_file *f = malloc(sizeof *f);
    check(f != NULL);
    f->fd = fd;
    *out = f;
    return OK;
}

static enum error write_all(int fd, struct bytes data, const char *path)
{
    while (data.len > 0) {
        const ssize_t n = write(fd, data.data, data.len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return error_of_errno("write", path);
        }
        data = bytes_of(data.data + n, data.len - (size_t)n);
    }
    return OK;
}

static enum error file_append(void *ctx, struct env_file *file, struct bytes data)
{
    (void)ctx;
    const enum error e = write_all(file->fd, data, "");
    if (e != OK) {
        return e;
    }
    return fdatasync(file->fd) == 0 ? OK : error_of_errno("sync", "");
}

static enum error file_truncate(void *ctx, struct env_file *file, uint64_t len)
{
    (void)ctx;
    return ftruncate(file->fd, (off_t)len) == 0 && fdatasync(file->fd) == 0 ? OK
                                                                            : error_of_errno("truncate", "");
}

static enum error file_replace(void *ctx, const char *path, struct bytes data)
{
    (void)ctx;
    char beside[PATH_MAX];
    const int len = snprintf(beside, sizeof beside, "%s.new", path);
    if (len < 0 || (size_t)len >= sizeof beside) {
        return ERROR_TOO_LARGE;
    }
    const int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return error_of_errno("open", beside);
    }
    enum error e = write_all(fd, data, beside);
    if (e == OK && fsync(fd) != 0) {
        e = error_of_errno("sync", beside);
    }
    (void)close(fd);
    if (e == OK && rename(beside, path) != 0) {
        e = error_of_errno("rename", path);
    }
    if (e != OK) {
        (void)unlink(beside);
        return e;
    }
    return system_sync_folder(path);
}

static void file_close(void *ctx, struct env_file *file)
{
    (void)ctx;
    if (file != NULL) {
        (void)close(file->fd);
        free(file);
    }
}

const struct env *system_env(void)
{
    static const struct env env = {
        .boot_ms = boot_ms,
        .wall_ms = wall_ms,
        .boot_id = boot_id,
        .random = random_bytes,
        .file_read = file_read,
        .file_open = file_open,
        .file_append = file_append,
        .file_truncate = file_truncate,
        .file_replace = file_replace,
        .file_close = file_close,
    };
    return &env;
}

enum error system_make_folder(const char *path)
{
    if (mkdir(path, 0700) == 0) {
        return system_sync_folder(path);
    }
    return errno == EEXIST ? OK : error_of_errno("mkdir", path);
}

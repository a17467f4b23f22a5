#include "cli/folder.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/hex.h"
#include "node/system.h"

enum { DESCRIPTORS = 16 };

bool folder_is_empty(const char *path)
{
    DIR *d = opendir(path);
    if (d == NULL) {
        return false;
    }
    bool empty = true;
    for (const struct dirent *e = readdir(d); e != NULL && empty; e = readdir(d)) {
        empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
    }
    (void)closedir(d);
    return empty;
}

static int delete_one(const char *path, const struct stat *st, int type, struct FTW *place)
{
    (void)st;
    (void)type;
    (void)place;
    (void)remove(path);
    return 0;
}

void folder_delete(const char *path)
{
    (void)nftw(path, delete_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
}

int folder_choose(struct cli *c, const char *given, const char **named, const char **beside)
{
    size_t len = strlen(given);
    uint8_t number[8];
    char hex[2 * sizeof number + 1];
    while (len > 1 && given[len - 1] == '/') {
        len--;
    }
    *named = arena_text(&c->arena, bytes_of(given, len));
    const char *slash = strrchr(*named, '/');
    const char *last = slash == NULL ? *named : slash + 1;
    if (last[0] == 0 || strcmp(last, ".") == 0 || strcmp(last, "..") == 0) {
        return cli_fail(c, CLI_USAGE, "\"%s\" is no name for a new folder", given);
    }
    const char *parent =
        slash == NULL ? "." : arena_text(&c->arena, bytes_of(*named, (size_t)(slash + 1 - *named)));
    if (access(parent, F_OK) != 0) {
        return cli_fail(c, CLI_UNKNOWN, "there is no folder %s to make %s in", parent, last);
    }
    if (access(arena_printf(&c->arena, "%s/record.db", *named), F_OK) == 0) {
        return cli_fail(c, CLI_USAGE, "%s holds an organisation already", *named);
    }
    if (access(*named, F_OK) == 0 && !folder_is_empty(*named)) {
        return cli_fail(c, CLI_USAGE, "%s is there and not an empty folder: give a folder of its own",
                        *named);
    }
    const struct env *env = system_env();
    env->random(env->ctx, number, sizeof number);
    hex_encode(bytes_of(number, sizeof number), hex);
    *beside = arena_printf(&c->arena, "%s.new-%s", *named, hex);
    return CLI_DONE;
}

int folder_put(struct cli *c, const char *beside, const char *named)
{
    if (rename(beside, named) != 0) {
        const int failed = errno;
        folder_delete(beside);
        return cli_fail(c, CLI_USAGE, "%s: %s", named, strerror(failed));
    }
    const enum error e = system_sync_folder(named);
    return e == OK ? CLI_DONE : cli_error(c, e, named);
}

#include "cli/folder.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>

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

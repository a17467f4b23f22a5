/* tests/support/world_vfs.h: what the files of the world share; for them alone. */
#ifndef SUPPORT_WORLD_VFS_H
#define SUPPORT_WORLD_VFS_H

#include "support/world.h"

/* world.c */
struct world_file *world_make(struct world *w, const char *path);
/* Counts one operation; the error that was ordered for it. */
enum error world_operate(struct world *w, bool is_sync);
/* Counts one read; the error that was ordered for it. */
enum error world_read(struct world *w);
enum error world_write(struct world *w, struct world_file *f, const void *data, size_t len, size_t at);
enum error world_sync(struct world *w, struct world_file *f);
enum error world_cut(struct world *w, struct world_file *f, size_t len);

/* world_vfs.c */
void world_vfs_register(struct world *w);
void world_vfs_unregister(struct world *w);
#endif

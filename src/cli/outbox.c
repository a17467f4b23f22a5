#include "cli/outbox.h"

#include "node/system.h"

int outbox_keep(struct cli *c, const struct hash *id, const char *what, struct bytes content,
                const char **path)
{
    const struct env *env = system_env();
    const char *folder = arena_printf(&c->arena, "%s/outbox", c->org);
    enum error e = system_make_folder(folder);
    *path = arena_printf(&c->arena, "%s/%s%s%s.json", folder, hash_hex(id).text, what == NULL ? "" : ".",
                         what == NULL ? "" : what);
    e = e == OK ? env->file_replace(env->ctx, *path, content) : e;
    return e == OK ? CLI_DONE : cli_error(c, e, *path);
}

#include "cli/outbox.h"

#include "node/system.h"

static const char *path_of(struct cli *c, const struct hash *id, const char *what)
{
    return arena_printf(&c->arena, "%s/outbox/%s%s%s.json", c->org, hash_hex(id).text,
                        what == NULL ? "" : ".", what == NULL ? "" : what);
}

int outbox_keep(struct cli *c, const struct hash *id, const char *what, struct bytes content,
                const char **path)
{
    const struct env *env = system_env();
    const char *folder = arena_printf(&c->arena, "%s/outbox", c->org);
    enum error e = system_make_folder(folder);
    *path = path_of(c, id, what);
    e = e == OK ? env->file_replace(env->ctx, *path, content) : e;
    return e == OK ? CLI_DONE : cli_error(c, e, *path);
}

int outbox_unseal(struct cli *c, const struct hash *commitment, const struct json **out)
{
    struct bytes text;
    const char *path = path_of(c, commitment, "sealed");
    const int status = cli_file(c, path, ACT_BYTES_MAX, &text);
    if (status != CLI_DONE) {
        return status;
    }
    return json_parse(&c->arena, text, ACT_BYTES_MAX, out, NULL) == OK ? CLI_DONE
                                                                      : cli_error(c, ERROR_CORRUPT, path);
}

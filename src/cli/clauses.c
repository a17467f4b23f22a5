#include "cli/clauses.h"

#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/charters.h"
#include "node/data.h"

enum { SUFFIX = sizeof ".clause" - 1 };

/* A path has a slash or ends with .clause; everything else is the name of one that comes with the programme.
 * */
static bool is_path(const char *name)
{
    const size_t len = strlen(name);
    return strchr(name, '/') != NULL || strcmp(name, "-") == 0 || access(name, F_OK) == 0 ||
           (len > SUFFIX && strcmp(name + len - SUFFIX, ".clause") == 0);
}

int clauses_load(struct cli *c, const char *name, const struct treaty **out)
{
    struct charter_diags *diags = ARENA_NEW(&c->arena, struct charter_diags);
    struct charter_set *set = ARENA_NEW(&c->arena, struct charter_set);
    const char *path = name;
    if (!is_path(name)) {
        const char *folder = data_folder(&c->arena, "UNIVOCAL_CLAUSES", "clauses");
        if (!text_is_id(bytes_of_text(name))) {
            return cli_fail(c, CLI_USAGE, "%s is neither the name of a clause nor a path to one", name);
        }
        path = arena_printf(&c->arena, "%s/%s.clause", folder, name);
        if (access(path, R_OK) != 0) {
            return cli_fail(c, CLI_UNKNOWN, "there is no clause %s in %s", name, folder);
        }
    }
    const char *slash = strrchr(path, '/');
    const char *file = slash == NULL ? path : slash + 1;
    const size_t len = strlen(file);
    const bool ends = len > SUFFIX && strcmp(file + len - SUFFIX, ".clause") == 0;
    set->count = 1;
    set->sources[0].name = arena_copy(&c->arena, bytes_of(file, ends ? len - SUFFIX : len));
    const int status = cli_file(c, path, TREATY_BYTES_MAX, &set->sources[0].text);
    if (status != CLI_DONE) {
        return status;
    }
    return treaty_parse(&c->arena, &set->sources[0], out, diags) == OK
               ? CLI_DONE
               : charters_tell_errors(c, set, diags, "clause");
}

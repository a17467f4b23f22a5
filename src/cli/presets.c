/* univocal charter presets: what there is to be founded on, and how far each has been checked. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "cli/charters.h"
#include "cli/run.h"

enum { PRESETS_MAX = 256, SUFFIX = sizeof ".charter" - 1 };

struct preset {
    struct bytes name;
    const struct charter *charter;
    size_t parts;      /* with a source or a mark of their own: bodies, rules, offices, ... */
    size_t unverified; /* of these */
};

static int is_preset(const struct dirent *entry)
{
    const size_t len = strlen(entry->d_name);
    return len > SUFFIX && strcmp(entry->d_name + len - SUFFIX, ".charter") == 0 &&
           text_is_id(bytes_of(entry->d_name, len - SUFFIX));
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Names, ascending. */
static int list_names(struct cli *c, struct preset *list, size_t *count)
{
    const char *folder = charters_folder(c);
    struct dirent **entries = NULL;
    const int n = scandir(folder, &entries, is_preset, by_bytes);
    if (n < 0) {
        return cli_fail(c, CLI_UNKNOWN, "%s: %s", folder, strerror(errno));
    }
    for (int i = 0; i < n; i++) {
        if (*count < PRESETS_MAX) {
            list[(*count)++].name =
                arena_copy(&c->arena, bytes_of(entries[i]->d_name, strlen(entries[i]->d_name) - SUFFIX));
        }
        free(entries[i]);
    }
    free(entries);
    return n == 0 ? cli_fail(c, CLI_UNKNOWN, "there is no charter in %s", folder) : CLI_DONE;
}

static void count_mark(struct preset *p, const struct charter_mark *mark)
{
    p->parts++;
    p->unverified += mark->verified ? 0 : 1;
}

static void count_parts(struct preset *p)
{
    const struct charter *c = p->charter;
    for (size_t i = 0; i < c->table_count; i++) {
        count_mark(p, &c->tables[i].mark);
    }
    for (size_t i = 0; i < c->body_count; i++) {
        count_mark(p, &c->bodies[i].mark);
    }
    for (size_t i = 0; i < c->rule_count; i++) {
        count_mark(p, &c->rules[i].mark);
    }
    for (size_t i = 0; i < c->member_count; i++) {
        count_mark(p, &c->members[i].mark);
    }
    for (size_t i = 0; i < c->calendar_count; i++) {
        count_mark(p, &c->calendars[i].mark);
    }
    for (size_t i = 0; i < c->office_count; i++) {
        count_mark(p, &c->offices[i].mark);
    }
    for (size_t i = 0; i < c->classification_count; i++) {
        count_mark(p, &c->classifications[i].mark);
    }
    for (size_t i = 0; i < c->referral_count; i++) {
        count_mark(p, &c->referrals[i].mark);
    }
    for (size_t i = 0; i < c->motion_count; i++) {
        count_mark(p, &c->motions[i].mark);
    }
}

static const char *status_of(struct cli *c, const struct preset *p)
{
    const char *serves = p->charter->body_count == 0 ? "rules only, nothing is founded on it"
                         : p->charter->fictional     ? "EXERCISE only"
                                                     : "";
    const char *between = serves[0] == 0 ? "" : "; ";
    if (p->unverified == 0) {
        return arena_printf(&c->arena, "%s%snothing is marked unverified", serves, between);
    }
    return arena_printf(&c->arena, "%s%ssample: %zu of %zu parts unverified", serves, between,
                        p->unverified, p->parts);
}

static void write_json(struct cli *c, const struct preset *list, size_t count)
{
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    (void)c;
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        const struct charter *charter = list[i].charter;
        json_object(w, NULL);
        json_integer(w, "bodies", (int64_t)charter->body_count);
        json_bool(w, "fictional", charter->fictional);
        json_text(w, "name", list[i].name);
        json_integer(w, "parts", (int64_t)list[i].parts);
        json_integer(w, "rules", (int64_t)charter->rule_count);
        json_text(w, "title", charter->title);
        json_integer(w, "unverified", (int64_t)list[i].unverified);
        json_end(w);
    }
    json_end(w);
    cli_json_end(&j);
}

int charter_presets_run(struct cli *c)
{
    struct preset *list = ARENA_ARRAY(&c->arena, struct preset, PRESETS_MAX);
    size_t count = 0;
    int status = list_names(c, list, &count);
    for (size_t i = 0; status == CLI_DONE && i < count; i++) {
        struct charter_set *set = ARENA_NEW(&c->arena, struct charter_set);
        status = charters_load(c, arena_text(&c->arena, list[i].name), set, &list[i].charter);
        if (status == CLI_DONE) {
            count_parts(&list[i]);
        }
    }
    if (status == CLI_DONE && c->json) {
        write_json(c, list, count);
    }
    for (size_t i = 0; status == CLI_DONE && !c->json && i < count; i++) {
        (void)printf("%-20.*s %.*s\n%-20s %s\n", (int)list[i].name.len, (const char *)list[i].name.data,
                     (int)list[i].charter->title.len, (const char *)list[i].charter->title.data, "",
                     status_of(c, &list[i]));
    }
    return status;
}

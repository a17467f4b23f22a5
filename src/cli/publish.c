/* univocal statement publish: a bundle and its folder. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/check.h"
#include "base/hex.h"
#include "cli/folder.h"
#include "cli/run.h"
#include "cli/statement.h"
#include "interop/publish.h"
#include "node/system.h"

/* The bundle from the record, with the checkpoint of exactly the size that the statement names. */
static int make_bundle(struct cli *c, const struct said *s, struct bundle *out)
{
    struct bytes text;
    struct publish_notes notes;
    uint64_t lacking = 0;
    const int status = statement_text(c, s, &text);
    if (status != CLI_DONE) {
        return status;
    }
    enum error e = publish_find_notes(c->reader.checkpoints, &c->arena, &s->x, text, &notes, &lacking);
    if (e == ERROR_NOT_FOUND && s->x.entry != 0 && lacking == (uint64_t)s->x.entry + 1) {
        return cli_fail(c, CLI_UNKNOWN,
                        "the log has not signed entry %lld yet: `univocal record checkpoint` asks it",
                        (long long)s->x.entry);
    }
    if (e == ERROR_NOT_FOUND) {
        return cli_fail(c, CLI_UNKNOWN,
                        "the log has not signed the record at the %llu entries that the statement names: see "
                        "that its signer is ready (`univocal status`)",
                        (unsigned long long)lacking);
    }
    const struct publish p = {cli_organisation(c), c->reader.state, c->reader.record, &c->arena};
    e = e == OK ? publish_bundle(&p, &s->x, text, &notes, out) : e;
    return e == OK ? CLI_DONE : cli_error(c, e, "gathering the bundle");
}

static enum error write_files(struct cli *c, const struct bundle *b, const char *folder)
{
    const struct env *env = system_env();
    enum error e = system_make_folder(folder);
    for (int f = 0; f < BUNDLE_FILES && e == OK; f++) {
        const char *path = arena_printf(&c->arena, "%s/%s", folder, bundle_file_name((enum bundle_file)f));
        if (b->there[f]) {
            e = env->file_replace(env->ctx, path, b->content[f]);
            e = e == OK && chmod(path, 0644) != 0 ? ERROR_IO : e;
        }
    }
    return e == OK && chmod(folder, 0755) != 0 ? ERROR_IO : e;
}

/* Made whole beside its place and then put there: what failed leaves nothing, and nothing is written over. */
static int put(struct cli *c, const struct bundle *b, const char *parent, const char *path)
{
    uint8_t number[8];
    char hex[2 * sizeof number + 1];
    const struct env *env = system_env();
    if (access(parent, F_OK) != 0) {
        return cli_fail(c, CLI_UNKNOWN, "there is no folder %s", parent);
    }
    if (access(path, F_OK) == 0) {
        return cli_fail(c, CLI_USAGE, "%s is there already: nothing is written over", path);
    }
    env->random(env->ctx, number, sizeof number);
    hex_encode(bytes_of(number, sizeof number), hex);
    const char *folder = arena_printf(&c->arena, "%s.making-%s", path, hex);
    enum error e = write_files(c, b, folder);
    const bool moved = e == OK && renameat2(AT_FDCWD, folder, AT_FDCWD, path, RENAME_NOREPLACE) == 0;
    const int why = errno;
    if (!moved) {
        folder_delete(folder);
        return e == OK ? cli_fail(c, CLI_USAGE, "%s: %s", path, strerror(why)) : cli_error(c, e, path);
    }
    e = system_sync_folder(path);
    return e == OK ? CLI_DONE : cli_error(c, e, path);
}

static void tell(struct cli *c, const struct said *s, const struct bundle *b, const char *path)
{
    if (!c->json) {
        (void)printf("%sbundle: %s\n", cli_mark(c), path);
        (void)printf(s->x.voice ? "its file VERIFY has the commands by which anybody checks it\n"
                                : "it has no signature of the organisation: this is not its voice\n");
        return;
    }
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    json_object(w, NULL);
    json_array(w, "files");
    for (int f = 0; f < BUNDLE_FILES; f++) {
        if (b->there[f]) {
            json_cstring(w, NULL, bundle_file_name((enum bundle_file)f));
        }
    }
    json_end(w);
    json_cstring(w, "folder", path);
    json_integer(w, "number", s->x.number);
    json_bool(w, "voice", s->x.voice);
    json_end(w);
    cli_json_end(&j);
}

int statement_publish_run(struct cli *c)
{
    struct said s = {.spoken = false};
    struct bundle b = {.there = {false}};
    struct buffer name;
    int status = statement_find(c, c->arguments[0], &s);
    if (status != CLI_DONE) {
        return status;
    }
    if (s.x.entry == 0) {
        return cli_fail(c, CLI_UNKNOWN,
                        "statement %lld is not complete: its words are not all on the record yet",
                        (long long)s.x.number);
    }
    if (s.x.voice && !s.spoken) {
        return cli_fail(
            c, CLI_QUORUM,
            "statement %lld is not signed yet: `univocal statement show %lld` says who is awaited",
            (long long)s.x.number, (long long)s.x.number);
    }
    status = make_bundle(c, &s, &b);
    if (status != CLI_DONE) {
        return status;
    }
    const struct organisation *org = cli_organisation(c);
    buffer_init(&name, 1024);
    bundle_add_name(&name, org->realm, org->origin, s.x.number);
    const char *path = arena_printf(&c->arena, "%s/%s", c->arguments[1], buffer_text(&name));
    buffer_done(&name);
    status = put(c, &b, c->arguments[1], path);
    if (status == CLI_DONE) {
        tell(c, &s, &b, path);
    }
    return status;
}

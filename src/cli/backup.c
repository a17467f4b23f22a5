/* univocal backup, restore: an organisation's folder without what signs: keys and states of signers, keys of
 * delegates. What a signer has promised must never be forgotten, so no copy of its state is made here, and a
 * restored member's node begins with a key of its own. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/folder.h"
#include "cli/progress.h"
#include "cli/run.h"
#include "cli/signers.h"
#include "node/audit.h"
#include "node/system.h"

enum { SETTINGS_BYTES_MAX = 4096, SIGNERS_MAX = MEMBERS_MAX + 1 };

struct names {
    size_t count;
    const char *list[SIGNERS_MAX];
};

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The signers that a folder has settings for, in the order of their names. */
static int signers_of(struct cli *c, const char *folder, struct names *out)
{
    const char *path = arena_printf(&c->arena, "%s/signers", folder);
    *out = (struct names){.count = 0};
    DIR *d = opendir(path);
    if (d == NULL) {
        return errno == ENOENT ? CLI_DONE : cli_fail(c, CLI_UNKNOWN, "%s: %s", path, strerror(errno));
    }
    int status = CLI_DONE;
    for (const struct dirent *e = readdir(d); e != NULL && status == CLI_DONE; e = readdir(d)) {
        const bool name = strcmp(e->d_name, "log") == 0 || text_is_code(bytes_of_text(e->d_name));
        if (e->d_name[0] == '.') {
            continue;
        }
        if (!name || out->count == SIGNERS_MAX) {
            status = cli_fail(c, CLI_USAGE, "%s/%s is no signer's folder", path, e->d_name);
        } else {
            out->list[out->count++] = arena_text(&c->arena, bytes_of_text(e->d_name));
        }
    }
    (void)closedir(d);
    qsort(out->list, out->count, sizeof out->list[0], by_name);
    return status;
}

static int settings_of(struct cli *c, const char *folder, const char *name, struct bytes *out)
{
    return cli_file(c, arena_printf(&c->arena, "%s/signers/%s/settings", folder, name), SETTINGS_BYTES_MAX,
                    out);
}

/* The record and, if wanted, the words of drafts, as the reader sees them. */
static enum error copy_databases(struct cli *c, struct reader *r, const char *to, bool drafts)
{
    struct arena *a = &c->arena;
    enum error e = database_copy(r->db, arena_printf(a, "%s/record.db", to),
                                 progress_is_watched() ? progress_pages : NULL, NULL);
    progress_end();
    return e == OK && drafts && r->blobs != NULL ? blobs_copy(r->blobs, arena_printf(a, "%s/blobs.db", to))
                                                 : e;
}

static int copy_settings(struct cli *c, const struct names *names, const char *to)
{
    const struct env *env = system_env();
    const char *signers = arena_printf(&c->arena, "%s/signers", to);
    enum error e = system_make_folder(signers);
    for (size_t i = 0; e == OK && i < names->count; i++) {
        struct bytes text;
        const int status = settings_of(c, c->org, names->list[i], &text);
        if (status != CLI_DONE) {
            return status;
        }
        const char *own = arena_printf(&c->arena, "%s/%s", signers, names->list[i]);
        e = system_make_folder(own);
        e = e == OK ? env->file_replace(env->ctx, arena_printf(&c->arena, "%s/settings", own), text) : e;
    }
    return e == OK ? CLI_DONE : cli_error(c, e, to);
}

static void tell_backup(struct cli *c, const char *named, bool drafts)
{
    const struct organisation *org = cli_organisation(c);
    const struct hash root = record_root(c->reader.record);
    const uint64_t size = record_size(c->reader.record);
    struct cli_json j;
    if (c->json) {
        struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
        json_object(w, NULL);
        json_bool(w, "drafts", drafts);
        json_cstring(w, "folder", named);
        json_hex(w, "org", hash_view(&org->id));
        json_cstring(w, "realm", realm_word(org->realm));
        json_hex(w, "root", hash_view(&root));
        json_integer(w, "size", (int64_t)size);
        json_end(w);
        cli_json_end(&j);
        return;
    }
    (void)printf("%s%s: %" PRIu64 " entries, root %s, are in %s\n", cli_mark(c),
                 arena_text(&c->arena, org->name), size, cli_short(c, &root), named);
    (void)printf("words of drafts: %s\n",
                 drafts ? "in it, in the clear: guard it as you guard this host" : "left out");
    (void)printf("not in it: keys and states of signers, keys of delegates. They are their holders'.\n"
                 "The key of the log, %s/signers/log/key, is kept apart: nothing is signed without it.\n",
                 c->org);
    (void)printf("check it: `univocal audit --org %s`\n", named);
}

int backup_run(struct cli *c)
{
    const char *named = NULL;
    const char *beside = NULL;
    struct names names;
    int status = cli_read(c);
    status = status == CLI_DONE ? folder_choose(c, c->arguments[0], &named, &beside) : status;
    status = status == CLI_DONE ? signers_of(c, c->org, &names) : status;
    if (status != CLI_DONE) {
        return status;
    }
    const bool drafts = cli_given(c, "without-drafts", 0) == NULL && c->reader.blobs != NULL;
    enum error e = system_make_folder(beside);
    e = e == OK ? copy_databases(c, &c->reader, beside, drafts) : e;
    status = e == OK ? copy_settings(c, &names, beside) : cli_error(c, e, beside);
    if (status != CLI_DONE) {
        folder_delete(beside);
        return status;
    }
    status = folder_put(c, beside, named);
    if (status == CLI_DONE) {
        tell_backup(c, named, drafts);
    }
    return status;
}

/* What comes back, and what it is measured against. */
struct restoring {
    struct cli *c;
    const char *from;
    const char *named;
    const char *beside;
    struct names names;
    const char *log_key;    /* file; NULL: not given */
    const char *seen;       /* file of a checkpoint; NULL */
    struct checkpoint last; /* that new signers begin with; size 0: none */
    struct audit_result audit;
};

static int audit_copy(struct restoring *x)
{
    struct cli *c = x->c;
    const struct audit_options o = {.integrity = true,
                                    .progress = progress_is_watched() ? progress_entries : NULL};
    const enum error e = audit_run(system_env(), x->beside, &o, &x->audit);
    progress_end();
    if (e != OK) {
        return cli_error(c, e, x->from);
    }
    if (x->audit.wrong + x->audit.missing > 0) {
        (void)fwrite(x->audit.findings.data, 1, x->audit.findings.len, stderr);
        return cli_fail(c, x->audit.wrong > 0 ? CLI_FALSE : CLI_UNKNOWN,
                        "%s does not hold what it says; nothing was restored", x->from);
    }
    return CLI_DONE;
}

/* A checkpoint that somebody kept says how long the record was: one that is longer means that acts are
 * missing, one that is of another tree that this is another record. */
static int compare_seen(struct restoring *x, struct bytes note)
{
    struct cli *c = x->c;
    const struct organisation *org = cli_organisation(c);
    const uint64_t size = record_size(c->reader.record);
    struct checkpoint seen;
    struct hash root;
    if (checkpoint_open(note, org->origin_line, &org->log_key, &seen) != OK) {
        return cli_fail(c, CLI_FALSE, "%s is no checkpoint by this organisation's log", x->seen);
    }
    if (seen.size > size) {
        return cli_fail(c, CLI_UNKNOWN,
                        "the log has signed %" PRIu64 " entries, and %s has %" PRIu64
                        ": find a newer backup; nothing was restored",
                        seen.size, x->from, size);
    }
    const enum error e = record_root_at(c->reader.record, seen.size, &root);
    if (e != OK) {
        return cli_error(c, e, x->from);
    }
    if (!hash_equal(&root, &seen.root)) {
        return cli_fail(c, CLI_FALSE, "%s is of another record than %s; nothing was restored", x->seen,
                        x->from);
    }
    return CLI_DONE;
}

/* New signers begin with the record as it is here: they will take none that is older. */
static int settle_last(struct restoring *x)
{
    struct cli *c = x->c;
    struct bytes note;
    int status = CLI_DONE;
    if (x->seen != NULL) {
        status = cli_file(c, x->seen, NOTE_BYTES_MAX, &note);
        status = status == CLI_DONE ? compare_seen(x, note) : status;
    }
    x->last =
        (struct checkpoint){.size = record_size(c->reader.record), .root = record_root(c->reader.record)};
    return status;
}

static int load_log_key(struct restoring *x, struct key_file *out)
{
    struct cli *c = x->c;
    const struct organisation *org = cli_organisation(c);
    const enum error e = key_load(x->log_key, out);
    if (e != OK) {
        return cli_error(c, e, x->log_key);
    }
    if (strcmp(out->role, "log") != 0 || !hash_equal(&out->org, &org->id) ||
        !public_key_equal(&out->public, &org->log_key)) {
        key_wipe(out);
        return cli_fail(c, CLI_USAGE, "%s is not the key of this organisation's log", x->log_key);
    }
    return CLI_DONE;
}

static int restore_signer(struct restoring *x, const char *name, const struct signer_settings *settings)
{
    struct cli *c = x->c;
    const bool log = strcmp(name, "log") == 0;
    struct key_file key;
    int status = CLI_DONE;
    if (log) {
        status = load_log_key(x, &key);
    } else {
        signers_make_key(system_env(), &key, settings->realm, "node", bytes_of_text(name));
        key.org = settings->org;
    }
    if (status != CLI_DONE) {
        return status;
    }
    const enum error e = signers_store(c, x->beside, name, &key, settings, &x->last);
    key_wipe(&key);
    return e == OK ? CLI_DONE : cli_error(c, e, x->beside);
}

static int restore_signers(struct restoring *x)
{
    struct cli *c = x->c;
    const struct organisation *org = cli_organisation(c);
    int status = CLI_DONE;
    for (size_t i = 0; status == CLI_DONE && i < x->names.count; i++) {
        const char *name = x->names.list[i];
        struct bytes text;
        struct signer_settings settings;
        if (strcmp(name, "log") == 0 && x->log_key == NULL) {
            continue;
        }
        status = settings_of(c, x->from, name, &text);
        if (status != CLI_DONE) {
            return status;
        }
        if (signer_settings_read(&c->arena, text, &settings) != OK || !hash_equal(&settings.org, &org->id) ||
            settings.realm != org->realm) {
            return cli_fail(c, CLI_FALSE, "%s/signers/%s/settings are not this organisation's", x->from,
                            name);
        }
        status = restore_signer(x, name, &settings);
    }
    return status;
}

static void tell_members(const struct restoring *x)
{
    (void)printf(
        "The nodes of members have new keys, and no share of the organisation's key. Once core serves,\n"
        "two delegates of each member say that its node is this one (NODE: %s/signers/MEMBER/key):\n"
        "  univocal member enrol NODE --role node --powers \"\" --name TEXT --key FILE --with FILE\n"
        "  univocal member clearing NODE --key FILE\n",
        x->named);
    (void)printf("A member that has a copy of its signer's folder from after the ceremony puts that in the "
                 "place of\n%s/signers/MEMBER instead, for the share that is in it: univocal-signer(1).\n",
                 x->named);
}

static void tell_restored(struct restoring *x)
{
    struct cli *c = x->c;
    struct cli_json j;
    if (c->json) {
        struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
        json_object(w, NULL);
        json_hex(w, "digest", hash_view(&x->audit.digest));
        json_cstring(w, "folder", x->named);
        json_bool(w, "log", x->log_key != NULL);
        json_array(w, "nodes");
        for (size_t i = 0; i < x->names.count; i++) {
            if (strcmp(x->names.list[i], "log") != 0) {
                json_cstring(w, NULL, x->names.list[i]);
            }
        }
        json_end(w);
        json_hex(w, "root", hash_view(&x->audit.root));
        json_bool(w, "seen", x->seen != NULL);
        json_integer(w, "size", (int64_t)x->audit.size);
        json_end(w);
        cli_json_end(&j);
        return;
    }
    (void)printf("%s%s: %" PRIu64 " entries, replayed and found whole, are in %s\n", cli_mark(c),
                 arena_text(&c->arena, cli_organisation(c)->name), x->audit.size, x->named);
    if (x->seen == NULL) {
        (void)printf("Nobody's checkpoint was given (--seen): ask members for the newest that they keep, and "
                     "compare\nit before you serve. What was recorded after this backup is missing.\n");
    }
    if (x->log_key == NULL) {
        (void)printf("The log's key was not given (--log-key): acts are recorded, and no checkpoint is "
                     "signed.\n");
    }
    tell_members(x);
    (void)printf("Then: `univocal serve --org %s`\n", x->named);
}

/* Copies, and looks at the copy: what stands there at the end was audited as it stands. */
static int restore_copy(struct restoring *x)
{
    struct cli *c = x->c;
    struct reader from;
    enum error e = reader_open(&from, system_env(), x->from);
    if (e != OK) {
        return cli_error(c, e, x->from);
    }
    e = system_make_folder(x->beside);
    e = e == OK ? copy_databases(c, &from, x->beside, true) : e;
    reader_close(&from);
    e = e == OK ? system_make_folder(arena_printf(&c->arena, "%s/signers", x->beside)) : e;
    if (e != OK) {
        return cli_error(c, e, x->from);
    }
    const int status = audit_copy(x);
    if (status != CLI_DONE) {
        return status;
    }
    c->org = x->beside;
    return cli_read(c);
}

int restore_run(struct cli *c)
{
    struct restoring x = {.c = c,
                          .from = c->arguments[0],
                          .log_key = cli_given(c, "log-key", 0),
                          .seen = cli_given(c, "seen", 0)};
    int status = folder_choose(c, c->arguments[1], &x.named, &x.beside);
    status = status == CLI_DONE ? signers_of(c, x.from, &x.names) : status;
    if (status != CLI_DONE) {
        return status;
    }
    status = restore_copy(&x);
    status = status == CLI_DONE ? settle_last(&x) : status;
    status = status == CLI_DONE ? restore_signers(&x) : status;
    status = status == CLI_DONE ? folder_put(c, x.beside, x.named) : status;
    if (status == CLI_DONE) {
        tell_restored(&x);
    }
    folder_delete(x.beside); /* of what failed; else it is not there */
    audit_done(&x.audit);
    return status;
}

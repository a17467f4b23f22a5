/* univocal found: an organisation from a charter and a list of members. All keys are made on this host, each
 * in a file of its own: delegates/MEMBER/NAME.key for people, signers/MEMBER and signers/log for the
 * processes. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"
#include "charter/charter.h"
#include "cli/charters.h"
#include "cli/cli.h"
#include "cli/folder.h"
#include "cli/run.h"
#include "cli/signers.h"
#include "codec/nfc.h"
#include "engine/embedded.h"
#include "mechanism/acts.h"
#include "node/blobs.h"
#include "node/signer.h"
#include "node/system.h"

/* The keys that every member gets. */
static const struct {
    const char *name;
    enum key_role role;
    unsigned powers;
    const char *title; /* %s: the member's name */
} key_rows[] = {
    {"adviser", ROLE_DELEGATE, POWER_SPEAK, "Adviser of %s"},
    {"ambassador", ROLE_DELEGATE, POWERS_ALL,
     "Ambassador of %s"}, /* two who may do everything: some acts need both */
    {"minister", ROLE_DELEGATE, POWERS_ALL, "Minister of %s"},
    {"node", ROLE_NODE, 0, "Node of %s"},
    {"objection", ROLE_OBJECTION, 0, "Objection key of %s"},
};
enum { KEYS = sizeof key_rows / sizeof key_rows[0] };

struct founder {
    struct bytes code;
    struct bytes name;
    struct bytes seats; /* words with spaces between */
    struct key_file keys[KEYS];
};

struct founding {
    struct cli *c;
    const char *named;  /* where it is to stand */
    const char *folder; /* where it is made, beside that */
    enum realm realm;
    const char *name;
    const char *origin;
    struct charter_set charters;
    size_t table_count; /* found beside the charter, ascending by name */
    struct trial_table *tables;
    size_t language_count;
    struct bytes languages[LANGUAGES_MAX];
    struct key_file log_key;
    size_t count;
    struct founder *members;
};

/* One line of the list of members: CODE,NAME[,BODY BODY ...] */
static int read_member(struct founding *f, struct bytes line, int number)
{
    struct founder *m = &f->members[f->count];
    struct bytes *fields[] = {&m->code, &m->name, &m->seats};
    size_t n = 0;
    for (struct bytes rest = line; n < 3; n++) {
        const uint8_t *comma = rest.len == 0 ? NULL : memchr(rest.data, ',', rest.len);
        const size_t len = comma == NULL || n == 2 ? rest.len : (size_t)(comma - rest.data);
        *fields[n] = bytes_of(rest.data, len);
        if (comma == NULL || n == 2) {
            break;
        }
        rest = bytes_of(rest.data + len + 1, rest.len - len - 1);
    }
    if (!text_is_code(m->code) || m->name.len == 0 || m->name.len > NAME_BYTES_MAX || !nfc_holds(m->name) ||
        text_has_control(m->name)) {
        return cli_fail(f->c, CLI_USAGE, "members, line %d: expected CODE,NAME[,BODIES], such as ALDER,Alder",
                        number);
    }
    size_t at = f->count; /* members ascend by code */
    while (at > 0 && bytes_compare(f->members[at - 1].code, m->code) > 0) {
        at--;
    }
    if (at > 0 && bytes_equal(f->members[at - 1].code, m->code)) {
        return cli_fail(f->c, CLI_USAGE, "members, line %d: this code stands there twice", number);
    }
    const struct founder moved = *m;
    memmove(f->members + at + 1, f->members + at, (f->count - at) * sizeof *f->members);
    f->members[at] = moved;
    f->count++;
    return CLI_DONE;
}

static int read_members(struct founding *f, const char *path)
{
    struct bytes text;
    int status = cli_file(f->c, path, FOUNDING_BYTES_MAX, &text);
    f->members = ARENA_ARRAY(&f->c->arena, struct founder, MEMBERS_MAX + 1);
    struct cursor cursor = cursor_of(text);
    for (int number = 1; status == CLI_DONE && cursor.rest.len > 0; number++) {
        const struct bytes rest = cursor.rest;
        struct bytes line = cursor_line(&cursor);
        if (cursor.failed) {
            line = rest;
            cursor = cursor_of(bytes_of(NULL, 0));
        }
        if (line.len == 0 || line.data[0] == '#') {
            continue;
        }
        status = f->count == MEMBERS_MAX
                     ? cli_fail(f->c, CLI_USAGE, "there are at most %d members", MEMBERS_MAX)
                     : read_member(f, line, number);
    }
    return status == CLI_DONE && f->count == 0 ? cli_fail(f->c, CLI_USAGE, "%s names no member", path)
                                               : status;
}

static void make_keys(struct founding *f)
{
    const struct env *env = system_env();
    signers_make_key(env, &f->log_key, f->realm, "log", BYTES("-"));
    for (size_t i = 0; i < f->count; i++) {
        for (size_t k = 0; k < KEYS; k++) {
            signers_make_key(env, &f->members[i].keys[k], f->realm, role_word(key_rows[k].role),
                             f->members[i].code);
        }
    }
}

static void write_key(struct cli *c, struct json_writer *w, const struct founder *m, size_t k)
{
    const char *half = strstr(key_rows[k].title, "%s");
    const bool fits = strlen(key_rows[k].title) - strlen("%s") + m->name.len <= NAME_BYTES_MAX;
    const char *name = arena_text(&c->arena, fits ? m->name : m->code); /* a key's name has a limit too */
    json_object(w, NULL);
    json_hex(w, "key", public_key_view(&m->keys[k].public));
    json_cstring(w, "name",
                 arena_printf(&c->arena, "%.*s%s", (int)(half - key_rows[k].title), key_rows[k].title, name));
    json_array(w, "powers");
    static const unsigned order[] = {POWER_BIND, POWER_CHAIR, POWER_KEYS, POWER_SPEAK};
    for (size_t p = 0; p < sizeof order / sizeof order[0]; p++) {
        if ((key_rows[k].powers & order[p]) != 0) {
            json_cstring(w, NULL, power_words(&c->arena, order[p]));
        }
    }
    json_end(w);
    json_cstring(w, "role", role_word(key_rows[k].role));
    json_end(w);
}

/* Keys ascend by their bytes. */
static void write_keys(struct cli *c, struct json_writer *w, const struct founder *m)
{
    size_t order[KEYS];
    for (size_t k = 0; k < KEYS; k++) {
        size_t at = k;
        while (at > 0 && bytes_compare(public_key_view(&m->keys[order[at - 1]].public),
                                       public_key_view(&m->keys[k].public)) > 0) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = k;
    }
    json_array(w, "keys");
    for (size_t k = 0; k < KEYS; k++) {
        write_key(c, w, m, order[k]);
    }
    json_end(w);
}

static size_t index_of_role(enum key_role role)
{
    for (size_t k = 0; k < KEYS; k++) {
        if (key_rows[k].role == role) {
            return k;
        }
    }
    unreachable("every role has a row");
}

static void write_member(struct founding *f, struct json_writer *w, const struct founder *m)
{
    json_object(w, NULL);
    json_text(w, "code", m->code);
    write_keys(f->c, w, m);
    json_text(w, "name", m->name);
    json_hex(w, "node", public_key_view(&m->keys[index_of_role(ROLE_NODE)].public));
    json_array(w, "seats");
    for (size_t i = 0; i < m->seats.len;) {
        size_t end = i;
        while (end < m->seats.len && m->seats.data[end] != ' ') {
            end++;
        }
        if (end > i) {
            json_text(w, NULL, bytes_of(m->seats.data + i, end - i));
        }
        i = end + 1;
    }
    json_end(w);
    json_end(w);
}

/* Without any the document has no such member. */
static void write_tables(struct founding *f, struct json_writer *w)
{
    if (f->table_count == 0) {
        return;
    }
    json_array(w, "tables");
    for (size_t i = 0; i < f->table_count; i++) {
        json_object(w, NULL);
        json_text(w, "name", f->tables[i].name);
        json_text(w, "text", f->tables[i].text);
        json_end(w);
    }
    json_end(w);
}

static void write_document(struct founding *f, struct buffer *b)
{
    const struct env *env = system_env();
    struct json_writer w;
    json_begin(&w, b);
    json_object(&w, NULL);
    json_array(&w, "charter");
    for (size_t i = 0; i < f->charters.count; i++) {
        json_object(&w, NULL);
        json_text(&w, "name", f->charters.sources[i].name);
        json_text(&w, "text", f->charters.sources[i].text);
        json_end(&w);
    }
    json_end(&w);
    json_integer(&w, "civil_offset", 0);
    json_cstring(&w, "hosting", "operator"); /* the embedded engine runs on one host */
    json_cstring(&w, "kind", "founding");
    json_array(&w, "languages");
    for (size_t i = 0; i < f->language_count; i++) {
        json_text(&w, NULL, f->languages[i]);
    }
    json_end(&w);
    json_hex(&w, "log_key", public_key_view(&f->log_key.public));
    json_array(&w, "members");
    for (size_t i = 0; i < f->count; i++) {
        write_member(f, &w, &f->members[i]);
    }
    json_end(&w);
    json_cstring(&w, "name", f->name);
    json_cstring(&w, "origin", f->origin);
    json_integer(&w, "protocol", PROTOCOL_VERSION);
    json_cstring(&w, "realm", realm_word(f->realm));
    write_tables(f, &w);
    json_integer(&w, "time", env->wall_ms(env->ctx));
    json_end(&w);
}

static enum error store_member(struct founding *f, struct founder *m, const struct signer_settings *settings)
{
    struct arena *a = &f->c->arena;
    const char *code = arena_text(a, m->code);
    const char *folder = arena_printf(a, "%s/delegates/%s", f->folder, code);
    enum error e = system_make_folder(folder);
    for (size_t k = 0; e == OK && k < KEYS; k++) {
        m->keys[k].org = settings->org;
        e = key_rows[k].role == ROLE_NODE
                ? signers_store(f->c, f->folder, code, &m->keys[k], settings, NULL)
                : key_store(arena_printf(a, "%s/%s.key", folder, key_rows[k].name), &m->keys[k]);
    }
    return e;
}

static enum error store_keys(struct founding *f, const struct hash *org)
{
    struct arena *a = &f->c->arena;
    const struct signer_settings settings = {
        .org = *org,
        .realm = f->realm,
        .epoch = 1,
        .origin_line =
            bytes_of_text(arena_printf(a, "%s%s", f->realm == REALM_EXERCISE ? "exercise-" : "", f->origin)),
        .log_key = f->log_key.public,
    };
    enum error e = system_make_folder(arena_printf(a, "%s/signers", f->folder));
    e = e == OK ? system_make_folder(arena_printf(a, "%s/delegates", f->folder)) : e;
    f->log_key.org = *org;
    e = e == OK ? signers_store(f->c, f->folder, "log", &f->log_key, &settings, NULL) : e;
    for (size_t i = 0; e == OK && i < f->count; i++) {
        e = store_member(f, &f->members[i], &settings);
    }
    return e;
}

static enum error make_all(struct founding *f, struct bytes document, struct diag *diag)
{
    struct arena *a = &f->c->arena;
    const struct env *env = system_env();
    const struct hash org = hash_of(document);
    struct embedded *engine = NULL;
    struct blobs *blobs = NULL;
    enum error e = system_make_folder(f->folder);
    e = e == OK ? store_keys(f, &org) : e;
    e = e == OK ? blobs_open(&blobs, env, arena_printf(a, "%s/blobs.db", f->folder), false) : e;
    blobs_close(blobs);
    e = e == OK ? embedded_open(&engine, env, arena_printf(a, "%s/record.db", f->folder)) : e;
    e = e == OK ? embedded_found(engine, document, diag) : e;
    embedded_close(engine);
    return e;
}

static int store_all(struct founding *f, struct bytes document)
{
    struct cli *c = f->c;
    struct diag diag = {.message = ""};
    const enum error e = make_all(f, document, &diag);
    if (e == OK) {
        return folder_put(c, f->folder, f->named);
    }
    folder_delete(f->folder);
    return diag.message[0] != 0 ? cli_fail(c, CLI_REFUSED, "%s", diag.message) : cli_error(c, e, f->named);
}

/* A seat is taken in a body that is there and that the charter leaves open. */
static int check_seats(struct founding *f, const struct charter *charter)
{
    for (size_t i = 0; i < f->count; i++) {
        const struct founder *m = &f->members[i];
        for (size_t at = 0; at < m->seats.len;) {
            size_t end = at;
            while (end < m->seats.len && m->seats.data[end] != ' ') {
                end++;
            }
            const struct bytes name = bytes_of(m->seats.data + at, end - at);
            const struct charter_body *body = name.len == 0 ? NULL : charter_body(charter, name);
            if (name.len > 0 && (body == NULL || body->everyone)) {
                return cli_fail(f->c, CLI_USAGE,
                                body == NULL ? "members, %.*s: the charter has no body %.*s"
                                             : "members, %.*s: every member sits in %.*s, so it is not named",
                                (int)m->code.len, (const char *)m->code.data, (int)name.len,
                                (const char *)name.data);
            }
            at = end + 1;
        }
    }
    return CLI_DONE;
}

static int read_languages(struct founding *f, const struct charter *charter)
{
    const char *given = cli_given(f->c, "languages", 0);
    for (size_t i = 0; given == NULL && i < charter->language_count; i++) {
        f->languages[f->language_count++] = charter->languages[i];
    }
    for (const char *p = given == NULL ? "" : given; *p != 0 && f->language_count < LANGUAGES_MAX;) {
        const size_t len = strcspn(p, ",");
        f->languages[f->language_count++] = bytes_of(p, len);
        if (!text_is_language(bytes_of(p, len))) {
            return cli_fail(f->c, CLI_USAGE, "a language is a tag in lower case, such as en");
        }
        p += len + (p[len] == ',');
    }
    return f->language_count > 0
               ? CLI_DONE
               : cli_fail(f->c, CLI_USAGE, "--languages is missing: this charter has none of its own");
}

static int read_tables(struct founding *f, const char *charter_name, const struct charter *charter)
{
    const int status = charters_tables(f->c, charter_name, charter, &f->tables, &f->table_count);
    for (size_t i = 1; status == CLI_DONE && i < f->table_count; i++) {
        const struct trial_table moved = f->tables[i];
        size_t at = i;
        while (at > 0 && bytes_compare(f->tables[at - 1].name, moved.name) > 0) {
            f->tables[at] = f->tables[at - 1];
            at--;
        }
        f->tables[at] = moved;
    }
    return status;
}

/* Of the tables that it names: what is not on the record now cannot be weighed by later. */
static void tell_tables(const struct founding *f, const struct charter *charter)
{
    if (charter->table_count > 0) {
        (void)printf(
            "%zu of the %zu table%s that the charter names %s on the record%s\n", f->table_count,
            charter->table_count, charter->table_count == 1 ? "" : "s", f->table_count == 1 ? "is" : "are",
            f->table_count < charter->table_count ? ": rules that weigh by another cannot be applied" : "");
    }
}

static int tell(struct founding *f, const struct hash *org, const struct charter *charter)
{
    struct cli *c = f->c;
    struct buffer b;
    buffer_init(&b, FRAME_BYTES_MAX);
    if (c->json) {
        struct json_writer w;
        json_begin(&w, &b);
        json_object(&w, NULL);
        json_cstring(&w, "folder", f->named);
        json_integer(&w, "members", (int64_t)f->count);
        json_hex(&w, "org", hash_view(org));
        json_cstring(&w, "realm", realm_word(f->realm));
        json_end(&w);
        cli_print_json(&b);
    } else {
        (void)printf("%s%s is founded in %s: %zu members, charter %.*s\n",
                     f->realm == REALM_EXERCISE ? "EXERCISE " : "", f->name, f->named, f->count,
                     (int)charter->name.len, (const char *)charter->name.data);
        (void)printf("organisation %s (the hash of its founding document, for life)\n", hash_hex(org).text);
        charters_tell(c, &f->charters, charter, &b);
        (void)fwrite(b.data, 1, b.len, stdout);
        (void)printf("the charter brings %zu bod%s, %zu rule%s, %zu office%s\n", charter->body_count,
                     charter->body_count == 1 ? "y" : "ies", charter->rule_count,
                     charter->rule_count == 1 ? "" : "s", charter->office_count,
                     charter->office_count == 1 ? "" : "s");
        tell_tables(f, charter);
        (void)printf(
            "hosted: one operator. All keys were made here; each delegate's key is a file of its own below "
            "%s/delegates.\n",
            f->named);
        (void)printf("the voice has no key yet: `univocal voice ceremony` makes it%s\n",
                     f->count > CLI_CEREMONY_MAX ? ", which `univocal init` skips for so many members" : "");
    }
    buffer_done(&b);
    return CLI_DONE;
}

int found_run(struct cli *c)
{
    struct founding f = {.c = c, .realm = REALM_EXERCISE};
    const struct charter *charter = NULL;
    struct buffer document;
    int status = CLI_DONE;
    const char *charter_name = cli_needed(c, "charter", &status);
    const char *members = status == CLI_DONE ? cli_needed(c, "members", &status) : NULL;
    f.name = status == CLI_DONE ? cli_needed(c, "name", &status) : NULL;
    f.origin = status == CLI_DONE ? cli_needed(c, "origin", &status) : NULL;
    const char *realm = cli_given(c, "realm", 0);
    if (status == CLI_DONE && realm != NULL && !realm_parse(bytes_of_text(realm), &f.realm)) {
        status = cli_fail(c, CLI_USAGE, "a realm is exercise or real");
    }
    status = status == CLI_DONE ? folder_choose(c, c->arguments[0], &f.named, &f.folder) : status;
    status = status == CLI_DONE ? charters_load(c, charter_name, &f.charters, &charter) : status;
    if (status == CLI_DONE && charter->fictional && f.realm == REALM_REAL) {
        status =
            cli_fail(c, CLI_REFUSED, "%s is a fictional charter: it serves exercises only", charter_name);
    }
    if (status == CLI_DONE && charter->body_count == 0) {
        status = cli_fail(c, CLI_REFUSED,
                          "%s has rules but no body to decide by them: nothing can be founded on it",
                          charter_name);
    }
    status = status == CLI_DONE ? read_tables(&f, charter_name, charter) : status;
    status = status == CLI_DONE ? read_languages(&f, charter) : status;
    status = status == CLI_DONE ? read_members(&f, members) : status;
    status = status == CLI_DONE ? check_seats(&f, charter) : status;
    if (status != CLI_DONE) {
        return status;
    }
    make_keys(&f);
    buffer_init(&document, FOUNDING_BYTES_MAX);
    write_document(&f, &document);
    if (document.overflow) {
        status =
            cli_fail(c, CLI_USAGE, "the founding document would have more than %d bytes", FOUNDING_BYTES_MAX);
    }
    status = status == CLI_DONE ? store_all(&f, buffer_view(&document)) : status;
    const struct hash org = hash_of(buffer_view(&document));
    buffer_done(&document);
    for (size_t i = 0; i < f.count; i++) {
        for (size_t k = 0; k < KEYS; k++) {
            key_wipe(&f.members[i].keys[k]);
        }
    }
    key_wipe(&f.log_key);
    return status == CLI_DONE ? tell(&f, &org, charter) : status;
}

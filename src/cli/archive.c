/* univocal archive: public facts about real organisations, with source and confidence. */
#include <string.h>

#include "archive/show_archive.h"
#include "base/check.h"
#include "base/limits.h"
#include "cli/run.h"
#include "node/data.h"

static int tell_faults(struct cli *c, const struct archive_faults *x, const char *folder, enum error e)
{
    if (e == ERROR_NOT_FOUND || e == ERROR_IO) {
        return cli_fail(c, CLI_UNKNOWN, "%s/%s: %s", folder, x->list[0].file, x->list[0].message);
    }
    for (size_t i = 0; i < x->count && i < ARCHIVE_FAULTS_MAX; i++) {
        (void)cli_fail(c, CLI_USAGE, "%s:%d: %s", x->list[i].file, x->list[i].line, x->list[i].message);
    }
    if (x->count > ARCHIVE_FAULTS_MAX) {
        (void)cli_fail(c, CLI_USAGE, "and %zu more", x->count - ARCHIVE_FAULTS_MAX);
    }
    return CLI_USAGE;
}

static int load(struct cli *c, struct archive *out)
{
    struct archive_faults *faults = ARENA_NEW(&c->arena, struct archive_faults);
    const char *folder = data_folder(&c->arena, "UNIVOCAL_ARCHIVE", "archive");
    const enum error e = archive_load(&c->arena, folder, faults, out);
    return e == OK ? CLI_DONE : tell_faults(c, faults, folder, e);
}

static struct json_writer *begin_json(struct cli_json *j)
{
    return cli_json_begin(j, (size_t)16 * ARCHIVE_BYTES_MAX);
}

static void show_text(const char *before, struct bytes text, const char *after)
{
    if (text.len > 0) {
        (void)printf("%s%.*s%s", before, (int)text.len, (const char *)text.data, after);
    }
}

int archive_list_run(struct cli *c)
{
    struct archive ar;
    struct archive_organisation *list = NULL;
    const int status = load(c, &ar);
    if (status != CLI_DONE) {
        return status;
    }
    if (c->json) {
        struct cli_json j;
        show_archive_list(begin_json(&j), &ar, &c->arena);
        cli_json_end(&j);
        return CLI_DONE;
    }
    const size_t count = archive_organisations(&ar, &c->arena, &list);
    (void)printf("ARCHIVE public facts, each with its source; nobody signed them\n");
    for (size_t i = 0; i < count; i++) {
        (void)printf("%-10s %3zu members, %3zu former; %3zu facts", arena_text(&c->arena, list[i].code),
                     list[i].members, list[i].former, list[i].facts);
        (void)printf(list[i].contested > 0 ? ", %zu of them contested" : "", list[i].contested);
        show_text("; since ", list[i].since, "\n");
    }
    return CLI_DONE;
}

/* The organisation of the first argument. */
static int read_organisation(struct cli *c, struct archive *ar, struct bytes *out)
{
    const int status = load(c, ar);
    *out = bytes_of_text(c->arguments[0]);
    if (status == CLI_DONE && !archive_has(ar, *out)) {
        return cli_fail(c, CLI_UNKNOWN,
                        "the archive has nothing of %s; `univocal archive list` shows of whom",
                        c->arguments[0]);
    }
    return status;
}

static void show_source(struct bytes source, struct bytes confidence)
{
    (void)printf("             source: %.*s; confidence %.*s\n", (int)source.len, (const char *)source.data,
                 (int)confidence.len, (const char *)confidence.data);
}

static void show_fact(struct cli *c, const struct archive_fact *f)
{
    (void)printf("%-10s %s", arena_text(&c->arena, f->from), arena_text(&c->arena, f->kind));
    show_text(" ", f->subject, "");
    show_text(": ", f->value, "");
    show_text(" (to ", f->to, ")");
    show_text("; CONTESTED, as stated by ", f->as_stated_by, "");
    (void)printf("\n");
    show_source(f->source, f->confidence);
}

int archive_show_run(struct cli *c)
{
    struct archive ar;
    struct bytes organisation;
    const struct archive_fact **list = NULL;
    const char *kind = cli_given(c, "kind", 0);
    const char *all = "";
    bool known = kind == NULL;
    for (size_t i = 0; archive_kind_at(i) != NULL; i++) {
        known = known || strcmp(kind, archive_kind_at(i)) == 0;
        all = arena_printf(&c->arena, "%s%s%s", all, i == 0 ? "" : ", ", archive_kind_at(i));
    }
    if (!known) {
        return cli_fail(c, CLI_USAGE, "there is no kind %s: they are %s", kind, all);
    }
    const int status = read_organisation(c, &ar, &organisation);
    if (status != CLI_DONE) {
        return status;
    }
    const struct bytes of = bytes_of_text(kind == NULL ? "" : kind);
    if (c->json) {
        struct cli_json j;
        show_archive_facts(begin_json(&j), &ar, &c->arena, organisation, of);
        cli_json_end(&j);
        return CLI_DONE;
    }
    const size_t count = archive_facts(&ar, &c->arena, organisation, of, &list);
    (void)printf("ARCHIVE %s: public facts; what is not here is lacking, not denied\n", c->arguments[0]);
    for (size_t i = 0; i < count; i++) {
        show_fact(c, list[i]);
    }
    (void)printf(count == 0 ? "no fact of this kind is here\n" : "");
    return CLI_DONE;
}

static void show_seat(struct cli *c, const struct archive_seat *s)
{
    const struct archive_member *m = s->member;
    (void)printf("%-10s from %s", arena_text(&c->arena, m->code), arena_text(&c->arena, m->from));
    show_text(" to ", m->to, "");
    if (!bytes_equal_text(m->precision, "day")) {
        (void)printf(bytes_equal_text(m->precision, "approx") ? " (approximately)" : " (known to the %s)",
                     arena_text(&c->arena, m->precision));
    }
    (void)printf(s->uncertain ? "; UNCERTAIN on that day" : "");
    show_text("; ", m->note, "");
    (void)printf("\n");
    show_source(m->source, m->confidence);
    for (size_t i = 0; i < s->claim_count; i++) {
        const struct archive_fact *f = s->claims[i];
        (void)printf("             CONTESTED since %s, as stated by %s: %s\n", arena_text(&c->arena, f->from),
                     arena_text(&c->arena, f->as_stated_by), arena_text(&c->arena, f->value));
        show_source(f->source, f->confidence);
    }
}

int archive_members_run(struct cli *c)
{
    struct archive ar;
    struct bytes organisation;
    struct archive_seat *list = NULL;
    const char *on = cli_given(c, "on", 0);
    const struct bytes day = bytes_of_text(on == NULL ? "" : on);
    if (on != NULL && !archive_is_day(day)) {
        return cli_fail(c, CLI_USAGE, "--on is a day such as 2022-05-16");
    }
    const int status = read_organisation(c, &ar, &organisation);
    if (status != CLI_DONE) {
        return status;
    }
    if (c->json) {
        struct cli_json j;
        show_archive_members(begin_json(&j), &ar, &c->arena, organisation, day);
        cli_json_end(&j);
        return CLI_DONE;
    }
    const size_t count = archive_seats(&ar, &c->arena, organisation, day, &list);
    (void)printf("ARCHIVE %s: %zu membership%s %s%s\n", c->arguments[0], count, count == 1 ? "" : "s",
                 on == NULL ? "at any time" : "on ", on == NULL ? "" : on);
    for (size_t i = 0; i < count; i++) {
        show_seat(c, &list[i]);
    }
    return CLI_DONE;
}

int archive_check_run(struct cli *c)
{
    struct archive ar;
    struct archive_faults *faults = ARENA_NEW(&c->arena, struct archive_faults);
    const char *folder =
        c->argument_count > 0 ? c->arguments[0] : data_folder(&c->arena, "UNIVOCAL_ARCHIVE", "archive");
    const enum error e = archive_load(&c->arena, folder, faults, &ar);
    if (e == ERROR_NOT_FOUND || e == ERROR_IO || (e != OK && !c->json)) {
        return tell_faults(c, faults, folder, e);
    }
    if (c->json) {
        struct cli_json j;
        struct json_writer *w = begin_json(&j);
        json_object(w, NULL);
        json_integer(w, "facts", e == OK ? (int64_t)ar.fact_count : 0);
        json_array(w, "faults");
        for (size_t i = 0; i < faults->count && i < ARCHIVE_FAULTS_MAX; i++) {
            json_object(w, NULL);
            json_cstring(w, "file", faults->list[i].file);
            json_integer(w, "line", faults->list[i].line);
            json_cstring(w, "message", faults->list[i].message);
            json_end(w);
        }
        json_end(w);
        json_integer(w, "members", e == OK ? (int64_t)ar.member_count : 0);
        json_end(w);
        cli_json_end(&j);
        return e == OK ? CLI_DONE : CLI_USAGE;
    }
    (void)printf("%s: %zu facts and %zu memberships are in order\n", folder, ar.fact_count, ar.member_count);
    return CLI_DONE;
}

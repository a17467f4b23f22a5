/* univocal play: a scenario, played in an exercise by the commands that persons would type. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <fcntl.h>

#include "base/num.h"
#include "base/text.h"
#include "cli/play.h"
#include "cli/progress.h"
#include "cli/run.h"
#include "cli/send.h"
#include "node/data.h"
#include "node/system.h"

enum { SUFFIX = sizeof ".scenario" - 1, LISTED_MAX = 256 };

static bool has_suffix(const char *name)
{
    const size_t len = strlen(name);
    return len > SUFFIX && strcmp(name + len - SUFFIX, ".scenario") == 0;
}

static const char *scenarios_folder(struct cli *c)
{
    return data_folder(&c->arena, "UNIVOCAL_SCENARIOS", "scenarios");
}

/* Finds, reads and parses; fills name, text, scenario and what is given. */
static int read_scenario(struct play *p, const char *named)
{
    struct cli *c = p->c;
    struct diag d = {.line = 0};
    const bool is_path = strchr(named, '/') != NULL || has_suffix(named);
    const char *slash = strrchr(named, '/');
    const char *file = slash == NULL ? named : slash + 1;
    p->name = has_suffix(file) ? arena_text(&c->arena, bytes_of(file, strlen(file) - SUFFIX)) : file;
    if (!text_is_id(bytes_of_text(p->name))) {
        return cli_fail(c, CLI_USAGE, "%s is neither the name of a scenario nor a path to one", named);
    }
    const char *folder = !is_path ? scenarios_folder(c)
                         : slash == NULL ? "."
                                         : arena_text(&c->arena, bytes_of(named, (size_t)(slash - named)));
    const char *path = is_path ? named : arena_printf(&c->arena, "%s/%s.scenario", folder, p->name);
    if (!is_path && access(path, R_OK) != 0) {
        return cli_fail(c, CLI_UNKNOWN, "there is no scenario %s in %s; `univocal play` lists them", named,
                        folder);
    }
    const int status = cli_file(c, path, SCENARIO_BYTES_MAX, &p->text);
    if (status != CLI_DONE) {
        return status;
    }
    (void)scenario_keep(&p->values, BYTES("here"), bytes_of_text(folder));
    if (scenario_read(&c->arena, p->text, &p->scenario, &d) != OK) {
        return cli_fail(c, CLI_USAGE, "%s:%d: %s%s%s%s", path, d.line, d.message,
                        d.found[0] == 0 ? "" : " (found \"", d.found, d.found[0] == 0 ? "" : "\")");
    }
    return CLI_DONE;
}

static int is_scenario(const struct dirent *entry)
{
    return has_suffix(entry->d_name);
}

/* What there is to be played. */
static int list_scenarios(struct cli *c)
{
    struct dirent **entries = NULL;
    struct cli_json j;
    struct json_writer *w = c->json ? cli_json_begin(&j, FRAME_BYTES_MAX) : NULL;
    const char *folder = scenarios_folder(c);
    const int n = scandir(folder, &entries, is_scenario, alphasort);
    int status = n < 0 ? cli_fail(c, CLI_UNKNOWN, "%s: %s", folder, strerror(errno)) : CLI_DONE;
    if (w != NULL) {
        json_array(w, NULL);
    }
    for (int i = 0; i < n && i < LISTED_MAX && status == CLI_DONE; i++) {
        struct play p = {.c = c};
        status = read_scenario(&p, arena_printf(&c->arena, "%s/%s", folder, entries[i]->d_name));
        if (status == CLI_DONE && w != NULL) {
            json_object(w, NULL);
            json_integer(w, "chapters", (int64_t)p.scenario.chapters);
            json_integer(w, "lines", (int64_t)p.scenario.count);
            json_cstring(w, "name", p.name);
            json_text(w, "title", p.scenario.title);
            json_end(w);
        } else if (status == CLI_DONE) {
            (void)printf("%-14s %s; %zu chapter%s\n", p.name, arena_text(&c->arena, p.scenario.title),
                         p.scenario.chapters, p.scenario.chapters == 1 ? "" : "s");
        }
    }
    for (int i = 0; i < n; i++) {
        free(entries[i]);
    }
    free(entries);
    if (w != NULL && status == CLI_DONE) {
        json_end(w);
        cli_json_end(&j);
    } else if (w != NULL) {
        buffer_done(&j.text);
    }
    return status;
}

/* The record is read for a moment only: what is played must not wait for us. */
static int count_entries(struct cli *c, int64_t *out)
{
    const int status = cli_read(c);
    if (status == CLI_DONE) {
        *out = (int64_t)record_size(c->reader.record);
        reader_close(&c->reader);
        c->reading = false;
    }
    return status;
}

/* An exercise that is served; two plays of it at the same time would get in each other's way. */
static int check_place(struct play *p)
{
    struct cli *c = p->c;
    const struct client_request r = {.verb = CLIENT_status};
    struct client_answer a;
    char real[PATH_MAX];
    int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    if (cli_organisation(c)->realm != REALM_EXERCISE) {
        return cli_fail(c, CLI_REFUSED,
                        "%s is real: a scenario signs with everybody's keys, so that it is played in "
                        "exercises alone",
                        c->org);
    }
    reader_close(&c->reader); /* a moment that was held would hold back what is played */
    c->reading = false;
    status = send_request(c, &r, &a);
    if (status != CLI_DONE) {
        return status;
    }
    c->org = realpath(c->org, real) == NULL ? c->org : arena_text(&c->arena, bytes_of_text(real));
    const char *folder = arena_printf(&c->arena, "%s/played", c->org);
    const enum error e = system_make_folder(folder);
    const char *lock = arena_printf(&c->arena, "%s/lock", folder);
    const int fd = e == OK ? open(lock, O_CREAT | O_RDWR | O_CLOEXEC, 0600) : -1;
    if (fd < 0) {
        return cli_error(c, e == OK ? ERROR_IO : e, folder);
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        (void)close(fd);
        return cli_fail(c, CLI_REFUSED, "somebody plays here already");
    }
    p->state = arena_printf(&c->arena, "%s/%s.json", folder, p->name);
    return CLI_DONE; /* the lock goes with the process */
}

/* Where it begins: anew, at a line, or where it was cut off. */
static int choose_begin(struct play *p)
{
    const char *line = cli_given(p->c, "from", 0);
    int64_t number = 0;
    if (cli_given(p->c, "again", 0) != NULL) {
        if (line != NULL) {
            return cli_fail(p->c, CLI_USAGE, "either --again or --from");
        }
        p->times += access(p->state, F_OK) == 0 ? 1 : 0;
        p->done = 0;
        p->begun = false;
    } else if (line != NULL) {
        if (!num_parse(bytes_of_text(line), INTEGER_MAX, &number) || number < 1) {
            return cli_fail(p->c, CLI_USAGE, "--from takes the number of a line of the file");
        }
        p->begun = false;
        for (p->done = 0; p->done < p->scenario.count && p->scenario.lines[p->done].number < number;) {
            p->done++;
        }
    }
    return CLI_DONE;
}

/* What children find, and the names that are given. */
static int prepare(struct play *p)
{
    struct cli *c = p->c;
    const char *again = p->times > 1 ? arena_printf(&c->arena, "-%lld", (long long)p->times) : "";
    const char *out = arena_printf(&c->arena, "%s/played/%s%s", c->org, p->name, again);
    const enum error e = system_make_folder(out);
    (void)setenv("UNIVOCAL_ORG", c->org, 1);
    (void)unsetenv("UNIVOCAL_KEY");
    (void)scenario_keep(&p->values, BYTES("again"), bytes_of_text(again));
    (void)scenario_keep(&p->values, BYTES("out"), bytes_of_text(out));
    if (e != OK) {
        return cli_error(c, e, out);
    }
    return p->done == 0 ? count_entries(c, &p->from) : CLI_DONE;
}

static void show_chapter(const struct play *p, const struct scenario_line *l)
{
    const bool bold = isatty(STDOUT_FILENO) != 0;
    struct bytes title;
    if (!p->c->json && scenario_expand(&p->c->arena, l->words[0], &p->values, &title)) {
        (void)printf("%s%s%zu of %zu. %s%s\n", p->quiet ? "" : "\n", bold ? "\x1b[1m" : "", l->chapter,
                     p->scenario.chapters, arena_text(&p->c->arena, title), bold ? "\x1b[0m" : "");
        (void)fflush(stdout);
    }
}

/* Where nothing is shown: how far it is, where somebody looks. */
static void show_progress(const struct play *p)
{
    if (p->quiet && progress_is_watched()) {
        (void)fprintf(stderr, "\r  %zu of %zu ", p->done, p->scenario.count);
    }
}

static void tell_how_to_go_on(const struct play *p, const struct scenario_line *l)
{
    const struct scenario_line *after = p->done + 1 < p->scenario.count ? l + 1 : NULL;
    (void)fprintf(stderr,
                  "What stands before this line is on the record. When the cause is mended, `univocal play "
                  "%s` goes on with it",
                  p->c->arguments[0]);
    if (after != NULL) {
        (void)fprintf(stderr, "; --from %d goes on behind it", after->number);
    }
    (void)fprintf(stderr, "; --again begins anew.\n");
}

static int play_all(struct play *p)
{
    const char *pace = cli_given(p->c, "pace", 0);
    int64_t pace_ms = 0;
    int status = CLI_DONE;
    if (pace != NULL && !cli_duration(pace, &pace_ms)) {
        return cli_fail(p->c, CLI_USAGE, "--pace takes a duration, such as 2s");
    }
    if (p->begun) {
        (void)fprintf(stderr,
                      "line %d was cut off when it ran: it is run again; if what it does is there already, "
                      "--from says behind which line to go on\n",
                      p->scenario.lines[p->done].number);
    }
    while (status == CLI_DONE && p->done < p->scenario.count) {
        const struct scenario_line *l = &p->scenario.lines[p->done];
        if (l->kind == SCENARIO_CHAPTER) {
            show_chapter(p, l);
        }
        p->begun = true;
        status = play_save(p);
        if (status != CLI_DONE) {
            return status;
        }
        show_progress(p);
        if (pace_ms > 0 && l->kind != SCENARIO_WAIT) {
            (void)usleep((useconds_t)(pace_ms * 1000));
        }
        status = play_line(p, l);
        p->begun = false;
        if (status == CLI_DONE) {
            p->done++;
        } else {
            tell_how_to_go_on(p, l);
        }
        const int saved = play_save(p);
        status = status == CLI_DONE ? saved : status;
    }
    if (p->quiet) {
        progress_end();
    }
    return status;
}

static int tell(struct play *p, bool was_there)
{
    struct cli *c = p->c;
    int64_t size = 0;
    const int status = count_entries(c, &size);
    if (status != CLI_DONE) {
        return status;
    }
    if (c->json) {
        struct cli_json j;
        struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
        json_object(w, NULL);
        json_integer(w, "done", (int64_t)p->done);
        json_integer(w, "from", p->from);
        json_integer(w, "lines", (int64_t)p->scenario.count);
        json_cstring(w, "name", p->name);
        json_integer(w, "size", size);
        json_integer(w, "times", p->times);
        json_text(w, "title", p->scenario.title);
        json_bool(w, "was_there", was_there);
        json_end(w);
        cli_json_end(&j);
    } else if (was_there) {
        (void)printf("EXERCISE %s was played here already, from entry %lld on; --again plays it once more\n",
                     p->name, (long long)p->from);
    } else {
        (void)printf("EXERCISE %s is played: from entry %lld on, the record has %lld\n", p->name,
                     (long long)p->from, (long long)size);
    }
    return CLI_DONE;
}

int play_run(struct cli *c)
{
    struct play *p = ARENA_NEW(&c->arena, struct play);
    p->c = c;
    if (c->argument_count == 0) {
        return list_scenarios(c);
    }
    int status = read_scenario(p, c->arguments[0]);
    status = status == CLI_DONE ? check_place(p) : status;
    status = status == CLI_DONE ? play_load(p) : status;
    status = status == CLI_DONE ? choose_begin(p) : status;
    if (status != CLI_DONE || p->done == p->scenario.count) {
        return status == CLI_DONE ? tell(p, true) : status;
    }
    p->quiet = c->json || cli_given(c, "brief", 0) != NULL;
    status = prepare(p);
    if (status == CLI_DONE && !c->json) {
        (void)printf("EXERCISE %s: %s\n", p->name, arena_text(&c->arena, p->scenario.title));
    }
    status = status == CLI_DONE ? play_all(p) : status;
    return status == CLI_DONE ? tell(p, false) : status;
}

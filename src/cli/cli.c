#include "cli/cli.h"

#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/act_words.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/text.h"
#include "cli/run.h"
#include "crypto/point.h"
#include "mechanism/acts.h"
#include "mechanism/law.h"
#include "node/system.h"

const char *argp_program_version = "univocal " UNIVOCAL_VERSION;

enum { KEY_ORG = 0x1000, KEY_KEY, KEY_AS, KEY_JSON, KEY_OWN };

static const struct argp_option common_options[] = {
    {"org", KEY_ORG, "FOLDER", 0, "the organisation (else UNIVOCAL_ORG, else ./organisation)", 1},
    {"key", KEY_KEY, "FILE", 0, "the key to sign with (else UNIVOCAL_KEY)", 1},
    {"as", KEY_AS, "MEMBER[/NAME]", 0, "sign with FOLDER/delegates/MEMBER/NAME.key (minister)", 1},
    {"json", KEY_JSON, NULL, 0, "answer in JSON", 1},
};
enum { COMMON = sizeof common_options / sizeof common_options[0] };

/* What a command has no use for it does not take, and its help does not show. */
static bool takes(const struct command *c, int key)
{
    return key == KEY_JSON || c->use == USE_KEY || (key == KEY_ORG && c->use == USE_ORGANISATION);
}

const char *cli_given(const struct cli *c, const char *name, size_t n)
{
    for (size_t i = 0; i < c->given_count; i++) {
        if (strcmp(c->given[i].name, name) == 0 && n-- == 0) {
            return c->given[i].value;
        }
    }
    return NULL;
}

int cli_fail(struct cli *c, enum cli_status status, const char *format, ...)
{
    va_list list;
    (void)fflush(stdout);
    (void)fprintf(stderr, "univocal%s%s: ", c->command == NULL ? "" : " ",
                  c->command == NULL ? "" : c->command->name);
    va_start(list, format);
    (void)vfprintf(stderr, format, list);
    va_end(list);
    (void)fputc('\n', stderr);
    return (int)status;
}

const char *cli_needed(struct cli *c, const char *name, int *status)
{
    const char *value = cli_given(c, name, 0);
    if (value == NULL) {
        *status = cli_fail(c, CLI_USAGE, "--%s is missing; see `univocal %s --help`", name, c->command->name);
    }
    return value;
}

int cli_error(struct cli *c, enum error e, const char *doing)
{
    const enum cli_status status = e == ERROR_NOT_FOUND || e == ERROR_IO || e == ERROR_FULL ? CLI_UNKNOWN
                                   : e == ERROR_MALFORMED || e == ERROR_TOO_LARGE || e == ERROR_EXISTS
                                       ? CLI_USAGE
                                   : e == ERROR_CORRUPT                          ? CLI_FALSE
                                   : e == ERROR_DENIED || e == ERROR_UNSUPPORTED ? CLI_REFUSED
                                                                                 : CLI_UNREACHABLE;
    return cli_fail(c, status, "%s: %s", doing, error_text(e));
}

static bool may_repeat(const struct cli *c, const char *name)
{
    const bool members = strcmp(name, "electorate") == 0 || strcmp(name, "tag") == 0;
    const bool facts =
        strcmp(name, "deposit") == 0 || strcmp(name, "other") == 0 || strcmp(name, "table") == 0;
    return strcmp(name, "text") == 0 || strcmp(name, "with") == 0 || strcmp(name, "needs") == 0 ||
           (strcmp(name, "as") == 0 && c->command->run == voice_ceremony_run) ||
           (members && c->command->run == rule_power_run) ||
           (facts && c->command->run == instrument_force_run);
}

static error_t take_option(struct cli *c, const char *name, char *value, struct argp_state *state)
{
    if (c->given_count == CLI_GIVEN_MAX) {
        argp_error(state, "too many options: there may be %d", CLI_GIVEN_MAX);
        return EINVAL;
    }
    /* Of two values one would be passed over. */
    if (cli_given(c, name, 0) != NULL && !may_repeat(c, name)) {
        argp_error(state, "--%s is given twice", name);
        return EINVAL;
    }
    c->given[c->given_count].name = name;
    c->given[c->given_count++].value = value == NULL ? "" : value;
    return 0;
}

/* How many arguments a command takes, from its line of help. */
static void count_arguments(const char *words, size_t *min, size_t *max)
{
    *min = 0;
    *max = 0;
    for (const char *p = words; *p != 0; p++) {
        if (p == words || p[-1] == ' ') {
            *min += *p != '[';
            (*max)++;
        }
        if (strncmp(p, "...", 3) == 0) {
            *max = CLI_ARGUMENTS_MAX;
            return;
        }
    }
}

static error_t parse_option(int key, char *value, struct argp_state *state)
{
    struct cli *c = state->input;
    size_t min = 0;
    size_t max = 0;
    count_arguments(c->command->arguments, &min, &max);
    switch (key) {
    case KEY_ORG:
        c->org = value;
        return 0;
    case KEY_JSON:
        c->json = true;
        return 0;
    case KEY_KEY:
    case KEY_AS:
        return take_option(c, key == KEY_KEY ? "key" : "as", value, state);
    case ARGP_KEY_ARG:
        if (c->argument_count == max) {
            argp_error(state, "too many arguments");
            return EINVAL;
        }
        c->arguments[c->argument_count++] = value;
        return 0;
    case ARGP_KEY_END:
        if (c->argument_count < min) {
            argp_error(state, "expected %s", c->command->arguments);
        }
        return 0;
    default:
        return key >= KEY_OWN && key < KEY_OWN + CLI_OPTIONS_MAX
                   ? take_option(c, c->command->options[key - KEY_OWN].name, value, state)
                   : ARGP_ERR_UNKNOWN;
    }
}

/* Whether an act cannot be made without this option. */
static bool is_needed(const struct command *c, const char *option)
{
    const struct act_kind *kind = c->kind == NULL ? NULL : act_kind(bytes_of_text(c->kind));
    for (size_t i = 0; kind != NULL && kind->fields[i].type != FIELD_END; i++) {
        if (strcmp(kind->fields[i].name, option) == 0) {
            return !kind->fields[i].optional;
        }
    }
    return false;
}

static int run_command(struct cli *c, int argc, char **argv)
{
    struct argp_option options[COMMON + CLI_OPTIONS_MAX + 1] = {{0}};
    size_t count = 0;
    for (int i = 0; i < CLI_OPTIONS_MAX && c->command->options[i].name != NULL; i++) {
        const struct cli_option *o = &c->command->options[i];
        const char *text =
            is_needed(c->command, o->name) ? arena_printf(&c->arena, "needed: %s", o->text) : o->text;
        options[count++] = (struct argp_option){o->name, KEY_OWN + i, o->value, 0, text, 0};
    }
    for (size_t i = 0; i < COMMON; i++) {
        if (takes(c->command, common_options[i].key)) {
            options[count++] = common_options[i];
        }
    }
    const struct argp argp = {options, parse_option, c->command->arguments, c->command->text, NULL,
                              NULL,    NULL};
    char *name = arena_printf(&c->arena, "univocal %s", c->command->name);
    argv[0] = name;
    argp_err_exit_status = CLI_USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, c) != 0) {
        return CLI_USAGE;
    }
    const int status = c->command->run(c);
    /* A disk that cannot be read hides rows: what the command did not find may be there. */
    const enum error unread = c->reading ? reader_error(&c->reader) : OK;
    return unread == OK ? status
                        : cli_error(c, unread, "the record could not be read; what was shown is not all");
}

static bool same_noun(const char *a, const char *b)
{
    const size_t len = strcspn(a, " ");
    return len == strcspn(b, " ") && strncmp(a, b, len) == 0;
}

static void list_commands(FILE *to, const char *noun)
{
    size_t count = 0;
    const struct command *all = commands(&count);
    (void)fprintf(to, "Usage: univocal %s VERB [operands] [options]; with --help it tells which\n\n",
                  noun == NULL ? "NOUN" : noun);
    for (size_t i = 0; i < count; i++) {
        if (noun != NULL && !same_noun(all[i].name, noun)) {
            continue;
        }
        /* Those of one noun stand together, and so do those that are a word of their own. */
        if (i > 0 && noun == NULL && !same_noun(all[i].name, all[i - 1].name) &&
            (strchr(all[i].name, ' ') != NULL || strchr(all[i - 1].name, ' ') != NULL)) {
            (void)fputc('\n', to);
        }
        (void)fprintf(to, "  %-27s  %s\n", all[i].name, all[i].text);
    }
}

/* The command whose words stand first; *words says how many. */
static const struct command *find_command(int argc, char **argv, int *words)
{
    size_t count = 0;
    const struct command *all = commands(&count);
    for (size_t i = 0; i < count; i++) {
        const char *space = strchr(all[i].name, ' ');
        const size_t len = space == NULL ? strlen(all[i].name) : (size_t)(space - all[i].name);
        const bool first = argc > 1 && strlen(argv[1]) == len && strncmp(argv[1], all[i].name, len) == 0;
        if (first && (space == NULL || (argc > 2 && strcmp(argv[2], space + 1) == 0))) {
            *words = space == NULL ? 1 : 2;
            return &all[i];
        }
    }
    return NULL;
}

static int explain_unknown(int argc, char **argv)
{
    size_t count = 0;
    const struct command *all = commands(&count);
    bool noun = false;
    for (size_t i = 0; argc > 1 && i < count; i++) {
        noun = noun || same_noun(all[i].name, argv[1]);
    }
    if (noun && argc == 3 && (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-?") == 0)) {
        list_commands(stdout, argv[1]);
        return CLI_DONE;
    }
    if (noun) {
        (void)fprintf(stderr,
                      argc > 2 ? "univocal: there is no command `%s %s`\n\n"
                               : "univocal: `%s` needs a verb%s\n\n",
                      argv[1], argc > 2 ? argv[2] : "");
    } else if (argc > 1) {
        (void)fprintf(stderr, "univocal: there is no command `%s`; `univocal --help` lists them\n", argv[1]);
        return CLI_USAGE;
    }
    list_commands(stderr, noun ? argv[1] : NULL);
    return CLI_USAGE;
}

int cli_main(int argc, char **argv)
{
    struct cli c = {.org = getenv("UNIVOCAL_ORG")};
    int words = 0;
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
        list_commands(stdout, NULL);
        return CLI_DONE;
    }
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        (void)puts(argp_program_version);
        return CLI_DONE;
    }
    c.command = find_command(argc, argv, &words);
    if (c.command == NULL) {
        return explain_unknown(argc, argv);
    }
    c.org = c.org == NULL || c.org[0] == 0 ? "organisation" : c.org;
    if (crypto_start() != OK || point_self_test() != OK) {
        return cli_fail(&c, CLI_REFUSED,
                        "this libsodium has the fault CVE-2025-69277 or does not start: "
                        "it must be 1.0.18-1+deb12u1 or later");
    }
    /* What went wrong is told in words; lines for a journal are for the processes that serve. */
    if (c.command->run != serve_run && c.command->run != core_run) {
        log_set_level(LOG_ERROR);
    }
    const int status = run_command(&c, argc - words, argv + words);
    if (c.reading) {
        reader_close(&c.reader);
    }
    arena_done(&c.arena);
    if (fflush(stdout) != 0 && status == CLI_DONE) {
        (void)fprintf(stderr, "univocal: the output could not be written\n");
        return CLI_UNKNOWN;
    }
    return status;
}

static int tell_none(struct cli *c)
{
    return cli_fail(c, CLI_UNKNOWN,
                    "there is no organisation in %s: found one with `univocal found`, or name its folder "
                    "by --org",
                    c->org);
}

int cli_founded(struct cli *c)
{
    return access(arena_printf(&c->arena, "%s/record.db", c->org), F_OK) == 0 ? CLI_DONE : tell_none(c);
}

int cli_read(struct cli *c)
{
    if (c->reading) {
        return CLI_DONE;
    }
    const int founded = cli_founded(c);
    if (founded != CLI_DONE) {
        return founded;
    }
    const enum error e = reader_open(&c->reader, system_env(), c->org);
    if (e == ERROR_NOT_FOUND) {
        return tell_none(c);
    }
    if (e != OK) {
        return cli_error(c, e, c->org);
    }
    c->reading = true;
    return CLI_DONE;
}

const struct organisation *cli_organisation(struct cli *c)
{
    check(c->reading);
    return machine_organisation(c->reader.machine);
}

struct context cli_context(struct cli *c, enum error *failed)
{
    struct context ctx = {.org = cli_organisation(c),
                          .state = c->reader.state,
                          .record = c->reader.record,
                          .arena = &c->arena,
                          .error = failed};
    uint64_t height = 0;
    const enum error e = machine_last_block(c->reader.machine, &height, &ctx.time_ms);
    *failed = e != OK ? e : *failed;
    return ctx;
}

struct bytes cli_act_words(struct cli *c, int64_t entry, const char *field)
{
    enum error failed = OK;
    struct context ctx = cli_context(c, &failed);
    return act_words(&ctx, entry, field);
}

const struct charter *cli_law(struct cli *c)
{
    enum error failed = OK; /* the reader keeps it, and says so at the end */
    struct context ctx = cli_context(c, &failed);
    return law_now(&ctx);
}

const char *cli_mark(struct cli *c)
{
    return cli_organisation(c)->realm == REALM_EXERCISE ? "EXERCISE " : "";
}

static int load_key(struct cli *c, const char *path, struct key_file *out)
{
    const enum error e = key_load(path, out);
    if (e == ERROR_DENIED) {
        return cli_fail(c, CLI_REFUSED, "%s can be read by others: `chmod 600` it", path);
    }
    if (e == ERROR_NOT_FOUND) {
        return cli_fail(c, CLI_UNKNOWN, "there is no key in %s", path);
    }
    return e == OK ? CLI_DONE : cli_error(c, e, path);
}

int cli_key(struct cli *c, struct key_file *out)
{
    const char *path = cli_given(c, "key", 0);
    const char *as = cli_given(c, "as", c->turn);
    const char *environment = getenv("UNIVOCAL_KEY");
    if (path != NULL && as != NULL) {
        return cli_fail(c, CLI_USAGE, "either --key or --as says who signs, not both");
    }
    path = path == NULL && as == NULL ? environment : path;
    if (path == NULL && as == NULL) {
        return cli_fail(c, CLI_USAGE,
                        "who signs? name a key by --key FILE, or a delegate by --as MEMBER[/NAME]");
    }
    if (path == NULL) {
        const char *slash = strchr(as, '/');
        const size_t len = slash == NULL ? strlen(as) : (size_t)(slash - as);
        if (!text_is_code(bytes_of(as, len))) {
            return cli_fail(c, CLI_USAGE,
                            "--as takes a member's code, such as ALDER or ALDER/adviser: `univocal member "
                            "list` has them");
        }
        const char *name = slash == NULL ? "/minister" : "";
        path = arena_printf(&c->arena, "%s/delegates/%s%s.key", c->org, as, name);
    }
    return load_key(c, path, out);
}

int cli_file(struct cli *c, const char *path, size_t max, struct bytes *out)
{
    const bool standard = strcmp(path, "-") == 0;
    const int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return cli_fail(c, CLI_UNKNOWN, "%s: %s", path, strerror(errno));
    }
    struct buffer b;
    uint8_t part[16384];
    ssize_t n = 0;
    buffer_init(&b, max);
    while ((n = read(fd, part, sizeof part)) > 0 && !b.overflow) {
        buffer_add(&b, part, (size_t)n);
    }
    const int failed = n < 0 ? errno : 0;
    const bool large = b.overflow;
    *out = arena_copy(&c->arena, buffer_view(&b));
    buffer_done(&b);
    if (!standard) {
        (void)close(fd);
    }
    if (failed != 0) {
        return cli_fail(c, CLI_UNKNOWN, "%s: %s", path, strerror(failed));
    }
    return large ? cli_fail(c, CLI_USAGE, "%s has more than %zu bytes", path, max) : CLI_DONE;
}

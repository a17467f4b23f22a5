/* univocal init: a person founds an organisation on one host: it is asked what is not given, and then founds,
 * serves, and makes the key, by the commands that do this one by one. */
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "cli/run.h"
#include "interop/fingerprint.h"
#include "mechanism/member.h"
#include "mechanism/voice.h"

enum { MEMBERS_MIN = 3 }; /* fewer have no voice that outlives the loss of one share */

struct question {
    const char *option;
    const char *words;
    const char *standard; /* what an empty answer means; NULL: it is asked again */
    bool (*holds)(struct bytes answer);
    const char *form; /* what an answer must be */
};

static bool is_name(struct bytes answer)
{
    return answer.len > 0 && answer.len <= NAME_BYTES_MAX && text_is_line(answer);
}

static bool is_origin(struct bytes answer)
{
    return answer.len <= ORIGIN_BYTES_MAX && text_is_origin(answer);
}

static bool is_realm(struct bytes answer)
{
    enum realm realm = REALM_REAL;
    return realm_parse(answer, &realm);
}

static const struct question questions[] = {
    {"name", "What is the organisation called?", NULL, is_name, "a line of at most 200 bytes"},
    {"origin",
     "Under which name is its record known, for good? A domain of yours serves, such as alliance.example.",
     NULL, is_origin, "of a-z 0-9 . -, such as alliance.example"},
    {"realm", "Is it real, or an exercise? Nothing ever passes from one to the other. [real]", "real",
     is_realm, "real or exercise"},
    {"charter",
     "Its constitution: the name of a preset (`univocal charter presets` lists them; exercise for exercises) "
     "or a file. [csto]",
     "csto", is_name, "a name or a file"},
    {"languages", "Its languages, equally authentic, by their tags, such as en,fr. [en]", "en", is_name,
     "tags such as en,fr"},
};
enum { QUESTIONS = sizeof questions / sizeof questions[0] };

static bool give(struct cli *c, const char *option, const char *value)
{
    if (c->given_count == CLI_GIVEN_MAX) {
        return false;
    }
    c->given[c->given_count].name = option;
    c->given[c->given_count++].value = value;
    return true;
}

/* A line of standard input without its end; NULL: there is none. */
static const char *read_line(struct cli *c)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t len = getline(&line, &capacity, stdin);
    while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r' || line[len - 1] == ' ')) {
        len--;
    }
    const char *text = len < 0 ? NULL : arena_text(&c->arena, bytes_of(line, (size_t)len));
    free(line);
    return text;
}

static int ask(struct cli *c, const struct question *q)
{
    while (cli_given(c, q->option, 0) == NULL) {
        (void)fprintf(stderr, "%s\n> ", q->words);
        const char *answer = read_line(c);
        if (answer == NULL && q->standard == NULL) {
            return cli_fail(c, CLI_USAGE, "--%s is missing, and nobody answers; see `univocal init --help`",
                            q->option);
        }
        answer = answer == NULL || (answer[0] == 0 && q->standard != NULL) ? q->standard : answer;
        if (!q->holds(bytes_of_text(answer))) {
            (void)fprintf(stderr, "It must be %s.\n", q->form);
        } else if (!give(c, q->option, answer)) {
            return cli_fail(c, CLI_USAGE, "too many options");
        }
    }
    return CLI_DONE;
}

/* The list is read as a file by found; this one is in memory only. */
static int keep_list(struct cli *c, struct bytes list)
{
    const int fd = memfd_create("members", MFD_CLOEXEC);
    if (fd < 0 || write(fd, list.data, list.len) != (ssize_t)list.len) {
        return cli_error(c, ERROR_IO, "keeping the list of members");
    }
    return give(c, "members", arena_printf(&c->arena, "/proc/self/fd/%d", fd))
               ? CLI_DONE
               : cli_fail(c, CLI_USAGE, "too many options");
}

static int ask_members(struct cli *c)
{
    struct buffer b;
    size_t count = 0;
    if (cli_given(c, "members", 0) != NULL) {
        return CLI_DONE;
    }
    (void)fprintf(
        stderr, "Its members, three or more, one a line: CODE,Name, such as ALDER,Alder. An empty line ends "
                "the list.\n");
    buffer_init(&b, FOUNDING_BYTES_MAX);
    for (;;) {
        (void)fprintf(stderr, "> ");
        const char *line = read_line(c);
        const char *comma = line == NULL ? NULL : strchr(line, ',');
        if (line == NULL || (line[0] == 0 && count >= MEMBERS_MIN)) {
            break;
        }
        if (comma == NULL || !text_is_code(bytes_of(line, (size_t)(comma - line))) || comma[1] == 0) {
            (void)fprintf(stderr,
                          "A member is CODE,Name; the code has 1 to 16 of A-Z, 0-9 and -. Three or more are "
                          "needed; there %s %zu.\n",
                          count == 1 ? "is" : "are", count);
            continue;
        }
        buffer_printf(&b, "%s\n", line);
        count++;
    }
    const int status = count == 0 ? cli_fail(c, CLI_USAGE, "--members is missing, and nobody answers")
                                  : keep_list(c, buffer_view(&b));
    buffer_done(&b);
    return status;
}

/* Before anything is made: so few cannot have a voice. */
static int check_members(struct cli *c, size_t *members)
{
    struct bytes text;
    size_t count = 0;
    const int status = cli_file(c, cli_given(c, "members", 0), FOUNDING_BYTES_MAX, &text);
    struct cursor lines = cursor_of(text);
    while (status == CLI_DONE && lines.rest.len > 0) {
        const struct bytes rest = lines.rest;
        const struct bytes line = cursor_line(&lines);
        count += rest.data[0] != '\n' && rest.data[0] != '#' && (line.len > 0 || lines.failed);
        lines = lines.failed ? cursor_of(BYTES("")) : lines;
    }
    *members = count;
    return status == CLI_DONE && count < MEMBERS_MIN
               ? cli_fail(c, CLI_USAGE,
                          "there %s %zu member%s: an organisation with one voice has three or more",
                          count == 1 ? "is" : "are", count, count == 1 ? "" : "s")
               : status;
}

/* With --json the steps tell nothing, for there is one answer. Gives what brings standard output back. */
static int hush(const struct cli *c)
{
    (void)fflush(stdout);
    const int kept = c->json ? dup(STDOUT_FILENO) : -1;
    const int null = c->json ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;
    if (null >= 0) {
        (void)dup2(null, STDOUT_FILENO);
        (void)close(null);
    }
    return kept;
}

static void unhush(int kept)
{
    (void)fflush(stdout);
    if (kept >= 0) {
        (void)dup2(kept, STDOUT_FILENO);
        (void)close(kept);
    }
}

static int make(struct cli *c, bool ceremony)
{
    const char *folder = c->arguments[0];
    int status = found_run(c);
    if (status != CLI_DONE) {
        return status;
    }
    char real[PATH_MAX];
    c->org = realpath(folder, real) == NULL ? folder : arena_text(&c->arena, bytes_of_text(real));
    (void)give(c, "background", "");
    status = serve_run(c);
    if (status == CLI_DONE && ceremony) {
        status = voice_ceremony_run(c);
    }
    if (status != CLI_DONE) {
        (void)fprintf(stderr,
                      "%s is founded and stays. To go on when this is mended: `univocal serve --background "
                      "--org %s`, then `univocal voice ceremony --org %s`\n",
                      folder, folder, folder);
    } else if (!ceremony) {
        (void)printf("the ceremony of the voice is skipped: there are more than %d members. `univocal voice "
                     "ceremony --org %s` holds it\n",
                     CLI_CEREMONY_MAX, folder);
    }
    return status;
}

static void tell_handing_over(struct cli *c)
{
    struct member *list = NULL;
    const size_t count = member_list(c->reader.state, &c->arena, &list);
    (void)printf("hand over\n");
    for (size_t i = 0; i < count; i++) {
        (void)printf(
            "  %-10.*s the files in %s/delegates/%.*s to %.*s, each to its holder; then delete them here\n",
            (int)list[i].code.len, (const char *)list[i].code.data, c->org, (int)list[i].code.len,
            (const char *)list[i].code.data, (int)list[i].name.len, (const char *)list[i].name.data);
    }
    (void)printf("  to each    the fingerprint and the organisation's id, by another way than the keys\n");
}

static void tell(struct cli *c)
{
    const struct organisation *org = cli_organisation(c);
    tell_handing_over(c);
    (void)printf("back up\n"
                 "  the record, often: `univocal rebuild --to FILE` writes a copy and checks it meanwhile\n"
                 "  the folder %s/signers/log, once, where only you can reach it\n"
                 "  each folder %s/signers/MEMBER, once, where only that member can reach it\n",
                 c->org, c->org);
    (void)printf(
        "hosted: one operator\n"
        "  Whoever has this host can stop the organisation, delay acts, read drafts, and use keys that stay "
        "here;\n"
        "  it cannot forge what delegates sign with keys that are not here, nor change the record "
        "unnoticed.\n");
    (void)printf("%s%.*s is there. Type: export UNIVOCAL_ORG=%s; univocal body list; univocal --help\n",
                 cli_mark(c), (int)org->name.len, (const char *)org->name.data, c->org);
}

static int write_json(struct cli *c, size_t members, bool ceremony)
{
    struct cli_json j;
    struct voice v;
    if (ceremony && !voice_get(c->reader.state, &c->arena, &v)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no key yet: `univocal voice show`");
    }
    const struct organisation *org = cli_organisation(c);
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    json_object(w, NULL);
    json_bool(w, "ceremony", ceremony);
    if (ceremony) {
        json_cstring(w, "fingerprint", fingerprint_aloud(&v.key, &v.transcript).text);
    }
    json_cstring(w, "folder", c->org);
    if (ceremony) {
        json_hex(w, "key", public_key_view(&v.key));
    }
    json_integer(w, "members", (int64_t)members);
    json_hex(w, "org", hash_view(&org->id));
    json_cstring(w, "realm", realm_word(org->realm));
    if (ceremony) {
        json_cstring(w, "ssh_fingerprint", fingerprint_ssh(&v.key).text);
        json_integer(w, "threshold", v.threshold);
    }
    json_end(w);
    cli_json_end(&j);
    return CLI_DONE;
}

int init_run(struct cli *c)
{
    int status = CLI_DONE;
    size_t members = 0;
    for (size_t i = 0; i < QUESTIONS && status == CLI_DONE; i++) {
        status = ask(c, &questions[i]);
    }
    status = status == CLI_DONE ? ask_members(c) : status;
    status = status == CLI_DONE ? check_members(c, &members) : status;
    if (status != CLI_DONE) {
        return status;
    }
    const bool ceremony = members <= CLI_CEREMONY_MAX;
    const int kept = hush(c);
    status = make(c, ceremony);
    unhush(kept);
    status = status == CLI_DONE ? cli_read(c) : status;
    if (status != CLI_DONE) {
        return status;
    }
    if (c->json) {
        return write_json(c, members, ceremony);
    }
    tell(c);
    return CLI_DONE;
}

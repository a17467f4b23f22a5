/* One line of a scenario: a command is this programme again, in a process of its own, as a person's is. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/num.h"
#include "cli/folder.h"
#include "cli/play.h"
#include "node/system.h"

enum { UNTIL_MS = 60000, STEP_MS = 200, NOT_FOUND = 127 };

/* Runs a programme with nothing to read, in a folder (NULL: this one); what it writes to both outputs is
 * appended. Its exit status; -1: it could not be started, or was killed. */
static int run(char *const *words, const char *folder, struct buffer *out, struct buffer *errors)
{
    int pipes[2][2];
    if (pipe2(pipes[0], O_CLOEXEC) != 0 || pipe2(pipes[1], O_CLOEXEC) != 0) {
        return -1;
    }
    (void)fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (null >= 0) {
            (void)dup2(null, STDIN_FILENO);
        }
        (void)dup2(pipes[0][1], STDOUT_FILENO);
        (void)dup2(pipes[1][1], STDERR_FILENO);
        if (folder == NULL || chdir(folder) == 0) {
            (void)execvp(words[0], words);
        }
        _exit(NOT_FOUND);
    }
    (void)close(pipes[0][1]);
    (void)close(pipes[1][1]);
    struct pollfd open_ends[2] = {{.fd = pipes[0][0], .events = POLLIN},
                                  {.fd = pipes[1][0], .events = POLLIN}};
    struct buffer *const into[2] = {out, errors};
    for (int left = child < 0 ? 0 : 2; left > 0;) {
        uint8_t part[8192];
        (void)poll(open_ends, 2, -1);
        for (int i = 0; i < 2; i++) {
            if (open_ends[i].fd < 0 || open_ends[i].revents == 0) {
                continue;
            }
            const ssize_t n = read(open_ends[i].fd, part, sizeof part);
            if (n > 0) {
                buffer_add(into[i], part, (size_t)n);
            } else if (n == 0 || errno != EINTR) {
                open_ends[i].fd = -1;
                left--;
            }
        }
    }
    int status = -1;
    (void)close(pipes[0][0]);
    (void)close(pipes[1][0]);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void show(const struct play *p, struct bytes text)
{
    struct cursor lines = cursor_of(text);
    while (!p->quiet && lines.rest.len > 0) {
        const struct bytes rest = lines.rest;
        struct bytes line = cursor_line(&lines);
        if (lines.failed) {
            line = rest;
            lines = cursor_of(BYTES(""));
        }
        (void)fputs("  ", stdout);
        for (size_t i = 0; i < line.len; i++) {
            if (line.data[i] != '\r') {
                (void)fputc(line.data[i], stdout);
            }
        }
        (void)fputc('\n', stdout);
    }
}

/* What a command said; of too much the rest is left out, and this is told. */
static void show_output(const struct play *p, const struct buffer *b)
{
    show(p, buffer_view(b));
    if (b->overflow) {
        show(p, BYTES("(and more, which is not shown)"));
    }
}

static void show_command(const struct play *p, const char *program, const struct bytes *words, size_t count)
{
    struct buffer b;
    buffer_init(&b, (size_t)2 * SCENARIO_BYTES_MAX);
    scenario_print(&b, words, count);
    if (!p->quiet) {
        (void)printf("$ %s %s\n", program, buffer_text(&b));
    }
    buffer_done(&b);
}

static struct bytes *expand_words(struct play *p, const struct scenario_line *l)
{
    struct bytes *words = ARENA_ARRAY(&p->c->arena, struct bytes, l->count);
    for (size_t i = 0; i < l->count; i++) {
        if (!scenario_expand(&p->c->arena, l->words[i], &p->values, &words[i])) {
            (void)cli_fail(p->c, CLI_USAGE, "%s:%d: a word has a $name without a value, or becomes too long",
                           p->name, l->number);
            return NULL;
        }
    }
    return words;
}

/* The value at a path of an answer in JSON; false: there is none, or it is no text and no number. */
static bool pick(struct arena *a, const struct json *j, struct bytes path, struct bytes *out)
{
    size_t at = 0;
    while (j != NULL && at < path.len) {
        const uint8_t *point = memchr(path.data + at, '.', path.len - at);
        const size_t end = point == NULL ? path.len : (size_t)(point - path.data);
        const struct bytes step = bytes_of(path.data + at, end - at);
        int64_t place = 0;
        if (j->type != JSON_ARRAY) {
            j = json_get(j, arena_text(a, step));
        } else {
            j = num_parse(step, INTEGER_MAX, &place) && (size_t)place < j->count ? &j->items[place] : NULL;
        }
        at = end + 1;
    }
    if (j == NULL || (j->type != JSON_TEXT && j->type != JSON_INTEGER)) {
        return false;
    }
    *out = j->type == JSON_TEXT ? j->text : bytes_of_text(arena_printf(a, "%lld", (long long)j->integer));
    return true;
}

static int keep(struct play *p, const struct scenario_line *l, struct bytes answer)
{
    struct arena *a = &p->c->arena;
    const struct json *j = NULL;
    struct bytes value;
    if (json_parse(a, answer, PLAY_OUTPUT_BYTES_MAX, &j, NULL) != OK || !pick(a, j, l->path, &value) ||
        value.len > SCENARIO_WORD_BYTES_MAX || !scenario_keep(&p->values, l->keep, arena_copy(a, value))) {
        return cli_fail(p->c, CLI_UNKNOWN, "%s:%d: the answer has nothing at %s", p->name, l->number,
                        arena_text(a, l->path));
    }
    if (!p->quiet) {
        (void)printf("  $%s is %s\n", arena_text(a, l->keep), arena_text(a, value));
    }
    return CLI_DONE;
}

static bool has_words(struct bytes text, struct bytes words)
{
    return memmem(text.data, text.len, words.data, words.len) != NULL;
}

static int tell_failure(struct play *p, const struct scenario_line *l, const struct bytes *words, int ended,
                        const struct buffer *out, const struct buffer *errors)
{
    const bool quiet = p->quiet;
    p->quiet = p->c->json;
    if (quiet) {
        show_command(p, "univocal", words, l->count);
        show_output(p, out);
    }
    (void)fflush(stdout);
    (void)fwrite(errors->data, 1, errors->len, stderr);
    p->quiet = quiet;
    if (l->until.len > 0) {
        return cli_fail(p->c, CLI_UNKNOWN, "%s:%d: within a minute there was nothing of: %s", p->name,
                        l->number, arena_text(&p->c->arena, l->until));
    }
    const int status = ended > 0 ? ended : CLI_UNKNOWN;
    return cli_fail(p->c, (enum cli_status)status, "%s:%d: this ended with status %d, and not with %d",
                    p->name, l->number, ended, l->refused ? CLI_REFUSED : CLI_DONE);
}

static int play_command(struct play *p, const struct scenario_line *l)
{
    const struct bytes *words = expand_words(p, l);
    char *arguments[SCENARIO_WORDS_MAX + 3] = {(char *)(uintptr_t) "/proc/self/exe"};
    struct buffer out;
    struct buffer errors;
    int ended = 0;
    bool good = false;
    if (words == NULL) {
        return CLI_USAGE;
    }
    for (size_t i = 0; i < l->count; i++) {
        arguments[i + 1] = arena_text(&p->c->arena, words[i]);
    }
    arguments[l->count + 1] = l->keep.len > 0 ? (char *)(uintptr_t) "--json" : NULL;
    show_command(p, "univocal", words, l->count);
    buffer_init(&out, PLAY_OUTPUT_BYTES_MAX);
    buffer_init(&errors, PLAY_OUTPUT_BYTES_MAX);
    const int64_t until = system_monotonic_ms() + UNTIL_MS;
    do {
        if (ended != 0 || out.len > 0) {
            (void)poll(NULL, 0, STEP_MS);
        }
        buffer_clear(&out);
        buffer_clear(&errors);
        ended = run(arguments, NULL, &out, &errors);
        good = l->until.len > 0 ? has_words(buffer_view(&out), l->until)
                                : ended == (l->refused ? CLI_REFUSED : CLI_DONE);
    } while (!good && l->until.len > 0 && system_monotonic_ms() < until);
    if (l->keep.len == 0 || !good) {
        show_output(p, &out);
    }
    int status = good ? CLI_DONE : tell_failure(p, l, words, ended, &out, &errors);
    if (good) {
        show(p, buffer_view(&errors));
        status = l->keep.len > 0 ? keep(p, l, buffer_view(&out)) : CLI_DONE;
    }
    buffer_done(&out);
    buffer_done(&errors);
    return status;
}

/* The commands of others' tools that the file VERIFY of a bundle says to type, in its folder. */
static int try_bundle(struct play *p, const struct scenario_line *l, const char *folder, bool must_hold)
{
    static const char *const tools[] = {"  ssh-keygen ", "  openssl ", "  signify-openbsd "};
    struct bytes verify;
    const char *path = arena_printf(&p->c->arena, "%s/VERIFY", folder);
    int status = cli_file(p->c, path, BUNDLE_FILE_BYTES_MAX, &verify);
    struct cursor lines = cursor_of(verify);
    while (status == CLI_DONE && lines.rest.len > 0) {
        const struct bytes line = cursor_line(&lines);
        bool theirs = false;
        for (size_t i = 0; i < sizeof tools / sizeof tools[0]; i++) {
            theirs = theirs || bytes_start_with(line, bytes_of_text(tools[i]));
        }
        if (lines.failed || !theirs) {
            lines = lines.failed ? cursor_of(BYTES("")) : lines;
            continue;
        }
        struct buffer out;
        const char *typed = arena_text(&p->c->arena, bytes_of(line.data + 2, line.len - 2));
        char *words[] = {(char *)(uintptr_t) "/bin/sh", (char *)(uintptr_t) "-c",
                         (char *)(uintptr_t)typed, NULL};
        buffer_init(&out, PLAY_OUTPUT_BYTES_MAX);
        const int ended = run(words, folder, &out, &out);
        if (!p->quiet) {
            (void)printf("%s$ %s\n", must_hold ? "" : "with the words changed: ", typed);
        }
        show(p, ended == NOT_FOUND ? BYTES("(this tool is not installed here)") : buffer_view(&out));
        if (ended != NOT_FOUND && (ended == 0) != must_hold) {
            status = cli_fail(p->c, CLI_FALSE, "%s:%d: `%s` ended with status %d", p->name, l->number, typed,
                              ended);
        }
        buffer_done(&out);
    }
    return status;
}

/* A copy of a bundle in which words of statement.txt are others. */
static int forge(struct play *p, const char *from, const char *to, struct bytes old, struct bytes new)
{
    const struct env *env = system_env();
    struct buffer out;
    struct bytes text = BYTES("");
    char *copy[] = {(char *)(uintptr_t) "cp", (char *)(uintptr_t) "-r", (char *)(uintptr_t)from,
                    (char *)(uintptr_t)to, NULL};
    const char *path = arena_printf(&p->c->arena, "%s/statement.txt", to);
    folder_delete(to);
    buffer_init(&out, (size_t)2 * STATEMENT_BYTES_MAX);
    int status = run(copy, NULL, &out, &out) == 0
                     ? cli_file(p->c, path, STATEMENT_BYTES_MAX, &text)
                     : cli_fail(p->c, CLI_UNKNOWN, "%s could not be copied to %s", from, to);
    const uint8_t *at = status == CLI_DONE ? memmem(text.data, text.len, old.data, old.len) : NULL;
    if (status == CLI_DONE && at == NULL) {
        status = cli_fail(p->c, CLI_UNKNOWN, "%s does not have these words", path);
    }
    if (status == CLI_DONE) {
        const size_t before = (size_t)(at - text.data);
        buffer_clear(&out);
        buffer_add(&out, text.data, before);
        buffer_add_bytes(&out, new);
        buffer_add(&out, at + old.len, text.len - before - old.len);
        const enum error e = env->file_replace(env->ctx, path, buffer_view(&out));
        status = e == OK ? CLI_DONE : cli_error(p->c, e, path);
    }
    buffer_done(&out);
    return status;
}

static int play_bundle(struct play *p, const struct scenario_line *l)
{
    const struct bytes *words = expand_words(p, l);
    if (words == NULL) {
        return CLI_USAGE;
    }
    const char *folder = arena_text(&p->c->arena, words[0]);
    if (l->kind == SCENARIO_CHECK) {
        return try_bundle(p, l, folder, true);
    }
    const char *changed = arena_printf(&p->c->arena, "%s-changed", folder);
    const int status = forge(p, folder, changed, words[1], words[2]);
    return status == CLI_DONE ? try_bundle(p, l, changed, false) : status;
}

/* Seconds that pass, shown where somebody looks. */
static void pass_time(const struct play *p, int64_t ms)
{
    const int64_t until = system_monotonic_ms() + ms;
    const bool shown = !p->quiet && isatty(STDOUT_FILENO);
    for (int64_t left = ms; left > 0; left = until - system_monotonic_ms()) {
        if (shown) {
            (void)printf("\r  %2lld s ", (long long)(left + 999) / 1000);
            (void)fflush(stdout);
        }
        (void)poll(NULL, 0, (int)(left < STEP_MS ? left : STEP_MS));
    }
    if (shown) {
        (void)printf("\r        \r");
    }
}

static int play_say(struct play *p, const struct scenario_line *l)
{
    const struct bytes *words = expand_words(p, l);
    if (words != NULL && !p->quiet) {
        cli_wrap(stdout, "", words[0], 100);
    }
    return words == NULL ? CLI_USAGE : CLI_DONE;
}

int play_line(struct play *p, const struct scenario_line *l)
{
    switch (l->kind) {
    case SCENARIO_CHAPTER:
        return CLI_DONE; /* play.c shows them */
    case SCENARIO_SAY:
        return play_say(p, l);
    case SCENARIO_WAIT:
        pass_time(p, l->ms);
        return CLI_DONE;
    case SCENARIO_RUN:
        return play_command(p, l);
    case SCENARIO_CHECK:
    case SCENARIO_FORGED:
        return play_bundle(p, l);
    }
    return CLI_USAGE;
}

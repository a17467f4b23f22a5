/* univocal quote check: whose words are these? */
#include <stdlib.h>
#include <string.h>

#include "analysis/show_quote.h"
#include "base/check.h"
#include "base/limits.h"
#include "cli/run.h"

static int read_said(struct cli *c, struct quote_record *out)
{
    enum error failed = OK;
    int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context context = cli_context(c, &failed);
    if (failed != OK || !quote_record_read(&context, QUOTE_CORPUS_WORDS_MAX, out)) {
        return cli_error(c, failed, "reading what was said");
    }
    return CLI_DONE;
}

static int status_of(const struct quote_record *r, const struct quote_answer *q)
{
    return quote_is_open(r, q)                                     ? CLI_UNKNOWN
           : q->result == QUOTE_EXACT || q->result == QUOTE_MEMBER ? CLI_DONE
                                                                   : CLI_FALSE;
}

static void show(struct cli *c, const struct quote_record *r, const struct quote_answer *q)
{
    const struct bytes difference = quote_difference(&c->arena, q);
    const char **sentences = NULL;
    const size_t count = quote_sentences(&c->arena, r, q, &sentences);
    for (size_t i = 0; i < count; i++) {
        (void)printf("%s%s\n", i == 0 ? cli_mark(c) : "  ", sentences[i]);
        if (i == 0 && difference.len > 0) {
            cli_wrap(stdout, "  | ", difference, 100);
        }
    }
}

static int check_one(struct cli *c, const struct quote_record *r, struct bytes quote)
{
    struct quote_answer q = {.source = NULL};
    const enum quote_bad bad = quote_look_over(quote);
    if (bad != QUOTE_GOOD) {
        return cli_fail(c, CLI_USAGE, "the quotation cannot be looked for: %s", quote_bad_text(bad));
    }
    quote_check(r->corpus, &c->arena, quote, &q);
    if (c->json) {
        struct cli_json j;
        show_quote(cli_json_begin(&j, (size_t)64 * QUOTE_BYTES_MAX + FRAME_BYTES_MAX), NULL, r, &q, NULL,
                   &c->arena);
        cli_json_end(&j);
    } else {
        show(c, r, &q);
    }
    return status_of(r, &q);
}

/* One line of a batch, {"id":…,"quote":"…"}; the answer, or {"error":…,"id":…} in its place. False: a bad
 * line. */
static bool check_line(struct arena *a, const struct quote_record *r, struct bytes line, int64_t number,
                       struct buffer *out)
{
    const struct json *value = NULL;
    struct json_writer w;
    struct bytes quote = BYTES("");
    struct quote_answer q = {.source = NULL};
    const char *wrong = NULL;
    if (json_parse(a, line, QUOTE_LINE_BYTES_MAX, &value, NULL) != OK || value->type != JSON_OBJECT) {
        wrong = "it is no JSON object, or too large";
    } else if (!json_get_text(value, "quote", &quote)) {
        wrong = "it has no \"quote\"";
    } else if (quote_look_over(quote) != QUOTE_GOOD) {
        wrong = quote_bad_text(quote_look_over(quote));
    }
    const struct json none = {.type = JSON_NULL};
    const struct json *id = value == NULL ? NULL : json_get(value, "id");
    id = id == NULL ? &none : id;
    json_begin(&w, out);
    if (wrong == NULL) {
        quote_check(r->corpus, a, quote, &q);
        show_quote(&w, NULL, r, &q, id, a);
    } else {
        json_object(&w, NULL);
        json_object(&w, "error");
        json_integer(&w, "line", number);
        json_cstring(&w, "message", wrong);
        json_end(&w);
        json_value(&w, "id", id);
        json_end(&w);
    }
    buffer_add_u8(out, '\n');
    return wrong == NULL;
}

static int check_lines(struct cli *c, const struct quote_record *r, FILE *from)
{
    char *line = NULL;
    size_t capacity = 0;
    struct arena scratch = {0};
    struct buffer out;
    int status = CLI_DONE;
    ssize_t len = 0;
    buffer_init(&out, SIZE_MAX);
    for (int64_t number = 1; (len = getline(&line, &capacity, from)) >= 0; number++) {
        size_t end = (size_t)len;
        end -= end > 0 && line[end - 1] == '\n';
        if (!check_line(&scratch, r, bytes_of(line, end), number, &out)) {
            status = CLI_USAGE;
        }
        (void)fwrite(out.data, 1, out.len, stdout);
        buffer_clear(&out);
        arena_clear(&scratch);
    }
    if (ferror(from)) {
        status = cli_fail(c, CLI_UNKNOWN, "the lines could not be read to their end");
    }
    free(line);
    buffer_done(&out);
    arena_done(&scratch);
    return status;
}

static int check_batch(struct cli *c, const struct quote_record *r, const char *path)
{
    const bool standard = strcmp(path, "-") == 0;
    FILE *from = standard ? stdin : fopen(path, "re");
    if (from == NULL) {
        return cli_fail(c, CLI_UNKNOWN, "%s cannot be read", path);
    }
    const int status = check_lines(c, r, from);
    if (!standard) {
        (void)fclose(from);
    }
    return status;
}

int quote_check_run(struct cli *c)
{
    struct quote_record said = {.corpus = NULL};
    struct bytes quote = BYTES("");
    const bool batch = cli_given(c, "lines", 0) != NULL;
    int status = batch ? CLI_DONE : cli_file(c, c->arguments[0], QUOTE_BYTES_MAX, &quote);
    status = status == CLI_DONE ? read_said(c, &said) : status;
    if (status != CLI_DONE) {
        return status;
    }
    status = batch ? check_batch(c, &said, c->arguments[0]) : check_one(c, &said, quote);
    quote_record_free(&said);
    return status;
}

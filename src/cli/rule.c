/* univocal rule decide, explain, turn: a constitution without an organisation. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "analysis/show_turn.h"
#include "base/check.h"
#include "base/limits.h"
#include "cli/charters.h"
#include "cli/explanation.h"
#include "cli/law.h"
#include "cli/run.h"

enum {
    INPUT_PART = 65536,
    WAYS_ASKED = 20 /* ways to another outcome, where they are asked for */
};

struct stream {
    struct decider *decider;
    struct buffer line;
    struct buffer out;
    int64_t number;
    bool bad;
    bool skipping; /* the line is longer than lines may be: it was answered, the rest is passed over */
};

static void end_line(struct stream *s)
{
    if (!s->skipping && s->line.len > 0) {
        s->number++;
        s->bad = !decider_line(s->decider, buffer_view(&s->line), s->number, &s->out) || s->bad;
    }
    s->skipping = false;
    buffer_clear(&s->line);
}

static void take(struct stream *s, const uint8_t *data, size_t len)
{
    while (len > 0) {
        const uint8_t *end = memchr(data, '\n', len);
        const size_t part = end == NULL ? len : (size_t)(end - data);
        if (!s->skipping) {
            buffer_add(&s->line, data, part);
        }
        if (s->line.overflow && !s->skipping) {
            /* What fits is longer than a line may be, and is answered so. */
            s->line.overflow = false;
            end_line(s);
            s->skipping = true;
        }
        if (end == NULL) {
            return;
        }
        end_line(s);
        data = end + 1;
        len -= part + 1;
    }
}

static bool write_out(struct buffer *b)
{
    if (b->len == 0) {
        return true;
    }
    const bool written = fwrite(b->data, 1, b->len, stdout) == b->len;
    buffer_clear(b);
    return written;
}

int rule_decide_run(struct cli *c)
{
    struct law law = {.decider = NULL};
    int status = law_open(c, cli_given(c, "explain", 0) != NULL, &law);
    if (status != CLI_DONE) {
        return status;
    }
    struct stream s = {.decider = law.decider};
    uint8_t *part = arena_take(&c->arena, INPUT_PART, 1);
    ssize_t n = 0;
    bool written = true;
    buffer_init(&s.line, DECIDE_LINE_BYTES_MAX + 1);
    buffer_init(&s.out, (size_t)1 << 30);
    while (written && (n = read(STDIN_FILENO, part, INPUT_PART)) > 0) {
        take(&s, part, (size_t)n);
        /* Answered at once, so that whoever feeds lines one by one can wait for each answer. */
        written = write_out(&s.out) && fflush(stdout) == 0;
    }
    end_line(&s);
    written = written && write_out(&s.out);
    status = n < 0 || !written ? cli_fail(c, CLI_UNKNOWN, "%s", strerror(errno))
             : s.bad           ? CLI_USAGE
                               : CLI_DONE;
    buffer_done(&s.line);
    buffer_done(&s.out);
    law_close(&law);
    return status;
}

/* What a file says beside its case: "fact": where the vote is known from. */
struct fact {
    struct bytes title;
    struct bytes source;
    struct bytes date;
    struct bytes confidence;
};

struct explained {
    struct decide_case read;
    struct decision decision;
    struct fact fact;
    bool is_fact;
    struct turn turn;
};

/* The case without its fact, as a line. */
static struct bytes strip_fact(struct cli *c, const struct json *top, struct explained *out)
{
    struct json *kept = ARENA_NEW(&c->arena, struct json);
    struct json_member *members = ARENA_ARRAY(&c->arena, struct json_member, top->count);
    struct buffer b;
    *kept = (struct json){.type = JSON_OBJECT, .members = members};
    for (size_t i = 0; i < top->count; i++) {
        if (!bytes_equal_text(top->members[i].key, "fact")) {
            members[kept->count++] = top->members[i];
            continue;
        }
        const struct json *fact = &top->members[i].value;
        out->is_fact = true;
        (void)json_get_text(fact, "title", &out->fact.title);
        (void)json_get_text(fact, "source", &out->fact.source);
        (void)json_get_text(fact, "date", &out->fact.date);
        (void)json_get_text(fact, "confidence", &out->fact.confidence);
    }
    buffer_init(&b, DECIDE_LINE_BYTES_MAX);
    json_write(&b, kept);
    const struct bytes line = arena_copy(&c->arena, buffer_view(&b));
    buffer_done(&b);
    return line;
}

static int explain_file(struct cli *c, struct law *law, const char *path, struct explained *out)
{
    struct bytes text;
    const struct json *top = NULL;
    struct diag diag = {.message = ""};
    struct decide_fault fault;
    int status = cli_file(c, path, DECIDE_LINE_BYTES_MAX, &text);
    if (status != CLI_DONE) {
        return status;
    }
    if (json_parse(&c->arena, text, DECIDE_LINE_BYTES_MAX, &top, &diag) != OK || top->type != JSON_OBJECT) {
        return cli_fail(c, CLI_USAGE, "%s:%d:%d: %s", path, diag.line, diag.column,
                        diag.message[0] == 0 ? "one object is expected" : diag.message);
    }
    if (!decider_case(law->decider, &c->arena, strip_fact(c, top, out), &out->read, &out->decision, &fault)) {
        return cli_fail(c, CLI_USAGE, "%s: %s", path, fault.message);
    }
    return CLI_DONE;
}

static int turn_file(struct cli *c, const char *to, size_t limit, struct explained *x)
{
    const struct decide_case *read = &x->read;
    const struct turn_case asked = {read->rule, read->electorate_count, read->electorates, read->date};
    if (!turn_find(&c->arena, &asked, x->decision.stands, to, limit, CHANGE_WORK_MAX, &x->turn)) {
        return cli_fail(c, CLI_USAGE, "the rule has no outcome \"%s\"", to == NULL ? "" : to);
    }
    return CLI_DONE;
}

static struct explanation_view view_of(const struct law *law, const struct explained *x)
{
    return (struct explanation_view){
        .title = x->fact.title,
        .mark = x->is_fact ? BYTES("ARCHIVE") : BYTES(""),
        .charter = law->charter,
        .rule = x->read.rule,
        .decision = &x->decision,
        .table_count = x->read.table_count,
        .tables = x->read.tables,
        .turn = &x->turn,
    };
}

static void tell_fact(const char *path, const struct explained *x)
{
    if (x->is_fact) {
        (void)printf(
            "%s: a fact of the archive, signed by nobody\n  source: %.*s\n  date %.*s, confidence %.*s\n",
            path, (int)x->fact.source.len, (const char *)x->fact.source.data, (int)x->fact.date.len,
            (const char *)x->fact.date.data, (int)x->fact.confidence.len,
            (const char *)x->fact.confidence.data);
    }
}

static void write_fact(struct json_writer *w, const struct fact *f)
{
    json_object(w, "fact");
    json_text(w, "confidence", f->confidence);
    json_text(w, "date", f->date);
    json_text(w, "source", f->source);
    json_text(w, "title", f->title);
    json_end(w);
}

static void explain_json(struct cli *c, struct law *law, const struct explained *x, size_t count)
{
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, (size_t)8 * FRAME_BYTES_MAX);
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        decider_write(law->decider, w, "case", &x[i].read, &x[i].decision);
        if (x[i].is_fact) {
            write_fact(w, &x[i].fact);
        }
        json_cstring(w, "file", c->arguments[1 + i]);
        show_turn(w, "turns", &x[i].turn);
        json_end(w);
    }
    json_end(w);
    cli_json_end(&j);
}

/* A file has a path, or the end of a name that cases have, or is there; everything else is a name of the
 * charter. */
static bool is_name(const char *what)
{
    const size_t len = strlen(what);
    return strchr(what, '/') == NULL && !(len > 5 && strcmp(what + len - 5, ".json") == 0) &&
           access(what, F_OK) != 0;
}

int rule_explain_run(struct cli *c)
{
    struct law law = {.decider = NULL};
    struct explained x[2] = {{.is_fact = false}, {.is_fact = false}};
    const bool two = c->argument_count == 3;
    if (is_name(c->arguments[1]) && !two) {
        return charter_explain_name(c, c->arguments[0], c->arguments[1]);
    }
    int status = law_open(c, true, &law);
    status = status == CLI_DONE ? explain_file(c, &law, c->arguments[1], &x[0]) : status;
    status = status == CLI_DONE && two ? explain_file(c, &law, c->arguments[2], &x[1]) : status;
    for (size_t i = 0; i < (two ? 2u : 1u) && status == CLI_DONE; i++) {
        status = turn_file(c, NULL, TURN_WAYS_SHOWN, &x[i]);
    }
    if (status == CLI_DONE && c->json) {
        explain_json(c, &law, x, two ? 2 : 1);
    } else if (status == CLI_DONE) {
        struct buffer b;
        const struct explanation_view left = view_of(&law, &x[0]);
        const struct explanation_view right = view_of(&law, &x[1]);
        buffer_init(&b, FRAME_BYTES_MAX);
        if (two) {
            explanation_compare(&b, &left, &right);
        } else {
            explanation_write(&b, &left);
        }
        (void)fwrite(b.data, 1, b.len, stdout);
        buffer_done(&b);
        for (size_t i = 0; i < (two ? 2u : 1u); i++) {
            tell_fact(c->arguments[1 + i], &x[i]);
        }
    }
    law_close(&law);
    return status;
}

int rule_turn_run(struct cli *c)
{
    struct law law = {.decider = NULL};
    struct explained x = {.is_fact = false};
    int status = law_open(c, true, &law);
    status = status == CLI_DONE ? explain_file(c, &law, c->arguments[1], &x) : status;
    status = status == CLI_DONE ? turn_file(c, cli_given(c, "to", 0), WAYS_ASKED, &x) : status;
    if (status == CLI_DONE && x.turn.refused) {
        status = cli_fail(c, CLI_UNKNOWN, "there are too many members for so many conditions");
    }
    if (status == CLI_DONE && c->json) {
        struct cli_json j;
        struct json_writer *w = cli_json_begin(&j, (size_t)8 * FRAME_BYTES_MAX);
        check(x.read.rule != NULL);
        json_object(w, NULL);
        json_cstring(w, "outcome", outcome_word(x.decision.stands));
        json_text(w, "rule", x.read.rule->name);
        show_turn(w, "turns", &x.turn);
        json_end(w);
        cli_json_end(&j);
    } else if (status == CLI_DONE) {
        struct buffer b;
        buffer_init(&b, (size_t)8 * FRAME_BYTES_MAX);
        buffer_printf(&b, "%s as it stands\n", outcome_word(x.decision.stands));
        turn_write(&b, &x.turn);
        (void)fwrite(b.data, 1, b.len, stdout);
        buffer_done(&b);
        tell_fact(c->arguments[1], &x);
    }
    law_close(&law);
    return status;
}

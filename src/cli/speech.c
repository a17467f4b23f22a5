/* univocal speech list, show, file, translate, correct: words of members, as they were delivered. */
#include "cli/speech.h"

#include <string.h>

#include "analysis/show_speech.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"
#include "cli/run.h"
#include "cli/session.h"
#include "codec/nfc.h"

static const char *text_of(struct cli *c, struct bytes s)
{
    return arena_text(&c->arena, s);
}

/* Line ends of other systems, and spaces that nobody sees at the end of a line, are no words. */
static struct bytes tidied(struct arena *a, struct bytes text)
{
    uint8_t *out = ARENA_ARRAY(a, uint8_t, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\r' && i + 1 < text.len && text.data[i + 1] == '\n') {
            continue;
        }
        while (text.data[i] == '\n' && len > 0 && out[len - 1] == ' ') {
            len--;
        }
        out[len++] = text.data[i];
    }
    while (len > 0 && (out[len - 1] == '\n' || out[len - 1] == ' ')) {
        len--;
    }
    return bytes_of(out, len);
}

/* At the last line feed at which a part may end. */
static size_t part_length(struct bytes rest)
{
    if (rest.len <= PLAINTEXT_BYTES_MAX) {
        return rest.len;
    }
    size_t len = PLAINTEXT_BYTES_MAX;
    while (len > 0 && rest.data[len] != '\n') {
        len--;
    }
    return len;
}

int speech_parts(struct cli *c, const char *what, struct bytes text, struct speech_words *out)
{
    struct bytes composed;
    *out = (struct speech_words){.count = 0};
    if (!nfc_make(&c->arena, tidied(&c->arena, text), &composed) || composed.len == 0 ||
        text_has_control(composed)) {
        return cli_fail(c, CLI_USAGE, "%s is not UTF-8, is empty, or has a tab or another control character",
                        what);
    }
    struct bytes rest = composed;
    while (rest.len > 0) {
        const size_t len = part_length(rest);
        if (out->count == SPEECH_PARTS_MAX || len == 0) {
            return cli_fail(c, CLI_USAGE, "%s is longer than %d parts of %d bytes, or has a line that long",
                            what, SPEECH_PARTS_MAX, PLAINTEXT_BYTES_MAX);
        }
        out->parts[out->count++] = bytes_of(rest.data, len);
        const size_t step = len < rest.len ? len + 1 : len;
        rest = bytes_of(rest.data + step, rest.len - step);
    }
    out->digest = hash_of(composed);
    return CLI_DONE;
}

static int read_words(struct cli *c, struct speech_words *out)
{
    int status = CLI_DONE;
    struct bytes text;
    const char *given = cli_needed(c, "text", &status);
    if (status != CLI_DONE) {
        return status;
    }
    text = bytes_of_text(given);
    if (given[0] == '@') {
        status = cli_file(c, given + 1, SPEECH_FILE_BYTES_MAX, &text);
    }
    return status == CLI_DONE ? speech_parts(c, given[0] == '@' ? given + 1 : "the text", text, out) : status;
}

static int add_line(struct cli *c, struct json_writer *w, const char *name, const char *given)
{
    struct bytes composed;
    if (given == NULL || given[0] == 0) {
        return CLI_DONE;
    }
    if (!nfc_make(&c->arena, bytes_of_text(given), &composed) || composed.len > REASON_BYTES_MAX) {
        return cli_fail(c, CLI_USAGE, "%s is not UTF-8, or too long", name);
    }
    json_text(w, name, composed);
    return CLI_DONE;
}

static int add_number(struct cli *c, struct json_writer *w, const char *name, const char *given)
{
    int64_t n = 0;
    if (given == NULL || given[0] == 0) {
        return CLI_DONE;
    }
    if (!num_parse(bytes_of_text(given), INTEGER_MAX, &n)) {
        return cli_fail(c, CLI_USAGE, "%s is a number", name);
    }
    json_integer(w, name, n);
    return CLI_DONE;
}

static int add_hash(struct cli *c, struct json_writer *w, const char *name, const char *given,
                    int (*resolve)(struct cli *c, const char *text, struct hash *out))
{
    struct hash h;
    if (given == NULL || given[0] == 0) {
        return CLI_DONE;
    }
    const int status = resolve(c, given, &h);
    if (status == CLI_DONE) {
        json_hex(w, name, hash_view(&h));
    }
    return status;
}

int speech_write(struct cli *c, const struct speech_said *s, struct buffer *body)
{
    struct json_writer w;
    json_begin(&w, body);
    json_object(&w, NULL);
    json_cstring(&w, "date", s->date);
    json_cstring(&w, "language", s->language);
    int status = add_hash(c, &w, "mandate", s->mandate, resolve_mandate);
    status = status == CLI_DONE ? add_line(c, &w, "office", s->office) : status;
    json_integer(&w, "parts", (int64_t)s->words.count);
    status = status == CLI_DONE ? add_number(c, &w, "platform", s->platform) : status;
    status = status == CLI_DONE ? add_hash(c, &w, "session", s->session, resolve_session) : status;
    status = status == CLI_DONE ? add_number(c, &w, "speaker", s->speaker) : status;
    json_text(&w, "text", s->words.parts[0]);
    status = status == CLI_DONE ? add_line(c, &w, "title", s->title) : status;
    json_end(&w);
    return status;
}

/* The parts behind the first, of the newest text of the speech. */
static int send_parts(struct cli *c, const struct hash *speech, int64_t number,
                      const struct speech_words *words)
{
    const struct act_kind *kind = act_kind(BYTES("speech.part"));
    int status = CLI_DONE;
    for (size_t i = 1; i < words->count && status == CLI_DONE; i++) {
        struct buffer body;
        struct json_writer w;
        struct sent sent;
        buffer_init(&body, ACT_BYTES_MAX);
        json_begin(&w, &body);
        json_object(&w, NULL);
        json_integer(&w, "number", number);
        json_integer(&w, "part", (int64_t)i + 1);
        json_hex(&w, "speech", hash_view(speech));
        json_text(&w, "text", words->parts[i]);
        json_end(&w);
        status = send_act(c, kind, buffer_view(&body), &sent);
        if (status == CLI_DONE && !bytes_equal_text(sent.answer.result, "ok")) {
            status = send_tell(c, kind, &sent);
        }
        buffer_done(&body);
    }
    return status;
}

int speech_send(struct cli *c, const char *name, struct bytes body, const struct hash *speech, int64_t number,
                const struct speech_words *words, struct sent *sent)
{
    const struct act_kind *kind = act_kind(bytes_of_text(name));
    int status = send_act(c, kind, body, sent);
    if (status == CLI_DONE && words->count > 1 && bytes_equal_text(sent->answer.result, "ok")) {
        status = send_parts(c, speech != NULL ? speech : &sent->id, number, words);
    }
    return status;
}

int speech_file_run(struct cli *c)
{
    struct buffer body;
    struct sent sent;
    int status = cli_read(c);
    struct speech_said s = {.language = c->arguments[0],
                            .date = c->arguments[1],
                            .mandate = cli_given(c, "mandate", 0),
                            .office = cli_given(c, "office", 0),
                            .platform = cli_given(c, "platform", 0),
                            .session = cli_given(c, "session", 0),
                            .speaker = cli_given(c, "speaker", 0)};
    if (status == CLI_DONE && !text_is_language(bytes_of_text(s.language))) {
        return cli_fail(c, CLI_USAGE, "%s is no language: a tag in lower case, such as en", s.language);
    }
    if (status == CLI_DONE && !charter_is_date(bytes_of_text(s.date))) {
        return cli_fail(c, CLI_USAGE, "%s is no day: YYYY-MM-DD", s.date);
    }
    s.title = status == CLI_DONE ? cli_needed(c, "title", &status) : NULL;
    status = status == CLI_DONE ? read_words(c, &s.words) : status;
    if (status != CLI_DONE) {
        return status;
    }
    buffer_init(&body, ACT_BYTES_MAX);
    status = speech_write(c, &s, &body);
    status = status == CLI_DONE ? speech_send(c, "speech.file", buffer_view(&body), NULL, 1, &s.words, &sent)
                                : status;
    status = status == CLI_DONE ? send_tell(c, act_kind(BYTES("speech.file")), &sent) : status;
    buffer_done(&body);
    return status;
}

/* A further text: a translation with `by` and its language, or a correction with its reason. */
static int further(struct cli *c, const char *kind, const char *field, const char *language)
{
    struct hash speech;
    struct speech x;
    struct speech_words words;
    struct buffer body;
    struct json_writer w;
    struct sent sent;
    int status = resolve_speech(c, c->arguments[0], &speech);
    const char *given = status == CLI_DONE ? cli_needed(c, field, &status) : NULL;
    status = status == CLI_DONE ? read_words(c, &words) : status;
    if (status != CLI_DONE) {
        return status;
    }
    if (!speech_get(c->reader.state, &speech, &x)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no such speech: `univocal speech list` has them all");
    }
    buffer_init(&body, ACT_BYTES_MAX);
    json_begin(&w, &body);
    json_object(&w, NULL);
    status = strcmp(field, "by") == 0 ? add_line(c, &w, field, given) : CLI_DONE;
    if (language != NULL) {
        json_cstring(&w, "language", language);
    }
    json_integer(&w, "parts", (int64_t)words.count);
    status = status == CLI_DONE && strcmp(field, "reason") == 0 ? add_line(c, &w, field, given) : status;
    json_hex(&w, "speech", hash_view(&speech));
    json_text(&w, "text", words.parts[0]);
    json_end(&w);
    status = status == CLI_DONE
                 ? speech_send(c, kind, buffer_view(&body), &speech, x.texts + 1, &words, &sent)
                 : status;
    status = status == CLI_DONE ? send_tell(c, act_kind(bytes_of_text(kind)), &sent) : status;
    buffer_done(&body);
    return status;
}

int speech_translate_run(struct cli *c)
{
    return text_is_language(bytes_of_text(c->arguments[1]))
               ? further(c, "speech.translate", "by", c->arguments[1])
               : cli_fail(c, CLI_USAGE, "%s is no language: a tag in lower case, such as en",
                          c->arguments[1]);
}

int speech_correct_run(struct cli *c)
{
    return further(c, "speech.correct", "reason", NULL);
}

static void show_head(struct cli *c, const struct speech *x)
{
    (void)printf("%sspeech %.12s of %s%s%s, %s, in %s: %s\n", cli_mark(c), hash_hex(&x->id).text,
                 text_of(c, x->member), x->office.len > 0 ? ", " : "", text_of(c, x->office),
                 text_of(c, x->date), text_of(c, x->language), text_of(c, x->title));
}

int speech_list_run(struct cli *c)
{
    struct cli_json j;
    struct speech *list = NULL;
    const char *member = cli_given(c, "member", 0);
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count = speech_list(c->reader.state, &c->arena, &list);
    struct json_writer *w = cli_json_begin(&j, SHOW_BYTES_MAX);
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        if (member != NULL && !bytes_equal_text(list[i].member, member)) {
            continue;
        }
        if (c->json) {
            show_speech_row(w, &list[i]);
        } else {
            show_head(c, &list[i]);
        }
    }
    json_end(w);
    if (c->json) {
        cli_json_end(&j);
    } else {
        buffer_done(&j.text);
    }
    return CLI_DONE;
}

static void show_texts(struct cli *c, struct context *ctx, const struct speech *x)
{
    struct speech_text *texts = NULL;
    const size_t count = speech_texts(ctx->state, &x->id, ctx->arena, &texts);
    for (size_t i = 0; i < count; i++) {
        const struct speech_text *t = &texts[i];
        struct bytes words;
        (void)printf("  text %lld, %s", (long long)t->number,
                     t->kind == SPEECH_ORIGINAL     ? "as it was delivered"
                     : t->kind == SPEECH_CORRECTION ? "a correction: "
                                                    : "a translation into ");
        (void)printf("%s", t->kind == SPEECH_CORRECTION ? text_of(c, t->reason) : "");
        if (t->kind == SPEECH_TRANSLATION) {
            (void)printf("%s by %s, of text %lld, filed by %s", text_of(c, t->language), text_of(c, t->by),
                         (long long)t->of, text_of(c, t->member));
        }
        (void)printf("\n");
        if (speech_words(ctx, &x->id, t, &words)) {
            cli_wrap(stdout, "  | ", words, 100);
        } else {
            (void)printf("  (%lld of %lld parts are on the record)\n", (long long)t->have,
                         (long long)t->parts);
        }
    }
}

static void show_beside(struct cli *c, struct context *ctx, const struct speech *x)
{
    const struct delivery d = delivery_of(ctx, x);
    (void)printf("  %s", delivery_word(d.result));
    if (d.result >= DELIVERY_AS_MANDATED) {
        (void)printf(" by statement %lld, of %zu words: %zu gone, %zu added", (long long)d.statement, d.words,
                     d.gone, d.added);
    }
    (void)printf("\n");
    for (size_t i = 0; i < d.part_count && d.result > DELIVERY_AS_MANDATED; i++) {
        const char *marks = d.parts[i].kind == DIFF_GONE ? "[--]" : d.parts[i].kind == DIFF_NEW ? "{++}" : "";
        (void)printf("%s%.2s%s%s", i == 0 ? "  | " : "", marks, text_of(c, d.parts[i].text),
                     marks[0] == 0 ? "" : marks + 2);
    }
    (void)printf("%s", d.part_count > 0 && d.result > DELIVERY_AS_MANDATED ? "\n" : "");
}

int speech_show_run(struct cli *c)
{
    struct hash id;
    struct speech x;
    struct cli_json j;
    enum error failed = OK;
    const int status = resolve_speech(c, c->arguments[0], &id);
    if (status != CLI_DONE) {
        return status;
    }
    if (!speech_get(c->reader.state, &id, &x)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no such speech: `univocal speech list` has them all");
    }
    struct context ctx = cli_context(c, &failed);
    if (c->json) {
        show_speech(cli_json_begin(&j, SHOW_BYTES_MAX), &ctx, &x);
        cli_json_end(&j);
    } else {
        show_head(c, &x);
        show_texts(c, &ctx, &x);
        show_beside(c, &ctx, &x);
    }
    return failed == OK ? CLI_DONE : cli_error(c, failed, "reading the record");
}

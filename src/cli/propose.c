/* univocal matter propose: words in all languages, each under a salted commitment; the words go to core's
 * store of drafts, the commitments into the act. univocal matter version: the text as it stands, by its root.
 */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/run.h"
#include "cli/send.h"
#include "codec/nfc.h"
#include "mechanism/matter.h"
#include "node/system.h"

struct words {
    struct bytes language;
    struct blob blob;
    struct hash commitment;
};

/* LANGUAGE=TEXT or LANGUAGE=@FILE */
static int read_words(struct cli *c, const char *given, struct words *out)
{
    const char *sign = strchr(given, '=');
    struct bytes text;
    if (sign == NULL || !text_is_language(bytes_of(given, (size_t)(sign - given)))) {
        return cli_fail(c, CLI_USAGE,
                        "words are given as LANGUAGE=TEXT or LANGUAGE=@FILE, such as en=@draft.txt");
    }
    out->language = arena_copy(&c->arena, bytes_of(given, (size_t)(sign - given)));
    text = bytes_of_text(sign + 1);
    if (sign[1] == '@') {
        const int status = cli_file(c, sign + 2, PLAINTEXT_BYTES_MAX + 1, &text);
        if (status != CLI_DONE) {
            return status;
        }
        while (text.len > 0 && text.data[text.len - 1] == '\n') {
            text.len--;
        }
    }
    if (!nfc_make(&c->arena, text, &out->blob.text) || !text_is_plaintext(out->blob.text)) {
        return cli_fail(c, CLI_USAGE,
                        "the words in %.*s must be UTF-8 without tabs, trailing spaces and control "
                        "characters, from 1 to %d bytes",
                        (int)out->language.len, (const char *)out->language.data, PLAINTEXT_BYTES_MAX);
    }
    const struct env *env = system_env();
    env->random(env->ctx, out->blob.salt, sizeof out->blob.salt);
    out->commitment = text_commitment(out->blob.salt, out->blob.text);
    return CLI_DONE;
}

static int read_all_words(struct cli *c, struct words *list, size_t *count)
{
    *count = 0;
    for (const char *given = cli_given(c, "text", 0); given != NULL; given = cli_given(c, "text", *count)) {
        if (*count == LANGUAGES_MAX) {
            return cli_fail(c, CLI_USAGE, "there are at most %d languages", LANGUAGES_MAX);
        }
        struct words w = {.language = {NULL, 0}};
        const int status = read_words(c, given, &w);
        if (status != CLI_DONE) {
            return status;
        }
        size_t at = (*count)++; /* leaves ascend by language */
        while (at > 0 && bytes_compare(list[at - 1].language, w.language) > 0) {
            list[at] = list[at - 1];
            at--;
        }
        list[at] = w;
    }
    return *count > 0 ? CLI_DONE
                      : cli_fail(c, CLI_USAGE, "--text is missing: once for each language, LANGUAGE=TEXT");
}

static void write_body(struct cli *c, struct buffer *b, const struct hash *matter, const struct words *list,
                       size_t count)
{
    const char *before = cli_given(c, "before", 0);
    struct json_writer w;
    json_begin(&w, b);
    json_object(&w, NULL);
    json_cstring(&w, "alternative", c->arguments[2]);
    if (before != NULL) {
        json_cstring(&w, "before", before);
    }
    json_array(&w, "leaves");
    for (size_t i = 0; i < count; i++) {
        json_object(&w, NULL);
        json_hex(&w, "commitment", hash_view(&list[i].commitment));
        json_text(&w, "language", list[i].language);
        json_end(&w);
    }
    json_end(&w);
    json_hex(&w, "matter", hash_view(matter));
    json_cstring(&w, "provision", c->arguments[1]);
    json_end(&w);
}

/* Words first: nobody can vouch for what is not there. */
static int store_words(struct cli *c, const struct words *list, size_t count)
{
    struct blob blobs[LANGUAGES_MAX];
    struct client_answer answer;
    for (size_t i = 0; i < count; i++) {
        blobs[i] = list[i].blob;
    }
    const struct client_request r = {.verb = CLIENT_store, .blob_count = count, .blobs = blobs};
    return send_request(c, &r, &answer);
}

int matter_propose_run(struct cli *c)
{
    const struct act_kind *kind = act_kind(BYTES("matter.propose"));
    struct words list[LANGUAGES_MAX];
    size_t count = 0;
    struct hash matter;
    struct buffer body;
    struct sent sent;
    int status = resolve_matter(c, c->arguments[0], &matter);
    status = status == CLI_DONE ? read_all_words(c, list, &count) : status;
    if (status != CLI_DONE) {
        return status;
    }
    buffer_init(&body, ACT_BYTES_MAX);
    write_body(c, &body, &matter, list, count);
    status = store_words(c, list, count);
    status = status == CLI_DONE ? send_act(c, kind, buffer_view(&body), &sent) : status;
    status = status == CLI_DONE ? send_tell(c, kind, &sent) : status;
    buffer_done(&body);
    return status;
}

static int tell_incomplete(struct cli *c, const struct hash *matter)
{
    struct provision *list = NULL;
    const size_t count = provision_list(c->reader.state, matter, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (!list[i].deleted && list[i].chosen.len == 0) {
            return cli_fail(c, CLI_REFUSED,
                            "provision %.*s has not exactly one alternative: its chair chooses one with "
                            "`univocal matter choose`",
                            (int)list[i].id.len, (const char *)list[i].id.data);
        }
    }
    return cli_fail(c, CLI_REFUSED, "the text is empty");
}

int matter_version_run(struct cli *c)
{
    const struct act_kind *kind = act_kind(BYTES("matter.version"));
    struct hash matter;
    struct version v;
    struct buffer body;
    struct json_writer w;
    struct sent sent;
    int status = resolve_matter(c, c->arguments[0], &matter);
    if (status != CLI_DONE) {
        return status;
    }
    if (!matter_text(c->reader.state, &matter, &c->arena, &v)) {
        return tell_incomplete(c, &matter);
    }
    buffer_init(&body, 1024);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_hex(&w, "matter", hash_view(&matter));
    json_hex(&w, "root", hash_view(&v.root));
    json_end(&w);
    status = send_act(c, kind, buffer_view(&body), &sent);
    status = status == CLI_DONE ? send_tell(c, kind, &sent) : status;
    if (status == CLI_DONE && !c->json) {
        (void)printf("text root %s\n", hash_hex(&v.root).text);
    }
    buffer_done(&body);
    return status;
}

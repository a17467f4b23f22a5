/* univocal text forget: the operator has words of drafts deleted; what is adopted or under silence is kept.
 */
#include <string.h>

#include "base/limits.h"
#include "cli/run.h"
#include "cli/send.h"
#include "mechanism/matter.h"
#include "node/system.h"

/* A matter is all its drafts; MATTER/PROVISION/ALTERNATIVE, and 64 digits of a root, less. */
static int resolve_subject(struct cli *c, const char *text, struct hash *out)
{
    const char *first = strchr(text, '/');
    return first != NULL && strchr(first + 1, '/') != NULL ? resolve_root(c, text, out)
                                                           : resolve_matter(c, text, out);
}

static bool is_here(struct blobs *b, struct cli *c, const struct alternative *alt)
{
    for (size_t i = 0; i < alt->leaf_count; i++) {
        struct blob blob;
        if (blobs_get(b, &alt->leaves[i].commitment, &c->arena, &blob) != OK) {
            return false;
        }
    }
    return true;
}

/* Whether the text as it stands could still be put to silence, and lacks words: the nodes have said before
 * that they hold it. */
static bool is_left_in_the_text(struct cli *c, const struct hash *subject)
{
    struct state *s = c->reader.state;
    struct matter m;
    struct root root;
    struct version v;
    struct blobs *b = NULL;
    bool lacks = false;
    const bool known = matter_get(s, subject, &c->arena, &m) ||
                       (root_get(s, subject, &root) && matter_get(s, &root.matter, &c->arena, &m));
    if (!known || m.stage != MATTER_OPEN || !matter_text(s, &m.id, &c->arena, &v) ||
        (root_get(s, &v.root, &root) && !hash_is_zero(&root.silence)) ||
        blobs_open(&b, system_env(), arena_printf(&c->arena, "%s/blobs.db", c->org), true) != OK) {
        return false;
    }
    for (size_t i = 0; i < v.count && !lacks; i++) {
        struct alternative alt;
        lacks = alternative_get(s, &m.id, v.parts[i].provision, v.parts[i].alternative, &c->arena, &alt) &&
                !is_here(b, c, &alt);
    }
    blobs_close(b);
    return lacks;
}

static void tell(struct cli *c, const struct hash *subject, int64_t gone, bool lingers)
{
    (void)printf("%s%lld text%s forgotten; the record keeps the commitments\n", cli_mark(c), (long long)gone,
                 gone == 1 ? "" : "s");
    if (lingers) {
        (void)printf("somebody is reading just now: traces stay in blobs.db-wal until it is written anew\n");
    }
    if (is_left_in_the_text(c, subject)) {
        (void)printf("the text as it stands lacks words now: if it were adopted, it could not be opened; "
                     "propose them anew before it is put to silence\n");
    }
}

int text_forget_run(struct cli *c)
{
    struct client_request r = {.verb = CLIENT_forget};
    struct client_answer a;
    const struct json *answer = NULL;
    int64_t gone = 0;
    bool lingers = false;
    int status = resolve_subject(c, c->arguments[0], &r.subject);
    status = status == CLI_DONE ? send_request(c, &r, &a) : status;
    if (status != CLI_DONE) {
        return status;
    }
    if (a.outcome == OUTCOME_REFUSED) {
        return cli_fail(c, bytes_equal_text(a.name, "unknown_root") ? CLI_UNKNOWN : CLI_REFUSED,
                        "%.*s (%.*s)", (int)a.text.len, (const char *)a.text.data, (int)a.name.len,
                        (const char *)a.name.data);
    }
    if (json_parse(&c->arena, a.content, FRAME_BYTES_MAX, &answer, NULL) != OK ||
        !json_get_integer(answer, "forgotten", &gone) || !json_get_bool(answer, "lingers", &lingers)) {
        return cli_fail(c, CLI_UNREACHABLE, "core gave an answer that cannot be read");
    }
    if (c->json) {
        (void)printf("%.*s\n", (int)a.content.len, (const char *)a.content.data);
    } else {
        tell(c, &r.subject, gone, lingers);
    }
    return CLI_DONE;
}

/* univocal ruling list, show: what the chairs have ruled, and whether it stands. */
#include "cli/ruling.h"

#include <string.h>

#include "base/limits.h"
#include "base/num.h"
#include "cli/run.h"
#include "mechanism/ruling.h"
#include "mechanism/session.h"

int resolve_ruling(struct cli *c, const char *text, struct hash *out)
{
    struct ruling *list = NULL;
    int64_t number = 0;
    const int status = cli_read(c);
    if (status != CLI_DONE || hash_parse(bytes_of_text(text), out)) {
        return status;
    }
    const size_t count = ruling_list(c->reader.state, &c->arena, &list);
    if (!num_parse(bytes_of_text(text), INTEGER_MAX, &number) || number < 1 || number > (int64_t)count) {
        return cli_fail(c, CLI_UNKNOWN, "there is no ruling %s: `univocal ruling list` has them all", text);
    }
    *out = list[number - 1].id;
    return CLI_DONE;
}

static int64_t vote_number(struct cli *c, const struct ruling *x)
{
    struct vote v;
    return vote_get(c->reader.state, &x->vote, &c->arena, &v) ? v.number : 0;
}

/* One line, without what it says. */
static void show_head(struct cli *c, const struct ruling *x)
{
    const struct bytes article = cli_act_words(c, x->given, "article");
    (void)printf("ruling %lld of the chair of %s, %s", (long long)x->number, arena_text(&c->arena, x->body),
                 arena_text(&c->arena, x->chair));
    if (article.len > 0) {
        (void)printf(", by %s", arena_text(&c->arena, article));
    }
    (void)printf(", %s, entry %lld: %s", cli_time(c, x->time_ms, false), (long long)x->given,
                 ruling_how_word(x->how));
    if (x->how != RULING_GIVEN) {
        (void)printf(" by vote %lld, %s, entry %lld", (long long)vote_number(c, x),
                     cli_time(c, x->decided_ms, false), (long long)x->decided);
    }
    (void)putchar('\n');
}

static void show_whole(struct cli *c, const struct ruling *x)
{
    struct matter m;
    struct session s;
    show_head(c, x);
    if (matter_get(c->reader.state, &x->matter, &c->arena, &m)) {
        (void)printf("  about %s/%s\n", arena_text(&c->arena, m.body), arena_text(&c->arena, m.reference));
    }
    if (session_get(c->reader.state, &x->session, &s)) {
        (void)printf("  on point of order %lld of the session %s/%s\n", (long long)x->point,
                     arena_text(&c->arena, s.body), arena_text(&c->arena, s.reference));
    }
    cli_wrap(stdout, "  ", cli_act_words(c, x->given, "text"), 100);
}

static void write_one(struct cli *c, struct json_writer *w, const struct ruling *x)
{
    const struct bytes none = BYTES("");
    json_object(w, NULL);
    json_text(w, "article", cli_act_words(c, x->given, "article"));
    json_text(w, "body", x->body);
    json_text(w, "chair", x->chair);
    json_integer(w, "decided", x->decided);
    json_integer(w, "entry", x->given);
    json_hex(w, "id", hash_view(&x->id));
    json_hex(w, "matter", hash_is_zero(&x->matter) ? none : hash_view(&x->matter));
    json_integer(w, "number", x->number);
    json_integer(w, "point", x->point);
    json_hex(w, "session", hash_is_zero(&x->session) ? none : hash_view(&x->session));
    json_cstring(w, "state", ruling_state_word(x->how));
    json_text(w, "text", cli_act_words(c, x->given, "text"));
    json_integer(w, "time", x->time_ms);
    json_integer(w, "vote", vote_number(c, x));
    json_end(w);
}

void rulings_show(struct cli *c, const struct hash *matter)
{
    struct ruling *list = NULL;
    const size_t count = ruling_list(c->reader.state, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (hash_equal(&list[i].matter, matter)) {
            show_head(c, &list[i]);
            cli_wrap(stdout, "  ", cli_act_words(c, list[i].given, "text"), 100);
        }
    }
}

void rulings_write(struct cli *c, struct json_writer *w, const struct hash *matter)
{
    struct ruling *list = NULL;
    const size_t count = ruling_list(c->reader.state, &c->arena, &list);
    json_array(w, "rulings");
    for (size_t i = 0; i < count; i++) {
        if (hash_equal(&list[i].matter, matter)) {
            write_one(c, w, &list[i]);
        }
    }
    json_end(w);
}

int ruling_list_run(struct cli *c)
{
    struct ruling *list = NULL;
    struct cli_json j;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count = ruling_list(c->reader.state, &c->arena, &list);
    if (!c->json) {
        (void)printf("%srulings: %zu\n", cli_mark(c), count);
        for (size_t i = 0; i < count; i++) {
            show_whole(c, &list[i]);
        }
        return CLI_DONE;
    }
    struct json_writer *w = cli_json_begin(&j, (size_t)64 * FRAME_BYTES_MAX);
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        write_one(c, w, &list[i]);
    }
    json_end(w);
    cli_json_end(&j);
    return CLI_DONE;
}

int ruling_show_run(struct cli *c)
{
    struct hash id;
    struct ruling x;
    struct cli_json j;
    const int status = resolve_ruling(c, c->arguments[0], &id);
    if (status != CLI_DONE) {
        return status;
    }
    if (!ruling_get(c->reader.state, &id, &c->arena, &x)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no ruling %s", c->arguments[0]);
    }
    if (!c->json) {
        (void)printf("%s", cli_mark(c));
        show_whole(c, &x);
        return CLI_DONE;
    }
    write_one(c, cli_json_begin(&j, FRAME_BYTES_MAX), &x);
    cli_json_end(&j);
    return CLI_DONE;
}

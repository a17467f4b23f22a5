/* univocal office list, show: who holds what the charter gives for a time. */
#include <string.h>

#include "cli/election.h"
#include "cli/run.h"
#include "codec/json.h"
#include "mechanism/law.h"
#include "mechanism/office.h"

struct held {
    const char *what; /* "office", "seats", "chair" */
    struct bytes name;
    struct bytes title;
    size_t count;
    const struct post_holder *holders;
    struct hash election; /* that runs */
};

static struct held office_held(struct context *c, const struct charter_office *o)
{
    struct post p = post_get(c->state, POST_OFFICE, o->name, c->arena);
    struct held h = {.what = post_word(POST_OFFICE), .name = o->name, .title = o->title};
    const bool elected = o->holder == HOLDER_ELECTED || o->holder == HOLDER_APPOINTED;
    if (!elected) {
        struct post_holder *one = ARENA_ARRAY(c->arena, struct post_holder, 1);
        one->name = office_holder(c, o);
        p.count = one->name.len > 0 ? 1 : 0;
        p.holders = one;
    }
    h.count = p.count;
    h.holders = p.holders;
    h.election = p.election;
    return h;
}

static bool body_held(struct context *c, const struct charter_body *law, enum post_kind kind,
                      struct held *out)
{
    struct post_law filled;
    struct body b;
    const struct charter *charter = law_now(c);
    struct post p = post_get(c->state, kind, law->name, c->arena);
    *out = (struct held){.what = post_word(kind), .name = law->name, .title = law->title};
    const bool turns = kind == POST_CHAIR && body_get(c->state, law->name, c->arena, &b);
    if (turns) {
        struct post_holder *one = ARENA_ARRAY(c->arena, struct post_holder, 1);
        const struct post_holder *known = post_holder(&p, b.chair);
        *one = (struct post_holder){.name = b.chair,
                                    .since_ms = chair_since_ms(c, &b),
                                    .until_ms = chair_until_ms(c, charter, &b)};
        one->election = known != NULL ? known->election : one->election;
        p.count = 1;
        p.holders = one;
    }
    out->count = p.count;
    out->holders = p.holders;
    out->election = p.election;
    return turns || post_law(charter, kind, law->name, &filled);
}

static size_t gather(struct context *c, struct held *list)
{
    const struct charter *law = law_now(c);
    size_t count = 0;
    for (size_t i = 0; i < law->office_count; i++) {
        list[count++] = office_held(c, &law->offices[i]);
    }
    for (size_t i = 0; i < law->body_count; i++) {
        for (int kind = POST_SEATS; kind <= POST_CHAIR; kind++) {
            count += body_held(c, &law->bodies[i], (enum post_kind)kind, &list[count]) ? 1 : 0;
        }
    }
    return count;
}

static void show_one(struct cli *c, const struct held *h)
{
    (void)printf("%s%-6s %-16s %s\n", cli_mark(c), h->what, arena_text(&c->arena, h->name),
                 arena_text(&c->arena, h->title));
    for (size_t i = 0; i < h->count; i++) {
        const struct post_holder *one = &h->holders[i];
        (void)printf("  %s", arena_text(&c->arena, one->name));
        if (one->since_ms != 0) {
            (void)printf(", since %s", cli_time(c, one->since_ms, false));
        }
        if (one->until_ms != 0) {
            (void)printf(", until %s", cli_time(c, one->until_ms, false));
        }
        (void)printf("\n");
    }
    if (h->count == 0) {
        (void)printf("  nobody\n");
    }
    if (!hash_is_zero(&h->election)) {
        (void)printf("  an election runs: `univocal election show %s`\n", arena_text(&c->arena, h->name));
    }
}

static void write_one(struct json_writer *w, const struct held *h)
{
    json_object(w, NULL);
    json_hex(w, "election", hash_view(&h->election));
    json_array(w, "holders");
    for (size_t i = 0; i < h->count; i++) {
        json_object(w, NULL);
        json_text(w, "name", h->holders[i].name);
        json_integer(w, "since", h->holders[i].since_ms);
        json_integer(w, "until", h->holders[i].until_ms);
        json_end(w);
    }
    json_end(w);
    json_cstring(w, "kind", h->what);
    json_text(w, "name", h->name);
    json_end(w);
}

static int show(struct cli *c, const char *name)
{
    enum error failed = OK;
    struct cli_json j;
    size_t shown = 0;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    const struct charter *law = law_now(&ctx);
    struct held *list = ARENA_ARRAY(&c->arena, struct held, law->office_count + 2 * law->body_count + 1);
    const size_t count = gather(&ctx, list);
    if (failed != OK) {
        return cli_error(c, failed, "reading the record");
    }
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        if (name != NULL && !bytes_equal_text(list[i].name, name)) {
            continue;
        }
        shown++;
        write_one(w, &list[i]);
        if (!c->json) {
            show_one(c, &list[i]);
        }
    }
    json_end(w);
    if (name != NULL && shown == 0) {
        buffer_done(&j.text);
        return cli_fail(c, CLI_UNKNOWN, "the charter has no office or body %s", name);
    }
    if (c->json) {
        cli_json_end(&j);
    } else {
        buffer_done(&j.text);
    }
    return CLI_DONE;
}

int office_list_run(struct cli *c)
{
    return show(c, NULL);
}

int office_show_run(struct cli *c)
{
    return show(c, c->arguments[0]);
}

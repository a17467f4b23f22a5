/* univocal vote: seal, reveal, show, list; the other commands are rows that make acts. */
#include "cli/vote.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/show_vote.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "cli/decision.h"
#include "cli/outbox.h"
#include "cli/run.h"
#include "cli/send.h"
#include "codec/json.h"
#include "mechanism/matter.h"
#include "mechanism/procedure.h"
#include "node/system.h"
#include "record/fact.h"

/* By its number, or of a matter the last one. */
int resolve_vote(struct cli *c, const char *text, struct hash *out)
{
    struct vote x;
    struct procedure p;
    struct hash matter;
    int status = cli_read(c);
    if (status != CLI_DONE || hash_parse(bytes_of_text(text), out)) {
        return status;
    }
    int64_t number = 0;
    if (num_parse(bytes_of_text(text), INTEGER_MAX, &number)) { /* no matter is called so */
        if (vote_get_numbered(c->reader.state, number, &c->arena, &x)) {
            *out = x.id;
            return CLI_DONE;
        }
        return cli_fail(c, CLI_UNKNOWN, "there is no vote %s: `univocal vote list` has them all", text);
    }
    status = resolve_matter(c, text, &matter);
    if (status != CLI_DONE) {
        return status;
    }
    if (!procedure_get(c->reader.state, &matter, &p) || hash_is_zero(&p.vote)) {
        return cli_fail(c, CLI_UNKNOWN, "%s was not put to the vote yet: `univocal vote list` has them all",
                        text);
    }
    *out = p.vote;
    return CLI_DONE;
}

int resolve_presence(struct cli *c, const char *text, struct hash *out)
{
    struct presence p;
    const int status = cli_read(c);
    if (status != CLI_DONE || hash_parse(bytes_of_text(text), out)) {
        return status;
    }
    if (!presence_last(c->reader.state, bytes_of_text(text), &c->arena, &p)) {
        return cli_fail(c, CLI_UNKNOWN, "nobody has recorded who is present in %s", text);
    }
    *out = p.id;
    return CLI_DONE;
}

static int find(struct cli *c, struct vote *x)
{
    struct hash id;
    const int status = resolve_vote(c, c->arguments[0], &id);
    if (status == CLI_DONE && !vote_get(c->reader.state, &id, &c->arena, x)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no vote %s", c->arguments[0]);
    }
    return status;
}

static int send(struct cli *c, const char *name, struct buffer *body)
{
    const struct act_kind *kind = act_kind(bytes_of_text(name));
    struct sent sent;
    int status = body->overflow ? cli_fail(c, CLI_USAGE, "the act is too large") : CLI_DONE;
    status = status == CLI_DONE ? send_act(c, kind, buffer_view(body), &sent) : status;
    return status == CLI_DONE ? send_tell(c, kind, &sent) : status;
}

/* The position that is sealed: an argument, or --split. */
static int position_given(struct cli *c, struct bytes *out, bool *split)
{
    int64_t parts[7];
    const char *units = cli_given(c, "split", 0);
    const char *letter = c->argument_count > 1 ? c->arguments[1] : NULL;
    *split = units != NULL;
    if ((units == NULL) == (letter == NULL)) {
        return cli_fail(c, CLI_USAGE, "give one position, or --split");
    }
    *out = bytes_of_text(units != NULL ? units : letter);
    if (units != NULL ? !split_read(*out, parts) : out->len != 1 || position_index(letter[0]) < 0) {
        return cli_fail(c, CLI_USAGE, "\"%.*s\" is no position: one of Y N A L Q R, or --split Y=2,N=1",
                        (int)out->len, (const char *)out->data);
    }
    return CLI_DONE;
}

/* Salt and position are kept before the commitment leaves: without them nobody could open it. */
int vote_seal_run(struct cli *c)
{
    struct vote x;
    struct key_file key;
    struct bytes position = BYTES("");
    struct hash salt;
    bool split = false;
    const char *path = NULL;
    int status = find(c, &x);
    status = status == CLI_DONE ? position_given(c, &position, &split) : status;
    status = status == CLI_DONE ? cli_key(c, &key) : status;
    if (status != CLI_DONE) {
        return status;
    }
    key_wipe(&key);
    const struct env *env = system_env();
    env->random(env->ctx, salt.bytes, sizeof salt.bytes);
    const struct hash seal = vote_commitment(&salt, &x.id, bytes_of_text(key.member), position);
    struct cli_json kept;
    struct json_writer *w = cli_json_begin(&kept, 4096);
    json_object(w, NULL);
    json_text(w, "member", bytes_of_text(key.member));
    json_text(w, split ? "split" : "position", position);
    json_hex(w, "salt", hash_view(&salt));
    json_hex(w, "vote", hash_view(&x.id));
    json_end(w);
    status = outbox_keep(c, &seal, "sealed", buffer_view(&kept.text), &path);
    buffer_done(&kept.text);
    if (status != CLI_DONE) {
        return status;
    }
    struct buffer body;
    struct json_writer v;
    buffer_init(&body, ACT_BYTES_MAX);
    json_begin(&v, &body);
    json_object(&v, NULL);
    json_hex(&v, "commitment", hash_view(&seal));
    json_hex(&v, "vote", hash_view(&x.id));
    json_end(&v);
    status = send(c, "vote.seal", &body);
    buffer_done(&body);
    if (status == CLI_DONE && !c->json) {
        (void)printf("what opens it is kept in %s; `univocal vote reveal` does it from %s on\n", path,
                     cli_time(c, x.sealed_until_ms, true));
    }
    return status;
}

static int write_reveal(struct cli *c, const struct json *kept, struct buffer *body)
{
    struct bytes salt;
    struct bytes vote;
    struct bytes words;
    struct json_writer w;
    const char *reason = cli_given(c, "reason", 0);
    const bool letter = json_get_text(kept, "position", &words);
    if (!json_get_text(kept, "salt", &salt) || !json_get_text(kept, "vote", &vote) ||
        (!letter && !json_get_text(kept, "split", &words))) {
        return cli_error(c, ERROR_CORRUPT, "the sealed position");
    }
    json_begin(&w, body);
    json_object(&w, NULL);
    if (letter) {
        json_text(&w, "position", words);
    }
    if (reason != NULL) {
        json_cstring(&w, "reason", reason);
    }
    json_text(&w, "salt", salt);
    if (!letter) {
        json_text(&w, "split", words);
    }
    json_text(&w, "vote", vote);
    json_end(&w);
    return CLI_DONE;
}

int vote_reveal_run(struct cli *c)
{
    struct vote x;
    struct key_file key;
    const struct json *kept = NULL;
    int status = find(c, &x);
    status = status == CLI_DONE ? cli_key(c, &key) : status;
    if (status != CLI_DONE) {
        return status;
    }
    key_wipe(&key);
    const struct cast own = cast_get(c->reader.state, &x.id, bytes_of_text(key.member));
    if (own.sealed == 0) {
        return cli_fail(c, CLI_UNKNOWN, "%s has sealed no position in this vote", key.member);
    }
    status = outbox_unseal(c, &own.seal, &kept);
    if (status != CLI_DONE) {
        return status;
    }
    struct buffer body;
    buffer_init(&body, ACT_BYTES_MAX);
    status = write_reveal(c, kept, &body);
    status = status == CLI_DONE ? send(c, "vote.reveal", &body) : status;
    buffer_done(&body);
    return status;
}

int vote_list_run(struct cli *c)
{
    struct vote *list = NULL;
    struct cli_json j;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count = vote_list(c->reader.state, &c->arena, &list);
    if (!c->json) {
        (void)printf("%svotes: %zu\n", cli_mark(c), count);
        for (size_t i = 0; i < count; i++) {
            (void)printf("  %4lld  %-10s %-12s %-12s %-10s %s\n", (long long)list[i].number,
                         arena_text(&c->arena, list[i].body), arena_text(&c->arena, list[i].motion),
                         arena_text(&c->arena, list[i].rule), show_vote_stage(&list[i]),
                         cli_time(c, list[i].deadline_ms, false));
        }
        return CLI_DONE;
    }
    show_votes(cli_json_begin(&j, FRAME_BYTES_MAX), list, count);
    cli_json_end(&j);
    return CLI_DONE;
}

struct view {
    struct cli *c;
    const struct vote *x;
    struct vote_view of;
};

static void show_places(const struct view *v, unsigned in)
{
    const char *before = " (in ";
    for (size_t i = 0; v->of.bodies.joint && i < v->of.bodies.count; i++) {
        if ((in >> i & 1U) != 0) {
            (void)printf("%s%s", before, arena_text(&v->c->arena, v->of.bodies.bodies[i].id));
            before = ", ";
        }
    }
    (void)printf(v->of.bodies.joint && in != 0 ? ")" : "");
}

static void show_seats(const struct view *v)
{
    static const char *const words[] = {"", ", present", ", not present",
                                        ", recorded as present, which it denies"};
    for (size_t i = 0; i < v->of.count; i++) {
        const struct standing *s = &v->of.seats[i];
        (void)printf("  %-10s %s%s", arena_text(&v->c->arena, s->member),
                     vote_view_words(&v->c->arena, &v->of, s),
                     words[s->presence]);
        show_places(v, s->sits);
        (void)printf("\n");
        if (v->of.reasons[i].len > 0) {
            cli_wrap(stdout, "             ", v->of.reasons[i], 100);
        }
    }
}

static void show_head(const struct view *v)
{
    const struct vote *x = v->x;
    struct arena *a = &v->c->arena;
    const struct env *env = system_env();
    const int64_t now = env->wall_ms(env->ctx);
    (void)printf("%svote %lld: %s in %s by the rule %s%s\n", cli_mark(v->c), (long long)x->number,
                 arena_text(a, x->motion), arena_text(a, x->body), arena_text(a, x->rule),
                 bytes_equal_text(x->motion, "straw") ? " (a straw poll: nothing follows from it)" : "");
    if (x->target.len > 0) {
        cli_wrap(stdout, "  ", x->target, 100);
    }
    if (x->stage == VOTE_ENDED) {
        (void)printf("ended at entry %lld: %s (%s)\n", (long long)x->ended, outcome_word(x->outcome),
                     reason_word(x->reason));
        return;
    }
    (void)printf("runs until %s", cli_time(v->c, x->deadline_ms, true));
    (void)printf(x->deadline_ms > now ? ": %s left; positions may change until then\n"
                                      : ": it is over, the next block says so\n",
                 cli_span(v->c, x->deadline_ms - now));
    if (x->sealed_until_ms > 0) {
        (void)printf("positions are sealed until %s, and opened after\n",
                     cli_time(v->c, x->sealed_until_ms, true));
    }
}

int vote_show_run(struct cli *c)
{
    struct vote x;
    enum error failed = OK;
    const int status = find(c, &x);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = {.org = cli_organisation(c),
                          .state = c->reader.state,
                          .record = c->reader.record,
                          .arena = &c->arena,
                          .error = &failed};
    struct view v = {.c = c, .x = &x};
    vote_view(&ctx, &x, &v.of);
    if (failed != OK) {
        return cli_error(c, failed, "reading the record");
    }
    if (c->json) {
        struct cli_json j;
        show_vote(cli_json_begin(&j, FRAME_BYTES_MAX), &v.of);
        cli_json_end(&j);
        return CLI_DONE;
    }
    show_head(&v);
    show_seats(&v);
    if (!v.of.decided) {
        return cli_fail(c, CLI_UNKNOWN, "the rule cannot be applied: %s", v.of.diag.message);
    }
    decision_show(vote_law(&ctx, &x), v.of.decision.rule, &v.of.decision, v.of.turn);
    return CLI_DONE;
}

/* univocal election: mark, seal, reveal, show, list; the other commands are rows that make acts. */
#include "cli/election.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/show_election.h"
#include "base/limits.h"
#include "cli/decision.h"
#include "cli/outbox.h"
#include "cli/run.h"
#include "cli/send.h"
#include "codec/json.h"
#include "codec/nfc.h"
#include "node/system.h"

int resolve_election(struct cli *c, const char *text, struct hash *out)
{
    struct election *list = NULL;
    const int status = cli_read(c);
    if (status != CLI_DONE || hash_parse(bytes_of_text(text), out)) {
        return status;
    }
    for (size_t i = election_list(c->reader.state, &c->arena, &list); i-- > 0;) {
        if (strcmp(text, arena_printf(&c->arena, "%lld", (long long)list[i].number)) == 0 ||
            bytes_equal_text(list[i].name, text)) {
            *out = list[i].id;
            return CLI_DONE;
        }
    }
    return cli_fail(c, CLI_UNKNOWN, "there is no election %s: `univocal election list` has them all", text);
}

static int find(struct cli *c, struct election *x)
{
    struct hash id;
    const int status = resolve_election(c, c->arguments[0], &id);
    if (status == CLI_DONE && !election_get(c->reader.state, &id, &c->arena, x)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no election %s", c->arguments[0]);
    }
    return status;
}

static int by_bytes(const void *a, const void *b)
{
    return bytes_compare(*(const struct bytes *)a, *(const struct bytes *)b);
}

/* The candidates that are marked: arguments, in any order; none must be meant. */
static int marks_given(struct cli *c, struct bytes *marks, size_t *count)
{
    *count = c->argument_count - 1;
    if ((*count == 0) == (cli_given(c, "blank", 0) == NULL)) {
        return cli_fail(c, CLI_USAGE, "name the candidates that are marked, or give --blank to mark nobody");
    }
    for (size_t i = 0; i < *count; i++) {
        if (!nfc_make(&c->arena, bytes_of_text(c->arguments[i + 1]), &marks[i]) || marks[i].len == 0) {
            return cli_fail(c, CLI_USAGE, "a candidate is a member's code or a name in UTF-8");
        }
    }
    qsort(marks, *count, sizeof marks[0], by_bytes);
    for (size_t i = 1; i < *count; i++) {
        if (bytes_equal(marks[i - 1], marks[i])) {
            return cli_fail(c, CLI_USAGE, "a candidate is marked once");
        }
    }
    return CLI_DONE;
}

static void write_marks(struct json_writer *w, const struct bytes *marks, size_t count)
{
    json_array(w, "marks");
    for (size_t i = 0; i < count; i++) {
        json_text(w, NULL, marks[i]);
    }
    json_end(w);
}

static int send(struct cli *c, const char *name, struct buffer *body)
{
    const struct act_kind *kind = act_kind(bytes_of_text(name));
    struct sent sent;
    int status = body->overflow ? cli_fail(c, CLI_USAGE, "the act is too large") : CLI_DONE;
    status = status == CLI_DONE ? send_act(c, kind, buffer_view(body), &sent) : status;
    buffer_done(body);
    return status == CLI_DONE ? send_tell(c, kind, &sent) : status;
}

int election_mark_run(struct cli *c)
{
    struct election x;
    struct bytes marks[CLI_ARGUMENTS_MAX] = {{.len = 0}};
    size_t count = 0;
    struct buffer body;
    struct json_writer w;
    int status = find(c, &x);
    status = status == CLI_DONE ? marks_given(c, marks, &count) : status;
    if (status != CLI_DONE) {
        return status;
    }
    buffer_init(&body, ACT_BYTES_MAX);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_hex(&w, "election", hash_view(&x.id));
    write_marks(&w, marks, count);
    json_end(&w);
    return send(c, "election.mark", &body);
}

static int send_seal(struct cli *c, const struct election *x, const struct hash *seal)
{
    struct buffer body;
    struct json_writer w;
    buffer_init(&body, ACT_BYTES_MAX);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_hex(&w, "commitment", hash_view(seal));
    json_hex(&w, "election", hash_view(&x->id));
    json_end(&w);
    return send(c, "election.seal", &body);
}

/* Salt and ballot are kept before the commitment leaves: without them nobody could open it. */
int election_seal_run(struct cli *c)
{
    struct election x;
    struct key_file key;
    struct bytes marks[CLI_ARGUMENTS_MAX] = {{.len = 0}};
    size_t count = 0;
    struct hash salt;
    struct cli_json kept;
    const char *path = NULL;
    int status = find(c, &x);
    status = status == CLI_DONE ? marks_given(c, marks, &count) : status;
    status = status == CLI_DONE ? cli_key(c, &key) : status;
    if (status != CLI_DONE) {
        return status;
    }
    key_wipe(&key);
    const struct env *env = system_env();
    env->random(env->ctx, salt.bytes, sizeof salt.bytes);
    const struct hash seal = election_commitment(&salt, &x.round_id, bytes_of_text(key.member), marks, count);
    struct json_writer *w = cli_json_begin(&kept, ACT_BYTES_MAX);
    json_object(w, NULL);
    json_hex(w, "election", hash_view(&x.id));
    write_marks(w, marks, count);
    json_text(w, "member", bytes_of_text(key.member));
    json_hex(w, "salt", hash_view(&salt));
    json_end(w);
    status = outbox_keep(c, &seal, "sealed", buffer_view(&kept.text), &path);
    buffer_done(&kept.text);
    status = status == CLI_DONE ? send_seal(c, &x, &seal) : status;
    if (status == CLI_DONE && !c->json) {
        (void)printf("what opens it is kept in %s; `univocal election reveal` does it from %s on\n", path,
                     cli_time(c, x.sealed_until_ms, true));
    }
    return status;
}

static int write_reveal(struct cli *c, const struct json *kept, struct buffer *body)
{
    struct bytes election;
    struct bytes salt;
    struct json_writer w;
    const struct json *marks = json_get_array(kept, "marks");
    if (marks == NULL || !json_get_text(kept, "election", &election) || !json_get_text(kept, "salt", &salt)) {
        return cli_error(c, ERROR_CORRUPT, "the sealed ballot");
    }
    json_begin(&w, body);
    json_object(&w, NULL);
    json_text(&w, "election", election);
    json_array(&w, "marks");
    for (size_t i = 0; i < marks->count; i++) {
        json_text(&w, NULL, marks->items[i].text);
    }
    json_end(&w);
    json_text(&w, "salt", salt);
    json_end(&w);
    return CLI_DONE;
}

int election_reveal_run(struct cli *c)
{
    struct election x;
    struct key_file key;
    struct buffer body;
    const struct json *kept = NULL;
    int status = find(c, &x);
    status = status == CLI_DONE ? cli_key(c, &key) : status;
    if (status != CLI_DONE) {
        return status;
    }
    key_wipe(&key);
    const struct paper own =
        paper_get(c->reader.state, &x.round_id, bytes_of_text(key.member), &c->arena);
    if (own.sealed == 0) {
        return cli_fail(c, CLI_UNKNOWN, "%s has sealed no ballot in this round", key.member);
    }
    status = outbox_unseal(c, &own.seal, &kept);
    if (status != CLI_DONE) {
        return status;
    }
    buffer_init(&body, ACT_BYTES_MAX);
    status = write_reveal(c, kept, &body);
    if (status != CLI_DONE) {
        buffer_done(&body);
        return status;
    }
    return send(c, "election.reveal", &body);
}

int election_list_run(struct cli *c)
{
    struct election *list = NULL;
    struct cli_json j;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count = election_list(c->reader.state, &c->arena, &list);
    if (!c->json) {
        (void)printf("%selections: %zu\n", cli_mark(c), count);
        for (size_t i = 0; i < count; i++) {
            (void)printf("  %4lld  %-6s %-14s in %-12s by %-12s round %lld, %s\n", (long long)list[i].number,
                         post_word(list[i].kind), arena_text(&c->arena, list[i].name),
                         arena_text(&c->arena, list[i].body), arena_text(&c->arena, list[i].rule),
                         (long long)list[i].round, show_election_stage(&list[i]));
        }
        return CLI_DONE;
    }
    show_elections(cli_json_begin(&j, FRAME_BYTES_MAX), list, count);
    cli_json_end(&j);
    return CLI_DONE;
}

static void show_papers(struct cli *c, const struct election *x)
{
    for (size_t i = 0; i < x->voter_count; i++) {
        const struct paper p = paper_get(c->reader.state, &x->round_id, x->voters[i].member, &c->arena);
        (void)printf("  %-10s %s", arena_text(&c->arena, x->voters[i].member),
                     p.taken != 0 && p.count == 0                        ? "marked nobody"
                     : p.taken != 0                                      ? "marked "
                     : p.sealed != 0 && x->stage == ELECTION_RUNNING     ? "sealed"
                     : p.sealed != 0                                     ? "sealed, and not opened: not given"
                                                                         : "has given no ballot");
        for (size_t k = 0; k < p.count; k++) {
            (void)printf("%s%s", k == 0 ? "" : ", ", arena_text(&c->arena, p.marks[k]));
        }
        (void)printf("\n");
    }
}

static void show_head(struct cli *c, const struct election *x, const struct charter_rule *rule)
{
    (void)printf("%selection %lld: %s %s, %lld to be elected in %s by the rule %s\n", cli_mark(c),
                 (long long)x->number, post_word(x->kind), arena_text(&c->arena, x->name),
                 (long long)x->seats, arena_text(&c->arena, x->body), arena_text(&c->arena, x->rule));
    (void)printf("%s, round %lld of at most %lld; seats left: %lld\n", show_election_stage(x),
                 (long long)x->round,
                 (long long)election_rounds(rule), (long long)x->left);
    if (x->stage == ELECTION_RUNNING && x->sealed_until_ms > 0) {
        (void)printf("ballots are sealed until %s, and opened after\n",
                     cli_time(c, x->sealed_until_ms, true));
    }
    if (x->stage == ELECTION_RUNNING) {
        (void)printf("the round ends at %s\n", cli_time(c, x->deadline_ms, true));
    }
}

int election_show_run(struct cli *c)
{
    struct election x;
    struct election_count *counts = NULL;
    struct diag diag;
    enum error failed = OK;
    const int status = find(c, &x);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    const struct charter_rule *rule = election_rule(&ctx, &x);
    const bool counted =
        x.round > 0 && election_counts(&ctx, &x, election_seats_of_round(&x), &counts, &diag) == OK;
    if (failed != OK) {
        return cli_error(c, failed, "reading the record");
    }
    if (c->json) {
        struct cli_json j;
        show_election(cli_json_begin(&j, FRAME_BYTES_MAX), &ctx, &x, counted ? counts : NULL);
        cli_json_end(&j);
        return CLI_DONE;
    }
    show_head(c, &x, rule);
    show_papers(c, &x);
    (void)printf("candidates: %zu\n", x.candidate_count);
    for (size_t i = 0; i < x.candidate_count; i++) {
        const struct candidate *one = &x.candidates[i];
        (void)printf("  %s, nominated by %s: %s", arena_text(&c->arena, one->name),
                     arena_text(&c->arena, one->by), candidate_word(one->stage));
        if (counted && counts[i].stood) {
            (void)printf(", marked by %lld%s", (long long)counts[i].marks,
                         counts[i].tied ? ", a tie for the last seats" : "");
        }
        (void)printf("\n");
        if (counted && counts[i].stood) {
            decision_show(election_law(&ctx, &x), rule, &counts[i].decision, NULL);
        }
    }
    return CLI_DONE;
}

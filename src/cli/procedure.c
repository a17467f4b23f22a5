/* What surrounds a decision: motions about members and about how a matter goes on, and what of it stands. */
#include "cli/procedure.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "cli/run.h"
#include "cli/send.h"
#include "mechanism/classification.h"
#include "mechanism/limited.h"
#include "mechanism/referral.h"
#include "mechanism/status.h"

static const char *text_of(struct cli *c, struct bytes b)
{
    return arena_text(&c->arena, b);
}

static const struct charter_motion *law_of(const struct charter *charter, const char *word)
{
    for (size_t i = 0; i < charter->motion_count; i++) {
        if (bytes_equal_text(charter->motions[i].name, word)) {
            return &charter->motions[i];
        }
    }
    return NULL;
}

/* Puts a motion to the vote by the rule, and in the body, that the charter names for it. */
static int put_motion(struct cli *c, const char *word, const struct hash *matter, struct bytes body,
                      const char *target)
{
    int status = CLI_DONE;
    int64_t duration = 0;
    struct sent sent;
    struct cli_json j;
    const char *text = cli_needed(c, "duration", &status);
    const struct charter_motion *law = law_of(cli_law(c), word);
    if (status != CLI_DONE) {
        return status;
    }
    if (!cli_duration(text, &duration)) {
        return cli_fail(c, CLI_USAGE, "duration is a duration in s, min, h or d, such as 10s 5min 24h 3d");
    }
    if (law == NULL) {
        return cli_fail(c, CLI_REFUSED, "the charter does not say by which rule \"%s\" is decided: "
                        "it has no `motion %s`", word, word);
    }
    const struct act_kind *kind = act_kind(BYTES("vote.open"));
    struct json_writer *w = cli_json_begin(&j, ACT_BYTES_MAX);
    json_object(w, NULL);
    json_text(w, "body", law->body.len > 0 ? law->body : body);
    json_integer(w, "duration", duration);
    if (matter != NULL) {
        json_hex(w, "matter", hash_view(matter));
    }
    json_cstring(w, "motion", word);
    json_text(w, "rule", law->rule);
    json_cstring(w, "target", target);
    json_end(w);
    status = j.text.overflow ? cli_fail(c, CLI_USAGE, "the act is too large")
                             : send_act(c, kind, buffer_view(&j.text), &sent);
    buffer_done(&j.text);
    return status == CLI_DONE ? send_tell(c, kind, &sent) : status;
}

int member_motion_run(struct cli *c)
{
    const char *word = strchr(c->command->name, ' ') + 1;
    const char *reason = cli_given(c, "reason", 0);
    const char *body = cli_given(c, "body", 0);
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const char *target = reason == NULL ? c->arguments[0]
                                        : arena_printf(&c->arena, "%s: %s", c->arguments[0], reason);
    return put_motion(c, word, NULL, body == NULL ? cli_law(c)->bodies[0].name : bytes_of_text(body),
                      target);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Codes in any order, as the motion has them: ascending, with commas between. */
static const char *ascending(struct cli *c, const char *codes)
{
    char *items[MEMBERS_MAX];
    size_t count = 0;
    struct buffer b;
    for (const char *p = codes; *p != 0 && count < MEMBERS_MAX;) {
        const size_t len = strcspn(p, ",");
        items[count++] = arena_text(&c->arena, bytes_of(p, len));
        p += len + (p[len] == ',');
    }
    qsort(items, count, sizeof items[0], by_text);
    buffer_init(&b, ACT_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&b, "%s%s", i == 0 ? "" : ",", items[i]);
    }
    const char *text = arena_text(&c->arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

int matter_limit_run(struct cli *c)
{
    struct hash id;
    struct matter m;
    int status = cli_read(c);
    status = status == CLI_DONE ? resolve_matter(c, c->arguments[0], &id) : status;
    if (status != CLI_DONE) {
        return status;
    }
    if (!matter_get(c->reader.state, &id, &c->arena, &m)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no matter %s", c->arguments[0]);
    }
    return put_motion(c, "limited", &id, m.body, ascending(c, c->arguments[1]));
}

static int64_t number_of(struct cli *c, const struct hash *vote)
{
    struct vote x;
    return vote_get(c->reader.state, vote, &c->arena, &x) ? x.number : 0;
}

void status_show(struct cli *c, struct bytes member, bool whole)
{
    static const char *const words[][2] = {{"restored", "SUSPENDED"}, {"settled", "CONTESTED"}};
    struct claim *claims = NULL;
    struct status x;
    for (size_t kind = 0; kind < sizeof words / sizeof words[0]; kind++) {
        if (status_get(c->reader.state, (enum status_kind)kind, member, &x) && (x.stands || whole)) {
            (void)printf("  %s by vote %lld, %s, entry %lld\n", words[kind][x.stands],
                         (long long)number_of(c, &x.vote), cli_time(c, x.time_ms, false),
                         (long long)x.decided);
        }
    }
    const size_t count = claim_list(c->reader.state, member, &c->arena, &claims);
    for (size_t i = 0; i < count; i++) {
        (void)printf("  %s claims, %s, entry %lld:\n", text_of(c, claims[i].by),
                     cli_time(c, claims[i].time_ms, false), (long long)claims[i].stated);
        cli_wrap(stdout, "    ", cli_act_words(c, claims[i].stated, "text"), 100);
    }
}

/* Which rule decides, of a matter that was opened under a classification. */
static void show_class(struct cli *c, struct context *ctx, const struct matter *m)
{
    struct matter_class x;
    const struct bytes rule = classification_rule(ctx, m);
    if (classification_of(ctx, m) == NULL) {
        return;
    }
    if (!class_get(c->reader.state, &m->id, &x)) {
        (void)printf("not classified yet under %s: in doubt the rule is %s\n", text_of(c, m->rule),
                     text_of(c, rule));
        return;
    }
    (void)printf("class %s, %s", text_of(c, x.name), class_how_word(x.how));
    if (x.member.len > 0) {
        (void)printf(" by %s", text_of(c, x.member));
    }
    if (!hash_is_zero(&x.vote)) {
        (void)printf(" by vote %lld", (long long)number_of(c, &x.vote));
    }
    if (x.said > 0) {
        (void)printf(", %s, entry %lld", cli_time(c, x.time_ms, false), (long long)x.said);
    }
    (void)printf(": the rule is %s%s\n", text_of(c, rule), x.final ? "" : "; it may be appealed");
}

void course_show(struct cli *c, struct context *ctx, const struct matter *m)
{
    struct referral *steps = NULL;
    struct party *parties = NULL;
    struct limited limited;
    const size_t count = referral_list(c->reader.state, &m->id, &c->arena, &steps);
    for (size_t i = 0; i < count; i++) {
        const char *chair = steps[i].chair.len == 0
                                ? "by decision"
                                : arena_printf(&c->arena, "by the chair, %s", text_of(c, steps[i].chair));
        (void)printf("referred from %s to %s %s, %s, entry %lld\n", text_of(c, steps[i].from),
                     text_of(c, steps[i].to), chair, cli_time(c, steps[i].time_ms, false),
                     (long long)steps[i].entry);
    }
    show_class(c, ctx, m);
    if (limited_get(c->reader.state, &m->id, &c->arena, &limited)) {
        (void)printf("limited by vote %lld, %s, to", (long long)number_of(c, &limited.vote),
                     cli_time(c, limited.time_ms, false));
        for (size_t i = 0; i < limited.count; i++) {
            (void)printf(" %s", text_of(c, limited.members[i]));
        }
        (void)printf(": others are not bound and not spoken for\n");
    }
    const size_t said = party_list(c->reader.state, &m->id, &c->arena, &parties);
    for (size_t i = 0; i < said; i++) {
        (void)printf("%s is %s party to the dispute: %s, entry %lld\n", text_of(c, parties[i].member),
                     parties[i].party ? "a" : "no", parties[i].ruled ? "ruled by the chair" : "it says so",
                     (long long)parties[i].said);
    }
}

void course_write_class(struct cli *c, struct context *ctx, struct json_writer *w, const struct matter *m)
{
    struct matter_class x;
    if (classification_of(ctx, m) == NULL) {
        return;
    }
    const bool known = class_get(c->reader.state, &m->id, &x);
    json_object(w, "class");
    if (known) {
        json_integer(w, "entry", x.said);
        json_bool(w, "final", x.final);
        json_cstring(w, "how", class_how_word(x.how));
        json_text(w, "member", x.member);
        json_text(w, "name", x.name);
    }
    json_text(w, "rule", classification_rule(ctx, m));
    if (known) {
        json_integer(w, "vote", number_of(c, &x.vote));
    }
    json_end(w);
}

void course_write_limited(struct cli *c, struct json_writer *w, const struct matter *m)
{
    struct limited x;
    if (!limited_get(c->reader.state, &m->id, &c->arena, &x)) {
        return;
    }
    json_object(w, "limited");
    json_integer(w, "entry", x.decided);
    json_array(w, "members");
    for (size_t i = 0; i < x.count; i++) {
        json_text(w, NULL, x.members[i]);
    }
    json_end(w);
    json_integer(w, "vote", number_of(c, &x.vote));
    json_end(w);
}

void course_write_parties(struct cli *c, struct json_writer *w, const struct matter *m)
{
    struct party *list = NULL;
    const size_t count = party_list(c->reader.state, &m->id, &c->arena, &list);
    json_array(w, "parties");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_integer(w, "entry", list[i].said);
        json_text(w, "member", list[i].member);
        json_bool(w, "party", list[i].party);
        json_bool(w, "ruled", list[i].ruled);
        json_end(w);
    }
    json_end(w);
}

void course_write_referrals(struct cli *c, struct json_writer *w, const struct matter *m)
{
    struct referral *list = NULL;
    const size_t count = referral_list(c->reader.state, &m->id, &c->arena, &list);
    json_array(w, "referrals");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_hex(w, "by", hash_view(&list[i].by));
        json_text(w, "chair", list[i].chair);
        json_integer(w, "entry", list[i].entry);
        json_text(w, "from", list[i].from);
        json_text(w, "rule", list[i].rule);
        json_integer(w, "time", list[i].time_ms);
        json_text(w, "to", list[i].to);
        json_end(w);
    }
    json_end(w);
}

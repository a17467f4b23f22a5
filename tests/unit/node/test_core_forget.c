/* Words of drafts are forgotten when they are told to be, and kept while somebody counts on them. */
#include <string.h>

#include "codec/json.h"
#include "mechanism/matter.h"
#include "node/audit.h"
#include "support/host.h"

static void made(struct host *h, struct org *o)
{
    org_make(harness_arena(), &(struct org_options){.members = 3, .seed = 5}, o);
    host_found(h, o);
    host_settle(h);
}

static const struct client_answer *forget(struct host *h, const struct hash *subject)
{
    const struct client_request r = {.verb = CLIENT_forget, .subject = *subject};
    const uint64_t client = host_request(h, &r);
    return host_answer(h, client); /* at once */
}

static int64_t forgotten(struct host *h, const struct hash *subject)
{
    const struct json *top = NULL;
    int64_t n = -1;
    const struct client_answer *a = forget(h, subject);
    check_eq(a->outcome, OUTCOME_DONE);
    check_ok(json_parse_canonical(harness_arena(), a->content, a->content.len, &top, NULL));
    check_that(json_get_integer(top, "forgotten", &n));
    return n;
}

static void check_refused(struct host *h, const struct hash *subject, const char *name)
{
    const struct client_answer *a = forget(h, subject);
    check_eq(a->outcome, OUTCOME_REFUSED);
    check_bytes(a->name, bytes_of_text(name));
}

static struct hash alternative_of(struct host *h, const struct host_text *t)
{
    struct provision *list = NULL;
    struct alternative *alts = NULL;
    check_eq(provision_list(host_state(h), &t->matter, harness_arena(), &list), 1);
    check_that(alternative_list(host_state(h), &t->matter, list[0].id, harness_arena(), &alts) >= 1);
    return alts[0].root;
}

/* An audit of what is on the disk finds nothing, whatever was forgotten. */
static void check_audit(struct host *h, uint64_t words)
{
    struct audit_result r;
    const struct audit_options o = {.integrity = true};
    check_ok(audit_run(&h->world->env, "org", &o, &r));
    check_eq(r.wrong + r.missing, 0);
    check_eq(r.blobs, words);
    audit_done(&r);
}

TEST(the_words_of_a_matter_a_version_or_an_alternative_are_forgotten)
{
    struct host h;
    struct org o;
    made(&h, &o);
    const struct host_text one = host_text(&h, "one", 1);
    const struct host_text two = host_text(&h, "two", 2);
    const struct host_text three = host_text(&h, "three", 3);
    const struct hash alternative = alternative_of(&h, &three);
    check_audit(&h, 6);
    const struct hash digest = state_digest(host_state(&h));
    check_eq(forgotten(&h, &one.matter), 2);
    check_eq(forgotten(&h, &two.root), 2);
    check_eq(forgotten(&h, &alternative), 2);
    check_eq(forgotten(&h, &alternative), 0); /* again: nothing */
    const struct hash after = state_digest(host_state(&h));
    check_that(hash_equal(&digest, &after));
    check_audit(&h, 0);
    host_done(&h);
}

TEST(words_under_silence_are_kept_until_it_has_ended)
{
    struct host h;
    struct org o;
    made(&h, &o);
    struct host_text t = host_text(&h, "one", 1);
    const struct hash alternative = alternative_of(&h, &t);
    host_silence(&h, &t, 3600000);
    check_refused(&h, &t.matter, "under_silence");
    check_refused(&h, &t.root, "under_silence");
    check_refused(&h, &alternative, "under_silence");
    check_audit(&h, 2);
    host_say(&h, 1, "objection.raise", "ok", "{\"reason\":\"No.\",\"root\":\"%s\"}", hash_hex(&t.root).text);
    host_settle(&h);
    check_eq(forgotten(&h, &t.matter), 2);
    check_audit(&h, 0);
    host_done(&h);
}

TEST(adopted_words_are_kept)
{
    struct host h;
    struct org o;
    made(&h, &o);
    struct host_text t = host_text(&h, "one", 1);
    const struct hash alternative = alternative_of(&h, &t);
    host_silence(&h, &t, 10000);
    host_pass(&h, 30000);
    struct matter m;
    check_that(matter_get(host_state(&h), &t.matter, harness_arena(), &m));
    check_eq(m.stage, MATTER_ADOPTED);
    check_refused(&h, &t.matter, "adopted");
    check_refused(&h, &t.root, "adopted");
    check_refused(&h, &alternative, "adopted");
    check_audit(&h, 2);
    host_done(&h);
}

TEST(what_nobody_knows_is_not_forgotten)
{
    struct host h;
    struct org o;
    made(&h, &o);
    const struct hash none = hash_of(BYTES("nothing"));
    check_refused(&h, &none, "unknown_root");
    host_done(&h);
}

/* Where the secrets of a signer are not: in nothing that it writes but its state. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/log.h"
#include "codec/base64.h"
#include "unit/node/voiced.h"

enum { CANARIES_MAX = 80, WRITTEN_MAX = 1 << 22 };

struct canaries {
    size_t count;
    struct scalar secrets[CANARIES_MAX];
    struct buffer written; /* answers, what acts in them carry, and the log */
};

static void keep(struct canaries *c, const struct scalar *secret)
{
    for (size_t i = 0; i < c->count; i++) {
        if (scalar_equal(&c->secrets[i], secret)) {
            return;
        }
    }
    check_that(c->count < CANARIES_MAX);
    c->secrets[c->count++] = *secret;
}

static void look_inside(struct canaries *c, struct voiced *v)
{
    const struct signer_secrets *s = secret_read(&v->p.s->voice.vault);
    if (v->p.s->voice.joined) {
        keep(c, &s->reception);
    }
    if (v->p.s->voice.shared) {
        keep(c, &s->share);
    }
    for (size_t i = 0; i < COUPLES_KEPT; i++) {
        const struct frost_nonces *halves[] = {&s->couples[i].raw, &s->couples[i].sshsig};
        for (size_t k = 0; k < 2 && s->couples[i].live; k++) {
            keep(c, &halves[k]->hiding);
            keep(c, &halves[k]->binding);
        }
    }
    secret_close(&v->p.s->voice.vault);
}

static void ask(struct canaries *c, struct voiced *v, const struct signer_request *r)
{
    static const char *const fields[] = {"dealing", "proof", "couples"};
    struct bytes content;
    struct act act;
    look_inside(c, v);
    log_set_level(LOG_DEBUG); /* worlds silence it */
    const enum signer_refusal refusal = probe_ask(&v->p, r, &content);
    log_set_level(LOG_NOTHING);
    buffer_add_bytes(&c->written, content);
    if (refusal == REFUSE_none && act_decode(harness_arena(), content, &act, NULL) == ACCEPTED) {
        struct dsse d;
        check_ok(dsse_read(harness_arena(), content, &d));
        buffer_add_bytes(&c->written, d.payload);
        for (size_t i = 0; i < 3; i++) {
            const bool has = memmem(d.payload.data, d.payload.len, fields[i], strlen(fields[i])) != NULL;
            if (has) {
                buffer_add_bytes(&c->written, act_value(&act, fields[i])->text);
            }
        }
    }
    look_inside(c, v);
}

/* In bytes, in hexadecimal of either case, and in base64 at each of its three alignments. */
static size_t find(const struct canaries *c, struct bytes where)
{
    size_t found = 0;
    for (size_t i = 0; i < c->count; i++) {
        const struct bytes secret = scalar_view(&c->secrets[i]);
        char hex[2 * SCALAR_BYTES + 1];
        char upper[sizeof hex];
        hex_encode(secret, hex);
        for (size_t k = 0; k < sizeof hex; k++) {
            upper[k] = (char)(hex[k] >= 'a' ? hex[k] - 'a' + 'A' : hex[k]);
        }
        found += memmem(where.data, where.len, secret.data, secret.len) != NULL;
        found += memmem(where.data, where.len, hex, sizeof hex - 1) != NULL;
        found += memmem(where.data, where.len, upper, sizeof upper - 1) != NULL;
        for (size_t skip = 0; skip < 3; skip++) {
            struct buffer text;
            buffer_init(&text, 256);
            buffer_add_base64(&text, bytes_of(secret.data + skip, 27));
            found += memmem(where.data, where.len, text.data, text.len) != NULL;
            buffer_done(&text);
        }
    }
    return found;
}

/* Everything that is asked, and what is refused and logged too. */
static void live(struct canaries *c, struct voiced *v)
{
    voiced_to_join(v);
    voiced_done(v);
    voiced_to_deal(v);
    const struct act act = probe_act(&v->p, &v->deal, "node.deal");
    ask(c, v, &v->join);
    voiced_deal_all(v, act_value(&act, "dealing")->text, true);
    ask(c, v, &v->confirm); /* a lying dealer is logged */
    voiced_done(v);
    voiced_to_confirm(v);
    ask(c, v, &v->deal);
    voiced_show(v);
    ask(c, v, &v->confirm);
    ask(c, v, &v->confirm);
    voiced_done(v);
    voiced_to_share(v);
    look_inside(c, v);
    ask(c, v, &v->nonces);
    ask(c, v, &v->share);
    voiced_show(v);
    ask(c, v, &v->share); /* spent */
    v->share.share.file = BYTES("another file");
    ask(c, v, &v->share);
    v->p.h.world->faults.fail_from = v->p.h.world->faults.operations + 1;
    v->p.h.world->faults.error = ERROR_IO;
    ask(c, v, &v->join);
    voiced_session(v, 3);
    ask(c, v, &v->share);
    v->p.h.world->faults.fail_from = 0;
}

TEST(no_secret_is_in_anything_that_a_signer_writes)
{
    struct canaries c = {.count = 0};
    struct voiced v;
    buffer_init(&c.written, WRITTEN_MAX);
    const char *path = arena_printf(harness_arena(), "%s/log", harness_folder());
    const int errors = dup(STDERR_FILENO);
    check_that(errors >= 0 && freopen(path, "w", stderr) != NULL);
    live(&c, &v);
    (void)fflush(stderr);
    check_that(dup2(errors, STDERR_FILENO) >= 0 && close(errors) == 0);
    const struct bytes log = harness_file(path);
    check_that(memmem(log.data, log.len, "share_bad", 9) != NULL); /* there was something to write */
    buffer_add_bytes(&c.written, log);
    harness_note("%zu secrets, %zu bytes", c.count, c.written.len);
    check_that(c.count > 40 && c.written.len > 9000 && !c.written.overflow);
    check_eq(find(&c, buffer_view(&c.written)), 0);
    for (size_t i = 0; i < WORLD_FILES_MAX; i++) {
        const struct world_file *f = &v.p.h.world->files[i];
        if (f->path != NULL && strcmp(f->path, "probe") != 0) {
            check_eq(find(&c, world_content(f)), 0);
        }
    }
    /* The search finds what is there: the state holds the share. */
    check_that(find(&c, world_content(world_find(v.p.h.world, "probe"))) > 0);
    buffer_done(&c.written);
    voiced_done(&v);
}

/* Whether the system keeps this page out of core dumps ("dd") and out of swap ("lo"). */
static bool has_flag(const void *page, const char *flag)
{
    FILE *f = fopen("/proc/self/smaps", "r");
    char line[512];
    bool here = false;
    bool has = false;
    check_that(f != NULL);
    while (fgets(line, sizeof line, f) != NULL) {
        char *end = NULL;
        const unsigned long long from = strtoull(line, &end, 16);
        if (*end == '-') {
            const unsigned long long to = strtoull(end + 1, NULL, 16);
            here = (uintptr_t)page >= from && (uintptr_t)page < to;
        }
        has = has || (here && strncmp(line, "VmFlags:", 8) == 0 && strstr(line, flag) != NULL);
    }
    (void)fclose(f);
    return has;
}

TEST(secrets_are_out_of_core_dumps_and_out_of_swap)
{
    struct voiced v;
#ifdef __SANITIZE_ADDRESS__
    harness_skip("the sanitizers make mlock do nothing and say that it did");
#endif
    voiced_to_share(&v);
    if (!v.p.s->voice.vault.locked) {
        voiced_done(&v);
        harness_skip("memory cannot be locked here");
    }
    check_that(has_flag(v.p.s->voice.vault.data, " dd"));
    check_that(has_flag(v.p.s->voice.vault.data, " lo"));
    check_that(!has_flag(&v, " dd")); /* the search tells one page from another */
    voiced_done(&v);
}

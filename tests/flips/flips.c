#include "flips.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "node/audit.h"

/* Nothing that a changed byte can do may take longer; a sanitizer is slow. */
enum { SECONDS_MAX = 60 };

static const struct audit_options whole = {.integrity = true};
/* All of it but the replay, up to the first finding. */
static const struct audit_options stored = {.integrity = true, .signatures_only = true, .first_only = true};

static char trying[200];

static void too_long(int signal_number)
{
    (void)signal_number;
    static const char words[] = "does not end: ";
    (void)!write(STDERR_FILENO, words, sizeof words - 1);
    (void)!write(STDERR_FILENO, trying, strlen(trying));
    (void)!write(STDERR_FILENO, "\n", 1);
    _exit(1);
}

static uint64_t audit_findings(const struct flips *f, const struct audit_options *options, bool expect_none)
{
    struct audit_result r;
    const enum error e = audit_run(&f->world->env, "org", options, &r);
    const uint64_t findings = r.wrong + r.missing;
    if (e != OK || (expect_none && findings > 0)) {
        harness_note("%s: %s", trying, buffer_text(&r.findings));
    }
    audit_done(&r);
    check_ok(e); /* damage is no error: it is found */
    return findings;
}

static void begin(struct flips *f)
{
    check_eq(audit_findings(f, &whole, true), 0);
    check_eq(audit_findings(f, &stored, true), 0);
    answers_of(&f->world->env, "org", f->answers);
    (void)signal(SIGALRM, too_long);
    /* The same memory is wanted again by every flip: it is not given back in between. */
    (void)mallopt(M_TRIM_THRESHOLD, 64 << 20);
    (void)mallopt(M_MMAP_THRESHOLD, 32 << 20);
}

/* The name of a view that answers otherwise, NULL: none does. `deleted`: checkpoints and words of drafts may
 * be gone. Both can be deleted so that nobody misses them; a page that stands in for theirs does no more. */
static const char *difference(const struct flips *f, bool deleted)
{
    struct hash now[VIEWS];
    answers_of(&f->world->env, "org", now);
    for (unsigned v = 0; v < VIEWS; v++) {
        const bool may_be_gone = deleted && (v == VIEW_CHECKPOINTS || v == VIEW_TEXTS);
        if (!may_be_gone && !hash_equal(&now[v], &f->answers[v])) {
            return answers_view_name((enum answers_view)v);
        }
    }
    return NULL;
}

/* The replay reads nothing of the files but the entries and what they carry. Where these are as they were,
 * which the answers say, it cannot come out otherwise, and most times it is not run again. */
static void judge(struct flips *f, bool replay, bool deleted)
{
    const bool reported = audit_findings(f, &stored, false) > 0;
    if (reported) {
        f->counts.reported++;
        if (replay) {
            check_that(audit_findings(f, &whole, false) > 0);
        }
        return;
    }
    const char *different = difference(f, deleted);
    if (different == NULL) {
        f->counts.harmless++;
        if (replay) {
            f->counts.replayed++;
            check_eq(audit_findings(f, &whole, true), 0);
        }
        return;
    }
    if (audit_findings(f, &whole, false) == 0) {
        harness_note("%s: nothing is reported, and another answer is given: %s", trying, different);
        check_that(false);
    }
    f->counts.reported++;
}

void flips_try(struct flips *f, const char *path, size_t at, uint8_t pattern, bool replay)
{
    struct world_file *file = world_find(f->world, path);
    check_that(file != NULL && at < file->len && pattern != 0);
    (void)snprintf(trying, sizeof trying, "%s, byte %zu of %zu, pattern %02x", path, at, file->len, pattern);
    file->data[at] ^= pattern;
    (void)alarm(SECONDS_MAX);
    judge(f, replay, false);
    (void)alarm(0);
    file->data[at] ^= pattern;
    f->counts.flips++;
}

/* What was done, in words. */
static const char *mangle(struct world_file *file, struct prng *p)
{
    enum { PAGE = 4096 };
    uint8_t page[PAGE];
    const size_t pages = file->len / PAGE;
    uint8_t *one = file->data + prng_below(p, pages) * PAGE;
    uint8_t *other = file->data + prng_below(p, pages) * PAGE;
    switch (prng_below(p, 5)) {
    case 0:
        memcpy(page, one, PAGE);
        memmove(one, other, PAGE);
        memcpy(other, page, PAGE);
        return "two pages change places";
    case 1:
        memmove(one, other, PAGE);
        return "a page stands in for another";
    case 2:
        file->len = (size_t)prng_below(p, file->len);
        return "the end is gone";
    case 3:
        for (uint64_t n = 2 + prng_below(p, 30); n > 0; n--) {
            file->data[prng_below(p, file->len)] = (uint8_t)prng_below(p, 256);
        }
        return "bytes anywhere";
    default: /* of the head of a page: what it is, how many rows it has and where they are */
        for (uint64_t n = 1 + prng_below(p, 6); n > 0; n--) {
            one[prng_below(p, 40)] = (uint8_t)prng_below(p, 256);
        }
        return "the head of a page";
    }
}

void flips_mangle(struct flips *f, const char *path, struct prng *p)
{
    struct world_file *file = world_find(f->world, path);
    check_that(file != NULL);
    const size_t len = file->len;
    uint8_t *copy = malloc(len);
    check_that(copy != NULL);
    memcpy(copy, file->data, len);
    const char *what = mangle(file, p);
    (void)snprintf(trying, sizeof trying, "%s, number %llu: %s", path, (unsigned long long)f->counts.flips,
                   what);
    (void)alarm(SECONDS_MAX);
    judge(f, true, true);
    (void)alarm(0);
    memcpy(file->data, copy, len);
    file->len = len;
    free(copy);
    f->counts.flips++;
}

void flips_done(struct flips *f)
{
    world_free(f->world);
    f->world = NULL;
}

/* The files alone go on: closed, with nothing in a log. */
static void take_files(struct flips *f, struct host *h)
{
    const uint64_t size = record_size(host_record(h));
    for (uint64_t i = 0; i < size; i++) {
        struct entry e;
        check_ok(record_read(host_record(h), i, harness_arena(), &e, NULL));
        f->acts += e.type == ENTRY_ACT;
    }
    host_close(h);
    f->world = h->world;
    h->world = NULL;
    begin(f);
}

static void found(struct host *h, struct org *o, size_t members)
{
    org_make(harness_arena(), &(struct org_options){.members = members, .seed = 3}, o);
    host_found(h, o);
    host_settle(h);
}

void flips_small(struct flips *f)
{
    struct host h;
    struct org o;
    *f = (struct flips){.acts = 0};
    found(&h, &o, 2);
    struct host_text text = host_text(&h, "one", 1);
    (void)host_say(&h, 0, "matter.hold", "ok",
                   "{\"matter\":\"%s\",\"provision\":\"one\",\"reason\":\"Why.\",\"release\":\"Then.\"}",
                   org_hex(harness_arena(), &text.matter));
    (void)host_say(&h, 0, "matter.release", "ok", "{\"matter\":\"%s\",\"provision\":\"one\"}",
                   org_hex(harness_arena(), &text.matter));
    (void)host_say(&h, 0, "matter.explain", "ok", "{\"root\":\"%s\",\"text\":\"A word.\"}",
                   org_hex(harness_arena(), &text.root));
    for (size_t i = 0; i < 2; i++) {
        (void)host_say(&h, i, "matter.position", "ok", "{\"position\":\"Y\",\"root\":\"%s\"}",
                       org_hex(harness_arena(), &text.root));
    }
    (void)host_say(&h, 1, "body.chair", "not_chair", "{\"body\":\"council\",\"member\":\"A02\"}");
    (void)host_say(&h, 1, "body.seat", "composition_fixed", "{\"body\":\"council\",\"seated\":false}");
    (void)host_say(&h, 0, "body.chair", "ok", "{\"body\":\"group\",\"member\":\"A02\"}");
    host_silence(&h, &text, 10000);
    host_pass(&h, 14000);
    check_eq(host_count(&h, "text.open", "ok"), 2);
    take_files(f, &h);
}

/* Positions, explanations and brackets on one text: each act is another, and most replace an earlier one. */
static struct bytes one_act(struct host *h, const struct host_text *text, size_t n)
{
    struct arena *a = harness_arena();
    const char *root = org_hex(a, &text->root);
    struct org_act act = {.member = n % h->org->options.members, .key = ORG_MINISTER};
    if (n % 7 == 0) {
        act.kind = "matter.explain";
        act.body = arena_printf(a, "{\"root\":\"%s\",\"text\":\"Word %zu.\"}", root, n);
    } else if (n % 7 == 1) {
        act.kind = "matter.hold";
        act.body = arena_printf(
            a, "{\"matter\":\"%s\",\"provision\":\"one\",\"reason\":\"Reason %zu\",\"release\":\"None.\"}",
            org_hex(a, &text->matter), n);
    } else {
        act.kind = "matter.position";
        act.body = arena_printf(a, "{\"position\":\"%c\",\"root\":\"%s\"}", "YA"[n % 2], root);
    }
    return org_sign(h->org, a, &act);
}

void flips_large(struct flips *f)
{
    enum { ACTS = 1000, TOGETHER = 20, MEMBERS = 6, BESIDE = 56 };
    struct host h;
    struct org o;
    *f = (struct flips){.acts = 0};
    found(&h, &o, MEMBERS);
    record_bound(host_record(&h), 150);
    state_bound(host_state(&h), (size_t)16 * 1024, (size_t)4 * 1024);
    struct host_text adopted = host_text(&h, "one", 1);
    struct host_text broken = host_text(&h, "two", 2);
    struct host_text text = host_text(&h, "three", 3);
    host_silence(&h, &adopted, 10000);
    host_silence(&h, &broken, 10000);
    host_pass(&h, 5000);
    (void)host_say(&h, 2, "objection.raise", "ok", "{\"reason\":\"No.\",\"root\":\"%s\"}",
                   org_hex(harness_arena(), &broken.root));
    host_pass(&h, 60000);
    for (size_t n = 0; n < ACTS - BESIDE; n++) {
        (void)host_submit(&h, one_act(&h, &text, n));
        if (n % TOGETHER == 0) {
            host_pass(&h, 1000);
        }
    }
    host_pass(&h, 400000);
    take_files(f, &h);
}

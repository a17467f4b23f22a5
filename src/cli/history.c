/* univocal rule history: a rule through the versions of the charter, what each changed in it, and what was
 * decided under each. */
#include "base/check.h"
#include "base/limits.h"
#include "charter/difference.h"
#include "charter/print.h"
#include "cli/run.h"
#include "mechanism/amendment.h"
#include "mechanism/law.h"
#include "record/fact.h"

/* A rule as it stood in one version of the charter, or in several that did not change it. */
struct chapter {
    int64_t first; /* versions of the charter */
    int64_t last;
    const struct charter *charter; /* of the first */
    struct charter_version version;
    bool there; /* the charter has the rule */
    struct bytes text;
};

struct decided {
    int64_t entry;
    struct fact_close fact;
    size_t chapter;
};

struct history {
    struct cli *c;
    struct context context;
    enum error failed;
    struct bytes rule;
    size_t chapter_count;
    struct chapter *chapters;
    size_t decided_count;
    struct decided *decided;
};

static const char *text_of(struct cli *c, struct bytes s)
{
    return arena_text(&c->arena, s);
}

/* All versions by date that a charter has of the rule, in its words. */
static struct bytes rule_text(struct history *h, const struct charter *charter, bool *there)
{
    struct buffer b;
    buffer_init(&b, (size_t)16 * CHARTER_BYTES_MAX);
    *there = false;
    for (size_t i = 0; i < charter->rule_count; i++) {
        if (bytes_equal(charter->rules[i].name, h->rule)) {
            charter_print_rule(&b, &charter->rules[i]);
            *there = true;
        }
    }
    check(!b.overflow);
    const struct bytes text = arena_copy(&h->c->arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static void read_chapters(struct history *h)
{
    const int64_t versions = charter_counts_get(h->c->reader.state).versions;
    h->chapters = ARENA_ARRAY(&h->c->arena, struct chapter, (size_t)versions);
    for (int64_t n = 1; n <= versions && h->failed == OK; n++) {
        struct chapter x = {.first = n, .last = n, .charter = law_charter(&h->context, n)};
        struct chapter *before = h->chapter_count == 0 ? NULL : &h->chapters[h->chapter_count - 1];
        (void)charter_version_get(&h->context, n, &x.version);
        x.text = rule_text(h, x.charter, &x.there);
        if (before != NULL && before->there == x.there && bytes_equal(before->text, x.text)) {
            before->last = n;
        } else {
            h->chapters[h->chapter_count++] = x;
        }
    }
}

/* By the charter that the close names: the newest version of this hash that was in force by then. */
static size_t chapter_of(struct history *h, const struct fact_close *f, int64_t entry)
{
    size_t found = 0;
    for (size_t i = 0; i < h->chapter_count; i++) {
        for (int64_t n = h->chapters[i].first; n <= h->chapters[i].last; n++) {
            struct charter_version v;
            if (charter_version_get(&h->context, n, &v) && hash_equal(&v.charter, &f->charter) &&
                (n == 1 || (v.in_force > 0 && v.in_force < entry))) {
                found = i;
            }
        }
    }
    return found;
}

static enum error read_decided(struct history *h)
{
    struct record *record = h->c->reader.record;
    struct arena scratch;
    enum error e = OK;
    size_t room = 0;
    arena_init(&scratch);
    for (uint64_t i = 1; e == OK && i < record_size(record); i++) {
        struct entry entry;
        struct bytes body;
        struct fact_close f;
        arena_clear(&scratch);
        e = record_read(record, i, &scratch, &entry, &body);
        if (e != OK || entry.type != ENTRY_FACT || fact_read_close(&scratch, body, &f) != OK ||
            !bytes_equal(f.rule_name, h->rule)) {
            continue;
        }
        if (h->decided_count == room) {
            room = 2 * room + 16;
            struct decided *more = ARENA_ARRAY(&h->c->arena, struct decided, room);
            for (size_t k = 0; k < h->decided_count; k++) {
                more[k] = h->decided[k];
            }
            h->decided = more;
        }
        check(fact_read_close(&h->c->arena, arena_copy(&h->c->arena, body), &f) == OK);
        h->decided[h->decided_count++] = (struct decided){(int64_t)i, f, chapter_of(h, &f, (int64_t)i)};
    }
    arena_done(&scratch);
    return e;
}

static const char *name_of_matter(struct history *h, const struct hash *id)
{
    struct matter m;
    struct cli *c = h->c;
    return matter_get(c->reader.state, id, &c->arena, &m)
               ? arena_printf(&c->arena, "%s/%s", text_of(c, m.body), text_of(c, m.reference))
               : "a vote without a matter";
}

/* What the first version of a chapter changed in the rule. */
static struct bytes change_of(struct history *h, size_t index)
{
    struct arena *a = &h->c->arena;
    struct buffer b;
    const struct charter *before = law_charter(&h->context, h->chapters[index].first - 1);
    const struct difference_list list = difference_of(a, before, h->chapters[index].charter);
    buffer_init(&b, FRAME_BYTES_MAX);
    for (size_t i = 0; i < list.count; i++) {
        const struct difference_part *part =
            list.items[i].after != NULL ? list.items[i].after : list.items[i].before;
        if (part->kind == PART_RULE && bytes_equal(part->name, h->rule)) {
            difference_write_one(&b, a, &list.items[i]);
        }
    }
    const struct bytes text = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static void show_since(struct history *h, const struct chapter *x)
{
    struct cli *c = h->c;
    if (x->first == x->last) {
        (void)printf("\nVersion %lld of the charter: ", (long long)x->first);
    } else {
        (void)printf("\nVersions %lld to %lld of the charter: ", (long long)x->first, (long long)x->last);
    }
    if (x->first == 1) {
        (void)printf("since the founding, %s\n", cli_time(c, x->version.since_ms, false));
    } else if (x->version.in_force > 0) {
        (void)printf("since %s, entry %lld, decided at entry %lld\n", cli_time(c, x->version.since_ms, false),
                     (long long)x->version.in_force, (long long)x->version.close);
    } else {
        (void)printf("decided at entry %lld, not in force before %s\n", (long long)x->version.close,
                     text_of(c, x->version.from));
    }
}

static void show_chapter(struct history *h, size_t index)
{
    struct cli *c = h->c;
    const struct chapter *x = &h->chapters[index];
    size_t count = 0;
    show_since(h, x);
    if (index > 0) {
        const struct bytes change = change_of(h, index);
        (void)fwrite(change.data, 1, change.len, stdout);
    } else if (x->there) {
        (void)fwrite(x->text.data, 1, x->text.len, stdout);
    }
    if (!x->there) {
        (void)printf("  the charter has no such rule\n");
    }
    for (size_t i = 0; i < h->decided_count; i++) {
        const struct decided *d = &h->decided[i];
        if (d->chapter != index) {
            continue;
        }
        count++;
        (void)printf("  entry %lld  %s  %s: %s (%s)", (long long)d->entry,
                     cli_time(c, d->fact.time_ms, false), name_of_matter(h, &d->fact.matter),
                     text_of(c, d->fact.outcome), text_of(c, d->fact.reason));
        if (d->fact.statement > 0) {
            (void)printf(", statement %lld", (long long)d->fact.statement);
        }
        (void)putchar('\n');
    }
    if (count == 0 && x->there) {
        (void)printf("  nothing was decided under it\n");
    }
}

static void write_chapter(struct history *h, struct json_writer *w, size_t index)
{
    const struct chapter *x = &h->chapters[index];
    json_object(w, NULL);
    json_text(w, "change", index > 0 ? change_of(h, index) : BYTES(""));
    json_hex(w, "charter", hash_view(&x->version.charter));
    json_array(w, "decisions");
    for (size_t i = 0; i < h->decided_count; i++) {
        const struct decided *d = &h->decided[i];
        if (d->chapter != index) {
            continue;
        }
        json_object(w, NULL);
        json_integer(w, "entry", d->entry);
        json_cstring(w, "matter", name_of_matter(h, &d->fact.matter));
        json_text(w, "outcome", d->fact.outcome);
        json_text(w, "reason", d->fact.reason);
        json_hex(w, "rule", hash_view(&d->fact.rule));
        json_integer(w, "statement", d->fact.statement);
        json_integer(w, "time", d->fact.time_ms);
        json_end(w);
    }
    json_end(w);
    json_integer(w, "first", x->first);
    json_integer(w, "in_force", x->version.in_force);
    json_integer(w, "last", x->last);
    json_integer(w, "since", x->version.since_ms);
    json_text(w, "text", x->text);
    json_end(w);
}

static void write_history(struct history *h)
{
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, (size_t)16 * FRAME_BYTES_MAX);
    json_object(w, NULL);
    json_text(w, "rule", h->rule);
    json_array(w, "versions");
    for (size_t i = 0; i < h->chapter_count; i++) {
        write_chapter(h, w, i);
    }
    json_end(w);
    json_end(w);
    cli_json_end(&j);
}

int rule_history_run(struct cli *c)
{
    struct history h = {.c = c, .rule = bytes_of_text(c->arguments[0])};
    int status = cli_read(c);
    bool there = false;
    if (status != CLI_DONE) {
        return status;
    }
    h.context = cli_context(c, &h.failed);
    read_chapters(&h);
    for (size_t i = 0; i < h.chapter_count; i++) {
        there = there || h.chapters[i].there;
    }
    if (h.failed == OK && !there) {
        return cli_fail(c, CLI_UNKNOWN,
                        "no version of the charter has a rule %s: `univocal body show BODY` has them",
                        c->arguments[0]);
    }
    const enum error e = h.failed != OK ? h.failed : read_decided(&h);
    if (e != OK) {
        return cli_error(c, e, "reading the record");
    }
    if (c->json) {
        write_history(&h);
        return CLI_DONE;
    }
    (void)printf("%srule %s\n", cli_mark(c), c->arguments[0]);
    for (size_t i = 0; i < h.chapter_count; i++) {
        show_chapter(&h, i);
    }
    return CLI_DONE;
}

/* univocal record show, prove, checkpoint: entries and their proofs. */
#include <stdlib.h>
#include <string.h>

#include "analysis/find.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"
#include "cli/run.h"
#include "cli/send.h"
#include "interop/tlog_proof.h"
#include "mechanism/rejections.h"
#include "record/fact.h"

enum { FOUND_ENTRIES = 50, FOUND_BYTES_MAX = 1024 * 1024 }; /* in one answer */

/* An entry by its index, its id, or `last`. */
static int find_entry(struct cli *c, const char *text, uint64_t *index)
{
    struct hash id;
    int64_t n = 0;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const uint64_t size = record_size(c->reader.record);
    if (strcmp(text, "last") == 0) {
        *index = size - 1;
        return CLI_DONE;
    }
    if (num_parse(bytes_of_text(text), INTEGER_MAX, &n)) {
        *index = (uint64_t)n;
        return *index < size ? CLI_DONE
                             : cli_fail(c, CLI_UNKNOWN, "the record has %llu entries, from 0",
                                        (unsigned long long)size);
    }
    if (!hash_parse(bytes_of_text(text), &id)) {
        return cli_fail(c, CLI_USAGE, "an entry is named by its number, its id of 64 digits, or `last`");
    }
    const enum error e = record_find(c->reader.record, &id, index);
    return e == OK                ? CLI_DONE
           : e == ERROR_NOT_FOUND ? cli_fail(c, CLI_UNKNOWN, "nothing of that id is in the record")
                                  : cli_error(c, e, "reading the record");
}

static void show_line(struct cli *c, const struct entry *e, struct bytes carried)
{
    struct act act;
    if (e->type == ENTRY_ACT && act_decode(&c->arena, carried, &act, NULL) == ACCEPTED) {
        (void)printf("%6llu  %s  %-20s %-10.*s %s\n", (unsigned long long)e->index,
                     cli_time(c, e->time_ms, true), act.kind->name, (int)act.frame.member.len,
                     (const char *)act.frame.member.data, e->result);
        return;
    }
    const struct bytes kind = fact_kind(&c->arena, carried);
    (void)printf("%6llu  %s  (%.*s)\n", (unsigned long long)e->index, cli_time(c, e->time_ms, true),
                 (int)kind.len, (const char *)kind.data);
}

int record_list_run(struct cli *c)
{
    uint64_t from = 0;
    uint64_t to = 0;
    int status = cli_read(c);
    status =
        status == CLI_DONE ? find_entry(c, c->argument_count > 0 ? c->arguments[0] : "0", &from) : status;
    status =
        status == CLI_DONE ? find_entry(c, c->argument_count > 1 ? c->arguments[1] : "last", &to) : status;
    if (status == CLI_DONE && from > to) {
        return cli_fail(c, CLI_USAGE, "entry %llu comes after entry %llu: the first is named first",
                        (unsigned long long)from, (unsigned long long)to);
    }
    if (status == CLI_DONE && !c->json) {
        const struct bytes name = cli_organisation(c)->name;
        (void)printf("%s%.*s\n", cli_mark(c), (int)name.len, (const char *)name.data);
    }
    for (uint64_t i = from; status == CLI_DONE && i <= to; i++) {
        struct entry entry;
        struct bytes carried;
        const enum error e = record_read(c->reader.record, i, &c->arena, &entry, &carried);
        if (e != OK) {
            status = cli_error(c, e, "reading the record");
            break;
        }
        if (c->json) {
            struct buffer b;
            buffer_init(&b, ENTRY_BYTES_MAX);
            entry_write(&b, &entry);
            cli_print_json(&b);
            buffer_done(&b);
        } else {
            show_line(c, &entry, carried);
        }
        arena_clear(&c->arena);
    }
    return status;
}

/* What an entry carries, as it stands. */
int record_show_run(struct cli *c)
{
    uint64_t index = 0;
    struct entry entry;
    struct bytes carried;
    int status = find_entry(c, c->arguments[0], &index);
    if (status != CLI_DONE) {
        return status;
    }
    const enum error e = record_read(c->reader.record, index, &c->arena, &entry, &carried);
    if (e != OK) {
        return cli_error(c, e, "reading the record");
    }
    if (cli_given(c, "envelope", 0) != NULL) {
        (void)printf("%.*s\n", (int)carried.len, (const char *)carried.data);
        return CLI_DONE;
    }
    struct buffer b;
    buffer_init(&b, ENTRY_BYTES_MAX);
    entry_write(&b, &entry);
    cli_print_json(&b);
    buffer_done(&b);
    if (c->json) {
        return CLI_DONE;
    }
    const char *text = rejection_text_of(entry.result);
    (void)printf("%s%s: %s\n", cli_mark(c), entry.result, text == NULL ? "" : text);
    struct dsse d;
    if (entry.type == ENTRY_ACT && dsse_read(&c->arena, carried, &d) == OK) {
        (void)printf("%.*s\n", (int)d.payload.len, (const char *)d.payload.data);
    } else {
        (void)printf("%.*s\n", (int)carried.len, (const char *)carried.data);
    }
    return CLI_DONE;
}

static void show_found_lines(struct cli *c, const struct found *things, size_t count,
                             const struct found_entries *entries)
{
    (void)printf("%s%zu thing%s, %zu entr%s\n", cli_mark(c), count, count == 1 ? "" : "s", entries->count,
                 entries->count == 1 ? "y" : "ies");
    for (size_t i = 0; i < count; i++) {
        const struct found *x = &things[i];
        (void)printf("  %s%s%s%s%s\n", found_word(x->noun), x->name.len > 0 ? " " : "",
                     arena_text(&c->arena, x->name), x->title.len > 0 ? ": " : "",
                     arena_text(&c->arena, x->title));
    }
    for (size_t i = 0; i < entries->count; i++) {
        show_line(c, &entries->lines[i].entry, entries->lines[i].carried);
    }
    if (entries->before > 0) {
        (void)printf("entries before %lld were not read: --before %lld goes on\n", (long long)entries->before,
                     (long long)entries->before);
    }
}

/* What something stands for; 3 if nothing on the record is called so and no entry that was read has it. */
int record_find_run(struct cli *c)
{
    struct found things[FOUND_MAX];
    struct found_entries entries;
    struct cli_json j;
    enum error failed = OK;
    uint64_t before = 0;
    const struct bytes text = bytes_of_text(c->arguments[0]);
    const char *given = cli_given(c, "before", 0);
    int status = text.len > 0 && text_is_line(text)
                     ? cli_read(c)
                     : cli_fail(c, CLI_USAGE, "what is looked for is one line of text");
    status = status == CLI_DONE && given != NULL ? find_entry(c, given, &before) : status;
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    const uint64_t size = record_size(c->reader.record);
    const size_t count = before == 0 ? find_things(&ctx, LANGUAGE_EN, size, text, things) : 0;
    const enum error e = find_entries(&ctx, size, text, before, FOUND_ENTRIES, &entries);
    failed = failed == OK ? e : failed;
    if (failed != OK) {
        return cli_error(c, failed, "reading the record");
    }
    if (c->json) {
        show_found(cli_json_begin(&j, FOUND_BYTES_MAX), things, count, &entries);
        cli_json_end(&j);
    } else {
        show_found_lines(c, things, count, &entries);
    }
    return count + entries.count > 0 ? CLI_DONE : CLI_UNKNOWN;
}

/* C2SP tlog-proof of one entry against the newest checkpoint that covers it. */
int record_prove_run(struct cli *c)
{
    uint64_t index = 0;
    uint64_t size = 0;
    struct bytes note;
    struct proof proof;
    int status = find_entry(c, c->arguments[0], &index);
    if (status != CLI_DONE) {
        return status;
    }
    enum error e = checkpoints_last(c->reader.checkpoints, &c->arena, &size, &note);
    if (e == ERROR_NOT_FOUND || (e == OK && size <= index)) {
        return cli_fail(c, CLI_UNKNOWN,
                        "no checkpoint covers entry %llu yet: `univocal record checkpoint` asks for one",
                        (unsigned long long)index);
    }
    e = e == OK ? record_prove_leaf(c->reader.record, index, size, &proof) : e;
    if (e != OK) {
        return cli_error(c, e, "proving");
    }
    struct buffer b;
    buffer_init(&b, NOTE_BYTES_MAX + 64 * PROOF_STEPS_MAX);
    tlog_proof_write(&b, &(struct tlog_proof){.index = index, .steps = proof, .checkpoint = note});
    if (c->json) {
        struct cli_json j;
        struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
        json_object(w, NULL);
        json_integer(w, "index", (int64_t)index);
        json_text(w, "proof", buffer_view(&b));
        json_end(w);
        cli_json_end(&j);
    } else {
        (void)fwrite(b.data, 1, b.len, stdout);
    }
    buffer_done(&b);
    return CLI_DONE;
}

int record_checkpoint_run(struct cli *c)
{
    struct client_answer a;
    int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const struct client_request r = {.verb = CLIENT_checkpoint, .size = record_size(c->reader.record)};
    status = send_request(c, &r, &a);
    if (status == CLI_DONE && c->json) {
        struct cli_json j;
        struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
        json_object(w, NULL);
        json_text(w, "checkpoint", a.content);
        json_end(w);
        cli_json_end(&j);
    } else if (status == CLI_DONE) {
        (void)printf("%.*s", (int)a.content.len, (const char *)a.content.data);
    }
    return status;
}

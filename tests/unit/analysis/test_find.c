/* What a search of entries finds, and how far it reads. docs/protocol/web.md, 16. */
#include "analysis/find.h"

#include <stdio.h>

#include "base/limits.h"
#include "record/record.h"
#include "support/harness.h"

static struct database *db; /* of the record that is open */

static struct record *open_record(uint64_t size, struct bytes (*carried_of)(uint64_t))
{
    struct record *r = NULL;
    const struct database_options o = {.create = true, .schema = record_schema, .version = 1};
    check_ok(database_open(&db, arena_printf(harness_arena(), "%s/record", harness_folder()), &o));
    check_ok(record_open(&r, db));
    check_ok(database_begin(db));
    for (uint64_t i = 0; i < size; i++) {
        struct entry e = {.index = i, .type = ENTRY_FACT, .result = "ok"};
        e.id = hash_of(bytes_of(&i, sizeof i));
        e.envelope = hash_of(carried_of(i));
        check_ok(record_append(r, &e, carried_of(i)));
    }
    check_ok(database_commit(db));
    return r;
}

static void close_record(struct record *r)
{
    record_close(r);
    database_close(db);
}

static struct found_entries find(struct record *r, struct bytes text, uint64_t before, size_t most)
{
    struct context c = {.record = r, .arena = harness_arena()};
    struct found_entries out;
    check_ok(find_entries(&c, record_size(r), text, before, most, &out));
    return out;
}

static struct bytes said(uint64_t index)
{
    static const char *const texts[] = {
        "{\"kind\":\"note\",\"text\":\"A Flood of 138 days, code 5f0d1c\"}",
        "{\"kind\":\"note\",\"list\":[{\"more\":\"Реки не знают границ\"}],\"org\":\"a flood of its own\"}",
        "{\"kind\":\"note\",\"flood\":true,\"text\":\"unflooded; 51380\"}",
        "no JSON, flood",
    };
    return bytes_of_text(texts[index]);
}

TEST(words_are_found_from_their_beginning_and_numbers_as_a_whole)
{
    static const struct {
        const char *text;
        size_t count;
        uint64_t newest;
    } rows[] = {
        {"flood", 1, 0},     {"FLOOD of", 1, 0}, {"loo", 0, 0},    {"138", 1, 0},  {"13", 0, 0},
        {"5f0d", 1, 0},      {"f0d1c", 0, 0},    {"реки", 0, 0},   {"Реки", 1, 1}, {"нают", 1, 1},
        {"unfloode", 1, 2},  {"note", 3, 2},     {"51380", 1, 2},  {"", 0, 0},     {"its own", 0, 0},
    };
    struct record *r = open_record(4, said);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct found_entries f = find(r, bytes_of_text(rows[i].text), 0, 10);
        harness_note("%s", rows[i].text);
        check_eq(f.count, rows[i].count);
        check_that(f.count == 0 || f.lines[0].entry.index == rows[i].newest);
        check_eq(f.before, 0);
    }
    const uint64_t three = 3;
    const struct hash id = hash_of(bytes_of(&three, sizeof three));
    check_eq(find(r, bytes_of_text(hash_hex(&id).text), 0, 10).count, 1);
    close_record(r);
}

TEST(what_is_asked_for_bounds_what_is_found)
{
    struct record *r = open_record(4, said);
    struct found_entries f = find(r, BYTES("note"), 0, 2);
    check_eq(f.count, 2);
    check_eq(f.lines[1].entry.index, 1);
    check_eq(f.before, 1);
    f = find(r, BYTES("note"), (uint64_t)f.before, 2);
    check_eq(f.count, 1);
    check_eq(f.lines[0].entry.index, 0);
    check_eq(f.before, 0);
    check_eq(find(r, BYTES("note"), 99, 10).count, 3);
    close_record(r);
}

static struct bytes numbered(uint64_t index)
{
    return bytes_of_text(
        arena_printf(harness_arena(), "{\"text\":\"number %llu\"}", (unsigned long long)index));
}

TEST(a_search_reads_so_many_entries_and_goes_on)
{
    struct record *r = open_record(FIND_ENTRIES_MAX + 2, numbered);
    struct found_entries f = find(r, BYTES("2"), 0, 10);
    check_eq(f.count, 1);
    f = find(r, BYTES("1"), 0, 10);
    check_eq(f.count, 0);
    check_eq(f.before, 2);
    f = find(r, BYTES("1"), (uint64_t)f.before, 10);
    check_eq(f.count, 1);
    check_eq(f.lines[0].entry.index, 1);
    check_eq(f.before, 0);
    close_record(r);
}

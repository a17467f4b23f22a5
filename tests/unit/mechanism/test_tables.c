/* Frozen tables on the record: which texts a founding brings, and what members weigh by them. */
#include "mechanism/tables.h"

#include <string.h>

#include "mechanism/amendment.h"
#include "mechanism/founding.h"
#include "mechanism/vote.h"
#include "support/harness.h"
#include "support/rig_charter.h"

#define EARLY     "code,value\\nA01,50\\nA02,10\\nA03,10\\nA04,10\\n"
#define LATE_ROWS "code,value\nA01,5\nA02,10\nA04,10\n"
#define LATE      "code,value\\nA01,5\\nA02,10\\nA04,10\\n" /* without A03 */
#define NAMED(name, text)                                                                                    \
    "{\"name\":\"" name "\",\"text\":\"" text "\"}"

static struct rig r;

/* Of a text as it stands in JSON. */
static const char *hash_of_json(const char *text)
{
    struct buffer b;
    buffer_init(&b, 4096);
    for (const char *p = text; *p != 0; p++) {
        const bool line = p[0] == '\\' && p[1] == 'n';
        buffer_add_bytes(&b, line ? BYTES("\n") : bytes_of(p, 1));
        p += line;
    }
    const struct hash h = hash_of(buffer_view(&b));
    buffer_done(&b);
    return org_hex(harness_arena(), &h);
}

static const char *charter_of(const char *early, const char *late, const char *more)
{
    return arena_printf(
        harness_arena(),
        "charter \"test\" title \"Weighed\";\nattributes population, seats;\n"
        "motion amend by silence in council;\n"
        "table early of population until 2026-01-02 {\n    sha256 \"%s\";\n}\n"
        "table late of population from 2026-01-03 {\n    sha256 \"%s\";\n}\n"
        "body council {\n    members all;\n    chair rotation;\n"
        "    rules silence, weighed, heads, divided;\n}\n"
        "rule silence {\n    allow Y L N;\n    default L;\n"
        "    pass n(N) = 0 & population(L) + population(Y) >= 80;\n    clock at least 10s;\n"
        "    close all within 60s;\n}\n"
        "rule weighed {\n    allow Y N A;\n    pass population(Y) > population(N);\n}\n"
        "rule divided {\n    allow Y N A;\n    split by population;\n"
        "    pass population(Y) > population(N);\n}\n"
        "rule heads {\n    allow Y N A;\n    pass n(Y) > n(N);\n}\n%s",
        hash_of_json(early), hash_of_json(late), more);
}

static const char *plain_charter(void)
{
    return charter_of(EARLY, LATE, "");
}

static void begin(const char *tables, enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = plain_charter(),
                                       .tables = tables});
    rig_to(&r, stage);
}

static const char *straw(const char *rule)
{
    return rig_say(&r, "A01", "vote.open",
                   "{'body':'council','duration':60000,'motion':'straw','rule':'%s'}", rule);
}

static const char *cast(const char *who, const char *position)
{
    return rig_say(&r, who, "vote.cast", "{'position':'%s','vote':$v}", position);
}

static const char *outcome(void)
{
    struct vote *list = NULL;
    size_t count = vote_list(r.state, &r.arena, &list);
    check_that(count > 0);
    rig_until(&r, list[count - 1].deadline_ms);
    count = vote_list(r.state, &r.arena, &list);
    check_eq(list[count - 1].stage, VOTE_ENDED);
    return outcome_word(list[count - 1].outcome);
}

static enum error read_with(const char *tables, struct organisation *org, struct diag *diag)
{
    struct org o;
    const struct org_options options = {
        .members = 3, .seed = 7, .charter = plain_charter(), .tables = tables};
    org_make(harness_arena(), &options, &o);
    *diag = (struct diag){.message = ""};
    const enum error e = founding_read(harness_arena(), o.document, org, diag);
    harness_note("%s: %s", tables == NULL ? "no tables" : tables, diag->message);
    return e;
}

TEST(a_founding_brings_all_or_some_of_the_tables_that_its_charter_names)
{
    struct organisation org;
    struct diag diag;
    check_ok(read_with(NULL, &org, &diag));
    check_eq(org.table_count, 0);
    check_ok(read_with(NAMED("late", LATE), &org, &diag));
    check_eq(org.table_count, 1);
    check_ok(read_with(NAMED("early", EARLY) "," NAMED("late", LATE), &org, &diag));
    check_eq(org.table_count, 2);
}

TEST(tables_that_are_not_as_they_must_be_are_refused_and_told_why)
{
    static const struct {
        const char *tables;
        const char *message; /* its beginning */
    } rows[] = {
        {"", "tables must be a list of tables that the charter names"},
        {NAMED("early", EARLY) "," NAMED("extra", EARLY), "the charter names no table of this name"},
        {NAMED("early", EARLY) "," NAMED("late", LATE) "," NAMED("more", LATE), "tables must be a list"},
        {NAMED("late", LATE) "," NAMED("early", EARLY), "tables must ascend by name"},
        {NAMED("late", LATE) "," NAMED("late", LATE), "tables must ascend by name"},
        {NAMED("late", EARLY), "a table is not the one whose hash the charter names"},
        {NAMED("late", "code;value\\n"), "late: a table begins with the line"},
        {"{\"name\":\"late\"}", "a table has a name and a text"},
        {"{\"a\":1,\"name\":\"late\",\"text\":\"\"}", "a table has a name and a text"},
        {"{\"name\":\"late\",\"text\":1}", "a table has a name and a text"},
        {"1", "a table has a name and a text"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct organisation org = {.epoch = 77};
        struct diag diag;
        check_eq(read_with(rows[i].tables, &org, &diag), ERROR_MALFORMED);
        check_eq(org.epoch, 77);
        check_that(strncmp(diag.message, rows[i].message, strlen(rows[i].message)) == 0);
    }
    struct org o;
    struct organisation org;
    struct diag diag;
    org_make(harness_arena(), &(struct org_options){.members = 3, .charter = plain_charter(), .tables = ""},
             &o);
    check_eq(founding_read(harness_arena(),
                           org_changed(harness_arena(), o.document, "\"tables\":[]", "\"tables\":{}"), &org,
                           &diag),
             ERROR_MALFORMED);
}

TEST(a_table_of_a_founding_has_at_most_64_kib)
{
    struct organisation org;
    struct diag diag;
    char *text = arena_take(harness_arena(), TABLE_BYTES_MAX + 2, 1);
    memset(text, 'x', TABLE_BYTES_MAX + 1);
    const char *tables = arena_printf(harness_arena(), "{\"name\":\"late\",\"text\":\"%s\"}", text);
    check_eq(read_with(tables, &org, &diag), ERROR_TOO_LARGE);
    check_text(diag.message, "late: the table is too long");
}

TEST(a_vote_weighs_by_the_table_of_the_day_of_its_opening)
{
    begin(NAMED("early", EARLY) "," NAMED("late", LATE), RIG_FOUNDED);
    check_text(straw("weighed"), "ok");
    check_text(cast("A01", "Y"), "ok");
    check_text(cast("A02", "N"), "ok");
    check_text(cast("A03", "N"), "ok");
    check_text(cast("A04", "N"), "ok");
    check_text(outcome(), "adopted"); /* 50 against 30 */
    check_text(straw("heads"), "ok");
    check_text(cast("A01", "Y"), "ok");
    check_text(cast("A02", "N"), "ok");
    check_text(cast("A03", "N"), "ok");
    check_text(outcome(), "rejected");
    rig_close(&r);
}

TEST(a_vote_that_ends_under_another_table_keeps_the_one_of_its_opening)
{
    begin(NAMED("early", EARLY) "," NAMED("late", LATE), RIG_FOUNDED);
    check_text(rig_say(&r, "A01", "vote.open",
                       "{'body':'council','duration':259200000,'motion':'straw','rule':'weighed'}"),
               "ok");
    check_text(cast("A01", "Y"), "ok");
    check_text(cast("A02", "N"), "ok");
    check_text(cast("A03", "N"), "ok");
    rig_block(&r, 259200000);
    check_text(outcome(), "adopted"); /* 50 against 20; on that day A03 has nothing, and A01 less than A02 */
    rig_close(&r);
}

TEST(a_member_that_the_table_of_the_day_lacks_is_an_error_at_the_opening_and_never_a_zero)
{
    begin(NAMED("early", EARLY) "," NAMED("late", LATE), RIG_FOUNDED);
    check_text(straw("weighed"), "ok");
    rig_block(&r, 172800000); /* 3 January: A03 is in no table */
    check_text(straw("weighed"), "not_applicable");
    check_text(straw("heads"), "ok");
    rig_close(&r);
}

TEST(a_table_whose_text_is_on_no_record_weighs_nobody)
{
    begin(NAMED("late", LATE), RIG_FOUNDED);
    check_text(straw("weighed"), "not_applicable");
    rig_close(&r);
    begin(NULL, RIG_VERSION);
    check_text(straw("weighed"), "not_applicable");
    check_text(rig_silence(&r), "not_applicable");
    rig_close(&r);
}

TEST(a_silence_weighs_by_the_table_of_the_day_of_its_opening)
{
    begin(NAMED("early", EARLY), RIG_ADOPTED); /* 80 of 80 let it pass */
    rig_close(&r);
    begin(NAMED("late", LATE), RIG_VERSION);
    check_text(rig_silence(&r), "not_applicable");
    rig_close(&r);
}

TEST(a_vote_is_divided_into_what_the_table_gives)
{
    begin(NAMED("early", EARLY), RIG_FOUNDED);
    check_text(straw("divided"), "ok");
    check_text(rig_say(&r, "A01", "vote.cast", "{'split':'N=21,Y=30','vote':$v}"), "bad_split");
    check_text(rig_say(&r, "A01", "vote.cast", "{'split':'N=20,Y=30','vote':$v}"), "ok");
    check_text(cast("A02", "N"), "ok");
    check_text(outcome(), "rejected"); /* 30 against 30 */
    rig_close(&r);
}

static const char *propose(const char *charter)
{
    return rig_propose_charter(&r, "A01", charter, NULL);
}

#define NEXT_ROWS "code,value\nA01,1\nA02,2\nA03,3\nA04,40\n"
#define NEXT      "code,value\\nA01,1\\nA02,2\\nA03,3\\nA04,40\\n" /* as it stands in JSON */

TEST(a_charter_with_a_new_table_is_refused_without_its_text_and_one_that_keeps_its_tables_is_not)
{
    begin(NAMED("early", EARLY), RIG_FOUNDED);
    check_text(propose(charter_of(EARLY, NEXT, "")), "table_missing");
    /* What another member has laid down is not the proposer's; another text is not that of the table. */
    check_text(rig_lay_table(&r, "A02", 0, NEXT_ROWS), "ok");
    check_text(rig_lay_table(&r, "A01", 0, "code,value\n"), "ok");
    check_text(propose(charter_of(EARLY, NEXT, "")), "table_missing");
    /* One that was named before, though its text is on no record; one that is there, for other days. */
    const char *more = "rule more {\n    allow Y N;\n    pass n(Y) > 1;\n}\n";
    check_text(propose(charter_of(EARLY, LATE, more)), "ok");
    check_text(propose(charter_of(EARLY, EARLY, "")), "ok");
    rig_close(&r);
}

TEST(the_tables_of_the_founding_serve_the_next_charter)
{
    begin(NAMED("early", EARLY), RIG_FOUNDED);
    rig_adopt_charter(&r, charter_of(EARLY, EARLY, ""), "silence", NULL);
    check_eq(charter_counts_get(r.state).in_force, 2);
    rig_block(&r, 172800000);
    check_text(straw("weighed"), "ok"); /* by "late", which has the text of "early" now */
    check_text(cast("A01", "Y"), "ok");
    check_text(cast("A02", "N"), "ok");
    check_text(outcome(), "adopted");
    rig_close(&r);
}

static size_t kept(const char *rows)
{
    const struct hash h = hash_of(bytes_of_text(rows));
    int64_t entry = 0;
    return table_kept_get(r.state, &h, &entry);
}

TEST(a_table_is_laid_down_in_each_of_so_many_places_and_in_no_other_form)
{
    begin(NULL, RIG_FOUNDED);
    check_text(rig_lay_table(&r, "A01", TABLE_PLACES_MAX - 1, NEXT_ROWS), "ok");
    check_text(rig_lay_table(&r, "A01", TABLE_PLACES_MAX - 1, NEXT_ROWS), "exists");
    check_text(rig_lay_table(&r, "A01", 0, NEXT_ROWS), "ok");
    check_text(rig_lay_table(&r, "A01", 0, "code,value\n"), "ok"); /* in the place of the other */
    check_text(rig_lay_table(&r, "A01", TABLE_PLACES_MAX, NEXT_ROWS), "wrong_body");
    check_text(rig_lay_table(&r, "A01", 1, "code;value\n"), "table_malformed");
    check_text(rig_lay_table(&r, "A01", 1, "code,value\nA01,1"), "table_malformed");
    check_text(rig_lay_table(&r, "A01", 1, "code,value\nA02,1\nA01,1\n"), "table_malformed");
    struct table_text *list = NULL;
    check_eq(table_part_list(r.state, BYTES("A01"), &r.arena, &list), 2);
    rig_close(&r);
}

/* The largest table that there is: each row as long as a row may be. */
TEST(the_largest_table_is_laid_down_by_one_act)
{
    struct buffer b;
    begin(NULL, RIG_FOUNDED);
    buffer_init(&b, TABLE_BYTES_MAX);
    buffer_add_text(&b, "code,value\n");
    for (int i = 0; i < TABLE_ROWS_MAX; i++) {
        buffer_printf(&b, "CODE%012d,%lld\n", i, (long long)INTEGER_MAX);
    }
    check_text(rig_lay_table(&r, "A01", 0, buffer_text(&b)), "ok");
    buffer_add_text(&b, "CODEX,1\n");
    check_text(rig_lay_table(&r, "A01", 1, buffer_text(&b)), "table_malformed");
    buffer_done(&b);
    rig_close(&r);
}

TEST(an_amendment_brings_the_text_of_a_new_table_and_votes_weigh_by_it)
{
    begin(NAMED("early", EARLY), RIG_FOUNDED);
    check_text(rig_lay_table(&r, "A01", 5, NEXT_ROWS), "ok");
    check_text(propose(charter_of(EARLY, NEXT, "")), "ok");
    check_eq(kept(NEXT_ROWS), 0); /* what is only proposed serves nobody */
    /* The proposal keeps what it brought, whatever stands in that place later. */
    check_text(rig_lay_table(&r, "A01", 5, "code,value\n"), "ok");
    rig_forget(&r);
    check_text(rig_amend(&r, charter_of(EARLY, NEXT, ""), "silence"), "ok");
    rig_to(&r, RIG_ADOPTED);
    check_eq(kept(NEXT_ROWS), 1);
    check_eq(kept("code,value\n"), 0);
    rig_block(&r, 172800000);
    check_text(straw("weighed"), "ok");
    check_text(cast("A01", "Y"), "ok");
    check_text(cast("A02", "Y"), "ok");
    check_text(cast("A03", "Y"), "ok");
    check_text(cast("A04", "N"), "ok");
    check_text(outcome(), "rejected"); /* 6 against 40 */
    /* A later charter may name the text again, and brings nothing. */
    check_text(propose(charter_of(NEXT, NEXT, "")), "ok");
    rig_close(&r);
}

TEST(an_amendment_brings_the_text_that_the_founding_has_left_out)
{
    const char *more = "rule more {\n    allow Y N;\n    pass n(Y) > 1;\n}\n";
    begin(NAMED("early", EARLY), RIG_FOUNDED);
    check_text(rig_lay_table(&r, "A01", 0, LATE_ROWS), "ok");
    rig_adopt_charter(&r, charter_of(EARLY, LATE, more), "silence", NULL);
    check_eq(kept(LATE_ROWS), 1);
    rig_close(&r);
}

TEST(a_table_of_a_proposal_that_is_not_adopted_is_not_kept)
{
    begin(NAMED("early", EARLY), RIG_FOUNDED);
    check_text(rig_lay_table(&r, "A01", 0, NEXT_ROWS), "ok");
    check_text(propose(charter_of(EARLY, NEXT, "")), "ok");
    check_text(rig_say(&r, "A01", "charter.withdraw", "{'charter':$h}"), "ok");
    check_eq(kept(NEXT_ROWS), 0);
    rig_close(&r);
}

TEST(what_an_amendment_brought_is_read_again_from_the_record_alone)
{
    const struct rig_options options = {.folder = harness_folder(),
                                        .file = "brought.db",
                                        .charter = plain_charter(),
                                        .tables = NAMED("early", EARLY)};
    rig_open(&r, &options);
    check_text(rig_lay_table(&r, "A01", 0, NEXT_ROWS), "ok");
    rig_adopt_charter(&r, charter_of(EARLY, NEXT, ""), "silence", NULL);
    rig_close(&r);
    rig_open(&r, &options);
    rig_block(&r, 172800000);
    check_text(straw("weighed"), "ok");
    check_text(cast("A04", "N"), "ok");
    check_text(cast("A01", "Y"), "ok");
    check_text(outcome(), "rejected");
    rig_close(&r);
}

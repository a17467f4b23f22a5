/* Older statements: docs/protocol/older.md. */
#include "mechanism/older.h"

#include "mechanism/matter.h"
#include "mechanism/topic.h"
#include "support/harness.h"
#include "unit/mechanism/causes.h"

#define OLDER_IN(language, more)                                                                             \
    "{'body':'council','date':'2001-06-15'," more "'language':'" language                                    \
    "','reference':'2001-07','source':'a gazette, no. 7','text':'The members help.','title':'On relief'}"
#define OLDER(more) OLDER_IN("en", more)

static void archived(struct rig *r)
{
    check_text(rig_say(r, "A01", "statement.archive", "%s", OLDER("")), "ok");
}

const struct cause older_causes[] = {
    ROW("statement.archive", "unknown_body", RIG_FOUNDED, "A01",
        "{'body':'senate','date':'2001-06-15','language':'en','reference':'x','source':'x','text':'x',"
        "'title':'x'}"),
    ROW("statement.archive", "not_chair", RIG_FOUNDED, "A02", OLDER("")),
    ROW("statement.archive", "exists", RIG_FOUNDED, "A01", OLDER(""), .prepare = archived),
    ROW("statement.archive", "wrong_dates", RIG_FOUNDED, "A01",
        "{'body':'council','date':'2099-01-01','language':'en','reference':'x','source':'x','text':'x',"
        "'title':'x'}"),
    ROW("statement.archive", "wrong_dates", RIG_FOUNDED, "A01",
        "{'body':'council','date':'2001-06-16','language':'fr','reference':'2001-07','source':'x','text':'x',"
        "'title':'x'}",
        .prepare = archived),
};
const size_t older_cause_count = sizeof older_causes / sizeof older_causes[0];

static struct rig r;

static struct context context_of(enum error *failed)
{
    return (struct context){
        .org = machine_organisation(r.machine),
        .state = r.state,
        .record = r.record,
        .arena = harness_arena(),
        .time_ms = r.time_ms,
        .error = failed,
    };
}

static void begin(enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, stage);
}

TEST(an_older_statement_is_kept_with_its_source_and_words)
{
    enum error failed = OK;
    struct older x;
    struct bytes words;
    begin(RIG_FOUNDED);
    check_text(rig_say(&r, "A01", "statement.archive", "%s",
                       OLDER("'digest':'1111111111111111111111111111111111111111111111111111111111111111',")),
               "ok");
    check_that(older_get(r.state, BYTES("council"), BYTES("2001-07"), BYTES("en"), &x));
    check_bytes(x.date, BYTES("2001-06-15"));
    check_bytes(x.source, BYTES("a gazette, no. 7"));
    check_bytes(x.member, BYTES("A01"));
    check_eq(x.digest.bytes[0], 0x11);
    check_eq(x.topic.len, 0);
    check_eq(x.time_ms, r.time_ms);
    const struct hash h = hash_of(BYTES("The members help."));
    check_that(hash_equal(&x.sha256, &h));
    struct context c = context_of(&failed);
    check_that(older_words(&c, &x, &words));
    check_bytes(words, BYTES("The members help."));
    check_that(!older_get(r.state, BYTES("council"), BYTES("2001-07"), BYTES("fr"), &x));
    rig_close(&r);
}

TEST(it_takes_no_number_of_the_voice)
{
    begin(RIG_FOUNDED);
    archived(&r);
    check_eq(counters_get(r.state).statements, 0);
    rig_to(&r, RIG_ADOPTED);
    check_eq(counters_get(r.state).statements, 1);
    rig_close(&r);
}

TEST(its_languages_stand_together_and_are_of_one_date)
{
    struct older *list = NULL;
    begin(RIG_FOUNDED);
    archived(&r);
    check_text(rig_say(&r, "A01", "statement.archive", "%s", OLDER_IN("ar", "")), "ok");
    check_text(
        rig_say(&r, "A01", "statement.archive",
                "{'body':'council','date':'1999-01-01','language':'en','reference':'1999-01','source':'x',"
                "'text':'Old.','title':'x','topic':'relief'}"),
        "ok");
    check_eq(older_list(r.state, harness_arena(), &list), 3);
    check_bytes(list[0].reference, BYTES("1999-01"));
    check_bytes(list[0].topic, BYTES("relief"));
    check_bytes(list[1].language, BYTES("ar"));
    check_bytes(list[2].language, BYTES("en"));
    rig_close(&r);
}

TEST(a_matter_may_be_opened_under_a_topic)
{
    begin(RIG_FOUNDED);
    check_text(rig_say(&r, "A01", "matter.open",
                       "{'body':'council','languages':['en'],'reference':'m9','rule':'silence','title':'x',"
                       "'topic':'relief'}"),
               "ok");
    check_bytes(topic_of(r.state, &r.id), BYTES("relief"));
    check_text(rig_say(&r, "A01", "matter.open",
                       "{'body':'council','languages':['en'],'reference':'m8','rule':'silence','title':'x'}"),
               "ok");
    check_eq(topic_of(r.state, &r.id).len, 0);
    rig_close(&r);
}

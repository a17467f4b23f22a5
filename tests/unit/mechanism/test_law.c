/* The charter on a day: versions of rules and groups by civil date. */
#include "mechanism/law.h"

#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static const char charter[] =
    "charter \"dated\" title \"A charter whose rules change\";\n"
    "group ARREARS {\n    A04 from 2026-02-01;\n}\n"
    "body council {\n    members all;\n    chair rotation;\n    rules silence;\n}\n"
    "rule silence from 2026-01-01 until 2026-01-31 {\n"
    "    allow Y L N;\n    default L;\n    out ARREARS;\n    pass n(N) = 0;\n"
    "    clock at least 10s at most 30d;\n    extend at most 1 times by 10s;\n    close all within 60s;\n"
    "    rung \"january\";\n}\n"
    "rule silence from 2026-02-01 until 2026-02-28 {\n"
    "    allow Y N Q;\n    pass n(Y) > n(N);\n    clock at least 1h;\n    close all within 60s;\n}\n";

static void begin(enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter});
    rig_to(&r, stage);
}

/* So many milliseconds before the first of February 2026, UTC. */
static void go_to_february(int64_t before_ms)
{
    rig_block(&r, 1769904000000 - before_ms - r.time_ms);
}

TEST(the_civil_day_is_that_of_the_calendar_at_the_offset)
{
    static const struct {
        int64_t time_ms;
        int64_t offset_minutes;
        const char *day;
    } rows[] = {
        {0, 0, "1970-01-01"},
        {0, -1, "1969-12-31"},
        {86399999, 0, "1970-01-01"},
        {86400000, 0, "1970-01-02"},
        {-1, 0, "1969-12-31"},
        {951782399999, 0, "2000-02-28"},
        {951782400000, 0, "2000-02-29"},
        {951868800000, 0, "2000-03-01"},
        {1767225600000, 0, "2026-01-01"},
        {1767225600000, -1, "2025-12-31"},
        {1767225540000, 1, "2026-01-01"},
        {1767225600000, 1440, "2026-01-02"},
        {1767225600000, -1440, "2025-12-31"},
        {1709164799999, 0, "2024-02-28"},
        {1709164800000, 0, "2024-02-29"},
        {4107456000000, 0, "2100-02-28"},
        {4107542400000, 0, "2100-03-01"},
        {2147483648000, 0, "2038-01-19"},
        {253402300799999, 0, "9999-12-31"},
        {253402300800000, 0, "9999-12-31"},
        {INTEGER_MAX, 1440, "9999-12-31"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("row %zu", i);
        check_text(civil_day_of(rows[i].time_ms, rows[i].offset_minutes).text, rows[i].day);
    }
}

/* Day after day through 400 years, as the calendar counts them. */
TEST(every_day_of_four_centuries_follows_the_one_before)
{
    int64_t time_ms = 0;
    for (int year = 1970; year < 2370; year++) {
        const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        const int days[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= days[month - 1]; day++) {
                char text[32];
                struct buffer b;
                buffer_init(&b, sizeof text);
                buffer_printf(&b, "%04d-%02d-%02d", year, month, day);
                check_text(civil_day_of(time_ms, 0).text, buffer_text(&b));
                buffer_done(&b);
                time_ms += 86400000;
            }
        }
    }
}

static const struct charter_rule *rule_of(struct bytes name, int64_t time_ms)
{
    enum error e = OK;
    struct context c = rig_context(&r, &e);
    const struct charter_rule *rule = law_rule(&c, c.org->first_charter, name, time_ms);
    check_eq(e, OK);
    return rule;
}

static const struct charter_rule *rule_at(int64_t time_ms)
{
    return rule_of(BYTES("silence"), time_ms);
}

TEST(the_rule_of_the_day_is_the_one_that_is_in_force)
{
    begin(RIG_FOUNDED);
    check_that(rule_at(1767225600000 - 1) == NULL);
    check_bytes(rule_at(1767225600000)->rung, BYTES("january"));
    check_bytes(rule_at(1769904000000 - 1)->rung, BYTES("january"));
    check_eq(rule_at(1769904000000)->clock_min_ms, 3600000);
    check_that(rule_at(1772323200000) == NULL);
    check_that(rule_of(BYTES("silences"), 1767225600000) == NULL);
    rig_close(&r);
}

/* A delegate who writes before midnight writes under the old rule. */
TEST(a_silence_opens_by_the_rule_of_its_day)
{
    begin(RIG_VERSION);
    go_to_february(1000);
    check_text(rig_silence(&r),
               "wrong_duration"); /* the block is of the first of February: an hour at least */
    rig_close(&r);
    begin(RIG_VERSION);
    go_to_february(1001);
    check_text(rig_silence(&r), "ok");
    rig_close(&r);
}

TEST(a_silence_keeps_the_rule_of_the_day_of_its_opening)
{
    begin(RIG_VERSION);
    const struct hash january = rule_at(1767225600000)->hash;
    struct fact_close f;
    go_to_february(2000);
    check_text(rig_silence(&r), "ok");
    rig_to(&r, RIG_RUNNING);
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'Q','root':$r}"), "position_not_allowed");
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'L','root':$r}"), "ok");
    check_text(rig_say(&r, "A01", "silence.extend", "{'by':10000,'silence':$s}"), "ok");
    rig_to(&r, RIG_ADOPTED);
    check_that(rig_last_close(&r, &f));
    check_bytes(hash_view(&f.rule), hash_view(&january));
    check_bytes(f.rung, BYTES("january"));
    /* Its groups are those of the day of the close: A04 is in arrears since that morning. */
    check_text(rig_codes(&r, f.speaking_for, f.speaking_for_count), "A01 A02 A03");
    rig_close(&r);
}

TEST(a_text_that_is_not_under_silence_goes_by_the_rule_of_today)
{
    begin(RIG_VERSION);
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'Q','root':$r}"), "position_not_allowed");
    go_to_february(0);
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'Q','root':$r}"), "ok");
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'L','root':$r}"), "position_not_allowed");
    rig_close(&r);
}

/* A position that an earlier version allowed and this one cannot count: the members are told before the
 * silence. */
TEST(a_silence_that_could_not_be_decided_is_not_opened)
{
    begin(RIG_VERSION);
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'L','root':$r}"), "ok");
    go_to_february(0);
    r.options.duration_ms = 3600000;
    check_text(rig_silence(&r), "not_applicable");
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'Y','root':$r}"), "ok");
    check_text(rig_silence(&r), "ok");
    rig_close(&r);
}

/* From the first of February on A02 is one of those whom the rule weighs, and nobody knows what it weighs. */
TEST(a_silence_that_cannot_be_decided_any_more_ends_without_a_decision)
{
    static const char weighing[] =
        "charter \"weighing\" title \"A rule that comes to lack a table\";\n"
        "attributes population;\n"
        "group HEAVY {\n    A02 from 2026-02-01;\n}\n"
        "body council {\n    members all;\n    chair rotation;\n    rules silence;\n}\n"
        "rule silence {\n    allow Y L N;\n    default L;\n    pass n(N) = 0 & population(N|HEAVY) = 0;\n"
        "    clock at least 10s;\n    close all within 60s;\n}\n";
    struct fact_close f;
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = weighing});
    rig_to(&r, RIG_VERSION);
    go_to_february(2000);
    check_text(rig_silence(&r), "ok");
    rig_to(&r, RIG_FIRED);
    for (size_t i = 0; i < 4; i++) {
        check_text(rig_clear(&r, i), "ok");
    }
    check_that(rig_last_close(&r, &f));
    check_bytes(f.outcome, BYTES("deferred"));
    check_bytes(f.reason, BYTES("open"));
    check_eq(f.statement, 0);
    check_eq(rig_matter_now(&r).stage, MATTER_OPEN);
    check_text(rig_silence(&r), "root_used");
    rig_close(&r);
}

TEST(where_no_version_is_in_force_nothing_is_opened_and_nothing_is_lost)
{
    begin(RIG_VERSION);
    rig_block(&r, 1772323200000 - r.time_ms); /* the first of March */
    check_text(rig_silence(&r), "unknown_rule");
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'Y','root':$r}"), "unknown_rule");
    rig_close(&r);
    begin(RIG_FOUNDED);
    rig_block(&r, 1772323200000 - r.time_ms);
    check_text(
        rig_say(&r, "A01", "matter.open",
                "{'body':'council','languages':['en','fr'],'reference':'m1','rule':'silence','title':'T'}"),
        "unknown_rule");
    rig_close(&r);
}

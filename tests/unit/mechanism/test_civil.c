/* The civil date, and what shall happen at the beginning of a day. */
#include "mechanism/civil.h"

#include <stdio.h>
#include <string.h>

#include "base/prng.h"
#include "mechanism/law.h"
#include "mechanism/office.h"
#include "mechanism/tuple.h"
#include "support/harness.h"
#include "support/rig.h"
#include "unit/mechanism/instruments.h"

#define DAY_MS CIVIL_DAY_MS

static struct rig r;
static enum error failed;

static const char controlled[] =
    "charter \"controlled\" title \"A charter with a control of exercises\";\nlanguages en, fr;\n"
    "body council {\n    members all;\n    chair rotation every 400d;\n    rules silence;\n}\n"
    "office exercise-control {\n    holder member A02;\n}\n"
    "office record-keeper {\n    holder member A03;\n}\n"
    "rule silence from 2026-01-01 until 2026-12-31 {\n    allow Y L N;\n    default L;\n    pass n(N) = 0;\n"
    "    clock at least 10s;\n    close all within 60s;\n    rung \"then\";\n}\n"
    "rule silence from 2027-01-01 {\n    allow Y L N Q;\n    default L;\n    pass n(N) = 0;\n"
    "    clock at least 10s;\n    close all within 60s;\n    rung \"now\";\n}\n";

static void begin_in(enum realm realm)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = controlled, .realm = realm});
}

static void begin(void)
{
    begin_in(REALM_EXERCISE);
}

static struct context here(void)
{
    return rig_context(&r, &failed);
}

static const char *today(void)
{
    static struct civil_day day;
    struct context c = here();
    day = civil_day_at(civil_today(&c));
    check_ok(failed);
    return day.text;
}

static const char *set(const char *body)
{
    return rig_say(&r, "A02", "clock.set", "%s", body);
}

static int64_t day_of(const char *text)
{
    return civil_parse(bytes_of_text(text));
}

static struct hash name_of(uint64_t n)
{
    return hash_of(bytes_of(&n, sizeof n));
}

static void note_on(uint64_t n, int64_t day)
{
    struct context c = here();
    const struct civil_note note = {.id = name_of(n), .day = day};
    civil_note_put(c.state, &note);
    civil_deadline_set(&c, CIVIL_NOTE, &note.id, 0, day);
}

TEST(the_civil_date_is_that_of_the_scenario_from_the_block_after_on)
{
    begin();
    check_text(today(), "2026-01-01");
    check_text(set("{'to':'2026-11-30'}"), "ok");
    check_text(today(), "2026-01-01");
    rig_block(&r, 1);
    check_text(today(), "2026-11-30");
    rig_block(&r, DAY_MS - 1);
    check_text(today(), "2026-11-30");
    rig_block(&r, 1);
    check_text(today(), "2026-12-01");
    rig_close(&r);
}

TEST(a_rate_makes_days_of_seconds_and_a_pause_stops_them)
{
    begin();
    check_text(set("{'rate':86400,'to':'2026-03-01'}"), "ok");
    rig_block(&r, 1);
    check_text(today(), "2026-03-01");
    rig_block(&r, 30999);
    check_text(today(), "2026-03-31");
    rig_block(&r, 1);
    check_text(today(), "2026-04-01");
    check_text(set("{'rate':0}"), "ok");
    rig_block(&r, 100 * DAY_MS);
    check_text(today(), "2026-04-02");
    check_text(set("{'parts':2,'rate':1}"), "ok");
    rig_block(&r, 2 * DAY_MS);
    check_text(today(), "2026-04-03");
    rig_close(&r);
}

TEST(the_scenario_clock_never_goes_back_and_says_so)
{
    begin();
    check_text(set("{'to':'2026-01-01'}"), "clock_back");
    check_text(set("{'to':'2025-12-31'}"), "clock_back");
    check_text(set("{}"), "wrong_rate");
    check_text(set("{'parts':2}"), "wrong_rate");
    check_text(set("{'parts':0,'rate':1}"), "wrong_rate");
    check_text(set("{'parts':2,'to':'2027-01-01'}"), "wrong_rate");
    check_text(set("{'rate':100000001}"), "wrong_body");
    check_text(rig_say(&r, "A01", "clock.set", "{'rate':0}"), "not_in_office");
    check_text(set("{'to':'2026-01-02'}"), "ok");
    rig_close(&r);
}

TEST(two_settings_in_one_block_are_one_after_another)
{
    begin();
    check_text(rig_order(&r, "A02", "clock.set", "{'to':'2027-01-01'}"), "ok");
    check_text(rig_order(&r, "A02", "clock.set", "{'to':'2026-12-31'}"), "ok");
    check_text(rig_order(&r, "A02", "clock.set", "{'rate':86400}"), "ok");
    rig_block(&r, 1000);
    check_text(rig_result(&r, 0), "ok");
    check_text(rig_result(&r, 1), "clock_back");
    check_text(rig_result(&r, 2), "ok");
    rig_block(&r, 1001);
    check_text(today(), "2027-01-02");
    check_eq(civil_clock_get(r.state).segment_count, 1);
    rig_close(&r);
}

TEST(the_real_realm_has_no_scenario_clock)
{
    begin_in(REALM_REAL);
    check_text(set("{'rate':2}"), "no_scenario");
    check_text(rig_say(&r, "A02", "clock.offset", "{'offset':'+03:00'}"), "not_in_office");
    check_text(rig_say(&r, "A03", "clock.offset", "{'offset':'+03:00'}"), "ok");
    rig_close(&r);
}

/* Before it, at it and after it. */
TEST(an_offset_holds_from_its_time_on)
{
    begin_in(REALM_REAL);
    const int64_t noon_ms = 1767225600000 + 40 * DAY_MS + DAY_MS / 2;
    check_text(rig_say(&r, "A03", "clock.offset", "{'from':%lld,'offset':'+14:00'}",
                       (long long)noon_ms), "ok");
    check_text(rig_say(&r, "A03", "clock.offset", "{'from':%lld,'offset':'-11:30'}",
                       (long long)(noon_ms + 10)), "ok");
    struct context c = here();
    const int64_t day = day_of("2026-02-10");
    check_eq(civil_at(c.state, c.org, noon_ms - 1), day);
    check_eq(civil_at(c.state, c.org, noon_ms), day + 1);
    check_eq(civil_at(c.state, c.org, noon_ms + 10), day);
    check_eq(civil_when_ms(c.state, c.org, day + 1), noon_ms);
    check_eq(civil_when_ms(c.state, c.org, day + 2), noon_ms - DAY_MS / 2 + 2 * DAY_MS + 690 * 60000);
    rig_close(&r);
}

TEST(an_offset_is_hours_and_minutes_and_not_in_the_past)
{
    static const char *const bad[] = {"+3:00", "03:00", "+03:60", "+24:01", "-00:00",
                                      "+0a:00", "+03-00", "+99:59"};
    begin();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        harness_note("%s", bad[i]);
        const char *result = rig_say(&r, "A02", "clock.offset", "{'offset':'%s'}", bad[i]);
        check_text(result, "wrong_offset");
    }
    check_text(rig_say(&r, "A02", "clock.offset", "{'from':%lld,'offset':'+24:00'}", (long long)r.time_ms),
               "too_late");
    for (int i = 0; i < CIVIL_ZONES_MAX; i++) {
        check_text(rig_say(&r, "A02", "clock.offset", "{'from':%lld,'offset':'-24:00'}",
                           (long long)(r.time_ms + 86400000 + i)), "ok");
    }
    check_text(rig_say(&r, "A02", "clock.offset", "{'from':%lld,'offset':'-24:00'}",
                       (long long)(r.time_ms + 99 * DAY_MS)), "limit");
    rig_close(&r);
}

TEST(the_chair_of_the_first_body_has_the_clock_where_the_charter_gives_it_to_nobody)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    check_text(rig_say(&r, "A02", "clock.set", "{'rate':2}"), "not_in_office");
    check_text(rig_say(&r, "A01", "clock.set", "{'rate':2}"), "ok");
    rig_close(&r);
}

TEST(a_rule_is_that_of_the_civil_day_and_stays_it_for_what_was_opened)
{
    begin();
    r.options.duration_ms = 60000;
    rig_to(&r, RIG_RUNNING);
    struct fact_close f;
    const struct silence before = rig_silence_now(&r);
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'Q','root':$r}"), "position_not_allowed");
    check_text(set("{'to':'2027-06-01'}"), "ok");
    rig_block(&r, 1);
    /* A silence never follows the scenario clock. */
    check_eq(rig_silence_now(&r).deadline_ms, before.deadline_ms);
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'Q','root':$r}"), "position_not_allowed");
    rig_to(&r, RIG_ADOPTED);
    check_that(rig_last_close(&r, &f));
    check_bytes(f.rung, BYTES("then"));
    rig_forget(&r);
    rig_to(&r, RIG_RUNNING);
    check_text(rig_say(&r, "A03", "matter.position", "{'position':'Q','root':$r}"), "ok");
    rig_close(&r);
}

TEST(terms_follow_the_civil_date)
{
    begin();
    check_text(rig_say(&r, "A02", "body.chair", "{'body':'council','member':'A02'}"), "not_chair");
    check_text(set("{'to':'2027-02-04'}"), "ok");
    rig_block(&r, 1);
    check_text(rig_say(&r, "A02", "body.chair", "{'body':'council','member':'A02'}"), "not_chair");
    check_text(set("{'to':'2027-02-06'}"), "ok");
    rig_block(&r, 1);
    check_text(rig_say(&r, "A02", "body.chair", "{'body':'council','member':'A02'}"), "ok");
    rig_close(&r);
}

TEST(what_is_noted_for_a_day_comes_when_it_begins)
{
    begin();
    const uint64_t size = record_size(r.record);
    struct civil_note n;
    check_text(rig_say(&r, "A01", "clock.note", "{'day':'2026-03-01','text':'Flood.'}"), "not_in_office");
    check_text(rig_say(&r, "A02", "clock.note", "{'day':'2026-03-01','text':'Flood.'}"), "ok");
    check_that(civil_note_get(r.state, &r.id, &n) && !n.come);
    check_text(set("{'to':'2026-02-28'}"), "ok");
    rig_block(&r, 1);
    check_eq(rig_next_ms(&r), r.time_ms + DAY_MS);
    rig_block(&r, DAY_MS - 1);
    check_eq(rig_count_facts(&r, "civil.deadline"), 0);
    rig_block(&r, 1);
    check_eq(rig_count_facts(&r, "civil.deadline"), 1);
    check_that(civil_note_get(r.state, &n.id, &n) && n.come);
    struct civil_note *list = NULL;
    check_eq(civil_notes(r.state, harness_arena(), &list), 1);
    check_that(hash_equal(&list[0].id, &n.id) && list[0].come);
    check_eq(list[0].day, n.day);
    check_eq(list[0].entry, n.entry);
    check_eq(rig_next_ms(&r), 0);
    check_text(rig_facts_since(&r, size), "block block block block gap block civil.deadline");
    rig_close(&r);
}

TEST(what_is_set_for_a_day_that_has_come_comes_in_the_same_block)
{
    begin();
    const uint64_t size = record_size(r.record);
    check_text(rig_say(&r, "A02", "clock.note", "{'day':'1950-05-01','text':'Long ago.'}"), "ok");
    check_text(rig_facts_since(&r, size), "block civil.deadline");
    rig_close(&r);
}

/* Reads what the facts of the record say, in their order. */
static size_t come(struct hash *out, size_t max)
{
    size_t count = 0;
    for (uint64_t i = 0; i < record_size(r.record); i++) {
        struct entry e;
        struct bytes carried;
        const struct json *top = NULL;
        struct bytes kind;
        check_ok(record_read(r.record, i, &r.arena, &e, &carried));
        if (e.type != ENTRY_FACT || json_parse(&r.arena, carried, carried.len, &top, NULL) != OK ||
            !json_get_text(top, "kind", &kind) || !bytes_equal_text(kind, "civil.deadline")) {
            continue;
        }
        struct bytes id;
        check_that(count < max && json_get_text(top, "id", &id) && hash_parse(id, &out[count]));
        count++;
    }
    return count;
}

/* A day may be negative, and what stands there is replaced and taken away. */
TEST(what_is_due_comes_in_the_order_of_days_then_ids_each_once)
{
    enum { COUNT = 300 };
    static struct hash order[COUNT];
    begin();
    struct prng g;
    prng_seed(&g, 7);
    struct context c = here();
    const int64_t first = civil_today(&c) + 1;
    int64_t days[COUNT];
    for (uint64_t i = 0; i < COUNT; i++) {
        note_on(i, first + (int64_t)prng_below(&g, 5000)); /* replaced */
        days[i] = first + (int64_t)prng_below(&g, 400);
        note_on(i, days[i]);
    }
    const struct hash gone = name_of(COUNT - 1);
    civil_deadline_drop(&c, CIVIL_NOTE, &gone, 0);
    civil_deadline_drop(&c, CIVIL_NOTE, &gone, 0);
    civil_deadline_drop(&c, CIVIL_NOTE, &gone, 1);
    check_text(set("{'rate':8640000}"), "ok"); /* a hundred days a second */
    while (rig_next_ms(&r) != 0) {
        const int64_t next_ms = rig_next_ms(&r);
        const size_t before = rig_count_facts(&r, "civil.deadline");
        if (next_ms > r.time_ms + 1) {
            rig_block(&r, next_ms - 1 - r.time_ms);
            check_eq(rig_count_facts(&r, "civil.deadline"), before);
        }
        rig_block(&r, 1);
        check_that(rig_count_facts(&r, "civil.deadline") > before);
    }
    check_eq(come(order, COUNT), COUNT - 1);
    int64_t last = 0;
    for (size_t i = 0; i + 1 < COUNT; i++) {
        struct civil_note n;
        check_that(civil_note_get(r.state, &order[i], &n) && n.come);
        check_that(n.day > last || (n.day == last && i > 0 && hash_compare(&order[i - 1], &order[i]) < 0));
        last = n.day;
    }
    rig_close(&r);
}

/* The nouns of the deadlines that have come, with spaces between. */
static const char *nouns_come(void)
{
    static char words[200];
    words[0] = 0;
    for (uint64_t i = 0; i < record_size(r.record); i++) {
        struct entry e;
        struct bytes carried;
        const struct json *top = NULL;
        struct bytes of;
        check_ok(record_read(r.record, i, &r.arena, &e, &carried));
        if (e.type == ENTRY_FACT && json_parse(&r.arena, carried, carried.len, &top, NULL) == OK &&
            json_get_text(top, "of", &of)) {
            const size_t len = strlen(words);
            (void)snprintf(words + len, sizeof words - len, "%s%.*s", len > 0 ? " " : "", (int)of.len,
                           (const char *)of.data);
        }
    }
    return words;
}

static void say(const char *body, const char *kind)
{
    check_text(rig_say(&r, "A01", kind, "%s", body), "ok");
}

TEST(a_jump_over_the_deadlines_of_every_noun_meets_them_in_order)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, RIG_MATTER);
    say("{'body':'council','matter':$m,'member':'A02','office':'Envoy','until':'2026-02-02'}",
        "platform.mandate");
    say("{'body':'council','from':'2026-02-01','place':'Alderton','reference':'s1','title':'S',"
        "'to':'2026-02-03'}", "session.open");
    say("{'member':'A02','session':$w,'text':'Report.','until':'2026-02-02'}", "session.follow");
    say("{'member':'A03','session':$w,'text':'Count.','until':'2026-01-02'}", "session.follow");
    say("{'language':'en','part':1,'session':$w,'text':'We met.'}", "session.minutes");
    say("{'session':$w,'until':'2026-02-02'}", "session.circulate");
    say("{'due':'2026-02-02','quantity':1,'title':'T','unit':'t'}", "commitment.pledge");
    say("{'due':'2026-02-01','quantity':1,'title':'U','unit':'t'}", "commitment.pledge");
    say("{'day':'2026-02-03','text':'x'}", "clock.note");
    say("{'to':'2026-03-01'}", "clock.set");
    rig_block(&r, 1);
    check_text(nouns_come(), "task commitment note commitment minutes task mandate");
    check_eq(rig_next_ms(&r), 0);
    rig_close(&r);
}

/* A treaty that waits for another: its day is set while the other comes, and others wait behind both. */
TEST(what_a_deadline_sets_comes_before_what_waits_for_a_later_day)
{
    static const char *const notes[] = {"2026-01-28", "2026-01-29", "2026-01-30", "2026-02-02", "2026-02-03"};
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    say(TREATY_OPEN("waits", "'treaty \\\"P\\\"; when 1 instrument; enters at once; not before treaty "
                             "\\\"base\\\";'", ""), "instrument.open");
    say(TREATY_DEPOSIT("accession"), "instrument.deposit");
    say(TREATY_OPEN("base", "'treaty \\\"B\\\"; when 1 instrument; enters 30 days after;'", ""),
        "instrument.open");
    say(TREATY_DEPOSIT("accession"), "instrument.deposit");
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        check_text(rig_say(&r, "A01", "clock.note", "{'day':'%s','text':'x'}", notes[i]), "ok");
    }
    say("{'to':'2026-03-01'}", "clock.set");
    rig_block(&r, 1);
    check_text(nouns_come(), "note note note instrument instrument note note");
    rig_close(&r);
}

TEST(a_jump_over_many_takes_a_thousand_a_block_and_asks_for_the_next_at_once)
{
    enum { COUNT = 2 * CIVIL_FIRES_MAX + 7 };
    static struct hash order[COUNT];
    begin();
    struct context c = here();
    const int64_t first = civil_today(&c) + 1;
    for (uint64_t i = 0; i < COUNT; i++) {
        note_on(i, first + (int64_t)(i * 7919 % 3000));
    }
    rig_commit(&r);
    check_text(set("{'rate':0,'to':'2036-01-01'}"), "ok");
    check_eq(rig_count_facts(&r, "civil.deadline"), 0);
    for (size_t i = 1; i <= 3; i++) {
        check_that(rig_next_ms(&r) > 0 && rig_next_ms(&r) <= r.time_ms + 1);
        rig_block(&r, 1);
        const size_t expected = i * CIVIL_FIRES_MAX < COUNT ? i * CIVIL_FIRES_MAX : COUNT;
        check_eq(rig_count_facts(&r, "civil.deadline"), expected);
        rig_commit(&r);
    }
    check_eq(rig_next_ms(&r), 0);
    check_eq(come(order, COUNT), COUNT);
    int64_t last = 0;
    for (size_t i = 0; i < COUNT; i++) {
        struct civil_note n;
        check_that(civil_note_get(r.state, &order[i], &n) && n.come && n.day >= last);
        last = n.day;
    }
    rig_close(&r);
}

/* By looking at each time around it. */
TEST(the_time_at_which_a_day_begins_is_the_first_that_has_it)
{
    begin();
    struct prng g;
    prng_seed(&g, 11);
    struct context c = here();
    for (int round = 0; round < 2000; round++) {
        harness_note("round %d", round);
        const int64_t from_ms = 1767225600000 + (int64_t)prng_below(&g, 1000000000);
        struct civil_clock k = {.segment_count = 1,
                                .now = {.from_ms = from_ms,
                                        .start_ms = from_ms + (int64_t)prng_below(&g, 100000000000),
                                        .rate = (int64_t)prng_below(&g, round % 2 == 0 ? 9 : 100000000),
                                        .parts = 1 + (int64_t)prng_below(&g, round % 3 == 0 ? 9 : 1000000)}};
        civil_clock_put(c.state, &k);
        const int64_t day = civil_at(c.state, c.org, from_ms) + 1 + (int64_t)prng_below(&g, 3000);
        const int64_t when_ms = civil_when_ms(c.state, c.org, day);
        if (k.now.rate == 0) {
            check_eq(when_ms, 0);
            continue;
        }
        if (when_ms != 0) {
            check_that(civil_at(c.state, c.org, when_ms) >= day);
            check_that(civil_at(c.state, c.org, when_ms - 1) < day);
        } else {
            check_that(civil_at(c.state, c.org, TIME_MS_MAX) < day);
        }
    }
    rig_close(&r);
}

TEST(the_clock_stays_at_the_end_of_the_last_year)
{
    begin();
    struct context c = here();
    struct civil_clock k = {.segment_count = 1,
                            .now = {.from_ms = 1, .start_ms = 1, .rate = CIVIL_RATE_MAX, .parts = 1}};
    civil_clock_put(c.state, &k);
    check_eq(civil_ms(c.state, c.org, TIME_MS_MAX), TIME_MS_MAX);
    check_eq(civil_ms(c.state, c.org, INTEGER_MAX), TIME_MS_MAX);
    check_eq(civil_at(c.state, c.org, INTEGER_MAX), day_of("9999-12-31"));
    k.now.rate = 1;
    k.now.parts = CIVIL_PARTS_MAX;
    civil_clock_put(c.state, &k);
    check_eq(civil_when_ms(c.state, c.org, day_of("9999-12-31")), 0); /* not in time that can be counted */
    rig_close(&r);
}

TEST(every_segment_that_was_is_remembered)
{
    begin();
    int64_t times[20];
    char days[20][16];
    for (int i = 0; i < 20; i++) {
        char body[64];
        (void)snprintf(body, sizeof body, "{'rate':0,'to':'20%02d-07-01'}", 30 + i);
        check_text(set(body), "ok");
        rig_block(&r, 5);
        times[i] = r.time_ms;
        (void)snprintf(days[i], sizeof days[i], "%s", today());
    }
    struct context c = here();
    for (int i = 0; i < 20; i++) {
        check_text(law_day(&c, times[i]).text, days[i]);
    }
    check_text(days[19], "2049-07-01");
    check_text(law_day(&c, 1767225600000).text, "2026-01-01");
    struct civil_segment *list = NULL;
    check_eq(civil_segments(r.state, 0, harness_arena(), &list), 0);
    check_eq(civil_segments(r.state, 3, harness_arena(), &list), 3);
    for (size_t i = 0; i < 3; i++) { /* each begins before the block that says so */
        check_that(list[i].from_ms <= times[19 - i] && list[i].from_ms > times[18 - i]);
        check_text(civil_day_of(list[i].start_ms, 0).text, days[19 - i]);
    }
    check_eq(civil_segments(r.state, 100, harness_arena(), &list), 20);
    rig_close(&r);
}

TEST(there_is_an_end_to_segments)
{
    begin();
    struct context c = here();
    struct civil_clock k = civil_clock_get(c.state);
    k.segment_count = CIVIL_SEGMENTS_MAX - 1;
    k.now.from_ms = 1;
    civil_clock_put(c.state, &k);
    check_text(set("{'rate':2}"), "ok");
    check_text(set("{'rate':2}"), "limit");
    rig_close(&r);
}

TEST(every_day_begins_where_the_one_before_ends)
{
    begin_in(REALM_REAL);
    struct context c = here();
    struct civil_clock k = {.zone_count = 1, .zones = {{1, -90}}};
    civil_clock_put(c.state, &k);
    for (int64_t day = 1; day < 60000; day++) {
        const int64_t begins_ms = day * DAY_MS + 90 * 60000;
        check_eq(civil_when_ms(c.state, c.org, day), begins_ms);
        check_eq(civil_at(c.state, c.org, begins_ms), day);
        check_eq(civil_at(c.state, c.org, begins_ms - 1), day - 1);
    }
    rig_close(&r);
}

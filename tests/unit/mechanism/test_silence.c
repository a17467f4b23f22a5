/* Silences: opening, the clock, extension, not received, and how they end. */
#include "mechanism/silence.h"

#include "mechanism/matter.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin(int64_t duration_ms, enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .duration_ms = duration_ms});
    rig_to(&r, stage);
}

TEST(delta_is_a_thousandth_of_the_duration_within_its_bounds)
{
    static const struct {
        int64_t duration_ms;
        int64_t delta_ms;
        int64_t extra_ms; /* at least two delta: the charter says 60 s */
    } rows[] = {
        {SILENCE_MS_MIN, DELTA_MS_MIN, 60000},
        {1001000, 1001, 60000},
        {DELTA_MS_MIN * 1000, DELTA_MS_MIN, 60000},
        {30000000, 30000, 60000},
        {30001000, 30001, 60002},
        {DELTA_MS_MAX * 1000, DELTA_MS_MAX, 2 * DELTA_MS_MAX},
        {DELTA_MS_MAX * 1000 + 1000, DELTA_MS_MAX, 2 * DELTA_MS_MAX},
        {30 * 86400000LL, DELTA_MS_MAX, 2 * DELTA_MS_MAX},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin(rows[i].duration_ms, RIG_WAITING);
        harness_note("a silence of %lld ms", (long long)rows[i].duration_ms);
        check_eq(rig_silence_now(&r).delta_ms, rows[i].delta_ms);
        check_eq(rig_silence_now(&r).extra_ms, rows[i].extra_ms);
        rig_close(&r);
    }
}

/* With delta longer than the charter's E nobody could be clear in time: signers wait for D + delta. */
TEST(a_silence_of_a_day_is_adopted_though_its_delta_is_longer_than_the_charters_e)
{
    begin(86400000, RIG_FIRED);
    const struct silence x = rig_silence_now(&r);
    check_that(x.delta_ms > 60000);
    rig_until(&r, x.deadline_ms + x.delta_ms);
    rig_to(&r, RIG_ADOPTED);
    rig_close(&r);
}

TEST(a_rule_that_cannot_count_the_seats_of_its_body_has_no_silence)
{
    static const char *const rules[] = {
        "over council, other;\n    pass n(Y in council) > 0 & n(Y in other) > 0;\n",
        "pass population(Y) > population(N);\n",
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const char *charter = arena_printf(
            harness_arena(),
            "charter \"odd\" title \"A rule that needs more than seats\";\nattributes population;\n"
            "body council {\n    members all;\n    chair rotation;\n    rules silence;\n}\n"
            "body other {\n    members all;\n    chair rotation;\n    rules silence;\n}\n"
            "rule silence {\n    %s    clock at least 10s;\n    close all within 60s;\n}\n",
            rules[i]);
        rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter});
        rig_to(&r, RIG_VERSION);
        check_text(rig_silence(&r), "not_applicable");
        rig_close(&r);
    }
}

static const char *workday_charter(const char *clock)
{
    return arena_printf(harness_arena(),
                        "charter \"days\" title \"Working days\";\ncalendar moscow {\n    zone \"+03:00\";\n"
                        "    week mon, tue, wed, thu, fri;\n    yearly \"01-02\";\n}\n"
                        "calendar mondays {\n    week mon;\n}\n"
                        "body council {\n    members all;\n    chair rotation;\n    rules silence;\n}\n"
                        "rule silence {\n    allow Y L N;\n    default L;\n    pass n(N) = 0 & n(L) > 0;\n"
                        "    clock %s;\n    close all within 60s;\n}\n",
                        clock);
}

/* The bench begins on Thursday, 1 January 2026; in Moscow the Friday after it is a holiday. */
TEST(a_silence_of_working_days_lasts_to_the_end_of_the_last_of_them)
{
    static const struct {
        const char *clock;
        int64_t duration_ms;
        int64_t deadline_ms; /* 0: it is not opened */
    } rows[] = {
        {"at least 2 workdays", 10000, 1767733200000}, /* Tuesday, 21:00 in UTC */
        {"at least 2 workdays at most 3 workdays", 3600000, 1767733200000},
        {"at least 1 workday in mondays", 10000, 1767657600000}, /* Monday, 24:00 in UTC */
        {"at least 1 workday at most 2 workdays", 7 * 86400000LL, 0},
        {"at least 100 workdays in mondays", 10000, 0}, /* almost two years */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rig_open(&r, &(struct rig_options){.folder = harness_folder(),
                                           .charter = workday_charter(rows[i].clock),
                                           .duration_ms = rows[i].duration_ms});
        harness_note("%s", rows[i].clock);
        if (rows[i].deadline_ms == 0) {
            rig_to(&r, RIG_VERSION);
            check_text(rig_silence(&r), "wrong_duration");
        } else {
            rig_to(&r, RIG_RUNNING);
            check_eq(rig_silence_now(&r).deadline_ms, rows[i].deadline_ms);
        }
        rig_close(&r);
    }
    begin(0, RIG_RUNNING);
    const struct silence x = rig_silence_now(&r);
    check_that(x.deadline_ms < 1767657600000); /* without working days it is the duration */
    rig_close(&r);
}

/* From Tuesday, 6 January 2026, 21:00 in UTC, which is the midnight of Moscow. */
TEST(a_silence_is_extended_by_working_days_where_its_rule_counts_so)
{
    static const struct {
        const char *clock;
        const char *said;
        const char *result;
        int64_t deadline_ms;
    } rows[] = {
        {"extend at most 1 times by 4 workdays", "{'silence':$s,'workdays':3}", "ok",
         1767992400000}, /* Friday */
        {"extend at most 1 times by 4 workdays", "{'silence':$s,'workdays':4}", "ok",
         1768251600000}, /* Monday */
        {"extend at most 1 times by 4 workdays", "{'silence':$s,'workdays':5}", "wrong_duration", 0},
        {"extend at most 1 times by 4 workdays", "{'silence':$s,'workdays':0}", "wrong_duration", 0},
        {"extend at most 1 times by 4 workdays", "{'silence':$s}", "wrong_duration", 0},
        {"extend at most 1 times by 4 workdays", "{'by':1000,'silence':$s}", "wrong_duration", 0},
        {"extend at most 1 times by 4 workdays", "{'by':1000,'silence':$s,'workdays':1}", "wrong_duration",
         0},
        {"extend at most 1 times by 4d", "{'silence':$s,'workdays':1}", "wrong_duration", 0},
        {"extend at most 1 times by 4d", "{'by':1000,'silence':$s,'workdays':1}", "wrong_duration", 0},
        {"extend at most 1 times by 4d", "{'silence':$s}", "wrong_duration", 0},
        {"extend at most 1 times by 4d", "{'by':1000,'silence':$s}", "ok", 1767733201000},
        {"extend at most 1 times by 250 workdays", "{'silence':$s,'workdays':250}", "ok", 1797973200000},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rig_open(&r,
                 &(struct rig_options){.folder = harness_folder(),
                                       .charter = workday_charter(arena_printf(
                                           harness_arena(), "at least 2 workdays;\n    %s", rows[i].clock)),
                                       .duration_ms = 10000});
        rig_to(&r, RIG_RUNNING);
        harness_note("%s: %s", rows[i].clock, rows[i].said);
        check_eq(rig_silence_now(&r).deadline_ms, 1767733200000);
        check_text(rig_say(&r, "A01", "silence.extend", "%s", rows[i].said), rows[i].result);
        check_eq(rig_silence_now(&r).deadline_ms,
                 rows[i].deadline_ms == 0 ? 1767733200000 : rows[i].deadline_ms);
        rig_close(&r);
    }
}

TEST(working_days_are_added_in_the_calendar_of_the_rule_and_at_each_stage)
{
    const char *charter =
        workday_charter("at least 1 workday in mondays;\n    extend at most 3 times by 60 workdays");
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter, .duration_ms = 10000});
    rig_to(&r, RIG_WAITING);
    const int64_t window = rig_silence_now(&r).window_ms;
    check_text(rig_say(&r, "A01", "silence.extend", "{'silence':$s,'workdays':1}"), "ok");
    check_that(rig_silence_now(&r).window_ms > window);
    check_eq(rig_silence_now(&r).window_ms, 1767657600000); /* Monday, 24:00 in UTC */
    rig_close(&r);
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter, .duration_ms = 10000});
    rig_to(&r, RIG_RUNNING);
    check_text(rig_say(&r, "A01", "silence.extend", "{'silence':$s,'workdays':2}"), "ok");
    check_eq(rig_silence_now(&r).deadline_ms, 1767657600000 + 14 * 86400000LL);
    check_text(rig_say(&r, "A01", "silence.extend", "{'silence':$s,'workdays':60}"),
               "wrong_duration"); /* too far */
    rig_to(&r, RIG_FIRED);
    const struct silence x = rig_silence_now(&r);
    check_text(rig_say(&r, "A01", "silence.extend", "{'silence':$s,'workdays':1}"), "ok");
    check_eq(rig_silence_now(&r).deadline_ms, x.deadline_ms); /* only the time for all-clears (O5) */
    check_that(rig_silence_now(&r).extra_ms > x.extra_ms + 86400000);
    rig_close(&r);
}

TEST(the_chair_extends_within_what_the_charter_allows)
{
    begin(0, RIG_RUNNING);
    const int64_t deadline = rig_silence_now(&r).deadline_ms;
    check_text(rig_say(&r, "A01", "silence.extend", "{'by':86400000,'silence':$s}"), "ok");
    check_eq(rig_silence_now(&r).deadline_ms, deadline + 86400000);
    check_text(rig_say(&r, "A01", "silence.extend", "{'by':86400001,'silence':$s}"), "wrong_duration");
    check_text(rig_say(&r, "A01", "silence.extend", "{'by':1,'silence':$s}"), "ok");
    check_text(rig_say(&r, "A01", "silence.extend", "{'by':1,'silence':$s}"), "extensions_spent");
    check_eq(rig_silence_now(&r).extensions, 2);
    rig_close(&r);
    /* One that waits for the text gets more time to wait. */
    begin(0, RIG_WAITING);
    const int64_t window = rig_silence_now(&r).window_ms;
    check_text(rig_say(&r, "A01", "silence.extend", "{'by':5000,'silence':$s}"), "ok");
    check_eq(rig_silence_now(&r).window_ms, window + 5000);
    check_eq(rig_silence_now(&r).deadline_ms, 0);
    rig_close(&r);
}

/* The most that a charter can allow. */
TEST(a_silence_is_extended_eight_times_and_not_nine)
{
    const struct bytes charter = org_changed(harness_arena(), bytes_of_text(org_charter),
                                             "extend at most 2 times", "extend at most 8 times");
    rig_open(&r, &(struct rig_options){.folder = harness_folder(),
                                       .charter = arena_text(harness_arena(), charter)});
    rig_to(&r, RIG_RUNNING);
    for (int i = 0; i < EXTENSIONS_MAX; i++) {
        check_text(rig_say(&r, "A01", "silence.extend", "{'by':86400000,'silence':$s}"), "ok");
    }
    check_text(rig_say(&r, "A01", "silence.extend", "{'by':1,'silence':$s}"), "extensions_spent");
    rig_close(&r);
    struct arena *a = harness_arena();
    const struct bytes nine = org_changed(a, bytes_of_text(org_charter), "extend at most 2 times",
                                          arena_printf(a, "extend at most %d times", EXTENSIONS_MAX + 1));
    const struct charter_source source = {BYTES("test"), nine};
    const struct charter *parsed = NULL;
    struct charter_diags diags = {.count = 0};
    check_eq(charter_parse(a, &source, 1, &parsed, &diags), ERROR_MALFORMED);
}

/* The new chair extends, the old one does not any more. */
TEST(a_chair_that_is_handed_over_during_a_silence_takes_the_silence_along)
{
    begin(0, RIG_RUNNING);
    check_text(rig_say(&r, "A01", "body.chair", "{'body':'council','member':'A02'}"), "ok");
    check_text(rig_say(&r, "A01", "silence.extend", "{'by':1000,'silence':$s}"), "not_chair");
    check_text(rig_say(&r, "A02", "silence.extend", "{'by':1000,'silence':$s}"), "ok");
    rig_to(&r, RIG_ADOPTED);
    rig_close(&r);
}

TEST(not_received_gives_a_quarter_twice_to_each_member_on_each_text)
{
    begin(0, RIG_RUNNING);
    const int64_t deadline = rig_silence_now(&r).deadline_ms;
    static const char *const who[] = {"A02", "A03/adviser", "A02/ambassador", "A03"};
    for (int i = 0; i < 2 * NOT_RECEIVED_MAX; i++) {
        check_text(rig_say(&r, who[i], "silence.not_received", "{'silence':$s}"), "ok");
        check_eq(rig_silence_now(&r).deadline_ms, deadline + (i + 1) * 2500);
    }
    check_text(rig_say(&r, "A02", "silence.not_received", "{'silence':$s}"), "said_twice");
    check_text(rig_say(&r, "A03/adviser", "silence.not_received", "{'silence':$s}"), "said_twice");
    check_text(rig_say(&r, "A04", "silence.not_received", "{'silence':$s}"), "ok");
    check_text(rig_object(&r, "A02"), "ok"); /* then it must object */
    rig_close(&r);
    begin(0, RIG_WAITING);
    const int64_t window = rig_silence_now(&r).window_ms;
    check_text(rig_say(&r, "A02", "silence.not_received", "{'silence':$s}"), "ok");
    check_eq(rig_silence_now(&r).window_ms, window + 2500);
    rig_close(&r);
}

/* The time that an act adds is added though the block comes at the deadline: acts come before deadlines. */
TEST(what_is_added_in_the_last_block_before_the_deadline_fires_still_counts)
{
    begin(0, RIG_RUNNING);
    const int64_t deadline = rig_silence_now(&r).deadline_ms;
    rig_until(&r, deadline - 1000);
    check_text(rig_say(&r, "A03", "silence.not_received", "{'silence':$s}"), "ok");
    check_eq(r.time_ms, deadline);
    check_eq(rig_silence_now(&r).stage, SILENCE_RUNNING);
    check_eq(rig_silence_now(&r).deadline_ms, deadline + 2500);
    rig_close(&r);
}

TEST(one_that_nobody_clears_lapses_after_d_and_e)
{
    struct fact_close f;
    begin(0, RIG_FIRED);
    const struct silence x = rig_silence_now(&r);
    check_text(rig_clear(&r, 2), "ok");
    rig_until(&r, x.deadline_ms + x.extra_ms - 1);
    rig_block(&r, 1);
    check_eq(rig_silence_now(&r).stage, SILENCE_LAPSED);
    check_that(rig_last_close(&r, &f));
    check_bytes(f.outcome, BYTES("lapsed"));
    check_bytes(f.reason, BYTES("not_reached"));
    check_bytes(f.rung, BYTES(""));
    check_eq(f.speaking_for_count, 0);
    check_text(rig_codes(&r, f.not_reached, f.not_reached_count), "A01 A02 A04");
    check_eq(f.statement, 0);
    check_eq(rig_matter_now(&r).stage, MATTER_OPEN);
    check_text(rig_silence(&r), "root_used");
    rig_close(&r);
}

/* A broken or lapsed attempt is over; the next one is on a text with other words, or the same with other
 * salts. */
TEST(a_root_is_put_to_silence_once_and_fresh_salts_make_another)
{
    begin(0, RIG_RUNNING);
    const struct hash root = r.root;
    check_text(rig_object(&r, "A03"), "ok");
    check_text(rig_silence(&r), "root_used");
    check_text(rig_say(&r, "A03+", "objection.withdraw", "{'objection':$o}"), "ok");
    check_eq(rig_silence_now(&r).stage, SILENCE_BROKEN); /* withdrawing does not reopen it */
    check_text(rig_silence(&r), "root_used");
    check_text(rig_propose(&r, "A02", "p1", "again", r.words + 50), "ok");
    check_text(rig_say(&r, "A01", "matter.choose", "{'alternative':'again','matter':$m,'provision':'p1'}"),
               "ok");
    check_text(rig_version(&r), "ok");
    check_that(!hash_equal(&root, &r.root));
    check_text(rig_silence(&r), "ok");
    rig_close(&r);
}

TEST(one_silence_at_a_time_in_a_matter_and_many_in_an_organisation)
{
    struct silence *list = NULL;
    begin(0, RIG_RUNNING);
    check_text(rig_silence(&r), "wrong_stage");
    for (int i = 0; i < 5; i++) {
        rig_forget(&r);
        rig_to(&r, RIG_WAITING);
    }
    const size_t count = silence_open_list(r.state, &r.arena, &list);
    check_that(count >= 2); /* the first ones have come to their end meanwhile */
    for (size_t i = 1; i < count; i++) {
        check_that(list[i - 1].number < list[i].number);
    }
    check_eq(rig_silence_now(&r).number, 6);
    rig_close(&r);
}

/* Two members let the node of a third clear for them: it counts once in n, and its word counts for all three.
 */
TEST(a_hosted_node_clears_for_several_members)
{
    struct fact_close f;
    begin(0, RIG_FOUNDED);
    check_text(rig_say(&r, "A03", "member.clearing", "{'node':$(A02/node)}"), "ok");
    check_text(rig_say(&r, "A04", "member.clearing", "{'node':$(A02/node)}"), "ok");
    rig_to(&r, RIG_WAITING);
    check_eq(rig_silence_now(&r).nodes, 2);
    check_eq(rig_silence_now(&r).faulty, 0);
    check_eq(rig_silence_now(&r).seat_count, 4);
    check_text(rig_available(&r, 0), "ok");
    check_text(rig_available(&r, 1), "ok");
    check_eq(rig_silence_now(&r).stage, SILENCE_RUNNING);
    rig_to(&r, RIG_FIRED);
    check_text(rig_clear(&r, 2), "not_clearing"); /* their own nodes have no part in it */
    check_text(rig_clear(&r, 0), "ok");
    check_text(rig_clear(&r, 1), "ok");
    check_that(rig_last_close(&r, &f));
    check_text(rig_codes(&r, f.speaking_for, f.speaking_for_count), "A01 A02 A03 A04");
    rig_close(&r);
}

/* The largest organisation that the bench holds. */
TEST(every_member_counts_in_a_large_body)
{
    struct fact_close f;
    rig_open(&r, &(struct rig_options){
                     .folder = harness_folder(), .members = ORG_MEMBERS_MAX, .unsigned_acts = true});
    rig_to(&r, RIG_RUNNING);
    check_eq(rig_silence_now(&r).nodes, ORG_MEMBERS_MAX);
    check_eq(rig_silence_now(&r).faulty, 10);
    rig_to(&r, RIG_ADOPTED);
    check_that(rig_last_close(&r, &f));
    check_eq(f.speaking_for_count, ORG_MEMBERS_MAX);
    rig_close(&r);
}

TEST(the_time_of_a_silence_is_within_its_bounds)
{
    const struct bytes longest =
        org_changed(harness_arena(), bytes_of_text(org_charter), "at least 10s at most 30d", "at least 10s");
    static const struct {
        int64_t duration_ms;
        const char *expected;
    } rows[] = {
        {SILENCE_MS_MIN - 1, "wrong_duration"},
        {SILENCE_MS_MIN, "ok"},
        {SILENCE_MS_MAX, "ok"},
        {SILENCE_MS_MAX + 1, "wrong_body"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rig_open(&r, &(struct rig_options){.folder = harness_folder(),
                                           .charter = arena_text(harness_arena(), longest),
                                           .duration_ms = rows[i].duration_ms});
        rig_to(&r, RIG_VERSION);
        check_text(rig_silence(&r), rows[i].expected);
        rig_close(&r);
    }
}

/* The words of a charter are held to the same bounds. */
TEST(a_charter_says_how_long_within_bounds)
{
    static const struct {
        const char *old;
        const char *new;
        bool good;
    } rows[] = {
        {"at least 10s at most 30d", "at least 9s at most 30d", false},
        {"at least 10s at most 30d", "at least 10s at most 366d", true},
        {"at least 10s at most 30d", "at least 10s at most 367d", false},
        {"close all within 60s", "close all within 24h", true},
        {"close all within 60s", "close all within 1441min", false},
        {"close all within 60s", "close n-f after 3s", true},
        {"close all within 60s", "close n-f after 4s", false}, /* more than a third of the shortest */
    };
    check_eq(CLOSE_EXTRA_MS_MAX, 24 * 3600000);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct bytes text =
            org_changed(harness_arena(), bytes_of_text(org_charter), rows[i].old, rows[i].new);
        const struct charter_source source = {BYTES("test"), text};
        const struct charter *parsed = NULL;
        struct charter_diags diags = {.count = 0};
        harness_note("%s", rows[i].new);
        check_eq(charter_parse(harness_arena(), &source, 1, &parsed, &diags),
                 rows[i].good ? OK : ERROR_MALFORMED);
    }
}

/* A rung as long as a charter can name one goes into the close, escapes and all. */
TEST(the_longest_rung_fits_the_fact_of_the_close)
{
    struct fact_close f;
    char rung[RUNG_BYTES_MAX + 1];
    for (size_t i = 0; i < RUNG_BYTES_MAX; i++) {
        rung[i] = i % 2 == 0 ? 'x' : '/';
    }
    rung[RUNG_BYTES_MAX] = 0;
    struct bytes text = org_changed(harness_arena(), bytes_of_text(org_charter), "rung \"the alliance\"",
                                    arena_printf(harness_arena(), "rung \"%s\"", rung));
    rig_open(&r,
             &(struct rig_options){.folder = harness_folder(), .charter = arena_text(harness_arena(), text)});
    rig_to(&r, RIG_ADOPTED);
    check_that(rig_last_close(&r, &f));
    check_eq(f.rung.len, RUNG_BYTES_MAX);
    rig_close(&r);
    text = org_changed(harness_arena(), bytes_of_text(org_charter), "rung \"the alliance\"",
                       arena_printf(harness_arena(), "rung \"%sx\"", rung));
    const struct charter_source source = {BYTES("test"), text};
    const struct charter *parsed = NULL;
    struct charter_diags diags = {.count = 0};
    check_eq(charter_parse(harness_arena(), &source, 1, &parsed, &diags), ERROR_MALFORMED);
}

TEST(each_stage_has_a_word)
{
    static const char *const words[] = {
        "waiting for availability", "running", "deadline passed, gathering all-clears", "broken", "closed",
        "lapsed, not reached"};
    for (enum silence_stage s = SILENCE_WAITING; s <= SILENCE_LAPSED; s++) {
        check_text(silence_stage_word(s), words[s]);
    }
    check_dies(silence_stage_word((enum silence_stage)(SILENCE_LAPSED + 1)));
}

/* What comes next by itself: the end of the window, the deadline, the end of E; of several the first. */
TEST(the_next_time_is_the_first_of_all_open_silences)
{
    begin(0, RIG_VERSION);
    check_eq(silence_next_ms(r.state, &r.arena), 0);
    rig_to(&r, RIG_WAITING);
    check_eq(silence_next_ms(r.state, &r.arena), rig_silence_now(&r).window_ms);
    rig_to(&r, RIG_RUNNING);
    check_eq(silence_next_ms(r.state, &r.arena), rig_silence_now(&r).deadline_ms);
    rig_to(&r, RIG_FIRED);
    const struct silence fired = rig_silence_now(&r);
    check_eq(silence_next_ms(r.state, &r.arena), fired.deadline_ms + fired.extra_ms);
    rig_forget(&r);
    rig_to(&r, RIG_RUNNING);
    check_eq(silence_next_ms(r.state, &r.arena), rig_silence_now(&r).deadline_ms);
    rig_close(&r);
}

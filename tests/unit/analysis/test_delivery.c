/* What was delivered under a mandate beside what was adopted, and what was planned by quarter. */
#include "analysis/delivery.h"

#include "mechanism/civil.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;
static enum error failed;

static void say(const char *who, const char *kind, const char *body)
{
    check_text(rig_say(&r, who, kind, "%s", body), "ok");
}

/* Its provisions are "Words 100 in en." and "Words 101 in en.", and the same in fr. */
static void begin(enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, stage);
    say("A01", "platform.mandate",
        "{'body':'council','matter':$m,'member':'A02','office':'Envoy','until':'2026-12-31'}");
}

static struct delivery deliver(const char *language, const char *text)
{
    struct speech *list = NULL;
    check_text(rig_say(&r, "A02", "speech.file",
                       "{'date':'2026-02-01','language':'%s','mandate':$j,'text':'%s','title':'T'}",
                       language, text),
               "ok");
    struct context c = rig_context(&r, &failed);
    const size_t count = speech_list(r.state, &r.arena, &list);
    const struct delivery d = delivery_of(&c, &list[count - 1]);
    check_ok(failed);
    return d;
}

TEST(adopted_words_are_as_mandated_but_for_spaces_within_others_or_altered)
{
    static const struct {
        const char *language;
        const char *text;
        enum delivery_result result;
        size_t gone;
        size_t added;
    } rows[] = {
        {"en", "Words 100 in en.\\nWords 101 in en.", DELIVERY_AS_MANDATED, 0, 0},
        {"en", "Words  100 in\\nen. Words 101 in en.", DELIVERY_AS_MANDATED, 0, 0},
        {"fr", "Words 100 in fr.\\nWords 101 in fr.", DELIVERY_AS_MANDATED, 0, 0},
        {"en", "Good morning. Words 100 in en.\\nWords 101 in en. Thank you.", DELIVERY_WITHIN, 0, 4},
        {"en", "Words 100 in en.\\nWords 102 in en.", DELIVERY_ALTERED, 1, 1},
        {"en", "Words 100 in en.", DELIVERY_ALTERED, 4, 0},
        {"de", "Worte.", DELIVERY_NO_LANGUAGE, 0, 0},
    };
    begin(RIG_OPENED);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("row %zu", i);
        const struct delivery d = deliver(rows[i].language, rows[i].text);
        check_eq(d.result, rows[i].result);
        check_eq(d.gone, rows[i].gone);
        check_eq(d.added, rows[i].added);
        check_eq(d.statement, 1);
        check_eq(d.words, rows[i].result == DELIVERY_NO_LANGUAGE ? 0 : 8);
        check_that(delivery_word(d.result)[0] != 0);
    }
    rig_close(&r);
}

TEST(what_cannot_be_compared_says_why)
{
    struct speech *list = NULL;
    begin(RIG_VERSION);
    check_eq(deliver("en", "Words 100 in en.").result, DELIVERY_NOT_ADOPTED);
    say("A02", "speech.file", "{'date':'2026-02-01','language':'en','text':'We have boats.','title':'T'}");
    say("A02", "speech.file",
        "{'date':'2026-02-01','language':'en','mandate':$j,'parts':2,'text':'x','title':'T'}");
    struct context c = rig_context(&r, &failed);
    check_eq(speech_list(r.state, &r.arena, &list), 3);
    check_eq(delivery_of(&c, &list[1]).result, DELIVERY_NO_MANDATE);
    check_eq(delivery_of(&c, &list[2]).result, DELIVERY_NOT_WHOLE);
    check_ok(failed);
    rig_close(&r);
}

/* A platform counts where it begins, its mandates with it, and a speech on its day. */
TEST(planned_and_delivered_are_counted_by_quarter)
{
    struct delivery_quarter *list = NULL;
    begin(RIG_OPENED); /* and a mandate for wherever, until the last day of the year */
    say("A02", "platform.calendar",
        "{'platforms':[{'from':'2026-03-31','name':'A','to':'2026-04-02'},"
        "{'from':'2026-04-01','name':'B','to':'2026-04-01'},"
        "{'from':'2026-04-01','name':'C','to':'2026-04-01'},"
        "{'from':'2027-01-01','name':'D','to':'2027-01-01'}]}");
    say("A02", "platform.cancel", "{'platform':3}");
    say("A01", "platform.mandate",
        "{'body':'council','member':'A03','office':'Envoy','platform':2,'statement':1,'until':'2026-12-31'}");
    say("A03", "speech.file",
        "{'date':'2026-04-01','language':'en','mandate':$j,'platform':2,'text':'x','title':'T'}");
    say("A04", "speech.file", "{'date':'2026-03-31','language':'en','platform':1,'text':'x','title':'T'}");
    say("A04", "speech.file", "{'date':'2026-03-31','language':'en','text':'x','title':'T'}"); /* at none */
    say("A01", "platform.mandate",
        "{'body':'council','member':'A04','office':'Envoy','platform':4,'statement':1,'until':'2027-12-31'}");
    say("A01", "platform.revoke", "{'mandate':$j,'reason':'x'}");
    static const struct delivery_quarter rows[] = {{2026, 1, 1, 0, 0, 0, 1}, {2026, 2, 1, 0, 1, 1, 1},
                                                   {2026, 4, 0, 0, 1, 0, 0}, {2027, 1, 1, 0, 0, 0, 0}};
    struct context c = rig_context(&r, &failed);
    check_eq(delivery_quarters(&c, &list), 4);
    for (size_t i = 0; i < 4; i++) {
        check_eq(list[i].year, rows[i].year);
        check_eq(list[i].quarter, rows[i].quarter);
        check_eq(list[i].platforms, rows[i].platforms);
        check_eq(list[i].unreported, rows[i].unreported);
        check_eq(list[i].mandates, rows[i].mandates);
        check_eq(list[i].delivered, rows[i].delivered);
        check_eq(list[i].speeches, rows[i].speeches);
    }
    rig_close(&r);
}

/* What ended the day before has passed, what ends today has not. */
TEST(a_platform_that_has_passed_without_a_report_says_so)
{
    struct platform_outcome *list = NULL;
    struct delivery_quarter *quarters = NULL;
    begin(RIG_OPENED);
    struct context c = rig_context(&r, &failed);
    const struct civil_day today = civil_day_at(civil_today(&c));
    const struct civil_day before = civil_day_at(civil_today(&c) - 1);
    check_text(rig_say(&r, "A02", "platform.calendar",
                       "{'platforms':[{'from':'%s','name':'A','to':'%s'},{'from':'%s','name':'B','to':'%s'},"
                       "{'from':'%s','name':'C','to':'%s'},{'from':'%s','name':'D','to':'%s'}]}",
                       before.text, before.text, before.text, today.text, before.text, before.text,
                       before.text, before.text),
               "ok");
    say("A02", "platform.cancel", "{'platform':3}");
    check_text(rig_say(&r, "A04", "speech.file",
                       "{'date':'%s','language':'en','platform':4,'text':'x','title':'T'}", before.text),
               "ok");
    c = rig_context(&r, &failed);
    static const char *const words[] = {"passed, nothing reported", "planned", "cancelled", "reported"};
    check_eq(platform_outcomes(&c, &list), 4);
    for (size_t i = 0; i < 4; i++) {
        check_text(platform_result_word(list[i].stage), words[i]);
        check_eq(list[i].speeches, i == 3);
    }
    check_eq(delivery_quarters(&c, &quarters), 2); /* and that of the mandate for wherever */
    check_eq(quarters[0].platforms, 3);
    check_eq(quarters[0].unreported, 1);
    check_ok(failed);
    rig_close(&r);
}

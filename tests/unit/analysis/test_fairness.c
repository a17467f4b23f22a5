/* Figures of equality: what they count, and that a member that another hosts counts as any other. */
#include "analysis/fairness.h"

#include "analysis/show_csv.h"
#include "analysis/show_fairness.h"
#include "analysis/show_row.h"
#include "base/civil.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;
static enum error failed;
static struct fairness figures;

static const char charter[] =
    "charter \"test\" title \"Equality\";\nlanguages en, fr;\n"
    "body council {\n    members all;\n    chair rotation;\n    rules silence, majority;\n}\n"
    "member A01 {\n}\nmember A02 {\n    calendar gulf;\n}\nmember A03 {\n    calendar mondays;\n}\n"
    "member A04 {\n}\n"
    "calendar plain {\n    week mon, tue, wed, thu, fri;\n}\n"
    "calendar gulf {\n    zone \"+04:00\";\n    week sun, mon, tue, wed, thu;\n}\n"
    "calendar mondays {\n    week mon;\n}\n"
    "rule silence {\n    allow Y L N A;\n    default L;\n    pass n(N) = 0;\n"
    "    clock at least 10s at most 30d;\n    close all within 60s;\n}\n"
    "rule majority {\n    pass n(Y) > n(N);\n}\n";

enum { GIVEN_MS = 3 * (int)CIVIL_DAY_MS };

static void say(const char *who, const char *kind, const char *body)
{
    check_text(rig_say(&r, who, kind, "%s", body), "ok");
}

static void begin(bool confidential)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(),
                                       .charter = charter,
                                       .confidential = confidential,
                                       .duration_ms = GIVEN_MS});
}

static void count(void)
{
    struct context c = rig_context(&r, &failed);
    fairness_of(&c, &figures);
    check_ok(failed);
}

/* Two items and five seconds for A04, one item for A02, and A03 is never heard. */
static void meet(void)
{
    say("A01", "session.open",
        "{'body':'council','from':'2026-02-01','place':'Alderton','reference':'s1','title':'A summit',"
        "'to':'2026-02-03'}");
    say("A02", "session.agenda", "{'session':$w,'title':'Relief'}");
    say("A04", "session.agenda", "{'session':$w,'title':'Boats'}");
    say("A04", "session.agenda", "{'session':$w,'title':'=Other'}");
    say("A04", "session.inscribe", "{'office':'Envoy','session':$w}");
    say("A03", "session.inscribe", "{'office':'Envoy','session':$w}");
    say("A01", "session.floor", "{'session':$w,'speaker':1}");
    rig_block(&r, 4000);
    say("A04", "session.yield", "{'session':$w,'speaker':1}");
    say("A01", "session.floor", "{'session':$w,'speaker':2}"); /* it speaks still */
}

/* p1 in the words of A02, p2 in those of A04, where A03 had others that were withdrawn. */
static void adopt(enum rig_stage stage)
{
    rig_to(&r, RIG_MATTER);
    check_text(rig_propose(&r, "A02", "p1", "first", r.words), "ok");
    check_text(rig_propose(&r, "A03", "p2", "other", r.words + 7), "ok");
    check_text(rig_propose(&r, "A04", "p2", "first", r.words + 1), "ok");
    say("A03", "matter.withdraw", "{'alternative':'other','matter':$m,'provision':'p2'}");
    rig_to(&r, stage);
}

static void play(bool hosted)
{
    begin(false);
    check_text(rig_say(&r, "A04", "member.clearing", "{'node':$(%s/node)}", hosted ? "A02" : "A04"), "ok");
    meet();
    adopt(RIG_OPENED);
    say("A01", "vote.open",
        "{'body':'council','duration':60000,'motion':'straw','rule':'majority','target':'Lunch?'}");
    count();
}

static const struct fairness_member *of(size_t i)
{
    return &figures.members[i - 1];
}

TEST(each_figure_of_a_member_is_counted_from_the_record)
{
    play(false);
    check_eq(figures.member_count, 4);
    check_bytes(of(1)->member, BYTES("A01"));
    static const int64_t agenda[] = {0, 1, 0, 2};
    static const int64_t provisions[] = {0, 1, 0, 1};
    for (size_t i = 1; i <= 4; i++) {
        check_eq(of(i)->agenda, agenda[i - 1]);
        check_eq(of(i)->provisions, provisions[i - 1]);
        check_eq(of(i)->words, 4 * provisions[i - 1]); /* "Words 101 in en." */
        check_eq(of(i)->turns, i == 4);
        check_eq(of(i)->floor_ms, i == 4 ? 5000 : 0);
        check_eq(of(i)->asked, 2);
        check_eq(of(i)->least_ms, 60000);
        check_that(of(i)->given_ms > GIVEN_MS);
    }
    check_eq(figures.total.agenda, 3);
    check_eq(figures.total.asked, 8);
    check_eq(figures.total.words, 8);
    check_eq(figures.total.least_ms, 60000);
    rig_close(&r);
}

/* Put to the members on Thursday, the first of January 2026, a little after midnight, for three days. */
TEST(working_days_are_those_of_each_members_own_calendar)
{
    static const int64_t days[] = {1, 0, 0, 1}; /* Friday, where it is worked; Sunday is not over */
    begin(false);
    adopt(RIG_RUNNING);
    count();
    check_eq(figures.parts[FAIRNESS_DEADLINES].count, 4);
    const struct fairness_deadline *list = figures.parts[FAIRNESS_DEADLINES].rows;
    for (size_t i = 0; i < 4; i++) {
        check_eq(list[i].workdays, days[i]);
        check_eq(of(i + 1)->workdays, days[i]);
        check_eq(list[i].question, FAIRNESS_SILENCE);
        check_eq(list[i].given_ms, list[i].deadline_ms - list[i].opened_ms);
    }
    rig_close(&r);
}

TEST(a_silence_that_waits_for_nodes_has_given_nobody_time_yet)
{
    begin(false);
    adopt(RIG_WAITING);
    count();
    check_eq(figures.parts[FAIRNESS_DEADLINES].count, 0);
    check_eq(figures.parts[FAIRNESS_PROVISIONS].count, 0); /* nothing is adopted */
    check_eq(of(1)->asked, 0);
    check_eq(of(1)->least_ms, 0);
    check_eq(figures.total.least_ms, 0);
    rig_close(&r);
}

TEST(words_that_are_not_on_the_record_are_not_counted_and_said_so)
{
    for (int confidential = 0; confidential <= 1; confidential++) {
        begin(confidential != 0);
        adopt(RIG_ADOPTED);
        count();
        check_eq(figures.parts[FAIRNESS_PROVISIONS].count, 2);
        const struct fairness_provision *list = figures.parts[FAIRNESS_PROVISIONS].rows;
        for (size_t i = 0; i < 2; i++) {
            check_that(!list[i].known && list[i].words == 0 && list[i].language.len == 0);
            check_eq(list[i].statement, 1);
        }
        check_bytes(list[1].member, BYTES("A04"));
        check_bytes(list[1].provision, BYTES("p2"));
        check_bytes(list[1].alternative, BYTES("first"));
        rig_close(&r);
    }
}

/* How many rows a part has of a member, and what they sum up to in a field. */
static int64_t sum(enum fairness_part part, struct bytes member, const char *field)
{
    void *rows = NULL;
    int64_t total = 0;
    const struct row_shape *shape = fairness_shapes[part];
    const size_t n = fairness_rows(&figures, part, member, &r.arena, &rows);
    const struct row_field *f = shape->fields;
    while (field != NULL && !bytes_equal_text(bytes_of_text(field), f->name)) {
        f++;
    }
    for (size_t i = 0; i < n; i++) {
        total += field == NULL ? 1 : row_value(f, (const uint8_t *)rows + i * shape->size).number;
    }
    return total;
}

TEST(every_figure_is_the_sum_of_its_rows)
{
    play(false);
    for (size_t i = 0; i <= 4; i++) {
        const struct fairness_member *m = i == 0 ? &figures.total : of(i);
        check_eq(sum(FAIRNESS_AGENDA, m->member, NULL), m->agenda);
        check_eq(sum(FAIRNESS_FLOOR, m->member, NULL), m->turns);
        check_eq(sum(FAIRNESS_FLOOR, m->member, "used_ms"), m->floor_ms);
        check_eq(sum(FAIRNESS_PROVISIONS, m->member, NULL), m->provisions);
        check_eq(sum(FAIRNESS_PROVISIONS, m->member, "words"), m->words);
        check_eq(sum(FAIRNESS_DEADLINES, m->member, NULL), m->asked);
        check_eq(sum(FAIRNESS_DEADLINES, m->member, "given_ms"), m->given_ms);
        check_eq(sum(FAIRNESS_DEADLINES, m->member, "workdays"), m->workdays);
    }
    rig_close(&r);
}

/* Everything that is shown, figures and rows. */
static struct bytes shown(struct arena *a)
{
    struct buffer b;
    struct json_writer w;
    buffer_init(&b, 1 << 20);
    json_begin(&w, &b);
    json_array(&w, NULL);
    show_fairness(&w, &figures);
    for (int i = 0; i < FAIRNESS_PARTS; i++) {
        show_rows(&w, NULL, fairness_shapes[i], figures.parts[i].rows, figures.parts[i].count);
    }
    json_end(&w);
    const struct bytes text = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

TEST(a_member_that_is_hosted_by_another_is_equal_in_every_figure)
{
    play(false);
    const struct bytes own = shown(harness_arena());
    rig_close(&r);
    play(true);
    struct silence x = rig_silence_now(&r);
    check_eq(x.nodes, 3); /* it is hosted indeed */
    check_bytes(shown(harness_arena()), own);
    rig_close(&r);
}

TEST(many_rows_have_room)
{
    begin(false);
    say("A01", "session.open",
        "{'body':'council','from':'2026-02-01','place':'Alderton','reference':'s1','title':'A summit',"
        "'to':'2026-02-03'}");
    for (int i = 0; i < 40; i++) {
        say("A03", "session.agenda", "{'session':$w,'title':'Relief'}");
    }
    count();
    check_eq(of(3)->agenda, 40);
    check_eq(sum(FAIRNESS_AGENDA, BYTES("A03"), "number"), 40 * 41 / 2);
    check_eq(sum(FAIRNESS_AGENDA, BYTES("A02"), NULL), 0);
    rig_close(&r);
}

TEST(parts_have_their_words_and_no_others)
{
    static const char *const words[] = {"agenda", "deadlines", "floor", "provisions"};
    enum fairness_part part;
    for (int i = 0; i < FAIRNESS_PARTS; i++) {
        check_that(fairness_part_find(bytes_of_text(words[i]), &part) && part == (enum fairness_part)i);
        const struct row_field *f = fairness_shapes[i]->fields;
        for (; f[1].name != NULL; f++) {
            check_that(bytes_compare(bytes_of_text(f[0].name), bytes_of_text(f[1].name)) < 0);
        }
    }
    check_that(!fairness_part_find(BYTES("unity"), &part));
}

TEST(rows_as_csv_cannot_be_formulas)
{
    struct buffer b;
    const struct fairness_item item = {
        .entry = 7, .member = BYTES("A04"), .number = 3, .title = BYTES("=\"Other\"")};
    buffer_init(&b, 4096);
    show_csv_rows(&b, BYTES(""), fairness_shapes[FAIRNESS_AGENDA], &item, 1);
    check_bytes(buffer_view(&b), BYTES("\"entry\",\"member\",\"number\",\"session\",\"title\"\r\n"
                                       "7,\"A04\",3,\"\",\"'=\"\"Other\"\"\"\r\n"));
    buffer_done(&b);
}

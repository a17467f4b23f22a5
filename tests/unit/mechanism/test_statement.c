/* What an adopting close says, and when its statement.txt is complete. */
#include "mechanism/statement.h"

#include <string.h>

#include "mechanism/clock.h"
#include "mechanism/statement_text.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin(enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, stage);
}

static struct statement statement_now(int64_t number)
{
    struct statement x;
    check_that(statement_get(r.state, number, &r.arena, &x));
    return x;
}

/* statement.txt, made from the record as it stands. */
static const char *rendered(int64_t number)
{
    enum error e = OK;
    struct buffer b;
    const struct statement x = statement_now(number);
    struct context c = rig_context(&r, &e);
    buffer_init(&b, STATEMENT_BYTES_MAX);
    check_that(statement_render(&c, &x, &b));
    check_ok(e);
    const char *text = arena_text(&r.arena, buffer_view(&b));
    const struct hash sha256 = hash_of(buffer_view(&b));
    check_that(x.entry == 0 || hash_equal(&sha256, &x.sha256));
    buffer_done(&b);
    return text;
}

static bool has_line(const char *text, const char *line)
{
    const char *wanted = arena_printf(&r.arena, "\n%s\n", line);
    return strstr(text, wanted) != NULL;
}

/* The body of the fact at an entry. */
static const char *fact_at(int64_t index)
{
    struct entry e;
    struct bytes body;
    check_ok(record_read(r.record, (uint64_t)index, &r.arena, &e, &body));
    check_eq(e.type, ENTRY_FACT);
    return arena_text(&r.arena, body);
}

TEST(a_statement_is_complete_with_the_block_that_opens_the_last_part)
{
    begin(RIG_ADOPTED);
    struct fact_close f;
    check_that(rig_last_close(&r, &f));
    check_eq(statement_now(1).entry, 0);
    check_eq(rig_next_ms(&r), 0);
    static const struct {
        const char *provision;
        size_t language;
    } parts[] = {{"p1", 0}, {"p1", 1}, {"p2", 0}};
    for (size_t i = 0; i < 3; i++) {
        check_text(rig_open_part(&r, "A03/node", parts[i].provision, parts[i].language, r.words + i / 2),
                   "ok");
        check_eq(rig_count_facts(&r, "statement"), 0);
    }
    const uint64_t size = record_size(r.record);
    check_text(rig_open_part(&r, "A03/node", "p2", 1, r.words + 1), "ok");
    check_text(rig_facts_since(&r, size), "block statement");
    const struct statement x = statement_now(1);
    check_eq(x.entry, (int64_t)record_size(r.record) - 1);
    check_text(fact_at(x.entry),
               arena_printf(&r.arena, "{\"close\":%lld,\"kind\":\"statement\",\"sha256\":\"%s\"}",
                            (long long)x.close, hash_hex(&x.sha256).text));
    struct statement *open = NULL;
    check_eq(statement_open_list(r.state, &r.arena, &open), 0);
    (void)rendered(1);
    rig_close(&r);
}

TEST(a_statement_says_who_decided_what_by_which_rule_and_where_it_stands)
{
    begin(RIG_RUNNING);
    check_text(rig_say(&r, "A03", "matter.explain", "{'root':$r,'text':'We read p1 so.\\nAnd p2 so.'}"),
               "ok");
    rig_to(&r, RIG_ADOPTED);
    check_text(rig_say(&r, "A02", "matter.explain", "{'root':$r,'text':'Too late.'}"), "ok");
    rig_to(&r, RIG_OPENED);
    struct fact_close f;
    check_that(rig_last_close(&r, &f));
    const struct statement x = statement_now(1);
    const char *text = rendered(1);
    const char *first = "univocal statement 1 exercise EXERCISE\norganisation: Test\n";
    check_that(strncmp(text, first, strlen(first)) == 0);
    check_that(has_line(text, arena_printf(&r.arena, "organisation-id: %s", hash_hex(&f.org).text)));
    check_that(has_line(text, "origin: test.example"));
    check_that(has_line(text, "hosted: one operator"));
    check_that(has_line(text, "statement: 1"));
    check_that(has_line(text, "date: 2026-01-01"));
    check_that(has_line(text, "matter: m1"));
    check_that(has_line(text, "title: A matter"));
    check_that(has_line(text, "voice: not the organisation's voice"));
    check_that(has_line(text, arena_printf(&r.arena, "speaking-for: %s",
                                           rig_codes(&r, f.speaking_for, f.speaking_for_count))));
    check_that(has_line(text, "not-reached: none"));
    check_that(has_line(text, arena_printf(&r.arena, "rule-hash: %s", hash_hex(&f.rule).text)));
    check_that(has_line(text, arena_printf(&r.arena, "outcome: %.*s", (int)f.outcome.len, f.outcome.data)));
    check_that(has_line(text, arena_printf(&r.arena, "decision-entry: %lld", (long long)x.close)));
    check_that(has_line(text, arena_printf(&r.arena, "text-root: %s", hash_hex(&f.root).text)));
    /* The record as it was at the end of the block of the close. */
    struct hash root;
    check_ok(record_root_at(r.record, (uint64_t)x.close + 1, &root));
    check_that(has_line(text, arena_printf(&r.arena, "record-size: %lld", (long long)x.close + 1)));
    check_that(has_line(text, arena_printf(&r.arena, "record-root: %s", hash_hex(&root).text)));
    check_that(has_line(text, "text: en, 3 lines"));
    check_that(has_line(text, "text: fr, 3 lines"));
    check_that(strstr(text, "\n[interpretative statement of A03]\nWe read p1 so.\nAnd p2 so.\n") != NULL);
    check_that(strstr(text, "Too late") == NULL);
    const struct org_words p1 = org_words(&r.arena, r.words);
    const struct org_words p2 = org_words(&r.arena, r.words + 1);
    check_that(
        strstr(text, arena_printf(&r.arena, "\n\n[fr]\n%s\n\n%s\n\n[", arena_text(&r.arena, p1.text[1]),
                                  arena_text(&r.arena, p2.text[1]))) != NULL);
    rig_close(&r);
}

TEST(a_confidential_decision_says_number_rule_outcome_and_root_and_nothing_of_its_words)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .confidential = true});
    rig_to(&r, RIG_ADOPTED);
    check_eq(statement_now(1).entry, 0);
    check_eq(rig_next_ms(&r), r.time_ms + 1);
    const uint64_t size = record_size(r.record);
    rig_block(&r, 5);
    check_text(rig_facts_since(&r, size), "block statement");
    check_eq(rig_next_ms(&r), 0);
    const char *text = rendered(1);
    check_that(has_line(text, "text: confidential") || strstr(text, "\ntext: confidential\n") != NULL);
    check_that(has_line(text, arena_printf(&r.arena, "record-size: %llu", (unsigned long long)size)));
    const struct org_words words = org_words(&r.arena, r.words);
    check_that(strstr(text, arena_text(&r.arena, words.text[0])) == NULL);
    rig_close(&r);
}

TEST(a_correction_and_a_withdrawal_are_statements_that_name_an_earlier_one)
{
    begin(RIG_OPENED);
    check_text(
        rig_say(&r, "A01", "matter.open",
                "{'body':'council','corrects':1,'languages':['en','fr'],'reference':'again','rule':'silence',"
                "'title':'T'}"),
        "ok");
    r.matter = r.id;
    r.words = 9000;
    check_text(rig_propose(&r, "A02", "p1", "first", r.words), "ok");
    check_text(rig_propose(&r, "A02", "p2", "first", r.words + 1), "ok");
    check_text(rig_version(&r), "ok");
    rig_to(&r, RIG_OPENED);
    check_that(has_line(rendered(2), "corrects: 1"));
    check_that(!has_line(rendered(1), "corrects: 1"));
    struct matter m = rig_matter_now(&r);
    check_eq(m.corrects, 1);
    check_eq(m.withdraws, 0);
    rig_close(&r);
}

/* With delay 1 the block that interprets the close orders nothing of its own. */
TEST(a_statement_is_the_same_whatever_the_delay)
{
    const char *texts[2] = {NULL, NULL};
    for (unsigned delay = 0; delay < 2; delay++) {
        rig_open(&r, &(struct rig_options){.folder = harness_folder(), .delay = delay});
        rig_to(&r, RIG_OPENED);
        texts[delay] = arena_text(harness_arena(), bytes_of_text(rendered(1)));
        check_that(statement_now(1).entry > 0);
        rig_close(&r);
    }
    check_that(strstr(texts[0], "\n[en]\n") != NULL);
    check_text(strstr(texts[0], "\n[en]\n"), strstr(texts[1], "\n[en]\n"));
}

/* A provision of one language whose words are so many bytes. */
static void propose_long(const char *provision, size_t bytes)
{
    static const uint8_t salt[32] = {9};
    char *words = ARENA_ARRAY(&r.arena, char, bytes + 1);
    memset(words, 'x', bytes);
    memcpy(words, provision, strlen(provision)); /* commitments differ */
    words[bytes] = 0;
    const struct hash commitment = text_commitment(salt, bytes_of_text(words));
    check_text(rig_say(&r, "A02", "matter.propose",
                       "{'alternative':'first','leaves':[{'commitment':'%s','language':'en'}],'matter':$m,"
                       "'provision':'%s'}",
                       hash_hex(&commitment).text, provision),
               "ok");
}

static void open_long(const char *provision, size_t bytes)
{
    static const struct hash salt = {{9}};
    char *words = ARENA_ARRAY(&r.arena, char, bytes + 1);
    memset(words, 'x', bytes);
    memcpy(words, provision, strlen(provision));
    words[bytes] = 0;
    check_text(rig_say(&r, "A03/node", "text.open",
                       "{'language':'en','matter':$m,'provision':'%s','root':$r,'salt':'%s','text':'%s'}",
                       provision, hash_hex(&salt).text, words),
               "ok");
}

/* Adopts and opens a text of `whole` provisions of PLAINTEXT_BYTES_MAX and one of `rest`. */
static const char *long_statement(size_t whole, size_t rest)
{
    begin(RIG_FOUNDED);
    check_text(rig_say(&r, "A01", "matter.open",
                       "{'body':'council','languages':['en'],'reference':'l','rule':'silence','title':'T'}"),
               "ok");
    r.matter = r.id;
    for (size_t i = 0; i <= whole; i++) {
        propose_long(arena_printf(&r.arena, "p%zu", i), i < whole ? PLAINTEXT_BYTES_MAX : rest);
    }
    check_text(rig_version(&r), "ok");
    rig_to(&r, RIG_ADOPTED);
    for (size_t i = 0; i <= whole; i++) {
        open_long(arena_printf(&r.arena, "p%zu", i), i < whole ? PLAINTEXT_BYTES_MAX : rest);
    }
    check_that(statement_now(1).entry > 0);
    const char *text = arena_text(harness_arena(), bytes_of_text(rendered(1)));
    rig_close(&r);
    return text;
}

TEST(a_statement_has_at_most_a_mebibyte_and_says_so_where_the_words_do_not_fit)
{
    const size_t whole = STATEMENT_BYTES_MAX / PLAINTEXT_BYTES_MAX;
    const size_t spare = 1000;
    const size_t used = strlen(long_statement(whole, spare));
    const size_t most = spare + STATEMENT_BYTES_MAX - used;
    const char *full = long_statement(whole, most);
    check_eq(strlen(full), STATEMENT_BYTES_MAX);
    check_that(strstr(full, "\ntext: en, ") != NULL);
    const char *beyond = long_statement(whole, most + 1);
    check_that(strstr(beyond, "\ntext: on the record, too long for one file\n") != NULL);
    check_that(strlen(beyond) < 2000);
    check_that(strstr(long_statement(whole + 1, spare), "\ntext: on the record, too long") != NULL);
}

static struct statement_text small(void)
{
    static const struct bytes codes[] = {{(const uint8_t *)"A01", 3}, {(const uint8_t *)"A02", 3}};
    return (struct statement_text){
        .realm = REALM_REAL,
        .organisation = BYTES("An organisation"),
        .origin = BYTES("org.example"),
        .epoch = 1,
        .number = 7,
        .withdraws = 3,
        .time_ms = 1767225600001,
        .date = BYTES("2026-01-01"),
        .body = BYTES("council"),
        .reference = BYTES("m"),
        .title = BYTES("T"),
        .voice = true,
        .speaking_for_count = 2,
        .speaking_for = codes,
        .rule_name = BYTES("silence"),
        .outcome = BYTES("adopted"),
        .reason = BYTES("carried"),
    };
}

static const char *written(const struct statement_text *t)
{
    struct buffer b;
    buffer_init(&b, STATEMENT_BYTES_MAX);
    statement_text_write(&b, t);
    check_that(!b.overflow);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

TEST(every_line_of_a_statement_is_as_the_format_says)
{
    struct statement_text t = small();
    const struct statement_apart apart[] = {{BYTES("A03"), 'A', EFFECT_BOUND},
                                            {BYTES("A04"), 'N', EFFECT_FREE}};
    const struct bytes en[] = {BYTES("One.\n"), BYTES("Two,\nthree.")};
    const struct statement_language languages[] = {{BYTES("en"), 2, en}, {BYTES("fr"), 1, &en[0]}};
    const struct statement_interpretation words = {BYTES("A02"), 12, BYTES("So.")};
    t.apart_count = 2;
    t.apart = apart;
    t.language_count = 2;
    t.languages = languages;
    t.interpretation_count = 1;
    t.interpretations = &words;
    check_text(written(&t), "univocal statement 1 real\n"
                            "organisation: An organisation\n"
                            "organisation-id: " ZEROS "\n"
                            "origin: org.example\n"
                            "hosted: the members\n"
                            "epoch: 1\n"
                            "statement: 7\n"
                            "withdraws: 3\n"
                            "date: 2026-01-01\n"
                            "time: 2026-01-01T00:00:00.001Z\n"
                            "body: council\n"
                            "matter: m\n"
                            "title: T\n"
                            "voice: the organisation's voice\n"
                            "rung: none\n"
                            "speaking-for: A01 A02\n"
                            "not-reached: none\n"
                            "dissociated: A03=A/bound A04=N/free\n"
                            "rule: silence\n"
                            "rule-hash: " ZEROS "\n"
                            "charter-hash: " ZEROS "\n"
                            "outcome: adopted\n"
                            "reason: carried\n"
                            "decision-entry: 0\n"
                            "text-root: " ZEROS "\n"
                            "record-size: 0\n"
                            "record-root: " ZEROS "\n"
                            "text: en, 4 lines\n"
                            "text: fr, 1 line\n"
                            "interpretation: A02, entry 12, 1 line\n"
                            "\n[en]\nOne.\n\nTwo,\nthree.\n"
                            "\n[fr]\nOne.\n"
                            "\n[interpretative statement of A02]\nSo.\n");
    t = small();
    t.form = STATEMENT_TOO_LONG;
    check_that(strstr(written(&t), "\ntext: on the record, too long for one file\n") != NULL);
    t.language_count = 1;
    t.languages = languages;
    check_dies(written(&t));
}

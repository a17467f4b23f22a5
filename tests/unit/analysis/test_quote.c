/* Rules 1 to 12 of docs/quote.md. */
#include "base/limits.h"
#include "unit/analysis/quotes.h"

static const struct {
    enum quote_kind kind;
    int64_t number;
    const char *member;
    const char *language;
    const char *parts[3];
} texts[] = {
    {QUOTE_STATEMENT,
     1,
     "",
     "en",
     {"The parties shall consult without delay whenever one of them is threatened.",
      "They shall keep the \u201copen skies\u201d of the member\u2019s own territory \u2014 and its waters "
      "\u2014 "
      "open to all the others.\nNo party acts alone."}},
    {QUOTE_STATEMENT,
     1,
     "",
     "ru",
     {"\u0421\u0442\u043e\u0440\u043e\u043d\u044b \u043f\u0440\u043e\u0432\u043e\u0434\u044f\u0442 "
      "\u0432\u0441\u0451 \u043d\u043e\u0432\u044b\u0435 "
      "\u043a\u043e\u043d\u0441\u0443\u043b\u044c\u0442\u0430"
      "\u0446\u0438\u0438 "
      "\u043d\u0435\u0437\u0430\u043c\u0435\u0434\u043b\u0438\u0442\u0435\u043b\u044c\u043d"
      "\u043e."}},
    {QUOTE_STATEMENT,
     2,
     "",
     "ar",
     {"\u062a\u062a\u0634\u0627\u0648\u0631 \u0627\u0644\u0623\u0637\u0631\u0627\u0641 \u062f\u0648\u0646 "
      "\u062a\u0623\u062e\u064a\u0631 \u062e\u0644\u0627\u0644 \u0661\u0662 \u0633\u0627\u0639\u0629."}},
    {QUOTE_STATEMENT, 2, "", "zh", {"\u5404\u65b9\u5e94\u7acb\u5373\u8fdb\u884c\u534f\u5546\u3002"}},
    {QUOTE_STATEMENT, 3, "", "en", {"The members will share the costs of every drill in equal parts."}},
    {QUOTE_STATEMENT,
     4,
     "",
     "en",
     {"Peace in the northern valley is the concern of every member of this union."}},
    {QUOTE_ARCHIVE,
     1,
     "",
     "en",
     {"Long before the founding the five rivers were a common good of all valleys."}},
    {QUOTE_SPEECH,
     40,
     "ALDER",
     "en",
     {"My country alone will guard the pass, whatever others say. No party acts alone. The weather is "
      "fine."}},
    {QUOTE_SPEECH,
     41,
     "BIRCH",
     "en",
     {"We asked for help three times [in March], and nobody came to the bridge."}},
};

struct quote_corpus *quotes_corpus(void)
{
    struct quote_corpus *c = quote_corpus_new();
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct quote_part parts[3];
        struct quote_source s = {.kind = texts[i].kind,
                                 .number = texts[i].number,
                                 .id = BYTES(""),
                                 .member = bytes_of_text(texts[i].member),
                                 .language = bytes_of_text(texts[i].language),
                                 .withdrawn = texts[i].number == 3,
                                 .replaced = texts[i].number == 3 ? 4 : 0,
                                 .parts = parts};
        for (; s.part_count < 3 && texts[i].parts[s.part_count] != NULL; s.part_count++) {
            parts[s.part_count] =
                (struct quote_part){bytes_of_text(arena_printf(harness_arena(), "p%zu", s.part_count + 1)),
                                    bytes_of_text(texts[i].parts[s.part_count])};
        }
        check_that(quote_corpus_add(c, &s));
    }
    quote_corpus_index(c);
    return c;
}

struct quote_answer quotes_answer(const struct quote_corpus *c, const char *quote)
{
    struct quote_answer q;
    harness_note("%s", quote);
    check_eq(quote_look_over(bytes_of_text(quote)), QUOTE_GOOD);
    quote_check(c, harness_arena(), bytes_of_text(quote), &q);
    return q;
}

const char *quotes_ask(const struct quote_corpus *c, const char *quote)
{
    const struct quote_answer q = quotes_answer(c, quote);
    struct buffer b;
    buffer_init(&b, SIZE_MAX);
    buffer_add_text(&b, quote_result_word(q.result));
    if (q.source != NULL) {
        buffer_printf(&b, " %c%lld", "SAMD"[q.source->kind], (long long)q.source->number);
    }
    for (unsigned note = 1; note < QUOTE_NOTES_END; note <<= 1) {
        buffer_printf(&b, (q.notes & note) != 0 ? " %s" : "", quote_note_word(note));
    }
    const struct bytes difference = quote_difference(harness_arena(), &q);
    buffer_printf(&b, difference.len > 0 ? ": %.*s" : "", (int)difference.len, (const char *)difference.data);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

struct row {
    const char *quote;
    const char *says;
};

static void ask_all(const struct row *rows, size_t count)
{
    struct quote_corpus *c = quotes_corpus();
    for (size_t i = 0; i < count; i++) {
        check_text(quotes_ask(c, rows[i].quote), rows[i].says);
    }
    quote_corpus_free(c);
}

#define ASK_ALL(rows) ask_all(rows, sizeof(rows) / sizeof((rows)[0]))

TEST(a_run_of_whole_words_of_one_source_is_exact)
{
    static const struct row rows[] = {
        {"The parties shall consult without delay whenever one of them is threatened.", "exact S1"},
        {"parties shall consult without", "exact S1"},
        {"the five rivers were a common good", "exact A1"},
        {"arties shall consult withou", "none"},
        {"No party acts alone. The weather", "member M40"},
    };
    ASK_ALL(rows);
}

TEST(a_member_s_words_are_its_own_and_the_organisation_s_come_first)
{
    struct quote_corpus *c = quotes_corpus();
    check_text(quotes_ask(c, "My country alone will guard the pass"), "member M40");
    const struct quote_answer q = quotes_answer(c, "No party acts alone");
    check_eq(q.result, QUOTE_EXACT);
    check_eq(q.source->number, 1);
    check_eq(q.sources, 2);
    check_eq(q.also_count, 1);
    check_bytes(q.also[0]->member, BYTES("ALDER"));
    check_eq(q.first_part, 1);
    quote_corpus_free(c);
}

TEST(marks_around_a_quotation_are_the_quoter_s)
{
    static const struct row rows[] = {
        {"\u201cThe parties shall consult without delay\u201d", "exact S1"},
        {"\"'the five rivers were a common good'\"", "exact A1"},
        {"\u00ab the five rivers were \u00bb", "exact A1"},
        {"\"shall consult without delay,\"", "exact S1 end"},
        {"\"shall consult without delay\".", "exact S1 end"},
        {"consult without delay whenever one of them is threatened;", "exact S1 end"},
        {"shall consult without delay!", "altered S1: shall consult without delay [-whenever-] {+!+}"},
        {"shall consult without delay?", "altered S1: shall consult without delay [-whenever-] {+?+}"},
    };
    ASK_ALL(rows);
}

TEST(what_copying_changes_is_said)
{
    static const struct row rows[] = {
        {"the \"open skies\" of the member\u2019s own", "exact S1 quotes"},
        {"the \u201copen skies\u201d of the member's own", "exact S1 apostrophes"},
        {"own territory - and its waters - open", "exact S1 dashes"},
        {"own territory\u2014and its waters\u2014open", "exact S1 spaces"},
        {"open to all the others. No party acts", "exact S1 spaces"},
        {"the parties shall consult", "exact S1 case"},
        {"parties  shall\n\tconsult without", "exact S1 spaces"},
        {"parties shall con\u00adsult without", "exact S1 soft_hyphens"},
        {"parties shall con\u00ad\nsult without", "exact S1 soft_hyphens"},
        {"parties shall \u200fconsult without", "exact S1 invisible"},
        {"The \uff50\uff41\uff52\uff54\uff49\uff45\uff53 shall consult", "exact S1 forms"},
        {"THE MEMBERS\u00a0WILL SHARE", "exact S3 case spaces"},
        {"the open skies of the member\u2019s own", "altered S1: the [-\u201c-] open skies [-\u201d-] of the "
                                                    "member\u2019s own"},
    };
    ASK_ALL(rows);
}

TEST(russian_arabic_and_chinese_are_compared_as_people_copy_them)
{
    static const struct row rows[] = {
        {"\u0421\u0442\u043e\u0440\u043e\u043d\u044b \u043f\u0440\u043e\u0432\u043e\u0434\u044f\u0442 "
         "\u0432\u0441\u0435 \u043d\u043e\u0432\u044b\u0435",
         "exact S1 yo"},
        {"\u0441\u0442\u043e\u0440\u043e\u043d\u044b \u043f\u0440\u043e\u0432\u043e\u0434\u044f\u0442 "
         "\u0432\u0441\u0435\u0308 \u043d\u043e\u0432\u044b\u0435",
         "exact S1 case composition"},
        {"\u062a\u064e\u062a\u0634\u0627\u0648\u0631 \u0627\u0644\u0623\u0637\u0640\u0631\u0627\u0641 "
         "\u062f\u0648\u0646 \u062a\u0623\u062e\u064a\u0631",
         "exact S2 vowels"},
        {"\u062f\u0648\u0646 \u062a\u0623\u062e\u064a\u0631 \u062e\u0644\u0627\u0644 12 "
         "\u0633\u0627\u0639\u0629",
         "exact S2 digits"},
        {"\u5404\u65b9\u5e94\u7acb\u5373", "exact S2"},
        {"\u5404\u65b9\u4e0d\u5e94\u7acb\u5373", "altered S2: \u5404\u65b9 {+\u4e0d+} \u5e94\u7acb\u5373"},
        {"\u300c\u5404\u65b9\u5e94\u7acb\u5373\u300d", "exact S2"},
    };
    ASK_ALL(rows);
}

TEST(changed_words_are_shown_with_those_of_the_nearest_source)
{
    static const struct row rows[] = {
        {"The parties may consult without delay",
         "altered S1: The parties [-shall-] {+may+} consult without delay"},
        {"Our parties shall consult without delay",
         "altered S1: [-The-] {+Our+} parties shall consult without delay"},
        {"parties shall consult without haste",
         "altered S1: parties shall consult without [-delay-] {+haste+}"},
        {"parties shall not consult without delay",
         "altered S1: parties shall {+not+} consult without delay"},
        {"parties consult without delay", "altered S1: parties [-shall-] consult without delay"},
        {"whatever others do. No party acts alone",
         "altered M40: whatever others [-say-] {+do+} . No party acts alone"},
        {"shall consult without delay, whenever one",
         "altered S1: shall consult without delay {+,+} whenever one"},
        {"MEMBERS will bear the costs of every drill",
         "altered S3 case: members will [-share-] {+bear+} the costs of every drill"},
        {"Nothing of this kind was ever said by anybody here", "none"},
        {"Peace was kept in another valley by another member of another union", "none"},
    };
    ASK_ALL(rows);
}

TEST(too_few_words_are_anybody_s)
{
    check_eq(QUOTE_WORDS_MIN, 4);
    struct quote_corpus *c = quotes_corpus();
    check_text(quotes_ask(c, "open skies"), "exact S1 short");
    check_text(quotes_ask(c, "shall consult now"), "none short");
    const struct quote_answer q = quotes_answer(c, "the");
    check_eq(q.result, QUOTE_EXACT);
    check_that((q.notes & QUOTE_NOTE_SHORT) != 0);
    check_eq(q.sources, 6);
    quote_corpus_free(c);
}

TEST(what_runs_from_one_provision_into_the_next_is_exact_and_said)
{
    struct quote_corpus *c = quotes_corpus();
    const struct quote_answer q = quotes_answer(c, "one of them is threatened. They shall keep the");
    check_eq(q.result, QUOTE_EXACT);
    check_eq(q.notes, QUOTE_NOTE_ACROSS);
    check_eq(q.first_part, 0);
    check_eq(q.last_part, 1);
    quote_corpus_free(c);
}

TEST(words_of_two_sources_are_never_exact)
{
    static const struct row rows[] = {
        {"The parties shall consult without delay. The members will share the costs of every drill",
         "altered S3: {+The parties shall consult without delay .+} The members will share the costs of "
         "every drill"},
        {"parties shall consult rivers were a common", "none"},
    };
    struct quote_corpus *c = quotes_corpus();
    check_eq(quotes_answer(c, rows[0].quote).result, QUOTE_ALTERED);
    check_that(quotes_answer(c, rows[1].quote).result != QUOTE_EXACT);
    quote_corpus_free(c);
}

TEST(a_withdrawn_statement_says_by_which_one)
{
    struct quote_corpus *c = quotes_corpus();
    const struct quote_answer q = quotes_answer(c, "share the costs of every drill");
    check_eq(q.source->number, 3);
    check_that(q.source->withdrawn);
    check_eq(q.source->replaced, 4);
    quote_corpus_free(c);
}

TEST(what_cannot_be_looked_for_is_refused)
{
    char *text = arena_take(harness_arena(), QUOTE_BYTES_MAX + 2, 1);
    for (size_t i = 0; i <= QUOTE_BYTES_MAX; i++) {
        text[i] = i % 4 == 3 ? ' ' : 'a';
    }
    check_eq(quote_look_over(bytes_of(text, QUOTE_BYTES_MAX)), QUOTE_GOOD);
    check_eq(quote_look_over(bytes_of(text, QUOTE_BYTES_MAX + 1)), QUOTE_TOO_LONG);
    check_eq(quote_look_over(BYTES("")), QUOTE_EMPTY);
    check_eq(quote_look_over(BYTES(" \xe2\x80\x9c... - \xe2\x80\x9d ")), QUOTE_EMPTY);
    check_eq(quote_look_over(BYTES("a \xff")), QUOTE_NOT_UTF8);
    for (enum quote_bad b = QUOTE_GOOD; b <= QUOTE_EMPTY; b++) {
        check_that(quote_bad_text(b)[0] != 0);
    }
    struct quote_corpus *c = quotes_corpus();
    check_text(quotes_ask(c, arena_text(harness_arena(), bytes_of(text, QUOTE_BYTES_MAX))), "none");
    quote_corpus_free(c);
    quote_corpus_free(NULL);
}

TEST(a_corpus_without_texts_has_nothing)
{
    struct quote_corpus *c = quote_corpus_new();
    quote_corpus_index(c);
    check_eq(quote_corpus_count(c), 0);
    check_text(quotes_ask(c, "The parties shall consult"), "none");
    quote_corpus_free(c);
}

static void check_bound(size_t words_max)
{
    const size_t len = words_max / 10;
    struct quote_corpus *c = quote_corpus_new();
    uint8_t *text = arena_take(harness_arena(), 2 * len, 1);
    for (size_t i = 0; i < 2 * len; i++) {
        text[i] = i % 2 == 0 ? 'a' : ' ';
    }
    struct quote_part part = {BYTES("p"), bytes_of(text, 2 * len)};
    const struct quote_source s = {.number = 1, .part_count = 1, .parts = &part};
    quote_corpus_bound(c, words_max);
    for (size_t i = 0; i < 9; i++) {
        check_that(quote_corpus_add(c, &s));
    }
    /* A place before the first text and one behind each are taken too. */
    part.text.len = 2 * (len - 10);
    check_that(!quote_corpus_add(c, &s));
    check_eq(quote_corpus_count(c), 9);
    part.text.len = 2 * (len - 11);
    check_that(quote_corpus_add(c, &s));
    check_eq(quote_corpus_count(c), 10);
    quote_corpus_free(c);
}

TEST(a_corpus_takes_so_many_words_and_not_one_more)
{
    check_bound(QUOTE_CORPUS_WORDS_MAX);
    check_bound(WEB_QUOTE_WORDS_MAX);
}

#include "codec/words.h"

#include "support/harness.h"

/* The words with a bar between; a sign with a dot before it, a quotation mark with q, an ellipsis with e. */
static const char *split(const char *text)
{
    struct buffer words;
    struct buffer out;
    buffer_init(&words, SIZE_MAX);
    buffer_init(&out, SIZE_MAX);
    words_split(bytes_of_text(text), &words);
    const struct word *list = (const struct word *)(const void *)words.data;
    for (size_t i = 0; i < words.len / sizeof list[0]; i++) {
        static const char *const marks[] = {"", ".", "q", "e"};
        buffer_add_text(&out, i == 0 ? "" : list[i].spaced ? " " : "|");
        buffer_add_text(&out, marks[list[i].kind]);
        buffer_add(&out, text + list[i].start, list[i].len);
    }
    const char *said = arena_text(harness_arena(), buffer_view(&out));
    buffer_done(&out);
    buffer_done(&words);
    return said;
}

TEST(a_text_is_split_into_words_and_signs)
{
    static const struct {
        const char *text;
        const char *says;
    } rows[] = {
        {"", ""},
        {" \t\n", ""},
        {"The parties shall consult.", "The parties shall consult|.."},
        {"all-clear", "all|.-|clear"},
        {"a -- b --- c", "a .-- b .--- c"},
        {"the members' rights, the member's own", "the members|q' rights|., the member's own"},
        {"l\u2019\u00e9t\u00e9", "l\u2019\u00e9t\u00e9"},
        {"\u201cpeace\u201d \u00ab mir \u00bb", "q\u201c|peace|q\u201d q\u00ab mir q\u00bb"},
        {"''two''", "q''|two|q''"},
        {"we... act", "we|e... act"},
        {"we . . . act", "we e. . . act"},
        {"we \u2026 act", "we e\u2026 act"},
        {"a. b.. c", "a|.. b|..|.. c"},
        {"[T]he", ".[|T|.]|he"},
        {"1,000 km", "1|.,|000 km"},
        {"20 %", "20 .%"},
        /* Russian, Arabic, Chinese, Japanese, Thai */
        {"\u043c\u0438\u0440 \u0438 \u0431\u0435\u0437\u043e\u043f\u0430\u0441\u043d\u043e\u0441\u0442\u044c",
         "\u043c\u0438\u0440 \u0438 "
         "\u0431\u0435\u0437\u043e\u043f\u0430\u0441\u043d\u043e\u0441\u0442\u044c"},
        {"\u0633\u0644\u0627\u0645\u060c \u0623\u0645\u0646",
         "\u0633\u0644\u0627\u0645|.\u060c \u0623\u0645\u0646"},
        {"\u548c\u5e73\u3002", "\u548c|\u5e73|.\u3002"},
        {"\u3072\u3089", "\u3072|\u3089"},
        {"\u0e01\u0e34\u0e19", "\u0e01\u0e34|\u0e19"},
        {"\ud55c\uad6d \ub9d0", "\ud55c\uad6d \ub9d0"},
        /* a letter of two characters, a soft hyphen, one at the end of a line, marks of direction */
        {"e\u0301t", "e\u0301t"},
        {"con\u00adsult", "con\u00adsult"},
        {"con\u00ad\n  sult", "con\u00ad\n  sult"},
        {"con\u00ad, sult", "con ., sult"},
        {"\u200fmir\u200e ok", "mir ok"},
        {"a\u00a0b", "a b"},
        {"\u2260 \u2764\ufe0f", ".\u2260 .\u2764\ufe0f"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("row %zu: %s", i, rows[i].text);
        check_text(split(rows[i].text), rows[i].says);
    }
}

static const char *folded(const char *word, unsigned folds)
{
    struct buffer b;
    buffer_init(&b, SIZE_MAX);
    word_fold(bytes_of_text(word), folds, &b);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

TEST(each_fold_takes_away_one_difference_and_is_named_for_it)
{
    static const struct {
        const char *a;
        const char *b;
        unsigned folds;
    } rows[] = {
        {"The", "the", FOLD_CASE},
        {"STRASSE", "stra\u00dfe", FOLD_CASE | FOLD_FORMS},
        {"\u041c\u0418\u0420", "\u043c\u0438\u0440", FOLD_CASE},
        {"\u201c", "\"", FOLD_QUOTES},
        {"\u00ab", "'", FOLD_QUOTES},
        {"\u300c", "\u201e", FOLD_QUOTES},
        {"member's", "member\u2019s", FOLD_APOSTROPHES},
        {"\u2014", "--", FOLD_DASHES},
        {"\u2010", "-", FOLD_DASHES},
        {"\u2026", "...", FOLD_ELLIPSES},
        {". . .", "...", FOLD_ELLIPSES},
        {"con\u00adsult", "consult", FOLD_SOFT_HYPHENS},
        {"con\u00ad\nsult", "consult", FOLD_SOFT_HYPHENS},
        {"mi\u200dr", "mir", FOLD_INVISIBLE},
        {"\u2764\ufe0f", "\u2764", FOLD_INVISIBLE},
        {"\u0633\u064e\u0644\u0627\u0645", "\u0633\u0644\u0627\u0645", FOLD_VOWELS},
        {"\u0633\u0640\u0644\u0627\u0645", "\u0633\u0644\u0627\u0645", FOLD_VOWELS},
        {"\u05e9\u05b8\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd", FOLD_VOWELS},
        {"\u0432\u0441\u0451", "\u0432\u0441\u0435", FOLD_YO},
        {"\u0432\u0441\u0435\u0308", "\u0432\u0441\u0435", FOLD_YO},
        {"\u0661\u0662", "12", FOLD_DIGITS},
        {"\u06f1\u06f2", "12", FOLD_DIGITS},
        {"\ufb01ne", "fine", FOLD_FORMS},
        {"\uff21", "A", FOLD_FORMS},
        {"\uff21", "a", FOLD_FORMS | FOLD_CASE},
        {"e\u0301t", "\u00e9t", 0},
        {"same", "same", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("row %zu: %s, %s", i, rows[i].a, rows[i].b);
        check_text(folded(rows[i].a, FOLD_ALL), folded(rows[i].b, FOLD_ALL));
        check_eq(word_folds_needed(bytes_of_text(rows[i].a), bytes_of_text(rows[i].b)), rows[i].folds);
        check_eq(word_folds_needed(bytes_of_text(rows[i].b), bytes_of_text(rows[i].a)), rows[i].folds);
    }
}

TEST(words_that_say_something_else_stay_apart)
{
    static const char *const rows[][2] = {
        {"may", "shall"},     {"resume", "r\u00e9sum\u00e9"},
        {"\u0438", "\u0439"}, {".", ","},
        {"!", "?"},           {"[", "("},
        {"a", "\u0430"},      {"\u0622", "\u0627"},
        {"%", "\u2030"},      {"1", "l"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *a = folded(rows[i][0], FOLD_ALL);
        harness_note("row %zu: %s", i, a);
        check_that(!bytes_equal_text(bytes_of_text(folded(rows[i][1], FOLD_ALL)), a));
    }
}

TEST(what_stands_between_words_may_hold_characters_that_print_nothing)
{
    check_that(!words_gap_is_marked(BYTES("")));
    check_that(!words_gap_is_marked(BYTES(" \n")));
    check_that(words_gap_is_marked(BYTES(" \xe2\x80\x8f ")));
}

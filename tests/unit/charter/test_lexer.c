#include "charter/lexer.h"
#include "unit/charter/fixture.h"

static struct token first_of(const char *text, struct charter_diags *diags)
{
    static struct charter_source source;
    struct lexer l;
    source = (struct charter_source){BYTES("test"), bytes_of_text(text)};
    diags->count = 0;
    lexer_init(&l, harness_arena(), &source, diags);
    return lexer_next(&l);
}

TEST(a_token_is_a_word_a_number_a_duration_a_date_a_string_or_a_sign)
{
    static const struct {
        const char *text;
        enum token_kind kind;
        const char *token;
        int64_t value;
    } rows[] = {
        {"", TOKEN_END, "", 0},
        {" \t\r\n ", TOKEN_END, "", 0},
        {"# only a remark", TOKEN_END, "", 0},
        {"rule", TOKEN_WORD, "rule", 0},
        {"n-f after", TOKEN_WORD, "n-f", 0},
        {"a.b_c-d9 x", TOKEN_WORD, "a.b_c-d9", 0},
        {"a- b", TOKEN_WORD, "a", 0},
        {"a.;", TOKEN_WORD, "a", 0},
        {"0", TOKEN_NUMBER, "0", 0},
        {"1000000000", TOKEN_NUMBER, "1000000000", 1000000000},
        {"10s", TOKEN_DURATION, "10s", 10000},
        {"5min", TOKEN_DURATION, "5min", 300000},
        {"24h", TOKEN_DURATION, "24h", 86400000},
        {"3d", TOKEN_DURATION, "3d", 259200000},
        {"1966-01-01", TOKEN_DATE, "1966-01-01", 0},
        {"2024-02-29;", TOKEN_DATE, "2024-02-29", 0},
        {"1966 - 3", TOKEN_NUMBER, "1966", 1966},
        {"1966-n(Y)", TOKEN_NUMBER, "1966", 1966},
        {"\"a b\"", TOKEN_STRING, "a b", 0},
        {"\"a \\\"b\\\" \\\\\"", TOKEN_STRING, "a \"b\" \\", 0},
        {"\"#\" x", TOKEN_STRING, "#", 0},
        {">=1", TOKEN_SIGN, ">=", 0},
        {"<x", TOKEN_SIGN, "<", 0},
        {"!=", TOKEN_SIGN, "!=", 0},
        {"!(", TOKEN_SIGN, "!", 0},
        {"#x\n;", TOKEN_SIGN, ";", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct charter_diags diags;
        harness_note("%s", rows[i].text);
        const struct token t = first_of(rows[i].text, &diags);
        check_eq(t.kind, rows[i].kind);
        check_bytes(t.text, bytes_of_text(rows[i].token));
        check_eq(t.value, rows[i].value);
        check_eq(diags.count, 0);
    }
}

TEST(what_is_no_token_is_told_once_and_passed_over)
{
    static const struct {
        const char *text;
        const char *message;
        int column;
    } rows[] = {
        {"007", "a number is written without leading zeros and is at most 1000000000", 1},
        {"1000000001", "a number is written without leading zeros and is at most 1000000000", 1},
        {"  10x", "expected a duration in s, min, h or d, such as 10s 5min 24h 3d", 3},
        {"5ms", "expected a duration in s, min, h or d, such as 10s 5min 24h 3d: is \"min\" meant?", 1},
        {"2023-02-29", "this is not a day: a date is YYYY-MM-DD, such as 1966-01-01", 1},
        {"1900-02-29", "this is not a day: a date is YYYY-MM-DD, such as 1966-01-01", 1},
        {"2023-13-01", "this is not a day: a date is YYYY-MM-DD, such as 1966-01-01", 1},
        {"2023-1-1", "this is not a day: a date is YYYY-MM-DD, such as 1966-01-01", 1},
        {"0000-01-01", "this is not a day: a date is YYYY-MM-DD, such as 1966-01-01", 1},
        {"\"open", "this string is not closed: expected \" in the same line", 1},
        {"\"open\n\"", "this string is not closed: expected \" in the same line", 1},
        {"\"open\\", "this string is not closed: expected \" in the same line", 1},
        {"\"a\\n\"", "in a string only \\\" and \\\\ follow a backslash", 1},
        {" \xe2\x80\x9cx",
         "this quotation mark is not the straight one: a string stands between two of \"", 2},
        {" \xc3\xa4\xc3\xa4", "this character has no meaning in a charter outside of \"...\"", 2},
        {"@", "this character has no meaning in a charter outside of \"...\"", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct charter_diags diags;
        harness_note("%s", rows[i].text);
        (void)first_of(rows[i].text, &diags);
        check_that(diags.count >= 1);
        check_text(diags.items[0].diag.message, rows[i].message);
        check_eq(diags.items[0].diag.line, 1);
        check_eq(diags.items[0].diag.column, rows[i].column);
    }
}

TEST(a_string_has_at_most_1000_bytes)
{
    char text[CHARTER_STRING_BYTES_MAX + 4] = "\"";
    struct charter_diags diags;
    check_eq(CHARTER_STRING_BYTES_MAX, 1000);
    memset(text + 1, 'a', CHARTER_STRING_BYTES_MAX);
    text[1 + CHARTER_STRING_BYTES_MAX] = '"';
    check_eq(first_of(text, &diags).text.len, CHARTER_STRING_BYTES_MAX);
    check_eq(diags.count, 0);
    text[1 + CHARTER_STRING_BYTES_MAX] = 'a';
    text[2 + CHARTER_STRING_BYTES_MAX] = '"';
    (void)first_of(text, &diags);
    check_eq(diags.count, 1);
}

TEST(the_end_comes_again_and_again_and_lines_are_counted)
{
    const struct charter_source source = {BYTES("test"), BYTES("a\n\n  b # c\n")};
    struct charter_diags diags = {0};
    struct lexer l;
    lexer_init(&l, harness_arena(), &source, &diags);
    check_eq(lexer_next(&l).line, 1);
    const struct token b = lexer_next(&l);
    check_eq(b.line, 3);
    check_eq(b.column, 3);
    check_eq(lexer_next(&l).kind, TOKEN_END);
    check_eq(lexer_next(&l).kind, TOKEN_END);
}

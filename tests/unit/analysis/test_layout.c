#include "analysis/layout.h"

#include "base/error.h"
#include "charter/lexer.h"
#include "unit/charter/fixture.h"

static struct bytes laid_out(struct bytes text)
{
    const struct charter_source source = {BYTES("test"), text};
    struct charter_diags diags = {0};
    struct buffer b;
    buffer_init(&b, 1 << 22);
    check_ok(layout_write(&b, harness_arena(), &source, &diags));
    const struct bytes out = bytes_of_text(arena_text(harness_arena(), buffer_view(&b)));
    buffer_done(&b);
    return out;
}

static void lays_out(const char *text, const char *expected)
{
    const struct bytes once = laid_out(bytes_of_text(text));
    check_text((const char *)once.data, expected);
    check_text((const char *)laid_out(once).data, expected);
}

/* Both texts have the same words, but for commas between letters that need none. */
static void check_same_words(struct bytes a, struct bytes b)
{
    const struct charter_source sources[] = {{BYTES("a"), a}, {BYTES("b"), b}};
    struct charter_diags diags = {0};
    struct lexer x[2];
    struct token t[2];
    lexer_init(&x[0], harness_arena(), &sources[0], &diags);
    lexer_init(&x[1], harness_arena(), &sources[1], &diags);
    do {
        for (int i = 0; i < 2; i++) {
            do {
                t[i] = lexer_next(&x[i]);
            } while (is_text(t[i].text, ","));
        }
        check_eq(t[0].kind, t[1].kind);
        check_bytes(t[0].text, t[1].text);
    } while (t[0].kind != TOKEN_END);
}

TEST(a_clause_has_a_line_and_a_part_an_empty_line_before_it)
{
    lays_out(
        "charter \"a\"  title \"A\" ; fictional;languages en,fr;\n\n\n"
        "body b{members all;chair rotation;rules r;}rule r{allow Y,L, N;pass  3 * n( Y,L |! P5 )>=2*n(* in "
        "b)&(n(N)=0|! (n(Y)!=2)) ; force A=Y,B = N; bind*bound,Y|!P5 free;}",
        "charter \"a\" title \"A\";\nfictional;\nlanguages en, fr;\n\n"
        "body b {\n    members all;\n    chair rotation;\n    rules r;\n}\n\n"
        "rule r {\n    allow Y L N;\n    pass 3*n(Y L|!P5) >= 2*n(* in b) & (n(N) = 0 | !(n(Y) != 2));\n"
        "    force A = Y, B = N;\n    bind * bound, Y|!P5 free;\n}\n");
}

TEST(a_remark_stays_where_it_stood_or_goes_before_its_clause)
{
    lays_out(
        "\n\n# first   \n\n\n# second\ncharter \"a\"; # named\n#close\nbody b { # of b\n\n# one\nmembers # "
        "who\n"
        " all # everyone\n ;\n\n\n # two\n chair rotation;rules r;\n\n# three\n\n}#end of b\r\n# last\n\n",
        "# first\n\n# second\ncharter \"a\"; # named\n\n#close\nbody b { # of b\n    # one\n    # who\n"
        "    # everyone\n    members all;\n\n    # two\n    chair rotation;\n    rules r;\n\n    # three\n"
        "} #end of b\n\n# last\n");
    lays_out("# nothing but this", "# nothing but this\n");
    lays_out("", "");
}

TEST(what_is_too_long_for_a_line_goes_on_in_the_next)
{
    const char *long_text = "a text that is so long that hardly anything else has room beside it in a line, "
                            "and goes on a bit";
    lays_out(arena_printf(harness_arena(),
                          "rule r title \"T\" source \"%s\" unverified \"%s, and a little more\" {\n}\n",
                          long_text, long_text),
             arena_printf(harness_arena(),
                          "rule r title \"T\"\n        source \"%s\"\n        unverified\n"
                          "        \"%s, and a little more\" {\n}\n",
                          long_text, long_text));
    lays_out(
        "rule r { pass n(Y|ALPHA) >= 10 & n(Y|BRAVO) >= 20 & n(Y|CHARLIE) >= 30 & n(Y|DELTA) >= 40 & "
        "n(Y|ECHO) >= 50 & n(Y|FOXTROT) >= 60; }",
        "rule r {\n    pass n(Y|ALPHA) >= 10 & n(Y|BRAVO) >= 20 & n(Y|CHARLIE) >= 30 & n(Y|DELTA) >= 40 & "
        "n(Y|ECHO) >= 50\n        & n(Y|FOXTROT) >= 60;\n}\n");
}

TEST(a_layout_is_its_own_and_has_the_words_of_the_text)
{
    static const char *const names[] = {"csto", "decisions", "eu-council", "exercise", "unsc"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *path = arena_printf(harness_arena(), "charters/%s.charter", names[i]);
        const struct bytes text = harness_file(path);
        const struct bytes once = laid_out(text);
        check_same_words(text, once);
        check_bytes(laid_out(once), once);
        /* Without line ends but those of remarks, and then again. */
        char *flat = arena_text(harness_arena(), text);
        bool remark = false;
        for (size_t k = 0; k < text.len; k++) {
            remark = (remark || flat[k] == '#') && flat[k] != '\n';
            if (!remark && flat[k] == '\n' && k + 1 < text.len && flat[k + 1] != '#' && k > 0 &&
                (k < 2 || memchr(flat, '{', k) != NULL)) {
                flat[k] = ' ';
            }
        }
        check_same_words(text, laid_out(bytes_of_text(flat)));
    }
}

TEST(what_is_no_text_of_the_language_is_not_laid_out)
{
    const struct charter_source source = {BYTES("test"), BYTES("charter \"a;\n")};
    struct charter_diags diags = {0};
    struct buffer b;
    buffer_init(&b, 1 << 12);
    check_eq(layout_write(&b, harness_arena(), &source, &diags), ERROR_MALFORMED);
    check_eq(diags.count, 1);
    check_eq(b.len, 0);
    buffer_done(&b);
    lays_out("rule r { pass n(!,Y) = 4; }", "rule r {\n    pass n(!Y) = 4;\n}\n");
    lays_out("rule r { pass ! = 4; }", "rule r {\n    pass ! = 4;\n}\n");
    /* What does not fit together is laid out all the same: nothing is lost. */
    lays_out("} ; } pass ( { ( x", "}\n\n;\n}\n\npass ({\n    (x\n");
}

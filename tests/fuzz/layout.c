/* Any text of words and signs has a layout, which is its own layout and loses no word but commas. */
#include <stddef.h>
#include <stdint.h>

#include "analysis/layout.h"
#include "base/check.h"
#include "charter/lexer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct token next_word(struct lexer *x)
{
    struct token t = lexer_next(x);
    while (t.kind == TOKEN_SIGN && bytes_equal_text(t.text, ",")) {
        t = lexer_next(x);
    }
    return t;
}

static void check_same_words(struct arena *a, const struct charter_source *left,
                             const struct charter_source *right)
{
    struct charter_diags diags = {0};
    struct lexer x;
    struct lexer y;
    struct token t;
    lexer_init(&x, a, left, &diags);
    lexer_init(&y, a, right, &diags);
    do {
        t = next_word(&x);
        const struct token u = next_word(&y);
        check(t.kind == u.kind && bytes_equal(t.text, u.text));
    } while (t.kind != TOKEN_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct charter_diags diags = {0};
    const struct charter_source source = {BYTES("a"), bytes_of(data, size)};
    struct buffer once;
    struct buffer twice;
    /* Each word may take a line of its own, with the spaces before it. */
    buffer_init(&once, 64 + 400 * size);
    buffer_init(&twice, 64 + 400 * size);
    if (size <= CHARTER_BYTES_MAX && layout_write(&once, &a, &source, &diags) == OK) {
        const struct charter_source again = {BYTES("b"), buffer_view(&once)};
        check(!once.overflow);
        check_same_words(&a, &source, &again);
        check(layout_write(&twice, &a, &again, &diags) == OK);
        check(bytes_equal(buffer_view(&once), buffer_view(&twice)));
    }
    buffer_done(&once);
    buffer_done(&twice);
    arena_done(&a);
    return 0;
}

/* Any bytes are a scenario or have a fault with a place; a word that is shown can be typed again. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "cli/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void type_again(struct arena *a, struct bytes word)
{
    struct scenario again;
    struct diag diag = {.line = 0};
    struct buffer b;
    struct bytes typed;
    const struct scenario_values none = {.count = 0};
    if (!scenario_expand(a, word, &none, &word)) {
        return; /* it has names, which have no value here */
    }
    buffer_init(&b, (size_t)2 * SCENARIO_WORD_BYTES_MAX + 100);
    buffer_add_text(&b, "scenario x\nsay ");
    scenario_print(&b, &word, 1);
    check(scenario_read(a, buffer_view(&b), &again, &diag) == OK && again.count == 1);
    check(scenario_expand(a, again.lines[0].words[0], &none, &typed) && bytes_equal(typed, word));
    buffer_done(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct diag diag = {.line = 0};
    struct scenario s;
    const enum error e = scenario_read(&a, bytes_of(data, size), &s, &diag);
    check(e == OK || diag.line > 0);
    for (size_t i = 0; e == OK && i < s.count; i++) {
        const struct scenario_line *l = &s.lines[i];
        check(l->end <= size && (i == 0 || (l->end > l[-1].end && l->number > l[-1].number)));
        check(l->chapter <= s.chapters && (l->kind == SCENARIO_WAIT ? l->ms >= 0 : l->count > 0));
        for (size_t k = 0; k < l->count && i < 20; k++) {
            type_again(&a, l->words[k]);
        }
    }
    arena_done(&a);
    return 0;
}

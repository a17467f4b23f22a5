/* Whatever is a charter can be read: as articles and as a page, with what is dangerous in it, with what its
 * rules ask for, and with what it changes in the one it extends. Texts are parted as for charter.c. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "analysis/change.h"
#include "analysis/concern.h"
#include "analysis/example.h"
#include "analysis/prose.h"
#include "base/check.h"
#include "base/text.h"
#include "charter/difference.h"
#include "interop/change_html.h"
#include "interop/charter_html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RULES_MAX = 6 };

static size_t split(struct bytes text, struct charter_source sources[CHARTER_SOURCES_MAX])
{
    static const char *const names[CHARTER_SOURCES_MAX] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    static const char mark[] = "\n----\n";
    size_t count = 0;
    while (count < CHARTER_SOURCES_MAX) {
        const uint8_t *end =
            count + 1 == CHARTER_SOURCES_MAX ? NULL : memmem(text.data, text.len, mark, sizeof mark - 1);
        const size_t len = end == NULL ? text.len : (size_t)(end - text.data) + 1;
        sources[count] = (struct charter_source){bytes_of_text(names[count]), bytes_of(text.data, len)};
        count++;
        if (end == NULL) {
            break;
        }
        text = bytes_of(end + sizeof mark - 1, text.len - (len - 1) - (sizeof mark - 1));
    }
    return count;
}

static void check_page(const struct buffer *b)
{
    check(!b->overflow);
    check(text_is_utf8(buffer_view(b)));
    check(memmem(b->data, b->len, "<script", 7) == NULL);
}

static void read_articles(struct arena *a, const struct charter *c, enum language l)
{
    struct prose p;
    struct buffer b;
    prose_of(a, c, l, &p);
    buffer_init(&b, (size_t)256 * CHARTER_BYTES_MAX);
    prose_write(&b, &p, 80);
    check(!b.overflow);
    buffer_clear(&b);
    charter_html(&b, &p);
    check_page(&b);
    for (size_t i = 0; i < p.count; i++) {
        check(prose_find(&p, p.articles[i].anchor, BYTES("")) != NULL);
        for (size_t k = 0; k < p.articles[i].count; k++) {
            const struct bytes s = p.articles[i].sentences[k];
            check(s.len > 1 && s.data[s.len - 1] == '.');
        }
    }
    buffer_done(&b);
}

static void try_rules(struct arena *a, const struct charter *c)
{
    for (size_t i = 0; i < c->rule_count && i < RULES_MAX; i++) {
        const struct trial_side side = {.charter = c, .rule = &c->rules[i]};
        struct trial *t = NULL;
        struct diag diag = {.line = 0};
        struct example example;
        if (trial_new(a, &side, 1, i + 2, BYTES(""), &t, &diag) != OK) {
            check(diag.message[0] != 0);
            continue;
        }
        for (int l = 0; l < LANGUAGES; l++) {
            example_of(a, (enum language)l, t, 0, &example);
            check(example.count >= 2);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct charter_source sources[CHARTER_SOURCES_MAX];
    struct charter_diags diags = {0};
    const struct charter *c = NULL;
    const size_t count = split(bytes_of(data, size), sources);
    if (charter_parse(&a, sources, count, &c, &diags) == OK && c->rule_count <= 2 * RULES_MAX) {
        struct concern_list *concerns = ARENA_NEW(&a, struct concern_list);
        struct change_list changes;
        struct buffer b;
        for (int l = 0; l < LANGUAGES; l++) {
            read_articles(&a, c, (enum language)l);
        }
        try_rules(&a, c);
        concerns_of(&a, c, NULL, 0, sources, count, concerns);
        const struct charter *base = difference_base(&a, sources, count, &diags);
        const struct trial_side before = {.charter = base == NULL ? c : base};
        const struct trial_side after = {.charter = c};
        changes_of(&a, &before, &after, 5, BYTES(""), &changes);
        buffer_init(&b, (size_t)256 * CHARTER_BYTES_MAX);
        change_html(&b, &a, before.charter, c, &changes);
        check_page(&b);
        buffer_done(&b);
    }
    arena_done(&a);
    return 0;
}

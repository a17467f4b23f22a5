/* Articles as lines of text. */
#include "analysis/prose.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "language/say.h"

/* The number of the article; 0: the piece refers to none. */
static bool next_piece(struct bytes *sentence, struct bytes *words, size_t *number)
{
    struct bytes s = *sentence;
    size_t i = 0;
    *number = 0;
    if (s.len == 0) {
        return false;
    }
    const bool refers = s.data[0] == PROSE_REFERENCE;
    if (refers) {
        for (i = 1; s.data[i] != PROSE_TEXT; i++) {
            *number = *number * 10 + (size_t)(s.data[i] - '0');
        }
        i++;
    }
    const size_t begin = i;
    while (i < s.len && s.data[i] != (refers ? PROSE_END : PROSE_REFERENCE)) {
        i++;
    }
    *words = bytes_of(s.data + begin, i - begin);
    i += refers;
    *sentence = bytes_of(s.data + i, s.len - i);
    return true;
}

bool prose_next(const struct prose *p, struct bytes *sentence, struct bytes *words,
                const struct prose_article **article)
{
    size_t number = 0;
    const bool more = next_piece(sentence, words, &number);
    *article = number > 0 ? &p->articles[number - 1] : NULL;
    return more;
}

void prose_add_plain(struct buffer *b, struct bytes sentence)
{
    struct bytes words;
    size_t number = 0;
    while (next_piece(&sentence, &words, &number)) {
        buffer_add_bytes(b, words);
    }
}

void prose_wrap(struct buffer *b, const char *first, struct bytes words, size_t columns)
{
    const size_t indent = text_characters(bytes_of_text(first));
    size_t column = indent;
    bool begun = false;
    buffer_add_text(b, first);
    while (words.len > 0) {
        const uint8_t *space = memchr(words.data, ' ', words.len);
        const struct bytes word =
            bytes_of(words.data, space == NULL ? words.len : (size_t)(space - words.data));
        const size_t width = text_characters(word);
        if (begun && column + 1 + width > columns) {
            buffer_add_u8(b, '\n');
            for (column = 0; column < indent; column++) {
                buffer_add_u8(b, ' ');
            }
        } else if (begun) {
            buffer_add_u8(b, ' ');
            column++;
        }
        buffer_add_bytes(b, word);
        column += width;
        begun = true;
        const size_t taken = word.len + (space == NULL ? 0 : 1);
        words = bytes_of(words.data + taken, words.len - taken);
    }
    buffer_add_u8(b, '\n');
}

struct bytes prose_heading(struct arena *a, enum language l, const struct prose_article *x, bool named)
{
    struct bytes parts[2] = {
        say_with(a, l, MESSAGE_told_heading, SAY_NUMBER("number", x->number), SAY_TEXT("title", x->title)),
        x->period};
    if (named) {
        const char *name = arena_printf(a, "%s %.*s", prose_kind_word(x->kind), (int)x->name.len,
                                        (const char *)x->name.data);
        parts[0] = say_with(a, l, MESSAGE_list_named, SAY_TEXT("what", parts[0]), SAY_WORD("names", name));
    }
    return x->period.len == 0 ? parts[0]
                              : say_list(a, l, MESSAGE_list_comma, MESSAGE_list_comma, parts, 2);
}

void prose_write_article(struct buffer *b, enum language l, const struct prose_article *x, size_t columns)
{
    struct arena a;
    struct buffer line;
    arena_init(&a);
    buffer_init(&line, b->max);
    prose_wrap(b, "", prose_heading(&a, l, x, !bytes_equal(x->title, x->name)), columns);
    if (x->source.len > 0) {
        prose_wrap(b, "    ", say_with(&a, l, MESSAGE_charter_source, SAY_TEXT("source", x->source)),
                   columns);
    }
    if (x->unverified.len > 0) {
        prose_wrap(b, "    ", say_with(&a, l, MESSAGE_told_unverified, SAY_TEXT("why", x->unverified)),
                   columns);
    }
    for (size_t i = 0; i < x->count; i++) {
        char number[24];
        (void)snprintf(number, sizeof number, "%3zu. ", i + 1);
        buffer_clear(&line);
        prose_add_plain(&line, x->sentences[i]);
        prose_wrap(b, number, buffer_view(&line), columns);
    }
    buffer_done(&line);
    arena_done(&a);
}

static void write_section(struct buffer *b, struct arena *a, const struct prose *p, enum prose_section s)
{
    const struct bytes title = prose_section_title(a, p->language, s);
    buffer_add_u8(b, '\n');
    buffer_add_bytes(b, title);
    buffer_add_u8(b, '\n');
    for (size_t k = text_characters(title); k > 0; k--) {
        buffer_add_u8(b, '-');
    }
    buffer_add_u8(b, '\n');
}

void prose_write(struct buffer *b, const struct prose *p, size_t columns)
{
    struct arena a;
    const struct charter *c = p->charter;
    const enum language l = p->language;
    arena_init(&a);
    buffer_add_text(b, c->fictional ? "EXERCISE\n\n" : "");
    prose_wrap(b, "", p->title, columns);
    buffer_add_bytes(b, say_with(&a, l, MESSAGE_told_charter, SAY_TEXT("name", c->name),
                                 SAY_WORD("hash", hash_hex(&c->hash).text)));
    buffer_add_u8(b, '\n');
    if (p->unverified > 0) {
        buffer_add_bytes(b, say_with(&a, l, MESSAGE_told_unverified_count,
                                     SAY_NUMBER("count", (int64_t)p->unverified),
                                     SAY_NUMBER("all", (int64_t)p->count)));
        buffer_add_u8(b, '\n');
    }
    for (size_t i = 0; i < p->count; i++) {
        const struct prose_article *x = &p->articles[i];
        if (i == 0 || p->articles[i - 1].section != x->section) {
            write_section(b, &a, p, x->section);
        }
        buffer_add_u8(b, '\n');
        prose_write_article(b, l, x, columns);
    }
    arena_done(&a);
}

/* Articles as lines of text. */
#include "analysis/prose.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

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

static void add_words(struct buffer *b, const char *first, const char *before, struct bytes words,
                      size_t columns)
{
    struct buffer line;
    buffer_init(&line, b->max);
    buffer_add_text(&line, before);
    prose_add_plain(&line, words);
    prose_wrap(b, first, buffer_view(&line), columns);
    buffer_done(&line);
}

void prose_write_article(struct buffer *b, const struct prose_article *x, size_t columns)
{
    struct buffer line;
    buffer_init(&line, b->max);
    buffer_printf(&line, "Article %d. ", x->number);
    buffer_add_bytes(&line, x->title);
    if (!bytes_equal(x->title, x->name)) {
        buffer_printf(&line, " (%s ", prose_kind_word(x->kind));
        buffer_add_bytes(&line, x->name);
        buffer_add_u8(&line, ')');
    }
    if (x->period.len > 0) {
        buffer_add_text(&line, ", ");
        buffer_add_bytes(&line, x->period);
    }
    prose_wrap(b, "", buffer_view(&line), columns);
    buffer_done(&line);
    if (x->source.len > 0) {
        add_words(b, "    ", "Source: ", x->source, columns);
    }
    if (x->unverified.len > 0) {
        add_words(b, "    ", "UNVERIFIED: ", x->unverified, columns);
    }
    for (size_t i = 0; i < x->count; i++) {
        char number[24];
        (void)snprintf(number, sizeof number, "%3zu. ", i + 1);
        add_words(b, number, "", x->sentences[i], columns);
    }
}

void prose_write(struct buffer *b, const struct prose *p, size_t columns)
{
    const struct charter *c = p->charter;
    buffer_add_text(b, c->fictional ? "EXERCISE\n\n" : "");
    prose_wrap(b, "", p->title, columns);
    buffer_add_text(b, "charter ");
    buffer_add_bytes(b, c->name);
    buffer_printf(b, ", %s\n", hash_hex(&c->hash).text);
    if (p->unverified > 0) {
        buffer_printf(b, "Marked UNVERIFIED: %zu of its %zu articles; check them before you rely on them\n",
                      p->unverified, p->count);
    }
    for (size_t i = 0; i < p->count; i++) {
        const struct prose_article *x = &p->articles[i];
        if (i == 0 || p->articles[i - 1].section != x->section) {
            buffer_printf(b, "\n%s\n", prose_section_word(x->section));
            for (size_t k = strlen(prose_section_word(x->section)); k > 0; k--) {
                buffer_add_u8(b, '-');
            }
            buffer_add_u8(b, '\n');
        }
        buffer_add_u8(b, '\n');
        prose_write_article(b, x, columns);
    }
}

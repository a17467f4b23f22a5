/* The quotation as words, and what its ellipses and square brackets may mean. */
#include "analysis/quote_inner.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/text.h"

enum quote_bad quote_look_over(struct bytes quote)
{
    struct buffer words;
    bool has_letters = false;
    if (quote.len > QUOTE_BYTES_MAX) {
        return QUOTE_TOO_LONG;
    }
    if (!text_is_utf8(quote)) {
        return QUOTE_NOT_UTF8;
    }
    buffer_init(&words, SIZE_MAX);
    words_split(quote, &words);
    const struct word *list = (const struct word *)(const void *)words.data;
    for (size_t i = 0; i < words.len / sizeof list[0]; i++) {
        has_letters = has_letters || list[i].kind == WORD_LETTERS;
    }
    buffer_done(&words);
    return has_letters ? QUOTE_GOOD : QUOTE_EMPTY;
}

const char *quote_bad_text(enum quote_bad b)
{
    switch (b) {
    case QUOTE_GOOD:
        return "it can be looked for";
    case QUOTE_TOO_LONG:
        return "it is longer than 20000 bytes";
    case QUOTE_NOT_UTF8:
        return "it is not UTF-8";
    case QUOTE_EMPTY:
        return "there is no word in it";
    }
    unreachable("no such word");
}

struct span {
    const struct quote_word *words;
    size_t count;
};

static struct span split(const struct quote_corpus *c, struct arena *a, struct bytes quote)
{
    struct buffer words;
    struct buffer scratch;
    size_t end = 0;
    buffer_init(&words, SIZE_MAX);
    buffer_init(&scratch, SIZE_MAX);
    words_split(quote, &words);
    const struct word *list = (const struct word *)(const void *)words.data;
    const size_t count = words.len / sizeof list[0];
    struct quote_word *out = ARENA_ARRAY(a, struct quote_word, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct bytes word = bytes_of(quote.data + list[i].start, list[i].len);
        out[i] = (struct quote_word){corpus_number(c, word, &scratch), list[i].kind, word,
                                     bytes_of(quote.data + end, list[i].start - end)};
        end = list[i].start + list[i].len;
    }
    buffer_done(&scratch);
    buffer_done(&words);
    return (struct span){out, count};
}

static bool is_sign(const struct quote_word *w, const char *sign)
{
    return w->kind == WORD_SIGN && bytes_equal_text(w->text, sign);
}

/* Marks around it are the quoter's. */
static struct span without_quotes(struct span s)
{
    while (s.count > 0 && s.words[0].kind == WORD_QUOTE) {
        s.words++;
        s.count--;
    }
    while (s.count > 0 && s.words[s.count - 1].kind == WORD_QUOTE) {
        s.count--;
    }
    return s;
}

/* A point or comma that closes the sentence in which the quotation stands. */
static bool ends_with_stop(struct span s)
{
    static const char *const stops[] = {
        ".",           ",", ";", ":", "\xd8\x8c", "\xd8\x9b", "\xdb\x94", "\xe3\x80\x82", "\xef\xbc\x8c",
        "\xe3\x80\x81"};
    for (size_t i = 0; i < sizeof stops / sizeof stops[0] && s.count > 1; i++) {
        if (is_sign(&s.words[s.count - 1], stops[i])) {
            return true;
        }
    }
    return false;
}

static size_t letters_of(struct span s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.count; i++) {
        count += s.words[i].kind == WORD_LETTERS;
    }
    return count;
}

static struct quote_reading read_literally(struct arena *a, struct span s)
{
    struct quote_reading r = {.words = letters_of(s), .count = 1};
    r.pieces = ARENA_NEW(a, struct quote_piece);
    *r.pieces = (struct quote_piece){.count = s.count, .words = s.words};
    return r;
}

struct joiner {
    const struct quote_corpus *corpus;
    struct arena *arena;
    struct span in;
    size_t at;
    struct quote_word *words; /* of all pieces */
    size_t count;
    struct quote_piece piece; /* that is being read */
    struct quote_reading *out;
    size_t joints;
};

/* The place behind a closing bracket, 0: there is none. */
static size_t end_of_bracket(const struct joiner *j, const char *closing)
{
    for (size_t i = j->at + 1; i < j->in.count; i++) {
        if (is_sign(&j->in.words[i], closing)) {
            return i + 1;
        }
    }
    return 0;
}

static struct bytes bytes_between(const struct quote_word *first, const struct quote_word *last)
{
    return bytes_of(first->text.data, (size_t)(last->text.data - first->text.data) + last->text.len);
}

static void end_piece(struct joiner *j)
{
    j->piece.count = (size_t)(j->words + j->count - j->piece.words);
    if (j->piece.count > 0 || (j->out->count > 0 && j->piece.insertion)) {
        j->out->pieces[j->out->count++] = j->piece;
        j->piece = (struct quote_piece){.ellipsis = false};
    }
    j->piece.words = j->words + j->count;
}

static void add_joint(struct joiner *j, bool ellipsis, struct bytes inserted, size_t end)
{
    if ((size_t)(j->words + j->count - j->piece.words) > 0) {
        end_piece(j);
        j->joints++;
    }
    j->piece.ellipsis = j->piece.ellipsis || ellipsis;
    if (inserted.len > 0) {
        j->piece.insertion = true;
        j->piece.inserted = inserted;
        j->out->notes |= QUOTE_NOTE_INSERTED;
    }
    j->at = end;
}

/* `[T]he`: a letter in brackets is that of the source in another case. */
static bool join_letter(struct joiner *j)
{
    const struct quote_word *w = j->in.words + j->at;
    struct buffer scratch;
    if (j->at + 3 >= j->in.count || w[1].kind != WORD_LETTERS || !is_sign(&w[2], "]") ||
        w[3].kind != WORD_LETTERS || w[1].gap.len > 0 || w[2].gap.len > 0 || w[3].gap.len > 0) {
        return false;
    }
    const struct bytes word =
        bytes_of_text(arena_printf(j->arena, "%.*s%.*s", (int)w[1].text.len, (const char *)w[1].text.data,
                                   (int)w[3].text.len, (const char *)w[3].text.data));
    buffer_init(&scratch, SIZE_MAX);
    const uint32_t number = corpus_number(j->corpus, word, &scratch);
    buffer_done(&scratch);
    if (number == WORD_UNKNOWN) {
        return false;
    }
    j->words[j->count++] = (struct quote_word){number, WORD_LETTERS, word, w[0].gap};
    j->out->notes |= QUOTE_NOTE_INSERTED;
    j->at += 4;
    return true;
}

/* Words of the quoter in brackets, up to `end`. What stands against them is a piece of a word, as in
 * `establish[ed]`, and belongs to them. */
static void insert(struct joiner *j, size_t end)
{
    const struct quote_word *first = j->in.words + j->at;
    if (first->gap.len == 0 && j->words + j->count > j->piece.words && first[-1].kind == WORD_LETTERS) {
        j->count--;
        first--;
    }
    if (end < j->in.count && j->in.words[end].kind == WORD_LETTERS && j->in.words[end].gap.len == 0) {
        end++;
    }
    add_joint(j, false, bytes_between(first, &j->in.words[end - 1]), end);
}

/* Square brackets: an ellipsis, [sic], a letter, or words of the quoter. */
static bool join_bracket(struct joiner *j)
{
    const struct quote_word *w = j->in.words + j->at;
    const size_t end = end_of_bracket(j, "]");
    if (end == 0) {
        return false;
    }
    if (end == j->at + 3 && w[1].kind == WORD_ELLIPSIS) {
        add_joint(j, true, BYTES(""), end);
    } else if (end == j->at + 3 && (bytes_equal_text(w[1].text, "sic") || bytes_equal_text(w[1].text, "!"))) {
        j->out->notes |= QUOTE_NOTE_SIC;
        j->at = end;
    } else if (!join_letter(j)) {
        insert(j, end);
    }
    return true;
}

static void join_next(struct joiner *j)
{
    const struct quote_word *w = j->in.words + j->at;
    if (w->kind == WORD_ELLIPSIS) {
        add_joint(j, true, BYTES(""), j->at + 1);
    } else if (is_sign(w, "(") && j->at + 2 < j->in.count && w[1].kind == WORD_ELLIPSIS &&
               is_sign(&w[2], ")")) {
        add_joint(j, true, BYTES(""), j->at + 3);
    } else if (!is_sign(w, "[") || !join_bracket(j)) {
        j->words[j->count++] = *w;
        j->at++;
    }
}

static bool has_joints(struct span s)
{
    for (size_t i = 0; i < s.count; i++) {
        if (s.words[i].kind == WORD_ELLIPSIS || is_sign(&s.words[i], "[")) {
            return true;
        }
    }
    return false;
}

static struct quote_reading read_joined(const struct quote_corpus *c, struct arena *a, struct span s)
{
    struct quote_reading r = {.notes = 0};
    struct joiner j = {.corpus = c, .arena = a, .in = s, .out = &r};
    j.words = ARENA_ARRAY(a, struct quote_word, s.count + 1);
    j.piece.words = j.words;
    r.pieces = ARENA_ARRAY(a, struct quote_piece, s.count + 1);
    while (j.at < s.count) {
        join_next(&j);
    }
    end_piece(&j);
    for (size_t i = 0; i < r.count; i++) {
        r.words += letters_of((struct span){r.pieces[i].words, r.pieces[i].count});
    }
    r.notes |= j.joints > QUOTE_JOINTS_MAX ? QUOTE_NOTE_JOINTS : 0;
    return r;
}

size_t quote_read(const struct quote_corpus *c, struct arena *a, struct bytes quote,
                  struct quote_reading out[QUOTE_READINGS_MAX])
{
    const struct span whole = without_quotes(split(c, a, quote));
    struct span cut = whole;
    size_t count = 0;
    const bool stops = ends_with_stop(whole);
    if (stops) {
        cut.count--;
        cut = without_quotes(cut);
    }
    out[count++] = read_literally(a, whole);
    if (stops) {
        out[count] = read_literally(a, cut);
        out[count++].notes |= QUOTE_NOTE_END;
    }
    if (has_joints(whole)) {
        out[count++] = read_joined(c, a, whole);
        if (stops) {
            out[count] = read_joined(c, a, cut);
            out[count++].notes |= QUOTE_NOTE_END;
        }
    }
    return count;
}

#include "analysis/quote.h"

#include "analysis/quote_inner.h"
#include "base/check.h"
#include "base/limits.h"

const char *quote_result_word(enum quote_result r)
{
    static const char *const words[] = {"exact", "altered", "member", "none"};
    return words[r];
}

static const struct {
    unsigned note;
    const char *word;
    const char *text;
} notes[] = {
    {FOLD_CASE, "case", "letter case"},
    {FOLD_QUOTES, "quotes", "the kind of quotation marks"},
    {FOLD_APOSTROPHES, "apostrophes", "the kind of apostrophes"},
    {FOLD_DASHES, "dashes", "the kind of dashes and hyphens"},
    {FOLD_ELLIPSES, "dots", "how an ellipsis is written"},
    {FOLD_SOFT_HYPHENS, "soft_hyphens", "soft hyphens"},
    {FOLD_INVISIBLE, "invisible", "characters that print nothing"},
    {FOLD_VOWELS, "vowels", "vowel signs and lengthening strokes"},
    {FOLD_YO, "yo", "Cyrillic yo written as ye"},
    {FOLD_DIGITS, "digits", "the kind of digits"},
    {FOLD_FORMS, "forms", "compatibility forms such as ligatures and full width (NFKC)"},
    {QUOTE_NOTE_FORM, "composition", "how its characters are composed (NFC)"},
    {QUOTE_NOTE_SPACES, "spaces", "spaces and line breaks"},
    {QUOTE_NOTE_END, "end", "the point or comma at its end"},
    {QUOTE_NOTE_LEFT_OUT, "left_out", "an ellipsis stands for words of the source"},
    {QUOTE_NOTE_INSERTED, "inserted", "what is in square brackets is the quoter's"},
    {QUOTE_NOTE_SIC, "sic", "[sic] is the quoter's"},
    {QUOTE_NOTE_ACROSS, "across", "it runs from one part of the text into another"},
    {QUOTE_NOTE_SHORT, "short", "fewer than 4 words: anybody may have them from anywhere"},
    {QUOTE_NOTE_ORDER, "order", "its pieces stand in the source in another order, or overlap"},
    {QUOTE_NOTE_PIECES, "pieces", "a piece between ellipses has fewer than 3 words"},
    {QUOTE_NOTE_JOINTS, "joints", "it has more than 16 ellipses and insertions"},
};

static size_t note_at(unsigned note)
{
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        if (notes[i].note == note) {
            return i;
        }
    }
    unreachable("no such note");
}

const char *quote_note_text(unsigned note)
{
    return notes[note_at(note)].text;
}

const char *quote_note_word(unsigned note)
{
    return notes[note_at(note)].word;
}

void quote_change_add(struct quote_changes *x, enum quote_change_kind kind, struct bytes text)
{
    const struct quote_change change = {kind, text};
    if (text.len > 0) {
        buffer_add(&x->list, &change, sizeof change);
    }
}

/* Of two near ones. */
static bool is_nearer(const struct quote_answer *a, const struct quote_answer *b)
{
    return a->changed < b->changed;
}

void quote_check(const struct quote_corpus *c, struct arena *a, struct bytes quote, struct quote_answer *out)
{
    struct quote_reading readings[QUOTE_READINGS_MAX];
    struct quote_answer near;
    check(c->grams[0].words > 0); /* indexed */
    check(quote_look_over(quote) == QUOTE_GOOD);
    const size_t count = quote_read(c, a, quote, readings);
    for (size_t i = 0; i < count; i++) {
        if (quote_find(c, a, &readings[i], out)) {
            return;
        }
    }
    *out = (struct quote_answer){.result = QUOTE_NONE, .words = readings[0].words};
    out->notes = out->words < QUOTE_WORDS_MIN ? QUOTE_NOTE_SHORT : 0;
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (quote_nearest(c, a, &readings[i], &near) && (!any || is_nearer(&near, out))) {
            *out = near;
            any = true;
        }
    }
}

static void add_words(struct buffer *b, const char *before, struct bytes text, const char *after)
{
    buffer_add_text(b, b->len > 0 ? " " : "");
    buffer_add_text(b, before);
    for (size_t i = 0; i < text.len; i++) {
        buffer_add_u8(b, text.data[i] == '\n' ? ' ' : text.data[i]);
    }
    buffer_add_text(b, after);
}

struct bytes quote_difference(struct arena *a, const struct quote_answer *q)
{
    struct buffer b;
    buffer_init(&b, SIZE_MAX);
    for (size_t i = 0; i < q->change_count; i++) {
        const struct quote_change *x = &q->changes[i];
        switch (x->kind) {
        case QUOTE_SAME:
            add_words(&b, "", x->text, "");
            break;
        case QUOTE_GONE:
            add_words(&b, "[-", x->text, "-]");
            break;
        case QUOTE_NEW:
            add_words(&b, "{+", x->text, "+}");
            break;
        case QUOTE_LEFT_OUT:
            add_words(&b, "(left out: ", x->text, ")");
            break;
        case QUOTE_INSERTED:
            add_words(&b, "", x->text, "");
            break;
        }
    }
    const struct bytes line = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return line;
}

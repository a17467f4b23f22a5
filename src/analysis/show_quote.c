#include "analysis/show_quote.h"

#include <string.h>

#include "base/check.h"

bool quote_is_open(const struct quote_record *r, const struct quote_answer *q)
{
    return !quote_record_is_whole(r) && (q->result == QUOTE_NONE || q->result == QUOTE_ALTERED);
}

static bool are_of_one(const struct quote_source *a, const struct quote_source *b)
{
    return a->kind == b->kind && a->number == b->number && bytes_equal(a->id, b->id) &&
           bytes_equal(a->member, b->member);
}

/* Parts of a text with a line break between. */
static struct bytes passage(struct arena *a, const struct quote_source *s, size_t first, size_t last)
{
    struct buffer b;
    struct bytes text = BYTES("");
    buffer_init(&b, QUOTE_PASSAGE_BYTES_MAX);
    for (size_t i = first; i <= last; i++) {
        buffer_add_text(&b, i == first ? "" : "\n");
        buffer_add_bytes(&b, s->parts[i].text);
    }
    if (!b.overflow) {
        text = arena_copy(a, buffer_view(&b));
    }
    buffer_done(&b);
    return text;
}

size_t quote_elsewhere(struct arena *a, const struct quote_record *r, const struct quote_answer *q,
                       struct quote_passage **out)
{
    size_t first = q->text;
    size_t count = 0;
    *out = NULL;
    if (q->source == NULL) {
        return 0;
    }
    while (first > 0 && are_of_one(quote_corpus_at(r->corpus, first - 1), q->source)) {
        first--;
    }
    size_t end = q->text + 1;
    while (end < quote_corpus_count(r->corpus) && are_of_one(quote_corpus_at(r->corpus, end), q->source)) {
        end++;
    }
    struct quote_passage *list = ARENA_ARRAY(a, struct quote_passage, end - first);
    for (size_t i = first; i < end; i++) {
        const struct quote_source *s = quote_corpus_at(r->corpus, i);
        if (i != q->text && !bytes_equal(s->language, q->source->language)) {
            const bool alike = s->part_count == q->source->part_count;
            list[count++] = (struct quote_passage){
                s->language, s->translation, alike ? passage(a, s, q->first_part, q->last_part) : BYTES("")};
        }
    }
    *out = list;
    return count;
}

static const char *kind_word(enum quote_kind k)
{
    static const char *const words[] = {"statement", "archive", "speech", "declared"};
    return words[k];
}

static void write_number(struct json_writer *w, const char *key, const struct quote_source *s, bool holds)
{
    if (s != NULL && holds) {
        json_integer(w, key, s->number);
    } else {
        json_null(w, key);
    }
}

/* The name of a source of that kind. */
static void write_id(struct json_writer *w, const char *key, const struct quote_source *s,
                     enum quote_kind kind)
{
    if (s != NULL && s->kind == kind) {
        json_text(w, key, s->id);
    } else {
        json_null(w, key);
    }
}

static bool is_in_statement(const struct quote_source *s)
{
    return s != NULL && (s->kind == QUOTE_STATEMENT || s->kind == QUOTE_DECLARED);
}

static void write_also(struct json_writer *w, const struct quote_answer *q)
{
    json_array(w, "also");
    for (size_t i = 0; i < q->also_count; i++) {
        const struct quote_source *s = q->also[i];
        json_object(w, NULL);
        json_cstring(w, "kind", kind_word(s->kind));
        json_text(w, "member", s->member);
        json_text(w, "name", s->id);
        json_integer(w, "number", s->number);
        json_end(w);
    }
    json_end(w);
}

static void write_changes(struct json_writer *w, const struct quote_answer *q)
{
    static const char *const words[] = {"same", "gone", "new", "left_out", "inserted"};
    json_array(w, "changes");
    for (size_t i = 0; i < q->change_count; i++) {
        json_object(w, NULL);
        json_cstring(w, "kind", words[q->changes[i].kind]);
        json_text(w, "text", q->changes[i].text);
        json_end(w);
    }
    json_end(w);
}

static void write_elsewhere(struct json_writer *w, const struct quote_record *r, const struct quote_answer *q,
                            struct arena *a)
{
    struct quote_passage *list = NULL;
    const size_t count = quote_elsewhere(a, r, q, &list);
    json_array(w, "elsewhere");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_text(w, "language", list[i].language);
        json_text(w, "text", list[i].text);
        json_bool(w, "translation", list[i].translation);
        json_end(w);
    }
    json_end(w);
}

static void write_notes(struct json_writer *w, const struct quote_answer *q)
{
    json_array(w, "notes");
    for (unsigned note = 1; note < QUOTE_NOTES_END; note <<= 1) {
        if ((q->notes & note) != 0) {
            json_cstring(w, NULL, quote_note_word(note));
        }
    }
    json_end(w);
}

static void write_parts(struct json_writer *w, const struct quote_answer *q)
{
    json_array(w, "parts");
    for (size_t i = q->first_part; q->source != NULL && i <= q->last_part && i < q->source->part_count; i++) {
        json_text(w, NULL, q->source->parts[i].name);
    }
    json_end(w);
}

void show_quote(struct json_writer *w, const char *key, const struct quote_record *r,
                const struct quote_answer *q, const struct json *id, struct arena *a)
{
    const struct quote_source *s = q->source;
    const struct bytes difference = quote_difference(a, q);
    json_object(w, key);
    write_also(w, q);
    write_id(w, "archive", s, QUOTE_ARCHIVE);
    json_integer(w, "changed", (int64_t)q->changed);
    write_changes(w, q);
    json_integer(w, "confidential", r->confidential);
    json_text(w, "date", s == NULL ? BYTES("") : s->date);
    if (difference.len > 0) {
        json_text(w, "difference", difference);
    } else {
        json_null(w, "difference");
    }
    write_elsewhere(w, r, q, a);
    if (id != NULL) {
        json_value(w, "id", id);
    }
    json_integer(w, "incomplete", r->incomplete);
    json_cstring(w, "kind", s == NULL ? "" : kind_word(s->kind));
    json_text(w, "language", s == NULL ? BYTES("") : s->language);
    json_text(w, "member", s == NULL ? BYTES("") : s->member);
    write_notes(w, q);
    json_bool(w, "open", quote_is_open(r, q));
    write_parts(w, q);
    json_integer(w, "replaced_by", s == NULL ? 0 : s->replaced);
    json_cstring(w, "result", quote_result_word(q->result));
    json_integer(w, "sources", (int64_t)q->sources);
    write_id(w, "speech", s, QUOTE_SPEECH);
    write_number(w, "statement", s, is_in_statement(s));
    json_text(w, "title", s == NULL ? BYTES("") : s->title);
    json_bool(w, "translation", s != NULL && s->translation);
    json_bool(w, "voice", s != NULL && s->voice);
    json_bool(w, "withdrawn", s != NULL && s->withdrawn);
    json_integer(w, "words", (int64_t)q->words);
    json_end(w);
}

/* Sentences that are being told. */
struct teller {
    struct arena *arena;
    const struct quote_answer *answer;
    const struct quote_record *record;
    size_t count;
    const char *list[48];
};

static void tell(struct teller *t, const char *sentence)
{
    check(t->count < sizeof t->list / sizeof t->list[0]);
    t->list[t->count++] = sentence;
}

static const char *text_of(struct teller *t, struct bytes b)
{
    return arena_text(t->arena, b);
}

/* "statement 4 of 2026-11-29, in en". */
static const char *name_of(struct teller *t, const struct quote_source *s)
{
    const char *member = text_of(t, s->member);
    const char *of =
        s->kind == QUOTE_STATEMENT ? arena_printf(t->arena, "statement %lld", (long long)s->number)
        : s->kind == QUOTE_ARCHIVE
            ? arena_printf(t->arena, "older statement %s of the ARCHIVE", text_of(t, s->id))
        : s->kind == QUOTE_DECLARED
            ? arena_printf(t->arena, "what %s declared in statement %lld", member, (long long)s->number)
            : arena_printf(t->arena, "a speech of %s (%.12s)", member, text_of(t, s->id));
    return arena_printf(t->arena, "%s%s%s%s%s", of, s->date.len > 0 ? " of " : "", text_of(t, s->date),
                        s->language.len > 0 ? ", in " : "", text_of(t, s->language));
}

static void tell_result(struct teller *t)
{
    const struct quote_answer *q = t->answer;
    const char *name = q->source == NULL ? "" : name_of(t, q->source);
    switch (q->result) {
    case QUOTE_EXACT:
        tell(t, arena_printf(t->arena, "exact: these words stand in %s", name));
        break;
    case QUOTE_MEMBER:
        tell(t,
             arena_printf(t->arena,
                          "a member's own: these words stand in %s. They are not the organisation's", name));
        break;
    case QUOTE_ALTERED:
        tell(t, arena_printf(t->arena,
                             "altered: nobody said exactly this. Nearest is %s, from which %zu word%s or "
                             "sign%s differ%s",
                             name, q->changed, q->changed == 1 ? "" : "s", q->changed == 1 ? "" : "s",
                             q->changed == 1 ? "s" : ""));
        break;
    case QUOTE_NONE:
        tell(t, "not on record: nothing that was said here is near to it");
        break;
    }
}

static void tell_source(struct teller *t)
{
    const struct quote_source *s = t->answer->source;
    struct quote_passage *list = NULL;
    if (s == NULL) {
        return;
    }
    if (s->kind == QUOTE_STATEMENT && !s->voice) {
        tell(t, "the statement is not signed with the organisation's key");
    }
    if (s->kind == QUOTE_ARCHIVE) {
        tell(t, "ARCHIVE: it was published before it came onto this record, and nobody signed it here");
    }
    if (s->replaced > 0) {
        tell(t, arena_printf(t->arena, "it was %s by statement %lld",
                             s->withdrawn ? "withdrawn" : "corrected", (long long)s->replaced));
    }
    if (s->translation) {
        tell(t, "the words are a translation: not a language in which they are authentic");
    }
    const size_t count = quote_elsewhere(t->arena, t->record, t->answer, &list);
    for (size_t i = 0; i < count && i < 8; i++) {
        tell(t, arena_printf(t->arena, "the same passage in %s%s%s%s", text_of(t, list[i].language),
                             list[i].translation ? " (a translation)" : "", list[i].text.len > 0 ? ": " : "",
                             text_of(t, list[i].text)));
    }
}

static void tell_notes(struct teller *t)
{
    const struct quote_answer *q = t->answer;
    for (unsigned note = 1; note < QUOTE_NOTE_LEFT_OUT; note <<= 1) {
        if ((q->notes & note) != 0) {
            tell(t, arena_printf(t->arena, "it differs in %s", quote_note_text(note)));
        }
    }
    for (unsigned note = QUOTE_NOTE_LEFT_OUT; note < QUOTE_NOTES_END; note <<= 1) {
        if ((q->notes & note) != 0) {
            tell(t, quote_note_text(note));
        }
    }
    if (q->sources > 1) {
        tell(t, arena_printf(t->arena, "the words stand in %zu sources", q->sources));
    }
}

static void tell_record(struct teller *t)
{
    const struct quote_record *r = t->record;
    if (quote_is_open(r, t->answer)) {
        tell(t, r->full ? "not all that was said fits into memory: this cannot be told for certain"
                        : arena_printf(t->arena,
                                       "%lld text%s not whole on the record yet: this cannot be told for "
                                       "certain",
                                       (long long)r->incomplete, r->incomplete == 1 ? " is" : "s are"));
    }
    if (r->confidential > 0 && t->answer->result != QUOTE_EXACT) {
        tell(t, arena_printf(t->arena, "the words of %lld confidential statement%s were not compared",
                             (long long)r->confidential, r->confidential == 1 ? "" : "s"));
    }
    tell(t, "this says where words stand; it does not say whether they are true");
}

size_t quote_sentences(struct arena *a, const struct quote_record *r, const struct quote_answer *q,
                       const char ***out)
{
    struct teller t = {.arena = a, .answer = q, .record = r};
    tell_result(&t);
    tell_source(&t);
    tell_notes(&t);
    tell_record(&t);
    *out = ARENA_ARRAY(a, const char *, t.count);
    memcpy(*out, t.list, t.count * sizeof t.list[0]);
    return t.count;
}

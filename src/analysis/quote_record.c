#include "analysis/quote_record.h"

#include <stdlib.h>

#include "base/check.h"
#include "mechanism/founding.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/older.h"
#include "mechanism/signing.h"
#include "mechanism/speech.h"
#include "mechanism/statement.h"

/* What of the record is in the corpus. */
struct quote_known {
    int64_t statements;      /* looked at: numbers up to this */
    struct buffer waiting;   /* int64_t: those of them whose words are not all there yet */
    struct buffer withdrawn; /* int64_t by number, from 0: what withdraws a statement, 0: nothing */
    struct buffer corrected; /* what corrects it last */
    struct buffer older;     /* int64_t: entries of older statements, in their order */
    struct buffer speeches;  /* uint64_t, in the order of filing: a bit for each text that was read */
};

struct reader_of_record {
    struct context in; /* with an arena that is cleared after each text */
    struct quote_record *out;
    struct quote_known *known;
    bool more; /* something was added */
};

static int64_t *numbers_of(const struct buffer *b)
{
    return (int64_t *)(void *)b->data;
}

/* What new statements withdraw and correct. */
static void read_later(struct reader_of_record *r, int64_t count)
{
    struct context *c = &r->in;
    const int64_t none = 0;
    struct quote_known *k = r->known;
    while (k->withdrawn.len <= (size_t)count * sizeof none) {
        buffer_add(&k->withdrawn, &none, sizeof none);
        buffer_add(&k->corrected, &none, sizeof none);
    }
    for (int64_t n = k->statements + 1; n <= count; n++) {
        struct statement x;
        struct matter m;
        check(statement_get(c->state, n, c->arena, &x) && matter_get(c->state, &x.matter, c->arena, &m));
        int64_t *withdrawn = &numbers_of(&k->withdrawn)[m.withdraws];
        *withdrawn = *withdrawn == 0 ? n : *withdrawn;
        numbers_of(&k->corrected)[m.corrects] = n;
        arena_clear(c->arena);
    }
}

static void add(struct reader_of_record *r, const struct quote_source *s)
{
    r->out->full = r->out->full || !quote_corpus_add(r->out->corpus, s);
    r->more = true;
}

static void add_interpretations(struct reader_of_record *r, const struct quote_source *of,
                                const struct statement_words *words)
{
    for (size_t i = 0; i < words->interpretation_count; i++) {
        const struct statement_interpretation *x = &words->interpretations[i];
        const struct quote_part part = {BYTES(""), x->words};
        struct quote_source s = *of;
        s.kind = QUOTE_DECLARED;
        s.member = x->member;
        s.language = BYTES(""); /* the member did not say in which */
        s.part_count = 1;
        s.parts = &part;
        add(r, &s);
    }
}

static void add_statement(struct reader_of_record *r, int64_t number)
{
    struct context *c = &r->in;
    struct statement x;
    struct matter m;
    struct statement_words words;
    check(statement_get(c->state, number, c->arena, &x) && matter_get(c->state, &x.matter, c->arena, &m));
    if (!statement_words(c, &x, &words)) {
        buffer_add(&r->known->waiting, &number, sizeof number);
        return;
    }
    r->out->confidential += m.confidential;
    const struct civil_day day = law_day(c, x.closed_ms);
    struct quote_source s = {.kind = QUOTE_STATEMENT,
                             .number = number,
                             .id = BYTES(""),
                             .member = BYTES(""),
                             .title = m.title,
                             .date = bytes_of_text(day.text),
                             .part_count = words.provision_count};
    for (size_t i = 0; i < words.language_count; i++) {
        struct quote_part *parts = ARENA_ARRAY(c->arena, struct quote_part, words.provision_count + 1);
        for (size_t k = 0; k < words.provision_count; k++) {
            parts[k] = (struct quote_part){words.provisions[k], words.languages[i].provisions[k]};
        }
        s.language = words.languages[i].tag;
        s.parts = parts;
        add(r, &s);
    }
    add_interpretations(r, &s, &words);
}

/* Each text of a speech that is whole and was not read: as delivered, corrected, translated. One that is not
 * whole is not filed yet, and keeps no answer back: else a member could do so for good by never laying down
 * its last part. */
static void add_speech(struct reader_of_record *r, const struct speech *x, uint64_t *read)
{
    struct context *c = &r->in;
    struct speech_text *texts = NULL;
    const struct hash_hex id = hash_hex(&x->id);
    const size_t count = speech_texts(c->state, &x->id, c->arena, &texts);
    for (size_t i = 0; i < count && *c->error == OK; i++) {
        const uint64_t bit = (uint64_t)1 << (texts[i].number - 1);
        struct quote_part part = {.name = BYTES("")};
        if ((*read & bit) != 0 || !speech_words(c, &x->id, &texts[i], &part.text)) {
            continue;
        }
        *read |= bit;
        add(r, &(struct quote_source){.kind = QUOTE_SPEECH,
                                      .number = x->entry,
                                      .id = bytes_of_text(id.text),
                                      .member = x->member,
                                      .place = texts[i].number,
                                      .language = texts[i].language,
                                      .translation = texts[i].kind == SPEECH_TRANSLATION,
                                      .title = x->title,
                                      .date = x->date,
                                      .part_count = 1,
                                      .parts = &part});
    }
}

static void add_older(struct reader_of_record *r, const struct older *x)
{
    struct context *c = &r->in;
    struct quote_part part = {.name = BYTES("")};
    const char *name = arena_printf(c->arena, "%.*s/%.*s", (int)x->body.len, (const char *)x->body.data,
                                    (int)x->reference.len, (const char *)x->reference.data);
    if (older_words(c, x, &part.text)) {
        add(r, &(struct quote_source){.kind = QUOTE_ARCHIVE,
                                      .id = bytes_of_text(name),
                                      .language = x->language,
                                      .title = x->title,
                                      .date = x->date,
                                      .part_count = 1,
                                      .parts = &part});
    }
}

static void add_statements(struct reader_of_record *r)
{
    const int64_t count = counters_get(r->in.state).statements;
    struct buffer before = r->known->waiting;
    read_later(r, count);
    buffer_init(&r->known->waiting, SIZE_MAX);
    for (size_t i = 0; i < before.len / sizeof count && *r->in.error == OK; i++) {
        add_statement(r, numbers_of(&before)[i]);
        arena_clear(r->in.arena);
    }
    for (int64_t n = r->known->statements + 1; n <= count && *r->in.error == OK; n++) {
        add_statement(r, n);
        arena_clear(r->in.arena);
    }
    buffer_done(&before);
    r->known->statements = count;
    r->out->incomplete = (int64_t)(r->known->waiting.len / sizeof count);
}

/* None goes, and they keep their order: what is not the next that is known is new. */
static void add_all_older(struct reader_of_record *r, struct arena *kept)
{
    struct older *list = NULL;
    struct buffer before = r->known->older;
    size_t next = 0;
    const size_t known = before.len / sizeof(int64_t);
    const size_t count = older_list(r->in.state, kept, &list);
    buffer_init(&r->known->older, SIZE_MAX);
    for (size_t i = 0; i < count && *r->in.error == OK; i++) {
        if (next < known && numbers_of(&before)[next] == list[i].entry) {
            next++;
        } else {
            add_older(r, &list[i]);
            arena_clear(r->in.arena);
        }
        buffer_add(&r->known->older, &list[i].entry, sizeof list[i].entry);
    }
    check(next == known || *r->in.error != OK);
    buffer_done(&before);
}

static void add_speeches(struct reader_of_record *r, struct arena *kept)
{
    struct speech *list = NULL;
    struct buffer *known = &r->known->speeches;
    const uint64_t none = 0;
    const size_t count = speech_list(r->in.state, kept, &list);
    while (known->len < count * sizeof none) {
        buffer_add(known, &none, sizeof none);
    }
    uint64_t *read = (uint64_t *)(void *)known->data;
    for (size_t i = 0; i < count && *r->in.error == OK; i++) {
        if ((int64_t)__builtin_popcountll(read[i]) < list[i].texts) {
            add_speech(r, &list[i], &read[i]);
            arena_clear(r->in.arena);
        }
    }
}

/* What stands in a statement is signed, withdrawn and corrected after it was read. */
static void tell_what_stands(struct reader_of_record *r)
{
    struct spoken spoken;
    const size_t count = quote_corpus_count(r->out->corpus);
    for (size_t i = 0; i < count; i++) {
        const struct quote_source *s = quote_corpus_at(r->out->corpus, i);
        if (s->kind == QUOTE_STATEMENT || s->kind == QUOTE_DECLARED) {
            const int64_t withdrawn = numbers_of(&r->known->withdrawn)[s->number];
            const bool voice =
                s->kind == QUOTE_STATEMENT && (s->voice || signing_spoken(r->in.state, s->number, &spoken));
            quote_corpus_stands(r->out->corpus, i, voice, withdrawn > 0,
                                withdrawn > 0 ? withdrawn : numbers_of(&r->known->corrected)[s->number]);
        }
    }
}

/* What is not in the corpus yet. False: *c->error, and nothing is left. */
static bool catch_up(struct context *c, struct quote_record *r)
{
    struct arena scratch = {0};
    struct arena kept = {0};
    struct reader_of_record reader = {.in = *c, .out = r, .known = r->known};
    reader.in.arena = &scratch;
    r->size = record_size(c->record);
    add_statements(&reader);
    add_all_older(&reader, &kept);
    add_speeches(&reader, &kept);
    arena_done(&kept);
    if (*c->error == OK) {
        tell_what_stands(&reader);
    }
    arena_done(&scratch);
    if (*c->error != OK) {
        quote_record_free(r);
        return false;
    }
    if (reader.more) {
        quote_corpus_index(r->corpus);
    }
    return true;
}

bool quote_record_read(struct context *c, size_t words_max, struct quote_record *out)
{
    struct quote_known *k = calloc(1, sizeof *k);
    check(k != NULL);
    buffer_init(&k->waiting, SIZE_MAX);
    buffer_init(&k->withdrawn, SIZE_MAX);
    buffer_init(&k->corrected, SIZE_MAX);
    buffer_init(&k->older, SIZE_MAX);
    buffer_init(&k->speeches, SIZE_MAX);
    *out = (struct quote_record){.corpus = quote_corpus_new(), .words_max = words_max, .known = k};
    quote_corpus_bound(out->corpus, words_max);
    quote_corpus_index(out->corpus); /* also of nothing */
    return catch_up(c, out);
}

bool quote_record_update(struct context *c, struct quote_record *r)
{
    if (record_size(c->record) == r->size) {
        return true;
    }
    if (r->full) { /* read anew: what comes first in order has the room, and not who came first */
        const size_t words_max = r->words_max;
        quote_record_free(r);
        return quote_record_read(c, words_max, r);
    }
    return catch_up(c, r);
}

void quote_record_free(struct quote_record *r)
{
    quote_corpus_free(r->corpus);
    if (r->known != NULL) {
        buffer_done(&r->known->waiting);
        buffer_done(&r->known->withdrawn);
        buffer_done(&r->known->corrected);
        buffer_done(&r->known->older);
        buffer_done(&r->known->speeches);
        free(r->known);
    }
    *r = (struct quote_record){.corpus = NULL};
}

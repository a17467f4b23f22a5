#include "analysis/quote_record.h"

#include "base/check.h"
#include "mechanism/founding.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/older.h"
#include "mechanism/signing.h"
#include "mechanism/speech.h"
#include "mechanism/statement.h"

/* By number: what withdraws a statement, and what corrects it last. */
struct later {
    int64_t count;
    int64_t *withdrawn;
    int64_t *corrected;
};

struct reader_of_record {
    struct context in; /* with an arena that is cleared after each text */
    struct quote_record *out;
    struct later later;
};

static struct later read_later(struct context *c, struct arena *a)
{
    struct later l = {.count = counters_get(c->state).statements};
    l.withdrawn = ARENA_ARRAY(a, int64_t, (size_t)l.count + 1);
    l.corrected = ARENA_ARRAY(a, int64_t, (size_t)l.count + 1);
    for (int64_t n = 1; n <= l.count; n++) {
        struct statement x;
        struct matter m;
        check(statement_get(c->state, n, c->arena, &x) && matter_get(c->state, &x.matter, c->arena, &m));
        l.withdrawn[m.withdraws] = l.withdrawn[m.withdraws] == 0 ? n : l.withdrawn[m.withdraws];
        l.corrected[m.corrects] = n;
        arena_clear(c->arena);
    }
    return l;
}

static void add(struct reader_of_record *r, const struct quote_source *s)
{
    r->out->full = r->out->full || !quote_corpus_add(r->out->corpus, s);
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
        s.voice = false;
        add(r, &s);
    }
}

static void add_statement(struct reader_of_record *r, int64_t number)
{
    struct context *c = &r->in;
    struct statement x;
    struct matter m;
    struct statement_words words;
    struct spoken spoken;
    check(statement_get(c->state, number, c->arena, &x) && matter_get(c->state, &x.matter, c->arena, &m));
    if (!statement_words(c, &x, &words)) {
        r->out->incomplete++;
        return;
    }
    r->out->confidential += m.confidential;
    const int64_t withdrawn = r->later.withdrawn[number];
    const struct civil_day day = law_day(c, x.closed_ms);
    struct quote_source s = {.kind = QUOTE_STATEMENT,
                             .number = number,
                             .id = BYTES(""),
                             .member = BYTES(""),
                             .voice = signing_spoken(c->state, number, &spoken),
                             .withdrawn = withdrawn > 0,
                             .replaced = withdrawn > 0 ? withdrawn : r->later.corrected[number],
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

/* Each text of a speech that is whole: as delivered, corrected, translated. One that is not whole is not
 * filed yet, and keeps no answer back: else a member could do so for good by never laying down its last
 * part. */
static void add_speech(struct reader_of_record *r, const struct speech *x)
{
    struct context *c = &r->in;
    struct speech_text *texts = NULL;
    const struct hash_hex id = hash_hex(&x->id);
    const size_t count = speech_texts(c->state, &x->id, c->arena, &texts);
    for (size_t i = 0; i < count && *c->error == OK; i++) {
        struct quote_part part = {.name = BYTES("")};
        if (!speech_words(c, &x->id, &texts[i], &part.text)) {
            continue;
        }
        add(r, &(struct quote_source){.kind = QUOTE_SPEECH,
                                      .number = x->entry,
                                      .id = bytes_of_text(id.text),
                                      .member = x->member,
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

/* What is not the organisation's voice: older statements first, then members' speeches. */
static void add_others(struct reader_of_record *r, struct arena *kept)
{
    struct older *older = NULL;
    struct speech *speeches = NULL;
    const size_t older_count = older_list(r->in.state, kept, &older);
    const size_t speech_count = speech_list(r->in.state, kept, &speeches);
    for (size_t i = 0; i < older_count && *r->in.error == OK; i++) {
        add_older(r, &older[i]);
        arena_clear(r->in.arena);
    }
    for (size_t i = 0; i < speech_count && *r->in.error == OK; i++) {
        add_speech(r, &speeches[i]);
        arena_clear(r->in.arena);
    }
}

bool quote_record_read(struct context *c, struct quote_record *out)
{
    struct arena scratch = {0};
    struct arena kept = {0};
    struct reader_of_record r = {.in = *c, .out = out};
    r.in.arena = &scratch;
    *out = (struct quote_record){.corpus = quote_corpus_new(), .size = record_size(c->record)};
    r.later = read_later(&r.in, &kept);
    for (int64_t n = 1; n <= r.later.count && *c->error == OK; n++) {
        add_statement(&r, n);
        arena_clear(&scratch);
    }
    add_others(&r, &kept);
    arena_done(&scratch);
    arena_done(&kept);
    if (*c->error != OK) {
        quote_corpus_free(out->corpus);
        return false;
    }
    quote_corpus_index(out->corpus);
    return true;
}

/* Speeches: what members said, each in its own name, as it was delivered. */
#include "web/links.h"
#include "web/page_speech.h"

#include "analysis/show_row.h"
#include "analysis/show_speech.h"
#include "web/routes.h"
#include "web/rows.h"

static const struct column list_columns[] = {
    {"title", MESSAGE_speech_name, CELL_CONTENT, "/speeches/", "id"},
    {"member", MESSAGE_speech_member, CELL_MEMBER, NULL, NULL},
    {"office", MESSAGE_speech_office, CELL_CONTENT, NULL, NULL},
    {"date", MESSAGE_speech_date, CELL_PLAIN, NULL, NULL},
    {"language", MESSAGE_speech_language, CELL_PLAIN, NULL, NULL},
    {"texts", MESSAGE_speech_texts, CELL_NUMBER, NULL, NULL},
    {"entry", MESSAGE_speech_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column head_columns[] = {
    {"member", MESSAGE_speech_member, CELL_MEMBER, NULL, NULL},
    {"office", MESSAGE_speech_office, CELL_CONTENT, NULL, NULL},
    {"date", MESSAGE_speech_date, CELL_PLAIN, NULL, NULL},
    {"language", MESSAGE_speech_language, CELL_PLAIN, NULL, NULL},
    {"platform", MESSAGE_speech_platform, CELL_PLATFORM, NULL, NULL},
    {"entry", MESSAGE_speech_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column text_columns[] = {
    {"number", MESSAGE_speech_number, CELL_NUMBER, NULL, NULL},
    {"kind", MESSAGE_speech_kind, CELL_WORD, NULL, NULL},
    {"of", MESSAGE_speech_of, CELL_NUMBER, NULL, NULL},
    {"language", MESSAGE_speech_language, CELL_PLAIN, NULL, NULL},
    {"by", MESSAGE_speech_by, CELL_CONTENT, NULL, NULL},
    {"reason", MESSAGE_speech_reason, CELL_CONTENT, NULL, NULL},
    {"member", MESSAGE_speech_filed_by, CELL_MEMBER, NULL, NULL},
    {"time_ms", MESSAGE_speech_time, CELL_TIME, NULL, NULL},
    {"digest", MESSAGE_speech_digest, CELL_DIGEST, NULL, NULL},
    {"entry", MESSAGE_speech_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static size_t listed(struct page *p, struct speech **out)
{
    struct speech *all = NULL;
    const size_t count = speech_list(p->context->state, p->arena, &all);
    return rows_newest(p, &speech_shape, all, count, (void **)out);
}

static enum page_result list_html(struct page *p)
{
    struct speech *list = NULL;
    const size_t count = listed(p, &list);
    page_title(p, MESSAGE_speech_title);
    page_paragraph(p, MESSAGE_speech_intro);
    rows_table(p, MESSAGE_speech_title, &speech_shape, list, count, list_columns);
    page_command(p, "univocal speech list\nunivocal speech file LANGUAGE DATE --text @FILE --as MEMBER");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    struct speech *list = NULL;
    const size_t count = listed(p, &list);
    show_rows(w, NULL, &speech_shape, list, count);
    return PAGE_DONE;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    struct speech *list = NULL;
    const size_t count = listed(p, &list);
    rows_csv(c, &speech_shape, list, count);
    return PAGE_DONE;
}

static enum page_result find(struct page *p, struct speech *out)
{
    struct hash id;
    if (!hash_parse(page_value(p, "speech"), &id) || !speech_get(p->context->state, &id, out)) {
        return page_unlisted(p, "/speeches");
    }
    return PAGE_DONE;
}

void page_speech_result(struct page *p, const struct delivery *d)
{
    static const enum message results[] = {
        [DELIVERY_NO_MANDATE] = MESSAGE_speech_result_own,
        [DELIVERY_NOT_WHOLE] = MESSAGE_speech_result_not_whole,
        [DELIVERY_NOT_ADOPTED] = MESSAGE_speech_result_not_adopted,
        [DELIVERY_NO_LANGUAGE] = MESSAGE_speech_result_no_language,
        [DELIVERY_AS_MANDATED] = MESSAGE_speech_result_same,
        [DELIVERY_WITHIN] = MESSAGE_speech_result_within,
        [DELIVERY_ALTERED] = MESSAGE_speech_result_altered,
    };
    page_sayf(p, results[d->result], SAY_NUMBER("gone", (int64_t)d->gone),
              SAY_NUMBER("added", (int64_t)d->added), SAY_NUMBER("words", (int64_t)d->words));
    if (d->statement > 0) {
        html_raw(p->html, " ");
        page_link_statement(p, d->statement);
    }
}

void page_speech_delivery(struct page *p, const struct delivery *d, struct bytes language)
{
    html_open(p->html, "p");
    page_speech_result(p, d);
    html_close(p->html);
    if (d->part_count == 0 || d->result == DELIVERY_AS_MANDATED) {
        return;
    }
    page_paragraph(p, MESSAGE_speech_marks);
    static const enum piece_mark marks[] = {
        [DIFF_SAME] = PIECE_PLAIN, [DIFF_GONE] = PIECE_GONE, [DIFF_NEW] = PIECE_NEW};
    struct piece *pieces = ARENA_ARRAY(p->arena, struct piece, d->part_count);
    for (size_t i = 0; i < d->part_count; i++) {
        pieces[i] = (struct piece){marks[d->parts[i].kind], d->parts[i].text};
    }
    page_long_text(p, &(struct long_text){.language = language, .pieces = pieces, .count = d->part_count});
}

/* A text with its words; what is not whole yet says so. */
static void write_text(struct page *p, const struct speech *x, const struct speech_text *t)
{
    struct bytes words;
    html_open(p->html, "h3");
    html_attribute(p->html, "id",
                   bytes_of_text(arena_printf(p->arena, "text-%lld", (long long)t->number)));
    page_say(p, t->kind == SPEECH_TRANSLATION  ? MESSAGE_word_translation
                : t->kind == SPEECH_CORRECTION ? MESSAGE_word_correction
                                               : MESSAGE_word_original);
    html_raw(p->html, ", ");
    page_language(p, t->language);
    html_close(p->html);
    if (t->by.len > 0) {
        html_open(p->html, "p");
        page_sayf(p, MESSAGE_speech_translated_by, SAY_TEXT("who", t->by));
        html_close(p->html);
    }
    if (!speech_words(p->context, &x->id, t, &words)) {
        html_open(p->html, "p");
        page_sayf(p, MESSAGE_speech_parts, SAY_NUMBER("have", t->have), SAY_NUMBER("parts", t->parts));
        html_close(p->html);
        return;
    }
    page_words(p, words, t->language, &t->digest);
}

static void write_texts(struct page *p, const struct speech *x)
{
    struct speech_text *texts = NULL;
    struct speech_text original;
    const size_t count = speech_texts(p->context->state, &x->id, p->arena, &texts);
    const bool whole = speech_original(p->context->state, &x->id, p->arena, &original);
    page_heading(p, "as-delivered", MESSAGE_speech_as_delivered);
    page_paragraph(p, MESSAGE_speech_own_word);
    if (whole) {
        write_text(p, x, &original);
    }
    page_heading(p, "texts", MESSAGE_speech_texts);
    page_paragraph(p, MESSAGE_speech_nothing_overwritten);
    rows_table(p, MESSAGE_speech_texts, &speech_text_shape, texts, count, text_columns);
    page_part(p, MESSAGE_speech_words);
    for (size_t i = 0; i < count && *p->context->error == OK; i++) {
        if (!whole || texts[i].number != original.number) {
            page_part_item(p);
            write_text(p, x, &texts[i]);
        }
    }
    page_part_end(p);
}

static enum page_result one_html(struct page *p)
{
    struct speech x = {0};
    const enum page_result r = find(p, &x);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title_content(p, x.title.len > 0 ? x.title : x.date, BYTES(""));
    page_terms(p);
    rows_terms_more(p, &speech_shape, &x, head_columns);
    if (!hash_is_zero(&x.session)) {
        page_term(p, MESSAGE_speech_session);
        page_link_session_of(p, &x.session);
    }
    page_terms_end(p);
    write_texts(p, &x);
    if (!hash_is_zero(&x.mandate)) {
        const struct delivery d = delivery_of(p->context, &x);
        page_heading(p, "mandate", MESSAGE_speech_beside);
        page_speech_delivery(p, &d, x.language);
    }
    page_command(p, arena_printf(p->arena, "univocal speech show %.12s", hash_hex(&x.id).text));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct speech x = {0};
    const enum page_result r = find(p, &x);
    if (r == PAGE_DONE) {
        show_speech(w, p->context, &x);
    }
    return r;
}

const struct route speech_routes[] = {
    {.pattern = "/speeches",
     .operation = "speeches",
     .summary = "What members said, each in its own name, the newest first.",
     .name = MESSAGE_speech_title,
     .schema = "SpeechList",
     .list = true,
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/speeches/{speech}",
     .operation = "speech",
     .summary = "A speech as it was delivered, with its versions and translations, beside what was adopted.",
     .name = MESSAGE_speech_title,
     .parameters = {{"speech", PARAMETER_DIGEST, "The id of the act that filed it."}},
     .schema = "Speech",
     .html = one_html,
     .json = one_json},
    {.pattern = NULL},
};

/* Whose words are these? A quotation is compared with everything that was said on the record. The page says
 * where words stand, and never whether they are true. */
#include "analysis/show_quote.h"
#include "base/check.h"
#include "base/limits.h"
#include "web/routes.h"

/* What was said, kept by the dispatcher: what came since is added. NULL: the disk. */
static struct quote_record *read_said(struct page *p)
{
    struct quote_record *r = p->at ? &p->words->then : &p->words->now;
    const bool read = r->corpus != NULL ? quote_record_update(p->context, r)
                                        : quote_record_read(p->context, WEB_QUOTE_WORDS_MAX, r);
    return read ? r : NULL;
}

void words_forget(struct words_kept *kept)
{
    quote_record_free(&kept->now);
    quote_record_free(&kept->then);
}

/* PAGE_DONE with *record NULL: nothing was asked yet. */
static enum page_result ask(struct page *p, struct quote_record **record, struct quote_answer *answer)
{
    const struct bytes quote = page_value(p, "q");
    *record = NULL;
    if (quote.len == 0) {
        return PAGE_DONE;
    }
    const enum quote_bad bad = quote_look_over(quote);
    if (bad != QUOTE_GOOD) {
        check(bad == QUOTE_EMPTY); /* an address is UTF-8, and shorter than a quotation may be */
        return page_detail(p, PAGE_BAD_VALUE, MESSAGE_detail_quote_empty);
    }
    *record = read_said(p);
    if (*record == NULL) {
        return PAGE_UNAVAILABLE;
    }
    quote_check((*record)->corpus, p->arena, quote, answer);
    return PAGE_DONE;
}

static void write_form(struct page *p)
{
    struct html *h = p->html;
    const char *action = arena_printf(p->arena, "/%s/words", language_tag(p->language));
    html_open(h, "form");
    html_attribute(h, "action", bytes_of_text(action));
    html_open(h, "p");
    html_raw(h, "<label for=\"quotation\">");
    page_say(p, MESSAGE_words_quotation);
    html_raw(h, "</label><br>");
    html_open(h, "input");
    html_attribute(h, "id", BYTES("quotation"));
    html_attribute(h, "name", BYTES("q"));
    html_class(h, "wide");
    html_attribute(h, "maxlength", BYTES("400"));
    html_attribute(h, "dir", BYTES("auto"));
    html_attribute(h, "aria-describedby", BYTES("quotation-hint"));
    html_flag(h, "required");
    html_attribute(h, "value", page_value(p, "q"));
    html_close(h);
    html_raw(h, " <button>");
    page_say(p, MESSAGE_words_ask);
    html_raw(h, "</button>");
    html_close(h);
    html_open(h, "p");
    html_class(h, "muted");
    html_attribute(h, "id", BYTES("quotation-hint"));
    page_say(p, MESSAGE_words_hint);
    html_close(h);
    html_close(h);
}

/* "statement 4", "a speech of ALDER": a link to where it stands. */
static void write_source(struct page *p, const struct quote_source *s)
{
    const char *number = arena_printf(p->arena, "%lld", (long long)s->number);
    switch (s->kind) {
    case QUOTE_STATEMENT:
        page_link(p, BYTES("/statements/"), bytes_of_text(number));
        page_sayf(p, MESSAGE_words_in_statement, SAY_NUMBER("number", s->number));
        break;
    case QUOTE_DECLARED:
        page_link(p, BYTES("/statements/"), bytes_of_text(number));
        page_sayf(p, MESSAGE_words_in_declared, SAY_TEXT("member", s->member),
                  SAY_NUMBER("number", s->number));
        break;
    case QUOTE_SPEECH:
        page_link(p, BYTES("/speeches/"), s->id);
        page_sayf(p, MESSAGE_words_in_speech, SAY_TEXT("member", s->member));
        break;
    case QUOTE_ARCHIVE:
        html_raw(p->html, "<strong>ARCHIVE</strong> ");
        html_open(p->html, "a");
        html_attribute(p->html, "href",
                       bytes_of_text(arena_printf(p->arena, "/%s/statements/older/%s",
                                                  language_tag(p->language), arena_text(p->arena, s->id))));
        page_sayf(p, MESSAGE_words_in_older, SAY_TEXT("name", s->id));
        break;
    }
    if (s->title.len > 0) {
        html_raw(p->html, ": ");
        html_content(p->html, s->title, BYTES(""));
    }
    html_close(p->html);
    if (s->date.len > 0) {
        html_raw(p->html, ", ");
        html_element(p->html, "bdi", s->date);
    }
    if (s->language.len > 0) {
        html_raw(p->html, ", ");
        html_element(p->html, "bdi", s->language);
    }
}

static void write_result(struct page *p, const struct quote_answer *q)
{
    static const struct {
        enum message head;
        enum message text;
    } said[] = {
        [QUOTE_EXACT] = {MESSAGE_words_exact, MESSAGE_words_exact_text},
        [QUOTE_ALTERED] = {MESSAGE_words_altered, MESSAGE_words_altered_text},
        [QUOTE_MEMBER] = {MESSAGE_words_member, MESSAGE_words_member_text},
        [QUOTE_NONE] = {MESSAGE_words_none, MESSAGE_words_none_text},
    };
    page_heading(p, "answer", said[q->result].head);
    html_open(p->html, "p");
    page_say(p, said[q->result].text);
    if (q->source != NULL) {
        html_raw(p->html, " ");
        write_source(p, q->source);
    }
    html_close(p->html);
}

/* The words side by side: what is gone from the source, what is new in the quotation. */
static void write_changes(struct page *p, const struct quote_answer *q)
{
    static const struct {
        enum piece_mark mark;
        const char *before;
        const char *behind;
    } marks[] = {
        [QUOTE_SAME] = {PIECE_PLAIN, " ", ""},
        [QUOTE_GONE] = {PIECE_GONE, " ", ""},
        [QUOTE_NEW] = {PIECE_NEW, " ", ""},
        [QUOTE_LEFT_OUT] = {PIECE_ASIDE, " \xe2\x80\xa6 ", ""},
        [QUOTE_INSERTED] = {PIECE_PLAIN, " [", "]"},
    };
    struct piece *pieces = ARENA_ARRAY(p->arena, struct piece, 3 * q->change_count);
    if (q->change_count == 0) {
        return;
    }
    for (size_t i = 0; i < q->change_count; i++) {
        const struct quote_change *x = &q->changes[i];
        struct piece *three = &pieces[3 * i];
        three[0] = (struct piece){PIECE_PLAIN, bytes_of_text(marks[x->kind].before)};
        three[1] = (struct piece){marks[x->kind].mark, x->text};
        three[2] = (struct piece){PIECE_PLAIN, bytes_of_text(marks[x->kind].behind)};
    }
    page_long_text(p, &(struct long_text){.language = q->source == NULL ? BYTES("") : q->source->language,
                                          .pieces = pieces,
                                          .count = 3 * q->change_count});
    html_open(p->html, "p");
    html_class(p->html, "muted");
    page_sayf(p, MESSAGE_words_legend, SAY_NUMBER("count", (int64_t)q->changed));
    html_close(p->html);
}

static void write_item(struct page *p, enum message m)
{
    html_open(p->html, "li");
    page_say(p, m);
    html_close(p->html);
}

static void write_notes(struct page *p, const struct quote_answer *q)
{
    html_open(p->html, "ul");
    if (q->source != NULL && q->source->replaced > 0) {
        html_open(p->html, "li");
        html_open(p->html, "strong");
        page_sayf(p, q->source->withdrawn ? MESSAGE_words_withdrawn : MESSAGE_words_corrected,
                  SAY_NUMBER("number", q->source->replaced));
        html_close(p->html);
        html_close(p->html);
    }
    if (q->source != NULL && q->source->kind == QUOTE_STATEMENT && !q->source->voice) {
        write_item(p, MESSAGE_words_no_voice);
    }
    if (q->source != NULL && q->source->kind == QUOTE_ARCHIVE) {
        write_item(p, MESSAGE_statement_archive_note);
    }
    if (q->source != NULL && q->source->translation) {
        write_item(p, MESSAGE_words_translation);
    }
    for (unsigned note = 1; note < QUOTE_NOTES_END; note <<= 1) {
        enum message m;
        const char *key = arena_printf(p->arena, "note_%s", quote_note_word(note));
        if ((q->notes & note) != 0 && say_find("words", bytes_of_text(key), &m)) {
            write_item(p, m);
        }
    }
    if (q->sources > 1) {
        html_open(p->html, "li");
        page_sayf(p, MESSAGE_words_sources, SAY_NUMBER("count", (int64_t)q->sources));
        html_close(p->html);
    }
    html_close(p->html);
}

static void write_others(struct page *p, const struct quote_record *r, const struct quote_answer *q)
{
    struct quote_passage *list = NULL;
    const size_t count = quote_elsewhere(p->arena, r, q, &list);
    if (q->also_count > 0) {
        page_heading(p, "also", MESSAGE_words_also);
        html_open(p->html, "ul");
        for (size_t i = 0; i < q->also_count; i++) {
            html_open(p->html, "li");
            write_source(p, q->also[i]);
            html_close(p->html);
        }
        html_close(p->html);
    }
    if (count > 0) {
        page_heading(p, "languages", MESSAGE_words_languages);
    }
    for (size_t i = 0; i < count; i++) {
        html_open(p->html, "p");
        html_element(p->html, "strong", list[i].language);
        html_raw(p->html, " ");
        page_content(p, list[i].text, list[i].language);
        html_close(p->html);
    }
}

static void write_limits(struct page *p, const struct quote_record *r, const struct quote_answer *q)
{
    html_open(p->html, "p");
    html_class(p->html, "note");
    page_say(p, MESSAGE_words_verdict);
    if (quote_is_open(r, q)) {
        html_raw(p->html, " ");
        page_say(p, MESSAGE_words_open);
    }
    if (r->confidential > 0 && q->result != QUOTE_EXACT) {
        html_raw(p->html, " ");
        page_sayf(p, MESSAGE_words_confidential, SAY_NUMBER("count", r->confidential));
    }
    html_close(p->html);
}

static enum page_result words_html(struct page *p)
{
    struct quote_record *r = NULL;
    struct quote_answer q;
    const enum page_result result = ask(p, &r, &q);
    if (result != PAGE_DONE) {
        return result;
    }
    page_title(p, MESSAGE_words_title);
    page_paragraph(p, MESSAGE_words_intro);
    write_form(p);
    if (r != NULL) {
        write_result(p, &q);
        write_changes(p, &q);
        write_notes(p, &q);
        write_others(p, r, &q);
        write_limits(p, r, &q);
    }
    page_command(p, "univocal quote check FILE");
    quote_record_free(&p->words->then);
    return PAGE_DONE;
}

static enum page_result words_json(struct page *p, struct json_writer *w)
{
    struct quote_record *r = NULL;
    struct quote_answer q;
    const enum page_result result = ask(p, &r, &q);
    if (result == PAGE_DONE && r != NULL) {
        show_quote(w, NULL, r, &q, NULL, p->arena);
    } else if (result == PAGE_DONE) {
        json_null(w, NULL);
    }
    quote_record_free(&p->words->then);
    return result;
}

const struct route words_routes[] = {
    {.pattern = "/words",
     .operation = "words",
     .summary = "Whose words are these: a quotation compared with everything that was said.",
     .name = MESSAGE_words_title,
     .parameters = {{"q", PARAMETER_QUOTATION, "The quotation; without it data is null."}},
     .schema = "Words",
     .html = words_html,
     .json = words_json},
    {.pattern = NULL},
};

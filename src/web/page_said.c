/* One statement: its words in all its languages, how it was carried, what became of it, and how anybody
 * checks it; the files of its bundle; and one older statement of the archive. */
#include <string.h>

#include "analysis/show_older.h"
#include "analysis/show_statement.h"
#include "interop/fingerprint.h"
#include "interop/publish.h"
#include "mechanism/voice.h"
#include "record/fact.h"
#include "web/legend.h"
#include "web/links.h"
#include "web/routes.h"

static enum page_result find(struct page *p, struct said *out)
{
    const int64_t count = counters_get(p->context->state).statements;
    if (!said_get(p->context, page_number(p, "number", 0), out)) {
        return page_detailf(p, PAGE_UNKNOWN, MESSAGE_detail_statement_last, SAY_NUMBER("number", count));
    }
    return PAGE_DONE;
}

static void open_note(struct page *p, bool stop)
{
    html_open(p->html, "p");
    html_attribute(p->html, "class", stop ? BYTES("note stop") : BYTES("note"));
}

/* One sentence with a link to another statement. */
static void write_relation(struct page *p, enum message m, int64_t number, bool stop)
{
    if (number == 0) {
        return;
    }
    open_note(p, stop);
    page_sayf(p, m, SAY_NUMBER("number", number));
    html_raw(p->html, " ");
    page_link_statement(p, number);
    html_close(p->html);
}

static void write_relations(struct page *p, const struct said *s)
{
    const struct said_relations r = said_relate(p->context);
    for (int64_t n = said_later(&r, SAID_WITHDRAWS, s->x.number, 0); n != 0;
         n = said_later(&r, SAID_WITHDRAWS, s->x.number, n)) {
        write_relation(p, MESSAGE_statement_withdrawn_by, n, true);
    }
    for (int64_t n = said_later(&r, SAID_CORRECTS, s->x.number, 0); n != 0;
         n = said_later(&r, SAID_CORRECTS, s->x.number, n)) {
        write_relation(p, MESSAGE_statement_corrected_by, n, true);
    }
    write_relation(p, MESSAGE_statement_corrects, s->m.corrects, false);
    write_relation(p, MESSAGE_statement_withdraws, s->m.withdraws, false);
}

/* Whether the organisation's key speaks, in a sentence; who is awaited, where it is not signed yet. */
static void write_voice(struct page *p, const struct said *s)
{
    const struct said_answers a = said_answers(p->context, s);
    const struct say_value values[] = {SAY_WORD("given", a.given[0] == 0 ? "\xe2\x80\x94" : a.given),
                                       SAY_WORD("silent", a.silent[0] == 0 ? "\xe2\x80\x94" : a.silent)};
    const char *state = said_state_word(s);
    open_note(p, strcmp(state, "members") == 0);
    if (strcmp(state, "signed") == 0) {
        page_say_with(p, MESSAGE_statement_is_signed, 1, values);
    } else if (strcmp(state, "members") == 0) {
        page_say(p, MESSAGE_statement_is_members);
    } else if (strcmp(state, "incomplete") == 0) {
        page_say(p, MESSAGE_statement_is_incomplete);
        p->refresh_s = p->at ? 0 : 5;
    } else {
        page_say_with(p, MESSAGE_statement_is_unsigned, 2, values);
        p->refresh_s = p->at ? 0 : 5;
    }
    html_close(p->html);
}

static void write_terms(struct page *p, const struct said *s)
{
    struct fact_close close;
    if (!statement_close(p->context, &s->x, &close)) {
        return;
    }
    page_terms(p);
    page_term(p, MESSAGE_statement_number);
    html_integer(p->html, s->x.number);
    page_term(p, MESSAGE_statement_matter);
    page_link_matter(p, &s->m);
    page_term(p, MESSAGE_statement_date);
    html_element(p->html, "bdi", s->date);
    page_term(p, MESSAGE_statement_decided);
    page_time(p, s->x.closed_ms);
    html_raw(p->html, " ");
    page_link_entry(p, (uint64_t)s->x.close);
    page_term(p, MESSAGE_statement_rule);
    page_link_rule(p, close.rule_name);
    if (close.rung.len > 0) {
        page_term(p, MESSAGE_statement_rung);
        html_content(p->html, close.rung, BYTES(""));
    }
    if (s->topic.len > 0) {
        page_term(p, MESSAGE_statement_topic);
        page_link(p, BYTES("/statements?topic="), s->topic);
        html_text(p->html, s->topic);
        html_close(p->html);
    }
    if (s->x.entry != 0) {
        page_term(p, MESSAGE_statement_sha256);
        html_element(p->html, "code", bytes_of_text(hash_hex(&s->x.sha256).text));
    }
    page_terms_end(p);
}

static enum ring_state state_of(char position)
{
    switch (position) {
    case 'Y':
        return RING_JOINED;
    case 'L':
        return RING_SILENT;
    case 'A':
        return RING_ABSTAINED;
    case 'N':
        return RING_BROKE;
    default:
        return RING_OPEN;
    }
}

static void write_ring(struct page *p, const struct said *s)
{
    struct ring_segment *ring = ARENA_ARRAY(p->arena, struct ring_segment, s->x.seat_count + 1);
    for (size_t i = 0; i < s->x.seat_count; i++) {
        ring[i] = (struct ring_segment){s->x.seats[i].member, state_of(s->x.seats[i].position)};
    }
    legend_ring(p, ring, s->x.seat_count, true, NULL);
}

/* In one language, a provision a paragraph. */
static void write_language(struct page *p, const struct said *s, const struct statement_language *l)
{
    const char *plain = arena_printf(p->arena, "/statements/%lld/statement.txt", (long long)s->x.number);
    struct piece *pieces = ARENA_ARRAY(p->arena, struct piece, l->count);
    for (size_t k = 0; k < l->count; k++) {
        pieces[k] = (struct piece){PIECE_PARAGRAPH, l->provisions[k]};
    }
    html_open(p->html, "h2");
    page_language(p, l->tag);
    html_close(p->html);
    page_long_text(p, &(struct long_text){.language = l->tag,
                                          .pieces = pieces,
                                          .count = l->count,
                                          .digest = s->x.entry == 0 ? NULL : &s->x.sha256,
                                          .plain = bytes_of_text(plain)});
}

static void write_words(struct page *p, const struct said *s, const struct statement_words *words)
{
    for (size_t i = 0; i < words->language_count; i++) {
        write_language(p, s, &words->languages[i]);
    }
    if (words->language_count == 0) {
        page_paragraph(p, MESSAGE_statement_confidential);
    }
    if (words->interpretation_count > 0) {
        page_heading(p, "declared", MESSAGE_statement_declared);
        page_paragraph(p, MESSAGE_statement_declared_text);
    }
    page_part(p, MESSAGE_statement_declared);
    for (size_t i = 0; i < words->interpretation_count; i++) {
        const struct statement_interpretation *x = &words->interpretations[i];
        page_part_item(p);
        html_open(p->html, "p");
        page_link_member(p, x->member);
        html_raw(p->html, ": ");
        page_content(p, x->words, BYTES(""));
        html_raw(p->html, " ");
        page_link_entry(p, (uint64_t)x->entry);
        html_close(p->html);
    }
    page_part_end(p);
}

static void write_fingerprints(struct page *p, const struct voice *v)
{
    const struct fingerprint ssh = fingerprint_ssh(&v->key);
    const struct fingerprint aloud = fingerprint_aloud(&v->key, &v->transcript);
    page_terms(p);
    page_term(p, MESSAGE_statement_fingerprint);
    html_element(p->html, "code", bytes_of_text(ssh.text));
    page_term(p, MESSAGE_statement_fingerprint_aloud);
    html_element(p->html, "code", bytes_of_text(aloud.text));
    page_terms_end(p);
    page_paragraph(p, MESSAGE_statement_fingerprint_note);
}

static void write_files(struct page *p, const struct said *s)
{
    const char *number = arena_printf(p->arena, "%lld", (long long)s->x.number);
    page_heading(p, "files", MESSAGE_statement_files);
    html_open(p->html, "ul");
    for (int f = 0; f < BUNDLE_FILES; f++) {
        const char *name = bundle_file_name((enum bundle_file)f);
        if (bundle_file_is_voice((enum bundle_file)f) && !s->x.voice) {
            continue;
        }
        html_open(p->html, "li");
        html_open(p->html, "a");
        html_href(p->html, 4,
                  (const struct bytes[]){BYTES("/statements/"), bytes_of_text(number), BYTES("/"),
                                         bytes_of_text(name)});
        html_attribute(p->html, "download", bytes_of_text(name));
        html_element(p->html, "code", bytes_of_text(name));
        html_close(p->html);
        html_close(p->html);
    }
    html_close(p->html);
}

static void write_not_proved(struct page *p)
{
    static const enum message said[] = {
        MESSAGE_statement_not_proved_key,      MESSAGE_statement_not_proved_true,
        MESSAGE_statement_not_proved_all,      MESSAGE_statement_not_proved_rule,
        MESSAGE_statement_not_proved_this_site,
    };
    page_heading(p, "limits", MESSAGE_statement_not_proved);
    html_open(p->html, "ul");
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        html_open(p->html, "li");
        page_say(p, said[i]);
        html_close(p->html);
    }
    html_close(p->html);
}

/* How to fetch the files into a folder, and what to type there. */
static const char *commands_of(struct page *p, const struct said *s, const struct voice *v)
{
    struct buffer b;
    const struct bundle_source source = {.realm = p->org->realm,
                                         .origin = p->org->origin,
                                         .number = s->x.number,
                                         .voice = s->x.voice,
                                         .key = v->key};
    buffer_init(&b, BUNDLE_FILE_BYTES_MAX);
    buffer_add_text(&b, "mkdir ");
    bundle_add_name(&b, p->org->realm, p->org->origin, s->x.number);
    buffer_add_text(&b, " && cd ");
    bundle_add_name(&b, p->org->realm, p->org->origin, s->x.number);
    buffer_add_text(&b, "\nfor f in");
    for (int f = 0; f < BUNDLE_FILES; f++) {
        if (s->x.voice || !bundle_file_is_voice((enum bundle_file)f)) {
            buffer_printf(&b, " %s", bundle_file_name((enum bundle_file)f));
        }
    }
    buffer_printf(&b, "; do\n  curl -sfO %s/statements/%lld/$f\ndone\n", arena_text(p->arena, p->base),
                  (long long)s->x.number);
    bundle_add_commands(&b, p->arena, &source);
    while (b.len > 0 && b.data[b.len - 1] == '\n') {
        b.len--;
    }
    const char *text = arena_text(p->arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static void write_check(struct page *p, const struct said *s)
{
    struct voice v = {.seat_count = 0};
    const bool keyed = s->x.voice && voice_get(p->context->state, p->arena, &v);
    page_heading(p, "check", MESSAGE_statement_check);
    if (s->x.entry == 0 || (s->x.voice && !s->spoken)) {
        page_paragraph(p, MESSAGE_statement_check_later);
    } else {
        page_paragraph(p, s->x.voice ? MESSAGE_statement_check_text : MESSAGE_statement_check_members);
        page_command(p, commands_of(p, s, &v));
        if (keyed) {
            write_fingerprints(p, &v);
        }
        write_files(p, s);
    }
    write_not_proved(p);
}

static enum page_result one_html(struct page *p)
{
    struct said s = {0};
    struct statement_words words = {0};
    const enum page_result r = find(p, &s);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title_content(p, s.m.title, BYTES(""));
    write_voice(p, &s);
    write_relations(p, &s);
    if (statement_words(p->context, &s.x, &words)) {
        write_words(p, &s, &words);
    }
    if (*p->context->error != OK) {
        return PAGE_UNAVAILABLE;
    }
    page_heading(p, "carried", MESSAGE_statement_carried);
    write_ring(p, &s);
    write_terms(p, &s);
    write_check(p, &s);
    page_command(p, arena_printf(p->arena, "univocal statement show %lld", (long long)s.x.number));
    p->feeds = true;
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct said s = {0};
    struct bytes text = BYTES("");
    const enum page_result r = find(p, &s);
    if (r != PAGE_DONE) {
        return r;
    }
    const enum error e = s.x.entry == 0 ? OK : said_text(p->context, &s, &text);
    if (e != OK) {
        *p->context->error = e;
        return PAGE_UNAVAILABLE;
    }
    show_statement(w, p->context, &s, text);
    return PAGE_DONE;
}

/* The bundle as it is now, made from the record. */
static enum page_result make_bundle(struct page *p, const struct said *s, struct bundle *out)
{
    struct bytes text;
    struct publish_notes notes;
    uint64_t lacking = 0;
    const struct publish from = {p->org, p->context->state, p->context->record, p->arena};
    enum error e = said_text(p->context, s, &text);
    e = e == OK ? publish_find_notes(p->reader->checkpoints, p->arena, &s->x, text, &notes, &lacking) : e;
    e = e == OK ? publish_bundle(&from, &s->x, text, &notes, out) : e;
    if (e == ERROR_NOT_FOUND) {
        return page_detail(p, PAGE_NOT_YET, MESSAGE_detail_statement_incomplete);
    }
    *p->context->error = e;
    return e == OK ? PAGE_DONE : PAGE_UNAVAILABLE;
}

static enum page_result write_file(struct page *p, struct answer *a, struct bytes name)
{
    struct said s = {0};
    struct bundle b = {0};
    const enum page_result r = find(p, &s);
    if (r != PAGE_DONE) {
        return r;
    }
    for (int f = 0; f < BUNDLE_FILES; f++) {
        if (!bytes_equal_text(name, bundle_file_name((enum bundle_file)f)) ||
            (bundle_file_is_voice((enum bundle_file)f) && !s.x.voice)) {
            continue;
        }
        const enum page_result made = make_bundle(p, &s, &b);
        if (made == PAGE_DONE) {
            buffer_add_bytes(&a->body, b.content[f]);
        }
        return made;
    }
    return page_detail(p, PAGE_UNKNOWN, MESSAGE_detail_bundle_file);
}

static enum page_result file_raw(struct page *p, struct answer *a)
{
    return write_file(p, a, page_value(p, "file"));
}

/* The text alone is there as soon as it is complete: nobody needs to wait for a signature to read it. */
static enum page_result text_raw(struct page *p, struct answer *a)
{
    struct said s = {0};
    struct bytes text;
    const enum page_result r = find(p, &s);
    if (r != PAGE_DONE) {
        return r;
    }
    const enum error e = said_text(p->context, &s, &text);
    if (e == ERROR_NOT_FOUND) {
        return page_detail(p, PAGE_NOT_YET, MESSAGE_detail_words_missing);
    }
    *p->context->error = e;
    buffer_add_bytes(&a->body, text);
    return e == OK ? PAGE_DONE : PAGE_UNAVAILABLE;
}

static void write_older(struct page *p, const struct older *x, struct bytes words)
{
    html_open(p->html, "h2");
    page_language(p, x->language);
    html_close(p->html);
    html_open(p->html, "p");
    html_open(p->html, "strong");
    html_content(p->html, x->title, x->language);
    html_close(p->html);
    html_close(p->html);
    page_words(p, words, x->language, &x->sha256);
    page_terms(p);
    page_term(p, MESSAGE_statement_published);
    html_element(p->html, "bdi", x->date);
    page_term(p, MESSAGE_statement_source);
    html_content(p->html, x->source, BYTES(""));
    page_term(p, MESSAGE_statement_archived_by);
    page_link_member(p, x->member);
    html_raw(p->html, " ");
    page_link_entry(p, (uint64_t)x->entry);
    page_term(p, MESSAGE_statement_sha256);
    html_element(p->html, "code", bytes_of_text(hash_hex(&x->sha256).text));
    if (!hash_is_zero(&x->digest)) {
        page_term(p, MESSAGE_statement_document);
        html_element(p->html, "code", bytes_of_text(hash_hex(&x->digest).text));
    }
    page_terms_end(p);
}

static enum page_result tell_no_older(struct page *p)
{
    return page_unlisted(p, "/statements/older");
}

static enum page_result older_html(struct page *p)
{
    struct older *list = NULL;
    struct bytes words;
    bool found = false;
    const size_t count = older_list(p->context->state, p->arena, &list);
    p->archive = true;
    p->older = true;
    for (size_t i = 0; i < count; i++) {
        if (!bytes_equal(list[i].body, page_value(p, "body")) ||
            !bytes_equal(list[i].reference, page_value(p, "reference"))) {
            continue;
        }
        if (!older_words(p->context, &list[i], &words)) {
            return PAGE_UNAVAILABLE;
        }
        if (!found) {
            page_title_content(p, list[i].title, list[i].language);
            page_paragraph(p, MESSAGE_statement_archive_note);
            found = true;
        }
        write_older(p, &list[i], words);
    }
    page_command(p, "univocal statement older BODY/REFERENCE");
    return found ? PAGE_DONE : tell_no_older(p);
}

static enum page_result older_json(struct page *p, struct json_writer *w)
{
    p->archive = true;
    p->older = true;
    return show_older(w, p->context, page_value(p, "body"), page_value(p, "reference"))
               ? PAGE_DONE
               : *p->context->error != OK ? PAGE_UNAVAILABLE : tell_no_older(p);
}

#define NUMBER {"number", PARAMETER_NUMBER, "The number of the statement."}

const struct route said_routes[] = {
    {.pattern = "/statements/{number}",
     .operation = "statement",
     .summary = "A statement: its words, who carried it, how it is checked, what became of it.",
     .name = MESSAGE_statement_title,
     .parameters = {NUMBER},
     .schema = "Statement",
     .html = one_html,
     .json = one_json},
    {.pattern = "/statements/{number}/statement.txt",
     .operation = "statementText",
     .summary = "The text of a statement as it is published and signed.",
     .name = MESSAGE_statement_title,
     .parameters = {NUMBER},
     .raw_type = "text/plain; charset=utf-8",
     .raw = text_raw},
    {.pattern = "/statements/{number}/{file}",
     .operation = "statementFile",
     .summary = "A file of its bundle, by which anybody checks it.",
     .name = MESSAGE_statement_title,
     .parameters = {NUMBER, {"file", PARAMETER_LINE, "Its name, such as voice.pem."}},
     .raw_type = "application/octet-stream",
     .raw = file_raw},
    {.pattern = "/statements/older/{body}/{reference}",
     .operation = "olderStatement",
     .summary = "An older statement in all its languages: archive, unsigned.",
     .name = MESSAGE_statement_older,
     .parameters = {{"body", PARAMETER_ID, "The body whose chair archived it."},
                    {"reference", PARAMETER_ID, "Its reference there."}},
     .schema = "OlderStatement",
     .html = older_html,
     .json = older_json},
    {.pattern = NULL},
};

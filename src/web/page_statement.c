/* What the organisation says: its statements by topic and language, the same as feeds, and older statements,
 * which are archive. */
#include "analysis/show_older.h"
#include "analysis/show_row.h"
#include "analysis/show_statement.h"
#include "interop/feed.h"
#include "mechanism/older.h"
#include "web/routes.h"
#include "web/rows.h"

/* Statements that a request wants, the newest first. */
struct wanted {
    struct said_relations relations;
    size_t count;
    struct said *list;
};

static bool has_language(const struct said *s, struct bytes language)
{
    bool found = language.len == 0;
    for (size_t i = 0; i < s->m.language_count; i++) {
        found = found || bytes_equal(s->m.languages[i], language);
    }
    return found;
}

static bool fits(struct page *p, const struct said *s)
{
    const struct bytes topic = page_value(p, "topic");
    return (topic.len == 0 || bytes_equal(topic, s->topic)) && has_language(s, page_value(p, "language"));
}

static struct wanted find_wanted(struct page *p)
{
    struct wanted w = {.relations = said_relate(p->context)};
    const int64_t limit = page_limit(p);
    int64_t number = w.relations.count - page_after(p);
    w.list = ARENA_ARRAY(p->arena, struct said, (size_t)limit + 1);
    for (; number > 0 && (int64_t)w.count < limit; number--) {
        if (said_get(p->context, number, &w.list[w.count])) {
            w.count += fits(p, &w.list[w.count]);
        }
    }
    p->next = number > 0 ? w.relations.count - number : 0;
    return w;
}

static void write_state(struct page *p, const struct said *s, const struct said_relations *r)
{
    enum message m = MESSAGE_statement_unsigned;
    (void)say_find("statement", bytes_of_text(said_state_word(s)), &m);
    page_say(p, m);
    const int64_t withdrawn = said_later(r, SAID_WITHDRAWS, s->x.number, 0);
    const int64_t corrected = said_later(r, SAID_CORRECTS, s->x.number, 0);
    if (withdrawn > 0 || corrected > 0) {
        html_raw(p->html, " ");
        html_open(p->html, "strong");
        page_sayf(p, withdrawn > 0 ? MESSAGE_statement_withdrawn_short : MESSAGE_statement_corrected_short,
                  SAY_NUMBER("number", withdrawn > 0 ? withdrawn : corrected));
        html_close(p->html);
    }
}

static void write_table(struct page *p, const struct wanted *w)
{
    page_table(p, MESSAGE_statement_title, MESSAGE_statement_number, MESSAGE_statement_name,
               MESSAGE_statement_decided, MESSAGE_statement_topic, MESSAGE_statement_languages,
               MESSAGE_statement_state);
    for (size_t i = 0; i < w->count; i++) {
        const struct said *s = &w->list[i];
        const struct bytes number =
            bytes_of_text(arena_printf(p->arena, "%lld", (long long)s->x.number));
        page_row(p);
        p->row_next = w->relations.count - (s->x.number - 1);
        page_cell_number(p, s->x.number);
        page_cell(p);
        page_link(p, BYTES("/statements/"), number);
        html_content(p->html, s->m.title, BYTES(""));
        html_close(p->html);
        page_cell(p);
        html_element(p->html, "bdi", s->date);
        html_raw(p->html, "<br>");
        page_time(p, s->x.closed_ms);
        page_cell(p);
        html_text(p->html, s->topic);
        page_cell(p);
        for (size_t k = 0; k < s->m.language_count; k++) {
            html_raw(p->html, " ");
            html_element(p->html, "bdi", s->m.languages[k]);
        }
        page_cell(p);
        write_state(p, s, &w->relations);
    }
    page_table_end(p);
}

static void write_choice(struct page *p, const char *key, struct bytes value, bool chosen)
{
    html_raw(p->html, " ");
    page_link(p, bytes_of_text(arena_printf(p->arena, "/statements?%s=", key)), value);
    if (chosen) {
        html_attribute(p->html, "aria-current", BYTES("true"));
    }
    html_text(p->html, value);
    html_close(p->html);
}

static void add_topic(struct bytes *list, size_t *count, size_t most, struct bytes topic)
{
    for (size_t i = 0; i < *count; i++) {
        if (bytes_equal(list[i], topic)) {
            return;
        }
    }
    if (topic.len > 0 && *count < most) {
        list[(*count)++] = topic;
    }
}

/* Topics that occur, and the languages of the organisation. */
static void write_filters(struct page *p, const struct older *older, size_t older_count)
{
    enum { TOPICS = 50 };
    struct bytes topics[TOPICS];
    size_t count = 0;
    for (int64_t n = counters_get(p->context->state).statements; n > 0 && count < TOPICS; n--) {
        struct said s;
        if (said_get(p->context, n, &s)) {
            add_topic(topics, &count, TOPICS, s.topic);
        }
    }
    for (size_t i = 0; i < older_count; i++) {
        add_topic(topics, &count, TOPICS, older[i].topic);
    }
    html_open(p->html, "p");
    page_link(p, BYTES("/statements"));
    page_say(p, MESSAGE_statement_all);
    html_close(p->html);
    html_raw(p->html, " \xc2\xb7 ");
    page_say(p, MESSAGE_statement_by_language);
    for (size_t i = 0; i < p->org->language_count; i++) {
        write_choice(p, "language", p->org->languages[i],
                     bytes_equal(page_value(p, "language"), p->org->languages[i]));
    }
    if (count > 0) {
        html_raw(p->html, " \xc2\xb7 ");
        page_say(p, MESSAGE_statement_by_topic);
    }
    for (size_t i = 0; i < count; i++) {
        write_choice(p, "topic", topics[i], bytes_equal(page_value(p, "topic"), topics[i]));
    }
    html_close(p->html);
}

static struct feed feed_named(struct page *p)
{
    return (struct feed){.base = BYTES(""), .language = page_value(p, "language"),
                         .topic = page_value(p, "topic")};
}

static void write_feeds(struct page *p)
{
    const struct feed f = feed_named(p);
    html_open(p->html, "p");
    page_say(p, MESSAGE_statement_feeds);
    html_raw(p->html, " ");
    html_open(p->html, "a");
    html_attribute(p->html, "href", feed_own_address(p->arena, &f, "/statements.atom"));
    html_raw(p->html, "Atom");
    html_close(p->html);
    html_raw(p->html, " ");
    html_open(p->html, "a");
    html_attribute(p->html, "href", feed_own_address(p->arena, &f, "/statements/feed.json"));
    html_raw(p->html, "JSON Feed");
    html_close(p->html);
    html_close(p->html);
}

static void open_archive(struct page *p)
{
    html_open(p->html, "p");
    html_class(p->html, "strip archive");
    html_raw(p->html, "<strong>ARCHIVE</strong> ");
    page_say(p, MESSAGE_statement_archive_note);
    html_close(p->html);
}

static void write_older(struct page *p, const struct older *list, size_t count)
{
    page_table(p, MESSAGE_statement_older, MESSAGE_statement_mark, MESSAGE_statement_name,
               MESSAGE_statement_published, MESSAGE_statement_language, MESSAGE_statement_topic,
               MESSAGE_statement_source);
    for (size_t i = 0; i < count; i++) {
        const struct older *x = &list[i];
        page_row(p);
        page_cell(p);
        html_open(p->html, "span");
        html_class(p->html, "tag");
        html_raw(p->html, "ARCHIVE");
        html_close(p->html);
        page_cell(p);
        page_link(p, BYTES("/statements/older/"), x->body, BYTES("/"), x->reference);
        html_content(p->html, x->title, x->language);
        html_close(p->html);
        page_cell(p);
        html_element(p->html, "bdi", x->date);
        page_cell(p);
        html_element(p->html, "bdi", x->language);
        page_cell(p);
        html_text(p->html, x->topic);
        page_cell(p);
        html_content(p->html, x->source, BYTES(""));
    }
    page_table_end(p);
}

/* Those of the request, in the order of the state. */
static size_t find_older(struct page *p, struct older **out)
{
    const struct bytes topic = page_value(p, "topic");
    const struct bytes language = page_value(p, "language");
    struct older *all = NULL;
    const size_t count = older_list(p->context->state, p->arena, &all);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if ((topic.len == 0 || bytes_equal(topic, all[i].topic)) &&
            (language.len == 0 || bytes_equal(language, all[i].language))) {
            all[kept++] = all[i];
        }
    }
    *out = all;
    return kept;
}

static enum page_result list_html(struct page *p)
{
    struct older *older = NULL;
    struct older *all = NULL;
    const size_t all_count = older_list(p->context->state, p->arena, &all);
    const struct wanted w = find_wanted(p);
    page_title(p, MESSAGE_statement_title);
    page_paragraph(p, MESSAGE_statement_intro);
    write_filters(p, all, all_count);
    if (w.count > 0) {
        write_table(p, &w);
    } else {
        page_paragraph(p, MESSAGE_statement_none);
    }
    write_feeds(p);
    const size_t count = find_older(p, &older);
    if (count > 0 && page_after(p) == 0) {
        page_heading(p, "older", MESSAGE_statement_older);
        open_archive(p);
        write_older(p, older, count < WEB_LIST_ROWS ? count : WEB_LIST_ROWS);
        html_open(p->html, "p");
        page_link(p, BYTES("/statements/older"));
        page_sayf(p, MESSAGE_statement_older_all, SAY_NUMBER("count", (int64_t)all_count));
        html_close(p->html);
        html_close(p->html);
    }
    page_command(p, "univocal statement list\nunivocal statement older");
    p->feeds = true;
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    const struct wanted all = find_wanted(p);
    json_array(w, NULL);
    for (size_t i = 0; i < all.count; i++) {
        show_said(w, &all.list[i], &all.relations);
    }
    json_end(w);
    return PAGE_DONE;
}

static struct bytes joined(struct page *p, const struct bytes *list, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count; i++) {
        text = arena_printf(p->arena, "%s%s%s", text, i == 0 ? "" : " ", arena_text(p->arena, list[i]));
    }
    return bytes_of_text(text);
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    static const char *const heads[] = {
        "number",    "time",  "body",     "reference", "title",        "topic",
        "languages", "state", "corrects", "withdraws", "corrected_by", "withdrawn_by", "date",
    };
    const struct wanted all = find_wanted(p);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        csv_text(c, bytes_of_text(heads[i]));
    }
    csv_end(c);
    for (size_t i = 0; i < all.count; i++) {
        const struct said *s = &all.list[i];
        csv_integer(c, s->x.number);
        csv_integer(c, s->x.closed_ms);
        csv_text(c, s->m.body);
        csv_text(c, s->m.reference);
        csv_text(c, s->m.title);
        csv_text(c, s->topic);
        csv_text(c, joined(p, s->m.languages, s->m.language_count));
        csv_text(c, bytes_of_text(said_state_word(s)));
        csv_integer(c, s->m.corrects);
        csv_integer(c, s->m.withdraws);
        csv_integer(c, said_later(&all.relations, SAID_CORRECTS, s->x.number, 0));
        csv_integer(c, said_later(&all.relations, SAID_WITHDRAWS, s->x.number, 0));
        csv_text(c, s->date);
        csv_end(c);
    }
    return PAGE_DONE;
}

static enum page_result older_html(struct page *p)
{
    struct older *list = NULL;
    const size_t count = find_older(p, &list);
    p->archive = true;
    p->older = true;
    page_title(p, MESSAGE_statement_older);
    page_paragraph(p, MESSAGE_statement_older_intro);
    if (count > 0) {
        write_older(p, list, count);
    } else {
        page_paragraph(p, MESSAGE_statement_older_none);
    }
    page_command(p, "univocal statement older\nunivocal statement import FILE --body BODY --as MEMBER");
    return PAGE_DONE;
}

static enum page_result older_json(struct page *p, struct json_writer *w)
{
    struct older *list = NULL;
    const size_t count = find_older(p, &list);
    p->archive = true;
    p->older = true;
    show_older_rows(w, list, count);
    return PAGE_DONE;
}

static enum page_result older_csv(struct page *p, struct csv *c)
{
    struct older *list = NULL;
    const size_t count = find_older(p, &list);
    p->archive = true;
    p->older = true;
    rows_csv(c, &older_shape, list, count);
    return PAGE_DONE;
}

static enum page_result write_feed(struct page *p, struct answer *a,
                                   void (*write)(struct buffer *b, const struct feed *f))
{
    struct feed f;
    if (!feed_read(p->context, p->base, page_value(p, "language"), page_value(p, "topic"), &f)) {
        return PAGE_UNAVAILABLE;
    }
    write(&a->body, &f);
    return PAGE_DONE;
}

static enum page_result atom_raw(struct page *p, struct answer *a)
{
    return write_feed(p, a, feed_write_atom);
}

static enum page_result feed_raw(struct page *p, struct answer *a)
{
    return write_feed(p, a, feed_write_json);
}

#define FILTERS                                                                                              \
    {{"topic", PARAMETER_ID, "Of this topic alone."}, {"language", PARAMETER_ID, "In this language alone."}}

const struct route statement_routes[] = {
    {.pattern = "/statements",
     .operation = "statements",
     .summary = "What the organisation has said, the newest first.",
     .name = MESSAGE_statement_title,
     .parameters = FILTERS,
     .schema = "StatementList",
     .list = true,
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/statements.atom",
     .operation = "statementsAtom",
     .summary = "The newest statements, as Atom (RFC 4287).",
     .name = MESSAGE_statement_title,
     .parameters = FILTERS,
     .raw_type = "application/atom+xml; charset=utf-8",
     .raw = atom_raw},
    {.pattern = "/statements/feed.json",
     .operation = "statementsFeed",
     .summary = "The newest statements, as a JSON Feed (version 1.1).",
     .name = MESSAGE_statement_title,
     .parameters = FILTERS,
     .raw_type = "application/feed+json",
     .raw = feed_raw},
    {.pattern = "/statements/older",
     .operation = "olderStatements",
     .summary = "Older statements, published before they came onto the record: archive, unsigned.",
     .name = MESSAGE_statement_older,
     .parameters = FILTERS,
     .schema = "OlderStatementList",
     .html = older_html,
     .json = older_json,
     .csv = older_csv},
    {.pattern = NULL},
};

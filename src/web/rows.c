#include "web/rows.h"

#include <string.h>

#include "analysis/show_csv.h"
#include "base/check.h"
#include "web/links.h"
#include "web/page_decision.h"

static const struct row_field *field_of(const struct row_shape *shape, const char *name)
{
    const struct row_field *f = shape->fields;
    while (strcmp(f->name, name) != 0) {
        f++;
        check(f->name != NULL);
    }
    return f;
}

static bool is_said(const struct row_field *f, const struct row_value *v)
{
    switch (f->type) {
    case ROW_TEXT:
        return v->text.len > 0;
    case ROW_NUMBER:
        return v->number != 0;
    case ROW_HASH:
        return !hash_is_zero(&v->hash);
    case ROW_BOOL:
    case ROW_WORD:
        return true;
    }
    unreachable("not a type of a row");
}

void rows_word(struct page *p, struct bytes word)
{
    enum message m;
    check(say_find("word", word, &m));
    page_say(p, m);
}

/* By the largest unit that it has, and the next. */
static void write_span(struct page *p, int64_t ms)
{
    const int64_t hours = ms / 3600000;
    if (hours >= 24) {
        page_sayf(p, MESSAGE_word_days, SAY_NUMBER("count", hours / 24), SAY_NUMBER("hours", hours % 24));
        return;
    }
    if (hours > 0) {
        page_sayf(p, MESSAGE_word_hours, SAY_NUMBER("count", hours),
                  SAY_NUMBER("minutes", ms / 60000 % 60));
        return;
    }
    page_sayf(p, MESSAGE_word_minutes, SAY_NUMBER("count", ms / 60000),
              SAY_NUMBER("seconds", ms / 1000 % 60));
}

static void write_value(struct page *p, const struct row_value *v, enum cell cell)
{
    switch (cell) {
    case CELL_CONTENT:
        page_content(p, v->text, BYTES(""));
        return;
    case CELL_PLAIN:
        html_element(p->html, "bdi", v->text);
        return;
    case CELL_MEMBER:
        page_link_member(p, v->text);
        return;
    case CELL_NUMBER:
    case CELL_COUNT:
        html_integer(p->html, v->number);
        return;
    case CELL_TIME:
        page_time(p, v->number);
        return;
    case CELL_SPAN:
        write_span(p, v->number);
        return;
    case CELL_ENTRY:
        page_link_entry(p, (uint64_t)v->number);
        return;
    case CELL_DIGEST:
        page_link_digest(p, &v->hash);
        return;
    case CELL_WORD:
        rows_word(p, v->text);
        return;
    case CELL_YES:
        page_say(p, v->number != 0 ? MESSAGE_word_yes : MESSAGE_word_no);
        return;
    case CELL_OUTCOME:
        page_outcome(p, arena_text(p->arena, v->text));
        return;
    case CELL_MOTION:
        page_motion(p, v->text);
        return;
    case CELL_BODY:
        page_link_body(p, v->text);
        return;
    case CELL_PARTY:
        page_link_party(p, v->text);
        return;
    case CELL_MATTER:
        page_link_matter_of(p, &v->hash);
        return;
    case CELL_SESSION:
        page_link_session_of(p, &v->hash);
        return;
    case CELL_PLATFORM:
        page_link_platform(p, v->number);
        return;
    case CELL_STATEMENT:
        page_link_statement(p, v->number);
        return;
    case CELL_STATEMENT_NUMBER:
        page_link_statement_number(p, v->number);
        return;
    case CELL_VOTE:
        page_link_vote(p, v->number);
        return;
    }
    unreachable("not a kind of cell");
}

/* The value as it stands in an address. */
static struct bytes address_of(struct page *p, const struct row_shape *shape, const void *row,
                               const char *field)
{
    const struct row_field *f = field_of(shape, field);
    const struct row_value v = row_value(f, row);
    if (f->type == ROW_HASH) {
        return arena_copy(p->arena, bytes_of_text(hash_hex(&v.hash).text));
    }
    return f->type == ROW_NUMBER ? bytes_of_text(arena_printf(p->arena, "%lld", (long long)v.number))
                                 : v.text;
}

void rows_cell(struct page *p, const struct row_shape *shape, const void *row, const struct column *column)
{
    const struct row_field *f = field_of(shape, column->field);
    const struct row_value v = row_value(f, row);
    if (!is_said(f, &v) && column->cell != CELL_COUNT) {
        return;
    }
    check(column->cell != CELL_WORD || f->type == ROW_WORD);
    if (column->link != NULL) {
        page_link(p, bytes_of_text(column->link), address_of(p, shape, row, column->to));
    }
    write_value(p, &v, column->cell);
    if (column->link != NULL) {
        html_close(p->html);
    }
}

static void open_table(struct page *p, enum message caption, const struct column *columns)
{
    enum message heads[16];
    size_t count = 0;
    while (columns[count].field != NULL) {
        check(count < sizeof heads / sizeof heads[0]);
        heads[count] = columns[count].head;
        count++;
    }
    page_table_begin(p, caption, count, heads);
}

void rows_table(struct page *p, enum message caption, const struct row_shape *shape, const void *rows,
                size_t count, const struct column *columns)
{
    if (count == 0) {
        page_paragraph(p, MESSAGE_word_none);
        return;
    }
    open_table(p, caption, columns);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *row = (const uint8_t *)rows + i * shape->size;
        page_row(p);
        for (const struct column *c = columns; c->field != NULL; c++) {
            page_cell(p);
            rows_cell(p, shape, row, c);
        }
    }
    page_table_end(p);
}

size_t rows_newest(struct page *p, const struct row_shape *shape, const void *all, size_t count, void **out)
{
    const size_t after = (size_t)page_after(p) < count ? (size_t)page_after(p) : count;
    const size_t limit = (size_t)page_limit(p);
    const size_t shown = count - after < limit ? count - after : limit;
    uint8_t *list = arena_take(p->arena, shown + 1, shape->size);
    for (size_t i = 0; i < shown; i++) {
        memcpy(list + i * shape->size, (const uint8_t *)all + (count - 1 - after - i) * shape->size,
               shape->size);
    }
    p->next = after + shown < count ? (int64_t)(after + shown) : 0;
    *out = list;
    return shown;
}

void rows_terms_more(struct page *p, const struct row_shape *shape, const void *row,
                     const struct column *columns)
{
    for (const struct column *c = columns; c->field != NULL; c++) {
        const struct row_field *f = field_of(shape, c->field);
        const struct row_value v = row_value(f, row);
        if (is_said(f, &v)) {
            page_term(p, c->head);
            rows_cell(p, shape, row, c);
        }
    }
}

void rows_terms(struct page *p, const struct row_shape *shape, const void *row, const struct column *columns)
{
    page_terms(p);
    rows_terms_more(p, shape, row, columns);
    page_terms_end(p);
}

void rows_csv(struct csv *c, const struct row_shape *shape, const void *rows, size_t count)
{
    show_csv_rows(c->out, csv_realm(c), shape, rows, count);
}

static void write_type(struct json_writer *w, const struct row_field *f)
{
    json_object(w, f->name);
    if (f->type == ROW_WORD) {
        json_array(w, "enum");
        for (const char *const *word = f->words; *word != NULL; word++) {
            json_cstring(w, NULL, *word);
        }
        json_end(w);
    } else if (f->type == ROW_HASH) {
        json_cstring(w, "pattern", "^[0-9a-f]{64}$");
    }
    json_cstring(w, "type", f->type == ROW_NUMBER ? "integer" : f->type == ROW_BOOL ? "boolean" : "string");
    json_end(w);
}

void rows_write_schema(struct json_writer *w, const struct row_shape *shape)
{
    json_object(w, NULL);
    json_bool(w, "additionalProperties", false);
    json_object(w, "properties");
    for (const struct row_field *f = shape->fields; f->name != NULL; f++) {
        write_type(w, f);
    }
    json_end(w);
    json_array(w, "required");
    for (const struct row_field *f = shape->fields; f->name != NULL; f++) {
        json_cstring(w, NULL, f->name);
    }
    json_end(w);
    json_cstring(w, "type", "object");
    json_end(w);
}

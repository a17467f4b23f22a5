/* The clock: the civil date, how the scenario clock goes and went, what comes next, and what is noted for
 * which day. */
#include "analysis/show_clock.h"

#include "base/check.h"
#include "mechanism/civil.h"
#include "web/routes.h"
#include "web/rows.h"

static const struct column note_columns[] = {
    {"day", MESSAGE_clock_day, CELL_PLAIN, NULL, NULL},
    {"text", MESSAGE_clock_note, CELL_CONTENT, NULL, NULL},
    {"come", MESSAGE_clock_come, CELL_YES, NULL, NULL},
    {"entry", MESSAGE_clock_entry, CELL_ENTRY, NULL, NULL},
    {.field = NULL},
};

static const struct column change_columns[] = {
    {"from", MESSAGE_clock_official, CELL_TIME, NULL, NULL},
    {"start", MESSAGE_clock_scenario, CELL_TIME, NULL, NULL},
    {"rate", MESSAGE_clock_rate, CELL_PLAIN, NULL, NULL},
    {.field = NULL},
};

static void write_head(struct page *p)
{
    struct context *c = p->context;
    const struct civil_day today = civil_day_at(civil_today(c));
    const struct show_zone zone = show_zone(civil_offset(c->state, c->org, c->time_ms));
    const char *rate = show_rate(c);
    page_terms(p);
    page_term(p, MESSAGE_clock_civil);
    html_element(p->html, "bdi", bytes_of_text(today.text));
    page_term(p, MESSAGE_clock_offset);
    html_element(p->html, "bdi", bytes_of_text(zone.text));
    page_term(p, MESSAGE_clock_official);
    page_time(p, c->time_ms);
    if (rate[0] != 0) {
        page_term(p, MESSAGE_clock_scenario);
        page_time(p, civil_ms(c->state, c->org, c->time_ms));
        page_term(p, MESSAGE_clock_rate);
        html_element(p->html, "bdi", bytes_of_text(rate));
    }
    page_term(p, MESSAGE_clock_keeper);
    page_link_member(p, civil_keeper(c));
    page_terms_end(p);
}

static void write_next(struct page *p)
{
    struct civil_deadline *list = NULL;
    const size_t count = civil_deadlines(p->context->state, SHOW_CLOCK_NEXT, p->arena, &list);
    page_heading(p, "next", MESSAGE_clock_next);
    if (count == 0) {
        page_paragraph(p, MESSAGE_word_none);
        return;
    }
    page_table(p, MESSAGE_clock_next, MESSAGE_clock_day, MESSAGE_clock_what, MESSAGE_clock_note);
    for (size_t i = 0; i < count; i++) {
        const struct civil_day day = civil_day_at(list[i].day);
        enum message m;
        page_row(p);
        page_cell(p);
        html_element(p->html, "bdi", bytes_of_text(day.text));
        page_cell(p);
        const char *key = arena_printf(p->arena, "of_%s", civil_word(list[i].kind));
        check(say_find("clock", bytes_of_text(key), &m));
        page_say(p, m);
        page_cell(p);
        if (list[i].kind == CIVIL_NOTE) {
            html_content(p->html, clock_note_text(p->context, &list[i].id), BYTES(""));
        } else {
            page_link_digest(p, &list[i].id);
        }
    }
    page_table_end(p);
}

static enum page_result clock_html(struct page *p)
{
    struct clock_note *notes = NULL;
    struct clock_change *changes = NULL;
    page_title(p, MESSAGE_clock_title);
    page_paragraph(p, MESSAGE_clock_intro);
    write_head(p);
    write_next(p);
    page_heading(p, "notes", MESSAGE_clock_notes);
    size_t count = clock_notes(p->context, &notes);
    rows_table(p, MESSAGE_clock_notes, &clock_note_shape, notes, count, note_columns);
    if (p->org->realm == REALM_EXERCISE) {
        page_heading(p, "changes", MESSAGE_clock_changes);
        page_paragraph(p, MESSAGE_clock_rate_text);
        count = clock_changes(p->context, &changes);
        rows_table(p, MESSAGE_clock_changes, &clock_change_shape, changes, count, change_columns);
    }
    page_command(p, "univocal clock show\n"
                    "univocal clock note DATE --text TEXT --as MEMBER");
    return PAGE_DONE;
}

static enum page_result clock_json(struct page *p, struct json_writer *w)
{
    show_clock(w, p->context);
    return PAGE_DONE;
}

/* The notes. */
static enum page_result clock_csv(struct page *p, struct csv *c)
{
    struct clock_note *notes = NULL;
    const size_t count = clock_notes(p->context, &notes);
    rows_csv(c, &clock_note_shape, notes, count);
    return PAGE_DONE;
}

const struct route clock_routes[] = {
    {.pattern = "/clock",
     .operation = "clock",
     .summary = "The civil date, how the scenario clock goes and went, what comes next, and notes. As CSV: "
                "the notes.",
     .name = MESSAGE_clock_title,
     .schema = "Clock",
     .html = clock_html,
     .json = clock_json,
     .csv = clock_csv},
    {.pattern = NULL},
};

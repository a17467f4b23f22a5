/* The archive: public facts about real organisations, all of them as equals. Nobody signed them; each has its
 * source and how sure it is, and where claims stand against each other all are shown. */
#include "archive/show_archive.h"
#include "charter/charter.h"
#include "web/form.h"
#include "web/routes.h"

static enum page_result begin(struct page *p)
{
    p->archive = true;
    return p->facts != NULL ? PAGE_DONE
                            : page_detail(p, PAGE_UNKNOWN, MESSAGE_detail_archive_absent);
}

static void write_link(struct page *p, struct bytes code)
{
    page_link(p, BYTES("/archive/"), code);
    html_element(p->html, "bdi", code);
    html_close(p->html);
}

static enum page_result list_html(struct page *p)
{
    struct archive_organisation *list = NULL;
    const enum page_result r = begin(p);
    if (r != PAGE_DONE) {
        return r;
    }
    const size_t count = archive_organisations(p->facts, p->arena, &list);
    page_title(p, MESSAGE_archive_title);
    page_paragraph(p, MESSAGE_archive_intro);
    page_table(p, MESSAGE_archive_title, MESSAGE_archive_organisation, MESSAGE_archive_members,
               MESSAGE_archive_former, MESSAGE_archive_facts, MESSAGE_archive_contested,
               MESSAGE_archive_since);
    for (size_t i = 0; i < count; i++) {
        page_row(p);
        page_cell(p);
        write_link(p, list[i].code);
        const size_t numbers[] = {list[i].members, list[i].former, list[i].facts, list[i].contested};
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
            page_cell(p);
            html_integer(p->html, (int64_t)numbers[k]);
        }
        page_cell(p);
        html_element(p->html, "bdi", list[i].since);
    }
    page_table_end(p);
    page_paragraph(p, MESSAGE_archive_lacking);
    page_command(p, "univocal archive list");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    const enum page_result r = begin(p);
    if (r == PAGE_DONE) {
        show_archive_list(w, p->facts, p->arena);
    }
    return r;
}

static void csv_head(struct csv *c, const char *const *names)
{
    for (; *names != NULL; names++) {
        csv_text(c, bytes_of_text(*names));
    }
    csv_end(c);
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    static const char *const names[] = {"organisation", "members", "former", "facts", "contested", "since",
                                        NULL};
    struct archive_organisation *list = NULL;
    const enum page_result r = begin(p);
    if (r != PAGE_DONE) {
        return r;
    }
    const size_t count = archive_organisations(p->facts, p->arena, &list);
    csv_head(c, names);
    for (size_t i = 0; i < count; i++) {
        csv_text(c, list[i].code);
        csv_integer(c, (int64_t)list[i].members);
        csv_integer(c, (int64_t)list[i].former);
        csv_integer(c, (int64_t)list[i].facts);
        csv_integer(c, (int64_t)list[i].contested);
        csv_text(c, list[i].since);
        csv_end(c);
    }
    return PAGE_DONE;
}

static enum page_result begin_one(struct page *p, struct bytes *code)
{
    const enum page_result r = begin(p);
    *code = page_value(p, "organisation");
    return r != PAGE_DONE || archive_has(p->facts, *code)
               ? r
               : page_unlisted(p, "/archive");
}

/* Facts of an organisation, of one kind or of any. */
static enum page_result begin_facts(struct page *p, struct bytes *code, struct bytes *kind)
{
    const enum page_result r = begin_one(p, code);
    bool known = false;
    *kind = page_value(p, "kind");
    for (size_t i = 0; archive_kind_at(i) != NULL; i++) {
        known = known || bytes_equal_text(*kind, archive_kind_at(i));
    }
    return r != PAGE_DONE || kind->len == 0 || known
               ? r
               : page_detail(p, PAGE_BAD_VALUE, MESSAGE_detail_archive_kind);
}

static void write_kind(struct page *p, struct bytes kind)
{
    enum message m;
    const char *key = arena_printf(p->arena, "kind_%s", arena_text(p->arena, kind));
    if (say_find("archive", bytes_of_text(key), &m)) {
        page_say(p, m);
    } else {
        html_element(p->html, "code", kind);
    }
}

static void write_confidence(struct page *p, struct bytes confidence)
{
    enum message m;
    const char *key = arena_printf(p->arena, "sure_%s", arena_text(p->arena, confidence));
    if (say_find("archive", bytes_of_text(key), &m)) {
        page_say(p, m);
    } else {
        html_element(p->html, "code", confidence);
    }
}

/* "from" and, if it has an end, "- to". */
static void write_period(struct page *p, struct bytes from, struct bytes to)
{
    html_element(p->html, "bdi", from);
    if (to.len > 0 && !bytes_equal(from, to)) {
        html_raw(p->html, " \xe2\x80\x93 ");
        html_element(p->html, "bdi", to);
    }
}

static void write_fact_row(struct page *p, const struct archive_fact *f)
{
    page_row(p);
    page_cell(p);
    write_period(p, f->from, f->to);
    page_cell(p);
    write_kind(p, f->kind);
    page_cell(p);
    html_content(p->html, f->subject, BYTES("en"));
    page_cell(p);
    html_content(p->html, f->value, BYTES("en"));
    page_cell(p);
    html_content(p->html, f->source, BYTES("en"));
    page_cell(p);
    write_confidence(p, f->confidence);
}

static void write_claim(struct page *p, const struct archive_fact *f)
{
    html_open(p->html, "div");
    html_class(p->html, "note");
    html_open(p->html, "p");
    html_open(p->html, "strong");
    page_sayf(p, MESSAGE_archive_stated_by, SAY_TEXT("who", f->as_stated_by));
    html_close(p->html);
    html_close(p->html);
    html_open(p->html, "p");
    html_content(p->html, f->value, BYTES("en"));
    html_close(p->html);
    html_open(p->html, "p");
    html_class(p->html, "muted");
    page_sayf(p, MESSAGE_archive_source_is, SAY_TEXT("source", f->source));
    html_raw(p->html, " \xc2\xb7 ");
    write_confidence(p, f->confidence);
    html_close(p->html);
    html_close(p->html);
}

/* Claims about one thing, side by side; the first of them writes all. */
static void write_claims(struct page *p, const struct archive_fact *f)
{
    const struct archive_fact **claims = NULL;
    const size_t count = archive_claims(p->facts, p->arena, f, &claims);
    if (count == 0 || claims[0] != f) {
        return;
    }
    page_part_item(p);
    html_open(p->html, "h3");
    html_content(p->html, f->subject, BYTES("en"));
    html_raw(p->html, ", ");
    write_kind(p, f->kind);
    html_raw(p->html, ", ");
    write_period(p, f->from, f->to);
    html_close(p->html);
    html_open(p->html, "div");
    html_class(p->html, "columns");
    for (size_t i = 0; i < count; i++) {
        write_claim(p, claims[i]);
    }
    html_close(p->html);
}

static void write_facts(struct page *p, const struct archive_fact **list, size_t count)
{
    size_t contested = 0;
    for (size_t i = 0; i < count; i++) {
        contested += list[i]->as_stated_by.len > 0;
    }
    page_heading(p, "facts", MESSAGE_archive_facts);
    if (count == contested) {
        page_paragraph(p, MESSAGE_archive_none);
    } else {
        page_table(p, MESSAGE_archive_facts, MESSAGE_archive_date, MESSAGE_archive_kind,
                   MESSAGE_archive_subject, MESSAGE_archive_value, MESSAGE_archive_source,
                   MESSAGE_archive_confidence);
        for (size_t i = 0; i < count; i++) {
            if (list[i]->as_stated_by.len == 0) {
                write_fact_row(p, list[i]);
            }
        }
        page_table_end(p);
    }
    if (contested > 0) {
        page_heading(p, "contested", MESSAGE_archive_contested);
        page_paragraph(p, MESSAGE_archive_contested_text);
        page_part(p, MESSAGE_archive_contested);
        for (size_t i = 0; i < count; i++) {
            write_claims(p, list[i]);
        }
        page_part_end(p);
    }
}

static enum page_result one_html(struct page *p)
{
    struct bytes code;
    struct bytes kind;
    const struct archive_fact **list = NULL;
    const enum page_result r = begin_facts(p, &code, &kind);
    if (r != PAGE_DONE) {
        return r;
    }
    const size_t count = archive_facts(p->facts, p->arena, code, kind, &list);
    page_title_content(p, code, BYTES(""));
    page_link_alone(p, MESSAGE_archive_members, BYTES("/archive/"), code, BYTES("/members"));
    write_facts(p, list, count);
    page_paragraph(p, MESSAGE_archive_lacking);
    page_command(p, arena_printf(p->arena, "univocal archive show %s", arena_text(p->arena, code)));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct bytes code;
    struct bytes kind;
    const enum page_result r = begin_facts(p, &code, &kind);
    if (r == PAGE_DONE) {
        show_archive_facts(w, p->facts, p->arena, code, kind);
    }
    return r;
}

static enum page_result one_csv(struct page *p, struct csv *c)
{
    static const char *const names[] = {"organisation", "kind",  "subject",      "from",   "to",
                                        "value",        "as_stated_by", "source", "confidence", NULL};
    struct bytes code;
    struct bytes kind;
    const struct archive_fact **list = NULL;
    const enum page_result r = begin_facts(p, &code, &kind);
    if (r != PAGE_DONE) {
        return r;
    }
    const size_t count = archive_facts(p->facts, p->arena, code, kind, &list);
    csv_head(c, names);
    for (size_t i = 0; i < count; i++) {
        const struct archive_fact *f = list[i];
        const struct bytes cells[] = {f->organisation, f->kind,         f->subject, f->from,      f->to,
                                      f->value,        f->as_stated_by, f->source,  f->confidence};
        for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++) {
            csv_text(c, cells[k]);
        }
        csv_end(c);
    }
    return PAGE_DONE;
}

/* Who belonged to it, on which day (empty: ever). */
static enum page_result begin_seats(struct page *p, struct bytes *code, struct bytes *on,
                                    struct archive_seat **list, size_t *count)
{
    const enum page_result r = begin_one(p, code);
    if (r != PAGE_DONE) {
        return r;
    }
    *on = page_value(p, "on");
    if (on->len > 0 && !archive_is_day(*on)) {
        return page_detail(p, PAGE_BAD_VALUE, MESSAGE_detail_day);
    }
    *count = archive_seats(p->facts, p->arena, *code, *on, list);
    return PAGE_DONE;
}

static void write_precision(struct page *p, const struct archive_seat *s)
{
    enum message m;
    const char *key = arena_printf(p->arena, "known_%s", arena_text(p->arena, s->member->precision));
    if (say_find("archive", bytes_of_text(key), &m)) {
        page_say(p, m);
    }
    if (s->uncertain) {
        html_raw(p->html, " ");
        html_open(p->html, "strong");
        page_say(p, MESSAGE_archive_uncertain);
        html_close(p->html);
    }
}

static void write_seat(struct page *p, const struct archive_seat *s)
{
    const struct archive_member *m = s->member;
    page_row(p);
    page_cell(p);
    html_element(p->html, "bdi", m->code);
    page_cell(p);
    write_period(p, m->from, m->to);
    page_cell(p);
    write_precision(p, s);
    page_cell(p);
    html_content(p->html, m->note, BYTES("en"));
    for (size_t i = 0; i < s->claim_count; i++) {
        html_open(p->html, "p");
        html_open(p->html, "strong");
        page_sayf(p, MESSAGE_archive_stated_by, SAY_TEXT("who", s->claims[i]->as_stated_by));
        html_close(p->html);
        html_raw(p->html, ": ");
        html_content(p->html, s->claims[i]->value, BYTES("en"));
        html_raw(p->html, " (");
        html_element(p->html, "bdi", s->claims[i]->from);
        html_raw(p->html, "; ");
        html_content(p->html, s->claims[i]->source, BYTES("en"));
        html_raw(p->html, ")");
        html_close(p->html);
    }
    page_cell(p);
    html_content(p->html, m->source, BYTES("en"));
    page_cell(p);
    write_confidence(p, m->confidence);
}

static enum page_result seats_html(struct page *p)
{
    struct bytes code;
    struct bytes on;
    struct archive_seat *list = NULL;
    size_t count = 0;
    const enum page_result r = begin_seats(p, &code, &on, &list, &count);
    if (r != PAGE_DONE) {
        return r;
    }
    p->title =
        say_plain(p->arena, p->language, MESSAGE_archive_members_of, &SAY_TEXT("organisation", code), 1);
    html_element(p->html, "h1", p->title);
    html_open(p->html, "p");
    write_link(p, code);
    html_close(p->html);
    const char *name = arena_text(p->arena, code);
    form_begin(p, "/archive/", bytes_of_text(arena_printf(p->arena, "%s/members", name)));
    form_field(p, "on", FORM_DAY, MESSAGE_archive_on, on);
    form_end(p, MESSAGE_archive_ask);
    html_open(p->html, "p");
    page_sayf(p, on.len > 0 ? MESSAGE_archive_so_many_on : MESSAGE_archive_so_many,
              SAY_NUMBER("count", (int64_t)count), SAY_TEXT("day", on));
    html_close(p->html);
    if (count > 0) {
        page_table(p, MESSAGE_archive_members, MESSAGE_archive_code, MESSAGE_archive_date,
                   MESSAGE_archive_precision, MESSAGE_archive_note, MESSAGE_archive_source,
                   MESSAGE_archive_confidence);
        for (size_t i = 0; i < count; i++) {
            write_seat(p, &list[i]);
        }
        page_table_end(p);
    }
    page_command(p, arena_printf(p->arena, "univocal archive members %s --on DATE", name));
    return PAGE_DONE;
}

static enum page_result seats_json(struct page *p, struct json_writer *w)
{
    struct bytes code;
    struct bytes on;
    struct archive_seat *list = NULL;
    size_t count = 0;
    const enum page_result r = begin_seats(p, &code, &on, &list, &count);
    if (r == PAGE_DONE) {
        show_archive_members(w, p->facts, p->arena, code, on);
    }
    return r;
}

static enum page_result seats_csv(struct page *p, struct csv *c)
{
    static const char *const names[] = {"organisation", "code",   "from",       "to",        "precision",
                                        "note",         "source", "confidence", "uncertain", "claims",
                                        NULL};
    struct bytes code;
    struct bytes on;
    struct archive_seat *list = NULL;
    size_t count = 0;
    const enum page_result r = begin_seats(p, &code, &on, &list, &count);
    if (r != PAGE_DONE) {
        return r;
    }
    csv_head(c, names);
    for (size_t i = 0; i < count; i++) {
        const struct archive_member *m = list[i].member;
        const struct bytes cells[] = {m->organisation, m->code, m->from,   m->to,
                                      m->precision,    m->note, m->source, m->confidence};
        for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++) {
            csv_text(c, cells[k]);
        }
        csv_integer(c, list[i].uncertain);
        csv_integer(c, (int64_t)list[i].claim_count);
        csv_end(c);
    }
    return PAGE_DONE;
}

#define ORGANISATION {"organisation", PARAMETER_CODE, "Its code in the archive."}

const struct route archive_routes[] = {
    {.pattern = "/archive",
     .operation = "archive",
     .summary = "Real organisations of which public facts are kept, as equals.",
     .name = MESSAGE_archive_title,
     .schema = "Archive",
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/archive/{organisation}",
     .operation = "facts",
     .summary = "Public facts about a real organisation, each with its source; both claims where contested.",
     .name = MESSAGE_archive_title,
     .parameters = {ORGANISATION, {"kind", PARAMETER_ID, "Facts of this kind alone."}},
     .schema = "ArchiveFacts",
     .html = one_html,
     .json = one_json,
     .csv = one_csv},
    {.pattern = "/archive/{organisation}/members",
     .operation = "memberships",
     .summary = "Who belonged to a real organisation, on a day or ever.",
     .name = MESSAGE_archive_members,
     .parameters = {ORGANISATION, {"on", PARAMETER_DATE, "On that day; if not given, ever."}},
     .schema = "ArchiveMembers",
     .html = seats_html,
     .json = seats_json,
     .csv = seats_csv},
    {.pattern = NULL},
};

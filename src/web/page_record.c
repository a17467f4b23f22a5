/* The record: its entries, newest first, and each with what it carries and its proof. */
#include "base/check.h"
#include "interop/tlog_proof.h"
#include "web/page_record.h"
#include "web/routes.h"

static bool read_line(struct page *p, uint64_t index, struct entry_line *out)
{
    const enum error e = entry_line_read(p->reader->record, index, p->arena, out);
    if (e != OK) {
        *p->context->error = e;
    }
    return e == OK;
}

/* `after` counts from the first entry: what comes after entry `after` - 1. Newest last, so that an address
 * once read stays what it was. */
static uint64_t bounds(struct page *p, uint64_t *from)
{
    const uint64_t size = p->entry + 1;
    const uint64_t limit = (uint64_t)page_limit(p);
    const bool given = target_query(p->target, "after") != NULL;
    const uint64_t after = (uint64_t)page_after(p);
    *from = given ? (after < size ? after : size) : size > limit ? size - limit : 0;
    const uint64_t end = size - *from > limit ? *from + limit : size;
    p->next = end < size ? (int64_t)end : 0;
    return end;
}

void page_entry_table(struct page *p, enum message caption)
{
    page_table(p, caption, MESSAGE_record_entry, MESSAGE_record_time, MESSAGE_record_kind,
               MESSAGE_record_member, MESSAGE_record_result);
}

void page_entry_row(struct page *p, const struct entry_line *l)
{
    page_row(p);
    page_cell(p);
    page_link_entry(p, l->entry.index);
    page_cell(p);
    page_time(p, l->entry.time_ms);
    page_cell(p);
    html_element(p->html, "code", l->kind);
    page_cell(p);
    if (l->member.len > 0) {
        page_link_member(p, l->member);
    }
    page_cell(p);
    html_cstring(p->html, l->entry.result);
}

static enum page_result list_html(struct page *p)
{
    uint64_t from = 0;
    const uint64_t end = bounds(p, &from);
    page_title(p, MESSAGE_record_title);
    page_paragraph(p, MESSAGE_record_intro);
    html_open(p->html, "p");
    page_sayf(p, MESSAGE_record_size, SAY_NUMBER("count", (int64_t)p->entry + 1));
    html_raw(p->html, " ");
    if (from > 0) {
        page_link(p, BYTES("/record?after=0"));
        page_say(p, MESSAGE_record_first);
        html_close(p->html);
    }
    html_close(p->html);
    page_entry_table(p, MESSAGE_record_title);
    for (uint64_t i = from; i < end; i++) {
        struct entry_line l;
        if (!read_line(p, i, &l)) {
            return PAGE_UNAVAILABLE;
        }
        page_entry_row(p, &l);
    }
    page_table_end(p);
    page_command(p, "univocal record list");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    uint64_t from = 0;
    const uint64_t end = bounds(p, &from);
    json_array(w, NULL);
    for (uint64_t i = from; i < end; i++) {
        struct entry_line l;
        if (!read_line(p, i, &l)) {
            return PAGE_UNAVAILABLE;
        }
        show_entry_line(w, &l);
    }
    json_end(w);
    return PAGE_DONE;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    static const char *const head[] = {"index", "time", "type", "kind", "member", "subject", "result", "id"};
    uint64_t from = 0;
    const uint64_t end = bounds(p, &from);
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        csv_text(c, bytes_of_text(head[i]));
    }
    csv_end(c);
    for (uint64_t i = from; i < end; i++) {
        struct entry_line l;
        if (!read_line(p, i, &l)) {
            return PAGE_UNAVAILABLE;
        }
        csv_integer(c, (int64_t)i);
        csv_integer(c, l.entry.time_ms);
        csv_text(c, l.entry.type == ENTRY_ACT ? BYTES("act") : BYTES("fact"));
        csv_text(c, l.kind);
        csv_text(c, l.member);
        csv_text(c, l.subject);
        csv_text(c, bytes_of_text(l.entry.result));
        csv_text(c, bytes_of_text(hash_hex(&l.entry.id).text));
        csv_end(c);
    }
    return PAGE_DONE;
}

static enum page_result find(struct page *p, struct entry_line *out)
{
    const uint64_t index = (uint64_t)page_number(p, "index", 0);
    if (index > p->entry) {
        return page_detailf(p, PAGE_UNKNOWN, MESSAGE_detail_record_ends,
                            SAY_NUMBER("entry", (int64_t)p->entry));
    }
    return read_line(p, index, out) ? PAGE_DONE : PAGE_UNAVAILABLE;
}

/* The proof of the entry against the newest checkpoint that covers it; empty: none covers it yet. */
static struct bytes proof_of(struct page *p, uint64_t index)
{
    uint64_t size = 0;
    struct bytes note;
    struct proof proof;
    const enum error e = checkpoints_last(p->reader->checkpoints, p->arena, &size, &note);
    if (e != OK || size <= index || size > record_size(p->reader->record) ||
        record_prove_leaf(p->reader->record, index, size, &proof) != OK) {
        return BYTES("");
    }
    struct buffer b;
    buffer_init(&b, NOTE_BYTES_MAX + 64 * PROOF_STEPS_MAX);
    tlog_proof_write(&b, &(struct tlog_proof){.index = index, .steps = proof, .checkpoint = note});
    const struct bytes out = arena_copy(p->arena, buffer_view(&b));
    buffer_done(&b);
    return out;
}

static struct bytes payload_of(struct page *p, const struct entry_line *l)
{
    struct dsse d;
    return l->entry.type == ENTRY_ACT && dsse_read(p->arena, l->carried, &d) == OK ? d.payload : l->carried;
}

static struct bytes canonical(struct page *p, const struct entry_line *l)
{
    struct buffer b;
    buffer_init(&b, ENTRY_BYTES_MAX);
    entry_write(&b, &l->entry);
    const struct bytes out = arena_copy(p->arena, buffer_view(&b));
    buffer_done(&b);
    return out;
}

static void write_bytes(struct page *p, enum message heading, const char *id, struct bytes text)
{
    page_heading(p, id, heading);
    page_code(p, text, NULL);
}

/* What the entry carries can be a whole charter. */
static void write_carried(struct page *p, const struct entry_line *l)
{
    page_heading(p, "carried", MESSAGE_record_carried);
    page_code(p, payload_of(p, l), &l->entry.id);
}

static void write_neighbours(struct page *p, uint64_t index)
{
    html_open(p->html, "p");
    if (index > 0) {
        page_link_entry(p, index - 1);
        html_raw(p->html, " ");
    }
    if (index < p->entry) {
        page_link_entry(p, index + 1);
    }
    html_close(p->html);
}

static void write_result(struct page *p, const char *name)
{
    enum message m;
    html_element(p->html, "code", bytes_of_text(name));
    if (say_find("rejection", bytes_of_text(name), &m)) {
        html_cstring(p->html, ": ");
        page_say(p, m);
    }
}

static enum page_result one_html(struct page *p)
{
    struct entry_line l = {0};
    const enum page_result r = find(p, &l);
    if (r != PAGE_DONE) {
        return r;
    }
    const struct bytes proof = proof_of(p, l.entry.index);
    p->title = say_plain(p->arena, p->language, MESSAGE_frame_entry_number,
                         &SAY_NUMBER("number", (int64_t)l.entry.index), 1);
    html_element(p->html, "h1", p->title);
    page_terms(p);
    page_term(p, MESSAGE_record_kind);
    html_element(p->html, "code", l.kind);
    page_term(p, MESSAGE_record_time);
    page_time(p, l.entry.time_ms);
    if (l.member.len > 0) {
        page_term(p, MESSAGE_record_member);
        page_link_member(p, l.member);
        page_term(p, MESSAGE_record_subject);
        html_element(p->html, "code", l.subject);
    }
    page_term(p, MESSAGE_record_result);
    write_result(p, l.entry.result);
    page_term(p, MESSAGE_record_id);
    html_element(p->html, "code", bytes_of_text(hash_hex(&l.entry.id).text));
    page_terms_end(p);
    write_neighbours(p, l.entry.index);
    write_carried(p, &l);
    write_bytes(p, MESSAGE_record_leaf, "leaf", canonical(p, &l));
    if (proof.len > 0) {
        write_bytes(p, MESSAGE_record_proof, "proof", proof);
    } else {
        page_heading(p, "proof", MESSAGE_record_proof);
        page_paragraph(p, MESSAGE_record_no_proof);
    }
    page_heading(p, "limits", MESSAGE_record_limits);
    page_paragraph(p, MESSAGE_record_limits_text);
    page_command(p, arena_printf(p->arena, "univocal record show %llu\nunivocal record prove %llu",
                                 (unsigned long long)l.entry.index, (unsigned long long)l.entry.index));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct entry_line l = {0};
    const enum page_result r = find(p, &l);
    if (r == PAGE_DONE) {
        json_object(w, NULL);
        json_text(w, "carried", l.carried);
        json_text(w, "leaf", canonical(p, &l));
        json_text(w, "payload", payload_of(p, &l));
        json_text(w, "proof", proof_of(p, l.entry.index));
        json_cstring(w, "result", l.entry.result);
        json_end(w);
    }
    return r;
}

const struct route record_routes[] = {
    {.pattern = "/record",
     .operation = "record",
     .summary = "The entries of the record: the last ones, or those from `after` on.",
     .name = MESSAGE_record_title,
     .schema = "Record",
     .list = true,
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/record/{index}",
     .operation = "entry",
     .summary = "One entry: what it carries, its leaf, and its proof.",
     .name = MESSAGE_record_title,
     .parameters = {{"index", PARAMETER_NUMBER, "The entry's index, from 0."}},
     .schema = "Entry",
     .html = one_html,
     .json = one_json},
    {.pattern = NULL},
};

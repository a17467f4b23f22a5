#include "base/check.h"
#include "mechanism/civil.h"
#include "mechanism/member.h"
#include "web/form.h"
#include "web/links.h"
#include "web/page_instrument.h"
#include "web/rows.h"

static struct bytes day_text(struct page *p, int64_t day)
{
    return day == TREATY_NO_DAY ? BYTES("") : arena_copy(p->arena, bytes_of_text(civil_day_at(day).text));
}

static void write_missing_one(struct page *p, const struct treaty_missing *x)
{
    switch (x->kind) {
    case TREATY_MISSING_WHO:
        html_element(p->html, "bdi", x->name);
        return;
    case TREATY_MISSING_INSTRUMENTS:
        page_sayf(p, MESSAGE_instrument_missing_instruments, SAY_NUMBER("count", x->more),
                  SAY_TEXT("test", x->name));
        return;
    case TREATY_MISSING_AMOUNT:
        page_sayf(p, MESSAGE_instrument_missing_amount,
                  SAY_TEXT("more", bytes_of_text(treaty_amount(p->arena, x->more))),
                  SAY_TEXT("table", x->name),
                  SAY_TEXT("have", bytes_of_text(treaty_amount(p->arena, x->have))),
                  SAY_TEXT("need", bytes_of_text(treaty_amount(p->arena, x->need))));
        return;
    case TREATY_MISSING_TREATY:
        page_sayf(p, MESSAGE_instrument_missing_treaty, SAY_TEXT("id", x->name));
        return;
    case TREATY_MISSING_DAY:
        page_say(p, MESSAGE_instrument_missing_day);
        return;
    }
    unreachable("nothing else is missing");
}

static void write_missing(struct page *p, const struct treaty_force *f)
{
    if (f->missing_count == 0) {
        return;
    }
    page_list(p, MESSAGE_instrument_lacking);
    for (size_t i = 0; i < f->missing_count; i++) {
        page_item(p);
        write_missing_one(p, &f->missing[i]);
    }
    page_list_end(p);
}

/* Values of tables are in thousandths; what is needed is rounded up. */
static void write_standing(struct page *p, const struct treaty_standing *s)
{
    const bool of_table = s->test->kind == TREATY_SHARE || s->test->kind == TREATY_RATIO;
    const int64_t scale = of_table ? TREATY_VALUE_SCALE : 1;
    page_row(p);
    page_cell(p);
    html_open(p->html, "code");
    html_attribute(p->html, "dir", BYTES("ltr"));
    html_text(p->html, s->test->text);
    html_close(p->html);
    page_cell(p);
    html_integer(p->html, s->have / scale);
    page_cell(p);
    html_integer(p->html, s->need / scale + (s->need % scale > 0 ? 1 : 0));
    page_cell(p);
    page_say(p, s->holds ? MESSAGE_word_yes : MESSAGE_word_no);
}

static void write_outcome(struct page *p, const struct treaty_force *f, struct bytes code)
{
    const int64_t bound = instrument_bound_from(f, code);
    if (bound != TREATY_NO_DAY && bound != f->in_force) {
        page_sayf(p, MESSAGE_instrument_would_bind, SAY_TEXT("day", day_text(p, bound)));
    } else if (f->in_force != TREATY_NO_DAY) {
        page_sayf(p, MESSAGE_instrument_would_force, SAY_TEXT("day", day_text(p, f->in_force)));
    } else {
        page_say(p, MESSAGE_instrument_lacking);
    }
}

/* Each member that has not consented: today. */
static void write_each(struct page *p, const struct instrument *i, int64_t today)
{
    struct member *members = NULL;
    const size_t count = member_list(p->context->state, p->arena, &members);
    bool begun = false;
    for (size_t k = 0; k < count; k++) {
        const struct treaty *treaty = NULL;
        struct treaty_force f;
        if (!instrument_suppose(p->context->state, p->arena, i, today, members[k].code, today, &treaty, &f)) {
            continue;
        }
        if (!begun) {
            page_table(p, MESSAGE_instrument_what_if, MESSAGE_instrument_party, MESSAGE_instrument_then);
            begun = true;
        }
        page_row(p);
        page_cell(p);
        page_link_member(p, members[k].code);
        page_cell(p);
        write_outcome(p, &f, members[k].code);
        for (size_t m = 0; m < f.missing_count; m++) {
            html_cstring(p->html, m == 0 ? " " : ", ");
            write_missing_one(p, &f.missing[m]);
        }
    }
    if (begun) {
        page_table_end(p);
    }
}

static void write_asked(struct page *p, const struct instrument *i, int64_t today,
                        const struct supposed *asked)
{
    const struct treaty *treaty = NULL;
    struct treaty_force f;
    const bool open =
        instrument_suppose(p->context->state, p->arena, i, today, asked->code, asked->day, &treaty, &f);
    html_open(p->html, "div");
    html_class(p->html, "card");
    html_open(p->html, "p");
    if (!open) {
        page_sayf(p, MESSAGE_instrument_has_consented, SAY_TEXT("code", asked->code));
    } else {
        page_sayf(p, MESSAGE_instrument_if_deposits, SAY_TEXT("code", asked->code),
                  SAY_TEXT("day", day_text(p, asked->day)));
        html_raw(p->html, " ");
        write_outcome(p, &f, asked->code);
    }
    html_close(p->html);
    if (open) {
        write_missing(p, &f);
    }
    html_close(p->html);
}

void page_instrument_force(struct page *p, const struct instrument *i, const struct supposed *asked)
{
    const int64_t today = civil_today(p->context);
    const struct treaty *treaty = NULL;
    struct treaty_force f;
    instrument_apply_clause(p->context->state, p->arena, i, today, &treaty, &f);
    page_heading(p, "force", MESSAGE_instrument_tracker);
    page_code(p, i->clause, NULL);
    html_open(p->html, "p");
    html_open(p->html, "strong");
    if (f.in_force == TREATY_NO_DAY) {
        page_say(p, MESSAGE_instrument_lacking);
    } else if (f.in_force > today) {
        page_sayf(p, MESSAGE_instrument_will_force, SAY_TEXT("day", day_text(p, f.in_force)));
    } else {
        page_sayf(p, MESSAGE_instrument_in_force_since, SAY_TEXT("day", day_text(p, f.in_force)));
    }
    html_close(p->html);
    html_close(p->html);
    write_missing(p, &f);
    page_table(p, MESSAGE_instrument_tracker, MESSAGE_instrument_condition, MESSAGE_instrument_have,
               MESSAGE_instrument_need, MESSAGE_instrument_holds);
    for (size_t k = 0; k < f.standing_count; k++) {
        write_standing(p, &f.standings[k]);
    }
    page_table_end(p);
    page_heading(p, "what-if", MESSAGE_instrument_what_if);
    form_begin(p, "/instruments/", i->name);
    form_field(p, "deposit", FORM_TEXT, MESSAGE_instrument_party, asked == NULL ? BYTES("") : asked->code);
    form_field(p, "on", FORM_DAY, MESSAGE_instrument_on, day_text(p, asked == NULL ? today : asked->day));
    form_end(p, MESSAGE_instrument_ask);
    if (asked != NULL) {
        write_asked(p, i, today, asked);
    }
    write_each(p, i, today);
}

/* What came on paper, by its digest. */
static void write_paper(struct page *p, enum message what, const struct hash *digest)
{
    if (!hash_is_zero(digest)) {
        html_raw(p->html, " ");
        page_say(p, what);
        html_raw(p->html, " ");
        page_link_digest(p, digest);
    }
}

static void write_party(struct page *p, const struct instrument_party *x)
{
    static const struct column signature = {"signature", MESSAGE_instrument_signature, CELL_WORD, NULL, NULL};
    static const struct column kind = {"kind", MESSAGE_instrument_kind, CELL_WORD, NULL, NULL};
    page_row(p);
    page_cell(p);
    page_link_party(p, x->code);
    page_cell(p);
    html_element(p->html, "bdi", x->signed_on);
    if (x->signed_on.len > 0 && x->signature != SIGNATURE_SIMPLE) {
        html_raw(p->html, " ");
        rows_cell(p, &instrument_party_shape, x, &signature);
        if (x->confirmed.len > 0) {
            html_raw(p->html, " ");
            page_sayf(p, MESSAGE_instrument_confirmed, SAY_TEXT("day", x->confirmed));
        }
    }
    page_cell(p);
    html_content(p->html, x->office, BYTES(""));
    write_paper(p, MESSAGE_instrument_powers, &x->powers);
    page_cell(p);
    html_element(p->html, "bdi", x->deposited);
    if (x->deposited.len > 0) {
        html_raw(p->html, " ");
        rows_cell(p, &instrument_party_shape, x, &kind);
        write_paper(p, MESSAGE_instrument_document, &x->document);
    }
    page_cell(p);
    html_element(p->html, "bdi", x->force);
    page_cell(p);
    html_element(p->html, "bdi", x->applied);
    if (x->ended.len > 0) {
        html_raw(p->html, " \xe2\x80\x93 ");
        html_element(p->html, "bdi", x->ended);
    }
    page_cell(p);
    html_element(p->html, "bdi", x->leaves.len > 0 ? x->leaves : x->withdrawn);
    page_cell(p);
    page_link_entry(p, (uint64_t)x->entry);
}

static void write_parties(struct page *p, const struct instrument *i)
{
    struct instrument_party *list = NULL;
    const size_t count = instrument_parties(p->context->state, &i->id, p->arena, &list);
    page_heading(p, "participants", MESSAGE_instrument_parties);
    if (count == 0) {
        page_paragraph(p, MESSAGE_word_none);
        return;
    }
    page_table(p, MESSAGE_instrument_parties, MESSAGE_instrument_party, MESSAGE_instrument_signed,
               MESSAGE_instrument_office, MESSAGE_instrument_kind, MESSAGE_instrument_bound_from,
               MESSAGE_instrument_applied, MESSAGE_instrument_leaves, MESSAGE_instrument_entry);
    for (size_t k = 0; k < count; k++) {
        write_party(p, &list[k]);
    }
    page_table_end(p);
}

void page_instrument_parties(struct page *p, const struct instrument *i)
{
    static const struct column reservation_columns[] = {
        {"number", MESSAGE_instrument_number, CELL_NUMBER, NULL, NULL},
        {"code", MESSAGE_instrument_party, CELL_PARTY, NULL, NULL},
        {"declaration", MESSAGE_instrument_declaration, CELL_YES, NULL, NULL},
        {"text", MESSAGE_instrument_text, CELL_CONTENT, NULL, NULL},
        {"made", MESSAGE_instrument_made, CELL_PLAIN, NULL, NULL},
        {"confirmed", MESSAGE_instrument_confirmed_on, CELL_PLAIN, NULL, NULL},
        {"accepted", MESSAGE_instrument_accepted, CELL_PLAIN, NULL, NULL},
        {"withdrawn", MESSAGE_instrument_withdrawn, CELL_PLAIN, NULL, NULL},
        {"entry", MESSAGE_instrument_entry, CELL_ENTRY, NULL, NULL},
        {.field = NULL},
    };
    static const struct column objection_columns[] = {
        {"reservation", MESSAGE_instrument_reservation, CELL_NUMBER, NULL, NULL},
        {"code", MESSAGE_instrument_party, CELL_PARTY, NULL, NULL},
        {"reason", MESSAGE_instrument_reason, CELL_CONTENT, NULL, NULL},
        {"opposes", MESSAGE_instrument_opposes, CELL_YES, NULL, NULL},
        {"made", MESSAGE_instrument_made, CELL_PLAIN, NULL, NULL},
        {"withdrawn", MESSAGE_instrument_withdrawn, CELL_PLAIN, NULL, NULL},
        {"entry", MESSAGE_instrument_entry, CELL_ENTRY, NULL, NULL},
        {.field = NULL},
    };
    static const struct column correction_columns[] = {
        {"number", MESSAGE_instrument_number, CELL_NUMBER, NULL, NULL},
        {"text", MESSAGE_instrument_text, CELL_CONTENT, NULL, NULL},
        {"proposed", MESSAGE_instrument_made, CELL_PLAIN, NULL, NULL},
        {"until", MESSAGE_instrument_until, CELL_PLAIN, NULL, NULL},
        {"stage", MESSAGE_instrument_stage, CELL_WORD, NULL, NULL},
        {"by", MESSAGE_instrument_disputed_by, CELL_PARTY, NULL, NULL},
        {"reason", MESSAGE_instrument_reason, CELL_CONTENT, NULL, NULL},
        {"entry", MESSAGE_instrument_entry, CELL_ENTRY, NULL, NULL},
        {.field = NULL},
    };
    struct state *s = p->context->state;
    struct instrument_reservation *reservations = NULL;
    struct instrument_objection *objections = NULL;
    struct instrument_correction *corrections = NULL;
    write_parties(p, i);
    size_t count = instrument_reservations(s, &i->id, p->arena, &reservations);
    page_heading(p, "reservations", MESSAGE_instrument_reservations);
    rows_table(p, MESSAGE_instrument_reservations, &instrument_reservation_shape, reservations, count,
               reservation_columns);
    count = instrument_objections(s, &i->id, p->arena, &objections);
    page_heading(p, "objections", MESSAGE_instrument_objections);
    rows_table(p, MESSAGE_instrument_objections, &instrument_objection_shape, objections, count,
               objection_columns);
    count = instrument_corrections(s, &i->id, p->arena, &corrections);
    page_heading(p, "corrections", MESSAGE_instrument_corrections);
    rows_table(p, MESSAGE_instrument_corrections, &instrument_correction_shape, corrections, count,
               correction_columns);
}

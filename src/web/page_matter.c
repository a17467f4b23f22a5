/* Matters: what the members consult on, how far each is, and the silence while it runs. The page of a matter
 * refreshes itself while the clock runs: the ring closes without anything but HTML. */
#include "analysis/act_words.h"
#include "analysis/show_matter.h"
#include "analysis/show_silence.h"
#include "base/check.h"
#include "mechanism/topic.h"
#include "mechanism/vote.h"
#include "web/legend.h"
#include "web/links.h"
#include "web/page_decision.h"
#include "web/page_turn.h"
#include "web/routes.h"

/* The newest first. */
static size_t listed(struct page *p, struct matter **out)
{
    struct matter *all = NULL;
    const size_t count = matter_list(p->context->state, p->arena, &all);
    const size_t after = (size_t)page_after(p) < count ? (size_t)page_after(p) : count;
    const size_t limit = (size_t)page_limit(p);
    const size_t shown = count - after < limit ? count - after : limit;
    struct matter *list = ARENA_ARRAY(p->arena, struct matter, shown + 1);
    for (size_t i = 0; i < shown; i++) {
        list[i] = all[count - 1 - after - i];
    }
    p->next = after + shown < count ? (int64_t)(after + shown) : 0;
    *out = list;
    return shown;
}

static void write_stage(struct page *p, const struct matter *m)
{
    static const enum message words[] = {
        [MATTER_OPEN] = MESSAGE_matter_open,       [MATTER_SILENCE] = MESSAGE_matter_silence,
        [MATTER_ADOPTED] = MESSAGE_matter_adopted, [MATTER_VOTE] = MESSAGE_matter_vote,
        [MATTER_LAPSED] = MESSAGE_matter_lapsed,
    };
    page_say(p, words[m->stage]);
}

static enum page_result list_html(struct page *p)
{
    struct matter *list = NULL;
    const size_t count = listed(p, &list);
    page_title(p, MESSAGE_matter_title);
    page_paragraph(p, MESSAGE_matter_intro);
    if (count == 0) {
        page_paragraph(p, MESSAGE_word_none);
    } else {
        page_table(p, MESSAGE_matter_title, MESSAGE_matter_name, MESSAGE_matter_body, MESSAGE_matter_opened,
                   MESSAGE_matter_topic, MESSAGE_matter_stage, MESSAGE_matter_statement);
        for (size_t i = 0; i < count; i++) {
            const struct matter *m = &list[i];
            page_row(p);
            page_cell(p);
            page_link_matter(p, m);
            page_cell(p);
            page_link_body(p, m->body);
            page_cell(p);
            page_time(p, m->opened_ms);
            page_cell(p);
            html_text(p->html, topic_of(p->context->state, &m->id));
            page_cell(p);
            write_stage(p, m);
            page_cell(p);
            if (m->statement > 0) {
                page_link_statement_number(p, m->statement);
            }
        }
        page_table_end(p);
    }
    page_command(p, "univocal matter list");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    struct matter *list = NULL;
    const size_t count = listed(p, &list);
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        show_matter_row(w, &list[i]);
    }
    json_end(w);
    return PAGE_DONE;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    static const char *const heads[] = {"body",  "reference", "title",    "topic",
                                        "stage", "opened",    "statement"};
    struct matter *list = NULL;
    const size_t count = listed(p, &list);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        csv_text(c, bytes_of_text(heads[i]));
    }
    csv_end(c);
    for (size_t i = 0; i < count; i++) {
        csv_text(c, list[i].body);
        csv_text(c, list[i].reference);
        csv_text(c, list[i].title);
        csv_text(c, topic_of(p->context->state, &list[i].id));
        csv_text(c, bytes_of_text(matter_stage_word(&list[i])));
        csv_integer(c, list[i].opened);
        csv_integer(c, list[i].statement);
        csv_end(c);
    }
    return PAGE_DONE;
}

static enum page_result find(struct page *p, struct matter *out)
{
    struct hash id;
    if (!matter_find(p->context->state, page_value(p, "body"), page_value(p, "reference"), &id) ||
        !matter_get(p->context->state, &id, p->arena, out)) {
        return page_unlisted(p, "/matters");
    }
    return PAGE_DONE;
}

static enum ring_state state_of(char letter, enum ring_state otherwise)
{
    switch (letter) {
    case 'Y':
        return RING_JOINED;
    case 'L':
        return RING_SILENT;
    case 'A':
        return RING_ABSTAINED;
    case 'N':
        return RING_BROKE;
    default:
        return otherwise;
    }
}

static bool has_objected(struct page *p, const struct hash *root, struct bytes member)
{
    struct objection *list = NULL;
    const size_t count = objection_list(p->context->state, root, p->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(list[i].member, member) && !list[i].withdrawn) {
            return true;
        }
    }
    return false;
}

/* Members on the text under silence: who said nothing kept silence when it has closed, and has not declared
 * itself before. */
static void write_ring(struct page *p, const struct silence *x, bool adopted)
{
    struct ring_segment *ring = ARENA_ARRAY(p->arena, struct ring_segment, x->seat_count + 1);
    for (size_t i = 0; i < x->seat_count; i++) {
        struct position said = {.letter = 0};
        (void)position_get(p->context->state, &x->root, x->seats[i].member, &said);
        ring[i].code = x->seats[i].member;
        ring[i].state = has_objected(p, &x->root, x->seats[i].member)
                            ? RING_BROKE
                            : state_of(said.letter, adopted ? RING_SILENT : RING_OPEN);
    }
    legend_ring(p, ring, x->seat_count, adopted, NULL);
}

static void write_left(struct page *p, const struct silence *x)
{
    const int64_t left = x->deadline_ms > p->now_ms ? x->deadline_ms - p->now_ms : 0;
    page_sayf(p, MESSAGE_matter_runs, SAY_TEXT("time", page_time_text(p->arena, x->deadline_ms)));
    html_raw(p->html, " ");
    html_open(p->html, "strong");
    page_sayf(p, MESSAGE_word_minutes, SAY_NUMBER("count", left / 60000),
              SAY_NUMBER("seconds", left / 1000 % 60));
    html_close(p->html);
    p->refresh_s = left > 600000 ? 60 : left > 60000 ? 10 : 2;
}

/* Where the silence stands, in a sentence. What still runs makes the page refresh itself. */
static void write_clock(struct page *p, const struct silence *x)
{
    html_open(p->html, "p");
    html_attribute(p->html, "class", x->stage == SILENCE_BROKEN ? BYTES("note stop") : BYTES("note"));
    switch (x->stage) {
    case SILENCE_WAITING:
        page_sayf(p, MESSAGE_matter_waiting,
                  SAY_NUMBER("count", silence_available_count(p->context->state, x, p->arena)),
                  SAY_NUMBER("needed", x->nodes - x->faulty));
        p->refresh_s = 2;
        break;
    case SILENCE_RUNNING:
        write_left(p, x);
        break;
    case SILENCE_FIRED:
        page_sayf(p, MESSAGE_matter_fired,
                  SAY_NUMBER("count", silence_clear_count(p->context->state, x, p->arena)),
                  SAY_NUMBER("nodes", x->nodes));
        p->refresh_s = 1;
        break;
    case SILENCE_BROKEN:
        page_say(p, MESSAGE_matter_broken);
        break;
    case SILENCE_CLOSED:
        page_say(p, MESSAGE_matter_closed);
        break;
    case SILENCE_LAPSED:
        page_say(p, MESSAGE_matter_silence_lapsed);
        break;
    }
    if (p->at) {
        p->refresh_s = 0;
    }
    html_close(p->html);
}

/* Who broke it, in whose words. */
static bool write_objections(struct page *p, const struct silence *x)
{
    struct objection *list = NULL;
    const size_t count = objection_list(p->context->state, &x->root, p->arena, &list);
    page_part(p, MESSAGE_matter_objections);
    for (size_t i = 0; i < count; i++) {
        page_part_item(p);
        html_open(p->html, "blockquote");
        page_link_member(p, list[i].member);
        html_raw(p->html, " ");
        page_link_entry(p, (uint64_t)list[i].raised);
        html_raw(p->html, ": ");
        page_content(p, act_words(p->context, list[i].raised, "reason"), BYTES(""));
        if (list[i].withdrawn) {
            html_raw(p->html, " ");
            page_say(p, MESSAGE_matter_withdrawn);
        }
        html_close(p->html);
    }
    page_part_end(p);
    return *p->context->error == OK;
}

static bool write_silence(struct page *p, const struct matter *m)
{
    struct silence x;
    struct silence_end end = {.decided = false};
    if (hash_is_zero(&m->silence) || !silence_get(p->context->state, &m->silence, p->arena, &x)) {
        return true;
    }
    bool adopted = false;
    if (x.ended != 0) {
        if (!silence_end_of(p->context, &x, &end)) {
            return false;
        }
        adopted = end.close.statement > 0;
    }
    page_heading(p, "silence", MESSAGE_matter_silence_heading);
    write_clock(p, &x);
    write_ring(p, &x, adopted);
    if (end.decided) {
        page_heading(p, "explanation", MESSAGE_decision_explanation);
        page_decision(p, &end.decision);
        page_turn(p, &end.turn);
    }
    return write_objections(p, &x);
}

static void write_name(struct page *p, struct bytes id, bool gone)
{
    if (gone) {
        html_element(p->html, "del", id);
    } else {
        html_element(p->html, "bdi", id);
    }
}

static void write_alternative(struct page *p, const struct provision *in, const struct alternative *x)
{
    write_name(p, x->id, x->withdrawn);
    html_raw(p->html, " ");
    page_link_member(p, x->sponsor);
    html_raw(p->html, " ");
    page_link_entry(p, (uint64_t)x->proposed);
    if (bytes_equal(in->chosen, x->id)) {
        html_raw(p->html, " ");
        page_say(p, MESSAGE_matter_chosen);
    }
}

static void write_hold(struct page *p, const struct hold *x)
{
    html_raw(p->html, "[ ");
    page_link_member(p, x->member);
    html_raw(p->html, ": ");
    page_content(p, x->reason, BYTES(""));
    html_raw(p->html, " ] ");
    if (x->release.len > 0) {
        page_say(p, MESSAGE_matter_release);
        html_raw(p->html, " ");
        page_content(p, x->release, BYTES(""));
        html_raw(p->html, " ");
    }
    page_link_entry(p, (uint64_t)x->placed);
}

/* A row for each alternative, then for each bracket: a provision may have many of both. */
static void write_provision(struct page *p, const struct matter *m, const struct provision *x)
{
    struct state *s = p->context->state;
    struct alternative *alternatives = NULL;
    struct hold *holds = NULL;
    const size_t count = alternative_list(s, &m->id, x->id, p->arena, &alternatives);
    const size_t hold_count = hold_list(s, &m->id, x->id, p->arena, &holds);
    for (size_t i = 0; i < count + hold_count || i == 0; i++) {
        page_row(p);
        page_cell(p);
        write_name(p, x->id, x->deleted);
        page_cell(p);
        if (i < count) {
            write_alternative(p, x, &alternatives[i]);
        }
        page_cell(p);
        if (i >= count && i < count + hold_count) {
            write_hold(p, &holds[i - count]);
        }
    }
}

static void write_provisions(struct page *p, const struct matter *m)
{
    struct provision *list = NULL;
    const size_t count = provision_list(p->context->state, &m->id, p->arena, &list);
    page_heading(p, "text", MESSAGE_matter_text);
    page_paragraph(p, m->stage == MATTER_ADOPTED ? MESSAGE_matter_text_adopted : MESSAGE_matter_text_draft);
    if (m->stage != MATTER_ADOPTED) {
        page_hosting_note(p);
    }
    if (count == 0) {
        return;
    }
    page_table(p, MESSAGE_matter_text, MESSAGE_matter_provision, MESSAGE_matter_alternatives,
               MESSAGE_matter_brackets);
    for (size_t i = 0; i < count; i++) {
        write_provision(p, m, &list[i]);
    }
    page_table_end(p);
}

/* Who stands where on the newest version, and why, in the member's own words. */
static void write_standings(struct page *p, const struct matter *m)
{
    struct matter_standing *list = NULL;
    const size_t count = matter_standings(p->context, m, &list);
    if (count == 0) {
        return;
    }
    page_heading(p, "positions", MESSAGE_matter_positions);
    page_table(p, MESSAGE_matter_positions, MESSAGE_matter_member, MESSAGE_matter_position,
               MESSAGE_matter_words);
    for (size_t i = 0; i < count; i++) {
        page_row(p);
        page_cell(p);
        page_link_member(p, list[i].member);
        page_cell(p);
        if (list[i].letter != 0) {
            page_position(p, list[i].letter);
            html_raw(p->html, " ");
        }
        page_link_entry(p, (uint64_t)list[i].entry);
        page_cell(p);
        page_content(p, list[i].reason, BYTES(""));
        if (list[i].explanation.len > 0) {
            html_open(p->html, "p");
            page_content(p, list[i].explanation, BYTES(""));
            html_close(p->html);
        }
    }
    page_table_end(p);
}

static void write_terms(struct page *p, const struct matter *m)
{
    const struct bytes topic = topic_of(p->context->state, &m->id);
    page_terms(p);
    page_term(p, MESSAGE_matter_body);
    page_link_body(p, m->body);
    page_term(p, MESSAGE_matter_stage);
    write_stage(p, m);
    page_term(p, MESSAGE_matter_opened);
    page_time(p, m->opened_ms);
    html_raw(p->html, " ");
    page_link_member(p, m->member);
    html_raw(p->html, " ");
    page_link_entry(p, (uint64_t)m->opened);
    page_term(p, MESSAGE_matter_rule);
    page_link_rule(p, m->rule);
    if (topic.len > 0) {
        page_term(p, MESSAGE_matter_topic);
        page_link(p, BYTES("/statements?topic="), topic);
        html_text(p->html, topic);
        html_close(p->html);
    }
    if (m->versions > 0) {
        page_term(p, MESSAGE_matter_versions);
        html_integer(p->html, m->versions);
    }
    if (m->statement > 0) {
        page_term(p, MESSAGE_matter_statement);
        page_link_statement_number(p, m->statement);
    }
    if (!hash_is_zero(&m->root)) {
        page_term(p, MESSAGE_matter_root);
        html_element(p->html, "code", bytes_of_text(hash_hex(&m->root).text));
    }
    page_terms_end(p);
}

static enum page_result one_html(struct page *p)
{
    struct matter m = {0};
    const enum page_result r = find(p, &m);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title_content(p, m.title.len > 0 ? m.title : m.reference, BYTES(""));
    write_terms(p, &m);
    if (!write_silence(p, &m)) {
        return PAGE_UNAVAILABLE;
    }
    write_standings(p, &m);
    write_provisions(p, &m);
    page_command(p, arena_printf(p->arena, "univocal matter show %s/%s\nunivocal silence show %s/%s",
                                 arena_text(p->arena, m.body), arena_text(p->arena, m.reference),
                                 arena_text(p->arena, m.body), arena_text(p->arena, m.reference)));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct matter m = {0};
    const enum page_result r = find(p, &m);
    if (r != PAGE_DONE) {
        return r;
    }
    return show_matter(w, p->context, &m) ? PAGE_DONE : PAGE_UNAVAILABLE;
}

static enum page_result one_csv(struct page *p, struct csv *c)
{
    static const char *const heads[] = {"provision", "alternative", "sponsor", "proposed",
                                        "chosen",    "withdrawn",   "root"};
    struct matter m = {0};
    struct provision *list = NULL;
    const enum page_result r = find(p, &m);
    if (r != PAGE_DONE) {
        return r;
    }
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        csv_text(c, bytes_of_text(heads[i]));
    }
    csv_end(c);
    const size_t count = provision_list(p->context->state, &m.id, p->arena, &list);
    for (size_t i = 0; i < count; i++) {
        struct alternative *all = NULL;
        const size_t all_count = alternative_list(p->context->state, &m.id, list[i].id, p->arena, &all);
        for (size_t k = 0; k < all_count; k++) {
            csv_text(c, list[i].id);
            csv_text(c, all[k].id);
            csv_text(c, all[k].sponsor);
            csv_integer(c, all[k].proposed);
            csv_integer(c, bytes_equal(list[i].chosen, all[k].id));
            csv_integer(c, all[k].withdrawn);
            csv_text(c, bytes_of_text(hash_hex(&all[k].root).text));
            csv_end(c);
        }
    }
    return PAGE_DONE;
}

const struct route matter_routes[] = {
    {.pattern = "/matters",
     .operation = "matters",
     .summary = "What the members consult on, the newest first.",
     .name = MESSAGE_matter_title,
     .schema = "MatterList",
     .list = true,
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/matters/{body}/{reference}",
     .operation = "matter",
     .summary = "A matter: how far it is, its silence while it runs, whose alternatives stand in its text.",
     .name = MESSAGE_matter_title,
     .parameters = {{"body", PARAMETER_ID, "The body in which it was opened."},
                    {"reference", PARAMETER_ID, "Its reference there."}},
     .schema = "Matter",
     .live = true,
     .html = one_html,
     .json = one_json,
     .csv = one_csv},
    {.pattern = NULL},
};

/* Members: where each sits, who hosts its node, its keys, what is claimed about it. One whose node another
 * hosts is equal in everything. */
#include "analysis/act_words.h"
#include "analysis/show_member.h"
#include "mechanism/body.h"
#include "mechanism/law.h"
#include "mechanism/speech.h"
#include "mechanism/status.h"
#include "web/links.h"
#include "web/routes.h"

static void write_clearing(struct page *p, const struct member *m)
{
    const struct bytes clearing = show_member_clearing(p->context, m);
    if (bytes_equal(clearing, m->code)) {
        page_say(p, MESSAGE_member_own_node);
    } else {
        page_say(p, MESSAGE_member_hosted_by);
        html_raw(p->html, " ");
        page_link_member(p, clearing);
    }
}

/* The bodies in which it sits, and of which it has the chair. */
static void write_seats(struct page *p, struct bytes code)
{
    struct body *bodies = NULL;
    const size_t count = body_list(p->context->state, p->arena, &bodies);
    bool begun = false;
    for (size_t i = 0; i < count; i++) {
        if (!body_has(&bodies[i], code)) {
            continue;
        }
        html_cstring(p->html, begun ? ", " : "");
        begun = true;
        page_link_body(p, bodies[i].id);
        if (bytes_equal(bodies[i].chair, code)) {
            html_raw(p->html, " (");
            page_say(p, MESSAGE_member_chair);
            html_raw(p->html, ")");
        }
    }
}

static enum page_result list_html(struct page *p)
{
    struct member *list = NULL;
    const size_t count = member_list(p->context->state, p->arena, &list);
    page_title(p, MESSAGE_member_title);
    page_paragraph(p, MESSAGE_member_intro);
    page_table(p, MESSAGE_member_title, MESSAGE_member_code, MESSAGE_member_name, MESSAGE_member_seats,
               MESSAGE_member_node, MESSAGE_member_delegates);
    for (size_t i = 0; i < count; i++) {
        page_row(p);
        page_cell(p);
        page_link_member(p, list[i].code);
        page_cell(p);
        html_content(p->html, list[i].name, BYTES(""));
        page_cell(p);
        write_seats(p, list[i].code);
        page_cell(p);
        write_clearing(p, &list[i]);
        page_cell(p);
        html_integer(p->html, list[i].delegates);
    }
    page_table_end(p);
    page_command(p, "univocal member list");
    return PAGE_DONE;
}

static enum page_result list_json(struct page *p, struct json_writer *w)
{
    struct member *list = NULL;
    const size_t count = member_list(p->context->state, p->arena, &list);
    json_array(w, NULL);
    for (size_t i = 0; i < count; i++) {
        show_member(w, p->context, &list[i]);
    }
    json_end(w);
    return PAGE_DONE;
}

static enum page_result list_csv(struct page *p, struct csv *c)
{
    static const char *const names[] = {"code", "name", "clearing", "delegates"};
    struct member *list = NULL;
    const size_t count = member_list(p->context->state, p->arena, &list);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        csv_text(c, bytes_of_text(names[i]));
    }
    csv_end(c);
    for (size_t i = 0; i < count; i++) {
        csv_text(c, list[i].code);
        csv_text(c, list[i].name);
        csv_text(c, show_member_clearing(p->context, &list[i]));
        csv_integer(c, list[i].delegates);
        csv_end(c);
    }
    return PAGE_DONE;
}

static enum page_result find(struct page *p, struct member *out)
{
    return member_get(p->context->state, page_value(p, "member"), out)
               ? PAGE_DONE
               : page_unlisted(p, "/members");
}

static void write_keys(struct page *p, struct bytes code)
{
    struct member_key *keys = NULL;
    const size_t count = member_keys(p->context->state, code, p->arena, &keys);
    page_heading(p, "keys", MESSAGE_member_keys);
    page_paragraph(p, MESSAGE_member_keys_text);
    page_table(p, MESSAGE_member_keys, MESSAGE_member_key, MESSAGE_member_role, MESSAGE_member_delegate,
               MESSAGE_member_powers, MESSAGE_member_enrolled, MESSAGE_member_revoked);
    for (size_t i = 0; i < count; i++) {
        struct hash h;
        for (size_t k = 0; k < sizeof h.bytes; k++) {
            h.bytes[k] = keys[i].key.bytes[k];
        }
        page_row(p);
        page_cell(p);
        page_link_digest(p, &h);
        page_cell(p);
        html_element(p->html, "code", bytes_of_text(role_word(keys[i].role)));
        page_cell(p);
        html_content(p->html, keys[i].name, BYTES(""));
        page_cell(p);
        html_element(p->html, "code", bytes_of_text(power_words(p->arena, keys[i].powers)));
        page_cell(p);
        page_link_entry(p, (uint64_t)keys[i].enrolled);
        page_cell(p);
        if (keys[i].revoked > 0) {
            page_link_entry(p, (uint64_t)keys[i].revoked);
        }
    }
    page_table_end(p);
}

static void write_decided(struct page *p, enum status_kind kind, struct bytes code, enum message stands,
                          enum message lifted)
{
    struct status x;
    if (status_get(p->context->state, kind, code, &x)) {
        html_open(p->html, "p");
        html_open(p->html, "strong");
        page_say(p, x.stands ? stands : lifted);
        html_close(p->html);
        html_raw(p->html, ", ");
        page_link_entry(p, (uint64_t)x.decided);
        html_close(p->html);
    }
}

/* What is decided about it, and what others or itself claim; the software decides nothing about claims. */
static void write_status(struct page *p, struct bytes code)
{
    struct claim *claims = NULL;
    const size_t count = claim_list(p->context->state, code, p->arena, &claims);
    write_decided(p, STATUS_SUSPENSION, code, MESSAGE_member_suspended, MESSAGE_member_restored);
    write_decided(p, STATUS_CONTEST, code, MESSAGE_member_contested, MESSAGE_member_settled);
    if (count == 0) {
        return;
    }
    page_heading(p, "claims", MESSAGE_member_claims);
    page_paragraph(p, MESSAGE_member_claims_text);
    page_part(p, MESSAGE_member_claims);
    for (size_t i = 0; i < count && *p->context->error == OK; i++) {
        page_part_item(p);
        html_open(p->html, "blockquote");
        page_content(p, act_words(p->context, claims[i].stated, "text"), BYTES(""));
        html_close(p->html);
        html_open(p->html, "p");
        page_link_member(p, claims[i].by);
        html_raw(p->html, ", ");
        page_link_entry(p, (uint64_t)claims[i].stated);
        html_close(p->html);
    }
    page_part_end(p);
}

static void write_speeches(struct page *p, struct bytes code)
{
    struct speech *list = NULL;
    const size_t count = speech_list(p->context->state, p->arena, &list);
    size_t left = 20; /* the newest; the list of all is a page of its own */
    page_heading(p, "speeches", MESSAGE_speech_title);
    html_open(p->html, "ul");
    for (size_t i = count; i > 0 && left > 0; i--) {
        const struct speech *x = &list[i - 1];
        if (bytes_equal(x->member, code)) {
            left--;
            html_open(p->html, "li");
            page_link_speech(p, x);
            html_raw(p->html, " ");
            html_element(p->html, "bdi", x->date);
            html_close(p->html);
        }
    }
    if (left == 20) {
        html_open(p->html, "li");
        page_say(p, MESSAGE_word_none);
        html_close(p->html);
    }
    html_close(p->html);
}

static enum page_result one_html(struct page *p)
{
    struct member m;
    const enum page_result r = find(p, &m);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title_content(p, m.name.len > 0 ? m.name : m.code, BYTES(""));
    page_terms(p);
    page_term(p, MESSAGE_member_code);
    html_element(p->html, "bdi", m.code);
    page_term(p, MESSAGE_member_seats);
    write_seats(p, m.code);
    page_term(p, MESSAGE_member_node);
    write_clearing(p, &m);
    page_terms_end(p);
    page_paragraph(p, MESSAGE_member_equal);
    write_status(p, m.code);
    write_keys(p, m.code);
    write_speeches(p, m.code);
    page_command(p, arena_printf(p->arena, "univocal member show %s", arena_text(p->arena, m.code)));
    return PAGE_DONE;
}

static enum page_result one_json(struct page *p, struct json_writer *w)
{
    struct member m;
    const enum page_result r = find(p, &m);
    if (r == PAGE_DONE) {
        show_member(w, p->context, &m);
    }
    return r;
}

const struct route member_routes[] = {
    {.pattern = "/members",
     .operation = "members",
     .summary = "The members, as equals: seats, nodes, delegates.",
     .name = MESSAGE_member_title,
     .schema = "MemberList",
     .html = list_html,
     .json = list_json,
     .csv = list_csv},
    {.pattern = "/members/{member}",
     .operation = "member",
     .summary = "A member: seats, node, keys, what is decided and claimed about it.",
     .name = MESSAGE_member_title,
     .parameters = {{"member", PARAMETER_CODE, "Its code."}},
     .schema = "Member",
     .html = one_html,
     .json = one_json},
    {.pattern = NULL},
};

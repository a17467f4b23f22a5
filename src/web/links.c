#include "web/links.h"

#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/platform.h"
#include "mechanism/session.h"
#include "mechanism/speech.h"
#include "mechanism/statement.h"

static struct bytes decimal(struct page *p, int64_t n)
{
    return bytes_of_text(arena_printf(p->arena, "%lld", (long long)n));
}

static struct bytes digits(struct page *p, const struct hash *id)
{
    return arena_copy(p->arena, bytes_of_text(hash_hex(id).text));
}

/* What stands in a link that is open, and its end. */
static void end_with_title(struct page *p, struct bytes title, struct bytes otherwise)
{
    html_content(p->html, title.len > 0 ? title : otherwise, BYTES(""));
    html_close(p->html);
}

void page_link_body(struct page *p, struct bytes id)
{
    page_link(p, BYTES("/bodies/"), id);
    html_element(p->html, "bdi", id);
    html_close(p->html);
}

void page_link_rule(struct page *p, struct bytes name)
{
    page_link(p, BYTES("/charter/"), name);
    html_element(p->html, "code", name);
    html_close(p->html);
}

void page_link_members(struct page *p, const struct bytes *codes, size_t count, size_t of)
{
    const bool linked = of <= MEMBERS_LINKED_MAX;
    if (!linked) {
        html_open(p->html, "bdi");
    }
    for (size_t i = 0; i < count; i++) {
        html_cstring(p->html, i == 0 ? "" : ", ");
        if (linked) {
            page_link_party(p, codes[i]);
        } else {
            html_text(p->html, codes[i]);
        }
    }
    if (!linked) {
        html_close(p->html);
    }
}

void page_link_party(struct page *p, struct bytes code)
{
    struct member m;
    if (member_get(p->context->state, code, &m)) {
        page_link_member(p, code);
    } else {
        html_element(p->html, "bdi", code);
    }
}

void page_link_matter(struct page *p, const struct matter *m)
{
    page_link(p, BYTES("/matters/"), m->body, BYTES("/"), m->reference);
    end_with_title(p, m->title, m->reference);
}

void page_link_speech(struct page *p, const struct speech *x)
{
    page_link(p, BYTES("/speeches/"), digits(p, &x->id));
    end_with_title(p, x->title, x->date);
}

void page_link_matter_of(struct page *p, const struct hash *id)
{
    struct matter m;
    if (matter_get(p->context->state, id, p->arena, &m)) {
        page_link_matter(p, &m);
    } else {
        page_link_digest(p, id);
    }
}

void page_link_session_of(struct page *p, const struct hash *id)
{
    struct session x;
    if (session_get(p->context->state, id, &x)) {
        page_link(p, BYTES("/sessions/"), digits(p, id));
        end_with_title(p, x.title, x.reference);
    } else {
        page_link_digest(p, id);
    }
}

void page_link_platform(struct page *p, int64_t number)
{
    struct platform x;
    if (platform_get(p->context->state, number, &x)) {
        page_link(p, BYTES("/platforms/"), decimal(p, number));
        end_with_title(p, x.name, decimal(p, number));
    } else {
        html_integer(p->html, number);
    }
}

static void open_statement(struct page *p, int64_t number)
{
    page_link(p, BYTES("/statements/"), decimal(p, number));
    page_sayf(p, MESSAGE_statement_number_of, SAY_NUMBER("number", number));
}

void page_link_statement_number(struct page *p, int64_t number)
{
    open_statement(p, number);
    html_close(p->html);
}

void page_link_statement(struct page *p, int64_t number)
{
    struct statement x;
    struct matter m;
    open_statement(p, number);
    if (statement_get(p->context->state, number, p->arena, &x) &&
        matter_get(p->context->state, &x.matter, p->arena, &m) && m.title.len > 0) {
        html_raw(p->html, ": ");
        html_content(p->html, m.title, BYTES(""));
    }
    html_close(p->html);
}

void page_link_vote(struct page *p, int64_t number)
{
    page_link(p, BYTES("/votes/"), decimal(p, number));
    page_sayf(p, MESSAGE_vote_number_is, SAY_NUMBER("number", number));
    html_close(p->html);
}

/* What a number, a digest, a name or words stand for, and the entries that have them. */
#include <string.h>

#include "base/limits.h"
#include "web/page_record.h"
#include "web/routes.h"

static const struct {
    const char *address; /* of its page, before the name; of two parts of a name: before each */
    enum message word;
} nouns[FOUND_NOUNS] = {
    [FOUND_ASSISTANCE] = {"/assistance/", MESSAGE_search_assistance},
    [FOUND_BODY] = {"/bodies/", MESSAGE_search_body},
    [FOUND_CHARTER] = {"/charter/", MESSAGE_search_charter},
    [FOUND_COMMITMENT] = {"/commitments/", MESSAGE_search_commitment},
    [FOUND_ELECTION] = {"/elections/", MESSAGE_search_election},
    [FOUND_ENTRY] = {"/record/", MESSAGE_search_entry},
    [FOUND_INSTRUMENT] = {"/instruments/", MESSAGE_search_instrument},
    [FOUND_MATTER] = {"/matters/", MESSAGE_search_matter},
    [FOUND_MEMBER] = {"/members/", MESSAGE_search_member},
    [FOUND_ORGANISATION] = {"/", MESSAGE_search_organisation},
    [FOUND_OLDER] = {"/statements/older/", MESSAGE_search_older},
    [FOUND_PLATFORM] = {"/platforms/", MESSAGE_search_platform},
    [FOUND_SESSION] = {"/sessions/", MESSAGE_search_session},
    [FOUND_SPEECH] = {"/speeches/", MESSAGE_search_speech},
    [FOUND_STATEMENT] = {"/statements/", MESSAGE_search_statement},
    [FOUND_VOTE] = {"/votes/", MESSAGE_search_vote},
};

struct search {
    struct bytes text; /* empty: nothing was asked */
    struct found things[FOUND_MAX];
    size_t count;
    struct found_entries entries;
};

static struct bytes trimmed(struct bytes s)
{
    while (s.len > 0 && s.data[0] == ' ') {
        s = bytes_of(s.data + 1, s.len - 1);
    }
    while (s.len > 0 && s.data[s.len - 1] == ' ') {
        s.len--;
    }
    return s;
}

static enum page_result search(struct page *p, enum language l, struct search *out)
{
    *out = (struct search){.text = trimmed(page_value(p, "q"))};
    if (out->text.len == 0) {
        return PAGE_DONE;
    }
    const uint64_t before = (uint64_t)page_after(p);
    if (before == 0) { /* what it stands for is said once, before the first entries */
        out->count = find_things(p->context, l, p->entry + 1, out->text, out->things);
    }
    const enum error e = find_entries(p->context, p->entry + 1, out->text, before, (size_t)page_limit(p),
                                      &out->entries);
    p->next = out->entries.before;
    if (e != OK) {
        *p->context->error = e;
    }
    return *p->context->error == OK ? PAGE_DONE : PAGE_UNAVAILABLE;
}

/* A link to its page. */
static void write_thing(struct page *p, const struct found *x)
{
    const struct bytes address = bytes_of_text(nouns[x->noun].address);
    const uint8_t *slash = memchr(x->name.data, '/', x->name.len);
    page_say(p, nouns[x->noun].word);
    html_raw(p->html, " ");
    if (slash != NULL) {
        const size_t len = (size_t)(slash - x->name.data);
        page_link(p, address, bytes_of(x->name.data, len), BYTES("/"),
                  bytes_of(slash + 1, x->name.len - len - 1));
    } else if (x->name.len > 0) {
        page_link(p, address, x->name);
    } else { /* of which there is one */
        page_link(p, x->noun == FOUND_CHARTER ? BYTES("/charter") : BYTES("/"));
    }
    html_content(p->html, x->title.len > 0 ? x->title : x->name, BYTES(""));
    html_close(p->html);
    if (x->title.len > 0 && x->name.len > 0 && x->name.len < 64) {
        html_raw(p->html, " ");
        html_element(p->html, "code", x->name);
    }
}

static enum page_result search_html(struct page *p)
{
    struct search s;
    const enum page_result r = search(p, p->language, &s);
    if (r != PAGE_DONE) {
        return r;
    }
    page_title(p, MESSAGE_search_title);
    page_paragraph(p, MESSAGE_search_intro);
    if (s.text.len > 0) {
        html_open(p->html, "p");
        html_class(p->html, "said");
        html_content(p->html, s.text, BYTES(""));
        html_close(p->html);
    }
    if (s.count > 0) {
        page_heading(p, "things", MESSAGE_search_things);
        html_open(p->html, "ul");
        for (size_t i = 0; i < s.count; i++) {
            html_open(p->html, "li");
            write_thing(p, &s.things[i]);
            html_close(p->html);
        }
        html_close(p->html);
    }
    if (s.entries.count > 0) {
        page_heading(p, "entries", MESSAGE_search_entries);
        page_entry_table(p, MESSAGE_search_entries);
        for (size_t i = 0; i < s.entries.count; i++) {
            page_entry_row(p, &s.entries.lines[i]);
        }
        page_table_end(p);
    } else if (s.text.len > 0) {
        page_paragraph(p, MESSAGE_search_none);
    }
    if (p->next > 0) {
        html_open(p->html, "p");
        page_sayf(p, MESSAGE_search_further, SAY_NUMBER("count", p->next));
        html_close(p->html);
    }
    page_command(p, "univocal record find TEXT");
    return PAGE_DONE;
}

static enum page_result search_json(struct page *p, struct json_writer *w)
{
    struct search s;
    const enum page_result r = search(p, LANGUAGE_EN, &s);
    if (r == PAGE_DONE) {
        show_found(w, s.things, s.count, &s.entries);
    }
    return r;
}

const struct route search_routes[] = {
    {.pattern = "/search",
     .operation = "search",
     .summary = "What a number, a digest, a name or words stand for, and the entries that have them.",
     .name = MESSAGE_search_title,
     .parameters = {{"q", PARAMETER_QUOTATION, "What is looked for."}},
     .schema = "Found",
     .list = true,
     .html = search_html,
     .json = search_json},
    {.pattern = NULL},
};

/* The charter in force: its articles in words, each with its formal text and what its rule asks for. */
#include "analysis/show_charter.h"
#include "analysis/show_power.h"
#include "base/limits.h"
#include "mechanism/law.h"
#include "mechanism/member.h"
#include "web/routes.h"

enum { SENTENCE_BYTES_MAX = 4096 }; /* of one that is shown whole */

static void prose_in_force(struct page *p, enum language l, struct prose *out)
{
    prose_of(p->arena, law_now(p->context), l, out);
}

static void write_period(struct page *p, const struct prose_article *x)
{
    if (x->period.len > 0) {
        html_raw(p->html, " (");
        html_element(p->html, "bdi", x->period);
        html_raw(p->html, ")");
    }
}

static void write_contents_row(struct page *p, const struct prose_article *x)
{
    page_item(p);
    page_link(p, BYTES("/charter/"), x->anchor);
    html_content(p->html, x->title, BYTES(""));
    html_close(p->html);
    write_period(p, x);
    if (x->unverified.len > 0) {
        html_raw(p->html, " ");
        html_open(p->html, "span");
        html_class(p->html, "tag");
        page_say(p, MESSAGE_charter_unverified);
        html_close(p->html);
    }
}

static void write_contents(struct page *p, const struct prose *prose)
{
    static const struct {
        const char *id;
        enum message heading;
    } sections[SECTION_COUNT] = {
        [SECTION_ORGANISATION] = {"organisation", MESSAGE_charter_section_organisation},
        [SECTION_MEMBERS] = {"members", MESSAGE_charter_section_members},
        [SECTION_BODIES] = {"bodies", MESSAGE_charter_section_bodies},
        [SECTION_RULES] = {"rules", MESSAGE_charter_section_rules},
        [SECTION_PROCEDURE] = {"procedure", MESSAGE_charter_section_procedure},
    };
    for (size_t i = 0; i < prose->count; i++) {
        const struct prose_article *x = &prose->articles[i];
        if (i == 0 || prose->articles[i - 1].section != x->section) {
            if (i > 0) {
                page_list_end(p);
            }
            page_heading(p, sections[x->section].id, sections[x->section].heading);
            page_numbered_list(p, sections[x->section].heading, x->number);
        }
        write_contents_row(p, x);
    }
    if (prose->count > 0) {
        page_list_end(p);
    }
}

/* The option that has a command tell what the page tells. */
static const char *language_option(struct page *p)
{
    return p->language == LANGUAGE_EN ? ""
                                      : arena_printf(p->arena, " --language %s", language_tag(p->language));
}

static enum page_result whole_html(struct page *p)
{
    struct prose prose;
    prose_in_force(p, p->language, &prose);
    page_title_content(p, prose.title, BYTES(""));
    page_paragraph(p, MESSAGE_charter_intro);
    page_terms(p);
    page_term(p, MESSAGE_charter_version);
    html_integer(p->html, law_version(p->context->state));
    page_term(p, MESSAGE_charter_hash);
    html_digest(p->html, &prose.charter->hash, bytes_of_text(language_tag(p->language)));
    page_terms_end(p);
    if (prose.unverified > 0) {
        html_open(p->html, "p");
        html_class(p->html, "note");
        page_sayf(p, MESSAGE_charter_unverified_count, SAY_NUMBER("count", (int64_t)prose.unverified),
                  SAY_NUMBER("all", (int64_t)prose.count));
        html_close(p->html);
    }
    write_contents(p, &prose);
    page_command(p, arena_printf(p->arena, "univocal charter show --at %lld%s",
                                 (long long)law_version(p->context->state), language_option(p)));
    return PAGE_DONE;
}

static enum page_result whole_json(struct page *p, struct json_writer *w)
{
    struct prose prose;
    prose_in_force(p, LANGUAGE_EN, &prose); /* as the command prints it */
    show_charter(w, &prose);
    return PAGE_DONE;
}

static enum page_result find(struct page *p, enum language l, struct prose *prose, struct known *out)
{
    prose_in_force(p, l, prose);
    return names_find(p->arena, prose, page_value(p, "article"), BYTES(""), out)
               ? PAGE_DONE
               : page_unlisted(p, "/charter");
}

/* What the rule asks for, tried on as many members as there are; without sentences, *diag tells why. */
static void try_rule(struct page *p, enum language l, const struct prose_article *x, struct example *out,
                     struct diag *diag)
{
    const struct trial_side side = {.charter = law_now(p->context), .rule = x->rule};
    struct trial *trial = NULL;
    struct member *members = NULL;
    const size_t count = member_list(p->context->state, p->arena, &members);
    out->count = 0;
    if (x->rule != NULL && trial_new(p->arena, &side, 1, count, x->until, &trial, diag) == OK) {
        example_of(p->arena, l, trial, 0, out);
    }
}

/* One that names a great many, whose references are no links: the page shows what it has room for. */
static void write_long_sentence(struct page *p, struct bytes s)
{
    struct buffer b;
    buffer_init(&b, s.len);
    prose_add_plain(&b, s);
    page_content(p, arena_copy(p->arena, buffer_view(&b)), bytes_of_text(language_tag(p->language)));
    buffer_done(&b);
}

/* A sentence whose references are links. */
static void write_sentence(struct page *p, const struct prose *prose, struct bytes s)
{
    struct bytes words;
    const struct prose_article *article = NULL;
    page_item(p);
    if (s.len > SENTENCE_BYTES_MAX) {
        write_long_sentence(p, s);
        return;
    }
    while (prose_next(prose, &s, &words, &article)) {
        if (article != NULL) {
            page_link(p, BYTES("/charter/"), article->anchor);
        }
        html_text(p->html, words);
        if (article != NULL) {
            html_close(p->html);
        }
    }
}

static void write_formal(struct page *p, struct bytes formal)
{
    if (formal.len == 0) {
        return;
    }
    html_open(p->html, "details");
    html_open(p->html, "summary");
    page_say(p, MESSAGE_charter_formal);
    html_close(p->html);
    page_code(p, formal, NULL);
    html_close(p->html);
}

static void write_power(struct page *p, struct bytes name)
{
    struct bytes body;
    const struct charter *law = law_now(p->context);
    const struct charter_rule *rule = law_rule(p->context, law, name, p->context->time_ms);
    if (rule != NULL && power_body(law, rule, &body)) {
        page_link_alone(p, MESSAGE_power_link, BYTES("/charter/"), name, BYTES("/power"));
    }
}

static void write_example(struct page *p, const struct prose_article *x)
{
    struct example *example = ARENA_NEW(p->arena, struct example);
    struct diag diag = {.line = 0};
    try_rule(p, p->language, x, example, &diag);
    if (x->rule == NULL) {
        return;
    }
    page_heading(p, "example", MESSAGE_charter_example);
    if (example->count == 0) {
        page_paragraph(p, MESSAGE_charter_untried);
        return;
    }
    page_list(p, MESSAGE_charter_example);
    for (size_t i = 0; i < example->count; i++) {
        page_item(p);
        html_text(p->html, example->sentences[i]);
    }
    page_list_end(p);
    write_power(p, x->rule->name);
}

static void write_heading(struct page *p, const struct prose_article *x)
{
    if (x->source.len > 0) {
        html_open(p->html, "p");
        page_sayf(p, MESSAGE_charter_source, SAY_TEXT("source", x->source));
        html_close(p->html);
    }
    if (x->unverified.len > 0) {
        html_open(p->html, "p");
        html_class(p->html, "note");
        page_sayf(p, MESSAGE_charter_unverified_why, SAY_TEXT("why", x->unverified));
        html_close(p->html);
    }
}

static void write_sentences(struct page *p, const struct prose *prose, const struct bytes *sentences,
                            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        write_sentence(p, prose, sentences[i]);
    }
}

static enum page_result article_html(struct page *p)
{
    struct prose prose;
    struct known known;
    const enum page_result r = find(p, p->language, &prose, &known);
    if (r != PAGE_DONE) {
        return r;
    }
    const struct prose_article *x = known.article;
    page_title_content(p, known.own ? x->title : known.name, BYTES(""));
    html_open(p->html, "p");
    html_class(p->html, "muted");
    page_sayf(p, MESSAGE_charter_article, SAY_NUMBER("number", x->number));
    if (known.own) {
        write_period(p, x);
    }
    html_close(p->html);
    if (known.own) {
        write_heading(p, x);
    }
    page_numbered_list(p, MESSAGE_charter_sentences, 1);
    write_sentences(p, &prose, known.sentences, known.count);
    page_list_end(p);
    write_formal(p, known.formal);
    if (known.use_count > 0) {
        page_heading(p, "uses", MESSAGE_charter_uses);
        page_list(p, MESSAGE_charter_uses);
        write_sentences(p, &prose, known.uses, known.use_count);
        page_list_end(p);
    }
    if (known.own) {
        write_example(p, x);
    }
    page_paragraph(p, MESSAGE_charter_binds);
    page_command(p, arena_printf(p->arena, "univocal charter explain %s %s%s",
                                 arena_text(p->arena, prose.charter->name),
                                 arena_text(p->arena, known.own ? x->anchor : known.name),
                                 language_option(p)));
    return PAGE_DONE;
}

static enum page_result article_json(struct page *p, struct json_writer *w)
{
    struct prose prose;
    struct known known;
    struct example *example = ARENA_NEW(p->arena, struct example);
    struct diag diag = {.line = 0};
    const enum page_result r = find(p, LANGUAGE_EN, &prose, &known);
    if (r == PAGE_DONE) {
        if (known.own) {
            try_rule(p, LANGUAGE_EN, known.article, example, &diag);
        }
        show_known(w, &known, example);
    }
    return r;
}

const struct route charter_routes[] = {
    {.pattern = "/charter",
     .operation = "charter",
     .summary = "The charter in force as numbered articles, and in its formal text.",
     .name = MESSAGE_charter_title,
     .schema = "Charter",
     .html = whole_html,
     .json = whole_json},
    {.pattern = "/charter/{article}",
     .operation = "article",
     .summary = "An article of the charter in force: in words, formally, and what its rule asks for.",
     .name = MESSAGE_charter_title,
     .parameters = {{"article", PARAMETER_LINE, "Its number, its anchor, or any name of the charter."}},
     .schema = "Article",
     .html = article_html,
     .json = article_json},
    {.pattern = NULL},
};

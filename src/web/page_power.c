/* What power a rule of the charter in force gives each member who sits in the body that decides by it. */
#include "analysis/show_power.h"
#include "base/check.h"
#include "charter/print.h"
#include "mechanism/law.h"
#include "web/bar.h"
#include "web/links.h"
#include "web/routes.h"

static enum page_result find(struct page *p, struct power_view *v, struct bytes *body)
{
    const struct charter *law = law_now(p->context);
    const struct charter_rule *rule = law_rule(p->context, law, page_value(p, "rule"), p->context->time_ms);
    const struct bytes *over = NULL;
    struct diag diag = {.message = ""};
    if (rule == NULL) {
        return page_unlisted(p, "/charter");
    }
    const bool joint = charter_rule_over(rule, &over) > 0;
    const bool decides = power_body(law, rule, body);
    *body = page_value(p, "body").len > 0 ? page_value(p, "body") : *body;
    if (!joint && body->len > 0 && charter_body(law, *body) == NULL) {
        return page_unlisted(p, "/bodies");
    }
    if (!decides && body->len == 0) {
        return page_detail(p, PAGE_NOT_YET, MESSAGE_detail_power_body);
    }
    const enum error e = power_view_now(p->context, rule, *body, v, &diag);
    if (e != OK && *p->context->error == OK) {
        (void)page_detail(p, PAGE_NOT_YET,
                          e == ERROR_NOT_FOUND ? MESSAGE_detail_power_nobody : MESSAGE_detail_power_refused);
        p->detail = e == ERROR_NOT_FOUND ? p->detail : arena_copy(p->arena, bytes_of_text(diag.message));
        return PAGE_NOT_YET;
    }
    return e == OK ? PAGE_DONE : PAGE_UNAVAILABLE;
}

static void write_method(struct page *p, const struct power_answer *x)
{
    if (x->method == POWER_SAMPLED) {
        page_sayf(p, MESSAGE_power_sampled, SAY_NUMBER("samples", x->samples));
    } else {
        page_say(p, MESSAGE_power_exact);
    }
}

static void write_block(struct page *p, const struct power_answer *x)
{
    if (x->blocking_size > 0) {
        struct buffer b;
        buffer_init(&b, 1024);
        wide_write(&b, &x->blocking_count);
        page_sayf(p, MESSAGE_power_block_least, SAY_NUMBER("size", x->blocking_size),
                  SAY_TEXT("ways", arena_copy(p->arena, buffer_view(&b))));
        buffer_done(&b);
    } else if (x->method == POWER_SAMPLED) {
        page_say(p, MESSAGE_power_block_unknown);
    } else {
        page_say(p, x->blocking_size == 0 ? MESSAGE_power_block_needless : MESSAGE_power_block_nobody);
    }
}

static void write_head(struct page *p, const struct power_view *v, struct bytes body)
{
    const struct power_answer *x = v->answer;
    const struct bytes *over = NULL;
    page_terms(p);
    page_term(p, MESSAGE_power_rule);
    page_link_rule(p, v->rule->name);
    if (charter_rule_over(v->rule, &over) == 0) {
        page_term(p, MESSAGE_power_body);
        page_link_body(p, body);
    }
    page_term(p, MESSAGE_power_players);
    html_integer(p->html, x->members);
    page_term(p, MESSAGE_power_method);
    write_method(p, x);
    page_term(p, MESSAGE_power_act);
    html_cstring(p->html, power_percent(p->arena, &x->act));
    page_term(p, MESSAGE_power_block);
    write_block(p, x);
    page_terms_end(p);
}

static void write_value(struct page *p, const struct power_value *v)
{
    page_cell(p);
    html_open(p->html, "bdi");
    html_cstring(p->html, power_percent(p->arena, v));
    html_close(p->html);
}

/* The bar is as long as the member's share is of that of the most powerful. */
static void write_row(struct page *p, const struct power_view *v, size_t voter)
{
    const struct power_row *r = power_row_of(v, voter);
    const struct bytes code = v->l->electors[voter]->code;
    const double most = power_row_of(v, v->voters[0])->shapley.value;
    const double part = most > 0 && r->shapley.value > 0 ? r->shapley.value / most : 0;
    const char *percent = power_percent(p->arena, &r->shapley);
    const struct say_value said[] = {SAY_TEXT("member", code), SAY_WORD("percent", percent)};
    page_row(p);
    page_cell(p);
    page_link_member(p, code);
    page_cell(p);
    bar_write_part(p->html, p->language, part, say_plain(p->arena, p->language, MESSAGE_power_bar, said, 2));
    html_raw(p->html, " ");
    html_element(p->html, "bdi", bytes_of_text(percent));
    write_value(p, &r->share);
    write_value(p, &r->prevent);
    write_value(p, &r->initiate);
    if (v->answer->method != POWER_SAMPLED) {
        write_value(p, &r->blocking);
    }
    page_cell(p);
    if (r->veto || r->dummy || r->hurts) {
        page_say(p, r->veto ? MESSAGE_power_veto : r->dummy ? MESSAGE_power_dummy : MESSAGE_power_hurts);
    }
}

static void write_table(struct page *p, const struct power_view *v)
{
    if (v->answer->method != POWER_SAMPLED) {
        page_table(p, MESSAGE_power_each, MESSAGE_power_member, MESSAGE_power_shapley, MESSAGE_power_banzhaf,
                   MESSAGE_power_prevent, MESSAGE_power_initiate, MESSAGE_power_blocking, MESSAGE_power_kind);
    } else {
        page_table(p, MESSAGE_power_each, MESSAGE_power_member, MESSAGE_power_shapley, MESSAGE_power_banzhaf,
                   MESSAGE_power_prevent, MESSAGE_power_initiate, MESSAGE_power_kind);
    }
    for (size_t i = 0; i < v->count; i++) {
        write_row(p, v, v->voters[i]);
    }
    page_table_end(p);
}

static enum page_result power_html(struct page *p)
{
    struct power_view v = {0};
    struct bytes body;
    const enum page_result r = find(p, &v, &body);
    if (r != PAGE_DONE) {
        return r;
    }
    check(v.answer != NULL);
    const char with[] = {v.answer->options.with, 0};
    const char against[] = {v.answer->options.against, 0};
    page_title(p, MESSAGE_power_title);
    html_open(p->html, "p");
    page_sayf(p, MESSAGE_power_intro, SAY_WORD("with", with), SAY_WORD("against", against));
    html_close(p->html);
    write_head(p, &v, body);
    if (v.answer->hurts) {
        html_open(p->html, "p");
        html_class(p->html, "note");
        page_say(p, MESSAGE_power_not_monotonic);
        html_close(p->html);
    }
    page_heading(p, "each", MESSAGE_power_each);
    page_paragraph(p, MESSAGE_power_measures);
    write_table(p, &v);
    page_command(p, arena_printf(p->arena, "univocal rule power %s --rule %s --members FILE",
                                 arena_text(p->arena, law_now(p->context)->name),
                                 arena_text(p->arena, v.rule->name)));
    return PAGE_DONE;
}

static enum page_result power_json(struct page *p, struct json_writer *w)
{
    struct power_view v = {0};
    struct bytes body;
    const enum page_result r = find(p, &v, &body);
    if (r == PAGE_DONE) {
        show_power(w, &v, -1);
    }
    return r;
}

static enum page_result power_csv(struct page *p, struct csv *c)
{
    static const char *const names[] = {"member",   "shapley", "share", "banzhaf", "prevent", "initiate",
                                        "blocking", "veto",    "dummy", "hurts",   "method"};
    struct power_view v = {0};
    struct bytes body;
    const enum page_result r = find(p, &v, &body);
    if (r != PAGE_DONE) {
        return r;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        csv_text(c, bytes_of_text(names[i]));
    }
    csv_end(c);
    for (size_t i = 0; i < v.count; i++) {
        const struct power_row *x = power_row_of(&v, v.voters[i]);
        const bool sampled = v.answer->method == POWER_SAMPLED;
        const struct power_value *values[] = {&x->shapley, &x->share,    &x->banzhaf,
                                              &x->prevent, &x->initiate, sampled ? NULL : &x->blocking};
        csv_text(c, v.l->electors[v.voters[i]]->code);
        for (size_t k = 0; k < sizeof values / sizeof values[0]; k++) {
            csv_text(c, values[k] == NULL ? BYTES("") : bytes_of_text(power_decimal(p->arena, values[k])));
        }
        csv_integer(c, x->veto);
        csv_integer(c, x->dummy);
        csv_integer(c, x->hurts);
        csv_text(c, bytes_of_text(power_method_word(v.answer->method)));
        csv_end(c);
    }
    return PAGE_DONE;
}

const struct route power_routes[] = {
    {.pattern = "/charter/{rule}/power",
     .operation = "power",
     .summary = "What power a rule in force gives each member who sits in the body that decides by it.",
     .name = MESSAGE_power_title,
     .parameters = {{"rule", PARAMETER_ID, "Its name in the charter in force."},
                    {"body", PARAMETER_ID, "In this body; else in the first that decides by the rule."}},
     .schema = "Power",
     .html = power_html,
     .json = power_json,
     .csv = power_csv},
    {.pattern = NULL},
};

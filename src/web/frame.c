#include "web/frame.h"

#include "base/check.h"
#include "mechanism/civil.h"
#include "web/files.h"
#include "web/ring.h"
#include "web/routes.h"

/* What stands in the navigation, in this order. A page that is not built is not linked. */
static const char *const navigation[] = {
    "/tour",     "/sessions",  "/matters",  "/statements", "/words",       "/instruments",
    "/bodies",   "/charter",   "/members",  "/votes",      "/elections",   "/commitments",
    "/assistance", "/speeches", "/platforms", "/fairness", "/archive",     "/record",
    "/help",
};

static const struct route *route_of(const char *pattern)
{
    for (size_t i = 0; i < route_count(); i++) {
        const struct route *r = route_at(i);
        if (bytes_equal_text(bytes_of_text(pattern), r->pattern) && r->html != NULL) {
            return r;
        }
    }
    return NULL;
}

/* Facts about real organisations belong to no exercise; what an exercise itself said before does. */
static bool is_exercise(const struct page *p)
{
    return p->org != NULL && p->org->realm == REALM_EXERCISE && (!p->archive || p->older);
}

static void write_head(struct html *h, struct page *p)
{
    const struct web_file *css = web_file_named("assets", BYTES("univocal.css"));
    check(css != NULL);
    html_open(h, "head");
    html_raw(h, "<meta charset=\"utf-8\">"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                "<meta name=\"color-scheme\" content=\"light dark\">");
    html_open(h, "title");
    if (is_exercise(p)) {
        html_raw(h, "EXERCISE \xc2\xb7 ");
    }
    if (p->archive) {
        html_raw(h, "ARCHIVE \xc2\xb7 ");
    }
    html_text(h, p->title);
    html_raw(h, " \xc2\xb7 ");
    html_text(h, p->org == NULL ? BYTES("Univocal") : p->org->name);
    html_close(h);
    html_open(h, "link");
    html_attribute(h, "rel", BYTES("stylesheet"));
    html_href(h, 2, (const struct bytes[]){BYTES("/assets/"), bytes_of_text(css->hashed)});
    html_close(h);
    html_raw(h, "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/ring.svg\">");
    if (p->feeds) {
        html_raw(h, "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"/statements.atom\">"
                    "<link rel=\"alternate\" type=\"application/feed+json\" href=\"/statements/feed.json\">");
    }
    for (size_t i = 0; i < LANGUAGES; i++) {
        html_open(h, "link");
        html_attribute(h, "rel", BYTES("alternate"));
        html_attribute(h, "hreflang", bytes_of_text(language_tag((enum language)i)));
        html_attribute(h, "href", page_address(p, (enum language)i, NULL));
        html_close(h);
    }
    html_close(h);
}

/* What no reader may mistake: an exercise, an archive. In words, colour and pattern. */
static void write_strip(struct html *h, struct page *p)
{
    if (is_exercise(p)) {
        html_raw(h, "<p class=\"strip exercise\"><strong>EXERCISE</strong> ");
        say_html(h, p->language, MESSAGE_frame_exercise_note, NULL, 0);
        html_raw(h, "</p>");
    }
    if (p->archive) {
        html_raw(h, "<p class=\"strip archive\"><strong>ARCHIVE</strong> ");
        say_html(h, p->language, p->older ? MESSAGE_statement_archive_note : MESSAGE_frame_archive_note,
                 NULL, 0);
        html_raw(h, "</p>");
    }
}

static void write_navigation(struct html *h, struct page *p)
{
    struct page bar = *p; /* its links are written where the frame is */
    bar.html = h;
    html_open(h, "nav");
    html_attribute(h, "aria-label", say_plain(p->arena, p->language, MESSAGE_frame_navigation, NULL, 0));
    html_open(h, "ul");
    for (size_t i = 0; i < sizeof navigation / sizeof navigation[0]; i++) {
        const struct route *r = route_of(navigation[i]);
        if (r == NULL) {
            continue;
        }
        html_open(h, "li");
        page_open_link(&bar, 1, (const struct bytes[]){bytes_of_text(r->pattern)});
        if (p->route == r) {
            html_attribute(h, "aria-current", BYTES("page"));
        }
        say_html(h, p->language, r->name, NULL, 0);
        html_close(h);
        html_close(h);
    }
    html_close(h);
    html_close(h);
}

static void write_languages(struct html *h, struct page *p)
{
    html_open(h, "ul");
    html_class(h, "languages");
    for (size_t i = 0; i < LANGUAGES; i++) {
        const enum language l = (enum language)i;
        html_open(h, "li");
        html_open(h, "a");
        html_attribute(h, "href", page_address(p, l, NULL));
        html_attribute(h, "lang", bytes_of_text(language_tag(l)));
        html_attribute(h, "hreflang", bytes_of_text(language_tag(l)));
        html_attribute(h, "dir", bytes_of_text(language_direction(l)));
        if (l == p->language) {
            html_attribute(h, "aria-current", BYTES("true"));
        }
        html_text(h, language_native(bytes_of_text(language_tag(l))));
        html_close(h);
        html_close(h);
    }
    html_close(h);
}

static void write_header(struct html *h, struct page *p)
{
    struct page bar = *p;
    bar.html = h;
    html_open(h, "header");
    write_strip(h, p);
    html_open(h, "div");
    html_class(h, "top");
    html_open(h, "p");
    html_class(h, "brand");
    page_open_link(&bar, 1, (const struct bytes[]){BYTES("/tour")});
    ring_logo(h);
    html_raw(h, "<span>");
    html_text(h, p->org == NULL ? BYTES("Univocal") : p->org->name);
    html_raw(h, "</span>");
    html_close(h);
    html_close(h);
    write_languages(h, p);
    html_open(h, "form");
    html_attribute(h, "role", BYTES("search"));
    html_attribute(h, "action",
                   bytes_of_text(arena_printf(p->arena, "/%s/search", language_tag(p->language))));
    html_raw(h, "<label for=\"q\">");
    say_html(h, p->language, MESSAGE_frame_search, NULL, 0);
    html_raw(h, "</label><input id=\"q\" name=\"q\" type=\"search\" maxlength=\"200\" required dir=\"auto\">"
                "<button>");
    say_html(h, p->language, MESSAGE_frame_search_do, NULL, 0);
    html_raw(h, "</button>");
    html_close(h);
    write_navigation(h, p);
    html_close(h);
    html_close(h);
}

/* Which moment the page shows; every number and word on it is of this one. */
/* The same page as it is now, which does not refresh itself (WCAG 2.2, 2.2.2). */
static struct bytes address_at(struct page *p)
{
    const struct bytes here = page_address(p, p->language, NULL);
    return bytes_of_text(arena_printf(p->arena, "%.*s%sat=%llu", (int)here.len, (const char *)here.data,
                                      p->target->query_count > 0 ? "&" : "?", (unsigned long long)p->entry));
}

static void write_moment(struct html *h, struct page *p)
{
    const struct say_value values[] = {
        SAY_NUMBER("entry", (int64_t)p->entry),
        SAY_TEXT("time", page_time_text(p->arena, p->time_ms)),
    };
    html_open(h, "p");
    say_html(h, p->language, p->at ? MESSAGE_frame_at_moment : MESSAGE_frame_moment, values, 2);
    if (p->org->realm == REALM_EXERCISE) { /* its months are not those of whoever looks */
        const struct civil_day day = civil_day_at(civil_today(p->context));
        const struct say_value scenario[] = {SAY_TEXT("day", bytes_of_text(day.text))};
        struct page foot = *p;
        foot.html = h;
        html_raw(h, " ");
        page_link(&foot, BYTES("/clock"));
        say_html(h, p->language, MESSAGE_frame_scenario, scenario, 1);
        html_close(h);
    }
    if (p->refresh_s > 0 && p->route != NULL) {
        html_raw(h, " ");
        html_open(h, "a");
        html_attribute(h, "href", address_at(p));
        say_html(h, p->language, MESSAGE_frame_hold_still, NULL, 0);
        html_close(h);
    }
    html_close(h);
}

static void write_formats(struct html *h, struct page *p)
{
    static const struct {
        const char *ending;
        enum format format;
    } all[] = {{".json", FORMAT_JSON}, {".csv", FORMAT_CSV}};
    html_open(h, "p");
    say_html(h, p->language, MESSAGE_frame_formats, NULL, 0);
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (route_has(p->route, all[i].format)) {
            html_raw(h, " ");
            html_open(h, "a");
            html_attribute(h, "href", page_address(p, p->language, all[i].ending));
            html_attribute(h, "dir", BYTES("ltr"));
            html_cstring(h, all[i].ending);
            html_close(h);
        }
    }
    html_raw(h, " <a href=\"/openapi.json\" dir=\"ltr\">openapi.json</a>");
    html_close(h);
}

static void write_footer(struct html *h, struct page *p)
{
    html_open(h, "footer");
    if (p->org != NULL) {
        write_moment(h, p);
        if (p->org->hosted) {
            html_open(h, "p");
            say_html(h, p->language, MESSAGE_frame_hosted_note, NULL, 0);
            html_close(h);
        }
    }
    if (p->route != NULL && (p->route->json != NULL || p->route->csv != NULL)) {
        write_formats(h, p);
    }
    html_open(h, "p");
    html_raw(h, "Univocal " UNIVOCAL_VERSION);
    html_close(h);
    html_close(h);
}

void frame_write(struct buffer *out, struct page *p, struct bytes content)
{
    struct html h;
    html_begin(&h, out);
    html_raw(&h, "<!DOCTYPE html>\n");
    html_open(&h, "html");
    html_attribute(&h, "lang", bytes_of_text(language_tag(p->language)));
    html_attribute(&h, "dir", bytes_of_text(language_direction(p->language)));
    write_head(&h, p);
    html_open(&h, "body");
    html_raw(&h, "<a class=\"skip\" href=\"#main\">");
    say_html(&h, p->language, MESSAGE_frame_skip, NULL, 0);
    html_raw(&h, "</a>");
    write_header(&h, p);
    html_raw(&h, "\n");
    html_open(&h, "main");
    html_attribute(&h, "id", BYTES("main"));
    html_attribute(&h, "tabindex", BYTES("-1"));
    html_made(&h, content);
    html_close(&h);
    html_raw(&h, "\n");
    write_footer(&h, p);
    html_close(&h);
    html_close(&h);
    html_raw(&h, "\n");
    html_finish(&h);
}

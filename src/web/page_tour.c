/* The tour: beside each point of the report with which it all began, the live page that answers it. What is
 * not built yet says so. docs/coverage.md has the same points, and tests/e2e/coverage compares them. */
#include <string.h>

#include "web/routes.h"

static const struct point {
    int number;
    enum message text;
    const char *pattern; /* of the page that answers it: linked when it is there */
    bool in_part;        /* docs/coverage.md says what is lacking */
} points[] = {
    {1, MESSAGE_tour_point1, "/sessions", false},
    {2, MESSAGE_tour_point2, "/sessions", false},
    {3, MESSAGE_tour_point3, "/words", false},
    {4, MESSAGE_tour_point4, "/commitments", false},
    {5, MESSAGE_tour_point5, "/review", false},
    {6, MESSAGE_tour_point6, "/review", false},
    {7, MESSAGE_tour_point7, "/assistance", false},
    {8, MESSAGE_tour_point8, "/instruments", false},
    {9, MESSAGE_tour_point9, "/bodies", false},
    {10, MESSAGE_tour_point10, "/charter", false},
    {11, MESSAGE_tour_point11, "/exercises", false},
    {12, MESSAGE_tour_point12, "/forces", false},
    {13, MESSAGE_tour_point13, "/forces", false},
    {14, MESSAGE_tour_point14, "/fairness", false},
    {15, MESSAGE_tour_point15, "/matters", false},
    {16, MESSAGE_tour_point16, "/commitments", true},
    {17, MESSAGE_tour_point17, "/challenges", false},
    {18, MESSAGE_tour_point18, "/unity", false},
    {19, MESSAGE_tour_point19, "/matters", true},
    {20, MESSAGE_tour_point20, "/platforms", false},
    {21, MESSAGE_tour_point21, "/statements", false},
    {22, MESSAGE_tour_point22, "/statements", false},
    {23, MESSAGE_tour_point23, "/unity", false},
    {24, MESSAGE_tour_point24, "/charter", true},
};
enum { POINTS = sizeof points / sizeof points[0] };

static const struct route *answer_to(const struct point *x)
{
    for (size_t i = 0; i < route_count(); i++) {
        const struct route *r = route_at(i);
        if (r->html != NULL && strcmp(r->pattern, x->pattern) == 0) {
            return r;
        }
    }
    return NULL;
}

static enum page_result tour_html(struct page *p)
{
    page_title(p, MESSAGE_tour_title);
    page_paragraph(p, MESSAGE_tour_intro);
    page_table(p, MESSAGE_tour_caption, MESSAGE_tour_number, MESSAGE_tour_point, MESSAGE_tour_answer);
    for (size_t i = 0; i < POINTS; i++) {
        const struct route *r = answer_to(&points[i]);
        page_row(p);
        page_cell_number(p, points[i].number);
        page_cell(p);
        page_say(p, points[i].text);
        page_cell(p);
        if (r == NULL) {
            html_open(p->html, "em");
            page_say(p, MESSAGE_tour_not_yet);
            html_close(p->html);
        } else {
            page_link(p, bytes_of_text(r->pattern));
            page_say(p, r->name);
            html_close(p->html);
            if (points[i].in_part) {
                html_text(p->html, BYTES(" "));
                html_open(p->html, "em");
                page_say(p, MESSAGE_tour_in_part);
                html_close(p->html);
            }
        }
    }
    page_table_end(p);
    if (p->org->realm == REALM_EXERCISE) {
        page_paragraph(p, MESSAGE_tour_play);
        page_command(p, "univocal play one-voice");
    }
    return PAGE_DONE;
}

static enum page_result tour_json(struct page *p, struct json_writer *w)
{
    json_array(w, NULL);
    for (size_t i = 0; i < POINTS; i++) {
        const bool built = answer_to(&points[i]) != NULL;
        json_object(w, NULL);
        json_bool(w, "built", built);
        json_integer(w, "number", points[i].number);
        json_cstring(w, "page", built ? points[i].pattern : "");
        json_text(w, "point", page_plain(p, points[i].text));
        json_bool(w, "whole", built && !points[i].in_part);
        json_end(w);
    }
    json_end(w);
    return PAGE_DONE;
}

const struct route tour_routes[] = {
    {.pattern = "/tour",
     .operation = "tour",
     .summary = "The points of the report with which it all began, and the page that answers each.",
     .name = MESSAGE_tour_title,
     .schema = "Tour",
     .html = tour_html,
     .json = tour_json},
    {.pattern = NULL},
};

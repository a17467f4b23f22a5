/* The tour: beside each point of the report with which it all began, the live page that answers it. What is
 * not built yet says so. */
#include <string.h>

#include "web/routes.h"

static const struct point {
    int number;
    enum message text;
    const char *pattern; /* of the page that answers it: linked when it is there */
} points[] = {
    {1, MESSAGE_tour_point1, "/sessions"},     {2, MESSAGE_tour_point2, "/sessions"},
    {3, MESSAGE_tour_point3, "/words"},        {4, MESSAGE_tour_point4, "/commitments"},
    {5, MESSAGE_tour_point5, "/review"},       {6, MESSAGE_tour_point6, "/review"},
    {7, MESSAGE_tour_point7, "/assistance"},   {8, MESSAGE_tour_point8, "/instruments"},
    {9, MESSAGE_tour_point9, "/bodies"},       {10, MESSAGE_tour_point10, "/charter"},
    {11, MESSAGE_tour_point11, "/exercises"},  {12, MESSAGE_tour_point12, "/forces"},
    {13, MESSAGE_tour_point13, "/forces"},     {14, MESSAGE_tour_point14, "/fairness"},
    {15, MESSAGE_tour_point15, "/matters"},    {16, MESSAGE_tour_point16, "/commitments"},
    {17, MESSAGE_tour_point17, "/challenges"}, {18, MESSAGE_tour_point18, "/unity"},
    {19, MESSAGE_tour_point19, "/matters"},    {20, MESSAGE_tour_point20, "/platforms"},
    {21, MESSAGE_tour_point21, "/statements"}, {22, MESSAGE_tour_point22, "/statements"},
    {23, MESSAGE_tour_point23, "/unity"},      {24, MESSAGE_tour_point24, "/matters"},
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
        }
    }
    page_table_end(p);
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

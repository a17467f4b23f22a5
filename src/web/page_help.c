/* Help: what this site is, what it proves and what it does not, and where everything else is told. */
#include "web/legend.h"
#include "web/routes.h"

/* The fictional members, in every state. */
static const struct ring_segment specimen[] = {
    {{(const uint8_t *)"ALDER", 5}, RING_JOINED},     {{(const uint8_t *)"BIRCH", 5}, RING_JOINED},
    {{(const uint8_t *)"CEDAR", 5}, RING_SILENT},     {{(const uint8_t *)"DAMSON", 6}, RING_ABSTAINED},
    {{(const uint8_t *)"ELM", 3}, RING_OPEN},         {{(const uint8_t *)"FIR", 3}, RING_BROKE},
};

static enum page_result help_html(struct page *p)
{
    page_title(p, MESSAGE_help_title);
    page_paragraph(p, MESSAGE_help_intro);
    page_heading(p, "reading", MESSAGE_help_reading);
    page_paragraph(p, MESSAGE_help_reading_text);
    page_heading(p, "acting", MESSAGE_help_acting);
    page_paragraph(p, MESSAGE_help_acting_text);
    page_command(p, "univocal help");
    page_heading(p, "checking", MESSAGE_help_checking);
    page_paragraph(p, MESSAGE_help_checking_text);
    page_command(p, "univocal audit --org FOLDER\nunivocal statement verify BUNDLE");
    page_heading(p, "clock", MESSAGE_clock_title);
    page_paragraph(p, MESSAGE_clock_intro);
    page_link_alone(p, MESSAGE_clock_next, BYTES("/clock"));
    page_heading(p, "data", MESSAGE_help_data);
    page_paragraph(p, MESSAGE_help_data_text);
    page_link_alone(p, MESSAGE_site_problems_intro, BYTES("/problems"));
    page_heading(p, "ring", MESSAGE_help_ring);
    page_paragraph(p, MESSAGE_help_ring_text);
    legend_ring(p, specimen, sizeof specimen / sizeof specimen[0], false, NULL);
    return PAGE_DONE;
}

static enum page_result help_json(struct page *p, struct json_writer *w)
{
    (void)p;
    json_object(w, NULL);
    json_array(w, "routes");
    for (size_t i = 0; i < route_count(); i++) {
        const struct route *r = route_at(i);
        json_object(w, NULL);
        json_bool(w, "csv", r->csv != NULL);
        json_bool(w, "html", r->html != NULL);
        json_bool(w, "json", r->json != NULL);
        json_cstring(w, "operation", r->operation);
        json_cstring(w, "pattern", r->pattern);
        json_cstring(w, "summary", r->summary);
        json_end(w);
    }
    json_end(w);
    json_cstring(w, "version", UNIVOCAL_VERSION);
    json_end(w);
    return PAGE_DONE;
}

const struct route help_routes[] = {
    {.pattern = "/help",
     .operation = "help",
     .summary = "What this site is; its addresses.",
     .name = MESSAGE_help_title,
     .schema = "Help",
     .html = help_html,
     .json = help_json},
    {.pattern = NULL},
};

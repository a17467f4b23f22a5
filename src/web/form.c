#include "web/form.h"

void form_begin(struct page *p, const char *path, struct bytes value)
{
    html_open(p->html, "form");
    html_attribute(p->html, "action",
                   bytes_of_text(arena_printf(p->arena, "/%s%s%s", language_tag(p->language), path,
                                              arena_text(p->arena, value))));
    if (p->at) {
        html_open(p->html, "input");
        html_attribute(p->html, "type", BYTES("hidden"));
        html_attribute(p->html, "name", BYTES("at"));
        html_attribute(p->html, "value",
                       bytes_of_text(arena_printf(p->arena, "%llu", (unsigned long long)p->entry)));
        html_close(p->html);
    }
}

void form_field(struct page *p, const char *name, enum form_type type, enum message label, struct bytes now)
{
    const struct bytes id = bytes_of_text(arena_printf(p->arena, "field-%s", name));
    html_open(p->html, "label");
    html_attribute(p->html, "for", id);
    page_say(p, label);
    html_close(p->html);
    html_open(p->html, "input");
    html_attribute(p->html, "id", id);
    html_attribute(p->html, "name", bytes_of_text(name));
    html_attribute(p->html, "type", BYTES("text"));
    html_flag(p->html, "required");
    if (type == FORM_TEXT) {
        html_attribute(p->html, "maxlength", BYTES("200"));
        html_attribute(p->html, "dir", BYTES("auto"));
    } else {
        /* Days are written here as everywhere else on the site, and not as the browser's region has them. */
        html_attribute(p->html, "maxlength", BYTES("10"));
        html_attribute(p->html, "pattern", BYTES("[0-9]{4}-[0-9]{2}-[0-9]{2}"));
        html_attribute(p->html, "placeholder", BYTES("YYYY-MM-DD"));
        html_attribute(p->html, "size", BYTES("12"));
        html_attribute(p->html, "dir", BYTES("ltr"));
    }
    html_attribute(p->html, "value", now);
    html_close(p->html);
}

void form_end(struct page *p, enum message button)
{
    html_open(p->html, "button");
    page_say(p, button);
    html_close(p->html);
    html_close(p->html);
}

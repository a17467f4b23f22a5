#include "cli/lists.h"

#include <string.h>

#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"
#include "charter/charter.h"
#include "codec/nfc.h"

/* The text up to the next semicolon, without the blanks around it; *at goes behind the semicolon. */
static struct bytes next_part(const char **at)
{
    const char *p = *at + strspn(*at, " ");
    size_t len = strcspn(p, ";");
    *at = p + len + (p[len] == ';');
    while (len > 0 && p[len - 1] == ' ') {
        len--;
    }
    return bytes_of(p, len);
}

/* The value in form C, without control characters; NULL: it cannot be. */
static const char *composed(struct cli *c, const char *value)
{
    struct bytes text;
    return nfc_make(&c->arena, bytes_of_text(value), &text) && !text_has_control(text)
               ? arena_text(&c->arena, text)
               : NULL;
}

static bool add_need(struct json_writer *w, const char *p)
{
    int64_t n = 0;
    const struct bytes item = next_part(&p);
    const struct bytes quantity = next_part(&p);
    const struct bytes unit = next_part(&p);
    const struct bytes by = next_part(&p);
    if (*p != 0 || item.len == 0 || item.len > NAME_BYTES_MAX || unit.len == 0 ||
        unit.len > UNIT_BYTES_MAX || !num_parse(quantity, QUANTITY_MAX, &n) || !charter_is_date(by)) {
        return false;
    }
    json_object(w, NULL);
    json_text(w, "by", by);
    json_text(w, "item", item);
    json_integer(w, "quantity", n);
    json_text(w, "unit", unit);
    json_end(w);
    return true;
}

int lists_add_needs(struct cli *c, struct json_writer *w, const struct act_field *f)
{
    json_array(w, f->name);
    for (size_t i = 0; cli_given(c, f->name, i) != NULL; i++) {
        const char *value = cli_given(c, f->name, i);
        const char *p = composed(c, value);
        if ((int64_t)i == f->max) {
            return cli_fail(c, CLI_USAGE, "one request has at most %lld needs", (long long)f->max);
        }
        if (p == NULL || !add_need(w, p)) {
            return cli_fail(c, CLI_USAGE,
                            "\"%s\" is no need: it is an item, how much, its unit and a day, with "
                            "semicolons between, such as \"tents; 200; pieces; 2026-03-01\"",
                            value);
        }
    }
    json_end(w);
    return CLI_DONE;
}

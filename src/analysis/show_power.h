/* analysis/show_power.h: the power that a rule gives, ready to be told: what `rule power` prints with --json
 * and /charter/{article}/power.json serves. */
#ifndef ANALYSIS_SHOW_POWER_H
#define ANALYSIS_SHOW_POWER_H

#include "analysis/power.h"
#include "codec/json.h"
#include "mechanism/context.h"

struct power_view {
    const struct charter_rule *rule;
    const struct linear *l;
    const struct power_answer *answer;
    size_t count; /* voters of `l` that play, the most powerful first, then in their order */
    const size_t *voters;
};

/* As linear_prepare and power_find. */
MUST_USE enum error power_view(struct arena *a, const struct charter_rule *rule,
                               const struct electorate *electorates, size_t count, struct bytes date,
                               const struct power_options *options, struct power_view *out,
                               struct diag *diag);
/* Of the members who sit, today, in the body, or in all the bodies that the rule is over, with the tags that
 * they have. Where the rule does not take N against Y the game is that of silence: L, or Y, against N or X.
 * ERROR_NOT_FOUND: in one of them nobody sits. */
MUST_USE enum error power_view_now(struct context *c, const struct charter_rule *rule, struct bytes body,
                                   struct power_view *out, struct diag *diag);

/* Whether a body decides by the rule of itself: the first that does, or, of a rule over several, none. */
bool power_body(const struct charter *law, const struct charter_rule *rule, struct bytes *body);

const struct power_row *power_row_of(const struct power_view *v, size_t voter);
/* "19.627", or, of a sample, "19.74 ±0.10": per cent. */
const char *power_percent(struct arena *a, const struct power_value *v);
/* As a decimal with nine digits. */
const char *power_decimal(struct arena *a, const struct power_value *v);

/* `ms`: how long it took; below 0: it is not told. */
void show_power(struct json_writer *w, const struct power_view *v, int64_t ms);
#endif

/* analysis/show_fairness.h: figures of equality as JSON: what `fairness show --json` prints, and the web. */
#ifndef ANALYSIS_SHOW_FAIRNESS_H
#define ANALYSIS_SHOW_FAIRNESS_H

#include "analysis/fairness.h"
#include "codec/json.h"

/* An object: members (a list of struct fairness_member), total (one, without a name). */
void show_fairness(struct json_writer *w, const struct fairness *f);
#endif

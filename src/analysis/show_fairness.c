#include "analysis/show_fairness.h"

#include "analysis/show_row.h"

void show_fairness(struct json_writer *w, const struct fairness *f)
{
    json_object(w, NULL);
    show_rows(w, "members", &fairness_member_shape, f->members, f->member_count);
    show_row(w, "total", &fairness_member_shape, &f->total);
    json_end(w);
}

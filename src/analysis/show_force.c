#include "analysis/show_force.h"

#include "base/civil.h"

void show_day(struct json_writer *w, const char *key, int64_t day)
{
    if (day == TREATY_NO_DAY) {
        json_null(w, key);
    } else {
        json_cstring(w, key, civil_day_at(day).text);
    }
}

static bool is_of_table(const struct treaty_test *test)
{
    return test->kind == TREATY_SHARE || test->kind == TREATY_RATIO;
}

/* Values of tables are in thousandths: as whole numbers, rounded towards what the condition asks. */
static void show_standings(struct json_writer *w, const struct treaty_force *f)
{
    json_array(w, "conditions");
    for (size_t i = 0; i < f->standing_count; i++) {
        const struct treaty_standing *s = &f->standings[i];
        const int64_t scale = is_of_table(s->test) ? TREATY_VALUE_SCALE : 1;
        json_object(w, NULL);
        json_integer(w, "have", s->have / scale);
        json_bool(w, "holds", s->holds);
        json_integer(w, "need", s->need / scale + (s->need % scale > 0 ? 1 : 0));
        json_text(w, "text", s->test->text);
        json_end(w);
    }
    json_end(w);
}

static void show_late(struct json_writer *w, const struct treaty_force *f)
{
    json_array(w, "late");
    for (size_t i = 0; i < f->late_count; i++) {
        const struct treaty_late *l = &f->late[i];
        json_object(w, NULL);
        json_cstring(w, "action", treaty_kind_letter(l->kind));
        json_text(w, "code", l->code);
        show_day(w, "deposited", l->deposited);
        show_day(w, "in_force", l->in_force);
        if (l->withdrawn != TREATY_NO_DAY) {
            show_day(w, "withdrawn", l->withdrawn);
        }
        json_end(w);
    }
    json_end(w);
}

void show_force(struct json_writer *w, const char *key, const struct treaty *t, const struct treaty_force *f,
                int64_t on)
{
    json_object(w, key);
    show_day(w, "computed", f->computed);
    show_standings(w, f);
    json_array(w, "first");
    for (size_t i = 0; i < f->first_count; i++) {
        json_text(w, NULL, f->first[i]);
    }
    json_end(w);
    show_day(w, "in_force", f->in_force);
    show_late(w, f);
    show_day(w, "met", f->met);
    json_array(w, "missing");
    for (size_t i = 0; i < f->missing_count; i++) {
        json_text(w, NULL, f->missing[i].text);
    }
    json_end(w);
    if (f->in_force != f->computed) {
        json_text(w, "official", t->official_reason);
    }
    show_day(w, "on", on);
    json_text(w, "title", t->title);
    json_end(w);
}

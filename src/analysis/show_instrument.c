#include "analysis/show_instrument.h"

#include <string.h>

#include "analysis/show_force.h"
#include "base/check.h"
#include "mechanism/civil.h"

const struct row_field *show_field(const struct row_shape *shape, const char *name)
{
    const struct row_field *f = shape->fields;
    while (f->name != NULL && strcmp(f->name, name) != 0) {
        f++;
    }
    check(f->name != NULL);
    return f;
}

static void show_supposed(struct json_writer *w, struct context *c, const struct instrument *i,
                          const struct supposed *x)
{
    const struct treaty *treaty = NULL;
    struct treaty_force force;
    const int64_t today = civil_today(c);
    if (x == NULL) {
        json_null(w, "supposed");
        return;
    }
    json_object(w, "supposed");
    json_text(w, "code", x->code);
    if (instrument_suppose(c->state, c->arena, i, today, x->code, x->day, &treaty, &force)) {
        show_force(w, "force", treaty, &force, x->day > today ? x->day : today);
    } else {
        json_null(w, "force");
    }
    show_day(w, "on", x->day);
    json_end(w);
}

void show_instrument(struct json_writer *w, struct context *c, const struct instrument *i,
                     const struct supposed *supposed)
{
    const int64_t today = civil_today(c);
    const struct treaty *treaty = NULL;
    struct treaty_force force;
    struct instrument_correction *corrections = NULL;
    struct instrument_objection *objections = NULL;
    struct instrument_party *parties = NULL;
    struct instrument_reservation *reservations = NULL;
    size_t count = instrument_corrections(c->state, &i->id, c->arena, &corrections);
    json_object(w, NULL);
    show_rows(w, "corrections", &instrument_correction_shape, corrections, count);
    json_text(w, "depositary", instrument_depositary(c, i));
    instrument_apply_clause(c->state, c->arena, i, today, &treaty, &force);
    show_force(w, "force", treaty, &force, today);
    show_row(w, "instrument", &instrument_shape, i);
    count = instrument_objections(c->state, &i->id, c->arena, &objections);
    show_rows(w, "objections", &instrument_objection_shape, objections, count);
    count = instrument_parties(c->state, &i->id, c->arena, &parties);
    show_rows(w, "parties", &instrument_party_shape, parties, count);
    count = instrument_reservations(c->state, &i->id, c->arena, &reservations);
    show_rows(w, "reservations", &instrument_reservation_shape, reservations, count);
    show_supposed(w, c, i, supposed);
    json_end(w);
}

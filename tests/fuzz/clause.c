/* Any text is a clause or none; a clause applied to a few deposits gives days that hang together, and the
 * same whatever the order of the rows. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "charter/treaty.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROWS = 9 };

static void apply(struct arena *a, const struct treaty *t, bool backwards, struct treaty_force *out)
{
    const struct treaty_row rows[ROWS] = {
        {BYTES("FRA"), BYTES(""), TREATY_RATIFICATION, 10, 20, TREATY_NO_DAY},
        {BYTES("GBR"), BYTES(""), TREATY_ACCEPTANCE, 10, 20, 25},
        {BYTES("RUS"), BYTES(""), TREATY_APPROVAL, 10, 30, TREATY_NO_DAY},
        {BYTES("USA"), BYTES(""), TREATY_ACCESSION, TREATY_NO_DAY, 40, 4000},
        {BYTES("CHN"), BYTES(""), TREATY_DEFINITIVE, TREATY_NO_DAY, 45, TREATY_NO_DAY},
        {BYTES("TWN"), BYTES(""), TREATY_SUCCESSION, TREATY_NO_DAY, 50, TREATY_NO_DAY},
        {BYTES("EUN"), BYTES(""), TREATY_CONFIRMATION, 12, 55, TREATY_NO_DAY},
        {BYTES("ALD"), BYTES(""), TREATY_RATIFICATION, 12, TREATY_NO_DAY, TREATY_NO_DAY},
        {BYTES("GBR"), BYTES(""), TREATY_ACCEPTANCE, 10, 60, TREATY_NO_DAY},
    };
    const struct treaty_value values[] = {
        {BYTES("*"), TREATY_NO_DAY, 100000}, {BYTES("FRA"), TREATY_NO_DAY, 1000}, {BYTES("FRA"), 33, 90000},
        {BYTES("USA"), 35, 70000},           {BYTES("ZZZ"), TREATY_NO_DAY, 5},
    };
    struct treaty_table *tables = ARENA_ARRAY(a, struct treaty_table, t->table_count + 1);
    struct treaty_row *turned = ARENA_ARRAY(a, struct treaty_row, ROWS);
    for (size_t i = 0; i < t->table_count; i++) {
        tables[i] = (struct treaty_table){
            .name = t->tables[i].name, .count = sizeof values / sizeof values[0], .values = values};
    }
    for (size_t i = 0; i < ROWS; i++) {
        turned[i] = rows[backwards ? ROWS - 1 - i : i];
    }
    const struct treaty_facts facts = {.row_count = ROWS,
                                       .rows = turned,
                                       .table_count = t->table_count,
                                       .tables = tables,
                                       .on = TREATY_NO_DAY};
    treaty_apply(a, t, &facts, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct charter_diags diags;
    const struct charter_source source = {BYTES("fuzz"), bytes_of(data, size)};
    const struct treaty *t = NULL;
    const enum error e = treaty_parse(&a, &source, &t, &diags);
    check(e == OK ? diags.count == 0 : diags.count > 0 && diags.count <= CHARTER_DIAGS_MAX);
    if (e == OK) {
        struct treaty_force once;
        struct treaty_force again;
        apply(&a, t, false, &once);
        apply(&a, t, true, &again);
        check(once.met == again.met && once.in_force == again.in_force);
        check(once.late_count == again.late_count && once.first_count == again.first_count);
        check(once.met != TREATY_NO_DAY || (once.in_force == TREATY_NO_DAY && once.missing_count > 0));
        check(once.computed == TREATY_NO_DAY || once.computed >= once.met);
        for (size_t i = 0; i < once.late_count; i++) {
            check(once.late[i].deposited > once.met);
            check(once.late[i].in_force == TREATY_NO_DAY || once.late[i].in_force >= once.in_force);
        }
    }
    arena_done(&a);
    return 0;
}

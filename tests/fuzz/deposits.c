/* Any bytes are deposits or none, and a table or none; what is taken can be applied. */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "charter/deposits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char clause[] =
        "treaty \"T\"; table t; when 2 instruments and (1% of t or all of {FRA}) or majority "
                                 "of signatories; enters 30 days after; late 1 month after;";
    struct arena a = {0};
    struct charter_diags errors;
    struct deposits_diags diags;
    const struct charter_source source = {BYTES("fuzz"), BYTES(clause)};
    const struct bytes text = bytes_of(data, size);
    const struct treaty *t = NULL;
    struct deposits d = {0};
    struct treaty_table table = {0};
    check(treaty_parse(&a, &source, &t, &errors) == OK);
    if (deposits_read_table(&a, text, &table, &diags) != OK) {
        check(diags.count > 0);
    }
    table.name = BYTES("t");
    if (deposits_read(&a, text, BYTES(""), &d, &diags) == OK) {
        struct treaty_force force;
        const struct treaty_facts facts = {
            .row_count = d.row_count, .rows = d.rows, .table_count = 1, .tables = &table, .on =
                TREATY_NO_DAY};
        treaty_apply(&a, t, &facts, &force);
        check(force.first_count + force.late_count <= d.row_count);
    }
    arena_done(&a);
    return 0;
}

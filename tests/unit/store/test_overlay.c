#include "store/overlay.h"
#include "support/harness.h"
#include "unit/store/model.h"

TEST(a_row_is_made_unknown_and_found_again)
{
    struct overlay o;
    overlay_init(&o);
    check_that(overlay_find(&o, BYTES("alder")) == NULL);
    struct row *row = overlay_row(&o, BYTES("alder"));
    check_eq(row->kind, ROW_UNKNOWN);
    check_that(!row->dirty && !row->listed);
    check_that(overlay_find(&o, BYTES("alder")) == row);
    check_that(overlay_row(&o, BYTES("alder")) == row);
    check_that(overlay_find(&o, BYTES("alde")) == NULL);
    check_that(overlay_find(&o, BYTES("")) == NULL);
    overlay_clear(&o);
    check_that(overlay_find(&o, BYTES("alder")) == NULL);
    overlay_done(&o);
}

TEST(what_is_remembered_is_not_written)
{
    struct overlay o;
    overlay_init(&o);
    struct row *row = overlay_row(&o, BYTES("alder"));
    overlay_remember(&o, row, ROW_PRESENT, BYTES("1"));
    check_eq(row->kind, ROW_PRESENT);
    check_bytes(row->value, BYTES("1"));
    check_that(!row->dirty);
    check_eq(o.order_count, 0);
    overlay_write(&o, row, ROW_ABSENT, bytes_of(NULL, 0));
    check_eq(row->kind, ROW_ABSENT);
    check_eq(row->value.len, 0);
    check_that(row->dirty && row->listed);
    check_eq(o.order_count, 1);
    overlay_settle(&o);
    check_that(!row->dirty && !row->listed);
    check_eq(o.order_count, 0);
    check_eq(row->kind, ROW_ABSENT);
    overlay_done(&o);
}

TEST(written_rows_stand_in_the_order_of_their_keys_each_once)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    struct overlay o;
    struct model m;
    overlay_init(&o);
    model_init(&m);
    for (int i = 0; i < 5000; i++) {
        const struct bytes key = model_key(&p, 2000);
        const struct bytes value = model_value(&p, 9);
        overlay_write(&o, overlay_row(&o, key), ROW_PRESENT, value);
        model_put(&m, key, value);
        if (i % 500 == 0) {
            const struct bytes probe = model_key(&p, 2000);
            check_eq(overlay_lower_bound(&o, probe), model_place(&m, probe));
        }
    }
    check_eq(o.order_count, m.count);
    check_eq(o.row_count, m.count);
    for (size_t i = 0; i < m.count; i++) {
        check_bytes(o.order[i]->key, m.rows[i].key);
        check_bytes(o.order[i]->value, m.rows[i].value);
        check_that(overlay_find(&o, m.rows[i].key) == o.order[i]);
    }
    model_done(&m);
    overlay_done(&o);
}

TEST(rows_stay_where_they_are_while_others_come)
{
    struct overlay o;
    overlay_init(&o);
    struct row *first = overlay_row(&o, BYTES("first"));
    overlay_remember(&o, first, ROW_PRESENT, BYTES("value"));
    const uint8_t *value = first->value.data;
    const size_t bytes = o.bytes;
    for (uint32_t i = 0; i < 10000; i++) {
        (void)overlay_row(&o, bytes_of(&i, sizeof i));
    }
    check_that(overlay_find(&o, BYTES("first")) == first);
    check_that(first->value.data == value);
    check_bytes(first->value, BYTES("value"));
    check_that(o.bytes >= bytes + 10000 * sizeof(struct row));
    overlay_done(&o);
}

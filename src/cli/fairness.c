/* univocal fairness show, data: how equal the dialogue is, in figures. */
#include "analysis/fairness.h"

#include "analysis/show_csv.h"
#include "analysis/show_fairness.h"
#include "analysis/show_row.h"
#include "cli/run.h"
#include "cli/session.h"

static int collect(struct cli *c, struct fairness *f)
{
    enum error failed = OK;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    struct context ctx = cli_context(c, &failed);
    fairness_of(&ctx, f);
    return failed == OK ? CLI_DONE
                        : cli_fail(c, CLI_UNKNOWN, "the record cannot be read: %s", error_text(failed));
}

static void print_csv(struct cli *c, const struct row_shape *shape, const void *rows, size_t count)
{
    struct buffer b;
    buffer_init(&b, SHOW_BYTES_MAX);
    show_csv_rows(&b, bytes_of_text(realm_word(cli_organisation(c)->realm)), shape, rows, count);
    (void)fwrite(b.data, 1, b.len, stdout);
    buffer_done(&b);
}

static void show_line(struct cli *c, const struct fairness_member *m)
{
    (void)printf("  %-10s agenda items %lld; floor %lld time%s, %s; adopted provisions %lld, %lld word%s; ",
                 m->member.len > 0 ? arena_text(&c->arena, m->member) : "all", (long long)m->agenda,
                 (long long)m->turns, m->turns == 1 ? "" : "s", cli_span(c, m->floor_ms),
                 (long long)m->provisions, (long long)m->words, m->words == 1 ? "" : "s");
    if (m->asked == 0) {
        (void)printf("never asked\n");
        return;
    }
    (void)printf("asked %lld time%s, at least %s each, %lld working day%s in all\n", (long long)m->asked,
                 m->asked == 1 ? "" : "s", cli_span(c, m->least_ms), (long long)m->workdays,
                 m->workdays == 1 ? "" : "s");
}

int fairness_show_run(struct cli *c)
{
    struct fairness f;
    struct cli_json j;
    const int status = collect(c, &f);
    if (status != CLI_DONE) {
        return status;
    }
    if (c->json) {
        show_fairness(cli_json_begin(&j, SHOW_BYTES_MAX), &f);
        cli_json_end(&j);
    } else if (cli_given(c, "csv", 0) != NULL) {
        print_csv(c, &fairness_member_shape, f.members, f.member_count);
    } else {
        (void)printf("%swho proposed, spoke, worded, and was given how much time\n", cli_mark(c));
        for (size_t i = 0; i < f.member_count; i++) {
            show_line(c, &f.members[i]);
        }
        show_line(c, &f.total);
    }
    return CLI_DONE;
}

/* One line a row: every field with its name. */
static void show_row_line(struct cli *c, const struct row_shape *shape, const void *row)
{
    for (const struct row_field *f = shape->fields; f->name != NULL; f++) {
        const struct row_value v = row_value(f, row);
        (void)printf("%s%s ", f == shape->fields ? "  " : ", ", f->name);
        if (f->type == ROW_HASH) {
            (void)printf("%s", cli_short(c, &v.hash));
        } else if (f->type == ROW_NUMBER || f->type == ROW_BOOL) {
            (void)printf("%lld", (long long)v.number);
        } else {
            (void)printf("%s", arena_text(&c->arena, v.text));
        }
    }
    (void)putchar('\n');
}

int fairness_data_run(struct cli *c)
{
    enum fairness_part part;
    struct fairness f;
    struct cli_json j;
    void *rows = NULL;
    const char *member = cli_given(c, "member", 0);
    if (!fairness_part_find(bytes_of_text(c->arguments[0]), &part)) {
        return cli_fail(c, CLI_USAGE, "%s is none of agenda, deadlines, floor, provisions", c->arguments[0]);
    }
    const int status = collect(c, &f);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count =
        fairness_rows(&f, part, bytes_of_text(member == NULL ? "" : member), &c->arena, &rows);
    if (c->json) {
        show_rows(cli_json_begin(&j, SHOW_BYTES_MAX), NULL, fairness_shapes[part], rows, count);
        cli_json_end(&j);
    } else if (cli_given(c, "csv", 0) != NULL) {
        print_csv(c, fairness_shapes[part], rows, count);
    } else {
        (void)printf("%s%s: %zu\n", cli_mark(c), c->arguments[0], count);
        for (size_t i = 0; i < count; i++) {
            show_row_line(c, fairness_shapes[part],
                          (const uint8_t *)rows + i * fairness_shapes[part]->size);
        }
    }
    return CLI_DONE;
}

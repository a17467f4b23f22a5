/* Parts of a page: all of a small page, of a large one what it has room for, and a link to the rest. */
#include <string.h>

#include "base/limits.h"
#include "support/harness.h"
#include "web/routes.h"

static struct buffer out;
static struct target target;

static const struct route plain_route = {.pattern = "/things", .name = MESSAGE_body_title};
static const struct route list_route = {.pattern = "/things", .name = MESSAGE_body_title, .list = true};

/* A page at an address with this query, `key=value` or nothing. */
static struct page page_of(const struct route *r, const char *path)
{
    check_that(target_read(harness_arena(), bytes_of_text(path), &target) == GATE_ACCEPTED);
    return (struct page){.arena = harness_arena(), .route = r, .target = &target};
}

/* A table of so many rows of so many bytes each, a list of so many, and something between. */
struct content {
    int rows;
    int items;
    int bytes;
};

static void fill(struct page *p, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        html_cstring(p->html, "x");
    }
}

static void write_all(struct page *p, const struct content *x)
{
    page_title(p, MESSAGE_body_title);
    page_table(p, MESSAGE_body_title, MESSAGE_body_name);
    for (int i = 0; i < x->rows; i++) {
        page_row(p);
        page_cell(p);
        html_printf(p->html, "row%d.", i);
        fill(p, x->bytes);
    }
    page_table_end(p);
    page_list(p, MESSAGE_body_votes);
    for (int i = 0; i < x->items; i++) {
        page_item(p);
        html_printf(p->html, "item%d.", i);
        fill(p, x->bytes);
    }
    page_list_end(p);
}

/* As the dispatcher makes a page. */
static const char *made(struct page *p, const struct content *x)
{
    static struct html h;
    buffer_done(&out);
    buffer_init(&out, 1 << 22);
    p->html = &h;
    do {
        buffer_clear(&out);
        html_begin(&h, &out);
        write_all(p, x);
        html_finish(&h);
    } while (parts_tighten(p, out.len));
    return buffer_text(&out);
}

static int count_of(const char *text, const char *word)
{
    int count = 0;
    while ((text = strstr(text, word)) != NULL) {
        count++;
        text++;
    }
    return count;
}

TEST(a_page_that_has_room_shows_all_of_each_part)
{
    struct page p = page_of(&plain_route, "/en/things");
    const char *text = made(&p, &(struct content){20, 20, 100});
    check_eq(count_of(text, "<td>"), 20);
    check_eq(count_of(text, "<li>"), 20);
    check_that(strstr(text, "rest=") == NULL && p.next == 0);
}

TEST(of_a_large_page_each_part_has_a_share_and_a_link_to_its_rest)
{
    struct page p = page_of(&plain_route, "/en/things");
    const char *text = made(&p, &(struct content){200, 200, 100});
    const int rows = count_of(text, "<td>");
    const int items = count_of(text, "<li>");
    check_that(out.len <= WEB_PAGE_BYTES + 1000);
    check_that(rows > 30 && items > 30 && rows < 100 && items < 100);
    const char *more_rows = arena_printf(harness_arena(), "/en/things?rest=body.title.%d#rest\"", rows);
    check_that(strstr(text, more_rows) != NULL);
    const char *more_items = arena_printf(harness_arena(), "/en/things?rest=body.votes.%d#rest\"", items);
    check_that(strstr(text, more_items) != NULL);
    check_that(strstr(text, arena_printf(harness_arena(), "%d", 200 - rows)) != NULL);
}

TEST(what_a_small_part_does_not_need_the_others_have)
{
    struct page p = page_of(&plain_route, "/en/things");
    const char *text = made(&p, &(struct content){200, 2, 100});
    check_eq(count_of(text, "<li>"), 2);
    check_that(count_of(text, "<td>") > 100);
    check_eq(count_of(text, "rest="), 1);
}

TEST(each_part_shows_one_item_however_large_it_is)
{
    struct page p = page_of(&plain_route, "/en/things");
    const char *text = made(&p, &(struct content){3, 3, 2 * WEB_PAGE_BYTES});
    check_eq(count_of(text, "<td>"), 1);
    check_eq(count_of(text, "<li>"), 1);
    check_that(strstr(text, "row0.") != NULL && strstr(text, "item0.") != NULL);
}

TEST(the_rest_of_a_part_goes_on_where_the_page_ended_and_has_all_the_room)
{
    int shown = 0;
    for (int pages = 0; shown < 400; pages++) {
        struct page p = page_of(
            &plain_route, arena_printf(harness_arena(), "/en/things?rest=body.title.%d", shown));
        const char *text = made(&p, &(struct content){400, 200, 100});
        const int rows = count_of(text, "<td>");
        check_that(pages < 5 && rows > 0 && out.len <= WEB_PAGE_BYTES + 1000);
        check_that(strstr(text, arena_printf(harness_arena(), "row%d.", shown)) != NULL);
        check_that(strstr(text, arena_printf(harness_arena(), "row%d.", shown + rows - 1)) != NULL);
        shown += rows;
    }
    check_eq(shown, 400);
}

TEST(the_list_of_a_route_goes_on_by_after)
{
    struct page p = page_of(&list_route, "/en/things?after=7");
    const char *text = made(&p, &(struct content){200, 0, 200});
    const int rows = count_of(text, "<td>");
    check_that(rows > 30 && rows < 100);
    check_eq(p.next, 7 + rows);
    check_that(strstr(text, "rest=") == NULL);

    p = page_of(&list_route, "/en/things?limit=200");
    check_eq(count_of(made(&p, &(struct content){200, 0, 200}), "<td>"), 200);
    check_eq(p.next, 0);
}

/* A list whose items are written only where they show; how many were. */
static int written(struct page *p, int items)
{
    static struct html h;
    int count = 0;
    buffer_done(&out);
    buffer_init(&out, 1 << 22);
    p->html = &h;
    do {
        count = 0;
        buffer_clear(&out);
        html_begin(&h, &out);
        page_list(p, MESSAGE_body_votes);
        for (int i = 0; i < items; i++) {
            page_item(p);
            if (page_part_shows(p)) {
                html_printf(p->html, "item%d.", i);
                fill(p, 900);
                count++;
            }
        }
        page_list_end(p);
        html_finish(&h);
    } while (parts_tighten(p, out.len));
    return count;
}

TEST(what_does_not_show_need_not_be_written)
{
    struct page p = page_of(&plain_route, "/en/things");
    check_eq(written(&p, 10), 10);
    p = page_of(&plain_route, "/en/things");
    const int begun = written(&p, 500);
    const int shown = count_of(buffer_text(&out), "item");
    check_that(begun < 20 && shown > 10 && begun <= shown + 1);
    const char *more = arena_printf(harness_arena(), "rest=body.votes.%d#", shown);
    check_that(strstr(buffer_text(&out), more) != NULL);
    p = page_of(&plain_route, "/en/things?rest=body.votes.490");
    check_that(written(&p, 500) >= 10);
    check_that(strstr(buffer_text(&out), "item490.") != NULL);
    check_that(strstr(buffer_text(&out), "item489.") == NULL);
    p = page_of(&plain_route, "/en/things?rest=text.0123456789abcdef.1"); /* in which of them is not known */
    check_eq(written(&p, 500), 500);
}

TEST(a_place_is_a_key_and_a_number)
{
    struct bytes key;
    int64_t n = 0;
    check_that(part_place_parse(BYTES("body.title.12"), &key, &n) && n == 12);
    check_bytes(key, BYTES("body.title"));
    static const char *const bad[] = {"", ".", "body", "body.", ".1", "body.title.-1", "body.title.01",
                                      "body.title.1x", "Body.title.1", "body/title.1",
                                      "body.title.99999999999999999999",
                                      "0.5", "a.1", "a.b.c.1", "a..1", ".b.1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        harness_note("%s", bad[i]);
        check_that(!part_place_parse(bytes_of_text(bad[i]), &key, &n));
    }
}

/* Long texts: a page shows what it has room for, and its links lead through all of it. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "codec/cut.h"
#include "support/harness.h"
#include "web/routes.h"

enum { ROOM = WEB_PAGE_BYTES + 1500 }; /* what is said of a text stands beside it */

static struct buffer out;
static struct target target;

static enum page_result no_json(struct page *p, struct json_writer *w)
{
    (void)p;
    (void)w;
    return PAGE_DONE;
}

static const struct route route = {.pattern = "/things", .name = MESSAGE_body_title, .json = no_json};

/* A page of texts by themselves, and of a table with more of them. */
struct content {
    size_t count;
    struct long_text texts[4];
    size_t row_count;
    struct bytes cell;      /* in each row */
    struct bytes last_cell; /* and in the last one */
};

static void write_all(struct page *p, const struct content *x)
{
    page_title(p, MESSAGE_body_title);
    for (size_t i = 0; i < x->count; i++) {
        page_long_text(p, &x->texts[i]);
    }
    if (x->row_count > 0) {
        page_table(p, MESSAGE_body_title, MESSAGE_body_name);
        for (size_t i = 0; i < x->row_count; i++) {
            page_row(p);
            page_cell(p);
            html_printf(p->html, "row%zu.", i);
            page_content(p, i + 1 == x->row_count && x->last_cell.len > 0 ? x->last_cell : x->cell,
                         BYTES("ar"));
        }
        page_table_end(p);
    }
}

/* As the dispatcher makes a page at an address. */
static const char *made(const char *path, const struct content *x)
{
    static struct html h;
    struct page p = {.arena = harness_arena(), .route = &route, .target = &target, .html = &h};
    check_that(target_read(harness_arena(), bytes_of_text(path), &target) == GATE_ACCEPTED);
    buffer_done(&out);
    buffer_init(&out, 1 << 22);
    do {
        buffer_clear(&out);
        html_begin(&h, &out);
        write_all(&p, x);
        html_finish(&h);
    } while (parts_tighten(&p, out.len));
    return buffer_text(&out);
}

static struct bytes repeated(const char *text, size_t bytes)
{
    struct buffer b;
    const size_t len = strlen(text);
    buffer_init(&b, bytes + len);
    while (b.len + len <= bytes) {
        buffer_add_text(&b, text);
    }
    const struct bytes all = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return all;
}

/* Text of an element, unescaped; what stands behind it is *behind. */
static struct bytes inner(const char *from, const char *end)
{
    static const struct {
        const char *code;
        const char *text;
    } codes[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"},
                 {"&quot;", "\""}, {"&#39;", "'"}, {"<br>", "\n"}};
    struct buffer b;
    buffer_init(&b, 1 << 20);
    while (strncmp(from, end, strlen(end)) != 0) {
        size_t i = 0;
        while (i < 6 && strncmp(from, codes[i].code, strlen(codes[i].code)) != 0) {
            i++;
        }
        buffer_add(&b, i < 6 ? codes[i].text : from, 1);
        from += i < 6 ? strlen(codes[i].code) : 1;
    }
    const struct bytes text = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* The address of a link that says this; NULL: there is none. */
static const char *link_of(const char *page, enum message m)
{
    const char *words =
        arena_printf(harness_arena(), "\">%s</a>", message_texts[m].forms[LANGUAGE_EN][PLURAL_OTHER]);
    const char *end = strstr(page, words);
    if (end == NULL) {
        return NULL;
    }
    const char *from = end;
    while (strncmp(from, "href=\"", 6) != 0) {
        from--;
    }
    const char *address = arena_text(harness_arena(), bytes_of(from + 6, (size_t)(end - from - 6)));
    const char *hash = strstr(address, "#rest");
    check_that(hash != NULL);
    return arena_text(harness_arena(), bytes_of(address, (size_t)(hash - address)));
}

static const char *first_page(const struct content *x)
{
    const char *page = made("/en/things", x);
    check_that(out.len <= ROOM);
    return page;
}

/* Follows "next part" through a text that begins where `element` says, and gives how many pages it had. */
static size_t walk(const struct content *x, struct bytes all, const char *element, const char *end)
{
    size_t place = 0;
    size_t pages = 0;
    const char *page = first_page(x);
    for (; page != NULL; pages++) {
        const char *from = strstr(page, element);
        check_that(from != NULL && out.len <= ROOM);
        const struct bytes shown = inner(strchr(from, '>') + 1, end);
        check_that(place + shown.len <= all.len && shown.len > 0);
        check_bytes(shown, bytes_of(all.data + place, shown.len));
        place += shown.len;
        check_eq(cut_floor(all, place), place);
        check_that(pages == 0 || strstr(page, "id=\"rest\"") != NULL);
        check_that((pages > 0) == (link_of(page, MESSAGE_frame_text_first) != NULL));
        const char *next = link_of(page, MESSAGE_frame_text_next);
        check_eq(next == NULL, place == all.len);
        page = next == NULL ? NULL : made(next, x);
    }
    check_eq(place, all.len);
    return pages;
}

static struct content of_block(const struct piece *piece)
{
    return (struct content){.count = 1, .texts = {{.pieces = piece, .count = 1, .language = BYTES("en")}}};
}

TEST(a_text_that_has_room_is_whole)
{
    const struct piece piece = {PIECE_PLAIN, repeated("Twenty bytes of it.\n", 14000)};
    const struct content x = of_block(&piece);
    const char *page = first_page(&x);
    check_bytes(inner(strchr(strstr(page, "<blockquote"), '>') + 1, "</blockquote>"), piece.text);
    check_that(strstr(page, "rest=") == NULL && strstr(page, "Shown:") == NULL);
}

TEST(a_long_text_is_read_part_by_part)
{
    static const char *const said[] = {
        "A sentence that somebody said, and another. It has some words.\n",
        "\xd8\xa7\xd9\x84\xd9\x86\xd9\x8e\xd9\x91\xd8\xb5\xd9\x8f\xd9\x91 \xd8\xb7\xd9\x88\xd9\x8a\xd9\x84. ",
        "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
        "\"'&<>",
        "e\xcc\x81",
        "\n",
    };
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        harness_note("%s", said[i]);
        const struct piece piece = {PIECE_PLAIN, repeated(said[i], 60000)};
        const struct content x = of_block(&piece);
        const size_t pages = walk(&x, piece.text, "<blockquote", "</blockquote>");
        check_that(pages >= 4 && pages <= 60);
    }
}

TEST(what_is_cut_says_so_and_where_all_of_it_is)
{
    const struct hash digest = hash_of(BYTES("all"));
    const struct piece piece = {PIECE_PLAIN, repeated("\xd0\xb0\xd0\xb1\xd0\xb2 ", 49000)};
    struct content x = of_block(&piece);
    x.texts[0].digest = &digest;
    x.texts[0].plain = BYTES("/things.txt");
    const char *page = first_page(&x);
    check_that(strstr(page, "characters <bdi>1</bdi> to ") != NULL);
    check_that(strstr(page, " of <bdi>28000</bdi>.") != NULL);
    check_that(strstr(page, "href=\"/en/things.json\"") != NULL);
    check_that(strstr(page, "href=\"/things.txt\"") != NULL);
    check_that(strstr(page, hash_hex(&digest).text) != NULL);
    const char *next = link_of(page, MESSAGE_frame_text_next);
    page = made(next, &x);
    check_that(strstr(page, "href=\"/en/things.json\"") != NULL);
    check_that(strstr(page, "characters <bdi>1</bdi> to ") == NULL);
}

TEST(several_texts_share_a_page_and_the_one_that_is_asked_for_has_the_room)
{
    struct piece pieces[4];
    struct content x = {.count = 4};
    static const char *const said[] = {"One. ", "Two. ", "Three. ", "Four. "};
    for (size_t i = 0; i < 4; i++) {
        pieces[i] = (struct piece){PIECE_PLAIN, repeated(said[i], i == 3 ? 500 : 30000)};
        x.texts[i] = (struct long_text){.pieces = &pieces[i], .count = 1};
    }
    const char *page = first_page(&x);
    for (size_t i = 0; i < 4; i++) {
        check_that(strstr(page, said[i]) != NULL);
    }
    const char *next = link_of(page, MESSAGE_frame_text_next);
    page = made(next, &x);
    check_that(out.len <= ROOM && strstr(page, "One. One.") != NULL && strstr(page, "Two. ") == NULL);
    check_that(strstr(page, "Not shown here. Characters: <bdi>30000</bdi>.") != NULL);
    check_that(strstr(page, "Four. ") != NULL); /* a short one stays */
    check_that(inner(strchr(strstr(page, "<blockquote"), '>') + 1, "</blockquote>").len > 8000);
    (void)walk(&x, pieces[0].text, "<blockquote", "</blockquote>");
}

TEST(the_same_text_twice_is_read_once)
{
    const struct piece piece = {PIECE_PLAIN, repeated("The same. ", 30000)};
    struct content x = of_block(&piece);
    x.count = 2;
    x.texts[1] = x.texts[0];
    const char *page = made(link_of(first_page(&x), MESSAGE_frame_text_next), &x);
    check_that(out.len <= ROOM);
    check_that(strstr(page, "Not shown here") != NULL);
}

TEST(paragraphs_and_differences_are_cut_inside_their_elements)
{
    enum { PIECES = 3000 };
    static struct piece pieces[PIECES];
    static const enum piece_mark marks[] = {PIECE_PARAGRAPH, PIECE_GONE, PIECE_NEW, PIECE_ASIDE};
    for (size_t k = 0; k < 4; k++) {
        for (size_t i = 0; i < PIECES; i++) {
            const char *text = arena_printf(harness_arena(), "piece%zu.", i);
            pieces[i] = (struct piece){marks[k], bytes_of_text(text)};
        }
        struct content x = {.count = 1, .texts = {{.pieces = pieces, .count = PIECES}}};
        const char *page = first_page(&x);
        size_t next_piece = 0;
        for (size_t pages = 0; page != NULL && pages < 20; pages++) {
            check_that(out.len <= ROOM);
            while (strstr(page, arena_printf(harness_arena(), ">piece%zu.<", next_piece)) != NULL) {
                next_piece++;
            }
            const char *next = link_of(page, MESSAGE_frame_text_next);
            page = next == NULL ? NULL : made(next, &x);
            check_that(next_piece < PIECES || next == NULL);
            if (next_piece < PIECES && marks[k] != PIECE_PARAGRAPH) { /* no end of a line: cut in a piece */
                next_piece++;
            }
        }
        check_that(next_piece >= PIECES);
    }
}

TEST(in_a_table_each_text_shows_its_beginning_and_can_be_read_to_its_end)
{
    const struct bytes cell = repeated("Some words. ", 4000);
    const struct bytes last = repeated("Last \"words\". ", 30000);
    const struct content x = {.row_count = 30, .cell = cell, .last_cell = last};
    const char *page = first_page(&x);
    check_that(strstr(page, "Some words. ") != NULL && strstr(page, "rest=body.title.") != NULL);
    const char *next = link_of(page, MESSAGE_frame_text_next);
    page = made(next, &x);
    check_that(out.len <= ROOM && strstr(page, "row0.") != NULL && strstr(page, "row1.") == NULL);
    const struct content alone = {.row_count = 1, .cell = last};
    check_that(walk(&alone, last, "<bdi lang=\"ar\"", "</bdi>") > 2);
    page = made("/en/things?rest=body.title.29", &x);
    next = link_of(page, MESSAGE_frame_text_next);
    page = made(next, &x);
    check_that(out.len <= ROOM && strstr(page, "row29.") != NULL && strstr(page, "row28.") == NULL);
}

TEST(a_place_of_a_text_that_is_not_there_is_the_beginning)
{
    const struct piece piece = {PIECE_PLAIN, repeated("Words. ", 30000)};
    const struct content x = of_block(&piece);
    const char *page = made("/en/things?rest=text.0123456789abcdef.5", &x);
    check_that(strstr(page, "characters <bdi>1</bdi> to") != NULL);
    const char *next = link_of(page, MESSAGE_frame_text_next);
    char *far = strdup(next);
    *strrchr(far, '.') = 0;
    page = made(arena_printf(harness_arena(), "%s.999999", far), &x);
    check_that(strstr(page, "characters <bdi>1</bdi> to") != NULL);
    free(far);
}

TEST(a_place_of_a_text_is_sixteen_digits_and_a_number)
{
    struct bytes digits;
    int64_t n = 0;
    check_that(text_place_parse(BYTES("text.0123456789abcdef.70"), &digits, &n) && n == 70);
    check_bytes(digits, BYTES("0123456789abcdef"));
    static const char *const bad[] = {"", "text.", "text.0123456789abcdef", "text.0123456789abcdef.",
                                      "text.0123456789abcdeF.1", "text.0123456789abcde.1",
                                      "text.0123456789abcdef0.1", "Text.0123456789abcdef.1",
                                      "text.0123456789abcdef.01", "text.0123456789abcdef.-1",
                                      "text.0123456789abcdef.99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        harness_note("%s", bad[i]);
        check_that(!text_place_parse(bytes_of_text(bad[i]), &digits, &n));
    }
    check_that(parameter_holds(PARAMETER_PLACE, BYTES("text.0123456789abcdef.0")));
}

TEST(a_text_of_which_the_beginning_stands_has_a_bound)
{
    struct bytes cell = repeated("x", WEB_TEXT_BYTES);
    struct content x = {.row_count = 40, .cell = cell};
    check_that(strstr(first_page(&x), "Shown:") == NULL);
    x.cell = repeated("x", WEB_TEXT_BYTES + 1);
    check_that(strstr(first_page(&x), "to <bdi>600</bdi> of <bdi>601</bdi>") != NULL);
}

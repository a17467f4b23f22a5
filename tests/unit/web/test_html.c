/* What is written to a page: escaped by its place, well formed or not at all; what the site says, in each
 * language. */
#include <string.h>

#include "base/limits.h"
#include "support/harness.h"
#include "web/answer.h"
#include "web/html.h"
#include "web/page.h"
#include "web/ring.h"
#include "web/say.h"

static struct buffer out;

static struct html *begin(void)
{
    static struct html h;
    buffer_done(&out);
    buffer_init(&out, 1 << 20);
    html_begin(&h, &out);
    return &h;
}

TEST(text_is_escaped_by_its_place)
{
    struct html *h = begin();
    html_open(h, "p");
    html_attribute(h, "title", BYTES("\"'<>&"));
    html_text(h, BYTES("<script>'\"&\x01"));
    html_close(h);
    html_open(h, "a");
    html_href(h, 4, (const struct bytes[]){BYTES("/en/"), BYTES("a/../b?\"c"), BYTES("?q="), BYTES("&x=<")});
    html_raw(h, "<br>");
    html_close(h);
    html_finish(h);
    check_text(buffer_text(&out),
               "<p title=\"&quot;&#39;&lt;&gt;&amp;\">&lt;script&gt;&#39;&quot;&amp;\xef\xbf\xbd</p>"
               "<a href=\"/en/a%2F..%2Fb%3F%22c?q=%26x%3D%3C\"><br></a>");
}

TEST(what_is_not_utf_8_is_not_shown)
{
    struct html *h = begin();
    html_content(h, BYTES("a\xff"), BYTES("en"));
    html_content(h, BYTES("a\nb"), BYTES(""));
    html_finish(h);
    check_text(buffer_text(&out),
               "<bdi lang=\"en\" dir=\"auto\">\xef\xbf\xbd</bdi><bdi dir=\"auto\">a<br>b</bdi>");
}

TEST(scripts_styles_and_open_elements_are_bugs)
{
    struct html *h = begin();
    html_open(h, "p");
    check_dies(html_finish(h));
    check_dies(html_open(h, "script"));
    check_dies(html_open(h, "style"));
    check_dies(html_attribute(h, "onclick", BYTES("x")));
    check_dies(html_attribute(h, "style", BYTES("x")));
    check_dies(html_href(h, 1, (const struct bytes[]){BYTES("javascript:alert(1)")}));
    html_text(h, BYTES("x"));
    check_dies(html_attribute(h, "title", BYTES("too late")));
}

TEST(cells_are_quoted_and_no_formulas)
{
    struct csv c = {.out = &out};
    (void)begin();
    csv_text(&c, BYTES("a\"b,c\nd"));
    csv_integer(&c, -5);
    csv_end(&c);
    static const char *const bad[] = {"=1+1", "+1", "-1", "@x"};
    for (size_t i = 0; i < 4; i++) {
        csv_text(&c, bytes_of_text(bad[i]));
    }
    csv_end(&c);
    check_text(buffer_text(&out), "\"a\"\"b,c\nd\",-5\r\n\"'=1+1\",\"'+1\",\"'-1\",\"'@x\"\r\n");
}

TEST(every_row_of_an_organisation_says_its_realm)
{
    const struct organisation org = {.realm = REALM_EXERCISE};
    struct page p = {.org = &org};
    struct csv c = {.out = &out, .page = &p};
    (void)begin();
    csv_text(&c, BYTES("number"));
    csv_end(&c);
    csv_integer(&c, 1);
    csv_integer(&c, 2);
    csv_end(&c);
    p.archive = true;
    csv_text(&c, BYTES("x"));
    csv_end(&c);
    check_text(buffer_text(&out), "\"realm\",\"number\"\r\n\"exercise\",1,2\r\n\"archive\",\"x\"\r\n");
}

/* Each path by its class, each of its parts closed; how many bytes the picture has. */
static size_t ring_of(const struct ring_segment *segments, size_t count)
{
    struct html *h = begin();
    ring_write(h, segments, count, true, BYTES("All of them."));
    html_finish(h);
    return out.len;
}

static size_t count_in(const char *text, char c)
{
    size_t count = 0;
    for (; *text != 0; text++) {
        count += *text == c;
    }
    return count;
}

TEST(a_ring_of_many_is_small_and_has_a_segment_for_each)
{
    struct ring_segment all[MEMBERS_MAX] = {{{NULL, 0}, RING_JOINED}};
    for (int state = 0; state < RING_STATES; state++) {
        for (size_t i = 0; i < MEMBERS_MAX; i++) {
            all[i].state = (enum ring_state)state;
        }
        for (size_t count = RING_WIDE_MAX + 1; count <= MEMBERS_MAX; count++) {
            check_that(ring_of(all, count) < 400 + 60 * count);
            check_eq(count_in(buffer_text(&out), 'z'), count);
        }
    }
    for (size_t i = 0; i < MEMBERS_MAX; i++) {
        all[i].state = (enum ring_state)(i % RING_STATES);
    }
    check_that(ring_of(all, MEMBERS_MAX) < 8000);
    static const char *const classes[] = {"\"joined\"", "\"silent\"", "\"abstained\"", "\"broke\"",
                                          "\"open\"", "\"hatching\""};
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        harness_note("%s", classes[i]);
        check_that(strstr(buffer_text(&out), classes[i]) != NULL);
    }
    check_that(ring_of(all, RING_WIDE_MAX) > 100UL * RING_WIDE_MAX); /* few are drawn one by one */
}

TEST(a_state_of_the_ring_is_a_shape_and_the_whole_has_words)
{
    static const struct ring_segment segments[] = {
        {{(const uint8_t *)"ALDER", sizeof("ALDER") - 1}, RING_JOINED},
        {{(const uint8_t *)"BIRCH", sizeof("BIRCH") - 1}, RING_SILENT},
        {{(const uint8_t *)"CEDAR", sizeof("CEDAR") - 1}, RING_ABSTAINED},
        {{(const uint8_t *)"DAMSON", sizeof("DAMSON") - 1}, RING_BROKE},
        {{(const uint8_t *)"ELM", sizeof("ELM") - 1}, RING_OPEN}};
    struct html *h = begin();
    ring_write(h, segments, 5, false, BYTES("1 joined & 4 not"));
    html_finish(h);
    static const char *const parts[] = {"role=\"img\"",        "aria-label=\"1 joined &amp; 4 not\"",
                                        "class=\"joined\"",    "class=\"silent\"",
                                        "class=\"abstained\"", "class=\"hatching\"",
                                        "class=\"broke\"",     "class=\"cross\"",
                                        "class=\"open\"",      "stroke-dasharray"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        harness_note("%s", parts[i]);
        check_that(strstr(buffer_text(&out), parts[i]) != NULL);
    }
    for (int state = 0; state < RING_STATES; state++) {
        struct html *mark = begin();
        ring_mark(mark, (enum ring_state)state);
        html_finish(mark);
        check_that(strstr(buffer_text(&out), "aria-hidden=\"true\"") != NULL);
    }
    for (size_t count = 1; count <= MEMBERS_MAX; count++) {
        struct ring_segment all[MEMBERS_MAX] = {{{NULL, 0}, RING_BROKE}};
        struct html *many = begin();
        ring_write(many, all, count, true, BYTES("x"));
        html_finish(many);
        check_that(strstr(buffer_text(&out), "nan") == NULL);
    }
}

TEST(a_validator_is_of_the_content)
{
    const struct etag a = etag_of(BYTES("a"));
    const struct etag b = etag_of(BYTES("b"));
    check_that(strcmp(a.text, b.text) != 0 && strlen(a.text) == 34);
    const struct bytes list = bytes_of_text(arena_printf(harness_arena(), "\"x\" , W/%s", a.text));
    check_that(etag_matches(list, &a) && !etag_matches(list, &b));
    check_that(etag_matches(BYTES("*"), &b) && !etag_matches(BYTES(""), &b));
    check_that(!etag_matches(bytes_of_text(a.text + 1), &a));
}

TEST(an_answer_has_a_bound)
{
    struct answer a;
    answer_init(&a);
    char *all = arena_take(harness_arena(), WEB_ANSWER_BYTES_MAX, 1);
    buffer_add(&a.body, all, WEB_ANSWER_BYTES_MAX);
    check_that(!a.body.overflow);
    buffer_add_u8(&a.body, 0);
    check_that(a.body.overflow);
    answer_done(&a);
}

TEST(a_language_is_chosen_by_its_quality)
{
    static const struct {
        const char *accept;
        enum language wanted;
    } rows[] = {
        {"", LANGUAGE_EN},
        {"ru", LANGUAGE_RU},
        {"de, ar;q=0.5, ru;q=0.8", LANGUAGE_RU},
        {"ru;q=0, ar", LANGUAGE_AR},
        {"ar-EG", LANGUAGE_AR},
        {"fr, de", LANGUAGE_EN},
        {"en;q=0.3,ru; q=0.9", LANGUAGE_RU},
        {";;;,,q=,ru;q=9999999999999", LANGUAGE_RU},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s", rows[i].accept);
        check_eq(language_choose(bytes_of_text(rows[i].accept)), rows[i].wanted);
    }
}

TEST(values_stand_in_a_message_escaped_and_apart)
{
    struct html *h = begin();
    say_html(h, LANGUAGE_RU, MESSAGE_record_size, &SAY_NUMBER("count", 22), 1);
    say_html(h, LANGUAGE_EN, MESSAGE_frame_moment,
             (const struct say_value[]){SAY_NUMBER("entry", 7), SAY_WORD("time", "<b>")}, 2);
    html_finish(h);
    check_that(strstr(buffer_text(&out), "<bdi>22</bdi>") != NULL);
    check_that(strstr(buffer_text(&out), "<bdi>&lt;b&gt;</bdi>") != NULL);
    check_dies(say_html(h, LANGUAGE_EN, MESSAGE_frame_moment, NULL, 0));
}

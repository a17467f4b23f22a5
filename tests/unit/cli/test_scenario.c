/* Scenarios as they are read: docs/formats/scenario.md. */
#include "cli/scenario.h"

#include <string.h>

#include "support/harness.h"

static struct diag diag;
static struct scenario scene;

static enum error read_bytes(struct bytes text)
{
    diag = (struct diag){.line = 0};
    return scenario_read(harness_arena(), text, &scene, &diag);
}

static enum error read_text(const char *text)
{
    return read_bytes(bytes_of_text(text));
}

/* Behind a title. */
static enum error read_body(const char *body)
{
    return read_text(arena_printf(harness_arena(), "scenario \"T\"\n%s", body));
}

static void check_wrong(const char *body, int line, const char *message)
{
    harness_note("%s", body);
    check_eq(read_body(body), ERROR_MALFORMED);
    harness_note("%s: %d: %s", body, diag.line, diag.message);
    check_eq(diag.line, line);
    check_that(strstr(diag.message, message) != NULL);
}

TEST(statements_are_words_on_a_line)
{
    check_ok(read_text("# A remark.\n\n  scenario \"The title\"\n  # another\nchapter One\n"
                       "univocal  matter   list \\\n    --json\n\nsay last"));
    check_bytes(scene.title, BYTES("The title"));
    check_eq(scene.count, 3);
    check_eq(scene.chapters, 1);
    check_eq(scene.lines[1].number, 6);
    check_eq(scene.lines[2].number, 9);
    check_eq(scene.lines[1].count, 3);
    check_bytes(scene.lines[1].words[0], BYTES("matter"));
    check_bytes(scene.lines[1].words[2], BYTES("--json"));
    check_that(scene.lines[1].end > scene.lines[0].end && scene.lines[2].end > scene.lines[1].end);
    check_wrong("say \\", 2, "a backslash stands before nothing");
}

TEST(quotes_keep_blanks_and_lines)
{
    check_ok(read_body("say \"two  words,\na \\\"quoted\\\" one, a \\\\ and a \\$x\"\n"
                       "say en=\"a b\"c\nsay \"\"\n"));
    check_bytes(scene.lines[0].words[0], BYTES("two  words,\na \"quoted\" one, a \\ and a $$x"));
    check_bytes(scene.lines[1].words[0], BYTES("en=a bc"));
    check_eq(scene.lines[1].number, 4);
    check_eq(scene.lines[2].words[0].len, 0);
}

TEST(what_is_no_text_is_refused)
{
    check_eq(read_bytes(BYTES("scenario \"\xff\"\nsay x\n")), ERROR_MALFORMED);
    check_eq(read_bytes(BYTES("scenario T\nsay a\tb\n")), ERROR_MALFORMED);
    check_eq(read_text(""), ERROR_MALFORMED);
    check_that(strstr(diag.message, "nothing to play") != NULL);
    check_eq(read_body("# only a remark\n"), ERROR_MALFORMED);
    check_wrong("say \"without an end\n\n", 2, "these quotes do not end");
}

TEST(the_first_statement_is_the_title)
{
    static const char *const wrong[] = {"say x\n", "scenario\nsay x\n", "scenario \"\"\nsay x\n",
                                        "scenario a b\nsay x\n", "scenario \"a\nb\"\nsay x\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        harness_note("%s", wrong[i]);
        check_eq(read_text(wrong[i]), ERROR_MALFORMED);
        check_that(strstr(diag.message, "its title") != NULL);
    }
}

TEST(each_kind_of_statement_is_read)
{
    check_ok(read_body("chapter \"One\"\nsay \"Two\"\nwait 60s\nunivocal audit\n"
                       "refused univocal vote cast 1 Y\n"
                       "until \"is closed\" univocal silence show x\n"
                       "keep a minutes.0.digest univocal session show s\n"
                       "check folder\nforged folder old new\n"));
    const struct scenario_line *l = scene.lines;
    check_that(l[0].kind == SCENARIO_CHAPTER && l[0].chapter == 1 && l[0].count == 1);
    check_that(l[1].kind == SCENARIO_SAY && l[1].count == 1);
    check_that(l[2].kind == SCENARIO_WAIT && l[2].ms == 60000);
    check_that(l[3].kind == SCENARIO_RUN && !l[3].refused && l[3].until.len == 0 && l[3].keep.len == 0);
    check_that(l[4].refused && l[4].count == 4);
    check_bytes(l[5].until, BYTES("is closed"));
    check_bytes(l[6].keep, BYTES("a"));
    check_bytes(l[6].path, BYTES("minutes.0.digest"));
    check_bytes(l[6].words[0], BYTES("session"));
    check_that(l[7].kind == SCENARIO_CHECK && l[8].kind == SCENARIO_FORGED && l[8].count == 3);
    check_wrong("chapter One more\n", 2, "chapter has one word");
    check_wrong("say\n", 2, "say has one word");
    check_wrong("check a b\n", 2, "check has one word");
    check_wrong("forged a b\n", 2, "forged has three words");
    check_wrong("wait 61s\n", 2, "1s to 60s");
    check_wrong("wait 1min\n", 2, "1s to 60s");
    check_wrong("wait\n", 2, "1s to 60s");
    check_wrong("until \"\" univocal audit\n", 2, "until which words");
    check_wrong("\n\nuntil univocal audit\n", 4, "expected chapter");
}

TEST(a_scenario_runs_commands_of_univocal_alone)
{
    static const char *const wrong[] = {"found x", "init x", "restore a b", "core", "web", "play x", "serve"};
    check_wrong("rm -rf .\n", 2, "begins with univocal");
    check_wrong("univocal\n", 2, "begins with univocal");
    check_wrong("refused rm x\n", 2, "begins with univocal");
    check_wrong("keep a b rm x\n", 2, "begins with univocal");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const char *body = arena_printf(harness_arena(), "say x\nunivocal %s\n", wrong[i]);
        check_wrong(body, 3, "may not run this");
    }
    check_ok(read_body("univocal serve --background\nunivocal serve --signer ELM\n"));
}

TEST(names_must_be_kept_before)
{
    check_ok(read_body("keep a id univocal status\n"
                       "say \"$a, $again, $here, $out, 5 $, $$ and $1\"\n"));
    check_wrong("say $a\nkeep a id univocal status\n", 2, "nothing was kept");
    check_wrong("keep a id univocal status\nsay $b\n", 3, "nothing was kept");
    check_wrong("keep again id univocal status\n", 2, "a name is of");
    check_wrong("keep out id univocal status\n", 2, "a name is of");
    check_wrong("keep A id univocal status\n", 2, "a name is of");
    check_wrong("keep 1a id univocal status\n", 2, "a name is of");
    const char *longest = "a2345678901234567890123456789012";
    check_eq(strlen(longest), SCENARIO_NAME_BYTES_MAX);
    check_ok(read_body(arena_printf(harness_arena(), "keep %s id univocal status\n", longest)));
    check_wrong(arena_printf(harness_arena(), "keep %s3 id univocal status\n", longest), 2, "a name is of");
}

TEST(names_stand_for_their_values)
{
    struct arena *a = harness_arena();
    struct scenario_values values = {.count = 0};
    struct bytes out;
    check_that(scenario_keep(&values, BYTES("again"), BYTES("-2")));
    check_that(scenario_keep(&values, BYTES("id"), BYTES("old")));
    check_that(scenario_keep(&values, BYTES("id"), BYTES("$again")));
    check_eq(values.count, 2);
    check_that(scenario_expand(a, BYTES("relief$again/$id/$ $5"), &values, &out));
    check_bytes(out, BYTES("relief-2/$again/$ $5"));
    check_that(!scenario_expand(a, BYTES("$idx"), &values, &out));
}

TEST(what_is_shown_can_be_typed_again)
{
    const struct scenario_values none = {.count = 0};
    struct bytes words[] = {BYTES("matter"), BYTES("--text"), BYTES("en=Say \"no\".\nThen \\ $a $5 `x`"),
                            BYTES("")};
    struct buffer b;
    buffer_init(&b, 1000);
    buffer_add_text(&b, "univocal ");
    scenario_print(&b, words, 4);
    check_text(buffer_text(&b),
               "univocal matter --text \"en=Say \\\"no\\\".\nThen \\\\ \\$a \\$5 \\`x\\`\" \"\"");
    check_ok(read_body(buffer_text(&b)));
    check_eq(scene.lines[0].count, 4);
    for (size_t i = 0; i < 4; i++) {
        struct bytes typed;
        check_that(scenario_expand(harness_arena(), scene.lines[0].words[i], &none, &typed));
        check_bytes(typed, words[i]);
    }
    buffer_done(&b);
}

/* `say x` and a word of so many letters, so many times. */
static enum error read_many(const char *before, const char *unit, size_t count, const char *after)
{
    struct buffer b;
    buffer_init(&b, (size_t)4 * SCENARIO_BYTES_MAX);
    buffer_add_text(&b, "scenario T\n");
    buffer_add_text(&b, before);
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(&b, unit);
    }
    buffer_add_text(&b, after);
    const enum error e = read_bytes(arena_copy(harness_arena(), buffer_view(&b)));
    buffer_done(&b);
    return e;
}

TEST(each_limit_is_kept)
{
    check_ok(read_many("say ", "x", SCENARIO_WORD_BYTES_MAX, "\n"));
    check_eq(read_many("say ", "x", SCENARIO_WORD_BYTES_MAX + 1, "\n"), ERROR_TOO_LARGE);
    check_ok(read_many("univocal", " x", SCENARIO_WORDS_MAX - 1, "\n"));
    check_eq(read_many("univocal", " x", SCENARIO_WORDS_MAX, "\n"), ERROR_TOO_LARGE);
    check_ok(read_many("", "say x\n", SCENARIO_LINES_MAX, ""));
    check_eq(read_many("", "say x\n", SCENARIO_LINES_MAX + 1, ""), ERROR_TOO_LARGE);
    check_eq(diag.line, SCENARIO_LINES_MAX + 2);
    check_ok(read_many("say x\n#", "x", SCENARIO_BYTES_MAX - 18, ""));
    check_eq(read_many("say x\n#", "x", SCENARIO_BYTES_MAX - 17, ""), ERROR_TOO_LARGE);
    struct buffer b;
    buffer_init(&b, 100000);
    for (int i = 0; i < SCENARIO_VALUES_MAX; i++) {
        buffer_printf(&b, "keep a%d id univocal status\n", i);
    }
    check_ok(read_body(buffer_text(&b)));
    buffer_add_text(&b, "keep b id univocal status\n");
    check_eq(read_body(buffer_text(&b)), ERROR_TOO_LARGE);
    buffer_done(&b);
}

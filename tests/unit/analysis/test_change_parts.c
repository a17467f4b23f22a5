/* No part of a charter changes without words of what changes. */
#include "analysis/change.h"
#include "unit/analysis/every_part.h"
#include "unit/charter/fixture.h"

static struct change_list changes_between(const struct charter *before, const struct charter *after)
{
    const struct trial_side sides[] = {{.charter = before}, {.charter = after}};
    struct change_list list;
    changes_of(harness_arena(), &sides[0], &sides[1], 0, BYTES(""), &list);
    return list;
}

static const char *words_of(const struct change_list *list, const char *kind, struct bytes name)
{
    struct buffer b;
    buffer_init(&b, 1 << 22);
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i]->kind, kind) == 0 && bytes_equal(list->items[i]->name, name)) {
            for (size_t k = 0; k < list->items[i]->count; k++) {
                buffer_add_bytes(&b, list->items[i]->sentences[k]);
                buffer_add_u8(&b, '\n');
            }
        }
    }
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* Languages, attributes, the voice and rungs are of the charter as a every_part. */
static const char *kind_of(const struct difference_part *part)
{
    return part->name.len > 0 ? part_kind_word(part->kind) : "charter";
}

static struct bytes name_of(const struct difference_part *part)
{
    return part->name.len > 0 ? part->name : BYTES("every");
}

/* The text with what stands there once put in the place of it. */
static char *with(const char *text, const char *old, const char *new)
{
    const char *at = strstr(text, old);
    harness_note("%s", old);
    check_that(at != NULL);
    return arena_printf(harness_arena(), "%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
}

static const struct {
    enum part_kind kind;
    const char *name;
    const char *old;
    const char *new;
    const char *says;
} changes[] = {
    {PART_LANGUAGES, "every", "en, fr;", "en, de;",
     "Texts are no longer asked for in the language fr.\nTexts are now asked for in the language de.\n"},
    {PART_LANGUAGES, "every", "en, fr;", "fr, en;", "Its languages stand in another order now: fr, en.\n"},
    {PART_ATTRIBUTES, "every", "attributes tonnage", "attributes draught, tonnage",
     "Rules may now weigh members by draught.\n"},
    {PART_VOICE, "every", "threshold 3", "threshold 2",
     "Members that sign together for the one voice: 3; now 2.\n"},
    {PART_RUNGS, "every", ", \"some harbours\"", "", "The voice no longer has the rung some harbours.\n"},
    {PART_TABLE, "tonnage-2020", "000001", "000002", "000001. Now: What each member weighs by tonnage"},
    {PART_GROUP, "OLD", "    BIRCH;\n", "    CEDAR;\n",
     "BIRCH loses the tag OLD.\nCEDAR gains the tag OLD.\nWho has it is asked by silence.\n"},
    {PART_GROUP, "OLD", "from 2001-01-01", "from 2002-01-01",
     "ALDER had the tag OLD from 1 January 2001 until 1 January 2090; now from 1 January 2002 until 1 "
     "January 2090.\n"},
    {PART_BODY, "council", "tagged CORE", "all",
     "Before: The members with the tag CORE sit in it. Now: Every member sits in it.\nBIRCH gains a seat "
     "in it.\n"},
    {PART_BODY, "council", "elected by most for 1 year", "ALDER",
     "Before: The chair is elected by most, for 1 year. Now: It is chaired by ALDER.\n"},
    {PART_RULE, "most", "n(Y) > n(N);", "n(Y) > n(N) + 1;", "A vote that comes out otherwise: with "},
    {PART_MOTION, "refer", "refer by most in council", "refer by silence in council",
     "Before: The referral of a matter to another body is decided by most in council [article 20]. Now: "
     "The referral of a matter to another body is decided by silence in council [article 20].\n"},
    {PART_CALENDAR, "inland", "week mon, tue;", "week mon, tue, wed;",
     "Before: The days that are worked: Monday, Tuesday. Now: The days that are worked: Monday, Tuesday, "
     "Wednesday.\nBy it are counted the working days of ALDER.\n"},
    {PART_MEMBER, "ALDER", "    votes 5;", "    votes 6;", "It weighs by votes: 5; now 6.\n"},
    {PART_MEMBER, "CEDAR", "member CEDAR {", "member CEDAR until 2020-12-31 {",
     "It is no longer a member.\n"},
    {PART_MEMBER, "BIRCH", "    votes 2;", "    votes 1;",
     "What is said of it changes for other days than this.\n"},
    {PART_OFFICE, "secretary", "term 4 years", "term 5 years",
     "Before: Its holder is elected by assembly, by persons, for 4 years. Now: Its holder is elected by "
     "assembly, by persons, for 5 years.\nIts holder puts texts to silence by silence.\nIts holder says "
     "of "
     "which class a matter is, for matters.\n"},
    {PART_OFFICE, "keeper", "    holder member BIRCH;", "    holder member ALDER;",
     "Before: It is held by BIRCH. Now: It is held by ALDER.\nIts holder chairs court.\n"},
    {PART_CLASSIFICATION, "matters", "procedural use most", "procedural use joint",
     "Before: A matter that is procedural is decided by most. Now: A matter that is procedural is "
     "decided "
     "by joint.\nUnless another rule is named, it decides in council.\n"},
    {PART_REFERRAL, "upward", "from council, court;", "from court;",
     "Before: Council and court may refer a matter to assembly, by most. Now: Court may refer a matter "
     "to "
     "assembly, by most.\n"},
};

TEST(each_kind_of_part_has_words_for_its_change)
{
    const struct charter *before = charter_of(every_part);
    bool tried[PART_KIND_COUNT] = {false};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const struct charter *after = charter_of(with(every_part, changes[i].old, changes[i].new));
        const struct change_list list = changes_between(before, after);
        const bool is_whole = changes[i].kind <= PART_RUNGS;
        const char *told = words_of(&list, is_whole ? "charter" : part_kind_word(changes[i].kind),
                                    bytes_of_text(changes[i].name));
        harness_note("%s\nin\n%s", changes[i].says, told);
        check_that(strstr(told, changes[i].says) != NULL);
        tried[changes[i].kind] = true;
    }
    for (size_t i = 0; i < PART_KIND_COUNT; i++) {
        harness_note("%s", part_kind_word((enum part_kind)i));
        check_that(tried[i]);
    }
}

/* Each part that differs in its text is told in words. */
static size_t check_told(const struct charter *before, const struct charter *after, bool *kinds)
{
    const struct difference_list parts = difference_of(harness_arena(), before, after);
    const struct change_list list = changes_between(before, after);
    for (size_t i = 0; i < parts.count; i++) {
        const struct difference *d = &parts.items[i];
        const struct difference_part *part = d->after != NULL ? d->after : d->before;
        harness_note("%.*s%.*s", d->before == NULL ? 0 : (int)d->before->text.len,
                     d->before == NULL ? "" : (const char *)d->before->text.data,
                     d->after == NULL ? 0 : (int)d->after->text.len,
                     d->after == NULL ? "" : (const char *)d->after->text.data);
        check_that(words_of(&list, kind_of(part), name_of(part))[0] != 0);
        kinds[part->kind] = true;
    }
    return parts.count;
}

static bool parses(const char *text, const struct charter **out)
{
    struct charter_diags diags = {0};
    return charter_try(text, out, &diags) == OK;
}

TEST(no_line_of_a_charter_goes_or_comes_without_words)
{
    const struct charter *before = charter_of(every_part);
    bool kinds[PART_KIND_COUNT] = {false};
    size_t told = 0;
    for (const char *line = every_part; *line != 0; line = strchr(line, '\n') + 1) {
        const struct charter *after = NULL;
        const char *rest = strchr(line, '\n') + 1;
        char *without = arena_printf(harness_arena(), "%.*s%s", (int)(line - every_part), every_part, rest);
        if (parses(without, &after)) {
            told += check_told(before, after, kinds) > 0;
            told += check_told(after, before, kinds) > 0;
        }
    }
    harness_note("%zu", told);
    check_that(told >= 60);
}

/* What stands between this line and the next part. */
static size_t part_length(const char *part)
{
    const char *end = strstr(part, part[strcspn(part, "{\n")] == '{' ? "}\n" : "\n");
    return (size_t)(end - part) + (*end == '}' ? 2 : 1);
}

TEST(no_part_of_a_charter_goes_or_comes_without_words)
{
    bool kinds[PART_KIND_COUNT] = {false};
    for (const char *part = every_part; *part != 0; part += part_length(part)) {
        const struct charter *after = NULL;
        const char *rest = part + part_length(part);
        if (part > every_part &&
            parses(arena_printf(harness_arena(), "%.*s%s", (int)(part - every_part), every_part, rest),
                   &after)) {
            check_told(charter_of(every_part), after, kinds);
            check_told(after, charter_of(every_part), kinds);
        }
    }
    /* Beside nothing at all each part comes, and goes. */
    const struct charter *empty = charter_of("charter \"every\";\nrule r { pass n(Y) > 0; }\n");
    check_that(check_told(empty, charter_of(every_part), kinds) > 20);
    check_that(check_told(charter_of(every_part), empty, kinds) > 20);
    for (size_t i = 0; i < PART_KIND_COUNT; i++) {
        harness_note("%s", part_kind_word((enum part_kind)i));
        check_that(kinds[i]);
    }
}

TEST(titles_sources_days_and_marks_change_with_words)
{
    static const char *const words[] = {"title \"", "source \"", "until ", "from "};
    const struct charter *before = charter_of(every_part);
    bool kinds[PART_KIND_COUNT] = {false};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        for (const char *at = strstr(every_part, words[i]); at != NULL; at = strstr(at + 1, words[i])) {
            const struct charter *after = NULL;
            const char *more = i < 2 ? "New " : "";
            char *text = arena_printf(harness_arena(), "%.*s%s%s%s", (int)(at - every_part), every_part,
                                      words[i], more, at + strlen(words[i]));
            if (i >= 2) {
                text[at - every_part + (long)strlen(words[i]) + 3] = '7'; /* the last digit of the year */
            }
            if (parses(text, &after) && strncmp(every_part, "charter", (size_t)(at - every_part)) != 0) {
                check_told(before, after, kinds);
            }
        }
    }
    const struct charter *marked =
        charter_of(with(every_part, "charter \"every\"", "charter \"every\" unverified \"all of it\""));
    check_that(check_told(before, marked, kinds) > 15);
    check_that(check_told(marked, before, kinds) > 15);
    const struct change_list list = changes_between(before, marked);
    check_that(strstr(words_of(&list, "office", BYTES("keeper")), "Nobody has checked of it: all of it.\n") !=
               NULL);
    const struct change_list back = changes_between(marked, before);
    check_that(strstr(words_of(&back, "office", BYTES("keeper")),
                      "It counts as checked now; before, nobody had checked: all of it.\n") != NULL);
}

TEST(what_stands_in_another_order_only_is_said)
{
    static const struct {
        const char *kind;
        const char *name;
        const char *old;
        const char *new;
        const char *says;
    } rows[] = {
        {"group", "OLD", "    ALDER from 2001-01-01 until 2090-01-01;\n    BIRCH;\n",
         "    BIRCH;\n    ALDER from 2001-01-01 until 2090-01-01;\n",
         "It names the same members in another order.\n"},
        {"classification", "matters", "    as procedural use most;\n    as weighty use silence;\n",
         "    as weighty use silence;\n    as procedural use most;\n",
         "It says the same in another order.\n"},
        {"charter", "every", "\"the League\", \"some harbours\"", "\"some harbours\", \"the League\"",
         "The rungs of the voice, from the top, are now: some harbours, the League.\n"},
        {"rule", "most", "until 1999-12-31 {\n    pass n(Y) >= 2", "until 1999-12-31 {\n    pass n(Y) >= 3",
         "The version until 31 December 1999 says something else: compare them on such a day.\n"},
        {"rule", "most", "until 1999-12-31", "until 1998-12-31",
         "The version until 31 December 1998 is new.\nThe version until 31 December 1999 is no longer "
         "there.\n"},
        {"rule", "silence", "    extend at most 2 times by 3 workdays;\n", "",
         "No longer: the silence may be extended 2 times, each time by up to 3 workdays.\n"},
        {"rule", "silence", "set by secretary", "set by chair",
         "Before: may be put to silence, for 2 workdays to 5 workdays in the calendar port, by: secretary. "
         "Now: "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *after = charter_of(with(every_part, rows[i].old, rows[i].new));
        const struct change_list list = changes_between(charter_of(every_part), after);
        const char *told = words_of(&list, rows[i].kind, bytes_of_text(rows[i].name));
        harness_note("%s\nin\n%s", rows[i].says, told);
        check_that(strstr(told, rows[i].says) != NULL);
    }
}

TEST(what_a_table_gives_each_member_is_told_where_both_are_at_hand)
{
    const struct table_row old[] = {{BYTES("ALDER"), 5}, {BYTES("BIRCH"), 2}, {BYTES("ELM"), 1}};
    const struct table_row new[] = {{BYTES("ALDER"), 5}, {BYTES("BIRCH"), 3}, {BYTES("FIR"), 4}};
    const struct trial_table tables[] = {{.name = BYTES("tonnage-2020"), .table = {.count = 3, .rows = old}},
                                         {.name = BYTES("tonnage-2020"), .table = {.count = 3, .rows = new}}};
    const struct trial_side sides[] = {
        {.charter = charter_of(every_part), .table_count = 1, .tables = &tables[0]},
        {.charter = charter_of(with(every_part, "000001", "000002")),
         .table_count = 1,
         .tables = &tables[1]}};
    struct change_list list;
    changes_of(harness_arena(), &sides[0], &sides[1], 0, BYTES(""), &list);
    const char *told = words_of(&list, "table", BYTES("tonnage-2020"));
    harness_note("%s", told);
    check_that(strstr(told, "BIRCH: 2; now 3.\nELM: 1; now not in it.\nFIR: not in it; now 4.\n") != NULL);
    check_that(strstr(told, "ALDER") == NULL);
}

TEST(more_than_64_sentences_of_a_part_are_counted)
{
    struct buffer b;
    buffer_init(&b, 1 << 20);
    buffer_add_text(&b, "charter \"every\";\nrule r { pass n(Y) > 0; }\ngroup BIG {");
    for (int i = 0; i < 100; i++) {
        buffer_printf(&b, " M%03d;", i);
    }
    buffer_add_text(&b, " }\n");
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    const struct change_list list =
        changes_between(charter_of("charter \"every\";\nrule r { pass n(Y) > 0; }\n"), charter_of(text));
    buffer_done(&b);
    const char *told = words_of(&list, "group", BYTES("BIG"));
    harness_note("%s", told);
    check_that(strstr(told, "M062 gains the tag BIG.\nAnd 37 more.\n") != NULL);
}

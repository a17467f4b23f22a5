#include "charter/rule.h"
#include "unit/charter/fixture.h"

/* What the first error says, as "line:column found: message". */
static const char *error_of(const char *text)
{
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_eq(charter_try(text, &c, &diags), ERROR_MALFORMED);
    check_that(c == NULL);
    check_that(diags.count >= 1 && diags.count <= CHARTER_DIAGS_MAX);
    const struct diag *d = &diags.items[0].diag;
    return arena_printf(harness_arena(), "%d:%d %s: %s", d->line, d->column, d->found, d->message);
}

static const char *rule_error(const char *clauses)
{
    return error_of(arena_printf(harness_arena(), "charter \"c\";\nrule r {\n%s\n}\n", clauses));
}

static const struct {
    const char *text;
    const char *error;
} bad_texts[] = {
    {"", "1:1 the end: expected \"charter\" after the beginning"},
    {"charta \"c\";", "1:1 charta: expected \"charter\" after the beginning: is \"charter\" meant?"},
    {"charter c;", "1:9 c: expected the charter's name in \"...\""},
    {"charter \"C\";", "1:9 C: a charter's name is 1 to 64 of a-z 0-9 _ - ."},
    {"charter \"c\"", "1:12 the end: expected \";\" after the charter's name and title"},
    {"charter \"c\" source \"s\";", "1:9 c: a charter has no source of its own: its parts have"},
    {"charter \"c\" from 2000-01-01;", "1:9 c: only rules, tables and members have versions by date"},
    {"charter \"c\" title \"a\" title \"b\";", "1:23 title: this is said twice of the same part"},
    {"charter \"c\";\ncharter \"d\";", "2:9 d: a text holds one charter"},
    {"charter \"c\";\nruel r { pass n(Y) > 0; }",
     "2:1 ruel: expected a part of a charter, one of charter fictional extends languages unverified "
     "attributes "
     "voice table group body rule rungs motion calendar member office referral classification: is "
     "\"rule\" meant?"},
    {"charter \"c\";\n}", "2:1 }: this } closes nothing"},
    {"charter \"c\";\nfictional", "2:10 the end: expected \";\" after fictional"},
    {"charter \"c\";\nunverified \"a\";\nunverified \"b\";",
     "3:12 b: what is unverified of the whole is said once"},
    {"charter \"c\" unverified \"a\";\nunverified \"b\";",
     "2:12 b: what is unverified of the whole is said once"},
    {"charter \"c\";\nlanguages EN;", "2:11 EN: expected a language, a tag in lower case such as en"},
    {"charter \"c\";\nlanguages en, en;", "2:15 en: this language is given twice"},
    {"charter \"c\";\nlanguages en;\nlanguages fr;", "3:11 fr: the languages are given twice"},
    {"charter \"c\";\nlanguages aa, ab, ac, ad, ae, af, ag, ah, ai;",
     "2:43 ai: there are at most 8 languages"},
    {"charter \"c\";\nattributes n;", "2:12 n: n counts heads and is no attribute"},
    {"charter \"c\";\nattributes a, a;", "2:15 a: this attribute is named twice"},
    {"charter \"c\";\ntable t of a { sha256 \"00\"; }", "2:23 00: a SHA-256 is 64 of 0-9 a-f"},
    {"charter \"c\";\ngroup g { }", "2:7 g: expected a tag: 1 to 16 of A-Z 0-9 -, such as PARTY"},
    {"charter \"c\";\ngroup G { us; }", "2:11 us: expected a member's code: 1 to 16 of A-Z 0-9 -"},
    {"charter \"c\";\ngroup G { US; US; }", "2:15 US: this member is in the group already"},
    {"charter \"c\";\ngroup G { US from 2001-01-01 until 2000-01-01; }",
     "2:11 US: this period ends before it begins"},
    {"charter \"c\";\ngroup G { US; }\ngroup G { }", "3:7 G: there is a group of this name already"},
    {"charter \"c\";\ngroup G from 2000-01-01 { }",
     "2:7 G: only rules, tables and members have versions by date"},
    {"charter \"c\";\nbody b { members all; chair rotation; }",
     "2:6 b: a body says three things: members, chair and rules"},
    {"charter \"c\";\nbody b { members some; chair rotation; rules r; }",
     "2:18 some: expected who sits in the body, one of all named tagged elected"},
    {"charter \"c\";\nbody b { members all; members all; chair rotation; rules r; }",
     "2:23 members: this is said twice of the same part"},
    {"charter \"c\";\nbody b { members all; chair rotation; rules r, r; }",
     "2:48 r: this rule is named twice"},
    {"charter \"c\";\nbody b { members all; chair rotation; rules rale; }\nrule rule { pass n(Y) > 0; }",
     "2:45 rale: there is no rule of this name: is \"rule\" meant?"},
    {"charter \"c\";\nrule r from 2001-01-01 until 2000-12-31 { pass n(Y) > 0; }",
     "2:8 from: this version ends before it begins"},
    {"charter \"c\";\nrule r { pass n(Y) > 0; }\nrule r { pass n(Y) > 0; }",
     "3:6 r: there is a rule of this name already for some of these days (line 2 of test)"},
    {"charter \"c\";\nrule r until 2000-12-31 { pass n(Y) > 0; }\nrule r from 2000-12-31 { pass n(Y) > "
     "0; }",
     "3:6 r: there is a rule of this name already for some of these days (line 2 of test)"},
    {"charter \"c\";\nrule r { pass pop(Y) > 0; }", "2:15 pop: \"attributes\" names no such attribute"},
    {"charter \"c\";\nattributes pap;\nrule r { pass pop(Y) > 0; }",
     "3:15 pop: \"attributes\" names no such attribute: is \"pap\" meant?"},
    {"charter \"c\";\nextends \"d\";", "2:9 d: the charter that is extended is not given"},
    {"charter \"c\";\nextends \"test\";", "2:9 test: a charter extends itself, by way of others or directly"},
    {"charter \"c\"; \xff", "1:1 : this line is not UTF-8: save the text as UTF-8"},
};

TEST(an_error_says_where_what_was_expected_and_what_may_be_meant)
{
    for (size_t i = 0; i < sizeof bad_texts / sizeof bad_texts[0]; i++) {
        harness_note("%s", bad_texts[i].text);
        check_text(error_of(bad_texts[i].text), bad_texts[i].error);
    }
}

TEST(a_rule_that_is_not_one_says_so)
{
    static const struct {
        const char *clauses;
        const char *error;
    } rows[] = {
        {"", "2:6 r: a rule says by \"pass\" when it adopts"},
        {"pas n(Y) > 0;",
         "3:1 pas: expected a clause of a rule, one of allow default reason over out force "
         "quorum pass clock extend "
         "close rung bind void split poll sealed presence elect else amend: is \"pass\" meant?"},
        {"pass n(Y) > 0; pass n(Y) > 0;", "3:16 pass: this clause stands twice in the rule"},
        {"pass n(Y) > 0", "4:1 }: expected \";\" after pass"},
        {"pass n(Y);", "3:6 n: expected a comparison, such as n(Y) >= 9: a count alone decides nothing"},
        {"pass 3;", "3:6 3: expected a comparison, such as n(Y) >= 9: a count alone decides nothing"},
        {"pass n(Y) > n(N) > 0;", "3:18 >: a comparison has two sides: join two of them by &"},
        {"pass (n(Y) > 0) > 1;", "3:6 (: expected a count or a number, found a condition"},
        {"pass !n(Y) > 1;", "3:7 n: ! denies a condition: write !( ... )"},
        {"pass n(Y)*n(N) > 1;", "3:10 *: counts are multiplied by plain numbers only"},
        {"pass 100000*100000*n(Y) > 1;", "3:12 *: a product of numbers is from 1 to 1000000000"},
        {"pass 0*n(Y) > 1;", "3:7 *: a product of numbers is from 1 to 1000000000"},
        {"pass n(Z) > 1;",
         "3:8 Z: expected a position: one of Y L N A Q X R, or * V C for all, voting, present"},
        {"pass n() > 1;",
         "3:8 ): expected positions: single letters with spaces between, out of Y L N A Q X R, or * "
         "V C for all, voting, present"},
        {"pass n(!*) > 1;", "3:10 ): \"!*\" is nobody: expected positions that somebody can take"},
        {"pass n(Y|p5) > 1;", "3:10 p5: expected a tag: 1 to 16 of A-Z 0-9 -, such as PARTY"},
        {"pass n(Y in a) > 1;", "2:6 r: counts name a body: \"over\" is lacking"},
        {"over a, b; pass n(Y) > 1;",
         "3:17 n: in a rule over several bodies each count names one: n(Y in NAME)"},
        {"pass n(Y in a) > 1; over a;", "3:26 a: \"over\" comes before the conditions of its rule"},
        {"over a, a; pass n(Y in a) > 1;", "3:9 a: this body is named twice"},
        {"over a, b, c, d, e;", "3:18 e: a rule is over at most 4 bodies"},
        {"allow Y Y;", "3:9 Y: this position is given twice"},
        {"allow V;", "3:7 V: expected a position: one of Y L N A Q X R, single letters"},
        {"default N;", "3:9 N: expected X or L: who takes no position is absent or lets pass"},
        {"pass n(Y) > 0; allow Y; reason N;",
         "2:6 r: a reason is asked for a position that the rule does not allow"},
        {"force PARTY = Y N;", "3:17 N: expected \";\" after force"},
        {"force PARTY = Y, PARTY = N;", "3:18 PARTY: the position of this tag is forced already"},
        {"clock at least 9s;", "3:16 9s: this duration is from 10s to 366d"},
        {"clock at least 10s at most 5s;", "3:28 5s: this duration is from 10s to 366d"},
        {"pass n(Y) > 0; clock at least 1h;",
         "2:6 r: a rule with a clock says by \"close\" how its silence ends"},
        {"pass n(Y) > 0; close all within 60s;",
         "2:6 r: \"extend\" and \"close\" belong to a silence: \"clock\" is lacking"},
        {"pass n(Y) > 0; clock at least 30s; close n-f after 11s;",
         "2:6 r: \"close n-f after\" takes at most a third of the shortest clock"},
        {"close some;", "3:7 some: expected who must be clear for a silence to close, one of all n-f"},
        {"pass n(Y) > 0; clock at least 1h; extend at most 2 times by 3 workdays; close all within 1s;",
         "3:42 at: working days are added only to a clock in working days"},
        {"clock at least 1h; extend at most 9 times by 1h;",
         "3:35 9: how often a silence is extended is from 1 to 8"},
        {"bind Y bond;",
         "3:8 bond: expected what the positions mean once adopted, one of bound committed free: is "
         "\"bound\" meant?"},
        {"rung \"\";", "3:6 : the name of a rung is not empty and has no control characters"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        harness_note("%s", rows[i].clauses);
        check_text(rule_error(rows[i].clauses), rows[i].error);
    }
}

TEST(several_errors_are_told_at_once_and_at_most_20)
{
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_eq(charter_try("charter \"c\";\nrule a { pas; pass n(Y) > ; }\nrule b { allow Z; pass n(Y) > 0; }\n"
                         "body x { members al; chair rotation; rules a; }\n",
                         &c, &diags),
             ERROR_MALFORMED);
    check_eq(diags.count, 4);
    check_eq(diags.items[1].diag.line, 2);
    check_eq(diags.items[2].diag.line, 3);
    check_eq(diags.items[3].diag.line, 4);
    /* Circles too, once every name is known: of referrals and of stages. */
    check_eq(charter_try("charter \"c\";\nbody x { members all; chair rotation; rules a; }\n"
                         "body y { members all; chair rotation; rules a; }\n"
                         "referral f { from x; to y; }\nreferral g { from y; to x; }\n"
                         "rule a { pass n(Y) > 0; else stage b; }\nrule b { pass n(Y) > 1; else stage a; }\n",
                         &c, &diags),
             ERROR_MALFORMED);
    check_eq(diags.count, 2);
    check_eq(diags.items[0].diag.line, 2);
    check_eq(diags.items[1].diag.line, 6);
    struct buffer b;
    buffer_init(&b, 1 << 16);
    buffer_add_text(&b, "charter \"c\";\n");
    for (int i = 0; i < 30; i++) {
        buffer_add_text(&b, "nonsense;\n");
    }
    check_eq(charter_try(buffer_text(&b), &c, &diags), ERROR_MALFORMED);
    check_eq(diags.count, CHARTER_DIAGS_MAX);
    check_eq(CHARTER_DIAGS_MAX, 20);
    buffer_done(&b);
}

TEST(a_rule_has_what_its_clauses_say)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of(
        "",
        "allow Y L N, Q; default L; reason N Q; out RECUSED; force PARTY = A; quorum 2*n(C) > n(*); "
        "pass n(N) = 0; clock at least 10s at most 3d set by secretary; extend at most 2 times by 24h; "
        "close n-f after 3s; rung \"all\"; bind * bound, Q committed, R free;",
        &c);
    check_eq(r->allow, POSITION_BIT(POSITION_Y) | POSITION_BIT(POSITION_L) | POSITION_BIT(POSITION_N) |
                           POSITION_BIT(POSITION_Q));
    check_eq(r->default_position, 'L');
    check_eq(r->reason, POSITION_BIT(POSITION_N) | POSITION_BIT(POSITION_Q));
    check_eq(r->clock_min_ms, 10000);
    check_eq(r->clock_max_ms, 259200000);
    check_that(is_text(r->set_by, "secretary"));
    check_eq(r->extend_max, 2);
    check_eq(r->extend_ms, 86400000);
    check_eq(r->close, CHARTER_CLOSE_QUORUM);
    check_eq(r->close_extra_ms, 3000);
    check_that(is_text(r->rung, "all"));
    check_eq(r->effect_count, 3);
    check_eq(r->code->effects[POSITION_Y], EFFECT_BOUND);
    check_eq(r->code->effects[POSITION_Q], EFFECT_COMMITTED);
    check_eq(r->code->effects[POSITION_R], EFFECT_FREE);
    check_that(r->quorum != NULL && r->mark.verified);
}

TEST(what_a_rule_leaves_out_has_a_default)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("", "pass n(Y) > 0;", &c);
    check_eq(r->allow, POSITION_BIT(POSITION_Y) | POSITION_BIT(POSITION_N) | POSITION_BIT(POSITION_A));
    check_eq(r->default_position, 'X');
    check_eq(r->clock_min_ms, 0);
    check_that(r->quorum == NULL);
    for (int i = 0; i < POSITION_COUNT; i++) {
        check_eq(r->code->effects[i], EFFECT_BOUND);
    }
    r = rule_of("", "pass n(N) = 0; clock at least 1h; close all within 60s; bind Y bound;", &c);
    check_that(is_text(r->set_by, "chair"));
    check_eq(r->clock_max_ms, 0);
    check_eq(r->code->effects[POSITION_Y], EFFECT_BOUND);
    check_eq(r->code->effects[POSITION_L], EFFECT_FREE);
}

TEST(a_rule_is_found_by_name_and_day)
{
    const struct charter *c = charter_of("charter \"c\";\n"
                                         "rule r until 1965-12-31 { pass n(Y) >= 7; }\n"
                                         "rule r from 1966-01-01 until 1999-12-31 { pass n(Y) >= 9; }\n"
                                         "rule r from 2010-01-01 { pass n(Y) >= 10; }\n");
    static const struct {
        const char *date;
        const char *condition; /* NULL: none in force */
    } rows[] = {
        {"", "n(Y) >= 10"},          {"1945-10-24", "n(Y) >= 7"},  {"1965-12-31", "n(Y) >= 7"},
        {"1966-01-01", "n(Y) >= 9"}, {"1999-12-31", "n(Y) >= 9"},  {"2000-01-01", NULL},
        {"2009-12-31", NULL},        {"2010-01-01", "n(Y) >= 10"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter_rule *r = charter_rule(c, BYTES("r"), bytes_of_text(rows[i].date));
        harness_note("%s", rows[i].date);
        check_that((r == NULL) == (rows[i].condition == NULL));
        if (r != NULL) {
            check_text(condition_of(r), rows[i].condition);
        }
    }
    check_that(charter_rule(c, BYTES("s"), BYTES("")) == NULL);
}

TEST(a_group_holds_by_day)
{
    const struct charter *c =
        charter_of("charter \"c\";\ngroup P5 { TWN until 1971-10-24; CHN from 1971-10-25; USA; "
                   "}\nrule r { pass n(N|P5) = 0; }\n");
    const struct charter_group *g = charter_group(c, BYTES("P5"));
    check_that(g != NULL && charter_group(c, BYTES("P6")) == NULL);
    check_that(group_has(g, BYTES("TWN"), BYTES("1971-10-24")));
    check_that(!group_has(g, BYTES("TWN"), BYTES("1971-10-25")));
    check_that(!group_has(g, BYTES("CHN"), BYTES("1971-10-24")));
    check_that(group_has(g, BYTES("CHN"), BYTES("1971-10-25")));
    check_that(group_has(g, BYTES("CHN"), BYTES("")) && !group_has(g, BYTES("TWN"), BYTES("")));
    check_that(group_has(g, BYTES("USA"), BYTES("0001-01-01")) && !group_has(g, BYTES("ALB"), BYTES("")));
}

/* `begin`, then item 0, item 1, ... of `count` with `between`, then `end`. Each item shows its number where
 * it has %zu. */
static const char *repeated(const char *begin, const char *item, const char *between, size_t count,
                            const char *end)
{
    struct buffer b;
    buffer_init(&b, 1 << 22);
    buffer_add_text(&b, begin);
    for (size_t i = 0; i < count; i++) {
        const char *number = strstr(item, "%zu");
        buffer_add_text(&b, i == 0 ? "" : between);
        buffer_add(&b, item, number == NULL ? strlen(item) : (size_t)(number - item));
        if (number != NULL) {
            buffer_printf(&b, "%zu%s", i, number + 3);
        }
    }
    buffer_add_text(&b, end);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

static const char *with_comparisons(size_t count)
{
    return repeated("rule r { pass ", "n(Y) > %zu", " & ", count, "; }\n");
}

static const char *with_terms(size_t count)
{
    return repeated("rule r { pass 9 < ", "n(Y)", " + ", count, "; }\n");
}

static const char *with_brackets(size_t count)
{
    const char *end = repeated("n(Y) > 0", ")", "", count, "; }\n");
    return repeated("rule r { pass ", "(", "", count, end);
}

static const char *with_tags(size_t count)
{
    return repeated("rule r { pass n(Y) > 0; out ", "T%zu", ", ", count, "; }\n");
}

static const char *with_slots(size_t count)
{
    /* Each tag is counted in two bodies, so that the slots end before the tags do. */
    const char *second = repeated(" + ", "n(Y|T%zu in b)", " + ", count - count / 2, "; }\n");
    return repeated("rule r { over a, b; pass 0 < ", "n(Y|T%zu in a)", " + ", count / 2, second);
}

static const char *with_bodies_that_decide_together(size_t count)
{
    return repeated("rule r { over ", "b%zu", ", ", count, "; pass n(Y in b0) > 0; }\n");
}

static const char *with_rules(size_t count)
{
    return repeated("", "rule r%zu { pass n(Y) > 0; }\n", "", count, "");
}

static const char *with_groups(size_t count)
{
    return repeated("", "group G%zu { }\n", "", count, "");
}

static const char *with_seats(size_t count)
{
    return repeated("group G { ", "M%zu; ", "", count, "}\n");
}

static const char *with_bodies(size_t count)
{
    return repeated("rule r { pass n(Y) > 0; }\n", "body b%zu { members all; chair rotation; rules r; }\n",
                    "", count, "");
}

static const char *with_rules_of_a_body(size_t count)
{
    return repeated("body b { members all; chair rotation; rules ", "r%zu", ", ", count, "; }\n");
}

static const char *with_attributes(size_t count)
{
    return repeated("attributes ", "a%zu", ", ", count, ";\n");
}

static const char *with_languages(size_t count)
{
    return repeated("languages ", "aa-%zu", ", ", count, ";\n");
}

static const char *with_letters_in_a_code(size_t count)
{
    return repeated("group ", "G", "", count, " { }\n");
}

static const char *with_bytes(size_t count)
{
    return repeated("", " ", "", count - (sizeof "charter \"c\";\n" - 1), "");
}

TEST(each_limit_of_the_language_holds_at_it_and_not_beyond)
{
    static const struct {
        const char *what;
        const char *(*build)(size_t count);
        size_t max;
        bool needs_rules; /* the names that it uses */
    } rows[] = {
        {"comparisons", with_comparisons, CHARTER_ATOMS_MAX, false},
        {"terms", with_terms, CHARTER_TERMS_MAX, false},
        {"brackets", with_brackets, CHARTER_DEPTH_MAX, false},
        {"tags", with_tags, CHARTER_TAGS_MAX, false},
        {"slots", with_slots, CHARTER_SLOTS_MAX, false},
        {"bodies of a rule", with_bodies_that_decide_together, CHARTER_OVER_MAX, false},
        {"rules", with_rules, CHARTER_ITEMS_MAX, false},
        {"groups", with_groups, CHARTER_ITEMS_MAX, false},
        {"seats", with_seats, MEMBERS_MAX, false},
        {"bodies", with_bodies, CHARTER_ITEMS_MAX, false},
        {"rules of a body", with_rules_of_a_body, CHARTER_ITEMS_MAX, true},
        {"attributes", with_attributes, CHARTER_ITEMS_MAX, false},
        {"languages", with_languages, LANGUAGES_MAX, false},
        {"letters", with_letters_in_a_code, CODE_BYTES_MAX, false},
        {"bytes", with_bytes, CHARTER_BYTES_MAX, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (size_t more = 0; more < 2; more++) {
            const struct charter *c = NULL;
            struct charter_diags diags = {0};
            const char *rules = rows[i].needs_rules ? with_rules(CHARTER_ITEMS_MAX) : "";
            const char *text = arena_printf(harness_arena(), "charter \"c\";\n%s%s", rules,
                                            rows[i].build(rows[i].max + more));
            const enum error e = charter_try(text, &c, &diags);
            harness_note("%s, %zu: %s", rows[i].what, rows[i].max + more, diags.items[0].diag.message);
            check_eq(e, more == 0 ? OK : ERROR_MALFORMED);
        }
    }
}

TEST(a_charter_is_made_of_at_most_8_texts)
{
    struct charter_source sources[CHARTER_SOURCES_MAX + 1];
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_eq(CHARTER_SOURCES_MAX, 8);
    for (int i = 0; i <= CHARTER_SOURCES_MAX; i++) {
        const char *name = arena_printf(harness_arena(), "c%d", i);
        const char *text =
            i == CHARTER_SOURCES_MAX - 1
                ? arena_printf(harness_arena(), "charter \"c%d\";\n", i)
                : arena_printf(harness_arena(), "charter \"c%d\";\nextends \"c%d\";\n", i, i + 1);
        sources[i] = (struct charter_source){bytes_of_text(name), bytes_of_text(text)};
    }
    check_ok(charter_parse(harness_arena(), sources, CHARTER_SOURCES_MAX, &c, &diags));
    check_eq(charter_parse(harness_arena(), sources, CHARTER_SOURCES_MAX + 1, &c, &diags), ERROR_MALFORMED);
    check_text(diags.items[0].diag.message, "a charter is made of 1 to 8 texts");
    check_eq(charter_parse(harness_arena(), sources, 0, &c, &diags), ERROR_MALFORMED);
    sources[1].name = sources[0].name;
    check_eq(charter_parse(harness_arena(), sources, 2, &c, &diags), ERROR_MALFORMED);
    check_text(diags.items[0].diag.message, "two texts have the same name");
}

TEST(a_text_is_utf8_without_nul)
{
    static const struct {
        struct bytes text;
        int line;
        const char *message;
    } rows[] = {
        {{(const uint8_t *)"charter \"c\";\n# \xff\n", 17}, 2,
         "this line is not UTF-8: save the text as UTF-8"},
        {{(const uint8_t *)"charter \"c\";\n\n#\0\n", 17}, 3, "this line holds a NUL"},
        {{(const uint8_t *)"charter \"c\";\n\n#\0", 16}, 3, "this line holds a NUL"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter_source source = {BYTES("test"), rows[i].text};
        const struct charter *c = NULL;
        struct charter_diags diags = {0};
        harness_note("row %zu", i);
        check_eq(charter_parse(harness_arena(), &source, 1, &c, &diags), ERROR_MALFORMED);
        check_eq(diags.count, 1);
        check_eq(diags.items[0].diag.line, rows[i].line);
        check_text(diags.items[0].diag.message, rows[i].message);
    }
}

TEST(the_voice_is_made_by_2_to_200_members_and_described_once)
{
    static const struct {
        const char *part;
        int64_t threshold; /* 0: not good */
    } rows[] = {
        {"", 0},
        {"voice threshold 2;", 2},
        {"voice threshold 200;", MEMBERS_MAX},
        {"voice threshold 1;", -1},
        {"voice threshold 201;", -1},
        {"voice threshold 0;", -1},
        {"voice 2;", -1},
        {"voice threshold 2", -1},
        {"voice threshold 2; voice threshold 2;", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        struct charter_diags diags = {0};
        harness_note("%s", rows[i].part);
        const char *text = arena_printf(harness_arena(), "charter \"c\";\n%s\n", rows[i].part);
        check_eq(charter_try(text, &c, &diags), rows[i].threshold >= 0 ? OK : ERROR_MALFORMED);
        check_that(rows[i].threshold < 0 || c->voice_threshold == rows[i].threshold);
    }
    const struct charter_source sources[] = {
        {BYTES("b"), BYTES("charter \"b\";\nextends \"a\";\n")},
        {BYTES("a"), BYTES("charter \"a\";\nvoice threshold 3;\n")},
    };
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_eq(charter_parse(harness_arena(), sources, 2, &c, &diags), OK);
    check_eq(c->voice_threshold, 3);
}

TEST(durations_hold_at_their_limits_and_not_beyond)
{
    static const struct {
        const char *clauses;
        bool good;
    } rows[] = {
        {"clock at least 10s; close all within 1s;", true},
        {"clock at least 366d; close all within 24h;", true},
        {"clock at least 367d; close all within 1s;", false},
        {"clock at least 10s; close all within 25h;", false},
        {"clock at least 10s at most 366d; close all within 1d;", true},
        {"clock at least 10s at most 367d; close all within 1d;", false},
        {"clock at least 10s; close all within 0s;", false},
        {"clock at least 30s; close n-f after 10s;", true},
        {"clock at least 30s; close n-f after 11s;", false},
        {"clock at least 10s; close all within 1s; extend at most 8 times by 366d;", true},
        {"clock at least 10s; close all within 1s; extend at most 8 times by 367d;", false},
        {"clock at least 10s; close all within 1s; extend at most 9 times by 1d;", false},
        {"clock at least 1 workday; close all within 1s; extend at most 1 times by 250 workdays;", true},
        {"clock at least 1 workday; close all within 1s; extend at most 1 times by 251 workdays;", false},
        {"clock at least 1 workday; close all within 1s; extend at most 1 times by 0 workdays;", false},
        {"clock at least 1 workday; close all within 1s; extend at most 1 time by 1d;", true},
        {"extend at most 1 times by 1 workday; clock at least 1h at most 1 workday; close all within 1s;",
         true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        struct charter_diags diags = {0};
        harness_note("%s", rows[i].clauses);
        const char *text =
            arena_printf(harness_arena(), "charter \"c\";\nrule r { pass n(Y) > 0; %s }\n", rows[i].clauses);
        check_eq(charter_try(text, &c, &diags), rows[i].good ? OK : ERROR_MALFORMED);
    }
}

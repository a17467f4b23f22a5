#include "charter/rule.h"
#include "unit/charter/fixture.h"

static const char base_text[] = "charter \"base\" unverified \"all of it\";\n"
                                "languages en, fr;\n"
                                "attributes pop;\n"
                                "group P5 { ELM; }\n"
                                "body council { members all; chair rotation; rules r, s; }\n"
                                "body court { members named; chair rotation; rules s; }\n"
                                "rule r until 1999-12-31 { pass n(Y) >= 1; }\n"
                                "rule r from 2000-01-01 { pass n(Y) >= 2 & n(N|P5) = 0; }\n"
                                "rule s { pass n(Y) >= 3; }\n";

static enum error compose(const char *own, const struct charter **out, struct charter_diags *diags)
{
    const struct charter_source sources[] = {
        {BYTES("own"), bytes_of_text(own)},
        {BYTES("other"), BYTES("charter \"other\";\n")},
        {BYTES("base"), bytes_of_text(base_text)},
    };
    return charter_parse(harness_arena(), sources, 3, out, diags);
}

static const struct charter *composed(const char *own)
{
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    const enum error e = compose(own, &c, &diags);
    harness_note("%s", diags.items[0].diag.message);
    check_ok(e);
    return c;
}

TEST(a_charter_takes_over_what_it_extends)
{
    const struct charter *c = composed("charter \"own\";\nextends \"base\";\n");
    check_that(is_text(c->name, "own") && is_text(c->extends, "base"));
    check_eq(c->body_count, 2);
    check_eq(c->rule_count, 3);
    check_eq(c->language_count, 2);
    check_eq(c->attribute_count, 1);
    check_eq(c->group_count, 1);
    check_that(!c->rules[0].mark.verified && is_text(c->rules[0].mark.unverified, "all of it"));
    check_that(!c->bodies[0].mark.verified && !c->fictional);
}

TEST(what_extends_a_fictional_charter_is_fictional)
{
    const struct charter_source sources[] = {
        {BYTES("own"), BYTES("charter \"own\";\nextends \"base\";\n")},
        {BYTES("base"), BYTES("charter \"base\";\nfictional;\n")},
    };
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_ok(charter_parse(harness_arena(), sources, 2, &c, &diags));
    check_that(c->fictional);
}

TEST(a_part_takes_the_place_of_one_of_the_same_name)
{
    const struct charter *c = composed("charter \"own\";\nfictional;\nextends \"base\";\nlanguages ru;\n"
                                       "group P5 { FIR; }\n"
                                       "body council { members named; chair ELM; rules s; }\n"
                                       "rule s { pass n(Y) >= 30; }\n"
                                       "rule r from 2000-01-01 { pass n(Y) >= 20 & n(N|P5) = 0; }\n"
                                       "rule own { pass n(Y) >= 4; }\n");
    check_that(c->fictional);
    check_eq(c->language_count, 1);
    check_eq(c->body_count, 2);
    check_eq(c->rule_count, 4);
    check_that(!charter_body(c, BYTES("council"))->everyone);
    check_text(condition_of(charter_rule(c, BYTES("s"), BYTES(""))), "n(Y) >= 30");
    check_text(condition_of(charter_rule(c, BYTES("r"), BYTES("1990-01-01"))), "n(Y) >= 1");
    check_text(condition_of(charter_rule(c, BYTES("r"), BYTES(""))), "n(Y) >= 20 & n(N|P5) = 0");
    check_that(charter_rule(c, BYTES("own"), BYTES(""))->mark.verified);
    /* Rules that were taken over see the group as it is now. */
    const struct charter_rule *r = charter_rule(c, BYTES("r"), BYTES(""));
    check_that(group_has(r->code->tags[0].group, BYTES("FIR"), BYTES("")));
    check_that(!group_has(r->code->tags[0].group, BYTES("ELM"), BYTES("")));
}

TEST(the_hash_of_a_rule_is_of_what_it_says_with_its_groups)
{
    const struct charter *base = composed("charter \"own\";\nextends \"base\";\n");
    const struct charter *same = composed("charter \"own\"; # another\nextends \"base\";\n"
                                          "rule s   unverified \"all of it\" {pass n( Y )>=3;}");
    const struct charter *group = composed("charter \"own\";\nextends \"base\";\ngroup P5 { FIR; }\n");
    const struct charter_rule *r = charter_rule(base, BYTES("r"), BYTES(""));
    check_that(hash_equal(&r->hash, &charter_rule(same, BYTES("r"), BYTES(""))->hash));
    check_that(!hash_equal(&r->hash, &charter_rule(group, BYTES("r"), BYTES(""))->hash));
    const struct charter_rule *s = charter_rule(base, BYTES("s"), BYTES(""));
    check_that(hash_equal(&s->hash, &charter_rule(same, BYTES("s"), BYTES(""))->hash));
    check_that(!hash_equal(&base->hash, &same->hash));
}

TEST(what_does_not_fit_together_is_an_error)
{
    static const struct {
        const char *own;
        const char *message;
    } rows[] = {
        {"charter \"own\";\nextends \"bose\";\n",
         "the charter that is extended is not given: is \"base\" meant?"},
        {"charter \"own\";\nextends \"base\";\nextends \"base\";\n",
         "a charter extends one other: rules of more are named in that one"},
        {"charter \"own\";\nextends \"base\";\nrule r { pass n(Y) > 0; }\n",
         "there is a rule of this name already for some of these days (line 7 of base)"},
        {"charter \"own\";\nextends \"base\";\nrule r from 2010-01-01 { pass n(Y) > 0; }\n",
         "there is a rule of this name already for some of these days (line 8 of base)"},
        {"charter \"own\";\nextends \"base\";\nbody x { members all; chair rotation; rules t; }\n",
         "there is no rule of this name"},
        {"charter \"own\";\nextends \"base\";\nrule t { pass pup(Y) > 0; }\n",
         "\"attributes\" names no such attribute: is \"pop\" meant?"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        struct charter_diags diags = {0};
        harness_note("%s", rows[i].own);
        check_eq(compose(rows[i].own, &c, &diags), ERROR_MALFORMED);
        check_text(diags.items[0].diag.message, rows[i].message);
    }
}

TEST(a_chain_that_comes_back_to_itself_or_bears_another_name_is_an_error)
{
    struct charter_source sources[] = {
        {BYTES("a"), BYTES("charter \"a\";\nextends \"b\";\n")},
        {BYTES("b"), BYTES("charter \"b\";\nextends \"a\";\n")},
    };
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_eq(charter_parse(harness_arena(), sources, 2, &c, &diags), ERROR_MALFORMED);
    check_text(diags.items[0].diag.message, "a charter extends itself, by way of others or directly");
    sources[1].text = BYTES("charter \"x\";\n");
    check_eq(charter_parse(harness_arena(), sources, 2, &c, &diags), ERROR_MALFORMED);
    check_text(diags.items[0].diag.message, "this charter is extended under another name: \"b\"");
}

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define ONES  "1111111111111111111111111111111111111111111111111111111111111111"

TEST(a_table_is_found_by_name_and_by_attribute_and_day)
{
    const struct charter *c =
        charter_of("charter \"c\";\nattributes pop, votes;\n"
                   "table pop-1 of pop until 2009-12-31 { sha256 \"" ZEROS "\"; }\n"
                   "table pop-2 of pop title \"t\" source \"s\" unverified \"u\" from 2010-01-01 "
                   "{ sha256 \"" ONES "\"; }\n");
    check_eq(c->table_count, 2);
    check_that(charter_table(c, BYTES("pop-1")) == &c->tables[0] && charter_table(c, BYTES("pop")) == NULL);
    check_that(charter_table_of(c, BYTES("pop"), BYTES("")) == &c->tables[1]);
    check_that(charter_table_of(c, BYTES("pop"), BYTES("2009-12-31")) == &c->tables[0]);
    check_that(charter_table_of(c, BYTES("pop"), BYTES("2010-01-01")) == &c->tables[1]);
    check_that(charter_table_of(c, BYTES("votes"), BYTES("")) == NULL);
    check_that(c->tables[0].mark.verified && !c->tables[1].mark.verified);
    check_text(hash_hex(&c->tables[1].hash).text, ONES);
}

TEST(tables_of_one_attribute_share_no_day)
{
    static const struct {
        const char *tables;
        const char *message;
    } rows[] = {
        {"table a of pop { sha256 \"" ZEROS "\"; }\ntable b of pop from 2000-01-01 { sha256 \"" ZEROS "\"; }",
         "there is a table of this attribute already for some of these days (line 3 of test)"},
        {"table a of pop until 1999-12-31 { sha256 \"" ZEROS
         "\"; }\ntable a of pop from 2000-01-01 { sha256 \"" ZEROS "\"; }",
         "there is a table of this name already"},
        {"table a of pip { sha256 \"" ZEROS "\"; }",
         "\"attributes\" names no such attribute: is \"pop\" meant?"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        struct charter_diags diags = {0};
        const char *text =
            arena_printf(harness_arena(), "charter \"c\";\nattributes pop;\n%s\n", rows[i].tables);
        harness_note("row %zu", i);
        check_eq(charter_try(text, &c, &diags), ERROR_MALFORMED);
        check_text(diags.items[0].diag.message, rows[i].message);
    }
}

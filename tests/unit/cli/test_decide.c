#include "unit/cli/fixture.h"

/* Writes ' for " so that the rows can be read. */
static const char *quoted(const char *text)
{
    char *copy = arena_text(harness_arena(), bytes_of_text(text));
    for (char *c = copy; *c != 0; c++) {
        *c = (char)(*c == '\'' ? '"' : *c);
    }
    return copy;
}

static const struct {
    const char *preset;
    const char *line;
    const char *answer;
} cases[] = {
    {"unsc",
     "{'id':'a','rule':'substantive','date':'2022-02-25','counts':[{'pos':'Y','n':11},{'pos':'N','n':1,'"
     "ids':['RUS']"
     "},{'pos':'A','n':3}]}",
     "{'id':'a','outcome':'rejected','reason':'vetoed by RUS: none may be against among P5, 1 is; 11 "
     "for, 1 "
     "against, 3 abstaining','reason_code':'veto'}"},
    {"unsc", " { 'rule' : 'procedural' , 'positions' : { 'USA' : 'Y' , 'RUS' : 'N' } , 'electorate' : 15 } ",
     "{'id':null,'outcome':'rejected','reason':'short of votes: 9 for needed, 1 given; 1 for, 1 against "
     "(RUS), 13 "
     "absent','reason_code':'short_of_votes'}"},
    {"unsc", "{'id':5,'rule':'substantive','counts':[{'pos':'Y','n':9},{'pos':'N','n':1,'tags':['P5']}]}",
     "{'id':5,'outcome':'rejected','reason':'vetoed by 1 without names: none may be against among P5, 1 "
     "is; 9 for, "
     "1 against','reason_code':'veto'}"},
    {"unsc",
     "{'rule':'substantive','positions':{'USA':'Y','RUS':'N'},'tags':{'PARTY':['RUS','XYZ']},'counts':"
     "[]}",
     NULL},
    {"unsc",
     "{'rule':'substantive','counts':[{'pos':'Y','n':9},{'pos':'N','n':1,'ids':['RUS']}],'tags':{'PARTY':"
     "['RUS','XYZ"
     "']}}",
     NULL},
    {"unsc",
     "{'rule':'substantive','positions':{'A':'Y','B':'Y','C':'Y','D':'Y','E':'Y','F':'Y','G':'Y','H':'Y','"
     "USA':'Y','RUS':'N'},'tags':{'PARTY':['RUS','XYZ']}}",
     "{'id':null,'outcome':'adopted','reason':'carried: 9 for, 1 abstaining (RUS); given a tag, but not "
     "named as a "
     "member: XYZ','reason_code':'carried'}"},
    {"decisions", "{'rule':'silence','electorate':193}",
     "{'id':null,'outcome':'adopted','reason':'by assent in silence: 193 letting "
     "pass','reason_code':'assent'}"},
    {"decisions", "{'rule':'silence','electorate':['A','B','C'],'positions':{'B':'N'}}",
     "{'id':null,'outcome':'rejected','reason':'objected to by B: none may be against, 1 is; 2 letting "
     "pass, 1 "
     "against','reason_code':'objected'}"},
    {"decisions", "{'rule':'unanimity','electorate':['A','B','C'],'positions':{'A':'Y','B':'Y'},'open':true}",
     "{'id':null,'outcome':'pending','reason':'open: 1 absent (C) could still turn what stands now: "
     "short of "
     "votes: none may be not for, 1 is; 2 for, 1 absent (C)','reason_code':'open'}"},
    {"decisions",
     "{'rule':'unanimity','electorate':['A','B','C'],'counts':[{'pos':'Y','n':2,'ids':['B']}],'open':"
     "true}",
     "{'id':null,'outcome':'pending','reason':'open: 1 absent could still turn what stands now: short of "
     "votes: "
     "none may be not for, 1 is; 2 for, 1 absent','reason_code':'open'}"},
    {"decisions", "{'rule':'consensus','electorate':['A','B'],'counts':[{'pos':'L','n':1,'ids':['B']}]}",
     "{'id':null,'outcome':'adopted','reason':'by consensus: 1 letting pass, 1 absent (A)','reason_code':"
     "'consensus'}"},
    {"decisions", "{'rule':'consensus','positions':{},'electorate':0}",
     "{'id':null,'outcome':'rejected','reason':'short of votes: 1 for or letting pass needed, 0 given; "
     "nobody is "
     "counted','reason_code':'short_of_votes'}"},
    {"decisions",
     "{'rule':'both_absolute','electorates':{'assembly':[{'pos':'Y','n':183},{'pos':'X','n':10}],'"
     "council':[{'pos':"
     "'Y','n':8},{'pos':'N','n':7}]}}",
     "{'id':null,'outcome':'adopted','reason':'carried: 191 for, 7 against, 10 "
     "absent','reason_code':'carried'}"},
    {"decisions", "{'id':'\\u00e4\\n','rule':'simple','counts':[{'n':2,'pos':'Y'},{'n':2,'pos':'N'}]}",
     "{'id':'\xc3\xa4\\n','outcome':'rejected','reason':'a tie: more for than against needed: 2 for, 2 "
     "against; 2 "
     "for, 2 against','reason_code':'tie'}"},
};

TEST(a_line_is_a_case_and_gets_one_canonical_line)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool good = false;
        struct decider *d = decider_of(preset_of(cases[i].preset), "", false);
        harness_note("%s", cases[i].line);
        const char *answer = answer_of(d, quoted(cases[i].line), &good);
        check_eq(good, cases[i].answer != NULL);
        if (good) {
            check_text(answer, quoted(cases[i].answer));
        }
        decider_free(d);
    }
}

TEST(an_explained_answer_has_atoms_effects_and_pivotal_members)
{
    bool good = false;
    struct decider *d = decider_of(preset_of("csto"), "decision", true);
    const char *answer = answer_of(
        d, quoted("{'id':'x','positions':{'ALDER':'Y','BIRCH':'N'},'electorate':['CEDAR','BIRCH','ALDER']}"),
        &good);
    check_text(
        answer,
        quoted(
            "{'atoms':["
            "{'holds':false,'left':2,'of':'quorum','right':3,'text':'n(C) = n(*)','words':'3 present needed "
            "(all of 3 members), 2 given'},"
            "{'holds':false,'left':1,'of':'pass','right':0,'text':'n(N) = 0','words':'none may be against, 1 "
            "is'},"
            "{'holds':true,'left':1,'of':'pass','right':0,'text':'n(Y) + n(L) > 0','words':'1 for or letting "
            "pass needed, 1 given'}],"
            "'effects':["
            "{'code':'CEDAR','effect':'free','position':'X'},"
            "{'code':'BIRCH','effect':'free','position':'N'},"
            "{'code':'ALDER','effect':'free','position':'Y'}],"
            "'id':'x','outcome':'no_quorum','pivotal':['CEDAR'],"
            "'reason':'no quorum: 3 present needed (all of 3 members), 2 given; 1 for, 1 against (BIRCH), 1 "
            "absent (CEDAR)','reason_code':'no_quorum'}"));
    check_that(good);
    answer = answer_of(d, quoted("{'positions':{'ALDER':'Y','BIRCH':'L'}}"), &good);
    check_that(
        strstr(answer, quoted("'effects':[{'code':'ALDER','effect':'bound','position':'Y'},{'code':'BIRCH',"
                              "'effect':'bound','position':'L'}]")) != NULL);
    check_that(strstr(answer, quoted("'pivotal':['ALDER','BIRCH']")) != NULL);
    decider_free(d);
}

TEST(an_explained_answer_tells_the_parts_that_bind_otherwise)
{
    const struct charter *c = charter_of("charter \"c\";\nrule some { pass n(Y) > n(N);\n"
                                         "bind * bound, N|P5 free as to \"arms\"; }\n");
    bool good = false;
    struct decider *d = decider_of(c, "some", true);
    const char *answer =
        answer_of(d, quoted("{'positions':{'A':'Y','B':'N','C':'Y'},'tags':{'P5':['B']}}"), &good);
    check_that(strstr(answer, quoted("{'code':'B','effect':'bound','position':'N'}")) != NULL);
    check_that(strstr(answer, quoted("'outcome':'adopted','parts':[{'about':'arms','effects':["
                                     "{'code':'A','effect':'bound','position':'Y'},"
                                     "{'code':'B','effect':'free','position':'N'},"
                                     "{'code':'C','effect':'bound','position':'Y'}]}],'pivotal'")) != NULL);
    check_that(good);
    answer = answer_of(d, quoted("{'positions':{'A':'N'},'tags':{'P5':['A']}}"), &good);
    check_that(strstr(answer, quoted("'parts':[{'about':'arms','effects':[{'code':'A','effect':'free',"
                                     "'position':'N'}]}]")) != NULL);
    decider_free(d);
}

TEST(an_explained_answer_names_the_stages)
{
    const struct charter *c = charter_of("charter \"c\";\nrule all { pass n(N) = 0; else stage most; }\n"
                                         "rule most { pass n(Y) > n(N); else lapse; }\n");
    bool good = false;
    struct decider *d = decider_of(c, "all", true);
    const char *answer = answer_of(d, quoted("{'positions':{'A':'Y','B':'N'}}"), &good);
    check_that(strstr(answer, quoted("'outcome':'lapsed'")) != NULL);
    check_that(strstr(answer, quoted("'stages':[{'reason_code':'objected','rule':'all'},"
                                     "{'reason_code':'tie','rule':'most'}]")) != NULL);
    answer = answer_of(d, quoted("{'positions':{'A':'Y','B':'A'}}"), &good);
    check_that(strstr(answer, quoted("'stages':[{'reason_code':'consensus','rule':'all'}]")) != NULL);
    answer = answer_of(d, quoted("{'rule':'most','positions':{'A':'Y'}}"), &good);
    check_that(good && strstr(answer, "stages") == NULL);
    decider_free(d);
}

static const struct {
    const char *line;
    const char *code;
    const char *message;
} bad_lines[] = {
    {"", "malformed", "unexpected token near end of file (column 1)"},
    {"nonsense", "malformed", "invalid token (column 1)"},
    {"[1]", "malformed", "a case is a JSON object"},
    {"{'rule':'simple','rule':'simple'}", "malformed", "duplicate object key (column 18)"},
    {"{'rule':'simple','electorate':2.5}", "malformed", "a number that is not an integer (column 32)"},
    {"{'rule':'simple','votes':{}}", "field", "there is no field \"votes\""},
    {"{'rule':7,'electorate':3}", "field",
     "the field \"rule\" is of a wrong type: expected the name of a rule"},
    {"{'rule':'simple','open':'yes','electorate':3}", "field",
     "the field \"open\" is of a wrong type: expected true or false"},
    {"{'id':[1],'rule':'simple'}", "field", "an id is a text or a whole number"},
    {"{'rule':'simple','date':'2000-02-30','electorate':3}", "field",
     "a date is a day that exists, YYYY-MM-DD"},
    {"{'rule':'simple','date':'','electorate':3}", "field", "a date is a day that exists, YYYY-MM-DD"},
    {"{'electorate':3}", "rule", "the case names no rule; the charter has simple, dated, weighed, both"},
    {"{'rule':'simpel','electorate':3}", "rule",
     "the charter has no rule \"simpel\"; it has simple, dated, weighed, both"},
    {"{'rule':'dated','date':'1999-01-01','electorate':3}", "rule",
     "the rule \"dated\" is not in force on 1999-01-01"},
    {"{'rule':'simple'}", "electorate", "the case has no positions, no counts and no electorate"},
    {"{'rule':'simple','positions':{},'counts':[]}", "electorate",
     "the rule decides in one body: its case has positions or counts"},
    {"{'rule':'simple','electorates':{'a':[]}}", "electorate",
     "the rule decides in one body: its case has positions or counts"},
    {"{'rule':'simple','positions':{'A':'Z'}}", "position", "the position of A is none of YLNAQXR"},
    {"{'rule':'simple','positions':{'A':'YY'}}", "position", "the position of A is none of YLNAQXR"},
    {"{'rule':'simple','positions':{'A':1}}", "position", "the position of A is none of YLNAQXR"},
    {"{'rule':'simple','positions':{'A':'\\u00e4'}}", "position", "the position of A is none of YLNAQXR"},
    {"{'rule':'simple','positions':{'a':'Y'}}", "electorate", "\"a\" is no member's code"},
    {"{'rule':'simple','positions':{'A':'Q'}}", "evaluation", "the rule does not allow this position: Q"},
    {"{'rule':'simple','positions':{'A':'Y','B':'Y'},'electorate':1}", "electorate",
     "there are more positions than members"},
    {"{'rule':'simple','positions':{'A':'Y'},'electorate':['B']}", "electorate",
     "A has a position and is no member"},
    {"{'rule':'simple','electorate':['A','B','A']}", "electorate", "A is named twice"},
    {"{'rule':'simple','electorate':['a']}", "electorate", "a member's code is 1 to 16 of A-Z 0-9 -"},
    {"{'rule':'simple','electorate':-1}", "electorate", "the electorate is a whole number up to 1000000000"},
    {"{'rule':'simple','electorate':true}", "electorate", "the electorate is a list of codes, or a number"},
    {"{'rule':'simple','counts':[7]}", "position", "the position of a count is none of YLNAQXR"},
    {"{'rule':'simple','counts':[{'pos':'Y'}]}", "electorate",
     "how many take a position is a whole number up to 1000000000"},
    {"{'rule':'simple','counts':[{'pos':'Y','n':1000000001}]}", "electorate",
     "how many take a position is a whole number up to 1000000000"},
    {"{'rule':'simple','counts':[{'pos':'Y','n':1,'names':[]}]}", "field", "a count has no field \"names\""},
    {"{'rule':'simple','counts':[{'pos':'Y','n':1,'ids':['A','B']}]}", "electorate",
     "the ids of a count are a list of at most n codes"},
    {"{'rule':'simple','counts':[{'pos':'Y','n':1,'ids':['A']},{'pos':'N','n':1,'ids':['A']}]}", "electorate",
     "A is named twice"},
    {"{'rule':'simple','counts':[{'pos':'Y','n':1,'tags':'P5'}]}", "field",
     "the tags of a count are a list of at most 64 names"},
    {"{'rule':'simple','counts':[{'pos':'Y','n':1,'tags':['p5']}]}", "field", "a tag is a name of A-Z 0-9 -"},
    {"{'rule':'simple','electorate':3,'tags':{'party':[]}}", "field",
     "tags are names of A-Z 0-9 -, each with a list of codes"},
    {"{'rule':'simple','electorate':3,'tags':{'PARTY':'A'}}", "field",
     "tags are names of A-Z 0-9 -, each with a list of codes"},
    {"{'rule':'both','positions':{'A':'Y'}}", "electorate",
     "the rule decides in 2 bodies: give \"electorates\":{\"a\":[counts],\"b\":[counts]}"},
    {"{'rule':'both','electorates':{'a':[],'c':[]}}", "electorate",
     "the rule is over \"b\", and the case has no counts of it"},
    {"{'rule':'both','electorates':{'a':[],'b':[],'c':[]}}", "electorate",
     "the rule decides in 2 bodies: give \"electorates\":{\"a\":[counts],\"b\":[counts]}"},
    {"{'rule':'simple','attributes':'pop-1','electorate':3}", "table",
     "the charter has no table \"pop-1\"; it has pop-2001"},
    {"{'rule':'weighed','date':'2005-01-01','electorate':3}", "table",
     "the rule weighs by pop, and no table of it is in force"},
    {"{'rule':'weighed','electorate':3}", "table", "the table \"pop-2001\" is not at hand"},
    {"{'rule':'weighed','date':'2001-01-01','electorate':3}", "table",
     "the table \"pop-2001\" is not at hand"},
};

TEST(a_bad_line_is_answered_in_its_place_with_its_number)
{
    const struct charter *c =
        charter_of("charter \"c\";\nattributes pop;\n"
                   "table pop-2001 of pop from 2001-01-01 until 2001-12-31 { sha256 "
                   "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"; }\n"
                   "rule simple { pass n(Y) > n(N); }\nrule dated from 2000-01-01 { pass n(Y) > n(N); }\n"
                   "rule weighed { pass pop(Y) > pop(N); }\nrule both { over a, b; pass n(Y in a) > 0 & n(Y "
                   "in b) > 0; }\n");
    struct decider *d = decider_of(c, "", false);
    for (size_t i = 0; i < sizeof bad_lines / sizeof bad_lines[0]; i++) {
        bool good = true;
        harness_note("%s", bad_lines[i].line);
        const char *answer = answer_of(d, quoted(bad_lines[i].line), &good);
        check_that(!good);
        const struct json *value = NULL;
        struct bytes code = BYTES("");
        struct bytes message = BYTES("");
        int64_t line = 0;
        check_ok(json_parse(harness_arena(), bytes_of_text(answer), 10000, &value, NULL));
        const struct json *error = json_get_object(value, "error");
        check_that(json_get_text(error, "code", &code) && json_get_text(error, "message", &message));
        check_that(json_get_integer(error, "line", &line));
        check_text(arena_text(harness_arena(), message), bad_lines[i].message);
        check_text(arena_text(harness_arena(), code), bad_lines[i].code);
        check_eq(line, 7);
        check_eq(json_get(value, "id")->type, JSON_NULL);
    }
    bool good = true;
    check_text(answer_of(d, quoted("{'id':'x','rule':'simple','positions':{'A':'Z'}}"), &good),
               quoted("{'error':{'code':'position','line':7,'message':'the position of A is none of "
                      "YLNAQXR'},'id':'x'}"));
    check_text(answer_of(d, quoted("{'colour':'red','id':'x'}"), &good),
               quoted("{'error':{'code':'field','line':7,'message':'there is no field "
                      "\\'colour\\''},'id':'x'}"));
    decider_free(d);
}

static struct bytes long_line(size_t len)
{
    uint8_t *text = arena_take(harness_arena(), len, 1);
    static const char line[] = "{\"rule\":\"simple\",\"electorate\":3}";
    memset(text, ' ', len);
    memcpy(text, line, sizeof line - 1);
    return bytes_of(text, len);
}

TEST(a_line_has_at_most_256_kib)
{
    struct decider *d = decider_of(preset_of("decisions"), "", false);
    struct buffer b;
    buffer_init(&b, 10000);
    check_eq(DECIDE_LINE_BYTES_MAX, 256 * 1024);
    check_that(decider_line(d, long_line(DECIDE_LINE_BYTES_MAX), 1, &b));
    check_that(!decider_line(d, long_line(DECIDE_LINE_BYTES_MAX + 1), 2, &b));
    check_that(strstr(buffer_text(&b), "too long") != NULL);
    buffer_done(&b);
    decider_free(d);
}

TEST(a_case_gives_at_most_64_tags)
{
    struct decider *d = decider_of(preset_of("decisions"), "", false);
    check_eq(DECIDE_TAGS_MAX, 64);
    for (int count = DECIDE_TAGS_MAX; count <= DECIDE_TAGS_MAX + 1; count++) {
        struct buffer object;
        struct buffer list;
        bool good = false;
        buffer_init(&object, 10000);
        buffer_init(&list, 10000);
        for (int i = 0; i < count; i++) {
            buffer_printf(&object, "%s\"T%d\":[\"A\"]", i == 0 ? "" : ",", i);
            buffer_printf(&list, "%s\"T%d\"", i == 0 ? "" : ",", i);
        }
        const char *line =
            arena_printf(harness_arena(), "{\"rule\":\"simple\",\"positions\":{\"A\":\"Y\"},\"tags\":{%s}}",
                         buffer_text(&object));
        (void)answer_of(d, line, &good);
        check_eq(good, count == DECIDE_TAGS_MAX);
        line = arena_printf(harness_arena(),
                            "{\"rule\":\"simple\",\"counts\":[{\"pos\":\"Y\",\"n\":1,\"tags\":[%s]}]}",
                            buffer_text(&list));
        (void)answer_of(d, line, &good);
        check_eq(good, count == DECIDE_TAGS_MAX);
        buffer_done(&object);
        buffer_done(&list);
    }
    decider_free(d);
}

static const char table_text[] = "code,value\nALDER,60\nBIRCH,30\nCEDAR,10\n";
static const char newer_text[] = "code,value\nALDER,10\nBIRCH,30\nCEDAR,60\nDAMSON,1\n";

static const struct charter *weighing_charter(void)
{
    const struct hash old = hash_of(bytes_of_text(table_text));
    const struct hash new = hash_of(bytes_of_text(newer_text));
    return charter_of(arena_printf(harness_arena(),
                                   "charter \"c\";\nattributes pop, votes;\n"
                                   "table pop-2001 of pop until 2009-12-31 { sha256 \"%s\"; }\n"
                                   "table pop-2010 of pop from 2010-01-01 { sha256 \"%s\"; }\n"
                                   "rule r { pass 2*pop(Y) > pop(*); }\nrule heads { pass n(Y) > n(N); }\n"
                                   "rule first { pass n(N) = 0; else stage r; }\n",
                                   hash_hex(&old).text, hash_hex(&new).text));
}

/* 60, 30 and 10 votes; what is decided at once by the second rule weighs, and asks who is a PARTY. */
static struct decider *dividing_decider(void)
{
    const struct hash hash = hash_of(bytes_of_text(table_text));
    const struct decide_table table = {BYTES("pop-2001"), bytes_of_text(table_text)};
    const struct decide_options options = {.explain = false};
    struct decider *d = NULL;
    struct diag diag = {0};
    const struct charter *c = charter_of(
        arena_printf(harness_arena(),
                     "charter \"c\";\nattributes pop;\ntable pop-2001 of pop { sha256 \"%s\"; }\n"
                     "rule divided { split by pop; pass 2*pop(Y) > pop(*); }\n"
                     "rule minus { split by pop; out PARTY; pass 2*pop(Y) > pop(*); }\n"
                     "rule all { pass n(!Y) = 0 & n(Y) > 0; else stage most; }\n"
                     "rule most { out PARTY; pass 2*pop(Y) > pop(*); }\n",
                     hash_hex(&hash).text));
    check_ok(decider_new(c, &table, 1, &options, &d, &diag));
    return d;
}

TEST(a_member_may_divide_its_votes_where_the_rule_lets_it)
{
    static const struct {
        const char *line;
        const char *part; /* of the answer */
    } rows[] = {
        {"{'rule':'divided','positions':{'ALDER':{'Y':41,'N':19},'BIRCH':'N','CEDAR':'Y'}}", "'adopted'"},
        {"{'rule':'divided','positions':{'ALDER':{'Y':40,'N':20},'BIRCH':'N','CEDAR':'Y'}}", "'rejected'"},
        {"{'rule':'divided','positions':{'ALDER':{'Y':41,'N':19}},'electorate':['BIRCH','ALDER','CEDAR']}",
         "'rejected'"},
        {"{'rule':'divided','positions':{'ALDER':{'Y':51,'N':9}},'electorate':['BIRCH','ALDER','CEDAR']}",
         "'adopted'"},
        {"{'rule':'divided','positions':{'ALDER':{'Y':60}},'electorate':['BIRCH','CEDAR']}",
         "ALDER has a position and is no member"},
        {"{'rule':'minus','positions':{'ALDER':{'Y':1,'N':59},'BIRCH':'N','CEDAR':{'A':10}},'tags':{'PARTY':"
         "['ALDER','BIRCH']}}",
         "'rejected'"},
        {"{'rule':'minus','positions':{'ALDER':{'Y':1,'N':59},'BIRCH':'N','CEDAR':{'Y':6,'A':4}},'tags':{'"
         "PARTY':['ALDER','BIRCH']}}",
         "'adopted'"},
        {"{'rule':'divided','positions':{'ALDER':{'Y':41,'N':20},'BIRCH':'N'}}",
         "ALDER divides 61 among its positions, and has 60"},
        {"{'rule':'divided','positions':{'ALDER':{'Y':41},'BIRCH':'N'}}",
         "ALDER divides 41 among its positions, and has 60"},
        {"{'rule':'divided','positions':{'ELM':{'Y':1}}}", "ELM divides 1 among its positions, and has 0"},
        {"{'rule':'divided','positions':{'ALDER':{}}}", "ALDER is at no position"},
        {"{'rule':'divided','positions':{'ALDER':{'Z':60}}}", "a position of ALDER is none of YLNAQXR"},
        {"{'rule':'divided','positions':{'ALDER':{'Y':'60'}}}", "how many votes take a position is a whole"},
        {"{'rule':'divided','positions':{'ALDER':{'Y':60,'Y':0}}}", "duplicate object key"},
        {"{'rule':'all','positions':{'ALDER':{'Y':60}}}",
         "ALDER is at several positions, and the rule divides no votes"},
    };
    struct decider *d = dividing_decider();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool good = false;
        const char *answer = answer_of(d, quoted(rows[i].line), &good);
        harness_note("%s: %s", rows[i].line, answer);
        check_that(strstr(answer, quoted(rows[i].part)) != NULL);
    }
    decider_free(d);
}

TEST(a_rule_that_is_asked_at_once_weighs_and_minds_tags_too)
{
    static const struct {
        const char *line;
        const char *part;
    } rows[] = {
        {"{'rule':'all','positions':{'ALDER':'Y','BIRCH':'N'}}", "'adopted'"},
        {"{'rule':'all','positions':{'ALDER':'N','BIRCH':'Y'}}", "'rejected'"},
        {"{'rule':'all','positions':{'ALDER':'N','BIRCH':'Y'},'tags':{'PARTY':['ALDER']}}", "'adopted'"},
        {"{'rule':'all','counts':[{'pos':'N','n':1,'ids':['CEDAR']},{'pos':'Y','n':2}]}", "'adopted'"},
        {"{'rule':'all','counts':[{'pos':'N','n':1},{'pos':'Y','n':1}],'tags':{'PARTY':['ALDER']}}",
         "ALDER has the tag PARTY, which the rule minds"},
        {"{'rule':'all','counts':[{'pos':'N','n':1},{'pos':'Y','n':1}]}",
         "who is known by number only has no weight"},
    };
    struct decider *d = dividing_decider();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool good = false;
        const char *answer = answer_of(d, quoted(rows[i].line), &good);
        harness_note("%s: %s", rows[i].line, answer);
        check_that(strstr(answer, quoted(rows[i].part)) != NULL);
    }
    decider_free(d);
}

TEST(tables_are_chosen_by_name_or_by_day_and_a_member_that_one_lacks_is_an_error)
{
    static const struct {
        const char *line;
        const char *part; /* of the answer */
    } rows[] = {
        {"{'rule':'r','date':'2005-01-01','positions':{'ALDER':'Y','BIRCH':'N','CEDAR':'N'}}", "'adopted'"},
        {"{'rule':'r','date':'2010-01-01','positions':{'ALDER':'Y','BIRCH':'N','CEDAR':'N'}}", "'rejected'"},
        {"{'rule':'r','positions':{'ALDER':'Y','BIRCH':'N','CEDAR':'N'}}", "'rejected'"},
        {"{'rule':'r','attributes':'pop-2001','positions':{'ALDER':'Y','BIRCH':'N','CEDAR':'N'}}",
         "'adopted'"},
        {"{'rule':'r','attributes':'pop-2001','date':'2020-01-01','positions':{'ALDER':'Y','BIRCH':'N','"
         "CEDAR':'N'}}",
         "'adopted'"},
        {"{'rule':'r','attributes':'pop-2001','positions':{'ALDER':'Y','DAMSON':'N'}}",
         "the rule weighs by a table that lacks this member: DAMSON"},
        {"{'rule':'r','counts':[{'pos':'Y','n':2}]}",
         "the rule weighs by a table that lacks this member: pop"},
        {"{'rule':'r','counts':[{'pos':'Y','n':2,'ids':['CEDAR','ALDER']},{'pos':'N','n':1,'ids':['BIRCH']}]"
         "}",
         "carried: 2 for, 1 against (BIRCH)"},
        {"{'rule':'heads','attributes':'pop-2001','positions':{'ALDER':'Y','ELM':'N'}}", "a tie"},
        /* The stage behind a rule weighs, the rule itself does not. */
        {"{'rule':'first','date':'2005-01-01','positions':{'ALDER':'Y','BIRCH':'N','CEDAR':'N'}}",
         "'adopted'"},
        {"{'rule':'first','positions':{'ALDER':'Y','BIRCH':'N','CEDAR':'N'}}", "'rejected'"},
    };
    const struct decide_table tables[] = {
        {BYTES("pop-2001"), bytes_of_text(table_text)},
        {BYTES("pop-2010"), bytes_of_text(newer_text)},
    };
    const struct decide_options options = {.explain = false};
    struct decider *d = NULL;
    struct diag diag = {0};
    check_ok(decider_new(weighing_charter(), tables, 2, &options, &d, &diag));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        bool good = false;
        const char *answer = answer_of(d, quoted(rows[i].line), &good);
        harness_note("%s: %s", rows[i].line, answer);
        check_that(strstr(answer, quoted(rows[i].part)) != NULL);
    }
    decider_free(d);
}

TEST(what_a_charter_says_of_its_members_needs_no_table)
{
    const struct charter *c = charter_of("charter \"c\";\nattributes tons, pop;\n"
                                         "member A { pop 3; }\nmember B { pop 2; }\nmember C { }\n"
                                         "rule r { pass 2*pop(Y) > pop(*); }\n");
    bool good = false;
    struct decider *d = decider_of(c, "r", false);
    check_that(strstr(answer_of(d, quoted("{'positions':{'A':'Y','B':'N'}}"), &good), "adopted") != NULL);
    check_that(strstr(answer_of(d, quoted("{'positions':{'A':'N','B':'Y'}}"), &good), "rejected") != NULL);
    check_that(strstr(answer_of(d, quoted("{'positions':{'A':'Y','C':'Y'}}"), &good), "evaluation") != NULL);
    decider_free(d);
}

TEST(a_decider_takes_only_what_its_charter_names)
{
    static const struct {
        const char *table;
        const char *text;
        const char *rule;
        const char *message;
    } rows[] = {
        {"pop-2001", table_text, "r", NULL},
        {"pop-2002", table_text, "r", "the charter has no table of this name"},
        {"pop-2010", table_text, "r", "this is not the table whose hash the charter names"},
        {"pop-2001", "code,value\nALDER,60", "r", "expected a member's code, a comma and a whole number"},
        {"pop-2001", table_text, "s", "the charter has no rule of this name"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct decide_table table = {bytes_of_text(rows[i].table), bytes_of_text(rows[i].text)};
        const struct decide_options options = {bytes_of_text(rows[i].rule), false};
        struct decider *d = NULL;
        struct diag diag = {0};
        harness_note("row %zu", i);
        check_eq(decider_new(weighing_charter(), &table, 1, &options, &d, &diag),
                 rows[i].message == NULL ? OK : ERROR_MALFORMED);
        check_text(diag.message, rows[i].message == NULL ? "" : rows[i].message);
        check_eq(d == NULL, rows[i].message != NULL);
        decider_free(d);
    }
}

TEST(lines_are_answered_one_by_one_and_leave_nothing_behind)
{
    struct decider *d = decider_of(preset_of("decisions"), "simple", false);
    bool good = false;
    const char *first = answer_of(d, quoted("{'positions':{'A':'Y'}}"), &good);
    check_that(good);
    (void)answer_of(d, quoted("{'positions':{'A':'Z'}}"), &good);
    check_that(!good);
    check_text(answer_of(d, quoted("{'positions':{'A':'Y'}}"), &good), first);
    decider_free(d);
}

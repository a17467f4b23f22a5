/* Cases as people write them who know the interface from its description only: each works, or is answered by
 * what it should have given. */
#include "unit/cli/union.h"

static const char *quoted(const char *text)
{
    char *copy = arena_text(harness_arena(), bytes_of_text(text));
    for (char *c = copy; *c != 0; c++) {
        *c = (char)(*c == '\'' ? '"' : *c);
    }
    return copy;
}

struct row {
    const char *charter;
    const char *line;
    const char *parts[2]; /* of the answer: the outcome and code, or a part of the message */
};

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct charter *c = preset_of(rows[i].charter);
        struct decider *d = union_decider(c);
        bool good = false;
        const char *answer = answer_of(d, quoted(rows[i].line), &good);
        for (size_t k = 0; k < 2 && rows[i].parts[k] != NULL; k++) {
            harness_note("%s\n%s\n%s", rows[i].line, answer, rows[i].parts[k]);
            check_that(strstr(answer, quoted(rows[i].parts[k])) != NULL);
        }
        check_eq(good, strstr(answer, "\"error\"") == NULL);
        decider_free(d);
    }
}
#define ROWS(rows) (rows), sizeof(rows) / sizeof(rows)[0]

#define ADOPTED  "'outcome':'adopted'"
#define REJECTED "'outcome':'rejected'"
#define PENDING  "'outcome':'pending'"
#define CODE(c)  "'reason_code':'" c "'"

TEST(what_is_null_is_not_there)
{
    static const struct row rows[] = {
        {"unsc",
         "{'id':null,'rule':'procedural','date':null,'positions':null,'counts':[{'pos':'Y','n':9,'tags':"
         "null,'"
         "ids':null}],'electorates':null,'electorate':null,'tags':null,'attributes':null,'open':null}",
         {ADOPTED, CODE("carried")}},
        {"unsc", "{'rule':null,'electorate':3}", {"the case names no rule"}},
        {"unsc", "{'rule':'procedural','electorate':null}", {"the case has no positions"}},
        {"decisions", "{'rule':'both_absolute','electorates':null}", {"give "}},
        {"decisions",
         "{'rule':'both_absolute','electorates':{'assembly':[{'pos':'Y','n':2}],'council':[{'pos':'Y','n"
         "':1}]}"
         ",'electorate':{'assembly':null}}",
         {ADOPTED}},
    };
    check_rows(ROWS(rows));
}

/* The rules of `decisions` as columns of counts, objectors, members. */
TEST(each_common_rule_takes_counts_with_and_without_names)
{
    static const struct row rows[] = {
        {"decisions",
         "{'rule':'simple','counts':[{'pos':'Y','n':25},{'pos':'N','n':13},{'pos':'A','n':17},{'pos':'X'"
         ",'n':2"
         "}],'electorate':57}",
         {ADOPTED, CODE("carried")}},
        {"decisions",
         "{'rule':'three_quarters','counts':[{'pos':'Y','n':25},{'pos':'N','n':7},{'pos':'A','n':5},{'po"
         "s':'X'"
         ",'n':0}],'electorate':37}",
         {ADOPTED, CODE("carried")}},
        {"decisions", "{'rule':'three_quarters','counts':[{'pos':'Y','n':24},{'pos':'N','n':9}],'elector"
                      "ate':37}",
         {REJECTED, CODE("short_of_votes")}},
        {"decisions", "{'rule':'two_thirds_all','counts':[{'pos':'Y','n':13},{'pos':'N','n':1}],'elector"
                      "ate':21}",
         {REJECTED, CODE("short_of_votes")}},
        {"decisions", "{'rule':'two_thirds_all','counts':[{'pos':'Y','n':14},{'pos':'A','n':6}],'elector"
                      "ate':21}",
         {ADOPTED, CODE("carried")}},
        {"decisions", "{'rule':'two_thirds','counts':[{'pos':'A','n':5}],'electorate':21}",
         {REJECTED, CODE("short_of_votes")}},
        {"decisions",
         "{'rule':'silence','counts':[{'pos':'Y','n':16},{'pos':'N','n':3,'ids':['BEL','DEU','FRA']}],'"
         "electorate':19}",
         {REJECTED, CODE("objected")}},
        {"decisions",
         "{'rule':'silence','counts':[{'pos':'N','n':5,'ids':['EUN','GBR','USA','UKR','GEO']}],'electora"
         "te':"
         "193}",
         {REJECTED, CODE("objected")}},
        {"decisions", "{'rule':'silence','counts':[{'pos':'Y','n':193}],'electorate':193}",
         {ADOPTED, "'reason_code':'c"}},
        {"decisions", "{'rule':'silence','counts':[{'pos':'L','n':193}]}", {ADOPTED, CODE("assent")}},
        {"decisions", "{'rule':'silence','positions':{},'electorate':['A','B']}", {ADOPTED, CODE(
         "assent")}},
        {"decisions", "{'rule':'unanimity','counts':[{'pos':'Y','n':29},{'pos':'X','n':2}],'open':true}",
         {PENDING, CODE("open")}},
        {"decisions", "{'rule':'unanimity','counts':[{'pos':'Y','n':29}],'electorate':31,'open':true}",
         {PENDING, CODE("open")}},
        {"decisions",
         "{'rule':'unanimity','counts':[{'pos':'Y','n':28},{'pos':'N','n':1},{'pos':'X','n':2}],'open':t"
         "rue}",
         {REJECTED, CODE("objected")}},
        {"decisions", "{'rule':'unanimity','counts':[{'pos':'Y','n':29},{'pos':'X','n':2}]}",
         {REJECTED, CODE("short_of_votes")}},
        {"decisions", "{'rule':'consensus','counts':[{'pos':'Y','n':163},{'pos':'N','n':1,'ids':['USA']}]}",
         {REJECTED, CODE("objected")}},
        {"decisions", "{'rule':'consensus','counts':[{'pos':'Y','n':18}],'electorate':18}",
         {ADOPTED, CODE("consensus")}},
        {"decisions", "{'rule':'unanimous','electorate':3}",
         {"it has simple, two_thirds, three_quarters, two_thirds_all, unanimity, consensus, "}},
    };
    check_rows(ROWS(rows));
}

/* The parties by tags with ids, by tags of a count, by positions; and where nobody can know. */
TEST(parties_do_not_count_however_they_are_named)
{
    static const struct row rows[] = {
        {"decisions",
         "{'rule':'consensus_minus_parties','counts':[{'pos':'Y','n':51},{'pos':'N','n':1,'ids':['YUG']}],'"
         "tags':{'PARTY':['YUG']},'electorate':52}",
         {ADOPTED, CODE("consensus")}},
        {"decisions",
         "{'rule':'consensus_minus_parties','counts':[{'pos':'Y','n':51},{'pos':'N','n':1,'tags':['PARTY"
         "']}],"
         "'electorate':52}",
         {ADOPTED, CODE("consensus")}},
        {"decisions",
         "{'rule':'consensus_minus_parties','positions':{'AUT':'Y','BEL':'L','YUG':'N'},'tags':{'PARTY':"
         "['YUG'"
         "]}}",
         {ADOPTED, CODE("consensus")}},
        {"decisions",
         "{'rule':'consensus_minus_parties','counts':[{'pos':'Y','n':50},{'pos':'N','n':2,'ids':['ARM','"
         "AZE']}"
         "],'tags':{'PARTY':['AZE']}}",
         {REJECTED, CODE("objected")}},
        {"decisions",
         "{'rule':'consensus_minus_parties','counts':[{'pos':'Y','n':50},{'pos':'N','n':2,'ids':['ARM','"
         "AZE']}"
         "],'tags':{'PARTY':['AZE','ARM']}}",
         {ADOPTED, CODE("consensus")}},
        {"decisions",
         "{'rule':'consensus_minus_parties','counts':[{'pos':'Y','n':50},{'pos':'N','n':1,'ids':['ARM']}]}",
         {REJECTED, CODE("objected")}},
        {"decisions",
         "{'rule':'consensus_minus_parties','electorate':['ARM','AUT','YUG'],'counts':[{'pos':'Y','n':2,"
         "'ids':"
         "['ARM','AUT']},{'pos':'N','n':1}],'tags':{'PARTY':['YUG']}}",
         {ADOPTED, CODE("consensus")}},
    };
    check_rows(ROWS(rows));
}

TEST(a_party_without_a_place_among_the_nameless_is_an_error)
{
    static const struct row rows[] = {
        {"decisions",
         "{'rule':'consensus_minus_parties','counts':[{'pos':'Y','n':51},{'pos':'N','n':1}],'tags':{'PAR"
         "TY':['"
         "YUG']}}",
         {"'code':'electorate'", "YUG has the tag PARTY, which the rule minds, and some members have no "
                                 "name"}},
        {"unsc", "{'rule':'substantive','counts':[{'pos':'Y','n':9}],'tags':{'P5':['USA']}}",
         {"USA has the tag P5"}},
        /* a tag that the rule does not ask for, and a case in which everybody is named */
        {"decisions", "{'rule':'simple','counts':[{'pos':'Y','n':9}],'tags':{'PARTY':['USA']}}",
         {ADOPTED, "given a tag, but not named as a member: USA"}},
        {"decisions",
         "{'rule':'consensus_minus_parties','positions':{'AUT':'Y'},'tags':{'PARTY':['YUG']}}",
         {ADOPTED, "given a tag, but not named as a member: YUG"}},
    };
    check_rows(ROWS(rows));
}

TEST(a_rule_over_two_bodies_takes_the_members_of_each)
{
    static const struct row rows[] = {
        {"decisions",
         "{'rule':'both_absolute','electorates':{'assembly':[{'pos':'Y','n':183},{'pos':'X','n':10}],'co"
         "uncil'"
         ":[{'pos':'Y','n':15}]}}",
         {ADOPTED, CODE("carried")}},
        {"decisions",
         "{'rule':'both_absolute','electorates':{'assembly':[{'pos':'Y','n':121}],'council':[{'pos':'Y',"
         "'n':7}"
         "]},'electorate':{'assembly':193,'council':15}}",
         {REJECTED, CODE("short_of_votes")}},
        {"decisions",
         "{'rule':'both_absolute','electorates':{'assembly':[{'pos':'Y','n':121}],'council':[{'pos':'Y',"
         "'n':8}"
         "]},'electorate':{'assembly':193,'council':15}}",
         {ADOPTED, CODE("carried")}},
        {"decisions",
         "{'rule':'both_absolute','electorates':{'assembly':[{'pos':'Y','n':96}],'council':[{'pos':'Y','"
         "n':15}"
         "]},'electorate':{'assembly':193}}",
         {REJECTED, CODE("short_of_votes")}},
        {"decisions",
         "{'rule':'both_absolute','electorates':{'assembly':{'A':'Y','B':'N','C':'Y'},'council':{'A':'Y'"
         "}},'"
         "electorate':{'council':['A','C']}}",
         {REJECTED, CODE("short_of_votes")}},
        {"decisions", "{'rule':'both_absolute','counts':[{'pos':'Y','n':183}],'electorate':193}",
         {"'code':'electorate'",
          "the rule decides in 2 bodies: give \\'electorates\\':{\\'assembly\\':[counts],\\'council\\':["
          "counts]}"}},
        {"decisions",
         "{'rule':'both_absolute','electorates':{'assembly':[{'pos':'Y','n':183}],'council':[{'pos':'Y',"
         "'n':9}"
         "]},'electorate':193}",
         {"is an object with the number of members, or their codes, of each"}},
        {"decisions",
         "{'rule':'both_absolute','electorates':{'assembly':[{'pos':'Y','n':183}],'council':[{'pos':'Y',"
         "'n':9}"
         "]},'electorate':{'court':15}}",
         {"the rule is not over \\'court\\'"}},
        {"decisions", "{'rule':'both_absolute','electorates':{'assembly':[],'council':15}}",
         {"the rule is over \\'council\\', and the case has no counts of it"}},
        {"decisions",
         "{'rule':'both_absolute','electorates':{'assembly':[],'council':[{'pos':'Y','n':9}]},'electorat"
         "e':{'"
         "council':8}}",
         {"there are more positions than members"}},
    };
    check_rows(ROWS(rows));
}

#define LISBON                                                                                               \
    "['AUT','BEL','BGR','CYP','CZE','DEU','DNK','ESP','EST','FIN','FRA','GBR','GRC','HRV','HUN','IRL'," \
    "'ITA','LTU','LUX','LVA','MLT','NLD','POL','PRT','ROU','SVK','SVN','SWE']"

TEST(who_must_be_meant_is_named)
{
    static const struct row rows[] = {
        {"eu-council",
         "{'rule':'on_proposal','date':'2018-06-21','counts':[{'pos':'N','n':2,'ids':['HUN','POL']},{'po"
         "s':'A'"
         ",'n':4,'ids':['HRV','LVA','LTU','GBR']},{'pos':'Y','n':22}],'electorate':" LISBON
         ",'attributes':'population-2017'}",
         {ADOPTED, "22 for, 2 against (HUN and POL), 4 abstaining (GBR, HRV, LTU and LVA)"}},
        {"eu-council",
         "{'rule':'on_proposal','date':'2018-06-21','counts':[{'pos':'N','n':2,'ids':['HUN','POL']},{'po"
         "s':'Y'"
         ",'n':26}],'attributes':'population-2017'}",
         {ADOPTED}},
        {"eu-council", "{'rule':'on_proposal','date':'1962-01-01','electorate':6}",
         {"'outcome':'rejected'"}},
        {"eu-council", "{'rule':'on_proposal','date':'1962-01-01','counts':[{'pos':'Y','n':5}],'electora"
                       "te':6}",
         {"who is known by number only has no weight: name the members"}},
        {"eu-council",
         "{'rule':'on_proposal','date':'2024-06-17','counts':[{'pos':'N','n':3},{'pos':'Y','n':24}],'"
         "attributes':'population-2017'}",
         {"who is known by number only has no weight"}},
        {"eu-council",
         "{'rule':'on_proposal','date':'2024-06-17','counts':[{'pos':'N','n':1,'ids':['USA']},{'pos':'Y'"
         ",'n':"
         "26}]}",
         {"'code':'evaluation'"}},
        {"eu-council", "{'rule':'on_proposal','positions':{'FRA':'Y','USA':'Y'}}", {
         "lacks this member: USA"}},
        {"eu-council", "{'rule':'on_proposal','attributes':'population-2018','positions':{'FRA':'Y'}}",
         {"'code':'table'", "no table \\'population-2018\\'; it has votes-1958, "}},
        {"eu-council", "{'rule':'qmv','positions':{'FRA':'Y'}}", {"it has on_proposal, other, "}},
        {"eu-council", "{'rule':'unanimity','counts':[{'pos':'Y','n':26},{'pos':'N','n':1,'ids':['HUN']}]}",
         {REJECTED, CODE("objected")}},
        {"decisions",
         "{'rule':'consensus','electorate':['A','B','C'],'counts':[{'pos':'Y','n':2},{'pos':'N','n':1,'i"
         "ds':['"
         "B']}]}",
         {"objected to by B"}},
        {"decisions",
         "{'rule':'unanimity','electorate':['A','B','C'],'counts':[{'pos':'Y','n':2,'ids':['A','B']},{'p"
         "os':'N"
         "','n':1}]}",
         {"objected to by C"}},
        {"decisions",
         "{'rule':'unanimity','electorate':['A','B','C'],'counts':[{'pos':'Y','n':2},{'pos':'N','n':1}]}",
         {"objected to by 1 without name"}},
        {"decisions",
         "{'rule':'simple','electorate':['A','B'],'counts':[{'pos':'Y','n':2},{'pos':'N','n':1,'ids':['C"
         "']}]}",
         {"'code':'electorate'"}},
    };
    check_rows(ROWS(rows));
}

#define NINE "'A':'Y','B':'Y','C':'Y','D':'Y','E':'Y','F':'Y','G':'Y','H':'Y','I':'Y'"

TEST(the_council_decides_by_the_seats_and_numbers_of_the_day)
{
    static const struct row rows[] = {
        {"unsc", "{'rule':'substantive','date':'1965-12-31','counts':[{'pos':'Y','n':7}],'electorate':11}",
         {ADOPTED, CODE("carried")}},
        {"unsc", "{'rule':'substantive','date':'1966-01-01','counts':[{'pos':'Y','n':8}],'electorate':15}",
         {REJECTED, CODE("short_of_votes")}},
        {"unsc", "{'rule':'substantive','date':'1966-01-01','counts':[{'pos':'Y','n':9}],'electorate':15}",
         {ADOPTED, CODE("carried")}},
        {"unsc", "{'rule':'substantive','date':'1971-10-24','positions':{" NINE ",'TWN':'N'}}",
         {REJECTED, CODE("veto")}},
        {"unsc", "{'rule':'substantive','date':'1971-10-24','positions':{" NINE ",'CHN':'N'}}",
         {ADOPTED, CODE("carried")}},
        {"unsc", "{'rule':'substantive','date':'1971-10-25','positions':{" NINE ",'CHN':'N'}}",
         {REJECTED, CODE("veto")}},
        {"unsc", "{'rule':'substantive','date':'1971-10-25','positions':{" NINE ",'TWN':'N'}}",
         {ADOPTED, CODE("carried")}},
        {"unsc", "{'rule':'substantive','positions':{" NINE ",'RUS':'A','FRA':'X'}}",
         {ADOPTED, CODE("carried")}},
        {"unsc", "{'rule':'procedural','positions':{" NINE ",'RUS':'N'},'electorate':15}",
         {ADOPTED, CODE("carried")}},
        {"unsc",
         "{'rule':'substantive','counts':[{'pos':'Y','n':8},{'pos':'N','n':1,'ids':['RUS']},{'pos':'A','n':6"
         "}]}",
         {REJECTED, CODE("short_of_votes")}},
        {"unsc", "{'rule':'consensus','counts':[{'pos':'L','n':15}]}", {ADOPTED, CODE("consensus")}},
    };
    check_rows(ROWS(rows));
}

/* The rules of the presets at their boundaries: for each rule the fewest votes that adopt, and one less. */
#include <dirent.h>
#include <stdlib.h>

#include "charter/rule.h"
#include "unit/charter/votes.h"

struct preset_row {
    const char *preset;
    const char *rule;
    const char *votes;   /* a line of votes.h */
    const char *outcome; /* and why */
    const char *by;      /* the stage that decided; NULL: the rule itself */
};

static const struct preset_row rows[] = {
    {"nato-nac", "consensus", "32Y", "adopted consensus", NULL},
    {"nato-nac", "consensus", "1Y 30A 1X", "adopted consensus", NULL},
    {"nato-nac", "consensus", "31Y 1N", "deferred objected", NULL},
    {"nato-nac", "consensus", "32X", "deferred short_of_votes", NULL},
    {"nato-nac", "silence", "32-", "adopted assent", NULL},
    {"nato-nac", "silence", "31- 1N", "deferred objected", NULL},
    {"nato-nac", "silence", "32X", "deferred short_of_votes", NULL},

    {"eu-cfsp", "unanimity", "26A*1 1Y*1", "adopted consensus", NULL},
    {"eu-cfsp", "unanimity", "27A*1", "rejected short_of_votes", NULL},
    {"eu-cfsp", "unanimity", "26Y*1 1N*1", "rejected objected", NULL},
    {"eu-cfsp", "unanimity", "26Y*1 1N*1|SUSPENDED", "adopted consensus", NULL},
    {"eu-cfsp", "unanimity", "19Y*100 8Q*100", "adopted consensus", NULL},
    {"eu-cfsp", "unanimity", "18Y*100 9Q*100", "rejected blocked", NULL},
    {"eu-cfsp", "unanimity", "18Y*101 9Q*99", "adopted consensus", NULL},
    {"eu-cfsp", "unanimity", "19Y*1 8Q*1000", "adopted consensus", NULL},
    {"eu-cfsp", "unanimity", "14Y*1 13X*1", "adopted consensus", NULL},
    {"eu-cfsp", "unanimity", "13Y*1 14X*1", "no_quorum no_quorum", NULL},
    {"eu-cfsp", "coreu", "27-*1", "adopted assent", NULL},
    {"eu-cfsp", "coreu", "26-*1 1N*1", "deferred objected", NULL},
    {"eu-cfsp", "coreu", "19-*1 8Q*1", "adopted consensus", NULL},
    {"eu-cfsp", "coreu", "18-*1 9Q*1", "deferred blocked", NULL},
    {"eu-cfsp", "brake", "27-*1", "adopted assent", NULL},
    {"eu-cfsp", "brake", "26-*1 1N*1", "referred objected", NULL},
    {"eu-cfsp", "implementing", "15Y*130 12N*87", "adopted carried", NULL},
    {"eu-cfsp", "implementing", "15Y*130 12N*88", "rejected blocked", NULL},
    {"eu-cfsp", "implementing", "14Y*130 13N*1", "rejected short_of_votes", NULL},
    {"eu-cfsp", "implementing", "24Y*1 3N*1000", "adopted carried", NULL},
    {"eu-cfsp", "implementing", "23Y*1 4N*1000", "rejected blocked", NULL},
    {"eu-cfsp", "implementing_other", "20Y*65 7N*100", "adopted carried", NULL},
    {"eu-cfsp", "implementing_other", "20Y*64 7N*100", "rejected blocked", NULL},
    {"eu-cfsp", "implementing_other", "19Y*100 8N*1", "rejected short_of_votes", NULL},
    {"eu-cfsp", "implementing_other", "24Y*1 3A*1000", "adopted carried", NULL},
    {"eu-cfsp", "procedural", "14Y*1 13N*1", "adopted carried", NULL},
    {"eu-cfsp", "procedural", "13Y*1 1N*1 13X*1", "rejected short_of_votes", NULL},
    {"eu-cfsp", "procedural", "13Y*1 14X*1", "no_quorum no_quorum", NULL},
    {"eu-cfsp", "qualified", "20Y*65 7N*100", "adopted carried", NULL},
    {"eu-cfsp", "qualified", "19Y*100 8A*1", "rejected short_of_votes", NULL},
    {"eu-cfsp", "qualified", "17Y*1 10X*1", "no_quorum no_quorum", NULL},
    {"eu-cfsp", "common_accord", "27Y*1", "adopted carried", NULL},
    {"eu-cfsp", "common_accord", "26Y*1 1A*1", "rejected short_of_votes", NULL},

    {"unga", "important", "141Y 5N 35A 12X", "adopted carried", NULL}, /* ES-11/1 */
    {"unga", "important", "2Y 1N 94A 96X", "adopted carried", NULL},
    {"unga", "important", "65Y 33N 95A", "rejected short_of_votes", NULL},
    {"unga", "important", "96Y 97X", "no_quorum no_quorum", NULL},
    {"unga", "important", "66Y 33N 2N|ART19 92A", "adopted carried", NULL},
    {"unga", "important", "193A", "rejected short_of_votes", NULL},
    {"unga", "other", "123Y 19N 29A 22X", "adopted carried", NULL}, /* A/75/L.7/Rev.1 */
    {"unga", "other", "80Y 80N 33A", "rejected tie", NULL},
    {"unga", "other", "79Y 80N 34A", "rejected short_of_votes", NULL},
    {"unga", "other", "96Y 97X", "no_quorum no_quorum", NULL},
    {"unga", "second", "81Y 80N 32A", "adopted carried", NULL},
    {"unga", "second", "80Y 80N 33A", "rejected tie", NULL},
    {"unga", "committee", "49Y 48N 96X", "adopted carried", NULL},
    {"unga", "committee", "80Y 80N 33A", "rejected tie", NULL},
    {"unga", "silence", "193-", "adopted assent", NULL},
    {"unga", "silence", "192- 1N", "deferred objected", NULL},
    {"unga", "silence", "192- 1N|ART19", "adopted assent", NULL},
    {"unga", "silence_important", "193-", "adopted assent", NULL},
    {"unga", "silence_important", "192- 1N", "deferred objected", NULL},
    {"unga", "evote", "49Y 48N 96X", "adopted carried", NULL},
    {"unga", "evote", "50Y 50N 93A", "rejected tie", NULL},
    {"unga", "evote", "96Y 97X", "no_quorum no_quorum", NULL},
    {"unga", "evote_important", "66Y 33N 94A", "adopted carried", NULL},
    {"unga", "evote_important", "65Y 33N 95A", "rejected short_of_votes", NULL},
    {"unga", "evote_important", "96Y 97X", "no_quorum no_quorum", NULL},
    {"unga", "amendment", "129Y 64N", "adopted carried", NULL},
    {"unga", "amendment", "128Y 65A", "rejected short_of_votes", NULL},
    {"unga", "president", "97Y 96N", "adopted carried", NULL},
    {"unga", "president", "96Y 96N 1A", "rejected tie", NULL},
    {"unga", "council_members", "128Y 64N 1A", "adopted carried", NULL},
    {"unga", "council_members", "127Y 64N 2A", "rejected short_of_votes", NULL},

    {"osce-pc", "consensus", "57-", "adopted assent", NULL},
    {"osce-pc", "consensus", "56- 1N", "rejected objected", NULL},
    {"osce-pc", "consensus", "57X", "rejected short_of_votes", NULL},
    {"osce-pc", "use_silence", "57-", "adopted assent", NULL},
    {"osce-pc", "use_silence", "56- 1N", "rejected objected", NULL},
    {"osce-pc", "silence", "57-", "adopted assent", NULL},
    {"osce-pc", "silence", "56- 1N", "deferred objected", NULL},
    {"osce-pc", "minus_one", "56- 1N|STATE", "adopted assent", NULL},
    {"osce-pc", "minus_one", "55- 1N 1N|STATE", "rejected objected", NULL},
    {"osce-pc", "directed_conciliation", "55- 2N|PARTY", "adopted assent", NULL},
    {"osce-pc", "directed_conciliation", "54- 1N 2N|PARTY", "rejected objected", NULL},

    {"au-psc", "decision", "15Y", "adopted consensus", NULL},
    {"au-psc", "decision", "10L 5X", "adopted consensus", NULL},
    {"au-psc", "decision", "9Y 6X", "no_quorum no_quorum", NULL},
    {"au-psc", "decision", "10Y 4A 1N|PARTY", "adopted consensus", NULL},
    {"au-psc", "decision", "10Y 5N", "adopted carried", "vote"},
    {"au-psc", "decision", "9Y 5N 1A", "rejected short_of_votes", "vote"},
    {"au-psc", "vote", "2Y 1N 7A 5X", "adopted carried", NULL},
    {"au-psc", "vote", "9Y 5N 1A", "rejected short_of_votes", NULL},
    {"au-psc", "vote", "15A", "rejected short_of_votes", NULL},
    {"au-psc", "procedural", "14L 1Y", "adopted consensus", NULL},
    {"au-psc", "procedural", "8Y 7N", "adopted carried", "procedural_vote"},
    {"au-psc", "procedural", "7Y 7N 1A", "rejected tie", "procedural_vote"},
    {"au-psc", "procedural_vote", "8Y 7N", "adopted carried", NULL},
    {"au-psc", "procedural_vote", "7Y 7N 1A", "rejected tie", NULL},
    {"au-psc", "assembly_decision", "36L 1Y 18X", "adopted consensus", NULL},
    {"au-psc", "assembly_decision", "37Y 18N", "adopted carried", "assembly_vote"},
    {"au-psc", "assembly_decision", "36Y 1N 18X", "rejected short_of_votes", "assembly_vote"},
    {"au-psc", "assembly_decision", "36Y 19X", "no_quorum no_quorum", NULL},
    {"au-psc", "assembly_vote", "37Y 18N", "adopted carried", NULL},
    {"au-psc", "assembly_vote", "36Y 19A", "rejected short_of_votes", NULL},
    {"au-psc", "election", "37Y 18A", "adopted carried", NULL},
    {"au-psc", "election", "36Y 19N", "rejected short_of_votes", NULL},

    {"ecowas-msc", "decision", "4Y 2A 3X", "adopted carried", NULL},
    {"ecowas-msc", "decision", "4Y 3A 2X", "rejected short_of_votes", NULL},
    {"ecowas-msc", "decision", "6Y 3N", "adopted carried", NULL},
    {"ecowas-msc", "decision", "5Y 4N", "rejected short_of_votes", NULL},
    {"ecowas-msc", "decision", "5Y 4X", "no_quorum no_quorum", NULL},

    {"asean-summit", "consultation", "10L 1Y", "adopted consensus", NULL},
    {"asean-summit", "consultation", "10Y 1N", "referred objected", NULL},
    {"asean-summit", "decision", "11L", "adopted consensus", NULL},
    {"asean-summit", "decision", "10Y 1N", "deferred objected", NULL},
    {"asean-summit", "method", "11L", "adopted consensus", NULL},
    {"asean-summit", "method", "10Y 1N", "deferred objected", NULL},
    {"asean-summit", "breach", "11L", "adopted consensus", NULL},
    {"asean-summit", "breach", "10Y 1N", "deferred objected", NULL},
    {"asean-summit", "minus_x_use", "11L", "adopted consensus", NULL},
    {"asean-summit", "minus_x_use", "10Y 1N", "rejected objected", NULL},
    {"asean-summit", "minus_x", "2Y 9R", "adopted carried", NULL},
    {"asean-summit", "minus_x", "1Y 10R", "rejected short_of_votes", NULL},
    {"asean-summit", "minus_x", "9Y 1N 1R", "rejected objected", NULL},

    {"sco-chs", "decision", "9L 1Y", "adopted consensus", NULL},
    {"sco-chs", "decision", "9Y 1N", "rejected objected", NULL},
    {"sco-chs", "project", "1Y 9R", "adopted consensus", NULL},
    {"sco-chs", "project", "10R", "rejected short_of_votes", NULL},
    {"sco-chs", "project", "8Y 1N 1R", "rejected objected", NULL},
    {"sco-chs", "expulsion", "9Y 1N|STATE", "adopted consensus", NULL},
    {"sco-chs", "expulsion", "8Y 1N 1N|STATE", "rejected objected", NULL},

    {"oas-rio", "measures", "12Y 5N", "adopted carried", NULL},
    {"oas-rio", "measures", "11Y 6N", "rejected short_of_votes", NULL},
    {"oas-rio", "measures", "10Y 5A 2N|INTERESTED", "adopted carried", NULL},
    {"oas-rio", "measures", "11Y 6X", "no_quorum no_quorum", NULL},

    {"arab-league-1945", "decision", "7Y", "adopted carried", NULL},
    {"arab-league-1945", "decision", "6Y 1X", "adopted carried", "majority"},
    {"arab-league-1945", "decision", "4Y 3N", "adopted carried", "majority"},
    {"arab-league-1945", "decision", "3Y 3A 1X", "rejected short_of_votes", "majority"},
    {"arab-league-1945", "majority", "12Y 10N", "adopted carried", NULL},
    {"arab-league-1945", "majority", "11Y 11N", "rejected short_of_votes", NULL},
    {"arab-league-1945", "aggression", "6Y 1N|AGGRESSOR", "adopted carried", NULL},
    {"arab-league-1945", "aggression", "5Y 1N 1N|AGGRESSOR", "rejected objected", NULL},
    {"arab-league-1945", "mediation", "3Y 2N 2N|PARTY", "adopted carried", NULL},
    {"arab-league-1945", "mediation", "2Y 2N 1A 2N|PARTY", "rejected short_of_votes", NULL},
    {"arab-league-1945", "internal", "4Y 3N", "adopted carried", NULL},
    {"arab-league-1945", "internal", "3Y 4X", "rejected short_of_votes", NULL},
    {"arab-league-1945", "expulsion", "6Y 1N|STATE", "adopted carried", NULL},
    {"arab-league-1945", "expulsion", "5Y 1A 1N|STATE", "rejected short_of_votes", NULL},
    {"arab-league-1945", "secretary", "5Y 2N", "adopted carried", NULL},
    {"arab-league-1945", "secretary", "4Y 3A", "rejected short_of_votes", NULL},
    {"arab-league-1945", "amendment", "5Y 2N", "adopted carried", NULL},
    {"arab-league-1945", "amendment", "4Y 3A", "rejected short_of_votes", NULL},

    {"arab-league-2005", "decision", "14L 1Y 7X", "adopted consensus", NULL},
    {"arab-league-2005", "decision", "14Y 8X", "no_quorum no_quorum", NULL},
    {"arab-league-2005", "decision", "21Y 1N", "deferred objected", NULL},
    {"arab-league-2005", "urgent", "22L", "adopted consensus", NULL},
    {"arab-league-2005", "urgent", "21Y 1N", "deferred objected", NULL},
    {"arab-league-2005", "vote", "10Y 5N 7A", "adopted carried", NULL},
    {"arab-league-2005", "vote", "9Y 5N 8A", "rejected short_of_votes", NULL},
    {"arab-league-2005", "procedural", "11Y 10N 1A", "adopted carried", NULL},
    {"arab-league-2005", "procedural", "11Y 11N", "rejected tie", NULL},

    {"gcc-supreme-council", "substance", "1Y 3A 2X", "adopted carried", NULL},
    {"gcc-supreme-council", "substance", "4Y 2R", "adopted carried", NULL},
    {"gcc-supreme-council", "substance", "3Y 3R", "no_quorum no_quorum", NULL},
    {"gcc-supreme-council", "substance", "6A", "rejected short_of_votes", NULL},
    {"gcc-supreme-council", "substance", "5Y 1N", "rejected objected", NULL},
    {"gcc-supreme-council", "procedural", "3Y 2N 1A", "adopted carried", NULL},
    {"gcc-supreme-council", "procedural", "3Y 3N", "rejected tie", NULL},
    {"gcc-supreme-council", "amendment", "6Y", "adopted carried", NULL},
    {"gcc-supreme-council", "amendment", "5Y 1X", "rejected short_of_votes", NULL},

    {"iaea-board", "decision", "12Y 11N 1A 11X", "adopted carried", NULL},
    {"iaea-board", "decision", "12Y 12N 11X", "rejected tie", NULL},
    {"iaea-board", "decision", "23Y 12X", "no_quorum no_quorum", NULL},
    {"iaea-board", "budget", "16Y 8N 11X", "adopted carried", NULL},
    {"iaea-board", "budget", "15Y 8N 12A", "rejected short_of_votes", NULL},
    {"iaea-board", "consensus", "23L 1Y 11X", "adopted consensus", NULL},
    {"iaea-board", "consensus", "18Y 17N", "adopted carried", "vote"},
    {"iaea-board", "consensus", "17Y 17N 1A", "rejected tie", "vote"},
    {"iaea-board", "vote", "18Y 17N", "adopted carried", NULL},
    {"iaea-board", "vote", "17Y 17N 1A", "rejected tie", NULL},
    {"iaea-board", "silence", "35-", "adopted assent", NULL},
    {"iaea-board", "silence", "34- 1N", "deferred objected", NULL},
    {"iaea-board", "conference", "46Y 45N 89X", "adopted carried", NULL},
    {"iaea-board", "conference", "45Y 45N 2Y|ARREARS 1A 87X", "rejected tie", NULL},
    {"iaea-board", "conference", "90Y 90X", "no_quorum no_quorum", NULL},
    {"iaea-board", "conference_two_thirds", "62Y 31N 87X", "adopted carried", NULL},
    {"iaea-board", "conference_two_thirds", "61Y 31N 88A", "rejected short_of_votes", NULL},

    {"wto-gc", "decision", "83L 1Y 82X", "adopted consensus", NULL},
    {"wto-gc", "decision", "83Y 83X", "no_quorum no_quorum", NULL},
    {"wto-gc", "decision", "43Y 42N 81X", "adopted carried", "majority"},
    {"wto-gc", "decision", "42Y 42N 82X", "rejected tie", "majority"},
    {"wto-gc", "majority", "43Y 42N 81X", "adopted carried", NULL},
    {"wto-gc", "majority", "42Y 42N 82X", "rejected tie", NULL},
    {"wto-gc", "interpretation", "125Y 41N", "adopted carried", NULL},
    {"wto-gc", "interpretation", "124Y 42X", "rejected short_of_votes", NULL},
    {"wto-gc", "waiver", "83L 1Y 82X", "adopted consensus", NULL},
    {"wto-gc", "waiver", "125Y 41N", "adopted carried", "waiver_vote"},
    {"wto-gc", "waiver", "124Y 1N 41X", "rejected short_of_votes", "waiver_vote"},
    {"wto-gc", "waiver_vote", "125Y 41N", "adopted carried", NULL},
    {"wto-gc", "waiver_vote", "124Y 42X", "rejected short_of_votes", NULL},
    {"wto-gc", "accession", "111Y 55N", "adopted carried", NULL},
    {"wto-gc", "accession", "110Y 56X", "rejected short_of_votes", NULL},
    {"wto-gc", "budget", "84Y 42N 40X", "adopted carried", NULL},
    {"wto-gc", "budget", "83Y 83X", "rejected short_of_votes", NULL},
    {"wto-gc", "budget", "84Y 43N 39X", "rejected short_of_votes", NULL},
    {"wto-gc", "amendment", "83L 1Y 82X", "adopted consensus", NULL},
    {"wto-gc", "amendment", "111Y 55N", "adopted carried", "amendment_vote"},
    {"wto-gc", "amendment", "110Y 56N", "rejected short_of_votes", "amendment_vote"},
    {"wto-gc", "amendment_vote", "111Y 55N", "adopted carried", NULL},
    {"wto-gc", "amendment_vote", "110Y 56X", "rejected short_of_votes", NULL},

    {"wto-dsb", "reverse", "1Y 165N", "adopted consensus", NULL},
    {"wto-dsb", "reverse", "1X 165N", "adopted consensus", NULL},
    {"wto-dsb", "reverse", "166N", "rejected objected", NULL},
    {"wto-dsb", "consensus", "1Y 165X", "adopted consensus", NULL},
    {"wto-dsb", "consensus", "165Y 1N", "rejected objected", NULL},

    {"imo-tacit", "adoption", "38Y*1 18N*1 112X*1", "adopted carried", NULL},
    {"imo-tacit", "adoption", "37Y*1 19N*1 112X*1", "rejected short_of_votes", NULL},
    {"imo-tacit", "adoption", "55Y*1 113X*1", "no_quorum no_quorum", NULL},
    {"imo-tacit", "tacit", "168-*1", "adopted assent", NULL},
    {"imo-tacit", "tacit", "112-*10 56N*10", "adopted consensus", NULL},
    {"imo-tacit", "tacit", "111-*10 57N*10", "lapsed blocked", NULL},
    {"imo-tacit", "tacit", "166-*1 2N*82", "adopted consensus", NULL},
    {"imo-tacit", "tacit", "166-*1 2N*83", "lapsed blocked", NULL},
    {"imo-tacit", "tacit", "168X*1", "lapsed short_of_votes", NULL},
    {"imo-tacit", "explicit", "112Y*1 56X*1", "adopted carried", NULL},
    {"imo-tacit", "explicit", "111Y*1 57N*1", "rejected short_of_votes", NULL},

    {"iso-dis", "dis", "10Y|P 5N|P|REASONED 20Y 5N|REASONED", "adopted carried", NULL},
    {"iso-dis", "dis", "10Y|P 5N|P|REASONED 19Y 5N|REASONED", "deferred blocked", NULL},
    {"iso-dis", "dis", "9Y|P 5N|P|REASONED 50Y", "deferred short_of_votes", NULL},
    {"iso-dis", "dis", "1Y|P 14N|P 7A", "adopted carried", NULL},
    {"iso-dis", "dis", "40Y", "deferred short_of_votes", NULL},
    {"iso-dis", "fdis", "10Y|P 5N|P|REASONED 20Y 5N|REASONED", "adopted carried", NULL},
    {"iso-dis", "fdis", "10Y|P 5N|P|REASONED 19Y 5N|REASONED", "deferred blocked", NULL},

    {"ietf-iesg", "standards", "1Y 9L 5X", "adopted carried", NULL},
    {"ietf-iesg", "standards", "1Y 8L 6X", "deferred short_of_votes", NULL},
    {"ietf-iesg", "standards", "1Y 7L 4A 3R", "adopted carried", NULL},
    {"ietf-iesg", "standards", "1Y 7L 4A 3N|RECUSED", "adopted carried", NULL},
    {"ietf-iesg", "standards", "15L", "deferred short_of_votes", NULL},
    {"ietf-iesg", "standards", "14Y 1N", "deferred objected", NULL},
    {"ietf-iesg", "informational", "1Y 14X", "adopted carried", NULL},
    {"ietf-iesg", "informational", "15L", "deferred short_of_votes", NULL},
    {"ietf-iesg", "informational", "14Y 1N", "deferred objected", NULL},

    {"apache", "lazy", "9-", "adopted assent", NULL},
    {"apache", "lazy", "8- 1N", "deferred objected", NULL},
    {"apache", "code", "8- 1N", "adopted assent", NULL},
    {"apache", "code", "8- 1N|REASONED", "deferred objected", NULL},
    {"apache", "consensus", "3Y 6X", "adopted carried", NULL},
    {"apache", "consensus", "2Y 7X", "rejected short_of_votes", NULL},
    {"apache", "consensus", "8Y 1N", "rejected objected", NULL},
    {"apache", "release", "3Y 2N 4A", "adopted carried", NULL},
    {"apache", "release", "3Y 3N 3A", "rejected tie", NULL},
    {"apache", "release", "2Y 7X", "rejected short_of_votes", NULL},
    {"apache", "procedural", "1Y 8X", "adopted carried", NULL},
    {"apache", "procedural", "1Y 1N 7X", "rejected tie", NULL},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

TEST(each_rule_of_each_preset_decides_at_its_boundary)
{
    for (size_t i = 0; i < ROWS; i++) {
        const struct charter *c = preset_of(rows[i].preset);
        const struct charter_rule *r = charter_rule(c, bytes_of_text(rows[i].rule), BYTES(""));
        const struct electorate e = votes_of(rows[i].votes);
        const struct evaluate_options options = {.explain = true};
        struct decision d;
        struct diag diag = {0};
        harness_note("%s %s %s", rows[i].preset, rows[i].rule, rows[i].votes);
        check_that(r != NULL);
        const enum error error = evaluate(harness_arena(), c, r, &e, 1, &options, &d, &diag);
        harness_note("%s %s %s: %s", rows[i].preset, rows[i].rule, rows[i].votes, diag.message);
        check_ok(error);
        check_text(outcome_of(&d), rows[i].outcome);
        check_text(arena_text(harness_arena(), d.rule->name), rows[i].by == NULL ? rows[i].rule : rows[i].by);
    }
}

/* Calls back with each charter of charters/, in no order. */
static void each_preset(void (*look)(const char *name, const struct charter *c))
{
    const char *root = getenv("SOURCE_ROOT");
    DIR *dir = opendir(arena_printf(harness_arena(), "%s/charters", root == NULL ? "." : root));
    size_t count = 0;
    check_that(dir != NULL);
    for (const struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        const size_t len = strlen(entry->d_name);
        if (len > 8 && strcmp(entry->d_name + len - 8, ".charter") == 0) {
            const char *name = arena_text(harness_arena(), bytes_of(entry->d_name, len - 8));
            look(name, preset_of(name));
            count++;
        }
    }
    check_that(closedir(dir) == 0 && count >= 24);
}

static void check_tried(const char *name, const struct charter *c)
{
    /* Those with tests of their own: test_presets.c, and tests/unit/cli/test_data.c over the data. */
    static const char *const elsewhere[] = {"csto", "decisions", "eu-council", "exercise", "unsc"};
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++) {
        if (strcmp(name, elsewhere[i]) == 0) {
            return;
        }
    }
    for (size_t i = 0; i < c->rule_count; i++) {
        bool adopted = false;
        bool not_adopted = false;
        for (size_t k = 0; k < ROWS; k++) {
            if (strcmp(rows[k].preset, name) == 0 && is_text(c->rules[i].name, rows[k].rule)) {
                const bool adopts = strncmp(rows[k].outcome, "adopted", 7) == 0;
                adopted = adopted || adopts;
                not_adopted = not_adopted || !adopts;
            }
        }
        harness_note("%s %.*s", name, (int)c->rules[i].name.len, (const char *)c->rules[i].name.data);
        check_that((adopted && not_adopted) || c->rules[i].code->over_count > 0);
    }
}

TEST(each_rule_of_each_preset_is_tried_both_ways)
{
    each_preset(check_tried);
}

static void check_empty_room(const char *name, const struct charter *c)
{
    enum { MEMBERS = 9, BODIES = 4 };
    static const int64_t ones[CHARTER_ITEMS_MAX] = {1, 1, 1, 1};
    struct elector list[MEMBERS];
    struct electorate e[BODIES];
    for (size_t i = 0; i < MEMBERS; i++) {
        list[i] = (struct elector){.n = 1, .position = 'X', .weights = ones};
    }
    for (size_t i = 0; i < c->rule_count; i++) {
        const struct charter_rule *r = &c->rules[i];
        const size_t bodies = r->code->over_count == 0 ? 1 : r->code->over_count;
        const struct evaluate_options options = {.date = r->from};
        struct decision d;
        for (size_t k = 0; k < bodies; k++) {
            e[k] = (struct electorate){.count = MEMBERS, .electors = list};
            e[k].name = r->code->over_count == 0 ? BYTES("") : r->code->over[k];
        }
        harness_note("%s %.*s", name, (int)r->name.len, (const char *)r->name.data);
        check_ok(evaluate(harness_arena(), c, r, e, bodies, &options, &d, NULL));
        check_eq(d.outcome == OUTCOME_adopted,
                 strcmp(name, "wto-dsb") == 0 && is_text(r->name, "reverse"));
    }
}

TEST(no_preset_adopts_in_an_empty_room)
{
    each_preset(check_empty_room);
}

static void check_source(const char *name, const struct charter *c)
{
    if (strcmp(name, "decisions") == 0 || c->fictional) {
        return; /* rules of nobody, and those of an exercise */
    }
    for (size_t i = 0; i < c->body_count; i++) {
        harness_note("%s body %.*s", name, (int)c->bodies[i].name.len, (const char *)c->bodies[i].name.data);
        check_that(c->bodies[i].source.len > 0);
    }
    for (size_t i = 0; i < c->rule_count; i++) {
        harness_note("%s rule %.*s", name, (int)c->rules[i].name.len, (const char *)c->rules[i].name.data);
        check_that(c->rules[i].source.len > 0 && c->rules[i].title.len > 0);
    }
    harness_note("%s: an office, a calendar, a class, a referral or a motion", name);
    for (size_t i = 0; i < c->office_count; i++) {
        check_that(c->offices[i].source.len > 0);
    }
    for (size_t i = 0; i < c->calendar_count; i++) {
        check_that(c->calendars[i].source.len > 0);
    }
    for (size_t i = 0; i < c->classification_count; i++) {
        check_that(c->classifications[i].source.len > 0);
    }
    for (size_t i = 0; i < c->referral_count; i++) {
        check_that(c->referrals[i].source.len > 0);
    }
    for (size_t i = 0; i < c->motion_count; i++) {
        check_that(c->motions[i].source.len > 0);
    }
}

TEST(each_part_of_a_preset_has_its_source)
{
    each_preset(check_source);
}

/* An election over two bodies, each for itself. */
TEST(a_judge_is_elected_by_both_bodies)
{
    static const struct {
        const char *assembly;
        const char *council;
        const char *outcome;
    } elections[] = {
        {"97Y 96N", "8Y 7N", "adopted carried"},
        {"96Y 97X", "15Y", "rejected short_of_votes"},
        {"193Y", "7Y 8A", "rejected short_of_votes"},
        {"95Y 94N 4Y|ART19", "8Y CHN=N FRA=N GBR=N RUS=N USA=N 2A", "adopted carried"},
    };
    const struct charter *c = preset_of("unga");
    const struct charter_rule *r = charter_rule(c, BYTES("judges"), BYTES(""));
    for (size_t i = 0; i < sizeof elections / sizeof elections[0]; i++) {
        struct electorate e[] = {votes_of(elections[i].assembly), votes_of(elections[i].council)};
        const struct evaluate_options options = {.open = false};
        struct decision d;
        e[0].name = BYTES("assembly");
        e[1].name = BYTES("council");
        harness_note("%s and %s", elections[i].assembly, elections[i].council);
        check_ok(evaluate(harness_arena(), c, r, e, 2, &options, &d, NULL));
        check_text(outcome_of(&d), elections[i].outcome);
    }
}

/* "bound free": of each member in its order. */
static const char *effects_of(const struct decision *d)
{
    const char *text = "";
    for (size_t i = 0; i < d->effect_count; i++) {
        text = arena_printf(harness_arena(), "%s%s%s", text, i == 0 ? "" : " ",
                            effect_word(d->effects[i].effect));
    }
    return text;
}

TEST(adoption_binds_as_the_body_says)
{
    static const struct {
        const char *preset;
        const char *rule;
        const char *votes;
        const char *effects;
    } lines[] = {
        {"nato-nac", "silence", "A=- B=Y C=X", "bound bound bound"},
        {"eu-cfsp", "unanimity", "A=Y*1 B=A*1 C=X*1 D=Q*1", "bound bound bound committed"},
        {"eu-cfsp", "coreu", "A=-*1 B=Y*1 C=Y*1 D=Q*1", "bound bound bound committed"},
        {"eu-cfsp", "procedural", "A=Y*1 B=Y*1 C=N*1", "bound bound bound"},
        {"unga", "important", "A=Y B=Y C=N", "free free free"},
        {"osce-pc", "minus_one", "A=- B=- C=N|STATE", "bound bound bound"},
        {"au-psc", "decision", "A=Y B=Y C=N", "bound bound bound"},
        {"asean-summit", "minus_x", "A=Y B=Y C=R", "bound bound free"},
        {"asean-summit", "decision", "A=Y B=L C=A", "bound bound bound"},
        {"sco-chs", "project", "A=Y B=L C=R D=X", "bound bound free bound"},
        {"sco-chs", "decision", "A=Y B=L C=X", "bound bound bound"},
        {"oas-rio", "measures", "A=Y B=Y C=N", "bound bound bound"},
        {"arab-league-1945", "decision", "A=Y B=Y C=Y", "bound bound bound"},
        {"arab-league-1945", "decision", "A=Y B=Y C=N", "bound bound free"},
        {"arab-league-1945", "majority", "A=Y B=Y C=A", "bound bound free"},
        {"arab-league-1945", "majority", "A=Y B=N C=N", "free free free"},
        {"gcc-supreme-council", "substance", "A=Y B=Y C=R", "bound bound bound"},
        {"wto-gc", "decision", "A=Y B=L C=X", "bound bound bound"},
        {"imo-tacit", "tacit", "A=-*10 B=-*10 C=-*10 D=N*10", "bound bound bound free"},
        {"imo-tacit", "explicit", "A=Y*1 B=Y*1 C=N*1", "bound bound free"},
        {"imo-tacit", "adoption", "A=Y*1 B=Y*1 C=N*1", "free free free"},
        {"iso-dis", "dis", "A=Y|P B=Y|P C=Y D=Y", "free free free free"},
        {"apache", "code", "A=- B=N C=-", "bound bound bound"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const struct charter *c = preset_of(lines[i].preset);
        const struct charter_rule *r = charter_rule(c, bytes_of_text(lines[i].rule), BYTES(""));
        const struct electorate e = votes_of(lines[i].votes);
        const struct evaluate_options options = {.explain = true};
        struct decision d;
        harness_note("%s %s %s", lines[i].preset, lines[i].rule, lines[i].votes);
        check_ok(evaluate(harness_arena(), c, r, &e, 1, &options, &d, NULL));
        check_text(effects_of(&d), lines[i].effects);
    }
    /* Binding measures bind all, but nobody must use armed force who did not say so. */
    const struct charter_rule *measures = charter_rule(preset_of("oas-rio"), BYTES("measures"), BYTES(""));
    check_eq(measures->effect_count, 2);
    check_text(arena_text(harness_arena(), measures->effects[1].about), "the use of armed force");
    check_eq(measures->effects[1].positions & POSITION_BIT(0), 0);
    check_eq(measures->effects[1].effect, EFFECT_FREE);
}

/* What is put to silence, how long, and what follows when it is broken; how a vote is open and sealed. */
TEST(the_clocks_of_the_presets_are_those_of_their_bodies)
{
    enum { MIN = 60000, HOUR = 3600000 };
    const int64_t day = 24 * (int64_t)HOUR;
    const struct {
        const char *preset;
        const char *rule;
        int64_t clock_min;
        int64_t clock_max;
        int64_t poll_min;
        int64_t sealed;
        enum charter_otherwise otherwise;
        const char *next;
    } lines[] = {
        {"nato-nac", "silence", HOUR, 14 * day, 0, 0, OTHERWISE_DEFER, ""},
        {"unga", "silence", 72 * (int64_t)HOUR, 0, 0, 0, OTHERWISE_STAGE, "evote"},
        {"unga", "silence_important", 72 * (int64_t)HOUR, 0, 0, 0, OTHERWISE_STAGE, "evote_important"},
        {"unga", "evote", 0, 0, 0, 5 * (int64_t)MIN, OTHERWISE_REJECT, ""},
        {"unga", "evote_important", 0, 0, 0, 5 * (int64_t)MIN, OTHERWISE_REJECT, ""},
        {"osce-pc", "silence", HOUR, 30 * day, 0, 0, OTHERWISE_DEFER, ""},
        {"asean-summit", "consultation", 0, 0, 0, 0, OTHERWISE_REFER, "method"},
        {"eu-cfsp", "brake", 0, 0, 0, 0, OTHERWISE_REFER, "unanimity"},
        {"imo-tacit", "tacit", 365 * day, 366 * day, 0, 0, OTHERWISE_LAPSE, ""},
        {"iso-dis", "dis", 0, 0, 84 * day, 0, OTHERWISE_DEFER, ""},
        {"ietf-iesg", "standards", 0, 0, 0, 0, OTHERWISE_DEFER, ""},
        {"apache", "lazy", 3 * day, 0, 0, 0, OTHERWISE_DEFER, ""},
        {"apache", "release", 0, 0, 3 * day, 0, OTHERWISE_REJECT, ""},
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const struct charter_rule *r =
            charter_rule(preset_of(lines[i].preset), bytes_of_text(lines[i].rule), BYTES(""));
        harness_note("%s %s", lines[i].preset, lines[i].rule);
        check_eq(r->clock_min_ms, lines[i].clock_min);
        check_eq(r->clock_max_ms, lines[i].clock_max);
        check_eq(r->poll_min_ms, lines[i].poll_min);
        check_eq(r->sealed_ms, lines[i].sealed);
        check_eq(r->otherwise, lines[i].otherwise);
        check_text(arena_text(harness_arena(), r->next_rule), lines[i].next);
    }
    const struct charter *league = preset_of("arab-league-2005");
    check_eq(charter_rule(league, BYTES("decision"), BYTES(""))->next_after.months, 6);
    check_eq(charter_rule(league, BYTES("urgent"), BYTES(""))->next_after.months, 1);
}

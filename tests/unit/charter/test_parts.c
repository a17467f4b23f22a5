/* Members, calendars, offices, classifications, referrals and what bodies say: what is kept, printed and
 * told, what is no such part, and what parts say of each other. */
#include "charter/clause.h"
#include "charter/difference.h"
#include "charter/rule.h"
#include "unit/charter/votes.h"

static const char *part_error(const char *parts)
{
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_eq(charter_try(arena_printf(harness_arena(), "charter \"c\";\n%s\n", parts), &c, &diags),
             ERROR_MALFORMED);
    const struct diag *d = &diags.items[0].diag;
    return arena_printf(harness_arena(), "%d:%d %s: %s", d->line, d->column, d->found, d->message);
}

struct row {
    const char *parts;
    const char *error;
};

static void check_errors(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        harness_note("%s", rows[i].parts);
        check_text(part_error(rows[i].parts), rows[i].error);
    }
}

#define CHECK_ERRORS(rows) check_errors(rows, sizeof(rows) / sizeof((rows)[0]))
#define RULE               "\nrule r { pass n(Y) > 0; }"
#define BODY               "\nbody b { members all; chair rotation; rules r; }" RULE

static const struct row bad_bodies[] = {
    {"body b { members some; }", "2:18 some: expected who sits in the body, one of all named tagged elected"},
    {"body b { sits all; }",
     "2:10 sits: expected a clause of a body, one of members chair rules mandate reports"},
    {"body b { members tagged p5; chair rotation; rules r; }" RULE,
     "2:25 p5: expected a tag: 1 to 16 of A-Z 0-9 -, such as PARTY"},
    {"group P5 { }\nbody b { members tagged P6; chair rotation; rules r; }" RULE,
     "3:25 P6: the charter gives nobody this tag: is \"P5\" meant?"},
    {"body b { members elected 201 by r; }", "2:26 201: how many are elected is from 1 to 200"},
    {"body b { members elected 10 r; }", "2:29 r: expected \"by\" after how many"},
    {"body b { members elected 10 by 3; }", "2:32 3: expected the name of a rule"},
    {"body b { members elected 10 by r for 2; }",
     "2:39 ;: expected what is counted, one of workdays workday months month years year"},
    {"body b { members elected 10 by q; chair rotation; rules r; }" RULE,
     "2:32 q: there is no rule of this name"},
    {"body b { chair 3; }", "2:16 3: expected rotation, elected, office or a member's code"},
    {"body b { chair rotation order a; }", "2:31 a: expected a member's code: 1 to 16 of A-Z 0-9 -"},
    {"body b { chair rotation order A, A; }", "2:34 A: this member is named twice"},
    {"body b { chair rotation every; }",
     "2:30 ;: expected a duration such as 24h or 3d, or a number of workdays, "
     "months or years"},
    {"body b { chair elected r; }", "2:24 r: expected \"by\" after elected"},
    {"body b { chair elected by 3; }", "2:27 3: expected the name of a rule"},
    {"body b { chair office 3; }", "2:23 3: expected the name of an office"},
    {"body b { members all; chair office o; rules r; }" RULE, "2:36 o: there is no office of this name"},
    {"body b { members all; chair office o; rules r; }\noffice o { holder chair of b; }" RULE,
     "2:6 b: the chair is an office whose holder is the chair of a body: say who holds it"},
    {"body b { mandate peace; }", "2:18 peace: expected the mandate in \"...\""},
    {"body b { reports b; }", "2:18 b: expected \"to\" after reports"},
    {"body b { reports to 3; }", "2:21 3: expected the name of a body"},
    {"body b { members all; chair rotation; rules r; reports to q; }" RULE,
     "2:59 q: there is no body of this name"},
    {"body b { members all; chair rotation; rules r; reports to b; }" RULE,
     "2:6 b: by its reports this body comes back to itself"},
    {"body b { members all; chair rotation; rules r; reports to b2; }\n"
     "body b2 { members all; chair rotation; rules r; reports to b; }" RULE,
     "2:6 b: by its reports this body comes back to itself"},
};

TEST(a_body_that_is_none_says_so)
{
    CHECK_ERRORS(bad_bodies);
}

static const struct row bad_offices[] = {
    {"office o from 2000-01-01 { }", "2:8 o: only rules, tables and members have versions by date"},
    {"office o { }", "2:8 o: an office says by \"holder\" who holds it"},
    {"office o;", "2:9 ;: expected \"{\" after the part's name and headings"},
    {"office O { }", "2:8 O: expected the name of an office: 1 to 64 of a-z 0-9 _ - ."},
    {"office chair { holder member A; }", "2:8 chair: every body has a chair: an office has another name"},
    {"office o { holder king; }",
     "2:19 king: expected who holds the office, one of chair member elected appointed"},
    {"office o { holder chair b; }", "2:25 b: expected \"of\" after chair"},
    {"office o { holder chair of 3; }", "2:28 3: expected the name of a body"},
    {"office o { holder chair of q; }" BODY, "2:28 q: there is no body of this name"},
    {"office o { holder member a; }", "2:26 a: expected a member's code: 1 to 16 of A-Z 0-9 -"},
    {"office o { holder elected by r; }", "2:27 by: expected \"in\" after how the holder is found"},
    {"office o { holder elected in b r; }", "2:32 r: expected \"by\" after the body"},
    {"office o { holder appointed in b by q; }" BODY, "2:37 q: there is no rule of this name"},
    {"office o { holder member A; holder member B; }", "2:29 holder: this is said twice of the same part"},
    {"office o { holder member A }", "2:28 }: expected \";\" after holder"},
    {"office o { holder member A;", "3:1 the end: expected \"}\" after a clause of an office"},
    {"office o { term 3; }",
     "2:18 ;: expected what is counted, one of workdays workday months month years year"},
    {"office o { holder member A; }\noffice o { holder member A; }",
     "3:8 o: there is an office of this name already"},
    {"office o { holder member A; }\nrule r { pass n(N) = 0; clock at least 1h set by p; close all within "
     "60s; }",
     "3:50 p: there is no office of this name"},
};

TEST(an_office_that_is_none_says_so)
{
    CHECK_ERRORS(bad_offices);
    (void)charter_of(
        "charter \"c\";\noffice o { holder member A; }\nrule r { pass n(N) = 0; clock at least 1h set by "
        "o; close all within 60s; }\nrule s { pass n(N) = 0; clock at least 1h; close all within 60s; }");
}

static const struct row bad_classifications[] = {
    {"classification k { }",
     "2:16 k: a classification says which classes there are (\"as\"), by whom a matter is put "
     "into one (\"decided by\") and which has what is in \"doubt\""},
    {"classification k { as 3; }", "2:23 3: expected the name of a class"},
    {"classification k { as p r; }", "2:25 r: expected \"use\" after the name of a class"},
    {"classification k { as p use 3; }", "2:29 3: expected the name of a rule"},
    {"classification k { as p use r; as p use r; }", "2:35 p: this class is named twice"},
    {"classification k { decided r; }", "2:28 r: expected \"by\" after decided"},
    {"classification k { decided by 3; }", "2:31 3: expected the name of an office or of a rule, or chair"},
    {"classification k { appeal r; }", "2:27 r: expected \"by\" after appeal"},
    {"classification k { appeal by 3; }", "2:30 3: expected the name of a rule"},
    {"classification k { appeal by r upholts; }", "2:32 upholts: expected what adopting does to the ruling, "
                                                  "one of upholds overrules: is \"upholds\" meant?"},
    {"classification k { doubt 3; }", "2:26 3: expected the name of a class"},
    {"classification k { as proc use r; decided by chair; doubt pro; }" RULE,
     "2:59 pro: what is in doubt is one of the classes: is \"proc\" meant?"},
    {"classification k { as proc use q; decided by chair; doubt proc; }" RULE,
     "2:32 q: there is no rule of this name"},
    {"classification k { as proc use r; decided by q; doubt proc; }" RULE,
     "2:46 q: there is no office and no rule of this name"},
    {"classification k { as proc use r; decided by chair; appeal by q upholds; doubt proc; }" RULE,
     "2:63 q: there is no rule of this name"},
    {"classification r { as proc use r; decided by chair; doubt proc; }" RULE,
     "2:16 r: there is a rule of this name already"},
    {"classification k { as p use r; decided by r; doubt p; }\nclassification k { as p use r; decided by r; "
     "doubt p; }" RULE,
     "3:16 k: there is a classification of this name already"},
    {"body b { members all; chair rotation; rules k2; }\nclassification kk { as p use r; decided by r; doubt "
     "p; }" RULE,
     "2:45 k2: there is no rule of this name: is \"kk\" meant?"},
};

TEST(a_classification_that_is_none_says_so)
{
    CHECK_ERRORS(bad_classifications);
}

static const struct row bad_referrals[] = {
    {"referral f { }", "2:10 f: a referral says \"from\" which bodies and \"to\" which"},
    {"referral f { from b; }" BODY, "2:10 f: a referral says \"from\" which bodies and \"to\" which"},
    {"referral f { from 3; }", "2:19 3: expected the name of a body"},
    {"referral f { from b, b; }", "2:22 b: this body is named twice"},
    {"referral f { to 3; }", "2:17 3: expected the name of a body"},
    {"referral f { by 3; }", "2:17 3: expected the name of a rule"},
    {"referral f { about peace; }", "2:20 peace: expected what is referred in \"...\""},
    {"referral f { from b; to q; }" BODY, "2:25 q: there is no body of this name"},
    {"referral f { from b; to b; by q; }" BODY, "2:31 q: there is no rule of this name"},
    {"referral f { from b; to b; }" BODY, "3:6 b: by its referrals this body comes back to itself"},
    {"referral f { from b; to d; }\nreferral g { from d; to b; }\n"
     "body d { members all; chair rotation; rules r; }" BODY,
     "4:6 d: by its referrals this body comes back to itself"},
    {"referral f { from b; to b; }\nreferral f { from b; to b; }" BODY,
     "3:10 f: there is a referral of this name already"},
};

TEST(a_referral_that_is_none_says_so)
{
    CHECK_ERRORS(bad_referrals);
}

static const struct row bad_calendars[] = {
    {"calendar k { zone 3; }", "2:19 3: expected how far the clock is ahead of UTC in \"...\""},
    {"calendar k { zone \"3:00\"; }",
     "2:19 3:00: a zone is \"+HH:MM\" or \"-HH:MM\", up to 14 hours from UTC"},
    {"calendar k { zone \"+14:01\"; }",
     "2:19 +14:01: a zone is \"+HH:MM\" or \"-HH:MM\", up to 14 hours from UTC"},
    {"calendar k { zone \"-00:00\"; }",
     "2:19 -00:00: a zone is \"+HH:MM\" or \"-HH:MM\", up to 14 hours from UTC"},
    {"calendar k { zone \"+03:60\"; }",
     "2:19 +03:60: a zone is \"+HH:MM\" or \"-HH:MM\", up to 14 hours from UTC"},
    {"calendar k { zone \"*03:00\"; }",
     "2:19 *03:00: a zone is \"+HH:MM\" or \"-HH:MM\", up to 14 hours from UTC"},
    {"calendar k { zone \"+03.00\"; }",
     "2:19 +03.00: a zone is \"+HH:MM\" or \"-HH:MM\", up to 14 hours from UTC"},
    {"calendar k { zone \"+0a:00\"; }",
     "2:19 +0a:00: a zone is \"+HH:MM\" or \"-HH:MM\", up to 14 hours from UTC"},
    {"calendar k { zone \"+0/:00\"; }",
     "2:19 +0/:00: a zone is \"+HH:MM\" or \"-HH:MM\", up to 14 hours from UTC"},
    {"calendar k { zone \"+03:00\" from 3; }", "2:33 3: expected a date, such as 1966-01-01"},
    {"calendar k { zone \"+03:00\" until 3; }", "2:34 3: expected a date, such as 1966-01-01"},
    {"calendar k { zone \"+03:00\" from 2001-01-01 until 2000-01-01; }",
     "2:19 +03:00: this period ends before it begins"},
    {"calendar k { zone \"+03:00\"; zone \"+04:00\" from 2000-01-01; }",
     "2:34 +04:00: some of these days have a zone already"},
    {"calendar k { week day; }",
     "2:19 day: expected a day of the week, one of mon tue wed thu fri sat sun: is \"sat\" meant?"},
    {"calendar k { week mon, mon; }", "2:24 mon: this day is named twice"},
    {"calendar k { week mon; week tue; }", "2:24 week: this is said twice of the same part"},
    {"calendar k { holiday \"05-09\"; }", "2:22 05-09: expected a date, such as 1966-01-01"},
    {"calendar k { holiday 2000-05-09 \"\"; }",
     "2:33 : the name of a holiday is not empty and has no control characters"},
    {"calendar k { holiday 2000-05-09; holiday 2000-05-09; }",
     "2:42 2000-05-09: this holiday is named twice"},
    {"calendar k { yearly 2000-05-09; }", "2:21 2000-05-09: expected a day of every year in \"...\""},
    {"calendar k { yearly \"02-30\"; }", "2:21 02-30: a day of every year is \"MM-DD\", such as \"05-09\""},
    {"calendar k { yearly \"05-091\"; }", "2:21 05-091: a day of every year is \"MM-DD\", such as \"05-09\""},
    {"calendar k { yearly \"05-09\"; yearly \"05-09\"; }", "2:37 05-09: this holiday is named twice"},
    {"calendar k { }\ncalendar k { }", "3:10 k: there is a calendar of this name already"},
    {"calendar k until 2000-01-01 { }", "2:10 k: only rules, tables and members have versions by date"},
    {"calendar k;", "2:11 ;: expected \"{\" after the calendar's name and headings"},
    {"rule r { pass n(N) = 0; clock at least 3; close all within 60s; }",
     "2:41 ;: expected \"workdays\" after how many, or a duration in one word, such as 10d"},
    {"rule r { clock at least 251 workdays; }",
     "2:25 251: how many working days a silence lasts is from 1 to 250"},
    {"rule r { clock at least 3 workdays at most 2 workdays; }",
     "2:44 2: the longest silence is shorter than the shortest"},
    {"rule r { clock at least 3h in k; }", "2:28 in: only working days are counted in a calendar"},
    {"rule r { clock at least 3 workdays in 3; }", "2:39 3: expected the name of a calendar"},
    {"rule r { pass n(N) = 0; clock at least 3 workdays in k; close all within 60s; }",
     "2:54 k: there is no calendar of this name"},
    {"rule r { pass n(N) = 0; clock at least 1 workday; close n-f after 9h; }",
     "2:6 r: \"close n-f after\" takes at most a third of the shortest clock"},
};

TEST(a_calendar_or_a_clock_that_is_none_says_so)
{
    CHECK_ERRORS(bad_calendars);
    const struct charter *c = NULL;
    const struct charter_rule *r =
        rule_of("calendar k { }",
                "pass n(N) = 0; clock at least 2 workdays at most 30d in k; close n-f after 16h;", &c);
    check_eq(r->clock_min_ms, SILENCE_MS_MIN);
    check_eq(r->clock_min_workdays, 2);
    check_eq(r->clock_max_ms, 30 * 86400000LL);
    check_that(is_text(r->calendar, "k") && is_text(r->set_by, "chair"));
}

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

static const struct row bad_members[] = {
    {"member a { }", "2:8 a: expected a member's code: 1 to 16 of A-Z 0-9 -"},
    {"member A;", "2:9 ;: expected \"{\" after the member's code and headings"},
    {"member A { tag a; }", "2:16 a: expected a tag: 1 to 16 of A-Z 0-9 -, such as PARTY"},
    {"member A { tag B, B; }", "2:19 B: this tag is named twice"},
    {"member A { tag REASONED; }",
     "2:16 REASONED: this tag is given to who states a reason, and to nobody else"},
    {"member A { calendar 3; }", "2:21 3: expected the name of a calendar"},
    {"member A { calendar k; calendar k; }", "2:24 calendar: this is said twice of the same part"},
    {"member A { calendar k; }", "2:21 k: there is no calendar of this name"},
    {"member A { 3; }", "2:12 3: expected the name of an attribute, or tag or calendar"},
    {"member A { pop a; }", "2:16 a: expected a number: what the member has of the attribute"},
    {"member A { pop 1; pop 2; }", "2:19 pop: this value is given twice"},
    {"member A { pop 1 }", "2:18 }: expected \";\" after what a member has"},
    {"member A { pop 1;", "3:1 the end: expected \"}\" after what a member has"},
    {"attributes pap;\nmember A { pop 1; }",
     "3:12 pop: \"attributes\" names no such attribute: is \"pap\" meant?"},
    {"attributes pop;\ntable t of pop { sha256 \"" ZEROS "\"; }\nmember A { pop 1; }",
     "4:12 pop: a table has the values of this attribute: members do not"},
    {"member A { }\nmember A from 2000-01-01 { }",
     "3:8 A: there is this member already for some of these days"},
    {"group P5 { A; }\nmember A { tag P5; }", "3:16 P5: this member is in the group already"},
    {"member ALDER { }\ngroup P5 { ALDR; }",
     "3:12 ALDR: the charter lists its members, and this is none of them: is \"ALDER\" meant?"},
    {"member ALDER { }\nbody b { members all; chair BIRCH; rules r; }" RULE,
     "3:29 BIRCH: the charter lists its members, and this is none of them"},
    {"member ALDER { }\nbody b { members all; chair rotation order BIRCH; rules r; }" RULE,
     "3:44 BIRCH: the charter lists its members, and this is none of them"},
    {"member ALDER { }\noffice o { holder member BIRCH; }",
     "3:26 BIRCH: the charter lists its members, and this is none of them"},
};

TEST(a_member_that_is_none_says_so)
{
    CHECK_ERRORS(bad_members);
}

static const char full[] =
    "charter \"c\";\nattributes pop, votes;\n"
    "table p of pop { sha256 \"" ZEROS "\"; }\n"
    "calendar moscow title \"M\" source \"s\" { zone \"+04:00\" until 2014-10-25; zone \"-03:30\" from "
    "2014-10-26; "
    "week mon, sun; yearly \"05-09\" \"Victory\"; holiday 2020-01-01; }\n"
    "calendar plain unverified \"all\" { }\n"
    "group P5 title \"five\" { AAA until 1999-12-31; }\n"
    "member BBB { tag P5, BIG; votes 7; calendar moscow; }\n"
    "member AAA title \"A\" source \"s\" unverified \"u\" from 2000-01-01 until 2010-12-31 { tag P5; votes "
    "0; }\n"
    "member AAA from 2011-01-01 { }\nmember AAA until 1999-12-31 { }\n"
    "body b title \"B\" { members tagged BIG; chair rotation order BBB, AAA every 6 months; rules k, r; "
    "mandate \"all\"; }\n"
    "body d { members elected 10 by r for 2 years; chair elected by s for 1 year; rules s; reports to b; }\n"
    "body e { members named; chair office clerk; rules s; }\n"
    "body f { members all; chair AAA; rules s; }\n"
    "body g { members elected 3 by r; chair elected by s; rules s; }\n"
    "body h { members all; chair rotation every 30d; rules s; }\n"
    "office clerk title \"C\" { holder member AAA; term 3 years; }\n"
    "office head { holder chair of b; }\noffice judge { holder elected in d by r; term 90d; }\n"
    "office guard { holder appointed in d by r; }\n"
    "classification k source \"s\" { as procedural use r; as other use s; decided by chair; appeal by s "
    "upholds; "
    "doubt other; }\n"
    "classification l { as one use r; decided by clerk; appeal by s overrules; doubt one; }\n"
    "classification m { as one use r; decided by r; doubt one; }\n"
    "referral up { from d, e; to b; by r; about \"peace\"; }\nreferral on { from b; to f; }\n"
    "rule r { pass n(Y|P5) > 0 & votes(Y) > 3; clock at least 2 workdays at most 10 workdays in moscow set "
    "by clerk; "
    "close all within 60s; }\n"
    "rule s { pass n(Y) > 1; clock at least 2 workdays at most 10d; close all within 60s; }\n"
    "rule t { pass n(Y) > 1; clock at least 1h at most 1 workday; close all within 60s; }\n";

TEST(parts_are_kept_as_they_are_said)
{
    const struct charter *c = charter_of(full);
    check_eq(c->member_count, 4);
    check_that(is_text(c->members[0].code, "AAA") && is_text(c->members[0].until, "1999-12-31"));
    check_that(is_text(c->members[1].from, "2000-01-01") && is_text(c->members[3].code, "BBB"));
    check_eq(c->members[3].values[0], -1);
    check_eq(c->members[3].values[1], 7);
    check_eq(c->members[1].values[1], 0);
    check_that(charter_member(c, BYTES("AAA"), BYTES("")) == &c->members[2]);
    check_that(charter_member(c, BYTES("AAA"), BYTES("2010-12-31")) == &c->members[1]);
    check_that(charter_member(c, BYTES("CCC"), BYTES("")) == NULL);
    const struct charter_group *p5 = charter_group(c, BYTES("P5"));
    check_eq(p5->own_count, 1);
    check_eq(p5->count, 3);
    check_that(group_has(p5, BYTES("AAA"), BYTES("1999-12-31")) &&
               group_has(p5, BYTES("AAA"), BYTES("2010-12-31")));
    check_that(!group_has(p5, BYTES("AAA"), BYTES("2011-01-01")) && group_has(p5, BYTES("BBB"), BYTES("")));
    check_that(charter_group(c, BYTES("BIG"))->derived && !p5->derived);
    check_that(charter_gives(c, BYTES("P5"), BYTES("BBB"), BYTES("")) &&
               !charter_gives(c, BYTES("P5"), BYTES("AAA"), BYTES("2011-01-01")) &&
               !charter_gives(c, BYTES("P6"), BYTES("BBB"), BYTES("")));
    const struct charter_calendar *k = charter_calendar(c, BYTES("moscow"));
    check_eq(k->week, 0x41);
    check_eq(k->zones[1].minutes, -210);
    check_eq(charter_calendar(c, BYTES("plain"))->week, WEEK_MONDAY_TO_FRIDAY);
    check_that(charter_calendar(c, BYTES("x")) == NULL && charter_office(c, BYTES("x")) == NULL);
    check_eq(charter_office(c, BYTES("head"))->holder, HOLDER_CHAIR);
    check_eq(charter_office(c, BYTES("clerk"))->term.months, 36);
    const struct charter_body *b = charter_body(c, BYTES("b"));
    check_that(is_text(b->tagged, "BIG") && !b->everyone && b->chair_order_count == 2 &&
               is_text(b->mandate, "all"));
    check_eq(b->chair_term.months, 6);
    const struct charter_body *d = charter_body(c, BYTES("d"));
    check_that(d->elected_count == 10 && is_text(d->elected_by, "r") && is_text(d->chair, "elected") &&
               is_text(d->chair_by, "s") && is_text(d->reports_to, "b"));
    const struct charter_classification *x = charter_classification(c, BYTES("k"));
    check_that(x->class_count == 2 && is_text(x->classes[1].rule, "s") && x->upholds &&
               is_text(x->doubt, "other"));
    check_that(charter_classification(c, BYTES("r")) == NULL && c->referrals[0].from_count == 2);
}

TEST(parts_are_printed_as_they_are_parsed)
{
    const struct charter *c = charter_of(full);
    const struct bytes once = print_of(c);
    const struct charter *again = charter_of(arena_text(harness_arena(), once));
    check_bytes(print_of(again), once);
    for (size_t i = 0; i < c->rule_count; i++) {
        check_that(hash_equal(&c->rules[i].hash, &again->rules[i].hash));
    }
    check_that(strstr(arena_text(harness_arena(), once), "group BIG") == NULL);
    /* Who has the tag belongs to the rule that counts by it. */
    const char *other = arena_text(harness_arena(), once);
    memcpy(strstr(other, "tag P5, BIG") + 4, "P6", 2);
    const struct charter *changed = charter_of(other);
    check_that(!hash_equal(&changed->rules[0].hash, &c->rules[0].hash));
    check_that(hash_equal(&changed->rules[1].hash, &c->rules[1].hash));
}

TEST(a_text_takes_the_place_of_parts_that_it_extends)
{
    const struct charter_source sources[] = {
        {BYTES("own"),
         BYTES("charter \"own\";\nextends \"c\";\nmember BBB { votes 8; }\n"
               "member CCC { tag BIG; }\noffice clerk { holder member CCC; }\ncalendar plain { week sat; }\n"
               "referral on { from e; to f; }\nclassification m { as two use s; decided by chair; doubt "
               "two; }\nrungs \"all\";\nmotion amend by s;\n")},
        {BYTES("c"), bytes_of_text(full)},
    };
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    const enum error e = charter_parse(harness_arena(), sources, 2, &c, &diags);
    harness_note("%s", diags.items[0].diag.message);
    check_ok(e);
    check_eq(c->member_count, 5);
    check_eq(charter_member(c, BYTES("BBB"), BYTES(""))->values[1], 8);
    check_eq(charter_group(c, BYTES("P5"))->count, 2);
    check_that(is_text(charter_office(c, BYTES("clerk"))->member, "CCC") && c->office_count == 4);
    check_eq(charter_calendar(c, BYTES("plain"))->week, 0x20);
    check_that(is_text(c->referrals[1].from[0], "e") && c->referral_count == 2);
    check_that(is_text(charter_classification(c, BYTES("m"))->doubt, "two"));
    struct buffer b;
    buffer_init(&b, 1 << 20);
    difference_write(&b, harness_arena(), difference_base(harness_arena(), sources, 2, &diags), c);
    static const char *const lines[] = {"rungs: added",
                                        "member BBB: changed",
                                        "member CCC: added",
                                        "office clerk: changed",
                                        "calendar plain: changed",
                                        "referral on: changed",
                                        "classification m: changed",
                                        "motion amend: added",
                                        "member AAA from 2000-01-01 until 2010-12-31: u",
                                        "calendar plain: "};
    for (size_t i = 0; i + 1 < sizeof lines / sizeof lines[0]; i++) {
        harness_note("%s", lines[i]);
        check_that(strstr(buffer_text(&b), lines[i]) != NULL);
    }
    buffer_done(&b);
    const struct charter_source clash[] = {
        {BYTES("own"), BYTES("charter \"own\";\nextends \"c\";\nmember BBB from 2000-01-01 { }\n")},
        sources[1]};
    check_eq(charter_parse(harness_arena(), clash, 2, &c, &diags), ERROR_MALFORMED);
    check_text(diags.items[0].diag.message,
               "there is this member already for some of these days (line 7 of c)");
}

TEST(what_a_charter_says_of_a_member_serves_when_it_is_counted)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("attributes votes;\nmember AAA until 1999-12-31 { votes 5; tag "
                                           "BIG; }\nmember AAA from 2000-01-01 { votes 3; }\n"
                                           "member BBB { votes 4; }\nmember CCC { }\n",
                                           "pass votes(Y) > votes(N) & n(N|BIG) = 0;", &c);
    static const struct {
        const char *date;
        const char *votes;
        const char *outcome; /* NULL: an error */
    } rows[] = {
        {"1999-12-31", "AAA=Y BBB=N", "adopted carried"},
        {"2000-01-01", "AAA=Y BBB=N", "rejected short_of_votes"},
        {"1999-12-31", "AAA=N BBB=Y", "rejected short_of_votes"},
        {"2000-01-01", "AAA=N BBB=Y", "adopted carried"},
        {"", "AAA=N BBB=Y", "adopted carried"},
        {"", "AAA=Y CCC=N", NULL},
        {"", "AAA=Y DDD=N", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct electorate e = votes_of(rows[i].votes);
        const struct evaluate_options options = {.date = bytes_of_text(rows[i].date)};
        struct decision d;
        struct diag diag = {0};
        const enum error error = evaluate(harness_arena(), c, r, &e, 1, &options, &d, &diag);
        harness_note("row %zu", i);
        check_eq(error, rows[i].outcome == NULL ? ERROR_MALFORMED : OK);
        check_text(error == OK ? outcome_of(&d) : diag.message,
                   error == OK ? rows[i].outcome : "the rule weighs by a table that lacks this member");
    }
}

TEST(what_bodies_and_clocks_say_is_told_in_words)
{
    static const struct {
        const char *body;
        const char *line;
        const char *words;
    } rows[] = {
        {"b", "    members x;", "every member sits in it that has the tag BIG"},
        {"b", "    chair x;", "the chair: goes round by BBB and AAA, every 6 months"},
        {"b", "    rules x;", "it decides by k and r, by the first unless another is named"},
        {"b", "    mandate x;", "what it is for: all"},
        {"d", "    members x;", "10 members are elected into it by r, for 2 years"},
        {"d", "    chair x;", "the chair: is elected by s, for 1 year"},
        {"d", "    reports x;", "it answers to b"},
        {"e", "    members x;", "its members are named, and may change"},
        {"e", "    chair x;", "the chair: who holds the office of clerk"},
        {"f", "    members x;", "every member sits in it"},
        {"f", "    chair x;", "the chair: AAA"},
        {"h", "    chair x;", "the chair: goes round by code, every 30d"},
        {"r", "    clock x;",
         "may be put to silence, for 2 workdays to 10 workdays in the calendar moscow, by: clerk"},
        {"s", "    clock x;",
         "may be put to silence, for 2 workdays to 10d of each member's calendar, whichever ends last, by: "
         "chair"},
    };
    const struct charter *c = charter_of(full);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buffer b;
        const struct charter_body *body = charter_body(c, bytes_of_text(rows[i].body));
        buffer_init(&b, 1000);
        harness_note("%s %s", rows[i].body, rows[i].line);
        if (body != NULL) {
            clause_body_words(&b, body, bytes_of_text(rows[i].line));
        } else {
            clause_words(&b, charter_rule(c, bytes_of_text(rows[i].body), BYTES("")),
                         bytes_of_text(rows[i].line));
        }
        check_text(buffer_text(&b), rows[i].words);
        buffer_done(&b);
    }
}

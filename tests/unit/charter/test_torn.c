/* A charter that says everything, cut off at each byte, and with each of its words replaced by each kind of
 * word: what comes of it is a charter or errors that say where, and never both or neither. */
#include "unit/charter/fixture.h"

static const char whole[] =
    "charter \"test\" title \"a \\\"whole\\\" one\";\n"
    "fictional;\n"
    "unverified \"most of it\";\n"
    "languages ru, en;\n"
    "attributes pop, votes;\n"
    "voice threshold 7;\n"
    "rungs \"heads\", \"ministers\";\n"
    "table pop-1 of pop title \"t\" until 1999-12-31 {\n"
    "    sha256 \"0000000000000000000000000000000000000000000000000000000000000000\";\n}\n"
    "table pop-2 of pop from 2000-01-01 until 2001-12-31 {\n"
    "    sha256 \"1111111111111111111111111111111111111111111111111111111111111111\";\n}\n"
    "group P5 title \"five\" { ALDER from 1950-01-01 until 1960-01-01; BIRCH until 1999-12-31; CEDAR; "
    "ALDER from 1961-01-01; }\n"
    "body council title \"Council\" unverified \"the chair\" { members all; chair rotation; rules first, "
    "later; "
    "}\n"
    "body assembly { rules first; chair ALDER; members named; }\n"
    "motion amend by later in assembly source \"article 9\";\n"
    "motion refer by later;\n"
    "rule first title \"First\" source \"article 2\" unverified \"all\" until 1999-12-31 {\n"
    "    allow Y, L N A Q R; default L; reason N; out GONE, AWAY; force PARTY = A, GUEST = R;\n"
    "    quorum 2*n(C) > n(*); pass (n(Y) - n(N|P5) + 3 >= 2*(n(A) + 1) | !(pop(!Y|!P5) < 4) & n(Y) != 3)\n"
    "        & 3*2*n(V) <= 100*n(Y, N) - 7 & n(L) = n(L);\n"
    "    clock at least 1h at most 14d set by two; extend at most 2 times by 1d; close n-f after 60s;\n"
    "    rung \"heads\"; bind * free, Y L bound, N|P5 committed as to \"a part\", A|!P5 free;\n"
    "    else stage later; void N Q without REASONED; poll at least 1h at most 2d;\n"
    "    presence within 1h; amend by later;\n"
    "}\n"
    "rule later { allow Y L N A Q R; default L; pass n(Y) > n(N); else refer to assembly by plain; }\n"
    "rule plain { pass n(Y) > n(N); else stage split after 3 workdays; close all within 1h; clock at least "
    "10s; "
    "}\n"
    "rule split { split by pop; pass pop(Y) > pop(N); else refer to council by both; void A; "
    "sealed until 1h before close; poll at least 2h; }\n"
    "rule both { over council, assembly; pass n(Y in council) > 2 & n(Y|P5 in assembly) > 0; elect in 3 "
    "rounds "
    "drop last; else lapse; }\n"
    "calendar main title \"main\" { zone \"+03:00\" until 1999-12-31; zone \"-05:30\" from 2000-01-01 until "
    "2001-01-01; week mon, tue; holiday 2000-05-09 \"day\"; holiday 2001-05-09; yearly \"01-01\" \"new\"; "
    "yearly \"12-31\"; }\n"
    "office head { holder chair of council; term 2 years; }\noffice one { holder member ALDER; }\n"
    "office two { holder elected in council by later; term 3 months; }\n"
    "office three { holder appointed in assembly by later; }\n"
    "classification matters { as small use later; as big use plain; decided by two; appeal by later "
    "overrules; "
    "doubt big; }\n"
    "referral up source \"article 4\" { from assembly, third; to council; by later; about \"all of it\"; }\n"
    "body third { members tagged P5; chair rotation order ALDER, BIRCH every 6 months; rules matters, later; "
    "mandate \"what it does\"; reports to council; }\n"
    "body fourth { members elected 5 by later for 2 years; chair elected by later for 1 year; rules later; "
    "}\n"
    "body fifth { members all; chair office one; rules slow; }\n"
    "rule slow { allow Y L N; default L; pass n(N) = 0; clock at least 5 workdays at most 20 workdays in "
    "main set "
    "by two; close all within 1h; }\n"
    "rule quick { allow Y L N; default L; pass n(N) = 0; clock at least 1 workday; close all within 1h; }\n"
    "rule end { pass n(Y) > 0; else defer; } rule last { pass n(Y) > 0; else reject; }\n";

/* What cannot stand beside the parts above: a charter that lists members. */
static const char listed[] =
    "charter \"test\";\nattributes pop, votes;\ncalendar zero { zone \"+00:00\"; }\n"
    "member ALDER title \"A\" until 1999-12-31 { tag P5, GONE; pop 3; votes 2; calendar zero; }\n"
    "member ALDER from 2000-01-01 { votes 7; pop 1; }\nmember BIRCH { }\n"
    "rule r { allow Y L N; default L; pass n(N|P5) = 0; clock at least 1h at most 5 workdays in zero; close "
    "all "
    "within 60s; }\n"
    "classification k { as a use r; as b use r; decided by r; appeal by r upholds; doubt a; }\n";
static const char *const texts[] = {whole, listed};

/* Whether the text is a charter; whatever the answer, it is one that can be worked with. */
static bool is_charter(const char *text)
{
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    const enum error e = charter_try(text, &c, &diags);
    check_that((e == OK) == (c != NULL) && (e == OK) == (diags.count == 0));
    check_that(e == OK || e == ERROR_MALFORMED);
    int lines = 1;
    for (const char *s = text; *s != 0; s++) {
        lines += *s == '\n' ? 1 : 0;
    }
    for (size_t i = 0; i < diags.count; i++) {
        const struct diag *d = &diags.items[i].diag;
        check_that(d->message[0] != 0 && d->line >= 1 && d->line <= lines && d->column >= 1);
    }
    return c != NULL;
}

TEST(a_charter_that_says_everything_is_one)
{
    check_that(charter_of(whole) != NULL && charter_of(listed) != NULL);
}

/* Between its parts only. */
static void cut_off(const char *text, size_t size)
{
    for (size_t len = 0; len < size; len++) {
        char *cut = arena_text(harness_arena(), bytes_of(text, len));
        size_t end = len;
        while (end > 0 && (cut[end - 1] == ' ' || cut[end - 1] == '\n')) {
            end--;
        }
        if (is_charter(cut)) {
            harness_note("cut off at %zu", len);
            check_that(cut[end - 1] == ';' || cut[end - 1] == '}');
        }
        arena_clear(harness_arena());
    }
}

TEST(a_charter_cut_off_is_one_only_between_its_parts)
{
    for (size_t i = 0; i < 2; i++) {
        cut_off(texts[i], strlen(texts[i]));
    }
}

/* How many of the texts with one word replaced are charters. */
static size_t replaced(const char *text, size_t size)
{
    static const char *const others[] = {";",     "}",    "{", "(",  "|",         "7",
                                         "\"s\"", "\"\"", "x", "X9", "ABCDEFGHI", "2020-01-01",
                                         "5min",  "rule", "-", "@",  ""};
    size_t good = 0;
    for (size_t begin = 0; begin < size;) {
        const size_t blank = strspn(text + begin, " \n");
        size_t len = strcspn(text + begin + blank, " \n;,{}()");
        len += len == 0 ? 1 : 0;
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
            const char *other =
                arena_printf(harness_arena(), "%.*s%s%s", (int)(begin + blank), text, others[i],
                             begin + blank + len <= size ? text + begin + blank + len : "");
            good += is_charter(other) ? 1 : 0;
            arena_clear(harness_arena());
        }
        begin += blank + len;
    }
    return good;
}

TEST(a_charter_with_any_word_replaced_is_one_or_says_where_it_is_not)
{
    for (size_t i = 0; i < 2; i++) {
        const size_t good = replaced(texts[i], strlen(texts[i]));
        /* Names and numbers may be others; what is not, is told. */
        check_that(good > 20 && good < 3000);
    }
}

/* The talk of charters: texts that amend the organisation's own, good ones and broken ones. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "codec/base64.h"
#include "mechanism/amendment.h"
#include "mechanism/matter.h"
#include "support/rig_charter.h"
#include "support/talk_inner.h"

#define TACIT(least)                                                                                         \
    "    allow Y L N A;\n    default L;\n    pass n(N) = 0 & n(Y) + n(L) > 0;\n"                             \
    "    clock at least " least " set by chair;\n    extend at most 2 times by 1d;\n"
#define PARTS                                                                                                \
    "calendar east {\n    zone \"+03:00\";\n    week mon, tue, wed, thu, fri;\n    yearly \"01-02\";\n}\n" \
    "rule worked {\n    allow Y L N;\n    default L;\n    pass n(N) = 0 & n(L) > 0;\n"                       \
    "    clock at least 1 workday at most 9 workdays set by chair;\n"                                       \
    "    extend at most 2 times by 3 workdays;\n    close all within 60s;\n}\n"                            \
    "body court {\n    members all;\n    chair rotation;\n    rules majority;\n}\n"                          \
    "rule judged {\n    allow Y N A;\n    pass n(Y) > n(N);\n    out CONCERNED;\n}\n"                        \
    "rule watched {\n    allow Y N A;\n    pass n(Y) > n(N);\n    out SUSPENDED, PARTY;\n"                   \
    "    force CONTESTED = A;\n}\n"                                                                         \
    "classification kinds {\n    as light use majority;\n    as weighty use watched;\n"                      \
    "    decided by chair;\n    doubt light;\n    appeal by judged overrules;\n}\n"                          \
    "classification counted {\n    as light use watched;\n    as weighty use silence;\n"                     \
    "    decided by judged;\n    doubt weighty;\n    appeal by judged upholds;\n}\n"                         \
    "referral aside {\n    from council;\n    to group;\n}\n"                                               \
    "referral onward {\n    from council;\n    to court;\n    by judged;\n}\n"                              \
    "motion suspend by judged;\nmotion restore by judged;\nmotion contest by judged;\n"                      \
    "motion settle by judged;\nmotion limited by judged;\nmotion overrule by judged;\n"
/* `least`: of silences; `poll`: of a plain vote; `more`: behind all. */
#define CHARTER(least, poll, more)                                                                           \
    "charter \"test\" title \"A charter for talks\";\nlanguages en, fr;\nattributes units;\n"                \
    "motion amend by change in council;\n"                                                                   \
    "member A01 {\n    units 2;\n}\n"                                                                        \
    "body council {\n    members all;\n    chair rotation;\n"                                                \
    "    rules silence, majority, secret, divided, meeting, first, strict, tacit, secretly_divided,\n"       \
    "        later, lapsing, upward, change, reasoned, deferring, party, choice, ballot, worked,\n"          \
    "        kinds, counted, watched, judged;\n}\n" PARTS                                                  \
    "body group {\n    members named;\n    chair rotation;\n    rules majority, silence;\n}\n"               \
    "body board {\n    members elected 2 by choice for 1h;\n    chair rotation;\n    rules choice;\n}\n"     \
    "office secretary {\n    holder elected in council by ballot;\n    term 1h;\n}\n"                        \
    "office president {\n    holder elected in council by choice;\n}\n"                                      \
    "rule silence {\n" TACIT(                                                                                \
        least) "    close all within 60s;\n}\n"                                                              \
               "rule change {\n" TACIT(                                                                      \
                   "10s") "    close all within 60s;\n    poll at least 10s;\n}\n"                           \
                          "rule tacit {\n" TACIT(                                                            \
                              "10s") "    close n-f after 3s;\n    else stage majority after 1s;\n}\n"       \
                                     "rule majority {\n    allow Y N A;\n    reason N;\n    pass n(Y) > "    \
                                     "n(N);\n    poll at least " poll ";\n    bind Y N A bound;\n}\n"        \
                                     "rule party {\n    pass n(Y) > n(N) + n(N|PARTY);\n}\n"                 \
                                     "rule secret {\n    allow Y N A;\n    pass n(Y) > n(N);\n    sealed "   \
                                     "until 5s before close;\n}\n"                                           \
                                     "rule divided {\n    allow Y N A;\n    pass units(Y) > units(N);\n    " \
                                     "split by units;\n"                                                     \
                                     "    bind Y bound;\n}\n"                                                \
                                     "rule secretly_divided {\n    pass units(Y) > units(N);\n    split by " \
                                     "units;\n"                                                              \
                                     "    sealed until 5s before close;\n}\n"                                \
                                     "rule meeting {\n    allow Y N A;\n    pass n(Y) > n(N);\n    "         \
                                     "presence within 20s;\n}\n"                                             \
                                     "rule first {\n    allow Y N A;\n    pass n(Y) > n(N);\n    else "      \
                                     "stage later after 3s;\n}\n"                                            \
                                     "rule later {\n    allow Y N A;\n    pass n(Y) >= n(N) & n(Y) > "       \
                                     "0;\n}\n"                                                               \
                                     "rule strict {\n    allow Y N A;\n    pass n(Y) = n(*);\n    else "     \
                                     "stage majority;\n}\n"                                                  \
                                     "rule upward {\n    allow Y N A;\n    pass n(Y) > n(N);\n    else "     \
                                     "refer to group by majority;\n}\n"                                      \
                                     "rule lapsing {\n    allow Y N A;\n    pass n(Y) > n(N);\n    else "    \
                                     "lapse;\n}\n"                                                           \
                                     "rule deferring {\n    allow Y N A;\n    quorum n(C) >= 2;\n    pass "  \
                                     "n(Y) > n(N);\n    else defer;\n}\n"                                    \
                                     "rule reasoned {\n    allow Y N A;\n    void N without REASONED;\n    " \
                                     "pass n(Y) > n(N);\n}\n"                                                \
                                     "rule choice {\n    allow Y N A;\n    pass n(Y) > n(N);\n    poll at "  \
                                     "least 10s at most 90s;\n"                                              \
                                     "    elect in 2 rounds drop last;\n}\n"                                 \
                                     "rule ballot {\n    allow Y N A;\n    pass n(Y) >= 1;\n    elect in 3 " \
                                     "rounds;\n"                                                             \
                                     "    sealed until 5s before close;\n}\n" more

/* "code,value", "A01,3", "A02,2", each with a line feed. */
#define TABLE_BASE64 "Y29kZSx2YWx1ZQpBMDEsMwpBMDIsMgo="
#define TABLE_SHA256 "d9e193a4b589900497ffa9571c681590ea378812a53157a0d8bba7d239c070cc"

const char talk_charter[] = CHARTER("10s", "10s", "");

static const char *make_text(struct talk *t)
{
    static const char *const least[] = {"10s", "11s", "30s", "1h"};
    static const char *const poll[] = {"10s", "12s"};
    static const char *const more[] = {"", "rule fees {\n    pass n(Y) >= 3;\n}\n",
                                       "body annex {\n    members all;\n"
                                       "    chair rotation;\n    rules silence;\n}\n",
                                       "motion amend by nothing;\n",
                                       "attributes weight;\ntable now of weight {\n    sha256 \"" TABLE_SHA256
                                       "\";\n}\n"};
    struct arena *a = &t->rig->arena;
    const char *text = arena_printf(a, CHARTER("%s", "%s", "%s"), least[talk_choose(t, 4)],
                                    poll[talk_choose(t, 2)], more[talk_choose(t, 5)]);
    const size_t len = strlen(text);
    char *own = arena_text(a, bytes_of_text(text));
    switch (talk_choose(t, 8)) {
    case 0: { /* one byte is another */
        static const char bytes[] = ";{}\"\n 0aAN\\\xff";
        own[talk_choose(t, (uint32_t)len)] = bytes[talk_choose(t, sizeof bytes - 1)];
        break;
    }
    case 1: /* it breaks off */
        own[1 + talk_choose(t, (uint32_t)len - 1)] = 0;
        break;
    case 2: { /* some of it is left out */
        const size_t at = talk_choose(t, (uint32_t)len);
        size_t count = 1 + talk_choose(t, 120);
        count = count > len - at ? len - at : count;
        memmove(own + at, own + at + count, len - at - count + 1);
        if (own[0] == 0) {
            return ";";
        }
        break;
    }
    default:
        break;
    }
    return own;
}

static struct said lay(struct talk *t)
{
    struct buffer b;
    const char *text = make_text(t);
    const char *who = talk_member(t);
    t->laid = rig_charter_hash(text);
    t->laid_by = who[2] - '0';
    buffer_init(&b, (size_t)4 * ACT_BYTES_MAX);
    buffer_add_base64(&b, bytes_of_text(text));
    check(!b.overflow);
    const struct said s = {who, "charter.text",
                           arena_printf(&t->rig->arena, "{'bytes':'%s','place':%d}", buffer_text(&b),
                                        talk_choose(t, 12) == 0 ? 1 : 0)};
    buffer_done(&b);
    return s;
}

/* A table, or what is none: whichever charter comes names one now and then, and its text is there or not. */
static struct said lay_table(struct talk *t)
{
    static const char *const texts[] = {TABLE_BASE64, TABLE_BASE64, "Y29kZSx2YWx1ZQo=", "eA=="};
    return (struct said){
        talk_choose(t, 2) == 0 ? talk_member(t) : arena_printf(&t->rig->arena, "A%02d", t->laid_by),
        "charter.table",
        arena_printf(&t->rig->arena, "{'bytes':'%s','place':%u}", texts[talk_choose(t, 4)],
                     (unsigned)talk_choose(t, 3))};
}

static struct said propose(struct talk *t)
{
    static const char *const days[] = {"", "", "", "", "'from':'2026-01-01',", "'from':'2026-01-02',"};
    struct arena *a = &t->rig->arena;
    const char *who = arena_printf(a, "A%02d", t->laid_by);
    const char *day = days[talk_choose(t, 6)];
    return (struct said){who, "charter.propose",
                         arena_printf(a,
                                      "{'base':$b,'charter':'%s',%s'sources':[{'name':'test','parts':%d}]}",
                                      hash_hex(&t->laid).text, day, talk_choose(t, 16) == 0 ? 2 : 1)};
}

static struct said decide(struct talk *t, const struct proposal *p)
{
    struct arena *a = &t->rig->arena;
    const char *charter = arena_text(a, bytes_of_text(hash_hex(&p->charter).text));
    if (talk_choose(t, 2) == 0) {
        struct body b;
        check(body_get(t->rig->state, BYTES("council"), a, &b));
        return (struct said){talk_choose(t, 8) == 0 ? talk_member(t) : arena_text(a, b.chair), "vote.open",
                             arena_printf(a,
                                          "{'body':'council','duration':30000,'motion':'amend',"
                                          "'rule':'%s','target':'%s'}",
                                          talk_choose(t, 8) == 0 ? "majority" : "change", charter)};
    }
    return (struct said){talk_member(t), "matter.open",
                         arena_printf(a,
                                      "{'amends':'%s','body':'council','languages':['en','fr'],"
                                      "'reference':'c%u','rule':'%s','title':'An amendment'}",
                                      charter, (unsigned)talk_choose(t, 60),
                                      talk_choose(t, 8) == 0 ? "majority" : "change")};
}

struct said say_of_charter(struct talk *t)
{
    struct proposal *list = NULL;
    const size_t count = proposal_list(t->rig->state, &t->rig->arena, &list);
    const uint32_t way = talk_choose(t, 8);
    if (count > 0 && way < 4) {
        return decide(t, &list[count - 1]);
    }
    if (count > 0 && way == 4) {
        return (struct said){
            talk_choose(t, 2) == 0 ? talk_member(t) : arena_text(&t->rig->arena, list[0].member),
            "charter.withdraw",
            arena_printf(&t->rig->arena, "{'charter':'%s'}", hash_hex(&list[0].charter).text)};
    }
    if (t->laid_by != 0 && way == 6 && talk_choose(t, 2) == 0) {
        return lay_table(t);
    }
    return t->laid_by == 0 || way == 5 ? lay(t) : propose(t);
}

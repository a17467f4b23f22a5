/* A charter in the three languages: every message is said, plural forms are right, and in Russian and Arabic
 * nothing is English but what the charter itself says. */
#include <stdlib.h>

#include "analysis/example.h"
#include "analysis/names.h"
#include "charter/print.h"
#include "charter/rule.h"
#include "language/say.h"
#include "unit/analysis/every_part.h"
#include "unit/charter/fixture.h"

/* What the other charters lack. */
static const char rare[] =
    "charter \"rare\" title \"Rare\";\n"
    "attributes votes;\n"
    "calendar plain { week mon, tue, wed, thu, fri, sat, sun; }\n"
    "member ALDER unverified \"all of it\" { tag CORE; }\nmember BIRCH { tag CORE, NEW; votes 1; }\n"
    "member CEDAR { votes 2; }\nmember ELM { votes 2; }\n"
    "group EMPTY { }\n"
    "body assembly { members all; chair rotation; rules most; }\n"
    "body panel { members elected 1 by most; chair elected by most; rules most, kinds; }\n"
    "body bench { members named; chair rotation order ELM, CEDAR; rules most; }\n"
    "body desk { members named; chair rotation every 1 workday; rules most; }\n"
    "office head { holder chair of assembly; term 2 workdays; }\n"
    "office seat { holder member ELM; term 1 months; }\n"
    "office post { holder elected in assembly by most; }\n"
    "office task { holder appointed in assembly by most; term 90min; }\n"
    "classification kinds { as plain use most; decided by chair; doubt plain; }\n"
    "referral down { from panel; to assembly; }\n"
    "motion adopt by most;\nmotion amend by most;\nmotion assist by most;\nmotion classify by most;\n"
    "motion contest by most;\nmotion elect by most;\nmotion limited by most;\nmotion overrule by most;\n"
    "motion refer by most;\nmotion restore by most;\nmotion settle by most;\nmotion straw by most;\n"
    "motion suspend by most;\n"
    "rule most { allow Y N A X R; pass n(Y) > n(N); }\n"
    "rule quick { clock at least 10s set by chair; close all within 1s; pass n(N) = 0; else stage most; }\n"
    "rule plain { void A; pass n(Y) > n(N); bind Y N bound, *|CORE free; else refer to panel; }\n"
    "rule heavy { pass votes(Y) >= 0; quorum n(C|CORE) >= 1; bind *|!CORE bound, Y|!CORE committed; }\n"
    "rule lost { pass n(Y) > n(*); quorum n(C) > n(*); rung \"top\"; }\n"
    "rule whole { pass n(Y) = n(*); quorum n(C) >= 2; else lapse; }\n"
    "rule core { pass n(Y|CORE) >= 2 & n(Y) >= 3; quorum n(C|NEW) = 1; else defer; }\n";

static const char year[] =
    "charter \"year\";\ngroup YEAR {\n"
    "    ALDER from 2001-01-09 until 2001-02-09; BIRCH from 2001-03-09 until 2001-04-09;\n"
    "    CEDAR from 2001-05-09 until 2001-06-09; ELM from 2001-07-09 until 2001-08-09;\n"
    "    FIR from 2001-09-09 until 2001-10-09; OAK from 2001-11-09 until 2001-12-09;\n"
    "}\nbody all { members all; chair rotation; rules sum; }\nrule sum { pass n(Y) > n(N); }\n";

static const struct charter *composed(const char *name, const char *under)
{
    const char *names[] = {name, under};
    struct charter_source sources[2];
    for (size_t i = 0; i < 2; i++) {
        const char *path = arena_printf(harness_arena(), "tests/e2e/%s.charter", names[i]);
        sources[i] = (struct charter_source){bytes_of_text(names[i]), harness_file(path)};
    }
    const struct charter *c = NULL;
    struct charter_diags diags = {0};
    check_ok(charter_parse(harness_arena(), sources, 2, &c, &diags));
    return c;
}

/* Members of whom no two count alike. */
static const struct charter *weighted(void)
{
    const char *text = "charter \"weighted\";\nattributes votes;\nbody all { members all; chair rotation; "
                       "rules sum; }\nrule sum { pass votes(Y) > votes(N); }\n";
    for (int i = 0; i < 20; i++) {
        text = arena_printf(harness_arena(), "%smember T%02d { votes %d; }\n", text, i, i + 1);
    }
    return charter_of(text);
}

enum { CHARTERS_MAX = 16 };

static size_t all_charters(const struct charter **out)
{
    static const char *const names[] = {"au-psc",   "csto",      "decisions", "eu-cfsp", "eu-council",
                                        "exercise", "imo-tacit", "nato-nac",  "unga",    "unsc"};
    size_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        out[count++] = preset_of(names[i]);
    }
    out[count++] = charter_of(every_part);
    out[count++] = charter_of(rare);
    out[count++] = charter_of(year);
    out[count++] = weighted();
    out[count++] = composed("every-word", "every-word-base");
    return count;
}

static void add_line(struct buffer *b, struct bytes sentence)
{
    prose_add_plain(b, sentence);
    buffer_add_u8(b, '\n');
}

static void add_known(struct buffer *b, const struct prose *p, struct bytes what)
{
    struct known k;
    check_that(names_find(harness_arena(), p, what, BYTES(""), &k));
    for (size_t i = 0; i < k.count; i++) {
        add_line(b, k.sentences[i]);
    }
    for (size_t i = 0; i < k.use_count; i++) {
        add_line(b, k.uses[i]);
    }
}

static void add_example(struct buffer *b, enum language l, const struct charter *c,
                        const struct charter_rule *r, size_t members)
{
    const struct trial_side side = {.charter = c, .rule = r};
    struct trial *t = NULL;
    struct diag diag;
    struct example x;
    if (trial_new(harness_arena(), &side, 1, members, r->until, &t, &diag) == OK) {
        example_of(harness_arena(), l, t, 0, &x);
        for (size_t i = 0; i < x.count; i++) {
            add_line(b, x.sentences[i]);
        }
        for (size_t i = 0; i < t->class_count; i++) {
            add_line(b, trial_class_words(harness_arena(), l, t, i));
        }
    }
}

/* All that is told of a charter, a sentence a line. */
static void tell(struct buffer *b, const struct charter *c, enum language l)
{
    struct prose p;
    struct name_list names;
    prose_of(harness_arena(), c, l, &p);
    names_of(harness_arena(), c, &names);
    for (size_t i = 0; i < p.count; i++) {
        const struct prose_article *x = &p.articles[i];
        add_line(b, x->title);
        add_line(b, x->unverified);
        add_line(b, x->period);
        add_known(b, &p, x->anchor);
        if (x->rule != NULL) {
            add_example(b, l, c, x->rule, 0);
            add_example(b, l, c, x->rule, 21);
        }
    }
    for (size_t i = 0; i < names.count; i++) {
        add_known(b, &p, names.items[i].text);
    }
    check_that(!b->overflow);
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Whether what the form says between its placeholders stands somewhere. */
static bool is_said(const char *form, const char *told)
{
    while (*form != 0) {
        const size_t len = strcspn(form, "{");
        if (strstr(told, arena_printf(harness_arena(), "%.*s", (int)len, form)) == NULL) {
            return false;
        }
        form += len;
        form += *form == 0 ? 0 : strcspn(form, "}") + 1;
    }
    return true;
}

TEST(every_message_about_a_charter_is_said_in_each_language)
{
    const struct charter *charters[CHARTERS_MAX];
    const size_t count = all_charters(charters);
    for (int l = 0; l < LANGUAGES; l++) {
        struct buffer b;
        buffer_init(&b, 1 << 24);
        for (size_t i = 0; i < count; i++) {
            tell(&b, charters[i], (enum language)l);
        }
        /* A charter has whole seconds. */
        add_line(&b, prose_duration(harness_arena(), (enum language)l, 1500));
        const char *told = buffer_text(&b);
        for (size_t m = 0; m < MESSAGES; m++) {
            const struct message_text *t = &message_texts[m];
            bool said = !starts_with(t->key, "prose.") && !starts_with(t->key, "links.") &&
                        !starts_with(t->key, "example.");
            for (int f = 0; f < PLURALS && !said; f++) {
                said = t->forms[l][f] != NULL && is_said(t->forms[l][f], told);
            }
            harness_note("%s in %s", t->key, language_tag((enum language)l));
            check_that(said);
        }
        buffer_done(&b);
    }
}

/* The charter's own words, written over with full stops: its texts in quotation marks, the longest first. */
struct own {
    size_t count;
    struct bytes texts[2000];
};

static int by_length(const void *a, const void *b)
{
    const struct bytes *x = a;
    const struct bytes *y = b;
    return x->len < y->len ? 1 : x->len > y->len ? -1 : 0;
}

static void find_own(const struct charter *c, struct own *out)
{
    const char *text = arena_text(harness_arena(), print_of(c));
    out->count = 0;
    out->texts[out->count++] = c->extends;
    for (const char *at = strchr(text, '"'); at != NULL; at = strchr(at, '"')) {
        const char *end = strchr(at + 1, '"');
        check_that(end != NULL && out->count < sizeof out->texts / sizeof out->texts[0]);
        out->texts[out->count++] = bytes_of((const uint8_t *)at + 1, (size_t)(end - at) - 1);
        at = end + 1;
    }
    qsort(out->texts, out->count, sizeof out->texts[0], by_length);
}

static void write_over(char *text, const struct own *own)
{
    for (size_t i = 0; i < own->count; i++) {
        const char *words = arena_text(harness_arena(), own->texts[i]);
        const size_t len = own->texts[i].len;
        for (char *at = len == 0 ? NULL : strstr(text, words); at != NULL; at = strstr(at, words)) {
            memset(at, '.', len);
        }
    }
}

static bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word(char c)
{
    return is_latin(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Names of the charter, made-up members, a digest and two abbreviations; single letters are those of a
 * condition that has no words. */
static bool is_name(const struct charter *c, const struct name_list *names, struct bytes word)
{
    bool found = word.len == 1 || word.len == 64 || is_text(word, "SHA-256") || is_text(word, "UTC") ||
                 (word.len == 4 && word.data[0] == 'M');
    for (size_t i = 0; i < names->count && !found; i++) {
        found = bytes_equal(names->items[i].text, word);
    }
    for (size_t i = 0; i < c->rule_count; i++) {
        for (size_t k = 0; k < c->rules[i].code->over_count; k++) { /* bodies that may stand in no part */
            found = found || bytes_equal(c->rules[i].code->over[k], word);
        }
    }
    return found;
}

TEST(in_russian_and_arabic_only_the_charters_own_words_are_latin)
{
    const struct charter *charters[CHARTERS_MAX];
    const size_t count = all_charters(charters);
    struct own *own = ARENA_NEW(harness_arena(), struct own);
    for (size_t i = 0; i < count; i++) {
        struct name_list names;
        names_of(harness_arena(), charters[i], &names);
        find_own(charters[i], own);
        for (int l = LANGUAGE_RU; l <= LANGUAGE_AR; l++) {
            struct buffer b;
            buffer_init(&b, 1 << 24);
            tell(&b, charters[i], (enum language)l);
            char *text = arena_text(harness_arena(), buffer_view(&b));
            buffer_done(&b);
            write_over(text, own);
            size_t words = 0;
            for (const char *at = text; *at != 0; at++) {
                size_t len = 0;
                while (is_word(at[len])) {
                    len++;
                }
                if (len > 0 && strpbrk(arena_printf(harness_arena(), "%.*s", (int)len, at),
                                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != NULL) {
                    harness_note("%.*s in %.120s", (int)len, at, at);
                    check_that(is_name(charters[i], &names, bytes_of((const uint8_t *)at, len)));
                    words++;
                }
                at += len > 0 ? len - 1 : 0;
            }
            check_that(words > 0);
        }
    }
}

/* As it is read: what isolates a direction is not seen. */
static const char *seen(struct bytes text)
{
    char *out = arena_text(harness_arena(), text);
    for (char *at = strstr(out, "\xe2\x81"); at != NULL; at = strstr(at, "\xe2\x81")) {
        memmove(at, at + 3, strlen(at + 3) + 1);
    }
    return out;
}

TEST(lengths_of_time_have_their_plural_forms)
{
    static const struct {
        struct charter_span span;
        const char *said[LANGUAGES];
    } rows[] = {
        {{.ms = 86400000}, {"1 day", "1 день", "يوم واحد"}},
        {{.ms = 2 * 86400000LL}, {"2 days", "2 дня", "يومان"}},
        {{.ms = 5 * 86400000LL}, {"5 days", "5 дней", "5 أيام"}},
        {{.ms = 11 * 86400000LL}, {"11 days", "11 дней", "11 يوما"}},
        {{.ms = 21 * 86400000LL}, {"21 days", "21 день", "21 يوما"}},
        {{.ms = 100 * 86400000LL}, {"100 days", "100 дней", "100 يوم"}},
        {{.ms = 3 * 3600000LL}, {"3 hours", "3 часа", "3 ساعات"}},
        {{.ms = 90 * 60000LL}, {"90 minutes", "90 минут", "90 دقيقة"}},
        {{.ms = 22000}, {"22 seconds", "22 секунды", "22 ثانية"}},
        {{.ms = 1500}, {"1500 milliseconds", "1500 миллисекунд", "1500 ميلي ثانية"}},
        {{.workdays = 1}, {"1 working day", "1 рабочий день", "يوم عمل واحد"}},
        {{.workdays = 2}, {"2 working days", "2 рабочих дня", "يوما عمل"}},
        {{.months = 1}, {"1 month", "1 месяц", "شهر واحد"}},
        {{.months = 7}, {"7 months", "7 месяцев", "7 أشهر"}},
        {{.months = 24}, {"2 years", "2 года", "سنتان"}},
        {{.months = 60}, {"5 years", "5 лет", "5 سنوات"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (int l = 0; l < LANGUAGES; l++) {
            check_text(seen(prose_span(harness_arena(), (enum language)l, &rows[i].span)), rows[i].said[l]);
        }
    }
}

TEST(periods_have_the_months_of_their_language)
{
    static const char *const both[LANGUAGES] = {"from 1 January 1966 until 31 March 1970",
                                                "с 1 января 1966 года по 31 марта 1970 года",
                                                "من 1 كانون الثاني/يناير 1966 حتى 31 آذار/مارس 1970"};
    for (int l = 0; l < LANGUAGES; l++) {
        check_text(seen(prose_period(harness_arena(), (enum language)l, BYTES("1966-01-01"),
                                     BYTES("1970-03-31"))),
                   both[l]);
        for (int month = 1; month <= 12; month++) {
            const char *date = arena_printf(harness_arena(), "2020-%02d-09", month);
            const struct bytes said =
                prose_period(harness_arena(), (enum language)l, bytes_of_text(date), BYTES(""));
            check_that(strstr(seen(said), " 9 ") != NULL && strstr(seen(said), " 2020") != NULL);
            for (int other = 1; other < month; other++) {
                const char *before = arena_printf(harness_arena(), "2020-%02d-09", other);
                check_that(!bytes_equal(said, prose_period(harness_arena(), (enum language)l,
                                                           bytes_of_text(before), BYTES(""))));
            }
        }
    }
}

/* The i-th sentence of what has that name. */
static const char *sentence(const struct charter *c, enum language l, const char *what, size_t i)
{
    struct prose p;
    struct known k;
    struct buffer b;
    prose_of(harness_arena(), c, l, &p);
    check_that(names_find(harness_arena(), &p, bytes_of_text(what), BYTES(""), &k) && i < k.count);
    buffer_init(&b, 1 << 16);
    prose_add_plain(&b, k.sentences[i]);
    const struct bytes text = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return seen(text);
}

TEST(articles_are_told_in_russian_and_arabic)
{
    static const struct {
        const char *what;
        size_t sentence;
        const char *ru;
        const char *ar;
    } rows[] = {
        {"OLD", 0, "Признак «OLD» имеют: ALDER (с 1 января 2001 года по 1 января 2090 года) и BIRCH.",
         "الصفة «OLD» ممنوحة إلى: ALDER (من 1 كانون الثاني/يناير 2001 حتى 1 كانون الثاني/يناير 2090) "
         "وBIRCH."},
        {"assembly", 2,
         "Председательство переходит от одного члена к другому в таком порядке: ALDER и BIRCH; срок каждого: "
         "6 месяцев.",
         "تتداول الأعضاء الرئاسة بهذا الترتيب: ALDER وBIRCH؛ ومدة كل منهم: 6 أشهر."},
        {"court", 0,
         "Выборами по правилу «Elections» (статья 19) замещаются 3 места. Срок полномочий для каждого: 3 "
         "года.",
         "عدد المقاعد التي تُشغل بالانتخاب 3، بموجب القاعدة «Elections» (المادة 19). ومدة كل منها: 3 سنوات."},
        {"silence", 8,
         "Процедуру молчания по тексту вправе начать тот, кто занимает должность «Secretary» (статья 12). Её "
         "продолжительность — не менее чем 2 рабочих дня и не более чем 5 рабочих дней; время считается по "
         "календарю «Port days» (статья 6).",
         "يجوز أن يطرح النص على إجراء الصمت شاغل المنصب «Secretary» (المادة 12). ومدته: أدناها يوما عمل "
         "وأقصاها 5 أيام عمل؛ وتُحسب بالتقويم «Port days» (المادة 6)."},
    };
    const struct charter *c = charter_of(every_part);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_text(sentence(c, LANGUAGE_RU, rows[i].what, rows[i].sentence), rows[i].ru);
        check_text(sentence(c, LANGUAGE_AR, rows[i].what, rows[i].sentence), rows[i].ar);
    }
}

TEST(references_and_anchors_are_the_same_in_each_language)
{
    struct prose p[LANGUAGES];
    const struct charter *c = charter_of(every_part);
    for (int l = 0; l < LANGUAGES; l++) {
        prose_of(harness_arena(), c, (enum language)l, &p[l]);
        check_eq(p[l].count, p[0].count);
        for (size_t i = 0; i < p[l].count; i++) {
            const struct prose_article *x = &p[l].articles[i];
            check_bytes(x->anchor, p[0].articles[i].anchor);
            check_eq(x->count, p[0].articles[i].count);
            for (size_t k = 0; k < x->count; k++) {
                struct bytes rest[2] = {p[0].articles[i].sentences[k], x->sentences[k]};
                size_t sum[2] = {0, 0};
                for (int side = 0; side < 2; side++) {
                    struct bytes words;
                    const struct prose_article *to = NULL;
                    while (prose_next(side == 0 ? &p[0] : &p[l], &rest[side], &words, &to)) {
                        sum[side] += to == NULL ? 0 : (size_t)to->number;
                    }
                }
                check_eq(sum[1], sum[0]);
            }
        }
    }
}

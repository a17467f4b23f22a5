/* Conditions and reasons in the languages that people read here. */
#include "charter/words.h"
#include "unit/charter/votes.h"

static const char *said(struct bytes text)
{
    return arena_text(harness_arena(), text);
}

/* The text as it is read: what isolates a direction is not seen. */
static const char *seen(struct bytes text)
{
    size_t len = 0;
    char *out = arena_take(harness_arena(), text.len + 1, 1);
    for (size_t i = 0; i < text.len; i++) {
        const bool isolate = i + 2 < text.len && text.data[i] == 0xe2 && text.data[i + 1] == 0x81 &&
                             (text.data[i + 2] == 0xa8 || text.data[i + 2] == 0xa9);
        if (isolate) {
            i += 2;
        } else {
            out[len++] = (char)text.data[i];
        }
    }
    return out;
}

TEST(what_a_rule_asks_for_is_told_in_russian_and_arabic)
{
    static const struct {
        const char *pass;
        const char *ru;
        const char *ar;
    } rows[] = {
        {"3*n(Y) >= 2*n(V) & n(N|P5) = 0", "«за»: не менее 2/3 от голосующих и «против»: ни одного среди P5",
         "«مؤيد»: 2/3 على الأقل من مجموع من صوّتوا و«معارض»: صفر من بين P5"},
        {"n(Y) >= 9", "«за»: не менее 9", "«مؤيد»: 9 على الأقل"},
        {"n(!N) > n(A) | n(X R) <= 1",
         "не «против» больше, чем «воздерживается» или «отсутствует» или «не участвует»: не более 1",
         "غير «معارض» بعدد أكبر من «ممتنع» أو «غائب» أو «غير مشارك»: 1 على الأكثر"},
        {"100*pop(Y) >= 65*pop(*)", "«за»: не менее 65/100 от pop", "«مؤيد»: 65/100 على الأقل من مجموع pop"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const char *clauses = arena_printf(harness_arena(), "allow Y L N A R; pass %s;", rows[i].pass);
        const struct charter_rule *r = rule_of("attributes pop;", clauses, &c);
        check_text(said(words_condition(harness_arena(), LANGUAGE_RU, r, r->pass)), rows[i].ru);
        check_text(seen(words_condition(harness_arena(), LANGUAGE_AR, r, r->pass)), rows[i].ar);
    }
}

TEST(a_share_is_not_turned_round_where_lines_run_to_the_left)
{
    const struct charter *c = NULL;
    const struct charter_rule *r = rule_of("", "allow Y N A; pass 3*n(Y) >= 2*n(V);", &c);
    const char *told = said(words_condition(harness_arena(), LANGUAGE_AR, r, r->pass));
    check_that(strstr(told, "\xe2\x81\xa8" "2/3" "\xe2\x81\xa9") != NULL);
}

TEST(why_an_outcome_is_what_it_is_is_told_in_russian_and_arabic)
{
    static const struct {
        const char *pass;
        const char *votes;
        bool open;
        const char *ru;
        const char *ar;
    } rows[] = {
        {"n(Y) >= 9 & n(N|P5) = 0", "11Y RUS=N|P5 ARE=A IND=A", false,
         "вето наложили RUS: допускается «против»: ни одного среди P5, имеется 1; за — 11, против — 1, "
         "воздержались — 2",
         "استُعمل حق النقض من قِبل RUS: المسموح به من «معارض»: صفر من بين P5، ويوجد منها 1؛ "
         "مؤيد: 11، معارض: 1، ممتنع: 2"},
        {"3*n(Y) >= 2*n(V)", "1Y A=N B=N", false,
         "голосов недостаточно: требуется 2 «за» (2/3 от 3 голосующих), подано 1; за — 1, против — 2 "
         "(A и B)",
         "الأصوات غير كافية: المطلوب «مؤيد»: 2 (2/3 من مجموع من صوّتوا: 3)، والحاصل 1؛ "
         "مؤيد: 1، معارض: 2 (A وB)"},
        {"n(!Y) = 0", "29Y HUN=X TUR=X", true,
         "голосование открыто: отсутствующие (всего 2: HUN и TUR) ещё могут изменить то, что складывается "
         "сейчас: голосов недостаточно: допускается не «за»: ни одного, имеется 2; за — 29, отсутствуют — 2 "
         "(HUN и TUR)",
         "التصويت مفتوح: بوسع الغائبين (2: HUN وTUR) أن يغيّروا ما هو قائم الآن: الأصوات غير كافية: المسموح "
         "به من غير «مؤيد»: صفر، ويوجد منها 2؛ مؤيد: 29، غائب: 2 (HUN وTUR)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct charter *c = NULL;
        const struct charter_rule *r =
            rule_of("", arena_printf(harness_arena(), "pass %s;", rows[i].pass), &c);
        const struct decision d = decision_of(c, r, rows[i].votes, rows[i].open);
        check_text(said(decision_reason(&d, LANGUAGE_RU)), rows[i].ru);
        check_text(seen(decision_reason(&d, LANGUAGE_AR)), rows[i].ar);
    }
}

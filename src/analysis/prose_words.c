/* What sentences of a charter are filled with: names, references, lists, periods, lengths of time. */
#include "analysis/prose_inner.h"
#include "base/check.h"

bool span_is_set(const struct charter_span *span)
{
    return span->ms != 0 || span->workdays != 0 || span->months != 0;
}

struct bytes prose_duration(struct arena *a, enum language l, int64_t ms)
{
    static const struct {
        int64_t ms;
        enum message unit;
    } units[] = {{86400000, MESSAGE_prose_days},
                 {3600000, MESSAGE_prose_hours},
                 {60000, MESSAGE_prose_minutes},
                 {1000, MESSAGE_prose_seconds},
                 {1, MESSAGE_prose_milliseconds}};
    size_t i = 0;
    while (ms % units[i].ms != 0) {
        i++;
    }
    return say_with(a, l, units[i].unit, SAY_NUMBER("count", ms / units[i].ms));
}

struct bytes prose_span(struct arena *a, enum language l, const struct charter_span *span)
{
    if (span->workdays != 0) {
        return say_with(a, l, MESSAGE_prose_workdays, SAY_NUMBER("count", span->workdays));
    }
    if (span->months != 0) {
        const bool years = span->months % 12 == 0;
        return say_with(a, l, years ? MESSAGE_prose_years : MESSAGE_prose_months,
                        SAY_NUMBER("count", years ? span->months / 12 : span->months));
    }
    return prose_duration(a, l, span->ms);
}

static struct bytes date_words(struct arena *a, enum language l, struct bytes date)
{
    static const enum message months[] = {
        MESSAGE_prose_month_1, MESSAGE_prose_month_2,  MESSAGE_prose_month_3,  MESSAGE_prose_month_4,
        MESSAGE_prose_month_5, MESSAGE_prose_month_6,  MESSAGE_prose_month_7,  MESSAGE_prose_month_8,
        MESSAGE_prose_month_9, MESSAGE_prose_month_10, MESSAGE_prose_month_11, MESSAGE_prose_month_12};
    const int month = (date.data[5] - '0') * 10 + date.data[6] - '0';
    const int day = (date.data[8] - '0') * 10 + date.data[9] - '0';
    return say_with(a, l, months[month - 1], SAY_NUMBER("day", day),
                    SAY_TEXT("year", bytes_of(date.data, 4)));
}

struct bytes prose_period(struct arena *a, enum language l, struct bytes from, struct bytes until)
{
    if (from.len == 0 && until.len == 0) {
        return BYTES("");
    }
    if (until.len == 0) {
        return say_with(a, l, MESSAGE_prose_from, SAY_TEXT("from", date_words(a, l, from)));
    }
    if (from.len == 0) {
        return say_with(a, l, MESSAGE_prose_until, SAY_TEXT("until", date_words(a, l, until)));
    }
    return say_with(a, l, MESSAGE_prose_from_until, SAY_TEXT("from", date_words(a, l, from)),
                    SAY_TEXT("until", date_words(a, l, until)));
}

struct bytes writer_word(const struct writer *w, enum message m)
{
    return say(w->arena, w->prose->language, m);
}

void writer_say(struct writer *w, enum message m)
{
    writer_keep(w, writer_word(w, m));
}

void writer_keep(struct writer *w, struct bytes sentence)
{
    struct prose_article *article = w->article;
    check(article->count < w->room);
    if (sentence.data[0] >= 'a' && sentence.data[0] <= 'z') {
        sentence = bytes_of_text(arena_printf(w->arena, "%c%.*s", sentence.data[0] - 'a' + 'A',
                                              (int)sentence.len - 1, (const char *)sentence.data + 1));
    }
    article->sentences[article->count++] = sentence;
}

struct bytes writer_name(const struct writer *w, struct bytes name)
{
    (void)w;
    return name;
}

const struct prose_article *writer_find(const struct writer *w, enum prose_kind kind, struct bytes name)
{
    const struct prose_article *found = NULL;
    for (size_t i = 0; i < w->prose->count; i++) {
        const struct prose_article *x = &w->prose->articles[i];
        if (x->kind == kind && bytes_equal(x->name, name)) {
            found = x; /* of a rule's versions the newest stands last */
        }
    }
    return found;
}

/* "article 7", marked as a reference to it. */
static struct bytes reference(const struct writer *w, const struct prose_article *x)
{
    const struct bytes words = WRITER_WORDS(w, MESSAGE_prose_article, SAY_NUMBER("number", x->number));
    return bytes_of_text(arena_printf(w->arena, "%c%d%c%.*s%c", PROSE_REFERENCE, x->number, PROSE_TEXT,
                                      (int)words.len, (const char *)words.data, PROSE_END));
}

struct bytes writer_refer(const struct writer *w, enum prose_kind kind, struct bytes name)
{
    const struct prose_article *found = w->by_name ? NULL : writer_find(w, kind, name);
    if (found == NULL) {
        return name;
    }
    const bool rule = kind == PROSE_RULE || kind == PROSE_CLASSIFICATION;
    return WRITER_WORDS(w, rule ? MESSAGE_prose_numbered_rule : MESSAGE_prose_numbered,
                        SAY_TEXT("title", found->title), SAY_TEXT("article", reference(w, found)));
}

struct bytes writer_tag(const struct writer *w, struct bytes tag)
{
    const struct prose_article *found = w->by_name ? NULL : writer_find(w, PROSE_GROUP, tag);
    return found == NULL ? tag
                         : WRITER_WORDS(w, MESSAGE_list_named, SAY_TEXT("what", tag),
                                        SAY_TEXT("names", reference(w, found)));
}

struct bytes writer_body(const struct writer *w, struct bytes name)
{
    return writer_refer(w, PROSE_BODY, name);
}

/* The name of a classification may stand where that of a rule may. */
struct bytes writer_rule(const struct writer *w, struct bytes name)
{
    const bool classified = writer_find(w, PROSE_CLASSIFICATION, name) != NULL;
    return writer_refer(w, classified ? PROSE_CLASSIFICATION : PROSE_RULE, name);
}

struct bytes writer_office(const struct writer *w, struct bytes name)
{
    return bytes_equal_text(name, "chair")
               ? writer_word(w, MESSAGE_prose_chair)
               : WRITER_WORDS(w, MESSAGE_prose_holder,
                              SAY_TEXT("office", writer_refer(w, PROSE_OFFICE, name)));
}

struct bytes writer_list(const struct writer *w, const struct bytes *names, size_t count,
                         struct bytes (*one)(const struct writer *w, struct bytes name))
{
    struct bytes *items = ARENA_ARRAY(w->arena, struct bytes, count);
    for (size_t i = 0; i < count; i++) {
        items[i] = one(w, names[i]);
    }
    return WRITER_LIST(w, MESSAGE_list_comma, MESSAGE_list_and, items, count);
}

struct bytes writer_row(const struct writer *w, const struct bytes *items, size_t count)
{
    return WRITER_LIST(w, MESSAGE_list_comma, MESSAGE_list_comma, items, count);
}

struct bytes writer_dated(const struct writer *w, struct bytes words, struct bytes from, struct bytes until)
{
    const struct bytes period = prose_period(w->arena, w->prose->language, from, until);
    return period.len == 0 ? words
                           : WRITER_WORDS(w, MESSAGE_list_named, SAY_TEXT("what", words),
                                          SAY_TEXT("names", period));
}

struct bytes writer_noted(const struct writer *w, struct bytes words, struct bytes source,
                          const struct charter_mark *mark)
{
    if (source.len > 0) {
        words = WRITER_WORDS(w, MESSAGE_prose_with_source, SAY_TEXT("words", words),
                             SAY_TEXT("source", source));
    }
    return mark->verified ? words
                          : WRITER_WORDS(w, MESSAGE_prose_with_unverified, SAY_TEXT("words", words),
                                         SAY_TEXT("why", mark->unverified));
}

struct bytes writer_span(const struct writer *w, const struct charter_span *span)
{
    return prose_span(w->arena, w->prose->language, span);
}

struct bytes writer_duration(const struct writer *w, int64_t ms)
{
    return prose_duration(w->arena, w->prose->language, ms);
}

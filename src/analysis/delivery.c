#include "analysis/delivery.h"

#include "base/check.h"
#include "mechanism/civil.h"
#include "mechanism/matter.h"
#include "mechanism/statement.h"
#include "mechanism/statement_text.h"

const char *delivery_word(enum delivery_result r)
{
    static const char *const words[] = {
        [DELIVERY_NO_MANDATE] = "without mandate", [DELIVERY_NOT_WHOLE] = "not whole on the record",
        [DELIVERY_NOT_ADOPTED] = "text not adopted", [DELIVERY_NO_LANGUAGE] = "text not in this language",
        [DELIVERY_AS_MANDATED] = "as mandated", [DELIVERY_WITHIN] = "as mandated, with other words",
        [DELIVERY_ALTERED] = "altered",
    };
    return words[r];
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\n';
}

/* One space between words, none around them. */
static struct bytes flattened(struct arena *a, struct bytes text)
{
    uint8_t *out = ARENA_ARRAY(a, uint8_t, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_space(text.data[i])) {
            out[len++] = text.data[i];
        } else if (len > 0 && out[len - 1] != ' ') {
            out[len++] = ' ';
        }
    }
    len -= len > 0 && out[len - 1] == ' ';
    return bytes_of(out, len);
}

static size_t count_words(struct bytes text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += !is_space(text.data[i]) && (i == 0 || is_space(text.data[i - 1]));
    }
    return count;
}

/* The adopted words in that language, provision after provision. */
static bool adopted_words(struct context *c, const struct statement_words *words, struct bytes language,
                          struct bytes *out)
{
    for (size_t i = 0; i < words->language_count; i++) {
        struct buffer b;
        if (!bytes_equal(words->languages[i].tag, language)) {
            continue;
        }
        buffer_init(&b, SIZE_MAX);
        for (size_t k = 0; k < words->languages[i].count; k++) {
            buffer_add_bytes(&b, words->languages[i].provisions[k]);
            buffer_add_u8(&b, '\n');
        }
        *out = arena_copy(c->arena, buffer_view(&b));
        buffer_done(&b);
        return true;
    }
    return false;
}

static void compare(struct context *c, struct bytes adopted, struct bytes delivered, struct delivery *d)
{
    struct diff_part *parts = NULL;
    const struct bytes older = flattened(c->arena, adopted);
    const struct bytes newer = flattened(c->arena, delivered);
    d->part_count = diff_words(c->arena, older, newer, &parts);
    d->parts = parts;
    d->words = count_words(older);
    for (size_t i = 0; i < d->part_count; i++) {
        const size_t n = count_words(parts[i].text);
        d->gone += parts[i].kind == DIFF_GONE ? n : 0;
        d->added += parts[i].kind == DIFF_NEW ? n : 0;
    }
    d->result = bytes_equal(older, newer) ? DELIVERY_AS_MANDATED
                : d->gone == 0            ? DELIVERY_WITHIN
                                          : DELIVERY_ALTERED;
}

struct delivery delivery_of(struct context *c, const struct speech *x)
{
    struct delivery d = {.result = DELIVERY_NO_MANDATE};
    struct mandate m;
    struct speech_text t;
    struct statement st;
    struct statement_words words;
    struct bytes delivered = BYTES("");
    struct bytes adopted = BYTES("");
    if (hash_is_zero(&x->mandate) || !mandate_get(c->state, &x->mandate, &m)) {
        return d;
    }
    d.statement = mandate_statement(c->state, c->arena, &m);
    if (!speech_original(c->state, &x->id, c->arena, &t) || !speech_words(c, &x->id, &t, &delivered)) {
        d.result = DELIVERY_NOT_WHOLE;
    } else if (d.statement == 0 || !statement_get(c->state, d.statement, c->arena, &st) ||
               !statement_words(c, &st, &words)) {
        d.result = DELIVERY_NOT_ADOPTED;
    } else if (!adopted_words(c, &words, x->language, &adopted)) {
        d.result = DELIVERY_NO_LANGUAGE;
    } else {
        compare(c, adopted, delivered, &d);
    }
    return d;
}

static int64_t digits(struct bytes text, size_t from, size_t len)
{
    int64_t n = 0;
    for (size_t i = from; i < from + len; i++) {
        n = 10 * n + (text.data[i] - '0');
    }
    return n;
}

/* The row of the quarter of a day, made if it is not there; the list ascends. */
static struct delivery_quarter *row_of(struct delivery_quarter *list, size_t *count, struct bytes day)
{
    const int64_t year = digits(day, 0, 4);
    const int64_t quarter = (digits(day, 5, 2) - 1) / 3 + 1;
    size_t at = 0;
    while (at < *count &&
           (list[at].year < year || (list[at].year == year && list[at].quarter < quarter))) {
        at++;
    }
    if (at == *count || list[at].year != year || list[at].quarter != quarter) {
        for (size_t i = *count; i > at; i--) {
            list[i] = list[i - 1];
        }
        list[at] = (struct delivery_quarter){.year = year, .quarter = quarter};
        (*count)++;
    }
    return &list[at];
}

static const char *const results[] = {
    [RESULT_PLANNED] = "planned",
    [RESULT_REPORTED] = "reported",
    [RESULT_UNREPORTED] = "passed, nothing reported",
    [RESULT_CANCELLED] = "cancelled",
    [RESULT_CANCELLED + 1] = NULL,
};
static const struct row_field of_outcome[] = {
    ROW_FIELD(platform_outcome, entry, ROW_NUMBER),  ROW_FIELD(platform_outcome, from, ROW_TEXT),
    ROW_FIELD(platform_outcome, member, ROW_TEXT),   ROW_FIELD(platform_outcome, name, ROW_TEXT),
    ROW_FIELD(platform_outcome, number, ROW_NUMBER), ROW_FIELD(platform_outcome, place, ROW_TEXT),
    ROW_FIELD(platform_outcome, speeches, ROW_NUMBER), ROW_ENUM(platform_outcome, stage, results),
    ROW_FIELD(platform_outcome, to, ROW_TEXT),       ROW_FIELD(platform_outcome, topic, ROW_TEXT),
    ROW_FIELD(platform_outcome, uid, ROW_TEXT),      ROW_END,
};
ROW_SHAPE(platform_outcome, of_outcome);

const char *platform_result_word(enum platform_result r)
{
    return results[r];
}

static enum platform_result result_of(const struct platform *p, int64_t speeches, int64_t today)
{
    return p->stage == PLATFORM_CANCELLED   ? RESULT_CANCELLED
           : speeches > 0                   ? RESULT_REPORTED
           : civil_parse(p->to) < today     ? RESULT_UNREPORTED
                                            : RESULT_PLANNED;
}

size_t platform_outcomes(struct context *c, struct platform_outcome **out)
{
    struct platform *platforms = NULL;
    struct speech *speeches = NULL;
    const int64_t today = civil_today(c);
    const size_t count = platform_list(c->state, c->arena, &platforms);
    const size_t speech_count = speech_list(c->state, c->arena, &speeches);
    *out = ARENA_ARRAY(c->arena, struct platform_outcome, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct platform *p = &platforms[i];
        check(p->number == (int64_t)i + 1); /* they are numbered without gaps */
        (*out)[i] = (struct platform_outcome){.entry = p->entry,
                                              .from = p->from,
                                              .member = p->member,
                                              .name = p->name,
                                              .number = p->number,
                                              .place = p->place,
                                              .to = p->to,
                                              .topic = p->topic,
                                              .uid = p->uid};
    }
    for (size_t i = 0; i < speech_count; i++) {
        if (speeches[i].platform > 0) {
            (*out)[speeches[i].platform - 1].speeches++;
        }
    }
    for (size_t i = 0; i < count; i++) {
        (*out)[i].stage = result_of(&platforms[i], (*out)[i].speeches, today);
    }
    return count;
}

bool platform_outcome_get(struct context *c, int64_t number, struct platform_outcome *out)
{
    struct platform_outcome *list = NULL;
    const size_t count = platform_outcomes(c, &list);
    if (number < 1 || (size_t)number > count) {
        return false;
    }
    *out = list[number - 1];
    return true;
}

size_t delivery_quarters(struct context *c, struct delivery_quarter **out)
{
    struct state *s = c->state;
    struct arena *a = c->arena;
    struct platform_outcome *platforms = NULL;
    struct mandate *mandates = NULL;
    struct speech *speeches = NULL;
    struct platform p;
    const size_t platform_count = platform_outcomes(c, &platforms);
    const size_t mandate_count = mandate_list(s, a, &mandates);
    const size_t speech_count = speech_list(s, a, &speeches);
    struct delivery_quarter *list =
        ARENA_ARRAY(a, struct delivery_quarter, platform_count + mandate_count + speech_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < platform_count; i++) {
        if (platforms[i].stage != RESULT_CANCELLED) {
            struct delivery_quarter *q = row_of(list, &count, platforms[i].from);
            q->platforms++;
            q->unreported += platforms[i].stage == RESULT_UNREPORTED;
        }
    }
    for (size_t i = 0; i < mandate_count; i++) {
        const struct mandate *m = &mandates[i];
        const bool there = m->platform != 0 && platform_get(s, m->platform, &p);
        struct delivery_quarter *q = row_of(list, &count, there ? p.from : m->until);
        q->mandates += m->stage != MANDATE_REVOKED;
        q->delivered += m->speeches > 0;
    }
    for (size_t i = 0; i < speech_count; i++) {
        if (speeches[i].platform != 0 || !hash_is_zero(&speeches[i].mandate)) {
            row_of(list, &count, speeches[i].date)->speeches++;
        }
    }
    *out = list;
    return count;
}

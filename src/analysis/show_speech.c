#include "analysis/show_speech.h"

#include "analysis/show_row.h"

void show_speech_row(struct json_writer *w, const struct speech *x)
{
    show_row(w, NULL, &speech_shape, x);
}

static void show_delivery(struct json_writer *w, const struct delivery *d)
{
    static const char *const kinds[] = {[DIFF_SAME] = "same", [DIFF_GONE] = "gone", [DIFF_NEW] = "new"};
    json_object(w, "delivery");
    json_integer(w, "added", (int64_t)d->added);
    json_array(w, "difference");
    for (size_t i = 0; i < d->part_count; i++) {
        json_object(w, NULL);
        json_cstring(w, "kind", kinds[d->parts[i].kind]);
        json_text(w, "text", d->parts[i].text);
        json_end(w);
    }
    json_end(w);
    json_integer(w, "gone", (int64_t)d->gone);
    json_cstring(w, "result", delivery_word(d->result));
    json_integer(w, "statement", d->statement);
    json_integer(w, "words", (int64_t)d->words);
    json_end(w);
}

void show_speech(struct json_writer *w, struct context *c, const struct speech *x)
{
    struct speech_text *texts = NULL;
    const struct delivery d = delivery_of(c, x);
    const size_t count = speech_texts(c->state, &x->id, c->arena, &texts);
    json_object(w, NULL);
    show_delivery(w, &d);
    show_row(w, "speech", &speech_shape, x);
    json_array(w, "texts");
    for (size_t i = 0; i < count; i++) {
        struct bytes words;
        json_object(w, NULL);
        show_row(w, "text", &speech_text_shape, &texts[i]);
        if (speech_words(c, &x->id, &texts[i], &words)) {
            json_text(w, "words", words);
        } else {
            json_null(w, "words");
        }
        json_end(w);
    }
    json_end(w);
    json_end(w);
}

void show_platforms(struct json_writer *w, struct context *c)
{
    struct mandate *mandates = NULL;
    struct platform_outcome *platforms = NULL;
    struct delivery_quarter *quarters = NULL;
    const size_t mandate_count = mandate_list(c->state, c->arena, &mandates);
    const size_t platform_count = platform_outcomes(c, &platforms);
    const size_t quarter_count = delivery_quarters(c, &quarters);
    json_object(w, NULL);
    show_rows(w, "mandates", &mandate_shape, mandates, mandate_count);
    show_rows(w, "platforms", &platform_outcome_shape, platforms, platform_count);
    json_array(w, "quarters");
    for (size_t i = 0; i < quarter_count; i++) {
        json_object(w, NULL);
        json_integer(w, "delivered", quarters[i].delivered);
        json_integer(w, "mandates", quarters[i].mandates);
        json_integer(w, "platforms", quarters[i].platforms);
        json_integer(w, "quarter", quarters[i].quarter);
        json_integer(w, "speeches", quarters[i].speeches);
        json_integer(w, "unreported", quarters[i].unreported);
        json_integer(w, "year", quarters[i].year);
        json_end(w);
    }
    json_end(w);
    json_end(w);
}

static void show_filed(struct json_writer *w, struct context *c, const struct speech *x)
{
    const struct delivery d = delivery_of(c, x);
    json_object(w, NULL);
    show_delivery(w, &d);
    show_row(w, "speech", &speech_shape, x);
    json_end(w);
}

void show_platform(struct json_writer *w, struct context *c, const struct platform_outcome *p)
{
    struct mandate *mandates = NULL;
    struct speech *speeches = NULL;
    const size_t mandate_count = mandate_list(c->state, c->arena, &mandates);
    const size_t speech_count = speech_list(c->state, c->arena, &speeches);
    json_object(w, NULL);
    json_array(w, "mandates");
    for (size_t i = 0; i < mandate_count; i++) {
        if (mandates[i].platform == p->number) {
            show_row(w, NULL, &mandate_shape, &mandates[i]);
        }
    }
    json_end(w);
    show_row(w, "platform", &platform_outcome_shape, p);
    json_array(w, "speeches");
    for (size_t i = 0; i < speech_count; i++) {
        if (speeches[i].platform == p->number) {
            show_filed(w, c, &speeches[i]);
        }
    }
    json_end(w);
    json_end(w);
}

/* Sessions, speeches, platforms, treaties, pledges and older statements of a bad day: acts of each noun by
 * the chair or by anybody. What they made of the state is checked by the replay at the end of the day. */
#include "base/check.h"
#include "mechanism/instrument.h"
#include "mechanism/older.h"
#include "mechanism/platform.h"
#include "mechanism/session.h"
#include "mechanism/speech.h"
#include "sim/day.h"
#include "support/noun_rows.h"

static uint32_t draw_number(void *ctx, uint32_t bound)
{
    struct day *d = ctx;
    return (uint32_t)prng_below(&d->prng, bound);
}

static const char *draw_member(void *ctx)
{
    struct day *d = ctx;
    return arena_text(&d->arena, d->org.codes[day_anybody(d)]);
}

void day_noun(struct day *d)
{
    const struct noun_draw draw = {draw_number, draw_member, d};
    const struct noun_row *row = &noun_rows[prng_below(&d->prng, noun_row_count)];
    const char *body = noun_fill(&d->arena, row->body, &draw);
    struct buffer b;
    buffer_init(&b, 8192);
    for (; *body != 0; body++) {
        if (*body == '$') {
            body++;
            const struct hash newest = noun_newest(host_state(&d->h), &d->arena, *body);
            buffer_printf(&b, "\"%s\"", *body == 'm' ? day_matter(d) : org_hex(&d->arena, &newest));
        } else {
            buffer_printf(&b, "%c", *body == '\'' ? '"' : *body);
        }
    }
    check(!b.overflow);
    day_say(d, prng_below(&d->prng, 2) == 0 ? day_chair(d) : day_anybody(d), row->kind, buffer_text(&b));
    buffer_done(&b);
}

void day_count_nouns(struct day *d)
{
    struct state *s = host_state(&d->h);
    struct session *sessions = NULL;
    struct speech *speeches = NULL;
    struct platform *platforms = NULL;
    struct instrument *treaties = NULL;
    struct older *older = NULL;
    d->totals.sessions += session_list(s, &d->arena, &sessions);
    d->totals.speeches += speech_list(s, &d->arena, &speeches);
    d->totals.platforms += platform_list(s, &d->arena, &platforms);
    d->totals.treaties += instrument_list(s, &d->arena, &treaties);
    d->totals.older += older_list(s, &d->arena, &older);
}

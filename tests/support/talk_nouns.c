/* The talk of sessions, speeches, platforms, treaties, pledges, help, older statements and the clock: acts of
 * each noun with numbers, members and days at random, by the chair or by anybody. */
#include <string.h>

#include "base/check.h"
#include "mechanism/assistance.h"
#include "mechanism/body.h"
#include "mechanism/matter.h"
#include "support/noun_rows.h"
#include "support/talk_inner.h"

/* As noun_rows.h has it. */
static const struct noun_row help[] = {
    {"assistance.target", "{'kind':'disaster','step':'offer','time':#000}"},
    {"assistance.request",
     "{'kind':'disaster','needs':[{'by':'2026-12-31','item':'Tents','quantity':#0,'unit':'pieces'},"
     "{'by':'2026-06-01','item':'Water','quantity':#00,'unit':'litres'}],'title':'T','what':'A flood.'}"},
    {"assistance.consult", "{'matter':$m,'request':#}"},
    {"assistance.mandate",
     "{'from':'2026-01-01','matter':$m,'request':#,'tasks':'Shelter.','until':'2026-12-31'}"},
    {"assistance.mandate",
     "{'from':'2026-01-01','matter':$m,'request':#,'tasks':'Shelter.','until':'~'}"},
    {"assistance.offer", "{'need':1,'quantity':#0,'request':1,'until':'2026-12-31'}"},
    {"assistance.offer", "{'need':#,'quantity':#0,'request':#,'until':'~'}"},
    {"assistance.accept", "{'offer':1,'quantity':#,'request':1}"},
    {"assistance.accept", "{'offer':#,'quantity':#0,'request':#}"},
    {"assistance.decline", "{'offer':#,'reason':'x','request':1}"},
    {"assistance.withdraw", "{'offer':#,'reason':'x','request':1}"},
    {"assistance.deliver", "{'day':'~','offer':1,'quantity':#,'request':1,'text':'By ship.'}"},
    {"assistance.receive", "{'delivery':#,'quantity':#,'reason':'x','request':#}"},
    {"assistance.revise", "{'by':'~','need':#,'quantity':#0,'reason':'x','request':#}"},
    {"assistance.report", "{'request':#,'text':'It rains.'}"},
    {"assistance.sign",
     "{'day':'~','digest':" NOUN_DIGEST ",'office':'Secretary','request':#,'to':'The President'}"},
    {"assistance.end", "{'matter':$m,'request':#,'summary':'x'}"},
};

static uint32_t draw_number(void *ctx, uint32_t bound)
{
    return talk_choose(ctx, bound);
}

static const char *draw_member(void *ctx)
{
    return talk_member(ctx);
}

static struct said say_row(struct talk *t, const struct noun_row *row, struct bytes by)
{
    const struct noun_draw draw = {draw_number, draw_member, t};
    const char *who =
        talk_choose(t, 2) == 0 || by.len == 0 ? talk_member(t) : arena_text(&t->rig->arena, by);
    return (struct said){talk_delegate(t, who), row->kind, noun_fill(&t->rig->arena, row->body, &draw)};
}

/* An adopted matter of the body, if there is one, is the one at hand. */
static void take_decision(struct talk *t)
{
    struct matter *list = NULL;
    const size_t count = matter_list(t->rig->state, &t->rig->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (list[i].stage == MATTER_ADOPTED && bytes_equal_text(list[i].body, "council")) {
            t->rig->matter = list[i].id;
        }
    }
}

/* A row of that kind. */
static const struct noun_row *help_row(const char *kind)
{
    size_t i = 0;
    while (strcmp(help[i].kind, kind) != 0) {
        i++;
        check(i < sizeof help / sizeof help[0]);
    }
    return &help[i];
}

/* Most often what the first request needs next, by whom it makes sense: the chair, who asked, anybody. */
static struct said say_of_help(struct talk *t, struct bytes chair)
{
    struct assistance x;
    const struct noun_row *row = &help[talk_choose(t, sizeof help / sizeof help[0])];
    const bool known = assistance_get(t->rig->state, 1, &x);
    const bool early = !known || x.stage < ASSISTANCE_MANDATED;
    const bool waits = known && x.offers == 0;
    if (talk_choose(t, 4) != 0) {
        take_decision(t);
        row = !known  ? help_row("assistance.request")
              : early ? help_row("assistance.mandate")
              : waits ? help_row("assistance.offer")
                      : row;
    }
    if (strcmp(row->kind, "assistance.end") == 0 && talk_choose(t, 8) != 0) {
        row = help_row("assistance.offer"); /* or nothing would ever come of a request */
    }
    const bool own = strcmp(row->kind, "assistance.accept") == 0 ||
                     strcmp(row->kind, "assistance.decline") == 0 ||
                     strcmp(row->kind, "assistance.receive") == 0;
    return say_row(t, row, known && own ? x.member : chair);
}

struct said say_of_nouns(struct talk *t)
{
    struct body b;
    check(body_get(t->rig->state, BYTES("council"), &t->rig->arena, &b));
    if (talk_choose(t, 2) == 0) {
        return say_of_help(t, b.chair);
    }
    return say_row(t, &noun_rows[talk_choose(t, (uint32_t)noun_row_count)], b.chair);
}

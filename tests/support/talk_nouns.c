/* The talk of sessions, speeches, platforms, treaties, pledges, help, older statements and the clock: acts of
 * each noun with numbers, members and days at random, by the chair or by anybody. */
#include <string.h>

#include "base/check.h"
#include "mechanism/assistance.h"
#include "mechanism/body.h"
#include "mechanism/matter.h"
#include "support/talk_inner.h"

#define DIGEST "'2222222222222222222222222222222222222222222222222222222222222222'"
#define CLAUSE "'treaty \\\"T\\\"; when 2 instruments; enters # days after;'"

/* In a body # is a number from 1 to 3, @ a member, ~ a day, ? yes or no. Acts of one noun stand together. */
struct row {
    const char *kind;
    const char *body;
};
static const struct row rows[] = {
    {"session.open", "{'body':'council','from':'~','place':'P','reference':'s#','title':'T','to':'~'}"},
    {"session.open",
     "{'body':'council','from':'2026-01-01','place':'P','reference':'t#','title':'T','to':'2026-01-09'}"},
    {"session.agenda", "{'session':$w,'title':'T'}"},
    {"session.agenda", "{'circulate':'~','matter':$m,'session':$w,'title':'T'}"},
    {"session.arrange", "{'item':#,'place':#,'session':$w}"},
    {"session.credential", "{'may':'speak','office':'Envoy','session':$w}"},
    {"session.accept", "{'accepted':?,'credential':#,'reason':'x','session':$w}"},
    {"session.attend",
     "{'day':'~','rows':[{'from':'09:30','member':'@','office':'Envoy'}],'session':$w}"},
    {"session.document",
     "{'digest':" DIGEST ",'item':#,'language':'en','session':$w,'symbol':'S/#','title':'T'}"},
    {"session.inscribe", "{'office':'Envoy','session':$w}"},
    {"session.order", "{'place':#,'session':$w,'speaker':#}"},
    {"session.floor", "{'session':$w,'speaker':#}"},
    {"session.yield", "{'session':$w,'speaker':#}"},
    {"session.point", "{'session':$w,'text':'Order.'}"},
    {"session.rule", "{'point':#,'session':$w,'text':'So it is.','upheld':?}"},
    {"session.outcome", "{'digest':" DIGEST ",'session':$w,'title':'T'}"},
    {"session.follow", "{'member':'@','session':$w,'text':'Do it.','until':'~'}"},
    {"session.done", "{'evidence':'Done.','session':$w,'task':#}"},
    {"session.minutes", "{'language':'en','part':#,'session':$w,'text':'It was said.'}"},
    {"session.circulate", "{'session':$w,'until':'~'}"},
    {"session.approve", "{'approves':?,'digest':$i,'reason':'x','session':$w}"},
    {"session.close", "{'session':$w}"},
    {"speech.file", "{'date':'~','language':'en','text':'We have boats.','title':'T'}"},
    {"speech.file", "{'date':'~','language':'en','parts':#,'text':'We have boats.','title':'T'}"},
    {"speech.file",
     "{'date':'~','language':'en','session':$w,'speaker':#,'text':'We have boats.','title':'T'}"},
    {"speech.part", "{'number':#,'part':#,'speech':$k,'text':'And more.'}"},
    {"speech.correct", "{'reason':'x','speech':$k,'text':'We had boats.'}"},
    {"speech.translate", "{'by':'A desk','language':'fr','speech':$k,'text':'Des bateaux.'}"},
    {"platform.calendar", "{'platforms':[{'from':'~','name':'A forum','to':'2026-06-02','uid':'u#'}]}"},
    {"platform.cancel", "{'platform':#}"},
    {"platform.mandate", "{'body':'council','matter':$m,'member':'@','office':'Envoy','until':'~'}"},
    {"platform.mandate",
     "{'body':'council','member':'@','office':'Envoy','platform':#,'statement':#,'until':'~'}"},
    {"platform.revoke", "{'mandate':$j,'reason':'x'}"},
    {"instrument.open",
     "{'body':'council','clause':" CLAUSE ",'digest':" DIGEST ",'languages':['en'],'name':'y#',"
     "'opens':'2026-01-01','place':'P','title':'T'}"},
    {"instrument.sign", "{'instrument':$y,'office':'Minister','signature':'simple'}"},
    {"instrument.sign", "{'instrument':$y,'office':'Minister','signature':'ad_referendum'}"},
    {"instrument.confirm", "{'instrument':$y}"},
    {"instrument.deposit", "{'instrument':$y,'kind':'ratification','office':'Minister'}"},
    {"instrument.deposit", "{'instrument':$y,'kind':'accession','office':'Minister'}"},
    {"instrument.reserve", "{'instrument':$y,'text':'We reserve.'}"},
    {"instrument.object", "{'instrument':$y,'opposes':?,'reason':'We object.','reservation':#}"},
    {"instrument.lift", "{'instrument':$y,'reservation':#}"},
    {"instrument.apply", "{'instrument':$y}"},
    {"instrument.withdraw", "{'instrument':$y}"},
    {"commitment.pledge", "{'due':'~','quantity':#,'title':'Boats','unit':'boats'}"},
    {"commitment.report", "{'commitment':#,'day':'~','quantity':#,'text':'Here they are.'}"},
    {"commitment.confirm", "{'commitment':#,'report':#}"},
    {"commitment.dispute", "{'commitment':#,'reason':'None came.','report':#}"},
    {"commitment.revise", "{'commitment':#,'due':'~','reason':'Late.'}"},
    {"commitment.withdraw", "{'commitment':#,'reason':'No.'}"},
    {"statement.archive",
     "{'body':'council','date':'~','language':'en','reference':'o#','source':'A gazette','text':'We met.',"
     "'title':'T'}"},
    {"statement.archive",
     "{'body':'council','date':'2025-12-31','digest':" DIGEST ",'language':'fr','reference':'o#',"
     "'source':'A gazette','text':'On se vit.','title':'T','topic':'boats'}"},
    {"clock.set", "{'to':'~'}"},
    {"clock.set", "{'parts':#,'rate':#0}"},
    {"clock.note", "{'day':'~','text':'A flood.'}"},
};

/* Of help, the same. */
static const struct row help[] = {
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
     "{'day':'~','digest':" DIGEST ",'office':'Secretary','request':#,'to':'The President'}"},
    {"assistance.end", "{'matter':$m,'request':#,'summary':'x'}"},
};

static const char *a_day(struct talk *t)
{
    static const char *const days[] = {"2026-01-01", "2026-01-02", "2026-01-05", "2026-01-09", "2026-02-01",
                                       "2025-12-31"};
    return days[talk_choose(t, sizeof days / sizeof days[0])];
}

static const char *filled(struct talk *t, const char *body)
{
    struct buffer b;
    buffer_init(&b, 4096);
    for (; *body != 0; body++) {
        if (*body == '#') {
            buffer_printf(&b, "%u", 1 + (unsigned)talk_choose(t, 3));
        } else if (*body == '@') {
            buffer_add_text(&b, talk_member(t));
        } else if (*body == '~') {
            buffer_add_text(&b, a_day(t));
        } else if (*body == '?') {
            buffer_add_text(&b, talk_choose(t, 2) == 0 ? "true" : "false");
        } else {
            buffer_printf(&b, "%c", *body);
        }
    }
    const char *text = arena_text(&t->rig->arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static struct said say_row(struct talk *t, const struct row *row, struct bytes by)
{
    const char *who =
        talk_choose(t, 2) == 0 || by.len == 0 ? talk_member(t) : arena_text(&t->rig->arena, by);
    return (struct said){talk_delegate(t, who), row->kind, filled(t, row->body)};
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
static const struct row *help_row(const char *kind)
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
    const struct row *row = &help[talk_choose(t, sizeof help / sizeof help[0])];
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
    return say_row(t, &rows[talk_choose(t, sizeof rows / sizeof rows[0])], b.chair);
}

/* The talk of sessions, speeches, platforms, treaties, pledges and the clock: acts of each noun with numbers,
 * members and days at random, by the chair or by anybody. */
#include "base/check.h"
#include "mechanism/body.h"
#include "support/talk_inner.h"

#define DIGEST "'2222222222222222222222222222222222222222222222222222222222222222'"
#define CLAUSE "'treaty \\\"T\\\"; when 2 instruments; enters # days after;'"

/* In a body # is a number from 1 to 3, @ a member, ~ a day, ? yes or no. Acts of one noun stand together. */
static const struct {
    const char *kind;
    const char *body;
} rows[] = {
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
    {"clock.set", "{'to':'~'}"},
    {"clock.set", "{'parts':#,'rate':#0}"},
    {"clock.note", "{'day':'~','text':'A flood.'}"},
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

struct said say_of_nouns(struct talk *t)
{
    struct body b;
    const size_t row = talk_choose(t, sizeof rows / sizeof rows[0]);
    check(body_get(t->rig->state, BYTES("council"), &t->rig->arena, &b));
    const char *who = talk_choose(t, 2) == 0 || b.chair.len == 0 ? talk_member(t)
                                                                 : arena_text(&t->rig->arena, b.chair);
    return (struct said){talk_delegate(t, who), rows[row].kind, filled(t, rows[row].body)};
}

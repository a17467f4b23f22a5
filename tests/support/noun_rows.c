#include "support/noun_rows.h"

#include "mechanism/instrument.h"
#include "mechanism/platform.h"
#include "mechanism/session.h"
#include "mechanism/speech.h"

#define DIGEST NOUN_DIGEST
#define CLAUSE "'treaty \\\"T\\\"; when 2 instruments; enters # days after;'"

const struct noun_row noun_rows[] = {
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
const size_t noun_row_count = sizeof noun_rows / sizeof noun_rows[0];

const char *noun_fill(struct arena *a, const char *body, const struct noun_draw *draw)
{
    static const char *const days[] = {"2026-01-01", "2026-01-02", "2026-01-05", "2026-01-09", "2026-02-01",
                                       "2025-12-31"};
    struct buffer b;
    buffer_init(&b, 4096);
    for (; *body != 0; body++) {
        if (*body == '#') {
            buffer_printf(&b, "%u", 1 + (unsigned)draw->number(draw->ctx, 3));
        } else if (*body == '@') {
            buffer_add_text(&b, draw->member(draw->ctx));
        } else if (*body == '~') {
            buffer_add_text(&b, days[draw->number(draw->ctx, sizeof days / sizeof days[0])]);
        } else if (*body == '?') {
            buffer_add_text(&b, draw->number(draw->ctx, 2) == 0 ? "true" : "false");
        } else {
            buffer_printf(&b, "%c", *body);
        }
    }
    const char *text = arena_text(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static struct hash minutes_digest(struct state *s, struct arena *a, const struct session *x)
{
    struct minutes *list = NULL;
    const size_t count = session_minutes_list(s, &x->id, a, &list);
    return count == 0 ? (struct hash){{0}} : list[count - 1].digest;
}

static struct hash newest_instrument(struct state *s, struct arena *a)
{
    struct instrument *list = NULL;
    const struct instrument none = {.entry = -1};
    const struct instrument *newest = &none;
    const size_t count = instrument_list(s, a, &list);
    for (size_t i = 0; i < count; i++) {
        newest = list[i].entry > newest->entry ? &list[i] : newest;
    }
    return newest->id;
}

struct hash noun_newest(struct state *s, struct arena *a, char letter)
{
    struct session *sessions = NULL;
    struct speech *speeches = NULL;
    struct mandate *mandates = NULL;
    size_t count = session_list(s, a, &sessions);
    if (letter == 'w' || letter == 'i') {
        const struct session none = {.entry = 0};
        const struct session *x = count == 0 ? &none : &sessions[count - 1];
        return letter == 'w' ? x->id : minutes_digest(s, a, x);
    }
    if (letter == 'k') {
        count = speech_list(s, a, &speeches);
        return count == 0 ? (struct hash){{0}} : speeches[count - 1].id;
    }
    if (letter == 'y') {
        return newest_instrument(s, a);
    }
    count = mandate_list(s, a, &mandates);
    return count == 0 ? (struct hash){{0}} : mandates[count - 1].id;
}

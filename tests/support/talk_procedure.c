/* The talk of what surrounds decisions: motions about members and about how a matter goes on, classes,
 * parties, referrals, claims, rulings and appeals. */
#include <string.h>

#include "base/check.h"
#include "mechanism/matter.h"
#include "mechanism/ruling.h"
#include "mechanism/status.h"
#include "support/talk_inner.h"

static const char *a_class(struct talk *t)
{
    static const char *const classes[] = {"light", "weighty", "light", "weighty", "grave"};
    return classes[talk_choose(t, 5)];
}

/* The chair of the council, or now and then somebody. */
static const char *chair(struct talk *t)
{
    struct body b;
    return talk_choose(t, 8) != 0 && body_get(t->rig->state, BYTES("council"), &t->rig->arena, &b)
               ? arena_text(&t->rig->arena, b.chair)
               : talk_member(t);
}

/* A motion about a member, most often one that can be put, by the rule that the charter names or another. */
static struct said move_member(struct talk *t)
{
    static const char *const words[][2] = {{"suspend", "restore"}, {"contest", "settle"}};
    const char *reason = talk_choose(t, 3) == 0 ? ": it broke the peace" : "";
    const char *who = talk_member(t);
    const uint32_t kind = talk_choose(t, 2);
    struct status x;
    const bool stands =
        status_get(t->rig->state, (enum status_kind)kind, bytes_of_text(who), &x) && x.stands;
    const bool back = talk_choose(t, 8) == 0 ? !stands : stands;
    return (struct said){chair(t), "vote.open",
                         arena_printf(&t->rig->arena,
                                      "{'body':'council','duration':30000,'motion':'%s','rule':'%s',"
                                      "'target':'%s%s'}",
                                      words[kind][back], talk_choose(t, 12) == 0 ? talk_rule(t) : "judged",
                                      who, reason)};
}

static const char *codes(struct talk *t)
{
    struct buffer b;
    const size_t members = t->rig->options.members;
    buffer_init(&b, 256);
    for (size_t i = 1; i <= members; i++) {
        if (talk_choose(t, 3) != 0) {
            buffer_printf(&b, "%sA%02zu", b.len == 0 ? "" : ",", i);
        }
    }
    const char *text = arena_text(&t->rig->arena, b.len == 0 ? BYTES("A01") : buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* A motion about how the matter at hand goes on, most often one that its rule knows. */
static struct said move_matter(struct talk *t)
{
    static const char *const bodies[] = {"court", "court", "court", "group"};
    struct matter m = {.rule = BYTES("")};
    (void)matter_get(t->rig->state, &t->rig->matter, &t->rig->arena, &m);
    const bool classed = bytes_equal_text(m.rule, "counted") || bytes_equal_text(m.rule, "kinds");
    const char *motion = "limited";
    const char *target = codes(t);
    if (classed != (talk_choose(t, 8) == 0)) {
        motion = talk_choose(t, 3) == 0 ? "overrule" : "classify";
        target = a_class(t);
    } else if (talk_choose(t, 2) == 0) {
        motion = "refer";
        target = bodies[talk_choose(t, 4)];
    }
    return (struct said){chair(t), "vote.open",
                         arena_printf(&t->rig->arena,
                                      "{'body':'council','duration':30000,'matter':$m,'motion':'%s',"
                                      "'rule':'%s','target':'%s'}",
                                      motion, talk_choose(t, 12) == 0 ? talk_rule(t) : "judged", target)};
}

static struct said say_of_ruling(struct talk *t)
{
    struct arena *a = &t->rig->arena;
    switch (talk_choose(t, 4)) {
    case 0:
        return (struct said){chair(t), "ruling.give",
                             arena_printf(a, "{'body':'council',%s'text':'No.'}",
                                          talk_choose(t, 2) == 0 ? "'matter':$m," : "")};
    case 1:
        return (struct said){chair(t), "vote.open",
                             arena_printf(a,
                                          "{'body':'council','duration':30000,%s'motion':'overrule',"
                                          "'rule':'judged','target':$g}",
                                          talk_choose(t, 2) == 0 ? "'matter':$m," : "")};
    default: return (struct said){talk_member(t), "ruling.appeal", "{'duration':30000,'ruling':$g}"};
    }
}

struct said say_of_procedure(struct talk *t)
{
    struct arena *a = &t->rig->arena;
    switch (talk_choose(t, 12)) {
    case 0:
    case 1:
    case 2: return move_member(t);
    case 3:
    case 4: return move_matter(t);
    case 5:
        return (struct said){chair(t), "matter.classify",
                             arena_printf(a, "{'class':'%s','matter':$m}", a_class(t))};
    case 6:
        return (struct said){talk_member(t), "matter.appeal",
                             arena_printf(a, "{'class':'%s','duration':30000,'matter':$m}", a_class(t))};
    case 7:
        return (struct said){chair(t), "matter.refer",
                             talk_choose(t, 2) == 0 ? "{'body':'group','matter':$m}"
                                                    : "{'body':'court','matter':$m,'rule':'majority'}"};
    case 8:
        return talk_choose(t, 2) == 0
                   ? (struct said){talk_member(t), "matter.declare", "{'matter':$m}"}
                   : (struct said){chair(t), "matter.party",
                                   arena_printf(a, "{'matter':$m,'member':'%s','party':%s}", talk_member(t),
                                                talk_choose(t, 2) == 0 ? "true" : "false")};
    case 9:
        return (struct said){talk_member(t), "member.claim",
                             arena_printf(a, "{'member':'%s','text':'x'}", talk_member(t))};
    default: return say_of_ruling(t);
    }
}

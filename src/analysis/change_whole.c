/* What changes in a charter as a whole, and in who its members are. */
#include "analysis/change_inner.h"

static void add_threshold(struct changer *x, int64_t k)
{
    if (k == 0) {
        change_add(x, "more than two thirds");
    } else {
        buffer_printf(&x->text, "%lld", (long long)k);
    }
}

void change_whole(struct changer *x)
{
    const struct charter *b = change_side(x, 0);
    const struct charter *a = change_side(x, 1);
    change_begin(x, "charter", a->name);
    change_texts(x, "Its title: ", b->title, a->title, "none");
    if (b->fictional != a->fictional) {
        change_say(x, a->fictional ? "It is fictional now: an exercise"
                                   : "It is real now, and no exercise any longer");
    }
    change_names(x, b->languages, b->language_count, a->languages, a->language_count,
                 "Texts are no longer asked for in the language ", "Texts are now asked for in the language ",
                 "Its languages stand in another order now: ");
    change_names(x, b->attributes, b->attribute_count, a->attributes, a->attribute_count,
                 "Rules may no longer weigh members by ", "Rules may now weigh members by ",
                 "What rules may weigh by stands in another order now: ");
    if (b->voice_threshold != a->voice_threshold) {
        change_add(x, "Members that sign together for the one voice: ");
        add_threshold(x, b->voice_threshold);
        change_add(x, "; now ");
        add_threshold(x, a->voice_threshold);
        change_end(x);
    }
    change_names(x, b->rungs, b->rung_count, a->rungs, a->rung_count, "The voice no longer has the rung ",
                 "The voice has a new rung: ", "The rungs of the voice, from the top, are now: ");
    change_keep(x);
}

/* The times at which the seats of a code hold, as text: "always", "from 1 May 2020". */
static void add_times(struct changer *x, struct bytes from, struct bytes until, bool *first)
{
    change_add(x, *first ? "" : " and ");
    if (from.len == 0 && until.len == 0) {
        change_add(x, "always");
    }
    change_add_bytes(x, prose_period(x->arena, LANGUAGE_EN, from, until));
    *first = false;
}

static void add_seats(struct changer *x, const struct charter_group *g, struct bytes code)
{
    bool first = true;
    for (size_t i = 0; i < g->count; i++) {
        if (bytes_equal(g->seats[i].code, code)) {
            add_times(x, g->seats[i].from, g->seats[i].until, &first);
        }
    }
    change_add(x, first ? "never" : "");
}

static size_t next_seat(const struct charter_group *g, struct bytes code, size_t at)
{
    while (at < g->count && !bytes_equal(g->seats[at].code, code)) {
        at++;
    }
    return at;
}

static bool same_seats(const struct charter_group *b, const struct charter_group *a, struct bytes code)
{
    size_t i = next_seat(b, code, 0);
    size_t k = next_seat(a, code, 0);
    while (i < b->count && k < a->count && bytes_equal(b->seats[i].from, a->seats[k].from) &&
           bytes_equal(b->seats[i].until, a->seats[k].until)) {
        i = next_seat(b, code, i + 1);
        k = next_seat(a, code, k + 1);
    }
    return i == b->count && k == a->count;
}

/* Who gains or loses the tag on the day, and for whom its times change otherwise. */
static void compare_seats(struct changer *x, const struct charter_group *b, const struct charter_group *a)
{
    for (int side = 0; side < 2; side++) {
        const struct charter_group *g = side == 1 ? a : b;
        for (size_t i = 0; i < g->count; i++) {
            const struct bytes code = g->seats[i].code;
            const bool had = group_has(b, code, x->date);
            const bool has = group_has(a, code, x->date);
            /* Once: at its first seat, and on the earlier side only if it has none on the later. */
            if (next_seat(g, code, 0) != i || (side == 0 && next_seat(a, code, 0) < a->count) ||
                same_seats(b, a, code)) {
                continue;
            }
            change_add_bytes(x, code);
            change_add(x, had == has ? " had the tag " : has ? " gains the tag " : " loses the tag ");
            change_add_bytes(x, a->name);
            if (had == has) {
                change_add(x, " ");
                add_seats(x, b, code);
                change_add(x, "; now ");
                add_seats(x, a, code);
            }
            change_end(x);
        }
    }
}

/* NULL: it is not there. */
static void compare_groups(struct changer *x, const struct charter_group *before,
                           const struct charter_group *after)
{
    const struct charter_group *g = after != NULL ? after : before;
    const struct charter_group none = {
        .name = g->name, .title = g->title, .source = g->source, .mark = g->mark};
    const struct charter_group *b = before != NULL ? before : &none;
    const struct charter_group *a = after != NULL ? after : &none;
    change_begin(x, "group", g->name);
    compare_seats(x, b, a);
    change_headings(x, (struct bytes[]){b->title, a->title}, (struct bytes[]){b->source, a->source},
                    &b->mark, &a->mark);
    if (x->now->count == 0 && change_differs(x, PART_GROUP, g->name)) {
        change_say(x, before == NULL  ? "It is new, and nobody has the tag"
                      : after == NULL ? "It is no longer there, and nobody had the tag"
                                      : "It names the same members in another order");
    }
    if (x->now->count > 0) {
        change_links(x, NAME_TAG, g->name);
    }
    change_keep(x);
}

void change_groups(struct changer *x)
{
    const struct charter *before = change_side(x, 0);
    const struct charter *after = change_side(x, 1);
    for (size_t i = 0; i < after->group_count; i++) {
        const struct charter_group *g = &after->groups[i];
        compare_groups(x, charter_group(before, g->name), g);
    }
    for (size_t i = 0; i < before->group_count; i++) {
        const struct charter_group *g = &before->groups[i];
        if (charter_group(after, g->name) == NULL) {
            compare_groups(x, g, NULL);
        }
    }
}

static void add_periods(struct changer *x, const struct charter *c, struct bytes code)
{
    bool first = true;
    for (size_t i = 0; i < c->member_count; i++) {
        if (bytes_equal(c->members[i].code, code)) {
            add_times(x, c->members[i].from, c->members[i].until, &first);
        }
    }
    change_add(x, first ? "never" : "");
}

static struct bytes periods_of(struct changer *x, const struct charter *c, struct bytes code)
{
    add_periods(x, c, code);
    const struct bytes text = arena_copy(x->arena, buffer_view(&x->text));
    buffer_clear(&x->text);
    return text;
}

static int64_t value_of(const struct charter *c, const struct charter_member *m, struct bytes attribute)
{
    size_t i = 0;
    while (i < c->attribute_count && !bytes_equal(c->attributes[i], attribute)) {
        i++;
    }
    return i < c->attribute_count ? m->values[i] : -1;
}

static bool may_weigh(const struct charter *c, struct bytes attribute)
{
    size_t i = 0;
    while (i < c->attribute_count && !bytes_equal(c->attributes[i], attribute)) {
        i++;
    }
    return i < c->attribute_count;
}

static void compare_value(struct changer *x, const struct charter_member *b, const struct charter_member *a,
                          struct bytes attribute)
{
    const int64_t was = value_of(change_side(x, 0), b, attribute);
    const int64_t is = value_of(change_side(x, 1), a, attribute);
    if (was == is) {
        return;
    }
    change_add(x, "It weighs by ");
    change_add_bytes(x, attribute);
    buffer_printf(&x->text, was < 0 ? ": not said" : ": %lld", (long long)was);
    buffer_printf(&x->text, is < 0 ? "; now not said" : "; now %lld", (long long)is);
    change_end(x);
}

static void compare_member(struct changer *x, const struct charter_member *b, const struct charter_member *a)
{
    const struct charter *before = change_side(x, 0);
    const struct charter *after = change_side(x, 1);
    change_headings(x, (struct bytes[]){b->title, a->title}, (struct bytes[]){b->source, a->source}, &b->mark,
                    &a->mark);
    change_texts(x, "Its working days are counted by the calendar ", b->calendar, a->calendar,
                 "that is the first of the charter");
    change_names(x, b->tags, b->tag_count, a->tags, a->tag_count, "It no longer names the tag ",
                 "It names the tag ", "It names its tags in another order: ");
    for (size_t i = 0; i < after->attribute_count; i++) {
        compare_value(x, b, a, after->attributes[i]);
    }
    for (size_t i = 0; i < before->attribute_count; i++) {
        if (!may_weigh(after, before->attributes[i])) {
            compare_value(x, b, a, before->attributes[i]);
        }
    }
}

/* NULL: it is no member on the day. */
static const struct charter_member *member_on(const struct changer *x, int side, struct bytes code)
{
    const struct charter_member *m = charter_member(change_side(x, side), code, x->date);
    return m != NULL && period_holds(m->from, m->until, x->date) ? m : NULL;
}

static void change_member(struct changer *x, struct bytes code)
{
    const struct charter_member *b = member_on(x, 0, code);
    const struct charter_member *a = member_on(x, 1, code);
    change_begin(x, "member", code);
    if (b == NULL && a != NULL) {
        change_say(x, "It becomes a member");
        change_links(x, NAME_MEMBER, code);
    } else if (b != NULL && a == NULL) {
        change_say(x, "It is no longer a member");
    } else if (b != NULL) {
        compare_member(x, b, a);
    }
    const struct bytes was = periods_of(x, change_side(x, 0), code);
    const struct bytes is = periods_of(x, change_side(x, 1), code);
    if (x->now->count == 0 || (b != NULL && a != NULL)) {
        change_texts(x, "It is a member: ", was, is, "never");
    }
    if (x->now->count == 0 && change_differs(x, PART_MEMBER, code)) {
        change_say(x, "What is said of it changes for other days than this");
    }
    change_keep(x);
}

void change_members(struct changer *x)
{
    for (int side = 1; side >= 0; side--) {
        const struct charter *c = change_side(x, side);
        for (size_t i = 0; i < c->member_count; i++) {
            const struct bytes code = c->members[i].code; /* ascending: periods of one code stand together */
            bool known = i > 0 && bytes_equal(c->members[i - 1].code, code);
            for (size_t k = 0; side == 0 && k < change_side(x, 1)->member_count && !known; k++) {
                known = bytes_equal(change_side(x, 1)->members[k].code, code);
            }
            if (!known) {
                change_member(x, code);
            }
        }
    }
}

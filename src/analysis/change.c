#include "analysis/change.h"

#include "base/check.h"

/* Members that are looked at in the search for votes that come out otherwise, in all rules together. */
enum { WORK_MAX = 40 * 1000 * 1000 };
#define SENTENCE_BYTES_MAX ((size_t)4 * CHARTER_BYTES_MAX)

static void add(struct changer *x, const char *text)
{
    buffer_add_text(&x->text, text);
}

static void add_name(struct changer *x, struct bytes name)
{
    buffer_add_bytes(&x->text, name);
}

/* What has more to tell than a reader takes in is told as far as it fits. */
void change_end(struct changer *x)
{
    check(!x->text.overflow);
    buffer_add_u8(&x->text, '.');
    if (x->now->count < CHANGE_SENTENCES_MAX) {
        x->now->sentences[x->now->count++] = arena_copy(x->arena, buffer_view(&x->text));
    }
    buffer_clear(&x->text);
}

static bool has_name(const struct bytes *list, size_t count, struct bytes name)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(list[i], name)) {
            return true;
        }
    }
    return false;
}

static void compare_bodies(struct changer *x, const struct charter_body *b, const struct charter_body *a)
{
    if (b->everyone != a->everyone) {
        add(x, a->everyone ? "Every member sits in it now; before, its members were named"
                           : "Its members are named now; before, every member sat in it");
        change_end(x);
    }
    if (!bytes_equal(b->chair, a->chair)) {
        add(x, "The chair: ");
        add_name(x, b->chair);
        add(x, "; now ");
        add_name(x, a->chair);
        change_end(x);
    }
    if (!bytes_equal(b->rules[0], a->rules[0])) {
        add(x, "Unless another rule is named it decided by ");
        add_name(x, b->rules[0]);
        add(x, "; now by ");
        add_name(x, a->rules[0]);
        change_end(x);
    }
    for (int gain = 0; gain < 2; gain++) {
        const struct charter_body *from = gain == 1 ? a : b;
        const struct charter_body *other = gain == 1 ? b : a;
        for (size_t i = 0; i < from->rule_count; i++) {
            if (!has_name(other->rules, other->rule_count, from->rules[i])) {
                add(x, gain == 1 ? "It may now decide by " : "It may no longer decide by ");
                add_name(x, from->rules[i]);
                change_end(x);
            }
        }
    }
}

/* Who gains or loses the tag on the day. */
static void compare_groups(struct changer *x, const struct charter_group *b, const struct charter_group *a)
{
    for (int gain = 0; gain < 2; gain++) {
        const struct charter_group *from = gain == 1 ? a : b;
        const struct charter_group *other = gain == 1 ? b : a;
        for (size_t i = 0; i < from->count; i++) {
            const struct charter_seat *s = &from->seats[i];
            if (period_holds(s->from, s->until, x->date) && !group_has(other, s->code, x->date)) {
                add_name(x, s->code);
                add(x, gain == 1 ? " gains the tag " : " loses the tag ");
                add_name(x, from->name);
                change_end(x);
            }
        }
    }
}

static bool is_member(const struct charter *c, struct bytes code, struct bytes date)
{
    for (size_t i = 0; i < c->member_count; i++) {
        if (bytes_equal(c->members[i].code, code) &&
            period_holds(c->members[i].from, c->members[i].until, date)) {
            return true;
        }
    }
    return false;
}

static void compare_wholes(struct changer *x, const struct charter *b, const struct charter *a)
{
    if (b->fictional != a->fictional) {
        add(x,
            a->fictional ? "It is fictional now: an exercise" : "It is real now, and no exercise any longer");
        change_end(x);
    }
    if (b->voice_threshold != a->voice_threshold) {
        for (int i = 0; i < 2; i++) {
            const int64_t k = i == 0 ? b->voice_threshold : a->voice_threshold;
            add(x, i == 0 ? "Members that sign together for the one voice: " : "; now ");
            if (k == 0) {
                add(x, "more than two thirds");
            } else {
                buffer_printf(&x->text, "%lld", (long long)k);
            }
        }
        change_end(x);
    }
    for (int gain = 0; gain < 2; gain++) {
        const struct charter *from = gain == 1 ? a : b;
        const struct charter *other = gain == 1 ? b : a;
        for (size_t i = 0; i < from->member_count; i++) {
            const struct charter_member *m = &from->members[i];
            if (period_holds(m->from, m->until, x->date) && !is_member(other, m->code, x->date)) {
                add_name(x, m->code);
                add(x, gain == 1 ? " becomes a member" : " is no longer a member");
                change_end(x);
            }
        }
    }
}

static void begin(struct changer *x, const char *kind, struct bytes name)
{
    x->now = ARENA_NEW(x->arena, struct change);
    x->now->kind = kind;
    x->now->name = name;
}

static void keep(struct changer *x, struct change_list *out)
{
    if (x->now->count > 0) {
        out->items[out->count++] = x->now;
    }
}

/* The part is there on one side only. */
static void say_only(struct changer *x, bool before)
{
    add(x, before ? "It is no longer there" : "It is new");
    change_end(x);
}

static void change_rules(struct changer *x, const struct charter *b, const struct charter *a,
                         struct change_list *out)
{
    for (int side = 1; side >= 0; side--) {
        const struct charter *c = side == 1 ? a : b;
        for (size_t i = 0; i < c->rule_count; i++) {
            const struct bytes name = c->rules[i].name;
            const struct charter_rule *was = charter_rule(b, name, x->date);
            const struct charter_rule *is = charter_rule(a, name, x->date);
            /* Once for each name: at the version in force, and what is gone behind all others. */
            if (&c->rules[i] != (side == 1 ? is : was) || (side == 0 && is != NULL)) {
                continue;
            }
            begin(x, "rule", name);
            if (was == NULL || is == NULL) {
                say_only(x, is == NULL);
            } else if (!hash_equal(&was->hash, &is->hash)) {
                change_rule(x, was, is);
            }
            keep(x, out);
        }
    }
}

static void change_groups(struct changer *x, const struct charter *b, const struct charter *a,
                          struct change_list *out)
{
    static const struct charter_group none = {.count = 0};
    for (size_t i = 0; i < a->group_count; i++) {
        const struct charter_group *was = charter_group(b, a->groups[i].name);
        begin(x, "group", a->groups[i].name);
        compare_groups(x, was == NULL ? &none : was, &a->groups[i]);
        keep(x, out);
    }
    for (size_t i = 0; i < b->group_count; i++) {
        if (charter_group(a, b->groups[i].name) == NULL) {
            begin(x, "group", b->groups[i].name);
            compare_groups(x, &b->groups[i], &none);
            keep(x, out);
        }
    }
}

static void change_bodies(struct changer *x, const struct charter *b, const struct charter *a,
                          struct change_list *out)
{
    for (size_t i = 0; i < a->body_count; i++) {
        const struct charter_body *was = charter_body(b, a->bodies[i].name);
        begin(x, "body", a->bodies[i].name);
        if (was == NULL) {
            say_only(x, false);
        } else {
            compare_bodies(x, was, &a->bodies[i]);
        }
        keep(x, out);
    }
    for (size_t i = 0; i < b->body_count; i++) {
        if (charter_body(a, b->bodies[i].name) == NULL) {
            begin(x, "body", b->bodies[i].name);
            say_only(x, true);
            keep(x, out);
        }
    }
}

void changes_of(struct arena *a, const struct trial_side *before, const struct trial_side *after,
                size_t members, struct bytes date, struct change_list *out)
{
    const struct charter *was = before->charter;
    const struct charter *is = after->charter;
    struct changer x = {
        .arena = a, .sides = {*before, *after}, .members = members, .date = date, .work = WORK_MAX};
    *out = (struct change_list){.count = 0};
    out->items = ARENA_ARRAY(a, struct change *,
                             1 + was->group_count + is->group_count + was->body_count + is->body_count +
                                 was->rule_count + is->rule_count);
    buffer_init(&x.text, SENTENCE_BYTES_MAX);
    begin(&x, "charter", is->name);
    compare_wholes(&x, was, is);
    keep(&x, out);
    change_groups(&x, was, is, out);
    change_bodies(&x, was, is, out);
    change_rules(&x, was, is, out);
    buffer_done(&x.text);
}

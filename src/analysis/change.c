#include "analysis/change_inner.h"
#include "base/check.h"

/* Members that are looked at in the search for votes that come out otherwise, in all rules together. */
enum { WORK_MAX = 40 * 1000 * 1000 };
/* A sentence has at most two of prose. */
#define SENTENCE_BYTES_MAX ((size_t)40 * CHARTER_BYTES_MAX)

void change_add(struct changer *x, const char *text)
{
    buffer_add_text(&x->text, text);
}

void change_add_bytes(struct changer *x, struct bytes text)
{
    buffer_add_bytes(&x->text, text);
}

/* What has more to tell than a reader takes in is told as far as it fits. */
void change_end(struct changer *x)
{
    check(!x->text.overflow);
    buffer_add_u8(&x->text, '.');
    if (x->now->count < CHANGE_SENTENCES_MAX) {
        x->now->sentences[x->now->count++] = arena_copy(x->arena, buffer_view(&x->text));
    } else {
        x->more++;
    }
    buffer_clear(&x->text);
}

void change_say(struct changer *x, const char *text)
{
    change_add(x, text);
    change_end(x);
}

void change_begin(struct changer *x, const char *kind, struct bytes name)
{
    x->now = ARENA_NEW(x->arena, struct change);
    x->now->kind = kind;
    x->now->name = name;
    x->more = 0;
}

void change_keep(struct changer *x)
{
    if (x->more > 0) {
        x->now->sentences[CHANGE_SENTENCES_MAX - 1] =
            bytes_of_text(arena_printf(x->arena, "And %zu more.", x->more + 1));
    }
    if (x->now->count > 0) {
        x->out->items[x->out->count++] = x->now;
    }
}

void change_texts(struct changer *x, const char *what, struct bytes before, struct bytes after,
                  const char *none)
{
    if (bytes_equal(before, after)) {
        return;
    }
    change_add(x, what);
    change_add_bytes(x, before.len > 0 ? before : bytes_of_text(none));
    change_add(x, "; now ");
    change_add_bytes(x, after.len > 0 ? after : bytes_of_text(none));
    change_end(x);
}

void change_headings(struct changer *x, const struct bytes *titles, const struct bytes *sources,
                     const struct charter_mark *before, const struct charter_mark *after)
{
    change_texts(x, "Its title: ", titles[0], titles[1], "none");
    change_texts(x, "Its source: ", sources[0], sources[1], "none");
    if (before->verified != after->verified || !bytes_equal(before->unverified, after->unverified)) {
        change_add(x, after->verified ? "It counts as checked now; before, nobody had checked: "
                                      : "Nobody has checked of it: ");
        change_add_bytes(x, after->verified ? before->unverified : after->unverified);
        change_end(x);
    }
}

static bool has_text(const struct bytes *list, size_t count, struct bytes text)
{
    size_t i = 0;
    while (i < count && !bytes_equal(list[i], text)) {
        i++;
    }
    return i < count;
}

void change_names(struct changer *x, const struct bytes *before, size_t before_count,
                  const struct bytes *after, size_t after_count, const char *gone, const char *come,
                  const char *order)
{
    bool same = before_count == after_count;
    const size_t told = x->now->count + x->more;
    for (size_t i = 0; i < before_count; i++) {
        same = same && bytes_equal(before[i], after[i]);
        if (!has_text(after, after_count, before[i])) {
            change_add(x, gone);
            change_add_bytes(x, before[i]);
            change_end(x);
        }
    }
    for (size_t i = 0; i < after_count; i++) {
        if (!has_text(before, before_count, after[i])) {
            change_add(x, come);
            change_add_bytes(x, after[i]);
            change_end(x);
        }
    }
    if (same || x->now->count + x->more > told) {
        return;
    }
    change_add(x, order);
    for (size_t i = 0; i < after_count; i++) {
        change_add(x, i == 0 ? "" : ", ");
        change_add_bytes(x, after[i]);
    }
    change_end(x);
}

static size_t lacking(const struct bytes *list, size_t count, const struct bytes *other, size_t other_count,
                      struct bytes *out)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (!has_text(other, other_count, list[i])) {
            out[found++] = list[i];
        }
    }
    return found;
}

/* The sentence brings its full stop: change_end() adds one. */
static void add_sentence(struct changer *x, const char *before, struct bytes sentence)
{
    change_add(x, before);
    change_add_bytes(x, bytes_of(sentence.data, sentence.len - 1));
}

void change_sentences(struct changer *x, const struct bytes *before, size_t before_count,
                      const struct bytes *after, size_t after_count)
{
    struct bytes *gone = ARENA_ARRAY(x->arena, struct bytes, before_count);
    struct bytes *come = ARENA_ARRAY(x->arena, struct bytes, after_count);
    const size_t gone_count = lacking(before, before_count, after, after_count, gone);
    const size_t come_count = lacking(after, after_count, before, before_count, come);
    for (size_t i = 0; i < gone_count && gone_count == come_count; i++) {
        add_sentence(x, "Before: ", gone[i]);
        add_sentence(x, ". Now: ", come[i]);
        change_end(x);
    }
    for (size_t i = 0; i < gone_count && gone_count != come_count; i++) {
        add_sentence(x, "No longer: ", gone[i]);
        change_end(x);
    }
    for (size_t i = 0; i < come_count && gone_count != come_count; i++) {
        add_sentence(x, before_count == 0 ? "" : "Now: ", come[i]);
        change_end(x);
    }
}

void change_links(struct changer *x, enum name_kind kind, struct bytes name)
{
    struct bytes *sentences = NULL;
    size_t count = 0;
    links_tell(x->arena, &x->prose[1], &x->links, kind, name, true, &sentences, &count);
    for (size_t i = 0; i < count; i++) {
        add_sentence(x, "", sentences[i]);
        change_end(x);
    }
}

bool change_differs(const struct changer *x, enum part_kind kind, struct bytes name)
{
    for (size_t i = 0; i < x->parts.count; i++) {
        const struct difference *d = &x->parts.items[i];
        const struct difference_part *part = d->after != NULL ? d->after : d->before;
        if (part->kind == kind && bytes_equal(part->name, name)) {
            return true;
        }
    }
    return false;
}

const struct charter *change_side(const struct changer *x, int side)
{
    return x->sides[side].charter;
}

static size_t part_count(const struct charter *c)
{
    return c->table_count + c->calendar_count + c->group_count + c->member_count + c->body_count +
           c->office_count + c->rule_count + c->classification_count + c->referral_count + c->motion_count;
}

void changes_of(struct arena *a, const struct trial_side *before, const struct trial_side *after,
                size_t members, struct bytes date, struct change_list *out)
{
    struct changer x = {.arena = a,
                        .sides = {*before, *after},
                        .members = members,
                        .date = date,
                        .work = WORK_MAX,
                        .out = out};
    *out = (struct change_list){.count = 0};
    out->items =
        ARENA_ARRAY(a, struct change *, 1 + part_count(before->charter) + part_count(after->charter));
    prose_by_name(a, before->charter, LANGUAGE_EN, &x.prose[0]);
    prose_by_name(a, after->charter, LANGUAGE_EN, &x.prose[1]);
    links_of(a, after->charter, date, &x.links);
    x.parts = difference_of(a, before->charter, after->charter);
    buffer_init(&x.text, SENTENCE_BYTES_MAX);
    change_whole(&x);
    change_groups(&x);
    change_members(&x);
    change_parts(&x);
    change_rules(&x);
    buffer_done(&x.text);
    arena_done(&x.scratch);
}

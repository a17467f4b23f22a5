#include "analysis/names.h"

#include "analysis/prose_inner.h"
#include "base/check.h"
#include "charter/print.h"
#include "charter/rule.h"

struct lister {
    struct arena *arena;
    struct name_list *list;
    size_t room;
    enum name_kind kind;
    size_t first; /* of this kind */
};

static void add(struct lister *l, struct bytes text)
{
    struct name_list *list = l->list;
    size_t i = l->first;
    while (i < list->count && !bytes_equal(list->items[i].text, text)) {
        i++;
    }
    if (i < list->count || text.len == 0) {
        return;
    }
    if (list->count == l->room) {
        struct name *more = ARENA_ARRAY(l->arena, struct name, 2 * l->room + 64);
        for (size_t k = 0; k < list->count; k++) {
            more[k] = list->items[k];
        }
        list->items = more;
        l->room = 2 * l->room + 64;
    }
    list->items[list->count++] = (struct name){l->kind, text};
}

#define ADD_ALL(list, field)                                                                                 \
    for (size_t i = 0; i < c->list##_count; i++) {                                                           \
        add(l, c->field[i].name);                                                                            \
    }

static void add_tags(struct lister *l, const struct charter *c)
{
    ADD_ALL(group, groups)
    for (size_t i = 0; i < c->body_count; i++) {
        add(l, c->bodies[i].tagged);
    }
    for (size_t i = 0; i < c->rule_count; i++) {
        for (size_t k = 0; k < c->rules[i].code->tag_count; k++) {
            add(l, c->rules[i].code->tags[k].name);
        }
    }
}

static void add_codes(struct lister *l, const struct charter *c)
{
    for (size_t i = 0; i < c->member_count; i++) {
        add(l, c->members[i].code);
    }
    for (size_t i = 0; i < c->group_count; i++) {
        for (size_t k = 0; k < c->groups[i].count; k++) {
            add(l, c->groups[i].seats[k].code);
        }
    }
    for (size_t i = 0; i < c->office_count; i++) {
        add(l, c->offices[i].member);
    }
    for (size_t i = 0; i < c->body_count; i++) {
        const struct charter_body *b = &c->bodies[i];
        for (size_t k = 0; k < b->chair_order_count; k++) {
            add(l, b->chair_order[k]);
        }
        if (b->chair.data[0] >= 'A' && b->chair.data[0] <= 'Z') {
            add(l, b->chair); /* else it is a word */
        }
    }
}

static void add_classes(struct lister *l, const struct charter *c)
{
    for (size_t i = 0; i < c->classification_count; i++) {
        for (size_t k = 0; k < c->classifications[i].class_count; k++) {
            add(l, c->classifications[i].classes[k].name);
        }
    }
}

static void add_list(struct lister *l, const struct bytes *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add(l, names[i]);
    }
}

static void add_rungs(struct lister *l, const struct charter *c)
{
    add_list(l, c->rungs, c->rung_count);
    for (size_t i = 0; i < c->rule_count; i++) {
        add(l, c->rules[i].rung);
    }
}

static void add_kind(struct lister *l, const struct charter *c)
{
    switch (l->kind) {
    case NAME_RULE:
        ADD_ALL(rule, rules)
        return;
    case NAME_CLASSIFICATION:
        ADD_ALL(classification, classifications)
        return;
    case NAME_BODY:
        ADD_ALL(body, bodies)
        return;
    case NAME_OFFICE:
        ADD_ALL(office, offices)
        return;
    case NAME_REFERRAL:
        ADD_ALL(referral, referrals)
        return;
    case NAME_MOTION:
        ADD_ALL(motion, motions)
        return;
    case NAME_CALENDAR:
        ADD_ALL(calendar, calendars)
        return;
    case NAME_TABLE:
        ADD_ALL(table, tables)
        return;
    case NAME_TAG:
        add_tags(l, c);
        return;
    case NAME_MEMBER:
        add_codes(l, c);
        return;
    case NAME_ATTRIBUTE:
        add_list(l, c->attributes, c->attribute_count);
        return;
    case NAME_CLASS:
        add_classes(l, c);
        return;
    case NAME_RUNG:
        add_rungs(l, c);
        return;
    case NAME_LANGUAGE:
        add_list(l, c->languages, c->language_count);
        return;
    case NAME_COUNT:
        return;
    }
}

void names_of(struct arena *a, const struct charter *c, struct name_list *out)
{
    struct lister l = {.arena = a, .list = out};
    *out = (struct name_list){.count = 0};
    for (l.kind = NAME_RULE; l.kind < NAME_COUNT; l.kind++) {
        l.first = out->count;
        add_kind(&l, c);
    }
}

const char *names_nearest(struct arena *a, const struct charter *c, struct bytes what)
{
    struct name_list list;
    names_of(a, c, &list);
    const char **words = ARENA_ARRAY(a, const char *, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        words[i] = arena_text(a, list.items[i].text);
    }
    return charter_word_nearest(what, words);
}

/* The kind of what an article alone is about; NAME_COUNT: it sums up several parts. */
static enum name_kind kind_of(const struct prose_article *x)
{
    static const enum name_kind kinds[] = {
        [PROSE_ORGANISATION] = NAME_COUNT, [PROSE_MEMBERS] = NAME_COUNT,
        [PROSE_GROUP] = NAME_TAG,          [PROSE_TABLE] = NAME_TABLE,
        [PROSE_CALENDAR] = NAME_CALENDAR,  [PROSE_BODY] = NAME_BODY,
        [PROSE_OFFICE] = NAME_OFFICE,      [PROSE_RULE] = NAME_RULE,
        [PROSE_MOTIONS] = NAME_COUNT,      [PROSE_CLASSIFICATION] = NAME_CLASSIFICATION,
        [PROSE_REFERRAL] = NAME_REFERRAL};
    return kinds[x->kind];
}

static const struct prose_article *article_of(const struct prose *p, enum prose_kind kind)
{
    for (size_t i = 0; i < p->count; i++) {
        if (p->articles[i].kind == kind) {
            return &p->articles[i];
        }
    }
    return &p->articles[0]; /* that of the organisation */
}

static void say_member(struct writer *w, struct known *k, struct buffer *formal)
{
    const struct charter *c = w->prose->charter;
    bool listed = false;
    k->article = article_of(w->prose, PROSE_MEMBERS);
    for (size_t i = 0; i < c->member_count; i++) {
        if (bytes_equal(c->members[i].code, k->name)) {
            w->article->sentences[w->article->count++] = k->article->sentences[i];
            charter_print_member(formal, c, &c->members[i]);
            listed = true;
        }
    }
    if (!listed) {
        writer_say(w, MESSAGE_links_member_unlisted);
    }
}

static void say_motion(struct writer *w, struct known *k, struct buffer *formal)
{
    const struct charter *c = w->prose->charter;
    k->article = article_of(w->prose, PROSE_MOTIONS);
    for (size_t i = 0; i < c->motion_count; i++) {
        if (bytes_equal(c->motions[i].name, k->name)) {
            w->article->sentences[w->article->count++] = k->article->sentences[i];
            charter_print_motion(formal, &c->motions[i]);
        }
    }
}

static void say_class(struct writer *w, struct known *k)
{
    const struct charter *c = w->prose->charter;
    for (size_t i = 0; i < c->classification_count; i++) {
        const struct prose_article *x = writer_find(w, PROSE_CLASSIFICATION, c->classifications[i].name);
        for (size_t j = 0; j < c->classifications[i].class_count; j++) {
            if (bytes_equal(c->classifications[i].classes[j].name, k->name)) {
                k->article = x;
                w->article->sentences[w->article->count++] = x->sentences[j]; /* classes come first */
            }
        }
    }
}

static void say_attribute(struct writer *w, const struct known *k)
{
    const struct charter *c = w->prose->charter;
    struct bytes *values = ARENA_ARRAY(w->arena, struct bytes, c->member_count);
    size_t count = 0;
    size_t attribute = 0;
    while (!bytes_equal(c->attributes[attribute], k->name)) {
        attribute++;
    }
    writer_say(w, MESSAGE_links_attribute);
    for (size_t i = 0; i < c->member_count; i++) {
        if (c->members[i].values[attribute] >= 0) {
            values[count++] = WRITER_WORDS(w, MESSAGE_prose_value, SAY_TEXT("name", c->members[i].code),
                                           SAY_NUMBER("value", c->members[i].values[attribute]));
        }
    }
    if (count > 0) {
        WRITER_SAY(w, MESSAGE_links_attribute_values, SAY_TEXT("values", writer_row(w, values, count)));
    }
}

/* False: the list has no such name. */
static bool say_place(struct writer *w, const struct bytes *list, size_t count, struct bytes name,
                      enum message place)
{
    size_t i = 0;
    while (i < count && !bytes_equal(list[i], name)) {
        i++;
    }
    if (i < count) {
        WRITER_SAY(w, place, SAY_NUMBER("place", (int64_t)i + 1), SAY_NUMBER("all", (int64_t)count));
    }
    return i < count;
}

/* What has no article of its own. */
static void say_name(struct writer *w, enum name_kind kind, struct known *k, struct buffer *formal)
{
    const struct charter *c = w->prose->charter;
    k->article = &w->prose->articles[0];
    if (kind == NAME_MEMBER) {
        say_member(w, k, formal);
    } else if (kind == NAME_MOTION) {
        say_motion(w, k, formal);
    } else if (kind == NAME_CLASS) {
        say_class(w, k);
    } else if (kind == NAME_ATTRIBUTE) {
        say_attribute(w, k);
    } else if (kind == NAME_RUNG) {
        if (!say_place(w, c->rungs, c->rung_count, k->name, MESSAGE_links_rung)) {
            writer_say(w, MESSAGE_links_rung_unlisted);
        }
    } else if (kind == NAME_LANGUAGE) {
        check(say_place(w, c->languages, c->language_count, k->name, MESSAGE_links_language));
    } else {
        const bool reasoned = bytes_equal_text(k->name, TAG_REASONED);
        writer_say(w, reasoned ? MESSAGE_links_tag_reasoned : MESSAGE_links_tag_given_otherwise);
    }
}

static void tell_name(struct arena *a, const struct prose *p, enum name_kind kind, struct known *out)
{
    const size_t room = 2 + p->charter->member_count + (size_t)CHARTER_ITEMS_MAX * CHARTER_SOURCES_MAX;
    struct prose_article article = {.sentences = ARENA_ARRAY(a, struct bytes, room)};
    struct writer w = {.arena = a, .prose = p, .article = &article, .room = room};
    struct buffer formal;
    buffer_init(&formal, (size_t)16 * CHARTER_BYTES_MAX);
    say_name(&w, kind, out, &formal);
    out->count = article.count;
    out->sentences = article.sentences;
    out->formal = arena_copy(a, buffer_view(&formal));
    buffer_done(&formal);
}

/* The others of that name, but for what is told as an article already. */
static void find_also(struct arena *a, const struct prose *p, enum name_kind told, struct known *out)
{
    struct name_list list;
    names_of(a, p->charter, &list);
    out->also = ARENA_ARRAY(a, const char *, NAME_COUNT);
    for (size_t i = 0; i < list.count && told != NAME_COUNT; i++) {
        if (list.items[i].kind != told && bytes_equal(list.items[i].text, out->name)) {
            out->also[out->also_count++] = name_kind_word(list.items[i].kind);
        }
    }
}

bool names_find(struct arena *a, const struct prose *p, struct bytes what, struct bytes date,
                struct known *out)
{
    struct name_list list;
    struct links links;
    struct bytes *uses = NULL;
    enum name_kind kind = NAME_COUNT;
    *out = (struct known){.article = prose_find(p, what, date)};
    if (out->article != NULL) {
        kind = kind_of(out->article);
        out->own = true;
        out->word = prose_kind_word(out->article->kind);
        out->name = out->article->name;
        out->count = out->article->count;
        out->sentences = out->article->sentences;
        out->formal = out->article->formal;
    } else {
        size_t i = 0;
        names_of(a, p->charter, &list);
        while (i < list.count && !bytes_equal(list.items[i].text, what)) {
            i++;
        }
        if (i == list.count) {
            return false;
        }
        kind = list.items[i].kind;
        out->word = name_kind_word(kind);
        out->name = list.items[i].text;
        tell_name(a, p, kind, out);
    }
    if (kind != NAME_COUNT) {
        links_of(a, p->charter, date, &links);
        links_tell(a, p, &links, kind, out->name, false, &uses, &out->use_count);
        out->uses = uses;
    }
    find_also(a, p, kind, out);
    return true;
}

static void write_sentence(struct buffer *b, const char *first, struct bytes sentence, size_t columns)
{
    struct buffer line;
    buffer_init(&line, b->max);
    prose_add_plain(&line, sentence);
    prose_wrap(b, first, buffer_view(&line), columns);
    buffer_done(&line);
}

/* What has no article of its own. */
static void write_told(struct buffer *b, struct arena *a, enum language l, const struct known *k,
                       size_t columns)
{
    const struct bytes article =
        say_with(a, l, MESSAGE_prose_article, SAY_NUMBER("number", k->article->number));
    buffer_add_bytes(b, say_with(a, l, MESSAGE_told_place, SAY_WORD("kind", k->word),
                                 SAY_TEXT("name", k->name), SAY_TEXT("article", article)));
    buffer_add_u8(b, '\n');
    for (size_t i = 0; i < k->count; i++) {
        write_sentence(b, "  - ", k->sentences[i], columns);
    }
}

void names_write(struct buffer *b, enum language l, const struct known *k, size_t columns)
{
    struct arena a;
    arena_init(&a);
    if (k->own) {
        prose_write_article(b, l, k->article, columns);
    } else {
        write_told(b, &a, l, k, columns);
    }
    buffer_add_u8(b, '\n');
    buffer_add_bytes(b, say(&a, l, MESSAGE_charter_uses));
    buffer_add_u8(b, '\n');
    for (size_t i = 0; i < k->use_count; i++) {
        write_sentence(b, "  - ", k->uses[i], columns);
    }
    if (k->use_count == 0) {
        write_sentence(b, "  - ", say(&a, l, MESSAGE_told_nothing), columns);
    }
    for (size_t i = 0; i < k->also_count; i++) {
        write_sentence(b, "  - ", say_with(&a, l, MESSAGE_told_also, SAY_WORD("kind", k->also[i])), columns);
    }
    arena_done(&a);
}

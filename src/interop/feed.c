#include "interop/feed.h"

#include <string.h>

#include "analysis/show_statement.h"
#include "base/check.h"
#include "base/civil.h"
#include "mechanism/older.h"

struct gathering {
    struct context *c;
    struct bytes language;
    struct bytes topic;
    size_t room; /* bytes of text */
    size_t count;
    struct feed_item *items;
};

static bool is_wanted(const struct gathering *g, struct bytes topic)
{
    return g->topic.len == 0 || bytes_equal(g->topic, topic);
}

static struct bytes text_of(struct gathering *g, struct bytes text)
{
    if (text.len > g->room) {
        return BYTES("");
    }
    g->room -= text.len;
    return text;
}

/* The provisions of one language, with an empty line between. */
static struct bytes join(struct gathering *g, const struct statement_language *l)
{
    struct buffer b;
    buffer_init(&b, FEED_TEXT_BYTES_MAX);
    for (size_t i = 0; i < l->count; i++) {
        buffer_add_text(&b, i == 0 ? "" : "\n\n");
        buffer_add_bytes(&b, l->provisions[i]);
    }
    const struct bytes text = b.overflow ? BYTES("") : arena_copy(g->c->arena, buffer_view(&b));
    buffer_done(&b);
    return text_of(g, text);
}

static bool has_language(const struct said *s, struct bytes language)
{
    for (size_t i = 0; i < s->m.language_count; i++) {
        if (bytes_equal(s->m.languages[i], language)) {
            return true;
        }
    }
    return false;
}

static struct bytes name_of(struct context *c, struct bytes body, struct bytes reference)
{
    return bytes_of_text(
        arena_printf(c->arena, "%s/%s", arena_text(c->arena, body), arena_text(c->arena, reference)));
}

static void add_statement(struct gathering *g, const struct said_relations *r, int64_t number)
{
    struct said s;
    struct said last;
    struct statement_words words;
    struct context *c = g->c;
    check(said_get(c, number, &s));
    const struct bytes language = g->language.len > 0 ? g->language : s.m.languages[0];
    if (s.x.entry == 0 || !is_wanted(g, s.topic) || !has_language(&s, language)) {
        return;
    }
    struct feed_item *item = &g->items[g->count++];
    *item = (struct feed_item){.number = number,
                               .name = name_of(c, s.m.body, s.m.reference),
                               .title = s.m.title,
                               .language = language,
                               .topic = s.topic,
                               .state = said_state_word(&s),
                               .confidential = s.m.confidential,
                               .published_ms = s.x.closed_ms,
                               .updated_ms = s.x.closed_ms,
                               .corrects = s.m.corrects,
                               .withdraws = s.m.withdraws,
                               .withdrawn_by = said_later(r, SAID_WITHDRAWS, number, 0)};
    for (int64_t n = said_later(r, SAID_CORRECTS, number, 0); n != 0;
         n = said_later(r, SAID_CORRECTS, number, n)) {
        item->corrected_by = n;
    }
    const int64_t newest =
        item->corrected_by > item->withdrawn_by ? item->corrected_by : item->withdrawn_by;
    if (newest != 0) {
        check(said_get(c, newest, &last));
        item->updated_ms = last.x.closed_ms;
    }
    if (!statement_words(c, &s.x, &words)) {
        return;
    }
    for (size_t i = 0; i < words.language_count; i++) {
        if (bytes_equal(words.languages[i].tag, language)) {
            item->text = join(g, &words.languages[i]);
        }
    }
}

/* 00:00 UTC of a day that a state has, so that it is one. */
static int64_t day_ms(struct bytes date)
{
    int64_t n[3] = {0};
    check(date.len == 10);
    for (size_t i = 0, part = 0; i < date.len; i++) {
        if (date.data[i] == '-') {
            part++;
        } else {
            n[part] = n[part] * 10 + date.data[i] - '0';
        }
    }
    return civil_days((struct civil_date){n[0], n[1], n[2]}) * CIVIL_DAY_MS;
}

static bool is_first_of_its_name(const struct older *list, size_t i)
{
    return i == 0 || !bytes_equal(list[i - 1].body, list[i].body) ||
           !bytes_equal(list[i - 1].reference, list[i].reference);
}

static void add_older(struct gathering *g, const struct older *x)
{
    struct bytes words = BYTES("");
    struct context *c = g->c;
    if (!older_words(c, x, &words)) {
        return;
    }
    g->items[g->count++] =
        (struct feed_item){.archive = true,
                           .name = name_of(c, x->body, x->reference),
                           .title = x->title,
                           .language = x->language,
                           .topic = x->topic,
                           .text = text_of(g, words),
                           .source = x->source,
                           .state = "archive",
                           .published_ms = day_ms(x->date),
                           .updated_ms = x->time_ms};
}

/* By date, the newest first; those of one day in the order of their names. */
static void add_all_older(struct gathering *g)
{
    struct older *list = NULL;
    const size_t count = older_list(g->c->state, g->c->arena, &list);
    bool *taken = ARENA_ARRAY(g->c->arena, bool, count + 1);
    for (size_t i = 0; i < count; i++) {
        taken[i] = !is_wanted(g, list[i].topic) || (g->language.len > 0
                                                        ? !bytes_equal(list[i].language, g->language)
                                                        : !is_first_of_its_name(list, i));
    }
    while (g->count < FEED_ITEMS_MAX && *g->c->error == OK) {
        size_t best = count;
        for (size_t i = 0; i < count; i++) {
            if (!taken[i] && (best == count || bytes_compare(list[i].date, list[best].date) > 0)) {
                best = i;
            }
        }
        if (best == count) {
            return;
        }
        taken[best] = true;
        add_older(g, &list[best]);
    }
}

bool feed_read(struct context *c, struct bytes base, struct bytes language, struct bytes topic,
               struct feed *out)
{
    struct gathering g = {.c = c, .language = language, .topic = topic, .room = FEED_TEXT_BYTES_MAX};
    const struct said_relations r = said_relate(c);
    g.items = ARENA_ARRAY(c->arena, struct feed_item, FEED_ITEMS_MAX);
    for (int64_t n = r.count; n > 0 && g.count < FEED_ITEMS_MAX && *c->error == OK; n--) {
        add_statement(&g, &r, n);
    }
    add_all_older(&g);
    *out = (struct feed){.org = c->org,
                         .base = base,
                         .language = language,
                         .topic = topic,
                         .updated_ms = c->org->founded_ms,
                         .count = g.count,
                         .items = g.items};
    for (size_t i = 0; i < g.count; i++) {
        out->updated_ms =
            g.items[i].updated_ms > out->updated_ms ? g.items[i].updated_ms : out->updated_ms;
    }
    return *c->error == OK;
}

static const char *realm_prefix(const struct feed *f)
{
    return f->org->realm == REALM_EXERCISE ? "EXERCISE " : "";
}

static struct bytes finish(struct arena *a, struct buffer *b)
{
    check(!b->overflow);
    const struct bytes out = arena_copy(a, buffer_view(b));
    buffer_done(b);
    return out;
}

/* RFC 4151: the authority is the organisation's origin, the day that of its founding. */
struct bytes feed_id(struct arena *a, const struct feed *f, const struct feed_item *item)
{
    struct buffer b;
    buffer_init(&b, 4096);
    buffer_add_text(&b, "tag:");
    buffer_add_bytes(&b, f->org->origin);
    buffer_printf(&b, ",%s:%s", civil_day_of(f->org->founded_ms, 0).text,
                  f->org->realm == REALM_EXERCISE ? "exercise/" : "");
    if (item == NULL) {
        buffer_add_text(&b, "statements");
        buffer_add_text(&b, f->topic.len > 0 ? "/topic/" : "");
        buffer_add_bytes(&b, f->topic);
        buffer_add_text(&b, f->language.len > 0 ? "/language/" : "");
        buffer_add_bytes(&b, f->language);
        return finish(a, &b);
    }
    if (item->archive) {
        buffer_add_text(&b, "older/");
        buffer_add_bytes(&b, item->name);
    } else {
        buffer_printf(&b, "statement/%lld", (long long)item->number);
    }
    buffer_add_u8(&b, '/');
    buffer_add_bytes(&b, item->language);
    return finish(a, &b);
}

struct bytes feed_title(struct arena *a, const struct feed *f, const struct feed_item *item)
{
    struct buffer b;
    buffer_init(&b, 4096);
    buffer_add_text(&b, realm_prefix(f));
    if (item == NULL) {
        buffer_add_bytes(&b, f->org->name);
        buffer_add_text(&b, f->topic.len > 0 ? ": " : "");
        buffer_add_bytes(&b, f->topic);
        return finish(a, &b);
    }
    buffer_add_text(&b, item->archive ? "ARCHIVE " : "");
    if (item->withdrawn_by > 0) {
        buffer_printf(&b, "[WITHDRAWN by %lld] ", (long long)item->withdrawn_by);
    } else if (item->corrected_by > 0) {
        buffer_printf(&b, "[CORRECTED by %lld] ", (long long)item->corrected_by);
    }
    buffer_add_bytes(&b, item->title);
    return finish(a, &b);
}

static void add_relation(struct buffer *b, const char *words, int64_t number)
{
    if (number > 0) {
        buffer_printf(b, " %s statement %lld.", words, (long long)number);
    }
}

struct bytes feed_summary(struct arena *a, const struct feed *f, const struct feed_item *item)
{
    struct buffer b;
    buffer_init(&b, 8192);
    buffer_add_text(&b, f->org->realm == REALM_EXERCISE ? "EXERCISE: nothing here binds anybody. " : "");
    if (item->archive) {
        buffer_add_text(&b, "ARCHIVE: published before it came onto this record, and not signed here. Older "
                            "statement ");
        buffer_add_bytes(&b, item->name);
        buffer_add_text(&b, ". Source: ");
        buffer_add_bytes(&b, item->source);
        return finish(a, &b);
    }
    buffer_printf(&b, "Statement %lld, ", (long long)item->number);
    buffer_add_bytes(&b, item->name);
    buffer_add_text(&b, strcmp(item->state, "signed") == 0 ? ", signed with the organisation's key."
                        : strcmp(item->state, "members") == 0
                            ? ". It is not the organisation's voice: its members' acts carry it."
                            : ", not signed yet.");
    buffer_add_text(&b, item->confidential ? " It is confidential: its words stay with the members." : "");
    add_relation(&b, "It corrects", item->corrects);
    add_relation(&b, "It withdraws", item->withdraws);
    add_relation(&b, "CORRECTED by", item->corrected_by);
    add_relation(&b, "WITHDRAWN by", item->withdrawn_by);
    return finish(a, &b);
}

struct bytes feed_address(struct arena *a, const struct feed *f, const struct feed_item *item)
{
    const char *base = arena_text(a, f->base);
    return bytes_of_text(item->archive
                             ? arena_printf(a, "%s/statements/older/%s", base, arena_text(a, item->name))
                             : arena_printf(a, "%s/statements/%lld", base, (long long)item->number));
}

struct bytes feed_own_address(struct arena *a, const struct feed *f, const char *path)
{
    const bool both = f->language.len > 0 && f->topic.len > 0;
    return bytes_of_text(arena_printf(
        a, "%s%s%s%s%s%s%s%s", arena_text(a, f->base), path, f->language.len + f->topic.len > 0 ? "?" : "",
        f->language.len > 0 ? "language=" : "", arena_text(a, f->language), both ? "&" : "",
        f->topic.len > 0 ? "topic=" : "", arena_text(a, f->topic)));
}

struct bytes feed_time(struct arena *a, int64_t ms)
{
    const int64_t day = floor_divide(ms, CIVIL_DAY_MS);
    const int64_t rest = (ms - day * CIVIL_DAY_MS) / 1000;
    return bytes_of_text(arena_printf(a, "%sT%02d:%02d:%02dZ", civil_day_at(day).text, (int)(rest / 3600),
                                      (int)(rest / 60 % 60), (int)(rest % 60)));
}

size_t feed_tags(struct arena *a, const struct feed *f, const struct feed_item *item, struct bytes *out)
{
    size_t count = 0;
    if (f->org->realm == REALM_EXERCISE) {
        out[count++] = BYTES("EXERCISE");
    }
    if (item->archive) {
        out[count++] = BYTES("ARCHIVE");
    }
    if (item->topic.len > 0) {
        out[count++] = bytes_of_text(arena_printf(a, "topic:%s", arena_text(a, item->topic)));
    }
    if (item->corrected_by > 0) {
        out[count++] = BYTES("corrected");
    }
    if (item->withdrawn_by > 0) {
        out[count++] = BYTES("withdrawn");
    }
    out[count++] = bytes_of_text(arena_printf(a, "state:%s", item->state));
    return count;
}

#include "mechanism/statement.h"

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/closing.h"
#include "mechanism/law.h"
#include "mechanism/opening.h"
#include "mechanism/signing.h"
#include "mechanism/statement_text.h"
#include "mechanism/tuple.h"
#include "record/fact.h"

static struct key number_key(char noun, int64_t number)
{
    struct key k = key_new(noun);
    key_add_number(&k, number);
    return k;
}

/* The list of those at work holds what is not complete yet. */
static void statement_put(struct state *s, const struct statement *x)
{
    struct buffer b;
    buffer_init(&b, STATE_VALUE_BYTES_MAX);
    value_add_hash(&b, &x->matter);
    value_add_number(&b, x->close);
    value_add_number(&b, x->closed_ms);
    value_add_number(&b, x->entry);
    value_add_hash(&b, &x->sha256);
    value_add_number(&b, x->voice);
    value_add_number(&b, (int64_t)x->seat_count);
    for (size_t i = 0; i < x->seat_count; i++) {
        buffer_add_block(&b, x->seats[i].member);
        value_add_number(&b, x->seats[i].position);
        value_add_number(&b, x->seats[i].effect);
        value_add_number(&b, x->seats[i].explained);
    }
    check(!b.overflow);
    const struct key k = number_key('N', x->number);
    state_put(s, key_view(&k), buffer_view(&b));
    buffer_done(&b);
    const struct key open = number_key('W', x->number);
    if (x->entry == 0) {
        state_put(s, key_view(&open), BYTES(""));
    } else {
        state_delete(s, key_view(&open));
    }
}

bool statement_get(struct state *s, int64_t number, struct arena *a, struct statement *out)
{
    const struct key k = number_key('N', number);
    struct bytes value;
    if (!state_get(s, key_view(&k), &value)) {
        return false;
    }
    struct cursor c = cursor_of(value);
    struct statement x = {.number = number};
    x.matter = value_hash(&c);
    x.close = value_number(&c);
    x.closed_ms = value_number(&c);
    x.entry = value_number(&c);
    x.sha256 = value_hash(&c);
    x.voice = value_number(&c) != 0;
    x.seat_count = (size_t)value_number(&c);
    check(x.seat_count <= MEMBERS_MAX);
    struct statement_seat *seats = ARENA_ARRAY(a, struct statement_seat, x.seat_count + 1);
    for (size_t i = 0; i < x.seat_count; i++) {
        seats[i].member = value_text(&c);
        seats[i].position = (char)value_number(&c);
        seats[i].effect = (enum effect)value_number(&c);
        seats[i].explained = value_number(&c);
    }
    x.seats = seats;
    check(cursor_ended(&c));
    *out = x;
    return true;
}

size_t statement_open_list(struct state *s, struct arena *a, struct statement **out)
{
    const struct key k = key_new('W');
    struct state_row *rows = NULL;
    const size_t count = state_scan(s, key_view(&k), a, &rows);
    struct statement *list = ARENA_ARRAY(a, struct statement, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct cursor c = cursor_of(rows[i].key);
        (void)cursor_take(&c, k.len);
        check(statement_get(s, value_number(&c), a, &list[i]));
    }
    *out = list;
    return count;
}

void statement_begin(struct context *c, const struct matter *m, const struct decision *d,
                     size_t speaking_for_count)
{
    struct statement_seat *seats = ARENA_ARRAY(c->arena, struct statement_seat, d->effect_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < d->effect_count; i++) {
        const struct decision_effect *e = &d->effects[i];
        if (closing_is_again(d, i)) {
            continue;
        }
        struct position explained = {.taken = 0};
        (void)explanation_get(c->state, &m->root, e->code, &explained);
        seats[count++] = (struct statement_seat){e->code, e->position, e->effect, explained.taken};
    }
    const struct statement x = {
        .number = m->statement,
        .matter = m->id,
        .close = (int64_t)c->index,
        .closed_ms = c->time_ms,
        .voice = voice_carries(c, speaking_for_count),
        .seat_count = count,
        .seats = seats,
    };
    statement_put(c->state, &x);
}

/* The record at the end of the block of the close: each block has a later time than the one before. */
static bool find_log(struct context *c, const struct statement *x, struct statement_text *t)
{
    uint64_t size = (uint64_t)x->close + 1;
    for (; size < record_size(c->record); size++) {
        struct entry e;
        *c->error = record_read(c->record, size, c->arena, &e, NULL);
        if (*c->error != OK) {
            return false;
        }
        if (e.time_ms != x->closed_ms) {
            break;
        }
    }
    t->log_size = size; /* if nothing came after it yet, the block at hand is a later one */
    *c->error = record_root_at(c->record, size, &t->log_root);
    return *c->error == OK;
}

/* `room` is what words may still take; nothing is read beyond it. */
static bool read_language(struct context *c, const struct matter *m, const struct version *v,
                          struct bytes tag, size_t *room, struct statement_language *out)
{
    struct bytes *provisions = ARENA_ARRAY(c->arena, struct bytes, v->count + 1);
    for (size_t i = 0; i < v->count; i++) {
        int64_t index = 0;
        struct act opened;
        if (!opening_find(c->state, &m->id, v->parts[i].provision, tag, &index) ||
            !act_of_entry(c, index, &opened)) {
            return false;
        }
        provisions[i] = act_value(&opened, "text")->text;
        if (provisions[i].len > *room) {
            *room = 0;
            return false;
        }
        *room -= provisions[i].len;
    }
    *out = (struct statement_language){tag, v->count, provisions};
    return true;
}

static bool has_language(const struct matter *m, struct bytes tag)
{
    for (size_t i = 0; i < m->language_count; i++) {
        if (bytes_equal(m->languages[i], tag)) {
            return true;
        }
    }
    return false;
}

static bool is_of_organisation(const struct organisation *org, struct bytes tag)
{
    for (size_t i = 0; i < org->language_count; i++) {
        if (bytes_equal(org->languages[i], tag)) {
            return true;
        }
    }
    return false;
}

/* In the order of the charter; behind them, those that only the matter has, in its order. */
static bool read_languages(struct context *c, const struct matter *m, size_t *room, struct statement_text *t)
{
    struct root root;
    struct version v;
    struct statement_language *list = ARENA_ARRAY(c->arena, struct statement_language, m->language_count + 1);
    check(root_get(c->state, &m->root, &root) && version_get(c->state, &m->id, root.version, c->arena, &v));
    for (size_t i = 0; i < c->org->language_count + m->language_count; i++) {
        const bool first = i < c->org->language_count;
        const struct bytes tag = first ? c->org->languages[i] : m->languages[i - c->org->language_count];
        const bool wanted = first ? has_language(m, tag) : !is_of_organisation(c->org, tag);
        if (wanted && !read_language(c, m, &v, tag, room, &list[t->language_count])) {
            return false;
        }
        t->language_count += wanted;
    }
    t->languages = list;
    return true;
}

static bool read_interpretations(struct context *c, const struct statement *x, struct statement_text *t)
{
    struct statement_interpretation *list =
        ARENA_ARRAY(c->arena, struct statement_interpretation, x->seat_count + 1);
    for (size_t i = 0; i < x->seat_count; i++) {
        struct act explained;
        if (x->seats[i].explained == 0) {
            continue;
        }
        if (!act_of_entry(c, x->seats[i].explained, &explained)) {
            return false;
        }
        list[t->interpretation_count++] = (struct statement_interpretation){
            x->seats[i].member, x->seats[i].explained, act_value(&explained, "text")->text};
    }
    t->interpretations = list;
    return true;
}

bool statement_words(struct context *c, const struct statement *x, struct statement_words *out)
{
    struct matter m;
    struct root root;
    struct version v;
    struct statement_text t = {.language_count = 0};
    size_t room = SIZE_MAX;
    check(matter_get(c->state, &x->matter, c->arena, &m));
    check(root_get(c->state, &m.root, &root) && version_get(c->state, &m.id, root.version, c->arena, &v));
    *out = (struct statement_words){.language_count = 0};
    if (m.confidential) {
        return true;
    }
    if (m.unopened > 0 || !read_languages(c, &m, &room, &t) || !read_interpretations(c, x, &t)) {
        return false;
    }
    struct bytes *ids = ARENA_ARRAY(c->arena, struct bytes, v.count + 1);
    for (size_t i = 0; i < v.count; i++) {
        ids[i] = v.parts[i].provision;
    }
    *out = (struct statement_words){
        v.count, ids, t.language_count, t.languages, t.interpretation_count, t.interpretations};
    return true;
}

static bool lists(const struct bytes *codes, size_t count, struct bytes code)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(codes[i], code)) {
            return true;
        }
    }
    return false;
}

/* Whom the statement neither speaks for nor failed to reach. */
static void add_apart(struct context *c, const struct statement *x, struct statement_text *t)
{
    struct statement_apart *apart = ARENA_ARRAY(c->arena, struct statement_apart, x->seat_count + 1);
    for (size_t i = 0; i < x->seat_count; i++) {
        const struct statement_seat *seat = &x->seats[i];
        if (!lists(t->speaking_for, t->speaking_for_count, seat->member) &&
            !lists(t->not_reached, t->not_reached_count, seat->member)) {
            apart[t->apart_count++] = (struct statement_apart){seat->member, seat->position, seat->effect};
        }
    }
    t->apart = apart;
}

bool statement_close(struct context *c, const struct statement *x, struct fact_close *out)
{
    struct entry e;
    struct bytes carried;
    *c->error = record_read(c->record, (uint64_t)x->close, c->arena, &e, &carried);
    if (*c->error == OK && fact_read_close(c->arena, carried, out) != OK) {
        *c->error = ERROR_CORRUPT;
    }
    return *c->error == OK;
}

/* All but the words. */
static bool fill(struct context *c, const struct statement *x, const struct matter *m,
                 struct statement_text *t)
{
    struct fact_close f;
    const struct civil_day day = law_day(c, x->closed_ms);
    *t = (struct statement_text){.realm = c->org->realm, .organisation = c->org->name};
    if (!find_log(c, x, t) || !statement_close(c, x, &f)) {
        return false;
    }
    t->org = c->org->id;
    t->origin = c->org->origin;
    t->hosted = c->org->hosted;
    t->epoch = f.epoch;
    t->number = x->number;
    t->corrects = m->corrects;
    t->withdraws = m->withdraws;
    t->time_ms = x->closed_ms;
    t->date = bytes_of_text(arena_text(c->arena, bytes_of_text(day.text)));
    t->body = m->body;
    t->reference = m->reference;
    t->title = m->title;
    t->voice = x->voice;
    t->rung = f.rung;
    t->speaking_for_count = f.speaking_for_count;
    t->speaking_for = f.speaking_for;
    t->not_reached_count = f.not_reached_count;
    t->not_reached = f.not_reached;
    t->rule_name = f.rule_name;
    t->rule = f.rule;
    t->charter = f.charter;
    t->outcome = f.outcome;
    t->reason = f.reason;
    t->close = (uint64_t)x->close;
    t->root = m->root;
    add_apart(c, x, t);
    return true;
}

bool statement_render(struct context *c, const struct statement *x, struct buffer *out)
{
    struct matter m;
    struct statement_text t;
    check(matter_get(c->state, &x->matter, c->arena, &m));
    if (m.unopened > 0 || !fill(c, x, &m, &t)) {
        return false;
    }
    size_t room = STATEMENT_BYTES_MAX;
    t.form = m.confidential ? STATEMENT_CONFIDENTIAL : STATEMENT_FULL;
    if (t.form == STATEMENT_FULL && (!read_languages(c, &m, &room, &t) || !read_interpretations(c, x, &t)) &&
        room > 0) {
        return false;
    }
    buffer_clear(out);
    if (room > 0) {
        statement_text_write(out, &t);
    }
    if (room == 0 || out->overflow) {
        buffer_clear(out);
        t.form = STATEMENT_TOO_LONG;
        t.language_count = 0;
        t.interpretation_count = 0;
        statement_text_write(out, &t);
    }
    return *c->error == OK;
}

static void complete(struct context *c, const struct block_sink *sink, struct statement *x)
{
    struct buffer text;
    buffer_init(&text, STATEMENT_BYTES_MAX);
    if (statement_render(c, x, &text)) {
        sink->prepare(sink->ctx);
        x->entry = (int64_t)c->index;
        x->sha256 = hash_of(buffer_view(&text));
        statement_put(c->state, x);
        if (x->voice) {
            signing_want(c->state, x->number);
        }
        struct buffer b;
        buffer_init(&b, 1024);
        fact_write_statement(&b, (uint64_t)x->close, &x->sha256);
        sink->emit(sink->ctx, buffer_view(&b));
        buffer_done(&b);
    }
    buffer_done(&text);
}

void statement_complete_all(struct context *c, const struct block_sink *sink)
{
    struct statement *list = NULL;
    const size_t count = statement_open_list(c->state, c->arena, &list);
    for (size_t i = 0; i < count && *c->error == OK; i++) {
        if (list[i].closed_ms < c->time_ms) {
            complete(c, sink, &list[i]);
        }
    }
}

int64_t statement_next_ms(struct state *s, struct arena *a)
{
    struct statement *list = NULL;
    const size_t count = statement_open_list(s, a, &list);
    for (size_t i = 0; i < count; i++) {
        struct matter m;
        check(matter_get(s, &list[i].matter, a, &m));
        if (m.unopened == 0) {
            return list[i].closed_ms + 1; /* they ascend */
        }
    }
    return 0;
}

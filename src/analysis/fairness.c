#include "analysis/fairness.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/civil.h"
#include "charter/calendar.h"
#include "codec/words.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/opening.h"
#include "mechanism/session.h"
#include "mechanism/silence.h"
#include "mechanism/vote.h"

static const char *const questions[] = {"silence", "vote", NULL};

static const struct row_field of_item[] = {
    ROW_FIELD(fairness_item, entry, ROW_NUMBER),  ROW_FIELD(fairness_item, member, ROW_TEXT),
    ROW_FIELD(fairness_item, number, ROW_NUMBER), ROW_FIELD(fairness_item, session, ROW_HASH),
    ROW_FIELD(fairness_item, title, ROW_TEXT),    ROW_END,
};
static const struct row_field of_turn[] = {
    ROW_FIELD(fairness_turn, entry, ROW_NUMBER),  ROW_FIELD(fairness_turn, member, ROW_TEXT),
    ROW_FIELD(fairness_turn, number, ROW_NUMBER), ROW_FIELD(fairness_turn, office, ROW_TEXT),
    ROW_FIELD(fairness_turn, session, ROW_HASH),  ROW_FIELD(fairness_turn, used_ms, ROW_NUMBER),
    ROW_END,
};
static const struct row_field of_provision[] = {
    ROW_FIELD(fairness_provision, alternative, ROW_TEXT), ROW_FIELD(fairness_provision, entry, ROW_NUMBER),
    ROW_FIELD(fairness_provision, known, ROW_BOOL),       ROW_FIELD(fairness_provision, language, ROW_TEXT),
    ROW_FIELD(fairness_provision, matter, ROW_HASH),      ROW_FIELD(fairness_provision, member, ROW_TEXT),
    ROW_FIELD(fairness_provision, provision, ROW_TEXT),
    ROW_FIELD(fairness_provision, statement, ROW_NUMBER),
    ROW_FIELD(fairness_provision, words, ROW_NUMBER),     ROW_END,
};
static const struct row_field of_deadline[] = {
    ROW_FIELD(fairness_deadline, deadline_ms, ROW_NUMBER),
    ROW_FIELD(fairness_deadline, entry, ROW_NUMBER),
    ROW_FIELD(fairness_deadline, given_ms, ROW_NUMBER),
    ROW_FIELD(fairness_deadline, member, ROW_TEXT),
    ROW_FIELD(fairness_deadline, number, ROW_NUMBER),
    ROW_FIELD(fairness_deadline, opened_ms, ROW_NUMBER),
    ROW_ENUM(fairness_deadline, question, questions),
    ROW_FIELD(fairness_deadline, workdays, ROW_NUMBER),
    ROW_END,
};
static const struct row_field of_member[] = {
    ROW_FIELD(fairness_member, agenda, ROW_NUMBER),   ROW_FIELD(fairness_member, asked, ROW_NUMBER),
    ROW_FIELD(fairness_member, floor_ms, ROW_NUMBER), ROW_FIELD(fairness_member, given_ms, ROW_NUMBER),
    ROW_FIELD(fairness_member, least_ms, ROW_NUMBER), ROW_FIELD(fairness_member, member, ROW_TEXT),
    ROW_FIELD(fairness_member, provisions, ROW_NUMBER),
    ROW_FIELD(fairness_member, turns, ROW_NUMBER),    ROW_FIELD(fairness_member, words, ROW_NUMBER),
    ROW_FIELD(fairness_member, workdays, ROW_NUMBER), ROW_END,
};
ROW_SHAPE(fairness_member, of_member);
ROW_SHAPE(fairness_item, of_item);
ROW_SHAPE(fairness_turn, of_turn);
ROW_SHAPE(fairness_provision, of_provision);
ROW_SHAPE(fairness_deadline, of_deadline);

const struct row_shape *const fairness_shapes[FAIRNESS_PARTS] = {
    [FAIRNESS_AGENDA] = &fairness_item_shape,
    [FAIRNESS_DEADLINES] = &fairness_deadline_shape,
    [FAIRNESS_FLOOR] = &fairness_turn_shape,
    [FAIRNESS_PROVISIONS] = &fairness_provision_shape,
};

struct counter {
    struct context *c;
    struct fairness *f;
    size_t room[FAIRNESS_PARTS];
    struct arena scratch; /* cleared after each thing that is looked at */
};

/* Room for twice as many when it is full: what was there stays in the arena. */
static void add_row(struct counter *k, enum fairness_part part, const void *row)
{
    const size_t size = fairness_shapes[part]->size;
    if (k->f->parts[part].count == k->room[part]) {
        const size_t room = k->room[part] == 0 ? 16 : 2 * k->room[part];
        uint8_t *rows = arena_take(k->c->arena, room, size);
        if (k->room[part] > 0) {
            memcpy(rows, k->f->parts[part].rows, k->room[part] * size);
        }
        k->f->parts[part].rows = rows;
        k->room[part] = room;
    }
    uint8_t *to = (uint8_t *)k->f->parts[part].rows + k->f->parts[part].count * size;
    memcpy(to, row, size);
    k->f->parts[part].count++;
}

static int by_code(const void *key, const void *element)
{
    const struct bytes *code = key;
    const struct fairness_member *m = element;
    return bytes_compare(*code, m->member);
}

/* The sums of a member; every code on the record is that of one. */
static struct fairness_member *sums_of(struct counter *k, struct bytes code)
{
    struct fairness_member *m =
        bsearch(&code, k->f->members, k->f->member_count, sizeof *k->f->members, by_code);
    check(m != NULL);
    return m;
}

static void count_session(struct counter *k, const struct session *x)
{
    struct state *s = k->c->state;
    struct agenda_item *items = NULL;
    struct speaker *speakers = NULL;
    size_t count = session_agenda(s, &x->id, &k->scratch, &items);
    for (size_t i = 0; i < count; i++) {
        struct fairness_member *m = sums_of(k, items[i].member);
        m->agenda++;
        add_row(k, FAIRNESS_AGENDA,
                &(struct fairness_item){.entry = items[i].entry,
                                        .member = m->member,
                                        .number = items[i].number,
                                        .session = x->id,
                                        .title = arena_copy(k->c->arena, items[i].title)});
    }
    count = session_speakers(s, &x->id, &k->scratch, &speakers);
    for (size_t i = 0; i < count; i++) {
        if (speakers[i].stage != SPEAKER_HEARD) {
            continue;
        }
        struct fairness_member *m = sums_of(k, speakers[i].member);
        m->turns++;
        m->floor_ms += speakers[i].used_ms;
        add_row(k, FAIRNESS_FLOOR,
                &(struct fairness_turn){.entry = speakers[i].entry,
                                        .member = m->member,
                                        .number = speakers[i].number,
                                        .office = arena_copy(k->c->arena, speakers[i].office),
                                        .session = x->id,
                                        .used_ms = speakers[i].used_ms});
    }
}

static void count_sessions(struct counter *k)
{
    struct session *list = NULL;
    const size_t count = session_list(k->c->state, k->c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        count_session(k, &list[i]);
        arena_clear(&k->scratch);
    }
}

static int64_t words_in(struct bytes text)
{
    struct buffer b;
    int64_t count = 0;
    buffer_init(&b, (text.len + 1) * sizeof(struct word));
    words_split(text, &b);
    const struct word *list = (const void *)b.data;
    for (size_t i = 0; i < b.len / sizeof(struct word); i++) {
        count += list[i].kind == WORD_LETTERS;
    }
    buffer_done(&b);
    return count;
}

/* The words of a provision of an adopted text in its first language, if they are on the record. */
static bool read_words(struct context *c, const struct matter *x, struct bytes provision, struct bytes *out)
{
    int64_t entry = 0;
    struct act said;
    const bool read = opening_find(c->state, &x->id, provision, x->languages[0], &entry) &&
                      act_of_entry(c, entry, &said);
    if (read) {
        *out = act_value(&said, "text")->text;
    }
    return read;
}

/* Whose wordings an adopted text has. */
static void count_matter(struct counter *k, const struct matter *x)
{
    struct context in = *k->c;
    struct root root;
    struct version v;
    in.arena = &k->scratch;
    check(root_get(in.state, &x->root, &root) && root.what == ROOT_VERSION &&
          version_get(in.state, &x->id, root.version, in.arena, &v));
    for (size_t i = 0; i < v.count; i++) {
        struct alternative alt;
        struct bytes text = BYTES("");
        check(alternative_get(in.state, &x->id, v.parts[i].provision, v.parts[i].alternative, in.arena,
                              &alt));
        const bool known = read_words(&in, x, v.parts[i].provision, &text);
        struct fairness_member *m = sums_of(k, alt.sponsor);
        const struct fairness_provision row = {
            .alternative = arena_copy(k->c->arena, v.parts[i].alternative),
            .entry = alt.proposed,
            .known = known,
            .language = known ? arena_copy(k->c->arena, x->languages[0]) : BYTES(""),
            .matter = x->id,
            .member = m->member,
            .provision = arena_copy(k->c->arena, v.parts[i].provision),
            .statement = x->statement,
            .words = words_in(text)};
        m->provisions++;
        m->words += row.words;
        add_row(k, FAIRNESS_PROVISIONS, &row);
    }
}

static void count_matters(struct counter *k)
{
    struct matter *list = NULL;
    const size_t count = matter_list(k->c->state, k->c->arena, &list);
    for (size_t i = 0; i < count && *k->c->error == OK; i++) {
        if (list[i].statement != 0) {
            count_matter(k, &list[i]);
            arena_clear(&k->scratch);
        }
    }
}

/* Whole working days from one instant to another. */
static int64_t workdays_between(const struct charter_calendar *calendar, int64_t from_ms, int64_t to_ms)
{
    int64_t count = 0;
    for (int64_t day = calendar_day(calendar, from_ms); calendar_end_ms(calendar, day) <= to_ms; day++) {
        count += calendar_begin_ms(calendar, day) >= from_ms && calendar_is_workday(calendar, day);
    }
    return count;
}

/* What is the same for all who were asked. */
struct question {
    const struct charter *law;
    struct civil_day day; /* of the opening */
    struct fairness_deadline row;
};

static void count_deadline(struct counter *k, const struct question *q, struct bytes code)
{
    struct fairness_member *m = sums_of(k, code);
    struct fairness_deadline row = q->row;
    const struct charter_calendar *calendar = calendar_of(q->law, code, bytes_of_text(q->day.text));
    row.member = m->member;
    row.given_ms = row.deadline_ms - row.opened_ms;
    row.workdays = workdays_between(calendar, row.opened_ms, row.deadline_ms);
    m->least_ms = m->asked == 0 || row.given_ms < m->least_ms ? row.given_ms : m->least_ms;
    m->asked++;
    m->given_ms += row.given_ms;
    m->workdays += row.workdays;
    add_row(k, FAIRNESS_DEADLINES, &row);
}

/* One that still waits for nodes has no deadline yet. */
static void count_silences(struct counter *k)
{
    struct silence *list = NULL;
    const size_t count = silence_list(k->c->state, k->c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        const struct silence *x = &list[i];
        if (x->deadline_ms == 0) {
            continue;
        }
        const struct question q = {.law = law_of(k->c, &x->matter),
                                   .day = law_day(k->c, x->opened_ms),
                                   .row = {.deadline_ms = x->deadline_ms,
                                           .entry = x->opened,
                                           .number = x->number,
                                           .opened_ms = x->opened_ms,
                                           .question = FAIRNESS_SILENCE}};
        for (size_t s = 0; s < x->seat_count; s++) {
            count_deadline(k, &q, x->seats[s].member);
        }
    }
}

static void count_votes(struct counter *k)
{
    struct vote *list = NULL;
    const size_t count = vote_list(k->c->state, k->c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        const struct vote *x = &list[i];
        const struct question q = {.law = vote_law(k->c, x),
                                   .day = law_day(k->c, x->opened_ms),
                                   .row = {.deadline_ms = x->deadline_ms,
                                           .entry = x->opened,
                                           .number = x->number,
                                           .opened_ms = x->opened_ms,
                                           .question = FAIRNESS_VOTE}};
        for (size_t s = 0; s < x->seat_count; s++) {
            count_deadline(k, &q, x->seats[s].member);
        }
    }
}

static void add_up(struct fairness *f)
{
    struct fairness_member *t = &f->total;
    for (size_t i = 0; i < f->member_count; i++) {
        const struct fairness_member *m = &f->members[i];
        if (m->asked > 0 && (t->asked == 0 || m->least_ms < t->least_ms)) {
            t->least_ms = m->least_ms;
        }
        t->agenda += m->agenda;
        t->asked += m->asked;
        t->floor_ms += m->floor_ms;
        t->given_ms += m->given_ms;
        t->provisions += m->provisions;
        t->turns += m->turns;
        t->words += m->words;
        t->workdays += m->workdays;
    }
}

void fairness_of(struct context *c, struct fairness *out)
{
    struct member *list = NULL;
    struct counter k = {.c = c, .f = out};
    *out = (struct fairness){.total = {.member = BYTES("")}};
    out->member_count = member_list(c->state, c->arena, &list);
    out->members = ARENA_ARRAY(c->arena, struct fairness_member, out->member_count + 1);
    for (size_t i = 0; i < out->member_count; i++) {
        out->members[i] = (struct fairness_member){.member = arena_copy(c->arena, list[i].code)};
    }
    arena_init(&k.scratch);
    count_sessions(&k);
    count_matters(&k);
    count_silences(&k);
    count_votes(&k);
    arena_done(&k.scratch);
    add_up(out);
}

bool fairness_part_find(struct bytes word, enum fairness_part *out)
{
    static const char *const words[FAIRNESS_PARTS] = {"agenda", "deadlines", "floor", "provisions"};
    for (int i = 0; i < FAIRNESS_PARTS; i++) {
        if (bytes_equal_text(word, words[i])) {
            *out = (enum fairness_part)i;
            return true;
        }
    }
    return false;
}

static struct bytes member_of(const struct row_shape *shape, const void *row)
{
    const struct row_field *f = shape->fields;
    while (strcmp(f->name, "member") != 0) {
        f++;
    }
    return row_value(f, row).text;
}

size_t fairness_rows(const struct fairness *f, enum fairness_part part, struct bytes member, struct arena *a,
                     void **out)
{
    const struct row_shape *shape = fairness_shapes[part];
    const uint8_t *rows = f->parts[part].rows;
    if (member.len == 0) {
        *out = f->parts[part].rows;
        return f->parts[part].count;
    }
    uint8_t *own = arena_take(a, f->parts[part].count + 1, shape->size);
    size_t count = 0;
    for (size_t i = 0; i < f->parts[part].count; i++) {
        if (bytes_equal(member_of(shape, rows + i * shape->size), member)) {
            memcpy(own + count++ * shape->size, rows + i * shape->size, shape->size);
        }
    }
    *out = own;
    return count;
}

/* What is asked of the archive. */
#include <stdlib.h>

#include "archive/archive.h"
#include "base/check.h"

static void count_fact(struct archive_organisation *o, const struct archive_fact *f)
{
    o->facts++;
    o->contested += f->as_stated_by.len > 0;
    if (o->since.len == 0 || bytes_compare(f->from, o->since) < 0) {
        o->since = f->from;
    }
}

/* A code that comes back after it left counts once. */
static void count_member(struct archive_organisation *o, const struct archive_member *m, bool last_of_code)
{
    o->members += last_of_code && m->to.len == 0;
    o->former += last_of_code && m->to.len > 0;
    if (o->since.len == 0 || bytes_compare(m->from, o->since) < 0) {
        o->since = m->from;
    }
}

/* Both lists ascend by organisation: the next code in either. */
static bool next_code(const struct archive *ar, size_t fact, size_t member, struct bytes *out)
{
    const bool facts = fact < ar->fact_count;
    const bool members = member < ar->member_count;
    if (facts &&
        (!members || bytes_compare(ar->facts[fact].organisation, ar->members[member].organisation) <= 0)) {
        *out = ar->facts[fact].organisation;
    } else if (members) {
        *out = ar->members[member].organisation;
    }
    return facts || members;
}

size_t archive_organisations(const struct archive *ar, struct arena *a, struct archive_organisation **out)
{
    struct archive_organisation *list =
        ARENA_ARRAY(a, struct archive_organisation, ar->fact_count + ar->member_count + 1);
    size_t count = 0;
    size_t fact = 0;
    size_t member = 0;
    struct bytes code = BYTES("");
    while (next_code(ar, fact, member, &code)) {
        struct archive_organisation *o = &list[count++];
        o->code = code;
        for (; fact < ar->fact_count && bytes_equal(ar->facts[fact].organisation, code); fact++) {
            count_fact(o, &ar->facts[fact]);
        }
        for (; member < ar->member_count && bytes_equal(ar->members[member].organisation, code); member++) {
            const bool last = member + 1 == ar->member_count ||
                              !bytes_equal(ar->members[member + 1].organisation, code) ||
                              !bytes_equal(ar->members[member + 1].code, ar->members[member].code);
            count_member(o, &ar->members[member], last);
        }
    }
    *out = list;
    return count;
}

bool archive_has(const struct archive *ar, struct bytes organisation)
{
    for (size_t i = 0; i < ar->fact_count; i++) {
        if (bytes_equal(ar->facts[i].organisation, organisation)) {
            return true;
        }
    }
    for (size_t i = 0; i < ar->member_count; i++) {
        if (bytes_equal(ar->members[i].organisation, organisation)) {
            return true;
        }
    }
    return false;
}

static int by_date(const void *a, const void *b)
{
    const struct archive_fact *x = *(const struct archive_fact *const *)a;
    const struct archive_fact *y = *(const struct archive_fact *const *)b;
    const int order = bytes_compare(x->from, y->from);
    return order != 0 ? order : x->line - y->line;
}

size_t archive_facts(const struct archive *ar, struct arena *a, struct bytes organisation, struct bytes kind,
                     const struct archive_fact ***out)
{
    const struct archive_fact **list = ARENA_ARRAY(a, const struct archive_fact *, ar->fact_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < ar->fact_count; i++) {
        const struct archive_fact *f = &ar->facts[i];
        if (bytes_equal(f->organisation, organisation) && (kind.len == 0 || bytes_equal(f->kind, kind))) {
            list[count++] = f;
        }
    }
    if (count > 0) {
        qsort(list, count, sizeof list[0], by_date);
    }
    *out = list;
    return count;
}

/* Claims about one subject of an organisation that begin on a day or before; an empty day: on any. */
static size_t claims_about(const struct archive *ar, struct arena *a, struct bytes organisation,
                           struct bytes subject, struct bytes on, const struct archive_fact ***out)
{
    const struct archive_fact **list = ARENA_ARRAY(a, const struct archive_fact *, ar->fact_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < ar->fact_count; i++) {
        const struct archive_fact *f = &ar->facts[i];
        const size_t len = f->from.len < on.len ? f->from.len : on.len;
        if (f->as_stated_by.len > 0 && bytes_equal(f->organisation, organisation) &&
            bytes_equal(f->subject, subject) &&
            bytes_compare(bytes_of(f->from.data, len), bytes_of(on.data, len)) <= 0) {
            list[count++] = f;
        }
    }
    *out = list;
    return count;
}

size_t archive_claims(const struct archive *ar, struct arena *a, const struct archive_fact *f,
                      const struct archive_fact ***out)
{
    *out = NULL;
    return f->as_stated_by.len == 0 ? 0 : claims_about(ar, a, f->organisation, f->subject, BYTES(""), out);
}

/* Whether a day lies in the year or month that is all that is known of a boundary. */
static bool is_open_at(const struct archive_member *m, struct bytes boundary, struct bytes on)
{
    const size_t len = bytes_equal_text(m->precision, "day")     ? 0
                       : bytes_equal_text(m->precision, "month") ? 7
                                                                 : 4;
    return len > 0 && boundary.len > 0 && bytes_equal(bytes_of(boundary.data, len), bytes_of(on.data, len));
}

static bool is_member_on(const struct archive_member *m, struct bytes on, bool *uncertain)
{
    *uncertain = is_open_at(m, m->from, on) || is_open_at(m, m->to, on);
    return *uncertain ||
           (bytes_compare(m->from, on) <= 0 && (m->to.len == 0 || bytes_compare(on, m->to) <= 0));
}

size_t archive_seats(const struct archive *ar, struct arena *a, struct bytes organisation, struct bytes on,
                     struct archive_seat **out)
{
    struct archive_seat *list = ARENA_ARRAY(a, struct archive_seat, ar->member_count + 1);
    size_t count = 0;
    check(on.len == 0 || archive_is_day(on));
    for (size_t i = 0; i < ar->member_count; i++) {
        const struct archive_member *m = &ar->members[i];
        bool uncertain = false;
        if (bytes_equal(m->organisation, organisation) && (on.len == 0 || is_member_on(m, on, &uncertain))) {
            struct archive_seat *seat = &list[count++];
            *seat = (struct archive_seat){.member = m, .uncertain = uncertain};
            seat->claim_count = claims_about(ar, a, organisation, m->code, on, &seat->claims);
        }
    }
    *out = list;
    return count;
}

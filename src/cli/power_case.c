#include "cli/power_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/text.h"
#include "charter/print.h"
#include "charter/rule.h"

enum { SEATS_MAX = 4096 };

struct seat { /* a member in one body, or several without names */
    struct bytes body; /* empty for a rule that is over none */
    struct bytes code;
    int64_t n;
    struct bytes tags; /* "P5,PARTY" */
};

struct seats {
    struct cli *c;
    const struct law *law;
    const struct charter_rule *rule;
    struct bytes date;
    size_t over_count;
    const struct bytes *over;
    size_t count;
    struct seat *items;
};

/* Takes what stands before the sign off *rest; all of it if there is none. */
static struct bytes take_until(struct bytes *rest, char sign)
{
    const uint8_t *end = rest->len == 0 ? NULL : memchr(rest->data, sign, rest->len);
    const struct bytes part = bytes_of(rest->data, end == NULL ? rest->len : (size_t)(end - rest->data));
    const size_t taken = part.len + (end == NULL ? 0 : 1);
    *rest = bytes_of(rest->data + taken, rest->len - taken);
    return part;
}

static int add_seat(struct seats *s, struct seat seat)
{
    bool known = s->over_count == 0 && seat.body.len == 0;
    for (size_t i = 0; i < s->over_count; i++) {
        known = known || bytes_equal(s->over[i], seat.body);
    }
    if (!known) {
        return cli_fail(s->c, CLI_USAGE,
                        s->over_count == 0 ? "the rule decides in one body, which has no name here: %.*s"
                                           : "the rule is not over a body \"%.*s\"",
                        (int)seat.body.len, (const char *)seat.body.data);
    }
    if (s->count == SEATS_MAX) {
        return cli_fail(s->c, CLI_USAGE, "there are at most %d members", SEATS_MAX);
    }
    s->items[s->count++] = seat;
    return CLI_DONE;
}

/* CODE[,NAME[,BODY BODY ...]], as for `found`. */
static int read_member(struct seats *s, struct bytes line, int number)
{
    int status = CLI_DONE;
    const struct bytes code = take_until(&line, ',');
    (void)take_until(&line, ',');
    if (!text_is_code(code)) {
        return cli_fail(s->c, CLI_USAGE, "members, line %d: expected CODE,NAME[,BODIES], such as ALDER,Alder",
                        number);
    }
    if (s->over_count == 0) {
        return add_seat(s, (struct seat){.code = code, .n = 1});
    }
    if (line.len == 0) {
        return cli_fail(s->c, CLI_USAGE,
                        "members, line %d: the rule is over several bodies: CODE,NAME,BODY says in which",
                        number);
    }
    while (line.len > 0 && status == CLI_DONE) {
        status = add_seat(s, (struct seat){.body = take_until(&line, ' '), .code = code, .n = 1});
    }
    return status;
}

static int read_members(struct seats *s, const char *path)
{
    struct bytes text;
    int number = 0;
    int status = cli_file(s->c, path, CHARTER_BYTES_MAX, &text);
    while (status == CLI_DONE && text.len > 0) {
        struct bytes line = take_until(&text, '\n');
        number++;
        if (line.len > 0 && line.data[line.len - 1] == '\r') {
            line.len--;
        }
        if (line.len > 0 && line.data[0] != '#') {
            status = read_member(s, line, number);
        }
    }
    return status;
}

/* [BODY=]N[|TAG,TAG] */
static int read_number(struct seats *s, const char *given)
{
    struct bytes rest = bytes_of_text(given);
    struct seat seat = {.n = 0};
    struct bytes number = take_until(&rest, '|');
    seat.tags = rest;
    if (memchr(number.data, '=', number.len) != NULL) {
        seat.body = take_until(&number, '=');
    }
    if (!num_parse(number, CHARTER_NUMBER_MAX, &seat.n)) {
        return cli_fail(s->c, CLI_USAGE, "--electorate %s: expected [BODY=]NUMBER[|TAG,TAG]", given);
    }
    return add_seat(s, seat);
}

/* The members that the charter itself lists for the day. */
static int read_listed(struct seats *s)
{
    const struct charter *c = s->law->charter;
    int status = CLI_DONE;
    for (size_t i = 0; i < c->member_count && status == CLI_DONE; i++) {
        const struct charter_member *m = &c->members[i];
        if (period_holds(m->from, m->until, s->date)) {
            status = add_seat(s, (struct seat){.code = m->code, .n = 1});
        }
    }
    return status;
}

/* The members of the table by which the rule weighs. */
static int read_table(struct seats *s)
{
    const struct charter *c = s->law->charter;
    const char *name = cli_given(s->c, "attributes", 0);
    const struct charter_table *found = name == NULL ? NULL : charter_table(c, bytes_of_text(name));
    int status = CLI_DONE;
    for (size_t i = 0; i < c->attribute_count && found == NULL; i++) {
        found = charter_rule_weighs(s->rule, i) ? charter_table_of(c, c->attributes[i], s->date) : NULL;
    }
    const struct table *t = found == NULL ? NULL : decider_table(s->law->decider, found);
    for (size_t i = 0; t != NULL && i < t->count && status == CLI_DONE; i++) {
        status = add_seat(s, (struct seat){.code = t->rows[i].code, .n = 1});
    }
    return status;
}

static int read_seats(struct seats *s)
{
    const char *members = cli_given(s->c, "members", 0);
    const char *number = NULL;
    int status = members == NULL ? CLI_DONE : read_members(s, members);
    for (size_t i = 0; status == CLI_DONE && (number = cli_given(s->c, "electorate", i)) != NULL; i++) {
        status = read_number(s, number);
    }
    if (status == CLI_DONE && s->count == 0 && s->over_count == 0) {
        status = s->law->charter->member_count > 0 ? read_listed(s) : read_table(s);
    }
    if (status == CLI_DONE && s->count == 0) {
        return cli_fail(s->c, CLI_USAGE, "whose power? --members FILE or --electorate NUMBER says it");
    }
    return status;
}

static void write_tags(struct json_writer *w, struct bytes tags)
{
    json_array(w, "tags");
    while (tags.len > 0) {
        json_text(w, NULL, take_until(&tags, ','));
    }
    json_end(w);
}

static void write_counts(struct json_writer *w, const struct seats *s, const char *key, struct bytes body)
{
    json_array(w, key);
    for (size_t i = 0; i < s->count; i++) {
        const struct seat *seat = &s->items[i];
        if (!bytes_equal(seat->body, body)) {
            continue;
        }
        json_object(w, NULL);
        if (seat->code.len > 0) {
            json_array(w, "ids");
            json_text(w, NULL, seat->code);
            json_end(w);
        }
        json_integer(w, "n", seat->n);
        json_cstring(w, "pos", "X");
        write_tags(w, seat->tags);
        json_end(w);
    }
    json_end(w);
}

static int by_text(const void *a, const void *b)
{
    return bytes_compare(*(const struct bytes *)a, *(const struct bytes *)b);
}

/* --tag TAG=CODE,CODE, each tag once. */
static int write_tagged(struct cli *c, struct json_writer *w)
{
    struct bytes tags[DECIDE_TAGS_MAX];
    size_t count = 0;
    const char *given = NULL;
    while ((given = cli_given(c, "tag", count)) != NULL) {
        if (count == DECIDE_TAGS_MAX || strchr(given, '=') == NULL) {
            return cli_fail(c, CLI_USAGE, "--tag %s: expected TAG=CODE,CODE", given);
        }
        tags[count++] = bytes_of_text(given);
    }
    qsort(tags, count, sizeof tags[0], by_text);
    json_object(w, "tags");
    for (size_t i = 0; i < count; i++) {
        const struct bytes name = take_until(&tags[i], '=');
        json_array(w, arena_text(&c->arena, name));
        while (tags[i].len > 0) {
            json_text(w, NULL, take_until(&tags[i], ','));
        }
        json_end(w);
    }
    json_end(w);
    return CLI_DONE;
}

/* As a case of `rule decide` in which nobody is there yet. */
static int write_case(struct seats *s, struct buffer *b)
{
    struct json_writer w;
    const char *table = cli_given(s->c, "attributes", 0);
    json_begin(&w, b);
    json_object(&w, NULL);
    if (table != NULL) {
        json_cstring(&w, "attributes", table);
    }
    if (s->over_count == 0) {
        write_counts(&w, s, "counts", BYTES(""));
    } else {
        json_object(&w, "electorates");
        for (size_t i = 0; i < s->over_count; i++) {
            write_counts(&w, s, arena_text(&s->c->arena, s->over[i]), s->over[i]);
        }
        json_end(&w);
    }
    if (s->date.len > 0) {
        json_text(&w, "date", s->date);
    }
    json_text(&w, "rule", s->rule->name);
    const int status = write_tagged(s->c, &w);
    json_end(&w);
    return status;
}

static int find_rule(struct seats *s)
{
    int status = CLI_DONE;
    const char *name = cli_needed(s->c, "rule", &status);
    const char *date = cli_given(s->c, "date", 0);
    if (name == NULL) {
        return status;
    }
    s->date = date == NULL ? BYTES("") : bytes_of_text(date);
    if (date != NULL && !charter_is_date(s->date)) {
        return cli_fail(s->c, CLI_USAGE, "--date %s: a day that exists, YYYY-MM-DD", date);
    }
    s->rule = charter_rule(s->law->charter, bytes_of_text(name), s->date);
    if (s->rule == NULL) {
        return cli_fail(s->c, CLI_USAGE, "the rule \"%s\" is not in force on %s", name,
                        date == NULL ? "any day" : date);
    }
    s->over_count = charter_rule_over(s->rule, &s->over);
    return CLI_DONE;
}

int power_case_read(struct cli *c, const struct law *law, struct decide_case *out)
{
    struct seats s = {.c = c, .law = law};
    struct buffer b;
    struct decide_fault fault;
    s.items = ARENA_ARRAY(&c->arena, struct seat, SEATS_MAX);
    int status = find_rule(&s);
    status = status == CLI_DONE ? read_seats(&s) : status;
    if (status != CLI_DONE) {
        return status;
    }
    buffer_init(&b, DECIDE_LINE_BYTES_MAX);
    status = write_case(&s, &b);
    if (status == CLI_DONE && !decider_read(law->decider, &c->arena, buffer_view(&b), out, &fault)) {
        status = cli_fail(c, CLI_USAGE, "%s", fault.message);
    } else if (status == CLI_DONE && out->unnamed_count > 0) {
        status = cli_fail(c, CLI_USAGE, "--tag: %.*s is no member", (int)out->unnamed[0].len,
                          (const char *)out->unnamed[0].data);
    }
    buffer_done(&b);
    return status;
}

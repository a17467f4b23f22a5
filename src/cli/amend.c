/* univocal charter propose, list, show --at: the charter of an organisation, its versions and what is to
 * follow on it. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "charter/difference.h"
#include "charter/print.h"
#include "cli/charters.h"
#include "cli/run.h"
#include "cli/send.h"
#include "codec/base64.h"
#include "mechanism/amendment.h"
#include "mechanism/law.h"
#include "mechanism/tables.h"

struct amending {
    struct cli *c;
    struct context context;
    enum error failed;
    struct charter_set set;
    const struct charter *before; /* the newest version */
    const struct charter *after;
    struct bytes rule;
    struct bytes body;
    struct trial_table *tables; /* whose texts the record lacks and are there, each once */
    size_t table_count;
};

static const char *text_of(struct cli *c, struct bytes s)
{
    return arena_text(&c->arena, s);
}

static int begin(struct cli *c, struct amending *x)
{
    const int status = cli_read(c);
    if (status == CLI_DONE) {
        x->c = c;
        x->failed = OK;
        x->context = cli_context(c, &x->failed);
        x->before = law_charter(&x->context, charter_counts_get(c->reader.state).versions);
    }
    return status == CLI_DONE && x->failed != OK ? cli_error(c, x->failed, "reading the record") : status;
}

static bool is_brought(const struct amending *x, const struct hash *hash)
{
    bool found = false;
    for (size_t i = 0; i < x->table_count && !found; i++) {
        found = hash_equal(&x->tables[i].table.hash, hash);
    }
    return found;
}

/* The texts beside the charter that the record lacks. One that stands nowhere is wanted where its table is a
 * new one. */
static int find_tables(struct amending *x)
{
    struct cli *c = x->c;
    struct trial_table *found = NULL;
    size_t count = 0;
    const int status = charters_tables(c, c->arguments[0], x->after, &found, &count);
    if (status != CLI_DONE) {
        return status;
    }
    x->tables = ARENA_ARRAY(&c->arena, struct trial_table, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct hash *hash = &found[i].table.hash;
        if (!tables_have(&x->context, hash) && !is_brought(x, hash)) {
            x->tables[x->table_count++] = found[i];
        }
    }
    for (size_t i = 0; i < x->after->table_count; i++) {
        const struct charter_table *t = &x->after->tables[i];
        if (!tables_have(&x->context, &t->hash) && !is_brought(x, &t->hash) &&
            !tables_are_named(x->before, &t->hash)) {
            return cli_fail(c, CLI_REFUSED, "%s: %s; it would be %s.csv beside the charter",
                            rejection_text(REJECT_table_missing), text_of(c, t->name), text_of(c, t->name));
        }
    }
    return x->table_count <= TABLE_PLACES_MAX
               ? CLI_DONE
               : cli_fail(c, CLI_REFUSED, "it brings %zu tables, and one proposal brings %d at most",
                          x->table_count, TABLE_PLACES_MAX);
}

/* What core would refuse is refused here, with more words and without a trace. */
static int check_next(struct amending *x)
{
    struct cli *c = x->c;
    if (hash_equal(&x->before->hash, &x->after->hash)) {
        return cli_fail(c, CLI_REFUSED, "this is the charter as it is: nothing would change");
    }
    enum rejection r = amendment_fits(&x->context, x->after);
    if (r == REJECT_charter_renamed) {
        return cli_fail(c, CLI_REFUSED, "%s: it is \"%s\"%s, and must be \"%s\"%s", rejection_text(r),
                        text_of(c, x->after->name), x->after->fictional ? ", fictional" : "",
                        text_of(c, x->before->name), x->before->fictional ? ", fictional" : "");
    }
    if (r == REJECT_charter_unfit) {
        return cli_fail(c, CLI_REFUSED,
                        "%s: its languages must stay, a chair that it names must sit there, its voice must "
                        "not need more members than there are, and a silence must close as it does now",
                        rejection_text(r));
    }
    if (r == ACCEPTED) {
        r = amendment_rule(&c->arena, law_now(&x->context), x->before, x->after, &x->rule, &x->body);
    }
    if (r == REJECT_no_amending_rule) {
        return cli_fail(c, CLI_REFUSED,
                        "%s: it says neither `motion amend by RULE` nor, of the rule alone that changes, "
                        "`amend by RULE`",
                        rejection_text(r));
    }
    return r == ACCEPTED ? CLI_DONE : cli_fail(c, CLI_REFUSED, "%s", rejection_text(r));
}

/* Who sits where a rule is used that changes. */
static void tell_affected(const struct amending *x, const struct difference_list *list)
{
    struct cli *c = x->c;
    for (size_t b = 0; b < x->after->body_count; b++) {
        const struct charter_body *law = &x->after->bodies[b];
        struct body body = {.seat_count = 0};
        size_t changed = 0;
        for (size_t i = 0; i < list->count; i++) {
            const struct difference *d = &list->items[i];
            const struct difference_part *part = d->after != NULL ? d->after : d->before;
            bool here = part->kind == PART_BODY && bytes_equal(part->name, law->name);
            for (size_t k = 0; k < law->rule_count && part->kind == PART_RULE; k++) {
                here = here || bytes_equal(law->rules[k], part->name);
            }
            changed += here;
        }
        if (changed == 0) {
            continue;
        }
        (void)body_get(c->reader.state, law->name, &c->arena, &body);
        (void)printf("affects %s: %zu change%s, %zu member%s:", text_of(c, law->name), changed,
                     changed == 1 ? "" : "s", body.seat_count, body.seat_count == 1 ? "" : "s");
        for (size_t i = 0; i < body.seat_count; i++) {
            (void)printf(" %s", text_of(c, body.seats[i]));
        }
        (void)putchar('\n');
    }
}

static void tell_change(struct amending *x)
{
    struct cli *c = x->c;
    struct buffer b;
    const struct difference_list list = difference_of(&c->arena, x->before, x->after);
    buffer_init(&b, FRAME_BYTES_MAX);
    difference_write(&b, &c->arena, x->before, x->after);
    (void)printf("%s", cli_mark(c));
    (void)fwrite(b.data, 1, b.len, stdout);
    buffer_done(&b);
    (void)putchar('\n');
    tell_affected(x, &list);
    for (size_t i = 0; i < x->table_count; i++) {
        (void)printf("brings the table %s: %zu member%s\n", text_of(c, x->tables[i].name),
                     x->tables[i].table.count, x->tables[i].table.count == 1 ? "" : "s");
    }
    (void)printf("decided by %s%s%s\n", text_of(c, x->rule), x->body.len > 0 ? " in " : "",
                 text_of(c, x->body));
}

static int send_one(struct amending *x, const char *kind, struct buffer *body, struct sent *out)
{
    check(!body->overflow);
    return send_act(x->c, act_kind(bytes_of_text(kind)), buffer_view(body), out);
}

static bool is_refused(const struct sent *s)
{
    return s->answer.outcome != OUTCOME_DONE || !bytes_equal_text(s->answer.result, "ok");
}

/* By charter.text or charter.table. */
static int lay_down(struct amending *x, const char *kind, int64_t place, struct bytes part)
{
    struct cli *c = x->c;
    struct buffer body;
    struct json_writer w;
    struct sent sent;
    struct buffer text;
    buffer_init(&body, ACT_BYTES_MAX);
    buffer_init(&text, ACT_BYTES_MAX);
    buffer_add_base64(&text, part);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_text(&w, "bytes", buffer_view(&text));
    json_integer(&w, "place", place);
    json_end(&w);
    const int status = send_one(x, kind, &body, &sent);
    buffer_done(&text);
    buffer_done(&body);
    return status == CLI_DONE && is_refused(&sent) ? send_tell(c, act_kind(bytes_of_text(kind)), &sent)
                                                   : status;
}

/* What stands in its place already is not laid down again. */
static int lay_down_part(struct amending *x, struct bytes member, int64_t place, struct bytes part)
{
    struct charter_part there;
    const struct hash hash = hash_of(part);
    return charter_part_get(x->c->reader.state, member, place, &there) && hash_equal(&there.hash, &hash)
               ? CLI_DONE
               : lay_down(x, "charter.text", place, part);
}

static int lay_down_table(struct amending *x, struct bytes member, int64_t place)
{
    struct table_text there;
    const struct trial_table *t = &x->tables[place];
    return table_part_get(x->c->reader.state, member, place, &there) &&
                   hash_equal(&there.hash, &t->table.hash)
               ? CLI_DONE
               : lay_down(x, "charter.table", place, t->text);
}

static int64_t parts_of(struct bytes text)
{
    return text.len == 0 ? 1 : (int64_t)((text.len - 1) / CHARTER_PART_BYTES_MAX + 1);
}

static int lay_down_all(struct amending *x)
{
    struct key_file key;
    int64_t place = 0;
    int status = cli_key(x->c, &key);
    const struct bytes member = bytes_of_text(key.member);
    for (size_t i = 0; i < x->table_count && status == CLI_DONE; i++) {
        status = lay_down_table(x, member, (int64_t)i);
    }
    for (size_t i = 0; i < x->set.count && status == CLI_DONE; i++) {
        struct cursor text = cursor_of(x->set.sources[i].text);
        while (text.rest.len > 0 && status == CLI_DONE) {
            const size_t len =
                text.rest.len < CHARTER_PART_BYTES_MAX ? text.rest.len : CHARTER_PART_BYTES_MAX;
            status = lay_down_part(x, member, place++, cursor_take(&text, len));
        }
    }
    return status;
}

static int send_proposal(struct amending *x, struct sent *sent)
{
    struct buffer body;
    struct json_writer w;
    const char *from = cli_given(x->c, "from", 0);
    buffer_init(&body, ACT_BYTES_MAX);
    json_begin(&w, &body);
    json_object(&w, NULL);
    json_hex(&w, "base", hash_view(&x->before->hash));
    json_hex(&w, "charter", hash_view(&x->after->hash));
    if (from != NULL) {
        json_cstring(&w, "from", from);
    }
    json_array(&w, "sources");
    for (size_t i = 0; i < x->set.count; i++) {
        json_object(&w, NULL);
        json_text(&w, "name", x->set.sources[i].name);
        json_integer(&w, "parts", parts_of(x->set.sources[i].text));
        json_end(&w);
    }
    json_end(&w);
    json_end(&w);
    const int status = send_one(x, "charter.propose", &body, sent);
    buffer_done(&body);
    return status;
}

int charter_at(struct cli *c, const char *number, const struct charter **out)
{
    struct amending x = {.c = c};
    int64_t n = 0;
    const int status = begin(c, &x);
    if (status != CLI_DONE) {
        return status;
    }
    const int64_t versions = charter_counts_get(c->reader.state).versions;
    if (!num_parse(bytes_of_text(number), INTEGER_MAX, &n) || n < 1 || n > versions) {
        return cli_fail(c, CLI_USAGE, "--at takes a version of the charter, from 1 to %lld",
                        (long long)versions);
    }
    *out = law_charter(&x.context, n);
    return x.failed == OK ? CLI_DONE : cli_error(c, x.failed, "reading the record");
}

int charter_propose_run(struct cli *c)
{
    const char *from = cli_given(c, "from", 0);
    struct amending x = {.c = c};
    struct sent sent;
    if (from != NULL && !charter_is_date(bytes_of_text(from))) {
        return cli_fail(c, CLI_USAGE, "--from takes a day, such as 2027-01-31");
    }
    int status = begin(c, &x);
    status = status == CLI_DONE ? charters_load(c, c->arguments[0], &x.set, &x.after) : status;
    status = status == CLI_DONE ? check_next(&x) : status;
    status = status == CLI_DONE ? find_tables(&x) : status;
    if (status == CLI_DONE && !c->json) {
        tell_change(&x);
    }
    if (status != CLI_DONE || cli_given(c, "dry", 0) != NULL) {
        return status;
    }
    status = lay_down_all(&x);
    status = status == CLI_DONE ? send_proposal(&x, &sent) : status;
    status = status == CLI_DONE ? send_tell(c, act_kind(BYTES("charter.propose")), &sent) : status;
    if (status == CLI_DONE && !c->json) {
        (void)printf("charter %s is proposed. A matter decides on it:\n"
                     "  univocal matter open %s REFERENCE --rule %s --amends %s --title TEXT "
                     "--languages TAG\n",
                     hash_hex(&x.after->hash).text, x.body.len > 0 ? text_of(c, x.body) : "BODY",
                     text_of(c, x.rule), cli_short(c, &x.after->hash));
    }
    return status;
}

int resolve_charter(struct cli *c, const char *text, struct hash *out)
{
    struct proposal *list = NULL;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count = proposal_list(c->reader.state, &c->arena, &list);
    const struct digits d = {"proposed charter", "charter",    list,
                             count,              sizeof *list, offsetof(struct proposal, charter)};
    return resolve_digits(c, text, &d, out);
}

/* The matter that decides on a proposal, newest first; false: none yet. */
static bool matter_about(struct cli *c, const struct hash *charter, struct matter *out)
{
    struct matter *list = NULL;
    for (size_t i = matter_list(c->reader.state, &c->arena, &list); i-- > 0;) {
        struct matter_amends about;
        if (amendment_of_matter(c->reader.state, &list[i].id, &about) &&
            hash_equal(&about.charter, charter)) {
            *out = list[i];
            return true;
        }
    }
    return false;
}

static void show_version(struct amending *x, const struct charter_version *v, bool in_force)
{
    struct cli *c = x->c;
    struct matter m;
    (void)printf("%sversion %lld  %s  ", cli_mark(c), (long long)v->number, cli_short(c, &v->charter));
    if (v->number == 1) {
        (void)printf("in force since %s, the founding", cli_time(c, v->since_ms, false));
    } else if (v->in_force > 0) {
        (void)printf("in force since %s, entry %lld", cli_time(c, v->since_ms, false),
                     (long long)v->in_force);
    } else {
        (void)printf("adopted, in force from %s", text_of(c, v->from));
    }
    (void)printf("%s\n", in_force ? "; in force now" : "");
    if (v->number == 1) {
        return;
    }
    const bool has_matter = matter_get(c->reader.state, &v->matter, &c->arena, &m);
    (void)printf("  proposed by %s at entry %lld; adopted %s%s%s%s at entry %lld\n", text_of(c, v->member),
                 (long long)v->proposed, has_matter ? "in " : "by a vote on itself",
                 has_matter ? text_of(c, m.body) : "", has_matter ? "/" : "",
                 has_matter ? text_of(c, m.reference) : "", (long long)v->close);
}

static void show_proposal(struct cli *c, const struct proposal *p)
{
    struct matter m;
    (void)printf("%sproposed  %s  by %s at entry %lld%s%s\n", cli_mark(c), cli_short(c, &p->charter),
                 text_of(c, p->member), (long long)p->proposed,
                 p->from.len > 0 ? ", to be in force from " : "", text_of(c, p->from));
    if (matter_about(c, &p->charter, &m)) {
        (void)printf("  decided on in %s/%s\n", text_of(c, m.body), text_of(c, m.reference));
    }
}

static void write_version(struct amending *x, struct json_writer *w, const struct charter_version *v)
{
    json_object(w, NULL);
    json_hex(w, "charter", hash_view(&v->charter));
    json_integer(w, "close", v->close);
    json_text(w, "from", v->from);
    json_integer(w, "in_force", v->in_force);
    json_hex(w, "matter", hash_is_zero(&v->matter) ? BYTES("") : hash_view(&v->matter));
    json_text(w, "member", v->member);
    json_integer(w, "proposed", v->proposed);
    json_integer(w, "since", v->since_ms);
    json_integer(w, "version", v->number);
    json_end(w);
    (void)x;
}

static void write_proposal(struct cli *c, struct json_writer *w, const struct proposal *p)
{
    struct matter m;
    json_object(w, NULL);
    json_integer(w, "base", p->base);
    json_hex(w, "charter", hash_view(&p->charter));
    json_text(w, "from", p->from);
    json_hex(w, "matter", matter_about(c, &p->charter, &m) ? hash_view(&m.id) : BYTES(""));
    json_text(w, "member", p->member);
    json_integer(w, "proposed", p->proposed);
    json_end(w);
}

int charter_list_run(struct cli *c)
{
    struct amending x = {.c = c};
    struct proposal *open = NULL;
    struct charter_version v;
    struct cli_json j;
    const int status = begin(c, &x);
    if (status != CLI_DONE) {
        return status;
    }
    const struct charter_counts n = charter_counts_get(c->reader.state);
    const size_t count = proposal_list(c->reader.state, &c->arena, &open);
    if (!c->json) {
        for (int64_t i = 1; i <= n.versions && charter_version_get(&x.context, i, &v); i++) {
            show_version(&x, &v, i == n.in_force);
        }
        for (size_t i = 0; i < count; i++) {
            show_proposal(c, &open[i]);
        }
        return CLI_DONE;
    }
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    json_object(w, NULL);
    json_integer(w, "in_force", n.in_force);
    json_array(w, "proposed");
    for (size_t i = 0; i < count; i++) {
        write_proposal(c, w, &open[i]);
    }
    json_end(w);
    json_array(w, "versions");
    for (int64_t i = 1; i <= n.versions && charter_version_get(&x.context, i, &v); i++) {
        write_version(&x, w, &v);
    }
    json_end(w);
    json_end(w);
    cli_json_end(&j);
    return CLI_DONE;
}

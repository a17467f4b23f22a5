/* The founding document: each refusal by one change of a good one, and every limit at its maximum and beyond.
 */
#include "mechanism/founding.h"

#include <string.h>

#include "base/limits.h"
#include "mechanism/body.h"
#include "mechanism/member.h"
#include "support/harness.h"
#include "support/rig.h"

static struct org made(void)
{
    static struct org o;
    org_make(harness_arena(), &(struct org_options){.members = 3, .seed = 7}, &o);
    return o;
}

static enum error read_document(struct bytes document, struct organisation *out, struct diag *diag)
{
    *diag = (struct diag){.message = ""};
    const enum error e = founding_read(harness_arena(), document, out, diag);
    check_that((e == OK) == (diag->message[0] == 0));
    return e;
}

TEST(a_good_document_is_read_into_an_organisation)
{
    const struct org o = made();
    struct organisation org;
    struct diag diag;
    check_ok(read_document(o.document, &org, &diag));
    const struct hash id = hash_of(o.document);
    check_bytes(hash_view(&org.id), hash_view(&id));
    check_eq(org.realm, REALM_EXERCISE);
    check_eq(org.epoch, 1);
    check_bytes(org.name, BYTES("Test"));
    check_bytes(org.origin, BYTES("test.example"));
    check_bytes(org.origin_line, BYTES("exercise-test.example"));
    check_that(public_key_equal(&org.log_key, &o.log_key.public));
    check_eq(org.founded_ms, 1767225600000);
    check_eq(org.language_count, 2);
    check_bytes(org.languages[1], BYTES("fr"));
    check_bytes(org.first_charter->name, BYTES("test"));
    check_that(org.hosted);
    struct org real;
    org_make(harness_arena(), &(struct org_options){.members = 3, .seed = 7, .realm = REALM_REAL}, &real);
    check_ok(read_document(real.document, &org, &diag));
    check_bytes(org.origin_line, BYTES("test.example"));
}

static const struct {
    const char *old;
    const char *new;
    const char *message; /* its beginning */
} refused[] = {
    {"{\"charter\"", "{ \"charter\"", "not in canonical form"},
    {"\"kind\":\"founding\"", "\"kind\":\"block\"", "not a founding document"},
    {"\"kind\":\"founding\",", "", "not a founding document"},
    {"\"protocol\":1,\"realm\"", "\"protocol\":1,\"quorum\":1,\"realm\"", "not a founding document"},
    {"\"protocol\":1", "\"protocol\":2", "the founding document is of another protocol version"},
    {"\"realm\":\"exercise\"", "\"realm\":\"archive\"", "realm is neither"},
    {"\"name\":\"Test\"", "\"name\":\"\"", "an organisation has a name and an origin"},
    {"\"name\":\"Test\"", "\"name\":\"a\\u0007\"", "an organisation has a name and an origin"},
    {"\"name\":\"Test\"", "\"name\":\"a\\nb\"", "an organisation has a name and an origin"},
    {"\"origin\":\"test.example\"", "\"origin\":\"Test.example\"",
     "an organisation has a name and an origin"},
    {"\"origin\":\"test.example\"", "\"origin\":\"exercise-x\"", "an organisation has a name and an origin"},
    {"\"origin\":\"test.example\"", "\"origin\":\"archive-x\"", "an organisation has a name and an origin"},
    {"\"log_key\":\"", "\"log_key\":\"x", "log_key, time or civil_offset"},
    {"\"civil_offset\":0", "\"civil_offset\":1441", "log_key, time or civil_offset"},
    {"\"civil_offset\":0", "\"civil_offset\":-1441", "log_key, time or civil_offset"},
    {"\"hosting\":\"operator\"", "\"hosting\":\"nobody\"", "hosting is operator or members"},
    {"\"hosting\":\"operator\"", "\"hosting\":1", "hosting is operator or members"},
    {"\"time\":1767225600000", "\"time\":0", "log_key, time or civil_offset"},
    {"\"time\":1767225600000", "\"time\":\"0\"", "log_key, time or civil_offset"},
    {"[\"en\",\"fr\"]", "[]", "languages must be a list of 1 to 8"},
    {"[\"en\",\"fr\"]", "\"en\"", "languages must be a list of 1 to 8"},
    {"[\"en\",\"fr\"]", "[\"en\",\"FR\"]", "a language is a tag"},
    {"[\"en\",\"fr\"]", "[\"en\",1]", "a language is a tag"},
    {"[\"en\",\"fr\"]", "[\"en\",\"fr\",\"en\"]", "a language is named twice"},
    {"[\"en\",\"fr\"]", "[\"en\"]", "the charter has other languages"},
    {"[\"en\",\"fr\"]", "[\"fr\",\"en\"]", "the charter has other languages"},
    {"[\"en\",\"fr\"]", "[\"en\",\"fr\",\"de\"]", "the charter has other languages"},
    {"\"charter\":[{\"name\":\"test\"", "\"charter\":[{\"name\":\"Test\"", "a charter has a name and a text"},
    {"\"charter\":[{\"name\":\"test\"", "\"charter\":[{\"a\":1,\"name\":\"test\"",
     "a charter has a name and a text"},
    {"rule silence {", "rule silence { allow B;", "test: expected a position"},
    {"set by chair", "set by secretary", "a clock is set by an office"},
    {"\"code\":\"A01\"", "\"code\":\"a01\"", "a member has code, keys, name, node and seats"},
    {"\"code\":\"A01\"", "\"code\":\"A01\",\"colour\":1", "a member has code, keys, name, node and seats"},
    {"\"name\":\"Member 0\"", "\"name\":\"\"", "a member has code, keys, name, node and seats"},
    {"\"seats\":[\"group\"]", "\"seats\":{}", "a member has code, keys, name, node and seats"},
    {"\"seats\":[\"group\"]", "\"seats\":[\"council\"]", "seats name bodies whose composition"},
    {"\"seats\":[\"group\"]", "\"seats\":[\"office\"]", "seats name bodies whose composition"},
    {"\"seats\":[\"group\"]", "\"seats\":[1]", "seats name bodies whose composition"},
    {"\"seats\":[\"group\"]", "\"seats\":[\"group\",\"group\"]", "a seat is named twice"},
    {"\"code\":\"A02\"", "\"code\":\"A01\"", "members must ascend by code"},
    {"\"code\":\"A02\"", "\"code\":\"A00\"", "members must ascend by code"},
    {"\"role\":\"node\"", "\"role\":\"server\"", "a key has key, name, powers and role"},
    {"\"role\":\"node\"", "\"role\":\"objection\"", "a member needs its node among its keys"},
    {"\"powers\":[\"speak\"]", "\"powers\":[\"rule\"]", "powers are bind, chair, keys and speak"},
    {"\"powers\":[\"speak\"]", "\"powers\":[\"speak\",\"speak\"]", "powers are bind, chair, keys and speak"},
    {"\"powers\":[],\"role\":\"node\"", "\"powers\":[\"bind\"],\"role\":\"node\"",
     "only delegates have powers"},
};

TEST(a_document_that_is_not_as_it_must_be_is_refused_and_told_why)
{
    const struct org o = made();
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct organisation org = {.epoch = 77};
        struct diag diag;
        harness_note("%s -> %s", refused[i].old, refused[i].new);
        const enum error e = read_document(
            org_changed(harness_arena(), o.document, refused[i].old, refused[i].new), &org, &diag);
        check_eq(e, strcmp(refused[i].new, "\"protocol\":2") == 0 ? ERROR_UNSUPPORTED : ERROR_MALFORMED);
        check_eq(org.epoch, 77);
        harness_note("%s -> %s: %s", refused[i].old, refused[i].new, diag.message);
        check_that(strncmp(diag.message, refused[i].message, strlen(refused[i].message)) == 0);
    }
}

TEST(a_charter_that_cannot_be_read_is_told_with_its_place)
{
    const struct org o = made();
    struct organisation org;
    struct diag diag;
    check_eq(read_document(org_changed(harness_arena(), o.document, "    default L;", "    default Z;"), &org,
                           &diag),
             ERROR_MALFORMED);
    check_eq(diag.line, 15);
    check_eq(diag.column, 13);
    check_text(diag.found, "Z");
}

TEST(a_fictional_charter_serves_exercises_only)
{
    struct org o;
    struct organisation org;
    struct diag diag;
    const struct bytes text = org_changed(harness_arena(), bytes_of_text(org_charter), "languages en, fr;\n",
                                          "fictional;\nlanguages en, fr;\n");
    struct org_options options = {.members = 3, .charter = arena_text(harness_arena(), text)};
    org_make(harness_arena(), &options, &o);
    check_ok(read_document(o.document, &org, &diag));
    options.realm = REALM_REAL;
    org_make(harness_arena(), &options, &o);
    check_eq(read_document(o.document, &org, &diag), ERROR_MALFORMED);
    check_text(diag.message, "a fictional charter serves exercises only");
}

/* What a member's keys say of each other. */
TEST(keys_ascend_and_each_stands_under_one_member_once)
{
    const struct org o = made();
    struct organisation org;
    struct diag diag;
    const char *first = org_public(&o, 0, ORG_ADVISER);
    const char *other = org_public(&o, 1, ORG_ADVISER);
    const struct bytes twice = org_changed(harness_arena(), o.document, first, other);
    check_eq(read_document(twice, &org, &diag), ERROR_MALFORMED); /* out of order, or under two members */
    const struct bytes backwards =
        org_changed(harness_arena(), o.document, "\"keys\":[{\"key\":\"", "\"keys\":[{\"key\":\"f");
    check_eq(read_document(backwards, &org, &diag), ERROR_MALFORMED);
    check_text(diag.message, "a key has key, name, powers and role");
}

/* A document with as many of everything as one asks for; keys are numbers. */
struct spec {
    size_t members;
    size_t keys;   /* of each member: a node, a delegate, and objection keys */
    size_t shared; /* 1: the last member's node key is that of the first */
    const char *name;
    const char *member_name;
    const char *key_name;
    const char *code; /* of the first member */
    const char *origin;
    const char *languages;
    struct bytes charters; /* JSON of the list; empty: one */
    int64_t time_ms;
    size_t pad; /* bytes of padding in a charter that nobody reads */
};

static const char tiny_charter[] =
    "charter \\\"tiny\\\" title \\\"Tiny\\\";\\nbody all {\\n members all;\\n chair "
    "rotation;\\n rules r;\\n}\\nrule r {\\n pass n(Y) > n(N);\\n}\\n";

static const char *repeated(char c, size_t count)
{
    char *text = arena_take(harness_arena(), count + 1, 1);
    memset(text, c, count);
    return text;
}

static void write_keys(struct buffer *b, const struct spec *s, size_t member)
{
    for (size_t k = 0; k < s->keys; k++) {
        const size_t number = k == 0 && s->shared == 1 && member + 1 == s->members ? 0 : member * 100 + k;
        buffer_printf(b, "%s{\"key\":\"%064zx\",\"name\":\"%s\",\"powers\":[%s],\"role\":\"%s\"}",
                      k == 0 ? "" : ",", number, member == 0 && k == 0 ? s->key_name : "k",
                      k == 1 ? "\"keys\"" : "",
                      k == 0   ? "node"
                      : k == 1 ? "delegate"
                               : "objection");
    }
}

static struct bytes document_of(const struct spec *s)
{
    struct buffer b;
    buffer_init(&b, (size_t)4 * FOUNDING_BYTES_MAX);
    buffer_add_text(&b, "{\"charter\":[");
    if (s->charters.len > 0) {
        buffer_add_bytes(&b, s->charters);
    } else {
        buffer_printf(&b, "{\"name\":\"tiny\",\"text\":\"%s\"}", tiny_charter);
    }
    for (size_t rest = s->pad, n = 0; rest > 0; n++) {
        const size_t head = strlen(",{\"name\":\"x0\",\"text\":\"\"}");
        const size_t len = rest > CHARTER_BYTES_MAX + head ? CHARTER_BYTES_MAX : rest - head;
        buffer_printf(&b, ",{\"name\":\"x%zu\",\"text\":\"", n);
        buffer_add_text(&b, repeated('x', len));
        buffer_add_text(&b, "\"}");
        rest -= len + head;
    }
    buffer_printf(&b, "],\"civil_offset\":0,\"hosting\":\"members\","
                      "\"kind\":\"founding\",\"languages\":[%s],\"log_key\":\"%064x\",",
                  s->languages, 1U);
    buffer_add_text(&b, "\"members\":[");
    for (size_t i = 0; i < s->members; i++) {
        const char *code = i == 0 ? s->code : arena_printf(harness_arena(), "M%03zu", i);
        buffer_printf(&b, "%s{\"code\":\"%s\",\"keys\":[", i == 0 ? "" : ",", code);
        write_keys(&b, s, i);
        buffer_printf(&b, "],\"name\":\"%s\",\"node\":\"%064zx\",\"seats\":[]}",
                      i == 0 ? s->member_name : "m", s->shared == 1 && i + 1 == s->members ? 0 : i * 100);
    }
    buffer_printf(&b, "],\"name\":\"%s\",\"origin\":\"%s\",\"protocol\":1,\"realm\":\"real\",\"time\":%lld}",
                  s->name, s->origin, (long long)s->time_ms);
    check_that(!b.overflow);
    const struct bytes text = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

static struct spec plain(void)
{
    return (struct spec){.members = 2,
                         .keys = 2,
                         .name = "T",
                         .member_name = "m",
                         .key_name = "k",
                         .code = "A",
                         .origin = "o",
                         .languages = "\"en\"",
                         .time_ms = 1};
}

static enum error read_spec(const struct spec *s)
{
    struct organisation org;
    struct diag diag;
    const enum error e = read_document(document_of(s), &org, &diag);
    harness_note("%s", diag.message);
    return e;
}

TEST(counts_are_taken_at_their_limits_and_not_beyond)
{
    struct spec s = plain();
    check_ok(read_spec(&s));
    s.members = MEMBERS_MAX;
    check_ok(read_spec(&s));
    s.members = MEMBERS_MAX + 1;
    check_eq(read_spec(&s), ERROR_MALFORMED);
    s.members = 0;
    check_eq(read_spec(&s), ERROR_MALFORMED);
    s = plain();
    s.keys = DELEGATES_MAX;
    check_ok(read_spec(&s));
    s.keys = DELEGATES_MAX + 1;
    check_eq(read_spec(&s), ERROR_MALFORMED);
    s.keys = 1;
    check_eq(read_spec(&s), ERROR_MALFORMED); /* nobody who may enrol others */
    s = plain();
    s.languages = "\"aa\",\"bb\",\"cc\",\"dd\",\"ee\",\"ff\",\"gg\",\"hh\"";
    check_eq(LANGUAGES_MAX, 8);
    check_ok(read_spec(&s));
    s.languages = "\"aa\",\"bb\",\"cc\",\"dd\",\"ee\",\"ff\",\"gg\",\"hh\",\"ii\"";
    check_eq(read_spec(&s), ERROR_MALFORMED);
    s = plain();
    s.shared = 1;
    check_eq(read_spec(&s), ERROR_MALFORMED); /* one node key under two members */
    s = plain();
    s.time_ms = TIME_MS_MAX;
    check_ok(read_spec(&s));
    s.time_ms = TIME_MS_MAX + 1;
    check_eq(read_spec(&s), ERROR_MALFORMED);
}

TEST(texts_are_taken_at_their_limits_and_not_beyond)
{
    struct spec s = plain();
    s.name = s.member_name = s.key_name = repeated('x', NAME_BYTES_MAX);
    s.code = repeated('A', CODE_BYTES_MAX);
    s.origin = repeated('o', ORIGIN_BYTES_MAX);
    s.languages = "\"abc-12345678-abc\"";
    check_ok(read_spec(&s));
    const char **const names[] = {&s.name, &s.member_name, &s.key_name};
    for (size_t i = 0; i < 3; i++) {
        *names[i] = repeated('x', NAME_BYTES_MAX + 1);
        check_eq(read_spec(&s), ERROR_MALFORMED);
        *names[i] = "x";
    }
    check_ok(read_spec(&s));
    s.code = repeated('A', CODE_BYTES_MAX + 1);
    check_eq(read_spec(&s), ERROR_MALFORMED);
    s = plain();
    s.origin = repeated('o', ORIGIN_BYTES_MAX + 1);
    check_eq(read_spec(&s), ERROR_MALFORMED);
}

TEST(charters_and_documents_are_taken_at_their_limits_and_not_beyond)
{
    struct spec s = plain();
    size_t tiny = strlen(tiny_charter);
    for (const char *p = tiny_charter; *p != 0; p++) {
        tiny -= *p == '\\'; /* an escape is one byte of the text */
    }
    for (size_t more = 0; more < 2; more++) {
        const char *comment = repeated('x', CHARTER_BYTES_MAX - tiny - 1 + more);
        s.charters = bytes_of_text(
            arena_printf(harness_arena(), "{\"name\":\"tiny\",\"text\":\"%s#%s\"}", tiny_charter, comment));
        check_eq(read_spec(&s), more == 0 ? OK : ERROR_MALFORMED);
    }
    s = plain();
    const size_t bare = document_of(&s).len;
    s.pad = FOUNDING_BYTES_MAX - bare;
    check_eq(document_of(&s).len, FOUNDING_BYTES_MAX);
    check_ok(read_spec(&s));
    s.pad++;
    check_eq(read_spec(&s), ERROR_TOO_LARGE);
    s = plain();
    for (size_t count = 8; count <= 9; count++) {
        struct buffer b;
        buffer_init(&b, 4096);
        buffer_printf(&b, "{\"name\":\"tiny\",\"text\":\"%s\"}", tiny_charter);
        for (size_t i = 1; i < count; i++) {
            buffer_printf(&b, ",{\"name\":\"x%zu\",\"text\":\"\"}", i);
        }
        s.charters = arena_copy(harness_arena(), buffer_view(&b));
        buffer_done(&b);
        check_eq(read_spec(&s), count == 8 ? OK : ERROR_MALFORMED);
    }
    s.charters = BYTES("1");
    check_eq(read_spec(&s), ERROR_MALFORMED);
}

TEST(founding_writes_members_keys_and_bodies)
{
    struct rig r;
    struct member m;
    struct member_key k;
    struct body b;
    struct entry e;
    struct bytes document;
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    check_eq(record_size(r.record), 1);
    check_ok(record_read(r.record, 0, &r.arena, &e, &document));
    check_bytes(document, r.org.document);
    check_bytes(hash_view(&e.id), hash_view(&r.org.id));
    check_eq(e.type, ENTRY_FACT);
    check_eq(e.time_ms, 1767225600000);
    check_text(e.result, "ok");
    check_that(member_get(r.state, BYTES("A03"), &m));
    check_bytes(m.name, BYTES("Member 2"));
    check_eq(m.delegates, 3);
    check_eq(m.key_managers, 2);
    check_that(public_key_equal(&m.clearing, &r.org.keys[2][ORG_NODE].public));
    check_that(member_key_get(r.state, &r.org.keys[2][ORG_ADVISER].public, &k));
    check_bytes(k.member, BYTES("A03"));
    check_eq(k.role, ROLE_DELEGATE);
    check_eq(k.powers, POWER_SPEAK);
    check_eq(k.enrolled, 0);
    check_eq(k.revoked, 0);
    check_that(body_get(r.state, BYTES("group"), &r.arena, &b));
    check_text(rig_codes(&r, b.seats, b.seat_count), "A01 A02");
    check_bytes(b.chair, BYTES("A01"));
    rig_close(&r);
}

static enum error found_with_chair(const char *chair, struct diag *diag)
{
    struct org o;
    struct database *db = NULL;
    struct record *record = NULL;
    struct state *state = NULL;
    struct machine *machine = NULL;
    const char *text =
        arena_printf(harness_arena(),
                     "charter \"led\" title \"T\";\nbody all {\n    members all;\n    chair %s;\n"
                     "    rules r;\n}\nrule r {\n    pass n(Y) > n(N);\n}\n",
                     chair);
    org_make(harness_arena(), &(struct org_options){.members = 3, .charter = text}, &o);
    const struct database_options options = {
        .create = true,
        .scratch = true,
        .schema = arena_printf(harness_arena(), "%s%s", record_schema, state_schema),
        .version = 1};
    const char *path = arena_printf(harness_arena(), "%s/%s.db", harness_folder(), chair);
    check_ok(database_open(&db, path, &options));
    check_ok(record_open(&record, db));
    check_ok(state_open(&state, db, true));
    check_ok(machine_open(&machine, record, state));
    check_ok(database_begin(db));
    const enum error e = machine_found(machine, o.document, diag);
    check_eq(machine_is_founded(machine), e == OK);
    check_eq(record_size(record), e == OK ? 1 : 0);
    machine_close(machine);
    state_close(state);
    record_close(record);
    database_close(db);
    return e;
}

TEST(a_chair_that_is_no_member_is_refused)
{
    struct diag diag = {.message = ""};
    check_ok(found_with_chair("A02", &diag));
    check_eq(found_with_chair("A09", &diag), ERROR_MALFORMED);
    check_text(diag.message, "the charter gives the chair of a body to a member without a seat in it");
}

/* The table of kinds, and reading acts: what needs no state. */
#include <string.h>

#include "base/limits.h"
#include "mechanism/matter.h"
#include "support/harness.h"
#include "support/org.h"
#include "unit/mechanism/kinds.h"

static struct bytes quoted(const char *text)
{
    char *copy = arena_text(harness_arena(), bytes_of_text(text));
    for (char *p = copy; *p != 0; p++) {
        *p = *p == '\'' ? '"' : *p;
    }
    return bytes_of_text(copy);
}

static const struct json *parsed(struct bytes text)
{
    const struct json *value = NULL;
    struct diag diag = {.message = ""};
    const enum error e = json_parse(harness_arena(), text, (size_t)4 * ACT_BYTES_MAX, &value, &diag);
    harness_note("%.300s", (const char *)text.data);
    check_ok(e);
    return value;
}

static struct org made(void)
{
    static struct org o;
    org_make(harness_arena(), &(struct org_options){.members = 2}, &o);
    return o;
}

static struct bytes payload_of(struct bytes envelope)
{
    struct dsse d;
    check_ok(dsse_read(harness_arena(), envelope, &d));
    return d.payload;
}

TEST(the_table_of_kinds_ascends_and_every_kind_has_a_good_example)
{
    const size_t count = KINDS;
    check_eq(act_kind_count(), count);
    for (size_t i = 0; i < count; i++) {
        const struct act_kind *k = act_kind_at(i);
        check_text(k->name, kinds[i].kind);
        check_that(i == 0 || strcmp(act_kind_at(i - 1)->name, k->name) < 0);
        check_that(act_kind(bytes_of_text(k->name)) == k);
        check_eq(k->since, 1);
        check_that(k->purpose[strlen(k->purpose) - 1] == '.');
        check_that(k->signatures_min == 1 || k->signatures_min == 2);
        check_that((k->power != 0) == (k->signer == SIGNER_DELEGATE));
        for (size_t f = 1; f < ACT_FIELDS_MAX && k->fields[f].type != FIELD_END; f++) {
            check_that(strcmp(k->fields[f - 1].name, k->fields[f].name) < 0);
        }
    }
    check_that(act_kind(BYTES("")) == NULL);
    check_that(act_kind(BYTES("matter")) == NULL);
    check_that(act_kind(BYTES("matter.opens")) == NULL);
    check_dies(act_kind_at(count));
}

/* The lists of rejections say what the state can say no to: what is refused before that leaves no entry. */
TEST(a_kind_lists_rejections_of_state_only_each_once)
{
    for (size_t i = 0; i < act_kind_count(); i++) {
        const struct act_kind *k = act_kind_at(i);
        struct bytes seen[64];
        size_t count = 0;
        for (const char *p = k->rejections; *p != 0;) {
            const size_t len = strcspn(p, " ");
            const struct bytes word = bytes_of(p, len);
            const char *name = arena_text(harness_arena(), word);
            harness_note("%s lists %s", k->name, name);
            check_that(rejection_text_of(name) != NULL);
            for (enum rejection r = REJECT_ok; r < (enum rejection)REJECTION_COUNT; r++) {
                check_that(strcmp(rejection_name(r), name) != 0 || !rejection_is_stateless(r));
            }
            for (size_t j = 0; j < count; j++) {
                check_that(!bytes_equal(seen[j], word));
            }
            seen[count++] = word;
            p += len + (p[len] == ' ');
        }
        check_that(count > 0);
    }
}

TEST(every_kind_is_read_with_its_body_and_its_subject)
{
    struct org o = made();
    for (size_t i = 0; i < KINDS; i++) {
        harness_note("%s", kinds[i].kind);
        const struct bytes body = quoted(kinds[i].body);
        const struct org_act act = {.kind = kinds[i].kind, .body = (const char *)body.data};
        const struct bytes envelope = org_sign(&o, harness_arena(), &act);
        const struct hash id = org_act_id(harness_arena(), envelope);
        struct act a;
        check_eq(act_decode(harness_arena(), envelope, &a, NULL), ACCEPTED);
        check_text(a.kind->name, kinds[i].kind);
        check_bytes(a.frame.subject, bytes_of_text(kinds[i].subject));
        check_bytes(a.envelope, envelope);
        check_bytes(a.payload, payload_of(envelope));
        check_bytes(hash_view(&a.id), hash_view(&id));
        check_eq(a.signature_count, 1);
        check_that(act_signatures_hold(&a));
        a.signatures[0].signature.bytes[5] ^= 1;
        check_that(!act_signatures_hold(&a));
    }
}

static const char *body_of(const char *kind)
{
    size_t i = 0;
    while (i < KINDS - 1 && strcmp(kinds[i].kind, kind) != 0) {
        i++;
    }
    return kinds[i].body;
}

TEST(the_values_of_a_body_are_found_by_their_names)
{
    struct org o = made();
    struct act a;
    const struct bytes propose = quoted(body_of("matter.propose"));
    const struct org_act act = {.kind = "matter.propose", .body = (const char *)propose.data};
    check_eq(act_decode(harness_arena(), org_sign(&o, harness_arena(), &act), &a, NULL), ACCEPTED);
    check_bytes(act_value(&a, "alternative")->text, BYTES("b"));
    check_that(act_value(&a, "before")->given);
    check_eq(act_value(&a, "leaves")->count, 2);
    check_bytes(act_value(&a, "leaves")->leaves[1].language, BYTES("fr"));
    check_text(hash_hex(&act_value(&a, "leaves")->leaves[1].commitment).text, G);
    check_text(hash_hex(&act_value(&a, "matter")->hash).text, H);
    check_dies(act_value(&a, "title"));
    const struct bytes enrol = quoted(body_of("member.enrol"));
    const struct org_act other = {.kind = "member.enrol", .body = (const char *)enrol.data};
    check_eq(act_decode(harness_arena(), org_sign(&o, harness_arena(), &other), &a, NULL), ACCEPTED);
    check_eq(act_value(&a, "powers")->integer, POWER_BIND | POWER_SPEAK);
    check_eq(act_value(&a, "role")->integer, ROLE_DELEGATE);
}

/* The body again with one member left out, or with its value replaced, or with one more. */
static struct bytes rewritten(const struct json *body, const char *member, const char *value)
{
    struct buffer b;
    bool known = false;
    buffer_init(&b, (size_t)4 * ACT_BYTES_MAX);
    buffer_add_text(&b, "{");
    for (size_t i = 0; i < body->count; i++) {
        const bool is_it = bytes_equal_text(body->members[i].key, member);
        known = known || is_it;
        if (is_it && value == NULL) {
            continue;
        }
        buffer_printf(&b, "%s\"%.*s\":", b.len == 1 ? "" : ",", (int)body->members[i].key.len,
                      (const char *)body->members[i].key.data);
        if (is_it) {
            buffer_add_text(&b, value);
        } else {
            json_write(&b, &body->members[i].value);
        }
    }
    if (!known) {
        buffer_printf(&b, ",\"%s\":%s", member, value);
    }
    buffer_add_text(&b, "}");
    const struct bytes text = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

static enum rejection checked(const struct act_kind *k, struct bytes body)
{
    struct act_value values[ACT_FIELDS_MAX];
    struct bytes subject;
    struct diag diag = {.message = ""};
    const enum rejection r = act_check_body(harness_arena(), k, parsed(body), values, &subject, &diag);
    check_that((r == ACCEPTED) == (diag.message[0] == 0));
    return r;
}

TEST(a_body_has_every_member_of_its_kind_in_its_type_and_no_other)
{
    static const char *const wrong[] = {"null", "-1", "[]", "{}", "[null]", "[1,2]", "\"\"", "\"\\u0007\""};
    for (size_t i = 0; i < KINDS; i++) {
        const struct act_kind *k = act_kind_at(i);
        const struct json *body = parsed(quoted(kinds[i].body));
        check_eq(checked(k, rewritten(body, "zzz", "1")), REJECT_wrong_body);
        for (size_t f = 0; k->fields[f].type != FIELD_END; f++) {
            const struct act_field *field = &k->fields[f];
            check_eq(checked(k, rewritten(body, field->name, NULL)),
                     field->optional ? ACCEPTED : REJECT_wrong_body);
            for (size_t w = 0; w < sizeof wrong / sizeof wrong[0]; w++) {
                const bool may_be_empty = field->type == FIELD_POWERS ||
                                          field->type == FIELD_CODES || field->type == FIELD_NAMES;
                const bool empty_list = may_be_empty && strcmp(wrong[w], "[]") == 0;
                const bool any_text =
                    field->type == FIELD_TEXT && w == 7; /* act_read refuses control characters */
                check_eq(checked(k, rewritten(body, field->name, wrong[w])),
                         empty_list || any_text ? ACCEPTED : REJECT_wrong_body);
            }
        }
    }
}

static const char *repeated(const char *what, size_t count)
{
    struct buffer b;
    buffer_init(&b, (size_t)1 << 20);
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(&b, what);
    }
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

static bool takes(enum field_type type, int64_t max, const char *value)
{
    const struct act_kind kind = {
        .name = "test", .subject = "none", .fields = {{"x", type, max, false}, {NULL, FIELD_END, 0, false}}};
    const char *body = arena_printf(harness_arena(), "{\"x\":%s}", (const char *)quoted(value).data);
    return checked(&kind, bytes_of_text(body)) == ACCEPTED;
}

static const char *text_of(const char *what, size_t count)
{
    return arena_printf(harness_arena(), "'%s'", repeated(what, count));
}

TEST(texts_are_taken_up_to_their_limits_and_not_one_byte_beyond)
{
    check_that(!takes(FIELD_TEXT, REASON_BYTES_MAX, "''"));
    check_that(takes(FIELD_TEXT, REASON_BYTES_MAX, text_of("x", REASON_BYTES_MAX)));
    check_that(!takes(FIELD_TEXT, REASON_BYTES_MAX, text_of("x", REASON_BYTES_MAX + 1)));
    check_that(takes(FIELD_TEXT, NAME_BYTES_MAX, text_of("é", NAME_BYTES_MAX / 2)));
    check_that(!takes(FIELD_TEXT, NAME_BYTES_MAX, text_of("é", NAME_BYTES_MAX / 2 + 1)));
    check_that(takes(FIELD_LINE, NAME_BYTES_MAX, text_of("x", NAME_BYTES_MAX)));
    check_that(!takes(FIELD_LINE, NAME_BYTES_MAX, text_of("x", NAME_BYTES_MAX + 1)));
    check_that(!takes(FIELD_LINE, NAME_BYTES_MAX, "''"));
    check_that(!takes(FIELD_LINE, NAME_BYTES_MAX, "'a\\nb'"));
    check_that(takes(FIELD_TEXT, NAME_BYTES_MAX, "'a\\nb'"));
    check_that(takes(FIELD_PLAINTEXT, 0, text_of("x", PLAINTEXT_BYTES_MAX)));
    check_that(!takes(FIELD_PLAINTEXT, 0, text_of("x", PLAINTEXT_BYTES_MAX + 1)));
    check_that(!takes(FIELD_PLAINTEXT, 0, "'a '"));
    check_that(!takes(FIELD_PLAINTEXT, 0, "'a \\nb'"));
    check_that(takes(FIELD_PLAINTEXT, 0, "'a\\n b'"));
    check_that(!takes(FIELD_PLAINTEXT, 0, "'a\\tb'"));
    check_that(takes(FIELD_ID, 0, text_of("a", 64)));
    check_that(!takes(FIELD_ID, 0, text_of("a", 65)));
    check_that(!takes(FIELD_ID, 0, "'-a'"));
    check_that(!takes(FIELD_ID, 0, "'a:b'"));
    check_that(!takes(FIELD_ID, 0, "'a/b'"));
    check_that(takes(FIELD_CODE, 0, text_of("A", CODE_BYTES_MAX)));
    check_that(!takes(FIELD_CODE, 0, text_of("A", CODE_BYTES_MAX + 1)));
    check_that(!takes(FIELD_CODE, 0, "'a'"));
    check_that(!takes(FIELD_CODE, 0, "'1A'"));
    check_that(takes(FIELD_LANGUAGE, 0, "'abc-12345678-abc'"));
    check_eq(strlen("abc-12345678-abc"), LANGUAGE_BYTES_MAX);
    check_that(!takes(FIELD_LANGUAGE, 0, "'abc-12345678-abcd'"));
    check_that(!takes(FIELD_LANGUAGE, 0, "'EN'"));
    check_that(takes(FIELD_HASH, 0, "'" H "'"));
    check_that(!takes(FIELD_HASH, 0, "'" H "1'"));
    check_that(!takes(FIELD_HASH, 0, text_of("A", 64)));
}

TEST(numbers_letters_and_words_are_taken_at_their_limits_and_not_beyond)
{
    check_that(takes(FIELD_INTEGER, SILENCE_MS_MAX, "0"));
    check_that(!takes(FIELD_INTEGER, SILENCE_MS_MAX, "-1"));
    check_that(takes(FIELD_INTEGER, SILENCE_MS_MAX, "31622400000"));
    check_eq(SILENCE_MS_MAX, 31622400000);
    check_that(!takes(FIELD_INTEGER, SILENCE_MS_MAX, "31622400001"));
    check_that(takes(FIELD_INTEGER, INTEGER_MAX, "9007199254740991"));
    check_eq(INTEGER_MAX, 9007199254740991);
    check_that(!takes(FIELD_INTEGER, INTEGER_MAX, "'1'"));
    check_that(takes(FIELD_BOOL, 0, "false"));
    check_that(!takes(FIELD_BOOL, 0, "0"));
    for (const char *p = POSITIONS; *p != 0; p++) {
        check_that(takes(FIELD_LETTER, 0, arena_printf(harness_arena(), "'%c'", *p)));
    }
    static const char *const letters[] = {"'B'", "'y'", "'YN'", "''", "'\\u00df'"};
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        check_that(!takes(FIELD_LETTER, 0, letters[i]));
    }
    check_that(takes(FIELD_ROLE, 0, "'delegate'"));
    check_that(takes(FIELD_ROLE, 0, "'objection'"));
    check_that(takes(FIELD_ROLE, 0, "'node'"));
    check_that(!takes(FIELD_ROLE, 0, "'log'"));
    check_that(takes(FIELD_STANCE, 0, "'open'"));
    check_that(takes(FIELD_STANCE, 0, "'ad_referendum'"));
    check_that(takes(FIELD_STANCE, 0, "'agreed'"));
    check_that(!takes(FIELD_STANCE, 0, "'closed'"));
}

TEST(an_hour_is_one_of_a_day)
{
    static const char *const hours[] = {"'00:00'", "'09:59'", "'19:30'", "'23:59'", "'24:00'"};
    static const char *const others[] = {"'24:01'", "'25:00'", "'09:60'", "'9:30'", "'09.30'",
                                         "'0a:30'", "'09:30:00'", "''", "'-1:30'", "930"};
    for (size_t i = 0; i < sizeof hours / sizeof hours[0]; i++) {
        check_that(takes(FIELD_HOUR, 0, hours[i]));
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        harness_note("%s", others[i]);
        check_that(!takes(FIELD_HOUR, 0, others[i]));
    }
}

#define ROW_OF(member) "{'from':'09:30','member':" member ",'office':'Envoy'}"

TEST(a_list_of_objects_has_the_members_of_each_and_no_others)
{
    static const char *const wrong[] = {"[" ROW_OF("'a'") "]", "[" ROW_OF("'A'") "," ROW_OF("1") "]",
                                        "[{'member':'A'}]", "[{'member':'A','office':'x','seat':1}]",
                                        "[['A','x']]", "['A']", "[null]", "[]", "{}", "1"};
    check_that(takes(FIELD_ATTENDANCE, 2, "[" ROW_OF("'A'") "," ROW_OF("'A'") "]"));
    check_that(takes(FIELD_ATTENDANCE, 2, "[{'member':'A','office':'x'}]"));
    check_that(!takes(FIELD_ATTENDANCE, 1, "[" ROW_OF("'A'") "," ROW_OF("'A'") "]"));
    check_that(takes(FIELD_PLATFORMS, 1, "[{'from':'2026-02-01','name':'A','to':'2026-02-01'}]"));
    check_that(!takes(FIELD_PLATFORMS, 1, "[{'from':'2026-02-30','name':'A','to':'2026-02-01'}]"));
    check_that(takes(FIELD_NEEDS, 1, "[{'by':'2026-02-01','item':'A','quantity':1,'unit':'kg'}]"));
    check_that(!takes(FIELD_NEEDS, 1, "[{'by':'2026-02-01','item':'A','quantity':-1,'unit':'kg'}]"));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        harness_note("%s", wrong[i]);
        check_that(!takes(FIELD_ATTENDANCE, 2, wrong[i]));
    }
    check_that(act_columns(FIELD_NAMES) == NULL);
}

TEST(lists_are_taken_at_their_limits_and_not_beyond)
{
    static const char *const leaves_good =
        "[{'commitment':'" H "','language':'en'},{'commitment':'" H "','language':'fr'}]";
    check_eq(LANGUAGES_MAX, 8);
    check_that(takes(FIELD_LANGUAGES, 0, "['hh','aa','bb','cc','dd','ee','ff','gg']"));
    check_that(!takes(FIELD_LANGUAGES, 0, "['hh','aa','bb','cc','dd','ee','ff','gg','ii']"));
    check_that(!takes(FIELD_LANGUAGES, 0, "[]"));
    check_that(!takes(FIELD_LANGUAGES, 0, "['aa','bb','aa']"));
    check_that(takes(FIELD_POWERS, 0, "['bind','chair','keys','speak']"));
    check_that(takes(FIELD_POWERS, 0, "[]"));
    check_that(!takes(FIELD_POWERS, 0, "['speak','bind']"));
    check_that(!takes(FIELD_POWERS, 0, "['bind','bind']"));
    check_that(!takes(FIELD_POWERS, 0, "['rule']"));
    check_that(takes(FIELD_LEAVES, 0, leaves_good));
    check_that(!takes(FIELD_LEAVES, 0, "[]"));
    check_that(!takes(FIELD_LEAVES, 0,
                      "[{'commitment':'" H "','language':'fr'},{'commitment':'" H "','language':'en'}]"));
    check_that(!takes(FIELD_LEAVES, 0,
                      "[{'commitment':'" H "','language':'en'},{'commitment':'" H "','language':'en'}]"));
    check_that(!takes(FIELD_LEAVES, 0, "[{'commitment':'" H "','language':'en','x':1}]"));
    check_that(!takes(FIELD_LEAVES, 0, "[{'commitment':'" H "'}]"));
    check_that(!takes(FIELD_LEAVES, 0, "[{'commitment':'x','language':'en'}]"));
    struct buffer b;
    buffer_init(&b, 4096);
    for (size_t count = 1; count <= LANGUAGES_MAX + 1; count++) {
        buffer_printf(&b, "%s{'commitment':'%s','language':'a%c'}", count == 1 ? "[" : ",", H,
                      (char)('a' + count));
        const char *list = arena_printf(harness_arena(), "%s]", buffer_text(&b));
        check_eq(takes(FIELD_LEAVES, 0, list), count <= LANGUAGES_MAX);
    }
    buffer_done(&b);
}

TEST(lists_about_members_ascend_and_name_each_once)
{
    check_that(takes(FIELD_NAMES, 2, "[]"));
    check_that(takes(FIELD_NAMES, 2, "['A02','Ann Ash']"));
    check_that(!takes(FIELD_NAMES, 1, "['A02','Ann Ash']"));
    check_that(!takes(FIELD_NAMES, 2, "['Ann Ash','A02']"));
    check_that(!takes(FIELD_NAMES, 2, "['A02','A02']"));
    check_that(!takes(FIELD_NAMES, 2, "['']"));
    check_that(!takes(FIELD_NAMES, 2, "['A\\nB']"));
    check_that(!takes(FIELD_NAMES, 2, "[1]"));
    check_that(!takes(FIELD_NAMES, 2, "'A02'"));
    check_that(takes(FIELD_NAMES, 1, arena_printf(harness_arena(), "['%s']", repeated("x", NAME_BYTES_MAX))));
    check_that(
        !takes(FIELD_NAMES, 1, arena_printf(harness_arena(), "['%s']", repeated("x", NAME_BYTES_MAX + 1))));
    check_that(takes(FIELD_CODES, 0, "[]"));
    check_that(takes(FIELD_CODES, 0, "['A01','A02']"));
    check_that(!takes(FIELD_CODES, 0, "['A02','A01']"));
    check_that(!takes(FIELD_CODES, 0, "['A01','A01']"));
    check_that(!takes(FIELD_CODES, 0, "['a01']"));
    check_that(!takes(FIELD_CODES, 0, "[1]"));
    check_that(!takes(FIELD_CODES, 0, "'A01'"));
    check_that(takes(FIELD_CALLS, 0, "[{'member':'A01','position':'Y'},{'member':'A02','position':'R'}]"));
    check_that(!takes(FIELD_CALLS, 0, "[{'member':'A02','position':'Y'},{'member':'A01','position':'Y'}]"));
    check_that(!takes(FIELD_CALLS, 0, "[{'member':'A01','position':'Y'},{'member':'A01','position':'Y'}]"));
    check_that(!takes(FIELD_CALLS, 0, "[{'member':'A01','position':'Z'}]"));
    check_that(!takes(FIELD_CALLS, 0, "[{'member':'A01','position':'YN'}]"));
    check_that(!takes(FIELD_CALLS, 0, "[{'member':'A01','position':'Y','x':1}]"));
    check_that(!takes(FIELD_CALLS, 0, "[{'member':'A01','tag':'Y'}]"));
    check_that(!takes(FIELD_CALLS, 0, "[]"));
    check_that(!takes(FIELD_CALLS, 0, "['A01']"));
    check_that(takes(FIELD_TAGS, 0, "[{'member':'A01','tag':'PARTY'}]"));
    check_that(!takes(FIELD_TAGS, 0, "[{'member':'A01','tag':'party'}]"));
    check_that(!takes(FIELD_TAGS, 0, "[{'member':'','tag':'PARTY'}]"));
    struct buffer b;
    buffer_init(&b, 65536);
    check_eq(MEMBERS_MAX, 200);
    for (unsigned count = 1; count <= MEMBERS_MAX + 1; count++) {
        buffer_printf(&b, "%s'M%03u'", count == 1 ? "[" : ",", count);
        check_eq(takes(FIELD_CODES, 0, arena_printf(harness_arena(), "%s]", buffer_text(&b))),
                 count <= MEMBERS_MAX);
    }
    buffer_clear(&b);
    for (unsigned count = 1; count <= MEMBERS_MAX + 1; count++) {
        buffer_printf(&b, "%s{'member':'M%03u','position':'Y'}", count == 1 ? "[" : ",", count);
        check_eq(takes(FIELD_CALLS, 0, arena_printf(harness_arena(), "%s]", buffer_text(&b))),
                 count <= MEMBERS_MAX);
    }
    buffer_done(&b);
}

/* Words of the largest size fit an act and its envelope, also if every byte of them needs an escape. */
TEST(the_longest_plaintext_fits_an_act)
{
    struct org o = made();
    static const char *const fillings[] = {"x", "\\\"", "\\n", "\\\\"};
    for (size_t i = 0; i < sizeof fillings / sizeof fillings[0]; i++) {
        const char *body =
            arena_printf(harness_arena(),
                         "{\"language\":\"en\",\"matter\":\"" H "\",\"provision\":\"%s\",\"root\":\"" G
                         "\",\"salt\":\"" H "\",\"text\":\"%s\"}",
                         repeated("p", 64), repeated(fillings[i], PLAINTEXT_BYTES_MAX));
        struct act a;
        const struct org_act act = {.kind = "text.open", .body = body};
        const struct bytes envelope = org_sign(&o, harness_arena(), &act);
        check_eq(act_decode(harness_arena(), envelope, &a, NULL), ACCEPTED);
        check_eq(act_value(&a, "text")->text.len, PLAINTEXT_BYTES_MAX);
        check_that(a.payload.len <= ACT_BYTES_MAX);
        check_that(envelope.len <= ENVELOPE_BYTES_MAX);
    }
}

TEST(the_longest_subject_fits_the_frame)
{
    struct org o = made();
    struct act a;
    const char *id = repeated("p", 64);
    const char *body = arena_printf(harness_arena(),
                                    "{\"alternative\":\"%s\",\"leaves\":[{\"commitment\":\"" H
                                    "\",\"language\":\"en\"}],\"matter\":\"" H "\",\"provision\":\"%s\"}",
                                    id, id);
    const struct org_act act = {.kind = "matter.propose", .body = body};
    check_eq(act_decode(harness_arena(), org_sign(&o, harness_arena(), &act), &a, NULL), ACCEPTED);
    check_eq(a.frame.subject.len, 64 + 1 + 64 + 1 + 64);
    check_that(a.frame.subject.len <= SUBJECT_BYTES_MAX);
}

/* A payload with one text replaced, under a good signature. */
static enum rejection decoded_with(struct org *o, const char *type, const char *old, const char *new)
{
    const struct org_act act = {.kind = "matter.release",
                                .body = "{\"matter\":\"" H "\",\"provision\":\"p1\"}"};
    const struct bytes payload = payload_of(org_sign(o, harness_arena(), &act));
    const struct key_file *keys[] = {&o->keys[0][ORG_MINISTER]};
    struct act a = {.signature_count = 77};
    struct diag diag = {.message = ""};
    const struct bytes envelope =
        org_seal(harness_arena(), type, org_changed(harness_arena(), payload, old, new), keys, 1);
    harness_note("%s instead of %s", new, old);
    const enum rejection r = act_decode(harness_arena(), envelope, &a, &diag);
    check_eq(a.signature_count, r == ACCEPTED ? 1 : 77);
    return r;
}

TEST(what_is_no_act_is_refused_by_name)
{
    struct org o = made();
    static const struct {
        const char *type;
        const char *old;
        const char *new;
        enum rejection expected;
    } rows[] = {
        {DSSE_TYPE_ACT, "\"epoch\":1", "\"epoch\":1", ACCEPTED},
        {DSSE_TYPE_RECEIPT, "\"epoch\":1", "\"epoch\":1", REJECT_wrong_type},
        {"application/json", "\"epoch\":1", "\"epoch\":1", REJECT_wrong_type},
        {DSSE_TYPE_ACT, "\"epoch\":1", "\"epoch\": 1", REJECT_malformed},
        {DSSE_TYPE_ACT, "\"epoch\":1", "\"epoch\":-1", REJECT_malformed},
        {DSSE_TYPE_ACT, "\"epoch\":1,", "", REJECT_malformed},
        {DSSE_TYPE_ACT, "\"realm\":\"exercise\"", "\"realm\":\"archive\"", REJECT_malformed},
        {DSSE_TYPE_ACT, "\"member\":\"A01\"", "\"member\":\"a01\"", REJECT_malformed},
        {DSSE_TYPE_ACT, "\"protocol\":1", "\"protocol\":2", REJECT_wrong_protocol},
        {DSSE_TYPE_ACT, "\"protocol\":1", "\"protocol\":0", REJECT_wrong_protocol},
        {DSSE_TYPE_ACT, "\"kind\":\"matter.release\"", "\"kind\":\"matter.forget\"", REJECT_unknown_kind},
        {DSSE_TYPE_ACT, "\"kind\":\"matter.release\"", "\"kind\":\"matter.version\"", REJECT_wrong_body},
        {DSSE_TYPE_ACT, "\"provision\":\"p1\"", "\"provision\":\"P1\"", REJECT_wrong_body},
        {DSSE_TYPE_ACT, "\"kind\":\"matter.release\"", "\"kind\":\"matter.delete\"", REJECT_wrong_subject},
        {DSSE_TYPE_ACT, ":hold\"", ":hole\"", REJECT_wrong_subject},
        {DSSE_TYPE_ACT, "\"provision\":\"p1\"", "\"provision\":\"p2\"", REJECT_wrong_subject},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_eq(decoded_with(&o, rows[i].type, rows[i].old, rows[i].new), rows[i].expected);
    }
    struct act a;
    check_eq(act_decode(harness_arena(), BYTES("{}"), &a, NULL), REJECT_malformed);
    check_eq(act_decode(harness_arena(), BYTES(""), &a, NULL), REJECT_malformed);
    uint8_t *large = arena_take(harness_arena(), ENVELOPE_BYTES_MAX + 1, 1);
    check_eq(act_decode(harness_arena(), bytes_of(large, ENVELOPE_BYTES_MAX + 1), &a, NULL),
             REJECT_too_large);
}

TEST(a_text_with_a_control_character_is_no_act)
{
    struct org o = made();
    struct act a;
    const struct org_act good_act = {.kind = "matter.explain",
                                     .body = "{\"root\":\"" H "\",\"text\":\"line\\nline\"}"};
    const struct org_act bad_act = {.kind = "matter.explain",
                                    .body = "{\"root\":\"" H "\",\"text\":\"bell\\u0007\"}"};
    check_eq(act_decode(harness_arena(), org_sign(&o, harness_arena(), &good_act), &a, NULL), ACCEPTED);
    check_eq(act_decode(harness_arena(), org_sign(&o, harness_arena(), &bad_act), &a, NULL),
             REJECT_malformed);
}

TEST(powers_roles_and_stances_are_words_that_are_read_again)
{
    unsigned all = 0;
    static const char *const words[] = {"bind", "chair", "keys", "speak"};
    for (size_t i = 0; i < 4; i++) {
        unsigned one = 0;
        check_that(power_parse(bytes_of_text(words[i]), &one));
        check_text(power_words(harness_arena(), one), words[i]);
        check_eq(all & one, 0);
        all |= one;
    }
    check_eq(all, POWERS_ALL);
    check_text(power_words(harness_arena(), POWERS_ALL), "bind,chair,keys,speak");
    check_text(power_words(harness_arena(), 0), "");
    check_that(!power_parse(BYTES("rule"), &all));
    for (enum key_role r = ROLE_DELEGATE; r <= ROLE_NODE; r++) {
        enum key_role back = ROLE_DELEGATE;
        check_that(role_parse(bytes_of_text(role_word(r)), &back));
        check_eq(back, r);
    }
    for (enum stance s = STANCE_OPEN; s <= STANCE_AGREED; s++) {
        enum stance back = STANCE_OPEN;
        check_that(stance_parse(bytes_of_text(stance_word(s)), &back));
        check_eq(back, s);
    }
}

TEST(every_type_of_field_has_a_word_for_people)
{
    for (enum field_type t = FIELD_TEXT; t <= FIELD_NEEDS; t++) {
        check_that(act_field_word(t)[0] != 0);
        for (enum field_type u = FIELD_TEXT; u < t; u++) {
            check_that(strcmp(act_field_word(t), act_field_word(u)) != 0);
        }
    }
    check_dies(act_field_word((enum field_type)(FIELD_NEEDS + 1)));
}

TEST(every_rejection_has_a_name_of_its_own_and_a_sentence)
{
    for (enum rejection r = REJECT_ok; r < (enum rejection)REJECTION_COUNT; r++) {
        check_that(strlen(rejection_name(r)) < RESULT_BYTES_MAX);
        check_text(rejection_text_of(rejection_name(r)), rejection_text(r));
        for (enum rejection other = REJECT_ok; other < r; other++) {
            check_that(strcmp(rejection_name(r), rejection_name(other)) != 0);
            check_that(strcmp(rejection_text(r), rejection_text(other)) != 0);
        }
        /* One row of stateless ones, between the results that every act may have and those of state. */
        check_eq(rejection_is_stateless(r), r >= REJECT_malformed && r <= REJECT_too_few_signatures);
    }
    check_that(rejection_text_of("nonsense") == NULL);
    check_dies(rejection_name((enum rejection)REJECTION_COUNT));
}

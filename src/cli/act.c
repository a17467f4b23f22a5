/* Commands that make an act of one kind: their rows say which, and which fields their arguments are; the
 * other fields are options of the same names. */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"
#include "charter/charter.h"
#include "cli/election.h"
#include "cli/instrument.h"
#include "cli/lists.h"
#include "cli/ruling.h"
#include "cli/send.h"
#include "cli/session.h"
#include "cli/vote.h"
#include "codec/nfc.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"

/* A matter amends the charter, a treaty another treaty. */
static int resolve_amended(struct cli *c, const char *text, struct hash *out)
{
    return strcmp(c->command->kind, "instrument.open") == 0 ? resolve_instrument(c, text, out)
                                                            : resolve_charter(c, text, out);
}

static int add_hash(struct cli *c, struct json_writer *w, const struct act_field *f, const char *value)
{
    static const struct {
        const char *field;
        int (*resolve)(struct cli *c, const char *text, struct hash *out);
    } rows[] = {
        {"matter", resolve_matter}, {"root", resolve_root}, {"silence", resolve_silence},
        {"key", resolve_key},       {"node", resolve_node}, {"objection", resolve_objection},
        {"vote", resolve_vote},     {"presence", resolve_presence},
        {"election", resolve_election}, {"instrument", resolve_instrument}, {"ruling", resolve_ruling},
        {"amends", resolve_amended}, {"charter", resolve_charter},
        {"digest", resolve_digest}, {"evidence", resolve_digest}, {"mandate", resolve_mandate},
        {"session", resolve_session}, {"speech", resolve_speech},
    };
    struct hash h;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].field, f->name) == 0) {
            const int status = rows[i].resolve(c, value, &h);
            if (status == CLI_DONE) {
                json_hex(w, f->name, hash_view(&h));
            }
            return status;
        }
    }
    if (!hash_parse(bytes_of_text(value), &h)) {
        return cli_fail(c, CLI_USAGE, "%s is 64 hexadecimal digits", f->name);
    }
    json_hex(w, f->name, hash_view(&h));
    return CLI_DONE;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_plain_number(const char *field)
{
    static const char *const names[] = {"commitment", "correction", "credential", "delivery", "item",
                                       "need", "number", "offer", "part", "place", "platform", "point",
                                       "quantity", "report", "request", "reservation", "speaker",
                                       "statement", "task", "workdays"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], field) == 0) {
            return true;
        }
    }
    return false;
}

/* Lines with semicolons between, written ascending and each once. */
static int add_names(struct cli *c, struct json_writer *w, const struct act_field *f, const char *value)
{
    struct bytes composed;
    if (!nfc_make(&c->arena, bytes_of_text(value), &composed) || text_has_control(composed)) {
        return cli_fail(c, CLI_USAGE, "%s are lines of UTF-8, with semicolons between", f->name);
    }
    char **items = ARENA_ARRAY(&c->arena, char *, (size_t)f->max + 1);
    size_t count = 0;
    for (const char *p = arena_text(&c->arena, composed); *p != 0;) {
        const size_t len = strcspn(p, ";");
        size_t from = strspn(p, " ");
        size_t to = len;
        while (to > from && p[to - 1] == ' ') {
            to--;
        }
        from = from < to ? from : to;
        if (to == from || to - from > NAME_BYTES_MAX || (int64_t)count == f->max) {
            return cli_fail(c, CLI_USAGE,
                            "%s are at most %lld lines of 1 to %d bytes, with semicolons between",
                            f->name, (long long)f->max, NAME_BYTES_MAX);
        }
        items[count++] = arena_text(&c->arena, bytes_of(p + from, to - from));
        p += len + (p[len] == ';');
    }
    qsort(items, count, sizeof items[0], by_text);
    json_array(w, f->name);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(items[i - 1], items[i]) != 0) {
            json_cstring(w, NULL, items[i]);
        }
    }
    json_end(w);
    return CLI_DONE;
}

/* Durations are written with a unit; the numbers of statements are numbers. */
static int add_integer(struct cli *c, struct json_writer *w, const struct act_field *f, const char *value)
{
    int64_t n = 0;
    if (strcmp(f->name, "corrects") == 0 || strcmp(f->name, "withdraws") == 0) {
        if (!num_parse(bytes_of_text(value), f->max, &n) || n == 0) {
            return cli_fail(c, CLI_USAGE,
                            "--%s takes the number of a statement: `univocal statement list` has them",
                            f->name);
        }
    } else if (is_plain_number(f->name)) {
        if (!num_parse(bytes_of_text(value), f->max, &n)) {
            return cli_fail(c, CLI_USAGE, "%s is a number, at most %lld", f->name, (long long)f->max);
        }
    } else if (!num_parse(bytes_of_text(value), f->max, &n) && !(cli_duration(value, &n) && n <= f->max)) {
        return cli_fail(c, CLI_USAGE, "%s is a duration in s, min, h or d, such as 10s 5min 24h 3d", f->name);
    }
    json_integer(w, f->name, n);
    return CLI_DONE;
}

static int add_bool(struct cli *c, struct json_writer *w, const struct act_field *f, const char *value)
{
    const bool yes = strcmp(value, "yes") == 0 || value[0] == 0; /* an option without a value */
    if (!yes && strcmp(value, "no") != 0) {
        return cli_fail(c, CLI_USAGE, "%s is yes or no", f->name);
    }
    json_bool(w, f->name, yes);
    return CLI_DONE;
}

/* A list of words with commas between; powers are written in order. */
static int add_words(struct cli *c, struct json_writer *w, const struct act_field *f, const char *value)
{
    char *words[LANGUAGES_MAX];
    size_t count = 0;
    for (const char *p = value; *p != 0;) {
        if (count == LANGUAGES_MAX) {
            return cli_fail(c, CLI_USAGE, "%s has at most %d words, with commas between", f->name,
                            LANGUAGES_MAX);
        }
        const size_t len = strcspn(p, ",");
        unsigned power = 0;
        const struct bytes word = bytes_of(p, len);
        if (f->type == FIELD_POWERS ? !power_parse(word, &power) : !text_is_language(word)) {
            return cli_fail(c, CLI_USAGE, "\"%.*s\" is none of %s: they are %s", (int)len, p, f->name,
                            f->type == FIELD_POWERS ? "bind, chair, keys and speak"
                                                    : "tags in lower case, such as en,fr");
        }
        for (size_t i = 0; i < count; i++) {
            if (bytes_equal_text(word, words[i])) {
                return cli_fail(c, CLI_USAGE, "%s stands twice in %s", words[i], f->name);
            }
        }
        words[count++] = arena_text(&c->arena, word);
        p += len + (p[len] == ',');
    }
    if (f->type == FIELD_POWERS) {
        qsort(words, count, sizeof words[0], by_text);
    }
    json_array(w, f->name);
    for (size_t i = 0; i < count; i++) {
        json_cstring(w, NULL, words[i]);
    }
    json_end(w);
    return CLI_DONE;
}

/* "A01,A02" or "A01=Y,A02=N", in any order: written ascending by member. */
static int add_members(struct cli *c, struct json_writer *w, const struct act_field *f, const char *value)
{
    char *items[MEMBERS_MAX];
    size_t count = 0;
    const char *key = f->type == FIELD_CALLS ? "position" : "tag";
    for (const char *p = value; *p != 0;) {
        const size_t len = strcspn(p, ",");
        const size_t code = f->type == FIELD_CODES ? len : strcspn(p, "=,");
        if (count == MEMBERS_MAX || !text_is_code(bytes_of(p, code)) ||
            (f->type != FIELD_CODES && code + 1 >= len)) {
            return cli_fail(c, CLI_USAGE, "%s are %s, with commas between", f->name,
                            f->type == FIELD_CODES   ? "members' codes, such as ALDER"
                            : f->type == FIELD_CALLS ? "members with their positions, such as ALDER=Y"
                                                     : "members with their tags, such as ALDER=PARTY");
        }
        items[count++] = arena_text(&c->arena, bytes_of(p, len));
        p += len + (p[len] == ',');
    }
    qsort(items, count, sizeof items[0], by_text);
    json_array(w, f->name);
    for (size_t i = 0; i < count; i++) {
        const size_t code = strcspn(items[i], "=");
        if (f->type == FIELD_CODES) {
            json_cstring(w, NULL, items[i]);
            continue;
        }
        json_object(w, NULL);
        json_text(w, "member", bytes_of(items[i], code));
        json_cstring(w, key, items[i] + code + 1);
        json_end(w);
    }
    json_end(w);
    return CLI_DONE;
}

/* What a text of this field must be, if it is not; NULL: it is, or it is for the state to say. */
static const char *what_it_must_be(const struct act_field *f, struct bytes text)
{
    enum key_role role = ROLE_NODE;
    enum stance stance = STANCE_OPEN;
    if (f->type == FIELD_ID && !text_is_id(text)) {
        return "a name of a-z 0-9 _ - . of at most 64, beginning with a letter or digit";
    }
    if (f->type == FIELD_CODE && !text_is_code(text)) {
        return "a member's code, such as ALDER";
    }
    if (f->type == FIELD_LETTER && (text.len != 1 || strchr("YLNAQR", text.data[0]) == NULL)) {
        return "one of Y (for) N (against) A (abstains) L (lets pass) Q (abstains with a declaration) "
               "R (takes no part)";
    }
    if (f->type == FIELD_DATE && !charter_is_date(text)) {
        return "a day, YYYY-MM-DD";
    }
    if (f->type == FIELD_HOUR && !text_is_hour(text)) {
        return "an hour, HH:MM";
    }
    if (f->type == FIELD_LANGUAGE && !text_is_language(text)) {
        return "a tag in lower case, such as en";
    }
    if (f->type == FIELD_ROLE && !role_parse(text, &role)) {
        return "delegate, objection or node";
    }
    if (f->type == FIELD_DATE && !charter_is_date(text)) {
        return "a day, such as 2027-03-01";
    }
    return f->type == FIELD_STANCE && !stance_parse(text, &stance) ? "open, ad_referendum or agreed" : NULL;
}

/* Texts are brought to form C; "@FILE" reads a file. */
static int add_text(struct cli *c, struct json_writer *w, const struct act_field *f, const char *value)
{
    struct bytes text = bytes_of_text(value);
    struct bytes composed;
    if (value[0] == '@') {
        const int status = cli_file(c, value + 1, ACT_BYTES_MAX, &text);
        if (status != CLI_DONE) {
            return status;
        }
        while (text.len > 0 && text.data[text.len - 1] == '\n') {
            text.len--;
        }
    }
    if (!nfc_make(&c->arena, text, &composed)) {
        return cli_fail(c, CLI_USAGE, "%s is not UTF-8", f->name);
    }
    if (f->max > 0 && (int64_t)composed.len > f->max) {
        return cli_fail(c, CLI_USAGE, "%s has %zu bytes; it may have %lld", f->name, composed.len,
                        (long long)f->max);
    }
    if (text_has_control(composed)) {
        return cli_fail(c, CLI_USAGE,
                        "%s has a tab or another control character: only line breaks may be in it",
                        f->name);
    }
    if (composed.len == 0) {
        return cli_fail(c, CLI_USAGE, "%s is empty", f->name);
    }
    const char *form = what_it_must_be(f, composed);
    if (form != NULL) {
        return cli_fail(c, CLI_USAGE, "\"%.*s\" is no %s: it must be %s", (int)composed.len,
                        (const char *)composed.data, f->name, form);
    }
    json_text(w, f->name, composed);
    return CLI_DONE;
}

static int add_field(struct cli *c, struct json_writer *w, const struct act_field *f, const char *value)
{
    switch (f->type) {
    case FIELD_HASH:
        return add_hash(c, w, f, value);
    case FIELD_INTEGER:
        return add_integer(c, w, f, value);
    case FIELD_BOOL:
        return add_bool(c, w, f, value);
    case FIELD_LANGUAGES:
    case FIELD_POWERS:
        return add_words(c, w, f, value);
    case FIELD_CODES:
    case FIELD_CALLS:
    case FIELD_TAGS:
        return add_members(c, w, f, value);
    case FIELD_TEXT:
    case FIELD_BYTES:
    case FIELD_LINE:
    case FIELD_PLAINTEXT:
    case FIELD_ID:
    case FIELD_CODE:
    case FIELD_LANGUAGE:
    case FIELD_LETTER:
    case FIELD_ROLE:
    case FIELD_DATE:
    case FIELD_HOUR:
    case FIELD_STANCE:
        return add_text(c, w, f, value);
    case FIELD_NAMES:
        return add_names(c, w, f, value);
    case FIELD_NEEDS:
        return lists_add_needs(c, w, f);
    case FIELD_LEAVES:
    case FIELD_SOURCES:
    case FIELD_ATTENDANCE:
    case FIELD_PLATFORMS:
    case FIELD_END:
        break;
    }
    unreachable("no generic command has such a field");
}

/* What stands for a field that was not given: the text that is adopted is the newest of its matter. */
static const char *usual(const struct cli *c, const char *field)
{
    const bool adopts = strcmp(c->command->kind, "vote.open") == 0 && c->argument_count > 1 &&
                        strcmp(c->arguments[1], "adopt") == 0;
    return adopts && strcmp(field, "root") == 0 ? cli_given(c, "matter", 0) : NULL;
}

/* The argument that is this field, or its option; NULL: not given. */
static const char *value_of(const struct cli *c, const char *field)
{
    size_t n = 0;
    for (const char *p = c->command->fields; *p != 0; n++) {
        const size_t len = strcspn(p, " ");
        if (strlen(field) == len && strncmp(p, field, len) == 0) {
            return n < c->argument_count ? c->arguments[n] : NULL;
        }
        p += len + (p[len] == ' ');
    }
    const char *given = cli_given(c, field, 0);
    return given != NULL ? given : usual(c, field);
}

int send_run(struct cli *c)
{
    const struct act_kind *kind = act_kind(bytes_of_text(c->command->kind));
    struct buffer body;
    struct json_writer w;
    struct sent sent;
    check(kind != NULL);
    int status = cli_read(c);
    buffer_init(&body, ACT_BYTES_MAX);
    json_begin(&w, &body);
    json_object(&w, NULL);
    for (size_t i = 0; status == CLI_DONE && kind->fields[i].type != FIELD_END; i++) {
        const struct act_field *f = &kind->fields[i];
        const char *value = value_of(c, f->name);
        if (value != NULL) {
            status = add_field(c, &w, f, value);
        } else if (!f->optional) {
            status = cli_fail(c, CLI_USAGE, "--%s is missing; see `univocal %s --help`", f->name,
                              c->command->name);
        }
    }
    if (status == CLI_DONE) {
        json_end(&w);
        status = body.overflow ? cli_fail(c, CLI_USAGE, "the act is too large") : CLI_DONE;
        status = status == CLI_DONE ? send_act(c, kind, buffer_view(&body), &sent) : status;
        status = status == CLI_DONE ? send_tell(c, kind, &sent) : status;
    }
    buffer_done(&body);
    return status;
}

#include "interop/statement_header.h"

#include <string.h>

#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"
#include "record/fact_voice.h"

#define BEGINNING "univocal statement "

/* Lines that are taken one after another; the first that is not as it must be ends it. */
struct reader {
    struct arena *arena;
    struct cursor c;
    struct diag *diag;
    int line;
    bool failed;
};

static void fail(struct reader *r, struct bytes found, const char *key)
{
    if (!r->failed && r->diag != NULL) {
        diag_set(r->diag, r->line, 1, "", "expected a line `%s`", key);
        diag_found(r->diag, found);
    }
    r->failed = true;
}

/* The value of the line `key: value`. */
static struct bytes take(struct reader *r, const char *key)
{
    const size_t len = strlen(key);
    const struct bytes line = r->failed ? BYTES("") : cursor_line(&r->c);
    r->line++;
    if (r->failed || r->c.failed || line.len < len + 2 || memcmp(line.data, key, len) != 0 ||
        memcmp(line.data + len, ": ", 2) != 0) {
        fail(r, line, key);
        return BYTES("");
    }
    return bytes_of(line.data + len + 2, line.len - len - 2);
}

static bool is_next(const struct reader *r, const char *key)
{
    const size_t len = strlen(key);
    return !r->failed && r->c.rest.len > len && memcmp(r->c.rest.data, key, len) == 0 &&
           r->c.rest.data[len] == ':';
}

static int64_t take_number(struct reader *r, const char *key)
{
    int64_t n = 0;
    const struct bytes text = take(r, key);
    if (!r->failed && !num_parse(text, INTEGER_MAX, &n)) {
        fail(r, text, key);
    }
    return n;
}

static struct hash take_hash(struct reader *r, const char *key)
{
    struct hash h = {{0}};
    const struct bytes text = take(r, key);
    if (!r->failed && !hash_parse(text, &h)) {
        fail(r, text, key);
    }
    return h;
}

/* One of two words. */
static bool take_choice(struct reader *r, const char *key, const char *yes, const char *no)
{
    const struct bytes text = take(r, key);
    const bool is_yes = bytes_equal_text(text, yes);
    if (!r->failed && !is_yes && !bytes_equal_text(text, no)) {
        fail(r, text, key);
    }
    return is_yes;
}

/* Codes with a space between, ascending, or `none`. */
static const struct bytes *take_codes(struct reader *r, const char *key, size_t *count)
{
    const struct bytes text = take(r, key);
    struct bytes *list = ARENA_ARRAY(r->arena, struct bytes, MEMBERS_MAX);
    *count = 0;
    if (r->failed || bytes_equal_text(text, "none")) {
        return list;
    }
    for (size_t i = 0; i <= text.len && !r->failed;) {
        const uint8_t *space = memchr(text.data + i, ' ', text.len - i);
        const size_t len = space == NULL ? text.len - i : (size_t)(space - (text.data + i));
        const struct bytes code = bytes_of(text.data + i, len);
        if (*count == MEMBERS_MAX || !text_is_code(code) ||
            (*count > 0 && bytes_compare(list[*count - 1], code) >= 0)) {
            fail(r, text, key);
        } else {
            list[(*count)++] = code;
        }
        i += len + 1;
    }
    return list;
}

static void take_organisation(struct reader *r, struct statement_header *h)
{
    h->organisation = take(r, "organisation");
    h->org = take_hash(r, "organisation-id");
    h->origin = take(r, "origin");
    if (!r->failed && (!text_is_origin(h->origin) || h->origin.len > ORIGIN_BYTES_MAX)) {
        fail(r, h->origin, "origin");
    }
    h->hosted = take_choice(r, "hosted", "one operator", "the members");
    h->epoch = take_number(r, "epoch");
    h->number = take_number(r, "statement");
    h->corrects = is_next(r, "corrects") ? take_number(r, "corrects") : 0;
    h->withdraws = is_next(r, "withdraws") ? take_number(r, "withdraws") : 0;
    h->date = take(r, "date");
    h->time = take(r, "time");
}

static void take_decision(struct reader *r, struct statement_header *h)
{
    h->body = take(r, "body");
    h->reference = take(r, "matter");
    h->title = take(r, "title");
    h->voice = take_choice(r, "voice", "the organisation's voice", "not the organisation's voice");
    h->rung = take(r, "rung");
    h->speaking_for = take_codes(r, "speaking-for", &h->speaking_for_count);
    h->not_reached = take_codes(r, "not-reached", &h->not_reached_count);
    (void)take(r, "dissociated");
    h->rule_name = take(r, "rule");
    h->rule = take_hash(r, "rule-hash");
    h->charter = take_hash(r, "charter-hash");
    h->outcome = take(r, "outcome");
    h->reason = take(r, "reason");
    h->close = (uint64_t)take_number(r, "decision-entry");
    h->root = take_hash(r, "text-root");
    h->log_size = (uint64_t)take_number(r, "record-size");
    h->log_root = take_hash(r, "record-root");
    (void)take(r, "text");
}

bool statement_header_begins(struct bytes file)
{
    return bytes_start_with(file, BYTES(BEGINNING));
}

enum error statement_header_read(struct arena *a, struct bytes file, struct statement_header *out,
                                 struct diag *diag)
{
    struct statement_header h = {.realm = REALM_EXERCISE};
    struct reader r = {.arena = a, .c = cursor_of(file), .diag = diag, .line = 1};
    if (file.len > STATEMENT_BYTES_MAX) {
        return ERROR_TOO_LARGE;
    }
    const struct bytes first = cursor_line(&r.c);
    if (bytes_equal_text(first, statement_first_line(REALM_REAL))) {
        h.realm = REALM_REAL;
    } else if (r.c.failed || !bytes_equal_text(first, statement_first_line(REALM_EXERCISE))) {
        fail(&r, first, "univocal statement 1 real` or `univocal statement 1 exercise EXERCISE");
    }
    take_organisation(&r, &h);
    take_decision(&r, &h);
    if (r.failed || !text_is_utf8(file) || text_has_control(file)) {
        return ERROR_MALFORMED;
    }
    *out = h;
    return OK;
}

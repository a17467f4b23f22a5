#include "support/rig.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/hex.h"
#include "mechanism/amendment.h"
#include "mechanism/clock.h"
#include "mechanism/election.h"
#include "mechanism/matter.h"
#include "mechanism/ruling.h"
#include "mechanism/signing.h"
#include "mechanism/vote.h"
#include "store/database.h"
#include "support/noun_rows.h"
#include "support/rig_inner.h"

static const char *const key_names[ORG_KEYS] = {"minister", "ambassador", "adviser", "objection", "node"};

void rig_begin(struct rig *r, const struct rig_options *options)
{
    memset(r, 0, sizeof *r);
    r->options = *options;
    r->options.members = options->members == 0 ? 4 : options->members;
    r->options.duration_ms = options->duration_ms == 0 ? SILENCE_MS_MIN : options->duration_ms;
    r->seq = 1;
    const struct org_options org = {.members = r->options.members,
                                    .realm = options->realm,
                                    .charter = options->charter,
                                    .tables = options->tables,
                                    .seed = options->seed,
                                    .time_ms = options->time_ms};
    org_make(&r->arena, &org, &r->org);
}

void rig_open(struct rig *r, const struct rig_options *options)
{
    static unsigned count;
    rig_begin(r, options);
    r->queue = ARENA_ARRAY(&r->arena, struct act, BATCH_ACTS_MAX);
    r->held = ARENA_ARRAY(&r->arena, struct act, r->options.delay == 0 ? 1 : BATCH_ACTS_MAX);
    r->results = ARENA_ARRAY(&r->arena, struct machine_result, BATCH_ACTS_MAX);
    const struct database_options database = {
        .vfs = options->vfs,
        .create = true,
        .scratch = true,
        .schema = arena_printf(&r->arena, "%s%s", record_schema, state_schema),
        .version = 1,
    };
    const char *file = options->file == NULL ? arena_printf(&r->arena, "rig%u.db", ++count) : options->file;
    check(database_open(&r->db, arena_printf(&r->arena, "%s/%s", options->folder, file), &database) == OK);
    check(record_open(&r->record, r->db) == OK);
    check(state_open(&r->state, r->db, true) == OK);
    check(machine_open(&r->machine, r->record, r->state) == OK);
    check(database_begin(r->db) == OK);
    if (!machine_is_founded(r->machine)) {
        struct diag diag = {.message = ""};
        if (machine_found(r->machine, r->org.document, &diag) != OK) {
            (void)fprintf(stderr, "rig: %d:%d: %s: %s\n", diag.line, diag.column, diag.found, diag.message);
            abort();
        }
    }
    check(machine_last_block(r->machine, &r->height, &r->time_ms) == OK);
}

void rig_commit(struct rig *r)
{
    check(state_flush(r->state) == OK);
    check(database_commit(r->db) == OK);
    check(database_begin(r->db) == OK);
}

void rig_close(struct rig *r)
{
    if (r->db != NULL) {
        rig_commit(r);
    }
    machine_close(r->machine);
    state_close(r->state);
    record_close(r->record);
    database_close(r->db);
    arena_done(&r->arena);
    memset(r, 0, sizeof *r);
}

struct hash rig_digest(struct rig *r)
{
    check(state_flush(r->state) == OK);
    return state_digest(r->state);
}

int64_t rig_next_ms(struct rig *r)
{
    return clock_next_ms(r->state, machine_organisation(r->machine), &r->arena);
}

const char *rig_key(struct rig *r, const char *name, const char *role)
{
    check(r->key_count < RIG_KEYS_MAX);
    const size_t member = (size_t)(name[1] - '0') * 10 + (size_t)(name[2] - '0') - 1;
    struct rig_key *k = &r->keys[r->key_count];
    k->name = arena_text(&r->arena, bytes_of_text(name));
    k->file = org_key(&r->org, member, role, ++r->key_count);
    char text[2 * PUBLIC_KEY_BYTES + 1];
    hex_encode(public_key_view(&k->file.public), text);
    return arena_text(&r->arena, bytes_of_text(text));
}

static const struct key_file *find_key(struct rig *r, struct bytes who)
{
    for (size_t i = 0; i < r->key_count; i++) {
        if (bytes_equal_text(who, r->keys[i].name)) {
            return &r->keys[i].file;
        }
    }
    for (size_t m = 0; m < r->options.members; m++) {
        if (!bytes_start_with(who, r->org.codes[m])) {
            continue;
        }
        const struct bytes rest = bytes_of(who.data + r->org.codes[m].len, who.len - r->org.codes[m].len);
        for (size_t k = 0; k < ORG_KEYS; k++) {
            if (rest.len == 0 || (rest.data[0] == '/' &&
                                  bytes_equal_text(bytes_of(rest.data + 1, rest.len - 1), key_names[k]))) {
                return &r->org.keys[m][k];
            }
        }
    }
    unreachable("nobody has such a key");
}

/* "A02/minister+A02/adviser", "A02+" */
static size_t find_keys(struct rig *r, const char *who, const struct key_file *keys[SIGNATURES_MAX])
{
    size_t count = 0;
    for (const char *p = who; *p != 0;) {
        const size_t len = strcspn(p, "+");
        check(count < SIGNATURES_MAX);
        keys[count++] = find_key(r, bytes_of(p, len));
        p += len;
        if (strcmp(p, "+") == 0) {
            const char *other = arena_printf(&r->arena, "%.*s/ambassador", (int)len, p - len);
            keys[count++] = find_key(r, bytes_of_text(other));
        }
        p += *p == '+';
    }
    return count;
}

static void add_hash(struct buffer *b, const struct hash *h)
{
    buffer_printf(b, "\"%s\"", hash_hex(h).text);
}

static struct hash newest_charter(struct rig *r)
{
    struct charter_version v;
    enum error e = OK;
    struct context c = rig_context(r, &e);
    check(charter_version_get(&c, charter_counts_get(r->state).versions, &v));
    return v.charter;
}

/* Of votes, elections or rulings; zero if there is none. */
static struct hash newest(struct rig *r, char letter)
{
    struct vote *votes = NULL;
    struct election *elections = NULL;
    struct ruling *rulings = NULL;
    const struct hash none = {{0}};
    size_t count = 0;
    switch (letter) {
    case 'v':
        count = vote_list(r->state, &r->arena, &votes);
        return count == 0 ? none : votes[count - 1].id;
    case 'e':
        count = election_list(r->state, &r->arena, &elections);
        return count == 0 ? none : elections[count - 1].id;
    default:
        count = ruling_list(r->state, &r->arena, &rulings);
        return count == 0 ? none : rulings[count - 1].id;
    }
}

static struct hash kept(const struct rig *r, char letter)
{
    return letter == 'm'   ? r->matter
           : letter == 'r' ? r->root
           : letter == 's' ? r->silence
           : letter == 'o' ? r->objection
                           : r->alternative;
}

/* What stands for the letter behind a $; false if nothing does. */
static bool expand_letter(struct rig *r, char letter, struct buffer *b)
{
    struct silence x = {.deadline_ms = 0};
    struct voice_ceremony ceremony = {.opened = 0};
    struct signing *sessions = NULL;
    struct presence presence = {.count = 0};
    size_t count = 0;
    struct hash hash;
    switch (letter) {
    case 'm':
    case 'r':
    case 's':
    case 'o':
    case 'a':
        hash = kept(r, letter);
        add_hash(b, &hash);
        return true;
    case 'l':
        hash = record_root(r->record);
        add_hash(b, &hash);
        return true;
    case 'n':
        buffer_printf(b, "%llu", (unsigned long long)record_size(r->record));
        return true;
    case 'd':
        (void)silence_get(r->state, &r->silence, &r->arena, &x);
        buffer_printf(b, "%lld", (long long)x.deadline_ms);
        return true;
    case 'c':
    case 't':
        (void)voice_ceremony_last(r->state, &r->arena, &ceremony);
        add_hash(b, letter == 'c' ? &ceremony.id : &ceremony.transcript);
        return true;
    case 'b':
        hash = newest_charter(r);
        add_hash(b, &hash);
        return true;
    case 'h':
        add_hash(b, &r->charter);
        return true;
    case 'v':
    case 'e':
    case 'g':
        hash = newest(r, letter);
        add_hash(b, &hash);
        return true;
    case 'p':
        (void)presence_last(r->state, BYTES("council"), &r->arena, &presence);
        add_hash(b, &presence.id);
        return true;
    case 'w':
    case 'y':
    case 'i':
    case 'j':
    case 'k':
        hash = noun_newest(r->state, &r->arena, letter);
        add_hash(b, &hash);
        return true;
    case 'x':
        count = signing_list(r->state, 1, &r->arena, &sessions);
        check(count > 0);
        add_hash(b, &sessions[count - 1].id);
        return true;
    default:
        return false;
    }
}

struct bytes rig_expand(struct rig *r, const char *body)
{
    struct buffer b;
    buffer_init(&b, (size_t)4 * ACT_BYTES_MAX);
    for (const char *p = body; *p != 0; p++) {
        if (p[0] == '$' && p[1] == '(') { /* a public key */
            const size_t len = strcspn(p + 2, ")");
            const struct key_file *key = find_key(r, bytes_of(p + 2, len));
            buffer_add_u8(&b, '"');
            buffer_add_hex(&b, public_key_view(&key->public));
            buffer_add_u8(&b, '"');
            p += 2 + len;
        } else if (p[0] == '$' && expand_letter(r, p[1], &b)) {
            p++;
        } else {
            buffer_add_u8(&b, *p == '\'' ? '"' : (uint8_t)*p);
        }
    }
    check(!b.overflow);
    const struct bytes text = arena_copy(&r->arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

/* Without a look at Ed25519, for those who make many. */
static struct bytes seal_unsigned(struct rig *r, struct bytes payload, const struct key_file *const *keys,
                                  size_t count)
{
    struct dsse d = {.type = BYTES(DSSE_TYPE_ACT), .payload = payload, .signature_count = count};
    struct buffer b;
    buffer_init(&b, ENVELOPE_BYTES_MAX);
    for (size_t i = 0; i < count; i++) {
        d.signatures[i].key = keys[i]->public;
    }
    dsse_write(&b, &d);
    check(!b.overflow);
    const struct bytes envelope = arena_copy(&r->arena, buffer_view(&b));
    buffer_done(&b);
    return envelope;
}

struct bytes rig_envelope(struct rig *r, const char *who, const char *kind, const char *body)
{
    const struct key_file *keys[SIGNATURES_MAX];
    const size_t count = find_keys(r, who, keys);
    const struct bytes json = rig_expand(r, body);
    const struct act_frame frame = {
        .org = r->org.id,
        .epoch = r->epoch == 0 ? 1 : r->epoch,
        .protocol = PROTOCOL_VERSION,
        .realm = r->org.options.realm,
        .kind = bytes_of_text(kind),
        .member = bytes_of_text(keys[0]->member),
        .key = keys[0]->public,
        .seq = r->seq++,
        .expires_ms = r->expires_ms,
        .subject = org_subject(&r->arena, kind, json),
    };
    struct buffer b;
    buffer_init(&b, (size_t)4 * ACT_BYTES_MAX);
    act_write(&b, &frame, json);
    check(!b.overflow);
    const struct bytes envelope = r->options.unsigned_acts
                                      ? seal_unsigned(r, buffer_view(&b), keys, count)
                                      : org_seal(&r->arena, DSSE_TYPE_ACT, buffer_view(&b), keys, count);
    buffer_done(&b);
    r->expires_ms = 0;
    r->epoch = 0;
    return envelope;
}

const char *rig_order_envelope(struct rig *r, struct bytes envelope)
{
    check(r->queue_count < BATCH_ACTS_MAX);
    struct act *a = &r->queue[r->queue_count];
    struct diag diag = {.message = ""};
    const enum rejection no = r->options.unsigned_acts
                                  ? machine_check_form(r->machine, &r->arena, envelope, a, &diag)
                                  : machine_check(r->machine, &r->arena, envelope, a, &diag);
    if (no == ACCEPTED) {
        r->id = a->id;
        r->queue_count++;
    } else {
        check(rejection_is_stateless(no));
    }
    return rejection_name(no);
}

void rig_order_unchecked(struct rig *r, struct bytes envelope)
{
    check(r->queue_count < BATCH_ACTS_MAX);
    check(act_decode(&r->arena, envelope, &r->queue[r->queue_count], NULL) == ACCEPTED);
    r->id = r->queue[r->queue_count++].id;
}

struct bytes rig_envelope_list(struct rig *r, const char *who, const char *kind, const char *body,
                               va_list list)
{
    char text[4096];
    const char *whole = text;
    va_list again;
    va_copy(again, list);
    const int len = vsnprintf(text, sizeof text, body, list);
    check(len >= 0);
    if ((size_t)len >= sizeof text) {
        char *large = arena_take(&r->arena, (size_t)len + 1, 1);
        (void)vsnprintf(large, (size_t)len + 1, body, again);
        whole = large;
    }
    va_end(again);
    return rig_envelope(r, who, kind, whole);
}

const char *rig_order_list(struct rig *r, const char *who, const char *kind, const char *body, va_list list)
{
    return rig_order_envelope(r, rig_envelope_list(r, who, kind, body, list));
}

const char *rig_order(struct rig *r, const char *who, const char *kind, const char *body, ...)
{
    va_list list;
    va_start(list, body);
    const char *result = rig_order_list(r, who, kind, body, list);
    va_end(list);
    return result;
}

static bool has_word(const char *list, const char *word)
{
    const size_t len = strlen(word);
    for (const char *p = strstr(list, word); p != NULL; p = strstr(p + 1, word)) {
        if ((p == list || p[-1] == ' ') && (p[len] == 0 || p[len] == ' ')) {
            return true;
        }
    }
    return false;
}

/* What every act may meet, or what the table of kinds lists for this one. */
static void check_listed(const struct act *a, const char *result)
{
    static const char everywhere[] = "ok superseded key_revoked out_of_mandate expired";
    if (!has_word(everywhere, result) && !has_word(a->kind->rejections, result)) {
        (void)fprintf(stderr, "rig: %s gave %s, which its row does not list\n", a->kind->name, result);
        abort();
    }
}

void rig_block(struct rig *r, int64_t later_ms)
{
    const bool late = r->options.delay == 1;
    r->height++;
    const struct machine_block block = {
        .height = r->height,
        .act_height = r->height - r->options.delay,
        .previous_ms = r->time_ms,
        .time_ms = r->time_ms + later_ms,
        .act_count = late ? r->held_count : r->queue_count,
        .acts = late ? r->held : r->queue,
        .pending_count = late ? r->queue_count : 0,
        .pending = r->queue,
    };
    check(machine_interpret(r->machine, &block, r->results) == OK);
    for (size_t i = 0; i < block.act_count; i++) {
        check_listed(&block.acts[i], r->results[i].result);
    }
    r->result_count = block.act_count;
    r->time_ms = block.time_ms;
    r->held_count = late ? r->queue_count : 0;
    struct act *const interpreted = late ? r->held : r->queue;
    r->held = late ? r->queue : r->held;
    r->queue = interpreted;
    r->queue_count = 0;
}

const char *rig_result(const struct rig *r, size_t index)
{
    check(index < r->result_count);
    return r->results[index].result;
}

const char *rig_say(struct rig *r, const char *who, const char *kind, const char *body, ...)
{
    va_list list;
    va_start(list, body);
    const size_t index = r->queue_count;
    const char *result = rig_order_list(r, who, kind, body, list);
    va_end(list);
    if (strcmp(result, "ok") != 0) {
        return result;
    }
    for (unsigned i = 0; i <= r->options.delay; i++) {
        rig_block(r, r->step_ms == 0 ? 1000 : r->step_ms);
    }
    return rig_result(r, index);
}

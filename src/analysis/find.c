#include "analysis/find.h"

#include <string.h>

#include "analysis/prose.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"
#include "mechanism/amendment.h"
#include "mechanism/assistance.h"
#include "mechanism/body.h"
#include "mechanism/commitment.h"
#include "mechanism/election.h"
#include "mechanism/instrument.h"
#include "mechanism/law.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/older.h"
#include "mechanism/platform.h"
#include "mechanism/ruling.h"
#include "mechanism/session.h"
#include "mechanism/silence.h"
#include "mechanism/speech.h"
#include "mechanism/statement.h"
#include "mechanism/vote.h"

const char *found_word(enum found_noun noun)
{
    static const char *const words[FOUND_NOUNS] = {
        [FOUND_ASSISTANCE] = "assistance", [FOUND_BODY] = "body",
        [FOUND_CHARTER] = "charter",       [FOUND_COMMITMENT] = "commitment",
        [FOUND_ELECTION] = "election",     [FOUND_ENTRY] = "entry",
        [FOUND_INSTRUMENT] = "instrument", [FOUND_MATTER] = "matter",
        [FOUND_MEMBER] = "member",         [FOUND_ORGANISATION] = "organisation",
        [FOUND_OLDER] = "older",           [FOUND_PLATFORM] = "platform",
        [FOUND_SESSION] = "session",       [FOUND_SPEECH] = "speech",
        [FOUND_STATEMENT] = "statement",   [FOUND_VOTE] = "vote",
    };
    check(noun < FOUND_NOUNS);
    return words[noun];
}

struct finding {
    struct context *c;
    enum language language;
    uint64_t size;
    struct found *out;
    size_t count;
};

static void add(struct finding *f, enum found_noun noun, struct bytes name, struct bytes title)
{
    for (size_t i = 0; i < f->count; i++) {
        if (f->out[i].noun == noun && bytes_equal(f->out[i].name, name)) {
            return;
        }
    }
    if (f->count < FOUND_MAX) {
        struct arena *a = f->c->arena;
        f->out[f->count++] = (struct found){noun, arena_copy(a, name), arena_copy(a, title)};
    }
}

static void add_number(struct finding *f, enum found_noun noun, int64_t n, struct bytes title)
{
    add(f, noun, bytes_of_text(arena_printf(f->c->arena, "%lld", (long long)n)), title);
}

static void add_hash(struct finding *f, enum found_noun noun, const struct hash *id, struct bytes title)
{
    add(f, noun, bytes_of_text(hash_hex(id).text), title);
}

static struct bytes both(struct finding *f, struct bytes body, struct bytes reference)
{
    return bytes_of_text(arena_printf(f->c->arena, "%s/%s", arena_text(f->c->arena, body),
                                      arena_text(f->c->arena, reference)));
}

static void add_matter(struct finding *f, const struct hash *id)
{
    struct matter m;
    if (!hash_is_zero(id) && matter_get(f->c->state, id, f->c->arena, &m)) {
        add(f, FOUND_MATTER, both(f, m.body, m.reference), m.title);
    }
}

static struct bytes title_of(struct finding *f, const struct hash *matter)
{
    struct matter m;
    return matter_get(f->c->state, matter, f->c->arena, &m) ? m.title : BYTES("");
}

static void add_root(struct finding *f, const struct hash *id)
{
    struct root root;
    if (root_get(f->c->state, id, &root)) {
        add_matter(f, &root.matter);
    }
}

static void add_platform(struct finding *f, int64_t number)
{
    struct platform x;
    if (platform_get(f->c->state, number, &x)) {
        add_number(f, FOUND_PLATFORM, number, x.name);
    }
}

static void find_number(struct finding *f, int64_t n)
{
    struct state *s = f->c->state;
    struct statement statement;
    struct commitment commitment;
    struct assistance assistance;
    struct vote vote;
    struct election election;
    if ((uint64_t)n < f->size) {
        add_number(f, FOUND_ENTRY, n, BYTES(""));
    }
    if (statement_get(s, n, f->c->arena, &statement)) {
        add_number(f, FOUND_STATEMENT, n, title_of(f, &statement.matter));
    }
    if (vote_get_numbered(s, n, f->c->arena, &vote)) {
        add_number(f, FOUND_VOTE, n, title_of(f, &vote.matter));
    }
    if (election_get_numbered(s, n, f->c->arena, &election)) {
        add_number(f, FOUND_ELECTION, n, election.name);
    }
    if (commitment_get(s, n, &commitment)) {
        add_number(f, FOUND_COMMITMENT, n, commitment.title);
    }
    if (assistance_get(s, n, &assistance)) {
        add_number(f, FOUND_ASSISTANCE, n, assistance.title);
    }
    add_platform(f, n);
}

/* What a session, a speech, a vote ... is called by: the id of the act that opened it. */
static void find_opened(struct finding *f, const struct hash *id)
{
    struct state *s = f->c->state;
    struct session session;
    struct speech speech;
    struct vote vote;
    struct election election;
    struct instrument instrument;
    add_matter(f, id);
    if (session_get(s, id, &session)) {
        add_hash(f, FOUND_SESSION, id, session.title);
    }
    if (speech_get(s, id, &speech)) {
        add_hash(f, FOUND_SPEECH, id, speech.title);
    }
    if (vote_get(s, id, f->c->arena, &vote)) {
        add_number(f, FOUND_VOTE, vote.number, title_of(f, &vote.matter));
    }
    if (election_get(s, id, f->c->arena, &election)) {
        add_number(f, FOUND_ELECTION, election.number, election.name);
    }
    if (instrument_get(s, id, &instrument)) {
        add(f, FOUND_INSTRUMENT, instrument.name, instrument.title);
    }
}

/* What has a page only as a part of another. */
static void find_part(struct finding *f, const struct hash *id)
{
    struct state *s = f->c->state;
    struct silence silence;
    struct objection objection;
    struct ruling ruling;
    struct mandate mandate;
    struct session session;
    struct hash root;
    add_root(f, id);
    if (silence_get(s, id, f->c->arena, &silence)) {
        add_matter(f, &silence.matter);
    }
    if (objection_get(s, id, &root, &objection)) {
        add_root(f, &root);
    }
    if (ruling_get(s, id, f->c->arena, &ruling)) {
        add_matter(f, &ruling.matter);
        if (session_get(s, &ruling.session, &session)) {
            add_hash(f, FOUND_SESSION, &ruling.session, session.title);
        }
    }
    if (mandate_get(s, id, &mandate)) {
        add_platform(f, mandate.platform);
    }
}

static void find_charter(struct finding *f, const struct hash *id)
{
    const int64_t versions = charter_counts_get(f->c->state).versions;
    for (int64_t i = 1; i <= versions; i++) {
        struct charter_version v;
        if (charter_version_get(f->c, i, &v) && hash_equal(&v.charter, id)) {
            add(f, FOUND_CHARTER, BYTES(""), law_charter(f->c, i)->title);
        }
    }
}

static void find_minutes(struct finding *f, const struct session *x, const struct hash *digest)
{
    struct minutes *versions = NULL;
    bool found = false;
    const size_t count = session_minutes_list(f->c->state, &x->id, f->c->arena, &versions);
    for (size_t i = 0; i < count; i++) {
        struct minutes_part *parts = NULL;
        const size_t part_count =
            session_minutes_parts(f->c->state, &x->id, versions[i].number, f->c->arena, &parts);
        found = found || hash_equal(&versions[i].digest, digest);
        for (size_t k = 0; k < part_count; k++) {
            found = found || hash_equal(&parts[k].digest, digest);
        }
    }
    if (found) {
        add_hash(f, FOUND_SESSION, &x->id, x->title);
    }
}

/* Digests of words, which follow from their acts and stand in the state alone. */
static void find_words(struct finding *f, const struct hash *digest)
{
    struct state *s = f->c->state;
    struct arena *a = f->c->arena;
    struct session *sessions = NULL;
    struct speech *speeches = NULL;
    struct older *older = NULL;
    const size_t session_count = session_list(s, a, &sessions);
    for (size_t i = 0; i < session_count; i++) {
        find_minutes(f, &sessions[i], digest);
    }
    const size_t speech_count = speech_list(s, a, &speeches);
    for (size_t i = 0; i < speech_count; i++) {
        struct speech_text *texts = NULL;
        const size_t count = speech_texts(s, &speeches[i].id, a, &texts);
        for (size_t k = 0; k < count; k++) {
            if (hash_equal(&texts[k].digest, digest)) {
                add_hash(f, FOUND_SPEECH, &speeches[i].id, speeches[i].title);
            }
        }
    }
    const size_t older_count = older_list(s, a, &older);
    for (size_t i = 0; i < older_count; i++) {
        if (hash_equal(&older[i].sha256, digest) || hash_equal(&older[i].digest, digest)) {
            add(f, FOUND_OLDER, both(f, older[i].body, older[i].reference), older[i].title);
        }
    }
}

static void find_digest(struct finding *f, const struct hash *id)
{
    struct member_key key;
    struct member member;
    struct public_key as_key;
    uint64_t index = 0;
    if (hash_equal(id, &f->c->org->id)) {
        add(f, FOUND_ORGANISATION, BYTES(""), f->c->org->name);
    }
    memcpy(as_key.bytes, id->bytes, sizeof as_key.bytes);
    if (member_key_get(f->c->state, &as_key, &key) && member_get(f->c->state, key.member, &member)) {
        add(f, FOUND_MEMBER, key.member, member.name);
    }
    find_opened(f, id);
    find_part(f, id);
    find_charter(f, id);
    if (f->count == 0) { /* these are looked through one by one */
        find_words(f, id);
    }
    const enum error e = record_find(f->c->record, id, &index);
    if (e == OK && index < f->size) {
        add_number(f, FOUND_ENTRY, (int64_t)index, BYTES(""));
    } else if (e != OK && e != ERROR_NOT_FOUND) {
        *f->c->error = e;
    }
}

static void find_in_body(struct finding *f, struct bytes body, struct bytes reference)
{
    struct hash id;
    struct session session;
    if (matter_find(f->c->state, body, reference, &id)) {
        add_matter(f, &id);
    }
    struct older *older = NULL;
    const size_t count = older_of(f->c->state, body, reference, f->c->arena, &older);
    if (count > 0) {
        add(f, FOUND_OLDER, both(f, body, reference), older[0].title);
    }
    if (session_find(f->c->state, body, reference, &id) && session_get(f->c->state, &id, &session)) {
        add_hash(f, FOUND_SESSION, &id, session.title);
    }
}

static void find_name(struct finding *f, struct bytes text)
{
    struct body *bodies = NULL;
    struct instrument instrument;
    struct prose prose;
    struct hash id;
    const struct charter *charter = law_now(f->c);
    const size_t count = body_list(f->c->state, f->c->arena, &bodies);
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(bodies[i].id, text)) {
            const struct charter_body *law = charter_body(charter, text);
            add(f, FOUND_BODY, text, law == NULL ? BYTES("") : law->title);
        }
        find_in_body(f, bodies[i].id, text);
    }
    if (instrument_named(f->c->state, text, &id) && instrument_get(f->c->state, &id, &instrument)) {
        add(f, FOUND_INSTRUMENT, text, instrument.title);
    }
    prose_of(f->c->arena, charter, f->language, &prose);
    const struct prose_article *article = prose_find(&prose, text, BYTES(""));
    if (article != NULL) {
        add(f, FOUND_CHARTER, article->anchor, article->title);
    }
}

size_t find_things(struct context *c, enum language l, uint64_t size, struct bytes text,
                   struct found out[FOUND_MAX])
{
    struct finding f = {.c = c, .language = l, .size = size, .out = out};
    struct member member;
    struct hash id;
    int64_t n = 0;
    const uint8_t *slash = memchr(text.data, '/', text.len);
    if (num_parse(text, INTEGER_MAX, &n)) {
        find_number(&f, n);
    }
    if (hash_parse(text, &id)) {
        find_digest(&f, &id);
    }
    if (text_is_code(text) && member_get(c->state, text, &member)) {
        add(&f, FOUND_MEMBER, text, member.name);
    }
    if (text_is_id(text)) {
        find_name(&f, text);
    }
    if (slash != NULL) {
        const struct bytes body = bytes_of(text.data, (size_t)(slash - text.data));
        const struct bytes reference = bytes_of(slash + 1, text.len - body.len - 1);
        if (text_is_id(body) && text_is_id(reference)) {
            find_in_body(&f, body, reference);
        }
    }
    return f.count;
}

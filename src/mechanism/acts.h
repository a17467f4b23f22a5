/* mechanism/acts.h: the tables of act kinds: what a delegate, an objection key or a node can do.
 *
 * A new kind is a row in mechanism/<noun>_acts.c, its function in mechanism/<noun>.c, and rows for new
 * rejections; a new noun has its table here and in acts.c. `univocal act kinds` prints them all. */
#ifndef MECHANISM_ACTS_H
#define MECHANISM_ACTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "codec/dsse.h"
#include "mechanism/rejections.h"
#include "record/act.h"

/* What full powers allow (bit set). */
enum power {
    POWER_SPEAK = 1, /* propose, hold, explain, agree ad referendum, object */
    POWER_BIND = 2,  /* positions, agree */
    POWER_CHAIR = 4, /* acts of the chair when the member has it */
    POWER_KEYS = 8,  /* enrol, revoke, powers, clearing node */
};
enum { POWERS_ALL = 15 };
/* "speak,bind" in this order; parses any order, refuses unknown and repeated words. */
const char *power_words(struct arena *a, unsigned powers);
bool power_parse(struct bytes word, unsigned *power);

enum key_role { ROLE_DELEGATE, ROLE_OBJECTION, ROLE_NODE };
const char *role_word(enum key_role r);
bool role_parse(struct bytes text, enum key_role *out);

enum field_type {
    FIELD_END,
    FIELD_TEXT, /* UTF-8, 1 to max bytes */
    FIELD_LINE, /* the same without LF */
    FIELD_ID,
    FIELD_CODE,
    FIELD_LANGUAGE,
    FIELD_HASH,    /* 64 hexadecimal digits */
    FIELD_INTEGER, /* 0 to max */
    FIELD_BOOL,
    FIELD_LETTER,    /* one letter of POSITIONS */
    FIELD_ROLE,      /* a word of key_role */
    FIELD_STANCE,    /* a word of stance (mechanism/matter.h) */
    FIELD_LANGUAGES, /* 1 to LANGUAGES_MAX, no duplicates */
    FIELD_POWERS,    /* list of words of powers, ascending */
    FIELD_LEAVES,    /* list of {"commitment":HEX,"language":TAG}, ascending by language */
    FIELD_BYTES,     /* base64 of 1 to max bytes; the value has them decoded */
    FIELD_PLAINTEXT, /* text_is_plaintext */
    FIELD_DATE,      /* YYYY-MM-DD */
    FIELD_SOURCES,   /* list of {"name":ID,"parts":N}, 1 to 8, CHARTER_PARTS_MAX parts at most together */
    FIELD_CODES,     /* list of members' codes, ascending; it may be empty */
    FIELD_CALLS,     /* list of {"member":CODE,"position":LETTER}, ascending by member */
    FIELD_TAGS,      /* list of {"member":CODE,"tag":TAG}, ascending by member */
    FIELD_NAMES,     /* list of lines of at most NAME_BYTES_MAX, ascending, max of them; it may be empty */
    FIELD_HOUR,      /* HH:MM of a day, 00:00 to 24:00 */
    /* Lists of 1 to max objects, whose members act_columns says */
    FIELD_ATTENDANCE,
    FIELD_PLATFORMS,
    FIELD_NEEDS,
};

const char *act_field_word(enum field_type t); /* for people: "text", "hash", ... */

struct act_field {
    const char *name;
    enum field_type type;
    int64_t max; /* bytes of a text, or the largest integer */
    bool optional;
};
/* The members of each object of a list of that type, ascending by name, FIELD_END behind the last. NULL: it
 * is no such list. */
const struct act_field *act_columns(enum field_type t);

struct act_leaf {
    struct bytes language;
    struct hash commitment;
};

struct act_source { /* one text of a charter */
    struct bytes name;
    int64_t parts;
};

struct act_mark { /* what a list says of a member */
    struct bytes member;
    struct bytes mark; /* a position or a tag */
};

struct act_value {
    bool given;
    struct bytes text;
    int64_t integer; /* also bool, letter, role, stance and powers */
    struct hash hash;
    size_t count;
    const struct bytes *items;    /* languages, codes, names */
    const struct act_mark *marks; /* calls, tags */
    const struct act_leaf *leaves;
    const struct act_source *sources;
    const struct act_field *columns; /* of a list of objects */
    const struct act_value *cells;   /* object after object, each as the columns are */
};

enum { ACT_FIELDS_MAX = 14 };

enum act_signer {
    SIGNER_DELEGATE, /* a delegate's key with the power */
    SIGNER_OBJECTOR, /* a delegate's key or an objection key; no power, no expiry, no epoch, no sequence */
    SIGNER_NODE,     /* a node's key; sequence numbers do not supersede */
    SIGNER_ANYONE,   /* a delegate's or a node's key; sequence numbers do not supersede */
};

struct context;
struct act;
struct act_kind {
    const char *name;
    enum act_signer signer;
    unsigned power;
    unsigned signatures_min; /* by distinct delegates, if the member has as many with this power */
    int64_t since;           /* protocol version */
    const char *subject;     /* template, for people: "MATTER/PROVISION" */
    struct act_field fields[ACT_FIELDS_MAX + 1]; /* ascending by name */
    enum rejection (*apply)(struct context *c, const struct act *a);
    const char *rejections; /* names, those of every act apart */
    const char *purpose;    /* one sentence */
};

struct act {
    struct hash id;        /* SHA-256 of the signed bytes */
    struct bytes envelope; /* in its one form */
    struct bytes payload;  /* what is signed, without its type */
    struct act_frame frame;
    const struct act_kind *kind;
    struct act_value values[ACT_FIELDS_MAX]; /* in the order of kind->fields */
    size_t signature_count;
    struct dsse_signature signatures[SIGNATURES_MAX];
};

/* The kinds of one noun: mechanism/<noun>_acts.c. */
struct act_table {
    const struct act_kind *kinds;
    size_t count;
};
extern const struct act_table assistance_acts;
extern const struct act_table body_acts;
extern const struct act_table charter_acts;
extern const struct act_table clock_acts;
extern const struct act_table commitment_acts;
extern const struct act_table election_acts;
extern const struct act_table instrument_acts;
extern const struct act_table matter_acts;
extern const struct act_table member_acts;
extern const struct act_table node_acts;
extern const struct act_table objection_acts;
extern const struct act_table platform_acts;
extern const struct act_table ruling_acts;
extern const struct act_table session_acts;
extern const struct act_table silence_acts;
extern const struct act_table speech_acts;
extern const struct act_table statement_acts;
extern const struct act_table text_acts;
extern const struct act_table voice_acts;
extern const struct act_table vote_acts;

size_t act_kind_count(void);
const struct act_kind *act_kind_at(size_t index);
const struct act_kind *act_kind(struct bytes name); /* NULL: none */

/* Reads an envelope into an act: form, kind, body, subject. No keys, no organisation. Everything lives in the
 * arena, but for the envelope, which is borrowed. diag (may be NULL) says more. */
enum rejection act_decode(struct arena *a, struct bytes envelope, struct act *out, struct diag *diag);
/* Whether every signature holds. */
bool act_signatures_hold(const struct act *a);
/* Body only, for those who make acts: checks against the kind and gives the subject it prescribes. */
enum rejection act_check_body(struct arena *a, const struct act_kind *kind, const struct json *body,
                              struct act_value values[ACT_FIELDS_MAX], struct bytes *subject,
                              struct diag *diag);

/* The act that an entry of the record carries, in the arena of the context. False: *c->error says why, also
 * if it stood there before; what was interpreted once and cannot be read is damage. */
bool act_of_entry(struct context *c, int64_t index, struct act *out);

bool act_has(const struct act *a, const char *name); /* whether its kind has such a field */
/* The value of a field by its name; the kind must have it. */
const struct act_value *act_value(const struct act *a, const char *name);
/* The same of a member of the object at `index` of a list of objects. */
const struct act_value *act_cell(const struct act_value *rows, size_t index, const char *name);
#endif

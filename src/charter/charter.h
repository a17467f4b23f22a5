/* charter/charter.h: an organisation's constitution as data: who decides what, by which rule, in which time.
 *
 * A charter is parsed from one or more sources (a charter may extend another) and never changes afterwards.
 * All that it points at lives in the arena it was parsed into. The language is total and integer-only:
 * docs/formats/charter.md. */
#ifndef CHARTER_CHARTER_H
#define CHARTER_CHARTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/diag.h"
#include "base/error.h"
#include "base/limits.h"
#include "crypto/hash.h"

/* What of a part of a charter nobody has checked against its primary text. */
struct charter_mark {
    bool verified;           /* false: the part, or the whole that it stands in, is marked `unverified` */
    struct bytes unverified; /* what of it is unverified; empty if verified */
};

/* One text of the charter language, by the name under which another may extend it. */
struct charter_source {
    struct bytes name;
    struct bytes text;
};

enum charter_close { CHARTER_CLOSE_ALL, CHARTER_CLOSE_QUORUM };

struct expression;    /* a compiled condition, */
struct rule_code;     /* what it is evaluated on, */
struct charter_group; /* and the members whom the charter itself gives a tag: charter/rule.h */

/* `bind`: what a position means for its member once adopted. */
enum effect { EFFECT_BOUND, EFFECT_COMMITTED, EFFECT_FREE, EFFECT_COUNT };
struct charter_effect {
    uint16_t positions; /* bit set, see POSITION_BIT */
    enum effect effect;
};

struct charter_rule {
    struct bytes name;
    struct bytes title;  /* for people; may be empty */
    struct bytes source; /* article; may be empty */
    struct charter_mark mark;
    struct bytes from;               /* YYYY-MM-DD or empty: first day of this version */
    struct bytes until;              /* last day or empty */
    char default_position;           /* 'X' or 'L' */
    uint16_t allow;                  /* positions that may be taken (bit set) */
    uint16_t reason;                 /* positions that must carry a reason (bit set) */
    const struct expression *quorum; /* NULL: none */
    const struct expression *pass;
    const struct rule_code *code;
    /* Silence; clock_min_ms 0: the rule knows no silence */
    int64_t clock_min_ms;
    int64_t clock_max_ms; /* 0: SILENCE_MS_MAX */
    struct bytes set_by;  /* office that opens and extends: "chair" or an office's name */
    int64_t extend_max;   /* how often */
    int64_t extend_ms;    /* at most, each time */
    enum charter_close close;
    int64_t close_extra_ms; /* E */
    struct bytes rung;      /* name of the rung of the voice reached by adoption; empty: none */
    size_t effect_count;
    const struct charter_effect *effects;
    struct hash hash; /* SHA-256 of the canonical print of this rule (charter_print_rule) */
};

struct charter_body {
    struct bytes name;
    struct bytes title;
    struct bytes source;
    struct charter_mark mark;
    bool everyone;      /* all members; else named at the founding, later by act */
    struct bytes chair; /* "rotation" (by code, from the first) or a member's code */
    size_t rule_count;
    const struct bytes *rules; /* names of the rules it may use; the first is its default */
};

/* A frozen table: the values of one attribute, such as population, for a time. The text that holds them
 * stands beside the charter (charter/table.h); the charter names its hash, so that the charter's own hash
 * covers it. */
struct charter_table {
    struct bytes name; /* population-2017 */
    struct bytes of;   /* population, one of the charter's attributes */
    struct bytes title;
    struct bytes source;
    struct charter_mark mark;
    struct bytes from; /* as of rules */
    struct bytes until;
    struct hash hash; /* SHA-256 of the text */
};

struct charter {
    struct bytes name;
    struct bytes title;
    bool fictional;
    struct bytes extends;  /* empty: none */
    size_t language_count; /* in the charter's order; 0: the founding decides */
    const struct bytes *languages;
    size_t body_count;
    const struct charter_body *bodies;
    size_t rule_count;
    const struct charter_rule *rules; /* all versions; several may share a name if their dates differ */
    size_t attribute_count; /* what rules may weigh by instead of counting heads, such as population */
    const struct bytes *attributes;
    int64_t voice_threshold; /* members that make a signature of the voice; 0: the charter leaves it open */
    size_t table_count; /* the frozen tables of these; an attribute may have none yet */
    const struct charter_table *tables;
    size_t group_count;
    const struct charter_group *groups;
    struct hash hash; /* SHA-256 over every source, in the order given: u32 name, u32 text */
};

/* Limits of the language, beside CHARTER_BYTES_MAX. */
#define CHARTER_SOURCES_MAX      8   /* a charter and what it extends */
#define CHARTER_DEPTH_MAX        32  /* brackets within brackets in a condition */
#define CHARTER_TERMS_MAX        32  /* in one sum */
#define CHARTER_ATOMS_MAX        64  /* comparisons in one condition */
#define CHARTER_SLOTS_MAX        24  /* different kinds of count in one rule */
#define CHARTER_TAGS_MAX         16  /* different tags in one rule */
#define CHARTER_OVER_MAX         4   /* bodies that decide together by one rule */
#define CHARTER_ITEMS_MAX        128 /* rules, bodies, groups, attributes, tables: of each, in a text */
#define CHARTER_NUMBER_MAX       1000000000LL /* a number that is written, and a product of written numbers */
#define CHARTER_STRING_BYTES_MAX 1000         /* a title, a source, a remark */

/* Up to this many errors are reported: the parser goes on after each. */
#define CHARTER_DIAGS_MAX 20
struct charter_diags {
    size_t count;
    struct {
        struct bytes source; /* name */
        struct diag diag;
    } items[CHARTER_DIAGS_MAX];
};

/* Parses sources[0]; what it extends must be among the others. ERROR_MALFORMED with diags filled. */
MUST_USE enum error charter_parse(struct arena *a, const struct charter_source *sources, size_t count,
                                  const struct charter **out, struct charter_diags *diags);

/* The frozen table of that name; the one of an attribute in force on a day, as for rules. NULL: none. */
const struct charter_table *charter_table(const struct charter *c, struct bytes name);
const struct charter_table *charter_table_of(const struct charter *c, struct bytes attribute,
                                             struct bytes date);
/* Which other the text says it extends; *name lives in the arena. False: none, or the text is not good so
 * far. */
bool charter_extends(struct arena *a, const struct charter_source *source, struct bytes *name);

const struct charter_body *charter_body(const struct charter *c, struct bytes name);
/* The version in force on `date` (YYYY-MM-DD; empty: the newest). NULL: no such rule or none on that day. */
const struct charter_rule *charter_rule(const struct charter *c, struct bytes name, struct bytes date);

/* YYYY-MM-DD, a day that exists. */
bool charter_is_date(struct bytes s);

/* Positions are single letters (product.md): Y L N A Q X R. */
#define POSITIONS           "YLNAQXR"
#define POSITION_BIT(index) ((uint16_t)(1u << (index)))
int position_index(char letter);             /* 0 to 6, or -1 */
const char *position_word(char letter);      /* "for", "lets pass", ... */
const char *effect_word(enum effect effect); /* as it is written */
#endif

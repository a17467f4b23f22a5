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

/* `bind`: what a position means for its member once adopted. A later entry refines an earlier one. */
enum effect { EFFECT_BOUND, EFFECT_COMMITTED, EFFECT_FREE, EFFECT_COUNT };
struct charter_effect {
    uint16_t positions; /* bit set, see POSITION_BIT */
    struct bytes tag;   /* only members with it; empty: all */
    bool others;        /* only those without it */
    struct bytes about; /* what of the decision it is about, such as "the use of armed force"; empty: all */
    enum effect effect;
};

/* A length of time in one of three measures; the others are 0. */
struct charter_span {
    int64_t ms;
    int64_t workdays; /* whole working days of a calendar */
    int64_t months;   /* of the civil calendar; a year is 12 */
};

/* `else`: what follows when a rule does not adopt, whatever the reason but a lack of quorum. */
enum charter_otherwise {
    OTHERWISE_REJECT, /* nothing: it is rejected */
    OTHERWISE_STAGE,  /* another rule decides on the same text: at once by the same positions, or later */
    OTHERWISE_REFER,  /* another body takes it up */
    OTHERWISE_DEFER,  /* it may come back: no decision */
    OTHERWISE_LAPSE   /* it is at its end, and not rejected */
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
    int64_t clock_min_workdays; /* clock_min_ms is then SILENCE_MS_MIN; 0: a plain duration */
    int64_t clock_max_workdays;
    struct bytes calendar;      /* in which working days are counted; empty: in each member's own */
    struct bytes set_by;  /* office that opens and extends: "chair" or an office's name */
    int64_t extend_max;   /* how often */
    int64_t extend_ms;    /* at most, each time; or so many working days, and then this is 0 */
    int64_t extend_workdays;
    enum charter_close close;
    int64_t close_extra_ms; /* E */
    struct bytes rung;      /* name of the rung of the voice reached by adoption; empty: none */
    size_t effect_count;
    const struct charter_effect *effects;
    /* Stages */
    enum charter_otherwise otherwise;
    struct bytes next_rule;         /* of a stage, and of a referral that names one; else empty */
    struct bytes next_body;         /* of a referral */
    struct charter_span next_after; /* of a stage; all 0: at once */
    /* Votes */
    int64_t poll_min_ms; /* how long a vote is open; 0: not said */
    int64_t poll_max_ms; /* 0: not said */
    int64_t sealed_ms;   /* positions are sealed until so long before the vote ends; 0: they are open */
    int64_t presence_ms; /* who is present must have been recorded so shortly before a vote; 0: not asked */
    struct bytes split;  /* attribute whose units a member may divide among positions; empty: it may not */
    int64_t rounds;      /* of an election of persons, for which `pass` is asked of each candidate; 0: none */
    bool drop_last;      /* between rounds the candidate with the fewest leaves */
    /* A position that counts as X, as if it had not been taken */
    uint16_t void_positions;
    struct bytes void_tag; /* only of members with it, such as REASONED; empty: of all */
    bool void_others;      /* only of those without it */
    struct bytes amend_by; /* rule by which this rule is changed; empty: as the charter says */
    struct hash hash; /* SHA-256 of the canonical print of this rule (charter_print_rule) */
};

struct charter_body {
    struct bytes name;
    struct bytes title;
    struct bytes source;
    struct charter_mark mark;
    bool everyone;      /* all members; else named at the founding, later by act */
    struct bytes tagged;       /* only members with this tag, which the charter gives; empty: no such limit */
    struct bytes elected_by;   /* rule of the election that fills it; empty: it is not elected */
    int64_t elected_count;     /* seats to be filled so */
    struct charter_span elected_for;
    struct bytes chair; /* "rotation" (by code, or in chair_order), "elected", "office" or a member's code */
    struct bytes chair_by;            /* the rule that elects it, or the office that has it */
    size_t chair_order_count;
    const struct bytes *chair_order;  /* codes; none: by code */
    struct charter_span chair_term;   /* all 0: until it is handed over */
    struct bytes mandate;             /* in words; may be empty */
    struct bytes reports_to;          /* a body; may be empty */
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

/* A member as the charter itself lists it. A charter that lists any names no others. */
struct charter_member {
    struct bytes code;
    struct bytes title;
    struct bytes source;
    struct charter_mark mark;
    struct bytes from; /* as of rules */
    struct bytes until;
    struct bytes calendar;  /* empty: the first of the charter */
    size_t tag_count;
    const struct bytes *tags;
    const int64_t *values;  /* by index in charter.attributes; -1: not said */
};

/* Working days: of an organisation, a place or a member. */
struct charter_calendar {
    struct bytes name;
    struct bytes title;
    struct bytes source;
    struct charter_mark mark;
    uint8_t week; /* bit 0 is Monday: the days that are worked */
    size_t zone_count;
    const struct charter_zone {
        int64_t minutes;   /* ahead of UTC */
        struct bytes from; /* first day, or empty */
        struct bytes until;
    } *zones;              /* a day has one */
    size_t holiday_count;
    const struct charter_holiday {
        struct bytes date; /* YYYY-MM-DD, or MM-DD for every year */
        struct bytes title;
    } *holidays;
};

enum charter_holder { HOLDER_CHAIR, HOLDER_MEMBER, HOLDER_ELECTED, HOLDER_APPOINTED };
struct charter_office {
    struct bytes name;
    struct bytes title;
    struct bytes source;
    struct charter_mark mark;
    enum charter_holder holder;
    struct bytes body;   /* whose chair it is, or which elects or appoints */
    struct bytes rule;   /* by which */
    struct bytes member; /* code */
    struct charter_span term; /* all 0: without end */
};

/* Who says of a matter which rule it falls under, and how that is appealed. */
struct charter_classification {
    struct bytes name; /* stands where the name of a rule may stand */
    struct bytes title;
    struct bytes source;
    struct charter_mark mark;
    size_t class_count;
    const struct charter_class {
        struct bytes name; /* procedural */
        struct bytes rule; /* that decides what is of this class */
    } *classes;
    struct bytes decided_by; /* "chair", an office or a rule */
    struct bytes appeal_by;  /* rule; empty: there is no appeal */
    bool upholds;            /* the rule must adopt that the ruling stands; else that it is overruled */
    struct bytes doubt;      /* class of what nobody has classified */
};

/* Who may refer what where. */
struct charter_referral {
    struct bytes name;
    struct bytes title;
    struct bytes source;
    struct charter_mark mark;
    size_t from_count;
    const struct bytes *from; /* bodies */
    struct bytes to;          /* body */
    struct bytes rule;        /* by which a body of `from` refers; empty: its chair does */
    struct bytes about;       /* in words; may be empty */
};

/* By which rule, and where, something other than a text is decided: mechanism/motion.h lists the words. */
struct charter_motion {
    struct bytes name;
    struct bytes rule;
    struct bytes body; /* empty: in the body that has the matter */
    struct bytes source;
    struct charter_mark mark;
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
    size_t member_count; /* periods of membership, ascending by code and day; 0: the founding lists them */
    const struct charter_member *members;
    size_t calendar_count;
    const struct charter_calendar *calendars;
    size_t office_count;
    const struct charter_office *offices;
    size_t classification_count;
    const struct charter_classification *classifications;
    size_t referral_count;
    const struct charter_referral *referrals; /* no body comes back to itself by them */
    size_t motion_count;
    const struct charter_motion *motions;
    size_t rung_count; /* the ladder of the voice, from the top; 0: rules name rungs freely */
    const struct bytes *rungs;
    struct hash hash; /* SHA-256 over every source, in the order given: u32 name, u32 text */
};

/* Limits of the language, beside CHARTER_BYTES_MAX. */
#define CHARTER_SOURCES_MAX      8   /* a charter and what it extends */
#define CHARTER_DEPTH_MAX        32  /* brackets within brackets in a condition */
#define CHARTER_TERMS_MAX        32  /* in one sum */
#define CHARTER_ATOMS_MAX        64  /* comparisons in one condition */
#define CHARTER_SLOTS_MAX        24  /* different kinds of count in one rule */
#define CHARTER_TAGS_MAX         16  /* different tags in one rule */
#define CHARTER_EFFECTS_MAX      32  /* entries of one `bind` */
#define CHARTER_RUNGS_MAX        16  /* of the ladder of the voice */
#define CHARTER_CLASSES_MAX      16  /* of one classification */
#define CHARTER_OVER_MAX         4   /* bodies that decide together by one rule */
#define CHARTER_ITEMS_MAX        128 /* rules, bodies, groups, attributes, tables, ...: of each, in a text */
#define CHARTER_MEMBERS_MAX      256 /* periods of membership in a text */
#define CHARTER_HOLIDAYS_MAX     256 /* and zones, in one calendar */
#define CHARTER_STAGES_MAX       8   /* rules that follow each other by `else` */
#define CHARTER_ROUNDS_MAX       16
#define CLOCK_WORKDAYS_MAX       250  /* of a silence, which lasts a year at most */
#define CHARTER_WORKDAYS_MAX     1000 /* in one span; so are its months and years */
#define CHARTER_NUMBER_MAX       1000000000LL /* a number that is written, and a product of written numbers */
#define CHARTER_STRING_BYTES_MAX 1000         /* a title, a source, a remark */

#define ZONE_MINUTES_MAX         840          /* ahead of UTC, or behind it */
#define WEEK_MONDAY_TO_FRIDAY    0x1f

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
const struct charter_calendar *charter_calendar(const struct charter *c, struct bytes name);
const struct charter_office *charter_office(const struct charter *c, struct bytes name);
const struct charter_classification *charter_classification(const struct charter *c, struct bytes name);
const struct charter_motion *charter_motion(const struct charter *c, struct bytes name);
/* The member as listed for that day (empty: the newest). NULL: not listed. */
const struct charter_member *charter_member(const struct charter *c, struct bytes code, struct bytes date);
/* Whether the charter itself gives the tag to the member on that day (empty: as it is now). */
bool charter_gives(const struct charter *c, struct bytes tag, struct bytes code, struct bytes date);
/* The version in force on `date` (YYYY-MM-DD; empty: the newest). NULL: no such rule or none on that day. */
const struct charter_rule *charter_rule(const struct charter *c, struct bytes name, struct bytes date);
/* The rule that decides at once, on that day, where this one does not adopt. NULL: none, or none in force. */
const struct charter_rule *charter_stage(const struct charter *c, const struct charter_rule *rule,
                                         struct bytes date);

/* The word, of those up to the NULL, that may be meant by the text. NULL: none is near. */
const char *charter_word_nearest(struct bytes text, const char *const *words);

/* YYYY-MM-DD, a day that exists. */
bool charter_is_date(struct bytes s);

/* Positions are single letters (product.md): Y L N A Q X R. */
#define POSITIONS           "YLNAQXR"
#define POSITION_BIT(index) ((uint16_t)(1u << (index)))
/* What motions are about, in alphabetical order, NULL at the end. */
extern const char *const charter_motions[];
extern const char *const charter_weekdays[]; /* mon to sun, NULL at the end */
int position_index(char letter);             /* 0 to 6, or -1 */
const char *position_word(char letter);      /* "for", "lets pass", ... */
const char *effect_word(enum effect effect); /* as it is written */
#endif

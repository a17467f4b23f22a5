/* charter/parser.h: one text of the charter language as a draft, before it is joined with what it extends.
 *
 * A draft is well-formed for itself; names that lead out of it (rules of a body, groups, attributes) are
 * resolved by charter/compose.c, which has the tokens to point at. */
#ifndef CHARTER_PARSER_H
#define CHARTER_PARSER_H

#include "charter/charter.h"
#include "charter/lexer.h"
#include "charter/rule.h"

#define SPAN_MS_MAX (36600LL * 86400000) /* a hundred years */

/* A name of another part, or of what another part lists, to be looked up when all texts are joined. */
enum reference_kind {
    REFERENCE_RULE,
    REFERENCE_BODY,
    REFERENCE_RUNG,
    REFERENCE_DECISION, /* a rule or a classification */
    REFERENCE_CALENDAR,
    REFERENCE_OFFICE,
    REFERENCE_SETTER,  /* an office or the chair */
    REFERENCE_DECIDER, /* an office, the chair or a rule */
    REFERENCE_MEMBER,
    REFERENCE_TAG,     /* one that the charter gives */
    REFERENCE_COUNT
};
struct reference {
    enum reference_kind kind;
    struct token at; /* its text is the name */
    struct reference *next;
};

struct draft_motion {
    struct charter_motion motion;
    const struct reference *references;
    struct bytes source; /* name of the text */
    struct token at;
};

struct draft_calendar {
    struct charter_calendar calendar;
    struct bytes source; /* name of the text */
    struct token at;
};

struct draft_office {
    struct charter_office office;
    const struct reference *references;
    struct bytes source; /* name of the text */
    struct token at;
};

struct draft_classification {
    struct charter_classification classification;
    const struct reference *references;
    struct bytes source; /* name of the text */
    struct token at;
};

struct draft_referral {
    struct charter_referral referral;
    const struct reference *references;
    struct bytes source; /* name of the text */
    struct token at;
};

/* Values stand by name until all attributes are known. */
struct draft_value {
    struct token at;
    int64_t value;
};
struct draft_member {
    struct charter_member member;
    size_t value_count;
    const struct draft_value *values;
    const struct token *tag_tokens;
    const struct reference *references;
    struct bytes source; /* name of the text */
    struct token at;
};

struct draft_group {
    struct charter_group group;
    const struct reference *references;
    struct bytes source; /* name of the text */
    struct token at;
};

struct draft_table {
    struct charter_table table;
    struct token of;     /* the attribute */
    struct bytes source; /* name of the text */
    struct token at;
};

struct draft_body {
    struct charter_body body;
    const struct reference *references;
    struct bytes source; /* name of the text */
    struct token at;
};

struct draft_rule {
    struct charter_rule rule;
    struct rule_code code;
    struct token attribute_tokens[CHARTER_TAGS_MAX];
    struct token bare; /* the first count without `in`, TOKEN_END if there is none */
    bool over_given;
    const struct reference *references;
    struct token extend;  /* behind `extend` */
    struct token else_at; /* the rule or body behind `else`, TOKEN_END if there is none */
    struct bytes source;  /* name of the text */
    struct token at;
};

struct draft {
    struct bytes name;
    struct bytes title;
    bool fictional;
    struct charter_mark mark; /* of the whole */
    struct token extends;     /* TOKEN_STRING if it extends another */
    struct token at;
    size_t language_count;
    struct bytes languages[LANGUAGES_MAX];
    size_t attribute_count;
    struct bytes *attributes;
    int64_t voice_threshold; /* 0: not said */
    size_t rung_count;
    struct bytes *rungs;
    size_t table_count;
    struct draft_table *tables;
    size_t group_count;
    struct draft_group *groups;
    size_t body_count;
    struct draft_body *bodies;
    size_t rule_count;
    struct draft_rule *rules;
    size_t motion_count;
    struct draft_motion *motions;
    size_t calendar_count;
    struct draft_calendar *calendars;
    size_t office_count;
    struct draft_office *offices;
    size_t classification_count;
    struct draft_classification *classifications;
    size_t referral_count;
    struct draft_referral *referrals;
    size_t member_count;
    struct draft_member *members;
};

struct parser {
    struct arena *arena;
    struct lexer lexer;
    struct token now; /* not yet taken */
    struct bytes source;
    struct charter_diags *diags;
    struct draft *draft;
    struct reference *references; /* of the part at hand */
    struct reference **references_end;
    /* Room for what one part lists, taken once: a text with many parts must not take it for each. */
    struct scratch {
        struct charter_zone *zones;
        struct charter_holiday *holidays;
        struct charter_seat *seats;
        struct bytes *tags;
        struct bytes *names; /* of rules, bodies or members */
        struct charter_effect *effects;
        struct token *tag_tokens;
        struct draft_value *values;
        struct value *spare; /* of conditions */
    } scratch;
};

/* A copy of exactly so many, in the arena. */
#define KEEP(p, items, count)                                                                                \
    memcpy(arena_take((p)->arena, (count), sizeof *(items)), (items), (count) * sizeof *(items))

/* Fills *out as far as the text goes; whether it is good is told by diags alone. The lists of the draft live
 * in `scratch`, what their parts point at in `a`. */
void draft_read(struct arena *a, struct arena *scratch, const struct charter_source *source,
                struct draft *out, struct charter_diags *diags);

/* What the parts of the parser share. The readers return false after they reported what is wrong. */
void parser_next(struct parser *p);
bool parser_fail(struct parser *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool parser_fail_at(struct parser *p, const struct token *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Takes a word that is none of `words` (NULL at the end) as an error that names them and the nearest. */
bool parser_fail_words(struct parser *p, const char *what, const char *const *words);
bool parser_at_sign(const struct parser *p, const char *sign);
bool parser_at_word(const struct parser *p, const char *word);
bool parser_take_sign(struct parser *p, const char *sign);
bool parser_take_word(struct parser *p, const char *word);
bool parser_expect_sign(struct parser *p, const char *sign, const char *after);
bool parser_expect_word(struct parser *p, const char *word, const char *after);
bool parser_read_string(struct parser *p, const char *what, struct bytes *out);
bool parser_read_id(struct parser *p, const char *what, struct bytes *out);
/* The name of another part: it is looked up at the end. A part that knows references begins them. */
void parser_begin_references(struct parser *p);
void parser_add_reference(struct parser *p, enum reference_kind kind, const struct token *at);
bool parser_read_reference(struct parser *p, enum reference_kind kind, const char *what, struct bytes *out);
bool parser_read_code(struct parser *p, struct bytes *out); /* of a member; looked up at the end */
bool parser_read_tag(struct parser *p, struct bytes *out);
bool parser_read_number(struct parser *p, const char *what, int64_t max, int64_t *out);
bool parser_read_duration(struct parser *p, int64_t min_ms, int64_t max_ms, int64_t *out);
/* A duration, or a number of workdays, months or years. */
bool parser_read_span(struct parser *p, struct charter_span *out);
bool parser_read_date(struct parser *p, struct bytes *out);
/* Whether a part of the charter (rule, body, ...) begins here, at the start of a line. */
bool parser_at_part(const struct parser *p);
/* After an error: to the end of the clause, that is behind the next `;`, or before a `}` or before a word
 * that begins a part of the charter at the start of a line. Blocks between are passed over. */
void parser_recover(struct parser *p);

/* The headings that a part may have before its block, each at most once. */
struct heading {
    struct bytes title;
    struct bytes source;
    struct charter_mark mark;
    struct bytes from;
    struct bytes until;
};
bool parser_read_heading(struct parser *p, struct heading *out);
/* For parts that have no versions; `at` is the part's name. */
bool parser_refuse_dates(struct parser *p, const struct token *at, const struct heading *h);

/* A set of positions: letters, *, V, C, and ! before all of it. */
bool parser_read_positions(struct parser *p, bool commas, uint16_t *out);
bool parser_read_condition(struct parser *p, struct draft_rule *r, const struct expression **out);
/* A tag, and its place among those of the rule. */
bool parser_read_rule_tag(struct parser *p, struct rule_code *code, int *out);
bool parser_read_rule_attribute(struct parser *p, struct draft_rule *r, int *out);
/* Position letters with or without commas, until something else comes. */
bool parser_read_letters(struct parser *p, uint16_t *out);
/* The clauses of votes and stages, each from behind its word: charter/parse_stage.c. */
bool parser_read_else(struct parser *p, struct draft_rule *r);
bool parser_read_void(struct parser *p, struct draft_rule *r);
bool parser_read_poll(struct parser *p, struct draft_rule *r);
bool parser_read_sealed(struct parser *p, struct draft_rule *r);
bool parser_read_presence(struct parser *p, struct draft_rule *r);
bool parser_read_split(struct parser *p, struct draft_rule *r);
bool parser_read_elect(struct parser *p, struct draft_rule *r);
bool parser_read_amend(struct parser *p, struct draft_rule *r);
bool parser_read_bind(struct parser *p, struct draft_rule *r);
/* What they say of the others. */
bool parser_check_votes(struct parser *p, const struct draft_rule *r);
/* From behind the word that begins the part to behind its `}`. */
bool parser_read_rule(struct parser *p, struct draft_rule *r);
bool parser_read_table(struct parser *p);
bool parser_read_group(struct parser *p);
bool parser_read_body(struct parser *p);
bool parser_read_motion(struct parser *p);
bool parser_read_rungs(struct parser *p);
bool parser_read_office(struct parser *p);
bool parser_read_classification(struct parser *p);
bool parser_read_referral(struct parser *p);
bool parser_read_calendar(struct parser *p);
bool parser_read_member(struct parser *p);

/* One of the clauses of a part. */
struct part_clause {
    const char *word; /* NULL at the end */
    bool (*read)(struct parser *p, void *part);
    bool again; /* it may come more than once */
};
/* From behind the `{` of the part to behind its `}`; `seen` gets a bit for each clause that was there. False,
 * with an error told, if the part does not end or a clause was not good. */
bool parser_read_clauses(struct parser *p, const struct part_clause *clauses, const char *what, void *part,
                         unsigned *seen);
#endif

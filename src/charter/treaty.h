/* charter/treaty.h: a treaty's clause on its entry into force, as data, and what follows from it.
 *
 * A clause is one text, docs/formats/clause.md. It is parsed into a `struct treaty`, which never changes
 * afterwards; all that it points at lives in its arena. treaty_apply takes the clause, the instruments and
 * what lies outside of both (tables, other treaties) and says on which day the condition was met and from
 * when the treaty is in force. Pure: days in, days out, exact integers; the order of the instruments does not
 * matter.
 *
 * A day is counted from 1970-01-01 (base/civil.h); TREATY_NO_DAY stands for none. */
#ifndef CHARTER_TREATY_H
#define CHARTER_TREATY_H

#include "charter/charter.h"

#define TREATY_NO_DAY         INT64_MIN
#define TREATY_SEATS_MAX      256 /* names in one group or list */
#define TREATY_SEAT_CODES_MAX 4   /* codes that may fill one seat: CHN|TWN */
#define TREATY_GROUPS_MAX     32  /* versions of groups; also tables, and lists in conditions */
#define TREATY_TESTS_MAX      32  /* single conditions */
#define TREATY_DEPTH_MAX      8   /* of parentheses */
#define TREATY_FLOORS_MAX     8   /* `not before` */

/* How consent to be bound is expressed. The letters are those of the status tables of the United Nations. */
enum treaty_kind {
    TREATY_RATIFICATION, /* r */
    TREATY_ACCEPTANCE,   /* A */
    TREATY_APPROVAL,     /* AA */
    TREATY_ACCESSION,    /* a */
    TREATY_SUCCESSION,   /* d */
    TREATY_DEFINITIVE,   /* s: a signature that needs no ratification */
    TREATY_CONFIRMATION, /* c: formal confirmation, by an organisation */
    TREATY_KIND_COUNT
};
const char *treaty_kind_word(enum treaty_kind kind);   /* "ratification" */
const char *treaty_kind_letter(enum treaty_kind kind); /* "r", as in the tables */
/* From the letters, or from the word. Letters behind a d are passed over. False: it is none. */
bool treaty_kind_read(struct bytes text, enum treaty_kind *out);

/* One signatory or instrument. A party may have several rows. */
struct treaty_row {
    struct bytes code;
    struct bytes party;
    enum treaty_kind kind; /* of the instrument, if one was deposited */
    int64_t signed_on;     /* TREATY_NO_DAY: not, or not known */
    int64_t deposited;     /* TREATY_NO_DAY: no instrument */
    int64_t withdrawn;     /* TREATY_NO_DAY: not */
};

enum treaty_form {
    TREATY_DAYS,        /* d + n days; at once: n = 0 */
    TREATY_MONTHS,      /* d + n months */
    TREATY_MONTH_FIRST, /* first day of the n-th month after the month of d */
    TREATY_ROME,        /* first day of the month after d + n days */
    TREATY_CMW          /* first day of the month after d + n months */
};

struct treaty_term {
    enum treaty_form form;
    int64_t n;
    int64_t fixed; /* if the condition is met by that day, that day; TREATY_NO_DAY: none */
    bool bare;     /* only the fixed day: met later, the clause says nothing */
};
/* The day that a term makes of a day; TREATY_NO_DAY if it lies beyond the year 9999. A month later is the
 * same day of the month, or its last day where there is none: 31 January and one month is 28 or 29
 * February. */
int64_t treaty_term_day(const struct treaty_term *t, int64_t day);

struct treaty_seat {
    size_t count;
    struct bytes codes[TREATY_SEAT_CODES_MAX]; /* any of them fills it */
};

struct treaty_group {
    struct bytes name;
    int64_t from;   /* TREATY_NO_DAY: from ever */
    int64_t number; /* of its members, if they are not listed; 0: they are */
    size_t seat_count;
    const struct treaty_seat *seats;
};

/* What each party holds of something, in thousandths. */
struct treaty_value {
    struct bytes code; /* "*": all of them together, where the table does not list everybody */
    int64_t from;      /* valid from that day on; TREATY_NO_DAY: from ever */
    int64_t value;
};
#define TREATY_VALUE_SCALE 1000
#define TREATY_VALUE_MAX   (1000000000000000LL * TREATY_VALUE_SCALE)
struct treaty_table {
    struct bytes name;
    bool inline_values; /* they stand in the clause */
    bool at_deposit;    /* a party's value is that of the day of its deposit, else of the day in question */
    bool frozen;        /* it must have this hash */
    struct hash hash;
    size_t count;
    const struct treaty_value *values; /* ascending by code, then from */
};

enum treaty_among {
    TREATY_ANYBODY,
    TREATY_SIGNATORIES,
    TREATY_GROUP, /* by name */
    TREATY_LIST,  /* as written */
    TREATY_NUMBER /* so many, whoever they are */
};
struct treaty_set {
    enum treaty_among among;
    bool other; /* less those whom an `all of` of the clause names */
    struct bytes name;
    int64_t number;
    size_t seat_count; /* of a list */
    const struct treaty_seat *seats;
};

enum treaty_test_kind {
    TREATY_AND,
    TREATY_OR,
    TREATY_COUNT,    /* so many instruments */
    TREATY_ALL,      /* each of a set */
    TREATY_FRACTION, /* value/whole of a set, rounded up; or more than that */
    TREATY_SHARE,    /* value/whole of what a table gives everybody; or more than that */
    TREATY_RATIO     /* the parties hold of one table value/whole of what they hold of another */
};
struct treaty_test {
    enum treaty_test_kind kind;
    const struct treaty_test *left; /* AND, OR */
    const struct treaty_test *right;
    int64_t value; /* COUNT: how many */
    int64_t whole;
    bool more;
    struct treaty_set set;
    struct bytes table; /* SHARE, RATIO; of COUNT: what each must hold; empty: nothing */
    int64_t least;      /* of it, in thousandths */
    struct bytes other_table;
    struct bytes text; /* as it is written in the clause */
    size_t index;      /* among the single conditions, in the order of the text */
};

enum treaty_floor_kind { TREATY_FLOOR_DAY, TREATY_FLOOR_OPENING, TREATY_FLOOR_TREATY };
struct treaty_floor {
    enum treaty_floor_kind kind;
    int64_t day;     /* OPENING: the term applied to it; TREATY: from when the other is in force,
                              * TREATY_NO_DAY if the clause does not say */
    struct bytes id; /* TREATY */
};

struct treaty {
    struct bytes title;
    struct bytes id;
    struct bytes article;
    struct bytes source;
    struct charter_mark mark;
    int64_t opened; /* TREATY_NO_DAY: not said */
    unsigned kinds; /* bit set of the kinds of instruments that count */
    bool organisations_count;
    size_t organisation_count;
    const struct bytes *organisations; /* codes; whoever deposits a formal confirmation is one too */
    size_t group_count;
    const struct treaty_group *groups;
    size_t table_count;
    const struct treaty_table *tables;
    size_t test_count; /* single conditions */
    const struct treaty_test *when;
    struct treaty_term enters;
    struct treaty_term late;
    size_t floor_count;
    const struct treaty_floor *floors;
    int64_t official; /* TREATY_NO_DAY: none */
    struct bytes official_reason;
    bool no_reservations;
    int64_t withdrawal_months; /* notice of who leaves; 12 if the clause does not say (VCLT 56(2)) */
    struct hash hash;          /* of the text */
};

/* ERROR_MALFORMED with diags filled. */
MUST_USE enum error treaty_parse(struct arena *a, const struct charter_source *source,
                                 const struct treaty **out, struct charter_diags *diags);

/* From when another treaty is in force. */
struct treaty_other {
    struct bytes id;
    int64_t day;
};
struct treaty_facts {
    size_t row_count;
    const struct treaty_row *rows;
    size_t table_count;
    const struct treaty_table *tables; /* by name; those in the clause itself are not looked for here */
    size_t other_count;
    const struct treaty_other *others;
    int64_t on; /* what came later is not known yet; TREATY_NO_DAY: everything is */
};

/* How a single condition stood on a day. Shares are in thousandths of the table's unit. */
struct treaty_standing {
    const struct treaty_test *test;
    int64_t have;
    int64_t need;
    bool holds;
};
/* A party whose instrument came after the condition was met. */
struct treaty_late {
    struct bytes code;
    enum treaty_kind kind;
    int64_t deposited;
    int64_t in_force; /* TREATY_NO_DAY if the treaty is not */
    int64_t withdrawn;
};
enum treaty_missing_kind {
    TREATY_MISSING_WHO,         /* the party `name`, or one of several: "A|B" */
    TREATY_MISSING_INSTRUMENTS, /* so many `more` for the test `name` */
    TREATY_MISSING_AMOUNT,      /* so much `more` of the table `name`, in thousandths */
    TREATY_MISSING_TREATY,      /* the treaty `name` in force */
    TREATY_MISSING_DAY          /* a new day, since the one that was fixed has passed */
};
struct treaty_missing {
    enum treaty_missing_kind kind;
    struct bytes name;
    int64_t more;
    int64_t have; /* of an amount */
    int64_t need;
    struct bytes text; /* for people: "5 more instruments", a code, "treaty 4-15 in force" */
};
struct treaty_force {
    int64_t met;      /* the day on which the condition was met for good; TREATY_NO_DAY: not */
    int64_t computed; /* from when the treaty is in force by the clause; TREATY_NO_DAY: not */
    int64_t in_force; /* the same, or the official day of the clause in its place */
    size_t standing_count;
    const struct treaty_standing *standings; /* on the day it was met, else now */
    size_t first_count;
    const struct bytes *first; /* codes of those for whom it enters into force on that day, ascending */
    size_t late_count;
    const struct treaty_late *late; /* by deposit, then code */
    size_t missing_count;
    const struct treaty_missing *missing;
};

/* A number in thousandths, without them if there are none: "12", "0.500". */
const char *treaty_amount(struct arena *a, int64_t value);

/* The name of a table that the clause needs and the facts lack; empty: none. */
struct bytes treaty_lacks_table(const struct treaty *t, const struct treaty_facts *facts);
/* The table of that name, of the clause or of the facts; NULL: there is none. */
const struct treaty_table *treaty_table(const struct treaty *t, const struct treaty_facts *facts,
                                        struct bytes name);
/* Every table that the clause needs must be there. */
void treaty_apply(struct arena *a, const struct treaty *t, const struct treaty_facts *facts,
                  struct treaty_force *out);
/* How long before its effect a notice of withdrawal is given: the day on which it takes effect. */
int64_t treaty_withdrawal_day(const struct treaty *t, int64_t notified);
#endif

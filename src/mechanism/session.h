/* mechanism/session.h: a session is a summit or a meeting of a body: agenda with documents, credentials,
 * attendance, speakers, points of order, minutes, outcome documents, and what is to follow.
 *
 * docs/protocol/session.md numbers what holds. A person stands on the record by office, never by name. Days
 * are YYYY-MM-DD and hours HH:MM of the organisation's civil date; what the floor costs is official time.
 * Numbers count from 1 within the session and are never given again. Each struct is a row (mechanism/row.h);
 * an empty text, a zero hash and a zero number stand for what was not said. */
#ifndef MECHANISM_SESSION_H
#define MECHANISM_SESSION_H

#include "mechanism/acts.h"
#include "mechanism/body.h"
#include "mechanism/context.h"
#include "mechanism/row.h"

enum session_stage { SESSION_OPEN, SESSION_CLOSED };
struct session {
    struct bytes body;
    struct bytes closes; /* hour of the last day */
    int64_t ended_ms;    /* official time of the close */
    int64_t entry;       /* of the act that opened it */
    int64_t floor;       /* number of the speaker who has the floor, 0: nobody */
    struct bytes format; /* such as in-person, remote, hybrid; may be empty */
    struct bytes from;   /* first day */
    struct hash id;      /* of the act that opened it */
    struct bytes member; /* that opened it: the chair of the body then */
    int64_t minutes;     /* newest version of its minutes, 0: none */
    struct bytes opens;  /* hour of the first day */
    struct bytes place;
    struct bytes reference;
    enum session_stage stage;
    int64_t time_ms; /* official time of the opening */
    struct bytes title;
    struct bytes to; /* last day */
};

struct agenda_item {
    struct bytes circulate; /* last day on which a document is circulated in time; may be empty */
    int64_t entry;
    struct hash matter; /* that it is about */
    struct bytes member; /* that proposed it */
    int64_t number;
    int64_t place; /* on the agenda, from 1 */
    struct bytes title;
};

struct session_document {
    struct bytes circulated; /* the day of the act */
    struct hash digest;      /* SHA-256 of the file */
    int64_t entry;
    int64_t item;
    struct bytes language;
    bool late; /* after the last day of its item */
    struct bytes member;
    int64_t number;
    struct bytes symbol; /* such as AA/2026/1 */
    struct bytes title;
};

enum credential_stage { CREDENTIAL_PRESENTED, CREDENTIAL_ACCEPTED, CREDENTIAL_CHALLENGED };
struct credential {
    struct hash digest; /* of the paper that was presented; may be zero */
    int64_t entry;
    struct bytes may; /* what the holder may do, in words */
    struct bytes member;
    int64_t number;
    struct bytes office; /* such as Head of State */
    struct bytes reason; /* of the chair */
    int64_t ruled;       /* entry of the ruling that stands, 0: none */
    enum credential_stage stage;
};

struct attendance {
    struct bytes by; /* the member that recorded it last: the chair, or itself */
    struct bytes day;
    int64_t entry;
    struct bytes from; /* hour; empty: absent all day */
    struct bytes member;
    struct bytes office;
    struct bytes until; /* hour; empty: to the end */
};

enum speaker_stage { SPEAKER_LISTED, SPEAKER_SPEAKS, SPEAKER_HEARD };
struct speaker {
    int64_t began_ms; /* official time */
    int64_t ended_ms;
    int64_t entry; /* of the inscription */
    int64_t item;
    struct bytes member;
    int64_t number; /* in the order of inscription */
    struct bytes office;
    int64_t place; /* on the list, from 1 */
    bool reply;    /* a right of reply */
    enum speaker_stage stage;
    int64_t used_ms; /* 0 until the floor is given back */
};

enum point_stage { POINT_RAISED, POINT_UPHELD, POINT_DENIED, POINT_OVERRULED };
struct session_point {
    int64_t entry;
    struct bytes member;
    int64_t number;
    struct bytes reason; /* the words of the ruling */
    int64_t ruled;       /* entry of the ruling */
    struct hash ruling;  /* mechanism/ruling.h: it may be appealed; zero: none */
    enum point_stage stage;
    struct bytes text;
    int64_t time_ms;
};

enum minutes_stage { MINUTES_DRAFT, MINUTES_CIRCULATED, MINUTES_APPROVED, MINUTES_OBJECTED };
struct minutes {
    struct hash digest; /* over all parts: session_minutes_digest; zero while they are a draft */
    int64_t entry;      /* of the act that circulated them */
    int64_t number;     /* version, from 1 */
    enum minutes_stage stage;
    bool tacit;         /* approved because nobody objected in time */
    struct bytes until; /* last day for an objection */
};

struct minutes_part {
    struct hash digest; /* SHA-256 of its text */
    int64_t entry;      /* whose act has the text */
    struct bytes language;
    int64_t part; /* from 1 */
};

struct minutes_answer {
    bool approves;
    int64_t entry;
    struct bytes member;
    struct bytes reason;
};

struct session_outcome {
    struct hash digest; /* of a file that is on no record of ours */
    int64_t entry;
    struct hash matter;
    int64_t number;
    int64_t statement; /* number */
    struct bytes symbol;
    struct bytes title;
};

enum task_stage { TASK_OPEN, TASK_DONE };
struct session_task {
    struct hash digest; /* of the evidence; may be zero */
    struct bytes done;  /* day */
    int64_t entry;
    struct bytes evidence;
    struct bytes member; /* that is to do it */
    int64_t number;
    struct bytes office;
    bool overdue; /* it was not done by its last day, whatever came later */
    enum task_stage stage;
    struct bytes text;
    struct bytes until; /* last day */
};

extern const struct row_shape session_shape, agenda_item_shape, session_document_shape, credential_shape,
    attendance_shape, speaker_shape, session_point_shape, minutes_shape, minutes_part_shape,
    minutes_answer_shape, session_outcome_shape, session_task_shape;

/* Getters; false: none. Texts live as long as the state's values, or in the arena. */
bool session_get(struct state *s, const struct hash *id, struct session *out);
bool session_find(struct state *s, struct bytes body, struct bytes reference, struct hash *id);
size_t session_list(struct state *s, struct arena *a, struct session **out); /* in order of opening */
/* In the order of the agenda. */
size_t session_agenda(struct state *s, const struct hash *id, struct arena *a, struct agenda_item **out);
/* These in the order of their numbers. */
size_t session_documents(struct state *s, const struct hash *id, struct arena *a,
                         struct session_document **out);
size_t session_credentials(struct state *s, const struct hash *id, struct arena *a, struct credential **out);
size_t session_points(struct state *s, const struct hash *id, struct arena *a, struct session_point **out);
size_t session_outcomes(struct state *s, const struct hash *id, struct arena *a,
                        struct session_outcome **out);
size_t session_tasks(struct state *s, const struct hash *id, struct arena *a, struct session_task **out);
size_t session_minutes_list(struct state *s, const struct hash *id, struct arena *a, struct minutes **out);
/* By day, member and office. */
size_t session_attendance(struct state *s, const struct hash *id, struct arena *a, struct attendance **out);
/* In the order of the list of speakers. */
size_t session_speakers(struct state *s, const struct hash *id, struct arena *a, struct speaker **out);
/* Parts of a version of the minutes, by language and part; answers of members to it, by member. */
size_t session_minutes_parts(struct state *s, const struct hash *id, int64_t version, struct arena *a,
                             struct minutes_part **out);
size_t session_minutes_answers(struct state *s, const struct hash *id, int64_t version, struct arena *a,
                               struct minutes_answer **out);
/* Whether a member of the body is present at an hour of a day. */
bool session_is_present(const struct attendance *list, size_t count, struct bytes member, struct bytes day,
                        struct bytes hour);

/* SHA-256 of `univocal minutes 1`, a line feed, and for each part the block of its language and the digest
 * of its text. */
struct hash session_minutes_digest(const struct minutes_part *parts, size_t count);

/* For the files of this noun. */
enum session_part {
    SESSION_AGENDA,
    SESSION_DOCUMENTS,
    SESSION_CREDENTIALS,
    SESSION_ATTENDANCE,
    SESSION_SPEAKERS,
    SESSION_POINTS,
    SESSION_MINUTES,
    SESSION_MINUTES_PARTS,
    SESSION_ANSWERS,
    SESSION_OUTCOMES,
    SESSION_TASKS,
};
struct key session_key(enum session_part part, const struct hash *id);
bool session_row_get(struct state *s, enum session_part part, const struct hash *id, int64_t number,
                     void *row);
void session_row_put(struct state *s, enum session_part part, const struct hash *id, int64_t number,
                     const void *row);
/* The number of the next row of a kind; 0: the limit is reached. */
int64_t session_next(struct context *c, enum session_part part, const struct hash *id);
void session_put(struct state *s, const struct session *x);
void session_name(struct state *s, const struct session *x);
/* Common first steps: the session is there and open (unless `closed` is allowed), and the member sits in its
 * body or, if so asked, has the chair of it. */
enum session_who { SESSION_SEAT, SESSION_CHAIR, SESSION_ANY };
enum rejection session_enter(struct context *c, const struct act *a, enum session_who who, bool closed,
                             struct session *x, struct body *b);

enum rejection session_open(struct context *c, const struct act *a);
enum rejection session_close(struct context *c, const struct act *a);
enum rejection session_agenda_add(struct context *c, const struct act *a);
enum rejection session_arrange(struct context *c, const struct act *a);
enum rejection session_document(struct context *c, const struct act *a);
enum rejection session_credential(struct context *c, const struct act *a);
enum rejection session_accept(struct context *c, const struct act *a);
enum rejection session_attend(struct context *c, const struct act *a);
/* session_floor.c */
enum rejection session_inscribe(struct context *c, const struct act *a);
enum rejection session_order(struct context *c, const struct act *a);
enum rejection session_floor(struct context *c, const struct act *a);
enum rejection session_yield(struct context *c, const struct act *a);
enum rejection session_point(struct context *c, const struct act *a);
enum rejection session_rule(struct context *c, const struct act *a);
/* Whoever has the floor gives it back now. */
void session_floor_end(struct context *c, struct session *x);
/* session_end.c */
enum rejection session_minutes(struct context *c, const struct act *a);
enum rejection session_circulate(struct context *c, const struct act *a);
enum rejection session_approve(struct context *c, const struct act *a);
enum rejection session_outcome(struct context *c, const struct act *a);
enum rejection session_follow(struct context *c, const struct act *a);
enum rejection session_done(struct context *c, const struct act *a);
/* The day after the last one for objections to minutes, or of a task, has begun (mechanism/civil.h): the word
 * of what has come of it. */
const char *session_minutes_due(struct context *c, const struct hash *id, int64_t version);
const char *session_task_due(struct context *c, const struct hash *id, int64_t number);
/* The ruling on a point does not stand: an appeal against it was adopted. */
void session_point_overruled(struct context *c, const struct hash *id, int64_t point);
#endif

/* analysis/show_session.h: a session as JSON, for the command line and the web. */
#ifndef ANALYSIS_SHOW_SESSION_H
#define ANALYSIS_SHOW_SESSION_H

#include "codec/json.h"
#include "mechanism/session.h"

/* Its row alone: body, closes, ended_ms, entry, floor, format, from, id, member, minutes, opens, place,
 * reference, stage, time_ms, title, to. */
void show_session_row(struct json_writer *w, const struct session *x);

/* The whole: agenda, attendance, credentials, documents, late (how many documents are), minutes (each
 * version as below), outcomes, points, quorum (at each hour at which somebody came or went), session,
 * speakers, speeches, tasks. Members of rows are the fields of mechanism/session.h.
 * *c->error is the first error of the disk. */
void show_session(struct json_writer *w, struct context *c, const struct session *x);

/* A version of its minutes: answers, circulated_by, texts (as minutes_texts gives them), version. Returns how
 * many texts there are in all. */
size_t show_minutes(struct json_writer *w, struct context *c, const struct session *x,
                    const struct minutes *m, size_t after, size_t limit);
#endif

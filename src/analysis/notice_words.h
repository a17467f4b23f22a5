/* analysis/notice_words.h: for analysis/notice.c alone. */
#ifndef ANALYSIS_NOTICE_WORDS_H
#define ANALYSIS_NOTICE_WORDS_H

#include "base/bytes.h"

struct notice_words {
    const char *tag;
    const char *draft;
    const char *exercise;
    const char *to;
    const char *council;
    const char *secretary;
    const char *sender;
    const char *subject;
    const char *kind;
    const char *aggression;
    const char *disaster;
    const char *network;
    const char *asked;
    const char *on;
    const char *what;
    const char *places;
    const char *needed;
    const char *by;
    const char *accepted;
    const char *delivered;
    const char *consultation;
    const char *since;
    const char *decision;
    const char *statement;
    const char *none;
    const char *confidential;
    const char *mandate;
    const char *tasks;
    const char *limits;
    const char *help;
    const char *state;
    const char *over;
    const char *ended;
    const char *basis_aggression;
    const char *basis_disaster;
    const char *basis_network;
    const char *signature;
    const char *name;
    const char *office;
    const char *date;
    const char *record;
    const char *entry;
    const char *size;
};

/* NULL: there are none for this language. */
const struct notice_words *notice_words(struct bytes language);
#endif

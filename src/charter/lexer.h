/* charter/lexer.h: a charter's text as words, numbers, dates, durations, strings and signs.
 *
 * Reading never fails: what is no token is reported once and passed over. The last token is TOKEN_END, again
 * and again. Tokens borrow from the text; strings with escapes live in the arena. */
#ifndef CHARTER_LEXER_H
#define CHARTER_LEXER_H

#include "charter/charter.h"

enum token_kind {
    TOKEN_END,
    TOKEN_WORD,     /* letters, digits, _ . and - inside; begins with a letter */
    TOKEN_NUMBER,   /* value */
    TOKEN_DURATION, /* 10s 5min 24h 3d: value in ms */
    TOKEN_DATE,     /* 1966-01-01, a day that exists */
    TOKEN_STRING,   /* text without quotes and escapes */
    TOKEN_SHARE,    /* 2/3 55% 33.3%: value / whole; only if the lexer takes shares */
    TOKEN_SIGN      /* ; , { } ( ) | & ! * + - >= <= > < = != */
};

struct token {
    enum token_kind kind;
    struct bytes text; /* of a string: its content */
    int64_t value;
    int64_t whole; /* of a share */
    size_t at; /* where it begins in the text: `text` may be what is meant instead */
    int line;
    int column;
};

struct lexer {
    struct arena *arena;
    struct bytes source; /* name, for diags */
    struct bytes text;
    size_t at;
    int line;
    size_t line_start;
    bool shares; /* shares are tokens, and 30th is the number 30: false after lexer_init */
    struct charter_diags *diags;
};

void lexer_init(struct lexer *l, struct arena *a, const struct charter_source *source,
                struct charter_diags *diags);
struct token lexer_next(struct lexer *l);

/* Adds one error; those beyond CHARTER_DIAGS_MAX are dropped. `found` is shortened and made printable. */
void charter_diag_add(struct charter_diags *diags, struct bytes source, const struct token *at,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same, and at the end asks for the word of `words` (NULL at the end) that is near to what was found, if
 * one is. */
void charter_diag_meant(struct charter_diags *diags, struct bytes source, const struct token *at,
                        const char *const *words, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
#endif

/* tests/unit/mechanism/instruments.h: bodies of acts about treaties. */
#ifndef UNIT_MECHANISM_INSTRUMENTS_H
#define UNIT_MECHANISM_INSTRUMENTS_H

#define TREATY_DIGEST "'2222222222222222222222222222222222222222222222222222222222222222'"
#define TREATY_CLAUSE(more) "'treaty \\\"T\\\"; when 2 instruments; enters 30 days after; " more "'"
#define TREATY_OPEN_BODY(first, clause, middle, name, last)                                                  \
    "{" first "'body':'council','clause':" clause "," middle "'digest':" TREATY_DIGEST                       \
    ",'languages':['en'],'name':'" name "','opens':'2026-01-01','place':'Alderton'," last                    \
    "'title':'A treaty'}"
#define TREATY_OPEN(name, clause, first)   TREATY_OPEN_BODY(first, clause, "", name, "")
#define TREATY_CLOSES(name, clause, closes) TREATY_OPEN_BODY("", clause, closes, name, "")
#define TREATY_SIGN(signature) "{'instrument':$y,'office':'Minister','signature':'" signature "'}"
#define TREATY_DEPOSIT(kind) "{'instrument':$y,'kind':'" kind "','office':'Minister'}"
#define TREATY_RESERVE "{'instrument':$y,'text':'We reserve.'}"
#define TREATY_OBJECT(more, number)                                                                          \
    "{'instrument':$y," more "'reason':'We object.','reservation':" number "}"
#endif

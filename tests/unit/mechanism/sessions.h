/* tests/unit/mechanism/sessions.h: bodies of acts that tests of sessions, speeches and platforms share. */
#ifndef UNIT_MECHANISM_SESSIONS_H
#define UNIT_MECHANISM_SESSIONS_H

#define ONES "'1111111111111111111111111111111111111111111111111111111111111111'"

#define SESSION_BODY(body, reference)                                                                        \
    "{'body':'" body "','closes':'18:00','from':'2026-02-01','opens':'09:30','place':'Alderton',"            \
    "'reference':'" reference "','title':'A summit','to':'2026-02-03'}"
#define DOCUMENT_FORMAT                                                                                      \
    "{'digest':" ONES ",'item':%d,'language':'en','session':$w,'symbol':'%s','title':'T'}"
#define DOCUMENT_BODY(item, symbol)                                                                          \
    "{'digest':" ONES ",'item':" #item ",'language':'en','session':$w,'symbol':'" symbol "','title':'T'}"
#define PRESENT(member) "[{'from':'09:30','member':'" member "','office':'Envoy'}]"
#define ATTEND(day, rows) "{'day':'" day "','rows':" rows ",'session':$w}"
#define SPEECH(more) "{'date':'2026-02-01','language':'en'," more "'text':'We have boats.','title':'T'}"
#endif

/* tests/unit/mechanism/helps.h: bodies of acts about help. */
#ifndef UNIT_MECHANISM_HELPS_H
#define UNIT_MECHANISM_HELPS_H

#define NEEDS                                                                                                \
    "[{'by':'2026-02-01','item':'Tents','quantity':100,'unit':'pieces'},"                                    \
    "{'by':'2026-03-01','item':'Water','quantity':5000,'unit':'litres'}]"
#define REQUEST_OF(kind, needs)                                                                              \
    "{'kind':'" kind "','needs':" needs ",'places':['Alder Bay','Birch Head'],'title':'A flood',"            \
    "'what':'The river has left its bed.'}"
#define REQUEST               REQUEST_OF("disaster", NEEDS)
#define CONSULT               "{'matter':$m,'request':1}"
#define MANDATE(from, until)                                                                                 \
    "{'from':'" from "','limits':'No arms.','request':1,'tasks':'Shelter.','until':'" until "'}"
#define MANDATE_BY(matter, from, until)                                                                      \
    "{'from':'" from "','matter':" matter ",'request':1,'tasks':'Shelter.','until':'" until "'}"
#define OFFER(need, quantity, until)                                                                         \
    "{'need':" need ",'quantity':" quantity ",'request':1,'until':'" until "'}"
#define ACCEPT(offer, quantity) "{'offer':" offer ",'quantity':" quantity ",'request':1}"
#define WITHDRAW(offer)         "{'offer':" offer ",'reason':'x','request':1}"
#define DELIVER(offer, quantity, day)                                                                        \
    "{'day':'" day "','offer':" offer ",'quantity':" quantity ",'request':1,'text':'By ship.'}"
#define RECEIVE(delivery, quantity, more)                                                                    \
    "{'delivery':" delivery ",'quantity':" quantity more ",'request':1}"
#define REVISE(need, quantity, more)                                                                         \
    "{" more "'need':" need ",'quantity':" quantity ",'reason':'x','request':1}"
#define SIGN(day)                                                                                            \
    "{'day':'" day "','digest':" ZEROS ",'office':'Secretary','request':1,'to':'The President'}"

#endif

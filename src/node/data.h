/* node/data.h: data that comes with the programme: charters, clauses, the archive. */
#ifndef NODE_DATA_H
#define NODE_DATA_H

#include "base/arena.h"

/* A folder of it: that which an environment variable names, else beside the programme, where a build or an
 * installation has it. */
const char *data_folder(struct arena *a, const char *variable, const char *name);
#endif

/* node/core_main.h: the process around core: its socket, the signers' sockets, time. */
#ifndef NODE_CORE_MAIN_H
#define NODE_CORE_MAIN_H

#include "base/arena.h"
#include "base/error.h"

/* Serves the organisation in a folder until it is told to end (SIGTERM, SIGINT: OK) or cannot go on. */
MUST_USE enum error core_serve(const char *folder);

/* Where the sockets are: FOLDER/run/NAME.sock; NAME is "core", "log", or a member's code. */
char *core_socket_path(struct arena *a, const char *folder, const char *name);
#endif

/* node/frame.h: messages on a local stream socket: u32 length, big-endian, and that many bytes. */
#ifndef NODE_FRAME_H
#define NODE_FRAME_H

#include "base/bytes.h"
#include "base/error.h"

struct sockaddr_un;
/* False: the path is too long for a socket. */
_Bool frame_address(const char *path, struct sockaddr_un *out);
/* Connects to a Unix socket. ERROR_CLOSED: nobody listens there. */
MUST_USE enum error frame_connect(const char *path, int timeout_ms, int *fd);
/* Listens; an old socket is replaced, anything else there is ERROR_EXISTS; mode 0600. */
MUST_USE enum error frame_listen(const char *path, int *fd);
/* Sends and receives one whole message. ERROR_TIMEOUT, ERROR_CLOSED, ERROR_TOO_LARGE. */
MUST_USE enum error frame_send(int fd, struct bytes message, int timeout_ms);
MUST_USE enum error frame_receive(int fd, size_t max, struct buffer *out, int timeout_ms);
/* Whether the process on the other side has our user id (or is root). */
_Bool frame_peer_is_own(int fd);
#endif

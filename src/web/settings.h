/* web/settings.h: where the site is to be found, FOLDER/web.settings (docs/formats/web-settings.md):
 *   univocal web 1
 *   port N          0: any that is free
 *   host NAME       which Host may be, with the port or without; as many lines as there are hosts, 16 at most
 * Without a file: the first free port from 8600 on, and no hosts but this one's own names. */
#ifndef WEB_SETTINGS_H
#define WEB_SETTINGS_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/error.h"

enum { WEB_HOSTS_MAX = 16, WEB_SETTINGS_BYTES_MAX = 8192, WEB_PORT_FIRST = 8600, WEB_PORT_LAST = 8699 };

struct web_settings {
    int port; /* -1: the first free one from WEB_PORT_FIRST on */
    size_t host_count;
    struct bytes hosts[WEB_HOSTS_MAX];
};

/* ERROR_MALFORMED. Hosts live in the arena. */
MUST_USE enum error web_settings_read(struct arena *a, struct bytes text, struct web_settings *out);
#endif

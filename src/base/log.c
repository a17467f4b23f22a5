#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static enum log_level most_verbose = LOG_NOTICE;

void log_set_level(enum log_level level)
{
    most_verbose = level;
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
    if (level > most_verbose) {
        return;
    }
    char line[1024];
    int len = snprintf(line, sizeof line, "<%d>%s ", (int)level, event);
    va_list list;
    va_start(list, format);
    const int more = vsnprintf(line + len, sizeof line - (size_t)len - 1, format, list);
    va_end(list);
    len += more < 0 ? 0 : more;
    if (len > (int)sizeof line - 2) {
        len = (int)sizeof line - 2;
    }
    for (int i = 0; i < len; i++) {
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f) {
            line[i] = '?';
        }
    }
    line[len++] = '\n';
    if (write(STDERR_FILENO, line, (size_t)len) < 0) {
        return; /* nowhere left to report to */
    }
}

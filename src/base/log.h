/* base/log.h: one line an event to standard error, `<priority>event key=value ...`, as journald reads it.
 * Never content of texts, never secrets. The layers base, codec, record, charter and mechanism never log. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level {
    LOG_NOTHING = 0,
    LOG_ERROR = 3,
    LOG_WARNING = 4,
    LOG_NOTICE = 5,
    LOG_INFO = 6,
    LOG_DEBUG = 7
};

void log_set_level(enum log_level most_verbose); /* LOG_NOTICE at start */
/* `event` is a word; the rest is printf. Line breaks and control characters are replaced. */
void log_event(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
#endif

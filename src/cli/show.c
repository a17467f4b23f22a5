/* How things look to people: times, spans, digests, lines. */
#include <string.h>
#include <time.h>

#include "base/check.h"
#include "base/num.h"
#include "base/text.h"
#include "cli/cli.h"

bool cli_duration(const char *text, int64_t *ms)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000}, {"d", 86400000}};
    const size_t digits = strspn(text, "0123456789");
    int64_t value = 0;
    if (!num_parse(bytes_of(text, digits), INTEGER_MAX, &value)) {
        return false;
    }
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(text + digits, units[i].unit) == 0) {
            return num_mul(value, units[i].ms, ms);
        }
    }
    return false;
}

const char *cli_time(struct cli *c, int64_t ms, bool fine)
{
    const time_t seconds = (time_t)(ms / 1000);
    struct tm t;
    if (gmtime_r(&seconds, &t) == NULL) {
        return "at no time";
    }
    const char *rest = fine ? arena_printf(&c->arena, ".%03d", (int)(ms % 1000)) : "";
    return arena_printf(&c->arena, "%04d-%02d-%02d %02d:%02d:%02d%s UTC", t.tm_year + 1900, t.tm_mon + 1,
                        t.tm_mday, t.tm_hour, t.tm_min, t.tm_sec, rest);
}

const char *cli_span(struct cli *c, int64_t ms)
{
    const long long s = ms / 1000;
    if (ms < 60000) {
        return arena_printf(&c->arena, "%lld.%lld s", s, (long long)(ms % 1000 / 100));
    }
    if (ms < 3600000) {
        return arena_printf(&c->arena, "%lld min %lld s", s / 60, s % 60);
    }
    if (ms < 86400000) {
        return arena_printf(&c->arena, "%lld h %lld min", s / 3600, s / 60 % 60);
    }
    return arena_printf(&c->arena, "%lld d %lld h", s / 86400, s / 3600 % 24);
}

const char *cli_short(struct cli *c, const struct hash *h)
{
    return arena_text(&c->arena, bytes_of(hash_hex(h).text, 12));
}

void cli_print_json(struct buffer *b)
{
    (void)fwrite(b->data, 1, b->len, stdout);
    (void)fputc('\n', stdout);
}

struct json_writer *cli_json_begin(struct cli_json *j, size_t max)
{
    buffer_init(&j->text, max);
    json_begin(&j->w, &j->text);
    return &j->w;
}

void cli_json_end(struct cli_json *j)
{
    check(!j->text.overflow);
    cli_print_json(&j->text);
    buffer_done(&j->text);
}

void cli_wrap(FILE *to, const char *indent, struct bytes text, int width)
{
    const int room = width - (int)strlen(indent);
    int used = 0;
    size_t i = 0;
    (void)fputs(indent, to);
    while (i < text.len) {
        if (text.data[i] == '\n') {
            (void)fprintf(to, "\n%s", indent);
            used = 0;
            i++;
            continue;
        }
        size_t end = i;
        while (end < text.len && text.data[end] != ' ' && text.data[end] != '\n') {
            end++;
        }
        const int word = (int)text_characters(bytes_of(text.data + i, end - i));
        if (used > 0 && used + 1 + word > room) {
            (void)fprintf(to, "\n%s", indent);
            used = 0;
        } else if (used > 0) {
            (void)fputc(' ', to);
            used++;
        }
        (void)fwrite(text.data + i, 1, end - i, to);
        used += word;
        i = end < text.len && text.data[end] == ' ' ? end + 1 : end;
    }
    (void)fputc('\n', to);
}

/* How far a scenario has come in an organisation: FOLDER/played/NAME.json. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/play.h"
#include "crypto/hash.h"
#include "node/system.h"

/* Of what was played: it must be the same in the file when it goes on. */
static struct hash digest_of_played(const struct play *p)
{
    const size_t end = p->done == 0 ? 0 : p->scenario.lines[p->done - 1].end;
    return hash_of(bytes_of(p->text.data, end));
}

static int fail(struct play *p, const char *what)
{
    return cli_fail(p->c, CLI_USAGE, "%s: %s; --from LINE says where to go on, and --again begins anew",
                    p->state, what);
}

static bool take_values(struct play *p, const struct json *kept)
{
    bool good = kept != NULL;
    for (size_t i = 0; good && i < kept->count; i++) {
        const struct json *v = &kept->members[i].value;
        good = v->type == JSON_TEXT && scenario_keep(&p->values, kept->members[i].key, v->text);
    }
    return good;
}

int play_load(struct play *p)
{
    struct bytes text;
    const struct json *j = NULL;
    struct hash played;
    struct bytes hex;
    int64_t done = 0;
    p->times = 1;
    if (access(p->state, F_OK) != 0) {
        return CLI_DONE;
    }
    const int status = cli_file(p->c, p->state, PLAY_STATE_BYTES_MAX, &text);
    if (status != CLI_DONE) {
        return status;
    }
    if (json_parse(&p->c->arena, text, PLAY_STATE_BYTES_MAX, &j, NULL) != OK ||
        !json_get_bool(j, "begun", &p->begun) || !json_get_integer(j, "done", &done) ||
        !json_get_integer(j, "from", &p->from) || !json_get_text(j, "played", &hex) ||
        !hash_parse(hex, &played) || !json_get_integer(j, "times", &p->times) || done < 0 || p->times < 1 ||
        !take_values(p, json_get_object(j, "kept"))) {
        return fail(p, "it cannot be read");
    }
    p->done = (size_t)done;
    if (cli_given(p->c, "again", 0) != NULL || cli_given(p->c, "from", 0) != NULL) {
        return CLI_DONE; /* the caller says where */
    }
    if (p->done > p->scenario.count) {
        return fail(p, "the scenario is shorter than what was played of it");
    }
    const struct hash now = digest_of_played(p);
    return hash_equal(&now, &played) ? CLI_DONE : fail(p, "the scenario differs in what was played of it");
}

static int by_name(const void *a, const void *b)
{
    const struct scenario_value *x = a;
    const struct scenario_value *y = b;
    return bytes_compare(x->name, y->name);
}

int play_save(struct play *p)
{
    const struct env *env = system_env();
    const struct hash played = digest_of_played(p);
    struct buffer b;
    struct json_writer w;
    struct scenario_values sorted = p->values;
    qsort(sorted.items, sorted.count, sizeof sorted.items[0], by_name);
    buffer_init(&b, PLAY_STATE_BYTES_MAX);
    json_begin(&w, &b);
    json_object(&w, NULL);
    json_bool(&w, "begun", p->begun);
    json_integer(&w, "done", (int64_t)p->done);
    json_integer(&w, "from", p->from);
    json_object(&w, "kept");
    for (size_t i = 0; i < sorted.count; i++) {
        if (!scenario_is_given(sorted.items[i].name)) {
            json_text(&w, arena_text(&p->c->arena, sorted.items[i].name), sorted.items[i].value);
        }
    }
    json_end(&w);
    json_hex(&w, "played", hash_view(&played));
    json_integer(&w, "times", p->times);
    json_end(&w);
    const enum error e = b.overflow ? ERROR_TOO_LARGE
                                    : env->file_replace(env->ctx, p->state, buffer_view(&b));
    buffer_done(&b);
    return e == OK ? CLI_DONE : cli_error(p->c, e, p->state);
}

#include "analysis/show_matter.h"

#include "analysis/act_words.h"
#include "analysis/show_silence.h"
#include "base/check.h"
#include "mechanism/topic.h"

const char *matter_stage_word(const struct matter *m)
{
    switch (m->stage) {
    case MATTER_OPEN:
        return "open";
    case MATTER_SILENCE:
        return "under silence";
    case MATTER_ADOPTED:
        return m->unopened > 0 ? "adopted, not opened" : "adopted and opened";
    case MATTER_VOTE:
        return "at the vote";
    case MATTER_LAPSED:
        return "lapsed";
    }
    unreachable("not a stage");
}

void show_matter_row(struct json_writer *w, const struct matter *m)
{
    json_object(w, NULL);
    json_text(w, "body", m->body);
    json_hex(w, "id", hash_view(&m->id));
    json_integer(w, "opened", m->opened);
    json_text(w, "reference", m->reference);
    json_cstring(w, "stage", matter_stage_word(m));
    json_integer(w, "statement", m->statement);
    json_text(w, "title", m->title);
    json_end(w);
}

static void write_alternatives(struct json_writer *w, struct context *c, const struct matter *m,
                               const struct provision *p)
{
    struct alternative *list = NULL;
    const size_t count = alternative_list(c->state, &m->id, p->id, c->arena, &list);
    json_array(w, "alternatives");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_text(w, "id", list[i].id);
        json_integer(w, "proposed", list[i].proposed);
        json_hex(w, "root", hash_view(&list[i].root));
        json_text(w, "sponsor", list[i].sponsor);
        json_bool(w, "withdrawn", list[i].withdrawn);
        json_end(w);
    }
    json_end(w);
}

void show_matter_holds(struct json_writer *w, struct context *c, const struct matter *m,
                       const struct provision *p)
{
    struct hold *list = NULL;
    const size_t count = hold_list(c->state, &m->id, p->id, c->arena, &list);
    json_array(w, "holds");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_text(w, "member", list[i].member);
        json_integer(w, "placed", list[i].placed);
        json_text(w, "reason", list[i].reason);
        json_text(w, "release", list[i].release);
        json_integer(w, "since", list[i].since_ms);
        json_end(w);
    }
    json_end(w);
}

static void write_provisions(struct json_writer *w, struct context *c, const struct matter *m)
{
    struct provision *list = NULL;
    const size_t count = provision_list(c->state, &m->id, c->arena, &list);
    json_array(w, "provisions");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        write_alternatives(w, c, m, &list[i]);
        json_text(w, "chosen", list[i].chosen);
        json_bool(w, "deleted", list[i].deleted);
        show_matter_holds(w, c, m, &list[i]);
        json_text(w, "id", list[i].id);
        json_end(w);
    }
    json_end(w);
}

/* Positions and explanations are two lists by member. */
size_t matter_standings(struct context *c, const struct matter *m, struct matter_standing **out)
{
    struct version v;
    struct position *taken = NULL;
    struct position *explained = NULL;
    *out = NULL;
    if (m->versions == 0 || !version_get(c->state, &m->id, m->versions, c->arena, &v)) {
        return 0;
    }
    const size_t taken_count = position_list(c->state, &v.root, c->arena, &taken);
    const size_t explained_count = explanation_list(c->state, &v.root, c->arena, &explained);
    struct matter_standing *list =
        ARENA_ARRAY(c->arena, struct matter_standing, taken_count + explained_count + 1);
    size_t n = 0;
    for (size_t i = 0, k = 0; i < taken_count || k < explained_count; n++) {
        const int order = i == taken_count       ? 1
                          : k == explained_count ? -1
                                                 : bytes_compare(taken[i].member, explained[k].member);
        list[n] = (struct matter_standing){.member = order <= 0 ? taken[i].member : explained[k].member};
        if (order >= 0) {
            list[n].entry = explained[k].taken;
            list[n].explanation = act_words(c, explained[k].taken, "text");
            k++;
        }
        if (order <= 0) {
            list[n].letter = taken[i].letter;
            list[n].entry = taken[i].taken;
            list[n].reason = taken[i].reasoned ? act_words(c, taken[i].taken, "reason") : BYTES("");
            i++;
        }
    }
    *out = list;
    return n;
}

void show_matter_standings(struct json_writer *w, struct context *c, const struct matter *m)
{
    struct matter_standing *list = NULL;
    const size_t count = matter_standings(c, m, &list);
    json_array(w, "positions");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_integer(w, "entry", list[i].entry);
        json_text(w, "explanation", list[i].explanation);
        json_text(w, "member", list[i].member);
        json_text(w, "position", bytes_of(&list[i].letter, list[i].letter != 0));
        json_text(w, "reason", list[i].reason);
        json_end(w);
    }
    json_end(w);
}

static bool write_silence(struct json_writer *w, struct context *c, const struct matter *m)
{
    struct silence x;
    struct silence_end end;
    if (hash_is_zero(&m->silence) || !silence_get(c->state, &m->silence, c->arena, &x)) {
        json_null(w, "silence");
        return true;
    }
    if (x.ended != 0 && !silence_end_of(c, &x, &end)) {
        return false;
    }
    show_silence(w, "silence", c->state, &x, x.ended != 0 ? &end : NULL);
    return true;
}

bool show_matter(struct json_writer *w, struct context *c, const struct matter *m)
{
    json_object(w, NULL);
    json_text(w, "body", m->body);
    json_bool(w, "confidential", m->confidential);
    json_integer(w, "corrects", m->corrects);
    json_hex(w, "id", hash_view(&m->id));
    json_array(w, "languages");
    for (size_t i = 0; i < m->language_count; i++) {
        json_text(w, NULL, m->languages[i]);
    }
    json_end(w);
    json_text(w, "member", m->member);
    json_integer(w, "opened", m->opened);
    show_matter_standings(w, c, m);
    write_provisions(w, c, m);
    json_text(w, "reference", m->reference);
    json_text(w, "rule", m->rule);
    if (!write_silence(w, c, m)) {
        return false;
    }
    json_cstring(w, "stage", matter_stage_word(m));
    json_integer(w, "statement", m->statement);
    json_text(w, "title", m->title);
    json_text(w, "topic", topic_of(c->state, &m->id));
    json_integer(w, "versions", m->versions);
    json_integer(w, "withdraws", m->withdraws);
    json_end(w);
    return *c->error == OK;
}

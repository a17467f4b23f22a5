#include "analysis/show_silence.h"

#include "analysis/show_decision.h"
#include "mechanism/law.h"

static bool read_close(struct context *c, const struct silence *x, struct fact_close *out)
{
    struct entry entry;
    struct bytes body;
    const enum error e = record_read(c->record, (uint64_t)x->ended, c->arena, &entry, &body);
    if (e != OK || fact_read_close(c->arena, body, out) != OK) {
        *c->error = e == OK ? ERROR_CORRUPT : e;
        return false;
    }
    return true;
}

/* At the time of its end. */
static void decide(struct context *now, const struct silence *x, struct silence_end *out)
{
    struct context c = *now;
    struct elector *electors = NULL;
    c.time_ms = out->close.time_ms;
    if (silence_decide(&c, x, &out->decision, &out->diag) != OK) {
        return;
    }
    if (!bytes_equal_text(out->close.outcome, outcome_word(out->decision.outcome))) {
        diag_set(&out->diag, 0, 0, "", "others sit in the body now");
        return;
    }
    const size_t count = silence_electorate(&c, x, &electors);
    const struct electorate electorate = {.count = count, .electors = electors};
    const struct civil_day day = law_day(&c, c.time_ms);
    const struct turn_case asked = {silence_rule(&c, x), 1, &electorate, bytes_of_text(day.text)};
    turn_find_shown(c.arena, &asked, out->decision.stands, &out->turn);
    out->decided = true;
}

bool silence_end_of(struct context *c, const struct silence *x, struct silence_end *out)
{
    *out = (struct silence_end){.decided = false};
    if (!read_close(c, x, &out->close)) {
        return false;
    }
    if (x->stage == SILENCE_CLOSED) {
        decide(c, x, out);
    }
    return true;
}

static void write_list(struct json_writer *w, const char *key, const struct bytes *list, size_t count)
{
    json_array(w, key);
    for (size_t i = 0; i < count; i++) {
        json_text(w, NULL, list[i]);
    }
    json_end(w);
}

void show_silence(struct json_writer *w, const char *key, struct state *s, const struct silence *x,
                  const struct silence_end *end)
{
    const struct fact_close *close = end == NULL ? NULL : &end->close;
    json_object(w, key);
    json_array(w, "clear");
    for (size_t i = 0; i < x->seat_count; i++) {
        if (silence_is_clear(s, &x->id, &x->seats[i].node)) {
            json_text(w, NULL, x->seats[i].member);
        }
    }
    json_end(w);
    json_integer(w, "deadline", x->deadline_ms);
    json_integer(w, "delta", x->delta_ms);
    json_integer(w, "duration", x->duration_ms);
    if (close != NULL) {
        show_decision(w, "explanation", end->decided ? &end->decision : NULL);
    }
    json_integer(w, "extra", x->extra_ms);
    json_hex(w, "id", hash_view(&x->id));
    if (close != NULL) {
        write_list(w, "not_reached", close->not_reached, close->not_reached_count);
        json_text(w, "outcome", close->outcome);
        json_text(w, "reason", close->reason);
    }
    json_hex(w, "root", hash_view(&x->root));
    if (close != NULL) {
        json_text(w, "rung", close->rung);
        write_list(w, "speaking_for", close->speaking_for, close->speaking_for_count);
    }
    json_cstring(w, "stage", silence_stage_word(x->stage));
    if (close != NULL) {
        json_integer(w, "statement", close->statement);
        show_turn(w, "turns", end->decided ? &end->turn : NULL);
    }
    json_end(w);
}

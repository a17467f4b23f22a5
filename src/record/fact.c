#include "record/fact_inner.h"

void fact_begin(struct json_writer *w, struct buffer *b)
{
    json_begin(w, b);
    json_object(w, NULL);
}

void fact_write_codes(struct json_writer *w, const char *key, const struct bytes *codes, size_t count)
{
    json_array(w, key);
    for (size_t i = 0; i < count; i++) {
        json_text(w, NULL, codes[i]);
    }
    json_end(w);
}

void fact_write_block(struct buffer *b, int64_t previous_ms, int64_t time_ms)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_cstring(&w, "kind", "block");
    json_integer(&w, "previous", previous_ms);
    json_integer(&w, "time", time_ms);
    json_end(&w);
}

void fact_write_gap(struct buffer *b, int64_t previous_ms, int64_t time_ms, int64_t excess_ms)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_integer(&w, "excess", excess_ms);
    json_cstring(&w, "kind", "gap");
    json_integer(&w, "previous", previous_ms);
    json_integer(&w, "time", time_ms);
    json_end(&w);
}

void fact_write_deadline(struct buffer *b, const struct fact_deadline *f)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_integer(&w, "deadline", f->deadline_ms);
    json_cstring(&w, "kind", "deadline");
    json_hex(&w, "root", hash_view(&f->root));
    json_hex(&w, "subject", hash_view(&f->subject));
    json_integer(&w, "time", f->time_ms);
    json_end(&w);
}

void fact_write_charter(struct buffer *b, int64_t version, const struct hash *charter, uint64_t close,
                        int64_t time_ms)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_hex(&w, "charter", hash_view(charter));
    json_integer(&w, "close", (int64_t)close);
    json_cstring(&w, "kind", "charter");
    json_integer(&w, "time", time_ms);
    json_integer(&w, "version", version);
    json_end(&w);
}

void fact_write_civil(struct buffer *b, const struct fact_civil *f)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_text(&w, "day", f->day);
    json_hex(&w, "id", hash_view(&f->id));
    json_cstring(&w, "kind", "civil.deadline");
    json_integer(&w, "number", f->number);
    json_text(&w, "of", f->of);
    json_integer(&w, "time", f->time_ms);
    json_text(&w, "what", f->what);
    json_end(&w);
}

void fact_write_close(struct buffer *b, const struct fact_close *f)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_hex(&w, "charter", hash_view(&f->charter));
    json_integer(&w, "deadline", f->deadline_ms);
    json_integer(&w, "epoch", f->epoch);
    json_cstring(&w, "kind", "close");
    json_hex(&w, "matter", hash_view(&f->matter));
    fact_write_codes(&w, "not_reached", f->not_reached, f->not_reached_count);
    json_hex(&w, "org", hash_view(&f->org));
    json_text(&w, "outcome", f->outcome);
    json_cstring(&w, "realm", realm_word(f->realm));
    json_text(&w, "reason", f->reason);
    json_hex(&w, "root", hash_view(&f->root));
    json_hex(&w, "rule", hash_view(&f->rule));
    json_text(&w, "rule_name", f->rule_name);
    json_text(&w, "rung", f->rung);
    fact_write_codes(&w, "speaking_for", f->speaking_for, f->speaking_for_count);
    json_integer(&w, "statement", f->statement);
    json_hex(&w, "subject", hash_view(&f->subject));
    json_integer(&w, "time", f->time_ms);
    json_end(&w);
}

void fact_write_statement(struct buffer *b, uint64_t close, const struct hash *sha256)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_integer(&w, "close", (int64_t)close);
    json_cstring(&w, "kind", "statement");
    json_hex(&w, "sha256", hash_view(sha256));
    json_end(&w);
}

void fact_write_bodies(struct json_writer *w, const struct fact_body *bodies, size_t count)
{
    if (count == 0) {
        return;
    }
    json_array(w, "bodies");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_text(w, "body", bodies[i].name);
        fact_write_codes(w, "members", bodies[i].members, bodies[i].count);
        json_end(w);
    }
    json_end(w);
}

void fact_write_tally(struct buffer *b, const struct fact_tally *f)
{
    struct json_writer w;
    fact_begin(&w, b);
    fact_write_bodies(&w, f->bodies, f->body_count);
    json_cstring(&w, "kind", "tally");
    json_text(&w, "motion", f->motion);
    json_hex(&w, "presence", hash_view(&f->presence));
    json_array(&w, "seats");
    for (size_t i = 0; i < f->seat_count; i++) {
        json_object(&w, NULL);
        json_text(&w, "member", f->seats[i].member);
        json_text(&w, "position", f->seats[i].position);
        json_text(&w, "present", f->seats[i].present);
        json_integer(&w, "said", f->seats[i].said);
        json_end(&w);
    }
    json_end(&w);
    json_hex(&w, "subject", hash_view(&f->subject));
    json_end(&w);
}

#include "record/fact_election.h"

#include "record/fact_inner.h"

void fact_write_round(struct buffer *b, const struct fact_round *f)
{
    struct json_writer w;
    fact_begin(&w, b);
    json_array(&w, "ballots");
    for (size_t i = 0; i < f->ballot_count; i++) {
        json_object(&w, NULL);
        json_array(&w, "marks");
        for (size_t k = 0; k < f->ballots[i].mark_count; k++) {
            json_integer(&w, NULL, f->ballots[i].marks[k]);
        }
        json_end(&w);
        json_text(&w, "member", f->ballots[i].member);
        json_integer(&w, "said", f->ballots[i].said);
        json_end(&w);
    }
    json_end(&w);
    fact_write_bodies(&w, f->bodies, f->body_count);
    json_array(&w, "candidates");
    for (size_t i = 0; i < f->candidate_count; i++) {
        json_object(&w, NULL);
        json_integer(&w, "marks", f->candidates[i].marks);
        json_text(&w, "name", f->candidates[i].name);
        json_text(&w, "result", f->candidates[i].result);
        json_end(&w);
    }
    json_end(&w);
    json_hex(&w, "charter", hash_view(&f->charter));
    json_hex(&w, "election", hash_view(&f->election));
    json_cstring(&w, "kind", "round");
    json_integer(&w, "left", f->left);
    json_bool(&w, "over", f->over);
    json_integer(&w, "round", f->round);
    json_hex(&w, "rule", hash_view(&f->rule));
    json_integer(&w, "time", f->time_ms);
    json_end(&w);
}

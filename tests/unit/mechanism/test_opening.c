/* An adopted text is opened on the record, part by part. */
#include "mechanism/opening.h"

#include "mechanism/matter.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin(enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, stage);
}

TEST(every_part_is_opened_once_and_the_count_goes_to_nothing)
{
    begin(RIG_ADOPTED);
    static const struct {
        const char *who;
        const char *provision;
        size_t language;
    } parts[] = {{"A03/node", "p1", 0}, {"A02/adviser", "p1", 1}, {"A01", "p2", 0}, {"A04/node", "p2", 1}};
    static const char *const tags[] = {"en", "fr"};
    check_eq(rig_matter_now(&r).unopened, 4);
    for (size_t i = 0; i < 4; i++) {
        int64_t index = 0;
        const struct bytes provision = bytes_of_text(parts[i].provision);
        const struct bytes language = bytes_of_text(tags[parts[i].language]);
        check_that(!opening_find(r.state, &r.matter, provision, language, &index));
        check_text(rig_open_part(&r, parts[i].who, parts[i].provision, parts[i].language, r.words + i / 2),
                   "ok");
        check_that(opening_find(r.state, &r.matter, provision, language, &index));
        check_eq(index, r.results[0].index);
        check_eq(rig_matter_now(&r).unopened, 3 - (int64_t)i);
    }
    check_eq(rig_matter_now(&r).stage, MATTER_ADOPTED);
    rig_close(&r);
}

/* By another node, by the same in the same block, and with other words: the entry that opened the part
 * answers. */
TEST(a_second_opening_of_a_part_is_answered_with_the_first)
{
    begin(RIG_ADOPTED);
    check_text(rig_open_part(&r, "A03/node", "p1", 0, r.words), "ok");
    const uint64_t first = r.results[0].index;
    const uint64_t size = record_size(r.record);
    check_text(rig_open_part(&r, "A04/node", "p1", 0, r.words), "ok");
    check_that(!r.results[0].recorded);
    check_eq(r.results[0].index, first);
    check_text(rig_open_part(&r, "A02", "p1", 0, r.words + 77), "ok");
    check_that(!r.results[0].recorded);
    check_eq(record_size(r.record), size);
    check_eq(rig_matter_now(&r).unopened, 3);
    rig_close(&r);
}

TEST(only_the_words_that_were_committed_to_open_a_part)
{
    begin(RIG_ADOPTED);
    check_text(rig_open_part(&r, "A03/node", "p1", 0, r.words + 1), "wrong_commitment"); /* the words of p2 */
    check_text(rig_open_part(&r, "A03/node", "p2", 1, r.words), "wrong_commitment");
    check_text(rig_say(&r, "A03/node", "text.open",
                       "{'language':'de','matter':$m,'provision':'p1','root':$r,'salt':'%064d','text':'x'}",
                       0),
               "unknown_provision");
    check_eq(rig_matter_now(&r).unopened, 4);
    check_text(rig_open_part(&r, "A03/node", "p1", 0, r.words), "ok");
    rig_close(&r);
}

TEST(what_is_not_in_the_adopted_text_is_not_opened)
{
    begin(RIG_TEXT);
    check_text(rig_propose(&r, "A03", "p1", "other", 700), "ok");
    check_text(rig_propose(&r, "A03", "p3", "x", 701), "ok");
    check_text(rig_say(&r, "A01", "matter.choose", "{'alternative':'first','matter':$m,'provision':'p1'}"),
               "ok");
    check_text(rig_say(&r, "A01", "matter.delete", "{'matter':$m,'provision':'p3'}"), "ok");
    rig_to(&r, RIG_VERSION);
    check_text(rig_open_part(&r, "A03/node", "p1", 0, r.words), "not_adopted");
    rig_to(&r, RIG_ADOPTED);
    check_eq(rig_matter_now(&r).unopened, 4); /* of p1 and p2 */
    check_text(rig_open_part(&r, "A03/node", "p1", 0, 700), "wrong_commitment");
    check_text(rig_open_part(&r, "A03/node", "p3", 0, 701), "unknown_provision");
    rig_to(&r, RIG_OPENED);
    rig_close(&r);
}

/* Adopted texts are numbered from 1, without gaps, whatever happened to others between them. */
TEST(statements_are_numbered_in_the_order_of_their_adoption)
{
    struct fact_close f;
    begin(RIG_ADOPTED);
    check_that(rig_last_close(&r, &f));
    check_eq(f.statement, 1);
    check_eq(rig_matter_now(&r).statement, 1);
    rig_forget(&r);
    rig_to(&r, RIG_RUNNING);
    check_text(rig_object(&r, "A02"), "ok");
    check_that(rig_last_close(&r, &f));
    check_eq(f.statement, 0);
    rig_forget(&r);
    rig_to(&r, RIG_ADOPTED);
    check_that(rig_last_close(&r, &f));
    check_eq(f.statement, 2);
    check_eq(counters_get(r.state).statements, 2);
    check_eq(counters_get(r.state).silences, 3);
    rig_close(&r);
}

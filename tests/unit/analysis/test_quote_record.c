/* What was said, kept while the record grows: the same as if all of it were read anew. */
#include "analysis/quote_record.h"

#include "base/limits.h"
#include "base/prng.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;
static enum error failed;

static void say(const char *who, const char *kind, const char *body)
{
    check_text(rig_say(&r, who, kind, "%s", body), "ok");
}

static void check_same_source(const struct quote_source *a, const struct quote_source *b)
{
    check_eq(a->kind, b->kind);
    check_eq(a->number, b->number);
    check_bytes(a->id, b->id);
    check_bytes(a->member, b->member);
    check_bytes(a->language, b->language);
    check_eq(a->translation, b->translation);
    check_eq(a->voice, b->voice);
    check_eq(a->replaced, b->replaced);
    check_eq(a->withdrawn, b->withdrawn);
    check_bytes(a->title, b->title);
    check_bytes(a->date, b->date);
    check_eq(a->part_count, b->part_count);
    for (size_t i = 0; i < a->part_count; i++) {
        check_bytes(a->parts[i].name, b->parts[i].name);
        check_bytes(a->parts[i].text, b->parts[i].text);
    }
}

/* To the first words of a text there is the same answer. */
static void check_same_answer(const struct quote_record *a, const struct quote_record *b, size_t text)
{
    struct quote_answer x;
    struct quote_answer y;
    const struct bytes said = quote_corpus_at(a->corpus, text)->parts[0].text;
    const struct bytes quote = bytes_of(said.data, said.len < 12 ? said.len : 12);
    quote_check(a->corpus, harness_arena(), quote, &x);
    quote_check(b->corpus, harness_arena(), quote, &y);
    check_eq(x.result, y.result);
    check_eq(x.text, y.text);
    check_eq(x.notes, y.notes);
    check_eq(x.sources, y.sources);
    check_eq(x.also_count, y.also_count);
    check_eq(x.changed, y.changed);
}

static void check_kept(struct quote_record *kept)
{
    struct quote_record anew;
    struct context c = rig_context(&r, &failed);
    check_that(quote_record_update(&c, kept));
    check_that(quote_record_read(&c, kept->words_max, &anew));
    check_eq(kept->size, anew.size);
    check_eq(kept->incomplete, anew.incomplete);
    check_eq(kept->confidential, anew.confidential);
    check_eq(kept->full, anew.full);
    check_eq(quote_corpus_count(kept->corpus), quote_corpus_count(anew.corpus));
    for (size_t i = 0; i < quote_corpus_count(anew.corpus); i++) {
        check_same_source(quote_corpus_at(kept->corpus, i), quote_corpus_at(anew.corpus, i));
        check_same_answer(kept, &anew, i);
    }
    quote_record_free(&anew);
}

static void begin(size_t words_max, struct quote_record *kept)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    struct context c = rig_context(&r, &failed);
    check_that(quote_record_read(&c, words_max, kept));
    check_eq(quote_corpus_count(kept->corpus), 0);
}

/* Another statement, which corrects or withdraws one if there is one. */
static void adopt(struct quote_record *kept, const char *how, uint64_t number)
{
    rig_forget(&r);
    if (number > 0) {
        check_text(rig_say(&r, "A01", "matter.open",
                           "{'body':'council',%s'languages':['en','fr'],'reference':'m%u','rule':'silence',"
                           "'title':'A matter'%s}",
                           how[0] == 'c' ? arena_printf(harness_arena(), "'corrects':%d,", (int)number) : "",
                           ++r.matters,
                           how[0] == 'w' ? arena_printf(harness_arena(), ",'withdraws':%d", (int)number)
                                         : ""),
                   "ok");
        r.matter = r.id;
        r.words = (uint64_t)r.matters * 100;
    }
    rig_to(&r, RIG_ADOPTED); /* its words are not there yet */
    check_kept(kept);
    rig_to(&r, RIG_OPENED);
}

static void archive(unsigned step)
{
    check_text(rig_say(&r, "A01", "statement.archive",
                       "{'body':'council','date':'2001-06-15','language':'en','reference':'r%u-%u',"
                       "'source':'a gazette','text':'We said %u before.','title':'On relief'}",
                       (step * 7) % 10, step, step),
               "ok");
}

TEST(what_is_kept_while_a_record_grows_is_what_is_read_anew)
{
    struct quote_record kept;
    begin(QUOTE_CORPUS_WORDS_MAX, &kept);
    say("A02", "speech.file", "{'date':'2026-02-01','language':'en','text':'We have boats.','title':'T'}");
    check_kept(&kept);
    say("A02", "speech.correct", "{'reason':'x','speech':$k,'text':'We had boats.'}");
    check_kept(&kept);
    adopt(&kept, "", 0); /* its place is before the speech */
    check_kept(&kept);
    archive(1);
    check_kept(&kept);
    say("A03", "speech.file", "{'date':'2026-02-01','language':'en','text':'We lend.','title':'T'}");
    say("A03", "speech.correct", "{'parts':2,'reason':'x','speech':$k,'text':'We lend'}");
    check_kept(&kept);
    say("A04", "speech.translate", "{'by':'A04','language':'fr','speech':$k,'text':'Nous.'}");
    check_kept(&kept); /* its third text is whole before its second */
    say("A03", "speech.part", "{'number':2,'part':2,'speech':$k,'text':'boats to all.'}");
    check_kept(&kept);
    adopt(&kept, "corrects", 1);
    check_kept(&kept);
    adopt(&kept, "withdraws", 1);
    archive(2);
    archive(3);
    check_kept(&kept);
    check_that(quote_corpus_at(kept.corpus, 0)->withdrawn);
    check_eq(quote_corpus_at(kept.corpus, 0)->replaced, 3);
    check_ok(failed);
    quote_record_free(&kept);
    rig_close(&r);
}

TEST(whatever_is_said_in_whatever_order_is_kept_as_it_is_read)
{
    struct prng p;
    struct quote_record kept;
    prng_seed(&p, harness_seed());
    begin(QUOTE_CORPUS_WORDS_MAX, &kept);
    bool filed = false;
    for (unsigned step = 1; step <= 60; step++) {
        switch (prng_below(&p, 12)) {
        case 0:
            adopt(&kept, "", 0);
            filed = false; /* of whatever was at hand */
            break;
        case 1:
        case 2:
            archive(step);
            break;
        case 3:
        case 4:
        case 5:
            if (filed) {
                check_text(rig_say(&r, "A03", "speech.translate",
                                   "{'by':'A03','language':'fr','speech':$k,'text':'Nous %u.'}", step),
                           "ok");
            }
            break;
        default:
            check_text(rig_say(&r, prng_below(&p, 2) == 0 ? "A02" : "A04", "speech.file",
                               "{'date':'2026-02-01','language':'en','text':'We said %u.','title':'T'}",
                               step),
                       "ok");
            filed = true;
        }
        if (prng_below(&p, 3) == 0) {
            check_kept(&kept);
        }
    }
    check_kept(&kept);
    check_ok(failed);
    quote_record_free(&kept);
    rig_close(&r);
}

/* A statement has its room, though members spoke before. */
TEST(what_is_full_is_read_anew_and_says_so)
{
    struct quote_record kept;
    begin(40, &kept);
    for (int i = 0; i < 12; i++) {
        say("A02", "speech.file",
            "{'date':'2026-02-01','language':'en','text':'We have boats and crews.','title':'T'}");
    }
    check_kept(&kept);
    check_that(kept.full);
    adopt(&kept, "", 0);
    check_kept(&kept);
    check_that(kept.full);
    check_eq(quote_corpus_at(kept.corpus, 0)->kind, QUOTE_STATEMENT);
    check_ok(failed);
    quote_record_free(&kept);
    rig_close(&r);
}

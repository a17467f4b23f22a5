/* The opening of adopted texts: no words of a draft are ever signed. */
#include <string.h>

#include "unit/node/probe.h"

static const struct bytes words = {(const uint8_t *)"The members help each other.\nAlways.", 36};

static struct bytes close_body(const struct fact_close *fact)
{
    struct buffer b;
    buffer_init(&b, 64 * 1024);
    fact_write_close(&b, fact);
    check_that(!b.overflow);
    const struct bytes copy = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return copy;
}

/* A record in which a text was adopted, and what is asked for one part of it. */
static size_t adopt(struct probe *p, struct signer_request *r, const char *outcome)
{
    static const struct bytes codes[] = {{(const uint8_t *)"A01", 3}, {(const uint8_t *)"A02", 3}};
    *r = (struct signer_request){.verb = SIGNER_open};
    r->open.fact = (struct fact_close){
        .org = p->o.id,
        .epoch = 1,
        .realm = REALM_EXERCISE,
        .subject = probe_hash(1),
        .matter = probe_hash(2),
        .root = probe_hash(3),
        .deadline_ms = 1767225600000,
        .time_ms = 1767225601000,
        .charter = probe_hash(4),
        .rule = probe_hash(5),
        .rule_name = BYTES("silence"),
        .outcome = bytes_of_text(outcome),
        .reason = BYTES("assent"),
        .rung = BYTES("the alliance"),
        .speaking_for_count = 2,
        .speaking_for = codes,
        .not_reached_count = 1,
        .not_reached = codes + 1,
        .statement = 7,
    };
    shown_fill(&p->shown, p->shown.count + 5, p->shown.count + 1);
    const size_t index = shown_fact(&p->shown, close_body(&r->open.fact));
    shown_fill(&p->shown, p->shown.count + 6, p->shown.count + 2);
    r->open.view = shown_view(&p->shown, harness_arena(), &p->o, 0);
    r->open.closed = shown_included(&p->shown, index, p->shown.count);
    r->open.provision = BYTES("help");
    r->open.language = BYTES("en");
    r->open.salt = probe_hash(6);
    r->open.text = words;
    return index;
}

TEST(an_adopted_text_is_opened_part_by_part)
{
    struct probe p;
    struct signer_request r;
    struct signer_status status;
    const struct signer_request ask = {.verb = SIGNER_status};
    probe_make(&p);
    (void)adopt(&p, &r, "adopted");
    const struct act act = probe_act(&p, &r, "text.open");
    check_hash(&act_value(&act, "matter")->hash, &r.open.fact.matter);
    check_hash(&act_value(&act, "root")->hash, &r.open.fact.root);
    check_hash(&act_value(&act, "salt")->hash, &r.open.salt);
    check_bytes(act_value(&act, "provision")->text, BYTES("help"));
    check_bytes(act_value(&act, "language")->text, BYTES("en"));
    check_bytes(act_value(&act, "text")->text, words);
    check_ok(signer_status_read(probe_answer(&p, &ask), &status));
    check_eq(status.last.size, p.shown.count); /* what it was shown, it has seen */
    probe_done(&p);
}

TEST(a_text_that_was_not_adopted_is_not_opened)
{
    static const char *const outcomes[] = {"rejected", "lapsed",  "deferred", "referred", "no_quorum",
                                           "pending",  "Adopted", "adopted ", ""};
    struct probe p;
    probe_make(&p);
    for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++) {
        struct signer_request r;
        (void)adopt(&p, &r, outcomes[i]);
        harness_note("%s", outcomes[i]);
        probe_refuses(&p, &r, REFUSE_not_adopted);
    }
    probe_done(&p);
}

TEST(every_field_of_the_close_counts)
{
    struct probe p;
    struct signer_request good;
    static const struct bytes other[] = {{(const uint8_t *)"A03", 3}, {(const uint8_t *)"A04", 3}};
    probe_make(&p);
    (void)adopt(&p, &good, "adopted");
    for (int field = 0; field < 16; field++) {
        struct signer_request r = good;
        struct fact_close *f = &r.open.fact;
        f->subject.bytes[0] ^= field == 0;
        f->matter.bytes[0] ^= field == 1;
        f->root.bytes[0] ^= field == 2;
        f->epoch += field == 3;
        f->deadline_ms += field == 4;
        f->time_ms += field == 5;
        f->charter.bytes[0] ^= field == 6;
        f->rule.bytes[0] ^= field == 7;
        f->rule_name = field == 8 ? BYTES("majority") : f->rule_name;
        f->reason = field == 9 ? BYTES("carried") : f->reason;
        f->rung = field == 10 ? BYTES("") : f->rung;
        f->speaking_for = field == 11 ? other : f->speaking_for;
        f->speaking_for_count -= field == 12;
        f->not_reached = field == 13 ? other : f->not_reached;
        f->not_reached_count -= field == 14;
        f->statement += field == 15;
        harness_note("field %d", field);
        probe_refuses(&p, &r, REFUSE_not_adopted);
    }
    probe_done(&p);
}

/* The same fact of another organisation, or of the other realm: the fact carries the signer's own. */
TEST(a_close_of_another_organisation_or_realm_opens_nothing)
{
    struct probe p;
    struct signer_request r;
    struct org other;
    struct org real;
    probe_make(&p);
    org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 8}, &other);
    org_make(harness_arena(), &(struct org_options){.members = 4, .seed = 7, .realm = REALM_REAL}, &real);
    (void)adopt(&p, &r, "adopted");
    for (int i = 0; i < 2; i++) {
        struct fact_close foreign = r.open.fact;
        foreign.org = i == 0 ? other.id : foreign.org;
        foreign.realm = i == 1 ? REALM_REAL : foreign.realm;
        const size_t index = shown_fact(&p.shown, close_body(&foreign));
        r.open.view = shown_view(&p.shown, harness_arena(), &p.o, 0);
        r.open.closed = shown_included(&p.shown, index, p.shown.count);
        probe_refuses(&p, &r, REFUSE_not_adopted);
    }
    probe_done(&p);
}

TEST(a_close_that_is_not_in_the_record_opens_nothing)
{
    struct probe p;
    struct signer_request good;
    probe_make(&p);
    const size_t index = adopt(&p, &good, "adopted");
    struct signer_request r = good;
    r.open.closed.proof = shown_included(&p.shown, index + 1, p.shown.count).proof;
    probe_refuses(&p, &r, REFUSE_not_included);
    r = good;
    r.open.closed = shown_included(&p.shown, index + 1, p.shown.count);
    probe_refuses(&p, &r, REFUSE_not_adopted);
    r = good;
    r.open.closed.entry.type = ENTRY_ACT;
    probe_refuses(&p, &r, REFUSE_not_adopted);
    r = good; /* a checkpoint of before */
    const struct checkpoint before = shown_checkpoint(&p.shown, index);
    r.open.view.note = shown_note(harness_arena(), &before, BYTES("exercise-test.example"), &p.o.log_key);
    probe_refuses(&p, &r, REFUSE_not_included);
    r = good;
    r.open.view.note = shown_note(harness_arena(), &before, BYTES("test.example"), &p.o.log_key);
    probe_refuses(&p, &r, REFUSE_bad_checkpoint);
    (void)probe_act(&p, &good, "text.open");
    r = good; /* it has seen more than that */
    const struct checkpoint shrunk = shown_checkpoint(&p.shown, p.shown.count - 1);
    r.open.view.note = shown_note(harness_arena(), &shrunk, BYTES("exercise-test.example"), &p.o.log_key);
    probe_refuses(&p, &r, REFUSE_not_grown);
    probe_done(&p);
}

TEST(words_that_no_text_can_have_are_not_signed)
{
    static const char *const bad[] = {
        "a tab\t",  "a space at the end ", "a line \nwith a space", "\r\n", "\x7f", "\xff",
        "\xc0\x80", "\xed\xa0\x80"};
    struct probe p;
    struct signer_request r;
    probe_make(&p);
    (void)adopt(&p, &r, "adopted");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        r.open.text = bytes_of_text(bad[i]);
        harness_note("row %zu", i);
        probe_refuses(&p, &r, REFUSE_bad_text);
    }
    probe_done(&p);
}

/* The largest text, of characters that JSON writes as they are: still an act. */
TEST(a_text_of_the_largest_size_is_opened)
{
    struct probe p;
    struct signer_request r;
    char *text = arena_take(harness_arena(), PLAINTEXT_BYTES_MAX + 1, 1);
    probe_make(&p);
    (void)adopt(&p, &r, "adopted");
    memset(text, 'x', PLAINTEXT_BYTES_MAX);
    r.open.text = bytes_of(text, PLAINTEXT_BYTES_MAX);
    const struct act act = probe_act(&p, &r, "text.open");
    check_bytes(act_value(&act, "text")->text, r.open.text);
    memset(text, '\n', PLAINTEXT_BYTES_MAX); /* each of them two bytes in JSON */
    const struct act lines = probe_act(&p, &r, "text.open");
    check_bytes(act_value(&lines, "text")->text, r.open.text);
    memset(text, '"', PLAINTEXT_BYTES_MAX);
    (void)probe_act(&p, &r, "text.open");
    probe_done(&p);
}

TEST(an_opening_remembers_what_it_was_shown_or_refuses)
{
    struct probe p;
    struct signer_request r;
    struct bytes content;
    probe_make(&p);
    (void)adopt(&p, &r, "adopted");
    p.h.world->faults.space = 511;
    probe_refuses(&p, &r, REFUSE_disk_full);
    p.h.world->faults =
        (struct world_faults){.space = -1, .fail_from = 1, .fail_count = 1, .error = ERROR_IO};
    check_eq(probe_ask(&p, &r, &content), REFUSE_disk_failed);
    probe_done(&p);
}

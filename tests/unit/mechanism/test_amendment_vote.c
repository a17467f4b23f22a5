/* A charter is amended by vote: on a proposal itself, or on a matter about it. */
#include <string.h>

#include "mechanism/amendment.h"
#include "mechanism/law.h"
#include "support/harness.h"
#include "support/rig_charter.h"

static struct rig r;

/* It is amended by the vote that the rule `fees` asks for. */
static const char *voting(const char *least)
{
    static const char by[] = "amend by change";
    char *charter = arena_printf(harness_arena(), RIG_CHARTER("%s", "3", ""), least);
    memcpy(strstr(charter, by), "amend by fees  ", sizeof by - 1);
    return charter;
}

static void begin_voting(void)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = voting("10s")});
}

static struct charter_counts counts(void)
{
    return charter_counts_get(r.state);
}

static void check_now(const char *charter)
{
    enum error e = OK;
    struct context c = rig_context(&r, &e);
    const struct hash expected = rig_charter_hash(charter);
    check_bytes(hash_view(&law_now(&c)->hash), hash_view(&expected));
    check_ok(e);
}

static void cast(const char *letters)
{
    for (size_t i = 0; letters[i] != 0; i++) {
        const char *who = arena_printf(&r.arena, "A%02zu", i + 1);
        check_text(rig_say(&r, who, "vote.cast", "{'position':'%c','vote':$v}", letters[i]), "ok");
    }
    check_text(rig_say(&r, "A01", "vote.close", "{'vote':$v}"), "ok");
}

static const char *put_to_the_vote(void)
{
    return rig_say(&r, "A01", "vote.open",
                   "{'body':'council','duration':60000,'motion':'amend','rule':'fees','target':$h}");
}

TEST(a_vote_on_a_proposal_itself_brings_it_into_force)
{
    begin_voting();
    struct charter_version v;
    struct fact_close f;
    enum error e = OK;
    check_text(rig_propose_charter(&r, "A02", voting("1h"), NULL), "ok");
    check_text(put_to_the_vote(), "ok");
    check_text(put_to_the_vote(), "amendment_running");
    check_text(rig_say(&r, "A02", "charter.withdraw", "{'charter':$h}"), "wrong_stage");
    cast("YYNA");
    check_eq(counts().versions, 1);
    check_text(put_to_the_vote(), "ok"); /* what was not adopted may be put again */
    const uint64_t size = record_size(r.record);
    cast("YYYN");
    check_that(strstr(rig_facts_since(&r, size), "close charter") != NULL);
    check_now(voting("1h"));
    struct context c = rig_context(&r, &e);
    check_that(charter_version_get(&c, 2, &v));
    check_that(hash_is_zero(&v.matter));
    check_that(rig_last_close(&r, &f));
    check_bytes(hash_view(&v.subject), hash_view(&f.subject));
    const struct hash old = rig_charter_hash(voting("10s"));
    check_bytes(hash_view(&f.charter), hash_view(&old));
    check_text(put_to_the_vote(), "unknown_charter");
    rig_close(&r);
}

TEST(a_matter_about_the_charter_is_put_to_the_vote_like_any_other)
{
    begin_voting();
    const char *next = voting("1h");
    check_text(rig_propose_charter(&r, "A02", next, NULL), "ok");
    check_text(rig_amend(&r, next, "fees"), "ok");
    rig_to(&r, RIG_VERSION);
    check_text(rig_say(&r, "A01", "vote.open",
                       "{'body':'council','duration':60000,'matter':$m,'motion':'adopt','root':$r,"
                       "'rule':'fees'}"),
               "ok");
    check_text(put_to_the_vote(), "amendment_running");
    cast("YYYN");
    check_now(next);
    check_eq(rig_matter_now(&r).stage, MATTER_ADOPTED);
    rig_close(&r);
}

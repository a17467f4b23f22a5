/* The charter changes by its own amending rule, and what was begun under it goes on under it:
 * docs/protocol/amendment.md. */
#include "mechanism/amendment.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mechanism/clock.h"
#include "mechanism/law.h"
#include "mechanism/voice.h"
#include "support/harness.h"
#include "support/rig_charter.h"

enum { DAY_MS = 86400000 };
static const char january_third[] = "2026-01-03";
static const int64_t january_third_ms = 1767225600000 + 2 * (int64_t)DAY_MS;

static struct rig r;
static const char *first;
static const char *second; /* silences of an hour */

static void begin(const char *file, unsigned delay)
{
    struct arena a = {.blocks = NULL};
    r.arena = a;
    first = arena_text(harness_arena(), bytes_of_text(rig_charter_text(&r, "10s", "3", "")));
    second = arena_text(harness_arena(), bytes_of_text(rig_charter_text(&r, "1h", "3", "")));
    arena_done(&r.arena);
    rig_open(&r, &(struct rig_options){
                     .folder = harness_folder(), .file = file, .charter = first, .delay = delay});
}

static const char *text(const char *least, const char *fees, const char *more)
{
    return rig_charter_text(&r, least, fees, more);
}

static const struct charter *now(void)
{
    static enum error e;
    struct context c = rig_context(&r, &e);
    const struct charter *charter = law_now(&c);
    check_ok(e);
    return charter;
}

static const struct charter_rule *rule_now(const char *name)
{
    static enum error e;
    struct context c = rig_context(&r, &e);
    const struct charter_rule *rule = law_rule(&c, law_now(&c), bytes_of_text(name), r.time_ms);
    check_ok(e);
    return rule;
}

static void check_now(const char *charter)
{
    const struct hash expected = rig_charter_hash(charter);
    check_bytes(hash_view(&now()->hash), hash_view(&expected));
}

static struct charter_counts counts(void)
{
    return charter_counts_get(r.state);
}

TEST(the_charter_of_the_founding_is_the_first_version)
{
    begin(NULL, 0);
    struct charter_version v;
    enum error e = OK;
    struct context c = rig_context(&r, &e);
    check_eq(counts().versions, 1);
    check_eq(counts().in_force, 1);
    check_now(first);
    check_that(charter_version_get(&c, 1, &v));
    check_eq(v.since_ms, machine_organisation(r.machine)->founded_ms);
    check_eq(v.texts.count, 0);
    check_that(!charter_version_get(&c, 2, &v));
    check_eq(amendment_next_ms(r.state, machine_organisation(r.machine), &r.arena), 0);
    rig_close(&r);
}

TEST(an_adopted_amendment_is_in_force_from_the_end_of_the_block)
{
    begin(NULL, 0);
    struct charter_version v;
    struct fact_close f;
    enum error e = OK;
    check_text(rig_propose_charter(&r, "A02", second, NULL), "ok");
    check_now(first);
    check_text(rig_amend(&r, second, "change"), "ok");
    rig_to(&r, RIG_FIRED);
    const uint64_t size = record_size(r.record);
    rig_to(&r, RIG_ADOPTED);
    check_that(strstr(rig_facts_since(&r, size), "close charter") != NULL);
    check_now(second);
    check_eq(counts().versions, 2);
    check_eq(counts().in_force, 2);
    struct context c = rig_context(&r, &e);
    check_that(charter_version_get(&c, 2, &v));
    check_bytes(v.member, BYTES("A02"));
    check_bytes(hash_view(&v.matter), hash_view(&r.matter));
    check_bytes(hash_view(&v.subject), hash_view(&r.silence));
    check_eq(v.in_force, v.close + 1);
    check_that(rig_last_close(&r, &f)); /* it was decided under the charter that it changes */
    const struct hash old = rig_charter_hash(first);
    check_bytes(hash_view(&f.charter), hash_view(&old));
    check_bytes(f.rule_name, BYTES("change"));
    rig_close(&r);
}

TEST(a_matter_keeps_the_charter_under_which_it_was_opened)
{
    begin(NULL, 0);
    struct fact_close f;
    const struct hash old = rig_charter_hash(first);
    const struct hash new = rig_charter_hash(second);
    rig_to(&r, RIG_VERSION);
    const struct hash matter = r.matter;
    const struct hash root = r.root;
    rig_adopt_charter(&r, second, "change", NULL);
    check_now(second);
    rig_forget(&r);
    r.matter = matter;
    r.root = root;
    rig_to(&r, RIG_ADOPTED); /* in ten seconds, as when it was opened */
    check_that(rig_last_close(&r, &f));
    check_bytes(hash_view(&f.charter), hash_view(&old));
    rig_forget(&r);
    rig_to(&r, RIG_VERSION);
    check_text(rig_silence(&r), "wrong_duration");
    r.options.duration_ms = 3600000;
    rig_to(&r, RIG_ADOPTED);
    check_that(rig_last_close(&r, &f));
    check_bytes(hash_view(&f.charter), hash_view(&new));
    rig_close(&r);
}

TEST(a_silence_that_runs_goes_on_by_the_rule_that_it_was_opened_by)
{
    begin(NULL, 0);
    struct fact_close f;
    const char *gone = text("10s", "3", "");
    const struct hash old = rig_charter_hash(first);
    r.options.duration_ms = 600000;
    rig_to(&r, RIG_RUNNING);
    const struct hash matter = r.matter;
    const struct hash root = r.root;
    const struct hash silence = r.silence;
    rig_forget(&r);
    r.options.duration_ms = SILENCE_MS_MIN;
    char *without = arena_text(&r.arena, bytes_of_text(gone)); /* the rule `silence` under another name */
    for (char *p = without; (p = strstr(p, "silence")) != NULL;) {
        memcpy(p, "secrecy", 7);
    }
    rig_adopt_charter(&r, without, "change", NULL);
    check_that(rule_now("silence") == NULL);
    r.matter = matter;
    r.root = root;
    r.silence = silence;
    rig_to(&r, RIG_ADOPTED);
    check_that(rig_last_close(&r, &f));
    check_bytes(f.rule_name, BYTES("silence"));
    check_bytes(f.outcome, BYTES("adopted"));
    check_bytes(hash_view(&f.charter), hash_view(&old));
    rig_close(&r);
}

TEST(an_amendment_comes_into_force_on_its_day)
{
    begin(NULL, 0);
    rig_adopt_charter(&r, second, "change", january_third);
    check_eq(counts().versions, 2);
    check_eq(counts().in_force, 1);
    check_now(first);
    check_eq(rig_next_ms(&r), january_third_ms);
    rig_block(&r, january_third_ms - 1 - r.time_ms);
    check_now(first);
    const uint64_t size = record_size(r.record);
    rig_block(&r, 1);
    check_text(rig_facts_since(&r, size), "block charter");
    check_now(second);
    check_eq(rig_next_ms(&r), 0);
    rig_close(&r);
}

TEST(the_next_amendment_is_made_for_the_newest_version_and_never_overtakes_it)
{
    begin(NULL, 0);
    const char *third = text("2h", "3", "");
    rig_adopt_charter(&r, second, "change", january_third);
    rig_adopt_charter(&r, third, "change", NULL); /* at once would be before what it follows on */
    check_eq(counts().versions, 3);
    check_eq(counts().in_force, 1);
    check_now(first);
    const uint64_t size = record_size(r.record);
    rig_block(&r, january_third_ms - r.time_ms);
    check_text(rig_facts_since(&r, size), "block gap charter charter");
    check_now(third);
    rig_close(&r);
}

TEST(what_was_proposed_beside_an_adopted_amendment_is_overtaken)
{
    begin(NULL, 0);
    struct proposal *list = NULL;
    const char *third = text("2h", "3", "");
    check_text(rig_propose_charter(&r, "A03", third, NULL), "ok");
    check_text(rig_amend(&r, third, "change"), "ok");
    rig_to(&r, RIG_VERSION);
    const struct hash matter = r.matter;
    rig_adopt_charter(&r, second, "change", NULL);
    check_eq(proposal_list(r.state, &r.arena, &list), 0);
    rig_forget(&r);
    check_text(rig_amend(&r, third, "change"), "unknown_charter");
    r.matter = matter;
    rig_to(&r, RIG_VERSION);
    check_text(rig_version(&r), "exists");
    check_text(rig_silence(&r), "unknown_charter");
    check_text(rig_propose_charter(&r, "A03", third, NULL), "ok"); /* now for the newest */
    check_text(rig_silence(&r), "unknown_charter"); /* the matter is about the proposal that was */
    rig_close(&r);
}

TEST(only_one_amendment_is_decided_on_at_a_time)
{
    begin(NULL, 0);
    const char *third = text("2h", "3", "");
    check_text(rig_propose_charter(&r, "A02", second, NULL), "ok");
    check_text(rig_propose_charter(&r, "A03", third, NULL), "ok");
    check_text(rig_amend(&r, third, "change"), "ok");
    rig_to(&r, RIG_VERSION);
    const struct hash matter = r.matter;
    const struct hash root = r.root;
    rig_forget(&r);
    check_text(rig_amend(&r, second, "change"), "ok");
    rig_to(&r, RIG_RUNNING);
    r.matter = matter;
    r.root = root;
    check_text(rig_silence(&r), "amendment_running");
    rig_close(&r);
}

TEST(an_amendment_that_is_not_adopted_changes_nothing)
{
    begin(NULL, 0);
    check_text(rig_propose_charter(&r, "A02", second, NULL), "ok");
    check_text(rig_amend(&r, second, "change"), "ok");
    rig_to(&r, RIG_RUNNING);
    check_text(rig_object(&r, "A03"), "ok");
    check_eq(counts().versions, 1);
    check_now(first);
    struct proposal p;
    const struct hash hash = rig_charter_hash(second);
    check_that(proposal_get(r.state, &hash, &r.arena, &p)); /* another text may decide on it */
    rig_close(&r);
}

TEST(a_rule_that_names_its_amending_rule_is_changed_by_that_alone)
{
    begin(NULL, 0);
    const char *fees = text("10s", "4", "");
    check_text(rig_propose_charter(&r, "A02", fees, NULL), "ok");
    check_text(rig_amend(&r, fees, "change"), "wrong_amending_rule");
    check_text(rig_amend(&r, fees, "treasury"), "ok");
    rig_to(&r, RIG_ADOPTED);
    check_now(fees);
    check_text(rig_propose_charter(&r, "A02", text("1h", "3", ""), NULL), "several_amending_rules");
    const char *more = text("10s", "4", "rule extra {\n    allow Y N;\n    pass n(Y) >= 2;\n}\n");
    check_text(rig_propose_charter(&r, "A02", more, NULL), "ok"); /* a new rule is not its own master */
    check_text(rig_amend(&r, more, "treasury"), "wrong_amending_rule");
    check_text(rig_amend(&r, more, "change"), "ok");
    rig_close(&r);
}

TEST(remarks_and_the_title_are_changed_as_the_charter_says)
{
    begin(NULL, 0);
    const char *remark = text("10s", "3", "# A remark.\n");
    check_text(rig_propose_charter(&r, "A02", remark, NULL), "ok");
    check_text(rig_amend(&r, remark, "treasury"), "wrong_amending_rule");
    check_text(rig_amend(&r, remark, "change"), "ok");
    rig_to(&r, RIG_ADOPTED);
    check_now(remark);
    rig_close(&r);
}

TEST(a_body_that_an_amendment_makes_has_its_members_and_its_chair)
{
    begin(NULL, 0);
    struct body b;
    const char *bodies = text("10s", "3",
                              "body assembly {\n    members all;\n    chair A03;\n    rules silence;\n}\n"
                              "body group {\n    members named;\n    chair A02;\n    rules silence;\n}\n");
    rig_adopt_charter(&r, bodies, "change", NULL);
    check_that(body_get(r.state, BYTES("assembly"), &r.arena, &b));
    check_text(rig_codes(&r, b.seats, b.seat_count), "A01 A02 A03 A04");
    check_bytes(b.chair, BYTES("A03"));
    check_that(!body_get(r.state, BYTES("group"), &r.arena, &b));
    check_text(rig_say(&r, "A02", "body.seat", "{'body':'group','seated':true}"), "ok");
    check_text(rig_say(&r, "A01", "body.seat", "{'body':'group','seated':true}"), "ok");
    const char *all = text("10s", "3",
                           "body assembly {\n    members all;\n    chair rotation;\n    rules silence;\n}\n"
                           "body group {\n    members all;\n    chair A04;\n    rules silence;\n}\n");
    rig_adopt_charter(&r, all, "change", NULL);
    check_that(body_get(r.state, BYTES("assembly"), &r.arena, &b));
    check_bytes(b.chair, BYTES("A03")); /* until it hands over */
    check_that(body_get(r.state, BYTES("group"), &r.arena, &b));
    check_text(rig_codes(&r, b.seats, b.seat_count), "A01 A02 A03 A04");
    check_bytes(b.chair, BYTES("A04"));
    rig_close(&r);
}

TEST(a_body_that_is_no_more_ends_what_is_in_it_and_begins_nothing)
{
    begin(NULL, 0);
    const char *with =
        text("10s", "3", "body assembly {\n    members all;\n    chair A01;\n    rules silence;\n}\n");
    rig_adopt_charter(&r, with, "change", NULL);
    rig_forget(&r);
    r.options.body = "assembly";
    rig_to(&r, RIG_VERSION);
    const struct hash matter = r.matter;
    const struct hash root = r.root;
    r.options.body = NULL;
    rig_adopt_charter(&r, second, "change", NULL);
    check_text(rig_say(&r, "A01", "matter.open",
                       "{'body':'assembly','languages':['en'],'reference':'late','rule':'silence',"
                       "'title':'T'}"),
               "unknown_rule");
    rig_forget(&r);
    r.matter = matter;
    r.root = root;
    rig_to(&r, RIG_ADOPTED);
    rig_close(&r);
}

TEST(the_charter_in_force_is_read_again_from_the_record)
{
    begin("versions.db", 0);
    rig_to(&r, RIG_VERSION);
    const struct hash matter = r.matter;
    rig_adopt_charter(&r, second, "change", NULL);
    rig_close(&r);
    begin("versions.db", 0);
    enum error e = OK;
    struct context c = rig_context(&r, &e);
    check_now(second);
    check_bytes(law_of(&c, &matter)->hash.bytes[0] == rig_charter_hash(first).bytes[0] ? BYTES("same")
                                                                                       : BYTES("other"),
                BYTES("same"));
    check_ok(e);
    rig_close(&r);
}

TEST(a_version_holds_for_what_was_recorded_after_its_fact)
{
    begin(NULL, 0);
    enum error e = OK;
    struct charter_version v;
    rig_adopt_charter(&r, second, "change", NULL);
    rig_adopt_charter(&r, text("2h", "3", ""), "change", NULL);
    struct context c = rig_context(&r, &e);
    check_eq(law_version_at(&c, 0), 1);
    for (int64_t n = 2; n <= 3; n++) {
        check_that(charter_version_get(&c, n, &v));
        check_eq(law_version_at(&c, v.in_force - 1), n - 1);
        check_eq(law_version_at(&c, v.in_force + 1), n);
    }
    rig_close(&r);
}

static struct hash digest_with_delay(unsigned delay)
{
    begin(NULL, delay);
    rig_adopt_charter(&r, second, "change", NULL);
    check_now(second);
    struct charter_version v;
    enum error e = OK;
    struct context c = rig_context(&r, &e);
    check_that(charter_version_get(&c, 2, &v));
    rig_close(&r);
    return v.charter;
}

TEST(an_amendment_is_the_same_whatever_the_delay)
{
    const struct hash at_once = digest_with_delay(0);
    const struct hash later = digest_with_delay(1);
    check_bytes(hash_view(&at_once), hash_view(&later));
}

TEST(a_part_is_taken_up_to_its_limit_in_each_of_so_many_places)
{
    begin(NULL, 0);
    char *part = arena_take(&r.arena, CHARTER_PART_BYTES_MAX + 2, 1);
    memset(part, '#', CHARTER_PART_BYTES_MAX);
    check_text(rig_lay(&r, "A02", CHARTER_PARTS_MAX - 1, part), "ok");
    check_text(rig_lay(&r, "A02", CHARTER_PARTS_MAX, part), "wrong_body");
    part[CHARTER_PART_BYTES_MAX] = '#';
    check_text(rig_lay(&r, "A02", 0, part), "wrong_body");
    check_text(rig_lay(&r, "A02", 0, "x"), "ok");
    check_text(rig_lay(&r, "A02", 0, "x"), "exists");
    check_text(rig_lay(&r, "A02", 0, "y"), "ok");
    check_text(rig_lay(&r, "A03", 0, "y"), "ok"); /* each has its own */
    check_text(rig_lay(&r, "A02/adviser", 1, ""), "wrong_body");
    rig_close(&r);
}

static const char *propose_parts(int parts, int texts)
{
    char sources[1000] = "";
    const struct hash base = now()->hash;
    for (int i = 0; i < texts; i++) {
        (void)snprintf(sources + strlen(sources), sizeof sources - strlen(sources),
                       "%s{'name':'t%d','parts':%d}", i == 0 ? "" : ",", i, i == 0 ? parts - texts + 1 : 1);
    }
    return rig_say(&r, "A02", "charter.propose", "{'base':'%s','charter':'%s','sources':[%s]}",
                   hash_hex(&base).text, hash_hex(&r.org.id).text, sources);
}

TEST(a_proposal_names_as_many_texts_and_parts_as_a_charter_may_have)
{
    begin(NULL, 0);
    check_text(propose_parts(CHARTER_PARTS_MAX, 1), "charter_incomplete");
    check_text(propose_parts(CHARTER_PARTS_MAX + 1, 1), "wrong_body");
    check_text(propose_parts(CHARTER_PARTS_MAX, 8), "charter_incomplete");
    check_text(propose_parts(CHARTER_PARTS_MAX + 1, 8), "wrong_body");
    check_text(propose_parts(9, 9), "wrong_body");
    check_text(propose_parts(0, 1), "wrong_body");
    rig_close(&r);
}

/* The charter with a remark that makes it as long as that. */
static const char *long_charter(size_t len)
{
    const size_t begun = strlen(first);
    char *whole = arena_take(harness_arena(), len + 1, 1);
    memcpy(whole, first, begun);
    memset(whole + begun, '#', len - begun - 1);
    whole[len - 1] = '\n';
    return whole;
}

TEST(a_charter_of_many_parts_is_taken_up_to_its_limit)
{
    begin(NULL, 0);
    check_text(rig_propose_charter(&r, "A01", long_charter(CHARTER_BYTES_MAX + 1), NULL),
               "charter_malformed");
    rig_adopt_charter(&r, long_charter(CHARTER_BYTES_MAX), "change", NULL);
    check_now(long_charter(CHARTER_BYTES_MAX));
    rig_close(&r);
}

TEST(a_member_has_so_many_open_proposals_and_frees_one_by_withdrawing_it)
{
    begin(NULL, 0);
    const char *texts[PROPOSALS_MAX + 1];
    for (int i = 0; i <= PROPOSALS_MAX; i++) {
        texts[i] = text(arena_printf(&r.arena, "%dmin", i + 1), "3", "");
        check_text(rig_propose_charter(&r, "A02", texts[i], NULL), i < PROPOSALS_MAX ? "ok" : "limit");
    }
    check_text(rig_propose_charter(&r, "A03", texts[PROPOSALS_MAX], NULL), "ok");
    const struct hash one = rig_charter_hash(texts[1]);
    check_text(rig_say(&r, "A02", "charter.withdraw", "{'charter':'%s'}", hash_hex(&one).text), "ok");
    check_text(rig_propose_charter(&r, "A02", texts[1], NULL), "ok");
    rig_close(&r);
}

/* Nothing else hides behind a change of the rule that is its own master. */
TEST(whatever_changes_beside_such_a_rule_needs_the_rule_of_the_whole)
{
    static const char *const more[] = {
        "languages en, fr;\n",
        "voice threshold 2;\n",
        "rungs \"the alliance\", \"some members\";\n",
        "attributes weight;\n",
        "group G \"G\" { A01; }\n",
        "body other {\n    members all;\n    chair rotation;\n    rules fees;\n}\n",
        "office clerk {\n    holder chair of council;\n}\n",
        "motion suspend by fees;\n",
        "calendar days {\n    zone \"+01:00\";\n    week mon, tue;\n}\n",
        "classification kind {\n    as one use fees;\n    as two use silence;\n    decided by chair;\n    "
        "doubt one;\n}\n",
        "referral up {\n    from council;\n    to council;\n}\n",
        "member A01 {\n}\nmember A02 {\n}\nmember A03 {\n}\nmember A04 {\n}\n",
    };
    size_t told = 0;
    begin(NULL, 0);
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        const char *result = rig_propose_charter(&r, "A01", text("10s", "4", more[i]), NULL);
        harness_note("%s: %s", more[i], result);
        told += strcmp(result, "several_amending_rules") == 0;
        check_that(strcmp(result, "several_amending_rules") == 0 || strcmp(result, "charter_malformed") == 0);
    }
    check_that(told >= 8);
    rig_close(&r);
}

static const char *proposed(const char *more)
{
    return rig_propose_charter(&r, "A01", text("10s", "3", more), NULL);
}

TEST(what_the_organisation_could_not_live_under_is_refused)
{
    begin(NULL, 0);
    check_text(proposed("languages en;\n"), "charter_unfit");
    check_text(proposed("languages fr, en;\n"), "charter_unfit");
    check_text(proposed("languages en, fr, de;\n"), "charter_unfit");
    check_text(proposed("languages en, fr;\n"), "ok");
    check_text(proposed("voice threshold 5;\n"), "charter_unfit");
    check_text(proposed("voice threshold 4;\n"), "ok");
    check_text(proposed("body other {\n    members all;\n    chair A09;\n    rules silence;\n}\n"),
               "charter_unfit");
    check_text(
        proposed("rule other {\n    allow Y N;\n    pass n(Y) > 1;\n    clock at least 10s set by chair;\n"
                 "    close n-f after 3s;\n}\n"),
        "charter_unfit");
    check_text(proposed("fictional;\n"), "charter_renamed");
    rig_close(&r);
}

#define GROUP(chair) "body group {\n    members named;\n    chair " chair ";\n    rules silence;\n}\n"

TEST(a_chair_that_does_not_sit_in_a_body_that_meets_is_none)
{
    begin(NULL, 0);
    rig_adopt_charter(&r, text("10s", "3", GROUP("A02")), "change", NULL);
    check_text(proposed(GROUP("A03")), "ok"); /* nobody sits there yet */
    check_text(rig_say(&r, "A02", "body.seat", "{'body':'group','seated':true}"), "ok");
    check_text(proposed(GROUP("A04")), "charter_unfit");
    rig_close(&r);
}

TEST(the_threshold_of_a_later_charter_is_that_of_the_next_ceremony)
{
    begin(NULL, 0);
    check_eq(voice_threshold(now(), 4), 3);
    rig_adopt_charter(&r, text("10s", "3", "voice threshold 2;\n"), "change", NULL);
    check_eq(voice_threshold(now(), 4), 2);
    struct voice v;
    check_that(!voice_get(r.state, &r.arena, &v));
    rig_close(&r);
}

TEST(no_text_however_hostile_is_more_than_refused)
{
    begin(NULL, 0);
    const char *root = getenv("SOURCE_ROOT");
    const char *folder =
        arena_printf(harness_arena(), "%s/tests/fuzz/corpus/charter", root == NULL ? "." : root);
    DIR *list = opendir(folder);
    size_t count = 0;
    check_that(list != NULL);
    for (const struct dirent *e = NULL; (e = readdir(list)) != NULL;) {
        if (e->d_name[0] == '.') {
            continue;
        }
        const char *path = arena_printf(harness_arena(), "tests/fuzz/corpus/charter/%s", e->d_name);
        const char *words = arena_text(harness_arena(), harness_file(path));
        if (words[0] != 0) {
            harness_note("%s", path);
            const char *result = rig_propose_charter(&r, "A01", words, NULL);
            check_that(strcmp(result, "charter_malformed") == 0 || strcmp(result, "charter_renamed") == 0 ||
                       strcmp(result, "charter_incomplete") == 0);
            count++;
        }
    }
    (void)closedir(list);
    check_that(count >= 5);
    check_eq(counts().versions, 1);
    rig_close(&r);
}

/* Matters: provisions, alternatives, what the chair chooses, versions. */
#include "mechanism/matter.h"

#include <string.h>

#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static void begin(enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    rig_to(&r, stage);
}

static const char *chosen(const char *provision)
{
    struct provision p;
    check_that(provision_get(r.state, &r.matter, bytes_of_text(provision), &p));
    return arena_text(&r.arena, p.chosen);
}

static const char *withdraw(const char *who, const char *provision, const char *alternative)
{
    return rig_say(&r, who, "matter.withdraw", "{'alternative':'%s','matter':$m,'provision':'%s'}",
                   alternative, provision);
}

static const char *choose(const char *provision, const char *alternative)
{
    return rig_say(&r, "A01", "matter.choose", "{'alternative':'%s','matter':$m,'provision':'%s'}",
                   alternative, provision);
}

TEST(what_a_sponsor_withdraws_leaves_the_text)
{
    begin(RIG_TEXT);
    check_text(rig_propose(&r, "A03", "p1", "second", 11), "ok");
    check_text(chosen("p1"), "");
    check_text(choose("p1", "second"), "ok");
    check_text(withdraw("A02", "p1", "second"), "not_owner");
    check_text(withdraw("A03", "p1", "second"), "ok");
    check_text(chosen("p1"), "first"); /* the only one that is left */
    check_text(withdraw("A03", "p1", "second"), "already_withdrawn");
    check_text(choose("p1", "second"), "unknown_alternative");
    check_text(withdraw("A02", "p1", "first"), "ok");
    check_text(chosen("p1"), "");
    check_text(rig_say(&r, "A01", "matter.version", "{'matter':$m,'root':$m}"), "incomplete");
    rig_close(&r);
}

static const char *propose_before(const char *provision, const char *before, uint64_t words)
{
    const struct org_words w = org_words(&r.arena, words);
    return rig_say(&r, "A02", "matter.propose",
                   "{'alternative':'x','before':'%s','leaves':%s,'matter':$m,'provision':'%s'}", before,
                   w.leaves, provision);
}

static const char *document_order(void)
{
    struct provision *list = NULL;
    const size_t count = provision_list(r.state, &r.matter, &r.arena, &list);
    struct bytes ids[PROVISIONS_MAX];
    for (size_t i = 0; i < count; i++) {
        ids[i] = list[i].id;
        check_that(i == 0 || list[i - 1].order < list[i].order);
    }
    return rig_codes(&r, ids, count);
}

TEST(a_provision_stands_at_the_end_or_before_another)
{
    begin(RIG_TEXT);
    check_text(document_order(), "p1 p2");
    check_text(propose_before("p0", "p1", 20), "ok");
    check_text(propose_before("p15", "p2", 21), "ok");
    check_text(rig_propose(&r, "A02", "p3", "x", 22), "ok");
    check_text(document_order(), "p0 p1 p15 p2 p3");
    check_text(propose_before("p4", "p9", 23), "unknown_provision");
    /* Of a provision that is there, `before` says nothing. */
    check_text(rig_say(&r, "A02", "matter.propose",
                       "{'alternative':'y','before':'p0','leaves':%s,'matter':$m,'provision':'p3'}",
                       org_words(&r.arena, 24).leaves),
               "ok");
    check_text(document_order(), "p0 p1 p15 p2 p3");
    rig_close(&r);
}

/* Each comes before the one that came last before it, so that the room between two is halved again and again.
 */
TEST(there_is_always_room_before_a_provision)
{
    begin(RIG_TEXT);
    struct buffer expected;
    buffer_init(&expected, 4096);
    buffer_add_text(&expected, "p1");
    for (int i = 0; i < 60; i++) {
        check_text(propose_before(arena_printf(&r.arena, "q%02d", i), "p2", 1000 + (uint64_t)i), "ok");
        buffer_printf(&expected, " q%02d", i);
    }
    buffer_add_text(&expected, " p2");
    check_text(document_order(), buffer_text(&expected));
    buffer_done(&expected);
    rig_close(&r);
}

/* Roots once more, from the words of contracts section 3 and RFC 6962, and from nothing else of the product.
 */
static struct hash sha256(struct buffer *b)
{
    const struct hash h = hash_of(buffer_view(b));
    buffer_done(b);
    return h;
}

static struct hash leaf_hash(const char *id, const char *language, const struct hash *commitment)
{
    struct buffer b;
    buffer_init(&b, 4096);
    buffer_add_u8(&b, 0);
    buffer_add_u32(&b, (uint32_t)strlen(id));
    buffer_add_text(&b, id);
    buffer_add_u32(&b, (uint32_t)strlen(language));
    buffer_add_text(&b, language);
    buffer_add(&b, commitment->bytes, 32);
    return sha256(&b);
}

/* MTH of RFC 6962 section 2.1, as it stands there. */
static struct hash tree_hash(const struct hash *leaves, size_t count)
{
    size_t k = 1;
    if (count == 1) {
        return leaves[0];
    }
    while (2 * k < count) {
        k *= 2;
    }
    const struct hash left = tree_hash(leaves, k);
    const struct hash right = tree_hash(leaves + k, count - k);
    struct buffer b;
    buffer_init(&b, 128);
    buffer_add_u8(&b, 1);
    buffer_add(&b, left.bytes, 32);
    buffer_add(&b, right.bytes, 32);
    return sha256(&b);
}

TEST(a_commitment_is_the_hash_of_its_tag_its_salt_and_the_words)
{
    struct buffer b;
    buffer_init(&b, 4096);
    uint8_t salt[32];
    memset(salt, 7, sizeof salt);
    buffer_add_text(&b, "univocal commitment 1\n");
    buffer_add(&b, salt, sizeof salt);
    buffer_add_text(&b, "The words.");
    const struct hash expected = sha256(&b);
    const struct hash commitment = text_commitment(salt, BYTES("The words."));
    check_bytes(hash_view(&commitment), hash_view(&expected));
}

/* Texts of 1 to 9 provisions, some of them deleted, some in an order of their own. */
TEST(the_roots_of_alternatives_and_texts_are_those_of_the_contract)
{
    static const char *const languages[] = {"en", "fr"};
    begin(RIG_MATTER);
    struct hash leaves[18];
    size_t count = 0;
    for (uint64_t n = 1; n <= 9; n++) {
        const char *id = arena_printf(&r.arena, "x%llu", (unsigned long long)(n * 7 % 10));
        const struct org_words w = org_words(&r.arena, 3000 + n);
        check_text(rig_propose(&r, "A03", id, "a", 3000 + n), "ok");
        struct alternative alt;
        check_that(alternative_get(r.state, &r.matter, bytes_of_text(id), BYTES("a"), &r.arena, &alt));
        struct hash of_alternative[2];
        for (size_t l = 0; l < 2; l++) {
            of_alternative[l] = leaf_hash(arena_printf(&r.arena, "%s:a", id), languages[l], &w.commitment[l]);
            leaves[count + l] = leaf_hash(id, languages[l], &w.commitment[l]);
        }
        const struct hash root = tree_hash(of_alternative, 2);
        check_bytes(hash_view(&alt.root), hash_view(&root));
        if (n % 4 == 3) { /* it leaves the text again */
            check_text(rig_say(&r, "A01", "matter.delete", "{'matter':$m,'provision':'%s'}", id), "ok");
        } else {
            count += 2;
        }
        struct version v;
        check_that(matter_text(r.state, &r.matter, &r.arena, &v));
        const struct hash text = tree_hash(leaves, count);
        check_bytes(hash_view(&v.root), hash_view(&text));
        check_eq(v.count, count / 2);
        struct text_part *parts = NULL;
        check_eq(version_parts(r.state, &r.matter, &v, &r.arena, &parts), count);
    }
    rig_close(&r);
}

TEST(a_version_is_fixed_as_the_text_stands)
{
    begin(RIG_TEXT);
    check_text(rig_version(&r), "ok");
    const struct hash first = r.root;
    check_text(rig_version(&r), "exists");
    check_text(rig_propose(&r, "A03", "p1", "second", 41), "ok");
    check_text(rig_say(&r, "A01", "matter.version", "{'matter':$m,'root':$r}"), "incomplete");
    check_text(choose("p1", "second"), "ok");
    check_text(rig_say(&r, "A01", "matter.version", "{'matter':$m,'root':$r}"), "wrong_root");
    check_text(rig_version(&r), "ok");
    check_that(!hash_equal(&first, &r.root));
    struct version v;
    struct root root;
    check_that(version_get(r.state, &r.matter, 2, &r.arena, &v));
    check_bytes(hash_view(&v.root), hash_view(&r.root));
    check_eq(v.fixed, r.results[0].index);
    check_bytes(v.parts[0].alternative, BYTES("second"));
    check_bytes(v.parts[1].alternative, BYTES("first"));
    check_that(root_get(r.state, &first, &root));
    check_eq(root.version, 1);
    check_that(!version_get(r.state, &r.matter, 3, &r.arena, &v));
    check_eq(rig_matter_now(&r).versions, 2);
    /* Back to the first text: its version is there, and may be put to silence. */
    check_text(choose("p1", "first"), "ok");
    check_text(rig_version(&r), "exists");
    check_bytes(hash_view(&r.root), hash_view(&first));
    check_text(rig_silence(&r), "ok");
    rig_close(&r);
}

TEST(a_new_alternative_opens_the_choice_again)
{
    begin(RIG_TEXT);
    check_text(chosen("p1"), "first"); /* the only one */
    check_text(rig_propose(&r, "A03", "p1", "second", 41), "ok");
    check_text(chosen("p1"), "");
    check_text(choose("p1", "second"), "ok");
    check_text(rig_propose(&r, "A04", "p1", "third", 42), "ok");
    check_text(chosen("p1"), "");
    check_text(choose("p1", "first"), "ok");
    check_text(withdraw("A03", "p1", "second"), "ok"); /* another than the chosen one: nothing changes */
    check_text(chosen("p1"), "first");
    struct alternative *list = NULL;
    check_eq(alternative_list(r.state, &r.matter, BYTES("p1"), &r.arena, &list), 3);
    check_bytes(list[0].id, BYTES("first"));
    check_bytes(list[2].id, BYTES("third"));
    check_bytes(list[2].sponsor, BYTES("A04"));
    check_that(list[1].withdrawn && !list[2].withdrawn);
    rig_close(&r);
}

TEST(a_deleted_provision_comes_back_when_it_is_chosen)
{
    begin(RIG_TEXT);
    struct version v;
    check_text(rig_say(&r, "A01", "matter.delete", "{'matter':$m,'provision':'p1'}"), "ok");
    check_that(matter_text(r.state, &r.matter, &r.arena, &v));
    check_eq(v.count, 1);
    check_text(rig_say(&r, "A01", "matter.delete", "{'matter':$m,'provision':'p2'}"), "ok");
    check_that(!matter_text(r.state, &r.matter, &r.arena, &v)); /* nothing is no text */
    check_text(choose("p1", "first"), "ok");
    check_that(matter_text(r.state, &r.matter, &r.arena, &v));
    check_bytes(v.parts[0].provision, BYTES("p1"));
    rig_close(&r);
}

TEST(matters_are_listed_in_the_order_of_their_opening_and_found_by_reference)
{
    struct matter *list = NULL;
    struct hash id;
    begin(RIG_MATTER);
    const struct hash first = r.matter;
    for (int i = 0; i < 4; i++) {
        rig_forget(&r);
        rig_to(&r, RIG_MATTER);
    }
    check_eq(matter_list(r.state, &r.arena, &list), 5);
    check_bytes(hash_view(&list[0].id), hash_view(&first));
    for (size_t i = 1; i < 5; i++) {
        check_that(list[i - 1].opened < list[i].opened);
    }
    check_bytes(list[4].title, BYTES("A matter"));
    check_bytes(list[4].member, BYTES("A01"));
    check_eq(list[4].opened_ms, r.time_ms);
    check_bytes(list[4].languages[0], BYTES("en"));
    check_that(matter_find(r.state, BYTES("council"), BYTES("m1"), &id));
    check_bytes(hash_view(&id), hash_view(&first));
    check_that(!matter_find(r.state, BYTES("group"), BYTES("m1"), &id));
    rig_close(&r);
}

static void begin_unsigned(void)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .unsigned_acts = true});
    rig_to(&r, RIG_MATTER);
}

static void order_proposal(const char *provision, const char *alternative, uint64_t words)
{
    const struct org_words w = org_words(&r.arena, words);
    check_text(rig_order(&r, "A02", "matter.propose",
                         "{'alternative':'%s','leaves':%s,'matter':$m,'provision':'%s'}", alternative,
                         w.leaves, provision),
               "ok");
}

TEST(a_matter_has_a_thousand_provisions_and_not_one_more)
{
    begin_unsigned();
    for (uint64_t i = 0; i < PROVISIONS_MAX; i++) {
        order_proposal(arena_printf(&r.arena, "q%llu", (unsigned long long)i), "x", 5000 + i);
        if (i % 250 == 249) {
            rig_block(&r, 100);
        }
    }
    check_eq(rig_matter_now(&r).provisions, PROVISIONS_MAX);
    check_text(rig_propose(&r, "A02", "one-more", "x", 9000), "limit");
    check_text(propose_before("one-more", "q0", 9001), "limit");
    check_text(rig_propose(&r, "A02", "q999", "y", 9002), "ok"); /* another alternative is no provision */
    check_text(choose("q999", "x"), "ok");
    check_text(rig_version(&r), "ok");
    struct version v;
    struct text_part *parts = NULL;
    check_that(version_get(r.state, &r.matter, 1, &r.arena, &v));
    check_eq(v.count, PROVISIONS_MAX);
    check_eq(version_parts(r.state, &r.matter, &v, &r.arena, &parts), PROVISIONS_MAX * 2);
    check_that(PROVISIONS_MAX * LANGUAGES_MAX == LEAVES_MAX);
    rig_close(&r);
}

TEST(a_provision_has_sixty_four_alternatives_and_not_one_more)
{
    begin_unsigned();
    for (uint64_t i = 0; i < ALTERNATIVES_MAX; i++) {
        order_proposal("p1", arena_printf(&r.arena, "a%llu", (unsigned long long)i), 5000 + i);
    }
    rig_block(&r, 100);
    for (size_t i = 0; i < ALTERNATIVES_MAX; i++) {
        check_text(rig_result(&r, i), "ok");
    }
    check_text(withdraw("A02", "p1", "a7"), "ok"); /* withdrawn ones count */
    check_text(rig_propose(&r, "A02", "p1", "one-more", 9000), "limit");
    rig_close(&r);
}

/* Eight languages, in the order of the matter, and the leaves in the order of their tags. */
TEST(a_text_may_have_as_many_languages_as_there_can_be)
{
    static const char *const tags[] = {"aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh"};
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    check_text(
        rig_say(&r, "A01", "matter.open",
                "{'body':'council','languages':['hh','aa','gg','bb','ff','cc','ee','dd'],'reference':'x',"
                "'rule':'silence','title':'T'}"),
        "ok");
    r.matter = r.id;
    struct buffer b;
    struct hash leaves[LANGUAGES_MAX];
    buffer_init(&b, 4096);
    for (size_t i = 0; i < LANGUAGES_MAX; i++) {
        struct hash commitment = {{(uint8_t)(i + 1)}};
        buffer_printf(&b, "%s{'commitment':'%s','language':'%s'}", i == 0 ? "" : ",",
                      hash_hex(&commitment).text, tags[i]);
        leaves[i] = leaf_hash("p1", tags[i], &commitment);
    }
    check_text(rig_say(&r, "A02", "matter.propose",
                       "{'alternative':'x','leaves':[%s],'matter':$m,'provision':'p1'}", buffer_text(&b)),
               "ok");
    buffer_done(&b);
    struct version v;
    check_that(matter_text(r.state, &r.matter, &r.arena, &v));
    const struct hash root = tree_hash(leaves, LANGUAGES_MAX);
    check_bytes(hash_view(&v.root), hash_view(&root));
    rig_close(&r);
}

TEST(a_commitment_is_used_once_in_the_life_of_an_organisation)
{
    begin(RIG_TEXT);
    const struct hash first = r.matter;
    const uint64_t words = r.words;
    check_text(rig_propose(&r, "A03", "p3", "x", words), "salt_reused");
    check_text(withdraw("A02", "p1", "first"), "ok");
    check_text(rig_propose(&r, "A02", "p1", "again", words), "salt_reused");
    rig_forget(&r);
    rig_to(&r, RIG_MATTER);
    check_text(rig_propose(&r, "A02", "p1", "first", words), "salt_reused");
    check_text(rig_propose(&r, "A02", "p1", "first", words + 9), "ok");
    /* A refused proposal takes none: p3 of the first matter may still have these. */
    r.matter = first;
    check_text(rig_propose(&r, "A03", "p3", "first", words + 9), "salt_reused");
    check_text(rig_propose(&r, "A03", "p3", "first", words + 10), "ok");
    rig_close(&r);
}

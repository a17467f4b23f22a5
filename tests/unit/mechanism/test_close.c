/* How a silence closes: who counts and how, and what the fact of the close says. */
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

/* A rule that offers every letter. */
static const char every_letter[] =
    "charter \"letters\" title \"A rule with every position\";\n"
    "body council {\n    members all;\n    chair rotation;\n    rules silence;\n}\n"
    "rule silence {\n    allow Y L N A Q X R;\n    default L;\n    pass n(N) = 0 & n(Y) + n(L) > 0;\n"
    "    clock at least 10s;\n    close n-f after 3s;\n    rung \"all\";\n    bind Y L bound, Q "
    "committed;\n}\n";

static void begin(const char *charter, enum rig_stage stage)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder(), .charter = charter});
    rig_to(&r, stage);
}

/* The nodes of the first three of four are there, the last one is dark; closes when E has passed. */
static struct fact_close close_without_the_last(const char *position)
{
    struct fact_close f;
    for (size_t i = 0; i < 3; i++) {
        check_text(rig_available(&r, i), "ok");
    }
    if (position[0] != 0) {
        check_text(rig_say(&r, "A04", "matter.position", "{'position':'%s','root':$r}", position), "ok");
    }
    rig_to(&r, RIG_FIRED);
    for (size_t i = 0; i < 3; i++) {
        check_text(rig_clear(&r, i), "ok");
    }
    rig_until(&r, rig_silence_now(&r).deadline_ms + rig_silence_now(&r).extra_ms);
    check_eq(rig_silence_now(&r).stage, SILENCE_CLOSED);
    check_that(rig_last_close(&r, &f));
    return f;
}

TEST(a_member_whose_node_is_dark_counts_x_unless_it_has_spoken_for_itself)
{
    static const struct {
        const char *position;
        const char *speaking_for;
        const char *not_reached;
    } rows[] = {
        {"", "A01 A02 A03", "A04"},   {"L", "A01 A02 A03", "A04"}, /* nobody lets pass what was not there */
        {"Y", "A01 A02 A03 A04", ""}, {"A", "A01 A02 A03", ""},
        {"X", "A01 A02 A03", ""}, /* absent by its own word */
        {"Q", "A01 A02 A03", ""},     {"R", "A01 A02 A03", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        begin(every_letter, RIG_WAITING);
        const struct fact_close f = close_without_the_last(rows[i].position);
        harness_note("position %s", rows[i].position);
        check_bytes(f.outcome, BYTES("adopted"));
        check_text(rig_codes(&r, f.speaking_for, f.speaking_for_count), rows[i].speaking_for);
        check_text(rig_codes(&r, f.not_reached, f.not_reached_count), rows[i].not_reached);
        rig_close(&r);
    }
    begin(every_letter, RIG_WAITING);
    const struct fact_close f = close_without_the_last("N");
    check_bytes(f.outcome, BYTES("rejected"));
    check_eq(f.speaking_for_count, 0);
    check_eq(f.not_reached_count, 0);
    rig_close(&r);
}

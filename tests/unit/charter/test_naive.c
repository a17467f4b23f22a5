/* The evaluator against one that reads the condition as text and counts members one by one: over every choice
 * of positions of a few members, and over conditions made up at random. */
#include "base/prng.h"
#include "charter/ballot.h"
#include "unit/charter/fixture.h"
#include "unit/charter/naive.h"

enum { MEMBERS = 5 };

static const char *const member_tags[MEMBERS] = {" P5 ", " P5 PARTY ", " ", " PARTY ", " "};
static const int64_t member_weights[MEMBERS] = {5, 3, 2, 2, 1};

/* The same members for both evaluators. */
static void fill(struct elector *electors, size_t count, const char *positions)
{
    struct bytes *tags = ARENA_ARRAY(harness_arena(), struct bytes, 2);
    tags[0] = BYTES("P5");
    tags[1] = BYTES("PARTY");
    static const char *const codes[MEMBERS] = {"ALDER", "BIRCH", "CEDAR", "DAMSON", "ELM"};
    for (size_t i = 0; i < count; i++) {
        const bool both = i == 1;
        const bool party = i == 3;
        electors[i] = (struct elector){.code = bytes_of_text(codes[i]),
                                       .n = 1,
                                       .position = positions[i],
                                       .tag_count = both              ? 2
                                                    : i == 0 || party ? 1
                                                                      : 0,
                                       .tags = party ? tags + 1 : tags,
                                       .weights = &member_weights[i]};
    }
}

/* A rule as text: what decides beside the condition stands in letters of its own. */
struct naive_rule {
    const char *pass;
    const char *quorum; /* NULL: none */
    bool out;           /* PARTY is out */
    bool force;         /* P5 is forced to A */
};

static const char *naive_outcome(const struct naive_rule *r, size_t count, const char *positions)
{
    char counted[MEMBERS + 1] = {0};
    bool out[MEMBERS] = {false};
    long weights[MEMBERS];
    for (size_t i = 0; i < count; i++) {
        counted[i] = positions[i];
        weights[i] = (long)member_weights[i];
        out[i] = r->out && strstr(member_tags[i], " PARTY ") != NULL;
        if (r->force && strstr(member_tags[i], " P5 ") != NULL) {
            counted[i] = 'A';
        }
    }
    const struct naive n = {count, counted, member_tags, out, weights};
    if (r->quorum != NULL && !naive_holds(r->quorum, &n)) {
        return "no_quorum";
    }
    return naive_holds(r->pass, &n) ? "adopted" : "rejected";
}

static const struct charter_rule *compiled(const struct naive_rule *r, const char *allow,
                                           const struct charter **out)
{
    const char *clauses =
        arena_printf(harness_arena(), "allow %s; %s %s %s%s%s pass %s;", allow, r->out ? "out PARTY;" : "",
                     r->force ? "force P5 = A;" : "", r->quorum == NULL ? "" : "quorum ",
                     r->quorum == NULL ? "" : r->quorum, r->quorum == NULL ? "" : ";", r->pass);
    return rule_of("attributes pop;", clauses, out);
}

/* The next of all choices of `letters` for `count` places; false after the last. */
static bool next_choice(char *positions, size_t count, const char *letters)
{
    for (size_t i = 0; i < count; i++) {
        const char *at = strchr(letters, positions[i]) + 1;
        positions[i] = *at == 0 ? letters[0] : *at;
        if (*at != 0) {
            return true;
        }
    }
    return false;
}

static void check_all_choices(const struct naive_rule *r, size_t count, const char *letters)
{
    const struct charter *c = NULL;
    const struct charter_rule *rule = compiled(r, "Y L N A Q X R", &c);
    char positions[MEMBERS + 1] = {0};
    struct elector electors[MEMBERS];
    struct ballot *b = NULL;
    memset(positions, letters[0], count);
    fill(electors, count, positions);
    const struct electorate e = {.count = count, .electors = electors};
    check_ok(ballot_prepare(harness_arena(), rule, &e, 1, BYTES(""), &b, NULL));
    do {
        struct verdict v;
        check_that(ballot_decide(b, positions, &v));
        const char *expected = naive_outcome(r, count, positions);
        if (strcmp(outcome_word(v.outcome), expected) != 0) {
            harness_note("%s at %s", r->pass, positions);
        }
        check_text(outcome_word(v.outcome), expected);
    } while (next_choice(positions, count, letters));
}

static const struct naive_rule rules[] = {
    {"n(Y) >= 3", NULL, false, false},
    {"3*n(Y) >= 2*n(V)", NULL, false, false},
    {"2*n(Y) > n(V)", "2*n(C) > n(*)", false, false},
    {"n(Y) > n(N) & n(N|P5) = 0", NULL, false, false},
    {"n(N) = 0 & n(Y) + n(L) > 0", "n(C) = n(*)", false, false},
    {"n(N) = 0 & !(3*n(Q) >= n(*) & 3*pop(Q) >= pop(*))", "2*n(C) > n(*)", false, false},
    {"100*n(Y) >= 55*n(*) & n(Y) >= 2 & 100*pop(Y) >= 65*pop(*) | n(!Y) < 2", NULL, false, false},
    {"n(N|!PARTY) = 0", NULL, false, false},
    {"n(N) = 0", NULL, true, false},
    {"n(Y) > n(N)", "3*n(C) >= 2*n(*)", true, true},
    {"n(Y) >= 2 & n(N|P5) = 0", NULL, false, true},
    {"!(3*n(N) > n(*) | 2*pop(N) >= pop(*))", NULL, false, false},
    {"3*n(Y|P5) >= 2*n(V|P5) & 4*n(N) <= n(V)", NULL, false, false},
    {"n(Y) >= 1 & n(N) = 0 & 3*(n(Y) + n(L)) >= 2*n(*)", NULL, false, false},
    {"n(Y) = n(N) | n(A) != n(Q)", NULL, false, false},
    {"pop(Y) - pop(N) = 4 | n(R) > 1 & n(X) < 2", NULL, false, false},
    {"n(!N) > 0", NULL, false, false},
};

TEST(outcomes_agree_over_every_choice_of_five_members)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        check_all_choices(&rules[i], MEMBERS, POSITIONS);
    }
}

/* A random condition over everything that both know. */
static void add_random_sum(struct prng *p, struct buffer *b)
{
    static const char *const counts[] = {"n(Y)",        "n(N)",   "n(*)",   "n(V)",
                                         "n(C)",        "n(!Y)",  "n(L A)", "n(N|P5)",
                                         "n(Y|!PARTY)", "pop(Y)", "pop(*)", "pop(!Y X|PARTY)",
                                         "n(!C)",       "n(Q R)"};
    const int64_t terms = prng_between(p, 1, 3);
    for (int64_t i = 0; i < terms; i++) {
        buffer_add_text(b, i == 0 ? "" : prng_chance(p, 500) ? " + " : " - ");
        const uint64_t kind = prng_below(p, 4);
        if (kind == 0) {
            buffer_printf(b, "%lld", (long long)prng_between(p, 0, 9));
        } else {
            buffer_printf(b, "%s%s",
                          kind == 1   ? "2*"
                          : kind == 2 ? "3*"
                                      : "",
                          counts[prng_below(p, sizeof counts / sizeof counts[0])]);
        }
    }
}

static void add_random_condition(struct prng *p, struct buffer *b, int depth)
{
    static const char *const signs[] = {" >= ", " <= ", " > ", " < ", " = ", " != "};
    const uint64_t kind = depth == 0 ? 0 : prng_below(p, 5);
    if (kind < 2) {
        add_random_sum(p, b);
        buffer_add_text(b, signs[prng_below(p, 6)]);
        add_random_sum(p, b);
    } else if (kind == 2) {
        buffer_add_text(b, "!(");
        add_random_condition(p, b, depth - 1);
        buffer_add_text(b, ")");
    } else {
        buffer_add_text(b, "(");
        add_random_condition(p, b, depth - 1);
        buffer_add_text(b, kind == 3 ? ") & (" : ") | (");
        add_random_condition(p, b, depth - 1);
        buffer_add_text(b, ")");
    }
}

static const char *random_condition(struct prng *p)
{
    struct buffer b;
    buffer_init(&b, 1 << 16);
    add_random_condition(p, &b, 3);
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

static struct naive_rule random_rule(struct prng *p)
{
    struct naive_rule r = {.pass = random_condition(p)};
    r.quorum = prng_chance(p, 300) ? random_condition(p) : NULL;
    r.out = prng_chance(p, 200);
    r.force = prng_chance(p, 200);
    return r;
}

TEST(outcomes_agree_for_conditions_made_up_at_random)
{
    struct prng p;
    prng_seed(&p, harness_seed());
    for (int i = 0; i < 150; i++) {
        const struct naive_rule r = random_rule(&p);
        check_all_choices(&r, 4, "YNAX");
    }
}

/* Whether some choice of those at X, among the letters, makes another outcome. */
static bool naive_can_turn(const struct naive_rule *r, size_t count, const char *positions,
                           const char *letters)
{
    const char *stands = naive_outcome(r, count, positions);
    char free[MEMBERS + 1] = {0};
    size_t places[MEMBERS];
    size_t free_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (positions[i] == 'X') {
            places[free_count++] = i;
        }
    }
    memset(free, letters[0], free_count);
    do {
        char changed[MEMBERS + 1] = {0};
        memcpy(changed, positions, count);
        for (size_t i = 0; i < free_count; i++) {
            changed[places[i]] = free[i];
        }
        if (strcmp(naive_outcome(r, count, changed), stands) != 0) {
            return true;
        }
    } while (next_choice(free, free_count, letters));
    return false;
}

static bool naive_is_pivotal(const struct naive_rule *r, size_t count, const char *positions, size_t member,
                             const char *letters)
{
    char changed[MEMBERS + 1] = {0};
    memcpy(changed, positions, count);
    for (const char *l = letters; *l != 0; l++) {
        changed[member] = *l;
        if (strcmp(naive_outcome(r, count, changed), naive_outcome(r, count, positions)) != 0) {
            return true;
        }
    }
    return false;
}

static bool names(const struct decision *d, struct bytes code)
{
    for (size_t i = 0; i < d->pivotal_count; i++) {
        if (bytes_equal(d->pivotal[i], code)) {
            return true;
        }
    }
    return false;
}

/* Open outcomes and pivotal members over every choice: `allow` as clause, and its letters with X. */
static void check_open_and_pivotal(const struct naive_rule *r, size_t count, const char *allow,
                                   const char *letters)
{
    const struct charter *c = NULL;
    const struct charter_rule *rule = compiled(r, allow, &c);
    char positions[MEMBERS + 1] = {0};
    struct elector electors[MEMBERS];
    memset(positions, letters[0], count);
    do {
        fill(electors, count, positions);
        const struct electorate e = {.count = count, .electors = electors};
        const struct evaluate_options options = {.open = true, .explain = true};
        struct decision d;
        struct arena a = {0};
        check_ok(evaluate(&a, c, rule, &e, 1, &options, &d, NULL));
        harness_note("%s at %s, quorum %s%s%s", r->pass, positions, r->quorum == NULL ? "none" : r->quorum,
                     r->out ? ", PARTY out" : "", r->force ? ", P5 forced" : "");
        check_eq(d.outcome == OUTCOME_pending, naive_can_turn(r, count, positions, letters));
        check_text(outcome_word(d.stands), naive_outcome(r, count, positions));
        for (size_t i = 0; i < count; i++) {
            char without_x[8] = {0};
            (void)memccpy(without_x, letters, 'X', sizeof without_x - 1);
            *strchr(without_x, 'X') = 0;
            const bool out = r->out && strstr(member_tags[i], " PARTY ") != NULL;
            const bool forced = r->force && strstr(member_tags[i], " P5 ") != NULL;
            check_eq(names(&d, electors[i].code),
                     !out && !forced && naive_is_pivotal(r, count, positions, i, without_x));
        }
        arena_done(&a);
    } while (next_choice(positions, count, letters));
}

TEST(open_outcomes_and_pivotal_members_agree_over_every_choice)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        check_open_and_pivotal(&rules[i], 4, "Y L N A", "YLNAX");
    }
}

TEST(open_outcomes_and_pivotal_members_agree_for_conditions_made_up_at_random)
{
    struct prng p;
    prng_seed(&p, harness_seed() + 1);
    for (int i = 0; i < 25; i++) {
        const struct naive_rule r = random_rule(&p);
        check_open_and_pivotal(&r, 4, "Y N A", "YNAX");
    }
    for (int i = 0; i < 25; i++) {
        const struct naive_rule r = random_rule(&p);
        check_open_and_pivotal(&r, 3, "Y L N A Q R", "YLNAQRX");
    }
}

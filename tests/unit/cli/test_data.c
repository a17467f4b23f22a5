/* Real votes: the committed facts of tests/vectors/decisions.json, and the data sets of SHARED_DATA where
 * they are. */
#include "unit/cli/csv.h"
#include "unit/cli/fixture.h"
#include "unit/codec/vectors.h"

/* The codes of a field such as "FRA+GBR" or "BEL DEU". */
static size_t codes_of(const char *field, const char **out)
{
    size_t count = 0;
    while (*field != 0) {
        const size_t len = strcspn(field, "+ ");
        out[count++] = arena_text(harness_arena(), bytes_of(field, len));
        field += len + strspn(field + len, "+ ");
    }
    return count;
}

/* One count of a case, for those that are not none: {"ids":["RUS"],"n":1,"pos":"N"} */
static void add_count(struct json_writer *w, const char *position, const char *n, const char *ids)
{
    const char *codes[64];
    const size_t count = codes_of(ids, codes);
    if (strtol(n, NULL, 10) == 0) {
        return;
    }
    json_object(w, NULL);
    if (count > 0) {
        json_array(w, "ids");
        for (size_t i = 0; i < count; i++) {
            json_cstring(w, NULL, codes[i]);
        }
        json_end(w);
    }
    json_integer(w, "n", strtol(n, NULL, 10));
    json_cstring(w, "pos", position);
    json_end(w);
}

static int by_text(const void *a, const void *b)
{
    const char *const *x = a;
    const char *const *y = b;
    return strcmp(*x, *y);
}

/* "AUS=Y BRA=A": each member's position, or L for all of them. */
static void add_positions(struct json_writer *w, const char *votes, bool consensus)
{
    const char *codes[64];
    const size_t count = codes_of(votes, codes);
    qsort(codes, count, sizeof codes[0], by_text);
    json_object(w, "positions");
    for (size_t i = 0; i < count; i++) {
        const size_t len = strcspn(codes[i], "=");
        const char *code = arena_text(harness_arena(), bytes_of(codes[i], len));
        json_cstring(w, code, consensus ? "L" : codes[i] + len + 1);
    }
    json_end(w);
}

/* A row of unsc/decisions_train.csv as a case. */
static struct bytes council_case(const struct csv *c)
{
    struct buffer b;
    struct json_writer w;
    const bool consensus = is_text(csv_field(c, "consensus"), "1");
    const bool procedural = is_text(csv_field(c, "procedural"), "1");
    const bool by_member = csv_field(c, "votes").len > 0;
    buffer_init(&b, 1 << 16);
    json_begin(&w, &b);
    json_object(&w, NULL);
    if (!by_member) {
        json_array(&w, "counts");
        if (consensus) {
            add_count(&w, "L", csv_text(c, "council"), "");
        } else {
            add_count(&w, "Y", csv_text(c, "yes"), "");
            add_count(&w, "N", csv_text(c, "no"), csv_text(c, "p5_no"));
            add_count(&w, "A", csv_text(c, "abstain"), "");
            add_count(&w, "X", csv_text(c, "absent"), "");
        }
        json_end(&w);
    }
    json_text(&w, "date", csv_field(c, "date"));
    json_text(&w, "id", csv_field(c, "id"));
    if (by_member) {
        add_positions(&w, csv_text(c, "votes"), consensus);
    }
    json_cstring(&w, "rule", procedural ? "procedural" : consensus ? "consensus" : "substantive");
    json_end(&w);
    const struct bytes line = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return line;
}

/* A row of decisions/cases_train.csv as a case; of both bodies the second is in the note only. */
static struct bytes common_case(const struct csv *c)
{
    struct buffer b;
    struct json_writer w;
    const bool both = is_text(csv_field(c, "rule"), "both_absolute");
    buffer_init(&b, 1 << 16);
    json_begin(&w, &b);
    json_object(&w, NULL);
    if (both) {
        json_object(&w, "electorates");
        json_array(&w, "assembly");
        add_count(&w, "Y", csv_text(c, "for"), "");
        add_count(&w, "X", csv_text(c, "absent"), "");
        json_end(&w);
        json_array(&w, "council");
        add_count(&w, "Y", "15", "");
        json_end(&w);
        json_end(&w);
    } else {
        json_array(&w, "counts");
        add_count(&w, "Y", csv_text(c, "for"), "");
        add_count(&w, "N", csv_text(c, "against"), csv_text(c, "objectors"));
        add_count(&w, "A", csv_text(c, "abstain"), "");
        add_count(&w, "X", csv_text(c, "absent"), "");
        json_end(&w);
        json_integer(&w, "electorate", strtol(csv_text(c, "members"), NULL, 10));
    }
    json_text(&w, "id", csv_field(c, "id"));
    if (is_text(csv_field(c, "expected"), "pending")) {
        json_bool(&w, "open", true);
    }
    json_text(&w, "rule", csv_field(c, "rule"));
    json_end(&w);
    const struct bytes line = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return line;
}

/* The answer's outcome and reason, "rejected veto". */
static const char *decided(struct decider *d, struct bytes line)
{
    bool good = false;
    struct bytes outcome;
    struct bytes reason;
    const struct json *value = NULL;
    const char *answer = answer_of(d, arena_text(harness_arena(), line), &good);
    if (!good) {
        return answer;
    }
    check_ok(json_parse(harness_arena(), bytes_of_text(answer), 1 << 20, &value, NULL));
    check_that(json_get_text(value, "outcome", &outcome) && json_get_text(value, "reason_code", &reason));
    return arena_printf(harness_arena(), "%.*s %.*s", (int)outcome.len, (const char *)outcome.data,
                        (int)reason.len, (const char *)reason.data);
}

TEST(committed_cases_are_decided_as_they_were)
{
    const struct json *rows = vectors_open("tests/vectors/decisions.json");
    size_t cases = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        const struct json *line = json_get_object(row, "case");
        if (line == NULL) {
            continue;
        }
        struct buffer b;
        buffer_init(&b, 1 << 16);
        json_write(&b, line);
        struct decider *d =
            decider_of(preset_of(arena_text(harness_arena(), vector_text(row, "charter"))), "", false);
        const struct hash hash = hash_of(buffer_view(&b));
        check_text(hash_hex(&hash).text, arena_text(harness_arena(), vector_text(row, "input")));
        const struct bytes outcome = vector_text(row, "outcome");
        const struct bytes reason = vector_text(row, "reason_code");
        check_text(decided(d, buffer_view(&b)),
                   arena_printf(harness_arena(), "%.*s %.*s", (int)outcome.len, (const char *)outcome.data,
                                (int)reason.len, (const char *)reason.data));
        decider_free(d);
        buffer_done(&b);
        cases++;
    }
    check_that(cases >= 30);
}

/* The whole of a data set: how many rows, the hash of its cases, and of what comes out of them. */
struct whole {
    int64_t rows;
    struct buffer cases;
    struct buffer answers;
};

static void whole_init(struct whole *w)
{
    *w = (struct whole){.rows = 0};
    buffer_init(&w->cases, 1 << 24);
    buffer_init(&w->answers, 1 << 24);
}

static void whole_add(struct whole *w, struct bytes id, struct bytes line, const char *answer)
{
    w->rows++;
    buffer_add_bytes(&w->cases, line);
    buffer_add_u8(&w->cases, '\n');
    buffer_printf(&w->answers, "%.*s %s\n", (int)id.len, (const char *)id.data, answer);
}

/* Compares with the committed row of that name, and frees. */
static void whole_check(struct whole *w, const char *name)
{
    const struct json *rows = vectors_open("tests/vectors/decisions.json");
    const struct hash cases = hash_of(buffer_view(&w->cases));
    const struct hash answers = hash_of(buffer_view(&w->answers));
    bool found = false;
    for (size_t i = 0; i < rows->count; i++) {
        const struct json *row = vector_row(rows, i);
        int64_t count = 0;
        if (is_text(vector_text(row, "name"), name)) {
            found = true;
            check_that(json_get_integer(row, "rows", &count));
            check_eq(w->rows, count);
            check_text(hash_hex(&cases).text, arena_text(harness_arena(), vector_text(row, "input")));
            check_text(hash_hex(&answers).text, arena_text(harness_arena(), vector_text(row, "answers")));
        }
    }
    check_that(found);
    buffer_done(&w->cases);
    buffer_done(&w->answers);
}

TEST(every_scored_vote_of_the_security_council_is_decided_as_it_was)
{
    struct csv c = csv_open("unsc/decisions_train.csv");
    struct decider *d = decider_of(preset_of("unsc"), "", false);
    struct whole w;
    whole_init(&w);
    while (csv_next(&c)) {
        const struct bytes outcome = csv_field(&c, "outcome");
        const bool consensus = is_text(csv_field(&c, "consensus"), "1");
        if (bytes_start_with(csv_field(&c, "conflict"), BYTES("EXCLUDE")) || csv_field(&c, "yes").len == 0) {
            continue;
        }
        const char *expected = is_text(outcome, "adopted")
                                   ? consensus ? "adopted consensus" : "adopted carried"
                               : is_text(outcome, "vetoed") ? "rejected veto"
                                                            : "rejected short_of_votes";
        const struct bytes line = council_case(&c);
        const char *answer = decided(d, line);
        harness_note("%s", csv_text(&c, "id"));
        check_text(answer, expected);
        whole_add(&w, csv_field(&c, "id"), line, answer);
    }
    decider_free(d);
    whole_check(&w, "unsc/decisions_train.csv");
}

TEST(every_vote_that_a_veto_decided_names_who_cast_it)
{
    struct csv c = csv_open("unsc/decisions_train.csv");
    struct decider *d = decider_of(preset_of("unsc"), "", false);
    size_t vetoes = 0;
    while (csv_next(&c)) {
        const char *codes[8];
        bool good = false;
        if (csv_field(&c, "vetoed_by").len == 0 || csv_field(&c, "yes").len == 0 ||
            bytes_start_with(csv_field(&c, "conflict"), BYTES("EXCLUDE"))) {
            continue;
        }
        const char *answer = answer_of(d, arena_text(harness_arena(), council_case(&c)), &good);
        const size_t count = codes_of(csv_text(&c, "vetoed_by"), codes);
        harness_note("%s: %s", csv_text(&c, "id"), answer);
        for (size_t i = 0; i < count; i++) {
            const char *names = strstr(answer, "vetoed by ");
            check_that(names != NULL && strstr(names, codes[i]) != NULL);
        }
        vetoes++;
    }
    check_that(vetoes > 100);
    decider_free(d);
}

TEST(every_vote_under_a_common_rule_is_decided_as_it_was)
{
    struct csv c = csv_open("decisions/cases_train.csv");
    struct decider *d = decider_of(preset_of("decisions"), "", false);
    struct whole w;
    whole_init(&w);
    while (csv_next(&c)) {
        const struct bytes line = common_case(&c);
        const char *answer = decided(d, line);
        harness_note("%s", csv_text(&c, "id"));
        if (is_text(csv_field(&c, "confidence"), "high")) {
            check_that(strncmp(answer, csv_text(&c, "expected"), csv_field(&c, "expected").len) == 0);
        }
        whole_add(&w, csv_field(&c, "id"), line, answer);
    }
    decider_free(d);
    whole_check(&w, "decisions/cases_train.csv");
}

/* A population table out of eu_council/qmv_population.csv. */
static const char *population_of(const char *from)
{
    struct csv c = csv_open("eu_council/qmv_population.csv");
    const char *rows[64];
    size_t count = 0;
    struct buffer b;
    while (csv_next(&c)) {
        if (is_text(csv_field(&c, "valid_from"), from)) {
            rows[count++] =
                arena_printf(harness_arena(), "%s,%s\n", csv_text(&c, "code"), csv_text(&c, "population"));
        }
    }
    qsort(rows, count, sizeof rows[0], by_text);
    buffer_init(&b, 1 << 16);
    buffer_add_text(&b, "code,value\n");
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(&b, rows[i]);
    }
    const char *text = arena_text(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return text;
}

static void add_codes_at(struct json_writer *w, const struct csv *c)
{
    static const char *const columns[] = {"against", "abstain", "absent"};
    static const char *const letters[] = {"N", "A", "X"};
    const char *members[40];
    const size_t member_count = codes_of(csv_text(c, "members"), members);
    qsort(members, member_count, sizeof members[0], by_text);
    json_object(w, "positions");
    for (size_t i = 0; i < member_count; i++) {
        const char *letter = "Y";
        for (size_t k = 0; k < 3; k++) {
            const char *codes[40];
            const size_t count = codes_of(csv_text(c, columns[k]), codes);
            for (size_t n = 0; n < count; n++) {
                letter = strcmp(codes[n], members[i]) == 0 ? letters[k] : letter;
            }
        }
        json_cstring(w, members[i], letter);
    }
    json_end(w);
}

TEST(weights_out_of_frozen_tables_decide_real_votes_by_qualified_majority)
{
    struct csv c = csv_open("eu_council/cases_train.csv");
    const char *texts[] = {population_of("2014-01-01"), population_of("2017-01-01")};
    const struct hash hashes[] = {hash_of(bytes_of_text(texts[0])), hash_of(bytes_of_text(texts[1]))};
    const struct charter *charter =
        charter_of(arena_printf(harness_arena(),
                                "charter \"qualified\";\nattributes population;\n"
                                "table population-2014 of population until 2016-12-31 { sha256 \"%s\"; }\n"
                                "table population-2017 of population from 2017-01-01 { sha256 \"%s\"; }\n"
                                "rule proposal { quorum 2*n(C) > n(*); pass 100*n(Y) >= 55*n(*) & "
                                "100*population(Y) >= 65*population(*) | "
                                "n(!Y) < 4; }\n"
                                "rule other { quorum 2*n(C) > n(*); pass 100*n(Y) >= 72*n(*) & "
                                "100*population(Y) >= 65*population(*) | n(!Y) < "
                                "4; }\n",
                                hash_hex(&hashes[0]).text, hash_hex(&hashes[1]).text));
    const struct decide_table tables[] = {
        {BYTES("population-2014"), bytes_of_text(texts[0])},
        {BYTES("population-2017"), bytes_of_text(texts[1])},
    };
    const struct decide_options options = {.explain = false};
    struct decider *d = NULL;
    struct diag diag = {0};
    size_t votes = 0;
    check_ok(decider_new(charter, tables, 2, &options, &d, &diag));
    while (csv_next(&c)) {
        struct buffer b;
        struct json_writer w;
        if (!is_text(csv_field(&c, "regime"), "Lisbon")) {
            continue;
        }
        const bool proposed = is_text(csv_field(&c, "proposal_by"), "Commission");
        buffer_init(&b, 1 << 16);
        json_begin(&w, &b);
        json_object(&w, NULL);
        json_cstring(&w, "attributes",
                     is_text(csv_field(&c, "population_from"), "2014-01-01") ? "population-2014"
                                                                             : "population-2017");
        add_codes_at(&w, &c);
        json_cstring(&w, "rule", proposed ? "proposal" : "other");
        json_end(&w);
        harness_note("%s", csv_text(&c, "id"));
        check_that(strncmp(decided(d, buffer_view(&b)), csv_text(&c, "expected"), 7) == 0);
        buffer_done(&b);
        votes++;
    }
    check_that(votes >= 5);
    decider_free(d);
}

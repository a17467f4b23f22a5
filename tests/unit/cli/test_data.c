/* Real votes: the committed facts of tests/vectors/decisions.json, and the data sets of SHARED_DATA where
 * they are. */
#include "unit/cli/csv.h"
#include "unit/cli/union.h"
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
            union_decider(preset_of(arena_text(harness_arena(), vector_text(row, "charter"))));
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
    check_that(cases >= 38);
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
        check_that(strncmp(answer, csv_text(&c, "expected"), csv_field(&c, "expected").len) == 0);
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

/* A row of eu_council/cases_train.csv as a case. */
static struct bytes union_case(const struct csv *c)
{
    struct buffer b;
    struct json_writer w;
    const struct bytes from = csv_field(c, "population_from");
    const struct bytes by = csv_field(c, "proposal_by");
    const bool proposed = is_text(by, "Commission") || is_text(by, "High Representative");
    buffer_init(&b, 1 << 16);
    json_begin(&w, &b);
    json_object(&w, NULL);
    if (from.len > 0) {
        json_cstring(&w, "attributes",
                     arena_printf(harness_arena(), "population-%.4s", (const char *)from.data));
    }
    json_text(&w, "date", csv_field(c, "date"));
    json_text(&w, "id", csv_field(c, "id"));
    add_codes_at(&w, c);
    json_cstring(&w, "rule",
                 is_text(csv_field(c, "regime"), "unanimity") ? "unanimity"
                 : proposed                                   ? "on_proposal"
                                                              : "other");
    json_end(&w);
    const struct bytes line = arena_copy(harness_arena(), buffer_view(&b));
    buffer_done(&b);
    return line;
}

/* The preset with the populations of the data in the place of those that stand in for them. */
static struct decider *true_union(void)
{
    static const char *const from[] = {"2004-11-01", "2006-01-01", "2007-01-01", "2008-01-01",
                                       "2009-01-01", "2010-01-01", "2011-01-01", "2012-01-01",
                                       "2013-07-01", "2014-01-01", "2017-01-01"};
    enum { TABLES = sizeof from / sizeof from[0] };
    struct decide_table tables[TABLES];
    char *text = arena_text(harness_arena(), harness_file("charters/eu-council.charter"));
    for (size_t i = 0; i < TABLES; i++) {
        const char *name = arena_printf(harness_arena(), "population-%.4s", from[i]);
        char *at = strstr(text, arena_printf(harness_arena(), "table %s of", name));
        at = at == NULL ? NULL : strstr(at, "sha256 \"");
        check_that(at != NULL);
        tables[i] = (struct decide_table){bytes_of_text(name), bytes_of_text(population_of(from[i]))};
        const struct hash hash = hash_of(tables[i].text);
        memcpy(at + strlen("sha256 \""), hash_hex(&hash).text, 64);
    }
    const struct charter *charter = charter_of(text);
    struct decide_table *all = ARENA_ARRAY(harness_arena(), struct decide_table, charter->table_count);
    for (size_t i = 0; i < charter->table_count; i++) {
        all[i] = (struct decide_table){charter->tables[i].name, union_table(charter->tables[i].name)};
        for (size_t k = 0; k < TABLES; k++) {
            if (bytes_equal(tables[k].name, all[i].name)) {
                all[i].text = tables[k].text;
            }
        }
    }
    const struct decide_options options = {.explain = false};
    struct decider *d = NULL;
    struct diag diag = {0};
    check_ok(decider_new(charter, all, charter->table_count, &options, &d, &diag));
    return d;
}

TEST(every_vote_of_the_union_is_decided_as_it_was_by_the_true_populations_too)
{
    struct csv c = csv_open("eu_council/cases_train.csv");
    struct decider *deciders[] = {union_decider(preset_of("eu-council")), true_union()};
    size_t votes = 0;
    while (csv_next(&c)) {
        const struct bytes line = union_case(&c);
        for (size_t i = 0; i < 2; i++) {
            const char *answer = decided(deciders[i], line);
            harness_note("%s %s", csv_text(&c, "id"), answer);
            check_that(strncmp(answer, csv_text(&c, "expected"), csv_field(&c, "expected").len) == 0);
        }
        votes++;
    }
    check_eq(votes, 8);
    decider_free(deciders[0]);
    decider_free(deciders[1]);
}

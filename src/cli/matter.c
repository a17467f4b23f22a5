/* univocal matter list, show, redline; text show: what a text says, who holds which bracket, what changed. */
#include <string.h>

#include "analysis/diff.h"
#include "analysis/show_matter.h"
#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "cli/procedure.h"
#include "cli/ruling.h"
#include "cli/run.h"
#include "cli/send.h"
#include "mechanism/body.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/opening.h"
#include "mechanism/procedure.h"
#include "mechanism/silence.h"
#include "mechanism/vote.h"

enum { WIDTH = 100 };

static const char *text_of(struct cli *c, struct bytes b)
{
    return arena_text(&c->arena, b);
}

/* The words under a commitment: from the store of drafts, or from the act that opened them. False: not here.
 */
static bool find_words(struct cli *c, const struct hash *matter, struct bytes provision,
                       const struct act_leaf *leaf, struct bytes *out)
{
    struct blob blob;
    int64_t index = 0;
    if (c->reader.blobs != NULL && blobs_get(c->reader.blobs, &leaf->commitment, &c->arena, &blob) == OK) {
        *out = blob.text;
        return true;
    }
    struct entry entry;
    struct bytes envelope;
    struct act act;
    if (!opening_find(c->reader.state, matter, provision, leaf->language, &index) ||
        record_read(c->reader.record, (uint64_t)index, &c->arena, &entry, &envelope) != OK ||
        act_decode(&c->arena, envelope, &act, NULL) != ACCEPTED) {
        return false;
    }
    *out = act_value(&act, "text")->text;
    return true;
}

static const struct act_leaf *leaf_in(const struct alternative *alt, struct bytes language)
{
    for (size_t i = 0; i < alt->leaf_count; i++) {
        if (bytes_equal(alt->leaves[i].language, language)) {
            return &alt->leaves[i];
        }
    }
    return NULL;
}

int matter_list_run(struct cli *c)
{
    struct matter *list = NULL;
    const int status = cli_read(c);
    if (status != CLI_DONE) {
        return status;
    }
    const size_t count = matter_list(c->reader.state, &c->arena, &list);
    struct buffer b;
    struct json_writer w;
    buffer_init(&b, FRAME_BYTES_MAX);
    json_begin(&w, &b);
    json_array(&w, NULL);
    for (size_t i = 0; i < count; i++) {
        const struct matter *m = &list[i];
        if (!c->json) {
            (void)printf("%s%s/%s  %s  (%s)\n", cli_mark(c), text_of(c, m->body), text_of(c, m->reference),
                         text_of(c, m->title), matter_stage_word(m));
            continue;
        }
        show_matter_row(&w, m);
    }
    json_end(&w);
    if (c->json) {
        cli_print_json(&b);
    } else if (count == 0) {
        (void)printf("%sno matter was opened yet: `univocal matter open` opens one\n", cli_mark(c));
    }
    buffer_done(&b);
    return CLI_DONE;
}

struct view {
    struct cli *c;
    struct matter m;
    struct bytes language;
};

static void show_holds(struct view *v, const struct provision *p)
{
    struct hold *list = NULL;
    struct cli *c = v->c;
    const size_t count = hold_list(c->reader.state, &v->m.id, p->id, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        (void)printf("    [ held by %s since %s\n", text_of(c, list[i].member),
                     cli_time(c, list[i].since_ms, false));
        cli_wrap(stdout, "      because: ", list[i].reason, WIDTH);
        cli_wrap(stdout, "      released if: ", list[i].release, WIDTH);
    }
}

static void show_agreements(struct view *v, const struct provision *p, const struct alternative *alts,
                            size_t alt_count)
{
    struct agreement *list = NULL;
    struct cli *c = v->c;
    const size_t count = agreement_list(c->reader.state, &v->m.id, p->id, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        const char *on = "an alternative";
        for (size_t k = 0; k < alt_count; k++) {
            if (hash_equal(&alts[k].root, &list[i].root)) {
                on = text_of(c, alts[k].id);
            }
        }
        const char *word = list[i].stance == STANCE_AGREED          ? "agreed"
                           : list[i].stance == STANCE_AD_REFERENDUM ? "agreed ad referendum"
                                                                    : "open";
        (void)printf("    %s: %s on \"%s\"\n", text_of(c, list[i].member), word, on);
    }
}

static void show_alternative(struct view *v, const struct provision *p, const struct alternative *alt,
                             bool several)
{
    struct cli *c = v->c;
    const struct act_leaf *leaf = leaf_in(alt, v->language);
    struct bytes words;
    const bool chosen = bytes_equal(p->chosen, alt->id);
    if (several || alt->withdrawn) {
        (void)printf("  %s alternative \"%s\" of %s%s\n", chosen ? "*" : " ", text_of(c, alt->id),
                     text_of(c, alt->sponsor),
                     alt->withdrawn ? " (withdrawn)"
                     : chosen       ? " (in the text)"
                                    : "");
    }
    if (alt->withdrawn) {
        return;
    }
    if (leaf == NULL || !find_words(c, &v->m.id, p->id, leaf, &words)) {
        (void)printf("      (the words are not here: they were deleted or never sent)\n");
    } else {
        cli_wrap(stdout, "      ", words, WIDTH);
    }
}

static void show_provision(struct view *v, const struct provision *p, int number)
{
    struct cli *c = v->c;
    struct alternative *alts = NULL;
    const size_t count = alternative_list(c->reader.state, &v->m.id, p->id, &c->arena, &alts);
    size_t living = 0;
    for (size_t i = 0; i < count; i++) {
        living += !alts[i].withdrawn;
    }
    (void)printf("\n%d. %s%s\n", number, text_of(c, p->id), p->deleted ? " (taken out of the text)" : "");
    for (size_t i = 0; i < count; i++) {
        show_alternative(v, p, &alts[i], living != 1);
    }
    show_holds(v, p);
    show_agreements(v, p, alts, count);
}

static void show_words(struct bytes words)
{
    if (words.len > 0) {
        cli_wrap(stdout, "      ", words, WIDTH);
    }
}

static bool show_positions(struct view *v)
{
    struct matter_standing *list = NULL;
    struct cli *c = v->c;
    enum error failed = OK;
    struct context ctx = cli_context(c, &failed);
    const size_t count = matter_standings(&ctx, &v->m, &list);
    for (size_t i = 0; i < count && failed == OK; i++) {
        (void)printf("  %s %s (entry %lld)\n", text_of(c, list[i].member),
                     list[i].letter == 0 ? "explains" : position_word(list[i].letter),
                     (long long)list[i].entry);
        show_words(list[i].reason);
        show_words(list[i].explanation);
    }
    return failed == OK;
}

static int find_matter(struct cli *c, struct view *v)
{
    struct hash id;
    int status = resolve_matter(c, c->arguments[0], &id);
    if (status == CLI_DONE && !matter_get(c->reader.state, &id, &c->arena, &v->m)) {
        status = cli_fail(c, CLI_UNKNOWN, "there is no matter %s", c->arguments[0]);
    }
    if (status != CLI_DONE) {
        return status;
    }
    v->c = c;
    v->language = v->m.languages[0];
    const char *given = cli_given(c, "language", 0);
    bool known = given == NULL;
    for (size_t i = 0; i < v->m.language_count && given != NULL; i++) {
        if (bytes_equal_text(v->m.languages[i], given)) {
            v->language = v->m.languages[i];
            known = true;
        }
    }
    return known ? CLI_DONE : cli_fail(c, CLI_USAGE, "this matter has no language %s", given);
}

static void write_alternatives(struct view *v, struct json_writer *w, const struct provision *p)
{
    struct alternative *alts = NULL;
    const size_t count = alternative_list(v->c->reader.state, &v->m.id, p->id, &v->c->arena, &alts);
    json_array(w, "alternatives");
    for (size_t i = 0; i < count; i++) {
        struct bytes words;
        json_object(w, NULL);
        json_text(w, "id", alts[i].id);
        json_hex(w, "root", hash_view(&alts[i].root));
        json_text(w, "sponsor", alts[i].sponsor);
        json_object(w, "text");
        for (size_t l = 0; l < alts[i].leaf_count; l++) {
            if (find_words(v->c, &v->m.id, p->id, &alts[i].leaves[l], &words)) {
                json_text(w, text_of(v->c, alts[i].leaves[l].language), words);
            }
        }
        json_end(w);
        json_bool(w, "withdrawn", alts[i].withdrawn);
        json_end(w);
    }
    json_end(w);
}

static int show_json(struct view *v)
{
    struct cli *c = v->c;
    struct provision *list = NULL;
    struct buffer b;
    struct json_writer w;
    struct procedure p;
    enum error failed = OK;
    struct context ctx = cli_context(c, &failed);
    const size_t count = provision_list(c->reader.state, &v->m.id, &c->arena, &list);
    buffer_init(&b, (size_t)64 * FRAME_BYTES_MAX);
    json_begin(&w, &b);
    json_object(&w, NULL);
    json_text(&w, "body", v->m.body);
    course_write_class(c, &ctx, &w, &v->m);
    json_hex(&w, "id", hash_view(&v->m.id));
    course_write_limited(c, &w, &v->m);
    json_integer(&w, "opened", v->m.opened);
    course_write_parties(c, &w, &v->m);
    show_matter_standings(&w, &ctx, &v->m);
    json_array(&w, "provisions");
    for (size_t i = 0; i < count; i++) {
        json_object(&w, NULL);
        write_alternatives(v, &w, &list[i]);
        json_text(&w, "chosen", list[i].chosen);
        json_bool(&w, "deleted", list[i].deleted);
        show_matter_holds(&w, &ctx, &v->m, &list[i]);
        json_text(&w, "id", list[i].id);
        json_end(&w);
    }
    json_end(&w);
    json_text(&w, "reference", v->m.reference);
    course_write_referrals(c, &w, &v->m);
    json_text(&w, "rule", v->m.rule);
    rulings_write(c, &w, &v->m.id);
    json_cstring(&w, "stage", matter_stage_word(&v->m));
    if (procedure_get(v->c->reader.state, &v->m.id, &p) && !hash_is_zero(&p.root)) {
        json_integer(&w, "staged_from", p.from_ms);
        json_hex(&w, "staged_root", hash_view(&p.root));
        json_text(&w, "staged_rule", p.rule);
    }
    json_integer(&w, "statement", v->m.statement);
    json_text(&w, "title", v->m.title);
    json_integer(&w, "versions", v->m.versions);
    json_end(&w);
    check(!b.overflow);
    if (failed == OK) {
        cli_print_json(&b);
    }
    buffer_done(&b);
    return failed == OK ? CLI_DONE : cli_error(c, failed, "reading the record");
}

/* What the charter lets follow, where the text was not adopted. */
static void show_procedure(struct view *v)
{
    struct procedure p;
    struct vote vote;
    struct cli *c = v->c;
    enum error failed = OK;
    struct context ctx = cli_context(c, &failed);
    course_show(c, &ctx, &v->m);
    rulings_show(c, &v->m.id);
    if (!procedure_get(c->reader.state, &v->m.id, &p)) {
        return;
    }
    if (vote_get(c->reader.state, &p.vote, &c->arena, &vote)) {
        (void)printf("vote %lld, by the rule %s: %s\n", (long long)vote.number, text_of(c, vote.rule),
                     vote.stage == VOTE_ENDED ? outcome_word(vote.outcome) : "running");
    }
    if (v->m.stage == MATTER_OPEN && !hash_is_zero(&p.root)) {
        (void)printf("deferred until %s: then the rule %s decides on the text root %s\n",
                     cli_time(c, p.from_ms, true), text_of(c, p.rule), hash_hex(&p.root).text);
    }
}

int matter_show_run(struct cli *c)
{
    struct view v;
    const int status = find_matter(c, &v);
    if (status != CLI_DONE || c->json) {
        return status != CLI_DONE ? status : show_json(&v);
    }
    struct provision *list = NULL;
    const size_t count = provision_list(c->reader.state, &v.m.id, &c->arena, &list);
    (void)printf("%s%s/%s  %s\n", cli_mark(c), text_of(c, v.m.body), text_of(c, v.m.reference),
                 text_of(c, v.m.title));
    (void)printf("%s; opened by %s at entry %lld; rule %s; %lld version%s; shown in %s\n",
                 matter_stage_word(&v.m), text_of(c, v.m.member), (long long)v.m.opened, text_of(c, v.m.rule),
                 (long long)v.m.versions, v.m.versions == 1 ? "" : "s", text_of(c, v.language));
    for (size_t i = 0; i < count; i++) {
        show_provision(&v, &list[i], (int)i + 1);
    }
    if (v.m.versions > 0) {
        struct version version;
        check(version_get(c->reader.state, &v.m.id, v.m.versions, &c->arena, &version));
        (void)printf("\nversion %lld, text root %s\n", (long long)v.m.versions, hash_hex(&version.root).text);
        if (!show_positions(&v)) {
            return cli_error(c, ERROR_IO, "reading the record");
        }
    }
    show_procedure(&v);
    if (v.m.statement > 0) {
        (void)printf("statement number %lld\n", (long long)v.m.statement);
    }
    return CLI_DONE;
}

static void show_change(const struct diff_part *p, bool last)
{
    static const char *const before[] = {"", "[-", "{+"};
    static const char *const after[] = {"", "-]", "+}"};
    struct bytes text = p->text;
    while (text.len > 0 && (text.data[text.len - 1] == ' ' || text.data[text.len - 1] == '\n')) {
        text.len--;
    }
    (void)printf("%s%.*s%s%s", before[p->kind], (int)text.len, (const char *)text.data, after[p->kind],
                 last ? "" : " ");
}

static void show_difference(struct cli *c, struct bytes older, struct bytes newer)
{
    struct diff_part *parts = NULL;
    const size_t count = diff_words(&c->arena, older, newer, &parts);
    (void)printf("      ");
    for (size_t i = 0; i < count; i++) {
        show_change(&parts[i], i + 1 == count);
    }
    (void)putchar('\n');
}

/* The words of a provision in a version; empty if it is not part of it. */
static struct bytes words_in(struct view *v, const struct version *version, struct bytes provision,
                             bool *here)
{
    struct bytes words = BYTES("");
    for (size_t i = 0; i < version->count; i++) {
        struct alternative alt;
        if (!bytes_equal(version->parts[i].provision, provision)) {
            continue;
        }
        check(alternative_get(v->c->reader.state, &v->m.id, provision, version->parts[i].alternative,
                              &v->c->arena, &alt));
        const struct act_leaf *leaf = leaf_in(&alt, v->language);
        if (leaf == NULL || !find_words(v->c, &v->m.id, provision, leaf, &words)) {
            *here = false;
        }
    }
    return words;
}

static int read_version(struct view *v, size_t argument, int64_t standard, struct version *out)
{
    int64_t number = standard;
    struct cli *c = v->c;
    if (argument < c->argument_count &&
        !num_parse(bytes_of_text(c->arguments[argument]), INTEGER_MAX, &number)) {
        return cli_fail(c, CLI_USAGE, "a version is a number");
    }
    if (!version_get(c->reader.state, &v->m.id, number, &c->arena, out)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no version %lld; there are %lld", (long long)number,
                        (long long)v->m.versions);
    }
    return CLI_DONE;
}

/* Every provision whose words differ, as text or as items of a JSON array. */
static int show_changes(struct view *v, const struct version *older, const struct version *newer,
                        struct json_writer *w)
{
    struct cli *c = v->c;
    struct provision *list = NULL;
    const size_t count = provision_list(c->reader.state, &v->m.id, &c->arena, &list);
    int status = CLI_DONE;
    size_t changed = 0;
    for (size_t i = 0; i < count; i++) {
        bool here = true;
        const struct bytes was = words_in(v, older, list[i].id, &here);
        const struct bytes is = words_in(v, newer, list[i].id, &here);
        if (!here) {
            status = cli_fail(c, CLI_UNKNOWN, "words of provision %s are not here", text_of(c, list[i].id));
        } else if (!bytes_equal(was, is) && c->json) {
            json_object(w, NULL);
            json_text(w, "is", is);
            json_text(w, "provision", list[i].id);
            json_text(w, "was", was);
            json_end(w);
        } else if (!bytes_equal(was, is)) {
            (void)printf("\n  %s\n", text_of(c, list[i].id));
            show_difference(c, was, is);
        }
        changed += !here || !bytes_equal(was, is);
    }
    if (changed == 0 && !c->json) {
        (void)printf("\n  nothing: they have the same words\n");
    }
    return status;
}

int matter_redline_run(struct cli *c)
{
    struct view v;
    struct version older = {.number = 0};
    struct version newer = {.number = 0};
    int status = find_matter(c, &v);
    if (status == CLI_DONE && c->argument_count == 1 && v.m.versions < 2) {
        return cli_fail(c, CLI_UNKNOWN, "%s has %s: a redline needs two", c->arguments[0],
                        v.m.versions == 1 ? "one version" : "no version yet");
    }
    status = status == CLI_DONE ? read_version(&v, 1, v.m.versions - 1, &older) : status;
    status = status == CLI_DONE ? read_version(&v, 2, v.m.versions, &newer) : status;
    if (status != CLI_DONE) {
        return status;
    }
    if (!c->json) {
        (void)printf("%s%s/%s  version %lld against version %lld, in %s: [-gone-] {+new+}\n", cli_mark(c),
                     text_of(c, v.m.body), text_of(c, v.m.reference), (long long)older.number,
                     (long long)newer.number, text_of(c, v.language));
        return show_changes(&v, &older, &newer, NULL);
    }
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, (size_t)64 * FRAME_BYTES_MAX);
    json_object(w, NULL);
    json_text(w, "body", v.m.body);
    json_array(w, "changes");
    status = show_changes(&v, &older, &newer, w);
    json_end(w);
    json_text(w, "language", v.language);
    json_integer(w, "newer", newer.number);
    json_integer(w, "older", older.number);
    json_text(w, "reference", v.m.reference);
    json_end(w);
    cli_json_end(&j);
    return status;
}

static int text_json(struct view *v, const struct version *version)
{
    struct cli *c = v->c;
    struct cli_json j;
    struct json_writer *w = cli_json_begin(&j, (size_t)64 * FRAME_BYTES_MAX);
    bool here = true;
    json_object(w, NULL);
    json_array(w, "languages");
    for (size_t l = 0; l < v->m.language_count; l++) {
        v->language = v->m.languages[l];
        json_object(w, NULL);
        json_text(w, "language", v->language);
        json_array(w, "parts");
        for (size_t i = 0; i < version->count; i++) {
            json_object(w, NULL);
            json_text(w, "provision", version->parts[i].provision);
            json_text(w, "text", words_in(v, version, version->parts[i].provision, &here));
            json_end(w);
        }
        json_end(w);
        json_end(w);
    }
    json_end(w);
    json_text(
        w, "matter",
        bytes_of_text(arena_printf(&c->arena, "%s/%s", text_of(c, v->m.body), text_of(c, v->m.reference))));
    json_hex(w, "root", hash_view(&v->m.root));
    json_cstring(w, "stage", matter_stage_word(&v->m));
    json_integer(w, "statement", v->m.statement);
    json_text(w, "title", v->m.title);
    json_end(w);
    cli_json_end(&j);
    return here ? CLI_DONE : cli_fail(c, CLI_UNKNOWN, "words are not here yet");
}

/* The text alone, in all languages, as it was adopted. */
int text_show_run(struct cli *c)
{
    struct view v;
    struct root root;
    struct version version;
    int status = find_matter(c, &v);
    if (status != CLI_DONE) {
        return status;
    }
    if (v.m.stage != MATTER_ADOPTED) {
        return cli_fail(c, CLI_REFUSED, "this text is not adopted: `univocal matter show %s` shows the draft",
                        c->arguments[0]);
    }
    check(root_get(c->reader.state, &v.m.root, &root) &&
          version_get(c->reader.state, &v.m.id, root.version, &c->arena, &version));
    if (c->json) {
        return text_json(&v, &version);
    }
    (void)printf("%sStatement %lld: %s\n", cli_mark(c), (long long)v.m.statement, text_of(c, v.m.title));
    for (size_t l = 0; l < v.m.language_count; l++) {
        bool here = true;
        v.language = v.m.languages[l];
        (void)printf("\n[%s]\n", text_of(c, v.language));
        for (size_t i = 0; i < version.count; i++) {
            cli_wrap(stdout, "  ", words_in(&v, &version, version.parts[i].provision, &here), WIDTH);
        }
        if (!here) {
            status = cli_fail(c, CLI_UNKNOWN, "words in %s are not here yet", text_of(c, v.language));
        }
    }
    (void)printf("\ntext root %s; %s\n", hash_hex(&v.m.root).text, matter_stage_word(&v.m));
    return status;
}

/* The charter of a day: proposals for its next version, matters about them, and what every close must say of
 * the charter under which its matter was opened. */
#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "codec/base64.h"
#include "codec/json.h"
#include "mechanism/amendment.h"
#include "sim/day.h"

static const char motion[] = "motion amend by silence in council;\n";

/* The charter of day_votes.c with an amending rule; each number has another clock and another remark. */
static const char *charter_text(struct arena *a, size_t number)
{
    static const char clock[] = "at least 10s";
    const char *at = strstr(day_charter, clock);
    check(at != NULL);
    return number == 0 ? arena_printf(a, "%s%s", day_charter, motion)
                       : arena_printf(a, "%.*sat least %zus%s%s# version %zu\n", (int)(at - day_charter),
                                      day_charter, 10 + number % 4, at + sizeof clock - 1, motion, number);
}

static struct charter_source source_of(struct arena *a, size_t number)
{
    return (struct charter_source){BYTES("test"), bytes_of_text(charter_text(a, number))};
}

static const struct charter *charter_of(struct arena *a, size_t number)
{
    const struct charter_source source = source_of(a, number);
    const struct charter *c = NULL;
    struct charter_diags diags = {.count = 0};
    check(charter_parse(a, &source, 1, &c, &diags) == OK);
    return c;
}

void day_begin_charter(struct day *d)
{
    d->charter = charter_text(&d->arena, 0);
    for (size_t i = 0; i < DAY_CHARTERS; i++) {
        const struct charter *c = charter_of(&d->arena, i);
        d->charters[i] = c->hash;
        d->rules[i] = charter_rule(c, BYTES("silence"), BYTES(""))->hash;
    }
}

/* The newest version by the facts of the record; it may lag behind what waits. */
static size_t newest(const struct day *d)
{
    return d->version_count == 0 ? 0 : d->versions[d->version_count - 1].charter;
}

void day_propose_charter(struct day *d)
{
    const size_t number = (size_t)prng_below(&d->prng, DAY_CHARTERS);
    const size_t member = (size_t)prng_below(&d->prng, d->org.options.members);
    struct buffer part;
    buffer_init(&part, ACT_BYTES_MAX);
    buffer_add_base64(&part, bytes_of_text(charter_text(&d->arena, number)));
    const struct org_act text = {
        .kind = "charter.text",
        .member = member,
        .body = arena_printf(&d->arena, "{\"bytes\":\"%s\",\"place\":0}", buffer_text(&part)),
    };
    buffer_done(&part);
    const size_t base = prng_below(&d->prng, 8) == 0 ? (size_t)prng_below(&d->prng, DAY_CHARTERS) : newest(d);
    const struct org_act act = {
        .kind = "charter.propose",
        .member = member,
        .body = arena_printf(
            &d->arena, "{\"base\":\"%s\",\"charter\":\"%s\",\"sources\":[{\"name\":\"test\",\"parts\":1}]}",
            org_hex(&d->arena, &d->charters[base]), org_hex(&d->arena, &d->charters[number])),
    };
    day_submit(d, org_sign(&d->org, &d->arena, &text), NULL);
    day_submit(d, org_sign(&d->org, &d->arena, &act), NULL);
    d->proposed = number;
}

void day_amend(struct day *d)
{
    const struct org_act act = {
        .kind = "matter.open",
        .member = (size_t)prng_below(&d->prng, d->org.options.members),
        .body = arena_printf(&d->arena,
                             "{\"amends\":\"%s\",\"body\":\"council\",\"languages\":[\"en\",\"fr\"],"
                             "\"reference\":\"c%zu\",\"rule\":\"%s\",\"title\":\"T\"}",
                             org_hex(&d->arena, &d->charters[d->proposed]), d->matter_count,
                             prng_below(&d->prng, 8) == 0 ? "majority" : "silence"),
    };
    if (d->matter_count < DAY_MATTERS_MAX) {
        const struct bytes e = org_sign(&d->org, &d->arena, &act);
        d->matters[d->matter_count++] = org_act_id(&d->arena, e);
        day_submit(d, e, NULL);
    }
}

static size_t number_of(const struct day *d, const struct hash *charter)
{
    for (size_t i = 0; i < DAY_CHARTERS; i++) {
        if (hash_equal(&d->charters[i], charter)) {
            return i;
        }
    }
    day_fail(d, "a charter is in force that nobody proposed");
}

void day_take_charter(struct day *d, struct bytes body, uint64_t index)
{
    const struct json *top = NULL;
    struct bytes text;
    struct hash charter;
    check(json_parse_canonical(&d->arena, body, 4096, &top, NULL) == OK &&
          json_get_text(top, "charter", &text) && hash_parse(text, &charter));
    while (d->version_count > 0 && d->versions[d->version_count - 1].index >= index) {
        d->version_count--; /* the record is looked at once more */
    }
    check(d->version_count < DAY_VERSIONS_MAX);
    d->versions[d->version_count].index = index;
    d->versions[d->version_count++].charter = number_of(d, &charter);
    d->totals.amended += index > d->amended ? 1 : 0;
    d->amended = index > d->amended ? index : d->amended;
}

void day_check_law(struct day *d, const struct fact_close *f, uint64_t close)
{
    uint64_t opened = 0;
    size_t number = 0;
    const struct hash *subject = hash_is_zero(&f->matter) ? &f->subject : &f->matter;
    if (record_find(host_record(&d->h), subject, &opened) != OK) {
        day_fail(d, "the close at entry %llu is about nothing in the record", (unsigned long long)close);
    }
    for (size_t i = 0; i < d->version_count && d->versions[i].index < opened; i++) {
        number = d->versions[i].charter;
    }
    if (!hash_equal(&f->charter, &d->charters[number])) {
        day_fail(d, "entry %llu is decided under another charter than that of its matter",
                 (unsigned long long)close);
    }
    if (bytes_equal_text(f->rule_name, "silence") && !hash_equal(&f->rule, &d->rules[number])) {
        day_fail(d, "entry %llu is decided by another rule than that of its matter",
                 (unsigned long long)close);
    }
}

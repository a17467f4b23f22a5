#include "unit/vectors/written.h"

#include <string.h>

#include "base/check.h"
#include "codec/dsse.h"
#include "codec/json.h"
#include "mechanism/matter.h"
#include "record/tree.h"
#include "support/rig.h"
#include "support/rig_bundle.h"
#include "unit/mechanism/kinds.h"

enum { FILE_BYTES_MAX = 1 << 20 };

/* Rows stand one a line. */
static void begin_row(struct buffer *b, struct json_writer *w, bool first)
{
    buffer_add_text(b, first ? "\n" : ",\n");
    json_begin(w, b);
    json_object(w, NULL);
}

static struct bytes finish(struct arena *a, struct buffer *b)
{
    check(!b->overflow);
    const struct bytes text = arena_copy(a, buffer_view(b));
    buffer_done(b);
    return text;
}

static struct bytes write_acts(struct arena *a, const char *folder)
{
    struct rig r;
    struct buffer b;
    buffer_init(&b, FILE_BYTES_MAX);
    rig_open(&r, &(struct rig_options){.folder = folder, .seed = 1});
    buffer_add_text(&b, "[");
    for (size_t i = 0; i < KINDS; i++) {
        struct json_writer w;
        struct dsse d;
        const struct act_kind *k = act_kind(bytes_of_text(kinds[i].kind));
        const char *who = k->signer == SIGNER_NODE ? "A01/node" : k->signatures_min == 2 ? "A01+" : "A01";
        r.expires_ms = i % 2 == 0 ? 0 : 1767225600000;
        const struct bytes envelope = rig_envelope(&r, who, kinds[i].kind, kinds[i].body);
        check(dsse_read(&r.arena, envelope, &d) == OK);
        const struct hash id = dsse_id(d.type, d.payload);
        begin_row(&b, &w, i == 0);
        json_hex(&w, "envelope", envelope);
        json_hex(&w, "id", hash_view(&id));
        json_cstring(&w, "name", kinds[i].kind);
        json_hex(&w, "payload", d.payload);
        json_cstring(&w, "subject", kinds[i].subject);
        json_end(&w);
    }
    buffer_add_text(&b, "\n]\n");
    rig_close(&r);
    return finish(a, &b);
}

/* Provisions of a text, each with one alternative, in document order. */
struct row {
    const char *name;
    size_t languages;
    size_t provisions;
};

static const char *const tags[] = {"en", "fr", "de", "pt-br", "ru", "zh-hant", "ar", "hy"};

static int by_tag(const char *x, const char *y)
{
    return strcmp(x, y);
}

static size_t make_leaves(struct arena *a, const struct row *row, size_t provision, struct act_leaf *leaves,
                          struct bytes *texts, uint8_t salts[][32])
{
    for (size_t l = 0; l < row->languages; l++) {
        size_t at = l; /* ascending by tag */
        while (at > 0 && by_tag((const char *)leaves[at - 1].language.data, tags[l]) > 0) {
            leaves[at] = leaves[at - 1];
            texts[at] = texts[at - 1];
            memcpy(salts[at], salts[at - 1], 32);
            at--;
        }
        memset(salts[at], (int)(16 * (provision + 1) + l), 32);
        texts[at] = bytes_of_text(arena_printf(a, "Provision %zu, in %s.", provision + 1, tags[l]));
        leaves[at] = (struct act_leaf){bytes_of_text(tags[l]), text_commitment(salts[at], texts[at])};
    }
    return row->languages;
}

static void write_provision(struct arena *a, struct json_writer *w, const struct row *row, size_t number,
                            struct tree *t)
{
    struct act_leaf leaves[8];
    struct bytes texts[8];
    uint8_t salts[8][32];
    const size_t count = make_leaves(a, row, number, leaves, texts, salts);
    const struct bytes id = bytes_of_text(arena_printf(a, "p%zu", row->provisions - number));
    const struct hash root = alternative_root(a, id, BYTES("first"), leaves, count);
    json_object(w, NULL);
    json_cstring(w, "alternative", "first");
    json_hex(w, "alternative_root", hash_view(&root));
    json_text(w, "id", id);
    json_array(w, "parts");
    for (size_t l = 0; l < count; l++) {
        const struct hash leaf = text_leaf(id, leaves[l].language, &leaves[l].commitment);
        tree_add(t, &leaf);
        json_object(w, NULL);
        json_hex(w, "commitment", hash_view(&leaves[l].commitment));
        json_text(w, "language", leaves[l].language);
        json_hex(w, "leaf", hash_view(&leaf));
        json_hex(w, "salt", bytes_of(salts[l], 32));
        json_text(w, "text", texts[l]);
        json_end(w);
    }
    json_end(w);
    json_end(w);
}

static struct bytes write_texts(struct arena *a, const char *folder)
{
    static const struct row rows[] = {
        {"one provision in one language", 1, 1},      {"one provision in two languages", 2, 1},
        {"two provisions in one language", 1, 2},     {"three provisions in two languages", 2, 3},
        {"five provisions in three languages", 3, 5}, {"two provisions in eight languages", 8, 2},
    };
    struct buffer b;
    (void)folder;
    buffer_init(&b, FILE_BYTES_MAX);
    buffer_add_text(&b, "[");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct json_writer w;
        struct tree t;
        tree_init(&t);
        begin_row(&b, &w, i == 0);
        json_cstring(&w, "name", rows[i].name);
        json_array(&w, "provisions");
        for (size_t n = 0; n < rows[i].provisions; n++) {
            write_provision(a, &w, &rows[i], n, &t);
        }
        json_end(&w);
        const struct hash root = tree_root(&t);
        json_hex(&w, "root", hash_view(&root));
        json_end(&w);
    }
    buffer_add_text(&b, "\n]\n");
    return finish(a, &b);
}

static void must(const char *result, const char *expected)
{
    check(strcmp(result, expected) == 0);
}

/* From the founding to an opened text, with something refused, something superseded, a gap and an objection.
 */
static void play(struct rig *r)
{
    rig_to(r, RIG_TEXT);
    must(rig_propose(r, "A03", "p2", "second", 7), "ok");
    must(
        rig_say(r, "A03/adviser", "matter.hold", "{'matter':$m,'provision':'p1','reason':'a','release':'b'}"),
        "ok");
    must(rig_say(r, "A02", "matter.choose", "{'alternative':'second','matter':$m,'provision':'p2'}"),
         "not_chair");
    r->seq += 5;
    must(rig_say(r, "A01", "matter.choose", "{'alternative':'second','matter':$m,'provision':'p2'}"), "ok");
    r->seq -= 3;
    must(rig_say(r, "A01", "matter.delete", "{'matter':$m,'provision':'p2'}"), "superseded");
    rig_block(r, 700000);
    must(rig_say(r, "A03", "matter.release", "{'matter':$m,'provision':'p1'}"), "ok");
    rig_to(r, RIG_WAITING);
    must(rig_say(r, "A02", "matter.position", "{'position':'Y','root':$r}"), "ok");
    must(rig_say(r, "A03", "matter.explain", "{'root':$r,'text':'We read it so.\\nAll of it.'}"), "ok");
    rig_to(r, RIG_ADOPTED);
    must(rig_open_part(r, "A01/node", "p1", 0, r->words), "ok");
    must(rig_open_part(r, "A02/node", "p1", 1, r->words), "ok");
    must(rig_open_part(r, "A01/node", "p2", 0, 7), "ok");
    must(rig_open_part(r, "A03/node", "p2", 1, 7), "ok");
    check(rig_matter_now(r).unopened == 0);
    rig_forget(r);
    rig_to(r, RIG_RUNNING);
    must(rig_object(r, "A02/objection"), "ok");
}

static struct bytes write_record(struct arena *a, const char *folder)
{
    struct rig r;
    struct buffer b;
    struct json_writer w;
    struct tree t;
    buffer_init(&b, FILE_BYTES_MAX);
    rig_open(&r, &(struct rig_options){.folder = folder, .seed = 1, .members = 3});
    play(&r);
    const struct hash digest = rig_digest(&r);
    buffer_printf(&b, "{\n\"digest\":\"%s\",\n\"entries\":[", hash_hex(&digest).text);
    tree_init(&t);
    for (uint64_t i = 0; i < record_size(r.record); i++) {
        struct entry e;
        struct bytes carried;
        struct buffer line;
        check(record_read(r.record, i, &r.arena, &e, &carried) == OK);
        buffer_init(&line, ENTRY_BYTES_MAX);
        entry_write(&line, &e);
        const struct hash leaf = entry_leaf(&e);
        tree_add(&t, &leaf);
        const struct hash root = tree_root(&t);
        begin_row(&b, &w, i == 0);
        json_hex(&w, "carried", carried);
        json_hex(&w, "entry", buffer_view(&line));
        json_hex(&w, "leaf", hash_view(&leaf));
        json_hex(&w, "root", hash_view(&root)); /* of the record up to here */
        json_end(&w);
        buffer_done(&line);
    }
    buffer_printf(&b, "\n],\n\"org\":\"%s\"\n}\n", hash_hex(&r.org.id).text);
    rig_close(&r);
    return finish(a, &b);
}

const struct written written[] = {
    {"act-kinds", write_acts},
    {"text-root", write_texts},
    {"record", write_record},
};
const size_t written_count = sizeof written / sizeof written[0];

const char *written_bundle(struct arena *a, const char *folder, struct bundle *out)
{
    rig_bundle(a, folder, RIG_BUNDLE_VOICE, out);
    return rig_bundle_name(RIG_BUNDLE_VOICE);
}

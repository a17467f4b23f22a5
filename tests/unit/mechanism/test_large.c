/* The largest organisation: two hundred members with the longest codes and names, and a text that they adopt.
 */
#include <string.h>

#include "mechanism/machine.h"
#include "mechanism/matter.h"
#include "mechanism/silence.h"
#include "record/fact.h"
#include "support/harness.h"
#include "support/org.h"

static struct arena *a;
static struct machine *machine;
static struct record *record;
static struct state *state;
static struct database *db;
static struct act acts[MEMBERS_MAX];
static int64_t time_ms;
static uint64_t height;
static int64_t seq;

static const char charter[] =
    "charter \\\"large\\\" title \\\"Large\\\";\\nbody council {\\n members all;\\n chair rotation;\\n rules "
    "r;\\n}\\n"
    "rule r {\\n allow Y L N;\\n default L;\\n pass n(N) = 0 & n(Y) + n(L) > 0;\\n clock at least 10s;\\n"
    " close all within 60s;\\n rung \\\"all\\\";\\n bind Y L bound;\\n}\\n";

/* Keys are numbers: nobody looks at signatures here. */
static struct public_key key_of(size_t member, bool node)
{
    struct public_key k = {{0}};
    k.bytes[30] = (uint8_t)(2 * member / 256);
    k.bytes[31] = (uint8_t)(2 * member + (node ? 0 : 1));
    return k;
}

static const char *hex_of_key(const struct public_key *k)
{
    struct hash h;
    memcpy(h.bytes, k->bytes, sizeof h.bytes);
    return org_hex(a, &h);
}

static const char *code_of(size_t member)
{
    return arena_printf(a, "MEMBER-OF-ALL%03zu", member);
}

static struct bytes document(size_t members)
{
    struct buffer b;
    char name[NAME_BYTES_MAX + 1];
    memset(name, 'x', NAME_BYTES_MAX);
    name[NAME_BYTES_MAX] = 0;
    buffer_init(&b, FOUNDING_BYTES_MAX);
    buffer_printf(
        &b, "{\"charter\":[{\"name\":\"large\",\"text\":\"%s\"}],\"civil_offset\":0,\"hosting\":\"operator\","
        "\"kind\":\"founding\",",
        charter);
    buffer_printf(&b, "\"languages\":[\"en\"],\"log_key\":\"%064d\",\"members\":[", 7);
    for (size_t i = 0; i < members; i++) {
        const struct public_key node = key_of(i, true);
        const struct public_key delegate = key_of(i, false);
        check_eq(strlen(code_of(i)), CODE_BYTES_MAX);
        buffer_printf(&b, "%s{\"code\":\"%s\",\"keys\":[", i == 0 ? "" : ",", code_of(i));
        buffer_printf(&b, "{\"key\":\"%s\",\"name\":\"%s\",\"powers\":[],\"role\":\"node\"},",
                      hex_of_key(&node), name);
        buffer_printf(&b,
                      "{\"key\":\"%s\",\"name\":\"%s\",\"powers\":[\"bind\",\"chair\",\"keys\",\"speak\"],"
                      "\"role\":\"delegate\"}],",
                      hex_of_key(&delegate), name);
        buffer_printf(&b, "\"name\":\"%s\",\"node\":\"%s\",\"seats\":[]}", name, hex_of_key(&node));
    }
    buffer_printf(
        &b, "],\"name\":\"%s\",\"origin\":\"large\",\"protocol\":1,\"realm\":\"exercise\",\"time\":1}", name);
    check_that(!b.overflow);
    const struct bytes text = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static void begin(size_t members)
{
    struct diag diag = {.message = ""};
    a = harness_arena();
    const struct database_options options = {.create = true,
                                             .scratch = true,
                                             .schema = arena_printf(a, "%s%s", record_schema, state_schema),
                                             .version = 1};
    check_ok(database_open(&db, arena_printf(a, "%s/large.db", harness_folder()), &options));
    check_ok(record_open(&record, db));
    check_ok(state_open(&state, db, true));
    check_ok(machine_open(&machine, record, state));
    check_ok(database_begin(db));
    const enum error e = machine_found(machine, document(members), &diag);
    harness_note("%s", diag.message);
    check_ok(e);
    time_ms = 1;
    height = 0;
    seq = 0;
}

static void end(void)
{
    machine_close(machine);
    state_close(state);
    record_close(record);
    database_close(db);
}

/* The next of a block. */
static void order(size_t place, size_t member, bool node, const char *kind, const char *body)
{
    struct buffer payload;
    struct buffer envelope;
    struct dsse d = {.type = BYTES(DSSE_TYPE_ACT), .signature_count = 1};
    const struct act_frame frame = {
        .org = machine_organisation(machine)->id,
        .epoch = 1,
        .protocol = PROTOCOL_VERSION,
        .kind = bytes_of_text(kind),
        .member = bytes_of_text(code_of(member)),
        .key = key_of(member, node),
        .seq = ++seq,
        .subject = org_subject(a, kind, bytes_of_text(body)),
    };
    buffer_init(&payload, ACT_BYTES_MAX);
    buffer_init(&envelope, ENVELOPE_BYTES_MAX);
    act_write(&payload, &frame, bytes_of_text(body));
    d.payload = buffer_view(&payload);
    d.signatures[0].key = frame.key;
    dsse_write(&envelope, &d);
    const struct bytes copy = arena_copy(a, buffer_view(&envelope));
    check_eq(machine_check_form(machine, a, copy, &acts[place], NULL), ACCEPTED);
    buffer_done(&payload);
    buffer_done(&envelope);
}

static void block(size_t count, int64_t later_ms)
{
    static struct machine_result results[MEMBERS_MAX];
    const struct machine_block b = {.height = ++height,
                                    .act_height = height,
                                    .previous_ms = time_ms,
                                    .time_ms = time_ms + later_ms,
                                    .act_count = count,
                                    .acts = acts};
    check_ok(machine_interpret(machine, &b, results));
    time_ms = b.time_ms;
    for (size_t i = 0; i < count; i++) {
        harness_note("act %zu", i);
        check_text(results[i].result, "ok");
    }
}

static void say(const char *kind, const char *body)
{
    order(0, 0, false, kind, body);
    block(1, 1000);
}

TEST(two_hundred_members_adopt_a_text)
{
    struct silence x;
    struct fact_close f;
    struct entry e;
    struct bytes carried;
    struct version v;
    begin(MEMBERS_MAX);
    say("matter.open",
        "{\"body\":\"council\",\"languages\":[\"en\"],\"reference\":\"m\",\"rule\":\"r\",\"title\":\"T\"}");
    const struct hash matter = acts[0].id;
    const char *m = org_hex(a, &matter);
    say("matter.propose",
        arena_printf(a,
                     "{\"alternative\":\"x\",\"leaves\":[{\"commitment\":\"%064d\",\"language\":\"en\"}],"
                     "\"matter\":\"%s\",\"provision\":\"p\"}",
                     1, m));
    check_that(matter_text(state, &matter, a, &v));
    const char *root = org_hex(a, &v.root);
    const char *text = arena_printf(a, "{\"matter\":\"%s\",\"root\":\"%s\"}", m, root);
    say("matter.version", text);
    say("silence.open", arena_printf(a, "{\"duration\":10000,\"matter\":\"%s\",\"root\":\"%s\"}", m, root));
    const struct hash silence = acts[0].id;
    for (size_t i = 0; i < MEMBERS_MAX; i++) {
        order(i, i, true, "node.availability", text);
    }
    block(MEMBERS_MAX, 1000);
    check_that(silence_get(state, &silence, a, &x));
    check_eq(x.nodes, MEMBERS_MAX);
    check_eq(x.faulty, 66);
    while (x.stage == SILENCE_RUNNING) {
        block(0, 1000);
        check_that(silence_get(state, &silence, a, &x));
    }
    const struct hash log_root = record_root(record);
    for (size_t i = 0; i < MEMBERS_MAX; i++) {
        order(i, i, true, "node.all_clear",
              arena_printf(a,
                           "{\"deadline\":%lld,\"log_root\":\"%s\",\"log_size\":%llu,\"root\":\"%s\","
                           "\"silence\":\"%s\"}",
                           (long long)x.deadline_ms, org_hex(a, &log_root),
                           (unsigned long long)record_size(record), root, org_hex(a, &silence)));
    }
    block(MEMBERS_MAX, 1000);
    check_that(silence_get(state, &silence, a, &x));
    check_eq(x.stage, SILENCE_CLOSED);
    check_ok(record_read(record, (uint64_t)x.ended, a, &e, &carried));
    check_ok(fact_read_close(a, carried, &f));
    check_bytes(f.outcome, BYTES("adopted"));
    check_eq(f.speaking_for_count, MEMBERS_MAX);
    check_bytes(f.speaking_for[MEMBERS_MAX - 1], bytes_of_text(code_of(MEMBERS_MAX - 1)));
    end();
}

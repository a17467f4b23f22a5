/* univocal voice ceremony, show: the organisation's key: how the members make it, and where that stands. */
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "cli/run.h"
#include "cli/send.h"
#include "interop/fingerprint.h"
#include "mechanism/member.h"
#include "mechanism/signing.h"
#include "mechanism/voice.h"
#include "node/system.h"

enum { LOOK_MS = 200, ANSWERS_EVERY = 10, ROUNDS = 3, ROUND_MS = 60000, PATIENCE_MS = 30000 };

/* What one moment of the record says of the voice. */
struct view {
    struct cli *c;
    struct arena arena; /* of this moment */
    bool speaks;
    struct voice voice;
    bool began;
    struct voice_ceremony x; /* the newest, if one began */
    size_t count;
    struct member *members;
};

static int look(struct view *v)
{
    struct cli *c = v->c;
    if (c->reading) {
        reader_close(&c->reader);
        c->reading = false;
    }
    arena_clear(&v->arena);
    const int status = cli_read(c);
    if (status == CLI_DONE) {
        v->speaks = voice_get(c->reader.state, &v->arena, &v->voice);
        v->began = voice_ceremony_last(c->reader.state, &v->arena, &v->x);
        v->count = member_list(c->reader.state, &v->arena, &v->members);
    }
    return status;
}

static bool is_at_work(const struct view *v)
{
    return v->began && v->x.stage != CEREMONY_DONE && v->x.stage != CEREMONY_VOID;
}

/* What the round at hand still lacks of a member. */
static bool lacks(const struct voice_ceremony *x, const struct ceremony_seat *seat)
{
    return x->stage == CEREMONY_JOINING      ? seat->joined == 0
           : x->stage == CEREMONY_DEALING    ? seat->dealt == 0
           : x->stage == CEREMONY_CONFIRMING ? seat->confirmed == 0
                                             : false;
}

static const char *add_code(struct arena *a, const char *list, struct bytes code)
{
    return arena_printf(a, "%s%s%.*s", list, list[0] == 0 ? "" : ", ", (int)code.len,
                        (const char *)code.data);
}

/* Whom the round lacked that made it void, as the fact says. */
static const char *lacked(struct view *v, struct bytes *round)
{
    struct entry entry;
    struct bytes body;
    const struct json *fact = NULL;
    const char *list = "";
    *round = BYTES("a round");
    if (record_read(v->c->reader.record, (uint64_t)v->x.ended, &v->arena, &entry, &body) != OK ||
        json_parse(&v->arena, body, body.len, &fact, NULL) != OK) {
        return list; /* reader_error says why, when the command ends */
    }
    (void)json_get_text(fact, "round", round);
    const struct json *missing = json_get_array(fact, "missing");
    for (size_t i = 0; missing != NULL && i < missing->count; i++) {
        list = add_code(&v->arena, list, missing->items[i].text);
    }
    return list;
}

/* A line on where it stands, the same as long as nothing has changed. */
static const char *progress(struct view *v)
{
    struct arena *a = &v->arena;
    const char *there = "";
    const char *awaited = "";
    size_t count = 0;
    if (is_at_work(v)) {
        for (size_t i = 0; i < v->x.seat_count; i++) {
            const bool missing = lacks(&v->x, &v->x.seats[i]);
            awaited = missing ? add_code(a, awaited, v->x.seats[i].member) : awaited;
            count += !missing;
        }
        return arena_printf(a, "%-10s  %zu of %zu, until %s%s%s", ceremony_stage_word(v->x.stage), count,
                            v->x.seat_count, cli_time(v->c, v->x.deadline_ms, false),
                            awaited[0] == 0 ? "" : "; awaited: ", awaited);
    }
    for (size_t i = 0; i < v->count; i++) {
        int64_t duration_ms = 0;
        if (voice_asks(v->c->reader.state, v->members[i].code, &duration_ms)) {
            there = arena_printf(a, "%s (rounds of %s)", add_code(a, there, v->members[i].code),
                                 cli_span(v->c, duration_ms));
        } else {
            awaited = add_code(a, awaited, v->members[i].code);
        }
    }
    return arena_printf(a, "asked for   %s%s%s", there[0] == 0 ? "by nobody" : there,
                        awaited[0] == 0 ? "" : "; not yet: ", awaited);
}

static void write_holders(struct view *v, struct json_writer *w)
{
    json_array(w, "holders");
    for (size_t i = 0; i < v->count; i++) {
        const struct bytes code = v->members[i].code;
        int64_t duration_ms = 0;
        const struct ceremony_seat *seat = NULL;
        for (size_t k = 0; v->began && k < v->x.seat_count; k++) {
            seat = bytes_equal(v->x.seats[k].member, code) ? &v->x.seats[k] : seat;
        }
        json_object(w, NULL);
        json_bool(w, "asks", voice_asks(v->c->reader.state, code, &duration_ms));
        json_bool(w, "confirmed", seat != NULL && seat->confirmed != 0);
        json_bool(w, "dealt", seat != NULL && seat->dealt != 0);
        json_bool(w, "joined", seat != NULL && seat->joined != 0);
        json_text(w, "member", code);
        json_integer(w, "nonces", v->speaks ? (int64_t)signing_nonces(v->c->reader.state, code) : 0);
        json_end(w);
    }
    json_end(w);
}

static void show_json(struct view *v)
{
    struct cli_json j;
    struct bytes round = BYTES("");
    struct json_writer *w = cli_json_begin(&j, FRAME_BYTES_MAX);
    const bool is_void = v->began && v->x.stage == CEREMONY_VOID;
    const struct fingerprint aloud = fingerprint_aloud(&v->voice.key, &v->voice.transcript);
    const struct fingerprint ssh = fingerprint_ssh(&v->voice.key);
    const char *missing = is_void ? lacked(v, &round) : "";
    json_object(w, NULL);
    json_hex(w, "ceremony", v->began ? hash_view(&v->x.id) : BYTES(""));
    json_integer(w, "deadline", is_at_work(v) ? v->x.deadline_ms : 0);
    json_cstring(w, "fingerprint", v->speaks ? aloud.text : "");
    write_holders(v, w);
    json_hex(w, "key", v->speaks ? public_key_view(&v->voice.key) : BYTES(""));
    json_cstring(w, "lacked", missing);
    json_text(w, "round", round);
    json_integer(w, "since", v->speaks ? v->voice.since : 0);
    json_cstring(w, "ssh_fingerprint", v->speaks ? ssh.text : "");
    json_cstring(w, "stage", v->began ? ceremony_stage_word(v->x.stage) : "none");
    json_integer(w, "threshold",
                 v->speaks ? v->voice.threshold : voice_threshold(cli_law(v->c), v->count));
    json_hex(w, "transcript", v->speaks ? hash_view(&v->voice.transcript) : BYTES(""));
    json_end(w);
    cli_json_end(&j);
}

static void show_key(struct view *v)
{
    const struct voice *x = &v->voice;
    const struct bytes name = cli_organisation(v->c)->name;
    struct hash key;
    memcpy(key.bytes, x->key.bytes, sizeof key.bytes);
    (void)printf("%sthe voice of %.*s, since entry %lld\n", cli_mark(v->c), (int)name.len,
                 (const char *)name.data, (long long)x->since);
    (void)printf("  key          %s\n", hash_hex(&key).text);
    (void)printf("  read aloud   %s\n", fingerprint_aloud(&x->key, &x->transcript).text);
    (void)printf("  ssh-keygen   %s\n", fingerprint_ssh(&x->key).text);
    (void)printf("  threshold    %lld of %zu holders make a signature; no member has the key\n",
                 (long long)x->threshold, x->seat_count);
    (void)printf("  holders     ");
    for (size_t i = 0; i < x->seat_count; i++) {
        const size_t nonces = signing_nonces(v->c->reader.state, x->seats[i].member);
        (void)printf(" %.*s (%zu nonces)%s", (int)x->seats[i].member.len,
                     (const char *)x->seats[i].member.data, nonces, i + 1 == x->seat_count ? "\n" : ",");
    }
}

/* What whoever runs the hosts must know from now on. */
static void tell_duties(struct view *v)
{
    const struct voice *x = &v->voice;
    const long long lost = (long long)x->seat_count - x->threshold;
    (void)printf("now\n"
                 "  read the fingerprint aloud to each member; print it wherever the organisation is known\n"
                 "  copy %s/signers/MEMBER of each member once, each where only that member can reach it:\n"
                 "  its share is in it, and nowhere else; univocal-voice(1) says when it may be put back\n",
                 v->c->org);
    if (lost == 0) {
        (void)printf("  no share may be lost: with the first");
    } else {
        (void)printf("  %lld share%s may be lost, and the others go on signing; with one more", lost,
                     lost == 1 ? "" : "s");
    }
    (void)printf(" the voice is\n"
                 "  gone for good, for nobody can deal this key again. What was signed stays signed\n");
}

static int show(struct view *v)
{
    if (v->c->json) {
        show_json(v);
        return CLI_DONE;
    }
    if (v->speaks) {
        show_key(v);
        return CLI_DONE;
    }
    const struct bytes name = cli_organisation(v->c)->name;
    (void)printf("%s%.*s has no voice%s\n", cli_mark(v->c), (int)name.len, (const char *)name.data,
                 is_at_work(v) ? " yet: a ceremony is at work"
                               : ": its members make one by `univocal voice ceremony`");
    if (v->began && v->x.stage == CEREMONY_VOID) {
        struct bytes round;
        const char *missing = lacked(v, &round);
        (void)printf("  the last ceremony is void: %.*s lacked %s\n", (int)round.len,
                     (const char *)round.data, missing);
    }
    (void)printf("  %s\n", progress(v));
    return CLI_DONE;
}

int voice_show_run(struct cli *c)
{
    struct view v = {.c = c};
    int status = look(&v);
    status = status == CLI_DONE ? show(&v) : status;
    arena_done(&v.arena);
    return status;
}

/* One member asks; the key of --as number c->turn signs. */
static int ask(struct cli *c, int64_t duration_ms)
{
    const struct act_kind *kind = act_kind(BYTES("voice.open"));
    struct sent sent;
    const char *body = arena_printf(&c->arena, "{\"duration\":%lld}", (long long)duration_ms);
    const int status = send_act(c, kind, bytes_of_text(body), &sent);
    if (status != CLI_DONE) {
        return status;
    }
    const struct client_answer *a = &sent.answer;
    if (a->outcome == OUTCOME_REFUSED || !bytes_equal_text(a->result, "ok")) {
        const struct bytes name = a->outcome == OUTCOME_REFUSED ? a->name : a->result;
        const char *text = rejection_text_of(arena_text(&c->arena, name));
        return cli_fail(c, CLI_REFUSED, "refused (%.*s): %s", (int)name.len, (const char *)name.data,
                        text == NULL ? "" : text);
    }
    if (!c->json) {
        const char *as = cli_given(c, "as", c->turn);
        (void)printf("%s%s asks for a ceremony at entry %llu\n", cli_mark(c), as == NULL ? "the key" : as,
                     (unsigned long long)a->index);
    }
    return CLI_DONE;
}

/* Without --as and --key: everybody whose minister's key is in the folder. */
static int find_askers(struct view *v)
{
    struct cli *c = v->c;
    const char *found = "";
    if (cli_given(c, "as", 0) != NULL || cli_given(c, "key", 0) != NULL) {
        return CLI_DONE;
    }
    for (size_t i = 0; i < v->count && c->given_count < CLI_GIVEN_MAX; i++) {
        const char *code = arena_text(&c->arena, v->members[i].code);
        if (access(arena_printf(&c->arena, "%s/delegates/%s/minister.key", c->org, code), R_OK) == 0) {
            c->given[c->given_count].name = "as";
            c->given[c->given_count++].value = code;
            found = add_code(&c->arena, found, v->members[i].code);
        }
    }
    if (found[0] == 0) {
        return cli_fail(c, CLI_USAGE, "no minister's key is in %s/delegates: name who asks by --as or --key",
                        c->org);
    }
    if (!c->json) {
        (void)printf("%sthe ministers' keys in %s/delegates ask: %s\n", cli_mark(c), c->org, found);
    }
    return CLI_DONE;
}

static int ask_all(struct view *v, int64_t duration_ms)
{
    struct cli *c = v->c;
    int status = find_askers(v);
    if (status != CLI_DONE || cli_given(c, "as", 0) == NULL) {
        return status == CLI_DONE ? ask(c, duration_ms) : status;
    }
    for (c->turn = 0; status == CLI_DONE && cli_given(c, "as", c->turn) != NULL; c->turn++) {
        const char *as = cli_given(c, "as", c->turn);
        int64_t asked_ms = 0;
        const bool asks = voice_asks(c->reader.state, bytes_of(as, strcspn(as, "/")), &asked_ms);
        status = asks && asked_ms == duration_ms ? CLI_DONE : ask(c, duration_ms);
    }
    c->turn = 0;
    return status;
}

/* Says what is new until it is over, or nobody answers, or the time is up. */
static int watch(struct view *v, const struct hash *before, int64_t wait_ms)
{
    struct cli *c = v->c;
    const char *told = "";
    const struct env *env = system_env();
    const int64_t until = env->boot_ms(env->ctx) + wait_ms;
    for (int n = 1;; n++) {
        int status = look(v);
        if (status != CLI_DONE || v->speaks ||
            (v->began && v->x.stage == CEREMONY_VOID && !hash_equal(&v->x.id, before))) {
            return status;
        }
        const char *now = progress(v);
        if (!c->json && strcmp(now, told) != 0) {
            (void)printf("  %s\n", now);
            (void)fflush(stdout);
            told = arena_text(&c->arena, bytes_of_text(now));
        }
        if (env->boot_ms(env->ctx) >= until) {
            return CLI_DONE;
        }
        (void)poll(NULL, 0, LOOK_MS);
        const struct client_request r = {.verb = CLIENT_status};
        struct client_answer a;
        if (n % ANSWERS_EVERY == 0 && (status = send_request(c, &r, &a)) != CLI_DONE) {
            return status;
        }
    }
}

static int tell_end(struct view *v, const struct hash *before)
{
    struct cli *c = v->c;
    struct bytes round;
    if (c->json) {
        show_json(v);
    }
    if (v->speaks) {
        if (!c->json) {
            show_key(v);
            tell_duties(v);
        }
        return CLI_DONE;
    }
    if (v->began && v->x.stage == CEREMONY_VOID && !hash_equal(&v->x.id, before)) {
        const char *missing = lacked(v, &round);
        return cli_fail(c, CLI_REFUSED,
                        "void: %.*s lacked %s. See to its signer (`univocal status`); another ceremony is a "
                        "decision of the members, who ask for it again",
                        (int)round.len, (const char *)round.data, missing);
    }
    return cli_fail(c, CLI_UNKNOWN,
                    "still open: it goes on by itself; `univocal voice show` says where it is");
}

int voice_ceremony_run(struct cli *c)
{
    struct view v = {.c = c};
    struct hash before = {{0}};
    int64_t duration_ms = ROUND_MS;
    int64_t wait_ms = 0;
    const char *round = cli_given(c, "round", 0);
    const char *wait = cli_given(c, "wait", 0);
    if (round != NULL && (!cli_duration(round, &duration_ms) || duration_ms < CEREMONY_MS_MIN ||
                          duration_ms > CEREMONY_MS_MAX)) {
        return cli_fail(c, CLI_USAGE, "--round is a duration from 10s to 31d, such as 60s");
    }
    wait_ms = ROUNDS * duration_ms + PATIENCE_MS;
    if (wait != NULL && !cli_duration(wait, &wait_ms)) {
        return cli_fail(c, CLI_USAGE, "--wait is a duration, such as 10s 5min 24h 3d");
    }
    int status = look(&v);
    if (status == CLI_DONE && v.speaks) {
        status = cli_fail(c, CLI_REFUSED, "there is a voice already: `univocal voice show` has it");
    } else if (status == CLI_DONE && !is_at_work(&v)) {
        before = v.began ? v.x.id : before;
        status = ask_all(&v, duration_ms);
    }
    status = status == CLI_DONE ? watch(&v, &before, wait_ms) : status;
    status = status == CLI_DONE ? tell_end(&v, &before) : status;
    arena_done(&v.arena);
    return status;
}

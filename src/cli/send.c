#include "cli/send.h"
#include "cli/run.h"

#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/limits.h"
#include "cli/outbox.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/silence.h"
#include "node/core_main.h"
#include "node/frame.h"
#include "node/system.h"

enum { CORE_WAIT_MS = 15000, ACT_LIFE_MS = 3600000, SIGNERS_MAX = SIGNATURES_MAX };

int send_request(struct cli *c, const struct client_request *r, struct client_answer *out)
{
    struct buffer request;
    struct buffer answer;
    int fd = -1;
    buffer_init(&request, FRAME_BYTES_MAX);
    buffer_init(&answer, FRAME_BYTES_MAX);
    client_request_write(&request, r);
    check(!request.overflow);
    enum error e = frame_connect(core_socket_path(&c->arena, c->org, "core"), CORE_WAIT_MS, &fd);
    if (e == OK) {
        e = frame_send(fd, buffer_view(&request), CORE_WAIT_MS);
        e = e == OK ? frame_receive(fd, FRAME_BYTES_MAX, &answer, CORE_WAIT_MS) : e;
        (void)close(fd);
    }
    if (e == OK) {
        e = client_answer_read(arena_copy(&c->arena, buffer_view(&answer)), out);
    }
    buffer_done(&request);
    buffer_done(&answer);
    if (e == ERROR_CLOSED) {
        const int founded = cli_founded(c);
        return founded != CLI_DONE ? founded
                                   : cli_fail(c, CLI_UNREACHABLE,
                                              "nobody serves %s: start it with `univocal serve`", c->org);
    }
    if (e != OK) {
        return cli_error(c, e, "asking core");
    }
    if (out->outcome == OUTCOME_FAILED) {
        return cli_fail(c, CLI_UNKNOWN, "core could not do it: %.*s", (int)out->text.len,
                        (const char *)out->text.data);
    }
    return CLI_DONE;
}

/* The keys given by --as or --key, each once more for a second signature. */
static int load_keys(struct cli *c, struct key_file keys[SIGNERS_MAX], size_t *count)
{
    int status = cli_key(c, &keys[0]);
    if (status != CLI_DONE) {
        return status;
    }
    *count = 1;
    for (size_t n = 0; *count < SIGNERS_MAX; n++) {
        const char *path = cli_given(c, "with", n);
        if (path == NULL) {
            break;
        }
        if (strchr(path, '/') == NULL || strstr(path, ".key") == NULL) {
            path = arena_printf(&c->arena, "%s/delegates/%s.key", c->org, path);
        }
        const enum error e = key_load(path, &keys[*count]);
        if (e != OK) {
            return cli_error(c, e, path);
        }
        (*count)++;
    }
    for (size_t i = 0; i < *count; i++) {
        const struct organisation *org = cli_organisation(c);
        if (keys[i].realm != org->realm || !hash_equal(&keys[i].org, &org->id)) {
            return cli_fail(c, CLI_USAGE,
                            "this key is of another organisation or realm: keys of an exercise and real "
                            "keys never mix");
        }
    }
    return CLI_DONE;
}

static void sign(const struct key_file *keys, size_t count, struct bytes payload, struct buffer *envelope)
{
    struct dsse d = {.type = BYTES(DSSE_TYPE_ACT), .payload = payload, .signature_count = count};
    struct buffer preimage;
    buffer_init(&preimage, ACT_BYTES_MAX + 256);
    dsse_preimage(&preimage, d.type, payload);
    for (size_t i = 0; i < count; i++) {
        d.signatures[i].key = keys[i].public;
        d.signatures[i].signature = sign_bytes(&keys[i].secret, buffer_view(&preimage));
    }
    dsse_write(envelope, &d);
    buffer_done(&preimage);
}

/* The subject that a body prescribes; says what is wrong with a body that does not fit. */
static int subject_of(struct cli *c, const struct act_kind *kind, struct bytes body, struct bytes *subject)
{
    const struct json *parsed = NULL;
    struct act_value values[ACT_FIELDS_MAX];
    struct diag diag = {.message = ""};
    if (json_parse_canonical(&c->arena, body, ACT_BYTES_MAX, &parsed, &diag) != OK ||
        act_check_body(&c->arena, kind, parsed, values, subject, &diag) != ACCEPTED) {
        return cli_fail(c, CLI_USAGE, "%s", diag.message);
    }
    return CLI_DONE;
}

int send_compose(struct cli *c, const struct act_kind *kind, struct bytes body, struct sent *out)
{
    struct key_file keys[SIGNERS_MAX];
    size_t count = 0;
    struct bytes subject;
    *out = (struct sent){.expires_ms = 0};
    int status = cli_read(c);
    status = status == CLI_DONE ? load_keys(c, keys, &count) : status;
    status = status == CLI_DONE ? subject_of(c, kind, body, &subject) : status;
    if (status != CLI_DONE) {
        return status;
    }
    const struct organisation *org = cli_organisation(c);
    const struct env *env = system_env();
    const int64_t now = env->wall_ms(env->ctx);
    const struct act_frame frame = {
        .org = org->id,
        .epoch = org->epoch,
        .protocol = PROTOCOL_VERSION,
        .realm = org->realm,
        .kind = bytes_of_text(kind->name),
        .member = bytes_of_text(keys[0].member),
        .key = keys[0].public,
        .seq = now,
        .expires_ms = kind->signer == SIGNER_OBJECTOR ? 0 : now + ACT_LIFE_MS,
        .subject = subject,
    };
    struct buffer payload;
    struct buffer envelope;
    buffer_init(&payload, ACT_BYTES_MAX);
    buffer_init(&envelope, ENVELOPE_BYTES_MAX);
    act_write(&payload, &frame, body);
    if (payload.overflow) {
        status = cli_fail(c, CLI_USAGE, "this act would have more than %d bytes", ACT_BYTES_MAX);
    } else {
        sign(keys, count, buffer_view(&payload), &envelope);
        out->id = dsse_id(BYTES(DSSE_TYPE_ACT), buffer_view(&payload));
        out->expires_ms = frame.expires_ms;
        out->envelope = arena_copy(&c->arena, buffer_view(&envelope));
    }
    for (size_t i = 0; i < count; i++) {
        key_wipe(&keys[i]);
    }
    buffer_done(&payload);
    buffer_done(&envelope);
    return status;
}

int send_submit(struct cli *c, struct sent *s)
{
    const struct client_request r = {.verb = CLIENT_submit, .envelope = s->envelope};
    return send_request(c, &r, &s->answer);
}

int send_act(struct cli *c, const struct act_kind *kind, struct bytes body, struct sent *out)
{
    const char *path = NULL;
    int status = send_compose(c, kind, body, out);
    if (status != CLI_DONE) {
        return status;
    }
    status = send_submit(c, out);
    if (status != CLI_DONE && outbox_keep(c, &out->id, NULL, out->envelope, &path) == CLI_DONE) {
        (void)fprintf(stderr, "the act is signed and kept: `univocal act send %s` hands it in, until %s\n",
                      path, cli_time(c, out->expires_ms, false));
    }
    return status;
}

static int tell_json(struct cli *c, const struct act_kind *kind, const struct sent *s)
{
    const struct client_answer *a = &s->answer;
    struct json_writer w;
    struct buffer b;
    buffer_init(&b, FRAME_BYTES_MAX);
    json_begin(&w, &b);
    json_object(&w, NULL);
    json_hex(&w, "id", hash_view(&s->id));
    if (a->outcome == OUTCOME_DONE) {
        json_integer(&w, "index", (int64_t)a->index);
        json_cstring(&w, "kind", kind->name);
        if (a->receipt.len > 0) {
            json_text(&w, "receipt", a->receipt);
        }
        json_bool(&w, "recorded_now", a->recorded_now);
        json_text(&w, "result", a->result);
    } else {
        json_cstring(&w, "kind", kind->name);
        json_text(&w, "refused", a->name);
        json_text(&w, "text", a->text);
    }
    json_end(&w);
    cli_print_json(&b);
    buffer_done(&b);
    (void)c;
    return a->outcome == OUTCOME_DONE && bytes_equal_text(a->result, "ok") ? CLI_DONE : CLI_REFUSED;
}

/* Where somebody looks who was refused; NULL: the words of the refusal say all. */
static const char *where_to_look(const char *result)
{
    static const struct {
        const char *result;
        const char *hint;
    } rows[] = {
        {"not_chair", "`univocal body list` names the chairs"},
        {"not_next", "`univocal body list` names who is next"},
        {"not_seated", "`univocal body show BODY` has the seats"},
        {"unknown_body", "`univocal body list` has them"},
        {"unknown_rule", "`univocal body show BODY` has them"},
        {"no_silence", "`univocal body show BODY` says which rules do"},
        {"wrong_duration", "`univocal body show BODY` says what it allows"},
        {"held", "`univocal matter show MATTER` says by whom, and what would release it"},
        {"standing_objection", "`univocal objection list MATTER` has them"},
        {"wrong_languages", "--text is given once for each of them"},
        {"not_available", "try again in a moment; `univocal status` says whether its signer is ready"},
        {"out_of_mandate", "`univocal member show MEMBER` has its keys with their powers"},
        {"root_used", "propose the words anew"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].result, result) == 0) {
            return rows[i].hint;
        }
    }
    return NULL;
}

int send_tell(struct cli *c, const struct act_kind *kind, const struct sent *s)
{
    const struct client_answer *a = &s->answer;
    if (c->json) {
        return tell_json(c, kind, s);
    }
    if (a->outcome == OUTCOME_REFUSED) {
        return cli_fail(c, CLI_REFUSED, "not taken (%.*s): %.*s. Nothing was recorded.", (int)a->name.len,
                        (const char *)a->name.data, (int)a->text.len, (const char *)a->text.data);
    }
    const char *result = arena_text(&c->arena, a->result);
    if (strcmp(result, "ok") != 0) {
        const char *text = rejection_text_of(result);
        const char *hint = where_to_look(result);
        return cli_fail(c, CLI_REFUSED, "recorded at entry %llu and refused (%s): %s%s%s",
                        (unsigned long long)a->index, result, text == NULL ? "" : text,
                        hint == NULL ? "" : "; ", hint == NULL ? "" : hint);
    }
    (void)printf("%s%s %s at entry %llu\n", cli_mark(c), kind->name,
                 a->recorded_now ? "recorded" : "was recorded before", (unsigned long long)a->index);
    return CLI_DONE;
}

/* Resolving. */

static bool is_hash(const char *text, struct hash *out)
{
    return hash_parse(bytes_of_text(text), out);
}

int resolve_digits(struct cli *c, const char *text, const struct digits *d, struct hash *out)
{
    size_t found = 0;
    const size_t len = strlen(text);
    for (size_t i = 0; i < d->count && len >= 4; i++) {
        struct hash h;
        memcpy(&h, (const uint8_t *)d->rows + i * d->bytes + d->at, sizeof h);
        if (strncmp(hash_hex(&h).text, text, len) == 0) {
            *out = h;
            found++;
        }
    }
    return found == 1  ? CLI_DONE
           : found > 1 ? cli_fail(c, CLI_USAGE, "%s begins more than one: give more digits", text)
                       : cli_fail(c, CLI_UNKNOWN, "there is no %s %s: `univocal %s list` has them all",
                                  d->noun, text, d->list);
}

int resolve_matter(struct cli *c, const char *text, struct hash *out)
{
    struct matter *list = NULL;
    int status = cli_read(c);
    if (status != CLI_DONE || is_hash(text, out)) {
        return status;
    }
    const size_t count = matter_list(c->reader.state, &c->arena, &list);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const char *whole =
            arena_printf(&c->arena, "%.*s/%.*s", (int)list[i].body.len, (const char *)list[i].body.data,
                         (int)list[i].reference.len, (const char *)list[i].reference.data);
        if (strcmp(text, whole) == 0 || bytes_equal_text(list[i].reference, text)) {
            *out = list[i].id;
            found++;
        }
    }
    if (found > 1) {
        return cli_fail(c, CLI_USAGE, "several bodies have a matter %s: write BODY/%s", text, text);
    }
    return found == 1
               ? CLI_DONE
               : cli_fail(c, CLI_UNKNOWN, "there is no matter %s: `univocal matter list` has them", text);
}

static int resolve_version(struct cli *c, const char *text, struct hash *out)
{
    struct hash id;
    struct matter m;
    struct version v;
    const int status = resolve_matter(c, text, &id);
    if (status != CLI_DONE) {
        return status;
    }
    if (!matter_get(c->reader.state, &id, &c->arena, &m)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no matter %s", text);
    }
    if (m.versions == 0 || !version_get(c->reader.state, &id, m.versions, &c->arena, &v)) {
        return cli_fail(c, CLI_UNKNOWN,
                        "%s has no version yet: its chair fixes one with `univocal matter version`", text);
    }
    *out = v.root;
    return CLI_DONE;
}

int resolve_root(struct cli *c, const char *text, struct hash *out)
{
    int status = cli_read(c);
    if (status != CLI_DONE || is_hash(text, out)) {
        return status;
    }
    const char *last = strrchr(text, '/');
    const char *middle = last == NULL ? NULL : memrchr(text, '/', (size_t)(last - text));
    if (middle == NULL) {
        return resolve_version(c, text, out);
    }
    struct hash id;
    struct alternative alt;
    status = resolve_matter(c, arena_text(&c->arena, bytes_of(text, (size_t)(middle - text))), &id);
    if (status != CLI_DONE) {
        return status;
    }
    const struct bytes provision = bytes_of(middle + 1, (size_t)(last - middle - 1));
    if (!alternative_get(c->reader.state, &id, provision, bytes_of_text(last + 1), &c->arena, &alt)) {
        return cli_fail(c, CLI_UNKNOWN, "there is no alternative %s", text);
    }
    *out = alt.root;
    return CLI_DONE;
}

int resolve_silence(struct cli *c, const char *text, struct hash *out)
{
    struct hash id;
    struct matter m;
    int status = cli_read(c);
    if (status != CLI_DONE || is_hash(text, out)) {
        return status;
    }
    status = resolve_matter(c, text, &id);
    if (status != CLI_DONE) {
        return status;
    }
    if (!matter_get(c->reader.state, &id, &c->arena, &m) || hash_is_zero(&m.silence)) {
        return cli_fail(c, CLI_UNKNOWN, "%s was not put to silence yet", text);
    }
    *out = m.silence;
    return CLI_DONE;
}

int resolve_key(struct cli *c, const char *text, struct hash *out)
{
    struct key_file key;
    if (is_hash(text, out)) {
        return CLI_DONE;
    }
    const enum error e = key_load(text, &key);
    if (e != OK) {
        return cli_error(c, e, text);
    }
    memcpy(out->bytes, key.public.bytes, sizeof out->bytes);
    key_wipe(&key);
    return CLI_DONE;
}

int resolve_node(struct cli *c, const char *text, struct hash *out)
{
    struct member_key *keys = NULL;
    const int status = cli_read(c);
    if (status != CLI_DONE || is_hash(text, out)) {
        return status;
    }
    const size_t count = member_keys(c->reader.state, bytes_of_text(text), &c->arena, &keys);
    for (size_t i = 0; i < count; i++) {
        if (keys[i].role == ROLE_NODE && keys[i].revoked == 0) {
            memcpy(out->bytes, keys[i].key.bytes, sizeof out->bytes);
            return CLI_DONE;
        }
    }
    return strchr(text, '/') != NULL ? resolve_key(c, text, out)
                                     : cli_fail(c, CLI_UNKNOWN, "%s has no node", text);
}

int resolve_objection(struct cli *c, const char *text, struct hash *out)
{
    struct hash root;
    struct objection *list = NULL;
    int status = cli_read(c);
    if (status != CLI_DONE || is_hash(text, out)) {
        return status;
    }
    status = resolve_root(c, text, &root);
    if (status != CLI_DONE) {
        return status;
    }
    struct key_file key;
    status = cli_key(c, &key);
    if (status != CLI_DONE) {
        return status;
    }
    key_wipe(&key);
    const size_t count = objection_list(c->reader.state, &root, &c->arena, &list);
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal_text(list[i].member, key.member) && !list[i].withdrawn) {
            *out = list[i].id;
            return CLI_DONE;
        }
    }
    return cli_fail(c, CLI_UNKNOWN, "%s has no standing objection to %s", key.member, text);
}

/* An envelope that was made before; its kind tells how it is told. */
int act_send_run(struct cli *c)
{
    struct bytes text;
    struct act act;
    struct sent sent = {.expires_ms = 0};
    struct diag diag = {.message = ""};
    int status = cli_read(c);
    status = status == CLI_DONE ? cli_file(c, c->arguments[0], ENVELOPE_BYTES_MAX, &text) : status;
    if (status != CLI_DONE) {
        return status;
    }
    while (text.len > 0 && text.data[text.len - 1] == '\n') {
        text.len--;
    }
    const enum rejection r = act_decode(&c->arena, text, &act, &diag);
    if (r != ACCEPTED) {
        return cli_fail(c, CLI_USAGE, "%s: %s%s%s", c->arguments[0], rejection_text(r),
                        diag.message[0] == 0 ? "" : ": ", diag.message);
    }
    sent.id = act.id;
    sent.envelope = text;
    status = send_submit(c, &sent);
    return status == CLI_DONE ? send_tell(c, act.kind, &sent) : status;
}

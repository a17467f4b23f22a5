#include "interop/bundle.h"

#include "base/check.h"
#include "codec/allowed_signers.h"
#include "codec/note.h"
#include "codec/pem.h"
#include "codec/signify.h"
#include "codec/sshsig.h"
#include "interop/fingerprint.h"
#include "record/fact_voice.h"

static const struct {
    const char *file;
    bool voice;
    size_t max;
} rows[] = {
#define X(name, file, voice, max) [BUNDLE_##name] = {file, voice, max},
    BUNDLE_FILE_TABLE(X)
#undef X
};

const char *bundle_file_name(enum bundle_file f)
{
    return rows[f].file;
}

bool bundle_file_is_voice(enum bundle_file f)
{
    return rows[f].voice;
}

size_t bundle_file_max(enum bundle_file f)
{
    return rows[f].max;
}

static const char *prefix(enum realm realm)
{
    return realm == REALM_REAL ? "" : "exercise-";
}

void bundle_add_name(struct buffer *b, enum realm realm, struct bytes origin, int64_t number)
{
    buffer_printf(b, "%s%.*s-statement-%lld", prefix(realm), (int)origin.len, (const char *)origin.data,
                  (long long)number);
}

void bundle_add_principal(struct buffer *b, enum realm realm, struct bytes origin)
{
    buffer_printf(b, "%svoice@", prefix(realm));
    buffer_add_bytes(b, origin);
}

/* Names that several files have, made once. */
struct names {
    struct bytes principal;
    struct bytes namespace;
    struct bytes comment; /* of files of signify */
};

static struct bytes keep(struct arena *a, struct buffer *b)
{
    const struct bytes kept = arena_copy(a, buffer_view(b));
    buffer_clear(b);
    return kept;
}

static struct names name_all(struct arena *a, const struct bundle_source *s)
{
    struct names n;
    struct buffer b;
    buffer_init(&b, 1024);
    bundle_add_principal(&b, s->realm, s->origin);
    n.principal = keep(a, &b);
    statement_namespace_write(&b, s->realm, s->origin);
    n.namespace = keep(a, &b);
    buffer_printf(&b, "%svoice of %.*s", s->realm == REALM_REAL ? "" : "EXERCISE ", (int)s->origin.len,
                  (const char *)s->origin.data);
    n.comment = keep(a, &b);
    buffer_done(&b);
    return n;
}

/* `before` and `behind` stand around each line. */
static void add_commands(struct buffer *b, const struct bundle_source *s, const struct names *n,
                         const char *before, const char *behind)
{
    const char *exercise = s->realm == REALM_REAL ? "" : " --exercise";
    if (s->voice) {
        buffer_printf(b,
                      "%sssh-keygen -Y verify -f allowed_signers -I %.*s -n %.*s -s statement.txt.sig "
                      "< statement.txt\n%s",
                      before, (int)n->principal.len, (const char *)n->principal.data, (int)n->namespace.len,
                      (const char *)n->namespace.data, behind);
        buffer_printf(b,
                      "%sopenssl pkeyutl -verify -pubin -inkey voice.pem -rawin -in statement.txt "
                      "-sigfile statement.raw\n%s"
                      "%ssignify-openbsd -V -p voice.pub -m statement.txt -x statement.signify\n%s",
                      before, behind, before, behind);
    }
    buffer_printf(b, "%sunivocal statement verify%s .\n%s", before, exercise, behind);
}

void bundle_add_commands(struct buffer *b, struct arena *a, const struct bundle_source *s)
{
    const struct names n = name_all(a, s);
    add_commands(b, s, &n, "", "");
}

static void add_instructions(struct buffer *b, const struct bundle_source *s, const struct names *n)
{
    buffer_printf(b, "%sStatement %lld of %s%.*s\n\n", s->realm == REALM_REAL ? "" : "EXERCISE ",
                  (long long)s->number, prefix(s->realm), (int)s->origin.len, (const char *)s->origin.data);
    if (!s->voice) {
        buffer_add_text(b,
                        "This is not the organisation's voice: too few members carry it. It has no signature "
                        "of the\norganisation, and nobody can make one. What carries it are the members' own "
                        "acts, in the\nfile assents. Type in this folder:\n\n");
        add_commands(b, s, n, "  ", "\n");
    } else {
        buffer_add_text(b,
                        "Type any of these in this folder. Each checks the same words by itself; none of the "
                        "first three\nis a tool of the organisation:\n\n");
        add_commands(b, s, n, "  ", "\n");
        const struct fingerprint ssh = fingerprint_ssh(&s->key);
        const struct fingerprint aloud = fingerprint_aloud(&s->key, &s->assents.transcript);
        buffer_printf(
            b,
            "They say that the key in this folder has signed. Whether that is the organisation's key, "
            "only a\nfingerprint tells that you have from elsewhere:\n\n"
            "  as ssh-keygen prints it:  %s\n  read aloud:  %s\n\n",
            ssh.text, aloud.text);
    }
    buffer_add_text(
        b, "The last command also checks who carried it and where it stands in the record. That the rule "
           "was\napplied rightly, only an audit of the whole record tells: univocal audit\n");
}

static void make_signatures(struct buffer *b, const struct bundle_source *s, const struct names *n,
                            enum bundle_file f)
{
    switch (f) {
    case BUNDLE_SSHSIG:
        sshsig_write(b, n->namespace, &s->key, &s->sshsig);
        return;
    case BUNDLE_RAW:
        buffer_add(b, s->raw.bytes, SIGNATURE_BYTES);
        return;
    case BUNDLE_SIGNIFY:
        signify_add_signature(b, n->comment, &s->key, &s->raw);
        return;
    case BUNDLE_NOTE:
        buffer_add_bytes(b, s->text);
        buffer_add_u8(b, '\n');
        note_add_line(b, n->principal, &s->key, &s->raw);
        return;
    case BUNDLE_SIGNERS:
        allowed_signers_add(b, n->principal, n->namespace, &s->key);
        return;
    case BUNDLE_PUB:
        signify_add_key(b, n->comment, &s->key);
        return;
    case BUNDLE_PEM:
        pem_add_key(b, &s->key);
        return;
    case BUNDLE_VKEY:
        note_add_verifier(b, n->principal, &s->key);
        buffer_add_u8(b, '\n');
        return;
    case BUNDLE_TEXT:
    case BUNDLE_PROOF:
    case BUNDLE_ASSENTS:
    case BUNDLE_VERIFY:
    case BUNDLE_FILES:
        break;
    }
    unreachable("not a file that only the voice makes");
}

static void make_file(struct buffer *b, const struct bundle_source *s, const struct names *n,
                      enum bundle_file f)
{
    if (f == BUNDLE_TEXT) {
        buffer_add_bytes(b, s->text);
    } else if (f == BUNDLE_PROOF) {
        tlog_proof_write(b, &s->proof);
    } else if (f == BUNDLE_ASSENTS) {
        assents_write(b, &s->assents);
    } else if (f == BUNDLE_VERIFY) {
        add_instructions(b, s, n);
    } else {
        make_signatures(b, s, n, f);
    }
}

enum error bundle_make(struct arena *a, const struct bundle_source *s, struct bundle *out)
{
    const struct names n = name_all(a, s);
    enum error e = OK;
    *out = (struct bundle){.there = {false}};
    for (int f = 0; f < BUNDLE_FILES && e == OK; f++) {
        struct buffer b;
        if (rows[f].voice && !s->voice) {
            continue;
        }
        buffer_init(&b, rows[f].max);
        make_file(&b, s, &n, (enum bundle_file)f);
        e = b.overflow ? ERROR_TOO_LARGE : OK;
        out->there[f] = true;
        out->content[f] = keep(a, &b);
        buffer_done(&b);
    }
    return e;
}

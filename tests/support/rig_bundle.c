#include "support/rig_bundle.h"

#include "base/check.h"
#include "codec/note.h"
#include "interop/publish.h"
#include "record/checkpoint.h"
#include "support/rig_voice.h"

enum { MEMBERS = 4 };

const char *rig_bundle_name(enum rig_bundle_kind kind)
{
    return kind == RIG_BUNDLE_REAL ? "test.example-statement-1" : "exercise-test.example-statement-1";
}

static void must_be_ok(const char *result)
{
    check(bytes_equal_text(bytes_of_text(result), "ok"));
}

static void sign_all(struct rig_voice *v)
{
    struct signing x;
    struct spoken spoken;
    check(rig_voice_session(v, 1, &x));
    for (size_t i = 0; i < x.seat_count; i++) {
        must_be_ok(rig_voice_share(v, (size_t)x.seats[i].id - 1, 1, 0));
    }
    check(signing_spoken(v->r->state, 1, &spoken));
}

/* The log's note on the record at a size. */
static struct bytes checkpoint_at(struct rig *r, uint64_t size)
{
    struct buffer b;
    struct checkpoint c = {.size = size};
    const struct organisation *org = machine_organisation(r->machine);
    check(record_root_at(r->record, size, &c.root) == OK);
    buffer_init(&b, NOTE_BYTES_MAX);
    checkpoint_write(&b, org->origin_line, &c);
    const struct signature s = sign_bytes(&r->org.log_key.secret, buffer_view(&b));
    buffer_add_u8(&b, '\n');
    note_add_line(&b, org->origin_line, &org->log_key, &s);
    const struct bytes note = arena_copy(&r->arena, buffer_view(&b));
    buffer_done(&b);
    return note;
}

static void make(struct rig *r, struct bundle *out)
{
    enum error e = OK;
    struct buffer file;
    struct statement said;
    struct statement_header header;
    struct context c = rig_context(r, &e);
    const struct publish p = {c.org, r->state, r->record, &r->arena};
    check(statement_get(r->state, 1, &r->arena, &said));
    buffer_init(&file, STATEMENT_BYTES_MAX);
    check(statement_render(&c, &said, &file));
    const struct bytes text = arena_copy(&r->arena, buffer_view(&file));
    buffer_done(&file);
    check(statement_header_read(&r->arena, text, &header, NULL) == OK);
    const struct publish_notes notes = {
        .checkpoint = checkpoint_at(r, header.log_size),
        .later = checkpoint_at(r, record_size(r->record)),
        .later_size = record_size(r->record),
    };
    check(publish_bundle(&p, &said, text, &notes, out) == OK);
}

void rig_bundle(struct arena *a, const char *folder, enum rig_bundle_kind kind, struct bundle *out)
{
    static struct rig r;
    static struct rig_voice v;
    struct bundle made;
    const bool voice = kind != RIG_BUNDLE_MEMBERS;
    rig_open(&r, &(struct rig_options){.folder = folder,
                                       .members = MEMBERS,
                                       .seed = 11,
                                       .realm = kind == RIG_BUNDLE_REAL ? REALM_REAL : REALM_EXERCISE});
    rig_voice_begin(&v, &r, 12);
    if (voice) {
        rig_voice_to(&v, CEREMONY_DONE);
        for (size_t i = 0; i < MEMBERS; i++) {
            must_be_ok(rig_voice_nonces(&v, i, 1));
        }
    }
    rig_to(&r, RIG_RUNNING);
    must_be_ok(rig_say(&r, "A02", "matter.position", "{'position':'Y','root':$r}"));
    rig_to(&r, RIG_OPENED);
    rig_block(&r, 1000);
    if (voice) {
        sign_all(&v);
    }
    make(&r, &made);
    *out = made;
    for (int f = 0; f < BUNDLE_FILES; f++) {
        out->content[f] = arena_copy(a, made.content[f]);
    }
    rig_close(&r);
}

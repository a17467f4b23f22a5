#include "archive/show_archive.h"

void show_archive_list(struct json_writer *w, const struct archive *ar, struct arena *a)
{
    struct archive_organisation *list = NULL;
    const size_t count = archive_organisations(ar, a, &list);
    json_object(w, NULL);
    json_array(w, "organisations");
    for (size_t i = 0; i < count; i++) {
        json_object(w, NULL);
        json_text(w, "code", list[i].code);
        json_integer(w, "contested", (int64_t)list[i].contested);
        json_integer(w, "facts", (int64_t)list[i].facts);
        json_integer(w, "former", (int64_t)list[i].former);
        json_integer(w, "members", (int64_t)list[i].members);
        json_text(w, "since", list[i].since);
        json_end(w);
    }
    json_end(w);
    json_cstring(w, "realm", "archive");
    json_end(w);
}

static void write_fact(struct json_writer *w, const struct archive_fact *f)
{
    json_object(w, NULL);
    json_text(w, "as_stated_by", f->as_stated_by);
    json_text(w, "confidence", f->confidence);
    json_bool(w, "contested", f->as_stated_by.len > 0);
    json_text(w, "from", f->from);
    json_text(w, "kind", f->kind);
    json_text(w, "source", f->source);
    json_text(w, "subject", f->subject);
    json_text(w, "to", f->to);
    json_text(w, "value", f->value);
    json_end(w);
}

void show_archive_facts(struct json_writer *w, const struct archive *ar, struct arena *a,
                        struct bytes organisation, struct bytes kind)
{
    const struct archive_fact **list = NULL;
    const size_t count = archive_facts(ar, a, organisation, kind, &list);
    json_object(w, NULL);
    json_array(w, "facts");
    for (size_t i = 0; i < count; i++) {
        write_fact(w, list[i]);
    }
    json_end(w);
    json_text(w, "organisation", organisation);
    json_cstring(w, "realm", "archive");
    json_end(w);
}

void show_archive_members(struct json_writer *w, const struct archive *ar, struct arena *a,
                          struct bytes organisation, struct bytes on)
{
    struct archive_seat *list = NULL;
    const size_t count = archive_seats(ar, a, organisation, on, &list);
    json_object(w, NULL);
    json_array(w, "members");
    for (size_t i = 0; i < count; i++) {
        const struct archive_member *m = list[i].member;
        json_object(w, NULL);
        json_array(w, "claims");
        for (size_t k = 0; k < list[i].claim_count; k++) {
            write_fact(w, list[i].claims[k]);
        }
        json_end(w);
        json_text(w, "code", m->code);
        json_text(w, "confidence", m->confidence);
        json_text(w, "from", m->from);
        json_text(w, "note", m->note);
        json_text(w, "precision", m->precision);
        json_text(w, "source", m->source);
        json_text(w, "to", m->to);
        json_bool(w, "uncertain", list[i].uncertain);
        json_end(w);
    }
    json_end(w);
    json_text(w, "on", on);
    json_text(w, "organisation", organisation);
    json_cstring(w, "realm", "archive");
    json_end(w);
}

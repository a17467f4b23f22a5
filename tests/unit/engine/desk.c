#include "unit/engine/desk.h"

#include <stdarg.h>
#include <string.h>

#include "mechanism/matter.h"
#include "node/audit.h"
#include "support/harness.h"
#include "support/rig_inner.h"

void desk_begin(struct desk *d, const char *charter)
{
    *d = (struct desk){.engine = NULL};
    rig_begin(&d->rig, &(struct rig_options){.charter = charter});
    d->world = world_new(1);
    d->world->wall_ms = d->rig.org.options.time_ms + 1000;
    check_ok(embedded_open(&d->engine, &d->world->env, "org/record.db"));
}

void desk_found(struct desk *d)
{
    struct diag diag = {.message = ""};
    check_ok(embedded_found(d->engine, d->rig.org.document, &diag));
}

void desk_end(struct desk *d)
{
    embedded_close(d->engine);
    world_free(d->world);
    rig_close(&d->rig);
    *d = (struct desk){.engine = NULL};
}

void desk_restart(struct desk *d, bool other_boot)
{
    embedded_close(d->engine);
    d->engine = NULL;
    if (other_boot) {
        d->world->boot_id++;
        d->world->boot_ms = 5000;
    }
    check_ok(embedded_open(&d->engine, &d->world->env, "org/record.db"));
}

static const char *send(struct desk *d, struct bytes envelope)
{
    struct act act;
    struct diag diag = {.message = ""};
    const enum rejection no =
        machine_check(embedded_machine(d->engine), &d->rig.arena, envelope, &act, &diag);
    if (no != ACCEPTED) {
        return rejection_name(no);
    }
    d->rig.id = act.id;
    const enum error e = embedded_batch(d->engine, &act, 1, &d->result);
    return e == OK ? d->result.result : error_name(e);
}

const char *desk_say(struct desk *d, const char *who, const char *kind, const char *body, ...)
{
    va_list list;
    va_start(list, body);
    const struct bytes envelope = rig_envelope_list(&d->rig, who, kind, body, list);
    va_end(list);
    return send(d, envelope);
}

const char *desk_open_matter(struct desk *d, const char *reference)
{
    const char *result =
        desk_say(d, "A01", "matter.open",
                 "{'body':'council','languages':['en','fr'],'reference':'%s','rule':'silence',"
                 "'title':'T'}",
                 reference);
    d->rig.matter = d->rig.id;
    return result;
}

static void pass_a_second(struct desk *d, const char *result)
{
    check_text(result, "ok");
    world_pass(d->world, 1000);
}

void desk_run_silence(struct desk *d)
{
    const struct org_words w = org_words(&d->rig.arena, ++d->rig.words);
    struct version v;
    pass_a_second(
        d, desk_open_matter(d, arena_printf(&d->rig.arena, "s%llu", (unsigned long long)d->rig.words)));
    pass_a_second(d, desk_say(d, "A02", "matter.propose",
                              "{'alternative':'first','leaves':%s,'matter':$m,'provision':'p1'}", w.leaves));
    check_that(matter_text(embedded_state(d->engine), &d->rig.matter, &d->rig.arena, &v));
    d->rig.root = v.root;
    pass_a_second(d, desk_say(d, "A01", "matter.version", "{'matter':$m,'root':$r}"));
    pass_a_second(d, desk_say(d, "A01", "silence.open", "{'duration':10000,'matter':$m,'root':$r}"));
    d->rig.silence = d->rig.id;
    for (size_t i = 0; i < d->rig.options.members; i++) {
        const char *who = arena_printf(&d->rig.arena, "A%02zu/node", i + 1);
        pass_a_second(d, desk_say(d, who, "node.availability", "{'matter':$m,'root':$r}"));
    }
    check_eq(desk_silence(d).stage, SILENCE_RUNNING);
}

const char *desk_clear(struct desk *d, size_t member)
{
    const struct hash root = record_root(embedded_record(d->engine));
    return desk_say(d, arena_printf(&d->rig.arena, "A%02zu/node", member + 1), "node.all_clear",
                    "{'deadline':%lld,'log_root':'%s','log_size':%llu,'root':$r,'silence':$s}",
                    (long long)desk_silence(d).deadline_ms, hash_hex(&root).text,
                    (unsigned long long)desk_size(d));
}

uint64_t desk_size(struct desk *d)
{
    return record_size(embedded_record(d->engine));
}

struct silence desk_silence(struct desk *d)
{
    struct silence x;
    check_that(silence_get(embedded_state(d->engine), &d->rig.silence, &d->rig.arena, &x));
    return x;
}

int64_t desk_last_ms(struct desk *d)
{
    struct entry e;
    check_ok(record_read(embedded_record(d->engine), desk_size(d) - 1, &d->rig.arena, &e, NULL));
    return e.time_ms;
}

struct hash desk_digest(struct desk *d)
{
    return state_digest(embedded_state(d->engine));
}

struct hash desk_replayed(struct desk *d)
{
    struct audit_result result;
    const struct audit_options options = {.integrity = false};
    check_ok(audit_rebuild(&d->world->env, "org", NULL, &options, &result));
    check_eq(result.wrong, 0);
    check_eq(result.replayed, result.size);
    const struct hash digest = result.digest;
    audit_done(&result);
    return digest;
}

/* What surrounds the votes of a bad day: members are suspended and restored, claims stated, parties declared,
 * matters limited; and what a vote froze of it is told anew from the closes in the record. */
#include <string.h>

#include "base/check.h"
#include "mechanism/limited.h"
#include "mechanism/matter.h"
#include "mechanism/status.h"
#include "sim/day.h"

static const char *code_of(struct day *d, size_t member)
{
    return arena_text(&d->arena, d->org.codes[member]);
}

static void move(struct day *d)
{
    static const char *const words[] = {"suspend", "restore", "contest", "settle"};
    day_say(d, day_chair(d), "vote.open",
            arena_printf(&d->arena,
                         "{\"body\":\"council\",\"duration\":%lld,\"motion\":\"%s\",\"rule\":\"majority\","
                         "\"target\":\"%s\"}",
                         (long long)prng_between(&d->prng, 10000, 20000), words[prng_below(&d->prng, 4)],
                         code_of(d, day_anybody(d))));
}

static void claim(struct day *d)
{
    day_say(d, day_anybody(d), "member.claim",
            arena_printf(&d->arena, "{\"member\":\"%s\",\"text\":\"x\"}", code_of(d, day_anybody(d))));
}

static void be_party(struct day *d, const char *matter)
{
    if (prng_below(&d->prng, 2) == 0) {
        day_say(d, day_anybody(d), "matter.declare", arena_printf(&d->arena, "{\"matter\":\"%s\"}", matter));
        return;
    }
    day_say(d, day_chair(d), "matter.party",
            arena_printf(&d->arena, "{\"matter\":\"%s\",\"member\":\"%s\",\"party\":%s}", matter,
                         code_of(d, day_anybody(d)), prng_below(&d->prng, 3) == 0 ? "false" : "true"));
}

static void limit(struct day *d, const char *matter)
{
    struct buffer b;
    buffer_init(&b, 1024);
    for (size_t i = 0; i < d->org.options.members; i++) {
        if (prng_below(&d->prng, 4) != 0) {
            buffer_printf(&b, "%s%s", b.len == 0 ? "" : ",", code_of(d, i));
        }
    }
    day_say(d, day_chair(d), "vote.open",
            arena_printf(&d->arena,
                         "{\"body\":\"council\",\"duration\":10000,\"matter\":\"%s\","
                         "\"motion\":\"limited\",\"rule\":\"majority\",\"target\":\"%s\"}",
                         matter, b.len == 0 ? "x" : buffer_text(&b)));
    buffer_done(&b);
}

void day_procedure(struct day *d)
{
    const uint64_t what = prng_below(&d->prng, 10);
    if (what < 4 || d->matter_count == 0) {
        move(d);
    } else if (what == 4) {
        claim(d);
    } else {
        const char *matter = org_hex(&d->arena, &d->matters[prng_below(&d->prng, d->matter_count)]);
        what < 7 ? limit(d, matter) : be_party(d, matter);
    }
}

/* The last vote that closed before an entry, adopted one of two motions and is about the target or the
 * matter; false: there was none. */
static bool last_decision(struct day *d, int64_t before, const char *first, const char *second,
                          struct bytes target, const struct hash *matter, struct vote *out)
{
    struct vote *list = NULL;
    const size_t count = vote_list(host_state(&d->h), &d->arena, &list);
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        const struct vote *x = &list[i];
        const bool meant = bytes_equal_text(x->motion, first) || bytes_equal_text(x->motion, second);
        const bool about = matter != NULL ? hash_equal(&x->matter, matter) : bytes_equal(x->target, target);
        if (meant && about && x->stage == VOTE_ENDED && x->ended < before &&
            x->outcome == OUTCOME_adopted && (!found || x->ended > out->ended)) {
            *out = *x;
            found = true;
        }
    }
    return found;
}

static bool is_named(struct bytes codes, struct bytes code)
{
    for (size_t i = 0; i + code.len <= codes.len; i += code.len + 1) {
        if (bytes_equal(bytes_of(codes.data + i, code.len), code)) {
            return true;
        }
    }
    return false;
}

void day_check_frozen(struct day *d, const struct vote *x)
{
    struct vote last;
    const bool text = bytes_equal_text(x->motion, "adopt");
    const bool limited =
        text && last_decision(d, x->opened, "limited", "limited", BYTES(""), &x->matter, &last) &&
        day_referred(d, &x->matter, x->opened) < last.ended;
    const struct bytes codes = limited ? last.target : BYTES("");
    for (size_t i = 0; i < d->org.options.members; i++) {
        const struct bytes code = d->org.codes[i];
        const struct asked_seat *seat = asked_seat_of(x->seats, x->seat_count, code);
        if ((seat != NULL) != (!limited || is_named(codes, code))) {
            day_fail(d, "the vote of entry %lld asks others than it may", (long long)x->opened);
        }
        const bool suspended = last_decision(d, x->opened, "suspend", "restore", code, NULL, &last) &&
                               bytes_equal_text(last.motion, "suspend");
        if (seat != NULL && ((seat->marks & MARK_SUSPENDED) != 0) != suspended) {
            day_fail(d, "the vote of entry %lld takes a member for what it was not", (long long)x->opened);
        }
    }
    d->totals.suspended += bytes_equal_text(x->motion, "suspend") && x->outcome == OUTCOME_adopted;
    d->totals.limited += bytes_equal_text(x->motion, "limited") && x->outcome == OUTCOME_adopted;
}

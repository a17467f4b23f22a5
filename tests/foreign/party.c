/* party: one holder of a share who speaks with tests/foreign/judge_frost on its standard input and output, by
 * this product's code. A line is a command, an answer a line; bytes are hexadecimal, identifiers decimal.
 *
 *   key T N                       a ceremony: T commitments, N verification shares, N shares
 *   holder T N ID SHARE C.. Y..   the holder's own share, T commitments, N verification shares
 *   commit                        hiding and binding commitment of a new pair of nonces
 *   sign MESSAGE COUNT ENTRY..    the holder's signature share; ENTRY is ID HIDING BINDING
 *   check MESSAGE COUNT ENTRY.. ID Z        yes or no
 *   aggregate MESSAGE COUNT ENTRY.. Z..     the signature, or no */
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/hex.h"
#include "base/num.h"
#include "support/holders.h"

enum { LINE_BYTES_MAX = 1 << 16, COUNT_MAX = 32 };

static char line[LINE_BYTES_MAX];
static struct cursor rest;

static struct holders holders;
static struct parties parties;
static struct sharing sharing;
static uint16_t own_id;
static struct scalar own_share;
static struct frost_nonces nonces;
static struct frost_list list;
static struct frost_session session;
static uint8_t message[LINE_BYTES_MAX / 2];

static struct bytes word(void)
{
    size_t len = 0;
    while (len < rest.rest.len && rest.rest.data[len] != ' ' && rest.rest.data[len] != '\n') {
        len++;
    }
    const struct bytes w = cursor_take(&rest, len);
    (void)cursor_u8(&rest);
    check(!rest.failed);
    return w;
}

static uint16_t number(void)
{
    int64_t n = 0;
    check(num_parse(word(), UINT16_MAX, &n));
    return (uint16_t)n;
}

static struct point point(void)
{
    uint8_t bytes[POINT_BYTES];
    struct point p;
    check(hex_decode(word(), bytes, POINT_BYTES) && point_read(bytes, &p));
    return p;
}

static struct scalar scalar(void)
{
    uint8_t bytes[SCALAR_BYTES];
    struct scalar s;
    check(hex_decode(word(), bytes, SCALAR_BYTES) && scalar_read(bytes, &s));
    return s;
}

static void say(struct bytes s, char behind)
{
    char hex[2 * SIGNATURE_BYTES + 1];
    hex_encode(s, hex);
    (void)printf("%s%c", hex, behind);
}

static void make_key(void)
{
    const uint16_t t = number();
    const uint16_t n = number();
    uint64_t seed = 0;
    crypto_random(&seed, sizeof seed);
    parties_meet(&parties, t, n, seed);
    parties_share(&parties, &sharing, &holders);
    for (size_t k = 0; k < t; k++) {
        say(point_view(&sharing.commitments[k]), ' ');
    }
    for (size_t i = 0; i < n; i++) {
        say(point_view(&sharing.shares[i]), ' ');
    }
    for (size_t i = 0; i < n; i++) {
        say(scalar_view(&holders.shares[i]), i + 1 < n ? ' ' : '\n');
    }
}

static void take_holder(void)
{
    holders.threshold = number();
    holders.count = number();
    check(holders.count <= COUNT_MAX && holders.threshold <= holders.count);
    own_id = number();
    own_share = scalar();
    holders.group = point();
    for (size_t k = 1; k < holders.threshold; k++) {
        (void)point();
    }
    for (size_t i = 0; i < holders.count; i++) {
        holders.verification[i] = point();
    }
    (void)puts("ok");
}

static void commit(void)
{
    uint8_t random[FROST_RANDOM_BYTES];
    crypto_random(random, sizeof random);
    check(frost_nonces_make(random, &own_share, &nonces) == OK);
    say(point_view(&nonces.commitment.hiding), ' ');
    say(point_view(&nonces.commitment.binding), '\n');
}

/* Message and entries; the session is opened, and watched. */
static struct bytes open_session(void)
{
    struct point verification[COUNT_MAX];
    const struct bytes hex = word();
    const struct bytes text = bytes_of(message, hex.len / 2);
    check(hex_decode(hex, message, text.len));
    const uint16_t count = number();
    check(count <= COUNT_MAX);
    frost_list_begin(&list);
    for (size_t i = 0; i < count; i++) {
        const uint16_t id = number();
        struct frost_commitment c;
        c.hiding = point();
        c.binding = point();
        check(frost_list_add(&list, id, &c) == OK && id <= holders.count);
        verification[i] = holders.verification[id - 1];
    }
    check(frost_session_open(&session, &holders.group, holders.threshold, &list, text) == OK);
    check(frost_session_watch(&session, verification, count) == OK);
    return text;
}

static void aggregate(void)
{
    const struct bytes text = open_session();
    struct scalar shares[COUNT_MAX];
    struct signature s;
    for (size_t i = 0; i < list.count; i++) {
        shares[i] = scalar();
    }
    if (frost_aggregate(&session, text, shares, list.count, &s) == OK) {
        say(bytes_of(s.bytes, SIGNATURE_BYTES), '\n');
    } else {
        (void)puts("no");
    }
}

static void answer(struct bytes command)
{
    if (bytes_equal_text(command, "key")) {
        make_key();
    } else if (bytes_equal_text(command, "holder")) {
        take_holder();
    } else if (bytes_equal_text(command, "commit")) {
        commit();
    } else if (bytes_equal_text(command, "sign")) {
        struct scalar z;
        (void)open_session();
        check(frost_share_make(&session, own_id, &own_share, &nonces, &z) == OK);
        say(scalar_view(&z), '\n');
    } else if (bytes_equal_text(command, "check")) {
        (void)open_session();
        const uint16_t id = number();
        const struct scalar z = scalar();
        (void)puts(frost_share_holds(&session, id, &z) ? "yes" : "no");
    } else {
        check(bytes_equal_text(command, "aggregate"));
        aggregate();
    }
    (void)fflush(stdout);
}

int main(void)
{
    check(crypto_start() == OK && point_self_test() == OK);
    while (fgets(line, sizeof line, stdin) != NULL) {
        rest = cursor_of(bytes_of_text(line));
        check(rest.rest.len > 0 && line[rest.rest.len - 1] == '\n');
        answer(word());
    }
    return 0;
}

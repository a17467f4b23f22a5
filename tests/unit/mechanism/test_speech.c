/* Speeches: as delivered, in parts, corrected, translated. Rejections are in causes_speech.c. */
#include "mechanism/speech.h"

#include "mechanism/platform.h"
#include "support/harness.h"
#include "support/rig.h"
#include "unit/mechanism/sessions.h"

static struct rig r;

static void say(const char *who, const char *kind, const char *body)
{
    check_text(rig_say(&r, who, kind, "%s", body), "ok");
}

static void begin(void)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
}

static struct speech newest(void)
{
    struct speech *list = NULL;
    const size_t count = speech_list(r.state, &r.arena, &list);
    check_that(count > 0);
    return list[count - 1];
}

/* The words of a text; "" if it is not whole. */
static struct bytes words(int64_t number)
{
    enum error e = OK;
    struct speech_text t;
    struct bytes text = BYTES("");
    struct context c = rig_context(&r, &e);
    const struct hash id = newest().id;
    check_that(speech_text_get(r.state, &id, number, &t));
    check_that(speech_words(&c, &id, &t, &text) == speech_text_is_whole(&t));
    check_ok(e);
    if (speech_text_is_whole(&t)) {
        const struct hash digest = hash_of(text);
        check_bytes(hash_view(&t.digest), hash_view(&digest));
    } else {
        check_that(hash_is_zero(&t.digest));
    }
    return text;
}

TEST(a_speech_is_filed_in_its_members_own_name_with_what_it_was_said_in)
{
    struct speech_text t;
    begin();
    say("A01", "session.open", SESSION_BODY("council", "s1"));
    say("A02", "session.inscribe", "{'office':'Envoy','session':$w}");
    say("A02", "speech.file", SPEECH("'office':'Envoy','session':$w,'speaker':1,"));
    const struct speech x = newest();
    check_bytes(x.member, BYTES("A02"));
    check_bytes(x.office, BYTES("Envoy"));
    check_bytes(x.language, BYTES("en"));
    check_bytes(x.date, BYTES("2026-02-01"));
    check_eq(x.speaker, 1);
    check_eq(x.texts, 1);
    check_that(!hash_is_zero(&x.session) && hash_is_zero(&x.mandate));
    check_bytes(words(1), BYTES("We have boats."));
    check_that(speech_original(r.state, &x.id, &r.arena, &t) && t.number == 1);
    rig_close(&r);
}

TEST(a_long_speech_is_whole_when_its_last_part_is_there)
{
    struct speech_text t;
    begin();
    say("A02", "speech.file", SPEECH("'parts':3,"));
    const struct hash id = newest().id;
    check_that(!speech_original(r.state, &id, &r.arena, &t));
    check_eq(words(1).len, 0);
    say("A02", "speech.part", "{'number':1,'part':2,'speech':$k,'text':'And crews.'}");
    check_eq(words(1).len, 0);
    say("A02", "speech.part", "{'number':1,'part':3,'speech':$k,'text':'That is all.'}");
    check_bytes(words(1), BYTES("We have boats.\nAnd crews.\nThat is all."));
    check_that(speech_original(r.state, &id, &r.arena, &t));
    rig_close(&r);
}

TEST(a_text_has_as_many_parts_as_its_limit_and_not_one_more)
{
    begin();
    check_text(rig_say(&r, "A02", "speech.file",
                       "{'date':'2026-02-01','language':'en','parts':%d,'text':'x','title':'T'}",
                       SPEECH_PARTS_MAX + 1),
               "wrong_body");
    check_text(rig_say(&r, "A02", "speech.file",
                       "{'date':'2026-02-01','language':'en','parts':%d,'text':'x','title':'T'}",
                       SPEECH_PARTS_MAX),
               "ok");
    for (int i = 2; i <= SPEECH_PARTS_MAX; i++) {
        check_text(rig_say(&r, "A02", "speech.part", "{'number':1,'part':%d,'speech':$k,'text':'x'}", i),
                   "ok");
    }
    check_eq(words(1).len, 2 * SPEECH_PARTS_MAX - 1);
    rig_close(&r);
}

TEST(a_correction_is_a_further_text_and_the_first_stays)
{
    struct speech_text t;
    begin();
    say("A02", "speech.file", SPEECH(""));
    say("A03", "speech.translate", "{'by':'A03 itself','language':'fr','speech':$k,'text':'Des bateaux.'}");
    say("A02", "speech.correct", "{'reason':'A number.','speech':$k,'text':'We have two boats.'}");
    say("A03", "speech.translate",
        "{'by':'The secretariat','language':'fr','speech':$k,'text':'Nous avons deux bateaux.'}");
    const struct hash id = newest().id;
    check_eq(newest().texts, 4);
    check_bytes(words(1), BYTES("We have boats."));
    check_bytes(words(3), BYTES("We have two boats."));
    check_that(speech_original(r.state, &id, &r.arena, &t) && t.number == 3);
    check_eq(t.kind, SPEECH_CORRECTION);
    check_eq(t.of, 1);
    check_bytes(t.reason, BYTES("A number."));
    check_that(speech_text_get(r.state, &id, 2, &t) && t.kind == SPEECH_TRANSLATION && t.of == 1);
    check_bytes(t.member, BYTES("A03"));
    check_bytes(t.by, BYTES("A03 itself"));
    check_that(speech_text_get(r.state, &id, 4, &t) && t.of == 3);
    rig_close(&r);
}

TEST(a_correction_that_is_not_whole_yet_does_not_stand)
{
    struct speech_text t;
    begin();
    say("A02", "speech.file", SPEECH(""));
    say("A02", "speech.correct", "{'parts':2,'reason':'x','speech':$k,'text':'We have'}");
    const struct hash id = newest().id;
    check_that(speech_original(r.state, &id, &r.arena, &t) && t.number == 1);
    say("A02", "speech.part", "{'number':2,'part':2,'speech':$k,'text':'two boats.'}");
    check_that(speech_original(r.state, &id, &r.arena, &t) && t.number == 2);
    rig_close(&r);
}

/* Drafts of notices to the United Nations. */
#include "analysis/notice.h"

#include <string.h>

#include "support/harness.h"
#include "support/rig.h"
#include "unit/mechanism/helps.h"

static const char *const languages[] = {"ar", "en", "es", "fr", "ru", "zh"};
enum { NOTICE_LANGUAGES = sizeof languages / sizeof languages[0] };

static struct rig r;

static void say(const char *who, const char *kind, const char *body)
{
    check_text(rig_say(&r, who, kind, "%s", body), "ok");
}

static const char *draft(const char *language)
{
    enum error failed = OK;
    struct assistance x;
    struct buffer b;
    struct context c = rig_context(&r, &failed);
    check_that(assistance_get(r.state, 1, &x));
    buffer_init(&b, NOTICE_BYTES_MAX);
    notice_compose(&c, &x, bytes_of_text(language), &b);
    check_ok(failed);
    const char *text = arena_text(&r.arena, buffer_view(&b));
    buffer_done(&b);
    return text;
}

static void holds(const char *text, const char *part)
{
    harness_note("%s", part);
    check_that(strstr(text, part) != NULL);
}

TEST(a_draft_says_in_every_language_that_it_is_one)
{
    for (enum realm realm = REALM_EXERCISE; realm <= REALM_REAL; realm++) {
        rig_open(&r, &(struct rig_options){.folder = harness_folder(), .realm = realm});
        say("A02", "assistance.request", REQUEST);
        for (size_t i = 0; i < NOTICE_LANGUAGES; i++) {
            const char *text = draft(languages[i]);
            check_that(notice_has_words(bytes_of_text(languages[i])));
            holds(text, "DRAFT");
            const char *first = strchr(text, '\n');
            check_that(strstr(text, "DRAFT") < first); /* before anything else */
            check_eq(strstr(text, "EXERCISE") != NULL, realm == REALM_EXERCISE);
            holds(text, "    The river has left its bed.\n");
            holds(text, "Member 1 (A02)");
            for (size_t j = 0; j < i; j++) {
                check_that(strcmp(text, draft(languages[j])) != 0);
            }
        }
        rig_close(&r);
    }
    check_that(!notice_has_words(BYTES("de")));
    check_that(!notice_has_words(BYTES("")));
}

TEST(a_notice_of_aggression_names_articles_51_and_54_of_networks_54_of_a_disaster_none)
{
    static const struct {
        const char *request;
        const char *basis;
        const char *other;
    } rows[] = {
        {REQUEST_OF("aggression", NEEDS), "Articles 51 and 54", "Secretary-General"},
        {REQUEST_OF("network", NEEDS), "Article 54", "51"},
        {REQUEST_OF("disaster", NEEDS), "The Secretary-General", "Article"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rig_open(&r, &(struct rig_options){.folder = harness_folder()});
        say("A02", "assistance.request", rows[i].request);
        /* The digits of the organisation's id are below. */
        const char *text = arena_text(&r.arena, bytes_of_text(draft("en")));
        char *foot = strstr(text, "From the record of");
        check_that(foot != NULL);
        *foot = 0;
        holds(text, rows[i].basis);
        check_that(strstr(text, rows[i].other) == NULL);
        rig_close(&r);
    }
}

TEST(a_draft_tells_the_path_so_far)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    say("A02", "assistance.request", REQUEST);
    holds(draft("en"), "Consultation: none yet\nMandate: none yet\n");
    rig_to(&r, RIG_MATTER);
    say("A02", "assistance.consult", CONSULT);
    holds(draft("en"), "Consultation: council/m1, since 2026-01-01\nDecision: none yet\n");
    rig_to(&r, RIG_OPENED);
    say("A01", "assistance.mandate", MANDATE("2026-01-01", "2026-06-30"));
    say("A03", "assistance.offer", OFFER("1", "90", "2026-01-31"));
    say("A02", "assistance.accept", ACCEPT("1", "60"));
    say("A03", "assistance.deliver", DELIVER("1", "40", "2026-01-01"));
    const struct org_words w = org_words(&r.arena, r.words);
    const char *text = draft("en");
    holds(text, "Decision: statement 1, 2026-01-01\n");
    holds(text, arena_text(&r.arena, w.text[0]));
    holds(draft("fr"), arena_text(&r.arena, w.text[1]));
    holds(text, "Mandate: 2026-01-01 / 2026-06-30\nTasks:\n    Shelter.\nLimits:\n    No arms.\n");
    holds(text, "    1. Tents: 100 pieces, by 2026-02-01; accepted: 60, delivered: 40\n");
    holds(text, "Help by members:\n    Member 2 (A03), Tents: accepted: 60, delivered: 40\n");
    holds(text, "Signature: ____");
    say("A02", "assistance.end", "{'request':1,'summary':'All is well.'}");
    text = draft("en");
    holds(text, "The mandate is over.\n");
    holds(text, "Help has ended. Summary:\n    All is well.\n");
    rig_close(&r);
}

TEST(words_of_members_cannot_pass_for_lines_of_the_draft)
{
    rig_open(&r, &(struct rig_options){.folder = harness_folder()});
    say("A02", "assistance.request",
        "{'kind':'disaster','needs':" NEEDS ",'title':'T','what':'x\\nSignature: the Secretary\\n\\ny'}");
    const char *text = draft("en");
    holds(text, "    Signature: the Secretary\n");
    check_that(strstr(text, "\nSignature: the Secretary") == NULL);
    rig_close(&r);
}

#include "mechanism/acts.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "mechanism/act_fields.h"
#include "mechanism/amendment.h"
#include "mechanism/body.h"
#include "mechanism/classification.h"
#include "mechanism/election.h"
#include "mechanism/matter.h"
#include "mechanism/member.h"
#include "mechanism/opening.h"
#include "mechanism/referral.h"
#include "mechanism/signing.h"
#include "mechanism/silence.h"
#include "mechanism/status.h"
#include "mechanism/voice.h"
#include "mechanism/vote.h"

#define HASH(n) {n, FIELD_HASH, 0, false}
#define ID(n) {n, FIELD_ID, 0, false}
#define TEXT(n, max) {n, FIELD_TEXT, max, false}
#define LINE(n, max) {n, FIELD_LINE, max, false}
#define TEXT_OPTIONAL(n, max) {n, FIELD_TEXT, max, true}
#define BYTES_OF(n, max) {n, FIELD_BYTES, max, false}
#define INTEGER(n, max) {n, FIELD_INTEGER, max, false}

/* The table. Fields ascend by name; the subject is made from them. */
static const struct act_kind kinds[] = {
    {"body.chair", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{body}:chair",
     {ID("body"), {"member", FIELD_CODE, 0, false}}, body_chair,
     "unknown_body not_chair unknown_member not_next",
     "The chair hands the chair over to the next member of the rotation."},
    {"body.seat", SIGNER_DELEGATE, POWER_BIND, 1, 1, "{body}:seat",
     {ID("body"), {"seated", FIELD_BOOL, 0, false}}, body_seat,
     "unknown_body composition_fixed exists not_seated not_chair",
     "A member takes or leaves its seat in a body whose composition is open."},
    {"charter.propose", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{charter}:proposal",
     {HASH("base"), HASH("charter"), {"from", FIELD_DATE, 0, true}, {"sources", FIELD_SOURCES, 0, false}},
     amendment_propose,
     "charter_overtaken exists limit wrong_day charter_incomplete charter_malformed charter_renamed "
     "charter_unfit table_missing no_amending_rule several_amending_rules",
     "A member proposes what it has laid down as the next charter."},
    {"charter.text", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "charter:{place}",
     {BYTES_OF("bytes", CHARTER_PART_BYTES_MAX), INTEGER("place", CHARTER_PARTS_MAX - 1)}, amendment_text,
     "exists",
     "A member lays down a part of a charter's text, in the place of what it had laid down there."},
    {"charter.withdraw", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{charter}:proposal",
     {HASH("charter")}, amendment_withdraw, "unknown_charter not_owner wrong_stage",
     "A member withdraws its proposal for the charter."},
    {"election.close", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{election}:close",
     {HASH("election")}, election_close, "unknown_election wrong_stage not_chair candidates_stand",
     "The chair ends an election in which nobody stands."},
    {"election.mark", SIGNER_DELEGATE, POWER_BIND, 1, 1, "{election}:ballot",
     {HASH("election"), {"marks", FIELD_NAMES, NOMINEES_MAX, false}}, election_mark,
     "unknown_election wrong_stage not_seated too_late sealed position_not_allowed too_many_marks "
     "unknown_candidate",
     "A member marks candidates, or none; until the deadline of the round it may mark others."},
    {"election.nominate", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{election}:candidates",
     {LINE("candidate", NAME_BYTES_MAX), HASH("election")}, election_nominate,
     "unknown_election wrong_stage not_seated unknown_member exists limit",
     "A member nominates a candidate, before the first round."},
    {"election.open", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{body}:election",
     {ID("body"), ID("for"), ID("name")}, election_open,
     "unknown_body not_chair not_elected wrong_rule no_vote election_running no_vacancy",
     "The chair opens an election to an office, to the seats or to the chair of a body."},
    {"election.reveal", SIGNER_DELEGATE, POWER_BIND, 1, 1, "{election}:reveal",
     {HASH("election"), {"marks", FIELD_NAMES, NOMINEES_MAX, false}, HASH("salt")}, election_reveal,
     "unknown_election wrong_stage not_seated too_late not_sealed too_early wrong_commitment "
     "position_not_allowed too_many_marks unknown_candidate",
     "A member opens its sealed ballot; what is not opened in time was not given."},
    {"election.round", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{election}:round",
     {INTEGER("duration", VOTE_MS_MAX), HASH("election")}, election_round,
     "unknown_election wrong_stage not_chair no_candidates wrong_duration limit not_applicable",
     "The chair opens the next round of an election."},
    {"election.seal", SIGNER_DELEGATE, POWER_BIND, 1, 1, "{election}:seal",
     {HASH("commitment"), HASH("election")}, election_seal,
     "unknown_election wrong_stage not_seated too_late not_sealed salt_reused",
     "A member gives its ballot as a commitment, to be opened in the last part of the round."},
    {"election.withdraw", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{election}:candidates",
     {LINE("candidate", NAME_BYTES_MAX), HASH("election")}, election_withdraw,
     "unknown_election wrong_stage unknown_candidate already_withdrawn not_owner",
     "A candidate is withdrawn, by the member that nominated it or that it is, between two rounds at the "
     "latest."},
    {"matter.agree", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{matter}/{provision}:agree",
     {HASH("matter"), ID("provision"), HASH("root"), {"state", FIELD_STANCE, 0, false}}, matter_agree,
     "unknown_matter not_seated wrong_stage unknown_provision unknown_root out_of_mandate not_available",
     "A member says where it stands on an alternative: open, ad_referendum or agreed."},
    {"matter.appeal", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{matter}:class",
     {ID("class"), INTEGER("duration", VOTE_MS_MAX), HASH("matter")}, classification_appeal,
     "unknown_matter not_seated wrong_stage no_appeal unknown_rule no_vote wrong_duration unknown_class "
     "class_final motion_running unclassified no_presence limit not_applicable",
     "A member appeals against a classification: a vote opens on putting another class in its place."},
    {"matter.choose", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{matter}/{provision}",
     {ID("alternative"), HASH("matter"), ID("provision")}, matter_choose,
     "unknown_matter wrong_stage not_chair unknown_provision unknown_alternative",
     "The chair puts one alternative of a provision into the text."},
    {"matter.classify", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{matter}:class",
     {ID("class"), HASH("matter")}, classification_act,
     "unknown_matter wrong_stage no_classification unknown_class class_final motion_running not_classifier",
     "Who has the ruling says of which class a matter is: the rule of the class decides on it."},
    {"matter.declare", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{matter}:party",
     {HASH("matter")}, status_declare, "unknown_matter not_seated wrong_stage exists",
     "A member declares itself a party to the dispute that the matter is about."},
    {"matter.delete", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{matter}/{provision}",
     {HASH("matter"), ID("provision")}, matter_delete,
     "unknown_matter wrong_stage not_chair unknown_provision",
     "The chair takes a provision out of the text; choosing an alternative puts it back."},
    {"matter.explain", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{root}:explain",
     {HASH("root"), TEXT("text", REASON_BYTES_MAX)}, matter_explain,
     "unknown_root not_seated",
     "A member explains its position on a text or an alternative, on the record."},
    {"matter.hold", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{matter}/{provision}:hold",
     {HASH("matter"), ID("provision"), TEXT("reason", REASON_BYTES_MAX), TEXT("release", REASON_BYTES_MAX)},
     matter_hold, "unknown_matter not_seated wrong_stage unknown_provision",
     "A member puts a provision in brackets, with its reason and what would release it."},
    {"matter.open", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{body}/{reference}",
     {{"amends", FIELD_HASH, 0, true}, ID("body"), {"confidential", FIELD_BOOL, 0, true},
      {"corrects", FIELD_INTEGER, INTEGER_MAX, true},
      {"languages", FIELD_LANGUAGES, 0, false}, ID("reference"), ID("rule"), LINE("title", NAME_BYTES_MAX),
      {"withdraws", FIELD_INTEGER, INTEGER_MAX, true}},
     matter_open,
     "unknown_body not_seated unknown_rule exists unknown_statement unknown_charter no_amending_rule "
     "several_amending_rules wrong_amending_rule",
     "A member opens a consultation in a body."},
    {"matter.party", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{matter}:{member}",
     {HASH("matter"), {"member", FIELD_CODE, 0, false}, {"party", FIELD_BOOL, 0, false}}, status_party,
     "unknown_matter wrong_stage not_chair not_seated",
     "The chair rules whether a member is a party to the dispute that the matter is about."},
    {"matter.position", SIGNER_DELEGATE, POWER_BIND, 1, 1, "{root}:position",
     {{"position", FIELD_LETTER, 0, false}, TEXT_OPTIONAL("reason", REASON_BYTES_MAX), HASH("root")},
     matter_position,
     "unknown_root not_seated wrong_stage unknown_rule position_not_allowed reason_missing",
     "A member takes a position on a text or an alternative."},
    {"matter.propose", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{matter}/{provision}/{alternative}",
     {ID("alternative"), {"before", FIELD_ID, 0, true}, {"leaves", FIELD_LEAVES, 0, false}, HASH("matter"),
      ID("provision")},
     matter_propose,
     "unknown_matter not_seated wrong_stage wrong_languages exists limit unknown_provision salt_reused",
     "A member proposes an alternative of a provision, in all languages of the matter."},
    {"matter.refer", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{matter}:refer",
     {ID("body"), HASH("matter"), {"rule", FIELD_ID, 0, true}}, referral_act,
     "unknown_matter wrong_stage not_chair no_referral unknown_rule motion_running unknown_body",
     "The chair refers a matter to another body, as the charter lets it."},
    {"matter.release", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{matter}/{provision}:hold",
     {HASH("matter"), ID("provision")}, matter_release,
     "unknown_matter not_seated wrong_stage unknown_provision not_held",
     "A member releases its bracket on a provision."},
    {"matter.version", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{matter}:version",
     {HASH("matter"), HASH("root")}, matter_version,
     "unknown_matter wrong_stage not_chair incomplete wrong_root exists",
     "The chair fixes the text as it stands as a version, by its text root."},
    {"matter.withdraw", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{matter}/{provision}/{alternative}",
     {ID("alternative"), HASH("matter"), ID("provision")}, matter_withdraw,
     "unknown_matter not_seated wrong_stage unknown_provision unknown_alternative not_owner "
     "already_withdrawn",
     "A sponsor withdraws its alternative; if it stood in the text, what is left decides what stands there."},
    {"member.claim", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{member}:claim",
     {{"member", FIELD_CODE, 0, false}, TEXT("text", REASON_BYTES_MAX)}, status_claim, "unknown_member",
     "A member states a claim about who sits for a member, or speaks for it."},
    {"member.clearing", SIGNER_DELEGATE, POWER_KEYS, 1, 1, "clearing",
     {HASH("node")}, member_clearing, "unknown_member wrong_role",
     "A member names its clearing node: its own or another member's."},
    {"member.enrol", SIGNER_DELEGATE, POWER_KEYS, 2, 1, "{key}",
     {HASH("key"), LINE("name", NAME_BYTES_MAX), {"powers", FIELD_POWERS, 0, false},
      {"role", FIELD_ROLE, 0, false}},
     member_enrol, "exists limit wrong_role",
     "A member enrols a key: of a delegate with full powers, of a node, or for objections only."},
    {"member.powers", SIGNER_DELEGATE, POWER_KEYS, 2, 1, "{key}",
     {HASH("key"), {"powers", FIELD_POWERS, 0, false}}, member_powers,
     "not_owner wrong_role key_revoked last_key",
     "A member changes the full powers of a delegate."},
    {"member.revoke", SIGNER_DELEGATE, POWER_KEYS, 1, 1, "{key}",
     {HASH("key")}, member_revoke, "not_owner key_revoked last_key",
     "A member revokes a key; it keeps what it did."},
    {"node.all_clear", SIGNER_NODE, 0, 1, 1, "{silence}",
     {INTEGER("deadline", INTEGER_MAX), HASH("log_root"), INTEGER("log_size", INTEGER_MAX), HASH("root"),
      HASH("silence")},
     silence_all_clear,
     "unknown_silence wrong_stage wrong_root not_clearing too_early wrong_deadline wrong_log exists",
     "A node says: my clock is past the deadline, and every objection that I hold is in the record."},
    {"node.availability", SIGNER_NODE, 0, 1, 1, "{root}",
     {HASH("matter"), HASH("root")}, silence_availability, "unknown_matter unknown_root exists",
     "A node says that it holds every part of exactly this text."},
    {"node.confirm", SIGNER_NODE, 0, 1, 1, "{ceremony}:confirm",
     {HASH("ceremony"), HASH("transcript")}, voice_confirm,
     "unknown_ceremony wrong_round not_party exists wrong_transcript",
     "A node says that it has its share of the key that all dealings make."},
    {"node.deal", SIGNER_NODE, 0, 1, 1, "{ceremony}:deal",
     {HASH("ceremony"), BYTES_OF("dealing", DEALING_BYTES_MAX)}, voice_deal,
     "unknown_ceremony wrong_round not_party exists bad_dealing",
     "A node deals its part of the organisation's key to all parties."},
    {"node.join", SIGNER_NODE, 0, 1, 1, "{ceremony}:join",
     {HASH("ceremony"), HASH("key"), BYTES_OF("proof", PROOF_BYTES)}, voice_join,
     "unknown_ceremony wrong_round not_party exists bad_proof",
     "A node takes part in a ceremony, with a key for receiving its shares."},
    {"node.nonces", SIGNER_NODE, 0, 1, 1, "nonces",
     {BYTES_OF("couples", NONCES_MAX * COUPLE_BYTES), HASH("transcript")}, signing_nonces_publish,
     "no_voice not_party wrong_transcript bad_nonces nonce_reused",
     "A node publishes nonces for signatures to come; what it had published and not spent is void."},
    {"node.refuse", SIGNER_NODE, 0, 1, 1, "{session}:refuse",
     {LINE("reason", NAME_BYTES_MAX), HASH("session")}, signing_refuse,
     "no_voice not_party unknown_session signed not_asked exists",
     "A node says that it gives no share to a session, so that another takes its place."},
    {"node.share", SIGNER_NODE, 0, 1, 1, "{session}:share",
     {HASH("raw"), HASH("session"), HASH("sshsig")}, signing_share,
     "no_voice not_party unknown_session signed not_asked exists",
     "A node gives its share of both signatures of a session."},
    {"node.tick", SIGNER_NODE, 0, 1, 1, "{silence}",
     {INTEGER("deadline", INTEGER_MAX), HASH("root"), HASH("silence")}, silence_tick,
     "unknown_silence wrong_stage wrong_root not_clearing wrong_deadline too_early exists",
     "A node says that the deadline has passed, so that it fires without waiting for other business."},
    {"objection.raise", SIGNER_OBJECTOR, 0, 1, 1, "{root}",
     {TEXT("reason", REASON_BYTES_MAX), HASH("root")}, silence_object, "key_revoked",
     "A member objects to exactly this text; under silence it is then broken."},
    {"objection.withdraw", SIGNER_DELEGATE, POWER_BIND, 2, 1, "{objection}",
     {HASH("objection")}, silence_withdraw, "unknown_objection not_owner already_withdrawn",
     "A member withdraws its objection; a silence that it broke stays broken."},
    {"silence.extend", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{silence}:extend",
     {INTEGER("by", SILENCE_MS_MAX), HASH("silence")}, silence_extend,
     "unknown_silence wrong_stage not_chair extensions_spent wrong_duration",
     "The chair lengthens a running silence within what the charter allows."},
    {"silence.not_received", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{silence}:not_received",
     {HASH("silence")}, silence_not_received, "unknown_silence wrong_stage not_seated said_twice",
     "A member says that it did not receive the text: the clock gives it time, twice at most."},
    {"silence.open", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{root}",
     {INTEGER("duration", SILENCE_MS_MAX), HASH("matter"), HASH("root")}, silence_open,
     "unknown_matter wrong_stage not_chair unknown_rule deferred no_silence wrong_duration "
     "unknown_root root_used wrong_root held standing_objection not_applicable unknown_charter "
     "amendment_running motion_running",
     "The chair puts a version under silence: adopted unless a member objects in time."},
    {"text.open", SIGNER_ANYONE, 0, 1, 1, "{matter}",
     {{"language", FIELD_LANGUAGE, 0, false}, HASH("matter"), ID("provision"), HASH("root"), HASH("salt"),
      {"text", FIELD_PLAINTEXT, 0, false}},
     opening_open, "unknown_matter not_adopted confidential unknown_provision wrong_commitment",
     "Opens one part of an adopted text on the record: salt and words."},
    {"voice.open", SIGNER_DELEGATE, POWER_KEYS, 1, 1, "voice",
     {INTEGER("duration", CEREMONY_MS_MAX)}, voice_open, "exists wrong_duration voice_size",
     "A member asks for the ceremony that makes the organisation's key; it begins when all have asked."},
    {"vote.cast", SIGNER_DELEGATE, POWER_BIND, 1, 1, "{vote}:position",
     {{"position", FIELD_LETTER, 0, true}, TEXT_OPTIONAL("reason", REASON_BYTES_MAX),
      {"split", FIELD_LINE, SPLIT_BYTES_MAX, true}, HASH("vote")},
     vote_cast,
     "unknown_vote wrong_stage not_seated too_late sealed position_missing no_split bad_split "
     "position_not_allowed reason_missing",
     "A member takes its position in a vote; until the close it may take another."},
    {"vote.close", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{vote}:close",
     {HASH("vote")}, vote_close, "unknown_vote wrong_stage not_chair too_early not_spoken",
     "The chair closes a vote in which every seat has spoken; else its deadline does."},
    {"vote.confirm", SIGNER_DELEGATE, POWER_BIND, 1, 1, "{vote}:confirm",
     {{"position", FIELD_LETTER, 0, false}, TEXT_OPTIONAL("reason", REASON_BYTES_MAX), HASH("vote")},
     vote_confirm, "unknown_vote wrong_stage not_seated too_late not_called reason_missing",
     "A member confirms what the roll call has of it; only then it counts."},
    {"vote.contradict", SIGNER_DELEGATE, POWER_SPEAK, 1, 1, "{presence}:contradict",
     {HASH("presence")}, vote_contradict, "unknown_presence not_listed exists",
     "A member whom the chair recorded as present says that it was not."},
    {"vote.open", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{body}:vote",
     {ID("body"), INTEGER("duration", VOTE_MS_MAX), {"matter", FIELD_HASH, 0, true}, ID("motion"),
      {"root", FIELD_HASH, 0, true}, ID("rule"), {"tags", FIELD_TAGS, 0, true},
      TEXT_OPTIONAL("target", REASON_BYTES_MAX)},
     vote_open,
     "unknown_body not_chair unknown_motion wrong_target unknown_matter wrong_stage unknown_rule wrong_rule "
     "deferred no_vote wrong_duration unknown_root root_used wrong_root no_presence wrong_tag limit "
     "not_applicable unknown_charter no_amending_rule several_amending_rules wrong_amending_rule "
     "amendment_running unknown_member wrong_status not_seated motion_running no_referral "
     "no_classification unknown_class class_final unclassified",
     "The chair puts a motion to the vote, by the rule that the charter has for it."},
    {"vote.present", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{body}:present",
     {ID("body"), {"members", FIELD_CODES, 0, false}}, vote_present, "unknown_body not_chair not_seated",
     "The chair records who is present, just before a vote."},
    {"vote.reveal", SIGNER_DELEGATE, POWER_BIND, 1, 1, "{vote}:reveal",
     {{"position", FIELD_LETTER, 0, true}, TEXT_OPTIONAL("reason", REASON_BYTES_MAX), HASH("salt"),
      {"split", FIELD_LINE, SPLIT_BYTES_MAX, true}, HASH("vote")},
     vote_reveal,
     "unknown_vote wrong_stage not_seated too_late not_sealed too_early position_missing wrong_commitment "
     "no_split bad_split position_not_allowed reason_missing",
     "A member opens its sealed position; what is not opened in time was not given."},
    {"vote.roll", SIGNER_DELEGATE, POWER_CHAIR, 1, 1, "{vote}:roll",
     {{"calls", FIELD_CALLS, 0, false}, HASH("vote")}, vote_roll,
     "unknown_vote wrong_stage not_chair too_late sealed not_seated position_not_allowed",
     "The chair records a roll call; each member confirms its own entry."},
    {"vote.seal", SIGNER_DELEGATE, POWER_BIND, 1, 1, "{vote}:seal",
     {HASH("commitment"), HASH("vote")}, vote_seal,
     "unknown_vote wrong_stage not_seated too_late not_sealed salt_reused",
     "A member gives its position as a commitment, to be opened in the last part of the vote."},
};

size_t act_kind_count(void)
{
    return sizeof kinds / sizeof kinds[0];
}

const struct act_kind *act_kind_at(size_t index)
{
    check(index < act_kind_count());
    return &kinds[index];
}

const struct act_kind *act_kind(struct bytes name)
{
    for (size_t i = 0; i < act_kind_count(); i++) {
        if (bytes_equal_text(name, kinds[i].name)) {
            return &kinds[i];
        }
    }
    return NULL;
}

static const struct {
    const char *word;
    unsigned power;
} powers[] = {{"bind", POWER_BIND}, {"chair", POWER_CHAIR}, {"keys", POWER_KEYS}, {"speak", POWER_SPEAK}};

const char *power_words(struct arena *a, unsigned set)
{
    struct buffer b;
    buffer_init(&b, 100);
    for (size_t i = 0; i < sizeof powers / sizeof powers[0]; i++) {
        if ((set & powers[i].power) != 0) {
            buffer_printf(&b, "%s%s", b.len == 0 ? "" : ",", powers[i].word);
        }
    }
    const char *text = arena_text(a, buffer_view(&b));
    buffer_done(&b);
    return text;
}

bool power_parse(struct bytes word, unsigned *power)
{
    for (size_t i = 0; i < sizeof powers / sizeof powers[0]; i++) {
        if (bytes_equal_text(word, powers[i].word)) {
            *power = powers[i].power;
            return true;
        }
    }
    return false;
}

const char *role_word(enum key_role r)
{
    return r == ROLE_NODE ? "node" : r == ROLE_OBJECTION ? "objection" : "delegate";
}

bool role_parse(struct bytes text, enum key_role *out)
{
    static const enum key_role roles[] = {ROLE_DELEGATE, ROLE_OBJECTION, ROLE_NODE};
    for (size_t i = 0; i < 3; i++) {
        if (bytes_equal_text(text, role_word(roles[i]))) {
            *out = roles[i];
            return true;
        }
    }
    return false;
}

const char *act_field_word(enum field_type t)
{
    static const char *const words[] = {
        [FIELD_END] = "",
        [FIELD_TEXT] = "text",
        [FIELD_LINE] = "line",
        [FIELD_ID] = "name",
        [FIELD_CODE] = "member",
        [FIELD_LANGUAGE] = "language",
        [FIELD_HASH] = "hash",
        [FIELD_INTEGER] = "number",
        [FIELD_BOOL] = "yes or no",
        [FIELD_LETTER] = "position",
        [FIELD_ROLE] = "role",
        [FIELD_STANCE] = "stance",
        [FIELD_LANGUAGES] = "languages",
        [FIELD_POWERS] = "powers",
        [FIELD_LEAVES] = "commitments",
        [FIELD_BYTES] = "base64",
        [FIELD_PLAINTEXT] = "words",
        [FIELD_DATE] = "day",
        [FIELD_SOURCES] = "texts",
        [FIELD_CODES] = "members",
        [FIELD_CALLS] = "calls",
        [FIELD_TAGS] = "tags",
        [FIELD_NAMES] = "lines",
    };
    check((size_t)t < sizeof words / sizeof words[0]);
    return words[t];
}

/* {name} stands for the text of the field as it is in the body. */
static struct bytes make_subject(struct arena *a, const struct act_kind *kind,
                                 const struct act_value values[ACT_FIELDS_MAX])
{
    struct buffer b;
    buffer_init(&b, 4 * SUBJECT_BYTES_MAX);
    for (const char *t = kind->subject; *t != 0; t++) {
        if (*t != '{') {
            buffer_add_u8(&b, (uint8_t)*t);
            continue;
        }
        const char *end = strchr(t, '}');
        check(end != NULL);
        const struct bytes name = bytes_of(t + 1, (size_t)(end - t - 1));
        size_t i = 0;
        while (!bytes_equal_text(name, kind->fields[i].name)) {
            i++;
            check(kind->fields[i].type != FIELD_END);
        }
        if (kind->fields[i].type == FIELD_INTEGER) {
            buffer_printf(&b, "%lld", (long long)values[i].integer);
        }
        buffer_add_bytes(&b, values[i].text); /* empty of a number */
        t = end;
    }
    const struct bytes subject = arena_copy(a, buffer_view(&b));
    buffer_done(&b);
    return subject;
}

enum rejection act_check_body(struct arena *a, const struct act_kind *kind, const struct json *body,
                              struct act_value values[ACT_FIELDS_MAX], struct bytes *subject,
                              struct diag *diag)
{
    size_t seen = 0;
    size_t i = 0;
    for (; kind->fields[i].type != FIELD_END; i++) {
        const struct act_field *f = &kind->fields[i];
        values[i] = (struct act_value){0};
        const struct json *v = json_get(body, f->name);
        if (v == NULL && f->optional) {
            continue;
        }
        if (v == NULL || !act_read_field(a, f, v, &values[i])) {
            if (diag != NULL) {
                diag_set(diag, 0, 0, "", "%s: \"%s\" is %s", kind->name, f->name,
                         v == NULL ? "missing" : "not what it must be");
            }
            return REJECT_wrong_body;
        }
        seen++;
    }
    if (body->count != seen) {
        if (diag != NULL) {
            diag_set(diag, 0, 0, "", "%s: the body has a member that does not belong there", kind->name);
        }
        return REJECT_wrong_body;
    }
    *subject = make_subject(a, kind, values);
    return ACCEPTED;
}

static enum rejection rejection_of_error(enum error e)
{
    return e == ERROR_TOO_LARGE ? REJECT_too_large : REJECT_malformed;
}

enum rejection act_decode(struct arena *a, struct bytes envelope, struct act *out, struct diag *diag)
{
    struct dsse d;
    enum error e = dsse_read(a, envelope, &d);
    if (e != OK) {
        return rejection_of_error(e);
    }
    if (!bytes_equal_text(d.type, DSSE_TYPE_ACT)) {
        return REJECT_wrong_type;
    }
    const struct json *body = NULL;
    struct act act = {.envelope = envelope, .payload = d.payload};
    e = act_read(a, d.payload, &act.frame, &body, diag);
    if (e != OK) {
        return rejection_of_error(e);
    }
    if (act.frame.protocol != PROTOCOL_VERSION) {
        return REJECT_wrong_protocol;
    }
    act.kind = act_kind(act.frame.kind);
    if (act.kind == NULL) {
        return REJECT_unknown_kind;
    }
    struct bytes subject;
    const enum rejection r = act_check_body(a, act.kind, body, act.values, &subject, diag);
    if (r != ACCEPTED) {
        return r;
    }
    if (!bytes_equal(subject, act.frame.subject)) {
        return REJECT_wrong_subject;
    }
    act.id = dsse_id(d.type, d.payload);
    act.signature_count = d.signature_count;
    memcpy(act.signatures, d.signatures, sizeof act.signatures);
    *out = act;
    return ACCEPTED;
}

bool act_signatures_hold(const struct act *a)
{
    struct dsse d = {
        .type = BYTES(DSSE_TYPE_ACT), .payload = a->payload, .signature_count = a->signature_count};
    memcpy(d.signatures, a->signatures, sizeof d.signatures);
    return dsse_holds(&d);
}

bool act_has(const struct act *a, const char *name)
{
    for (size_t i = 0; a->kind->fields[i].type != FIELD_END; i++) {
        if (strcmp(a->kind->fields[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

const struct act_value *act_value(const struct act *a, const char *name)
{
    for (size_t i = 0; a->kind->fields[i].type != FIELD_END; i++) {
        if (strcmp(a->kind->fields[i].name, name) == 0) {
            return &a->values[i];
        }
    }
    unreachable("the kind has no such field");
}

/* mechanism/rejections.h: every way in which the rules say no. Data, not errors: part of the record.
 *
 * A stateless rejection goes to the sender and leaves no trace; a rejection of state is the result of an
 * entry (contracts section 2). Each row has a test that causes it. */
#ifndef MECHANISM_REJECTIONS_H
#define MECHANISM_REJECTIONS_H

/* name, stateless, text */
#define REJECTION_TABLE(X)                                                                                   \
    X(ok, 0, "accepted")                                                                                     \
    X(superseded, 0, "a later act of the same key on the same subject is recorded already")                  \
    /* stateless */                                                                                          \
    X(malformed, 1, "the act is not in the one form that acts have")                                         \
    X(too_large, 1, "the act is larger than acts may be")                                                    \
    X(wrong_type, 1, "the envelope holds something other than an act")                                       \
    X(wrong_protocol, 1, "the act is of another protocol version")                                           \
    X(wrong_organisation, 1, "the act names another organisation")                                           \
    X(wrong_realm, 1, "the act is of another realm: exercise and real never mix")                            \
    X(wrong_epoch, 1, "the act is of another epoch of the organisation")                                     \
    X(unknown_kind, 1, "there is no such kind of act")                                                       \
    X(wrong_body, 1, "the body of the act does not fit its kind")                                            \
    X(wrong_subject, 1, "the subject is not the one that the body gives")                                    \
    X(unknown_key, 1, "the key was never enrolled")                                                          \
    X(wrong_member, 1, "the key belongs to another member")                                                  \
    X(bad_signature, 1, "a signature does not hold")                                                         \
    X(too_few_signatures, 1, "the act needs more signatures of its member's delegates")                      \
    /* of state: who */                                                                                      \
    X(key_revoked, 0, "the key was revoked")                                                                 \
    X(out_of_mandate, 0, "the full powers of the key do not reach so far")                                   \
    X(expired, 0, "the act had expired")                                                                     \
    X(not_seated, 0, "the member has no seat in the body")                                                   \
    X(not_chair, 0, "only the chair of the body may do this")                                                \
    X(not_owner, 0, "it belongs to another member")                                                          \
    /* what it is about */                                                                                   \
    X(unknown_member, 0, "there is no such member")                                                          \
    X(unknown_body, 0, "there is no such body")                                                              \
    X(unknown_matter, 0, "there is no such matter")                                                          \
    X(unknown_provision, 0, "there is no such provision")                                                    \
    X(unknown_alternative, 0, "there is no such alternative")                                                \
    X(unknown_root, 0, "no text with this root is known")                                                    \
    X(unknown_silence, 0, "there is no such silence")                                                        \
    X(unknown_objection, 0, "there is no such objection")                                                    \
    X(unknown_statement, 0, "there is no such statement")                                                    \
    X(unknown_rule, 0, "the body has no such rule")                                                          \
    X(not_in_office, 0, "it is for whoever holds the office, and the member does not")                       \
    X(unknown_charter, 0, "no such charter is proposed: never, or not any more")                             \
    X(exists, 0, "it exists already")                                                                        \
    X(limit, 0, "a limit is reached")                                                                        \
    X(wrong_stage, 0, "the matter is not at a stage where this can be done")                                 \
    /* member and body */                                                                                    \
    X(last_key, 0, "it is the member's last key that may enrol others")                                      \
    X(wrong_role, 0, "the key has another role")                                                             \
    X(not_next, 0, "the rotation gives the chair to another member")                                         \
    X(composition_fixed, 0, "the charter fixes who sits in the body")                                        \
    X(not_tagged, 0, "the charter gives the member no tag that the seats of the body ask for")               \
    /* matter */                                                                                             \
    X(wrong_languages, 0, "the languages are not those of the matter")                                       \
    X(salt_reused, 0, "a commitment was used before: salts are never reused")                                \
    X(held, 0, "a provision is held in brackets")                                                            \
    X(not_held, 0, "the member holds no such bracket")                                                       \
    X(incomplete, 0, "a provision has not exactly one chosen alternative")                                   \
    X(wrong_root, 0, "the root is not that of the text as it stands")                                        \
    X(not_available, 0, "the member's node has not confirmed that it holds the text")                        \
    X(position_not_allowed, 0, "the rule does not offer this position")                                      \
    X(reason_missing, 0, "this position needs a reason")                                                     \
    /* silence */                                                                                            \
    X(no_silence, 0, "the rule knows no silence")                                                            \
    X(not_applicable, 0, "the rule cannot count those who sit in the body, or what they have said")          \
    X(wrong_duration, 0, "the duration is shorter or longer than it may be")                                 \
    X(root_used, 0, "this text was under silence before: use fresh salts")                                   \
    X(standing_objection, 0, "an objection stands against this text")                                        \
    X(already_withdrawn, 0, "it was withdrawn before")                                            \
    X(extensions_spent, 0, "the charter allows no further extension")                                        \
    X(said_twice, 0, "the member has said twice that it did not receive the text: it may object")            \
    X(not_clearing, 0, "the node is not one of the clearing nodes of this silence")                          \
    X(too_early, 0, "the deadline has not passed")                                                           \
    X(wrong_deadline, 0, "the deadline named is not that of the silence")                                    \
    X(wrong_log, 0, "the size and root named are not those of this record")                                  \
    /* civil date */                                                                                         \
    X(no_scenario, 0, "the real realm has no scenario clock")                                                \
    X(clock_back, 0, "the scenario clock never goes back")                                                   \
    X(wrong_rate, 0, "it names no day and no rate, or parts without a rate, or no parts")                    \
    X(wrong_offset, 0, "the offset is not of the form +HH:MM, a day at most")                                \
    /* pledges and help */                                                                                   \
    X(unknown_commitment, 0, "there is no such pledge")                                                      \
    X(unknown_report, 0, "there is no such report")                                                          \
    X(own_report, 0, "a member does not judge its own report")                                               \
    X(wrong_quantity, 0, "it is a quantity of nothing, or less than what is confirmed already")              \
    X(unknown_request, 0, "there is no such request for help")                                               \
    X(unknown_need, 0, "the request has no need of that number")                                             \
    X(unknown_offer, 0, "the request has no offer of that number")                                           \
    X(unknown_delivery, 0, "the request has no delivery of that number")                                     \
    X(own_request, 0, "a member offers no help to itself")                                                   \
    X(offer_over, 0, "the offer is taken, declined, expired or withdrawn")                                   \
    X(beyond_offer, 0, "the offer has not so much left, or not so much of it was accepted or delivered")     \
    X(beyond_need, 0, "what is accepted would be more than what is needed")                                  \
    /* vote */                                                                                               \
    X(unknown_vote, 0, "there is no such vote")                                                              \
    X(unknown_presence, 0, "nobody has recorded such a presence")                                            \
    X(unknown_motion, 0, "there is no such motion, or the charter does not say by which rule it is decided") \
    X(wrong_target, 0, "the motion needs a matter, a text or words, or has one that it cannot be about")     \
    X(wrong_rule, 0, "the charter gives this question to another rule")                                      \
    X(deferred, 0, "the next stage has not begun")                                                           \
    X(no_vote, 0, "the rule knows no vote of this kind")                                                     \
    X(no_presence, 0, "the rule asks who is present, and it was not recorded shortly before")                \
    X(wrong_tag, 0, "the rule has no such tag, or the charter itself says who has it")                       \
    X(wrong_status, 0, "the member is suspended or contested already, or is not")                            \
    X(motion_running, 0, "a motion about how the matter goes on is at the vote")                             \
    X(no_referral, 0, "the charter lets this body refer nothing there, or in another way")                   \
    X(no_classification, 0, "the matter was not opened under a classification")                              \
    X(unclassified, 0, "nobody has ruled yet of which class the matter is")                                  \
    X(unknown_class, 0, "there is no such class, or it is the one that the matter has")                      \
    X(class_final, 0, "its class is final: it was appealed, or the matter was put to the members")           \
    X(not_classifier, 0, "the charter gives this ruling to another")                                         \
    X(unknown_ruling, 0, "there is no such ruling")                                                          \
    X(ruling_final, 0, "the ruling was appealed already, or its matter has gone to another body")            \
    X(no_appeal, 0, "the charter knows no appeal against it")                                                \
    X(too_late, 0, "the time for it is over")                                                                \
    X(sealed, 0, "positions in this vote are sealed")                                                        \
    X(not_sealed, 0, "positions in this vote are open, or the member has sealed none")                       \
    X(position_missing, 0, "it needs one position, or one split")                                            \
    X(no_split, 0, "the rule lets no member divide its vote")                                                \
    X(bad_split, 0, "the parts are not positions with numbers that make up what the member has")             \
    X(not_called, 0, "the roll call does not have this position of the member")                              \
    X(not_listed, 0, "the member is not among those recorded as present")                                    \
    X(not_spoken, 0, "a member has not taken its position yet")                                              \
    /* election */                                                                                           \
    X(unknown_election, 0, "there is no such election")                                                      \
    X(not_elected, 0, "the charter fills nothing of this kind and name by election")                         \
    X(election_running, 0, "another election to it has not ended")                                           \
    X(no_vacancy, 0, "every seat is held, and no term is over")                                              \
    X(unknown_candidate, 0, "no such candidate stands in this election")                                     \
    X(too_many_marks, 0, "more are marked than there are seats left")                                        \
    X(no_candidates, 0, "nobody stands in this election")                                                    \
    X(candidates_stand, 0, "candidates stand in it: its rounds end it")                                      \
    /* voice */                                                                                              \
    X(voice_size, 0, "the organisation has too few members for its voice, or too many")                      \
    X(unknown_ceremony, 0, "there is no such ceremony")                                                      \
    X(wrong_round, 0, "the ceremony is in another round")                                                    \
    X(not_party, 0, "the node takes no part for its member")                                                 \
    X(bad_proof, 0, "the key for receiving shares is not proven to be the node's own")                       \
    X(bad_dealing, 0, "the dealing is not one of this ceremony and this dealer")                             \
    X(wrong_transcript, 0, "the transcript named is not that of the dealings on the record")                 \
    X(no_voice, 0, "the organisation has no key of its own yet")                                             \
    X(bad_nonces, 0, "the nonces are not pairs of points")                                                   \
    X(nonce_reused, 0, "a nonce was published before")                                                       \
    X(unknown_session, 0, "there is no such session")                                                        \
    X(not_asked, 0, "the member is not one of those whom the session asks")                                  \
    X(signed, 0, "the statement is signed already")                                                          \
    /* session, speech, platform */                                                                          \
    X(unknown_number, 0, "the session has nothing of that kind and number")                                  \
    X(wrong_dates, 0, "a day or an hour is not within the others")                                           \
    X(floor_taken, 0, "somebody has the floor")                                                              \
    X(wrong_digest, 0, "the digest is not that of what stands")                                              \
    X(unknown_speech, 0, "there is no such speech, or no such text of it")                                   \
    X(wrong_part, 0, "it is not the next part of the text, or the text is whole")                            \
    X(wrong_language, 0, "the language is that of the speech itself")                                        \
    X(unknown_platform, 0, "there is no such platform")                                                      \
    X(unknown_mandate, 0, "there is no such mandate")                                                        \
    X(mandate_over, 0, "the mandate had ended by then, or was revoked")                                      \
    /* instrument */                                                                                         \
    X(unknown_instrument, 0, "there is no such treaty")                                                      \
    X(unknown_reservation, 0, "the treaty has no reservation or declaration of that number")                 \
    X(unknown_correction, 0, "the treaty has no correction of that number")                                  \
    X(not_depositary, 0, "only the depositary records what came on paper, or gives a date")                  \
    X(bad_clause, 0, "the text is no clause on entry into force, or needs a table that is not in it")        \
    X(wrong_kind, 0, "there is no such kind, or not of this")                                                \
    X(not_signatory, 0, "it has not signed the treaty, or not so that it counts")                            \
    X(not_bound, 0, "it has no instrument that it could take back, and has given no notice")                 \
    X(not_applied, 0, "it does not apply the treaty provisionally")                                          \
    X(no_reservations, 0, "the treaty allows no reservations")                                               \
    X(own_reservation, 0, "the reservation is its own")                                                      \
    /* charter */                                                                                            \
    X(charter_incomplete, 0, "the parts that the member laid down do not make this charter")                 \
    X(charter_malformed, 0, "the text is no charter: `univocal charter check` says where and why")           \
    X(charter_renamed, 0, "it is the charter of another organisation: its name or its mark differs")         \
    X(charter_unfit, 0, "the organisation as it stands could not go on under this charter")                  \
    X(table_missing, 0, "it names a new table, and its text is not on the record")                           \
    X(table_malformed, 0, "the text is not that of a frozen table")                                          \
    X(charter_overtaken, 0, "it is made for another charter than the newest: another amendment was adopted") \
    X(wrong_day, 0, "the day on which it is to come into force has passed")                                  \
    X(no_amending_rule, 0, "the charter has no rule by which this may be changed")                           \
    X(several_amending_rules, 0, "this needs several amending rules: propose one change for each")      \
    X(wrong_amending_rule, 0, "the charter prescribes another rule or body for this amendment")              \
    X(amendment_running, 0, "another amendment is being decided on")                                         \
    /* opening */                                                                                            \
    X(not_adopted, 0, "the text is not adopted")                                                             \
    X(wrong_commitment, 0, "salt and text do not give the commitment")                                       \
    X(confidential, 0, "the decision stays confidential: its text is not opened")

enum rejection {
#define X(name, stateless, text) REJECT_##name,
    REJECTION_TABLE(X)
#undef X
};
#define ACCEPTED REJECT_ok
#define X(name, stateless, text) +1
enum { REJECTION_COUNT = 0 REJECTION_TABLE(X) };
#undef X

const char *rejection_name(enum rejection r);
const char *rejection_text(enum rejection r);
/* The text of a result as entries carry it, or NULL if there is none by this name. */
const char *rejection_text_of(const char *name);
int rejection_is_stateless(enum rejection r);
#endif

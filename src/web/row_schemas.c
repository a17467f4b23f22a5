/* Rows that are schemas of the description, by the name that it gives them. */
#include "analysis/body_lists.h"
#include "analysis/delivery.h"
#include "analysis/fairness.h"
#include "analysis/minutes.h"
#include "analysis/show_assistance.h"
#include "mechanism/commitment.h"
#include "mechanism/instrument.h"
#include "mechanism/platform.h"
#include "mechanism/session.h"
#include "mechanism/speech.h"
#include "web/rows.h"

const struct row_schema row_schemas[] = {
    {"AgendaItem", &agenda_item_shape},
    {"AssistanceDelivery", &assistance_delivery_shape},
    {"AssistanceMandate", &assistance_mandate_shape},
    {"AssistanceNeed", &assistance_need_shape},
    {"AssistanceNotice", &assistance_notice_shape},
    {"AssistanceOffer", &assistance_offer_shape},
    {"AssistanceReport", &assistance_report_shape},
    {"AssistanceRow", &assistance_shape},
    {"AssistanceStep", &assistance_path_shape},
    {"Attendance", &attendance_shape},
    {"BodyDecision", &body_decision_shape},
    {"BodyDocument", &body_document_shape},
    {"BodyRuling", &body_ruling_shape},
    {"BodyVote", &body_vote_shape},
    {"CommitmentReport", &commitment_report_shape},
    {"CommitmentRevision", &commitment_revision_shape},
    {"Credential", &credential_shape},
    {"FairnessDeadline", &fairness_deadline_shape},
    {"FairnessItem", &fairness_item_shape},
    {"FairnessMember", &fairness_member_shape},
    {"FairnessProvision", &fairness_provision_shape},
    {"FairnessTurn", &fairness_turn_shape},
    {"InstrumentCorrection", &instrument_correction_shape},
    {"InstrumentObjection", &instrument_objection_shape},
    {"InstrumentParty", &instrument_party_shape},
    {"InstrumentReservation", &instrument_reservation_shape},
    {"InstrumentRow", &instrument_shape},
    {"Mandate", &mandate_shape},
    {"MinutesAnswer", &minutes_answer_shape},
    {"MinutesText", &minutes_text_shape},
    {"MinutesVersion", &minutes_shape},
    {"Notice", &instrument_notice_shape},
    {"Platform", &platform_outcome_shape},
    {"SessionDocument", &session_document_shape},
    {"SessionOutcome", &session_outcome_shape},
    {"SessionPoint", &session_point_shape},
    {"SessionRow", &session_shape},
    {"SessionTask", &session_task_shape},
    {"Speaker", &speaker_shape},
    {"SpeechRow", &speech_shape},
    {"SpeechText", &speech_text_shape},
};
const size_t row_schema_count = sizeof row_schemas / sizeof row_schemas[0];

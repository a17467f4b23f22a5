/* All tables of causes but that of test_rejections.c, one behind the other. */
#include "unit/mechanism/causes.h"

const struct cause *causes_beside(size_t index)
{
    const struct {
        const struct cause *rows;
        size_t count;
    } tables[] = {
        {assistance_causes, assistance_cause_count},
        {charter_causes, charter_cause_count},
        {clock_causes, clock_cause_count}, {commitment_causes, commitment_cause_count},
        {election_causes, election_cause_count},
        {instrument_causes, instrument_cause_count},
        {procedure_causes, procedure_cause_count}, {ruling_causes, ruling_cause_count},
        {session_causes, session_cause_count}, {speech_causes, speech_cause_count},
        {older_causes, older_cause_count}, {vote_causes, vote_cause_count},
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (index < tables[i].count) {
            return &tables[i].rows[index];
        }
        index -= tables[i].count;
    }
    return NULL;
}

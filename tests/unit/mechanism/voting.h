/* tests/unit/mechanism/voting.h: an organisation that votes, one a test file, and its last vote. */
#ifndef UNIT_MECHANISM_VOTING_H
#define UNIT_MECHANISM_VOTING_H

#include "mechanism/vote.h"
#include "support/harness.h"
#include "support/rig.h"

static struct rig r;

static inline const char *adopt_in(const char *body, const char *rule)
{
    return rig_say(&r, "A01", "vote.open",
                   "{'body':'%s','duration':60000,'matter':$m,'motion':'adopt','root':$r,'rule':'%s'}", body,
                   rule);
}

static inline const char *adopt(const char *rule)
{
    return adopt_in("council", rule);
}

static inline struct vote now(void)
{
    struct vote *list = NULL;
    const size_t count = vote_list(r.state, &r.arena, &list);
    check_that(count > 0);
    return list[count - 1];
}

/* In steps that leave no gap. */
static inline void to_the_end(void)
{
    rig_until(&r, now().deadline_ms);
    check_eq(now().stage, VOTE_ENDED);
}

static inline const char *outcome(void)
{
    return arena_printf(&r.arena, "%s %s", outcome_word(now().outcome), reason_word(now().reason));
}
#endif

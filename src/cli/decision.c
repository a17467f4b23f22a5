#include "cli/decision.h"

#include "base/limits.h"
#include "cli/explanation.h"
#include "mechanism/law.h"

void decision_show(const struct charter *charter, const struct charter_rule *rule, const struct decision *d,
                   const struct turn *turn)
{
    const struct explanation_view view = {.charter = charter, .rule = rule, .decision = d, .turn = turn};
    struct buffer b;
    buffer_init(&b, FRAME_BYTES_MAX);
    explanation_write(&b, &view);
    (void)putchar('\n');
    (void)fwrite(b.data, 1, b.len, stdout);
    buffer_done(&b);
}

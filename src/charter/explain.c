#include "charter/explain.h"

#include "base/check.h"
#include "charter/print.h"
#include "charter/words.h"

enum {
    NAMES_MAX = 8,           /* of members that are named one by one in a reason */
    REASON_SPACE = 16 * 1024 /* far more than a reason takes: names are few, and tags and codes short */
};

static int position_of(const struct explanation *x, size_t voter)
{
    return ballot_position(x->ballot, &x->ballot->voters[voter], x->letters[voter]);
}

void explain_heads(const struct explanation *x, struct decision *d)
{
    const struct ballot *b = x->ballot;
    for (size_t i = 0; i < b->voter_count; i++) {
        if (b->voters[i].out) {
            d->out += b->voters[i].elector->n;
        } else {
            d->heads[position_of(x, i)] += b->voters[i].elector->n;
        }
    }
}

void explain_bodies(const struct explanation *x, struct decision *d)
{
    const struct ballot *b = x->ballot;
    const struct rule_code *code = b->rule->code;
    struct decision_body *bodies = ARENA_ARRAY(x->arena, struct decision_body, code->over_count + 1);
    for (size_t i = 0; i < code->over_count; i++) {
        bodies[i] = (struct decision_body){.name = code->over[i]};
        for (size_t k = 0; k < b->voter_count; k++) {
            const struct ballot_voter *v = &b->voters[k];
            if ((v->bodies >> i & 1U) != 0) {
                *(v->out ? &bodies[i].out : &bodies[i].heads[position_of(x, k)]) += v->elector->n;
            }
        }
    }
    d->body_count = code->over_count;
    d->bodies = bodies;
}

/* Of which members a list is made: those at these positions who count in these slots. */
struct choice {
    uint16_t positions[CHARTER_SLOTS_MAX];
    uint16_t anywhere; /* whatever counts them */
};

static bool is_chosen(const struct explanation *x, const struct choice *c, size_t voter)
{
    const struct ballot_voter *v = &x->ballot->voters[voter];
    const uint16_t bit = POSITION_BIT(position_of(x, voter));
    if (v->out) {
        return false;
    }
    bool chosen = (c->anywhere & bit) != 0;
    for (uint32_t slots = x->ballot->kinds[v->kind].slots; slots != 0 && !chosen; slots &= slots - 1) {
        chosen = (c->positions[__builtin_ctz(slots)] & bit) != 0;
    }
    return chosen;
}

/* How many are chosen, by whether they have a name. */
static int64_t count_chosen(const struct explanation *x, const struct choice *c, bool named)
{
    int64_t count = 0;
    for (size_t i = 0; i < x->ballot->voter_count; i++) {
        const struct elector *e = x->ballot->voters[i].elector;
        count += (e->code.len > 0) == named && is_chosen(x, c, i) ? e->n : 0;
    }
    return count;
}

/* "RUS", "BEL, DEU and FRA", "BEL and 7 more", "3 without names"; nothing if nobody is chosen. */
static void add_names(struct buffer *b, const struct explanation *x, const struct choice *c)
{
    const int64_t named = count_chosen(x, c, true);
    const int64_t nameless = count_chosen(x, c, false);
    const int64_t show = named <= NAMES_MAX ? named : NAMES_MAX - 1;
    const int64_t parts = show + (named > show) + (nameless > 0);
    int64_t shown = 0;
    for (size_t i = 0; i < x->ballot->voter_count && shown < show; i++) {
        const struct bytes code = x->ballot->voters[i].elector->code;
        if (code.len > 0 && is_chosen(x, c, i)) {
            buffer_add_text(b, shown == 0 ? "" : shown + 1 == parts ? " and " : ", ");
            buffer_add_bytes(b, code);
            shown++;
        }
    }
    if (named > show) {
        buffer_printf(b, "%s%lld more", nameless > 0 ? ", " : " and ", (long long)(named - show));
    }
    if (nameless > 0) {
        buffer_printf(b, "%s%lld without names", parts > 1 ? " and " : "", (long long)nameless);
    }
}

static bool has_names(const struct explanation *x, int position)
{
    for (size_t i = 0; i < x->ballot->voter_count; i++) {
        const struct ballot_voter *v = &x->ballot->voters[i];
        if (!v->out && v->elector->code.len > 0 && position_of(x, i) == position) {
            return true;
        }
    }
    return false;
}

/* "11 for, 1 against (RUS), 3 abstaining (ARE, CHN and IND)". Who is for needs no name: there is nothing to
 * explain. */
static void add_heads(struct buffer *b, const struct explanation *x, const struct decision *d,
                      bool with_names)
{
    bool first = true;
    for (int p = 0; p < POSITION_COUNT; p++) {
        if (d->heads[p] == 0) {
            continue;
        }
        buffer_printf(b, "%s%lld ", first ? "" : ", ", (long long)d->heads[p]);
        words_positions(b, POSITION_BIT(p));
        if (with_names && p != POSITION_Y && p != POSITION_L && d->heads[p] <= NAMES_MAX && has_names(x, p)) {
            const struct choice c = {.anywhere = POSITION_BIT(p)};
            buffer_add_text(b, " (");
            add_names(b, x, &c);
            buffer_add_u8(b, ')');
        }
        first = false;
    }
    buffer_add_text(b, first ? "nobody is counted" : "");
    if (d->out > 0) {
        buffer_printf(b, ", %lld not counted", (long long)d->out);
    }
}

static const char *beginning(enum reason_code code)
{
    switch (code) {
    case REASON_carried:
        return "carried";
    case REASON_consensus:
        return "by consensus";
    case REASON_assent:
        return "by assent in silence";
    case REASON_short_of_votes:
        return "short of votes";
    case REASON_veto:
        return "vetoed by ";
    case REASON_objected:
        return "objected to by ";
    case REASON_blocked:
        return "blocked by ";
    case REASON_tie:
        return "a tie";
    case REASON_no_quorum:
        return "no quorum";
    case REASON_not_reached:
    case REASON_open:
        break;
    }
    unreachable("an evaluated outcome has no such reason");
}

void explain_reason(const struct explanation *x, struct decision *d)
{
    struct buffer b;
    struct choice holders = {.anywhere = 0};
    const enum reason_code code = d->stands_reason;
    const bool by_holders = code == REASON_veto || code == REASON_objected || code == REASON_blocked;
    buffer_init(&b, REASON_SPACE);
    if (d->outcome == OUTCOME_pending) {
        const struct choice absent = {.anywhere = POSITION_BIT(POSITION_X)};
        buffer_printf(&b, "open: %lld absent", (long long)d->heads[POSITION_X]);
        if (has_names(x, POSITION_X)) {
            buffer_add_text(&b, " (");
            add_names(&b, x, &absent);
            buffer_add_u8(&b, ')');
        }
        buffer_add_text(&b, " could still turn what stands now: ");
    }
    buffer_add_text(&b, beginning(code));
    if (by_holders) {
        reason_holders(x->tally, &x->reason, holders.positions);
        add_names(&b, x, &holders);
    }
    buffer_add_text(&b, ": ");
    if (x->reason.atom != NULL) {
        words_atom(&b, x->ballot->rule, x->reason.atom, x->reason.needed, x->tally);
        buffer_add_text(&b, "; ");
    }
    add_heads(&b, x, d, !by_holders);
    check(!b.overflow);
    d->reason = arena_copy(x->arena, buffer_view(&b));
    buffer_done(&b);
}

static struct bytes copied(struct arena *a, struct buffer *b)
{
    check(!b->overflow);
    const struct bytes copy = arena_copy(a, buffer_view(b));
    buffer_clear(b);
    return copy;
}

/* Fills in the atoms of the node, by their index, each as the rule asks for it. */
static void add_atoms(const struct explanation *x, const struct expression *e, const struct node *node,
                      bool needed, struct decision_atom *atoms)
{
    if (node->kind != NODE_ATOM) {
        for (size_t i = 0; i < node->count; i++) {
            add_atoms(x, e, node->children[i], node->kind == NODE_NOT ? !needed : needed, atoms);
        }
        return;
    }
    const struct charter_rule *rule = x->ballot->rule;
    const struct atom *atom = &e->atoms[node->atom];
    struct decision_atom *out = &atoms[node->atom];
    struct buffer b;
    buffer_init(&b, REASON_SPACE);
    out->of_quorum = e == rule->quorum;
    check(sum_value(&atom->left, x->tally, &out->left) && sum_value(&atom->right, x->tally, &out->right));
    out->holds = compare_holds(atom->compare, out->left, out->right) == needed;
    charter_print_literal(&b, rule, atom, needed);
    out->text = copied(x->arena, &b);
    words_atom(&b, rule, atom, needed, x->tally);
    out->words = copied(x->arena, &b);
    buffer_done(&b);
}

void explain_atoms(const struct explanation *x, struct decision *d)
{
    const struct charter_rule *rule = x->ballot->rule;
    const size_t of_quorum = rule->quorum == NULL ? 0 : rule->quorum->atom_count;
    struct decision_atom *atoms =
        ARENA_ARRAY(x->arena, struct decision_atom, of_quorum + rule->pass->atom_count);
    if (rule->quorum != NULL) {
        add_atoms(x, rule->quorum, rule->quorum->root, true, atoms);
    }
    add_atoms(x, rule->pass, rule->pass->root, true, atoms + of_quorum);
    d->atom_count = of_quorum + rule->pass->atom_count;
    d->atoms = atoms;
}

static bool is_reasoned(const struct explanation *x)
{
    bool reasoned = false;
    for (size_t i = 0; i < x->stage_count; i++) {
        reasoned |= x->stages[i].ballot->reasoned;
    }
    return reasoned;
}

/* Whether the voter, going from its position to another that the rule allows, turns the outcome. */
static bool turns(const struct explanation *x, size_t voter)
{
    const uint16_t allow = x->stages[0].ballot->rule->allow;
    const char letter = x->letters[voter];
    const int choices = is_reasoned(x) ? CHOICES_MAX : POSITION_COUNT;
    struct stage moved[CHARTER_STAGES_MAX];
    size_t decided = 0;
    for (int choice = 0; choice < choices; choice++) {
        const int to = choice % POSITION_COUNT;
        if (POSITIONS[to] == letter || (allow & POSITION_BIT(to)) == 0) {
            continue;
        }
        for (size_t i = 0; i < x->stage_count; i++) {
            const struct ballot *b = x->stages[i].ballot;
            const struct ballot_voter *v = &b->voters[voter];
            moved[i] = x->stages[i];
            if (!v->out && v->forced < 0) {
                ballot_move(b, &moved[i].tally, v->kind, ballot_position(b, v, letter),
                            ballot_place(b, v->kind, choice), v->n);
            }
        }
        if (stages_outcome(moved, x->stage_count, &decided) != x->stands) {
            return true;
        }
    }
    return false;
}

static bool may_move(const struct explanation *x, size_t voter)
{
    bool may = false;
    for (size_t i = 0; i < x->stage_count; i++) {
        const struct ballot_voter *v = &x->stages[i].ballot->voters[voter];
        may |= !v->out && v->forced < 0;
    }
    return may;
}

/* Where one voter's answer is kept that holds for others too: members of one kind at one position answer
 * alike, if only one rule is asked and each is one. NULL: it holds for no other. */
static uint8_t *known_answer(const struct explanation *x, uint8_t *known, size_t voter)
{
    const struct ballot_voter *v = &x->ballot->voters[voter];
    if (x->stage_count > 1 || x->ballot->rule->split.len > 0 || v->voids != 0) {
        return NULL;
    }
    return &known[v->kind * POSITION_COUNT + (size_t)position_of(x, voter)];
}

/* Where votes are split a member may come several times. */
static bool is_told(const struct bytes *codes, size_t count, struct bytes code)
{
    size_t i = 0;
    while (i < count && !bytes_equal(codes[i], code)) {
        i++;
    }
    return i < count;
}

void explain_pivotal(const struct explanation *x, struct decision *d)
{
    const struct ballot *b = x->ballot;
    struct bytes *pivotal = ARENA_ARRAY(x->arena, struct bytes, b->voter_count);
    uint8_t *known = ARENA_ARRAY(x->arena, uint8_t, b->kind_count *POSITION_COUNT); /* 1 no, 2 yes */
    for (size_t i = 0; i < b->voter_count; i++) {
        const struct bytes code = b->voters[i].elector->code;
        if (code.len == 0 || !may_move(x, i)) {
            continue;
        }
        uint8_t fresh = 0;
        uint8_t *answer = known_answer(x, known, i);
        answer = answer == NULL ? &fresh : answer;
        if (*answer == 0) {
            *answer = turns(x, i) ? 2 : 1;
        }
        const bool told = b->rule->split.len > 0 && is_told(pivotal, d->pivotal_count, code);
        if (*answer == 2 && !told) {
            pivotal[d->pivotal_count++] = code;
        }
    }
    d->pivotal = pivotal;
}

static const struct decision_effect *effects_as_to(const struct explanation *x, struct decision *d,
                                                   struct bytes about)
{
    const struct ballot *b = x->ballot;
    const bool adopted = d->outcome == OUTCOME_adopted;
    struct decision_effect *effects = ARENA_ARRAY(x->arena, struct decision_effect, b->voter_count);
    d->effect_count = 0;
    for (size_t i = 0; i < b->voter_count; i++) {
        const int position = position_of(x, i);
        if (b->voters[i].elector->code.len > 0) {
            effects[d->effect_count++] = (struct decision_effect){
                .code = b->voters[i].elector->code,
                .position = POSITIONS[position],
                .effect = adopted ? rule_effect(b->rule, about, b->voters[i].tags, position) : EFFECT_FREE,
            };
        }
    }
    return effects;
}

void explain_effects(const struct explanation *x, struct decision *d)
{
    const struct charter_rule *rule = x->ballot->rule;
    struct decision_part *parts = ARENA_ARRAY(x->arena, struct decision_part, rule->effect_count);
    d->effects = effects_as_to(x, d, BYTES(""));
    for (size_t i = 0; i < rule->effect_count; i++) {
        if (rule_begins_part(rule, i)) {
            const struct bytes about = rule->effects[i].about;
            parts[d->part_count++] = (struct decision_part){about, effects_as_to(x, d, about)};
        }
    }
    d->parts = parts;
}

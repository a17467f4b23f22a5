#include "charter/explain.h"

#include "base/check.h"
#include "charter/print.h"
#include "charter/words.h"
#include "language/say.h"

enum { NAMES_MAX = 8 /* of members that are named one by one in a reason */ };

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
static struct bytes names_of(const struct explanation *x, enum language l, const struct choice *c)
{
    const int64_t named = count_chosen(x, c, true);
    const int64_t nameless = count_chosen(x, c, false);
    const size_t show = named <= NAMES_MAX ? (size_t)named : NAMES_MAX - 1;
    struct bytes items[NAMES_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < x->ballot->voter_count && count < show; i++) {
        const struct bytes code = x->ballot->voters[i].elector->code;
        if (code.len > 0 && is_chosen(x, c, i)) {
            items[count++] = code;
        }
    }
    if (named > (int64_t)show) {
        items[count++] = say_with(x->arena, l, MESSAGE_list_more, SAY_NUMBER("count", named - (int64_t)show));
    }
    if (nameless > 0) {
        items[count++] = say_with(x->arena, l, MESSAGE_list_nameless, SAY_NUMBER("count", nameless));
    }
    return say_list(x->arena, l, MESSAGE_list_comma, MESSAGE_list_and, items, count);
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

/* "11 for", "1 against (RUS)", "3 abstaining (ARE, CHN and IND)". Who is for needs no name: there is nothing
 * to explain. */
static struct bytes heads_at(const struct explanation *x, enum language l, int64_t n, int p, bool with_names)
{
    static const enum message heads[POSITION_COUNT] = {MESSAGE_rule_heads_for,
                                                       MESSAGE_rule_heads_letting_pass,
                                                       MESSAGE_rule_heads_against,
                                                       MESSAGE_rule_heads_abstaining,
                                                       MESSAGE_rule_heads_declaring,
                                                       MESSAGE_rule_heads_absent,
                                                       MESSAGE_rule_heads_not_taking_part};
    const struct bytes what = say_with(x->arena, l, heads[p], SAY_NUMBER("count", n));
    if (!with_names || p == POSITION_Y || p == POSITION_L || n > NAMES_MAX || !has_names(x, p)) {
        return what;
    }
    const struct choice c = {.anywhere = POSITION_BIT(p)};
    return say_with(x->arena, l, MESSAGE_list_named, SAY_TEXT("what", what),
                    SAY_TEXT("names", names_of(x, l, &c)));
}

static struct bytes heads_of(const struct explanation *x, enum language l, const struct decision *d,
                             bool with_names)
{
    struct bytes items[POSITION_COUNT + 1];
    size_t count = 0;
    for (int p = 0; p < POSITION_COUNT; p++) {
        if (d->heads[p] > 0) {
            items[count++] = heads_at(x, l, d->heads[p], p, with_names);
        }
    }
    if (count == 0) {
        items[count++] = say(x->arena, l, MESSAGE_rule_nobody_counted);
    }
    if (d->out > 0) {
        items[count++] = say_with(x->arena, l, MESSAGE_rule_not_counted, SAY_NUMBER("count", d->out));
    }
    return say_list(x->arena, l, MESSAGE_list_comma, MESSAGE_list_comma, items, count);
}

static enum message beginning(enum reason_code code)
{
    switch (code) {
    case REASON_carried:
        return MESSAGE_rule_carried;
    case REASON_consensus:
        return MESSAGE_rule_consensus;
    case REASON_assent:
        return MESSAGE_rule_assent;
    case REASON_short_of_votes:
        return MESSAGE_rule_short_of_votes;
    case REASON_veto:
        return MESSAGE_rule_veto;
    case REASON_objected:
        return MESSAGE_rule_objected;
    case REASON_blocked:
        return MESSAGE_rule_blocked;
    case REASON_tie:
        return MESSAGE_rule_tie;
    case REASON_no_quorum:
        return MESSAGE_rule_no_quorum;
    case REASON_not_reached:
    case REASON_open:
        break;
    }
    unreachable("an evaluated outcome has no such reason");
}

struct bytes decision_reason(const struct decision *d, enum language l)
{
    const struct explanation *x = d->how;
    const enum reason_code code = d->stands_reason;
    const bool by_holders = code == REASON_veto || code == REASON_objected || code == REASON_blocked;
    struct choice holders = {.anywhere = 0};
    struct bytes what = heads_of(x, l, d, !by_holders);
    if (x->reason.atom != NULL) {
        const struct bytes needs =
            words_atom(x->arena, l, x->ballot->rule, x->reason.atom, x->reason.needed, x->tally);
        what = say_with(x->arena, l, MESSAGE_rule_detail, SAY_TEXT("reason", needs), SAY_TEXT("heads", what));
    }
    if (by_holders) {
        reason_holders(x->tally, &x->reason, holders.positions);
    }
    what = say_with(x->arena, l, beginning(code), SAY_TEXT("names", names_of(x, l, &holders)),
                    SAY_TEXT("what", what));
    if (d->outcome != OUTCOME_pending) {
        return what;
    }
    const struct choice absent = {.anywhere = POSITION_BIT(POSITION_X)};
    return say_with(x->arena, l, has_names(x, POSITION_X) ? MESSAGE_rule_open_named : MESSAGE_rule_open,
                    SAY_NUMBER("count", d->heads[POSITION_X]), SAY_TEXT("names", names_of(x, l, &absent)),
                    SAY_TEXT("what", what));
}

struct bytes decision_atom_words(const struct decision_atom *atom, enum language l)
{
    const struct explanation *x = atom->how;
    return words_atom(x->arena, l, x->ballot->rule, atom->atom, atom->needed, x->tally);
}

static struct bytes literal_of(const struct explanation *x, const struct atom *atom, bool needed)
{
    struct buffer b;
    buffer_init(&b, CHARTER_BYTES_MAX);
    charter_print_literal(&b, x->ballot->rule, atom, needed);
    check(!b.overflow);
    const struct bytes copy = arena_copy(x->arena, buffer_view(&b));
    buffer_done(&b);
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
    out->of_quorum = e == rule->quorum;
    check(sum_value(&atom->left, x->tally, &out->left) && sum_value(&atom->right, x->tally, &out->right));
    out->holds = compare_holds(atom->compare, out->left, out->right) == needed;
    out->text = literal_of(x, atom, needed);
    out->how = x;
    out->atom = atom;
    out->needed = needed;
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

#include "analysis/concern.h"

#include "charter/lexer.h"

/* What is spent on one charter: searches, and members looked at by the other questions. A charter that is
 * made to take long is looked at in part. */
enum { SEARCHES_MAX = 60, WORK_MAX = 20 * 1000 * 1000 };

struct inquiry {
    struct arena *arena;
    const struct charter *charter;
    const struct trial_table *tables;
    size_t table_count;
    const struct charter_source *sources;
    size_t source_count;
    struct concern_list *out;
    size_t searches; /* that are left */
    size_t work;     /* likewise */
};

/* The token behind the word that begins the part; of several versions the one that begins on that day. */
static bool find_part(struct arena *a, const struct charter_source *source, const struct concern *x,
                      struct token *out)
{
    struct lexer lexer;
    struct charter_diags *diags = ARENA_NEW(a, struct charter_diags);
    lexer_init(&lexer, a, source, diags);
    struct token t = lexer_next(&lexer);
    while (t.kind != TOKEN_END) {
        const struct token word = t;
        t = lexer_next(&lexer);
        if (word.column != 1 || !bytes_equal_text(word.text, x->kind) || !bytes_equal(t.text, x->name)) {
            continue;
        }
        *out = t;
        struct bytes from = BYTES("");
        while (t.kind != TOKEN_END && !bytes_equal_text(t.text, "{")) {
            const bool day = t.kind == TOKEN_WORD && bytes_equal_text(t.text, "from");
            t = lexer_next(&lexer);
            from = day && t.kind == TOKEN_DATE ? t.text : from;
        }
        if (bytes_equal(from, x->from)) {
            return true;
        }
    }
    return false;
}

static void raise(struct inquiry *q, const char *kind, struct bytes name, struct bytes from,
                  const char *message)
{
    if (q->out->count == CONCERNS_MAX) {
        return;
    }
    struct concern *x = &q->out->items[q->out->count++];
    *x = (struct concern){.kind = kind, .name = name, .from = from, .message = message};
    for (size_t i = 0; i < q->source_count && x->line == 0; i++) {
        struct token at;
        if (find_part(q->arena, &q->sources[i], x, &at)) {
            x->source = q->sources[i].name;
            x->line = at.line;
            x->column = at.column;
        }
    }
}

/* What was seen of a rule in all trials. */
struct seen {
    bool tried;
    bool adopted;
    bool quorate;
    bool empty;   /* nobody is there, and it adopts */
    bool nobody;  /* everybody abstains, and it adopts */
    bool alone;   /* one is for, all others are absent */
    bool against; /* one is for, all others are against */
};

/* Searching is for rules that adopt by none of the plain choices: few, and only so often. */
static void search_adoption(struct inquiry *q, struct arena *scratch, struct trial *t, struct seen *seen)
{
    static const int others[] = {POSITION_X, POSITION_A, POSITION_N};
    struct trial_least least;
    for (size_t i = 0; i < sizeof others / sizeof others[0] && !seen->adopted && q->searches > 0; i++) {
        q->searches--;
        trial_least_for(scratch, t, 0, TRIAL_ADOPTED, others[i], &least);
        seen->adopted |= least.answer == TRIAL_FOUND;
        seen->quorate |= least.answer == TRIAL_FOUND;
    }
}

/* Who has a tag that nobody is known to have may be needed for adoption; all else is asked without such. */
static void look_at_choices(struct inquiry *q, struct arena *scratch, struct trial *t, struct seen *seen)
{
    trial_choice *choices = arena_take(scratch, t->class_count, sizeof *choices);
    enum outcome outcome = OUTCOME_rejected;
    const bool plain = t->rules[0].side.tagged == 0;
    const size_t cost = (t->member_count * t->rules[0].copies + t->class_count * POSITION_COUNT) * 2;
    for (int p = 0; p < POSITION_COUNT; p++) {
        trial_all_at(t, p, choices);
        if (trial_decide(t, 0, choices, &outcome)) {
            seen->adopted |= outcome == OUTCOME_adopted;
            seen->quorate |= outcome != OUTCOME_no_quorum;
            seen->empty |= p == POSITION_X && plain && outcome == OUTCOME_adopted;
            seen->nobody |= p == POSITION_A && plain && outcome == OUTCOME_adopted;
        }
    }
    search_adoption(q, scratch, t, seen);
    for (size_t i = 0; i < t->class_count && t->member_count > 2 && plain && q->work >= cost; i++) {
        q->work -= cost;
        seen->alone |= trial_adopts_alone(scratch, t, 0, i, POSITION_X);
        seen->against |= trial_adopts_alone(scratch, t, 0, i, POSITION_N);
    }
}

/* Whether the rule, or what follows it, may ask for a tag that no group gives. */
static bool has_open_tag(const struct charter_rule *rule)
{
    bool open = rule->otherwise == OTHERWISE_STAGE;
    for (size_t i = 0; i < rule->code->tag_count; i++) {
        open = open || rule->code->tags[i].group == NULL;
    }
    return open;
}

/* What each member is compared with when a trial begins. */
static size_t seat_count(const struct charter_rule *rule)
{
    size_t count = 1;
    for (size_t i = 0; i < rule->code->tag_count; i++) {
        count += rule->code->tags[i].group == NULL ? 0 : rule->code->tags[i].group->count;
    }
    return count;
}

/* Numbers of members, where the charter does not say who they are. */
static void look_at_rule(struct inquiry *q, const struct charter_rule *rule, struct seen *seen)
{
    static const size_t counts[] = {0, 3, 40, MEMBERS_MAX};
    struct trial_side side = {q->charter, rule, q->table_count, q->tables, 0};
    struct trial *t = NULL;
    struct diag diag = {.line = 0};
    struct arena scratch = {.used = 0};
    bool known = false;
    const int sorts = has_open_tag(rule) ? 2 : 1;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0] && !known; i++) {
        const size_t cost = counts[i] * seat_count(rule);
        if (q->work < cost) {
            break;
        }
        for (int tagged = 0; tagged < sorts; tagged++) {
            side.tagged = tagged == 1 ? counts[i] / 2 + 1 : 0;
            q->work -= tagged == 0 ? cost : 0;
            if (trial_new(&scratch, &side, 1, counts[i], rule->from, &t, &diag) != OK) {
                continue;
            }
            seen->tried = true;
            look_at_choices(q, &scratch, t, seen);
            known = t->known;
        }
    }
    arena_done(&scratch);
}

/* The first that holds; NULL: none does. */
static const char *concern_of(const struct seen *seen)
{
    const struct {
        bool holds;
        const char *message;
    } rows[] = {
        {!seen->quorate, "its quorum never holds, whoever is there"},
        {!seen->adopted, "no way was found in which it adopts anything"},
        {seen->empty, "an empty room adopts: nothing asks that anybody be there"},
        {seen->nobody, "it adopts if everybody abstains: nothing asks that anybody be for"},
        {seen->against, "one member alone can adopt, even if all others are against"},
        {seen->alone, "one member alone can adopt if all others are absent"},
    };
    for (size_t i = 0; seen->tried && i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].holds) {
            return rows[i].message;
        }
    }
    return NULL;
}

static void ask_rule(struct inquiry *q, const struct charter_rule *rule)
{
    struct seen seen = {.tried = false};
    look_at_rule(q, rule, &seen);
    const char *message = concern_of(&seen);
    if (message != NULL) {
        raise(q, "rule", rule->name, rule->from, message);
    }
}

static bool names(const struct bytes *list, size_t count, struct bytes name)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes_equal(list[i], name)) {
            return true;
        }
    }
    return false;
}

static bool is_used_by_rules(const struct charter *c, struct bytes name)
{
    for (size_t i = 0; i < c->rule_count; i++) {
        const struct charter_rule *r = &c->rules[i];
        if ((bytes_equal(r->next_rule, name) || bytes_equal(r->amend_by, name)) &&
            !bytes_equal(r->name, name)) {
            return true;
        }
    }
    return false;
}

static bool is_used_by_procedure(const struct charter *c, struct bytes name)
{
    bool used = false;
    for (size_t i = 0; i < c->office_count; i++) {
        used |= bytes_equal(c->offices[i].rule, name);
    }
    for (size_t i = 0; i < c->classification_count; i++) {
        const struct charter_classification *k = &c->classifications[i];
        used |= bytes_equal(k->decided_by, name) || bytes_equal(k->appeal_by, name);
        for (size_t j = 0; j < k->class_count; j++) {
            used |= bytes_equal(k->classes[j].rule, name);
        }
    }
    for (size_t i = 0; i < c->referral_count; i++) {
        used |= bytes_equal(c->referrals[i].rule, name);
    }
    for (size_t i = 0; i < c->motion_count; i++) {
        used |= bytes_equal(c->motions[i].rule, name);
    }
    return used;
}

static bool is_used(const struct charter *c, struct bytes name)
{
    for (size_t i = 0; i < c->body_count; i++) {
        const struct charter_body *b = &c->bodies[i];
        if (names(b->rules, b->rule_count, name) || bytes_equal(b->elected_by, name) ||
            bytes_equal(b->chair_by, name)) {
            return true;
        }
    }
    return is_used_by_rules(c, name) || is_used_by_procedure(c, name);
}

void concerns_of(struct arena *a, const struct charter *c, const struct trial_table *tables,
                 size_t table_count, const struct charter_source *sources, size_t source_count,
                 struct concern_list *out)
{
    struct inquiry q = {a, c, tables, table_count, sources, source_count, out, SEARCHES_MAX, WORK_MAX};
    out->count = 0;
    for (size_t i = 0; i < c->rule_count; i++) {
        ask_rule(&q, &c->rules[i]);
        if (c->body_count > 0 && !is_used(c, c->rules[i].name)) {
            raise(&q, "rule", c->rules[i].name, c->rules[i].from,
                  "nobody uses it: no body and no other part names it");
        }
    }
    for (size_t i = 0; i < c->group_count; i++) {
        if (c->groups[i].count == 0) {
            raise(&q, "group", c->groups[i].name, BYTES(""), "nobody is in it");
        }
    }
}

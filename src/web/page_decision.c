#include "web/page_decision.h"

#include "base/check.h"
#include "web/links.h"

void page_outcome(struct page *p, const char *word)
{
    enum message m;
    check(say_find("decision", bytes_of_text(arena_printf(p->arena, "is_%s", word)), &m));
    page_say(p, m);
}

void page_motion(struct page *p, struct bytes word)
{
    static const struct {
        const char *word;
        enum message said;
    } motions[] = {
        {"adopt", MESSAGE_vote_motion_adopt},       {"amend", MESSAGE_vote_motion_amend},
        {"assist", MESSAGE_vote_motion_assist},     {"classify", MESSAGE_vote_motion_classify},
        {"contest", MESSAGE_vote_motion_contest},   {"elect", MESSAGE_vote_motion_elect},
        {"limited", MESSAGE_vote_motion_limited},   {"overrule", MESSAGE_vote_motion_overrule},
        {"refer", MESSAGE_vote_motion_refer},       {"restore", MESSAGE_vote_motion_restore},
        {"settle", MESSAGE_vote_motion_settle},     {"straw", MESSAGE_vote_motion_straw},
        {"suspend", MESSAGE_vote_motion_suspend},
    };
    for (size_t i = 0; i < sizeof motions / sizeof motions[0]; i++) {
        if (bytes_equal_text(word, motions[i].word)) {
            page_say(p, motions[i].said);
            return;
        }
    }
    html_element(p->html, "code", word);
}

enum message page_position_word(char position)
{
    static const struct {
        char letter;
        enum message word;
    } words[] = {
        {'Y', MESSAGE_decision_for},      {'L', MESSAGE_decision_lets_pass}, {'N', MESSAGE_decision_against},
        {'A', MESSAGE_decision_abstains}, {'Q', MESSAGE_decision_declares},  {'X', MESSAGE_decision_absent},
        {'R', MESSAGE_decision_out},      {0, MESSAGE_decision_silent},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (words[i].letter == position) {
            return words[i].word;
        }
    }
    unreachable("not a position");
}

void page_position(struct page *p, char position)
{
    page_say(p, page_position_word(position));
}

static void write_tally(struct page *p, const struct decision *d)
{
    page_table(p, MESSAGE_decision_tally, MESSAGE_decision_position, MESSAGE_decision_members);
    for (size_t i = 0; i < sizeof POSITIONS - 1; i++) {
        const char letter = POSITIONS[i];
        if (d->heads[i] > 0) {
            page_row(p);
            page_cell(p);
            page_position(p, letter);
            page_cell(p);
            html_integer(p->html, d->heads[i]);
        }
    }
    if (d->out > 0) {
        page_row(p);
        page_cell(p);
        page_say(p, MESSAGE_decision_not_counted);
        page_cell(p);
        html_integer(p->html, d->out);
    }
    page_table_end(p);
}

static void write_conditions(struct page *p, const struct decision *d)
{
    page_table(p, MESSAGE_decision_conditions, MESSAGE_decision_condition, MESSAGE_decision_in_words,
               MESSAGE_decision_left, MESSAGE_decision_right, MESSAGE_decision_holds);
    for (size_t i = 0; i < d->atom_count; i++) {
        const struct decision_atom *x = &d->atoms[i];
        page_row(p);
        page_cell(p);
        html_open(p->html, "code");
        html_attribute(p->html, "dir", BYTES("ltr"));
        html_text(p->html, x->text);
        html_close(p->html);
        if (x->of_quorum) {
            html_raw(p->html, " ");
            html_open(p->html, "span");
            html_class(p->html, "tag");
            page_say(p, MESSAGE_decision_quorum);
            html_close(p->html);
        }
        page_cell(p);
        html_text(p->html, decision_atom_words(x, p->language));
        page_cell(p);
        html_integer(p->html, x->left);
        page_cell(p);
        html_integer(p->html, x->right);
        page_cell(p);
        page_say(p, x->holds ? MESSAGE_word_yes : MESSAGE_word_no);
    }
    page_table_end(p);
}

void page_decision(struct page *p, const struct decision *d)
{
    html_element(p->html, "p", decision_reason(d, p->language));
    write_tally(p, d);
    if (d->atom_count > 0) {
        write_conditions(p, d);
    }
    html_open(p->html, "p");
    if (d->pivotal_count == 0) {
        page_say(p, MESSAGE_decision_nobody_pivotal);
    } else {
        page_say(p, MESSAGE_decision_pivotal);
        html_raw(p->html, " ");
        page_link_members(p, d->pivotal, d->pivotal_count, d->pivotal_count);
    }
    html_close(p->html);
}

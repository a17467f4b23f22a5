#include "analysis/show_body.h"
#include "mechanism/law.h"
#include "mechanism/office.h"
#include "web/links.h"
#include "web/page_body.h"

void page_body_chair(struct page *p, const struct charter_body *law, const struct body *b)
{
    const struct charter *charter = law_now(p->context);
    page_term(p, MESSAGE_body_chair);
    if (b->chair.len > 0) {
        page_link_member(p, b->chair);
    }
    if (b->seat_count > 0) {
        const struct bytes next = body_next_chair(charter, b);
        const int64_t until = chair_until_ms(p->context, charter, b);
        page_term(p, MESSAGE_body_chair_since);
        page_time(p, chair_since_ms(p->context, b));
        if (until > 0) {
            page_term(p, MESSAGE_body_chair_until);
            html_element(p->html, "bdi", bytes_of(page_time_text(p->arena, until).data, 10));
        }
        if (next.len > 0) {
            page_term(p, MESSAGE_body_chair_next);
            page_link_member(p, next);
        }
    }
    if (law->reports_to.len > 0) {
        page_term(p, MESSAGE_body_reports_to);
        page_link_body(p, law->reports_to);
    }
}

void page_body_referrals(struct page *p, struct bytes body)
{
    const struct charter *charter = law_now(p->context);
    bool begun = false;
    for (size_t i = 0; i < charter->referral_count; i++) {
        const struct charter_referral *r = &charter->referrals[i];
        if (!show_body_refers(r, body)) {
            continue;
        }
        if (!begun) {
            page_heading(p, "referrals", MESSAGE_body_referrals);
            page_table(p, MESSAGE_body_referrals, MESSAGE_body_referral_from, MESSAGE_body_referral_to,
                       MESSAGE_body_referral_by, MESSAGE_body_referral_about);
            begun = true;
        }
        page_row(p);
        page_cell(p);
        for (size_t k = 0; k < r->from_count; k++) {
            html_cstring(p->html, k == 0 ? "" : ", ");
            page_link_body(p, r->from[k]);
        }
        page_cell(p);
        page_link_body(p, r->to);
        page_cell(p);
        if (r->rule.len == 0) {
            page_say(p, MESSAGE_body_referral_chair);
        } else {
            page_link_rule(p, r->rule);
        }
        page_cell(p);
        html_content(p->html, r->about.len > 0 ? r->about : r->title, BYTES(""));
    }
    if (begun) {
        page_table_end(p);
    }
}

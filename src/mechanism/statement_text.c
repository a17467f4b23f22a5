#include "mechanism/statement_text.h"

#include "base/check.h"
#include "mechanism/law.h"
#include "record/fact_voice.h"

static void add_line(struct buffer *b, const char *key, struct bytes value)
{
    buffer_printf(b, "%s: ", key);
    buffer_add_bytes(b, value);
    buffer_add_u8(b, '\n');
}

static void add_number(struct buffer *b, const char *key, int64_t n)
{
    buffer_printf(b, "%s: %lld\n", key, (long long)n);
}

static void add_hash(struct buffer *b, const char *key, const struct hash *h)
{
    buffer_printf(b, "%s: %s\n", key, hash_hex(h).text);
}

/* Codes with a space between; `none` for an empty list. */
static void add_codes(struct buffer *b, const char *key, const struct bytes *codes, size_t count)
{
    buffer_printf(b, "%s:%s", key, count == 0 ? " none" : "");
    for (size_t i = 0; i < count; i++) {
        buffer_add_u8(b, ' ');
        buffer_add_bytes(b, codes[i]);
    }
    buffer_add_u8(b, '\n');
}

/* CODE=P/effect */
static void add_apart(struct buffer *b, const struct statement_text *t)
{
    buffer_add_text(b, t->apart_count == 0 ? "dissociated: none" : "dissociated:");
    for (size_t i = 0; i < t->apart_count; i++) {
        buffer_add_u8(b, ' ');
        buffer_add_bytes(b, t->apart[i].member);
        buffer_printf(b, "=%c/%s", t->apart[i].position, effect_word(t->apart[i].effect));
    }
    buffer_add_u8(b, '\n');
}

static void add_time(struct buffer *b, int64_t time_ms)
{
    const struct civil_day day = civil_day_of(time_ms, 0);
    const long long in_day = (long long)(time_ms % 86400000);
    buffer_printf(b, "time: %sT%02lld:%02lld:%02lld.%03lldZ\n", day.text, in_day / 3600000,
                  in_day / 60000 % 60, in_day / 1000 % 60, in_day % 1000);
}

static void add_organisation(struct buffer *b, const struct statement_text *t)
{
    buffer_printf(b, "%s\n", statement_first_line(t->realm));
    add_line(b, "organisation", t->organisation);
    add_hash(b, "organisation-id", &t->org);
    add_line(b, "origin", t->origin);
    add_line(b, "hosted", t->hosted ? BYTES("one operator") : BYTES("the members"));
    add_number(b, "epoch", t->epoch);
    add_number(b, "statement", t->number);
    if (t->corrects > 0) {
        add_number(b, "corrects", t->corrects);
    }
    if (t->withdraws > 0) {
        add_number(b, "withdraws", t->withdraws);
    }
    add_line(b, "date", t->date);
    add_time(b, t->time_ms);
}

static void add_decision(struct buffer *b, const struct statement_text *t)
{
    add_line(b, "body", t->body);
    add_line(b, "matter", t->reference);
    add_line(b, "title", t->title);
    add_line(b, "voice",
             t->voice ? BYTES("the organisation's voice") : BYTES("not the organisation's voice"));
    add_line(b, "rung", t->rung.len == 0 ? BYTES("none") : t->rung);
    add_codes(b, "speaking-for", t->speaking_for, t->speaking_for_count);
    add_codes(b, "not-reached", t->not_reached, t->not_reached_count);
    add_apart(b, t);
    add_line(b, "rule", t->rule_name);
    add_hash(b, "rule-hash", &t->rule);
    add_hash(b, "charter-hash", &t->charter);
    add_line(b, "outcome", t->outcome);
    add_line(b, "reason", t->reason);
    buffer_printf(b, "decision-entry: %llu\n", (unsigned long long)t->close);
    add_hash(b, "text-root", &t->root);
    buffer_printf(b, "record-size: %llu\n", (unsigned long long)t->log_size);
    add_hash(b, "record-root", &t->log_root);
}

static size_t line_count(struct bytes s)
{
    size_t count = s.len > 0 && s.data[s.len - 1] != '\n' ? 1 : 0;
    for (size_t i = 0; i < s.len; i++) {
        count += s.data[i] == '\n';
    }
    return count;
}

/* The provisions with an empty line between. */
static size_t language_lines(const struct statement_language *l)
{
    size_t count = l->count > 0 ? l->count - 1 : 0;
    for (size_t i = 0; i < l->count; i++) {
        count += line_count(l->provisions[i]);
    }
    return count;
}

/* Ends with a LF, whether the words do or not. */
static void add_words(struct buffer *b, struct bytes words)
{
    buffer_add_bytes(b, words);
    if (words.len > 0 && words.data[words.len - 1] != '\n') {
        buffer_add_u8(b, '\n');
    }
}

static void add_parts(struct buffer *b, const struct statement_text *t)
{
    for (size_t i = 0; i < t->language_count; i++) {
        const struct statement_language *l = &t->languages[i];
        buffer_printf(b, "\n[%.*s]\n", (int)l->tag.len, (const char *)l->tag.data);
        for (size_t k = 0; k < l->count; k++) {
            buffer_add_text(b, k == 0 ? "" : "\n");
            add_words(b, l->provisions[k]);
        }
    }
    for (size_t i = 0; i < t->interpretation_count; i++) {
        const struct statement_interpretation *x = &t->interpretations[i];
        buffer_printf(b, "\n[interpretative statement of %.*s]\n", (int)x->member.len,
                      (const char *)x->member.data);
        add_words(b, x->words);
    }
}

void statement_text_write(struct buffer *b, const struct statement_text *t)
{
    check(t->form == STATEMENT_FULL || (t->language_count == 0 && t->interpretation_count == 0));
    add_organisation(b, t);
    add_decision(b, t);
    if (t->form != STATEMENT_FULL) {
        buffer_add_text(b, t->form == STATEMENT_CONFIDENTIAL
                               ? "text: confidential\n"
                               : "text: on the record, too long for one file\n");
        return;
    }
    for (size_t i = 0; i < t->language_count; i++) {
        const struct bytes tag = t->languages[i].tag;
        const size_t lines = language_lines(&t->languages[i]);
        buffer_printf(b, "text: %.*s, %zu line%s\n", (int)tag.len, (const char *)tag.data, lines,
                      lines == 1 ? "" : "s");
    }
    for (size_t i = 0; i < t->interpretation_count; i++) {
        const struct statement_interpretation *x = &t->interpretations[i];
        const size_t lines = line_count(x->words);
        buffer_printf(b, "interpretation: %.*s, entry %lld, %zu line%s\n", (int)x->member.len,
                      (const char *)x->member.data, (long long)x->entry, lines, lines == 1 ? "" : "s");
    }
    add_parts(b, t);
}

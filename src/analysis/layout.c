#include "analysis/layout.h"

#include <string.h>

#include "base/check.h"
#include "charter/lexer.h"

/* What stands before a piece: remarks, each on a line of its own, and empty lines. */
struct lead {
    struct bytes text; /* empty: an empty line */
    struct lead *next;
};

struct piece {
    enum token_kind kind;
    struct bytes text;  /* as it is written, with its quotation marks */
    struct lead *leads; /* in their order */
    struct bytes trail; /* a remark behind it on its line */
    bool count;         /* it stands between the brackets of a count */
    bool tight;         /* nothing parts it from the one before */
};

struct layout {
    struct arena *arena;
    struct buffer *out;
    size_t count;
    struct piece *pieces;
    int depth;
    size_t column;    /* of the line that is being written */
    bool begun;       /* something was written */
    bool block_ended; /* a block or a part with one: an empty line follows */
};

static bool is_sign(const struct piece *p, char sign)
{
    return p->kind == TOKEN_SIGN && p->text.len == 1 && p->text.data[0] == (uint8_t)sign;
}

static bool is_word(const struct piece *p, const char *word)
{
    return p->kind == TOKEN_WORD && bytes_equal_text(p->text, word);
}

static struct bytes without_spaces(struct bytes s)
{
    while (s.len > 0 &&
           (s.data[s.len - 1] == ' ' || s.data[s.len - 1] == '\t' || s.data[s.len - 1] == '\r')) {
        s.len--;
    }
    return s;
}

static struct lead *add_lead(struct layout *l, struct lead *last, struct piece *p, struct bytes text)
{
    struct lead *lead = ARENA_NEW(l->arena, struct lead);
    lead->text = text;
    if (last == NULL) {
        p->leads = lead;
    } else {
        last->next = lead;
    }
    return lead;
}

/* What stands between two pieces: spaces, line ends, remarks. `before` (NULL at the beginning) gets the
 * remark that goes on its own line, `p` the others. */
static void read_gap(struct layout *l, struct bytes gap, struct piece *before, struct piece *p)
{
    struct lead *last = NULL;
    size_t line = 0;
    bool empty_line = false;
    while (gap.len > 0) {
        const uint8_t *end = memchr(gap.data, '\n', gap.len);
        const size_t len = end == NULL ? gap.len : (size_t)(end - gap.data);
        const uint8_t *remark = memchr(gap.data, '#', len);
        if (remark != NULL) {
            const struct bytes text = without_spaces(bytes_of(remark, (size_t)(gap.data + len - remark)));
            if (line == 0 && before != NULL) {
                before->trail = text;
            } else {
                last = empty_line ? add_lead(l, last, p, BYTES("")) : last;
                last = add_lead(l, last, p, text);
            }
            empty_line = false;
        } else if (end != NULL && (line > 0 || before == NULL)) {
            empty_line = true;
        }
        const size_t taken = len + (end == NULL ? 0 : 1);
        gap = bytes_of(gap.data + taken, gap.len - taken);
        line++;
    }
    if (empty_line) {
        (void)add_lead(l, last, p, BYTES(""));
    }
}

static void read_pieces(struct layout *l, const struct charter_source *source, struct charter_diags *diags)
{
    struct lexer x;
    size_t end = 0;
    bool ended = false;
    lexer_init(&x, l->arena, source, diags);
    l->pieces = ARENA_ARRAY(l->arena, struct piece, source->text.len + 1);
    while (!ended) {
        const struct token t = lexer_next(&x);
        struct piece *p = &l->pieces[l->count];
        ended = t.kind == TOKEN_END;
        const size_t begin = x.line_start + (size_t)t.column - 1;
        p->kind = t.kind;
        p->text = bytes_of(source->text.data + begin, x.at - begin);
        read_gap(l, bytes_of(source->text.data + end, begin - end), l->count == 0 ? NULL : p - 1, p);
        end = x.at;
        l->count++;
    }
}

/* Letters in `allow`, `reason` and counts have no commas between them. */
static bool is_dropped(const struct layout *l, size_t first, size_t at)
{
    const struct piece *clause = &l->pieces[first];
    return is_sign(&l->pieces[at], ',') &&
           (l->pieces[at].count || is_word(clause, "allow") || is_word(clause, "reason"));
}

static bool is_condition(const struct layout *l, size_t first)
{
    return is_word(&l->pieces[first], "quorum") || is_word(&l->pieces[first], "pass");
}

/* Marks what stands between the brackets of counts, from `first` to before `end`. */
static void mark_counts(struct layout *l, size_t first, size_t end)
{
    bool count = false;
    for (size_t i = first + 1; i < end; i++) {
        const struct piece *before = &l->pieces[i - 1];
        if (is_sign(before, '(') && i >= first + 3 && l->pieces[i - 2].kind == TOKEN_WORD) {
            count = true;
        }
        count = count && !is_sign(&l->pieces[i], ')');
        l->pieces[i].count = count;
    }
}

static bool is_tight(const struct layout *l, size_t first, size_t at)
{
    const struct piece *p = &l->pieces[at];
    size_t last = at - 1;
    while (last > first && is_dropped(l, first, last)) {
        last--;
    }
    const struct piece *before = &l->pieces[last];
    const bool condition = is_condition(l, first);
    if (is_sign(p, ';') || is_sign(p, ',') || is_sign(p, ')') || is_sign(before, '(') ||
        (is_sign(before, '!') && p->text.data[0] != '=')) { /* ! and = are not != */
        return true;
    }
    if (is_sign(p, '(')) {
        return condition && at > first + 1 && (before->kind == TOKEN_WORD || is_sign(before, '*'));
    }
    if (is_sign(p, '|') || is_sign(before, '|')) {
        return p->count || before->count || !condition;
    }
    if (is_sign(p, '*') || is_sign(before, '*')) {
        return condition && !p->count && !before->count;
    }
    return false;
}

static void end_line(struct layout *l)
{
    buffer_add_u8(l->out, '\n');
    l->column = 0;
}

static void add(struct layout *l, struct bytes text)
{
    buffer_add_bytes(l->out, text);
    l->column += text.len;
    l->begun = true;
}

static void indent(struct layout *l, int depth)
{
    for (int i = 0; i < depth; i++) {
        add(l, BYTES("    "));
    }
}

/* Remarks and empty lines before a statement or a bracket that closes. An empty line stands nowhere at the
 * beginning of the text or of a block, and before one that closes. */
static void add_leads(struct layout *l, const struct lead *lead, bool empty_before, bool in_block_first,
                      bool closing)
{
    bool empty = empty_before;
    for (; lead != NULL; lead = lead->next) {
        empty = lead->text.len == 0 || empty;
        if (lead->text.len == 0) {
            continue;
        }
        if (empty && l->begun && !in_block_first) {
            end_line(l);
        }
        empty = false;
        in_block_first = false;
        indent(l, l->depth);
        add(l, lead->text);
        end_line(l);
    }
    if (empty && l->begun && !in_block_first && !closing) {
        end_line(l);
    }
}

/* Words of a heading that go with what follows them. */
static bool begins_heading(const struct piece *p)
{
    static const char *const words[] = {"title", "source", "unverified", "from", "until", "of", "by", "in"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (is_word(p, words[i])) {
            return true;
        }
    }
    return false;
}

/* Whether a line may break before the piece: `strong` where it reads best. */
static bool may_break(const struct layout *l, size_t first, size_t at, bool heading, bool strong)
{
    const struct piece *p = &l->pieces[at];
    if (p->tight || is_sign(p, '{')) {
        return false;
    }
    if (!strong) {
        return true;
    }
    if (heading) {
        return begins_heading(p) && !(is_word(p, "until") && l->pieces[at - 1].kind == TOKEN_DATE);
    }
    return is_condition(l, first) ? is_sign(p, '&') || is_sign(p, '|') : true;
}

/* How many columns the pieces from `at` take up to the next place where a line may break. */
static size_t width_of(const struct layout *l, size_t first, size_t at, size_t end, bool heading, bool strong)
{
    size_t width = 0;
    for (size_t i = at; i < end; i++) {
        if (is_dropped(l, first, i)) {
            continue;
        }
        if (i > at && may_break(l, first, i, heading, strong)) {
            break;
        }
        width += l->pieces[i].text.len + (i > at && !l->pieces[i].tight ? 1 : 0);
    }
    return width;
}

/* A statement, up to its `;` or `{`, on as many lines as it needs. */
static void add_statement(struct layout *l, size_t first, size_t end)
{
    const bool heading = l->depth == 0;
    const size_t further = ((size_t)l->depth + 1) * 4 + (heading ? 4 : 0);
    mark_counts(l, first, end);
    for (size_t i = first + 1; i < end; i++) {
        l->pieces[i].tight = is_tight(l, first, i);
    }
    indent(l, l->depth);
    add(l, l->pieces[first].text);
    for (size_t i = first + 1; i < end; i++) {
        const struct piece *p = &l->pieces[i];
        if (is_dropped(l, first, i)) {
            continue;
        }
        const bool strong = may_break(l, first, i, heading, true);
        const size_t width = width_of(l, first, i, end, heading, strong);
        if (may_break(l, first, i, heading, false) && l->column + 1 + width > LAYOUT_COLUMNS) {
            /* Where no better place is near, what is too long for any line stays with its word. */
            end_line(l);
            for (size_t k = 0; k < further; k++) {
                add(l, BYTES(" "));
            }
        } else if (!p->tight) {
            add(l, BYTES(" "));
        }
        add(l, p->text);
    }
}

/* Remarks within a statement go before it: a statement is a line, or reads like one. */
static void add_inner_remarks(struct layout *l, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        for (const struct lead *lead = i == first ? NULL : l->pieces[i].leads; lead != NULL;
             lead = lead->next) {
            if (lead->text.len > 0) {
                indent(l, l->depth);
                add(l, lead->text);
                end_line(l);
            }
        }
        if (i + 1 < end && l->pieces[i].trail.len > 0) {
            indent(l, l->depth);
            add(l, l->pieces[i].trail);
            end_line(l);
        }
    }
}

static void add_trail(struct layout *l, const struct piece *p)
{
    if (p->trail.len > 0) {
        add(l, BYTES(" "));
        add(l, p->trail);
    }
    end_line(l);
}

/* Behind the statement that begins at `at`; *block tells whether a bracket opens there. */
static size_t statement_end(const struct layout *l, size_t at, bool *block)
{
    *block = false;
    for (size_t i = at; l->pieces[i].kind != TOKEN_END; i++) {
        *block = is_sign(&l->pieces[i], '{');
        if (*block || is_sign(&l->pieces[i], ';')) {
            return i + 1;
        }
        if (is_sign(&l->pieces[i], '}')) {
            return i;
        }
    }
    return l->count - 1;
}

static size_t add_part(struct layout *l, size_t at, bool first_in_block)
{
    const struct piece *p = &l->pieces[at];
    bool block = false;
    if (is_sign(p, '}')) {
        l->depth -= l->depth > 0 ? 1 : 0;
        l->depth++;
        add_leads(l, p->leads, false, first_in_block, true);
        l->depth--;
        indent(l, l->depth);
        add(l, p->text);
        add_trail(l, p);
        l->block_ended = l->depth == 0;
        return at + 1;
    }
    const size_t end = statement_end(l, at, &block);
    add_leads(l, p->leads, l->depth == 0 && (l->block_ended || block), first_in_block, false);
    l->block_ended = false;
    add_inner_remarks(l, at, end);
    add_statement(l, at, end);
    add_trail(l, &l->pieces[end - 1]);
    l->depth += block ? 1 : 0;
    return end;
}

enum error layout_write(struct buffer *b, struct arena *a, const struct charter_source *source,
                        struct charter_diags *diags)
{
    struct layout l = {.arena = a, .out = b};
    const size_t before = diags->count;
    read_pieces(&l, source, diags);
    if (diags->count > before) {
        return ERROR_MALFORMED;
    }
    bool opened = false;
    for (size_t at = 0; l.pieces[at].kind != TOKEN_END;) {
        const int depth = l.depth;
        at = add_part(&l, at, opened);
        opened = l.depth > depth;
    }
    add_leads(&l, l.pieces[l.count - 1].leads, l.block_ended, opened, true);
    return OK;
}

#include "cli/scenario.h"

#include <string.h>

#include "base/num.h"
#include "base/text.h"

struct reading {
    struct arena *arena;
    struct bytes text;
    size_t at;
    int line;
    struct diag *diag;
    struct scenario *out;
    struct scenario_values kept; /* names only */
};

static enum error wrong(struct reading *r, int line, struct bytes found, const char *message)
{
    diag_set(r->diag, line, 1, NULL, "%s", message);
    diag_found(r->diag, found);
    return ERROR_MALFORMED;
}

static enum error too_much(struct reading *r, int line, const char *message)
{
    diag_set(r->diag, line, 1, NULL, "%s", message);
    return ERROR_TOO_LARGE;
}

static bool is_name_byte(uint8_t c, bool first)
{
    return (c >= 'a' && c <= 'z') || (!first && c >= '0' && c <= '9');
}

bool scenario_is_given(struct bytes name)
{
    return bytes_equal_text(name, "again") || bytes_equal_text(name, "here") || bytes_equal_text(name, "out");
}

static const struct scenario_value *find_value(const struct scenario_values *values, struct bytes name)
{
    for (size_t i = 0; i < values->count; i++) {
        if (bytes_equal(values->items[i].name, name)) {
            return &values->items[i];
        }
    }
    return NULL;
}

bool scenario_keep(struct scenario_values *values, struct bytes name, struct bytes value)
{
    for (size_t i = 0; i < values->count; i++) {
        if (bytes_equal(values->items[i].name, name)) {
            values->items[i].value = value;
            return true;
        }
    }
    if (values->count == SCENARIO_VALUES_MAX) {
        return false;
    }
    values->items[values->count++] = (struct scenario_value){name, value};
    return true;
}

/* The name behind a $ at this place; empty: it is only a $. Of two the first stands for a $. */
static struct bytes name_at(struct bytes word, size_t dollar)
{
    size_t len = 0;
    while (dollar + 1 + len < word.len && is_name_byte(word.data[dollar + 1 + len], len == 0)) {
        len++;
    }
    return bytes_of(word.data + dollar + 1, len);
}

static bool is_double(struct bytes word, size_t at)
{
    return at + 1 < word.len && word.data[at] == '$' && word.data[at + 1] == '$';
}

bool scenario_expand(struct arena *a, struct bytes word, const struct scenario_values *values,
                     struct bytes *out)
{
    struct buffer b;
    bool known = true;
    buffer_init(&b, SCENARIO_WORD_BYTES_MAX);
    for (size_t i = 0; i < word.len && known; i++) {
        const struct bytes name = word.data[i] == '$' ? name_at(word, i) : bytes_of(NULL, 0);
        const struct scenario_value *v = name.len == 0 ? NULL : find_value(values, name);
        known = name.len == 0 || v != NULL;
        if (v != NULL) {
            buffer_add_bytes(&b, v->value);
            i += name.len;
        } else {
            buffer_add_u8(&b, word.data[i]);
            i += is_double(word, i) ? 1 : 0;
        }
    }
    known = known && !b.overflow;
    if (known) {
        *out = arena_copy(a, buffer_view(&b));
    }
    buffer_done(&b);
    return known;
}

static bool is_plain(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != 0 && strchr("_./,=:@%+-", c) != NULL);
}

void scenario_print(struct buffer *b, const struct bytes *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool plain = words[i].len > 0;
        for (size_t k = 0; k < words[i].len; k++) {
            plain = plain && is_plain(words[i].data[k]);
        }
        buffer_add_text(b, i == 0 ? "" : " ");
        buffer_add_text(b, plain ? "" : "\"");
        for (size_t k = 0; k < words[i].len; k++) {
            const uint8_t c = words[i].data[k];
            if (!plain && c != 0 && strchr("\"\\$`", c) != NULL) {
                buffer_add_u8(b, '\\');
            }
            buffer_add_u8(b, c);
        }
        buffer_add_text(b, plain ? "" : "\"");
    }
}

static bool at_end(const struct reading *r)
{
    return r->at == r->text.len;
}

/* Blanks, and a line break behind a backslash: the statement goes on. */
static void skip_blanks(struct reading *r)
{
    while (!at_end(r)) {
        const uint8_t c = r->text.data[r->at];
        const bool goes_on = c == '\\' && r->at + 1 < r->text.len && r->text.data[r->at + 1] == '\n';
        if (c != ' ' && !goes_on) {
            return;
        }
        r->at += goes_on ? 2 : 1;
        r->line += goes_on ? 1 : 0;
    }
}

/* A word: plain and quoted parts without a blank between them. In quotes a backslash takes the next byte as
 * it is, and lines may end. */
static enum error read_word(struct reading *r, struct bytes *out)
{
    struct buffer b;
    const int line = r->line;
    bool quoted = false;
    enum error e = OK;
    buffer_init(&b, SCENARIO_WORD_BYTES_MAX);
    for (; !at_end(r); r->at++) {
        uint8_t c = r->text.data[r->at];
        if (c == '"') {
            quoted = !quoted;
            continue;
        }
        if (!quoted && (c == ' ' || c == '\n')) {
            break;
        }
        if (c == '\\' && r->at + 1 < r->text.len && (quoted || r->text.data[r->at + 1] != '\n')) {
            c = r->text.data[++r->at];
            if (c == '$') {
                buffer_add_u8(&b, c); /* two are one for scenario_expand */
            }
        } else if (c == '\\') {
            break;
        }
        r->line += c == '\n' ? 1 : 0;
        buffer_add_u8(&b, c);
    }
    if (quoted) {
        e = wrong(r, line, buffer_view(&b), "these quotes do not end");
    } else if (b.overflow) {
        e = too_much(r, line, "this word is too long");
    }
    *out = arena_copy(r->arena, buffer_view(&b));
    buffer_done(&b);
    return e;
}

/* The words of the next statement; *count 0: an empty line or a remark. */
static enum error read_words(struct reading *r, struct bytes *words, size_t *count)
{
    enum error e = OK;
    *count = 0;
    skip_blanks(r);
    if (!at_end(r) && r->text.data[r->at] == '#') {
        while (!at_end(r) && r->text.data[r->at] != '\n') {
            r->at++;
        }
    }
    while (e == OK && !at_end(r) && r->text.data[r->at] != '\n') {
        if (*count == SCENARIO_WORDS_MAX) {
            return too_much(r, r->line, "this statement has too many words");
        }
        const size_t before = r->at;
        e = read_word(r, &words[(*count)++]);
        if (e == OK && r->at == before) {
            return wrong(r, r->line, BYTES("\\"), "a backslash stands before nothing");
        }
        skip_blanks(r);
    }
    if (!at_end(r)) {
        r->at++;
        r->line++;
    }
    return e;
}

static bool is(struct bytes word, const char *text)
{
    return bytes_equal_text(word, text);
}

/* What would never end, or begin where something stands. */
static bool may_run(const struct bytes *words, size_t count)
{
    static const char *const not[] = {"core", "found", "init", "play", "restore", "web"};
    bool background = false;
    for (size_t i = 1; i < count; i++) {
        background = background || is(words[i], "--background") || is(words[i], "--signer");
    }
    for (size_t i = 0; i < sizeof not / sizeof not[0]; i++) {
        if (is(words[0], not[i])) {
            return false;
        }
    }
    return !is(words[0], "serve") || background;
}

static bool is_new_name(struct bytes name)
{
    bool fits = name.len > 0 && name.len <= SCENARIO_NAME_BYTES_MAX && !scenario_is_given(name);
    for (size_t i = 0; fits && i < name.len; i++) {
        fits = is_name_byte(name.data[i], i == 0);
    }
    return fits;
}

/* `refused`, `until WORDS`, `keep NAME PATH` and then `univocal ...`. Takes the words off. */
static enum error read_command(struct reading *r, struct scenario_line *l)
{
    size_t i = 0;
    if (is(l->words[0], "refused")) {
        l->refused = true;
        i = 1;
    } else if (is(l->words[0], "until") && l->count > 2) {
        l->until = l->words[1];
        i = 2;
    } else if (is(l->words[0], "keep") && l->count > 3) {
        l->keep = l->words[1];
        l->path = l->words[2];
        i = 3;
        if (!is_new_name(l->keep)) {
            return wrong(r, l->number, l->keep, "a name is of a-z and 0-9, and not again, here or out");
        }
    }
    if (i + 1 >= l->count || !is(l->words[i], "univocal")) {
        return wrong(r, l->number, l->words[i < l->count ? i : 0],
                     "expected chapter, say, wait, check, forged, or a command that begins with univocal");
    }
    if (is(l->words[0], "until") && l->until.len == 0) {
        return wrong(r, l->number, l->words[0], "until which words? these are none");
    }
    l->words += i + 1;
    l->count -= i + 1;
    if (!may_run(l->words, l->count)) {
        return wrong(r, l->number, l->words[0], "a scenario may not run this");
    }
    return OK;
}

static enum error read_wait(struct reading *r, struct scenario_line *l)
{
    int64_t seconds = 0;
    const struct bytes w = l->count == 2 ? l->words[1] : BYTES("");
    if (w.len < 2 || w.data[w.len - 1] != 's' || !num_parse(bytes_of(w.data, w.len - 1), 60, &seconds)) {
        return wrong(r, l->number, w, "wait how long? 1s to 60s");
    }
    l->kind = SCENARIO_WAIT;
    l->ms = seconds * 1000;
    return OK;
}

static enum error read_statement(struct reading *r, struct scenario_line *l)
{
    static const struct {
        const char *word;
        enum scenario_kind kind;
        size_t count;
        const char *message;
    } kinds[] = {
        {"chapter", SCENARIO_CHAPTER, 1, "chapter has one word, its title in quotes"},
        {"say", SCENARIO_SAY, 1, "say has one word, the text in quotes"},
        {"check", SCENARIO_CHECK, 1, "check has one word, the folder of a bundle"},
        {"forged", SCENARIO_FORGED, 3, "forged has three words: a bundle, words in it, and others"},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (is(l->words[0], kinds[i].word)) {
            l->kind = kinds[i].kind;
            if (l->count != kinds[i].count + 1) {
                return wrong(r, l->number, l->words[0], kinds[i].message);
            }
            l->words++;
            l->count--;
            return OK;
        }
    }
    if (is(l->words[0], "wait")) {
        return read_wait(r, l);
    }
    l->kind = SCENARIO_RUN;
    return read_command(r, l);
}

/* Every $name has a value when it is used: it is given, or was kept before. */
static enum error check_names(struct reading *r, const struct scenario_line *l)
{
    for (size_t i = 0; i < l->count; i++) {
        for (size_t k = 0; k < l->words[i].len; k++) {
            const struct bytes name = l->words[i].data[k] == '$' ? name_at(l->words[i], k) : BYTES("");
            k += is_double(l->words[i], k) ? 1 : 0;
            if (name.len > 0 && !scenario_is_given(name) && find_value(&r->kept, name) == NULL) {
                return wrong(r, l->number, name, "nothing was kept under this name before");
            }
        }
    }
    return l->keep.len == 0 || scenario_keep(&r->kept, l->keep, BYTES(""))
               ? OK
               : too_much(r, l->number, "too many names are kept");
}

static enum error add_line(struct reading *r, const struct bytes *words, size_t count, int number)
{
    struct scenario *s = r->out;
    struct scenario_line *l = &s->lines[s->count];
    *l = (struct scenario_line){.number = number, .end = r->at, .count = count};
    l->words = ARENA_ARRAY(r->arena, struct bytes, count);
    memcpy(l->words, words, count * sizeof *words);
    enum error e = read_statement(r, l);
    s->chapters += e == OK && l->kind == SCENARIO_CHAPTER ? 1 : 0;
    l->chapter = s->chapters;
    s->count++;
    return e == OK ? check_names(r, l) : e;
}

enum error scenario_read(struct arena *a, struct bytes text, struct scenario *out, struct diag *diag)
{
    struct reading r = {.arena = a, .text = text, .line = 1, .diag = diag, .out = out};
    struct bytes words[SCENARIO_WORDS_MAX];
    enum error e = OK;
    *out = (struct scenario){.lines = NULL};
    if (text.len > SCENARIO_BYTES_MAX) {
        return too_much(&r, 1, "this is too long for a scenario");
    }
    if (!text_is_utf8(text) || text_has_control(text)) {
        return wrong(&r, 1, BYTES(""), "a scenario is text in UTF-8 without control characters");
    }
    out->lines = ARENA_ARRAY(a, struct scenario_line, SCENARIO_LINES_MAX);
    while (e == OK && !at_end(&r)) {
        size_t count = 0;
        const int number = r.line;
        e = read_words(&r, words, &count);
        if (e != OK || count == 0) {
            continue;
        }
        if (out->title.data == NULL) {
            const bool titled = count == 2 && is(words[0], "scenario") && words[1].len > 0 &&
                                text_is_line(words[1]);
            e = titled ? OK : wrong(&r, number, words[0], "expected scenario and its title in quotes first");
            out->title = words[1];
        } else if (out->count == SCENARIO_LINES_MAX) {
            e = too_much(&r, number, "too many statements");
        } else {
            e = add_line(&r, words, count, number);
        }
    }
    if (e == OK && out->count == 0) {
        e = wrong(&r, r.line, BYTES(""), "there is nothing to play");
    }
    return e;
}

/* Each line gets one canonical line back, good or bad; what is good can be told to people in 80 columns. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "cli/decide.h"
#include "cli/explanation.h"
#include "fuzz/decide_grammar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    return grammar_custom(&decide_grammar, data, size, max_size, seed);
}

static const char table_text[] = "code,value\nALDER,60\nBIRCH,30\nCEDAR,10\nDAMSON,0\nELM,7\nFIR,1\n";

static const char charter_text[] =
    "charter \"fuzz\";\nfictional;\nattributes pop, votes;\n"
    "table pop-1 of pop until 1999-12-31 { sha256 "
    "\"0000000000000000000000000000000000000000000000000000000000000000\"; }\n"
    "table pop-2 of pop from 2000-01-01 { sha256 \"%s\"; }\n"
    "group P5 { ALDER; BIRCH until 1999-12-31; CEDAR from 2000-01-01; }\n"
    "rule veto until 1999-12-31 { allow Y N A R; force PARTY = A; pass n(Y) >= 3 & n(N|P5) = 0; }\n"
    "rule veto from 2000-01-01 { allow Y N A R; force PARTY = A; pass n(Y) >= 4 & n(N|P5) = 0; }\n"
    "rule silence { allow Y L N; default L; reason N; pass n(N) = 0 & n(Y) + n(L) > 0; clock at least 10s; "
    "close all "
    "within 60s; }\n"
    "rule weighed { allow Y N A Q; out GONE; quorum 2*n(C) > n(*); pass 100*n(Y) >= 55*n(*) & 100*pop(Y) >= "
    "65*pop(*) "
    "& !(3*n(Q) >= n(*) | votes(N) > 3) | n(!Y) < 2; bind Y bound, Q committed; }\n"
    "rule divided { allow Y N A; split by pop; out GONE; pass 2*pop(Y) > pop(*); }\n"
    "rule staged { allow Y N; force PARTY = A; pass n(!Y) = 0 & n(Y) > 0; else stage weighed; }\n"
    "rule both { over a, b; pass 2*n(Y in a) > n(* in a) & 2*n(Y in b) > n(* in b); }\n"
    "rule odd { allow Y L N A Q R; pass n(Y) - n(N) = 3 | 3*n(Q) != 2*n(R|!P5) & n(L A) < 2; }\n";

static struct arena arena;
static const struct charter *charter;
static struct decider *decider;

static void start(void)
{
    const struct hash hash = hash_of(bytes_of_text(table_text));
    const char *at = strstr(charter_text, "%s");
    const char *text = arena_printf(&arena, "%.*s%s%s", (int)(at - charter_text), charter_text,
                                    hash_hex(&hash).text, at + 2);
    const struct charter_source source = {BYTES("fuzz"), bytes_of_text(text)};
    const struct decide_table table = {BYTES("pop-2"), bytes_of_text(table_text)};
    const struct decide_options options = {BYTES("veto"), true};
    struct charter_diags diags = {0};
    struct diag diag;
    check(charter_parse(&arena, &source, 1, &charter, &diags) == OK);
    check(decider_new(charter, &table, 1, &options, &decider, &diag) == OK);
}

static void check_columns(struct bytes text)
{
    size_t columns = 0;
    for (size_t i = 0; i < text.len; i++) {
        columns = text.data[i] == '\n' ? 0 : columns + ((text.data[i] & 0xc0) != 0x80 ? 1 : 0);
        check(columns <= EXPLANATION_COLUMNS);
        check(text.data[i] == '\n' || text.data[i] >= 0x20);
    }
}

static void check_line(struct bytes line)
{
    struct arena a = {0};
    struct buffer out;
    const struct json *value = NULL;
    buffer_init(&out, (size_t)1 << 24);
    const bool good = decider_line(decider, line, 1, &out);
    check(!out.overflow && out.len > 1 && out.data[out.len - 1] == '\n');
    check(memchr(out.data, '\n', out.len - 1) == NULL);
    /* An answer may have more values than a document: then its form is not checked. */
    const enum error e = json_parse_canonical(&a, bytes_of(out.data, out.len - 1), out.len, &value, NULL);
    check(e == OK || (e == ERROR_TOO_LARGE && line.len > 10000));
    check(e != OK || (json_get(value, "error") == NULL) == good);
    struct decide_case read;
    struct decision d;
    struct decide_fault fault;
    check(decider_case(decider, &a, line, &read, &d, &fault) == good);
    if (good) {
        const struct bytes title = read.id != NULL && read.id->type == JSON_TEXT ? read.id->text : BYTES("");
        struct turn turn;
        const struct turn_case asked = {read.rule, read.electorate_count, read.electorates, read.date};
        turn_find_shown(&a, &asked, d.stands, &turn);
        const struct explanation_view view = {.title = title,
                                              .charter = charter,
                                              .rule = read.rule,
                                              .decision = &d,
                                              .table_count = read.table_count,
                                              .tables = read.tables,
                                              .turn = &turn};
        buffer_clear(&out);
        explanation_write(&out, &view);
        check(!out.overflow);
        check_columns(buffer_view(&out));
        buffer_clear(&out);
        explanation_compare(&out, &view, &view);
        check_columns(buffer_view(&out));
    }
    buffer_done(&out);
    arena_done(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes rest = bytes_of(data, size);
    if (decider == NULL) {
        start();
    }
    while (rest.len > 0) {
        const uint8_t *end = memchr(rest.data, '\n', rest.len);
        const size_t len = end == NULL ? rest.len : (size_t)(end - rest.data);
        check_line(bytes_of(rest.data, len));
        rest = bytes_of(rest.data + len + (end == NULL ? 0 : 1), rest.len - len - (end == NULL ? 0 : 1));
    }
    return 0;
}

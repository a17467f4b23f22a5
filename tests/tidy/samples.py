"""For each rule of tools/tidy: little trees that it must catch (BAD) and that it must let pass (GOOD)."""

HEADER = "/* base/x.h: an example. */\n#ifndef BASE_X_H\n#define BASE_X_H\n#endif\n"
LONG_FUNCTION = "int f(void)\n{\n" + "    g();\n" * 68 + "}\n"
FUNCTION_AT_LIMIT = "int f(void)\n{\n" + "    g();\n" * 67 + "}\n"
TABLE = "#define REJECTION_TABLE(X) \\\n    X(expired, 0, \"it had expired\") \\\n    X(held, 0, \"held\")\n"

BAD = {
    "layers": [
        {"src/record/x.c": '#include "mechanism/acts.h"\n'},
        {"src/base/x.h": '#  include "crypto/hash.h"\n'},
        {"src/store/x.c": '#include "../record/tree.h"\n'},
        {"src/stuff/x.c": "\n"},
    ],
    "signer": [
        {"src/node/signer_x.c": '#include "mechanism/acts.h"\n'},
        {"src/node/signer.h": '#include "node/core.h"\n'},
        {"src/node/signer_x.c": "void f(void)\n{\n    json_parse(a, b, &c);\n}\n"},
        {"src/node/signer_x.c": '#include "store/database.h"\n'},
        {"src/node/signer_x.c": '#include "codec/nfc.h"\n'},
        {"src/node/link.c": '#include "node/core.h"\n'},
    ],
    "quiet": [{"src/record/x.c": '#include "base/log.h"\n'}],
    "libraries": [
        {"src/record/x.c": "#include <sqlite3.h>\n"},
        {"src/node/x.c": "#include <jansson.h>\n"},
        {"src/cli/x.c": "#include <utf8proc.h>\n"},
        {"src/node/signer.c": "#include <sodium.h>\n"},
        {"src/codec/x.c": "#include <openssl/evp.h>\n"},
        {"src/base/x.c": "#include <seccomp.h>\n"},
    ],
    "banned": [
        {"src/cli/x.c": "void f(void)\n{\n    strcpy(a, b);\n}\n"},
        {"tests/unit/x.c": "int f(void)\n{\n    return system (a);\n}\n"},
        {"src/cli/x.c": "long f(void)\n{\n    return strtol(a, NULL, 10);\n}\n"},
    ],
    "words": [
        {"src/base/x.c": "/* TODO: bounds */\n"},
        {"README.md": "FIXME (#3)\n"},
    ],
    "determinism": [
        {"src/mechanism/x.c": "double share;\n"},
        {"src/store/x.c": "static float f;\n"},
        {"src/mechanism/x.c": "long f(void)\n{\n    return time(NULL);\n}\n"},
        {"src/mechanism/x.c": "int f(void)\n{\n    return rand();\n}\n"},
        {"src/charter/x.c": "char *f(void)\n{\n    return getenv(a);\n}\n"},
    ],
    "lines": [
        {"src/base/x.c": "/* " + "x" * 105 + " */\n"},
        {"meson.build": "#" + "x" * 110 + "\n"},
    ],
    "files": [{"src/base/x.c": "\n" * 601}],
    "functions": [{"src/base/x.c": LONG_FUNCTION}],
    "whitespace": [
        {"src/base/x.c": "\tint x;\n"},
        {"src/base/x.c": "int x; \n"},
        {"src/base/x.c": "int x;"},
        {"src/base/x.c": "int x;\n\n"},
        {"src/base/x.c": "int x;\r\n"},
    ],
    "guards": [
        {"src/base/y.h": HEADER},
        {"src/base/x.h": HEADER.replace("BASE_X_H", "X_H")},
        {"src/base/x.h": HEADER.replace("/* base/x.h: ", "/* ")},
    ],
    "typedefs": [
        {"src/base/x.h": "typedef struct x x;\n"},
        {"src/base/x.h": "typedef enum { A } x;\n"},
    ],
    "rejections": [
        {"src/mechanism/rejections.h": TABLE, "tests/unit/x.c": "check_eq(r, REJECT_expired);\n"},
        {"src/mechanism/rejections.h": TABLE, "tests/unit/x.c": "/* REJECT_held */ int x = REJECT_expired;\n"},
        {"src/mechanism/rejections.h": "enum rejection { REJECT_A };\n"},
    ],
    "limits": [{"src/base/limits.h": "#define A_MAX 3 /* why */\n", "tests/unit/x.c": "/* A_MAX */\n"}],
    "commands": [
        {"src/cli/commands.c": '    {"x y",\n'},
        {"src/cli/commands.c": '    {"x y", "Z",\n', "man/univocal-x.1.scd": "*univocal x z*\n"},
    ],
    "rows": [
        {"src/mechanism/x.c": "struct key k = key_new('x');\n", "docs/formats/state.md": "| `y` | |\n"},
        {"src/mechanism/x.c": "put_mark(c, 'x', id);\n"},
    ],
    "said": [
        {"src/web/x.c": "    html_content(h, text, BYTES(\"en\"));\n"},
        {"src/web/x.c": "    html_cstring(p->html, first ? \"\" : \" and \");\n"},
        {"src/web/x.c": "    html_raw(h, \"<p>\"\n                \"Look here.</p>\");\n"},
        {"src/web/x.c": "    html_printf(h, \"%lld members\", n);\n"},
    ],
    "built": [
        {"meson.build": "files('src/base/y.c')\n", "src/base/x.c": "\n"},
        {"tests/meson.build": "# fuzz/x.c\n", "tests/fuzz/x.c": "\n"},
    ],
    "links": [{"docs/x.md": "see [the other](y.md)\n"}, {"x.md": "see [it](docs/y.md#part)\n"}],
}

GOOD = {
    "layers": [
        {"src/record/x.c": '#include "record/tree.h"\n#include "base/bytes.h"\n#include <string.h>\n'},
        {"src/base/x.c": '/* #include "crypto/hash.h" */\n'},
        {"src/main.c": '#include "cli/commands.h"\n'},
    ],
    "signer": [
        {"src/node/signer_x.c": '#include "node/signer.h"\n#include "node/key.h"\n#include "codec/dsse.h"\n#include "record/act.h"\n'},
        {"src/node/core.c": '#include "mechanism/acts.h"\n'},
        {"src/node/signer_x.c": "/* never calls json_parse */\n"},
    ],
    "quiet": [{"src/store/x.c": '#include "base/log.h"\n', "src/codec/x.c": '#include "base/bytes.h"\n'}],
    "libraries": [
        {"src/store/x.c": "#include <sqlite3.h>\n", "src/codec/x.c": "#include <jansson.h>\n",
         "src/crypto/x.c": "#include <sodium.h>\n#include <openssl/evp.h>\n", "src/node/x.c": "#include <seccomp.h>\n"},
    ],
    "banned": [
        {"src/cli/x.c": 'void f(void)\n{\n    say("strcpy(a, b)"); /* system() */\n    my_system(a);\n}\n'},
        {"tests/support/x.c": "long f(void)\n{\n    return strtol(a, NULL, 10);\n}\n"},
    ],
    "words": [{"src/base/x.c": "/* TODO(#3): the next issue */\n"}],
    "determinism": [
        {"src/analysis/x.c": "double share;\n"},
        {"src/mechanism/x.c": "/* float, time() */ int64_t f(const struct fact *b)\n{\n    return b->time;\n}\n"},
        {"src/node/x.c": "long f(void)\n{\n    return time(NULL);\n}\n"},
    ],
    "lines": [{"src/base/x.c": "/* " + "é" * 104 + " */\n", "README.md": "x" * 200 + "\n"}],
    "files": [{"src/base/x.c": "\n" * 600}],
    "functions": [{"src/base/x.c": FUNCTION_AT_LIMIT}],
    "whitespace": [{"src/base/x.c": "int x;\n", "Makefile": "all:\n\ttrue\n", "x.md": "a break  \n"}],
    "guards": [{"src/base/x.h": HEADER}],
    "typedefs": [{"src/base/x.h": "typedef void (*on_event)(struct x *x);\n"}],
    "rejections": [
        {"src/mechanism/rejections.h": TABLE, "tests/unit/x.c": 'row("held"), check_eq(r, REJECT_expired);\n'},
    ],
    "limits": [{"src/base/limits.h": "#define A_MAX 3 /* why */\n", "tests/unit/x.c": "check_eq(n, A_MAX);\n"}],
    "commands": [
        {"src/cli/commands.c": '    {"x y", "Z",\n    {"v",\n', "man/univocal-x.1.scd": "*univocal x y* Z\n",
         "man/univocal-v.1.scd": "*univocal v*\n"},
    ],
    "rows": [
        {"src/mechanism/x.c": "key_new('x'); hash_key('y', h);\n", "docs/formats/state.md": "| `x` | |\n| `y` | |\n"},
    ],
    "said": [
        {"src/web/x.c": "    html_raw(h, \"<p class=\\\"note\\\">&nbsp;<strong>EXERCISE</strong>\"); /* \"as it is\" */\n"
                        "    html_printf(h, \"%s: %lld\", word, n);\n    html_text(h, BYTES(\"Univocal\"));\n",
         "src/web/page_archive.c": "    html_content(h, fact, BYTES(\"en\"));\n"},
    ],
    "built": [
        {"meson.build": "files('src/base/x.c')\n", "src/base/x.c": "\n",
         "tests/meson.build": "    ['y', [base]],\n    files('unit/z.c')\n", "tests/fuzz/y.c": "\n", "tests/unit/z.c": "\n"},
    ],
    "links": [{"docs/x.md": "see [the other](y.md#part), [a folder](../src), [the web](https://example.org)\n",
               "docs/y.md": "\n", "src/base/x.c": "\n"}],
}

"""One file with all its mutants: every function stands there once for each, and is chosen when it is entered.

So a file is compiled once and not once a mutant. `MUTANT=n` in the environment chooses, 0 none; `RECORD=path`
writes down which test enters which function, and when each test begins, by the processor's clock.
"""
import os
import re
import subprocess

HEAD = """
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
void *__real_arena_take(void *arena, size_t count, size_t size);
/* Junk behind what is given, as long as one more: who reads beyond what is there, reads that. */
void *__wrap_arena_take(void *arena, size_t count, size_t size)
{
    char *given = __real_arena_take(arena, count + 1, size);
    __builtin_memset(given + count * size, 0xa5, size);
    return given;
}
static int mutation_chosen;
static const char *mutation_record;
static unsigned char mutation_seen[%d];
static void mutation_write(const char *word, long number)
{
    char line[300];
    int file = open(mutation_record, O_WRONLY | O_APPEND | O_CREAT, 0600);
    int len = snprintf(line, sizeof line, "%%s %%ld\\n", word, number);
    if (file < 0 || write(file, line, (size_t)len) != len || close(file) != 0) {
        abort();
    }
}
__attribute__((constructor)) static void mutation_begin(void)
{
    const char *number = getenv("MUTANT");
    mutation_chosen = number == NULL ? 0 : atoi(number);
    mutation_record = getenv("RECORD");
}
void harness_begins(const char *test)
{
    struct timespec now;
    if (mutation_record != NULL) {
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
        __builtin_memset(mutation_seen, 0, sizeof mutation_seen);
        mutation_write(test, now.tv_sec * 1000 + now.tv_nsec / 1000000);
    }
}
static inline void mutation_enter(int function)
{
    if (__builtin_expect(mutation_record != NULL, 0) && !mutation_seen[function]) {
        mutation_seen[function] = 1;
        mutation_write("-", function);
    }
}
"""


def clone(function, mutant, source, number):
    """The function under another name, with the change."""
    name = function.name.encode()
    begin, end, text = mutant.begin, mutant.end, mutant.text
    head = source[function.begin:function.name_at] + name + b"__%d" % number
    head += source[function.name_at + len(name):function.body]
    head = head if head.startswith(b"static") else b"static " + head
    return b'#line 1 "mutant_%d"\n' % number + head + source[function.body:begin] + text + \
        source[end:function.end] + b"\n"


def dispatcher(index, function, numbers):
    words = ", ".join(function.parameters)
    lines = [f"mutation_enter({index}); switch (mutation_chosen) {{"]
    for number in numbers:
        call = f"{function.name}__{number}({words})"
        lines.append(f"case {number}: {call}; return;" if function.void else f"case {number}: return {call};")
    return " ".join([*lines, "default: break; }"]).encode()


def schema_of(path, source, functions, mutants):
    """The text; `mutants` by their numbers, from 1 on."""
    parts, at = [(HEAD % max(len(functions), 1)).encode()], 0
    for index, function in enumerate(functions):
        own = {n: m for n, m in mutants.items() if function.begin <= m.begin < function.end}
        parts.append(source[at:function.begin])
        parts.append(source[function.begin:function.body].rstrip() + b";\n")
        parts += [clone(function, mutant, source, number) for number, mutant in own.items()]
        line = source.count(b"\n", 0, function.begin) + 1
        parts.append(b'#line %d "%s"\n' % (line, os.path.basename(path).encode()))
        parts.append(source[function.begin:function.body + 1] + dispatcher(index, function, own))
        at = function.body + 1
    return b"".join([*parts, source[at:]])


def compiled(path, source, functions, mutants, command, folder):
    """The object file, and the numbers of what the compiler refuses."""
    left, text, thing = dict(enumerate(mutants, 1)), os.path.join(folder, "schema.c"), os.path.join(folder, "schema.o")
    while True:
        with open(text, "wb") as file:
            file.write(schema_of(path, source, functions, left))
        done = subprocess.run([*command, "-c", text, "-o", thing], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, check=False)
        if done.returncode == 0:
            return thing, set(range(1, len(mutants) + 1)) - set(left)
        bad = {int(n) for n in re.findall(rb"mutant_(\d+):\d+(?::\d+)?: error", done.stderr)}
        if not bad & set(left):
            raise RuntimeError(f"{path} does not compile: {done.stderr.decode(errors='replace')[:2000]}")
        for number in bad:
            left.pop(number, None)

/* base/check.h: assertions that stay on.
 *
 * check() states what must hold; a failure is a bug: it prints the place and ends the process, because
 * a machine of record that is wrong must stop. Never use it on input. */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

#define check(condition)                                                                           \
    ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, __func__, #condition))

/* A branch that cannot be reached, with the reason. */
#define unreachable(why) check_failed(__FILE__, __LINE__, __func__, "unreachable: " why)

_Noreturn void check_failed(const char *file, int line, const char *function, const char *what);
#endif

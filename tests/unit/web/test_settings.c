#include "support/harness.h"
#include "web/settings.h"

static enum error read_text(const char *text, struct web_settings *out)
{
    static struct arena a;
    arena_clear(&a);
    return web_settings_read(&a, bytes_of_text(text), out);
}

TEST(settings_have_one_form)
{
    struct web_settings s;
    check_eq(read_text("univocal web 1\nport 0\n", &s), OK);
    check_eq(s.host_count, 0);
    check_eq(read_text("univocal web 1\nport 8600\nhost a.example\nhost b-2\n", &s), OK);
    check_eq(s.port, 8600);
    check_eq(s.host_count, 2);
    static const char *const bad[] = {"",
                                      "univocal web 2\nport 1\n",
                                      "port 1\nunivocal web 1\n",
                                      "univocal web 1\nport 1",
                                      "univocal web 1\n\nport 1\n",
                                      "univocal web 1\nport 1\nhost a\n\n",
                                      "univocal web 1\nport 1\nname a\n"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_eq(read_text(bad[i], &s), ERROR_MALFORMED);
    }
}

TEST(ports_have_bounds)
{
    struct web_settings s;
    check_eq(read_text("univocal web 1\nport 65535\n", &s), OK);
    check_eq(read_text("univocal web 1\nport 65536\n", &s), ERROR_MALFORMED);
    check_eq(read_text("univocal web 1\nport -1\n", &s), ERROR_MALFORMED);
    check_eq(read_text("univocal web 1\nport 080\n", &s), ERROR_MALFORMED);
}

TEST(hosts_are_names)
{
    static const char *const bad[] = {"A.example", "a:80", "a b", "", "a/b", "[::1]"};
    struct arena a = {0};
    struct web_settings s;
    struct buffer b;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_eq(read_text(arena_printf(&a, "univocal web 1\nport 1\nhost %s\n", bad[i]), &s),
                 ERROR_MALFORMED);
    }
    for (int count = WEB_HOSTS_MAX; count <= WEB_HOSTS_MAX + 1; count++) {
        buffer_init(&b, 4096);
        buffer_add_text(&b, "univocal web 1\nport 1\n");
        for (int i = 0; i < count; i++) {
            buffer_printf(&b, "host h%d\n", i);
        }
        check_eq(read_text(buffer_text(&b), &s), count == WEB_HOSTS_MAX ? OK : ERROR_MALFORMED);
        buffer_done(&b);
    }
    arena_done(&a);
}

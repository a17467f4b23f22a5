/* bench/acts.c: what a recorded act costs, beside the verification of its signature; and what an audit, a
 * start and an idle core cost.
 *
 * acts PROGRAM [FOLDER [ACTS ...]]: below FOLDER (a real file system; /var/tmp if not given) an organisation
 * grows to each size in turn (10^4, 10^5, 10^6), by position acts that are checked, ordered, interpreted and
 * made durable as core does it. At each size batches of 1, 64 and 512 acts are measured, in CPU of the
 * process with its part in the kernel, and between them the same number of bare libsodium verifications of
 * the same messages. PROGRAM is `univocal`: it is started on the organisation of 10^5, and clients send it
 * 200 acts a second.
 *
 * Status 1: a bound of the list does not hold (they are printed beside the figures). */
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <fcntl.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "codec/note.h"
#include "engine/embedded.h"
#include "mechanism/matter.h"
#include "node/audit.h"
#include "node/client_wire.h"
#include "node/core_main.h"
#include "node/link.h"
#include "node/system.h"
#include "record/checkpoint.h"
#include "support/org.h"

enum { MEMBERS = 6, SAMPLE = 4096, SIZES_MAX = 8, RATE = 200, RATE_SECONDS = 10 };

static struct bench {
    const char *program;
    char folder[200];
    const struct env *env;
    struct arena setup;
    struct org org;
    struct embedded *engine;
    struct hash root; /* of the alternative that positions are taken on */
    uint64_t acts;
    bool failed;
} bench;

static void must(enum error e, const char *what)
{
    if (e != OK) {
        (void)fprintf(stderr, "bench: %s: %s\n", what, error_text(e));
        exit(2);
    }
}

static double cpu_us(void)
{
    struct rusage u;
    check(getrusage(RUSAGE_SELF, &u) == 0);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static double wall_us(void)
{
    struct timespec t;
    check(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void bound(const char *what, double value, double limit, const char *unit)
{
    const bool holds = value <= limit;
    (void)printf("  %-52s %9.2f %s (bound %g%s)\n", what, value, unit, limit, holds ? "" : ": NOT MET");
    bench.failed = bench.failed || !holds;
}

/* The acts -------------------------------------------------------------------------------------------------
 */

static struct bytes sign_position(struct arena *a, uint64_t n)
{
    return org_sign(&bench.org, a,
                    &(struct org_act){
                        .kind = "matter.position",
                        .member = n % MEMBERS,
                        .body = arena_printf(a, "{\"position\":\"%c\",\"root\":\"%s\"}",
                                             n / MEMBERS % 2 == 0 ? 'Y' : 'A', org_hex(a, &bench.root)),
                    });
}

/* As core does it: every act is checked whole, then a batch of them is made durable. */
static void record_batch(struct arena *a, const struct bytes *envelopes, size_t count)
{
    static struct act acts[BATCH_ACTS_MAX];
    static struct machine_result results[BATCH_ACTS_MAX];
    for (size_t i = 0; i < count; i++) {
        const enum rejection r =
            machine_check(embedded_machine(bench.engine), a, envelopes[i], &acts[i], NULL);
        check(r == ACCEPTED);
    }
    must(embedded_batch(bench.engine, acts, count, results), "a batch");
    for (size_t i = 0; i < count; i++) {
        check(results[i].recorded && strcmp(results[i].result, "ok") == 0);
    }
    must(embedded_tidy(bench.engine), "tidying");
    bench.acts += count;
}

static void record_one(const struct org_act *act, struct hash *id)
{
    const struct bytes e = org_sign(&bench.org, &bench.setup, act);
    *id = org_act_id(&bench.setup, e);
    record_batch(&bench.setup, &e, 1);
}

static void begin(void)
{
    const struct org_options options = {.members = MEMBERS, .realm = REALM_EXERCISE, .seed = 1};
    struct arena *a = &bench.setup;
    struct diag diag = {.message = ""};
    struct hash matter;
    struct hash id;
    bench.env = system_env();
    org_make(a, &options, &bench.org);
    must(embedded_open(&bench.engine, bench.env, arena_printf(a, "%s/record.db", bench.folder)), "opening");
    must(embedded_found(bench.engine, bench.org.document, &diag), diag.message);
    record_one(
        &(struct org_act){.kind = "matter.open",
                          .body =
                              "{\"body\":\"council\",\"languages\":[\"en\",\"fr\"],\"reference\":\"bench\","
                              "\"rule\":\"silence\",\"title\":\"Bench\"}"},
        &matter);
    record_one(
        &(struct org_act){.kind = "matter.propose",
                          .body = arena_printf(a,
                                               "{\"alternative\":\"a\",\"leaves\":%s,\"matter\":\"%s\","
                                               "\"provision\":\"p\"}",
                                               org_words(a, 1).leaves, org_hex(a, &matter))},
        &id);
    struct alternative alt;
    check(alternative_get(embedded_state(bench.engine), &matter, BYTES("p"), BYTES("a"), a, &alt));
    bench.root = alt.root;
}

static void grow(uint64_t size)
{
    struct arena a = {0};
    while (bench.acts < size) {
        struct bytes envelopes[BATCH_ACTS_MAX];
        const size_t count =
            size - bench.acts < BATCH_ACTS_MAX ? (size_t)(size - bench.acts) : BATCH_ACTS_MAX;
        for (size_t i = 0; i < count; i++) {
            envelopes[i] = sign_position(&a, bench.acts + i);
        }
        record_batch(&a, envelopes, count);
        arena_clear(&a);
        if (isatty(STDERR_FILENO)) {
            (void)fprintf(stderr, "\r%" PRIu64 " of %" PRIu64 " acts ", bench.acts, size);
        }
    }
    arena_done(&a);
    if (isatty(STDERR_FILENO)) {
        (void)fprintf(stderr, "\r%40s\r", "");
    }
}

/* Measurements ---------------------------------------------------------------------------------------------
 */

struct message { /* what a signature stands under */
    struct bytes preimage;
    struct signature signature;
    struct public_key key;
};

static double verify_us(const struct message *messages, size_t count)
{
    const double before = cpu_us();
    for (size_t i = 0; i < count; i++) {
        check(signature_holds(&messages[i].signature, &messages[i].key, messages[i].preimage));
    }
    return cpu_us() - before;
}

static void take_message(struct arena *a, struct bytes envelope, struct message *out)
{
    struct dsse d;
    struct buffer b;
    must(dsse_read(a, envelope, &d), "an envelope");
    buffer_init(&b, ENVELOPE_BYTES_MAX);
    dsse_preimage(&b, d.type, d.payload);
    *out = (struct message){arena_copy(a, buffer_view(&b)), d.signatures[0].signature, d.signatures[0].key};
    buffer_done(&b);
}

struct figures {
    double act_us;
    double verify_us;
    double wall_us;
};

/* SAMPLE acts in batches, each followed by as many bare verifications of other acts' messages. */
static struct figures measure(size_t batch)
{
    struct figures f = {0};
    struct arena a = {0};
    struct bytes *envelopes = ARENA_ARRAY(&a, struct bytes, SAMPLE);
    struct message *messages = ARENA_ARRAY(&a, struct message, SAMPLE);
    const size_t count = batch == 1 ? SAMPLE / 4 : SAMPLE;
    for (size_t i = 0; i < count; i++) {
        envelopes[i] = sign_position(&a, bench.acts + i);
        take_message(&a, envelopes[i], &messages[i]);
    }
    for (size_t i = 0; i < count; i += batch) {
        struct arena work = {0};
        const double cpu = cpu_us();
        const double wall = wall_us();
        record_batch(&work, envelopes + i, batch);
        arena_done(&work);
        f.act_us += cpu_us() - cpu;
        f.wall_us += wall_us() - wall;
        f.verify_us += verify_us(messages + i, batch);
    }
    arena_done(&a);
    f.act_us /= (double)count;
    f.wall_us /= (double)count;
    f.verify_us /= (double)count;
    return f;
}

static double measure_sizes(uint64_t size)
{
    static const size_t batches[] = {1, 64, BATCH_ACTS_MAX};
    struct figures f = {0};
    (void)printf("\nat %" PRIu64 " acts\n", bench.acts);
    (void)printf(
        "  batch   CPU an act   a verification   ratio   acts/s durable   share of the verification bound\n");
    for (size_t i = 0; i < sizeof batches / sizeof batches[0]; i++) {
        f = measure(batches[i]);
        (void)printf("  %5zu   %7.1f us   %11.1f us   %5.2f   %14.0f   %5.1f %%\n", batches[i], f.act_us,
                     f.verify_us, f.act_us / f.verify_us, 1e6 / f.wall_us, 100 * f.verify_us / f.wall_us);
    }
    (void)size;
    bound("CPU of an act to CPU of a verification, batches of 512", f.act_us / f.verify_us, 2.5, "");
    return f.act_us / f.verify_us;
}

/* Audit, in a process of its own so that its memory is its own
 * ------------------------------------------------ */

struct audited {
    double cpu_us;
    double wall_us;
    long memory_kib;
    uint64_t wrong;
    uint64_t signatures;
};

static struct audited audit(bool signatures_only)
{
    struct audited out = {0};
    int ends[2];
    check(pipe(ends) == 0);
    (void)fflush(stdout);
    const pid_t child = fork();
    check(child >= 0);
    if (child == 0) {
        const double cpu = cpu_us();
        const double wall = wall_us();
        const struct audit_options options = {.signatures_only = signatures_only};
        struct audit_result r;
        struct rusage u;
        must(audit_run(bench.env, bench.folder, &options, &r), "the audit");
        out = (struct audited){cpu_us() - cpu, wall_us() - wall, 0, r.wrong + r.missing, r.signatures};
        check(getrusage(RUSAGE_SELF, &u) == 0);
        out.memory_kib = u.ru_maxrss;
        check(write(ends[1], &out, sizeof out) == sizeof out);
        _exit(0);
    }
    int status = 0;
    check(waitpid(child, &status, 0) == child && status == 0);
    check(read(ends[0], &out, sizeof out) == sizeof out);
    (void)close(ends[0]);
    (void)close(ends[1]);
    return out;
}

static double bare_verifications_us(uint64_t count)
{
    struct arena a = {0};
    struct message *messages = ARENA_ARRAY(&a, struct message, SAMPLE);
    double spent = 0;
    for (size_t i = 0; i < SAMPLE; i++) {
        take_message(&a, sign_position(&a, bench.acts + 1 + i), &messages[i]);
    }
    for (uint64_t done = 0; done < count; done += SAMPLE) {
        spent += verify_us(messages, count - done < SAMPLE ? (size_t)(count - done) : SAMPLE);
    }
    arena_done(&a);
    return spent;
}

static void measure_audit(void)
{
    const struct audited quick = audit(true);
    const double pure = bare_verifications_us(quick.signatures);
    const struct audited whole = audit(false);
    (void)printf("\naudit of %" PRIu64 " acts, %" PRIu64 " signatures\n", bench.acts, quick.signatures);
    (void)printf("  %-52s %9.1f s CPU\n", "as many bare verifications", pure / 1e6);
    (void)printf("  %-52s %9.1f s CPU, %.1f s\n", "signatures, entries and proofs", quick.cpu_us / 1e6,
                 quick.wall_us / 1e6);
    (void)printf("  %-52s %9.1f s CPU, %.1f s\n", "all, with replay", whole.cpu_us / 1e6,
                 whole.wall_us / 1e6);
    check(quick.wrong == 0 && whole.wrong == 0);
    bound("signatures and proofs to bare verifications", quick.cpu_us / pure, 1.2, "");
    bound("whole replay to bare verifications", whole.cpu_us / pure, 3, "");
    bound("memory of the audit", (double)whole.memory_kib / 1024, 256, "MiB");
}

/* A core as a process
 * ---------------------------------------------------------------------------------------- */

static pid_t start_core(const char *socket, double *ms)
{
    const double began = wall_us();
    const pid_t child = fork();
    check(child >= 0);
    if (child == 0) {
        const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        (void)dup2(nowhere, STDERR_FILENO);
        (void)execl(bench.program, bench.program, "core", "--org", bench.folder, (char *)NULL);
        _exit(127);
    }
    struct link l;
    link_init(&l, FRAME_BYTES_MAX);
    while (link_connect(&l, socket) != OK) {
        check(waitpid(child, NULL, WNOHANG) == 0);
        check(wall_us() - began < 60e6);
        const struct timespec pause = {.tv_nsec = 500000};
        (void)nanosleep(&pause, NULL);
    }
    *ms = (wall_us() - began) / 1e3;
    link_done(&l);
    return child;
}

static double memory_mib(pid_t process)
{
    char path[64];
    char line[200];
    double kib = 0;
    (void)snprintf(path, sizeof path, "/proc/%d/status", process);
    FILE *f = fopen(path, "re");
    check(f != NULL);
    while (fgets(line, sizeof line, f) != NULL) {
        if (strncmp(line, "VmRSS:", 6) == 0) {
            kib = strtod(line + 6, NULL);
        }
    }
    (void)fclose(f);
    return kib / 1024;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* One write of a page and one fdatasync, on the same file system. */
static void measure_sync(double *median, double *p99)
{
    enum { SYNCS = 400 };
    static uint8_t page[4096];
    double took[SYNCS];
    char path[240];
    (void)snprintf(path, sizeof path, "%s/sync", bench.folder);
    const int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    check(fd >= 0);
    for (size_t i = 0; i < SYNCS; i++) {
        const double began = wall_us();
        check(write(fd, page, sizeof page) == (ssize_t)sizeof page && fdatasync(fd) == 0);
        took[i] = wall_us() - began;
    }
    (void)close(fd);
    (void)unlink(path);
    qsort(took, SYNCS, sizeof took[0], by_value);
    *median = took[SYNCS / 2];
    *p99 = took[SYNCS * 99 / 100];
}

/* RATE acts a second, each on its own connection of a ring, so that none waits for the one before. */
enum { LINKS = 64, TOTAL = RATE * RATE_SECONDS };

static struct rate {
    struct link links[LINKS];
    double began[LINKS]; /* 0: free */
    double took[TOTAL];
    size_t sent;
    size_t done;
    struct bytes *envelopes;
} rate;

/* False: the next is not due, or no connection is free for it. */
static bool send_due(double start)
{
    const double due = start + (double)rate.sent * 1e6 / RATE;
    const size_t at = rate.sent % LINKS;
    if (rate.sent == TOTAL || wall_us() < due || rate.began[at] != 0) {
        return false;
    }
    const struct client_request r = {.verb = CLIENT_submit, .envelope = rate.envelopes[rate.sent]};
    struct buffer b;
    buffer_init(&b, FRAME_BYTES_MAX);
    client_request_write(&b, &r);
    rate.began[at] = due; /* from when it should have gone: no waiting is left out */
    must(link_send(&rate.links[at], buffer_view(&b)), "sending");
    buffer_done(&b);
    rate.sent++;
    return true;
}

static void take_answers(size_t i)
{
    bool ready = false;
    struct bytes message;
    struct client_answer answer;
    must(link_flush(&rate.links[i]), "sending");
    must(link_receive(&rate.links[i], &ready, &message), "receiving");
    if (ready) {
        must(client_answer_read(message, &answer), "an answer");
        check(answer.outcome == OUTCOME_DONE && answer.recorded_now);
        rate.took[rate.done++] = wall_us() - rate.began[i];
        rate.began[i] = 0;
        link_next(&rate.links[i]);
    }
}

static void send_all(const char *socket)
{
    for (size_t i = 0; i < LINKS; i++) {
        link_init(&rate.links[i], FRAME_BYTES_MAX);
        must(link_connect(&rate.links[i], socket), "connecting");
    }
    const double start = wall_us();
    while (rate.done < TOTAL) {
        struct pollfd polled[LINKS];
        const struct timespec wait = {.tv_nsec = 200000};
        for (size_t i = 0; i < LINKS; i++) {
            polled[i] = (struct pollfd){.fd = rate.links[i].fd, .events = link_events(&rate.links[i])};
        }
        if (send_due(start)) {
            continue;
        }
        (void)ppoll(polled, LINKS, &wait, NULL);
        for (size_t i = 0; i < LINKS; i++) {
            take_answers(i);
        }
    }
    for (size_t i = 0; i < LINKS; i++) {
        link_done(&rate.links[i]);
    }
}

static void measure_rate(const char *socket)
{
    struct arena a = {0};
    double median = 0;
    double worst = 0;
    rate.envelopes = ARENA_ARRAY(&a, struct bytes, TOTAL);
    for (size_t i = 0; i < TOTAL; i++) {
        rate.envelopes[i] = sign_position(&a, bench.acts + i);
    }
    send_all(socket);
    bench.acts += TOTAL;
    measure_sync(&median, &worst);
    qsort(rate.took, TOTAL, sizeof rate.took[0], by_value);
    const double p99 = rate.took[TOTAL * 99 / 100];
    (void)printf("\n%d acts a second for %d s, by clients of the process\n", RATE, RATE_SECONDS);
    (void)printf("  %-52s median %.2f ms, p99 %.2f ms, most %.2f ms\n", "acknowledged after",
                 rate.took[TOTAL / 2] / 1e3, p99 / 1e3, rate.took[TOTAL - 1] / 1e3);
    (void)printf("  %-52s median %.2f ms, p99 %.2f ms\n", "a bare write and fdatasync of a page",
                 median / 1e3, worst / 1e3);
    (void)printf("  %-52s %.1f of its median, %.1f of its p99\n", "p99 as a multiple of fdatasync",
                 p99 / median, p99 / worst);
    arena_done(&a);
}

/* As the log's signer signs the record once a second. */
static void sign_record(void)
{
    const struct organisation *org = machine_organisation(embedded_machine(bench.engine));
    const struct record *r = embedded_record(bench.engine);
    const struct checkpoint c = {.size = record_size(r), .root = record_root(r)};
    struct buffer b;
    buffer_init(&b, NOTE_BYTES_MAX);
    checkpoint_write(&b, org->origin_line, &c);
    const struct signature s = sign_bytes(&bench.org.log_key.secret, buffer_view(&b));
    buffer_add_u8(&b, '\n');
    note_add_line(&b, org->origin_line, &bench.org.log_key.public, &s);
    must(embedded_keep_checkpoint(bench.engine, c.size, buffer_view(&b)), "a checkpoint");
    buffer_done(&b);
}

static void measure_process(void)
{
    struct arena a = {0};
    const char *socket = core_socket_path(&a, bench.folder, "core");
    double ms = 0;
    sign_record();
    embedded_close(bench.engine);
    (void)mkdir(arena_printf(&a, "%s/run", bench.folder), 0700);
    const pid_t core = start_core(socket, &ms);
    const struct timespec second = {.tv_sec = 1};
    (void)nanosleep(&second, NULL);
    (void)printf("\nthe core process at %" PRIu64 " acts\n", bench.acts);
    bound("start until it answers", ms, 200, "ms");
    bound("memory of the idle process", memory_mib(core), 16, "MiB");
    measure_rate(socket);
    (void)printf("  memory after that                                     %.1f MiB\n", memory_mib(core));
    (void)kill(core, SIGTERM);
    check(waitpid(core, NULL, 0) == core);
    must(embedded_open(&bench.engine, bench.env, arena_printf(&a, "%s/record.db", bench.folder)),
         "opening again");
    arena_done(&a);
}

static void end(void)
{
    static const char *const files[] = {"record.db-lock", "blobs.db", "blobs.db-lock", "run/core.sock",
                                        "run"};
    embedded_close(bench.engine);
    database_remove(arena_printf(&bench.setup, "%s/record.db", bench.folder), NULL);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        (void)remove(arena_printf(&bench.setup, "%s/%s", bench.folder, files[i]));
    }
    if (remove(bench.folder) != 0) {
        (void)fprintf(stderr, "bench: %s is left\n", bench.folder);
    }
    arena_done(&bench.setup);
}

static uint64_t number(const char *text)
{
    int64_t n = 0;
    if (!num_parse(bytes_of_text(text), 100000000, &n)) {
        (void)fprintf(stderr, "bench: not a number: %s\n", text);
        exit(2);
    }
    return (uint64_t)n;
}

int main(int argc, char **argv)
{
    uint64_t sizes[SIZES_MAX] = {10000, 100000, 1000000};
    size_t count = 3;
    if (argc < 2) {
        (void)fprintf(stderr, "usage: acts PROGRAM [FOLDER [ACTS ...]]\n");
        return 2;
    }
    bench.program = argv[1];
    (void)snprintf(bench.folder, sizeof bench.folder, "%s/univocal-bench-XXXXXX",
                   argc > 2 ? argv[2] : "/var/tmp");
    for (int i = 3; i < argc && i - 3 < SIZES_MAX; i++) {
        sizes[i - 3] = number(argv[i]);
        count = (size_t)(i - 2);
    }
    must(crypto_start(), "libsodium");
    check(mkdtemp(bench.folder) != NULL);
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    begin();
    double first = 0;
    double ratio = 0;
    for (size_t i = 0; i < count; i++) {
        grow(sizes[i]);
        ratio = measure_sizes(sizes[i]);
        first = i == 0 ? ratio : first;
        if (sizes[i] == 100000 || count == 1) {
            measure_process();
        }
    }
    if (count > 1) {
        bound("CPU of an act at the largest size to the smallest", ratio / first, 1.3, "");
    }
    measure_audit();
    end();
    return bench.failed ? 1 : 0;
}

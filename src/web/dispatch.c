#include "web/dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/num.h"
#include "mechanism/law.h"
#include "web/earlier.h"
#include "web/frame.h"
#include "web/routes.h"

struct dispatch {
    const struct env *env;
    char *folder;
    struct reader reader;
    struct earlier *earlier;
    bool open;
    bool stale;
    dev_t device; /* of the file that is open */
    ino_t inode;
    struct buffer content; /* of <main>, or of the value `data` */
    struct arena shelf;    /* of the archive */
    struct archive archive;
    bool has_archive;
    struct words_kept words;
};

struct dispatch *dispatch_new(const struct env *env, const char *folder)
{
    struct dispatch *d = calloc(1, sizeof *d);
    check(d != NULL);
    d->env = env;
    d->folder = strdup(folder);
    check(d->folder != NULL);
    d->earlier = earlier_new(env);
    buffer_init(&d->content, WEB_ANSWER_BYTES_MAX);
    return d;
}

void dispatch_free(struct dispatch *d)
{
    if (d != NULL) {
        earlier_free(d->earlier);
        words_forget(&d->words);
        reader_close(&d->reader);
        buffer_done(&d->content);
        arena_done(&d->shelf);
        free(d->folder);
        free(d);
    }
}

bool dispatch_is_stale(const struct dispatch *d)
{
    return d->stale;
}

/* Which file stands there: another one than the open one was put in its place by a restore. */
static bool look_at_file(const struct dispatch *d, struct stat *out)
{
    struct arena a = {0};
    const bool there = stat(arena_printf(&a, "%s/record.db", d->folder), out) == 0;
    arena_done(&a);
    return there;
}

/* A snapshot of the last commit. The handle stays open between requests, its transaction does not. */
static enum error begin(struct dispatch *d)
{
    struct stat file;
    if (!look_at_file(d, &file)) {
        d->stale = d->open;
        return ERROR_NOT_FOUND;
    }
    if (d->open && (file.st_dev != d->device || file.st_ino != d->inode)) {
        d->stale = true;
        return ERROR_BUSY;
    }
    const enum error e = d->open ? reader_renew(&d->reader) : reader_open(&d->reader, d->env, d->folder);
    if (e != OK && d->open) { /* what is opened next may be another record */
        earlier_forget(d->earlier);
        words_forget(&d->words);
        reader_close(&d->reader);
    }
    d->stale = d->stale || (e != OK && e != ERROR_NOT_FOUND && e != ERROR_BUSY);
    d->open = e == OK;
    d->device = file.st_dev;
    d->inode = file.st_ino;
    return e;
}

static void end(struct dispatch *d)
{
    if (d->open) {
        earlier_rest(d->earlier);
        reader_rest(&d->reader);
    }
}

enum error dispatch_try(struct dispatch *d)
{
    const enum error e = begin(d);
    earlier_forget(d->earlier);
    reader_close(&d->reader);
    d->open = false;
    return e;
}

void dispatch_load_archive(struct dispatch *d, const char *folder)
{
    struct arena a = {0};
    struct archive_faults *faults = ARENA_NEW(&a, struct archive_faults);
    const enum error e = archive_load(&d->shelf, folder, faults, &d->archive);
    d->has_archive = e == OK;
    if (e != OK) {
        log_event(LOG_WARNING, "web_archive", "folder=%s error=%s", folder, error_text(e));
    }
    arena_done(&a);
}

/* One request under way. */
struct work {
    struct dispatch *dispatch;
    const struct request *request;
    struct answer *answer;
    struct match match;
    struct page page; /* without an organisation until a moment is open */
    struct context context;
    struct reader past; /* with `at`; the dispatcher's own else */
    enum error failed;
};

static bool wants_html(const struct request *r)
{
    return r->accept.len >= 9 && memmem(r->accept.data, r->accept.len, "text/html", 9) != NULL;
}

static struct bytes instance_of(struct work *w)
{
    struct buffer b;
    buffer_init(&b, TARGET_BYTES_MAX);
    target_write(&b, &w->request->target);
    const struct bytes out = arena_copy(w->page.arena, buffer_view(&b));
    buffer_done(&b);
    return out;
}

/* By a header, which every browser knows, and not by an element that readers of the page cannot turn off: the
 * footer has a link to the page that stands still. */
static void add_refresh(struct work *w)
{
    if (w->page.refresh_s > 0) {
        answer_header(w->answer, "Refresh",
                      bytes_of_text(arena_printf(w->page.arena, "%lld", (long long)w->page.refresh_s)));
    }
}

/* An error for a person: the page of the problem, in the frame. */
static void answer_page_of(struct work *w, enum problem p)
{
    static const struct {
        enum message title;
        enum message advice;
    } said[PROBLEMS] = {
#define X(name, status) [PROBLEM_##name] = {MESSAGE_problem_##name, MESSAGE_problem_##name##_do},
        PROBLEM_TABLE(X)
#undef X
    };
    struct html h;
    struct page *page = &w->page;
    buffer_clear(&w->dispatch->content);
    html_begin(&h, &w->dispatch->content);
    page->html = &h;
    page_title(page, said[p].title);
    if (page->detail_said.len > 0) {
        html_element(&h, "p", page->detail_said);
    }
    page_paragraph(page, said[p].advice);
    html_finish(&h);
    page->refresh_s = p == PROBLEM_unavailable ? 2 : 0;
    page->route = NULL;
    answer_clear(w->answer);
    w->answer->status = problem_status(p);
    w->answer->type = "text/html; charset=utf-8";
    if (p == PROBLEM_unavailable) {
        answer_header(w->answer, "Retry-After", BYTES("2"));
    }
    add_refresh(w);
    frame_write(&w->answer->body, page, buffer_view(&w->dispatch->content));
}

static void answer_error(struct work *w, enum problem p)
{
    const bool data = w->match.route != NULL && w->match.format != FORMAT_HTML;
    if (!data && wants_html(w->request)) {
        answer_page_of(w, p);
    } else {
        answer_problem(w->answer, p, w->page.detail, instance_of(w));
    }
}

/* Page of a language to which an address without one leads. */
static void redirect(struct work *w, const struct target *t)
{
    struct buffer b;
    const enum language l = language_choose(w->request->accept_language);
    buffer_init(&b, TARGET_BYTES_MAX + 8);
    buffer_printf(&b, "/%s", language_tag(l));
    target_write(&b, t);
    w->answer->status = 303;
    answer_header(w->answer, "Location", arena_copy(w->page.arena, buffer_view(&b)));
    answer_header(w->answer, "Vary", BYTES("Accept-Language"));
    buffer_done(&b);
}

static int64_t host_ms(struct dispatch *d)
{
    return d->env->wall_ms(d->env->ctx);
}

/* What a page may look at, at the moment that a reader has. */
static enum error open_moment(struct work *w, struct reader *r)
{
    struct page *p = &w->page;
    uint64_t height = 0;
    w->context = (struct context){.org = machine_organisation(r->machine),
                                  .state = r->state,
                                  .record = r->record,
                                  .arena = p->arena,
                                  .index = record_size(r->record),
                                  .error = &w->failed};
    const enum error e = machine_last_block(r->machine, &height, &w->context.time_ms);
    p->reader = r;
    p->context = &w->context;
    p->org = w->context.org;
    p->entry = record_size(r->record) - 1;
    p->time_ms = w->context.time_ms;
    p->now_ms = p->at ? p->time_ms : host_ms(w->dispatch);
    return e;
}

static enum problem problem_of(enum page_result r)
{
    switch (r) {
    case PAGE_UNKNOWN:
        return PROBLEM_not_found;
    case PAGE_NOT_YET:
        return PROBLEM_not_yet;
    case PAGE_BAD_VALUE:
        return PROBLEM_bad_value;
    case PAGE_DONE:
    case PAGE_UNAVAILABLE:
        break;
    }
    return PROBLEM_unavailable;
}

static enum page_result make_html(struct work *w)
{
    struct html h;
    struct page *p = &w->page;
    struct buffer *content = &w->dispatch->content;
    enum page_result r = PAGE_DONE;
    p->html = &h;
    do {
        buffer_clear(content);
        html_begin(&h, content);
        r = w->match.route->html(p);
    } while (r == PAGE_DONE && parts_tighten(p, content->len));
    if (r == PAGE_DONE) {
        if (p->next > 0) {
            page_next_link(p);
        }
        html_finish(&h);
        w->answer->type = "text/html; charset=utf-8";
        add_refresh(w);
        frame_write(&w->answer->body, p, buffer_view(&w->dispatch->content));
    }
    return r;
}

/* The envelope: what every answer in JSON says about itself. The value `data` is written apart, for a page
 * knows nothing of what stands around it. */
static enum page_result make_json(struct work *w)
{
    struct page *p = &w->page;
    struct json_writer writer;
    struct buffer *out = &w->answer->body;
    json_begin(&writer, &w->dispatch->content);
    const enum page_result r = w->match.route->json(p, &writer);
    buffer_add_text(out, p->archive ? "{\"archive\":true,\"data\":" : "{\"data\":");
    buffer_add_bytes(out, buffer_view(&w->dispatch->content));
    if (p->org != NULL) {
        buffer_printf(out, ",\"entry\":%llu", (unsigned long long)p->entry);
    }
    if (p->next > 0) {
        buffer_printf(out, ",\"next\":%lld", (long long)p->next);
    }
    if (p->org != NULL) {
        buffer_printf(out, ",\"org\":\"%s\",\"realm\":\"%s\",\"time\":%lld", hash_hex(&p->org->id).text,
                      p->archive && !p->older ? "archive" : realm_word(p->org->realm), (long long)p->time_ms);
    }
    buffer_add_u8(out, '}');
    w->answer->type = "application/json";
    return r;
}

static enum page_result make_csv(struct work *w)
{
    struct csv c = {.out = &w->answer->body, .page = &w->page};
    w->answer->type = "text/csv; charset=utf-8; header=present";
    return w->match.route->csv(&w->page, &c);
}

static enum page_result make(struct work *w)
{
    buffer_clear(&w->dispatch->content);
    answer_clear(w->answer);
    switch (w->match.format) {
    case FORMAT_HTML:
        return make_html(w);
    case FORMAT_JSON:
        return make_json(w);
    case FORMAT_CSV:
        return make_csv(w);
    case FORMAT_RAW:
        w->answer->type = w->match.route->raw_type;
        return w->match.route->raw(&w->page, w->answer);
    }
    unreachable("not a format");
}

/* The next page of a list, for programmes (RFC 8288). */
static void add_next(struct work *w)
{
    struct buffer b;
    struct target t = w->request->target;
    target_drop(&t, "rest");
    const char *after = arena_printf(w->page.arena, "%lld", (long long)w->page.next);
    size_t i = 0;
    while (i < t.query_count && !bytes_equal_text(t.query[i].key, "after")) {
        i++;
    }
    if (i == t.query_count && i < TARGET_QUERY_MAX) {
        t.query_count++;
    } else if (i == t.query_count) {
        return;
    }
    t.query[i].key = BYTES("after");
    t.query[i].value = bytes_of_text(after);
    buffer_init(&b, TARGET_BYTES_MAX + 100);
    buffer_add_u8(&b, '<');
    target_write(&b, &t);
    buffer_add_text(&b, ">; rel=\"next\"");
    answer_header(w->answer, "Link", arena_copy(w->page.arena, buffer_view(&b)));
    buffer_done(&b);
}

/* A page is what it is of one entry: a reader that has the same one is told so and gets nothing. */
static void validate(struct work *w)
{
    const struct etag e = etag_of(buffer_view(&w->answer->body));
    if (w->answer->status == 200) {
        answer_header(w->answer, "ETag", bytes_of_text(arena_text(w->page.arena, bytes_of_text(e.text))));
        if (etag_matches(w->request->if_none_match, &e)) {
            w->answer->status = 304;
            buffer_clear(&w->answer->body);
        }
    }
}

static void finish(struct work *w)
{
    struct page *p = &w->page;
    if (p->next > 0) {
        add_next(w);
    }
    if (p->org != NULL) {
        answer_header(w->answer, "Univocal-Entry",
                      bytes_of_text(arena_printf(p->arena, "%llu", (unsigned long long)p->entry)));
    }
    w->answer->immutable = w->answer->immutable || (p->at && !w->match.route->live);
    validate(w);
}

/* The page at the moment that is open. */
static void answer_match(struct work *w)
{
    const enum page_result r = make(w);
    const enum error disk = w->page.org == NULL ? OK : reader_error(w->page.reader);
    if (w->failed != OK || disk != OK || r == PAGE_UNAVAILABLE) {
        log_event(LOG_WARNING, "page_failed", "operation=%s error=%s", w->match.route->operation,
                  error_text(w->failed != OK ? w->failed : disk));
        w->dispatch->stale = w->dispatch->stale || disk != OK;
        answer_error(w, PROBLEM_unavailable);
    } else if (r != PAGE_DONE) {
        answer_error(w, problem_of(r));
    } else if (w->answer->body.overflow || w->dispatch->content.overflow) {
        (void)page_detail(&w->page, PAGE_UNAVAILABLE, MESSAGE_detail_too_large);
        answer_error(w, PROBLEM_too_large);
    } else {
        finish(w);
    }
}

/* `at`: an entry of this record, and a machine that stands there. False: answered. */
static bool open_earlier(struct work *w)
{
    int64_t at = 0;
    check(num_parse(*w->match.at, INTEGER_MAX, &at));
    if (!earlier_reaches((uint64_t)at)) {
        (void)page_detailf(&w->page, PAGE_UNKNOWN, MESSAGE_detail_replays,
                           SAY_NUMBER("entry", WEB_EARLIER_ENTRIES_MAX - 1));
        answer_error(w, PROBLEM_at_too_far);
        return false;
    }
    if ((uint64_t)at > w->page.entry) {
        (void)page_detailf(&w->page, PAGE_UNKNOWN, MESSAGE_detail_record_ends,
                           SAY_NUMBER("entry", (int64_t)w->page.entry));
        answer_error(w, PROBLEM_at_beyond);
        return false;
    }
    enum error e = earlier_look(w->dispatch->earlier, &w->dispatch->reader, (uint64_t)at, &w->past);
    w->page.at = true;
    e = e == OK ? open_moment(w, &w->past) : e;
    if (e != OK) {
        w->page.detail = bytes_of_text(error_text(e));
        answer_error(w, PROBLEM_unavailable);
    }
    return e == OK;
}

static void answer_organisation(struct work *w)
{
    enum error e = begin(w->dispatch);
    e = e == OK ? open_moment(w, &w->dispatch->reader) : e;
    if (e != OK) {
        w->page.org = NULL;
        w->page.detail = bytes_of_text(error_text(e));
        answer_error(w, PROBLEM_unavailable);
    } else if (w->match.at == NULL || open_earlier(w)) {
        answer_match(w);
    }
    end(w->dispatch);
}

/* This host speaks plain HTTP and to itself alone; what is public comes through a proxy that adds TLS. */
static struct bytes base_of(struct arena *a, struct bytes host)
{
    static const char *const own[] = {"localhost", "127.0.0.1"};
    bool local = false;
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        const size_t len = strlen(own[i]);
        local = local || (host.len >= len && memcmp(host.data, own[i], len) == 0 &&
                          (host.len == len || host.data[len] == ':'));
    }
    return bytes_of_text(arena_printf(a, "http%s://%s", local ? "" : "s", arena_text(a, host)));
}

void dispatch_answer(struct dispatch *d, struct arena *a, const struct request *r, struct answer *out)
{
    struct work w = {.dispatch = d, .request = r, .answer = out};
    const enum match_result m = route_match(a, &r->target, &w.match);
    w.page =
        (struct page){.arena = a,
                      .language = w.match.prefixed ? w.match.language : language_choose(r->accept_language),
                      .route = w.match.route,
                      .values = w.match.values,
                      .words = &d->words,
                      .facts = d->has_archive ? &d->archive : NULL,
                      .target = &r->target,
                      .base = base_of(a, r->host)};
    switch (m) {
    case MATCH_NONE:
        answer_error(&w, PROBLEM_not_found);
        return;
    case MATCH_LANGUAGE:
        redirect(&w, &r->target);
        return;
    case MATCH_KEY:
    case MATCH_VALUE:
        (void)page_detailf(&w.page, PAGE_BAD_VALUE,
                           m == MATCH_KEY ? MESSAGE_detail_key : MESSAGE_detail_value,
                           SAY_TEXT("key", w.match.wrong));
        answer_error(&w, m == MATCH_KEY ? PROBLEM_unknown_key : PROBLEM_bad_value);
        return;
    case MATCH_FOUND:
        break;
    }
    if (w.match.route->plain) {
        answer_match(&w);
    } else {
        answer_organisation(&w);
    }
}

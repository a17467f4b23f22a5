#include "web/long_text.h"

#include <string.h>

#include "base/check.h"
#include "base/limits.h"
#include "base/num.h"
#include "base/text.h"
#include "codec/cut.h"
#include "web/routes.h"

enum {
    MARK_BYTES = 16,  /* of the elements around a piece, at most */
    NOTE_BYTES = 800, /* of what is said of a text that is not all there: addresses, a digest */
};

bool text_place_parse(struct bytes place, struct bytes *digits, int64_t *from)
{
    static const char before[] = "text.";
    const size_t begun = sizeof before - 1;
    if (place.len < begun + TEXT_DIGITS + 2 || memcmp(place.data, before, begun) != 0 ||
        place.data[begun + TEXT_DIGITS] != '.') {
        return false;
    }
    *digits = bytes_of(place.data + begun, TEXT_DIGITS);
    for (size_t i = 0; i < TEXT_DIGITS; i++) {
        const uint8_t c = digits->data[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return false;
        }
    }
    const size_t number = begun + TEXT_DIGITS + 1;
    return num_parse(bytes_of(place.data + number, place.len - number), INTEGER_MAX, from);
}

/* A text, and what of it is shown: its bytes from `from` up to `to`. */
struct shown {
    const struct long_text *t;
    struct bytes all; /* its pieces, a line's end behind each paragraph */
    size_t from;
    size_t to;
    bool asked;
};

/* Where the next piece begins, if one of these begins here. */
static size_t behind(const struct piece *piece, size_t place)
{
    return place + piece->text.len + (piece->mark == PIECE_PARAGRAPH ? 1 : 0);
}

static struct bytes join(struct page *p, const struct long_text *t)
{
    struct buffer b;
    size_t len = 0;
    if (t->count == 1 && t->pieces->mark != PIECE_PARAGRAPH) {
        return t->pieces->text;
    }
    for (size_t i = 0; i < t->count; i++) {
        len = behind(&t->pieces[i], len);
    }
    buffer_init(&b, len);
    for (size_t i = 0; i < t->count; i++) {
        buffer_add_bytes(&b, t->pieces[i].text);
        if (t->pieces[i].mark == PIECE_PARAGRAPH) {
            buffer_add_u8(&b, '\n');
        }
    }
    const struct bytes out = arena_copy(p->arena, buffer_view(&b));
    buffer_done(&b);
    return out;
}

/* What of a piece is shown. */
static struct bytes shown_of(const struct shown *s, const struct piece *piece, size_t place)
{
    const size_t from = s->from > place ? s->from - place : 0;
    const size_t to = s->to > place ? s->to - place : 0;
    const size_t end = to < piece->text.len ? to : piece->text.len;
    return from < end ? bytes_of(piece->text.data + from, end - from) : BYTES("");
}

/* How much has room. */
static void take(struct shown *s, size_t room)
{
    size_t place = 0;
    size_t end = s->from;
    s->to = s->all.len;
    for (size_t i = 0; i < s->t->count && end == (place > s->from ? place : s->from); i++) {
        const struct bytes rest = shown_of(s, &s->t->pieces[i], place);
        const size_t mark = s->t->pieces[i].mark == PIECE_PLAIN ? 0 : MARK_BYTES;
        const size_t next = behind(&s->t->pieces[i], place);
        if (rest.len > 0) {
            room -= room < mark ? room : mark;
            const size_t fits = html_fitting(rest, s->t->form == TEXT_LINE, &room);
            end = (size_t)(rest.data - s->t->pieces[i].text.data) + place + fits;
            end = fits == rest.len ? next : end;
        } else {
            end = next > end ? next : end;
        }
        place = next;
    }
    const size_t most = end < s->all.len ? end - s->from : s->all.len - s->from;
    s->to = s->from + cut_before(bytes_of(s->all.data + s->from, s->all.len - s->from), most);
}

/* The byte at which a character begins; the end, if it has no such. */
static size_t byte_of(struct bytes text, int64_t character)
{
    size_t i = 0;
    for (; i < text.len; i++) {
        if ((text.data[i] & 0xc0) != 0x80 && character-- == 0) {
            break;
        }
    }
    return i;
}

/* The name of a text in an address. */
static struct bytes digits_of(struct page *p, struct bytes all)
{
    const struct hash h = hash_of(all);
    return arena_copy(p->arena, bytes_of(hash_hex(&h).text, TEXT_DIGITS));
}

/* Whether it is the one that is asked for, and from which byte on. The second of two that are the same is
 * not. */
static bool is_asked(struct page *p, struct bytes all, size_t *from)
{
    struct bytes digits;
    int64_t character = 0;
    const struct bytes *rest = target_query(p->target, "rest");
    if (rest == NULL || p->parts.said || !text_place_parse(*rest, &digits, &character) ||
        !bytes_equal(digits, digits_of(p, all))) {
        return false;
    }
    const size_t place = byte_of(all, character);
    *from = place < all.len ? cut_floor(all, place) : 0;
    p->parts.said = true;
    p->parts.asked = true;
    return true;
}

/* The text as this page shows it. A page that is made first shows all that could stay. */
static struct shown choose(struct page *p, const struct long_text *t)
{
    struct parts *x = &p->parts;
    struct shown s = {.t = t, .all = join(p, t)};
    size_t from = 0;
    const bool asked = is_asked(p, s.all, &from);
    const bool inside = x->now.open;
    s.asked = asked;
    if (!x->tight) {
        take(&s, WEB_PAGE_BYTES);
        x->cut = x->cut || s.to < s.all.len;
        return s;
    }
    x->now.kept = x->now.kept || (asked && inside);
    if (!asked && (x->asked || (inside && t->form == TEXT_LINE))) {
        take(&s, WEB_TEXT_BYTES);
        s.to = inside || s.to == s.all.len ? s.to : 0; /* another one has the room */
        return s;
    }
    const size_t used = inside ? p->html->out->len - x->now.begun : 0;
    const size_t about = inside ? used + NOTE_BYTES + WEB_TEXT_BYTES : 0;
    s.from = from;
    take(&s, x->share > about + WEB_TEXT_BYTES ? x->share - about : WEB_TEXT_BYTES);
    return s;
}

static void write_piece(struct page *p, const struct long_text *t, enum piece_mark mark, struct bytes text)
{
    struct html *h = p->html;
    switch (mark) {
    case PIECE_PLAIN:
        if (t->form == TEXT_LINE) {
            html_content(h, text, t->language);
        } else {
            html_text(h, text);
        }
        break;
    case PIECE_PARAGRAPH:
        html_element(h, "p", text);
        break;
    case PIECE_GONE:
        html_element(h, "del", text);
        break;
    case PIECE_NEW:
        html_element(h, "ins", text);
        break;
    case PIECE_ASIDE:
        html_element(h, "small", text);
        break;
    }
}

static void open_form(struct page *p, const struct long_text *t, bool asked)
{
    struct html *h = p->html;
    if (asked) { /* where the links to it lead */
        if (t->form == TEXT_LINE) {
            html_open(h, "span");
        } else {
            html_open(h, "div");
        }
        html_attribute(h, "id", BYTES("rest"));
    }
    switch (t->form) {
    case TEXT_BLOCK:
        html_open(h, "blockquote");
        html_class(h, "words");
        if (t->language.len > 0) {
            html_attribute(h, "lang", t->language);
        }
        html_attribute(h, "dir", BYTES("auto"));
        break;
    case TEXT_CODE:
        html_open(h, "pre");
        html_attribute(h, "dir", BYTES("ltr"));
        html_attribute(h, "tabindex", BYTES("0"));
        html_open(h, "code");
        break;
    case TEXT_LINE:
        break;
    }
}

static void write_pieces(struct page *p, const struct shown *s)
{
    const size_t depth = p->html->depth;
    size_t place = 0;
    open_form(p, s->t, s->asked);
    for (size_t i = 0; i < s->t->count; i++) {
        const struct piece *piece = &s->t->pieces[i];
        const struct bytes text = shown_of(s, piece, place);
        if (text.len > 0) {
            write_piece(p, s->t, piece->mark, text);
        }
        place = behind(piece, place);
    }
    html_close_to(p->html, depth);
}

static void write_place(struct page *p, const struct shown *s, enum message m, size_t character)
{
    const struct bytes digits = digits_of(p, s->all);
    const char *place = arena_printf(p->arena, "text.%.*s.%llu", (int)digits.len, (const char *)digits.data,
                                     (unsigned long long)character);
    html_raw(p->html, " ");
    if (page_open_again(p, "rest", bytes_of_text(place))) {
        page_say(p, m);
        html_close(p->html);
    }
}

/* Where all of it is, and what names all of it. */
static void write_whole(struct page *p, const struct long_text *t)
{
    struct html *h = p->html;
    html_raw(h, " ");
    page_say(p, MESSAGE_frame_text_whole);
    if (p->route->json != NULL) {
        html_raw(h, " ");
        html_open(h, "a");
        html_attribute(h, "href", page_address(p, p->language, ".json"));
        html_attribute(h, "dir", BYTES("ltr"));
        html_raw(h, ".json");
        html_close(h);
    }
    if (t->plain.len > 0) {
        html_raw(h, " ");
        html_open(h, "a");
        html_attribute(h, "href", t->plain);
        html_attribute(h, "dir", BYTES("ltr"));
        html_raw(h, ".txt");
        html_close(h);
    }
    if (t->digest != NULL) {
        html_raw(h, " ");
        page_say(p, MESSAGE_frame_text_signed);
        html_raw(h, " ");
        page_link_digest(p, t->digest);
    }
}

/* That it is not all, in words. */
static void write_note(struct page *p, const struct shown *s)
{
    const size_t depth = p->html->depth;
    const size_t before = text_characters(bytes_of(s->all.data, s->from));
    const size_t shown = text_characters(bytes_of(s->all.data + s->from, s->to - s->from));
    const size_t all = text_characters(s->all);
    if (s->t->form == TEXT_LINE) {
        html_raw(p->html, " ");
        html_open(p->html, "small");
    } else {
        html_open(p->html, "p");
        html_class(p->html, "muted");
    }
    if (shown > 0) {
        page_sayf(p, MESSAGE_frame_text_shown, SAY_NUMBER("from", (int64_t)before + 1),
                  SAY_NUMBER("to", (int64_t)(before + shown)), SAY_NUMBER("all", (int64_t)all));
    } else {
        page_sayf(p, MESSAGE_frame_text_hidden, SAY_NUMBER("all", (int64_t)all));
    }
    if (s->to < s->all.len) {
        write_place(p, s, shown > 0 ? MESSAGE_frame_text_next : MESSAGE_frame_text_first, before + shown);
    }
    if (s->from > 0) {
        write_place(p, s, MESSAGE_frame_text_first, 0);
    }
    if (s->t->form != TEXT_LINE && shown > 0) {
        write_whole(p, s->t);
    }
    html_close_to(p->html, depth);
}

void page_long_text(struct page *p, const struct long_text *t)
{
    const struct shown s = choose(p, t);
    const size_t begun = p->html->out->len;
    write_pieces(p, &s);
    if (s.from > 0 || s.to < s.all.len) {
        write_note(p, &s);
    }
    if (!p->parts.now.open && s.all.len > WEB_TEXT_BYTES) {
        parts_add(p, p->html->out->len - begun);
        p->parts.notes += NOTE_BYTES;
    }
}

static void write_one(struct page *p, enum text_form form, struct bytes text, struct bytes language,
                      const struct hash *digest)
{
    const struct piece all = {PIECE_PLAIN, text};
    page_long_text(p, &(struct long_text){form, language, &all, 1, digest, BYTES("")});
}

void page_words(struct page *p, struct bytes text, struct bytes language, const struct hash *digest)
{
    write_one(p, TEXT_BLOCK, text, language, digest);
}

void page_content(struct page *p, struct bytes text, struct bytes language)
{
    write_one(p, TEXT_LINE, text, language, NULL);
}

void page_code(struct page *p, struct bytes text, const struct hash *digest)
{
    write_one(p, TEXT_CODE, text, BYTES(""), digest);
}

/* archive/show_archive.h: views of the archive as JSON. Each says that it is of the archive. */
#ifndef ARCHIVE_SHOW_ARCHIVE_H
#define ARCHIVE_SHOW_ARCHIVE_H

#include "archive/archive.h"
#include "codec/json.h"

/* All organisations, as equals. */
void show_archive_list(struct json_writer *w, const struct archive *ar, struct arena *a);
/* What is known of one; kind empty: of any kind. */
void show_archive_facts(struct json_writer *w, const struct archive *ar, struct arena *a,
                        struct bytes organisation, struct bytes kind);
/* Who belonged to it on a day, or ever (empty). */
void show_archive_members(struct json_writer *w, const struct archive *ar, struct arena *a,
                          struct bytes organisation, struct bytes on);
#endif

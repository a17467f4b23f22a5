/* web/page_record.h: entries of the record in a table, as other pages show them too. */
#ifndef WEB_PAGE_RECORD_H
#define WEB_PAGE_RECORD_H

#include "analysis/find.h"
#include "web/page.h"

/* A table whose rows are entries; page_table_end closes it. */
void page_entry_table(struct page *p, enum message caption);
void page_entry_row(struct page *p, const struct entry_line *l);
#endif

/* analysis/show_speech.h: speeches, platforms and mandates as JSON, for the command line and the web. */
#ifndef ANALYSIS_SHOW_SPEECH_H
#define ANALYSIS_SHOW_SPEECH_H

#include "analysis/delivery.h"
#include "codec/json.h"

/* Its row alone: the fields of struct speech. */
void show_speech_row(struct json_writer *w, const struct speech *x);
/* delivery (result, statement, added, gone, words, difference: a list of kind and text), speech, texts (the
 * fields of struct speech_text, each with its words, null while it is not whole). *c->error is the first
 * error of the disk. */
void show_speech(struct json_writer *w, struct context *c, const struct speech *x);

/* mandates, platforms, quarters: all there are. */
void show_platforms(struct json_writer *w, struct context *c);
/* mandates, platform, speeches that were filed there (each: delivery, speech). */
void show_platform(struct json_writer *w, struct context *c, const struct platform_outcome *p);
#endif

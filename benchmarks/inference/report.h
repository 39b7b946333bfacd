/* SPDX-License-Identifier: MIT */
/* Results in the formats of vLLM's `bench serve` and of llama-bench. */
#ifndef INFERENCE_REPORT_H
#define INFERENCE_REPORT_H

#include "model/json.h"
#include "serving.h"
#include "session.h"

/* One object of vLLM's; our settings are in it as `--metadata` would be. */
void report_serving(struct json_writer *w, const struct session *s,
                    const struct serving *result);

/* Nanoseconds of each repeat of a test: `prompt` tokens put through at once, or
   `generated` one after the other. */
struct speed {
    size_t prompt, generated;
    size_t repeats;
    const double *ns;
};
void report_speed(struct json_writer *w, const struct session *s,
                  const struct speed *result);

#endif

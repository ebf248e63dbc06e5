// SPDX-License-Identifier: Apache-2.0
#ifndef SCENE_RECIPE_CSAMPLING_H
#define SCENE_RECIPE_CSAMPLING_H

#include <stdint.h>

/// What was seen while the program was looked at.
typedef struct {
    int64_t inside;
    int64_t total;
} scene_recipe_samples;

/// Looks at the running instruction once in a millisecond of processor time, and counts how often it belongs to the
/// shared library whose file name contains a text. One measurement at a time. Returns 0, or -1 where the library is
/// not loaded or the platform cannot do it.
int scene_recipe_sampling_start(const char *library);

/// Ends the measurement.
scene_recipe_samples scene_recipe_sampling_stop(void);

#endif

// SPDX-License-Identifier: Apache-2.0
#ifndef SCENE_RECIPE_CZLIB_H
#define SCENE_RECIPE_CZLIB_H

#include <zlib.h>

// A macro over a function that takes the library's version and the structure's size.
static inline int czlib_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 32); }

#endif

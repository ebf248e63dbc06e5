// SPDX-License-Identifier: Apache-2.0
#include "callocator.h"

#if defined(__linux__)
#include <features.h>
#endif
#if defined(__GLIBC__)
#include <malloc.h>
void scene_recipe_release_freed_memory(void) { malloc_trim(0); }
#else
void scene_recipe_release_freed_memory(void) {}
#endif

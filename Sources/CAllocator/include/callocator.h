// SPDX-License-Identifier: Apache-2.0
#ifndef SCENE_RECIPE_CALLOCATOR_H
#define SCENE_RECIPE_CALLOCATOR_H

/// Gives memory that was freed back to the system, where the platform can.
void scene_recipe_release_freed_memory(void);

#endif

// SPDX-License-Identifier: Apache-2.0
#ifndef SCENE_RECIPE_CYAML_H
#define SCENE_RECIPE_CYAML_H
#include <yaml.h>
#endif

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Rewrites what is derived from the declarations of the language: two schemas and the reference page. A test fails while
# they are stale.
set -eu
cd "$(dirname "$0")/.."
recipe=.build/release/recipe
"$recipe" schema recipe >schemas/recipe.schema.json
"$recipe" schema diagnostics >schemas/diagnostics.schema.json
"$recipe" reference --page >docs/reference.md

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Rewrites what the program says about itself: its schemas and the reference page. A test fails while they are stale.
set -eu
cd "$(dirname "$0")/.."
recipe=.build/release/recipe
for subject in recipe plan lock diagnostics; do
    "$recipe" schema "$subject" >"schemas/$subject.schema.json"
done
"$recipe" reference --page >docs/reference.md

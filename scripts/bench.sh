#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures speed and memory beside peers and limits: scripts/bench.sh [SUITE…]
set -eu
cd "$(dirname "$0")/.."
swift build -c release --product bench
# The peer of the language suite; without a network the suite says that it is absent.
if python=$(scripts/schema-venv.sh); then export SCENE_RECIPE_SCHEMA_PYTHON="$python"; fi
exec .build/release/bench "$@"

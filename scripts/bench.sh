#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures speed and memory beside peers and limits: scripts/bench.sh [SUITE…]
set -eu
cd "$(dirname "$0")/.."
swift build -c release --product bench
exec .build/release/bench "$@"

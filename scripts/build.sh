#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the package once, in release mode, with the test bundle: the programs and the tests share the objects.
#   scripts/build.sh            the programs
#   scripts/build.sh --tests    the programs and the tests
set -eu
cd "$(dirname "$0")/.."
scripts/system-packages.sh
flags="-c release"
case "${1:-}" in
    --tests) exec swift build $flags --build-tests ;;
    "") exec swift build $flags ;;
    *) echo "usage: scripts/build.sh [--tests]" >&2; exit 64 ;;
esac

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs every test of the package on the one release build and ends with their counts.
#   FILTER=regex       only tests whose names match
#   REQUIRE_ALL=1      a test that had to be skipped is a failure
#   SOAK=1             seeded tests with their full counts
set -eu
cd "$(dirname "$0")/.."
# A judge of the metadata in pictures; without it one test is skipped.
scripts/system-packages.sh libimage-exiftool-perl || true
scripts/build.sh --tests

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
swift test -c release --skip-build ${FILTER:+--filter "$FILTER"} >"$log" 2>&1 || status=$?

# A parameterised test tells every case it starts; people want the verdicts.
grep -vE '^◇|^\[[0-9]+/[0-9]+\]|passed after' "$log" || true
passed=$(grep -cE '^✔ Test .* passed after' "$log" || true)
failed=$(grep -cE '^✘ Test .* failed after' "$log" || true)
skipped=$(grep -cE '^(➜|↷) Test .* skipped' "$log" || true)
# The runner's own summary line counts as a test in both patterns.
summary=$(grep -cE '^(✔|✘) Test run with' "$log" || true)
if grep -qE '^✔ Test run with' "$log"; then passed=$((passed - summary)); else failed=$((failed - summary)); fi
if [ "$summary" -eq 0 ]; then
    echo "scene-recipe: the test runner ended without a summary (exit $status)" >&2
    [ "$status" -ne 0 ] || status=1
    [ "$failed" -gt 0 ] || failed=1
fi
if [ "$skipped" -gt 0 ] && [ "${REQUIRE_ALL:-}" = 1 ]; then
    echo "scene-recipe: REQUIRE_ALL=1 and $skipped tests were skipped" >&2
    status=1
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"

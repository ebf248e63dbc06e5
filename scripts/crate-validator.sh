#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes a Python environment with a validator of RO-Crates (roc-validator of PyPI) under .venv-crate, once, and prints
# the program's path. Without a network it fails with status 69 and leaves nothing; the test is then skipped by name.
set -eu
cd "$(dirname "$0")/.."
venv=${SCENE_RECIPE_CRATE_VENV:-.venv-crate}
case "$venv" in /*) ;; *) venv="$PWD/$venv" ;; esac

# Written last: an environment that was interrupted is made anew.
stamp="$venv/.complete-1"
if [ ! -f "$stamp" ]; then
    rm -rf "$venv"
    trap 'rm -rf "$venv"' EXIT
    python3 -m venv "$venv" >&2 || exit 69
    "$venv/bin/python" -m pip --disable-pip-version-check --retries 1 --timeout 15 install --quiet \
        'roc-validator==0.13.0' >&2 || exit 69
    trap - EXIT
    touch "$stamp"
fi
# It asks the web for the vocabulary of RO-Crate.
"$venv/bin/python" -c 'import urllib.request as r; r.urlopen("https://w3id.org/ro/crate/1.2/context", timeout=15)' \
    >&2 2>/dev/null || exit 69
echo "$venv/bin/rocrate-validator"

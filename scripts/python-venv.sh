#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the Python environment of the tests under .venv, once, and prints its interpreter's path.
#   .venv/bin/python          Python 3.9 to 3.12 with the Brayns client 3.10.1
#   .venv/brayns-3.0.0        the client of the oldest service that is supported, for PYTHONPATH
# Without a network it fails with status 69 and leaves nothing; the tests are then skipped by name.
set -eu
cd "$(dirname "$0")/.."
venv=${SCENE_RECIPE_VENV:-.venv}
case "$venv" in /*) ;; *) venv="$PWD/$venv" ;; esac

# Written last: an environment that was interrupted is made anew.
stamp="$venv/.complete-1"
if [ ! -f "$stamp" ]; then
    python=
    for candidate in python3 python3.12 python3.11 python3.10 python3.9; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 9) <= sys.version_info < (3, 13))' \
            2>/dev/null; then
            python=$candidate
            break
        fi
    done
    if [ -z "$python" ]; then
        echo "scene-recipe: no Python from 3.9 to 3.12 with venv; the Brayns client needs one" >&2
        exit 69
    fi
    rm -rf "$venv"
    trap 'rm -rf "$venv"' EXIT
    "$python" -m venv "$venv" >&2
    pip="$venv/bin/python -m pip --disable-pip-version-check --retries 1 --timeout 15 install --quiet"
    # The client uses the legacy interface of websockets, which version 14 dropped from its default.
    if ! $pip 'brayns==3.10.1' 'websockets<14' numpy pillow >&2 \
        || ! $pip --no-deps --target "$venv/brayns-3.0.0" 'brayns==3.0.0' >&2; then
        echo "scene-recipe: the Python packages cannot be installed; is there a network?" >&2
        exit 69
    fi
    trap - EXIT
    touch "$stamp"
fi
echo "$venv/bin/python"

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes the Python environment that judges recipes independently of the program under .venv-schema, once, and prints its
# interpreter's path: jsonschema and check-jsonschema of PyPI, and ruamel.yaml, which reads YAML 1.2.
# Without a network it fails with status 69 and leaves nothing; the tests are then skipped by name.
set -eu
cd "$(dirname "$0")/.."
venv=${SCENE_RECIPE_SCHEMA_VENV:-.venv-schema}
case "$venv" in /*) ;; *) venv="$PWD/$venv" ;; esac

# Written last: an environment that was interrupted is made anew.
stamp="$venv/.complete-1"
if [ ! -f "$stamp" ]; then
    rm -rf "$venv"
    trap 'rm -rf "$venv"' EXIT
    python3 -m venv "$venv" >&2 || exit 69
    if ! "$venv/bin/python" -m pip --disable-pip-version-check --retries 1 --timeout 15 install --quiet \
        'jsonschema==4.26.0' 'check-jsonschema==0.39.0' 'ruamel.yaml==0.19.1' >&2; then
        echo "scene-recipe: the Python packages cannot be installed; is there a network?" >&2
        exit 69
    fi
    trap - EXIT
    touch "$stamp"
fi
echo "$venv/bin/python"

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Judges a folder as an RO-Crate 1.2 by the validator of PyPI, roc-validator, which is installed under .venv-crate once.
#   scripts/validate-crate.sh --ready    only sees that the validator is there
#   scripts/validate-crate.sh FOLDER     ends with 0 for a valid crate
# Without a network to install from it fails with status 69 and leaves nothing; the test is then skipped by name.
set -eu
package=$(cd "$(dirname "$0")/.." && pwd)
venv=${SCENE_RECIPE_CRATE_VENV:-$package/.venv-crate}

# Written last: an environment that was interrupted is made anew.
stamp="$venv/.complete-2"
if [ ! -f "$stamp" ]; then
    rm -rf "$venv"
    trap 'rm -rf "$venv"' EXIT
    python3 -m venv "$venv" >&2 || exit 69
    "$venv/bin/python" -m pip --disable-pip-version-check --retries 1 --timeout 15 install --quiet \
        'roc-validator==0.13.0' 'rocrate==0.16.0' >&2 || exit 69
    trap - EXIT
    touch "$stamp"
fi
[ "${1:?a folder}" = --ready ] || exec "$venv/bin/python" "$package/scripts/validate-crate.py" "$1"

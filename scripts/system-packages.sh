#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Sees that the toolchain and the system libraries are there and installs the Debian packages that are missing.
# Says which; uses sudo only when not root; asks no network when nothing is missing.
set -eu

packages="pkg-config zlib1g-dev libyaml-dev libssl-dev libpng-dev libembree-dev libhdf5-dev libturbojpeg0-dev libopenexr-dev"

stop() {
    echo "scene-recipe: $1" >&2
    exit 1
}

command -v swift >/dev/null 2>&1 || stop "no Swift toolchain found: install Swift 6.1 or newer (swift.org/install) and put 'swift' on the PATH"
[ -w . ] || stop "no write permission in $(pwd): the build writes .build and out there"
command -v dpkg-query >/dev/null 2>&1 \
    || stop "no dpkg found: this is not a Debian system; install the equivalents of: $packages"

missing=""
for package in $packages "$@"; do
    status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null 2>&1 || stop "no apt-get found: install by hand:$missing"
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || stop "not root and no sudo found: install as root:$missing"
    as_root="sudo"
fi
echo "scene-recipe: installing the missing system packages:$missing"
export DEBIAN_FRONTEND=noninteractive
# A list of packages that is days old may name versions that are gone; refreshing it needs the network just as the
# installation does, so a failure is told by the installation.
$as_root apt-get update -qq >/dev/null 2>&1 || true
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086 # a list of words
if ! $as_root apt-get install -y -qq --no-install-recommends $missing >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    stop "apt-get could not install:$missing (see the lines above; is the network reachable?)"
fi

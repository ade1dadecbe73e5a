#!/bin/bash
# Prints the program that one of the Go modules of this folder makes; builds it, static, if its sources have changed.
# usage: build_go.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
name=$1
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/token-guard
recipe=$(cd "$here/$name" && cat "$here/build_go.sh" ./* | sha256sum | cut -c1-12)
out=$cache/go-$name-$recipe
[ -x "$out" ] && { echo "$out"; exit 0; }
mkdir -p "$cache"
go=$(bash "$here/go.sh")
echo "building $name from its Go module" >&2
(cd "$here/$name" && CGO_ENABLED=0 GOFLAGS="${GOFLAGS:-} -buildvcs=false" "$go" build -trimpath -ldflags "-s -w" -o "$out.$$" .) >&2
find "$cache" -maxdepth 1 -name "go-$name-*" ! -name "*.$$" -delete  # Earlier recipes.
mv "$out.$$" "$out"
echo "$out"

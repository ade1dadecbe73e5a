#!/bin/bash
# Formats the C++ sources in place, new ones included; with --check only says what is not formatted, and looks over the shell scripts too.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t sources < <(git ls-files -co --exclude-standard '*.h' '*.cc')
if [ "${1:-}" = --check ]; then
  clang-format --dry-run -Werror "${sources[@]}"
  mapfile -t scripts < <(git ls-files -co --exclude-standard '*.sh' .ci/run)
  shellcheck -S warning "${scripts[@]}"
else
  clang-format -i "${sources[@]}"
fi

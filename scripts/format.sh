#!/bin/bash
# Formats the C++ sources in place; with --check only says what is not formatted, and looks over the shell scripts too.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t sources < <(git ls-files '*.h' '*.cc')
if [ "${1:-}" = --check ]; then
  clang-format --dry-run -Werror "${sources[@]}"
  mapfile -t scripts < <(git ls-files '*.sh' .ci/run)
  shellcheck -S warning "${scripts[@]}"
else
  clang-format -i "${sources[@]}"
fi

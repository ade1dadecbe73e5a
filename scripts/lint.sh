#!/bin/bash
# clang-tidy over the C++ sources (or the files named), two at a time. A file is looked at again only if it, a header, the
# rules or the compiler's flags have changed since it was last found clean.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
preset=${LINT_PRESET:-release}
stamps=build/lint
mkdir -p "$stamps"
common=$(git ls-files -z .clang-tidy '*.h' cmake/compiler.cmake | xargs -0 cat | sha256sum | cut -c1-16)
if [ $# -gt 0 ]; then files=("$@"); else mapfile -t files < <(git ls-files 'lib/*.cc' 'webhook/*.cc' 'rotator-job/*.cc'); fi
check() {
  local file=$1 stamp
  stamp=$2/$(cat "$file" <(echo "$3") | sha256sum | cut -c1-32)
  [ -f "$stamp" ] && return 0
  # Reversed operators: RapidJSON's iterators, in C++20, to clang alone.
  if output=$(clang-tidy --quiet -p "build/$4" --extra-arg=-Wno-ambiguous-reversed-operator --extra-arg=-Wno-unknown-warning-option "$file" 2>/dev/null); then
    touch "$stamp"
  else
    printf '%s\n' "$output"
    return 1
  fi
}
export -f check
printf '%s\0' "${files[@]}" | xargs -0 -P2 -I{} bash -c 'check "$@"' _ {} "$stamps" "$common" "$preset"

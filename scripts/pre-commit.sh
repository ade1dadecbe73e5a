#!/bin/bash
# Formats and lints what is staged. Install it once: ln -s ../../scripts/pre-commit.sh .git/hooks/pre-commit
# Needs the packages of the rings format and lint, and a configured build (cmake --preset dev).
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
mapfile -t sources < <(git diff --cached --name-only --diff-filter=ACMR -- '*.h' '*.cc')
mapfile -t scripts < <(git diff --cached --name-only --diff-filter=ACMR -- '*.sh' .ci/run)
[ ${#sources[@]} = 0 ] || clang-format --dry-run -Werror "${sources[@]}" || { echo "run scripts/format.sh" >&2; exit 1; }
[ ${#scripts[@]} = 0 ] || shellcheck -S warning "${scripts[@]}"
mapfile -t linted < <(git diff --cached --name-only --diff-filter=ACMR -- 'lib/*.cc' 'webhook/*.cc' 'rotator-job/*.cc')
[ ${#linted[@]} = 0 ] || LINT_PRESET=${LINT_PRESET:-dev} bash scripts/lint.sh "${linted[@]}"

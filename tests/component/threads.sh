#!/bin/bash
# The load tests (reviews from several clients while the certificate is swapped, the server stopped or killed) with
# token-webhook under the thread sanitizer.
# usage: tests/component/threads.sh     TOKEN_GUARD_FULL=1: the whole numbers
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --preset tsan > /dev/null
cmake --build --preset tsan --target token-webhook > "$work/build.log" || { cat "$work/build.log"; exit 1; }
# Without address randomisation: the sanitizer of GCC 12 does not know how far today's kernels take it.
TOKEN_GUARD_PROGRAMS=build/tsan/bin TSAN_OPTIONS="log_path=$work/race" setarch -R \
  /usr/bin/python3 -m pytest -q -p no:cacheprovider --basetemp="$work/files" tests/component/test_robustness.py -k "stop or kill or certificate"
if compgen -G "$work/race*" > /dev/null; then
  cat "$work"/race*
  exit 1
fi
echo "thread sanitizer: nothing reported"

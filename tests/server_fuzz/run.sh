#!/bin/bash
# Mutated HTTP and TLS against the server under ASan and UBSan.
# usage: tests/server_fuzz/run.sh     TOKEN_GUARD_FULL=1: 1,000,000 inputs instead of 100,000
set -euo pipefail
cd "$(dirname "$0")/../.."
count=100000
[ "${TOKEN_GUARD_FULL:-}" != 1 ] || count=1000000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/retired"
head -c 32 /dev/urandom > "$work/retired/hmac-key"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=fuzz \
  -keyout "$work/tls.key" -out "$work/tls.crt" 2> /dev/null

cmake --preset asan > /dev/null
cmake --build --preset asan --target server_fuzz > "$work/build.log" || { cat "$work/build.log"; exit 1; }
seed=1
[ "${TOKEN_GUARD_FULL:-}" != 1 ] || seed=$(date -u +%Y%m%d)  # Another one each day.
echo "seed $seed"
build/asan/bin/server_fuzz "$count" "$seed" "$work/tls.crt" "$work/tls.key" "$work/retired"

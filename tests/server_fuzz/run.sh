#!/bin/bash
# Mutated HTTP and TLS, over sockets, against token-webhook under ASan and UBSan.
# usage: tests/server_fuzz/run.sh     TOKEN_GUARD_FULL=1: 1,000,000 inputs instead of 100,000
set -euo pipefail
cd "$(dirname "$0")/../.."
count=100000 seed=1
[ "${TOKEN_GUARD_FULL:-}" != 1 ] || { count=1000000 seed=$(date -u +%Y%m%d); }  # Another one each day.
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -9 "$server" 2> /dev/null || true; rm -rf "$work"' EXIT
mkdir "$work/retired"
head -c 32 /dev/urandom > "$work/retired/hmac-key"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=fuzz \
  -keyout "$work/tls.key" -out "$work/tls.crt" 2> /dev/null

cmake --preset asan > /dev/null
cmake --build --preset asan --target server_fuzz token-webhook > "$work/build.log" || { cat "$work/build.log"; exit 1; }

build/asan/bin/token-webhook serve --listen 127.0.0.1:0 --ops-listen 127.0.0.1:0 --drain 0 --drop-last-applied \
  --cert "$work/tls.crt" --key "$work/tls.key" --retired-dir "$work/retired" --allow-unknown-callers > /dev/null 2> "$work/log" &
server=$!
for _ in $(seq 100); do
  ! grep -q '"listening"' "$work/log" || break
  sleep 0.1
done
port() { sed -n "s/.*\"listening\".*\"$1\":\"127.0.0.1:\([0-9]*\)\".*/\1/p" "$work/log"; }
echo "seed $seed"
result=0
build/asan/bin/server_fuzz "$count" "$seed" "$(port listen)" "$(port ops)" || result=1
kill -TERM "$server" || true
wait "$server" || { echo "the server ended with $?"; result=1; }
server=
[ "$result" = 0 ] || tail -n 100 "$work/log"
exit "$result"

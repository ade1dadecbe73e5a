#!/bin/bash
# Measures token-webhook beside nginx, a controller-runtime webhook and stock Pistache: prints the tables of
# docs/benchmarks.md. Some six minutes; installs what it needs (root).
# usage: benchmarks/webhook.sh [ROUNDS [SECONDS [BEFORE]]]    BEFORE: the token-webhook of an earlier commit, to compare with
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/packages.sh build tests cluster wrk nghttp2-client nginx
kube=$(bash tests/cluster/build_kube.sh)
export KUBE_ASSETS=$kube

cmake --preset release > /dev/null
cmake --build --preset release --target token-webhook > /dev/null
out=$PWD/build/benchmarks
mkdir -p "$out"
go=$(bash tests/cluster/go.sh)
(cd benchmarks/webhook/controller_runtime && CGO_ENABLED=0 GOFLAGS=-buildvcs=false "$go" build -o "$out/controller-runtime-webhook" .)
# shellcheck disable=SC2046  # Flags, to be split.
g++ -std=c++17 -O2 -o "$out/stock_pistache" benchmarks/webhook/stock_pistache.cc -DPISTACHE_USE_SSL \
  $(pkg-config --cflags --libs libpistache) -lssl -lcrypto
g++ -std=c++17 -O2 -o "$out/bare_echo" benchmarks/webhook/bare_echo.cc -lssl -lcrypto
exec /usr/bin/python3 benchmarks/webhook/run.py "$out" "${1:-5}" "${2:-4}" "${@:3}"

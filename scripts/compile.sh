#!/bin/bash
# Compiles both programs for the image (Dockerfile) into build/ship/bin, and writes the architecture's name in paths into
# build/ship/triplet. For another architecture than the machine's own, Debian's cross-compiler and that architecture's libraries
# have to be installed.
# usage: scripts/compile.sh [ARCHITECTURE]      Debian's name of it, amd64 or arm64; if empty, the machine's own
set -euo pipefail
own=$(dpkg --print-architecture) target=${1:-}
case ${target:=$own} in
  amd64) machine=x86_64 ;;
  arm64) machine=aarch64 ;;
  *) echo "scripts/compile.sh: no image is made for '$target'; there are amd64 and arm64" >&2; exit 2 ;;
esac
triplet=$machine-linux-gnu
cross=()
if [ "$target" != "$own" ]; then
  export PKG_CONFIG_LIBDIR=/usr/lib/$triplet/pkgconfig:/usr/share/pkgconfig
  cross=(-DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR="$machine" -DCMAKE_C_COMPILER="$triplet-gcc" -DCMAKE_CXX_COMPILER="$triplet-g++")
fi
cmake --preset ship "${cross[@]}"
cmake --build --preset ship
"$triplet-strip" build/ship/bin/*
echo "$triplet" > build/ship/triplet

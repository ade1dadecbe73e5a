#!/bin/bash
# Builds the images of the node ring and prints the folder with their archives: token-guard.tar from the Dockerfile, its bill of
# materials token-guard.spdx.json, api-service.tar and pause.tar. Root. About four minutes from nothing, two when sources have changed, else seconds.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/token-guard
cd "$root"
mkdir -p "$cache"
exec 9>"$cache/images.lock"  # Two test runs at once build it once.
flock 9
hash() { find "$@" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-12; }
sources=$(hash Dockerfile CMakeLists.txt CMakePresets.json cmake lib webhook rotator-job scripts/{compile.sh,loaded.py,sbom.py} LICENSE NOTICE)
helpers=$(hash tests/cluster/api_service tests/cluster/pause.c tests/cluster/image.sh)
out=$cache/images-$sources-$helpers
[ -f "$out/done" ] && { echo "$out"; exit 0; }
rm -rf "$out"
find "$cache" -maxdepth 1 -name 'images-*' -mtime +1 -exec rm -rf {} +  # A younger one may be in use by another run.
mkdir -p "$out"
exec 3>&1 1>&2
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs

base=docker.io/library/debian:bookworm-slim
if ! buildah inspect "$base" >/dev/null 2>&1; then
  echo "making a Debian base: half a minute"
  tree=$(mktemp -d)
  trap 'rm -rf "$tree"' EXIT
  debootstrap --variant=minbase bookworm "$tree" "$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' | head -1)" >/dev/null
  rm -rf "$tree"/var/cache/apt/archives/*.deb "$tree"/usr/share/{doc,man,locale}
  # The machine's own package sources, so that apt-get inside reaches what it reaches outside.
  cp -a /etc/apt/sources.list "$tree/etc/apt/" 2>/dev/null || true
  cp -a /etc/apt/sources.list.d/debian.sources "$tree/etc/apt/sources.list.d/" 2>/dev/null || true
  [ ! -f /etc/apt/sources.list.d/debian.sources ] || rm -f "$tree/etc/apt/sources.list"
  container=$(buildah from scratch)
  buildah copy -q "$container" "$tree" / >/dev/null
  buildah commit -q "$container" "$base" >/dev/null
  buildah rm "$container" >/dev/null
fi
echo "building the image: two minutes"
for target in sbom ""; do  # The last stage is the image.
  buildah bud --layers --pull-never --timestamp 0 -t "localhost/token-guard:${target:-dev}" --target "$target" -f Dockerfile . \
    >> "$out/build.log" 2>&1 || { tail -30 "$out/build.log"; exit 1; }
done

container=$(buildah from --pull-never localhost/token-guard:sbom)
cp "$(buildah mount "$container")/token-guard.spdx.json" "$out/"
buildah rm "$container" >/dev/null

one() { # name tag binary: an image of one static program
  local container
  container=$(buildah from scratch)
  buildah copy -q "$container" "$out/$1" "/$1" >/dev/null
  buildah config --entrypoint "[\"/$1\"]" "$container"
  buildah commit -q "$container" "$2" >/dev/null
  buildah rm "$container" >/dev/null
}
cp "$(bash tests/cluster/build_go.sh api_service)" "$out/api-service"
gcc -O2 -static -o "$out/pause" tests/cluster/pause.c
one api-service localhost/api-service:dev
one pause localhost/pause:dev
for name in token-guard api-service pause; do
  buildah push -q "localhost/$name:dev" "docker-archive:$out/$name.tar:localhost/$name:dev"
done
touch "$out/done"
echo "$out" >&3

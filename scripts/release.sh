#!/bin/bash
# Builds images for amd64 and arm64, bills of materials and chart of the version in CMakeLists.txt into build/release-VERSION and tags the commit
# (docs/release.md). Publishes nothing. Root.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/^project(token-guard VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
notes=$(awk -v version="$version" '/^## /{on = ($2 == version)} on && !/^## /' CHANGELOG.md)
out=build/release-$version

fail() { echo "release $version: $*" >&2; exit 1; }
[ -z "$(git status --porcelain)" ] || fail "the working tree has changes"
[ -n "$notes" ] || fail "CHANGELOG.md has no section '## $version'"
! git rev-parse -q --verify "refs/tags/v$version" > /dev/null || fail "the tag v$version exists"

bash scripts/packages.sh node qemu-user-static
bash tests/cluster/image.sh > /dev/null  # The layers are made once; the base image, too.
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
rm -rf "$out"
mkdir -p "$out"
build() { # target tag: the image of $architecture, or its bill of materials
  # The commit's time takes the place of the build's: two builds of one commit have one digest.
  buildah bud --layers --pull-never --timestamp "$(git log -1 --format=%ct)" --platform "linux/$architecture" \
    --build-arg BUILDPLATFORM="linux/$(dpkg --print-architecture)" --build-arg VERSION="$version" \
    --build-arg REVISION="$(git rev-parse HEAD)" -t "$2" --target "$1" -f Dockerfile . >> "$out/build.log" 2>&1 || {
    tail -30 "$out/build.log"; exit 1; }
}
opened=()
trap 'buildah rm "${opened[@]}" > /dev/null' EXIT
open() { # image: sets `folder` to where its files are
  opened+=("$(buildah from --pull-never "$1")")
  folder=$(buildah mount "${opened[-1]}")
}
declare -A emulator=([amd64]=qemu-x86_64-static [arm64]=qemu-aarch64-static)
list=localhost/token-guard:$version
buildah rmi "$list" > /dev/null 2>&1 || true
buildah manifest create "$list" > /dev/null
for architecture in amd64 arm64; do
  build "" "$list-$architecture"
  build sbom "$list-sbom-$architecture"
  open "$list-$architecture"
  for program in token-webhook token-rotator; do
    said=$("${emulator[$architecture]}" -L "$folder" "$folder/usr/local/bin/$program" --version)
    [[ " $said " == *" $version "* ]] || fail "$program --version says '$said' on $architecture"
  done
  open "$list-sbom-$architecture"
  cp "$folder/token-guard.spdx.json" "$out/token-guard-$architecture.spdx.json"
  buildah manifest add "$list" "$list-$architecture" > /dev/null
done
buildah manifest push -q --all --digestfile "$out/digest" "$list" "oci:$out/image:$version"
for architecture in "${!emulator[@]}"; do
  /usr/bin/python3 scripts/attach.py "$out/image" "$version" "$architecture" "$out/token-guard-$architecture.spdx.json" application/spdx+json
done
"$(bash tests/cluster/build_helm.sh)" package manifests/chart --version "$version" --app-version "$version" -d "$out" > /dev/null
git tag -a "v$version" -m "token-guard $version" -m "$notes"
echo "$out holds image ($(cat "$out/digest")), bills of materials and chart; tag v$version is made."
echo "docs/release.md says how to publish them"

#!/bin/bash
# Builds image, bill of materials and chart of the version in CMakeLists.txt into build/release-VERSION and tags the commit
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

bash scripts/packages.sh node
images=$(bash tests/cluster/image.sh)  # The layers are made once; the base image, too.
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
rm -rf "$out"
mkdir -p "$out"
# The commit's time takes the place of the build's: two builds of one commit have one digest.
buildah bud --layers --pull-never --timestamp "$(git log -1 --format=%ct)" --build-arg VERSION="$version" \
  --build-arg REVISION="$(git rev-parse HEAD)" -t "token-guard:$version" -f Dockerfile . > "$out/build.log" 2>&1 || {
  tail -30 "$out/build.log"; exit 1; }
container=$(buildah from --pull-never "token-guard:$version")
trap 'buildah rm "$container" > /dev/null' EXIT
for program in token-webhook token-rotator; do
  said=$(buildah run "$container" -- "$program" --version)
  [[ " $said " == *" $version "* ]] || fail "$program --version says '$said'"
done
buildah push -q --digestfile "$out/digest" "token-guard:$version" "oci:$out/image:$version"
/usr/bin/python3 scripts/attach.py "$out/image" "$version" "$images/token-guard.spdx.json" application/spdx+json
cp "$images/token-guard.spdx.json" "$out/"
"$(bash tests/cluster/build_helm.sh)" package manifests/chart --version "$version" --app-version "$version" -d "$out" > /dev/null
git tag -a "v$version" -m "token-guard $version" -m "$notes"
echo "$out holds image ($(cat "$out/digest")), bill of materials and chart; tag v$version is made."
echo "docs/release.md says how to publish them"

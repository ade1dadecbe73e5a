#!/bin/bash
# Builds the image of the version in CMakeLists.txt and tags the commit (docs/release.md). Publishes nothing. Root.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$(sed -n 's/^project(token-guard VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
notes=$(awk -v version="$version" '/^## /{on = ($2 == version)} on && !/^## /' CHANGELOG.md)

fail() { echo "release $version: $*" >&2; exit 1; }
[ -z "$(git status --porcelain)" ] || fail "the working tree has changes"
[ -n "$notes" ] || fail "CHANGELOG.md has no section '## $version'"
! git rev-parse -q --verify "refs/tags/v$version" > /dev/null || fail "the tag v$version exists"

bash scripts/packages.sh node
images=$(bash tests/cluster/image.sh)
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
buildah pull -q "docker-archive:$images/token-guard.tar" > /dev/null
buildah tag localhost/token-guard:dev "token-guard:$version"
container=$(buildah from --pull-never "token-guard:$version")
trap 'buildah rm "$container" > /dev/null' EXIT
for program in token-webhook token-rotator; do
  said=$(buildah run "$container" -- "$program" --version)
  [[ " $said " == *" $version "* ]] || fail "$program --version says '$said'"
done
git tag -a "v$version" -m "token-guard $version" -m "$notes"
echo "image token-guard:$version and tag v$version are made; docs/release.md says how to publish them"

#!/bin/bash
# Prints the folder with etcd, the Kubernetes components and kubectl; builds them from their Go modules if need be (about
# five minutes on two cores from nothing, seconds afterwards). KUBE_ASSETS names a folder of ready ones instead.
set -euo pipefail
kubernetes=${KUBERNETES:-1.34.4} etcd=${ETCD:-3.6.4}  # KUBERNETES=1.37.2 ETCD=3.7.0: the newest that is tested.
here=$(cd "$(dirname "$0")" && pwd)
names="etcd kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet kubectl"

if [ -n "${KUBE_ASSETS:-}" ]; then
  for name in $names; do
    [ -x "$KUBE_ASSETS/$name" ] || { echo "KUBE_ASSETS=$KUBE_ASSETS holds no $name" >&2; exit 1; }
  done
  echo "$KUBE_ASSETS"
  exit 0
fi
cache=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/token-guard
recipe=$(cat "$0" "$here/kube/main.go" | sha256sum | cut -c1-12)
out=$cache/kube-$kubernetes-$recipe
[ -x "$out/kubectl" ] && { echo "$out"; exit 0; }
mkdir -p "$cache"

go=$(bash "$here/go.sh")
echo "building Kubernetes $kubernetes from its Go modules: five minutes the first time" >&2
work=$(mktemp -d "$cache/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp "$here/kube/main.go" "$work/"
cd "$work"
export GOFLAGS="-mod=mod -buildvcs=false" CGO_ENABLED=0
printf 'module kube\n\ngo 1.24.0\n' > go.mod
# Kubernetes refers to its staging modules by folder; outside of its tree each has to be named by its released version.
manifest=$("$go" mod download -json "k8s.io/kubernetes@v$kubernetes" | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')
{
  printf 'require (\n\tk8s.io/kubernetes v%s\n\tgo.etcd.io/etcd/server/v3 v%s\n)\n' "$kubernetes" "$etcd"
  awk -v version="v0.${kubernetes#1.}" '$2 == "=>" && $3 ~ /^\.\/staging\// {print "replace " $1 " => " $1 " " version}' "$manifest"
} >> go.mod
"$go" mod tidy > tidy.log 2>&1 || { tail -5 tidy.log >&2; exit 1; }
version=k8s.io/component-base/version
minor=${kubernetes#1.}
"$go" build -o kube -ldflags "-s -w -X $version.gitVersion=v$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=${minor%%.*}" . >&2
mkdir -p "$out.new"
mv kube "$out.new/"
for name in $names; do ln -sf kube "$out.new/$name"; done
rm -rf "$out"
mv "$out.new" "$out"
echo "$out"

#!/bin/bash
# Installs what building and testing need: Debian 12 packages, and nothing that is there already. Root.
# usage: scripts/packages.sh [PACKAGE...]     what a benchmark needs besides
set -euo pipefail
packages=(
  ca-certificates ccache clang-format clang-tidy cmake curl faketime g++ git libbenchmark-dev libboost-program-options-dev
  libcurl4-openssl-dev libexpected-dev libgmock-dev libgtest-dev libpistache-dev libssl-dev libyaml-cpp-dev
  libzxcvbn-dev nmap-common john-data ncrack ninja-build openssl pkg-config procps prometheus-cpp-dev python3 python3-pytest python3-jsonschema python3-venv python3-yaml rapidjson-dev scowl
  shellcheck
  # The node ring:
  buildah conntrack containerd containernetworking-plugins debootstrap iproute2 iptables runc util-linux
)
missing=()
for package in "${packages[@]}" "$@"; do
  [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null)" = "ii " ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0
if [ "$(id -u)" != 0 ]; then
  echo "these packages are missing, and only root can install them: ${missing[*]}" >&2
  exit 1
fi
echo "installing ${#missing[@]} packages: a minute or two"
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1  # At run level 1 no package starts a service.
if ! { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}"; } > "$log" 2>&1 < /dev/null; then
  tail -20 "$log" >&2
  exit 1
fi
rm -f "$log"

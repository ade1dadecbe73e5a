#!/bin/bash
# Installs Debian 12 packages that are missing. Root if any is.
# usage: scripts/packages.sh [SET|PACKAGE...]     SET: format lint build tests cluster node coverage; default: all sets
set -euo pipefail
declare -A sets=(
  [format]="clang-format git shellcheck"
  [lint]="clang clang-tidy git python3"
  [build]="ca-certificates ccache cmake g++ libbenchmark-dev libboost-program-options-dev libcurl4-openssl-dev libexpected-dev
    libgmock-dev libgtest-dev libpistache-dev libssl-dev libyaml-cpp-dev libzxcvbn-dev ninja-build pkg-config
    prometheus-cpp-dev python3 python3-mnemonic python3-zxcvbn rapidjson-dev ruby-faker scowl unicode-cldr-core
    wspanish"
  # python3-mnemonic, python3-zxcvbn, ruby-faker, scowl, unicode-cldr-core, wspanish: what the estimator's tables are made
  # from. libzxcvbn-dev: the benchmarks' yardstick.
  # diceware, john-data, ncrack, nmap-common and scowl: lists of passwords and words that the policy is tried on.
  [tests]="chromium curl diceware faketime fish git groff-base john-data ncrack nmap-common openssl procps prometheus python3 python3-jsonschema python3-pytest python3-yaml
    scowl zsh"
  [cluster]="curl openssl python3-venv"
  [node]="buildah conntrack containerd containernetworking-plugins debootstrap iproute2 iptables runc util-linux"
  [coverage]="gcovr"
)
[ $# -gt 0 ] || set -- "${!sets[@]}"
packages=()
for argument in "$@"; do
  # shellcheck disable=SC2206  # A set is a list of words.
  packages+=(${sets[$argument]:-$argument})
done
missing=()
for package in "${packages[@]}"; do
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

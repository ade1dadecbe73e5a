#!/bin/bash
# Writes what follows from the chart: manifests/base (docs/decisions/2026-11-25-the-chart-is-the-source.md), the policies of two
# overlays, and the table of the chart's values. Copies the alerts and the dashboard into the chart. tests/chart holds the tree to it.
# usage: scripts/render.sh [TO]     TO: a folder that takes the place of the tree, for the comparison
set -euo pipefail
cd "$(dirname "$0")/.."
to=${1:-.}
helm=$(bash tests/cluster/build_helm.sh)

rendered() { # TEMPLATE FILE HELM_ARGUMENT...: the objects of a template as Helm makes them
  local template=$1 file=$to/$2
  shift 2
  mkdir -p "$(dirname "$file")"
  {
    echo "# Written by scripts/render.sh from manifests/chart/templates/$template.yaml."
    "$helm" template token-guard manifests/chart --show-only "templates/$template.yaml" "$@" |
      sed -e '/^# Source: /d' -e '/^ *$/d' -e '1{/^---$/d}'
  } > "$file"
}
mkdir -p "$to/manifests/chart/files"
cp manifests/monitoring/rules.yaml manifests/monitoring/dashboard.json "$to/manifests/chart/files/"
for template in accounts certificates fence registration rotator state webhook; do
  rendered "$template" "manifests/base/$template.yaml" --namespace token-guard
done
rendered one-namespace manifests/one-namespace/state.yaml --namespace keptn
rendered fail-open manifests/fail-open/length.yaml --namespace token-guard --set failurePolicy=Ignore
mkdir -p "$to/docs/reference"
/usr/bin/python3 scripts/chart_values.py > "$to/docs/reference/chart.md"

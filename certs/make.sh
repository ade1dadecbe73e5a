#!/bin/bash
# Makes or renews the guard's certificate and path key now: starts a run of the CronJob token-certificates in the cluster that kubectl
# reaches, waits for its end and prints its log. docs/certificates.md says what a run does.
# usage: certs/make.sh [--renew] [NAMESPACE]     --renew: although both are young, for example because a key has leaked
#                                                NAMESPACE: the guard's; default token-guard
set -euo pipefail
patch='[]'
case ${1:-} in
  -h | --help) sed -n '2,5s/^# //p' "$0"; exit 0 ;;
  --renew) patch='[{"op":"add","path":"/spec/template/spec/containers/0/args/-","value":"--renew"}]'; shift ;;
  -*) echo "unknown option $1; see certs/make.sh --help" >&2; exit 2 ;;
esac
namespace=${1:-token-guard}
job=token-certificates-$(date -u +%Y%m%d%H%M%S)

kubectl create job "$job" --from=cronjob/token-certificates -n "$namespace" --dry-run=client -o json |
  kubectl patch --local -f - --type=json -p "$patch" -o json | kubectl create -f -
ended=
until [[ $ended =~ Complete|Failed ]]; do
  sleep 1
  ended=$(kubectl get job "$job" -n "$namespace" -o jsonpath='{.status.conditions[?(@.status=="True")].type}')
done
kubectl logs -l job-name="$job" -n "$namespace" --tail=-1
[[ $ended =~ Complete ]]

#!/bin/bash
# Moves an installation from the guarded namespace (before 0.2.0) into a namespace of its own. Keeps the rotation's record and the
# retired tokens. The old webhook answers until the new one is ready. Then every change of the token is refused for some seconds,
# while the registration changes over; no change passes unjudged. Safe to run again after an interruption.
# usage: manifests/move.sh [FROM]     FROM: the namespace of today's installation; default keptn
set -euo pipefail
cd "$(dirname "$0")/.."
from=${1:-keptn} to=token-guard

there() { [ -n "$(kubectl get "$1" -n "$2" -o name --ignore-not-found)" ]; }

if there cronjob/token-rotator "$from"; then
  kubectl patch cronjob token-rotator -n "$from" -p '{"spec":{"suspend":true}}'
  for job in $(kubectl get jobs -n "$from" -o jsonpath='{range .items[?(@.status.active)]}{.metadata.name}{"\n"}{end}'); do
    echo "waiting for job $job"
    while [ -n "$(kubectl get job "$job" -n "$from" --ignore-not-found -o jsonpath='{.status.active}')" ]; do sleep 2; done
  done
fi

kubectl get namespace "$to" >/dev/null 2>&1 || kubectl create namespace "$to"
for secret in token-rotator-record token-guard-retired; do
  there "secret/$secret" "$from" || continue
  # Server-side: client-side apply would copy the data into an annotation.
  data=$(kubectl get secret "$secret" -n "$from" -o jsonpath='{.data}')
  [ -n "$data" ] || data='{}'
  printf '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"%s","namespace":"%s"},"data":%s}' "$secret" "$to" "$data" |
    kubectl apply --server-side --force-conflicts -f -
done

kubectl delete job -l app.kubernetes.io/name=token-certificates -n "$to"   # Of an interrupted move: the next one waits anew.
kubectl apply -k manifests/base -l 'token-guard.keptn.sh/part!=registration'
kubectl rollout status deployment/token-webhook -n "$to" --timeout=5m
# The manifests have no rules. Without its note of what it applied before, kubectl leaves the registrations' rules alone.
kubectl annotate validatingwebhookconfiguration,mutatingwebhookconfiguration token-webhook \
  kubectl.kubernetes.io/last-applied-configuration-
kubectl apply -k manifests/base
kubectl wait job -l app.kubernetes.io/name=token-certificates -n "$to" --for=condition=complete --timeout=10m

kubectl delete -n "$from" --ignore-not-found deployment/token-webhook service/token-webhook poddisruptionbudget/token-webhook \
  cronjob/token-rotator cronjob/token-certificates serviceaccount/token-webhook serviceaccount/token-rotator \
  serviceaccount/token-certificates role/token-certificates rolebinding/token-certificates \
  secret/token-webhook-tls secret/token-webhook-path-key secret/token-rotator-record secret/token-guard-retired
# The policy of manifests/one-namespace.
kubectl delete --ignore-not-found validatingadmissionpolicybinding/token-guard-state validatingadmissionpolicy/token-guard-state

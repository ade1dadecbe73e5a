#!/bin/bash
# Makes a CA and the webhook's serving certificate, stores the pair as Secret token-webhook-tls and fills the CA into the
# webhook configurations. Run it before and after `kubectl apply -k manifests/base` (before: the pods need the Secret;
# after: the configuration is there to be filled), and once a year to renew: running webhooks take the new pair up
# within minutes, without a restart. The keys are made in a temporary folder that is wiped at the end.
# usage: certs/make.sh [NAMESPACE] [DAYS]
set -euo pipefail
namespace=${1:-keptn} days=${2:-397}
configuration=validatingwebhookconfiguration/token-webhook

fill() { # the CA bundle in base64, into each configuration that is there
  local one
  for one in "$configuration" mutatingwebhookconfiguration/token-webhook; do
    [ -n "$(kubectl get "$one" -o name --ignore-not-found)" ] || continue
    kubectl patch "$one" --type=json \
      -p "[{\"op\":\"add\",\"path\":\"/webhooks/0/clientConfig/caBundle\",\"value\":\"$1\"}]"
  done
}
registered=$(kubectl get "$configuration" -o name --ignore-not-found)
trusted=''
[ -z "$registered" ] || trusted=$(kubectl get "$configuration" -o jsonpath='{.webhooks[0].clientConfig.caBundle}')
if [ -n "$registered" ] && [ -z "$trusted" ] &&
   [ -n "$(kubectl get secret token-webhook-tls -n "$namespace" -o name --ignore-not-found)" ]; then
  # The pair was made before the configuration was applied: its CA alone is missing.
  fill "$(kubectl get secret token-webhook-tls -n "$namespace" -o jsonpath='{.data.ca\.crt}')"
  exit 0
fi

dir=$(mktemp -d)
trap 'find "$dir" -type f -exec shred -u {} + 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir"
umask 077
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -days "$days" \
  -subj "/CN=token-webhook-ca-$(date -u +%Y%m%d)" -addext keyUsage=critical,keyCertSign 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls.key -out tls.csr \
  -subj "/CN=token-webhook.$namespace.svc" 2>/dev/null
openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out tls.crt -days "$days" -extfile <(
  printf 'subjectAltName=DNS:token-webhook.%s.svc,DNS:token-webhook.%s.svc.cluster.local\n' "$namespace" "$namespace"
  printf 'extendedKeyUsage=serverAuth\n'
) 2>/dev/null

if [ -n "$registered" ]; then
  # Renewal: the old CA stays trusted beside the new one until the pods serve the new certificate.
  { cat ca.crt; base64 -d <<<"$trusted" | sed '/END CERTIFICATE/q'; } > bundle
  fill "$(base64 -w0 bundle)"
fi
kubectl get namespace "$namespace" >/dev/null 2>&1 || kubectl create namespace "$namespace"
kubectl create secret generic token-webhook-tls -n "$namespace" --type=kubernetes.io/tls \
  --from-file=tls.crt --from-file=tls.key --from-file=ca.crt --dry-run=client -o yaml |
  kubectl apply --server-side --force-conflicts -f -

#!/bin/bash
# Makes a CA and the webhook's serving certificate, stores the pair as Secret token-webhook-tls and fills the CA into the
# webhook configuration. Run it before and after `kubectl apply -k manifests/base` (before: the pods need the Secret;
# after: the configuration is there to be filled), and once a year to renew: running webhooks take the new pair up
# within minutes, without a restart. The keys are made in a temporary folder that is wiped at the end.
# usage: certs/make.sh [NAMESPACE] [DAYS]
set -euo pipefail
namespace=${1:-keptn} days=${2:-397}
dir=$(mktemp -d)
trap 'find "$dir" -type f -exec shred -u {} + 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir"
umask 077
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -days "$days" \
  -subj /CN=token-webhook-ca -addext keyUsage=critical,keyCertSign 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls.key -out tls.csr \
  -subj "/CN=token-webhook.$namespace.svc" 2>/dev/null
openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out tls.crt -days "$days" -extfile <(
  printf 'subjectAltName=DNS:token-webhook.%s.svc,DNS:token-webhook.%s.svc.cluster.local\n' "$namespace" "$namespace"
  printf 'extendedKeyUsage=serverAuth\n'
) 2>/dev/null

bundle=$(base64 -w0 < ca.crt)
configured=$(kubectl get validatingwebhookconfiguration token-webhook \
  -o jsonpath='{.webhooks[0].clientConfig.caBundle}' 2>/dev/null || true)
if [ -n "$configured" ]; then
  # Renewal: trust the old CA beside the new one until the pods serve the new certificate.
  old=$(printf '%s' "$configured" | base64 -d | awk '/BEGIN/{n++} n==1' | base64 -w0)
  bundle=$( (base64 -w0 -d <<<"$bundle" ; base64 -d <<<"$old") | base64 -w0)
fi
if kubectl get validatingwebhookconfiguration token-webhook >/dev/null 2>&1; then
  kubectl patch validatingwebhookconfiguration token-webhook --type=json \
    -p "[{\"op\":\"add\",\"path\":\"/webhooks/0/clientConfig/caBundle\",\"value\":\"$bundle\"}]"
fi
kubectl get namespace "$namespace" >/dev/null 2>&1 || kubectl create namespace "$namespace"
if [ -z "$configured" ] && kubectl get secret token-webhook-tls -n "$namespace" >/dev/null 2>&1; then
  # First installation, second run: the pair stands; its CA alone has to be filled in.
  bundle=$(kubectl get secret token-webhook-tls -n "$namespace" -o jsonpath='{.data.ca\.crt}')
  kubectl patch validatingwebhookconfiguration token-webhook --type=json \
    -p "[{\"op\":\"add\",\"path\":\"/webhooks/0/clientConfig/caBundle\",\"value\":\"$bundle\"}]"
  exit 0
fi
kubectl create secret generic token-webhook-tls -n "$namespace" --type=kubernetes.io/tls \
  --from-file=tls.crt --from-file=tls.key --from-file=ca.crt --dry-run=client -o yaml | kubectl apply -f -

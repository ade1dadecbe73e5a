#!/bin/bash
# Makes what an installation keeps secret: the webhook's CA and serving certificate (Secret token-webhook-tls) and the path key
# (Secret token-webhook-path-key). Fills the CA and the paths into the webhook configurations.
#
# Run it before `kubectl apply -k manifests/base`, because the pods mount both Secrets, and afterwards, because the configurations are
# there to be filled. Run it once a year to renew the certificate: running webhooks take the new pair up within minutes, without a
# restart. The path key is made once. Keys are made in a temporary folder that is wiped at the end.
# usage: certs/make.sh [NAMESPACE] [DAYS]
set -euo pipefail
namespace=${1:-token-guard} days=${2:-397}
configurations=(validatingwebhookconfiguration/token-webhook mutatingwebhookconfiguration/token-webhook)

dir=$(mktemp -d)
trap 'find "$dir" -type f -exec shred -u {} + 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir"
umask 077

value() { # OBJECT PATH: a value of an object in the namespace, or nothing
  kubectl get "$1" -n "$namespace" --ignore-not-found -o jsonpath="$2"
}
fill() { # FILE: the CA bundle. Fills it, and the path of each webhook's name, into each configuration that is there.
  local configuration name number path
  for configuration in "${configurations[@]}"; do
    [ -n "$(kubectl get "$configuration" -o name --ignore-not-found)" ] || continue
    number=0
    for name in $(kubectl get "$configuration" -o jsonpath='{.webhooks[*].name}'); do
      case $name in mutate.*) path=mutate ;; *) path=validate ;; esac
      printf '{"op":"add","path":"/webhooks/%s/clientConfig/caBundle","value":"%s"}\n' $number "$(base64 -w0 "$1")"
      printf '{"op":"add","path":"/webhooks/%s/clientConfig/service/path","value":"/%s/%s"}\n' $number $path "$(cat path-key)"
      number=$((number + 1))
    done | paste -sd, | sed 's/.*/[&]/' > patch.json
    kubectl patch "$configuration" --type=json --patch-file=patch.json
  done
}

kubectl get namespace "$namespace" >/dev/null 2>&1 || kubectl create namespace "$namespace"
# The last line, if the file holds two while the key changes.
value secret/token-webhook-path-key '{.data.path-key}' | base64 -d | tail -n 1 | tr -d '\n' > path-key
if [ ! -s path-key ]; then
  openssl rand -hex 16 | tr -d '\n' > path-key
  kubectl create secret generic token-webhook-path-key -n "$namespace" --from-file=path-key
fi

# What the configurations hold already, if they name a webhook in this namespace.
: > trusted
path=''
if [ "$(value "${configurations[0]}" '{.webhooks[0].clientConfig.service.namespace}')" = "$namespace" ]; then
  value "${configurations[0]}" '{.webhooks[0].clientConfig.caBundle}' | base64 -d > trusted
  path=$(value "${configurations[0]}" '{.webhooks[0].clientConfig.service.path}')
  if [ -n "$(value secret/token-webhook-tls '{.metadata.name}')" ] &&
     { [ ! -s trusted ] || [ "$path" != "/validate/$(cat path-key)" ]; }; then
    # The pair is older than the configurations: they lack its CA or the path.
    value secret/token-webhook-tls '{.data.ca\.crt}' | base64 -d > bundle
    fill bundle
    exit 0
  fi
fi

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.crt -days "$days" \
  -subj "/CN=token-webhook-ca-$(date -u +%Y%m%d)" -addext keyUsage=critical,keyCertSign 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls.key -out tls.csr \
  -subj "/CN=token-webhook.$namespace.svc" 2>/dev/null
openssl x509 -req -in tls.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out tls.crt -days "$days" -extfile <(
  printf 'subjectAltName=DNS:token-webhook.%s.svc,DNS:token-webhook.%s.svc.cluster.local\n' "$namespace" "$namespace"
  printf 'extendedKeyUsage=serverAuth\n'
) 2>/dev/null

if [ -s trusted ]; then
  # Renewal: the old CA stays trusted beside the new one until the pods serve the new certificate.
  { cat ca.crt; sed '/END CERTIFICATE/q' trusted; } > bundle
  fill bundle
fi
kubectl create secret generic token-webhook-tls -n "$namespace" --type=kubernetes.io/tls \
  --from-file=tls.crt --from-file=tls.key --from-file=ca.crt --dry-run=client -o yaml |
  kubectl apply --server-side --force-conflicts -f -

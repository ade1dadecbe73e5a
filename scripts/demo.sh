#!/bin/bash
# The main job on a real Kubernetes cluster of its own: weak tokens refused, good ones accepted, a rotation proven.
# Installs what it needs, builds programs, image and cluster. Root, Debian 12; 20 minutes the first time, 3 afterwards.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
[ "$(id -u)" = 0 ] || { echo "the demo boots a Kubernetes node and needs root" >&2; exit 1; }
dir=${TMPDIR:-/tmp}/token-guard-demo
if [ -t 1 ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; else bold='' dim='' plain=''; fi
cluster() { /usr/bin/python3 "$root/tests/cluster/node.py" "$@"; }
finished=''
clean_up() {
  [ -z "$finished" ] || return 0
  [ ! -f "$dir/outer.pid" ] || cluster down "$dir" >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 130' INT TERM
if [ -f "$dir/outer.pid" ]; then cluster down "$dir" >/dev/null 2>&1 || true; fi
rm -rf "$dir"
mkdir -p "$dir"
# All that is shown is kept too: at the end it is searched for the tokens.
exec > >(tee "$dir/transcript") 2>&1

step() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
inside() { cluster in "$dir" "$@"; }
show() { # shows a command as a person would type it, then runs it on the cluster
  printf '%s$ %s%s\n' "$bold" "$1" "$plain"
  inside bash -c "$1"
}
refused() {
  printf '%s$ %s%s\n' "$bold" "$1" "$plain"
  if inside bash -c "$1"; then echo "this should have been refused" >&2; exit 1; fi
}

step "What is needed (packages: 2 minutes the first time; Kubernetes from its Go modules: 5; the image: 4; then seconds)"
bash scripts/packages.sh
echo "${dim}Kubernetes${plain} $(bash tests/cluster/build_kube.sh)"
echo "${dim}images${plain}     $(bash tests/cluster/image.sh)"

step "A Kubernetes node of our own: API server, controllers, kubelet, containerd (10 seconds)"
cluster up "$dir"
show "kubectl get nodes"

step "A Keptn with its API token, and the guard in a namespace of its own"
show "kubectl create namespace keptn"
show 'kubectl create secret generic keptn-api-token -n keptn --from-literal=keptn-api-token="$(head -c 16 /dev/urandom | base64)"'
show "kubectl apply -f tests/cluster/keptn.yaml"
show "kubectl apply -k manifests/base"
show "kubectl rollout status deployment -n keptn --timeout=120s && kubectl rollout status deployment -n token-guard --timeout=120s"
inside bash -c 'for i in $(seq 50); do kubectl create secret generic keptn-api-token -n keptn --dry-run=server --from-literal=keptn-api-token=weak 2>&1 | grep -q "is refused" && exit 0; sleep 0.2; done; exit 1'

set_token='kubectl create secret generic keptn-api-token -n keptn --dry-run=client -o yaml'
step "Tokens made as the documentation says are accepted: Linux, then PowerShell (UTF-16 inside the base64)"
show "$set_token --from-literal=keptn-api-token=\"\$(head -c 16 /dev/urandom | base64)\" | kubectl replace -f -"
show "$set_token --from-literal=keptn-api-token=\"\$(head -c 600 /dev/urandom | tr -dc 'a-zA-Z0-9!#%+:=?@_' | head -c 16 | iconv -t utf-16le | base64 -w0)\" | kubectl replace -f -"

step "Made wrong, they are refused, with a sentence that says what to do"
echo "${dim}the newline of echo:${plain}"
refused "head -c 16 /dev/urandom | base64 > token.txt; $set_token --from-file=keptn-api-token=token.txt | kubectl replace -f -; code=\$?; rm -f token.txt; exit \$code"
echo "${dim}the file that certutil -encode writes:${plain}"
refused "(echo '-----BEGIN CERTIFICATE-----'; head -c 16 /dev/urandom | base64; echo '-----END CERTIFICATE-----') > token.txt; $set_token --from-file=keptn-api-token=token.txt | kubectl replace -f -; code=\$?; rm -f token.txt; exit \$code"
echo "${dim}a short one:${plain}"
refused "kubectl patch secret keptn-api-token -n keptn -p '{\"stringData\":{\"keptn-api-token\":\"c2hvcnQ=\"}}'"
echo "${dim}a repeated one:${plain}"
refused "kubectl patch secret keptn-api-token -n keptn -p '{\"stringData\":{\"keptn-api-token\":\"eHh4eHh4eHh4eHh4eHh4eA==\"}}'"
echo "${dim}the example of the manual:${plain}"
refused "kubectl patch secret keptn-api-token -n keptn -p '{\"stringData\":{\"keptn-api-token\":\"abcdefghijkladfaea\"}}'"

step "A rotation: the CronJob's job, started by hand. First Keptn takes up the token that was set above"
show "kubectl rollout restart deployment api-service bridge -n keptn && kubectl rollout status deployment api-service bridge -n keptn --timeout=60s"
inside bash -c 'umask 077; kubectl get secret keptn-api-token -n keptn -o jsonpath="{.data.keptn-api-token}" | base64 -d > '"$dir"'/old-token'
show "kubectl get pods -n keptn -l 'app.kubernetes.io/name in (api-service, bridge)'"
show "kubectl create job rotate-now --from=cronjob/token-rotator -n token-guard --dry-run=client -o json | sed 's/--max-age=30d/--max-age=0s/' | kubectl create -f -"
show "kubectl wait job/rotate-now -n token-guard --for=condition=complete --timeout=180s"
echo "${dim}its report: fingerprints before and after, pods proven, what is left to a person:${plain}"
show "kubectl logs job/rotate-now -n token-guard"
show "kubectl get pods -n keptn -l 'app.kubernetes.io/name in (api-service, bridge)'"
echo "${dim}the new token opens, the old one does not (asked of the new pod itself):${plain}"
# Tokens go in by standard input: arguments show in the process list.
show 'ip=$(kubectl get pods -n keptn -l app.kubernetes.io/name=api-service -o jsonpath="{.items[0].status.podIP}"); ask() { (printf "x-token: "; cat) | curl -s -o /dev/null -w "%{http_code}\n" -X POST -H @- http://$ip:8080/v1/auth; }
  kubectl get secret keptn-api-token -n keptn -o jsonpath="{.data.keptn-api-token}" | base64 -d | ask; ask < '"$dir/old-token"

step "The audit log of all that: who changed the token, what was refused, is the log whole; never the token"
# The webhook's image holds the commands that read the log.
show "(kubectl logs -n token-guard -l app.kubernetes.io/name=token-webhook --prefix --tail=-1; kubectl logs -n token-guard job/rotate-now) \\
    | kubectl exec -i -n token-guard deployment/token-webhook -- token-webhook audit report"
show "kubectl get events -n keptn --field-selector involvedObject.name=keptn-api-token"

step "Nothing of the above, nor any pod's log, holds a token: searched for the old and the new one, plain and in base64"
inside bash -c 'umask 077; kubectl get secret keptn-api-token -n keptn -o jsonpath="{.data.keptn-api-token}" | base64 -d > '"$dir"'/new-token'
inside bash -c 'for namespace in keptn token-guard; do
  for pod in $(kubectl get pods -n $namespace -o name); do kubectl logs -n $namespace "$pod"; done; done' > "$dir/pods.log" 2>&1
for token in "$dir/old-token" "$dir/new-token"; do
  base64 -w0 < "$token" > "$token.encoded"
  for form in "$token" "$token.encoded"; do
    if grep -qF -f "$form" "$dir/transcript" "$dir/pods.log" "$dir"/logs/*.log; then
      echo "a token stands in an output: this is a defect, please report it" >&2
      exit 1
    fi
  done
done
find "$dir" -maxdepth 1 -name '*-token*' -exec shred -u {} +
echo "$(wc -l < "$dir/transcript") lines shown and $(cat "$dir/pods.log" "$dir"/logs/*.log | wc -l) lines of logs: none holds a token"

finished=yes
step "The cluster is still up. Look around:"
echo "  python3 tests/cluster/node.py in $dir kubectl get all -A"
echo "  python3 tests/cluster/node.py in $dir bash"
echo "and take it away again:"
echo "  python3 tests/cluster/node.py down $dir"

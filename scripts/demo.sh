#!/bin/bash
# The main job on a real Kubernetes cluster of its own: weak tokens refused, good ones accepted, a rotation proven.
# Installs what it needs, builds programs, image and cluster. Root, Debian 12; 20 minutes the first time, 3 afterwards.
# With --kubeconfig, on a cluster of yours that runs Keptn in namespace keptn: installs the guard from IMAGE if it is not there, tries
# every edit as a server-side dry run, and changes nothing else; with --rotate, it rotates the token too. Needs kubectl.
# usage: scripts/demo.sh [--kubeconfig FILE [--image IMAGE] [--rotate]]
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
kubeconfig='' image=localhost/token-guard:dev rotate='' dry=''
while [ $# -gt 0 ]; do
  case $1 in
    --kubeconfig) kubeconfig=$(realpath "$2") dry=' --dry-run=server'; shift 2 ;;
    --image) image=$2; shift 2 ;;
    --rotate) rotate=yes; shift ;;
    *) sed -n '2,6s/^# //p' "$0"; [ "$1" = --help ] && exit 0 || exit 2 ;;
  esac
done
[ -n "$kubeconfig" ] || [ "$(id -u)" = 0 ] || { echo "the demo boots a Kubernetes node and needs root" >&2; exit 1; }
dir=${TMPDIR:-/tmp}/token-guard-demo${kubeconfig:+-yours}
if [ -t 1 ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; else bold='' dim='' plain=''; fi
cluster() { /usr/bin/python3 "$root/tests/cluster/node.py" "$@"; }
inside() { # a command on the cluster
  if [ -n "$kubeconfig" ]; then KUBECONFIG=$kubeconfig "$@"; else cluster in "$dir" "$@"; fi
}
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
mkdir -p "$dir/logs"
# All that is shown is kept too: at the end it is searched for the tokens.
exec > >(tee "$dir/transcript") 2>&1

step() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
show() { # shows a command as a person would type it, then runs it on the cluster
  printf '%s$ %s%s\n' "$bold" "$1" "$plain"
  inside bash -c "$1"
}
refused() {
  printf '%s$ %s%s\n' "$bold" "$1" "$plain"
  if inside bash -c "$1"; then echo "this should have been refused" >&2; exit 1; fi
}

boot() { # a cluster of our own, with the parts of Keptn that matter here
  step "What is needed (packages: 2 minutes the first time; Kubernetes from its Go modules: 5; the image: 4; then seconds)"
  bash scripts/packages.sh
  echo "${dim}Kubernetes${plain} $(bash tests/cluster/build_kube.sh)"
  echo "${dim}images${plain}     $(bash tests/cluster/image.sh)"
  step "A Kubernetes node of our own: API server, controllers, kubelet, containerd (10 seconds)"
  cluster up "$dir"
  show "kubectl get nodes"
  step "A Keptn with its API token"
  show "kubectl create namespace keptn"
  show 'kubectl create secret generic keptn-api-token -n keptn --from-literal=keptn-api-token="$(head -c 16 /dev/urandom | base64)"'
  show "kubectl apply -f tests/cluster/keptn.yaml"
  show "kubectl rollout status deployment -n keptn --timeout=120s"
}
[ -n "$kubeconfig" ] || boot

step "The guard in a namespace of its own"
if [ -n "$kubeconfig" ] && inside kubectl get deployment token-webhook -n token-guard -o name 2>/dev/null; then
  echo "it is there already"
else
  if [ "$image" = localhost/token-guard:dev ]; then
    show "kubectl apply -k manifests/base"
  else
    show "kubectl kustomize manifests/base | sed 's#localhost/token-guard:dev#$image#' | kubectl apply -f -"
  fi
  show "kubectl wait job -l app.kubernetes.io/name=token-certificates -n token-guard --for=condition=complete --timeout=5m"
fi
inside bash -c 'for i in $(seq 50); do kubectl create secret generic keptn-api-token -n keptn --dry-run=server --from-literal=keptn-api-token=weak 2>&1 | grep -q "is refused" && exit 0; sleep 0.2; done; exit 1'

set_token='kubectl create secret generic keptn-api-token -n keptn --dry-run=client -o yaml'
step "Tokens made as the documentation says are accepted: Linux, then PowerShell (UTF-16 inside the base64)"
show "$set_token --from-literal=keptn-api-token=\"\$(head -c 16 /dev/urandom | base64)\" | kubectl replace$dry -f -"
show "$set_token --from-literal=keptn-api-token=\"\$(head -c 600 /dev/urandom | tr -dc 'a-zA-Z0-9!#%+:=?@_' | head -c 16 | iconv -t utf-16le | base64 -w0)\" | kubectl replace$dry -f -"

step "Made wrong, they are refused, with a sentence that says what to do"
echo "${dim}the newline of echo:${plain}"
refused "head -c 16 /dev/urandom | base64 > token.txt; $set_token --from-file=keptn-api-token=token.txt | kubectl replace$dry -f -; code=\$?; rm -f token.txt; exit \$code"
echo "${dim}the file that certutil -encode writes:${plain}"
refused "(echo '-----BEGIN CERTIFICATE-----'; head -c 16 /dev/urandom | base64; echo '-----END CERTIFICATE-----') > token.txt; $set_token --from-file=keptn-api-token=token.txt | kubectl replace$dry -f -; code=\$?; rm -f token.txt; exit \$code"
echo "${dim}a short one:${plain}"
refused "kubectl patch$dry secret keptn-api-token -n keptn -p '{\"stringData\":{\"keptn-api-token\":\"c2hvcnQ=\"}}'"
echo "${dim}a repeated one:${plain}"
refused "kubectl patch$dry secret keptn-api-token -n keptn -p '{\"stringData\":{\"keptn-api-token\":\"eHh4eHh4eHh4eHh4eHh4eA==\"}}'"
echo "${dim}the example of the manual:${plain}"
refused "kubectl patch$dry secret keptn-api-token -n keptn -p '{\"stringData\":{\"keptn-api-token\":\"abcdefghijkladfaea\"}}'"

save_token() { # NAME: the live token goes into a file of this folder
  inside bash -c 'umask 077; kubectl get secret keptn-api-token -n keptn -o jsonpath="{.data.keptn-api-token}" | base64 -d > '"$dir/$1-token"
}
rotation() {
  step "A rotation: the CronJob's job, started by hand"
  [ -n "$kubeconfig" ] || show "kubectl rollout restart deployment api-service bridge -n keptn && kubectl rollout status deployment api-service bridge -n keptn --timeout=60s"
  save_token old
  show "kubectl get pods -n keptn -l 'app.kubernetes.io/name in (api-service, bridge)'"
  show "kubectl create job rotate-now --from=cronjob/token-rotator -n token-guard --dry-run=client -o json | sed 's/--max-age=30d/--max-age=0s/' | kubectl create -f -"
  show "kubectl wait job/rotate-now -n token-guard --for=condition=complete --timeout=180s"
  echo "${dim}its report: fingerprints before and after, pods proven, what is left to a person:${plain}"
  show "kubectl logs job/rotate-now -n token-guard"
  show "kubectl get pods -n keptn -l 'app.kubernetes.io/name in (api-service, bridge)'"
  [ -z "$kubeconfig" ] || return 0  # The pods' network is out of reach from here.
  echo "${dim}the new token opens, the old one does not (asked of the new pod itself):${plain}"
  # Tokens go in by standard input: arguments show in the process list.
  show 'ip=$(kubectl get pods -n keptn -l app.kubernetes.io/name=api-service -o jsonpath="{.items[0].status.podIP}"); ask() { (printf "x-token: "; cat) | curl -s -o /dev/null -w "%{http_code}\n" -X POST -H @- http://$ip:8080/v1/auth; }
  kubectl get secret keptn-api-token -n keptn -o jsonpath="{.data.keptn-api-token}" | base64 -d | ask; ask < '"$dir/old-token"
}
also=''
if [ -z "$kubeconfig" ] || [ -n "$rotate" ]; then
  rotation
  also='; kubectl logs -n token-guard job/rotate-now'
fi

step "The audit log of all that: who changed the token, what was refused, is the log whole; never the token"
# The webhook's image holds the commands that read the log.
show "(kubectl logs -n token-guard -l app.kubernetes.io/name=token-webhook --prefix --tail=-1$also) \\
    | kubectl exec -i -n token-guard deployment/token-webhook -- token-webhook audit report"
show "kubectl get events -n keptn --field-selector involvedObject.name=keptn-api-token"

step "Nothing of the above, nor any pod's log, holds a token: searched for the old and the new one, plain and in base64"
save_token new
[ -f "$dir/old-token" ] || cp "$dir/new-token" "$dir/old-token"
inside bash -c 'for namespace in token-guard '"$([ -n "$kubeconfig" ] || echo keptn)"'; do
  for pod in $(kubectl get pods -n $namespace -o name); do kubectl logs -n $namespace "$pod"; done; done' > "$dir/pods.log" 2>&1
for token in "$dir/old-token" "$dir/new-token"; do
  base64 -w0 < "$token" > "$token.encoded"
  for form in "$token" "$token.encoded"; do
    if grep -rqF -f "$form" "$dir/transcript" "$dir/pods.log" "$dir/logs"; then
      echo "a token stands in an output: this is a defect, please report it" >&2
      exit 1
    fi
  done
done
find "$dir" -maxdepth 1 -name '*-token*' -exec shred -u {} +
echo "$(wc -l < "$dir/transcript") lines shown and $(find "$dir/pods.log" "$dir/logs" -name '*.log' -exec cat {} + | wc -l) lines of logs: none holds a token"

[ -z "$kubeconfig" ] || exit 0
finished=yes
step "The cluster is still up. Look around:"
echo "  python3 tests/cluster/node.py in $dir kubectl get all -A"
echo "  python3 tests/cluster/node.py in $dir bash"
echo "and take it away again:"
echo "  python3 tests/cluster/node.py down $dir"

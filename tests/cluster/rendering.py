"""What Helm and kustomize make of manifests/."""
import functools
import json
import re
import subprocess

import yaml

from cluster import ROOT, kube_binaries

CHART = ROOT / "manifests/chart"

# Sets of values that the chart has to render well, each a way of running the guard: name -> (release namespace, values).
SETS = {
    "default": ("token-guard", {}),
    "cautious": ("token-guard", {"certificates": {"mode": "existing", "ca": "-----BEGIN CERTIFICATE-----\n"}, "profile": {"namespace": "keptn-prod", "mode": "audit", "encoding": "any", "minLength": 20},
                                 "failurePolicy": "Ignore", "rotator": {"suspend": True}}),
    "one-namespace": ("keptn", {"rotator": {"deletePods": True}}),
    "locked-down": ("guard", {
        "image": {"repository": "registry.example.com/token-guard", "digest": "sha256:" + "0" * 64,
                  "pullSecrets": [{"name": "registry"}]},
        "networkPolicy": {"enabled": True, "apiServer": ["10.0.0.0/28", "fd00::/64"], "monitoringNamespace": "monitoring"},
        "webhook": {"priorityClassName": "system-cluster-critical", "replicas": 3},
        "certificates": {"mode": "cert-manager"},
        "monitoring": {"podMonitor": True, "prometheusRule": True, "dashboard": True, "labels": {"release": "prometheus"}},
        "extraLabels": {"team": "platform", "app.kubernetes.io/part-of": "keptn"}}),
    "quota": ("token-guard", {
        "webhook": {"resources": {"limits": {"cpu": "500m"}}, "extraArgs": ["--drop-last-applied"]},
        "rotator": {"resources": {"limits": {"cpu": "200m"}}, "maxAge": "7d", "schedule": "0 4 * * 0"}, "runAsUser": None,
        "profile": {"words": ["acme"], "consumers": [], "copies": [{"namespace": "keptn-clients"}]}}),
}


@functools.cache
def helm_binary():
    build = subprocess.run(["bash", ROOT / "tests/cluster/build_helm.sh"], stdout=subprocess.PIPE, text=True, check=True)
    return build.stdout.strip()


def helm(*arguments, check=True, **options):
    done = subprocess.run([helm_binary(), *map(str, arguments)], text=True, capture_output=True, check=False, **options)
    if check and done.returncode != 0:
        raise AssertionError(f"helm {arguments}: {done.stdout}{done.stderr}")
    return done


def template(namespace="token-guard", values=None, *arguments, check=True):
    return helm("template", "token-guard", CHART, "--namespace", namespace, "--values", "-", *arguments, check=check,
                input=json.dumps(values or {}))


def documents(text):
    """What is installed: (kind, namespace, name) -> document. Helm's hooks are not."""
    found = {}
    for document in filter(None, yaml.safe_load_all(text)):
        meta = document["metadata"]
        if document["kind"].startswith("ValidatingAdmissionPolicy"):
            meta.pop("namespace", None)  # kustomize gives one to every kind that it does not know. The API server ignores it.
        if document["kind"] == "Job":
            meta["name"] = re.sub("-[0-9a-f]{8}$", "", meta["name"])  # A hash of the template.
        if "helm.sh/hook" not in meta.get("annotations", {}):
            found[document["kind"], meta.get("namespace", ""), meta["name"]] = with_plain_spaces(document)
    return found


def hooks(text, event):
    """Helm's hooks of an event."""
    return [d for d in yaml.safe_load_all(text) if d and event == d["metadata"].get("annotations", {}).get("helm.sh/hook")]


def with_plain_spaces(node):
    """kustomize breaks the lines of a CEL expression anew."""
    if isinstance(node, dict):
        return {key: " ".join(value.split()) if key == "expression" else with_plain_spaces(value) for key, value in node.items()}
    return [with_plain_spaces(child) for child in node] if isinstance(node, list) else node


def chart(namespace="token-guard", values=None):
    return documents(template(namespace, values).stdout)


@functools.cache
def kustomize(folder):
    kubectl = kube_binaries() / "kubectl"
    return subprocess.run([kubectl, "kustomize", ROOT / "manifests" / folder], stdout=subprocess.PIPE, text=True, check=True).stdout


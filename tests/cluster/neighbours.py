"""Other people's tools, run beside the guard in a cluster's network: Gatekeeper's webhook, Flux's server-side apply.

    with Gatekeeper(cluster, folder, "keptn") as gatekeeper:
        with gatekeeper.policy(required_label("Deployment", "team")):
            ...
"""
import contextlib
import json
import os
import pathlib
import subprocess
import threading

import yaml

from cluster import HERE, Pki, wait_for
from control_plane import free_ports


def built(script, *arguments):
    run = subprocess.run(["bash", str(HERE / script), *arguments], stdout=subprocess.PIPE, text=True, check=True)
    return pathlib.Path(run.stdout.strip())


def flux_apply(cluster, *documents):
    """Applies the objects as Flux's kustomize-controller does. The finished process; stdout has a line for each object."""
    return cluster.run(built("build_go.sh", "flux_apply"), cluster.kubeconfig, check=False,
                       input="---\n".join(map(yaml.safe_dump, documents)))


@contextlib.contextmanager
def at_work(act, pause):
    """Calls act() again and again beside what is within."""
    stop, failed = threading.Event(), []

    def run():
        while not stop.wait(pause):
            try:
                act()
            except Exception as error:  # Shown below, in the test's own thread.
                failed.append(error)
                return
    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    assert failed == []


TEMPLATE = {
    "apiVersion": "templates.gatekeeper.sh/v1", "kind": "ConstraintTemplate", "metadata": {"name": "requiredlabel"},
    "spec": {"crd": {"spec": {"names": {"kind": "RequiredLabel"}, "validation": {"openAPIV3Schema": {
        "type": "object", "properties": {"label": {"type": "string"}, "only": {"type": "string"}}}}}},
        "targets": [{"target": "admission.k8s.gatekeeper.sh", "rego": """
package requiredlabel
violation[{"msg": msg}] {
  startswith(input.review.object.metadata.name, input.parameters.only)
  not input.review.object.metadata.labels[input.parameters.label]
  msg := sprintf("the label %v is required", [input.parameters.label])
}
"""}]}}

GROUPS = {"Deployment": "apps", "Secret": "", "Pod": ""}


def required_label(kind, label, only=""):
    """A policy that refuses objects without the label whose names begin with `only`."""
    return {"apiVersion": "constraints.gatekeeper.sh/v1beta1", "kind": "RequiredLabel", "metadata": {"name": f"{kind.lower()}-{label}"},
            "spec": {"match": {"kinds": [{"apiGroups": [GROUPS[kind]], "kinds": [kind]}]},
                     "parameters": {"label": label, "only": only}}}


def added_metadata(kind, location, value):
    """A mutation that adds a label or an annotation where it is missing."""
    return {"apiVersion": "mutations.gatekeeper.sh/v1", "kind": "AssignMetadata", "metadata": {"name": f"{kind.lower()}-metadata"},
            "spec": {"match": {"scope": "Namespaced", "kinds": [{"apiGroups": [GROUPS[kind]], "kinds": [kind]}]},
                     "location": location, "parameters": {"assign": {"value": value}}}}


def added_to(kind, location, value):
    """A mutation that sets a field of each Deployment or Pod."""
    version = {"groups": [GROUPS[kind]], "versions": ["v1"], "kinds": [kind]}
    return {"apiVersion": "mutations.gatekeeper.sh/v1", "kind": "Assign", "metadata": {"name": f"{kind.lower()}-field"},
            "spec": {"applyTo": [version], "match": {"scope": "Namespaced"}, "location": location,
                     "parameters": {"assign": {"value": value}}}}


class Gatekeeper:
    """Gatekeeper's own program with its own CRDs; its webhooks see every write of some namespaces."""

    def __init__(self, cluster, folder, *namespaces):
        self.cluster, self.namespaces = cluster, namespaces
        home = built("build_gatekeeper.sh")
        pki = Pki(folder / "pki")
        pki.issue("tls", "/CN=gatekeeper")
        self.ca = pki.encoded("ca.crt")
        published = list(yaml.safe_load_all((home / "gatekeeper.yaml").read_text()))
        definitions = [d for d in published if d["kind"] in ("Namespace", "CustomResourceDefinition")]
        self.registrations = [d for d in published if d["kind"].endswith("WebhookConfiguration")]
        cluster.kubectl("apply", "--server-side", "-f", "-", input="---\n".join(map(yaml.safe_dump, definitions)))
        cluster.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s")
        self.port, health = free_ports(2)
        self.log = cluster.logs / "gatekeeper.log"
        operations = ("webhook", "mutation-webhook", "mutation-controller", "status", "mutation-status", "generate")
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [*cluster.network, home / "gatekeeper", "--kubeconfig", cluster.kubeconfig, "--host=127.0.0.1",
                 f"--port={self.port}", f"--health-addr=127.0.0.1:{health}", f"--cert-dir={pki.folder}", "--disable-cert-rotation",
                 "--debug-use-fake-pod", *(f"--operation={name}" for name in operations)],
                stdout=log, stderr=log, env={**os.environ, "POD_NAME": "gatekeeper", "POD_NAMESPACE": "gatekeeper-system"})
        try:
            wait_for("Gatekeeper", lambda: self.process.poll() is None and self.answers(), 60)
            cluster.kubectl("apply", "-f", "-", input=json.dumps(TEMPLATE))
            wait_for("the policy's kind", lambda: cluster.kubectl("get", "requiredlabel", check=False).returncode == 0, 60)
            for registration in self.registrations:
                self.register(registration)
        except BaseException:
            print(self.log.read_text()[-3000:])
            self.close()
            raise

    def answers(self):
        return self.cluster.run("curl", "-sk", "-o", os.devnull, f"https://127.0.0.1:{self.port}/", check=False).returncode == 0

    def register(self, registration):
        """As published, but for the address, the namespaces, and a failure that shows."""
        registration["webhooks"] = [hook for hook in registration["webhooks"] if "label" not in hook["name"]]
        for hook in registration["webhooks"]:
            hook["clientConfig"] = {"url": f"https://127.0.0.1:{self.port}{hook['clientConfig']['service']['path']}",
                                    "caBundle": self.ca}
            hook["namespaceSelector"] = {"matchExpressions": [
                {"key": "kubernetes.io/metadata.name", "operator": "In", "values": list(self.namespaces)}]}
            hook["failurePolicy"], hook["timeoutSeconds"] = "Fail", 5
        self.cluster.kubectl("apply", "-f", "-", input=json.dumps(registration))

    @contextlib.contextmanager
    def policy(self, policy, takes_effect):
        """The policy is in force within: `takes_effect` says when, and when no more."""
        kind, name = policy["kind"], policy["metadata"]["name"]
        self.cluster.kubectl("apply", "-f", "-", input=json.dumps(policy))
        try:
            wait_for("the policy to take effect", takes_effect, 30, 0.2)
            yield
        finally:
            self.cluster.kubectl("delete", kind, name)
            wait_for("the policy to go", lambda: not takes_effect(), 30, 0.2)

    def close(self):
        """May be called twice."""
        for registration in self.registrations:
            self.cluster.kubectl("delete", registration["kind"], registration["metadata"]["name"], "--ignore-not-found", check=False)
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

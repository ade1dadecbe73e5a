"""What the cluster tests share: the webhook on the host, the installation, the search for tokens."""
import base64
import json
import os
import secrets
import signal
import subprocess
import threading
import time

import yaml

from api import Api
from cluster import HERE, ROOT, Pki, program, wait_for

GUARDED = ("keptn-api-token", "-n", "keptn")


def new_token():
    """As the documentation makes it on Linux: 16 random bytes in base64."""
    return base64.b64encode(secrets.token_bytes(16)).decode()


TOKENS = []  # Every token that a test made with fresh(): each file's last test searches all outputs for them.


def fresh():
    TOKENS.append(new_token())
    return TOKENS[-1]


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def manifest(token, name="keptn-api-token", namespace="keptn"):
    return json.dumps({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name, "namespace": namespace},
                       "data": {"keptn-api-token": encoded(token)}})


GUARD = "token-guard"  # The guard's namespace.


def shipped(*names):
    """The documents of files in manifests/base."""
    return [document for name in names for document in yaml.safe_load_all((ROOT / f"manifests/base/{name}.yaml").read_text())]


def active(documents):
    """Registrations with the rules that `token-rotator certs` writes."""
    for hook in (hook for document in documents for hook in document.get("webhooks", [])):
        operations = ["DELETE"] if hook["name"].startswith("delete.") else ["CREATE", "UPDATE"]
        hook["rules"] = [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["secrets"], "operations": operations,
                          "scope": "Namespaced"}]
    return documents


def moved(documents, namespace):
    """The documents of an installation that has one namespace for Keptn and the guard."""
    for document in documents:
        if "namespace" in document["metadata"]:
            document["metadata"]["namespace"] = namespace
        for subject in document.get("subjects", []):
            subject["namespace"] = namespace
    return documents


def as_list(documents):
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": documents})


def tenant_role(namespace, *resources):
    """User tenant may do everything with these kinds in the namespace, and nothing else."""
    rbac = "rbac.authorization.k8s.io"
    named = {"apiVersion": f"{rbac}/v1", "metadata": {"name": "tenant", "namespace": namespace}}
    return as_list([
        {**named, "kind": "Role", "rules": [{"apiGroups": ["", "discovery.k8s.io"], "resources": resources, "verbs": ["*"]}]},
        {**named, "kind": "RoleBinding", "roleRef": {"apiGroup": rbac, "kind": "Role", "name": "tenant"},
         "subjects": [{"apiGroup": rbac, "kind": "User", "name": "tenant"}]}])


def create_namespace(cluster, name):
    if cluster.kubectl("get", "namespace", name, check=False).returncode != 0:
        cluster.kubectl("create", "namespace", name)


def guards_key(cluster):
    """The key that the rotator and the webhook's mounted Secret share: a new one if the state holds none."""
    name = ("secret", "token-guard-retired", "-n", GUARD)
    if cluster.kubectl("get", *name, check=False, secret=True).returncode != 0:
        cluster.kubectl("apply", "-f", ROOT / "manifests/base/state.yaml")
    stored = cluster.get(*name).get("data", {}).get("hmac-key")
    if not stored:
        stored = base64.b64encode(secrets.token_bytes(32)).decode()
        cluster.kubectl("patch", *name, "-p", json.dumps({"data": {"hmac-key": stored}}))
    return base64.b64decode(stored)


class HostWebhook:
    """token-webhook serve as a process; its audit lines are read from a file. Registered as `documents` say, by default as shipped,
    for a Keptn in `namespace`."""

    def __init__(self, cluster, folder, documents=None, namespace="keptn", arguments=()):
        self.cluster, self.folder, self.pki = cluster, folder, Pki(folder / "pki")
        self.pki.issue("tls", "/CN=token-webhook")
        self.audit_path, self.log_path = folder / "audit.log", folder / "webhook.log"
        self.key = secrets.token_hex(16)
        (folder / "path-key").write_text(self.key + "\n")
        retired = folder / "retired"
        retired.mkdir()
        create_namespace(cluster, namespace)
        create_namespace(cluster, GUARD)
        (retired / "hmac-key").write_bytes(guards_key(cluster))
        self.process, address = self.serve("webhook", *arguments)
        documents = active(documents or shipped("registration", "fence"))
        for hook in (hook for document in documents for hook in document.get("webhooks", [])):
            hook["clientConfig"] = self.client_config(address, "/mutate" if hook["name"].startswith("mutate") else "/validate")
        cluster.kubectl("apply", "-f", "-", input=as_list(documents))
        # A configuration takes a moment to reach the admission plug-in.
        wait_for("the registration to take effect",
                 lambda: cluster.kubectl("create", "--dry-run=server", "-f", "-", input=manifest("weak", namespace=namespace),
                                         check=False).returncode != 0)

    def serve(self, name, *arguments, client_ca=True):
        """The process and where it listens. Without `client_ca` the path key alone tells who asks."""
        log = self.folder / f"{name}.log"
        process = subprocess.Popen(
            [program("token-webhook"), "serve", "--listen", "127.0.0.1:0", "--ops-listen", "127.0.0.1:0", "--cert",
             self.pki.path("tls.crt"), "--key", self.pki.path("tls.key"), "--drain", "1", "--path-key", self.folder / "path-key",
             "--retired-dir", self.folder / "retired", *arguments,
             *(["--client-ca", self.cluster.pki.path("ca.crt"), "--client-name", "kube-apiserver"] if client_ca else [])],
            stdout=open(self.audit_path, "a"), stderr=open(log, "w"))
        started = wait_for("the webhook", lambda: [json.loads(line) for line in log.read_text().splitlines()
                                                   if '"listening"' in line])
        return process, started[0]["listen"]

    def client_config(self, address, path):
        return {"url": f"https://{address}{path}/{self.key}", "caBundle": self.pki.encoded("ca.crt")}

    def audit(self):
        return [line for line in map(json.loads, self.audit_path.read_text().splitlines())
                if line["type"] == "decision"]

    def since(self, count):
        """The decisions beyond the first `count`; at least one has to come."""
        return wait_for("an audit line", lambda: self.audit()[count:], 10, 0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(20) == 0


def install_keptn(cluster, token):
    """Keptn, and the rotator's accounts and state."""
    create_namespace(cluster, GUARD)
    cluster.kubectl("apply", "-f", ROOT / "manifests/base/accounts.yaml", "-f", ROOT / "manifests/base/state.yaml")
    start_keptn(cluster, token)


def start_keptn(cluster, token):
    """The Secret, then Keptn's Deployments."""
    if cluster.kubectl("get", "secret", *GUARDED, check=False, secret=True).returncode != 0:
        cluster.kubectl("create", "-f", "-", input=manifest(token))
    cluster.kubectl("apply", "-f", HERE / "keptn.yaml")
    for name in ("api-service", "bridge"):
        cluster.kubectl("rollout", "status", f"deployment/{name}", "-n", "keptn", "--timeout=120s")


def install_guard(node, form="base", namespace=GUARD):
    """As README says."""
    node.kubectl("apply", "-k", ROOT / "manifests" / form)
    node.kubectl("rollout", "status", "deployment/token-webhook", "-n", namespace, "--timeout=120s")
    wait_for("the guard to refuse", lambda: "is refused" in node.kubectl(
        "create", "--dry-run=server", "-f", "-", input=manifest("weak"), check=False).stderr)


def can(cluster, account, home, namespace):
    """What an account may do in a namespace."""
    listed = cluster.kubectl("auth", "can-i", "--list", "-n", namespace, "--no-headers", "--as",
                             f"system:serviceaccount:{home}:{account}", "--as-group", "system:serviceaccounts").stdout
    return {" ".join(line.split()) for line in listed.splitlines() if not line.strip().startswith("[")}


def permissions(cluster, home=GUARD):
    """Those of the accounts of an installation, beyond what the system's default roles give to every account: the lines of
    can-i.txt."""
    namespaces = [n["metadata"]["name"] for n in cluster.get("namespaces")["items"]]
    all_may = {namespace: can(cluster, "unbound", home, namespace) for namespace in namespaces}
    lines = []
    for account in ("token-certificates", "token-rotator", "token-webhook"):
        rights = {namespace: can(cluster, account, home, namespace) - all_may[namespace] for namespace in namespaces}
        everywhere = set.intersection(*rights.values())
        places = {"every namespace": everywhere, **{namespace: rights[namespace] - everywhere for namespace in namespaces}}
        lines += [f"{account} of {home} in {place}: {rule}" for place, rules in places.items() for rule in sorted(rules)]
    return lines


def pods(cluster, application="api-service", namespace="keptn"):
    """The live pods of an application: name -> address."""
    items = cluster.get("pods", "-n", namespace, "-l", f"app.kubernetes.io/name={application}")["items"]
    return {p["metadata"]["name"]: p["status"].get("podIP") for p in items if "deletionTimestamp" not in p["metadata"]}


def auth(cluster, address, token):
    """What api-service answers to a token: 200, 401 or 429."""
    done = cluster.run("curl", "-s", "-o", os.devnull, "-w", "%{http_code}", "-X", "POST", "-H", "@-",
                       f"http://{address}:8080/v1/auth", input=f"x-token: {token}", secret=True)
    return int(done.stdout)


def patiently(cluster, address, token):
    """The same, beyond the rate limit."""
    return wait_for("an answer beyond the rate limit",
                    lambda: (status := auth(cluster, address, token)) != 429 and status, 20, 0.5)


class Edits:
    """Four edits of the guarded Secret a second, each of which the webhook judges once the registrations are active."""

    def __init__(self, cluster):
        self.cluster, self.failed, self.count, self.stop = cluster, [], 0, threading.Event()
        self.thread = threading.Thread(target=lambda: cluster.within(self.run))

    def run(self):
        api = Api(self.cluster.server, self.cluster.pki)
        while not self.stop.wait(0.25):
            status, answer = api.call("PATCH", "/api/v1/namespaces/keptn/secrets/keptn-api-token",
                                      {"metadata": {"annotations": {"edit": str(self.count)}}})
            self.count += 1
            if status != 200:
                self.failed.append(f"{time.strftime('%X')} {status} {json.dumps(answer)[:400]}")

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()


def search(tokens, places):
    """Where a token, plain or in base64, stands in the places (name -> text): names and offsets, never the token."""
    found = []
    for number, token in enumerate(tokens):
        for form in (token, encoded(token).rstrip("=")):
            for name, text in places.items():
                if form in text:
                    found.append(f"token {number} in {name} at {text.index(form)}")
    return found

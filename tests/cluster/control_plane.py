"""etcd, kube-apiserver and kube-controller-manager on free loopback ports; no root. A thread plays the kubelet: each pod becomes
Running and Ready at a loopback address of its own, and behind the pods of api-service stands the tests' api-service program
with the token that the Secret held when the pod started.

    with ControlPlane() as cluster:
        cluster.kubectl("create", "namespace", "keptn")
"""
import base64
import http.client
import json
import os
import pathlib
import random
import shutil
import socket
import subprocess
import tempfile
import threading
import time

from api import Api
from cluster import HERE, ROOT, Cluster, Pki, apiserver_flags, controller_flags, kube_binaries, wait_for


def admission_configuration(pki, folder):
    """How kube-apiserver is told to present a client certificate to webhooks (docs/operations.md)."""
    pki.issue("webhook-client", "/CN=kube-apiserver")
    client = folder / "webhook-client.conf"
    client.write_text(json.dumps({
        "apiVersion": "v1", "kind": "Config",
        "users": [{"name": "*", "user": {"client-certificate": pki.path("webhook-client.crt"),
                                         "client-key": pki.path("webhook-client.key")}}]}))
    path = folder / "admission.json"
    path.write_text(json.dumps({
        "apiVersion": "apiserver.config.k8s.io/v1", "kind": "AdmissionConfiguration",
        "plugins": [{"name": name, "configuration": {
            "apiVersion": "apiserver.config.k8s.io/v1", "kind": "WebhookAdmissionConfiguration",
            "kubeConfigFile": str(client)}} for name in ("ValidatingAdmissionWebhook", "MutatingAdmissionWebhook")]}))
    return path


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


class ControlPlane(Cluster):
    def __init__(self, folder=None, versions=None, flags=()):
        """`flags` are further ones of kube-apiserver; the last one of a name counts."""
        super().__init__(pathlib.Path(folder or tempfile.mkdtemp(prefix="token-guard-")))
        self.temporary = not folder
        self.binaries = kube_binaries(versions)
        self.processes = []
        self.closing = threading.Event()
        client, peer, port = free_ports(3)
        self.server = f"https://127.0.0.1:{port}"
        self.pki = Pki(self.folder / "pki")
        self.pki.issue_components("DNS:localhost,IP:127.0.0.1,IP:10.96.0.1")
        self.kubeconfig = self.pki.kubeconfig("admin", self.server)
        self.pki.kubeconfig("controllers", self.server)
        try:
            self.etcd_command = ["etcd", "--data-dir", str(self.folder / "etcd"), "--unsafe-no-fsync",
                                 "--listen-client-urls", f"http://127.0.0.1:{client}",
                                 "--advertise-client-urls", f"http://127.0.0.1:{client}",
                                 "--listen-peer-urls", f"http://127.0.0.1:{peer}"]
            self.start(*self.etcd_command)
            self.apiserver_command = ["kube-apiserver",
                                      *apiserver_flags(self.pki.path, f"http://127.0.0.1:{client}", "127.0.0.1", port),
                                      "--admission-control-config-file", admission_configuration(self.pki, self.folder),
                                      "--audit-policy-file", ROOT / "manifests/audit-policy.yaml",
                                      "--audit-log-path", self.logs / "kubernetes-audit.log", *flags]
            self.apiserver = self.start(*self.apiserver_command)
            self.wait_ready()
            self.start("kube-controller-manager", *controller_flags(self.pki.path), "--secure-port=0", "--kube-api-qps=200",
                       "--kube-api-burst=400")  # Several namespaces are rolled out at once.
            self.kubelet = Kubelet(self)
        except BaseException:
            self.close()
            raise

    def start(self, name, *arguments):
        log = open(self.logs / f"{name}.log", "a")
        process = subprocess.Popen([self.binaries / name, *arguments], stdout=log, stderr=log, start_new_session=True,
                                   env={**os.environ, "GOGC": "400"})  # Memory is cheaper here than processor time.
        self.processes.append(process)
        return process

    def restart_apiserver(self):
        """Kills it and starts it again; does not wait until it is ready."""
        self.apiserver.kill()
        self.apiserver.wait()
        self.apiserver = self.start(*self.apiserver_command)

    def wait_ready(self):
        wait_for("the API server", lambda: self.kubectl("get", "--raw", "/readyz", check=False).returncode == 0, 90)

    def close(self):
        self.closing.set()
        if hasattr(self, "kubelet"):
            self.kubelet.join()
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        shutil.rmtree(self.folder if self.temporary else self.folder / "etcd", ignore_errors=True)


class Kubelet(threading.Thread):
    """Plays the kubelet: see the module's text. Looks at each event of a pod, and ten times a second at those that cannot start."""

    def __init__(self, cluster):
        super().__init__(daemon=True)
        self.cluster = cluster
        self.api = Api(cluster.server, cluster.pki)
        self.known = {}  # uid -> the pod, as the API server told last
        self.changed = threading.Event()
        self.pods = {}  # uid -> (address, process or None)
        self.read = {}  # uid -> the token that the Secret held when the pod started
        self.seen = {}  # namespace -> every token that a pod of it has ever read
        self.next_address = 1
        self.api_service = api_service()
        self.net, self.claim = own_network()
        # Application -> program(pod, address): the process behind a pod, or None as long as the pod cannot start.
        self.programs = {}
        # Where a Deployment's name or "namespace/name" stands here, its new pods never become ready.
        self.broken = set()
        threading.Thread(target=self.follow, daemon=True).start()
        self.start()

    def follow(self):
        """Keeps `known`: lists the pods, then watches, and begins again when the watch has ended."""
        while not self.cluster.closing.is_set():
            try:
                listed = self.api.get("/api/v1/pods")
                version = listed["metadata"]["resourceVersion"]
                self.known = {pod["metadata"]["uid"]: pod for pod in listed["items"]}
                self.changed.set()
                for event in self.api.watch(f"/api/v1/pods?watch=true&timeoutSeconds=60&resourceVersion={version}"):
                    self.note(event["type"], event["object"])
            except (OSError, KeyError, ValueError, http.client.HTTPException):
                self.cluster.closing.wait(0.1)  # The API server may be away: that is what some tests are about.

    def note(self, kind, pod):
        if kind == "DELETED":
            self.known.pop(pod["metadata"]["uid"], None)
        else:
            self.known[pod["metadata"]["uid"]] = pod
        self.changed.set()

    def run(self):
        while not self.cluster.closing.is_set():
            self.changed.wait(0.1)
            self.changed.clear()
            try:
                self.look()
            except (TimeoutError, OSError, KeyError):
                pass  # The API server may be away.
        for _, process in self.pods.values():
            if process:
                process.kill()
                process.wait()
        self.claim.close()

    def look(self):
        known = dict(self.known)
        for uid, pod in known.items():
            if pod["metadata"].get("deletionTimestamp"):
                self.stop(uid)
                self.api.call("DELETE", self.path(pod), {"kind": "DeleteOptions", "apiVersion": "v1",
                                                         "gracePeriodSeconds": 0})
            elif uid not in self.pods:
                self.begin(pod)
        for uid in set(self.pods) - set(known):
            self.stop(uid)

    def path(self, pod):
        return f"/api/v1/namespaces/{pod['metadata']['namespace']}/pods/{pod['metadata']['name']}"

    def stop(self, uid):
        self.read.pop(uid, None)
        _, process = self.pods.pop(uid, (None, None))
        if process:
            process.kill()
            process.wait()

    def begin(self, pod):
        meta = pod["metadata"]
        application = meta.get("labels", {}).get("app.kubernetes.io/name", "")
        if self.broken & {application, f"{meta['namespace']}/{application}"}:
            return
        secret = self.api.get(f"/api/v1/namespaces/{meta['namespace']}/secrets/keptn-api-token")
        data = secret.get("data", {}).get("keptn-api-token", "")
        if application in ("api-service", "bridge") and not data:
            return  # A container whose Secret is missing does not start.
        address = f"127.{self.net}.{self.next_address // 250}.{self.next_address % 250 + 1}"
        process = None
        token = base64.b64decode(data).decode("latin-1")
        if application == "api-service":
            process = subprocess.Popen([self.api_service, f"{address}:8080"], env={"SECRET_TOKEN": token})
            wait_for("api-service", lambda: answers(address, 8080), 10, 0.01)
        elif application in self.programs:
            process = self.programs[application](pod, address)
            if process is None:
                return
        self.next_address += 1
        self.pods[meta["uid"]] = (address, process)
        self.read[meta["uid"]] = token
        self.seen.setdefault(meta["namespace"], set()).add(token)
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        conditions = [{"type": t, "status": "True", "lastTransitionTime": now}
                      for t in ("PodScheduled", "Initialized", "ContainersReady", "Ready")]
        status = {"status": {"phase": "Running", "podIP": address, "podIPs": [{"ip": address}], "startTime": now,
                             "conditions": conditions}}
        if self.api.call("PATCH", self.path(pod) + "/status", status)[0] != 200:
            self.stop(meta["uid"])  # The API server was away: from the beginning, at the next look.


def own_network():
    """NET of the loopback addresses 127.NET.x.y that no other cluster of this machine uses, and the socket that holds the claim."""
    for net in random.sample(range(2, 252), 250):
        claim = socket.socket()
        try:
            claim.bind((f"127.{net}.255.254", 8080))
            return net, claim
        except OSError:
            claim.close()
    raise OSError("no loopback network is free")


def answers(host, port):
    with socket.socket() as s:
        return s.connect_ex((host, port)) == 0


def api_service():
    """The tests' api-service: a Go program, because Keptn's is one."""
    run = subprocess.run(["bash", str(HERE / "build_go.sh"), "api_service"], stdout=subprocess.PIPE, text=True, check=True)
    return run.stdout.strip()

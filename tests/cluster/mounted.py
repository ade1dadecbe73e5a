"""The webhook's pods as processes, for a control plane without nodes: each has copies of the mounted Secrets, which lag behind the
Secrets as the kubelet's do, and the Service's address is a listener that passes connections on to a ready pod.

    cluster = ControlPlane(folder, flags=["--service-cluster-ip-range", SERVICES])
    mounted = Mounted(cluster, folder, lag=20)      # then: kubectl apply -k manifests/base
"""
import base64
import random
import select
import socket
import subprocess
import threading
import time

from cluster import program, wait_for
from story import GUARD

SERVICES = "127.253.0.0/16"  # Loopback, so that the API server reaches the Service without kube-proxy.
FILES = {"token-webhook-tls": ("tls.crt", "tls.key", "ca.crt"), "token-webhook-path-key": ("path-key",)}


class Mounted:
    def __init__(self, cluster, folder, lag):
        self.cluster, self.folder, self.lag = cluster, folder, lag
        self.history = []  # (time, file -> bytes), whenever a Secret has changed
        self.pods = {}  # address -> (folder, its part of the lag, when it started)
        cluster.kubelet.programs["token-webhook"] = self.start
        threading.Thread(target=self.follow, daemon=True).start()

    def read(self):
        files = {}
        for secret, keys in FILES.items():
            data = self.cluster.kubelet.api.get(f"/api/v1/namespaces/{GUARD}/secrets/{secret}").get("data", {})
            files |= {key: base64.b64decode(data[key]) for key in keys if data.get(key)}
        return files

    def follow(self):
        """As the kubelets do: every pod gets the version of `lag` ago, the first pod half of that."""
        while not self.cluster.closing.wait(0.2):
            try:
                now = self.read()
            except OSError:
                continue
            if not self.history or self.history[-1][1] != now:
                self.history.append((time.monotonic(), now))
            for folder, part, started in list(self.pods.values()):
                until = max(started, time.monotonic() - part * self.lag)
                versions = [files for when, files in self.history if when <= until]
                if versions:
                    self.write(folder, versions[-1])

    def write(self, folder, files):
        for name, content in files.items():
            path = folder / name
            if not path.exists() or path.read_bytes() != content:
                path.with_suffix(".new").write_bytes(content)
                path.with_suffix(".new").rename(path)

    def start(self, pod, address):
        """Called by the kubelet: the pod's process, or None while a mounted key does not exist."""
        files = self.read()
        if len(files) < sum(map(len, FILES.values())):
            return None
        folder = self.folder / pod["metadata"]["uid"]
        folder.mkdir(parents=True, exist_ok=True)
        self.write(folder, files)
        log = folder / "log"
        process = subprocess.Popen(
            [program("token-webhook"), "serve", "--listen", f"{address}:8443", "--ops-listen", f"{address}:8080", "--cert",
             folder / "tls.crt", "--key", folder / "tls.key", "--serving-ca", folder / "ca.crt", "--path-key", folder / "path-key",
             "--drain", "0"],
            stdout=open(folder / "audit", "w"), stderr=open(log, "w"))
        wait_for("the webhook", lambda: '"listening"' in log.read_text(), 20, 0.02)
        self.pods[address] = (folder, 1 if self.pods else 0.5, time.monotonic())
        return process

    def serve_service(self):
        """Listens at the Service's address: what kube-proxy does."""
        address = self.cluster.get("service", "token-webhook", "-n", GUARD)["spec"]["clusterIP"]
        listener = socket.create_server((address, 443), backlog=128)
        threading.Thread(target=self.accept, args=[listener], daemon=True).start()

    def accept(self, listener):
        while not self.cluster.closing.is_set():
            client, _ = listener.accept()
            threading.Thread(target=self.relay, args=[client], daemon=True).start()

    def relay(self, client):
        with client:
            if not self.pods:
                return
            with socket.create_connection((random.choice(list(self.pods)), 8443)) as pod:
                other = {client: pod, pod: client}
                while True:
                    for ready in select.select([client, pod], [], [])[0]:
                        content = ready.recv(65536)
                        if not content:
                            return
                        other[ready].sendall(content)

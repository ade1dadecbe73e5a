"""A Prometheus in a node's network that scrapes the guard's pods as their annotations say, and kube-state-metrics; and what makes the
shipped expressions say something.

    watch = Watch(node)
    watch.follow_pods()          # again after pods were replaced
"""
import base64
import concurrent.futures
import json
import socket
import ssl
import subprocess
import time

import pytest

from cluster import wait_for
from neighbours import built
from prometheus_server import Prometheus
from story import GUARD, GUARDED, manifest

STATE_METRICS = "127.0.0.1:9097"


class Watch:
    def __init__(self, node):
        self.node, self.folder = node, node.folder / "prometheus"
        self.folder.mkdir()
        host, port = STATE_METRICS.split(":")
        subprocess.Popen([*node.prefix, built("build_go.sh", "kube_state_metrics"), f"--kubeconfig={node.kubeconfig}",
                          "--resources=cronjobs,jobs", f"--host={host}", f"--port={port}", f"--telemetry-host={host}",
                          "--telemetry-port=9096"], stdout=open(self.folder / "kube-state-metrics.log", "w"), stderr=subprocess.STDOUT)
        jobs = [{"job_name": "pods", "file_sd_configs": [{"files": [f"{self.folder}/pods.json"], "refresh_interval": "1s"}]},
                {"job_name": "kube-state-metrics", "honor_labels": True, "static_configs": [{"targets": [STATE_METRICS]}]}]
        self.prometheus = Prometheus(self.folder, "127.0.0.1:9099", jobs, node.prefix, node.within)
        self.follow_pods()

    def follow_pods(self):
        """Scrapes each webhook pod that is there now, where its annotations say."""
        targets = []
        for pod in self.pods():
            notes = pod["metadata"]["annotations"]
            assert notes["prometheus.io/scrape"] == "true"
            targets.append({"targets": [f"{pod['status']['podIP']}:{notes['prometheus.io/port']}"], "labels": {
                "namespace": GUARD, "pod": pod["metadata"]["name"], "__metrics_path__": notes["prometheus.io/path"]}})
        (self.folder / "pods.new").write_text(json.dumps(targets))
        (self.folder / "pods.new").rename(self.folder / "pods.json")
        wait_for("the pods to be scraped", lambda: len(self.prometheus.query('up{job="pods"} == 1') or []) == len(targets), 60)

    def pods(self):
        found = self.node.get("pods", "-n", GUARD, "-l", "app.kubernetes.io/name=token-webhook")["items"]
        return [pod for pod in found if "deletionTimestamp" not in pod["metadata"]]

    def refuse(self, count):
        for _ in range(count):
            done = self.node.kubectl("create", "--dry-run=server", "-f", "-", input=manifest("weak"), check=False)
            assert "is refused" in done.stderr

    def change(self, token):
        """As a person does."""
        self.node.kubectl("patch", "secret", *GUARDED, "-p", json.dumps(
            {"data": {"keptn-api-token": base64.b64encode(token.encode()).decode()}}))

    def disturb(self):
        """Slow clients without the path key ask a pod, and one that does not trust its certificate."""
        address = self.pods()[0]["status"]["podIP"], 8443
        careless = ssl.create_default_context()
        careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE

        def ask(_):
            with socket.create_connection(address, 10) as raw, careless.wrap_socket(raw) as connection:
                connection.sendall(b"POST /elsewhere HTTP/1.1\r\nHost: x\r\n")
                time.sleep(1.5)  # Within the head, after which the answer comes at once.
                connection.sendall(b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
                return int(connection.recv(4096).split()[1])

        def all_ask():
            with concurrent.futures.ThreadPoolExecutor(24) as pool:
                return set(pool.map(ask, range(24)))

        def distrust():
            with socket.create_connection(address, 10) as raw, pytest.raises(ssl.SSLError):
                ssl.create_default_context().wrap_socket(raw, server_hostname="localhost")
        assert self.node.within(all_ask) == {404}
        self.node.within(distrust)

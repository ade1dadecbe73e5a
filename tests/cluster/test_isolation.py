"""Two nodes at once share nothing, with each other or with the machine, and leave nothing behind."""
import os
import pathlib

import pytest

import isolation
from cluster import wait_for
from node import Node

# Where a node of old put its files: the names in these folders are compared.
PLACES = ("/", "/etc", "/etc/cni", "/opt", "/run", "/usr/libexec", "/var/lib", "/var/lib/cni", "/var/lib/kubelet", "/var/log",
          "/var/log/pods", "/var/log/containers")

POD = """{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "speaker"}, "spec": {
  "terminationGracePeriodSeconds": 0, "automountServiceAccountToken": false,
  "containers": [{"name": "speaker", "image": "localhost/api-service:dev", "imagePullPolicy": "Never",
    "args": ["0.0.0.0:8080"], "env": [{"name": "SECRET_TOKEN", "value": "spoken"}]}]}}"""


def traces(folders=()):
    """All that a node could leave on the machine."""
    cgroups = {path for point, _, _ in isolation.hierarchies() for path, _, _ in os.walk(point)}
    processes = set()
    for command in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = command.read_bytes().decode(errors="replace").replace("\0", " ")
        except OSError:
            continue
        if any(str(folder) in line for folder in folders):
            processes.add(line)
    return {
        "cgroups": {path for path in cgroups if "token-guard" in path or "k8s.io" in path or "kubepods" in path},
        "files": {place: set(os.listdir(place)) if os.path.isdir(place) else None for place in PLACES},
        "interfaces": set(os.listdir("/sys/class/net")),
        "mounts": {line.split()[4] for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines()},
        "processes": processes,
        "settings": {name: path.read_text() for name in isolation.SETTINGS
                     if (path := pathlib.Path("/proc/sys") / name).exists()},
    }


def speak(node):
    """A pod that runs."""
    wait_for("the default account", lambda: node.kubectl("get", "serviceaccount", "default", check=False).returncode == 0)
    node.kubectl("apply", "-f", "-", input=POD)
    node.kubectl("wait", "pod/speaker", "--for=condition=Ready", "--timeout=60s")


def logs(node):
    return node.run("ls", "/var/log/pods").stdout.split()


def test_two_nodes_share_nothing_and_leave_nothing(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("needs root")
    folders = [tmp_path / "first", tmp_path / "second"]
    before = traces(folders)
    with Node(folders[0]) as first:
        speak(first)
        with Node(folders[1]) as second:
            speak(second)
            assert len(logs(first)) == len(logs(second)) == 1 and logs(first) != logs(second)
            # The second kubelet has looked through its pods' folders when it has deleted one.
            second.kubectl("delete", "pod", "speaker", "--wait")
            wait_for("the second kubelet to clean up", lambda: logs(second) == [])
            assert len(logs(first)) == 1
            assert first.kubectl("logs", "speaker").returncode == 0
            during = traces(folders)
            for kind in ("files", "interfaces", "mounts", "settings"):
                assert during[kind] == before[kind], kind
            assert len(during["processes"]) > 2
        assert first.kubectl("get", "pod", "speaker", "-o", "jsonpath={.status.phase}").stdout == "Running"
    assert traces(folders) == before

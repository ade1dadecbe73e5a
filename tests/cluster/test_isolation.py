"""Two nodes at once share nothing, with each other or with the machine, and leave nothing behind. The first is the run's own node."""
import os
import pathlib

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


def traces(folder):
    """All that the node of this folder could leave on the machine, and its processes."""
    cgroups = {path for point, _, _ in isolation.hierarchies() for path in own_groups(point)}
    processes = set()
    for command in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = command.read_bytes().decode(errors="replace").replace("\0", " ")
        except OSError:
            continue
        if str(folder) in line:
            processes.add(line)
    return {
        "cgroups": cgroups,
        "files": {place: set(os.listdir(place)) if os.path.isdir(place) else None for place in PLACES},
        "interfaces": set(os.listdir("/sys/class/net")),
        "mounts": {line.split()[4] for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines()},
        "processes": processes,
        "settings": {name: path.read_text() for name in isolation.SETTINGS
                     if (path := pathlib.Path("/proc/sys") / name).exists()},
    }


def own_groups(point):
    """The cgroups that nodes have made below a mount point, without those inside of a node's."""
    for path, folders, _ in os.walk(point):
        nodes = [name for name in folders if name.startswith("token-guard") or name in ("k8s.io", "kubepods")]
        folders[:] = [name for name in folders if name not in nodes]
        yield from (os.path.join(path, name) for name in nodes)


def speak(node):
    """A pod that runs."""
    wait_for("the default account", lambda: node.kubectl("get", "serviceaccount", "default", check=False).returncode == 0)
    node.kubectl("apply", "-f", "-", input=POD)
    node.kubectl("wait", "pod/speaker", "--for=condition=Ready", "--timeout=60s")


def logs(node):
    return node.run("ls", "/var/log/pods").stdout.split()


def test_two_nodes_share_nothing_and_leave_nothing(node, tmp_path):
    speak(node)
    try:
        before = traces(tmp_path)
        with Node(tmp_path) as second:
            speak(second)
            assert len(logs(node)) == len(logs(second)) == 1 and logs(node) != logs(second)
            # The second kubelet has looked through its pods' folders when it has deleted one.
            second.kubectl("delete", "pod", "speaker", "--wait")
            wait_for("the second kubelet to clean up", lambda: logs(second) == [], 90)
            assert len(logs(node)) == 1
            assert node.kubectl("logs", "speaker").returncode == 0
            during = traces(tmp_path)
            for kind in ("files", "interfaces", "mounts", "settings"):
                assert during[kind] == before[kind], kind
            assert len(during["processes"]) > 2 and len(during["cgroups"]) > len(before["cgroups"])
        assert node.kubectl("get", "pod", "speaker", "-o", "jsonpath={.status.phase}").stdout == "Running"
        assert traces(tmp_path) == before
    finally:
        node.kubectl("delete", "pod", "speaker", "--wait")

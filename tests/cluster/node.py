"""A whole Kubernetes node in namespaces of its own: kubelet, containerd, kube-proxy and the control plane. Root.

By hand: node.py up DIR; node.py in DIR COMMAND...; node.py down DIR.
"""
import concurrent.futures
import ctypes
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

import isolation
from cluster import ROOT, Cluster, Pki, apiserver_flags, controller_flags, images, kube_binaries, wait_for

CONTAINERD = """version = 2
root = "{folder}/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.internal.v1.opt"]
[grpc]
  address = "/run/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:dev"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "{folder}/cni"
"""

CNI = {"cniVersion": "0.4.0", "name": "pods", "plugins": [
    {"type": "bridge", "bridge": "cni0", "isGateway": True, "ipMasq": True, "hairpinMode": True,
     "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.244.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
    {"type": "portmap", "capabilities": {"portMappings": True}}]}


def inside(folder, binaries):
    """The first process of the node's namespaces: starts everything, then reaps until it is killed."""
    folder, binaries = pathlib.Path(folder), pathlib.Path(binaries)
    pki = lambda name: str(folder / "pki" / name)

    def sh(*command):
        subprocess.run(command, check=True)

    def start(name, *arguments):
        log = open(folder / "logs" / f"{pathlib.Path(name).name}.log", "a")
        subprocess.Popen([name, *arguments], stdout=log, stderr=log)

    isolation.enter(folder)
    sh("ip", "link", "set", "lo", "up")
    # A veth pair takes the place of a network card: kubelet and kube-apiserver want a default route.
    sh("ip", "link", "add", "node0", "type", "veth", "peer", "name", "node0p")
    for command in ("link set node0p up", "addr add 10.0.0.1/24 dev node0", "link set node0 up",
                    "route add default via 10.0.0.254 dev node0"):
        sh("ip", *command.split())
    pathlib.Path("/proc/sys/net/ipv4/ip_forward").write_text("1")
    start(str(binaries / "etcd"), "--data-dir", str(folder / "etcd"), "--unsafe-no-fsync",
          "--listen-client-urls", "http://127.0.0.1:2379", "--advertise-client-urls", "http://127.0.0.1:2379",
          "--listen-peer-urls", "http://127.0.0.1:2380")
    start(str(binaries / "kube-apiserver"), *apiserver_flags(pki, "http://127.0.0.1:2379", "0.0.0.0", 6443),
          "--audit-policy-file", str(ROOT / "manifests/audit-policy.yaml"),
          "--audit-log-path", str(folder / "logs/kubernetes-audit.log"),
          "--advertise-address", "10.0.0.1", "--allow-privileged", "--kubelet-preferred-address-types", "InternalIP",
          "--kubelet-client-certificate", pki("admin.crt"), "--kubelet-client-key", pki("admin.key"))
    (folder / "cni").mkdir(exist_ok=True)
    (folder / "cni" / "10-pods.conflist").write_text(json.dumps(CNI))
    (folder / "containerd.toml").write_text(CONTAINERD.format(folder=folder))
    start("containerd", "-c", str(folder / "containerd.toml"))
    ctr = ["ctr", "-a", "/run/containerd.sock"]
    wait_for("containerd", lambda: subprocess.run([*ctr, "version"], capture_output=True, check=False).returncode == 0)
    for archive in sorted((folder / "images").glob("*.tar")):
        sh(*ctr, "-n", "k8s.io", "images", "import", str(archive))
    ready = [str(binaries / "kubectl"), "--kubeconfig", pki("admin.conf"), "get", "--raw", "/readyz"]
    wait_for("the API server", lambda: subprocess.run(ready, capture_output=True, check=False).returncode == 0, 90)
    start(str(binaries / "kube-controller-manager"), *controller_flags(pki), "--allocate-node-cidrs",
          "--cluster-cidr", "10.244.0.0/16")
    start(str(binaries / "kube-scheduler"), "--kubeconfig", pki("scheduler.conf"), "--leader-elect=false")
    (folder / "kubelet.json").write_text(json.dumps({
        "apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration",
        "authentication": {"anonymous": {"enabled": False}, "webhook": {"enabled": True},
                           "x509": {"clientCAFile": pki("ca.crt")}},
        "authorization": {"mode": "Webhook"}, "tlsCertFile": pki("kubelet.crt"), "tlsPrivateKeyFile": pki("kubelet.key"),
        "containerRuntimeEndpoint": "unix:///run/containerd.sock", "evictionHard": {},
        # A machine with cgroup v1, swap or a root file system that is shared:
        "cgroupDriver": "cgroupfs", "cgroupsPerQOS": False, "enforceNodeAllocatable": [], "failCgroupV1": False,
        "failSwapOn": False, "localStorageCapacityIsolation": False,
        "volumePluginDir": str(folder / "kubelet" / "plugins")}))
    start(str(binaries / "kubelet"), "--config", str(folder / "kubelet.json"), "--kubeconfig", pki("kubelet.conf"),
          "--hostname-override", "node1", "--node-ip", "10.0.0.1", "--root-dir", str(folder / "kubelet"))
    (folder / "proxy.json").write_text(json.dumps({
        "apiVersion": "kubeproxy.config.k8s.io/v1alpha1", "kind": "KubeProxyConfiguration", "mode": "iptables",
        "clientConnection": {"kubeconfig": pki("proxy.conf")}, "hostnameOverride": "node1",
        "clusterCIDR": "10.244.0.0/16", "conntrack": {"maxPerCore": 0}}))
    start(str(binaries / "kube-proxy"), "--config", str(folder / "proxy.json"))
    (folder / "up").touch()
    while True:
        try:
            os.wait()
        except ChildProcessError:
            signal.pause()


class Node(Cluster):
    def __init__(self, folder=None, attach=False):
        super().__init__(pathlib.Path(folder or tempfile.mkdtemp(prefix="token-guard-")).resolve())
        self.binaries = kube_binaries()
        self.kubeconfig = self.folder / "pki" / "admin.conf"
        self.server = "https://10.0.0.1:6443"  # Reachable within the node's network alone.
        if attach:
            return
        (self.folder / "up").unlink(missing_ok=True)
        self.pki = pki = Pki(self.folder / "pki")
        pki.issue_components("DNS:localhost,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:10.96.0.1,IP:10.0.0.1")
        for user in ("admin", "controllers", "scheduler", "kubelet", "proxy"):
            pki.kubeconfig(user, self.server)
        link = self.folder / "images"
        if not link.exists():
            link.symlink_to(images())
        with open(self.logs / "node.log", "w") as log:
            outer = subprocess.Popen(["unshare", "--net", "--mount", "--ipc", "--uts", "--pid", "--fork", "--mount-proc",
                                      "--kill-child", "/usr/bin/python3", __file__, "inside", self.folder, self.binaries],
                                     stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
        (self.folder / "outer.pid").write_text(str(outer.pid))
        try:
            wait_for("the node", lambda: (self.folder / "up").exists() or outer.poll() is not None, 120)
            self.enter()
            wait_for("the node to be Ready",
                     lambda: " Ready" in self.kubectl("get", "nodes", "--no-headers", check=False).stdout, 60)
        except BaseException:
            print((self.logs / "node.log").read_text()[-2000:], file=sys.stderr)
            self.close()
            raise

    def outer(self):
        """The process that waits for the namespaces' processes, while it lives."""
        try:
            pid = (self.folder / "outer.pid").read_text().strip()
            ours = str(self.folder).encode() in pathlib.Path("/proc", pid, "cmdline").read_bytes().split(b"\0")
        except OSError:
            return None
        return pid if ours else None  # A process that has ended and is not reaped has no command line.

    def init(self):
        """The first process of the namespaces, or None."""
        children = subprocess.run(["pgrep", "-P", self.outer() or "0"], text=True, capture_output=True, check=False).stdout
        return int(children.split()[0]) if self.outer() and children else None

    def enter(self):
        self.prefix = ["nsenter", "-t", str(self.init()), "-n", "-m", "-p", f"--wd={os.getcwd()}"]
        self.network = ["nsenter", "-t", str(self.init()), "-n"]

    def within(self, work):
        """work() in a thread whose sockets, and whose children's, are in the node's network. Its result."""
        def enter_and_work():
            with open(f"/proc/{self.init()}/ns/net") as network:
                if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), 0) != 0:
                    raise OSError(ctypes.get_errno(), "setns")
            return work()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            return pool.submit(enter_and_work).result()

    def restart_kubelet(self):
        """Kills the kubelet, and starts it again as it was started."""
        (pid,) = subprocess.run(["pgrep", "-f", f"/kubelet --config {self.folder}/"], text=True, stdout=subprocess.PIPE, check=True).stdout.split()
        command = pathlib.Path("/proc", pid, "cmdline").read_text().rstrip("\0").split("\0")
        os.kill(int(pid), signal.SIGKILL)
        with open(self.logs / "kubelet.log", "a") as log:
            subprocess.Popen([*self.prefix, *command], stdout=log, stderr=log)

    def close(self):
        """Kills the first process of the namespaces. Processes, addresses, mounts and firewall rules go with it, and then the
        cgroups and all of the folder but the logs and certificates."""
        if init := self.init():
            os.kill(init, signal.SIGKILL)
        wait_for("the node's processes to end", lambda: not self.outer(), 30)
        isolation.remove(self.folder)
        for name in ("etcd", "containerd", "kubelet", "cni", "private"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        (self.folder / "up").unlink(missing_ok=True)


def main(arguments):
    if len(arguments) < 2 or arguments[0] not in ("up", "in", "down", "inside"):
        sys.exit(__doc__)
    verb, folder, rest = arguments[0], arguments[1], arguments[2:]
    if verb == "inside":
        inside(folder, rest[0])
    elif verb == "up":
        Node(folder)
    else:
        node = Node(folder, attach=True)
        if verb == "down":
            node.close()
            shutil.rmtree(node.folder)
            return
        node.enter()
        command = [*node.prefix, *rest]
        os.execvpe(command[0], command, node.environment())


if __name__ == "__main__":
    main(sys.argv[1:])

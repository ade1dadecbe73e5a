"""A real Kubernetes cluster on this machine, thrown away after use. Two forms:

ControlPlane: etcd, kube-apiserver and kube-controller-manager on free loopback ports; no root. Instead of a kubelet a
thread plays one: each pod becomes Running and Ready at a loopback address of its own, and behind the pods of api-service
stands the tests' api-service program, with the token that the Secret held when the pod started.

Node (root): a whole node in its own network, mount and process namespaces: kubelet, containerd, kube-proxy.

    with ControlPlane() as cluster:
        cluster.kubectl("create", "namespace", "keptn")

By hand: cluster.py up DIR; cluster.py in DIR COMMAND...; cluster.py down DIR.
"""
import base64
import concurrent.futures
import ctypes
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from api import Api

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def wait_for(what, condition, seconds=60, pause=0.1):
    """The condition's first true value; a TimeoutError that says what was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(pause)
    raise TimeoutError(f"waited {seconds} s for {what}")


def kube_binaries():
    run = subprocess.run(["bash", str(HERE / "build_kube.sh")], stdout=subprocess.PIPE, text=True, check=True)
    return pathlib.Path(run.stdout.strip())


def images():
    run = subprocess.run(["bash", str(HERE / "image.sh")], stdout=subprocess.PIPE, text=True, check=True)
    return pathlib.Path(run.stdout.strip())


def program(name):
    """The newest build of one of the programs, or the one in the folder TOKEN_GUARD_PROGRAMS."""
    if folder := os.environ.get("TOKEN_GUARD_PROGRAMS"):
        return ROOT / folder / name
    found = [p for preset in ("release", "dev") if (p := ROOT / "build" / preset / "bin" / name).exists()]
    if not found:
        raise FileNotFoundError(f"{name} is not built: cmake --preset release && cmake --build --preset release")
    return max(found, key=lambda p: p.stat().st_mtime)


class Pki:
    """A certificate authority and what it has issued, as files in a folder."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                      "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=test-ca")
        self._openssl("genrsa", "-out", "sa.key", "2048")
        self._openssl("rsa", "-in", "sa.key", "-pubout", "-out", "sa.pub")

    def _openssl(self, *arguments):
        # Two hours ago, so that a program whose clock is an hour slow trusts them too.
        subprocess.run(["faketime", "-f", "-2h", "openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def path(self, name):
        return str(self.folder / name)

    def issue(self, name, subject, names="DNS:localhost,IP:127.0.0.1"):
        (self.folder / f"{name}.ext").write_text(f"subjectAltName={names}\nextendedKeyUsage=serverAuth,clientAuth\n")
        self._openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key",
                      "-out", f"{name}.csr", "-subj", subject)
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
                      "-days", "30", "-out", f"{name}.crt", "-extfile", f"{name}.ext")

    def encoded(self, name):
        return base64.b64encode((self.folder / name).read_bytes()).decode()

    def kubeconfig(self, user, server, token=None):
        who = {"token": token} if token else {"client-certificate-data": self.encoded(f"{user}.crt"),
                                              "client-key-data": self.encoded(f"{user}.key")}
        path = self.folder / f"{user}.conf"
        path.write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "test",
            "clusters": [{"name": "test", "cluster": {"server": server,
                                                      "certificate-authority-data": self.encoded("ca.crt")}}],
            "users": [{"name": user, "user": who}],
            "contexts": [{"name": "test", "context": {"cluster": "test", "user": user}}]}))
        path.chmod(0o600)
        return path

    def issue_components(self, apiserver_names):
        self.issue("apiserver", "/CN=kube-apiserver", apiserver_names)
        for name, subject in (("admin", "/O=system:masters/CN=admin"),
                              ("controllers", "/CN=system:kube-controller-manager"),
                              ("scheduler", "/CN=system:kube-scheduler"), ("proxy", "/CN=system:kube-proxy")):
            self.issue(name, subject)
        self.issue("kubelet", "/O=system:nodes/CN=system:node:node1", "DNS:node1,IP:10.0.0.1")


def apiserver_flags(pki, etcd, address, port):
    return ["--etcd-servers", etcd, "--bind-address", address, "--secure-port", str(port),
            "--client-ca-file", pki("ca.crt"), "--tls-cert-file", pki("apiserver.crt"),
            "--tls-private-key-file", pki("apiserver.key"), "--authorization-mode", "Node,RBAC",
            "--service-account-issuer", "https://kubernetes.default.svc", "--service-account-key-file", pki("sa.pub"),
            "--service-account-signing-key-file", pki("sa.key"), "--service-cluster-ip-range", "10.96.0.0/16", "-v", "2"]


def controller_flags(pki):
    return ["--kubeconfig", pki("controllers.conf"), "--service-account-private-key-file", pki("sa.key"),
            "--root-ca-file", pki("ca.crt"), "--use-service-account-credentials", "--leader-elect=false"]


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


class Cluster:
    """What both forms share: kubectl as administrator."""

    def __init__(self, folder):
        self.folder = folder
        self.logs = folder / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.transcript = []  # Everything that kubectl printed, for the search for tokens.
        self.prefix = []

    def environment(self):
        return {**os.environ, "KUBECONFIG": str(self.kubeconfig), "PATH": f"{self.binaries}:{os.environ['PATH']}",
                "HOME": str(self.folder)}

    def run(self, *command, check=True, secret=False, environment=None, **options):
        """A command with KUBECONFIG set. `secret` keeps its output out of the transcript: it shows a token by design."""
        done = subprocess.run([*self.prefix, *map(str, command)], text=True, capture_output=True, check=False,
                              env={**self.environment(), **(environment or {})}, timeout=300, **options)
        if not secret:
            self.transcript.append(done.stdout + done.stderr)
        if check and done.returncode != 0:
            raise AssertionError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def kubectl(self, *arguments, **options):
        return self.run(self.binaries / "kubectl", *arguments, **options)

    def get(self, *arguments, **options):
        return json.loads(self.kubectl("get", *arguments, "-o", "json", secret=True, **options).stdout)

    def token(self):
        """The live token."""
        secret = self.get("secret", "keptn-api-token", "-n", "keptn")
        return base64.b64decode(secret["data"]["keptn-api-token"]).decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for s in sockets:
        s.bind(("127.0.0.1", 0))
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


class ControlPlane(Cluster):
    def __init__(self, folder=None):
        super().__init__(pathlib.Path(folder or tempfile.mkdtemp(prefix="token-guard-")))
        self.binaries = kube_binaries()
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
                                      "--admission-control-config-file", admission_configuration(self.pki, self.folder)]
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
        process = subprocess.Popen([self.binaries / name, *arguments], stdout=log, stderr=log, start_new_session=True)
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
        shutil.rmtree(self.folder / "etcd", ignore_errors=True)


class Kubelet(threading.Thread):
    """Plays the kubelet: see the module's text. Looks ten times a second."""

    def __init__(self, cluster):
        super().__init__(daemon=True)
        self.cluster = cluster
        self.api = Api(cluster.server, cluster.pki)
        self.pods = {}  # uid -> (address, process or None)
        self.read = {}  # uid -> the token that the Secret held when the pod started
        self.seen = {}  # namespace -> every token that a pod of it has ever read
        self.next_address = 1
        self.net = os.getpid() % 250 + 2  # 127.NET.x.y: several clusters at once.
        # Where a Deployment's name or "namespace/name" stands here, its new pods never become ready.
        self.broken = set()
        self.start()

    def run(self):
        while not self.cluster.closing.is_set():
            try:
                self.look()
            except (TimeoutError, OSError, KeyError):
                pass  # The API server may be away: that is what some tests are about.
            self.cluster.closing.wait(0.1)
        for _, process in self.pods.values():
            if process:
                process.kill()
                process.wait()

    def look(self):
        answer = self.api.get("/api/v1/pods")
        if not answer:
            return
        present = set()
        for pod in answer["items"]:
            uid = pod["metadata"]["uid"]
            present.add(uid)
            if pod["metadata"].get("deletionTimestamp"):
                self.stop(uid)
                self.api.call("DELETE", self.path(pod), {"kind": "DeleteOptions", "apiVersion": "v1",
                                                         "gracePeriodSeconds": 0})
            elif uid not in self.pods:
                self.begin(pod)
        for uid in set(self.pods) - present:
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
            process = subprocess.Popen([api_service(), f"{address}:8080"], env={"SECRET_TOKEN": token})
            wait_for("api-service", lambda: answers(address, 8080), 10, 0.01)
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


def answers(host, port):
    with socket.socket() as s:
        return s.connect_ex((host, port)) == 0


def api_service():
    """The tests' api-service, built when its source is newer."""
    source, binary = HERE / "api_service.cc", ROOT / "build" / "tests" / "api-service"
    if not binary.exists() or binary.stat().st_mtime < source.stat().st_mtime:
        binary.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["g++", "-std=c++17", "-O2", "-static", "-o", f"{binary}.new", source], check=True)
        os.replace(f"{binary}.new", binary)
    return binary


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

    sh("ip", "link", "set", "lo", "up")
    # A veth pair takes the place of a network card: kubelet and kube-apiserver want a default route.
    sh("ip", "link", "add", "node0", "type", "veth", "peer", "name", "node0p")
    for command in ("link set node0p up", "addr add 10.0.0.1/24 dev node0", "link set node0 up",
                    "route add default via 10.0.0.254 dev node0"):
        sh("ip", *command.split())
    pathlib.Path("/proc/sys/net/ipv4/ip_forward").write_text("1")
    sh("mount", "-t", "tmpfs", "tmpfs", "/run")  # State that dies with the node.
    pathlib.Path("/var/lib/cni").mkdir(parents=True, exist_ok=True)
    sh("mount", "-t", "tmpfs", "tmpfs", "/var/lib/cni")
    start(str(binaries / "etcd"), "--data-dir", str(folder / "etcd"), "--unsafe-no-fsync",
          "--listen-client-urls", "http://127.0.0.1:2379", "--advertise-client-urls", "http://127.0.0.1:2379",
          "--listen-peer-urls", "http://127.0.0.1:2380")
    start(str(binaries / "kube-apiserver"), *apiserver_flags(pki, "http://127.0.0.1:2379", "0.0.0.0", 6443),
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
        "failSwapOn": False, "localStorageCapacityIsolation": False}))
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
            self.enter()
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
            outer = subprocess.Popen(["unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child",
                                      "/usr/bin/python3", __file__, "inside", self.folder, self.binaries],
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

    def init(self):
        outer = (self.folder / "outer.pid").read_text().strip()
        return subprocess.run(["pgrep", "-P", outer], text=True, capture_output=True, check=False).stdout.split()[0]

    def enter(self):
        self.prefix = ["nsenter", "-t", self.init(), "-n", "-m", "-p", f"--wd={os.getcwd()}"]

    def within(self, work):
        """work() in a thread whose sockets, and whose children's, are in the node's network. Its result."""
        def enter_and_work():
            with open(f"/proc/{self.init()}/ns/net") as network:
                if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), 0) != 0:
                    raise OSError(ctypes.get_errno(), "setns")
            return work()
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            return pool.submit(enter_and_work).result()

    def close(self):
        """Kills the first process of the namespaces: processes, addresses, mounts and firewall rules go with it."""
        try:
            os.kill(int(self.init()), signal.SIGKILL)
        except (OSError, IndexError, ValueError):
            pass
        for name in ("etcd", "containerd", "kubelet"):
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
            return
        command = [*node.prefix, *rest]
        os.execvpe(command[0], command, node.environment())


if __name__ == "__main__":
    main(sys.argv[1:])

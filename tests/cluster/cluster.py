"""What both forms of a cluster share (control_plane.py, node.py): the programs, the certificates, kubectl as administrator."""
import base64
import json
import os
import pathlib
import subprocess
import time

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


def at_clock(offset):
    """What stands before a command whose clock is off ("-2h"), stands still ("2026-11-25 19:30:00") or runs faster ("+0 x60").
    Not the command faketime: it leaves a semaphore behind when it is killed, and does not start with that process id again."""
    return ("env", "LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1", f"FAKETIME={offset}", "FAKETIME_DISABLE_SHM=1")


NEWEST = {"KUBERNETES": "1.37.2", "ETCD": "3.7.0"}  # The newest that is tested, by --full.


def kube_binaries(versions=None):
    run = subprocess.run(["bash", str(HERE / "build_kube.sh")], stdout=subprocess.PIPE, text=True, check=True,
                         env={**os.environ, **(versions or {})})
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
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "90",
                      "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=test-ca")
        self._openssl("genrsa", "-out", "sa.key", "2048")
        self._openssl("rsa", "-in", "sa.key", "-pubout", "-out", "sa.pub")

    def _openssl(self, *arguments):
        # Two hours ago, so that a program whose clock is an hour slow trusts them too.
        subprocess.run([*at_clock("-2h"), "openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def path(self, name):
        return str(self.folder / name)

    def issue(self, name, subject, names="DNS:localhost,IP:127.0.0.1"):
        (self.folder / f"{name}.ext").write_text(f"subjectAltName={names}\nextendedKeyUsage=serverAuth,clientAuth\n")
        self._openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key",
                      "-out", f"{name}.csr", "-subj", subject)
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
                      "-days", "90", "-out", f"{name}.crt", "-extfile", f"{name}.ext")

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


class Cluster:
    """What both forms share: kubectl as administrator."""

    def __init__(self, folder):
        self.folder = folder
        self.logs = folder / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.transcript = []  # Everything that kubectl printed, for the search for tokens.
        self.prefix = []  # Runs a command within the cluster's namespaces.
        self.network = []  # Runs a program in the cluster's network alone; a signal reaches the program.

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

    def within(self, work):
        """work() in the cluster's network: here, the machine's own."""
        return work()

    def rotator_token(self, namespace):
        """A token of the rotator's account that is bound to a pod, as the kubelet's are. Makes the pod."""
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "rotator-by-hand", "namespace": namespace},
               "spec": {"serviceAccountName": "token-rotator",
                        "containers": [{"name": "pause", "image": "localhost/pause:dev"}]}}
        self.kubectl("apply", "--validate=false", "-f", "-", input=json.dumps(pod))
        return self.kubectl("create", "token", "token-rotator", "-n", namespace, "--bound-object-kind", "Pod",
                            "--bound-object-name", "rotator-by-hand", secret=True).stdout.strip()

    def token(self):
        """The live token."""
        secret = self.get("secret", "keptn-api-token", "-n", "keptn")
        return base64.b64decode(secret["data"]["keptn-api-token"]).decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
